//! The answer to a look-up as BibTeX: one entry for each work, for a reference manager
//! or as a client list.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::language::Language;
use crate::model::{ListedWork, Lookup};
use crate::phrases::lookup;
use crate::safe::harmless;
use crate::words::Words;

/// The most ISBNs of a work that an entry has.
const MAX_ISBNS: usize = 20;

/// Returns the works of the answer as BibTeX in UTF-8, its remarks in a language.
#[must_use]
pub fn lookup_to_bibtex(found: &Lookup, language: Language) -> String {
    let words = Words(language);
    let title = words.fill(&lookup::TITLE, &[("asked", &words.asked(found))]);
    // A remark is what is between entries; an at sign would begin one.
    let mut text = format!("% {}\n", title.replace('@', "(at)"));
    let mut keys: HashMap<String, usize> = HashMap::new();
    for work in &found.works {
        let key = key(work);
        let n = keys.entry(key.clone()).or_default();
        *n += 1;
        let key = if *n == 1 { key } else { format!("{key}-{n}") };
        let _ = write!(text, "\n@book{{{key}");
        for (name, value) in fields(found, work) {
            if !value.is_empty() {
                let _ = write!(text, ",\n  {name} = {{{value}}}");
            }
        }
        text.push_str("\n}\n");
    }
    text
}

fn fields(found: &Lookup, work: &ListedWork) -> Vec<(&'static str, String)> {
    let records = || found.records_of(work);
    let mut isbns: Vec<&str> = Vec::new();
    for isbn in records().flat_map(|record| &record.isbn) {
        if !isbns.contains(&isbn.as_str()) && isbns.len() < MAX_ISBNS {
            isbns.push(isbn);
        }
    }
    let imprint = records().find_map(|record| record.imprint.as_deref());
    let authors: Vec<String> = work
        .author
        .split(';')
        .map(|author| plain(author.trim()))
        .filter(|author| !author.is_empty())
        .collect();
    let ids: Vec<String> = records()
        .map(|record| format!("{}:{}", record.source, record.id))
        .collect();
    vec![
        ("title", plain(&work.title)),
        ("author", authors.join(" and ")),
        (
            "year",
            work.first_year
                .map(|year| year.to_string())
                .unwrap_or_default(),
        ),
        ("publisher", plain(imprint.unwrap_or_default())),
        ("isbn", plain(&isbns.join(", "))),
        ("language", plain(&work.languages.join(", "))),
        ("note", plain(&ids.join(", "))),
    ]
}

/// Returns a text in which TeX finds nothing to do.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        match c {
            '{' | '}' | '%' | '#' | '&' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            _ => out.push(c),
        }
    }
    out
}

/// Returns a key of letters and digits: the author's last name, the year, and the
/// first word of the title.
fn key(work: &ListedWork) -> String {
    let small = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .take(24)
            .collect()
    };
    let author = work.author.split(';').next().unwrap_or_default();
    let author = match author.split_once(',') {
        Some((family, _)) => family,
        None => author.split_whitespace().next_back().unwrap_or_default(),
    };
    let mut title = work.title.split_whitespace().map(small);
    let title = title.find(|word| word.len() > 3).unwrap_or_default();
    let year = work.first_year.map(|year| year.to_string());
    let parts = [small(author), year.unwrap_or_default(), title];
    let key = parts.concat();
    if key.is_empty() {
        "work".to_owned()
    } else {
        key
    }
}
