//! A client list, read in a worker.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::Stdio;

use colophon_clients::{
    self as clients, ClientTitle, Column, ErrorKind, Format, Line, List, Mapping, Problem, Unread,
};
use colophon_worker::{Death, Desk};
use serde::{Deserialize, Serialize};

use super::{Bounds, Fenced, LONGEST_MESSAGE, Order, Sender, Stop, is_served, of_machine, wire};
use crate::error::Error;
use crate::job::Job;
use crate::report::{Advice, Code};

/// How many bytes of rows are sent at a time, about.
const BATCH: usize = 32 << 10;
/// The most rows of an answer, as for reading.
const MOST_ROWS: usize = 1_000_000;
/// How long the answer may be however short the list is, in bytes.
const LEAST_ANSWER: u64 = 64 << 20;
/// How many bytes of the answer a byte of the list may make.
const ANSWER_PER_BYTE: u64 = 8;
/// The longest answer, in bytes.
const MOST_ANSWER: u64 = 1 << 30;

/// A row on its way.
#[derive(Serialize, Deserialize)]
enum Row {
    Title(Box<ClientTitle>),
    Problem(Problem),
    Line(Line),
}

/// What there is to say about a list besides its rows.
#[derive(Serialize, Deserialize)]
struct Head {
    format: Format,
    columns: Vec<Column>,
}

/// Reads the list at `path` in a worker; `mapping` says what columns hold.
///
/// # Errors
///
/// The codes of an unreadable list, `not-started`, `machine-short`, `cancelled`.
pub(crate) fn read(path: &Path, mapping: &[String], job: &Job) -> Result<List, Error> {
    let columns = understood(mapping)?;
    if !is_served() {
        return Ok(clients::read(path, &columns, &mut |_| job.go_on())?);
    }
    let mut titles = Vec::new();
    let mut problems = Vec::new();
    let head = ask(path, &Order::Read(mapping.to_vec()), job, &mut |rows| {
        for row in rows {
            if titles.len() + problems.len() >= MOST_ROWS {
                return Err(Stop::TooMuch);
            }
            match row {
                Row::Title(title) => titles.push(*title),
                Row::Problem(problem) => problems.push(problem),
                Row::Line(_) => return Err(Stop::Nonsense),
            }
        }
        Ok(())
    })?;
    Ok(List {
        format: head.format,
        columns: head.columns,
        titles,
        problems,
    })
}

/// Returns the rows of the table at `path` as they are, read in a worker.
///
/// # Errors
///
/// Those of [`read`].
pub(crate) fn lines(path: &Path, job: &Job) -> Result<Vec<Line>, Error> {
    if !is_served() {
        return Ok(clients::lines(path, &mut |_| job.go_on())?);
    }
    let mut lines = Vec::new();
    ask(path, &Order::Lines, job, &mut |rows| {
        for row in rows {
            match row {
                _ if lines.len() >= MOST_ROWS => return Err(Stop::TooMuch),
                Row::Line(line) => lines.push(line),
                Row::Title(_) | Row::Problem(_) => return Err(Stop::Nonsense),
            }
        }
        Ok(())
    })?;
    Ok(lines)
}

/// Returns what the columns of the list at `path` are taken for, found out in a
/// worker.
///
/// # Errors
///
/// Those of [`read`].
pub(crate) fn columns(path: &Path, mapping: &[String], job: &Job) -> Result<Vec<Column>, Error> {
    let meant = understood(mapping)?;
    if !is_served() {
        return Ok(clients::columns(path, &meant)?.1);
    }
    let order = Order::Columns(mapping.to_vec());
    let head = ask(path, &order, job, &mut |_| Err(Stop::Nonsense))?;
    Ok(head.columns)
}

fn understood(mapping: &[String]) -> Result<Mapping, Error> {
    let mut understood = Mapping::default();
    for pair in mapping {
        understood.add(pair)?;
    }
    Ok(understood)
}

fn ask(
    path: &Path,
    order: &Order,
    job: &Job,
    on_rows: &mut dyn FnMut(Vec<Row>) -> Result<(), Stop>,
) -> Result<Head, Error> {
    let n_bytes = clients::file_of(path)
        .metadata()
        .map_or(0, |metadata| metadata.len());
    let answer = LEAST_ANSWER.saturating_add(n_bytes.saturating_mul(ANSWER_PER_BYTE));
    let mut head = None;
    let listened = Fenced::start(
        order,
        Some(path),
        Bounds::of(n_bytes),
        Stdio::null(),
        answer.min(MOST_ANSWER),
    )
    .and_then(|fenced| {
        fenced.listen(job, &mut |kind, payload| match kind {
            wire::ALIVE => Ok(()),
            wire::ROWS => on_rows(from_json(payload)?),
            wire::END => {
                head = Some(from_json(payload)?);
                Err(Stop::Done)
            }
            wire::ERROR => Err(Stop::Failed(told(payload, path)?)),
            _ => Err(Stop::Nonsense),
        })
    });
    match (listened, head) {
        (Ok(()), Some(head)) => Ok(head),
        (Ok(()), None) => Err(failure(Stop::Nonsense, path)),
        (Err(stop), _) => Err(failure(stop, path)),
    }
}

fn from_json<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, Stop> {
    serde_json::from_slice(payload).map_err(|_| Stop::Nonsense)
}

/// Returns the error that a worker has reported.
fn told(payload: &[u8], path: &Path) -> Result<Error, Stop> {
    let (kind, message): (ErrorKind, String) = from_json(payload)?;
    // Only the caller's job is cancelled, never the worker's reading.
    if kind == ErrorKind::Cancelled {
        return Err(Stop::Nonsense);
    }
    let message: String = message.chars().take(LONGEST_MESSAGE).collect();
    Ok(clients::Error::told(kind, message).at(path).into())
}

/// Returns the error of a list without an answer.
fn failure(stop: Stop, path: &Path) -> Error {
    let about = |code, message: &str, advice| Error::new(code, message).advise(advice).at(path);
    if let Stop::Died(death) = stop
        && let Some(error) = of_machine(death)
    {
        return error.at(path);
    }
    match stop {
        Stop::Failed(error) => error,
        Stop::Died(Death::CpuTime) | Stop::Late => about(
            Code::TimedOut,
            "reading the list took longer than is allowed",
            Advice::SplitList,
        ),
        Stop::Died(Death::Memory) | Stop::TooMuch => about(
            Code::LimitExceeded,
            "reading the list needed more memory than is allowed",
            Advice::SplitList,
        ),
        Stop::Died(Death::Forbidden) => about(
            Code::ParserCrashed,
            "reading the list tried something that it must not do, and the system ended it",
            Advice::SaveListAgain,
        ),
        Stop::Died(_) | Stop::Nonsense | Stop::Done | Stop::Dump(_) => about(
            Code::ParserCrashed,
            "reading the list stopped unexpectedly",
            Advice::SaveListAgain,
        ),
    }
}

/// The worker's side: opens the list before it gives up its rights.
pub(super) fn open(path: &Path) -> Result<Unread, clients::Error> {
    Unread::open(path)
}

/// The worker's side: reads the list and sends its rows.
pub(super) fn serve(desk: Desk, unread: Result<Unread, clients::Error>, mapping: &[String]) {
    with(desk, |sender| {
        let mut alive = || match sender.send(wire::ALIVE, &[]) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        };
        let mapping = understood_there(mapping)?;
        let list = unread?.read(&mapping, &mut |_| alive())?;
        let head = Head {
            format: list.format,
            columns: list.columns,
        };
        let titles = list.titles.into_iter().map(|it| Row::Title(Box::new(it)));
        let rows = titles.chain(list.problems.into_iter().map(Row::Problem));
        send_rows(sender, rows)?;
        Ok(head)
    });
}

/// The worker's side: reads the rows of a table and sends them.
pub(super) fn serve_lines(desk: Desk, unread: Result<Unread, clients::Error>) {
    with(desk, |sender| {
        let mut alive = || match sender.send(wire::ALIVE, &[]) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        };
        let lines = unread?.lines(&mut |_| alive())?;
        send_rows(sender, lines.into_iter().map(Row::Line))?;
        Ok(Head {
            format: Format::Csv,
            columns: Vec::new(),
        })
    });
}

/// The worker's side: finds out what the columns hold.
pub(super) fn serve_columns(
    desk: Desk,
    unread: Result<Unread, clients::Error>,
    mapping: &[String],
) {
    with(desk, |_| {
        let (format, columns) = unread?.columns(&understood_there(mapping)?)?;
        Ok(Head { format, columns })
    });
}

fn understood_there(mapping: &[String]) -> Result<Mapping, clients::Error> {
    let mut understood = Mapping::default();
    for pair in mapping {
        understood.add(pair)?;
    }
    Ok(understood)
}

fn send_rows(sender: &mut Sender, rows: impl Iterator<Item = Row>) -> Result<(), clients::Error> {
    let too_long = |_| {
        let message = "a row of the list is longer than is read";
        clients::Error::told(ErrorKind::LimitExceeded, message)
    };
    let mut batch = vec![b'['];
    for row in rows {
        if batch.len() > 1 {
            batch.push(b',');
        }
        serde_json::to_writer(&mut batch, &row).map_err(|e| too_long(e.into()))?;
        if batch.len() > BATCH {
            batch.push(b']');
            sender.send(wire::ROWS, &batch).map_err(too_long)?;
            batch.truncate(1);
        }
    }
    batch.push(b']');
    sender.send(wire::ROWS, &batch).map_err(too_long)
}

/// Sends what `work` returns. A crash of it that can be caught is an error.
fn with(mut desk: Desk, work: impl FnOnce(&mut Sender) -> Result<Head, clients::Error>) {
    let Some(mut sender) = Sender::new(&mut desk) else {
        return;
    };
    let work = std::panic::AssertUnwindSafe(|| work(&mut sender));
    let done = std::panic::catch_unwind(work).unwrap_or_else(|_| {
        let message = "reading the list stopped unexpectedly";
        Err(clients::Error::told(ErrorKind::ParserCrashed, message))
    });
    // If this fails, nobody listens any more.
    let _ = match done {
        Ok(head) => sender.send_json(wire::END, &head),
        Err(error) => sender.send_json(wire::ERROR, &(error.kind(), error.message())),
    };
}
