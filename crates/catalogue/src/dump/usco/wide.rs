//! The tabular files: a row for each registration.

use super::work::{Work, add, add_name, add_titles};
use crate::dump::collect::Collector;
use crate::dump::table::{Table, bare};
use crate::error::{Error, ErrorKind};
use crate::rows::{Cells, State};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Id,
    Number,
    Registered,
    Earlier,
    Status,
    Publisher,
    Published,
    Title,
    Alternates,
    Content,
    Series,
    Volume,
    Issn,
    Isbn,
    Responsibility,
    Kind,
    Author,
    Statement,
    Claimant,
    /// It is known and not taken.
    LeftOut,
}

/// The names of columns, in small letters and without any other sign. The number in a name
/// such as `author_3_name` is taken out of it. Spellings are the Copyright Office's.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["recordid", "rowid"]),
    (Field::Number, &["regnum", "registrationnumber"]),
    (Field::Registered, &["regdate", "registrationdate"]),
    (Field::Earlier, &["previousregnote", "previousregistration"]),
    (Field::Status, &["publicationstat", "publicationstatus"]),
    (Field::Publisher, &["publisher"]),
    (Field::Published, &["pubdate", "publicationdate"]),
    (Field::Title, &["title"]),
    (Field::Alternates, &["alttitle", "alternatetitle"]),
    (Field::Content, &["tracktitle"]),
    (Field::Series, &["seriesname", "series"]),
    (Field::Volume, &["volumenum", "volume"]),
    (Field::Issn, &["issnnum", "issn"]),
    (Field::Isbn, &["isbn"]),
    (
        Field::Responsibility,
        &[
            "stateofresponsiblity",
            "stateofresponsibility",
            "statementofresponsibility",
        ],
    ),
    (Field::Kind, &["worktype", "typeofwork"]),
    (Field::Author, &["authorname"]),
    (
        Field::Statement,
        &["authorauthorshipstatement", "authorauthstat"],
    ),
    (Field::Claimant, &["claimantname"]),
    (
        Field::LeftOut,
        &[
            "creationdate",
            "fstcommercialized",
            "projectedpubdate",
            "pubcountry",
            "pubcity",
            "biblionote",
            "bibliographicnote",
            "scopeofrights",
            "permissionscontact",
            "periodicalfreq",
            "numauthors",
            "numclaimants",
            "authorcorpind",
            "authorcitizanship",
            "authorcitizenship",
            "authordomicile",
            "authorbrthdth",
            "authorwfh",
            "claimantcorpind",
            "claimantaddress",
            "claimanttransstat",
            "claimantbrthyear",
            "claimantdthyear",
        ],
    ),
];

/// Where the columns are that are taken.
struct Columns {
    /// In the order in which they are taken.
    taken: Vec<(Field, usize)>,
    len: usize,
}

/// Returns whether a header is that of a tabular file.
pub(super) fn is_header(names: &[String]) -> bool {
    let has = |name: &str| names.iter().any(|own| own == name);
    has("regnum") || has("regdate") && has("title")
}

impl Columns {
    fn find(header: &Cells, collector: &mut Collector<'_>) -> Result<Self, Error> {
        let mut taken = Vec::new();
        for (place, name) in header.iter().enumerate() {
            let own = bare(name);
            let digits: String = own.chars().filter(char::is_ascii_digit).collect();
            let letters: String = own.chars().filter(|c| !c.is_ascii_digit()).collect();
            let field = NAMES.iter().find(|(_, names)| names.contains(&&*letters));
            match field {
                Some((Field::LeftOut, _)) => {}
                Some((field, _)) => {
                    let number: u32 = digits.parse().unwrap_or(0);
                    taken.push((*field, number, place));
                }
                // R names the column of row names so, or not at all.
                None if letters.is_empty() || letters == "x" => {}
                None => collector.pass_over(&String::from_utf8_lossy(name)),
            }
        }
        taken.sort_unstable();
        for (field, name) in [(Field::Number, "reg_num"), (Field::Title, "title")] {
            if !taken.iter().any(|(own, ..)| *own == field) {
                let names: Vec<_> = header.iter().take(20).collect();
                let names = String::from_utf8_lossy(&names.join(&b", "[..])).into_owned();
                let message =
                    format!("the table has no column `{name}`; its columns are: {names:.300}");
                return Err(Error::new(ErrorKind::MissingColumn, message));
            }
        }
        let taken = taken.into_iter().map(|(field, _, place)| (field, place));
        Ok(Self {
            taken: taken.collect(),
            len: header.len(),
        })
    }
}

/// Reads the rows after the header, which is in the table's cells.
pub(super) fn read(
    table: &mut Table<'_, '_>,
    source: u16,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    let columns = Columns::find(&table.cells, collector)?;
    while let Some(row) = table.next(Some(columns.len))? {
        if let Some(error) = table.truncated(row, columns.len) {
            return Err(error);
        }
        let values = &table.cells;
        if values.iter().all(|value| value.trim_ascii().is_empty()) {
            continue;
        }
        if row.state == State::Malformed {
            collector.skip("rows with a misplaced quotation mark", 1);
            continue;
        }
        if values.len() > columns.len {
            collector.skip("rows with more values than there are columns", 1);
            continue;
        }
        if row.state == State::Repaired {
            collector.requoted();
        }
        work(&columns, values, collector).pass(source, collector)?;
    }
    Ok(())
}

fn work(columns: &Columns, values: &Cells, collector: &mut Collector<'_>) -> Work {
    let mut work = Work::default();
    for (field, place) in &columns.taken {
        let value = values.get(*place).unwrap_or_default();
        if value.is_empty() || value == b"NA" {
            continue;
        }
        let text = collector.text(value);
        match field {
            Field::Id => work.id = text,
            Field::Number => add(&mut work.numbers, &text),
            Field::Registered => work.registered.offer(0, &text),
            Field::Earlier => add(&mut work.earlier, &text),
            Field::Status => work.state(&text),
            Field::Publisher => work.add_publishers(&text),
            Field::Published => work.published.offer(0, &text),
            Field::Title => work.main_title(&text),
            Field::Alternates => add_titles(&mut work.listed, &text),
            Field::Content => add(&mut work.contents, super::work::bare_title(&text)),
            Field::Series => work.series = text,
            Field::Volume => work.volume = text,
            Field::Issn => add(&mut work.issns, &text.replace("; ", ",")),
            Field::Isbn => add(&mut work.isbns, &text),
            Field::Responsibility => work.responsibility = text,
            Field::Kind => add(&mut work.kinds, &text),
            Field::Author => add_name(&mut work.authors, &text),
            Field::Statement => {
                if let Some(name) = claimant_of(&text) {
                    add_name(&mut work.claimants, name);
                }
            }
            Field::Claimant => add_name(&mut work.claimants, &text),
            Field::LeftOut => {}
        }
    }
    work
}

/// Returns whom a statement of authorship calls a claimant, as in "copyright claimant: Alice
/// Walker".
fn claimant_of(statement: &str) -> Option<&str> {
    let at = statement.to_ascii_lowercase().find("claimant:")?;
    let name = statement[at..].split_once(':')?.1;
    let end = name.find([';', '\n']).unwrap_or(name.len());
    Some(name[..end].trim()).filter(|name| !name.is_empty())
}
