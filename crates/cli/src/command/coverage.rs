//! What an index covers, which kinds of indexes there are, and what a build left
//! out, in words for a terminal.

use std::fmt::Write as _;

use colophon_engine::report::{Code, Language, harmless, kinds_of_indexes as kinds, number};
use colophon_engine::{BuildSummary, Counted, Facet, IndexDetail, language_name};

/// How many columns a full bar takes.
const BAR: u64 = 24;

/// How many files of a kind are named at the end of a build.
const MAX_NAMED: usize = 20;

/// Returns which kinds of indexes there are, whom to ask for one, and how to make
/// one.
pub(crate) fn kinds_of_indexes() -> String {
    let said = kinds().map(|it| it.say(Language::English));
    let [title, list @ ..] = said;
    let list: Vec<String> = list.iter().map(|it| format!("  - {it}")).collect();
    let list = list.join("\n");
    format!(
        "{title}\n{list}\n  - With this command: colophon index build --catalogue libgen:DUMP.sql.gz --out NAME.colophon"
    )
}

/// Returns the counts of an index, with bars.
pub(crate) fn covers(detail: &IndexDetail, unicode: bool) -> String {
    let coverage = &detail.coverage;
    let mut text = String::new();
    let records = detail.info.records;
    if records > 0 {
        let sources = detail.info.sources.iter().map(|source| Counted {
            value: source.name.clone(),
            n: source.records,
        });
        let sources: Vec<Counted> = sources.collect();
        bars(
            &mut text,
            "Entries by collection",
            &sources,
            records,
            unicode,
        );
        let mut given = coverage.given.clone();
        for counted in &mut given {
            counted.value = given_word(&counted.value).to_owned();
        }
        bars(&mut text, "What the entries say", &given, records, unicode);
        facet(
            &mut text,
            "Entries by language",
            &coverage.languages,
            records,
            unicode,
            language,
        );
        facet(
            &mut text,
            "Entries by decade",
            &coverage.decades,
            records,
            unicode,
            decade,
        );
        facet(
            &mut text,
            "Entries by format",
            &coverage.formats,
            records,
            unicode,
            str::to_owned,
        );
    }
    let works = detail.info.works;
    if works > 0 {
        facet(
            &mut text,
            "Works by language",
            &coverage.work_languages,
            works,
            unicode,
            language,
        );
    }
    text
}

fn language(code: &str) -> String {
    language_name(code).to_owned()
}

fn decade(first: &str) -> String {
    match first {
        "0" => "before 1900".to_owned(),
        first => format!("{first}s"),
    }
}

fn given_word(word: &str) -> &str {
    match word {
        "number" => "book number",
        "digest" => "checksum of the file",
        "added" => "date of adding",
        word => word,
    }
}

fn facet(
    text: &mut String,
    heading: &str,
    facet: &Facet,
    total: u64,
    unicode: bool,
    word: impl Fn(&str) -> String,
) {
    // What nothing is known of is not a picture.
    if facet.values.is_empty() && facet.others == 0 {
        return;
    }
    let values = facet.values.iter().map(|counted| Counted {
        value: word(&counted.value),
        n: counted.n,
    });
    let mut values: Vec<Counted> = values.collect();
    for (value, n) in [("others", facet.others), ("not given", facet.unknown)] {
        if n > 0 {
            let value = value.to_owned();
            values.push(Counted { value, n });
        }
    }
    bars(text, heading, &values, total, unicode);
}

/// Draws a bar for each value, a full one for `total`.
fn bars(text: &mut String, heading: &str, values: &[Counted], total: u64, unicode: bool) {
    let _ = writeln!(text, "\n{heading}:");
    let full = if unicode { "█" } else { "#" };
    for counted in values {
        let length = (counted.n.saturating_mul(BAR) + total / 2)
            .checked_div(total)
            .unwrap_or(0)
            .min(BAR);
        // Whatever is there is seen.
        let length = length.max(u64::from(counted.n > 0));
        let bar = full.repeat(usize::try_from(length).unwrap_or(0));
        let name: String = harmless(&counted.value).chars().take(28).collect();
        let n = number(Language::English, counted.n);
        let line = format!("  {name:<28} {n:>13}  {bar}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// Returns which books a build left out, by the reason.
pub(crate) fn left_out(summary: &BuildSummary) -> String {
    let n = summary.skipped.len();
    if n == 0 {
        return String::new();
    }
    let mut text = format!("Left out:  {n}\n");
    let is_short = |code| code == Code::TooShort;
    let is_without_text = |code| matches!(code, Code::NoTextLayer | Code::Empty);
    let groups: [(&str, &dyn Fn(Code) -> bool); 3] = [
        ("too short to compare", &is_short),
        ("without text", &is_without_text),
        ("could not be read", &|code| {
            !is_short(code) && !is_without_text(code)
        }),
    ];
    for (why, is_it) in groups {
        let names = summary.skipped.iter().filter(|skipped| is_it(skipped.code));
        let names: Vec<_> = names.map(|skipped| harmless(&skipped.path)).collect();
        if names.is_empty() {
            continue;
        }
        let _ = writeln!(text, "  {why}: {}", names.len());
        for name in names.iter().take(MAX_NAMED) {
            let _ = writeln!(text, "    {name}");
        }
        if let Some(more @ 1..) = names.len().checked_sub(MAX_NAMED) {
            let _ = writeln!(text, "    and {more} more, named above");
        }
    }
    text
}
