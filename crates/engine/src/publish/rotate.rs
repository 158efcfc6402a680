//! Replacing keys.

use std::path::PathBuf;

use colophon_supply::{KeyId, PublicKey, Role, Root, SecretKey};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::effect::{Missing, Turned, finish, lacking, refuse_pending, turn, without_keys};
use super::failure::{invalid, of_supply};
use super::keyfile::EVERYDAY;
use super::keyring::{Keyring, PaperKey, Signing};
use super::place::Place;
use super::staged::{NewRoot, in_days};
use super::state::State;
use super::who::{all_ids, key_of, roles_of, short, shorts};
use crate::error::Error;
use crate::report::{Advice, Code};

/// Which keys to replace.
#[derive(Debug)]
pub struct RotateRequest {
    /// The folder.
    pub dir: PathBuf,
    /// The name of the role that gets a key of its own: for roots, a new paper key takes
    /// the place of the old one. Without a role and without `drop`, the everyday key is
    /// replaced.
    pub role: Option<String>,
    /// The names of keys, or their first digits, that are lost or stolen. They prove
    /// nothing.
    pub drop: Vec<String>,
    /// Whether the new key of the timestamp is kept without a passphrase.
    pub no_passphrase: bool,
    /// The words of paper keys that sign.
    pub words: Vec<Zeroizing<String>>,
    /// Whether the change may wait for the signatures of others.
    pub may_wait: bool,
}

/// What was replaced.
#[derive(Debug)]
pub struct Rotated {
    /// How far the new root is.
    pub turned: Turned,
    /// The names of the keys that do not count once it is in effect.
    pub dropped: Vec<KeyId>,
    /// The files with the new keys.
    pub files: Vec<PathBuf>,
}

/// Replaces keys by new ones.
///
/// Nothing is made or shown before it is certain that the change can take effect, or
/// may wait.
///
/// # Errors
///
/// `invalid-argument` if a role would be left without enough keys, or a change waits for
/// signatures already; `key-missing` if too few keys are at hand and the change may not
/// wait; `passphrase-wrong`; those of a folder that somebody changed; `clock-wrong`,
/// `in-use`, `disk-full`, `unwritable`.
pub fn rotate(request: &RotateRequest, signing: &Signing<'_>) -> Result<Rotated, Error> {
    let role = request.role.as_deref().map(role_of).transpose()?;
    if request.no_passphrase && role != Some(Role::Timestamp) {
        let message = "only a key of the timestamp can be kept without a passphrase";
        return Err(invalid(message, Advice::ChooseValue));
    }
    let place = Place::of(&request.dir)?;
    let _locked = place.lock_made()?;
    let mut ring = Keyring::read(&place, signing)?;
    let state = finish(&place, State::load(&place)?, &mut ring)?;
    let now = Timestamp::now();
    ring.check_clock(&state, now)?;
    refuse_pending(&place, &state, &ring)?;
    let old = &state.root;
    let ids = all_ids(old);
    let drop = request.drop.iter().map(|text| key_of(&ids, text));
    let drop: Vec<KeyId> = drop.collect::<Result<_, Error>>()?;
    let typed = ring.add_words(&request.words, &[old])?;
    if let Some(id) = typed.iter().find(|id| drop.contains(id)) {
        let message = format!(
            "the words are of the key {}, which is to be dropped",
            short(id)
        );
        return Err(invalid(message, Advice::OtherWords));
    }
    let change = Change::new(old, &ring, role, &drop, request.no_passphrase)?;
    ring.set_aside(&drop);
    let waits = try_out(&change, &state, &ring, request.may_wait)?;

    ring.unlock_enough(old.ids(Role::Root), old.threshold(Role::Root))?;
    if change.needs_passphrase(&ids, &ring, waits) {
        ring.choose_passphrase()?;
    }
    let mut made = Made::default();
    let mut root = change.apply(old, &mut |label| {
        change.make(label, &place, &mut ring, &mut made)
    })?;
    for key in &mut made.paper {
        key.is_waiting = waits;
    }
    root.version += 1;
    root.expires = in_days(now, root.every.days_of_root());
    ring.unlock_enough(root.ids(Role::Root), root.threshold(Role::Root))?;
    // Keys are kept before anything names them.
    if !made.paper.is_empty() {
        (signing.show)(&made.paper)?;
    }
    ring.save(&place)?;
    let new = NewRoot::signed(old, root, &ring)?;
    let dropped = ids
        .into_iter()
        .filter(|id| !all_ids(&new.root).contains(id))
        .collect();
    let turned = turn(&place, &state, &new, &mut ring)?;
    if turned.pending.is_none() {
        forget_old_keys(&place, old, &new.root, &mut ring)?;
    }
    Ok(Rotated {
        turned,
        dropped,
        files: made.files,
    })
}

/// Returns whether a change has to wait for the signatures of others.
///
/// # Errors
///
/// `invalid-argument` if no reader would accept it; `key-missing` if it would wait and
/// may not.
fn try_out(
    change: &Change,
    state: &State,
    ring: &Keyring<'_>,
    may_wait: bool,
) -> Result<bool, Error> {
    let mut made = Vec::new();
    let root = change.apply(&state.root, &mut |_| {
        let key = SecretKey::generate().map_err(|e| of_supply(&e))?.public();
        made.push(key.id());
        Ok(key)
    })?;
    if let Some(flaw) = root.flaw() {
        return Err(invalid(flaw, Advice::EnoughKeys));
    }
    let has = |id: &str| ring.has(id) || made.iter().any(|own| own == id);
    let mut missing = lacking(&state.root, &root, &has);
    let roles = without_keys(state, &root, &has);
    if missing.is_empty() && roles.is_empty() || may_wait {
        return Ok(!(missing.is_empty() && roles.is_empty()));
    }
    for lacks in &mut missing {
        lacks.keys.retain(|id| !change.drop.contains(id));
    }
    let is_own = change.drop.iter().find(|id| ring.file_of(id).is_some());
    if missing.iter().any(|it| it.of_old_keys) && is_own.is_none() && !ring.file().exists() {
        let lacks = missing.iter().map(Missing::sentence).next();
        let message = format!("this file is missing, and {}", lacks.unwrap_or_default());
        let error = Error::new(Code::KeyMissing, message).advise(Advice::MoreProof);
        return Err(error.at(ring.file()));
    }
    let (message, advice) = match (missing.first(), is_own) {
        (Some(missing), Some(own)) if missing.of_old_keys => (
            format!(
                "a key that is dropped cannot prove the change, and {} is the only one here: {}",
                short(own),
                missing.sentence()
            ),
            Advice::OtherProof,
        ),
        (Some(missing), _) => (missing.sentence(), Advice::MoreProof),
        (None, _) => {
            let files: Vec<String> = roles.iter().map(|role| format!("{role}.json")).collect();
            let message = format!("the key that signs {} is not here", files.join(" and "));
            (message, Advice::KeysBack)
        }
    };
    Err(Error::new(Code::KeyMissing, message).advise(advice))
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

/// What a change made.
#[derive(Default)]
struct Made {
    paper: Vec<PaperKey>,
    files: Vec<PathBuf>,
}

/// What changes about the keys.
struct Change {
    role: Option<Role>,
    /// The keys that are lost or stolen.
    drop: Vec<KeyId>,
    /// The paper keys whose place a new one takes.
    paper: Vec<KeyId>,
    everyday: KeyId,
    /// Whether there is a new everyday key.
    is_everyday: bool,
    no_passphrase: bool,
}

impl Change {
    fn new(
        old: &Root,
        ring: &Keyring<'_>,
        role: Option<Role>,
        drop: &[KeyId],
        no_passphrase: bool,
    ) -> Result<Self, Error> {
        let everyday = ring.everyday_of(old);
        let mut paper = ring.paper_of(old);
        if role != Some(Role::Root) || paper.iter().any(|id| drop.contains(id)) {
            // Those that stay are other people's.
            paper.clear();
        }
        if paper.len() > 1 {
            let message = format!("there are several paper keys: {}", shorts(&paper));
            return Err(invalid(message, Advice::WhichPaper));
        }
        Ok(Self {
            role,
            is_everyday: drop.contains(&everyday) || role.is_none() && drop.is_empty(),
            drop: drop.to_vec(),
            paper,
            everyday,
            no_passphrase,
        })
    }

    /// Returns the next root; `make` makes a key with a label.
    fn apply(
        &self,
        old: &Root,
        make: &mut dyn FnMut(&str) -> Result<PublicKey, Error>,
    ) -> Result<Root, Error> {
        let mut root = old.clone();
        let mut everyday = self.everyday.clone();
        if self.is_everyday {
            let key = make(EVERYDAY)?;
            root.add(&key, &roles_of(old, &everyday));
            for role in Role::ALL {
                root.drop(&everyday, role);
            }
            everyday = key.id();
        }
        for id in self.drop.iter().chain(&self.paper) {
            for role in Role::ALL {
                root.drop(id, role);
            }
        }
        if let Some(role) = self.role {
            let key = make(role.name())?;
            root.add(&key, &[role]);
            for id in root.ids(role).to_vec() {
                let stays = role == Role::Root || id == key.id();
                // What the key for renewing can do, the everyday key can too.
                if !(stays || self.no_passphrase && id == everyday) {
                    root.drop(&id, role);
                }
            }
            if self.no_passphrase {
                root.grant(&everyday, role);
            }
        }
        // Nothing that is dropped leaves a role without a key.
        for role in [Role::Timestamp, Role::Snapshot, Role::Targets] {
            if root.ids(role).is_empty() {
                root.grant(&everyday, role);
            }
        }
        if root.ids(Role::Root).len() == 1 {
            root.grant(&everyday, Role::Root);
        }
        Ok(root)
    }

    /// Returns whether the new keys of the file get a passphrase of their own: nothing
    /// else in the file is kept, so a successor is not bound to the one from before.
    fn needs_passphrase(&self, known: &[KeyId], ring: &Keyring<'_>, waits: bool) -> bool {
        // A change that was given up may have left a key that never counted.
        let goes =
            |id: &KeyId| *id == self.everyday || self.drop.contains(id) || !known.contains(id);
        let is_lost = self.drop.contains(&self.everyday);
        self.is_everyday && (is_lost || !waits) && ring.own_ids().all(goes)
    }

    /// Makes a key: on paper for roots, else in a file.
    fn make(
        &self,
        label: &str,
        place: &Place,
        ring: &mut Keyring<'_>,
        made: &mut Made,
    ) -> Result<PublicKey, Error> {
        if label == Role::Root.name() {
            let key = SecretKey::generate().map_err(|e| of_supply(&e))?;
            let public = key.public();
            made.paper.push(PaperKey {
                id: key.id(),
                words: key.to_words().map_err(|e| of_supply(&e))?,
                is_waiting: false,
            });
            ring.add_paper(key);
            return Ok(public);
        }
        let (public, file) = if self.no_passphrase && label == Role::Timestamp.name() {
            (ring.make_open(place, label)?, place.renew_keys())
        } else {
            (ring.make(label)?, ring.file().to_owned())
        };
        if !made.files.contains(&file) {
            made.files.push(file);
        }
        Ok(public)
    }
}

fn role_of(name: &str) -> Result<Role, Error> {
    Role::named(name).ok_or_else(|| {
        let message =
            format!("“{name}” is not one of the roles root, timestamp, snapshot and targets");
        invalid(message, Advice::ChooseValue)
    })
}
