//! What a question in one field is: a number, a digest, or words.

use colophon_catalogue::{Isbn, asins, doi, is_asin, number};

use crate::error::Error;
use crate::listing::BookDigests;
use crate::report::{Advice, Code, Invalid};

/// The longest question, in characters: no title is as long.
const MAX_CHARS: usize = 500;

/// The lengths between which hexadecimal digits alone are meant as a digest.
const DIGEST_LIKE: std::ops::RangeInclusive<usize> = 24..=128;

/// What a person typed, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The digest of a file.
    Digest(BookDigests),
    /// ISBNs.
    Isbns(Vec<Isbn>),
    /// ASINs.
    Asins(Vec<String>),
    /// A DOI.
    Doi(String),
    /// A number of the Internet Movie Database.
    Imdb(u64),
    /// The number of a copyright registration.
    Registration(String),
    /// A name, a title, or both.
    Words(String),
}

impl Question {
    /// Finds out what a question is.
    ///
    /// # Errors
    ///
    /// `invalid-argument` for what is meant as a number or a digest and is not one, for
    /// words without a letter or a digit, and for what is too long.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.chars().count() > MAX_CHARS {
            let message = Invalid::QuestionTooLong.with(&[]);
            return Err(Error::new(Code::InvalidArgument, message).advise(Advice::NameSomething));
        }
        if let Some(doi) = doi::parse_copied(text) {
            return Ok(Self::Doi(doi));
        }
        let is_imdb = text.starts_with("tt") && text.len() >= 9 || text.contains("imdb.com/");
        if let Some(number) = number::imdb(text).filter(|_| is_imdb) {
            return Ok(Self::Imdb(number));
        }
        if let Some(number) = registration(text) {
            return Ok(Self::Registration(number));
        }
        let (label, rest) = labelled(text);
        match label {
            Some(Label::Isbn) => return isbns(rest).ok_or_else(|| not_an_isbn(rest)),
            Some(Label::Digest) => {
                let digests = digests(rest).ok_or_else(|| not_a_digest(rest))?;
                return Ok(Self::Digest(digests));
            }
            Some(Label::Asin) if is_asin(rest) => {
                return Ok(Self::Asins(vec![rest.to_ascii_uppercase()]));
            }
            _ => {}
        }
        if is_hexadecimal(text) && DIGEST_LIKE.contains(&text.len()) {
            let digests = digests(text).ok_or_else(|| not_a_digest(text))?;
            return Ok(Self::Digest(digests));
        }
        if is_number_of_book(text) {
            return isbns(text).ok_or_else(|| not_an_isbn(text));
        }
        if is_asin(text) {
            return Ok(Self::Asins(vec![text.to_ascii_uppercase()]));
        }
        if text.contains("/dp/") || text.contains("/gp/product/") {
            let asins = asins(text);
            if !asins.is_empty() {
                return Ok(Self::Asins(asins));
            }
        }
        if !text.contains(char::is_alphanumeric) {
            let message = Invalid::NothingToLookUp.with(&[]);
            return Err(Error::new(Code::InvalidArgument, message).advise(Advice::NameSomething));
        }
        Ok(Self::Words(unquoted(text).to_owned()))
    }
}

/// What a number says that it is.
#[derive(Clone, Copy)]
enum Label {
    Isbn,
    Asin,
    Digest,
}

/// Splits off a word such as "ISBN" before a number.
fn labelled(text: &str) -> (Option<Label>, &str) {
    const LABELS: [(&str, Label); 9] = [
        ("isbn-13", Label::Isbn),
        ("isbn-10", Label::Isbn),
        ("isbn13", Label::Isbn),
        ("isbn10", Label::Isbn),
        ("isbn", Label::Isbn),
        ("asin", Label::Asin),
        ("md5", Label::Digest),
        ("sha256", Label::Digest),
        ("sha1", Label::Digest),
    ];
    // "SHA-256" is the same word.
    let spelt = text.strip_prefix("SHA-").or(text.strip_prefix("sha-"));
    let (text, is_sha) = spelt.map_or((text, false), |rest| (rest, true));
    for (word, label) in LABELS {
        let word = if is_sha {
            match word.strip_prefix("sha") {
                Some(digits) => digits,
                None => continue,
            }
        } else {
            word
        };
        let Some(head) = text.get(..word.len()) else {
            continue;
        };
        let rest = &text[word.len()..];
        let ends = rest.starts_with(|c: char| c == ':' || c == '=' || c.is_whitespace());
        let value = rest.trim_start_matches(|c: char| c == ':' || c == '=' || c.is_whitespace());
        if head.eq_ignore_ascii_case(word) && ends && value.contains(|c: char| c.is_ascii_digit()) {
            return (Some(label), value);
        }
    }
    (None, text)
}

/// Returns the number of a copyright registration that a text is: one of the classes of
/// works, and at least five digits. "PS 4" and "TX 90210" may be titles.
fn registration(text: &str) -> Option<String> {
    const CLASSES: [&str; 11] = [
        "TX", "TXU", "PA", "PAU", "VA", "VAU", "SR", "SRU", "RE", "CSN", "GN",
    ];
    let number = number::registration(text)?;
    let digits = number.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let class = &number[..number.len() - digits.len()];
    (CLASSES.contains(&class) && digits.len() >= 6).then_some(number)
}

/// Returns whether a text is only digits and what is between them in an ISBN, and as
/// long as one.
fn is_number_of_book(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, '-' | ' ' | '\u{2010}'..='\u{2015}' | '\u{AD}' | '\u{A0}');
    let digits: Vec<char> = text.chars().filter(|&c| !is_mark(c)).collect();
    let (last, others) = match digits.split_last() {
        Some((last, others)) => (*last, others),
        None => return false,
    };
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    matches!(digits.len(), 10 | 13)
        && others.iter().copied().all(is_digit)
        && (is_digit(last) || matches!(last, 'x' | 'X'))
}

fn isbns(text: &str) -> Option<Question> {
    let isbns = Isbn::find_all(text);
    (!isbns.is_empty()).then_some(Question::Isbns(isbns))
}

/// Reads the ISBNs of a book, with "ISBN" before them or without it.
///
/// # Errors
///
/// `invalid-argument` for what is not an ISBN.
pub(crate) fn isbns_of(text: &str) -> Result<Vec<Isbn>, Error> {
    let mut isbns = Vec::new();
    for part in text.split([',', ';', '/', '|', '\n']) {
        let found = match Isbn::parse(part) {
            Some(isbn) => vec![isbn],
            None => Isbn::find_all(part),
        };
        // With a mistake in one of several, none is looked up.
        if found.is_empty() && !part.trim().is_empty() {
            return Err(not_an_isbn(part.trim()));
        }
        isbns.extend(found);
    }
    if isbns.is_empty() {
        return Err(not_an_isbn(text));
    }
    Ok(isbns)
}

/// Returns the error for what is not an ISBN.
pub(super) fn not_an_isbn(text: &str) -> Error {
    let message = Invalid::Isbn.with(&[("value", text)]);
    Error::new(Code::InvalidArgument, message).advise(Advice::IsbnForm)
}

/// Returns the error for what is not a number of the kind that it was given as.
pub(super) fn not_a_number(text: &str) -> Error {
    let message = Invalid::Number.with(&[("value", text)]);
    Error::new(Code::InvalidArgument, message).advise(Advice::NumberForm)
}

/// Returns the error for what is not a digest.
pub(super) fn not_a_digest(text: &str) -> Error {
    let message = Invalid::Digest.with(&[("value", text)]);
    Error::new(Code::InvalidArgument, message).advise(Advice::DigestForm)
}

/// Reads a digest; its length says which kind it is.
pub(super) fn digests(text: &str) -> Option<BookDigests> {
    let bytes = unhex(text)?;
    let mut digests = BookDigests::default();
    match bytes.len() {
        16 => digests.md5 = bytes.try_into().ok(),
        20 => digests.sha1 = bytes.try_into().ok(),
        32 => digests.sha256 = bytes.try_into().ok(),
        _ => return None,
    }
    Some(digests)
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

/// Returns a text without quotation marks around all of it.
fn unquoted(text: &str) -> &str {
    const MARKS: [(char, char); 6] = [
        ('"', '"'),
        ('“', '”'),
        ('„', '“'),
        ('«', '»'),
        ('»', '«'),
        ('‘', '’'),
    ];
    for (open, close) in MARKS {
        let within = text
            .strip_prefix(open)
            .and_then(|text| text.strip_suffix(close));
        if let Some(within) = within.filter(|it| !it.contains([open, close])) {
            return within.trim();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> &'static str {
        match Question::read(text) {
            Ok(Question::Digest(_)) => "digest",
            Ok(Question::Isbns(_)) => "isbn",
            Ok(Question::Asins(_)) => "asin",
            Ok(Question::Doi(_)) => "doi",
            Ok(Question::Imdb(_)) => "imdb",
            Ok(Question::Registration(_)) => "registration",
            Ok(Question::Words(_)) => "words",
            Err(error) => {
                assert_eq!(error.code(), Code::InvalidArgument, "{text}");
                "invalid"
            }
        }
    }

    #[test]
    fn a_question_says_what_it_is() {
        for (text, expected) in [
            ("Jane Writer", "words"),
            ("  三体 ", "words"),
            ("1984", "words"),
            ("Catch-22", "words"),
            ("2666", "words"),
            ("10.10 Deadline", "words"),
            ("Decade", "words"),
            ("The 10.5/2 rule", "words"),
            ("Isbn and Other Numbers", "words"),
            ("0306406152", "isbn"),
            ("0-306-40615-2", "isbn"),
            ("ISBN: 978-0-306-40615-7", "isbn"),
            ("isbn-13 9780306406157", "isbn"),
            ("９７８０３０６４０６１５７", "isbn"),
            ("080442957X", "isbn"),
            ("978-0-306-40615-8", "invalid"),
            ("ISBN 12345", "invalid"),
            ("4006381333931", "invalid"),
            ("B00TEST001", "asin"),
            ("b00test001", "asin"),
            ("ASIN B00TEST001", "asin"),
            (
                "https://www.amazon.de/Ein-Titel/dp/B00TEST001/ref=x",
                "asin",
            ),
            ("10.1000/182", "doi"),
            ("tt0116191", "imdb"),
            ("https://www.imdb.com/title/tt0116191/", "imdb"),
            ("TX 6-123-456", "registration"),
            ("PS 4", "words"),
            ("RE 5", "words"),
            ("doi:10.1093/ajae/aaq063", "doi"),
            ("https://doi.org/10.1038/s41586-020-2649-2", "doi"),
            ("DOI: 10.1000/182", "doi"),
            ("d41d8cd98f00b204e9800998ecf8427e", "digest"),
            ("MD5 d41d8cd98f00b204e9800998ecf8427e", "digest"),
            ("SHA-1: da39a3ee5e6b4b0d3255bfef95601890afd80709", "digest"),
            (
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "digest",
            ),
            ("d41d8cd98f00b204e9800998ecf8427", "invalid"),
            ("sha256=abc1", "invalid"),
            ("", "invalid"),
            (" … ", "invalid"),
            (&"word ".repeat(200), "invalid"),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
        let title = Question::read("„Der Zauberberg“").unwrap();
        assert_eq!(title, Question::Words("Der Zauberberg".to_owned()));
    }
}
