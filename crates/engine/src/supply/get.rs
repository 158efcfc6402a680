//! Getting an index, and bringing it up to date.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use colophon_supply::{Host, Link, MAX_INDEX_BYTES, PUBLISHED_SOURCE, SourceFile};

use super::broker::{self, Said};
use super::got::{Got, Outcome, Warned};
use super::held::current;
use super::incoming::{free_of, n_mirrors, needs_of, remove_signed_files, remove_stale};
use super::install;
use super::link::{self, From};
use super::list;
use super::memory::Folder;
use super::offer::{Freshness, Have, Offer, Planned};
use super::parts::{bad_parts, bring, journal_of, partial_of};
use super::place::{Place, cannot_write, incoming_of_new};
use super::state::State;
use crate::clock::day;
use crate::durable;
use crate::error::Error;
use crate::job::{Job, Phase};
use crate::report::{Advice, Code};
use crate::sets::{MANIFEST, Manifest, Mirror, Role, SetFile};

/// How getting is done.
#[derive(Debug, Clone, Default)]
pub struct GetOptions {
    /// Says what would be got, and gets nothing.
    pub dry_run: bool,
    /// Takes an index although the publisher's last word has expired.
    pub accept_expired: bool,
    /// The fingerprint that a person compared, for an address without one.
    pub confirmed: Option<String>,
}

/// Gets the index of a source, which is added if it is not known yet.
///
/// # Errors
///
/// `not-a-source`, `fingerprint-differs`, `fingerprint-unknown`, those of the fetcher,
/// `signature-invalid`, `threshold-not-met`, `rolled-back`, `mixed-versions`,
/// `index-expired`, `newer-format`, `part-damaged`, `disk-full`, `read-only`, `busy`,
/// `index-damaged`, `cancelled`. What was there before is there then, and can be used.
pub fn get(from: &From, options: &GetOptions, job: &Job) -> Result<Got, Error> {
    let mut run = Run::new(options, job);
    let got = get_in(&mut run, from);
    got.map_err(|error| run.naming_contact(error))
}

/// As [`get`], for the publisher of the index.
pub(super) fn get_as_publisher(from: &From, options: &GetOptions, job: &Job) -> Result<Got, Error> {
    let got = get_in(&mut Run::new(options, job), from);
    got.map_err(|error| match (error.code(), error.advice()) {
        (_, Some(Advice::UploadUnderWay)) => error.advise(Advice::UploadAgain),
        (Code::IndexExpired, _) => error.advise(Advice::ConfirmAgain),
        _ => error,
    })
}

fn get_in(run: &mut Run<'_>, from: &From) -> Result<Got, Error> {
    let options = run.options;
    let source = run.source_of(from)?;
    let place = Place::of(&source.id())?;
    let _lock = place.lock()?;
    let is_known = place.source_file().is_file();
    let kept = Run::keep(&place, source)?;
    if let From::Folder(folder) = from {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
        if !options.dry_run {
            // A copy that is interrupted goes on from the same folder.
            let mut state = State::read(&place);
            state.folder = Some(folder.clone());
            state.write(&place)?;
        }
        run.folder = Some(folder);
    }
    let got = run.get(&place, &kept);
    // What only was asked about is not a source of the user's yet.
    if !is_known && !matches!(&got, Ok(got) if got.outcome != Outcome::Planned) {
        let keeps = got.as_ref().is_err_and(|error| {
            matches!(
                error.code(),
                Code::Cancelled | Code::TooSlow | Code::PartDamaged | Code::DiskFull
            )
        });
        if !keeps || options.dry_run {
            let _ = fs::remove_file(place.source_file());
        }
    }
    got
}

/// Brings the index of a source up to date.
///
/// # Errors
///
/// `source-unknown`, and those of [`get`].
pub fn update(id: &str, options: &GetOptions, job: &Job) -> Result<Got, Error> {
    let known = list::find_source(id)?;
    let place = list::place_of(&known)?;
    let _lock = place.lock()?;
    let source = place.source()?;
    let mut run = Run::new(options, job);
    if source.urls.is_empty() {
        let folder = State::read(&place).folder;
        let folder = folder.filter(|folder| folder.is_dir());
        run.folder = Some(folder.ok_or_else(|| {
            let message = "it was got from a folder that is not there now";
            Error::new(Code::SourceIncomplete, message)
        })?);
    }
    let got = run.get(&place, &source);
    got.map_err(|error| run.naming_contact(error))
}

/// A call of [`get`] or [`update`].
struct Run<'a> {
    options: &'a GetOptions,
    job: &'a Job,
    /// The publisher's folder, if it is on a disk.
    folder: Option<PathBuf>,
    hosts: Vec<String>,
    received: u64,
    warnings: Vec<Warned>,
    /// How the publisher can be reached, as soon as that is known.
    contact: String,
    /// Whether nobody has compared the fingerprint.
    is_unconfirmed: bool,
}

impl<'a> Run<'a> {
    fn new(options: &'a GetOptions, job: &'a Job) -> Self {
        Self {
            options,
            job,
            folder: None,
            hosts: Vec::new(),
            received: 0,
            warnings: Vec::new(),
            contact: String::new(),
            is_unconfirmed: false,
        }
    }

    /// Adds to an error how the publisher can be reached who has to be told.
    fn naming_contact(&self, error: Error) -> Error {
        let advice = Advice::UploadUnderWay;
        if error.advice() != Some(advice) || self.contact.is_empty() {
            return error;
        }
        let message = format!("{} (publisher: {})", error.message(), self.contact);
        Error::new(error.code(), message).advise(advice)
    }

    /// Asks the fetcher, and notes which hosts it asked.
    fn fetcher(&mut self, request: &str) -> Result<(), Error> {
        let (hosts, warnings) = (&mut self.hosts, &mut self.warnings);
        let mut received = 0;
        let done = broker::ask(request, self.job, &mut |said| match said {
            Said::Host(host) if !hosts.contains(&host) => hosts.push(host),
            Said::Received(bytes) => received = bytes,
            Said::Unfenced(what) => {
                let warned = Warned {
                    code: Code::FetcherUnfenced,
                    message: format!("the system does not restrict the fetcher: {what}"),
                };
                if !warnings.contains(&warned) {
                    warnings.push(warned);
                }
            }
            _ => {}
        });
        self.received += received;
        done
    }

    /// Returns the source that is meant.
    fn source_of(&mut self, from: &From) -> Result<SourceFile, Error> {
        match from {
            From::File(path) => link::read_file(path),
            From::Folder(folder) => link::of_folder(folder),
            From::Link(text) => self.source_at(&text.parse()?),
        }
    }

    /// Returns the source at an address.
    fn source_at(&mut self, link: &Link) -> Result<SourceFile, Error> {
        // Of a source that is known, nothing has to be asked.
        if let Some(fingerprint) = link.fingerprint
            && let Ok(mut known) = Place::of(&fingerprint.id()).and_then(|place| place.source())
        {
            // It may have moved, or be at a further address.
            known.urls.retain(|url| *url != link.url);
            known.urls.insert(0, link.url.clone());
            known.urls.truncate(8);
            return Ok(known);
        }
        let folder = incoming_of_new()?;
        self.job.begin(Phase::Asking, 0);
        self.fetcher(&format!("add {}", link.url))?;
        let host = link.url.split('/').nth(2).unwrap_or_default();
        let mut source = link::of_root(&folder, host, std::slice::from_ref(&link.url))?;
        // The file may say where the parts are; what it says of the name and of other
        // addresses is signed nowhere.
        let named = link::read_file(&folder.join(PUBLISHED_SOURCE));
        if let Ok(named) = named
            && named.root == source.root
        {
            source.parts_url = named.parts_url;
        }
        let _ = fs::remove_dir_all(&folder);
        match (link.fingerprint, &self.options.confirmed) {
            (Some(wanted), _) if wanted != source.fingerprint() => {
                let message = format!(
                    "the link names the fingerprint {wanted}, and {host} has {}",
                    source.fingerprint()
                );
                return Err(Error::new(Code::FingerprintDiffers, message));
            }
            (None, Some(confirmed)) => {
                let is_same = confirmed
                    .parse()
                    .is_ok_and(|confirmed| source.fingerprint() == confirmed);
                if !is_same {
                    let message = format!("{host} has the fingerprint {}", source.fingerprint());
                    return Err(Error::new(Code::FingerprintDiffers, message));
                }
            }
            (None, None) => self.is_unconfirmed = true,
            (Some(_), _) => {}
        }
        if self.is_unconfirmed && !self.options.dry_run {
            let message = format!(
                "{host} has the fingerprint {}; nobody has compared it yet",
                source.fingerprint()
            );
            return Err(Error::new(Code::FingerprintUnknown, message));
        }
        Ok(source)
    }

    /// Keeps a source where the fetcher finds it, with the addresses that are known.
    fn keep(place: &Place, source: SourceFile) -> Result<SourceFile, Error> {
        let mut kept = source;
        if let Ok(known) = place.source() {
            for url in known.urls {
                if !kept.urls.contains(&url) && kept.urls.len() < 8 {
                    kept.urls.push(url);
                }
            }
            if kept.parts_url.is_empty() {
                kept.parts_url = known.parts_url;
            }
        }
        let path = place.source_file();
        durable::write_whole(&path, kept.to_json().as_bytes())
            .map_err(|error| cannot_write(&path, &error))?;
        Ok(kept)
    }

    fn get(&mut self, place: &Place, source: &SourceFile) -> Result<Got, Error> {
        let mut state = State::read(place);
        self.job.begin(Phase::Asking, 0);
        self.contact.clone_from(&state.contact);
        let (offer, mirror) = self.offer(place, source, &state)?;
        self.contact.clone_from(&offer.manifest.contact);
        let folder = current(&place.sets());
        let have = Have::of(folder.clone());
        let mut plans = offer.plans(&have).into_iter();
        let mut planned = plans.next().unwrap_or_default();
        let installed = folder
            .as_ref()
            .and_then(|folder| Manifest::read(&folder.join(MANIFEST)).ok());
        // A thief may have published another state of the same number.
        let is_same = |folder: &PathBuf| {
            let own = durable::read_short(&folder.join(MANIFEST), MAX_INDEX_BYTES);
            own.is_some_and(|own| own == offer.bytes)
        };
        let is_there = planned.missing.is_empty() && folder.as_ref().is_some_and(is_same);
        self.warn_of(&offer, is_there);
        let mut got = Got {
            outcome: Outcome::Planned,
            id: place.id().to_string(),
            name: offer.manifest.name.clone(),
            description: offer.manifest.description.clone(),
            contact: offer.manifest.contact.clone(),
            licence: offer.manifest.licence.clone(),
            fingerprint: source.fingerprint().to_string(),
            unconfirmed: self.is_unconfirmed,
            added: installed.is_none(),
            urls: source.urls.clone(),
            set: offer.manifest.set,
            published: offer.manifest.published.clone(),
            expires: offer.verified.expires.to_string(),
            works: 0,
            records: 0,
            new_works: 0,
            new_records: 0,
            gone: 0,
            affected: None,
            bytes: planned.bytes,
            received: 0,
            needs: needs_of(place, &planned),
            free: free_of(place),
            hosts: Vec::new(),
            file: folder.as_ref().map(|folder| folder.display().to_string()),
            new_files: Vec::new(),
            warnings: Vec::new(),
        };
        got.compare(&offer.manifest, installed.as_ref());
        if is_there {
            got.outcome = Outcome::Nothing;
            note(&mut state, &offer, self.options.accept_expired);
            state.write(place)?;
            // What a run left that was killed just before its end.
            install::tidy(place, &offer);
            return Ok(self.finish(got));
        }
        if self.options.dry_run {
            return Ok(self.finish(got));
        }
        self.refuse_expired(&offer, &state)?;
        check_room(place, &got)?;
        // A download that is interrupted is called by its name.
        state.name.clone_from(&offer.manifest.name);
        state.contact.clone_from(&offer.manifest.contact);
        state.write(place)?;
        // A first download already needs the hosts that carry parts alone.
        Self::keep_mirrors(place, &offer.manifest.mirrors)?;
        while let Err(error) = self.bring(place, &offer, &planned, mirror) {
            planned = match plans.next() {
                Some(other) if is_of_one_way(&error) => other,
                _ => return Err(error),
            };
            got.bytes = planned.bytes;
            got.needs = needs_of(place, &planned);
            got.free = free_of(place);
            check_room(place, &got)?;
        }
        let folder = install::install(place, &offer, &planned, &have, self.job)?;
        note(&mut state, &offer, self.options.accept_expired);
        state.write(place)?;
        remove_stale(place, &offer);
        got.outcome = Outcome::Installed;
        got.file = Some(folder.display().to_string());
        if installed.is_some() {
            let missing = planned.missing.iter();
            let indexes = missing.filter(|file| file.role != Role::Removed);
            let paths = indexes.map(|file| folder.join(file.file_name()));
            got.new_files = paths.collect();
        }
        Ok(self.finish(got))
    }

    fn finish(&mut self, got: Got) -> Got {
        Got {
            received: self.received,
            hosts: std::mem::take(&mut self.hosts),
            warnings: std::mem::take(&mut self.warnings),
            ..got
        }
    }

    /// Returns what is offered, and by which mirror.
    fn offer(
        &mut self,
        place: &Place,
        source: &SourceFile,
        state: &State,
    ) -> Result<(Offer, usize), Error> {
        if let Some(folder) = &self.folder {
            let host: Arc<dyn Host> = Arc::new(Folder(folder.clone()));
            let offer = Offer::look(place, source, state, &host);
            return Ok((offer.map_err(|error| at(error, folder))?, 0));
        }
        let (mut first, mut expired) = (None, None);
        for mirror in 0..n_mirrors(place, source) {
            match self.look(place, source, state, mirror) {
                Ok(offer) if offer.freshness == Freshness::Expired => {
                    expired.get_or_insert((offer, mirror));
                }
                Ok(offer) => return Ok((offer, mirror)),
                Err(error) if is_final(&error) => return Err(error),
                Err(error) => {
                    first.get_or_insert(error);
                }
            }
        }
        if let Some((offer, mirror)) = expired {
            // Another mirror may have been looked at since.
            if n_mirrors(place, source) > 1 {
                return Ok((self.look(place, source, state, mirror)?, mirror));
            }
            return Ok((offer, mirror));
        }
        Err(first.unwrap_or_else(|| {
            let message = "this source has no address; it can be got from its folder only";
            Error::new(Code::SourceIncomplete, message)
        }))
    }

    /// Has the fetcher bring the signed files of a mirror, and verifies them.
    fn look(
        &mut self,
        place: &Place,
        source: &SourceFile,
        state: &State,
        mirror: usize,
    ) -> Result<Offer, Error> {
        self.fetcher(&format!("look {} {mirror}", place.id()))?;
        let host: Arc<dyn Host> = Arc::new(Folder(place.incoming()));
        let offer = Offer::look(place, source, state, &host);
        if offer.is_err() {
            // What is not what was signed must not be taken for it the next time.
            remove_signed_files(place, |_| true);
        }
        offer
    }

    /// Says what the dates mean.
    fn warn_of(&mut self, offer: &Offer, is_there: bool) {
        let last = offer.verified.published.map_or_else(String::new, day);
        let (code, message) = match offer.freshness {
            Freshness::Fresh => return,
            Freshness::ClockWrong => (
                Code::ClockWrong,
                "this computer's date is earlier than it can be; whether the index is up to date was not checked".to_owned(),
            ),
            Freshness::Expired if is_there => (
                Code::IndexExpired,
                format!("nothing newer is offered, and the publisher's last word is of {last}"),
            ),
            Freshness::Expired => (
                Code::IndexExpired,
                format!("the publisher's last word is of {last}"),
            ),
        };
        self.warnings.push(Warned { code, message });
    }

    /// Refuses what has expired, unless somebody said yes to it.
    fn refuse_expired(&self, offer: &Offer, state: &State) -> Result<(), Error> {
        let is_accepted =
            self.options.accept_expired || state.accepted == offer.verified.timestamp_version;
        if offer.freshness != Freshness::Expired || is_accepted {
            return Ok(());
        }
        let message = format!(
            "the publisher's word held until {}, and nothing newer is offered",
            day(offer.verified.expires)
        );
        Err(Error::new(Code::IndexExpired, message))
    }

    /// Brings what is missing, and verifies every byte of it.
    fn bring(
        &mut self,
        place: &Place,
        offer: &Offer,
        planned: &Planned,
        mirror: usize,
    ) -> Result<(), Error> {
        if let Some(folder) = self.folder.clone() {
            self.job.begin(Phase::Fetching, planned.bytes);
            for file in &planned.missing {
                let incoming = place.incoming();
                let quiet = Job::default();
                let bad = bad_parts(&partial_of(&incoming, file), file, &quiet)?;
                bring(&folder, &incoming, file, &bad, self.job)?;
            }
            return Ok(());
        }
        let mirrors = n_mirrors(place, &place.source()?).max(1);
        for attempt in 0..3 {
            let bad = self.bad_files(place, planned, attempt == 0)?;
            if bad.is_empty() {
                return Ok(());
            }
            if attempt == 2 {
                break;
            }
            let mask = offer.mask(&bad);
            let from = (mirror + attempt) % mirrors;
            self.fetcher(&format!("fetch {} {from} {mask:x}", place.id()))?;
        }
        let message = "a part is not the one that was signed, however often it is fetched";
        Err(Error::new(Code::PartDamaged, message))
    }

    /// Returns the files that are not whole. Before the first download, a file counts
    /// as missing without being read: the fetcher knows what it has of it.
    fn bad_files(
        &self,
        place: &Place,
        planned: &Planned,
        is_first: bool,
    ) -> Result<Vec<SetFile>, Error> {
        if is_first {
            return Ok(planned.missing.clone());
        }
        let incoming = place.incoming();
        self.job.begin(Phase::Verifying, planned.bytes);
        let mut bad = Vec::new();
        for file in &planned.missing {
            let parts = bad_parts(&partial_of(&incoming, file), file, self.job)?;
            if parts.is_empty() {
                continue;
            }
            bad.push(file.clone());
            let good = (0..file.parts.len()).filter(|n| !parts.contains(n));
            let journal: Vec<u8> = good
                .flat_map(|n| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes())
                .collect();
            let path = journal_of(&incoming, file);
            durable::write_whole(&path, &journal).map_err(|error| cannot_write(&path, &error))?;
        }
        Ok(bad)
    }

    /// Tells the fetcher of the hosts that the publisher names.
    fn keep_mirrors(place: &Place, mirrors: &[Mirror]) -> Result<(), Error> {
        let path = place.mirrors_file();
        let value = serde_json::json!({"mirrors": mirrors});
        durable::write_json(&path, &value).map_err(|error| cannot_write(&path, &error))
    }
}

/// Notes what the publisher said, and when.
fn note(state: &mut State, offer: &Offer, accepts: bool) {
    let now = crate::clock::timestamp(SystemTime::now());
    state.set = offer.manifest.set;
    state.keys.clone_from(&offer.verified.targets_keys);
    state.name.clone_from(&offer.manifest.name);
    state.contact.clone_from(&offer.manifest.contact);
    state.published = offer.verified.published;
    state.expires = Some(offer.verified.expires);
    state.timestamp_version = offer.verified.timestamp_version;
    state.checked = Some(now);
    if accepts && offer.freshness == Freshness::Expired {
        state.accepted = offer.verified.timestamp_version;
    }
    // A clock that is years ahead once must not make every later day a wrong one: only
    // what a publisher said, and days on which its word held, count.
    if offer.freshness == Freshness::Fresh {
        state.seen = state.seen.max(Some(now)).max(offer.verified.published);
    }
}

/// Returns whether another mirror would not help.
fn is_final(error: &Error) -> bool {
    matches!(
        error.code(),
        Code::Cancelled
            | Code::Busy
            | Code::DiskFull
            | Code::ReadOnly
            | Code::FetcherMissing
            | Code::NewerFormat
            | Code::IndexIncompatible
    )
}

/// Refuses what the disk has no room for.
fn check_room(place: &Place, got: &Got) -> Result<(), Error> {
    let needs = got.needs;
    if let Some(free) = got.free.filter(|free| *free < needs) {
        let message = format!("{needs} bytes have to be free on the disk, and {free} are");
        return Err(Error::new(Code::DiskFull, message).at(&place.sets()));
    }
    Ok(())
}

/// Returns whether the hosts may have what another way to the same content needs.
fn is_of_one_way(error: &Error) -> bool {
    matches!(error.code(), Code::SourceIncomplete | Code::PartDamaged)
}

fn at(error: Error, folder: &std::path::Path) -> Error {
    if error.path().is_some() {
        return error;
    }
    error.at(folder)
}
