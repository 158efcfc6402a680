//! The markup that programs leave in the titles of bibliographies.

use std::borrow::Cow;

/// The elements that are dropped, their text kept.
const NAMES: [&str; 16] = [
    "b", "br", "em", "i", "italic", "bold", "p", "sc", "scp", "span", "strong", "sub", "sup", "tt",
    "u", "title",
];

/// Returns a text without the tags of HTML and JATS that are used in titles, and with
/// the characters that entities such as `&amp;` stand for. Anything else in angle
/// brackets is kept.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').filter(|end| is_tag(&rest[1..*end]));
        let n = end.map_or(1, |end| end + 1);
        if end.is_none() {
            out.push('<');
        }
        rest = &rest[n..];
    }
    out.push_str(rest);
    entities(&out).into()
}

fn is_tag(inside: &str) -> bool {
    let name = inside.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != ':');
    let name = &name[..end.unwrap_or(name.len())];
    let name = name.rsplit(':').next().unwrap_or(name);
    NAMES.iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// Replaces what entities stand for; one that is not known stays as it is. An
/// ampersand may itself have been written as an entity.
fn entities(text: &str) -> String {
    let text = text.replace("&amp;", "&");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 32);
        let letters = end.and_then(|end| {
            let whole = &rest[..=end];
            let known = quick_xml::escape::unescape_with(whole, |name| {
                quick_xml::escape::resolve_html5_entity(name)
            });
            known.ok().map(|letters| (letters.into_owned(), end + 1))
        });
        let (letters, n) = letters.unwrap_or(("&".to_owned(), 1));
        out.push_str(&letters);
        rest = &rest[n..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_dropped_and_signs_are_kept() {
        for (text, expected) in [
            ("Of <i>Homo sapiens</i>", "Of Homo sapiens"),
            ("H<sub>2</sub>O", "H2O"),
            ("<span class=\"nocase\">NASA</span>", "NASA"),
            ("<jats:title>Salt</jats:title>", "Salt"),
            ("Smith &amp; Sons", "Smith & Sons"),
            ("Smith &amp;amp; Sons", "Smith & Sons"),
            ("Caf&eacute; &#233;", "Café é"),
            ("a < b & c > d; e", "a < b & c > d; e"),
            ("<Three> &unknown;", "<Three> &unknown;"),
            ("plain", "plain"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
