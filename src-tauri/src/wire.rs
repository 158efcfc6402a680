//! What the window asks and receives, besides the engine's own types.
//!
//! The names are those of `ui/src/lib/wire.ts`.

use colophon_engine::library::{Detail, ResultId, Row, Run, RunId};
use colophon_engine::proof::{Attempt, Process};
use colophon_engine::report::model::{ListedWork, Lookup, PassedOver};
use colophon_engine::report::{Delimiter, Figures, Language};
use colophon_engine::{About, BrowseQuery, IndexInfo, Narrow, Order};
use serde::{Deserialize, Serialize};

pub(crate) use crate::choice::{ClientField, DumpKind};

use crate::failure::Failure;
use crate::files::Picked;
use crate::jobs::{JobId, JobPhase};
use crate::settings::{Purpose, Settings};

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct AppState {
    pub(crate) version: &'static str,
    pub(crate) language: String,
    pub(crate) settings: Settings,
    pub(crate) opened: Vec<Picked>,
    pub(crate) indexes: Vec<IndexItem>,
    pub(crate) samples: Vec<Picked>,
    pub(crate) library_problem: Option<Failure>,
    pub(crate) set_aside: Option<String>,
    /// Whether the program that downloads indexes runs.
    pub(crate) can_fetch: bool,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Tried {
    pub(crate) process: Process,
    pub(crate) attempt: Attempt,
    pub(crate) refused: bool,
    pub(crate) answer: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Proof {
    pub(crate) holds: bool,
    pub(crate) attempts: Vec<Tried>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct CancelAsk {
    pub(crate) job: JobId,
    pub(crate) item: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct CheckAsk {
    pub(crate) paths: Vec<String>,
    /// Whether the documents of each folder are read as one manuscript.
    pub(crate) as_one: bool,
}

/// A folder whose documents look like the chapters of one book.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct OneBookItem {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) files: u64,
}

/// What the user says a manuscript is.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct NameAsk {
    pub(crate) id: ResultId,
    pub(crate) title: String,
    pub(crate) author: String,
    /// Its ISBN; empty for the one that the manuscript gives or seems to have.
    pub(crate) isbn: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct QueuedItem {
    pub(crate) item: u32,
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) size_bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ItemProgress {
    pub(crate) item: u32,
    pub(crate) phase: JobPhase,
    pub(crate) share: Option<f64>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum ItemEnd {
    Result { row: Box<Row> },
    NotKept { row: Box<Row>, failure: Failure },
    Skipped { failure: Failure },
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Settled {
    pub(crate) item: u32,
    pub(crate) end: ItemEnd,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum CheckEvent {
    Queued {
        items: Vec<QueuedItem>,
    },
    Progress {
        done: u64,
        total: u64,
        seconds_left: Option<u64>,
        items: Vec<ItemProgress>,
    },
    Settled {
        items: Vec<Settled>,
    },
    Finished {
        results: usize,
        found: usize,
        /// How many books were found: several files can hold one book.
        books_found: usize,
        skipped: usize,
        /// The files in folders that were not read.
        passed_over: Vec<PassedOver>,
        /// The folders that look like one book, and were checked file by file.
        one_book: Vec<OneBookItem>,
        cancelled: bool,
    },
    Failed {
        failure: Failure,
    },
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct IdAsk {
    pub(crate) id: ResultId,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ResultAsk {
    pub(crate) id: ResultId,
    /// The language of its sentences.
    pub(crate) language: Language,
}

/// A kept result, with the figures of its matches.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Shown {
    #[serde(flatten)]
    pub(crate) detail: Detail,
    /// What the figures of each match come to, in the order of the matches.
    pub(crate) figures: Vec<Figures>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct IdsAsk {
    pub(crate) ids: Vec<ResultId>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ExcerptAsk {
    pub(crate) id: ResultId,
    pub(crate) match_index: usize,
    pub(crate) span_index: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReportFormat {
    Html,
    Xlsx,
    Csv,
    Json,
}

/// What a dialog of the system says, in the reader's language.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct DialogWords {
    pub(crate) title: String,
    /// The kind of files that are shown.
    pub(crate) kind: String,
    /// What the filter that shows every file is called.
    pub(crate) all: String,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct PickAsk {
    pub(crate) purpose: Purpose,
    pub(crate) words: DialogWords,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct SaveAsk {
    pub(crate) name: String,
    pub(crate) format: ReportFormat,
    pub(crate) words: DialogWords,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ReportAsk {
    pub(crate) ids: Vec<ResultId>,
    pub(crate) job: Option<JobId>,
    pub(crate) format: ReportFormat,
    pub(crate) language: Language,
    pub(crate) delimiter: Delimiter,
    pub(crate) to: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Saved {
    pub(crate) path: String,
    pub(crate) shown: String,
    pub(crate) files: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct LookupAsk {
    /// A name, a title, a number or a digest.
    pub(crate) question: String,
    pub(crate) pen_names: Vec<String>,
}

/// An answer, with the first of its works and without their records.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct LookupFound {
    /// The number of the answer, by which more of it is asked for.
    pub(crate) answer: u32,
    pub(crate) found: Lookup,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct LookupRowsAsk {
    pub(crate) answer: u32,
    pub(crate) narrow: Narrow,
    pub(crate) order: Order,
    pub(crate) descending: bool,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct LookupRows {
    pub(crate) total_works: u64,
    pub(crate) total_records: u64,
    pub(crate) works: Vec<ListedWork>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct LookupWorkAsk {
    pub(crate) answer: u32,
    /// The work, by its number in the answer.
    pub(crate) id: usize,
    pub(crate) language: Language,
}

/// What an answer can be saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LookupFormat {
    Html,
    Csv,
    Json,
    Bibtex,
    /// A client list.
    List,
}

impl LookupFormat {
    /// Returns the ending of a file.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Csv | Self::List => "csv",
            Self::Json => "json",
            Self::Bibtex => "bib",
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct LookupSaveNameAsk {
    /// What the file is to be called, without an ending.
    pub(crate) name: String,
    pub(crate) format: LookupFormat,
    pub(crate) words: DialogWords,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct LookupSaveAsk {
    pub(crate) answer: u32,
    pub(crate) narrow: Narrow,
    pub(crate) order: Order,
    pub(crate) descending: bool,
    pub(crate) format: LookupFormat,
    pub(crate) language: Language,
    pub(crate) to: String,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Mapping {
    pub(crate) field: ClientField,
    pub(crate) column: String,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ClientsPreviewAsk {
    pub(crate) list: String,
    pub(crate) mapping: Vec<Mapping>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) field: Option<ClientField>,
    pub(crate) samples: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ClientsPreview {
    pub(crate) list: Picked,
    pub(crate) columns: Vec<Column>,
    pub(crate) titles: usize,
    pub(crate) unreadable: usize,
    /// How many rows and sheets are not titles.
    pub(crate) left_out: usize,
    pub(crate) done: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ClientsRunAsk {
    pub(crate) list: String,
    pub(crate) mapping: Vec<Mapping>,
    pub(crate) files: Option<String>,
    pub(crate) cutoff: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ClientsDone {
    pub(crate) run: Run,
    pub(crate) resumed: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ClientsReportAsk {
    pub(crate) run: RunId,
    pub(crate) folder: String,
    pub(crate) language: Language,
    pub(crate) delimiter: Delimiter,
    /// Whether each client gets a claim sheet too.
    pub(crate) claims: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct RunAsk {
    pub(crate) run: RunId,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct IndexItem {
    pub(crate) file: String,
    pub(crate) name: String,
    /// Whether it is in the user's folder of indexes.
    pub(crate) own: bool,
    /// The id of the source that it was got from.
    pub(crate) source: Option<String>,
    /// Whether checks search it; the demonstration is for the sample stories alone.
    pub(crate) searched: bool,
    pub(crate) info: Option<IndexInfo>,
    pub(crate) problem: Option<Failure>,
}

/// A source that a person names.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct SourceAsk {
    /// A path, or a link or address.
    pub(crate) source: String,
    /// The fingerprint that the person compared, for an address without one.
    pub(crate) confirmed: Option<String>,
    /// Whether it is taken although the publisher's last word has expired.
    pub(crate) accept_expired: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct SourceIdAsk {
    pub(crate) id: String,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct UpdateAsk {
    pub(crate) id: String,
    /// Whether only to say what is new.
    pub(crate) check: bool,
    /// Whether it is taken although the publisher's last word has expired.
    pub(crate) accept_expired: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct FileAsk {
    pub(crate) file: String,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct BrowseAsk {
    pub(crate) file: String,
    pub(crate) query: BrowseQuery,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Dump {
    pub(crate) source: DumpKind,
    pub(crate) file: String,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct BuildAsk {
    pub(crate) name: String,
    /// What its publisher says about it.
    pub(crate) about: About,
    pub(crate) books: Vec<String>,
    pub(crate) dumps: Vec<Dump>,
    /// The files that name the writers of films.
    pub(crate) crew: Vec<String>,
    /// Whether the documents of each folder are read as one book.
    pub(crate) as_one: bool,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Built {
    pub(crate) index: IndexItem,
    pub(crate) skipped: Vec<Failure>,
}
