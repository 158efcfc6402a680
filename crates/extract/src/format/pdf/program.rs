//! What the font program in a PDF says about its glyphs.
//!
//! A program has its own map from characters to glyphs, or names for its glyphs,
//! or both. A PDF need not repeat them, and some that do not can be read by them.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use skrifa::raw::model::{Font, Kind};
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::{GlyphId, GlyphSource, GlyphSourceOrder};

use super::glyphs;

/// The most glyphs and characters of a font that are looked at: there cannot be
/// more glyphs, and a font that maps more characters is malice.
const MOST: usize = 0x1_0000;

/// A font program.
pub(super) struct Program(Font);

/// The letters of glyphs, by the number of the glyph.
pub(super) type Letters = HashMap<u32, String>;

impl Program {
    /// Reads a program; none if it cannot be.
    pub(super) fn load(bytes: Vec<u8>) -> Option<Self> {
        guarded(|| Font::new(bytes, 0)).map(Self)
    }

    /// Returns the letters of each glyph according to the map from Unicode.
    pub(super) fn mapped(&self) -> Letters {
        guarded(|| {
            let map = self.0.charmap();
            let mut letters = Letters::new();
            for encoding in map.encodings() {
                if !matches!(encoding.sfnt_ids(), Some((0, _) | (3, 1 | 10))) {
                    continue;
                }
                for (code, glyph) in map.codes(encoding).take(MOST) {
                    let letter = char::from_u32(code).filter(|c| !is_private(*c));
                    if let Some(letter) = letter.filter(|c| !c.is_control()) {
                        // The first is the plain one: a space, not one that never
                        // ends a line.
                        let letters = letters.entry(glyph.to_u32());
                        letters.or_insert_with(|| letter.to_string());
                    }
                }
            }
            Some(letters)
        })
        .unwrap_or_default()
    }

    /// Returns the letters of each glyph according to its name.
    pub(super) fn named(&self) -> Letters {
        let letters = |(glyph, name): (u32, String)| Some((glyph, glyphs::letters(&name)?));
        self.names().into_iter().filter_map(letters).collect()
    }

    /// Returns the name of each glyph.
    pub(super) fn names(&self) -> HashMap<u32, String> {
        guarded(|| {
            let names = self.0.glyph_names().take(MOST);
            let names = names.filter(|(_, name)| !name.is_synthesized());
            Some(
                names
                    .map(|(glyph, name)| (glyph.to_u32(), name.as_str().to_owned()))
                    .collect(),
            )
        })
        .unwrap_or_default()
    }

    /// Returns the glyph of each code that the program itself encodes, as symbolic
    /// TrueType fonts do (ISO 32000-1, 9.6.6.4).
    pub(super) fn coded(&self) -> HashMap<u32, u32> {
        guarded(|| {
            let map = self.0.charmap();
            let mut glyphs = HashMap::new();
            for encoding in map.encodings() {
                let shifts: &[u32] = match encoding.sfnt_ids() {
                    Some((3, 0)) => &[0xf000, 0, 0xf100, 0xf200],
                    Some((0 | 1, 0)) => &[0],
                    _ => continue,
                };
                for code in 0..=255 {
                    let glyph = |shift| map.map_code(encoding, code + shift);
                    if let Some(glyph) = shifts.iter().find_map(glyph) {
                        glyphs.entry(code).or_insert(glyph.to_u32());
                    }
                }
            }
            Some(glyphs)
        })
        .unwrap_or_default()
    }

    /// Returns the name of each code in the encoding of the program itself, which
    /// Type 1 and CFF fonts have.
    pub(super) fn encoded(&self) -> HashMap<u8, String> {
        let name = |code: u8| match self.0.kind() {
            Kind::Type1(font) => font.encoding()?.glyph_name(code).map(str::to_owned),
            Kind::Cff(font, _) => cff_name(&font, code),
            Kind::Sfnt(..) => {
                let outlines = self
                    .0
                    .outline_glyphs_with(GlyphSourceOrder::new(&[GlyphSource::Cff]));
                cff_name(outlines.cff_font()?, code)
            }
        };
        guarded(|| {
            let codes = 0..=255;
            Some(codes.filter_map(|code| Some((code, name(code)?))).collect())
        })
        .unwrap_or_default()
    }

    /// Returns the glyph that the number of a character selects, where the program
    /// numbers characters itself.
    pub(super) fn glyph_of(&self, character: u32) -> Option<u32> {
        guarded(|| {
            if self.0.is_cid_keyed() {
                self.0.glyph_by_cid(character).map(GlyphId::to_u32)
            } else {
                Some(character)
            }
        })
    }
}

/// Runs what reads a stranger's font, which must not end more than itself.
fn guarded<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

fn cff_name(font: &CffFontRef<'_>, code: u8) -> Option<String> {
    if font.is_cid() {
        return None;
    }
    let glyph = font.encoding()?.map(code)?;
    let name = font.string(font.charset()?.string_id(glyph)?)?;
    Some(std::str::from_utf8(name).ok()?.to_owned())
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}
