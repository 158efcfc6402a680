//! A command that is killed leaves a folder that readers can follow, and that can be
//! gone on with.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use colophon_tests::copy;
use colophon_tests::publishing::{Publisher, Reader};
use colophon_tests::sets::Dice;

/// `COLOPHON_KILLS` is how often; 30 by default.
#[test]
fn a_killed_command_leaves_one_state_or_the_next() {
    let n: usize = std::env::var("COLOPHON_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(30);
    let (mut publisher, made) = Publisher::begin(&[]);
    let _ = made.ending(0);
    let _ = publisher.add("a.colophon", 0..8, 0..10).ending(0);
    let _ = publisher.add("b.colophon", 8..12, 10..14).ending(0);
    let more = publisher.index("c.colophon", 12..16, 14..18);
    let more = more.to_str().unwrap().to_owned();
    let commands: [(&str, Vec<&str>); 4] = [
        ("add", vec![&more, "--yes", "--part-bytes", "900"]),
        ("remove", vec!["--work", "w2", "--part-bytes", "10"]),
        ("base", vec!["--part-bytes", "900"]),
        ("rotate", vec![]),
    ];
    let (clean, root) = (publisher.dir.clone(), publisher.root());
    let keys = fs::read(publisher.path("idx.keys")).unwrap();
    let mut wholes = Vec::new();
    let mut dice = Dice(3);
    let mut n_killed = 0;
    for turn in 0..n {
        let (command, more) = &commands[turn % commands.len()];
        let dir = publisher.path(&format!("turn-{turn}"));
        copy(&clean, &dir);
        publisher.dir.clone_from(&dir);
        for ending in [".keys", ".publish.json"] {
            let from = format!("{}{ending}", clean.display());
            fs::copy(from, format!("{}{ending}", dir.display())).unwrap();
        }
        let reader = Reader::default();
        reader.verify(&root, &dir).unwrap();
        // How long it takes is learnt from the first run of each.
        let whole = if turn < commands.len() {
            let begin = Instant::now();
            let _ = publisher.run(command, more).ending(0);
            wholes.push(begin.elapsed());
            continue;
        } else {
            wholes[turn % commands.len()]
        };
        let mut call = publisher.command(command);
        call.args(more).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = call.spawn().unwrap();
        thread::sleep(
            whole
                .mul_f64(0.2 + 0.8 * dice.below(1_000) as f64 / 1_000.0)
                .max(Duration::from_millis(1)),
        );
        n_killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let (before, _) = reader.get(&root, &dir);
        Reader::default().verify(&root, &dir).unwrap();
        // Whatever was left, the same folder can be gone on with.
        let _ = publisher.run("renew", &[]).ending(0);
        let (after, _) = reader.get(&root, &dir);
        assert_eq!(before, after, "turn {turn}, {command}");
        let _ = publisher.run("remove", &["--work", "w5"]).ending(0);
        let (after, _) = reader.get(&root, &dir);
        assert!(after.set > before.set, "turn {turn}, {command}");
        let _ = publisher.run("rotate", &[]).ending(0);
        reader.get(&root, &dir);
        let left: Vec<String> = colophon_tests::names(&dir)
            .into_iter()
            .filter(|name| name.contains(".new"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
        fs::remove_dir_all(&dir).unwrap();
    }
    assert_eq!(fs::read(publisher.path("idx.keys")).unwrap(), keys);
    println!("{n_killed} of {n} were killed in time");
}
