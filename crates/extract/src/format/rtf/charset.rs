//! Fonts: in which code page they have their letters.

use colophon_encoding::CodePage;

/// Returns the code page of a font's `\fcharset`; none for the document's own.
pub(super) fn of_font(charset: i32) -> Option<CodePage> {
    CodePage::of_number(match charset {
        0 => 1252,
        77 => 10000,
        78 | 128 => 932,
        79 | 129 => 949,
        80 | 134 => 936,
        81 | 136 => 950,
        83 | 161 => 1253,
        84 | 162 => 1254,
        85 => 10029,
        88 | 238 => 1250,
        89 | 204 => 1251,
        130 => 1361,
        163 => 1258,
        177 | 181 => 1255,
        178..=180 => 1256,
        186 => 1257,
        222 => 874,
        254 => 437,
        255 => 850,
        _ => return None,
    })
}
