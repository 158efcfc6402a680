//! A `.print` file: a fingerprint to hand on instead of a manuscript.
//!
//! It is JSON, so that its owner can look at what is handed on: counts,
//! digests and hashes, and no word of the text. Who has a `.print` can tell
//! whether a text at hand is the same; the text cannot be computed from it.

use std::io::Read;
use std::path::Path;

use colophon_extract::Source;
use colophon_fingerprint::{FileDigests, Fingerprint, RECIPE, Sketch, hex};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::manuscript::Manuscript;
use crate::report::model::{Hex, Notice};

/// The version of the file's layout.
const PRINT_VERSION: u32 = 1;

/// More than the fingerprint of any text that can be read.
const MAX_BYTES: u64 = 256 << 20;

/// A fingerprint with what is known about its manuscript.
#[derive(Debug, Clone)]
pub struct Print {
    /// The title that the document declares.
    pub title: Option<String>,
    /// The author that the document declares.
    pub author: Option<String>,
    /// The language, an ISO 639 code.
    pub language: Option<String>,
    /// How many words were read.
    pub n_words: u64,
    pub(crate) digests: Option<FileDigests>,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) warnings: Vec<Notice>,
    pub(crate) is_complete: bool,
}

impl Print {
    /// Returns how many hashes it holds.
    pub fn n_hashes(&self) -> usize {
        self.fingerprint.sketch.hashes().len()
    }

    /// Returns the file's content.
    pub fn to_json(&self) -> String {
        let sketch = &self.fingerprint.sketch;
        let hashes = sketch.hashes().iter().zip(sketch.places());
        let file = PrintFile {
            print_version: PRINT_VERSION,
            recipe: RECIPE.to_owned(),
            title: self.title.clone(),
            author: self.author.clone(),
            language: self.language.clone(),
            letters: self.fingerprint.n_letters,
            words: self.n_words,
            text_sha256: hex(&self.fingerprint.text_sha256),
            md5: self.digests.as_ref().map(|digests| hex(&digests.md5)),
            sha1: self.digests.as_ref().map(|digests| hex(&digests.sha1)),
            sha256: self.digests.as_ref().map(|digests| hex(&digests.sha256)),
            warnings: self.warnings.clone(),
            complete: self.is_complete,
            threshold: format!("{:016x}", sketch.threshold()),
            hashes: hashes
                .map(|(hash, place)| (format!("{hash:016x}"), *place))
                .collect(),
        };
        // Strings, numbers and lists always serialise.
        serde_json::to_string(&file).unwrap_or_default() + "\n"
    }
}

impl From<Manuscript> for Print {
    fn from(manuscript: Manuscript) -> Self {
        Self {
            title: manuscript.title,
            author: manuscript.author,
            language: manuscript.language,
            n_words: manuscript.n_words,
            digests: manuscript.digests,
            fingerprint: manuscript.fingerprint,
            warnings: manuscript.warnings,
            is_complete: manuscript.is_complete,
        }
    }
}

/// The layout; docs/FORMAT.md describes it.
#[derive(Debug, Serialize, Deserialize)]
struct PrintFile {
    print_version: u32,
    recipe: String,
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    letters: u64,
    words: u64,
    text_sha256: String,
    md5: Option<String>,
    sha1: Option<String>,
    sha256: Option<String>,
    warnings: Vec<Notice>,
    complete: bool,
    threshold: String,
    hashes: Vec<(String, u32)>,
}

/// Whether a path is named like a `.print` file.
pub(crate) fn is_print_name(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("print"))
}

/// Reads a `.print` file, trusting nothing in it.
pub(crate) fn read(source: &Source) -> Result<Print, Error> {
    let path = source.path();
    let damaged = || {
        let hint = "Ask for the file again; it is made by `colophon fingerprint`.";
        Error::new("damaged", "this is no whole .print file", hint).at(path)
    };
    if source.len() > MAX_BYTES {
        let hint = "A .print file of a book has some hundred kilobytes.";
        return Err(Error::new("limit-exceeded", "this .print file is too large", hint).at(path));
    }
    let mut bytes = Vec::new();
    let mut reader = source.reader()?.take(MAX_BYTES);
    reader
        .read_to_end(&mut bytes)
        .map_err(|error| Error::from_io(error, "cannot be read", path))?;
    let file: PrintFile = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
    if file.print_version != PRINT_VERSION || file.recipe != RECIPE {
        let hint = "Make the .print file again with this version of Colophon.";
        let message = format!(
            "the .print file is of version {} and recipe {}",
            file.print_version, file.recipe
        );
        return Err(Error::new("index-incompatible", message, hint).at(path));
    }
    let number = |text: &str| bytes_of(text).map(u64::from_be_bytes);
    let (mut hashes, mut places) = (Vec::new(), Vec::new());
    for (hash, place) in &file.hashes {
        hashes.push(number(hash).ok_or_else(damaged)?);
        places.push(*place);
    }
    let threshold = number(&file.threshold).ok_or_else(damaged)?;
    let sketch = Sketch::from_parts(threshold, hashes, places).map_err(|_| damaged())?;
    if sketch
        .places()
        .iter()
        .any(|&place| u64::from(place) >= file.letters)
    {
        return Err(damaged());
    }
    let digests = match (&file.md5, &file.sha1, &file.sha256) {
        (Some(md5), Some(sha1), Some(sha256)) => Some(FileDigests {
            md5: bytes_of(md5).ok_or_else(damaged)?,
            sha1: bytes_of(sha1).ok_or_else(damaged)?,
            sha256: bytes_of(sha256).ok_or_else(damaged)?,
        }),
        _ => None,
    };
    Ok(Print {
        title: file.title,
        author: file.author,
        language: file.language,
        n_words: file.words,
        digests,
        fingerprint: Fingerprint {
            sketch,
            n_letters: file.letters,
            text_sha256: bytes_of(&file.text_sha256).ok_or_else(damaged)?,
        },
        warnings: file.warnings,
        is_complete: file.complete,
    })
}

/// Reads hexadecimal of exactly `N` bytes.
fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    text.parse().ok().map(|Hex(bytes)| bytes)
}
