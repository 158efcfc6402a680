//! Colophon's fetcher: brings what a source of indexes offers, and nothing else.
//!
//! The program starts it as a *broker* before it forbids itself the network, and
//! asks it over its standard streams. For each request the broker starts a
//! *fetcher*, which fences itself, resolves, connects and ends. The program
//! verifies what arrived: this part trusts nobody and is trusted by nobody.
//!
//! ```text
//! look ID N | fetch ID N MASK | add URL | prove | stop        to the broker
//! ready VERSION | host HOST | total BYTES | bytes DONE RECEIVED
//! proof WORD refused|open ANSWER | unfenced WHAT | done | error CODE DETAIL
//! ```

mod address;
mod broker;
mod code;
mod connect;
mod desk;
mod environment;
mod fetcher;
mod folder;
mod handles;
mod http;
mod log;
mod look;
mod meta;
mod partial;
mod parts;
mod portable;
mod report;
mod request;
mod source;
mod waiting;
mod when;

use std::process::ExitCode;
use std::time::Duration;

use report::Report;
use request::Request;

/// How long a server may send next to nothing.
const PATIENCE: Duration = Duration::from_mins(1);

/// How the program is started.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// How long a server may send next to nothing. Tests have less.
    pub(crate) patience: Duration,
    /// Whether a fetcher is this program, started again, as on systems that
    /// cannot copy a process.
    pub(crate) starts_again: bool,
}

enum Role {
    Broker,
    Fetcher(String),
}

fn main() -> ExitCode {
    let Some((role, settings)) = arguments(std::env::args().skip(1)) else {
        return ExitCode::from(2);
    };
    match role {
        Role::Broker if settings.starts_again => portable::serve(&settings),
        Role::Broker => broker::serve(&settings),
        Role::Fetcher(line) => {
            let report = Report::new(Box::new(handles::answers()));
            let Some(request) = Request::parse(&line) else {
                return ExitCode::from(2);
            };
            fetcher::run(&request, settings.patience, report);
            ExitCode::SUCCESS
        }
    }
}

fn arguments(mut words: impl Iterator<Item = String>) -> Option<(Role, Settings)> {
    let mut role = None;
    let mut settings = Settings {
        patience: PATIENCE,
        starts_again: !cfg!(target_os = "linux"),
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--broker" => role = Some(Role::Broker),
            "--request" => role = Some(Role::Fetcher(words.next()?)),
            "--without-fork" => settings.starts_again = true,
            "--patience" => {
                let seconds: f64 = words.next()?.parse().ok()?;
                let patience = Duration::try_from_secs_f64(seconds).ok()?;
                settings.patience = patience.clamp(Duration::from_millis(20), PATIENCE);
            }
            _ => return None,
        }
    }
    Some((role?, settings))
}
