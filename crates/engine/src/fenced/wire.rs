//! The frames between a worker that reads a list or a dump and its caller.
//!
//! A list is `READY (ALIVE | ROWS)* (END | ERROR)`, and a dump
//! `READY (PART BYTES*)* (END | ERROR)`. See [`colophon_worker::Frames`] for the
//! bytes of a frame.

/// The fences are up, and nothing was looked at yet. One byte: 1 if the system
/// lets the worker use less than it may.
pub(super) const READY: u8 = 1;
/// The worker is at work. No payload.
pub(super) const ALIVE: u8 = 2;
/// Some rows of a list, as JSON.
pub(super) const ROWS: u8 = 3;
/// The answer is complete. What is left to say, as JSON.
pub(super) const END: u8 = 4;
/// There is no answer. The kind and the sentence, as JSON.
pub(super) const ERROR: u8 = 5;
/// A part of a dump begins. No payload.
pub(super) const PART: u8 = 6;
/// How many packed bytes were read (eight bytes, little-endian), and more bytes of
/// the part.
pub(super) const BYTES: u8 = 7;

/// The longest payload of rows, in bytes. One row is never cut.
pub(super) const MOST_ROWS: usize = 16 << 20;
/// The longest payload of bytes of a dump, in bytes.
const MOST_BYTES: usize = 128 << 10;
/// The longest other payload, in bytes.
const MOST: usize = 4 << 20;

/// Returns how long the payload of a type of frame may be; none for a type that
/// there is not.
pub(super) fn most(kind: u8) -> Option<usize> {
    Some(match kind {
        READY => 1,
        ALIVE | PART => 0,
        BYTES => MOST_BYTES,
        ROWS => MOST_ROWS,
        END | ERROR => MOST,
        _ => return None,
    })
}
