//! UTF-16 and UTF-32, with a byte order mark or without one.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How much of a text is examined, in bytes.
const SAMPLE: usize = 8192;
/// Text is UTF-16 if at least one byte in this many is zero. In Latin text it is
/// every other byte; in other scripts, one in each space, digit, line end and
/// separator. A bound; no figure depends on it.
const BYTES_PER_ZERO: usize = 50;
/// How many times as many zeros the high bytes must have as the low ones. A
/// bound; no figure depends on it.
const ONE_SIDED: usize = 20;
/// From how many of a hundred bytes that are ASCII letters, signs and spaces on, a
/// text is not UTF-16: in Latin UTF-16, at most half of them are. A bound; no figure
/// depends on it.
const IN_BYTES_PERCENT: usize = 75;
/// In UTF-16 in Chinese, Japanese or Korean, about one byte in this many is a control
/// character, which no other text contains; with fewer, the text must be clearer. A
/// bound; no figure depends on it.
const BYTES_PER_CONTROL: usize = 60;
/// How many of a hundred characters of Chinese, Japanese or Korean text are of
/// the kinds that such text is made of. A bound; no figure depends on it.
const EAST_ASIAN_PERCENT: usize = 95;

/// Recognises UTF-16 without a byte order mark, and returns which of the two
/// encodings it is.
///
/// In most scripts, its zero bytes are all in the same half of the pairs. In
/// Chinese, Japanese and Korean text there are few, and in either half; but its
/// low bytes are often control characters, and only one order of the bytes gives
/// characters of these scripts.
pub fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Text in bytes may have a stray zero, or zeros between its words.
    let in_bytes = |byte: &&u8| matches!(**byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    let is_in_bytes =
        sample.iter().filter(in_bytes).count() * 100 >= sample.len() * IN_BYTES_PERCENT;
    // Before zeros are counted: the Chinese for "one" ends in one.
    if let Some(encoding) = east_asian(sample, is_in_bytes) {
        return Some(encoding);
    }
    if is_in_bytes {
        return None;
    }
    let zeros = |half: usize| {
        let half = sample.iter().skip(half).step_by(2);
        half.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = (sample.len() / BYTES_PER_ZERO).max(1);
    if odd >= many && even * ONE_SIDED <= odd {
        return Some(UTF_16LE);
    }
    if even >= many && odd * ONE_SIDED <= even {
        return Some(UTF_16BE);
    }
    // Letters may end in zero as well, as in Greek.
    let (pairs, _) = sample.as_chunks::<2>();
    let spaces = |order: fn([u8; 2]) -> u16| {
        let spaces = pairs.iter().filter(|pair| order(**pair) == u16::from(b' '));
        spaces.count()
    };
    let (le, be) = (spaces(u16::from_le_bytes), spaces(u16::from_be_bytes));
    if le >= many && be * ONE_SIDED <= le {
        return Some(UTF_16LE);
    }
    (be >= many && le * ONE_SIDED <= be).then_some(UTF_16BE)
}

/// A zero says nothing in text that could be in bytes.
fn east_asian(sample: &[u8], is_in_bytes: bool) -> Option<&'static Encoding> {
    let is_odd = |byte: &&u8| {
        **byte < 0x20
            && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
            && !(is_in_bytes && **byte == 0)
    };
    let odd = sample.iter().filter(is_odd).count();
    if odd == 0 {
        return None;
    }
    let is_short = odd * BYTES_PER_CONTROL < sample.len();
    let (pairs, _) = sample.as_chunks::<2>();
    let share = |order: fn([u8; 2]) -> u16| {
        let units = pairs.iter().map(|pair| order(*pair));
        // Chinese in bytes looks like Korean, but for the control characters.
        let good = units
            .filter(|unit| is_east_asian(*unit) && !(is_short && (0xac00..=0xd7a3).contains(unit)));
        good.count() * 100 / pairs.len().max(1)
    };
    let (le, be) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    let (least, most) = if is_short {
        (EAST_ASIAN_PERCENT + 3, EAST_ASIAN_PERCENT - 10)
    } else {
        (EAST_ASIAN_PERCENT, EAST_ASIAN_PERCENT)
    };
    if le >= least && be < most {
        return Some(UTF_16LE);
    }
    (be >= least && le < most).then_some(UTF_16BE)
}

/// Returns whether text in Chinese, Japanese or Korean is made of this.
fn is_east_asian(unit: u16) -> bool {
    matches!(unit,
        9 | 10 | 13 | 0x20..=0x7e | 0x2010..=0x2026 | 0x2460..=0x2473 | 0x25a0..=0x25cf
        | 0x3000..=0x30ff | 0x3105..=0x312f | 0x4e00..=0x9fff | 0xac00..=0xd7a3
        | 0xff01..=0xff9f)
}

/// An order of the bytes of UTF-32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utf32 {
    /// The lowest byte first.
    LittleEndian,
    /// The highest byte first.
    BigEndian,
}

/// Recognises UTF-32, with a byte order mark or without, by its zero bytes: the
/// first of four, or the last, is always zero.
pub fn utf32(bytes: &[u8]) -> Option<Utf32> {
    let (groups, _) = bytes[..bytes.len().min(SAMPLE)].as_chunks::<4>();
    let are = |value: fn([u8; 4]) -> u32| {
        !groups.is_empty()
            && groups.iter().all(|group| {
                let c = char::from_u32(value(*group));
                c.is_some_and(|c| c != '\0')
            })
    };
    if are(u32::from_le_bytes) {
        return Some(Utf32::LittleEndian);
    }
    are(u32::from_be_bytes).then_some(Utf32::BigEndian)
}

impl Utf32 {
    /// Decodes `bytes` without their byte order mark.
    pub fn decode(self, bytes: &[u8]) -> String {
        let (groups, rest) = bytes.as_chunks::<4>();
        let character = |group: &[u8; 4]| {
            let value = match self {
                Self::LittleEndian => u32::from_le_bytes(*group),
                Self::BigEndian => u32::from_be_bytes(*group),
            };
            char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER)
        };
        let mut text: String = groups.iter().map(character).collect();
        if !rest.is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        match text.strip_prefix('\u{feff}') {
            Some(text) => text.to_owned(),
            None => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf16_is_known_in_any_script() {
        let russian = "Все счастливые семьи похожи друг на друга.\n";
        let chinese = "港口的灯一盏一盏地熄灭，老人把旧信投进火里，想起了一个再也没有人读的约定。";
        let korean = "항구의 불빛이 하나씩 꺼져 갈 무렵, 노인은 낡은 편지를 불 속에 던졌다.";
        let kana = "みなとのあかりがひとつずつきえていくころ、ろうじんはふるいてがみをひにくべた。";
        for text in [
            "It is a truth",
            russian,
            "吾輩は猫である。\n名前は\n",
            chinese,
            korean,
            kana,
            "「若いうちほど淋しいものはありません。」",
        ] {
            let guess = |order| utf16_without_mark(&utf16(text, order));
            assert_eq!(guess(u16::to_le_bytes), Some(UTF_16LE), "{text}");
            assert_eq!(guess(u16::to_be_bytes), Some(UTF_16BE), "{text}");
            assert_eq!(utf16_without_mark(text.as_bytes()), None);
        }
        assert_eq!(utf16_without_mark(&[0; 100]), None);
        assert_eq!(utf16_without_mark(b""), None);
    }

    #[test]
    fn text_in_bytes_is_not_utf16() {
        let chinese = "港口的灯一盏一盏地熄灭，老人把旧信投进火里，想起了一个再也没有人读的约定。";
        let gbk = encoding_rs::GBK.encode(chinese).0;
        let big5 = encoding_rs::BIG5
            .encode("港口的燈一盞一盞地熄滅，老人把舊信投進火裡。")
            .0;
        for bytes in [
            &gbk[..],
            &big5,
            b"Bush hid the facts",
            b"page\x0cpage\x0c",
            b"title,author\nGamma,Tom\0 Brand\n",
            b"karu\0 mopugupi\0 nenuhibi\0 kuladuni\0 relomu\0 bana\0 burinoca\0 ru\0",
        ] {
            assert_eq!(utf16_without_mark(bytes), None);
        }
    }

    #[test]
    fn utf32_is_known_with_and_without_a_mark() {
        let text = "Grüße, 世界 😀";
        for mark in ["", "\u{feff}"] {
            let all: Vec<char> = mark.chars().chain(text.chars()).collect();
            let le: Vec<u8> = all
                .iter()
                .flat_map(|c| u32::from(*c).to_le_bytes())
                .collect();
            let be: Vec<u8> = all
                .iter()
                .flat_map(|c| u32::from(*c).to_be_bytes())
                .collect();
            assert_eq!(utf32(&le), Some(Utf32::LittleEndian));
            assert_eq!(utf32(&be), Some(Utf32::BigEndian));
            assert_eq!(Utf32::LittleEndian.decode(&le), text);
            assert_eq!(Utf32::BigEndian.decode(&be), text);
        }
        assert_eq!(utf32(b"plain text"), None);
        assert_eq!(utf32(&utf16("Latin text", u16::to_le_bytes)), None);
        assert_eq!(utf32(&[0; 16]), None);
        assert_eq!(utf32(b""), None);
    }
}
