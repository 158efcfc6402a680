//! The fences around the process that talks to a network, and around the broker
//! that starts it.
//!
//! The broker is started before the program gives up the network, so it must not
//! be something that the program can take over: it is closed to other processes,
//! and [`close_to_others`] keeps the program from trying. The broker starts a
//! fetcher for each request. A fetcher can resolve a name, connect to the ports of
//! one source and write to one folder. It cannot open anything else that the user
//! has, or start a program.
//!
//! If a kernel lacks one of the fences, the others are put up all the same.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{Error, Fence};

/// What a fetcher may reach.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FetcherLimits {
    /// The folder that it writes to.
    pub folder: PathBuf,
    /// Files and folders that it reads besides those of the resolver and of the
    /// system's certificates.
    pub readable: Vec<PathBuf>,
    /// The ports that it connects to.
    pub ports: Vec<u16>,
    /// The user's home folder, for the attempt to open it.
    pub home: Option<PathBuf>,
    /// A file outside the folder, for the attempt to open it.
    pub manuscript: Option<PathBuf>,
}

impl FetcherLimits {
    /// Makes limits: only a folder to write to.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            readable: Vec::new(),
            ports: Vec::new(),
            home: None,
            manuscript: None,
        }
    }
}

/// The fences around a fetcher.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FetcherFences {
    /// Limits on memory files, open files and written files.
    pub bounds: Fence,
    /// Only the files that it needs can be opened.
    pub files: Fence,
    /// Only the ports of its source can be connected to.
    pub ports: Fence,
    /// No program can be started, and no other process reached.
    pub calls: Fence,
}

impl FetcherFences {
    /// Returns each fence with the word for what it is around.
    pub fn named(&self) -> [(&'static str, &Fence); 4] {
        [
            ("bounds", &self.bounds),
            ("files", &self.files),
            ("ports", &self.ports),
            ("calls", &self.calls),
        ]
    }
}

/// What a fetcher was fenced with, for the attempts of the proof.
#[derive(Debug)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "Linux tries it"))]
pub(crate) struct Fenced {
    pub(crate) limits: FetcherLimits,
    pub(crate) has_ports: bool,
}

static FENCED: OnceLock<Fenced> = OnceLock::new();

/// Returns what this process was fenced with as a fetcher.
pub(crate) fn fenced() -> Option<&'static Fenced> {
    FENCED.get()
}

/// Puts the fences of a fetcher up around this process. Threads that it starts
/// afterwards are fenced with it; it must not have any yet.
///
/// # Errors
///
/// [`ErrorKind::Bounds`](crate::ErrorKind::Bounds),
/// [`ErrorKind::Files`](crate::ErrorKind::Files) and
/// [`ErrorKind::Calls`](crate::ErrorKind::Calls), if the system has a fence and
/// does not put it up.
pub fn fence_fetcher(limits: &FetcherLimits) -> Result<FetcherFences, Error> {
    let bounds = system::bounds()?;
    let (files, ports) = system::files(limits)?;
    let calls = system::calls()?;
    let fences = FetcherFences {
        bounds,
        files,
        ports,
        calls,
    };
    let has_ports = fences.ports.is_up();
    let limits = limits.clone();
    FENCED.get_or_init(|| Fenced { limits, has_ports });
    Ok(fences)
}

/// Limits the files that this process writes, in bytes. It can only become less.
pub fn limit_file_size(bytes: u64) {
    system::limit_file_size(bytes);
}

/// Makes this process a broker: closes every file but the standard streams, and
/// closes its memory to other processes and to files on the disk.
///
/// # Errors
///
/// [`ErrorKind::Inherited`](crate::ErrorKind::Inherited) when the open files
/// cannot be listed.
///
/// # Safety
///
/// Nothing in this process may own or use a file descriptor above the standard
/// streams. Call it before the process opens anything or starts a thread.
#[expect(unsafe_code, reason = "closing what nobody owns has no safe wrapper")]
pub unsafe fn enter_broker() -> Result<Fence, Error> {
    // SAFETY: the caller promises what `close_inherited` asks for.
    unsafe { crate::worker::bounds::close_inherited() }?;
    if crate::plant::has("broker-memory") {
        return Ok(Fence::NotOffered("a test left it out".to_owned()));
    }
    Ok(crate::forbid_core_files())
}

/// Ties the life of this process to that of the process that started it.
///
/// # Errors
///
/// [`ErrorKind::Bounds`](crate::ErrorKind::Bounds), and
/// [`ErrorKind::Orphaned`](crate::ErrorKind::Orphaned) if that process is gone.
#[cfg(target_os = "linux")]
pub fn tie_to(parent: i32) -> Result<(), Error> {
    crate::worker::bounds::tie_to(parent)
}

static CLOSED: OnceLock<Fence> = OnceLock::new();

/// Forbids this process, and every process that it starts, to reach into others
/// that it does not start: to trace them, to read their memory, and to take their
/// open files.
///
/// A front end calls it after [`forbid_network`](crate::forbid_network), while it
/// has one thread. Later calls change nothing and return what the first one did.
pub fn close_to_others() -> Fence {
    CLOSED.get_or_init(system::close_to_others).clone()
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod system {
    use std::path::{Path, PathBuf};

    use landlock::{
        ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus,
        NetPort, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr,
        RulesetError, RulesetStatus, Scope,
    };
    use rustix::process::Resource;
    use seccompiler::{
        SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition, SeccompRule as Rule,
    };

    use super::FetcherLimits;
    use crate::filter::{self, Answer, Rules, where_lacks, x32};
    use crate::plant;
    use crate::worker::bounds::bound;
    use crate::{Error, ErrorKind, Fence};

    /// The newest version all of whose rights a fetcher does without. An older
    /// kernel takes those that it knows.
    const KNOWN: ABI = ABI::V6;

    /// What the resolver reads, and where the systems keep their certificates.
    /// What is not there is left out.
    const READABLE: [&str; 27] = [
        "/etc/resolv.conf",
        "/etc/hosts",
        "/etc/nsswitch.conf",
        "/etc/gai.conf",
        "/etc/host.conf",
        "/etc/services",
        "/run/systemd/resolve",
        "/run/NetworkManager",
        "/run/resolvconf",
        "/var/run/nscd",
        "/etc/ld.so.cache",
        "/lib",
        "/lib64",
        "/usr/lib",
        "/usr/lib64",
        "/etc/ssl/certs",
        "/etc/ssl/cert.pem",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls",
        "/etc/pki/ca-trust",
        "/etc/ca-certificates",
        "/etc/security/certificates",
        "/usr/share/ca-certificates",
        "/usr/local/share/ca-certificates",
        "/usr/share/pki",
        "/usr/local/share/certs",
        "/var/lib/ca-certificates",
    ];

    pub(super) fn bounds() -> Result<Fence, Error> {
        bound(Resource::Core, 0)?;
        bound(Resource::Nofile, 64)?;
        ignore_file_size_signal();
        Ok(Fence::Up)
    }

    pub(super) fn limit_file_size(bytes: u64) {
        // A lower limit that is already there is kept.
        let _kept = bound(Resource::Fsize, bytes);
    }

    /// Has a write past the limit on a file answered with an error, as on a full
    /// disk, instead of the end of the process.
    #[expect(unsafe_code, reason = "there is no safe way to ignore a signal")]
    fn ignore_file_size_signal() {
        // SAFETY: no handler is installed: the signal is ignored.
        unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    }

    fn failed(
        kind: ErrorKind,
        error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Error {
        Error::from_io(kind, std::io::Error::other(error))
    }

    pub(super) fn files(limits: &FetcherLimits) -> Result<(Fence, Fence), Error> {
        let status = restrict(limits).map_err(|error| failed(ErrorKind::Files, error))?;
        let missing = |why: &str| {
            let fence = Fence::NotOffered(why.to_owned());
            (fence.clone(), fence)
        };
        Ok(match (status.landlock, status.ruleset) {
            (LandlockStatus::NotImplemented, _) => missing("this kernel has no Landlock"),
            (LandlockStatus::NotEnabled, _) => missing("Landlock is turned off in this kernel"),
            (_, RulesetStatus::FullyEnforced) => (Fence::Up, Fence::Up),
            (LandlockStatus::Available { effective_abi, .. }, _) => {
                let early = Fence::NotOffered(format!(
                    "this kernel has an early Landlock ({effective_abi:?})"
                ));
                let has = |since: ABI| {
                    if effective_abi >= since {
                        Fence::Up
                    } else {
                        early.clone()
                    }
                };
                // Before the third version, it does not keep a file from being cut.
                (has(ABI::V3), has(ABI::V4))
            }
        })
    }

    fn restrict(limits: &FetcherLimits) -> Result<landlock::RestrictionStatus, RulesetError> {
        let mut rules = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(KNOWN))?
            .handle_access(AccessNet::from_all(KNOWN))?
            .scope(Scope::from_all(KNOWN))?
            .create()?;
        let read = AccessFs::ReadFile | AccessFs::ReadDir;
        let system = READABLE.iter().map(Path::new);
        let named = limits.readable.iter().map(PathBuf::as_path);
        for path in system.chain(named) {
            rules = allow(rules, path, read)?;
        }
        let write = AccessFs::WriteFile
            | AccessFs::MakeReg
            | AccessFs::MakeDir
            | AccessFs::RemoveFile
            | AccessFs::RemoveDir
            | AccessFs::Truncate;
        rules = allow(rules, &limits.folder, read | write)?;
        let mut ports = limits.ports.clone();
        if plant::has("fetch-port") {
            ports.push(9);
        }
        for port in ports {
            rules = rules.add_rule(NetPort::new(port, AccessNet::ConnectTcp))?;
        }
        if let Some(home) = gap("fetch-home", limits.home.as_deref()) {
            rules = allow(rules, home, AccessFs::ReadDir.into())?;
        }
        if let Some(file) = gap("fetch-manuscript", limits.manuscript.as_deref()) {
            rules = allow(rules, file, AccessFs::ReadFile.into())?;
        }
        if let Some(folder) = gap("fetch-write", limits.folder.parent()) {
            let write = AccessFs::MakeReg | AccessFs::WriteFile | AccessFs::RemoveFile;
            rules = allow(rules, folder, write)?;
        }
        rules.restrict_self()
    }

    /// Returns a path that a test leaves open.
    fn gap<'a>(word: &str, path: Option<&'a Path>) -> Option<&'a Path> {
        path.filter(|_| plant::has(word))
    }

    /// Allows rights beneath a path, or those of them that a file has. The target
    /// of a link counts, not the link.
    fn allow(
        rules: RulesetCreated,
        path: &Path,
        rights: BitFlags<AccessFs>,
    ) -> Result<RulesetCreated, RulesetError> {
        let (Ok(target), Ok(metadata)) = (PathFd::new(path), std::fs::metadata(path)) else {
            return Ok(rules);
        };
        let rights = if metadata.is_dir() {
            rights
        } else {
            rights & AccessFs::from_file(KNOWN)
        };
        rules.add_rule(PathBeneath::new(target, rights))
    }

    pub(super) fn calls() -> Result<Fence, Error> {
        applied(fetcher_filters)
    }

    fn applied(filters: fn() -> Result<(), filter::Error>) -> Result<Fence, Error> {
        match filters() {
            Ok(()) => Ok(Fence::Up),
            Err(error) => match error.into_fence() {
                Fence::Failed(why) => Err(failed(ErrorKind::Calls, why)),
                fence => Ok(fence),
            },
        }
    }

    /// The calls that reach into another process.
    const REACHING: [(i64, &[&str]); 4] = [
        (libc::SYS_ptrace, &["trace", "broker-trace"]),
        (libc::SYS_process_vm_readv, &["read-memory"]),
        (libc::SYS_process_vm_writev, &[]),
        (libc::SYS_pidfd_getfd, &["broker-descriptors"]),
    ];

    fn is(argument: u8, op: SeccompCmpOp, value: i32) -> Result<SeccompCondition, filter::Error> {
        let value = u64::from(value.cast_unsigned());
        Ok(SeccompCondition::new(argument, Dword, op, value)?)
    }

    fn fetcher_filters() -> Result<(), filter::Error> {
        let mut denied = Rules::new();
        for call in [libc::SYS_execve, libc::SYS_execveat] {
            if !plant::has("fetch-exec") {
                denied.insert(call, Vec::new());
            }
        }
        denied.extend(REACHING.map(|(call, _)| (call, Vec::new())));
        // A new thread is allowed, a new process is not.
        denied.insert(libc::SYS_clone, where_lacks(0, libc::CLONE_THREAD)?);
        #[cfg(target_arch = "x86_64")]
        denied.extend([libc::SYS_fork, libc::SYS_vfork].map(|call| (call, Vec::new())));
        denied.insert(libc::SYS_socketpair, Vec::new());
        denied.insert(libc::SYS_socket, sockets()?);
        // The other numbering needs no exceptions: nothing uses it.
        let others: Vec<i64> = denied.keys().copied().filter_map(x32).collect();
        denied.extend(others.into_iter().map(|call| (call, Vec::new())));
        let mut unknown = Rules::new();
        // Its arguments are in memory, where no filter sees them. The C library
        // takes the older call instead.
        for call in [
            libc::SYS_clone3,
            libc::SYS_io_uring_setup,
            libc::SYS_io_uring_enter,
            libc::SYS_io_uring_register,
        ] {
            let every = std::iter::once(call).chain(x32(call));
            unknown.extend(every.map(|call| (call, Vec::new())));
        }
        filter::apply(&filter::answering(denied, Answer::Denied)?)?;
        filter::apply(&filter::answering(unknown, Answer::Unknown)?)
    }

    /// Returns what no socket may be: of any family but those of the internet and
    /// that by which the resolver learns of the machine's own addresses, of any
    /// kind but TCP and UDP.
    fn sockets() -> Result<Vec<Rule>, filter::Error> {
        use SeccompCmpOp::{Eq, MaskedEq, Ne};

        const KIND: u64 = 0xf;
        let (v4, v6, netlink) = (libc::AF_INET, libc::AF_INET6, libc::AF_NETLINK);
        let mut families = vec![is(0, Ne, v4)?, is(0, Ne, v6)?, is(0, Ne, netlink)?];
        if plant::has("fetch-bus") {
            families.push(is(0, Ne, libc::AF_UNIX)?);
        }
        let mut denied = vec![Rule::new(families)?];
        for family in [v4, v6] {
            for kind in 0..=15 {
                let of_kind = || -> Result<_, filter::Error> {
                    Ok(vec![is(0, Eq, family)?, is(1, MaskedEq(KIND), kind)?])
                };
                let own = match kind {
                    libc::SOCK_STREAM => libc::IPPROTO_TCP,
                    libc::SOCK_DGRAM => libc::IPPROTO_UDP,
                    libc::SOCK_RAW if plant::has("fetch-raw") => continue,
                    _ => {
                        denied.push(Rule::new(of_kind()?)?);
                        continue;
                    }
                };
                // Landlock knows the ports of TCP only, so no MPTCP and no SCTP.
                let mut other = of_kind()?;
                other.extend([is(2, Ne, 0)?, is(2, Ne, own)?]);
                denied.push(Rule::new(other)?);
            }
        }
        let of_routes = vec![is(0, Eq, netlink)?, is(2, Ne, libc::NETLINK_ROUTE)?];
        denied.push(Rule::new(of_routes)?);
        Ok(denied)
    }

    pub(super) fn close_to_others() -> Fence {
        let domain = domain();
        let calls = applied(app_filter);
        match calls {
            Ok(Fence::Up) => domain,
            Ok(fence) => fence,
            Err(error) => Fence::Failed(error.to_string()),
        }
    }

    fn app_filter() -> Result<(), filter::Error> {
        let left = REACHING
            .iter()
            .filter(|(_, gaps)| !gaps.iter().any(|gap| plant::has(gap)));
        let every = left.flat_map(|(call, _)| std::iter::once(*call).chain(x32(*call)));
        let denied: Rules = every.map(|call| (call, Vec::new())).collect();
        filter::apply(&filter::answering(denied, Answer::Denied)?)
    }

    /// Puts this process into a domain of Landlock, which cannot reach into a
    /// process outside of it. One right has to go for that: to offer a port, or
    /// where the kernel does not know it, to make a block device. A right on files
    /// would take mounting away too, so that it is not the first choice.
    fn domain() -> Fence {
        if plant::has("broker-memory") {
            return Fence::NotOffered("a test left it out".to_owned());
        }
        let enter = || -> Result<LandlockStatus, RulesetError> {
            let rules = Ruleset::default().set_compatibility(CompatLevel::HardRequirement);
            let by_port = rules.handle_access(AccessNet::BindTcp);
            let rules = match by_port {
                Ok(rules) => rules,
                Err(_) => Ruleset::default()
                    .set_compatibility(CompatLevel::BestEffort)
                    .handle_access(AccessFs::MakeBlock)?,
            };
            Ok(rules.create()?.restrict_self()?.landlock)
        };
        match enter() {
            Ok(LandlockStatus::Available { .. }) => Fence::Up,
            Ok(LandlockStatus::NotEnabled) => {
                Fence::NotOffered("Landlock is turned off in this kernel".to_owned())
            }
            Ok(LandlockStatus::NotImplemented) => {
                Fence::NotOffered("this kernel has no Landlock".to_owned())
            }
            Err(error) => Fence::Failed(error.to_string()),
        }
    }
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
#[expect(clippy::unnecessary_wraps, reason = "Linux can fail")]
mod system {
    use super::FetcherLimits;
    use crate::{Error, Fence};

    fn missing() -> Fence {
        Fence::NotOffered("this system has no such fence that Colophon can use".to_owned())
    }

    pub(super) fn bounds() -> Result<Fence, Error> {
        Ok(missing())
    }

    pub(super) fn files(_: &FetcherLimits) -> Result<(Fence, Fence), Error> {
        Ok((missing(), missing()))
    }

    pub(super) fn calls() -> Result<Fence, Error> {
        Ok(missing())
    }

    pub(super) fn limit_file_size(_: u64) {}

    pub(super) fn close_to_others() -> Fence {
        missing()
    }
}
