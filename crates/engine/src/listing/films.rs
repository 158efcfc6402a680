//! Films and episodes: what must agree besides the title.
//!
//! A title says little about a film: remakes and films of the same year share theirs, and
//! the author of the novel is often named as a writer. The number of the Internet Movie
//! Database decides; without one, title and year, and the writer where both sides name
//! one. An episode is known by its series, season and number.

use std::collections::BTreeSet;

use colophon_catalogue::name::{Agreement, People};
use colophon_catalogue::number::imdb_shown;
use colophon_catalogue::terms::{filed_key, title_key};
use colophon_catalogue::{Form, Record};

use super::group::Found;
use super::tier::{Judged, Wanted, years};
use super::title::Title;
use crate::report::Reason;
use crate::report::model::Tier;

impl Wanted<'_> {
    /// Returns whether a film or an episode is looked up.
    pub(super) fn is_film(&self) -> bool {
        matches!(self.book.form, Some(Form::Film | Form::Episode))
    }

    /// Judges the record of a film or an episode.
    pub(super) fn film(&self, record: &Record) -> Option<Judged> {
        let judged = match record.form {
            Form::Episode => self.of_episode(record),
            _ => self.of_film(record),
        }?;
        let is_numbered = self.shared_number(record).is_some() || self.is_of_series(record);
        // A book is not the film that was made of it.
        if !self.is_film() && judged.tier.is_found() && !is_numbered {
            let is_sure = self.book.form.is_none() && judged.reason == said(Reason::FilmAllAgree);
            if !is_sure {
                return (self.book.form.is_none() && !self.book.has_number())
                    .then(|| Judged::new(Tier::Review, said(Reason::FilmNoYear), false));
            }
        }
        Some(judged)
    }

    fn of_film(&self, record: &Record) -> Option<Judged> {
        let titles = titles_of(record);
        let agrees = self.has_title_of(record, &titles);
        if let Some(number) = self.shared_number(record) {
            let (tier, reason) = match () {
                () if agrees => (Tier::Confirmed, Reason::NumberTitle),
                () if self.titles.is_empty() => (Tier::Probable, Reason::NumberAlone),
                () => (Tier::Review, Reason::NumberOnly),
            };
            let reason = reason.with(&[("number", &number), ("under", "")]);
            return Some(Judged::new(tier, reason, agrees));
        }
        if !agrees {
            return None;
        }
        let author = self.writers(record);
        if author == Some(Agreement::None) {
            return None;
        }
        let has_writer = author.is_some_and(|agreement| agreement >= Agreement::Initial);
        let apart = self.years_apart(record);
        let is_other_number = self.book.imdb.is_some() && record.imdb.is_some();
        let (tier, reason) = match apart {
            _ if is_other_number && apart == Some(0) => (Tier::Review, Reason::FilmOtherNumber),
            _ if is_other_number => return None,
            Some(0) if has_writer => (Tier::Strong, Reason::FilmAllAgree),
            Some(0) if author.is_none() => (Tier::Probable, Reason::FilmTitleYear),
            Some(1) if has_writer => (Tier::Probable, Reason::FilmAllAgree),
            Some(0 | 1) => (Tier::Review, Reason::FilmYearNear),
            Some(_) => return None,
            None => (Tier::Review, Reason::FilmNoYear),
        };
        Some(Judged::new(tier, said(reason), true))
    }

    fn of_episode(&self, record: &Record) -> Option<Judged> {
        let book = self.book;
        let titles = titles_of(record);
        let has_title = !record.title.is_empty() && self.has_title_of(record, &titles);
        let place = (book.season, book.episode);
        let is_place = place.0.is_some() && place.1.is_some();
        let same_place = is_place && place == (record.season, record.episode);
        let is_series = self.has_series(record);
        if let Some(number) = self.shared_number(record) {
            let agrees = has_title || same_place || is_series;
            let (tier, reason) = match () {
                () if agrees => (Tier::Confirmed, Reason::NumberTitle),
                () if self.titles.is_empty() => (Tier::Probable, Reason::NumberAlone),
                () => (Tier::Review, Reason::NumberOnly),
            };
            let reason = reason.with(&[("number", &number), ("under", "")]);
            return Some(Judged::new(tier, reason, has_title));
        }
        if self.is_of_series(record) {
            if is_place {
                return same_place
                    .then(|| Judged::new(Tier::Confirmed, said(Reason::EpisodePlace), true));
            }
            let number = imdb_shown(record.series_imdb.unwrap_or_default());
            let reason = Reason::EpisodeOfSeries.with(&[("number", &number)]);
            let tier = if is_series || self.titles.is_empty() {
                Tier::Probable
            } else {
                Tier::Review
            };
            return Some(Judged::new(tier, reason, is_series));
        }
        // A series has another number.
        let is_other = book.imdb.is_some() && [record.imdb, record.series_imdb] != [None, None];
        if is_other {
            return None;
        }
        let writers = self.writers(record);
        if !is_series {
            let is_named = has_title && !is_place && book.series.is_empty();
            return is_named.then(|| self.of_title(record, writers)).flatten();
        }
        let wants_title = self.has_title_beyond_series();
        if is_place && !same_place {
            let is_there = has_title && wants_title && writers != Some(Agreement::None);
            return is_there
                .then(|| Judged::new(Tier::Review, said(Reason::EpisodeOtherPlace), true));
        }
        if writers == Some(Agreement::None) {
            return same_place
                .then(|| Judged::new(Tier::Review, said(Reason::EpisodeOtherWriter), true));
        }
        let apart = self.years_apart(record);
        let (tier, reason) = match () {
            () if !is_place && has_title && wants_title => (Tier::Strong, Reason::EpisodeTitle),
            () if !is_place => return None,
            () if has_title && wants_title => (Tier::Strong, Reason::EpisodePlace),
            () if wants_title && !record.title.is_empty() => {
                (Tier::Review, Reason::EpisodeOtherTitle)
            }
            () => match apart {
                Some(0 | 1) => (Tier::Strong, Reason::EpisodePlace),
                Some(_) => (Tier::Review, Reason::EpisodeYears),
                None => (Tier::Probable, Reason::EpisodePlace),
            },
        };
        Some(Judged::new(tier, said(reason), true))
    }

    /// Judges an episode whose title is the one that is looked up, without a series: many
    /// have the title of a book or of one another.
    fn of_title(&self, record: &Record, writers: Option<Agreement>) -> Option<Judged> {
        let apart = self.years_apart(record);
        let is_open = match writers {
            Some(agreement) => agreement >= Agreement::Initial,
            // A book by a known author is not looked for among the episodes of its title.
            None => self.is_film() || self.names.is_empty(),
        };
        if !is_open || apart.is_some_and(|years| years > 1) {
            return None;
        }
        let (tier, reason) = match (writers, apart) {
            (Some(_), Some(_)) => (Tier::Strong, Reason::FilmAllAgree),
            _ => (Tier::Review, Reason::EpisodeTitleAlone),
        };
        Some(Judged::new(tier, said(reason), true))
    }

    /// Returns whether the number that is looked up is that of the record's series.
    fn is_of_series(&self, record: &Record) -> bool {
        self.book.imdb.is_some() && self.book.imdb == record.series_imdb
    }

    /// Returns whether a title of the record is one of those that are looked up. Numbers
    /// count: "Rocky II" is not "Rocky".
    fn has_title_of(&self, record: &Record, titles: &[Title]) -> bool {
        let is_same = |wanted: &Title| {
            let mut titles = titles.iter();
            titles.any(|title| !title.key.is_empty() && filed(&title.key) == filed(&wanted.key))
        };
        self.titles.iter().any(is_same) || {
            let volumes = colophon_catalogue::volume::Volumes::default();
            let has_numbers = |titles: &[Title]| titles.iter().any(|it| !it.volumes.is_empty());
            !has_numbers(titles)
                && !has_numbers(&self.titles)
                && self.title_match(record, titles, &volumes).0.agrees()
        }
    }

    /// Returns whether the record's series is the one that is looked up: in a field of
    /// its own, or as the title.
    fn has_series(&self, record: &Record) -> bool {
        let key = filed(&title_key(&record.series));
        let own = &self.book.series;
        let named = std::iter::once(title_key(own)).filter(|_| !own.is_empty());
        let titles = self.titles.iter().map(|title| title.key.clone());
        let mut wanted = named.chain(titles.filter(|_| own.is_empty()));
        !key.is_empty() && wanted.any(|own| filed(&own) == key)
    }

    /// Returns whether a title of the episode itself is looked up.
    fn has_title_beyond_series(&self) -> bool {
        let series = filed(&title_key(&self.book.series));
        !self.book.series.is_empty() && self.titles.iter().any(|title| filed(&title.key) != series)
    }

    /// Returns how well the writers agree; `None` if one side names nobody.
    fn writers(&self, record: &Record) -> Option<Agreement> {
        let people = People::parse(&record.author);
        if people.is_empty() || self.names.is_empty() {
            return None;
        }
        let agreements = self.names.iter().map(|name| people.agreement(&name.people));
        agreements.max()
    }

    /// Returns how many years the record is from the one that is looked up; `None` if one
    /// side says nothing.
    fn years_apart(&self, record: &Record) -> Option<u16> {
        let own = self.book.year?;
        years(record).map(|year| year.abs_diff(own)).min()
    }
}

/// Asks a person to look at films that only title and year make the one that was looked
/// up, if there are several of them.
pub(super) fn doubt(found: &mut [Found]) {
    let by_year = said(Reason::FilmTitleYear);
    let is_film = |it: &&Found| it.judged.tier.is_found() && it.record.form == Form::Film;
    let numbers: BTreeSet<Option<u64>> = found
        .iter()
        .filter(is_film)
        .map(|it| it.record.imdb)
        .collect();
    let mut places = BTreeSet::new();
    for it in &*found {
        if it.judged.tier.is_found() && it.record.form == Form::Episode {
            places.insert(it.record.series_imdb);
        }
    }
    let (by_place, by_title) = (said(Reason::EpisodePlace), said(Reason::EpisodeTitle));
    for it in found {
        if numbers.len() > 1 && it.judged.reason == by_year {
            it.judged.tier = Tier::Review;
            it.judged.reason = said(Reason::FilmSeveral);
        }
        // Two series of one name, and nothing that says which is meant.
        let is_open = it.judged.tier == Tier::Probable && it.judged.reason == by_place
            || it.judged.tier == Tier::Strong && it.judged.reason == by_title;
        if places.len() > 1 && is_open {
            it.judged.tier = Tier::Review;
            it.judged.reason = said(Reason::EpisodeYears);
        }
    }
}

fn filed(key: &str) -> String {
    filed_key(key)
}

fn said(reason: Reason) -> String {
    reason.with(&[("under", "")])
}

/// Returns the titles of a record.
fn titles_of(record: &Record) -> Vec<Title> {
    let titles = std::iter::once(&record.title).chain(&record.other_titles);
    titles.map(|title| Title::read(title)).collect()
}
