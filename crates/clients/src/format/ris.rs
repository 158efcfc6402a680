//! RIS: lines of a tag and a value, `TY` to `ER`.
//!
//! Source: RIS format specifications (Research Information Systems, 2001) and
//! the later use of `EndNote` and Zotero.

use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::Error;
use crate::model::{Field, List, NoteKind, ProblemKind};
use crate::progress::Progress;

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
        // The number of a periodical is an ISSN.
        let is_periodical = matches!(
            self.kind.as_str(),
            "JOUR" | "EJOUR" | "MGZN" | "NEWS" | "JFULL"
        );
        for number in self.values(&["SN"]) {
            if !is_periodical && !is_issn(number) {
                draft.set(Field::Isbn, number);
            }
        }
        set(&mut draft, Field::Year, &["PY", "Y1", "DA"]);
        set(&mut draft, Field::Imprint, &["PB"]);
        set(&mut draft, Field::Series, &["T3", "T2"]);
        // The volume of a periodical is not one of a book.
        if !is_periodical {
            set(&mut draft, Field::Volume, &["VL"]);
        }
        for file in self.values(&["L1"]) {
            draft.set(Field::File, file.trim_start_matches("file://"));
        }
        draft
    }
}

/// Returns whether a number has the form of an ISSN, `1234-567X`.
pub(crate) fn is_issn(number: &str) -> bool {
    let number = number
        .trim()
        .trim_start_matches("ISSN")
        .trim_start_matches([':', ' ']);
    matches!(number.split_once('-'), Some((first, last))
        if first.len() == 4 && last.len() == 4
            && first.bytes().chain(last.bytes().take(3)).all(|b| b.is_ascii_digit()))
}
