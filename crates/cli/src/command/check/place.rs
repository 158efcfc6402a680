//! The folder of a report: what `--out` names, and making it.

use std::io::ErrorKind;
use std::path::Path;

use colophon_engine::report::Code;

use crate::failure::Failure;

/// Returns whether `--out` names a folder: one that exists, a name that ends like
/// one, or a name without an extension if no format asks for a file.
pub(super) fn is_folder(out: &Path, has_format: bool) -> bool {
    out.is_dir()
        || out
            .as_os_str()
            .as_encoded_bytes()
            .last()
            .is_some_and(|&last| std::path::is_separator(last.into()))
        || (!has_format && out.extension().is_none() && out.as_os_str() != "-" && !out.exists())
}

/// Makes the folder, and returns whether it is new.
pub(super) fn make_folder(folder: &Path) -> Result<bool, Failure> {
    match std::fs::create_dir(folder) {
        Ok(()) => Ok(true),
        Err(_) if folder.is_dir() => Ok(false),
        Err(error) => {
            let (reason, hint) = match error.kind() {
                ErrorKind::NotFound => (
                    "the folder above it does not exist".to_owned(),
                    "Create that folder, or name another with --out.",
                ),
                ErrorKind::AlreadyExists => (
                    "a file with this name exists".to_owned(),
                    "Name another folder with --out.",
                ),
                kind => (kind.to_string(), "Name another folder with --out."),
            };
            let message = format!("{}: cannot be created: {reason}", folder.display());
            Err(Failure::new(Code::Unwritable, message, hint))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_folder;

    #[test]
    fn a_folder_is_told_from_a_file() {
        assert!(is_folder(Path::new("Reports/"), true));
        assert!(is_folder(Path::new("no-such/Reports"), false));
        assert!(!is_folder(Path::new("no-such/Reports"), true));
        assert!(!is_folder(Path::new("report.html"), false));
        assert!(!is_folder(Path::new("-"), false));
        assert!(is_folder(&std::env::temp_dir(), true));
    }
}
