//! An entry of the catalogue, and the records that are made of it.

use crate::dump::collect::{Collector, append};
use crate::dump::dates::partial;
use crate::error::Error;
use crate::record::{Form, PartialDate, Record};

/// What an entry says.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) id: String,
    /// The numbers: those of the attribute, else those of the text.
    pub(super) numbers: Vec<String>,
    pub(super) numbers_in_text: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) titles: Vec<String>,
    pub(super) publishers: Vec<String>,
    /// The dates of publication, each as an attribute has it, else as the text does.
    pub(super) published: Vec<String>,
    pub(super) registered: Vec<String>,
    /// The dates of the copyright, where a volume has these besides or instead.
    pub(super) copyrights: Vec<String>,
    pub(super) claimants: Vec<String>,
    /// The authors and publishers whom the source marks as claimants.
    pub(super) marked: Vec<String>,
    pub(super) edition: String,
    pub(super) series: String,
    pub(super) volume: String,
    pub(super) earlier: Vec<String>,
    pub(super) new_matter: String,
    pub(super) note: String,
    /// How many bytes of text it has.
    pub(super) n_bytes: usize,
}

/// Adds a text unless it is there or empty.
pub(super) fn add(texts: &mut Vec<String>, text: String) {
    if !text.is_empty() && !texts.contains(&text) {
        texts.push(text);
    }
}

/// Returns a number as it is in the attribute: "A 957926" is "A957926".
fn without_spaces(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Entry {
    /// Begins an entry within this one, which says only what differs.
    pub(super) fn inner(&self) -> Self {
        Self {
            id: self.id.clone(),
            ..Self::default()
        }
    }

    /// Takes what an entry within `outer` does not say itself.
    pub(super) fn inherit(&mut self, outer: &Self) {
        for (own, outer) in [
            (&mut self.authors, &outer.authors),
            (&mut self.titles, &outer.titles),
            (&mut self.publishers, &outer.publishers),
        ] {
            if own.is_empty() {
                own.clone_from(outer);
            }
        }
        if self.claimants.is_empty() && self.marked.is_empty() {
            self.claimants.clone_from(&outer.claimants);
            self.marked.clone_from(&outer.marked);
        }
        for (own, outer) in [
            (&mut self.series, &outer.series),
            (&mut self.edition, &outer.edition),
        ] {
            if own.is_empty() {
                own.clone_from(outer);
            }
        }
    }

    /// Returns the dates of the registrations, one for each number, and a remark about
    /// those that could not be told apart.
    fn dates(&self, n_numbers: usize) -> (Vec<Option<PartialDate>>, String) {
        let dates: Vec<_> = self.registered.iter().map(|text| partial(text)).collect();
        match dates.as_slice() {
            [one] => (vec![*one; n_numbers], String::new()),
            all if all.len() == n_numbers => (dates, String::new()),
            [] => (vec![None; n_numbers], String::new()),
            _ => {
                let remark = format!("registration dates: {}", self.registered.join(", "));
                (vec![None; n_numbers], remark)
            }
        }
    }

    /// Passes on a record for each number.
    pub(super) fn pass(mut self, source: u16, collector: &mut Collector<'_>) -> Result<(), Error> {
        let mut numbers = std::mem::take(&mut self.numbers);
        if numbers.is_empty() {
            for number in &self.numbers_in_text {
                add(&mut numbers, without_spaces(number));
            }
        }
        if numbers.is_empty() {
            collector.skip("entries without a registration number", 1);
            return Ok(());
        }
        let (dates, remark) = self.dates(numbers.len());
        let mut note = String::new();
        for earlier in &self.earlier {
            append(&mut note, "; ", &format!("earlier registration: {earlier}"));
        }
        if !self.new_matter.is_empty() {
            append(&mut note, "; ", &format!("new matter: {}", self.new_matter));
        }
        append(&mut note, "; ", &remark);
        for date in &self.copyrights {
            append(&mut note, "; ", &format!("copyright date: {date}"));
        }
        append(&mut note, "; ", &self.note);
        let mut titles = self.titles.into_iter();
        let title = titles.next().unwrap_or_default();
        let other_titles: Vec<String> = titles.collect();
        let claimants = if self.claimants.is_empty() {
            self.marked
        } else {
            self.claimants
        };
        let published = self.published.first().and_then(|text| partial(text));
        let record = Record {
            source,
            id: self.id,
            title,
            author: self.authors.join("; "),
            volume: self.volume,
            series: self.series,
            imprint: self.publishers.join("; "),
            edition: self.edition,
            year: published.map_or(String::new(), |date| date.year().to_string()),
            form: if other_titles.is_empty() {
                Form::Registration
            } else {
                Form::GroupRegistration
            },
            other_titles,
            published,
            claimant: claimants.join("; "),
            note,
            ..Record::default()
        };
        for (number, date) in numbers.into_iter().zip(dates) {
            collector.record(Record {
                registration: number,
                registered: date,
                ..record.clone()
            })?;
        }
        Ok(())
    }
}
