//! What the window asks and is answered, beyond what the engine itself says.
//!
//! The names are those of `ui/src/lib/wire.ts`.

use colophon_engine::IndexInfo;
use colophon_engine::library::{ResultId, Row, Run, RunId};
use colophon_engine::report::model::Skipped;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::files::Picked;
use crate::jobs::{JobId, JobPhase};
use crate::settings::Settings;

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
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Attempt {
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) refused: bool,
    pub(crate) answer: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Proof {
    pub(crate) holds: bool,
    pub(crate) attempts: Vec<Attempt>,
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
        skipped: usize,
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
    Csv,
    Json,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct SaveAsk {
    pub(crate) name: String,
    pub(crate) format: ReportFormat,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct ReportAsk {
    pub(crate) ids: Vec<ResultId>,
    pub(crate) job: Option<JobId>,
    pub(crate) format: ReportFormat,
    pub(crate) to: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Saved {
    pub(crate) path: String,
    pub(crate) shown: String,
    pub(crate) files: usize,
}

/// What a column of a client list may hold, as the window names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientField {
    Client,
    Title,
    Author,
    PenNames,
    Isbn,
    Asin,
    Year,
    Publisher,
    File,
}

impl ClientField {
    /// Returns the field for one of the engine's words; none where the window
    /// has no name for it.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "client" => Self::Client,
            "title" | "subtitle" => Self::Title,
            "author" | "author_first" | "author_last" => Self::Author,
            "pen_names" => Self::PenNames,
            "isbn" => Self::Isbn,
            "asin" => Self::Asin,
            "year" => Self::Year,
            "publisher" => Self::Publisher,
            "file" => Self::File,
            _ => return None,
        })
    }
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
    /// Whether it lies in the user's folder of indexes.
    pub(crate) own: bool,
    pub(crate) info: Option<IndexInfo>,
    pub(crate) problem: Option<Failure>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct FileAsk {
    pub(crate) file: String,
}

/// The kinds of metadata dumps that an index can be built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DumpKind {
    Libgen,
    LibgenLi,
    Pilimi,
    IsbnList,
    Csv,
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
    pub(crate) books: Vec<String>,
    pub(crate) dumps: Vec<Dump>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Built {
    pub(crate) index: IndexItem,
    pub(crate) skipped: Vec<Skipped>,
}

/// Returns the word for which a plain value stands on the wire; the engine uses
/// the same.
pub(crate) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
