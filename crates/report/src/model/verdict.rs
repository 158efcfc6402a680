//! What a comparison means, and how sure a catalogue record is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a comparison means; the order is from the strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The very file is in the index.
    SameFile,
    /// Manuscript and work hold nearly the same text.
    SameText,
    /// Nearly the whole manuscript is part of a longer work.
    WithinLargerWork,
    /// A work of the index is contained almost whole in the manuscript.
    ContainsWork,
    /// A large part is shared and a large part differs.
    RevisedText,
    /// No text match, but a catalogue record is this work.
    Listed,
    /// Only quotations or short passages are shared.
    SharedPassages,
    /// A weak catalogue match that needs a look.
    Possible,
    /// Read, compared, and nothing was found.
    NotFound,
    /// Could not be read well enough to say.
    Inconclusive,
}

impl Verdict {
    /// Every verdict, from the strongest to the weakest.
    pub const ALL: [Self; 10] = [
        Self::SameFile,
        Self::SameText,
        Self::WithinLargerWork,
        Self::ContainsWork,
        Self::RevisedText,
        Self::Listed,
        Self::SharedPassages,
        Self::Possible,
        Self::NotFound,
        Self::Inconclusive,
    ];

    /// Whether the verdict counts as found.
    #[must_use]
    pub fn is_found(self) -> bool {
        self <= Self::Listed
    }

    /// Returns the word in the JSON and CSV reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameFile => "same-file",
            Self::SameText => "same-text",
            Self::WithinLargerWork => "within-larger-work",
            Self::ContainsWork => "contains-work",
            Self::RevisedText => "revised-text",
            Self::Listed => "listed",
            Self::SharedPassages => "shared-passages",
            Self::Possible => "possible",
            Self::NotFound => "not-found",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// How sure it is that a record lists the book, the surest first.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// The record gives the digest of the author's own file.
    IdenticalFile,
    /// A number of the book is in the record, and author or title agrees.
    Confirmed,
    /// Title and author agree.
    Strong,
    /// Title and author agree but for words that mean nothing.
    Probable,
    /// A person must look at it; it does not count as found.
    #[default]
    Review,
}

impl Tier {
    /// Every tier, the surest first.
    pub const ALL: [Self; 5] = [
        Self::IdenticalFile,
        Self::Confirmed,
        Self::Strong,
        Self::Probable,
        Self::Review,
    ];

    /// Returns the word in the JSON and CSV reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdenticalFile => "identical-file",
            Self::Confirmed => "confirmed",
            Self::Strong => "strong",
            Self::Probable => "probable",
            Self::Review => "review",
        }
    }

    /// Whether a record of this tier counts as found.
    #[must_use]
    pub const fn is_found(self) -> bool {
        !matches!(self, Self::Review)
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
