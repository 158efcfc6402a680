//! A cell of a sheet: its place, and its value as a person would read it.

use quick_xml::events::{BytesStart, Event};

use super::Values;
use crate::format::sheet::{MOST_COLUMNS, Merged};
use crate::format::workbook::{day, number};
use crate::xml;

/// The longest text of a cell, in bytes; more is cut. Excel allows 32,767
/// characters.
const LONGEST_TEXT: usize = 1 << 17;

/// Takes the text that is shown out of a string: that of its runs, and not that of
/// readings of its characters.
#[derive(Default)]
pub(super) struct Shown {
    is_text: bool,
    n_aside: u32,
}

impl Shown {
    /// Adds text to `out`, whose own text begins at `begin`.
    pub(super) fn take(&mut self, event: &Event<'_>, out: &mut String, begin: usize) {
        let mut add = |text: &str| {
            if self.is_text && out.len() - begin < LONGEST_TEXT {
                out.push_str(text);
            }
        };
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "rPh" => self.n_aside += 1,
                "t" => self.is_text = self.n_aside == 0,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => self.n_aside = self.n_aside.saturating_sub(1),
                "t" => self.is_text = false,
                _ => {}
            },
            Event::Text(text) => add(&text.xml10_content()),
            Event::CData(text) => add(&text.xml10_content()),
            Event::GeneralRef(name) => add(&xml::resolved(name)),
            _ => {}
        }
    }
}

/// The cell that is being read.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) row: u32,
    /// The column of the next cell.
    pub(super) column: u32,
    kind: String,
    style: usize,
    value: String,
    is_value: bool,
    inline: String,
    shown: Shown,
}

impl Cell {
    pub(super) fn begin(&mut self, tag: &BytesStart<'_>) {
        self.kind.clear();
        self.style = 0;
        self.value.clear();
        self.inline.clear();
        self.shown = Shown::default();
        for attribute in tag.attributes().with_checks(false).flatten() {
            let value: &str = attribute.value.as_ref();
            match attribute.key.0 {
                "r" => {
                    if let Some((row, column)) = place_of(value) {
                        self.row = row;
                        self.column = column;
                    }
                }
                "t" => value.clone_into(&mut self.kind),
                "s" => self.style = value.trim().parse().unwrap_or(0),
                _ => {}
            }
        }
        self.column = self.column.saturating_add(1);
    }

    pub(super) fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "v" => self.is_value = true,
            Event::End(tag) if tag.local_name().as_ref() == "v" => self.is_value = false,
            Event::Text(text) if self.is_value && self.value.len() < LONGEST_TEXT => {
                self.value.push_str(&text.xml10_content());
            }
            Event::GeneralRef(name) if self.is_value && self.value.len() < LONGEST_TEXT => {
                self.value.push_str(&xml::resolved(name));
            }
            _ => self.shown.take(event, &mut self.inline, 0),
        }
    }

    /// Returns the column, and the value as a person would read it, numbers with all
    /// digits; `None` for an empty cell.
    pub(super) fn end(&mut self, values: &Values) -> Option<(u32, String)> {
        self.is_value = false;
        let column = self.column.checked_sub(1).filter(|at| *at < MOST_COLUMNS)?;
        let value = self.value.trim();
        let text = match self.kind.as_str() {
            "s" => unescaped(values.strings.get(value.parse().ok()?)?),
            "inlineStr" => unescaped(&self.inline),
            "str" => unescaped(&self.value),
            "e" => return None,
            "b" => (if value == "1" { "true" } else { "false" }).to_owned(),
            "d" => value.split('T').next().unwrap_or_default().to_owned(),
            _ => match value.parse::<f64>() {
                Ok(n) if values.styles.get(self.style) == Some(&true) => day(n, values.is_1904),
                Ok(n) => number(n),
                Err(_) => value.to_owned(),
            },
        };
        (!text.is_empty()).then_some((column, text))
    }
}

/// Returns a text with the characters that XML cannot hold, which Excel writes as
/// `_x000D_`.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest[at + 2..].get(4..5) == Some("_"));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        if let Some(c) = c.and_then(char::from_u32) {
            out.push(c);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out
}

/// Returns row and column of a reference such as `B7`, from 0.
pub(super) fn place_of(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.trim().trim_start_matches('$');
    let n = reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let (letters, digits) = reference.split_at(n);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column.checked_mul(26)?.checked_add(digit)
    })?;
    let row: u32 = digits.trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Returns the merged cells of a range that has several rows.
pub(super) fn range_of(range: &str) -> Option<Merged> {
    let (first, last) = range.split_once(':')?;
    let ((row, column), (last_row, _)) = (place_of(first)?, place_of(last)?);
    (last_row > row).then_some(Merged {
        row,
        column,
        last_row,
    })
}
