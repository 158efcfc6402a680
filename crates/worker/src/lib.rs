//! A process that reads what strangers made: how it is started, confined,
//! listened to and ended, whatever it reads.
//!
//! The program starts itself again with a hidden first argument. The new process
//! has no environment but its orders, and a pipe as standard output. [`Desk`] is
//! its side: it gives up its rights, and then works. [`Running`] is the caller's
//! side: it hands on what arrives and says why nothing more does. [`Frames`] cuts
//! what arrives into messages. What they mean is the affair of the crates that
//! know what is read.
//!
//! Whatever happens, the process is killed and reaped. What goes wrong before it
//! has looked at its first byte is never blamed on the file: see [`Death`].

mod death;
mod desk;
mod frame;
mod patience;
mod program;
mod running;
mod short;

pub use death::Death;
pub use desk::{Desk, Entered, STACK};
pub use frame::{Frames, Garbage, HEADER};
pub use patience::Patience;
pub use program::{executable, set_executable};
pub use running::{Running, TICK};
pub use short::{is_short, is_short_to_start};
