//! What a dump is packed in.
//!
//! Containers are recognised by their first bytes, never by the name of the
//! file: gzip, Zstandard and ZIP are unpacked; RAR, 7-Zip, xz and bzip2 are named
//! in the error. A ZIP archive may hold several parts of a dump, which are read
//! in the order of their names; each of them may be packed too. Nothing is
//! unpacked to disk, but a ZIP archive from standard input, which has its list of
//! contents at the end, is first copied to the scratch folder.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::collect::NO_DUMP;
use super::elsewhere::{Packed, Part, Unpacker};
use super::model::{Kind, OnPiece};
use super::sql::{Rows, Script, Window, of_head};
use crate::error::{Error, ErrorKind};

/// How many bytes a container is recognised by.
const N_MAGIC: usize = 8;

/// How many bytes decide whether a file in an archive is part of the dump.
const N_HEAD: usize = 64 * 1024;

/// The size of the buffers before the decompressors.
const BUFFER: usize = 128 * 1024;

/// Counts the bytes that are read.
struct Counted<R> {
    inner: R,
    n_bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(room)?;
        self.n_bytes.set(self.n_bytes.get() + n as u64);
        Ok(n)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// The whole input, still packed: a file or a stream.
pub(super) struct Whole<'u> {
    source: Source,
    n_bytes: Rc<Cell<u64>>,
    /// What unpacks it, and its kind, if that is done elsewhere.
    unpacker: Option<(&'u mut dyn Unpacker, Kind)>,
    /// Further files of the input.
    further: Vec<PathBuf>,
}

/// Further files of an input.
pub(super) struct Company<'u> {
    /// Where they are.
    pub(super) paths: Vec<PathBuf>,
    /// What unpacks them and the input, and the kind of the input, if that is done
    /// elsewhere.
    pub(super) unpacker: Option<(&'u mut dyn Unpacker, Kind)>,
}

impl Company<'_> {
    /// Has an input be unpacked by what unpacks its company.
    pub(super) fn lend<'s>(&'s mut self, whole: Whole<'_>) -> Whole<'s> {
        let whole = Whole {
            source: whole.source,
            n_bytes: whole.n_bytes,
            unpacker: None,
            further: whole.further,
        };
        match &mut self.unpacker {
            Some((unpacker, kind)) => whole.unpacked_by(&mut **unpacker, *kind),
            None => whole,
        }
    }

    /// Opens one of the files.
    pub(super) fn open(&mut self, path: &Path, n_bytes: Rc<Cell<u64>>) -> Result<Whole<'_>, Error> {
        Whole::open(path, n_bytes).map(|whole| self.lend(whole))
    }
}

enum Source {
    /// A regular file and its length.
    File(File, u64),
    Stream(Box<dyn Read + Send>),
}

/// Called with every part of a dump, unpacked.
type OnPart<'p> = &'p mut dyn FnMut(&mut dyn Read) -> Result<(), Error>;

/// Returns whether a file in an archive belongs to the dump, by its first bytes.
pub(super) type IsPart = fn(&[u8]) -> bool;

impl<'u> Whole<'u> {
    /// Opens a file; a pipe or a device is read like standard input.
    pub(super) fn open(path: &Path, n_bytes: Rc<Cell<u64>>) -> Result<Self, Error> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(Error::new(
                ErrorKind::Unreadable,
                "this is a folder, not a dump",
            ));
        }
        let source = if metadata.is_file() {
            Source::File(file, metadata.len())
        } else {
            Source::Stream(Box::new(file))
        };
        Ok(Self {
            source,
            n_bytes,
            unpacker: None,
            further: Vec::new(),
        })
    }

    /// Takes an open file, at its beginning, and its length.
    pub(super) fn file(file: File, len: u64, n_bytes: Rc<Cell<u64>>) -> Self {
        Self {
            source: Source::File(file, len),
            n_bytes,
            unpacker: None,
            further: Vec::new(),
        }
    }

    /// Has it be unpacked elsewhere, if it is packed.
    pub(super) fn unpacked_by(self, unpacker: &'u mut dyn Unpacker, kind: Kind) -> Self {
        Self {
            unpacker: Some((unpacker, kind)),
            ..self
        }
    }

    /// Takes an input that can be read only once.
    pub(super) fn stream(source: Box<dyn Read + Send>, n_bytes: Rc<Cell<u64>>) -> Self {
        Self {
            source: Source::Stream(source),
            n_bytes,
            unpacker: None,
            further: Vec::new(),
        }
    }

    /// Adds files that belong to the input.
    pub(super) fn accompanied_by(self, paths: &[PathBuf]) -> Self {
        Self {
            further: paths.to_vec(),
            ..self
        }
    }

    /// Takes out the files that belong to the input, and what unpacks all of it.
    pub(super) fn take_company(&mut self) -> Company<'u> {
        Company {
            paths: std::mem::take(&mut self.further),
            unpacker: self.unpacker.take(),
        }
    }

    /// Returns the length of all files in bytes; `None` if one is a stream.
    pub(super) fn total_bytes(&self) -> Option<u64> {
        let Source::File(_, len) = self.source else {
            return None;
        };
        let mut further = self.further.iter();
        further.try_fold(len, |sum, path| Some(sum + path.metadata().ok()?.len()))
    }

    /// Returns the count of the bytes read so far.
    pub(super) fn counter(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.n_bytes)
    }

    /// Reads all parts as SQL.
    pub(super) fn read_sql(
        self,
        scratch: &Path,
        on_piece: OnPiece<'_>,
        script: &mut Script,
        rows: &mut dyn Rows,
    ) -> Result<(), Error> {
        let read = self.read_watched(scratch, on_piece, looks_like_sql, &mut |part, on_piece| {
            let mut head = Vec::new();
            let end = (&mut *part).take(N_HEAD as u64).read_to_end(&mut head);
            let encoding = of_head(&head);
            // An error comes after the bytes before it, so that its place is right.
            let mut whole = Cursor::new(head).chain(Failing(end.err())).chain(part);
            let Some(encoding) = encoding else {
                return script.read(&mut Window::new(&mut whole, 0, on_piece), rows);
            };
            let mut decoded = DecodeReaderBytesBuilder::new()
                .encoding(Some(encoding))
                .strip_bom(true)
                .build(whole);
            script.read(&mut Window::new(&mut decoded, 0, on_piece), rows)
        });
        let is_no_dump = !script.is_dump;
        read.map_err(|error| match error.kind() {
            // An input that is not SQL at all ends in the middle of something.
            ErrorKind::Truncated | ErrorKind::Damaged if is_no_dump && error.is_about_sql() => {
                Error::new(ErrorKind::NothingKnown, NO_DUMP)
            }
            _ => error,
        })
    }

    /// Calls `on_part` with each part, unpacked, and with `on_piece`, which it
    /// asks every now and then whether to continue. Of an archive with several
    /// files, only those that `is_part` accepts are parts.
    pub(super) fn read_watched(
        self,
        scratch: &Path,
        on_piece: OnPiece<'_>,
        is_part: IsPart,
        on_part: &mut dyn FnMut(&mut dyn Read, OnPiece<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // Copying an archive and reading it ask in turn.
        let on_piece = RefCell::new(on_piece);
        let mut ask = || (on_piece.borrow_mut())();
        self.read_parts(scratch, &mut ask, is_part, &mut |part| {
            let mut ask = || (on_piece.borrow_mut())();
            on_part(part, &mut ask)
        })
    }

    /// Calls `on_part` with each part, unpacked.
    pub(super) fn read_parts(
        self,
        scratch: &Path,
        on_piece: OnPiece<'_>,
        is_part: IsPart,
        on_part: OnPart<'_>,
    ) -> Result<(), Error> {
        let n_bytes = self.n_bytes;
        match self.source {
            Source::File(mut file, len) => {
                let magic = head(&mut file, N_MAGIC)?;
                file.rewind()?;
                if let Some((unpacker, kind)) = self.unpacker.filter(|_| is_packed(&magic)) {
                    let packed = Packed::File(file, len);
                    return read_elsewhere(unpacker, kind, packed, &n_bytes, on_part);
                }
                let counted = Counted {
                    inner: file,
                    n_bytes,
                };
                if is_zip(&magic) {
                    return read_zip(counted, is_part, on_part);
                }
                unpack(Box::new(counted), &magic, on_part)
            }
            Source::Stream(mut stream) => {
                let magic = head(&mut stream, N_MAGIC)?;
                let all = Cursor::new(magic.clone()).chain(stream);
                if let Some((unpacker, kind)) = self.unpacker.filter(|_| is_packed(&magic)) {
                    let packed = if is_zip(&magic) {
                        let counted = Counted {
                            inner: all,
                            n_bytes: Rc::clone(&n_bytes),
                        };
                        let (file, len) = copied(counted, scratch, on_piece)?;
                        Packed::File(file, len)
                    } else {
                        Packed::Stream(Box::new(all))
                    };
                    return read_elsewhere(unpacker, kind, packed, &n_bytes, on_part);
                }
                let all = Counted {
                    inner: all,
                    n_bytes,
                };
                if is_zip(&magic) {
                    let (file, _) = copied(all, scratch, on_piece)?;
                    return read_zip(file, is_part, on_part);
                }
                unpack(Box::new(all), &magic, on_part)
            }
        }
    }
}

/// Fails once with an error, if there is one, and is empty otherwise.
pub(super) struct Failing(pub(super) Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reads the first bytes: `n` of them, or all there are.
fn head(source: &mut dyn Read, n: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    source.take(n as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Calls `on_part` with each part of what another process unpacks.
fn read_elsewhere(
    unpacker: &mut dyn Unpacker,
    kind: Kind,
    packed: Packed,
    n_bytes: &Cell<u64>,
    on_part: OnPart<'_>,
) -> Result<(), Error> {
    let mut parts = unpacker.start(kind, packed)?;
    while parts.next_part()? {
        let parts = &mut *parts;
        on_part(&mut Part { parts, n_bytes })?;
    }
    Ok(())
}

/// Copies an archive into a temporary file without a name; returns its length,
/// too.
fn copied(
    mut source: impl Read,
    scratch: &Path,
    on_piece: OnPiece<'_>,
) -> Result<(File, u64), Error> {
    let mut len = 0;
    let mut file = tempfile::tempfile_in(scratch).map_err(Error::of_scratch)?;
    let mut buffer = vec![0; BUFFER];
    loop {
        let n = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        file.write_all(&buffer[..n]).map_err(Error::of_scratch)?;
        len += n as u64;
        if on_piece().is_break() {
            return Err(Error::cancelled());
        }
    }
    file.rewind().map_err(Error::of_scratch)?;
    Ok((file, len))
}

fn is_zip(magic: &[u8]) -> bool {
    magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06")
}

/// Returns whether something is packed in a way that is read.
fn is_packed(magic: &[u8]) -> bool {
    is_zip(magic) || matches!(magic, [0x1F, 0x8B, ..]) || is_zstandard(magic)
}

/// Returns whether something begins with a Zstandard frame, or one to skip.
fn is_zstandard(magic: &[u8]) -> bool {
    matches!(
        magic,
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..]
    )
}

/// Calls `on_part` with a stream, unpacked if it is packed.
fn unpack(source: Box<dyn Read + '_>, magic: &[u8], on_part: OnPart<'_>) -> Result<(), Error> {
    match magic {
        [0x1F, 0x8B, ..] => {
            let source = BufReader::with_capacity(BUFFER, source);
            on_part(&mut Unpacked(MultiGzDecoder::new(source)))
        }
        _ if is_zstandard(magic) => on_part(&mut Unpacked(zstd::Decoder::new(source)?)),
        _ => match foreign(magic) {
            Some(name) => {
                let message =
                    format!("{name} cannot be read; unpack it, or pack it as .gz or .zst");
                Err(Error::new(ErrorKind::Unsupported, message))
            }
            None => on_part(&mut { source }),
        },
    }
}

/// Returns the name of a container that is recognised but not read.
fn foreign(magic: &[u8]) -> Option<&'static str> {
    [
        (b"Rar!\x1A\x07".as_slice(), "a RAR archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
        (b"\xFD7zXZ\0", "an xz file"),
        (b"BZh", "a bzip2 file"),
    ]
    .into_iter()
    .find_map(|(start, name)| magic.starts_with(start).then_some(name))
}

/// Distinguishes what a decompressor refuses from what the system refuses.
struct Unpacked<R>(R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.0.read(room).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                io::Error::new(error.kind(), "the compressed file ends early")
            }
            io::ErrorKind::Interrupted => error,
            _ if error.raw_os_error().is_some() => error,
            _ => io::Error::new(io::ErrorKind::InvalidData, error),
        })
    }
}

fn read_zip(source: impl Read + Seek, is_part: IsPart, on_part: OnPart<'_>) -> Result<(), Error> {
    let mut archive = ZipArchive::new(BufReader::with_capacity(BUFFER, source)).map_err(broken)?;
    let mut names: Vec<(String, usize)> = Vec::new();
    for n in 0..archive.len() {
        let member = archive.by_index_raw(n).map_err(broken)?;
        if member.is_file() {
            names.push((member.name().unwrap_or_default().to_string(), n));
        }
    }
    names.sort();
    let is_only_one = names.len() == 1;
    let mut n_parts = 0;
    for (name, n) in names {
        let mut member = archive.by_index(n).map_err(broken)?;
        let magic = head(&mut member, N_MAGIC).map_err(|error| error.within(&name))?;
        let all = Cursor::new(magic.clone()).chain(Unpacked(member));
        unpack(Box::new(all), &magic, &mut |unpacked| {
            let head = head(unpacked, N_HEAD)?;
            if !is_only_one && !is_part(&head) {
                return Ok(());
            }
            n_parts += 1;
            on_part(&mut Cursor::new(head).chain(unpacked))
        })
        .map_err(|error| error.within(&name))?;
    }
    if n_parts == 0 {
        let message = "no file in the archive is part of a dump of this kind";
        return Err(Error::new(ErrorKind::NothingKnown, message));
    }
    Ok(())
}

fn broken(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::UnsupportedArchive(why) => {
            let message = format!("the archive cannot be read: {why}");
            Error::new(ErrorKind::Unsupported, message)
        }
        other => {
            let message = format!("the archive is damaged or ends early: {other}");
            Error::new(ErrorKind::Truncated, message)
        }
    }
}

/// Returns whether bytes look like the beginning of a part of an SQL dump.
pub(super) fn looks_like_sql(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).to_ascii_uppercase();
    // The text of UTF-16 has a zero byte in every character.
    let head = head.replace('\0', "");
    ["CREATE TABLE", "INSERT INTO", "REPLACE INTO", "/*!"]
        .iter()
        .any(|sign| head.contains(sign))
}
