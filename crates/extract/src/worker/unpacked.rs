//! The bytes of a member of an archive, unpacked by a worker.

use std::io::{self, Read};

use super::frame::Frame;
use super::parent::{Stop, Worker};
use super::task::Task;
use crate::{Error, Limits, Source, bundle};

/// Reads a member. The end of the bytes is its end only if the worker says so.
pub(crate) struct Unpacked {
    worker: Worker,
    limits: Limits,
    ready: Vec<u8>,
    at: usize,
    is_done: bool,
}

impl Unpacked {
    /// Starts unpacking the member `name` of `source`.
    pub(crate) fn start(source: &Source, name: &str) -> Result<Self, Error> {
        let limits = Limits::default();
        let task = Task::Unpack(bundle::key(name));
        Ok(Self {
            worker: Worker::start(source, &limits, task)?,
            limits,
            ready: Vec::new(),
            at: 0,
            is_done: false,
        })
    }
}

impl Read for Unpacked {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.is_done {
            self.ready.clear();
            self.at = 0;
            let ready = &mut self.ready;
            let next = self.worker.next(&self.limits, &mut |frame| match frame {
                Frame::Bytes(bytes) => {
                    ready.extend(bytes);
                    Ok(())
                }
                Frame::End => Err(Stop::Done),
                Frame::Error(failure) => Err(Stop::Failed(failure.into())),
                _ => Err(Stop::nonsense()),
            });
            match next {
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
