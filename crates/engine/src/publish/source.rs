//! Where the folder is: the file, the link and the page that are handed out.

use std::path::Path;

use colophon_supply::{MAX_SOURCE_BYTES, PUBLISHED_SOURCE, SourceFile};

use super::failure::unwritable;
use super::init::check_addresses;
use super::notes::Notes;
use super::pages;
use super::place::Place;
use super::staged::Upload;
use super::state::State;
use super::write::{For, write_whole};
use crate::durable;
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

/// Which addresses are named from now on.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    /// Where the folder is. Without any, the addresses stay as they are.
    pub urls: Vec<String>,
    /// Where the parts are, if that is elsewhere and changes.
    pub parts_url: Option<String>,
    /// Whether addresses that are not given are forgotten.
    pub forget: bool,
}

/// Writes the source file, the page and the picture of the link again, with other
/// addresses.
///
/// # Errors
///
/// `invalid-argument` for what is not an address; those of a folder that somebody
/// changed; `in-use`, `unwritable`.
pub fn source(dir: &Path, addresses: &Addresses) -> Result<Handed, Error> {
    let place = Place::of(dir)?;
    let _locked = place.lock_made()?;
    let path = place.file(PUBLISHED_SOURCE);
    let before = match durable::read_short(&path, MAX_SOURCE_BYTES) {
        Some(bytes) if !addresses.forget => SourceFile::parse(&bytes).ok(),
        _ => None,
    };
    let (mut urls, mut parts_url) =
        before.map_or_else(Default::default, |it| (it.urls, it.parts_url));
    if !addresses.urls.is_empty() {
        urls.clone_from(&addresses.urls);
    }
    if let Some(given) = &addresses.parts_url {
        parts_url.clone_from(given);
    }
    check_addresses(&urls, &parts_url)?;
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
    let mut source = SourceFile::new(&name, &urls, &root);
    source.parts_url = parts_url;
    let fingerprint = source.fingerprint();
    let mut files = vec![
        (PUBLISHED_SOURCE.to_owned(), source.to_json()),
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
