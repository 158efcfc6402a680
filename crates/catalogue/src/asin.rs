//! ASINs: Amazon's numbers of ten capitals and digits, alone or in a link.

/// Returns the ASINs in a text, in capitals, each once: those between commas, and
/// in a link the number that it is of.
pub fn asins(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split([',', ';', '|']).map(str::trim) {
        let is_link = part.contains('/');
        let pieces = part.split(['/', '?', '&', '=', ' ']);
        let number = pieces
            .map(str::trim)
            .find(|piece| is_asin(piece))
            .or_else(|| (!is_link).then_some(part));
        if let Some(number) = number.filter(|number| !number.is_empty()) {
            let number = number.to_ascii_uppercase();
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    found
}

/// Returns whether a text has the shape of an ASIN: ten capitals and digits, B
/// first, as all have that are not ISBNs.
pub fn is_asin(text: &str) -> bool {
    text.len() == 10
        && text.starts_with(['B', 'b'])
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asins_are_found_in_links() {
        for (text, expected) in [
            ("b000000001,B000000001", &["B000000001"][..]),
            ("B00TEST001, B00TEST002", &["B00TEST001", "B00TEST002"]),
            ("https://www.amazon.com/dp/B00TEST001", &["B00TEST001"]),
            (
                "https://www.amazon.de/Ein-Titel/dp/B00TEST001/ref=sr_1?x=1",
                &["B00TEST001"],
            ),
            ("amazon.com/gp/product/b00test001?psc=1", &["B00TEST001"]),
            ("ASIN B00TEST001", &["B00TEST001"]),
            ("0306406152", &["0306406152"]),
            ("https://www.amazon.com/", &[]),
            ("", &[]),
        ] {
            assert_eq!(asins(text), expected, "{text}");
        }
    }
}
