//! The worker: one process per document, which parses what nobody vouches for.
//!
//! The program starts itself again with a hidden first argument. The new
//! process has no environment, the opened document as standard input and a pipe
//! as standard output. It limits its own memory, time and rights before it reads
//! the first byte, and sends back frames. The caller trusts nothing that comes
//! over the pipe: lengths, counts and encodings are checked, and an answer that
//! breaks the rules counts as a crash.
//!
//! The worker never sees the name of the document, only whether it ends like
//! Markdown, HTML or neither. It gets a number instead of a member's name.

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
