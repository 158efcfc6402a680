//! Tries what the system must keep the program and its workers from doing.
//!
//! A proof that cannot fail proves nothing: in test builds, a variable leaves one
//! gap in the fences, and the proof must find it. The same variable makes a
//! worker do mischief instead of reading, and a check must contain it and report
//! what happened.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use colophon_tests::{NOWHERE, Ran, bin, finish, isolated, samples, skip, starter, text};
use serde_json::Value;

const PLANT: &str = "COLOPHON_PLANT";

/// What both processes try.
const NETWORK: [&str; 9] = [
    "connect",
    "datagram",
    "internet",
    "internet6",
    "io-uring",
    "netlink",
    "packet",
    "raw-socket",
    "virtual-machine",
];

/// What the program tries as well.
const APP: &str = "core-file";

/// What the program tries to do to the process that has the network.
const BROKER: [&str; 3] = ["broker-descriptors", "broker-memory", "broker-trace"];

/// What the process that downloads tries.
const FETCHER: [&str; 7] = [
    "fetch-bus",
    "fetch-exec",
    "fetch-home",
    "fetch-manuscript",
    "fetch-port",
    "fetch-raw",
    "fetch-write",
];

/// What a worker tries as well.
const WORKER: [&str; 12] = [
    "descriptors",
    "exec",
    "executable-memory",
    "fork",
    "local-socket",
    "open",
    "read-memory",
    "signal",
    "socket-pair",
    "stat",
    "trace",
    "write",
];

/// Runs the proof and returns whether each attempt of each process was refused.
#[track_caller]
fn prove(command: &mut Command, ending: i32) -> (Value, BTreeMap<(String, String), bool>) {
    let ran = finish(command.args(["doctor", "--format", "json"])).ending(ending);
    let proof = ran.json();
    let word = |probe: &Value, name: &str| probe[name].as_str().unwrap().to_owned();
    let probes = proof["probes"].as_array().unwrap().iter().map(|probe| {
        let key = (word(probe, "process"), word(probe, "attempt"));
        assert!(!word(probe, "what").is_empty() && !word(probe, "answer").is_empty());
        (key, probe["refused"].as_bool().unwrap())
    });
    let probes = probes.collect();
    (proof, probes)
}

fn words<'a>(
    probes: impl Iterator<Item = &'a (String, String)>,
    process: &str,
) -> BTreeSet<&'a str> {
    probes
        .filter(|(own, _)| own == process)
        .map(|(_, word)| word.as_str())
        // Other machines have only one numbering.
        .filter(|word| *word != "other-numbering")
        .collect()
}

#[test]
fn every_attempt_is_made_and_refused() {
    let home = tempfile::tempdir().unwrap();
    let (proof, probes) = prove(isolated().env("XDG_DATA_HOME", home.path()), 0);
    let app = NETWORK.into_iter().chain([APP]).chain(BROKER);
    let app: BTreeSet<_> = app.collect();
    assert_eq!(words(probes.keys(), "app"), app);
    assert_eq!(words(probes.keys(), "fetcher"), FETCHER.into());
    let all: BTreeSet<_> = NETWORK.into_iter().chain(WORKER).collect();
    assert_eq!(words(probes.keys(), "worker"), all);
    assert!(probes.values().all(|refused| *refused), "{proof:#}");
    assert_eq!(proof["holds"], true);
    assert_eq!(proof["fences"]["network"], "up");
    assert_eq!(proof["fences"]["worker"]["calls"], "up");
    assert_eq!(proof["fences"]["worker"]["bounds"], "up");
    assert!(proof["not_covered"].as_array().unwrap().len() > 2);
}

#[test]
fn the_proof_can_be_read() {
    let ran = finish(isolated().arg("doctor")).ending(0);
    assert!(
        ran.stdout
            .contains("Every attempt was refused by the system."),
        "{ran:#?}"
    );
    assert!(!ran.stdout.contains("NOT"), "{ran:#?}");
    let ran = finish(isolated().arg("doctor").env(PLANT, "open")).ending(2);
    assert!(
        ran.stdout.contains("NOT REFUSED  open a file or folder")
            && ran.stdout.contains("NOT EVERY ATTEMPT WAS REFUSED"),
        "{ran:#?}"
    );
}

#[test]
fn a_gap_in_the_fence_around_a_worker_is_found() {
    for word in WORKER.into_iter().chain(["connect"]) {
        if word == "descriptors" {
            continue;
        }
        let (proof, probes) = prove(isolated().env(PLANT, word), 2);
        assert_eq!(proof["holds"], false);
        let through = probes.iter().filter(|(_, refused)| !**refused);
        let through = words(through.map(|(key, _)| key), "worker");
        // One call can serve two purposes.
        let also: &[&str] = match word {
            "open" | "write" => &["open", "write"],
            _ => &[word],
        };
        assert!(through.contains(word), "{word}: {proof:#}");
        assert!(
            through.iter().all(|word| also.contains(word)),
            "{word}: {through:?}"
        );
    }
}

#[test]
fn a_gap_in_the_fences_of_the_downloader_is_found() {
    let home = tempfile::tempdir().unwrap();
    for (process, word) in BROKER
        .map(|word| ("app", word))
        .into_iter()
        .chain(FETCHER.map(|word| ("fetcher", word)))
    {
        let mut command = isolated();
        command.env("XDG_DATA_HOME", home.path()).env(PLANT, word);
        let (proof, probes) = prove(&mut command, 2);
        let through = probes.iter().filter(|(_, refused)| !**refused);
        let through: Vec<_> = through.map(|(key, _)| key.clone()).collect();
        let key = (process.to_owned(), word.to_owned());
        assert_eq!(through, [key], "{word}: {proof:#}");
    }
}

#[test]
fn a_gap_in_the_ban_on_networks_is_found() {
    let (_, probes) = prove(isolated().env(PLANT, "network"), 2);
    let through = probes.iter().filter(|(_, refused)| !**refused);
    let through = words(through.map(|(key, _)| key), "app");
    assert!(through.is_superset(&["internet", "internet6", "datagram", "connect"].into()));
    // A worker has its own fence.
    let held = |((process, word), refused): (&(String, String), &bool)| {
        process != "worker" || *refused || panic!("{word}")
    };
    assert!(probes.iter().all(held));
    let (_, probes) = prove(isolated().env(PLANT, "io-uring"), 2);
    assert!(!probes[&("app".to_owned(), "io-uring".to_owned())]);
}

#[test]
fn a_gap_in_the_fence_around_memory_is_found() {
    let (proof, probes) = prove(isolated().env(PLANT, APP), 2);
    let through = probes.iter().filter(|(_, refused)| !**refused);
    let through: Vec<_> = through.map(|(key, _)| key.clone()).collect();
    assert_eq!(through, [("app".to_owned(), APP.to_owned())], "{proof:#}");
}

#[test]
fn what_the_starter_left_open_is_closed() {
    let with_a_file_open = || {
        let mut command = Command::new("bash");
        command.args(["-c", "exec 9</etc/passwd; exec \"$@\"", "-"]);
        command.arg(bin()).env("HOME", NOWHERE);
        command
    };
    let key = ("worker".to_owned(), "descriptors".to_owned());
    let (_, probes) = prove(&mut with_a_file_open(), 0);
    assert!(probes[&key]);
    let (_, probes) = prove(with_a_file_open().env(PLANT, "descriptors"), 2);
    assert!(!probes[&key]);
}

/// Checks a manuscript with a worker that does something else.
fn misbehave(word: &str) -> (Ran, Value) {
    let folder = tempfile::tempdir().unwrap();
    let manuscript = folder.path().join("novel.txt");
    fs::write(&manuscript, text::made(1, 2000)).unwrap();
    let mut check = isolated();
    check
        .env(PLANT, format!("misbehave-{word}"))
        .env("TMPDIR", folder.path())
        .arg("check")
        .arg(&manuscript)
        .args(["--format", "json", "--index"])
        .arg(starter());
    let ran = finish(&mut check);
    let report = ran.json();
    assert_eq!(
        colophon_tests::names(folder.path()),
        ["novel.txt"],
        "{word}"
    );
    (ran.ending(2), report)
}

/// Returns the codes of a report about one manuscript.
fn codes(report: &Value) -> Vec<String> {
    let listed = |list: &Value| -> Vec<String> {
        let list = list.as_array().into_iter().flatten();
        list.map(|entry| entry["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut codes = listed(&report["skipped"]);
    for result in report["results"].as_array().unwrap() {
        assert_eq!(result["verdict"], "inconclusive", "{report:#}");
        codes.extend(listed(&result["warnings"]));
    }
    codes
}

#[test]
fn whatever_a_worker_tries_is_contained_and_told() {
    let mut expected: Vec<(&str, &str)> = Vec::new();
    for word in NETWORK.into_iter().chain(WORKER) {
        expected.push((
            word,
            match word {
                // These are refused and the worker continues; what it then
                // sends is too little for a text.
                "open" | "stat" | "write" | "descriptors" => "too-short",
                _ => "parser-crashed",
            },
        ));
    }
    expected.extend([
        ("panic", "parser-crashed"),
        ("stack-overflow", "parser-crashed"),
        ("memory", "limit-exceeded"),
        ("flood", "limit-exceeded"),
        ("spin", "timed-out"),
        ("sleep", "timed-out"),
    ]);
    std::thread::scope(|scope| {
        for (word, code) in expected {
            scope.spawn(move || {
                let (ran, report) = misbehave(word);
                let codes = codes(&report);
                assert!(codes.iter().any(|own| own == code), "{word}: {codes:?}");
                assert!(!ran.stderr.contains("panicked"), "{word}: {ran:#?}");
            });
        }
    });
}

/// Checks a client list with a worker that does something else before it reads.
fn misbehave_with_a_list(word: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    fs::write(&list, "title,author\nA Walk,Ann Author\n").unwrap();
    let mut check = isolated();
    check
        .env(PLANT, format!("misbehave-{word}"))
        .env("TMPDIR", folder.path())
        .args(["check", "--clients"])
        .arg(&list)
        .args(["--format", "json", "--index"])
        .arg(starter());
    let ran = finish(&mut check);
    assert_eq!(colophon_tests::names(folder.path()), ["list.csv"], "{word}");
    ran
}

#[test]
fn whatever_a_worker_tries_with_a_list_is_contained_and_told() {
    let tries = NETWORK.into_iter().chain(WORKER).map(|word| match word {
        // These are refused and the worker continues.
        "open" | "stat" | "write" | "descriptors" => (word, ""),
        _ => (word, "parser-crashed"),
    });
    let excesses = [
        ("panic", "parser-crashed"),
        ("stack-overflow", "parser-crashed"),
        ("memory", "limit-exceeded"),
        ("flood", "limit-exceeded"),
        ("spin", "timed-out"),
        ("sleep", "timed-out"),
    ];
    std::thread::scope(|scope| {
        for (word, code) in tries.chain(excesses) {
            scope.spawn(move || {
                let ran = misbehave_with_a_list(word);
                assert!(!ran.stderr.contains("panicked"), "{word}: {ran:#?}");
                if code.is_empty() {
                    assert_eq!(ran.json()["results"][0]["row"], 2, "{word}: {ran:#?}");
                } else {
                    ran.refused(code);
                }
            });
        }
    });
}

/// Runs the program under `strace`; returns `None` if that is not possible.
fn watched(arguments: &[&str]) -> Option<String> {
    traced("socket,socketpair,io_uring_setup,execve", arguments)
}

/// Runs the program, and lists these calls of it and its children.
fn traced(calls: &str, arguments: &[&str]) -> Option<String> {
    let list = tempfile::NamedTempFile::new().unwrap();
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-e", &format!("trace={calls}")])
        .arg("-o")
        .arg(list.path())
        .arg(bin())
        .args(arguments)
        .env("HOME", NOWHERE);
    strace.output().ok()?;
    let calls = fs::read_to_string(list.path()).unwrap();
    calls.contains("execve(").then_some(calls)
}

#[test]
fn a_check_of_the_samples_makes_local_sockets_only() {
    const NAME: &str = "a_check_of_the_samples_makes_local_sockets_only";
    let (folder, index) = (samples().to_str().unwrap(), starter().to_str().unwrap());
    let Some(calls) = watched(&["check", folder, "--index", index]) else {
        return skip(NAME, "strace is missing or may not watch");
    };
    assert!(calls.matches("execve(").count() > 3, "{calls}");
    // A process that is killed on its way into a call never makes it, and strace
    // can no longer read which it was.
    let never_made = |line: &str| line.ends_with(" ???( <unfinished ...>");
    let local =
        |line: &str| line.contains("execve(") || line.contains("(AF_UNIX,") || never_made(line);
    for line in calls.lines().filter(|line| line.contains('(')) {
        assert!(
            local(line) || line.contains("---") || line.contains("resumed"),
            "{line}"
        );
    }
    // The watch would see such a socket, and the proof really tries to make one.
    let calls = watched(&["doctor"]).unwrap();
    let tries: Vec<_> = calls
        .lines()
        .filter(|line| line.contains("socket(AF_INET"))
        .collect();
    assert!(tries.len() >= 8, "{calls}");
    // The process that downloads has one, to try a port that it may not use.
    let mut of_fetcher = 1;
    for line in tries {
        let refused =
            line.contains("EACCES") || line.ends_with("= ?") || line.contains("unfinished");
        // If a call ended the process, its number appears instead of an answer,
        // in the numbering of its machine.
        let ended = ["= 41", "= 198", "= 1073741865"]
            .iter()
            .any(|end| line.ends_with(end));
        if !refused && !ended && of_fetcher > 0 {
            of_fetcher -= 1;
            continue;
        }
        assert!(refused || ended, "{line}");
    }
}

#[test]
fn a_check_needs_no_network_at_all() {
    const NAME: &str = "a_check_needs_no_network_at_all";
    let alone = |program: &std::path::Path| {
        let mut command = Command::new("unshare");
        command
            .args(["--user", "--map-root-user", "--net"])
            .arg(program);
        command.env("HOME", NOWHERE);
        command
    };
    let can = alone("true".as_ref()).status();
    if !can.is_ok_and(|status| status.success()) {
        return skip(NAME, "this system lets nobody leave its networks (unshare)");
    }
    let run = |command: &mut Command| {
        let index = starter();
        let folder = samples();
        command.arg("check").arg(folder).arg("--index").arg(index);
        finish(command.args(["--format", "json"]))
    };
    let (with, without) = (run(&mut isolated()), run(&mut alone(bin())));
    assert_eq!(with.code, without.code, "{without:#?}");
    let results = |ran: &Ran| (ran.json()["results"].clone(), ran.json()["skipped"].clone());
    assert_eq!(results(&with), results(&without));
    assert!(
        results(&with)
            .0
            .as_array()
            .is_some_and(|results| results.len() > 3)
    );
    let _ = prove(&mut alone(bin()), 0);
}

/// Returns, for each process that read the index, how often it had been confined
/// before it read more than the header, in the order in which they read.
fn readers(calls: &str) -> Vec<usize> {
    let mut filters = BTreeMap::<&str, usize>::new();
    let mut readers = Vec::<(&str, usize)>::new();
    for line in calls.lines() {
        let (process, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if call.starts_with("seccomp(") && call.contains("FILTER") {
            *filters.entry(process).or_default() += 1;
        }
        // The header alone is a hundred bytes.
        let is_page = call.starts_with("pread64(") && call.contains(", 4096, ");
        let is_known = readers.iter().any(|(reader, _)| *reader == process);
        // The first page is read only for its number of pages.
        let is_first = call.contains(", 4096, 0)");
        if is_page && !is_first && !is_known {
            readers.push((process, filters.get(process).copied().unwrap_or(0)));
        }
    }
    readers.into_iter().map(|(_, filters)| filters).collect()
}

#[test]
fn an_index_is_first_read_by_a_process_that_can_do_nothing_else() {
    const NAME: &str = "an_index_is_first_read_by_a_process_that_can_do_nothing_else";
    let index = starter().to_str().unwrap();
    let Some(calls) = traced("execve,seccomp,pread64", &["index", "info", index]) else {
        return skip(NAME, "strace is missing or may not watch");
    };
    // The trial comes first, with its own two filters; then the program, which has
    // forbidden itself networks.
    let [trial, own] = readers(&calls)[..] else {
        panic!("{calls}");
    };
    assert!(
        trial >= 2 && own >= 1 && calls.contains("try-index"),
        "{calls}"
    );
}
