//! One key in a file of keys, for signing what is not an index.

use std::path::Path;

use colophon_supply::{PublicKey, SecretKey};
use zeroize::Zeroizing;

use super::failure::{invalid, of_supply};
use super::keyfile::{EVERYDAY, read, text_of};
use super::keyring::{Ask, Wanted};
use super::write::{For, write_whole};
use crate::error::Error;
use crate::report::{Advice, Code};

/// Reads the key of a file: the everyday key if there are several.
///
/// # Errors
///
/// `key-unreadable` if the file has no key; `passphrase-wrong`, and `key-missing` if no
/// passphrase can be had.
pub(crate) fn read_one(file: &Path, ask: Ask<'_>) -> Result<SecretKey, Error> {
    let unreadable = |why: &str| {
        let error = Error::new(Code::KeyUnreadable, why).advise(Advice::MakeKey);
        error.at(file)
    };
    let entries = read(file).map_err(|error| unreadable(error.message()))?;
    let everyday = entries.iter().find(|entry| entry.label == EVERYDAY);
    let entry = everyday.or_else(|| entries.first());
    let entry = entry.ok_or_else(|| unreadable("this file of keys is missing"))?;
    let passphrase = entry.is_locked().then(|| passphrase(file, false, ask));
    let passphrase = passphrase.transpose()?;
    let key = SecretKey::from_pem(&entry.pem, passphrase.as_ref().map(|it| it.as_str()));
    match key {
        Ok(key) if key.id() == entry.id => Ok(key),
        Err(_) if !entry.is_locked() => Err(unreadable("this is not a key")),
        _ => {
            let message = "the passphrase is wrong, or the key is damaged";
            Err(Error::new(Code::PassphraseWrong, message).at(file))
        }
    }
}

/// Makes a key in a file of its own, under a passphrase.
///
/// # Errors
///
/// `invalid-argument` if a file is there, or the passphrase is easily guessed;
/// `key-missing` if no passphrase can be had; `unwritable`, `disk-full`.
pub(crate) fn make_one(file: &Path, ask: Ask<'_>) -> Result<PublicKey, Error> {
    refuse_existing(file)?;
    let passphrase = passphrase(file, true, ask)?;
    let key = SecretKey::generate().map_err(|e| of_supply(&e))?;
    let text = text_of(&key, &passphrase)?;
    write_whole(file, text.as_bytes(), For::Owner)?;
    Ok(key.public())
}

/// Refuses to replace a file of keys.
pub(crate) fn refuse_existing(file: &Path) -> Result<(), Error> {
    if file.symlink_metadata().is_err() {
        return Ok(());
    }
    let message = "a file with this name is there";
    Err(invalid(message, Advice::KeysExist).at(file))
}

/// Writes the public half of a key, for everybody to read.
pub(crate) fn write_public(file: &Path, text: &str) -> Result<(), Error> {
    write_whole(file, text.as_bytes(), For::All)
}

fn passphrase(file: &Path, is_new: bool, ask: Ask<'_>) -> Result<Zeroizing<String>, Error> {
    ask(Wanted { file, is_new }).map_err(|error| match error.code() {
        Code::KeyMissing => error.advise(Advice::KeyPassphrase),
        _ => error,
    })
}
