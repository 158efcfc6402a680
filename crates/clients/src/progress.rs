//! How far reading has got, and whether to continue.

use std::ops::ControlFlow;

use crate::error::{Error, ErrorKind};

/// The most rows that a list may have: a bound on memory.
const MOST_ROWS: u32 = 1_000_000;

/// Counts rows, and asks the caller now and then whether to continue.
pub(crate) struct Progress<'a> {
    n_rows: u32,
    ask: &'a mut dyn FnMut(u32) -> ControlFlow<()>,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(ask: &'a mut dyn FnMut(u32) -> ControlFlow<()>) -> Self {
        Self { n_rows: 0, ask }
    }

    /// Counts a row.
    ///
    /// # Errors
    ///
    /// `Cancelled` if the caller says so, `LimitExceeded` after too many rows.
    pub(crate) fn row(&mut self) -> Result<(), Error> {
        self.n_rows += 1;
        if self.n_rows > MOST_ROWS {
            return Err(Error::new(
                ErrorKind::LimitExceeded,
                format!("the list has more than {MOST_ROWS} rows"),
            ));
        }
        if self.n_rows.is_multiple_of(512) {
            self.poll()?;
        }
        Ok(())
    }

    /// Asks whether to continue, between rows.
    ///
    /// # Errors
    ///
    /// `Cancelled` if the caller says so.
    pub(crate) fn poll(&mut self) -> Result<(), Error> {
        if (self.ask)(self.n_rows).is_break() {
            return Err(Error::cancelled());
        }
        Ok(())
    }
}
