//! The bytes of a member of an archive, unpacked by a worker.

use std::io::{self, Read};

use super::frame::Frame;
use super::parent::{Stop, Worker};
use super::task::Task;
use crate::{Error, Limits, Source, bundle};

/// Reads a member. The end of the bytes is its end only if the worker says so.
///
/// While nothing arrives, reading is interrupted now and then, so that the caller
/// can give up.
pub(crate) struct Unpacked {
    worker: Worker,
    limits: Limits,
    ready: Vec<u8>,
    at: usize,
    is_done: bool,
    /// How many bytes more a member may have.
    left: u64,
}

impl Unpacked {
    /// Starts unpacking the member `name` of `source`.
    pub(crate) fn start(source: &Source, name: &str) -> Result<Self, Error> {
        let limits = Limits::default();
        let task = Task::Unpack(bundle::key(name));
        let left = limits.max_file_bytes;
        Ok(Self {
            worker: Worker::start(source, &limits, task)?,
            limits,
            ready: Vec::new(),
            at: 0,
            is_done: false,
            left,
        })
    }
}

impl Read for Unpacked {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.is_done {
            self.ready.clear();
            self.at = 0;
            let (ready, left) = (&mut self.ready, &mut self.left);
            let next = self.worker.next(&self.limits, &mut |frame| match frame {
                Frame::Bytes(bytes) => {
                    let rest = left.checked_sub(bytes.len() as u64);
                    *left = rest.ok_or_else(Stop::nonsense)?;
                    ready.extend(bytes);
                    Ok(())
                }
                Frame::End => Err(Stop::Done),
                Frame::Error(failure) => Err(Stop::Failed(failure.into())),
                _ => Err(Stop::nonsense()),
            });
            match next {
                Ok(()) if self.ready.is_empty() => {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                Ok(()) => {}
                Err(Stop::Done) => self.is_done = true,
                Err(Stop::Failed(error)) => return Err(io::Error::other(error)),
            }
        }
        let ready = &self.ready[self.at..];
        let n = ready.len().min(buf.len());
        buf[..n].copy_from_slice(&ready[..n]);
        self.at += n;
        Ok(n)
    }
}
