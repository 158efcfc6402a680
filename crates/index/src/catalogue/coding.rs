//! A record as bytes, on its way through a build.
//!
//! These bytes are in temporary files only, and not part of the format. A record
//! is sorted by its title key, the words of its author in alphabetical order, so
//! that the order in which names are written makes no difference, and its year.
//! All of its fields follow, so the order of two different records never depends
//! on which of them was added first.
//!
//! Papers come after these, by their DOIs, which puts those of one journal together;
//! episodes are sorted by their series, season and number instead of a title; and records
//! that are a DOI alone come last, by its hash.

use colophon_catalogue::{Form, Record, terms};

use super::day;
use super::plain::{LIST_END, MAX_NUMBER, MAX_OTHER_TITLES, N_TEXTS, PlainRecord};
use crate::schema::MAX_STRING_BYTES;
use crate::work::{cut, put_varint, take_varint};

/// The positions of some texts.
const TITLE: usize = 1;
const AUTHOR: usize = 2;
const SERIES: usize = 4;
const YEAR: usize = 7;
const DOI: usize = 14;

const HAS_SIZE: u8 = 1;
const HAS_ADDED: u8 = 2;
const HAS_MD5: u8 = 4;
const HAS_REPORTED: u8 = 8;
const HAS_SHA1: u8 = 16;
const HAS_SHA256: u8 = 32;
const IS_LISTED: u8 = 64;

/// What the keys of papers and of DOIs alone begin with; no UTF-8 has these bytes.
const PAPERS: u8 = 0xfd;
const LISTED: u8 = 0xff;

/// Appends the record's bytes.
pub(crate) fn encode(record: &Record, out: &mut Vec<u8>) {
    if let Some(hash) = record.listed_doi {
        out.push(IS_LISTED);
        out.extend_from_slice(&hash.to_be_bytes());
        put_varint(record.source.into(), out);
        return;
    }
    // Digests of a file with an MD5 are joined to it.
    let (sha1, sha256) = match record.md5 {
        Some(_) => (None, None),
        None => (record.sha1, record.sha256),
    };
    let mut flags = 0;
    for (is_there, flag) in [
        (record.size_bytes.is_some(), HAS_SIZE),
        (record.added.is_some(), HAS_ADDED),
        (record.md5.is_some(), HAS_MD5),
        (record.md5_reported.is_some(), HAS_REPORTED),
        (sha1.is_some(), HAS_SHA1),
        (sha256.is_some(), HAS_SHA256),
    ] {
        if is_there {
            flags |= flag;
        }
    }
    out.push(flags);
    for md5 in [record.md5, record.md5_reported].into_iter().flatten() {
        out.extend_from_slice(&md5);
    }
    if let Some(sha1) = sha1 {
        out.extend_from_slice(&sha1);
    }
    if let Some(sha256) = sha256 {
        out.extend_from_slice(&sha256);
    }
    put_varint(record.source.into(), out);
    out.push(record.form.code());
    for number in [
        record.imdb,
        record.series_imdb,
        record.season.map(u64::from),
        record.episode.map(u64::from),
        record.registered.map(|date| date.code().into()),
        record.published.map(|date| date.code().into()),
    ] {
        let number = number.filter(|&number| number < MAX_NUMBER);
        put_varint(number.map_or(0, |number| number + 1), out);
    }
    if let Some(size) = record.size_bytes {
        put_varint(size, out);
    }
    if let Some(added) = record.added {
        put_varint(day::number(added).into(), out);
    }
    let texts = [
        &record.id,
        &record.title,
        &record.author,
        &record.volume,
        &record.series,
        &record.imprint,
        &record.edition,
        &record.year,
        &record.language,
        &record.identifiers,
        &record.asin,
        &record.format,
        &record.hidden,
    ];
    for text in texts {
        let text = cut(text);
        put_varint(text.len() as u64, out);
        out.extend_from_slice(text.as_bytes());
    }
    let others = record.other_titles.iter().take(MAX_OTHER_TITLES);
    let n_bytes: usize = others.clone().map(|title| cut(title).len() + 1).sum();
    put_varint(n_bytes as u64, out);
    for title in others {
        out.extend_from_slice(cut(title).as_bytes());
        out.push(LIST_END);
    }
    for text in [
        &record.doi,
        &record.issn,
        &record.journal,
        &record.issue,
        &record.registration,
        &record.claimant,
        &record.note,
    ] {
        let text = cut(text);
        put_varint(text.len() as u64, out);
        out.extend_from_slice(text.as_bytes());
    }
}

/// Reads what [`encode`] wrote; `None` if it is something else.
pub(crate) fn decode<'a>(bytes: &mut &'a [u8]) -> Option<PlainRecord<'a>> {
    let mut record = PlainRecord::default();
    let flags = *bytes.split_off_first()?;
    if flags == IS_LISTED {
        let hash = bytes.split_off(..8)?.first_chunk()?;
        record.listed = Some(u64::from_be_bytes(*hash));
        record.source = u16::try_from(take_varint(bytes)?).ok()?;
        return Some(record);
    }
    for (flag, md5) in [
        (HAS_MD5, &mut record.md5),
        (HAS_REPORTED, &mut record.md5_reported),
    ] {
        if flags & flag != 0 {
            *md5 = Some(*bytes.split_off(..16)?.first_chunk()?);
        }
    }
    if flags & HAS_SHA1 != 0 {
        record.sha1 = Some(*bytes.split_off(..20)?.first_chunk()?);
    }
    if flags & HAS_SHA256 != 0 {
        record.sha256 = Some(*bytes.split_off(..32)?.first_chunk()?);
    }
    record.source = u16::try_from(take_varint(bytes)?).ok()?;
    record.form = *bytes.split_off_first()?;
    for number in &mut record.more {
        *number = take_varint(bytes)?.checked_sub(1);
    }
    if flags & HAS_SIZE != 0 {
        record.size_bytes = Some(take_varint(bytes)?);
    }
    if flags & HAS_ADDED != 0 {
        record.added = Some(u32::try_from(take_varint(bytes)?).ok()?);
    }
    for text in &mut record.texts {
        let n = usize::try_from(take_varint(bytes)?).ok()?;
        *text = bytes.split_off(..n)?;
    }
    Some(record)
}

/// Appends the bytes that a record is sorted by, before its own. A 0 ends each
/// part, and is nowhere else in it.
pub(crate) fn sort_key(record: &PlainRecord<'_>, out: &mut Vec<u8>) {
    // Records come from strings, so these are UTF-8.
    let text = |column: usize| std::str::from_utf8(record.texts[column]).unwrap_or_default();
    if let Some(hash) = record.listed {
        out.push(LISTED);
        out.extend_from_slice(&hash.to_be_bytes());
        return;
    }
    if record.form == Form::Paper.code() && !record.texts[DOI].is_empty() {
        out.push(PAPERS);
        out.extend_from_slice(record.texts[DOI]);
        out.push(0);
        return;
    }
    if record.form == Form::Episode.code() {
        out.extend_from_slice(terms::title_key(text(SERIES)).as_bytes());
        out.push(0);
        let [_, series, season, episode, ..] = record.more;
        for number in [series, season, episode] {
            out.extend_from_slice(&number.map_or(0, |n| n + 1).to_be_bytes());
        }
        return;
    }
    let mut words = terms::words(text(AUTHOR));
    words.sort_unstable();
    out.extend_from_slice(terms::title_key(text(TITLE)).as_bytes());
    out.push(0);
    for word in &words {
        out.extend_from_slice(word.as_bytes());
        out.push(b' ');
    }
    out.push(0);
    out.extend_from_slice(record.texts[YEAR]);
    out.push(0);
}

/// The most bytes that the texts of a record can have: all of its strings, with
/// their ends.
pub(crate) const MAX_TEXT_BYTES: usize =
    (N_TEXTS - 1 + MAX_OTHER_TITLES) * (MAX_STRING_BYTES + 1) + 1;

/// Returns bytes by which records are in the order in which a build numbers them.
pub(crate) fn order(record: &Record) -> Vec<u8> {
    let (mut bytes, mut order) = (Vec::new(), Vec::new());
    encode(record, &mut bytes);
    if let Some(plain) = decode(&mut bytes.as_slice()) {
        sort_key(&plain, &mut order);
    }
    order.extend_from_slice(&bytes);
    order
}
