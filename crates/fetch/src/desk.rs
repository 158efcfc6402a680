//! What a broker does with the lines of the program and of a fetcher, however it
//! starts one.

use std::io::Write as _;

use crate::folder::Data;
use crate::handles;
use crate::log::{self, Tally};
use crate::request::{Id, MAX_LINE, Request};

/// A program that was taken over could tell the world something by the addresses
/// that it names, so it may name few.
const MAX_ADDS: u32 = 8;
/// No source has more hosts than this, redirects included.
const MAX_HOSTS: usize = 256;

/// The broker's view of the running program.
#[derive(Default)]
pub(crate) struct Desk {
    n_adds: u32,
}

/// Why a broker ends: nobody reads its answers.
#[derive(Debug)]
pub(crate) struct Gone;

impl Desk {
    /// Writes one line to the program.
    pub(crate) fn say(line: &str) -> Result<(), Gone> {
        let mut out = handles::answers();
        let written = out.write_all(format!("{line}\n").as_bytes());
        written.and_then(|()| out.flush()).map_err(|_| Gone)
    }

    /// Returns the request of a line if it may be carried out.
    pub(crate) fn admit(&mut self, line: &str) -> Option<Request> {
        let request = Request::parse(line)?;
        if let Request::Add { .. } = request {
            if self.n_adds == MAX_ADDS {
                return None;
            }
            self.n_adds += 1;
        }
        // The log must be there before anything is fetched, and for the attempt
        // to open it.
        if let Some(data) = Data::find() {
            let _read_only = data.make().and_then(|()| log::make(&data.log()));
        }
        Some(request)
    }
}

/// A request that a fetcher carries out.
pub(crate) struct Course {
    request: Request,
    tallies: Vec<Tally>,
    end: Option<String>,
}

impl Course {
    pub(crate) fn new(request: Request) -> Self {
        Self {
            request,
            tallies: Vec::new(),
            end: None,
        }
    }

    /// Takes a line of the fetcher and returns it if the program is to see it now.
    pub(crate) fn take<'a>(&mut self, line: &'a str) -> Option<&'a str> {
        let is_plain = line.len() < 2 * MAX_LINE && !line.contains(char::is_control);
        if !is_plain || self.end.is_some() {
            return None;
        }
        match line.split(' ').next()? {
            "host" | "total" | "bytes" | "proof" | "unfenced" => Some(line),
            "done" | "error" => {
                self.end = Some(line.to_owned());
                None
            }
            "tally" => {
                self.count(line);
                None
            }
            _ => None,
        }
    }

    fn count(&mut self, line: &str) -> Option<()> {
        let mut words = line.split(' ').skip(1);
        let tally = Tally {
            host: words.next().filter(|host| host.len() <= 260)?.to_owned(),
            requests: words.next()?.parse().ok()?,
            received: words.next()?.parse().ok()?,
        };
        let at = self
            .tallies
            .iter()
            .position(|known| known.host == tally.host);
        match at {
            Some(at) => self.tallies[at] = tally,
            None if self.tallies.len() < MAX_HOSTS => self.tallies.push(tally),
            None => {}
        }
        Some(())
    }

    /// The program no longer wants it, unless it is complete.
    pub(crate) fn cancel(&mut self) {
        self.end.get_or_insert_with(|| "error cancelled".to_owned());
    }

    /// Writes down what was fetched.
    pub(crate) fn record(&self) {
        if let Some(data) = Data::find()
            && !self.tallies.is_empty()
        {
            let id = self.request.id().map(Id::as_str);
            let _read_only = log::append(&data.log(), id, &self.tallies);
        }
    }

    /// Writes down what was fetched, and says how the request ended.
    pub(crate) fn conclude(self) -> Result<(), Gone> {
        self.record();
        let end = self.end.as_deref();
        Desk::say(end.unwrap_or("error cancelled the fetcher ended before its time"))
    }
}

/// Bytes that arrive, line by line.
#[derive(Default)]
pub(crate) struct Lines {
    bytes: Vec<u8>,
    is_too_long: bool,
}

/// One line: none if it is too long, or is not text.
pub(crate) type Line = Option<String>;

impl Lines {
    /// Takes bytes and returns the lines that they complete.
    pub(crate) fn take(&mut self, bytes: &[u8], longest: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for byte in bytes {
            if *byte != b'\n' {
                if self.bytes.len() + 1 < longest {
                    self.bytes.push(*byte);
                } else {
                    self.is_too_long = true;
                }
                continue;
            }
            let line = std::mem::take(&mut self.bytes);
            let is_whole = !std::mem::take(&mut self.is_too_long);
            lines.push(String::from_utf8(line).ok().filter(|_| is_whole));
        }
        lines
    }
}
