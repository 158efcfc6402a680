//! From tokens to paragraphs.

use std::collections::HashMap;

use colophon_encoding::CodePage;

use super::charset;
use super::equation;
use super::state::{Group, Target, is_formatting, is_known_option, is_skipped, special_character};
use super::token::{Lexer, Token};
use crate::format::outline::Outline;
use crate::format::symbols::{self, Letters};
use crate::{Limits, Section};

/// The content of a rich text.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) sections: Vec<Section>,
    pub(crate) ending: Ending,
}

/// How the reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Whole,
    /// Groups are still open at the end of the file.
    Cut,
    /// Text follows the end of the document.
    Overrun,
    TooDeep,
}

/// The longest instruction of a field that is examined, in bytes. A bound; no figure
/// depends on it.
const MAX_INSTRUCTION: usize = 1 << 16;

#[derive(Debug)]
pub(super) struct Reader {
    outline: Outline,
    groups: Vec<Group>,
    max_depth: usize,
    /// The document's own code page.
    charset: CodePage,
    /// The code page of each font; none if it is the document's.
    fonts: HashMap<i32, Option<CodePage>>,
    default_font: i32,
    /// The font that the open entry of the font table describes.
    font_entry: i32,
    /// Style to heading level, 0 for the first.
    levels: HashMap<i32, u8>,
    /// Bytes that are not decoded yet, all in one code page.
    pending: Vec<u8>,
    /// The first half of a character beyond the sixteen bits of `\u`.
    high: Option<u16>,
    /// How many of the characters that replace a `\u` are still to come.
    to_skip: u32,
    /// The next word is an optional destination.
    is_option: bool,
    /// Nothing but white space has come since the group began.
    at_start: bool,
    /// The kind of letters of each font that has no common ones.
    letters: HashMap<i32, Letters>,
    /// The instruction of the open field.
    instruction: String,
    /// The text of a formula whose field is still open.
    formula: Option<String>,
    paragraph: String,
    note: String,
    boxes: String,
    entry_name: String,
    style_level: Option<u8>,
    own_level: Option<u8>,
    title: String,
    author: String,
}

impl Reader {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            outline: Outline::default(),
            groups: vec![Group::new()],
            max_depth: usize::try_from(limits.max_depth).unwrap_or(usize::MAX),
            charset: CodePage::WESTERN,
            fonts: HashMap::new(),
            default_font: 0,
            font_entry: 0,
            levels: HashMap::new(),
            pending: Vec::new(),
            high: None,
            to_skip: 0,
            is_option: false,
            at_start: false,
            letters: HashMap::new(),
            instruction: String::new(),
            formula: None,
            paragraph: String::new(),
            note: String::new(),
            boxes: String::new(),
            entry_name: String::new(),
            style_level: None,
            own_level: None,
            title: String::new(),
            author: String::new(),
        }
    }

    pub(super) fn read(mut self, bytes: &[u8]) -> Text {
        let mut ending = Ending::Cut;
        for token in Lexer::new(bytes) {
            match token {
                Token::Open if self.groups.len() > self.max_depth => {
                    ending = Ending::TooDeep;
                    break;
                }
                Token::Open => self.open(),
                Token::Close => {
                    self.close();
                    if self.groups.len() == 1 && ending == Ending::Cut {
                        ending = Ending::Whole;
                    }
                }
                Token::Word(word, param) => self.word(word, param),
                Token::Symbol(byte) => self.symbol(byte),
                Token::Hex(byte) => self.bytes(&[byte]),
                Token::Text(bytes) => {
                    // An extra brace must not hide everything that follows.
                    if ending == Ending::Whole && bytes.iter().any(u8::is_ascii_alphanumeric) {
                        ending = Ending::Overrun;
                    }
                    self.bytes(bytes);
                }
            }
        }
        self.flush();
        self.end_note();
        self.end_paragraph();
        let some = |text: String| (!text.trim().is_empty()).then_some(text);
        Text {
            title: some(self.title),
            author: some(self.author),
            sections: self.outline.finish(),
            ending,
        }
    }

    fn group(&mut self) -> &mut Group {
        if self.groups.is_empty() {
            self.groups.push(Group::new());
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn open(&mut self) {
        self.flush();
        self.to_skip = 0;
        self.is_option = false;
        self.at_start = true;
        let mut group = *self.group();
        group.outer = group.outer.filter(|_| group.target == Target::Nothing);
        self.groups.push(group);
    }

    fn close(&mut self) {
        self.flush();
        self.to_skip = 0;
        self.is_option = false;
        self.at_start = false;
        let Some(closed) = self.groups.pop() else {
            return;
        };
        if self.groups.len() <= 1 {
            self.groups = vec![Group {
                target: Target::Body,
                ..closed
            }];
        }
        match (closed.target, self.group().target) {
            (Target::Instruction, outer) if outer != Target::Instruction => {
                let instruction = std::mem::take(&mut self.instruction);
                self.formula = equation::text(&instruction);
            }
            (Target::Instruction, _) => {}
            _ => self.end_formula(),
        }
        match (closed.target, self.group().target) {
            (Target::Note, outer) if outer != Target::Note => self.end_note(),
            (Target::Box, outer) if outer != Target::Box => end_line(&mut self.boxes),
            (Target::Styles, _) => self.end_style(closed.entry),
            (Target::Fonts, _) => self.end_font(),
            _ => {}
        }
    }

    /// Puts the text of a formula in the place of its field.
    fn end_formula(&mut self) {
        if let Some(text) = self.formula.take() {
            self.put(&text);
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.is_option = false;
        self.at_start &= bytes.iter().all(u8::is_ascii_whitespace);
        let skip = usize::try_from(self.to_skip).unwrap_or(usize::MAX);
        let skip = skip.min(bytes.len());
        self.to_skip -= u32::try_from(skip).unwrap_or(0);
        if !self.group().is_silent() {
            self.pending.extend_from_slice(&bytes[skip..]);
        }
    }

    /// Decodes the pending bytes.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let (mut text, whole) = self.group().charset.decode(&bytes);
        // Some programs write the text of all fonts in the document's code page.
        if !whole && let (other, true) = self.charset.decode(&bytes) {
            text = other;
        }
        self.put(&text);
        self.pending = bytes;
        self.pending.clear();
    }

    fn put(&mut self, text: &str) {
        if self.group().is_silent() {
            return;
        }
        match self.group().target {
            Target::Body => self.paragraph.push_str(text),
            Target::Note => self.note.push_str(text),
            Target::Box => self.boxes.push_str(text),
            Target::Styles | Target::Fonts => self.entry_name.push_str(text),
            Target::Instruction => {
                if self.instruction.len() < MAX_INSTRUCTION {
                    self.instruction.push_str(text);
                }
            }
            Target::Title => self.title.push_str(text),
            Target::Author => self.author.push_str(text),
            Target::Nothing => {}
        }
    }

    fn symbol(&mut self, byte: u8) {
        if byte == b'*' {
            // Later in a group it has no meaning, though some programs write it.
            self.is_option = self.at_start;
            return;
        }
        self.at_start = false;
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        match byte {
            // These stand for themselves, and can be half of a character.
            b'\\' | b'{' | b'}' => self.bytes(&[byte]),
            b'~' => self.letter("\u{a0}"),
            b'-' => self.letter("\u{ad}"),
            b'_' => self.letter("-"),
            b'\r' | b'\n' => self.end_line(),
            b'\t' => self.letter("\t"),
            _ => {}
        }
    }

    fn letter(&mut self, text: &str) {
        self.flush();
        self.put(text);
    }

    fn word(&mut self, word: &[u8], param: Option<i32>) {
        let is_option = std::mem::take(&mut self.is_option);
        self.at_start = false;
        if word == b"u" {
            self.unicode(param.unwrap_or(0));
            return;
        }
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        self.flush();
        let value = param.unwrap_or(0);
        let is_on = param != Some(0);
        if let Some(text) = special_character(word) {
            self.put(text);
            return;
        }
        match word {
            b"par" | b"sect" | b"page" | b"row" | b"nestrow" | b"column" => self.end_line(),
            b"pard" => {
                self.style_level = None;
                self.own_level = None;
            }
            b"s" if self.group().target == Target::Styles => self.group().entry = value,
            b"s" => self.style_level = self.levels.get(&value).copied(),
            b"outlinelevel" => self.outline_level(value),
            b"uc" => self.group().stand_ins = u32::try_from(value).unwrap_or(0),
            b"v" => self.group().is_hidden = is_on,
            b"deleted" => self.group().is_deleted = is_on,
            b"plain" => {
                let font = self.default_font;
                self.group().is_hidden = false;
                self.font(font);
            }
            b"ansi" => self.code_page(CodePage::WESTERN),
            b"mac" => self.code_page(CodePage::MAC),
            b"pc" => self.code_page(CodePage::DOS_US),
            b"pca" => self.code_page(CodePage::DOS_WESTERN),
            b"ansicpg" => {
                if let Some(charset) = CodePage::of_number(value) {
                    self.code_page(charset);
                }
            }
            b"deff" => self.default_font = value,
            // The last font named before the text applies to it.
            b"f" | b"af" => self.font(value),
            b"fcharset" => self.font_charset(charset::of_font(value)),
            b"cpg" => self.font_charset(CodePage::of_number(value)),
            _ => self.destination(word, is_option),
        }
    }

    fn destination(&mut self, word: &[u8], is_option: bool) {
        let target = match word {
            b"ud" => {
                if let Some(outer) = self.group().outer.take() {
                    self.group().target = outer;
                }
                return;
            }
            _ if self.group().target == Target::Instruction
                || self.group().target == Target::Nothing
                    && word != b"title"
                    && word != b"author" =>
            {
                return;
            }
            // It shows what the formula says.
            b"fldrslt" if self.formula.is_some() => {
                self.end_formula();
                Target::Nothing
            }
            b"fldinst" => Target::Instruction,
            _ if is_formatting(word) && self.group().target != Target::Styles => return,
            // They are only in `info`, which is otherwise not read.
            b"title" | b"author" => {
                if self.group().target != Target::Nothing || is_option {
                    return;
                }
                if word == b"title" {
                    Target::Title
                } else {
                    Target::Author
                }
            }
            b"upr" => {
                let outer = self.group().target;
                self.group().outer = Some(outer);
                Target::Nothing
            }
            b"fonttbl" => Target::Fonts,
            b"stylesheet" => Target::Styles,
            b"footnote" => Target::Note,
            b"shptxt" | b"dptxbxtext" => Target::Box,
            _ if is_skipped(word) || is_option && !is_known_option(word) => Target::Nothing,
            _ => return,
        };
        self.group().target = target;
    }

    fn unicode(&mut self, value: i32) {
        self.flush();
        self.to_skip = self.group().stand_ins;
        // The number is signed by tradition, but not always.
        let Ok(unit) = u16::try_from(value.rem_euclid(0x1_0000)) else {
            return;
        };
        let units = match (self.high.take(), unit) {
            (Some(high), 0xdc00..=0xdfff) => vec![high, unit],
            (_, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                return;
            }
            // The characters of symbol fonts are bytes beyond U+F000.
            (_, 0xf020..=0xf0ff) => {
                let [_, byte] = unit.to_be_bytes();
                let group = *self.group();
                match group.letters {
                    Letters::Common if !group.is_silent() => self.pending.push(byte),
                    Letters::Greek => {
                        if let Some(c) = symbols::greek(byte) {
                            self.put(c.encode_utf8(&mut [0; 4]));
                        }
                    }
                    _ => {}
                }
                return;
            }
            _ => vec![unit],
        };
        self.put(&String::from_utf16_lossy(&units));
    }

    fn code_page(&mut self, charset: CodePage) {
        self.charset = charset;
        self.group().charset = charset;
    }

    fn font(&mut self, font: i32) {
        if self.group().target == Target::Fonts {
            self.end_font();
            self.group().entry = font;
            self.fonts.entry(font).or_insert(None);
            self.font_entry = font;
            return;
        }
        self.group().letters = self.letters.get(&font).copied().unwrap_or_default();
        let own = self.fonts.get(&font).copied().flatten();
        self.group().charset = own.unwrap_or(self.charset);
    }

    /// Takes what kind of letters a font has from its name.
    fn end_font(&mut self) {
        let name = std::mem::take(&mut self.entry_name);
        let letters = Letters::of_font(name.trim().trim_end_matches(';'));
        if letters != Letters::Common {
            self.letters.insert(self.font_entry, letters);
        }
    }

    fn font_charset(&mut self, charset: Option<CodePage>) {
        if self.group().target == Target::Fonts {
            let font = self.group().entry;
            self.fonts.insert(font, charset);
        }
    }

    fn outline_level(&mut self, value: i32) {
        let level = u8::try_from(value).ok().filter(|level| *level < 9);
        if self.group().target == Target::Styles {
            let style = self.group().entry;
            self.levels.extend(level.map(|level| (style, level)));
        } else if self.group().target == Target::Body {
            self.own_level = level;
        }
    }

    /// Takes the level of a style from its name, which is English in all versions
    /// of Word; `heading 1;` is the highest.
    fn end_style(&mut self, style: i32) {
        let name = std::mem::take(&mut self.entry_name).to_ascii_lowercase();
        let digits = name.trim().trim_end_matches(';').strip_prefix("heading");
        let level = digits.and_then(|d| d.trim().parse::<u8>().ok()?.checked_sub(1));
        if let Some(level) = level {
            self.levels.entry(style).or_insert(level);
        }
    }

    fn end_line(&mut self) {
        self.flush();
        if self.group().is_silent() {
            return;
        }
        match self.group().target {
            Target::Body => self.end_paragraph(),
            Target::Note => end_line(&mut self.note),
            Target::Box => end_line(&mut self.boxes),
            _ => {}
        }
    }

    fn end_note(&mut self) {
        end_line(&mut self.note);
        self.outline.note(&std::mem::take(&mut self.note));
    }

    fn end_paragraph(&mut self) {
        end_line(&mut self.paragraph);
        let text = std::mem::take(&mut self.paragraph);
        let level = self.own_level.or(self.style_level);
        self.outline.paragraph(&text, level);
        self.outline.push(&std::mem::take(&mut self.boxes));
    }
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}
