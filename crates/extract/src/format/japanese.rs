//! The conventions of Japanese text files: readings and notes in brackets.
//!
//! In the files of Aozora Bunko and of sites for web novels, a reading is in
//! 《》 after its word, of which ｜ marks the beginning where it is not clear, and
//! notes about the printed page are in ［＃］. Other editions have neither. In
//! Chinese, the same brackets are around titles, which are text.

use std::borrow::Cow;

/// The longest word with a reading, and the longest reading, in characters. A bound;
/// no figure depends on it.
const MAX_READING: usize = 60;
/// The longest note, in characters. A bound; no figure depends on it.
const MAX_NOTE: usize = 400;

/// Returns the text without readings and notes.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['《', '｜', '＃']) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let rest = &chars[at..];
        let found = match c {
            '［' => note(rest).inspect(|len| {
                if let Some(c) = described(&rest[..*len])
                    && out.ends_with('※')
                {
                    out.pop();
                    out.push(c);
                }
            }),
            '《' => reading(&out, rest),
            // The word follows, and then its reading.
            '｜' => word(rest).map(|len| {
                out.extend(&rest[1..len]);
                let after = &rest[len..];
                len + after.iter().take_while(|c| **c != '》').count() + 1
            }),
            _ => None,
        };
        if let Some(len) = found {
            at += len;
        } else {
            out.push(c);
            at += 1;
        }
    }
    Cow::Owned(out)
}

/// Returns the length of a note at the beginning of `chars`.
fn note(chars: &[char]) -> Option<usize> {
    if chars.get(1) != Some(&'＃') {
        return None;
    }
    let mut depth = 0_u32;
    for (at, c) in chars.iter().enumerate().take(MAX_NOTE) {
        match c {
            '［' => depth += 1,
            '］' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// Returns the character that a note describes, by its number in Unicode.
fn described(note: &[char]) -> Option<char> {
    let text: String = note.iter().collect();
    let (_, number) = text.split_once("U+")?;
    let end = number.find(|c: char| !c.is_ascii_hexdigit());
    let number = &number[..end.unwrap_or(number.len())];
    char::from_u32(u32::from_str_radix(number, 16).ok()?).filter(|c| c.is_alphabetic())
}

/// Returns the length of the word between `｜` and a reading.
fn word(chars: &[char]) -> Option<usize> {
    let ends = |c: &char| matches!(c, '《' | '》' | '｜' | '\n');
    let within = chars.iter().skip(1).take(MAX_READING);
    let len = 1 + within.take_while(|c| !ends(c)).count();
    let opens = chars.get(len) == Some(&'《') && len > 1;
    let closes = chars.iter().skip(len + 1).take(MAX_READING);
    let mut closes = closes.take_while(|c| **c != '\n');
    (opens && closes.any(|c| *c == '》')).then_some(len)
}

/// Returns the length of a reading at the beginning of `chars`, after `before`.
fn reading(before: &str, chars: &[char]) -> Option<usize> {
    let word = before.chars().next_back()?;
    let len = chars
        .iter()
        .skip(1)
        .take(MAX_READING)
        .position(|c| *c == '》')?;
    let inside = &chars[1..=len];
    let has_word = is_han(word) || word == '※' || word.is_ascii_alphanumeric();
    let is_reading = !inside.is_empty() && inside.iter().all(|c| is_kana(*c));
    (has_word && is_reading).then_some(len + 2)
}

fn is_han(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | 'ヶ' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether a reading is made of this: kana, or dots for emphasis.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' | '﹅' | '﹆' | '●' | '○' | '、' | ' ' | '　' | '－' | '‐')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_and_notes_are_left_out() {
        for (text, expected) in [
            ("吾輩《わがはい》は猫である", "吾輩は猫である"),
            ("｜一つ《ひとつ》と｜Alice《アリス》", "一つとAlice"),
            ("約束《プロミス》を［＃「約束」に傍点］守る", "約束を守る"),
            (
                "［＃３字下げ］一　はじめ［＃「一」は中見出し］",
                "一　はじめ",
            ),
            ("※［＃「魚＋師のつくり」、U+9C24、1-2］が", "鰤が"),
            ("※［＃「口＋世」、第3水準1-14-88］《く》う", "※う"),
            ("大事《・・》な", "大事な"),
            ("［＃「［＃改ページ］」は底本のまま］x", "x"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn other_brackets_are_text() {
        for text in [
            "他读了《红楼梦》和《水浒传》。",
            "他读《Hamlet》",
            "彼は《まおう》と呼ばれた",
            "《かな》",
            "漢《かん",
            "｜線だけ",
            "［注］本文［＃未完\n",
            "a｜b｜c",
            "二つ名《紅の魔女》",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn it_takes_time_in_proportion() {
        let clock = std::time::Instant::now();
        for mark in ["漢《", "｜漢", "［＃", "｜《"] {
            plain(&mark.repeat(200_000));
        }
        assert!(clock.elapsed().as_secs() < 20);
    }
}
