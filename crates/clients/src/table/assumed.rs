//! Authors that a row does not name itself.

use crate::model::{ClientTitle, Note, NoteKind};

/// Repeats an author in the rows below that say so, and in those that have none if
/// the list is grouped by authors: they come first in its rows, it begins with
/// one, and never repeats one itself.
pub(super) fn fill_down(titles: &mut [ClientTitle], is_first: bool) {
    /// In a list of this many titles or more, one in five must have no author for
    /// the list to count as grouped; fewer are exceptions, whose author is not
    /// known. Set by eye.
    const FEW: usize = 10;
    let n_empty = titles
        .iter()
        .filter(|title| title.author.is_empty())
        .count();
    let is_grouped = is_first
        && titles.first().is_some_and(|title| !title.author.is_empty())
        && (titles.len() < FEW || n_empty * 5 >= titles.len());
    let repeats = titles
        .windows(2)
        .any(|pair| !pair[0].author.is_empty() && pair[0].author == pair[1].author);
    let mut author = String::new();
    for title in titles {
        if is_ditto(&title.author) {
            title.author.clear();
        } else if !title.author.is_empty() {
            author.clone_from(&title.author);
            continue;
        } else if !is_grouped || repeats {
            continue;
        }
        assume(
            title,
            author.clone(),
            "The row has no author; that of the rows above was assumed",
        );
    }
}

/// Returns whether a value means the one above it.
fn is_ditto(value: &str) -> bool {
    const MARKS: [&str; 11] = [
        "\"", "''", "\u{3003}", "\u{201D}", "ditto", "do.", "dto.", "idem", "id.", "dito", "s.o.",
    ];
    MARKS.iter().any(|mark| value.eq_ignore_ascii_case(mark))
}

/// Takes the client for the author, if that is a person's name.
pub(super) fn take_client(title: &mut ClientTitle) {
    /// Words in the names of clients that are not persons.
    const COMPANIES: [&str; 34] = [
        "agency",
        "agentur",
        "associates",
        "association",
        "books",
        "co",
        "company",
        "corp",
        "editions",
        "entertainment",
        "estate",
        "foundation",
        "gmbh",
        "group",
        "house",
        "inc",
        "institute",
        "kg",
        "limited",
        "literary",
        "llc",
        "llp",
        "ltd",
        "management",
        "media",
        "plc",
        "press",
        "publishers",
        "publishing",
        "society",
        "trust",
        "university",
        "verein",
        "verlag",
    ];
    let Some(client) = &title.client else { return };
    let words: Vec<String> = client
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let is_person = (2..=5).contains(&words.len())
        && !client
            .chars()
            .any(|c| c.is_ascii_digit() || "&@/+".contains(c))
        && !words
            .iter()
            .any(|word| COMPANIES.contains(&word.as_str()) || word == "the");
    if is_person && title.author.is_empty() {
        let message = "The list names no authors; the client was assumed to be the author";
        assume(title, client.clone(), message);
    }
}

fn assume(title: &mut ClientTitle, author: String, why: &str) {
    if author.is_empty() {
        return;
    }
    title
        .notes
        .retain(|note| note.kind != NoteKind::AuthorMissing);
    let message = format!("{why}: {author}.");
    title
        .notes
        .push(Note::new(NoteKind::AuthorAssumed, message));
    title.author = author;
}
