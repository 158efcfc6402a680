//! A program that is killed, and a computer whose power fails, while an index is
//! brought up to date: the old state is in use or the new one, whole.
//!
//! `COLOPHON_KILLS` says how often it is killed, `COLOPHON_CUTS` how often the power
//! fails.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod supplied;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use colophon_tests::{finish, skip};
use supplied::server::Dice;
use supplied::{Home, Published};

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |number| number.parse().unwrap())
}

/// A publisher with two states, of which readers have the first, and a host that takes
/// its time.
struct Story {
    published: Published,
    /// The home of a reader who has the first state.
    first: Home,
    /// How long an update takes that nothing disturbs.
    whole: Duration,
}

impl Story {
    fn new() -> Self {
        let published = Published::pausing(Duration::from_millis(8));
        let first = Home::new();
        let _ = first.get(&published.link).ending(0);
        let _ = published
            .publisher
            .add("b.colophon", 20..28, 30..45)
            .ending(0);
        published.upload();
        let other = Home::new();
        copy(&first.data(), &other.data());
        let mut story = Self {
            published,
            first,
            whole: Duration::ZERO,
        };
        story.time(&other);
        story
    }

    /// Notes how long an update takes.
    fn time(&mut self, home: &Home) {
        let started = Instant::now();
        let _ = home.run(&["index", "update"]).ending(0);
        self.whole = started.elapsed();
        assert_eq!(home.info()["works"], 28);
    }

    /// Returns a moment of an update; every second one is near the end, when the index
    /// is put in its place.
    fn moment(&self, dice: &mut Dice) -> Duration {
        let whole = u64::try_from(self.whole.as_micros()).unwrap();
        let from = if dice.below(2) == 0 {
            whole * 7 / 10
        } else {
            0
        };
        Duration::from_micros(from + dice.below(whole * 11 / 10 - from))
    }

    /// Starts an update in a group of processes of its own.
    fn update(home: &Home) -> Child {
        let mut update = home.command(&["index", "update"]);
        update
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        update.spawn().unwrap()
    }

    /// Asserts that a whole state is in use, and that the rest can be got. Returns the
    /// number of works before that.
    fn is_sound(home: &Home) -> u64 {
        let before = verified(home);
        assert!([20, 28].contains(&before), "{before} works");
        let _ = home.run(&["index", "update"]).ending(0);
        assert_eq!(verified(home), 28);
        // Nothing is left of what was interrupted.
        let left: Vec<PathBuf> = colophon_tests::files_below(&home.data(), "partial");
        assert!(left.is_empty(), "{left:?}");
        before
    }
}

/// Verifies the index in use, whatever this computer thinks of it, and returns its
/// works.
fn verified(home: &Home) -> u64 {
    let sources = home.sources();
    let file = sources[0]["file"].as_str().unwrap();
    let ran = home.run(&["index", "verify", file]);
    let _ = ran.ending(0);
    home.info()["works"].as_u64().unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut copying = Command::new("cp");
    copying.args(["-a", "--"]).arg(from.join(".")).arg(to);
    let _ = finish(&mut copying).ending(0);
}

/// Sends a signal to a group of processes, and to those that they started.
fn signal(name: &str, child: &Child) {
    for pid in descendants(child.id()) {
        let mut kill = Command::new("kill");
        let _ = finish(kill.args([&format!("-{name}"), &pid.to_string()]));
    }
}

/// Returns a process and all that it started, itself first.
fn descendants(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut seen = 0;
    while seen < all.len() {
        let path = format!("/proc/{0}/task/{0}/children", all[seen]);
        let children = fs::read_to_string(path).unwrap_or_default();
        all.extend(
            children
                .split_whitespace()
                .filter_map(|it| it.parse::<u32>().ok()),
        );
        seen += 1;
    }
    all
}

#[test]
fn a_killed_update_leaves_one_state_or_the_next() {
    let n = number("COLOPHON_KILLS", 12);
    let story = Story::new();
    let mut dice = Dice(0x5eed_0000_0007);
    let (mut n_killed, mut n_new) = (0, 0);
    while n_killed < n {
        let home = Home::new();
        copy(&story.first.data(), &home.data());
        let mut child = Story::update(&home);
        std::thread::sleep(story.moment(&mut dice));
        if child.try_wait().unwrap().is_some() {
            continue;
        }
        signal("KILL", &child);
        child.wait().unwrap();
        n_killed += 1;
        n_new += usize::from(Story::is_sound(&home) == 28);
    }
    println!(
        "{n_killed} killed within {:?}; {n_new} of them had the new state",
        story.whole
    );
}

/// A file system in a file, which can be copied as the disk has it.
struct Disk {
    image: PathBuf,
    mounted: PathBuf,
}

impl Disk {
    /// Mounts an image. What is written stays in memory until the program says that it
    /// must not, or for five minutes.
    fn mount(image: PathBuf) -> Self {
        let mounted = image.with_extension("mounted");
        fs::create_dir_all(&mounted).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-o", "loop,commit=300"])
            .arg(&image)
            .arg(&mounted);
        let _ = finish(&mut mount).ending(0);
        Self { image, mounted }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A process that was killed may take a moment to go.
        for _ in 0..200 {
            let done = Command::new("umount").arg(&self.mounted).output();
            if done.is_ok_and(|done| done.status.success()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Copies an image; what was never written stays a hole.
fn copy_image(from: &Path, to: &Path) {
    let mut copying = Command::new("cp");
    copying.arg("--sparse=always").arg(from).arg(to);
    let _ = finish(&mut copying).ending(0);
}

fn can_mount(folder: &Path) -> Option<PathBuf> {
    let image = folder.join("empty.img");
    fs::File::create(&image).ok()?.set_len(192 << 20).ok()?;
    let made = Command::new("mkfs.ext4")
        .args(["-q", "-F"])
        .arg(&image)
        .status();
    if !made.is_ok_and(|made| made.success()) {
        return None;
    }
    let to = folder.join("try");
    fs::create_dir(&to).ok()?;
    let tried = Command::new("mount")
        .args(["-o", "loop"])
        .arg(&image)
        .arg(&to)
        .output();
    if !tried.is_ok_and(|tried| tried.status.success()) {
        return None;
    }
    Command::new("umount").arg(&to).status().ok()?;
    Some(image)
}

/// Returns a home on a disk.
fn home_on(disk: &Disk) -> Home {
    Home::at(&disk.mounted)
}

#[test]
fn a_power_cut_leaves_one_state_or_the_next() {
    let n = number("COLOPHON_CUTS", 3);
    let folder = tempfile::tempdir().unwrap();
    let Some(empty) = can_mount(folder.path()) else {
        skip(
            "a_power_cut_leaves_one_state_or_the_next",
            "no disk can be mounted",
        );
        return;
    };
    let mut story = Story::new();
    let [first, used, after] =
        ["first", "used", "after"].map(|name| folder.path().join(format!("{name}.img")));
    {
        copy_image(&empty, &first);
        let disk = Disk::mount(first.clone());
        copy(&story.first.data(), &home_on(&disk).data());
    }
    {
        copy_image(&first, &used);
        let disk = Disk::mount(used.clone());
        story.time(&home_on(&disk));
    }
    let mut dice = Dice(0x5eed_0000_0008);
    let mut n_cut = 0;
    let mut seen = BTreeSet::new();
    while n_cut < n {
        copy_image(&first, &used);
        {
            let disk = Disk::mount(used.clone());
            let mut child = Story::update(&home_on(&disk));
            std::thread::sleep(story.moment(&mut dice));
            // Nothing writes any more; what is in memory only is not in the copy.
            signal("STOP", &child);
            std::thread::sleep(Duration::from_millis(3));
            copy_image(&disk.image, &after);
            signal("KILL", &child);
            child.wait().unwrap();
        }
        let disk = Disk::mount(after.clone());
        seen.insert(Story::is_sound(&home_on(&disk)));
        n_cut += 1;
    }
    println!(
        "the power failed {n_cut} times within {:?}; works in use: {seen:?}",
        story.whole
    );
    drop(story.published);
}
