//! Saying again that nothing is newer.

use std::path::Path;

use jiff::Timestamp;

use super::keyring::{Keyring, Signing};
use super::place::Place;
use super::staged::{Staged, Upload, Why, in_days, roles_to_sign};
use super::state::State;
use crate::error::Error;

/// What was renewed.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// Until when readers take the index for up to date.
    pub expires: Timestamp,
    /// The new files, in the order in which they are uploaded.
    pub uploads: Vec<Upload>,
}

/// Signs the timestamp again. What is published stays as it is.
///
/// If a change of keys was cut short, the files that the new keys have to sign are
/// signed too.
///
/// # Errors
///
/// `no-index` before the first index; `key-missing`, `passphrase-wrong`; those of a
/// folder that somebody changed; `in-use`, `disk-full`, `unwritable`.
pub fn renew(dir: &Path, signing: &Signing<'_>) -> Result<Renewed, Error> {
    let place = Place::of(dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    let state = State::load(&place)?;
    state.content(&place)?;
    for role in roles_to_sign(&state, &state.root, Why::Renew) {
        ring.unlock_role(&state.root, role)?;
    }
    let now = Timestamp::now();
    let staged = Staged::make(&place, &state, None, None, &ring, now)?;
    Ok(Renewed {
        expires: in_days(now, state.root.every.days_of_timestamp()),
        uploads: staged.write(&place)?,
    })
}
