//! Papers: what must agree besides title and author, where there is no DOI.

use colophon_catalogue::number::issns;
use colophon_catalogue::terms::words;
use colophon_catalogue::{Form, Record};

use super::tier::{Judged, Wanted};
use crate::report::Reason;
use crate::report::model::Tier;

/// Titles that thousands of papers have, in one word or several, as their keys are. Each
/// issue of a journal may have one by the same author.
const COMMON: &[&str] = &[
    "abstract",
    "abstracts",
    "acknowledgement",
    "acknowledgements",
    "acknowledgment",
    "acknowledgments",
    "addendum",
    "afterword",
    "announcement",
    "announcements",
    "appendix",
    "article",
    "articles",
    "author index",
    "author reply",
    "authors reply",
    "authors response",
    "avant propos",
    "back matter",
    "bibliography",
    "book notes",
    "book review",
    "book reviews",
    "books received",
    "buchbesprechung",
    "buchbesprechungen",
    "calendar",
    "case report",
    "comment",
    "commentary",
    "comments",
    "compte rendu",
    "comptes rendus",
    "conclusion",
    "conclusions",
    "contents",
    "contributors",
    "correction",
    "corrections",
    "correspondence",
    "corrigenda",
    "corrigendum",
    "cover",
    "discussion",
    "editor s note",
    "editorial",
    "editorial board",
    "editorial note",
    "editorials",
    "editors introduction",
    "editors note",
    "einfuhrung",
    "einleitung",
    "epilogue",
    "errata",
    "erratum",
    "foreword",
    "from the editor",
    "from the editors",
    "front matter",
    "general discussion",
    "glossary",
    "guest editorial",
    "guest editors introduction",
    "impressum",
    "in memoriam",
    "in this issue",
    "index",
    "inhalt",
    "inhaltsverzeichnis",
    "introducao",
    "introduccion",
    "introduction",
    "introduction to the special issue",
    "introductory remarks",
    "introduzione",
    "issue",
    "letter",
    "letter from the editor",
    "letter to the editor",
    "letters",
    "letters to the editor",
    "literatur",
    "literature",
    "masthead",
    "meeting",
    "meetings",
    "message from the editor",
    "miscellanea",
    "miscellaneous",
    "miszellen",
    "nachruf",
    "new books",
    "news",
    "news and notes",
    "note",
    "notes",
    "notes and news",
    "notes on contributors",
    "notice",
    "notices",
    "obituaries",
    "obituary",
    "opening remarks",
    "overview",
    "perspective",
    "perspectives",
    "preface",
    "preliminary material",
    "president s message",
    "presidents message",
    "presidential address",
    "proceedings",
    "prologue",
    "publications received",
    "publishers note",
    "references",
    "rejoinder",
    "reply",
    "reply to comment",
    "report",
    "reports",
    "research note",
    "response",
    "retraction",
    "review",
    "review article",
    "review essay",
    "reviews",
    "rezension",
    "rezensionen",
    "sans titre",
    "short communication",
    "short notice",
    "short notices",
    "short reviews",
    "special issue",
    "subject index",
    "summary",
    "supplement",
    "table of contents",
    "title page",
    "untitled",
    "volume contents",
    "volume index",
    "vorwort",
    "welcome",
    "zusammenfassung",
];

impl Wanted<'_> {
    /// Returns a judgement of title and author with regard to what else is known of a
    /// paper; a number that was shared has decided already.
    pub(super) fn as_paper(&self, record: &Record, mut judged: Judged) -> Judged {
        let is_record = record.form == Form::Paper;
        let is_wanted = self.book.form == Some(Form::Paper);
        if !(is_record || is_wanted) || !judged.tier.is_found() || self.has_shared(record) {
            return judged;
        }
        let reason = if is_record != is_wanted && self.is_of_another_form(record) {
            Some(Reason::PaperAndBook)
        } else if self.is_common(record) {
            Some(Reason::PaperCommonTitle)
        } else if !record.doi.is_empty() && !self.book.dois.is_empty() {
            Some(Reason::OtherDoi)
        } else {
            let year = self.paper_year(record);
            let journal = self.journal(record);
            match (year, journal) {
                (Some(false), _) | (_, Some(false)) => Some(Reason::PaperOtherPlace),
                (Some(true), Some(true)) if judged.tier >= Tier::Strong => {
                    judged.tier = Tier::Strong;
                    judged.reason = Reason::PaperAllAgree.with(&[("under", "")]);
                    None
                }
                _ => None,
            }
        };
        if let Some(reason) = reason {
            judged.tier = Tier::Review;
            judged.reason = reason.with(&[("under", "")]);
        }
        judged
    }

    fn has_shared(&self, record: &Record) -> bool {
        self.shared_number(record).is_some()
    }

    /// Returns whether one is surely a book and the other a paper. A title of which
    /// nothing says what it is may be either, unless it is short.
    fn is_of_another_form(&self, record: &Record) -> bool {
        match self.book.form {
            Some(_) => record.form != Form::Issue,
            None => {
                !self.book.isbns.is_empty()
                    || !self.book.imprint.is_empty()
                    || self.titles.iter().all(super::title::Title::is_short)
            }
        }
    }

    fn is_common(&self, record: &Record) -> bool {
        let is_one = |title: &str| {
            let own = words(title).join(" ");
            let own = own.trim_start_matches("the ").trim_start_matches("an ");
            COMMON.contains(&own)
                || [
                    "book review ",
                    "review of ",
                    "reply to ",
                    "comment on ",
                    "obituary ",
                ]
                .iter()
                .any(|start| own.starts_with(start))
        };
        is_one(&record.title) || is_one(&self.book.title)
    }

    /// Returns whether the years are at most one apart, as those of a preprint and its
    /// paper are; `None` if one side says nothing.
    fn paper_year(&self, record: &Record) -> Option<bool> {
        let own = self.book.year?;
        let mut years = super::tier::years(record).peekable();
        years.peek()?;
        Some(years.any(|year| year.abs_diff(own) <= 1))
    }

    /// Returns whether the journals agree, by an ISSN or by name; `None` if one side says
    /// nothing.
    fn journal(&self, record: &Record) -> Option<bool> {
        let (own, theirs) = (&self.book.issns, issns(&record.issn));
        if own.iter().any(|issn| theirs.contains(issn)) {
            return Some(true);
        }
        let (own, theirs) = (
            journal_words(&self.book.journal),
            journal_words(&record.journal),
        );
        (!own.is_empty() && !theirs.is_empty()).then(|| is_same_journal(&own, &theirs))
    }
}

/// Returns the words of a journal's name that tell, without brackets.
fn journal_words(name: &str) -> Vec<String> {
    let name = name.split(['(', '[', ':']).next().unwrap_or_default();
    let connecting = [
        "the", "of", "and", "for", "in", "on", "der", "die", "das", "und", "fur", "de", "la", "le",
        "et", "des", "du", "di",
    ];
    words(name)
        .into_iter()
        .filter(|word| !connecting.contains(&word.as_str()))
        .collect()
}

/// Returns whether two names are one journal's: "J. Biol. Chem." is the "Journal of
/// Biological Chemistry".
fn is_same_journal(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| one.starts_with(other.as_str()) || other.starts_with(one.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journals_have_abbreviations() {
        let same =
            |one: &str, other: &str| is_same_journal(&journal_words(one), &journal_words(other));
        assert!(same(
            "J. Biol. Chem.",
            "The Journal of Biological Chemistry"
        ));
        assert!(same("Nature", "Nature (London)"));
        assert!(!same("Nature", "Nature Physics"));
        assert!(!same("Journal of Physics A", "Journal of Physics B"));
    }

    #[test]
    fn common_titles_are_sorted_keys() {
        for title in COMMON {
            assert_eq!(words(title).join(" "), *title);
        }
    }
}
