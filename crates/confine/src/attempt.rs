//! What must not be possible, and how to try it.
//!
//! Each attempt is harmless if it succeeds: the call is made in a form that
//! changes nothing, and only its answer shows whether the fence let it through.
//! Any answer but the fence's own counts as let through, even an error: in that
//! case something else was in the way, which may not be there tomorrow.

use std::io;
#[cfg(target_os = "linux")]
use std::sync::atomic::{AtomicI32, Ordering};

use serde::{Deserialize, Serialize};

/// Something that a confined process must not be able to do and that the proof
/// tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "`what` says what each one is")]
pub enum Attempt {
    Internet,
    Internet6,
    Datagram,
    RawSocket,
    Packet,
    VirtualMachine,
    Netlink,
    OtherNumbering,
    Connect,
    IoUring,
    CoreFile,
    LocalSocket,
    SocketPair,
    Open,
    Stat,
    Write,
    Exec,
    Fork,
    Trace,
    ReadMemory,
    Signal,
    ExecutableMemory,
    Descriptors,
    BrokerTrace,
    BrokerDescriptors,
    BrokerMemory,
    FetchHome,
    FetchManuscript,
    FetchExec,
    FetchPort,
    FetchWrite,
    FetchRaw,
    FetchBus,
}

/// The process that started this one, once this one is a worker.
///
/// The filter does not allow a worker to ask the system for it.
#[cfg(target_os = "linux")]
static PARENT: AtomicI32 = AtomicI32::new(0);

/// Records which process started this one, for the attempts on that process.
#[cfg(target_os = "linux")]
pub(crate) fn note_parent(parent: i32) {
    PARENT.store(parent, Ordering::Relaxed);
}

/// What the system answered to an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The fence refused it, with this answer.
    Refused(String),
    /// It got past the fence, with this outcome.
    LetThrough(String),
}

impl Attempt {
    /// What the program itself must not be able to do.
    #[cfg(target_os = "linux")]
    pub const APP: &'static [Self] = &[
        Self::Internet,
        Self::Internet6,
        Self::Datagram,
        Self::RawSocket,
        Self::Packet,
        Self::VirtualMachine,
        Self::Netlink,
        #[cfg(target_arch = "x86_64")]
        Self::OtherNumbering,
        Self::Connect,
        Self::IoUring,
        Self::CoreFile,
    ];
    /// What the program itself must not be able to do.
    #[cfg(not(target_os = "linux"))]
    pub const APP: &'static [Self] = &[Self::Datagram, Self::Connect];

    /// What a worker must not be able to do.
    #[cfg(target_os = "linux")]
    pub const WORKER: &'static [Self] = &[
        Self::Internet,
        Self::Internet6,
        Self::Datagram,
        Self::RawSocket,
        Self::Packet,
        Self::VirtualMachine,
        Self::Netlink,
        #[cfg(target_arch = "x86_64")]
        Self::OtherNumbering,
        Self::Connect,
        Self::IoUring,
        Self::LocalSocket,
        Self::SocketPair,
        Self::Open,
        Self::Stat,
        Self::Write,
        Self::Exec,
        Self::Fork,
        Self::Trace,
        Self::ReadMemory,
        Self::Signal,
        Self::ExecutableMemory,
        Self::Descriptors,
    ];
    /// What a worker must not be able to do.
    #[cfg(not(target_os = "linux"))]
    pub const WORKER: &'static [Self] = &[
        Self::Datagram,
        Self::Connect,
        Self::Open,
        Self::Stat,
        Self::Write,
    ];

    /// What the program must not be able to do to its broker.
    #[cfg(target_os = "linux")]
    pub const BROKER: &'static [Self] = &[
        Self::BrokerTrace,
        Self::BrokerDescriptors,
        Self::BrokerMemory,
    ];
    /// What the program must not be able to do to its broker.
    #[cfg(not(target_os = "linux"))]
    pub const BROKER: &'static [Self] = &[];

    /// What a fetcher must not be able to do.
    #[cfg(target_os = "linux")]
    pub const FETCHER: &'static [Self] = &[
        Self::FetchHome,
        Self::FetchManuscript,
        Self::FetchExec,
        Self::FetchPort,
        Self::FetchWrite,
        Self::FetchRaw,
        Self::FetchBus,
    ];
    /// What a fetcher must not be able to do.
    #[cfg(not(target_os = "linux"))]
    pub const FETCHER: &'static [Self] = &[];

    /// Returns what a fetcher must not be able to do and this system offers a
    /// fence against. None of the attempts make sense outside a fetcher.
    pub fn fetcher_offered() -> Vec<Self> {
        let has_ports = crate::fetcher::fenced().is_some_and(|fenced| fenced.has_ports);
        let all = Self::FETCHER.iter().copied();
        all.filter(|attempt| has_ports || *attempt != Self::FetchPort)
            .collect()
    }

    /// Returns the attempt with this word, if there is one.
    pub fn named(word: &str) -> Option<Self> {
        let mut all = [Self::APP, Self::WORKER, Self::BROKER, Self::FETCHER]
            .into_iter()
            .flatten()
            .copied();
        all.find(|attempt| attempt.word() == word)
    }

    /// Returns the stable word for this attempt, such as `raw-socket`.
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// Returns what is tried, in plain words that follow "it tried to".
    pub fn what(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Internet => ("internet", "open a socket to the internet (TCP)"),
            Self::Internet6 => ("internet6", "open a socket to the internet (TCP, IPv6)"),
            Self::Datagram => ("datagram", "open a socket to the internet (UDP)"),
            Self::RawSocket => ("raw-socket", "open a raw network socket"),
            Self::Packet => ("packet", "open a socket to the network card"),
            Self::VirtualMachine => (
                "virtual-machine",
                "open a socket between a virtual machine and its host",
            ),
            Self::Netlink => ("netlink", "open a socket to the system's network settings"),
            Self::OtherNumbering => (
                "other-numbering",
                "open a socket by the other numbering of system calls",
            ),
            Self::Connect => ("connect", "connect to a network address"),
            Self::IoUring => ("io-uring", "reach the network through io_uring"),
            Self::CoreFile => (
                "core-file",
                "leave a copy of its memory on the disk when it crashes",
            ),
            Self::LocalSocket => ("local-socket", "talk to another program on this computer"),
            Self::SocketPair => ("socket-pair", "create a pair of sockets"),
            Self::Open => ("open", "open a file or folder"),
            Self::Stat => ("stat", "find out whether a file exists"),
            Self::Write => ("write", "create a file"),
            Self::Exec => ("exec", "replace itself with another program"),
            Self::Fork => ("fork", "start another process"),
            Self::Trace => ("trace", "trace another process"),
            Self::ReadMemory => ("read-memory", "read the memory of the main program"),
            Self::Signal => ("signal", "send a signal to the main program"),
            Self::ExecutableMemory => (
                "executable-memory",
                "allocate memory that can be run as code",
            ),
            Self::Descriptors => ("descriptors", "find an open file that it was not given"),
            Self::BrokerTrace => ("broker-trace", "trace the process that has the network"),
            Self::BrokerDescriptors => (
                "broker-descriptors",
                "take an open file from the process that has the network",
            ),
            Self::BrokerMemory => (
                "broker-memory",
                "open the memory of the process that has the network",
            ),
            Self::FetchHome => ("fetch-home", "open the home folder"),
            Self::FetchManuscript => ("fetch-manuscript", "open a file outside its folder"),
            Self::FetchExec => ("fetch-exec", "replace itself with another program"),
            Self::FetchPort => (
                "fetch-port",
                "connect to a port that its source does not use",
            ),
            Self::FetchWrite => ("fetch-write", "create a file outside its folder"),
            Self::FetchRaw => ("fetch-raw", "open a raw network socket"),
            Self::FetchBus => (
                "fetch-bus",
                "open a socket to the other programs on this computer",
            ),
        }
    }

    /// Tries it in this process and returns the system's answer.
    ///
    /// If a fence answers by ending the process, this does not return.
    pub fn make(self) -> Answer {
        let tried = match self {
            Self::Connect if !cfg!(target_os = "linux") || crate::network().is_some() => {
                std::net::TcpStream::connect("127.0.0.1:9").map(drop)
            }
            Self::Open => std::fs::File::open("/").map(drop),
            Self::Stat => std::fs::metadata("/").map(drop),
            Self::Write => write(),
            #[cfg(target_os = "linux")]
            Self::CoreFile => core_file(),
            #[cfg(target_os = "linux")]
            Self::FetchHome | Self::FetchManuscript | Self::FetchWrite => self.open_outside(),
            Self::FetchPort => std::net::TcpStream::connect("127.0.0.1:9").map(drop),
            _ => self.ask(),
        };
        self.answer(tried)
    }

    /// Tries it on another process and returns the system's answer.
    pub fn make_on(self, process: i32) -> Answer {
        #[cfg(target_os = "linux")]
        let tried = match self {
            Self::BrokerTrace => crate::reach::trace(call_system, process),
            Self::BrokerDescriptors => crate::reach::descriptors(call_system, process),
            Self::BrokerMemory => crate::reach::memory(process),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        };
        #[cfg(not(target_os = "linux"))]
        let tried = {
            let _there_is_none = process;
            self.ask()
        };
        self.answer(tried)
    }

    fn answer(self, tried: io::Result<()>) -> Answer {
        match tried {
            Ok(()) => Answer::LetThrough("the system allowed it".to_owned()),
            Err(error) if self.is_refusal(&error) => Answer::Refused(match self {
                Self::Descriptors | Self::CoreFile => error.to_string(),
                _ => error.kind().to_string(),
            }),
            Err(error) => Answer::LetThrough(format!("nothing forbade it, but it failed: {error}")),
        }
    }

    /// Returns whether an error is the fence's answer, and not that of something
    /// else.
    fn is_refusal(self, error: &io::Error) -> bool {
        match self {
            Self::IoUring => error.kind() == io::ErrorKind::Unsupported,
            Self::Descriptors | Self::CoreFile => error.kind() == io::ErrorKind::NotFound,
            // The fence's own answer. It is EPERM for want of a right that root has.
            #[cfg(target_os = "linux")]
            _ => error.raw_os_error() == Some(libc::EACCES),
            #[cfg(not(target_os = "linux"))]
            _ => error.kind() == io::ErrorKind::PermissionDenied,
        }
    }
}

/// Creates a file and removes it again. Nothing is written to it.
fn write() -> io::Result<()> {
    let name = format!("colophon-attempt-{}", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::File::create_new(&path)?;
    std::fs::remove_file(&path)
}

#[cfg(not(target_os = "linux"))]
impl Attempt {
    fn ask(self) -> io::Result<()> {
        match self {
            Self::Datagram => std::net::UdpSocket::bind("127.0.0.1:0").map(drop),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

#[cfg(target_os = "linux")]
impl Attempt {
    /// Makes the system call of this attempt.
    fn ask(self) -> io::Result<()> {
        if self == Self::Descriptors {
            return strangers();
        }
        let Some(call) = self.calls().first() else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let stream = i64::from(libc::SOCK_STREAM | libc::SOCK_CLOEXEC);
        let datagram = i64::from(libc::SOCK_DGRAM | libc::SOCK_CLOEXEC);
        let raw = i64::from(libc::SOCK_RAW | libc::SOCK_CLOEXEC);
        let parent = i64::from(PARENT.load(Ordering::Relaxed));
        let family = |family: i32, kind| [i64::from(family), kind, 0, 0, 0, 0];
        let arguments = match self {
            Self::Internet | Self::OtherNumbering => family(libc::AF_INET, stream),
            Self::Internet6 => family(libc::AF_INET6, stream),
            Self::Datagram => family(libc::AF_INET, datagram),
            Self::RawSocket | Self::FetchRaw => {
                let mut raw = family(libc::AF_INET, raw);
                raw[2] = i64::from(libc::IPPROTO_ICMP);
                raw
            }
            Self::Packet => family(libc::AF_PACKET, raw),
            Self::VirtualMachine => family(libc::AF_VSOCK, stream),
            Self::Netlink => family(libc::AF_NETLINK, raw),
            Self::LocalSocket | Self::SocketPair | Self::FetchBus => family(libc::AF_UNIX, stream),
            // No such descriptor, no memory for a ring, no name of a program: if
            // let through, these fail.
            Self::Connect => [-1, 0, 0, 0, 0, 0],
            Self::Fork => [i64::from(libc::SIGCHLD), 0, 0, 0, 0, 0],
            Self::ReadMemory => [parent, 0, 0, 0, 0, 0],
            Self::Signal => [parent, parent, 0, 0, 0, 0],
            // The process is not traced, and does not become so.
            Self::Trace => [i64::from(libc::PTRACE_PEEKDATA), parent, 0, 0, 0, 0],
            Self::ExecutableMemory => {
                let run = i64::from(libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC);
                let own = i64::from(libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
                [0, 4096, run, own, -1, 0]
            }
            _ => [0; 6],
        };
        let answer = call_system(*call, arguments)?;
        if self == Self::Fork && answer == 0 {
            end_at_once();
        }
        Ok(())
    }

    /// Opens or creates what is outside a fetcher's folder.
    fn open_outside(self) -> io::Result<()> {
        let missing = || io::Error::from(io::ErrorKind::InvalidInput);
        let limits = &crate::fetcher::fenced().ok_or_else(missing)?.limits;
        let place = match self {
            Self::FetchHome => limits.home.as_deref(),
            Self::FetchManuscript => limits.manuscript.as_deref(),
            _ => limits.folder.parent(),
        };
        let place = place.ok_or_else(missing)?;
        if self != Self::FetchWrite {
            return std::fs::File::open(place).map(drop);
        }
        let path = place.join(format!("colophon-attempt-{}", std::process::id()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true).open(&path)?;
        std::fs::remove_file(&path)
    }

    /// Returns the system calls that the attempt needs.
    pub(crate) fn calls(self) -> &'static [i64] {
        match self {
            Self::Internet
            | Self::Internet6
            | Self::Datagram
            | Self::RawSocket
            | Self::Packet
            | Self::VirtualMachine
            | Self::Netlink
            | Self::LocalSocket
            | Self::FetchRaw
            | Self::FetchBus => &[libc::SYS_socket],
            // The x32 numbers differ from the usual ones in this bit.
            Self::OtherNumbering => &[libc::SYS_socket | 0x4000_0000],
            Self::Connect => &[libc::SYS_connect],
            Self::IoUring => &[libc::SYS_io_uring_setup],
            Self::SocketPair => &[libc::SYS_socketpair],
            Self::Open => &[libc::SYS_openat],
            Self::Stat => &[libc::SYS_statx, libc::SYS_newfstatat],
            Self::Write => &[libc::SYS_openat, UNLINK],
            Self::Exec | Self::FetchExec => &[libc::SYS_execve],
            Self::Fork => &[libc::SYS_clone],
            Self::Trace => &[libc::SYS_ptrace],
            Self::ReadMemory => &[libc::SYS_process_vm_readv],
            Self::Signal => &[libc::SYS_tgkill],
            Self::ExecutableMemory => &[libc::SYS_mmap],
            _ => &[],
        }
    }
}

/// Ends a copy of this process in a way that leaves a core file, where one may be
/// left.
///
/// # Errors
///
/// `NotFound` if the fence kept the file from being written, and any other error if
/// something else may have. Without an error, the file was written.
#[cfg(target_os = "linux")]
fn core_file() -> io::Result<()> {
    use std::ffi::CString;
    use std::os::unix::ffi::OsStringExt as _;

    use rustix::process::{
        DumpableBehavior, Pid, Resource, WaitOptions, dumpable_behavior, getrlimit, waitpid,
    };

    /// Set in a process's status if its memory was written to a file.
    const DUMPED: i32 = 0x80;

    // What is left, if anything, is left here and removed.
    let name = format!("colophon-core-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder)?;
    let place = CString::new(folder.clone().into_os_string().into_vec())?;
    let id = die_in(&place);
    let ended = id.and_then(|id| {
        let id = Pid::from_raw(id).ok_or(io::ErrorKind::NotFound)?;
        Ok(waitpid(Some(id), WaitOptions::empty())?)
    });
    let is_left = std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
    std::fs::remove_dir_all(&folder)?;
    let was_dumped = ended?.is_some_and(|(_, status)| status.as_raw() & DUMPED != 0);
    if was_dumped || is_left {
        return Ok(());
    }
    let limit = getrlimit(Resource::Core);
    let is_up = limit.current == Some(0)
        && limit.maximum == Some(0)
        && dumpable_behavior()? == DumpableBehavior::NotDumpable;
    Err(if is_up {
        io::Error::new(io::ErrorKind::NotFound, "there is no core file")
    } else {
        io::Error::other("the system may write core files of this program")
    })
}

/// Starts a copy of this process that goes to the folder `place` and crashes
/// there, and returns its id.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "there is no safe way to crash")]
fn die_in(place: &std::ffi::CStr) -> io::Result<i32> {
    let copy = [i64::from(libc::SIGCHLD), 0, 0, 0, 0, 0];
    let id = call_system(libc::SYS_clone, copy)?;
    if id == 0 {
        // SAFETY: `place` is a string that ends. These calls are safe in a copy in
        // which only this thread continues: none takes a lock or allocates. The
        // process ends here: of its signal, else by `_exit`.
        unsafe {
            libc::chdir(place.as_ptr());
            libc::signal(libc::SIGABRT, libc::SIG_DFL);
            libc::syscall(
                libc::SYS_kill,
                libc::syscall(libc::SYS_getpid),
                libc::SIGABRT,
            );
        }
        end_at_once();
    }
    i32::try_from(id).map_err(io::Error::other)
}

/// Looks for open files other than those of a worker: the three standard
/// streams, the document and the pipe.
#[cfg(target_os = "linux")]
fn strangers() -> io::Result<()> {
    for fd in 5..1024 {
        let place = call_system(libc::SYS_lseek, [fd, 0, i64::from(libc::SEEK_CUR), 0, 0, 0]);
        if !place.is_err_and(|error| error.raw_os_error() == Some(libc::EBADF)) {
            return Ok(());
        }
    }
    Err(io::Error::new(
        io::ErrorKind::NotFound,
        "there is no other open file",
    ))
}

/// Ends the new process of an attempt to start one.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "there is no safe way to end without cleaning up"
)]
fn end_at_once() -> ! {
    // SAFETY: this ends the process without touching its memory. No exit handler
    // runs and no buffer is flushed: they are copies of the parent's, made while
    // its other threads may have been using them.
    unsafe { libc::_exit(0) }
}

#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "a call that must not be possible has no safe wrapper"
)]
fn call_system(call: i64, with: [i64; 6]) -> io::Result<i64> {
    // SAFETY: every call made here takes numbers and null pointers, through
    // which the system reads and writes nothing, or creates something new that
    // nothing else holds, or closes that again. A new process, in which only this thread continues,
    // returns to `ask`, which ends it with `_exit`.
    let answer =
        unsafe { libc::syscall(call, with[0], with[1], with[2], with[3], with[4], with[5]) };
    if answer < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(answer)
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
const UNLINK: i64 = libc::SYS_unlink;
#[cfg(all(target_os = "linux", not(target_arch = "x86_64")))]
const UNLINK: i64 = libc::SYS_unlinkat;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_has_one_word_everywhere() {
        for attempt in [
            Attempt::APP,
            Attempt::WORKER,
            Attempt::BROKER,
            Attempt::FETCHER,
        ]
        .into_iter()
        .flatten()
        {
            let word = serde_json::Value::from(attempt.word());
            assert_eq!(serde_json::to_value(attempt).unwrap(), word);
            assert_eq!(Attempt::named(attempt.word()), Some(*attempt));
        }
    }
}
