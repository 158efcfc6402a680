//! The frames between a worker and its caller.
//!
//! A frame is one byte of type, four bytes of payload length (little-endian)
//! and the payload: see [`Frames`]. A stream is
//! `READY BEGIN (SECTION | WARNING)* (END | ERROR)`, or a single `ERROR` after
//! `READY`. If the members of an archive are requested, `MEMBER*` takes the place
//! of the document; if one is unpacked, `BYTES*` does. `READY` says that the
//! fences are up and that nothing was read yet; its payload is one byte, 1 if the
//! system lets the worker use less than it may. The payload of a member is its
//! name. The payload of a section is the length of its title (four bytes, all
//! ones for no title), the title, and the text. The other payloads are JSON.

use colophon_worker::{Frames, Garbage, HEADER};
use serde::{Deserialize, Serialize};

use crate::sink::Metadata;
use crate::{ErrorKind, Section, Warning};

const BEGIN: u8 = 1;
const SECTION: u8 = 2;
const WARNING: u8 = 3;
const END: u8 = 4;
const ERROR: u8 = 5;
const MEMBER: u8 = 6;
const BYTES: u8 = 7;
const READY: u8 = 8;

const NO_TITLE: u32 = u32::MAX;
/// The longest JSON payload, in bytes; a worker cuts its metadata well below it.
const MAX_JSON: usize = 256 << 10;
/// The longest name of a member, in bytes. Systems open no longer path.
pub(crate) const MAX_NAME: usize = 4 << 10;
/// The most bytes of a member in one frame.
pub(super) const MAX_BYTES: usize = 64 << 10;

/// One message of a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// Whether the worker has less than it may use.
    Ready(bool),
    Begin(Metadata),
    Section(Section),
    Warning(Warning),
    End,
    Error(Failure),
    Member(String),
    Bytes(Vec<u8>),
}

/// An error on its way through the pipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    pub(super) kind: ErrorKind,
    pub(super) message: String,
}

impl Frame {
    /// Returns the bytes of the frame; none if the payload is too long.
    pub(super) fn encode(&self) -> Option<Vec<u8>> {
        let mut out = vec![0; HEADER];
        let kind = match self {
            Self::Ready(is_short) => {
                out.push(u8::from(*is_short));
                READY
            }
            Self::Begin(metadata) => json(&mut out, BEGIN, metadata)?,
            Self::Section(section) => {
                let title = section.title.as_deref();
                let len = title.map_or(Some(NO_TITLE), |t| u32::try_from(t.len()).ok())?;
                out.extend_from_slice(&len.to_le_bytes());
                out.extend_from_slice(title.unwrap_or_default().as_bytes());
                out.extend_from_slice(section.text.as_bytes());
                SECTION
            }
            Self::Warning(warning) => json(&mut out, WARNING, warning)?,
            Self::End => END,
            Self::Error(failure) => json(&mut out, ERROR, failure)?,
            Self::Member(name) => {
                out.extend_from_slice(name.as_bytes());
                MEMBER
            }
            Self::Bytes(bytes) => {
                out.extend_from_slice(bytes);
                BYTES
            }
        };
        let len = u32::try_from(out.len() - HEADER).ok()?;
        out[0] = kind;
        out[1..HEADER].copy_from_slice(&len.to_le_bytes());
        Some(out)
    }

    fn decode(kind: u8, payload: &[u8]) -> Result<Self, Garbage> {
        Ok(match kind {
            READY if payload.len() == 1 => Self::Ready(payload == [1]),
            BEGIN => Self::Begin(from_json(payload)?),
            SECTION => {
                let (len, rest) = payload.split_first_chunk::<4>().ok_or(Garbage)?;
                let len = u32::from_le_bytes(*len);
                let (title, text) = if len == NO_TITLE {
                    (None, rest)
                } else {
                    let len = usize::try_from(len).map_err(|_| Garbage)?;
                    let (title, text) = rest.split_at_checked(len).ok_or(Garbage)?;
                    (Some(utf8(title)?), text)
                };
                Self::Section(Section {
                    title,
                    text: utf8(text)?,
                })
            }
            WARNING => Self::Warning(from_json(payload)?),
            END if payload.is_empty() => Self::End,
            ERROR => Self::Error(from_json(payload)?),
            MEMBER => Self::Member(utf8(payload)?),
            BYTES => Self::Bytes(payload.to_vec()),
            _ => return Err(Garbage),
        })
    }
}

fn json(out: &mut Vec<u8>, kind: u8, value: &impl Serialize) -> Option<u8> {
    serde_json::to_writer(&mut *out, value).ok()?;
    (out.len() - HEADER <= MAX_JSON).then_some(kind)
}

fn from_json<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, Garbage> {
    serde_json::from_slice(payload).map_err(|_| Garbage)
}

fn utf8(bytes: &[u8]) -> Result<String, Garbage> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| Garbage)
}

/// Cuts a stream of bytes into frames.
#[derive(Debug)]
pub(super) struct Decoder {
    frames: Frames,
    max_section: usize,
}

impl Decoder {
    /// Makes a decoder that refuses sections above `max_section` bytes.
    pub(super) fn new(max_section: usize) -> Self {
        Self {
            frames: Frames::default(),
            max_section,
        }
    }

    /// Takes the next bytes and passes every complete frame to `each`.
    pub(super) fn push<E: From<Garbage>>(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(Frame) -> Result<(), E>,
    ) -> Result<(), E> {
        let max_section = self.max_section;
        let most = |kind| {
            Some(match kind {
                SECTION => max_section,
                BEGIN | WARNING | ERROR => MAX_JSON,
                MEMBER => MAX_NAME,
                BYTES => MAX_BYTES,
                READY => 1,
                END => 0,
                _ => return None,
            })
        };
        self.frames.push(bytes, most, |kind, payload| {
            each(Frame::decode(kind, payload)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, WarningCode};

    fn frames() -> Vec<Frame> {
        vec![
            Frame::Ready(true),
            Frame::Begin(Metadata::new(Format::Epub)),
            Frame::Section(Section {
                title: Some("Überschrift".into()),
                text: "Text\n".into(),
            }),
            Frame::Section(Section::default()),
            Frame::Warning(Warning {
                code: WarningCode::Damaged,
                message: "a page".into(),
            }),
            Frame::Error(Failure {
                kind: ErrorKind::NoTextLayer,
                message: "no text".into(),
            }),
            Frame::Member("a/b.epub".into()),
            Frame::Bytes(vec![0, 0xff]),
            Frame::End,
        ]
    }

    fn decode(bytes: &[u8], step: usize) -> Result<Vec<Frame>, Garbage> {
        let mut decoder = Decoder::new(1000);
        let mut got = Vec::new();
        for chunk in bytes.chunks(step) {
            decoder.push(chunk, |frame| {
                got.push(frame);
                Ok::<_, Garbage>(())
            })?;
        }
        Ok(got)
    }

    #[test]
    fn frames_come_back_however_the_bytes_are_cut() {
        let bytes: Vec<u8> = frames().iter().flat_map(|f| f.encode().unwrap()).collect();
        for step in [1, 3, 7, 1000] {
            assert_eq!(decode(&bytes, step).unwrap(), frames());
        }
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        let cases: [&[u8]; 8] = [
            &[9, 0, 0, 0, 0],
            &[SECTION, 0xff, 0xff, 0xff, 0xff],
            &[BEGIN, 0xff, 0xff, 0xff, 0x7f],
            &[END, 1, 0, 0, 0, 0],
            &[SECTION, 4, 0, 0, 0, 9, 0, 0, 0],
            &[SECTION, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x80],
            &[WARNING, 2, 0, 0, 0, b'{', b'}'],
            &[MEMBER, 1, 0x10, 0, 0],
        ];
        for bytes in cases {
            assert_eq!(decode(bytes, 64), Err(Garbage), "{bytes:?}");
        }
    }

    #[test]
    fn a_cut_frame_waits_for_the_rest() {
        let bytes = frames()[2].encode().unwrap();
        assert_eq!(decode(&bytes[..bytes.len() - 1], 64), Ok(vec![]));
    }
}
