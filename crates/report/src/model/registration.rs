//! Copyright registrations of a title.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Tier;

/// A registration of copyright that is a title's own, or may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The place of the index that it is from in the list of indexes.
    pub index: usize,
    /// The register, such as `usco`.
    pub source: String,
    /// The register's id of the entry.
    pub id: String,
    /// The number of the registration, as the register writes it. It identifies a
    /// registration only together with its date.
    pub number: String,
    /// The date of the registration: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as it is
    /// known.
    pub date: Option<String>,
    /// The title that is registered; of several works, that of the whole.
    pub title: String,
    /// The authors, as the register has them.
    pub author: String,
    /// Who claims the copyright.
    pub claimant: Option<String>,
    /// The publisher that the register names.
    pub publisher: Option<String>,
    /// The date of publication that it states, as far as it is known.
    pub published: Option<String>,
    /// Whether it is one registration of several works.
    pub group: bool,
    /// The titles of a registration of several works.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Whether it is the renewal of a registration.
    pub renewal: bool,
    /// What else the register says, such as the type of the work.
    pub note: Option<String>,
    /// Whether the work was registered within five years of its publication.
    pub within_five_years: Ruled,
    /// Whether it was registered before the download, or within three months of its
    /// publication.
    pub in_time: Ruled,
    /// How sure it is that it is the title's own.
    pub tier: Tier,
    /// Why, in a sentence.
    pub reason: String,
}

/// The answer to a rule about dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Ruled {
    /// The dates say yes.
    Yes,
    /// The dates say no.
    No,
    /// A date is missing, or known in part only.
    #[default]
    Unknown,
}

impl Ruled {
    /// Returns the word in the reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl FromStr for Ruled {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Yes, Self::No, Self::Unknown]
            .into_iter()
            .find(|own| own.as_str() == word)
            .ok_or(())
    }
}
