//! Library Genesis's papers: the table `scimag`.
//!
//! The history in `scimag_edited` is passed over, and so are `magazines` and
//! `publishers`: every paper names its journal and the ISSNs itself. Addresses of
//! abstracts and the attributes are never kept.

use super::collect::{Collector, append, day, hex, size};
use super::container::Whole;
use super::model::{Memory, OnPiece};
use super::sql::{Row, Rows, Script, Table, needed, optional};
use crate::doi;
use crate::error::Error;
use crate::record::{DateKind, Form, Record};

const TABLES: &[Table] = &[Table {
    names: &["scimag"],
    columns: &[
        needed("ID"),
        needed("DOI"),
        needed("Title"),
        optional("DOI2"),
        optional("Author"),
        optional("Year"),
        optional("Volume"),
        optional("Issue"),
        optional("First_page"),
        optional("Journal"),
        optional("ISBN"),
        optional("ISSNP"),
        optional("ISSNE"),
        optional("MD5"),
        optional("Filesize"),
        optional("TimeAdded"),
        optional("visible"),
        optional("PubmedID"),
        optional("PMC"),
        optional("PII"),
    ],
}];

/// Reads a dump.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut script = Script::new(TABLES);
    let mut rows = Papers {
        collector,
        source: 0,
    };
    whole.read_sql(memory.scratch, on_piece, &mut script, &mut rows)?;
    collector.end_of_script(script, &[])
}

struct Papers<'c, 'a> {
    collector: &'c mut Collector<'a>,
    source: u16,
}

impl Rows for Papers<'_, '_> {
    fn table(&mut self, _: usize) {
        self.source = self.collector.source("scimag");
        // It changes whenever the row does.
        self.collector
            .dated(self.source, "scimag TimeAdded", DateKind::Changed);
    }

    fn row(&mut self, _: usize, row: &Row) -> Result<(), Error> {
        let collector = &mut *self.collector;
        let mut text = |slot| collector.text(row.bytes(slot));
        let dois = [text(1), text(3)];
        let issue = place(&text(6), &text(7), &text(8));
        let mut issn = text(11);
        append(&mut issn, ",", &text(12));
        let mut record = Record {
            source: self.source,
            form: Form::Paper,
            id: text(0),
            title: text(2),
            author: apart(text(4)),
            year: text(5),
            issue,
            journal: text(9),
            identifiers: text(10),
            issn,
            md5: hex(row.bytes(13)),
            size_bytes: size(row.bytes(14)),
            added: day(row.bytes(15)),
            hidden: text(16),
            note: note([&text(17), &text(18), &text(19)]),
            ..Record::default()
        };
        name(&mut record, &dois, collector);
        collector.record(record)
    }
}

/// Gives a record the first DOI that is one and was not invented. The text of one that
/// is not valid is kept among the identifiers.
pub(super) fn name(record: &mut Record, dois: &[String], collector: &mut Collector<'_>) {
    let (mut is_invented, mut is_broken) = (false, false);
    for text in dois.iter().filter(|text| !text.is_empty()) {
        match doi::parse(text) {
            Some(invented) if doi::is_invented(&invented) => is_invented = true,
            Some(doi) if record.doi.is_empty() => record.doi = doi,
            Some(_) => {}
            None => {
                is_broken = true;
                append(&mut record.identifiers, ",", text);
            }
        }
    }
    if is_invented {
        collector.skip(
            "DOIs that the collection invented (10.0000); the records themselves are kept",
            1,
        );
    }
    if is_broken {
        collector.skip(
            "DOIs that are not valid; the records themselves are kept",
            1,
        );
    }
}

/// Returns where in a journal a paper is, as far as it is known: `12(3):45`, `12`,
/// `(3)`, `:45`.
pub(super) fn place(volume: &str, number: &str, page: &str) -> String {
    let mut place = volume.to_owned();
    for (before, part, after) in [("(", number, ")"), (":", page, "")] {
        if !part.is_empty() {
            place.push_str(before);
            place.push_str(part);
            place.push_str(after);
        }
    }
    place
}

/// Returns a field in which commas separate people with semicolons instead, if each
/// piece has both an initial and a longer word: "Smith J., Doe A. B.". A piece with
/// one of the two alone may be the given names of the one before.
pub(super) fn apart(field: String) -> String {
    if field.contains([';', '|', '/', '(']) || !field.contains(',') {
        return field;
    }
    let is_whole = |piece: &str| {
        let (mut has_initial, mut has_word) = (false, false);
        for word in piece.split([' ', '.', '-', '\u{A0}']) {
            match word.chars().count() {
                0 => {}
                1 => has_initial |= word.starts_with(char::is_uppercase),
                _ => has_word = true,
            }
        }
        has_initial && has_word
    };
    if field.split(',').all(is_whole) {
        let pieces: Vec<&str> = field.split(',').map(str::trim).collect();
        return pieces.join("; ");
    }
    field
}

fn note([pubmed, central, publisher]: [&str; 3]) -> String {
    let central = central.strip_prefix("PMC").unwrap_or(central).trim();
    let mut note = String::new();
    for (name, number) in [("PMID", pubmed), ("PMC", central), ("PII", publisher)] {
        if !matches!(number, "" | "0") {
            append(&mut note, "; ", &format!("{name} {number}"));
        }
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Agreement, People, written};

    #[test]
    fn people_are_separated_only_where_it_is_certain() {
        for (field, expected) in [
            ("Smith J., Doe A. B.", "Smith J.; Doe A. B."),
            ("J. Smith, A.B. Doe, C Roe", "J. Smith; A.B. Doe; C Roe"),
            ("van der Berg J-P, Doe A", "van der Berg J-P; Doe A"),
            ("Smith, J., Doe, A.", "Smith, J., Doe, A."),
            ("Le Guin, Ursula K.", "Le Guin, Ursula K."),
            ("Le Guin, U. K.", "Le Guin, U. K."),
            ("John Smith, Jane Doe", "John Smith, Jane Doe"),
            ("Smith J., Jr., Doe A.", "Smith J., Jr., Doe A."),
            ("Smith, John; Doe, Jane", "Smith, John; Doe, Jane"),
            ("", ""),
        ] {
            assert_eq!(apart(field.to_owned()), expected);
        }
    }

    #[test]
    fn every_author_of_a_paper_is_found_in_either_order() {
        for field in [
            "Smith, John A.; Doe, Jane; Roe, Max",
            "John A. Smith; Jane Doe; Max Roe",
            "John A. Smith, Jane Doe, Max Roe",
            "Smith J. A., Doe J., Roe M.",
            "Smith JA; Doe J; Roe M",
            "J. A. Smith, J. Doe, M. Roe",
            "Smith J, Doe J",
            "Smith, J. A., Doe, J., Roe, M.",
            "Smith, John A., Doe, Jane, Roe, Max",
        ] {
            let people = People::parse(&apart(field.to_owned()));
            for wanted in ["John A. Smith", "Jane Doe"] {
                let agreement = people.agreement(&People::parse(wanted));
                assert_ne!(agreement, Agreement::None, "{wanted} in {field}");
            }
            let other = People::parse("Peter Weller");
            assert_eq!(people.agreement(&other), Agreement::None, "{field}");
        }
        assert_eq!(written(&apart("Smith J., Doe A. B.".into())).len(), 2);
    }

    #[test]
    fn a_place_in_a_journal_has_the_parts_that_are_known() {
        for (parts, expected) in [
            (["12", "3", "45"], "12(3):45"),
            (["12", "", ""], "12"),
            (["", "3", ""], "(3)"),
            (["", "", "e45"], ":e45"),
            (["12", "", "45"], "12:45"),
            (["", "", ""], ""),
        ] {
            assert_eq!(place(parts[0], parts[1], parts[2]), expected);
        }
    }
}
