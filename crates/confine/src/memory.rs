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
