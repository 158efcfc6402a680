//! One item of CSL-JSON, as citation processors, Zotero, Crossref and DOI resolvers
//! write it.

use serde_json::{Map, Value};

use super::{each, text};
use crate::draft::Draft;
use crate::markup;
use crate::model::Field;
use crate::value::date::Order;
use crate::value::issn;

/// How many names of an item are read: a bound on the work.
const MOST_NAMES: usize = 1_000;

/// The members that hold people, those who count as authors first.
const PEOPLE: [&str; 5] = [
    "author",
    "authors",
    "director",
    "editor",
    "container-author",
];

/// The members that hold dates, in the order in which they are used.
const DATES: [&str; 4] = ["issued", "published", "published-print", "published-online"];

/// Makes a title of an item; `None` if it is not an object.
pub(super) fn draft(value: &Value) -> Option<Draft> {
    let item = value.as_object()?;
    let mut draft = Draft::default();
    let mut put = |field: Field, name: &str| {
        if let Some(text) = item.get(name).and_then(text) {
            draft.set(field, &markup::plain(&text));
        }
    };
    put(Field::Title, "title");
    put(Field::Title, "title-short");
    put(Field::Subtitle, "subtitle");
    put(Field::Imprint, "publisher");
    put(Field::Series, "collection-title");
    put(Field::Doi, "DOI");
    put(Field::Doi, "doi");
    let kind = item.get("type").and_then(text).unwrap_or_default();
    let is_in_journal = [
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "journal-article",
    ]
    .contains(&kind.as_str());
    let is_episode = kind == "broadcast";
    if is_episode {
        put(Field::Series, "container-title");
        put(Field::Episode, "number");
    } else if !is_part(&kind) {
        put(Field::Journal, "container-title");
    }
    // The volume of a journal is not one of a book.
    if !is_in_journal {
        put(Field::Volume, "volume");
    }
    draft.kind(&kind);
    for people in PEOPLE.iter().filter_map(|name| item.get(*name)) {
        draft.set(Field::Author, &names(people));
    }
    for isbn in each(item.get("ISBN")).iter().filter_map(text) {
        // Some programs write every number of a journal as an ISBN.
        if !is_in_journal || issn::has_form(&isbn) {
            draft.set(Field::Isbn, &isbn);
        }
    }
    for issn in each(item.get("ISSN")).iter().filter_map(text) {
        draft.set(Field::Issn, &issn);
    }
    for (nth, name) in (0..).zip(DATES) {
        if let Some(date) = item.get(name).and_then(date) {
            draft.set_nth(Field::Year, nth, Order::Unknown, &date);
        }
    }
    if let Some(address) = item.get("URL").and_then(text) {
        draft.link(&address);
    }
    Some(draft)
}

/// Returns whether an item is part of a book, whose title is that of its container.
fn is_part(kind: &str) -> bool {
    ["chapter", "book-chapter", "entry"]
        .iter()
        .any(|it| kind.starts_with(it))
}

fn names(people: &Value) -> String {
    let people = each(Some(people)).iter().take(MOST_NAMES);
    let names: Vec<String> = people.map(name).filter(|name| !name.is_empty()).collect();
    names.join("; ")
}

/// Returns one name in its natural order.
fn name(person: &Value) -> String {
    let Value::Object(person) = person else {
        return text(person).unwrap_or_default();
    };
    let part = |name: &str| -> String {
        let text = person.get(name).and_then(text).unwrap_or_default();
        markup::plain(text.trim()).into_owned()
    };
    let whole = ["literal", "name"]
        .map(part)
        .into_iter()
        .find(|it| !it.is_empty());
    whole.unwrap_or_else(|| {
        let parts = [
            "given",
            "dropping-particle",
            "non-dropping-particle",
            "family",
            "suffix",
        ];
        let parts: Vec<String> = parts
            .map(part)
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        parts.join(" ")
    })
}

/// Returns a date as text: of its parts, else as it is written.
fn date(value: &Value) -> Option<String> {
    let Value::Object(date) = value else {
        return text(value);
    };
    of_parts(date).or_else(|| {
        let mut names = ["raw", "literal", "date-time"].iter();
        names.find_map(|name| date.get(*name).and_then(text))
    })
}

/// Returns year, month and day of `{"date-parts": [[1998, 5, 12]]}`, of a period those
/// of its start. The parts may be texts, and may be missing.
fn of_parts(date: &Map<String, Value>) -> Option<String> {
    let parts = date.get("date-parts")?.as_array()?.first()?;
    let parts = each(Some(parts)).iter().take(3);
    let parts: Vec<String> = parts.map_while(text).filter(|it| !it.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}
