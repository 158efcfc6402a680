//! Whatever is done to a sample, it is refused or it gives records.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use std::fmt::Write as _;

use colophon_catalogue::{Error, ErrorKind, Kind};
use common::{Contents, create, read};
use proptest::prelude::*;

/// The kinds of papers, films and names, and a sample of each.
fn samples() -> [(Kind, String); 6] {
    let papers = "INSERT INTO `scimag` VALUES (1,'10.1000/a','It\\'s','Weller A., Brand T.'),\
                  (2,'10.0000/b','\"x\"; DROP TABLE y','Li, Bo');\n";
    let (mut dois, mut films, mut names) = (String::new(), String::new(), String::new());
    let mut books = "{\"title\": \"The Sea\", \"author\": \"Anna Weller\"}\n".to_owned();
    films += "IDSubtitle\tMovieName\tISO639\tImdbID\tMovieReleaseName\tMovieKind\tURL\n";
    for n in 0..12 {
        writeln!(dois, "10.1000/Suffix.{n}").unwrap();
        writeln!(
            films,
            "{n}\t\"Sea\" Waves\ten\t{n}\ta\tb\ttv\thttp://x.org/{n}"
        )
        .unwrap();
        writeln!(names, "Anna Weller - Sea {n} (20{n:02}, House).epub.txt").unwrap();
        writeln!(
            books,
            "{{\"title\": \"Sea\\u00e9 {n}\", \"genres\": [\"a\", {n}]}}"
        )
        .unwrap();
    }
    [
        (
            Kind::Scimag,
            create("scimag", &["ID", "DOI", "Title", "Author"]) + papers,
        ),
        (Kind::Dois, dois),
        (Kind::Opensubtitles, films),
        (Kind::FileNames, names),
        (Kind::Bookcorpus, books),
        (
            Kind::Bookcorpus,
            "location,category,fname\n./a/The_Sea.txt,a,The_Sea.txt\n./b/12.txt,b,12.txt\n".into(),
        ),
    ]
}

/// Asserts that an input was refused for a reason, or gave records.
fn assert_sound(read: &Result<Contents, Error>) {
    match read {
        Ok(contents) => assert!(!contents.records.is_empty()),
        Err(error) => {
            assert!(
                !matches!(error.kind(), ErrorKind::Cancelled | ErrorKind::Unwritable),
                "{error}"
            );
            assert!(!error.message().is_empty());
        }
    }
}

#[test]
fn a_sample_that_is_whole_is_read_in_every_encoding() {
    for (kind, sample) in samples() {
        let whole = read(kind, &sample).unwrap();
        let wide: Vec<u8> = sample.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = ["\u{FEFF}".as_bytes(), sample.as_bytes()].concat();
        for bytes in [wide, marked] {
            let other = read(kind, bytes).unwrap();
            assert_eq!(other.records, whole.records, "{kind}");
        }
    }
}

#[test]
fn a_sample_of_another_kind_is_refused() {
    for (kind, _) in samples() {
        for (other, sample) in samples() {
            // A table with a name of a file in each line is a list of such names.
            let is_alike = kind == Kind::FileNames && sample.contains(".txt");
            if kind == other || is_alike {
                continue;
            }
            let error = match read(kind, &sample) {
                Err(error) => error,
                Ok(contents) => panic!("{kind} reads {other}: {:?}", contents.records),
            };
            let is_named = matches!(
                error.kind(),
                ErrorKind::NothingKnown | ErrorKind::MissingColumn
            );
            assert!(is_named, "{kind} reads {other}: {error}");
        }
    }
}

#[test]
fn bytes_that_belong_nowhere_make_nothing_panic() {
    for (kind, sample) in samples() {
        let middle = sample.len() / 2;
        let middle = (middle..sample.len())
            .find(|at| sample.is_char_boundary(*at))
            .unwrap();
        for junk in [
            &b"\0\0\0"[..],
            b"\xFF\xFE\xC0\x80",
            b"\r\r\n\n\r",
            b"\t\t\t\t\t\t\t\t\thttp\n",
            b"\"\"\"\\\\'''",
            b"'; DELETE FROM x; --\n",
            &b"x".repeat(1 << 20),
            &b"\n".repeat(1 << 16),
            &b"\t".repeat(1 << 16),
            &b" - ".repeat(1 << 12),
            &b"{[(".repeat(1 << 12),
        ] {
            for place in [0, middle, sample.len()] {
                let (before, after) = sample.as_bytes().split_at(place);
                assert_sound(&read(kind, [before, junk, after].concat()));
            }
        }
    }
    // Broken letters are repaired and counted.
    let list = "Über Öl - Ärger.txt\n".repeat(10).into_bytes();
    let contents = read(
        Kind::FileNames,
        [list, b"W\xFFller.txt\n".to_vec()].concat(),
    );
    assert_eq!(contents.unwrap().summary.n_mended, 1);
}

#[test]
fn every_part_of_a_packed_sample_is_refused_or_read() {
    for (kind, sample) in samples() {
        let packed = zstd::encode_all(sample.as_bytes(), 3).unwrap();
        assert_eq!(
            read(kind, &packed).unwrap().records,
            read(kind, &sample).unwrap().records
        );
        for n in (8..packed.len()).step_by(7) {
            let error = read(kind, &packed[..n]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Truncated, "{kind} {n}: {error}");
        }
        let mut damaged = packed.clone();
        for byte in &mut damaged[packed.len() / 2..] {
            *byte ^= 0x55;
        }
        assert_sound(&read(kind, damaged));
    }
}

proptest! {
    #[test]
    fn any_change_of_a_sample_is_refused_or_read(
        which in 0_usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        inserted in prop::option::of((any::<prop::sample::Index>(), "\\PC{0,30}|[\t\r\n\"' -]{0,9}")),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (kind, sample) = samples().into_iter().nth(which).unwrap();
        let mut bytes = sample.into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some((place, text)) = inserted {
            let place = place.index(bytes.len());
            bytes.splice(place..place, text.into_bytes());
        }
        if let Some(place) = cut {
            bytes.truncate(place.index(bytes.len()));
        }
        assert_sound(&read(kind, bytes));
    }
}
