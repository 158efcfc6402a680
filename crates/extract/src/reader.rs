//! Reading a document's bytes, for its digests.

use std::io::{Cursor, Read};

use crate::source::AtOffset;
use crate::worker::Unpacked;
use crate::{Error, Source};

impl Source {
    /// Returns a reader of the whole document from its start.
    ///
    /// It has its own offset: any number of readers, and the worker, can read
    /// the same file without disturbing each other. A document in an archive is
    /// unpacked in a worker, whose errors are those of reading it.
    ///
    /// # Errors
    ///
    /// `Unreadable` if the system has no descriptor left.
    pub fn reader(&self) -> Result<impl Read + use<>, Error> {
        let reader: Box<dyn Read> = if let Some(name) = self.member() {
            Box::new(Unpacked::start(self, name)?)
        } else if let Some(file) = self.file()? {
            Box::new(AtOffset::new(file))
        } else {
            Box::new(Cursor::new(self.packed().unwrap_or_default()))
        };
        Ok(reader)
    }
}
