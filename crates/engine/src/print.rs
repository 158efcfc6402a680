//! A `.print` file: a fingerprint to hand on instead of a manuscript.
//!
//! It is JSON, so that its owner can see what it gives away: counts, digests
//! and hashes, and not a word of the text. Anyone who has a `.print` can find
//! out whether a text they have is the same; the text cannot be computed from
//! it.

use std::io::Read;
use std::path::Path;

use colophon_extract::Source;
use colophon_fingerprint::{FileDigests, Fingerprint, RECIPE, Sketch, hex};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::manuscript::{self, Manuscript};
use crate::report::model::{Hex, Notice, known_notices};
use crate::report::{Advice, Code};
use crate::sign::Sign;

/// The version of the file's layout.
const PRINT_VERSION: u32 = 1;

/// More than the fingerprint of any text that can be read.
const MAX_BYTES: u64 = 256 << 20;

/// A fingerprint with what is known about its manuscript.
#[derive(Debug)]
pub struct Print(pub(crate) Manuscript);

impl Print {
    /// Returns the title that the document declares.
    pub fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Returns how many words were read.
    pub fn n_words(&self) -> u64 {
        self.0.n_words
    }

    /// Returns how many hashes it holds.
    pub fn n_hashes(&self) -> usize {
        self.0.fingerprint.sketch.hashes().len()
    }

    /// Returns the file's content.
    pub fn to_json(&self) -> String {
        let Manuscript {
            title,
            author,
            language,
            isbns,
            digests,
            n_words,
            fingerprint,
            warnings,
            is_complete,
            // A guess holds words of the text, and a fingerprint holds none.
            guess: _,
            sign: _,
            parts: _,
            is_bare: _,
        } = &self.0;
        let sketch = &fingerprint.sketch;
        let hashes = sketch.hashes().iter().zip(sketch.places());
        let file = PrintFile {
            print_version: PRINT_VERSION,
            recipe: RECIPE.to_owned(),
            title: title.clone(),
            author: author.clone(),
            language: language.clone(),
            isbn: isbns.iter().map(ToString::to_string).collect(),
            letters: fingerprint.n_letters,
            words: *n_words,
            text_sha256: hex(&fingerprint.text_sha256),
            md5: digests.as_ref().map(|digests| hex(&digests.md5)),
            sha1: digests.as_ref().map(|digests| hex(&digests.sha1)),
            sha256: digests.as_ref().map(|digests| hex(&digests.sha256)),
            warnings: warnings.clone(),
            complete: *is_complete,
            threshold: format!("{:016x}", sketch.threshold()),
            hashes: hashes
                .map(|(hash, place)| (format!("{hash:016x}"), *place))
                .collect(),
        };
        // Strings, numbers and lists always serialise.
        serde_json::to_string(&file).unwrap_or_default() + "\n"
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
    #[serde(default)]
    isbn: Vec<String>,
    letters: u64,
    words: u64,
    text_sha256: String,
    md5: Option<String>,
    sha1: Option<String>,
    sha256: Option<String>,
    #[serde(deserialize_with = "known_notices")]
    warnings: Vec<Notice>,
    complete: bool,
    threshold: String,
    hashes: Vec<(String, u32)>,
}

/// Returns whether a path is named like a `.print` file.
pub(crate) fn is_print_name(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("print"))
}

/// Reads a `.print` file, trusting nothing in it.
pub(crate) fn read(source: &Source) -> Result<Manuscript, Error> {
    let path = source.path();
    let damaged = || {
        Error::new(Code::Damaged, "this .print file is incomplete or damaged")
            .advise(Advice::PrintAgain)
            .at(path)
    };
    if source.len() > MAX_BYTES {
        let message = "this .print file is too large";
        return Err(Error::new(Code::LimitExceeded, message)
            .advise(Advice::PrintSize)
            .at(path));
    }
    let mut bytes = Vec::new();
    let mut reader = source.reader()?.take(MAX_BYTES);
    reader
        .read_to_end(&mut bytes)
        .map_err(|error| Error::from_io(error, "cannot be read", path))?;
    let file: PrintFile = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
    if file.print_version != PRINT_VERSION || file.recipe != RECIPE {
        let message = format!(
            "this .print file has version {} and recipe {}",
            file.print_version, file.recipe
        );
        return Err(Error::new(Code::IndexIncompatible, message)
            .advise(Advice::PrintVersion)
            .at(path));
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
    Ok(Manuscript {
        title: file.title,
        author: file.author,
        language: file.language,
        isbns: manuscript::isbns(&file.isbn),
        n_words: file.words,
        digests,
        fingerprint: Fingerprint {
            sketch,
            n_letters: file.letters,
            text_sha256: bytes_of(&file.text_sha256).ok_or_else(damaged)?,
        },
        warnings: file.warnings,
        guess: None,
        sign: Sign::default(),
        parts: Vec::new(),
        is_complete: file.complete,
        is_bare: false,
    })
}

/// Reads hexadecimal of exactly `N` bytes.
fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    text.parse().ok().map(|Hex(bytes)| bytes)
}
