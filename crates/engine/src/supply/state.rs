//! What is noted about a source: what was installed, and when it was looked at.

use std::path::{Path, PathBuf};

use colophon_supply::{KeyId, SourceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::place::{Place, cannot_write};
use crate::clock::day;
use crate::durable;
use crate::error::Error;

/// The longest note, in bytes.
const LONGEST: u64 = 1 << 16;

/// What is noted about a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// The number of the newest state that was installed; see [`State::oldest`].
    pub(super) set: u64,
    /// The ids of the keys that could sign a state when the number was noted.
    pub(super) keys: Vec<KeyId>,
    /// The name that the publisher gave the index.
    pub(super) name: String,
    /// How the publisher can be reached.
    pub(super) contact: String,
    /// The latest time that is known to have been.
    #[serde(with = "written")]
    pub(super) seen: Option<Timestamp>,
    /// When the publisher last said which state is the newest.
    #[serde(with = "written")]
    pub(super) published: Option<Timestamp>,
    /// Until when that holds.
    #[serde(with = "written")]
    pub(super) expires: Option<Timestamp>,
    /// The version of that word.
    pub(super) timestamp_version: u64,
    /// The version of the word that the user accepted although it had expired.
    pub(super) accepted: u64,
    /// When the source was last looked at.
    #[serde(with = "written")]
    pub(super) checked: Option<Timestamp>,
    /// The folder that it was last got from.
    pub(super) folder: Option<PathBuf>,
}

impl State {
    /// Reads what is noted; nothing if there is none.
    pub(super) fn read(place: &Place) -> Self {
        let bytes = durable::read_short(&place.state_file(), LONGEST);
        let read = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        read.unwrap_or_default()
    }

    /// Returns the number of the oldest state that is accepted now that these keys can
    /// sign one.
    ///
    /// Once a publisher has dropped a key, the number may be that of a thief, so it does
    /// not count any more. TUF drops the versions that it remembers for the same reason.
    pub(super) fn oldest(&self, keys: &[KeyId]) -> u64 {
        let are_kept = self.keys.iter().all(|key| keys.contains(key));
        if are_kept { self.set } else { 0 }
    }

    /// Writes it.
    pub(super) fn write(&self, place: &Place) -> Result<(), Error> {
        let path = place.state_file();
        durable::write_json(&path, self).map_err(|error| cannot_write(&path, &error))
    }
}

/// Returns whether the publisher's last word does not hold any more.
pub(super) fn is_over(state: &State) -> bool {
    let now = crate::clock::timestamp(std::time::SystemTime::now());
    state.expires.is_some_and(|expires| expires <= now)
}

/// Returns, for the folder of a state, the day of the publisher's last word, if it does
/// not hold any more.
pub(crate) fn last_word(set: &Path) -> Option<String> {
    let sets = set.parent()?;
    let place = Place::of(&SourceId::parse(sets.file_name()?.to_str()?)?).ok()?;
    let state = Some(State::read(&place)).filter(|_| sets == place.sets())?;
    is_over(&state).then(|| {
        state
            .published
            .or(state.expires)
            .map(day)
            .unwrap_or_default()
    })
}

/// Times as RFC 3339.
mod written {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde asks for it")]
    pub(super) fn serialize<S: Serializer>(
        time: &Option<Timestamp>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => to.collect_str(time),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        Ok(text.and_then(|text| text.parse().ok()))
    }
}
