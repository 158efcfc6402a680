//! The file of keys.
//!
//! It is text: for each key a line `# KEYID  LABEL`, then the key as a PEM block. The
//! name is claimed until the key is read, and checked then.

use std::fs;
use std::path::{Path, PathBuf};

use colophon_supply::{KeyId, SecretKey};
use zeroize::Zeroizing;

use super::failure::{invalid, of_supply, unreadable};
use crate::error::Error;
use crate::report::{Advice, Code};

/// The label of the key that signs everything.
pub(super) const EVERYDAY: &str = "everyday";

/// The longest file of keys that is read, in bytes.
const LONGEST: u64 = 1 << 16;

/// The fewest characters of a passphrase.
const SHORTEST: usize = 8;

/// A key in a file, read or not.
pub(super) struct Entry {
    pub(super) id: KeyId,
    pub(super) label: String,
    pub(super) pem: Zeroizing<String>,
    /// The file that it is from.
    pub(super) file: PathBuf,
    pub(super) key: Option<SecretKey>,
}

impl Entry {
    /// Returns whether it needs a passphrase.
    pub(super) fn is_locked(&self) -> bool {
        self.pem.contains("ENCRYPTED")
    }
}

/// Returns a key as its file has it.
pub(super) fn format_entry(id: &str, label: &str, pem: &str) -> String {
    format!("# {id}  {label}\n{}\n", pem.trim_end())
}

/// Returns the text of a file with one new key under a passphrase.
pub(super) fn text_of(key: &SecretKey, passphrase: &str) -> Result<Zeroizing<String>, Error> {
    check_passphrase(passphrase)?;
    let pem = key.to_pem(Some(passphrase)).map_err(|e| of_supply(&e))?;
    Ok(Zeroizing::new(format_entry(&key.id(), EVERYDAY, &pem)))
}

/// Refuses a passphrase that is easily guessed.
pub(super) fn check_passphrase(passphrase: &str) -> Result<(), Error> {
    if passphrase.chars().count() < SHORTEST {
        let message = format!("a passphrase has {SHORTEST} characters or more");
        return Err(invalid(message, Advice::LongerPassphrase));
    }
    Ok(())
}

/// Returns the names of the keys in a file of keys.
pub(super) fn ids_in(file: &Path) -> Result<Vec<KeyId>, Error> {
    Ok(read(file)?.into_iter().map(|entry| entry.id).collect())
}

/// Reads the keys of a file; a file that is not there has none.
pub(super) fn read(file: &Path) -> Result<Vec<Entry>, Error> {
    match fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error, file)),
        Ok(metadata) if !metadata.is_file() || metadata.len() > LONGEST => {
            let message = "this is not a file of keys";
            let error = Error::new(Code::KeyMissing, message).advise(Advice::KeysBack);
            return Err(error.at(file));
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
        let error = Error::new(Code::KeyMissing, message).advise(Advice::KeysBack);
        return Err(error.at(file));
    }
    Ok(entries)
}
