//! A roll that is killed leaves the set as it was, and nothing that stays.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use colophon_catalogue::Record;
use colophon_engine::{self as engine, Role};
use colophon_tests::names;
use colophon_tests::sets::{self, Dice, SCALE, Work, build, world};

fn rolling(set: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roll"));
    command.arg(set).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// `COLOPHON_KILLS` is how many times; a few by default.
#[test]
fn a_killed_roll_leaves_the_set_as_it_was() {
    let n: usize = std::env::var("COLOPHON_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(12);
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path());
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    let mut files = Vec::new();
    for n in 0..6 {
        let name = if n == 0 {
            "base".to_owned()
        } else {
            format!("delta-{n}")
        };
        let works: Vec<&Work> = world.works.iter().skip(n * 6).take(6).collect();
        let records: Vec<&Record> = world.records.iter().skip(n * 10).take(10).collect();
        build(&set.join(format!("{name}.colophon")), &works, &records);
        let role = if n == 0 { Role::Base } else { Role::Delta };
        files.push(sets::file_of(&set, &name, role));
    }
    sets::describe(&set, 1, SCALE, files);
    let before = names(&set);
    let of_roll = |name: &String| name.starts_with("roll-");
    let begin = Instant::now();
    assert!(rolling(&set).status().unwrap().success());
    let whole = begin.elapsed();
    let mut n_killed = 0;
    let mut dice = Dice(5);
    for turn in 0..n {
        for name in names(&set).iter().filter(|name| of_roll(name)) {
            fs::remove_dir_all(set.join(name)).unwrap();
        }
        let mut child = rolling(&set).spawn().unwrap();
        let after = whole.mul_f64((turn as f64 + dice.below(100) as f64 / 100.0) / n as f64);
        thread::sleep(after.max(Duration::from_millis(1)));
        n_killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // There is a whole roll or none, and the set answers with all of it.
        let info = engine::index_info(&set).unwrap();
        assert_eq!(info.works, world.works.len() as u64, "turn {turn}");
        assert_eq!(info.records, world.records.len() as u64, "turn {turn}");
    }
    assert!(n_killed * 3 > n, "{n_killed} of {n} were killed in time");
    println!("{n_killed} of {n} were killed in time; a roll takes {whole:?}");
    // The next one clears away what was left.
    assert!(rolling(&set).status().unwrap().success());
    let mut after = names(&set);
    assert_eq!(after.iter().filter(|name| of_roll(name)).count(), 1);
    after.retain(|name| !of_roll(name));
    assert_eq!(after, before);
}
