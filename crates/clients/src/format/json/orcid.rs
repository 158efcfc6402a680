//! One group of works of an ORCID record: the versions of a work that different sources
//! have added, of which the first is the one that ORCID shows.

use serde_json::Value;

use super::{each, scan, text};
use crate::draft::Draft;
use crate::markup;
use crate::model::Field;

/// How many versions of a work, numbers of a version and names are read: bounds on the
/// work.
const MOST: usize = 500;

/// Returns the name of the person whose record it is; empty if the file does not say.
pub(super) fn person(file: &str) -> String {
    let at = scan::member(file, scan::skip_space(file, 0), "person");
    let at = at.and_then(|at| scan::member(file, at, "name"));
    let end = at.and_then(|at| Some((at, scan::end_of_value(file, at).ok()?)));
    let name: Option<Value> = end.and_then(|(at, end)| serde_json::from_str(&file[at..end]).ok());
    let Some(name) = name else {
        return String::new();
    };
    let part = |part: &str| value(name.get(part)).unwrap_or_default().trim().to_owned();
    match part("credit-name") {
        whole if !whole.is_empty() => whole,
        _ => format!("{} {}", part("given-names"), part("family-name"))
            .trim()
            .to_owned(),
    }
}

/// Makes a title of a group; `None` if it is not an object. The versions complete each
/// other; the owner of the record is the author unless a version names the authors.
pub(super) fn draft(group: &Value, person: &str) -> Option<Draft> {
    group.as_object()?;
    let mut draft = Draft::default();
    let summaries = group.get("work-summary").or_else(|| group.get("work"));
    let versions: Vec<&Value> = each(summaries).iter().take(MOST).collect();
    for version in &versions {
        work(&mut draft, version);
    }
    if versions.is_empty() && group.get("title").is_some() {
        work(&mut draft, group);
    }
    numbers(&mut draft, group);
    draft.set(Field::Author, person);
    Some(draft)
}

/// Adds what one version says.
fn work(draft: &mut Draft, work: &Value) {
    let of_title = |part: &str| value(work.get("title").and_then(|title| title.get(part)));
    let mut put = |field: Field, text: Option<String>| {
        if let Some(text) = text {
            draft.set(field, &markup::plain(&text));
        }
    };
    put(Field::Title, of_title("title"));
    put(Field::Subtitle, of_title("subtitle"));
    put(Field::OtherTitles, of_title("translated-title"));
    put(Field::Journal, value(work.get("journal-title")));
    put(Field::Kind, work.get("type").and_then(text));
    let contributors = work
        .get("contributors")
        .and_then(|it| it.get("contributor"));
    let names = each(contributors).iter().take(MOST);
    let names: Vec<String> = names
        .filter_map(|person| value(person.get("credit-name")))
        .collect();
    put(Field::Author, Some(names.join("; ")));
    let date = |part: &str| value(work.get("publication-date").and_then(|date| date.get(part)));
    if let Some(year) = date("year") {
        let parts = ["month", "day"]
            .map(date)
            .into_iter()
            .map_while(|part| part);
        let date = parts.fold(year, |date, part| format!("{date}-{part}"));
        put(Field::Year, Some(date));
    }
    numbers(draft, work);
    if let Some(address) = value(work.get("url")) {
        draft.link(&address);
    }
}

/// Adds the numbers of a work: its own DOI and ISBN, and the ISSN of what it is part of.
fn numbers(draft: &mut Draft, work: &Value) {
    let numbers = work
        .get("external-ids")
        .and_then(|it| it.get("external-id"));
    for number in each(numbers).iter().take(MOST) {
        let part = |part: &str| number.get(part).and_then(text).unwrap_or_default();
        let relation = part("external-id-relationship").to_ascii_lowercase();
        let is_own = relation.is_empty() || relation == "self";
        let field = match part("external-id-type").to_ascii_lowercase().as_str() {
            "doi" if is_own => Field::Doi,
            "isbn" if is_own => Field::Isbn,
            "asin" if is_own => Field::Asin,
            "issn" => Field::Issn,
            _ => continue,
        };
        let normal = number
            .get("external-id-normalized")
            .and_then(|it| value(Some(it)));
        let value = normal.filter(|it| !it.trim().is_empty());
        draft.set(field, &value.unwrap_or_else(|| part("external-id-value")));
    }
}

/// Returns the text of `{"value": "..."}`, or of a value that is not in an object.
fn value(value: Option<&Value>) -> Option<String> {
    let value = value?;
    text(value.get("value").unwrap_or(value))
}
