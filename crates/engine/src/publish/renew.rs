//! Saying again that nothing is newer.

use std::path::PathBuf;

use colophon_supply::{Every, Role};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::effect::{lacking, refuse_pending, turn};
use super::keyring::{Keyring, Signing};
use super::place::Place;
use super::staged::{NewRoot, Staged, Upload, Why, in_days, roles_to_sign};
use super::state::State;
use crate::error::Error;
use crate::report::{Advice, Code};

/// What is renewed.
#[derive(Debug)]
pub struct RenewRequest {
    /// The folder.
    pub dir: PathBuf,
    /// The rhythm from now on, if it changes.
    pub every: Option<Every>,
    /// The words of paper keys that sign another rhythm.
    pub words: Vec<Zeroizing<String>>,
}

/// What was renewed.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// The rhythm from now on.
    pub every: Every,
    /// When the next signature is due, if ever.
    pub due: Option<Timestamp>,
    /// Until when readers take the index for up to date.
    pub expires: Timestamp,
    /// The new files, in the order in which they are uploaded.
    pub uploads: Vec<Upload>,
}

/// Signs the timestamp again. What is published stays as it is.
///
/// Another rhythm is in the root, so keys that replace keys have to sign it; all other
/// files are signed again with the dates that belong to it.
///
/// If a change of keys was cut short, the files that the new keys have to sign are
/// signed too.
///
/// # Errors
///
/// `no-index` before the first index; `invalid-argument` if another rhythm is wanted
/// while a change of keys waits; `key-missing`, `passphrase-wrong`; those of a folder
/// that somebody changed; `clock-wrong`, `in-use`, `disk-full`, `unwritable`.
pub fn renew(request: &RenewRequest, signing: &Signing<'_>) -> Result<Renewed, Error> {
    let place = Place::of(&request.dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    let state = State::load(&place)?;
    state.content(&place)?;
    let now = Timestamp::now();
    ring.check_clock(&state, now)?;
    let every = request.every.unwrap_or(state.root.every);
    ring.add_words(&request.words, &[&state.root])?;
    let uploads = if every == state.root.every {
        for role in roles_to_sign(&state, &state.root, Why::Renew) {
            ring.unlock_role(&state.root, role)?;
        }
        Staged::make(&place, &state, None, None, &ring, now)?.write(&place)?
    } else {
        change_rhythm(&place, &state, every, &mut ring, now)?
    };
    Ok(Renewed {
        every,
        due: every.days().map(|days| in_days(now, days)),
        expires: in_days(now, every.days_of_timestamp()),
        uploads,
    })
}

/// Makes a root with another rhythm, and signs everything with the dates of that.
fn change_rhythm(
    place: &Place,
    state: &State,
    every: Every,
    ring: &mut Keyring<'_>,
    now: Timestamp,
) -> Result<Vec<Upload>, Error> {
    refuse_pending(place, state, ring)?;
    let old = &state.root;
    let mut root = old.clone();
    root.every = every;
    root.version += 1;
    root.expires = in_days(now, every.days_of_root());
    if let Some(missing) = lacking(old, &root, &|id| ring.has(id)).first() {
        let missing = missing.sentence();
        let message = if ring.file().exists() {
            format!("another rhythm is signed like a new key: {missing}")
        } else {
            format!("this file is missing; another rhythm is signed like a new key: {missing}")
        };
        let error = Error::new(Code::KeyMissing, message).advise(Advice::RhythmProof);
        return Err(error.at(ring.file()));
    }
    for role in [Role::Targets, Role::Snapshot, Role::Timestamp] {
        ring.unlock_role(old, role)?;
    }
    ring.unlock_enough(old.ids(Role::Root), old.threshold(Role::Root))?;
    let new = NewRoot::signed(old, root, ring)?;
    Ok(turn(place, state, &new, ring)?.uploads)
}
