//! How long a worker has had, in fairness.
//!
//! A limit by the clock would blame a file for a lid that was closed, for a
//! program that was stopped and continued, and for a machine with too much to
//! do. So no time passes while the worker or its caller is stopped; while the
//! worker wants to run, its processor time is what passes; and only while it
//! waits for nothing that we know of does time pass as usual.

use std::time::{Duration, Instant};

/// How often the system is asked what the worker does.
const EVERY: Duration = Duration::from_millis(40);
/// The most that one look adds: a caller that was away longer was stopped,
/// suspended, or busy with what the worker had sent.
const MOST: Duration = Duration::from_millis(250);

/// Counts the time that a worker has had.
#[derive(Debug)]
pub struct Patience {
    id: u32,
    looked: Instant,
    /// The processor time that it had used when it was last looked at.
    used: Duration,
    total: Duration,
    silent: Duration,
}

impl Patience {
    /// Begins to count for the process with this id.
    pub fn new(id: u32) -> Self {
        Self {
            id,
            looked: Instant::now(),
            used: Duration::ZERO,
            total: Duration::ZERO,
            silent: Duration::ZERO,
        }
    }

    /// Counts the time since the last look.
    pub fn look(&mut self) {
        let now = Instant::now();
        let passed = now.saturating_duration_since(self.looked);
        if passed < EVERY {
            return;
        }
        self.looked = now;
        let counted = self.share(passed.min(MOST));
        self.total += counted;
        self.silent += counted;
    }

    /// Notes that the worker has said something.
    pub fn heard(&mut self) {
        self.silent = Duration::ZERO;
    }

    /// Returns whether it has had longer than `total`, or has been silent for
    /// longer than `silent`.
    pub fn is_over(&self, total: Duration, silent: Duration) -> bool {
        self.total > total || self.silent > silent
    }

    #[cfg(target_os = "linux")]
    fn share(&mut self, passed: Duration) -> Duration {
        match activity(self.id) {
            Some((Activity::Stopped, used)) => {
                self.used = used;
                Duration::ZERO
            }
            Some((Activity::Running, used)) => {
                let more = used.saturating_sub(self.used);
                self.used = used;
                more
            }
            Some((Activity::Waiting, used)) => {
                self.used = used;
                passed
            }
            None => passed,
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn share(&mut self, passed: Duration) -> Duration {
        let _ = (self.id, self.used);
        passed
    }
}

/// What a process does.
#[cfg(target_os = "linux")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    /// Somebody has stopped it.
    Stopped,
    /// One of its threads runs, or would if it had a processor.
    Running,
    Waiting,
}

/// Returns what a process does, and the processor time that it has used; nothing
/// if the system does not say.
#[cfg(target_os = "linux")]
fn activity(id: u32) -> Option<(Activity, Duration)> {
    let of = |path: std::path::PathBuf| {
        let stat = std::fs::read_to_string(path).ok()?;
        // The name in parentheses may hold anything.
        let (_, rest) = stat.rsplit_once(')')?;
        let values: Vec<&str> = rest.split_whitespace().collect();
        let state = values.first()?.chars().next()?;
        let ticks = |n: usize| values.get(n)?.parse::<u64>().ok();
        Some((state, ticks(11)? + ticks(12)?))
    };
    let folder = std::path::PathBuf::from(format!("/proc/{id}"));
    let (state, ticks) = of(folder.join("stat"))?;
    let per_second = rustix::param::clock_ticks_per_second().max(1);
    let used = Duration::from_millis(ticks.saturating_mul(1_000) / per_second);
    let mut states = vec![state];
    let threads = std::fs::read_dir(folder.join("task")).ok()?;
    let threads = threads.flatten().take(16);
    states.extend(threads.filter_map(|thread| Some(of(thread.path().join("stat"))?.0)));
    let activity = if states.contains(&'T') || states.contains(&'t') {
        Activity::Stopped
    } else if states.contains(&'R') {
        Activity::Running
    } else {
        Activity::Waiting
    };
    Some((activity, used))
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::process::{Child, Command, Stdio};
    use std::thread::sleep;

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    fn started(script: &str) -> Child {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdin(Stdio::null());
        command.spawn().unwrap()
    }

    /// Looks for a while, and returns what was counted.
    fn counted(child: &Child, meanwhile: Duration) -> Duration {
        let mut patience = Patience::new(child.id());
        let until = Instant::now() + meanwhile;
        while Instant::now() < until {
            sleep(Duration::from_millis(20));
            patience.look();
        }
        patience.total
    }

    fn end(mut child: Child) {
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn time_passes_for_one_that_waits_and_not_for_one_that_was_stopped() {
        let child = started("exec sleep 60");
        sleep(Duration::from_millis(200));
        assert!(counted(&child, Duration::from_secs(1)) > Duration::from_millis(500));
        let id = Pid::from_child(&child);
        kill_process(id, Signal::STOP).unwrap();
        sleep(Duration::from_millis(100));
        assert_eq!(
            counted(&child, Duration::from_millis(600)),
            Duration::ZERO,
            "stopped"
        );
        kill_process(id, Signal::CONT).unwrap();
        end(child);
    }

    #[test]
    fn one_that_computes_is_charged_its_processor_time() {
        let children: Vec<_> = (0..8).map(|_| started("while :; do :; done")).collect();
        sleep(Duration::from_millis(100));
        // Eight of them have few processors.
        let n = std::thread::available_parallelism().unwrap().get();
        let each = counted(&children[0], Duration::from_secs(2));
        if n <= 4 {
            assert!(each < Duration::from_millis(1_900), "{each:?}");
        }
        assert!(each > Duration::ZERO);
        children.into_iter().for_each(end);
    }

    #[test]
    fn a_caller_that_was_away_charges_little() {
        let child = started("exec sleep 60");
        let mut patience = Patience::new(child.id());
        sleep(Duration::from_millis(900));
        patience.look();
        assert!(patience.total <= MOST, "{:?}", patience.total);
        end(child);
    }
}
