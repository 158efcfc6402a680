//! Readings that are set small next to Chinese characters.
//!
//! Japanese writes how a character is read above it, or to the right of it in
//! vertical lines (ruby); Taiwan and China do the same with other signs. It is not
//! text of the book: with it, the text of no two editions would be the same. What is
//! left out is small, of the signs for readings alone, and near the characters that
//! it reads. Raised figures, notes between the lines and small print are not.

use std::collections::HashMap;

/// A character of a page, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    /// Where it begins.
    pub(super) at: (f64, f64),
    /// The direction of writing, a vector of length one.
    pub(super) along: (f64, f64),
    pub(super) advance: f64,
    pub(super) size: f64,
    /// Whether the direction of writing is downwards as the character sees it.
    pub(super) is_vertical: bool,
}

// The thresholds of this file, set by eye and by pages made with each kind of
// reading. Lengths are in sizes of the character that is read.

/// The size of a reading, at most.
const SMALL: f64 = 0.7;
/// How far its middle is from the middle of the line, at least; and at most above or
/// to the right, and below or to the left.
const NEAREST: f64 = 0.55;
const FARTHEST: f64 = 1.15;
const FARTHEST_BELOW: f64 = 0.95;
/// How far along the line it is from a character that it reads: the nearest sign of
/// a run, and every other.
const NEXT_TO: f64 = 0.8;
const REACH: f64 = 1.3;
/// The greatest distance between characters of a line.
const STEP: f64 = 2.5;
/// The same for the signs of a run, in their own size.
const RUN_STEP: f64 = 2.2;
/// Sizes that differ by less are the same.
const SAME: f64 = 0.12;

// Bounds; no figure depends on them.

/// How many characters ahead and behind the next of a line is looked for.
const LOOK: usize = 48;
/// The most characters that are kept for one part of the page.
const MOST_HERE: usize = 24;

/// What a character is for a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A Chinese character.
    Han,
    Kana,
    /// A sign of the phonetic alphabet of Taiwan.
    Bopomofo,
    /// A Latin letter, plain or with a tone of Chinese.
    Latin,
    Toned,
    Other,
}

/// Vowels with the tones of Chinese.
const TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";

fn kind(text: &str) -> Kind {
    let mut kind = None;
    for c in text.chars() {
        let next = match c {
            '々'
            | '〆'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Kind::Han,
            // Kana, their marks, and half-width ones.
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => {
                Kind::Kana
            }
            // With the marks of tones.
            '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}' | 'ˊ' | 'ˇ' | 'ˋ' | '˙' => {
                Kind::Bopomofo
            }
            _ if TONED.contains(c) => Kind::Toned,
            'a'..='z' | 'A'..='Z' | 'ü' | '\'' | '’' => Kind::Latin,
            // Which form of the character is meant.
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => continue,
            c if c.is_whitespace() => continue,
            _ => Kind::Other,
        };
        match kind {
            None => kind = Some(next),
            Some(before) if before == next => {}
            Some(_) => return Kind::Other,
        }
    }
    kind.unwrap_or(Kind::Other)
}

/// Returns whether a page with this text may have readings on it.
pub(super) fn may_have(text: &str) -> bool {
    matches!(kind(text), Kind::Han | Kind::Kana | Kind::Bopomofo)
}

/// Returns which characters of a page are readings.
pub(super) fn find(places: &[Place<'_>]) -> Vec<bool> {
    let mut readings = vec![false; places.len()];
    let kinds: Vec<Kind> = places.iter().map(|place| kind(place.text)).collect();
    let Some(lines) = Lines::of(places, &kinds) else {
        return readings;
    };
    let mut from = 0;
    while from < places.len() {
        let to = run_end(places, &kinds, from);
        if is_reading_kind(&kinds[from..to]) && lines.reads(places, &kinds, from, to) {
            readings[from..to].fill(true);
        }
        from = to;
    }
    readings
}

/// Returns where the run of signs ends that begins at `from`: they are of one size,
/// follow each other, and may be a reading.
fn run_end(places: &[Place<'_>], kinds: &[Kind], from: usize) -> usize {
    let is_sign = |at: usize| !matches!(kinds[at], Kind::Han | Kind::Other);
    let mut to = from + 1;
    while to < places.len()
        && is_sign(from)
        && is_sign(to)
        && is_script_of(kinds[from]) == is_script_of(kinds[to])
        && follows(&places[to - 1], &places[to])
    {
        to += 1;
    }
    to
}

/// Latin letters are one script with those that have a tone.
fn is_script_of(kind: Kind) -> Kind {
    if kind == Kind::Toned {
        Kind::Latin
    } else {
        kind
    }
}

fn is_reading_kind(kinds: &[Kind]) -> bool {
    match kinds.first() {
        Some(Kind::Kana | Kind::Bopomofo) => true,
        // A word without any tone may be of another language.
        Some(Kind::Latin | Kind::Toned) => kinds.contains(&Kind::Toned),
        _ => false,
    }
}

/// Returns whether one character is next to the other in a line of the same size.
fn follows(one: &Place<'_>, other: &Place<'_>) -> bool {
    let larger = one.size.max(other.size);
    let (x, y) = difference(middle(one), middle(other));
    (one.size - other.size).abs() <= larger * SAME && x.hypot(y) <= larger * RUN_STEP
}

/// The direction to the right and upwards, as a character sees them.
fn axes(place: &Place<'_>) -> ((f64, f64), (f64, f64)) {
    let (x, y) = place.along;
    let right = if place.is_vertical { (-y, x) } else { (x, y) };
    (right, (-right.1, right.0))
}

/// The middle of a character, if it is as high above its line as most are.
fn middle(place: &Place<'_>) -> (f64, f64) {
    let (right, up) = axes(place);
    let wide = if place.is_vertical {
        place.size
    } else {
        place.advance
    };
    let high = place.size * 0.38;
    (
        place.at.0 + right.0 * wide * 0.5 + up.0 * high,
        place.at.1 + right.1 * wide * 0.5 + up.1 * high,
    )
}

fn difference(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    (to.0 - from.0, to.1 - from.1)
}

fn dot(a: (f64, f64), b: (f64, f64)) -> f64 {
    a.0 * b.0 + a.1 * b.1
}

/// A Chinese character that may be read.
#[derive(Clone, Copy, Debug)]
struct Base {
    middle: (f64, f64),
    right: (f64, f64),
    up: (f64, f64),
    size: f64,
    /// Whether its line goes down.
    is_down: bool,
}

/// The Chinese characters of a page, by the part of the page.
struct Lines {
    parts: HashMap<(i64, i64), Vec<Base>>,
    side: f64,
}

impl Lines {
    /// Returns the characters that are large enough to be read by another; none if
    /// there are none.
    fn of(places: &[Place<'_>], kinds: &[Kind]) -> Option<Self> {
        let signs = places.iter().zip(kinds);
        let smallest = signs
            .filter(|(_, kind)| !matches!(kind, Kind::Han | Kind::Other))
            .map(|(place, _)| place.size)
            .min_by(f64::total_cmp)?;
        let is_base = |at: &usize| kinds[*at] == Kind::Han && places[*at].size * SMALL >= smallest;
        let bases: Vec<usize> = (0..places.len()).filter(is_base).collect();
        let sizes = bases.iter().map(|at| places[*at].size);
        let side = sizes.max_by(f64::total_cmp)? * (FARTHEST + REACH);
        let mut parts: HashMap<(i64, i64), Vec<Base>> = HashMap::new();
        for at in bases {
            let place = &places[at];
            let (right, up) = axes(place);
            let base = Base {
                middle: middle(place),
                right,
                up,
                size: place.size,
                is_down: goes_down(places, at),
            };
            let part = parts.entry(part_of(base.middle, side)).or_default();
            if part.len() < MOST_HERE.saturating_mul(16) {
                part.push(base);
            }
        }
        Some(Self { parts, side })
    }

    /// Returns whether a run of signs is the reading of the characters near it.
    fn reads(&self, places: &[Place<'_>], kinds: &[Kind], from: usize, to: usize) -> bool {
        // Small print goes on in other signs of the same size.
        let goes_on = |at: usize, next: usize| {
            kinds.get(next).is_some_and(|kind| *kind != Kind::Other)
                && !places[next].text.trim().is_empty()
                && follows(&places[at], &places[next])
        };
        let before = from.checked_sub(1).is_some_and(|next| goes_on(from, next));
        if before || goes_on(to - 1, to) {
            return false;
        }
        let mut is_next = false;
        for place in &places[from..to] {
            let Some(nearest) = self.nearest(place, kinds[from]) else {
                return false;
            };
            is_next |= nearest <= NEXT_TO;
        }
        is_next
    }

    /// Returns how far along the line the nearest character is that a sign may read.
    fn nearest(&self, place: &Place<'_>, kind: Kind) -> Option<f64> {
        let from = middle(place);
        let (x, y) = part_of(from, self.side);
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        around
            .filter_map(|part| self.parts.get(&part))
            .flatten()
            .filter_map(|base| base.distance(from, place.size, kind))
            .min_by(f64::total_cmp)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a number out of range is cut"
)]
fn part_of(at: (f64, f64), side: f64) -> (i64, i64) {
    let part = |x: f64| ((x / side).floor() as i64).clamp(-1 << 40, 1 << 40);
    (part(at.0), part(at.1))
}

impl Base {
    /// Returns how far along the line a sign is that may read this character.
    fn distance(&self, from: (f64, f64), size: f64, kind: Kind) -> Option<f64> {
        if size > self.size * SMALL {
            return None;
        }
        let gap = difference(self.middle, from);
        let (right, up) = (
            dot(gap, self.right) / self.size,
            dot(gap, self.up) / self.size,
        );
        let is_off = |aside: f64| {
            (NEAREST..=FARTHEST).contains(&aside) || (NEAREST..=FARTHEST_BELOW).contains(&-aside)
        };
        // The signs of Taiwan are to the right of each character in any line.
        let may_be_down = self.is_down || kind == Kind::Bopomofo;
        let may_be_level = !self.is_down || kind == Kind::Bopomofo;
        let down = (may_be_down && is_off(right) && up.abs() <= REACH).then_some(up.abs());
        let level = (may_be_level && is_off(up) && right.abs() <= REACH).then_some(right.abs());
        match (down, level) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

/// Returns whether the line of a character goes down: by the nearest character of
/// about its size, which is in the same line and not in the next one.
fn goes_down(places: &[Place<'_>], at: usize) -> bool {
    let place = &places[at];
    let (right, up) = axes(place);
    let ahead = places[at + 1..].iter().take(LOOK);
    let behind = places[..at].iter().rev().take(LOOK);
    let mut nearest = (place.size * STEP, place.is_vertical);
    for next in ahead.chain(behind) {
        if next.size < place.size * (1.0 - SAME * 2.0) || next.text.trim().is_empty() {
            continue;
        }
        let gap = difference(middle(place), middle(next));
        let (x, y) = (dot(gap, right).abs(), dot(gap, up).abs());
        // One that is drawn twice says nothing.
        let is_other = x.max(y) > place.size * SAME;
        if is_other && x.hypot(y) < nearest.0 {
            nearest = (x.hypot(y), y > x);
        }
    }
    nearest.1
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Page(Vec<(String, (f64, f64), f64)>);

    impl Page {
        /// Sets text from a place on, in steps along the line.
        fn set(mut self, text: &str, at: (f64, f64), size: f64, step: (f64, f64)) -> Self {
            for (i, c) in text.chars().enumerate() {
                let n = i as f64;
                let at = (at.0 + step.0 * n, at.1 + step.1 * n);
                self.0.push((c.to_string(), at, size));
            }
            self
        }

        /// Returns the text that is not a reading.
        fn text(&self) -> String {
            let places: Vec<Place<'_>> = self
                .0
                .iter()
                .map(|(text, at, size)| Place {
                    text,
                    at: *at,
                    along: (1.0, 0.0),
                    advance: if text.is_ascii() { size * 0.5 } else { *size },
                    size: *size,
                    is_vertical: false,
                })
                .collect();
            let readings = find(&places);
            let kept = places.iter().zip(readings).filter(|(_, reading)| !reading);
            kept.map(|(place, _)| place.text).collect()
        }
    }

    const LEVEL: (f64, f64) = (12.0, 0.0);
    const DOWN: (f64, f64) = (0.0, -12.0);

    #[test]
    fn readings_are_found_on_each_side() {
        let level = |y: f64| {
            Page(Vec::new())
                .set("みなと", (72.0, y), 6.0, (6.0, 0.0))
                .set("港の灯りが消えた", (72.0, 700.0), 12.0, LEVEL)
                .text()
        };
        assert_eq!(level(711.0), "港の灯りが消えた");
        assert_eq!(level(693.0), "港の灯りが消えた");
        let down = |x: f64| {
            Page(Vec::new())
                .set("港", (500.0, 700.0), 12.0, DOWN)
                .set("みなと", (x, 704.0), 6.0, (0.0, -6.0))
                .set("の灯りが消えた", (500.0, 688.0), 12.0, DOWN)
                .text()
        };
        assert_eq!(down(513.0), "港の灯りが消えた");
        assert_eq!(down(493.0), "港の灯りが消えた");
        // A long reading of one character, and one over a whole word.
        // At the end of a line, the nearest character is in the line.
        let end = Page(Vec::new())
            .set("灯りが港", (72.0, 700.0), 12.0, LEVEL)
            .set("みなと", (105.0, 711.0), 6.0, (6.0, 0.0))
            .set("灯りと町", (72.0, 676.0), 12.0, LEVEL);
        assert_eq!(end.text(), "灯りが港灯りと町");
        let long = Page(Vec::new())
            .set("承る東京", (100.0, 100.0), 12.0, LEVEL)
            .set("うけたまわ", (91.0, 111.0), 6.0, (6.0, 0.0))
            .set("とうきょう", (124.0, 111.0), 5.0, (4.8, 0.0));
        assert_eq!(long.text(), "承る東京");
    }

    #[test]
    fn other_signs_read_chinese() {
        let page = Page(Vec::new())
            .set("港口", (100.0, 100.0), 12.0, (18.0, 0.0))
            .set("ㄍㄤˇ", (112.0, 106.0), 4.0, (0.0, -4.0));
        assert_eq!(page.text(), "港口");
        let page = Page(Vec::new())
            .set("港口", (100.0, 100.0), 12.0, (18.0, 0.0))
            .set("gǎng", (100.0, 111.0), 5.0, (2.6, 0.0))
            .set("kǒu", (119.0, 111.0), 5.0, (2.6, 0.0));
        assert_eq!(page.text(), "港口");
    }

    #[test]
    fn what_is_small_and_no_reading_stays() {
        let line = || Page(Vec::new()).set("港の灯りが消えた", (72.0, 700.0), 12.0, LEVEL);
        for (text, at, size, step) in [
            // The number of a note, raised.
            ("12", (168.0, 704.0), 6.0, (3.0, 0.0)),
            ("ア", (168.0, 704.0), 6.0, (6.0, 0.0)),
            // A word of another language above.
            ("harbour", (72.0, 711.0), 6.0, (3.0, 0.0)),
            // Small print below, and a note between the lines.
            (
                "あいうえおかきくけこさしすせそたち",
                (72.0, 690.0),
                7.0,
                (7.0, 0.0),
            ),
            ("という港の話", (72.0, 711.0), 6.0, (6.0, 0.0)),
            // A note in two small lines inside the line.
            ("みなとまち", (168.0, 705.0), 6.0, (6.0, 0.0)),
            // Kana of the same size.
            ("みなと", (72.0, 712.0), 12.0, LEVEL),
            // Far away.
            ("みなと", (72.0, 725.0), 6.0, (6.0, 0.0)),
        ] {
            let page = line().set(text, at, size, step);
            assert!(page.text().ends_with(text), "{text}: {}", page.text());
        }
        // Above kana there is nothing to read.
        let page = Page(Vec::new())
            .set("ともしび", (72.0, 700.0), 12.0, LEVEL)
            .set("みなと", (72.0, 711.0), 6.0, (6.0, 0.0));
        assert_eq!(page.text(), "ともしびみなと");
    }

    #[test]
    fn places_beyond_any_page_do_no_harm() {
        let page = Page(Vec::new())
            .set("港", (f64::MAX, f64::NAN), 1e300, LEVEL)
            .set("みなと", (f64::INFINITY, 0.0), 1e-300, LEVEL);
        assert_eq!(page.text(), "港みなと");
    }
}
