//! The answer to a look-up, as JSON and as text.

use std::fmt::Write as _;

use crate::language::Language;
use crate::message;
use crate::model::Lookup;
use crate::phrases::{page, shared};
use crate::safe::{NAME_LIMIT, escaped, short};
use crate::text::TextStyle;
use crate::words::Words;

/// Returns the answer as indented JSON, ending in a line end, with its
/// sentences in a language.
#[must_use]
pub fn lookup_to_json(found: &Lookup, language: Language) -> String {
    let mut found = found.clone();
    for record in &mut found.records {
        record.reason = message::reason(language, record.tier, &record.reason).into_owned();
    }
    // Strings, numbers and lists always serialise.
    escaped(serde_json::to_string_pretty(&found).unwrap_or_default()) + "\n"
}

/// Returns the answer as text for a person, in a language, ending in a line end.
#[must_use]
pub fn lookup_to_text(found: &Lookup, language: Language, style: &TextStyle) -> String {
    let words = Words(language);
    let mut text = String::new();
    let wrap = |indent: usize, line: &str| {
        let blanks = " ".repeat(indent);
        let options = textwrap::Options::new(style.width.clamp(40, 100))
            .initial_indent(&blanks)
            .subsequent_indent(&blanks);
        textwrap::fill(line, options)
    };
    let n = found.records.len() as u64;
    let head = match n {
        0 if !found.numbers_of.is_empty() => format!(
            "{}. {} {}",
            words.not_among(&shared::NOT_AMONG_NUMBERS, &found.numbers_of),
            words.say(&shared::NOT_AMONG_NUMBERS_MEANS),
            words.not_among(&shared::NOT_AMONG_NUMBERS_NOT, &found.numbers_of)
        ),
        0 if found.indexes.iter().any(|index| index.works > 0) => {
            words.say(&page::NO_ENTRY_TEXTS).to_owned()
        }
        0 => words.say(&page::NO_ENTRY).to_owned(),
        n if found.more => words.count(&page::FIRST_ENTRIES, n),
        n => format!("{}.", words.count(&page::ENTRIES, n)),
    };
    let _ = writeln!(text, "{}", wrap(0, &head));
    for record in &found.records {
        let title = match record.isbn.first() {
            Some(isbn) if record.title.is_empty() => format!("ISBN {}", short(isbn, 40)),
            _ => words.title(&record.title),
        };
        let author = short(&record.author, NAME_LIMIT);
        let title = match author.as_str() {
            "" => title,
            author => format!("{title} {}", words.fill(&page::BY, &[("author", author)])),
        };
        let _ = writeln!(text, "\n{}", wrap(0, &title));
        let named = words.record(record);
        let named = match &record.snapshot {
            Some(date) => {
                let values = [("record", named.as_str()), ("date", &short(date, 40))];
                words.fill(&page::AS_OF, &values)
            }
            None => named,
        };
        let _ = writeln!(text, "{}", wrap(2, &named));
        let facts = words.record_facts(record);
        if !facts.is_empty() {
            let _ = writeln!(text, "{}", wrap(2, &facts.join("; ")));
        }
        let _ = writeln!(text, "{}", wrap(2, &words.record_reason(record)));
    }
    if found
        .records
        .iter()
        .any(|record| record.title.is_empty() && record.tier.is_found())
    {
        let means = words.say(&shared::NUMBER_LISTED_MEANS);
        let means_not = words.say(&shared::NUMBER_LISTED_NOT);
        let _ = writeln!(text, "\n{}", wrap(0, &format!("{means} {means_not}")));
    }
    if !found.not_searched.is_empty() {
        let said = words.not_among(&page::NOT_SEARCHED, &found.not_searched);
        let _ = writeln!(text, "\n{}", wrap(0, &said));
    }
    for index in &found.indexes {
        let (name, coverage) = (short(&index.name, NAME_LIMIT), words.index_coverage(index));
        let values = [("name", name.as_str()), ("coverage", coverage.as_str())];
        let _ = writeln!(text, "\n{}", wrap(0, &words.fill(&page::SEARCHED, &values)));
        let sources = words.index_sources(index);
        if !sources.is_empty() {
            let _ = writeln!(text, "{}", wrap(0, &sources));
        }
    }
    if style.unicode {
        text
    } else {
        crate::text::ascii(&text)
    }
}
