//! What is kept next to the folder until `index.json` says it, and what it does not
//! say. Nothing in it is secret.

use std::fs;

use serde::{Deserialize, Serialize};

use super::failure::unreadable;
use super::place::Place;
use super::write::{For, write_whole};
use crate::error::Error;
use crate::sets::Mirror;

/// What a publisher says of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Notes {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) contact: String,
    pub(super) licence: String,
    pub(super) mirrors: Vec<Mirror>,
    /// In how many works of the base a hash may be; all files of a set have the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_works_per_hash: Option<u32>,
}

impl Notes {
    /// Reads them; without a file there are none.
    pub(super) fn read(place: &Place) -> Result<Self, Error> {
        let path = place.notes();
        match fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(unreadable(error, &path)),
        }
    }

    pub(super) fn write(&self, place: &Place) -> Result<(), Error> {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        write_whole(&place.notes(), text.as_bytes(), For::All)
    }
}
