//! Client lists: every row has a result or a reason, and a stopped check resumes.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use colophon_tests::dumps::{self, Listed};
use colophon_tests::lists::{self, Row};
use colophon_tests::{Ran, finish, isolated, names, text};
use serde_json::Value;

/// Builds an index of made-up books `0..n` and of the texts in `texts`.
fn index(folder: &Path, n: usize, texts: Option<&Path>) -> PathBuf {
    let (dump, out) = (folder.join("dump.sql"), folder.join("made.colophon"));
    fs::write(&dump, dumps::updated(&dumps::many(n))).unwrap();
    let mut source = std::ffi::OsString::from("libgen:");
    source.push(&dump);
    let mut command = isolated();
    command
        .args(["index", "build", "--scale", "64", "--out"])
        .arg(&out)
        .arg("--catalogue")
        .arg(source);
    if let Some(texts) = texts {
        command.arg("--books").arg(texts);
    }
    let _ = finish(&mut command).ending(0);
    fs::remove_file(dump).unwrap();
    out
}

fn check(list: &Path, index: &Path) -> Command {
    let mut command = isolated();
    command
        .args(["check", "--clients"])
        .arg(list)
        .arg("--index")
        .arg(index);
    command
}

fn report_of(command: &mut Command) -> (Ran, Value) {
    let ran = finish(command.args(["--format", "json"]));
    let report = ran.json();
    (ran, report)
}

/// Returns a report without the time when it was made.
fn timeless(path: &Path) -> Value {
    let mut report: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    report["created"] = Value::Null;
    report
}

#[test]
fn every_row_has_a_result_or_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 4_000, None);
    let list = folder.path().join("clients.csv");
    let mut rows = String::from("client,title,author,isbn,year\n");
    for n in 0..5_000 {
        // Every other book is in the catalogue; every fiftieth row is broken.
        let (title, author) = dumps::book(n * 8 / 5);
        match n {
            _ if n % 100 == 13 => rows.push_str(",,,,\u{20}x\n"),
            _ if n % 100 == 63 => writeln!(rows, "client {},,,not a number,", n % 40).unwrap(),
            _ => writeln!(rows, "client {},\"{title}\",\"{author}\",,2005", n % 40).unwrap(),
        }
    }
    fs::write(&list, rows).unwrap();
    let (ran, report) = report_of(&mut check(&list, &index));
    let (results, skipped) = (
        report["results"].as_array().unwrap(),
        report["skipped"].as_array().unwrap(),
    );
    let rows: BTreeSet<u64> = results
        .iter()
        .chain(skipped)
        .map(|entry| entry["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows.len(), 5_000, "every row is there");
    assert_eq!(results.len() + skipped.len(), 5_000, "and once");
    assert_eq!(skipped.len(), 100, "{:#?}", skipped.first());
    assert!(
        skipped
            .iter()
            .all(|row| !row["message"].as_str().unwrap().is_empty())
    );
    for result in results {
        let n = usize::try_from(result["row"].as_u64().unwrap() - 2).unwrap();
        let expected = if n * 8 / 5 < 4_000 {
            "listed"
        } else {
            "not-found"
        };
        assert_eq!(result["verdict"], expected, "{result:#?}");
    }
    assert_eq!(ran.code, Some(2), "some rows could not be judged");
}

/// The made-up book of a row; the books of the first half of the rows are in the
/// index.
fn number(row: usize) -> usize {
    row * 8 / 5
}

/// Returns the rows of a list, some of them broken.
fn titles(n: usize) -> Vec<Row> {
    (0..n)
        .map(|n| {
            let (title, author) = dumps::book(number(n));
            Row {
                client: format!("client {}", n % 40),
                title,
                author,
                year: "2005".to_owned(),
                is_broken: n % 250 == 77,
                ..Row::default()
            }
        })
        .collect()
}

/// Returns the path of a list in one of the forms.
fn named(folder: &Path, at: usize, form: &str) -> PathBuf {
    let ending = match form {
        "onix" => "xml",
        "calibre" => "db",
        "bibtex" => "bib",
        form => form,
    };
    folder.join(format!("{at}-{form}")).with_extension(ending)
}

#[test]
fn every_form_of_list_accounts_for_every_row() {
    const N: usize = 5_000;
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 4_000, None);
    let rows = titles(N);
    for (at, (form, write, has_clients)) in lists::FORMS.into_iter().enumerate() {
        let list = named(folder.path(), at, form);
        write(&rows, &list);
        let (ran, report) = report_of(&mut check(&list, &index));
        let (results, skipped) = (
            report["results"].as_array().unwrap(),
            report["skipped"].as_array().unwrap(),
        );
        let known: BTreeMap<String, &Value> = results
            .iter()
            .map(|result| {
                (
                    result["title"].as_str().unwrap_or_default().to_owned(),
                    result,
                )
            })
            .collect();
        let mut n_lost = 0;
        for (n, row) in rows.iter().enumerate() {
            let Some(result) = known.get(&row.title) else {
                assert!(
                    row.is_broken,
                    "{form} {at}: {row:?} is not there: {:#?}",
                    skipped.first()
                );
                n_lost += 1;
                continue;
            };
            let expected = if number(n) < 4_000 {
                "listed"
            } else {
                "not-found"
            };
            // What could be read of a broken row was looked up.
            assert!(
                row.is_broken || result["verdict"] == expected,
                "{form}: {result:#?}"
            );
            assert!(!has_clients || row.is_broken || result["client"] == row.client.as_str());
        }
        assert!(
            skipped
                .iter()
                .all(|row| !row["message"].as_str().unwrap().is_empty())
        );
        assert!(
            skipped.len() >= n_lost,
            "{form} {at}: {n_lost} lost, {} named",
            skipped.len()
        );
        assert_eq!(results.len() + skipped.len(), N, "{form} {at}");
        assert_eq!(ran.code, Some(if skipped.is_empty() { 1 } else { 2 }));
    }
}

#[test]
fn a_title_without_a_catalogue_is_not_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("clients.csv");
    fs::write(&list, "title,author\nThe Salt Road,Jane Writer\n").unwrap();
    let (ran, report) = report_of(&mut check(&list, colophon_tests::starter()));
    assert_eq!(report["results"][0]["verdict"], "inconclusive");
    assert_eq!(report["results"][0]["warnings"][0]["code"], "no-catalogue");
    assert_eq!(ran.code, Some(2));
}

#[test]
fn a_folder_of_reports_has_a_page_and_a_table_for_each_client() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 100, None);
    let list = folder.path().join("clients.tsv");
    let (title, author) = dumps::book(5);
    fs::write(
        &list,
        format!(
            "Kunde\tTitel\tAutor\nAgency & Sons\t{title}\t{author}\n\
             Agency & Sons\t\tNobody\nAgency & Sons\t=HYPERLINK(\"x\")\t@SUM\n<script>alert(1)</script>\t<script>alert(2)</script>\tNobody\n"
        ),
    )
    .unwrap();
    let out = folder.path().join("Reports");
    let ran = finish(check(&list, &index).arg("--out").arg(&out)).ending(2);
    assert_eq!(
        names(&out),
        [
            "Agency-Sons.csv",
            "Agency-Sons.html",
            "Agency-Sons.seal",
            "Agency-Sons.xlsx",
            "overview.html",
            "report.json",
            "report.seal",
            "script-alert-1-script.csv",
            "script-alert-1-script.html",
            "script-alert-1-script.seal",
            "script-alert-1-script.xlsx",
            "titles.csv",
            "titles.xlsx",
        ],
        "{ran:#?}"
    );
    let page = fs::read_to_string(out.join("Agency-Sons.html")).unwrap();
    assert!(page.contains(&title) && page.contains("record <bdi>5</bdi>"));
    assert!(page.contains("The row has no title."), "{page}");
    let other = fs::read_to_string(out.join("script-alert-1-script.html")).unwrap();
    assert!(other.contains("&lt;script&gt;alert(2)") && !other.contains("<script>"));
    let table = fs::read_to_string(out.join("titles.csv")).unwrap();
    for row in csv::Reader::from_reader(table.as_bytes()).records() {
        for cell in &row.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn a_folder_holds_the_pages_of_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 50, None);
    let list = folder.path().join("clients.csv");
    let of = |clients: &[&str]| {
        let row = |client: &&str| format!("{client},A Book,Nobody\n");
        let rows: String = clients.iter().map(row).collect();
        fs::write(&list, format!("client,title,author\n{rows}")).unwrap();
    };
    let out = folder.path().join("Reports");
    let run = || finish(check(&list, &index).arg("--out").arg(&out)).ending(0);
    of(&["Ada", "Bert"]);
    let _ = run();
    fs::write(out.join("mine.html"), "mine").unwrap();
    of(&["Bert", "Cleo"]);
    let ran = run();
    let pages: Vec<String> = names(&out);
    let expected = [
        "Bert.csv",
        "Bert.html",
        "Bert.seal",
        "Bert.xlsx",
        "Cleo.csv",
        "Cleo.html",
        "Cleo.seal",
        "Cleo.xlsx",
        "mine.html",
        "overview.html",
        "report.json",
        "report.seal",
        "titles.csv",
        "titles.xlsx",
    ];
    assert_eq!(pages, expected);
    assert!(
        ran.stderr
            .contains("Ada.csv, Ada.html, Ada.seal, Ada.xlsx."),
        "{ran:#?}"
    );
    assert!(ran.stderr.contains("mine.html."), "{ran:#?}");
}

#[test]
fn a_folder_that_cannot_be_the_report_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 50, None);
    let list = folder.path().join("titles.csv");
    let text = "client,title,author\nAda,A Book,Nobody\n";
    fs::write(&list, text).unwrap();
    let to = |out: &str, more: &[&str]| {
        let out = folder.path().join(out);
        finish(check(&list, &index).args(more).arg("--out").arg(out))
    };
    to("Reports/", &["--format", "html"]).refused("invalid-argument");
    to("missing/Reports", &[]).refused("unwritable");
    to("titles.csv/", &[]).refused("unwritable");
    to("Reports/", &["--map", "title=None"]).refused("columns-unknown");
    // A table of all titles would replace the list.
    to(".", &[]).refused("invalid-argument");
    assert_eq!(fs::read_to_string(&list).unwrap(), text);
    let left = names(folder.path());
    assert_eq!(left, ["made.colophon", "titles.csv"]);
}

#[test]
fn files_are_found_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, files) = (folder.path().join("texts"), folder.path().join("files"));
    fs::create_dir(&texts).unwrap();
    fs::create_dir(&files).unwrap();
    fs::write(texts.join("salt.txt"), text::made(7, 6000)).unwrap();
    let index = index(folder.path(), 50, Some(&texts));
    // Not the same file: it ends differently.
    fs::write(
        files.join("Writer - The Salt Road.txt"),
        text::made(7, 6000) + "\n\n",
    )
    .unwrap();
    fs::write(files.join("notes.txt"), text::made(9, 3000)).unwrap();
    fs::write(files.join("Quill, Unread.epub"), "").unwrap();
    let list = folder.path().join("clients.csv");
    fs::write(
        &list,
        "client,title,author\nA,The Salt Road,Jane Writer\nA,Nowhere Else,Ada Quill\nB,Unread,Ada Quill\n",
    )
    .unwrap();
    let (ran, report) = report_of(check(&list, &index).arg("--files").arg(&files));
    assert_eq!(ran.code, Some(2));
    let result = |n: usize| &report["results"][n];
    let is_named = |it: &Value, name: &str| it["path"].as_str().unwrap().ends_with(name);
    assert_eq!(result(0)["verdict"], "same-text");
    assert_eq!(result(0)["title"], "The Salt Road");
    assert!(is_named(result(0), "Writer - The Salt Road.txt"));
    assert_eq!(result(1)["verdict"], "not-found");
    assert_eq!(result(1)["warnings"][0]["code"], "no-file");
    assert_eq!(
        result(2)["verdict"],
        "inconclusive",
        "an unread file is not not-found"
    );
    assert_eq!(report["skipped"][0]["code"], "no-title");
    assert!(is_named(&report["skipped"][0], "notes.txt"));
}

#[cfg(unix)]
#[test]
fn a_killed_check_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    text::library(&files, 300, 4_000);
    let index = index(folder.path(), 2_000, Some(&files));
    let list = folder.path().join("clients.csv");
    let mut rows = String::from("title,author,file\n");
    for n in 0..300 {
        let (title, author) = dumps::book(n * 11);
        writeln!(rows, "{title},{author},work-{n:04}.txt").unwrap();
    }
    fs::write(&list, rows).unwrap();
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let run = |out: &Path| {
        let mut command = check(&list, &index);
        command
            .arg("--files")
            .arg(&files)
            .args(["--jobs", "1", "--out"])
            .arg(out);
        command
    };
    let whole = folder.path().join("whole.json");
    let ran = finish(&mut run(&whole));
    assert!(ran.code == Some(1) || ran.code == Some(2), "{ran:#?}");

    let out = place.join("report.json");
    let journal = place.join("report.json.unfinished");
    let mut n_before = 0;
    for _ in 0..3 {
        let mut child = run(&out)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Instant::now();
        let lines =
            || fs::read(&journal).map_or(0, |bytes| bytes.split(|&byte| byte == b'\n').count());
        while lines() < n_before + 25
            && child.try_wait().unwrap().is_none()
            && started.elapsed() < Duration::from_mins(1)
        {
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it was killed"
        );
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(lines() >= n_before + 25, "what was done is kept");
        n_before = lines();
        assert!(!out.exists(), "no half-written report");
    }
    let ran = finish(&mut run(&out));
    let told = ran.stderr.contains("titles were already checked");
    assert!(told, "{ran:#?}");
    assert_eq!(names(&place), ["report.json"], "nothing is left of it");
    assert_eq!(timeless(&out), timeless(&whole));

    // Ctrl-C also keeps what is done.
    fs::remove_file(&out).unwrap();
    let child = run(&out)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let _ = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    if ran.code == Some(130) {
        assert!(ran.stderr.contains("300 titles"), "{ran:#?}");
        assert_eq!(names(&place), ["report.json.unfinished"]);
    }
    // With another list the old journal is not used.
    fs::write(&list, "title,author\nA Book,Somebody\n").unwrap();
    let ran = finish(&mut run(&out));
    assert!(!ran.stderr.contains("done already"), "{ran:#?}");
    assert_eq!(timeless(&out)["results"].as_array().unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_killed_check_of_every_form_of_list_goes_on() {
    use std::os::unix::process::ExitStatusExt as _;
    const N: usize = 5_000;
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 4_000, None);
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let (whole, out) = (folder.path().join("whole.json"), place.join("report.json"));
    let journal = place.join("report.json.unfinished");
    let n_lines = || {
        let all = fs::read(&journal).unwrap_or_default();
        all.split(|byte| *byte == b'\n').count().saturating_sub(1)
    };
    let rows = titles(N);
    for (at, (form, write, _)) in lists::FORMS.into_iter().enumerate() {
        let list = named(folder.path(), at, form);
        write(&rows, &list);
        let _ = finish(check(&list, &index).arg("--out").arg(&whole));
        let mut child = check(&list, &index)
            .args(["--jobs", "1", "--out"])
            .arg(&out)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while n_lines() < 100 * (at + 1) && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        let is_killed = child.wait().unwrap().signal() == Some(9);
        assert!(is_killed && !out.exists(), "{form} {at}: too late");
        // The first line names what is checked, the others have a title each.
        let n_done = n_lines() - 1;
        let ran = finish(check(&list, &index).arg("--out").arg(&out));
        let told = format!("{n_done} titles were already checked");
        assert!(ran.stderr.contains(&told), "{form} {at}, {told}: {ran:#?}");
        assert_eq!(timeless(&out), timeless(&whole), "{form} {at}");
        assert_eq!(names(&place), ["report.json"], "nothing is left of it");
        fs::remove_file(&out).unwrap();
    }
}

#[test]
fn columns_can_be_mapped() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 50, None);
    let list = folder.path().join("odd.csv");
    let (title, author) = dumps::book(5);
    fs::write(&list, format!("x1,x2\n{title},{author}\n")).unwrap();
    finish(&mut check(&list, &index)).refused("columns-unknown");
    let (_, report) =
        report_of(check(&list, &index).args(["--map", "title=x1", "--map", "author=x2"]));
    assert_eq!(report["results"][0]["verdict"], "listed");
    finish(check(&list, &index).args(["--map", "title=x1", "--map", "author=x3"]))
        .refused("columns-unknown");
    finish(check(&list, &index).args(["--map", "title"])).refused("invalid-argument");
    finish(check(&list, &index).args(["--map", "nonsense=x1"])).refused("invalid-argument");
}

#[test]
fn a_listed_file_of_another_name_is_the_very_file() {
    let folder = tempfile::tempdir().unwrap();
    let manuscript = folder.path().join("draft.txt");
    fs::write(&manuscript, text::made(3, 3000)).unwrap();
    let dump = folder.path().join("dump.sql");
    let sums = finish(Command::new("md5sum").arg(&manuscript)).stdout;
    let mut listed = Listed::new(1, "Something Else", "Somebody Else", "");
    listed.md5 = sums.split(' ').next().unwrap().to_uppercase();
    fs::write(&dump, dumps::updated(&[listed])).unwrap();
    let out = folder.path().join("made.colophon");
    let mut source = std::ffi::OsString::from("libgen:");
    source.push(&dump);
    let _ = finish(
        isolated()
            .args(["index", "build", "--out"])
            .arg(&out)
            .arg("--catalogue")
            .arg(source),
    )
    .ending(0);
    let ran = finish(
        isolated()
            .arg("check")
            .arg(&manuscript)
            .arg("--index")
            .arg(&out)
            .args(["--format", "json"]),
    )
    .ending(1);
    let report = ran.json();
    assert_eq!(report["results"][0]["verdict"], "same-file");
    assert_eq!(
        report["results"][0]["matches"][0]["records"][0]["tier"],
        "identical-file"
    );
}

#[test]
fn a_book_is_found_under_any_of_its_titles_and_a_file_only_under_its_own_name() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 50, None);
    let (title, author) = dumps::book(3);
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    let surname = author.split_whitespace().last().unwrap();
    for name in [
        format!("{title}.txt"),
        format!("{surname} - {title} and other tales.txt"),
    ] {
        fs::write(files.join(name), text::made(9, 3000)).unwrap();
    }
    let list = folder.path().join("clients.csv");
    let rows = [
        format!("{title},,"),
        format!("Xyz Unlisted,{title},"),
        format!("Xyz Unlisted (also published as {title}),,"),
        "Xyz Unlisted,Uvw Unlisted,".to_owned(),
    ];
    let rows = rows.map(|row| format!("{row}\"{author}\"\n")).concat();
    fs::write(&list, format!("Title,German title,Author\n{rows}")).unwrap();
    let (_, report) = report_of(check(&list, &index).arg("--files").arg(&files));
    let verdicts = report["results"].as_array().unwrap().iter();
    let verdicts: Vec<_> = verdicts.map(|it| it["verdict"].as_str().unwrap()).collect();
    assert_eq!(
        verdicts[1..],
        ["listed", "listed", "not-found"],
        "{report:#}"
    );
    let path = report["results"][0]["path"].as_str().unwrap();
    assert!(path.ends_with(&format!("{title}.txt")), "{path}");
    let told = report["results"][1]["warnings"].to_string();
    assert!(
        told.contains("other-titles") && told.contains(&title),
        "{told}"
    );
    let skipped = report["skipped"].to_string();
    assert!(
        skipped.contains("may be") && skipped.contains("other tales"),
        "{skipped}"
    );
}
