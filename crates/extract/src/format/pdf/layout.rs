//! From characters with places to the text of a page.
//!
//! Both engines return characters in the order in which they are drawn. In books
//! that is the reading order, even across columns, so the order is kept and only
//! the ends of words and lines are found. A line that is spaced out letter by
//! letter has wider gaps throughout, and wider ones still between words. A
//! character drawn twice to look bold is one character. A line with right-to-left
//! words is read as it appears, no matter in which order it was drawn (`bidi`).

use super::ruby::{self, Place};
use super::{bidi, glyphs};

/// A character on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Character<'a> {
    pub(super) text: &'a str,
    /// Where it begins, in any unit.
    pub(super) at: (f64, f64),
    /// The direction of writing, a vector of length one.
    pub(super) along: (f64, f64),
    /// How far it extends in that direction.
    pub(super) advance: f64,
    /// The size of its font as drawn, greater than zero.
    pub(super) size: f64,
    /// Whether it is written downwards as it sees the page.
    pub(super) is_vertical: bool,
}

// The thresholds of this file. Lengths are in sizes of the font. They were set by
// eye; decision 8 measures the text that they give together.

/// The gap that separates words.
const WORD_GAP: f64 = 0.15;
/// The same in a line that is spaced out letter by letter, in gaps between
/// letters.
const SPACED_WORD_GAP: f64 = 1.5;
/// Fewer gaps than this say nothing about how a line is spaced.
const ENOUGH_GAPS: usize = 6;
/// In words at most one gap in this many is before a capital.
const GAPS_PER_RISE: usize = 4;
/// Writing has turned if the cosine of the angle is below this.
const TURNED: f64 = 0.7;
/// A character this far above or below the line begins a new one.
const ASIDE: f64 = 0.7;
/// The same for a character that is drawn back as well.
const ASIDE_AND_BACK: f64 = 0.5;
/// A character that is drawn back by more than this begins a new line.
const BACK: f64 = 1.2;
/// How far runs of a line from the right may overlap or be out of line.
const SLACK: f64 = 0.2;
/// A character that advances by less than this takes no room.
const NO_ROOM: f64 = 0.01;
/// A character this near to an equal one is the same, drawn again.
const DRAWN_AGAIN: f64 = 0.1;
/// How many characters of a line are searched for one that is drawn again. A bound.
const REACH: usize = 256;
/// How many characters are kept until the page is complete. A bound.
const MOST_KEPT: usize = 1 << 16;

/// Puts characters into lines.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: String,
    line: String,
    characters: Vec<Placed>,
    last: Option<End>,
    /// Whether the line has right-to-left letters.
    from_right: bool,
    /// How far to the left the line extends.
    left: f64,
    /// From the first Chinese or Japanese character on, all characters: what is a
    /// reading (`ruby`) only shows when what it reads is there as well.
    kept: Vec<Kept>,
    kept_text: String,
}

/// A character that is kept until the page is complete.
#[derive(Clone, Copy, Debug)]
struct Kept {
    /// Where its text is among what is kept.
    from: usize,
    to: usize,
    at: (f64, f64),
    along: (f64, f64),
    advance: f64,
    size: f64,
    is_vertical: bool,
    /// Whether its text has been added by another.
    is_passed: bool,
}

impl Kept {
    fn character<'a>(&self, text: &'a str) -> Character<'a> {
        Character {
            text: text.get(self.from..self.to).unwrap_or_default(),
            at: self.at,
            along: self.along,
            advance: self.advance,
            size: self.size,
            is_vertical: self.is_vertical,
        }
    }
}

/// A character of the line: where its text begins in the line, where it is on the
/// page, and the width of the gap before it, in sizes of the font.
#[derive(Clone, Copy, Debug)]
struct Placed {
    from: usize,
    at: (f64, f64),
    gap: f64,
    advance: f64,
    size: f64,
}

/// Where the last character ended.
#[derive(Clone, Copy, Debug)]
struct End {
    at: (f64, f64),
    from: (f64, f64),
    along: (f64, f64),
    size: f64,
}

/// Returns whether a character takes no room.
fn is_mark(character: &Character<'_>) -> bool {
    character.advance.abs() < character.size * NO_ROOM
}

impl Layout {
    /// Adds a character after those before it.
    pub(super) fn push(&mut self, character: &Character<'_>) {
        if glyphs::is_expert(character.text) {
            let text: String = character.text.chars().map(glyphs::plain).collect();
            self.add(&Character {
                text: &text,
                ..*character
            });
        } else {
            self.add(character);
        }
    }

    fn add(&mut self, character: &Character<'_>) {
        if self.kept.is_empty() && !ruby::may_have(character.text) {
            self.set(character);
        } else {
            self.keep(character, false);
        }
    }

    /// Continues after a character whose text has been added.
    pub(super) fn pass(&mut self, character: &Character<'_>) {
        if self.kept.is_empty() {
            self.continue_after(character);
        } else {
            self.keep(character, true);
        }
    }

    fn keep(&mut self, character: &Character<'_>, is_passed: bool) {
        if self.kept.len() >= MOST_KEPT {
            self.release();
        }
        let from = self.kept_text.len();
        if !is_passed {
            self.kept_text.push_str(character.text);
        }
        self.kept.push(Kept {
            from,
            to: self.kept_text.len(),
            at: character.at,
            along: character.along,
            advance: character.advance,
            size: character.size,
            is_vertical: character.is_vertical,
            is_passed,
        });
    }

    /// Sets the characters that were kept, except readings.
    fn release(&mut self) {
        let kept = std::mem::take(&mut self.kept);
        let text = std::mem::take(&mut self.kept_text);
        let places: Vec<Place<'_>> = kept
            .iter()
            .map(|kept| Place {
                text: kept.character(&text).text,
                at: kept.at,
                along: kept.along,
                advance: kept.advance,
                size: kept.size,
                is_vertical: kept.is_vertical,
            })
            .collect();
        let readings = ruby::find(&places);
        for (kept, is_reading) in kept.iter().zip(readings) {
            let character = kept.character(&text);
            match (is_reading, kept.is_passed) {
                (true, _) => {}
                (false, true) => self.continue_after(&character),
                (false, false) => self.set(&character),
            }
        }
    }

    /// Puts a character after those before it.
    fn set(&mut self, character: &Character<'_>) {
        let from_right = bidi::is_from_right(character.text);
        let mut gap = 0.0;
        if let Some(last) = self.last {
            let (dx, dy) = (character.at.0 - last.at.0, character.at.1 - last.at.1);
            let turned = dot(character.along, last.along) < TURNED;
            let ahead = dot((dx, dy), character.along);
            let aside = dot((dx, dy), (-character.along.1, character.along.0)).abs();
            if ahead < 0.0 && !turned && self.is_drawn(character) || self.is_said(character) {
                return;
            }
            let larger = last.size.max(character.size);
            let new_line = turned
                || aside > larger * ASIDE
                || (ahead < 0.0 && aside > character.size * ASIDE_AND_BACK)
                || (ahead < larger * -BACK
                    && !((from_right || self.from_right)
                        && (last.is_after(character) || self.goes_on_left(character, aside))));
            if new_line {
                self.end_line();
            } else {
                gap = ahead / larger;
            }
        }
        let place = dot(character.at, character.along);
        self.left = if self.line.is_empty() {
            place
        } else {
            self.left.min(place)
        };
        self.characters.push(Placed {
            from: self.line.len(),
            at: character.at,
            gap,
            advance: character.advance,
            size: character.size,
        });
        self.line.push_str(character.text);
        self.from_right |= from_right;
        self.continue_after(character);
    }

    /// Continues after a character that is set. A mark that is drawn back on a
    /// character ends nothing.
    fn continue_after(&mut self, character: &Character<'_>) {
        let mut at = (
            character.at.0 + character.along.0 * character.advance,
            character.at.1 + character.along.1 * character.advance,
        );
        if let Some(last) = self.last.filter(|_| is_mark(character)) {
            let ahead = dot((last.at.0 - at.0, last.at.1 - at.1), character.along);
            let over = dot((last.from.0 - at.0, last.from.1 - at.1), character.along);
            if ahead > 0.0 && over < 0.0 {
                at.0 += character.along.0 * ahead;
                at.1 += character.along.1 * ahead;
            }
        }
        self.last = Some(End {
            from: character.at,
            at,
            along: character.along,
            size: character.size,
        });
    }

    /// Returns the length of the text so far, in bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len() + self.line.len() + self.kept_text.len()
    }

    /// Returns the text of the page and begins a new one.
    pub(super) fn finish(&mut self) -> String {
        self.release();
        self.end_line();
        self.last = None;
        std::mem::take(&mut self.text)
    }

    fn is_drawn(&self, character: &Character<'_>) -> bool {
        // A font may be drawn smaller than its size, but two equal characters in
        // a row are a whole character apart.
        let near = match character.advance.abs() {
            advance if advance > 0.0 => (advance * 0.5).min(character.size * DRAWN_AGAIN),
            _ => character.size * DRAWN_AGAIN,
        };
        let recent = self.characters.len().saturating_sub(REACH);
        self.characters[recent..].iter().any(|placed| {
            (placed.at.0 - character.at.0).abs() < near
                && (placed.at.1 - character.at.1).abs() < near
                && self.line[placed.from..].starts_with(character.text)
        })
    }

    /// Returns whether a character is a mark on the one before and repeats its
    /// letters: if a cluster takes two characters, some programs give each of them
    /// all the letters.
    fn is_said(&self, character: &Character<'_>) -> bool {
        is_mark(character)
            && character.text.chars().nth(1).is_some()
            && self.line.ends_with(character.text)
    }

    /// Returns whether a character begins a run to the left of everything in the
    /// line. Programs draw each run of a right-to-left line separately, words and
    /// numbers, and each run from left to right.
    fn goes_on_left(&self, character: &Character<'_>, aside: f64) -> bool {
        let end = dot(character.at, character.along) + character.advance;
        aside < character.size * SLACK && end < self.left + character.size * SLACK
    }

    fn end_line(&mut self) {
        if self.line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        if std::mem::take(&mut self.from_right) {
            self.turn_round();
        }
        let word_gap = self.word_gap();
        let mut from = 0;
        for character in &self.characters {
            if character.gap > word_gap {
                self.text.push_str(&self.line[from..character.from]);
                self.text.push(' ');
                from = character.from;
            }
        }
        self.text.push_str(&self.line[from..]);
        self.line.clear();
        self.characters.clear();
    }

    /// Puts the characters of the line in reading order.
    fn turn_round(&mut self) {
        let Some(along) = self.last.map(|last| last.along) else {
            return;
        };
        let ends = self
            .characters
            .iter()
            .skip(1)
            .map(|character| character.from);
        let ends = ends.chain([self.line.len()]);
        let mut characters: Vec<(Placed, &str)> = self
            .characters
            .iter()
            .zip(ends)
            .map(|(character, end)| (*character, &self.line[character.from..end]))
            .collect();
        let place = |character: &Placed| dot(character.at, along);
        characters.sort_by(|(a, _), (b, _)| place(a).total_cmp(&place(b)));
        // A space on top of a letter separates nothing.
        let letters: Vec<(f64, f64)> = characters
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(character, _)| (place(character), place(character) + character.advance))
            .collect();
        characters.retain(|(character, text)| {
            let middle = place(character) + character.advance * 0.5;
            let next = letters.partition_point(|(from, _)| *from <= middle);
            !text.trim().is_empty() || next == 0 || letters[next - 1].1 <= middle
        });
        let texts: Vec<&str> = characters.iter().map(|(_, text)| *text).collect();
        let order = bidi::reading_order(&texts);
        let mut line = String::with_capacity(self.line.len());
        let mut turned: Vec<Placed> = Vec::with_capacity(characters.len());
        for (i, at) in order.iter().enumerate() {
            let (mut character, text) = characters[*at];
            character.gap = i.checked_sub(1).map_or(0.0, |before| {
                let before = characters[order[before]].0;
                let (left, right) = if place(&before) < place(&character) {
                    (&before, &character)
                } else {
                    (&character, &before)
                };
                let gap = place(right) - place(left) - left.advance;
                gap / left.size.max(right.size)
            });
            character.from = line.len();
            line.push_str(text);
            turned.push(character);
        }
        self.line = line;
        self.characters = turned;
    }

    /// Returns the gap above which words are separate in this line.
    fn word_gap(&self) -> f64 {
        // Only gaps between letters count: leaders of dots are wide in any line,
        // and so are the columns of a table of figures.
        let letter = |character: &Placed| {
            let first = self.line[character.from..].chars().next();
            first.filter(|c| c.is_alphabetic())
        };
        let mut rises = 0;
        let mut gaps = Vec::new();
        for pair in self.characters.windows(2) {
            if let (Some(a), Some(b)) = (letter(&pair[0]), letter(&pair[1])) {
                gaps.push(pair[1].gap);
                rises += usize::from(a.is_lowercase() && b.is_uppercase());
            }
        }
        let wide = gaps.iter().filter(|gap| **gap > WORD_GAP).count();
        if wide * 2 <= gaps.len() {
            return WORD_GAP;
        }
        // A word has its capital at the beginning, or only capitals. If capitals
        // keep following small letters, these are single letters.
        if gaps.len() < ENOUGH_GAPS || rises * GAPS_PER_RISE > gaps.len() {
            return WORD_GAP;
        }
        gaps.sort_by(f64::total_cmp);
        // Most gaps are between letters.
        gaps[gaps.len() / 2] * SPACED_WORD_GAP
    }
}

impl End {
    /// Returns whether a character ends about where the last one begins, as in a
    /// line that is drawn from the right.
    fn is_after(&self, character: &Character<'_>) -> bool {
        let back = (self.from.0 - character.at.0, self.from.1 - character.at.1);
        let gap = dot(back, character.along) - character.advance;
        gap.abs() < self.size.max(character.size) * BACK
    }
}

fn dot(a: (f64, f64), b: (f64, f64)) -> f64 {
    a.0 * b.0 + a.1 * b.1
}

#[cfg(test)]
// An example takes this file in from elsewhere.
#[path = "layout/tests.rs"]
mod tests;
