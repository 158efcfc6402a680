//! The raw files: a row for each field or subfield of a MARC record.
//!
//! The rows of a record come together, but nothing promises that. So a run of rows of one
//! record is sorted with others by the record's id, and runs with the same id are one
//! record, its fields in the order of their numbers.

use xxhash_rust::xxh64::xxh64;

use super::work::Work;
use crate::dump::collect::{Collector, number};
use crate::dump::join::Join;
use crate::dump::model::{Memory, OnPiece};
use crate::dump::pack::{Values, push};
use crate::dump::table::Table;
use crate::error::{Error, ErrorKind};
use crate::rows::State;

/// How many bytes of a run are kept in memory.
const MAX_RUN: usize = 1 << 20;

/// How many bytes the fields of a record may have: a bound on memory.
const MAX_RECORD: usize = 16 << 20;

/// What is in front of the number of an id that is not a number itself.
const IS_HASH: u64 = 1 << 63;

/// Where the columns are.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    id: usize,
    value: usize,
    field: Named,
    len: usize,
}

/// How a row names its field.
#[derive(Clone, Copy)]
enum Named {
    /// In columns of its own: tag, subfield, and number of the row.
    Apart {
        tag: usize,
        subfield: usize,
        row: Option<usize>,
    },
    /// In one word, such as `df_245_sf_a_rep_1`.
    Together(usize),
}

impl Columns {
    /// Finds the columns by their names, in small letters and without any other sign; `None`
    /// if it is not a raw file.
    pub(super) fn find(names: &[String]) -> Option<Self> {
        let place = |of: &[&str]| names.iter().position(|name| of.contains(&&**name));
        let id = place(&["recordid", "rowid"])?;
        let field = match place(&["varnm", "varname"]) {
            Some(name) => Named::Together(name),
            None => Named::Apart {
                tag: place(&["tag"])?,
                subfield: place(&["subfield"])?,
                row: place(&["row"]),
            },
        };
        Some(Self {
            id,
            value: place(&["value", "v"])?,
            field,
            len: names.len(),
        })
    }
}

/// A field of a record, as it is sorted.
struct Field<'a> {
    tag: [u8; 3],
    sub: u8,
    row: u32,
    value: &'a [u8],
}

/// Takes `df_245_sf_a_rep_1` or `cf_001` apart.
fn taken_apart(name: &str) -> Option<([u8; 3], u8, u32)> {
    let mut words = name.trim().split('_').peekable();
    words.next_if(|word| *word == "v");
    let kind = words.next()?;
    let tag: [u8; 3] = words.next()?.as_bytes().try_into().ok()?;
    if kind == "cf" {
        return Some((tag, 0, 0));
    }
    let rest: Vec<&str> = words.collect();
    let after = |word: &str| {
        let at = rest.iter().position(|own| *own == word)?;
        rest.get(at + 1).copied()
    };
    let sub = *after("sf")?.as_bytes().first()?;
    let number = after("rep").and_then(|number| number.parse().ok());
    (kind == "df").then_some((tag, sub, number.unwrap_or(0)))
}

/// Reads the rows after the header, and passes on the records of the part.
pub(super) fn read(
    table: &mut Table<'_, '_>,
    columns: Columns,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
) -> Result<Join, Error> {
    let mut join = Join::new(memory, 1)?;
    let mut run = Run::default();
    while let Some(row) = table.next(Some(columns.len))? {
        if let Some(error) = table.truncated(row, columns.len) {
            return Err(error);
        }
        let values = &table.cells;
        let get = |place: usize| {
            let value = values.get(place).unwrap_or_default();
            if value == b"NA" { &[] } else { value }
        };
        if values.iter().all(|value| value.trim_ascii().is_empty()) {
            continue;
        }
        if row.state == State::Malformed || values.len() != columns.len {
            collector.skip("rows with more or fewer values than there are columns", 1);
            continue;
        }
        if row.state == State::Repaired {
            collector.requoted();
        }
        let id = get(columns.id).trim_ascii();
        if id.is_empty() {
            collector.skip("rows without the id of a record", 1);
            continue;
        }
        let named = match columns.field {
            Named::Together(name) => {
                let name = get(name).trim_ascii();
                if name == b"leader" {
                    continue;
                }
                std::str::from_utf8(name).ok().and_then(taken_apart)
            }
            Named::Apart { tag, subfield, row } => {
                let row = row.and_then(|row| number(get(row)));
                let tag = get(tag).trim_ascii();
                if tag.eq_ignore_ascii_case(b"leader") || tag.eq_ignore_ascii_case(b"ldr") {
                    continue;
                }
                // A program that took tags for numbers has "17" for "017".
                let mut own = [b'0'; 3];
                let is_tag = (1..=3).contains(&tag.len());
                if is_tag {
                    own[3 - tag.len()..].copy_from_slice(tag);
                }
                let sub = get(subfield).trim_ascii().first().copied().unwrap_or(0);
                let row = row.and_then(|row| u32::try_from(row).ok());
                is_tag.then_some((own, sub, row.unwrap_or(0)))
            }
        };
        let Some((tag, sub, row)) = named else {
            collector.skip("rows that name no field", 1);
            continue;
        };
        let value = get(columns.value);
        run.begin(id, &mut join)?;
        if !Work::takes(tag) || value.is_empty() {
            continue;
        }
        run.push(&Field {
            tag,
            sub,
            row,
            value,
        });
        if run.fields.len() > MAX_RUN {
            run.end(&mut join)?;
        }
    }
    run.end(&mut join)?;
    Ok(join)
}

/// Rows of one record that came one after another.
#[derive(Default)]
struct Run {
    id: Vec<u8>,
    fields: Vec<u8>,
    row: Vec<u8>,
}

impl Run {
    /// Ends the run if this is another record.
    fn begin(&mut self, id: &[u8], join: &mut Join) -> Result<(), Error> {
        if self.id != id {
            self.end(join)?;
            self.id.clear();
            self.id.extend_from_slice(id);
        }
        Ok(())
    }

    fn push(&mut self, field: &Field<'_>) {
        self.fields.extend_from_slice(&field.tag);
        self.fields.push(field.sub);
        self.fields.extend_from_slice(&field.row.to_le_bytes());
        push(&mut self.fields, field.value);
    }

    fn end(&mut self, join: &mut Join) -> Result<(), Error> {
        if self.id.is_empty() {
            return Ok(());
        }
        self.row.clear();
        push(&mut self.row, &self.id);
        self.row.extend_from_slice(&self.fields);
        self.fields.clear();
        join.push(key(&self.id), 0, &self.row)
    }
}

/// Returns the number by which a record is sorted.
fn key(id: &[u8]) -> u64 {
    let own = number(id).filter(|number| *number < IS_HASH);
    own.unwrap_or_else(|| xxh64(id, 0) | IS_HASH)
}

/// Brings the runs of each record together and passes the records on.
pub(super) fn pass(
    join: Join,
    source: u16,
    on_piece: OnPiece<'_>,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    let mut open: (u64, Vec<Open>) = (0, Vec::new());
    join.for_each(on_piece, &mut |key, _, row| {
        if open.0 != key {
            for record in std::mem::take(&mut open.1) {
                record.pass(source, collector)?;
            }
            open.0 = key;
        }
        let mut values = Values(row);
        let id = values.next().unwrap_or_default();
        let place = open.1.iter().position(|record| record.id == id);
        let place = place.unwrap_or_else(|| {
            open.1.push(Open {
                id: id.to_vec(),
                fields: Vec::new(),
            });
            open.1.len() - 1
        });
        let fields = &mut open.1[place].fields;
        if fields.len() + values.0.len() > MAX_RECORD {
            let id = String::from_utf8_lossy(id);
            let message = format!("the record {id:.40} is longer than {MAX_RECORD} bytes");
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
        fields.extend_from_slice(values.0);
        Ok(())
    })?;
    for record in open.1 {
        record.pass(source, collector)?;
    }
    Ok(())
}

/// A record whose runs are brought together.
struct Open {
    id: Vec<u8>,
    fields: Vec<u8>,
}

impl Open {
    fn pass(self, source: u16, collector: &mut Collector<'_>) -> Result<(), Error> {
        let mut fields = Vec::new();
        let mut rest = self.fields.as_slice();
        while let Some((head, after)) = rest.split_first_chunk::<8>() {
            let mut values = Values(after);
            let [a, b, c, sub, row @ ..] = *head;
            fields.push(Field {
                tag: [a, b, c],
                sub,
                row: u32::from_le_bytes(row),
                value: values.next().unwrap_or_default(),
            });
            rest = values.0;
        }
        fields.sort_by_key(|field| field.row);
        let mut work = Work {
            id: collector.text(&self.id),
            ..Work::default()
        };
        for field in fields {
            let value = collector.text(field.value);
            work.field(field.tag, field.sub, &value);
        }
        work.pass(source, collector)
    }
}
