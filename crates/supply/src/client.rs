//! From the first root to what a publisher says now.

use std::collections::{BTreeMap, HashSet};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use jiff::Timestamp;
use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{
    MetadataStore, Repository, Role as _, Root, TrustedMetadataSet, Updater, UpdaterConfig,
};

use crate::error::{Error, ErrorKind};
use crate::key::KeyId;
use crate::limits::{
    MAX_INDEX_BYTES, MAX_PART_BYTES, MAX_PARTS, MAX_ROOT_BYTES, MAX_ROOTS, MAX_SNAPSHOT_BYTES,
    MAX_TARGETS_BYTES, MAX_TIMESTAMP_BYTES,
};
use crate::{crypto, plain};

/// Why a host brought nothing.
pub type HostError = Box<dyn std::error::Error + Send + Sync>;

/// What brings the files of a publisher's folder. Nothing that it brings is trusted.
pub trait Host: Send + Sync {
    /// Returns a file by its name in the folder; none if it is not there.
    ///
    /// # Errors
    ///
    /// The host's own. A file that is longer than `max` bytes must not be read on; one
    /// byte more than that may be returned.
    fn get(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, HostError>;
}

/// What keeps the files that were trusted last, so that nothing older is ever
/// accepted.
///
/// What it returns is verified again. It must be where a host cannot write.
pub trait Memory: Send + Sync {
    /// Returns what is kept under a name.
    fn load(&self, name: &str) -> Option<Vec<u8>>;

    /// Keeps bytes under a name, in place of what was there.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    fn store(&self, name: &str, bytes: &[u8]) -> std::io::Result<()>;
}

/// A file that a publisher vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Target {
    /// Returns the name of the file on a host, where `path` is that of the target.
    pub fn name_on_host(&self, path: &str) -> String {
        match path.rsplit_once('/') {
            Some((folder, name)) => format!("{folder}/{}.{name}", self.sha256),
            None => format!("{}.{path}", self.sha256),
        }
    }
}

/// What a publisher says, with all signatures verified.
///
/// Whether it says so today is another question: [`Verified::expires`].
#[derive(Debug, Clone)]
pub struct Verified {
    /// The version of the root.
    pub root_version: u64,
    /// The version of the timestamp.
    pub timestamp_version: u64,
    /// When the timestamp was signed, if it says so.
    pub published: Option<Timestamp>,
    /// When the first of the four files expires.
    pub expires: Timestamp,
    /// The name of the file that expires first.
    pub expires_first: &'static str,
    /// The ids of the keys that may sign the list of files, in their order.
    pub targets_keys: Vec<KeyId>,
    /// The files.
    pub targets: BTreeMap<String, Target>,
    /// Whether the names of files on a host have a version or a digest; always, but
    /// for what [`Rules::tuf`] allows.
    pub named_by_digest: bool,
}

/// What is asked of a publisher's files.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Whether JSON has to be of the plain kind, names have to be plain, and each file
    /// has to be named by its version or digest.
    is_strict: bool,
    /// The day on which nothing may have expired.
    now: Option<Timestamp>,
}

impl Rules {
    /// What Colophon asks of the publisher of an index.
    pub fn colophon() -> Self {
        Self {
            is_strict: true,
            now: None,
        }
    }

    /// What the specification of TUF asks of any repository, on a day. For comparison
    /// with other clients.
    pub fn tuf(now: Timestamp) -> Self {
        Self {
            is_strict: false,
            now: Some(now),
        }
    }
}

/// Checks the first root of a source: that it is signed by its own keys.
///
/// # Errors
///
/// [`ErrorKind::NotASource`], [`ErrorKind::ThresholdNotMet`].
pub fn check_first_root(bytes: &[u8]) -> Result<(), Error> {
    crypto::install();
    let trusted = TrustedMetadataSet::from_root(bytes)?;
    check_root(trusted.root())?;
    if trusted.root().version != 1 {
        let message = "its root is not the first one";
        return Err(Error::new(ErrorKind::NotASource, message));
    }
    Ok(())
}

/// Checks that each key of a root is there once, by its public half, so that one key
/// never counts as two.
fn check_root(root: &Root) -> Result<(), Error> {
    let mut seen = HashSet::new();
    let is_once = root
        .keys
        .values()
        .all(|key| seen.insert(key.keyval.public.to_ascii_lowercase()));
    if !is_once {
        let message = "its root lists one key under two names";
        return Err(Error::new(ErrorKind::NotASource, message));
    }
    if !root.consistent_snapshot {
        let message = "its files do not have names by version";
        return Err(Error::new(ErrorKind::NotASource, message));
    }
    Ok(())
}

/// Verifies what a host has, from the first root onwards, and keeps what is trusted.
///
/// Dates are not looked at: the caller compares [`Verified::expires`] with its clock.
///
/// # Errors
///
/// Those of [`ErrorKind`]; what was trusted before is kept then.
pub fn refresh(
    first_root: &[u8],
    host: Arc<dyn Host>,
    memory: Arc<dyn Memory>,
) -> Result<Verified, Error> {
    refresh_by(&Rules::colophon(), first_root, host, memory)
}

/// As [`refresh`], by other rules.
///
/// # Errors
///
/// As [`refresh`].
pub fn refresh_by(
    rules: &Rules,
    first_root: &[u8],
    host: Arc<dyn Host>,
    memory: Arc<dyn Memory>,
) -> Result<Verified, Error> {
    crypto::install();
    if rules.is_strict {
        plain::check(first_root)?;
    }
    let failed = Arc::new(Mutex::new(None));
    let carrier = Carrier {
        host,
        is_strict: rules.is_strict,
        failed: Arc::clone(&failed),
    };
    let keeper = Keeper {
        memory,
        failed: Arc::clone(&failed),
    };
    let mut updater = Updater::new(carrier, first_root)?
        .with_config(bounds())
        .with_store(keeper);
    // The library refuses what has expired. Here nothing has: this program says what
    // an expiry means, and takes no index away for it.
    let now = rules
        .now
        .map_or(jiff_of_library::Timestamp::MIN, of_library);
    let done = run(updater.refresh(now));
    if let Some(error) = failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(error);
    }
    done?;
    let trusted = updater.trusted();
    if rules.is_strict {
        check_root(trusted.root())?;
    }
    verified(trusted, rules)
}

/// Collects what a trusted set says.
fn verified(trusted: &TrustedMetadataSet, rules: &Rules) -> Result<Verified, Error> {
    let incomplete = || Error::new(ErrorKind::Incomplete, "a signed file is missing");
    let timestamp = trusted.timestamp().ok_or_else(incomplete)?;
    let snapshot = trusted.snapshot().ok_or_else(incomplete)?;
    let targets = trusted.targets_role("targets").ok_or_else(incomplete)?;
    let dates = [
        (timestamp.expires(), "timestamp"),
        (snapshot.expires(), "snapshot"),
        (targets.expires(), "targets"),
        (trusted.root().expires(), "root"),
    ];
    let (expires, expires_first) = dates
        .into_iter()
        .min_by_key(|it| it.0)
        .ok_or_else(incomplete)?;
    let signers = trusted.root().roles.get("targets");
    let targets_keys = signers.map(|keys| keys.keyids.clone());
    let published = timestamp.extra.get("published");
    let published = published.and_then(|it| it.as_str()?.parse().ok());
    Ok(Verified {
        root_version: trusted.root().version,
        timestamp_version: timestamp.version,
        published,
        expires: time_of(expires),
        expires_first,
        targets_keys: targets_keys.unwrap_or_default(),
        targets: targets_of(targets, rules.is_strict)?,
        named_by_digest: trusted.root().consistent_snapshot,
    })
}

fn time_of(time: jiff_of_library::Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(Timestamp::MAX)
}

fn of_library(time: Timestamp) -> jiff_of_library::Timestamp {
    jiff_of_library::Timestamp::from_second(time.as_second()).unwrap_or_default()
}

/// Returns the files of a list of targets, each with a length and a SHA-256.
fn targets_of(
    targets: &sigstore_tuf::Targets,
    is_strict: bool,
) -> Result<BTreeMap<String, Target>, Error> {
    if targets.targets.len() > MAX_PARTS + 1 {
        return Err(Error::new(ErrorKind::TooLarge, "it has too many parts"));
    }
    let of = |(path, file): (&String, &sigstore_tuf::TargetFile)| {
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let sha256 = file.hashes.get("sha256").cloned().unwrap_or_default();
        let is_possible = is_plain_path(path) && sha256.len() == 64 && sha256.chars().all(is_hex);
        let bound = if path == "index.json" {
            MAX_INDEX_BYTES
        } else {
            MAX_PART_BYTES
        };
        if is_strict && !is_possible {
            let message = "it lists a file whose name or digest cannot be right";
            return Err(Error::new(ErrorKind::NotASource, message));
        }
        if is_strict && file.length > bound {
            return Err(Error::new(
                ErrorKind::TooLarge,
                "it lists a file that is too long",
            ));
        }
        let length = file.length;
        Ok((path.clone(), Target { length, sha256 }))
    };
    targets.targets.iter().map(of).collect()
}

/// Returns whether a path stays where it belongs, on every system.
fn is_plain_path(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    let is_name = |name: &str| {
        (1..=100).contains(&name.len()) && name.chars().all(is_plain) && !name.starts_with('.')
    };
    match path.split_once('/') {
        Some((folder, name)) => folder == "parts" && is_name(name),
        None => is_name(path),
    }
}

fn bounds() -> UpdaterConfig {
    let mut bounds = UpdaterConfig::default();
    bounds.root_max_length = MAX_ROOT_BYTES;
    bounds.timestamp_max_length = MAX_TIMESTAMP_BYTES;
    bounds.snapshot_max_length = MAX_SNAPSHOT_BYTES;
    bounds.targets_max_length = MAX_TARGETS_BYTES;
    bounds.max_root_rotations = MAX_ROOTS;
    bounds
}

type Failed = Arc<Mutex<Option<Error>>>;

fn note(failed: &Failed, error: Error) {
    let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
    // The first one is the reason for the others.
    failed.get_or_insert(error);
}

/// A host, as the library asks for one.
struct Carrier {
    host: Arc<dyn Host>,
    is_strict: bool,
    failed: Failed,
}

impl Carrier {
    fn get(&self, name: &str, max: u64) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        let error = match self.host.get(name, max) {
            Ok(None) => return Ok(None),
            Ok(Some(bytes)) if bytes.len() as u64 > max => {
                let message = format!("{name} is longer than may be");
                Error::new(ErrorKind::TooLarge, message)
            }
            Ok(Some(bytes)) if !self.is_strict => return Ok(Some(bytes)),
            Ok(Some(bytes)) => match plain::check(&bytes) {
                Ok(()) => return Ok(Some(bytes)),
                Err(error) => {
                    let message = format!("{name}: {}", error.message());
                    Error::new(error.kind(), message)
                }
            },
            Err(cause) => {
                let message = format!("{name} cannot be had");
                Error::caused(ErrorKind::Host, message, cause)
            }
        };
        note(&self.failed, error);
        Err(sigstore_tuf::Error::transport("noted"))
    }
}

impl Repository for Carrier {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(std::future::ready(self.get(name, max_length)))
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        self.fetch_metadata(path, max_length)
    }
}

/// A memory, as the library asks for one.
struct Keeper {
    memory: Arc<dyn Memory>,
    failed: Failed,
}

impl MetadataStore for Keeper {
    fn load(&self, name: &str) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        Ok(self.memory.load(name))
    }

    fn store(&self, name: &str, bytes: &[u8]) -> sigstore_tuf::Result<()> {
        self.memory.store(name, bytes).map_err(|cause| {
            let message = "what is trusted now cannot be kept";
            note(
                &self.failed,
                Error::caused(ErrorKind::Memory, message, Box::new(cause)),
            );
            sigstore_tuf::Error::transport("noted")
        })
    }
}

/// Runs a future that never waits.
fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_plain_path;

    #[test]
    fn a_path_stays_where_it_belongs() {
        for good in ["index.json", "parts/base-1.0000", "parts/a.12345"] {
            assert!(is_plain_path(good), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../index.json",
            "parts/../x",
            "parts/",
            "parts/a/b",
            "parts/.hidden",
            ".index.json",
            "other/x",
            "parts\\x",
            "C:x",
            "index.json\0",
            "INDEX.json",
        ] {
            assert!(!is_plain_path(bad), "{bad}");
        }
    }
}
