use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use colophon_engine::report::Code;

use super::{Output, sweep};
use crate::failure::Failure;
use crate::stop::Stop;

/// How an earlier report begins.
const EARLIER: &str = "{\n  \"report_version\": 1\n}";

fn code(failure: &Failure) -> Code {
    match failure {
        Failure::Wrong { code, .. } => *code,
        Failure::Interrupted => Code::Cancelled,
    }
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_replaced_whole_and_nothing_is_left_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    fs::write(&path, EARLIER).unwrap();
    let output = Output::new(Some(path.clone()));
    output.prepare([], &Stop::deaf()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), EARLIER);
    output.write(b"new", &Stop::deaf()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names(folder.path()), ["report.json"]);
}

#[test]
fn what_is_read_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("novel.txt");
    fs::write(&path, "my only copy").unwrap();
    let roundabout = folder.path().join(".").join("novel.txt");
    let failure = Output::new(Some(roundabout))
        .prepare([&path], &Stop::deaf())
        .unwrap_err();
    assert_eq!(code(&failure), Code::InvalidArgument);
    assert_eq!(fs::read_to_string(&path).unwrap(), "my only copy");
}

#[test]
fn a_manuscript_in_a_folder_that_is_read_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    for (name, is_refused) in [
        ("novel.txt", true),
        ("inner/novel.html", true),
        ("notes.json", true),
        ("report.json", false),
        ("new.txt", false),
    ] {
        let path = folder.path().join(name);
        match name {
            "report.json" => fs::write(&path, EARLIER).unwrap(),
            "new.txt" => {}
            _ => fs::write(&path, "my only copy").unwrap(),
        }
        let read = [folder.path().to_owned()];
        let prepared = Output::new(Some(path)).prepare(&read, &Stop::deaf());
        assert_eq!(prepared.is_err(), is_refused, "{name}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_known_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = Output::new(Some(folder.path().join("missing").join("report.txt")));
    assert_eq!(
        code(&nowhere.prepare([], &Stop::deaf()).unwrap_err()),
        Code::Unwritable
    );
    let Failure::Wrong { message, .. } = nowhere.prepare([], &Stop::deaf()).unwrap_err() else {
        panic!("wrong")
    };
    assert!(message.contains("the folder does not exist"), "{message}");
    for named in [folder.path().to_owned(), folder.path().join("missing/")] {
        let is_folder = Output::new(Some(named));
        let failure = is_folder.prepare([], &Stop::deaf()).unwrap_err();
        assert_eq!(code(&failure), Code::InvalidArgument);
    }
}

#[test]
fn a_dash_is_standard_output() {
    assert!(Output::new(Some(PathBuf::from("-"))).is_stdout());
    assert!(Output::new(None).is_stdout());
    assert!(!Output::new(Some(PathBuf::from("./-"))).is_stdout());
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.txt");
    let link = folder.path().join("link.txt");
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    Output::new(Some(link.clone()))
        .write(b"new", &Stop::deaf())
        .unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );

    let null = Output::new(Some(PathBuf::from("/dev/null")));
    null.prepare([], &Stop::deaf()).unwrap();
    null.write(b"gone", &Stop::deaf()).unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn what_a_killed_write_left_goes_with_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let an_hour_ago = SystemTime::now() - Duration::from_hours(1);
    let make = |name: &str| {
        let file = fs::File::create(path.join(name)).unwrap();
        file.set_modified(an_hour_ago).unwrap();
        file
    };
    let held = make(".colophon-held.part");
    held.try_lock().unwrap();
    let _ = make(".colophon-left.part");
    let _ = make(".colophon-mine.txt");
    fs::write(path.join(".colophon-new.part"), "").unwrap();
    sweep(path);
    let left = [
        ".colophon-held.part",
        ".colophon-mine.txt",
        ".colophon-new.part",
    ];
    assert_eq!(names(path), left);
}
