//! The columns of copyright registrations, and of papers and films.

use super::{Row, joined, yes_no};
use crate::language::Language;
use crate::model::{Record, Registration, Report};
use crate::words::Words;

/// What a column takes from a registration.
type OfRegistration = fn(&Registration) -> Option<&str>;
/// What a column takes from a record.
type OfRecord = fn(&Record) -> Option<String>;

impl Row {
    /// Sets what the registrations of a title say: those that are its own, each column in
    /// their order, then those to look at.
    pub(super) fn registrations(
        &mut self,
        all: &[Registration],
        report: &Report,
        language: Language,
    ) {
        if all.is_empty() {
            return;
        }
        let words = Words(language);
        let (own, look): (Vec<&Registration>, Vec<_>) =
            all.iter().partition(|it| it.tier.is_found());
        let columns: [(&str, OfRegistration); 8] = [
            ("registration", |it| Some(&it.number)),
            ("registration_date", |it| it.date.as_deref()),
            ("registration_claimant", |it| it.claimant.as_deref()),
            ("registration_publisher", |it| it.publisher.as_deref()),
            ("registration_published", |it| it.published.as_deref()),
            ("registration_group", |it| Some(yes_no(it.group))),
            ("registration_within_five_years", |it| {
                Some(it.within_five_years.as_str())
            }),
            ("registration_in_time", |it| Some(it.in_time.as_str())),
        ];
        for (column, say) in columns {
            let said: Vec<&str> = own.iter().map(|it| say(it).unwrap_or("–")).collect();
            self.set(column, &said.join("; "));
        }
        let titles = own.iter().flat_map(|it| &it.titles);
        self.set("registration_titles", &joined(titles.map(String::as_str)));
        let look: Vec<String> = look
            .iter()
            .map(|it| {
                let dates = words.registration_dates(it);
                format!("{} ({dates})", words.registration_number(it))
            })
            .collect();
        let look = joined(look.iter().map(String::as_str));
        self.set("registration_to_look_at", &look);
        let notice = words.register_notice(report.cutoff.as_ref());
        self.set("registration_notice", &notice);
    }

    /// Sets what records say about papers, films and registrations, and about their dates.
    pub(super) fn identifiers(&mut self, records: &[Record]) {
        let columns: [(&str, OfRecord); 11] = [
            ("record_doi", |it| it.doi.clone()),
            ("record_issn", |it| it.issn.clone()),
            ("record_journal", |it| it.journal.clone()),
            ("record_issue", |it| it.issue.clone()),
            ("record_imdb", |it| it.imdb.clone()),
            ("record_season", |it| it.season.map(|n| n.to_string())),
            ("record_episode", |it| it.episode.map(|n| n.to_string())),
            ("record_registration", |it| it.registration.clone()),
            ("record_dated_by", |it| it.dated_by.clone()),
            ("record_last_change", |it| {
                let is_dated = it.added.is_some();
                is_dated.then(|| yes_no(it.last_change).to_owned())
            }),
            ("record_md5_reported", |it| it.md5_reported.clone()),
        ];
        for (column, say) in columns {
            let said: Vec<String> = records.iter().filter_map(say).collect();
            self.set(column, &joined(said.iter().map(String::as_str)));
        }
    }
}
