//! What the store returns: rows of lists, one result in full, runs, news.

use serde::{Deserialize, Serialize};

use crate::report::Doubt;
use crate::report::model::{
    CutoffSummary, IndexSummary, Record, Report, Share, Tool, Verdict, WorkSummary,
};

/// The number of a kept result; 0 means no result.
pub type ResultId = i64;

/// The number of a kept run of a client list.
pub type RunId = i64;

/// A kept result, as a row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Row {
    /// Its number; 0 while it is not kept.
    pub id: ResultId,
    /// The run that it belongs to; none for a manuscript checked by itself.
    pub run: Option<RunId>,
    /// The row of the client list.
    pub line: Option<u32>,
    /// The client.
    pub client: Option<String>,
    /// The name of the file; that of the list for a title without one.
    pub name: String,
    /// The folder of the file.
    pub folder: String,
    /// The title.
    pub title: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// The ISBNs that were looked up.
    pub isbn: Vec<String>,
    /// The collections among whose book numbers it was looked up, if that is all that
    /// was compared.
    #[serde(default)]
    pub numbers_of: Vec<String>,
    /// Whether it is listed by a book number alone.
    #[serde(default)]
    pub by_number: bool,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it could not be judged, if it could not.
    #[serde(default)]
    pub doubt: Option<Doubt>,
    /// Whether the verdict counts as found.
    pub found: bool,
    /// When it was checked: RFC 3339, UTC.
    pub checked: String,
    /// The title of the work that was found, or may be; none without a match.
    #[serde(default)]
    pub work: Option<String>,
    /// The share of the manuscript in the strongest match by text.
    pub share: Option<Share>,
    /// How many works match.
    pub matches: usize,
    /// How many catalogue records match.
    pub records: usize,
    /// The earliest date on which one of the records was added.
    pub first_added: Option<String>,
    /// How many warnings there are.
    pub warnings: usize,
    /// Whether only the demonstration index was searched.
    pub demonstration: bool,
    /// How many works and records the check before did not find.
    pub news: usize,
}

/// What the check before, with other indexes, did not find.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct News {
    /// When the check before was: RFC 3339, UTC.
    pub since: String,
    /// The names of the indexes that it searched.
    pub indexes: Vec<String>,
    /// Its verdict.
    pub verdict: Verdict,
    /// Works that share text now and did not then.
    pub works: Vec<WorkSummary>,
    /// Records that are listed now and were not then.
    pub records: Vec<Record>,
    /// How many works shared text then and do not now.
    pub gone_works: usize,
    /// How many records were listed then and are not now.
    pub gone_records: usize,
}

/// A kept result in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Detail {
    /// The result as a row of a list.
    pub row: Row,
    /// A report with this result alone.
    pub report: Report,
    /// What is new since the last index; none where there is no check before.
    pub news: Option<News>,
    /// Whether the manuscript's file is still there, so that passages can be
    /// read again.
    pub present: bool,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SortBy {
    /// The time of the check, the latest first.
    Checked,
    /// The verdict, the strongest first.
    Verdict,
    /// The title.
    Title,
    /// The author.
    Author,
    /// The client.
    Client,
    /// The name of the file.
    Name,
    /// The row of the client list.
    Line,
    /// The date of the earliest record.
    FirstAdded,
}

/// Which results a list shows, in which order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Query {
    /// The results of a run; none for the manuscripts checked by themselves.
    pub run: Option<RunId>,
    /// Words that all occur in title, author, client, name or ISBN, in any
    /// case; empty for all results.
    pub search: String,
    /// The verdicts to show; none for all.
    pub verdicts: Vec<Verdict>,
    /// Whether only results with news are shown.
    pub only_news: bool,
    /// What it is sorted by.
    pub sort: SortBy,
    /// Whether the order is reversed.
    pub descending: bool,
    /// How many rows come before the page.
    pub offset: u32,
    /// How many rows the page may have; a thousand at most.
    pub limit: u32,
}

/// How many results of a query have a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VerdictCount {
    /// The verdict.
    pub verdict: Verdict,
    /// How many results have it, whichever verdicts the query asks for.
    pub count: usize,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Page {
    /// How many rows the whole list has.
    pub total: usize,
    /// The verdicts of all that the search finds, the strongest first.
    pub verdicts: Vec<VerdictCount>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A client list that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// The name of the list's file.
    pub name: String,
    /// The folder of the list's file.
    pub folder: String,
    /// When it was checked: RFC 3339, UTC.
    pub checked: String,
    /// The names of the indexes that were searched.
    pub indexes: Vec<String>,
    /// How many clients it has.
    pub clients: usize,
    /// How many titles it has: those that are kept, and the rows that could not be
    /// read.
    pub titles: usize,
    /// How many of them were found.
    pub found: usize,
    /// How many books those are.
    pub books_found: usize,
    /// How many rows could not be read.
    pub skipped: usize,
    /// How many files belong to no title.
    pub files_not_read: usize,
    /// How many rows and sheets are not titles.
    pub left_out: usize,
    /// How many titles have news.
    pub news: usize,
}

/// What a result was compared with, and by which program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportContext {
    /// The version of the report.
    pub report_version: u32,
    /// The program.
    pub tool: Tool,
    /// The indexes, in the order in which matches name them.
    pub indexes: Vec<IndexSummary>,
    /// The cut-off date for the records.
    pub cutoff: Option<CutoffSummary>,
}

impl ReportContext {
    /// Returns the context of the results of a report.
    pub fn of(report: &Report) -> Self {
        Self {
            report_version: report.report_version,
            tool: report.tool.clone(),
            indexes: report.indexes.clone(),
            cutoff: report.cutoff.clone(),
        }
    }

    /// Returns whether the only indexes are those for demonstration.
    pub fn is_demonstration(&self) -> bool {
        !self.indexes.is_empty() && self.indexes.iter().all(|index| index.demonstration)
    }

    /// Returns the digests of the indexes, in a fixed order.
    pub(super) fn digests(&self) -> String {
        let mut digests: Vec<&str> = self
            .indexes
            .iter()
            .map(|index| index.sha256.as_str())
            .collect();
        digests.sort_unstable();
        digests.join(" ")
    }
}

/// Returns the number that a verdict is kept as.
pub(super) fn rank(verdict: Verdict) -> usize {
    let place = Verdict::ALL.iter().position(|&other| other == verdict);
    place.unwrap_or(Verdict::ALL.len())
}
