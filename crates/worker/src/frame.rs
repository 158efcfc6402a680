//! Messages in a stream of bytes.
//!
//! A frame is one byte of type, four bytes of payload length (little-endian)
//! and the payload. The reader takes hostile bytes: beyond its initial room it
//! reserves no more than has arrived, and it refuses a length before it waits
//! for it.

/// The length of a frame without its payload, in bytes.
pub const HEADER: usize = 5;
/// The initial room, in bytes: more than the blocks that an allocator passes
/// from one thread to another.
const ROOM: usize = 16 << 10;

/// The error of bytes that are not frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Garbage;

/// Cuts a stream of bytes into frames.
#[derive(Debug)]
pub struct Frames {
    pending: Vec<u8>,
}

impl Default for Frames {
    fn default() -> Self {
        Self {
            // A small buffer could begin in a block of the thread that reads the
            // pipe, and would grow there: each such thread would keep memory for a
            // whole book, as many as there ever were at a time.
            pending: Vec::with_capacity(ROOM),
        }
    }
}

impl Frames {
    /// Returns the bytes of a frame; none if the payload is too long.
    pub fn encode(kind: u8, payload: &[u8]) -> Option<Vec<u8>> {
        let len = u32::try_from(payload.len()).ok()?;
        let mut out = Vec::with_capacity(HEADER + payload.len());
        out.push(kind);
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(payload);
        Some(out)
    }

    /// Takes the next bytes, and passes the type and the payload of every complete
    /// frame to `each`. `most` says how long the payload of a type may be; none
    /// for a type that there is not.
    ///
    /// # Errors
    ///
    /// [`Garbage`], and those of `each`.
    pub fn push<E: From<Garbage>>(
        &mut self,
        bytes: &[u8],
        most: impl Fn(u8) -> Option<usize>,
        mut each: impl FnMut(u8, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.pending.extend_from_slice(bytes);
        let mut at = 0;
        while let Some(&[kind, a, b, c, d]) = self.pending[at..].first_chunk::<HEADER>() {
            let len = usize::try_from(u32::from_le_bytes([a, b, c, d])).map_err(|_| Garbage)?;
            if most(kind).is_none_or(|most| len > most) {
                return Err(Garbage.into());
            }
            let from = at + HEADER;
            let Some(payload) = self.pending.get(from..from + len) else {
                break;
            };
            each(kind, payload)?;
            at = from + len;
        }
        self.pending.drain(..at);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Got = Vec<(u8, Vec<u8>)>;

    fn read(bytes: &[u8], step: usize) -> Result<Got, Garbage> {
        let mut frames = Frames::default();
        let mut got = Got::new();
        for chunk in bytes.chunks(step) {
            let most = |kind| (kind < 3).then_some(10);
            frames.push(chunk, most, |kind, payload| {
                got.push((kind, payload.to_vec()));
                Ok::<_, Garbage>(())
            })?;
        }
        Ok(got)
    }

    #[test]
    fn frames_come_back_however_the_bytes_are_cut() {
        let frames = [
            (1, b"abc".to_vec()),
            (2, Vec::new()),
            (0, b"0123456789".to_vec()),
        ];
        let bytes: Vec<u8> = frames
            .iter()
            .flat_map(|(kind, payload)| Frames::encode(*kind, payload).unwrap())
            .collect();
        for step in [1, 2, 5, 7, 100] {
            assert_eq!(read(&bytes, step).unwrap(), frames, "{step}");
        }
        assert_eq!(read(&bytes[..bytes.len() - 1], 100).unwrap(), frames[..2]);
    }

    #[test]
    fn a_length_is_refused_before_it_is_waited_for() {
        for bytes in [[1, 11, 0, 0, 0], [3, 0, 0, 0, 0], [1, 255, 255, 255, 255]] {
            assert_eq!(read(&bytes, 5), Err(Garbage), "{bytes:?}");
        }
    }
}
