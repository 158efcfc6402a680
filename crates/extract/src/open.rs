//! Opening a file.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::{Error, ErrorKind};

/// Opens a regular file without waiting for anything.
pub(crate) fn open_file(path: &Path) -> Result<(File, u64), Error> {
    let unreadable = |message: &str, e| Error::from_io(ErrorKind::Unreadable, message, e);
    let refuse = |message: &str| Error::new(ErrorKind::Unreadable, message);
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => unreadable("there is no such file", e),
        io::ErrorKind::PermissionDenied => {
            unreadable("you have no permission to read this file", e)
        }
        _ => unreadable("the file cannot be opened", e),
    })?;
    let meta = file
        .metadata()
        .map_err(|e| unreadable("the file cannot be examined", e))?;
    if meta.is_dir() {
        return Err(refuse("this is a folder, not a document"));
    }
    if !meta.is_file() {
        return Err(refuse("this is a pipe or a device, not a document"));
    }
    Ok((file, meta.len()))
}
