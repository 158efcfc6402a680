//! The renewals: a table with a row for each registration that one renews.

use std::io::Read;

use crate::dump::collect::{Collector, append};
use crate::dump::dates::partial;
use crate::dump::model::OnPiece;
use crate::dump::table::{Table, bare};
use crate::error::{Error, ErrorKind};
use crate::record::{Form, Record};
use crate::rows::{Cells, State};

/// The name of the source.
const SOURCE: &str = "nypl-cce-renewals";

/// Where the columns are.
struct Columns {
    entry_id: Option<usize>,
    author: Option<usize>,
    title: Option<usize>,
    /// The original registration and its date.
    original: Option<usize>,
    original_date: Option<usize>,
    /// The renewal and its date.
    number: usize,
    date: Option<usize>,
    claimants: Option<usize>,
    new_matter: Option<usize>,
    note: Option<usize>,
    len: usize,
}

impl Columns {
    fn find(header: &Cells, collector: &mut Collector<'_>) -> Result<Self, Error> {
        let names: Vec<String> = header.iter().map(bare).collect();
        let place = |of: &[&str]| names.iter().position(|name| of.contains(&&**name));
        let shown = names.join(", ");
        let original = place(&["oreg", "originalregistration"]);
        let original_date = place(&["odat", "originaldate"]);
        if original.is_none() && original_date.is_none() {
            let message = format!(
                "this is not the Catalog of Copyright Entries: it is not XML, and no column is \
                 named oreg or odat; the first line reads: {shown:.200}"
            );
            return Err(Error::new(ErrorKind::NothingKnown, message));
        }
        let Some(number) = place(&["id", "renewalid", "rnum"]) else {
            let message = format!("the table has no column `id`; its columns are: {shown:.200}");
            return Err(Error::new(ErrorKind::MissingColumn, message));
        };
        let title = place(&["title", "titl"]);
        if title.is_none() {
            let message = format!("the table has no column `title`; its columns are: {shown:.200}");
            return Err(Error::new(ErrorKind::MissingColumn, message));
        }
        let columns = Self {
            entry_id: place(&["entryid"]),
            author: place(&["author", "auth"]),
            title,
            original,
            original_date,
            number,
            date: place(&["rdat", "dreg", "renewaldate"]),
            claimants: place(&["claimants", "claimant"]),
            new_matter: place(&["newmatter"]),
            note: place(&["note", "notes"]),
            len: names.len(),
        };
        // Where in the printed volumes it is, references, and the text as a whole.
        let left_out = [
            "volume",
            "part",
            "number",
            "page",
            "seealsoren",
            "seealsoreg",
            "fulltext",
        ];
        let taken = [
            columns.entry_id,
            columns.author,
            columns.title,
            columns.original,
            columns.original_date,
            Some(columns.number),
            columns.date,
            columns.claimants,
            columns.new_matter,
            columns.note,
        ];
        for (at, name) in names.iter().enumerate() {
            if !taken.contains(&Some(at)) && !left_out.contains(&&**name) && !name.is_empty() {
                let own = header.get(at).unwrap_or_default();
                collector.pass_over(&String::from_utf8_lossy(own));
            }
        }
        Ok(columns)
    }
}

/// Reads renewals.
pub(super) fn read(
    text: &mut dyn Read,
    on_piece: OnPiece<'_>,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    let mut table = Table::new(text, on_piece, Some(b'\t'))?;
    let mut columns = None;
    let source = collector.source(SOURCE);
    while let Some(row) = table.next(columns.as_ref().map(|columns: &Columns| columns.len))? {
        let values = &table.cells;
        if values.iter().all(|value| value.trim_ascii().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(Columns::find(values, collector)?);
            continue;
        };
        if let Some(error) = table.truncated(row, columns.len) {
            return Err(error);
        }
        if row.state == State::Malformed || values.len() > columns.len {
            collector.skip("rows with more values than there are columns", 1);
            continue;
        }
        if row.state == State::Repaired {
            collector.requoted();
        }
        let record = record(columns, values, source, collector);
        if record.registration.is_empty() {
            collector.skip("renewals without a number", 1);
            continue;
        }
        collector.record(record)?;
    }
    match columns {
        Some(_) => Ok(()),
        None => Columns::find(&Cells::default(), collector).map(drop),
    }
}

fn record(columns: &Columns, values: &Cells, source: u16, collector: &mut Collector<'_>) -> Record {
    let mut text = |place: Option<usize>| {
        let value = place.and_then(|place| values.get(place));
        collector.text(value.unwrap_or_default())
    };
    // Another title is after a stroke.
    let title = text(columns.title);
    let mut titles = title.split('|').map(|title| title.trim().to_owned());
    let title = titles.next().unwrap_or_default();
    let number = text(Some(columns.number));
    let date = text(columns.date);
    let registered = partial(&date);
    let mut original = text(columns.original);
    append(&mut original, ", ", &text(columns.original_date));
    let mut note = String::new();
    let unread = if registered.is_none() { &*date } else { "" };
    for (what, text) in [
        ("original registration ", &*original),
        ("renewal date: ", unread),
        ("new matter: ", &text(columns.new_matter)),
        ("", &text(columns.note)),
    ] {
        if !text.is_empty() {
            append(&mut note, "; ", &format!("{what}{text}"));
        }
    }
    let entry_id = text(columns.entry_id);
    Record {
        source,
        id: if entry_id.is_empty() {
            number.clone()
        } else {
            entry_id
        },
        title,
        other_titles: titles.filter(|title| !title.is_empty()).collect(),
        author: text(columns.author),
        form: Form::Renewal,
        registration: number,
        registered,
        claimant: claimants(&text(columns.claimants)),
        note,
        ..Record::default()
    }
}

/// Returns the names in "Amy R. Previs|C||Martin Robertson|C": two strokes are between
/// claimants, and one before the letters that say what makes somebody one.
fn claimants(text: &str) -> String {
    let mut names = String::new();
    for claimant in text.split("||") {
        let name = match claimant.rsplit_once('|') {
            Some((name, _)) => name,
            None => claimant,
        };
        append(&mut names, "; ", name.trim());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claimants_are_named_without_their_letters() {
        for (text, names) in [
            (
                "Amy R. Previs|C||Martin Robertson|C",
                "Amy R. Previs; Martin Robertson",
            ),
            ("Life|PWH", "Life"),
            ("Anna Weller", "Anna Weller"),
            ("", ""),
        ] {
            assert_eq!(claimants(text), names);
        }
    }
}
