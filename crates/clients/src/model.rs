//! What a list holds: titles, and rows of which no title could be made.

use colophon_catalogue::Isbn;
use serde::{Deserialize, Serialize};

/// A list as read: every row is a title or a problem, in the order of the rows.
///
/// Only rows without any value are left out: blank lines, blank rows of a sheet,
/// and rows of nothing but separators at the end of a text table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What the file turned out to be.
    pub format: Format,
    /// The columns in order, those of several sheets one after another; empty for
    /// a format without columns.
    pub columns: Vec<Column>,
    /// The titles.
    pub titles: Vec<ClientTitle>,
    /// The rows of which no title could be made.
    pub problems: Vec<Problem>,
}

impl List {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            columns: Vec::new(),
            titles: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Returns the number of rows read: titles and problems.
    pub fn n_rows(&self) -> usize {
        self.titles.len() + self.problems.len()
    }
}

/// A row of a table as it is in its file, whatever its columns hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The sheet of a spreadsheet; empty for a text table.
    pub sheet: String,
    /// The number of the row in its sheet, from 1.
    pub number: u32,
    /// The values.
    pub cells: Vec<String>,
}

/// A column of a table and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The heading as written, without surrounding white space; empty where there
    /// is none.
    pub header: String,
    /// What the column holds; `None` if it is not used.
    pub field: Option<Field>,
    /// Some of its values as they are in the file, used or not; none where the
    /// headings are in the middle of a table.
    pub samples: Vec<String>,
}

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Field {
    /// The client of the agency.
    Client,
    /// The title.
    Title,
    /// The subtitle, which is appended to the title.
    Subtitle,
    /// Further titles of the same book; several columns may hold them.
    OtherTitles,
    /// The author's or authors' whole names.
    Author,
    /// The author's given names.
    AuthorFirst,
    /// The author's surname.
    AuthorLast,
    /// Other names under which the author publishes.
    PenNames,
    /// ISBNs; several columns may hold them.
    Isbn,
    /// Amazon's number.
    Asin,
    /// The year or the date of publication.
    Year,
    /// The imprint.
    Imprint,
    /// The file of the text.
    File,
    /// The volume.
    Volume,
    /// The series.
    Series,
    /// The DOI.
    Doi,
    /// ISSNs; several columns may hold them.
    Issn,
    /// `IMDb`'s number, or the address of its page.
    Imdb,
    /// The numbers of U.S. copyright registrations, each perhaps with its date.
    Registration,
    /// The dates of the registrations.
    RegistrationDate,
    /// The journal, magazine or newspaper that a paper is in.
    Journal,
    /// The number of the season.
    Season,
    /// The number of the episode.
    Episode,
    /// The kind of work: book, paper, film, episode.
    Kind,
    /// The identifier of the claim, for the user's own records.
    ClaimId,
    /// The receipt of the claim.
    Receipt,
    /// The deadline of the claim.
    Deadline,
    /// Whether the author opted out of the claim: yes or no.
    OptedOut,
}

impl Field {
    /// Every field, in the order in which a dialog may list them.
    pub const ALL: [Self; 28] = [
        Self::Client,
        Self::Title,
        Self::Subtitle,
        Self::OtherTitles,
        Self::Author,
        Self::AuthorFirst,
        Self::AuthorLast,
        Self::PenNames,
        Self::Isbn,
        Self::Asin,
        Self::Year,
        Self::Imprint,
        Self::File,
        Self::Volume,
        Self::Series,
        Self::Kind,
        Self::Doi,
        Self::Issn,
        Self::Journal,
        Self::Imdb,
        Self::Season,
        Self::Episode,
        Self::Registration,
        Self::RegistrationDate,
        Self::ClaimId,
        Self::Receipt,
        Self::Deadline,
        Self::OptedOut,
    ];

    /// Returns the name of this field in a mapping, such as `pen_names`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::OtherTitles => "other_titles",
            Self::Author => "author",
            Self::AuthorFirst => "author_first",
            Self::AuthorLast => "author_last",
            Self::PenNames => "pen_names",
            Self::Isbn => "isbn",
            Self::Asin => "asin",
            Self::Year => "year",
            Self::Imprint => "publisher",
            Self::File => "file",
            Self::Volume => "volume",
            Self::Series => "series",
            Self::Doi => "doi",
            Self::Issn => "issn",
            Self::Imdb => "imdb",
            Self::Registration => "registration",
            Self::RegistrationDate => "registration_date",
            Self::Journal => "journal",
            Self::Season => "season",
            Self::Episode => "episode",
            Self::Kind => "kind",
            Self::ClaimId => "claim_id",
            Self::Receipt => "receipt",
            Self::Deadline => "deadline",
            Self::OptedOut => "opted_out",
        }
    }
}

/// The form in which a list is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Format {
    /// A text table: values separated by commas, tabs, semicolons or vertical
    /// bars.
    Csv,
    /// A workbook of Excel 2007 and later, or of a program that writes the same
    /// format.
    Xlsx,
    /// A binary workbook of Excel 2007 and later.
    Xlsb,
    /// A workbook of Excel 97 to 2003.
    Xls,
    /// An `OpenDocument` spreadsheet.
    Ods,
    /// An ONIX for Books message.
    Onix,
    /// The database of a Calibre library.
    Calibre,
    /// A BibTeX bibliography.
    Bibtex,
    /// A RIS bibliography.
    Ris,
    /// A bibliography in CSL-JSON, the format of citation processors.
    Csl,
    /// The works of an ORCID record, in JSON.
    Orcid,
}

impl Format {
    /// Returns the stable word for this format, such as `onix`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Onix => "onix",
            Self::Calibre => "calibre",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::Csl => "csl-json",
            Self::Orcid => "orcid",
        }
    }
}

/// One title of a list. Every string is without surrounding white space, and
/// empty or `None` where the list says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientTitle {
    /// The number of the row as a person would count it, from 1: the row of the
    /// spreadsheet, the number of the record, the id of a Calibre book. It is
    /// unique except in lists of several sheets.
    pub row: u32,
    /// The place in words, unique in the list, such as `sheet Backlist, row 7`.
    pub place: String,
    /// The sheet; `None` where the list has only one, or none.
    pub sheet: Option<String>,
    /// The client; `None` where the list does not name one.
    pub client: Option<String>,
    /// The title with its subtitle; empty only where there is an identifier.
    pub title: String,
    /// Further titles of the same book, from columns of their own or from the
    /// title's.
    pub other_titles: Vec<String>,
    /// The authors, in the form and order of the list.
    pub author: String,
    /// Other names under which the author's books are published.
    pub pen_names: Vec<String>,
    /// The valid ISBNs, each once, repaired where there is no doubt.
    #[serde(with = "as_digits")]
    pub isbns: Vec<Isbn>,
    /// The ASIN.
    pub asin: Option<String>,
    // A worker's answer is bounded, so what most lists do not say is not sent.
    /// The DOI in its normal form: in lower case, and without the address of a resolver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// The valid ISSNs of the journal, printed and electronic, each once, as `1234-567X`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issns: Vec<String>,
    /// `IMDb`'s number: `tt` and at least seven digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imdb: Option<String>,
    /// The U.S. copyright registrations, each number once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registrations: Vec<Registration>,
    /// What kind of work it is, as the list says or as its identifiers imply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<WorkKind>,
    /// The year of publication.
    pub year: Option<u16>,
    /// The date of publication as precisely as the list gives it: `YYYY`, `YYYY-MM` or
    /// `YYYY-MM-DD`. Of `05/06/1998` only the year is certain, unless another date in
    /// the column shows which number is the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The imprint.
    pub imprint: Option<String>,
    /// The path of the text's file, as the list writes it; for a Calibre library
    /// relative to the library's folder.
    pub file: Option<String>,
    /// The volume.
    pub volume: Option<String>,
    /// The series of books, or of films or episodes.
    pub series: Option<String>,
    /// The journal, magazine or newspaper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// The number of the season, from its own column or from `S02E05` in the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<u16>,
    /// The number of the episode, as for the season.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<u16>,
    /// The identifier of the claim, as the user keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_id: Option<String>,
    /// The receipt of the claim, as the user keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The deadline of the claim: `YYYY-MM-DD` if it is a date that can be read in only
    /// one way, else as the user keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// Whether the author opted out; `None` where the list does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opted_out: Option<bool>,
    /// What was repaired in the row, and what of it could not be used.
    pub notes: Vec<Note>,
}

/// What kind of work a title is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkKind {
    /// A book.
    Book,
    /// An article in a journal, magazine or newspaper, or a paper of a conference.
    Paper,
    /// A film, or a series as a whole.
    Film,
    /// An episode of a series.
    Episode,
}

impl WorkKind {
    /// Returns the stable word for this kind, such as `paper`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Paper => "paper",
            Self::Film => "film",
            Self::Episode => "episode",
        }
    }
}

/// A registration with the U.S. Copyright Office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The number as it is written, such as `TX0000987776` or `TX 6-123-456`.
    pub number: String,
    /// The date as precisely as the list gives it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// Something to say about a title that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What was noticed.
    pub kind: NoteKind,
    /// The sentence for people.
    pub message: String,
}

impl Note {
    pub(crate) fn new(kind: NoteKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

/// Says what was noticed about a title that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NoteKind {
    /// An ISBN was damaged and could be repaired without doubt.
    IsbnRepaired,
    /// An ISBN cannot be used.
    IsbnInvalid,
    /// An ASIN cannot be used.
    AsinInvalid,
    /// A DOI cannot be used.
    DoiInvalid,
    /// An ISSN cannot be used.
    IssnInvalid,
    /// A number of `IMDb` cannot be used.
    ImdbInvalid,
    /// The number of a registration cannot be used, or a date has no number.
    RegistrationInvalid,
    /// The date of a registration cannot be used, or only its year.
    DateInvalid,
    /// A value that should be yes or no is neither.
    AnswerInvalid,
    /// The row was damaged and could be read nevertheless.
    RowRepaired,
    /// There is no title, only an identifier.
    TitleMissing,
    /// There is no author.
    AuthorMissing,
    /// The author was taken from elsewhere in the list: from the client, or from
    /// the row above.
    AuthorAssumed,
    /// The list does not name its encoding, and title or author depend on the
    /// one that was guessed.
    EncodingGuessed,
    /// Characters of the title or the author could not be decoded.
    EncodingDamaged,
}

/// A row of which no title could be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The number of the row, as in [`ClientTitle::row`].
    pub row: u32,
    /// The place in words, as in [`ClientTitle::place`].
    pub place: String,
    /// The sheet, as in [`ClientTitle::sheet`]; always that of a sheet that was
    /// not read.
    pub sheet: Option<String>,
    /// The client, where the row names one and is complete.
    pub client: Option<String>,
    /// What is wrong.
    pub kind: ProblemKind,
    /// What is wrong, in a sentence for people.
    pub message: String,
}

/// Says why no title could be made of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The row of a text table has separators and no values, in the middle of
    /// the table.
    RowEmpty,
    /// The row has neither a title nor a valid identifier.
    RowNoTitle,
    /// The row of a sheet has values only outside the columns of the table.
    RowOutsideTable,
    /// The row repeats the headings.
    RowHeader,
    /// The row is above the headings and may be a title.
    RowAboveHeader,
    /// The row counts or sums up other rows.
    RowTotal,
    /// A value of the row is longer than is read.
    RowTooLong,
    /// A quotation mark of a text table is not closed or is misplaced, and the
    /// row cannot be read without it either.
    QuoteMisplaced,
    /// The row has more values than the table has columns.
    TooManyValues,
    /// The sheet has columns, and none is known to hold titles.
    SheetUnknown,
    /// The sheet has lines of text, and no table.
    SheetRemarks,
    /// The sheet is hidden, and was not read.
    SheetHidden,
    /// An entry of a BibTeX file or an item of a JSON file cannot be parsed.
    EntryMalformed,
    /// Lines of a RIS file are in no record, or a JSON file has text after its list.
    LinesOutsideRecord,
    /// The XML of an ONIX product is broken.
    ProductMalformed,
    /// An ONIX message takes the product back.
    ProductDeleted,
    /// The end of an ONIX message or of a JSON file is missing.
    MessageTruncated,
}

/// ISBNs on their way from one process to another; those that are not valid are
/// refused.
mod as_digits {
    use colophon_catalogue::Isbn;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(isbns: &[Isbn], to: S) -> Result<S::Ok, S::Error> {
        let digits: Vec<String> = isbns.iter().map(ToString::to_string).collect();
        digits.serialize(to)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<Isbn>, D::Error> {
        let digits = Vec::<String>::deserialize(from)?;
        let isbn = |digits: &String| Isbn::parse(digits);
        let isbns: Option<Vec<_>> = digits.iter().map(isbn).collect();
        isbns.ok_or_else(|| D::Error::custom("not an ISBN"))
    }
}
