//! Copyright registrations: which are of the work that is looked up.
//!
//! A registration belongs to a work if title and author agree, and the year of
//! publication, or if nothing but them exists to be taken for another. A register has
//! every edition as an entry of its own, so a different year is a different edition, or
//! a work of a namesake.

use std::collections::BTreeSet;

use colophon_catalogue::number::registration;
use colophon_catalogue::{Form, Record};

use super::group::Found;
use super::tier::{Judged, Wanted};
use crate::report::Reason;
use crate::report::model::Tier;

impl Wanted<'_> {
    /// Judges an entry of a register by what title, author and ISBN say, which is
    /// `judged`.
    pub(super) fn registration(&self, record: &Record, judged: Option<Judged>) -> Option<Judged> {
        let own = registration(&record.registration);
        let is_given = own.is_some_and(|own| self.book.registrations.contains(&own));
        if is_given {
            let agrees = judged.as_ref().is_some_and(|it| it.tier.is_found())
                || self.titles.is_empty() && self.names.is_empty();
            let (tier, reason) = if agrees {
                (Tier::Confirmed, Reason::RegisteredNumber)
            } else {
                (Tier::Review, Reason::NumberOnly)
            };
            let reason = reason.with(&[("number", &record.registration)]);
            return Some(Judged::new(tier, reason, agrees));
        }
        let mut judged = judged?;
        if !judged.tier.is_found() || judged.tier == Tier::Confirmed {
            return Some(judged);
        }
        let (tier, reason) = match self.same_year(record) {
            Some(true) => (Tier::Strong, Reason::RegisteredWork),
            Some(false) => (Tier::Review, Reason::RegisteredOtherYear),
            // Whether there are others decides; see `doubt`.
            None => (Tier::Probable, Reason::RegisteredOnly),
        };
        judged.tier = judged.tier.max(tier);
        judged.reason = reason.with(&[("under", "")]);
        Some(judged)
    }

    /// Returns whether the record's year of publication is that of the work; `None` if
    /// one side says nothing.
    fn same_year(&self, record: &Record) -> Option<bool> {
        let own = self.book.year?;
        let stated = record.published.map(colophon_catalogue::PartialDate::year);
        let mut years = super::tier::years(record).chain(stated).peekable();
        years.peek()?;
        Some(years.any(|year| year == own))
    }
}

/// Asks a person to look at registrations that only title and author make those of the
/// work, if there are several.
pub(super) fn doubt(found: &mut [Found]) {
    let only = Reason::RegisteredOnly.with(&[("under", "")]);
    let is_entry = |it: &&Found| it.record.form.is_registration();
    let numbers: BTreeSet<String> = found
        .iter()
        .filter(is_entry)
        .filter(|it| it.record.form != Form::Renewal)
        .map(|it| registration(&it.record.registration).unwrap_or_default())
        .collect();
    if numbers.len() < 2 {
        return;
    }
    for it in found.iter_mut().filter(|it| it.judged.reason == only) {
        it.judged.tier = Tier::Review;
        it.judged.reason = Reason::RegisteredSeveral.with(&[("under", "")]);
    }
}
