//! Disks that fill up, cannot be written to, or cannot link, while an index is got or
//! brought up to date.
//!
//! Each disk is small, in memory, and in a namespace of its own, with which it goes.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod supplied;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use colophon_tests::{Ran, bin, finish, skip};
use supplied::server::Server;
use supplied::{Home, Published};

/// More than an index needs that is as small as those here: it has to leave 64 MiB free.
const ENOUGH: &str = "size=120m,nr_inodes=9999";

/// A disk, and the folder in which it is set up.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("disk")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `colophon` with these words while a copy of the home is on this disk, and
    /// commands `before` and `after` that, to which "$disk" is where it is. Returns how
    /// it ended, and the home as it was then; none if no disk can be mounted here.
    fn run(&self, home: &Home, before: &str, words: &[&str], after: &str) -> Option<(Ran, Home)> {
        let script = format!(
            "disk=$1; mount -t tmpfs -o {ENOUGH} tmpfs \"$disk\" || exit 77
             cp -a \"$2/.\" \"$disk\" || exit 78
             back=$3; shift 3
             {before}
             \"$@\"; code=$?
             {after}
             cp -a \"$disk/.\" \"$back\" || exit 79
             exit $code"
        );
        let back = tempfile::tempdir_in(self.folder.path()).unwrap().keep();
        let mut command = Command::new("unshare");
        command
            .args(if supplied::is_root() {
                &["-m"][..]
            } else {
                &["-rm"]
            })
            .args(["sh", "-c", &script, "sh"])
            .args([&self.path("disk"), &home.path, &back])
            .arg(bin())
            .args(words);
        for (name, value) in home.command(&[]).get_envs() {
            command.env(name, value.unwrap());
        }
        command.env("XDG_DATA_HOME", self.path("disk"));
        let ran = finish(&mut command);
        assert!(!matches!(ran.code, Some(78 | 79)), "{ran:#?}");
        let is_mounted = ran.code != Some(77) && !ran.stderr.contains("unshare");
        is_mounted.then(|| (ran, Home::at(&back)))
    }
}

/// Leaves `n` more names on the disk, and room enough.
fn names_left(n: usize) -> String {
    format!(
        "used=$(df --output=iused \"$disk\" | tail -1)
         mount -o remount,nr_inodes=$((used + {n})) \"$disk\" || exit 77"
    )
}

/// Leaves some more kilobytes on the disk.
fn room_left(kilobytes: usize) -> String {
    format!(
        "used=$(df -k --output=used \"$disk\" | tail -1)
         mount -o remount,size=$((used + {kilobytes}))k \"$disk\" || exit 77"
    )
}

/// Two states of an index, the old one in a folder, and a reader of each way to it.
struct Story {
    published: Published,
    old: tempfile::TempDir,
    /// Who got it from the folder.
    offline: Home,
    /// Who got it over the network.
    online: Home,
}

impl Story {
    fn new() -> Self {
        let published = Published::new();
        let (offline, online) = (Home::new(), Home::new());
        let _ = online.get(&published.link).ending(0);
        let old = published.advance();
        let _ = offline.get(old.path()).ending(0);
        Self {
            published,
            old,
            offline,
            online,
        }
    }

    /// Returns what is tried: a name, a home, the words, and how many works it had.
    fn tries(&self) -> [(&'static str, Home, Vec<String>, u64); 4] {
        let get = |what: &str| ["index", "get", what].map(str::to_owned).to_vec();
        let dir = self.published.publisher.dir.to_str().unwrap();
        let update = ["index", "update"].map(str::to_owned).to_vec();
        [
            ("get from a folder", Home::new(), get(dir), 0),
            ("get from a host", Home::new(), get(&self.published.link), 0),
            (
                "update from a folder",
                Home::at(&self.offline.path),
                get(dir),
                20,
            ),
            (
                "update from a host",
                Home::at(&self.online.path),
                update,
                20,
            ),
        ]
    }
}

/// Asserts that the disk was reported as full, that what was there can be used and that
/// nothing else is in use, and that the same command does it once there is room.
#[track_caller]
fn was_full(ran: Ran, after: &Home, words: &[&str], had: u64) {
    let said = format!("{ran:#?}");
    assert_eq!(ran.stdout, "", "{said}");
    ran.refused("disk-full");
    if had > 0 {
        after.has(had);
    } else {
        let sources = after.sources();
        let mut all = sources.as_array().unwrap().iter();
        assert!(all.all(|source| source["file"].is_null()), "{said}");
    }
    let again = after.run(words);
    assert_eq!(again.code, Some(0), "{said}\nthen {again:#?}");
    after.has(28);
}

#[test]
fn a_disk_that_is_full_at_any_file_keeps_the_old_index() {
    const NAME: &str = "a_disk_that_is_full_at_any_file_keeps_the_old_index";
    let story = Story::new();
    let disk = Disk::new();
    for (what, home, words, had) in story.tries() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut n_full = 0;
        loop {
            let Some((ran, after)) = disk.run(&home, &names_left(n_full), &words, "") else {
                return skip(NAME, "no small file system can be mounted here");
            };
            if ran.code == Some(0) {
                after.has(28);
                break;
            }
            was_full(ran, &after, &words, had);
            n_full += 1;
            assert!(n_full < 60, "{what}");
        }
        // A get makes folders and files of the source, the memory, what arrives and the state.
        let least = if had == 0 { 20 } else { 5 };
        assert!(n_full >= least, "{what}: {n_full}");
    }
}

#[test]
fn a_disk_with_too_little_room_keeps_the_old_index() {
    const NAME: &str = "a_disk_with_too_little_room_keeps_the_old_index";
    const UNLIMITED: &str = "mount -o remount,size=0 \"$disk\" || exit 77";
    let story = Story::new();
    let disk = Disk::new();
    for (what, home, words, had) in story.tries() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        for kilobytes in [4, 8, 16, 24, 40, 64, 64 << 10] {
            let Some((ran, after)) = disk.run(&home, &room_left(kilobytes), &words, "") else {
                return skip(NAME, "no small file system can be mounted here");
            };
            was_full(ran, &after, &words, had);
        }
        // Enough, and a disk that does not say how large it is.
        for room in [room_left(66 << 10), UNLIMITED.to_owned()] {
            let (ran, after) = disk.run(&home, &room, &words, "").unwrap();
            assert_eq!(ran.code, Some(0), "{what}: {ran:#?}");
            after.has(28);
        }
    }
}

/// Fills the disk at a request: what a program measured before is not so any more.
#[test]
fn a_disk_that_something_else_fills_meanwhile_keeps_the_old_index() {
    const NAME: &str = "a_disk_that_something_else_fills_meanwhile_keeps_the_old_index";
    let story = Story::new();
    let disk = Disk::new();
    let (full, wanted) = (disk.path("full"), disk.path("wanted"));
    let before = format!(
        "wanted='{}'; (while [ ! -e \"$wanted\" ]; do sleep 0.01; done
            cat /dev/zero > \"$disk/filler\" 2> /dev/null; : > '{}') & filler=$!",
        wanted.display(),
        full.display()
    );
    let after = ": > \"$wanted\"; wait $filler; rm -f \"$disk/filler\"";
    let mut n_kept = 0;
    for (home, had) in [(Home::new(), 0), (Home::at(&story.online.path), 20)] {
        // The signed files come first, then parts; the last is never reached.
        for at in [0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 20, usize::MAX] {
            let asked = Mutex::new(0);
            let (shelf, signal, filled) =
                (story.published.shelf.clone(), wanted.clone(), full.clone());
            let server = Server::start(move |request| {
                let is_now = {
                    let mut asked = asked.lock().unwrap();
                    *asked += 1;
                    *asked - 1 == at
                };
                if is_now {
                    fs::write(&signal, "").unwrap();
                    wait_for(&filled);
                }
                shelf.answer(request)
            });
            let link = story.published.link_to(&server.url());
            let words = ["index", "get", &link];
            let Some((ran, after)) = disk.run(&home, &before, &words, after) else {
                return skip(NAME, "no small file system can be mounted here");
            };
            let n_asked = server.paths().len();
            fs::remove_file(&wanted).unwrap();
            fs::remove_file(&full).unwrap();
            if at == usize::MAX {
                assert!(n_asked > 20, "{n_asked} requests");
                let _ = ran.ending(0);
                after.has(28);
                continue;
            }
            let is_all_there = ran.stderr.contains(".new-");
            was_full(ran, &after, &words, had);
            if is_all_there {
                // What came is kept.
                let again = server.paths();
                assert!(!again.iter().any(|path| path.starts_with("/parts/")));
                n_kept += 1;
            }
        }
    }
    assert!(n_kept > 0, "no part came before the disk was full");
}

fn wait_for(path: &Path) {
    let since = Instant::now();
    while !path.exists() {
        assert!(since.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_disk_that_cannot_be_written_to_is_read_only_and_its_index_is_used() {
    const NAME: &str = "a_disk_that_cannot_be_written_to_is_read_only_and_its_index_is_used";
    const READ_ONLY: &str = "mount -o remount,ro \"$disk\" || exit 77";
    let story = Story::new();
    let disk = Disk::new();
    for (_, home, words, had) in story.tries() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some((ran, after)) = disk.run(&home, READ_ONLY, &words, "") else {
            return skip(NAME, "no small file system can be mounted here");
        };
        assert_eq!(ran.stdout, "");
        ran.refused("read-only");
        if had > 0 {
            after.has(had);
        }
    }
    let home = Home::at(&story.offline.path);
    let (ran, _) = disk
        .run(&home, READ_ONLY, &["index", "update", "--check"], "")
        .unwrap();
    ran.refused("read-only");
    let (ran, _) = disk
        .run(&home, READ_ONLY, &["index", "forget", "Our books"], "")
        .unwrap();
    ran.refused("read-only");
    let (ran, _) = disk
        .run(&home, READ_ONLY, &["index", "sources"], "")
        .unwrap();
    assert!(ran.ending(0).stdout.contains("state 1"));
    // It is searched as before.
    let title = &story.published.publisher.world.records[3].title;
    let words = ["lookup", "--title", title];
    let (ran, _) = disk.run(&home, READ_ONLY, &words, "").unwrap();
    let usual = home.run(&words);
    assert_eq!((ran.code, ran.stdout), (usual.code, usual.stdout));
    assert!(story.old.path().is_dir());
}

/// What arrives and the index are on two disks, between which there are no links.
#[test]
fn where_no_file_can_have_two_names_files_are_copied() {
    const NAME: &str = "where_no_file_can_have_two_names_files_are_copied";
    let story = Story::new();
    let disk = Disk::new();
    let before = format!(
        "mkdir -p \"$disk/colophon/incoming\"
         mount -t tmpfs -o {ENOUGH} tmpfs \"$disk/colophon/incoming\" || exit 77"
    );
    for (what, home, words, _) in story.tries() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some((ran, after)) = disk.run(&home, &before, &words, "") else {
            return skip(NAME, "no small file system can be mounted here");
        };
        assert_eq!(ran.code, Some(0), "{what}: {ran:#?}");
        after.has(28);
    }
}
