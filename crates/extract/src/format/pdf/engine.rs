//! The first engine: `pdf-extract`, which panics if a document surprises it.
//!
//! It reads pages in order until one defeats it, and returns how many it has read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{
    Document as Pdf, MediaBox, ObjectId, OutputDev, OutputError, Transform, output_doc,
};

use super::layout::{Character, Layout};
use super::prepare;
use crate::{Error, ErrorKind, Limits};

/// Passes the text of each page, with its place in `pages`, to `take`, and
/// returns how many pages were read before one could not be.
///
/// # Errors
///
/// Those of `take`, and `LimitExceeded` for a page with too much text.
pub(super) fn read(
    pdf: &mut Pdf,
    pages: &[ObjectId],
    limits: &Limits,
    take: &mut dyn FnMut(usize, String) -> Result<(), Error>,
) -> Result<usize, Error> {
    prepare::set_pages(pdf, pages);
    let mut device = Device {
        take,
        max_bytes: usize::try_from(limits.max_text_bytes).unwrap_or(usize::MAX),
        done: 0,
        error: None,
        layout: Layout::default(),
    };
    // After a panic, fewer pages are done; it cannot break an invariant of the
    // device.
    let _ = catch_unwind(AssertUnwindSafe(|| output_doc(pdf, &mut device)));
    match device.error {
        Some(error) => Err(error),
        None => Ok(device.done),
    }
}

/// Takes the characters of each page.
struct Device<'a> {
    take: &'a mut dyn FnMut(usize, String) -> Result<(), Error>,
    max_bytes: usize,
    done: usize,
    error: Option<Error>,
    layout: Layout,
}

impl Device<'_> {
    fn fail(&mut self, error: Error) -> Result<(), OutputError> {
        self.error = Some(error);
        Err(OutputError::FormatError(std::fmt::Error))
    }
}

impl OutputDev for Device<'_> {
    fn begin_page(
        &mut self,
        _number: u32,
        _media_box: &MediaBox,
        _art_box: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.layout = Layout::default();
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        let text = self.layout.finish();
        let taken = (self.take)(self.done, text);
        self.done += 1;
        taken.or_else(|error| self.fail(error))
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        character: &str,
    ) -> Result<(), OutputError> {
        if self.layout.len() + character.len() > self.max_bytes {
            return self.fail(Error::new(
                ErrorKind::LimitExceeded,
                "a page holds more text than is allowed",
            ));
        }
        let wide = place.m11.hypot(place.m12);
        let turn = font_size.signum();
        // The size of a character as drawn, no matter how it is turned.
        let size = font_size.abs() * place.m21.hypot(place.m22);
        if size.is_finite() && size > 0.0 && wide > 0.0 {
            self.layout.push(&Character {
                text: character,
                at: (place.m31, place.m32),
                along: (place.m11 / wide * turn, place.m12 / wide * turn),
                advance: width * font_size.abs() * wide,
                size,
                is_vertical: false,
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
