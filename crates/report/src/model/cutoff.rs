//! The cut-off date of a report, and the side of it on which a record was added.

use serde::{Deserialize, Serialize};

/// The cut-off date that divides the records of a report. It is a period, because
/// neither the dates of a collection nor that of the event are exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CutoffSummary {
    /// The name of the preset, such as `bartz-libgen`; `None` for dates of the user's.
    pub name: Option<String>,
    /// The first day of the period: `YYYY-MM-DD`.
    pub from: String,
    /// The last day of the period: `YYYY-MM-DD`.
    pub to: String,
    /// The sources of the two days; none for dates of the user's.
    pub sources: Vec<String>,
}

impl CutoffSummary {
    /// Returns its name, else its period as `--cutoff` takes it.
    pub(crate) fn asked(&self) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None if self.from == self.to => self.from.clone(),
            None => format!("{}..{}", self.from, self.to),
        }
    }
}

/// On which side of the cut-off date a record was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Before the first day of the period.
    Before,
    /// Within the period, its first and its last day included.
    Unclear,
    /// After the last day of the period.
    After,
    /// The collection does not say when.
    Unknown,
}

impl Side {
    /// Returns its word in JSON and in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Unclear => "unclear",
            Self::After => "after",
            Self::Unknown => "unknown",
        }
    }
}
