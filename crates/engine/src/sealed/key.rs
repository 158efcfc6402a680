//! The keys of sealed reports: a file that signs, and its public half.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use colophon_supply::{PublicKey, SecretKey};

use crate::durable::read_short;
use crate::error::Error;
use crate::publish::{Ask, single};
use crate::report::model::Hex;
use crate::report::{Advice, Code, Signature, Signer};

/// What the name of the public half of a key ends in.
const PUBLIC_ENDING: &str = ".pub";

/// The longest file with a public key, in bytes.
const LONGEST: u64 = 4_096;

/// A key that signs seals.
#[derive(Debug)]
pub struct ReportKey(SecretKey);

impl ReportKey {
    /// Returns the public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.0.public()
    }
}

impl Signer for ReportKey {
    fn sign(&self, bytes: &[u8]) -> Signature {
        Signature {
            key: Hex(bytes_of(&self.0.public())),
            signature: Hex(self.0.sign_report(bytes)),
        }
    }
}

/// Returns the bytes of a public key.
pub(super) fn bytes_of(key: &PublicKey) -> [u8; 32] {
    let bytes = colophon_fingerprint::unhex(&key.hex).unwrap_or_default();
    bytes.try_into().unwrap_or_default()
}

/// Reads the key that signs a report in `folder`. The file is one that a publisher
/// signs an index with, or that [`make_key`] made.
///
/// # Errors
///
/// `key-unreadable` if the file has no key; `passphrase-wrong`, and `key-missing` if no
/// passphrase can be had; `invalid-argument` if the key is in the folder.
pub fn read_signing_key(file: &Path, folder: &Path, ask: Ask<'_>) -> Result<ReportKey, Error> {
    let key = fs::canonicalize(file);
    let folder = fs::canonicalize(folder);
    if let (Ok(key), Ok(folder)) = (key, folder)
        && key.starts_with(folder)
    {
        let message = "the key is in the folder of the report";
        let error = Error::new(Code::InvalidArgument, message).advise(Advice::KeyOutside);
        return Err(error.at(file));
    }
    single::read_one(file, ask).map(ReportKey)
}

/// Makes a key that signs reports, in a new file under a passphrase, and next to it a
/// file with its public half. Returns the public half, and the name of its file.
///
/// # Errors
///
/// `invalid-argument` if one of the files is there, or the passphrase is easily guessed;
/// `key-missing` if no passphrase can be had; `unwritable`, `disk-full`.
pub fn make_key(file: &Path, ask: Ask<'_>) -> Result<(PublicKey, PathBuf), Error> {
    let mut public = OsString::from(file);
    public.push(PUBLIC_ENDING);
    let public = PathBuf::from(public);
    single::refuse_existing(&public)?;
    let key = single::make_one(file, ask)?;
    single::write_public(&public, &format!("{}\n", key.to_text()))?;
    Ok((key, public))
}

/// Reads a public key: its text, or a file that holds it.
///
/// # Errors
///
/// `key-unreadable`.
pub fn read_public_key(given: &OsStr) -> Result<PublicKey, Error> {
    if let Some(key) = given
        .to_str()
        .and_then(|text| PublicKey::from_text(text).ok())
    {
        return Ok(key);
    }
    let path = Path::new(given);
    let unreadable = |why: &str| {
        let error = Error::new(Code::KeyUnreadable, why).advise(Advice::PublicKeyForm);
        error.at(path)
    };
    let missing = "it is not a public key, nor a file that holds one";
    let bytes = read_short(path, LONGEST).ok_or_else(|| unreadable(missing))?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    if text.contains("PRIVATE KEY") {
        return Err(unreadable(
            "this is the secret half of a key; the public half is in the file that ends in .pub",
        ));
    }
    let mut lines = text.lines();
    let key = lines.find_map(|line| PublicKey::from_text(line).ok());
    key.ok_or_else(|| unreadable("this file holds no public key"))
}
