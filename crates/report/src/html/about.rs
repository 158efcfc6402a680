//! What surrounds the results on a page: who hands it on, what was left out, what
//! was searched, what it says, and what others do next.

use maud::{Markup, html};

use super::{Page, untrusted};
use crate::message;
use crate::model::IndexSummary;
use crate::order::Counts;
use crate::phrases::{page, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, short};

impl Page<'_> {
    /// Returns who hands the page on.
    pub(crate) fn from(self) -> Markup {
        html! {
            @if let Some(from) = &self.report.from {
                div.from {
                    @let name = self.words.from(from);
                    @if !name.is_empty() { p { b { bdi { (name) } } } }
                    @if !from.note.is_empty() { p { (untrusted(&from.note, LINE_LIMIT)) } }
                }
            }
        }
    }

    /// Returns the rows and sheets of a list that are not titles, with their number.
    pub(crate) fn left_out(self) -> Markup {
        let (words, left_out) = (self.words, &self.report.left_out);
        html! {
            @if !left_out.is_empty() {
                section {
                    h2 { (words.say(&page::LEFT_OUT)) }
                    p.lead { (words.count(&page::N_LEFT_OUT, left_out.len() as u64)) " " (words.say(&page::LEFT_OUT_SAYS)) }
                    ul.left-out {
                        @for one in left_out {
                            li {
                                b { bdi { (words.place_of(one)) } } ": "
                                (untrusted(&message::skipped(words.0, one), LINE_LIMIT))
                                " " (untrusted(&message::hint(words.0, one), LINE_LIMIT))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Returns what was passed over in folders.
    pub(crate) fn passed_over(self) -> Markup {
        let counted = self.words.passed_over(&self.report.passed_over);
        html! {
            @for said in self.words.one_books(&self.report.one_book) { p.small { bdi { (said) } } }
            @if let Some(counted) = counted {
                p.small { (counted) " " (self.words.say(&shared::PASSED_OVER_SAYS)) }
            }
        }
    }

    pub(crate) fn searched(self) -> Markup {
        let indexes = &self.report.indexes;
        html! {
            section {
                h2 { (self.words.say(&shared::INDEXES_SEARCHED)) }
                @if indexes.is_empty() {
                    p.lead { (self.words.say(&shared::NO_INDEX_SEARCHED)) }
                }
                ul.asked { @for index in indexes { (self.searched_index(index)) } }
            }
        }
    }

    fn searched_index(self, index: &IndexSummary) -> Markup {
        let words = self.words;
        html! {
            li {
                h4 { (untrusted(&index.name, NAME_LIMIT)) }
                p { (words.index_coverage(index)) }
                @let sources = words.index_sources(index);
                @if !sources.is_empty() { p { (sources) } }
                @if index.demonstration { (self.demonstration(words.say(&shared::DEMONSTRATION))) }
                p.facts {
                    @if !index.file.is_empty() {
                        (words.say(&page::FILE)) " " code { (untrusted(&index.file, LINE_LIMIT)) }
                        br;
                    }
                    (words.say(&page::CONTENT_DIGEST)) " " code { (short(&index.sha256, 64)) }
                }
            }
        }
    }

    pub(crate) fn says(self) -> Markup {
        html! {
            section {
                h2 { (self.words.say(&page::SAYS)) }
                ul.says.lead { @for sentence in self.words.standing(self.report) { li { (sentence) } } }
            }
        }
    }

    pub(crate) fn foot(self) -> Markup {
        html! { footer { p { (self.words.made_by(&self.report.tool)) } } }
    }

    /// Returns what others do next, as far as the results give a reason for it.
    pub(crate) fn next(self, counts: &Counts) -> Markup {
        let (words, steps) = (self.words, self.words.next(self.report, counts));
        html! {
            @if !steps.is_empty() {
                section {
                    h2 { (words.say(&page::NEXT)) }
                    p.lead { (words.say(&page::NEXT_LEAD)) }
                    ul.says.lead { @for step in steps { li { (step) } } }
                }
            }
        }
    }
}
