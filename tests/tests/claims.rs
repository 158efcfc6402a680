//! Claim sheets: what a claim asks for, from catalogues and registers to the sheet, and
//! the state that a user keeps in it from run to run.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use colophon_tests::dumps::build;
use colophon_tests::{Ran, finish, isolated, names};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

const CATALOGUE: &str = "\
title,author,isbn,md5,sha1,sha256,year,publisher,format,size,added,id,source
The Salt Road,Jane Writer,9780306406157,d41d8cd98f00b204e9800998ecf8427e,da39a3ee5e6b4b0d3255bfef95601890afd80709,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,2010,Ingram,epub,412733,2019-03-02,901,shelf
Harbour Lights,Jane Writer,9780140449136,0cc175b9c0f1b6a831c399e269772661,,,2012,Salt and Sons,pdf,99,2021-08-20,902,shelf
";

const REGISTER: &str = "\
reg_num,reg_date,publication_stat,publisher,pub_date,title,work_type,author_1_name,claimant_1_name,isbn_1,track_title_1,track_title_2
TX0007123456,2010-05-04,PUB,Ingram,2010-03-15,The Salt Road,Text,\"Writer, Jane\",Jane Writer,9780306406157,,
TX0008000001,2018,PUB,Salt & Sons,2012-06-01,Jane Writer's stories,Text,\"Writer, Jane\",Jane Writer,,Harbour Lights,Ebb
";

/// The title of a page that is not escaped.
const MARKUP: &str = "<img src=x onerror=alert(1)></bdi><script>alert(2)</script>";

fn index(folder: &Path) -> PathBuf {
    let (shelf, usco) = (folder.join("shelf.csv"), folder.join("usco.csv"));
    fs::write(&shelf, CATALOGUE).unwrap();
    fs::write(&usco, REGISTER).unwrap();
    let out = folder.join("made.colophon");
    let _ = finish(&mut build(&[("csv", &shelf), ("usco", &usco)], &out)).ending(0);
    out
}

/// A list, an index and a folder for the reports.
struct Desk {
    folder: tempfile::TempDir,
    index: PathBuf,
}

impl Desk {
    fn new(list: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = index(folder.path());
        let desk = Self { folder, index };
        desk.list(list);
        desk
    }

    fn list(&self, list: &str) {
        fs::write(self.folder.path().join("list.csv"), list).unwrap();
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("Reports")
    }

    fn command(&self) -> Command {
        let mut command = isolated();
        command
            .args(["check", "--claims", "--clients"])
            .arg(self.folder.path().join("list.csv"))
            .arg("--index")
            .arg(&self.index)
            .arg("--out")
            .arg(self.out());
        command
    }

    fn run(&self) -> Ran {
        let ran = finish(self.command().args(["--cutoff", "bartz-libgen"]));
        assert!(matches!(ran.code, Some(0..=2)), "{ran:#?}");
        assert!(!ran.stderr.contains("error["), "{ran:#?}");
        ran
    }

    fn sheet(&self, name: &str) -> Sheet {
        let table = fs::read_to_string(self.out().join(name)).unwrap();
        let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let headings: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let rows = reader.records().map(|row| {
            let row = row.unwrap();
            let cells = headings.iter().cloned().zip(row.iter().map(str::to_owned));
            cells.collect::<BTreeMap<_, _>>()
        });
        let rows = rows.collect();
        Sheet { headings, rows }
    }

    /// Writes a sheet, later than all that is there.
    fn write(&self, name: &str, sheet: &Sheet) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(&sheet.headings).unwrap();
        for row in &sheet.rows {
            let cells = sheet.headings.iter().map(|heading| &row[heading]);
            table.write_record(cells).unwrap();
        }
        let path = self.out().join(name);
        fs::write(&path, table.into_inner().unwrap()).unwrap();
        later(&path);
    }

    fn report(&self) -> Value {
        serde_json::from_slice(&fs::read(self.out().join("report.json")).unwrap()).unwrap()
    }
}

/// Sets the time of a file's change to later than now.
fn later(path: &Path) {
    let file = fs::File::options().write(true).open(path).unwrap();
    let time = SystemTime::now() + Duration::from_secs(10);
    file.set_modified(time).unwrap();
}

/// A table as a user has it.
struct Sheet {
    headings: Vec<String>,
    rows: Vec<BTreeMap<String, String>>,
}

impl Sheet {
    fn of(&self, title: &str) -> &BTreeMap<String, String> {
        let mut rows = self.rows.iter();
        rows.find(|row| row["title"] == title).unwrap()
    }

    fn set(&mut self, title: &str, column: &str, value: &str) {
        let mut rows = self.rows.iter_mut();
        let row = rows.find(|row| row["title"] == title).unwrap();
        row.insert(column.to_owned(), value.to_owned());
    }
}

const LIST: &str = "\
client,title,author,isbn,asin,publisher,publication date,registration number,registration date,claim id,receipt,deadline,opted out
Writer/Estate,The Salt Road,Jane Writer; Tom Brand (illus.),9780306406157,B000FA64PK,Salt & Sons,2010-03-15,TX 7-123-456,2011-02-01,BZ-1,,2026-03-30,no
Writer/Estate,Harbour Lights,Jane Writer,9780140449136,,Salt & Sons,2012-06-01,,,,,,
Ada Quill,Kestrel,Ada Quill,,,,,,,,,,
";

#[test]
fn a_claim_sheet_has_what_a_claim_asks_for() {
    let desk = Desk::new(LIST);
    desk.run();
    let made = names(&desk.out());
    for name in ["Writer-Estate", "Ada-Quill"] {
        for it in [
            "html",
            "csv",
            "xlsx",
            "claims.html",
            "claims.csv",
            "claims.xlsx",
        ] {
            assert!(
                made.contains(&format!("{name}.{it}")),
                "{name}.{it}: {made:?}"
            );
        }
    }
    let sheet = desk.sheet("Writer-Estate.claims.csv");
    assert_eq!(sheet.rows.len(), 2);
    let road = sheet.of("The Salt Road");
    for (column, expected) in [
        ("authors", "Jane Writer (author); Tom Brand (illustrator)"),
        ("isbn", "978-0306406157"),
        ("asin", "B000FA64PK"),
        ("publisher", "Salt & Sons"),
        ("publisher_listed", "Ingram (shelf)"),
        ("publisher_registered", "Ingram (usco)"),
        ("published", "2010-03-15"),
        ("registration", "TX0007123456"),
        ("registration_date", "2010-05-04"),
        ("claimant", "Jane Writer"),
        ("group_registration", "no"),
        ("within_five_years", "yes"),
        ("in_time", "yes"),
        ("record_ids", "shelf:901"),
        ("record_md5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("record_sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("record_size_bytes", "412733"),
        ("record_format", "epub"),
        ("record_added", "2019-03-02"),
        ("record_cutoff", "before"),
        ("claim_id", "BZ-1"),
        ("deadline", "2026-03-30"),
        ("opted_out", "no"),
        ("in_list", "yes"),
        ("found", "yes"),
    ] {
        assert_eq!(road[column], expected, "{column}");
    }
    assert!(road["publisher_note"].contains("often a distributor"));
    assert!(road["registration_note"].contains("1 February 2011"));
    assert!(road["notice"].contains("should not be relied on for legal matters"));
    let lights = sheet.of("Harbour Lights");
    assert_eq!(lights["record_cutoff"], "after");
    // A registration of several works is named with its titles, wherever it is listed.
    let all = format!(
        "{}{}",
        lights["registration"], lights["registrations_to_look_at"]
    );
    assert!(all.contains("TX0008000001"), "{lights:#?}");
    let page = fs::read_to_string(desk.out().join("Writer-Estate.claims.html")).unwrap();
    for said in [
        "TX0007123456",
        "BZ-1",
        "Writer/Estate",
        "Copyright Office",
        "not legal advice",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let overview = fs::read_to_string(desk.out().join("overview.html")).unwrap();
    assert!(overview.contains("href=\"Writer-Estate.claims.html\""));
    let result = &desk.report()["results"][0];
    assert_eq!(result["claim"]["publisher"], "Salt & Sons");
    assert_eq!(
        result["claim"]["registrations"][0]["number"],
        "TX 7-123-456"
    );
    assert_eq!(result["claim"]["state"]["identifier"], "BZ-1");
    assert_eq!(result["registrations"][0]["in_time"], "yes");
}

#[test]
fn the_state_is_kept_from_run_to_run() {
    let desk = Desk::new(LIST);
    desk.run();
    let name = "Writer-Estate.claims.csv";
    let mut sheet = desk.sheet(name);
    sheet.set("The Salt Road", "claim_id", "BZ-777");
    sheet.set("Harbour Lights", "receipt", "R-12");
    sheet.set("Harbour Lights", "deadline", "30/03/2026");
    sheet.headings.push("who".to_owned());
    for row in &mut sheet.rows {
        row.insert("who".to_owned(), format!("me, for {}", row["title"]));
    }
    sheet.rows.reverse();
    desk.write(name, &sheet);
    desk.run();
    let sheet = desk.sheet(name);
    let road = sheet.of("The Salt Road");
    assert_eq!(road["claim_id"], "BZ-777", "the sheet wins");
    assert_eq!(road["deadline"], "2026-03-30", "the list fills the rest");
    assert_eq!(road["who"], "me, for The Salt Road");
    let lights = sheet.of("Harbour Lights");
    assert_eq!(
        (&*lights["receipt"], &*lights["deadline"]),
        ("R-12", "2026-03-30")
    );
    let report = desk.report();
    let warnings = report["results"][0]["warnings"].as_array().unwrap();
    let differs = warnings
        .iter()
        .find(|it| it["code"] == "claim-differs")
        .unwrap();
    let said = differs["message"].as_str().unwrap();
    assert!(said.contains("BZ-777") && said.contains("BZ-1"), "{said}");
    let page = fs::read_to_string(desk.out().join("Writer-Estate.html")).unwrap();
    assert!(page.contains("BZ-777"), "the report says so");
    // A work leaves the list: what is kept of it stays, marked, in every later sheet.
    desk.list(
        &LIST
            .replace(
                "Writer/Estate,Harbour Lights",
                "Writer/Estate,Something Else",
            )
            .replace("9780140449136", ""),
    );
    for _ in 0..2 {
        desk.run();
        let sheet = desk.sheet(name);
        assert_eq!(sheet.rows.len(), 3);
        let gone = &sheet.rows[2];
        assert_eq!(
            (&*gone["title"], &*gone["in_list"]),
            ("Harbour Lights", "no")
        );
        assert_eq!(
            (&*gone["receipt"], &*gone["who"]),
            ("R-12", "me, for Harbour Lights")
        );
    }
    // So does a client, and all comes back with them.
    desk.list("client,title,author\nAda Quill,Kestrel,Ada Quill\n");
    desk.run();
    assert!(!names(&desk.out()).contains(&"Writer-Estate.csv".to_owned()));
    assert_eq!(desk.sheet(name).rows.len(), 2);
    // Without --claims, no sheet is touched.
    let before = fs::read(desk.out().join(name)).unwrap();
    let mut command = isolated();
    let list = desk.folder.path().join("list.csv");
    command
        .args(["check", "--clients"])
        .arg(list)
        .arg("--index")
        .arg(&desk.index);
    let ran = finish(command.arg("--out").arg(desk.out()));
    assert!(!ran.stderr.contains("error["), "{ran:#?}");
    assert_eq!(fs::read(desk.out().join(name)).unwrap(), before);
    desk.list(LIST);
    desk.run();
    let sheet = desk.sheet(name);
    assert_eq!(sheet.rows.len(), 2);
    assert_eq!(sheet.of("The Salt Road")["claim_id"], "BZ-777");
    assert_eq!(sheet.of("Harbour Lights")["receipt"], "R-12");
}

#[test]
fn a_workbook_that_was_edited_counts_if_it_is_newer() {
    let desk = Desk::new(LIST);
    for language in ["en", "de"] {
        let ran = finish(desk.command().args(["--language", language]));
        assert!(!ran.stderr.contains("error["), "{ran:#?}");
    }
    // A spreadsheet program writes a file of its own: here with headings in German.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Ansprüche").unwrap();
    let headings = [
        "Titel",
        "Autoren",
        "ISBN",
        "Klient",
        "Anspruchskennung",
        "Empfangsbestätigung",
        "Frist",
        "Opt-out",
        "Notiz",
    ];
    let row = [
        "Harbour Lights",
        "Jane Writer",
        "978-0-14-044913-6",
        "Writer/Estate",
        "BZ-9",
        "00012",
        "30.03.2026",
        "Ja",
        "zwei\nZeilen",
    ];
    for (at, (heading, value)) in (0..).zip(headings.iter().zip(row)) {
        sheet.write_string(0, at, *heading).unwrap();
        sheet.write_string(1, at, value).unwrap();
    }
    let path = desk.out().join("Writer-Estate.claims.xlsx");
    book.save(&path).unwrap();
    later(&path);
    desk.run();
    let lights = desk
        .sheet("Writer-Estate.claims.csv")
        .of("Harbour Lights")
        .clone();
    for (column, expected) in [
        ("claim_id", "BZ-9"),
        ("receipt", "00012"),
        ("deadline", "2026-03-30"),
        ("opted_out", "yes"),
        ("Notiz", "zwei Zeilen"),
    ] {
        assert_eq!(lights[column], expected, "{column}");
    }
}

#[test]
fn a_sheet_that_cannot_be_read_stops_before_anything_is_written() {
    let desk = Desk::new(LIST);
    desk.run();
    let csv = desk.out().join("Writer-Estate.claims.csv");
    let sound = fs::read(&csv).unwrap();
    let table = String::from_utf8(sound.clone()).unwrap();
    let book = desk.out().join("Writer-Estate.claims.xlsx");
    let sound_book = fs::read(&book).unwrap();
    let mut damaged = sound_book.clone();
    damaged.truncate(300);
    for (path, content, code) in [
        (
            &csv,
            table.replacen("receipt,", "whatever,", 1).into_bytes(),
            "claims-unreadable",
        ),
        (&csv, b"my notes\n".to_vec(), "claims-unreadable"),
        (&book, damaged, "damaged"),
        (&book, b"PK\x03\x04 not a workbook".to_vec(), "damaged"),
        (&csv, vec![0; 400], "unsupported"),
    ] {
        fs::write(path, &content).unwrap();
        let before: Vec<(String, Vec<u8>)> = names(&desk.out())
            .into_iter()
            .map(|name| (name.clone(), fs::read(desk.out().join(name)).unwrap()))
            .collect();
        finish(&mut desk.command()).refused(code);
        for (name, bytes) in before {
            assert_eq!(fs::read(desk.out().join(&name)).unwrap(), bytes, "{name}");
        }
        fs::write(&csv, &sound).unwrap();
        fs::write(&book, &sound_book).unwrap();
    }
    desk.run();
}

#[test]
fn claims_need_a_list_and_a_folder() {
    let desk = Desk::new(LIST);
    let list = desk.folder.path().join("list.csv");
    let run = |arguments: &[&str]| {
        let mut command = isolated();
        command
            .args(["check", "--claims", "--index"])
            .arg(&desk.index);
        finish(command.args(arguments))
    };
    let list = list.to_str().unwrap();
    for arguments in [
        &["novel.docx"][..],
        &["--clients", list],
        &["--clients", list, "--out", "report.html"],
        &["--clients", list, "--out", "report", "--format", "json"],
    ] {
        let ran = run(arguments).ending(2);
        assert!(
            ran.stderr.contains("--out") || ran.stderr.contains("--clients"),
            "{ran:#?}"
        );
    }
    let out = desk.out();
    fs::create_dir(&out).unwrap();
    finish(desk.command().args(["--format", "json"])).refused("invalid-argument");
    assert!(names(&out).is_empty(), "nothing was begun");
}

#[test]
fn hostile_titles_and_names_with_slashes_do_no_harm() {
    let mut list = String::from("client,title,author,claim id\n");
    for (n, client) in ["../../etc/passwd", "a/b", "A\\B", MARKUP, "=cmd()"]
        .iter()
        .enumerate()
    {
        for (title, claim) in [
            (MARKUP, "=1+1"),
            ("=HYPERLINK(\"x\")", "-5"),
            ("Novel \u{202e}fdp.exe", "@x"),
        ] {
            let cells = [*client, title, &format!("Author {n}"), claim];
            let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
            writeln!(list, "{}", cells.join(",")).unwrap();
        }
    }
    let desk = Desk::new(&list);
    desk.run();
    desk.run();
    let inside = fs::canonicalize(desk.out()).unwrap();
    let sheets: Vec<String> = names(&desk.out())
        .into_iter()
        .filter(|name| name.contains(".claims."))
        .collect();
    assert_eq!(sheets.len(), 15, "{sheets:?}");
    for name in sheets {
        let path = fs::canonicalize(desk.out().join(&name)).unwrap();
        assert!(path.starts_with(&inside));
        if name.ends_with("csv") {
            let sheet = desk.sheet(&name);
            assert_eq!(sheet.rows.len(), 3);
            let claims: Vec<&str> = sheet.rows.iter().map(|row| &*row["claim_id"]).collect();
            assert_eq!(claims, ["'=1+1", "'-5", "'@x"]);
        }
        if name.ends_with("html") {
            let page = fs::read_to_string(path).unwrap();
            assert!(
                !page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}')
            );
        }
    }
}

#[test]
fn a_client_of_200_titles_keeps_every_state() {
    let mut list = String::from("client,title,author,isbn\n");
    for n in 0..200 {
        writeln!(
            list,
            "Jane Writer,\"Volume {n}, being a story\",Jane Writer,"
        )
        .unwrap();
    }
    let desk = Desk::new(&list);
    desk.run();
    let name = "Jane-Writer.claims.csv";
    let mut sheet = desk.sheet(name);
    assert_eq!(sheet.rows.len(), 200);
    for (n, row) in sheet.rows.iter_mut().enumerate() {
        row.insert("claim_id".to_owned(), format!("BZ-{n:04}"));
    }
    sheet
        .rows
        .sort_by(|one, other| one["key"].cmp(&other["key"]));
    desk.write(name, &sheet);
    desk.run();
    let sheet = desk.sheet(name);
    for (n, row) in sheet.rows.iter().enumerate() {
        assert_eq!(row["claim_id"], format!("BZ-{n:04}"));
        assert_eq!(row["title"], format!("Volume {n}, being a story"));
    }
}

#[cfg(unix)]
#[test]
fn a_resumed_check_gives_the_same_sheet() {
    let mut list = String::from("client,title,author,publisher,claim id\n");
    for n in 0..4_000 {
        writeln!(
            list,
            "Jane Writer,Volume {n},Jane Writer,Salt & Sons,BZ-{n}"
        )
        .unwrap();
    }
    let desk = Desk::new(&list);
    desk.run();
    let name = "Jane-Writer.claims.csv";
    let whole = fs::read(desk.out().join(name)).unwrap();
    fs::remove_dir_all(desk.out()).unwrap();
    let journal = desk.out().join(".unfinished");
    let n_lines = || {
        let all = fs::read(&journal).unwrap_or_default();
        all.split(|byte| *byte == b'\n').count().saturating_sub(1)
    };
    let mut child = desk
        .command()
        .args(["--jobs", "1", "--cutoff", "bartz-libgen"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while n_lines() < 100 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!desk.out().join(name).exists(), "it was killed too late");
    let ran = desk.run();
    assert!(
        ran.stderr.contains("titles were already checked"),
        "{ran:#?}"
    );
    assert_eq!(fs::read(desk.out().join(name)).unwrap(), whole);
}
