//! `index.json`: which files make up a set.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use colophon_fingerprint::{RECIPE, hex, sha256};
use colophon_index::{FORMAT_VERSION, Index};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::report::{Advice, Code};

/// The name of the file.
pub const MANIFEST: &str = "index.json";

/// The version of the description that this program knows.
const VERSION: u32 = 1;

/// The longest file, in bytes.
const LONGEST: u64 = 1 << 20;

/// The most files and ways; bounds.
const MAX_FILES: usize = 64;
const MAX_WAYS: usize = 16;

/// The longest string.
const MAX_TEXT: usize = 4_096;

/// The longest string but the description.
const MAX_NAME: usize = 1_024;

/// What `index.json` says. Members that are not here do not matter to a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this description: 1.
    pub colophon_set: u32,
    /// The id of the set, 32 hexadecimal digits; it never changes.
    pub id: String,
    /// The number of this state of the set; the next one has a larger number.
    pub set: u64,
    /// The name, to show to people.
    pub name: String,
    /// What the set holds and where it is from; may be empty.
    #[serde(default)]
    pub description: String,
    /// How the publisher can be reached; may be empty.
    #[serde(default)]
    pub contact: String,
    /// Under which terms it may be used; may be empty.
    #[serde(default)]
    pub licence: String,
    /// When this state was published: RFC 3339, UTC.
    pub published: String,
    /// The recipe of the fingerprints.
    pub recipe: String,
    /// The scale of all files.
    pub scale: u32,
    /// The version of the format of all files.
    pub format: u32,
    /// Where else the files are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mirrors: Vec<Mirror>,
    /// The names of the files of each way to the same content; without any, all files
    /// are needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Vec<String>>,
    /// The files: the base, the deltas in their order, the removals.
    pub files: Vec<SetFile>,
    /// How much was taken out, for people.
    #[serde(default)]
    pub removed: Removed,
}

/// A host that has the same files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mirror {
    /// Where its metadata is.
    pub url: String,
    /// Where its parts are, if that is somewhere else.
    pub parts_url: String,
}

/// How many works and records were taken out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Removed {
    /// The works.
    pub works: u64,
    /// The records.
    pub records: u64,
}

/// What a file of a set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The index that the set began with.
    Base,
    /// An index of what came later.
    Delta,
    /// A list of what no longer counts.
    Removed,
}

/// A file of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetFile {
    /// Its name, without the ending: `a` to `z`, digits and hyphens.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// Its length.
    pub size_bytes: u64,
    /// The digest of its content (docs/FORMAT.md); of removals, the SHA-256 of the file.
    pub content_sha256: String,
    /// How many works it has.
    #[serde(default)]
    pub n_works: u64,
    /// How many records it has.
    #[serde(default)]
    pub n_records: u64,
    /// How many postings it has.
    #[serde(default)]
    pub n_postings: u64,
    /// The length of its parts, on a host.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub part_bytes: u64,
    /// The SHA-256 of each part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// The version alone: what it says else may be unknown to this program.
#[derive(Deserialize)]
struct Versioned {
    colophon_set: u32,
}

impl SetFile {
    /// Describes an index of a set.
    pub fn of_index(name: &str, role: Role, index: &Index) -> Self {
        let info = index.info();
        Self {
            name: name.to_owned(),
            role,
            size_bytes: info.size_bytes,
            content_sha256: info.content_sha256_hex(),
            n_works: info.n_works,
            n_records: info.n_records,
            n_postings: info.n_postings + info.n_short_postings,
            part_bytes: 0,
            parts: Vec::new(),
        }
    }

    /// Describes a list of what was taken out, which has these bytes.
    pub fn of_removals(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            role: Role::Removed,
            size_bytes: bytes.len() as u64,
            content_sha256: hex(&sha256(bytes)),
            n_works: 0,
            n_records: 0,
            n_postings: 0,
            part_bytes: 0,
            parts: Vec::new(),
        }
    }

    /// Returns the name of the file.
    pub fn file_name(&self) -> String {
        let ending = match self.role {
            Role::Base | Role::Delta => crate::INDEX_ENDING,
            Role::Removed => "removed",
        };
        format!("{}.{ending}", self.name)
    }

    /// Returns an error unless an index is this file.
    pub(super) fn is(&self, index: &Index) -> Result<(), Error> {
        let info = index.info();
        let n_postings = info.n_postings + info.n_short_postings;
        let agrees = self.content_sha256 == info.content_sha256_hex()
            && self.size_bytes == info.size_bytes
            && self.n_works == info.n_works
            && self.n_records == info.n_records
            && (self.n_postings == n_postings || self.n_postings == info.n_postings);
        if agrees {
            return Ok(());
        }
        Err(other_version(index.path()))
    }
}

/// Returns the error of a file that is not the one that `index.json` means.
pub(super) fn other_version(path: &Path) -> Error {
    let message = "it is not the file that index.json describes";
    Error::new(Code::MixedVersions, message).at(path)
}

impl Manifest {
    /// Describes state `set` of the set `id`: its files, all of one scale.
    pub fn new(
        id: &str,
        set: u64,
        name: &str,
        published: &str,
        scale: u32,
        files: Vec<SetFile>,
    ) -> Self {
        Self {
            colophon_set: VERSION,
            id: id.to_owned(),
            set,
            name: name.to_owned(),
            description: String::new(),
            contact: String::new(),
            licence: String::new(),
            published: published.to_owned(),
            recipe: RECIPE.to_owned(),
            scale,
            format: FORMAT_VERSION,
            mirrors: Vec::new(),
            ways: Vec::new(),
            files,
            removed: Removed::default(),
        }
    }

    /// Reads the file at `path` without trusting it.
    ///
    /// # Errors
    ///
    /// `unreadable`, `index-damaged`, `index-incompatible`, `newer-format`.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let read = || {
            let mut bytes = Vec::new();
            // Opening a pipe would wait for somebody who writes to it.
            if !std::fs::metadata(path)?.is_file() {
                return Err(std::io::Error::other("it is not a regular file"));
            }
            let mut start = File::open(path)?.take(LONGEST + 1);
            start.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = read().map_err(|e: std::io::Error| {
            Error::new(Code::Unreadable, e.to_string())
                .advise(Advice::CheckNameAndRights)
                .at(path)
        })?;
        Self::parse(&bytes).map_err(|e| e.at(path))
    }

    /// Reads the bytes of an `index.json`.
    ///
    /// # Errors
    ///
    /// As [`Manifest::read`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() as u64 > LONGEST {
            return Err(damaged("it is too long"));
        }
        let malformed =
            |e: serde_json::Error| damaged(format!("it is not a description of a set: {e}"));
        let version: Versioned = serde_json::from_slice(bytes).map_err(malformed)?;
        if version.colophon_set > VERSION {
            let message = format!(
                "it has version {}; this program knows {VERSION}",
                version.colophon_set
            );
            return Err(Error::new(Code::IndexIncompatible, message).advise(Advice::NewerProgram));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(malformed)?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), Error> {
        if self.recipe != RECIPE || self.format != FORMAT_VERSION {
            let message = format!(
                "its files are of format {} and recipe {}; this program reads format {FORMAT_VERSION} and recipe {RECIPE}",
                self.format,
                self.recipe.chars().take(40).collect::<String>(),
            );
            let advice = if self.format > FORMAT_VERSION {
                Advice::NewerProgram
            } else {
                Advice::MatchingVersion
            };
            return Err(Error::new(Code::IndexIncompatible, message).advise(advice));
        }
        let names: BTreeSet<&str> = self.files.iter().map(|file| &*file.name).collect();
        let texts = [
            &self.name,
            &self.description,
            &self.contact,
            &self.licence,
            &self.published,
        ];
        let checks = [
            ("colophon_set", self.colophon_set == VERSION),
            ("id", is_hex(&self.id, 32)),
            (
                "name",
                !self.name.trim().is_empty()
                    && [&self.name, &self.contact, &self.licence]
                        .iter()
                        .all(|text| text.len() <= MAX_NAME)
                    && texts
                        .iter()
                        .all(|text| text.len() <= MAX_TEXT && !text.contains('\0')),
            ),
            (
                "published",
                self.published.parse::<jiff::Timestamp>().is_ok(),
            ),
            ("scale", self.scale.is_power_of_two()),
            (
                "files",
                (1..=MAX_FILES).contains(&self.files.len())
                    && names.len() == self.files.len()
                    && self.files.iter().all(SetFile::is_possible),
            ),
            (
                "ways",
                self.ways.len() <= MAX_WAYS && self.ways.iter().all(|way| self.is_way(way)),
            ),
            (
                "ways",
                !self.ways.is_empty()
                    || self.is_way(
                        &self
                            .files
                            .iter()
                            .map(|it| it.name.clone())
                            .collect::<Vec<_>>(),
                    ),
            ),
        ];
        match checks.iter().find(|(_, holds)| !holds) {
            Some((what, _)) => Err(damaged(format!("`{what}` is not valid"))),
            None => Ok(()),
        }
    }

    /// Returns whether these files are a set: one base, first, and each file once.
    fn is_way(&self, names: &[String]) -> bool {
        let roles: Vec<Role> = names
            .iter()
            .filter_map(|name| self.file(name))
            .map(|file| file.role)
            .collect();
        let bases = roles.iter().filter(|role| **role == Role::Base).count();
        let different: BTreeSet<&String> = names.iter().collect();
        roles.len() == names.len() && different.len() == names.len() && bases == 1
    }

    /// Returns the file with this name.
    pub fn file(&self, name: &str) -> Option<&SetFile> {
        self.files.iter().find(|file| file.name == name)
    }

    /// Returns the files of each way, the base first, then the deltas in the order of
    /// [`Manifest::files`].
    pub(crate) fn ways(&self) -> Vec<Vec<&SetFile>> {
        if self.ways.is_empty() {
            return vec![sorted(self.files.iter().collect())];
        }
        let is_in = |way: &Vec<String>, file: &SetFile| way.contains(&file.name);
        let ways = self.ways.iter();
        ways.map(|way| sorted(self.files.iter().filter(|file| is_in(way, file)).collect()))
            .collect()
    }

    /// Returns the text of the file.
    pub fn to_json(&self) -> String {
        // It has strings and numbers only.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl SetFile {
    fn is_possible(&self) -> bool {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (1..=64).contains(&self.name.len())
            && self.name.chars().all(is_plain)
            && is_hex(&self.content_sha256, 64)
            && self.parts.len() <= 1 << 16
    }
}

/// Returns files in the order in which a set has them.
fn sorted(mut files: Vec<&SetFile>) -> Vec<&SetFile> {
    files.sort_by_key(|file| match file.role {
        Role::Base => 0,
        Role::Delta => 1,
        Role::Removed => 2,
    });
    files
}

fn is_hex(text: &str, length: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    text.len() == length && text.chars().all(is_digit)
}

fn damaged(message: impl Into<String>) -> Error {
    Error::new(Code::IndexDamaged, message)
}
