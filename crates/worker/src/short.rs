//! What the machine is short of.

use std::io;

/// Returns whether an error says that the machine is short of memory, processes
/// or open files, and nothing about what was to be read.
pub fn is_short(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let short = [Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::NOBUFS];
        if let Some(errno) = Errno::from_io_error(error) {
            return short.contains(&errno);
        }
    }
    error.kind() == io::ErrorKind::OutOfMemory
}

/// Returns whether an error of starting a process or a thread says the same. A
/// limit on processes is reported as "try again".
pub fn is_short_to_start(error: &io::Error) -> bool {
    is_short(error) || error.kind() == io::ErrorKind::WouldBlock
}
