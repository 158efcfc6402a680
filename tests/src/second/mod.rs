//! The terms of titles and authors, made a second time.
//!
//! Written from docs/TERMS.md and docs/FORMAT.md alone, which promise that a
//! stranger can do that. The tables are read from docs/TERMS.md itself, so a word
//! that is missing there is missing here. `tests/second_terms.rs` compares the
//! result with that of `colophon-catalogue`.
//!
//! Nothing here uses a crate of Colophon.

pub mod document;
pub mod fold;
mod number;
mod open;
pub mod terms;
pub mod words;
