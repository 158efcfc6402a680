//! RIS: lines of a tag and a value, `TY` to `ER`.
//!
//! Source: RIS format specifications (Research Information Systems, 2001) and
//! the later use of `EndNote` and Zotero.

use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::Error;
use crate::isbn;
use crate::model::{Field, List, NoteKind, ProblemKind, WorkKind};
use crate::progress::Progress;
use crate::value::date::Order;
use crate::value::issn;
use crate::value::kind::{self, Said};

/// The longest value of a line and those that continue it, in bytes: a bound on
/// memory.
const LONGEST: usize = 1 << 15;

/// Splits a line into tag and value; `None` if it is not a tagged line.
pub(crate) fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = matches!(tag.as_bytes(), [b'A'..=b'Z', b'A'..=b'Z' | b'0'..=b'9']);
    let rest = rest.trim_start_matches(' ');
    let has_space = line.as_bytes().get(2) == Some(&b' ');
    let value = rest.strip_prefix('-').filter(|_| is_tag && has_space)?;
    (value.is_empty() || value.starts_with(' ')).then(|| (tag, value.trim()))
}

/// Reads a bibliography into `list`.
///
/// # Errors
///
/// `LimitExceeded`, `Cancelled`.
pub(crate) fn read(
    decoded: &Decoded<'_>,
    list: &mut List,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let mut reader = Ris {
        decoded,
        list,
        number: 0,
        record: None,
        is_lost: false,
    };
    for (n, line) in decoded.text.lines().enumerate() {
        let mut line = line.trim_end();
        // The next record may follow the end of one in the same line.
        while let Some(rest) = reader.line(line, n + 1, progress)? {
            line = rest;
        }
    }
    reader.close(false, progress)
}

struct Record {
    kind: String,
    line: usize,
    fields: Vec<(String, String)>,
}

struct Ris<'a> {
    decoded: &'a Decoded<'a>,
    list: &'a mut List,
    number: u32,
    record: Option<Record>,
    /// Whether the lines since the last record were reported as outside any record.
    is_lost: bool,
}

impl Ris<'_> {
    fn place(&mut self, line: usize, progress: &mut Progress<'_>) -> Result<Place, Error> {
        progress.row()?;
        self.number += 1;
        Ok(Place {
            row: self.number,
            name: format!("record {} (line {line})", self.number),
            sheet: None,
        })
    }

    /// Reads a line, or as much of it as is of one record, and returns the rest.
    fn line<'l>(
        &mut self,
        line: &'l str,
        number: usize,
        progress: &mut Progress<'_>,
    ) -> Result<Option<&'l str>, Error> {
        match tagged(line.trim_start()) {
            Some(("TY", kind)) => {
                self.close(false, progress)?;
                self.record = Some(Record::new(kind, number));
                self.is_lost = false;
            }
            Some(("ER", rest)) => {
                let is_open = self.record.is_some();
                self.close(true, progress)?;
                if !is_open && !self.is_lost {
                    self.lost(number, progress)?;
                }
                self.is_lost = false;
                return Ok(tagged(rest).map(|_| rest));
            }
            Some((tag, value)) => match &mut self.record {
                Some(record) => record.fields.push((tag.to_owned(), value.to_owned())),
                None => self.lost(number, progress)?,
            },
            None if line.trim().is_empty() => {}
            None => match &mut self.record {
                Some(record) => record.continue_with(line.trim()),
                None => self.lost(number, progress)?,
            },
        }
        Ok(None)
    }

    /// Reports lines outside any record, once for all of them.
    fn lost(&mut self, line: usize, progress: &mut Progress<'_>) -> Result<(), Error> {
        if !std::mem::replace(&mut self.is_lost, true) {
            let place = self.place(line, progress)?;
            self.list.problems.push(place.problem(
                ProblemKind::LinesOutsideRecord,
                "The lines do not belong to a record: there is no TY line before them.",
            ));
        }
        Ok(())
    }

    fn close(&mut self, is_ended: bool, progress: &mut Progress<'_>) -> Result<(), Error> {
        let Some(record) = self.record.take() else {
            return Ok(());
        };
        let place = self.place(record.line, progress)?;
        let mut draft = record.draft();
        if !is_ended {
            draft.note(
                NoteKind::RowRepaired,
                "The record has no ER line at its end; it was taken to end where the next one begins.",
            );
        }
        draft.finish(place, Some(self.decoded), self.list);
        Ok(())
    }
}

impl Record {
    fn new(kind: &str, line: usize) -> Self {
        Self {
            kind: kind.to_owned(),
            line,
            fields: Vec::new(),
        }
    }

    fn continue_with(&mut self, line: &str) {
        if let Some((_, value)) = self.fields.last_mut()
            && value.len() + line.len() < LONGEST
        {
            value.push(' ');
            value.push_str(line);
        }
    }

    /// Returns the values of the first of these tags that has any.
    fn values(&self, tags: &[&str]) -> Vec<&str> {
        let of = |tag: &&str| -> Vec<&str> {
            let fields = self
                .fields
                .iter()
                .filter(|(own, value)| own == tag && !value.is_empty());
            fields.map(|(_, value)| value.as_str()).collect()
        };
        let found = tags.iter().map(of).find(|values| !values.is_empty());
        found.unwrap_or_default()
    }

    fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        let set = |draft: &mut Draft, field, tags: &[&str]| {
            for value in self.values(tags) {
                draft.set(field, value);
            }
        };
        set(
            &mut draft,
            Field::Title,
            &["TI", "T1", "BT", "CT", "ST", "TT"],
        );
        draft.set(
            Field::Author,
            &self.values(&["AU", "A1", "A2", "ED", "A3"]).join("; "),
        );
        // The number of a periodical is an ISSN, and its volume is not one of a book.
        let is_periodical = matches!(
            self.kind.as_str(),
            "JOUR" | "EJOUR" | "MGZN" | "NEWS" | "JFULL"
        );
        let said = kind::of_ris(&self.kind);
        let is_paper = is_periodical || said == Some(Said::Kind(WorkKind::Paper));
        draft.said(said);
        for number in self.values(&["SN"]) {
            if !is_periodical && !issn::has_form(number) {
                draft.set(Field::Isbn, number);
            } else if !isbn::is_list(number) {
                draft.set(Field::Issn, number);
            }
        }
        set(&mut draft, Field::Doi, &["DO"]);
        for tag in ["UR", "M3", "L2"] {
            for address in self.values(&[tag]) {
                draft.link(address);
            }
        }
        for (tag, nth) in [("PY", 0), ("Y1", 1), ("DA", 2)] {
            for date in self.values(&[tag]) {
                // After year, month and day, anything may follow, such as a season.
                let end = date.match_indices('/').nth(2);
                let date = &date[..end.map_or(date.len(), |(at, _)| at)];
                draft.set_nth(Field::Year, nth, Order::Unknown, date);
            }
        }
        set(&mut draft, Field::Imprint, &["PB"]);
        if is_paper {
            set(&mut draft, Field::Journal, &["JF", "JO", "T2", "JA", "J2"]);
            set(&mut draft, Field::Series, &["T3"]);
        } else {
            set(&mut draft, Field::Series, &["T3", "T2"]);
        }
        if !is_periodical {
            set(&mut draft, Field::Volume, &["VL"]);
        }
        for file in self.values(&["L1"]) {
            draft.set(Field::File, file.trim_start_matches("file://"));
        }
        draft
    }
}
