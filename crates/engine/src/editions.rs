//! Which matches are further editions of one work, so that a reader sees the work
//! once.
//!
//! An index can hold a novel in ten editions, and each is a match. They have the
//! same title, the same author and the same volume; what lacks a title or an
//! author is a work by itself.

use std::collections::HashMap;

use colophon_catalogue::name::People;
use colophon_catalogue::terms::title_key;
use colophon_catalogue::volume::Volumes;

use crate::report::model::{Match, WorkSummary};

/// Marks each match that is another edition of the work of an earlier one. What
/// counts as found is an edition only of what counts as found.
pub(crate) fn mark(matches: &mut [Match]) {
    let mut first: HashMap<(bool, String), usize> = HashMap::new();
    for (place, found) in matches.iter_mut().enumerate() {
        found.edition_of = None;
        let Some(key) = key(&found.work) else {
            continue;
        };
        let earlier = *first
            .entry((found.verdict.is_found(), key))
            .or_insert(place);
        found.edition_of = (earlier < place).then_some(earlier);
    }
}

/// Returns what the editions of a work share; `None` if it is not known well
/// enough.
fn key(work: &WorkSummary) -> Option<String> {
    let title = title_key(&work.title);
    let people = People::parse(&work.author);
    let surname = people.surnames().first().copied().unwrap_or_default();
    if title.is_empty() || surname.is_empty() {
        return None;
    }
    let volumes = Volumes::in_title(&work.title);
    Some(format!("{title}\0{surname}\0{}", volumes.key()))
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::report::model::{Match, Verdict, WorkSummary};

    fn found(title: &str, author: &str, verdict: Verdict) -> Match {
        Match {
            index: 0,
            work: WorkSummary {
                id: title.to_owned(),
                title: title.to_owned(),
                author: author.to_owned(),
            },
            edition_of: None,
            verdict,
            manuscript_in_work: None,
            work_in_manuscript: None,
            coverage: None,
            hits: None,
            spans: Vec::new(),
            records: Vec::new(),
        }
    }

    #[test]
    fn an_edition_is_of_the_first_match_of_its_work() {
        let text = Verdict::SameText;
        let mut matches = [
            found("The Salt Road", "Jane Writer", text),
            found(
                "Collected Stories",
                "Jane Writer",
                Verdict::WithinLargerWork,
            ),
            found("THE SALT ROAD", "Writer, Jane", Verdict::RevisedText),
            found("The Salt Road", "Tom Other", text),
            found("The Salt Road", "", text),
            found("The Salt Road", "", text),
            found("Works, Volume 1", "Jane Writer", text),
            found("Works, Volume 2", "Jane Writer", text),
            found("The Salt Road", "Jane Writer", Verdict::SharedPassages),
            found("The Salt Road", "J. Writer", text),
        ];
        mark(&mut matches);
        let of: Vec<Option<usize>> = matches.iter().map(|it| it.edition_of).collect();
        let mut expected = vec![None; 10];
        (expected[2], expected[9]) = (Some(0), Some(0));
        assert_eq!(of, expected);
    }
}
