//! MARC-8: the letters of older records, in which an accent comes before its letter.
//!
//! Source: MARC 21 Specifications, Character Sets (Library of Congress), code table extended
//! Latin (ANSEL). Other alphabets, which an escape sequence begins, become the sign for a
//! letter that cannot be read.

/// The letters and signs that are a byte each.
const LETTERS: &[(u8, char)] = &[
    (0xA1, 'Ł'),
    (0xA2, 'Ø'),
    (0xA3, 'Đ'),
    (0xA4, 'Þ'),
    (0xA5, 'Æ'),
    (0xA6, 'Œ'),
    (0xA7, 'ʹ'),
    (0xA8, '·'),
    (0xA9, '♭'),
    (0xAA, '®'),
    (0xAB, '±'),
    (0xAC, 'Ơ'),
    (0xAD, 'Ư'),
    (0xAE, 'ʼ'),
    (0xB0, 'ʻ'),
    (0xB1, 'ł'),
    (0xB2, 'ø'),
    (0xB3, 'đ'),
    (0xB4, 'þ'),
    (0xB5, 'æ'),
    (0xB6, 'œ'),
    (0xB7, 'ʺ'),
    (0xB8, 'ı'),
    (0xB9, '£'),
    (0xBA, 'ð'),
    (0xBC, 'ơ'),
    (0xBD, 'ư'),
    (0xC0, '°'),
    (0xC1, 'ℓ'),
    (0xC2, '℗'),
    (0xC3, '©'),
    (0xC4, '♯'),
    (0xC5, '¿'),
    (0xC6, '¡'),
    (0xC7, 'ß'),
    (0xC8, '€'),
];

/// The accents from 0xE0 on, as the characters that follow their letter in Unicode.
const ACCENTS: [char; 31] = [
    '\u{309}', '\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{304}', '\u{306}', '\u{307}',
    '\u{308}', '\u{30C}', '\u{30A}', '\u{361}', '\u{361}', '\u{315}', '\u{30B}', '\u{310}',
    '\u{327}', '\u{328}', '\u{323}', '\u{324}', '\u{325}', '\u{333}', '\u{332}', '\u{326}',
    '\u{31C}', '\u{32E}', '\u{360}', '\u{360}', '\u{FFFD}', '\u{FFFD}', '\u{313}',
];

/// The letters with an accent that have a character of their own in Latin-1, which is how
/// titles are nearly always written.
fn composed(letter: char, accent: char) -> Option<char> {
    let (letters, composed) = match accent {
        '\u{300}' => ("AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
        '\u{301}' => ("AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
        '\u{302}' => ("AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
        '\u{303}' => ("ANOano", "ÃÑÕãñõ"),
        '\u{308}' => ("AEIOUaeiouy", "ÄËÏÖÜäëïöüÿ"),
        '\u{30A}' => ("Aa", "Åå"),
        '\u{30C}' => ("CSZcsz", "ČŠŽčšž"),
        '\u{327}' => ("Cc", "Çç"),
        _ => return None,
    };
    let place = letters.chars().position(|own| own == letter)?;
    composed.chars().nth(place)
}

/// Decodes MARC-8.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut accents: Vec<char> = Vec::new();
    for &byte in bytes {
        let letter = match byte {
            0xE0..=0xFE => {
                accents.push(ACCENTS[usize::from(byte - 0xE0)]);
                continue;
            }
            // Marks around what is not sorted.
            0x88 | 0x89 | 0x8D | 0x8E => continue,
            0..0x80 => char::from(byte),
            _ => {
                let known = LETTERS.iter().find(|(own, _)| *own == byte);
                known.map_or('\u{FFFD}', |(_, letter)| *letter)
            }
        };
        let first = accents.first().and_then(|first| composed(letter, *first));
        text.push(first.unwrap_or(letter));
        let used = usize::from(first.is_some());
        text.extend(accents.drain(..).skip(used));
    }
    text.extend(accents);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_follow_their_letters() {
        assert_eq!(decoded(b"Garc\xE2ia M\xE2arquez"), "García Márquez");
        assert_eq!(decoded(b"\xE8Ubermut \xC7 \xB1"), "Übermut ß ł");
        assert_eq!(
            decoded(b"a\xE5e \xE4\xE2o \xFF \xE2"),
            "ae\u{304} õ\u{301} \u{FFFD} \u{301}"
        );
    }
}
