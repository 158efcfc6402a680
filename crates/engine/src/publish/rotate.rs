//! Replacing keys.

use std::path::PathBuf;

use colophon_supply::{KeyId, PublicKey, Role, Root, SecretKey};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::effect::{Turned, finish, is_leftover, pending, turn};
use super::failure::{invalid, of_supply, of_words};
use super::keyring::{EVERYDAY, Keyring, PaperKey, Signing};
use super::place::Place;
use super::staged::{NewRoot, in_days};
use super::state::State;
use crate::error::Error;
use crate::report::{Advice, Code};

/// The fewest digits that a key may be named by.
const MIN_DIGITS: usize = 8;

/// Which keys to replace.
#[derive(Debug)]
pub struct RotateRequest {
    /// The folder.
    pub dir: PathBuf,
    /// The name of the role that gets a key of its own; all roles of the everyday key if
    /// none is named.
    pub role: Option<String>,
    /// The name of a key, or its first digits, that is lost or stolen.
    pub drop: Option<String>,
    /// Whether the new key of the timestamp is kept without a passphrase.
    pub no_passphrase: bool,
    /// The words of paper keys that sign.
    pub words: Vec<Zeroizing<String>>,
}

/// What was replaced.
#[derive(Debug)]
pub struct Rotated {
    /// How far the new root is.
    pub turned: Turned,
    /// The names of the keys that do not count any more.
    pub dropped: Vec<KeyId>,
    /// The files with the new keys.
    pub files: Vec<PathBuf>,
}

/// Replaces keys by new ones.
///
/// # Errors
///
/// `invalid-argument` if a role would be left without enough keys, or a change waits for
/// signatures already; `key-missing`, `passphrase-wrong`; those of a folder that
/// somebody changed; `in-use`, `disk-full`, `unwritable`.
pub fn rotate(request: &RotateRequest, signing: &Signing<'_>) -> Result<Rotated, Error> {
    let role = request.role.as_deref().map(role_of).transpose()?;
    if request.no_passphrase && role != Some(Role::Timestamp) {
        let message = "only a key of the timestamp can be kept without a passphrase";
        return Err(invalid(message, Advice::ChooseValue));
    }
    let place = Place::of(&request.dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    for words in &request.words {
        ring.add_paper(SecretKey::from_words(words).map_err(|e| of_words(&e))?);
    }
    let state = finish(&place, State::load(&place)?, &mut ring)?;
    if let Some(waiting) = pending(&place, &state)?
        && !is_leftover(&state, &waiting, &ring)
    {
        let message = format!("root {} waits for signatures already", waiting.root.version);
        return Err(invalid(message, Advice::SignPending).at(&place.pending()));
    }
    let old = &state.root;
    let everyday = everyday_of(old, &ring);
    let drop = request
        .drop
        .as_deref()
        .map(|text| key_of(old, text))
        .transpose()?;
    let change = Change {
        role,
        is_everyday: match (&drop, role) {
            (Some(id), _) => *id == everyday,
            (None, role) => role.is_none(),
        },
        drop,
        everyday,
        no_passphrase: request.no_passphrase,
    };
    // What cannot be is found before a passphrase is asked for.
    check(&change.apply(old, &mut |_| {
        SecretKey::generate()
            .map(|key| key.public())
            .map_err(|e| of_supply(&e))
    })?)?;

    let mut paper = Vec::new();
    let mut root = change.apply(old, &mut |label| {
        change.make(label, &place, &mut ring, &mut paper)
    })?;
    root.version += 1;
    root.expires = in_days(Timestamp::now(), root.every.days_of_root());
    for ids in [old.ids(Role::Root), root.ids(Role::Root)] {
        ring.unlock(ids)?;
    }
    // Keys are kept before anything names them.
    if !paper.is_empty() {
        (signing.show)(&paper)?;
    }
    ring.save(&place)?;
    let ids: Vec<&KeyId> = old
        .ids(Role::Root)
        .iter()
        .chain(root.ids(Role::Root))
        .collect();
    let bytes = root
        .to_signed()
        .to_bytes(&ring.among(&ids))
        .map_err(|e| of_supply(&e))?;
    let dropped = all_ids(old)
        .into_iter()
        .filter(|id| !all_ids(&root).contains(id))
        .collect();
    let new = NewRoot { root, bytes };
    let turned = turn(&place, &state, &new, &mut ring)?;
    if turned.pending.is_none() {
        forget_old_keys(&place, old, &new.root, &mut ring)?;
    }
    let mut files = vec![ring.file().to_owned()];
    files
        .extend(Some(place.renew_keys()).filter(|path| request.no_passphrase && *path != files[0]));
    Ok(Rotated {
        turned,
        dropped,
        files,
    })
}

/// Takes the keys that counted before and do not now out of the files of keys.
pub(super) fn forget_old_keys(
    place: &Place,
    old: &Root,
    new: &Root,
    ring: &mut Keyring<'_>,
) -> Result<(), Error> {
    let [old, new] = [old, new].map(all_ids);
    let is_gone = |id: &str| old.iter().any(|it| it == id) && !new.iter().any(|it| it == id);
    ring.keep(|id| !is_gone(id));
    ring.save(place)
}

/// What changes about the keys.
struct Change {
    role: Option<Role>,
    drop: Option<KeyId>,
    everyday: KeyId,
    /// Whether there is a new everyday key.
    is_everyday: bool,
    no_passphrase: bool,
}

impl Change {
    /// Returns the next root; `make` makes a key with a label.
    fn apply(
        &self,
        old: &Root,
        make: &mut dyn FnMut(&str) -> Result<PublicKey, Error>,
    ) -> Result<Root, Error> {
        let mut root = old.clone();
        if let Some(id) = &self.drop {
            for role in Role::ALL {
                root.drop(id, role);
            }
        }
        if self.is_everyday {
            let roles: Vec<Role> = Role::ALL
                .into_iter()
                .filter(|role| old.ids(*role).contains(&self.everyday))
                .collect();
            for role in &roles {
                root.drop(&self.everyday, *role);
            }
            root.add(&make(EVERYDAY)?, &roles);
        }
        if let Some(role) = self.role {
            if self.drop.is_none() {
                for id in old.ids(role) {
                    root.drop(id, role);
                }
            }
            root.add(&make(role.name())?, &[role]);
        }
        Ok(root)
    }

    /// Makes a key: on paper for roots, else in a file.
    fn make(
        &self,
        label: &str,
        place: &Place,
        ring: &mut Keyring<'_>,
        paper: &mut Vec<PaperKey>,
    ) -> Result<PublicKey, Error> {
        if label == Role::Root.name() {
            let key = SecretKey::generate().map_err(|e| of_supply(&e))?;
            let public = key.public();
            paper.push(PaperKey {
                id: key.id(),
                words: key.to_words().map_err(|e| of_supply(&e))?,
            });
            ring.add_paper(key);
            return Ok(public);
        }
        if self.no_passphrase && label == Role::Timestamp.name() {
            return ring.make_open(place, label);
        }
        ring.make(label)
    }
}

fn check(root: &Root) -> Result<(), Error> {
    match root.flaw() {
        Some(flaw) => Err(invalid(flaw, Advice::EnoughKeys)),
        None => Ok(()),
    }
}

fn role_of(name: &str) -> Result<Role, Error> {
    Role::named(name).ok_or_else(|| {
        let message =
            format!("“{name}” is not one of the roles root, timestamp, snapshot and targets");
        invalid(message, Advice::ChooseValue)
    })
}

/// Returns the names of all keys of a root, each once.
pub(super) fn all_ids(root: &Root) -> Vec<KeyId> {
    let mut ids: Vec<KeyId> = Role::ALL
        .iter()
        .flat_map(|role| root.ids(*role))
        .cloned()
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Returns the everyday key: the one with this label, else the one that signs most of
/// what is signed every day.
pub(super) fn everyday_of(root: &Root, ring: &Keyring<'_>) -> KeyId {
    let ids = all_ids(root);
    if let Some(id) = ring.labelled(EVERYDAY, |id| ids.iter().any(|known| known == id)) {
        return id.clone();
    }
    let n = |id: &KeyId| {
        let roles = Role::ALL.iter();
        let online = roles.filter(|role| **role != Role::Root && root.ids(**role).contains(id));
        (online.count(), root.ids(Role::Root).contains(id))
    };
    ids.into_iter().max_by_key(n).unwrap_or_default()
}

/// Returns the key that digits stand for.
fn key_of(root: &Root, text: &str) -> Result<KeyId, Error> {
    let text = text.trim().to_ascii_lowercase();
    let ids = all_ids(root);
    let mut fitting = ids.into_iter().filter(|id| id.starts_with(&text));
    match (fitting.next(), fitting.next()) {
        (Some(id), None) if text.len() >= MIN_DIGITS => Ok(id),
        _ => {
            let message = format!("“{text}” is not one of the keys");
            Err(Error::new(Code::KeyMissing, message).advise(Advice::KnownKey))
        }
    }
}
