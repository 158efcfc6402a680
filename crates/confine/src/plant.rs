//! Gaps that a test leaves on purpose.
//!
//! A proof that cannot fail proves nothing. In development builds, the
//! environment variable `COLOPHON_PLANT` names one gap in the fences by the word
//! of the attempt that it lets through, or `misbehave-` and the word of what a
//! worker does instead of reading. The tests expect the gap to be found and the
//! misbehaviour to be contained. Release builds have no such variable: the code
//! that reads it is not in them.

use std::ffi::OsString;

#[cfg(debug_assertions)]
const VARIABLE: &str = "COLOPHON_PLANT";

#[cfg(debug_assertions)]
pub(crate) fn planted() -> Option<OsString> {
    std::env::var_os(VARIABLE)
}

#[cfg(not(debug_assertions))]
pub(crate) fn planted() -> Option<OsString> {
    None
}

/// Returns whether the gap of this name is to be left.
pub(crate) fn has(gap: &str) -> bool {
    planted().is_some_and(|planted| planted == gap)
}

/// Returns the variable to pass to a worker; none except in a test.
pub fn passed_on() -> Option<(&'static str, OsString)> {
    #[cfg(debug_assertions)]
    return Some((VARIABLE, planted()?));
    #[cfg(not(debug_assertions))]
    None
}
