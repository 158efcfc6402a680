//! Index files that are cut, newer, damaged, or not indexes at all.
//!
//! A check that cannot search an index says so and judges nothing: a report that
//! silently left one out would not be an answer.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use colophon_tests::{colophon, finish, isolated, sample, starter};

/// Asserts that every command refuses the index with this code.
#[track_caller]
fn refused_by_all(index: &Path, code: &str) {
    colophon([Path::new("index"), Path::new("info"), index]).refused(code);
    colophon([Path::new("index"), Path::new("verify"), index]).refused(code);
    check_refuses(index, code);
}

#[track_caller]
fn check_refuses(index: &Path, code: &str) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report.json");
    let mut command = isolated();
    command
        .arg("check")
        .arg(sample("the-weighbridge-at-cold-drove.txt"));
    command
        .arg("--index")
        .arg(starter())
        .arg("--index")
        .arg(index)
        .arg("--out")
        .arg(&out);
    let ran = finish(&mut command);
    assert_eq!(ran.stdout, "");
    ran.refused(code);
    assert!(
        colophon_tests::names(folder.path()).is_empty(),
        "no report is left"
    );
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("own.colophon");
    fs::write(&index, bytes).unwrap();
    refused_by_all(&index, code);
    assert_eq!(fs::read(&index).unwrap(), bytes, "it is left as it was");
    assert_eq!(colophon_tests::names(folder.path()), ["own.colophon"]);
}

fn good() -> Vec<u8> {
    fs::read(starter()).unwrap()
}

#[test]
fn a_good_one_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("own.colophon");
    fs::write(&index, good()).unwrap();
    let info = colophon([Path::new("index"), Path::new("info"), &index]).ending(0);
    assert!(
        info.stdout.contains("Colophon demonstration"),
        "{}",
        info.stdout
    );
    let verified = colophon([Path::new("index"), Path::new("verify"), &index]).ending(0);
    assert!(verified.stdout.contains("Undamaged"), "{}", verified.stdout);
}

#[test]
fn one_cut_in_half() {
    let whole = good();
    refused(&whole[..whole.len() / 2], "index-damaged");
    refused(&whole[..whole.len() - 1], "index-damaged");
}

#[test]
fn one_of_a_future_version() {
    let mut bytes = good();
    // SQLite's user_version, section 1.3 of its file format.
    bytes[60..64].copy_from_slice(&2_u32.to_be_bytes());
    refused(&bytes, "index-incompatible");
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("new.colophon");
    fs::write(&index, bytes).unwrap();
    let ran = colophon([Path::new("index"), Path::new("info"), &index]);
    assert!(
        ran.stderr.contains("newer version of Colophon"),
        "{}",
        ran.stderr
    );
}

#[test]
fn other_files() {
    refused(b"", "index-incompatible");
    refused(
        b"A text, and no index.\n".repeat(1000).as_slice(),
        "index-incompatible",
    );
    refused(
        &fs::read(sample("the-line-through-the-kitchen.docx")).unwrap(),
        "index-incompatible",
    );
    let mut database = good();
    database[68..72].copy_from_slice(&[0; 4]);
    refused(&database, "index-incompatible");
}

#[test]
fn what_is_not_a_file() {
    let folder = tempfile::tempdir().unwrap();
    refused_by_all(folder.path(), "unreadable");
    refused_by_all(Path::new("/nonexistent.colophon"), "unreadable");
    #[cfg(unix)]
    {
        let fifo = folder.path().join("pipe.colophon");
        assert!(
            std::process::Command::new("mkfifo")
                .arg(&fifo)
                .status()
                .unwrap()
                .success()
        );
        refused_by_all(&fifo, "unreadable");
        let link = folder.path().join("link.colophon");
        std::os::unix::fs::symlink(starter(), &link).unwrap();
        refused_by_all(&link, "unreadable");
    }
}

const BLOCK: usize = 512;

#[test]
fn changed_bytes_are_noticed() {
    let whole = good();
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("own.colophon");
    // A byte of content in each block; a block without content holds zeros.
    let mut n_tried = 0;
    for (i, block) in whole.chunks(BLOCK).enumerate() {
        let Some(last) = block.iter().rposition(|&byte| byte != 0) else {
            continue;
        };
        let mut bytes = whole.clone();
        bytes[i * BLOCK + last] ^= 0x55;
        fs::write(&index, bytes).unwrap();
        let ran = colophon([Path::new("index"), Path::new("verify"), &index]);
        assert_eq!(ran.code, Some(2), "block {i}: {ran:#?}");
        assert!(ran.stderr.contains("error[index-"), "block {i}: {ran:#?}");
        n_tried += 1;
    }
    assert!(n_tried > 10, "{n_tried}");
}

#[test]
fn a_damaged_one_hides_nothing_that_another_says() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.colophon");
    let mut bytes = good();
    let n_bytes = bytes.len();
    // All but the first page, which is read when an index is opened, and the
    // pages at which the tables begin.
    bytes[n_bytes * 2 / 3..].fill(0xA5);
    fs::write(&bad, bytes).unwrap();
    let mut command = isolated();
    command
        .args(["check", "--format", "json", "--index"])
        .arg(starter())
        .arg("--index")
        .arg(&bad)
        .arg(sample("the-weighbridge-at-cold-drove.txt"));
    let ran = finish(&mut command);
    if ran.stdout.is_empty() {
        // This much damage shows when the index is opened.
        return ran.refused("index-damaged");
    }
    let report = ran.json();
    let result = &report["results"][0];
    assert_eq!(result["matches"][0]["index"], 0, "{report}");
    assert_eq!(result["warnings"][0]["code"], "index-damaged", "{report}");
}

/// Imports a few hundred records into a new index.
fn catalogue(folder: &Path) -> std::path::PathBuf {
    let (dump, index) = (folder.join("dump.csv"), folder.join("sound.colophon"));
    let mut rows = "id,title,author,isbn\n".to_owned();
    for n in 0..900 {
        let isbn = colophon_tests::dumps::isbn(n);
        let writer = n % 31;
        writeln!(
            rows,
            "{n},The Sea of Stories {n},Ann Writer {writer},{isbn}"
        )
        .unwrap();
    }
    fs::write(&dump, rows).unwrap();
    let mut build = isolated();
    build.args(["index", "build", "--catalogue"]);
    build.arg(format!("csv:{}", dump.display()));
    let _ = finish(build.arg("--out").arg(&index)).ending(0);
    index
}

#[test]
fn a_damaged_index_never_says_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(catalogue(folder.path())).unwrap();
    let index = folder.path().join("own.colophon");
    let isbn = colophon_tests::dumps::isbn(617);
    let ask = || {
        let mut lookup = isolated();
        lookup.args(["lookup", "--isbn", &isbn, "--index"]);
        finish(lookup.arg(&index))
    };
    fs::write(&index, &whole).unwrap();
    let _ = ask().ending(1);
    let n_pages = whole.len() / 4096;
    assert!(n_pages > 15, "{n_pages}");
    for page in 0..n_pages {
        let mut bytes = whole.clone();
        let range = page * 4096..(page + 1) * 4096;
        match page % 3 {
            0 => bytes[page * 4096 + 300] ^= 4,
            1 => bytes[range].fill(0),
            _ => {
                let other = (page + 5) % n_pages * 4096;
                bytes.copy_within(other..other + 4096, page * 4096);
            }
        }
        if bytes == whole {
            continue;
        }
        fs::write(&index, &bytes).unwrap();
        let ran = ask();
        assert!(ran.code == Some(2), "page {page}: {ran:#?}");
        assert!(ran.stderr.contains("error[index-"), "page {page}: {ran:#?}");
        assert!(!ran.stderr.contains("SQLite"), "page {page}: {ran:#?}");
    }
}

#[test]
fn one_from_before_the_format_was_final() {
    let mut bytes = good();
    // The number of bytes that SQLite leaves at the end of a page.
    bytes[20] = 0;
    refused(&bytes, "index-incompatible");
}
