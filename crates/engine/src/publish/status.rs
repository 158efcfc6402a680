//! What a folder says, who may sign, and what should be done next.

use std::fs;
use std::path::{Path, PathBuf};

use colophon_supply::{KeyId, PUBLISHED_SOURCE, Role, Root, SourceFile, signers};
use jiff::Timestamp;
use serde::Serialize;

use super::add::published;
use super::effect::{Missing, missing, pending};
use super::keyring::{Keyring, Signing};
use super::notes::Notes;
use super::place::Place;
use super::staged::in_days;
use super::state::{SignedFile, State, TIMESTAMP, root_name};
use super::who::{KeyKind, all_ids, roles_of};
use crate::error::Error;
use crate::sets::{Removed, SetFile};

/// From this many deltas on, a new base is better for readers.
const MANY_DELTAS: usize = 24;

/// What a folder says.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The name of the index.
    pub name: String,
    /// The id of the source.
    pub id: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The link to hand out, if there is an address.
    pub link: Option<String>,
    /// The number of the state; none before the first index.
    pub set: Option<u64>,
    /// When it was published.
    pub published: Option<String>,
    /// How many works readers see.
    pub works: u64,
    /// How many records.
    pub records: u64,
    /// How much was taken out.
    pub removed: Removed,
    /// The files.
    pub files: Vec<FileStatus>,
    /// The names of the files of each way to the same content.
    pub ways: Vec<Vec<String>>,
    /// How often it is renewed.
    pub rhythm: Rhythm,
    /// The signed files.
    pub signed: Vec<SignedStatus>,
    /// What each key is for, and where it is.
    pub keys: Vec<KeyStatus>,
    /// Who may sign what.
    pub roles: Vec<RoleStatus>,
    /// A root that waits for signatures.
    pub pending: Option<PendingStatus>,
    /// What should be done next.
    pub next: Vec<Next>,
}

/// A file of the set.
#[derive(Debug, Clone, Serialize)]
pub struct FileStatus {
    /// Its name.
    pub name: String,
    /// What it is: `base`, `delta` or `removed`.
    pub role: crate::sets::Role,
    /// Its length.
    pub size_bytes: u64,
    /// How many works it has.
    pub works: u64,
    /// How many records.
    pub records: u64,
}

/// A signed file.
#[derive(Debug, Clone, Serialize)]
pub struct SignedStatus {
    /// Its name.
    pub file: String,
    /// Its version.
    pub version: u64,
    /// When it expires.
    pub expires: String,
    /// In how many days that is; negative if it was.
    pub days: i64,
    /// Whether less than a third of its time is left.
    pub is_low: bool,
}

/// How often a publisher says that nothing is newer.
#[derive(Debug, Clone, Serialize)]
pub struct Rhythm {
    /// The word for it.
    pub every: &'static str,
    /// When it was said last; none before the first index.
    pub renewed: Option<String>,
    /// When it is due again, if ever; nothing is due before the first index.
    pub due: Option<String>,
}

/// A key.
#[derive(Debug, Clone, Serialize)]
pub struct KeyStatus {
    /// Its name.
    pub id: KeyId,
    /// What it is for.
    pub kind: KeyKind,
    /// The roles that it signs for.
    pub roles: Vec<&'static str>,
    /// The file on this computer that has it.
    pub file: Option<PathBuf>,
    /// The file that is missing here and would have it.
    pub missing: Option<PathBuf>,
}

/// Who may sign for a role.
#[derive(Debug, Clone, Serialize)]
pub struct RoleStatus {
    /// The name of the role.
    pub role: &'static str,
    /// The names of its keys.
    pub keys: Vec<KeyId>,
    /// How many of them have to sign.
    pub threshold: u64,
}

/// A root that waits for signatures.
#[derive(Debug, Clone, Serialize)]
pub struct PendingStatus {
    /// Its version.
    pub version: u64,
    /// The names of the keys that signed.
    pub signed: Vec<KeyId>,
    /// What it lacks.
    pub missing: Vec<Missing>,
    /// The folder that it is in.
    pub folder: PathBuf,
}

/// Something that should be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// A change of keys was cut short: sign the timestamp again.
    Finish,
    /// A root waits for signatures.
    Sign,
    /// Nothing was published yet.
    Add,
    /// The rhythm is over, or the timestamp expires soon, or did.
    Renew,
    /// The root expires soon: make a new one.
    Rotate,
    /// What was published expires soon: publish something, such as a new base.
    Publish,
    /// There are many deltas, or something was taken out: publish a new base.
    Base,
    /// Only one key can replace keys.
    SecondKey,
}

/// Says what a folder holds, and what should be done.
///
/// # Errors
///
/// `not-a-source`; those of a folder that somebody changed.
pub fn status(dir: &Path) -> Result<Status, Error> {
    let place = Place::of(dir)?;
    let state = State::load(&place)?;
    let notes = Notes::read(&place)?;
    let now = Timestamp::now();
    let content = state.content.as_ref();
    let manifest = content.map(|it| &it.manifest);
    let seen = manifest.map(|it| published(it, None, Vec::new()));
    let waiting = pending(&place, &state)?;
    let source = fs::read(place.file(PUBLISHED_SOURCE)).ok();
    let source = source.and_then(|bytes| SourceFile::parse(&bytes).ok());
    let root_file = SignedFile::of(state.root_bytes.clone())?;
    let every = state.root.every;
    let mut signed = vec![signed_status(
        root_name(state.root.version),
        &root_file,
        every.days_of_root(),
        now,
    )];
    if let Some(content) = content {
        let lists = [
            ("targets", &content.targets_file),
            ("snapshot", &content.snapshot_file),
        ];
        for (role, file) in lists {
            let name = format!("{}.{role}.json", file.version);
            signed.push(signed_status(name, file, every.days_of_root(), now));
        }
        let days = every.days_of_timestamp();
        signed.push(signed_status(
            TIMESTAMP.to_owned(),
            &content.timestamp_file,
            days,
            now,
        ));
    }
    let roles = Role::ALL.map(|role| RoleStatus {
        role: role.name(),
        keys: state.root.ids(role).to_vec(),
        threshold: state.root.threshold(role),
    });
    let mut status = Status {
        name: manifest.map_or(notes.name, |it| it.name.clone()),
        id: state.fingerprint().id().to_string(),
        fingerprint: state.fingerprint().to_string(),
        link: source.and_then(|it| it.link()).map(|link| link.to_string()),
        set: manifest.map(|it| it.set),
        published: manifest.map(|it| it.published.clone()),
        works: seen.as_ref().map_or(0, |it| it.n_works),
        records: seen.as_ref().map_or(0, |it| it.n_records),
        removed: manifest.map(|it| it.removed).unwrap_or_default(),
        files: manifest
            .map(|it| it.files.iter().map(file_status).collect())
            .unwrap_or_default(),
        ways: manifest.map(|it| it.ways.clone()).unwrap_or_default(),
        rhythm: rhythm(&state),
        signed,
        keys: keys(&place, &state.root)?,
        roles: roles.into(),
        pending: waiting.map(|new| PendingStatus {
            version: new.root.version,
            signed: signers(&new.bytes),
            missing: missing(&state.root, &new.root, &new.bytes),
            folder: place.pending(),
        }),
        next: Vec::new(),
    };
    status.next = status.next(&state, now);
    Ok(status)
}

fn file_status(file: &SetFile) -> FileStatus {
    FileStatus {
        name: file.name.clone(),
        role: file.role,
        size_bytes: file.size_bytes,
        works: file.n_works,
        records: file.n_records,
    }
}

fn signed_status(file: String, signed: &SignedFile, lasts: i64, now: Timestamp) -> SignedStatus {
    let days = (signed.expires.as_second() - now.as_second()).div_euclid(86_400);
    SignedStatus {
        file,
        version: signed.version,
        expires: date(signed.expires),
        days,
        is_low: days < lasts / 3,
    }
}

/// Returns when the next signature is due.
fn due(state: &State) -> Option<Timestamp> {
    let renewed = state.content.as_ref()?.timestamp_file.published?;
    Some(in_days(renewed, state.root.every.days()?))
}

fn rhythm(state: &State) -> Rhythm {
    let content = state.content.as_ref();
    let renewed = content.and_then(|it| it.timestamp_file.published);
    Rhythm {
        every: state.root.every.word(),
        renewed: renewed.map(date),
        due: due(state).map(date),
    }
}

fn date(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Returns what each key is for, the everyday key first.
fn keys(place: &Place, root: &Root) -> Result<Vec<KeyStatus>, Error> {
    let ring = Keyring::read(place, &Signing::default())?;
    let everyday = ring.everyday_of(root);
    let missing = |kind: KeyKind, roles: &[Role]| {
        let path = match kind {
            KeyKind::Everyday => place.keys(),
            KeyKind::OfRole if roles == [Role::Timestamp] => place.renew_keys(),
            _ => return None,
        };
        Some(path).filter(|path| !path.exists())
    };
    let key = |id: KeyId| {
        let (kind, roles) = (ring.kind_of(root, &everyday, &id), roles_of(root, &id));
        let file = ring.file_of(&id).map(Path::to_owned);
        KeyStatus {
            kind,
            roles: roles.iter().map(|role| role.name()).collect(),
            missing: missing(kind, &roles).filter(|_| file.is_none()),
            file,
            id,
        }
    };
    let mut keys: Vec<KeyStatus> = all_ids(root).into_iter().map(key).collect();
    keys.sort_by_key(|key| key.kind as u8);
    Ok(keys)
}

impl Status {
    fn next(&self, state: &State, now: Timestamp) -> Vec<Next> {
        let is_low = |end: &str| {
            self.signed
                .iter()
                .any(|it| it.is_low && it.file.ends_with(end))
        };
        let n_deltas = self
            .files
            .iter()
            .filter(|it| it.role == crate::sets::Role::Delta)
            .count();
        let is_taken_out = self.removed != Removed::default();
        let all = [
            (Next::Finish, state.is_unfinished),
            (Next::Sign, self.pending.is_some()),
            (Next::Add, self.set.is_none()),
            (
                Next::Renew,
                is_low(TIMESTAMP) || due(state).is_some_and(|due| due <= now),
            ),
            (Next::Rotate, is_low("root.json")),
            (
                Next::Publish,
                is_low("targets.json") || is_low("snapshot.json"),
            ),
            (Next::Base, n_deltas >= MANY_DELTAS || is_taken_out),
            (Next::SecondKey, state.root.ids(Role::Root).len() == 1),
        ];
        all.into_iter()
            .filter(|(_, is_due)| *is_due)
            .map(|(next, _)| next)
            .collect()
    }
}
