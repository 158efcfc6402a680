//! Which codes a page shows in which font.
//!
//! This reads content without drawing it: the commands that choose a font and those
//! that show text, and nothing else.

use std::collections::{HashMap, HashSet};

use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId};

use super::cmap::hex;
use super::{fonts, object};

/// A gap in a line above this, in thousandths of the size of the font, is a space.
/// Set by eye.
const SPACE: f64 = 180.0;
/// The most states that content may store. A bound.
const MOST_STATES: usize = 256;

/// What content shows, piece by piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// The name of a font in the resources.
    Font(&'a [u8]),
    /// Codes that are shown in it.
    Codes(&'a [u8]),
    /// A gap that separates words.
    Gap,
}

/// Passes what `content` shows to `each`, in order.
pub(super) fn scan(content: &[u8], mut each: impl FnMut(Piece<'_>)) {
    let mut rest = content;
    let mut name: &[u8] = b"";
    let mut font: Vec<u8> = Vec::new();
    let mut stored: Vec<Vec<u8>> = Vec::new();
    // The strings and numbers since the last command.
    let mut shown: Vec<Option<Vec<u8>>> = Vec::new();
    while let Some(token) = next(&mut rest) {
        match token {
            Token::String(codes) => shown.push(Some(codes)),
            Token::Name(text) => name = text,
            Token::Number(gap) => {
                if gap < -SPACE && shown.last().is_some_and(Option::is_some) {
                    shown.push(None);
                }
            }
            Token::Word(word) => {
                match word {
                    b"Tf" => {
                        font = name.to_vec();
                        each(Piece::Font(&font));
                    }
                    b"q" if stored.len() < MOST_STATES => stored.push(font.clone()),
                    b"Q" => {
                        if let Some(before) = stored.pop() {
                            font = before;
                            each(Piece::Font(&font));
                        }
                    }
                    b"Tj" | b"TJ" | b"'" | b"\"" => {
                        for part in &shown {
                            each(part.as_deref().map_or(Piece::Gap, Piece::Codes));
                        }
                    }
                    b"ID" => skip_picture(&mut rest),
                    _ => {}
                }
                shown.clear();
            }
        }
    }
}

/// Passes every string in `content` to `each`, shown or not, and more than there
/// are if a picture inside looks like one.
pub(super) fn strings(content: &[u8], mut each: impl FnMut(&[u8])) {
    let mut rest = content;
    let mut picture = None;
    while let Some(token) = next(&mut rest) {
        match token {
            Token::String(string) => each(&string),
            Token::Word(b"ID") if picture.is_none() => picture = Some(rest),
            _ => {}
        }
    }
    // The bytes of a picture may have hidden what comes after it.
    let mut rest = picture.unwrap_or_default();
    skip_picture(&mut rest);
    while let Some(token) = next(&mut rest) {
        match token {
            Token::String(string) => each(&string),
            Token::Word(b"ID") => skip_picture(&mut rest),
            _ => {}
        }
    }
}

enum Token<'a> {
    Name(&'a [u8]),
    Number(f64),
    String(Vec<u8>),
    Word(&'a [u8]),
}

fn next<'a>(rest: &mut &'a [u8]) -> Option<Token<'a>> {
    loop {
        let (&first, tail) = rest.split_first()?;
        match first {
            b'(' => return Some(Token::String(literal(rest))),
            b'<' if tail.first() == Some(&b'<') => *rest = &tail[1..],
            b'<' => {
                let end = tail.iter().position(|b| *b == b'>').unwrap_or(tail.len());
                *rest = tail.get(end + 1..).unwrap_or_default();
                return Some(Token::String(hex(&tail[..end])));
            }
            b'%' => {
                let end = tail.iter().position(|b| matches!(b, b'\n' | b'\r'));
                *rest = &tail[end.unwrap_or(tail.len())..];
            }
            b'/' => {
                let (name, after) = tail.split_at(regular(tail));
                *rest = after;
                return Some(Token::Name(name));
            }
            _ if is_regular(first) => {
                let (word, after) = rest.split_at(regular(rest));
                *rest = after;
                let number = std::str::from_utf8(word).ok();
                let number = number.filter(|_| !first.is_ascii_alphabetic());
                return Some(match number.and_then(|n| n.parse().ok()) {
                    Some(number) => Token::Number(number),
                    None => Token::Word(word),
                });
            }
            _ => *rest = tail,
        }
    }
}

fn regular(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|b| !is_regular(*b))
        .unwrap_or(bytes.len())
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

/// Reads a string in brackets (ISO 32000-1, 7.3.4.2), with which `rest` begins.
fn literal(rest: &mut &[u8]) -> Vec<u8> {
    let mut codes = Vec::new();
    let mut depth = 0_u32;
    let bytes = *rest;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'(' => {
                if depth > 0 {
                    codes.push(byte);
                }
                depth += 1;
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
                codes.push(byte);
            }
            b'\\' => {
                let Some(&escaped) = bytes.get(at) else { break };
                at += 1;
                match escaped {
                    b'n' => codes.push(b'\n'),
                    b'r' => codes.push(b'\r'),
                    b't' => codes.push(b'\t'),
                    b'b' => codes.push(8),
                    b'f' => codes.push(12),
                    b'\r' => at += usize::from(bytes.get(at) == Some(&b'\n')),
                    b'\n' => {}
                    b'0'..=b'7' => {
                        let mut code = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some(digit @ b'0'..=b'7') = bytes.get(at) else {
                                break;
                            };
                            code = code * 8 + u32::from(digit - b'0');
                            at += 1;
                        }
                        codes.push(u8::try_from(code & 0xff).unwrap_or(0));
                    }
                    other => codes.push(other),
                }
            }
            _ => codes.push(byte),
        }
    }
    *rest = &bytes[at..];
    codes
}

/// Skips the bytes of a picture inside content, up to its end.
fn skip_picture(rest: &mut &[u8]) {
    let end = rest.windows(4).position(|w| {
        w[0].is_ascii_whitespace() && &w[1..3] == b"EI" && w[3].is_ascii_whitespace()
    });
    *rest = end.map_or(&[], |end| &rest[end + 3..]);
}

/// The pages and forms of a document that show something, each with the fonts that
/// its names mean.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    pub(super) fonts: HashMap<Vec<u8>, ObjectId>,
}

/// Returns the content of a page, and of the forms that it draws and that are not
/// in `seen` yet.
pub(super) fn contents(pdf: &Pdf, page: ObjectId, seen: &mut HashSet<ObjectId>) -> Vec<Content> {
    let Ok(dict) = pdf.get_dictionary(page) else {
        return Vec::new();
    };
    let fonts = named_fonts(pdf, dict);
    let mut all = vec![Content {
        bytes: pdf.get_page_content(page).unwrap_or_default(),
        fonts,
    }];
    let mut open: Vec<(ObjectId, usize)> = object::drawn(pdf, dict)
        .into_iter()
        .map(|id| (id, 0))
        .collect();
    while let Some((id, above)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Ok(form) = pdf.get_object(id).and_then(Object::as_stream) else {
            continue;
        };
        let kind = form.dict.get(b"Subtype").and_then(Object::as_name);
        if kind.is_ok_and(|kind| kind == b"Image") {
            continue;
        }
        let mut fonts = named_fonts(pdf, &form.dict);
        if !form.dict.has(b"Resources") {
            fonts.clone_from(&all[above].fonts);
        }
        let place = all.len();
        open.extend(
            object::drawn(pdf, &form.dict)
                .into_iter()
                .map(|id| (id, place)),
        );
        all.push(Content {
            bytes: fonts::plain(form),
            fonts,
        });
    }
    all
}

/// Returns the fonts that are objects, by the names that a page or form has for
/// them.
pub(super) fn named_fonts(pdf: &Pdf, node: &Dictionary) -> HashMap<Vec<u8>, ObjectId> {
    let resources = node.get(b"Resources").ok();
    let resources = resources.and_then(|r| object::dictionary(pdf, r));
    let fonts = resources.and_then(|r| object::dictionary(pdf, r.get(b"Font").ok()?));
    fonts
        .into_iter()
        .flat_map(Dictionary::iter)
        .filter_map(|(name, font)| Some((name.clone(), font.as_reference().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(content: &[u8]) -> Vec<String> {
        let mut all = Vec::new();
        scan(content, |piece| {
            all.push(match piece {
                Piece::Font(name) => format!("/{}", String::from_utf8_lossy(name)),
                Piece::Codes(codes) => String::from_utf8_lossy(codes).into_owned(),
                Piece::Gap => "_".to_owned(),
            });
        });
        all
    }

    #[test]
    fn what_is_shown_is_read_and_nothing_else() {
        assert_eq!(
            pieces(
                b"% (no) Tj\nBT /F1 12 Tf (a\\(b\\)\\101(c)) Tj q /F2 9 Tf [(d) -250 <65 66>-20 (g)] TJ Q (h) ' \
                  /Span <</ActualText (no)>> BDC EMC BI /W 1 ID x(y) Tj\nEI (i) Tj ET"
            ),
            ["/F1", "a(b)A(c)", "/F2", "d", "_", "ef", "g", "/F1", "h", "i"]
        );
    }

    #[test]
    fn what_is_broken_ends() {
        for content in [&b"((((("[..], b"<<<<", b"BI ID", b"(\\", b"/", b"Q Q Tf (a"] {
            pieces(content);
        }
    }
}
