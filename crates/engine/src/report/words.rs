//! What the report says, in plain words.
//!
//! The text and the HTML report take every sentence from here, so that the
//! two never say different things about one figure. The sentences are for an
//! author: they name no technique, say what a figure is a share of, and say
//! for each finding what it does not mean.
//!
//! Nothing untrusted passes through here but catalogue fields, which are made
//! harmless; titles and authors are set by the views themselves.

use super::model::{
    IndexSummary, ManuscriptResult, Match, Record, Share, Side, Span, TextSummary, Verdict,
};
use super::order::Counts;
use super::safe::{LINE_LIMIT, NAME_LIMIT, short};
use super::strip;

/// What a finding means, and what it does not mean.
pub(crate) struct Meaning {
    /// What it means.
    pub(crate) means: &'static str,
    /// What nobody may conclude from it.
    pub(crate) means_not: &'static str,
}

/// Returns a verdict as the few words that head a finding.
pub(crate) fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SameFile => "The very same file",
        Verdict::SameText => "The same text",
        Verdict::WithinLargerWork => "Your text inside a longer work",
        Verdict::ContainsWork => "A shorter work inside your text",
        Verdict::RevisedText => "A large part of your text, or another version of it",
        Verdict::Listed => "Listed in a catalogue",
        Verdict::SharedPassages => "Only short passages are shared",
        Verdict::Possible => "A catalogue entry that may be yours",
        Verdict::NotFound => "Not found",
        Verdict::Inconclusive => "Could not be judged",
    }
}

/// Returns what "not found" means for these results: text that was compared, or
/// titles that were only looked up.
pub(crate) fn meaning_of_not_found(results: &[&ManuscriptResult]) -> Meaning {
    let n_read = results.iter().filter(|it| it.text.letters > 0).count();
    let meaning = meaning(Verdict::NotFound);
    let means = match n_read {
        0 => {
            "It was looked up by title, author and numbers, and no catalogue of the index lists \
             it. No text was compared."
        }
        n if n < results.len() => {
            "Nothing like it is in the index. Where no text was read, which stands beside the \
             title, it was only looked up in the catalogues."
        }
        _ => meaning.means,
    };
    Meaning { means, ..meaning }
}

/// Returns what a verdict means and what it does not mean.
pub(crate) fn meaning(verdict: Verdict) -> Meaning {
    let (means, means_not) = match verdict {
        Verdict::SameFile => (
            "Exactly this file, byte for byte, is recorded in the index.",
            "It does not say who put it there, or who has used it.",
        ),
        Verdict::SameText => (
            "The index holds nearly the same text as yours. Another edition, a copy in another \
             format and a scan all count as the same text.",
            "It does not say which edition was copied, who copied it, or who has used it.",
        ),
        Verdict::WithinLargerWork => (
            "Nearly all of your text stands in a longer work, such as an anthology, a collection \
             or several novels in one volume.",
            "It does not say that the rest of that work is yours, or who has used it.",
        ),
        Verdict::ContainsWork => (
            "A work of the index stands nearly whole in your text, as one story stands in a \
             collection.",
            "It does not say that the rest of your text is in the index.",
        ),
        Verdict::RevisedText => (
            "A large part of the text is the same and a large part differs: an earlier or later \
             version, a shortened edition, or some of the chapters.",
            "It does not say which of the two came first, or that the parts that differ are in \
             the index.",
        ),
        Verdict::Listed => (
            "A catalogue lists this work. Only the entry was compared (title, author, numbers), \
             not the words of the text.",
            "It does not show that the listed file really holds your text.",
        ),
        Verdict::SharedPassages => (
            "Only a few passages are the same, as when two books quote the same source. This \
             does not count as found.",
            "It does not mean that your work is in the index, or that one was copied from the \
             other.",
        ),
        Verdict::Possible => (
            "A catalogue entry resembles this work, but too weakly to say more. Please compare \
             the title, the author and the numbers yourself.",
            "It does not mean that your work is listed: namesakes are common, and so are titles \
             that were used more than once.",
        ),
        Verdict::NotFound => (
            "It was compared with the index, and nothing like it is there.",
            "It does not mean that the text is in no collection: an index holds only what is \
             stated under “What was asked”.",
        ),
        Verdict::Inconclusive => (
            "No answer can be given; the reason stands beside it.",
            "It does not mean “not found”.",
        ),
    };
    Meaning { means, means_not }
}

/// Returns the sentences that say how much is shared; none for a listing.
pub(crate) fn how_much(found: &Match) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(share) = found.manuscript_in_work {
        sentences.push(format!(
            "Of every 100 short stretches of your text, {} in this work, letter for letter ({}).",
            about(share, "stands", "stand"),
            range(share)
        ));
    }
    if let Some(share) = found.work_in_manuscript {
        sentences.push(format!(
            "The other way round, of every 100 short stretches of this work, {} in your text ({}).",
            about(share, "stands", "stand"),
            range(share)
        ));
    }
    if let Some(coverage) = found.coverage {
        sentences.push(format!(
            "Matches turn up in {} of every 100 parts of your text.",
            hundred(coverage)
        ));
    }
    if may_be_lowered(found) {
        sentences.push(
            "Matches are spread over nearly the whole text, yet many stretches differ in a letter \
             or more. Scans, another spelling and light editing do that."
                .to_owned(),
        );
    }
    sentences
}

/// Returns how sure a match is, in one sentence.
pub(crate) fn how_sure(found: &Match) -> String {
    let tier = found.records.first().map(|record| record.tier.as_str());
    match (found.verdict, found.hits) {
        (Verdict::SameFile, _) => {
            "Certain: the file has the same checksum, and that does not happen by accident."
                .to_owned()
        }
        (Verdict::Listed | Verdict::Possible, _) => match tier {
            Some(tier) => tier_sentence(tier),
            None => "It rests on a catalogue entry alone.".to_owned(),
        },
        (_, Some(hits)) if hits < 5 => format!(
            "Less sure: it rests on {} only. Please compare the two texts yourself.",
            plural(hits, "matching stretch", "matching stretches")
        ),
        (Verdict::SharedPassages, Some(hits)) => format!(
            "{} match in the sample that was compared.",
            plural(hits, "stretch", "stretches")
        ),
        (_, Some(hits)) => format!(
            "Sure: {} match in the sample that was compared, and unrelated books do not share \
             that many.",
            plural(hits, "stretch", "stretches")
        ),
        (_, None) => "It rests on what is said here and on nothing else.".to_owned(),
    }
}

/// Returns in words where the shared text lies; empty for no spans.
///
/// At most four stretches are named, the longest ones, in reading order.
pub(crate) fn place(spans: &[Span]) -> String {
    let spans = strip::tidy(spans);
    let covered: f64 = spans.iter().map(|span| span.to - span.from).sum();
    if spans.is_empty() {
        return String::new();
    }
    if covered >= 0.97 {
        return "From the beginning to the end of your text.".to_owned();
    }
    let mut longest = spans.clone();
    longest.sort_by(|a, b| (b.to - b.from).total_cmp(&(a.to - a.from)));
    longest.truncate(4);
    longest.sort_by(|a, b| a.from.total_cmp(&b.from));
    let named: Vec<String> = longest
        .iter()
        .map(|span| {
            let (from, to) = (percent(span.from), percent(span.to));
            if from == to {
                format!("at {from}%")
            } else {
                format!("from {from}% to {to}%")
            }
        })
        .collect();
    let rest = spans.len() - longest.len();
    let more = match rest {
        0 => String::new(),
        1 => ", and in 1 shorter place".to_owned(),
        n => format!(", and in {n} shorter places"),
    };
    format!(
        "{}{more}, counted from the beginning of your text.",
        capital(&list(&named))
    )
}

/// Returns what an author can do about a stable code; empty where nothing
/// better is known than the message itself.
pub(crate) fn advice(code: &str) -> &'static str {
    match code {
        "no-text-layer" => {
            "The pages are pictures. Have the text recognised (OCR), or check the file in which \
             you wrote it."
        }
        "encrypted" => "Save a copy without a password or copy protection, and check that.",
        "truncated" => "Get a complete copy of the file, and check that.",
        "too-short" => "Check a longer piece, or a file that holds the whole text.",
        "timed-out" | "parser-crashed" | "limit-exceeded" => {
            "Save the text in another format, such as DOCX, EPUB or plain text, and check that."
        }
        "unsupported" => "Save the text as DOCX, EPUB, PDF or plain text, and check that.",
        "unreadable" => "See whether the file is still there and whether you may open it.",
        "index-incompatible" => "Get a newer version of the index or of Colophon.",
        "index-damaged" => "Download the index again.",
        "index-expired" => "Get the current index: this one is no longer kept up to date.",
        "cancelled" => "Check it again and let it run to the end.",
        _ => "",
    }
}

/// Returns what a reader of any report must know.
pub(crate) fn standing() -> [&'static str; 5] {
    [
        "That a work is in a data set does not prove that anything was trained with it.",
        "That a work was not found proves nothing: the indexes above hold only what is stated \
         there, and collections hold more than any index.",
        "Figures are estimates from a sample of each text. “Very likely” means that the true \
         figure lies in such a range 95 times out of 100.",
        "A short stretch is a few words long. One changed letter makes it count as different, so \
         scans, another spelling and light editing lower the figures.",
        "The texts were read and compared on this computer. This report holds titles, authors \
         and file names, but no passage of any text.",
    ]
}

/// Returns the sentence that must stand where only demonstration indexes were
/// asked.
pub(crate) const DEMONSTRATION: &str = "This is the demonstration index that comes with the \
     program. It shows how Colophon works and says nothing about any real collection.";

/// Returns how many manuscripts ended how, in one sentence.
pub(crate) fn summary(counts: &Counts) -> String {
    if counts.manuscripts == 0 {
        return format!("No {} was checked.", counts.noun().0);
    }
    let parts: Vec<String> = summary_parts(counts)
        .into_iter()
        .map(|(n, words)| format!("{} {words}", number(n as u64)))
        .collect();
    format!("{}: {}.", counted(counts), list(&parts))
}

/// Returns how many manuscripts, or titles of a client list, were checked.
pub(crate) fn counted(counts: &Counts) -> String {
    let (one, many) = counts.noun();
    plural(counts.manuscripts as u64, one, many)
}

/// Returns the figures of the summary, each with what it counts; "found" and
/// "not found" always, the others where there are any.
pub(crate) fn summary_parts(counts: &Counts) -> Vec<(usize, &'static str)> {
    let mut parts = vec![(counts.found, "found")];
    if counts.look > 0 {
        parts.push((counts.look, "worth a look"));
    }
    parts.push((counts.not_found, "not found"));
    if counts.unjudged > 0 {
        parts.push((counts.unjudged, "could not be judged"));
    }
    match counts.files {
        0 => {}
        1 => parts.push((1, "file not read")),
        n => parts.push((n, "files not read")),
    }
    parts
}

/// Returns what an index covers, in one sentence without its name.
pub(crate) fn index_coverage(index: &IndexSummary) -> String {
    let mut parts = Vec::new();
    if index.works > 0 || index.records == 0 {
        parts.push(format!(
            "{} compared by text",
            plural(index.works, "work", "works")
        ));
    }
    if index.records > 0 {
        parts.push(plural(
            index.records,
            "catalogue entry",
            "catalogue entries",
        ));
    }
    format!(
        "{}; made on {}.",
        capital(&list(&parts)),
        day(&index.created)
    )
}

/// Returns how much of a manuscript was read; empty when nothing was.
pub(crate) fn text_read(text: &TextSummary) -> String {
    match (text.words, text.letters) {
        (0, 0) => String::new(),
        (0, letters) => format!("{} read", plural(letters, "letter", "letters")),
        (words, _) => format!("{} read", plural(words, "word", "words")),
    }
}

/// Returns what of a manuscript was compared, in a few words.
///
/// A title of a client list without a file was compared by its title, author and
/// numbers alone, and whoever reads "not found" must know that.
pub(crate) fn compared(result: &ManuscriptResult) -> String {
    match text_read(&result.text) {
        read if !read.is_empty() => read,
        _ if result.row.is_some() && result.verdict == Verdict::Inconclusive => {
            "no text compared".to_owned()
        }
        _ if result.row.is_some() => "looked up in the catalogue, no text compared".to_owned(),
        _ => String::new(),
    }
}

/// Returns where a title of a client list stands; the path for all others.
pub(crate) fn location(result: &ManuscriptResult) -> String {
    let path = short(&result.path, LINE_LIMIT);
    match result.row {
        Some(row) if result.digests.md5.is_none() => format!("{path}, row {row}"),
        _ => path,
    }
}

/// Returns the edition of a record in a line: year, imprint, edition, volume,
/// ISBNs; empty where the record says nothing of it.
pub(crate) fn edition(record: &Record) -> String {
    // Collections write 0 for a year that they do not know.
    let year = record.year.clone().filter(|year| year != "0");
    let mut parts: Vec<String> = [
        &year,
        &record.imprint,
        &record.edition,
        &record.volume,
        &record.language,
    ]
    .into_iter()
    .flatten()
    .map(|part| short(part, 80))
    .filter(|part| !part.is_empty())
    .collect();
    if !record.isbn.is_empty() {
        parts.push(format!(
            "ISBN {}",
            short(&record.isbn.join(", "), NAME_LIMIT)
        ));
    }
    if let Some(asin) = &record.asin {
        parts.push(format!("ASIN {}", short(asin, 40)));
    }
    parts.join(" · ")
}

/// Returns the facts of a catalogue record, harmless, without its title and
/// author.
pub(crate) fn record_facts(record: &Record) -> Vec<String> {
    let edition = edition(record);
    let mut facts = file_facts(record);
    if !edition.is_empty() {
        facts.push(edition);
    }
    facts
}

/// Returns the facts of the file that a catalogue record lists, harmless.
pub(crate) fn file_facts(record: &Record) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(added) = &record.added {
        let side = match record.cutoff {
            Some(Side::Before) => " (by the cut-off day)",
            Some(Side::After) => " (after the cut-off day)",
            Some(Side::Unknown) | None => "",
        };
        facts.push(format!("added {}{side}", short(added, 40)));
    } else if record.cutoff.is_some() {
        facts.push("day of adding not known".to_owned());
    }
    let format = record.format.as_deref().map(|format| short(format, 20));
    let size = record.size_bytes.map(size);
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
            // That it is not visible is all that some say.
            Some(word) if word != "no" => format!(
                "hidden from the collection's visitors (marked “{}” there)",
                short(word, 20)
            ),
            _ => "hidden from the collection's visitors".to_owned(),
        });
    }
    facts
}

/// Returns why a record is taken for this work, harmless.
pub(crate) fn record_reason(record: &Record) -> String {
    let tier = capital(&tier_words(&record.tier));
    let reason = short(&record.reason, LINE_LIMIT);
    if reason.is_empty() {
        format!("{tier}.")
    } else {
        format!("{tier}: {reason}")
    }
}

/// Returns how sure a tier is, in a few words.
fn tier_words(tier: &str) -> String {
    match tier {
        "identical-file" => "the very same file".to_owned(),
        "confirmed" => "sure".to_owned(),
        "strong" => "very likely".to_owned(),
        "probable" => "probably".to_owned(),
        "review" => "not sure".to_owned(),
        other => short(other, 40),
    }
}

/// Returns how sure a tier is, in one sentence.
fn tier_sentence(tier: &str) -> String {
    match tier {
        "identical-file" => "Certain: the listed file has the same checksum.".to_owned(),
        "confirmed" => "Sure: a book number and the title or the author agree.".to_owned(),
        "strong" => "Very likely this work.".to_owned(),
        "probable" => "Probably this work.".to_owned(),
        "review" => "Not sure: please compare the entry with your work yourself.".to_owned(),
        other => format!("{}.", capital(&short(other, 40))),
    }
}

/// Returns whether a found text's figure is low although matches are
/// everywhere, so that a reader would take it for a partial copy.
fn may_be_lowered(found: &Match) -> bool {
    found.verdict == Verdict::SameText
        && found
            .manuscript_in_work
            .is_some_and(|share| share.estimate < 0.85)
        && found.coverage.is_some_and(|coverage| coverage >= 0.9)
}

/// Returns an RFC 3339 time as a person writes it, the time in UTC; as it is
/// where it cannot be read.
pub(crate) fn moment(rfc3339: &str) -> String {
    written(rfc3339, "%-d %B %Y, %H:%M UTC")
}

/// Returns the day of an RFC 3339 time; as it is where it cannot be read.
pub(crate) fn day(rfc3339: &str) -> String {
    written(rfc3339, "%-d %B %Y")
}

fn written(rfc3339: &str, format: &str) -> String {
    match rfc3339.parse::<jiff::Timestamp>() {
        Ok(time) => time.strftime(format).to_string(),
        Err(_) => short(rfc3339, 40),
    }
}

/// Returns a count with its noun and with thousands set apart.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// Returns a number with thousands set apart by commas.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// Returns a size in the unit that a file manager would use.
fn size(bytes: u64) -> String {
    const UNITS: [(f64, &str); 3] = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    for (unit, name) in UNITS {
        if bytes as f64 >= unit {
            return format!("{:.1} {name}", bytes as f64 / unit);
        }
    }
    plural(bytes, "byte", "bytes")
}

/// Returns parts as a sentence lists them: "a, b and c".
fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Returns `text` with its first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Returns the estimate of a share with its verb: "about 97 stand".
fn about(share: Share, one: &str, many: &str) -> String {
    match hundred(share.estimate).as_str() {
        "1" => format!("about 1 {one}"),
        "0" => format!("none {one}"),
        figure if figure.contains(' ') => format!("{figure} {many}"),
        figure => format!("about {figure} {many}"),
    }
}

/// Returns the interval of a share, rounded outwards.
fn range(share: Share) -> String {
    let low = bounded(share.low * 100.0).floor();
    let high = bounded(share.high * 100.0).ceil();
    if low >= high {
        format!("very likely {low:.0}")
    } else {
        format!("very likely between {low:.0} and {high:.0}")
    }
}

/// Returns a share as a count out of 100 that never says "all" or "none" of
/// what is only nearly so.
fn hundred(share: f64) -> String {
    let exact = bounded(share * 100.0);
    let rounded = exact.round();
    if exact > 0.0 && rounded < 1.0 {
        "fewer than 1".to_owned()
    } else if exact < 100.0 && rounded > 99.0 {
        "more than 99".to_owned()
    } else {
        format!("{rounded:.0}")
    }
}

/// Returns a place in the manuscript in percent.
fn percent(place: f64) -> String {
    format!("{:.0}", bounded(place * 100.0))
}

/// Returns the figure inside 0 to 100; 0 for what is no number.
fn bounded(figure: f64) -> f64 {
    if figure.is_nan() {
        0.0
    } else {
        figure.clamp(0.0, 100.0)
    }
}

mod collections;

pub(crate) use collections::{index_sources, sides};

#[cfg(test)]
mod tests;
