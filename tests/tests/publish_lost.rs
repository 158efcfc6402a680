//! A key is lost or stolen: each row of the table in docs/PUBLISHING.md, from the first
//! command to a reader who follows.

use std::fs;

use colophon_supply::{Role, SecretKey};
use colophon_tests::publishing::{Publisher, Reader, paper_words};
use colophon_tests::{Ran, names};

fn begin(more: &[&str]) -> (Publisher, Vec<String>, Reader) {
    let (publisher, made) = Publisher::begin(more);
    let paper = paper_words(&made.ending(0).stdout);
    let _ = publisher.add("a.colophon", 0..6, 0..6).ending(0);
    let reader = Reader::default();
    follows(&publisher, &reader);
    (publisher, paper, reader)
}

/// A reader of old and one who begins now get what is published.
fn follows(publisher: &Publisher, reader: &Reader) {
    reader.get(&publisher.root(), &publisher.dir);
    Reader::default().get(&publisher.root(), &publisher.dir);
}

/// A change takes effect and shows this many new paper keys.
#[track_caller]
fn in_effect(ran: Ran, n_paper: usize) -> Vec<String> {
    let ran = ran.ending(0);
    assert!(ran.stdout.contains("In effect:"), "{ran:#?}");
    assert!(!ran.stdout.contains("COUNT YET"), "{ran:#?}");
    let words = paper_words(&ran.stdout);
    assert_eq!(words.len(), n_paper, "{ran:#?}");
    words
}

/// A command is refused before it shows a word or makes a key.
#[track_caller]
fn refused(publisher: &Publisher, more: &[&str], code: &str, why: &str) {
    let keys = fs::read(publisher.path("idx.keys")).ok();
    let before = (names(&publisher.dir), names(publisher.folder.path()));
    let ran = publisher.run("rotate", more);
    assert!(ran.stderr.contains(why), "{ran:#?}");
    assert_eq!(ran.stdout, "", "{ran:#?}");
    ran.refused(code);
    assert_eq!(
        (names(&publisher.dir), names(publisher.folder.path())),
        before
    );
    assert_eq!(fs::read(publisher.path("idx.keys")).ok(), keys);
}

#[test]
fn the_paper_can_be_lost_again_and_again() {
    let (publisher, mut paper, reader) = begin(&[]);
    let everyday = publisher.keys("targets").remove(0);
    for n in 0..3 {
        let old = publisher.words_file("old.txt", &[&paper[0]]);
        paper = in_effect(publisher.run("rotate", &["--role", "root"]), 1);
        let root = publisher.keys("root");
        assert!(root.len() == 2 && root.contains(&everyday), "{n}: {root:?}");
        follows(&publisher, &reader);
        // The words that were lost are worth nothing.
        let with_old = ["--drop", &everyday, "--words-file", &old];
        refused(&publisher, &with_old, "key-missing", "these words are of");
    }
    // Those on the last paper count.
    fs::remove_file(publisher.path("idx.keys")).unwrap();
    let file = publisher.words_file("new.txt", &[&paper[0]]);
    let done = publisher.run("rotate", &["--drop", &everyday, "--words-file", &file]);
    in_effect(done, 0);
    follows(&publisher, &reader);
}

#[test]
fn a_forgotten_passphrase_is_never_asked_for() {
    let (publisher, paper, reader) = begin(&[]);
    let everyday = publisher.keys("targets").remove(0);
    fs::write(publisher.path("passphrase"), "other words of mine\n").unwrap();
    publisher.run("renew", &[]).refused("passphrase-wrong");
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let change = ["--drop", &everyday[..8], "--words-file", &file];
    in_effect(publisher.run("rotate", &change), 0);
    let text = fs::read_to_string(publisher.path("idx.keys")).unwrap();
    assert!(!text.contains(&everyday) && text.contains(&publisher.keys("targets")[0]));
    let _ = publisher.add("b.colophon", 6..9, 6..9).ending(0);
    follows(&publisher, &reader);
    // The paper stays good, and the passphrase is the new one.
    assert_eq!(publisher.keys("root").len(), 2);
    fs::write(publisher.path("passphrase"), "four words of mine\n").unwrap();
    publisher.run("renew", &[]).refused("passphrase-wrong");
}

#[test]
fn a_thief_with_keys_and_passphrase_is_shut_out() {
    let (publisher, paper, reader) = begin(&[]);
    let thief = publisher.path("thief.keys");
    fs::copy(publisher.path("idx.keys"), &thief).unwrap();
    let stolen = publisher.keys("targets").remove(0);
    // It cannot be dropped on its own word.
    let why = "cannot prove the change";
    refused(&publisher, &["--drop", &stolen], "key-missing", why);
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let change = ["--drop", &stolen, "--words-file", &file];
    in_effect(publisher.run("rotate", &change), 0);
    follows(&publisher, &reader);
    let thief = thief.to_str().unwrap();
    for more in [
        &["--keys-file", thief][..],
        &["--role", "root", "--keys-file", thief],
        &["--role", "timestamp", "--keys-file", thief],
    ] {
        refused(&publisher, more, "key-missing", "must sign");
    }
    publisher
        .run("renew", &["--keys-file", thief])
        .refused("key-missing");
}

#[test]
fn a_stolen_key_for_renewing_is_replaced() {
    let (publisher, _, reader) = begin(&[]);
    let change = ["--role", "timestamp", "--no-passphrase"];
    in_effect(publisher.run("rotate", &change), 0);
    let renew = publisher.path("idx.renew.keys");
    let thief = publisher.path("thief.keys");
    fs::copy(&renew, &thief).unwrap();
    in_effect(publisher.run("rotate", &change), 0);
    let renew_with = |file: &std::path::Path| {
        let file = file.to_str().unwrap();
        publisher.run("renew", &["--keys-file", file])
    };
    fs::rename(&renew, publisher.path("cron.keys")).unwrap();
    renew_with(&thief).refused("key-missing");
    let _ = renew_with(&publisher.path("cron.keys")).ending(0);
    follows(&publisher, &reader);
    // It can be dropped too; the everyday key takes over.
    let other = publisher.keys("timestamp").remove(1);
    assert_ne!(other, publisher.keys("targets")[0]);
    in_effect(publisher.run("rotate", &["--drop", &other]), 0);
    assert_eq!(publisher.keys("timestamp"), publisher.keys("targets"));
    follows(&publisher, &reader);
}

#[test]
fn a_successor_takes_over_with_two_commands() {
    let (publisher, paper, reader) = begin(&[]);
    let before = publisher.keys("root");
    let old = publisher.path("old.keys");
    fs::copy(publisher.path("idx.keys"), &old).unwrap();
    in_effect(publisher.run("rotate", &[]), 0);
    let new = in_effect(publisher.run("rotate", &["--role", "root"]), 1);
    let after = publisher.keys("root");
    assert!(after.len() == 2 && after.iter().all(|id| !before.contains(id)));
    follows(&publisher, &reader);
    let old_words = publisher.words_file("old.txt", &[&paper[0]]);
    let old = ["--words-file", &old_words, "--keys-file"];
    let old_keys = publisher.path("old.keys");
    let old = [&old[..], &[old_keys.to_str().unwrap()]].concat();
    refused(&publisher, &old, "key-missing", "these words are of");
    // All that the successor has works.
    let _ = publisher.add("b.colophon", 6..9, 6..9).ending(0);
    let file = publisher.words_file("new.txt", &[&new[0]]);
    let everyday = publisher.keys("targets").remove(0);
    let change = ["--drop", &everyday, "--words-file", &file];
    in_effect(publisher.run("rotate", &change), 0);
    follows(&publisher, &reader);
}

#[test]
fn both_keys_can_be_replaced_on_the_word_of_the_paper() {
    let (publisher, paper, reader) = begin(&[]);
    let before = publisher.keys("root");
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let everyday = publisher.keys("targets").remove(0);
    let change = ["--drop", &everyday, "--role", "root", "--words-file", &file];
    in_effect(publisher.run("rotate", &change), 1);
    let after = publisher.keys("root");
    assert!(after.len() == 2 && after.iter().all(|id| !before.contains(id)));
    follows(&publisher, &reader);
}

#[test]
fn a_folder_whose_paper_alone_replaces_keys_is_mended() {
    let (publisher, paper, reader) = begin(&[]);
    let key = SecretKey::from_words(&paper[0]).unwrap();
    publisher.change_root(&key, |root, everyday| root.drop(everyday, Role::Root));
    assert_eq!(publisher.keys("root").len(), 1);
    assert!(
        publisher.status()["next"]
            .to_string()
            .contains("second-key")
    );
    refused(&publisher, &[], "key-missing", "must sign this change too");
    let lost = ["--role", "root"];
    refused(
        &publisher,
        &lost,
        "key-missing",
        "must sign this change too",
    );
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    in_effect(publisher.run("rotate", &["--words-file", &file]), 0);
    assert_eq!(publisher.keys("root").len(), 2);
    in_effect(publisher.run("rotate", &["--role", "root"]), 1);
    follows(&publisher, &reader);
}

#[test]
fn a_folder_without_paper_gets_one() {
    let (publisher, _, reader) = begin(&["--keys", "1"]);
    in_effect(publisher.run("rotate", &["--role", "root"]), 1);
    assert_eq!(publisher.keys("root").len(), 2);
    follows(&publisher, &reader);
}

#[test]
fn what_is_dropped_is_named_clearly_and_proves_nothing() {
    let (publisher, paper, _) = begin(&[]);
    let everyday = publisher.keys("targets").remove(0);
    let root = publisher.keys("root");
    let on_paper = root.iter().find(|id| **id != everyday).unwrap();
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let own = ["--drop", on_paper, "--words-file", &file];
    refused(&publisher, &own, "invalid-argument", "is to be dropped");
    let drop = |id| ["--drop", id];
    refused(&publisher, &drop(""), "key-missing", "fits several keys");
    let short = &on_paper[..7];
    refused(&publisher, &drop(short), "key-missing", "too short");
    let other = "00000000";
    refused(&publisher, &drop(other), "key-missing", &on_paper[..8]);
    // A lost paper can be dropped without a new one, but not the last proof.
    in_effect(publisher.run("rotate", &["--drop", on_paper]), 0);
    assert_eq!(publisher.keys("root"), std::slice::from_ref(&everyday));
    let why = "cannot prove the change";
    refused(&publisher, &["--drop", &everyday], "key-missing", why);
}

/// Two of three people, and the everyday key is gone: each has one paper.
#[test]
fn two_of_three_papers_replace_the_everyday_key() {
    let (publisher, paper, reader) = begin(&["--keys", "3", "--threshold", "2"]);
    let everyday = publisher.keys("targets").remove(0);
    fs::remove_file(publisher.path("idx.keys")).unwrap();
    let first = publisher.words_file("first.txt", &[&paper[0]]);
    let second = publisher.words_file("second.txt", &[&paper[1]]);
    let change = ["--drop", &everyday, "--words-file", &first];
    refused(&publisher, &change, "key-missing", "must sign");
    let waiting = [&change[..], &["--pending"]].concat();
    let ran = publisher.run("rotate", &waiting).ending(0);
    assert!(ran.stdout.contains("Nothing has changed yet"), "{ran:#?}");
    assert!(
        ran.stdout.contains("idx.pending, and nothing else"),
        "{ran:#?}"
    );
    let kept = publisher.path("kept.keys");
    // The other person has no file of keys.
    fs::rename(publisher.path("idx.keys"), &kept).unwrap();
    let ran = publisher.run("sign", &["--words-file", &second]).ending(0);
    let why = "must be signed on the computer that has the file of keys";
    assert!(ran.stdout.contains(why), "{ran:#?}");
    fs::rename(&kept, publisher.path("idx.keys")).unwrap();
    in_effect(publisher.run("sign", &[]), 0);
    follows(&publisher, &reader);
    let _ = publisher.add("b.colophon", 6..9, 6..9).ending(0);
    follows(&publisher, &reader);
    // In one room, one command is enough.
    let everyday = publisher.keys("targets").remove(0);
    let both = publisher.words_file("both.txt", &[&paper[0], &paper[1]]);
    let change = ["--drop", &everyday, "--words-file", &both];
    in_effect(publisher.run("rotate", &change), 0);
    follows(&publisher, &reader);
}

#[test]
fn words_that_do_not_count_yet_say_so() {
    let (publisher, paper, reader) = begin(&["--keys", "3", "--threshold", "2"]);
    let root = publisher.keys("root");
    let several = "there are several paper keys";
    let any = ["--role", "root"];
    refused(&publisher, &any, "invalid-argument", several);
    let lost = ["--role", "root", "--drop", &root[2]];
    // The lost key is not among those that could sign.
    let why = format!("the key {} must sign this change too", &root[1][..8]);
    refused(&publisher, &lost, "key-missing", &why);
    let waiting = [&lost[..], &["--pending"]].concat();
    let ran = publisher.run("rotate", &waiting).ending(0);
    assert!(ran.stdout.contains("THEY DO NOT COUNT YET"), "{ran:#?}");
    assert_eq!(paper_words(&ran.stdout).len(), 1);
    // A second change is refused with the name of the folder, and it can be given up.
    let ran = publisher.run("rotate", &[]);
    assert!(ran.stderr.contains("idx.pending: "), "{ran:#?}");
    assert!(ran.stderr.contains("To give it up, delete"), "{ran:#?}");
    ran.refused("invalid-argument");
    let status = publisher.run("status", &[]).ending(0);
    assert!(
        status
            .stdout
            .contains("idx.pending (root 2); to give it up")
    );
    fs::remove_dir_all(publisher.path("idx.pending")).unwrap();
    let file = publisher.words_file("paper.txt", &[&paper[0]]);
    let now = [&lost[..], &["--words-file", &file]].concat();
    in_effect(publisher.run("rotate", &now), 1);
    assert_eq!(publisher.keys("root").len(), 3);
    follows(&publisher, &reader);
}

#[test]
fn a_change_that_was_given_up_asks_for_nothing_later() {
    let (publisher, paper, reader) = begin(&["--keys", "3", "--threshold", "2"]);
    let everyday = publisher.keys("targets").remove(0);
    let drop = |file| ["--drop", &everyday, "--pending", "--words-file", file];
    let first = publisher.words_file("first.txt", &[&paper[0]]);
    let both = publisher.words_file("both.txt", &[&paper[0], &paper[1]]);
    fs::write(publisher.path("passphrase"), "second words of mine\n").unwrap();
    let ran = publisher.run("rotate", &drop(&first)).ending(0);
    assert!(ran.stdout.contains("Waiting:"), "{ran:#?}");
    fs::remove_dir_all(publisher.path("idx.pending")).unwrap();
    // Its new key is under a passphrase that is forgotten too.
    fs::write(publisher.path("passphrase"), "third words of mine\n").unwrap();
    in_effect(publisher.run("rotate", &drop(&both)), 0);
    let _ = publisher.add("b.colophon", 6..9, 6..9).ending(0);
    follows(&publisher, &reader);
}

#[test]
fn a_missing_file_of_keys_is_named_with_its_cure() {
    let (publisher, paper_key, reader) = begin(&[]);
    let file = publisher.index("b.colophon", 6..9, 6..9);
    let add = [file.to_str().unwrap(), "--yes"];
    let hidden = publisher.path("hidden.keys");
    let keys = publisher.path("idx.keys");
    let missing = |ran: Ran, name: &str, cure: &str| {
        assert!(
            ran.stderr
                .contains(&format!("{name}: this file is missing")),
            "{ran:#?}"
        );
        assert!(ran.stderr.contains(cure), "{ran:#?}");
        ran.refused("key-missing");
    };
    fs::rename(&keys, &hidden).unwrap();
    let paper = "rotate DIR --drop KEYID --paper";
    missing(publisher.run("renew", &[]), "idx.keys", paper);
    missing(publisher.run("add", &add), "idx.keys", paper);
    let once = publisher.run("renew", &["--every", "once"]);
    missing(once, "idx.keys", "add --paper");
    missing(
        publisher.run("rotate", &["--role", "root"]),
        "idx.keys",
        "--paper",
    );
    fs::rename(&hidden, &keys).unwrap();
    let renewing = ["--role", "timestamp", "--no-passphrase"];
    in_effect(publisher.run("rotate", &renewing), 0);
    // The key for renewing is enough to renew, and needs no passphrase.
    fs::rename(&keys, &hidden).unwrap();
    let mut renew = colophon_tests::isolated();
    renew.args(["publish", "renew"]).arg(&publisher.dir);
    renew.stdin(std::process::Stdio::null());
    let _ = colophon_tests::finish(&mut renew).ending(0);
    missing(publisher.run("add", &add), "idx.keys", paper);
    fs::rename(&hidden, &keys).unwrap();
    let _ = colophon_tests::finish(&mut renew).ending(0);
    // So is the everyday key, if that of renewing is gone.
    fs::remove_file(publisher.path("idx.renew.keys")).unwrap();
    let _ = publisher.run("renew", &[]).ending(0);
    let _ = publisher.run("add", &add).ending(0);
    follows(&publisher, &reader);
    // Unless it may not say that nothing is newer.
    in_effect(publisher.run("rotate", &renewing), 0);
    let _ = publisher.run("renew", &[]).ending(0);
    let key = SecretKey::from_words(&paper_key[0]).unwrap();
    publisher.change_root(&key, |root, everyday| root.drop(everyday, Role::Timestamp));
    fs::remove_file(publisher.path("idx.renew.keys")).unwrap();
    let cure = "rotate DIR --role timestamp --no-passphrase";
    missing(publisher.run("renew", &[]), "idx.renew.keys", cure);
    in_effect(publisher.run("rotate", &renewing), 0);
    fs::remove_file(publisher.path("idx.renew.keys")).unwrap();
    let _ = publisher.run("renew", &[]).ending(0);
    follows(&publisher, &reader);
}

#[test]
fn status_says_which_key_is_which() {
    let (publisher, _, _) = begin(&[]);
    let renewing = ["--role", "timestamp", "--no-passphrase"];
    in_effect(publisher.run("rotate", &renewing), 0);
    let text = || publisher.run("status", &[]).ending(0).stdout;
    let everyday = publisher.keys("targets").remove(0);
    let lines = |text: &str| -> Vec<String> {
        let keys = text.lines().skip_while(|line| *line != "Keys:").skip(1);
        keys.take(6).map(str::to_owned).collect()
    };
    let shown = lines(&text());
    assert!(shown[0].contains(&format!(
        "{}  everyday key, this computer has it",
        &everyday[..8]
    )));
    assert!(shown[0].ends_with("idx.keys"), "{shown:?}");
    assert!(
        shown[1].trim() == "signs root, timestamp, snapshot, targets",
        "{shown:?}"
    );
    assert!(
        shown[2].ends_with("paper key, on paper or elsewhere"),
        "{shown:?}"
    );
    assert!(
        shown[4].contains("key for renewing, this computer has it"),
        "{shown:?}"
    );
    assert!(!text().contains(&everyday));
    assert_eq!(publisher.status()["keys"][0]["id"], everyday);
    assert_eq!(publisher.status()["keys"][1]["kind"], "paper");
    fs::remove_file(publisher.path("idx.keys")).unwrap();
    let shown = lines(&text());
    assert!(shown[0].contains("everyday key, not here"), "{shown:?}");
    assert!(shown[0].ends_with("idx.keys is missing"), "{shown:?}");
}
