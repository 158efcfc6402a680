//! The Catalog of Copyright Entries, read a second time by looking for tags in the text, and
//! by splitting lines at tabs.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use std::io::Write as _;

use colophon_catalogue::{ErrorKind, Form, Kind, Record};
use common::{read, read_named};
use proptest::prelude::*;

const BOOKS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE copyrightEntries SYSTEM "CopyrightEntries.dtd" [<!ENTITY lol "&x;&x;&x;">]>
<copyrightEntries>
  <!-- a page -->
  <page pgnum="3"/>
  <copyrightEntry id="G1" regnum="A957926">
    <author><authorName>Bunt, James</authorName></author>
    <title>Rabbit diseases; cause,
    prevention &amp; cure</title> <author><role>by</role> <authorName>James Bunt</authorName></author>...
    <publisher><pubPlace>Kansas City, Mo.</pubPlace>, <pubName>The Outdoor enterprise</pubName>,
    <pubDate date="1926">1926</pubDate></publisher> <desc>22 p.</desc> © <regDate date="1926-12-23">Dec. 23, 1926</regDate>;
    <copies num="2">2c</copies> <regNum>A 957926</regNum>; <claimant>Outdoor enterprise pub. co.</claimant> (27-1104)
  </copyrightEntry>
  <entryGroup>
    <author><authorName>ADLER, MORTIMER J.</authorName></author>
    <copyrightEntry id="G2" regnum="A574004">
      <title>Ethics &#233;tude &lol; &unknown; &mdash; R&D</title> <series>Great ideas, 8</series> <edition>2d ed.</edition> <vol>v.1</vol>
      <publisher><pubName claimant="yes">Encyclopaedia Inc.</pubName></publisher>; <regDate date="1962-07-02">2Jul62</regDate>;
      <prev-regNum>A1234</prev-regNum> <newMatterClaimed>preface</newMatterClaimed>
      <note>[with <author><authorName>Nobody</authorName></author> and others]</note>
    </copyrightEntry>
    <crossRef id="G3"><author><authorName>BELL, E.</authorName></author><title>Hypertension</title> SEE <see rid="G2"><title>X</title></see></crossRef>
  </entryGroup>
  <copyrightEntry id="G4" regnum="BB21264">
    <title>Adventures</title> <author claimant="yes"><authorName>Jack Hamilton</authorName></author>
    <publisher><pubDate date="1962-07">Jul62</pubDate></publisher> <regDate date="1962-07-12">12Jul</regDate>; <regNum>BB21264</regNum>.
    <additionalEntry regnum="BB21524"><pubDate date="1962-08">Aug62</pubDate> <regDate date="1962-08-15">15Aug</regDate></additionalEntry>.
    <additionalEntry><title>More adventures</title><regNum>BB 21695</regNum></additionalEntry>
  </copyrightEntry>
  <copyrightEntry id="G5" regnum="A160078 A160079 A160080">
    <title>Digest</title><title>Second digest</title> <regDate date="1941-12-15">Dec. 15, 1941</regDate>
  </copyrightEntry>
  <copyrightEntry id="G6"><title>Two dates</title><regNum>AI-13947</regNum><regDate>10Apr1930</regDate><regNum>A27120</regNum><regDate date="1930-08-22"/></copyrightEntry>
  <copyrightEntry id="G7" regnum="A1 A2 A3"><title>Dates</title><regDate date="1930-01-01"/><regDate date="1930-01-02"/></copyrightEntry>
  <copyrightEntry id="G9"><title>Interim</title><regnum>AI1234</regnum><copyDate date="1948-02-03">Feb. 3</copyDate></copyrightEntry>
  <copyrightEntry id="G8"><title>Without a number</title></copyrightEntry>
</copyrightEntries>
"#;

fn entry(id: &str, number: &str, day: &str, title: &str, author: &str) -> Record {
    Record {
        id: id.into(),
        registration: number.into(),
        registered: day.parse().ok(),
        title: title.into(),
        author: author.into(),
        form: Form::Registration,
        ..Record::default()
    }
}

fn expected() -> Vec<Record> {
    let digest = |number: &str| Record {
        other_titles: vec!["Second digest".into()],
        form: Form::GroupRegistration,
        ..entry("G5", number, "1941-12-15", "Digest", "")
    };
    let dates = |number: &str| Record {
        note: "registration dates: 1930-01-01, 1930-01-02".into(),
        ..entry("G7", number, "", "Dates", "")
    };
    vec![
        Record {
            imprint: "The Outdoor enterprise".into(),
            published: "1926".parse().ok(),
            year: "1926".into(),
            claimant: "Outdoor enterprise pub. co.".into(),
            ..entry(
                "G1",
                "A957926",
                "1926-12-23",
                "Rabbit diseases; cause, prevention & cure",
                "Bunt, James; James Bunt",
            )
        },
        Record {
            imprint: "Encyclopaedia Inc.".into(),
            claimant: "Encyclopaedia Inc.".into(),
            series: "Great ideas, 8".into(),
            edition: "2d ed.".into(),
            volume: "v.1".into(),
            note: "earlier registration: A1234; new matter: preface; [with Nobody and others]"
                .into(),
            ..entry(
                "G2",
                "A574004",
                "1962-07-02",
                "Ethics étude &lol; &unknown; — R&D",
                "ADLER, MORTIMER J.",
            )
        },
        Record {
            published: "1962-08".parse().ok(),
            year: "1962".into(),
            claimant: "Jack Hamilton".into(),
            ..entry("G4", "BB21524", "1962-08-15", "Adventures", "Jack Hamilton")
        },
        Record {
            claimant: "Jack Hamilton".into(),
            ..entry("G4", "BB21695", "", "More adventures", "Jack Hamilton")
        },
        Record {
            published: "1962-07".parse().ok(),
            year: "1962".into(),
            claimant: "Jack Hamilton".into(),
            ..entry("G4", "BB21264", "1962-07-12", "Adventures", "Jack Hamilton")
        },
        digest("A160078"),
        digest("A160079"),
        digest("A160080"),
        entry("G6", "AI-13947", "1930-04-10", "Two dates", ""),
        entry("G6", "A27120", "1930-08-22", "Two dates", ""),
        dates("A1"),
        dates("A2"),
        dates("A3"),
        Record {
            note: "copyright date: 1948-02-03".into(),
            ..entry("G9", "AI1234", "", "Interim", "")
        },
    ]
}

/// Returns what is between a tag and its end, each time.
fn between<'t>(text: &'t str, tag: &str) -> Vec<&'t str> {
    let start = format!("<{tag}");
    let pieces = text.split(&start).skip(1);
    let content = pieces.filter_map(|piece| piece.split_once('>')?.1.split_once("</"));
    content.map(|(content, _)| content).collect()
}

#[test]
fn books_are_read() {
    let contents = read(Kind::NyplCce, BOOKS).unwrap();
    for (own, expected) in contents.records.iter().zip(expected()) {
        assert_eq!(*own, expected);
    }
    assert_eq!(contents.records.len(), expected().len());
    assert_eq!(contents.n_skipped("without a registration number"), 1);
    assert_eq!(contents.n_skipped("from one entry to another"), 1);
    let source = &contents.summary.sources[0];
    assert_eq!((&*source.name, &*source.dated_by), ("nypl-cce", ""));
    // Each entry again, by looking for its tags.
    for piece in BOOKS.split("<copyrightEntry ").skip(1) {
        let id = piece.split('"').nth(1).unwrap();
        let records = contents.records.iter().filter(|record| record.id == id);
        let records: Vec<&Record> = records.collect();
        let plain = |text: &str| {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .replace("&amp;", "&")
        };
        let titles: Vec<String> = between(piece, "title").into_iter().map(plain).collect();
        for record in &records {
            assert!(titles.contains(&record.title) || id == "G2", "{titles:?}");
            for name in record.author.split("; ").filter(|name| !name.is_empty()) {
                assert!(
                    id == "G2"
                        || between(piece, "authorName")
                            .into_iter()
                            .any(|own| plain(own) == name)
                );
            }
            let regnum = piece
                .split("regnum=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            let texts = [between(piece, "regNum"), between(piece, "regnum")]
                .concat()
                .join(" ")
                .replace("BB ", "BB");
            assert!(
                regnum
                    .flat_map(|own| own.split(' '))
                    .any(|own| own == record.registration)
                    || texts.contains(&record.registration)
            );
        }
        assert_eq!(records.is_empty(), id == "G8");
    }
    let one = "<copyrightEntry id='x' regnum='A1'><title>One</title></copyrightEntry>";
    assert_eq!(
        read(Kind::NyplCce, one).unwrap().records,
        [entry("x", "A1", "", "One", "")]
    );
}

const RENEWALS: &str = "\
entry_id\tvolume\tpart\tnumber\tpage\tauth\ttitl\toreg\todat\tid\tdreg\tclaimants\tnew_matter\tsee_also_ren\tsee_also_reg\tnote\tfull_text\tshelf
e1\t\t\t\t\tCharles Singer.\tA History of biology; an introduction.|The Story of living things\tA42179\t1950-03-21\tRE9390\t1978-12-14\tCharles Singer|A\t\t\t\tOriginally pub. 15Sep31.\t\tx
e2\t1\t1A\t2\t3\tAmy Previs\tThat \"old\" time\tB200733\t1949-06-10\tRE3952\t1978\tAmy R. Previs|C||Martin Robertson|C\tpreface\t\t\t\tlong\ty
e3\t\t\t\t\t\tWithout a number\tA1\t\t\t\t\t\t\t\t\t\t
";

#[test]
fn renewals_are_read() {
    let contents = read(Kind::NyplCce, RENEWALS).unwrap();
    let rows: Vec<Vec<&str>> = RENEWALS
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    for (record, row) in contents.records.iter().zip(&rows[1..]) {
        let column = |name: &str| row[rows[0].iter().position(|own| *own == name).unwrap()];
        let titles: Vec<&str> = column("titl").split('|').collect();
        let claimants: Vec<&str> = column("claimants")
            .split("||")
            .map(|own| own.split('|').next().unwrap())
            .collect();
        let mut note = format!(
            "original registration {}, {}",
            column("oreg"),
            column("odat")
        );
        if !column("new_matter").is_empty() {
            note += &["; new matter: ", column("new_matter")].concat();
        }
        if !column("note").is_empty() {
            note += &["; ", column("note")].concat();
        }
        let expected = Record {
            id: column("entry_id").into(),
            registration: column("id").into(),
            registered: column("dreg").parse().ok(),
            title: titles[0].into(),
            other_titles: titles[1..]
                .iter()
                .map(|title| (*title).to_owned())
                .collect(),
            author: column("auth").into(),
            claimant: claimants.join("; "),
            form: Form::Renewal,
            note,
            ..Record::default()
        };
        assert_eq!(*record, expected);
    }
    assert_eq!(contents.records.len(), 2);
    assert_eq!(contents.n_skipped("without a number"), 1);
    assert_eq!(contents.summary.passed_over, ["shelf"]);
    assert_eq!(contents.summary.sources[0].name, "nypl-cce-renewals");
    // The shorter form, with a date that is not one.
    let short = "author\ttitle\toreg\todat\trdat\tid\tclaimants\nBo Li\tTides\tA1\t5Jan23\tabout 1951\tR100\tBo Li\n";
    let contents = read(Kind::NyplCce, short).unwrap();
    let expected = Record {
        claimant: "Bo Li".into(),
        form: Form::Renewal,
        note: "original registration A1, 5Jan23; renewal date: about 1951".into(),
        ..entry("R100", "R100", "", "Tides", "Bo Li")
    };
    assert_eq!(contents.records, [expected]);
}

#[test]
fn an_archive_holds_many_volumes_and_much_else() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let page = "<?xml version=\"1.0\"?><alto><Layout/></alto>";
    for (name, bytes) in [
        ("1.xml", BOOKS),
        ("2.tsv", RENEWALS),
        ("alto/3.xml", page),
        ("README.md", "# Renewals\n"),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    let packed = zip.finish().unwrap().into_inner();
    let contents = read_named(Kind::NyplCce, "cce.zip", &packed).unwrap();
    let of = |source: u16| {
        contents
            .records
            .iter()
            .filter(|own| own.source == source)
            .count()
    };
    assert_eq!((of(0), of(1), contents.records.len()), (14, 2, 16));
}

#[test]
fn what_is_broken_or_hostile_is_refused() {
    for end in [
        BOOKS.len() - 5,
        BOOKS.len() / 2,
        BOOKS.find("</title>").unwrap(),
        BOOKS.find("id=\"G4").unwrap() + 5,
    ] {
        let end = BOOKS.floor_char_boundary(end);
        let error = read(Kind::NyplCce, &BOOKS[..end]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
        assert!(error.offset().unwrap() > 100, "{error}");
    }
    let error = read(Kind::NyplCce, RENEWALS.trim_end().trim_end_matches('\t')).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    let deep = format!("<copyrightEntries>{}", "<a>".repeat(1000));
    let long = format!(
        "<copyrightEntries><copyrightEntry regnum='A1'><title>{}",
        "x".repeat(3 << 20)
    );
    let tag = format!(
        "<copyrightEntries><copyrightEntry regnum='{}",
        "x".repeat(3 << 20)
    );
    let entry = format!(
        "<copyrightEntries><copyrightEntry regnum='A1'>{}",
        "<note>some words</note>".repeat(200_000)
    );
    for (text, kind, word) in [
        (&*deep, ErrorKind::LimitExceeded, "deep"),
        (&long, ErrorKind::LimitExceeded, "longer"),
        (&tag, ErrorKind::LimitExceeded, "longer"),
        (&entry, ErrorKind::LimitExceeded, "entry"),
        ("<html><body/></html>", ErrorKind::NothingKnown, "<html>"),
        ("<!-- nothing -->", ErrorKind::NothingKnown, "no element"),
        ("", ErrorKind::NothingKnown, "oreg"),
        (
            "title,author\nEmma,Jane Austen\n",
            ErrorKind::NothingKnown,
            "oreg",
        ),
        ("title\toreg\todat\n", ErrorKind::MissingColumn, "`id`"),
        ("id\toreg\todat\n", ErrorKind::MissingColumn, "`title`"),
        (
            "<copyrightEntries></copyrightEntry>",
            ErrorKind::Damaged,
            "XML",
        ),
        ("<copyrightEntries/>", ErrorKind::NothingKnown, "no records"),
    ] {
        let error = read(Kind::NyplCce, text).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(word), "{error}");
    }
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><copyrightEntry regnum='A1'><title>&b;</title></copyrightEntry>";
    assert_eq!(read(Kind::NyplCce, bomb).unwrap().records[0].title, "&b;");
    let mut broken = BOOKS
        .replace("<desc>22 p.</desc>", &"©".repeat(16))
        .into_bytes();
    let at = BOOKS.find("Rabbit").unwrap();
    broken[at] = 0xFF;
    assert_eq!(
        read(Kind::NyplCce, &broken).unwrap().records[0].title,
        "\u{FFFD}abbit diseases; cause, prevention & cure"
    );
    let wide: Vec<u8> = ["\u{FEFF}", BOOKS]
        .concat()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(Kind::NyplCce, wide).unwrap().records, expected());
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(BOOKS.repeat(3).as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    let error = read(Kind::NyplCce, &gz[..gz.len() / 2]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    assert!(error.offset().is_some(), "{error}");
}

proptest! {
    #[test]
    fn no_change_of_a_file_makes_it_panic(
        is_table: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..10),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = if is_table { RENEWALS } else { BOOKS }.as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(place) = cut {
            bytes.truncate(place.index(bytes.len()));
        }
        match read(Kind::NyplCce, bytes) {
            Ok(contents) => prop_assert!(!contents.records.is_empty()),
            Err(error) => prop_assert!(!error.message().is_empty()),
        }
    }
}
