//! Films, episodes and papers, asked for as people ask.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::dumps::build;
use colophon_tests::{finish, isolated};
use serde_json::Value;

const SUBTITLES: &str = "IDSubtitle\tMovieName\tMovieYear\tLanguageName\tISO639\tSubAddDate\tImdbID\tSubFormat\tSubSumCD\tMovieReleaseName\tMovieFPS\tSeriesSeason\tSeriesEpisode\tSeriesIMDBParent\tMovieKind\tURL\n\
1\t\"Harbour Watch\" The Missing Buoy\t2016\tEnglish\ten\t2017-01-02 03:04:05\t9100005\tsrt\t1\tx\t25\t2\t5\t9100002\ttv\thttp://example.org/1\n\
2\t\"Harbour Watch\" The Long Night\t2016\tEnglish\ten\t2017-01-02 03:04:05\t9100006\tsrt\t1\tx\t25\t2\t6\t9100002\ttv\thttp://example.org/2\n";

const BASICS: &str = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n\
tt9100005\ttvEpisode\tThe Missing Buoy\tThe Missing Buoy\t0\t2016\t\\N\t50\tDrama\n";
const CREW: &str = "tconst\tdirectors\twriters\ntt9100005\t\\N\tnm0000001\n";
const PEOPLE: &str = "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n\
nm0000001\tIngrid Solvang\t\\N\t\\N\twriter\t\\N\n";

fn films(folder: &Path) -> PathBuf {
    let dump = folder.join("subs.tsv");
    fs::write(&dump, SUBTITLES).unwrap();
    let out = folder.join("films.colophon");
    let mut build = build(&[("opensubtitles", &dump)], &out);
    for (name, table) in [
        ("title.basics.tsv", BASICS),
        ("title.crew.tsv", CREW),
        ("name.basics.tsv", PEOPLE),
    ] {
        fs::write(folder.join(name), table).unwrap();
        build.arg("--crew").arg(folder.join(name));
    }
    let _ = finish(&mut build).ending(0);
    out
}

fn lookup(index: &Path, arguments: &[&str]) -> Value {
    let mut lookup = isolated();
    lookup.args(["lookup", "--format", "json"]).args(arguments);
    finish(lookup.arg("--index").arg(index)).json()
}

fn titles(found: &Value) -> Vec<&str> {
    let records = found["records"].as_array().unwrap().iter();
    records.map(|it| it["title"].as_str().unwrap()).collect()
}

fn verdicts(folder: &Path, index: &Path, list: &str) -> Vec<String> {
    let path = folder.join("list.csv");
    fs::write(&path, list).unwrap();
    let mut check = isolated();
    check
        .args(["check", "--format", "json", "--clients"])
        .arg(path);
    let report = finish(check.arg("--index").arg(index)).json();
    let results = report["results"].as_array().unwrap().iter();
    results
        .map(|it| it["verdict"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_episode_is_found_by_its_title_its_writer_or_its_series() {
    let folder = tempfile::tempdir().unwrap();
    let index = films(folder.path());
    for arguments in [
        &["The Missing Buoy"][..],
        &["--title", "The Missing Buoy", "--author", "Ingrid Solvang"],
        &["Ingrid Solvang"],
        &["--imdb", "TT 9100005"],
    ] {
        assert_eq!(
            titles(&lookup(&index, arguments)),
            ["The Missing Buoy"],
            "{arguments:?}"
        );
    }
    let mut series = lookup(&index, &["tt9100002"]);
    let mut of_series = titles(&series);
    of_series.sort_unstable();
    assert_eq!(of_series, ["The Long Night", "The Missing Buoy"]);
    series = lookup(
        &index,
        &["--title", "The Missing Buoy", "--author", "Somebody Else"],
    );
    assert!(titles(&series).is_empty(), "{series:#}");
    let head = "title,author,series,season,episode,year\n";
    for (row, verdict) in [
        ("The Missing Buoy,Ingrid Solvang,,,,2016", "listed"),
        ("The Missing Buoy,Ingrid Solvang,,,,", "possible"),
        ("The Missing Buoy,Somebody Else,,,,2016", "not-found"),
        (
            "The Missing Buoy,Ingrid Solvang,Harbour Watch,2,5,2016",
            "listed",
        ),
        (
            "The Missing Buoy,Ingrid Solvang,Harbour Watch,3,1,2016",
            "possible",
        ),
        (",Ada Quill,Harbour Watch,2,5,", "possible"),
    ] {
        let list = format!("{head}{row}\n");
        assert_eq!(verdicts(folder.path(), &index, &list), [verdict], "{row}");
    }
}

#[test]
fn a_row_with_a_journal_is_a_paper() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("papers.csv");
    let rows = "title,author,journal,year,volume,issue,first page,doi\n\
                A Bound on Everything,Ann Smith,Journal of Bounds,2014,12,3,101,\n\
                On Brackets,Ann Smith,Journal of Bounds,2018,,,,https://doi.org/10.5555%2FPL%2F2018(4)33.\n";
    fs::write(&table, rows).unwrap();
    let index = folder.path().join("papers.colophon");
    let _ = finish(&mut build(&[("csv", &table)], &index)).ending(0);
    let list =
        "title,author,journal,year\nA Bound on Everything,Ann Smith,Journal of Bounds,2014\n";
    assert_eq!(verdicts(folder.path(), &index, list), ["listed"]);
    let found = lookup(&index, &["A Bound on Everything"]);
    assert_eq!(found["records"][0]["issue"], "12(3):101", "{found:#}");
    for doi in [
        "10.5555/PL/2018(4)33",
        "10.5555/pl/2018(4)33.",
        "<https://doi.org/10.5555/pl/2018(4)33>",
        "(doi:10.5555/pl/2018(4)33).",
    ] {
        assert_eq!(titles(&lookup(&index, &[doi])), ["On Brackets"], "{doi}");
        assert_eq!(
            titles(&lookup(&index, &["--doi", doi])),
            ["On Brackets"],
            "{doi}"
        );
    }
    let refused = |arguments: &[&str], code: &str| {
        let mut lookup = isolated();
        lookup
            .arg("lookup")
            .args(arguments)
            .arg("--index")
            .arg(&index);
        finish(&mut lookup).refused(code);
    };
    refused(&["--doi", "10.0000/invented"], "invalid-argument");
    // Nothing in this index could have them.
    refused(&["--isbn", "9780306406157"], "no-isbns");
    refused(&["--imdb", "tt0116191"], "no-films");
}
