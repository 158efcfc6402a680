//! What is said about the collections that an index lists.

use super::Words;
use crate::model::{IndexSummary, Match};
use crate::phrases::{page, shared};
use crate::safe::{NAME_LIMIT, short};

impl Words {
    /// Returns the collections of an index and their snapshots; empty if it
    /// lists none.
    pub(crate) fn index_sources(self, index: &IndexSummary) -> String {
        let named: Vec<String> = index
            .sources
            .iter()
            .map(|source| {
                let name = short(&source.name, NAME_LIMIT);
                let entries = self.count(&page::ENTRIES, source.records);
                let named = [("name", name.as_str()), ("entries", entries.as_str())];
                match &source.snapshot {
                    Some(snapshot) => {
                        let [name, entries] = named;
                        let date = self.date(snapshot);
                        self.fill(&page::SOURCE_AS_OF, &[name, entries, ("date", &date)])
                    }
                    None => self.fill(&page::SOURCE, &named),
                }
            })
            .collect();
        if named.is_empty() {
            return String::new();
        }
        let catalogues = self.fill(&page::CATALOGUES, &[("names", &named.join("; "))]);
        if index.numbers_only {
            return format!("{catalogues} {}", self.say(&shared::NUMBERS_ONLY));
        }
        catalogues
    }

    /// Returns the name of a work in a sentence. A work that is known by its number
    /// alone is named by that.
    pub(crate) fn work_of(self, found: &Match) -> String {
        let work = &found.work;
        match found.number_as_name() {
            Some(isbn) => self.fill(&page::BOOK_WITH, &[("isbn", &short(isbn, 40))]),
            None => self.work(&work.title, &work.author),
        }
    }
}
