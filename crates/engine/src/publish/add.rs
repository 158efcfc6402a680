//! Adding an index to the set: the base first, then deltas.

use std::fs;
use std::path::PathBuf;

use colophon_index::{Digest, DigestKind, Index};
use jiff::Timestamp;

use super::assemble::{self, Assembled};
use super::cut::cut;
use super::keyring::{Keyring, Signing};
use super::look::{self, written};
use super::notes::Notes;
use super::place::Place;
use super::public::with_public_ids;
use super::staged::{Staged, Upload, Why, roles_to_sign};
use super::state::State;
use crate::error::Error;
use crate::indexes;
use crate::job::Job;
use crate::report::{Advice, Code};
use crate::sets::{Manifest, Mirror, Role, SetFile};

/// The most files of a set.
pub(super) const MAX_FILES: usize = 64;

/// The most bytes of a set with whose works those of a new file are compared.
const MAX_COMPARED: u64 = 1 << 30;

/// What to add.
#[derive(Debug, Clone)]
pub struct AddRequest {
    /// The folder.
    pub dir: PathBuf,
    /// The index.
    pub file: PathBuf,
    /// What is said about the set from now on.
    pub said: Said,
    /// Whether titles that look wrong are meant.
    pub as_is: bool,
    /// The length of the parts.
    pub part_bytes: u64,
}

/// What is said about a set.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// What it holds.
    pub description: Option<String>,
    /// Under which terms it may be used.
    pub licence: Option<String>,
    /// Where else it is.
    pub mirrors: Option<Vec<Mirror>>,
}

/// What was published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The name of the new file, if there is one.
    pub file: Option<String>,
    /// The number of the state.
    pub set: u64,
    /// How many works readers see.
    pub n_works: u64,
    /// How many records.
    pub n_records: u64,
    /// How many works of the new file have a text that the set has already, as far as
    /// that was compared.
    pub again: u64,
    /// The new files, in the order in which they are uploaded.
    pub uploads: Vec<Upload>,
}

/// Adds an index to what is published.
///
/// # Errors
///
/// `index-incompatible`, `invalid-argument` for an index that cannot be part of the set
/// or should not; those of the index; `key-missing`, `passphrase-wrong`; `in-use`,
/// `disk-full`, `unwritable`, `cancelled`. What was published is as it was then.
pub fn add(request: &AddRequest, signing: &Signing<'_>, job: &Job) -> Result<Published, Error> {
    let place = Place::of(&request.dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    let state = State::load(&place)?;
    let index = look::open(&request.file)?;
    let limit = || assemble::limit_of_base(&place, &state, job);
    let replaces_ids = look::check(&index, &state, &limit, request.as_is, job)?;
    for role in roles_to_sign(&state, &state.root, Why::Publish) {
        ring.unlock_role(&state.root, role)?;
    }
    look::verify(&request.file, job)?;
    let (aside, again) = match &state.content {
        Some(content) if size_of(&content.manifest) <= MAX_COMPARED => {
            let aside = Assembled::all(&place, &content.manifest, job)?;
            let again = again(&index, &aside)?;
            (aside, again)
        }
        _ => (Assembled::begin(&place)?, 0),
    };
    let index = with_public_ids(index, replaces_ids, aside.folder(), job)?;
    look::check_is_new(&index, &request.file, &state)?;

    let now = Timestamp::now();
    let set = place.next_set(state.content.as_ref().map_or(0, |it| it.manifest.set));
    let role = match state.content {
        None => Role::Base,
        Some(_) => Role::Delta,
    };
    let name = match role {
        Role::Base => format!("base-{set}"),
        _ => format!("delta-{set}"),
    };
    let mut file = SetFile::of_index(&name, role, &index);
    let notes = Notes::read(&place)?;
    let mut manifest = match &state.content {
        None => first_manifest(&state, &notes, set, index.info().scale),
        Some(content) => content.manifest.clone(),
    };
    check_room(&manifest)?;
    let mut uploads = cut(&place, index.path(), &mut file, request.part_bytes, job)?;
    if role == Role::Base {
        let limit = Some(index.info().max_works_per_hash);
        let notes = Notes {
            max_works_per_hash: limit,
            ..notes
        };
        notes.write(&place)?;
    }
    // The removals stay last.
    let at = manifest
        .files
        .iter()
        .filter(|it| it.role != Role::Removed)
        .count();
    manifest.files.insert(at, file);
    for way in &mut manifest.ways {
        way.push(name.clone());
    }
    describe(&mut manifest, &request.said, set, now);
    let staged = Staged::make(&place, &state, Some(&manifest), None, &ring, now)?;
    let signed = staged.write_with_sums(&place, &manifest)?;
    if state.content.is_none() {
        uploads.extend(written_before(&place, &signed));
    }
    uploads.extend(signed);
    Ok(Published {
        again,
        ..published(&manifest, Some(name), uploads)
    })
}

/// Returns the files that were there before the first index, which have to be uploaded
/// with it.
fn written_before(place: &Place, signed: &[Upload]) -> Vec<Upload> {
    let mut names = place.names("");
    names.sort();
    let is_new = |name: &String| signed.iter().all(|it| it.name != *name);
    let others = names.into_iter().filter(is_new).filter_map(|name| {
        let metadata = fs::metadata(place.file(&name)).ok()?;
        metadata.is_file().then_some(Upload {
            size_bytes: metadata.len(),
            name,
        })
    });
    others.collect()
}

fn first_manifest(state: &State, notes: &Notes, set: u64, scale: u32) -> Manifest {
    let id = state.fingerprint().id();
    let mut manifest = Manifest::new(id.as_str(), set, &notes.name, "", scale, Vec::new());
    manifest.description.clone_from(&notes.description);
    manifest.contact.clone_from(&notes.contact);
    manifest.licence.clone_from(&notes.licence);
    manifest.mirrors.clone_from(&notes.mirrors);
    manifest
}

/// Refuses another file in a set that is full.
pub(super) fn check_room(manifest: &Manifest) -> Result<(), Error> {
    if manifest.files.len() < MAX_FILES {
        return Ok(());
    }
    let message = format!("a set has at most {MAX_FILES} files");
    Err(Error::new(Code::LimitExceeded, message).advise(Advice::MakeNewBase))
}

/// Says what is new about a state.
pub(super) fn describe(manifest: &mut Manifest, said: &Said, set: u64, now: Timestamp) {
    manifest.set = set;
    manifest.published = written(now);
    if let Some(description) = &said.description {
        manifest.description.clone_from(description);
    }
    if let Some(licence) = &said.licence {
        manifest.licence.clone_from(licence);
    }
    if let Some(mirrors) = &said.mirrors {
        manifest.mirrors.clone_from(mirrors);
    }
}

/// Returns what readers of a state see.
pub(super) fn published(
    manifest: &Manifest,
    file: Option<String>,
    uploads: Vec<Upload>,
) -> Published {
    let sum = |of: fn(&SetFile) -> u64| first_way(manifest).map(of).sum::<u64>();
    Published {
        file,
        set: manifest.set,
        n_works: sum(|it| it.n_works).saturating_sub(manifest.removed.works),
        n_records: sum(|it| it.n_records).saturating_sub(manifest.removed.records),
        again: 0,
        uploads,
    }
}

fn size_of(manifest: &Manifest) -> u64 {
    manifest.files.iter().map(|file| file.size_bytes).sum()
}

/// Counts the works of an index whose texts a set has.
fn again(index: &Index, set: &Assembled) -> Result<u64, Error> {
    let (set, _) = indexes::look_at(set.folder())?;
    let mut texts = Vec::new();
    index.text_digests(&mut |_, bytes| {
        texts.push(Digest {
            kind: DigestKind::TextSha256,
            bytes: bytes.to_vec(),
        });
    })?;
    let mut n = 0;
    for text in texts {
        n += u64::from(!set.find_digest(&text)?.is_empty());
    }
    Ok(n)
}

/// Returns the files of the way that readers take first.
pub(super) fn first_way(manifest: &Manifest) -> impl Iterator<Item = &SetFile> {
    let way = manifest.ways.first();
    let is_in = move |file: &&SetFile| way.is_none_or(|way| way.contains(&file.name));
    manifest.files.iter().filter(is_in)
}
