//! What is said about a cut-off date.

use super::Words;
use crate::cutoff;
use crate::model::{CutoffSummary, Match, Side};
use crate::phrases::{page, shared};
use crate::safe::{LINE_LIMIT, short};

impl Words {
    /// Returns the cut-off date, from which day to which, and what it is the date of.
    pub(crate) fn cutoff(self, cutoff: &CutoffSummary) -> String {
        let (from, to) = (self.date(&cutoff.from), self.date(&cutoff.to));
        let when = if cutoff.from == cutoff.to {
            from
        } else {
            self.fill(&shared::CUTOFF_PERIOD, &[("from", &from), ("to", &to)])
        };
        let what = match cutoff.name.as_deref() {
            Some("bartz-libgen") => &shared::CUTOFF_BARTZ_LIBGEN,
            Some("bartz-pilimi") => &shared::CUTOFF_BARTZ_PILIMI,
            _ => return self.fill(&shared::CUTOFF, &[("when", &when)]),
        };
        let values = [("when", when.as_str()), ("what", self.say(what))];
        self.fill(&page::CUTOFF_OF, &values)
    }

    /// Returns what counts as before and as after, and that this is not legal advice.
    pub(crate) fn cutoff_says(self, cutoff: &CutoffSummary) -> String {
        let marks = if cutoff.from == cutoff.to {
            self.say(&shared::CUTOFF_MARKS_DAY).to_owned()
        } else {
            let (from, to) = (self.date(&cutoff.from), self.date(&cutoff.to));
            self.fill(&shared::CUTOFF_MARKS, &[("from", &from), ("to", &to)])
        };
        format!("{marks} {}", self.say(&shared::CUTOFF_NO_ADVICE))
    }

    /// Returns the sources of the cut-off date, a sentence or two each, harmless.
    pub(crate) fn cutoff_sources(self, cutoff: &CutoffSummary) -> Vec<String> {
        let said = cutoff.sources.iter();
        said.map(|source| short(&cutoff::source(self.0, source), LINE_LIMIT))
            .collect()
    }

    /// Returns all that is said about the cut-off date, a line each.
    pub(crate) fn cutoff_lines(self, cutoff: &CutoffSummary) -> Vec<String> {
        let mut lines = vec![self.cutoff(cutoff), self.cutoff_says(cutoff)];
        let sources = self.cutoff_sources(cutoff);
        if !sources.is_empty() {
            let heading = self.say(&page::CUTOFF_SOURCES);
            lines.push(format!("{heading} {}", sources.join(" ")));
        }
        lines
    }

    /// Returns how many entries of a match are on which side of the cut-off
    /// date; empty if the report has none.
    pub(crate) fn sides(self, found: &Match, cutoff: Option<&CutoffSummary>) -> String {
        if cutoff.is_none() {
            return String::new();
        }
        let mut parts = Vec::new();
        for (side, phrase) in [
            (Side::Before, &page::N_ADDED_BEFORE),
            (Side::Unclear, &page::N_UNCLEAR),
            (Side::After, &page::N_ADDED_AFTER),
            (Side::Unknown, &page::N_UNDATED),
        ] {
            let records = found.records.iter();
            let n = records.filter(|record| record.cutoff == Some(side)).count() as u64;
            if n > 0 {
                parts.push(self.fill(phrase, &[("n", &self.number(n))]));
            }
        }
        if parts.is_empty() {
            return String::new();
        }
        self.fill(&page::OF_ITS_ENTRIES, &[("parts", &self.list(&parts))])
    }
}
