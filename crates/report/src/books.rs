//! How many books the results are of: several files can hold one book.
//!
//! Two results are of one book if they have the same text, the same ISBN, the
//! same title and author, or if they match the same work as a whole. A story in
//! an anthology and the anthology are two books.

use std::collections::HashMap;

use crate::model::{ManuscriptResult, Verdict};

/// What a book is known by; two that share a part are the same book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookKeys(Vec<String>);

impl BookKeys {
    /// Returns what the book of a result is known by.
    #[must_use]
    pub fn of(result: &ManuscriptResult) -> Self {
        let mut keys = Vec::new();
        if let Some(digest) = result.digests.text_sha256 {
            keys.push(format!("text {digest}"));
        }
        keys.extend(result.isbn.iter().map(|isbn| format!("isbn {isbn}")));
        let [title, author] = [&result.title, &result.author].map(|name| {
            let name = name.as_deref().unwrap_or_default().to_lowercase();
            name.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        if !title.is_empty() && !author.is_empty() {
            keys.push(format!("name {title}\n{author}"));
        }
        let is_whole = |verdict| {
            matches!(
                verdict,
                Verdict::SameFile | Verdict::SameText | Verdict::RevisedText | Verdict::Listed
            )
        };
        if let Some(first) = result.matches.first().filter(|it| is_whole(it.verdict)) {
            keys.push(format!("work {} {}", first.index, first.work.id));
        }
        Self(keys)
    }
}

/// Returns for each result the number of its book, from 0: results of one book
/// have the same number.
#[must_use]
pub fn number_books(results: &[BookKeys]) -> Vec<usize> {
    // Each result points to one before it of the same book, or to itself.
    let mut parents: Vec<usize> = (0..results.len()).collect();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (place, keys) in results.iter().enumerate() {
        for key in &keys.0 {
            let other = *known.entry(key).or_insert(place);
            let (one, other) = (root(&mut parents, place), root(&mut parents, other));
            parents[one.max(other)] = one.min(other);
        }
    }
    let roots: Vec<usize> = (0..results.len())
        .map(|place| root(&mut parents, place))
        .collect();
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    roots
        .into_iter()
        .map(|root| {
            let next = numbers.len();
            *numbers.entry(root).or_insert(next)
        })
        .collect()
}

/// Returns how many books there are.
#[must_use]
pub fn count_books(results: &[BookKeys]) -> usize {
    number_books(results)
        .into_iter()
        .max()
        .map_or(0, |last| last + 1)
}

fn root(parents: &mut [usize], mut place: usize) -> usize {
    while parents[place] != place {
        parents[place] = parents[parents[place]];
        place = parents[place];
    }
    place
}

#[cfg(test)]
mod tests {
    use super::{BookKeys, count_books, number_books};
    use crate::fixture;
    use crate::model::Verdict;

    #[test]
    fn several_files_of_one_book_are_one_book() {
        let like = fixture::small().results.remove(0);
        let named = |title: &str, work: &str, verdict| {
            let mut result = like.clone();
            result.title = Some(title.to_owned());
            result.digests.text_sha256 = None;
            result.matches[0].work.id = work.to_owned();
            result.matches[0].verdict = verdict;
            result
        };
        let results = [
            named("The Salt Road", "a", Verdict::SameText),
            named("the  salt road", "b", Verdict::SameText),
            named("draft 7", "b", Verdict::Listed),
            named("A Story", "c", Verdict::WithinLargerWork),
            named("Another Story", "c", Verdict::WithinLargerWork),
        ];
        let keys: Vec<BookKeys> = results.iter().map(BookKeys::of).collect();
        assert_eq!(number_books(&keys), [0, 0, 0, 1, 2]);
        assert_eq!(count_books(&keys), 3);
        assert_eq!(count_books(&[]), 0);
    }

    #[test]
    fn a_text_is_known_under_every_title() {
        let mut results = fixture::many(3).results;
        let digest = Some(format!("{:064x}", 5).parse().unwrap());
        results[0].digests.text_sha256 = digest;
        results[2].digests.text_sha256 = digest;
        results[1].digests.text_sha256 = None;
        let keys: Vec<BookKeys> = results.iter().map(BookKeys::of).collect();
        assert_eq!(number_books(&keys), [0, 1, 0]);
    }

    #[test]
    fn what_has_no_name_is_a_book_by_itself() {
        assert_eq!(count_books(&[BookKeys::default(), BookKeys::default()]), 2);
    }
}
