//! Plain text: one section, unchanged but for the readings of Japanese words.
//!
//! Hard-wrapped lines and hyphens at their ends need no repair, because a
//! fingerprint ignores both.

use super::japanese;
use crate::sink::{Metadata, Sink};
use crate::{Error, Format, Section, WarningCode};

/// Lost characters are reported if they are more than one in this many bytes. A
/// bound; no figure depends on it.
const CHARACTERS_PER_LOST: usize = 1000;

pub(super) fn parse(text: &str, mended: bool, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut metadata = Metadata::new(Format::Text);
    metadata.expected = Some(1);
    sink.begin(metadata)?;
    if mended {
        warn_mended(sink)?;
    }
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    if lost * CHARACTERS_PER_LOST > text.len() {
        sink.warn(
            WarningCode::Damaged,
            "some characters are not valid in the encoding of the text and were lost",
        )?;
    }
    let text = japanese::plain(text).into_owned();
    sink.section(Section { title: None, text })
}

pub(super) fn warn_mended(sink: &mut dyn Sink) -> Result<(), Error> {
    sink.warn(
        WarningCode::EncodingMended,
        "accented letters were stored in the wrong encoding and have been corrected for the comparison",
    )
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use crate::{ErrorKind, Format, Limits, WarningCode, read_here};

    #[test]
    fn text_is_read_as_it_stands() {
        let document =
            read_here(b"CHAPTER I\r\n\r\nIt be-\r\ngan.", None, &Limits::default()).unwrap();
        assert_eq!(document.format, Format::Text);
        assert_eq!(document.sections.len(), 1);
        assert_eq!(document.sections[0].text, "CHAPTER I\r\n\r\nIt be-\r\ngan.");
        assert!(document.warnings.is_empty());
    }

    #[test]
    fn a_wrong_name_does_not_matter() {
        let name = Some(OsStr::new("novel.pdf"));
        let document = read_here(b"Just words.", name, &Limits::default()).unwrap();
        assert_eq!(document.format, Format::Text);
    }

    #[test]
    fn text_stored_wrongly_is_put_right_before_it_is_judged() {
        let sound = "“Well!” thought Alice—“after such a fall as this!” ".repeat(40);
        let wrong: String = sound.bytes().map(char::from).collect();
        let document = read_here(wrong.as_bytes(), None, &Limits::default()).unwrap();
        assert_eq!(document.sections[0].text, sound);
        assert_eq!(document.warnings[0].code, WarningCode::EncodingMended);
    }

    #[test]
    fn nothing_and_noise_are_errors() {
        let kind = |bytes: &[u8]| {
            read_here(bytes, None, &Limits::default())
                .unwrap_err()
                .kind()
        };
        assert_eq!(kind(b""), ErrorKind::Empty);
        assert_eq!(kind(b" \n\t "), ErrorKind::Empty);
        assert_eq!(kind(b"-- ... --"), ErrorKind::Empty);
        let noise: Vec<u8> = (0..=255).cycle().take(4000).collect();
        assert_eq!(kind(&noise), ErrorKind::Unsupported);
    }

    #[test]
    fn mending_is_told() {
        let bytes = "KÃ¤the Ã¶ffnete die TÃ¼r fÃ¼r BÃ¤rbel.".as_bytes();
        let document = read_here(bytes, None, &Limits::default()).unwrap();
        assert_eq!(
            document.sections[0].text,
            "Käthe öffnete die Tür für Bärbel."
        );
        assert_eq!(document.warnings[0].code, WarningCode::EncodingMended);
    }

    #[test]
    fn lost_characters_are_told() {
        let warned = |bytes: &[u8]| {
            let document = read_here(bytes, None, &Limits::default()).unwrap();
            !document.warnings.is_empty()
        };
        let text = "Äpfel und Öl für die Tür. ".repeat(12);
        assert!(!warned(text.as_bytes()));
        assert!(warned(&text.as_bytes()[..text.len() - 29]));
    }

    #[test]
    fn too_much_text_is_refused() {
        let limits = Limits {
            max_text_bytes: 10,
            ..Limits::default()
        };
        let error = read_here(b"more than ten bytes", None, &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    }
}
