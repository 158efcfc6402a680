//! The answer to a look-up: works and their records, without a manuscript.

use serde::{Deserialize, Serialize};

use super::{CutoffSummary, IndexSummary, Record, Registration, Tier};

/// The answer to a look-up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Lookup {
    /// The indexes that were searched.
    pub indexes: Vec<IndexSummary>,
    /// The cut-off date that divides the records.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub cutoff: Option<CutoffSummary>,
    /// The records of the works, the surest first.
    pub records: Vec<Record>,
    /// The copyright registrations of what was looked up, or those that may be, the surest
    /// first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Registration>>"))]
    pub registrations: Vec<Registration>,
    /// Whether an index may list more of those that a person must look at than
    /// are shown.
    #[serde(default)]
    pub more: bool,
    /// What the question was taken for, each with what it found.
    #[serde(default)]
    pub asked: Vec<Asked>,
    /// The works that the records are of, in the order that was asked for.
    #[serde(default)]
    pub works: Vec<ListedWork>,
    /// The people who may be meant by a name, the one with the most works first.
    #[serde(default)]
    pub names: Vec<Namesake>,
    /// Names that are spelt nearly like the one that was asked for, and that somebody
    /// has, if nobody has that one; the one with the most records first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub near: Vec<String>,
    /// What the works can be narrowed to.
    #[serde(default)]
    pub choices: Choices,
    /// How many works the answer has, of which `works` may be a part.
    #[serde(default)]
    pub total_works: u64,
    /// How many records they have.
    #[serde(default)]
    pub total_records: u64,
    /// How many works there are before the first of `works`.
    #[serde(default)]
    pub offset: u64,
    /// The collections among whose book numbers it was looked up, if that is all that
    /// was compared.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub numbers_of: Vec<String>,
    /// The collections that list book numbers only, and could not be searched for the
    /// question.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub not_searched: Vec<String>,
    /// When it was looked up: RFC 3339, UTC.
    #[serde(default)]
    pub created: String,
}

impl Lookup {
    /// Whether a record counts as found, and is not only for a person to look
    /// at.
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.records.iter().any(|record| record.tier.is_found())
    }

    /// Returns the records of a work.
    pub fn records_of<'a>(&'a self, work: &'a ListedWork) -> impl Iterator<Item = &'a Record> {
        work.records
            .iter()
            .filter_map(|&place| self.records.get(place))
    }
}

/// What a question was taken for, and how much that found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Asked {
    /// What it was taken for.
    pub by: AskedBy,
    /// The words or the number that were looked up.
    pub text: String,
    /// How many works were found that way.
    pub works: u64,
}

/// What a question can be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AskedBy {
    /// The digest of a file.
    Digest,
    /// An ISBN or an ASIN.
    Number,
    /// A title with its author.
    TitleAndAuthor,
    /// The name of an author.
    Author,
    /// A title alone.
    Title,
}

impl AskedBy {
    /// Returns the word in JSON and CSV.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Number => "number",
            Self::TitleAndAuthor => "title-and-author",
            Self::Author => "author",
            Self::Title => "title",
        }
    }
}

/// A work, as the records of a look-up list it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListedWork {
    /// The number of the work in the whole answer, from 0.
    pub id: usize,
    /// The title, as most of its records give it.
    pub title: String,
    /// The author, as most of its records give it.
    pub author: String,
    /// What the question was taken for when this was found.
    pub by: AskedBy,
    /// How the name of its author agrees with the one that was asked for; `None` if
    /// no name was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub name: Option<NameFit>,
    /// Which of [`Lookup::names`] its author is, by `key`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub namesake: Option<String>,
    /// The other people that its records name as authors.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub with: Vec<String>,
    /// Its languages: ISO 639-1 codes, or what the records say.
    pub languages: Vec<String>,
    /// The first year that a record states.
    pub first_year: Option<u16>,
    /// The last year that a record states.
    pub last_year: Option<u16>,
    /// The formats of its files.
    pub formats: Vec<String>,
    /// The collections that list it.
    pub sources: Vec<String>,
    /// The first date on which a record was added: `YYYY-MM-DD`.
    pub first_added: Option<String>,
    /// The surest tier of its records.
    pub tier: Tier,
    /// Whether an index holds its text.
    pub text: bool,
    /// Its records, as places in [`Lookup::records`].
    pub records: Vec<usize>,
}

/// How an author's name agrees with the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NameFit {
    /// Surname and given name are the same.
    Full,
    /// One of the two has only the initial of the given name.
    Initial,
    /// The names agree in another order or form.
    Form,
    /// Only the surname is the same; one of the two has no given name.
    Surname,
    /// One of the names is part of the other, or is in brackets after it.
    Part,
}

impl NameFit {
    /// Returns the word in JSON and CSV.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Initial => "initial",
            Self::Form => "form",
            Self::Surname => "surname",
            Self::Part => "part",
        }
    }
}

/// One of the people who may be meant by a name, by what the records say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Namesake {
    /// Distinguishes them in one answer.
    pub key: String,
    /// The name, as most records write it.
    pub name: String,
    /// How it agrees with the name that was asked for.
    pub fit: NameFit,
    /// How many works there are under it.
    pub works: u64,
    /// The languages of these works, the most frequent first.
    pub languages: Vec<Choice>,
    /// The first year that a record states.
    pub first_year: Option<u16>,
    /// The last year that a record states.
    pub last_year: Option<u16>,
    /// The people that the records name next to it, the most frequent first.
    pub with: Vec<Choice>,
}

/// What the works of an answer can be narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Choices {
    /// Languages, the most frequent first; an empty one is not known.
    pub languages: Vec<Choice>,
    /// Formats, the most frequent first.
    pub formats: Vec<Choice>,
    /// Collections, the most frequent first.
    pub sources: Vec<Choice>,
    /// The first year that a record states.
    pub first_year: Option<u16>,
    /// The last year that a record states.
    pub last_year: Option<u16>,
}

/// Something that works can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Choice {
    /// The value.
    pub value: String,
    /// How many works have it.
    pub works: u64,
}
