//! The file of keys.
//!
//! It is text: for each key a line `# KEYID  LABEL`, then the key as a PEM block. The
//! name is claimed until the key is read, and checked then. A key is read only when it
//! has to sign, because each costs a moment of work against guessers.

use std::fs;
use std::path::{Path, PathBuf};

use colophon_supply::{KeyId, PublicKey, Role, Root, SecretKey};
use zeroize::Zeroizing;

use super::failure::{of_supply, unreadable};
use super::place::Place;
use super::write::{For, write_whole};
use crate::error::Error;
use crate::report::{Advice, Code};

/// The label of the key that signs everything.
pub(super) const EVERYDAY: &str = "everyday";

/// The longest file of keys that is read, in bytes.
const LONGEST: u64 = 1 << 16;

/// The fewest characters of a passphrase.
const SHORTEST: usize = 8;

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
}

/// Shows keys that have to be written on paper.
pub type Show<'a> = &'a dyn Fn(&[PaperKey]) -> Result<(), Error>;

/// Where the keys are, and how their passphrase is had.
#[derive(Clone)]
pub struct Signing<'a> {
    /// The file of keys; the one next to the folder if none is named.
    pub keys_file: Option<PathBuf>,
    /// Returns the passphrase when it is needed.
    pub ask: Ask<'a>,
    /// Shows new paper keys, before anything names them.
    pub show: Show<'a>,
}

impl std::fmt::Debug for Signing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signing({:?})", self.keys_file)
    }
}

struct Entry {
    id: KeyId,
    label: String,
    pem: Zeroizing<String>,
    /// The file that it is from.
    file: PathBuf,
    key: Option<SecretKey>,
}

/// The keys at hand.
pub(super) struct Keyring<'a> {
    file: PathBuf,
    entries: Vec<Entry>,
    /// Keys from paper, which no file holds.
    paper: Vec<SecretKey>,
    passphrase: Option<Zeroizing<String>>,
    ask: Ask<'a>,
}

impl<'a> Keyring<'a> {
    /// Reads the file of keys, and the one that signs timestamps alone; no key is read
    /// yet. A file that is not there has no keys.
    pub(super) fn read(place: &Place, signing: &Signing<'a>) -> Result<Self, Error> {
        let named = signing.keys_file.clone();
        let file = named.clone().unwrap_or_else(|| place.keys());
        place.check_keys_file(&file)?;
        if named.is_some() && !file.is_file() {
            let message = "this file of keys is not there";
            return Err(Error::new(Code::KeyMissing, message).at(&file));
        }
        let mut entries = read(&file)?;
        let renew = place.renew_keys();
        if renew != file {
            entries.extend(read(&renew)?);
        }
        Ok(Self {
            file,
            entries,
            paper: Vec::new(),
            passphrase: None,
            ask: signing.ask,
        })
    }

    /// Adds a key that somebody typed from paper.
    pub(super) fn add_paper(&mut self, key: SecretKey) {
        self.paper.push(key);
    }

    /// Returns the file of keys.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Returns whether a key is at hand, read or not.
    pub(super) fn has(&self, id: &str) -> bool {
        self.entries.iter().any(|entry| entry.id == id) || self.paper.iter().any(|it| it.id() == id)
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
            let place = self
                .entries
                .iter()
                .position(|it| it.id == *id && it.key.is_none());
            let Some(place) = place else { continue };
            let is_locked = self.entries[place].pem.contains("ENCRYPTED");
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

    /// Returns the keys that were read and are among `ids`, each once.
    pub(super) fn among(&self, ids: &[&KeyId]) -> Vec<&SecretKey> {
        let of_files = self.entries.iter().filter_map(|entry| entry.key.as_ref());
        let mut keys: Vec<&SecretKey> = Vec::new();
        for key in of_files.chain(&self.paper) {
            let id = key.id();
            if ids.contains(&&id) && !keys.iter().any(|known| known.id() == id) {
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
            let named: Vec<&str> = ids.iter().map(|id| id.get(..8).unwrap_or(id)).collect();
            let message = format!(
                "{} of the keys {} must sign {}.json, and {n} are at hand",
                root.threshold(role),
                named.join(", "),
                role.name()
            );
            return Err(Error::new(Code::KeyMissing, message).at(&self.file));
        }
        self.unlock(&ids)
    }

    /// Has the passphrase that new keys are kept under: that of the keys that are there.
    pub(super) fn have_passphrase(&mut self) -> Result<(), Error> {
        let own = self.entries.iter().filter(|it| it.file == self.file);
        let ids: Vec<KeyId> = own.map(|it| it.id.clone()).collect();
        match ids.first() {
            Some(id) => self.unlock([id])?,
            None if self.passphrase.is_none() => {
                let wanted = Wanted {
                    file: &self.file,
                    is_new: true,
                };
                let passphrase = (self.ask)(wanted)?;
                check_passphrase(&passphrase)?;
                self.passphrase = Some(passphrase);
            }
            None => {}
        }
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
        let passphrase = self.passphrase.clone();
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

fn format_entry(id: &str, label: &str, pem: &str) -> String {
    format!("# {id}  {label}\n{}\n", pem.trim_end())
}

/// Returns the text of a file with one new key under a passphrase.
pub(super) fn text_of(key: &SecretKey, passphrase: &str) -> Result<Zeroizing<String>, Error> {
    check_passphrase(passphrase)?;
    let pem = key.to_pem(Some(passphrase)).map_err(|e| of_supply(&e))?;
    Ok(Zeroizing::new(format_entry(&key.id(), EVERYDAY, &pem)))
}

/// Refuses a passphrase that is easily guessed.
fn check_passphrase(passphrase: &str) -> Result<(), Error> {
    if passphrase.chars().count() < SHORTEST {
        let message = format!("a passphrase has {SHORTEST} characters or more");
        return Err(super::failure::invalid(message, Advice::LongerPassphrase));
    }
    Ok(())
}

/// Returns the names of the keys in a file of keys.
pub(super) fn ids_in(file: &Path) -> Result<Vec<KeyId>, Error> {
    Ok(read(file)?.into_iter().map(|entry| entry.id).collect())
}

fn read(file: &Path) -> Result<Vec<Entry>, Error> {
    match fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error, file)),
        Ok(metadata) if !metadata.is_file() || metadata.len() > LONGEST => {
            let message = "this is not a file of keys";
            return Err(Error::new(Code::KeyMissing, message).at(file));
        }
        Ok(_) => {}
    }
    let text = fs::read_to_string(file).map_err(|e| unreadable(e, file))?;
    let text = Zeroizing::new(text);
    let mut entries = Vec::new();
    let mut name: Option<(&str, &str)> = None;
    let mut block: Option<Zeroizing<String>> = None;
    for line in text.lines() {
        if let Some(pem) = &mut block {
            pem.push_str(line);
            pem.push('\n');
            if line.starts_with("-----END ") {
                if let (Some((id, label)), Some(pem)) = (name.take(), block.take()) {
                    entries.push(Entry {
                        id: id.to_owned(),
                        label: label.to_owned(),
                        pem,
                        file: file.to_owned(),
                        key: None,
                    });
                }
                block = None;
            }
        } else if let Some(said) = line.strip_prefix("# ") {
            name = Some(said.split_once(' ').unwrap_or((said, "")));
            name = name.map(|(id, label)| (id.trim(), label.trim()));
        } else if line.starts_with("-----BEGIN ") {
            block = Some(Zeroizing::new(format!("{line}\n")));
        }
    }
    if entries.is_empty() {
        let message = "this file has no key";
        return Err(Error::new(Code::KeyMissing, message).at(file));
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

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
        };
        let mut ring = Keyring::read(&place, &signing).unwrap();
        let error = ring.make(EVERYDAY).unwrap_err();
        assert_eq!(error.code(), Code::InvalidArgument);
        fs::write(place.keys(), "a letter\n").unwrap();
        let error = Keyring::read(&place, &signing).err().map(|it| it.code());
        assert_eq!(error, Some(Code::KeyMissing));
    }
}
