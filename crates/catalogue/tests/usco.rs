//! The Copyright Office's registrations in all their layouts, read a second time here: by
//! splitting every character, and by walking through MARC's directory.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;

use colophon_catalogue::{ErrorKind, Form, Kind, Record};
use common::registrations::{date, expected, file, long_2026, marc, quoted, record, works};
use common::{read, read_named};
use proptest::prelude::*;

/// Splits a table, one character at a time.
fn second_reading(text: &str) -> Vec<HashMap<String, String>> {
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut chars = text.trim_start_matches('\u{FEFF}').chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                row.last_mut().unwrap().push('"');
                chars.next();
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            '\r' if !is_quoted => {}
            c => row.last_mut().unwrap().push(c),
        }
    }
    let header = rows.remove(0);
    rows.retain(|row| row.len() == header.len());
    let named = |row: Vec<String>| header.iter().cloned().zip(row).collect();
    rows.into_iter().map(named).collect()
}

const WIDE_2026: &str = "\u{FEFF}record_id,reg_num,reg_date,title,work_type,alternate_title,creation_date,publication_status,publication_date,\
publisher,bibliographic_note,scope_of_rights,statement_of_responsibility,author_1_authorship_statement,shelf_mark
1,TX0000987776,1982-08-31,\"The Salt Orchard /\",Text,,1982,PUB,1982-06-28,Harbour Press,xii p.,,by Anna Weller.,entire text,A1
2,TXu001234567,2005,\"Poems, \"\"early\"\" and
late :\",Text,,2004,UNP,,s.n.],,,\"Weller, Anna\",,A2
3,PA0000000012,NA,Wide water ; Low tide,Dramatic Work,Ebb and flow; Slack water,,PUB,1999,s.n.],,,,\"music; copyright claimant: Anna Weller\",
4,V3456D123,1990-01-02,Assignment,Recorded Document,,,,,,,,,,
5,,1990-01-02,Without a number,Text,,,,,,,,,,
6,RE0000123456,about 1980,The Old Orchard,,,,PUB,1952-00-00,\"Harbour Press,\",,,,,
7,TX 6-123-456,2006-02-30,NA,NA,Only this,NA,PUB,c2005,NA,NA,NA,NA,NA,NA
8,TX7,2006-02-03,Too,many,values,,,,,,,,,,,,,,
";

#[test]
fn tabular_files_of_2026_are_read() {
    let contents = read(Kind::Usco, WIDE_2026).unwrap();
    let rows = second_reading(WIDE_2026);
    // Each column that is taken as it is.
    for record in &contents.records {
        let row = rows
            .iter()
            .find(|row| row["record_id"] == record.id)
            .unwrap();
        assert_eq!(record.registration, row["reg_num"]);
        assert_eq!(record.registered, date(&row["reg_date"]));
        assert_eq!(
            record.published,
            date(row["publication_date"].trim_start_matches('c'))
        );
        let kind = row["work_type"].replace("NA", "");
        assert!(record.note.starts_with(&kind), "{}", record.note);
        let publisher = row["publisher"].replace("s.n.]", "").replace("NA", "");
        assert_eq!(record.imprint, publisher.trim_end_matches(','));
        let title = row["title"]
            .trim_end_matches([' ', '/', ':'])
            .replace("NA", "");
        assert!(title.starts_with(&record.title) || title.is_empty());
    }
    let expected = [
        Record {
            imprint: "Harbour Press".into(),
            published: date("1982-06-28"),
            year: "1982".into(),
            note: "Text".into(),
            ..record(
                "1",
                "TX0000987776",
                "1982-08-31",
                "The Salt Orchard",
                "by Anna Weller.",
            )
        },
        Record {
            note: "Text; unpublished".into(),
            ..record(
                "2",
                "TXu001234567",
                "2005",
                "Poems, \"early\" and\nlate",
                "Weller, Anna",
            )
        },
        Record {
            other_titles: ["Ebb and flow", "Slack water", "Low tide"]
                .map(String::from)
                .into(),
            published: date("1999"),
            year: "1999".into(),
            note: "Dramatic Work".into(),
            claimant: "Anna Weller".into(),
            form: Form::GroupRegistration,
            ..record("3", "PA0000000012", "", "Wide water", "")
        },
        Record {
            published: date("1952"),
            year: "1952".into(),
            imprint: "Harbour Press".into(),
            note: "registration date: about 1980".into(),
            form: Form::Renewal,
            ..record("6", "RE0000123456", "", "The Old Orchard", "")
        },
        Record {
            published: date("2005"),
            year: "2005".into(),
            note: "registration date: 2006-02-30".into(),
            ..record("7", "TX 6-123-456", "", "Only this", "")
        },
    ];
    for (own, expected) in contents.records.iter().zip(&expected) {
        assert_eq!(own, expected);
    }
    assert_eq!(contents.records.len(), expected.len());
    assert_eq!(contents.n_skipped("recorded documents"), 1);
    assert_eq!(contents.n_skipped("without a registration number"), 1);
    assert_eq!(contents.n_skipped("more values"), 1);
    assert_eq!(contents.summary.passed_over, ["shelf_mark"]);
    let source = &contents.summary.sources[0];
    assert_eq!(
        (&*source.name, &*source.dated_by, source.snapshot),
        ("usco", "", None)
    );
}

/// Returns the names of the columns of 2022.
fn columns() -> Vec<String> {
    let mut names: Vec<String> = "reg_num,reg_date,previous_reg_note,creation_date,publication_stat,pub_country,\
         pub_city,publisher,pub_date,title,alt_title,series_name,volume_num,issn_num,biblio_note,\
         state_of_responsiblity,work_type,scope_of_rights,permissions_contact,num_authors,num_claimants"
        .split(',')
        .map(String::from)
        .collect();
    for (what, n) in [
        ("isbn_#", 10),
        ("author_#_name", 10),
        ("author_#_citizanship", 10),
        ("claimant_#_name", 10),
        ("track_title_#", 30),
    ] {
        names.extend((1..=n).map(|i| what.replace('#', &i.to_string())));
    }
    names
}

/// Returns a table with a row of these values.
fn table(values: &[(&str, &str)]) -> String {
    let columns = columns();
    let row: Vec<String> = columns
        .iter()
        .map(|column| {
            let own = values.iter().find(|(name, _)| name == column);
            format!("\"{}\"", own.map_or("", |(_, value)| value))
        })
        .collect();
    format!("{}\r\n{}\r\n", columns.join(","), row.join(","))
}

#[test]
fn tabular_files_of_2022_are_read() {
    let table = table(&[
        ("reg_num", "TX0000000002"),
        ("reg_date", "1980-05-06"),
        ("previous_reg_note", "Prev. reg. 1979, TX 1-234."),
        ("publication_stat", "PUB"),
        ("publisher", "harbour; dock"),
        ("pub_date", "1980-04-03"),
        ("title", "Tides"),
        ("series_name", "sea"),
        ("volume_num", "v. 2"),
        ("issn_num", "0028-0836; 1476-4687"),
        ("isbn_1", "0306406152"),
        ("isbn_10", "9780306406157"),
        ("author_1_name", "weller, anna"),
        ("author_1_citizanship", "us"),
        ("claimant_2_name", "harbour press"),
        ("claimant_1_name", "anna weller"),
        ("work_type", "Text"),
        ("alt_title", "Ebbs"),
    ]);
    let contents = read(Kind::Usco, &table).unwrap();
    let rows = second_reading(&table);
    let first = &rows[0];
    assert_eq!(
        contents.records[0],
        Record {
            other_titles: vec![first["alt_title"].clone()],
            series: first["series_name"].clone(),
            volume: first["volume_num"].clone(),
            issn: first["issn_num"].replace("; ", ","),
            identifiers: format!("{},{}", first["isbn_1"], first["isbn_10"]),
            claimant: format!("{}; {}", first["claimant_1_name"], first["claimant_2_name"]),
            imprint: first["publisher"].clone(),
            published: date(&first["pub_date"]),
            year: "1980".into(),
            note: format!(
                "{}; earlier registration: Prev. reg. 1979, TX 1-234",
                first["work_type"]
            ),
            ..record(
                &first["reg_num"],
                &first["reg_num"],
                &first["reg_date"],
                &first["title"],
                &first["author_1_name"]
            )
        }
    );
    let passed_over = &contents.summary.passed_over;
    assert!(passed_over.is_empty(), "{passed_over:?}");
}

#[test]
fn more_titles_than_an_index_keeps_are_in_further_records() {
    let tracks: Vec<(String, String)> = (1..=30)
        .map(|n| (format!("track_title_{n}"), format!("Song {n}")))
        .collect();
    let mut many: Vec<(&str, &str)> = tracks.iter().map(|(a, b)| (&**a, &**b)).collect();
    many.extend([
        ("reg_num", "SR0000000001"),
        ("reg_date", "1990-02-03"),
        ("title", "Songs"),
        ("alt_title", "A; B; C; D"),
        ("author_10_name", "last"),
        ("author_2_name", "second,"),
        ("state_of_responsiblity", "by all"),
    ]);
    let table = table(&many);
    let rows = second_reading(&table);
    let songs = read(Kind::Usco, &table).unwrap().records;
    assert_eq!(songs.len(), 2);
    let titles: Vec<&String> = songs
        .iter()
        .flat_map(|record| &record.other_titles)
        .collect();
    assert_eq!(songs[0].other_titles.len(), 32);
    let expected: Vec<String> = ["A", "B", "C", "D"]
        .map(String::from)
        .into_iter()
        .chain((1..=30).map(|n| rows[0][&format!("track_title_{n}")].clone()))
        .collect();
    assert_eq!(titles, expected.iter().collect::<Vec<_>>());
    for record in &songs {
        assert_eq!(
            (&*record.registration, &*record.title, &*record.author),
            ("SR0000000001", "Songs", "second; last")
        );
        assert_eq!(record.form, Form::GroupRegistration);
    }
}

#[test]
fn raw_files_are_read_in_any_order_of_rows() {
    let header = "record_id,tag,subfield,value,.row\n";
    let mut rows = long_2026(&works());
    let own = read(Kind::Usco, header.to_owned() + &rows.concat()).unwrap();
    assert_eq!(own.records, expected());
    assert_eq!(own.n_skipped("without a registration number"), 1);
    assert_eq!(own.n_skipped("recorded documents"), 1);
    // A second reading of the table has every value that a record has.
    let table = second_reading(&(header.to_owned() + &rows.concat()));
    assert_eq!(table.len(), rows.len());
    for record in &own.records {
        let mut values = table.iter().filter(|row| row["record_id"] == record.id);
        assert!(
            values.any(|row| row["value"].starts_with(&record.registration) && row["tag"] == "17")
        );
    }
    rows.reverse();
    assert_eq!(
        read(Kind::Usco, header.to_owned() + &rows.concat())
            .unwrap()
            .records,
        expected()
    );
    rows.push("7,NA,NA,x,1\n,245,a,x,1\n8,245,a\n\n".into());
    let more = read(Kind::Usco, header.to_owned() + &rows.concat()).unwrap();
    assert_eq!(more.records, expected());
    assert_eq!(more.n_skipped("name no field"), 1);
    assert_eq!(more.n_skipped("without the id"), 1);
    assert_eq!(more.n_skipped("more or fewer values"), 1);

    let mut table = "row_id,v_,var_nm\n".to_owned();
    for (id, work) in works().iter().enumerate() {
        writeln!(table, "{0},00000cam,leader\n{0},x,cf_005", id + 1).unwrap();
        let mut seen: HashMap<String, u32> = HashMap::new();
        for (tag, sub, value) in work {
            let name = format!("df_{tag}_sf_{sub}");
            let n = seen.entry(name.clone()).or_default();
            *n += 1;
            writeln!(table, "{},{},{name}_rep_{n}", id + 1, quoted(value)).unwrap();
        }
    }
    assert_eq!(read(Kind::Usco, table).unwrap().records, expected());
}

/// Walks through the directories and returns the subfields, each with its tag.
fn walk(mut bytes: &[u8]) -> Vec<Vec<(String, char, String)>> {
    let mut all = Vec::new();
    let number = |digits: &[u8]| {
        std::str::from_utf8(digits)
            .unwrap()
            .parse::<usize>()
            .unwrap()
    };
    while !bytes.is_empty() {
        let (record, rest) = bytes.split_at(number(&bytes[..5]));
        bytes = rest;
        let base = number(&record[12..17]);
        let mut fields = Vec::new();
        for entry in record[24..base - 1].chunks(12) {
            let at = base + number(&entry[7..12]);
            let field = &record[at..at + number(&entry[3..7]) - 1];
            let field = String::from_utf8_lossy(field).into_owned();
            let tag = String::from_utf8_lossy(&entry[..3]).into_owned();
            let mut subfields = field.split('\x1F');
            let first = subfields.next().unwrap();
            if *tag < *"010" {
                fields.push((tag.clone(), ' ', first.to_owned()));
            }
            for subfield in subfields {
                let mut chars = subfield.chars();
                fields.push((tag.clone(), chars.next().unwrap(), chars.collect()));
            }
        }
        all.push(fields);
    }
    all
}

#[test]
fn marc_is_read() {
    let file = file();
    let own = read(Kind::Usco, &file).unwrap();
    assert_eq!(own.records, expected());
    let walked = walk(&file);
    assert_eq!(walked.len(), works().len());
    for record in &own.records {
        let fields = walked
            .iter()
            .find(|fields| fields[0].2 == record.id)
            .unwrap();
        let is_there = |tag: &str, sub: char, value: &str| {
            fields
                .iter()
                .any(|own| own.0 == tag && own.1 == sub && own.2.contains(value))
        };
        assert!(is_there("017", 'a', &record.registration));
        assert!(record.claimant.is_empty() || is_there("249", 'c', &record.claimant));
        assert!(record.issn.is_empty() || is_there("022", 'a', &record.issn));
        assert!(record.identifiers.is_empty() || is_there("020", 'a', &record.identifiers));
    }
    // What is between records, and what is wrong with one, affects no other.
    let mut wrong = marc("9", &works()[0], true);
    wrong[2] = b'1';
    let mut misfit = marc("9", &works()[0], true);
    misfit[24 + 3..24 + 7].copy_from_slice(b"9999");
    let mut parts = vec![
        b"\n \0".to_vec(),
        wrong,
        misfit,
        b"junk".to_vec(),
        marc("9", &works()[0], true),
    ];
    parts.push(file.clone());
    let mended = read(Kind::Usco, [file.clone(), parts.concat()].concat()).unwrap();
    assert_eq!(mended.records, [expected(), expected()].concat());
    assert_eq!(mended.n_skipped("damaged MARC"), 3);
    let old = marc("1", &[("017", 'a', "TX1"), ("245", 'a', "Garc#ia")], false);
    let old: Vec<u8> = old
        .into_iter()
        .map(|b| if b == b'#' { 0xE2 } else { b })
        .collect();
    assert_eq!(read(Kind::Usco, old).unwrap().records[0].title, "García");
}

#[test]
fn what_ends_early_is_refused() {
    let file = file();
    for n in [10, 24, 40, file.len() - 1] {
        let error = read(Kind::Usco, &file[..n]).unwrap_err();
        let kinds = if n < 24 {
            ErrorKind::NothingKnown
        } else {
            ErrorKind::Truncated
        };
        assert_eq!(error.kind(), kinds, "{n}: {error}");
        assert!(n < 24 || error.offset().is_some(), "{error}");
    }
    let last = marc("6", &works()[5], true).len();
    let error = read(Kind::Usco, &file[..file.len() - 3]).unwrap_err();
    assert_eq!(error.offset(), Some((file.len() - last) as u64), "{error}");
    for table in [
        WIDE_2026.replace("8,TX7,2006-02-03,Too,many,values,,,,,,,,,,,,,,\n", ""),
        "record_id,tag,subfield,value,.row\n".to_owned() + &long_2026(&works()).concat(),
    ] {
        let cut = table.trim_end().len() - 12;
        let error = read(Kind::Usco, &table.as_bytes()[..cut]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
        assert!(error.offset().unwrap() > 100, "{error}");
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(table.repeat(9).as_bytes()).unwrap();
        let gz = gz.finish().unwrap();
        let error = read(Kind::Usco, &gz[..gz.len() / 2]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
        assert!(error.offset().is_some(), "{error}");
    }
}

#[test]
fn what_is_something_else_is_refused() {
    for (bytes, kind, word) in [
        (
            &b"title,author\nEmma,Jane Austen\n"[..],
            ErrorKind::NothingKnown,
            "reg_num",
        ),
        (
            b"reg_num,reg_date\nTX1,1980\n",
            ErrorKind::MissingColumn,
            "`title`",
        ),
        (b"{\"aacid\":\"x\"}\n", ErrorKind::NothingKnown, "aacid"),
        (b"\0\0\0", ErrorKind::NothingKnown, "MARC"),
        (b"", ErrorKind::NothingKnown, "MARC"),
        (b"reg_num,title\n", ErrorKind::NothingKnown, "no records"),
        (b"BZh91AY&SY", ErrorKind::Unsupported, "bzip2"),
    ] {
        let error = read(Kind::Usco, bytes).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(word), "{error}");
    }
    let endless = format!("reg_num,title\n1,\"{}", "x".repeat(3 << 20));
    let error = read(Kind::Usco, endless).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{error}");
    let utf16: Vec<u8> = WIDE_2026
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(Kind::Usco, utf16).unwrap().records.len(), 5);
    let broken = b"reg_num,title\nTX1,Caf\xC3\xA9 \xFF\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\n";
    assert_eq!(read(Kind::Usco, broken).unwrap().summary.n_mended, 1);
}

#[test]
fn an_archive_may_hold_several_layouts_and_a_note() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let long = "record_id,tag,subfield,value,.row\n".to_owned() + &long_2026(&works()).concat();
    for (name, bytes) in [
        ("a.csv", long.as_bytes()),
        ("b.mrc", &file()),
        ("read-me.txt", b"Notes on the files.\n"),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    let packed = zip.finish().unwrap().into_inner();
    let contents = read_named(Kind::Usco, "literary.zip", &packed).unwrap();
    assert_eq!(contents.records, [expected(), expected()].concat());
    assert_eq!(contents.summary.sources.len(), 1);
}

proptest! {
    #[test]
    fn no_change_of_a_file_makes_it_panic(
        layout in 0..3_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..10),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = match layout {
            0 => WIDE_2026.as_bytes().to_vec(),
            1 => ("record_id,tag,subfield,value,.row\n".to_owned() + &long_2026(&works()).concat()).into_bytes(),
            _ => file(),
        };
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(place) = cut {
            bytes.truncate(place.index(bytes.len()));
        }
        match read(Kind::Usco, bytes) {
            Ok(contents) => prop_assert!(!contents.records.is_empty()),
            Err(error) => prop_assert!(!error.message().is_empty()),
        }
    }
}
