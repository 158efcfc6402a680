//! Opening an index where it can do no harm, before it is opened for use.
//!
//! An index comes from strangers. Whenever an index is opened, the program starts
//! itself again with a hidden first argument. That process opens the file and
//! looks at its header, gives up everything else as a worker that reads documents
//! does, and only then reads: the schema, what the index says about itself, the
//! beginning and the end of each table, the first and the last of its works and
//! records. A file whose reader crashes, waits forever or wants too
//! much memory is reported as damaged, and the user's process has never read
//! it.
//!
//! A trial is not a proof: what it does not read may be bad, and a file could
//! be made to behave well until later. What guards the reading for use does not
//! depend on it.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use colophon_catalogue::terms::TermKind;
use colophon_confine::WorkerLimits;
use colophon_extract::worker;
use colophon_index::{
    Error, ErrorKind, Index, MAX_REMOVED_BYTES, RecordNumber, Removals, Unread, WorkId,
};
use colophon_worker::{Death, Entered, Frames, Garbage, Running};

use crate::fenced;
use crate::sets::Plan;

/// The first argument that makes the program try an index.
const WORD: &str = "--colophon-try-index";
/// The memory that a trial may use, in bytes.
const MEMORY: u64 = 512 << 20;
/// How long a trial may take. An ordinary one takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);
const CPU_SECONDS: u64 = 20;
/// The longest answer that is read, in bytes.
const LONGEST: usize = 4_096;
/// The type of the frame that says that nothing was looked at yet. Its payload is
/// one byte: 1 if the system lets the process use less than it may.
const READY: u8 = 1;
/// The type of the frame with the answer, as JSON.
const ANSWER: u8 = 2;

/// The kinds of errors that an answer can report, by their places here.
const KINDS: [ErrorKind; 7] = [
    ErrorKind::Damaged,
    ErrorKind::NotAnIndex,
    ErrorKind::NewerFormat,
    ErrorKind::NotRegularFile,
    ErrorKind::OlderFormat,
    ErrorKind::Unreadable,
    ErrorKind::NotRemovals,
];

/// The answer of a trial: nothing, or the place of a kind, a sentence and the place of
/// the file.
type Answer = Option<(usize, String, usize)>;

/// Whether this program would answer if it were started again.
static SERVES: AtomicBool = AtomicBool::new(false);

/// Becomes a worker if the program was started as one.
///
/// Returns false at once in every other case, and never returns in a worker.
/// This is the first line of every front end's `main`, except of one that calls
/// [`read_with`]; a program that calls neither opens indexes without a trial.
pub fn serve_if_asked() -> bool {
    if worker::serve_if_asked() || fenced::serve_if_asked() {
        return true;
    }
    // SAFETY: a front end calls this as the first thing in its `main`, so nothing
    // is open but what its starter left open; and `serve` never returns.
    #[expect(unsafe_code, reason = "only its caller knows that nothing is open")]
    let asked = unsafe { Entered::if_asked(WORD) };
    if let Some((worker, arguments)) = asked {
        serve(worker, arguments);
    }
    SERVES.store(true, Ordering::Relaxed);
    false
}

/// Lets processes of another program read documents and indexes, not of the
/// running one. That program must call [`serve_if_asked`] as the first thing in
/// its `main`.
///
/// For a front end that is slow to start again. Only the first call counts;
/// returns whether this was the first.
pub fn read_with(program: PathBuf) -> bool {
    SERVES.store(true, Ordering::Relaxed);
    fenced::serve_elsewhere();
    worker::set_executable(program)
}

/// Opens the index at `path`, after a trial.
///
/// # Errors
///
/// Those of [`Index::open`], `not-started` and `machine-short`.
pub(crate) fn open(path: &Path) -> Result<Index, crate::Error> {
    if SERVES.load(Ordering::Relaxed) {
        try_out(&[path])?;
    }
    Ok(Index::open(path)?)
}

/// Tries the files of a set, all in one process.
///
/// # Errors
///
/// As [`open`].
pub(crate) fn try_set(plan: &Plan) -> Result<(), crate::Error> {
    if SERVES.load(Ordering::Relaxed) {
        try_out(&plan.paths().collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Tries files: indexes, and lists of what was taken out of them.
fn try_out(paths: &[&Path]) -> Result<(), crate::Error> {
    let first = paths.first().copied().unwrap_or(Path::new(""));
    let (kind, detail, path) = match ask(paths) {
        Ok(None) => return Ok(()),
        Ok(Some((kind, detail, at))) => (
            KINDS.get(kind).copied(),
            detail,
            paths.get(at).copied().unwrap_or(first),
        ),
        Err(death) => {
            // What the machine lacks says nothing about the index.
            if let Some(error) = fenced::of_machine(death) {
                return Err(error.at(first));
            }
            let detail = "the process that tried it was ended, or took too long";
            (None, detail.to_owned(), first)
        }
    };
    Err(Error::told(kind.unwrap_or(ErrorKind::Damaged), detail, path).into())
}

/// What ends listening.
enum Heard {
    Answer(Answer),
    Nonsense,
}

impl From<Garbage> for Heard {
    fn from(_: Garbage) -> Self {
        Self::Nonsense
    }
}

/// Returns the answer of a trial.
fn ask(paths: &[&Path]) -> Result<Answer, Death> {
    let mut arguments: Vec<OsString> = vec![WORD.into(), std::process::id().to_string().into()];
    for path in paths {
        let path = std::path::absolute(path).map_err(|_| Death::NotStarted)?;
        arguments.push(path.into_os_string());
    }
    let mut running = Running::start(&arguments, &[], Stdio::null()).map_err(|(death, _)| death)?;
    let mut frames = Frames::default();
    loop {
        if let Some(chunk) = running.listen()? {
            let most = |kind| matches!(kind, READY | ANSWER).then_some(LONGEST);
            let heard = frames.push(&chunk, most, |kind, payload| {
                if kind == READY {
                    running.ready(payload == [1]);
                    return Ok(());
                }
                let answer = serde_json::from_slice(payload);
                Err(answer.map_or(Heard::Nonsense, Heard::Answer))
            });
            match heard {
                Ok(()) => {}
                Err(Heard::Answer(answer)) => return Ok(answer),
                Err(Heard::Nonsense) => return Err(Death::Crashed),
            }
        }
        if running.is_over(PATIENCE, PATIENCE) {
            return Err(Death::Silent);
        }
    }
}

/// The trial itself.
fn serve(worker: Entered, mut args: impl Iterator<Item = OsString>) -> ! {
    let parent = args.next().and_then(|id| id.to_str()?.parse().ok());
    let Some(parent) = parent else {
        Entered::refuse();
    };
    // Everything is opened before anything is read.
    let files: Vec<_> = args
        .map(PathBuf::from)
        .map(|path| {
            let is_list = path.extension().is_some_and(|it| it == "removed");
            let file = if is_list {
                File::open(&path).map(Opened::List).map_err(Error::from)
            } else {
                Unread::open(&path).map(Opened::Index)
            };
            (path, file)
        })
        .collect();
    let limits = WorkerLimits::new(MEMORY, CPU_SECONDS, parent).with_open_files(files.len());
    worker.work(limits, move |mut desk| {
        let mut send = |kind, payload: &[u8]| {
            let frame = Frames::encode(kind, payload).unwrap_or_default();
            // If this fails, nobody listens any more.
            let _ = desk.out.as_mut().map(|out| out.write_all(&frame));
        };
        send(READY, &[u8::from(desk.is_short)]);
        let mut answer: Answer = None;
        for (at, (path, file)) in files.into_iter().enumerate() {
            let tried = file.and_then(|file| {
                catch_unwind(AssertUnwindSafe(|| file.read())).unwrap_or_else(|_| {
                    let detail = "its reader crashed".to_owned();
                    Err(Error::told(ErrorKind::Damaged, detail, &path))
                })
            });
            if let Err(error) = tried {
                let kind = KINDS.iter().position(|kind| *kind == error.kind());
                let detail = error.message().chars().take(500).collect();
                answer = Some((kind.unwrap_or(0), detail, at));
                break;
            }
        }
        send(ANSWER, &serde_json::to_vec(&answer).unwrap_or_default());
    })
}

/// A file that is open, and was not read yet.
enum Opened {
    Index(Unread),
    List(File),
}

impl Opened {
    fn read(self) -> Result<(), Error> {
        match self {
            Self::Index(unread) => read(unread),
            Self::List(file) => {
                let mut bytes = Vec::new();
                file.take(MAX_REMOVED_BYTES + 1).read_to_end(&mut bytes)?;
                Removals::parse(&bytes).map(drop)
            }
        }
    }
}

/// Reads something of every kind.
fn read(unread: Unread) -> Result<(), Error> {
    let index = unread.read()?;
    let info = index.info();
    let ends = |n: u64| {
        let last = u32::try_from(n.saturating_sub(1)).unwrap_or(u32::MAX);
        [0, last].into_iter().filter(move |_| n > 0)
    };
    for n in ends(info.n_works) {
        index.work(WorkId::new(n))?;
    }
    let records: Vec<RecordNumber> = ends(info.n_records).map(RecordNumber::new).collect();
    index.records(&records)?;
    for number in records {
        index.record_digests(number)?;
    }
    index.sources()?;
    index.boilerplate(&[0, u64::MAX])?;
    index.count(TermKind::TitleWord, b"the")?;
    Ok(())
}
