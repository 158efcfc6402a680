//! The copyright registrations of a manuscript.

use super::{Page, Paint};
use crate::model::{Registration, Report};
use crate::phrases::registrations;
use crate::words::capital;

/// How many registrations that a person must look at are shown.
const TO_LOOK_AT: usize = 5;

impl Page {
    /// Writes the registrations that are the title's own with the two rules, then those
    /// to look at, and the notice that belongs to both.
    pub(super) fn registrations(&mut self, all: &[Registration], report: &Report) {
        if all.is_empty() {
            return;
        }
        let words = self.words;
        let (own, look): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.tier.is_found());
        self.blank();
        if !own.is_empty() {
            let title = words.say(&registrations::TITLE);
            self.para(2, Paint::Plain, &format!("{title}:"));
        }
        for own in own {
            self.item(2, &words.registration(own));
            for rule in words.rules(own) {
                self.para(4, Paint::Plain, &rule);
            }
        }
        if !look.is_empty() {
            let title = words.say(&registrations::LOOK);
            let says = words.say(&registrations::LOOK_SAYS);
            self.para(2, Paint::Plain, &format!("{title}: {says}"));
        }
        for own in look.iter().take(TO_LOOK_AT) {
            self.item(2, &words.registration(own));
            let dates = capital(&words.registration_dates(own));
            self.para(4, Paint::Dim, &format!("{dates}."));
        }
        if look.len() > TO_LOOK_AT {
            self.and_more(look.len() - TO_LOOK_AT);
        }
        let notice = words.register_notice(report.cutoff.as_ref());
        self.para(2, Paint::Plain, &notice);
    }
}
