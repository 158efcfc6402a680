//! ISBNs: reading, checking, and the one form in which they are compared.
//!
//! Source: ISBN Users' Manual, 7th edition (International ISBN Agency, 2017),
//! appendix 1.

use std::fmt;

/// A valid ISBN in its form of thirteen digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isbn(u64);

impl Isbn {
    /// Reads an ISBN of ten or thirteen digits; `None` when its check digit is
    /// wrong. Hyphens and spaces within it are ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = [0_u8; 13];
        let mut n = 0;
        for c in text.trim().chars() {
            let digit = match c {
                '0'..='9' => c as u8 - b'0',
                // Figures of full width, as Japanese lists have them.
                '０'..='９' => u8::try_from(u32::from(c) - u32::from('０')).ok()?,
                'x' | 'X' if n == 9 => 10,
                '-' | ' ' | '\u{2010}'..='\u{2015}' | '\u{AD}' | '\u{A0}' => continue,
                _ => return None,
            };
            *digits.get_mut(n)? = digit;
            n += 1;
        }
        match n {
            10 if is_cut_short(text) => None,
            10 => Self::from_ten(digits.first_chunk()?),
            13 => Self::from_thirteen(&digits),
            _ => None,
        }
    }

    fn from_ten(digits: &[u8; 10]) -> Option<Self> {
        let sum: u32 = (1..=10)
            .rev()
            .zip(digits)
            .map(|(weight, &digit)| weight * u32::from(digit))
            .sum();
        if !sum.is_multiple_of(11) || digits.iter().all(|&digit| digit == 0) {
            return None;
        }
        let body = digits[..9]
            .iter()
            .fold(978, |n: u64, &digit| n * 10 + u64::from(digit));
        Some(Self(body * 10 + u64::from(check_digit(body))))
    }

    fn from_thirteen(digits: &[u8; 13]) -> Option<Self> {
        let n = digits
            .iter()
            .fold(0, |n: u64, &digit| n * 10 + u64::from(digit));
        let is_book = matches!(n / 10_000_000_000, 978 | 979);
        (is_book && digits[9] < 10 && n % 10 == u64::from(check_digit(n / 10))).then_some(Self(n))
    }

    /// Returns the valid ISBNs in a text, each once, in order.
    ///
    /// They may be separated by commas, semicolons, strokes or white space, and
    /// have "ISBN" before or a note after them.
    pub fn find_all(text: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut add = |isbn: Self| {
            if !found.contains(&isbn) {
                found.push(isbn);
            }
        };
        for part in text.split([',', ';', '|', '/', '\n', '\t', ':']) {
            match Self::parse(part) {
                Some(isbn) => add(isbn),
                None => part
                    .split_whitespace()
                    .filter_map(|word| Self::parse(bare(word)))
                    .for_each(&mut add),
            }
        }
        if found.is_empty() && text.contains('/') {
            // "978-1-4342-9635/1": the stroke is a mistyped hyphen.
            let parts = text.split([',', ';', '|', '\n', '\t', ':']);
            let of_part = |part: &str| Self::parse(&part.replace('/', "-"));
            found.extend(parts.filter_map(of_part).take(1));
        }
        found
    }

    /// Returns the ISBN as a number of thirteen digits.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Returns the form of ten digits, which only numbers that begin with 978
    /// have.
    pub fn to_ten(self) -> Option<String> {
        if self.0 / 10_000_000_000 != 978 {
            return None;
        }
        let body = self.0 / 10 % 1_000_000_000;
        let body = format!("{body:09}");
        let sum: u32 = (2..=10)
            .rev()
            .zip(body.bytes())
            .map(|(weight, digit)| weight * u32::from(digit - b'0'))
            .sum();
        let check = match (11 - sum % 11) % 11 {
            10 => "X".to_owned(),
            digit => digit.to_string(),
        };
        Some(body + &check)
    }
}

/// Returns a word without "ISBN" before the number, and without brackets, a full
/// stop or an ending such as `.epub` around it.
fn bare(word: &str) -> &str {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X');
    let start = word.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (before, number) = word.split_at(start);
    let is_named = before
        .trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .eq_ignore_ascii_case("isbn");
    if !is_named && before.contains(char::is_alphanumeric) {
        return word;
    }
    let end = number
        .find(|c: char| !is_digit(c) && c != '-' && !('\u{2010}'..='\u{2015}').contains(&c))
        .unwrap_or(number.len());
    let (number, after) = number.split_at(end);
    // "9781604862010.0" is a number that a spreadsheet wrote.
    let is_ending = after.is_empty()
        || !after.starts_with(char::is_alphanumeric)
            && (after.len() < 7 || !after.contains(char::is_alphanumeric));
    if is_ending { number } else { word }
}

/// Returns whether ten digits are the beginning of an ISBN of thirteen, such as
/// `978-1-64313-7`, where a group of one digit follows the prefix. One in eleven
/// would pass as the ISBN of another book. In ISBNs of ten digits 978 is
/// Nigeria, where no publisher has a number of one digit.
fn is_cut_short(text: &str) -> bool {
    let mut groups = text.trim().split(|c: char| !c.is_ascii_alphanumeric());
    matches!(groups.next(), Some("978" | "979")) && groups.next().is_some_and(|g| g.len() == 1)
}

/// Returns the check digit for the first twelve digits.
fn check_digit(body: u64) -> u8 {
    let mut rest = body;
    let mut sum = 0;
    for n in 0..12 {
        sum += rest % 10 * if n % 2 == 0 { 3 } else { 1 };
        rest /= 10;
    }
    u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:013}", self.0)
    }
}

impl fmt::Debug for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_forms_are_one_number() {
        let isbn = Isbn::parse("0-306-40615-2").unwrap();
        assert_eq!(isbn.to_string(), "9780306406157");
        assert_eq!(Isbn::parse("978-0-306-40615-7"), Some(isbn));
        assert_eq!(isbn.to_ten().as_deref(), Some("0306406152"));
        assert_eq!(
            Isbn::parse("080442957x").and_then(Isbn::to_ten).as_deref(),
            Some("080442957X")
        );
        for none in [
            "0306406153",
            "9780306406158",
            "0000000000",
            "030640615",
            "X306406152",
            "",
            "1234567890123",
            "978-1-64313-7",
        ] {
            assert_eq!(Isbn::parse(none), None, "{none}");
        }
    }

    #[test]
    fn all_valid_ones_are_found_once() {
        let text = "978-0-306-40615-7, 0306406152 ISBN: 0804429573;n/a,123456789";
        let found: Vec<String> = Isbn::find_all(text).iter().map(Isbn::to_string).collect();
        assert_eq!(found, ["9780306406157"]);
    }

    proptest! {
        #[test]
        fn ten_and_thirteen_agree(body in 1_u64..1_000_000_000) {
            let isbn = Isbn((978_000_000_000 + body) * 10 + u64::from(check_digit(978_000_000_000 + body)));
            let ten = isbn.to_ten().unwrap();
            prop_assert_eq!(Isbn::parse(&ten), Some(isbn));
            prop_assert_eq!(Isbn::parse(&isbn.to_string()), Some(isbn));
        }
    }
}
