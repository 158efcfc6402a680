//! Anna's Archive's own records: lines of JSON, each about a file in all collections that
//! have it, with the date on which each of them added it.
//!
//! A line gives a record for each of these dates, so that every collection can be asked for
//! itself. Names may change from one edition to the next: what is expected and was in no
//! line is named in the summary.

use std::borrow::Cow;

use serde::Deserialize;

use super::collect::{Collector, append, day, format, hex, size};
use super::container::Whole;
use super::encoding::unicode;
use super::json::{Object, Pairs, Text, Texts};
use super::model::{Memory, OnPiece};
use super::objects::{is_part, read_objects};
use crate::doi;
use crate::error::{Error, ErrorKind};
use crate::record::{DateKind, Form, Record};

/// How many collections the lines may name: a bound on the list of sources in an index.
const MAX_SOURCES: u16 = 200;

/// The dates whose collections have a name in reports, and where their own ids are.
const SOURCES: [(&str, &str, &str); 5] = [
    ("date_lgrsnf_source", "libgen", "lgrsnf"),
    ("date_lgrsfic_source", "libgen-fiction", "lgrsfic"),
    ("date_lgli_source", "libgen-li", "lgli"),
    ("date_zlib_source", "zlib", "zlib"),
    ("date_upload_record", "annas-upload", "aacid"),
];

/// The source of a line that no collection dates.
const UNDATED: &str = "annas-archive";

/// A line: a record, or one that an export of Elasticsearch has wrapped.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line<'a> {
    #[serde(borrow, rename = "_id")]
    outer_id: Text<'a>,
    #[serde(rename = "_source")]
    source: Object<Inner<'a>>,
    id: Text<'a>,
    file_unified_data: Object<FileData<'a>>,
    index: Object<Instruction>,
    create: Object<Instruction>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Inner<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    file_unified_data: Object<FileData<'a>>,
}

/// What an export says about the next line.
#[derive(Debug, Default)]
struct Instruction {
    is_there: bool,
}

impl<'de> Deserialize<'de> for Instruction {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from)?;
        Ok(Self { is_there: true })
    }
}

/// What is known of a file. Only these names are read; addresses and paths are not.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FileData<'a> {
    #[serde(borrow)]
    title_best: Text<'a>,
    author_best: Text<'a>,
    publisher_best: Text<'a>,
    year_best: Text<'a>,
    edition_varia_best: Text<'a>,
    extension_best: Text<'a>,
    filesize_best: Text<'a>,
    content_type_best: Text<'a>,
    #[serde(alias = "content_type")]
    content_type: Text<'a>,
    added_date_best: Text<'a>,
    added_date_unified: Pairs<'a, Text<'a>>,
    identifiers_unified: Option<Pairs<'a, Texts<'a>>>,
    #[serde(alias = "most_likely_language_codes")]
    language_codes: Option<Texts<'a>>,
}

/// What was in some line.
#[derive(Default)]
struct Seen {
    records: bool,
    names: [bool; NAMES.len()],
}

/// What every edition so far has, for saying what one has not.
const NAMES: [&str; 12] = [
    "title_best",
    "author_best",
    "publisher_best",
    "year_best",
    "edition_varia_best",
    "extension_best",
    "filesize_best",
    "content_type_best",
    "added_date_best",
    "added_date_unified",
    "identifiers_unified",
    "language_codes",
];

impl Seen {
    fn take(&mut self, it: &FileData<'_>) {
        self.records = true;
        let is_in = [
            !it.title_best.is_empty(),
            !it.author_best.is_empty(),
            !it.publisher_best.is_empty(),
            !it.year_best.is_empty(),
            !it.edition_varia_best.is_empty(),
            !it.extension_best.is_empty(),
            !it.filesize_best.is_empty(),
            !it.content_type_best.is_empty(),
            !it.added_date_best.is_empty(),
            !it.added_date_unified.0.is_empty(),
            it.identifiers_unified.is_some(),
            it.language_codes.is_some(),
        ];
        for (own, is_in) in self.names.iter_mut().zip(is_in) {
            *own |= is_in;
        }
    }
}

/// Reads records.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut seen = Seen::default();
    whole.read_watched(memory.scratch, on_piece, is_part, &mut |part, on_piece| {
        let mut text = unicode(part)?;
        read_objects(&mut *text, on_piece, collector, &mut |line, collector| {
            let line = match serde_json::from_slice::<Line<'_>>(line) {
                Ok(line) => line,
                Err(error) => return Ok(Err(error)),
            };
            take(&line, &mut seen, collector)?;
            Ok(Ok(()))
        })
    })?;
    if !seen.records {
        let message =
            "these are not records of Anna's Archive: no line has the object file_unified_data";
        return Err(Error::new(ErrorKind::NothingKnown, message));
    }
    for (name, is_in) in NAMES.into_iter().zip(seen.names) {
        if !is_in {
            collector.pass_over(&format!("missing: {name}"));
        }
    }
    Ok(())
}

/// Returns whether nothing of an object was in the line.
fn is_empty(it: &FileData<'_>) -> bool {
    it.title_best.is_empty()
        && it.author_best.is_empty()
        && it.identifiers_unified.is_none()
        && it.added_date_unified.0.is_empty()
        && it.extension_best.is_empty()
}

fn take(line: &Line<'_>, seen: &mut Seen, collector: &mut Collector<'_>) -> Result<(), Error> {
    let (inner, outer) = (&line.source.0, &line.file_unified_data.0);
    let it = if is_empty(outer) {
        &inner.file_unified_data.0
    } else {
        outer
    };
    let ids = [&line.outer_id, &inner.id, &line.id];
    let id = ids.into_iter().find(|id| !id.is_empty());
    let id = id.map_or("", |id| id.trim());
    if is_empty(it) {
        let is_instruction = line.index.0.is_there || line.create.0.is_there;
        let reason = if is_instruction {
            "instructions of an export"
        } else {
            "lines without the object file_unified_data"
        };
        collector.skip(reason, 1);
        return Ok(());
    }
    seen.take(it);
    let numbers = it.identifiers_unified.as_ref();
    let numbers = Numbers(numbers.map_or(&[], |it| &it.0));
    let record = record(it, id, &numbers);
    let md5 = record.md5;
    let mut n_sources = 0;
    for (name, date) in &it.added_date_unified.0 {
        let Some(added) = day(date.as_bytes()) else {
            collector.skip("dates of a source that are not dates", 1);
            continue;
        };
        let Some(source) = source(name, collector)? else {
            collector.skip("dates that name no source", 1);
            continue;
        };
        n_sources += 1;
        collector.record(Record {
            source,
            id: numbers.id(name).unwrap_or(id).to_owned(),
            added: Some(added),
            ..record.clone()
        })?;
    }
    if n_sources == 0 {
        let source = collector.source(UNDATED);
        collector.dated(source, "aarecords added_date_best", DateKind::Added);
        collector.record(Record {
            source,
            id: id.to_owned(),
            added: day(it.added_date_best.as_bytes()),
            ..record
        })?;
    }
    let (sha1, sha256) = (numbers.first("sha1"), numbers.first("sha256"));
    if let Some(md5) = md5.filter(|_| sha1.is_some() || sha256.is_some()) {
        let md5 = md5.map(|byte| format!("{byte:02x}")).concat();
        let (sha1, sha256) = (sha1.unwrap_or_default(), sha256.unwrap_or_default());
        collector.digests(md5.as_bytes(), sha1.as_bytes(), sha256.as_bytes())?;
    }
    Ok(())
}

/// The numbers of a file, by the collection or the system that they are of.
struct Numbers<'n, 'a>(&'n [(Cow<'a, str>, Texts<'a>)]);

impl<'n> Numbers<'n, '_> {
    fn of(&self, name: &str) -> &'n [Text<'n>] {
        let own = self.0.iter().find(|(own, _)| own == name);
        own.map_or(&[], |(_, values)| &values.0)
    }

    fn first(&self, name: &str) -> Option<&'n str> {
        self.of(name).first().map(|value| value.trim())
    }

    /// Returns the id that the collection has which a date is of.
    fn id(&self, date: &str) -> Option<&'n str> {
        let known = SOURCES.iter().find(|(own, ..)| *own == date);
        match known {
            // All containers give ids to their lines.
            Some((.., "aacid")) => {
                let mut ids = self.of("aacid").iter().map(|id| id.trim());
                ids.find(|id| id.starts_with("aacid__upload_records"))
            }
            Some((.., code)) => self.first(code),
            None => self.first(middle(date)?),
        }
    }

    fn all(&self, names: &[&str]) -> String {
        let mut all = String::new();
        for value in names.iter().flat_map(|name| self.of(name)) {
            append(&mut all, ",", value.trim());
        }
        all
    }
}

/// Returns what is said of a file, whichever collection has it.
fn record(it: &FileData<'_>, id: &str, numbers: &Numbers<'_, '_>) -> Record {
    let md5s = numbers.of("md5").iter().map(|md5| &**md5);
    let md5 = md5s
        .chain(id.strip_prefix("md5:"))
        .find_map(|md5| hex(md5.as_bytes()));
    let dois = numbers.of("doi").iter().map(|doi| &**doi);
    let doi = dois.chain(id.strip_prefix("doi:")).find_map(doi::parse);
    let type_of_work = if it.content_type_best.is_empty() {
        &it.content_type
    } else {
        &it.content_type_best
    };
    let text = |text: &Text<'_>| text.trim().to_owned();
    let digest = |name: &str| numbers.first(name).filter(|_| md5.is_none());
    let languages = it.language_codes.as_ref();
    Record {
        title: text(&it.title_best),
        author: text(&it.author_best),
        imprint: text(&it.publisher_best),
        edition: text(&it.edition_varia_best),
        year: text(&it.year_best),
        language: languages.map_or(String::new(), |codes| codes.join(",")),
        identifiers: numbers.all(&["isbn13", "isbn10"]),
        asin: numbers.all(&["asin"]),
        md5,
        sha1: digest("sha1").and_then(|sha1| hex(sha1.as_bytes())),
        sha256: digest("sha256").and_then(|sha256| hex(sha256.as_bytes())),
        format: format(text(&it.extension_best)),
        size_bytes: size(it.filesize_best.as_bytes()),
        form: form(type_of_work),
        doi: doi.unwrap_or_default(),
        issn: numbers.all(&["issn"]),
        ..Record::default()
    }
}

/// Returns the middle of the name of a date: `ia` of `date_ia_source`.
fn middle(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("date_")?;
    let middle = rest.rsplit_once('_').map_or(rest, |(middle, _)| middle);
    let is_word = middle
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (is_word && (1..=40).contains(&middle.len())).then_some(middle)
}

/// Returns the place of the source that a date is of; `None` if it names none.
fn source(name: &str, collector: &mut Collector<'_>) -> Result<Option<u16>, Error> {
    let Some(middle) = middle(name) else {
        return Ok(None);
    };
    let known = SOURCES.iter().find(|(date, ..)| *date == name);
    let source = match known {
        Some((_, source, _)) => collector.source(source),
        None => collector.source(&format!("annas-{}", middle.replace('_', "-"))),
    };
    if source >= MAX_SOURCES {
        let message = format!("the records name more than {MAX_SOURCES} sources");
        return Err(Error::new(ErrorKind::LimitExceeded, message));
    }
    // The date on which somebody saw it there.
    let kind = if name.ends_with("_scrape") {
        DateKind::Changed
    } else {
        DateKind::Added
    };
    collector.dated(source, &format!("aarecords {name}"), kind);
    Ok(Some(source))
}

fn form(content_type: &str) -> Form {
    match content_type.trim() {
        "journal_article" => Form::Paper,
        "magazine" => Form::Issue,
        _ => Form::Book,
    }
}
