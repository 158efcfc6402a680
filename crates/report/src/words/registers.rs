//! What is said about copyright registrations, and what new kinds of records say.

use super::Words;
use crate::model::{CutoffSummary, Record, Registration, Ruled, Side};
use crate::phrase::Phrase;
use crate::phrases::{page, registrations, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, short};

impl Words {
    /// Returns the answer to a rule about dates.
    pub(crate) const fn ruled(self, answer: Ruled) -> &'static str {
        self.say(match answer {
            Ruled::Yes => &registrations::YES,
            Ruled::No => &registrations::NO,
            Ruled::Unknown => &registrations::UNKNOWN,
        })
    }

    /// Returns a date of which perhaps only the year, or the year and the month, are
    /// known.
    pub(crate) fn partial_date(self, date: &str) -> String {
        let month = (date.len() == 7).then(|| format!("{date}-01"));
        match month.and_then(|first| first.parse::<jiff::civil::Date>().ok()) {
            Some(first) => self.month(first),
            None => self.date(date),
        }
    }

    /// Returns the number of a registration; numbers were given twice, so its date
    /// belongs to it.
    pub(crate) fn registration_number(self, own: &Registration) -> String {
        match short(&own.number, NAME_LIMIT) {
            number if number.is_empty() => self.say(&registrations::NO_NUMBER).to_owned(),
            number => number,
        }
    }

    /// Returns the date of publication and that of the registration.
    pub(crate) fn registration_dates(self, own: &Registration) -> String {
        let dated = |date: &Option<String>, known: &Phrase, unknown: &Phrase| match date {
            Some(date) => self.fill(known, &[("date", &self.partial_date(date))]),
            None => self.say(unknown).to_owned(),
        };
        let published = dated(
            &own.published,
            &registrations::PUBLISHED,
            &registrations::PUBLISHED_UNKNOWN,
        );
        let registered = dated(
            &own.date,
            &registrations::REGISTERED,
            &registrations::REGISTERED_UNKNOWN,
        );
        format!("{published}, {registered}")
    }

    /// Returns the two rules with their answers and both dates, a sentence each.
    pub(crate) fn rules(self, own: &Registration) -> [String; 2] {
        let dates = self.registration_dates(own);
        [
            (&registrations::FIVE_YEARS, own.within_five_years),
            (&registrations::IN_TIME, own.in_time),
        ]
        .map(|(rule, answer)| {
            let values = [
                ("rule", self.say(rule)),
                ("answer", self.ruled(answer)),
                ("dates", &dates),
            ];
            self.fill(&registrations::RULED, &values)
        })
    }

    /// Returns a registration in a line: number, register, title, claimant, publisher.
    pub(crate) fn registration(self, own: &Registration) -> String {
        format!(
            "{}; {}",
            self.registration_number(own),
            self.registration_facts(own)
        )
    }

    /// Returns what a registration says besides its number and its dates, in a line.
    pub(crate) fn registration_facts(self, own: &Registration) -> String {
        let (source, id) = (short(&own.source, 60), short(&own.id, 80));
        let mut parts = vec![self.fill(&page::RECORD, &[("source", &source), ("id", &id)])];
        if !own.title.trim().is_empty() {
            parts.push(self.work(&own.title, &own.author));
        }
        for (phrase, name) in [
            (&registrations::CLAIMANT, &own.claimant),
            (&registrations::PUBLISHER, &own.publisher),
        ] {
            if let Some(name) = name {
                parts.push(self.fill(phrase, &[("name", &short(name, NAME_LIMIT))]));
            }
        }
        if own.group {
            parts.push(self.count(&registrations::GROUP, own.titles.len() as u64));
        }
        if own.renewal {
            parts.push(self.say(&registrations::RENEWAL).to_owned());
        }
        if let Some(note) = &own.note {
            parts.push(short(note, LINE_LIMIT));
        }
        parts.join("; ")
    }

    /// Returns what must be said wherever registrations are: that they do not replace the
    /// Office's catalogue, that no download is known without a cut-off date, and that
    /// this is not legal advice.
    pub(crate) fn register_notice(self, cutoff: Option<&CutoffSummary>) -> String {
        let mut said = vec![self.say(&registrations::NOTICE)];
        if cutoff.is_none() {
            said.push(self.say(&registrations::NO_CUTOFF));
        }
        said.push(self.say(&shared::CUTOFF_NO_ADVICE));
        said.join(" ")
    }

    /// Returns when a record was added, and what the date is from; `None` if that is not
    /// known and no cut-off date asks for it.
    pub(crate) fn added(self, record: &Record) -> Option<String> {
        let Some(added) = &record.added else {
            let is_asked = record.cutoff.is_some();
            return is_asked.then(|| self.say(&page::UNDATED).to_owned());
        };
        let phrase = if record.last_change {
            &registrations::LAST_CHANGE
        } else {
            &page::ADDED
        };
        let mut said = self.fill(phrase, &[("date", &self.date(added))]);
        if let Some(field) = &record.dated_by {
            let field = short(field, 80);
            said = format!(
                "{said}, {}",
                self.fill(&registrations::DATED_BY, &[("field", &field)])
            );
        }
        let side = match record.cutoff {
            Some(Side::Before) => &page::BEFORE_CUTOFF,
            Some(Side::Unclear) => &page::UNCLEAR_CUTOFF,
            Some(Side::After) => &page::AFTER_CUTOFF,
            Some(Side::Unknown) | None => return Some(said),
        };
        Some(format!("{said} {}", self.say(side)))
    }

    /// Returns the registration that a record itself names; `None` if it names none.
    pub(crate) fn registration_of(self, record: &Record) -> Option<String> {
        let number = short(record.registration.as_deref()?, NAME_LIMIT);
        let said = self.fill(&registrations::OF_RECORD, &[("number", &number)]);
        Some(match &record.registered {
            Some(date) => {
                let date = self.partial_date(date);
                let registered = self.fill(&registrations::REGISTERED, &[("date", &date)]);
                format!("{said}, {registered}")
            }
            None => said,
        })
    }

    /// Returns why a record is hidden from the collection's visitors; `None` if it is
    /// not, or nobody says so.
    pub(crate) fn hidden(self, record: &Record) -> Option<String> {
        (record.visible == Some(false)).then(|| match &record.hidden {
            // Some entries say only that they are not visible.
            Some(word) if word != "no" => {
                self.fill(&page::HIDDEN_AS, &[("word", &short(word, 20))])
            }
            _ => self.say(&page::HIDDEN).to_owned(),
        })
    }
}
