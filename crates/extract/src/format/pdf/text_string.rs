//! Text strings: titles, notes and the letters that a page says it shows.

use encoding_rs::Encoding;

/// `PDFDocEncoding` where it differs from Latin-1 (ISO 32000-1, D.2): the codes
/// 0x18 to 0x1F.
const FROM_18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
/// The same for the codes 0x80 to 0xA0.
const FROM_80: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{9f}', '€',
];

/// Returns the text of a text string: UTF-16 or UTF-8 after a byte order mark,
/// or else `PDFDocEncoding` (ISO 32000-1, 7.9.2.2, and ISO 32000-2 for UTF-8).
///
/// UTF-16 may be in either byte order, although the standard allows only one.
/// Codes without a character in `PDFDocEncoding` are read as Latin-1.
pub(super) fn text_of(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
            text.into_owned()
        }
        None => bytes.iter().map(|byte| character(*byte)).collect(),
    }
}

fn character(byte: u8) -> char {
    let place = |from: u8| usize::from(byte - from);
    match byte {
        0x18..=0x1f => FROM_18[place(0x18)],
        0x80..=0xa0 => FROM_80[place(0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_mark_it_is_the_encoding_of_pdf() {
        assert_eq!(
            text_of(b"A\x84B \x8dC\x8e, \x93n \xa0 5"),
            "A—B “C”, ﬁn € 5"
        );
        assert_eq!(text_of(b"\x18\x1f\x95\x9c\x9e \xe9\xff"), "˘˜Łœž éÿ");
        // Codes that mean nothing.
        assert_eq!(text_of(b"\x7f\x9f\xad"), "\u{7f}\u{9f}\u{ad}");
        assert_eq!(text_of(b""), "");
    }

    #[test]
    fn a_mark_says_how_the_rest_is_written() {
        assert_eq!(text_of(b"\xfe\xff\x00A\x20\x14"), "A—");
        assert_eq!(text_of(b"\xff\xfeA\x00\x14\x20"), "A—");
        assert_eq!(text_of(b"\xef\xbb\xbfA\xe2\x80\x94"), "A—");
    }
}
