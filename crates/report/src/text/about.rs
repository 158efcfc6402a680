//! What surrounds the results of a text: an overview, what was left out, what was
//! searched, what it says, and what others do next.

use super::{Page, Paint};
use crate::message;
use crate::model::{Report, Verdict};
use crate::order::{Counts, Groups};
use crate::phrases::{page, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, short};

impl Page {
    /// Writes each title, its answer and the work that was found, in a line.
    pub(super) fn overview(&mut self, groups: &Groups<'_>, report: &Report) {
        let words = self.words;
        self.heading(words.say(&page::OVERVIEW));
        let judged = [&groups.found, &groups.look, &groups.unjudged];
        for result in judged.into_iter().flatten() {
            let (answer, work) = words.answer(result);
            self.line_of(&words.name(result), &answer, work);
        }
        for skipped in &report.skipped {
            let answer = words.headline(Verdict::Inconclusive);
            self.line_of(&words.location_of(skipped), answer, None);
        }
        for result in &groups.not_found {
            let (answer, work) = words.answer(result);
            self.line_of(&words.name(result), &answer, work);
        }
    }

    /// Writes a line of the overview, cut at the width of the page.
    fn line_of(&mut self, name: &str, answer: &str, work: Option<String>) {
        let width = self.style.width;
        let (name, n_columns) = self.cut(name, width * 2 / 5);
        let gap = " ".repeat(width * 2 / 5 - n_columns + 2);
        let answer = match work {
            Some(work) => format!("{answer}: {work}"),
            None => answer.to_owned(),
        };
        let (answer, _) = self.cut(&answer, width - width * 2 / 5 - 2);
        self.line(0, Paint::Plain, &format!("{name}{gap}{answer}"));
    }

    /// Returns a text of at most `columns`, and how many columns it has.
    pub(super) fn cut(&self, text: &str, columns: usize) -> (String, usize) {
        let n_columns = textwrap::core::display_width(text);
        if n_columns <= columns {
            return (text.to_owned(), n_columns);
        }
        let dots = if self.style.unicode { 1 } else { 3 };
        let (mut kept, mut n_columns) = (String::new(), dots);
        for c in text.chars() {
            let n = textwrap::core::display_width(c.encode_utf8(&mut [0; 4]));
            if n_columns + n > columns {
                break;
            }
            n_columns += n;
            kept.push(c);
        }
        (format!("{kept}…"), n_columns)
    }

    /// Writes the rows and sheets of a list that are not titles, with their number.
    pub(super) fn left_out(&mut self, report: &Report) {
        if report.left_out.is_empty() {
            return;
        }
        let words = self.words;
        self.heading(words.say(&page::LEFT_OUT));
        let counted = words.count(&page::N_LEFT_OUT, report.left_out.len() as u64);
        let says = words.say(&page::LEFT_OUT_SAYS);
        self.para(0, Paint::Plain, &format!("{counted} {says}"));
        for one in &report.left_out {
            let said = message::skipped(words.0, one);
            let hint = message::hint(words.0, one);
            let line = format!(
                "{}: {} {hint}",
                words.place_of(one),
                short(&said, LINE_LIMIT)
            );
            self.item(0, line.trim_end());
        }
    }

    pub(super) fn passed_over(&mut self, report: &Report) {
        for said in self.words.one_books(&report.one_book) {
            self.blank();
            self.blank();
            self.para(0, Paint::Plain, &said);
        }
        if let Some(counted) = self.words.passed_over(&report.passed_over) {
            self.blank();
            self.blank();
            let says = self.words.say(&shared::PASSED_OVER_SAYS);
            self.para(0, Paint::Plain, &format!("{counted} {says}"));
        }
    }

    pub(super) fn searched(&mut self, report: &Report) {
        let words = self.words;
        self.heading(words.say(&shared::INDEXES_SEARCHED));
        if report.indexes.is_empty() {
            self.para(0, Paint::Plain, words.say(&shared::NO_INDEX_SEARCHED));
        }
        for index in &report.indexes {
            self.item(0, &short(&index.name, NAME_LIMIT));
            self.para(2, Paint::Plain, &words.index_coverage(index));
            let sources = words.index_sources(index);
            if !sources.is_empty() {
                self.para(2, Paint::Plain, &sources);
            }
            if index.demonstration {
                self.para(2, Paint::Warn, words.say(&shared::DEMONSTRATION));
            }
            if !index.file.is_empty() {
                let file = short(&index.file, LINE_LIMIT);
                self.para(2, Paint::Dim, &format!("{} {file}", words.say(&page::FILE)));
            }
            let digest = short(&index.sha256, 64);
            let label = words.say(&page::CONTENT_DIGEST);
            self.para(2, Paint::Dim, &format!("{label} {digest}"));
        }
    }

    pub(super) fn says(&mut self, report: &Report, counts: &Counts) {
        let words = self.words;
        self.heading(words.say(&page::SAYS));
        for sentence in words.standing(report) {
            self.item(0, sentence);
        }
        let steps = words.next(report, counts);
        if !steps.is_empty() {
            self.heading(words.say(&page::NEXT));
            self.para(0, Paint::Plain, words.say(&page::NEXT_LEAD));
            for step in steps {
                self.item(0, step);
            }
        }
        self.blank();
        self.para(0, Paint::Dim, &words.made_by(&report.tool));
    }
}
