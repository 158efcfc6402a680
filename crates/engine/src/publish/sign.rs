//! Adding signatures to a root that waits for them.

use std::path::PathBuf;

use colophon_supply::{KeyId, Role, add_signature, signers};
use zeroize::Zeroizing;

use super::effect::{Turned, finish, pending, turn};
use super::failure::{invalid, of_supply};
use super::keyring::{Keyring, Signing};
use super::place::Place;
use super::rotate::forget_old_keys;
use super::state::State;
use crate::error::Error;
use crate::report::{Advice, Code};

/// Who signs.
#[derive(Debug)]
pub struct SignRequest {
    /// The folder; the root waits next to it.
    pub dir: PathBuf,
    /// The words of paper keys. Without any, the keys of the file sign.
    pub words: Vec<Zeroizing<String>>,
}

/// Signs the root that waits, and brings it into effect once enough keys signed.
///
/// # Errors
///
/// `invalid-argument` if none waits, `key-missing` if none of the keys may sign it;
/// `passphrase-wrong`; those of a folder that somebody changed; `in-use`, `disk-full`,
/// `unwritable`.
pub fn sign(request: &SignRequest, signing: &Signing<'_>) -> Result<Turned, Error> {
    let place = Place::of(&request.dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    let state = finish(&place, State::load(&place)?, &mut ring)?;
    let Some(mut new) = pending(&place, &state)? else {
        let message = "no change of keys waits for signatures";
        return Err(invalid(message, Advice::NothingPending).at(&place.pending()));
    };
    let paper = ring.add_words(&request.words, &[&new.root, &state.root])?;
    let before = state.root.ids(Role::Root);
    let after = new.root.ids(Role::Root);
    let may_sign: Vec<KeyId> = before.iter().chain(after).cloned().collect();
    let uses_file = paper.is_empty() || signing.keys_file.is_some();
    let ids: Vec<&KeyId> = may_sign
        .iter()
        .filter(|id| uses_file || paper.contains(id))
        .collect();
    let (staying, leaving): (Vec<&KeyId>, Vec<&KeyId>) =
        ids.iter().partition(|id| after.contains(id));
    ring.unlock(staying)?;
    let unread = ring.unlock_leaving(leaving)?;
    let keys = ring.among(&ids);
    let is_known = signers(&new.bytes);
    if keys.is_empty() && !super::effect::missing(&state.root, &new.root, &new.bytes).is_empty() {
        let message = "none of the keys here may sign the change that waits";
        let error = Error::new(Code::KeyMissing, message).advise(Advice::MoreProof);
        return Err(unread.unwrap_or(error.at(&place.pending())));
    }
    for key in keys {
        if !is_known.contains(&key.id()) {
            new.bytes = add_signature(&new.bytes, key).map_err(|e| of_supply(&e))?;
        }
    }
    let turned = turn(&place, &state, &new, &mut ring)?;
    if turned.pending.is_none() {
        forget_old_keys(&place, &state.root, &new.root, &mut ring)?;
    }
    Ok(turned)
}
