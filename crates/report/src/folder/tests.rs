use super::*;
use crate::fixture;

fn of_clients(names: &[&str]) -> Report {
    let mut report = fixture::many(names.len());
    for (result, name) in report.results.iter_mut().zip(names) {
        result.client = Some((*name).to_owned());
    }
    report
}

/// Why a test's write function stopped.
#[derive(Debug)]
enum Failed {
    Refused(Refused),
    Stopped,
}

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl Failed {
    fn refused(self) -> Refused {
        match self {
            Self::Refused(refused) => refused,
            Self::Stopped => panic!("stopped"),
        }
    }
}

fn write(names: &[&str], folder: &Path) -> Result<FolderWritten, Failed> {
    write_folder(
        &of_clients(names),
        None,
        (Language::English, Delimiter::Comma),
        folder,
        [],
        None,
        &mut |path: &Path, contents: &[u8]| {
            fs::write(path, contents).unwrap();
            Ok(())
        },
    )
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let own = |name: &String| {
        let of_all = [
            "overview.html",
            "report.json",
            "report.seal",
            "titles.csv",
            "titles.xlsx",
            JOURNAL,
        ];
        !of_all.contains(&name.as_str()) && !name.ends_with("xlsx") && !name.ends_with("seal")
    };
    let mut names: Vec<String> = names.filter(own).collect();
    names.sort();
    names
}

#[test]
fn pages_of_an_earlier_list_go_and_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("notes.txt"), "mine").unwrap();
    fs::write(path.join("Cleo.html"), "mine, too").unwrap();
    let done = write(&["Ada", "Bert", "Dora"], path).unwrap();
    assert_eq!((done.n_files, done.removed.len()), (17, 0));
    assert_eq!(done.others, ["Cleo.html"]);
    // Somebody wrote into one of them.
    fs::write(path.join("Bert.csv"), "my notes").unwrap();
    let done = write(&["Dora", "Eve"], path).unwrap();
    assert_eq!(
        done.removed,
        [
            "Ada.csv",
            "Ada.html",
            "Ada.seal",
            "Ada.xlsx",
            "Bert.html",
            "Bert.seal",
            "Bert.xlsx",
        ]
    );
    assert_eq!(done.others, ["Bert.csv", "Cleo.html"]);
    let expected = [
        "Bert.csv",
        "Cleo.html",
        "Dora.csv",
        "Dora.html",
        "Eve.csv",
        "Eve.html",
        "notes.txt",
    ];
    assert_eq!(names(path), expected);
    assert_eq!(
        fs::read_to_string(path.join("Bert.csv")).unwrap(),
        "my notes"
    );
    let again = write(&["Dora", "Eve"], path).unwrap();
    assert!(again.removed.is_empty());
    assert_eq!(names(path), expected);
}

#[test]
fn what_a_report_that_was_stopped_wrote_goes_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(&["Ada"], path).unwrap();
    let mut n = 0;
    let stopped = write_folder(
        &of_clients(&["Bert", "Cleo"]),
        None,
        (Language::English, Delimiter::Comma),
        path,
        [],
        None,
        &mut |path: &Path, contents: &[u8]| {
            n += 1;
            if n > 6 {
                return Err(Failed::Stopped);
            }
            fs::write(path, contents).unwrap();
            Ok(())
        },
    );
    assert!(matches!(stopped, Err(Failed::Stopped)));
    assert_eq!(
        names(path),
        ["Ada.csv", "Ada.html", "Bert.csv", "Bert.html"]
    );
    assert!(path.join(JOURNAL).exists(), "it is not complete");
    let done = write(&["Dora"], path).unwrap();
    assert_eq!(
        done.removed,
        [
            "Ada.csv",
            "Ada.html",
            "Ada.seal",
            "Ada.xlsx",
            "Bert.csv",
            "Bert.html",
        ]
    );
    assert_eq!(names(path), ["Dora.csv", "Dora.html"]);
    assert!(!path.join(JOURNAL).exists());
}

#[test]
fn a_list_reaches_no_file_outside_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let victim = folder.path().join("victim.html");
    fs::write(&victim, "text").unwrap();
    let file = |name: &str| File {
        name: name.to_owned(),
        n_bytes: 4,
        sha256: hex(&sha256(b"text")),
    };
    let absolute = victim.display().to_string();
    let files = ["../victim.html", &absolute, "..", ".", ""].map(file);
    fs::write(inner.join(JOURNAL), Written::json(files.to_vec())).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&victim, inner.join("link.html")).unwrap();
        let files = [files.as_slice(), &[file("link.html")]].concat();
        fs::write(inner.join(JOURNAL), Written::json(files)).unwrap();
    }
    let done = write(&["Ada"], &inner).unwrap();
    assert!(done.removed.is_empty(), "{done:?}");
    assert_eq!(fs::read_to_string(&victim).unwrap(), "text");
    // Nor does a journal that is damaged make the report somebody else's: the seal lists it.
    fs::write(inner.join(JOURNAL), "no list").unwrap();
    write(&["Ada"], &inner).unwrap();
    fs::write(inner.join(SEAL), "no list").unwrap();
    assert!(
        write(&["Bert"], &inner).is_err(),
        "whose these are is not known"
    );
    assert_eq!(fs::read_to_string(&victim).unwrap(), "text");
}

#[test]
fn what_somebody_else_wrote_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("overview.html"), "mine").unwrap();
    let known = prepare_folder(path, []).unwrap_err();
    assert_eq!(known.path(), path.join("overview.html"));
    let refused = write(&["Ada"], path).unwrap_err();
    assert_eq!(refused.refused().advice(), Advice::MoveAway);
    assert!(names(path).is_empty(), "nothing is written");
    fs::remove_file(path.join("overview.html")).unwrap();
    write(&["Ada"], path).unwrap();
    // A page with somebody's notes is not overwritten.
    fs::write(path.join("Ada.html"), "my notes").unwrap();
    let refused = write(&["Ada"], path).unwrap_err();
    assert_eq!(refused.refused().path(), path.join("Ada.html"));
    fs::remove_file(path.join("Ada.html")).unwrap();
    write(&["Ada"], path).unwrap();
}

#[test]
fn what_was_read_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("titles.csv");
    fs::write(&list, "my list").unwrap();
    let done = write_folder::<Failed>(
        &of_clients(&["Ada"]),
        None,
        (Language::English, Delimiter::Comma),
        folder.path(),
        [list.as_path()],
        None,
        &mut |_: &Path, _: &[u8]| -> Result<(), Failed> { panic!("nothing is written") },
    );
    assert_eq!(done.unwrap_err().refused().advice(), Advice::AnotherFolder);
    let known = prepare_folder(folder.path(), [list.as_path()]);
    assert_eq!(known.unwrap_err().advice(), Advice::AnotherFolder);
}

#[test]
fn the_seal_is_written_last_and_a_report_without_it_has_a_journal() {
    let report = of_clients(&["Ada", "Bert"]);
    let n_writes = 1 + 5 + 2 * 4;
    for stops_at in 0..=n_writes {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        write(&["Cleo"], path).unwrap();
        let before = fs::read(path.join(SEAL)).unwrap();
        let mut n = 0;
        let written = write_folder(
            &report,
            None,
            (Language::English, Delimiter::Comma),
            path,
            [],
            None,
            &mut |path: &Path, contents: &[u8]| {
                if n == stops_at {
                    return Err(Failed::Stopped);
                }
                n += 1;
                fs::write(path, contents).unwrap();
                Ok(())
            },
        );
        assert_eq!(written.is_ok(), stops_at == n_writes);
        let seal = fs::read(path.join(SEAL)).unwrap();
        assert_eq!(seal == before, stops_at < n_writes, "{stops_at}");
        let is_complete = stops_at == 0 || stops_at == n_writes;
        assert_eq!(path.join(JOURNAL).exists(), !is_complete, "{stops_at}");
        // The next report knows all of it as its own.
        write(&["Dora"], path).unwrap();
        assert_eq!(names(path), ["Dora.csv", "Dora.html"], "{stops_at}");
    }
}

#[test]
fn a_damaged_seal_is_named_and_nothing_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(&["Ada"], path).unwrap();
    let mut seal = fs::read(path.join(SEAL)).unwrap();
    seal[40] ^= 1;
    fs::write(path.join(SEAL), &seal).unwrap();
    let refused = write(&["Ada"], path).unwrap_err();
    assert_eq!(refused.refused().path(), path.join(SEAL));
    let known = prepare_folder(path, []).unwrap_err();
    assert_eq!(known.path(), path.join(SEAL));
    assert_eq!(fs::read(path.join(SEAL)).unwrap(), seal);
}
