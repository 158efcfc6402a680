//! What is said of the collections that an index lists.

use super::super::model::{CutoffSummary, IndexSummary, Match, Side};
use super::super::safe::{NAME_LIMIT, short};
use super::{list, number, plural};

/// Returns how the collections of an index and their snapshots are named; empty
/// where it lists none.
pub(crate) fn index_sources(index: &IndexSummary) -> String {
    let named: Vec<String> = index
        .sources
        .iter()
        .map(|source| {
            let name = short(&source.name, NAME_LIMIT);
            let entries = plural(source.records, "entry", "entries");
            match &source.snapshot {
                Some(snapshot) => format!("{name} as of {}, {entries}", short(snapshot, 40)),
                None => format!("{name}, {entries}"),
            }
        })
        .collect();
    if named.is_empty() {
        String::new()
    } else {
        format!("Catalogues: {}.", named.join("; "))
    }
}

/// Returns how many entries of a match lie on which side of the cut-off day;
/// empty where the report has none.
pub(crate) fn sides(found: &Match, cutoff: Option<&CutoffSummary>) -> String {
    let Some(cutoff) = cutoff else {
        return String::new();
    };
    let count = |side| {
        found
            .records
            .iter()
            .filter(|record| record.cutoff == Some(side))
            .count() as u64
    };
    let mut parts = Vec::new();
    for (side, words) in [
        (
            Side::Before,
            format!("added by {}", short(&cutoff.date, 40)),
        ),
        (Side::After, "added later".to_owned()),
        (Side::Unknown, "without a date".to_owned()),
    ] {
        if count(side) > 0 {
            parts.push(format!("{} {words}", number(count(side))));
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("Of its entries: {}.", list(&parts))
}
