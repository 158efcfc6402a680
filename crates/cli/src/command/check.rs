//! `colophon check`: compares manuscripts, or the titles of a client list, with
//! indexes and writes a report.

mod place;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use colophon_engine::publish::Wanted;
use colophon_engine::report::model::{ManuscriptResult, Report, Sender};
use colophon_engine::report::{self, Code, Delimiter, Language, Signer};
use colophon_engine::sealed::{ReportKey, read_signing_key};
use colophon_engine::{
    self as engine, CheckRequest, ClientsChecked, ClientsRequest, Cutoff, Naming,
};

use self::place::{is_folder, make_folder};
use crate::exit;
use crate::failure::Failure;
use crate::output::{self, Output};
use crate::progress::Progress;
use crate::secret::Secrets;
use crate::stop::Stop;
use crate::terminal;

/// Check whether manuscripts are in an index
///
/// Colophon reads every manuscript on this computer and compares it with the
/// text of every work in the index. The report says what was found, how much of
/// the text is shared and where, and what could not be judged.
///
/// A document that gives no title or no author is looked up under a guess, which
/// is never an answer. Give both with --title and --author, or its number with --isbn.
///
/// With --clients, Colophon looks up every title of a client list in the
/// catalogue of the index, and compares the title's file if there is one. To
/// resume a check that was stopped, run it again with the same --out.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Exit code:
  0    nothing was found
  1    something was found
  2    something could not be judged, or an argument is wrong
  130  the check was stopped

Examples:
  colophon check my-novel.docx
  colophon check draft3.docx --title \"The Salt Road\" --author \"Jane Writer\"
  colophon check Novel --as-one
  colophon check Manuscripts --index fiction.colophon --out report.html
  colophon check --clients clients.xlsx --files Manuscripts --out Reports/")]
pub(crate) struct Args {
    /// A document, a folder of documents, or a .print file
    #[arg(required_unless_present = "clients", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The title of the document, instead of the one that it gives or seems to have
    #[arg(long, value_name = "TITLE", conflicts_with = "clients")]
    pub(crate) title: Option<String>,

    /// Its author, likewise
    #[arg(long, value_name = "NAME", conflicts_with = "clients")]
    pub(crate) author: Option<String>,

    /// Its ISBN, likewise
    #[arg(long, value_name = "ISBN", conflicts_with = "clients")]
    pub(crate) isbn: Option<String>,

    /// Read the documents of each folder as one manuscript, chapter by chapter
    ///
    /// The chapters are put in the order of the numbers in the names of their files.
    #[arg(long, conflicts_with = "clients")]
    pub(crate) as_one: bool,

    /// A list of titles: CSV, TSV, XLSX, ODS, ONIX, BibTeX, RIS, CSL-JSON, ORCID's export, or a Calibre library's metadata.db
    ///
    /// Colophon knows the usual names of columns: client, title, author, pen names,
    /// ISBN, ASIN, year, publisher, file. For others, use --map.
    #[arg(long, value_name = "LIST", conflicts_with = "paths")]
    pub(crate) clients: Option<PathBuf>,

    /// The folder with the files of the list's titles
    #[arg(
        long,
        value_name = "DIR",
        requires = "clients",
        conflicts_with = "paths"
    )]
    pub(crate) files: Option<PathBuf>,

    /// What a column of the list holds, as in --map title=Work; may be given several times
    #[arg(
        long,
        value_name = "FIELD=COLUMN",
        requires = "clients",
        conflicts_with = "paths"
    )]
    pub(crate) map: Vec<String>,

    /// Add a claim sheet for each client to the folder that --out names
    ///
    /// It is a page, a table and a workbook with one row for each work: numbers,
    /// publishers, registrations with the two rules, the entries found, and four fields
    /// of yours: claim identifier, receipt, deadline and opted out. What you write into
    /// the table or the workbook is kept by the next check with the same --out.
    #[arg(long, requires = "clients", requires = "out", conflicts_with = "paths")]
    pub(crate) claims: bool,

    /// Say for each catalogue entry whether it was added before or after this date
    ///
    /// A day such as 2021-06-30, a month such as 2021-06, a year, or a period such as
    /// 2021-06-01..2021-07-31; what was added within it is unclear. Or a name: bartz-libgen
    /// (1 June to 31 July 2021), bartz-pilimi (1 July to 10 August 2022).
    #[arg(long, value_name = "DATE", value_parser = super::cutoff::parse)]
    pub(crate) cutoff: Option<Cutoff>,

    /// An index to search, a file or the folder of a set; may be given several times
    ///
    /// Without it, Colophon searches every index in your index folder, and the book
    /// numbers of Books3 that come with the program. The sample stories alone are
    /// compared with the demonstration index.
    #[arg(long, value_name = "FILE")]
    pub(crate) index: Vec<PathBuf>,

    /// How to write the report [default: by the extension of --out, else text]
    ///
    /// The extensions are .txt, .json, .csv, .xlsx and .html. Leave --format out if
    /// --out is a folder: the folder gets the report in several formats.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Write the report to this file, which is replaced only once the report is complete
    ///
    /// Colophon never replaces a file that it did not write, unless the file is no
    /// longer than a short note.
    ///
    /// With --clients it may be a folder. The folder gets an overview, and a page
    /// and two tables for each client, which hold none of your paths and file names.
    /// Files of an earlier report that this one does not write again are removed.
    /// The folder is sealed, and so are the files of each client: send the one that
    /// ends in .seal with them. `colophon verify-report` finds every change.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Sign the seals of a report in a folder with this key
    ///
    /// It is a key for `colophon publish`, or one that `colophon verify-report --new-key`
    /// made. Anyone who has the public half can verify that the report is yours.
    #[arg(
        long,
        value_name = "KEYFILE",
        requires = "clients",
        conflicts_with = "paths"
    )]
    pub(crate) sign: Option<PathBuf>,

    /// A file whose first line is the passphrase of the key; without it, Colophon asks
    #[arg(long, value_name = "FILE", requires = "sign")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// The language of the report [default: the language of your locale, else English]
    ///
    /// Words for programs, such as verdicts, codes and field names, are the same in
    /// every language.
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<ReportLanguage>,

    /// Your name or that of your agency, for the head of the report
    #[arg(long, value_name = "NAME")]
    pub(crate) from: Option<String>,

    /// A line of your own, for the head of the report
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,

    /// What separates the cells of a CSV table: comma, semicolon or tab
    ///
    /// Excel expects a semicolon where a comma is in decimal numbers.
    #[arg(long, value_name = "DELIMITER", default_value_t = Delimiter::Comma, value_parser = delimiter)]
    pub(crate) delimiter: Delimiter,

    /// How many manuscripts to read at the same time [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
    /// For a spreadsheet, a row for each match
    Csv,
    /// A workbook of Excel; needs --out
    Xlsx,
    /// A page to read, print and hand on
    Html,
}

/// A language of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportLanguage {
    /// English
    En,
    /// German
    De,
}

impl Args {
    /// Returns who hands the report on.
    fn sender(&self) -> Option<Sender> {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        Sender::new(&said(&self.from), &said(&self.note))
    }

    /// Returns the language of the report.
    fn language(&self) -> Language {
        self.language
            .map_or_else(terminal::language, ReportLanguage::language)
    }
}

impl ReportLanguage {
    /// Returns the language.
    pub(crate) const fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::De => Language::German,
        }
    }
}

impl Format {
    /// Returns the format that the extension of a file asks for: text if there is
    /// no extension, `None` if it is not one of a report.
    fn of_ending(out: Option<&Path>) -> Option<Self> {
        let Some(ending) = out.and_then(Path::extension) else {
            return Some(Self::Text);
        };
        match ending.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "html" | "htm" => Some(Self::Html),
            "txt" | "text" => Some(Self::Text),
            _ => None,
        }
    }
}

pub(crate) fn run(mut args: Args, stop: &Stop) -> Result<u8, Failure> {
    let indexes = match std::mem::take(&mut args.index) {
        none if none.is_empty() => engine::indexes_for(&args.paths),
        named => named,
    };
    match args.clients.clone() {
        Some(list) => run_clients(&args, list, indexes, stop),
        None => run_paths(args, indexes, stop),
    }
}

/// Reads what separates the cells of a table.
fn delimiter(said: &str) -> Result<Delimiter, String> {
    said.parse()
        .map_err(|_| "use comma, semicolon or tab".to_owned())
}

fn run_paths(mut args: Args, indexes: Vec<PathBuf>, stop: &Stop) -> Result<u8, Failure> {
    let format = format_of(&args)?;
    let (title, author) = (args.title.take(), args.author.take());
    let naming = Naming::read(title, author, args.isbn.as_deref())?;
    let look = Look::of(&args, format);
    let sender = args.sender();
    let output = Output::new(args.out.take());
    output.prepare(args.paths.iter().chain(&indexes), stop)?;
    let mut request = CheckRequest::new(args.paths, indexes);
    request.jobs = args.jobs.map_or(0, usize::from);
    request.cutoff = args.cutoff;
    request.as_one = args.as_one;
    request.naming = naming;
    let progress = Progress::show(stop);
    let mut report = engine::check(&request, stop.job())?;
    report.from = sender;
    drop(progress);
    say_what_helps(&report);
    if format != Format::Text || !output.is_stdout() {
        say_passed_over(&report);
    }
    output.write(&look.write(&report, &output), stop)?;
    say_done(&report, &output);
    Ok(exit::of_report(&report))
}

fn run_clients(
    args: &Args,
    list: PathBuf,
    indexes: Vec<PathBuf>,
    stop: &Stop,
) -> Result<u8, Failure> {
    let folder = args
        .out
        .as_deref()
        .filter(|out| is_folder(out, args.format.is_some()));
    let Some(folder) = folder else {
        if args.sign.is_some() {
            let message = "--sign is for a report in a folder, and --out does not name one";
            let hint = "Name a folder with --out, or leave out --sign.";
            return Err(Failure::new(Code::InvalidArgument, message, hint));
        }
        if args.claims {
            let message = "claim sheets are written into a folder, and --out does not name one";
            let hint = "Name a folder with --out, and leave out --format.";
            return Err(Failure::new(Code::InvalidArgument, message, hint));
        }
        let format = format_of(args)?;
        let output = Output::new(args.out.clone());
        let read = indexes.iter().chain([&list]).chain(&args.files);
        output.prepare(read, stop)?;
        let journal = output.next_to(".unfinished");
        let checked = check_clients(args, list, indexes, journal, stop)?;
        if format != Format::Text || !output.is_stdout() {
            say_passed_over(&checked.report);
        }
        let look = Look::of(args, format);
        output.write(&look.write(&checked.report, &output), stop)?;
        say_done(&checked.report, &output);
        return Ok(settled(checked));
    };
    if args.format.is_some() {
        let message = format!(
            "{}: a folder gets the report in several formats, and --format names one",
            folder.display()
        );
        let hint = "Leave out --format, or name a file with --out.";
        return Err(Failure::new(Code::InvalidArgument, message, hint));
    }
    let read = indexes.iter().chain([&list]).map(PathBuf::as_path);
    report::prepare_folder(folder, read)?;
    if args.claims || engine::has_claims(folder) {
        // A sheet that cannot be read is better known before the check than after it.
        engine::try_claims(folder, stop.job())?;
    }
    let key = signing_key(args, folder, stop)?;
    let is_new = make_folder(folder)?;
    output::sweep(folder);
    let left = output::Left::behind(folder);
    let done = into_folder(args, (folder, key), list, indexes, stop);
    if done.is_ok() {
        left.sweep();
    }
    if is_new && done.is_err() {
        // This keeps a folder that is not empty.
        let _ = std::fs::remove_dir(folder);
    }
    done
}

/// Reads the key that signs the report, if there is one.
fn signing_key(args: &Args, folder: &Path, stop: &Stop) -> Result<Option<ReportKey>, Failure> {
    let Some(file) = &args.sign else {
        return Ok(None);
    };
    let secrets = Secrets {
        passphrase_file: args.passphrase_file.clone(),
        stop,
    };
    let ask = |wanted: Wanted<'_>| secrets.passphrase(wanted);
    Ok(Some(read_signing_key(file, folder, &ask)?))
}

fn into_folder(
    args: &Args,
    (folder, key): (&Path, Option<ReportKey>),
    list: PathBuf,
    indexes: Vec<PathBuf>,
    stop: &Stop,
) -> Result<u8, Failure> {
    let read: Vec<PathBuf> = indexes.iter().chain([&list]).cloned().collect();
    let journal = Some(folder.join(".unfinished"));
    let mut checked = check_clients(args, list, indexes, journal, stop)?;
    let kept = (args.claims || engine::has_claims(folder))
        .then(|| engine::kept_claims(folder, stop.job()))
        .transpose()?;
    if let Some(kept) = &kept {
        kept.apply(&mut checked.report);
    }
    let report = &checked.report;
    say_passed_over(report);
    let files = report.results.iter().map(|result| Path::new(&result.path));
    let read = files.chain(read.iter().map(PathBuf::as_path));
    let mut many = output::Many::new(stop);
    let done = report::write_folder(
        report,
        kept.as_ref(),
        (args.language(), args.delimiter),
        folder,
        read,
        key.as_ref().map(|key| key as &dyn Signer),
        &mut many,
    )?;
    if !done.removed.is_empty() {
        terminal::say(&format!(
            "Removed from {}, left over from an earlier report: {}.",
            folder.display(),
            some_of(&done.removed)
        ));
    }
    if !done.others.is_empty() {
        terminal::say(&format!(
            "Not part of this report, and left alone in {}: {}.",
            folder.display(),
            some_of(&done.others)
        ));
    }
    terminal::say(&report::summary(report, Language::English));
    terminal::say(&format!(
        "The report starts with {}.",
        folder.join("overview.html").display()
    ));
    if let Some(key) = key {
        terminal::say(&format!(
            "It is signed with the key {}.",
            key.public().to_text()
        ));
    }
    Ok(settled(checked))
}

fn check_clients(
    args: &Args,
    list: PathBuf,
    indexes: Vec<PathBuf>,
    journal: Option<PathBuf>,
    stop: &Stop,
) -> Result<ClientsChecked, Failure> {
    let mut request = ClientsRequest::new(list, indexes);
    request.mapping.clone_from(&args.map);
    request.files.clone_from(&args.files);
    request.jobs = args.jobs.map_or(0, usize::from);
    request.cutoff = args.cutoff;
    request.journal = journal;
    let progress = Progress::show(stop);
    let mut checked = engine::check_clients(&request, stop.job())?;
    checked.report.from = args.sender();
    drop(progress);
    if checked.n_resumed > 0 {
        terminal::say(&format!(
            "Resumed a check that was stopped: {} titles were already checked.",
            checked.n_resumed
        ));
    }
    Ok(checked)
}

/// Says what the user can do about documents that do not say what they are, and
/// about chapters of one book.
fn say_what_helps(report: &Report) {
    for said in report::one_books(&report.one_book, Language::English) {
        terminal::say(&format!(
            "note: {said} To check them as one manuscript, add --as-one."
        ));
    }
    let mut results = report.results.iter();
    let is_guessed = |result: &&ManuscriptResult| {
        let mut codes = result.warnings.iter().map(|warning| warning.code);
        codes.any(|code| code == Code::Guessed)
    };
    if let Some(result) = results.find(is_guessed) {
        terminal::say(&format!(
            "note: {} does not say what it is; check it alone, with --title and --author, or --isbn.",
            result.path
        ));
    }
}

/// Says which files in folders were not read, where the report on standard output
/// does not.
fn say_passed_over(report: &Report) {
    if let Some(said) = report::passed_over(&report.passed_over, Language::English) {
        terminal::say(&said);
    }
}

/// Says what was found and where the report is, unless the report itself was just
/// printed.
fn say_done(report: &Report, output: &Output) {
    if !output.is_stdout() {
        terminal::say(&report::summary(report, Language::English));
        output.say_where();
    }
}

/// Discards what was kept for resuming, and returns the exit code.
fn settled(checked: ClientsChecked) -> u8 {
    let code = exit::of_report(&checked.report);
    checked.settle();
    code
}

/// Names some of the files.
fn some_of(names: &[String]) -> String {
    const MOST: usize = 8;
    let shown = names[..names.len().min(MOST)].join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        n => format!("{shown} and {n} more"),
    }
}

fn format_of(args: &Args) -> Result<Format, Failure> {
    let by_ending = || Format::of_ending(args.out.as_deref());
    let format = args.format.or_else(by_ending).ok_or_else(|| {
        let out = args.out.as_deref().unwrap_or(Path::new(""));
        let message = format!("{}: the extension is not one of a report", out.display());
        let hint = "Name a file that ends in .txt, .json, .csv, .xlsx or .html, or choose a format with --format.";
        Failure::new(Code::InvalidArgument, message, hint)
    })?;
    if format == Format::Xlsx && args.out.is_none() && terminal::is_stdout_terminal() {
        let message = "a workbook cannot be shown on a terminal";
        let hint = "Name a file with --out.";
        return Err(Failure::new(Code::InvalidArgument, message, hint));
    }
    Ok(format)
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
struct Look {
    format: Format,
    language: Language,
    delimiter: Delimiter,
}

impl Look {
    fn of(args: &Args, format: Format) -> Self {
        Self {
            format,
            language: args.language(),
            delimiter: args.delimiter,
        }
    }

    fn write(self, report: &Report, output: &Output) -> Vec<u8> {
        let language = self.language;
        match self.format {
            Format::Text => {
                let style = terminal::style(output.is_stdout());
                report::to_text(report, language, &style).into_bytes()
            }
            Format::Json => report::to_json(report, language).into_bytes(),
            Format::Csv => report::to_csv(report, language, self.delimiter).into_bytes(),
            Format::Xlsx => report::to_xlsx(report, language),
            Format::Html => report::to_html(report, language).into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Format;

    #[test]
    fn the_ending_of_the_file_gives_the_format() {
        let of = |name| Format::of_ending(Some(Path::new(name)));
        assert_eq!(of("a/report.HTML"), Some(Format::Html));
        assert_eq!(of("report.json"), Some(Format::Json));
        assert_eq!(of("report.csv"), Some(Format::Csv));
        assert_eq!(of("Report.xlsx"), Some(Format::Xlsx));
        assert_eq!(of("report.txt"), Some(Format::Text));
        assert_eq!(of("json"), Some(Format::Text));
        assert_eq!(Format::of_ending(None), Some(Format::Text));
        for other in ["report.pdf", "novel.docx", "report.html.gz", "report."] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
