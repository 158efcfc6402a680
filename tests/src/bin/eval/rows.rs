//! Real rows of public lists: titles with their authors, as the lists have them.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::{Context, Result};
use colophon_catalogue::{self as catalogue, Input, Item, Kind};

/// A book of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Work {
    /// The title before its subtitle, without the series.
    pub(crate) main: String,
    /// The subtitle, if it has one.
    pub(crate) subtitle: Option<String>,
    /// The first author: given names, then the surname.
    pub(crate) author: String,
    /// The series, and the place of the book in it.
    pub(crate) series: Option<(String, u32)>,
}

impl Work {
    /// Returns the title with its subtitle.
    pub(crate) fn title(&self) -> String {
        match &self.subtitle {
            Some(subtitle) => format!("{}: {subtitle}", self.main),
            None => self.main.clone(),
        }
    }

    /// Returns the title with its subtitle and its series, as readers' lists
    /// write them.
    pub(crate) fn full_title(&self) -> String {
        match &self.series {
            Some((name, number)) => format!("{} ({name}, #{number})", self.title()),
            None => self.title(),
        }
    }

    /// Returns the words of the main title in small letters, without a leading
    /// article: what is left of the spelling of a title.
    fn key(&self) -> String {
        let words = words(&self.main);
        let is_article = words.len() > 1 && ["the", "a", "an"].contains(&words[0].as_str());
        words[usize::from(is_article)..].join(" ")
    }
}

/// Returns the words of a text, in small letters.
pub(crate) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Reads the works of all lists in the folder `data`, each title once.
pub(crate) fn read(data: &Path) -> Result<Vec<Work>> {
    let lists = data.join("lists");
    let mut works = goodbooks(&lists)?;
    works.extend(noveltm(&lists)?);
    for dump in ["libgen_rs_nonfiction.sql", "libgen_rs_fiction.sql"] {
        works.extend(libgen(&data.join("libgen").join(dump))?);
    }
    let mut seen = BTreeSet::new();
    works.retain(|work| {
        let is_name = |word: &str| word.chars().any(char::is_alphabetic);
        let n_names = work.author.split(' ').filter(|word| is_name(word)).count();
        let key = work.key();
        // Four names may be those of two people.
        (2..4).contains(&n_names) && key.len() > 2 && seen.insert(key)
    });
    Ok(works)
}

/// Reads the list of the 10,000 books that readers rated most.
fn goodbooks(lists: &Path) -> Result<Vec<Work>> {
    let rows = rated(lists)?.into_iter();
    let works = rows.filter_map(|(title, authors)| {
        let (title, series) = series_of(&title);
        let author = authors.split(", ").next().unwrap_or_default();
        work(title, author, series)
    });
    Ok(works.collect())
}

/// Reads the lists of novels in a library of scanned books.
fn noveltm(lists: &Path) -> Result<Vec<Work>> {
    let rows = scanned(lists)?.into_iter();
    let works = rows.filter_map(|(title, author)| work(&title, &in_order(&author)?, None));
    Ok(works.collect())
}

/// Returns the titles and authors of the books that readers rated most, as the
/// list has them.
pub(crate) fn rated(lists: &Path) -> Result<Vec<(String, String)>> {
    let path = lists.join("goodbooks10k.csv");
    let mut table = csv::Reader::from_path(&path)
        .with_context(|| format!("the list {} is needed", path.display()))?;
    let header = table.headers()?.clone();
    let column = |name: &str| header.iter().position(|it| it == name);
    let (title, authors) = (column("title"), column("authors"));
    let (title, authors) = (title.context("no title")?, authors.context("no authors")?);
    let mut rows = Vec::new();
    for row in table.records() {
        let row = row?;
        let cell = |column: usize| row.get(column).unwrap_or_default().trim().to_owned();
        rows.push((cell(title), cell(authors)));
    }
    Ok(rows)
}

/// Returns the titles, with a colon before a subtitle, and the authors of the
/// novels in a library, as it has them.
pub(crate) fn scanned(lists: &Path) -> Result<Vec<(String, String)>> {
    let mut rows = Vec::new();
    for name in [
        "noveltm_new_oa_fiction.tsv",
        "noveltm_frequently_reprinted.tsv",
    ] {
        let path = lists.join(name);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("the list {} is needed", path.display()))?;
        let mut lines = text
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>());
        let header = lines.next().unwrap_or_default();
        let column = |name: &str| header.iter().position(|it| *it == name);
        let (title, author) = (column("title"), column("author"));
        let (title, author) = (title.context("no title")?, author.context("no author")?);
        for line in lines {
            let cell = |column: usize| line.get(column).copied().unwrap_or_default();
            // The library divides title and subtitle by a bar, and says who is
            // responsible after "$c".
            let title = cell(title).trim_matches('"');
            let title = title.split("$c").next().unwrap_or_default();
            let parts: Vec<&str> = title
                .split(" | ")
                .map(|part| part.trim_matches([' ', '.', ':', '/', ',', ';', '=', '|', '"']))
                .filter(|part| !part.is_empty())
                .collect();
            rows.push((parts.join(": "), cell(author).trim().to_owned()));
        }
    }
    rows.retain(|(title, _)| !title.is_empty());
    Ok(rows)
}

/// Reads the records of a dump.
fn libgen(path: &Path) -> Result<Vec<Work>> {
    let input = Input {
        kind: Kind::Libgen,
        path: Some(path.to_owned()),
        crew: Vec::new(),
    };
    let scratch = tempfile::tempdir()?;
    let mut works = Vec::new();
    let mut on_item = |item| {
        if let Item::Record(record) = item {
            let author = record.author.trim();
            let author = if author.contains([';', '&', '(', '[']) {
                None
            } else if author.contains(',') {
                in_order(author)
            } else {
                Some(author.to_owned())
            };
            works.extend(author.and_then(|author| work(&record.title, &author, None)));
        }
        ControlFlow::Continue(())
    };
    catalogue::read(&input, scratch.path(), 1 << 24, &mut on_item, &mut |_| {
        ControlFlow::Continue(())
    })?;
    Ok(works)
}

/// Makes a work of a title, with or without a subtitle; `None` if either is
/// empty, or the title holds brackets, which have a meaning of their own.
fn work(title: &str, author: &str, series: Option<(String, u32)>) -> Option<Work> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let author = author.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || author.is_empty() || title.contains(['(', '[', '{', '|']) {
        return None;
    }
    let (main, subtitle) = match title.split_once(':') {
        Some((main, subtitle)) => (main.trim().to_owned(), Some(subtitle.trim().to_owned())),
        None => (title, None),
    };
    let subtitle = subtitle.filter(|it| !it.is_empty());
    (!main.is_empty()).then_some(Work {
        main,
        subtitle,
        author,
        series,
    })
}

/// Splits "Title (Series, #3)"; of several series, the first counts.
fn series_of(title: &str) -> (&str, Option<(String, u32)>) {
    let Some((before, inner)) = title
        .strip_suffix(')')
        .and_then(|title| title.rsplit_once(" ("))
    else {
        return (title, None);
    };
    let first = inner.split(';').next().unwrap_or_default();
    let series = first.rsplit_once('#').and_then(|(name, number)| {
        let name = name.trim().trim_end_matches(',').to_owned();
        Some((name, number.trim().parse().ok()?))
    });
    match series {
        Some((name, number)) if !name.is_empty() && !name.contains('#') => {
            (before, Some((name, number)))
        }
        _ => (title, None),
    }
}

/// Turns "Last, First" round; `None` if it is not as simple as that.
fn in_order(author: &str) -> Option<String> {
    let author = author.trim().trim_end_matches(',');
    let (last, first) = author.split_once(", ")?;
    let is_plain = |name: &str| !name.is_empty() && !name.contains([',', '(', ')', '[', '"']);
    if !is_plain(last) || !is_plain(first) {
        return None;
    }
    // A full stop ends the library's field, unless it is that of an initial.
    let last_word = first.rsplit(' ').next().unwrap_or_default();
    let first = match first.strip_suffix('.') {
        Some(plain) if last_word.chars().count() > 3 => plain,
        _ => first,
    };
    Some(format!("{first} {last}"))
}

#[cfg(test)]
mod tests {
    use super::{in_order, series_of, work};

    #[test]
    fn series_are_told_from_other_brackets() {
        let series = |name: &str, number| Some((name.to_owned(), number));
        assert_eq!(series_of("A (B, #3)"), ("A", series("B", 3)));
        assert_eq!(series_of("A (B #3; C, #9)"), ("A", series("B", 3)));
        assert_eq!(series_of("A (B, #1-3)"), ("A (B, #1-3)", None));
        assert_eq!(series_of("A (Almost)"), ("A (Almost)", None));
    }

    #[test]
    fn inverted_names_are_turned_round() {
        assert_eq!(in_order("Johnston, Mary,").unwrap(), "Mary Johnston");
        assert_eq!(
            in_order("Nourse, Alan Edward.").unwrap(),
            "Alan Edward Nourse"
        );
        assert_eq!(in_order("Benét, S. V.").unwrap(), "S. V. Benét");
        assert_eq!(in_order("Wirt, Mildred A. (Mildred)"), None);
        assert_eq!(in_order("Twain"), None);
    }

    #[test]
    fn a_work_has_a_title_and_perhaps_a_subtitle() {
        let made = work("Spook: Science  Tackles", "Mary Roach", None).unwrap();
        assert_eq!(
            (made.main.as_str(), made.title().as_str()),
            ("Spook", "Spook: Science Tackles")
        );
        assert!(work("A [B]", "C D", None).is_none());
    }
}
