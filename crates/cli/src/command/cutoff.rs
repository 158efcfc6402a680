//! The value of `--cutoff`, which two commands take.

use colophon_engine::Cutoff;

use crate::failure;

/// Reads a date, and says what one looks like where it is not one.
pub(crate) fn parse(text: &str) -> Result<Cutoff, String> {
    text.parse()
        .map_err(|error| format!("{error}. {}", failure::hint(&error)))
}
