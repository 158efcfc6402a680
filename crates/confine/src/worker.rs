//! The fences around a process that reads what strangers made.
//!
//! There are three, one inside the other: limits on what it may use, no file
//! that can be opened by its name, and a list of about thirty system calls that
//! are answered at all. A call that looks up a file by its name is refused; the
//! C library makes some, and goes on without. Every other call ends the process
//! at once. The process keeps what it was given: its standard streams, and what
//! it opened before.
//!
//! If a kernel lacks one of the fences, the others are put up all the same, and
//! [`Confined`] says which. It is an error if a kernel has a fence and refuses to
//! put it up.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Confined, Error, ErrorKind, Fence};

/// What a worker may use.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct WorkerLimits {
    /// Address space beyond what the process uses already, in bytes.
    pub memory_bytes: u64,
    /// Processor time, in seconds; at least one.
    pub cpu_seconds: u64,
    /// The id of the process that started this one; when it ends, so does this
    /// one.
    pub parent: i32,
    /// How many files it opened before, and keeps.
    pub open_files: u64,
}

impl WorkerLimits {
    /// Makes limits: bytes, seconds, and the id of the process that started this
    /// one.
    pub fn new(memory_bytes: u64, cpu_seconds: u64, parent: i32) -> Self {
        Self {
            memory_bytes,
            cpu_seconds,
            parent,
            open_files: 0,
        }
    }

    /// Lets the process keep files that it opened before it is confined.
    #[must_use]
    pub fn with_open_files(self, open_files: usize) -> Self {
        Self {
            open_files: open_files as u64,
            ..self
        }
    }
}

/// Whether this process is a worker.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// A process that has become a worker and is not confined yet.
#[derive(Debug)]
#[must_use = "a worker is not confined before `confine` and `seal`"]
pub struct Worker(());

/// A worker that has given up everything except starting threads.
#[derive(Debug)]
#[must_use = "system calls are not filtered before it is sealed"]
pub struct Unsealed {
    files: Fence,
    is_short: bool,
}

impl Worker {
    /// Makes this process a worker: closes every file but the three standard
    /// streams. The program that started this one may have left open more
    /// than it wanted to hand on.
    ///
    /// A process can become a worker once; a second call closes nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Entered`] for a second call, and
    /// [`ErrorKind::Inherited`] when the open files cannot be listed.
    ///
    /// # Safety
    ///
    /// Nothing in this process may own or use a file descriptor above the
    /// standard streams that was opened before the call. Call it before the
    /// process opens anything or starts a thread, and do not return to code
    /// that ran before.
    #[expect(unsafe_code, reason = "closing what nobody owns has no safe wrapper")]
    pub unsafe fn enter() -> Result<Self, Error> {
        if ENTERED.swap(true, Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Entered));
        }
        if !crate::plant::has("descriptors") {
            // SAFETY: the caller promises what `close_inherited` asks for.
            unsafe { bounds::close_inherited() }?;
        }
        Ok(Self(()))
    }

    /// Limits this process and puts files out of its reach.
    ///
    /// Threads started afterwards are confined with it; those that it already
    /// has can still reach files until [`Unsealed::seal`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Bounds`], [`ErrorKind::Orphaned`] and [`ErrorKind::Files`].
    pub fn confine(self, limits: &WorkerLimits) -> Result<Unsealed, Error> {
        Ok(Unsealed {
            is_short: bounds::put_up(limits)?,
            files: files::put_up()?,
        })
    }
}

impl Unsealed {
    /// Returns whether the system lets this process use less than its limits
    /// allow, because the program was started with lower ones.
    pub fn is_short(&self) -> bool {
        self.is_short
    }

    /// Filters the system calls of all threads. No thread can be started
    /// afterwards.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Calls`].
    pub fn seal(self) -> Result<Confined, Error> {
        Ok(Confined {
            bounds: bounds::offered(),
            files: self.files,
            calls: calls::put_up()?,
        })
    }
}

#[cfg(unix)]
pub(crate) mod bounds {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    use super::WorkerLimits;
    use crate::{Error, ErrorKind, Fence};

    /// Sets the limits listed in decision 5. Returns whether less memory or time
    /// was left to have.
    pub(super) fn put_up(limits: &WorkerLimits) -> Result<bool, Error> {
        #[cfg(target_os = "linux")]
        {
            crate::attempt::note_parent(limits.parent);
            tie_to(limits.parent)?;
        }
        bound(Resource::Core, 0)?;
        let short_of_time = bound(Resource::Cpu, limits.cpu_seconds.max(1))?;
        bound(Resource::Fsize, 0)?;
        bound(Resource::Nofile, limits.open_files.saturating_add(16))?;
        bound(Resource::Stack, 8 << 20)?;
        // On other systems it is not clear how much the program uses already.
        #[cfg(target_os = "linux")]
        let short_of_memory = bound(
            Resource::As,
            address_space().saturating_add(limits.memory_bytes),
        )?;
        #[cfg(not(target_os = "linux"))]
        let short_of_memory = false;
        Ok(short_of_time || short_of_memory)
    }

    pub(super) fn offered() -> Fence {
        if cfg!(target_os = "linux") {
            Fence::Up
        } else {
            Fence::NotOffered("memory is not limited on this system".to_owned())
        }
    }

    /// Ties the life of this process to its parent's, and closes it to other
    /// processes.
    #[cfg(target_os = "linux")]
    pub(crate) fn tie_to(parent: i32) -> Result<(), Error> {
        use rustix::process::{
            DumpableBehavior, Signal, getppid, set_dumpable_behavior,
            set_parent_process_death_signal,
        };

        let failed = |e| Error::from_io(ErrorKind::Bounds, e);
        set_parent_process_death_signal(Some(Signal::KILL)).map_err(failed)?;
        // The parent may have died before the line above.
        if getppid().is_none_or(|id| id.as_raw_nonzero().get() != parent) {
            return Err(Error::new(ErrorKind::Orphaned));
        }
        set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(failed)
    }

    /// Returns the size of the program's own mappings, in bytes. They count as
    /// address space too, and depend on what the front end is linked with.
    #[cfg(target_os = "linux")]
    fn address_space() -> u64 {
        std::fs::read_to_string("/proc/self/statm")
            .ok()
            .and_then(|statm| statm.split(' ').next()?.parse::<u64>().ok())
            .unwrap_or(0)
            .saturating_mul(rustix::param::page_size() as u64)
    }

    /// Limits a resource. Returns whether it was limited further before.
    pub(crate) fn bound(resource: Resource, most: u64) -> Result<bool, Error> {
        let hard = getrlimit(resource).maximum;
        let maximum = hard.map_or(most, |hard| hard.min(most));
        // At the soft limit the process gets SIGXCPU, which says that its time is
        // up; the hard limit, a second later, would look like any other kill.
        let hard = if resource == Resource::Cpu {
            hard.map_or(most + 1, |hard| hard.min(most + 1))
        } else {
            maximum
        };
        let limit = Rlimit {
            current: Some(maximum),
            maximum: Some(hard),
        };
        setrlimit(resource, limit).map_err(|e| Error::from_io(ErrorKind::Bounds, e))?;
        Ok(maximum < most)
    }

    /// Closes every descriptor above the standard streams.
    ///
    /// # Safety
    ///
    /// Nothing in this process may own or use such a descriptor.
    #[expect(unsafe_code, reason = "closing what nobody owns has no safe wrapper")]
    pub(crate) unsafe fn close_inherited() -> Result<(), Error> {
        let failed = |e| Error::from_io(ErrorKind::Inherited, e);
        let folder = std::path::Path::new("/dev/fd");
        let names: Vec<_> = std::fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect())
            .map_err(failed)?;
        for name in names {
            let number = name.to_str().and_then(|name| name.parse().ok());
            // The folder itself was open while it was read.
            let is_open = folder.join(&name).symlink_metadata().is_ok();
            let Some(fd) = number.filter(|fd| *fd > 2 && is_open) else {
                continue;
            };
            // SAFETY: the caller promises that nothing owns or uses it.
            unsafe { rustix::io::close(fd) };
        }
        Ok(())
    }
}

#[cfg(not(unix))]
pub(crate) mod bounds {
    use super::WorkerLimits;
    use crate::{Error, Fence};

    #[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
    pub(super) fn put_up(_: &WorkerLimits) -> Result<bool, Error> {
        Ok(false)
    }

    pub(super) fn offered() -> Fence {
        Fence::NotOffered("memory, time and files are not limited on this system".to_owned())
    }

    /// # Safety
    ///
    /// It is safe here: it does nothing.
    #[expect(unsafe_code, reason = "it is unsafe on other systems")]
    #[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
    pub(crate) unsafe fn close_inherited() -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(target_os = "linux")]
mod files {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, LandlockStatus, Ruleset,
        RulesetAttr, RulesetError, RulesetStatus, Scope,
    };

    use crate::{Error, ErrorKind, Fence};

    /// The newest version all of whose rights a worker does without. An older
    /// kernel takes those that it knows.
    const KNOWN: ABI = ABI::V6;

    pub(super) fn put_up() -> Result<Fence, Error> {
        if crate::plant::has("open") || crate::plant::has("write") {
            return Ok(Fence::NotOffered("a test left it out".to_owned()));
        }
        let status =
            restrict().map_err(|e| Error::from_io(ErrorKind::Files, std::io::Error::other(e)))?;
        Ok(match (status.landlock, status.ruleset) {
            (LandlockStatus::NotImplemented, _) => {
                Fence::NotOffered("this kernel has no Landlock".to_owned())
            }
            (LandlockStatus::NotEnabled, _) => {
                Fence::NotOffered("Landlock is turned off in this kernel".to_owned())
            }
            (_, RulesetStatus::FullyEnforced) => Fence::Up,
            (LandlockStatus::Available { effective_abi, .. }, _) => Fence::NotOffered(format!(
                "this kernel has an early Landlock ({effective_abi:?})"
            )),
        })
    }

    fn restrict() -> Result<landlock::RestrictionStatus, RulesetError> {
        // Everything is handled and nothing is allowed.
        Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(KNOWN))?
            .handle_access(AccessNet::from_all(KNOWN))?
            .scope(Scope::from_all(KNOWN))?
            .create()?
            .restrict_self()
    }
}

#[cfg(not(target_os = "linux"))]
mod files {
    use crate::{Error, Fence};

    #[expect(clippy::unnecessary_wraps, reason = "Linux can fail")]
    pub(super) fn put_up() -> Result<Fence, Error> {
        Ok(Fence::NotOffered(
            "this system has no fence around files that Colophon can use".to_owned(),
        ))
    }
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod calls {
    use crate::filter::{self, Answer, Rules, where_is, where_lacks};
    use crate::{Attempt, Error, ErrorKind, Fence};

    /// The calls that reading, computing and answering need.
    const NEEDED: [i64; 29] = [
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_pread64,
        libc::SYS_lseek,
        libc::SYS_fstat,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_brk,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_sigaltstack,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_restart_syscall,
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_nanosleep,
        libc::SYS_getrandom,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_getcpu,
    ];

    /// The calls that look up a file by its name. The C library reads how the
    /// system overcommits memory before it returns some; it accepts a refusal.
    const BY_NAME: [i64; 6] = [
        libc::SYS_openat,
        libc::SYS_newfstatat,
        libc::SYS_statx,
        libc::SYS_faccessat,
        libc::SYS_readlinkat,
        libc::SYS_getcwd,
    ];

    #[cfg(target_arch = "x86_64")]
    const BY_NAME_ONCE: [i64; 5] = [
        libc::SYS_open,
        libc::SYS_stat,
        libc::SYS_lstat,
        libc::SYS_access,
        libc::SYS_readlink,
    ];
    #[cfg(not(target_arch = "x86_64"))]
    const BY_NAME_ONCE: [i64; 0] = [];

    pub(super) fn put_up() -> Result<Fence, Error> {
        match filters() {
            Ok(()) => Ok(Fence::Up),
            Err(error) => match error.into_fence() {
                Fence::Failed(why) => {
                    Err(Error::from_io(ErrorKind::Calls, std::io::Error::other(why)))
                }
                fence => Ok(fence),
            },
        }
    }

    fn filters() -> Result<(), filter::Error> {
        let always = |call: &i64| (*call, Vec::new());
        let mut denied: Rules = BY_NAME.iter().chain(&BY_NAME_ONCE).map(always).collect();
        let mut passed: Rules = NEEDED.iter().map(always).collect();
        passed.extend(denied.clone());
        // Memory is never code.
        passed.insert(libc::SYS_mmap, where_lacks(2, libc::PROT_EXEC)?);
        passed.insert(libc::SYS_mprotect, where_lacks(2, libc::PROT_EXEC)?);
        // The standard library checks whether a descriptor that it closes is open.
        passed.insert(libc::SYS_fcntl, where_is(1, libc::F_GETFD)?);
        // A process may end itself, but signal no other.
        let own = std::process::id().cast_signed();
        passed.insert(libc::SYS_tgkill, where_is(0, own)?);
        for gap in Attempt::WORKER
            .iter()
            .filter(|a| crate::plant::has(a.word()))
        {
            for call in gap.calls() {
                denied.remove(call);
                passed.insert(*call, Vec::new());
            }
        }
        // The second filter forbids putting up a third.
        filter::apply(&filter::answering(denied, Answer::Denied)?)?;
        filter::apply(&filter::only(passed)?)
    }
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
mod calls {
    use crate::{Error, Fence};

    #[expect(clippy::unnecessary_wraps, reason = "Linux can fail")]
    pub(super) fn put_up() -> Result<Fence, Error> {
        Ok(Fence::NotOffered(
            "this system has no system call filter that Colophon can use".to_owned(),
        ))
    }
}
