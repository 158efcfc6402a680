//! Libraries of papers, magazines and scans: `MagzDB`, the Internet Archive, Nexus and STC.

use serde::Deserialize;

use super::line::{Line, Of, Taken, own};
use crate::asin::is_asin;
use crate::doi;
use crate::dump::collect::{append, day, format, hex, size};
use crate::dump::dates::year_of;
use crate::dump::json::{Object, Objects, Text, Texts};
use crate::record::{Form, Record};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Magzdb<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    record: Object<Issue<'a>>,
    #[serde(alias = "publication_title", alias = "publicationName", alias = "name")]
    title: Text<'a>,
    uploads: Objects<File<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Issue<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(alias = "publication_title", alias = "publicationName", alias = "name")]
    title: Text<'a>,
    #[serde(rename = "issue")]
    number: Text<'a>,
    year: Text<'a>,
    #[serde(alias = "lang")]
    language: Text<'a>,
    publisher: Text<'a>,
    #[serde(alias = "issns")]
    issn: Texts<'a>,
    uploads: Objects<File<'a>>,
}

/// A file of a record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File<'a> {
    #[serde(borrow)]
    md5: Text<'a>,
    #[serde(alias = "size", alias = "sizeB")]
    filesize: Text<'a>,
    #[serde(alias = "format")]
    extension: Text<'a>,
}

/// Takes a line about an issue: a record for each file of it.
pub(super) fn magzdb(line: &[u8], mut of: Of<'_, '_>) -> Taken {
    let line: Line<'_, Magzdb<'_>> = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    let Some((_, id)) = of.parts(&line.aacid) else {
        return Ok(Ok(()));
    };
    let it = line.metadata.0;
    let issue = it.record.0;
    let first = |texts: [&str; 3]| {
        let own = texts
            .into_iter()
            .map(str::trim)
            .find(|text| !text.is_empty());
        own.unwrap_or_default().to_owned()
    };
    let title = first([&issue.title, &it.title, ""]);
    let record = Record {
        source: of.source,
        id: first([&it.id, &issue.id, id]),
        journal: title.clone(),
        title,
        volume: own(&issue.number),
        imprint: own(&issue.publisher),
        year: own(&issue.year),
        language: own(&issue.language),
        issn: issue.issn.join(","),
        form: Form::Issue,
        ..Record::default()
    };
    pass(record, [issue.uploads, it.uploads], &mut of)
}

/// Passes on a record for each file with an MD5, or the record without one.
fn pass(mut record: Record, files: [Objects<File<'_>>; 2], of: &mut Of<'_, '_>) -> Taken {
    let mut n = 0_u64;
    for file in files.into_iter().flat_map(|files| files.0) {
        let md5 = hex(file.md5.as_bytes());
        if md5.is_none() || md5 == record.md5 {
            continue;
        }
        n += 1;
        record.md5 = md5;
        record.format = format(own(&file.extension));
        record.size_bytes = size(file.filesize.as_bytes());
        of.collector.record(record.clone())?;
    }
    let says_nothing = record.title.is_empty() && record.doi.is_empty();
    if n == 0 && says_nothing && record.identifiers.is_empty() {
        of.collector.skip("lines without a title and a file", 1);
    } else if n == 0 {
        of.collector.record(record)?;
    }
    Ok(Ok(()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct InternetArchive<'a> {
    #[serde(borrow)]
    ia_id: Text<'a>,
    metadata_json: Object<Item<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Item<'a> {
    #[serde(borrow)]
    metadata: Object<Scan<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Scan<'a> {
    #[serde(borrow)]
    identifier: Text<'a>,
    title: Texts<'a>,
    creator: Texts<'a>,
    isbn: Texts<'a>,
    issn: Texts<'a>,
    publisher: Text<'a>,
    date: Text<'a>,
    language: Text<'a>,
    volume: Text<'a>,
    publicdate: Text<'a>,
}

/// Takes a line about a scan of the Internet Archive.
pub(super) fn internet_archive(line: &[u8], mut of: Of<'_, '_>) -> Taken {
    let line: Line<'_, InternetArchive<'_>> = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    let Some((_, id)) = of.parts(&line.aacid) else {
        return Ok(Ok(()));
    };
    let it = line.metadata.0;
    let scan = it.metadata_json.0.metadata.0;
    let mut titles = scan.title.0.iter().map(|title| own(title));
    let title = titles.next().unwrap_or_default();
    let (asins, isbns): (Vec<_>, Vec<_>) = scan
        .isbn
        .0
        .into_iter()
        .partition(|isbn| is_asin(isbn.trim()));
    if title.is_empty() && isbns.is_empty() && asins.is_empty() {
        of.collector.skip("lines without a title and a number", 1);
        return Ok(Ok(()));
    }
    let ids = [&*it.ia_id, &*scan.identifier, id];
    let id = ids.into_iter().find(|id| !id.is_empty());
    of.collector.record(Record {
        source: of.source,
        id: own(id.unwrap_or_default()),
        title,
        other_titles: titles.collect(),
        author: scan.creator.join("; "),
        volume: own(&scan.volume),
        imprint: own(&scan.publisher),
        year: own(&scan.date),
        language: own(&scan.language),
        identifiers: Texts(isbns).join(","),
        asin: Texts(asins).join(","),
        issn: scan.issn.join(","),
        added: day(scan.publicdate.as_bytes()),
        ..Record::default()
    })?;
    Ok(Ok(()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Nexus<'a> {
    #[serde(borrow)]
    nexus_id: Text<'a>,
    record: Object<Paper<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Paper<'a> {
    #[serde(borrow)]
    id: Objects<Ids<'a>>,
    title: Text<'a>,
    authors: Objects<Person<'a>>,
    issued_at: Text<'a>,
    languages: Text<'a>,
    links: Objects<File<'a>>,
    metadata: Object<Place<'a>>,
    r#type: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ids<'a> {
    #[serde(borrow, alias = "doi")]
    dois: Texts<'a>,
    #[serde(alias = "isbn")]
    isbns: Texts<'a>,
    nexus_id: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Person<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    family: Text<'a>,
    given: Text<'a>,
}

/// Where a paper was published.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    #[serde(borrow)]
    container_title: Text<'a>,
    issns: Texts<'a>,
    isbns: Texts<'a>,
    publisher: Text<'a>,
    series: Text<'a>,
    volume: Text<'a>,
    issue: Text<'a>,
    first_page: Text<'a>,
}

impl Place<'_> {
    /// Returns volume, issue and first page, as in `12(3):45`.
    fn issue(&self) -> String {
        let mut place = own(&self.volume);
        if !self.issue.is_empty() {
            place.extend(["(", self.issue.trim(), ")"]);
        }
        append(&mut place, ":", self.first_page.trim());
        place
    }
}

/// Takes a line about a paper or a book: a record for each file of it.
pub(super) fn nexus_stc(line: &[u8], mut of: Of<'_, '_>) -> Taken {
    let line: Line<'_, Nexus<'_>> = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    let Some((_, id)) = of.parts(&line.aacid) else {
        return Ok(Ok(()));
    };
    let it = line.metadata.0;
    let paper = it.record.0;
    if &*paper.r#type == "wiki" {
        of.collector.skip("pages of an encyclopaedia", 1);
        return Ok(Ok(()));
    }
    let dois = paper.id.0.iter().flat_map(|ids| &ids.dois.0);
    let mut dois = dois.filter_map(|doi| doi::parse(doi));
    let (place, ids) = (&paper.metadata.0, &paper.id.0);
    let mut isbns = String::new();
    for texts in ids.iter().map(|ids| &ids.isbns).chain([&place.isbns]) {
        append(&mut isbns, ",", &texts.join(","));
    }
    let mut author = String::new();
    for person in &paper.authors.0 {
        let mut name = own(&person.name);
        if name.is_empty() {
            name = own(&person.family);
            append(&mut name, ", ", person.given.trim());
        }
        append(&mut author, "; ", &name);
    }
    let seconds = paper.issued_at.trim().split('.').next().unwrap_or_default();
    let year = seconds.parse().ok().map(year_of);
    let year = year.filter(|year| (1..=9999).contains(year));
    let doi = dois.next().unwrap_or_default();
    let is_paper = !doi.is_empty() && isbns.is_empty();
    let nexus_ids = [Some(&it.nexus_id), ids.first().map(|ids| &ids.nexus_id)];
    let nexus_id = nexus_ids.into_iter().flatten().find(|id| !id.is_empty());
    let record = Record {
        source: of.source,
        id: own(nexus_id.map_or(id, |id| id)),
        title: own(&paper.title),
        author,
        series: own(&place.series),
        imprint: own(&place.publisher),
        year: year.map(|year| year.to_string()).unwrap_or_default(),
        language: own(&paper.languages),
        identifiers: isbns,
        form: if is_paper { Form::Paper } else { Form::Book },
        doi,
        issn: place.issns.join(","),
        journal: own(&place.container_title),
        issue: place.issue(),
        ..Record::default()
    };
    pass(record, [paper.links, Objects::default()], &mut of)
}
