//! Registrations of the Copyright Office, written in its layouts.

use std::io::Write as _;

use colophon_catalogue::{Form, PartialDate, Record};

pub(crate) fn date(text: &str) -> Option<PartialDate> {
    text.parse().ok()
}

/// Returns a record without the fields that a test says nothing about.
pub(crate) fn record(id: &str, number: &str, day: &str, title: &str, author: &str) -> Record {
    Record {
        id: id.into(),
        registration: number.into(),
        registered: date(day),
        title: title.into(),
        author: author.into(),
        form: Form::Registration,
        ..Record::default()
    }
}

pub(crate) type Field = (&'static str, char, &'static str);

/// Registrations as fields of MARC; two subfields of one field come one after another.
pub(crate) fn works() -> Vec<Vec<Field>> {
    vec![
        vec![
            ("017", 'a', "TX0000987776"),
            ("017", 'b', "Copyright Office"),
            ("017", 'd', "1982-08-31"),
            ("020", 'a', "0306406152 (pbk.)"),
            ("022", 'a', "0028-0836"),
            ("100", 'a', "Weller, Anna,"),
            ("245", 'a', "The salt orchard :"),
            ("245", 'b', "a novel /"),
            ("245", 'c', "by Anna Weller."),
            ("246", 'a', "Orchard of salt"),
            ("249", 'c', "Anna Weller"),
            ("260", 'a', "London :"),
            ("260", 'b', "Harbour Press,"),
            ("260", 'c', "c1982."),
            ("269", 'd', "1982-06-28"),
            ("440", 'a', "Sea ;"),
            ("440", 'v', "v. 2"),
            ("500", 'a', "A note."),
            ("597", 'a', "Prev. reg. 1979, TX 1-234."),
            ("700", 'a', "García, Inés"),
            ("917", 'b', "Text"),
            ("917", 'p', "PUB"),
        ],
        vec![
            ("017", 'a', "PAu000000002"),
            ("017", 'g', "1999"),
            ("017", 'h', "19980203"),
            ("245", 'a', "Plays, with \"music\" & noise /"),
            ("245", 'a', "Théâtre"),
            ("269", 'd', "1998"),
            ("505", 't', "First play"),
            ("505", 't', "Second play /"),
            ("740", 'a', "Dramas"),
            ("279", 'c', "Anna Weller"),
            ("917", 'p', "UNP"),
            ("260", 'b', "s.n.]"),
        ],
        vec![
            ("017", 'a', "RE0000000003 (a remark)"),
            ("017", 'f', "1980"),
            ("245", 'a', "Old"),
            ("710", 'a', "Harbour Press"),
            ("017", 'a', "RE0000000004"),
        ],
        vec![("245", 'a', "Without a number")],
        vec![("017", 'a', "V3456D123"), ("245", 'a', "Assignment")],
        vec![("017", 'a', "TX5"), ("245", 'c', "by nobody /")],
    ]
}

/// What those are; the ids are 1 to 6.
pub(crate) fn expected() -> Vec<Record> {
    vec![
        Record {
            other_titles: vec!["Orchard of salt".into()],
            series: "Sea".into(),
            volume: "v. 2".into(),
            imprint: "Harbour Press".into(),
            identifiers: "0306406152 (pbk.)".into(),
            issn: "0028-0836".into(),
            claimant: "Anna Weller".into(),
            published: date("1982-06-28"),
            year: "1982".into(),
            note: "Text; earlier registration: Prev. reg. 1979, TX 1-234".into(),
            ..record(
                "1",
                "TX0000987776",
                "1982-08-31",
                "The salt orchard: a novel",
                "Weller, Anna; García, Inés",
            )
        },
        Record {
            other_titles: ["Théâtre", "Dramas", "First play", "Second play"]
                .map(String::from)
                .into(),
            form: Form::GroupRegistration,
            note: "unpublished".into(),
            ..record(
                "2",
                "PAu000000002",
                "1998-02-03",
                "Plays, with \"music\" & noise",
                "Anna Weller",
            )
        },
        Record {
            form: Form::Renewal,
            note: "also registered as RE0000000004".into(),
            ..record("3", "RE0000000003", "1980", "Old", "Harbour Press")
        },
        record("6", "TX5", "", "", "by nobody"),
    ]
}

pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

pub(crate) fn long_2026(works: &[Vec<Field>]) -> Vec<String> {
    let mut rows = Vec::new();
    let mut n = 0;
    for (id, work) in works.iter().enumerate() {
        rows.push(format!("{},LDR,NA,00000cam a2200000 a 4500,{n}\n", id + 1));
        rows.push(format!("{},005,NA,20200101,{n}\n", id + 1));
        for (tag, sub, value) in work {
            n += 1;
            // Whole numbers lose their zeros.
            let tag = tag.trim_start_matches('0');
            rows.push(format!("{},{tag},{sub},{},{n}\n", id + 1, quoted(value)));
        }
    }
    rows
}

/// Writes a record in the exchange format.
pub(crate) fn marc(id: &str, work: &[Field], is_utf8: bool) -> Vec<u8> {
    let (mut directory, mut fields) = (Vec::new(), Vec::new());
    let mut add = |tag: &str, field: &[u8]| {
        write!(directory, "{tag}{:04}{:05}", field.len() + 1, fields.len()).unwrap();
        fields.extend_from_slice(field);
        fields.push(0x1E);
    };
    add("001", id.as_bytes());
    for (tag, sub, value) in work {
        add(
            tag,
            &[b"  \x1F", &[*sub as u8][..], value.as_bytes()].concat(),
        );
    }
    directory.push(0x1E);
    let base = 24 + directory.len();
    let coding = if is_utf8 { 'a' } else { ' ' };
    let leader = format!(
        "{:05}cam {coding}22{base:05} a 4500",
        base + fields.len() + 1
    );
    [leader.as_bytes(), &directory, &fields, b"\x1D"].concat()
}

pub(crate) fn file() -> Vec<u8> {
    let works = works();
    let records = works
        .iter()
        .enumerate()
        .map(|(n, work)| marc(&(n + 1).to_string(), work, true));
    records.collect::<Vec<_>>().concat()
}
