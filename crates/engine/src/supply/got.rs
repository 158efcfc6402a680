//! What was got, or would be.

use std::path::PathBuf;

use serde::Serialize;

use super::list::content_of;
use crate::report::Code;
use crate::sets::Manifest;

/// What was done, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing is newer than what is there.
    Nothing,
    /// This is what would be got.
    Planned,
    /// It is in use now.
    Installed,
}

/// A remark on what was got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Warned {
    /// Its code.
    pub code: Code,
    /// The remark, in English.
    pub message: String,
}

/// What was got, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Got {
    /// What was done.
    pub outcome: Outcome,
    /// The id of the source.
    pub id: String,
    /// The name that the publisher gave the index.
    pub name: String,
    /// What it holds, in the publisher's words.
    pub description: String,
    /// How the publisher can be reached.
    pub contact: String,
    /// Under which terms it may be used.
    pub licence: String,
    /// The fingerprint of the source.
    pub fingerprint: String,
    /// Whether a person has to compare it first.
    pub unconfirmed: bool,
    /// Whether there was no index of the source before.
    pub added: bool,
    /// Where it is got from.
    pub urls: Vec<String>,
    /// The number of the state.
    pub set: u64,
    /// When it was published: RFC 3339, UTC.
    pub published: String,
    /// Until when the publisher's word holds.
    pub expires: String,
    /// How many works it has.
    pub works: u64,
    /// How many records it has.
    pub records: u64,
    /// How many works and records are new, and how many were taken out since the state
    /// that was there.
    pub new_works: u64,
    /// See [`Got::new_works`].
    pub new_records: u64,
    /// See [`Got::new_works`].
    pub gone: u64,
    /// How many kept results may be others with what is new; none if that was not
    /// looked at.
    pub affected: Option<u64>,
    /// How many bytes are got.
    pub bytes: u64,
    /// How many bytes came over a network; more than `bytes` if some came twice.
    pub received: u64,
    /// How much of the disk has to be free, in bytes.
    pub needs: u64,
    /// How much is free.
    pub free: Option<u64>,
    /// The hosts that were asked.
    pub hosts: Vec<String>,
    /// Where the index is.
    pub file: Option<String>,
    /// The files that are new since the state that was there, if there was one.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub new_files: Vec<PathBuf>,
    /// What should be known besides.
    pub warnings: Vec<Warned>,
}

impl Got {
    /// Counts what is new since the state that was there.
    pub(super) fn compare(&mut self, offered: &Manifest, installed: Option<&Manifest>) {
        (self.works, self.records) = content_of(offered);
        let Some(installed) = installed else {
            (self.new_works, self.new_records) = (self.works, self.records);
            return;
        };
        let (works, records) = content_of(installed);
        let gone = |new: u64, old: u64| new.saturating_sub(old);
        self.gone = gone(offered.removed.works, installed.removed.works)
            + gone(offered.removed.records, installed.removed.records);
        let more = |now: u64, then: u64, gone: u64| (now + gone).saturating_sub(then);
        self.new_works = more(
            self.works,
            works,
            gone(offered.removed.works, installed.removed.works),
        );
        self.new_records = more(
            self.records,
            records,
            gone(offered.removed.records, installed.removed.records),
        );
    }
}
