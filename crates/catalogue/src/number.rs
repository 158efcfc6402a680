//! ISSNs, `IMDb`'s numbers and registration numbers: reading, and the one form in which
//! each is compared.

/// Returns the valid ISSNs in a text, each once, in the form `1234-567X`.
///
/// Source: ISO 3297, annex A: the eighth digit is a check digit modulo 11.
pub fn issns(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '-');
    for part in text.split(|c| !is_part(c)) {
        let digits: Vec<u8> = part.bytes().filter(|byte| *byte != b'-').collect();
        let [body @ .., check] = digits.as_slice() else {
            continue;
        };
        if body.len() != 7 || !body.iter().all(u8::is_ascii_digit) {
            continue;
        }
        let sum: u32 = (2..=8)
            .rev()
            .zip(body)
            .map(|(weight, digit)| weight * u32::from(digit - b'0'))
            .sum();
        let own = match check {
            b'x' | b'X' => 10,
            digit => u32::from(digit - b'0'),
        };
        if !(sum + own).is_multiple_of(11) || body.iter().all(|digit| *digit == b'0') {
            continue;
        }
        let text = String::from_utf8_lossy(&digits).to_ascii_uppercase();
        let issn = format!("{}-{}", &text[..4], &text[4..]);
        if !found.contains(&issn) {
            found.push(issn);
        }
    }
    found
}

/// Reads a number of the Internet Movie Database: `tt0118113`, its digits alone, or the
/// address of its page. `None` if it is not one; 0 is not one.
pub fn imdb(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = match text.find("/tt") {
        Some(at) if text.contains("imdb.com/") => text[at + 3..].split(['/', '?']).next()?,
        _ => {
            let marked = text.strip_prefix(['t', 'T']);
            let marked = marked.and_then(|rest| rest.strip_prefix(['t', 'T']));
            marked.unwrap_or(text).trim_start()
        }
    };
    let is_number = (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number)?;
    (number > 0).then_some(number)
}

/// Returns how the Internet Movie Database writes a number.
pub fn imdb_shown(number: u64) -> String {
    format!("tt{number:07}")
}

/// Returns the form in which numbers of copyright registrations are compared: the letters
/// in capitals, then the digits without leading zeros. "TX0000987776" and "TX 987-776" are
/// `TX987776`. `None` if it is not such a number.
pub fn registration(text: &str) -> Option<String> {
    let text = text.trim();
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, rest) = text.split_at(start);
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/' | '\u{2013}');
    let mut own: String = letters.chars().filter(|c| !is_sign(*c)).collect();
    if own.len() > 5 || !own.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    own.make_ascii_uppercase();
    let digits: String = rest.chars().filter(|c| !is_sign(*c)).collect();
    let digits = digits.trim_start_matches('0');
    let is_number = (1..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| own + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issns_have_a_check_digit() {
        assert_eq!(
            issns("0028-0836, 14764687;0378-5955"),
            ["0028-0836", "1476-4687", "0378-5955"]
        );
        assert_eq!(issns("2434-561x 2434561X"), ["2434-561X"]);
        assert!(issns("0028-0837, 9780306406157, 0000-0000, x028-0836").is_empty());
    }

    #[test]
    fn numbers_of_films_have_several_spellings() {
        for text in [
            "tt0116191",
            "116191",
            " 0116191 ",
            "https://www.imdb.com/title/tt0116191/?ref_=x",
        ] {
            assert_eq!(imdb(text), Some(116_191), "{text}");
        }
        assert_eq!(imdb_shown(116_191), "tt0116191");
        assert_eq!(imdb("54321987654"), Some(54_321_987_654));
        for none in ["", "0", "tt", "nm0000123", "tt12x", "12345678901234567"] {
            assert_eq!(imdb(none), None, "{none}");
        }
    }

    #[test]
    fn registration_numbers_have_several_spellings() {
        for text in ["TX0000987776", "TX 987-776", "tx987776", "TX-0-987-776"] {
            assert_eq!(registration(text).as_deref(), Some("TX987776"), "{text}");
        }
        assert_eq!(registration("TXu001234567").as_deref(), Some("TXU1234567"));
        assert_eq!(registration("A 12345").as_deref(), Some("A12345"));
        assert_eq!(registration("R567890").as_deref(), Some("R567890"));
        for none in ["", "TX", "pending", "TX 12a", "Registration 5", "TX000"] {
            assert_eq!(registration(none), None, "{none}");
        }
    }
}
