//! What the commands of `publish` ask on a terminal.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use colophon_tests::pty::{Seen, on_terminal};
use colophon_tests::publishing::{ABOUT, Publisher, Reader, paper_words};
use colophon_tests::{isolated, skip};

const PASSPHRASE: &str = "four words of mine";

/// Runs `publish COMMAND DIR` on a terminal.
fn asked(dir: &Path, command: &str, more: &[&str], dialog: &[(&str, &str)]) -> Option<Seen> {
    let mut call: Command = isolated();
    call.args(["publish", command]).arg(dir).args(more);
    let seen = on_terminal(&call, dialog)?;
    assert_eq!(seen.late.len(), dialog.len(), "{seen:#?}");
    // Nothing is drawn over an open question.
    assert!(seen.late.iter().all(String::is_empty), "{seen:#?}");
    Some(seen)
}

#[test]
fn a_bar_never_hides_a_question() {
    let (publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let index = publisher.index("a.colophon", 0..6, 0..6);
    let publish = [("Publish this? [y/N] ", "y"), ("idx.keys: ", PASSPHRASE)];
    let Some(seen) = asked(&publisher.dir, "add", &[index.to_str().unwrap()], &publish) else {
        return skip("a_bar_never_hides_a_question", "there is no python3");
    };
    assert_eq!(seen.code, 0, "{seen:#?}");
    let passphrase = [("Passphrase of", ""), ("idx.keys: ", PASSPHRASE)];
    for (command, more) in [("remove", &["--work", "w3"][..]), ("base", &[])] {
        let seen = asked(&publisher.dir, command, more, &passphrase[1..]).unwrap();
        assert_eq!(seen.code, 0, "{seen:#?}");
    }
    Reader::default().get(&publisher.root(), &publisher.dir);
}

#[test]
fn a_wrong_word_is_asked_for_alone_and_a_successor_chooses_a_passphrase() {
    let (publisher, made) = Publisher::begin(&[]);
    let paper = paper_words(&made.ending(0).stdout).remove(0);
    let _ = publisher.add("a.colophon", 0..6, 0..6).ending(0);
    let everyday = publisher.keys("targets").remove(0);
    let words: Vec<&str> = paper.split(' ').collect();
    let (mut first, rest) = (words[..10].to_vec(), words[10..].join(" "));
    first[4] = "colophon";
    let wrong = first.join(" ");
    let dialog = [
        ("Words 1 to 24: ", wrong.as_str()),
        ("Word 5 again: ", words[4]),
        ("Words 11 to 24: ", &rest),
        ("Passphrase: ", "quite other words"),
        ("The same again: ", "quite different words"),
        ("Passphrase: ", "quite other words"),
        ("The same again: ", "quite other words"),
    ];
    let more = ["--drop", &everyday[..8], "--paper"];
    let Some(seen) = asked(&publisher.dir, "rotate", &more, &dialog) else {
        return skip(
            "a_wrong_word_is_asked_for_alone_and_a_successor_chooses_a_passphrase",
            "there is no python3",
        );
    };
    assert_eq!(seen.code, 0, "{seen:#?}");
    assert!(seen.text.contains("in one line or in several"), "{seen:#?}");
    assert!(seen.text.contains("Word 5 is not on the list"), "{seen:#?}");
    assert!(
        seen.text.contains("The two passphrases differ"),
        "{seen:#?}"
    );
    assert!(seen.text.contains("In effect: root 2"), "{seen:#?}");
    assert!(
        !seen.text.contains(&words[..3].join(" ")),
        "the words are shown"
    );
    // A successor knows the passphrase from before, and chooses another one.
    let dialog = [
        ("idx.keys: ", "quite other words"),
        ("Passphrase: ", "the next four words"),
        ("The same again: ", "the next four words"),
    ];
    let seen = asked(&publisher.dir, "rotate", &[], &dialog).unwrap();
    assert_eq!(seen.code, 0, "{seen:#?}");
    let dialog = [("idx.keys: ", "the next four words")];
    let seen = asked(&publisher.dir, "renew", &[], &dialog).unwrap();
    assert_eq!(seen.code, 0, "{seen:#?}");
    Reader::default().get(&publisher.root(), &publisher.dir);
}

#[test]
fn two_passphrases_that_differ_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let differs = [
        ("Passphrase: ", PASSPHRASE),
        ("The same again: ", "another one"),
    ];
    let dialog = differs.repeat(3);
    let Some(seen) = asked(&folder.path().join("idx"), "init", &ABOUT, &dialog) else {
        return skip(
            "two_passphrases_that_differ_leave_nothing_behind",
            "there is no python3",
        );
    };
    assert_eq!(seen.code, 2, "{seen:#?}");
    let hint = "hint: Type the same passphrase twice.";
    assert!(seen.text.contains(hint), "{seen:#?}");
    assert!(colophon_tests::names(folder.path()).is_empty());
}
