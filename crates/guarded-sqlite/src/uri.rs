//! A path as the URI of a file that nobody changes.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// Returns the URI by which SQLite opens the file at `path`: for reading only,
/// without a lock, and without a look at a journal.
///
/// Every byte of the path but plain letters, digits and separators is escaped,
/// so a name cannot add parameters.
pub(crate) fn of(path: &Path) -> io::Result<String> {
    let path = real_folder(path)?;
    let mut uri = String::from("file:");
    #[cfg(not(unix))]
    uri.push('/');
    for &byte in bytes_of(&path).iter() {
        if byte.is_ascii_alphanumeric() || b"/._-:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri.push_str("?mode=ro&immutable=1&cache=private");
    Ok(uri)
}

/// Resolves the links of the folders that lead to a file, which SQLite would
/// refuse along with a link in the file's own place.
#[cfg(unix)]
fn real_folder(path: &Path) -> io::Result<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = std::fs::canonicalize(folder)?;
    Ok(folder.join(path.file_name().unwrap_or_default()))
}

#[cfg(not(unix))]
fn real_folder(path: &Path) -> io::Result<PathBuf> {
    std::path::absolute(path)
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().into()
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> std::borrow::Cow<'_, [u8]> {
    let path = path.to_string_lossy().replace('\\', "/");
    path.trim_start_matches("//?/").as_bytes().to_vec().into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_name_adds_no_parameters() {
        let folder = std::fs::canonicalize("/").unwrap();
        let uri = of(&folder.join("a b?mode=rwc#%41&ü.db")).unwrap();
        assert_eq!(
            uri,
            "file:/a%20b%3Fmode%3Drwc%23%2541%26%C3%BC.db?mode=ro&immutable=1&cache=private"
        );
    }
}
