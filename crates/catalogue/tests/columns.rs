//! The columns of tables of rows about registrations, papers and films, read a second time by
//! splitting lines.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use colophon_catalogue::{ErrorKind, Form, Kind, Record};
use common::{read, read_named};

const SETTLEMENT: &str = "\
Title\tAuthor(s)\tPublisher\tISBN\tASIN\tRegistration Number\tRegistration Date\tCopyright Claimant\tPublication Date\tDate Added
The Salt Orchard\tAnna Weller; Bo Li\tHarbour\t9780306406157\tB00TEST001\tTX0000987776\t1982-08-31\tAnna Weller\t1982-06-28\t2021-02-03
Tides\tAnna Weller\tHarbour\t\t\tTX 6-123-456\t2/13/2005\tHarbour\t2005\t
Ebbs\tAnna Weller\tHarbour\t\t\tpending\t3/4/2005\t\tMay 2004\t2020-01-01
Slack\tAnna Weller\t\t\t\t\tunknown\t\t\t
";

#[test]
fn the_settlement_s_columns_are_kept() {
    let contents = read_named(Kind::Csv, "works.tsv", SETTLEMENT.as_bytes()).unwrap();
    let rows: Vec<Vec<&str>> = SETTLEMENT
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect();
    // What the dates say, as far as they say it.
    let dates = [
        (Some("1982-08-31"), Some("1982-06-28")),
        (Some("2005-02-13"), Some("2005")),
        (Some("2005"), Some("2004-05")),
        (None, None),
    ];
    assert_eq!(contents.records.len(), rows.len());
    for (n, (record, row)) in contents.records.iter().zip(&rows).enumerate() {
        let (registered, published) = dates[n];
        let date = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let expected = Record {
            id: (n + 1).to_string(),
            title: row[0].into(),
            author: row[1].into(),
            imprint: row[2].into(),
            identifiers: row[3].into(),
            asin: row[4].into(),
            registration: row[5].into(),
            registered: date(registered),
            claimant: row[7].into(),
            published: date(published),
            year: row[8].into(),
            added: row[9].parse().ok(),
            ..Record::default()
        };
        assert_eq!(*record, expected);
    }
    let source = &contents.summary.sources[0];
    assert_eq!((&*source.name, &*source.dated_by), ("works", "Date Added"));
}

#[test]
fn papers_and_films_have_columns() {
    let table = "title,doi,issn,e-issn,journal,imdb,series imdb,season,episode,source,year\n\
                 On tides,https://doi.org/10.1000/ABC,0028-0836,1476-4687,Sea Letters,,,,,papers,2001\n\
                 A book,10.1000/book,,,,,,,,papers,\n\
                 Not a DOI,n/a,,,,,,,,papers,\n\
                 The Film,,,,,tt0116191,,,,films,1996.0\n\
                 The Episode,,,,,116192.0,tt0116190,2,13.0,films,\n";
    let contents = read(Kind::Csv, table).unwrap();
    let read: Vec<_> = contents
        .records
        .iter()
        .map(|own| {
            (
                own.form,
                &*own.doi,
                own.imdb,
                own.series_imdb,
                own.season,
                own.episode,
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            (Form::Paper, "10.1000/abc", None, None, None, None),
            (Form::Paper, "10.1000/book", None, None, None, None),
            (Form::Book, "", None, None, None, None),
            (Form::Film, "", Some(116_191), None, None, None),
            (
                Form::Episode,
                "",
                Some(116_192),
                Some(116_190),
                Some(2),
                Some(13)
            ),
        ]
    );
    let first = &contents.records[0];
    assert_eq!(
        (&*first.issn, &*first.journal, &*first.year),
        ("0028-0836,1476-4687", "Sea Letters", "2001")
    );
    assert!(
        contents
            .summary
            .sources
            .iter()
            .all(|source| source.dated_by.is_empty())
    );
}

#[test]
fn a_number_alone_is_enough_to_name_a_row() {
    for (table, is_enough) in [
        ("doi\n10.1000/1\n", true),
        ("Registration Number,Claimant\nTX1,Anna Weller\n", true),
        ("imdb\ntt0116191\n", true),
        ("claimant,publication date\nAnna Weller,1999\n", false),
    ] {
        match read(Kind::Csv, table) {
            Ok(contents) => assert!(is_enough && contents.records.len() == 1, "{table}"),
            Err(error) => {
                assert!(!is_enough, "{table}");
                assert_eq!(error.kind(), ErrorKind::NothingKnown);
            }
        }
    }
    // A table that is cut where it is packed is refused, and says where.
    let packed = zstd::encode_all(SETTLEMENT.repeat(500).as_bytes(), 1).unwrap();
    let error = read(Kind::Csv, &packed[..packed.len() / 2]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated);
    assert!(error.offset().is_some(), "{error}");
}
