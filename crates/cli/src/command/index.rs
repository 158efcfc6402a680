//! `colophon index`: builds an index, shows what it covers, verifies it, merges
//! several into one, or gets one from its publisher.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::builder::TypedValueParser;
use clap::{Subcommand, ValueEnum};
use colophon_engine::report::{self, Code, Language, escaped, harmless, number, numbers_only};
use colophon_engine::{
    self as engine, About, BuildRequest, BuildSummary, CatalogueInput, IndexDetail, IndexInfo,
    Limits,
};

use super::coverage::{covers, kinds_of_indexes, left_out};
use super::made::Made;
use super::{merge, supply};
use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// Get, build, inspect or verify an index
///
/// An index is a file of figures computed from the texts of books, with their
/// titles and authors. It holds no text.
#[derive(Debug, Subcommand)]
#[command(
    after_help = kinds_of_indexes(),
    after_long_help = format!("Example:\n  colophon index info fiction.colophon\n\n{}", kinds_of_indexes())
)]
pub(crate) enum Command {
    Build(Build),
    Info(Info),
    Verify(Verify),
    Merge(merge::Args),
    Get(supply::Get),
    Update(supply::Update),
    Sources(supply::Sources),
    Forget(supply::Forget),
}

/// Build an index from books, from metadata dumps, or from both
///
/// A file works.tsv in the folder of the books, or in the folder above, gives
/// their titles and authors. Its columns are id, title and author; id is the name
/// of a book's file without the extension. For a book that it does not list,
/// Colophon uses the title and author in the book's own file.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  colophon index build --books Library --out library.colophon
  colophon index build --catalogue libgen:libgen.sql.gz --catalogue libgen:fiction.sql.gz --out libgen.colophon")]
pub(crate) struct Build {
    /// The index to write; an older one is replaced only once the new one is complete
    #[arg(long, value_name = "FILE.colophon")]
    pub(crate) out: PathBuf,

    /// The name of the index, to show to people [default: the name of the file]
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) name: String,

    /// What people should know about the index: a JSON file
    ///
    /// An object with any of description, publisher, contact and licence. It is shown
    /// wherever the index is, as the words of its publisher.
    #[arg(long, value_name = "FILE")]
    pub(crate) about: Option<PathBuf>,

    /// How coarse the index is: a power of two; a larger number makes a smaller, coarser index
    #[arg(long, value_name = "N", default_value_t = 1024)]
    pub(crate) scale: u32,

    /// A document or a folder of documents; may be given several times
    #[arg(long, required_unless_present = "catalogue", value_name = "PATH")]
    pub(crate) books: Vec<PathBuf>,

    /// Read the documents of each folder as one book, chapter by chapter
    ///
    /// The book is named after the folder; in works.tsv, its id is the name of the
    /// folder.
    #[arg(long, requires = "books")]
    pub(crate) as_one: bool,

    /// A dump of a collection's metadata, with its kind; may be given several times
    ///
    /// KIND is libgen, libgen-li, pilimi, isbn-list, csv, scimag, dois, opensubtitles,
    /// aac, aarecords, usco, nypl-cce, bookcorpus or file-names. PATH may be packed as
    /// .gz, .zst or .zip. Use - to read standard input.
    #[arg(long, value_name = "KIND:PATH", value_parser = catalogue())]
    pub(crate) catalogue: Vec<CatalogueInput>,

    /// A file that names the writers of films, for opensubtitles; may be given several times
    ///
    /// IMDb's title.basics.tsv, title.crew.tsv and name.basics.tsv, packed or not.
    #[arg(long, requires = "catalogue", value_name = "FILE")]
    pub(crate) crew: Vec<PathBuf>,
}

/// Show what an index covers
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon index info fiction.colophon")]
pub(crate) struct Info {
    /// The index: a file, or the folder of a set
    #[arg(value_name = "INDEX")]
    pub(crate) file: PathBuf,

    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: InfoFormat,
}

/// Read a whole index and check that it is undamaged
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:\n  colophon index verify fiction.colophon")]
pub(crate) struct Verify {
    /// The index: a file, or the folder of a set
    #[arg(value_name = "INDEX")]
    pub(crate) file: PathBuf,
}

/// How `index info` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InfoFormat {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
}

pub(crate) fn run(command: Command, stop: &Stop) -> Result<u8, Failure> {
    let written = match command {
        Command::Build(args) => build(args, stop)?,
        Command::Info(args) => {
            let detail = engine::IndexView::open(&args.file)?.detail()?;
            match args.format {
                InfoFormat::Text => {
                    let style = terminal::style(Output::new(None).is_stdout());
                    describe(&detail.info) + &covers(&detail, style.unicode)
                }
                InfoFormat::Json => json(&detail),
            }
        }
        Command::Merge(args) => merge::run(args, stop)?,
        Command::Get(args) => supply::get(&args, stop)?,
        Command::Update(args) => supply::update(&args, stop)?,
        Command::Sources(args) => supply::sources(&args)?,
        Command::Forget(args) => supply::forget(&args)?,
        Command::Verify(args) => {
            let progress = Progress::show(stop);
            let info = engine::verify_index(&args.file, stop.job())?;
            drop(progress);
            format!(
                "{}Undamaged: every part was read and is consistent.\n",
                describe(&info)
            )
        }
    };
    Output::new(None).write(written.as_bytes(), stop)?;
    Ok(exit::DONE)
}

fn build(args: Build, stop: &Stop) -> Result<String, Failure> {
    let about = match &args.about {
        Some(file) => engine::read_about(file)?,
        None => About::default(),
    };
    let catalogues = args.catalogue.into_iter();
    let catalogues: Vec<_> = catalogues.map(|it| it.with_crew(&args.crew)).collect();
    if !args.crew.is_empty() && !catalogues.iter().any(CatalogueInput::takes_crew) {
        let message = "--crew names the writers of films, and no dump of films is given";
        let hint = "Add --catalogue opensubtitles:PATH, or leave out --crew.";
        return Err(Failure::new(Code::InvalidArgument, message, hint));
    }
    let request = BuildRequest {
        out: args.out,
        name: args.name,
        about,
        scale: args.scale,
        books: args.books,
        catalogues,
        jobs: 0,
        limits: Limits::default(),
        as_one: args.as_one,
    };
    let progress = Progress::show(stop);
    let summary = engine::build_index(&request, stop.job())?;
    drop(progress);
    for skipped in &summary.skipped {
        terminal::warn(
            skipped.code,
            format_args!("{}: {}", skipped.path, skipped.message),
        );
    }
    for remark in &summary.remarks {
        terminal::say(&format!("note: {remark}"));
    }
    for said in report::one_books(&summary.one_book, Language::English) {
        terminal::say(&format!(
            "note: {said} To index them as one work, add --as-one."
        ));
    }
    Ok(built(&request, &summary))
}

/// Returns the parser of `KIND:PATH`; the path need not be Unicode.
fn catalogue() -> impl TypedValueParser<Value = CatalogueInput> {
    clap::builder::OsStringValueParser::new().try_map(|value: OsString| {
        let bytes = value.as_encoded_bytes();
        let kinds = CatalogueInput::kinds();
        let kind = kinds.iter().find(|kind| {
            bytes
                .strip_prefix(kind.as_bytes())
                .is_some_and(|rest| rest.starts_with(b":") && rest.len() > 1)
        });
        let Some(kind) = kind else {
            return Err(format!(
                "write KIND:PATH, with one of the kinds {}",
                kinds.join(", ")
            ));
        };
        let path = after(&value, kind.len() + 1);
        CatalogueInput::new(kind, Path::new(&path)).map_err(|error| error.to_string())
    })
}

/// Returns what follows the first `n` bytes, which are ASCII.
#[cfg(unix)]
fn after(value: &OsStr, n: usize) -> OsString {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(value.as_bytes().get(n..).unwrap_or_default()).to_owned()
}

/// Returns what follows the first `n` bytes, which are ASCII. A path that is not
/// Unicode cannot be split here.
#[cfg(not(unix))]
fn after(value: &OsStr, n: usize) -> OsString {
    value.to_string_lossy().get(n..).unwrap_or_default().into()
}

fn built(request: &BuildRequest, summary: &BuildSummary) -> String {
    Made {
        out: &request.out,
        works: summary.works,
        records: summary.records,
        left_out: left_out(summary),
        size_bytes: summary.size_bytes,
        sha256: &summary.sha256,
    }
    .describe()
}

/// Describes an index, a line for each fact.
fn describe(info: &IndexInfo) -> String {
    let about: Vec<String> = [
        ("About:     ", &info.about.description),
        ("Publisher: ", &info.about.publisher),
        ("Contact:   ", &info.about.contact),
        ("Licence:   ", &info.about.licence),
    ]
    .into_iter()
    .filter(|(_, said)| !said.is_empty())
    .map(|(label, said)| format!("{label}{}\n", harmless(said)))
    .collect();
    let about = about.concat();
    let numbers = if info.numbers_only {
        format!("           {}\n", numbers_only(Language::English))
    } else {
        String::new()
    };
    let entries = if info.numbers_only {
        "book numbers, without titles"
    } else {
        "in its catalogue"
    };
    let demonstration = if info.demonstration {
        " (a demonstration)"
    } else {
        ""
    };
    let from: String = info
        .sources
        .iter()
        .map(|source| {
            let name = harmless(&source.name);
            let records = source.records;
            match &source.snapshot {
                Some(date) => format!("  of:      {name}, {records} entries, as of {date}\n"),
                None => format!("  of:      {name}, {records} entries\n"),
            }
        })
        .collect();
    let files: String = info
        .set
        .iter()
        .flat_map(|set| {
            let state = format!("Set:       {}, state {}\n", set.id, set.number);
            let files = set
                .files
                .iter()
                .map(|it| format!("  file:    {}\n", harmless(&it.file)));
            std::iter::once(state).chain(files)
        })
        .collect();
    let length = match info.works {
        0 => String::new(),
        _ => format!(
            "  needs:   a text of about {} words or more\n",
            number(Language::English, info.needed_words)
        ),
    };
    format!(
        "File:      {}\n\
         Name:      {}{demonstration}\n\
         Made:      {}\n\
         {files}\
         Works:     {} compared by text\n\
         {length}\
         Entries:   {} {entries}\n\
         {from}\
         {numbers}\
         {about}\
         Size:      {} bytes\n\
         Recipe:    {}, 1 in {}\n\
         Format:    {}\n\
         Contents:  SHA-256 {}\n",
        harmless(&info.file),
        harmless(&info.name),
        harmless(&info.created),
        info.works,
        info.records,
        info.size_bytes,
        harmless(&info.recipe),
        info.scale,
        info.format_version,
        info.sha256,
    )
}

fn json(detail: &IndexDetail) -> String {
    // Strings, numbers and truth values always serialise.
    escaped(serde_json::to_string_pretty(detail).unwrap_or_default()) + "\n"
}

#[cfg(test)]
mod tests {
    use colophon_engine::{
        About, BuildRequest, BuildSummary, Counted, Coverage, Facet, IndexDetail, IndexInfo, Limits,
    };

    use colophon_engine::report::model::SourceSummary;

    use super::{built, covers, describe, json};

    fn info() -> IndexInfo {
        IndexInfo {
            file: "/home/jane/fiction.colophon".to_owned(),
            name: "Fiction\u{1b}[2J, spring".to_owned(),
            created: "2024-03-02T08:00:00Z".to_owned(),
            sha256: "ab".repeat(32),
            format_version: 1,
            recipe: "colophon-1".to_owned(),
            scale: 1024,
            needed_words: 2_300,
            works: 64,
            records: 7,
            postings: 42_000,
            size_bytes: 151_552,
            demonstration: false,
            numbers_only: false,
            about: About {
                description: "What the society has scanned.".to_owned(),
                publisher: "A society\u{202e}".to_owned(),
                ..About::default()
            },
            sources: vec![SourceSummary {
                name: "libgen-fiction".to_owned(),
                snapshot: Some("2021-06-30".to_owned()),
                records: 7,
                numbers_only: false,
            }],
            set: None,
        }
    }

    fn coverage() -> Coverage {
        let counted = |value: &str, n| Counted {
            value: value.to_owned(),
            n,
        };
        Coverage {
            given: vec![counted("title", 7), counted("number", 5)],
            languages: Facet {
                values: vec![counted("en", 4), counted("klingon\u{1b}", 1)],
                others: 0,
                unknown: 2,
            },
            decades: Facet {
                values: vec![counted("0", 3), counted("1990", 4)],
                ..Facet::default()
            },
            formats: Facet::default(),
            work_languages: Facet {
                values: vec![counted("de", 64)],
                ..Facet::default()
            },
        }
    }

    #[test]
    fn what_an_index_covers_is_shown_as_recorded() {
        let detail = IndexDetail {
            info: info(),
            coverage: coverage(),
        };
        insta::assert_snapshot!(covers(&detail, true));
        assert!(!covers(&detail, false).contains('█'));
    }

    #[test]
    fn an_index_of_numbers_says_so() {
        let numbers = IndexInfo {
            numbers_only: true,
            ..info()
        };
        assert!(describe(&numbers).contains("7 book numbers, without titles"));
        assert!(describe(&numbers).contains("can be in the collection without a number"));
    }

    #[test]
    fn an_index_is_described_as_recorded() {
        insta::assert_snapshot!(describe(&info()));
        assert!(
            describe(&IndexInfo {
                demonstration: true,
                ..info()
            })
            .contains("demonstration")
        );
    }

    #[test]
    fn the_json_holds_every_fact() {
        let detail = IndexDetail {
            info: info(),
            coverage: coverage(),
        };
        let value: serde_json::Value = serde_json::from_str(&json(&detail)).unwrap();
        assert_eq!(value["name"], info().name);
        assert_eq!(value["coverage"]["decades"]["values"][0]["n"], 3);
        assert_eq!(value["postings"], 42_000);
    }

    #[test]
    fn what_was_built_is_told() {
        let request = BuildRequest {
            out: "x.colophon".into(),
            name: String::new(),
            about: About::default(),
            scale: 1024,
            books: Vec::new(),
            catalogues: Vec::new(),
            jobs: 0,
            limits: Limits::default(),
            as_one: false,
        };
        let summary = BuildSummary {
            works: 3,
            records: 7,
            postings: 99,
            size_bytes: 4_096,
            sha256: "00".to_owned(),
            skipped: Vec::new(),
            remarks: Vec::new(),
            one_book: Vec::new(),
        };
        let text = built(&request, &summary);
        assert_eq!(
            text,
            "Made:      x.colophon\nWorks:     3\nEntries:   7\nSize:      4096 bytes\nContents:  SHA-256 00\n"
        );
    }
}
