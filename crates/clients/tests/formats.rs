//! The same list in every form, with broken rows; and what is particular to each
//! form.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

#[path = "../../../tests/src/lists.rs"]
#[expect(unreachable_pub, reason = "the end-to-end suites share this module")]
mod lists;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use colophon_clients::{
    ClientTitle, Error, ErrorKind, Format, List, Mapping, NoteKind, ProblemKind, WorkKind, read,
};
use lists::{FORMS, Row};
use proptest::prelude::*;

fn read_file(path: &Path) -> Result<List, Error> {
    read(
        path,
        &Mapping::default(),
        &mut |_| ControlFlow::Continue(()),
    )
}

fn read_bytes(bytes: &[u8]) -> Result<List, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    fs::write(&path, bytes).unwrap();
    read_file(&path)
}

fn kinds(title: &ClientTitle) -> Vec<NoteKind> {
    title.notes.iter().map(|note| note.kind).collect()
}

/// Returns an ISBN of ten digits for a number.
fn isbn_ten(n: usize) -> String {
    let body = format!("{:09}", 10_000_000 + n * 7);
    let sum: usize = body
        .bytes()
        .zip((2..=10).rev())
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    match (11 - sum % 11) % 11 {
        10 => body + "X",
        check => format!("{body}{check}"),
    }
}

fn rows(n: usize) -> Vec<Row> {
    let titles = [
        "The Sea",
        "Größe; und \"Güte\"",
        "One, Two & <Three>",
        "Été: un roman",
    ];
    (0..n)
        .map(|n| Row {
            client: format!("Client {}", n % 40),
            title: format!("{} {n}", titles[n % titles.len()]),
            author: if n % 5 == 0 {
                "Bo Li; Käthe Öhl".into()
            } else {
                "Käthe Öhl".into()
            },
            pen_name: if n % 3 == 0 {
                "A. Cold".into()
            } else {
                String::new()
            },
            isbn: isbn_ten(n),
            year: format!("{}", 1950 + n % 70),
            publisher: "Tin Press".into(),
            file: format!("Öhl/Book ({n})/book {n}.epub"),
            is_broken: n % 50 == 7,
        })
        .collect()
}

#[test]
fn every_row_of_every_form_is_a_title_or_a_problem() {
    const N: usize = 5_000;
    let rows = rows(N);
    let folder = tempfile::tempdir().unwrap();
    for (at, (format, write, has_clients)) in FORMS.into_iter().enumerate() {
        let path = folder.path().join(format!("list{at}"));
        write(&rows, &path);
        let list = read_file(&path).unwrap();
        assert_eq!(list.format.as_str(), format);
        assert_eq!(list.n_rows(), N, "{format}");
        assert_eq!(
            list.problems.len(),
            N / 50,
            "{format}: {:?}",
            list.problems.first()
        );
        let first = list.titles[0].row - 1;
        let mut titles = list.titles.iter();
        for (n, row) in rows.iter().enumerate() {
            let number = u32::try_from(n).unwrap() + first + 1;
            if row.is_broken {
                assert!(
                    list.problems.iter().any(|problem| problem.row == number),
                    "{format} {n}"
                );
                continue;
            }
            let title = titles.next().unwrap();
            assert_eq!(title.row, number, "{format}");
            assert_eq!(title.title, row.title, "{format}");
            assert_eq!(title.author, row.author, "{format}");
            assert_eq!(title.isbns.len(), 1, "{format} {n} {:?}", title.notes);
            assert_eq!(title.isbns[0].to_ten().unwrap(), row.isbn);
            assert_eq!(title.year.unwrap().to_string(), row.year, "{format}");
            assert_eq!(title.imprint.as_deref(), Some(row.publisher.as_str()));
            assert_eq!(title.client.is_some(), has_clients);
            if has_clients || format == "onix" {
                assert_eq!(title.pen_names.concat(), row.pen_name, "{format}");
            }
            if format != "onix" {
                assert_eq!(title.file.as_deref(), Some(row.file.as_str()), "{format}");
            }
        }
    }
}

#[test]
fn a_product_says_who_and_what_in_many_ways() {
    let message = |product: &str| {
        let text = format!("<ONIXMessage release=\"3.0\"><Header/>{product}</ONIXMessage>");
        read_bytes(text.as_bytes()).unwrap()
    };
    let list = message(
        "<!-- <Product> is not one -->
        <Product><RecordReference>r1</RecordReference><NotificationType>03</NotificationType>
        <ProductIdentifier><ProductIDType>03</ProductIDType><IDValue>9780306406157</IDValue></ProductIdentifier>
        <ProductIdentifier><ProductIDType>06</ProductIDType><IDValue>10.1000/182</IDValue></ProductIdentifier>
        <ProductIdentifier><ProductIDType>01</ProductIDType><IDTypeName>Amazon ASIN</IDTypeName><IDValue>b00abc1234</IDValue></ProductIdentifier>
        <DescriptiveDetail>
        <Collection><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>02</TitleElementLevel>
            <PartNumber>3</PartNumber><TitleText>Sea Trilogy</TitleText></TitleElement></TitleDetail></Collection>
        <TitleDetail><TitleType>03</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>Das Meer</TitleText></TitleElement></TitleDetail>
        <TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>
            <TitlePrefix>The</TitlePrefix><TitleWithoutPrefix>Sea &amp; Caf&eacute; &#x263A;</TitleWithoutPrefix><Subtitle>A Life</Subtitle></TitleElement></TitleDetail>
        <Contributor><ContributorRole>A12</ContributorRole><PersonName>Paint Er</PersonName></Contributor>
        <Contributor><ContributorRole>A01</ContributorRole><NamesBeforeKey>Bo</NamesBeforeKey><PrefixToKey>van</PrefixToKey><KeyNames>Li</KeyNames>
            <AlternativeName><NameType>01</NameType><PersonNameInverted>Cold, A.</PersonNameInverted></AlternativeName></Contributor>
        </DescriptiveDetail>
        <PublishingDetail><Imprint><ImprintName>Tin</ImprintName></Imprint><Publisher><PublisherName>Metal</PublisherName></Publisher>
        <PublishingDate><PublishingDateRole>02</PublishingDateRole><Date>20300101</Date></PublishingDate>
        <PublishingDate><PublishingDateRole>01</PublishingDateRole><Date dateformat=\"00\">19980512</Date></PublishingDate></PublishingDetail>
        <RelatedMaterial><RelatedProduct><ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780804429573</IDValue></ProductIdentifier></RelatedProduct></RelatedMaterial>
        </Product>",
    );
    let title = &list.titles[0];
    assert_eq!(title.title, "The Sea & Café ☺: A Life");
    assert_eq!(title.author, "Bo van Li");
    assert_eq!(title.pen_names, ["Cold, A."]);
    assert_eq!(title.isbns.len(), 1);
    assert_eq!(title.asin.as_deref(), Some("B00ABC1234"));
    assert_eq!(title.imprint.as_deref(), Some("Tin"));
    assert_eq!(title.doi.as_deref(), Some("10.1000/182"));
    assert_eq!(title.kind, Some(WorkKind::Book));
    assert_eq!(title.published.as_deref(), Some("1998-05-12"));
    assert_eq!(title.year, Some(1998));
    assert_eq!(title.series.as_deref(), Some("Sea Trilogy"));
    assert_eq!(title.volume.as_deref(), Some("3"));
    assert_eq!(title.place, "product 1 (r1)");

    let list = message(
        "<Product><NotificationType>05</NotificationType></Product>\
         <o:Product xmlns:o=\"x\"><o:Title><o:TitleText>Smith & Sons</o:TitleText></o:Title></o:Product>\
         <Product><Series><TitleOfSeries>S</TitleOfSeries></Series></Product>",
    );
    assert_eq!(list.problems[0].kind, ProblemKind::ProductDeleted);
    assert_eq!(list.titles[0].title, "Smith & Sons");
    assert_eq!(kinds(&list.titles[0]), [NoteKind::AuthorMissing]);
    assert_eq!(list.problems[1].kind, ProblemKind::RowNoTitle);

    let titles = [
        ("01", "Xyz"),
        ("03", "Gamma"),
        ("05", "X."),
        ("14", "Delta"),
    ];
    let titles = titles.map(|(kind, text)| {
        format!("<Title><TitleType>{kind}</TitleType><TitleText>{text}</TitleText></Title>")
    });
    let titles = titles.concat();
    let list = message(&format!("<Product>{titles}</Product>"));
    assert_eq!(list.titles[0].title, "Xyz");
    assert_eq!(list.titles[0].other_titles, ["Gamma", "Delta"]);
}

#[test]
fn a_message_that_is_cut_or_sly_is_named() {
    let whole = "<ONIXMessage><Product><Title><TitleText>A</TitleText></Title></Product>\
                 <Product><Title><TitleText>B</TitleText></Title></Product></ONIXMessage>";
    for end in [whole.len() - 14, whole.len() - 20, whole.len() - 60] {
        let list = read_bytes(&whole.as_bytes()[..end]).unwrap();
        assert_eq!(
            list.problems.last().unwrap().kind,
            ProblemKind::MessageTruncated
        );
        assert_eq!(list.titles[0].title, "A");
    }
    let sly = format!(
        "<!DOCTYPE ONIXMessage [<!ENTITY a \"aaaa\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>{whole}"
    );
    assert_eq!(
        read_bytes(sly.as_bytes()).unwrap_err().kind(),
        ErrorKind::Unsupported
    );
    let unknown = whole.replace(">B<", ">B&f;<");
    let list = read_bytes(unknown.as_bytes()).unwrap();
    assert_eq!(list.titles[1].title, "B\u{FFFD}");
    assert!(kinds(&list.titles[1]).contains(&NoteKind::EncodingDamaged));
    let deep = whole.replace("<Title>", &"<x>".repeat(100_000));
    assert_eq!(read_bytes(deep.as_bytes()).unwrap().problems.len(), 2);
    let other = whole.replace("ONIXMessage", "Catalogue");
    assert_eq!(
        read_bytes(other.as_bytes()).unwrap_err().kind(),
        ErrorKind::Unsupported
    );
    let empty = whole.replacen("<Product>", "<Product/><Product>", 1);
    let list = read_bytes(empty.as_bytes()).unwrap();
    assert_eq!((list.titles.len(), list.problems.len()), (2, 1));
    let none = "<ONIXMessage><Header/></ONIXMessage>";
    assert_eq!(
        read_bytes(none.as_bytes()).unwrap_err().kind(),
        ErrorKind::Empty
    );
}

#[test]
fn a_message_in_another_encoding_is_read() {
    let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><ONIXMessage><Product><Title>\
                <TitleText>XXX</TitleText></Title></Product></ONIXMessage>";
    let (before, after) = text.split_once("XXX").unwrap();
    let bytes = [before.as_bytes(), b"\xA3\xF3d\xBC", after.as_bytes()].concat();
    assert_eq!(read_bytes(&bytes).unwrap().titles[0].title, "Łódź");
    let wide: Vec<u8> = text
        .replace("XXX", "Łódź")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let wide = [b"\xFE\xFF", &wide[..]].concat();
    assert_eq!(read_bytes(&wide).unwrap().titles[0].title, "Łódź");
}

#[test]
fn a_calibre_library_is_read_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("metadata.db");
    let mut rows = rows(3);
    rows[0].author = "King, Jr., Bo".into();
    rows[1].year = "101".into();
    lists::calibre(&rows, &path);
    let before = fs::read(&path).unwrap();
    for named in [&path, folder.path()] {
        let list = read_file(named).unwrap();
        assert_eq!(list.titles[0].author, "King, Jr., Bo");
        assert_eq!(list.titles[1].year, None);
        assert_eq!(list.titles[1].place, "book 2");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    fs::write(folder.path().join("metadata.db-journal"), "x").unwrap();
    assert_eq!(read_file(&path).unwrap_err().kind(), ErrorKind::Unreadable);
    fs::remove_file(folder.path().join("metadata.db-journal")).unwrap();
    fs::write(&path, &before[..before.len() / 2]).unwrap();
    assert_eq!(read_file(&path).unwrap_err().kind(), ErrorKind::Damaged);

    let other = folder.path().join("other.db");
    let db = rusqlite::Connection::open(&other).unwrap();
    db.execute_batch("CREATE TABLE t (x); CREATE VIEW books AS SELECT x AS id, x AS title, x AS path, x AS series_index, x AS pubdate FROM t;").unwrap();
    drop(db);
    assert_eq!(
        read_file(&other).unwrap_err().kind(),
        ErrorKind::Unsupported
    );
}

#[test]
fn a_bibliography_is_read_entry_by_entry() {
    let list = read_bytes(
        br#"This is a comment.
@string{tin = {Tin Press}}
@comment{@book{no, title = {No}}}
@book{one,
  title = "The {S}ea",
  subtitle = {A Life},
  author = {Li, Bo and K{\"a}the {\"O}hl and {Tin Society}},
  publisher = tin, month = sept, year = 1998,
  isbn = {978-0-306-40615-7}, file = {:Li/sea.pdf:PDF}, volume = {2}
}
@book{broken, title = {No end, author = {A B}
@article{two, title = {Caf\'e}, journaltitle = {J}, date = {2001-05}, issn = {1234-5678}, editor = {van der Berg, Anna}}
@misc{three, author = {A B}}
"#,
    )
    .unwrap();
    assert_eq!(list.format, Format::Bibtex);
    let sea = &list.titles[0];
    assert_eq!(sea.title, "The Sea: A Life");
    assert_eq!(sea.author, "Bo Li; Käthe Öhl; Tin Society");
    assert_eq!(sea.imprint.as_deref(), Some("Tin Press"));
    assert_eq!((sea.year, sea.volume.as_deref()), (Some(1998), Some("2")));
    assert_eq!(sea.file.as_deref(), Some("Li/sea.pdf"));
    assert_eq!(sea.isbns[0].to_string(), "9780306406157");
    let cafe = &list.titles[1];
    assert_eq!(
        (cafe.title.as_str(), cafe.author.as_str()),
        ("Café", "Anna van der Berg")
    );
    assert_eq!(cafe.year, Some(2001));
    assert_eq!(cafe.published.as_deref(), Some("2001-05"));
    assert_eq!(cafe.kind, Some(WorkKind::Paper));
    assert_eq!(kinds(cafe), [NoteKind::IssnInvalid]);
    assert_eq!(sea.published.as_deref(), Some("1998-09"));
    let problems: Vec<_> = list
        .problems
        .iter()
        .map(|problem| (problem.row, problem.kind))
        .collect();
    assert_eq!(
        problems,
        [
            (2, ProblemKind::EntryMalformed),
            (4, ProblemKind::RowNoTitle)
        ]
    );
}

#[test]
fn ris_records_end_where_they_end() {
    let list = read_bytes(
        b"\xEF\xBB\xBFTY  - BOOK\r\nTI  - The Sea\r\nand the Land\r\nAU  - Li, Bo\r\nA1  - unused\r\nSN  - 0306406152\r\nPY  - 1998/05/12/\r\nER  - \r\n\r\n\
          TY  - JOUR\r\nT1  - Paper\r\nA1  - Kunz, Anna\r\nA1  - Li, Bo\r\nSN  - 1234-5679\r\n\
          TY  - BOOK\r\nBT  - Last\r\nER  -\r\nAU  - Nobody\r\nTI  - Lost\r\nER  - \r\n",
    )
    .unwrap();
    assert_eq!(list.format, Format::Ris);
    let [sea, paper, third] = &list.titles[..] else {
        panic!("{list:#?}")
    };
    assert_eq!(
        (sea.title.as_str(), sea.author.as_str(), sea.year),
        ("The Sea and the Land", "Li, Bo", Some(1998))
    );
    assert_eq!(paper.author, "Kunz, Anna; Li, Bo");
    assert_eq!(kinds(paper), [NoteKind::RowRepaired]);
    assert_eq!(
        (&paper.issns[..], paper.isbns.len()),
        (&["1234-5679".to_owned()][..], 0)
    );
    assert_eq!(sea.published.as_deref(), Some("1998-05-12"));
    assert_eq!(third.title, "Last");
    assert_eq!(list.problems.len(), 1);
    assert_eq!(list.problems[0].kind, ProblemKind::LinesOutsideRecord);
}

/// Returns a short list in each form.
fn samples() -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample");
    let written = FORMS.into_iter().map(|(_, write, _)| {
        let _ = fs::remove_file(&path);
        write(&rows(6), &path);
        fs::read(&path).unwrap()
    });
    written.collect()
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts = (0..zip.len()).map(|at| {
        let mut part = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    });
    parts.collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

thread_local! {
    static SAMPLES: Vec<Vec<u8>> = samples();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// A spreadsheet whose parts were altered before packing is read or refused.
    #[test]
    fn altered_parts_of_spreadsheets_do_no_harm(
        form in 3..=4_usize,
        changes in proptest::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let sample = SAMPLES.with(|samples| samples[form].clone());
        let mut parts = unpacked(&sample);
        for (part, at, value) in changes {
            let n = part.index(parts.len());
            let bytes = &mut parts[n].1;
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                match value % 3 {
                    0 => bytes[at] = value,
                    1 => _ = bytes.remove(at),
                    // A digit more makes numbers large.
                    _ => bytes.insert(at, b'0' + value % 10),
                }
            }
        }
        if let Err(error) = read_bytes(&packed(&parts)) {
            prop_assert!(!error.message().is_empty());
        }
    }

    /// A list that was altered in a few places is read or refused.
    #[test]
    fn altered_lists_do_no_harm(
        form in 0..FORMS.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 1..12),
    ) {
        let mut bytes = SAMPLES.with(|samples| samples[form].clone());
        for (at, value, what) in changes {
            let at = at.index(bytes.len());
            match what {
                0 => bytes[at] = value,
                1 => _ = bytes.remove(at),
                2 => bytes.insert(at, value),
                _ => bytes.truncate(at.max(1)),
            }
            if bytes.is_empty() {
                bytes.push(value);
            }
        }
        match read_bytes(&bytes) {
            Ok(list) => {
                let places: BTreeSet<&str> =
                    list.titles.iter().map(|title| title.place.as_str()).collect();
                prop_assert_eq!(places.len(), list.titles.len());
            }
            Err(error) => prop_assert!(!error.message().is_empty()),
        }
    }
}
