//! What the Copyright Office says of one registration, in any of its layouts, and the
//! records that are made of it.

use crate::dump::collect::{Collector, append};
use crate::dump::dates::partial;
use crate::error::Error;
use crate::number;
use crate::record::{Form, PartialDate, Record};

/// How many other titles an index keeps of a record; further ones are in further records of
/// the same number.
const MAX_OTHER_TITLES: usize = 32;

/// With how many texts of a list a further one is compared: a bound on time.
const MAX_COMPARED: usize = 4096;

/// A date that may be in several fields.
#[derive(Debug, Default)]
pub(super) struct Dated {
    /// How far behind the best field the one is that it was found in.
    rank: u8,
    date: Option<PartialDate>,
    /// What was in a field and is not a date.
    unread: String,
}

impl Dated {
    /// Takes what a field says, unless a better field has said it.
    pub(super) fn offer(&mut self, rank: u8, text: &str) {
        let Some(date) = partial(text) else {
            if self.unread.is_empty() {
                text.clone_into(&mut self.unread);
            }
            return;
        };
        if self.date.is_none() || rank < self.rank {
            (self.rank, self.date) = (rank, Some(date));
        }
    }
}

/// Whether a work is published, as a registration states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Status {
    #[default]
    Unstated,
    Published,
    Unpublished,
}

/// What is said of one registration.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) id: String,
    /// The numbers; the first is the registration's own.
    pub(super) numbers: Vec<String>,
    pub(super) registered: Dated,
    pub(super) title: String,
    /// The title in other forms.
    pub(super) alternates: Vec<String>,
    /// Titles that may be other forms of the title, or those of further works.
    pub(super) listed: Vec<String>,
    /// The titles of works within this one.
    pub(super) contents: Vec<String>,
    pub(super) authors: Vec<String>,
    /// Authors who are only named in the list of authorship.
    pub(super) credited: Vec<String>,
    /// Companies and other bodies.
    pub(super) bodies: Vec<String>,
    pub(super) responsibility: String,
    pub(super) claimants: Vec<String>,
    pub(super) publishers: Vec<String>,
    pub(super) published: Dated,
    pub(super) status: Status,
    pub(super) kinds: Vec<String>,
    pub(super) earlier: Vec<String>,
    pub(super) isbns: Vec<String>,
    pub(super) issns: Vec<String>,
    pub(super) series: String,
    pub(super) volume: String,
}

/// Adds a text unless it is among the first [`MAX_COMPARED`].
pub(super) fn add(texts: &mut Vec<String>, text: &str) {
    let mut first = texts.iter().take(MAX_COMPARED);
    if !text.is_empty() && !first.any(|own| own == text) {
        texts.push(text.to_owned());
    }
}

/// Adds the titles in a field in which they are separated by semicolons.
pub(super) fn add_titles(titles: &mut Vec<String>, text: &str) {
    for title in text.split("; ") {
        add(titles, bare_title(title));
    }
}

/// Adds a name without the sign that separates it from what follows.
pub(super) fn add_name(names: &mut Vec<String>, text: &str) {
    add(names, text.trim_end_matches([',', ':', ';', ' ']));
}

/// Returns a title without the sign that separates it from what follows.
pub(super) fn bare_title(text: &str) -> &str {
    let mut title = text.trim();
    while let Some(rest) = title.strip_suffix(['/', ':', ';', '=', ',']) {
        if !rest.is_empty() && !rest.ends_with(char::is_whitespace) {
            break;
        }
        title = rest.trim_end();
    }
    title
}

/// Returns the name of a publisher without signs around it; empty if it says that there is
/// none.
fn bare_publisher(text: &str) -> &str {
    let mut name = text.trim_end_matches([':', ';', ',', ' ']).trim();
    for (open, close) in [('[', ']'), ('(', ')')] {
        if name.ends_with(close) && !name.contains(open) {
            name = name.trim_end_matches(close).trim_end();
        }
        if name.starts_with(open) && !name.contains(close) {
            name = name.trim_start_matches(open).trim_start();
        }
    }
    let inner = name.trim_matches(['[', ']', '(', ')', ' ']);
    let is_none = ["s.n.", "s.n", "s. n.", "n.p.", "n. p."];
    if is_none.iter().any(|none| inner.eq_ignore_ascii_case(none)) {
        return "";
    }
    name
}

/// Returns whether it is the number of a recorded document, such as "V3456D123".
fn is_document(number: &str) -> bool {
    let number = number.trim().trim_start_matches(['V', 'v']);
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < number.len() && rest.starts_with(['D', 'd', 'P', 'p'])
}

/// Returns whether a number, in the form in which numbers are compared, is that of a renewal:
/// its letters are RE, or R before 1978.
fn is_renewal(number: &str) -> bool {
    let letters = number.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(letters, "RE" | "R")
}

impl Work {
    /// Takes what is said about the publication: `PUB` or `UNP`.
    pub(super) fn state(&mut self, text: &str) {
        let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
        match letters.to_ascii_uppercase().as_str() {
            "PUB" | "PUBLISHED" => self.status = Status::Published,
            "UNP" | "UNPUB" | "UNPUBLISHED" => self.status = Status::Unpublished,
            _ => {}
        }
    }

    /// Takes a field of MARC 21 as the Copyright Office uses it. `sub` is the letter of the
    /// subfield.
    pub(super) fn field(&mut self, tag: [u8; 3], sub: u8, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match (&tag, sub) {
            (b"001", _) if self.id.is_empty() => value.clone_into(&mut self.id),
            // A remark may follow: "PA52-758 (English language dubbed version)".
            (b"017", b'a') => {
                let number = value.split('(').next().unwrap_or_default();
                add(&mut self.numbers, number.trim());
            }
            (b"017", b'd') => self.registered.offer(0, value),
            (b"017", b'f') => self.registered.offer(1, value),
            (b"017", b'h') => self.registered.offer(2, value),
            (b"017", b'g') => self.registered.offer(3, value),
            (b"245", b'a') => self.main_title(value),
            (b"245", b'b') => {
                append(&mut self.title, ": ", bare_title(value));
            }
            (b"245", b'n' | b'p') => {
                append(&mut self.title, ". ", bare_title(value));
            }
            (b"245", b'c') => append(&mut self.responsibility, "; ", value),
            (b"240" | b"242" | b"246", b'a') => add(&mut self.alternates, bare_title(value)),
            (b"740", b'a') => add(&mut self.listed, bare_title(value)),
            (b"505", b't') => add(&mut self.contents, bare_title(value)),
            (b"100" | b"700", b'a') => add_name(&mut self.authors, value),
            (b"110" | b"710", b'a') => add_name(&mut self.bodies, value),
            (b"279", b'c') => add_name(&mut self.credited, value),
            (b"249", b'c') => add_name(&mut self.claimants, value),
            (b"260", b'b') => add(&mut self.publishers, bare_publisher(value)),
            (b"269", b'd') => self.published.offer(0, value),
            (b"263", b'a') => self.published.offer(1, value),
            (b"779", b'o') => self.published.offer(2, value),
            (b"260", b'c') => self.published.offer(3, value),
            (b"917", b'b') => add(&mut self.kinds, value),
            (b"917", b'p') => self.state(value),
            (b"597", b'a') => add(&mut self.earlier, value),
            (b"020", b'a') => add(&mut self.isbns, value),
            (b"022", b'a') => add(&mut self.issns, value),
            (b"440", b'a') => append(&mut self.series, "; ", bare_title(value)),
            (b"440", b'v') => append(&mut self.volume, "; ", value),
            _ => {}
        }
    }

    /// Returns whether [`field`](Self::field) takes anything from a field with this tag.
    pub(super) fn takes(tag: [u8; 3]) -> bool {
        matches!(
            &tag,
            b"001"
                | b"017"
                | b"020"
                | b"022"
                | b"100"
                | b"110"
                | b"240"
                | b"242"
                | b"245"
                | b"246"
                | b"249"
                | b"260"
                | b"263"
                | b"269"
                | b"279"
                | b"440"
                | b"505"
                | b"597"
                | b"700"
                | b"710"
                | b"740"
                | b"779"
                | b"917"
        )
    }

    /// Takes a title: the first is the title, others are its other forms. " ; " is between
    /// the titles of works without a title in common.
    pub(super) fn main_title(&mut self, text: &str) {
        let mut titles = text.split(" ; ").map(bare_title);
        let first = titles.next().unwrap_or_default();
        if self.title.is_empty() {
            first.clone_into(&mut self.title);
        } else {
            add(&mut self.alternates, first);
        }
        for title in titles {
            add(&mut self.contents, title);
        }
    }

    /// Takes the name of a publisher, or several that are separated by semicolons.
    pub(super) fn add_publishers(&mut self, text: &str) {
        for name in text.split("; ") {
            add(&mut self.publishers, bare_publisher(name));
        }
    }

    /// Returns what it is, by its number in the form in which numbers are compared.
    fn form(&self, number: Option<&str>) -> Form {
        if number.is_some_and(is_renewal) {
            return Form::Renewal;
        }
        let others = |titles: &[String]| titles.iter().filter(|own| **own != self.title).count();
        // One title in the list is another form of the title at least as often.
        if others(&self.contents) > 0 || others(&self.listed) > 1 {
            Form::GroupRegistration
        } else {
            Form::Registration
        }
    }

    fn note(&self) -> String {
        let mut note = self.kinds.join(", ");
        if self.status == Status::Unpublished {
            append(&mut note, "; ", "unpublished");
        }
        let further = self
            .numbers
            .iter()
            .skip(1)
            .map(|it| ("also registered as", it));
        let earlier = self.earlier.iter().map(|it| ("earlier registration:", it));
        let unread = [&self.registered].into_iter();
        let unread = unread.filter(|it| it.date.is_none() && !it.unread.is_empty());
        let unread = unread.map(|it| ("registration date:", &it.unread));
        for (what, text) in further.chain(earlier).chain(unread) {
            let text = text.trim_end_matches(['.', ':', ' ']);
            append(&mut note, "; ", &format!("{what} {text}"));
        }
        note
    }

    /// Passes on the records of the registration.
    pub(super) fn pass(mut self, source: u16, collector: &mut Collector<'_>) -> Result<(), Error> {
        let Some(number) = self.numbers.first().cloned() else {
            collector.skip("records without a registration number", 1);
            return Ok(());
        };
        let compared = number::registration(&number);
        if compared.is_none() && is_document(&number) {
            collector.skip("recorded documents, which register nothing", 1);
            return Ok(());
        }
        let (form, note) = (self.form(compared.as_deref()), self.note());
        let mut others = std::mem::take(&mut self.alternates);
        for title in self.listed.iter().chain(&self.contents) {
            add(&mut others, title);
        }
        others.retain(|title| *title != self.title);
        if self.title.is_empty() && !others.is_empty() {
            self.title = others.remove(0);
        }
        let authors = [&self.authors, &self.credited, &self.bodies];
        let authors = authors.into_iter().find(|names| !names.is_empty());
        let author = match authors {
            Some(names) => names.join("; "),
            None => self.responsibility.trim_end_matches(['/', ' ']).to_owned(),
        };
        let is_out = self.status != Status::Unpublished;
        let published = self.published.date.filter(|_| is_out);
        let year = match published {
            Some(date) => date.year().to_string(),
            None if is_out => self.published.unread,
            None => String::new(),
        };
        let record = Record {
            source,
            id: if self.id.is_empty() {
                number.clone()
            } else {
                self.id
            },
            title: self.title,
            author,
            volume: self.volume,
            series: self.series,
            imprint: self.publishers.join("; "),
            year,
            identifiers: self.isbns.join(","),
            issn: self.issns.join(","),
            form,
            registration: number,
            registered: self.registered.date,
            published: published.filter(|_| self.status == Status::Published),
            claimant: self.claimants.join("; "),
            note,
            ..Record::default()
        };
        while others.len() > MAX_OTHER_TITLES {
            let rest = others.split_off(MAX_OTHER_TITLES);
            collector.record(Record {
                other_titles: std::mem::replace(&mut others, rest),
                ..record.clone()
            })?;
        }
        collector.record(Record {
            other_titles: others,
            ..record
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_signs_after_them() {
        for (text, expected) in [
            ("The color purple /", "The color purple"),
            ("Sulphur :", "Sulphur"),
            ("A / :", "A"),
            ("Either/Or", "Either/Or"),
            ("And/", "And/"),
            ("Face/Off /", "Face/Off"),
            ("Who?", "Who?"),
            (" / ", ""),
        ] {
            assert_eq!(bare_title(text), expected, "{text}");
        }
    }

    #[test]
    fn publishers_lose_the_signs_around_them() {
        for (text, expected) in [
            ("s.n.]", ""),
            ("[S.N.],", ""),
            ("[s.n.", ""),
            ("Harcourt Brace Jovanovich,", "Harcourt Brace Jovanovich"),
            ("Harper]", "Harper"),
            ("[Smith (Publisher)]", "[Smith (Publisher)]"),
            ("Dell :", "Dell"),
        ] {
            assert_eq!(bare_publisher(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_say_what_they_number() {
        for (number, is) in [
            ("RE0000123456", true),
            ("RE 123-456", true),
            ("R567890", true),
            ("TX0000987776", false),
            ("REG", false),
            ("", false),
        ] {
            let compared = number::registration(number);
            assert_eq!(compared.is_some_and(|own| is_renewal(&own)), is, "{number}");
        }
        assert!(is_document("V3456D123") && is_document("V9910D539 P1-12"));
        assert!(!is_document("VA0000123456") && !is_document("TX 6-123-456") && !is_document("V"));
    }
}
