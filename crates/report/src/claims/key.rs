//! The keys by which a work is found again in a claim sheet.

use colophon_fingerprint::{hex, sha256};

/// How many digits of a digest a key has.
const DIGITS: usize = 12;

/// Returns a text without case and punctuation, its words one blank apart.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') && c != '\'' && c != '’' {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the numbers in a cell, or in several, without hyphens, each once and in order.
pub(super) fn numbers<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut numbers: Vec<String> = texts
        .flat_map(|text| text.split([';', ',', '|', ' ', '\n', '\t']))
        .map(|part| {
            let part = part.chars().filter(char::is_ascii_alphanumeric);
            part.map(|c| c.to_ascii_uppercase()).collect::<String>()
        })
        .filter(|number| !number.is_empty())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Returns the key of a work: the same for the same title, author and ISBNs, however they
/// are written. It begins with a letter, so that no spreadsheet takes it for a number.
///
/// `others` are further facts that tell works of one title apart.
pub(super) fn key(title: &str, author: &str, isbns: &[String], others: [&str; 3]) -> String {
    let facts = [
        folded(title),
        folded(author),
        isbns.join(" "),
        others.join(" "),
    ]
    .join("\n");
    let digest = hex(&sha256(facts.as_bytes()));
    format!("w{}", &digest[..DIGITS])
}

#[cfg(test)]
mod tests {
    use super::{folded, key, numbers};

    #[test]
    fn a_key_does_not_depend_on_spelling() {
        let isbns = |text: &str| numbers([text].into_iter());
        let one = key(
            "The Salt Road",
            "Jane Writer",
            &isbns("978-0306406157; 0-306-40615-2"),
            [""; 3],
        );
        let other = key(
            " the SALT road! ",
            "Jane  Writer",
            &isbns("0306406152, 9780306406157"),
            [""; 3],
        );
        assert_eq!(one, other);
        assert_ne!(one, key("The Salt Road", "Jane Writer", &[], [""; 3]));
        assert_ne!(
            one,
            key("The Salt Road", "", &isbns("9780306406157"), [""; 3])
        );
        assert!(one.starts_with('w') && one.len() == 13);
        assert_eq!(folded("L’Été, d'été…"), "lété dété");
    }
}
