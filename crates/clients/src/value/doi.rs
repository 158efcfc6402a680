//! DOIs, as they are typed, linked and exported.
//!
//! Source: DOI Handbook (2023), sections 3 and 4: `10.`, a registrant of four or
//! more digits, a slash and any suffix; letters are compared without case.

use std::borrow::Cow;

use colophon_catalogue::doi::{is_invented, trimmed};

/// The longest DOI, in bytes: a bound far above real ones.
const LONGEST: usize = 512;
/// How many DOIs of a value are looked at: a bound on the work.
const MOST: usize = 20;

/// Returns the DOIs in a value, each once, in their normal form: in lower case, and
/// without a resolver's address or a label.
pub(crate) fn find(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let starts = starts(value);
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(value.len());
        let before = &value[..start];
        let own = value[start..end].split_whitespace().next().unwrap_or("");
        // The prefix of the next one is not part of this.
        let own = match own.to_ascii_lowercase() {
            lower if at + 1 < starts.len() => {
                let cut = ["https:", "http:", "doi:", "doi.org", "dx.doi.org"]
                    .iter()
                    .filter_map(|mark| lower.find(mark))
                    .min();
                &own[..cut.unwrap_or(own.len())]
            }
            _ => own,
        };
        let own = if is_address(before) {
            let path = own.split(['?', '#']).next().unwrap_or(own);
            decoded(path)
        } else {
            own.into()
        };
        let doi = trimmed(&own).to_lowercase();
        if is_doi(&doi) && !found.contains(&doi) {
            found.push(doi);
        }
    }
    found
}

/// Returns the DOI that an address is a link to; `None` for any other address.
pub(crate) fn of_link(address: &str) -> Option<String> {
    let address = address.trim();
    let lower = address.to_ascii_lowercase();
    let host = lower
        .split_once("://")
        .map_or(lower.as_str(), |(_, rest)| rest)
        .split('/')
        .next()?;
    let is_resolver = ["doi.org", "dx.doi.org", "www.doi.org"].contains(&host)
        || host.starts_with("doi.org.")
        || host.starts_with("doi-org.")
        || host.starts_with("dx-doi-org.");
    let is_label = ["doi:", "urn:doi:", "info:doi/"]
        .iter()
        .any(|label| lower.starts_with(label));
    (is_resolver || is_label).then(|| find(address).into_iter().next())?
}

/// Returns whether a value is nothing but DOIs and their labels.
pub(crate) fn is_list(value: &str) -> bool {
    let words = value.split(|c: char| c.is_whitespace() || ";,|".contains(c));
    let mut words = words.filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| word.eq_ignore_ascii_case("doi:") || !find(word).is_empty())
}

/// Returns where the DOIs in a value begin.
fn starts(value: &str) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    for (at, _) in value.match_indices("10.") {
        let before = value[..at].chars().next_back();
        let is_new = match (before, starts.last()) {
            (None, _) => true,
            // Within a DOI, only a blank, a separator or an address begins another.
            (Some(c), Some(_)) => {
                let is_after = |mark: &str| {
                    let start = at.checked_sub(mark.len());
                    let before = start.and_then(|start| value.get(start..at));
                    before.is_some_and(|it| it.eq_ignore_ascii_case(mark))
                };
                c.is_whitespace() || ";,|".contains(c) || is_after("doi.org/") || is_after("doi:")
            }
            (Some(c), None) => !c.is_alphanumeric() && c != '.',
        };
        if is_new && n_prefix(&value[at..]).is_some() {
            starts.push(at);
        }
        if starts.len() == MOST {
            break;
        }
    }
    starts
}

/// Returns the length of the prefix `10.NNNN/`, whose slash may be encoded.
fn n_prefix(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("10.")?;
    let is_of_it = |c: char| c.is_ascii_digit() || c == '.';
    let end = rest.find(|c| !is_of_it(c))?;
    let registrant = rest[..end].split('.').next()?;
    let slash = ["/", "%2f", "%2F"]
        .iter()
        .find(|slash| rest[end..].starts_with(**slash))?;
    (4..=9)
        .contains(&registrant.len())
        .then_some(3 + end + slash.len())
}

fn is_doi(text: &str) -> bool {
    let suffix = n_prefix(text).map(|end| &text[end..]);
    let is_real = text.len() <= LONGEST && !is_invented(text);
    is_real && suffix.is_some_and(|it| it.chars().any(char::is_alphanumeric))
}

/// Returns whether what comes before a DOI makes it part of an address.
fn is_address(before: &str) -> bool {
    let start = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    start.contains("://") || start.to_ascii_lowercase().ends_with("doi.org/")
}

/// Decodes what is written with per cent signs; what is not valid stays as it is.
fn decoded(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return path.into();
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let byte = (*first == b'%')
            .then(|| after.get(..2).and_then(|it| std::str::from_utf8(it).ok()))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or_else(|_| path.into(), Into::into)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dois_are_found_however_they_are_written() {
        for (value, expected) in [
            ("10.1000/182", &["10.1000/182"][..]),
            (
                "https://doi.org/10.1371/JOURNAL.PONE.0123456",
                &["10.1371/journal.pone.0123456"],
            ),
            (
                "http://dx.doi.org/10.1016/S0140-6736(05)12345-6",
                &["10.1016/s0140-6736(05)12345-6"],
            ),
            ("doi:10.1000/182.", &["10.1000/182"]),
            ("DOI: 10.1000/182 (print)", &["10.1000/182"]),
            ("(https://doi.org/10.1000/182)", &["10.1000/182"]),
            (
                "https://doi.org/10.1000%2F182?nosfx=y#top",
                &["10.1000/182"],
            ),
            (
                "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
                &["10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"],
            ),
            (
                "10.1000/1; 10.1000/2,10.1000/1",
                &["10.1000/1", "10.1000/2"],
            ),
            ("doi:10.1000/1doi:10.1000/2", &["10.1000/1", "10.1000/2"]),
            (
                "https://doi.org/10.1000/1https://doi.org/10.1000/2",
                &["10.1000/1", "10.1000/2"],
            ),
            ("10.17605/osf.io/10.1234/x", &["10.17605/osf.io/10.1234/x"]),
            ("urn:doi:10.1000.10/123", &["10.1000.10/123"]),
            (
                "https://link.springer.com/article/10.1007/s11192-015-1",
                &["10.1007/s11192-015-1"],
            ),
            ("10.1000/", &[]),
            ("10.100/182", &[]),
            ("110.1000/182", &[]),
            ("1000/182", &[]),
            ("https://doi.org/", &[]),
            ("n/a", &[]),
        ] {
            assert_eq!(find(value), expected, "{value}");
        }
    }

    #[test]
    fn only_a_link_to_a_doi_is_one() {
        for (address, expected) in [
            ("https://doi.org/10.1000/182", Some("10.1000/182")),
            ("doi.org/10.1000/182", Some("10.1000/182")),
            (
                "https://doi-org.library.example.edu/10.1000/182",
                Some("10.1000/182"),
            ),
            ("doi:10.1000/182", Some("10.1000/182")),
            ("https://example.org/10.1000/182", None),
            ("https://example.org/?to=https://doi.org/10.1000/182", None),
            ("https://doi.org/", None),
            ("", None),
        ] {
            assert_eq!(of_link(address).as_deref(), expected, "{address}");
        }
    }

    proptest! {
        #[test]
        fn a_normal_form_is_its_own(text in "\\PC{0,60}", suffix in "[a-z0-9()<>;:._/-]{1,30}") {
            for doi in find(&text).into_iter().chain(find(&format!("doi:10.1000/x{suffix}"))) {
                prop_assert!(doi.starts_with("10."));
                prop_assert_eq!(find(&doi), std::slice::from_ref(&doi));
            }
            let _ = of_link(&text);
            let _ = is_list(&text);
        }
    }
}
