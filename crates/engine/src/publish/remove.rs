//! Taking works and records out of what readers match.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use colophon_catalogue::doi;
use colophon_catalogue::terms::TermKind;
use colophon_fingerprint::unhex;
use colophon_index::{
    Digest, DigestKind, Index, RecordNumber, Removal, Removals, RemovedOfSource, Set, WorkId,
};
use jiff::Timestamp;

use super::add::{Published, Said, check_room, describe, first_way, published};
use super::assemble::Assembled;
use super::cut::cut;
use super::failure::{invalid, unwritable};
use super::keyring::{Keyring, Signing};
use super::look::go_on;
use super::place::Place;
use super::staged::{Staged, Why, roles_to_sign};
use super::state::State;
use crate::error::Error;
use crate::job::Job;
use crate::report::{Advice, Code};
use crate::sets::{Manifest, Plan, Removed, Role, SetFile};

/// What to take out.
#[derive(Debug, Clone, Default)]
pub struct RemoveRequest {
    /// The folder.
    pub dir: PathBuf,
    /// Ids of works.
    pub works: Vec<String>,
    /// Records, each as `SOURCE:ID`.
    pub records: Vec<String>,
    /// Digests of texts and files: MD5, SHA-1 or SHA-256 in hexadecimal digits.
    pub digests: Vec<String>,
    /// The length of the parts.
    pub part_bytes: u64,
}

/// What was taken out.
#[derive(Debug, Clone)]
pub struct TakenOut {
    /// What readers see now.
    pub published: Published,
    /// How many works and records went for each thing that was asked for.
    pub found: Vec<Found>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id or the digest, as asked for.
    pub asked: String,
    /// How many works.
    pub n_works: u64,
    /// How many records.
    pub n_records: u64,
}

/// Takes works and records out of the set: from their next update on, no reader
/// matches them.
///
/// # Errors
///
/// `not-found-in-index` if something is not there, and nothing is written then;
/// `invalid-argument` for what is not a digest; those of [`add`](super::add()).
pub fn remove(
    request: &RemoveRequest,
    signing: &Signing<'_>,
    job: &Job,
) -> Result<TakenOut, Error> {
    let digests = request.digests.iter().map(|text| digest_of(text));
    let digests: Vec<Vec<u8>> = digests.collect::<Result<_, _>>()?;
    let place = Place::of(&request.dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    let state = State::load(&place)?;
    let content = state.content(&place)?;
    for role in roles_to_sign(&state, &state.root, Why::Publish) {
        ring.unlock_role(&state.root, role)?;
    }
    let assembled = Assembled::all(&place, &content.manifest, job)?;
    let files = Files::open(&assembled, &content.manifest)?;
    let before = removals_of(&assembled, &content.manifest)?;
    let mut wanted = Wanted::default();
    files.find_works(&request.works, &mut wanted, job)?;
    files.find_records(&request.records, &mut wanted, job)?;
    for (text, digest) in request.digests.iter().zip(&digests) {
        files.find_digest(text, digest, &mut wanted)?;
    }
    let way: BTreeSet<String> = first_way(&content.manifest)
        .map(|it| it.content_sha256.clone())
        .collect();
    let asked = request
        .works
        .iter()
        .chain(&request.records)
        .chain(&request.digests);
    let found = wanted.found(asked, &before, &files, &way)?;

    let removals = files.with(&before, &wanted)?;
    let now = Timestamp::now();
    let set = place.next_set(content.manifest.set);
    let name = format!("removed-{set}");
    let bytes = removals.to_bytes();
    let mut file = SetFile::of_removals(&name, &bytes);
    let path = assembled.path(&file);
    fs::write(&path, &bytes).map_err(|e| unwritable(e, &path))?;
    let mut manifest = content.manifest.clone();
    replace_removals(&mut manifest, file.clone());
    check_room(&manifest)?;
    manifest.removed = removed_of(&manifest, &removals);
    describe(&mut manifest, &Said::default(), set, now);
    // The set has to open with the new list, as it will for readers.
    assembled.describe(&manifest)?;
    let set = Plan::of(assembled.folder())?.open()?;
    set.verify_removals(&mut || job.go_on())?;
    drop(set);
    let mut uploads = cut(&place, &path, &mut file, request.part_bytes, job)?;
    replace_removals(&mut manifest, file);
    let staged = Staged::make(&place, &state, Some(&manifest), None, &ring, now)?;
    uploads.extend(staged.write_with_sums(&place, &manifest)?);
    Ok(TakenOut {
        published: published(&manifest, Some(name), uploads),
        found,
    })
}

/// Puts a list of removals in the place of those before it, in each way.
pub(super) fn replace_removals(manifest: &mut Manifest, file: SetFile) {
    let name = file.name.clone();
    manifest.files.retain(|it| it.role != Role::Removed);
    let kept: BTreeSet<String> = manifest.files.iter().map(|it| it.name.clone()).collect();
    for way in &mut manifest.ways {
        way.retain(|it| kept.contains(it));
        way.push(name.clone());
    }
    manifest.files.push(file);
}

/// Returns what was taken out of the files of a set.
pub(super) fn removals_of(assembled: &Assembled, manifest: &Manifest) -> Result<Removals, Error> {
    let mut all = Removals::default();
    for file in manifest.files.iter().filter(|it| it.role == Role::Removed) {
        let listed = Removals::read(&assembled.path(file))?;
        for digest in listed.files() {
            *all.entry(*digest) = listed.of(digest).cloned().unwrap_or_default();
        }
    }
    Ok(all)
}

/// Returns how much of the first way is taken out.
pub(super) fn removed_of(manifest: &Manifest, removals: &Removals) -> Removed {
    let mut removed = Removed::default();
    for file in first_way(manifest) {
        let digest = unhex(&file.content_sha256);
        let digest = digest.as_deref().and_then(|it| it.first_chunk());
        if let Some(removal) = digest.and_then(|digest| removals.of(digest)) {
            removed.works += removal.works.len() as u64;
            removed.records += removal.records.len() as u64;
        }
    }
    removed
}

/// Reads a digest.
fn digest_of(text: &str) -> Result<Vec<u8>, Error> {
    let bytes = unhex(&text.trim().to_ascii_lowercase());
    let bytes = bytes.filter(|bytes| matches!(bytes.len(), 16 | 20 | 32));
    bytes.ok_or_else(|| invalid(format!("“{text}” is not a checksum"), Advice::DigestForm))
}

/// The numbers in one file of what was found.
#[derive(Debug, Default)]
struct Numbers {
    works: BTreeSet<u32>,
    records: BTreeSet<u32>,
}

/// What was found, by the id or digest in the request and by the place of the file.
#[derive(Debug, Default)]
struct Wanted {
    by: BTreeMap<String, BTreeMap<usize, Numbers>>,
}

impl Wanted {
    fn of(&mut self, asked: &str, file: usize) -> &mut Numbers {
        self.by
            .entry(asked.to_owned())
            .or_default()
            .entry(file)
            .or_default()
    }

    /// Counts what is new, in the files that readers see, and refuses what is not there.
    fn found<'a>(
        &self,
        asked: impl Iterator<Item = &'a String>,
        before: &Removals,
        files: &Files,
        way: &BTreeSet<String>,
    ) -> Result<Vec<Found>, Error> {
        let mut all = Vec::new();
        for asked in asked {
            let mut found = Found {
                asked: asked.clone(),
                n_works: 0,
                n_records: 0,
            };
            for (place, numbers) in self.by.get(asked).into_iter().flatten() {
                let Some(index) = files.set.files().nth(*place) else {
                    continue;
                };
                if !way.contains(&index.info().content_sha256_hex()) {
                    continue;
                }
                let gone = before
                    .of(&index.info().content_sha256)
                    .cloned()
                    .unwrap_or_default();
                let n = |new: &BTreeSet<u32>, gone: &[u32]| {
                    new.iter()
                        .filter(|it| gone.binary_search(it).is_err())
                        .count() as u64
                };
                found.n_works += n(&numbers.works, &gone.works);
                found.n_records += n(&numbers.records, &gone.records);
            }
            if found.n_works + found.n_records == 0 {
                let why = if self.by.contains_key(asked) {
                    "was taken out already"
                } else {
                    "is not in the index"
                };
                return Err(Error::new(
                    Code::NotFoundInIndex,
                    format!("“{asked}” {why}"),
                ));
            }
            all.push(found);
        }
        Ok(all)
    }
}

/// All indexes of a set, those of other ways too, with everything in them.
struct Files {
    set: Set,
    /// How many works and records there are before each file.
    starts: Vec<(u64, u64)>,
}

impl Files {
    fn open(assembled: &Assembled, manifest: &Manifest) -> Result<Self, Error> {
        let mut indexes = Vec::new();
        for file in manifest.files.iter().filter(|it| it.role != Role::Removed) {
            indexes.push(Index::open(&assembled.path(file))?);
        }
        let (mut starts, mut works, mut records) = (Vec::new(), 0, 0);
        for index in &indexes {
            starts.push((works, records));
            works += index.info().n_works;
            records += index.info().n_records;
        }
        let set = Set::join(indexes, &Removals::default())?;
        Ok(Self { set, starts })
    }

    /// Returns the file of a work of the set, and its number there.
    fn work(&self, id: WorkId) -> (usize, u32) {
        let number = u64::from(id.get());
        let place = self.starts.partition_point(|(works, _)| *works <= number) - 1;
        (place, own(number - self.starts[place].0))
    }

    fn record(&self, number: u32) -> (usize, u32) {
        let number = u64::from(number);
        let place = self
            .starts
            .partition_point(|(_, records)| *records <= number)
            - 1;
        (place, own(number - self.starts[place].1))
    }

    fn find_works(&self, ids: &[String], wanted: &mut Wanted, job: &Job) -> Result<(), Error> {
        let asked: BTreeSet<&String> = ids.iter().collect();
        if asked.is_empty() {
            return Ok(());
        }
        self.set.works_from(WorkId::new(0), &mut |id, work| {
            if asked.contains(&work.id) {
                let (place, number) = self.work(id);
                wanted.of(&work.id, place).works.insert(number);
            }
            job.go_on()
        })?;
        go_on(job)
    }

    fn find_records(&self, named: &[String], wanted: &mut Wanted, job: &Job) -> Result<(), Error> {
        let asked: BTreeSet<&String> = named.iter().collect();
        if asked.is_empty() {
            return Ok(());
        }
        let dois: BTreeMap<(&str, u64), &String> = named
            .iter()
            .filter_map(|full| {
                let (source, id) = full.split_once(':')?;
                Some(((source, doi::hash(&doi::parse(id)?)), full))
            })
            .collect();
        let sources = self.set.sources();
        self.set.records_from(0, &mut |number, record| {
            let source = sources.get(usize::from(record.source));
            let name = source.map_or("", |source| &source.name);
            // A record that is a DOI alone has no other id.
            let full = match record.listed_doi {
                Some(hash) => match dois.get(&(name, hash)) {
                    Some(full) => (*full).clone(),
                    None => return job.go_on(),
                },
                None => format!("{name}:{}", record.id),
            };
            if asked.contains(&full) {
                let (place, own) = self.record(number);
                wanted.of(&full, place).records.insert(own);
            }
            job.go_on()
        })?;
        go_on(job)
    }

    fn find_digest(&self, text: &str, bytes: &[u8], wanted: &mut Wanted) -> Result<(), Error> {
        let (kinds, term): (&[DigestKind], TermKind) = match bytes.len() {
            16 => (&[DigestKind::Md5], TermKind::Md5),
            20 => (&[DigestKind::Sha1], TermKind::Sha1),
            _ => (
                &[DigestKind::Sha256, DigestKind::TextSha256],
                TermKind::Sha256,
            ),
        };
        for kind in kinds {
            let digest = Digest {
                kind: *kind,
                bytes: bytes.to_vec(),
            };
            for id in self.set.find_digest(&digest)? {
                let (place, number) = self.work(id);
                wanted.of(text, place).works.insert(number);
            }
        }
        for id in self.set.find(term, bytes, usize::MAX)? {
            let (place, number) = self.record(id.number());
            wanted.of(text, place).records.insert(number);
        }
        Ok(())
    }

    /// Returns what is taken out of each file: what was before, and what was found.
    fn with(&self, before: &Removals, wanted: &Wanted) -> Result<Removals, Error> {
        let mut all = Removals::default();
        for (place, index) in self.set.files().enumerate() {
            let gone = before
                .of(&index.info().content_sha256)
                .cloned()
                .unwrap_or_default();
            let mut works: BTreeSet<u32> = gone.works.iter().copied().collect();
            let mut records: BTreeSet<u32> = gone.records.iter().copied().collect();
            for of_file in wanted.by.values().filter_map(|files| files.get(&place)) {
                works.extend(&of_file.works);
                records.extend(&of_file.records);
            }
            if works.is_empty() && records.is_empty() {
                continue;
            }
            let records: Vec<u32> = records.into_iter().collect();
            *all.entry(index.info().content_sha256) = Removal {
                works: works.into_iter().collect(),
                of_sources: of_sources(index, &records)?,
                records,
            };
        }
        Ok(all)
    }
}

/// Counts the records that are taken out by their sources in the file.
fn of_sources(index: &Index, records: &[u32]) -> Result<BTreeMap<u16, RemovedOfSource>, Error> {
    let mut counts: BTreeMap<u16, RemovedOfSource> = BTreeMap::new();
    for some in records.chunks(1 << 10) {
        let numbers: Vec<_> = some.iter().copied().map(RecordNumber::new).collect();
        for record in index.records(&numbers)? {
            let of_source = counts.entry(record.source).or_default();
            of_source.n_records += 1;
            of_source.n_titles += u64::from(!record.title.is_empty());
        }
    }
    Ok(counts)
}

fn own(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Goes through what was taken out of a file, works first.
pub(super) fn ids_of_removed(index: &Index, removal: &Removal) -> Result<BTreeSet<String>, Error> {
    let mut ids = BTreeSet::new();
    for number in &removal.works {
        ids.insert(index.work(WorkId::new(*number))?.id);
    }
    ids.remove("");
    Ok(ids)
}

/// Returns the ids of works that an index has and `ids` too.
pub(super) fn ids_again(index: &Index, ids: &BTreeSet<String>) -> Result<Vec<String>, Error> {
    let mut again = Vec::new();
    index.works_from(WorkId::new(0), &mut |_, work| {
        if ids.contains(&work.id) {
            again.push(work.id);
        }
        ControlFlow::Continue(())
    })?;
    Ok(again)
}
