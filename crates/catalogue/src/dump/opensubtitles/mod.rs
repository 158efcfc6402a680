//! `OpenSubtitles`: the table of all subtitles, each of a film or of an episode.
//!
//! A record says nothing of who wrote the film. `IMDb`'s tables do, which the caller may
//! add: `title.basics`, `title.crew` and `name.basics`. Addresses, names of releases,
//! frame rates and numbers of discs are never kept.

mod crew;
mod film;
mod filter;
mod rows;
mod sheets;

use super::collect::Collector;
use super::container::Whole;
use super::model::{Memory, OnPiece};
use crate::error::Error;
pub(super) use rows::is_part;

/// Reads a table.
pub(super) fn read(
    mut whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut company = whole.take_company();
    if !company.paths.is_empty() {
        return crew::read(whole, company, memory, collector, on_piece);
    }
    let whole = company.lend(whole);
    rows::read(
        whole,
        memory,
        collector,
        on_piece,
        &mut |values, collector| {
            film::count_broken(&values, collector);
            let record = film::record(&values, collector);
            collector.record(record)
        },
    )
}
