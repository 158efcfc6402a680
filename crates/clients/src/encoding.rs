//! From bytes to text, for lists that do not say how they are written.
//!
//! The order of belief is: byte-order mark, UTF-16 by its zeros, valid UTF-8,
//! what the file declares, what the bytes look like.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use colophon_encoding::{CodePage, is_nearly_utf8, legacy_or, utf16_without_mark};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::{Note, NoteKind};

/// A decoded file.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The name of the encoding when it is a guess.
    guessed: Option<&'static str>,
}

impl Decoded<'_> {
    /// Adds notes about characters of these texts that are uncertain or lost.
    pub(crate) fn note(&self, texts: &[&str], notes: &mut Vec<Note>) {
        if texts.iter().any(|text| text.contains('\u{FFFD}')) {
            notes.push(Note::new(
                NoteKind::EncodingDamaged,
                "Some letters could not be read and are shown as \u{FFFD}; save the list as UTF-8.",
            ));
        }
        if let Some(name) = self.guessed
            && texts.iter().any(|text| !text.is_ascii())
        {
            notes.push(Note::new(
                NoteKind::EncodingGuessed,
                format!(
                    "The list does not say which character encoding it uses; {name} was assumed."
                ),
            ));
        }
    }
}

/// Decodes `bytes`; `declared` is an encoding label that the file names.
pub(crate) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    let certain = |text| Decoded {
        text,
        guessed: None,
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return certain(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return certain(encoding.decode_without_bom_handling(bytes).0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return certain(text.into());
    }
    if is_nearly_utf8(bytes) {
        return certain(String::from_utf8_lossy(bytes));
    }
    // A label that can be read as ASCII does not describe wide text.
    let wide = [UTF_8, UTF_16LE, UTF_16BE].map(CodePage::Standard);
    let declared = declared.and_then(CodePage::of_label);
    if let Some(page) = declared.filter(|page| !wide.contains(page)) {
        return certain(page.decode(bytes).0.into());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let page = legacy_or(detector.guess(None, Utf8Detection::Deny), bytes);
    Decoded {
        text: page.decode(bytes).0.into(),
        guessed: Some(match page {
            CodePage::Standard(encoding) => encoding.name(),
            CodePage::Upper(_) => "a code page of DOS or of classic Macs",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_umlauts_reads_the_same() {
        let text = "titel;autor\nFünf große Bären;Käthe Müßig\nÜber Äpfel;Jörg Öhl\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let one_byte = encoding_rs::WINDOWS_1252.encode(text).0;
        for (bytes, is_guess) in [
            (text.as_bytes().to_vec(), false),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), false),
            ([b"\xFF\xFE", &le[..]].concat(), false),
            ([b"\xFE\xFF", &be[..]].concat(), false),
            (le, false),
            (be, false),
            (one_byte.into_owned(), true),
        ] {
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.guessed.is_some(), is_guess);
        }
    }

    #[test]
    fn lists_of_other_systems_are_read() {
        use encoding_rs::{IBM866, MACINTOSH, WINDOWS_1250, WINDOWS_1251};
        let western = "Title;Author\nCafé d'été;Jörg Öhl\nFünf Bären;Käthe Müßig\n";
        let czech = "Název;Autor\nPříliš žluťoučký kůň;Božena Němcová\nŠvejk;Jaroslav Hašek\n";
        let russian = "Название;Автор\nСоленая земля;Анна Веллер\n";
        for (page, text) in [
            (CodePage::DOS_WESTERN, western),
            (CodePage::DOS_US, western),
            (CodePage::Standard(MACINTOSH), western),
            (CodePage::WESTERN, western),
            (CodePage::Standard(WINDOWS_1250), czech),
            (CodePage::Standard(WINDOWS_1251), russian),
            (CodePage::Standard(IBM866), russian),
            // A few letters are enough, mostly.
            (
                CodePage::DOS_US,
                "Titel;Autor\nÜber Äpfel;Käthe Öhl\nStraße;Jürgen Groß\n",
            ),
            (
                CodePage::DOS_WESTERN,
                "Titre;Auteur\nÉté à Gênes;René Müller\n",
            ),
            (
                CodePage::Standard(MACINTOSH),
                "Titre;Auteur\nÉté à Gênes;René Müller\n",
            ),
            (CodePage::WESTERN, "Titre;Auteur\nÉté à Gênes;René Müller\n"),
        ] {
            let encoded = |c: char| {
                let byte = (0..=255).find(|byte| page.decode(&[*byte]).0 == c.to_string());
                byte.unwrap()
            };
            let bytes: Vec<u8> = text.chars().map(encoded).collect();
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.text, text, "{page:?}");
            assert!(decoded.guessed.is_some());
        }
    }

    #[test]
    fn a_guess_and_broken_letters_are_noted() {
        let kinds = |bytes: &[u8]| {
            let decoded = decode(bytes, None);
            let mut notes = Vec::new();
            decoded.note(&[&decoded.text], &mut notes);
            notes.iter().map(|note| note.kind).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds(b"Caf\xE9 de la gare, \xE0 Gen\xE8ve"),
            [NoteKind::EncodingGuessed]
        );
        let broken = [&"äöü".repeat(20).into_bytes()[..], b"\xC3 x"].concat();
        assert_eq!(kinds(&broken), [NoteKind::EncodingDamaged]);
        assert!(kinds(b"plain").is_empty());
    }
}
