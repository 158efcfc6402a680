//! The report: what a check found, in the shape that every front end shows.
//!
//! These structures serialise to the JSON report (`docs/report.schema.json`)
//! field by field. The text, CSV and HTML reports are other views of the same
//! values, so that no two of them can disagree.
//!
//! Nothing here computes a verdict, and no passage of a manuscript is kept.

use serde::{Deserialize, Deserializer, Serialize};

mod claim;
mod cutoff;
mod lookup;
mod record;
mod registration;

use crate::code::Code;
pub use crate::digest::{Hex, NotHex};
pub use crate::guessed::{Guessed, GuessedFrom, OneBook};
pub use claim::{ClaimFacts, ClaimState, GivenRegistration};
pub use cutoff::{CutoffSummary, Side};
pub use lookup::{Asked, AskedBy, Choice, Choices, ListedWork, Lookup, NameFit, Namesake};
pub use record::Record;
pub use registration::{Registration, Ruled};

mod verdict;

pub use self::verdict::{Tier, Verdict};

/// The version of the JSON report.
pub const REPORT_VERSION: u32 = 1;

/// Everything that one check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Report {
    /// [`REPORT_VERSION`] of the program that wrote the report.
    pub report_version: u32,
    /// The program that wrote the report.
    pub tool: Tool,
    /// When the check ended: RFC 3339, UTC.
    pub created: String,
    /// Who hands the report on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub from: Option<Sender>,
    /// The indexes that were searched; a match names one by its place here.
    pub indexes: Vec<IndexSummary>,
    /// The cut-off date that divides records into those added before and after it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub cutoff: Option<CutoffSummary>,
    /// One entry for each manuscript that was read, at least in part.
    pub results: Vec<ManuscriptResult>,
    /// One entry for each path of which nothing could be read.
    pub skipped: Vec<Skipped>,
    /// The rows and sheets of a client list that are not titles: totals, repeated
    /// headings, sheets of remarks. They count in no other figure.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Skipped>>"))]
    pub left_out: Vec<Skipped>,
    /// The files in folders that were not read because they are not named like
    /// documents.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<PassedOver>>"))]
    pub passed_over: Vec<PassedOver>,
    /// The folders whose documents look like the chapters of one book, and were
    /// checked one by one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<OneBook>>"))]
    pub one_book: Vec<OneBook>,
}

/// Who hands a report on, such as an agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Sender {
    /// The name.
    pub name: String,
    /// A line of the sender's own; empty if there is none.
    pub note: String,
}

impl Sender {
    /// Returns the sender with this name and line; `None` if both are blank.
    #[must_use]
    pub fn new(name: &str, note: &str) -> Option<Self> {
        let (name, note) = (name.trim().to_owned(), note.trim().to_owned());
        (!name.is_empty() || !note.is_empty()).then_some(Self { name, note })
    }
}

/// Files with names of one ending that were passed over in folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PassedOver {
    /// The ending, in small letters and without its dot; empty for names without
    /// one, and for all rare ones together.
    pub ending: String,
    /// How many files there are.
    pub files: u64,
}

/// The program that wrote a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tool {
    /// Always `colophon`.
    pub name: String,
    /// The program's version.
    pub version: String,
}

impl Tool {
    /// Returns this program.
    #[must_use]
    pub fn this() -> Self {
        Self {
            name: "colophon".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// An index that a check searched, and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IndexSummary {
    /// The path of the index file, as given; empty in a report that is handed to
    /// a client.
    pub file: String,
    /// The name that its publisher gave it.
    pub name: String,
    /// The digest of its content (docs/FORMAT.md), lower-case hexadecimal.
    pub sha256: String,
    /// When it was built: RFC 3339, UTC.
    pub created: String,
    /// How many works can be compared by text.
    pub works: u64,
    /// How many catalogue records it lists.
    pub records: u64,
    /// About one hash in this many is kept.
    pub scale: u32,
    /// The name of the fingerprint's recipe.
    pub recipe: String,
    /// Whether this is the demonstration index that comes with the program.
    pub demonstration: bool,
    /// Whether its catalogue lists book numbers only, without a title.
    #[serde(skip_serializing_if = "is_false", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub numbers_only: bool,
    /// The collections whose records it lists.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<SourceSummary>>"))]
    pub sources: Vec<SourceSummary>,
    /// Which state of which set it is; missing for an index of a single file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub set: Option<SetSummary>,
}

/// An index of several files that answer as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SetSummary {
    /// The id of the set, 32 hexadecimal digits.
    pub id: String,
    /// The number of its state; a later one is larger.
    pub number: u64,
    /// The files that were read.
    pub files: Vec<SetFileSummary>,
}

/// A file of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SetFileSummary {
    /// Its name, without folders.
    pub file: String,
    /// The digest of its content.
    pub sha256: String,
}

/// A collection that an index lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SourceSummary {
    /// The collection, for example `libgen-fiction`.
    pub name: String,
    /// The date of the snapshot: `YYYY-MM-DD`, where it is known.
    pub snapshot: Option<String>,
    /// How many records it has there.
    pub records: u64,
    /// Whether its records are book numbers only, without a title.
    #[serde(skip_serializing_if = "is_false", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<bool>"))]
    pub numbers_only: bool,
}

/// Serde asks by reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What was found for one manuscript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ManuscriptResult {
    /// The path, as given or found; lossy where it is not Unicode. For a title
    /// of a client list without a file, that of the list. Empty in a report that
    /// is handed to a client.
    pub path: String,
    /// The sheet of the client list, if it has several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub sheet: Option<String>,
    /// The row of the client list, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub row: Option<u32>,
    /// The client it belongs to, in a check of a client list.
    pub client: Option<String>,
    /// The title: that of the client list, else the one that the document
    /// declares.
    pub title: Option<String>,
    /// The author: that of the client list, else the one that the document
    /// declares.
    pub author: Option<String>,
    /// The ISBNs that were looked up.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub isbn: Vec<String>,
    /// What Colophon guessed about a document that does not say what it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub guessed: Option<Box<Guessed>>,
    /// The files that were read as one manuscript, in order, by their names in the
    /// folder at `path`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub parts: Vec<String>,
    /// The collections among whose book numbers it was looked up, if neither its text
    /// nor its title was compared with anything.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<String>>"))]
    pub numbers_of: Vec<String>,
    /// Digests of the file and of its normalised text.
    pub digests: Digests,
    /// How much text was read.
    pub text: TextSummary,
    /// The strongest verdict over all matches.
    pub verdict: Verdict,
    /// Works that share text with the manuscript, the strongest first.
    pub matches: Vec<Match>,
    /// The copyright registrations that are the title's own, or may be, the surest first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Registration>>"))]
    pub registrations: Vec<Registration>,
    /// What a client list says about the title that a claim needs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub claim: Option<Box<ClaimFacts>>,
    /// What the reader should know about how the manuscript was read.
    #[serde(deserialize_with = "known_notices")]
    pub warnings: Vec<Notice>,
}

impl ManuscriptResult {
    /// Returns whether its text was compared with texts. A document's may be read and
    /// have nothing to be compared with.
    pub(crate) fn is_compared(&self) -> bool {
        self.text.letters > 0 && self.warnings.iter().all(|it| it.code != Code::NoTexts)
    }
}

/// Digests; those of a `.print` file are its manuscript's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Digests {
    /// MD5 of the file.
    #[cfg_attr(feature = "ts", ts(as = "Option<String>"))]
    pub md5: Option<Hex<16>>,
    /// SHA-1 of the file.
    #[cfg_attr(feature = "ts", ts(as = "Option<String>"))]
    pub sha1: Option<Hex<20>>,
    /// SHA-256 of the file.
    #[cfg_attr(feature = "ts", ts(as = "Option<String>"))]
    pub sha256: Option<Hex<32>>,
    /// SHA-256 of the normalised text.
    #[cfg_attr(feature = "ts", ts(as = "Option<String>"))]
    pub text_sha256: Option<Hex<32>>,
}

/// How much text was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TextSummary {
    /// Letters and digits after normalisation; a kana counts as two, a Han
    /// character as three.
    pub letters: u64,
    /// Words; in Chinese and Japanese, characters.
    pub words: u64,
    /// The language, an ISO 639-1 code, where it was recognised.
    pub language: Option<String>,
    /// How many sampled hashes were compared.
    pub hashes: u64,
}

/// One work that the manuscript matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Match {
    /// The place of the index in [`Report::indexes`].
    pub index: usize,
    /// The work.
    pub work: WorkSummary,
    /// The place among the matches of the one whose work this is another edition
    /// of; always a place before this one's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub edition_of: Option<usize>,
    /// What this match means by itself.
    pub verdict: Verdict,
    /// The share of the manuscript's text that the work holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub manuscript_in_work: Option<Share>,
    /// The share of the work's text that the manuscript holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub work_in_manuscript: Option<Share>,
    /// The share of the manuscript's windows with a hit, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub coverage: Option<f64>,
    /// How many distinct hashes are shared.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub hits: Option<u64>,
    /// Where in the manuscript the shared text is, in reading order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<Span>>"))]
    pub spans: Vec<Span>,
    /// Catalogue records of the work.
    pub records: Vec<Record>,
}

impl Match {
    /// Returns a match by name, without a text: its records are for a person to look
    /// at, and its work is not named yet.
    #[must_use]
    pub fn by_name(index: usize, records: Vec<Record>) -> Self {
        let [id, title, author] = [const { String::new() }; 3];
        Self {
            index,
            work: WorkSummary { id, title, author },
            edition_of: None,
            verdict: Verdict::Possible,
            manuscript_in_work: None,
            work_in_manuscript: None,
            coverage: None,
            hits: None,
            spans: Vec::new(),
            records,
        }
    }

    /// Returns whether all that was compared is a book number: the work is listed, and
    /// no record of it has a title.
    #[must_use]
    pub fn is_by_number(&self) -> bool {
        self.verdict == Verdict::Listed && self.has_number_alone()
    }

    /// Returns whether its records have numbers, and none of them a title.
    #[must_use]
    pub fn has_number_alone(&self) -> bool {
        let is_it = |record: &Record| record.title.trim().is_empty() && !record.isbn.is_empty();
        !self.records.is_empty() && self.records.iter().all(is_it)
    }

    /// Returns the number that names the work if it has neither title nor author.
    #[must_use]
    pub fn number_as_name(&self) -> Option<&str> {
        let names = [&self.work.title, &self.work.author];
        if names.iter().any(|name| !name.trim().is_empty()) {
            return None;
        }
        let mut isbns = self.records.iter().flat_map(|record| &record.isbn);
        isbns.next().map(String::as_str)
    }
}

/// The work of a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WorkSummary {
    /// The publisher's id of the work.
    pub id: String,
    /// The title, as the index gives it.
    pub title: String,
    /// The author, as the index gives it.
    pub author: String,
}

/// An estimated share with its 95 % interval, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Share {
    /// The best estimate.
    pub estimate: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

/// A stretch of the manuscript, as shares of its letters from its start.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Span {
    /// Where it begins, 0 to 1.
    pub from: f64,
    /// Where it ends, 0 to 1.
    pub to: f64,
}

/// A warning about one manuscript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Notice {
    /// What it is about.
    pub code: Code,
    /// A sentence for the author.
    pub message: String,
}

/// Reads notices and drops those whose code a later version has added.
///
/// # Errors
///
/// Those of the deserializer.
pub fn known_notices<'de, D>(deserializer: D) -> Result<Vec<Notice>, D::Error>
where
    D: Deserializer<'de>,
{
    let values = Vec::<serde_json::Value>::deserialize(deserializer)?;
    let notices = values.into_iter().map(serde_json::from_value);
    Ok(notices.filter_map(Result::ok).collect())
}

/// A path of which nothing could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Skipped {
    /// The path, as given or found; lossy where it is not Unicode. Empty in a
    /// report that is handed to a client.
    pub path: String,
    /// The sheet of the client list at `path`, if it has several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub sheet: Option<String>,
    /// The row of the client list at `path`, as a person would count it; none for
    /// a whole sheet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub row: Option<u32>,
    /// The client, where that much could be read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub client: Option<String>,
    /// Why.
    pub code: Code,
    /// What happened, a sentence for the author.
    pub message: String,
    /// What the author can do about it.
    pub hint: String,
    /// The digests of the file, where it could be read to its end: it was looked
    /// up by them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub digests: Option<Digests>,
}

#[cfg(test)]
mod tests {
    use super::{ManuscriptResult, Verdict};
    use crate::code::Code;
    use crate::fixture;

    #[test]
    fn a_notice_of_a_later_version_is_dropped_and_nothing_else() {
        let result = fixture::small().results.remove(0);
        let mut value = serde_json::to_value(&result).unwrap();
        value["warnings"] = serde_json::json!([
            {"code": "of-tomorrow", "message": "Not known yet."},
            {"code": "truncated", "message": "The end is missing."},
        ]);
        let read: ManuscriptResult = serde_json::from_value(value).unwrap();
        assert_eq!(read.verdict, Verdict::SameText);
        assert_eq!(read.warnings.len(), 1);
        assert_eq!(read.warnings[0].code, Code::Truncated);
    }
}
