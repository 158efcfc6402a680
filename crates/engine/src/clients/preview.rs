//! A client list as it would be read, before anything is checked.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use colophon_clients::{self as clients, Field, List};

use crate::codes;
use crate::error::Error;
use crate::fenced;
use crate::job::Job;
use crate::report::Code;

/// How many values of a column are shown.
const N_SAMPLES: usize = 3;

/// A column of a table, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewColumn {
    /// The heading; empty if there is none.
    pub name: String,
    /// The field that it holds; none when it is not used.
    pub field: Option<Field>,
    /// Some of its values: as they were understood, or as they are in the file if the
    /// column is not used.
    pub samples: Vec<String>,
}

/// What a client list holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientsPreview {
    /// The columns; none of a list that is not a table.
    pub columns: Vec<PreviewColumn>,
    /// How many titles it has.
    pub n_titles: usize,
    /// How many rows cannot be read as a title.
    pub n_unreadable: usize,
    /// How many rows and sheets are not titles.
    pub n_left_out: usize,
    /// How many titles a stopped check had finished, according to its journal.
    pub n_done: usize,
}

/// Reads a list and returns what it holds; `mapping` as in
/// [`ClientsRequest::mapping`](super::ClientsRequest::mapping).
///
/// # Errors
///
/// The codes of an unreadable list; `invalid-argument` for a mapping with an
/// unknown column or field; `cancelled`.
pub fn preview_clients(
    list: &Path,
    mapping: &[String],
    journal: Option<&Path>,
    job: &Job,
) -> Result<ClientsPreview, Error> {
    let columns = fenced::columns(list, mapping, job)?;
    let read = match fenced::read(list, mapping, job) {
        Ok(read) => Some(read),
        // The person who reads the preview says which column is which.
        Err(error) if error.code() == Code::ColumnsUnknown => None,
        Err(error) => return Err(error),
    };
    let fields: Vec<Option<Field>> = columns.iter().map(|column| column.field).collect();
    let is_only = |field| fields.iter().filter(|own| **own == Some(field)).count() == 1;
    let columns = columns.into_iter().map(|column| PreviewColumn {
        samples: match (&read, column.field) {
            (Some(list), Some(field)) if is_only(field) => samples(list, field),
            _ => None,
        }
        .unwrap_or(column.samples),
        name: column.header,
        field: column.field,
    });
    let n_problems = |left_out: bool| {
        let problems = read.iter().flat_map(|list| &list.problems);
        let is_left_out = |kind| codes::of_problem(kind).0.is_left_out();
        problems
            .filter(|problem| is_left_out(problem.kind) == left_out)
            .count()
    };
    Ok(ClientsPreview {
        columns: columns.collect(),
        n_titles: read.as_ref().map_or(0, |list| list.titles.len()),
        n_unreadable: n_problems(false),
        n_left_out: n_problems(true),
        n_done: journal.map_or(0, n_lines).saturating_sub(1),
    })
}

/// Returns some values of a field as they were understood; `None` if there are none.
fn samples(list: &List, field: Field) -> Option<Vec<String>> {
    let value = |title: &clients::ClientTitle| match field {
        Field::Client => title.client.clone(),
        Field::Title => Some(title.title.clone()),
        Field::OtherTitles => Some(title.other_titles.join("; ")),
        Field::Author => Some(title.author.clone()),
        Field::PenNames => Some(title.pen_names.join("; ")),
        Field::Isbn => title.isbns.first().map(ToString::to_string),
        Field::Asin => title.asin.clone(),
        Field::Year => title.year.map(|year| year.to_string()),
        Field::Imprint => title.imprint.clone(),
        Field::File => title.file.clone(),
        _ => None,
    };
    let values = list.titles.iter().filter_map(value);
    let samples: Vec<String> = values
        .filter(|value| !value.is_empty())
        .take(N_SAMPLES)
        .collect();
    (!samples.is_empty()).then_some(samples)
}

fn n_lines(path: &Path) -> usize {
    fs::File::open(path).map_or(0, |file| BufReader::new(file).split(b'\n').count())
}
