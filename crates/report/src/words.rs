//! The figures and values of a report, in words.
//!
//! Every view takes its sentences from [`Words`], so that no two of them say
//! different things about one figure. The sentences themselves are in the
//! tables of `phrases`. They are for an author: they name no technique, say what
//! a figure is a share of, and say for each finding what it does not mean.
//!
//! Nothing untrusted passes through here but catalogue fields, which are made
//! harmless; the views set titles and authors themselves.

use crate::code::Code;
use crate::figures::{Figures, Hundred, Place, ShareFigure, Sure};
use crate::language::Language;
use crate::message;
use crate::model::{
    IndexSummary, ManuscriptResult, OneBook, PassedOver, Record, Report, Tool, Verdict,
};
use crate::order::{Counts, Placed, finds_demonstration, only_demonstration};
use crate::phrase::{self, Part, Phrase};
use crate::phrases::{choice, page, registrations, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, edition, short};

/// What a finding means, and what it does not mean.
pub(crate) struct Meaning {
    /// What it means.
    pub(crate) means: String,
    /// What nobody may conclude from it.
    pub(crate) means_not: String,
}

/// A figure of the summary: how many, of what.
pub(crate) struct SummaryPart {
    /// How many.
    pub(crate) n: usize,
    /// What is counted.
    pub(crate) what: String,
    /// Whether it counts what was found.
    pub(crate) is_found: bool,
}

/// Puts values into words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(pub(crate) Language);

/// Returns what was passed over in folders, in a sentence such as "12 files passed
/// over: 7 .jpg, 5 .opf."; `None` if nothing was.
#[must_use]
pub fn passed_over(passed_over: &[PassedOver], language: Language) -> Option<String> {
    Words(language).passed_over(passed_over)
}

/// Returns how many manuscripts or titles were checked, and with which results, in
/// the sentence with which every report begins.
#[must_use]
pub fn summary(report: &Report, language: Language) -> String {
    Words(language).summary(&Counts::of(report))
}

/// Returns which folders look like one book, a sentence for each.
#[must_use]
pub fn one_books(one_book: &[OneBook], language: Language) -> Vec<String> {
    Words(language).one_books(one_book)
}

impl Words {
    /// Says a phrase without values.
    pub(crate) const fn say(self, phrase: &Phrase) -> &'static str {
        phrase.say(self.0)
    }

    /// Returns the pieces of a phrase, for a view that sets the values itself.
    pub(crate) fn parts(self, phrase: &'static Phrase) -> Vec<Part<'static>> {
        phrase::parts(self.say(phrase))
    }

    /// Says a phrase with its values.
    pub(crate) fn fill(self, phrase: &Phrase, values: &[(&str, &str)]) -> String {
        phrase.fill(self.0, values)
    }

    /// Says a phrase that counts.
    pub(crate) fn count(self, phrase: &Phrase, n: u64) -> String {
        phrase.count(self.0, n)
    }

    /// Returns the few words that head a finding.
    pub(crate) const fn headline(self, verdict: Verdict) -> &'static str {
        choice::of_verdict(verdict).0.say(self.0)
    }

    /// Returns what a verdict means and what it does not mean.
    pub(crate) fn meaning(self, verdict: Verdict) -> Meaning {
        let (_, means, means_not) = choice::of_verdict(verdict);
        Meaning {
            means: self.say(means).to_owned(),
            means_not: self.say(means_not).to_owned(),
        }
    }

    /// Returns what is said at the top if a demonstration takes part in the answer.
    pub(crate) fn demonstration(self, report: &Report) -> Option<&'static str> {
        if only_demonstration(report) {
            return Some(self.say(&shared::DEMONSTRATION));
        }
        finds_demonstration(report).then(|| self.say(&page::DEMONSTRATION_FOUND))
    }

    /// Returns what "not found" means for these results: text that was
    /// compared, or titles that were only looked up.
    pub(crate) fn meaning_of_not_found(self, results: &[Placed<'_>]) -> Meaning {
        let n_read = results.iter().filter(|it| it.is_compared()).count();
        let meaning = self.meaning(Verdict::NotFound);
        if let Some(names) = numbers::only(results) {
            return Meaning {
                means: self.say(&shared::NOT_AMONG_NUMBERS_MEANS).to_owned(),
                means_not: self.not_among(&shared::NOT_AMONG_NUMBERS_NOT, names),
            };
        }
        let means = match n_read {
            0 => self.say(&shared::NOT_FOUND_LISTING_MEANS).to_owned(),
            n if n < results.len() => self.say(&page::NOT_FOUND_MIXED).to_owned(),
            _ => meaning.means,
        };
        Meaning { means, ..meaning }
    }

    /// Returns the sentences that say how much is shared; none for a listing.
    pub(crate) fn how_much(self, figures: &Figures) -> Vec<String> {
        let mut sentences = Vec::new();
        for (share, phrase) in [
            (figures.manuscript_in_work, &page::FORWARD),
            (figures.work_in_manuscript, &page::BACKWARD),
        ] {
            if let Some(share) = share {
                let values = [
                    ("about", self.about(share.about)),
                    ("range", self.range(share)),
                ];
                let values = values.each_ref().map(|(name, it)| (*name, it.as_str()));
                sentences.push(self.fill(phrase, &values));
            }
        }
        if let Some(coverage) = figures.coverage {
            let n = self.hundred(coverage);
            sentences.push(self.fill(&shared::COVERAGE, &[("n", &n)]));
        }
        if figures.is_lowered {
            sentences.push(self.say(&shared::LOWERED).to_owned());
        }
        sentences
    }

    /// Returns how sure a match is, in one sentence.
    pub(crate) fn how_sure(self, sure: Sure) -> String {
        match sure {
            Sure::File => self.say(&shared::SURE_FILE).to_owned(),
            Sure::Tier { tier } => self.say(choice::of_tier(tier).1).to_owned(),
            Sure::Entry => self.say(&shared::SURE_ENTRY).to_owned(),
            Sure::Few { n } => self.count(&shared::SURE_FEW, n),
            Sure::Passages { n } => self.count(&shared::SURE_PASSAGES, n),
            Sure::Text { n } => self.count(&shared::SURE_TEXT, n),
            Sure::Else => self.say(&shared::SURE_ELSE).to_owned(),
        }
    }

    /// Returns where the shared text is; empty where that is not known.
    pub(crate) fn place(self, place: &Place) -> String {
        let (parts, n_shorter) = match place {
            Place::Nowhere => return String::new(),
            Place::Whole => return self.say(&shared::PLACE_WHOLE).to_owned(),
            Place::Parts { parts, n_shorter } => (parts, *n_shorter),
        };
        let mut places: Vec<String> = parts
            .iter()
            .map(|part| {
                let (from, to) = (part.from.to_string(), part.to.to_string());
                if from == to {
                    self.fill(&shared::PLACE_AT, &[("at", &from)])
                } else {
                    self.fill(&shared::PLACE_FROM_TO, &[("from", &from), ("to", &to)])
                }
            })
            .collect();
        if n_shorter > 0 {
            places.push(self.count(&shared::PLACE_SHORTER, n_shorter as u64));
        }
        self.fill(&shared::PLACES, &[("places", &self.list(&places))])
    }

    /// Returns how many manuscripts ended how, in one sentence.
    pub(crate) fn summary(self, counts: &Counts) -> String {
        if counts.checked == 0 {
            let none = if counts.titles {
                &page::NO_TITLE
            } else {
                &page::NO_MANUSCRIPT
            };
            return self.say(none).to_owned();
        }
        let parts: Vec<String> = self
            .summary_parts(counts)
            .iter()
            .map(|part| format!("{} {}", self.number(part.n as u64), part.what))
            .collect();
        let values = [("what", self.counted(counts)), ("parts", self.list(&parts))];
        let values = values.each_ref().map(|(name, it)| (*name, it.as_str()));
        self.fill(&page::SUMMARY, &values)
    }

    /// Returns how many manuscripts, or titles of a client list, were checked.
    pub(crate) fn counted(self, counts: &Counts) -> String {
        let what = if counts.titles {
            &page::TITLES
        } else {
            &page::MANUSCRIPTS
        };
        self.count(what, counts.checked as u64)
    }

    /// Returns the figures of the summary, each with what it counts; "found" and
    /// "not found" always, the others where there are any.
    pub(crate) fn summary_parts(self, counts: &Counts) -> Vec<SummaryPart> {
        let part = |n: usize, phrase: &Phrase| SummaryPart {
            n,
            what: self.say(phrase).to_owned(),
            is_found: false,
        };
        let found = SummaryPart {
            is_found: true,
            ..part(counts.found, &page::N_FOUND)
        };
        let mut parts = vec![match counts.books_found {
            // As many books as files need no second number.
            n if n == counts.found => found,
            n => SummaryPart {
                what: self.count(&page::BOOKS_FOUND, n as u64),
                ..found
            },
        }];
        if counts.worth_a_look > 0 {
            parts.push(part(counts.worth_a_look, &page::N_LOOK));
        }
        parts.push(part(counts.not_found, &page::N_NOT_FOUND));
        if counts.not_judged > 0 {
            parts.push(part(counts.not_judged, &page::N_UNJUDGED));
        }
        if counts.files_not_read > 0 {
            let phrase = if counts.files_not_read == 1 {
                &page::N_FILE
            } else {
                &page::N_FILES
            };
            parts.push(part(counts.files_not_read, phrase));
        }
        parts
    }

    /// Returns which folders look like one book, a sentence for each.
    pub(crate) fn one_books(self, one_book: &[OneBook]) -> Vec<String> {
        let said = |it: &OneBook| {
            let (what, folder) = (
                self.count(&shared::N_PASSED_OVER, it.files),
                short(&it.folder, LINE_LIMIT),
            );
            let values = [("what", what.as_str()), ("folder", &folder)];
            self.fill(&page::ONE_BOOK, &values)
        };
        one_book.iter().map(said).collect()
    }

    /// Returns what was guessed about a manuscript; empty if neither title nor
    /// author was, or a warning says it.
    pub(crate) fn guess(self, result: &ManuscriptResult) -> String {
        if result.warnings.iter().any(|it| it.code == Code::Guessed) {
            return String::new();
        }
        let guess = result.guessed.as_deref();
        let named = |name: Option<&String>| name.map(|name| short(name, NAME_LIMIT));
        let title = named(guess.and_then(|guess| guess.title.as_ref()));
        let author = named(guess.and_then(|guess| guess.author.as_ref()));
        let what = match (title, author) {
            (Some(title), Some(author)) => self.work(&title, &author),
            (Some(title), None) => self.fill(&page::WORK, &[("title", &title)]),
            (None, Some(author)) => author,
            (None, None) => return String::new(),
        };
        self.fill(&page::GUESS, &[("what", &what)])
    }

    /// Returns what was passed over in folders, as in "12 files passed over: 7
    /// .jpg, 5 .opf."; `None` if nothing was.
    pub(crate) fn passed_over(self, passed_over: &[PassedOver]) -> Option<String> {
        let n = passed_over.iter().map(|it| it.files).sum();
        let of_ending = |it: &PassedOver| match it.ending.as_str() {
            "" => self.count(&shared::PASSED_OVER_OTHERS, it.files),
            "~lock" => self.count(&shared::PASSED_OVER_LOCKS, it.files),
            ending => format!("{} .{}", self.number(it.files), short(ending, NAME_LIMIT)),
        };
        let endings: Vec<String> = passed_over.iter().map(of_ending).collect();
        let (what, endings) = (self.count(&shared::N_PASSED_OVER, n), endings.join(", "));
        let values = [("what", what.as_str()), ("endings", &endings)];
        (n > 0).then(|| format!("{}.", self.fill(&shared::PASSED_OVER, &values)))
    }

    /// Returns what an index covers, in one sentence without its name.
    pub(crate) fn index_coverage(self, index: &IndexSummary) -> String {
        let mut parts = Vec::new();
        if index.works > 0 || index.records == 0 {
            parts.push(self.count(&shared::WORKS, index.works));
        }
        if index.records > 0 {
            let phrase = if index.numbers_only {
                &shared::NUMBERS
            } else {
                &shared::RECORDS
            };
            parts.push(self.count(phrase, index.records));
        }
        let values = [
            ("parts", capital(&self.list(&parts))),
            ("date", self.day(&index.created)),
        ];
        let values = values.each_ref().map(|(name, it)| (*name, it.as_str()));
        self.fill(&page::COVERS, &values)
    }

    /// Returns a title as a sentence names it, with its author if there is one.
    pub(crate) fn work(self, title: &str, author: &str) -> String {
        let title = self.title(title);
        let author = short(author, NAME_LIMIT);
        if author.is_empty() {
            self.fill(&page::WORK, &[("title", &title)])
        } else {
            self.fill(&page::WORK_BY, &[("title", &title), ("author", &author)])
        }
    }

    /// Returns a title, harmless, or what to say if there is none.
    pub(crate) fn title(self, title: &str) -> String {
        match short(title, NAME_LIMIT) {
            title if title.is_empty() => self.say(&shared::UNTITLED).to_owned(),
            title => title,
        }
    }

    /// Returns the program that made a report, in a sentence.
    pub(crate) fn made_by(self, tool: &Tool) -> String {
        let tool = format!("{} {}", short(&tool.name, 40), short(&tool.version, 40));
        self.fill(&page::MADE_BY, &[("tool", &tool)])
    }

    /// Returns a record's collection and its id there.
    pub(crate) fn record(self, record: &Record) -> String {
        let (source, id) = (short(&record.source, 60), short(&record.id, 80));
        self.fill(&page::RECORD, &[("source", &source), ("id", &id)])
    }

    /// Returns the facts of a catalogue record, harmless, without its title and
    /// author.
    pub(crate) fn record_facts(self, record: &Record) -> Vec<String> {
        let edition = edition(record);
        let mut facts = self.file_facts(record);
        if !edition.is_empty() {
            facts.push(edition);
        }
        facts
    }

    /// Returns the facts of the file that a catalogue record lists, harmless.
    pub(crate) fn file_facts(self, record: &Record) -> Vec<String> {
        let mut facts: Vec<String> = self.added(record).into_iter().collect();
        facts.extend(self.format_and_size(record));
        if let Some(md5) = &record.md5 {
            facts.push(format!("MD5 {}", short(md5, 40)));
        }
        if let Some(md5) = &record.md5_reported {
            facts.push(self.fill(&registrations::MD5_REPORTED, &[("md5", &short(md5, 40))]));
        }
        facts.extend(self.registration_of(record));
        facts.extend(self.hidden(record));
        facts
    }

    /// Returns the format and the size of the listed file; `None` if neither is known.
    pub(crate) fn format_and_size(self, record: &Record) -> Option<String> {
        let format = record.format.as_deref().map(|format| short(format, 20));
        let size = record.size_bytes.map(|bytes| self.size(bytes));
        match (format, size) {
            (Some(format), Some(size)) => Some(format!("{format}, {size}")),
            (one, other) => one.or(other),
        }
    }

    /// Returns why a record is taken for this work, harmless.
    pub(crate) fn record_reason(self, record: &Record) -> String {
        let tier = self.say(choice::of_tier(record.tier).0);
        let reason = message::reason(self.0, record.tier, &record.reason);
        let reason = short(&reason, LINE_LIMIT);
        if reason.is_empty() {
            format!("{tier}.")
        } else {
            format!("{tier}: {reason}")
        }
    }

    /// Returns an RFC 3339 time as a person writes it, in UTC; unchanged if it
    /// cannot be read.
    pub(crate) fn moment(self, rfc3339: &str) -> String {
        match rfc3339.parse::<jiff::Timestamp>() {
            Ok(time) => format!("{}, {}", self.day(rfc3339), time.strftime("%H:%M UTC")),
            Err(_) => short(rfc3339, 40),
        }
    }

    /// Returns the date of an RFC 3339 time; unchanged if it cannot be read.
    pub(crate) fn day(self, rfc3339: &str) -> String {
        match rfc3339.parse::<jiff::Timestamp>() {
            Ok(time) => self.long_date(jiff::tz::Offset::UTC.to_datetime(time).date()),
            Err(_) => short(rfc3339, 40),
        }
    }

    /// Returns a date, `YYYY-MM-DD`, in the form of all dates of the report;
    /// unchanged if it cannot be read.
    pub(crate) fn date(self, date: &str) -> String {
        match date.parse::<jiff::civil::Date>() {
            Ok(date) => self.long_date(date),
            Err(_) => short(date, 40),
        }
    }

    /// Returns the month of a date.
    fn month(self, date: jiff::civil::Date) -> String {
        match self.0 {
            Language::English => date.strftime("%B %Y").to_string(),
            Language::German => {
                let month = usize::from(date.month().unsigned_abs());
                let month = MONTHS.get(month - 1).unwrap_or(&"");
                format!("{month} {}", date.year())
            }
        }
    }

    fn long_date(self, date: jiff::civil::Date) -> String {
        match self.0 {
            Language::English => date.strftime("%-d %B %Y").to_string(),
            Language::German => {
                let month = usize::from(date.month().unsigned_abs());
                let month = MONTHS.get(month - 1).unwrap_or(&"");
                format!("{}. {month} {}", date.day(), date.year())
            }
        }
    }

    /// Returns a number with its thousands separated.
    pub(crate) fn number(self, n: u64) -> String {
        phrase::number(self.0, n)
    }

    /// Returns a size in the unit that a file manager would use.
    fn size(self, bytes: u64) -> String {
        const UNITS: [(f64, &str); 3] = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
        for (unit, name) in UNITS {
            if bytes as f64 >= unit {
                let size = format!("{:.1} {name}", bytes as f64 / unit);
                return match self.0 {
                    Language::English => size,
                    Language::German => size.replace('.', ","),
                };
            }
        }
        self.count(&page::BYTES, bytes)
    }

    /// Returns parts as a sentence lists them: "a, b and c".
    pub(crate) fn list(self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(", ");
                self.fill(&page::LIST_AND, &[("first", &first), ("last", last)])
            }
        }
    }

    /// Returns the estimate of a share with its verb: "about 97 are".
    fn about(self, about: Hundred) -> String {
        match about {
            Hundred::Near { n: 0 } => self.say(&page::NONE_ARE).to_owned(),
            Hundred::Near { n: 1 } => self.say(&page::ONE_IS).to_owned(),
            Hundred::Near { n } => {
                let about = self.fill(&shared::ABOUT, &[("n", &n.to_string())]);
                self.fill(&page::SOME_ARE, &[("about", &about)])
            }
            Hundred::AllBut | Hundred::Hardly => {
                self.fill(&page::SOME_ARE, &[("about", &self.hundred(about))])
            }
        }
    }

    /// Returns the interval of a share.
    fn range(self, share: ShareFigure) -> String {
        let (low, high) = (share.low.to_string(), share.high.to_string());
        if share.low >= share.high {
            self.fill(&shared::EXACT, &[("low", &low)])
        } else {
            self.fill(&shared::RANGE, &[("low", &low), ("high", &high)])
        }
    }

    /// Returns a share as a count out of 100.
    fn hundred(self, share: Hundred) -> String {
        match share {
            Hundred::Hardly => self.say(&shared::HARDLY).to_owned(),
            Hundred::AllBut => self.say(&shared::ALL_BUT).to_owned(),
            Hundred::Near { n } => n.to_string(),
        }
    }
}

/// The months in German; `jiff` writes English ones only.
const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Returns `text` with its first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

mod collections;
mod cutoff;
mod naming;
mod numbers;
mod registers;
mod standing;

#[cfg(test)]
mod tests;
