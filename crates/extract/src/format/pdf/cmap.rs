//! Character maps, read leniently and written in a form that the engine reads.
//!
//! The engine's reader panics at odd digits and unpaired surrogates, does not
//! know `cidchar`, and confuses the internal numbers of a font with its codes, by
//! which a `ToUnicode` map is keyed (ISO 32000-1, 9.10.3). Here, the tokens that
//! matter are read from a map and written again, with codes instead of numbers.

use std::collections::BTreeMap;
use std::fmt::Write;

/// The most codes of a font. A range with more is a mistake or malice.
const MAX_CODES: usize = 0x1_0000;

/// The number of bytes of a code, and the code.
type Code = (u8, u32);

/// The content of a character map.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cmap {
    /// The first and the last code of each range of codes.
    pub(super) spaces: Vec<(Code, Code)>,
    /// From code to text.
    pub(super) unicode: BTreeMap<u32, String>,
}

enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

impl Cmap {
    /// Reads a map and leaves out what cannot be read.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut rest = bytes;
        while let Some(token) = next(&mut rest) {
            match token {
                Token::Word(b"begincodespacerange" | b"beginbfchar" | b"beginbfrange") => {
                    operands.clear();
                }
                Token::Word(b"endcodespacerange") => map.take_spaces(&operands),
                Token::Word(b"endbfchar") => map.take_chars(&operands),
                Token::Word(b"endbfrange") => map.take_ranges(&operands),
                token => operands.push(token),
            }
            if map.unicode.len() > MAX_CODES {
                break;
            }
        }
        map
    }

    /// Adds codes of `width` bytes to those before them. Codes between two ranges
    /// whose first bytes follow each other are taken in: the fewer ranges there are,
    /// the faster a code is found.
    pub(super) fn add_space(&mut self, width: u8, low: u32, high: u32) {
        let above = 1 << (8 * (u32::from(width) - 1));
        match self.spaces.last_mut() {
            Some((_, (last, end))) if *last == width && high == *end + above => *end = high,
            _ => self.spaces.push(((width, low), (width, high))),
        }
    }

    fn take_spaces(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks(2) {
            if let [Token::Hex(low), Token::Hex(high)] = pair
                && let (Some(low), Some(high)) = (code(low), code(high))
            {
                self.spaces.push((low, high));
            }
        }
    }

    fn take_chars(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks(2) {
            if let [Token::Hex(from), Token::Hex(to)] = pair
                && let (Some((_, from)), Some(to)) = (code(from), text(to))
            {
                self.unicode.insert(from, to);
            }
        }
    }

    fn take_ranges(&mut self, operands: &[Token<'_>]) {
        let mut rest = operands;
        while let [Token::Hex(low), Token::Hex(high), tail @ ..] = rest {
            let range = code(low).zip(code(high)).map(|((_, l), (_, h))| l..=h);
            match tail {
                [Token::Hex(first), tail @ ..] => {
                    rest = tail;
                    let mut to = first.clone();
                    for from in range.into_iter().flatten().take(MAX_CODES) {
                        if let Some(to) = text(&to) {
                            self.unicode.insert(from, to);
                        }
                        increment(&mut to);
                    }
                }
                [Token::Open, tail @ ..] => {
                    let end = tail.iter().position(|t| matches!(t, Token::Close));
                    let (list, after) = tail.split_at(end.unwrap_or(tail.len()));
                    rest = after.get(1..).unwrap_or_default();
                    for (from, to) in range.into_iter().flatten().zip(list) {
                        if let Token::Hex(to) = to
                            && let Some(to) = text(to)
                        {
                            self.unicode.insert(from, to);
                        }
                    }
                }
                _ => break,
            }
        }
    }

    /// Writes the map from codes to text.
    pub(super) fn unicode_map(&self) -> String {
        let mut map = String::from("begincmap\n");
        let mut lines = Vec::new();
        for (from, to, text) in self.runs() {
            let mut line = format!("<{from:08x}> <{to:08x}> <");
            for unit in text.encode_utf16() {
                let _ = write!(line, "{unit:04x}");
            }
            line.push('>');
            // The engine only counts up texts of one unit.
            if text.encode_utf16().count() > 1 {
                line.replace_range(10..21, "");
                blocks(&mut map, "bfchar", &[line]);
            } else {
                lines.push(line);
            }
        }
        blocks(&mut map, "bfrange", &lines);
        map.push_str("endcmap\n");
        map
    }

    /// Returns the runs in which the text counts up with the code.
    fn runs(&self) -> Vec<(u32, u32, &str)> {
        let mut runs: Vec<(u32, u32, &str)> = Vec::new();
        for (&code, text) in &self.unicode {
            let follows = runs.last().is_some_and(|&(from, to, first)| {
                let one = |s: &str| {
                    let mut units = s.encode_utf16();
                    units
                        .next()
                        .filter(|_| units.next().is_none())
                        .map(u32::from)
                };
                to + 1 == code
                    && one(first)
                        .zip(one(text))
                        .is_some_and(|(a, b)| a + (code - from) == b)
            });
            match runs.last_mut() {
                Some((_, to, _)) if follows => *to = code,
                _ => runs.push((code, code, text)),
            }
        }
        runs
    }

    /// Writes a map from each code to itself.
    pub(super) fn code_map(&self) -> String {
        let lines: Vec<String> = self
            .spaces
            .iter()
            .map(|&((width, low), (_, high))| {
                // The engine takes half the number of bytes of a code for its width.
                let digits = usize::from(width) * 4;
                format!("<{low:0digits$x}> <{high:0digits$x}>")
            })
            .collect();
        let mut map = String::from("begincmap\n");
        blocks(&mut map, "codespacerange", &lines);
        // The engine only reads the first range of a block correctly; one is
        // enough for everything.
        map.push_str("1 begincidrange\n<00000000> <ffffffff> 0\nendcidrange\nendcmap\n");
        map
    }
}

fn blocks(map: &mut String, kind: &str, lines: &[String]) {
    // A block holds at most 100 lines (Adobe technical note 5014).
    for block in lines.chunks(100) {
        let lines = block.join("\n");
        let _ = write!(map, "{} begin{kind}\n{lines}\nend{kind}\n", block.len());
    }
}

fn code(bytes: &[u8]) -> Option<Code> {
    let width = u8::try_from(bytes.len())
        .ok()
        .filter(|w| (1..=4).contains(w))?;
    let code = bytes.iter().fold(0, |code, b| code << 8 | u32::from(*b));
    Some((width, code))
}

fn text(bytes: &[u8]) -> Option<String> {
    let units: Vec<u16> = match bytes {
        [one] => vec![u16::from(*one)],
        _ => bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect(),
    };
    let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
    let text = text.replace('\0', "");
    (!text.is_empty()).then_some(text)
}

/// Counts up the last two bytes.
fn increment(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().rev().take(2) {
        *byte = byte.wrapping_add(1);
        if *byte != 0 {
            break;
        }
    }
}

fn next<'a>(rest: &mut &'a [u8]) -> Option<Token<'a>> {
    loop {
        let (&first, tail) = rest.split_first()?;
        match first {
            b'%' => {
                let end = tail.iter().position(|b| matches!(b, b'\n' | b'\r'));
                *rest = &tail[end.unwrap_or(tail.len())..];
            }
            b'<' if tail.first() != Some(&b'<') => {
                let end = tail.iter().position(|b| *b == b'>').unwrap_or(tail.len());
                *rest = tail.get(end + 1..).unwrap_or_default();
                return Some(Token::Hex(hex(&tail[..end])));
            }
            b'[' | b']' => {
                *rest = tail;
                return Some(if first == b'[' {
                    Token::Open
                } else {
                    Token::Close
                });
            }
            _ if is_regular(first) => {
                let end = rest
                    .iter()
                    .position(|b| !is_regular(*b))
                    .unwrap_or(rest.len());
                let (word, tail) = rest.split_at(end);
                *rest = tail;
                // Numbers and names only occur where they do not matter.
                if word.first().is_some_and(u8::is_ascii_alphabetic) {
                    return Some(Token::Word(word));
                }
            }
            _ => *rest = tail,
        }
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            b'<' | b'>' | b'[' | b']' | b'/' | b'%' | b'(' | b')' | 0
        )
}

/// Returns the bytes that hexadecimal digits stand for.
pub(super) fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .iter()
        .filter_map(|b| char::from(*b).to_digit(16))
        .filter_map(|d| u8::try_from(d).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_in_all_its_forms() {
        let map = Cmap::read(
            b"1 begincodespacerange\r\n<0000><FFFF> endcodespacerange % note <00>\n\
              2 beginbfchar <0003><0020> <0004> <d83dde00> endbfchar\n\
              3 beginbfrange <0010><0012><00410041> <0020> <0021> [<0061> <00660066>]\n<30><30><4> endbfrange",
        );
        assert_eq!(map.spaces, [((2, 0), (2, 0xffff))]);
        let got: Vec<(u32, &str)> = map.unicode.iter().map(|(c, t)| (*c, t.as_str())).collect();
        assert_eq!(
            got,
            [
                (3, " "),
                (4, "\u{1f600}"),
                (0x10, "AA"),
                (0x11, "AB"),
                (0x12, "AC"),
                (0x20, "a"),
                (0x21, "ff"),
                (0x30, "@"),
            ]
        );
        assert_eq!(
            Cmap::read(map.unicode_map().as_bytes()).unicode,
            map.unicode
        );
    }

    #[test]
    fn what_is_broken_costs_little() {
        let map = Cmap::read(
            b"1 beginbfrange <00000000> <ffffffff> <d800> endbfrange beginbfchar <0001 <",
        );
        assert!(map.unicode.len() <= MAX_CODES + 1);
        assert_eq!(Cmap::read(b"\xff\x00[[[<<<"), Cmap::default());
    }
}
