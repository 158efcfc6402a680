//! What the fetcher must know of a source's metadata to find the next file.
//!
//! Nothing here is verified: the program checks every signature before it
//! believes a word. What is wrong here is only not found.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::code::{Code, Failure, Result};
use crate::folder::Incoming;

pub(crate) const MAX_ROOT: usize = 512_000;
pub(crate) const MAX_TIMESTAMP: usize = 16_384;
pub(crate) const MAX_SNAPSHOT: usize = 65_536;
pub(crate) const MAX_TARGETS: usize = 4 << 20;
pub(crate) const MAX_INDEX: usize = 1 << 20;
pub(crate) const MAX_SOURCE: usize = 65_536;

const MAX_FILES: usize = 64;
const MAX_PARTS: usize = 65_536;
const MAX_PART: u64 = 64 << 20;
/// No file system that is in use holds a larger file.
const MAX_SIZE: u64 = 1 << 42;

fn json(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}

/// What timestamp or snapshot say of the next file.
pub(crate) struct Pin {
    pub(crate) version: u64,
    sha256: Option<String>,
}

impl Pin {
    /// Returns whether these are the bytes of that file. Without a hash nobody can say.
    pub(crate) fn is_of(&self, bytes: &[u8]) -> bool {
        let hash = self.sha256.as_deref();
        hash.is_some_and(|hash| is_hash(bytes, hash))
    }
}

/// Returns what timestamp or snapshot say of a file.
pub(crate) fn pin(bytes: &[u8], file: &str) -> Option<Pin> {
    let value = json(bytes)?;
    let named = &value["signed"]["meta"][file];
    let version = named["version"].as_u64();
    let version = version.filter(|version| (1..1 << 53).contains(version))?;
    let sha256 = named["hashes"]["sha256"].as_str().map(str::to_owned);
    Some(Pin { version, sha256 })
}

/// Returns the hash and the length that targets name for index.json.
pub(crate) fn index_of(bytes: &[u8]) -> Option<(String, u64)> {
    let value = json(bytes)?;
    let target = &value["signed"]["targets"]["index.json"];
    let hash = target["hashes"]["sha256"].as_str()?;
    let length = target["length"].as_u64()?;
    digest(hash).map(|_| (hash.to_owned(), length))
}

/// Reads a SHA-256 in hexadecimal, in lower case.
pub(crate) fn digest(hex: &str) -> Option<[u8; 32]> {
    let nibble = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let mut digest = [0; 32];
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if pairs.len() != digest.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(digest)
}

/// Writes bytes in hexadecimal, in lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

pub(crate) fn is_hash(bytes: &[u8], hash: &str) -> bool {
    let own = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest(hash).is_some_and(|hash| own.as_ref() == hash)
}

#[derive(Deserialize)]
struct IndexFile {
    files: Vec<ListedFile>,
}

#[derive(Deserialize)]
struct ListedFile {
    name: String,
    #[serde(default)]
    size_bytes: u64,
    #[serde(default)]
    part_bytes: u64,
    #[serde(default)]
    parts: Vec<String>,
}

/// A file of the index, in parts.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) part_bytes: u64,
    pub(crate) parts: Vec<[u8; 32]>,
}

impl File {
    /// Returns the offset and the length of a part.
    pub(crate) fn place(&self, part: usize) -> (u64, u64) {
        let offset = part as u64 * self.part_bytes;
        (offset, self.part_bytes.min(self.size - offset))
    }
}

/// Reads the index that the newest metadata of the folder name, from that folder
/// alone.
///
/// # Errors
///
/// `source-incomplete` if something is missing, and `not-a-source` if the index
/// is outside its bounds.
pub(crate) fn read_index(folder: &Incoming) -> Result<Vec<File>> {
    let (hash, bytes) = newest_index(folder).ok_or_else(|| {
        Failure::new(
            Code::SourceIncomplete,
            "the metadata is incomplete; look first",
        )
    })?;
    if !is_hash(&bytes, &hash) {
        return Err(Failure::new(
            Code::SourceIncomplete,
            "index.json is damaged",
        ));
    }
    let index: IndexFile = parse(&bytes)
        .ok_or_else(|| Failure::new(Code::NotASource, "index.json is of another kind"))?;
    let files = (index.files.len() <= MAX_FILES).then_some(index.files);
    let files = files.and_then(|files| files.into_iter().map(file).collect::<Option<Vec<_>>>());
    let is_bounded = |files: &Vec<File>| {
        let n_parts: usize = files.iter().map(|file| file.parts.len()).sum();
        let mut names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        n_parts <= MAX_PARTS && names.len() == files.len()
    };
    files
        .filter(is_bounded)
        .ok_or_else(|| Failure::new(Code::NotASource, "index.json is outside its bounds"))
}

fn newest_index(folder: &Incoming) -> Option<(String, Vec<u8>)> {
    let timestamp = folder.read("timestamp.json", MAX_TIMESTAMP)?;
    let v = pin(&timestamp, "snapshot.json")?.version;
    let snapshot = folder.read(&format!("{v}.snapshot.json"), MAX_SNAPSHOT)?;
    let v = pin(&snapshot, "targets.json")?.version;
    let targets = folder.read(&format!("{v}.targets.json"), MAX_TARGETS)?;
    let (hash, _) = index_of(&targets)?;
    let index = folder.read(&format!("{hash}.index.json"), MAX_INDEX)?;
    Some((hash, index))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

fn file(listed: ListedFile) -> Option<File> {
    let is_name = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let name = listed.name;
    if !(1..=64).contains(&name.len()) || !name.bytes().all(is_name) {
        return None;
    }
    let (size, part_bytes) = (listed.size_bytes, listed.part_bytes);
    let is_empty = size == 0 && listed.parts.is_empty();
    if !is_empty {
        let n_parts = (1..=MAX_PART)
            .contains(&part_bytes)
            .then(|| size.div_ceil(part_bytes))?;
        if n_parts != listed.parts.len() as u64 || size > MAX_SIZE {
            return None;
        }
    }
    let parts = listed.parts.iter().map(|hash| digest(hash));
    let parts = parts.collect::<Option<Vec<_>>>()?;
    Some(File {
        name,
        size,
        part_bytes,
        parts,
    })
}
