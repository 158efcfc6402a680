//! Rhythms, dates and clocks of a publisher.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::process::Command;

use colophon_tests::publishing::{ABOUT, Publisher, Reader, paper_words};
use colophon_tests::{Ran, colophon, finish, names, skip};

/// Runs `publish COMMAND DIR` on another day, if faketime is installed.
fn on(publisher: &Publisher, day: &str, command: &str, more: &[&str]) -> Option<Ran> {
    if Command::new("faketime").arg("--version").output().is_err() {
        return None;
    }
    let plain = publisher.command(command);
    let mut outer = Command::new("faketime");
    outer.args(["-f", day]).arg(plain.get_program());
    outer.args(plain.get_args()).args(more);
    for (name, value) in plain.get_envs() {
        outer.env(name, value.unwrap());
    }
    Some(finish(&mut outer))
}

fn begin(more: &[&str]) -> (Publisher, String) {
    let (publisher, made) = Publisher::begin(more);
    let paper = paper_words(&made.ending(0).stdout).remove(0);
    let _ = publisher.add("a.colophon", 0..6, 0..6).ending(0);
    (publisher, paper)
}

fn status_on(publisher: &Publisher, day: &str) -> Option<String> {
    on(publisher, day, "status", &[]).map(|ran| ran.ending(0).stdout)
}

#[test]
fn the_reminder_comes_when_the_rhythm_is_over() {
    let (publisher, _) = begin(&[]);
    let Some(text) = status_on(&publisher, "+6d") else {
        return skip(
            "the_reminder_comes_when_the_rhythm_is_over",
            "faketime is not installed",
        );
    };
    assert!(text.contains("nothing is due"), "{text}");
    assert!(text.contains("Rhythm:      week, renewed on "), "{text}");
    let text = status_on(&publisher, "+8d").unwrap();
    let what = "the rhythm is over, and readers are warned in 12 days: run `publish renew`";
    assert!(
        text.contains(what) || text.contains(&what.replace("12", "13")),
        "{text}"
    );
    let text = status_on(&publisher, "+28d").unwrap();
    assert!(
        text.contains("expired 6 days ago") || text.contains("expired 7 days ago"),
        "{text}"
    );
    assert!(
        text.contains("readers are warned now: run `publish renew`"),
        "{text}"
    );
    assert!(
        !text.contains("soon be warned") && !text.contains("good for -"),
        "{text}"
    );
    let _ = publisher.run("renew", &["--every", "month"]).ending(0);
    let text = status_on(&publisher, "+30d").unwrap();
    assert!(text.contains("nothing is due"), "{text}");
    let text = status_on(&publisher, "+40d").unwrap();
    assert!(
        text.contains("the rhythm is over, and readers are warned in 5"),
        "{text}"
    );
}

#[test]
fn a_last_word_is_good_for_years() {
    let (publisher, _) = begin(&[]);
    let (reader, root) = (Reader::default(), publisher.root());
    reader.get(&root, &publisher.dir);
    let ran = publisher.run("renew", &["--every", "once"]).ending(0);
    assert!(
        ran.stdout
            .contains("Rhythm:    once; nothing more to renew"),
        "{ran:#?}"
    );
    for name in [
        "2.root.json",
        "2.targets.json",
        "2.snapshot.json",
        "timestamp.json",
    ] {
        assert!(ran.stdout.contains(&format!("  {name}\n")), "{ran:#?}");
    }
    assert!(ran.stdout.find("2.root.json") > ran.stdout.find("timestamp.json"));
    reader.get(&root, &publisher.dir);
    Reader::default().get(&root, &publisher.dir);
    let status = publisher.status();
    assert_eq!(status["rhythm"]["every"], "once");
    assert!(status["rhythm"]["due"].is_null());
    let days = |n: usize| status["signed"][n]["days"].as_i64().unwrap();
    assert!(
        (0..3).all(|n| days(n) > 7_000) && days(3) > 3_600,
        "{status:#}"
    );
    if let Some(text) = status_on(&publisher, "+5y") {
        assert!(text.contains("nothing is due"), "{text}");
    }
    // The same rhythm again is a plain renewal, and another one counts from now.
    let ran = publisher.run("renew", &["--every", "once"]).ending(0);
    assert!(!ran.stdout.contains("root.json"), "{ran:#?}");
    let ran = publisher.run("renew", &["--every", "week"]).ending(0);
    assert!(
        ran.stdout.contains("Rhythm:    week; renew again by "),
        "{ran:#?}"
    );
    assert!(publisher.status()["signed"][3]["days"].as_i64().unwrap() < 22);
    reader.get(&root, &publisher.dir);
}

#[test]
fn a_rhythm_is_signed_like_a_new_key() {
    let (publisher, paper) = begin(&["--keys", "3", "--threshold", "2"]);
    let before = names(&publisher.dir);
    let ran = publisher.run("renew", &["--every", "quarter"]);
    assert!(
        ran.stderr
            .contains("another rhythm is signed like a new key"),
        "{ran:#?}"
    );
    ran.refused("key-missing");
    assert_eq!(names(&publisher.dir), before);
    let file = publisher.words_file("paper.txt", &[&paper]);
    let ran = publisher.run("renew", &["--every", "quarter", "--words-file", &file]);
    assert!(ran.ending(0).stdout.contains("Rhythm:    quarter"));
    Reader::default().get(&publisher.root(), &publisher.dir);
    assert!(!publisher.path("idx.pending").exists());
    // The key of a cron job cannot do it.
    let cron = [
        "--role",
        "timestamp",
        "--no-passphrase",
        "--words-file",
        &file,
    ];
    let _ = publisher.run("rotate", &cron).ending(0);
    let keys = publisher.path("idx.renew.keys");
    publisher
        .run(
            "renew",
            &["--every", "week", "--keys-file", keys.to_str().unwrap()],
        )
        .refused("key-missing");
}

#[test]
fn a_clock_that_is_wrong_signs_nothing() {
    const NAME: &str = "a_clock_that_is_wrong_signs_nothing";
    let (publisher, _) = begin(&[]);
    let Some(ran) = on(&publisher, "-40d", "renew", &[]) else {
        return skip(NAME, "faketime is not installed");
    };
    assert!(
        ran.stderr.contains("and the folder was signed on"),
        "{ran:#?}"
    );
    ran.refused("clock-wrong");
    let index = publisher.index("b.colophon", 6..9, 6..9);
    let add = [index.to_str().unwrap(), "--yes"];
    let wrong = |command: &str, more: &[&str]| {
        on(&publisher, "-10y", command, more)
            .unwrap()
            .refused("clock-wrong");
    };
    wrong("add", &add);
    wrong("renew", &["--every", "once"]);
    let keys = fs::read(publisher.path("idx.keys")).unwrap();
    wrong("rotate", &["--role", "root"]);
    assert_eq!(fs::read(publisher.path("idx.keys")).unwrap(), keys);
    assert!(!publisher.path("idx.pending").exists());
    // A much later day is possible, and worth a word.
    let ran = on(&publisher, "+3y", "renew", &[]).unwrap().ending(0);
    assert!(ran.stderr.contains("warning[clock-wrong]"), "{ran:#?}");
    assert!(ran.stderr.contains("more than a year before"), "{ran:#?}");
    // It was wrong: the way back.
    let ran = publisher.run("renew", &[]);
    assert!(ran.stderr.contains("--clock-is-right"), "{ran:#?}");
    ran.refused("clock-wrong");
    let _ = publisher.run("renew", &["--clock-is-right"]).ending(0);
    let ran = publisher.run("add", &add).ending(0);
    assert!(!ran.stderr.contains("clock"), "{ran:#?}");
    Reader::default().get(&publisher.root(), &publisher.dir);
}

#[test]
fn a_first_index_needs_a_right_clock_too() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let index = publisher.index("a.colophon", 0..4, 0..4);
    let add = [index.to_str().unwrap(), "--yes"];
    let Some(ran) = on(&publisher, "-40d", "add", &add) else {
        return skip(
            "a_first_index_needs_a_right_clock_too",
            "faketime is not installed",
        );
    };
    ran.refused("clock-wrong");
    assert!(!publisher.dir.join("timestamp.json").exists());
    fs::remove_dir_all(&publisher.dir).unwrap();
    fs::remove_file(publisher.path("idx.keys")).unwrap();
    let ran = on(&publisher, "-10y", "init", &ABOUT).unwrap();
    ran.refused("clock-wrong");
    assert!(!publisher.dir.exists());
}

#[test]
fn an_empty_folder_is_not_called_damaged() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let dir = publisher.dir.to_str().unwrap();
    let ran = colophon(["publish", "check", dir]);
    assert!(ran.stderr.contains("nothing was published"), "{ran:#?}");
    assert!(ran.stderr.contains("colophon publish add"), "{ran:#?}");
    ran.refused("no-index");
}

#[test]
fn a_failed_beginning_leaves_nothing() {
    let (publisher, made) = Publisher::begin(&["--keys", "99"]);
    made.refused("invalid-argument");
    fs::write(publisher.path("passphrase"), "short\n").unwrap();
    publisher.init(&[]).refused("invalid-argument");
    let left = names(publisher.folder.path());
    assert!(!left.iter().any(|name| name.starts_with("idx")), "{left:?}");
}
