//! The codes of what the libraries report, and better advice where a code alone
//! says too little.
//!
//! Each match is exhaustive: a kind added in a library must get its code here.

use colophon_clients::{ErrorKind, NoteKind, ProblemKind};
use colophon_extract as extract;

use crate::report::{Advice, Code};

/// Returns the code of a note.
pub(crate) const fn of_note(kind: NoteKind) -> Code {
    match kind {
        NoteKind::IsbnRepaired => Code::IsbnRepaired,
        NoteKind::IsbnInvalid => Code::IsbnInvalid,
        NoteKind::AsinInvalid => Code::AsinInvalid,
        NoteKind::DoiInvalid => Code::DoiInvalid,
        NoteKind::IssnInvalid => Code::IssnInvalid,
        NoteKind::ImdbInvalid => Code::ImdbInvalid,
        NoteKind::RegistrationInvalid => Code::RegistrationInvalid,
        NoteKind::DateInvalid => Code::DateInvalid,
        NoteKind::AnswerInvalid => Code::AnswerInvalid,
        NoteKind::RowRepaired => Code::RowRepaired,
        NoteKind::TitleMissing => Code::TitleMissing,
        NoteKind::AuthorMissing => Code::AuthorMissing,
        NoteKind::AuthorAssumed => Code::AuthorAssumed,
        NoteKind::EncodingGuessed => Code::EncodingGuessed,
        NoteKind::EncodingDamaged => Code::EncodingDamaged,
    }
}

/// Returns the code of a problem, and the advice.
pub(crate) const fn of_problem(kind: ProblemKind) -> (Code, Option<Advice>) {
    match kind {
        ProblemKind::RowEmpty => (Code::RowEmpty, None),
        ProblemKind::RowNoTitle => (Code::RowNoTitle, Some(Advice::WriteTitle)),
        ProblemKind::RowOutsideTable => (Code::RowRemark, Some(Advice::RemarkIsFine)),
        ProblemKind::RowTotal => (Code::RowTotal, None),
        ProblemKind::RowHeader => (Code::RowHeader, None),
        ProblemKind::RowAboveHeader => (Code::RowAboveHeader, None),
        ProblemKind::RowTooLong => (Code::RowTooLong, None),
        ProblemKind::QuoteMisplaced => (Code::RowMalformed, Some(Advice::DoubleQuotes)),
        ProblemKind::TooManyValues => (Code::RowMalformed, Some(Advice::QuoteValue)),
        ProblemKind::SheetUnknown => (Code::SheetUnknown, None),
        ProblemKind::SheetRemarks => (Code::SheetRemarks, None),
        ProblemKind::SheetHidden => (Code::SheetHidden, None),
        ProblemKind::EntryMalformed => (Code::RowMalformed, Some(Advice::CheckEntry)),
        ProblemKind::LinesOutsideRecord => (Code::RowMalformed, Some(Advice::BeginRecord)),
        ProblemKind::ProductMalformed => (Code::RowMalformed, Some(Advice::ExportProduct)),
        ProblemKind::ProductDeleted => (Code::RowDeleted, None),
        ProblemKind::MessageTruncated => (Code::ListTruncated, Some(Advice::ExportMessage)),
    }
}

/// Returns the code of a list that cannot be read, and the advice.
pub(crate) const fn of_list(kind: ErrorKind) -> (Code, Option<Advice>) {
    match kind {
        ErrorKind::Unreadable => (Code::Unreadable, Some(Advice::CheckNameAndRights)),
        ErrorKind::Empty => (Code::Empty, Some(Advice::ChooseList)),
        ErrorKind::Unsupported => (Code::Unsupported, Some(Advice::SaveListOtherwise)),
        ErrorKind::Encrypted => (Code::Encrypted, Some(Advice::SaveListUnlocked)),
        ErrorKind::Damaged => (Code::Damaged, Some(Advice::SaveListAgain)),
        ErrorKind::LimitExceeded => (Code::LimitExceeded, Some(Advice::SplitList)),
        ErrorKind::ParserCrashed => (Code::ParserCrashed, Some(Advice::SaveListAgain)),
        ErrorKind::ColumnsUnknown => (Code::ColumnsUnknown, None),
        ErrorKind::TimedOut => (Code::TimedOut, Some(Advice::SplitList)),
        ErrorKind::MachineShort => (Code::MachineShort, None),
        ErrorKind::InvalidOption => (Code::InvalidArgument, Some(Advice::MapColumns)),
        ErrorKind::Cancelled => (Code::Cancelled, None),
    }
}

/// Returns the code of a kind of failure to read a document.
pub(crate) const fn of_document(kind: extract::ErrorKind) -> Code {
    use extract::ErrorKind as Kind;
    match kind {
        Kind::Unreadable => Code::Unreadable,
        Kind::Empty => Code::Empty,
        Kind::Unsupported => Code::Unsupported,
        Kind::Encrypted => Code::Encrypted,
        Kind::NoTextLayer => Code::NoTextLayer,
        Kind::Truncated => Code::Truncated,
        Kind::Damaged => Code::Damaged,
        Kind::LimitExceeded => Code::LimitExceeded,
        Kind::TimedOut => Code::TimedOut,
        Kind::ParserCrashed => Code::ParserCrashed,
        Kind::NotStarted => Code::NotStarted,
        Kind::MachineShort => Code::MachineShort,
        Kind::Cancelled => Code::Cancelled,
    }
}

/// Returns the code of a warning about a document.
#[must_use]
pub fn code_of(warning: &extract::Warning) -> Code {
    of_warning(warning.code)
}

/// Returns the code of a kind of warning about a document.
pub(crate) const fn of_warning(warning: extract::WarningCode) -> Code {
    use extract::WarningCode as Warning;
    match warning {
        Warning::Damaged => Code::Damaged,
        Warning::Encrypted => Code::Encrypted,
        Warning::NoTextLayer => Code::NoTextLayer,
        Warning::Truncated => Code::Truncated,
        Warning::LimitExceeded => Code::LimitExceeded,
        Warning::TimedOut => Code::TimedOut,
        Warning::ParserCrashed => Code::ParserCrashed,
        Warning::EncodingMended => Code::EncodingMended,
    }
}

#[cfg(test)]
mod tests {
    use colophon_extract::{Limits, read_here};

    use crate::report::{Code, Language, message};

    #[test]
    fn kinds_that_are_not_read_are_named_in_every_language() {
        let wide =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let ole =
            |stream: &str| [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), wide(stream)].concat();
        let cases: [(Vec<u8>, Code, &str); 8] = [
            (
                ole("WordDocument"),
                Code::Unsupported,
                "altes Word-Dokument",
            ),
            (ole("Workbook"), Code::Unsupported, "Excel-Arbeitsmappe"),
            (ole("PowerPoint Document"), Code::Unsupported, "PowerPoint"),
            (ole("EncryptedPackage"), Code::Encrypted, "Office-Dokument"),
            (b"Rar!\x1a\x07".to_vec(), Code::Unsupported, "RAR-Archiv"),
            (b"AT&TFORM".to_vec(), Code::Unsupported, "DjVu"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), Code::Unsupported, "ein Bild"),
            (
                b"SQLite format 3\0".to_vec(),
                Code::Unsupported,
                "Datenbank",
            ),
        ];
        for (bytes, code, named) in cases {
            let error = read_here(&bytes, None, &Limits::default()).unwrap_err();
            let said = message(Language::German, code, error.message());
            assert!(said.contains(named), "{}: {said}", error.message());
        }
    }
}
