//! From bytes to text: byte-order marks, declarations, guesses.
//!
//! In order of precedence: byte-order mark, UTF-16 and UTF-32 by their zeros,
//! valid UTF-8, what the document declares, what the bytes look like. Text that
//! was put together from files in two encodings is read in both. Text that was
//! once read in the wrong encoding and saved like that is recognised and repaired.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use colophon_encoding::{CodePage, is_nearly_utf8, legacy_or, utf16_without_mark, utf32};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes `bytes`; `declared` is an encoding label that the document names.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some(order) = utf32(bytes) {
        return order.decode(bytes);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = &bytes[mark..];
        // A mark at the beginning does not help what was added in another
        // encoding.
        if encoding == UTF_8 {
            if let Some(text) = mixed(rest) {
                return text;
            }
            if is_nearly_utf8(rest) {
                return String::from_utf8_lossy(rest).into_owned();
            }
            return guess(rest).decode(rest).0;
        }
        return wide(rest, encoding);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return wide(bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Japanese mail is all ASCII; only its escapes give it away.
        let is_mail = ["\u{1b}$B", "\u{1b}$@"].iter().any(|s| text.contains(s));
        if !is_mail {
            return text.to_owned();
        }
        let (text, _) = ISO_2022_JP.decode_without_bom_handling(bytes);
        return text.into_owned();
    }
    if let Some(text) = mixed(bytes) {
        return text;
    }
    if is_nearly_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let wide = [UTF_8, UTF_16LE, UTF_16BE].map(CodePage::Standard);
    let page = declared
        .and_then(CodePage::of_label)
        // A label that can be read as ASCII does not describe wide text.
        .filter(|page| !wide.contains(page))
        .unwrap_or_else(|| guess(bytes));
    page.decode(bytes).0
}

/// In how large pieces UTF-16 is searched for other text, in bytes. A bound; no figure
/// depends on it.
const PIECE: usize = 512;
/// A piece of UTF-16 is text in bytes if this share of it is ASCII letters, signs and
/// spaces, in percent; in Latin UTF-16, half of it is. A bound; no figure depends on
/// it.
const IN_BYTES_PERCENT: usize = 85;

/// Reads UTF-16, to which text in bytes may have been added.
fn wide(bytes: &[u8], encoding: &'static Encoding) -> String {
    let in_bytes = |piece: &[u8]| {
        let is_ascii = |byte: &&u8| matches!(**byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
        piece.iter().filter(is_ascii).count() * 100 >= piece.len() * IN_BYTES_PERCENT
    };
    let mut pieces = bytes.chunks(PIECE).filter(|piece| piece.len() == PIECE);
    if !pieces.any(in_bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    let mut runs: Vec<(bool, std::ops::Range<usize>)> = Vec::new();
    for (at, piece) in bytes.chunks(PIECE).enumerate() {
        let range = at * PIECE..at * PIECE + piece.len();
        match runs.last_mut() {
            Some((known, run)) if *known == in_bytes(piece) => run.end = range.end,
            _ => runs.push((in_bytes(piece), range)),
        }
    }
    for (is_bytes, run) in runs {
        let run = &bytes[run];
        if is_bytes {
            match std::str::from_utf8(run) {
                Ok(run) => text.push_str(run),
                Err(_) => text.push_str(&guess(run).decode(run).0),
            }
        } else {
            text.push_str(&encoding.decode_without_bom_handling(run).0);
        }
    }
    text
}

/// Returns what the bytes look like.
pub(crate) fn guess(bytes: &[u8]) -> CodePage {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    legacy_or(detector.guess(None, Utf8Detection::Deny), bytes)
}

/// Text is of two encodings if at least one character beyond ASCII in this many
/// is in a line of UTF-8. A bound; no figure depends on it.
const CHARACTERS_PER_UTF8: usize = 10;
/// The fewest characters in lines of UTF-8 for which a text is of two encodings. A
/// bound; no figure depends on it.
const FEWEST_UTF8: usize = 3;

/// Reads text of which some lines are UTF-8 and others are not, as when files were
/// joined; returns none if all of it is of one encoding.
fn mixed(bytes: &[u8]) -> Option<String> {
    let lines = || bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r'));
    let beyond = |text: &[u8]| text.iter().filter(|byte| **byte >= 0xc0).count();
    let (mut good, mut all) = (0_usize, 0_usize);
    let mut others = Vec::new();
    for line in lines() {
        let count = beyond(line);
        all += count;
        if std::str::from_utf8(line).is_ok() {
            good += count;
        } else {
            others.extend_from_slice(line);
        }
    }
    if others.is_empty() || good < FEWEST_UTF8 || good * CHARACTERS_PER_UTF8 < all {
        return None;
    }
    let page = guess(&others);
    let read = |line: &[u8]| {
        let valid = line
            .utf8_chunks()
            .map(|chunk| beyond(chunk.valid().as_bytes()));
        let broken = line
            .utf8_chunks()
            .filter(|chunk| !chunk.invalid().is_empty());
        if valid.sum::<usize>() < broken.count() {
            return page.decode(line).0;
        }
        let pieces = line.utf8_chunks();
        pieces.fold(String::new(), |text, piece| {
            text + piece.valid() + &page.decode(piece.invalid()).0
        })
    };
    Some(lines().map(read).collect())
}

/// Text is noise if more than one character in this many is meaningless. Set by
/// eye; no figure depends on it.
const CHARACTERS_PER_ODD: usize = 100;
/// Text is repaired if at least this many tenths of its non-ASCII characters
/// can be. Set by eye; no figure depends on it.
const BROKEN_TENTHS: usize = 9;
/// The fewest runs of such characters for which text is repaired. Set by eye; no
/// figure depends on it.
const FEWEST_BROKEN: usize = 4;

/// Returns whether decoded bytes are not text: control characters and
/// replacement characters make up more than a hundredth of them.
pub(crate) fn is_noise(text: &str) -> bool {
    let mut all = 0_usize;
    let mut odd = 0_usize;
    for c in text.chars() {
        all += 1;
        let control = c.is_control()
            && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a' | '\u{85}');
        odd += usize::from(control || c == '\u{fffd}');
    }
    odd * CHARACTERS_PER_ODD > all
}

/// Repairs UTF-8 that was once read as Windows-1252 or Latin-1: `Ã©` for `é`.
///
/// Returns none if the text is not of that kind: at least nine tenths of its
/// non-ASCII characters must be in runs that, turned back into bytes, are valid
/// UTF-8. That hardly ever happens by chance.
pub(crate) fn mended(text: &str) -> Option<String> {
    let (mut all, mut good) = (0_usize, 0_usize);
    let mut out = String::with_capacity(text.len());
    let mut runs = 0;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        out.push_str(&rest[..start]);
        let tail = &rest[start..];
        let (run, after) = tail.split_at(tail.find(|c: char| c.is_ascii()).unwrap_or(tail.len()));
        let n = run.chars().count();
        all += n;
        if let Some(mended) = rebuilt(run) {
            good += n;
            runs += 1;
            out.push_str(&mended);
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
    (runs >= FEWEST_BROKEN && good * 10 >= all * BROKEN_TENTHS).then_some(out)
}

fn rebuilt(run: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(run.len());
    for c in run.chars() {
        // Latin-1 has the code points below 256; Windows-1252 has other
        // characters in place of the control characters among them.
        let byte = if let Ok(byte) = u8::try_from(u32::from(c)) {
            byte
        } else {
            let mut buffer = [0; 4];
            let (encoded, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
            match *encoded {
                [byte] if !unmappable => byte,
                _ => return None,
            }
        };
        bytes.push(byte);
    }
    let text = String::from_utf8(bytes).ok()?;
    let plausible = text.chars().all(|c| !c.is_control() && c != '\u{fffd}');
    plausible.then_some(text)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_JP, SHIFT_JIS};

    use super::*;

    #[test]
    fn every_way_of_writing_umlauts_reads_the_same() {
        let text = "Fünf große Bären öffneten die Tür und aßen Äpfel.\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xff\xfe", &le[..]].concat();
        let cases: [&[u8]; 5] = [
            text.as_bytes(),
            &le,
            &be,
            &marked,
            &WINDOWS_1252.encode(text).0,
        ];
        for bytes in cases {
            assert_eq!(decode(bytes, None), text);
        }
    }

    #[test]
    fn japanese_is_known_in_all_its_encodings() {
        let text = "吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。";
        for encoding in [SHIFT_JIS, EUC_JP, ISO_2022_JP] {
            assert_eq!(decode(&encoding.encode(text).0, None), text);
        }
    }

    #[test]
    fn text_in_bytes_after_utf16_is_read_too() {
        let line = "It was a dark and stormy night, and nobody was about. ";
        let first: Vec<u8> = line
            .repeat(40)
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for mark in [&b"\xff\xfe"[..], b""] {
            let joined = [mark, &first, line.repeat(80).as_bytes()].concat();
            let read = decode(&joined, None);
            // Where the two meet, a piece of each may be lost.
            assert!(read.matches("stormy night").count() >= 110);
        }
        assert_eq!(decode(&first, None), line.repeat(40));
    }

    #[test]
    fn a_declaration_decides_what_bytes_alone_do_not() {
        assert_eq!(decode(b"\xe0\xe1", Some("windows-1251")), "аб");
        assert_eq!(decode("é".as_bytes(), Some("windows-1251")), "é");
    }

    #[test]
    fn a_cut_character_does_not_spoil_the_rest() {
        let text = "äöü".repeat(20);
        let cut = &text.as_bytes()[..text.len() - 1];
        assert!(decode(cut, None).starts_with("äöüäöü"));
    }

    #[test]
    fn old_code_pages_are_known_by_their_letters() {
        let german =
            "„Über den Dächern der Stadt hing früh am Morgen süßlicher Rauch“, sagte Käthe.";
        let russian =
            "Утром старый Яков вышел на берег. Долго смотрел он на туман, и речная вода сияла.";
        let polish = "Gdy rano się obudził, leżał na podłodze i nie wiedział, skąd się tam wziął.";
        for (text, label) in [
            (german, "macintosh"),
            (german, "windows-1252"),
            (russian, "x-mac-cyrillic"),
            (russian, "windows-1251"),
            (russian, "ibm866"),
            (polish, "windows-1250"),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            assert_eq!(decode(&encoding.encode(text).0, None), text, "{label}");
        }
        // Code page 850, and MacRoman with nothing but quotation marks.
        assert_eq!(
            decode(b"Die B\x84ume bl\x81hten sch\x94n am Flu\xe1.", None),
            "Die Bäume blühten schön am Fluß."
        );
        assert_eq!(
            decode(b"\xd2Don\xd5t,\xd3 she said\xd1\xd2it\xd5s late.\xd3", None),
            "“Don’t,” she said—“it’s late.”"
        );
    }

    #[test]
    fn text_of_two_encodings_is_read_in_both() {
        let line = "Über den Dächern hing süßlicher Rauch.\n";
        let western = WINDOWS_1252.encode(line).0;
        for marked in [false, true] {
            let mark: &[u8] = if marked { b"\xef\xbb\xbf" } else { b"" };
            let joined = [mark, line.as_bytes(), &western, line.as_bytes()].concat();
            assert_eq!(decode(&joined, None), line.repeat(3));
            let wrong = [mark, &western].concat();
            assert!(decode(&wrong, None).ends_with(line));
        }
        // One letter in a line that is otherwise sound.
        let stray = [line.as_bytes(), line.trim().as_bytes(), b" Caf\xe9\n"].concat();
        assert!(decode(&stray, None).ends_with(" Café\n"));
    }

    #[test]
    fn noise_is_no_text() {
        let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
        assert!(is_noise(&decode(&bytes, None)));
        assert!(!is_noise("A page\x0cand another.\r\n".repeat(10).as_str()));
    }

    #[test]
    fn twice_encoded_text_is_mended_and_sound_text_left_alone() {
        let sound = "Käthe öffnete – „übermütig“ – die Türe für Bärbel.";
        let wrong = WINDOWS_1252.decode_without_bom_handling(sound.as_bytes()).0;
        assert_ne!(wrong, sound);
        assert_eq!(mended(&wrong).as_deref(), Some(sound));
        let latin: String = sound.bytes().map(char::from).collect();
        assert_eq!(mended(&latin).as_deref(), Some(sound));
        assert_eq!(mended(sound), None);
        assert_eq!(mended("Вот и всё, Ã© — Ã© и ещё"), None);
    }
}
