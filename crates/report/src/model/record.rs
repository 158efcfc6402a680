//! A listing in a collection, as a report shows it.

use serde::{Deserialize, Serialize};

use super::{Side, Tier};

/// One catalogue record: a listing in a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Record {
    /// The place of its index in [`Report::indexes`](super::Report::indexes).
    #[serde(default)]
    pub index: usize,
    /// The collection, for example `libgen-fiction`.
    pub source: String,
    /// The collection's own id of the record.
    pub id: String,
    /// The title, as listed.
    pub title: String,
    /// The author, as listed.
    pub author: String,
    /// The MD5 of the listed file, lower-case hexadecimal.
    pub md5: Option<String>,
    /// The ISBNs, as listed.
    pub isbn: Vec<String>,
    /// The ASIN.
    pub asin: Option<String>,
    /// The format of the listed file, for example `epub`.
    pub format: Option<String>,
    /// The size of the listed file.
    pub size_bytes: Option<u64>,
    /// The date on which the record was added: `YYYY-MM-DD`.
    pub added: Option<String>,
    /// Whether the collection shows the record to its visitors.
    pub visible: Option<bool>,
    /// Why it is hidden, in the collection's word.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub hidden: Option<String>,
    /// The date of the snapshot that lists it: `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub snapshot: Option<String>,
    /// The SHA-1 of the listed file, lower-case hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub sha1: Option<String>,
    /// The SHA-256 of the listed file, lower-case hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub sha256: Option<String>,
    /// The year, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub year: Option<String>,
    /// The edition, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub edition: Option<String>,
    /// The volume, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub volume: Option<String>,
    /// The series, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub series: Option<String>,
    /// The publisher of the book, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub imprint: Option<String>,
    /// The language, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub language: Option<String>,
    /// On which side of the report's cut-off date it was added.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub cutoff: Option<Side>,
    /// The DOI of a paper.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub doi: Option<String>,
    /// The ISSNs, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub issn: Option<String>,
    /// The journal or magazine.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub journal: Option<String>,
    /// Where in the journal a paper is: volume, issue and first page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub issue: Option<String>,
    /// The number of a film or an episode in the Internet Movie Database, such as
    /// `tt0116191`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub imdb: Option<String>,
    /// The season of an episode.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub season: Option<u32>,
    /// The number of an episode in its season.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub episode: Option<u32>,
    /// The number of a copyright registration, as listed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub registration: Option<String>,
    /// The date of that registration, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub registered: Option<String>,
    /// The MD5 that the collection reports for the file, where it is another than that of
    /// the file it holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub md5_reported: Option<String>,
    /// The collection and the field that `added` is from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub dated_by: Option<String>,
    /// Whether `added` is the date of the last change: the record was there by then, and
    /// since when is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub last_change: bool,
    /// Whether this is a text that the index holds, and not an entry of a
    /// catalogue.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub text: bool,
    /// How sure it is that the record lists this work.
    pub tier: Tier,
    /// Why it matches, in plain words.
    pub reason: String,
}
