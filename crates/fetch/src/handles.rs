//! The streams over which the program and the broker speak.

use std::io::{self, Stdin, Stdout};

/// The protocol's way in.
pub(crate) fn requests() -> Stdin {
    io::stdin()
}

/// The protocol's way out. Nothing else is written to it.
pub(crate) fn answers() -> Stdout {
    io::stdout()
}
