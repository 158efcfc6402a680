//! A title being read: values as they were found, and what is made of them.

use std::collections::BTreeMap;

use colophon_catalogue::Isbn;

use crate::encoding::Decoded;
use crate::isbn;
use crate::model::{ClientTitle, Field, List, Note, NoteKind, Problem, ProblemKind};
use crate::other_titles;

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
        self.set_nth(field, 0, value);
    }

    /// Adds what one of several columns of a field says.
    pub(crate) fn set_nth(&mut self, field: Field, nth: u8, value: &str) {
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
            Field::Isbn if title.isbns.len().max(title.notes.len()) < MOST_VALUES => {
                isbn::read(&value, &mut title.isbns, &mut title.notes);
            }
            Field::Isbn => {}
            Field::Asin => self.asin(&value),
            Field::Year => title.year = title.year.or_else(|| year(&value)),
            Field::Imprint => _ = title.imprint.get_or_insert(value),
            Field::File => _ = title.file.get_or_insert(value),
            Field::Volume => _ = title.volume.get_or_insert(value),
            Field::Series => _ = title.series.get_or_insert(value),
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

    fn asin(&mut self, value: &str) {
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
            self.note(
                NoteKind::AsinInvalid,
                format!(
                    "The ASIN {} cannot be used: it is not ten letters and digits long.",
                    shown(value)
                ),
            );
        }
    }

    /// Adds the title to the list, or a problem if it has neither title nor number.
    pub(crate) fn finish(mut self, place: Place, decoded: Option<&Decoded<'_>>, list: &mut List) {
        for other in other_titles::within(&self.title.title) {
            self.other_title(&other);
        }
        let Self {
            mut title,
            subtitle,
            authors,
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
        if title.title.is_empty() && title.isbns.is_empty() && title.asin.is_none() {
            let mut notes = title.notes.iter();
            let message = match notes.find(|note| note.kind == NoteKind::IsbnInvalid) {
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

/// Returns the beginning of a value, for a message.
fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}

/// Returns the year in a date of any form: the first group of four digits that
/// can be a year, else the first four digits of a group such as `19980512`.
pub(crate) fn year(date: &str) -> Option<u16> {
    let groups = || date.split(|c: char| !c.is_ascii_digit());
    let is_year = |year: &u16| (1000..=2199).contains(year);
    let four = groups()
        .filter(|group| group.len() == 4)
        .find_map(|group| group.parse().ok().filter(is_year));
    let longer = || {
        groups()
            .filter(|group| matches!(group.len(), 6 | 8 | 12 | 14))
            .find_map(|group| group[..4].parse().ok().filter(is_year))
    };
    four.or_else(longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_found_in_any_date() {
        for (date, expected) in [
            ("1996", Some(1996)),
            ("2008.0", Some(2008)),
            ("c1962", Some(1962)),
            ("12/05/1998", Some(1998)),
            ("1998-05-12 00:00:00", Some(1998)),
            ("19980512", Some(1998)),
            ("201307", Some(2013)),
            ("März 2011", Some(2011)),
            ("0101-01-01", None),
            ("forthcoming", None),
            ("12345", None),
            ("", None),
        ] {
            assert_eq!(year(date), expected, "{date}");
        }
    }

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
