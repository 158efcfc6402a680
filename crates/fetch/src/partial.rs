//! A file that arrives in parts, and the journal of the parts that are there.
//!
//! The journal is a hint: a part that it names is hashed before it is believed.
//! It holds the number of each part in 4 bytes, the lowest first.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::sync::{Mutex, PoisonError};

use ring::digest::{Context, SHA256};

use crate::code::{Failure, Result};
use crate::folder::{Incoming, open_private};
use crate::meta;

pub(crate) struct Partial {
    pub(crate) listed: meta::File,
    file: File,
    journal: Mutex<File>,
}

impl Partial {
    /// Opens the file and makes room for all of it, and returns it with the parts
    /// that the journal names.
    ///
    /// # Errors
    ///
    /// `disk-full` if there is no room for the whole file, or `read-only`.
    pub(crate) fn open(folder: &Incoming, listed: meta::File) -> Result<(Self, Vec<usize>)> {
        let (partial, journal) = (
            format!("{}.partial", listed.name),
            format!("{}.journal", listed.name),
        );
        let mut options = OpenOptions::new();
        options.create(true).read(true).write(true).truncate(false);
        let opened = || -> io::Result<_> {
            let file = open_private(&folder.join(&partial), &mut options.clone())?;
            let mut journal = open_private(&folder.join(&journal), &mut options.clone())?;
            let is_whole = file.metadata()?.len() == listed.size;
            let named = if is_whole {
                named(&mut journal, listed.parts.len())?
            } else {
                Vec::new()
            };
            if !is_whole {
                file.set_len(0)?;
                allocate(&file, listed.size)?;
            }
            rewrite(&mut journal, &named)?;
            Ok((file, journal, named))
        };
        let (file, journal, named) =
            opened().map_err(|error| Failure::of_file(&error, &partial))?;
        let journal = Mutex::new(journal);
        Ok((
            Self {
                listed,
                file,
                journal,
            },
            named,
        ))
    }

    /// Returns whether a part is there and right.
    pub(crate) fn holds(&self, part: usize, buffer: &mut [u8]) -> bool {
        let (mut at, length) = self.listed.place(part);
        let end = at + length;
        let mut digest = Context::new(&SHA256);
        while at < end {
            let room = usize::try_from(end - at)
                .unwrap_or(buffer.len())
                .min(buffer.len());
            match read_at(&self.file, &mut buffer[..room], at) {
                Ok(n) if n > 0 => digest.update(&buffer[..n]),
                _ => return false,
            }
            at += room as u64;
        }
        digest.finish().as_ref() == self.listed.parts[part]
    }

    pub(crate) fn write(&self, bytes: &[u8], at: u64) -> Result<()> {
        write_at(&self.file, bytes, at).map_err(|error| self.failed(&error))
    }

    /// Writes down that a part is there, once the disk has it.
    pub(crate) fn note(&self, part: usize) -> Result<()> {
        let noted = || -> io::Result<()> {
            self.file.sync_data()?;
            let number = u32::try_from(part).map_err(io::Error::other)?;
            let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
            journal.write_all(&number.to_le_bytes())
        };
        noted().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::of_file(error, &format!("{}.partial", self.listed.name))
    }
}

/// Returns the parts that a journal names, each once. A torn end and numbers of no
/// part are nothing to it.
fn named(journal: &mut File, n_parts: usize) -> io::Result<Vec<usize>> {
    let mut bytes = Vec::new();
    // Parts that were fetched again are named more than once.
    let bound = n_parts as u64 * 64 + 4;
    journal.take(bound).read_to_end(&mut bytes)?;
    let (numbers, _torn) = bytes.as_chunks::<4>();
    let numbers = numbers
        .iter()
        .map(|number| u32::from_le_bytes(*number) as usize);
    let mut named: Vec<usize> = numbers.filter(|part| *part < n_parts).collect();
    named.sort_unstable();
    named.dedup();
    Ok(named)
}

/// Brings a journal into order, and leaves its end as the place to write.
///
/// If this is cut off, parts that were there are fetched again, and no more.
fn rewrite(journal: &mut File, named: &[usize]) -> io::Result<()> {
    let numbers = named.iter().filter_map(|part| u32::try_from(*part).ok());
    let bytes: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
    io::Seek::rewind(journal)?;
    let mut old = Vec::new();
    journal.take(bytes.len() as u64 + 1).read_to_end(&mut old)?;
    if old != bytes {
        io::Seek::rewind(journal)?;
        journal.write_all(&bytes)?;
        journal.set_len(bytes.len() as u64)?;
    }
    io::Seek::seek(journal, io::SeekFrom::Start(bytes.len() as u64))?;
    Ok(())
}

/// Makes room for a file.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "there is no safe wrapper of this call")]
fn allocate(file: &File, size: u64) -> io::Result<()> {
    use std::os::fd::AsRawFd as _;

    let length = i64::try_from(size).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
    if length == 0 {
        return Ok(());
    }
    loop {
        // SAFETY: the descriptor is that of an open file, which outlives the call.
        let answer = unsafe { libc::posix_fallocate64(file.as_raw_fd(), 0, length) };
        return match answer {
            0 => Ok(()),
            libc::EINTR => continue,
            // The file is sparse where the system cannot promise the room.
            libc::EOPNOTSUPP | libc::ENOSYS | libc::EINVAL => file.set_len(size),
            error => Err(io::Error::from_raw_os_error(error)),
        };
    }
}

#[cfg(not(target_os = "linux"))]
fn allocate(file: &File, size: u64) -> io::Result<()> {
    file.set_len(size)
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)?;
    Ok(buffer.len())
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], mut at: u64) -> io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        let n = std::os::windows::fs::FileExt::seek_read(file, &mut buffer[read..], at)?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        read += n;
        at += n as u64;
    }
    Ok(read)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        bytes = &bytes[n..];
        at += n as u64;
    }
    Ok(())
}
