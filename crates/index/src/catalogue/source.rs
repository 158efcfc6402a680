//! The collections that records come from: one row of `sources` each.

use colophon_catalogue::{Date, DateKind, Source};
use rusqlite::{Connection, params};

use crate::content::{TableDigest, Value};
use crate::error::Error;
use crate::schema::MAX_STRING_BYTES;
use crate::tree::Rows;

/// The largest number of sources of an index; a bound, on which no figure depends.
pub(crate) const MAX_SOURCES: usize = 1024;

/// Writes all sources, in their order.
pub(crate) fn write(
    db: &Connection,
    sources: &[Source],
    digest: &mut TableDigest,
) -> Result<(), Error> {
    let mut insert =
        db.prepare("INSERT INTO sources VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    for (place, source) in (0_u64..).zip(sources) {
        let snapshot = source.snapshot.map(|day| day.to_string());
        let snapshot = snapshot.unwrap_or_default();
        let (name, kind, file) = (
            crate::work::cut(&source.name),
            crate::work::cut(&source.kind),
            crate::work::cut(&source.file),
        );
        insert.execute(params![
            place.cast_signed(),
            name,
            kind,
            file,
            snapshot,
            source.n_records.cast_signed(),
            source.n_titles.cast_signed(),
            crate::work::cut(&source.dated_by),
            is_change(source).cast_signed()
        ])?;
        add(
            digest,
            place,
            [
                name,
                kind,
                file,
                &snapshot,
                crate::work::cut(&source.dated_by),
            ],
            [source.n_records, source.n_titles, is_change(source)],
        );
    }
    Ok(())
}

/// Returns what stands for the kind of a source's dates.
fn is_change(source: &Source) -> u64 {
    u64::from(source.date_kind == DateKind::Changed)
}

fn add(digest: &mut TableDigest, place: u64, texts: [&str; 5], numbers: [u64; 3]) {
    digest.row(&[
        Value::Integer(place),
        Value::Text(texts[0]),
        Value::Text(texts[1]),
        Value::Text(texts[2]),
        Value::Text(texts[3]),
        Value::Integer(numbers[0]),
        Value::Integer(numbers[1]),
        Value::Text(texts[4]),
        Value::Integer(numbers[2]),
    ]);
}

/// Reads all sources; together they have `n_records` records.
pub(crate) fn read(
    rows: &mut Rows<'_>,
    n_records: u64,
    digest: &mut TableDigest,
) -> Result<Vec<Source>, Error> {
    let mut sources = Vec::new();
    let mut n_left = n_records;
    while let Some(row) = rows.next()? {
        let place = row.number;
        let [_, name, kind, file, day, n, n_titles, by, changed] = row.columns()?;
        let [name, kind, file, day, by] = [
            name.text()?,
            kind.text()?,
            file.text()?,
            day.text()?,
            by.text()?,
        ];
        let (n, n_titles, changed) = (n.integer()?, n_titles.integer()?, changed.integer()?);
        let texts = [name, kind, file, day, by];
        add(digest, place, texts, [n, n_titles, changed]);
        let snapshot: Option<Date> = day.parse().ok();
        let is_right = usize::try_from(place) == Ok(sources.len())
            && sources.len() < MAX_SOURCES
            && changed <= 1
            && [name, kind, file, by]
                .iter()
                .all(|text| text.len() <= MAX_STRING_BYTES)
            && snapshot.map(|day| day.to_string()).unwrap_or_default() == day
            && n <= n_left
            && n_titles <= n;
        if !is_right {
            return Err(Error::damaged("a malformed source"));
        }
        n_left -= n;
        sources.push(Source {
            name: name.to_owned(),
            kind: kind.to_owned(),
            file: file.to_owned(),
            snapshot,
            n_records: n,
            n_titles,
            dated_by: by.to_owned(),
            date_kind: if changed == 1 {
                DateKind::Changed
            } else {
                DateKind::Added
            },
        });
    }
    if n_left > 0 {
        return Err(Error::damaged("records without a source"));
    }
    Ok(sources)
}
