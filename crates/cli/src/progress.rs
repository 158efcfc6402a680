//! Progress on a terminal: what is being done, how far it is, how long it will
//! take.
//!
//! A thread reads the job's counters ten times a second. If standard
//! error is not a terminal, nothing is shown. While a question is open, the bar is
//! hidden: see [`paused`](crate::bar::paused).

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use colophon_engine::{Phase, Snapshot};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::bar::set_shown;
use crate::stop::Stop;
use crate::terminal;

/// The time between two readings of the counters.
const TICK: Duration = Duration::from_millis(100);

/// A bar that is shown until it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    thread: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Shows the progress of the job of `stop`.
    pub(crate) fn show(stop: &Stop) -> Self {
        if !terminal::is_stderr_lively() {
            return Self { thread: None };
        }
        let (sender, receiver) = channel();
        let look = stop.watch();
        let mut bar = Bar::new();
        set_shown(Some(bar.bar.clone()));
        let watcher = std::thread::Builder::new()
            .name("progress".to_owned())
            .spawn(move || {
                // The sender is dropped when the work is over.
                while receiver.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    bar.draw(look());
                }
                bar.bar.finish_and_clear();
            });
        // Without the thread, the work is done all the same.
        Self {
            thread: watcher.ok().map(|watcher| (sender, watcher)),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, watcher)) = self.thread.take() {
            drop(sender);
            set_shown(None);
            let _ = watcher.join();
        }
    }
}

struct Bar {
    bar: ProgressBar,
    shown: Option<(Phase, bool)>,
}

impl Bar {
    fn new() -> Self {
        Self {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10)),
            shown: None,
        }
    }

    fn draw(&mut self, now: Snapshot) {
        let kind = (now.phase, now.total > 0);
        if self.shown != Some(kind) {
            self.shown = Some(kind);
            self.bar.reset();
            if let Ok(style) = ProgressStyle::with_template(template(now)) {
                self.bar.set_style(style.progress_chars("=> "));
            }
            self.bar.set_message(words(now.phase));
        }
        if now.total > 0 {
            self.bar.set_length(now.total);
        }
        self.bar.set_position(if now.total > 0 {
            now.done.min(now.total)
        } else {
            now.done
        });
        self.bar.tick();
    }
}

/// Returns a phase in plain words.
fn words(phase: Phase) -> &'static str {
    match phase {
        Phase::Searching => "Looking for documents",
        Phase::Checking | Phase::Reading => "Reading",
        Phase::Titles => "Checking titles",
        Phase::Importing => "Reading the catalogue",
        Phase::Writing => "Writing the index",
        Phase::Verifying => "Verifying the index",
        Phase::Asking => "Asking the publisher",
        Phase::Fetching => "Getting the index",
        _ => "Starting",
    }
}

/// Returns what is drawn, without colour: a bar in the phase's unit, or a
/// counter if the end is not known.
fn template(now: Snapshot) -> &'static str {
    let bytes = matches!(
        now.phase,
        Phase::Checking | Phase::Reading | Phase::Importing | Phase::Verifying | Phase::Fetching
    );
    match (now.total > 0, bytes) {
        (true, true) => {
            "{msg} [{wide_bar}] {percent}%, {decimal_bytes} of {decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left"
        }
        (true, false) => {
            "{msg} [{wide_bar}] {percent}%, {human_pos} of {human_len}, {per_sec}, {eta} left"
        }
        (false, true) => "{msg}: {decimal_bytes}",
        (false, false) => "{msg}: {human_pos}",
    }
}

#[cfg(test)]
mod tests {
    use colophon_engine::{Phase, Snapshot};
    use indicatif::ProgressStyle;

    use super::{Bar, template};

    const PHASES: [Phase; 10] = [
        Phase::Waiting,
        Phase::Searching,
        Phase::Checking,
        Phase::Reading,
        Phase::Titles,
        Phase::Importing,
        Phase::Writing,
        Phase::Verifying,
        Phase::Asking,
        Phase::Fetching,
    ];

    #[test]
    fn every_phase_has_a_picture() {
        for phase in PHASES {
            for total in [0, 1_000] {
                let template = template(Snapshot {
                    phase,
                    done: 0,
                    total,
                });
                assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
            }
        }
    }

    #[test]
    fn odd_counters_do_no_harm() {
        let mut bar = Bar::new();
        for phase in PHASES {
            for (done, total) in [(0, 0), (7, 0), (7, 3), (u64::MAX, u64::MAX), (0, u64::MAX)] {
                bar.draw(Snapshot { phase, done, total });
            }
        }
    }
}
