//! What a folder says now, verified as a reader verifies it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use colophon_supply::{
    ErrorKind, Fingerprint, Host, HostError, MAX_INDEX_BYTES, MAX_ROOT_BYTES, MAX_SNAPSHOT_BYTES,
    MAX_TARGETS_BYTES, MAX_TIMESTAMP_BYTES, Memory, Root, Target, Verified, refresh,
};
use jiff::Timestamp;
use serde_json::Value;

use super::failure::{of_supply, unreadable};
use super::place::Place;
use crate::durable::read_bounded;
use crate::error::Error;
use crate::report::{Advice, Code};
use crate::sets::{MANIFEST, Manifest};

/// The name of the file that says which state is the newest one.
pub(super) const TIMESTAMP: &str = "timestamp.json";

/// A signed file, as it is in the folder.
#[derive(Debug, Clone)]
pub(super) struct SignedFile {
    pub(super) version: u64,
    pub(super) expires: Timestamp,
    /// When it was signed, where it says so.
    pub(super) published: Option<Timestamp>,
    pub(super) bytes: Vec<u8>,
}

/// What was published last.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) manifest: Manifest,
    pub(super) targets: BTreeMap<String, Target>,
    pub(super) targets_file: SignedFile,
    pub(super) snapshot_file: SignedFile,
    pub(super) timestamp_file: SignedFile,
}

/// What a folder says.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// The first root, verbatim.
    pub(super) first_root: Vec<u8>,
    /// The newest root.
    pub(super) root: Root,
    /// Its bytes.
    pub(super) root_bytes: Vec<u8>,
    /// What was published; none before the first index.
    pub(super) content: Option<Content>,
    /// Whether a new root came into effect and the files that its keys have to sign
    /// did not: a run was killed in between.
    pub(super) is_unfinished: bool,
}

impl State {
    /// Reads and verifies a folder.
    ///
    /// # Errors
    ///
    /// `not-a-source` if it is not one of a publisher; `signature-invalid`,
    /// `threshold-not-met`, `mixed-versions`, `source-incomplete` if somebody changed it.
    pub(super) fn load(place: &Place) -> Result<Self, Error> {
        let dir = place.dir();
        let at = |error: Error| error.at(dir);
        let Some(first_root) = read(&place.file("1.root.json"), MAX_ROOT_BYTES)? else {
            let message = "this is not the folder of a publisher: it has no 1.root.json";
            return Err(at(
                Error::new(Code::NotASource, message).advise(Advice::PublishedFolder)
            ));
        };
        let (mut n, mut root_bytes) = (1_u64, first_root.clone());
        while let Some(next) = read(&place.file(&root_name(n + 1)), MAX_ROOT_BYTES)? {
            (n, root_bytes) = (n + 1, next);
        }
        let root = Root::parse(&root_bytes).map_err(|e| at(of_supply(&e)))?;
        let mut host = Disk::of(dir);
        let is_begun = place.file(TIMESTAMP).exists();
        let mut is_unfinished = false;
        let verified = match refreshed(&first_root, &host) {
            // What was there before the newest root has to be right. The root next to the
            // folder says that a run was killed, and not that somebody else changed it.
            Err(error)
                if is_begun
                    && n > 1
                    && is_of_keys(&error)
                    && read(&place.pending().join(root_name(n)), MAX_ROOT_BYTES)?.as_ref()
                        == Some(&root_bytes) =>
            {
                host.hidden = Some(root_name(n));
                is_unfinished = true;
                refreshed(&first_root, &host)
            }
            other => other,
        };
        let verified = match verified {
            Ok(verified) => Some(verified),
            Err(error) if !is_begun && error.kind() == ErrorKind::Incomplete => None,
            Err(error) => return Err(at(of_supply(&error))),
        };
        let content = verified
            .map(|it| Content::of(dir, it))
            .transpose()
            .map_err(at)?;
        Ok(Self {
            first_root,
            root,
            root_bytes,
            content,
            is_unfinished,
        })
    }

    /// Returns what was published.
    ///
    /// # Errors
    ///
    /// `no-index` before the first index.
    pub(super) fn content(&self, place: &Place) -> Result<&Content, Error> {
        self.content.as_ref().ok_or_else(|| {
            let message = "nothing was published in this folder yet";
            Error::new(Code::NoIndex, message)
                .advise(Advice::AddFirst)
                .at(place.dir())
        })
    }

    /// Returns the fingerprint of the source.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.first_root)
    }
}

impl Content {
    fn of(dir: &Path, verified: Verified) -> Result<Self, Error> {
        let signed = |name: &str, max| {
            let bytes = read(&dir.join(name), max)?.ok_or_else(|| missing(name))?;
            SignedFile::of(bytes)
        };
        let timestamp_file = signed(TIMESTAMP, MAX_TIMESTAMP_BYTES)?;
        let name = format!("{}.snapshot.json", timestamp_file.listed("snapshot.json")?);
        let snapshot_file = signed(&name, MAX_SNAPSHOT_BYTES)?;
        let name = format!("{}.targets.json", snapshot_file.listed("targets.json")?);
        let targets_file = signed(&name, MAX_TARGETS_BYTES)?;
        let index = verified
            .targets
            .get(MANIFEST)
            .ok_or_else(|| missing(MANIFEST))?;
        let name = index.name_on_host(MANIFEST);
        let bytes = read(&dir.join(&name), MAX_INDEX_BYTES)?.ok_or_else(|| missing(&name))?;
        if sha256(&bytes) != index.sha256 {
            let message = format!("{name} is not the file that was signed");
            return Err(Error::new(Code::SignatureInvalid, message).advise(Advice::RestoreFolder));
        }
        Ok(Self {
            manifest: Manifest::parse(&bytes)?,
            targets: verified.targets,
            targets_file,
            snapshot_file,
            timestamp_file,
        })
    }
}

impl SignedFile {
    pub(super) fn of(bytes: Vec<u8>) -> Result<Self, Error> {
        let odd = || Error::new(Code::NotASource, "it is not a signed file");
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| odd())?;
        let signed = &value["signed"];
        let expires = signed["expires"].as_str().and_then(|it| it.parse().ok());
        let published = signed["published"].as_str();
        Ok(Self {
            published: published.and_then(|it| it.parse().ok()),
            version: signed["version"].as_u64().ok_or_else(odd)?,
            expires: expires.ok_or_else(odd)?,
            bytes,
        })
    }

    /// Returns the version of a file that it lists.
    fn listed(&self, name: &str) -> Result<u64, Error> {
        let value: Value = serde_json::from_slice(&self.bytes).unwrap_or_default();
        let version = value["signed"]["meta"][name]["version"].as_u64();
        version.ok_or_else(|| missing(name))
    }
}

fn missing(name: &str) -> Error {
    let message = format!("{name} is missing");
    Error::new(Code::SourceIncomplete, message).advise(Advice::RestoreFolder)
}

/// Returns the name of a root.
pub(super) fn root_name(version: u64) -> String {
    format!("{version}.root.json")
}

/// Returns the SHA-256 of bytes in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    colophon_fingerprint::hex(&colophon_fingerprint::sha256(bytes))
}

/// Reads a file that is not longer than `max`; none if it is not there.
fn read(path: &Path, max: u64) -> Result<Option<Vec<u8>>, Error> {
    read_bounded(path, max).map_err(|e| unreadable(e, path))
}

/// Returns whether keys of another root signed.
fn is_of_keys(error: &colophon_supply::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ThresholdNotMet | ErrorKind::SignatureInvalid
    )
}

/// Verifies what a host has, as a reader does who knows the first root alone.
pub(super) fn refreshed(
    first_root: &[u8],
    host: &Disk,
) -> Result<Verified, colophon_supply::Error> {
    refresh(first_root, Arc::new(host.clone()), Arc::new(Forgetful))
}

/// The folder as a host, with files that are not written yet, and one that is hidden.
#[derive(Debug, Clone)]
pub(super) struct Disk {
    dir: PathBuf,
    pub(super) unwritten: BTreeMap<String, Vec<u8>>,
    hidden: Option<String>,
}

impl Disk {
    pub(super) fn of(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            unwritten: BTreeMap::new(),
            hidden: None,
        }
    }
}

impl Host for Disk {
    fn get(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, HostError> {
        if self.hidden.as_deref() == Some(name) {
            return Ok(None);
        }
        if let Some(bytes) = self.unwritten.get(name) {
            return Ok(Some(bytes.clone()));
        }
        Ok(read_bounded(&self.dir.join(name), max)?)
    }
}

/// A memory that keeps nothing: the folder itself is what is known.
struct Forgetful;

impl Memory for Forgetful {
    fn load(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn store(&self, _: &str, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
}
