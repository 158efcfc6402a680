//! DOIs: reading, and the one form in which they are compared.
//!
//! Source: DOI Handbook (International DOI Foundation), section 2: a prefix `10.` and a
//! registrant of digits and full stops, a slash, and a suffix in which the case of ASCII
//! letters means nothing.

use xxhash_rust::xxh64::xxh64;

use crate::terms::TermKind;

/// The number of bits of a [`hash`]. A list of 82 million DOIs takes 4.2 bytes for each,
/// and of two thousand million DOIs that are not in it one is taken for one that is.
pub const HASH_BITS: u32 = 58;

/// What may come before a DOI, in lower case.
const PREFIXES: [&str; 12] = [
    "https://doi.org/",
    "http://doi.org/",
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "https://www.doi.org/",
    "http://www.doi.org/",
    "urn:doi:",
    "info:doi/",
    "doi.org/",
    "dx.doi.org/",
    "doi:",
    "doi ",
];

/// Reads a DOI, with or without `doi:` or the address of its resolver before it, and
/// returns it in small letters; `None` if it is not one.
pub fn parse(text: &str) -> Option<String> {
    let mut own = text.trim().to_ascii_lowercase();
    if let Some(prefix) = PREFIXES.iter().find(|prefix| own.starts_with(**prefix)) {
        let rest = own.split_off(prefix.len());
        own = if prefix.ends_with('/') {
            percent_decoded(&rest)
        } else {
            rest.trim_start().to_owned()
        };
    }
    own.truncate(trimmed(&own).len());
    let (registrant, suffix) = own.strip_prefix("10.")?.split_once('/')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = registrant.split('.');
    let is_right = parts
        .next()
        .is_some_and(|first| first.len() >= 4 && is_number(first))
        && parts.all(is_number)
        && !suffix.is_empty()
        && !own.contains(|c: char| c.is_whitespace() || c.is_control());
    is_right.then_some(own)
}

/// Reads a DOI that somebody typed or copied from a text: what is around it is left out,
/// and a dash is a hyphen. `None` for one that a collection invented too: no list has it.
pub fn parse_copied(text: &str) -> Option<String> {
    let is_before = |c: char| c.is_whitespace() || "<([{\"'\u{201c}\u{201e}\u{2018}".contains(c);
    let text = text.trim_start_matches(is_before);
    let text = text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}'], "-");
    parse(trimmed(&text)).filter(|doi| !is_invented(doi))
}

/// Returns a DOI without the punctuation after it. A bracket is part of the DOI if
/// it closes one of its own.
pub fn trimmed(doi: &str) -> &str {
    const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
    let n = |wanted: char| doi.chars().filter(|c| *c == wanted).count();
    let mut n_extra = BRACKETS.map(|(open, close)| n(close).saturating_sub(n(open)));
    let mut doi = doi.trim_end();
    while let Some(last) = doi.chars().next_back() {
        let bracket = BRACKETS.iter().position(|(_, close)| *close == last);
        let is_extra = match bracket {
            Some(at) if n_extra[at] > 0 => {
                n_extra[at] -= 1;
                true
            }
            Some(_) => false,
            None => ".,;:|'\"\u{201C}\u{201D}\u{2019}/*".contains(last),
        };
        if !is_extra {
            break;
        }
        doi = &doi[..doi.len() - last.len_utf8()];
    }
    doi
}

/// Returns whether a DOI is one that a collection invented for a paper without one.
pub fn is_invented(doi: &str) -> bool {
    doi.starts_with("10.0000/")
}

/// Returns the hash by which a list of DOIs knows one: the first [`HASH_BITS`] bits of its
/// term's.
pub fn hash(doi: &str) -> u64 {
    xxh64(doi.as_bytes(), TermKind::Doi.code().into()) >> (64 - HASH_BITS)
}

/// Decodes `%3C` and its like; a sign that is not followed by two hex digits, or text that
/// is not UTF-8 then, stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.first_chunk::<2>().filter(|_| byte == b'%');
        let value = digits.and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok()?;
            u8::from_str_radix(digits, 16).ok()
        });
        bytes.push(value.unwrap_or(byte));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    let decoded = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    decoded.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_doi_has_one_form() {
        for text in [
            "10.1002/(SICI)1097-0258(19980815/30)17:15<1661::AID-SIM968>3.0.CO;2-2",
            " doi:10.1002/(sici)1097-0258(19980815/30)17:15<1661::aid-sim968>3.0.co;2-2",
            "https://doi.org/10.1002/(sici)1097-0258(19980815%2F30)17:15%3C1661::aid-sim968%3E3.0.co;2-2",
            "DOI 10.1002/(sici)1097-0258(19980815/30)17:15<1661::aid-sim968>3.0.co;2-2",
        ] {
            assert_eq!(
                parse(text).as_deref(),
                Some("10.1002/(sici)1097-0258(19980815/30)17:15<1661::aid-sim968>3.0.co;2-2"),
                "{text}"
            );
        }
        assert_eq!(
            parse("10.1000.10/123456").as_deref(),
            Some("10.1000.10/123456")
        );
    }

    #[test]
    fn what_is_copied_with_a_doi_is_left_out() {
        for text in [
            "10.5555/PL/2018(4)33.",
            "<https://doi.org/10.5555/pl/2018(4)33>",
            "“10.5555/pl/2018(4)33”,",
            "(doi:10.5555/pl/2018(4)33).",
            "[10.5555/pl/2018(4)33];",
        ] {
            let own = parse_copied(text);
            assert_eq!(own.as_deref(), Some("10.5555/pl/2018(4)33"), "{text}");
        }
        assert_eq!(parse_copied("."), None);
        assert_eq!(parse_copied("10.0000/invented"), None);
        assert_eq!(
            parse_copied("10.1000/ab\u{2010}c").as_deref(),
            Some("10.1000/ab-c")
        );
        // A collection may have copied it, too.
        assert_eq!(
            parse("https://doi.org/10.1000%2FABC.").as_deref(),
            Some("10.1000/abc")
        );
    }

    #[test]
    fn what_is_not_a_doi_is_refused() {
        for text in [
            "",
            "10.1002",
            "10.1002/",
            "11.1002/abc",
            "10.12/abc",
            "10.a000/abc",
            "10.1000./a",
            "10.1000/a b",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(is_invented("10.0000/pmid123"));
        assert!(hash("10.1000/1") < 1 << HASH_BITS);
    }
}
