//! Where the folder is: the file, the link and the page that are handed out.

use std::path::Path;

use colophon_supply::SourceFile;

use super::failure::unwritable;
use super::init::check_addresses;
use super::notes::Notes;
use super::pages;
use super::place::Place;
use super::staged::Upload;
use super::state::State;
use super::write::{For, write_whole};
use crate::error::Error;

/// What is handed out.
#[derive(Debug, Clone)]
pub struct Handed {
    /// The link, if there is an address.
    pub link: Option<String>,
    /// The fingerprint.
    pub fingerprint: String,
    /// The files that changed.
    pub uploads: Vec<Upload>,
}

/// Writes the source file, the page and the picture of the link again, with these
/// addresses.
///
/// # Errors
///
/// `invalid-argument` for what is not an address; those of a folder that somebody
/// changed; `in-use`, `unwritable`.
pub fn source(dir: &Path, urls: &[String], parts_url: &str) -> Result<Handed, Error> {
    check_addresses(urls, parts_url)?;
    let place = Place::of(dir)?;
    let _locked = place.lock_made()?;
    let state = State::load(&place)?;
    let notes = Notes::read(&place)?;
    let (name, contact) = match &state.content {
        Some(content) => (
            content.manifest.name.clone(),
            content.manifest.contact.clone(),
        ),
        None => (notes.name, notes.contact),
    };
    let root = String::from_utf8_lossy(&state.first_root);
    let mut source = SourceFile::new(&name, urls, &root);
    parts_url.clone_into(&mut source.parts_url);
    let fingerprint = source.fingerprint();
    let mut files = vec![
        (pages::source_name(), source.to_json()),
        (
            pages::README.to_owned(),
            pages::readme(&name, &contact, &fingerprint),
        ),
    ];
    let path = place.file(pages::QR);
    if let Some(picture) = pages::qr(&source)? {
        files.push((pages::QR.to_owned(), picture));
    } else if path.exists() {
        std::fs::remove_file(&path).map_err(|e| unwritable(e, &path))?;
    }
    let mut uploads = Vec::new();
    for (name, text) in files {
        write_whole(&place.file(&name), text.as_bytes(), For::All)?;
        uploads.push(Upload {
            size_bytes: text.len() as u64,
            name,
        });
    }
    Ok(Handed {
        link: source.link().map(|link| link.to_string()),
        fingerprint: fingerprint.to_string(),
        uploads,
    })
}
