//! Code pages: what the bytes of rich text stand for.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, KOI8_R, KOI8_U, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874,
    WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255,
    WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// The upper halves of the two DOS code pages that are not in the Encoding
/// Standard; box-drawing characters are spaces.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»                                                αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»     ÁÂÀ©    ¢¥       ãÃ       ¤ðÐÊËÈıÍÎÏ    ¦Ì ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■ ";

/// An encoding of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Standard(&'static Encoding),
    /// The upper half of a DOS code page.
    Dos(&'static str),
}

impl Charset {
    pub(super) const WESTERN: Self = Self::Standard(WINDOWS_1252);
    pub(super) const MAC: Self = Self::Standard(MACINTOSH);
    pub(super) const DOS_US: Self = Self::Dos(CP437);
    pub(super) const DOS_WESTERN: Self = Self::Dos(CP850);

    /// Returns the code page with this number; none if it is unknown.
    pub(super) fn of_code_page(number: i32) -> Option<Self> {
        Some(Self::Standard(match number {
            437 => return Some(Self::DOS_US),
            850 | 858 => return Some(Self::DOS_WESTERN),
            866 => IBM866,
            874 => WINDOWS_874,
            932 | 10001 => SHIFT_JIS,
            936 | 10008 | 54936 => GBK,
            949 | 1361 | 10003 => EUC_KR,
            950 | 10002 => BIG5,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            1252 => WINDOWS_1252,
            1253 => WINDOWS_1253,
            1254 => WINDOWS_1254,
            1255 => WINDOWS_1255,
            1256 => WINDOWS_1256,
            1257 => WINDOWS_1257,
            1258 => WINDOWS_1258,
            10000 => MACINTOSH,
            10007 => X_MAC_CYRILLIC,
            20866 => KOI8_R,
            21866 => KOI8_U,
            65001 => UTF_8,
            28592..=28606 => {
                let label = format!("iso-8859-{}", number - 28590);
                Encoding::for_label(label.as_bytes())?
            }
            _ => return None,
        }))
    }

    /// Returns the code page of a font's `\fcharset`; none for the document's own.
    pub(super) fn of_font(charset: i32) -> Option<Self> {
        Self::of_code_page(match charset {
            0 => 1252,
            77 => 10000,
            78 | 128 => 932,
            79 | 129 => 949,
            80 | 134 => 936,
            81 | 136 => 950,
            130 => 1361,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 | 181 => 1255,
            178..=180 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            254 => 437,
            255 => 850,
            _ => return None,
        })
    }

    /// Decodes `bytes`, and returns whether all of them are valid.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, bool) {
        match self {
            Self::Standard(encoding) => {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                (text.into_owned(), !broken)
            }
            Self::Dos(upper) => {
                let letter = |b: &u8| match b.checked_sub(128) {
                    None => char::from(*b),
                    Some(place) => upper.chars().nth(usize::from(place)).unwrap_or(' '),
                };
                (bytes.iter().map(letter).collect(), true)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_pages_of_dos_are_complete() {
        for table in [CP437, CP850] {
            assert_eq!(table.chars().count(), 128);
        }
        assert_eq!(Charset::DOS_US.decode(b"f\x81r \xe1\xe9").0, "für ßΘ");
        assert_eq!(
            Charset::DOS_WESTERN.decode(b"\x9b\xb5\xd1\xe1\xec\xfd").0,
            "øÁÐßý²"
        );
    }
}
