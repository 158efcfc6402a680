//! What a manuscript is called, where it is, and its answer in a line.

use super::{Words, capital};
use crate::doubt::Doubt;
use crate::figures::{Figures, Hundred};
use crate::model::{ManuscriptResult, Match, Skipped, TextSummary, Verdict};
use crate::phrases::{page, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, short};

impl Words {
    /// Returns how much of a manuscript was read; empty when nothing was.
    pub(crate) fn text_read(self, text: &TextSummary) -> String {
        match (text.words, text.letters) {
            (0, 0) => String::new(),
            (0, letters) => self.count(&shared::LETTERS_READ, letters),
            (words, _) => self.count(&shared::WORDS_READ, words),
        }
    }

    /// Returns what of a manuscript was compared, in a few words.
    ///
    /// A title of a client list without a file was compared by its title, author
    /// and numbers alone, and a reader of "not found" must know that.
    pub(crate) fn compared(self, result: &ManuscriptResult) -> String {
        match self.text_read(&result.text) {
            read if !read.is_empty() && !result.parts.is_empty() => {
                let parts = self.count(&page::PARTS_READ, result.parts.len() as u64);
                format!("{read} · {parts}")
            }
            read if !read.is_empty() => read,
            _ if result.row.is_some() && result.verdict == Verdict::Inconclusive => {
                self.say(&page::NOT_COMPARED).to_owned()
            }
            _ if result.row.is_some() => self.say(&page::LOOKED_UP).to_owned(),
            _ => String::new(),
        }
    }

    /// Returns where a title of a client list is, and the path of its file if it
    /// has one; the path for all others.
    pub(crate) fn location(self, result: &ManuscriptResult) -> String {
        let (sheet, row) = (result.sheet.as_deref(), result.row);
        let place = self.at_row("", sheet, row);
        let path = short(&result.path, LINE_LIMIT);
        let has_file = result.digests.md5.is_some();
        match (place.as_str(), path.as_str()) {
            ("", _) => path,
            (_, "") => place,
            _ if has_file => format!("{path} ({place})"),
            _ => self.at_row(&path, sheet, row),
        }
    }

    /// Returns where something that could not be read is.
    pub(crate) fn location_of(self, skipped: &Skipped) -> String {
        self.at_row(&skipped.path, skipped.sheet.as_deref(), skipped.row)
    }

    /// Returns the sheet and the row of something that is left out.
    pub(crate) fn place_of(self, skipped: &Skipped) -> String {
        match self.at_row("", skipped.sheet.as_deref(), skipped.row) {
            place if place.is_empty() => short(&skipped.path, LINE_LIMIT),
            place => capital(&place),
        }
    }

    /// Returns a path, and the sheet and the row of a list; each only if it is
    /// there.
    fn at_row(self, path: &str, sheet: Option<&str>, row: Option<u32>) -> String {
        let sheet = sheet.map(|sheet| short(sheet, NAME_LIMIT));
        let parts = [
            Some(short(path, LINE_LIMIT)).filter(|path| !path.is_empty()),
            sheet.map(|sheet| self.fill(&page::SHEET, &[("sheet", &sheet)])),
            row.map(|row| self.fill(&page::ROW, &[("row", &row.to_string())])),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(", ")
    }

    /// Returns what a manuscript is called: its title, else where it is.
    pub(crate) fn name(self, result: &ManuscriptResult) -> String {
        let title = result.title.as_deref().unwrap_or_default();
        let first_isbn = result.isbn.first().map(|isbn| format!("ISBN {isbn}"));
        let names = [
            short(title, NAME_LIMIT),
            short(&result.path, LINE_LIMIT),
            short(&first_isbn.unwrap_or_default(), NAME_LIMIT),
            self.at_row("", result.sheet.as_deref(), result.row),
        ];
        let mut names = names.into_iter().filter(|name| !name.is_empty());
        names
            .next()
            .unwrap_or_else(|| self.say(&shared::UNTITLED).to_owned())
    }

    /// Returns the answer for a manuscript in a line: the verdict, and the work
    /// that was found, if any.
    pub(crate) fn answer(self, result: &ManuscriptResult) -> (String, Option<String>) {
        let work = result.matches.first().map(|found| self.work_of(found));
        let names = result.numbers_of.as_slice();
        let answer = match result.verdict {
            Verdict::NotFound if !names.is_empty() => {
                self.not_among(&shared::NOT_AMONG_NUMBERS, names)
            }
            verdict => match Doubt::of(result) {
                Some(doubt) => self.say(doubt.head()).to_owned(),
                None => self.headline(verdict).to_owned(),
            },
        };
        (answer, work)
    }

    /// Returns a further edition of a work in a line: its title, and how much of
    /// the manuscript it holds.
    pub(crate) fn edition(self, found: &Match) -> String {
        let work = self.work_of(found);
        let headline = self.headline(found.verdict);
        let figures = Figures::of(found);
        match figures.manuscript_in_work {
            Some(share) => {
                let about = match share.about {
                    Hundred::Near { n } => self.fill(&shared::ABOUT, &[("n", &n.to_string())]),
                    odd => self.hundred(odd),
                };
                let values = [("answer", headline), ("about", &about), ("work", &work)];
                self.fill(&page::EDITION, &values)
            }
            None => format!("{headline}: {work}"),
        }
    }
}
