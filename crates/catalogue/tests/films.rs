//! Films and series: the table of `OpenSubtitles`, and `IMDb`'s writers.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;
mod second;

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_catalogue::{DateKind, Error, ErrorKind, Form, Input, Item, Kind, Record, Summary};
use common::{read, read_named};
use second::films::{Imdb, Subtitle, subtitles};

const HEADER: &str = "IDSubtitle\tMovieName\tMovieYear\tLanguageName\tISO639\tSubAddDate\tImdbID\t\
    SubFormat\tSubSumCD\tMovieReleaseName\tMovieFPS\tSeriesSeason\tSeriesEpisode\t\
    SeriesIMDBParent\tMovieKind\tURL\n";

/// Returns a row with these values and usual others.
fn row(values: &[(&str, &str)]) -> String {
    let of = |name: &str, usual: &'static str| -> String {
        let own = values.iter().find(|(known, _)| *known == name);
        own.map_or(usual, |(_, value)| *value).to_owned()
    };
    [
        of("id", "1"),
        of("name", "The Sea"),
        of("year", "2001"),
        of("language", "English"),
        of("code", "en"),
        of("date", "2006-11-19 04:26:07"),
        of("imdb", "118113"),
        of("format", "srt"),
        "1".to_owned(),
        of("release", "The.Sea.DVDRip"),
        of("fps", "23.976"),
        of("season", "0"),
        of("episode", "0"),
        of("parent", "0"),
        of("kind", "movie"),
        of("url", "http://www.opensubtitles.org/subtitles/1/x-en"),
    ]
    .join("\t")
        + "\n"
}

/// Returns a table with all the junk that was seen in the real one.
fn table() -> String {
    let rows = [
        row(&[]),
        row(&[
            ("id", "2"),
            ("name", "Tab\there"),
            ("year", ""),
            ("code", "pb"),
        ]),
        row(&[
            ("id", "3"),
            ("release", "\tAppurush"),
            ("year", "666"),
            ("code", "ze"),
        ]),
        row(&[("id", "4"), ("release", "old\rmac\r"), ("year", "0")]),
        row(&[
            ("id", "5"),
            ("name", "Two\nlines\r\nthree"),
            ("release", "a\nb\tc"),
        ]),
        row(&[("id", "6"), ("imdb", "54321987654"), ("format", "")]),
        row(&[
            ("id", "7"),
            ("imdb", ""),
            ("code", ""),
            ("language", "Portuguese (BR)"),
        ]),
        row(&[
            ("id", "8"),
            ("name", "\"The Waves\" Salt &amp; \"Water\""),
            ("imdb", "200"),
            ("season", "2"),
            ("episode", "3"),
            ("parent", "100"),
            ("kind", "tv"),
        ]),
        row(&[
            ("id", "9"),
            ("name", "\"The Waves\""),
            ("imdb", "201"),
            ("kind", "tv"),
            ("parent", "100"),
        ]),
        row(&[
            ("id", "10"),
            ("name", "The Waves"),
            ("imdb", "202"),
            ("kind", "tv"),
            ("season", "1"),
        ]),
        row(&[
            ("id", "11"),
            ("name", "A Film on Television"),
            ("imdb", "203"),
            ("kind", "tv"),
        ]),
        row(&[("id", "12"), ("name", "\"Quoted\" Film"), ("imdb", "204")]),
        row(&[
            ("id", "13"),
            ("name", "\"The Waves\" Last"),
            ("parent", "100"),
            ("episode", "9"),
            ("imdb", "205"),
        ]),
        row(&[
            ("id", "14"),
            ("name", ""),
            ("release", "x\thttp y"),
            ("season", "-1"),
        ]),
        row(&[
            ("id", "15"),
            ("name", "Море"),
            ("release", "Release\thttp://x.org/a\nnext"),
        ]),
        row(&[
            ("id", "16"),
            ("name", "O'Hara \"); DROP TABLE x; --"),
            ("date", "0000-00-00 00:00:00"),
        ]),
    ];
    HEADER.to_owned() + &rows.concat()
}

/// Returns the record of a row, read in another way.
fn expected(row: &Subtitle) -> Record {
    let number = |text: &str| text.parse::<u64>().ok().filter(|n| *n > 0);
    let small = |text: &str| number(text).map(|n| u32::try_from(n).unwrap());
    let (season, episode) = (small(&row.season), small(&row.episode));
    let series_imdb = number(&row.parent);
    let is_numbered = season.is_some() || episode.is_some() || series_imdb.is_some();
    let mut record = Record {
        id: row.id.clone(),
        title: row.name.replace("&amp;", "&"),
        year: row.year.clone(),
        language: if row.language.is_empty() {
            row.language_name.clone()
        } else {
            row.language.clone()
        },
        added: row.added.parse().ok(),
        imdb: number(&row.imdb),
        series_imdb,
        season,
        episode,
        format: row.format.clone(),
        form: Form::Film,
        ..Record::default()
    };
    if ["0", "666"].contains(&row.year.as_str()) {
        record.year.clear();
    }
    let is_quoted = record.title.starts_with('"');
    if is_quoted && (is_numbered || row.kind == "tv") {
        let name = record.title.clone();
        let (series, title) = name[1..].split_once('"').unwrap();
        series.clone_into(&mut record.series);
        title.trim().clone_into(&mut record.title);
        record.form = Form::Episode;
    } else if row.kind == "tv" && is_numbered {
        record.form = Form::Episode;
    }
    record
}

fn gz(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_row_of_the_table_is_read_whatever_is_in_its_names() {
    let table = table();
    let contents = read_named(Kind::Opensubtitles, "subtitles_all.txt.gz", &gz(&table)).unwrap();
    let rows = subtitles(
        &table
            .replace("\thttp y", "\thtt y")
            .replace("\thttp://x.org/a\nnext", " a next"),
    );
    let expected: Vec<Record> = rows.iter().map(expected).collect();
    assert_eq!(contents.records.len(), 16);
    for (record, expected) in contents.records.iter().zip(&expected) {
        assert_eq!(record, expected);
    }
    assert_eq!(contents.records, expected);
    assert!(
        contents.summary.skipped.is_empty(),
        "{:?}",
        contents.summary.skipped
    );
    let source = &contents.summary.sources[0];
    assert_eq!(
        (&*source.name, &*source.dated_by),
        ("opensubtitles", "opensubtitles SubAddDate")
    );
    assert_eq!(source.date_kind, DateKind::Added);
    assert!(!format!("{:?}", contents.records).contains("http"));
    let forms: Vec<Form> = contents.records.iter().map(|record| record.form).collect();
    assert_eq!(
        forms[7..13],
        [
            Form::Episode,
            Form::Episode,
            Form::Episode,
            Form::Film,
            Form::Film,
            Form::Episode
        ]
    );
    assert_eq!(
        (&*contents.records[7].series, &*contents.records[7].title),
        ("The Waves", "Salt & \"Water\"")
    );
}

#[test]
fn broken_rows_take_no_other_with_them() {
    let cut = row(&[("id", "50")]).replace("\thttp://www.opensubtitles.org/subtitles/1/x-en", "");
    let strange = row(&[("id", "x51"), ("date", "yesterday")]);
    let short = "52\tThe Sea\thttp://www.opensubtitles.org/subtitles/1/x-en\n";
    let either = "53\ta\t1999\tEnglish\ten\t2006-11-19 04:26:07\t1\tsrt\t1\t1999\tEnglish\ten\t\
                  2006-11-19 04:26:07\t1\tsrt\t1\tz\t23.9\t0\t0\t0\tmovie\thttp://x/\n";
    for (junk, reason, n) in [
        (cut.as_str(), "belong to no row", 1),
        (&strange, "belong to no row", 1),
        (short, "belong to no row", 1),
        ("\n\nrubbish\n", "belong to no row", 3),
        (either, "several ways", 1),
        (&"rubbish\n".repeat(100), "belong to no row", 100),
    ] {
        let text = [HEADER, &row(&[("id", "1")]), junk, &row(&[("id", "2")])].concat();
        let contents = read(Kind::Opensubtitles, &text).unwrap();
        let ids: Vec<&str> = contents.records.iter().map(|record| &*record.id).collect();
        assert_eq!(ids, ["1", "2"], "{junk}");
        assert_eq!(contents.n_skipped(reason), n, "{junk}");
        let last = [HEADER, &row(&[("id", "1")]), junk].concat();
        match read(Kind::Opensubtitles, &last) {
            Ok(contents) => assert_eq!(contents.n_skipped(reason), n, "{junk}"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Truncated, "{junk}"),
        }
    }
    let long = row(&[("imdb", "123456789012345678901")]);
    let contents = read(Kind::Opensubtitles, HEADER.to_owned() + &long).unwrap();
    assert_eq!(contents.records[0].imdb, None);
    assert_eq!(contents.n_skipped("numbers of IMDb"), 1);
}

#[test]
fn columns_are_found_by_their_names() {
    let turned = "url_of\tMovieKind\tImdbID\tNew\tmoviename\tIDSubtitle\tURL\n\
                  x\tmovie\t7\tnew\tThe\tSea\t5\thttp://x/\n";
    let contents = read(Kind::Opensubtitles, turned).unwrap();
    let record = &contents.records[0];
    assert_eq!(
        (&*record.id, &*record.title, record.imdb),
        ("5", "The Sea", Some(7))
    );
    // Without a header the first row must be right in every column.
    let without = table().replace(HEADER, "");
    assert_eq!(
        read(Kind::Opensubtitles, &without).unwrap().records.len(),
        16
    );
    let refused = |text: &str| {
        let error = read(Kind::Opensubtitles, text).unwrap_err();
        (error.kind(), error.to_string())
    };
    let (kind, message) = refused(&without.replacen("en\t2006", "english\t2006x", 1));
    assert_eq!(kind, ErrorKind::NothingKnown);
    assert!(message.contains("The Sea"), "{message}");
    let (kind, message) = refused("title,author\nThe Sea,Anna Weller\n");
    assert_eq!(kind, ErrorKind::NothingKnown, "{message}");
    for name in ["IDSubtitle", "MovieName", "ImdbID", "MovieKind", "URL"] {
        let (kind, message) = refused(&table().replacen(name, "Other", 1));
        assert_eq!(kind, ErrorKind::MissingColumn);
        assert!(message.contains(name), "{message}");
    }
    let (kind, _) = refused(
        &HEADER
            .replace("\tURL", "")
            .replacen("IDSub", "URL\tIDSub", 1),
    );
    assert_eq!(kind, ErrorKind::MissingColumn);
    let (kind, _) = refused(&HEADER.replacen("MovieFPS", "MovieName", 1));
    assert_eq!(kind, ErrorKind::Damaged);
    assert_eq!(refused(HEADER).0, ErrorKind::NothingKnown);
    assert_eq!(refused("").0, ErrorKind::NothingKnown);
}

#[test]
fn a_table_that_ends_early_is_refused() {
    let table = table();
    let last = table.trim_end().rfind('\n').unwrap() as u64 + 1;
    for cut in [1, 5, 60] {
        let error = read(Kind::Opensubtitles, &table[..table.len() - cut]).unwrap_err();
        assert_eq!(
            (error.kind(), error.offset()),
            (ErrorKind::Truncated, Some(last)),
            "{error}"
        );
    }
    let open = table.clone() + "17\tTwo\n";
    let error = read(Kind::Opensubtitles, open).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::Truncated, Some(table.len() as u64))
    );
    let packed = gz(&table.repeat(200));
    let error = read(Kind::Opensubtitles, &packed[..packed.len() / 2]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    assert!(error.offset().is_some(), "{error}");
    let giant = HEADER.to_owned() + &row(&[("name", &"x".repeat(1 << 20))]);
    let error = read(Kind::Opensubtitles, giant).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{error}");
}

const BASICS: &str = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n\
    tt0118113\tmovie\tThe Sea\tDas Meer\t0\t2001\t\\N\t\\N\tDrama\n\
    tt0000100\ttvSeries\tThe Waves\tThe Waves\t0\t2001\t\\N\t\\N\t\\N\n\
    tt0000200\ttvEpisode\tSalt\tSalz\t0\t2001\t\\N\t\\N\t\\N\n\
    tt0000201\ttvEpisode\tPilot\tPilot\t0\t2001\t\\N\t\\N\t\\N\n\
    tt9999999\tmovie\tNobody asks\tfor it\t0\t2001\t\\N\t\\N\t\\N\n";
const CREW: &str = "tconst\tdirectors\twriters\n\
    tt0118113\tnm0000009\tnm0000002,nm0000001,nm0000002\n\
    tt0000100\t\\N\tnm0000003\n\
    tt0000200\t\\N\tnm0000001,nm0000404\n\
    tt0000201\tnm0000001\t\\N\n\
    tt9999999\tnm0000001\tnm0000001\n";
const NAMES: &str = "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n\
    nm0000001\tAnna Weller\t\\N\t\\N\twriter\t\\N\n\
    nm0000002\tTom Brand\t\\N\t\\N\twriter\t\\N\n\
    nm0000003\tBo Li\t\\N\t\\N\twriter\t\\N\n\
    nm0000009\tA Director\t\\N\t\\N\tdirector\t\\N\n";

/// Reads the table with these files, and in this much memory.
fn read_crew(
    table: &[u8],
    crew: &[(&str, Vec<u8>)],
    memory: usize,
) -> Result<(Vec<Record>, Summary), Error> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let input = Input {
        kind: Kind::Opensubtitles,
        path: Some(write("subtitles.txt", table)),
        crew: crew
            .iter()
            .map(|(name, bytes)| write(name, bytes))
            .collect(),
    };
    let scratch = tempfile::tempdir().unwrap();
    let mut records = Vec::new();
    let mut last = 0;
    let summary = colophon_catalogue::read(
        &input,
        scratch.path(),
        memory,
        &mut |item| {
            if let Item::Record(record) = item {
                records.push(record);
            }
            ControlFlow::Continue(())
        },
        &mut |progress| {
            assert!(progress.n_bytes >= last, "{progress:?}");
            assert!(progress.n_bytes <= progress.total_bytes.unwrap());
            last = progress.n_bytes;
            ControlFlow::Continue(())
        },
    );
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0);
    Ok((records, summary?))
}

fn crew() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.tsv.gz", gz(BASICS)),
        ("b.tsv", CREW.as_bytes().to_vec()),
        ("c", zstd::encode_all(NAMES.as_bytes(), 1).unwrap()),
    ]
}

#[test]
fn writers_come_from_imdb() {
    let table = table();
    let alone = read(Kind::Opensubtitles, &table).unwrap().records;
    let imdb = Imdb::read(BASICS, CREW, NAMES);
    let mut expected: HashMap<String, Record> = HashMap::new();
    for mut record in alone {
        let series = record.series_imdb.filter(|_| record.form == Form::Episode);
        record.author = imdb.author(record.imdb.unwrap_or(0), series.unwrap_or(0));
        let titles = record
            .imdb
            .and_then(|number| imdb.titles.get(&number).cloned());
        let mut titles = titles.unwrap_or_default();
        titles.dedup();
        titles.retain(|title| *title != record.title);
        record.other_titles = titles;
        expected.insert(record.id.clone(), record);
    }
    assert_eq!(expected["1"].author, "Tom Brand; Anna Weller");
    assert_eq!(expected["1"].other_titles, ["Das Meer"]);
    assert_eq!(
        (&*expected["8"].author, &*expected["9"].author),
        ("Anna Weller", "Bo Li")
    );
    for memory in [1 << 14, 1 << 20, 64 << 20] {
        for order in [[0, 1, 2], [2, 0, 1]] {
            let files = crew();
            let files: Vec<_> = order.iter().map(|n: &usize| files[*n].clone()).collect();
            let (records, summary) = read_crew(table.as_bytes(), &files, memory).unwrap();
            assert_eq!(records.len(), 16);
            for record in &records {
                assert_eq!(*record, expected[&record.id], "{memory}");
            }
            let skipped: Vec<_> = summary.skipped.iter().map(|it| (it.reason, it.n)).collect();
            assert_eq!(skipped, [("writers without a name in name.basics", 1)]);
        }
    }
}

#[test]
fn what_is_repaired_is_counted_once() {
    let long = "9".repeat(30);
    let rows = [
        row(&[("id", "1"), ("imdb", &long)]),
        row(&[
            ("id", "2"),
            ("name", "\"The Waves\" \u{1}"),
            ("imdb", "201"),
            ("parent", "100"),
            ("kind", "tv"),
        ]),
        row(&[
            ("id", "3"),
            ("imdb", ""),
            ("parent", "100"),
            ("episode", "2"),
            ("kind", "tv"),
        ]),
        row(&[("id", "4"), ("imdb", ""), ("parent", "100")]),
    ];
    let table = (HEADER.to_owned() + &rows.concat()).into_bytes();
    let table: Vec<u8> = table
        .into_iter()
        .map(|byte| if byte == 1 { 0xFF } else { byte })
        .collect();
    let alone = read(Kind::Opensubtitles, &table).unwrap();
    let (records, summary) = read_crew(&table, &crew(), 1 << 20).unwrap();
    for summary in [&alone.summary, &summary] {
        assert_eq!(summary.n_mended, 1);
        let broken = summary
            .skipped
            .iter()
            .find(|it| it.reason.contains("not valid"));
        assert_eq!(broken.unwrap().n, 1);
    }
    let authors: HashMap<&str, &str> = records.iter().map(|it| (&*it.id, &*it.author)).collect();
    // The fourth is a film, whatever series it names.
    assert_eq!(
        (authors["2"], authors["3"], authors["4"]),
        ("Bo Li", "Bo Li", "")
    );
}

#[test]
fn an_archive_may_hold_a_read_me_too() {
    let pack = |members: &[(&str, &str)]| -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in members {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let table = table();
    let packed = pack(&[
        ("a-read-me.txt", "This is not a table.\n"),
        ("x.tsv", &table),
    ]);
    let mut files = crew();
    files[0].1 = pack(&[("a.txt", "Nor is this.\n"), ("title.basics.tsv", BASICS)]);
    let (records, _) = read_crew(&packed, &files, 1 << 20).unwrap();
    assert_eq!(records.len(), 16);
    let error = read_crew(&packed, &[("x", pack(&[("a", "b"), ("c", "d")]))], 1 << 20);
    assert_eq!(error.unwrap_err().kind(), ErrorKind::NothingKnown);
}

#[test]
fn writers_belong_to_subtitles_only() {
    let input = Input {
        kind: Kind::Dois,
        path: None,
        crew: vec!["x".into()],
    };
    let error = colophon_catalogue::read(
        &input,
        Path::new("/nowhere"),
        1 << 20,
        &mut |_| ControlFlow::Continue(()),
        &mut |_| ControlFlow::Continue(()),
    );
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidOption);
}

#[test]
fn imdb_s_tables_are_checked_before_work_begins() {
    let table = table();
    let refused = |files: &[(&str, Vec<u8>)]| {
        let error = read_crew(table.as_bytes(), files, 1 << 20).unwrap_err();
        (error.kind(), error.to_string())
    };
    for n in 0..3 {
        let mut files = crew();
        files.remove(n);
        let (kind, message) = refused(&files);
        assert_eq!(kind, ErrorKind::NothingKnown);
        let name = ["title.basics", "title.crew", "name.basics"][n];
        assert!(message.contains(&format!("missing: {name}")), "{message}");
    }
    let mut files = crew();
    files.push(("odd.csv", b"title,author\nx,y\n".to_vec()));
    let (kind, message) = refused(&files);
    assert_eq!(kind, ErrorKind::NothingKnown);
    assert!(
        message.contains("odd.csv") && message.contains("title,author"),
        "{message}"
    );
    let mut files = crew();
    files.push(("twice", CREW.as_bytes().to_vec()));
    assert!(refused(&files).1.contains("twice"), "{files:?}");
    let mut files = crew();
    files[1].1.truncate(CREW.len() - 3);
    let (kind, message) = refused(&files);
    assert_eq!(kind, ErrorKind::Truncated);
    assert!(
        message.contains("b.tsv") && message.contains("byte"),
        "{message}"
    );
    let mut files = crew();
    files[0].1.truncate(30);
    assert_eq!(refused(&files).0, ErrorKind::Truncated);
    let missing = Input {
        kind: Kind::Opensubtitles,
        path: Some(Path::new("/nowhere/subtitles").to_owned()),
        crew: Vec::new(),
    };
    let mut go_on = |_| ControlFlow::Continue(());
    let error = colophon_catalogue::read(
        &missing,
        Path::new("/nowhere"),
        1 << 20,
        &mut |_| ControlFlow::Continue(()),
        &mut go_on,
    );
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Unreadable);
    // Rows that do not fit are counted.
    let mut files = crew();
    files[1].1.extend(b"tt0000203\tx\nnonsense\tx\ty\n");
    let (_, summary) = read_crew(table.as_bytes(), &files, 1 << 20).unwrap();
    let skipped = summary
        .skipped
        .iter()
        .find(|it| it.reason.contains("do not fit"));
    assert_eq!(skipped.unwrap().n, 2);
}
