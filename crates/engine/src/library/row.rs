//! From a result to its row in a list, and to the words that it is found by.

use std::path::Path;

use super::fold::fold;
use super::model::{ReportContext, ResultId, Row, RunId};
use crate::report::Doubt;
use crate::report::model::{ManuscriptResult, Match, Record};

impl Row {
    /// Makes the row of a result that is not kept, or not yet.
    pub(crate) fn of(result: &ManuscriptResult, checked: &str, demonstration: bool) -> Self {
        let (folder, name) = parts(&result.path);
        let records = || result.matches.iter().flat_map(|found| &found.records);
        Self {
            id: 0,
            run: None,
            line: result.row,
            client: result.client.clone(),
            name,
            folder,
            title: result.title.clone(),
            author: result.author.clone(),
            isbn: result.isbn.clone(),
            numbers_of: result.numbers_of.clone(),
            by_number: result.matches.first().is_some_and(Match::is_by_number),
            verdict: result.verdict,
            doubt: Doubt::of(result),
            found: result.verdict.is_found(),
            checked: checked.to_owned(),
            work: result.matches.first().map(|found| found.work.title.clone()),
            share: result
                .matches
                .iter()
                .find_map(|found| found.manuscript_in_work),
            matches: result.matches.len(),
            records: records().count(),
            first_added: records().filter_map(added_on).min(),
            warnings: result.warnings.len(),
            demonstration,
            news: 0,
        }
    }

    /// Returns this row with the numbers that it is kept under.
    pub(super) fn kept(mut self, id: ResultId, run: Option<RunId>, news: usize) -> Self {
        self.id = id;
        self.run = run;
        self.news = news;
        self
    }

    /// Returns everything that a search looks at, folded.
    pub(super) fn search_text(&self) -> String {
        let some = [&self.title, &self.author, &self.client];
        let mut words: Vec<&str> = some.into_iter().flatten().map(String::as_str).collect();
        words.push(&self.name);
        words.extend(self.isbn.iter().map(String::as_str));
        fold(&words.join("\n"))
    }
}

/// Returns the date on which a record was added, if the collection states a
/// real one.
fn added_on(record: &Record) -> Option<String> {
    record
        .added
        .clone()
        .filter(|date| date.starts_with(|c: char| ('1'..='9').contains(&c)))
}

impl ReportContext {
    /// Returns the row of a result that is not kept.
    pub fn row(&self, result: &ManuscriptResult, checked: &str) -> Row {
        Row::of(result, checked, self.is_demonstration())
    }
}

/// Splits a path into its folder and its name.
pub(super) fn parts(path: &str) -> (String, String) {
    let path = Path::new(path);
    let folder = path.parent().map(|folder| folder.display().to_string());
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    (
        folder.unwrap_or_default(),
        name.unwrap_or_else(|| path.display().to_string()),
    )
}

/// Returns what distinguishes a title of a client list from the others of that
/// list.
pub(super) fn same_title(list: &str, result: &ManuscriptResult) -> String {
    let word = |text: &Option<String>| fold(text.as_deref().unwrap_or_default());
    let (title, author) = (word(&result.title), word(&result.author));
    // A title without a name is identified by its numbers.
    let numbers = if title.is_empty() {
        result.isbn.join(" ")
    } else {
        String::new()
    };
    [
        "row",
        list,
        &word(&result.client),
        &title,
        &author,
        &numbers,
    ]
    .join("\n")
}

/// Returns what distinguishes a manuscript from others: the path of its file.
pub(super) fn same_file(path: &str) -> String {
    format!("file\n{path}")
}
