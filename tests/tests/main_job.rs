//! The main job: a manuscript in, a verdict out.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use colophon_tests::{check_json, colophon, finish, isolated, root, sample, samples, starter};
use serde_json::Value;

const WHOLE: &str = "the-weighbridge-at-cold-drove";
const PART: &str = "the-line-through-the-kitchen";
const ABSENT: &str = "the-blue-star-band-at-the-wrong-house";

/// Returns each file's name and verdict.
fn verdicts(report: &Value) -> BTreeMap<String, String> {
    let results = report["results"].as_array().unwrap().iter();
    results
        .map(|result| {
            let name = Path::new(result["path"].as_str().unwrap())
                .file_name()
                .unwrap();
            let verdict = result["verdict"].as_str().unwrap();
            (name.to_string_lossy().into_owned(), verdict.to_owned())
        })
        .collect()
}

fn without_time(report: &str) -> Value {
    let mut report: Value = serde_json::from_str(report).unwrap();
    assert!(report["created"].take().is_string());
    report
}

#[test]
fn the_samples_get_three_answers() {
    let (ran, report) = check_json(starter(), &[samples()]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let mut expected = BTreeMap::new();
    for (story, endings, verdict) in [
        (WHOLE, &["epub", "pdf", "txt"][..], "same-text"),
        (PART, &["docx", "txt"], "revised-text"),
        (ABSENT, &["pdf", "txt"], "not-found"),
    ] {
        for ending in endings {
            expected.insert(format!("{story}.{ending}"), verdict.to_owned());
        }
    }
    assert_eq!(verdicts(&report), expected);
    assert_eq!(report["skipped"].as_array().unwrap().len(), 0);
}

#[test]
fn a_match_says_which_work_and_where() {
    let (_, report) = check_json(starter(), &[&sample(&format!("{PART}.docx"))]);
    let result = &report["results"][0];
    assert_eq!(result["title"], "The Line Through the Kitchen");
    let found = &result["matches"][0];
    assert_eq!(found["work"]["id"], "somebody-has-to-sit-down");
    // One chapter of several: a third of the story, not at its beginning.
    let share = found["manuscript_in_work"]["estimate"].as_f64().unwrap();
    assert!((0.2..0.5).contains(&share), "{share}");
    let longest = found["spans"].as_array().unwrap().iter().map(|span| {
        let at = |end: &str| span[end].as_f64().unwrap();
        (at("from"), at("to"))
    });
    let (from, to) = longest
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
        .unwrap();
    assert!(from > 0.1 && to < 0.7 && to - from > 0.2, "{from} to {to}");
}

#[test]
fn a_report_is_not_called_what_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report.pdf");
    let check = |more: &[&str]| {
        let mut command = isolated();
        command.arg("check").arg(sample(&format!("{PART}.docx")));
        command.arg("--index").arg(starter()).args(more);
        finish(command.arg("--out").arg(&out))
    };
    let ran = check(&[]);
    assert!(
        ran.stderr.contains(".txt, .json, .csv, .xlsx or .html"),
        "{ran:#?}"
    );
    ran.refused("invalid-argument");
    assert!(!out.exists());
    let _ = check(&["--format", "html"]).ending(1);
    let report = fs::read_to_string(&out).unwrap();
    assert!(report.starts_with("<!DOCTYPE html>"), "{report:.20}");
}

#[test]
fn an_index_that_is_named_twice_is_asked_once() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("made.colophon");
    fs::copy(starter(), &index).unwrap();
    let mut command = isolated();
    command.arg("check").arg(sample(&format!("{PART}.docx")));
    command.arg("--index").arg(&index).arg("--index");
    command.arg(folder.path().join("./made.colophon"));
    let report = finish(command.args(["--format", "json"])).ending(1).json();
    assert_eq!(report["indexes"].as_array().unwrap().len(), 1);
    let matches = report["results"][0]["matches"].as_array().unwrap();
    assert_eq!(matches.len(), 1, "{matches:#?}");
}

#[test]
fn the_text_report_says_that_the_index_is_a_demonstration() {
    let ran = colophon([
        Path::new("check"),
        samples(),
        Path::new("--index"),
        starter(),
    ])
    .ending(1);
    assert!(
        ran.stdout.contains("Colophon demonstration"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("says nothing about any real collection"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("does not prove that anything was trained"),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.stderr, "", "no progress without a terminal");
    // Titles that were found come before those that were not.
    let place = |text: &str| {
        ran.stdout
            .rfind(text)
            .unwrap_or_else(|| panic!("no {text}: {}", ran.stdout))
    };
    assert!(place("The Line Through the Kitchen") < place("The Blue Star Band at the Wrong House"));
}

#[test]
fn json_reports_are_valid_by_the_schema() {
    let schema = fs::read_to_string(root().join("docs/report.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let validate = |report: &Value| {
        let errors: Vec<_> = validator
            .iter_errors(report)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    };
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    fs::write(
        folder.path().join("short.txt"),
        "Some words, too few for a verdict.",
    )
    .unwrap();
    let (_, mut report) = check_json(
        starter(),
        &[samples(), folder.path(), Path::new("/nonexistent.pdf")],
    );
    assert_eq!(report["skipped"].as_array().unwrap().len(), 2);
    validate(&report);
    // The schema does refuse reports.
    report["results"][0]["verdict"] = "perhaps".into();
    assert!(!validator.is_valid(&report));
}

#[test]
fn two_runs_differ_in_time_only() {
    let run = |jobs: &str| {
        let mut command = isolated();
        command
            .arg("check")
            .arg(samples())
            .arg("--index")
            .arg(starter());
        finish(command.args(["--format", "json", "--jobs", jobs]))
            .ending(1)
            .stdout
    };
    let first = run("1");
    for jobs in ["1", "4"] {
        assert_eq!(without_time(&run(jobs)), without_time(&first));
    }
}

#[test]
fn exit_codes_tell_the_outcome() {
    let absent = sample(&format!("{ABSENT}.txt"));
    let whole = sample(&format!("{WHOLE}.txt"));
    let missing = Path::new("/nonexistent.txt");
    for (paths, code) in [
        (&[absent.as_path()][..], 0),
        (&[&absent, &whole], 1),
        (&[&absent, missing], 2),
        (&[&whole, missing], 2),
    ] {
        assert_eq!(check_json(starter(), paths).0.code, Some(code), "{paths:?}");
    }
    for arguments in [
        &["check"][..],
        &["check", "x", "--format", "xml"],
        &["chekc"],
        &[],
    ] {
        let ran = colophon(arguments).ending(2);
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{ran:#?}");
    }
    let help = colophon(["--help"]).ending(0);
    assert!(help.stdout.contains("colophon check"), "{}", help.stdout);
}

#[test]
fn every_format_comes_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    for ending in ["txt", "json", "csv", "html"] {
        let out = folder.path().join(format!("report.{ending}"));
        let mut command = isolated();
        command
            .arg("check")
            .arg(samples())
            .arg("--index")
            .arg(starter())
            .arg("--out")
            .arg(&out);
        let ran = finish(&mut command).ending(1);
        assert_eq!(ran.stdout, "");
    }
    let read =
        |ending: &str| fs::read_to_string(folder.path().join(format!("report.{ending}"))).unwrap();
    assert_eq!(
        verdicts(&serde_json::from_str(&read("json")).unwrap()).len(),
        7
    );
    let csv = read("csv");
    let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    assert_eq!(rows.records().map(Result::unwrap).count(), 7);
    let html = read("html");
    assert!(html.contains("Content-Security-Policy") && html.contains("</html>"));
    assert!(!html.contains("<script"));
    assert_eq!(
        html.matches("Another version of your text").count(),
        read("txt").matches("Another version of your text").count()
    );
    assert_eq!(
        colophon_tests::names(folder.path()).len(),
        4,
        "nothing else is left"
    );
}

#[test]
fn a_fingerprint_is_judged_like_its_manuscript() {
    let folder = tempfile::tempdir().unwrap();
    let manuscript = sample(&format!("{PART}.docx"));
    let print = folder.path().join("kitchen.print");
    let mut command = isolated();
    let made = finish(
        command
            .arg("fingerprint")
            .arg(&manuscript)
            .arg("--out")
            .arg(&print),
    );
    let _ = made.ending(0);
    let (_, mut of_print) = check_json(starter(), &[&print]);
    let (_, mut of_manuscript) = check_json(starter(), &[&manuscript]);
    for report in [&mut of_print, &mut of_manuscript] {
        report["results"][0]["path"].take();
        report["created"].take();
    }
    assert_eq!(of_print, of_manuscript);
}

#[test]
fn the_very_file_is_told_from_the_same_text() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("own.colophon");
    let (epub, pdf) = (
        sample(&format!("{WHOLE}.epub")),
        sample(&format!("{WHOLE}.pdf")),
    );
    let mut command = isolated();
    command
        .args(["index", "build", "--scale", "64", "--books"])
        .arg(&epub);
    let _ = finish(command.arg("--out").arg(&index)).ending(0);
    let (ran, report) = check_json(&index, &[&epub, &pdf]);
    let verdicts: Vec<_> = verdicts(&report).into_values().collect();
    assert_eq!(
        (verdicts, ran.code),
        (
            vec!["same-file".to_owned(), "same-text".to_owned()],
            Some(1)
        )
    );
    // The book names itself, and nothing calls it a demonstration.
    assert_eq!(
        report["results"][0]["matches"][0]["work"]["title"],
        "The Weighbridge at Cold Drove"
    );
    assert_eq!(report["indexes"][0]["demonstration"], false);
}

#[test]
fn several_indexes_are_asked_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.colophon");
    let absent = sample(&format!("{ABSENT}.pdf"));
    let mut command = isolated();
    command
        .args([
            "index", "build", "--scale", "256", "--name", "Own", "--books",
        ])
        .arg(&absent);
    let _ = finish(command.arg("--out").arg(&own)).ending(0);
    let mut command = isolated();
    command
        .arg("check")
        .arg(sample(&format!("{WHOLE}.txt")))
        .arg(sample(&format!("{ABSENT}.txt")));
    command
        .arg("--index")
        .arg(starter())
        .arg("--index")
        .arg(&own)
        .args(["--format", "json"]);
    let report = finish(&mut command).ending(1).json();
    let asked = |i: usize| report["results"][i]["matches"][0]["index"].as_u64();
    assert_eq!((asked(0), asked(1)), (Some(0), Some(1)));
}

#[test]
fn without_a_named_index_the_users_own_ones_are_asked_and_those_that_ship() {
    let data = tempfile::tempdir().unwrap();
    let novel = data.path().join("novel.txt");
    fs::copy(sample(&format!("{WHOLE}.txt")), &novel).unwrap();
    let ask = |path: &Path| {
        let mut command = isolated();
        for name in ["XDG_DATA_HOME", "LOCALAPPDATA"] {
            command.env(name, data.path());
        }
        command.arg("check").arg(path).args(["--format", "json"]);
        let report = finish(&mut command).json();
        let indexes = report["indexes"].as_array().unwrap().iter();
        let files = indexes.map(|index| index["file"].as_str().unwrap().to_owned());
        let verdict = report["results"][0]["verdict"].as_str().unwrap().to_owned();
        (files.collect::<Vec<_>>(), verdict)
    };
    // The demonstration is for the sample stories, and for nothing else.
    let (files, verdict) = ask(&sample(&format!("{WHOLE}.txt")));
    assert!(
        files.len() == 1 && files[0].ends_with("starter.colophon"),
        "{files:?}"
    );
    assert_eq!(verdict, "same-text");
    let (files, verdict) = ask(&novel);
    assert!(
        files.len() == 1 && files[0].ends_with("books3-numbers.colophon"),
        "{files:?}"
    );
    assert_eq!(verdict, "inconclusive");
    let own = data.path().join("colophon").join("indexes");
    if cfg!(target_os = "macos") {
        return colophon_tests::skip(
            "the user's own indexes",
            "their folder on macOS hangs on HOME",
        );
    }
    fs::create_dir_all(&own).unwrap();
    for name in ["b.colophon", "a.colophon", "notes.txt"] {
        fs::copy(starter(), own.join(name)).unwrap();
    }
    let (files, verdict) = ask(&novel);
    assert!(
        files.len() == 3
            && files[0].ends_with("a.colophon")
            && files[2].ends_with("books3-numbers.colophon"),
        "{files:?}"
    );
    assert_eq!(verdict, "same-text");
}

#[test]
fn the_text_is_shown_only_when_asked_for() {
    let ran = colophon([Path::new("extract"), &sample(&format!("{ABSENT}.pdf"))]).ending(0);
    let words: Vec<_> = ran.stdout.split_whitespace().collect();
    assert!(words.len() > 3000, "{} words", words.len());
    let line = words[1000..1008].join(" ");
    let (check, _) = check_json(starter(), &[&sample(&format!("{ABSENT}.pdf"))]);
    assert!(!check.stdout.contains(&line), "{line}");
}
