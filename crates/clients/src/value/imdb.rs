//! The numbers by which `IMDb` knows films, series and episodes.

/// Returns the normal form of a number or of the address of its page: `tt` and at
/// least seven digits; `None` if it is neither.
pub(crate) fn read(value: &str) -> Option<String> {
    let lower = value.trim().to_ascii_lowercase();
    let digits = match of_link(&lower) {
        Some(digits) => digits,
        None if lower.contains('/') => return None,
        None => {
            let bare = lower.strip_prefix("imdb").unwrap_or(&lower);
            let bare = bare.trim_matches(|c: char| c.is_whitespace() || ":#()[]".contains(c));
            let bare = bare.strip_prefix("tt").unwrap_or(bare);
            bare.strip_suffix(".0").unwrap_or(bare)
        }
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    // Longer numbers are in lists, but no page has them.
    let number: u32 = digits.parse().ok().filter(|n| is_number && *n > 0)?;
    Some(format!("tt{number:07}"))
}

/// Returns the normal form of the number in the address of a page of `IMDb`; `None` for
/// any other text.
pub(crate) fn of_address(address: &str) -> Option<String> {
    let lower = address.trim().to_ascii_lowercase();
    of_link(&lower).and_then(read)
}

/// Returns the digits in an address such as `https://m.imdb.com/title/tt0111161/`.
fn of_link(lower: &str) -> Option<&str> {
    let (_, rest) = lower.split_once("imdb.com/")?;
    let (before, rest) = rest.split_once("title/tt")?;
    // A language may come first: imdb.com/de/title/...
    let is_language = before.is_empty() || before.len() <= 6 && before.ends_with('/');
    let end = rest.find(|c: char| !c.is_ascii_digit());
    let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
    let is_end = !after.starts_with(char::is_alphanumeric);
    (is_language && is_end && !digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_imdb_have_one_form() {
        for (value, expected) in [
            ("tt0111161", Some("tt0111161")),
            ("TT0111161 ", Some("tt0111161")),
            ("111161", Some("tt0111161")),
            ("111161.0", Some("tt0111161")),
            ("tt111161", Some("tt0111161")),
            ("tt10872600", Some("tt10872600")),
            ("tt010872600", Some("tt10872600")),
            ("IMDb: tt0111161", Some("tt0111161")),
            (
                "https://www.imdb.com/title/tt0111161/?ref_=fn_al_tt_1",
                Some("tt0111161"),
            ),
            ("imdb.com/de/title/tt0111161", Some("tt0111161")),
            (
                "https://m.imdb.com/title/tt0111161/reference",
                Some("tt0111161"),
            ),
            ("https://www.imdb.com/name/nm0000151/", None),
            ("https://example.org/title/tt0111161/", None),
            ("nm0000151", None),
            ("tt", None),
            ("tt0", None),
            ("99999999999", None),
            ("-5", None),
            ("The Matrix", None),
            ("", None),
        ] {
            assert_eq!(read(value).as_deref(), expected, "{value}");
        }
        assert_eq!(of_address("111161"), None);
        assert!(of_address("https://www.imdb.com/title/tt0111161/").is_some());
    }

    proptest! {
        #[test]
        fn a_normal_form_is_its_own(n in 1_u32.., text in "\\PC{0,60}") {
            let normal = read(&n.to_string()).unwrap();
            prop_assert_eq!(read(&normal), Some(normal.clone()));
            let _ = (read(&text), of_address(&text));
        }
    }
}
