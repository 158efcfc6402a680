//! The signed files of a next state: made, tried as a reader would, and only then
//! written, in an order in which the folder is one state or the other at any moment.

use std::collections::BTreeMap;
use std::fs;

use colophon_supply::{
    KeyId, MAX_INDEX_BYTES, MAX_PARTS, MAX_TARGETS_BYTES, Role, Root, Signed, Target, part_name,
    signers, snapshot, targets, timestamp,
};
use jiff::{SignedDuration, Timestamp};

use super::failure::{invalid, of_supply};
use super::keyring::Keyring;
use super::pages;
use super::place::{PARTS, Place};
use super::state::{Disk, State, TIMESTAMP, refreshed, root_name, sha256};
use super::write::{For, write_whole};
use crate::error::Error;
use crate::report::{Advice, Code};
use crate::sets::{MANIFEST, Manifest};

/// A file that has to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name in the folder.
    pub name: String,
    /// Its length.
    pub size_bytes: u64,
}

/// Targets, by their paths.
type Listed = BTreeMap<String, Target>;

/// A root that comes into effect.
#[derive(Debug, Clone)]
pub(super) struct NewRoot {
    pub(super) root: Root,
    pub(super) bytes: Vec<u8>,
}

/// The files of a next state, in the order in which they are written.
#[derive(Debug)]
pub(super) struct Staged {
    files: Vec<(String, Vec<u8>)>,
    /// Whether a change of keys that was cut short is complete with it.
    finishes: bool,
}

/// Returns a time some days from now.
pub(super) fn in_days(now: Timestamp, days: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_hours(24 * days))
        .unwrap_or(Timestamp::MAX)
}

/// Whose keys sign: those of the roots that a reader may know.
struct Signers<'a> {
    roots: Vec<&'a Root>,
    ring: &'a Keyring<'a>,
}

impl Signers<'_> {
    fn sign(&self, signed: &Signed, role: Role) -> Result<Vec<u8>, Error> {
        let ids: Vec<&KeyId> = self.roots.iter().flat_map(|root| root.ids(role)).collect();
        let keys = self.ring.among(&ids);
        signed.to_bytes(&keys).map_err(|e| of_supply(&e))
    }
}

/// Returns whether a file is signed by as many keys of a role as have to sign.
pub(super) fn is_signed(bytes: &[u8], root: &Root, role: Role) -> bool {
    let signers = signers(bytes);
    let n = root
        .ids(role)
        .iter()
        .filter(|id| signers.contains(id))
        .count() as u64;
    n >= root.threshold(role)
}

/// Why files are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Something new is published.
    Publish,
    /// Nothing is newer.
    Renew,
    /// Other keys sign from now on.
    Keys,
}

/// Returns the roles whose files keys of a root have to sign for the next state.
pub(super) fn roles_to_sign(state: &State, root: &Root, why: Why) -> Vec<Role> {
    let Some(content) = &state.content else {
        return match why {
            Why::Publish => vec![Role::Targets, Role::Snapshot, Role::Timestamp],
            Why::Renew | Why::Keys => Vec::new(),
        };
    };
    // Another rhythm is another date in each file.
    let mut is_changed = why == Why::Publish || root.every != state.root.every;
    let mut roles = Vec::new();
    let files = [
        (Role::Targets, &content.targets_file.bytes),
        (Role::Snapshot, &content.snapshot_file.bytes),
        (Role::Timestamp, &content.timestamp_file.bytes),
    ];
    // A file that changes changes the one that lists it.
    for (role, bytes) in files {
        is_changed |= !is_signed(bytes, root, role);
        if is_changed || why == Why::Renew && role == Role::Timestamp {
            roles.push(role);
        }
    }
    roles
}

impl Staged {
    /// Makes the next state.
    ///
    /// `manifest` is what is published; without one, it is what was published before.
    /// `new_root` comes into effect with it. The keys that have to sign have been read.
    ///
    /// # Errors
    ///
    /// `limit-exceeded` if it is longer than readers read; those of what is not as it
    /// should be, found by reading the folder as it would be; `clock-wrong`.
    pub(super) fn make(
        place: &Place,
        state: &State,
        manifest: Option<&Manifest>,
        new_root: Option<&NewRoot>,
        ring: &Keyring<'_>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        ring.check_clock(state, now)?;
        let root = new_root.map_or(&state.root, |new| &new.root);
        let why = match (manifest, new_root) {
            (Some(_), _) => Why::Publish,
            (None, Some(_)) => Why::Keys,
            (None, None) => Why::Renew,
        };
        let roles = roles_to_sign(state, root, why);
        let mut roots = vec![root];
        roots.extend(new_root.map(|_| &state.root));
        let by = Signers { roots, ring };
        let content = state.content.as_ref();
        let mut files = Vec::new();
        let lasting = in_days(now, root.every.days_of_root());
        let mut listed = content.map(|it| it.targets.clone()).unwrap_or_default();
        if let Some(manifest) = manifest {
            let (name, bytes);
            (listed, name, bytes) = targets_of(manifest)?;
            files.push((name, bytes));
        }
        let targets_file = if roles.contains(&Role::Targets) {
            let version = place.next_version("targets");
            let bytes = by.sign(&targets(version, lasting, &listed), Role::Targets)?;
            if bytes.len() as u64 > MAX_TARGETS_BYTES {
                return Err(too_many());
            }
            files.push((format!("{version}.targets.json"), bytes.clone()));
            Some((version, bytes))
        } else {
            content.map(|it| (it.targets_file.version, it.targets_file.bytes.clone()))
        };
        let snapshot_file = match &targets_file {
            Some((targets_version, targets)) if roles.contains(&Role::Snapshot) => {
                let version = place.next_version("snapshot");
                let signed = snapshot(version, lasting, *targets_version, targets);
                let bytes = by.sign(&signed, Role::Snapshot)?;
                files.push((format!("{version}.snapshot.json"), bytes.clone()));
                Some((version, bytes))
            }
            _ => content.map(|it| (it.snapshot_file.version, it.snapshot_file.bytes.clone())),
        };
        if let Some((version, bytes)) = snapshot_file.filter(|_| roles.contains(&Role::Timestamp)) {
            let before = content.map_or(0, |it| it.timestamp_file.version);
            let expires = in_days(now, root.every.days_of_timestamp());
            let signed = timestamp(before + 1, expires, now, version, &bytes);
            files.push((TIMESTAMP.to_owned(), by.sign(&signed, Role::Timestamp)?));
        }
        let mut staged = Self {
            files,
            finishes: state.is_unfinished,
        };
        staged.place_root(place, state, new_root);
        staged.check(place, state)?;
        Ok(staged)
    }

    /// Puts the root where no reader meets files of other keys.
    ///
    /// If the keys of the root before signed too, the root is last: the files are right
    /// before it and after. If such a key is gone, it is first.
    fn place_root(&mut self, place: &Place, state: &State, new_root: Option<&NewRoot>) {
        let Some(new) = new_root else { return };
        let without = refreshed(&state.first_root, &self.tried(place));
        let at = if without.is_ok() { self.files.len() } else { 0 };
        let file = (root_name(new.root.version), new.bytes.clone());
        self.files.insert(at, file);
    }

    fn tried(&self, place: &Place) -> Disk {
        let mut host = Disk::of(place.dir());
        host.unwritten = self.files.iter().cloned().collect();
        host
    }

    /// Reads the folder as it would be.
    fn check(&self, place: &Place, state: &State) -> Result<(), Error> {
        let has_timestamp =
            state.content.is_some() || self.files.iter().any(|(name, _)| name == TIMESTAMP);
        let verified = match refreshed(&state.first_root, &self.tried(place)) {
            Ok(verified) => verified,
            // Before the first index there are roots alone.
            Err(error)
                if !has_timestamp && error.kind() == colophon_supply::ErrorKind::Incomplete =>
            {
                return Ok(());
            }
            Err(error) => return Err(of_supply(&error).at(place.dir())),
        };
        for (path, target) in &verified.targets {
            let name = target.name_on_host(path);
            let unwritten = self.files.iter().find(|(own, _)| *own == name);
            let length = match unwritten {
                Some((_, bytes)) => Some(bytes.len() as u64),
                None => fs::metadata(place.file(&name)).ok().map(|it| it.len()),
            };
            if length != Some(target.length) {
                let message = format!("{name} is missing or has another length");
                let error = Error::new(Code::SourceIncomplete, message);
                return Err(error.advise(Advice::RestoreFolder).at(place.dir()));
            }
        }
        Ok(())
    }

    /// Writes the files, and returns them in the order in which they are uploaded.
    pub(super) fn write(self, place: &Place) -> Result<Vec<Upload>, Error> {
        let mut uploads = Vec::new();
        for (name, bytes) in self.files {
            write_whole(&place.file(&name), &bytes, For::All)?;
            uploads.push(Upload {
                name,
                size_bytes: bytes.len() as u64,
            });
        }
        if self.finishes {
            let _ = fs::remove_dir_all(place.pending());
        }
        Ok(uploads)
    }

    /// Writes what people read, then the files.
    pub(super) fn write_with_sums(
        self,
        place: &Place,
        manifest: &Manifest,
    ) -> Result<Vec<Upload>, Error> {
        let sums = pages::sums(manifest);
        write_whole(&place.file(pages::SUMS), sums.as_bytes(), For::All)?;
        let mut uploads = self.write(place)?;
        // The last one switches readers over.
        let at = uploads.len().saturating_sub(1);
        uploads.insert(
            at,
            Upload {
                name: pages::SUMS.to_owned(),
                size_bytes: sums.len() as u64,
            },
        );
        Ok(uploads)
    }
}

/// Returns the targets of a set, and its `index.json`.
fn targets_of(manifest: &Manifest) -> Result<(Listed, String, Vec<u8>), Error> {
    let bytes = manifest.to_json().into_bytes();
    Manifest::parse(&bytes).map_err(|error| {
        let message = format!("index.json cannot say this: {}", error.message());
        invalid(message, Advice::PublishFields)
    })?;
    if bytes.len() as u64 > MAX_INDEX_BYTES {
        return Err(too_many());
    }
    let index = Target {
        length: bytes.len() as u64,
        sha256: sha256(&bytes),
    };
    let name = index.name_on_host(MANIFEST);
    let mut listed = BTreeMap::from([(MANIFEST.to_owned(), index)]);
    for file in &manifest.files {
        for (n, part) in file.parts.iter().enumerate() {
            let start = n as u64 * file.part_bytes;
            let target = Target {
                length: file.size_bytes.saturating_sub(start).min(file.part_bytes),
                sha256: part.clone(),
            };
            listed.insert(format!("{PARTS}/{}", part_name(&file.name, n)), target);
        }
    }
    if listed.len() > MAX_PARTS {
        return Err(too_many());
    }
    Ok((listed, name, bytes))
}

fn too_many() -> Error {
    let message = "the set has more files or parts than readers accept";
    Error::new(Code::LimitExceeded, message).advise(Advice::MakeNewBase)
}
