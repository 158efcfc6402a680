//! Values that have a form of their own: numbers, dates, answers.

use colophon_catalogue::Isbn;

use super::{Draft, MOST_VALUES};
use crate::isbn;
use crate::model::{Field, NoteKind, Registration, WorkKind};
use crate::value::date::{Order, Partial, Reading};
use crate::value::kind::{self, Said};
use crate::value::{date, doi, episode, imdb, issn, registration};

/// How many dates of publication are looked at: a bound on the work.
const MOST_DATES: usize = 50;

impl Draft {
    /// Adds a note, unless there are many already.
    fn note_value(&mut self, kind: NoteKind, message: String) {
        if self.title.notes.len() < MOST_VALUES {
            self.note(kind, message);
        }
    }

    pub(super) fn isbn(&mut self, value: &str) {
        // Some columns hold the numbers of books and of journals.
        if issn::has_form(value) {
            self.issn(value);
            return;
        }
        let title = &mut self.title;
        if title.isbns.len().max(title.notes.len()) < MOST_VALUES {
            isbn::read(value, &mut title.isbns, &mut title.notes);
        }
    }

    pub(super) fn asin(&mut self, value: &str) {
        let asin = value.to_ascii_uppercase();
        let is_asin = asin.len() == 10 && asin.bytes().all(|b| b.is_ascii_alphanumeric());
        if let Some(isbn) = Isbn::parse(&asin) {
            // A printed book's ASIN is its ISBN.
            if !self.title.isbns.contains(&isbn) {
                self.title.isbns.push(isbn);
            }
        } else if is_asin {
            self.title.asin.get_or_insert(asin);
        } else if !isbn::is_none(value) {
            self.note_value(
                NoteKind::AsinInvalid,
                format!(
                    "The ASIN {} cannot be used: it is not ten letters and digits long.",
                    shown(value)
                ),
            );
        }
    }

    /// Adds the year, and the date if the value is one.
    pub(super) fn year(&mut self, nth: u8, order: Order, value: &str) {
        let Some(year) = date::year(value) else {
            return;
        };
        let read = date::read(value, order).map(Reading::date);
        let date = read.filter(|date| date.year() == year);
        if let Some(date) = date.or_else(|| Partial::of_year(year))
            && self.dates.len() < MOST_DATES
        {
            self.dates.push((nth, year, date));
        }
    }

    pub(super) fn doi(&mut self, value: &str) {
        if isbn::is_none(value) {
            return;
        }
        let found = doi::find(value);
        if found.is_empty() {
            let message = format!(
                "The DOI {} cannot be used: a DOI begins with 10., a number of four or more \
                 digits and a slash.",
                shown(value)
            );
            self.note_value(NoteKind::DoiInvalid, message);
        }
        for doi in found {
            let own = self.title.doi.get_or_insert_with(|| doi.clone());
            if *own != doi {
                let message = format!("The DOI {doi} cannot be used: the row has another, {own}.");
                self.note_value(NoteKind::DoiInvalid, message);
            }
        }
    }

    /// Adds the DOI or the number of `IMDb` that an address is a link to, unless there is
    /// one already.
    pub(crate) fn link(&mut self, address: &str) {
        let title = &mut self.title;
        title.doi = title.doi.take().or_else(|| doi::of_link(address));
        title.imdb = title.imdb.take().or_else(|| imdb::of_address(address));
    }

    pub(super) fn issn(&mut self, value: &str) {
        if isbn::is_none(value) {
            return;
        }
        let readings = issn::read(value);
        let is_invalid = |it: &issn::Reading| matches!(it, issn::Reading::Invalid(..));
        if readings.iter().all(is_invalid) && isbn::is_list(value) {
            let title = &mut self.title;
            isbn::read(value, &mut title.isbns, &mut title.notes);
            return;
        }
        for reading in readings {
            let issn = match reading {
                issn::Reading::Issn(issn) => issn,
                issn::Reading::Repaired(issn) => {
                    let message = format!(
                        "The ISSN {} was read as {issn}: a spreadsheet dropped its leading zeros.",
                        shown(value)
                    );
                    self.note_value(NoteKind::RowRepaired, message);
                    issn
                }
                issn::Reading::Invalid(number, why) => {
                    let message = format!(
                        "The ISSN {} cannot be used: {why}. It was left out.",
                        shown(&number)
                    );
                    self.note_value(NoteKind::IssnInvalid, message);
                    continue;
                }
            };
            let issns = &mut self.title.issns;
            if issns.len() < MOST_VALUES && !issns.contains(&issn) {
                issns.push(issn);
            }
        }
    }

    pub(super) fn imdb(&mut self, value: &str) {
        if isbn::is_none(value) {
            return;
        }
        match imdb::read(value) {
            Some(number) => _ = self.title.imdb.get_or_insert(number),
            None => self.note_value(
                NoteKind::ImdbInvalid,
                format!(
                    "The IMDb number {} cannot be used: it is not tt and digits, nor the address \
                     of a title.",
                    shown(value)
                ),
            ),
        }
    }

    pub(super) fn registration(&mut self, nth: u8, order: Order, value: &str) {
        if isbn::is_none(value) {
            return;
        }
        let numbers = registration::numbers(value);
        if numbers.is_empty() {
            let message = format!(
                "The registration number {} cannot be used: it has no digits.",
                shown(value)
            );
            self.note_value(NoteKind::RegistrationInvalid, message);
        }
        for number in numbers {
            let date = number.date(order);
            if let Some(Reading::Unclear(date)) = date {
                self.unclear(number.after, date);
            }
            let pairs = self.registrations.entry(nth).or_default();
            pairs.number(number.number, date.map(Reading::date));
        }
    }

    pub(super) fn registration_date(&mut self, nth: u8, order: Order, value: &str) {
        if isbn::is_none(value) {
            return;
        }
        for read in registration::dates(value, order) {
            match read {
                Some(Reading::Date(_)) => {}
                Some(Reading::Unclear(date)) => self.unclear(value, date),
                None => self.note_value(
                    NoteKind::DateInvalid,
                    format!(
                        "The registration date {} cannot be used: it is not a date.",
                        shown(value)
                    ),
                ),
            }
            let pairs = self.registrations.entry(nth).or_default();
            pairs.date(read.map(Reading::date));
        }
    }

    fn unclear(&mut self, value: &str, date: Partial) {
        let message = format!(
            "The registration date {} can be read as two dates, by day or by month; only the year \
             {date} was used.",
            shown(value)
        );
        self.note_value(NoteKind::DateInvalid, message);
    }

    pub(super) fn episode(&mut self, field: Field, value: &str) {
        let title = &mut self.title;
        // A column of seasons may say when a book comes out: "Spring 2015".
        let both = episode::within(value);
        let (season, episode) = match field {
            _ if both.is_some() => (both.map(|it| it.0), both.map(|it| it.1)),
            Field::Season => (episode::season(value), None),
            _ => (None, episode::episode(value)),
        };
        title.season = title.season.or(season);
        title.episode = title.episode.or(episode);
    }

    /// Adds what a word says about the kind of work; an unknown word says nothing.
    pub(crate) fn kind(&mut self, word: &str) {
        self.said(kind::of_word(word));
    }

    pub(crate) fn said(&mut self, said: Option<Said>) {
        self.said = self.said.or(said);
    }

    pub(super) fn deadline(&mut self, order: Order, value: String) {
        let value = match date::read(&value, order) {
            Some(Reading::Date(date)) => date.to_string(),
            _ => value,
        };
        super::keep(&mut self.title.deadline, value);
    }

    pub(super) fn opted_out(&mut self, value: &str) {
        const YES: &str = "yes y true 1 x ja j wahr \u{2713} \u{2714} optedout opted optout out \
            ausgestiegen ausgetreten done erledigt";
        const NO: &str = "no n false 0 nein falsch \u{2717} \u{2718} in notoptedout none never";
        let letters = value
            .chars()
            .filter(|c| !c.is_whitespace() && !"-._".contains(*c));
        let folded: String = letters.flat_map(char::to_lowercase).take(40).collect();
        let is_in = |words: &str| words.split_whitespace().any(|word| word == folded);
        let is_date = || date::read(value, Order::Unknown).is_some();
        let answer = if is_in(YES) || is_date() {
            Some(true)
        } else if is_in(NO) {
            Some(false)
        } else {
            None
        };
        if answer.is_none() && !isbn::is_none(value) {
            let message = format!(
                "Whether the author opted out cannot be read from {}: write yes or no.",
                shown(value)
            );
            self.note_value(NoteKind::AnswerInvalid, message);
        }
        self.title.opted_out = self.title.opted_out.or(answer);
    }

    /// Settles what depends on several values: dates, registrations, the kind of work,
    /// the episode.
    pub(super) fn settle(&mut self) {
        self.settle_dates();
        self.settle_registrations();
        self.settle_kind();
    }

    fn settle_dates(&mut self) {
        self.dates.sort_by_key(|(nth, _, _)| *nth);
        let Some(&(_, year, first)) = self.dates.first() else {
            return;
        };
        let rest = self.dates.iter().skip(1);
        let date = rest.fold(first, |date, (_, _, other)| date.refined(*other));
        self.title.year = Some(year);
        self.title.published = Some(date.to_string());
    }

    fn settle_registrations(&mut self) {
        let mut keys: Vec<String> = Vec::new();
        for pairs in std::mem::take(&mut self.registrations).into_values() {
            let (numbers, is_matched) = pairs.matched();
            if !is_matched {
                let message = match numbers.len() {
                    0 => "The row has a registration date and no registration number; the date \
                          was left out."
                        .to_owned(),
                    n => format!(
                        "The dates cannot be given to the registration numbers: there are not as \
                         many dates as numbers ({n}). The dates were left out."
                    ),
                };
                self.note_value(NoteKind::RegistrationInvalid, message);
            }
            for (number, date) in numbers {
                let date = date.map(|date| date.to_string());
                let known = &mut self.title.registrations;
                let key = registration::key(&number);
                let at = keys.iter().position(|own| *own == key);
                if let Some(own) = at.and_then(|at| known.get_mut(at)) {
                    own.date = own.date.take().or(date);
                } else if known.len() < MOST_VALUES {
                    keys.push(key);
                    known.push(Registration { number, date });
                }
            }
        }
    }

    fn settle_kind(&mut self) {
        let title = &mut self.title;
        let has_isbn = !title.isbns.is_empty();
        let kind = match self.said {
            Some(Said::Kind(kind)) => Some(kind),
            Some(Said::Part) if title.doi.is_some() => Some(WorkKind::Paper),
            _ if title.imdb.is_some() => Some(WorkKind::Film),
            _ if has_isbn || title.asin.is_some() => Some(WorkKind::Book),
            None if title.doi.is_some() || !title.issns.is_empty() || title.journal.is_some() => {
                Some(WorkKind::Paper)
            }
            Some(Said::Part) | None => None,
        };
        let is_film = matches!(kind, Some(WorkKind::Film | WorkKind::Episode));
        let has_number = title.season.is_some() || title.episode.is_some();
        if !has_number
            && (is_film || title.series.is_some())
            && let Some((season, episode, is_all)) = episode::within(&title.title)
            // "10x10" is a film.
            && (!is_all || title.series.is_some())
        {
            (title.season, title.episode) = (Some(season), Some(episode));
        }
        let has_number = title.season.is_some() || title.episode.is_some();
        title.kind = match kind {
            None | Some(WorkKind::Film) if has_number => Some(WorkKind::Episode),
            kind => kind,
        };
        // A row may name an episode by its series and numbers alone.
        if title.kind == Some(WorkKind::Episode)
            && title.title.is_empty()
            && has_number
            && let Some(series) = &title.series
        {
            title.title.clone_from(series);
        }
    }
}

/// Returns the beginning of a value, for a message.
fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}
