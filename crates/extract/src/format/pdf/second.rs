//! The second engine: `hayro`, which reads the file again on its own.
//!
//! It is used if the first engine fails, and to check it (`pages` says when). It
//! knows what the first does not: predefined character maps, fonts that are not
//! embedded, what forms and notes show.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};

use super::layout::{Character, Layout};
use super::text_string::text_of;

/// The number of units in the size of a font.
const UNITS: f64 = 1000.0;

/// How deep arrays and dictionaries may be nested (decision 8): the engine's time
/// grows with the square of the depth. Pictures, in which the same bytes turn up
/// by chance, stay far below.
const MAX_NESTING: usize = 20_000;

/// A page as the second engine sees it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) text: String,
    /// Whether it draws a picture.
    pub(super) has_picture: bool,
    /// Whether it says which letters some of its characters stand for.
    pub(super) is_spelled: bool,
    /// Whether it has vertical lines, which the first engine takes for level ones.
    pub(super) is_vertical: bool,
}

/// Loads a document, unlocked by the empty password; returns none if that fails.
pub(super) fn load(bytes: &[u8]) -> Option<Pdf> {
    if is_nested_deep(bytes) {
        return None;
    }
    let bytes = bytes.to_vec();
    let loaded = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes)));
    loaded.ok()?.ok()
}

fn is_nested_deep(bytes: &[u8]) -> bool {
    let mut depth = 0_usize;
    bytes.windows(2).any(|pair| {
        match pair {
            b"<<" | [b'[', _] => depth += 1,
            b">>" | [b']', _] => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_NESTING
    })
}

/// Reads pages of a document, in any order.
pub(super) struct Reader<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    settings: InterpreterSettings,
    max_bytes: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(pdf: &'a Pdf, max_bytes: usize) -> Self {
        Self {
            pdf,
            cache: InterpreterCache::new(),
            settings: InterpreterSettings::default(),
            max_bytes,
        }
    }

    /// Returns the page with this index; none if it cannot be read.
    pub(super) fn page(&self, index: usize) -> Option<Seen> {
        let mut device = Texts {
            layout: Layout::default(),
            max_bytes: self.max_bytes,
            has_picture: false,
            is_spelled: false,
            is_vertical: false,
            depth: 0,
            spelled: None,
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            let page = self.pdf.pages().get(index)?;
            let mut context = Context::new(
                Affine::IDENTITY,
                Rect::new(0.0, 0.0, 1.0, 1.0),
                &self.cache,
                self.pdf.xref(),
                self.settings.clone(),
            );
            interpret_page(page, &mut context, &mut device);
            Some(())
        }));
        let text = device.layout.finish();
        // A page that failed halfway has the text of its beginning.
        let any = matches!(read, Ok(Some(()))) || !text.is_empty();
        any.then_some(Seen {
            text,
            has_picture: device.has_picture,
            is_spelled: device.is_spelled,
            is_vertical: device.is_vertical,
        })
    }
}

/// Takes what shows text and ignores everything else.
struct Texts {
    layout: Layout,
    max_bytes: usize,
    has_picture: bool,
    is_spelled: bool,
    is_vertical: bool,
    /// How many marks are open around what is drawn.
    depth: usize,
    spelled: Option<Spelled>,
}

/// The text that a mark gives for all characters inside it (ISO 32000-1, 14.9.4).
struct Spelled {
    text: String,
    /// How many marks were open, including this one.
    depth: usize,
    /// Whether a character has already taken the text.
    is_taken: bool,
}

impl Texts {
    fn take(&mut self, glyph: &Glyph<'_>, place: Affine, mode: WritingMode) {
        if self.layout.len() > self.max_bytes {
            return;
        }
        let [a, b, c, d, _, _] = place.as_coeffs();
        let tall = c.hypot(d) * UNITS;
        let wide = a.hypot(b) * UNITS;
        let size = if tall > 0.0 { tall } else { wide };
        if !(size.is_finite() && size > 0.0) {
            return;
        }
        let width = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let (along, advance) = match mode {
            WritingMode::Horizontal => ((a, b), f64::from(width.unwrap_or(0.0)) / UNITS),
            WritingMode::Vertical => ((-c, -d), 1.0),
        };
        let length = along.0.hypot(along.1);
        let along = if length > 0.0 {
            (along.0 / length, along.1 / length)
        } else {
            (1.0, 0.0)
        };
        let at = place * Point::ZERO;
        let mut buffer = [0; 4];
        let unicode = glyph.as_unicode();
        let text = match &unicode {
            Some(BfString::Char(c)) => c.encode_utf8(&mut buffer),
            Some(BfString::String(text)) => text.as_str(),
            None => "\u{fffd}",
        };
        let mut character = Character {
            text,
            at: (at.x, at.y),
            along,
            advance: advance * size,
            size,
            is_vertical: mode == WritingMode::Vertical,
        };
        self.is_vertical |= character.is_vertical;
        match &mut self.spelled {
            Some(spelled) if spelled.is_taken => self.layout.pass(&character),
            Some(spelled) => {
                spelled.is_taken = true;
                self.is_spelled = true;
                character.text = &spelled.text;
                self.layout.push(&character);
            }
            None => self.layout.push(&character),
        }
    }
}

impl Device<'_> for Texts {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            self.take(glyph, place, run.writing_mode());
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.depth += 1;
        // Of nested marks, the outermost counts.
        if self.spelled.is_none() {
            let text = properties.and_then(|p| p.get::<PdfString<'_>>(b"ActualText"));
            self.spelled = text.map(|text| Spelled {
                text: text_of(text.as_bytes()),
                depth: self.depth,
                is_taken: false,
            });
        }
    }

    fn end_marked_content(&mut self) {
        if self.spelled.as_ref().is_some_and(|s| s.depth == self.depth) {
            self.spelled = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.has_picture = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_too_deep_is_not_given_to_the_engine() {
        let nest = |n: usize| [b"<</A ".repeat(n), b">>".repeat(n)].concat();
        assert!(is_nested_deep(&nest(MAX_NESTING + 1)));
        assert!(is_nested_deep(&b"[".repeat(MAX_NESTING + 9)));
        assert!(!is_nested_deep(&nest(500).repeat(100)));
    }
}
