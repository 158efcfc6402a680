//! Fonts whose characters are not what their numbers say.
//!
//! Such fonts have their characters in the private use area, from U+F020 on, in
//! the order of bytes. In most of them these are common letters. The font Symbol
//! has Greek ones, and some have pictures only.

/// The kind of characters that a font has for letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Letters {
    #[default]
    Common,
    Greek,
    Pictures,
}

/// What the names of fonts of pictures contain.
const PICTURES: [&str; 7] = [
    "wingdings",
    "webdings",
    "dingbats",
    "marlett",
    "mt extra",
    "monotype sorts",
    "bookshelf symbol",
];

impl Letters {
    /// Returns the kind of a font by its name.
    pub(super) fn of_font(name: &str) -> Self {
        let name = name.trim().to_ascii_lowercase();
        if name == "symbol" || name.starts_with("symbol ") || name == "opensymbol" {
            return Self::Greek;
        }
        if PICTURES.iter().any(|font| name.contains(font)) {
            return Self::Pictures;
        }
        Self::Common
    }
}

/// Returns the letter or digit of the font Symbol that has this number; its other
/// characters are not text.
pub(super) fn greek(byte: u8) -> Option<char> {
    let letters = match byte {
        b'A'..=b'Z' => "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        b'a'..=b'z' => "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        b'0'..=b'9' => return Some(char::from(byte)),
        _ => return None,
    };
    letters.chars().nth(usize::from((byte | 0x20) - b'a'))
}

/// Returns the byte of a character of the private use area; none for another
/// character.
pub(super) fn byte(c: char) -> Option<u8> {
    let number = u32::from(c).checked_sub(0xf000)?;
    u8::try_from(number).ok().filter(|byte| *byte >= 0x20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_has_the_letters_that_its_name_says() {
        assert_eq!(Letters::of_font("Symbol"), Letters::Greek);
        assert_eq!(Letters::of_font("Wingdings 2"), Letters::Pictures);
        assert_eq!(Letters::of_font("ITC Zapf Dingbats"), Letters::Pictures);
        assert_eq!(Letters::of_font("Times New Roman"), Letters::Common);
        assert_eq!(greek(b'a'), Some('α'));
        assert_eq!(greek(b'!'), None);
        assert_eq!(byte('\u{f061}'), Some(b'a'));
        assert_eq!(byte('a'), None);
        assert_eq!(byte('\u{f101}'), None);
    }
}
