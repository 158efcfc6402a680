//! An index before it is published: what its works will be called, and what should not
//! be public.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_fingerprint::RECIPE;
use colophon_index::{Index, WorkId};
use jiff::Timestamp;

use super::failure::invalid;
use super::junk::{Flaw, flaw_of_author, flaw_of_title};
use super::notes::Notes;
use super::place::Place;
use super::public::Ids;
use super::state::State;
use crate::error::Error;
use crate::indexes;
use crate::job::Job;
use crate::report::{Advice, Code};
use crate::sets::{self, Located};
use crate::trial;

/// The most works that are named with what is wrong about them.
const MAX_FLAWED: usize = 200;

/// A work, as a reader will see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its author.
    pub author: String,
}

/// A work with a value that should not be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flawed {
    /// The work.
    pub work: Shown,
    /// The value.
    pub value: String,
    /// Why it should not be published.
    pub flaw: Flaw,
}

/// What is about to be published.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The file.
    pub file: PathBuf,
    /// Its name.
    pub name: String,
    /// How many works it has.
    pub n_works: u64,
    /// How many records.
    pub n_records: u64,
    /// The collections whose records it lists.
    pub sources: Vec<String>,
    /// The first works.
    pub works: Vec<Shown>,
    /// The works with a value that should not be published, the first of them.
    pub flawed: Vec<Flawed>,
    /// How many values there are that should not be published.
    pub n_flawed: u64,
    /// Whether readers will see other ids than the index has.
    pub replaces_ids: bool,
}

/// Shows what is about to be published: the first `most` works.
///
/// # Errors
///
/// Those of the index.
pub fn look(file: &Path, most: usize, job: &Job) -> Result<Preview, Error> {
    preview(&open(file)?, most, job)
}

/// Opens the file of an index, after a trial.
pub(super) fn open(file: &Path) -> Result<Index, Error> {
    match sets::locate(file) {
        Located::File(path) => trial::open(&path),
        Located::Folder(path) => {
            let message = "this is the folder of a set, and one file is published at a time";
            Err(invalid(message, Advice::ChooseIndexFile).at(&path))
        }
    }
}

fn preview(index: &Index, most: usize, job: &Job) -> Result<Preview, Error> {
    let info = index.info();
    let mut preview = Preview {
        file: index.path().to_owned(),
        name: info.name.clone(),
        n_works: info.n_works,
        n_records: info.n_records,
        sources: index.sources()?.into_iter().map(|it| it.name).collect(),
        works: Vec::new(),
        flawed: Vec::new(),
        n_flawed: 0,
        replaces_ids: false,
    };
    let mut ids = Ids::of(index);
    index.works_from(WorkId::new(0), &mut |id, work| {
        let shown = Shown {
            id: ids.id(id, &work),
            title: work.title,
            author: work.author,
        };
        let is_named_by_file = work.is_id_of_file && work.id == shown.title;
        preview.judge(&shown, is_named_by_file);
        if preview.works.len() < most {
            preview.works.push(shown);
        }
        job.go_on()
    })?;
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    preview.replaces_ids = ids.finish()?;
    Ok(preview)
}

impl Preview {
    fn judge(&mut self, work: &Shown, is_named_by_file: bool) {
        let of_file = is_named_by_file.then_some(Flaw::FileName);
        let flaws = [
            (&work.title, flaw_of_title(&work.title).or(of_file)),
            (&work.author, flaw_of_author(&work.author)),
        ];
        for (value, flaw) in flaws {
            let Some(flaw) = flaw else { continue };
            self.n_flawed += 1;
            if self.flawed.len() < MAX_FLAWED {
                self.flawed.push(Flawed {
                    work: work.clone(),
                    value: value.clone(),
                    flaw,
                });
            }
        }
    }
}

/// Refuses an index that cannot be part of the set, or should not. Returns whether ids
/// of it have to be replaced.
///
/// `limit_of_base` returns in how many works of the base a hash may be.
///
/// # Errors
///
/// `index-incompatible` for another recipe or scale; `invalid-argument` for content that
/// the set has, an index without content, and for values that should not be published,
/// unless `as_is` says that they are meant.
pub(super) fn check(
    index: &Index,
    state: &State,
    limit_of_base: &dyn Fn() -> Result<Option<u32>, Error>,
    as_is: bool,
    job: &Job,
) -> Result<bool, Error> {
    let info = index.info();
    let at = |error: Error| error.at(index.path());
    let other = |message: String| {
        let error = Error::new(Code::IndexIncompatible, message);
        at(error.advise(Advice::OtherIndex))
    };
    if info.n_works == 0 && info.n_records == 0 {
        let message = "it has neither works nor entries";
        return Err(at(invalid(message, Advice::OtherIndex)));
    }
    if info.recipe != RECIPE {
        let message = format!(
            "its fingerprints follow recipe {}, and this program uses {RECIPE}",
            info.recipe
        );
        let error = Error::new(Code::IndexIncompatible, message);
        return Err(at(error.advise(Advice::MatchingVersion)));
    }
    if let Some(content) = &state.content {
        let set = &content.manifest;
        if info.scale != set.scale {
            let message = format!(
                "its scale is 1 in {}, that of the set 1 in {}",
                info.scale, set.scale
            );
            return Err(other(message));
        }
        if let Some(limit) = limit_of_base()?
            && limit != info.max_works_per_hash
        {
            let message = format!(
                "it leaves out a hash of more than {} works, and the set one of more than {limit}",
                info.max_works_per_hash
            );
            return Err(other(message));
        }
    }
    check_is_new(index, index.path(), state)?;
    let preview = preview(index, 0, job)?;
    if let Some(first) = preview.flawed.first().filter(|_| !as_is) {
        let message = format!(
            "{} of its titles or authors should not be published; the first is “{}”",
            preview.n_flawed, first.value
        );
        return Err(at(invalid(message, Advice::CorrectTitles)));
    }
    Ok(preview.replaces_ids)
}

/// Refuses content that the set has.
///
/// # Errors
///
/// `invalid-argument`.
pub(super) fn check_is_new(index: &Index, file: &Path, state: &State) -> Result<(), Error> {
    let digest = index.info().content_sha256_hex();
    let mut files = state.content.iter().flat_map(|it| &it.manifest.files);
    match files.find(|file| file.content_sha256 == digest) {
        Some(same) => {
            let message = format!("the set has this content already, as {}", same.name);
            Err(invalid(message, Advice::OtherIndex).at(file))
        }
        None => Ok(()),
    }
}

/// Reads all of an index and checks it.
pub(super) fn verify(file: &Path, job: &Job) -> Result<(), Error> {
    let (set, _) = indexes::look_at(file)?;
    indexes::verify(&set, job)
}

/// Returns in how many works of the base a hash may be, if that was noted.
pub(super) fn noted_limit(place: &Place) -> Result<Option<u32>, Error> {
    Ok(Notes::read(place)?.max_works_per_hash)
}

/// Returns the time as `index.json` has it.
pub(super) fn written(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Goes on, or stops a callback.
pub(super) fn go_on(job: &Job) -> Result<(), Error> {
    match job.go_on() {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::cancelled()),
    }
}
