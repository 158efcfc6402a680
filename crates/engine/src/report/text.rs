//! The report as text for a terminal or a file.
//!
//! It is written for the author whose texts they are: found works first and in
//! full, the long list of what was not found last and short, so that a report
//! over hundreds of manuscripts stays readable. What it says comes from
//! `words`; this module only sets it.
//!
//! Nothing that a document or an index says reaches the terminal with its
//! control characters or direction overrides.

use std::fmt::Write as _;

use super::model::{ManuscriptResult, Match, Record, Report, Skipped, Verdict, WorkSummary};
use super::order::{Counts, Groups, is_of_clients, only_demonstration};
use super::own::TEXT_TITLE;
use super::safe::{LINE_LIMIT, NAME_LIMIT, short};
use super::{strip, words};

/// How a text report is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// The width of a line in columns; held between 40 and 100.
    pub width: usize,
    /// Whether headings and findings are coloured by ANSI sequences.
    pub color: bool,
    /// Whether block characters and typographic quotes can be shown; without
    /// it all but titles, names and paths is ASCII.
    pub unicode: bool,
}

impl Default for TextStyle {
    /// Returns the style of a file: 80 columns, no colour, Unicode.
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
            unicode: true,
        }
    }
}

/// How many matches of one manuscript are shown in full.
const FULL_MATCHES: usize = 4;
/// How many more are named in a line each.
const NAMED_MATCHES: usize = 12;
/// How many records of one match are shown.
const RECORDS: usize = 5;

/// Returns `report` as text for a person, ending in a line end.
#[must_use]
pub fn to_text(report: &Report, style: &TextStyle) -> String {
    let groups = Groups::new(report);
    let counts = Counts::new(report, &groups, is_of_clients(report));
    let mut page = Page::new(*style);

    page.para(
        0,
        Paint::Bold,
        &format!("{TEXT_TITLE}{}", words::moment(&report.created)),
    );
    page.blank();
    page.para(0, Paint::Bold, &words::summary(&counts));
    if only_demonstration(report) {
        page.para(0, Paint::Warn, words::DEMONSTRATION);
    }

    page.group("Found", &groups.found, report);
    page.group("Not found, but worth a look", &groups.look, report);
    if !groups.unjudged.is_empty() || !report.skipped.is_empty() {
        page.heading("Could not be judged");
        let meaning = words::meaning(Verdict::Inconclusive);
        page.para(
            0,
            Paint::Plain,
            &format!("{} {}", meaning.means, meaning.means_not),
        );
        for result in &groups.unjudged {
            page.manuscript(result, report);
        }
        for skipped in &report.skipped {
            page.skipped(skipped);
        }
    }
    page.not_found(&groups.not_found);
    page.asked(report);
    page.heading("What this report says, and what it does not");
    for sentence in words::standing() {
        page.item(0, sentence);
    }
    page.finish()
}

/// What a line is painted with where colour is wanted.
#[derive(Clone, Copy)]
enum Paint {
    Plain,
    Bold,
    Dim,
    Found,
    Warn,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "\u{1b}[1m",
            Self::Dim => "\u{1b}[2m",
            Self::Found => "\u{1b}[1;36m",
            Self::Warn => "\u{1b}[33m",
        }
    }
}

/// A text that is being set.
struct Page {
    text: String,
    style: TextStyle,
    /// The verdicts whose meaning was given: once in a report is enough.
    explained: Vec<Verdict>,
}

impl Page {
    fn new(style: TextStyle) -> Self {
        let style = TextStyle {
            width: style.width.clamp(40, 100),
            ..style
        };
        Self {
            text: String::new(),
            style,
            explained: Vec::new(),
        }
    }

    fn finish(self) -> String {
        self.text
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Writes one line that is not broken.
    fn line(&mut self, indent: usize, paint: Paint, text: &str) {
        self.wrapped(indent, paint, &[text]);
    }

    /// Writes a paragraph, broken at the width of the page.
    fn para(&mut self, indent: usize, paint: Paint, text: &str) {
        self.hanging(indent, indent, paint, text);
    }

    /// Writes a list entry.
    fn item(&mut self, indent: usize, text: &str) {
        self.hanging(indent, indent + 2, Paint::Plain, &format!("• {text}"));
    }

    /// Writes a paragraph whose further lines are set in by `rest`.
    fn hanging(&mut self, first: usize, rest: usize, paint: Paint, text: &str) {
        let blanks = " ".repeat(rest - first);
        let options = textwrap::Options::new(self.style.width - first).subsequent_indent(&blanks);
        let lines = textwrap::wrap(text, options);
        let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        self.wrapped(first, paint, &lines);
    }

    fn wrapped(&mut self, indent: usize, paint: Paint, lines: &[&str]) {
        let (on, off) = match paint.code() {
            code if self.style.color && !code.is_empty() => (code, "\u{1b}[0m"),
            _ => ("", ""),
        };
        for line in lines {
            let line = if self.style.unicode {
                (*line).to_owned()
            } else {
                ascii(line)
            };
            let _ = writeln!(self.text, "{:indent$}{on}{line}{off}", "");
        }
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        self.blank();
        self.para(0, Paint::Bold, text);
        let width = textwrap::core::display_width(text).min(self.style.width);
        self.line(0, Paint::Dim, &"─".repeat(width));
    }

    fn group(&mut self, heading: &str, results: &[&ManuscriptResult], report: &Report) {
        if results.is_empty() {
            return;
        }
        self.heading(heading);
        for result in results {
            self.manuscript(result, report);
        }
    }

    fn manuscript(&mut self, result: &ManuscriptResult, report: &Report) {
        self.blank();
        self.para(0, Paint::Bold, &manuscript_name(result));
        let facts = manuscript_facts(result);
        if !facts.is_empty() {
            self.para(2, Paint::Dim, &facts);
        }
        for found in result.matches.iter().take(FULL_MATCHES) {
            self.found(found, report);
        }
        let rest = result.matches.get(FULL_MATCHES..).unwrap_or_default();
        if !rest.is_empty() {
            self.blank();
            self.para(2, Paint::Plain, "Further matches:");
            for found in rest.iter().take(NAMED_MATCHES) {
                let line = format!(
                    "{}: {}",
                    words::headline(found.verdict),
                    work_name(&found.work)
                );
                self.item(2, &line);
            }
            if rest.len() > NAMED_MATCHES {
                let n = (rest.len() - NAMED_MATCHES) as u64;
                self.item(
                    2,
                    &format!("and {} more, all in the JSON report", words::number(n)),
                );
            }
        }
        self.warnings(result);
    }

    fn found(&mut self, found: &Match, report: &Report) {
        self.blank();
        self.para(2, Paint::Found, words::headline(found.verdict));
        self.para(2, Paint::Plain, &format!("In: {}", work_name(&found.work)));
        if let Some(index) = report.indexes.get(found.index) {
            let demonstration = if index.demonstration {
                " (a demonstration)"
            } else {
                ""
            };
            let name = short(&index.name, NAME_LIMIT);
            self.para(2, Paint::Dim, &format!("Index: {name}{demonstration}"));
        }
        self.blank();
        for sentence in words::how_much(found) {
            self.para(2, Paint::Plain, &sentence);
        }
        self.para(2, Paint::Plain, &words::how_sure(found));
        if !found.spans.is_empty() {
            self.blank();
            let cells = if self.style.width >= 76 {
                56
            } else {
                self.style.width - 16
            };
            let drawn = strip::draw(&found.spans, cells, self.style.unicode);
            self.line(2, Paint::Plain, &format!("start {drawn} end"));
            self.para(2, Paint::Dim, &words::place(&found.spans));
        }
        self.records(&found.records);
        let sides = words::sides(found, report.cutoff.as_ref());
        if !sides.is_empty() {
            self.para(2, Paint::Plain, &sides);
        }
        if !self.explained.contains(&found.verdict) {
            self.explained.push(found.verdict);
            let meaning = words::meaning(found.verdict);
            self.blank();
            self.para(
                2,
                Paint::Plain,
                &format!("What it means: {}", meaning.means),
            );
            self.para(2, Paint::Plain, meaning.means_not);
        }
    }

    fn records(&mut self, records: &[Record]) {
        if records.is_empty() {
            return;
        }
        self.blank();
        self.para(2, Paint::Plain, "Listed as:");
        for record in records.iter().take(RECORDS) {
            self.item(2, &record_name(record));
            let facts = words::record_facts(record);
            if !facts.is_empty() {
                self.para(4, Paint::Dim, &facts.join("; "));
            }
            self.para(4, Paint::Plain, &words::record_reason(record));
        }
        if records.len() > RECORDS {
            let n = (records.len() - RECORDS) as u64;
            self.item(
                2,
                &format!("and {} more, all in the JSON report", words::number(n)),
            );
        }
    }

    fn warnings(&mut self, result: &ManuscriptResult) {
        if result.warnings.is_empty() {
            return;
        }
        if !result.matches.is_empty() {
            self.blank();
        }
        for warning in &result.warnings {
            let message = sentence(&warning.message);
            let advice = words::advice(&warning.code);
            let text = format!("Please note: {message} {advice}");
            self.para(2, Paint::Warn, text.trim_end());
        }
    }

    fn skipped(&mut self, skipped: &Skipped) {
        self.blank();
        let path = short(&skipped.path, LINE_LIMIT);
        let name = match skipped.row {
            Some(row) => format!("{path}, row {row}"),
            None => path,
        };
        self.para(0, Paint::Bold, &name);
        self.para(2, Paint::Warn, &sentence(&skipped.message));
        let hint = short(&skipped.hint, LINE_LIMIT);
        let hint = if hint.is_empty() {
            words::advice(&skipped.code)
        } else {
            &hint
        };
        if !hint.is_empty() {
            self.para(2, Paint::Plain, &format!("What to do: {hint}"));
        }
    }

    fn not_found(&mut self, results: &[&ManuscriptResult]) {
        if results.is_empty() {
            return;
        }
        self.heading("Not found");
        let meaning = words::meaning_of_not_found(results);
        self.para(
            0,
            Paint::Plain,
            &format!("{} {}", meaning.means, meaning.means_not),
        );
        self.blank();
        for result in results {
            let name = manuscript_name(result);
            match manuscript_facts(result) {
                facts if facts.is_empty() => self.item(0, &name),
                facts => self.item(0, &format!("{name} · {facts}")),
            }
            for warning in &result.warnings {
                let text = format!("Please note: {}", sentence(&warning.message));
                self.para(2, Paint::Warn, &text);
            }
        }
    }

    fn asked(&mut self, report: &Report) {
        self.heading("What was asked");
        if report.indexes.is_empty() {
            self.para(
                0,
                Paint::Plain,
                "No index was asked, so nothing could be found.",
            );
        }
        for index in &report.indexes {
            self.item(0, &short(&index.name, NAME_LIMIT));
            self.para(2, Paint::Plain, &words::index_coverage(index));
            let sources = words::index_sources(index);
            if !sources.is_empty() {
                self.para(2, Paint::Plain, &sources);
            }
            if index.demonstration {
                self.para(2, Paint::Warn, words::DEMONSTRATION);
            }
            self.para(
                2,
                Paint::Dim,
                &format!("File: {}", short(&index.file, LINE_LIMIT)),
            );
            self.para(
                2,
                Paint::Dim,
                &format!("SHA-256 of its contents: {}", short(&index.sha256, 64)),
            );
        }
        let tool = format!(
            "{} {}",
            short(&report.tool.name, 40),
            short(&report.tool.version, 40)
        );
        self.blank();
        self.para(0, Paint::Dim, &format!("Made by {tool}."));
    }
}

/// Returns what a manuscript is called: its title, else its path.
fn manuscript_name(result: &ManuscriptResult) -> String {
    let title = result
        .title
        .as_deref()
        .map(|title| short(title, NAME_LIMIT))
        .unwrap_or_default();
    if title.is_empty() {
        short(&result.path, LINE_LIMIT)
    } else {
        title
    }
}

/// Returns author, client, length and path of a manuscript in one line; the
/// path is left out where it is the name.
fn manuscript_facts(result: &ManuscriptResult) -> String {
    let mut facts = Vec::new();
    if let Some(author) = result
        .author
        .as_deref()
        .filter(|author| !author.trim().is_empty())
    {
        facts.push(format!("by {}", short(author, NAME_LIMIT)));
    }
    if let Some(client) = result
        .client
        .as_deref()
        .filter(|client| !client.trim().is_empty())
    {
        facts.push(format!("client: {}", short(client, NAME_LIMIT)));
    }
    let read = words::compared(result);
    if !read.is_empty() {
        facts.push(read);
    }
    let path = words::location(result);
    if manuscript_name(result) != path {
        facts.push(path);
    }
    facts.join(" · ")
}

/// Returns a work as a sentence names it.
fn work_name(work: &WorkSummary) -> String {
    let title = short(&work.title, NAME_LIMIT);
    let title = if title.is_empty() {
        "(without a title)".to_owned()
    } else {
        title
    };
    let author = short(&work.author, NAME_LIMIT);
    if author.is_empty() {
        format!("“{title}”")
    } else {
        format!("“{title}” by {author}")
    }
}

/// Returns a record with its collection, id, title and author.
fn record_name(record: &Record) -> String {
    let work = WorkSummary {
        id: String::new(),
        title: record.title.clone(),
        author: record.author.clone(),
    };
    format!(
        "{}, record {}: {}",
        short(&record.source, 60),
        short(&record.id, 80),
        work_name(&work)
    )
}

/// Returns a message, harmless, with a full stop at its end.
fn sentence(message: &str) -> String {
    let message = short(message, LINE_LIMIT);
    if message.is_empty() || message.ends_with(['.', '!', '?', '…']) {
        message
    } else {
        format!("{message}.")
    }
}

/// Returns a line with the signs that this module sets in ASCII.
pub(super) fn ascii(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '“' | '”' => plain.push('"'),
            '•' | '·' | '─' => plain.push('-'),
            '…' => plain.push_str("..."),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
