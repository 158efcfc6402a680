//! Rows whose title column holds several titles in one value.
//!
//! A column "Titles" may list all books of a client in one cell. Each is a title of
//! its own, with the same row: a book that is listed must not be hidden by one that
//! is not. Where the row has values that can belong to only one of them, an ISBN
//! say, and not one for each, the titles stay together.

use crate::header::{Use, says_titles};
use crate::model::Field;
use crate::other_titles::apart;

/// The most titles that one row is taken apart into; a bound.
const MOST: usize = 200;

/// A value of a row, what its column holds, and the heading of the column.
pub(super) type Value<'a> = (Use, &'a str, &'a str);

/// Returns the values of each title of a row, mostly of one.
pub(super) fn titles<'a>(values: &[Value<'a>]) -> Vec<Vec<(Use, &'a str)>> {
    let together = || vec![values.iter().map(|&(own, cell, _)| (own, cell)).collect()];
    let is_several =
        |&&(own, _, heading): &&Value<'_>| own.field == Field::Title && says_titles(heading);
    let Some(&(_, cell, _)) = values.iter().find(is_several) else {
        return together();
    };
    let n_titles = apart(cell).len();
    if !(2..=MOST).contains(&n_titles) {
        return together();
    }
    let mut titles: Vec<Vec<(Use, &str)>> = vec![Vec::new(); n_titles];
    for &(own, cell, _) in values {
        let belongs_to_one = match own.field {
            Field::Title
            | Field::Subtitle
            | Field::OtherTitles
            | Field::Isbn
            | Field::Asin
            | Field::Year
            | Field::File
            | Field::Volume
            | Field::Doi
            | Field::Imdb
            | Field::Registration
            | Field::RegistrationDate
            | Field::Season
            | Field::Episode => !cell.trim().is_empty(),
            _ => false,
        };
        // A claim may be for all of them, or there is one for each.
        let may_belong = matches!(
            own.field,
            Field::ClaimId | Field::Receipt | Field::Deadline | Field::OptedOut
        );
        let parts = if belongs_to_one || may_belong {
            one_each(cell, n_titles)
        } else {
            None
        };
        match parts {
            Some(parts) => {
                for (title, part) in titles.iter_mut().zip(parts) {
                    title.push((own, part));
                }
            }
            // A year only makes an answer surer; without it, none is wrong.
            None if own.field == Field::Year => {}
            None if belongs_to_one => return together(),
            None => titles.iter_mut().for_each(|title| title.push((own, cell))),
        }
    }
    titles
}

/// Returns the parts of a value, one for each title.
fn one_each(cell: &str, n_titles: usize) -> Option<Vec<&str>> {
    let lines: Vec<&str> = cell
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    [apart(cell), lines, cell.split([';', '|']).collect()]
        .into_iter()
        .find(|parts| parts.len() == n_titles)
}
