//! What a worker gives up before it looks at the document.
//!
//! The worker can start nothing that has more rights than itself. This is the one
//! place where a system-call filter goes as well.

use crate::Limits;

/// Says that a right could not be given up; the worker must not go on.
#[derive(Debug)]
pub(super) struct NotConfined;

/// Bounds this process and ties its life to that of process `parent`.
#[cfg(target_os = "linux")]
pub(super) fn confine(limits: &Limits, parent: i32) -> Result<(), NotConfined> {
    use rustix::process::{
        DumpableBehavior, Resource, Signal, getppid, set_dumpable_behavior,
        set_parent_process_death_signal,
    };

    // The program's own mappings count as address space too; how large they
    // are depends on what the front end is linked with.
    let own = std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|statm| statm.split(' ').next()?.parse::<u64>().ok())
        .unwrap_or(0)
        .saturating_mul(rustix::param::page_size() as u64);
    let memory = own
        .saturating_add(limits.memory_bytes)
        .saturating_add(super::serve::STACK as u64);

    set_parent_process_death_signal(Some(Signal::KILL)).map_err(|_| NotConfined)?;
    // The parent may have died before the line above.
    if getppid().is_none_or(|id| id.as_raw_nonzero().get() != parent) {
        return Err(NotConfined);
    }
    bound(Resource::Core, 0)?;
    bound(Resource::As, memory)?;
    bound(Resource::Cpu, limits.cpu_seconds.max(1))?;
    bound(Resource::Fsize, 0)?;
    bound(Resource::Nofile, 16)?;
    bound(Resource::Stack, 8 << 20)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|_| NotConfined)?;
    rustix::thread::set_no_new_privs(true).map_err(|_| NotConfined)
}

/// Bounds this process as far as the system offers it.
#[cfg(all(unix, not(target_os = "linux")))]
pub(super) fn confine(limits: &Limits, _parent: i32) -> Result<(), NotConfined> {
    use rustix::process::Resource;

    bound(Resource::Core, 0)?;
    bound(Resource::Cpu, limits.cpu_seconds.max(1))?;
    bound(Resource::Fsize, 0)?;
    bound(Resource::Nofile, 16)
}

/// Does nothing: there is no limit that the standard library can set here.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail")]
pub(super) fn confine(_limits: &Limits, _parent: i32) -> Result<(), NotConfined> {
    Ok(())
}

#[cfg(unix)]
fn bound(resource: rustix::process::Resource, most: u64) -> Result<(), NotConfined> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let hard = getrlimit(resource).maximum;
    let maximum = hard.map_or(most, |hard| hard.min(most));
    // A process learns that its time is up by SIGXCPU, at the soft limit; the
    // hard one, a second later, would look like any other killing.
    let hard = if resource == Resource::Cpu {
        hard.map_or(most + 1, |hard| hard.min(most + 1))
    } else {
        maximum
    };
    setrlimit(
        resource,
        Rlimit {
            current: Some(maximum),
            maximum: Some(hard),
        },
    )
    .map_err(|_| NotConfined)
}
