//! A new base: the set in one file again.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use colophon_index::{Index, Removals};
use jiff::Timestamp;

use super::add::{Published, Said, describe, first_way, published};
use super::assemble::{Assembled, limit_of_base};
use super::cut::cut;
use super::failure::{invalid, unwritable};
use super::keyring::{Keyring, Signing};
use super::look;
use super::notes::Notes;
use super::place::Place;
use super::public::with_public_ids;
use super::remove::{ids_again, ids_of_removed, removals_of};
use super::staged::{Staged, Why, roles_to_sign};
use super::state::{Content, State};
use crate::error::Error;
use crate::job::Job;
use crate::report::Advice;
use crate::sets::{Manifest, MergeRequest, Removed, Role, SetFile, merge_indexes};

/// What the new base is.
#[derive(Debug, Clone)]
pub struct BaseRequest {
    /// The folder.
    pub dir: PathBuf,
    /// The new base. Without it, the files of the set are merged.
    pub file: Option<PathBuf>,
    /// What is said about the set from now on.
    pub said: Said,
    /// Whether titles that look wrong are meant, and works that were taken out.
    pub as_is: bool,
    /// Whether the files from before are not offered any more.
    pub erase: bool,
    /// The length of the parts.
    pub part_bytes: u64,
}

/// What was published.
#[derive(Debug, Clone)]
pub struct Rebased {
    /// What readers see now.
    pub published: Published,
    /// How many works they saw before.
    pub n_works_before: u64,
    /// How many files the way has that those take who have the old base; 0 if there is
    /// none.
    pub n_files_of_old_way: usize,
    /// Whether they hold what was taken out.
    pub holds_removed: bool,
}

/// Publishes a new base.
///
/// The merged set has the content that the files have together, so those who have the
/// files keep them: the old way stays in `index.json`. A base that was built elsewhere
/// has other content, so there is one way, and everybody gets it.
///
/// # Errors
///
/// `invalid-argument` if the set is one file with nothing taken out, if nothing would
/// be left, or if the new base holds a work that was taken out; those of
/// [`add`](super::add()).
pub fn base(request: &BaseRequest, signing: &Signing<'_>, job: &Job) -> Result<Rebased, Error> {
    let place = Place::of(&request.dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    let state = State::load(&place)?;
    let content = state.content(&place)?;
    let given = if let Some(file) = &request.file {
        let limit = || limit_of_base(&place, &state, job);
        let index = look::open(file)?;
        let replaces_ids = look::check(&index, &state, &limit, request.as_is, job)?;
        Some((file, index, replaces_ids))
    } else {
        check_is_of_several(&content.manifest, request.erase)?;
        None
    };
    for role in roles_to_sign(&state, &state.root, Why::Publish) {
        ring.unlock_role(&state.root, role)?;
    }
    let now = Timestamp::now();
    let set = place.next_set(content.manifest.set);
    let name = format!("base-{set}");
    if request.file.is_none() && first_way(&content.manifest).count() == 1 {
        return erase(request, &place, &state, content, &ring, now);
    }
    let assembled = Assembled::all(&place, &content.manifest, job)?;
    let index = match given {
        Some((file, index, replaces_ids)) => {
            look::verify(file, job)?;
            let index = with_public_ids(index, replaces_ids, assembled.folder(), job)?;
            look::check_is_new(&index, file, &state)?;
            index
        }
        None => Index::open(&merge(&assembled, &name, job)?)?,
    };
    let mut file = SetFile::of_index(&name, Role::Base, &index);
    let removals = removals_of(&assembled, &content.manifest)?;
    if request.file.is_some() && !request.as_is {
        check_stays_out(&index, &assembled, content, &removals)?;
    }
    let mut uploads = Vec::new();
    let mut manifest = content.manifest.clone();
    manifest.removed = Removed::default();
    if request.file.is_some() || request.erase {
        (manifest.files, manifest.ways) = (Vec::new(), Vec::new());
    } else {
        let list = keep_shortest_way(&mut manifest, &removals, set);
        if let Some((mut list, bytes)) = list {
            let path = assembled.path(&list);
            fs::write(&path, &bytes).map_err(|e| unwritable(e, &path))?;
            uploads.extend(cut(&place, &path, &mut list, request.part_bytes, job)?);
            super::remove::replace_removals(&mut manifest, list);
        }
        manifest.ways.insert(0, vec![name.clone()]);
    }
    let n_files_of_old_way = manifest.ways.get(1).map_or(0, Vec::len);
    let holds_removed = manifest.files.iter().any(|it| it.role == Role::Removed);
    uploads.extend(cut(
        &place,
        index.path(),
        &mut file,
        request.part_bytes,
        job,
    )?);
    manifest.files.insert(0, file);
    describe(&mut manifest, &request.said, set, now);
    let notes = Notes {
        max_works_per_hash: Some(index.info().max_works_per_hash),
        ..Notes::read(&place)?
    };
    let staged = Staged::make(&place, &state, Some(&manifest), None, &ring, now)?;
    uploads.extend(staged.write_with_sums(&place, &manifest)?);
    notes.write(&place)?;
    Ok(Rebased {
        n_works_before: published(&content.manifest, None, Vec::new()).n_works,
        published: published(&manifest, Some(name), uploads),
        n_files_of_old_way,
        holds_removed,
    })
}

/// Leaves the one file that readers get first, and no other way.
fn erase(
    request: &BaseRequest,
    place: &Place,
    state: &State,
    content: &Content,
    ring: &Keyring<'_>,
    now: Timestamp,
) -> Result<Rebased, Error> {
    let mut manifest = content.manifest.clone();
    let only: Vec<SetFile> = first_way(&manifest).cloned().collect();
    manifest.ways = vec![only.iter().map(|file| file.name.clone()).collect()];
    manifest.files = only;
    let set = place.next_set(content.manifest.set);
    describe(&mut manifest, &request.said, set, now);
    let staged = Staged::make(place, state, Some(&manifest), None, ring, now)?;
    let uploads = staged.write_with_sums(place, &manifest)?;
    let published = published(&manifest, None, uploads);
    Ok(Rebased {
        n_works_before: published.n_works,
        published,
        n_files_of_old_way: 0,
        holds_removed: false,
    })
}

/// Refuses what would change nothing.
fn check_is_of_several(manifest: &Manifest, erase: bool) -> Result<(), Error> {
    if first_way(manifest).count() > 1 || erase && manifest.ways.len() > 1 {
        return Ok(());
    }
    let message = "the set is one file already, with nothing taken out of it";
    Err(invalid(message, Advice::NothingToMerge))
}

fn merge(assembled: &Assembled, name: &str, job: &Job) -> Result<PathBuf, Error> {
    let out = assembled
        .folder()
        .join(format!("{name}.{}", crate::INDEX_ENDING));
    let request = MergeRequest {
        indexes: vec![assembled.folder().to_owned()],
        out: out.clone(),
        ..MergeRequest::default()
    };
    let summary = merge_indexes(&request, job)?;
    if summary.works + summary.records == 0 {
        let message = "everything was taken out, so nothing would be left";
        return Err(invalid(message, Advice::OtherIndex));
    }
    Ok(out)
}

/// Refuses a new base that brings back what was taken out.
fn check_stays_out(
    index: &Index,
    assembled: &Assembled,
    content: &Content,
    removals: &Removals,
) -> Result<(), Error> {
    let mut ids = BTreeSet::new();
    for file in content
        .manifest
        .files
        .iter()
        .filter(|it| it.role != Role::Removed)
    {
        let old = Index::open(&assembled.path(file))?;
        if let Some(removal) = removals.of(&old.info().content_sha256) {
            ids.extend(ids_of_removed(&old, removal)?);
        }
    }
    let again = ids_again(index, &ids)?;
    let Some(first) = again.first() else {
        return Ok(());
    };
    let message = format!(
        "it holds {} works that were taken out of the set; the first is “{first}”",
        again.len()
    );
    Err(invalid(message, Advice::CorrectTitles).at(index.path()))
}

/// Leaves the files of the way with the fewest of them, as the only way.
///
/// Returns the list of what was taken out of them, if the one that is there speaks of
/// other files too.
fn keep_shortest_way(
    manifest: &mut Manifest,
    removals: &Removals,
    set: u64,
) -> Option<(SetFile, Vec<u8>)> {
    let all: Vec<String> = manifest.files.iter().map(|it| it.name.clone()).collect();
    let shortest = manifest.ways.iter().min_by_key(|way| way.len()).cloned();
    let way = shortest.unwrap_or(all);
    manifest.files.retain(|file| way.contains(&file.name));
    manifest.ways = vec![way];
    let mut own = Removals::default();
    let mut n_others = 0;
    for digest in removals.files() {
        let hex = colophon_fingerprint::hex(digest);
        if manifest.files.iter().any(|file| file.content_sha256 == hex) {
            *own.entry(*digest) = removals.of(digest).cloned().unwrap_or_default();
        } else {
            n_others += 1;
        }
    }
    if n_others == 0 {
        return None;
    }
    if own.is_empty() {
        // Nothing was taken out of the files that stay.
        manifest.files.retain(|it| it.role != Role::Removed);
        let kept: Vec<String> = manifest.files.iter().map(|it| it.name.clone()).collect();
        manifest.ways = vec![kept];
        return None;
    }
    let bytes = own.to_bytes();
    Some((
        SetFile::of_removals(&format!("removed-{set}"), &bytes),
        bytes,
    ))
}
