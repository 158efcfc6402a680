//! The keys at hand: those of the files, and those that somebody types from paper.
//!
//! A key is read only when it has to sign, because each costs a moment of work against
//! guessers.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_supply::{KeyId, PublicKey, Role, Root, SecretKey};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::clock;
use super::failure::of_words;
use super::keyfile::{EVERYDAY, Entry, check_passphrase, format_entry, read};
use super::place::Place;
use super::state::State;
use super::who::{KeyKind, all_ids, busiest_of, roles_of, short, shorts};
use super::write::{For, write_whole};
use crate::error::Error;
use crate::report::{Advice, Code};

/// A passphrase that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The file of keys.
    pub file: &'a Path,
    /// Whether the file is being made, so that the passphrase is a new one.
    pub is_new: bool,
}

/// Returns a passphrase.
pub type Ask<'a> = &'a dyn Fn(Wanted<'_>) -> Result<Zeroizing<String>, Error>;

/// A key that is on paper alone.
#[derive(Debug)]
pub struct PaperKey {
    /// Its name.
    pub id: String,
    /// Its 24 words.
    pub words: Zeroizing<String>,
    /// Whether it counts only once others have signed too.
    pub is_waiting: bool,
}

/// Shows keys that have to be written on paper.
pub type Show<'a> = &'a dyn Fn(&[PaperKey]) -> Result<(), Error>;

/// Shows a warning that has a code.
pub type Warn<'a> = &'a dyn Fn(Code, &str);

/// Where the keys are, and how their passphrase is had.
#[derive(Clone)]
pub struct Signing<'a> {
    /// The file of keys; the one next to the folder if none is named.
    pub keys_file: Option<PathBuf>,
    /// Returns the passphrase when it is needed.
    pub ask: Ask<'a>,
    /// Shows new paper keys, before anything names them.
    pub show: Show<'a>,
    /// Shows a warning.
    pub warn: Warn<'a>,
    /// Whether the clock is right although the folder was signed on a later date.
    pub is_clock_right: bool,
}

impl Default for Signing<'_> {
    /// Returns what looks at keys and cannot sign.
    fn default() -> Self {
        Self {
            keys_file: None,
            ask: &|wanted| {
                let message = "a passphrase is needed, and there is nobody to ask";
                Err(Error::new(Code::KeyMissing, message).at(wanted.file))
            },
            show: &|_| Ok(()),
            warn: &|_, _| (),
            is_clock_right: false,
        }
    }
}

impl std::fmt::Debug for Signing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signing({:?})", self.keys_file)
    }
}

/// The keys at hand.
pub(super) struct Keyring<'a> {
    file: PathBuf,
    /// The file of the key for renewing.
    renew: PathBuf,
    entries: Vec<Entry>,
    /// Keys of the files that are lost or stolen: they sign nothing.
    set_aside: Vec<KeyId>,
    /// Keys from paper, which no file holds.
    paper: Vec<SecretKey>,
    passphrase: Option<Zeroizing<String>>,
    /// The passphrase of new keys, if it is another one.
    next_passphrase: Option<Zeroizing<String>>,
    ask: Ask<'a>,
    warn: Warn<'a>,
    is_clock_right: bool,
    has_warned: Cell<bool>,
}

impl<'a> Keyring<'a> {
    /// Returns the everyday key of a root: the one with this label, else the one that
    /// signs most of what is signed every day.
    pub(super) fn everyday_of(&self, root: &Root) -> KeyId {
        let ids = all_ids(root);
        let labelled = self.labelled(EVERYDAY, |id| ids.iter().any(|known| known == id));
        labelled.cloned().unwrap_or_else(|| busiest_of(root))
    }

    /// Returns the keys of a root that are on paper: they replace other keys, sign nothing
    /// else, and are in no file here.
    pub(super) fn paper_of(&self, root: &Root) -> Vec<KeyId> {
        let everyday = self.everyday_of(root);
        let is_paper = |id: &&KeyId| self.kind_of(root, &everyday, id) == KeyKind::Paper;
        let ids = root.ids(Role::Root).iter();
        ids.filter(is_paper).cloned().collect()
    }

    /// Returns what a key is for.
    pub(super) fn kind_of(&self, root: &Root, everyday: &str, id: &str) -> KeyKind {
        let roles = roles_of(root, id);
        if id == everyday {
            KeyKind::Everyday
        } else if roles == [Role::Root] && self.file_of(id).is_none() {
            KeyKind::Paper
        } else if roles == [Role::Timestamp] && self.is_for_renewing(id) {
            KeyKind::Renewing
        } else {
            KeyKind::OfRole
        }
    }

    /// Reads the file of keys, and the one that signs timestamps alone; no key is read
    /// yet. A file that is not there has no keys.
    pub(super) fn read(place: &Place, signing: &Signing<'a>) -> Result<Self, Error> {
        let named = signing.keys_file.clone();
        let file = named.clone().unwrap_or_else(|| place.keys());
        place.check_keys_file(&file)?;
        if named.is_some() && !file.is_file() {
            let message = "this file of keys is missing";
            let error = Error::new(Code::KeyMissing, message).advise(Advice::KeysBack);
            return Err(error.at(&file));
        }
        let mut entries = read(&file)?;
        let renew = place.renew_keys();
        if renew != file {
            entries.extend(read(&renew)?);
        }
        Ok(Self {
            file,
            renew,
            entries,
            set_aside: Vec::new(),
            paper: Vec::new(),
            passphrase: None,
            next_passphrase: None,
            ask: signing.ask,
            warn: signing.warn,
            is_clock_right: signing.is_clock_right,
            has_warned: Cell::new(false),
        })
    }

    /// Compares the clock with the day of the last signature, and warns once if it is
    /// much later.
    ///
    /// # Errors
    ///
    /// `clock-wrong` if it is earlier.
    pub(super) fn check_clock(&self, state: &State, now: Timestamp) -> Result<(), Error> {
        if self.is_clock_right {
            return Ok(());
        }
        if let Some(message) = clock::check(state, now)?
            && !self.has_warned.replace(true)
        {
            (self.warn)(Code::ClockWrong, &message);
        }
        Ok(())
    }

    /// Adds a key that was made to be written on paper.
    pub(super) fn add_paper(&mut self, key: SecretKey) {
        self.paper.push(key);
    }

    /// Adds the keys that somebody typed from paper, and returns their names.
    ///
    /// # Errors
    ///
    /// `invalid-argument` if words are not a key; `key-missing` if none of `roots` lets
    /// the key replace keys.
    pub(super) fn add_words(
        &mut self,
        words: &[Zeroizing<String>],
        roots: &[&Root],
    ) -> Result<Vec<KeyId>, Error> {
        let mut typed = Vec::new();
        for words in words {
            let key = SecretKey::from_words(words).map_err(|e| of_words(&e))?;
            let id = key.id();
            if !roots.iter().any(|root| root.ids(Role::Root).contains(&id)) {
                let ids = roots.first().map_or(&[][..], |root| root.ids(Role::Root));
                let message = format!(
                    "these words are of the key {}, and only the keys {} can replace keys",
                    short(&id),
                    shorts(ids)
                );
                return Err(Error::new(Code::KeyMissing, message).advise(Advice::RightPaper));
            }
            typed.push(id);
            self.paper.push(key);
        }
        Ok(typed)
    }

    /// Leaves keys that are lost or stolen in their files, and uses them no more.
    pub(super) fn set_aside(&mut self, ids: &[KeyId]) {
        self.set_aside.extend_from_slice(ids);
    }

    /// Returns the entry of a key that may sign.
    fn entry(&self, id: &str) -> Option<&Entry> {
        let is_it = |entry: &&Entry| entry.id == id;
        let entry = self.entries.iter().find(is_it);
        entry.filter(|entry| !self.set_aside.contains(&entry.id))
    }

    /// Returns the file that has a key, be it lost or stolen.
    pub(super) fn file_of(&self, id: &str) -> Option<&Path> {
        let entry = self.entries.iter().find(|entry| entry.id == id);
        entry.map(|entry| entry.file.as_path())
    }

    /// Returns whether a key is in the file of the key for renewing.
    pub(super) fn is_for_renewing(&self, id: &str) -> bool {
        self.file_of(id).is_some_and(|file| file == self.renew)
    }

    /// Returns the names of the keys in the file that new keys are written to.
    pub(super) fn own_ids(&self) -> impl Iterator<Item = &KeyId> {
        let own = self.entries.iter().filter(|it| it.file == self.file);
        own.map(|entry| &entry.id)
    }

    /// Returns the file of keys.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Returns whether a key is at hand, read or not.
    pub(super) fn has(&self, id: &str) -> bool {
        self.entry(id).is_some() || self.paper.iter().any(|it| it.id() == id)
    }

    /// Returns the key with the label, of those that `is_in_use` says are.
    pub(super) fn labelled(&self, label: &str, is_in_use: impl Fn(&str) -> bool) -> Option<&KeyId> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.label == label && is_in_use(&entry.id));
        entry.map(|entry| &entry.id)
    }

    /// Reads the keys with these names, of those that are at hand.
    ///
    /// # Errors
    ///
    /// `passphrase-wrong`, `key-missing` if no passphrase can be had.
    pub(super) fn unlock<'b>(
        &mut self,
        ids: impl IntoIterator<Item = &'b KeyId>,
    ) -> Result<(), Error> {
        for id in ids {
            let is_wanted =
                |it: &Entry| it.id == *id && it.key.is_none() && !self.set_aside.contains(&it.id);
            let place = self.entries.iter().position(is_wanted);
            let Some(place) = place else { continue };
            let is_locked = self.entries[place].is_locked();
            if is_locked && self.passphrase.is_none() {
                let wanted = Wanted {
                    file: &self.entries[place].file,
                    is_new: false,
                };
                self.passphrase = Some((self.ask)(wanted)?);
            }
            let passphrase = self.passphrase.as_ref().filter(|_| is_locked);
            let entry = &mut self.entries[place];
            let read = SecretKey::from_pem(&entry.pem, passphrase.map(|it| it.as_str()));
            let key = read.ok().filter(|key| key.id() == *id);
            entry.key = Some(key.ok_or_else(|| {
                let message = "the passphrase is wrong, or the key is damaged";
                Error::new(Code::PassphraseWrong, message).at(&entry.file)
            })?);
        }
        Ok(())
    }

    /// Reads keys that soon count no more; what cannot be read is left out. Returns why.
    pub(super) fn unlock_leaving<'b>(
        &mut self,
        ids: impl IntoIterator<Item = &'b KeyId>,
    ) -> Result<Option<Error>, Error> {
        let mut why = None;
        for id in ids {
            match self.unlock([id]) {
                Err(error) if error.code() == Code::PassphraseWrong => why = Some(error),
                other => other?,
            }
        }
        Ok(why)
    }

    /// Reads as many keys as have to sign, first those that need no passphrase.
    ///
    /// # Errors
    ///
    /// Those of [`Keyring::unlock`].
    pub(super) fn unlock_enough(&mut self, ids: &[KeyId], n: u64) -> Result<(), Error> {
        let cost = |id: &KeyId| {
            let entry = self.entry(id);
            entry.is_some_and(|entry| entry.key.is_none() && entry.is_locked())
        };
        let mut at_hand: Vec<KeyId> = ids.iter().filter(|id| self.has(id)).cloned().collect();
        at_hand.sort_by_key(cost);
        self.unlock(at_hand.iter().take(n.try_into().unwrap_or(usize::MAX)))
    }

    /// Returns the keys that were read and are among `ids`, each once.
    pub(super) fn among(&self, ids: &[&KeyId]) -> Vec<&SecretKey> {
        let of_files = self.entries.iter().filter_map(|entry| entry.key.as_ref());
        let mut keys: Vec<&SecretKey> = Vec::new();
        for key in of_files.chain(&self.paper) {
            let id = key.id();
            let counts = ids.contains(&&id) && !self.set_aside.contains(&id);
            if counts && !keys.iter().any(|known| known.id() == id) {
                keys.push(key);
            }
        }
        keys
    }

    /// Reads the keys of a role, as many as are at hand.
    ///
    /// # Errors
    ///
    /// `key-missing` if fewer are at hand than have to sign.
    pub(super) fn unlock_role(&mut self, root: &Root, role: Role) -> Result<(), Error> {
        let ids = root.ids(role).to_vec();
        let n = ids.iter().filter(|id| self.has(id)).count() as u64;
        if n < root.threshold(role) {
            return Err(self.without(root, role));
        }
        self.unlock_enough(&ids, root.threshold(role))
    }

    /// Returns the error of a role whose keys are not at hand: the file that is missing,
    /// and what replaces it.
    fn without(&self, root: &Root, role: Role) -> Error {
        let ids = root.ids(role);
        let is_everyday = ids.contains(&self.everyday_of(root));
        let whose = match (is_everyday, role) {
            (true, _) => "the everyday key",
            (false, Role::Timestamp) => "the key for renewing",
            (false, _) => "the key",
        };
        let whose = format!("{whose} {}, which signs {}.json", shorts(ids), role.name());
        let is_of_renewing = role == Role::Timestamp && !is_everyday;
        if is_of_renewing && !self.renew.exists() {
            let message = format!("this file is missing; it has {whose}");
            let error = Error::new(Code::KeyMissing, message).advise(Advice::RenewKeysBack);
            return error.at(&self.renew);
        }
        let message = if self.file.exists() {
            format!("this file does not have {whose}")
        } else {
            format!("this file is missing; it has {whose}")
        };
        let error = Error::new(Code::KeyMissing, message).advise(Advice::KeysBack);
        error.at(&self.file)
    }

    /// Has the passphrase that new keys are kept under: that of the keys that are there,
    /// or a new one.
    fn have_passphrase(&mut self) -> Result<(), Error> {
        if self.next_passphrase.is_some() {
            return Ok(());
        }
        let usable = self.own_ids().find(|id| self.entry(id).is_some());
        match usable.cloned() {
            Some(id) => self.unlock([&id]),
            None => self.choose_passphrase(),
        }
    }

    /// Asks for the passphrase of new keys, which is not that of the others.
    ///
    /// # Errors
    ///
    /// `invalid-argument` if it is easily guessed.
    pub(super) fn choose_passphrase(&mut self) -> Result<(), Error> {
        let wanted = Wanted {
            file: &self.file,
            is_new: true,
        };
        let passphrase = (self.ask)(wanted)?;
        check_passphrase(&passphrase)?;
        self.next_passphrase = Some(passphrase);
        Ok(())
    }

    /// Makes a key and adds it; [`Keyring::save`] keeps it.
    ///
    /// # Errors
    ///
    /// `internal` if the system has no random numbers.
    pub(super) fn make(&mut self, label: &str) -> Result<PublicKey, Error> {
        self.have_passphrase()?;
        let file = self.file.clone();
        let next = self.next_passphrase.clone();
        let passphrase = next.or_else(|| self.passphrase.clone());
        self.make_in(&file, label, passphrase.as_ref())
    }

    /// Makes the key that signs timestamps without a passphrase, in a file of its own.
    pub(super) fn make_open(&mut self, place: &Place, label: &str) -> Result<PublicKey, Error> {
        self.make_in(&place.renew_keys(), label, None)
    }

    fn make_in(
        &mut self,
        file: &Path,
        label: &str,
        passphrase: Option<&Zeroizing<String>>,
    ) -> Result<PublicKey, Error> {
        let key = SecretKey::generate().map_err(|e| of_system(&e))?;
        let pem = key.to_pem(passphrase.map(|it| it.as_str()));
        let public = key.public();
        self.entries.push(Entry {
            id: public.id(),
            label: label.to_owned(),
            pem: pem.map_err(|e| of_system(&e))?,
            file: file.to_owned(),
            key: Some(key),
        });
        Ok(public)
    }

    /// Forgets the keys that are not in use any more.
    pub(super) fn keep(&mut self, is_in_use: impl Fn(&str) -> bool) {
        self.entries.retain(|entry| is_in_use(&entry.id));
    }

    /// Writes the files of keys, those of `place` included.
    pub(super) fn save(&self, place: &Place) -> Result<(), Error> {
        let renew = place.renew_keys();
        for file in [&self.file, &renew] {
            let own: Vec<&Entry> = self.entries.iter().filter(|it| it.file == *file).collect();
            if own.is_empty() {
                // A file without a key is of no use, and one that a user named stays.
                if *file == renew && file.exists() {
                    fs::remove_file(file).map_err(|e| super::failure::unwritable(e, file))?;
                }
                continue;
            }
            let mut text = Zeroizing::new(String::new());
            for entry in own {
                text.push_str(&format_entry(&entry.id, &entry.label, &entry.pem));
            }
            write_whole(file, text.as_bytes(), For::Owner)?;
        }
        Ok(())
    }
}

fn of_system(error: &colophon_supply::Error) -> Error {
    Error::new(Code::Internal, error.message())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::super::keyfile::{EVERYDAY, ids_in};
    use super::*;

    fn given(text: &'static str) -> impl Fn(Wanted<'_>) -> Result<Zeroizing<String>, Error> {
        move |_| Ok(Zeroizing::new(text.to_owned()))
    }

    fn place(folder: &Path) -> Place {
        let place = Place::of(&folder.join("idx")).unwrap();
        fs::create_dir(place.dir()).unwrap();
        place
    }

    #[test]
    fn keys_come_back_from_their_file() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let n_asked = Cell::new(0);
        let ask = |_: Wanted<'_>| {
            n_asked.set(n_asked.get() + 1);
            Ok(Zeroizing::new("four words of mine".to_owned()))
        };
        let signing = Signing {
            keys_file: None,
            ask: &ask,
            show: &|_| Ok(()),
            warn: &|_, _| (),
            is_clock_right: false,
        };
        let mut ring = Keyring::read(&place, &signing).unwrap();
        let first = ring.make(EVERYDAY).unwrap().id();
        let second = ring.make("targets").unwrap().id();
        let open = ring.make_open(&place, "timestamp").unwrap().id();
        ring.save(&place).unwrap();
        n_asked.set(0);
        let mut ring = Keyring::read(&place, &signing).unwrap();
        assert!(ring.has(&first) && ring.has(&second) && ring.has(&open));
        assert_eq!(ring.labelled("targets", |_| true), Some(&second));
        assert_eq!(ring.labelled("targets", |_| false), None);
        ring.unlock([&open]).unwrap();
        assert_eq!(n_asked.get(), 0);
        assert!(ring.among(&[&first]).is_empty());
        ring.unlock([&first, &second]).unwrap();
        assert_eq!(n_asked.get(), 1);
        assert_eq!(ring.among(&[&first, &second, &open, &first]).len(), 3);
        ring.keep(|id| id != open);
        ring.save(&place).unwrap();
        assert!(!place.renew_keys().exists());
        assert_eq!(ids_in(&place.keys()).unwrap(), [first.clone(), second]);

        let wrong = given("four words of yours");
        let signing = Signing {
            keys_file: None,
            ask: &wrong,
            show: &|_| Ok(()),
            warn: &|_, _| (),
            is_clock_right: false,
        };
        let mut ring = Keyring::read(&place, &signing).unwrap();
        let error = ring.unlock([&first]).unwrap_err();
        assert_eq!(error.code(), Code::PassphraseWrong);
    }

    #[test]
    fn a_short_passphrase_and_another_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let short = given("7 chars");
        let signing = Signing {
            keys_file: None,
            ask: &short,
            show: &|_| Ok(()),
            warn: &|_, _| (),
            is_clock_right: false,
        };
        let mut ring = Keyring::read(&place, &signing).unwrap();
        let error = ring.make(EVERYDAY).unwrap_err();
        assert_eq!(error.code(), Code::InvalidArgument);
        fs::write(place.keys(), "a letter\n").unwrap();
        let error = Keyring::read(&place, &signing).err().map(|it| it.code());
        assert_eq!(error, Some(Code::KeyMissing));
    }
}
