//! Claim sheets: no entry moves to another work or another client, and none is lost when
//! two rows, two sheets or two clients are much alike.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use colophon_tests::dumps::build;
use colophon_tests::{Ran, finish, isolated, names};

/// An agency's desk: an index, a list and a folder for the reports.
struct Desk(tempfile::TempDir);

type Rows = Vec<BTreeMap<String, String>>;

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("shelf.csv");
        fs::write(&table, "title,author\nAnother,Somebody Else\n").unwrap();
        let out = folder.path().join("shelf.colophon");
        let _ = finish(&mut build(&[("csv", &table)], &out)).ending(0);
        Self(folder)
    }

    fn out(&self, name: &str) -> PathBuf {
        self.0.path().join("Reports").join(name)
    }

    fn check(&self, list: &str, options: &[&str]) -> Ran {
        let path = self.0.path().join("list.csv");
        fs::write(&path, list).unwrap();
        let mut check = isolated();
        check.args(["check", "--clients"]).arg(path).args(options);
        check
            .arg("--index")
            .arg(self.0.path().join("shelf.colophon"));
        finish(check.arg("--out").arg(self.out("")))
    }

    fn claims(&self, list: &str) {
        let ran = self.check(list, &["--claims"]);
        assert!(!ran.stderr.contains("error["), "{ran:#?}");
    }

    /// Returns the headings and the rows of a client's sheet.
    fn sheet(&self, client: &str) -> (Vec<String>, Rows) {
        let table = fs::read_to_string(self.out(&format!("{client}.claims.csv"))).unwrap();
        let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let headings = reader.headers().unwrap().iter().map(str::to_owned);
        let headings: Vec<String> = headings.collect();
        let rows = reader.records().map(|row| {
            let row = row.unwrap();
            let cells = row.iter().map(str::to_owned);
            headings.iter().cloned().zip(cells).collect()
        });
        (headings.clone(), rows.collect())
    }

    /// Changes the rows of a client's sheet, which is then newer than the workbook.
    fn edit(&self, client: &str, change: impl FnOnce(&mut Rows)) {
        let (headings, mut rows) = self.sheet(client);
        change(&mut rows);
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(&headings).unwrap();
        for row in &rows {
            let cells = headings.iter().map(|heading| row[heading].as_str());
            table.write_record(cells).unwrap();
        }
        let path = self.out(&format!("{client}.claims.csv"));
        fs::write(&path, table.into_inner().unwrap()).unwrap();
        touch(&path, 10);
    }

    /// Returns the claim identifiers by a column.
    fn ids(&self, client: &str, by: &str) -> BTreeMap<String, String> {
        let (_, rows) = self.sheet(client);
        let ids = rows.iter().filter(|row| !row["claim_id"].is_empty());
        ids.map(|row| (row[by].clone(), row["claim_id"].clone()))
            .collect()
    }
}

/// Sets the time of a file's change to some seconds later than now.
fn touch(path: &Path, seconds: u64) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(seconds))
        .unwrap();
}

fn all<const N: usize>(ids: [(&str, &str); N]) -> BTreeMap<String, String> {
    ids.map(|(key, id)| (key.to_owned(), id.to_owned())).into()
}

/// Gives each row the identifier "for" and what a column says.
fn name_by(by: &'static str) -> impl FnOnce(&mut Rows) {
    move |rows| {
        for row in rows {
            let id = format!("for {}", row[by]);
            row.insert("claim_id".to_owned(), id);
        }
    }
}

#[test]
fn works_of_one_title_keep_their_own_entries() {
    for (heading, by, one, other) in [
        ("doi", "doi", "10.1000/a", "10.1000/z"),
        ("imdb", "imdb", "tt0000011", "tt0000022"),
        ("year", "published", "1999", "2012"),
    ] {
        let desk = Desk::new();
        let head = format!("client,title,author,{heading}\n");
        let row = |value: &str| format!("JW,Poems,Jane Writer,{value}\n");
        desk.claims(&(head.clone() + &row(one)));
        desk.edit("JW", name_by(by));
        let expected = desk.ids("JW", by);
        assert_eq!(expected.len(), 1, "{heading}");
        // A new work of that title, before the one that was there.
        desk.claims(&(head.clone() + &row(other) + &row(one)));
        assert_eq!(desk.ids("JW", by), expected, "{heading}");
        desk.edit("JW", name_by(by));
        let both = desk.ids("JW", by);
        assert_eq!(both.len(), 2, "{heading}");
        desk.claims(&(head.clone() + &row(one) + &row(other)));
        assert_eq!(desk.ids("JW", by), both, "{heading}");
        // The work that left the list takes its entry along.
        desk.claims(&(head + &row(other)));
        let (_, rows) = desk.sheet("JW");
        let listed = rows.iter().find(|row| row["in_list"] == "yes").unwrap();
        let left = rows.iter().find(|row| row["in_list"] == "no").unwrap();
        assert_eq!(listed["claim_id"], both[&listed[by]], "{heading}");
        assert_ne!(left["claim_id"], listed["claim_id"], "{heading}");
    }
}

#[test]
fn two_rows_about_one_work_that_differ_are_not_read() {
    let list = "client,title,author\nJW,Ebb,Jane Writer\n";
    let desk = Desk::new();
    desk.claims(list);
    desk.edit("JW", |rows| {
        rows[0].insert("claim_id".to_owned(), "ONE".to_owned());
        rows.push(rows[0].clone());
    });
    // A copy that says the same adds nothing.
    desk.claims(list);
    assert_eq!(desk.ids("JW", "title"), all([("Ebb", "ONE")]));
    desk.edit("JW", |rows| {
        rows.push(rows[0].clone());
        rows[1].insert("claim_id".to_owned(), "TWO".to_owned());
    });
    let before = fs::read(desk.out("JW.claims.csv")).unwrap();
    let ran = desk.check(list, &["--claims"]);
    assert!(ran.stderr.contains("error[claims-unreadable]"), "{ran:#?}");
    assert!(ran.stderr.contains("rows 2 and 3"), "{ran:#?}");
    assert_eq!(fs::read(desk.out("JW.claims.csv")).unwrap(), before);
}

#[test]
fn rows_without_a_key_are_all_kept() {
    let list = "client,title,author\nJW,Ebb,Jane Writer\n";
    let desk = Desk::new();
    desk.claims(list);
    desk.edit("JW", |rows| {
        for note in ["call the agency", "ask a lawyer"] {
            let mut row = rows[0].clone();
            for (heading, cell) in &mut row {
                let is_note = heading == "claim_id";
                *cell = if is_note {
                    note.to_owned()
                } else {
                    String::new()
                };
            }
            row.insert("client".to_owned(), "JW".to_owned());
            rows.push(row);
        }
    });
    for _ in 0..2 {
        desk.claims(list);
        let (_, rows) = desk.sheet("JW");
        let mut notes: Vec<&str> = rows.iter().map(|row| row["claim_id"].as_str()).collect();
        notes.sort_unstable();
        assert_eq!(notes, ["", "ask a lawyer", "call the agency"]);
    }
}

/// A report that was killed has the new table and the old workbook.
#[test]
fn after_an_interrupted_report_both_sheets_are_read() {
    let list = "client,title,author\nJW,Ebb,Jane Writer\n";
    let desk = Desk::new();
    desk.claims(list);
    let old_book = fs::read(desk.out("JW.claims.xlsx")).unwrap();
    let old_seal = fs::read(desk.out("report.seal")).unwrap();
    desk.edit("JW", name_by("title"));
    desk.claims(list);
    let new_seal = String::from_utf8(fs::read(desk.out("report.seal")).unwrap()).unwrap();
    // The journal lists what may be there of the earlier report and of this one.
    let lists = [std::str::from_utf8(&old_seal).unwrap(), &new_seal];
    let files = lists.map(|seal| -> Vec<serde_json::Value> {
        let seal: serde_json::Value = serde_json::from_str(seal).unwrap();
        let files = seal["files"].as_array().unwrap().iter();
        let file = files.map(|file| {
            serde_json::json!({
                "name": file["path"], "n_bytes": file["size_bytes"], "sha256": file["sha256"],
            })
        });
        file.collect()
    });
    let journal = serde_json::json!({"colophon_report": 1, "files": files.concat()});
    fs::write(desk.out(".colophon-report"), journal.to_string()).unwrap();
    fs::write(desk.out("JW.claims.xlsx"), old_book).unwrap();
    fs::write(desk.out("report.seal"), old_seal).unwrap();
    touch(&desk.out("JW.claims.csv"), 10);
    desk.claims(list);
    assert_eq!(desk.ids("JW", "title"), all([("Ebb", "for Ebb")]));
}

#[test]
fn a_client_that_changes_case_is_the_same_client() {
    let desk = Desk::new();
    desk.claims("client,title,author\njane writer,Ebb,Jane Writer\n");
    desk.edit("jane-writer", name_by("title"));
    desk.claims("client,title,author\nJane Writer,Ebb,Jane Writer\n");
    assert_eq!(desk.ids("Jane-Writer", "title"), all([("Ebb", "for Ebb")]));
    // No page of the former name is left to be passed on.
    let left = names(&desk.out(""));
    assert!(!left.iter().any(|name| name.contains("jane")), "{left:?}");
    let mut verify = isolated();
    let _ = finish(verify.arg("verify-report").arg(desk.out(""))).ending(0);
}

#[test]
fn a_check_without_claims_leaves_no_sheet_next_to_another_clients_page() {
    let desk = Desk::new();
    let both = "client,title,author\nJane Writer,Ebb,Jane Writer\nJane-Writer,Tide,Jan Writer\n";
    desk.claims(both);
    desk.edit("Jane-Writer", name_by("title"));
    let ran = desk.check("client,title,author\nJane-Writer,Tide,Jan Writer\n", &[]);
    assert!(!ran.stderr.contains("error["), "{ran:#?}");
    let (_, rows) = desk.sheet("Jane-Writer");
    let listed: Vec<&str> = rows
        .iter()
        .filter(|row| row["in_list"] == "yes")
        .map(|row| row["title"].as_str())
        .collect();
    assert_eq!(listed, ["Tide"]);
    // The entry of the client that left the list is in a sheet of its own.
    let sheets = names(&desk.out(""));
    let sheets = sheets.iter().filter(|name| name.ends_with(".claims.csv"));
    assert_eq!(sheets.count(), 2);
}
