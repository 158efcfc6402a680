//! Turning lists of any encoding into UTF-8 while they are read.
//!
//! The encoding is judged by the beginning of the list: a byte order mark, the
//! zero bytes of UTF-16, valid UTF-8, or else what the letters look like. UTF-8
//! passes unchanged, so that broken values can be counted where they are taken.

use std::io::{self, Cursor, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use colophon_encoding::{CodePage, legacy_or};
use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::container::Failing;
use crate::error::Error;

/// How many bytes the encoding is judged by.
const N_HEAD: u64 = 1 << 20;

/// What some programs put before UTF-8.
const MARK: &str = "\u{FEFF}";

/// Returns the list in UTF-8, without byte order mark.
pub(super) fn decoded<'r>(source: &'r mut dyn Read) -> Result<Box<dyn Read + 'r>, Error> {
    decoded_by(source, judge)
}

/// Returns text that is in some form of Unicode, as JSON is, in UTF-8 and without byte order
/// mark.
pub(super) fn unicode<'r>(source: &'r mut dyn Read) -> Result<Box<dyn Read + 'r>, Error> {
    decoded_by(source, |head, _| {
        CodePage::Standard(stated(head).unwrap_or(UTF_8))
    })
}

fn decoded_by<'r>(
    source: &'r mut dyn Read,
    judge: fn(&[u8], bool) -> CodePage,
) -> Result<Box<dyn Read + 'r>, Error> {
    let mut head = Vec::new();
    let end = match (&mut *source).take(N_HEAD).read_to_end(&mut head) {
        Err(error) if head.is_empty() => return Err(Error::from(error).at_byte(0)),
        end => end.err(),
    };
    let page = judge(&head, (head.len() as u64) < N_HEAD);
    // An error comes after the bytes before it, so that its place is right.
    let source = Failing(end).chain(source);
    if page == CodePage::Standard(UTF_8) {
        let is_marked = head.starts_with(MARK.as_bytes());
        let text = head.split_off(if is_marked { MARK.len() } else { 0 });
        return Ok(Box::new(Cursor::new(text).chain(source)));
    }
    let all = Cursor::new(head).chain(source);
    let CodePage::Standard(encoding) = page else {
        return Ok(Box::new(Mapped {
            source: all,
            page,
            text: Cursor::default(),
        }));
    };
    Ok(Box::new(
        DecodeReaderBytesBuilder::new()
            .encoding(Some(encoding))
            .strip_bom(true)
            .build(all),
    ))
}

/// Returns the form of Unicode that a mark or the zero bytes of UTF-16 state.
fn stated(head: &[u8]) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    marked.or_else(|| colophon_encoding::utf16_without_mark(head))
}

fn judge(head: &[u8], is_whole: bool) -> CodePage {
    if let Some(encoding) = stated(head) {
        return CodePage::Standard(encoding);
    }
    if is_mostly_utf8(head) {
        return CodePage::Standard(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, is_whole);
    legacy_or(detector.guess(None, Utf8Detection::Deny), head)
}

/// Turns text in which every byte is a character into UTF-8.
struct Mapped<R> {
    source: R,
    page: CodePage,
    /// What was read and not yet passed on.
    text: Cursor<Vec<u8>>,
}

impl<R: Read> Read for Mapped<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let is_used_up = self.text.position() >= self.text.get_ref().len() as u64;
        if is_used_up {
            let mut piece = [0; 8192];
            let n = self.source.read(&mut piece)?;
            self.text = Cursor::new(self.page.decode(&piece[..n]).0.into_bytes());
        }
        self.text.read(room)
    }
}

/// Returns whether bytes are UTF-8, allowing one broken letter for every eight
/// sound ones and a cut one at the end: in other encodings hardly any letter is
/// valid UTF-8.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_broken, mut n_letters) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_broken <= n_letters / 8 || n_broken == 1 && bytes.last().is_some_and(|byte| *byte >= 0xC0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut bytes: &[u8]) -> Vec<u8> {
        let mut all = Vec::new();
        decoded(&mut bytes).unwrap().read_to_end(&mut all).unwrap();
        all
    }

    #[test]
    fn lists_of_any_encoding_become_utf8() {
        let text = "title,author\nÜber Gänse und Öfen,François Müller\nCafé à l’été,Zoë\n";
        let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(to_bytes).collect()
        };
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(wide(u16::to_le_bytes));
        for (name, bytes) in [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8 with mark", format!("\u{FEFF}{text}").into_bytes()),
            ("UTF-16LE with mark", marked),
            ("UTF-16LE", wide(u16::to_le_bytes)),
            ("UTF-16BE", wide(u16::to_be_bytes)),
            (
                "Windows-1252",
                encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
            ),
            (
                "MacRoman",
                encoding_rs::MACINTOSH.encode(text).0.into_owned(),
            ),
            (
                "code page 850",
                text.replace('’', "'")
                    .chars()
                    .map(|c| {
                        let page = CodePage::DOS_WESTERN;
                        let is_it = |byte: &u8| page.decode(&[*byte]).0 == c.to_string();
                        (0..=255).find(is_it).unwrap()
                    })
                    .collect(),
            ),
        ] {
            let read = String::from_utf8_lossy(&read(&bytes)).replace('\'', "’");
            assert_eq!(read, text, "{name}");
        }
    }

    #[test]
    fn one_broken_letter_does_not_change_the_encoding() {
        let mut text = "Ärger über Öl und Übermut, größer als Äpfel\n"
            .repeat(3)
            .into_bytes();
        text.extend(b"br\xFFken\n");
        assert_eq!(read(&text), text);
        assert!(read(b"").is_empty());
    }
}
