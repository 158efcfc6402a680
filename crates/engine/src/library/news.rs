//! What a check found that the one before, with other indexes, did not find.

use std::collections::HashSet;

use super::model::News;
use crate::report::model::{ManuscriptResult, Match, Record, WorkSummary};

/// An earlier check of the same manuscript.
pub(super) struct Former {
    pub(super) checked: String,
    pub(super) indexes: Vec<String>,
    pub(super) answer: ManuscriptResult,
}

/// Compares a result with the one before it.
pub(super) fn since(former: Former, result: &ManuscriptResult) -> News {
    let then = Seen::of(&former.answer);
    let now = Seen::of(result);
    let works = works(result)
        .filter(|work| !then.works.contains(&name_of(work)))
        .cloned()
        .collect();
    let mut met = HashSet::new();
    let records = records(result)
        .filter(|record| !then.records.contains(&key_of(record)) && met.insert(key_of(record)))
        .cloned()
        .collect();
    News {
        since: former.checked,
        indexes: former.indexes,
        verdict: former.answer.verdict,
        works,
        records,
        gone_works: then.works.difference(&now.works).count(),
        gone_records: then.records.difference(&now.records).count(),
    }
}

struct Seen<'a> {
    works: HashSet<&'a str>,
    records: HashSet<(&'a str, &'a str)>,
}

impl<'a> Seen<'a> {
    fn of(result: &'a ManuscriptResult) -> Self {
        Self {
            works: works(result).map(name_of).collect(),
            records: records(result).map(key_of).collect(),
        }
    }
}

/// Returns the works that share text; a work that is only listed is identified
/// by its records.
fn works(result: &ManuscriptResult) -> impl Iterator<Item = &WorkSummary> {
    let by_text = |found: &&Match| found.manuscript_in_work.is_some() || found.records.is_empty();
    result
        .matches
        .iter()
        .filter(by_text)
        .map(|found| &found.work)
}

fn records(result: &ManuscriptResult) -> impl Iterator<Item = &Record> {
    result.matches.iter().flat_map(|found| &found.records)
}

fn name_of(work: &WorkSummary) -> &str {
    &work.id
}

fn key_of(record: &Record) -> (&str, &str) {
    (&record.source, &record.id)
}
