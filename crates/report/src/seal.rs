//! The seal of a report: the files that belong to it, with the length and the
//! digest of each.
//!
//! A seal is JSON, and `docs/report-seal.md` describes it. Its last field is the
//! digest of everything before it, so that a seal shows by itself whether it was
//! changed. If somebody signed the report, a signature of the list is in it too.
//!
//! What a seal says may be anybody's invention: [`Seal::read`] refuses names that
//! could lead out of the folder.

mod found;
mod view;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use colophon_fingerprint::{hex, sha256};
use serde::{Deserialize, Serialize};

use crate::digest::Hex;
use crate::safe::escaped;

pub use self::found::{SealCheck, SealSeen, Signed};
pub use self::view::{seal_to_json, seal_to_text};

/// The name of the seal of a whole folder.
pub const SEAL: &str = "report.seal";

/// The extension of a seal.
pub const SEAL_ENDING: &str = "seal";

/// The longest seal that is read.
pub const MAX_SEAL: u64 = 64 << 20;

/// The longest file that a seal can list.
const MAX_SEALED: u64 = 1 << 32;

/// The version of the seal.
const VERSION: u32 = 1;

/// The longest name that a seal can list, in bytes.
const MAX_NAME: usize = 255;

/// A file as it was when it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedFile {
    /// Its name, without a folder.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: Hex<32>,
    /// How many bytes it has.
    pub size_bytes: u64,
}

impl SealedFile {
    /// Returns the entry of a file with these bytes.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Self {
        Self {
            path: name.to_owned(),
            sha256: Hex(sha256(bytes)),
            size_bytes: bytes.len() as u64,
        }
    }
}

/// Who signed a seal, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The public half of the key: ed25519.
    pub key: Hex<32>,
    /// The signature of [`Seal::signed_bytes`].
    pub signature: Hex<64>,
}

/// What signs seals.
pub trait Signer {
    /// Signs the bytes.
    fn sign(&self, bytes: &[u8]) -> Signature;
}

/// A seal that is undamaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The files, in the order of the report.
    pub files: Vec<SealedFile>,
    /// Who signed it; none if nobody did.
    pub signature: Option<Signature>,
}

/// Why a seal says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealFlaw {
    /// It was changed, or was never a seal.
    Changed,
    /// A newer program made it.
    Newer,
    /// It says what no seal of this program says.
    Odd(&'static str),
}

/// A seal as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    /// [`VERSION`].
    colophon_seal: u32,
    files: Vec<SealedFile>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    signature: Option<Signature>,
}

/// The version alone.
#[derive(Deserialize)]
struct Version {
    colophon_seal: u32,
}

impl Seal {
    /// Makes the seal of files.
    pub(crate) fn of(files: Vec<SealedFile>, signer: Option<&dyn Signer>) -> Self {
        let mut seal = Self {
            files,
            signature: None,
        };
        seal.signature = signer.map(|signer| signer.sign(&seal.signed_bytes()));
        seal
    }

    /// Returns what a signature is of: the version, and a line for each file.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        let mut text = format!("seal {VERSION}\n");
        for file in &self.files {
            // A name has no line end.
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{} {} {}", file.sha256, file.size_bytes, file.path);
        }
        text.into_bytes()
    }

    /// Returns the bytes of the seal.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let content = Content {
            colophon_seal: VERSION,
            files: self.files.clone(),
            signature: self.signature,
        };
        // Strings and numbers always serialise.
        let json = escaped(serde_json::to_string_pretty(&content).unwrap_or_default());
        let body = json.strip_suffix("\n}").unwrap_or_default();
        format!("{body}{}", end_of(body.as_bytes())).into_bytes()
    }

    /// Reads a seal.
    ///
    /// # Errors
    ///
    /// The [`SealFlaw`] that it has.
    pub fn read(bytes: &[u8]) -> Result<Self, SealFlaw> {
        let place = bytes.len().checked_sub(end_of(&[]).len());
        let (body, end) = bytes.split_at(place.ok_or(SealFlaw::Changed)?);
        if end != end_of(body).as_bytes() {
            return Err(SealFlaw::Changed);
        }
        let json = [body, b"\n}"].concat();
        let version: Version = serde_json::from_slice(&json).map_err(|_| SealFlaw::Changed)?;
        if version.colophon_seal != VERSION {
            return Err(SealFlaw::Newer);
        }
        let odd = "it has a field that no seal has";
        let content: Content = serde_json::from_slice(&json).map_err(|_| SealFlaw::Odd(odd))?;
        check_list(&content.files)?;
        Ok(Self {
            files: content.files,
            signature: content.signature,
        })
    }
}

/// Returns how a seal ends that begins with `body`.
fn end_of(body: &[u8]) -> String {
    format!(",\n  \"sha256\": \"{}\"\n}}\n", hex(&sha256(body)))
}

/// Refuses a list that no report has.
///
/// # Errors
///
/// [`SealFlaw::Odd`] says why.
pub fn check_list(files: &[SealedFile]) -> Result<(), SealFlaw> {
    let mut names = HashSet::new();
    for file in files {
        if !is_plain(&file.path) {
            return Err(SealFlaw::Odd(
                "it lists a name that no file of a report has",
            ));
        }
        // If case makes no difference, a name in another case is the same file.
        if !names.insert(file.path.to_lowercase()) {
            return Err(SealFlaw::Odd("it lists a file twice"));
        }
        if file.size_bytes > MAX_SEALED {
            return Err(SealFlaw::Odd(
                "it lists a file that is too large for a report",
            ));
        }
    }
    Ok(())
}

/// Returns whether a name can be that of a file of a report, on any system.
fn is_plain(name: &str) -> bool {
    let is_odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':');
    name.len() <= MAX_NAME
        && !name.starts_with('.')
        && !name.contains(is_odd)
        && Path::new(name).file_name() == Some(name.as_ref())
}

#[cfg(test)]
mod tests;
