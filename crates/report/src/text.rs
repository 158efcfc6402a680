//! The report as text for a terminal or a file.
//!
//! It is written for the author whose texts they are: found works first and in
//! full, the long list of what was not found last and short, so that a report
//! on hundreds of manuscripts stays readable. Its sentences come from `words`;
//! this module only sets them.
//!
//! Nothing that a document or an index says reaches the terminal with its
//! control characters or direction overrides.

use std::fmt::Write as _;

use crate::doubt::Doubt;
use crate::figures::Figures;
use crate::language::Language;
use crate::model::{ManuscriptResult, Match, Notice, Record, Report, Skipped, Verdict};
use crate::order::{Counts, Groups, Placed, Work, by_work, has_overview, is_of_clients};
use crate::phrase::Phrase;
use crate::phrases::{page, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, short};
use crate::words::Words;
use crate::{message, strip};

/// The style of a text report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// The width of a line in columns, limited to 40 to 100.
    pub width: usize,
    /// Whether headings and findings are coloured by ANSI sequences.
    pub color: bool,
    /// Whether block characters and typographic quotes can be shown; without
    /// them everything but titles, names and paths is ASCII.
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

/// How many works of one manuscript are shown in full.
const FULL_WORKS: usize = 4;
/// How many more are named in a line each.
const NAMED_WORKS: usize = 12;
/// How many records of one match are shown.
const RECORDS: usize = 5;

/// Returns `report` as text for a person, in a language, ending in a line end.
#[must_use]
pub fn to_text(report: &Report, language: Language, style: &TextStyle) -> String {
    let groups = Groups::new(report);
    let counts = Counts::new(report, &groups, is_of_clients(report));
    let words = Words(language);
    let mut page = Page::new(*style, words);

    let title = words.fill(&page::TITLE, &[("date", &words.moment(&report.created))]);
    page.para(0, Paint::Bold, &title);
    page.blank();
    page.para(0, Paint::Bold, &words.summary(&counts));
    if let Some(from) = &report.from {
        page.blank();
        for line in [words.from(from), short(&from.note, LINE_LIMIT)] {
            if !line.is_empty() {
                page.para(0, Paint::Plain, &line);
            }
        }
    }
    if let Some(says) = words.demonstration(report) {
        page.para(0, Paint::Warn, says);
    }
    if let Some(cutoff) = &report.cutoff {
        page.blank();
        for line in words.cutoff_lines(cutoff) {
            page.para(0, Paint::Plain, &line);
        }
    }
    if has_overview(report) {
        page.overview(&groups, report);
    }

    page.group(&page::FOUND, &groups.found, report);
    page.group(&page::LOOK, &groups.look, report);
    if !groups.unjudged.is_empty() || !report.skipped.is_empty() {
        page.heading(words.headline(Verdict::Inconclusive));
        let meaning = words.meaning(Verdict::Inconclusive);
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
    page.not_found(&groups.not_found, report);
    page.left_out(report);
    page.passed_over(report);
    page.searched(report);
    page.says(report, &counts);
    page.finish()
}

/// The colours of a line, if colours are wanted.
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
    words: Words,
    /// The verdicts, by a number alone or not, whose meaning was given: once in a report is enough.
    explained: Vec<(Verdict, bool)>,
}

impl Page {
    fn new(style: TextStyle, words: Words) -> Self {
        let style = TextStyle {
            width: style.width.clamp(40, 100),
            ..style
        };
        Self {
            text: String::new(),
            style,
            words,
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

    /// Writes a paragraph whose further lines are indented by `rest`.
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

    fn group(&mut self, heading: &Phrase, results: &[Placed<'_>], report: &Report) {
        if results.is_empty() {
            return;
        }
        self.heading(self.words.say(heading));
        for result in results {
            self.manuscript(result, report);
        }
    }

    fn manuscript(&mut self, result: &ManuscriptResult, report: &Report) {
        self.blank();
        self.para(0, Paint::Bold, &self.words.name(result));
        let facts = manuscript_facts(self.words, result);
        if !facts.is_empty() {
            self.para(2, Paint::Dim, &facts);
        }
        if let Some(doubt) = Doubt::of(result) {
            self.para(2, Paint::Warn, self.words.say(doubt.head()));
        }
        let guess = self.words.guess(result);
        if !guess.is_empty() {
            self.para(2, Paint::Plain, &guess);
        }
        let works = by_work(&result.matches);
        let (full, rest) = works.split_at(works.len().min(FULL_WORKS));
        for work in full {
            self.found(work.first, report);
            self.editions(work);
        }
        if !rest.is_empty() {
            self.blank();
            let further = self.words.say(&page::FURTHER);
            self.para(2, Paint::Plain, &format!("{further}:"));
            for Work { first: found, .. } in rest.iter().take(NAMED_WORKS) {
                let line = format!(
                    "{}: {}",
                    self.words.headline(found.verdict),
                    self.words.work_of(found)
                );
                self.item(2, &line);
            }
            if rest.len() > NAMED_WORKS {
                self.and_more(rest.len() - NAMED_WORKS);
            }
        }
        self.registrations(&result.registrations, report);
        self.warnings(result);
    }

    /// Writes the further editions of a work, in a line each.
    fn editions(&mut self, work: &Work<'_>) {
        if work.editions.is_empty() {
            return;
        }
        self.blank();
        let title = self.words.say(&page::EDITIONS);
        self.para(2, Paint::Plain, &format!("{title}:"));
        for edition in work.editions.iter().take(NAMED_WORKS) {
            let (line, _) = self.cut(&self.words.edition(edition), self.style.width - 4);
            self.item(2, &line);
        }
        if work.editions.len() > NAMED_WORKS {
            self.and_more(work.editions.len() - NAMED_WORKS);
        }
    }

    fn and_more(&mut self, n: usize) {
        let n = self.words.number(n as u64);
        let more = self.words.fill(&page::AND_MORE, &[("n", &n)]);
        self.item(2, &more);
    }

    fn found(&mut self, found: &Match, report: &Report) {
        let words = self.words;
        let figures = Figures::of(found);
        self.blank();
        self.para(2, Paint::Found, words.headline(found.verdict));
        let line = format!("{}: {}", words.say(&page::IN), words.work_of(found));
        self.para(2, Paint::Plain, &line);
        if let Some(index) = report.indexes.get(found.index) {
            let name = short(&index.name, NAME_LIMIT);
            let mut line = words.fill(&shared::INDEX, &[("name", &name)]);
            if index.demonstration {
                line = format!("{line} {}", words.say(&page::A_DEMONSTRATION));
            }
            self.para(2, Paint::Dim, &line);
        }
        self.blank();
        for sentence in words.how_much(&figures) {
            self.para(2, Paint::Plain, &sentence);
        }
        self.para(2, Paint::Plain, &words.how_sure(figures.sure));
        if !found.spans.is_empty() {
            self.blank();
            let (begin, end) = (words.say(&shared::BEGINNING), words.say(&shared::END));
            let cells = if self.style.width >= 76 {
                56
            } else {
                self.style.width - 16
            };
            // The labels of every language fit on the line of the widest strip.
            let cells = cells.min(self.style.width.saturating_sub(4 + begin.len() + end.len()));
            let drawn = strip::draw(&found.spans, cells, self.style.unicode);
            self.line(2, Paint::Plain, &format!("{begin} {drawn} {end}"));
            self.para(2, Paint::Dim, &words.place(&figures.place));
        }
        self.records(&found.records);
        let sides = words.sides(found, report.cutoff.as_ref());
        if !sides.is_empty() {
            self.para(2, Paint::Plain, &sides);
        }
        let kind = (found.verdict, found.is_by_number());
        if !self.explained.contains(&kind) {
            self.explained.push(kind);
            let meaning = words.meaning_of_match(found);
            self.blank();
            let means = format!("{}: {}", words.say(&shared::MEANS), meaning.means);
            self.para(2, Paint::Plain, &means);
            self.para(2, Paint::Plain, &meaning.means_not);
        }
    }

    fn records(&mut self, records: &[Record]) {
        if records.is_empty() {
            return;
        }
        let words = self.words;
        self.blank();
        let listed = format!("{}:", words.say(&page::LISTED_AS));
        self.para(2, Paint::Plain, &listed);
        for record in records.iter().take(RECORDS) {
            let named = words.work(&record.title, &record.author);
            self.item(2, &format!("{}: {named}", words.record(record)));
            let facts = words.record_facts(record);
            if !facts.is_empty() {
                self.para(4, Paint::Dim, &facts.join("; "));
            }
            self.para(4, Paint::Plain, &words.record_reason(record));
        }
        if records.len() > RECORDS {
            self.and_more(records.len() - RECORDS);
        }
    }

    /// Writes a warning, with what can be done about it if `advised`.
    fn warning(&mut self, warning: &Notice, advised: bool) {
        let language = self.words.0;
        let message = sentence(&message::notice(language, warning));
        let note = self.words.say(&shared::PLEASE_NOTE);
        let note = note.trim_end_matches(['.', ':']);
        let advice = if advised {
            warning.code.hint(language)
        } else {
            ""
        };
        let text = format!("{note}: {message} {advice}");
        self.para(2, Paint::Warn, text.trim_end());
    }

    fn warnings(&mut self, result: &ManuscriptResult) {
        if result.warnings.is_empty() {
            return;
        }
        if !result.matches.is_empty() {
            self.blank();
        }
        for warning in &result.warnings {
            self.warning(warning, true);
        }
    }

    fn skipped(&mut self, skipped: &Skipped) {
        let (words, language) = (self.words, self.words.0);
        self.blank();
        let name = words.location_of(skipped);
        self.para(0, Paint::Bold, &name);
        let message = sentence(&message::skipped(language, skipped));
        self.para(2, Paint::Warn, &message);
        let hint = short(&message::hint(language, skipped), LINE_LIMIT);
        if !hint.is_empty() {
            let what = words.say(&page::WHAT_TO_DO).trim_end_matches(['.', ':']);
            self.para(2, Paint::Plain, &format!("{what}: {hint}"));
        }
    }

    fn not_found(&mut self, results: &[Placed<'_>], report: &Report) {
        if results.is_empty() {
            return;
        }
        self.heading(&self.words.headline_of_not_found(results));
        let meaning = self.words.meaning_of_not_found(results);
        self.para(
            0,
            Paint::Plain,
            &format!("{} {}", meaning.means, meaning.means_not),
        );
        self.blank();
        for result in results {
            let name = self.words.name(result);
            match manuscript_facts(self.words, result) {
                facts if facts.is_empty() => self.item(0, &name),
                facts => self.item(0, &format!("{name} · {facts}")),
            }
            if let Some(said) = self.words.not_found_by_number(result, results) {
                self.para(2, Paint::Plain, &said);
            }
            self.registrations(&result.registrations, report);
            for warning in &result.warnings {
                self.warning(warning, false);
            }
        }
    }
}

/// Returns author, client, length and path of a manuscript in one line; the
/// path is left out if it is the name.
fn manuscript_facts(words: Words, result: &ManuscriptResult) -> String {
    let mut facts = Vec::new();
    let named = |name: &Option<String>| {
        let name = name.as_deref().filter(|name| !name.trim().is_empty());
        name.map(|name| short(name, NAME_LIMIT))
    };
    if let Some(author) = named(&result.author) {
        facts.push(words.fill(&page::BY, &[("author", &author)]));
    }
    if let Some(client) = named(&result.client) {
        facts.push(words.fill(&page::CLIENT_IS, &[("client", &client)]));
    }
    let read = words.compared(result);
    if !read.is_empty() {
        facts.push(read);
    }
    let path = words.location(result);
    if words.name(result) != path && !path.is_empty() {
        facts.push(path);
    }
    facts.join(" · ")
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

/// Returns a line with the punctuation of our sentences in ASCII.
pub(super) fn ascii(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '“' | '”' | '„' => plain.push('"'),
            '’' => plain.push('\''),
            '\u{a0}' => plain.push(' '),
            '•' | '·' | '─' => plain.push('-'),
            '…' => plain.push_str("..."),
            c => plain.push(c),
        }
    }
    plain
}

mod about;
mod registrations;

#[cfg(test)]
mod tests;
