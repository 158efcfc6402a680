//! A new root: who signed it, and how it comes into effect.

use std::fs;

use colophon_supply::{KeyId, Role, Root, signers};
use jiff::Timestamp;
use serde::Serialize;

use super::failure::{invalid, of_supply, unreadable, unwritable};
use super::keyring::Keyring;
use super::place::Place;
use super::staged::{NewRoot, Staged, Upload, Why, is_signed, roles_to_sign};
use super::state::{State, root_name};
use super::who::shorts;
use super::write::{For, write_whole};
use crate::error::Error;
use crate::report::{Advice, Code};

/// Signatures that a root lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Whether they are of the keys that counted before; otherwise of those that count
    /// then.
    pub of_old_keys: bool,
    /// How many are missing.
    pub n: u64,
    /// Whose keys can give them.
    pub keys: Vec<KeyId>,
}

/// How far a new root is.
#[derive(Debug, Clone)]
pub struct Turned {
    /// The version of the root.
    pub version: u64,
    /// The signatures that it lacks; none when it is in effect.
    pub missing: Vec<Missing>,
    /// The roles whose files must be signed again by keys that are not at hand.
    pub roles_without_keys: Vec<&'static str>,
    /// The folder to carry to the next person, if it is not in effect.
    pub pending: Option<std::path::PathBuf>,
    /// The new files, in the order in which they are uploaded.
    pub uploads: Vec<Upload>,
}

impl Missing {
    /// Says who has to sign.
    pub(super) fn sentence(&self) -> String {
        let keys = match self.keys.len() as u64 {
            n if n < self.n => return "too few keys are left to sign this change".to_owned(),
            n if n > self.n => format!("{} of the keys {}", self.n, shorts(&self.keys)),
            1 => format!("the key {}", shorts(&self.keys)),
            _ => format!("the keys {}", shorts(&self.keys)),
        };
        format!("{keys} must sign this change too")
    }
}

impl NewRoot {
    /// Signs a root with the keys that were read, of those of both roots.
    pub(super) fn signed(old: &Root, root: Root, ring: &Keyring<'_>) -> Result<Self, Error> {
        let both = [old, &root].map(|it| it.ids(Role::Root));
        let ids: Vec<&KeyId> = both.into_iter().flatten().collect();
        let bytes = root.to_signed().to_bytes(&ring.among(&ids));
        Ok(Self {
            bytes: bytes.map_err(|e| of_supply(&e))?,
            root,
        })
    }
}

/// Returns the signatures that a root lacks.
pub(super) fn missing(old: &Root, new: &Root, bytes: &[u8]) -> Vec<Missing> {
    let signed = signers(bytes);
    lacking(old, new, &|id| signed.iter().any(|own| own == id))
}

/// Returns the signatures that a root lacks if those keys sign that `signs` says.
pub(super) fn lacking(old: &Root, new: &Root, signs: &dyn Fn(&str) -> bool) -> Vec<Missing> {
    let mut all = Vec::new();
    for (of_old_keys, root) in [(true, old), (false, new)] {
        let ids = root.ids(Role::Root);
        let (has, lacks): (Vec<&KeyId>, Vec<&KeyId>) = ids.iter().partition(|id| signs(id));
        let n = root.threshold(Role::Root).saturating_sub(has.len() as u64);
        if n > 0 {
            all.push(Missing {
                of_old_keys,
                n,
                keys: lacks.into_iter().cloned().collect(),
            });
        }
    }
    all
}

/// Returns the root that waits for signatures; an older one is removed.
pub(super) fn pending(place: &Place, state: &State) -> Result<Option<NewRoot>, Error> {
    let folder = place.pending();
    let version = state.root.version + 1;
    let path = folder.join(root_name(version));
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error, &path)),
    };
    let root = Root::parse(&bytes).map_err(|e| of_supply(&e).at(&path))?;
    if root.version != version {
        let message = format!("it is not root {version}");
        let error = Error::new(Code::NotASource, message).advise(Advice::SignPending);
        return Err(error.at(&path));
    }
    Ok(Some(NewRoot { root, bytes }))
}

/// Refuses to begin a change while another one waits.
///
/// # Errors
///
/// `invalid-argument`.
pub(super) fn refuse_pending(
    place: &Place,
    state: &State,
    ring: &Keyring<'_>,
) -> Result<(), Error> {
    match pending(place, state)? {
        Some(waiting) if !is_leftover(state, &waiting, ring) => {
            let message = "a change of keys waits for signatures in this folder";
            Err(invalid(message, Advice::SignPending).at(&place.pending()))
        }
        _ => Ok(()),
    }
}

/// Returns whether a root that waits has all that it needs: the run that made it was
/// killed before it took effect.
pub(super) fn is_leftover(state: &State, new: &NewRoot, ring: &Keyring<'_>) -> bool {
    missing(&state.root, &new.root, &new.bytes).is_empty()
        && without_keys(state, &new.root, &|id| ring.has(id)).is_empty()
}

/// Returns the roles whose files keys of a root have to sign and are not at hand.
pub(super) fn without_keys(
    state: &State,
    new: &Root,
    has: &dyn Fn(&str) -> bool,
) -> Vec<&'static str> {
    let n_at_hand = |role: Role| new.ids(role).iter().filter(|id| has(id)).count() as u64;
    roles_to_sign(state, new, Why::Keys)
        .into_iter()
        .filter(|role| n_at_hand(*role) < new.threshold(*role))
        .map(Role::name)
        .collect()
}

/// Brings a root into effect if enough keys signed and those are at hand that sign other
/// files again; otherwise keeps it for more signatures.
pub(super) fn turn(
    place: &Place,
    state: &State,
    new: &NewRoot,
    ring: &mut Keyring<'_>,
) -> Result<Turned, Error> {
    let missing = missing(&state.root, &new.root, &new.bytes);
    let roles = roles_to_sign(state, &new.root, Why::Keys);
    let mut turned = Turned {
        version: new.root.version,
        missing,
        roles_without_keys: without_keys(state, &new.root, &|id| ring.has(id)),
        pending: None,
        uploads: Vec::new(),
    };
    let folder = place.pending();
    fs::create_dir_all(&folder).map_err(|e| unwritable(e, &folder))?;
    // If this run is killed below, the next one sees from it what was going on.
    write_whole(
        &folder.join(root_name(new.root.version)),
        &new.bytes,
        For::All,
    )?;
    if !(turned.missing.is_empty() && turned.roles_without_keys.is_empty()) {
        turned.pending = Some(folder);
        return Ok(turned);
    }
    for role in roles {
        ring.unlock_role(&new.root, role)?;
        // With a key from before too, each file is right before the change and after.
        ring.unlock_leaving(state.root.ids(role))?;
    }
    let staged = Staged::make(place, state, None, Some(new), ring, Timestamp::now())?;
    turned.uploads = staged.write(place)?;
    let _ = fs::remove_dir_all(folder);
    Ok(turned)
}

/// Signs what a change of keys that was cut short left unsigned.
pub(super) fn finish(place: &Place, state: State, ring: &mut Keyring<'_>) -> Result<State, Error> {
    let is_done = !state.is_unfinished
        && state.content.as_ref().is_none_or(|content| {
            is_signed(&content.timestamp_file.bytes, &state.root, Role::Timestamp)
        });
    if is_done {
        return Ok(state);
    }
    for role in roles_to_sign(&state, &state.root, Why::Renew) {
        ring.unlock_role(&state.root, role)?;
    }
    Staged::make(place, &state, None, None, ring, Timestamp::now())?.write(place)?;
    State::load(place)
}
