//! A workbook as agencies have it, from the list to what each client gets: the same
//! figures everywhere, and nothing of the agency's on a client's page.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use colophon_engine::library::Library;
use colophon_engine::report::{self, Counts, Delimiter, Language};
use colophon_engine::{ClientsRequest, Job, check_clients};
use colophon_tests::{dumps, finish, isolated, names};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value;

/// How many titles the workbook has.
const N_TITLES: u64 = 9;

/// What of the workbook is not a title: two totals, a repeated heading, a remark
/// next to the table, the sheet of remarks and the hidden sheet.
const N_LEFT_OUT: u64 = 6;

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
}

/// Writes a workbook with a title row, headings in two rows, four sheets of which
/// one is hidden, totals and blank rows.
fn workbook(path: &Path) {
    let mut book = Workbook::new();
    let readme = book.add_worksheet().set_name("READ ME").unwrap();
    for (row, line) in (0..).zip([
        "Titles of the Nightingale Agency",
        "Please do not change the order of the rows.",
        "Questions: ask the front desk.",
    ]) {
        write(readme, row, &[line]);
    }
    let of = |n: usize| {
        let (title, author) = dumps::book(n);
        let (first, last) = author.rsplit_once(' ').unwrap();
        (title, first.to_owned(), last.to_owned())
    };
    let backlist = book.add_worksheet().set_name("Backlist").unwrap();
    let bold = Format::new().set_bold();
    backlist
        .merge_range(0, 0, 0, 5, "Nightingale Agency, backlist, March", &bold)
        .unwrap();
    write(
        backlist,
        2,
        &["Client", "Title", "Author", "", "ISBN", "Year"],
    );
    write(backlist, 3, &["", "", "First name", "Last name", "", ""]);
    let mut row = 4;
    for n in 0..6 {
        let (title, first, last) = of(n);
        let client = if n < 4 {
            "Änne Müller"
        } else {
            "Tom O’Hara"
        };
        let isbn = dumps::isbn(n * 31);
        write(
            backlist,
            row,
            &[client, &title, &first, &last, &isbn, "2005"],
        );
        row += 1;
        if n == 2 {
            // Blank rows, and the headings once more, as after a page break.
            row += 2;
            write(
                backlist,
                row,
                &["Client", "Title", "Author", "", "ISBN", "Year"],
            );
            row += 1;
        }
    }
    write(backlist, row + 1, &["", "Total", "", "", "", "6"]);
    write(
        backlist,
        row + 2,
        &["", "", "", "", "", "", "", "checked by R."],
    );
    let frontlist = book.add_worksheet().set_name("Frontlist").unwrap();
    let heads = ["ISBN-13 (HC)", "13-digit no. (PB)", "Comments"];
    write(
        frontlist,
        0,
        &[&["Client", "Title", "Author"], &heads[..]].concat(),
    );
    write(
        frontlist,
        1,
        &[
            "Änne Müller",
            "A Title That No Catalogue Has",
            "Änne Müller",
            &dumps::isbn(70_001),
            &dumps::isbn(70_002),
            "in print",
        ],
    );
    write(
        frontlist,
        2,
        &[
            "Zoë Quill",
            "=HYPERLINK(\"http://x\")",
            "Zoë Quill",
            "",
            &dumps::isbn(70_003),
        ],
    );
    write(frontlist, 3, &["Zoë Quill", "1984", "Zoë Quill"]);
    write(frontlist, 4, &["Total: 3 titles"]);
    let hidden = book.add_worksheet().set_name("Lookup").unwrap();
    hidden.set_hidden(true);
    write(hidden, 0, &["Title", "Author"]);
    write(hidden, 1, &["An old title", "Nobody"]);
    book.save(path).unwrap();
}

struct Agency {
    folder: tempfile::TempDir,
    list: PathBuf,
    index: PathBuf,
}

fn agency() -> Agency {
    let folder = tempfile::tempdir().unwrap();
    let private = folder.path().join("private-folder");
    fs::create_dir(&private).unwrap();
    let (dump, index) = (
        private.join("dump.sql"),
        private.join("private-index.colophon"),
    );
    fs::write(&dump, dumps::updated(&dumps::many(50))).unwrap();
    let _ = finish(dumps::build(&[("libgen", &dump)], &index).args(["--name", "A list"])).ending(0);
    let list = private.join("private-list.xlsx");
    workbook(&list);
    Agency {
        folder,
        list,
        index,
    }
}

impl Agency {
    fn check(&self) -> Command {
        let mut command = isolated();
        command
            .args(["check", "--clients"])
            .arg(&self.list)
            .arg("--index")
            .arg(&self.index);
        command
    }
}

fn read(path: &Path) -> String {
    String::from_utf8(fs::read(path).unwrap()).unwrap()
}

/// Returns every text in a workbook.
fn texts(path: &Path) -> String {
    let mut parts = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut all = String::new();
    for place in 0..parts.len() {
        parts
            .by_index(place)
            .unwrap()
            .read_to_string(&mut all)
            .unwrap();
    }
    all
}

#[test]
fn the_figures_are_the_same_everywhere() {
    let agency = agency();
    let out = agency.folder.path().join("Reports");
    let ran = finish(agency.check().arg("--out").arg(&out)).ending(2);
    let report: Value = serde_json::from_str(&read(&out.join("report.json"))).unwrap();
    let counts = &report["counts"];
    let n = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!(
        (n("checked"), n("left_out")),
        (N_TITLES, N_LEFT_OUT),
        "{report:#}"
    );
    assert_eq!((n("clients"), n("found")), (3, 6));
    assert_eq!((n("not_found"), n("not_judged")), (3, 0));

    // The overview of the folder, and its table.
    let overview = read(&out.join("overview.html"));
    assert!(overview.contains("9 titles checked"), "{ran:#?}");
    for said in [
        "Left out",
        "6 rows and sheets",
        "READ ME",
        "Lookup",
        "Sheet Backlist, row",
    ] {
        assert!(overview.contains(said), "{said}");
    }
    let column = |place: usize| -> u64 {
        let rows = overview
            .split("<tbody>")
            .nth(1)
            .unwrap()
            .split("</tbody>")
            .next()
            .unwrap();
        let cell = |row: &str| {
            let cell = row.split("<td").nth(place).unwrap();
            cell.split_once('>')
                .unwrap()
                .1
                .split('<')
                .next()
                .unwrap()
                .to_owned()
        };
        rows.split("</tr>")
            .filter(|row| row.contains("<td"))
            .map(|row| cell(row).parse::<u64>().unwrap())
            .sum()
    };
    assert_eq!((column(2), column(3), column(5)), (N_TITLES, 6, 3));

    // The window keeps the same report.
    let mut request = ClientsRequest::new(agency.list.clone(), vec![agency.index.clone()]);
    request.jobs = 2;
    let checked = check_clients(&request, &Job::default()).unwrap().report;
    let library = Library::open(&agency.folder.path().join("library.sqlite")).unwrap();
    let kept = library.keep_run(&agency.list, &checked).unwrap();
    let run = library.runs().unwrap().remove(0);
    let own = Counts::of(&library.run_report(kept.id).unwrap());
    assert_eq!(own, Counts::of(&checked));
    assert_eq!(
        (run.titles, run.clients, run.found, run.books_found),
        (own.checked, own.clients, own.found, own.books_found)
    );
    assert_eq!(
        (run.left_out, run.files_not_read, run.skipped),
        (own.left_out, own.files_not_read, own.not_judged)
    );
    let json: Value = serde_json::from_str(&report::to_json(&checked, Language::English)).unwrap();
    assert_eq!(&json["counts"], counts);

    // A row says in which sheet it is.
    let rows: Vec<(&str, u64)> = report["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["sheet"].as_str().unwrap(), it["row"].as_u64().unwrap()))
        .collect();
    assert_eq!(rows[0], ("Backlist", 5));
    assert_eq!(rows[8], ("Frontlist", 4));
}

#[test]
fn every_output_counts_alike() {
    let agency = agency();
    let said = "9 titles: 6 found and 3 not found.";
    let text = finish(&mut agency.check()).ending(2);
    assert!(text.stdout.contains(said), "{text:#?}");
    assert!(text.stdout.contains("6 rows and sheets"), "{text:#?}");
    assert_eq!(text.stderr, "");
    let json = finish(agency.check().args(["--format", "json"])).ending(2);
    let report = json.json();
    let n = |name: &str| report["counts"][name].as_u64().unwrap();
    let [checked, found, not_found, left_out] =
        ["checked", "found", "not_found", "left_out"].map(n);
    assert_eq!(
        (checked, found, not_found, left_out),
        (N_TITLES, 6, 3, N_LEFT_OUT)
    );
    assert_eq!(
        report["left_out"].as_array().unwrap().len() as u64,
        left_out
    );
    // Both columns of numbers are read, whatever they are called.
    let isbns = |row: usize| {
        let isbns = report["results"][row]["isbn"].as_array();
        isbns.map_or(0, Vec::len)
    };
    assert_eq!((isbns(0), isbns(6), isbns(7), isbns(8)), (1, 2, 1, 0));

    let out = agency.folder.path().join("Reports");
    let folder = finish(agency.check().arg("--out").arg(&out)).ending(2);
    assert_eq!(folder.stdout, "");
    assert!(folder.stderr.contains(said), "{folder:#?}");
    let start = out.join("overview.html").display().to_string();
    assert!(folder.stderr.contains(&start), "{folder:#?}");
    let kept: Value = serde_json::from_str(&read(&out.join("report.json"))).unwrap();
    assert_eq!(kept["counts"], report["counts"]);
    let verdicts = |table: &str| -> Vec<String> {
        let table = table.trim_start_matches('\u{feff}');
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        let at = report::CSV_COLUMNS
            .iter()
            .position(|it| *it == "verdict")
            .unwrap();
        rows.records()
            .map(|row| row.unwrap()[at].to_owned())
            .collect()
    };
    let csv = finish(agency.check().args(["--format", "csv"])).ending(2);
    for table in [csv.stdout.clone(), read(&out.join("titles.csv"))] {
        let all = verdicts(&table);
        let n = |verdict: &str| all.iter().filter(|it| *it == verdict).count() as u64;
        assert_eq!((n("not-found"), n("left-out")), (not_found, left_out));
    }
    let overview = read(&out.join("overview.html"));
    assert!(overview.contains("9 titles checked") && overview.contains("6 rows and sheets"));

    // A report in a file is announced in the same words.
    let file = agency.folder.path().join("report.html");
    let ran = finish(agency.check().arg("--out").arg(&file)).ending(2);
    assert!(ran.stderr.contains(said), "{ran:#?}");
    assert!(ran.stderr.contains(&file.display().to_string()), "{ran:#?}");
}

#[test]
fn a_client_gets_nothing_of_the_agencys() {
    let agency = agency();
    let out = agency.folder.path().join("Reports");
    let mut command = agency.check();
    command.args(["--from", "Nightingale Agency", "--note", "Please call us."]);
    command.args(["--language", "de", "--delimiter", "semicolon", "--out"]);
    let _ = finish(command.arg(&out)).ending(2);
    let pages: Vec<String> = names(&out)
        .into_iter()
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(
        pages,
        [
            "Tom-O-Hara.csv",
            "Tom-O-Hara.html",
            "Tom-O-Hara.seal",
            "Tom-O-Hara.xlsx",
            "Zoë-Quill.csv",
            "Zoë-Quill.html",
            "Zoë-Quill.seal",
            "Zoë-Quill.xlsx",
            "overview.html",
            "report.json",
            "report.seal",
            "titles.csv",
            "titles.xlsx",
            "Änne-Müller.csv",
            "Änne-Müller.html",
            "Änne-Müller.seal",
            "Änne-Müller.xlsx",
        ],
        "pages of clients only"
    );
    let of_client = |name: &&String| name.contains(['-']) && !name.starts_with("titles");
    for name in pages.iter().filter(of_client) {
        let path = out.join(name);
        let text = if name.ends_with("xlsx") {
            texts(&path)
        } else {
            read(&path)
        };
        for private in ["private-", "READ ME", "Lookup", "Total: 3", "checked by R."] {
            assert!(!text.contains(private), "{name} holds {private:?}");
        }
        if !name.ends_with("csv") && !name.ends_with("seal") {
            assert!(text.contains("Nightingale Agency"), "{name}");
            assert!(text.contains("Please call us."), "{name}");
            assert!(text.contains("kein Text verglichen"), "{name}");
            assert!(!text.contains("Texte wurden auf diesem Computer"), "{name}");
        }
    }
    let page = read(&out.join("Änne-Müller.html"));
    assert!(page.contains("5 Titel geprüft") && page.contains("Überblick"));
    assert!(page.contains("<html lang=\"de\">"));
    // Dates are written in one way.
    let iso = page.match_indices("20").filter(|(at, _)| {
        let date = page.get(*at..at + 10).unwrap_or("");
        date.as_bytes().get(4) == Some(&b'-') && date.as_bytes().get(7) == Some(&b'-')
    });
    assert_eq!(iso.count(), 0, "{page}");
}

#[test]
fn tables_are_for_spreadsheets() {
    let agency = agency();
    let to = |name: &str, more: &[&str]| {
        let out = agency.folder.path().join(name);
        let _ = finish(agency.check().args(more).arg("--out").arg(&out)).ending(2);
        out
    };
    for (name, delimiter) in [("a.csv", "comma"), ("b.csv", "semicolon"), ("c.csv", "tab")] {
        let table = read(&to(name, &["--delimiter", delimiter]));
        let table = table.strip_prefix('\u{feff}').expect("a byte order mark");
        let delimiter: Delimiter = delimiter.parse().unwrap();
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(u8::try_from(delimiter.character()).unwrap())
            .from_reader(table.as_bytes());
        let at = |name: &str| {
            report::CSV_COLUMNS
                .iter()
                .position(|it| *it == name)
                .unwrap()
        };
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let left_out = rows.iter().filter(|row| &row[at("verdict")] == "left-out");
        assert_eq!(left_out.count() as u64, N_LEFT_OUT);
        assert_eq!(&rows[0][at("client")], "Änne Müller");
        assert_eq!(&rows[0][at("sheet")], "Backlist");
        assert_eq!(rows[0][at("isbn")].find('-'), Some(3), "not a number");
        assert!(
            rows.iter()
                .any(|row| row[at("title")].starts_with("'=HYPERLINK"))
        );
    }
    let book = to("d.xlsx", &[]);
    let text = texts(&book);
    assert!(text.contains("<t>=HYPERLINK(") && !text.contains("<f>"));
    assert!(
        text.contains(&format!("<t>{}</t>", dumps::isbn(0))),
        "the ISBN is a text"
    );
    assert!(report::is_report(&book));
    // A second report replaces the first.
    assert_eq!(to("d.xlsx", &[]), book);
    let ran = finish(agency.check().args(["--delimiter", "|"])).ending(2);
    assert!(
        ran.stderr.contains("use comma, semicolon or tab"),
        "{ran:#?}"
    );
}

/// Leaves the folder of reports where `COLOPHON_AGENCY` says, to be looked at.
#[test]
fn the_folder_can_be_looked_at() {
    let Some(out) = std::env::var_os("COLOPHON_AGENCY") else {
        return;
    };
    let agency = agency();
    let mut command = agency.check();
    command.args([
        "--from",
        "Agentur Nachtigall",
        "--note",
        "Für Fragen: Büro, Mo–Fr 9–13 Uhr",
    ]);
    let language = std::env::var("COLOPHON_AGENCY_LANGUAGE").unwrap_or("de".to_owned());
    let _ = finish(command.args(["--language", &language, "--out"]).arg(out)).ending(2);
}
