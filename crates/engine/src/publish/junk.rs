//! What should not be published: titles and ids that only a program or a folder gave.

use colophon_extract::{DOCUMENT_ENDINGS, is_default_author, is_default_title};

/// Why a value should not be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// It looks like the name or path of a file.
    FileName,
    /// Only a program gave it.
    Default,
    /// It holds an e-mail address.
    EmailAddress,
}

/// Returns why a title should not be published.
pub(super) fn flaw_of_title(title: &str) -> Option<Flaw> {
    if title.trim().is_empty() {
        return None;
    }
    if has_email_address(title) {
        return Some(Flaw::EmailAddress);
    }
    if is_file_name(title) {
        return Some(Flaw::FileName);
    }
    let plain = title
        .trim()
        .trim_matches(['[', ']', '<', '>', '(', ')', '"']);
    let is_number = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit());
    let is_unknown =
        ["unknown", "unknown title", "unbekannt", "inconnu"].contains(&&*plain.to_lowercase());
    (is_number || is_unknown || is_default_title(title)).then_some(Flaw::Default)
}

/// Returns why an author should not be published.
pub(super) fn flaw_of_author(author: &str) -> Option<Flaw> {
    if author.trim().is_empty() {
        return None;
    }
    if has_email_address(author) {
        return Some(Flaw::EmailAddress);
    }
    is_default_author(author).then_some(Flaw::Default)
}

/// Returns why an id should not be published. A number is a good one.
pub(super) fn flaw_of_id(id: &str) -> Option<Flaw> {
    if has_email_address(id) {
        return Some(Flaw::EmailAddress);
    }
    is_file_name(id).then_some(Flaw::FileName)
}

/// Returns whether a text looks like the name of a file or a path.
fn is_file_name(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    let has_ending = lower.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && (DOCUMENT_ENDINGS.contains(&ending) || ending == "doc")
    });
    has_ending || is_path(&lower) || is_version(&lower)
}

fn is_path(lower: &str) -> bool {
    let starts = ["/", "./", "../", "~/", "file:"];
    let is_drive = {
        let bytes = lower.as_bytes();
        bytes.len() > 2
            && bytes[0].is_ascii_alphabetic()
            && bytes[1] == b':'
            && matches!(bytes[2], b'/' | b'\\')
    };
    is_drive || lower.contains('\\') || starts.iter().any(|start| lower.starts_with(start))
}

/// Returns whether a name says that it is one of several copies or versions.
fn is_version(lower: &str) -> bool {
    let stem = lower.trim_end();
    // "book (1)", as browsers and file managers write it.
    let is_numbered = stem.strip_suffix(')').is_some_and(|rest| {
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        digits.len() < rest.len() && rest.len() - digits.len() <= 2 && digits.ends_with('(')
    });
    let starts = ["copy of ", "copy_of_", "kopie von ", "copie de "];
    let ends = [
        " - copy",
        "-copy",
        "_copy",
        " - kopie",
        "_final",
        "-final",
        " final draft",
        " (final)",
    ];
    let is_of_tokens = lower.split(['_', '-']).skip(1).any(|token| {
        let version = token.strip_prefix('v').unwrap_or_default();
        let is_version =
            !version.is_empty() && version.chars().all(|c| c.is_ascii_digit() || c == '.');
        is_version || matches!(token, "final" | "draft") && lower.contains('_')
    });
    is_numbered
        || is_of_tokens
        || starts.iter().any(|start| lower.starts_with(start))
        || ends.iter().any(|end| stem.ends_with(end))
}

/// Returns whether an e-mail address is in a text.
fn has_email_address(text: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(is_of_name);
        let after: &str = &text[at + 1..];
        let end = after
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-')))
            .unwrap_or(after.len());
        let host = after[..end].trim_end_matches('.');
        let top = host.rsplit_once('.');
        before
            && top.is_some_and(|(name, top)| {
                !name.is_empty() && top.len() > 1 && !top.chars().any(|c| c.is_ascii_digit())
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_program_or_a_folder_gave_is_named() {
        for title in [
            "novel.docx",
            "My Novel_v2",
            "my-novel-v3.1",
            "novel_final",
            "Copy of Steel and Snow",
            "Steel and Snow (1)",
            "/home/jane/novel",
            "C:\\Users\\Jane\\novel",
            "~/novel",
        ] {
            assert_eq!(flaw_of_title(title), Some(Flaw::FileName), "{title}");
        }
        for title in [
            "Untitled 3",
            "Microsoft Word - x",
            "Document1",
            "unknown",
            "3",
            "[Unknown]",
        ] {
            assert_eq!(flaw_of_title(title), Some(Flaw::Default), "{title}");
        }
        for text in ["Jane <jane@example.org>", "jane.doe+x@mail.example.co.uk"] {
            assert_eq!(flaw_of_title(text), Some(Flaw::EmailAddress), "{text}");
            assert_eq!(flaw_of_author(text), Some(Flaw::EmailAddress), "{text}");
            assert_eq!(flaw_of_id(text), Some(Flaw::EmailAddress), "{text}");
        }
        for author in ["Administrator", "python-docx"] {
            assert_eq!(flaw_of_author(author), Some(Flaw::Default), "{author}");
        }
    }

    #[test]
    fn what_authors_write_is_not() {
        for title in [
            "Steel and Snow",
            "The Final Empire",
            "Either/Or",
            "Catch-22",
            "2001: A Space Odyssey",
            "V2",
            "Sonnets (Part 2)",
            "The Final Draft of Us",
            "Poems (1912)",
            "Love @ First Sight",
            "Mr. Fox",
            "",
        ] {
            assert_eq!(flaw_of_title(title), None, "{title}");
        }
        for id in [
            "17",
            "w12",
            "isbn-9783161484100",
            "10.1000/xyz",
            "libgen:42",
        ] {
            assert_eq!(flaw_of_id(id), None, "{id}");
        }
        assert_eq!(flaw_of_author("Jane Writer"), None);
        assert_eq!(flaw_of_author(""), None);
    }
}
