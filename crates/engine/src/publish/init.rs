//! Beginning: keys, the first root, and a folder that can be handed on.

use std::fs;
use std::path::{Path, PathBuf};

use colophon_supply::{
    Every, Fingerprint, PUBLISHED_SOURCE, Root, SecretKey, SourceFile, is_address,
};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::clock;
use super::failure::{invalid, of_supply, unreadable, unwritable};
use super::keyfile::{ids_in, text_of};
use super::keyring::{PaperKey, Signing, Wanted};
use super::notes::Notes;
use super::pages;
use super::place::{PARTS, Place};
use super::staged::in_days;
use super::write::{For, rename, write_whole};
use crate::durable::sync_folder;
use crate::error::Error;
use crate::report::Advice;
use crate::sets::Mirror;

/// The most keys of a root.
const MAX_KEYS: usize = 8;

/// The longest name, contact and licence, and the longest description, in bytes.
const MAX_FIELD: usize = 1_024;
const MAX_DESCRIPTION: usize = 4_096;

/// What to begin with.
#[derive(Debug, Clone)]
pub struct InitRequest {
    /// The folder that is made.
    pub dir: PathBuf,
    /// The name of the index.
    pub name: String,
    /// How the publisher can be reached.
    pub contact: String,
    /// What the index holds; may be empty.
    pub description: String,
    /// Under which terms it may be used; may be empty.
    pub licence: String,
    /// How often it is renewed.
    pub every: Every,
    /// Where it will be.
    pub urls: Vec<String>,
    /// Where its parts will be, if that is somewhere else.
    pub parts_url: String,
    /// How many keys may sign a root: the everyday key and those on paper.
    pub keys: usize,
    /// How many of them have to.
    pub threshold: usize,
}

/// What was made.
#[derive(Debug)]
pub struct Begun {
    /// The fingerprint.
    pub fingerprint: Fingerprint,
    /// The link to hand out, if there is an address.
    pub link: Option<String>,
    /// The file that authors open.
    pub source: PathBuf,
    /// The file of keys.
    pub keys_file: PathBuf,
}

/// Makes keys, and a folder to publish in.
///
/// # Errors
///
/// `clock-wrong`; `invalid-argument` if the folder has something in it, a file of keys is there, or a
/// value makes no sense; `key-missing` without a passphrase; `unwritable`, `disk-full`,
/// `in-use`.
pub fn init(request: &InitRequest, signing: &Signing<'_>) -> Result<Begun, Error> {
    check(request)?;
    let place = Place::of(&request.dir)?;
    let keys_file = signing.keys_file.clone().unwrap_or_else(|| place.keys());
    place.check_keys_file(&keys_file)?;
    check_is_free(&place)?;
    let now = Timestamp::now();
    if !signing.is_clock_right {
        clock::check_now(now)?;
    }
    let locked = place.lock()?;
    let begun = begin(request, signing, &place, keys_file, now);
    if begun.is_err() && !place.dir().exists() {
        // Nothing is there that it would keep others from.
        place.unlock_for_good(locked);
    }
    begun
}

/// Makes the keys and the folder, while nobody else does.
fn begin(
    request: &InitRequest,
    signing: &Signing<'_>,
    place: &Place,
    keys_file: PathBuf,
    now: Timestamp,
) -> Result<Begun, Error> {
    check_keys_are_free(place, &keys_file)?;
    let passphrase = (signing.ask)(Wanted {
        file: &keys_file,
        is_new: true,
    })?;

    let mut keys = Vec::new();
    for _ in 0..request.keys {
        keys.push(SecretKey::generate().map_err(|e| of_supply(&e))?);
    }
    let text = match keys.first() {
        Some(everyday) => text_of(everyday, &passphrase)?,
        None => Zeroizing::default(),
    };
    let expires = in_days(now, request.every.days_of_root());
    let public: Vec<_> = keys.iter().map(SecretKey::public).collect();
    let root = Root::first(&public, request.threshold as u64, request.every, expires);
    let all: Vec<&SecretKey> = keys.iter().collect();
    let root = root.to_signed().to_bytes(&all).map_err(|e| of_supply(&e))?;
    let mut source = SourceFile::new(
        &request.name,
        &request.urls,
        &String::from_utf8_lossy(&root),
    );
    source.parts_url.clone_from(&request.parts_url);
    let mut paper = Vec::new();
    for key in keys.iter().skip(1) {
        paper.push(PaperKey {
            id: key.id(),
            words: key.to_words().map_err(|e| of_supply(&e))?,
            is_waiting: false,
        });
    }
    // Before anything is there that needs them.
    (signing.show)(&paper)?;
    write_folder(place, request, &root, &source)?;
    notes_of(request).write(place)?;
    write_whole(&keys_file, text.as_bytes(), For::Owner)?;
    // An empty folder may be there.
    let _ = fs::remove_dir(place.dir());
    rename(&place.beginning(), place.dir())?;

    Ok(Begun {
        fingerprint: source.fingerprint(),
        link: source.link().map(|link| link.to_string()),
        source: place.file(PUBLISHED_SOURCE),
        keys_file,
    })
}

fn check(request: &InitRequest) -> Result<(), Error> {
    let short = [&request.name, &request.contact, &request.licence];
    let is_line = |text: &&String| text.len() <= MAX_FIELD && !text.chars().any(char::is_control);
    let is_said = |text: &str| !text.trim().is_empty();
    let fits = short.iter().all(is_line)
        && is_said(&request.name)
        && is_said(&request.contact)
        && request.description.len() <= MAX_DESCRIPTION
        && !request.description.contains('\0');
    if !fits {
        let message = "the name, the contact or what is said about the index is empty or too long";
        return Err(invalid(message, Advice::PublishFields));
    }
    check_addresses(&request.urls, &request.parts_url)?;
    let is_possible =
        (1..=MAX_KEYS).contains(&request.keys) && (1..=request.keys).contains(&request.threshold);
    if !is_possible {
        let message = format!("{} of {} keys cannot be", request.threshold, request.keys);
        return Err(invalid(message, Advice::NumberOfKeys));
    }
    Ok(())
}

/// Refuses what readers would not take for addresses.
pub(super) fn check_addresses(urls: &[String], parts_url: &str) -> Result<(), Error> {
    let mut all = urls.iter().map(String::as_str).chain([parts_url]);
    if let Some(bad) = all.find(|url| !url.is_empty() && !is_address(url)) {
        let message = format!("“{bad}” is not an address that readers fetch from");
        return Err(invalid(message, Advice::PublishFields));
    }
    let is_page = |url: &&str| {
        let name = url.rsplit('/').next().unwrap_or_default().to_lowercase();
        let ends = [".html", ".htm", ".php", ".json", ".colophon-source"];
        url.matches('/').count() > 2 && ends.iter().any(|end| name.ends_with(end))
    };
    let mut all = urls.iter().map(String::as_str).chain([parts_url]);
    if let Some(page) = all.find(is_page) {
        let message = format!("“{page}” is the address of a page; give that of the folder");
        return Err(invalid(message, Advice::PublishFields));
    }
    if urls.len() > 8 || urls.iter().any(String::is_empty) {
        let message = "a source has at most eight addresses";
        return Err(invalid(message, Advice::PublishFields));
    }
    Ok(())
}

/// Returns the mirrors for those who know the first address alone.
pub(super) fn mirrors_of(urls: &[String], parts_url: &str) -> Vec<Mirror> {
    let first = usize::from(parts_url.is_empty());
    let mirror = |url: &String| Mirror {
        url: url.clone(),
        parts_url: parts_url.to_owned(),
    };
    urls.iter().skip(first).map(mirror).collect()
}

fn notes_of(request: &InitRequest) -> Notes {
    Notes {
        name: request.name.clone(),
        description: request.description.clone(),
        contact: request.contact.clone(),
        licence: request.licence.clone(),
        mirrors: mirrors_of(&request.urls, &request.parts_url),
        max_works_per_hash: None,
    }
}

fn check_is_free(place: &Place) -> Result<(), Error> {
    let dir = place.dir();
    let is_free = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(unreadable(error, dir)),
    };
    if is_free {
        return Ok(());
    }
    let message = "the folder has something in it";
    Err(invalid(message, Advice::EmptyFolder).at(dir))
}

/// Refuses to replace keys, except those of a run that was killed before its folder
/// was there.
fn check_keys_are_free(place: &Place, keys_file: &Path) -> Result<(), Error> {
    if !keys_file.exists() {
        return Ok(());
    }
    let begun = fs::read(place.beginning().join("1.root.json")).ok();
    let begun = begun.and_then(|bytes| Root::parse(&bytes).ok());
    let is_leftover = begun.is_some_and(|root| {
        let ids = ids_in(keys_file).unwrap_or_default();
        !ids.is_empty()
            && ids
                .iter()
                .all(|id| root.ids(colophon_supply::Role::Root).contains(id))
    });
    if is_leftover {
        return Ok(());
    }
    let message = "a file of keys with this name is there";
    Err(invalid(message, Advice::KeysExist).at(keys_file))
}

/// Makes the folder under another name.
fn write_folder(
    place: &Place,
    request: &InitRequest,
    root: &[u8],
    source: &SourceFile,
) -> Result<(), Error> {
    let new = place.beginning();
    if new.exists() {
        fs::remove_dir_all(&new).map_err(|e| unwritable(e, &new))?;
    }
    fs::create_dir_all(new.join(PARTS)).map_err(|e| unwritable(e, &new))?;
    let readme = pages::readme(&request.name, &request.contact, &source.fingerprint());
    let source_text = source.to_json();
    let qr = pages::qr(source)?;
    let mut files: Vec<(&str, &[u8])> = vec![
        ("1.root.json", root),
        (PUBLISHED_SOURCE, source_text.as_bytes()),
        (pages::README, readme.as_bytes()),
        (pages::MISSING, pages::MISSING_PAGE.as_bytes()),
        (pages::NO_JEKYLL, &[]),
        (pages::SUMS, &[]),
    ];
    files.extend(qr.as_ref().map(|it| (pages::QR, it.as_bytes())));
    for (name, bytes) in files {
        write_whole(&new.join(name), bytes, For::All)?;
    }
    sync_folder(&new);
    Ok(())
}
