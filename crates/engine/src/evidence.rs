//! Catalogue records as evidence: what the report says about a listing.

use std::cmp::Reverse;

use colophon_fingerprint::hex;

use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::indexes::Opened;
use crate::listing::Listing;
use crate::report::model::{Record, Tier};

/// Returns the records of a listing as the report shows them; `place` is the
/// index's place in the report.
///
/// # Errors
///
/// `index-damaged` and `unreadable`.
pub(crate) fn records(
    listing: &Listing,
    opened: &Opened,
    place: usize,
    cutoff: Option<Cutoff>,
) -> Result<Vec<Record>, Error> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    listing
        .records
        .iter()
        .map(|found| {
            let record = &found.record;
            let source = opened.sources.get(usize::from(record.source));
            let digests = opened.index.record_digests(found.number)?;
            Ok(Record {
                index: place,
                source: source.map(|source| source.name.clone()).unwrap_or_default(),
                id: record.id.clone(),
                title: record.title.clone(),
                author: record.author.clone(),
                md5: record.md5.or(record.md5_reported).map(|md5| hex(&md5)),
                isbn: record.isbns().iter().map(ToString::to_string).collect(),
                asin: some(&record.asin),
                format: some(&record.format),
                size_bytes: record.size_bytes,
                added: record.added.map(|day| day.to_string()),
                visible: Some(record.hidden.is_empty()),
                hidden: some(&record.hidden),
                snapshot: source
                    .and_then(|source| source.snapshot)
                    .map(|day| day.to_string()),
                sha1: digests.sha1.map(|digest| hex(&digest)),
                sha256: digests.sha256.map(|digest| hex(&digest)),
                year: some(&record.year),
                edition: some(&record.edition),
                volume: some(&record.volume),
                series: some(&record.series),
                imprint: some(&record.imprint),
                language: some(&record.language),
                cutoff: cutoff.map(|cutoff| cutoff.side(record.added)),
                tier: found.tier,
                reason: found.reason.clone(),
            })
        })
        .collect()
}

/// Returns the surest tier of some records, to sort by; without records it comes
/// last.
pub(crate) fn best_tier(records: &[Record]) -> Option<Reverse<Tier>> {
    records.iter().map(|record| Reverse(record.tier)).max()
}
