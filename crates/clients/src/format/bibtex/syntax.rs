//! The syntax of BibTeX: entries, values, abbreviations.

use std::collections::HashMap;

use crate::error::Error;
use crate::progress::Progress;

/// The longest entry, in bytes.
const LONGEST: usize = 1 << 20;
/// The longest text that an abbreviation may stand for, in bytes; abbreviations
/// can be made of others.
const LONGEST_DEFINITION: usize = 1 << 12;
/// How many abbreviations are kept: a bound on memory.
const MOST_DEFINITIONS: usize = 10_000;
/// How many times its own length a line with several entries is read at most, if
/// they are broken.
const MOST_READINGS: usize = 4;

/// An entry, or why it cannot be read.
pub(super) struct Block {
    /// The number of its first line, from 1.
    pub(super) line: usize,
    pub(super) entry: Result<Entry, &'static str>,
}

/// An entry with its values as they are written, but for the abbreviations.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Its type, in lower case.
    pub(super) kind: String,
    pub(super) key: String,
    fields: Vec<(String, String)>,
}

impl Entry {
    /// Returns the first value of a field that is not blank.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut own = self.fields.iter().filter(|(own, _)| own == name);
        own.find(|(_, value)| !value.trim().is_empty())
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn n_bytes(&self) -> usize {
        let lengths = self
            .fields
            .iter()
            .map(|(name, value)| name.len() + value.len());
        lengths.sum()
    }
}

/// Returns the word of a line that begins an entry, such as `book`.
pub(crate) fn entry_word(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('@')?;
    // Some programs write the types of ORCID or Crossref: "@journal-article{".
    let end = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '-')?;
    let (word, rest) = rest.split_at(end);
    (!word.is_empty() && !word.starts_with('-') && rest.trim_start().starts_with(['{', '(']))
        .then_some(word)
}

/// Returns the entries of a file in order, without those that are comments.
///
/// # Errors
///
/// `Cancelled`.
pub(super) fn blocks(text: &str, progress: &mut Progress<'_>) -> Result<Vec<Block>, Error> {
    let mut starts = Vec::new();
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        if entry_word(line).is_some() {
            starts.push((at, n + 1));
        }
        at += line.len();
    }
    let mut blocks = Vec::new();
    let mut definitions = HashMap::new();
    for (n, &(start, line)) in starts.iter().enumerate() {
        if n.is_multiple_of(256) {
            progress.poll()?;
        }
        let end = starts.get(n + 1).map_or(text.len(), |next| next.0);
        part(&text[start..end], line, &mut definitions, &mut blocks);
    }
    Ok(blocks)
}

/// What abbreviations stand for; `None` if that is too long.
type Definitions = HashMap<String, Option<String>>;

/// Reads the entries from one line that begins with an entry to the next.
fn part(text: &str, line: usize, definitions: &mut Definitions, blocks: &mut Vec<Block>) {
    let mut left = text.len() * MOST_READINGS;
    let mut at = 0;
    let mut counted = 0;
    let mut line = line;
    let mut is_first = true;
    while let Some(start) = text[at..].find('@').map(|n| at + n) {
        at = start + 1;
        let own = &text[start..];
        let Some(kind) = entry_word(own) else {
            continue;
        };
        line += text[counted..start].matches('\n').count();
        counted = start;
        let mut reader = Reader {
            text: own,
            at: 1 + kind.len(),
            definitions,
        };
        let kind = kind.to_ascii_lowercase();
        let entry = reader.block(&kind);
        let n_read = reader.at;
        let is_too_long = n_read > LONGEST;
        match entry {
            _ if is_too_long => blocks.push(Block {
                line,
                entry: Err("it is too long"),
            }),
            // A word with a bracket in a comment is not an entry.
            Ok(Some(entry)) if !is_first && entry.fields.is_empty() => {}
            Ok(Some(entry)) => blocks.push(Block {
                line,
                entry: Ok(entry),
            }),
            Ok(None) => {}
            Err(_) if !is_first && !own[..n_read].contains('=') => {}
            Err(why) => blocks.push(Block {
                line,
                entry: Err(why),
            }),
        }
        is_first = false;
        let is_read = entry_is_closed(own, n_read);
        at = if is_read { start + n_read } else { at };
        left = left.saturating_sub(n_read);
        if left == 0 && at < text.len() && text[at..].contains('@') {
            blocks.push(Block {
                line,
                entry: Err("the braces in its line and those around it do not match"),
            });
            return;
        }
    }
}

/// Returns whether reading ended at a bracket, and not at the end of the text.
fn entry_is_closed(text: &str, n_read: usize) -> bool {
    n_read > 0
        && text
            .as_bytes()
            .get(n_read - 1)
            .is_some_and(|b| b"})".contains(b))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    definitions: &'a mut Definitions,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Reads what follows the word of an entry; `None` if it is not a title.
    fn block(&mut self, kind: &str) -> Result<Option<Entry>, &'static str> {
        self.skip_space();
        let close = match self.peek() {
            Some(b'{') => b'}',
            _ => b')',
        };
        if matches!(kind, "comment" | "preamble") {
            return self.braced().map(|_| None);
        }
        self.at += 1;
        if kind == "string" {
            self.define(close)?;
            return Ok(None);
        }
        let mut entry = Entry {
            kind: kind.to_owned(),
            key: self.key(close),
            ..Entry::default()
        };
        loop {
            self.skip_space();
            match self.peek() {
                None => return Err("the brace at its end is missing"),
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(Some(entry));
                }
                Some(_) => {
                    let field = self.field(close)?;
                    entry.fields.push(field);
                }
            }
        }
    }

    /// Reads the key and its comma; an entry need not have one.
    fn key(&mut self, close: u8) -> String {
        let rest = &self.text[self.at..];
        let end = rest
            .bytes()
            .position(|b| b",={\"".contains(&b) || b == close);
        let end = end.unwrap_or(rest.len());
        if rest.as_bytes().get(end) == Some(&b'=') {
            return String::new();
        }
        self.at += end;
        rest[..end].trim().to_owned()
    }

    fn define(&mut self, close: u8) -> Result<(), &'static str> {
        self.skip_space();
        let start = self.at;
        let read = self.field(close);
        let (name, value) = match read {
            Ok(field) => (
                field.0,
                Some(field.1).filter(|it| it.len() <= LONGEST_DEFINITION),
            ),
            Err(TOO_LONG) => {
                let own = self.text[start..].split('=').next().unwrap_or_default();
                (own.trim().to_lowercase(), None)
            }
            Err(why) => return Err(why),
        };
        if self.definitions.len() < MOST_DEFINITIONS {
            self.definitions.insert(name, value);
        }
        self.skip_space();
        if self.peek() == Some(close) {
            self.at += 1;
        }
        Ok(())
    }

    /// Reads a name, an equals sign and a value.
    fn field(&mut self, close: u8) -> Result<(String, String), &'static str> {
        let rest = &self.text[self.at..];
        let is_end = |b: u8| b.is_ascii_whitespace() || b"={}\"#,".contains(&b) || b == close;
        let n = rest.bytes().position(is_end).unwrap_or(rest.len());
        let name = rest[..n].to_lowercase();
        self.at += n;
        self.skip_space();
        if name.is_empty() || self.peek() != Some(b'=') {
            return Err("a field in it has no name or no value");
        }
        self.at += 1;
        let mut value = String::new();
        loop {
            self.skip_space();
            let piece = self.piece(close)?;
            value.push_str(&piece);
            if value.len() > LONGEST {
                return Err(TOO_LONG);
            }
            self.skip_space();
            if self.peek() != Some(b'#') {
                break;
            }
            self.at += 1;
        }
        Ok((name, value))
    }

    /// Reads one part of a value.
    fn piece(&mut self, close: u8) -> Result<std::borrow::Cow<'a, str>, &'static str> {
        match self.peek() {
            Some(b'{') => self.braced().map(Into::into),
            Some(b'"') => self.quoted().map(Into::into),
            _ => {
                let rest = &self.text[self.at..];
                let is_end =
                    |b: u8| b.is_ascii_whitespace() || b"={}\"#,".contains(&b) || b == close;
                let n = rest.bytes().position(is_end).unwrap_or(rest.len());
                self.at += n;
                let word = &rest[..n];
                match self.definitions.get(&word.to_lowercase()) {
                    Some(Some(text)) => Ok(text.clone().into()),
                    Some(None) => Err(TOO_LONG),
                    // An abbreviation that is not defined stands for itself.
                    None => Ok(word.into()),
                }
            }
        }
    }

    /// Reads a text in braces or brackets, and returns what is inside.
    fn braced(&mut self) -> Result<&'a str, &'static str> {
        let start = self.at + 1;
        let is_round = self.peek() == Some(b'(');
        let mut depth = 0_usize;
        for (n, byte) in self.text.as_bytes()[self.at..].iter().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                b'(' if is_round && n == 0 => continue,
                b')' if is_round && depth == 0 => {}
                _ => continue,
            }
            if depth == 0 && (!is_round || *byte == b')') {
                let inside = &self.text[start..self.at + n];
                self.at += n + 1;
                return Ok(inside);
            }
        }
        self.at = self.text.len();
        Err("a brace in it is not closed")
    }

    /// Reads a text in quotation marks.
    fn quoted(&mut self) -> Result<&'a str, &'static str> {
        let start = self.at + 1;
        let mut depth = 0_usize;
        for (n, byte) in self.text.as_bytes()[start..].iter().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'"' if depth == 0 => {
                    self.at = start + n + 1;
                    return Ok(&self.text[start..start + n]);
                }
                _ => {}
            }
        }
        self.at = self.text.len();
        Err("a quotation mark in it is not closed")
    }
}

const TOO_LONG: &str = "an abbreviation in it stands for too long a text";

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn read(text: &str) -> Vec<Block> {
        let mut go_on = |_| ControlFlow::Continue(());
        blocks(text, &mut Progress::new(&mut go_on)).unwrap()
    }

    fn titles(text: &str) -> Vec<String> {
        let title = |block: Block| match block.entry {
            Ok(entry) => entry.get("title").unwrap_or_default().to_owned(),
            Err(why) => format!("! {why}"),
        };
        read(text).into_iter().map(title).collect()
    }

    #[test]
    fn entries_are_found_wherever_they_begin() {
        assert_eq!(
            titles("@book{a, title={A}}@book{b, title={B}} @BOOK (c,title=\"C\")"),
            ["A", "B", "C"]
        );
        assert_eq!(
            titles("%@book{a}\n text @ home\n@book{a,\ntitle = A # {, }#\"B\" ,}"),
            ["A, B"]
        );
        assert_eq!(
            titles("@comment{@book{no, title={No}}} @book{b, title={B}}"),
            ["B"]
        );
        assert_eq!(
            titles("@book{title={No key}}\n@book{, title={B}}"),
            ["No key", "B"]
        );
        assert_eq!(
            titles("@book{a, title={A}} write to me@home (ever)\n"),
            ["A"]
        );
        assert_eq!(
            titles("@string(x = {X})\n@book(a, title = x # { y})"),
            ["X y"]
        );
        assert_eq!(titles("@book{a, author={A} title={B}}"), ["B"]);
    }

    #[test]
    fn a_broken_entry_is_named_and_spoils_no_other() {
        let broken = "! a brace in it is not closed";
        assert_eq!(
            titles(
                "@book{a, title={A}\n@book{b, title={B}}\n@book{c, title={{C}\n@book{d, title={D}}"
            ),
            ["! the brace at its end is missing", "B", broken, "D"]
        );
        assert_eq!(
            titles("@book{a, title}\n@book{b, title={B}}")
                .last()
                .unwrap(),
            "B"
        );
    }

    #[test]
    fn abbreviations_do_not_grow_without_bound() {
        let mut text = "@string{a0 = \"lol\"}\n".to_owned();
        for n in 1..60 {
            let uses = vec![format!("a{}", n - 1); 10].join(" # ");
            let definition = format!("@string{{a{n} = {uses}}}\n");
            text += &definition;
        }
        text += "@book{x, title = a59}\n@book{y, title = a2}\n";
        let found = titles(&text);
        assert_eq!(found[0], format!("! {TOO_LONG}"));
        assert_eq!(found[1], "lol".repeat(100));
    }

    #[test]
    fn a_long_line_takes_no_long_time() {
        let start = std::time::Instant::now();
        for unit in [
            "@a{b,c={",
            "@a{",
            "@a{b,c={d}",
            "@string{a=b#",
            "{",
            "@a(b,c=\"",
        ] {
            let n = 100_000;
            let text = "@book{x, title={".to_owned() + &unit.repeat(n);
            assert!(read(&text).len() <= n + 1);
        }
        // If each were read to the end of the line, this would take an hour.
        assert!(start.elapsed().as_secs() < 60);
    }
}
