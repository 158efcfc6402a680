//! What people read in a source file: strings, comments and markup.
//!
//! Rust, TypeScript and Svelte are taken apart just far enough to tell these from
//! code. A file that does not compile gives some stretches or others, and no
//! error.

use std::fs;
use std::path::Path;

/// A stretch of a file that people read, with the line on which it begins. It
/// has a line end wherever the file has one.
pub type Stretch = (String, usize);

/// Returns what people read in a file; nothing for a file of another kind.
///
/// # Panics
///
/// When the file cannot be read.
pub fn read(path: &Path) -> Vec<Stretch> {
    let text = || fs::read_to_string(path).unwrap();
    match path.extension().and_then(|it| it.to_str()) {
        Some("rs") => source(&text(), true),
        Some("ts") => source(&text(), false),
        Some("svelte") => svelte(&text()),
        Some("md") => vec![(text(), 1)],
        _ => Vec::new(),
    }
}

/// Returns what people read in a source file: its strings and comments.
///
/// `is_rust` says whose strings and quotes to expect.
fn source(text: &str, is_rust: bool) -> Vec<Stretch> {
    let mut reader = Reader::new(text, is_rust);
    reader.code(None);
    joined(reader.found)
}

/// Makes one text of comments on successive lines.
fn joined(found: Vec<(bool, String, usize)>) -> Vec<Stretch> {
    let mut joined: Vec<(bool, String, usize, usize)> = Vec::new();
    for (is_comment, text, line) in found {
        let end = line + text.matches('\n').count();
        match joined.last_mut() {
            Some((true, all, _, last)) if is_comment && *last + 1 == line => {
                all.push('\n');
                all.push_str(&text);
                *last = end;
            }
            _ => joined.push((is_comment, text, line, end)),
        }
    }
    joined.into_iter().map(|it| (it.1, it.2)).collect()
}

/// Reads source text and collects strings and comments.
struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    is_rust: bool,
    found: Vec<(bool, String, usize)>,
}

impl Reader {
    fn new(text: &str, is_rust: bool) -> Self {
        Self {
            chars: text.chars().collect(),
            at: 0,
            line: 1,
            is_rust,
            found: Vec::new(),
        }
    }

    fn looks_at(&self, text: &str) -> bool {
        let next = self.chars[self.at..].iter();
        next.take(text.chars().count()).copied().eq(text.chars())
    }

    fn next(&mut self) -> Option<char> {
        let letter = *self.chars.get(self.at)?;
        self.at += 1;
        if letter == '\n' {
            self.line += 1;
        }
        Some(letter)
    }

    /// Reads code up to its end, or up to the brace that closes a placeholder.
    fn code(&mut self, until: Option<char>) {
        let mut depth = 0;
        let mut before = '\n';
        while let Some(&letter) = self.chars.get(self.at) {
            if self.looks_at("//") {
                self.line_comment();
            } else if self.looks_at("/*") {
                self.block_comment();
            } else if self.is_rust && letter == 'r' && self.raw_string() {
                // Read.
            } else if letter == '"' || !self.is_rust && "'`".contains(letter) {
                self.string(letter);
            } else if self.is_rust && letter == '\'' {
                self.character();
            } else if !self.is_rust && letter == '/' && "(=,:[!&|?{};\n".contains(before) {
                self.pattern();
            } else {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                self.next();
                if depth < 0 && until == Some(letter) {
                    return;
                }
                // "return /x/" is as rare as it is harmless.
                if letter != ' ' {
                    before = letter;
                }
                continue;
            }
            before = 'x';
        }
    }

    fn line_comment(&mut self) {
        let line = self.line;
        let rest = &self.chars[self.at..];
        let text: String = rest.iter().take_while(|it| **it != '\n').collect();
        self.at += text.chars().count();
        let text = text.trim_start_matches('/').trim_start_matches('!');
        self.found.push((true, text.to_owned(), line));
    }

    fn block_comment(&mut self) {
        let line = self.line;
        self.at += 2;
        let mut text = String::new();
        while !self.looks_at("*/") {
            let Some(letter) = self.next() else { break };
            text.push(letter);
        }
        self.at = (self.at + 2).min(self.chars.len());
        self.found.push((true, text, line));
    }

    /// Reads `r"…"` or `r#"…"#`; returns whether there was one.
    fn raw_string(&mut self) -> bool {
        let rest = &self.chars[self.at + 1..];
        let n_marks = rest.iter().take_while(|it| **it == '#').count();
        if rest.get(n_marks) != Some(&'"') {
            return false;
        }
        let line = self.line;
        self.at += n_marks + 2;
        let close = format!("\"{}", "#".repeat(n_marks));
        let mut text = String::new();
        while !self.looks_at(&close) {
            let Some(letter) = self.next() else { break };
            text.push(letter);
        }
        self.at = (self.at + close.len()).min(self.chars.len());
        self.found.push((false, text, line));
        true
    }

    fn string(&mut self, close: char) {
        let line = self.line;
        self.at += 1;
        let mut text = String::new();
        while let Some(letter) = self.next() {
            if letter == close {
                break;
            }
            if letter == '\\' {
                // An escaped line end continues the sentence; other escapes are
                // a blank or a mark.
                text.push(match self.next() {
                    Some('\n') => '\n',
                    Some('\\' | '"' | '\'' | 'n' | 't' | 'r') => ' ',
                    _ => '.',
                });
            } else if close == '`' && letter == '$' && self.looks_at("{") {
                self.at += 1;
                self.placeholder(&mut text);
            } else {
                text.push(letter);
            }
        }
        self.found.push((false, text, line));
    }

    /// Reads the code in a placeholder, and adds an empty one with its line ends
    /// to `text`.
    fn placeholder(&mut self, text: &mut String) {
        let line = self.line;
        self.code(Some('}'));
        text.push_str("{}");
        text.push_str(&"\n".repeat(self.line - line));
    }

    /// Skips a character literal, or the quote of a lifetime.
    fn character(&mut self) {
        let next = |n: usize| self.chars.get(self.at + n);
        if next(1) == Some(&'\\') {
            self.at += 3;
            while self.chars.get(self.at).is_some_and(|it| *it != '\'') {
                self.at += 1;
            }
            self.at += 1;
        } else if next(2) == Some(&'\'') {
            self.at += 3;
        } else {
            self.at += 1;
        }
    }

    /// Skips a regular expression.
    fn pattern(&mut self) {
        self.at += 1;
        let mut is_class = false;
        while let Some(letter) = self.next() {
            match letter {
                '\\' => self.at += 1,
                '[' => is_class = true,
                ']' => is_class = false,
                '/' if !is_class => break,
                '\n' => break,
                _ => {}
            }
        }
    }
}

/// Returns what people read in Svelte's markup: all but the code in braces.
fn markup(text: &str) -> Vec<Stretch> {
    let mut reader = Reader::new(text, false);
    let mut all = String::new();
    while let Some(letter) = reader.next() {
        if letter == '{' {
            reader.placeholder(&mut all);
        } else {
            all.push(letter);
        }
    }
    let mut found = joined(reader.found);
    found.push((all, 1));
    found
}

/// Returns what people read in a Svelte file.
fn svelte(text: &str) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let (mut rest, mut line) = (text, 1);
    let shifted = |found: Vec<Stretch>, line: usize| {
        let found = found.into_iter();
        found.map(move |(text, own)| (text, line + own - 1))
    };
    loop {
        let opening = ["<script", "<style"].iter();
        let opening = opening.filter_map(|tag| Some((rest.find(tag)?, *tag)));
        let Some((start, tag)) = opening.min() else {
            found.extend(shifted(markup(rest), line));
            return found;
        };
        let close = tag.replace('<', "</");
        let length = rest[start..].find(&close).unwrap_or(rest.len() - start);
        let (before, code) = (&rest[..start], &rest[start..start + length]);
        found.extend(shifted(markup(before), line));
        line += before.matches('\n').count();
        found.extend(shifted(source(code, false), line));
        line += code.matches('\n').count();
        rest = &rest[start + length..];
    }
}
