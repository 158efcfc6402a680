//! ISSNs: eight digits, of which the last is a check digit (ISO 3297).

/// How many ISSNs of a value are read: a bound on the work.
const MOST: usize = 20;

/// What one number of a value was read as.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The ISSN as `1234-567X`.
    Issn(String),
    /// The ISSN of a number that a spreadsheet wrote without its leading zeros.
    Repaired(String),
    /// Why the number, given first, is not an ISSN.
    Invalid(String, &'static str),
}

/// Reads the ISSNs of a value.
pub(crate) fn read(value: &str) -> Vec<Reading> {
    let mut found = Vec::new();
    // "ISSN 1234-5679 (print), 2345-6780 (online)": only what has digits is a number.
    let is_between = |c: char| c.is_whitespace() || ",;|/&()[]:".contains(c);
    for part in value.split(is_between) {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        let part = part.strip_suffix(".0").unwrap_or(part);
        let bare = unlabelled(part);
        if found.len() < MOST && bare.chars().any(|c| c.is_ascii_digit()) {
            found.push(one(bare));
        }
    }
    // Two groups of four may be separated by a blank.
    if let [Reading::Invalid(first, _), Reading::Invalid(second, _)] = &found[..]
        && let Reading::Issn(issn) = one(&format!("{first}{second}"))
    {
        return vec![Reading::Issn(issn)];
    }
    if found.is_empty() {
        let text = value.trim().to_owned();
        found.push(Reading::Invalid(text, "it has no digits"));
    }
    found
}

/// Returns whether a number has the form of an ISSN, `1234-567X`, whatever its check
/// digit is.
pub(crate) fn has_form(number: &str) -> bool {
    let number = unlabelled(number.trim()).trim_start_matches([':', ' ']);
    matches!(number.split_once('-'), Some((first, last))
        if first.len() == 4 && last.len() == 4
            && first.bytes().chain(last.bytes().take(3)).all(|b| b.is_ascii_digit()))
}

/// Removes "ISSN", "eISSN" and the like from the start of a number.
fn unlabelled(part: &str) -> &str {
    let lower = part.to_ascii_lowercase();
    let at = lower.find("issn").filter(|at| *at < 3).map(|at| at + 4);
    at.map_or(part, |at| part[at..].trim_start_matches(['-', 'L', 'l']))
}

fn one(number: &str) -> Reading {
    let is_dash = |c: char| "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2212}".contains(c);
    let mut digits: String = number.chars().filter(|c| !is_dash(*c)).collect();
    digits.make_ascii_uppercase();
    let invalid = |why| Reading::Invalid(number.to_owned(), why);
    let has_digits = |digits: &str| {
        let (body, check) = digits.split_at(digits.len().saturating_sub(1));
        body.bytes().all(|b| b.is_ascii_digit())
            && check.bytes().all(|b| b.is_ascii_digit() || b == b'X')
    };
    if !digits.is_ascii() || !has_digits(&digits) {
        return invalid("it is not made of digits");
    }
    let is_bare = digits.len() == number.len();
    match digits.len() {
        8 if is_valid(&digits) => Reading::Issn(hyphenated(&digits)),
        8 => invalid("its check digit is wrong"),
        5..=7 if is_bare && is_valid(&format!("{digits:0>8}")) => {
            Reading::Repaired(hyphenated(&format!("{digits:0>8}")))
        }
        _ => invalid("it does not have eight digits"),
    }
}

fn hyphenated(digits: &str) -> String {
    let (first, last) = digits.split_at(4);
    format!("{first}-{last}")
}

fn is_valid(digits: &str) -> bool {
    let value = |b: u8| match b {
        b'X' => 10,
        digit => u32::from(digit - b'0'),
    };
    let weights = (1..=8).rev();
    let sum: u32 = digits.bytes().zip(weights).map(|(b, n)| value(b) * n).sum();
    sum.is_multiple_of(11) && digits != "00000000"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn issns_are_read_however_they_are_written() {
        let of = |value: &str| -> Vec<String> {
            let text = |reading| match reading {
                Reading::Issn(issn) => issn,
                Reading::Repaired(issn) => format!("{issn}!"),
                Reading::Invalid(number, why) => format!("{number}: {why}"),
            };
            read(value).into_iter().map(text).collect()
        };
        for (value, expected) in [
            ("0317-8471", &["0317-8471"][..]),
            ("03178471", &["0317-8471"]),
            ("0317 8471", &["0317-8471"]),
            ("0317\u{2013}8471", &["0317-8471"]),
            ("2434-561x", &["2434-561X"]),
            ("ISSN 0317-8471", &["0317-8471"]),
            ("eISSN: 2434-561X (online)", &["2434-561X"]),
            ("ISSN-L 0317-8471", &["0317-8471"]),
            ("0317-8471, 2434-561X", &["0317-8471", "2434-561X"]),
            ("3178471", &["0317-8471!"]),
            ("3178471.0", &["0317-8471!"]),
            ("0317-8472", &["0317-8472: its check digit is wrong"]),
            ("0317-847", &["0317-847: it does not have eight digits"]),
            (
                "9780306406157",
                &["9780306406157: it does not have eight digits"],
            ),
            ("pending", &["pending: it has no digits"]),
            ("A317-8471", &["A317-8471: it is not made of digits"]),
        ] {
            assert_eq!(of(value), expected, "{value}");
        }
        assert!(has_form("ISSN 1234-5678") && !has_form("0306406152"));
    }

    proptest! {
        #[test]
        fn a_wrong_digit_is_noticed(body in 1_u32..9_999_999, at in 0_usize..7, by in 1_u8..10) {
            let digits = format!("{body:07}");
            let sum: u32 = digits.bytes().zip((2..=8).rev()).map(|(b, n)| u32::from(b - b'0') * n).sum();
            let check = match (11 - sum % 11) % 11 {
                10 => 'X',
                n => char::from_digit(n, 10).unwrap(),
            };
            let issn = format!("{}-{}{check}", &digits[..4], &digits[4..]);
            prop_assert_eq!(read(&issn), [Reading::Issn(issn.clone())]);
            let mut wrong = issn.into_bytes();
            let at = at + usize::from(at > 3);
            wrong[at] = (wrong[at] - b'0' + by) % 10 + b'0';
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(matches!(read(&wrong)[..], [Reading::Invalid(..)]));
        }

        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,60}") {
            let _ = (read(&text), has_form(&text));
        }
    }
}
