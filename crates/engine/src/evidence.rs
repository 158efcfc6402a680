//! Catalogue records as evidence: what the report says about a listing.

use std::cmp::Reverse;

use colophon_catalogue::number::imdb_shown;
use colophon_catalogue::{DateKind, Record as Listed};
use colophon_fingerprint::hex;
use colophon_index::RecordId;

use crate::cutoff::{self, Cutoff};
use crate::error::Error;
use crate::indexes::Opened;
use crate::listing::{Listing, Texts};
use crate::report::Reason;
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
    listing
        .records
        .iter()
        .map(|found| {
            let judged = (found.tier, found.reason.clone());
            record(&found.record, &found.id, judged, opened, place, cutoff)
        })
        .collect()
}

/// Returns a record as the report shows it, with its tier and the reason.
///
/// # Errors
///
/// `index-damaged` and `unreadable`.
pub(crate) fn record(
    record: &Listed,
    id: &RecordId,
    (tier, reason): (Tier, String),
    opened: &Opened,
    place: usize,
    cutoff: Option<Cutoff>,
) -> Result<Record, Error> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let source = opened.index.sources().get(usize::from(record.source));
    let digests = opened.index.record_digests(id)?;
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
        doi: some(&record.doi),
        issn: some(&record.issn),
        journal: some(&record.journal),
        issue: some(&record.issue),
        imdb: record.imdb.map(imdb_shown),
        season: record.season,
        episode: record.episode,
        registration: some(&record.registration),
        registered: record.registered.map(|date| date.to_string()),
        md5_reported: record
            .md5_reported
            .filter(|own| record.md5.is_some_and(|md5| md5 != *own))
            .map(|md5| hex(&md5)),
        dated_by: record
            .added
            .and(source)
            .and_then(|source| some(&source.dated_by)),
        last_change: record.added.is_some()
            && source.is_some_and(|source| source.date_kind == DateKind::Changed),
        year: some(&record.year),
        edition: some(&record.edition),
        volume: some(&record.volume),
        series: some(&record.series),
        imprint: some(&record.imprint),
        language: some(&record.language),
        cutoff: cutoff.map(|cutoff| cutoff.side(record.added, cutoff::kind_of(source))),
        text: false,
        tier,
        reason,
    })
}

/// Returns a work whose text an index holds as a record for a person to look at: its
/// title and author agree, and only the text can say more.
pub(crate) fn text(record: &Listed, tier: Tier, reason: String, place: usize) -> Record {
    Record {
        index: place,
        source: Texts::SOURCE.to_owned(),
        id: record.id.clone(),
        title: record.title.clone(),
        author: record.author.clone(),
        language: (!record.language.is_empty()).then(|| record.language.clone()),
        text: true,
        tier,
        reason,
        ..Record::default()
    }
}

/// Returns why a text of an index is shown, by what its title and author were found
/// to be; with a title or an author alone, by which of them was asked for.
pub(crate) fn reason_of_text(tier: Tier, by_title: bool, by_author: bool) -> String {
    let reason = match (by_title, by_author) {
        (true, true) if tier <= Tier::Strong => Reason::TextTitleAuthor,
        (true, true) => Reason::TextPerhaps,
        (true, false) => Reason::TextTitle,
        _ => Reason::TextAuthor,
    };
    reason.with(&[])
}

/// Returns the surest tier of some records, to sort by; without records it comes
/// last.
pub(crate) fn best_tier(records: &[Record]) -> Option<Reverse<Tier>> {
    records.iter().map(|record| Reverse(record.tier)).max()
}
