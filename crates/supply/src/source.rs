//! Where an index is from, as a publisher hands it out: a file or a link.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::address::is_address;
use crate::client::check_first_root;
use crate::error::{Error, ErrorKind};
use crate::limits::{MAX_ROOT_BYTES, MAX_SOURCE_BYTES};
use crate::plain;

/// The ending of the name of a source file, without the dot.
pub const SOURCE_ENDING: &str = "colophon-source";

/// The name of the source file in a publisher's folder.
pub const PUBLISHED_SOURCE: &str = "index.colophon-source";

/// What a link has between the address and the fingerprint.
const MARK: &str = "#colophon:";

/// The version of the file that this program knows.
const VERSION: u32 = 1;

/// The most addresses, and the longest name.
const MAX_URLS: usize = 8;
const MAX_NAME: usize = 1_024;

/// What identifies a publisher's first root, and so the source for good.
///
/// The first 160 bits of the root's SHA-256, shown in base 32. It stays the same when
/// keys are replaced, because each root vouches for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 20]);

impl Fingerprint {
    /// Returns the fingerprint of the bytes of a first root.
    pub fn of(root: &[u8]) -> Self {
        let digest: [u8; 32] = Sha256::digest(root).into();
        let mut first = [0; 20];
        first.copy_from_slice(&digest[..20]);
        Self(first)
    }

    /// Returns the id of the source.
    pub fn id(&self) -> SourceId {
        SourceId(HEXLOWER.encode(&self.0[..16]))
    }
}

impl fmt::Display for Fingerprint {
    /// Eight groups of four letters and digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = BASE32_NOPAD.encode(&self.0);
        for (n, letter) in text.chars().enumerate() {
            if n > 0 && n % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl FromStr for Fingerprint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let letters: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let bytes = BASE32_NOPAD.decode(letters.as_bytes()).ok();
        let bytes: Option<[u8; 20]> = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| {
            let message = "a fingerprint has 32 letters and digits, from A to Z and 2 to 7";
            Error::new(ErrorKind::NotASource, message)
        })
    }
}

/// The id of a source: 32 hexadecimal digits, the beginning of its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SourceId(String);

impl SourceId {
    /// Reads an id.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let is_id = text.len() == 32 && text.chars().all(is_digit);
        is_id.then(|| Self(text.to_owned()))
    }

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address with the fingerprint of what must be there.
///
/// The fingerprint is behind a `#`, so no server ever sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address, which ends in a slash.
    pub url: String,
    /// The fingerprint; none if somebody gave the address alone.
    pub fingerprint: Option<Fingerprint>,
}

impl FromStr for Link {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let (address, fingerprint) = match text.split_once(MARK) {
            Some((address, rest)) => (address, Some(rest.parse()?)),
            None => (text, None),
        };
        if !is_address(address) {
            let message = "this is not an address of an index: one begins with https://, \
                           has a host and a path, and nothing behind them but #colophon:";
            return Err(Error::new(ErrorKind::NotASource, message));
        }
        Ok(Self {
            url: with_slash(address),
            fingerprint,
        })
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)?;
        if let Some(fingerprint) = &self.fingerprint {
            write!(f, "{MARK}{fingerprint}")?;
        }
        Ok(())
    }
}

/// Returns an address that ends in a slash.
fn with_slash(address: &str) -> String {
    let slash = if address.ends_with('/') { "" } else { "/" };
    format!("{address}{slash}")
}

/// What a `.colophon-source` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The version of this description: 1.
    pub colophon_source: u32,
    /// The name, to show to people.
    pub name: String,
    /// Where the index is; empty if it is handed on as a folder only.
    #[serde(default)]
    pub urls: Vec<String>,
    /// Where the parts are, if that is somewhere else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parts_url: String,
    /// The first root, verbatim.
    pub root: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// The version alone: what it says else may be unknown to this program.
#[derive(Deserialize)]
struct Versioned {
    colophon_source: u32,
}

impl SourceFile {
    /// Describes a source.
    pub fn new(name: &str, urls: &[String], root: &str) -> Self {
        Self {
            colophon_source: VERSION,
            name: name.to_owned(),
            urls: urls.iter().map(|url| with_slash(url)).collect(),
            parts_url: String::new(),
            root: root.to_owned(),
            fingerprint: Fingerprint::of(root.as_bytes()).to_string(),
        }
    }

    /// Reads the bytes of a file, and checks that they hold together.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotASource`], [`ErrorKind::TooLarge`],
    /// [`ErrorKind::FingerprintDiffers`], [`ErrorKind::ThresholdNotMet`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() as u64 > MAX_SOURCE_BYTES {
            return Err(Error::new(ErrorKind::TooLarge, "it is too long"));
        }
        let malformed = |error: serde_json::Error| {
            let message = format!("it is not a source of an index: {error}");
            Error::new(ErrorKind::NotASource, message)
        };
        // The root is a string with line breaks perhaps; it is checked by itself.
        let versioned: Versioned = serde_json::from_slice(bytes).map_err(malformed)?;
        if versioned.colophon_source != VERSION {
            let message = format!(
                "it has version {}; this program knows {VERSION}",
                versioned.colophon_source
            );
            return Err(Error::new(ErrorKind::NotASource, message));
        }
        let file: Self = serde_json::from_slice(bytes).map_err(malformed)?;
        file.check()?;
        Ok(file)
    }

    fn check(&self) -> Result<(), Error> {
        let urls = self.urls.iter().chain(Some(&self.parts_url));
        let is_possible = !self.name.trim().is_empty()
            && self.name.len() <= MAX_NAME
            && !self.name.chars().any(char::is_control)
            && self.urls.len() <= MAX_URLS
            && urls
                .filter(|url| !url.is_empty())
                .all(|url| is_address(url))
            && self.root.len() as u64 <= MAX_ROOT_BYTES;
        if !is_possible {
            let message = "its name, its addresses or its root cannot be right";
            return Err(Error::new(ErrorKind::NotASource, message));
        }
        let root = self.root.as_bytes();
        if self.fingerprint.parse::<Fingerprint>()? != Fingerprint::of(root) {
            let message = "its fingerprint is not that of its root";
            return Err(Error::new(ErrorKind::FingerprintDiffers, message));
        }
        plain::check(root)?;
        check_first_root(root)
    }

    /// Returns the fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.root.as_bytes())
    }

    /// Returns the id of the source.
    pub fn id(&self) -> SourceId {
        self.fingerprint().id()
    }

    /// Returns the link to hand out, if it has an address.
    pub fn link(&self) -> Option<Link> {
        Some(Link {
            url: self.urls.first()?.clone(),
            fingerprint: Some(self.fingerprint()),
        })
    }

    /// Returns the text of the file.
    pub fn to_json(&self) -> String {
        // It has strings and a number only.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
