//! The values that go into an index and come out of it.

use std::fmt;

/// The number of a work in one index.
///
/// Works are numbered from 0 in the order in which they were added. The number
/// has no meaning outside its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkId(u32);

impl WorkId {
    /// Makes the id of the work with the number `n`, counted from 0.
    pub fn new(n: u32) -> Self {
        Self(n)
    }

    /// Returns the number, counted from 0.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Returns the number as a position in a list of all works of the index.
    pub fn as_usize(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for WorkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The function and the subject of a [`Digest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestKind {
    /// MD5 of a file, 16 bytes.
    Md5,
    /// SHA-1 of a file, 20 bytes.
    Sha1,
    /// SHA-256 of a file, 32 bytes.
    Sha256,
    /// SHA-256 of a work's normalised text, 32 bytes.
    TextSha256,
}

impl DigestKind {
    /// Returns the number of bytes of a digest of this kind.
    pub fn n_bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 | Self::TextSha256 => 32,
        }
    }

    /// Returns the number that stands for this kind in the file.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Md5 => 1,
            Self::Sha1 => 2,
            Self::Sha256 => 3,
            Self::TextSha256 => 4,
        }
    }

    pub(crate) fn from_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Md5),
            2 => Some(Self::Sha1),
            3 => Some(Self::Sha256),
            4 => Some(Self::TextSha256),
            _ => None,
        }
    }
}

/// A digest of one of a work's files, or of its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest {
    /// The function, and what it was computed over.
    pub kind: DigestKind,
    /// The digest itself, [`DigestKind::n_bytes`] bytes.
    pub bytes: Vec<u8>,
}

/// A work as it is handed to the builder.
///
/// Every string may be empty. Strings are cut at 1,024 bytes, at a character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewWork {
    /// The publisher's own id of the work.
    pub id: String,
    /// Whether the id is the name of a file, for want of one that somebody chose.
    pub is_id_of_file: bool,
    /// The title.
    pub title: String,
    /// The author or authors, as they are to be shown.
    pub author: String,
    /// The language as a BCP 47 tag, if it is known.
    pub language: Option<String>,
    /// The number of letters of the normalised text.
    pub n_letters: u64,
    /// Digests of the work's files and of its text.
    pub digests: Vec<Digest>,
}

/// A work as an index describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The publisher's own id of the work; may be empty.
    pub id: String,
    /// Whether the id is the name of a file, for want of one that somebody chose.
    pub is_id_of_file: bool,
    /// The title; empty if it is not known.
    pub title: String,
    /// The author or authors; empty if they are not known.
    pub author: String,
    /// The language as a BCP 47 tag, if it is known.
    pub language: Option<String>,
    /// The number of letters of the normalised text.
    pub n_letters: u64,
    /// The number of the work's hashes that the index holds, without boilerplate.
    pub n_hashes: u64,
    /// The threshold below which all of the work's hashes are in the index: the
    /// index threshold, or a higher one for a very short work.
    pub threshold: u64,
}

/// What the publisher of an index says about it, to show to people; whatever is
/// not said is empty.
///
/// Nothing of it is trusted or acted on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What the index holds, and where it is from.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// How the publisher can be reached.
    pub contact: String,
    /// Under which terms it may be used.
    pub licence: String,
}

/// What an index says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Info {
    /// The name that its publisher gave it.
    pub name: String,
    /// What its publisher says about it.
    pub about: About,
    /// When it was built, in RFC 3339, according to its builder.
    pub created: String,
    /// About one hash in `scale` is kept; a power of two.
    pub scale: u32,
    /// The recipe that the hashes were made with, such as `colophon-1`.
    pub recipe: String,
    /// The version of the file format.
    pub format_version: u32,
    /// The number of works.
    pub n_works: u64,
    /// The number of catalogue records.
    pub n_records: u64,
    /// The number of those records that are a DOI alone.
    pub n_listed: u64,
    /// The number of distinct terms of the records.
    pub n_terms: u64,
    /// The number of distinct terms of the works: words of titles and authors, and
    /// title keys.
    pub n_work_terms: u64,
    /// The number of (hash, work) pairs below the index threshold.
    pub n_postings: u64,
    /// The number of (hash, work) pairs above the index threshold; all belong to
    /// very short works.
    pub n_short_postings: u64,
    /// The number of file and text digests.
    pub n_digests: u64,
    /// The number of hashes that were left out because too many works hold them.
    pub n_boilerplate: u64,
    /// The number of hashes that many works hold, so that together with those of other
    /// files of a set they may be too many.
    pub n_crowded: u64,
    /// A hash that more works than this hold was left out as boilerplate.
    pub max_works_per_hash: u32,
    /// The SHA-256 of all content; the identity of the index.
    pub content_sha256: [u8; 32],
    /// The length of the file.
    pub size_bytes: u64,
}

impl Info {
    /// Returns the threshold below which the index keeps every work's hashes:
    /// 2^64 divided by the scale.
    pub fn threshold(&self) -> u64 {
        crate::schema::threshold(self.scale)
    }

    /// Returns the content's SHA-256 as lower-case hexadecimal digits.
    pub fn content_sha256_hex(&self) -> String {
        crate::hex::write(&self.content_sha256)
    }
}
