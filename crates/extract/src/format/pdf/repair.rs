//! A new cross-reference table for a file whose own is lost or wrong, and content
//! for streams of the wrong length.
//!
//! Every `12 0 obj` in the file is an object; the last one with a number counts
//! (ISO 32000-1, 7.5.8.4 leaves it to the reader how to rebuild). The table is
//! appended, which keeps the offsets.

use std::collections::BTreeMap;
use std::fmt::Write;

use pdf_extract::{Document as Pdf, Object, ObjectId, Stream};

/// Returns the bytes with a new table; none if there is no catalogue.
pub(super) fn rebuilt(bytes: &[u8]) -> Option<Vec<u8>> {
    let objects = objects(bytes);
    let root = root(bytes, &objects)?;
    let mut table = String::from("\nxref\n0 1\n0000000000 65535 f \n");
    for (number, &(generation, at)) in &objects {
        let _ = write!(table, "{number} 1\n{at:010} {generation:05} n \n");
    }
    let size = objects.keys().last()?.saturating_add(1);
    let encrypt = value_after(bytes, b"/Encrypt ", 24).unwrap_or_default();
    let id = value_after(bytes, b"/ID", 160).unwrap_or_default();
    let start = bytes.len() + 1;
    let _ = write!(
        table,
        "trailer\n<</Size {size}/Root {root}{encrypt}{id}>>\nstartxref\n{start}\n%%EOF\n"
    );
    Some([bytes, table.as_bytes()].concat())
}

/// Gives streams whose stated length is wrong the bytes up to their end.
///
/// The loader leaves such streams empty or takes them for dictionaries.
pub(super) fn refill(pdf: &mut Pdf, bytes: &[u8]) {
    let is_lost = |object: &Object| match object {
        Object::Stream(stream) => stream.content.is_empty() && stream.start_position.is_some(),
        Object::Dictionary(dict) => dict.has(b"Length") && !dict.has(b"V"),
        _ => false,
    };
    let lost: Vec<_> = pdf.objects.iter().filter(|(_, o)| is_lost(o)).collect();
    let lost: Vec<ObjectId> = lost.into_iter().map(|(id, _)| *id).collect();
    if lost.is_empty() {
        return;
    }
    let places = objects(bytes);
    // Many streams that claim the same bytes must not add up.
    let mut left = bytes.len().saturating_mul(2);
    for id in lost {
        let place = places
            .get(&id.0)
            .filter(|(generation, _)| *generation == id.1);
        let Some(data) = place.and_then(|(_, at)| stream_data(&bytes[*at..], left)) else {
            continue;
        };
        left -= data.len();
        let dict = match pdf.objects.get(&id) {
            Some(Object::Stream(stream)) => stream.dict.clone(),
            Some(Object::Dictionary(dict)) => dict.clone(),
            _ => continue,
        };
        let stream = Stream::new(dict, data.to_vec());
        pdf.objects.insert(id, Object::Stream(stream));
    }
}

/// Returns the bytes between `stream` and `endstream` of the object that begins
/// here, at most `most` of them.
fn stream_data(object: &[u8], most: usize) -> Option<&[u8]> {
    let start = position(object, b"stream")?;
    if position(&object[..start], b"endobj").is_some() {
        return None;
    }
    let data = &object[start + 6..];
    let data = data.strip_prefix(b"\r").unwrap_or(data);
    let data = data.strip_prefix(b"\n").unwrap_or(data);
    let data = &data[..data.len().min(most)];
    let data = &data[..position(data, b"endstream")?];
    let data = data.strip_suffix(b"\n").unwrap_or(data);
    Some(data.strip_suffix(b"\r").unwrap_or(data))
}

/// Returns the generation and offset of each object that begins in `bytes`, by
/// number.
fn objects(bytes: &[u8]) -> BTreeMap<u32, (u16, usize)> {
    let mut found = BTreeMap::new();
    let mut at = 0;
    while let Some(next) = position(&bytes[at..], b" obj") {
        let end = at + next;
        at = end + 4;
        if let Some((number, generation, start)) = header(bytes, end) {
            found.insert(number, (generation, start));
        }
    }
    found
}

/// Reads `12 0` backwards from `end`.
fn header(bytes: &[u8], end: usize) -> Option<(u32, u16, usize)> {
    let digits = |end: usize| {
        let from = end.saturating_sub(10);
        let n = bytes[from..end]
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let text = std::str::from_utf8(&bytes[end - n..end]).ok()?;
        (n > 0).then_some((text, end - n))
    };
    let (generation, from) = digits(end)?;
    let space = bytes[..from]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_whitespace())
        .count();
    if space == 0 {
        return None;
    }
    let (number, start) = digits(from - space)?;
    Some((number.parse().ok()?, generation.parse().ok()?, start))
}

/// Returns the reference to the catalogue: the one that a trailer names, or else
/// the object that says it is one.
fn root(bytes: &[u8], objects: &BTreeMap<u32, (u16, usize)>) -> Option<String> {
    let mut at = bytes.len();
    while let Some(found) = rposition(&bytes[..at], b"/Root") {
        let text: String = bytes[found + 5..]
            .iter()
            .take(24)
            .map(|&b| char::from(b))
            .collect();
        let mut words = text.split_ascii_whitespace();
        let number = words.next().and_then(|w| w.parse::<u32>().ok());
        if let Some(number) = number.filter(|n| objects.contains_key(n)) {
            return Some(format!("{number} 0 R"));
        }
        at = found;
    }
    let is_catalog = |at: usize| {
        let head = &bytes[at..bytes.len().min(at + 4096)];
        let head = &head[..position(head, b"endobj").unwrap_or(head.len())];
        position(head, b"/Catalog").is_some()
    };
    let (number, (generation, _)) = objects.iter().rev().find(|(_, (_, at))| is_catalog(*at))?;
    Some(format!("{number} {generation} R"))
}

/// Returns the last `key` and its value, up to the end of a reference or array.
fn value_after(bytes: &[u8], key: &[u8], most: usize) -> Option<String> {
    let at = rposition(bytes, key)?;
    let text = &bytes[at..bytes.len().min(at + most)];
    let end = text.iter().position(|b| *b == b'R' || *b == b']')?;
    String::from_utf8(text[..=end].to_vec()).ok()
}

fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|w| w == word)
}

fn rposition(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|w| w == word)
}
