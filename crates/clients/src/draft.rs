//! A title being read: values as they were found, and what is made of them.

mod values;

use std::collections::BTreeMap;

use crate::encoding::Decoded;
use crate::isbn;
use crate::model::{ClientTitle, Field, List, Note, NoteKind, Problem, ProblemKind};
use crate::other_titles;
use crate::value::date::{Order, Partial};
use crate::value::kind::Said;
use crate::value::registration::Pairs;

/// The longest title, and the longest list of authors, in bytes; what is longer is
/// neither.
const LONGEST: usize = 1 << 15;
/// How many ISBNs, pen names or further titles of a title are kept: a bound on the work for each
/// of them.
const MOST_VALUES: usize = 500;

/// Where a title is in its list.
pub(crate) struct Place {
    pub(crate) row: u32,
    pub(crate) name: String,
    /// The sheet, if there are several.
    pub(crate) sheet: Option<String>,
}

impl Place {
    pub(crate) fn problem(&self, kind: ProblemKind, message: impl Into<String>) -> Problem {
        Problem {
            row: self.row,
            place: self.name.clone(),
            sheet: self.sheet.clone(),
            client: None,
            kind,
            message: message.into(),
        }
    }
}

/// A title being read, to which values are added one by one.
#[derive(Default)]
pub(crate) struct Draft {
    title: ClientTitle,
    subtitle: String,
    /// The authors by their places.
    authors: BTreeMap<u8, Author>,
    /// The years and dates of publication with the places of their columns.
    dates: Vec<(u8, u16, Partial)>,
    /// The registrations by the places of their columns.
    registrations: BTreeMap<u8, Pairs>,
    /// What the list says about the kind of work.
    said: Option<Said>,
}

/// An author, whose name may be in several columns.
#[derive(Default)]
struct Author {
    whole: String,
    first: String,
    last: String,
}

impl Author {
    fn name(self) -> String {
        if self.whole.is_empty() {
            [self.first, self.last].join(" ").trim().to_owned()
        } else {
            self.whole
        }
    }
}

impl Draft {
    /// Adds what a list says about a field; if a field can have only one value,
    /// the first that is not empty is kept.
    pub(crate) fn set(&mut self, field: Field, value: &str) {
        self.set_nth(field, 0, Order::Unknown, value);
    }

    /// Adds what one of several columns of a field says; `order` is that of the dates in
    /// the column.
    pub(crate) fn set_nth(&mut self, field: Field, nth: u8, order: Order, value: &str) {
        let value = tidy(value);
        if value.is_empty() {
            return;
        }
        let title = &mut self.title;
        match field {
            Field::Title => fill(&mut title.title, value),
            Field::Subtitle => fill(&mut self.subtitle, value),
            Field::OtherTitles => {
                for part in other_titles::listed(&value) {
                    self.other_title(part);
                }
            }
            Field::Author => fill(&mut self.authors.entry(nth).or_default().whole, value),
            Field::AuthorFirst => fill(&mut self.authors.entry(nth).or_default().first, value),
            Field::AuthorLast => fill(&mut self.authors.entry(nth).or_default().last, value),
            Field::Client => _ = title.client.get_or_insert(value),
            Field::PenNames => self.pen_names(&value),
            Field::Isbn => self.isbn(&value),
            Field::Asin => self.asin(&value),
            Field::Year => self.year(nth, order, &value),
            Field::Imprint => _ = title.imprint.get_or_insert(value),
            Field::File => _ = title.file.get_or_insert(value),
            Field::Volume => _ = title.volume.get_or_insert(value),
            Field::Series => _ = title.series.get_or_insert(value),
            Field::Doi => self.doi(&value),
            Field::Issn => self.issn(&value),
            Field::Imdb => self.imdb(&value),
            Field::Registration => self.registration(nth, order, &value),
            Field::RegistrationDate => self.registration_date(nth, order, &value),
            Field::Journal => _ = title.journal.get_or_insert(value),
            Field::Season | Field::Episode => self.episode(field, &value),
            Field::Kind => self.kind(&value),
            Field::ClaimId => keep(&mut title.claim_id, value),
            Field::Receipt => keep(&mut title.receipt, value),
            Field::Deadline => self.deadline(order, value),
            Field::OptedOut => self.opted_out(&value),
        }
    }

    /// Adds a note.
    pub(crate) fn note(&mut self, kind: NoteKind, message: impl Into<String>) {
        self.title.notes.push(Note::new(kind, message));
    }

    /// Adds one pen name, without splitting it.
    pub(crate) fn pen_name(&mut self, name: &str) {
        let name = tidy(name);
        let names = &mut self.title.pen_names;
        let has_room = names.len() < MOST_VALUES;
        if has_room && !name.is_empty() && !isbn::is_none(&name) && !names.contains(&name) {
            names.push(name);
        }
    }

    fn other_title(&mut self, name: &str) {
        let titles = &mut self.title.other_titles;
        let has_room = titles.len() < MOST_VALUES && name.len() < LONGEST;
        if has_room && !isbn::is_none(name) && titles.iter().all(|own| own != name) {
            titles.push(name.to_owned());
        }
    }

    fn pen_names(&mut self, value: &str) {
        if isbn::is_none(value) {
            return;
        }
        for part in value.split([';', '|', '/', '\n']) {
            // "Bell, Currer" is one name, "Currer Bell, Ellis Bell" are two.
            let names: Vec<&str> = part.split(',').collect();
            if names.iter().all(|name| name.split_whitespace().count() > 1) {
                for name in names {
                    self.pen_name(name);
                }
            } else {
                self.pen_name(part);
            }
        }
    }

    /// Adds the title to the list, or a problem if it has neither title nor number.
    pub(crate) fn finish(mut self, place: Place, decoded: Option<&Decoded<'_>>, list: &mut List) {
        for other in other_titles::within(&self.title.title) {
            self.other_title(&other);
        }
        self.settle();
        let Self {
            mut title,
            subtitle,
            authors,
            ..
        } = self;
        let is_new = !title
            .title
            .to_lowercase()
            .contains(&subtitle.to_lowercase());
        if title.title.is_empty() {
            title.title = subtitle;
        } else if is_new {
            title.title = format!("{}: {subtitle}", title.title);
        }
        for name in authors.into_values().map(Author::name) {
            // "Author" may list them all before "Author 2" repeats one.
            let is_new = !title.author.to_lowercase().contains(&name.to_lowercase());
            if title.author.is_empty() {
                title.author = name;
            } else if is_new {
                title.author = format!("{}; {name}", title.author);
            }
        }
        other_titles::tidy(&mut title);
        if title.title.is_empty() && !has_identifier(&title) {
            let mut notes = title.notes.iter();
            let message = match notes.find(|note| is_of_identifier(note.kind)) {
                Some(note) => format!("The row has no title. {}", note.message),
                None => "The row has no title.".to_owned(),
            };
            list.problems.push(Problem {
                client: title.client,
                ..place.problem(ProblemKind::RowNoTitle, message)
            });
            return;
        }
        if title.title.len().max(title.author.len()) > LONGEST {
            let message = format!("The title or the author is longer than {LONGEST} bytes.");
            list.problems.push(Problem {
                client: title.client,
                ..place.problem(ProblemKind::RowTooLong, message)
            });
            return;
        }
        let mut note = |kind, message: &str| title.notes.push(Note::new(kind, message));
        if title.title.is_empty() {
            note(
                NoteKind::TitleMissing,
                "The row has no title; the book is looked up by its identifier.",
            );
        }
        if title.author.is_empty() {
            note(
                NoteKind::AuthorMissing,
                "The row has no author; without one, a record with only the same title proves nothing.",
            );
        }
        if let Some(decoded) = decoded {
            decoded.note(&[&title.title, &title.author], &mut title.notes);
        }
        title.row = place.row;
        title.place = place.name;
        title.sheet = place.sheet;
        list.titles.push(title);
    }
}

fn fill(slot: &mut String, value: String) {
    if slot.is_empty() {
        *slot = value;
    }
}

/// Returns a value without white space around it, and without control characters
/// and invisible ones such as those that set the direction of text.
fn tidy(value: &str) -> String {
    let is_idle = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n')
            || matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{2060}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    value.replace(is_idle, "").trim().to_owned()
}

/// Keeps a value, unless there is one already or it says that there is none.
fn keep(slot: &mut Option<String>, value: String) {
    if !isbn::is_none(&value) || value.bytes().all(|b| b.is_ascii_digit()) {
        slot.get_or_insert(value);
    }
}

/// Returns whether a title can be looked up by a number.
fn has_identifier(title: &ClientTitle) -> bool {
    !title.isbns.is_empty()
        || title.asin.is_some()
        || title.doi.is_some()
        || title.imdb.is_some()
        || !title.registrations.is_empty()
}

/// Returns whether a note says why there is no number to look a title up by.
fn is_of_identifier(kind: NoteKind) -> bool {
    matches!(
        kind,
        NoteKind::IsbnInvalid
            | NoteKind::DoiInvalid
            | NoteKind::ImdbInvalid
            | NoteKind::RegistrationInvalid
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pen_names_are_taken_apart_where_they_are_several() {
        for (value, expected) in [
            ("Robert Galbraith", &["Robert Galbraith"][..]),
            ("Galbraith, Robert", &["Galbraith, Robert"]),
            ("Currer Bell, Ellis Bell", &["Currer Bell", "Ellis Bell"]),
            (
                "Bell, Currer; Bell, Ellis",
                &["Bell, Currer", "Bell, Ellis"],
            ),
            ("A. B. | C. D. / A. B.", &["A. B.", "C. D."]),
            ("n/a", &[]),
        ] {
            let mut draft = Draft::default();
            draft.set(Field::PenNames, value);
            assert_eq!(draft.title.pen_names, expected, "{value}");
        }
    }
}
