//! Telling author and title apart.

use super::brackets::{self, numbered, without_zeros};
use super::person::{Likeness, likeness};

/// Where in a name the author is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// Before the title.
    Left,
    /// After the title.
    Right,
    /// Before or after it: both may be a person.
    Either,
    /// It is not known who is.
    Unknown,
}

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) author: Author,
    pub(super) title: String,
    pub(super) other_titles: Vec<String>,
    pub(super) writer: String,
    pub(super) series: String,
    pub(super) volume: String,
    pub(super) year: String,
    pub(super) imprint: String,
    pub(super) language: String,
    /// The two sides, if the author may be on either.
    sides: (String, String),
}

/// Reads a name without folders and extensions.
pub(super) fn read(stem: &str) -> Reading {
    let (bare, notes) = brackets::without(stem);
    let mut reading = Reading {
        author: Author::Unknown,
        title: String::new(),
        other_titles: Vec::new(),
        writer: String::new(),
        series: notes.series,
        volume: notes.volume,
        year: notes.year,
        imprint: notes.imprint,
        language: notes.language,
        sides: Default::default(),
    };
    let mut parts: Vec<&str> = bare
        .split(" - ")
        .map(|part| part.trim_matches([' ', '-', ':', ',']))
        .filter(|part| part.contains(char::is_alphanumeric))
        .collect();
    reading.take_numbers(&mut parts);
    match parts.as_slice() {
        // Nothing but brackets.
        [] => reading.title = plain(stem),
        [only] => reading.one(only, &notes.first),
        [left, right] => reading.two(left, right),
        [first, middle @ .., last] => reading.many(first, middle, last),
    }
    let is_sure = matches!(reading.author, Author::Left | Author::Right);
    if !is_sure || notes.has_others || parts.len() > 1 && !notes.first.is_empty() {
        reading.or(&plain(stem));
        reading.or(&plain(&bare));
    }
    reading
}

impl Reading {
    /// Takes out the number of a volume, and a series with one.
    fn take_numbers(&mut self, parts: &mut Vec<&str>) {
        let is_number =
            |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.len() > 1
            && let Some(place) = parts.iter().position(|part| is_number(part))
        {
            without_zeros(parts.remove(place)).clone_into(&mut self.volume);
        }
        if parts.len() > 2
            && let Some(place) = parts.iter().position(|part| numbered(part).is_some())
            && let Some((series, volume)) = numbered(parts.remove(place))
        {
            series.clone_into(&mut self.series);
            volume.clone_into(&mut self.volume);
        }
    }

    /// Reads a name without a dash; `first` is what was in brackets before it.
    fn one(&mut self, name: &str, first: &str) {
        name.clone_into(&mut self.title);
        if !first.is_empty() {
            if likeness(first) > Likeness::Words {
                self.author = Author::Left;
                first.clone_into(&mut self.writer);
            } else {
                self.or(first);
            }
            return;
        }
        if let Some((title, writer)) = name.rsplit_once(" by ") {
            let likeness = likeness(writer);
            if likeness > Likeness::None {
                title.trim().clone_into(&mut self.title);
            }
            if likeness > Likeness::Words {
                self.author = Author::Right;
                writer.trim().clone_into(&mut self.writer);
            }
        }
    }

    /// Reads a name with one dash.
    fn two(&mut self, left: &str, right: &str) {
        use Likeness::{Initials, Inverted, None, Words};
        self.author = match (likeness(left), likeness(right)) {
            (Words | Inverted | Initials, None)
            | (Inverted, Words)
            | (Initials, Words | Inverted) => Author::Left,
            (None, Inverted | Initials) | (Words, Initials) => Author::Right,
            (Words, Words | Inverted) | (Inverted, Inverted | Initials) | (Initials, Initials) => {
                Author::Either
            }
            (None, None) => Author::Unknown,
            // A title and its author, or a series and a title.
            (None, Words) => return self.put(right, left),
        };
        self.put(left, right);
    }

    /// Reads a name with several dashes: what is between them may be a series or belong
    /// to the title.
    fn many(&mut self, first: &str, middle: &[&str], last: &str) {
        let middle = middle.join(": ");
        match (likeness(first), likeness(last)) {
            (Likeness::None, Likeness::Inverted | Likeness::Initials) => {
                self.author = Author::Right;
                self.put(&format!("{first}: {middle}"), last);
                self.or(&middle);
            }
            (person, Likeness::None) if person > Likeness::None => {
                self.author = Author::Left;
                self.put(first, &format!("{middle}: {last}"));
                self.or(last);
            }
            _ => {
                self.put(first, &format!("{middle}: {last}"));
                self.or(&middle);
                self.or(last);
            }
        }
    }

    /// Takes the two sides of a dash, once it is known where the author is.
    fn put(&mut self, left: &str, right: &str) {
        self.sides = (left.to_owned(), right.to_owned());
        let (title, writer) = match self.author {
            Author::Left => (right, left),
            Author::Right => (left, right),
            Author::Either | Author::Unknown => (right, ""),
        };
        title.clone_into(&mut self.title);
        writer.clone_into(&mut self.writer);
        if writer.is_empty() {
            self.or(left);
        }
    }

    /// Decides where the author is, if it may be on either side.
    pub(super) fn decided(mut self, habit: Author) -> Self {
        if self.author == Author::Either {
            self.author = habit;
            let (left, right) = std::mem::take(&mut self.sides);
            let others = std::mem::take(&mut self.other_titles);
            self.put(&left, &right);
            for other in others {
                if other != self.title && other != self.writer {
                    self.or(&other);
                }
            }
        }
        self
    }

    /// Adds another title.
    fn or(&mut self, title: &str) {
        let is_known = self.title == title || self.other_titles.iter().any(|own| own == title);
        if !is_known && !title.is_empty() {
            self.other_titles.push(title.to_owned());
        }
    }
}

/// Returns a name without dashes at its ends.
fn plain(name: &str) -> String {
    name.trim_matches([' ', '-', ':', ',']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns author and title, and the other titles.
    fn reading(stem: &str) -> (String, String, Vec<String>) {
        let reading = read(stem).decided(Author::Unknown);
        (reading.writer, reading.title, reading.other_titles)
    }

    #[test]
    fn names_are_read_where_they_are_certain() {
        for (stem, author, title) in [
            ("Anna Weller - The Sea", "Anna Weller", "The Sea"),
            ("Weller, Anna - Salt Water", "Weller, Anna", "Salt Water"),
            ("A. B. Weller - Salt Water", "A. B. Weller", "Salt Water"),
            (
                "Anna Weller & Tom Brand - The Sea",
                "Anna Weller & Tom Brand",
                "The Sea",
            ),
            ("The Sea - Weller, Anna", "Weller, Anna", "The Sea"),
            ("Salt Water - A. B. Weller", "A. B. Weller", "Salt Water"),
            ("Anna Weller - 03 - The Sea", "Anna Weller", "The Sea"),
            ("Anna Weller - Waves 03 - The Sea", "Anna Weller", "The Sea"),
            (
                "Waves 03 - The Sea - A. B. Weller",
                "A. B. Weller",
                "The Sea",
            ),
            ("[Weller, Anna] The Sea", "Weller, Anna", "The Sea"),
            ("The Sea by A. B. Weller", "A. B. Weller", "The Sea"),
            (
                "Anna Weller - The Sea - A Life",
                "Anna Weller",
                "The Sea: A Life",
            ),
        ] {
            let (own_author, own_title, _) = reading(stem);
            assert_eq!((&*own_author, &*own_title), (author, title), "{stem}");
        }
    }

    #[test]
    fn a_name_that_can_be_read_in_two_ways_has_no_author() {
        for (stem, title, others) in [
            (
                "Anna Weller - Salt Water",
                "Salt Water",
                &["Anna Weller", "Anna Weller - Salt Water"][..],
            ),
            (
                "The Sea - Anna Weller",
                "The Sea",
                &["Anna Weller", "The Sea - Anna Weller"],
            ),
            ("Plato - The Sea", "The Sea", &["Plato", "Plato - The Sea"]),
            (
                "The Sea by Anna Weller",
                "The Sea",
                &["The Sea by Anna Weller"],
            ),
            ("Written by Me", "Written by Me", &[]),
            (
                "[Sea Stars] Waves",
                "Waves",
                &["Sea Stars", "[Sea Stars] Waves"],
            ),
            ("The Sea (Odd Remark)", "The Sea", &["The Sea (Odd Remark)"]),
            (
                "Sea - Waves - Salt",
                "Waves: Salt",
                &["Sea", "Waves", "Salt", "Sea - Waves - Salt"],
            ),
        ] {
            let (author, own_title, own_others) = reading(stem);
            assert_eq!((&*author, &*own_title), ("", title), "{stem}");
            assert_eq!(own_others, others, "{stem}");
        }
    }

    #[test]
    fn the_habit_of_a_list_decides() {
        let decided = |habit| {
            let reading = read("Anna Weller - Salt Water").decided(habit);
            (reading.writer, reading.title, reading.other_titles)
        };
        let whole = vec!["Anna Weller - Salt Water".to_owned()];
        assert_eq!(
            decided(Author::Left),
            ("Anna Weller".into(), "Salt Water".into(), whole.clone())
        );
        assert_eq!(
            decided(Author::Right),
            ("Salt Water".into(), "Anna Weller".into(), whole)
        );
        let sure = read("Anna Weller - The Sea");
        assert_eq!(sure.clone().decided(Author::Right), sure);
    }

    #[test]
    fn brackets_go_to_their_fields() {
        let reading = read("Anna Weller - The Sea (2005, Brand House) [en]");
        assert_eq!(
            (&*reading.year, &*reading.imprint, &*reading.language),
            ("2005", "Brand House", "en")
        );
        assert_eq!(
            (&*reading.title, &*reading.writer),
            ("The Sea", "Anna Weller")
        );
        assert!(reading.other_titles.is_empty());
        let reading = read("Anna Weller - Waves 03 - The Sea");
        assert_eq!((&*reading.series, &*reading.volume), ("Waves", "3"));
    }
}
