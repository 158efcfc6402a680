//! What people uploaded, and Trantor: files of which the digests are known best.

use serde::Deserialize;

use super::line::{Line, Of, Taken, own};
use crate::dump::collect::{format, hex, size};
use crate::dump::json::{Object, Text, Texts};
use crate::record::{Date, Record};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Upload<'a> {
    #[serde(borrow)]
    primary_id: Text<'a>,
    md5: Text<'a>,
    sha1: Text<'a>,
    sha256: Text<'a>,
    filepath: Text<'a>,
    filename: Text<'a>,
    filesize: Text<'a>,
    exiftool_output: Object<Exif<'a>>,
    pikepdf_docinfo: Object<DocInfo<'a>>,
    deleted_as_duplicate: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Exif<'a> {
    #[serde(borrow)]
    title: Text<'a>,
    author: Texts<'a>,
    creator: Texts<'a>,
    publisher: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DocInfo<'a> {
    #[serde(borrow, rename = "/Title")]
    title: Text<'a>,
    #[serde(rename = "/Author")]
    author: Texts<'a>,
}

/// Returns the name of a file without its folders.
fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path).trim()
}

/// Takes a name of a file apart into what is before the ending and the ending.
fn stem_and_ending(name: &str) -> (&str, &str) {
    let is_ending = |ending: &str| {
        (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => (stem, ending),
        _ => (name, ""),
    }
}

/// Returns a name as it is read: signs that are in place of spaces are spaces.
fn readable(stem: &str) -> String {
    let text = if stem.contains(' ') {
        stem.to_owned()
    } else {
        stem.replace('_', " ")
    };
    own(&text)
}

/// Returns the date of a time such as `20240627T210538Z`.
fn date_of(time: &str) -> Option<Date> {
    let part = |from: usize, to: usize| time.get(from..to);
    format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?)
        .parse()
        .ok()
}

/// Takes a line about an uploaded file.
pub(super) fn upload(line: &[u8], mut of: Of<'_, '_>) -> Taken {
    let line: Line<'_, Upload<'_>> = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    let Some((time, id)) = of.parts(&line.aacid) else {
        return Ok(Ok(()));
    };
    let it = line.metadata.0;
    let (exif, info) = (it.exiftool_output.0, it.pikepdf_docinfo.0);
    let name = match name_of(&it.filename) {
        "" => name_of(&it.filepath),
        name => name,
    };
    let (stem, ending) = stem_and_ending(name);
    let stem = readable(stem);
    let mut titles = vec![own(&exif.title), own(&info.title), stem];
    let mut seen: Vec<String> = Vec::new();
    titles.retain(|title| {
        let is_new = !title.is_empty() && !seen.contains(title);
        seen.push(title.clone());
        is_new
    });
    // Of a PDF, the creator is a program.
    let creator = if ending.eq_ignore_ascii_case("epub") {
        exif.creator
    } else {
        Texts::default()
    };
    let authors = [exif.author, creator, info.author];
    let authors = authors.iter().map(|names| names.join("; "));
    let md5 = hex(it.md5.as_bytes());
    let (sha1, sha256) = (it.sha1.as_bytes(), it.sha256.as_bytes());
    let has_sha = hex::<20>(sha1).is_some() || hex::<32>(sha256).is_some();
    if titles.is_empty() && md5.is_none() && !has_sha {
        of.collector.skip("lines without a title and a digest", 1);
        return Ok(Ok(()));
    }
    let is_deleted = !matches!(it.deleted_as_duplicate.trim(), "" | "0" | "false");
    let title = if titles.is_empty() {
        String::new()
    } else {
        titles.remove(0)
    };
    of.collector.record(Record {
        source: of.source,
        id: own(if it.primary_id.is_empty() {
            id
        } else {
            &it.primary_id
        }),
        title,
        other_titles: titles,
        author: authors
            .into_iter()
            .find(|names| !names.is_empty())
            .unwrap_or_default(),
        imprint: own(&exif.publisher),
        md5,
        sha1: hex(sha1).filter(|_| md5.is_none()),
        sha256: hex(sha256).filter(|_| md5.is_none()),
        format: format(ending.to_owned()),
        size_bytes: size(it.filesize.as_bytes()),
        added: date_of(time),
        hidden: if is_deleted {
            "deleted_as_duplicate"
        } else {
            ""
        }
        .to_owned(),
        ..Record::default()
    })?;
    if md5.is_some() && has_sha {
        of.collector.digests(it.md5.as_bytes(), sha1, sha256)?;
    }
    Ok(Ok(()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Trantor<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    title: Text<'a>,
    authors: Texts<'a>,
    isbn: Texts<'a>,
    lang: Text<'a>,
    publisher: Text<'a>,
    date: Text<'a>,
    #[serde(alias = "SHA256")]
    sha256: Text<'a>,
    size: Text<'a>,
}

/// Takes a line about a book of Trantor, of which no MD5 is known.
pub(super) fn trantor(line: &[u8], mut of: Of<'_, '_>) -> Taken {
    let line: Line<'_, Trantor<'_>> = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    let Some((_, id)) = of.parts(&line.aacid) else {
        return Ok(Ok(()));
    };
    let it = line.metadata.0;
    let sha256 = hex(it.sha256.as_bytes());
    if it.title.is_empty() && sha256.is_none() {
        of.collector.skip("lines without a title and a digest", 1);
        return Ok(Ok(()));
    }
    of.collector.record(Record {
        source: of.source,
        id: own(if it.id.is_empty() { id } else { &it.id }),
        title: own(&it.title),
        author: it.authors.join("; "),
        imprint: own(&it.publisher),
        year: own(&it.date),
        language: own(&it.lang),
        identifiers: it.isbn.join(","),
        size_bytes: size(it.size.as_bytes()),
        sha256,
        ..Record::default()
    })?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_folder_is_kept() {
        for (path, stem, ending) in [
            ("a/b c/Title_of - it.PDF", "Title_of - it", "PDF"),
            ("C:\\x\\The_Salt_Orchard.epub", "The Salt Orchard", "epub"),
            ("a/vol. 2", "vol. 2", ""),
            (".hidden", ".hidden", ""),
            ("a/", "", ""),
        ] {
            let (own, own_ending) = stem_and_ending(name_of(path));
            assert_eq!((&*readable(own), own_ending), (stem, ending), "{path}");
        }
        assert_eq!(date_of("20240627T210538Z"), Date::new(2024, 6, 27));
        assert_eq!((date_of("2024"), date_of("20241327T")), (None, None));
        assert_eq!(date_of("20é40é27T"), None);
    }
}
