//! The advance widths of the three Times faces, and the code that picks them.
//!
//! Readers must have these faces themselves (ISO 32000-1, 9.6.2.2), so the
//! file embeds none; the widths are those of Adobe's Core 14 metrics. Only
//! characters of the Windows code page 1252 can be set, and any other is an
//! error: a page that shows a different one would be a wrong sample.

use anyhow::{Result, bail};
use encoding_rs::WINDOWS_1252;

/// The first code that has a width.
pub(super) const FIRST: u8 = 32;

/// A face of the Times family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Upright.
    Roman,
    /// Slanted, for emphasis and running heads.
    Italic,
    /// Bold, for titles.
    Bold,
}

impl Face {
    /// All faces, in the order of their resource names.
    pub(super) const ALL: [Self; 3] = [Self::Roman, Self::Italic, Self::Bold];

    /// Returns the name that the standard gives the face.
    pub(super) fn base_font(self) -> &'static [u8] {
        match self {
            Self::Roman => b"Times-Roman",
            Self::Italic => b"Times-Italic",
            Self::Bold => b"Times-Bold",
        }
    }

    /// Returns the name that page contents use for the face.
    pub(super) fn resource(self) -> &'static [u8] {
        match self {
            Self::Roman => b"F1",
            Self::Italic => b"F2",
            Self::Bold => b"F3",
        }
    }

    /// Returns the widths of the codes from [`FIRST`] to 255, in thousandths
    /// of the type size.
    pub(super) fn widths(self) -> &'static [u16; 224] {
        match self {
            Self::Roman => &ROMAN,
            Self::Italic => &ITALIC,
            Self::Bold => &BOLD,
        }
    }

    /// Returns the width of `bytes` at `size` points, in points.
    pub(super) fn measure(self, bytes: &[u8], size: f32) -> f32 {
        let widths = self.widths();
        let thousandths: u32 = bytes
            .iter()
            .filter_map(|byte| byte.checked_sub(FIRST))
            .map(|index| u32::from(widths[usize::from(index)]))
            .sum();
        thousandths as f32 * size / 1000.0
    }
}

/// Returns the code of a character.
///
/// # Errors
///
/// When the code page has no such character.
pub(super) fn encode(sign: char) -> Result<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(sign.encode_utf8(&mut buffer));
    match (unmappable, &*bytes) {
        (false, [byte]) if *byte >= FIRST => Ok(*byte),
        _ => bail!("{sign:?} is not in the code page of the PDF sample"),
    }
}

/// Returns the character of a code.
pub(super) fn decode(code: u8) -> Option<char> {
    let bytes = [code];
    let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
    text.chars().next()
}

#[rustfmt::skip]
const ROMAN: [u16; 224] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541, 350,
    500, 350, 333, 500, 444, 1000, 500, 500, 333, 1000, 556, 333, 889, 350, 611, 350,
    350, 333, 333, 444, 444, 350, 500, 1000, 333, 980, 389, 333, 722, 350, 444, 722,
    250, 333, 500, 500, 500, 500, 200, 500, 333, 760, 276, 500, 564, 333, 760, 333,
    400, 564, 300, 300, 333, 500, 453, 250, 333, 300, 310, 500, 750, 750, 750, 444,
    722, 722, 722, 722, 722, 722, 889, 667, 611, 611, 611, 611, 333, 333, 333, 333,
    722, 722, 722, 722, 722, 722, 722, 564, 722, 722, 722, 722, 722, 722, 556, 500,
    444, 444, 444, 444, 444, 444, 667, 444, 444, 444, 444, 444, 278, 278, 278, 278,
    500, 500, 500, 500, 500, 500, 500, 564, 500, 500, 500, 500, 500, 500, 500, 500,
];

#[rustfmt::skip]
const ITALIC: [u16; 224] = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500,
    920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833, 667, 722,
    611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500,
    333, 500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500,
    500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541, 350,
    500, 350, 333, 500, 556, 889, 500, 500, 333, 1000, 500, 333, 944, 350, 556, 350,
    350, 333, 333, 556, 556, 350, 500, 889, 333, 980, 389, 333, 667, 350, 389, 556,
    250, 389, 500, 500, 500, 500, 275, 500, 333, 760, 276, 500, 675, 333, 760, 333,
    400, 675, 300, 300, 333, 500, 523, 250, 333, 300, 310, 500, 750, 750, 750, 500,
    611, 611, 611, 611, 611, 611, 889, 667, 611, 611, 611, 611, 333, 333, 333, 333,
    722, 667, 722, 722, 722, 722, 722, 675, 722, 722, 722, 722, 722, 556, 611, 500,
    500, 500, 500, 500, 500, 500, 667, 444, 444, 444, 444, 444, 278, 278, 278, 278,
    500, 500, 500, 500, 500, 500, 500, 675, 500, 500, 500, 500, 500, 444, 500, 444,
];

#[rustfmt::skip]
const BOLD: [u16; 224] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
    611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
    333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
    556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520, 350,
    500, 350, 333, 500, 500, 1000, 500, 500, 333, 1000, 556, 333, 1000, 350, 667, 350,
    350, 333, 333, 500, 500, 350, 500, 1000, 333, 1000, 389, 333, 722, 350, 444, 722,
    250, 333, 500, 500, 500, 500, 220, 500, 333, 747, 300, 500, 570, 333, 747, 333,
    400, 570, 300, 300, 333, 556, 540, 250, 333, 300, 330, 500, 750, 750, 750, 500,
    722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 389, 389, 389, 389,
    722, 722, 778, 778, 778, 778, 778, 570, 778, 722, 722, 722, 722, 722, 611, 556,
    500, 500, 500, 500, 500, 500, 722, 444, 444, 444, 444, 444, 278, 278, 278, 278,
    500, 556, 500, 500, 500, 500, 500, 570, 500, 556, 556, 556, 556, 500, 556, 500,
];
