//! The copyright registrations of a manuscript, or of what was looked up.

use maud::{Markup, html};

use super::{Page, untrusted};
use crate::model::Registration;
use crate::phrases::{page, registrations};
use crate::safe::LINE_LIMIT;
use crate::words::capital;

/// How many registrations that a person must look at are shown.
const TO_LOOK_AT: usize = 12;

impl Page<'_> {
    /// Returns the registrations that are the title's own with the two rules, then those
    /// to look at, and the notice that belongs to both; nothing without any.
    pub(crate) fn registrations(self, all: &[Registration]) -> Markup {
        let words = self.words;
        let (own, look): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.tier.is_found());
        let shown = &look[..look.len().min(TO_LOOK_AT)];
        html! {
            @if !all.is_empty() {
                div.editions {
                    @if !own.is_empty() {
                        h4 { (words.say(&registrations::TITLE)) }
                        ul {
                            @for own in own {
                                li {
                                    p { (untrusted(&words.registration(own), LINE_LIMIT * 2)) }
                                    @for rule in words.rules(own) { p.small { (untrusted(&rule, LINE_LIMIT)) } }
                                }
                            }
                        }
                    }
                    @if !look.is_empty() {
                        h4 { (words.say(&registrations::LOOK)) }
                        p.small { (words.say(&registrations::LOOK_SAYS)) }
                        ul {
                            @for own in shown {
                                li.small {
                                    (untrusted(&words.registration(own), LINE_LIMIT * 2)) ". "
                                    (untrusted(&capital(&words.registration_dates(own)), LINE_LIMIT)) "."
                                }
                            }
                            @if look.len() > shown.len() {
                                @let n = words.number((look.len() - shown.len()) as u64);
                                li.small { (words.fill(&page::AND_MORE, &[("n", &n)])) }
                            }
                        }
                    }
                    p.small { (words.register_notice(self.cutoff_of_report())) }
                }
            }
        }
    }
}
