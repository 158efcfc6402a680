//! The worker's side: gives up its rights, then works.

use std::ffi::OsString;
use std::fs::File;
use std::process::exit;
use std::thread;

use colophon_confine::{Confined, Worker, WorkerLimits};

/// The stack of the thread that works, in bytes: room for a parser that recurses,
/// and a quick end for endless recursion.
pub const STACK: usize = 64 << 20;

/// The exit code of a process that did not understand its orders.
pub(crate) const NO_ORDERS: i32 = 2;
/// The exit code of a process that could not put up its fences.
pub(crate) const NOT_CONFINED: i32 = 3;
/// The exit code of a process that was given no thread to work in.
pub(crate) const NO_THREAD: i32 = 4;

/// A process that has become a worker and is not confined yet.
#[derive(Debug)]
pub struct Entered {
    worker: Worker,
}

/// What a worker has once it is confined.
#[derive(Debug)]
pub struct Desk {
    /// The standard input that it was started with.
    pub input: File,
    /// The pipe to its caller, until somebody takes it.
    pub out: Option<File>,
    /// The fences that are up.
    pub confined: Confined,
    /// Whether the system lets it use less than it may.
    pub is_short: bool,
}

impl Entered {
    /// Makes this process a worker if its first argument is `word`, and returns
    /// the other arguments.
    ///
    /// # Safety
    ///
    /// As for [`Worker::enter`]: call it before the process opens anything or
    /// starts a thread, and do not return to code that ran before.
    #[expect(unsafe_code, reason = "only its caller knows that nothing is open")]
    pub unsafe fn if_asked(word: &str) -> Option<(Self, impl Iterator<Item = OsString>)> {
        let mut arguments = std::env::args_os().skip(1);
        if arguments.next().is_none_or(|first| first != word) {
            return None;
        }
        // SAFETY: the caller promises what `enter` asks for.
        let Ok(worker) = (unsafe { Worker::enter() }) else {
            exit(NOT_CONFINED);
        };
        // The message of a panic may quote what is read.
        std::panic::set_hook(Box::new(|_| {}));
        Some((Self { worker }, arguments))
    }

    /// Ends a process that does not understand its orders.
    pub fn refuse() -> ! {
        exit(NO_ORDERS)
    }

    /// Limits this process, ties its life to that of its parent, puts all else out
    /// of its reach, and then works.
    ///
    /// The limit on memory does not include the stack of the thread that works.
    pub fn work(self, mut limits: WorkerLimits, work: impl FnOnce(Desk) + Send + 'static) -> ! {
        let Some((input, out)) = channels() else {
            exit(NO_ORDERS);
        };
        // The stack counts as memory.
        limits.memory_bytes = limits.memory_bytes.saturating_add(STACK as u64);
        let Ok(unsealed) = self.worker.confine(&limits) else {
            exit(NOT_CONFINED);
        };
        let is_short = unsealed.is_short();
        let thread = thread::Builder::new().stack_size(STACK).spawn(move || {
            // From here on, no thread can be started.
            let Ok(confined) = unsealed.seal() else {
                exit(NOT_CONFINED);
            };
            work(Desk {
                input,
                out: Some(out),
                confined,
                is_short,
            });
        });
        let Ok(thread) = thread else {
            exit(NO_THREAD);
        };
        exit(i32::from(thread.join().is_err()));
    }
}

/// Takes the input and the pipe from the standard streams. A parser that prints
/// cannot write between the frames then.
#[cfg(unix)]
fn channels() -> Option<(File, File)> {
    use std::os::fd::AsFd;

    let input = std::io::stdin().as_fd().try_clone_to_owned().ok()?;
    let out = std::io::stdout().as_fd().try_clone_to_owned().ok()?;
    let nowhere = File::options().write(true).open("/dev/null").ok()?;
    rustix::stdio::dup2_stdout(&nowhere).ok()?;
    // A parser that keeps complaining must not hang on a full pipe.
    let flags = rustix::fs::fcntl_getfl(std::io::stderr()).ok()?;
    rustix::fs::fcntl_setfl(std::io::stderr(), flags | rustix::fs::OFlags::NONBLOCK).ok()?;
    Some((input.into(), out.into()))
}

#[cfg(windows)]
fn channels() -> Option<(File, File)> {
    use std::os::windows::io::AsHandle;

    let input = std::io::stdin().as_handle().try_clone_to_owned().ok()?;
    let out = std::io::stdout().as_handle().try_clone_to_owned().ok()?;
    Some((input.into(), out.into()))
}
