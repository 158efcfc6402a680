//! Results come back, are found, and are deleted without a trace.

use std::fs;
use std::path::Path;

use super::*;
use crate::report::model::{CutoffSummary, ManuscriptResult, Record, Report, Side, Verdict};

fn report(title: &str, index: &str, verdict: &str, works: &[&str]) -> Report {
    let matches: Vec<_> = works
        .iter()
        .map(|work| {
            serde_json::json!({
                "index": 0, "work": {"id": work, "title": work, "author": "N. N."},
                "verdict": verdict, "coverage": 0.9, "hits": 40,
                "manuscript_in_work": {"estimate": 0.9, "low": 0.8, "high": 0.95},
                "work_in_manuscript": {"estimate": 0.9, "low": 0.8, "high": 0.95},
                "spans": [{"from": 0.0, "to": 1.0}], "records": [],
            })
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "report_version": 1, "tool": {"name": "colophon", "version": "0.1.0"},
        "created": "2026-11-24T00:00:00Z",
        "indexes": [{"file": "a.colophon", "name": index, "sha256": index, "created": "2026-01-01T00:00:00Z",
                     "works": 1, "records": 0, "scale": 64, "recipe": "colophon-1", "demonstration": false}],
        "results": [{
            "path": format!("/books/{title}.epub"), "client": null, "title": title, "author": "Ada Ünal",
            "digests": {"md5": null, "sha1": null, "sha256": "5a".repeat(32), "text_sha256": null},
            "text": {"letters": 9, "words": 2, "language": null, "hashes": 1},
            "verdict": if works.is_empty() { "not-found" } else { verdict },
            "matches": matches, "warnings": [],
        }],
        "skipped": [],
    }))
    .unwrap()
}

fn keep(library: &Library, report: &Report, checked: &str) -> Row {
    let result: &ManuscriptResult = &report.results[0];
    let file = Path::new(&result.path);
    let context = ReportContext::of(report);
    library.keep(&context, file, result, checked).unwrap()
}

fn query(search: &str) -> Query {
    Query {
        run: None,
        search: search.to_owned(),
        verdicts: Vec::new(),
        only_news: false,
        sort: SortBy::Title,
        descending: false,
        offset: 0,
        limit: 100,
    }
}

fn titles(library: &Library, query: &Query) -> Vec<String> {
    let rows = library.list(query).unwrap().rows;
    rows.into_iter().filter_map(|row| row.title).collect()
}

#[test]
fn results_come_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("colophon/library.sqlite");
    let library = Library::open(&path).unwrap();
    let kept = keep(
        &library,
        &report("Salt", "one", "same-text", &["w"]),
        "2026-11-24T00:00:00Z",
    );
    // As when the power fails: nothing is closed.
    std::mem::forget(library);
    let library = Library::open(&path).unwrap();
    let detail = library.get(kept.id).unwrap();
    assert_eq!(detail.row, kept);
    assert_eq!(detail.report.results[0].verdict, Verdict::SameText);
    assert_eq!(detail.report.indexes[0].name, "one");
    assert!(!detail.present && detail.news.is_none());
    assert_eq!(
        library.get(999).unwrap_err().code(),
        crate::report::Code::NotFound
    );
}

#[test]
fn words_are_found_in_any_case_and_signs_are_letters() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    for title in ["ÉTÉ in Łódź", "100% wool", "under_score", "100 wool"] {
        keep(
            &library,
            &report(title, "one", "same-text", &["w"]),
            "2026-11-24T00:00:00Z",
        );
    }
    assert_eq!(titles(&library, &query("été")), ["ÉTÉ in Łódź"]);
    assert_eq!(titles(&library, &query("100%")), ["100% wool"]);
    assert_eq!(titles(&library, &query("r_s")), ["under_score"]);
    assert_eq!(titles(&library, &query("wool ünal")).len(), 2);
    assert_eq!(titles(&library, &query("' OR 1=1 --")), [""; 0]);
    let page = library
        .list(&Query {
            verdicts: vec![Verdict::NotFound],
            ..query("")
        })
        .unwrap();
    assert_eq!((page.total, page.verdicts[0].count), (0, 4));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("colophon/library.sqlite");
    let library = Library::open(&path).unwrap();
    keep(
        &library,
        &report("Salt", "one", "same-text", &["w"]),
        "2026-11-24T00:00:00Z",
    );
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?}", entry.path());
    }
}

#[test]
fn what_is_forgotten_is_in_no_file() {
    const PLANTED: &str = "Quillwater Zanzibar";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    let library = Library::open(&path).unwrap();
    let holding = || {
        let files = fs::read_dir(folder.path()).unwrap();
        files
            .filter(|entry| {
                let bytes = fs::read(entry.as_ref().unwrap().path()).unwrap();
                let planted = PLANTED.to_lowercase();
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                text.contains(&planted)
            })
            .count()
    };
    let ids: Vec<_> = (0..200)
        .map(|n| {
            let report = report(&format!("{PLANTED} {n}"), "one", "same-text", &["w"]);
            keep(&library, &report, "2026-11-24T00:00:00Z").id
        })
        .collect();
    let stays = keep(
        &library,
        &report("Salt", "one", "same-text", &["w"]),
        "2026-11-24T00:00:00Z",
    );
    assert!(holding() > 0);
    assert_eq!(library.forget(&ids).unwrap(), 200);
    assert_eq!(holding(), 0);
    assert_eq!(titles(&library, &query("")), ["Salt"]);
    assert!(library.get(stays.id).is_ok());
}

#[test]
fn what_is_being_forgotten_is_hidden_and_can_be_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    let library = Library::open(&path).unwrap();
    let day = "2026-11-24T00:00:00Z";
    let id = keep(&library, &report("Salt", "one", "same-text", &[]), day).id;
    keep(&library, &report("Wheat", "one", "same-text", &["w"]), day);
    let list = report("Ledger", "one", "same-text", &["w"]);
    let run = library
        .keep_run(Path::new("/lists/a.csv"), &list)
        .unwrap()
        .id;

    assert_eq!(library.leave(&[id, 999]).unwrap(), 1);
    library.leave_run(run).unwrap();
    assert_eq!(titles(&library, &query("")), ["Wheat"]);
    assert!(library.runs().unwrap().is_empty());
    // A later check is not compared with it.
    let again = keep(
        &library,
        &report("Salt", "two", "same-text", &["new work"]),
        day,
    );
    assert_eq!(again.news, 0);
    library.forget(&[again.id]).unwrap();

    assert!(library.bring_back().unwrap());
    assert!(!library.bring_back().unwrap());
    assert_eq!(library.list(&query("")).unwrap().total, 2);
    assert_eq!(library.runs().unwrap()[0].titles, 1);
    library.settle().unwrap();
    assert_eq!(library.list(&query("")).unwrap().total, 2);
}

#[test]
fn what_was_being_forgotten_goes_when_the_time_is_over_and_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    let holding = |planted: &str| {
        let files = fs::read_dir(folder.path()).unwrap();
        files
            .filter(|entry| {
                let bytes = fs::read(entry.as_ref().unwrap().path()).unwrap();
                String::from_utf8_lossy(&bytes).contains(planted)
            })
            .count()
    };
    let day = "2026-11-24T00:00:00Z";
    let library = Library::open(&path).unwrap();
    let one = keep(
        &library,
        &report("Quillwater", "one", "same-text", &["w"]),
        day,
    )
    .id;
    let two = keep(
        &library,
        &report("Zanzibar", "one", "same-text", &["w"]),
        day,
    )
    .id;
    let list = report("Ledgerdomain", "one", "same-text", &["w"]);
    let run = library
        .keep_run(Path::new("/lists/a.csv"), &list)
        .unwrap()
        .id;
    library.leave(&[one]).unwrap();
    library.leave_run(run).unwrap();
    assert!(holding("Quillwater") > 0);
    library.settle().unwrap();
    assert_eq!(holding("Quillwater") + holding("Ledgerdomain"), 0);
    assert!(!library.bring_back().unwrap());

    // Nobody settles this before the program ends.
    library.leave(&[two]).unwrap();
    drop(library);
    let library = Library::open(&path).unwrap();
    assert_eq!(library.list(&query("")).unwrap().total, 0);
    assert_eq!(holding("Zanzibar"), 0);
}

#[test]
fn a_later_index_brings_news() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    keep(
        &library,
        &report("Salt", "one", "same-text", &[]),
        "2026-11-24T00:00:00Z",
    );
    let again = keep(
        &library,
        &report("Salt", "two", "same-text", &["new work"]),
        "2026-11-25T00:00:00Z",
    );
    assert_eq!(again.news, 1);
    let news = library.get(again.id).unwrap().news.unwrap();
    assert_eq!(news.works[0].title, "new work");
    assert_eq!(news.verdict, Verdict::NotFound);
    let only = Query {
        only_news: true,
        ..query("")
    };
    assert_eq!(library.list(&only).unwrap().total, 1);
}

#[test]
fn two_programs_keep_results_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    drop(Library::open(&path).unwrap());
    std::thread::scope(|scope| {
        for program in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let library = Library::open(path).unwrap();
                for n in 0..40 {
                    let report = report(&format!("{program} {n}"), "one", "same-text", &["w"]);
                    keep(&library, &report, "2026-11-24T00:00:00Z");
                }
            });
        }
    });
    let library = Library::open(&path).unwrap();
    assert_eq!(library.list(&query("")).unwrap().total, 80);
}

#[test]
fn a_damaged_store_is_put_aside_and_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    fs::write(&path, b"this was a store of results once").unwrap();
    let library = Library::open(&path).unwrap();
    let aside = library.set_aside().unwrap();
    assert_eq!(
        fs::read(aside).unwrap(),
        b"this was a store of results once"
    );
    assert_eq!(library.list(&query("")).unwrap().total, 0);
}

#[test]
fn a_list_is_kept_whole_and_goes_whole() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let mut whole = report("Salt", "one", "listed", &["w"]);
    for n in 0..50_u32 {
        let mut result = whole.results[0].clone();
        result.title = Some(format!("Title {n}"));
        result.row = Some(n + 2);
        result.client = Some(format!("client {}", n % 5));
        whole.results.push(result);
    }
    let run = library
        .keep_run(Path::new("/lists/clients.csv"), &whole)
        .unwrap();
    let runs = library.runs().unwrap();
    assert_eq!(
        (runs[0].id, runs[0].titles, runs[0].found),
        (run.id, 51, 51)
    );
    let of_run = Query {
        run: Some(run.id),
        ..query("")
    };
    assert_eq!(library.list(&of_run).unwrap().total, 51);
    assert_eq!(library.list(&query("")).unwrap().total, 0);
    assert_eq!(library.run_report(run.id).unwrap().results.len(), 51);
    library.forget_run(run.id).unwrap();
    assert!(library.runs().unwrap().is_empty());
    assert_eq!(library.list(&of_run).unwrap().total, 0);
}

#[test]
fn results_with_different_cut_off_dates_are_reported_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library.sqlite")).unwrap();
    let kept = |title: &str, from: &str| {
        let mut report = report(title, "one", "listed", &["w"]);
        report.cutoff = Some(CutoffSummary {
            name: None,
            from: from.to_owned(),
            to: "2021-07-31".to_owned(),
            sources: Vec::new(),
        });
        report.results[0].matches[0].records = vec![Record {
            cutoff: Some(Side::Before),
            ..Record::default()
        }];
        keep(&library, &report, "2026-11-24T00:00:00Z").id
    };
    let ids = [
        kept("Salt", "2021-06-01"),
        kept("Silt", "2021-06-01"),
        kept("Sand", "2020-01-01"),
    ];
    let sides = |ids: &[ResultId]| {
        let report = library.report(ids).unwrap();
        let matches = report.results.iter().flat_map(|it| &it.matches);
        let records = matches.flat_map(|it| &it.records);
        let sides: Vec<_> = records.map(|record| record.cutoff).collect();
        (report.cutoff.map(|it| it.from), sides)
    };
    let same = (Some("2021-06-01".to_owned()), vec![Some(Side::Before); 2]);
    assert_eq!(sides(&ids[..2]), same);
    assert_eq!(sides(&ids), (None, vec![None; 3]));
}
