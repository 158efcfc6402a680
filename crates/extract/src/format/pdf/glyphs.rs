//! The letters that names of glyphs stand for.
//!
//! Names follow the Adobe Glyph List and its rules; fonts for experts have small
//! capitals and old-style figures, which the list gives codes for private use.
//! Other fonts number their glyphs, and what the numbers mean is for `letters` to
//! find out.

use skrifa::raw::ps::agl;

/// Endings of names for other forms of a letter, where they are not separated by a
/// full stop.
const FORMS: [&str; 8] = [
    "smallcaps",
    "smallcap",
    "small",
    "oldstyle",
    "fitted",
    "osf",
    "swash",
    "sc",
];

/// Returns the letters that a name stands for.
pub(super) fn letters(name: &str) -> Option<String> {
    // What follows a full stop is the form of the letter. The name of no glyph
    // begins with one.
    let base = name.split('.').next()?;
    let mut text = String::new();
    for part in base.split('_') {
        text.push_str(&component(part)?);
    }
    (!text.is_empty()).then_some(text)
}

/// Returns whether a name is in the Adobe Glyph List as it is.
pub(super) fn is_listed(name: &str) -> bool {
    let is_made = name.contains(['.', '_']) || unicode(name).is_some();
    let is_code = |prefix| {
        let digits: Option<&str> = name.strip_prefix(prefix);
        digits.is_some_and(|d| d.len() >= 4 && d.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    !is_made && !is_code("u") && !is_code("uni") && agl::name_to_char(name).is_some()
}

fn component(part: &str) -> Option<String> {
    // The list of dingbats has names that other fonts use as numbers.
    if numbered(part).is_some_and(|(prefix, _)| prefix == "a") {
        return None;
    }
    let known = |name: &str| {
        let text: String = agl::name_to_chars(name).map(plain).collect();
        (!text.is_empty()).then_some(text)
    };
    known(part).or_else(|| unicode(part)).or_else(|| {
        let form = |ending: &&str| part.strip_suffix(*ending);
        FORMS.iter().filter_map(form).find_map(known)
    })
}

/// Returns the character of a name such as `uni00e9`, with small digits against
/// the rules.
fn unicode(part: &str) -> Option<String> {
    let digits = part
        .strip_prefix("uni")
        .or_else(|| part.strip_prefix("u+"))?;
    if digits.len() != 4 {
        return None;
    }
    let code = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(code).map(String::from)
}

/// Returns the prefix and the decimal number of a name such as `g65` or `cid_12`.
pub(super) fn numbered(name: &str) -> Option<(&str, u32)> {
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, number) = name.split_at(name.len() - digits);
    let sane = prefix.len() <= 8 && !prefix.bytes().any(|b| b.is_ascii_digit());
    Some((prefix, number.parse().ok()?)).filter(|_| sane && digits <= 6)
}

/// Returns the plain form of a character that the list of Adobe has for small
/// capitals, old-style figures and the like; any other as it is.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{f721}'..='\u{f77e}' | '\u{f7a1}'..='\u{f7ff}' => {
            // Adobe put them where the small letters of Latin-1 are.
            char::from_u32(u32::from(c) - 0xf700).unwrap_or(c)
        }
        '\u{f6be}' => 'j',
        '\u{f6c9}' => '´',
        '\u{f6ca}' | '\u{f6f5}' => 'ˇ',
        '\u{f6cb}' => '¨',
        '\u{f6ce}' => '`',
        '\u{f6cf}' | '\u{f6f8}' => '˝',
        '\u{f6d0}' => '¯',
        '\u{f6dc}' => '1',
        '\u{f6df}' | '\u{f6e0}' => '¢',
        '\u{f6e1}' | '\u{f6e2}' | '\u{f6c3}' => ',',
        '\u{f6e3}' | '\u{f6e4}' => '$',
        '\u{f6e5}' | '\u{f6e6}' => '-',
        '\u{f6e7}' | '\u{f6e8}' => '.',
        '\u{f6e9}' => 'a',
        '\u{f6ea}' => 'b',
        '\u{f6eb}' => 'd',
        '\u{f6ec}' => 'e',
        '\u{f6ed}' => 'i',
        '\u{f6ee}' => 'l',
        '\u{f6ef}' => 'm',
        '\u{f6f0}' => 'o',
        '\u{f6f1}' => 'r',
        '\u{f6f2}' => 's',
        '\u{f6f3}' => 't',
        '\u{f6f4}' => '˘',
        '\u{f6f6}' => 'ˆ',
        '\u{f6f7}' => '˙',
        '\u{f6f9}' => 'ł',
        '\u{f6fa}' => 'œ',
        '\u{f6fb}' => '˛',
        '\u{f6fc}' => '˚',
        '\u{f6fd}' => 'š',
        '\u{f6fe}' => '˜',
        '\u{f6ff}' => 'ž',
        _ => c,
    }
}

/// Returns whether a text has a character that [`plain`] changes.
pub(super) fn is_expert(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{f6be}'..='\u{f7ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_letters() {
        let read = |name| letters(name);
        for (name, text) in [
            ("a", "a"),
            ("a.sc", "a"),
            ("Asmall", "a"),
            ("Adieresissmall", "ä"),
            ("Lslashsmall", "ł"),
            ("fouroldstyle", "4"),
            ("four.oldstyle", "4"),
            ("onefitted", "1"),
            ("esuperior", "e"),
            ("f_f_i", "ffi"),
            ("T_h.liga", "Th"),
            ("uni0041", "A"),
            ("uni00e9", "é"),
            ("u1F600", "😀"),
            ("eacute", "é"),
            ("Asc", "A"),
        ] {
            assert_eq!(read(name).as_deref(), Some(text), "{name}");
        }
        for name in ["g65", "a65", "C0065", ".notdef", "cid_34", "f_foo", ""] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn numbers_have_a_prefix() {
        assert_eq!(numbered("g65"), Some(("g", 65)));
        assert_eq!(numbered("cid_007"), Some(("cid_", 7)));
        assert_eq!(numbered("65"), Some(("", 65)));
        assert_eq!(numbered("seqaa"), None);
        assert_eq!(numbered("a1b2"), None);
    }
}
