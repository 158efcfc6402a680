//! The overview of a page: each title, its answer and the work that was found, in a
//! line.

use maud::{Markup, html};

use super::{Page, anchor, anchor_of_skipped};
use crate::model::Verdict;
use crate::order::{Groups, Placed};
use crate::phrases::page;

impl Page<'_> {
    pub(super) fn overview(self, groups: &Groups<'_>) -> Markup {
        let words = self.words;
        let columns = [
            &page::COLUMN_TITLE,
            &page::COLUMN_ANSWER,
            &page::COLUMN_WORK,
        ];
        html! {
            section {
                h2 { (words.say(&page::OVERVIEW)) }
                table.overview {
                    thead { tr { @for column in columns { th scope="col" { (words.say(column)) } } } }
                    tbody {
                        @for group in [&groups.found, &groups.look, &groups.unjudged] {
                            @for result in group { (self.line(*result)) }
                        }
                        @for (place, skipped) in self.report.skipped.iter().enumerate() {
                            tr {
                                td { a href=(format!("#{}", anchor_of_skipped(place))) { bdi { (words.location_of(skipped)) } } }
                                td { (words.headline(Verdict::Inconclusive)) }
                                td {}
                            }
                        }
                        @for result in &groups.not_found { (self.line(*result)) }
                    }
                }
            }
        }
    }

    fn line(self, result: Placed<'_>) -> Markup {
        let (answer, work) = self.words.answer(&result);
        html! {
            tr {
                td { a href=(format!("#{}", anchor(result))) { (self.name(&result)) } }
                td.is-found[result.verdict.is_found()] { (answer) }
                td { @if let Some(work) = work { bdi { (work) } } }
            }
        }
    }
}
