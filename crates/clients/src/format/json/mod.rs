//! Bibliographies in JSON: CSL-JSON, and the works of an ORCID record.
//!
//! The list is found in the text and taken apart into items without parsing it as a
//! whole: memory is bound by the longest item, and an item that is broken affects no
//! other. Each item is then parsed on its own; the parser bounds how deeply it may be
//! nested.
//!
//! Sources: the schema of CSL 1.0.2 (`csl-data.json`); the message schemas 2.1 and 3.0
//! of ORCID (`record`, `works`, `activities-summary`); Crossref's REST API, whose
//! answers hold items like those of CSL.

mod csl;
mod orcid;
mod scan;

use serde_json::Value;

use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::{Error, ErrorKind};
use crate::model::{Format, List, ProblemKind};
use crate::progress::Progress;
use scan::{Step, Walk, member, starts_with};

/// How many items are searched for one that is of a bibliography.
const SAMPLE: usize = 200;

/// Where the list is in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A list of CSL items begins here.
    Items(usize),
    /// The only CSL item begins here.
    Item(usize),
    /// A list of ORCID's groups of works begins here.
    Works(usize),
}

/// Returns whether a text may be JSON, by its first two characters.
pub(crate) fn may_be(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('{'), second) => matches!(second, Some('"' | '}') | None),
        (Some('['), second) => matches!(second, Some('"' | '{' | '[' | ']') | None),
        _ => false,
    }
}

/// Returns the format of a JSON text; `None` if it is not a list.
pub(crate) fn format(text: &str) -> Option<Format> {
    shape(text).map(|shape| match shape {
        Shape::Items(_) | Shape::Item(_) => Format::Csl,
        Shape::Works(_) => Format::Orcid,
    })
}

fn shape(text: &str) -> Option<Shape> {
    let top = scan::skip_space(text, 0);
    if starts_with(text, top, b'[') {
        return is_of_items(text, top).then_some(Shape::Items(top));
    }
    if !starts_with(text, top, b'{') {
        return None;
    }
    let at = |path: &[&str]| {
        let mut names = path.iter();
        names.try_fold(top, |at, name| member(text, at, name))
    };
    let array = |path: &[&str]| at(path).filter(|at| starts_with(text, *at, b'['));
    for path in [
        &["activities-summary", "works", "group"][..],
        &["works", "group"],
        &["group"],
    ] {
        if let Some(at) = array(path) {
            return Some(Shape::Works(at));
        }
    }
    for path in [&["items"][..], &["message", "items"]] {
        if let Some(at) = array(path).filter(|at| is_of_items(text, *at)) {
            return Some(Shape::Items(at));
        }
    }
    let has = |name: &str| member(text, top, name).is_some();
    let is_item = ["type", "author", "issued", "DOI", "ISBN"]
        .iter()
        .any(|it| has(it));
    (is_item && has("title")).then_some(Shape::Item(top))
}

/// Returns whether a list is empty, or has an object with a title or a number.
fn is_of_items(text: &str, array: usize) -> bool {
    let mut walk = Walk::new(text, array);
    for n in 0..SAMPLE {
        let at = match walk.step() {
            Step::Value(at, _) => at,
            Step::Broken(at, end, _) => {
                walk.resume_after(at, end);
                at
            }
            Step::End(_) => return n == 0,
            Step::Cut => return false,
        };
        let has = |name: &&str| member(text, at, name).is_some();
        if ["title", "DOI", "ISBN"].iter().any(has) {
            return true;
        }
    }
    false
}

/// Reads a bibliography into `list`.
///
/// # Errors
///
/// `Empty` if it has no items, `Unsupported`, `LimitExceeded`, `Cancelled`.
pub(crate) fn read(
    decoded: &Decoded<'_>,
    list: &mut List,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let text: &str = &decoded.text;
    let Some(shape) = shape(text) else {
        return Err(Error::unsupported("a JSON file"));
    };
    let mut reader = Items {
        decoded,
        list,
        number: 0,
        line: 1,
        counted: 0,
    };
    let person = match shape {
        Shape::Works(_) => orcid::person(text),
        _ => String::new(),
    };
    let draft = |value: &Value| match shape {
        Shape::Works(_) => orcid::draft(value, &person),
        _ => csl::draft(value),
    };
    let end = match shape {
        Shape::Items(at) | Shape::Works(at) => reader.all(at, &draft, progress)?,
        Shape::Item(at) => reader.only(at, &draft, progress)?,
    };
    let is_whole_file = starts_with(text, scan::skip_space(text, 0), b'[');
    let rest = end.map(|end| scan::skip_space(text, end));
    if let Some(rest) = rest.filter(|rest| is_whole_file && *rest < text.len()) {
        let place = reader.place(rest);
        reader.list.problems.push(place.problem(
            ProblemKind::LinesOutsideRecord,
            "There is text after the end of the list; it was not read.",
        ));
    }
    if list.titles.is_empty() && list.problems.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "the list has no items"));
    }
    Ok(())
}

/// Adds the items of a list, one by one.
struct Items<'a> {
    decoded: &'a Decoded<'a>,
    list: &'a mut List,
    number: u32,
    /// The number of the line at `counted`.
    line: usize,
    counted: usize,
}

impl Items<'_> {
    /// Reads the list that begins at `array`, and returns where it ends; `None` if the
    /// end is missing.
    fn all(
        &mut self,
        array: usize,
        draft: &dyn Fn(&Value) -> Option<Draft>,
        progress: &mut Progress<'_>,
    ) -> Result<Option<usize>, Error> {
        let mut walk = Walk::new(&self.decoded.text, array);
        loop {
            match walk.step() {
                Step::Value(at, end) => {
                    progress.row()?;
                    if !self.item(at, end, draft) {
                        walk.resume_after(at, Some(end));
                    }
                }
                Step::Broken(at, end, why) => {
                    progress.row()?;
                    self.broken(at, why);
                    walk.resume_after(at, end);
                }
                Step::End(end) => return Ok(Some(end)),
                Step::Cut => {
                    let place = Place {
                        row: self.number,
                        name: "end of the list".to_owned(),
                        sheet: None,
                    };
                    self.list.problems.push(place.problem(
                        ProblemKind::MessageTruncated,
                        "The list cannot be read to its end; items after this point are unknown.",
                    ));
                    return Ok(None);
                }
            }
        }
    }

    /// Reads the only item of a file.
    fn only(
        &mut self,
        at: usize,
        draft: &dyn Fn(&Value) -> Option<Draft>,
        progress: &mut Progress<'_>,
    ) -> Result<Option<usize>, Error> {
        progress.row()?;
        match scan::end_of_value(&self.decoded.text, at) {
            Ok(end) => {
                self.item(at, end, draft);
                Ok(Some(end))
            }
            Err(why) => {
                self.broken(at, why);
                Ok(None)
            }
        }
    }

    /// Adds an item, and returns whether it could be parsed.
    fn item(&mut self, at: usize, end: usize, draft: &dyn Fn(&Value) -> Option<Draft>) -> bool {
        let value: Value = match serde_json::from_str(&self.decoded.text[at..end]) {
            Ok(value) => value,
            Err(error) => {
                self.broken(at, why(&error));
                return false;
            }
        };
        match draft(&value) {
            Some(draft) => {
                self.number += 1;
                let place = self.place(at);
                draft.finish(place, Some(self.decoded), self.list);
            }
            None => self.broken(at, "it is not an object"),
        }
        true
    }

    fn broken(&mut self, at: usize, why: &str) {
        self.number += 1;
        let place = self.place(at);
        self.list.problems.push(place.problem(
            ProblemKind::EntryMalformed,
            format!("The item cannot be read: {why}."),
        ));
    }

    fn place(&mut self, at: usize) -> Place {
        if let Some(passed) = self.decoded.text.as_bytes().get(self.counted..at) {
            self.line += memchr::memchr_iter(b'\n', passed).count();
            self.counted = at;
        }
        Place {
            row: self.number,
            name: format!("item {} (line {})", self.number, self.line),
            sheet: None,
        }
    }
}

fn why(error: &serde_json::Error) -> &'static str {
    if error.to_string().starts_with("recursion limit") {
        "it is nested too deeply"
    } else {
        "its JSON is not valid"
    }
}

/// Returns a text or a number as text; of a list, the first of them.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(|value| match value {
            Value::Array(_) => None,
            one => text(one),
        }),
        _ => None,
    }
}

/// Returns the values of a list, or the one value that is not in a list.
fn each(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(values)) => values,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}
