//! Catalogues: dumps in, listings with evidence out.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use colophon_tests::dumps::{self, Listed, build};
use colophon_tests::{Ran, check_json, colophon, finish, isolated, names, text};
use serde_json::Value;

/// Builds an index of a dump with these bytes.
fn built(folder: &Path, dump: &[u8]) -> (Ran, PathBuf) {
    let (source, out) = (folder.join("dump.sql"), folder.join("made.colophon"));
    fs::write(&source, dump).unwrap();
    (finish(&mut build(&[("libgen", &source)], &out)), out)
}

fn lookup(index: &Path, arguments: &[&str]) -> (Ran, Vec<Value>) {
    let mut command = isolated();
    command
        .arg("lookup")
        .args(arguments)
        .arg("--index")
        .arg(index)
        .args(["--format", "json"]);
    let ran = finish(&mut command);
    let records = ran.json()["records"].as_array().unwrap().clone();
    (ran, records)
}

fn books() -> Vec<Listed> {
    let mut hidden = Listed::new(3, "The Salt Road (retail)", "Writer, Jane", "");
    "del".clone_into(&mut hidden.visible);
    "0000-00-00 00:00:00".clone_into(&mut hidden.added);
    hidden.md5 = hidden.md5.to_uppercase();
    vec![
        Listed::new(
            1,
            "The Salt Road",
            "Jane Writer",
            "978-0-306-40615-7, 0306406152",
        ),
        Listed::new(
            2,
            "Salt Road, The: A Novel",
            "WRITER, JANE",
            "9780306406157",
        ),
        hidden,
        Listed::new(4, "The Salt Road", "John Other", ""),
        Listed::new(
            5,
            "O'Brien's \"Tale\" \\ two\nlines",
            "D\u{e9}j\u{e0} Vu, Ana",
            "",
        ),
        Listed::new(6, "Война и мир", "Лев Толстой", ""),
        Listed::new(7, "The Salt Road: Study Guide", "Jane Critic", ""),
        Listed::new(8, "<script>alert(1)</script>", "=cmd|' /C calc'!A0", ""),
    ]
}

#[test]
fn a_listing_comes_with_its_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let (ran, index) = built(folder.path(), dumps::updated(&books()).as_bytes());
    let ran = ran.ending(0);
    assert!(ran.stdout.contains("Entries:   8"), "{}", ran.stdout);
    let _ = colophon([Path::new("index"), Path::new("verify"), &index]).ending(0);

    let (ran, found) = lookup(
        &index,
        &[
            "--title",
            "The Salt Road",
            "--author",
            "Jane Writer",
            "--cutoff",
            "2013-12-31",
        ],
    );
    assert_eq!(ran.code, Some(1));
    let mut ids: Vec<&str> = found
        .iter()
        .map(|record| record["id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, ["1", "2", "3"], "{found:#?}");
    let record = |id: &str| found.iter().find(|record| record["id"] == id).unwrap();
    let first = record("1");
    assert_eq!(first["source"], "libgen");
    assert_eq!(first["snapshot"], "2022-08-24");
    assert_eq!(first["isbn"], serde_json::json!(["9780306406157"]));
    assert_eq!(first["added"], "2011-02-02");
    assert_eq!(first["cutoff"], "before");
    assert_eq!(first["visible"], true);
    assert_eq!(first["size_bytes"], 1007);
    assert_eq!(first["format"], "epub");
    assert_eq!(first["tier"], "strong");
    assert_eq!(record("3")["visible"], false);
    assert_eq!(record("3")["hidden"], "del");
    assert_eq!(record("3")["cutoff"], "unknown");
    assert_eq!(record("3")["md5"], books()[2].md5.to_lowercase());

    for isbn in ["0306406152", "978-0-306-40615-7", "9780306406157"] {
        assert_eq!(lookup(&index, &["--isbn", isbn]).1.len(), 2, "{isbn}");
    }
    let (_, same) = lookup(&index, &["--digest", &books()[2].md5]);
    assert_eq!(same[0]["tier"], "identical-file");
    let (_, war) = lookup(
        &index,
        &["--title", "Voyna i mir", "--author", "Leo Tolstoy"],
    );
    assert_eq!(
        war.len(),
        1,
        "a transliteration finds the original: {war:#?}"
    );
    let (ran, none) = lookup(
        &index,
        &["--title", "Salt Road", "--author", "Janet Writer"],
    );
    assert!(
        none.iter().all(|record| record["tier"] == "review"),
        "{none:#?}"
    );
    drop(ran);
    assert_eq!(lookup(&index, &["--isbn", "9783161484100"]).0.code, Some(0));
    let ran = colophon([
        "lookup".as_ref(),
        "--isbn".as_ref(),
        "12345".as_ref(),
        "--index".as_ref(),
        index.as_os_str(),
    ]);
    ran.refused("invalid-argument");
}

#[test]
fn packed_dumps_are_the_same_dump() {
    let folder = tempfile::tempdir().unwrap();
    let dump = dumps::updated(&books());
    let (_, plain) = built(folder.path(), dump.as_bytes());
    let content = |index: &Path| {
        lookup(
            index,
            &["--title", "The Salt Road", "--author", "Jane Writer"],
        )
        .1
    };
    let packed: [(&str, Vec<u8>); 3] = [
        ("gz", {
            let mut packed =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut packed, dump.as_bytes()).unwrap();
            packed.finish().unwrap()
        }),
        ("zst", zstd::encode_all(dump.as_bytes(), 3).unwrap()),
        (
            "zip",
            colophon_tests::files::archive(&[("libgen.sql", dump.as_bytes())]),
        ),
    ];
    for (ending, bytes) in &packed {
        let source = folder.path().join(format!("dump.sql.{ending}"));
        fs::write(&source, bytes).unwrap();
        let out = folder.path().join(format!("{ending}.colophon"));
        let _ = finish(&mut build(&[("libgen", &source)], &out)).ending(0);
        assert_eq!(content(&out), content(&plain), "{ending}");
        // Half of it is not a dump.
        fs::write(&source, &bytes[..bytes.len() / 2]).unwrap();
        let cut = finish(&mut build(&[("libgen", &source)], &out));
        assert!(
            ["truncated", "dump-damaged"]
                .iter()
                .any(|code| cut.stderr.contains(code)),
            "{cut:#?}"
        );
        assert_eq!(cut.code, Some(2));
        assert_eq!(content(&out), content(&plain), "the old index is untouched");
    }
    let out = folder.path().join("stdin.colophon");
    let mut command = build(&[("libgen", Path::new("-"))], &out);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &packed[0].1).unwrap();
    let _ = Ran::from(child.wait_with_output().unwrap()).ending(0);
    assert_eq!(content(&out), content(&plain));
}

#[test]
fn a_bad_dump_is_refused_by_name_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let whole = dumps::updated(&dumps::many(3_000));
    let (ran, index) = built(folder.path(), whole.as_bytes());
    let _ = ran.ending(0);
    let before = fs::read(&index).unwrap();
    let part = whole.len() * 2 / 3;
    for (code, dump) in [
        ("truncated", whole.as_bytes()[..part].to_vec()),
        ("dump-unknown", dumps::updated_without(&books(), &["Title"]).into_bytes()),
        ("dump-unknown", b"CREATE TABLE `other` (\n  `a` int\n);\nINSERT INTO `other` VALUES (1);\n-- Dump completed on 2022-08-24\n".to_vec()),
        ("unsupported", b"Rar!\x1a\x07\x01\x00 and so on".to_vec()),
    ] {
        let (ran, _) = built(folder.path(), &dump);
        ran.refused(code);
        assert!(fs::read(&index).unwrap() == before, "{code}: the old index is untouched");
        assert_eq!(names(folder.path()), ["dump.sql", "made.colophon"], "{code}");
    }
    let missing = folder.path().join("missing.sql");
    finish(&mut build(&[("libgen", &missing)], &index)).refused("unreadable");
    let source = folder.path().join("dump.sql");
    finish(&mut build(&[("libgen", &source)], &source)).refused("invalid-argument");
}

#[test]
fn hashes_join_their_records_across_dumps() {
    let folder = tempfile::tempdir().unwrap();
    let (records, hashes) = (folder.path().join("a.sql"), folder.path().join("b.sql"));
    let books = books();
    let (sha1, sha256) = ("1e".repeat(20), "2d".repeat(32));
    fs::write(&records, dumps::updated(&books)).unwrap();
    fs::write(
        &hashes,
        dumps::hashes(&[
            (&books[0].md5, &sha1, &sha256),
            (&"0".repeat(32), &sha1, &sha256),
        ]),
    )
    .unwrap();
    let out = folder.path().join("made.colophon");
    // The order of the dumps does not matter.
    let _ = finish(&mut build(
        &[("libgen", &hashes), ("libgen", &records)],
        &out,
    ))
    .ending(0);
    for digest in [&sha1, &sha256, &sha256.to_uppercase()] {
        let (_, found) = lookup(&out, &["--digest", digest]);
        assert_eq!(found.len(), 1, "{digest}");
        assert_eq!(found[0]["id"], "1");
        assert_eq!(found[0]["sha1"], sha1.as_str());
        assert_eq!(found[0]["sha256"], sha256.as_str());
    }
}

#[test]
fn text_and_catalogue_come_together_in_one_match() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("books");
    fs::create_dir(&library).unwrap();
    let novel = text::made(7, 6000);
    fs::write(library.join("salt.txt"), &novel).unwrap();
    fs::write(library.join("other.txt"), text::made(8, 6000)).unwrap();
    fs::write(
        folder.path().join("works.tsv"),
        "id\ttitle\tauthor\nsalt\tThe Salt Road\tJane Writer\nother\tAnother Book\tSomebody Else\n",
    )
    .unwrap();
    let dump = folder.path().join("dump.sql");
    fs::write(&dump, dumps::updated(&books())).unwrap();
    let out = folder.path().join("made.colophon");
    let mut command = build(&[("libgen", &dump)], &out);
    command.arg("--books").arg(&library).args(["--scale", "64"]);
    let _ = finish(&mut command).ending(0);
    let manuscript = folder.path().join("draft.txt");
    fs::write(&manuscript, format!("A new first line.\n\n{novel}")).unwrap();
    let (ran, report) = check_json(&out, &[&manuscript]);
    assert_eq!(ran.code, Some(1));
    let matches = report["results"][0]["matches"].as_array().unwrap();
    assert_eq!(matches.len(), 1, "{matches:#?}");
    assert_eq!(matches[0]["verdict"], "same-text");
    let ids: Vec<_> = matches[0]["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["id"].clone())
        .collect();
    assert_eq!(ids.len(), 3, "{matches:#?}");
}

/// How often an import is killed.
#[cfg(unix)]
const N_KILLS: u32 = 50;

/// Starts an import and kills it after this time; returns whether it was killed
/// before it ended.
#[cfg(unix)]
fn is_killed_after(import: &mut Command, time: Duration) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    let mut child = import
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(9)
}

#[cfg(unix)]
#[test]
fn a_killed_import_leaves_the_old_index_alone() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let (few, dump, out) = (
        folder.path().join("few.sql"),
        folder.path().join("many.sql"),
        place.join("made.colophon"),
    );
    fs::write(&few, dumps::updated(&books())).unwrap();
    fs::write(&dump, dumps::updated(&dumps::many(60_000))).unwrap();
    let whole = || build(&[("libgen", &dump)], &out);
    let started = Instant::now();
    let _ = finish(&mut whole()).ending(0);
    let mut takes = started.elapsed();
    let _ = finish(&mut build(&[("libgen", &few)], &out)).ending(0);
    let before = fs::read(&out).unwrap();
    let (mut n_killed, mut n_begun, mut random) = (0, 0, 0x9e37_79b9_u32);
    for n_tries in 0.. {
        assert!(n_tries < 10 * N_KILLS, "only {n_killed} were killed");
        if n_killed == N_KILLS {
            break;
        }
        // Anywhere from the start to the end.
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let share = f64::from(random >> 8) / f64::from(1 << 24);
        let was_killed = is_killed_after(&mut whole(), takes.mul_f64(share));
        if fs::read(&out).unwrap() != before {
            // It had finished: then the index is whole. The machine is faster now.
            let _ = colophon([Path::new("index"), Path::new("verify"), &out]).ending(0);
            fs::write(&out, &before).unwrap();
            takes = takes.mul_f64(0.95);
            continue;
        }
        assert!(was_killed, "it ended without finishing");
        n_killed += 1;
        // Each cleans up what the one before it left.
        let left = names(&place);
        assert!(left.len() <= 2, "{left:?}");
        n_begun += u32::from(left.len() == 2);
    }
    assert!(
        n_begun > N_KILLS / 2,
        "{n_begun} were killed while they worked"
    );
    let _ = finish(&mut build(&[("libgen", &few)], &out)).ending(0);
    assert_eq!(names(&place), ["made.colophon"], "the next build cleans up");
}

#[cfg(unix)]
#[test]
fn an_interrupted_import_clears_away_itself() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let dump = folder.path().join("many.sql");
    fs::write(&dump, dumps::updated(&dumps::many(200_000))).unwrap();
    let mut command = build(&[("libgen", &dump)], &place.join("made.colophon"));
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(400));
    let asked = Instant::now();
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert!(asked.elapsed() < Duration::from_secs(5), "it stops soon");
    assert!(ran.stderr.contains("Stopped"), "{ran:#?}");
    let _ = ran.ending(130);
    assert!(names(&place).is_empty());
}
