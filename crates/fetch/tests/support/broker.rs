//! A broker, as the program starts it.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::source::Home;

/// Longer than any request of a test takes.
const LONG: Duration = Duration::from_mins(1);

pub fn command(home: &Home) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_colophon-fetch"));
    command.arg("--broker").env_clear();
    command.env("HOME", home.folder.path());
    command.env("XDG_DATA_HOME", home.folder.path().join("data"));
    command
}

pub struct Broker {
    pub child: Child,
    requests: Option<ChildStdin>,
    answers: Receiver<String>,
    pub version: String,
}

/// The lines with which a request was answered.
#[derive(Debug)]
pub struct Answered(pub Vec<String>);

impl Answered {
    pub fn end(&self) -> &str {
        self.0.last().unwrap()
    }

    pub fn is_done(&self) -> bool {
        self.end() == "done"
    }

    /// Returns the code of an error.
    pub fn code(&self) -> &str {
        let mut words = self.end().split(' ');
        assert_eq!(words.next(), Some("error"), "{self:?}");
        words.next().unwrap()
    }

    pub fn detail(&self) -> &str {
        self.end().splitn(3, ' ').nth(2).unwrap_or_default()
    }

    /// Returns the rest of the lines that begin with this word.
    pub fn all(&self, word: &str) -> Vec<&str> {
        let lines = self.0.iter();
        lines
            .filter_map(|line| line.strip_prefix(word)?.strip_prefix(' '))
            .collect()
    }

    pub fn received(&self) -> u64 {
        let bytes = self.all("bytes");
        bytes
            .last()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    }
}

impl Broker {
    /// Starts a broker that waits a second for what it otherwise gives a minute.
    pub fn start(home: &Home) -> Self {
        Self::start_with(home, "1", &[])
    }

    pub fn start_with(home: &Home, patience: &str, environment: &[(&str, OsString)]) -> Self {
        let mut command = command(home);
        command.args(["--patience", patience]);
        command.envs(environment.iter().cloned());
        Self::from(command)
    }

    pub fn from(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, answers) = channel();
        std::thread::spawn(move || {
            for line in out.lines() {
                let Ok(line) = line else { return };
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        let requests = child.stdin.take();
        let mut broker = Self {
            child,
            requests,
            answers,
            version: String::new(),
        };
        let ready = broker.line().expect("the broker is ready");
        ready
            .strip_prefix("ready ")
            .unwrap()
            .clone_into(&mut broker.version);
        broker
    }

    pub fn write(&mut self, bytes: &[u8]) {
        self.requests.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// Asks for something without waiting for the answer.
    pub fn begin(&mut self, request: &str) {
        self.write(format!("{request}\n").as_bytes());
    }

    /// Returns the next line; none if the broker has ended.
    pub fn line(&self) -> Option<String> {
        match self.answers.recv_timeout(LONG) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("the broker says nothing"),
        }
    }

    /// Returns the lines of a broker that has ended.
    pub fn answers_so_far(&self) -> Vec<String> {
        std::iter::from_fn(|| self.line()).collect()
    }

    /// Returns the lines up to the end of the running request.
    pub fn finish(&self) -> Answered {
        let mut lines = Vec::new();
        loop {
            let line = self.line().expect("the broker lives");
            let is_end = line == "done" || line.starts_with("error ");
            lines.push(line);
            if is_end {
                return Answered(lines);
            }
        }
    }

    /// Waits for a line that begins so.
    pub fn wait_for(&self, start: &str) -> String {
        loop {
            let line = self.line().expect("the broker lives");
            if line.starts_with(start) {
                return line;
            }
            assert!(!line.starts_with("error"), "{line}");
        }
    }

    pub fn ask(&mut self, request: &str) -> Answered {
        self.begin(request);
        self.finish()
    }

    /// Closes the way to the broker.
    pub fn hang_up(&mut self) {
        self.requests = None;
    }

    pub fn pid(&self) -> i32 {
        self.child.id().cast_signed()
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.requests = None;
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

/// Returns the processes that a process has started and that are there.
pub fn children_of(pid: i32) -> Vec<i32> {
    let path = format!("/proc/{pid}/task/{pid}/children");
    let list = std::fs::read_to_string(path).unwrap_or_default();
    list.split_whitespace()
        .map(|id| id.parse().unwrap())
        .collect()
}

/// Returns whether a process is there and not a mere entry.
pub fn lives(pid: i32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
    stat.is_ok_and(|stat| {
        !stat
            .rsplit(')')
            .next()
            .unwrap()
            .trim()
            .starts_with(['Z', 'X'])
    })
}

/// Waits until none of these processes is there, and returns how long it took.
pub fn gone(pids: &[i32]) -> Duration {
    let since = Instant::now();
    while pids.iter().any(|pid| lives(*pid)) {
        assert!(since.elapsed() < Duration::from_secs(5), "{pids:?}");
        std::thread::sleep(Duration::from_millis(1));
    }
    since.elapsed()
}
