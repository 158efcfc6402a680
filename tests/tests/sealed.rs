//! Sealed reports, as an agency makes them and an author verifies them.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use colophon_tests::{Ran, dumps, finish, isolated, names};
use serde_json::{Value, json};

/// An agency with an index, and a folder for its reports.
struct Agency {
    folder: tempfile::TempDir,
    index: PathBuf,
}

fn agency() -> Agency {
    let folder = tempfile::tempdir().unwrap();
    let (dump, index) = (
        folder.path().join("dump.sql"),
        folder.path().join("made.colophon"),
    );
    fs::write(&dump, dumps::updated(&dumps::many(50))).unwrap();
    let _ = finish(&mut dumps::build(&[("libgen", &dump)], &index)).ending(0);
    fs::write(folder.path().join("phrase"), "four words of mine\n").unwrap();
    Agency { folder, index }
}

impl Agency {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a check of a list with these clients, whose report is in `Reports`.
    fn check(&self, clients: &[&str]) -> Command {
        let list = self.path("list.csv");
        let mut text = String::from("client,title,author\n");
        for client in clients {
            writeln!(text, "{client},A Book of {client},{client}").unwrap();
        }
        fs::write(&list, text).unwrap();
        let mut command = isolated();
        command.args(["check", "--clients"]).arg(&list);
        command.arg("--index").arg(&self.index);
        command.arg("--out").arg(self.path("Reports"));
        command
    }

    fn verify(&self, more: &[&str]) -> Ran {
        let mut command = isolated();
        command.arg("verify-report").arg(self.path("Reports"));
        finish(command.args(more))
    }

    fn new_key(&self, name: &str) -> Ran {
        let mut command = isolated();
        command
            .arg("verify-report")
            .arg("--new-key")
            .arg(self.path(name));
        finish(command.arg("--passphrase-file").arg(self.path("phrase")))
    }
}

#[test]
fn an_author_learns_what_was_changed() {
    let agency = agency();
    let _ = finish(&mut agency.check(&["Ada Quill", "Bert"])).ending(0);
    let ran = agency.verify(&[]).ending(0);
    assert!(ran.stdout.starts_with("Verified: all 13 files"), "{ran:#?}");
    assert!(ran.stdout.contains("not signed") && ran.stderr.is_empty());
    let ran = agency.verify(&["--format", "json"]).ending(0).json();
    assert_eq!(
        (&ran["verified"], &ran["code"]),
        (&json!(true), &Value::Null)
    );

    let reports = agency.path("Reports");
    let page = reports.join("Ada-Quill.html");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replacen("not found", "is  found", 1)).unwrap();
    fs::remove_file(reports.join("Bert.csv")).unwrap();
    fs::write(reports.join("notes.txt"), "mine").unwrap();
    let ran = agency.verify(&[]);
    for said in [
        "This report is not as it was sealed.",
        "1 file was changed:\n  Ada-Quill.html\n",
        "1 file is missing:\n  Bert.csv\n",
        "Not part of the report:\n  notes.txt\n",
        "11 other files are as they were sealed.",
    ] {
        assert!(ran.stdout.contains(said), "{said}: {ran:#?}");
    }
    ran.refused("report-changed");
    let found = agency.verify(&["--format", "json"]).ending(2).json();
    assert_eq!(found["changed"], json!(["Ada-Quill.html"]));
    assert_eq!(found["missing"], json!(["Bert.csv"]));
    assert_eq!(found["unexpected"], json!(["notes.txt"]));
    assert_eq!(found["code"], "report-changed");
    let german = agency.verify(&["--language", "de"]).ending(2);
    assert!(german.stdout.contains("1 Datei fehlt:"), "{german:#?}");

    let of = |place: &Path| finish(isolated().arg("verify-report").arg(place));
    of(agency.folder.path()).refused("not-sealed");
    of(&agency.path("nowhere")).refused("unreadable");
    let bert = of(&reports.join("Bert.seal"));
    assert!(bert.stdout.contains("Bert.csv") && !bert.stdout.contains("Ada"));
    bert.refused("report-changed");
}

#[test]
fn a_signed_report_is_verified_with_the_public_key() {
    let agency = agency();
    let made = agency.new_key("agency.key").ending(0);
    assert!(made.stdout.contains("agency.key.pub") && made.stdout.contains("ed25519:"));
    agency.new_key("agency.key").refused("invalid-argument");
    let _ = agency.new_key("other.key").ending(0);
    let sign = |key: &str| {
        let mut command = agency.check(&["Ada"]);
        command.arg("--sign").arg(agency.path(key));
        finish(command.arg("--passphrase-file").arg(agency.path("phrase")))
    };
    let ran = sign("agency.key").ending(0);
    assert!(
        ran.stderr.contains("signed with the key ed25519:"),
        "{ran:#?}"
    );
    let text = fs::read_to_string(agency.path("agency.key.pub")).unwrap();
    let key = text.trim();
    let ran = agency.verify(&[]).ending(0);
    assert!(ran.stdout.contains(key), "{ran:#?}");
    assert!(
        ran.stdout
            .contains("Only someone who has the sender’s public key")
    );
    let public = agency.path("agency.key.pub").display().to_string();
    for given in [key, &public] {
        let ran = agency.verify(&["--key", given]).ending(0);
        assert!(ran.stdout.contains("the key that you gave"), "{ran:#?}");
    }
    let found = agency.verify(&["--format", "json"]).ending(0).json();
    assert_eq!(found["seals"][0]["signature"], "valid");
    assert_eq!(found["seals"][0]["key"], key);
    // Somebody else signs.
    let _ = sign("other.key").ending(0);
    agency
        .verify(&["--key", key])
        .refused("seal-signature-wrong");
    let _ = finish(&mut agency.check(&["Ada"])).ending(0);
    let ran = agency.verify(&["--key", key]);
    assert!(ran.stdout.contains("The report is not signed"), "{ran:#?}");
    ran.refused("seal-signature-wrong");

    // What is not a key, and what nobody can unlock.
    agency
        .verify(&["--key", "nonsense"])
        .refused("key-unreadable");
    let secret = agency.path("agency.key").display().to_string();
    agency.verify(&["--key", &secret]).refused("key-unreadable");
    sign("phrase").refused("key-unreadable");
    sign("nowhere.key").refused("key-unreadable");
    let mut command = agency.check(&["Ada"]);
    command.arg("--sign").arg(agency.path("agency.key"));
    finish(command.stdin(Stdio::null())).refused("key-missing");
}

#[test]
fn what_cannot_be_signed_is_refused_before_any_work() {
    let agency = agency();
    let _ = agency.new_key("agency.key").ending(0);
    let list = agency.path("no-such-list.csv");
    for out in [Some("report.html"), Some("report.json"), None] {
        let mut command = isolated();
        command
            .args(["check", "--clients"])
            .arg(&list)
            .arg("--sign");
        command.arg(agency.path("agency.key"));
        if let Some(out) = out {
            command.arg("--out").arg(agency.path(out));
        }
        // The list, which is not there, is not looked for.
        finish(&mut command).refused("invalid-argument");
    }
    // The key would be handed on with the report.
    let reports = agency.path("Reports");
    fs::create_dir(&reports).unwrap();
    fs::rename(agency.path("agency.key"), reports.join("agency.key")).unwrap();
    let mut command = agency.check(&["Ada"]);
    command.arg("--sign").arg(reports.join("agency.key"));
    finish(&mut command).refused("invalid-argument");
    assert_eq!(names(&reports), ["agency.key"]);
}

#[cfg(unix)]
#[test]
fn a_killed_report_is_as_it_was_or_incomplete() {
    const N: usize = 150;
    let agency = agency();
    let clients = |word: &str| -> Vec<String> { (0..N).map(|n| format!("{word} {n}")).collect() };
    let (first, second) = (clients("Ada"), clients("Bert"));
    let check = |list: &[String]| {
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        agency.check(&list)
    };
    let started = Instant::now();
    let _ = finish(&mut check(&first)).ending(0);
    let whole = started.elapsed();
    let reports = agency.path("Reports");
    let mut n_incomplete = 0;
    for round in 0..24_u32 {
        let list = if round % 2 == 0 { &second } else { &first };
        let mut child = check(list)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if round % 4 < 2 {
            std::thread::sleep(whole.mul_f64(f64::from(round) / 24.0));
        } else {
            // While the files get their names.
            let journal = reports.join(".colophon-report");
            let began = Instant::now();
            while !journal.exists()
                && child.try_wait().unwrap().is_none()
                && began.elapsed() < Duration::from_mins(1)
            {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(u64::from(round)));
        }
        let _ = child.kill();
        child.wait().unwrap();
        let found = agency.verify(&["--format", "json"]).json();
        if found["verified"] == true {
            let report = fs::read(reports.join("report.json")).unwrap();
            let report: Value = serde_json::from_slice(&report).unwrap();
            assert_eq!(report["results"].as_array().unwrap().len(), N);
        } else {
            n_incomplete += 1;
            assert_eq!(found["code"], "report-unfinished", "{found:#}");
        }
    }
    assert!(n_incomplete > 0, "no report was interrupted");
    let _ = finish(&mut check(&second)).ending(0);
    let ran = agency.verify(&[]);
    // Files aside that are new may be somebody's; the next check removes them.
    let left: Vec<String> = names(&reports)
        .into_iter()
        .filter(|name| name.starts_with(".colophon-"))
        .collect();
    for name in &left {
        fs::remove_file(reports.join(name)).unwrap();
    }
    assert!(left.is_empty() == (ran.code == Some(0)), "{ran:#?}");
    let _ = agency.verify(&[]).ending(0);
    assert_eq!(names(&reports).len(), 5 + 4 * N);
}
