//! The answer to a look-up, as JSON and as text.

use std::fmt::Write as _;

use super::safe::{NAME_LIMIT, short};
use super::text::TextStyle;
use super::words;
use crate::lookup::Lookup;

/// Returns the answer as indented JSON, ending in a line end.
#[must_use]
pub fn lookup_to_json(found: &Lookup) -> String {
    // Strings, numbers and lists always serialise.
    serde_json::to_string_pretty(found).unwrap_or_default() + "\n"
}

/// Returns the answer as text for a person, ending in a line end.
#[must_use]
pub fn lookup_to_text(found: &Lookup, style: &TextStyle) -> String {
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
        0 if found.indexes.iter().any(|index| index.works > 0) => {
            "No entry was found. Books that are compared by their text are not looked up by name; \
             to find one, check the file itself."
                .to_owned()
        }
        0 => "No entry was found.".to_owned(),
        n if found.more => format!(
            "The first {} are shown. There may be more; say more of the book to see the ones that fit.",
            words::plural(n, "entry", "entries")
        ),
        n => format!("{}.", words::plural(n, "entry", "entries")),
    };
    let _ = writeln!(text, "{}", wrap(0, &head));
    for record in &found.records {
        let title = short(&record.title, NAME_LIMIT);
        let title = if title.is_empty() {
            "(without a title)".to_owned()
        } else {
            title
        };
        let author = short(&record.author, NAME_LIMIT);
        let by = if author.is_empty() {
            String::new()
        } else {
            format!(" by {author}")
        };
        let _ = writeln!(text, "\n{}", wrap(0, &format!("{title}{by}")));
        let id = format!(
            "{}, record {}",
            short(&record.source, 60),
            short(&record.id, 80)
        );
        let snapshot = record
            .snapshot
            .as_ref()
            .map_or(String::new(), |day| format!(", as of {}", short(day, 40)));
        let _ = writeln!(text, "{}", wrap(2, &format!("{id}{snapshot}")));
        let facts = words::record_facts(record);
        if !facts.is_empty() {
            let _ = writeln!(text, "{}", wrap(2, &facts.join("; ")));
        }
        let _ = writeln!(text, "{}", wrap(2, &words::record_reason(record)));
    }
    for index in &found.indexes {
        let name = short(&index.name, NAME_LIMIT);
        let _ = writeln!(
            text,
            "\n{}",
            wrap(
                0,
                &format!("Asked: {name}. {}", words::index_coverage(index))
            )
        );
        let sources = words::index_sources(index);
        if !sources.is_empty() {
            let _ = writeln!(text, "{}", wrap(0, &sources));
        }
    }
    if style.unicode {
        text
    } else {
        super::text::ascii(&text)
    }
}
