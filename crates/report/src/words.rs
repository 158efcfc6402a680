//! The figures and values of a report, in words.
//!
//! Every view takes its sentences from [`Words`], so that no two of them say
//! different things about one figure. The sentences themselves are in the
//! tables of `phrases`. They are for an author: they name no technique, say what
//! a figure is a share of, and say for each finding what it does not mean.
//!
//! Nothing untrusted passes through here but catalogue fields, which are made
//! harmless; the views set titles and authors themselves.

use crate::figures::{Figures, Hundred, Place, ShareFigure, Sure};
use crate::language::Language;
use crate::message;
use crate::model::{
    IndexSummary, ManuscriptResult, Match, PassedOver, Record, Side, TextSummary, Tool, Verdict,
};
use crate::order::Counts;
use crate::phrase::{self, Part, Phrase};
use crate::phrases::{choice, page, shared};
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
    pub(crate) what: &'static str,
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

    /// Returns what "not found" means for these results: text that was
    /// compared, or titles that were only looked up.
    pub(crate) fn meaning_of_not_found(self, results: &[&ManuscriptResult]) -> Meaning {
        let n_read = results.iter().filter(|it| it.text.letters > 0).count();
        let meaning = self.meaning(Verdict::NotFound);
        if let Some(names) = numbers_of(results) {
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

    /// Returns the few words that head what was not found: more exact where all that
    /// was compared are the book numbers of some collections.
    pub(crate) fn headline_of_not_found(self, results: &[&ManuscriptResult]) -> String {
        match numbers_of(results) {
            Some(names) => self.not_among(&shared::NOT_AMONG_NUMBERS, names),
            None => self.headline(Verdict::NotFound).to_owned(),
        }
    }

    /// Returns what it means that one of several results was not found, if all that
    /// was compared for it, and not for all of them, are book numbers.
    pub(crate) fn not_found_by_number(
        self,
        result: &ManuscriptResult,
        all: &[&ManuscriptResult],
    ) -> Option<String> {
        let names = Some(result.numbers_of.as_slice()).filter(|names| !names.is_empty())?;
        numbers_of(all).is_none().then(|| {
            format!(
                "{}. {}",
                self.not_among(&shared::NOT_AMONG_NUMBERS, names),
                self.not_among(&shared::NOT_AMONG_NUMBERS_NOT, names)
            )
        })
    }

    /// Fills in the names of collections.
    pub(crate) fn not_among(self, phrase: &Phrase, names: &[String]) -> String {
        let names: Vec<String> = names.iter().map(|name| short(name, NAME_LIMIT)).collect();
        self.fill(phrase, &[("names", &self.list(&names))])
    }

    /// Returns what a match means and what it does not mean.
    pub(crate) fn meaning_of_match(self, found: &Match) -> Meaning {
        if found.is_by_number() {
            return Meaning {
                means: self.say(&shared::NUMBER_LISTED_MEANS).to_owned(),
                means_not: self.say(&shared::NUMBER_LISTED_NOT).to_owned(),
            };
        }
        self.meaning(found.verdict)
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

    /// Returns what a reader of any report must know.
    pub(crate) const fn standing(self) -> [&'static str; 5] {
        [
            self.say(&shared::STANDING_TRAINED),
            self.say(&shared::STANDING_NOTHING),
            self.say(&shared::STANDING_ESTIMATES),
            self.say(&shared::STANDING_STRETCHES),
            self.say(&page::STANDING_COMPUTER),
        ]
    }

    /// Returns how many manuscripts ended how, in one sentence.
    pub(crate) fn summary(self, counts: &Counts) -> String {
        if counts.manuscripts == 0 {
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
        self.count(what, counts.manuscripts as u64)
    }

    /// Returns the figures of the summary, each with what it counts; "found" and
    /// "not found" always, the others where there are any.
    pub(crate) fn summary_parts(self, counts: &Counts) -> Vec<SummaryPart> {
        let part = |n: usize, phrase: &Phrase| SummaryPart {
            n,
            what: self.say(phrase),
            is_found: false,
        };
        let mut parts = vec![SummaryPart {
            is_found: true,
            ..part(counts.found, &page::N_FOUND)
        }];
        if counts.look > 0 {
            parts.push(part(counts.look, &page::N_LOOK));
        }
        parts.push(part(counts.not_found, &page::N_NOT_FOUND));
        if counts.unjudged > 0 {
            parts.push(part(counts.unjudged, &page::N_UNJUDGED));
        }
        if counts.files > 0 {
            let phrase = if counts.files == 1 {
                &page::N_FILE
            } else {
                &page::N_FILES
            };
            parts.push(part(counts.files, phrase));
        }
        parts
    }

    /// Returns what was passed over in folders, as in "12 files passed over: 7
    /// .jpg, 5 .opf."; `None` if nothing was.
    pub(crate) fn passed_over(self, passed_over: &[PassedOver]) -> Option<String> {
        let n = passed_over.iter().map(|it| it.files).sum();
        let of_ending = |it: &PassedOver| match it.ending.as_str() {
            "" => self.count(&shared::PASSED_OVER_OTHERS, it.files),
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

    /// Returns how much of a manuscript was read; empty when nothing was.
    pub(crate) fn text_read(self, text: &TextSummary) -> String {
        match (text.words, text.letters) {
            (0, 0) => String::new(),
            (0, letters) => self.count(&shared::LETTERS_READ, letters),
            (words, _) => self.count(&shared::WORDS_READ, words),
        }
    }

    /// Returns what of a manuscript was compared, in a few words.
    ///
    /// A title of a client list without a file was compared by its title, author
    /// and numbers alone, and a reader of "not found" must know that.
    pub(crate) fn compared(self, result: &ManuscriptResult) -> String {
        match self.text_read(&result.text) {
            read if !read.is_empty() => read,
            _ if result.row.is_some() && result.verdict == Verdict::Inconclusive => {
                self.say(&page::NOT_COMPARED).to_owned()
            }
            _ if result.row.is_some() => self.say(&page::LOOKED_UP).to_owned(),
            _ => String::new(),
        }
    }

    /// Returns where a title of a client list is; the path for all others.
    pub(crate) fn location(self, result: &ManuscriptResult) -> String {
        match result.row {
            Some(row) if result.digests.md5.is_none() => self.at_row(&result.path, Some(row)),
            _ => self.at_row(&result.path, None),
        }
    }

    /// Returns a path, and the row if it is that of a list.
    pub(crate) fn at_row(self, path: &str, row: Option<u32>) -> String {
        let path = short(path, LINE_LIMIT);
        match row {
            Some(row) => self.fill(&page::ROW, &[("path", &path), ("row", &row.to_string())]),
            None => path,
        }
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
        let mut facts = Vec::new();
        if let Some(added) = &record.added {
            let added = self.fill(&page::ADDED, &[("date", &short(added, 40))]);
            facts.push(match record.cutoff {
                Some(Side::Before) => format!("{added} {}", self.say(&page::BY_CUTOFF)),
                Some(Side::After) => format!("{added} {}", self.say(&page::AFTER_CUTOFF)),
                Some(Side::Unknown) | None => added,
            });
        } else if record.cutoff.is_some() {
            facts.push(self.say(&page::UNDATED).to_owned());
        }
        let format = record.format.as_deref().map(|format| short(format, 20));
        let size = record.size_bytes.map(|bytes| self.size(bytes));
        match (format, size) {
            (Some(format), Some(size)) => facts.push(format!("{format}, {size}")),
            (Some(one), None) | (None, Some(one)) => facts.push(one),
            (None, None) => {}
        }
        if let Some(md5) = &record.md5 {
            facts.push(format!("MD5 {}", short(md5, 40)));
        }
        if record.visible == Some(false) {
            facts.push(match &record.hidden {
                // Some entries say only that they are not visible.
                Some(word) if word != "no" => {
                    self.fill(&page::HIDDEN_AS, &[("word", &short(word, 20))])
                }
                _ => self.say(&page::HIDDEN).to_owned(),
            });
        }
        facts
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
        let Ok(time) = rfc3339.parse::<jiff::Timestamp>() else {
            return short(rfc3339, 40);
        };
        match self.0 {
            Language::English => time.strftime("%-d %B %Y").to_string(),
            Language::German => {
                let month: usize = time.strftime("%m").to_string().parse().unwrap_or(1);
                let month = MONTHS.get(month - 1).unwrap_or(&"");
                format!("{} {month} {}", time.strftime("%-d."), time.strftime("%Y"))
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

/// Returns the collections whose book numbers are all that was compared for every one
/// of some results; `None` if there are other results, or they differ.
fn numbers_of<'a>(results: &[&'a ManuscriptResult]) -> Option<&'a [String]> {
    let (first, rest) = results.split_first()?;
    let names = first.numbers_of.as_slice();
    let is_same = rest.iter().all(|result| result.numbers_of == names);
    (is_same && !names.is_empty()).then_some(names)
}

/// Returns `text` with its first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

mod collections;

#[cfg(test)]
mod tests;
