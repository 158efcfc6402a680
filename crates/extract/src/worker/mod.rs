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
//!
//! How a worker is started and confined, and what its end means, is in
//! [`colophon_worker`]; here is what it is told and what it answers.

mod frame;
mod parent;
mod rehearse;
mod serve;
mod task;
mod unpacked;

pub use colophon_worker::set_executable;
pub use parent::{fences, prove};
pub(crate) use parent::{members, run};
#[doc(hidden)]
pub use rehearse::{answer_of, members_here, understand};
pub use serve::serve_if_asked;
#[doc(hidden)]
pub use serve::{Parse, serve_if_asked_with};
pub(crate) use unpacked::Unpacked;

/// The first argument that makes the program a worker.
#[doc(hidden)]
pub const WORD: &str = "--colophon-extract-worker";
