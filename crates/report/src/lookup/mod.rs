//! The answer to a look-up, as JSON and as text; the other views are next to it.

mod bibtex;
mod html;
mod table;

use std::fmt::Write as _;

use crate::cutoff;
use crate::language::Language;
use crate::message;
use crate::model::{AskedBy, ListedWork, Lookup, NameFit, Namesake, Record};
use crate::phrases::{lookup, page, registrations, shared};
use crate::safe::{NAME_LIMIT, escaped, short};
use crate::text::TextStyle;
use crate::words::Words;

pub use bibtex::lookup_to_bibtex;
pub use html::lookup_to_html;
pub use table::{LOOKUP_COLUMNS, lookup_to_csv, lookup_to_list};

/// How many people who may be meant are named, and how many of those next to them.
const MAX_NAMES: usize = 12;
const MAX_WITH: usize = 4;

/// Returns the answer as indented JSON, ending in a line end, with its
/// sentences in a language.
#[must_use]
pub fn lookup_to_json(found: &Lookup, language: Language) -> String {
    let mut found = Lookup {
        records: lookup_records(found.clone(), language),
        ..found.clone()
    };
    for own in &mut found.registrations {
        own.reason = message::reason(language, own.tier, &own.reason).into_owned();
    }
    if let Some(said) = &mut found.cutoff {
        cutoff::localise(said, language);
    }
    // Strings, numbers and lists always serialise.
    escaped(serde_json::to_string_pretty(&found).unwrap_or_default()) + "\n"
}

/// Returns the records of an answer, with their sentences in a language.
#[must_use]
pub fn lookup_records(found: Lookup, language: Language) -> Vec<Record> {
    let mut records = found.records;
    for record in &mut records {
        record.reason = message::reason(language, record.tier, &record.reason).into_owned();
    }
    records
}

/// Returns the answer as text for a person, in a language, ending in a line end.
#[must_use]
pub fn lookup_to_text(found: &Lookup, language: Language, style: &TextStyle) -> String {
    let words = Words(language);
    let mut text = Text {
        words,
        width: style.width.clamp(40, 100),
        text: String::new(),
    };
    text.line(
        0,
        &words.fill(&lookup::TITLE, &[("asked", &words.asked(found))]),
    );
    text.blank();
    for line in words.counts(found) {
        text.line(0, &line);
    }
    if let Some(near) = words.near(found) {
        text.line(0, &near);
    }
    if let Some(cutoff) = &found.cutoff {
        text.blank();
        for line in words.cutoff_lines(cutoff) {
            text.line(0, &line);
        }
    }
    if found.names.len() > 1 {
        text.blank();
        text.line(0, &words.count(&lookup::NAMES, found.names.len() as u64));
        for name in found.names.iter().take(MAX_NAMES) {
            text.line(2, &words.namesake(name));
        }
    }
    for work in &found.works {
        text.work(found, work);
    }
    text.registrations(found);
    if found.works.is_empty() {
        text.blank();
    } else {
        text.blank();
        text.line(0, words.say(&page::SAYS));
        for sentence in words.says(found) {
            text.line(2, sentence);
        }
    }
    if !found.not_searched.is_empty() {
        text.blank();
        text.line(
            0,
            &words.not_among(&shared::LOOKUP_NOT_SEARCHED, &found.not_searched),
        );
    }
    for index in &found.indexes {
        let (name, coverage) = (short(&index.name, NAME_LIMIT), words.index_coverage(index));
        let values = [("name", name.as_str()), ("coverage", coverage.as_str())];
        text.blank();
        text.line(0, &words.fill(&page::SEARCHED, &values));
        let sources = words.index_sources(index);
        if !sources.is_empty() {
            text.line(0, &sources);
        }
    }
    if style.unicode {
        text.text
    } else {
        crate::text::ascii(&text.text)
    }
}

/// A text in the making.
#[expect(clippy::struct_field_names, reason = "the text is what it makes")]
struct Text {
    words: Words,
    width: usize,
    text: String,
}

impl Text {
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn line(&mut self, indent: usize, line: &str) {
        let blanks = " ".repeat(indent);
        let options = textwrap::Options::new(self.width)
            .initial_indent(&blanks)
            .subsequent_indent(&blanks);
        let _ = writeln!(self.text, "{}", textwrap::fill(line, options));
    }

    fn work(&mut self, found: &Lookup, work: &ListedWork) {
        let words = self.words;
        let title = words.listed_title(found, work);
        let author = short(&work.author, NAME_LIMIT);
        let title = match author.as_str() {
            "" => title,
            author => format!("{title} {}", words.fill(&page::BY, &[("author", author)])),
        };
        self.blank();
        self.line(0, &title);
        let facts = words.work_facts(work);
        if !facts.is_empty() {
            self.line(2, &facts);
        }
        let mut reasons: Vec<String> = Vec::new();
        for record in found.records_of(work) {
            self.line(2, &words.named_record(record));
            let facts = words.record_facts(record);
            if !facts.is_empty() {
                self.line(4, &facts.join("; "));
            }
            let reason = words.record_reason(record);
            if !reasons.contains(&reason) {
                self.line(4, &reason);
                reasons.push(reason);
            }
        }
    }

    /// Writes the registrations, those that are the work's own with the two rules.
    fn registrations(&mut self, found: &Lookup) {
        let all = &found.registrations;
        if all.is_empty() {
            return;
        }
        let words = self.words;
        let (own, look): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.tier.is_found());
        for (title, some) in [(&registrations::TITLE, own), (&registrations::LOOK, look)] {
            if some.is_empty() {
                continue;
            }
            self.blank();
            self.line(0, words.say(title));
            for own in some {
                self.line(2, &words.registration(own));
                for rule in words.rules(own) {
                    self.line(4, &rule);
                }
            }
        }
        self.blank();
        self.line(0, &words.register_notice(found.cutoff.as_ref()));
    }
}

impl Words {
    /// Returns the question, in quotation marks.
    fn asked(self, found: &Lookup) -> String {
        let text = found.asked.first().map_or("", |asked| asked.text.as_str());
        self.fill(&lookup::QUOTED, &[("text", &short(text, NAME_LIMIT))])
    }

    /// Returns what a work is called: its title, or a number of it.
    fn listed_title(self, found: &Lookup, work: &ListedWork) -> String {
        let mut isbns = found.records_of(work).flat_map(|record| &record.isbn);
        match isbns.next().filter(|_| work.title.trim().is_empty()) {
            Some(isbn) => format!("ISBN {}", short(isbn, 40)),
            None => self.title(&work.title),
        }
    }

    /// Returns how much was found, in sentences.
    fn counts(self, found: &Lookup) -> Vec<String> {
        if found.total_works == 0 && !found.numbers_of.is_empty() {
            let head = self.not_among(&shared::NOT_AMONG_NUMBERS, &found.numbers_of);
            return vec![
                format!("{head}."),
                self.say(&shared::NOT_AMONG_NUMBERS_MEANS).to_owned(),
                self.not_among(&shared::NOT_AMONG_NUMBERS_NOT, &found.numbers_of),
            ];
        }
        if found.total_works == 0 && !found.registrations.is_empty() {
            let n = found.registrations.len() as u64;
            return vec![self.count(&registrations::FOUND, n)];
        }
        if found.total_works == 0 {
            let has_texts = found.indexes.iter().any(|index| index.works > 0);
            let none = if has_texts {
                &shared::LOOKUP_NONE_TEXTS
            } else {
                &shared::LOOKUP_NONE
            };
            return vec![self.say(none).to_owned()];
        }
        let works = self.count(&shared::LOOKUP_WORKS, found.total_works);
        let entries = self.count(&shared::LOOKUP_ENTRIES, found.total_records);
        let mut line = self.fill(
            &lookup::COUNT,
            &[("works", works.as_str()), ("entries", entries.as_str())],
        );
        let n_shown = found.works.len() as u64;
        if n_shown > 0 && n_shown < found.total_works {
            let to = self.number(found.offset + n_shown);
            let from = self.number(found.offset + 1);
            line += " ";
            line += &self.fill(&lookup::SHOWN, &[("from", &from), ("to", &to)]);
        }
        if found.more {
            line += " ";
            line += self.say(&shared::LOOKUP_MORE);
        }
        let mut lines = vec![line];
        if found.asked.len() > 1 {
            for asked in &found.asked {
                let phrase = match asked.by {
                    AskedBy::Author => &lookup::AS_AUTHOR,
                    AskedBy::Title => &lookup::AS_TITLE,
                    AskedBy::TitleAndAuthor => &lookup::AS_BOTH,
                    AskedBy::Digest | AskedBy::Number => continue,
                };
                let works = self.count(&shared::LOOKUP_WORKS, asked.works);
                lines.push(self.fill(phrase, &[("works", &works)]));
            }
        }
        lines
    }

    /// Returns which names may be meant instead, as a question.
    fn near(self, found: &Lookup) -> Option<String> {
        let name =
            |name: &String| self.fill(&lookup::QUOTED, &[("text", &short(name, NAME_LIMIT))]);
        let names: Vec<String> = found.near.iter().map(name).collect();
        let (last, others) = names.split_last()?;
        let names = match others {
            [] => last.clone(),
            others => self.fill(
                &lookup::OR,
                &[("names", &others.join(", ")), ("last", last)],
            ),
        };
        Some(self.fill(&lookup::NEAR, &[("names", &names)]))
    }

    /// Returns one of the people who may be meant, in a line.
    fn namesake(self, name: &Namesake) -> String {
        let mut parts = vec![self.count(&shared::LOOKUP_WORKS, name.works)];
        let languages: Vec<String> = name
            .languages
            .iter()
            .take(MAX_WITH)
            .map(|choice| short(&choice.value, 20))
            .collect();
        if !languages.is_empty() {
            parts.push(languages.join(", "));
        }
        parts.extend(years(name.first_year, name.last_year));
        let with: Vec<String> = name
            .with
            .iter()
            .take(MAX_WITH)
            .map(|choice| short(&choice.value, 60))
            .collect();
        if !with.is_empty() {
            parts.push(self.fill(&shared::LOOKUP_WITH, &[("names", &with.join(", "))]));
        }
        parts.extend(self.fit(name.fit).map(str::to_owned));
        format!("{}: {}", short(&name.name, NAME_LIMIT), parts.join("; "))
    }

    /// Returns how a name agrees, if that leaves something open.
    fn fit(self, fit: NameFit) -> Option<&'static str> {
        match fit {
            NameFit::Full | NameFit::Form => None,
            NameFit::Initial => Some(self.say(&shared::LOOKUP_NAME_INITIAL)),
            NameFit::Surname => Some(self.say(&shared::LOOKUP_NAME_SURNAME)),
            NameFit::Part => Some(self.say(&shared::LOOKUP_NAME_PART)),
        }
    }

    /// Returns what the records of a work say together, in a line.
    fn work_facts(self, work: &ListedWork) -> String {
        let mut parts = Vec::new();
        if work.text {
            parts.push(self.say(&shared::LOOKUP_TEXT).to_owned());
        }
        parts.extend(years(work.first_year, work.last_year));
        let languages: Vec<String> = work.languages.iter().map(|it| short(it, 20)).collect();
        if !languages.is_empty() {
            parts.push(languages.join(", "));
        }
        if let Some(fit) = work.name.and_then(|name| self.fit(name)) {
            parts.push(fit.to_owned());
        }
        parts.push(self.count(&shared::LOOKUP_ENTRIES, work.records.len() as u64));
        parts.join("; ")
    }

    /// Names a record by its collection, its id there, and the date of the snapshot.
    fn named_record(self, record: &Record) -> String {
        let named = self.record(record);
        match &record.snapshot {
            Some(date) => {
                let values = [("record", named.as_str()), ("date", &self.date(date))];
                self.fill(&page::AS_OF, &values)
            }
            None => named,
        }
    }

    /// Returns what the answer says, and what it does not.
    fn says(self, found: &Lookup) -> Vec<&'static str> {
        let mut says = vec![self.say(&shared::LOOKUP_SAYS_LISTING)];
        if found.asked.iter().any(|asked| asked.by == AskedBy::Author) {
            says.push(self.say(&shared::LOOKUP_SAYS_NAME));
        }
        if found.works.iter().any(|work| work.text) {
            says.push(self.say(&shared::LOOKUP_SAYS_TEXT));
        }
        let mut records = found.works.iter().flat_map(|work| found.records_of(work));
        if records.any(|record| record.title.trim().is_empty() && record.tier.is_found()) {
            says.push(self.say(&shared::NUMBER_LISTED_MEANS));
            says.push(self.say(&shared::NUMBER_LISTED_NOT));
        }
        says.push(self.say(&shared::LOOKUP_SAYS_NONE));
        says
    }
}

/// Returns a span of years in figures.
fn years(first: Option<u16>, last: Option<u16>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}–{last}")),
        (Some(year), _) | (None, Some(year)) => Some(year.to_string()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests;
