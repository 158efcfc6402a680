//! What a column holds, by its heading or because the caller says so.
//!
//! Headings are compared without case, spaces and punctuation, in English and
//! German, and in the commonest words of other languages. An unknown heading is
//! not an error: its column is not used.

use crate::error::{Error, ErrorKind};
use crate::model::{Column, Field};
use crate::value::date::Order;
use words::{Guess, WEAK, fold, recognise};

pub(crate) use words::{is_of_other_book, says_number, says_titles};

mod lists;
mod words;

/// What the caller says that columns hold, such as `title=Werk`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Field, String)>);

impl Mapping {
    /// Adds one pair `FIELD=COLUMN`. The field is a name of [`Field::as_str`]
    /// or a usual heading; the column is a heading of the list, or its number
    /// from 1.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] if the pair is malformed or the field is
    /// unknown.
    pub fn add(&mut self, pair: &str) -> Result<(), Error> {
        let invalid = |message| Error::new(ErrorKind::InvalidOption, message);
        let (field, column) = pair
            .split_once('=')
            .map(|(field, column)| (field.trim(), column.trim()))
            .filter(|(field, column)| !field.is_empty() && !column.is_empty())
            .ok_or_else(|| invalid(format!("\"{pair}\" is not of the form FIELD=COLUMN")))?;
        let folded = fold(field);
        let is_named = |known: &Field| fold(known.as_str()) == folded;
        let known = Field::ALL.into_iter().find(is_named);
        let known = known.or_else(|| recognise(field).map(|guess| guess.field));
        let Some(known) = known else {
            let names = Field::ALL.map(Field::as_str).join(", ");
            return Err(invalid(format!(
                "unknown field \"{field}\"; the fields are {names}"
            )));
        };
        self.0.push((known, column.to_owned()));
        Ok(())
    }

    /// Adds that the column with this heading or number holds `field`.
    pub fn set(&mut self, field: Field, column: impl Into<String>) {
        self.0.push((field, column.into()));
    }

    /// Returns whether the mapping has no pairs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the caller says which column holds `field`.
    pub(crate) fn names(&self, field: Field) -> bool {
        self.0.iter().any(|(own, _)| *own == field)
    }

    /// Checks that the list has every column that is named: a typing mistake would
    /// otherwise go unnoticed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ColumnsUnknown`], with the headings of the list.
    pub(crate) fn check(&self, columns: &[Column]) -> Result<(), Error> {
        let is_there = |name: &str| {
            let is_number = |n| (1..=columns.len()).contains(&n);
            let same = |column: &Column| fold(&column.header) == fold(name);
            columns.iter().any(same) || name.parse().is_ok_and(is_number)
        };
        let mut names = self.0.iter().map(|(_, name)| name.as_str());
        match names.find(|name| !columns.is_empty() && !is_there(name)) {
            None => Ok(()),
            Some(name) => {
                let headers: Vec<_> = columns.iter().map(|own| own.header.as_str()).collect();
                let message = format!(
                    "no column is named \"{name}\"; the columns are {:.300}",
                    headers.join(", ")
                );
                Err(Error::new(ErrorKind::ColumnsUnknown, message))
            }
        }
    }

    /// Returns each field and its column, counted from 0, if all columns are given
    /// by number: no headings are needed then.
    fn by_number(&self) -> Option<Vec<(Field, usize)>> {
        let number = |(field, column): &(Field, String)| {
            // A sheet of Excel has 16384 columns.
            let number: usize = column.parse().ok().filter(|n| (1..=16_384).contains(n))?;
            Some((*field, number - 1))
        };
        self.0.iter().map(number).collect()
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) field: Field,
    /// Whether day or month comes first in its dates.
    pub(crate) order: Order,
    /// Which of several columns of the field it is, in the order in which their
    /// values are used.
    pub(crate) nth: u8,
    /// Which of several titles of a row it is about; `None` for all of them.
    pub(crate) entry: Option<u8>,
}

impl Use {
    pub(crate) const fn only(field: Field) -> Self {
        Self {
            field,
            order: Order::Unknown,
            nth: 0,
            entry: None,
        }
    }
}

/// What each column of a row of headings holds.
pub(crate) type Fields = Vec<Option<Use>>;

/// Takes a row for headings; the second value is the number of columns known by
/// their headings, 0 if the row is not a row of headings.
pub(crate) fn fields(row: &[String], mapping: &Mapping) -> (Fields, usize) {
    match entries(row).filter(|_| mapping.is_empty()) {
        None => fields_of_one(row, mapping),
        Some((start, n_columns)) => {
            let (mut fields, score) = fields_of_one(&row[..start + n_columns], mapping);
            for at in start..row.len() {
                let entry = (at - start) / n_columns;
                let like = start + (at - start) % n_columns;
                let own = fields[like].map(|own| Use {
                    entry: u8::try_from(entry).ok(),
                    ..own
                });
                match fields.get_mut(at) {
                    Some(field) => *field = own,
                    None => fields.push(own),
                }
            }
            (fields, score)
        }
    }
}

/// Returns whether a value could be a heading.
pub(crate) fn is_heading(value: &str) -> bool {
    recognise(value).is_some()
}

/// Returns whether a value is a heading, and hardly anything else.
pub(crate) fn is_sure(value: &str) -> bool {
    recognise(value).is_some_and(|guess| guess.rank < WEAK)
}

/// Returns where the columns begin that a table repeats to have several titles in
/// a row, and how many they are: "Title, Author, Title, Author".
fn entries(row: &[String]) -> Option<(usize, usize)> {
    let is_title =
        |heading: &String| recognise(heading).is_some_and(|guess| guess.field == Field::Title);
    let first = row.iter().position(is_title)?;
    let same = |one: usize, other: usize| {
        let (one, other) = (fold(row.get(one)?), fold(row.get(other)?));
        (one == other && !one.is_empty()).then_some(())
    };
    let second = (first + 1..row.len()).find(|&at| same(first, at).is_some())?;
    let n_columns = second - first;
    let mut start = first;
    while start > 0 && same(start - 1, start - 1 + n_columns).is_some() {
        start -= 1;
    }
    // All that follows must repeat the first of them.
    let is_alike = (start + n_columns..row.len())
        .all(|at| fold(&row[at]) == fold(&row[start + (at - start) % n_columns]));
    (n_columns > 1 && is_alike).then_some((start, n_columns))
}

fn fields_of_one(row: &[String], mapping: &Mapping) -> (Fields, usize) {
    let mut fields: Fields = vec![None; row.len()];
    // What the caller says takes precedence over the headings.
    let mut given = Vec::new();
    let mut n_named = 0;
    for (field, column) in &mapping.0 {
        let folded = fold(column);
        let same = |heading: &String| heading.trim() == column;
        let like = |heading: &String| !folded.is_empty() && fold(heading) == folded;
        let number = || {
            column
                .parse::<usize>()
                .ok()?
                .checked_sub(1)
                .filter(|n| *n < row.len())
        };
        let at = row
            .iter()
            .position(same)
            .or_else(|| row.iter().position(like));
        n_named += usize::from(at.is_some());
        if let Some(at) = at.or_else(number) {
            fields[at] = Some(Use::only(*field));
            given.push(*field);
        }
    }
    let guesses: Vec<Option<Guess>> = row
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            let is_open = fields[at].is_none();
            recognise(heading).filter(|guess| is_open && !given.contains(&guess.field))
        })
        .collect();
    let mut n_sure = n_named;
    let title = best_title(&guesses);
    let is_of_papers = guesses.iter().flatten().any(|guess| {
        matches!(guess.field, Field::Doi | Field::Issn) && !given.contains(&Field::Journal)
    });
    for (at, guess) in guesses.iter().enumerate() {
        let Some(guess) = guess else { continue };
        if guess.field == Field::Title && title != Some(at) {
            if is_of_papers && words::says_container(&row[at]) {
                fields[at] = Some(Use::only(Field::Journal));
                n_named += 1;
            } else if words::says_title(&row[at]) {
                fields[at] = Some(Use::only(Field::OtherTitles));
                n_named += 1;
            }
            continue;
        }
        if let Some(nth) = place_among(at, guess, &guesses, row) {
            let field = guess.field;
            let own = Use::only(field);
            fields[at] = Some(Use { nth, ..own });
            n_named += 1;
            n_sure += usize::from(guess.rank < WEAK);
        }
    }
    let needed = supply(&mut fields, row, &guesses, &given);
    n_named += needed;
    let has = |wanted| fields.iter().flatten().any(|own| own.field == wanted);
    let is_usable = [Field::Title, Field::Isbn, Field::Doi, Field::Imdb]
        .into_iter()
        .any(has);
    // A single word that may as well be a value is not a row of headings.
    let is_row = is_usable && (n_sure > 0 || n_named > 1);
    (fields, if is_row { n_named } else { 0 })
}

/// Returns the column that holds the title; others that may are of further titles.
fn best_title(guesses: &[Option<Guess>]) -> Option<usize> {
    let all = guesses.iter().enumerate();
    let titles = all.filter_map(|(at, guess)| Some((guess.as_ref()?, at)));
    let titles = titles.filter(|(guess, _)| guess.field == Field::Title);
    let best = titles.min_by_key(|(guess, at)| (guess.nth, guess.rank, *at));
    best.map(|(_, at)| at)
}

/// Returns the place of a column among those of its field; `None` if another
/// column is taken instead.
fn place_among(at: usize, guess: &Guess, guesses: &[Option<Guess>], row: &[String]) -> Option<u8> {
    // Any number of columns may hold ISBNs, ISSNs or further titles.
    if matches!(guess.field, Field::Isbn | Field::Issn | Field::OtherTitles) {
        return Some(0);
    }
    let is_rival = |other: &Guess| other.field == guess.field && other.nth == guess.nth;
    let rivals = || {
        let all = guesses.iter().enumerate();
        all.filter_map(|(at, other)| Some((at, other.as_ref().filter(|it| is_rival(it))?)))
    };
    let best = rivals().min_by_key(|(at, other)| (other.rank, *at))?;
    if best.0 == at {
        return Some(guess.nth);
    }
    let folded = fold(&row[at]);
    let n_before = rivals().filter(|(other, _)| *other < at).count();
    // The best column of a year counts first, wherever it is.
    let n_before = n_before + usize::from(guess.field == Field::Year);
    let is_again = fold(&row[best.0]) == folded || guess.nth > 0;
    // Two columns with the same heading hold two authors. A year and a date may both be
    // there, and the date says more; the registrations of a work are numbered.
    let may_repeat = match guess.field {
        Field::Author | Field::Registration | Field::RegistrationDate => is_again,
        Field::Year => true,
        _ => false,
    };
    may_repeat.then(|| {
        guess
            .nth
            .saturating_add(u8::try_from(n_before).unwrap_or(u8::MAX))
    })
}

/// Fills what a table lacks, a title, an author or a number, from columns whose
/// headings mean it only then, and returns how many columns that are.
fn supply(
    fields: &mut Fields,
    row: &[String],
    guesses: &[Option<Guess>],
    given: &[Field],
) -> usize {
    let has = |fields: &Fields, wanted| fields.iter().flatten().any(|own| own.field == wanted);
    let is_weak = |at: usize| guesses[at].is_none_or(|guess| guess.rank >= WEAK);
    let mut n_supplied = 0;
    // "Name, Vorname" is a surname, "Name, Title" an author.
    let surname = row
        .iter()
        .position(|heading| ["name", "nom"].contains(&fold(heading).as_str()));
    if let Some(at) = surname
        && fields[at].is_none()
        && has(fields, Field::AuthorFirst)
        && !has(fields, Field::AuthorLast)
        && !has(fields, Field::Author)
    {
        fields[at] = Some(Use::only(Field::AuthorLast));
        n_supplied += 1;
    }
    for field in [Field::Title, Field::Author, Field::Isbn] {
        let is_there = has(fields, field)
            || field == Field::Author
                && (has(fields, Field::AuthorLast) || !has(fields, Field::Title))
            || given.contains(&field);
        if is_there {
            continue;
        }
        let found = row
            .iter()
            .enumerate()
            .filter(|(at, _)| fields[*at].is_none() || is_weak(*at))
            .filter_map(|(at, heading)| Some((words::if_needed(field, heading)?, at)))
            .min();
        if let Some((_, at)) = found {
            n_supplied += usize::from(fields[at].is_none());
            fields[at] = Some(Use::only(field));
        }
    }
    n_supplied
}

/// Takes two rows together for headings, the upper one for groups of columns
/// such as "Author" above "First" and "Last"; 0 if they are not.
pub(crate) fn fields_of_two(
    upper: &[String],
    lower: &[String],
    mapping: &Mapping,
) -> (Vec<String>, Fields, usize) {
    let mut group = "";
    let mut headings = Vec::new();
    for at in 0..upper.len().max(lower.len()) {
        let cell = |row: &'_ [String]| row.get(at).map_or("", |cell| cell.trim()).to_owned();
        let (above, below) = (cell(upper), cell(lower));
        if let Some(own) = upper.get(at).filter(|own| !own.trim().is_empty()) {
            group = own.trim();
        }
        let both = format!("{group} {below}");
        headings.push(match (above.is_empty(), below.is_empty()) {
            (_, true) => above,
            (true, false) if group.is_empty() => below,
            _ if recognise(&both).is_none() && recognise(&below).is_some() => below,
            _ => both,
        });
    }
    let (mut fields, mut score) = self::fields(&headings, mapping);
    // A value below a heading is not part of it.
    let is_heading = |at: usize| {
        lower.get(at).is_none_or(|cell| cell.trim().is_empty())
            || recognise(&headings[at]).is_some()
            || recognise(&lower[at]).is_some()
    };
    let n_below = lower.iter().filter(|cell| !cell.trim().is_empty()).count();
    if n_below == 0 || !(0..headings.len()).all(is_heading) {
        fields.clear();
        score = 0;
    }
    (headings, fields, score)
}

/// Takes the columns as the caller numbers them, for a list without headings;
/// `None` if the caller names one by its heading, or no title or ISBN.
pub(crate) fn fields_by_number(mapping: &Mapping, n_columns: usize) -> Option<Fields> {
    let numbers = mapping.by_number()?;
    let is_enough = |field| matches!(field, Field::Title | Field::Isbn | Field::Doi | Field::Imdb);
    let has_title = numbers.iter().any(|(field, _)| is_enough(*field));
    let mut fields: Fields = vec![None; n_columns];
    for (field, at) in numbers {
        *fields.get_mut(at)? = Some(Use::only(field));
    }
    has_title.then_some(fields)
}

#[cfg(test)]
mod tests;
