//! Text in a further coding: escapes for letters, letters of the wrong alphabet, or no
//! letters at all.
//!
//! What can be undone without doubt is undone. What is not language (base 64,
//! hexadecimal digits, UU-encoding) is recognised, so that nobody takes it for a
//! text that was compared.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::WINDOWS_1252;

// Set by eye; no figure depends on them.

/// A text is escaped if escapes are at least this share of it, in percent.
const ESCAPED_PERCENT: usize = 30;
/// A word longer than this may be data, in bytes.
const LONGEST_WORD: usize = 40;
/// Data has at least this share of digits among its letters and digits, in percent.
const DIGITS_PERCENT: usize = 4;
/// A text is data if at least this share of it is, in percent.
const DATA_PERCENT: usize = 60;
/// With this many words besides the data, there is a text to read.
const FEW_WORDS: usize = 200;
/// The fewest letters and digits of data, and of letters in the wrong alphabet.
const FEWEST: usize = 300;
/// Text is in the wrong alphabet if this share of its letters is accented, in
/// percent. In no language is it half.
const ACCENTED_PERCENT: usize = 80;

/// Returns a text that consists of escapes, such as `\u043a` or `&#1082;`, with the
/// letters that they stand for; none if it does not. Markup and ASCII stay as they are.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let (mut rest, mut n_escaped) = (text, 0_usize);
    let mut out = String::with_capacity(text.len() / 2);
    let mut high: Option<u32> = None;
    while let Some(at) = rest.find(['\\', '&']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let Some((unit, len)) = escape(tail) else {
            out.push_str(&tail[..1]);
            rest = &tail[1..];
            continue;
        };
        // A letter beyond the first plane is a pair of escapes.
        let c = match (high.take(), unit) {
            (Some(high), 0xdc00..=0xdfff) => {
                char::from_u32(0x1_0000_u32 + ((high - 0xd800) << 10) + (unit - 0xdc00))
            }
            (_, 0xd800..=0xdbff) => {
                high = Some(unit);
                None
            }
            _ => char::from_u32(unit),
        };
        match c {
            Some(c) if !c.is_ascii() => {
                out.push(c);
                n_escaped += len;
            }
            None if high.is_some() => n_escaped += len,
            _ => out.push_str(&tail[..len]),
        }
        rest = &tail[len..];
    }
    out.push_str(rest);
    (n_escaped > 0 && n_escaped * 100 >= text.len() * ESCAPED_PERCENT).then_some(out)
}

/// Returns the number of the letter that an escape at the beginning of a text stands
/// for, and the length of the escape.
fn escape(text: &str) -> Option<(u32, usize)> {
    if let Some(digits) = text.strip_prefix("\\u") {
        let digits = digits.get(..4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return Some((u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?, 6));
    }
    // An ampersand may be escaped itself.
    let mut body = text.strip_prefix('&')?;
    while let Some(rest) = body.strip_prefix("amp;") {
        body = rest;
    }
    let body = body.strip_prefix('#')?;
    let end = body.bytes().take(9).position(|byte| byte == b';')?;
    let digits = &body[..end];
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some((number, text.len() - body.len() + end + 1))
}

/// Returns whether a text is not language but data written in letters: words that are
/// far too long, of one alphabet, with digits in them.
///
/// Text that has lost its spaces has long words too, but hardly any digits.
pub(crate) fn is_data(text: &str) -> bool {
    let (mut all, mut data, mut n_words) = (0_usize, 0_usize, 0_usize);
    for word in text.split_whitespace() {
        let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
        let n_digits = count(u8::is_ascii_digit);
        let n_letters = count(u8::is_ascii_alphanumeric);
        all += word.len();
        let is_data = word.len() > LONGEST_WORD
            && word.is_ascii()
            && !word.contains("://")
            && n_letters * 2 > word.len()
            && n_digits * 100 >= n_letters * DIGITS_PERCENT;
        data += if is_data { word.len() } else { 0 };
        n_words += usize::from(!is_data);
    }
    data >= FEWEST && n_words < FEW_WORDS && data * 100 >= all * DATA_PERCENT
}

/// Returns a text without the zeros between its letters, which say nothing. A file with
/// other control characters is not text, and stays as it is.
pub(crate) fn without_zeros(text: String) -> String {
    let is_odd = |c: char| {
        c.is_control() && !matches!(c, '\0' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a')
            || c == char::REPLACEMENT_CHARACTER
    };
    if !text.contains('\0') || text.contains(is_odd) {
        return text;
    }
    text.replace('\0', "")
}

/// Returns whether bytes are text in EBCDIC, the encoding of mainframes: its letters
/// and spaces are where other encodings have none.
pub(crate) fn is_ebcdic(bytes: &[u8]) -> bool {
    let count = |is: fn(&&u8) -> bool| bytes.iter().filter(is).count();
    let spaces = count(|byte| **byte == 0x40);
    let others = count(|byte| matches!(**byte, b' ' | b'\n' | b'\r'));
    let letters = count(
        |byte| matches!(**byte, 0x81..=0x89 | 0x91..=0x99 | 0xa2..=0xa9 | 0xc1..=0xc9 | 0xd1..=0xd9 | 0xe2..=0xe9),
    );
    let n = bytes.len();
    n >= FEWEST && spaces * 20 >= n && others * 100 <= n && letters * 100 >= n * 60
}

/// Returns a text that was once read as Western although it is in another alphabet:
/// `êàñô` for `касф`; none if it is not of that kind.
pub(crate) fn realphabeted(text: &str) -> Option<String> {
    let (mut letters, mut accented) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        accented += usize::from(('\u{C0}'..='\u{FF}').contains(&c));
    }
    if accented < FEWEST || accented * 100 < letters * ACCENTED_PERCENT {
        return None;
    }
    let (bytes, _, _) = WINDOWS_1252.encode(text);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let read = encoding.decode_without_bom_handling(&bytes).0.into_owned();
    let is_alphabet = |c: char| c.is_alphabetic() && u32::from(c) >= 0x370;
    let n_other = read.chars().filter(|c| is_alphabet(*c)).count();
    (n_other * 2 >= letters).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Утром старый Яков вышел на берег и долго смотрел на туман. ";

    #[test]
    fn escapes_become_letters() {
        let units = |text: &str| -> String {
            let units = text.encode_utf16();
            let units: Vec<String> = units.map(|unit| format!("\\u{unit:04x}")).collect();
            units.concat()
        };
        let numbers = |text: &str, amp: &str| -> String {
            let numbers = text.chars().map(|c| {
                if c.is_ascii() {
                    c.to_string()
                } else {
                    format!("&{amp}#{};", u32::from(c))
                }
            });
            numbers.collect()
        };
        assert_eq!(unescaped(&units("Яков😀")).as_deref(), Some("Яков😀"));
        for amp in ["", "amp;"] {
            assert_eq!(unescaped(&numbers(RUSSIAN, amp)).as_deref(), Some(RUSSIAN));
        }
        assert_eq!(unescaped("&#x42f;&#60;").as_deref(), Some("Я&#60;"));
        for text in [
            RUSSIAN,
            "a\\u0041b & c; \\",
            "caf&#233; in a long line of other words, which need no help",
            "&#;&#x;\\u12",
            "&#99999999;",
        ] {
            assert_eq!(unescaped(text), None, "{text}");
        }
    }

    #[test]
    fn data_is_not_language() {
        let base64 =
            "a2FydSBtb3B1Z3VwaSBuZW51aGliaSBrdWxhZHVuaSByZWxvbXUgYmFuYSBidXJpbm9jYSBydSBw\n";
        let uu = "M:V%R=2!M;W!U9W5P:2!N96YU:&EB:2!K=6QA9'5N:2!R96QO;74@8F%N82!B\n";
        let hex = "6b617275206d6f707567757069206e656e7568696269206b756c6164756e69";
        for data in [base64, uu, hex] {
            assert!(is_data(&data.repeat(20)), "{data}");
            assert!(!is_data(data), "too little to say");
        }
        let pem = format!(
            "-----BEGIN MESSAGE-----\n\n{}-----END-----\n",
            base64.repeat(20)
        );
        assert!(is_data(&pem));
        for text in [
            RUSSIAN,
            "Itwasadarkandstormynightandtherainfellintorrentsexceptatoccasionalintervals",
            "ITWASADARKANDSTORMYNIGHTANDTHERAINFELLINTORRENTS",
            "吾輩は猫である名前はまだ無いどこで生れたかとんと見当がつかぬ1905年",
            "See https://example.org/a/very/long/address/with/0123456789/digits/in/it for more. ",
            "In 1984 there were 101 of them, and 2001 more came by 11:30. ",
            "-------------------------------------------------------- ",
        ] {
            assert!(!is_data(&text.repeat(40)), "{text}");
        }
        // A picture in a text does not make the text unreadable.
        let picture = format!(
            "![]({})\n{}",
            hex.repeat(100),
            "Some words of a story. ".repeat(60)
        );
        assert!(!is_data(&picture));
    }

    #[test]
    fn letters_of_the_wrong_alphabet_are_put_right() {
        let long = RUSSIAN.repeat(12);
        for page in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R] {
            let bytes = page.encode(&long).0;
            let wrong = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            assert_eq!(realphabeted(&wrong).as_deref(), Some(long.as_str()));
        }
        let german = "Fünf große Bären öffneten die Tür und aßen Äpfel. ".repeat(40);
        assert_eq!(realphabeted(&german), None);
        assert_eq!(realphabeted(&long), None);
    }

    #[test]
    fn zeros_in_a_text_are_dropped_and_those_of_a_program_are_not() {
        assert_eq!(without_zeros("a\0b \0".to_owned()), "ab ");
        assert_eq!(without_zeros("a\0\u{1}".to_owned()), "a\0\u{1}");
    }

    #[test]
    fn text_of_mainframes_is_known() {
        let letters = |text: &str| -> Vec<u8> {
            let byte = |c: u8| match c {
                b'a'..=b'i' => c - b'a' + 0x81,
                b'j'..=b'r' => c - b'j' + 0x91,
                b's'..=b'z' => c - b's' + 0xa2,
                _ => 0x40,
            };
            text.bytes().map(byte).collect()
        };
        assert!(is_ebcdic(&letters(
            &"it was a dark and stormy night ".repeat(20)
        )));
        assert!(!is_ebcdic(RUSSIAN.repeat(20).as_bytes()));
        let russian = encoding_rs::WINDOWS_1251.encode(RUSSIAN).0.repeat(20);
        assert!(!is_ebcdic(&russian));
    }
}
