//! Names of files: which are documents, archives and projects.

use std::path::Path;

/// The ending of a Scrivener project's folder.
pub(crate) const PROJECT: &str = ".scriv";

/// File name endings of documents, of those that are read and of those that are
/// only reported: a manuscript must not be passed over in silence.
pub const DOCUMENT_ENDINGS: [&str; 24] = [
    "epub", "pdf", "docx", "docm", "dotx", "html", "htm", "xhtml", "xht", "md", "markdown", "txt",
    "text", "odt", "fodt", "rtf", "doc", "fb2", "mobi", "azw", "azw3", "prc", "pages", "djvu",
];

/// Returns whether a file with this name counts as a document when a folder is
/// searched.
pub fn is_document_name(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str());
    let hidden = path
        .file_name()
        .is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
    !hidden
        && ending.is_some_and(|e| {
            DOCUMENT_ENDINGS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(e))
        })
}

/// Returns whether a file with this name is the package of an EPUB.
pub(crate) fn is_package(name: &str) -> bool {
    let ending = Path::new(name).extension();
    let added = name.to_ascii_lowercase().starts_with("__macosx/");
    !added && ending.is_some_and(|ending| ending.eq_ignore_ascii_case("opf"))
}

/// Returns whether a file with this name may be an archive of documents.
pub fn is_archive_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let ending = path.extension().and_then(|e| e.to_str());
    !name.as_encoded_bytes().starts_with(b".")
        && ending.is_some_and(|e| e.eq_ignore_ascii_case("zip"))
}

/// Returns whether the entry is a document, or an archive that may contain some.
pub(crate) fn is_member(name: &str) -> bool {
    let path = Path::new(name);
    // For each file, a Mac packs one into this folder that ends like it.
    let added = name.split('/').any(|part| part == "__MACOSX");
    !added && !name.ends_with('/') && (is_document_name(path) || is_archive_name(path))
}

/// Returns the folder of the Scrivener project that the entry belongs to.
pub(crate) fn project_of(name: &str) -> Option<&str> {
    let lower = name.to_ascii_lowercase();
    let at = lower.find(".scriv/")?;
    (!lower.starts_with("__macosx/")).then(|| &name[..at + PROJECT.len()])
}

/// Returns whether the file with this name lists the parts of a project.
pub(crate) fn is_binder(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default();
    name.to_ascii_lowercase().ends_with(".scrivx") && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_documents() {
        assert!(is_document_name(Path::new("a/Novel.EPUB")));
        assert!(is_document_name(Path::new("old.doc")));
        assert!(!is_document_name(Path::new("cover.jpg")));
        assert!(!is_document_name(Path::new(".txt")));
        assert!(!is_document_name(Path::new("._Novel.docx")));
    }
}
