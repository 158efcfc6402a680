//! Numbers of seasons and episodes.

/// The highest number of a season; a higher one is a year.
const MOST_SEASONS: u16 = 200;
/// The highest number of an episode.
const MOST_EPISODES: u16 = 20_000;

/// Words that may be next to a number.
const WORDS: &str =
    "s e ep season staffel series episode folge teil part no nr number nummer # . : -";

/// Returns the number of a season, such as `2`, `Season 2` or `S02`.
pub(crate) fn season(value: &str) -> Option<u16> {
    number(value).filter(|n| *n <= MOST_SEASONS)
}

/// Returns the number of an episode, such as `5`, `Folge 5` or `E05`.
pub(crate) fn episode(value: &str) -> Option<u16> {
    number(value).filter(|n| *n <= MOST_EPISODES)
}

fn number(value: &str) -> Option<u16> {
    let value = value.trim();
    let value = value.strip_suffix(".0").unwrap_or(value);
    let is_digit = |c: char| c.is_ascii_digit();
    let start = value.find(is_digit)?;
    let (before, rest) = value.split_at(start);
    let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    let is_word = |word: &str| {
        let word = word.to_lowercase();
        let bare = word.trim_end_matches(['.', ':', '#', '-']);
        bare.is_empty() || WORDS.split_whitespace().any(|known| known == bare)
    };
    let mut words = before.split_whitespace().chain(after.split_whitespace());
    words.all(is_word).then(|| digits.parse().ok())?
}

/// Returns season and episode of a text that says `S02E05` or `2x05`, and whether it
/// says nothing else.
pub(crate) fn within(text: &str) -> Option<(u16, u16, bool)> {
    let lower = text.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii();
    for at in 0..bytes.len() {
        let is_start = at == 0 || !is_part(&bytes[at - 1]);
        if !is_start {
            continue;
        }
        let read = long(&bytes[at..]).or_else(|| short(&bytes[at..]));
        if let Some((season, episode, n)) = read
            && !bytes.get(at + n).is_some_and(is_part)
        {
            let is_all = lower[..at].trim().is_empty() && lower[at + n..].trim().is_empty();
            return Some((season, episode, is_all));
        }
    }
    None
}

/// Reads `s02e05`, `s2 e5` or `s02.e05`; the third value is its length.
fn long(bytes: &[u8]) -> Option<(u16, u16, usize)> {
    let rest = bytes.strip_prefix(b"s")?;
    let (season, n) = digits(rest, 1, 3)?;
    let after = &rest[n..];
    let n_between = usize::from(after.first().is_some_and(|b| b" ._-".contains(b)));
    let episodes = after[n_between..].strip_prefix(b"e")?;
    let n_letters = 1 + usize::from(episodes.first() == Some(&b'p'));
    let (episode, m) = digits(&episodes[n_letters - 1..], 1, 4)?;
    Some((season, episode, 1 + n + n_between + n_letters + m))
}

/// Reads `2x05`; the third value is its length.
fn short(bytes: &[u8]) -> Option<(u16, u16, usize)> {
    let (season, n) = digits(bytes, 1, 2)?;
    let rest = bytes[n..].strip_prefix(b"x")?;
    let (episode, m) = digits(rest, 2, 3)?;
    Some((season, episode, n + 1 + m))
}

/// Reads a number of as many digits.
fn digits(bytes: &[u8], least: usize, most: usize) -> Option<(u16, usize)> {
    let n = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let text = std::str::from_utf8(bytes.get(..n)?).ok()?;
    let is_number = (least..=most).contains(&n);
    Some((text.parse().ok().filter(|_| is_number)?, n))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_with_their_words() {
        for (value, expected) in [
            ("2", Some(2)),
            ("02", Some(2)),
            ("2.0", Some(2)),
            ("Season 2", Some(2)),
            ("Staffel 2", Some(2)),
            ("2. Staffel", Some(2)),
            ("S02", Some(2)),
            ("S 2", Some(2)),
            ("Fall 2015", None),
            ("2015", None),
            ("2-3", None),
            ("special", None),
        ] {
            let expected: Option<u16> = expected;
            assert_eq!(season(value), expected, "{value}");
        }
        assert_eq!(episode("Folge 1042"), Some(1042));
        assert_eq!(episode("Ep. 7"), Some(7));
    }

    #[test]
    fn season_and_episode_are_found_in_a_title() {
        for (title, expected) in [
            ("The Wire S02E05 Undertow", Some((2, 5, false))),
            ("the.wire.s02e05.undertow", Some((2, 5, false))),
            ("The Wire - S2 E5", Some((2, 5, false))),
            ("The Wire 2x05 Undertow", Some((2, 5, false))),
            ("The Wire (2x05)", Some((2, 5, false))),
            ("S02EP05", Some((2, 5, true))),
            ("10x10", Some((10, 10, true))),
            ("1920x1080", None),
            ("4x4", None),
            ("Class02e05", None),
            ("S02E05b", None),
            ("Über S1E1 und mehr", Some((1, 1, false))),
            ("", None),
        ] {
            assert_eq!(within(title), expected, "{title}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,60}", s in 1_u16..100, e in 1_u16..1000) {
            let _ = (within(&text), season(&text), episode(&text));
            let title = format!("A Show s{s:02}E{e:02}, the one");
            prop_assert_eq!(within(&title), Some((s, e, false)));
        }
    }
}
