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
    /// The folder with the metadata, and with `parts` unless they are elsewhere.
    pub(crate) url: Address,
    /// A flat folder with the parts.
    pub(crate) parts_url: Option<Address>,
}

impl Mirror {
    /// Returns the address of a part.
    pub(crate) fn part(&self, name: &str) -> Address {
        match &self.parts_url {
            Some(folder) => folder.join(name),
            None => self.url.join("parts").join(name),
        }
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
}

#[derive(Deserialize, Default)]
struct MirrorsFile {
    #[serde(default)]
    mirrors: Vec<Listed>,
    parts_url: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    url: String,
    parts_url: Option<String>,
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
        let own = file.urls.iter().map(|url| Address::parse(url));
        let own: Vec<Result<Address>> = own.collect();
        // An address that a publisher names may lead into this machine or its
        // network only if that is where the user found the source.
        let is_local = own.iter().flatten().any(Address::is_private);
        let named = |url: &str| -> Result<Address> {
            let url = Address::parse(url)?;
            if url.is_private() && !is_local {
                let detail = format!("{} is inside a private network", url.host());
                return Err(Failure::new(Code::Refused, detail));
            }
            Ok(url)
        };
        let parts_url = listed.parts_url.as_deref().map(named);
        let own = own.into_iter().map(|url| {
            let (url, parts_url) = (url?, parts_url.clone().transpose()?);
            Ok(Mirror { url, parts_url })
        });
        let mirrors = listed.mirrors.iter().map(|mirror| {
            let parts_url = mirror.parts_url.as_deref().map(named).transpose()?;
            let url = named(&mirror.url)?;
            Ok(Mirror { url, parts_url })
        });
        let mut all: Vec<Result<Mirror>> = Vec::new();
        for mirror in own.chain(mirrors).take(MAX_ADDRESSES) {
            let is_known = mirror.as_ref().is_ok_and(|mirror| {
                let mut known = all.iter().flatten();
                known.any(|known| known.url == mirror.url)
            });
            if !is_known {
                all.push(mirror);
            }
        }
        Ok(Self { mirrors: all })
    }

    /// Returns every port that an address of this source names.
    pub(crate) fn ports(&self) -> Vec<u16> {
        let addresses = self.mirrors.iter().flatten();
        let addresses = addresses.flat_map(|mirror| [Some(&mirror.url), mirror.parts_url.as_ref()]);
        addresses.flatten().map(Address::port).collect()
    }
}
