//! What the readers of all kinds share: the input, the items and the summary,
//! and the memory they may use.

use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::record::{Record, Source};

/// Says what a dump is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A mysqldump of Library Genesis: any of `updated`, `fiction`, `hashes`,
    /// `fiction_hashes`.
    Libgen,
    /// A mysqldump of libgen.li: `files` with `editions` and what belongs to
    /// them.
    LibgenLi,
    /// The index of the Pirate Library Mirror: `books` and `isbn`.
    Pilimi,
    /// Lines that hold an ISBN each.
    IsbnList,
    /// A text table whose first line names the columns.
    Csv,
    /// A mysqldump of Library Genesis's papers: `scimag`.
    Scimag,
    /// Lines that hold a DOI each.
    Dois,
    /// `OpenSubtitles`'s table of subtitles.
    Opensubtitles,
    /// A container of Anna's Archive: lines of JSON, of one collection.
    Aac,
    /// Anna's Archive's own records: lines of JSON, of all collections.
    Aarecords,
    /// The U.S. Copyright Office's registrations: a wide or a long table, or MARC.
    Usco,
    /// Catalog of Copyright Entries, transcribed by the New York Public Library: books as
    /// XML, renewals as a table.
    NyplCce,
    /// The list of the books in `BookCorpus`.
    Bookcorpus,
    /// Lines that hold the name of a file each: "Author - Title.epub.txt".
    FileNames,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Libgen,
        Self::LibgenLi,
        Self::Pilimi,
        Self::IsbnList,
        Self::Csv,
        Self::Scimag,
        Self::Dois,
        Self::Opensubtitles,
        Self::Aac,
        Self::Aarecords,
        Self::Usco,
        Self::NyplCce,
        Self::Bookcorpus,
        Self::FileNames,
    ];

    /// Returns the word by which users name this kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Libgen => "libgen",
            Self::LibgenLi => "libgen-li",
            Self::Pilimi => "pilimi",
            Self::IsbnList => "isbn-list",
            Self::Csv => "csv",
            Self::Scimag => "scimag",
            Self::Dois => "dois",
            Self::Opensubtitles => "opensubtitles",
            Self::Aac => "aac",
            Self::Aarecords => "aarecords",
            Self::Usco => "usco",
            Self::NyplCce => "nypl-cce",
            Self::Bookcorpus => "bookcorpus",
            Self::FileNames => "file-names",
        }
    }
}

impl Kind {
    /// Returns whether it is a register of copyrights, and no collection.
    pub fn is_register(self) -> bool {
        matches!(self, Self::Usco | Self::NyplCce)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name).join(", ");
                let message = format!("unknown kind of dump \"{name}\"; known kinds: {names}");
                Error::new(ErrorKind::InvalidOption, message)
            })
    }
}

/// What is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What it is.
    pub kind: Kind,
    /// Where it is; `None` for standard input.
    pub path: Option<PathBuf>,
    /// The files that name the writers of films, for
    /// [`Opensubtitles`](Kind::Opensubtitles): `IMDb`'s `title.basics`, `title.crew` and
    /// `name.basics`.
    pub crew: Vec<PathBuf>,
}

/// Something that a dump says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every item is a record, and none is kept as an item"
)]
pub enum Item {
    /// A record. Its source is a place in [`Summary::sources`].
    Record(Record),
    /// More digests of the file that has this MD5, wherever its record is.
    Digests {
        /// The MD5 of the file.
        md5: [u8; 16],
        /// The SHA-1 of the file.
        sha1: Option<[u8; 20]>,
        /// The SHA-256 of the file.
        sha256: Option<[u8; 32]>,
    },
}

/// How far a dump was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many bytes of the file, as it is on disk, were read.
    pub n_bytes: u64,
    /// How many there are; `None` if that is not known.
    pub total_bytes: Option<u64>,
}

/// What was read, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The collections, in the order in which they appeared.
    pub sources: Vec<Source>,
    /// The number of records.
    pub n_records: u64,
    /// The number of rows with more digests.
    pub n_digests: u64,
    /// The number of values that were not valid UTF-8 and were repaired.
    pub n_mended: u64,
    /// The number of records in which HTML entities or double encoding were
    /// repaired.
    pub n_decoded: u64,
    /// The number of rows with a misplaced quotation mark that were read nevertheless.
    pub n_requoted: u64,
    /// The number of values that were too long and were cut.
    pub n_cut: u64,
    /// The names of the tables that were not read, and of columns that are not known, a
    /// hundred at most. What should be there and is not begins with "missing: ".
    pub passed_over: Vec<String>,
    /// What was skipped, by reason.
    pub skipped: Vec<Skipped>,
}

/// Rows, lines or statements that gave no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Why, in plain words, such as "lines without a valid ISBN".
    pub reason: &'static str,
    /// How many.
    pub n: u64,
}

/// What may be used for sorting.
#[derive(Clone, Copy)]
pub(super) struct Memory<'a> {
    /// The folder for temporary files.
    pub(super) scratch: &'a Path,
    pub(super) n_bytes: usize,
}

/// Called every now and then; its answer says whether to continue.
pub(super) type OnPiece<'p> = &'p mut dyn FnMut() -> ControlFlow<()>;
