//! Gaps that a test leaves on purpose.
//!
//! A proof that cannot fail proves nothing. In builds for development the
//! variable `COLOPHON_PLANT` names one gap in the fences, and the tests want
//! the proof to find it. Programs that are handed out have no such variable:
//! the code that reads it is not in them.

/// Whether the gap of this name is to be left.
#[cfg(debug_assertions)]
pub(crate) fn has(gap: &str) -> bool {
    std::env::var_os(VARIABLE).is_some_and(|planted| planted == gap)
}

/// No gap is ever left.
#[cfg(not(debug_assertions))]
pub(crate) fn has(_gap: &str) -> bool {
    false
}

#[cfg(debug_assertions)]
const VARIABLE: &str = "COLOPHON_PLANT";
