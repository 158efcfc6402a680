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
use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio, exit};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use colophon_catalogue::terms::TermKind;
use colophon_confine::{Unsealed, Worker, WorkerLimits, passed_on};
use colophon_extract::worker;
use colophon_index::{Error, ErrorKind, Index, RecordNumber, Unread, WorkId};

/// The first argument that makes the program try an index.
const WORD: &str = "--colophon-try-index";
/// The memory that a trial may use, in bytes.
const MEMORY: u64 = 512 << 20;
/// How long a trial may take. An ordinary one takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);
const CPU_SECONDS: u64 = 20;
/// The exit code of a process that could not give up its rights.
const UNFENCED: i32 = 3;
/// The longest answer that is read, in bytes.
const LONGEST: u64 = 4_096;

/// The kinds of errors that an answer can report, by their places here.
const KINDS: [ErrorKind; 6] = [
    ErrorKind::Damaged,
    ErrorKind::NotAnIndex,
    ErrorKind::NewerFormat,
    ErrorKind::NotRegularFile,
    ErrorKind::OlderFormat,
    ErrorKind::Unreadable,
];

/// The answer of a trial: nothing, or the place of a kind and a sentence.
type Answer = Option<(usize, String)>;

/// Whether this program would answer if it were started again.
static SERVES: AtomicBool = AtomicBool::new(false);

/// Becomes a worker if the program was started as one.
///
/// Returns false at once in every other case, and never returns in a worker.
/// This is the first line of every front end's `main`, except of one that calls
/// [`read_with`]; a program that calls neither opens indexes without a trial.
pub fn serve_if_asked() -> bool {
    if worker::serve_if_asked() {
        return true;
    }
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|word| word == WORD) {
        serve(args);
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
    worker::set_executable(program)
}

/// Opens the index at `path`, after a trial.
///
/// # Errors
///
/// Those of [`Index::open`].
pub(crate) fn open(path: &Path) -> Result<Index, Error> {
    if SERVES.load(Ordering::Relaxed) {
        try_out(path)?;
    }
    Index::open(path)
}

fn try_out(path: &Path) -> Result<(), Error> {
    let about = |kind, detail: String| Err(Error::told(kind, detail, path));
    let mut child = match start(path) {
        Ok(child) => child,
        Err(e) => {
            return about(
                ErrorKind::Unreadable,
                format!("the process that tries an index cannot be started: {e}"),
            );
        }
    };
    let heard = listen(&mut child);
    let status = match heard {
        Heard::End => end_of(&mut child),
        _ => None,
    };
    let _ = child.kill();
    let _ = child.wait();
    match heard {
        Heard::Answer(None) => Ok(()),
        Heard::Answer(Some((kind, detail))) => {
            let kind = KINDS.get(kind).copied().unwrap_or(ErrorKind::Damaged);
            about(kind, detail)
        }
        // Its processor time is bounded: one that waits is kept waiting by the
        // system, not by the file.
        Heard::Nothing => about(
            ErrorKind::Unreadable,
            "the process that tries an index was kept waiting for too long".to_owned(),
        ),
        Heard::End if status.is_some_and(is_ended_by_others) => about(
            ErrorKind::Unreadable,
            "the process that tries an index was ended from outside".to_owned(),
        ),
        Heard::End => about(
            ErrorKind::Damaged,
            "the process that tried it was ended, or took too long".to_owned(),
        ),
    }
}

/// What the process that tries an index let hear.
enum Heard {
    Answer(Answer),
    /// It ended without a valid answer.
    End,
    /// Nothing, for as long as anybody waits.
    Nothing,
}

/// Waits a moment for the end of a process that said its last.
fn end_of(child: &mut Child) -> Option<ExitStatus> {
    for _ in 0..100 {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(10));
    }
    None
}

/// Returns whether somebody else ended the process, such as the system for want of
/// memory, or could not put up the fences that the reading needs.
fn is_ended_by_others(status: ExitStatus) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        const SIGKILL: i32 = 9;
        if status.signal() == Some(SIGKILL) {
            return true;
        }
    }
    status.code() == Some(UNFENCED)
}

fn start(path: &Path) -> std::io::Result<Child> {
    let mut command = Command::new(worker::executable()?);
    command
        .arg(WORD)
        .arg(std::process::id().to_string())
        .arg(std::path::absolute(path)?)
        .env_clear()
        .envs(passed_on())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // Windows starts no process without it.
    if let Some(root) = std::env::var_os("SystemRoot").filter(|_| cfg!(windows)) {
        command.env("SystemRoot", root);
    }
    command.spawn()
}

/// Waits for what the process answers.
fn listen(child: &mut Child) -> Heard {
    let Some(pipe) = child.stdout.take() else {
        return Heard::Nothing;
    };
    let (sender, answers) = mpsc::channel();
    let reader = thread::Builder::new()
        .name("index trial".into())
        .stack_size(128 << 10)
        .spawn(move || {
            let mut bytes = Vec::new();
            let read = pipe.take(LONGEST).read_to_end(&mut bytes);
            let _ = sender.send(read.map(|_| bytes));
        });
    if reader.is_err() {
        return Heard::Nothing;
    }
    match answers.recv_timeout(PATIENCE) {
        Ok(Ok(bytes)) => serde_json::from_slice(&bytes).map_or(Heard::End, Heard::Answer),
        _ => Heard::Nothing,
    }
}

/// The trial itself.
fn serve(mut args: impl Iterator<Item = OsString>) -> ! {
    // SAFETY: a front end calls this as the first thing in its `main`, so
    // nothing is open but what its starter left open; and it never returns.
    #[expect(unsafe_code, reason = "only its caller knows that nothing is open")]
    let entered = unsafe { Worker::enter() };
    let Ok(worker) = entered else {
        exit(UNFENCED);
    };
    let parent = args.next().and_then(|id| id.to_str()?.parse().ok());
    let (Some(parent), Some(path)) = (parent, args.next().map(PathBuf::from)) else {
        exit(2);
    };
    // A panic message could quote the file.
    std::panic::set_hook(Box::new(|_| {}));
    let tried = Unread::open(&path).and_then(|unread| {
        let limits = WorkerLimits::new(MEMORY, CPU_SECONDS, parent);
        if worker.confine(&limits).and_then(Unsealed::seal).is_err() {
            exit(UNFENCED);
        }
        catch_unwind(AssertUnwindSafe(|| read(unread))).unwrap_or_else(|_| {
            let detail = "its reader crashed".to_owned();
            Err(Error::told(ErrorKind::Damaged, detail, &path))
        })
    });
    let answer: Answer = tried.err().map(|error| {
        let kind = KINDS.iter().position(|kind| *kind == error.kind());
        let detail = error.message().chars().take(500).collect();
        (kind.unwrap_or(0), detail)
    });
    let sent = serde_json::to_vec(&answer).map(|bytes| std::io::stdout().write_all(&bytes));
    exit(i32::from(!matches!(sent, Ok(Ok(())))));
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
