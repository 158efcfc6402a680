//! `colophon lookup`: finds works in indexes by a name, a title, a number or a digest.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use colophon_engine::report::{self, Language};
use colophon_engine::{self as engine, Cutoff, Lookup, LookupRequest, Narrow, Order};

use super::check::ReportLanguage;
use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal;

/// How many works a page has.
const PAGE: usize = 50;

/// Look up works in an index by author, title, ISBN or digest
///
/// Colophon finds out what the question is. An author's name finds all works by that
/// name; words that may be a title are looked up as one as well. Title and author
/// together, with --title and --author, find what is very likely this book. An ISBN is
/// found in both its forms.
///
/// A text that the index holds is found by its title and author, too. It does not count
/// as found: give the file to `colophon check` to compare the two.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group = clap::ArgGroup::new("what")
    .args(["question", "title", "author", "isbn", "doi", "imdb", "registration", "digest"])
    .required(true).multiple(true))]
#[command(after_long_help = "\
Exit code:
  0  nothing was found, or only entries that a person must look through
  1  something was found
  2  no index can be read or could answer, or an argument is wrong

Examples:
  colophon lookup \"Jane Writer\"
  colophon lookup \"Jane Writer\" --pen-name \"J. W. Marsh\" --work-language de --all
  colophon lookup --title \"Harbour Lights\" --author \"Jane Writer\"
  colophon lookup 0-306-40615-2 --index fiction.colophon
  colophon lookup \"Jane Writer\" --out works.bib")]
pub(crate) struct Args {
    /// A name, a title, both, a number such as an ISBN or a DOI, or the digest of a file
    #[arg(value_name = "QUESTION", conflicts_with_all = ["title", "author", "isbn", "doi", "imdb", "registration", "digest"])]
    pub(crate) question: Option<String>,

    /// The title
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,

    /// An author; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Vec<String>,

    /// Another name of the author; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) pen_name: Vec<String>,

    /// An ISBN of ten or thirteen digits, or an ASIN
    #[arg(long, value_name = "ISBN")]
    pub(crate) isbn: Option<String>,

    /// The DOI of a paper
    #[arg(long, value_name = "DOI")]
    pub(crate) doi: Option<String>,

    /// The IMDb number of a film, an episode or a series, such as tt0116191
    #[arg(long, value_name = "NUMBER")]
    pub(crate) imdb: Option<String>,

    /// The number of a U.S. copyright registration, such as TX0006123456
    #[arg(long, value_name = "NUMBER")]
    pub(crate) registration: Option<String>,

    /// The MD5, SHA-1 or SHA-256 of a file, in hexadecimal digits
    #[arg(long, value_name = "DIGEST")]
    pub(crate) digest: Option<String>,

    /// An index to search, a file or the folder of a set; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) index: Vec<PathBuf>,

    /// Say for each entry whether it was added before or after this date; see `colophon check --help`
    #[arg(long, value_name = "DATE", value_parser = super::cutoff::parse)]
    pub(crate) cutoff: Option<Cutoff>,

    /// Only works in this language, such as de or German; may be given several times
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) work_language: Vec<String>,

    /// Only entries of this year of publication or later
    #[arg(long, value_name = "YEAR")]
    pub(crate) from_year: Option<u16>,

    /// Only entries of this year of publication or earlier
    #[arg(long, value_name = "YEAR")]
    pub(crate) to_year: Option<u16>,

    /// Only files in this format, such as epub; may be given several times
    #[arg(long, value_name = "EXTENSION")]
    pub(crate) file_format: Vec<String>,

    /// Only entries of this collection, such as libgen-fiction; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,

    /// Only works whose text the index holds
    #[arg(long)]
    pub(crate) texts: bool,

    /// The order of the works
    #[arg(long, value_name = "ORDER", default_value = "best")]
    pub(crate) sort: Sort,

    /// Turn the order around
    #[arg(long)]
    pub(crate) reverse: bool,

    /// Which page to show, of 50 works each [default: 1 for text, all for other formats]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page: Option<u32>,

    /// Show all works
    #[arg(long, conflicts_with = "page")]
    pub(crate) all: bool,

    /// How to write the answer [default: by the extension of --out, else text]
    ///
    /// The extensions are .txt, .json, .csv, .html and .bib.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Write the answer to this file, which is replaced only once the answer is complete
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// The language of the answer [default: the language of your locale, else English]
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<ReportLanguage>,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
    /// For a spreadsheet, a row for each entry
    Csv,
    /// A page to read, print and hand on
    Html,
    /// For a reference manager, an entry for each work
    Bibtex,
    /// A client list in CSV, a row for each work, for `colophon check --clients`
    List,
}

impl Format {
    /// Returns the format that the name of a file asks for.
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "html" | "htm" => Some(Self::Html),
            "bib" => Some(Self::Bibtex),
            _ => None,
        }
    }
}

/// The order of works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// The surest first, then by title
    Best,
    /// By title
    Title,
    /// By author
    Author,
    /// By the first year of publication
    Year,
    /// By the first date on which an entry was added
    Added,
    /// By the number of entries, the most first
    Records,
}

impl Sort {
    fn order(self) -> Order {
        match self {
            Self::Best => Order::Best,
            Self::Title => Order::Title,
            Self::Author => Order::Author,
            Self::Year => Order::Year,
            Self::Added => Order::Added,
            Self::Records => Order::Records,
        }
    }
}

pub(crate) fn run(args: Args, stop: &Stop) -> Result<u8, Failure> {
    let language = args
        .language
        .map_or_else(terminal::language, ReportLanguage::language);
    let format = args
        .format
        .or_else(|| args.out.as_deref().and_then(Format::of))
        .unwrap_or(Format::Text);
    let indexes = if args.index.is_empty() {
        engine::default_indexes()
    } else {
        args.index
    };
    let output = Output::new(args.out);
    output.prepare(&indexes, stop)?;
    let narrow = Narrow {
        languages: args.work_language,
        formats: args.file_format,
        sources: args.source,
        from_year: args.from_year,
        to_year: args.to_year,
        texts: args.texts,
        ..Narrow::default()
    };
    let request = LookupRequest {
        question: args.question,
        title: args.title,
        authors: args.author,
        pen_names: args.pen_name,
        isbn: args.isbn,
        doi: args.doi,
        imdb: args.imdb,
        registration: args.registration,
        digest: args.digest,
        cutoff: args.cutoff,
        indexes,
    };
    // An index that is new to this computer is verified first, which may take a while.
    let progress = Progress::show(stop);
    let whole = engine::lookup(&request, stop.job())?;
    drop(progress);
    let (offset, limit) = match args.page {
        Some(page) => ((page as usize - 1).saturating_mul(PAGE), PAGE),
        None if args.all || format != Format::Text => (0, usize::MAX),
        None => (0, PAGE),
    };
    let order = (args.sort.order(), args.reverse);
    let found = engine::narrowed(&whole, &narrow, order, offset, limit);
    let written = written(&found, format, language, &output);
    output.write(written.as_bytes(), stop)?;
    output.say_where();
    // A page that does not show what was found does not undo it.
    let all = engine::narrowed(&whole, &narrow, order, 0, usize::MAX);
    Ok(if all.is_found() {
        exit::FOUND
    } else {
        exit::DONE
    })
}

fn written(found: &Lookup, format: Format, language: Language, output: &Output) -> String {
    match format {
        Format::Text => {
            let style = terminal::style(output.is_stdout());
            report::lookup_to_text(found, language, &style)
        }
        Format::Json => report::lookup_to_json(found, language),
        Format::Csv => report::lookup_to_csv(found, language),
        Format::Html => report::lookup_to_html(found, language),
        Format::Bibtex => report::lookup_to_bibtex(found, language),
        Format::List => report::lookup_to_list(found),
    }
}
