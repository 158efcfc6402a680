//! The engine: pages in, their text out.
//!
//! One function is the seam at which another engine can be put. It reads
//! pages in order until one defeats it, and says how many it has read. This
//! one is `pdf-extract`, which panics where a document surprises it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{
    Document as Pdf, MediaBox, ObjectId, OutputDev, OutputError, Transform, output_doc,
};

use super::prepare;
use crate::{Error, ErrorKind, Limits};

/// Hands the text of each page, with its place in `pages`, to `take`, and
/// returns how many pages were read before one could not be.
///
/// # Errors
///
/// What `take` returns; `LimitExceeded` for a page of too much text.
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
        text: String::new(),
        cursor: Cursor::default(),
        top: 0.0,
    };
    // A panic's outcome is that fewer pages are done; the device holds no
    // promise that it could break.
    let _ = catch_unwind(AssertUnwindSafe(|| output_doc(pdf, &mut device)));
    match device.error {
        Some(error) => Err(error),
        None => Ok(device.done),
    }
}

/// Where the last sign ended.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    end: f64,
    y: f64,
    word_start: bool,
}

/// Puts the signs of a page in lines, in the order in which they are drawn.
struct Device<'a> {
    take: &'a mut dyn FnMut(usize, String) -> Result<(), Error>,
    max_bytes: usize,
    done: usize,
    error: Option<Error>,
    text: String,
    cursor: Cursor,
    top: f64,
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
        media_box: &MediaBox,
        _art_box: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.text.clear();
        self.cursor = Cursor::default();
        self.top = media_box.ury - media_box.lly;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        let text = std::mem::take(&mut self.text);
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
        sign: &str,
    ) -> Result<(), OutputError> {
        let area = place.m11 * place.m22 - place.m12 * place.m21;
        // The size of a sign as drawn, whichever way it is turned.
        let size = font_size * area.abs().sqrt();
        let (x, y) = (place.m31, self.top - place.m32);
        let last = self.cursor;
        if last.word_start && !self.text.is_empty() {
            let down = (y - last.y).abs();
            if down > size * 1.5 || (x < last.end && down > size * 0.5) {
                self.text.push('\n');
            } else if x > last.end + size * 0.1 {
                self.text.push(' ');
            }
        }
        if self.text.len() + sign.len() > self.max_bytes {
            return self.fail(Error::new(
                ErrorKind::LimitExceeded,
                "a page holds more text than is allowed",
            ));
        }
        self.text.push_str(sign);
        self.cursor = Cursor {
            end: x + width * size,
            y,
            word_start: false,
        };
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.cursor.word_start = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
