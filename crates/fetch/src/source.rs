//! The addresses of a source that is known: its own, then those of its mirrors.

use serde::Deserialize;

use crate::address::Address;
use crate::code::{Code, Failure, Result};
use crate::folder::{Data, read_at_most};
use crate::request::Id;

const MAX_SOURCE: usize = 600 << 10;
const MAX_MIRRORS: usize = 1 << 20;
const MAX_ADDRESSES: usize = 64;

/// A place from which a source can be fetched.
#[derive(Debug, Clone)]
pub(crate) struct Mirror {
    /// The folder with the metadata.
    pub(crate) url: Address,
    /// Flat folders with the parts.
    elsewhere: Vec<Address>,
}

impl Mirror {
    /// Returns the folders with the parts, in the order in which they are asked. What a
    /// publisher has not moved yet is still next to the metadata.
    pub(crate) fn parts(&self) -> Vec<Address> {
        let own = self.url.join("parts");
        self.elsewhere.iter().cloned().chain([own]).collect()
    }
}

/// The places of a source in their order; why one of them cannot be used.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) mirrors: Vec<Result<Mirror>>,
}

#[derive(Deserialize)]
struct SourceFile {
    colophon_source: u64,
    urls: Vec<String>,
    #[serde(default)]
    parts_url: String,
}

#[derive(Deserialize, Default)]
struct MirrorsFile {
    #[serde(default)]
    mirrors: Vec<Listed>,
}

/// An address that a source or its index names.
#[derive(Deserialize)]
struct Listed {
    url: String,
    #[serde(default)]
    parts_url: String,
}

impl Source {
    /// Reads what the program knows of a source.
    ///
    /// # Errors
    ///
    /// `refused` if there is no such source, or its file cannot be used.
    pub(crate) fn read(data: &Data, id: &Id) -> Result<Self> {
        let refused = |why| Failure::new(Code::Refused, why);
        let folder = data.source(id);
        let file = read_at_most(&folder.join("source.colophon-source"), MAX_SOURCE)
            .ok_or_else(|| refused("there is no such source"))?;
        let file: SourceFile = serde_json::from_slice(&file)
            .map_err(|_| refused("the source file is incomplete or damaged"))?;
        if file.colophon_source != 1 || !(1..=8).contains(&file.urls.len()) {
            return Err(refused("the source file is of another kind"));
        }
        let listed = match read_at_most(&folder.join("mirrors.json"), MAX_MIRRORS) {
            Some(bytes) => serde_json::from_slice(&bytes)
                .map_err(|_| refused("the list of mirrors is incomplete or damaged"))?,
            None => MirrorsFile::default(),
        };
        // An address that a publisher names may lead into this machine or its
        // network only if that is where the user found the source.
        let own = file.urls.iter().map(|url| Address::parse(url));
        let is_local = own.flatten().any(|url| url.is_private());
        let named = |url: &str| -> Result<Address> {
            let url = Address::parse(url)?;
            if url.is_private() && !is_local {
                let detail = format!("{} is inside a private network", url.host());
                return Err(Failure::new(Code::Refused, detail));
            }
            Ok(url)
        };
        let own = file.urls.into_iter().map(|url| {
            let parts_url = file.parts_url.clone();
            (Address::parse(&url), parts_url)
        });
        let listed = listed.mirrors.into_iter();
        let listed = listed.map(|mirror| (named(&mirror.url), mirror.parts_url));
        let mut all: Vec<Result<Mirror>> = Vec::new();
        for (url, parts_url) in own.chain(listed).take(MAX_ADDRESSES) {
            let elsewhere = Some(parts_url).filter(|url| !url.is_empty());
            let elsewhere = elsewhere.map(|url| named(&url)).transpose();
            let mut known = all.iter_mut().flatten();
            let known = known.find(|known| url.as_ref().is_ok_and(|url| known.url == *url));
            if let Some(known) = known {
                // What is signed adds to what the source file says.
                known.elsewhere.extend(elsewhere.ok().flatten());
                continue;
            }
            all.push(url.and_then(|url| {
                let elsewhere = elsewhere?.into_iter().collect();
                Ok(Mirror { url, elsewhere })
            }));
        }
        Ok(Self { mirrors: all })
    }

    /// Returns every port that an address of this source names.
    pub(crate) fn ports(&self) -> Vec<u16> {
        let addresses = self.mirrors.iter().flatten().flat_map(Mirror::parts);
        addresses.map(|address| address.port()).collect()
    }
}
