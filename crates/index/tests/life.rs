//! The life of a build: the same bytes every time, and nothing left behind,
//! however it ends.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use colophon_index::{
    BuildOptions, BuildPhase, Builder, Digest, DigestKind, ErrorKind, Index, NewWork,
};
use common::{build, options, samples, scramble, sketch, verify};

/// The variable with the folder in which the child of a test builds.
const FOLDER: &str = "COLOPHON_TEST_FOLDER";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_same_input_makes_the_same_bytes_whatever_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let samples = samples(120, 64);
    let mut files = Vec::new();
    for (n, memory_bytes) in [256 << 20, 256 << 20, 0, 4_000, 100_000, usize::MAX]
        .into_iter()
        .enumerate()
    {
        let path = folder.path().join(format!("{n}.colophon"));
        let options = BuildOptions {
            memory_bytes,
            max_works_per_hash: 3,
            ..options(1024)
        };
        build(&path, options, &samples);
        files.push(fs::read(path).unwrap());
    }
    assert!(files[0].len() > 20_000);
    for file in &files[1..] {
        assert!(*file == files[0], "two builds differ");
    }
}

#[test]
fn the_content_digest_is_that_of_the_content() {
    let folder = tempfile::tempdir().unwrap();
    let samples = samples(40, 64);
    let path = folder.path().join("a.colophon");
    let first = build(&path, options(1024), &samples).info.content_sha256;
    let mut other = samples.clone();
    other[17].work.author.push('.');
    assert_ne!(
        build(&path, options(1024), &other).info.content_sha256,
        first
    );
    let renamed = BuildOptions {
        name: "Other".to_owned(),
        ..options(1024)
    };
    assert_ne!(build(&path, renamed, &samples).info.content_sha256, first);
    // Written again by SQLite itself, the file differs and the content does not.
    build(&path, options(1024), &samples);
    let before = fs::read(&path).unwrap();
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("VACUUM")
        .unwrap();
    common::hostile::seal(&path, common::hostile::mark_of(&before));
    assert_ne!(fs::read(&path).unwrap(), before);
    let index = Index::open(&path).unwrap();
    assert_eq!(index.info().content_sha256, first);
    assert!(verify(&index).is_intact());
}

#[test]
fn a_build_replaces_an_index_only_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let samples = samples(30, 64);
    build(&path, options(1024), &samples[..3]);
    let old = fs::read(&path).unwrap();
    let mut builder = Builder::create(&path, options(1024)).unwrap();
    for sample in &samples {
        builder
            .add(&sample.work, &sample.hashes, sample.threshold)
            .unwrap();
        assert_eq!(fs::read(&path).unwrap(), old);
    }
    builder
        .finish(&mut |_| {
            // Progress is reported only from within the build.
            assert_eq!(fs::read(&path).unwrap(), old);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(Index::open(&path).unwrap().info().n_works, 30);
    assert_eq!(names(folder.path()), ["a.colophon"]);
}

#[test]
fn a_dropped_builder_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let small = BuildOptions {
        memory_bytes: 0,
        ..options(64)
    };
    let mut builder = Builder::create(&path, small).unwrap();
    for sample in samples(40, 64) {
        builder
            .add(&sample.work, &sample.hashes, sample.threshold)
            .unwrap();
    }
    assert_eq!(names(folder.path()).len(), 1);
    drop(builder);
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn a_cancelled_build_leaves_nothing_wherever_it_is_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let samples = samples(60, 64);
    let mut phases = Vec::new();
    for n_calls in 0.. {
        let mut builder = Builder::create(&path, options(64)).unwrap();
        for sample in &samples {
            builder
                .add(&sample.work, &sample.hashes, sample.threshold)
                .unwrap();
        }
        let mut n = 0;
        let result = builder.finish(&mut |progress| {
            assert!(progress.done <= progress.total);
            if n == n_calls {
                phases.push(progress.phase);
                return ControlFlow::Break(());
            }
            n += 1;
            ControlFlow::Continue(())
        });
        match result {
            Ok(_) => break,
            Err(e) => assert_eq!(e.kind(), ErrorKind::Cancelled),
        }
        assert_eq!(names(folder.path()), [""; 0]);
    }
    for phase in [
        BuildPhase::Postings,
        BuildPhase::Works,
        BuildPhase::Digests,
        BuildPhase::Syncing,
    ] {
        assert!(phases.contains(&phase), "{phase:?} was never cancelled");
    }
    assert_eq!(names(folder.path()), ["a.colophon"]);
}

#[test]
fn a_cancel_is_answered_soon() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let mut builder = Builder::create(&path, options(64)).unwrap();
    for n in 0..400 {
        builder
            .add(&NewWork::default(), &sketch(n, 64 * 500, 1 << 58), 1 << 58)
            .unwrap();
    }
    // This asserts how much is done between two calls, not how long it takes.
    let mut before = 0;
    builder
        .finish(&mut |progress| {
            if progress.phase == BuildPhase::Postings {
                assert!(progress.done - before <= 50_000);
                before = progress.done;
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(before > 100_000);
}

/// Builds until it is killed; run by [`what_a_killed_build_left_goes_with_the_next`].
#[test]
#[ignore = "the child of another test"]
fn child_that_builds() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let path = Path::new(&folder).join("a.colophon");
    loop {
        let small = BuildOptions {
            memory_bytes: 10_000,
            ..options(64)
        };
        let mut builder = Builder::create(&path, small).unwrap();
        for sample in samples(200, 64) {
            builder
                .add(&sample.work, &sample.hashes, sample.threshold)
                .unwrap();
        }
        builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    }
}

#[test]
fn what_a_killed_build_left_goes_with_the_next() {
    let mut n_left = 0;
    for n in 0..25_u64 {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_builds", "--ignored"])
            .env(FOLDER, folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while names(folder.path()).is_empty() && start.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(scramble(n) % 150_000));
        // SIGKILL: nothing of the child keeps running.
        child.kill().unwrap();
        child.wait().unwrap();
        let path = folder.path().join("a.colophon");
        n_left += names(folder.path())
            .iter()
            .filter(|name| name.starts_with(".colophon-building-"))
            .count();
        // What has the final name is complete.
        if path.exists() {
            assert!(verify(&Index::open(&path).unwrap()).is_intact());
        }
        build(&path, options(64), &samples(3, 64));
        assert_eq!(names(folder.path()), ["a.colophon"]);
    }
    assert!(
        n_left > 5,
        "the child was killed too late to leave anything"
    );
}

#[test]
fn builds_side_by_side_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for n in 0..6 {
            let path = folder.path().join(format!("{n}.colophon"));
            scope.spawn(move || {
                let summary = build(&path, options(64), &samples(40, 64));
                assert_eq!(summary.info.n_works, 40);
            });
        }
    });
    assert_eq!(names(folder.path()).len(), 6);
}

/// Mounts a file system of `size_kib`; returns false if that is not allowed.
fn mount(folder: &Path, size_kib: u32) -> bool {
    cfg!(target_os = "linux")
        && Command::new("mount")
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={size_kib}k"))
            .arg("tmpfs")
            .arg(folder)
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_is_named_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let samples = samples(150, 64);
    let mut n_failed = 0;
    // From too small for the first work to nearly large enough.
    for size_kib in [16, 64, 128, 192, 256, 320, 384, 600, 1_000, 20_000] {
        if !mount(folder.path(), size_kib) {
            println!("NOT TESTED: a full disk, as no file system can be mounted here");
            return;
        }
        let path = folder.path().join("a.colophon");
        let small = BuildOptions {
            memory_bytes: 10_000,
            ..options(64)
        };
        let run = || -> Result<(), colophon_index::Error> {
            let mut builder = Builder::create(&path, small)?;
            for sample in &samples {
                builder.add(&sample.work, &sample.hashes, sample.threshold)?;
            }
            builder.finish(&mut |_| ControlFlow::Continue(()))?;
            Ok(())
        };
        let result = run();
        let left = names(folder.path());
        let unmounted = Command::new("umount").arg(folder.path()).status().unwrap();
        assert!(unmounted.success());
        match result {
            Ok(()) => assert_eq!(left, ["a.colophon"]),
            Err(e) => {
                n_failed += 1;
                assert_eq!(e.kind(), ErrorKind::DiskFull, "{size_kib} KiB: {e}");
                assert_eq!(left, [""; 0]);
            }
        }
    }
    assert!(
        (5..10).contains(&n_failed),
        "{n_failed} of 10 builds failed"
    );
}

#[test]
fn what_cannot_be_built_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let kind =
        |path: &Path, options: BuildOptions| Builder::create(path, options).err().unwrap().kind();
    for scale in [0, 1, 32, 100, 1_000, 131_072] {
        assert_eq!(kind(&path, options(scale)), ErrorKind::InvalidOption);
    }
    let none = BuildOptions {
        max_works_per_hash: 0,
        ..options(64)
    };
    assert_eq!(kind(&path, none), ErrorKind::InvalidOption);
    let long = BuildOptions {
        name: "x".repeat(2_000),
        ..options(64)
    };
    assert_eq!(kind(&path, long), ErrorKind::InvalidOption);
    assert_eq!(kind(folder.path(), options(64)), ErrorKind::NotRegularFile);
    let nowhere = folder.path().join("nowhere").join("a.colophon");
    assert_eq!(kind(&nowhere, options(64)), ErrorKind::Unreadable);

    let mut builder = Builder::create(&path, options(1024)).unwrap();
    let mut refuse = |work: &NewWork, hashes: &[u64], threshold: u64| {
        let error = builder.add(work, hashes, threshold).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidWork);
    };
    let work = NewWork::default();
    refuse(&work, &[2, 1], u64::MAX);
    refuse(&work, &[1, 1], u64::MAX);
    refuse(&work, &[5], 5);
    refuse(&work, &[u64::MAX], u64::MAX);
    refuse(&work, &[1], 1 << 50);
    let digests = vec![Digest {
        kind: DigestKind::Md5,
        bytes: vec![0; 20],
    }];
    refuse(
        &NewWork {
            digests,
            ..NewWork::default()
        },
        &[1],
        u64::MAX,
    );
    refuse(
        &NewWork {
            n_letters: 1 << 63,
            ..NewWork::default()
        },
        &[1],
        u64::MAX,
    );
    // What was refused leaves no trace.
    builder.add(&work, &[7], u64::MAX).unwrap();
    let summary = builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((summary.info.n_works, summary.info.n_postings), (1, 1));
}

#[test]
fn digests_are_found_whosever_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.colophon");
    let md5 = Digest {
        kind: DigestKind::Md5,
        bytes: vec![7; 16],
    };
    let text = Digest {
        kind: DigestKind::TextSha256,
        bytes: vec![7; 32],
    };
    let file = Digest {
        kind: DigestKind::Sha256,
        bytes: vec![7; 32],
    };
    let mut builder = Builder::create(&path, options(1024)).unwrap();
    for digests in [
        vec![md5.clone(), md5.clone()],
        vec![],
        vec![text.clone(), md5.clone()],
    ] {
        builder
            .add(
                &NewWork {
                    digests,
                    ..NewWork::default()
                },
                &[],
                u64::MAX,
            )
            .unwrap();
    }
    let summary = builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(summary.info.n_digests, 3);
    let index = Index::open(&path).unwrap();
    let find = |digest: &Digest| -> Vec<u32> {
        let works = index.find_digest(digest).unwrap();
        works.into_iter().map(colophon_index::WorkId::get).collect()
    };
    assert_eq!(find(&md5), [0, 2]);
    assert_eq!(find(&text), [2]);
    assert_eq!(find(&file), [0; 0]);
    assert_eq!(
        find(&Digest {
            kind: DigestKind::Md5,
            bytes: vec![]
        }),
        [0; 0]
    );
}

/// SQLite leaves the page at 1 GiB out of every file, so only a long file shows whether
/// its readers know. It takes 3 GB of disk: set `COLOPHON_LARGE` to make it.
#[test]
fn an_index_beyond_a_gibibyte_is_sound() {
    const N: u64 = 1_080_000;
    if std::env::var_os("COLOPHON_LARGE").is_none() {
        return;
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("large.colophon");
    let threshold = u64::MAX / 64 + 1;
    let mut builder = Builder::create(&path, options(64)).unwrap();
    for n in 0..N {
        let work = NewWork {
            title: format!("{n:x}").repeat(1_020 / format!("{n:x}").len()),
            n_letters: 64 * 8,
            ..NewWork::default()
        };
        builder
            .add(&work, &sketch(n, 64 * 8, threshold), threshold)
            .unwrap();
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    assert!(fs::metadata(&path).unwrap().len() > 1 << 30);
    let index = Index::open(&path).unwrap();
    let report = verify(&index);
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    for n in [0, N / 2, N - 1] {
        let work = index.work(colophon_index::WorkId::new(u32::try_from(n).unwrap()));
        assert!(work.unwrap().title.starts_with(&format!("{n:x}")));
    }
}
