//! Where a report goes: it replaces nobody's work, and is not read as a
//! manuscript.

use std::fs;

use colophon_tests::{finish, isolated, names, sample, starter, text};

#[test]
fn a_report_replaces_a_report_and_nobodys_work() {
    let folder = tempfile::tempdir().unwrap();
    let manuscript = sample("the-blue-star-band-at-the-wrong-house.pdf");
    let work = text::made(1, 2_000);
    for name in ["out.txt", "out.json", "out.csv", "out.html"] {
        let out = folder.path().join(name);
        let check = || {
            let mut command = isolated();
            command.arg("check").arg(&manuscript).arg("--index");
            finish(command.arg(starter()).arg("--out").arg(&out))
        };
        fs::write(&out, &work).unwrap();
        check().refused("invalid-argument");
        assert_eq!(fs::read_to_string(&out).unwrap(), work, "{name}");
        // So does a note; only an empty file is nobody's work.
        fs::write(&out, "a note").unwrap();
        check().refused("invalid-argument");
        fs::write(&out, "").unwrap();
        let _ = check().ending(0);
        let first = fs::read(&out).unwrap();
        assert!(first.len() > 1_000, "{name}");
        let _ = check().ending(0);
    }
    let other = folder.path().join("other.docx");
    fs::copy(&manuscript, &other).unwrap();
    let print = || {
        let mut command = isolated();
        finish(
            command
                .arg("fingerprint")
                .arg(&manuscript)
                .arg("--out")
                .arg(&other),
        )
    };
    print().refused("invalid-argument");
    assert_eq!(fs::read(&other).unwrap(), fs::read(&manuscript).unwrap());
    fs::remove_file(&other).unwrap();
    let _ = print().ending(0);
    let _ = print().ending(0);
    assert_eq!(names(folder.path()).len(), 5, "nothing else is left");
}

#[test]
fn reports_among_manuscripts_are_not_checked() {
    let folder = tempfile::tempdir().unwrap();
    let manuscript = folder.path().join("novel.txt");
    fs::write(&manuscript, text::made(1, 3_000)).unwrap();
    for name in ["report.html", "report.txt", "report.html"] {
        let mut command = isolated();
        command.arg("check").arg(folder.path()).arg("--index");
        let out = folder.path().join(name);
        let _ = finish(command.arg(starter()).arg("--out").arg(out)).ending(0);
    }
    let mut command = isolated();
    command
        .arg("check")
        .arg(folder.path())
        .arg("--index")
        .arg(starter());
    let report = finish(command.args(["--format", "json"])).ending(0).json();
    assert_eq!(report["results"].as_array().unwrap().len(), 1, "{report:#}");
    assert!(
        report["skipped"].as_array().unwrap().is_empty(),
        "{report:#}"
    );
}
