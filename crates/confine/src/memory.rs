//! The fence between this program's memory and the disk.
//!
//! When a program crashes, or somebody ends it by certain signals, the system
//! may write its memory to a file, a manuscript included. Two settings prevent
//! that: no such file may have a byte, and the process is not to be dumped at
//! all. The second counts where the system hands the memory to another program
//! instead, and it keeps other programs of the same user from reading it.

use std::sync::OnceLock;

use crate::Fence;

static MEMORY: OnceLock<Fence> = OnceLock::new();

/// Forbids the system to write the memory of this process to a file.
///
/// A front end calls it before it reads anything. Every process that it starts
/// inherits the limit on the file, and sets the rest itself if it is a worker.
/// Later calls change nothing and return what the first one did.
pub fn forbid_core_files() -> Fence {
    MEMORY.get_or_init(put_up).clone()
}

/// Returns the state of the fence; none before [`forbid_core_files`].
pub fn core_files() -> Option<Fence> {
    MEMORY.get().cloned()
}

#[cfg(unix)]
fn put_up() -> Fence {
    use rustix::process::{Resource, Rlimit, setrlimit};

    if crate::plant::has("core-file") {
        return Fence::NotOffered("a test left it out".to_owned());
    }
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        return Fence::Failed(error.to_string());
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            return Fence::Failed(error.to_string());
        }
    }
    Fence::Up
}

#[cfg(not(unix))]
fn put_up() -> Fence {
    Fence::NotOffered("this system decides itself what it keeps of a crash".to_owned())
}

/// Ends a copy of this process in a way that leaves a core file, where one may be
/// left.
///
/// # Errors
///
/// `NotFound` if there is none because the fence is up, and any other error if
/// something else may be the reason. Without an error, there was one.
#[cfg(target_os = "linux")]
pub(crate) fn try_core_file() -> std::io::Result<()> {
    use std::ffi::CString;
    use std::io;
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
    let id = crate::attempt::die_in(&place);
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
