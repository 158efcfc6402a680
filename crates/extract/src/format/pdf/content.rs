//! Page content in a form that the engine reads.
//!
//! The engine's parser stops at a comment, and the engine ignores the two
//! commands that show text on a new line. Content that has neither is left as it
//! is. For pages that the engine still cannot read, [`text_only`] keeps complete
//! text commands and nothing else.

use std::collections::HashSet;

use pdf_extract::Object;
use pdf_extract::content::{Content, Operation};

/// The names that content may use.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// None if a form takes its resources from the page that draws it.
    pub(super) fonts: Option<HashSet<Vec<u8>>>,
    pub(super) xobjects: HashSet<Vec<u8>>,
}

/// Returns whether the engine would lose text of this content.
pub(super) fn is_beyond_engine(content: &[u8]) -> bool {
    let mut found = false;
    scan(content, |part| match part {
        Part::Comment => found = true,
        Part::Plain(text) => {
            let quote = |w: &[u8]| matches!(w[1], b'\'' | b'"') && !w[0].is_ascii_alphanumeric();
            found |= text.windows(2).any(quote) || matches!(text.first(), Some(b'\'' | b'"'));
        }
        Part::String(_) => {}
    });
    found
}

/// A piece of content.
enum Part<'a> {
    Plain(&'a [u8]),
    String(&'a [u8]),
    Comment,
}

/// Splits content into strings, comments and what is between them. Bytes of
/// pictures inside content may be mistaken for any of these.
fn scan<'a>(content: &'a [u8], mut each: impl FnMut(Part<'a>)) {
    let mut rest = content;
    while let Some(at) = rest.iter().position(|b| matches!(b, b'(' | b'%')) {
        let (plain, tail) = rest.split_at(at);
        each(Part::Plain(plain));
        let is_string = tail.first() == Some(&b'(');
        let end = if is_string {
            string_end(tail)
        } else {
            let end = tail.iter().position(|b| matches!(b, b'\r' | b'\n'));
            end.unwrap_or(tail.len())
        };
        let (part, after) = tail.split_at(end);
        each(if is_string {
            Part::String(part)
        } else {
            Part::Comment
        });
        rest = after;
    }
    each(Part::Plain(rest));
}

fn string_end(text: &[u8]) -> usize {
    let mut depth = 0_u32;
    let mut bytes = text.iter().enumerate();
    while let Some((i, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return i + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

fn without_comments(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    scan(content, |part| match part {
        Part::Plain(text) | Part::String(text) => out.extend_from_slice(text),
        Part::Comment => {}
    });
    out
}

/// Returns the commands of `content` that show or place text, if they are
/// complete and the names in them are known.
pub(super) fn text_only(content: &[u8], names: &Names) -> Vec<u8> {
    let Ok(content) = Content::decode(&without_comments(content)) else {
        return Vec::new();
    };
    let mut kept = Vec::new();
    let mut has_font = false;
    // A restored state may have no font.
    let mut fonts = Vec::new();
    for operation in content.operations {
        match operation.operator.as_str() {
            "q" => fonts.push(has_font),
            "Q" => has_font = fonts.pop().unwrap_or(has_font),
            "Tf" => has_font |= is_sound(&operation, names, has_font),
            "'" | "\"" => {
                // These mean a new line and the text shown on it.
                if let (true, Some(text @ Object::String(..))) =
                    (has_font, operation.operands.last())
                {
                    kept.push(Operation::new("T*", vec![]));
                    kept.push(Operation::new("Tj", vec![text.clone()]));
                }
                continue;
            }
            _ => {}
        }
        if is_sound(&operation, names, has_font) {
            kept.push(operation);
        }
    }
    Content { operations: kept }.encode().unwrap_or_default()
}

fn is_sound(operation: &Operation, names: &Names, has_font: bool) -> bool {
    let operands = operation.operands.as_slice();
    let numbers = |n: usize| operands.len() == n && operands.iter().all(|o| o.as_float().is_ok());
    match operation.operator.as_str() {
        "q" | "Q" | "BT" | "ET" | "T*" => true,
        "cm" | "Tm" => numbers(6),
        "Td" | "TD" => numbers(2),
        "Tc" | "Tw" | "Tz" | "TL" | "Ts" => numbers(1),
        "Tf" => match operands {
            [Object::Name(name), size] if size.as_float().is_ok() => names
                .fonts
                .as_ref()
                .is_none_or(|fonts| fonts.contains(name)),
            _ => false,
        },
        "Tj" => has_font && matches!(operands, [Object::String(..)]),
        "TJ" => has_font && matches!(operands, [Object::Array(_)]),
        "Do" => matches!(operands, [Object::Name(name)] if names.xobjects.contains(name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_content_that_needs_it_is_rewritten() {
        assert!(!is_beyond_engine(
            b"BT /F1 12 Tf (it's 100% \\) fine \") Tj ET"
        ));
        assert!(is_beyond_engine(b"BT (text) ' ET"));
        assert!(is_beyond_engine(b"BT 1 2 (text)\" ET"));
        assert!(is_beyond_engine(b"% a comment\nBT ET"));
    }

    #[test]
    fn text_commands_stay_and_broken_ones_go() {
        let names = Names {
            fonts: Some([b"F1".to_vec()].into()),
            ..Names::default()
        };
        let content = b"% x\n/Cs9 cs (early) Tj BT /F1 12 Tf 1 0 0 Tm 3 4 Td (a) Tj /F2 1 Tf (b) ' [(c) 3] TJ 1 2 3 re f ET";
        let kept = text_only(content, &names);
        let kept: Vec<&str> = std::str::from_utf8(&kept)
            .unwrap_or_default()
            .split_ascii_whitespace()
            .collect();
        assert_eq!(
            kept.join(" "),
            "BT /F1 12 Tf 3 4 Td (a) Tj T* (b) Tj [(c) 3] TJ ET"
        );
    }
}
