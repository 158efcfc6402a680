//! What getting an index tells the host, and which files the downloader opens.
#![cfg(target_os = "linux")]

mod supplied;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use colophon_tests::{bin, finish, skip, text};
use supplied::{Home, Published};

/// Returns the requests since the last call, byte for byte.
fn requests(published: &Published) -> Vec<Vec<u8>> {
    let asked = published.server.asked();
    published.server.paths();
    let mut bytes: Vec<Vec<u8>> = asked.into_iter().map(|asked| asked.bytes).collect();
    // Two connections may be served in either order.
    bytes.sort();
    bytes
}

#[test]
fn two_readers_ask_the_same() {
    let published = Published::new();
    let one = Home::new();
    let other = Home::new();
    // The other has checked a book, speaks another language, and lives elsewhere.
    let book = other.path.join("a secret.txt");
    fs::write(&book, text::made(5, 4_000)).unwrap();
    let as_other = |words: &[&str]| {
        let mut command = other.command(words);
        command
            .current_dir(&other.path)
            .env("HOME", &other.path)
            .env("LANG", "tr_TR.UTF-8")
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("TZ", "Pacific/Auckland")
            .env("USER", "somebody-else")
            .env("HTTP_REFERER", "https://example.org/");
        finish(&mut command)
    };
    let starter = colophon_tests::starter().to_str().unwrap();
    let checked = as_other(&["check", book.to_str().unwrap(), "--index", starter]);
    assert!(checked.code < Some(2), "{checked:?}");
    assert_eq!(requests(&published), Vec::<Vec<u8>>::new());

    let _ = one.get(&published.link).ending(0);
    let expected = requests(&published);
    assert!(expected.len() > 4);
    let _ = as_other(&["index", "get", &published.link]).ending(0);
    assert_eq!(requests(&published), expected);

    let _ = published
        .publisher
        .add("b.colophon", 20..28, 30..45)
        .ending(0);
    published.upload();
    let _ = one.run(&["index", "update"]).ending(0);
    let expected = requests(&published);
    let _ = as_other(&["index", "update"]).ending(0);
    assert_eq!(requests(&published), expected);
    let all: String = expected
        .iter()
        .map(|bytes| String::from_utf8_lossy(bytes).to_lowercase())
        .collect();
    for told in [
        "auckland",
        "somebody",
        "referer",
        "cookie",
        "accept-language",
    ] {
        assert!(!all.contains(told), "{told}: {all}");
    }
}

/// Returns the first string of a call: the path that it opens.
fn path_of(call: &str) -> Option<&str> {
    call.split('"').nth(1)
}

/// Returns what became the downloader and what that started: for each process, the
/// number of calls before that.
fn downloaders(calls: &BTreeMap<String, Vec<String>>) -> BTreeMap<&str, usize> {
    let of_downloader = |calls: &[String]| {
        let is_start =
            |call: &String| call.starts_with("execve(") && call.contains("colophon-fetch");
        calls.iter().rposition(is_start)
    };
    let mut fetchers: BTreeMap<&str, usize> = calls
        .iter()
        .filter_map(|(pid, calls)| Some((pid.as_str(), of_downloader(calls)? + 1)))
        .collect();
    assert!(!fetchers.is_empty(), "no process became the downloader");
    loop {
        let started: Vec<&str> = fetchers
            .iter()
            .flat_map(|(pid, from)| calls[*pid].iter().skip(*from))
            .filter(|call| {
                ["clone", "fork", "vfork"]
                    .iter()
                    .any(|it| call.starts_with(it))
            })
            .filter_map(|call| call.rsplit_once("= "))
            .filter_map(|(_, pid)| calls.get_key_value(pid.trim()))
            .map(|(pid, _)| pid.as_str())
            .filter(|pid| !fetchers.contains_key(pid))
            .collect();
        if started.is_empty() {
            break;
        }
        fetchers.extend(started.into_iter().map(|pid| (pid, 0)));
    }
    fetchers
}

#[test]
fn the_downloader_opens_no_other_file() {
    const TEST: &str = "the_downloader_opens_no_other_file";
    let published = Published::new();
    let home = Home::new();
    let folder = tempfile::tempdir().unwrap();
    let traces = folder.path().join("trace");
    let mut strace = Command::new("strace");
    strace
        .args([
            "-ff",
            "-e",
            "trace=execve,open,openat,openat2,creat,clone,clone3,vfork,fork,socket",
        ])
        .arg("-o")
        .arg(&traces)
        .arg(bin())
        .args(["index", "get", &published.link])
        .env("XDG_DATA_HOME", &home.path)
        .env("HOME", &home.path)
        .env("NO_PROXY", "127.0.0.1");
    let Ok(ran) = strace.output() else {
        skip(TEST, "there is no strace");
        return;
    };
    assert!(ran.status.success(), "{ran:?}");
    // The system restricts a process that is traced as it does any other.
    let data = home.data();
    let is_listed = |path: &str| {
        let of_system = [
            "/etc/ld.so.cache",
            "/lib/",
            "/usr/lib/",
            "/lib64/",
            "/etc/ssl/",
            "/usr/share/ca-certificates/",
            "/etc/resolv.conf",
            "/etc/hosts",
            "/etc/host.conf",
            "/etc/nsswitch.conf",
            "/etc/gai.conf",
            "/etc/services",
            "/proc/self/",
            "/proc/sys/vm/overcommit_memory",
            "/sys/fs/cgroup",
            "/sys/kernel/mm/transparent_hugepage/",
            "/sys/devices/system/cpu/",
            "/dev/null",
            "/dev/fd",
            "/dev/urandom",
        ];
        of_system.iter().any(|start| path.starts_with(start))
            || path.starts_with(data.to_str().unwrap())
            // Below the folder that it was given.
            || !path.starts_with('/')
    };
    let calls: BTreeMap<String, Vec<String>> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let pid = path.extension().unwrap().to_str().unwrap().to_owned();
            let calls = fs::read_to_string(&path).unwrap();
            (pid, calls.lines().map(str::to_owned).collect())
        })
        .collect();
    let fetchers = downloaders(&calls);
    let is_network = |call: &&String| {
        call.starts_with("socket(") && !call.contains("= -1") && !call.contains("AF_UNIX")
    };
    let (mut others, mut n_sockets) = (BTreeSet::new(), 0);
    for (pid, calls) in &calls {
        let Some(from) = fetchers.get(pid.as_str()) else {
            assert_eq!(calls.iter().find(is_network), None, "{pid}");
            continue;
        };
        let own = calls.iter().skip(*from);
        n_sockets += own.clone().filter(is_network).count();
        for call in own.filter(|call| call.starts_with("open")) {
            let path = path_of(call).unwrap_or_default();
            // Where there is no such file, nothing is opened, and what is opened only to
            // be named in a rule is not read.
            let is_read = !call.contains("= -1 ENOENT") && !call.contains("O_PATH");
            if is_read && !is_listed(path) {
                others.insert(path.to_owned());
            }
        }
    }
    assert!(n_sockets > 0, "the downloader opened no socket");
    assert!(fetchers.len() > 1, "{fetchers:?}");
    assert_eq!(others, BTreeSet::new());
}
