//! What a reader must know of any report, and what others do next.

use super::Words;
use crate::model::{Report, Sender};
use crate::order::Counts;
use crate::phrase::Phrase;
use crate::phrases::{page, shared};
use crate::safe::{NAME_LIMIT, short};

impl Words {
    /// Returns what a reader of a report must know. Only what was done is said:
    /// a list that was looked up has no estimates, and no text was compared.
    pub(crate) fn standing(self, report: &Report) -> Vec<&'static str> {
        let results = || report.results.iter();
        let has_shares = results()
            .flat_map(|result| &result.matches)
            .any(|found| found.manuscript_in_work.is_some() || found.work_in_manuscript.is_some());
        let has_texts = report.indexes.iter().any(|index| index.works > 0);
        let lists_titles = report
            .indexes
            .iter()
            .any(|it| it.records > 0 && !it.numbers_only);
        let n_read = results().filter(|it| has_texts && it.is_compared()).count();
        let mut phrases = vec![&shared::STANDING_TRAINED, &shared::STANDING_NOTHING];
        if has_shares {
            phrases.extend([&shared::STANDING_ESTIMATES, &shared::STANDING_STRETCHES]);
        }
        if !report.results.is_empty() && (has_texts || lists_titles) {
            phrases.push(match n_read {
                0 => &shared::STANDING_LOOKED_UP,
                n if n < report.results.len() => &page::STANDING_MIXED,
                _ => &shared::STANDING_TEXTS,
            });
        }
        phrases.push(&page::STANDING_HOLDS);
        phrases.into_iter().map(|phrase| self.say(phrase)).collect()
    }

    /// Returns what others do after such a report, as far as it has a reason for
    /// it.
    pub(crate) fn next(self, report: &Report, counts: &Counts) -> Vec<&'static str> {
        let has_lookup = report
            .results
            .iter()
            .any(|result| result.text.letters == 0 && !result.verdict.is_found());
        let steps: [(bool, &Phrase); 8] = [
            (counts.found > 0, &page::NEXT_KEEP),
            (counts.found > 0, &page::NEXT_COMPARE),
            (counts.found > 0, &page::NEXT_RIGHTS),
            (counts.found > 0, &page::NEXT_NOTICES),
            (counts.worth_a_look > 0, &page::NEXT_LOOK),
            (counts.not_judged > 0, &page::NEXT_JUDGE),
            (has_lookup, &page::NEXT_TEXT),
            (counts.checked > 0, &page::NEXT_AGAIN),
        ];
        let wanted = steps.into_iter().filter(|(is_wanted, _)| *is_wanted);
        wanted.map(|(_, phrase)| self.say(phrase)).collect()
    }

    /// Returns who hands the report on, in a line; empty if only a line of the
    /// sender's own is given.
    pub(crate) fn from(self, sender: &Sender) -> String {
        match short(&sender.name, NAME_LIMIT) {
            name if name.is_empty() => name,
            name => self.fill(&page::FROM, &[("name", &name)]),
        }
    }
}
