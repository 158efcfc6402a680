//! The worker: one process per document, which parses what nobody vouches for.
//!
//! The program starts itself again with a hidden first argument. The new
//! process has no environment, the opened document as its standard input and
//! a pipe as its standard output; it bounds its own memory, time and rights
//! before it looks at the first byte, and sends back frames. The caller
//! believes nothing that comes over the pipe: lengths, counts and encodings
//! are checked, and an answer that breaks the rules counts as a crash.
//!
//! The worker never sees the document's name, only whether it ends like
//! Markdown, HTML or neither, and a number in the place of a member's name.

mod confine;
mod frame;
mod parent;
mod program;
mod rehearse;
mod serve;
mod task;
mod unpacked;

pub use parent::{fences, prove};
pub(crate) use parent::{members, run};
pub use program::set_executable;
#[doc(hidden)]
pub use program::{WORD, executable};
#[doc(hidden)]
pub use rehearse::{answer_of, members_here, understand};
pub use serve::serve_if_asked;
#[doc(hidden)]
pub use serve::{Parse, serve_if_asked_with};
pub(crate) use unpacked::Unpacked;
