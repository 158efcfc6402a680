//! The stable words for what the reader of client lists reports, and what to do
//! about each.

use colophon_clients::{ErrorKind, NoteKind, ProblemKind};

/// Returns the stable word for a note.
pub(crate) const fn of_note(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::IsbnRepaired => "isbn-repaired",
        NoteKind::IsbnInvalid => "isbn-invalid",
        NoteKind::AsinInvalid => "asin-invalid",
        NoteKind::RowRepaired => "row-repaired",
        NoteKind::TitleMissing => "title-missing",
        NoteKind::AuthorMissing => "author-missing",
        NoteKind::EncodingGuessed => "encoding-guessed",
        NoteKind::EncodingDamaged => "encoding-damaged",
    }
}

/// Returns the stable word for a problem, and the hint.
pub(crate) const fn of_problem(kind: ProblemKind) -> (&'static str, &'static str) {
    match kind {
        ProblemKind::RowEmpty => ("row-empty", "Delete it, or fill it in."),
        ProblemKind::RowNoTitle => (
            "row-no-title",
            "Write the title in its column, or a valid ISBN.",
        ),
        ProblemKind::RowOutsideTable => (
            "row-no-title",
            "Nothing needs to be done when it is a remark.",
        ),
        ProblemKind::RowHeader => ("row-header", "Nothing needs to be done."),
        ProblemKind::RowTooLong => (
            "row-too-long",
            "Shorten it, or look for a quotation mark that was not closed.",
        ),
        ProblemKind::QuoteMisplaced => (
            "row-malformed",
            "Double the quotation marks within a value, and close the one at its end.",
        ),
        ProblemKind::TooManyValues => (
            "row-malformed",
            "Put a value that contains the separator between quotation marks.",
        ),
        ProblemKind::SheetUnknown => (
            "sheet-unknown",
            "Nothing needs to be done when it holds no titles; else write headings over its columns.",
        ),
        ProblemKind::EntryMalformed => (
            "row-malformed",
            "Look for a brace, quotation mark or comma that is missing.",
        ),
        ProblemKind::LinesOutsideRecord => {
            ("row-malformed", "Write \"TY  - BOOK\" before the record.")
        }
        ProblemKind::ProductMalformed => (
            "row-malformed",
            "Export the message again, or mend it with a validator's help.",
        ),
        ProblemKind::ProductDeleted => ("row-deleted", "Nothing needs to be done."),
        ProblemKind::MessageTruncated => ("list-truncated", "Copy or export the message again."),
    }
}

/// Returns the stable word for a list that cannot be read, and the hint.
pub(crate) const fn of_error(kind: ErrorKind) -> (&'static str, &'static str) {
    const CHECK_NAME: &str = "Check the name, and that you may open it.";
    const SAVE_AGAIN: &str =
        "Open it in the program that made it and save it anew, best as XLSX or CSV.";
    match kind {
        ErrorKind::Unreadable => ("unreadable", CHECK_NAME),
        ErrorKind::Empty => ("empty", CHECK_NAME),
        ErrorKind::Unsupported => (
            "unsupported",
            "Save the list as XLSX, ODS or CSV, or export it as ONIX, BibTeX or RIS.",
        ),
        ErrorKind::Encrypted => (
            "encrypted",
            "Save a copy without a password and use that one.",
        ),
        ErrorKind::Damaged => ("damaged", SAVE_AGAIN),
        ErrorKind::LimitExceeded => ("limit-exceeded", "Split the list."),
        ErrorKind::ParserCrashed => ("parser-crashed", SAVE_AGAIN),
        ErrorKind::ColumnsUnknown => (
            "columns-unknown",
            "Write a heading over each column, such as client, title, author, isbn, or say which \
             column is which: --map title=COLUMN --map author=COLUMN, by heading or by number.",
        ),
        ErrorKind::InvalidOption => (
            "invalid-argument",
            "Write --map FIELD=COLUMN, such as --map title=Werk or --map title=2.",
        ),
        ErrorKind::Cancelled => ("cancelled", "Start it again to do the rest."),
    }
}
