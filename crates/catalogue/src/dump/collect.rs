//! Decoding values, counting, and passing records on.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::model::{Input, Item, Skipped, Summary};
use super::sql::Script;
use crate::error::{Error, ErrorKind};
use crate::mend::mended;
use crate::record::{Date, DateKind, Record, Source};

/// The message for an input that neither creates nor fills a table.
pub(super) const NO_DUMP: &str = "this is not an SQL dump: it neither creates nor fills a table";

/// Takes what a kind reads, and passes it to the caller's callback.
pub(super) struct Collector<'a> {
    on_item: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    kind: &'static str,
    file: String,
    summary: Summary,
}

impl<'a> Collector<'a> {
    pub(super) fn new(input: &Input, on_item: &'a mut dyn FnMut(Item) -> ControlFlow<()>) -> Self {
        let file = input.path.as_deref().and_then(std::path::Path::file_name);
        Self {
            on_item,
            kind: input.kind.name(),
            file: file
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            summary: Summary::default(),
        }
    }

    /// Returns the place of the source with this name, adding it if it is new.
    pub(super) fn source(&mut self, name: &str) -> u16 {
        let sources = &mut self.summary.sources;
        let place = sources.iter().position(|source| source.name == name);
        let place = place.unwrap_or_else(|| {
            sources.push(Source {
                name: name.to_owned(),
                kind: self.kind.to_owned(),
                file: self.file.clone(),
                ..Source::default()
            });
            sources.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    /// Says what the dates of a source's records are.
    pub(super) fn dated(&mut self, place: u16, by: &str, kind: DateKind) {
        if let Some(source) = self.summary.sources.get_mut(usize::from(place)) {
            by.clone_into(&mut source.dated_by);
            source.date_kind = kind;
        }
    }

    /// Counts a row with a misplaced quotation mark that was read nevertheless.
    pub(super) fn requoted(&mut self) {
        self.summary.n_requoted += 1;
    }

    /// Names a table or a column that is not read, a hundred at most.
    pub(super) fn pass_over(&mut self, name: &str) {
        let names = &mut self.summary.passed_over;
        if names.len() < 100 && !names.iter().any(|own| own == name) {
            names.push(name.to_owned());
        }
    }

    /// Counts a value that was not valid UTF-8 and had to be repaired.
    pub(super) fn mended(&mut self) {
        self.summary.n_mended += 1;
    }

    /// Returns the file name without its extensions; the kind for standard input.
    pub(super) fn stem(&self) -> String {
        let mut stem = self.file.as_str();
        for packed in [".gz", ".zst", ".zip"] {
            stem = stem.strip_suffix(packed).unwrap_or(stem);
        }
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let stem = if stem.is_empty() { self.kind } else { stem };
        stem.to_owned()
    }

    /// Passes a record on.
    pub(super) fn record(&mut self, mut record: Record) -> Result<(), Error> {
        self.mend(&mut record);
        if let Some(source) = self.summary.sources.get_mut(usize::from(record.source)) {
            source.n_records += 1;
            source.snapshot = source.snapshot.max(record.added);
        }
        self.summary.n_records += 1;
        self.item(Item::Record(record))
    }

    /// Repairs what a person reads: entities, double encoding. A record counts
    /// once.
    fn mend(&mut self, record: &mut Record) {
        let fields = [
            &mut record.title,
            &mut record.author,
            &mut record.series,
            &mut record.imprint,
            &mut record.journal,
            &mut record.claimant,
        ];
        let mut is_mended = false;
        for field in fields.into_iter().chain(&mut record.other_titles) {
            if let Cow::Owned(mended) = mended(field) {
                trimmed(&mended).clone_into(field);
                is_mended = true;
            }
        }
        self.summary.n_decoded += u64::from(is_mended);
    }

    /// Passes on the digests of a row; one without MD5 or without any other digest
    /// is skipped.
    pub(super) fn digests(&mut self, md5: &[u8], sha1: &[u8], sha256: &[u8]) -> Result<(), Error> {
        let sha1 = hex(sha1).or_else(|| base32(sha1));
        let sha256 = hex(sha256);
        let Some(md5) = hex(md5).filter(|_| sha1.is_some() || sha256.is_some()) else {
            self.skip("rows of digests without MD5 or without any other", 1);
            return Ok(());
        };
        self.summary.n_digests += 1;
        self.item(Item::Digests { md5, sha1, sha256 })
    }

    fn item(&mut self, item: Item) -> Result<(), Error> {
        match (self.on_item)(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::cancelled()),
        }
    }

    /// Counts what gave no record.
    pub(super) fn skip(&mut self, reason: &'static str, n: u64) {
        let skipped = &mut self.summary.skipped;
        match skipped.iter_mut().find(|known| known.reason == reason) {
            Some(known) => known.n += n,
            None if n > 0 => skipped.push(Skipped { reason, n }),
            None => {}
        }
    }

    /// Returns how many records were passed on.
    pub(super) fn n_records(&self) -> u64 {
        self.summary.n_records
    }

    /// Decodes a text: repairs what is not UTF-8, drops white space and byte order
    /// marks around it.
    pub(super) fn text(&mut self, bytes: &[u8]) -> String {
        if bytes.is_empty() {
            return String::new();
        }
        if let Ok(text) = std::str::from_utf8(bytes) {
            return trimmed(text).to_owned();
        }
        self.summary.n_mended += 1;
        trimmed(&String::from_utf8_lossy(bytes)).to_owned()
    }

    /// Takes over what the reader of the SQL counted. It is an error if the dump
    /// has none of the tables that are read, or lacks one of those that are
    /// `required`.
    pub(super) fn end_of_script(
        &mut self,
        script: Script,
        required: &[(usize, &str)],
    ) -> Result<(), Error> {
        let is_none = script.seen().next().is_none();
        let missing = required
            .iter()
            .find(|(table, _)| !script.seen().any(|seen| seen == *table));
        let names: Vec<&str> = script.passed_over.iter().map(String::as_str).collect();
        let names = names.join(", ");
        let message = match missing {
            _ if is_none && names.is_empty() => Some(NO_DUMP.to_owned()),
            _ if is_none => Some(format!(
                "the dump has no table of the kind {}, only {names}",
                self.kind
            )),
            Some((_, name)) => Some(format!("the dump has no table `{name}`")),
            None => None,
        };
        if let Some(message) = message {
            return Err(Error::new(ErrorKind::NothingKnown, message));
        }
        let completed: Option<Date> = script.remarks.completed.parse().ok();
        for source in &mut self.summary.sources {
            source.snapshot = completed.or(source.snapshot);
        }
        self.summary.n_cut += script.n_cut();
        self.skip(
            "rows with more or fewer values than their table has columns",
            script.n_misshapen,
        );
        self.skip(
            "INSERT statements without a list of values",
            script.n_not_values,
        );
        self.skip(
            "statements that delete, change or take back rows, which were kept",
            script.n_undoing,
        );
        self.skip(
            "words between statements that belong to none",
            script.n_stray,
        );
        let is_empty = self.summary.n_records + self.summary.n_digests == 0;
        if is_empty && script.n_misshapen + script.n_not_values > 0 {
            let message = "no row of the dump fits the columns of its table";
            return Err(Error::new(ErrorKind::Damaged, message));
        }
        self.summary.passed_over = script.passed_over.into_iter().collect();
        Ok(())
    }

    /// Returns the summary.
    pub(super) fn finish(mut self) -> Summary {
        self.summary.skipped.sort_by_key(|skipped| skipped.reason);
        self.summary
    }
}

fn trimmed(text: &str) -> &str {
    // Few texts have anything to trim.
    if let [b'!'..=b'~', .., b'!'..=b'~'] = text.as_bytes() {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

/// Appends a text to those before it, after a separator, unless it is empty.
pub(super) fn append(texts: &mut String, separator: &str, text: &str) {
    if !texts.is_empty() && !text.is_empty() {
        texts.push_str(separator);
    }
    texts.push_str(text);
}

/// Reads a number in decimal digits.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.trim().parse().ok()
}

/// Reads a digest in hex digits, in any case.
pub(super) fn hex<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let digits = digits.trim_ascii();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    let mut all = 0;
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let (high, low) = (NIBBLES[usize::from(pair[0])], NIBBLES[usize::from(pair[1])]);
        *byte = high << 4 | low;
        all |= high | low;
    }
    (all < 16).then_some(bytes)
}

/// The value of each hex digit; 255 for any other byte.
const NIBBLES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value as usize];
        values[digit as usize] = value;
        values[digit.to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    values
};

/// Reads a SHA-1 in base 32 (RFC 4648, section 6), in any case, as Library
/// Genesis nearly always writes it.
fn base32(digits: &[u8]) -> Option<[u8; 20]> {
    let digits = digits.trim_ascii();
    if digits.len() != 32 {
        return None;
    }
    let mut bytes = [0; 20];
    // Eight digits are five bytes.
    for (bytes, digits) in bytes.chunks_exact_mut(5).zip(digits.chunks_exact(8)) {
        let mut group = 0_u64;
        for &digit in digits {
            let value = match digit.to_ascii_lowercase() {
                letter @ b'a'..=b'z' => letter - b'a',
                digit @ b'2'..=b'7' => digit - b'2' + 26,
                _ => return None,
            };
            group = group << 5 | u64::from(value);
        }
        bytes.copy_from_slice(&group.to_be_bytes()[3..]);
    }
    Some(bytes)
}

/// Reads a size; `None` for no number and for zero, which means unknown.
pub(super) fn size(digits: &[u8]) -> Option<u64> {
    number(digits).filter(|&size| size > 0)
}

/// Returns the format of a file: its extension in lower case, without a dot.
pub(super) fn format(mut ending: String) -> String {
    if ending.bytes().any(|byte| !byte.is_ascii_lowercase()) {
        ending = ending.trim_start_matches('.').to_lowercase();
    }
    ending
}

/// Reads the date of a time; `None` for the zero date.
pub(super) fn day(bytes: &[u8]) -> Option<Date> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sha1_is_read_in_either_base() {
        // The SHA-1 of nothing.
        let digits = b"3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ";
        let bytes = hex(b"da39a3ee5e6b4b0d3255bfef95601890afd80709").unwrap();
        assert_eq!(base32(digits), Some(bytes));
        assert_eq!(base32(&digits.to_ascii_lowercase()), Some(bytes));
        for none in ["", "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBY1", "3I42"] {
            assert_eq!(base32(none.as_bytes()), None, "{none}");
        }
    }
}
