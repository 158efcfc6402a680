//! From XHTML and HTML to text, in one pass and without a tree.
//!
//! A document of any depth costs the same here, and nothing recurses. XHTML is
//! parsed as XML first, because an HTML parser takes `<title/>` for an open tag
//! and swallows the chapter; what is not XML goes through the HTML tokenizer,
//! which accepts everything; what is left open there is closed first, so that it
//! does not swallow the text behind it. Entities defined by the document itself
//! are expanded only if they are short and plain.

mod element;
mod entity;
mod mend;

use std::cell::RefCell;
use std::collections::HashMap;

use element::{
    implies_end, is_block, is_heading, is_hidden, is_inline, is_mark, is_ruby, is_skipped, is_void,
    is_wordy,
};
pub(crate) use entity::Entities;
pub(crate) use entity::{attribute, resolved};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The text and metadata of a page of markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) text: String,
    /// The content of the `title` element.
    pub(crate) title: Option<String>,
    /// The first heading.
    pub(crate) heading: Option<String>,
    /// The `lang` of the root element.
    pub(crate) language: Option<String>,
    /// The `meta` elements: name or property, and content.
    pub(crate) meta: Vec<(String, String)>,
    /// Whether something was left open that may have hidden or added text.
    pub(crate) is_broken: bool,
}

/// Reads a page of XHTML, or of HTML if it is not XML.
pub(crate) fn xhtml(source: &str) -> Page {
    as_xml(source).unwrap_or_else(|| html(source))
}

/// Reads a page of HTML, no matter how broken.
pub(crate) fn html(source: &str) -> Page {
    let (source, was_open) = mend::closed(source);
    let sink = HtmlSink(RefCell::new(Flow::new(&source)));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    // The tokenizer counts in 32 bits.
    for piece in pieces(&source, 1 << 20) {
        input.push_back(StrTendril::from_slice(piece));
        while let html5ever::TokenizerResult::Script(()) = tokenizer.feed(&input) {}
    }
    tokenizer.end();
    let mut page = tokenizer.sink.0.take().finish();
    page.is_broken |= was_open;
    page
}

fn pieces(mut text: &str, len: usize) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (piece, rest) = text.split_at(text.floor_char_boundary(len));
        text = rest;
        (!piece.is_empty()).then_some(piece)
    })
}

fn as_xml(source: &str) -> Option<Page> {
    let mut reader = Reader::from_str(source);
    let mut flow = Flow::new(source);
    let mut elements = 0_u32;
    let mut open = 0_u32;
    let mut entities = Entities::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                elements += 1;
                open += 1;
                start_xml(&mut flow, &tag, false);
            }
            Event::Empty(tag) => {
                elements += 1;
                start_xml(&mut flow, &tag, true);
            }
            Event::End(tag) => {
                open = open.saturating_sub(1);
                flow.end(tag.local_name().as_ref());
            }
            Event::Text(text) => flow.text(&text.xml10_content()),
            Event::CData(text) => flow.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let own = entities.resolve(&name);
                flow.text(&own.unwrap_or_else(|| resolved(&name)));
            }
            Event::DocType(declaration) => entities.declare(&declaration),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    // Elements that are never closed are HTML.
    (elements > 0 && open == 0).then(|| flow.finish())
}

// Bounds; no figure depends on them.

fn start_xml(flow: &mut Flow, tag: &BytesStart<'_>, closed: bool) {
    let raw: &str = tag;
    flow.start(tag.local_name().as_ref(), closed, &|name| {
        raw.contains(name).then(|| attribute(tag, name)).flatten()
    });
}

/// Skips an element and everything in it.
#[derive(Debug, Default)]
pub(crate) struct Skipper {
    /// The element's name, and how many of that name are open.
    open: Option<(String, u32)>,
}

impl Skipper {
    /// Starts to skip an element that has just begun, unless it is closed at
    /// once and so holds nothing.
    pub(crate) fn skip(&mut self, name: &str, closed: bool) {
        self.open = (!closed).then(|| (name.to_owned(), 1));
    }

    /// Takes the beginning of an element; returns whether it is skipped.
    pub(crate) fn start(&mut self, name: &str, closed: bool) -> bool {
        let Some((skipped, depth)) = &mut self.open else {
            return false;
        };
        *depth += u32::from(skipped == name && !closed);
        true
    }

    /// Takes the end of an element; returns whether it is skipped.
    pub(crate) fn end(&mut self, name: &str) -> bool {
        let Some((skipped, depth)) = &mut self.open else {
            return false;
        };
        if skipped == name {
            *depth -= 1;
            if *depth == 0 {
                self.open = None;
            }
        }
        true
    }

    /// Returns whether an element is being skipped.
    pub(crate) fn is_skipping(&self) -> bool {
        self.open.is_some()
    }
}

struct HtmlSink(RefCell<Flow>);

impl TokenSink for HtmlSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut flow = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => flow.text(&text),
            Token::TagToken(tag) => {
                let name: &str = tag.name.strip_prefix("epub:").unwrap_or(&tag.name);
                if tag.kind == TagKind::EndTag {
                    flow.end(name);
                } else {
                    flow.start(name, tag.self_closing || is_void(name), &|wanted| {
                        let found = tag.attrs.iter().find(|a| &*a.name.local == wanted)?;
                        Some(found.value.to_string())
                    });
                    if !tag.self_closing {
                        match name {
                            "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                                return TokenSinkResult::RawData(RawKind::Rawtext);
                            }
                            "title" | "textarea" => {
                                return TokenSinkResult::RawData(RawKind::Rcdata);
                            }
                            _ => {}
                        }
                    }
                }
            }
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// An element that is skipped with everything in it.
struct Skipped {
    name: String,
    /// The elements that are open inside, and how many there are of each name.
    inside: Vec<String>,
    counts: HashMap<String, u32>,
    /// How many of them are blocks.
    blocks: u32,
    /// The text of a mark, which may turn out to be a word.
    mark: Option<String>,
    /// Whether it holds text that an unclosed element would have swallowed.
    has_text: bool,
}

impl Skipped {
    fn new(name: &str, mark: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            inside: Vec::new(),
            counts: HashMap::new(),
            blocks: 0,
            mark,
            has_text: false,
        }
    }

    fn open(&mut self, name: &str) {
        self.inside.push(name.to_owned());
        self.blocks += u32::from(is_block(name));
        *self.counts.entry(name.to_owned()).or_insert(0) += 1;
    }

    /// Returns whether an element of this name is open inside.
    fn holds(&self, name: &str) -> bool {
        self.counts.get(name).is_some_and(|count| *count > 0)
    }

    /// Closes an element inside; returns whether there is one of this name.
    fn close(&mut self, name: &str) -> bool {
        if !self.holds(name) {
            return false;
        }
        while let Some(inner) = self.inside.pop() {
            self.blocks -= u32::from(is_block(&inner));
            if let Some(count) = self.counts.get_mut(&inner) {
                *count -= 1;
            }
            if inner == name {
                break;
            }
        }
        true
    }
}

/// Contents of which one is shown.
struct Switch {
    /// Where in the text it begins.
    from: usize,
    had_case: bool,
    /// The text of the case, while what replaces it is read.
    case: Option<String>,
}

/// Turns tags and text into lines.
#[derive(Default)]
struct Flow {
    page: Page,
    /// Whether a script may show what is hidden at first.
    has_script: bool,
    skipped: Option<Skipped>,
    switches: Vec<Switch>,
    title: Option<String>,
    /// Where in the text the first heading begins.
    heading: Option<usize>,
    preformatted: u32,
    /// Whether there was white space after the last letter.
    space: bool,
}

impl Flow {
    fn new(source: &str) -> Self {
        Self {
            has_script: ["<script", "<SCRIPT", ":script"]
                .iter()
                .any(|it| source.contains(it)),
            ..Self::default()
        }
    }

    /// Takes the beginning of an element while another one may be skipped; returns
    /// whether it is skipped as well.
    fn start_skipped(&mut self, name: &str, closed: bool) -> bool {
        let Some(skipped) = &mut self.skipped else {
            return false;
        };
        // The end tags of ruby are often left out.
        let ends_ruby = is_ruby(&skipped.name) && (is_ruby(name) || name == "rb");
        if ends_ruby || implies_end(skipped, name) {
            self.stop_skipping();
            return false;
        }
        if !closed {
            skipped.open(name);
        }
        true
    }

    /// Takes the end of an element while one may be skipped; returns whether it is
    /// skipped.
    fn end_skipped(&mut self, name: &str) -> bool {
        let Some(skipped) = &mut self.skipped else {
            return false;
        };
        if skipped.close(name) {
            return true;
        }
        if skipped.name == name {
            self.stop_skipping();
            return true;
        }
        // The end of an outer element ends what is open inside it.
        let is_outer = match name {
            "ruby" => is_ruby(&skipped.name),
            "p" => is_ruby(&skipped.name) || is_inline(&skipped.name),
            _ => !is_inline(name) && name != "br",
        };
        if is_outer {
            self.stop_skipping();
        }
        !is_outer
    }

    fn stop_skipping(&mut self) {
        let mark = self.skipped.take().and_then(|skipped| skipped.mark);
        // A link with words is part of the sentence.
        if let Some(words) = mark.filter(|mark| is_wordy(mark)) {
            self.text(&words);
        }
    }

    fn skip(&mut self, name: &str, closed: bool, mark: Option<String>) {
        self.skipped = (!closed).then(|| Skipped::new(name, mark));
    }

    /// Takes the beginning of one of several contents; returns whether it is left
    /// out.
    fn start_switch(&mut self, name: &str) -> bool {
        let len = self.page.text.len();
        match (name, self.switches.last_mut()) {
            ("switch", _) => self.switches.push(Switch {
                from: len,
                had_case: false,
                case: None,
            }),
            ("case", Some(switch)) => return std::mem::replace(&mut switch.had_case, true),
            ("default", Some(switch)) if switch.from <= len => {
                switch.case = Some(self.page.text.split_off(switch.from));
            }
            _ => {}
        }
        false
    }

    fn end_switch(&mut self, name: &str) {
        if name == "default"
            && let Some(switch) = self.switches.last_mut()
            && let Some(case) = switch.case.take()
        {
            // A picture does not replace words.
            let shown = self.page.text.get(switch.from..).unwrap_or_default();
            if !shown.contains(char::is_alphanumeric) {
                self.page.text.push_str(&case);
            }
        }
        if name == "switch" {
            self.switches.pop();
        }
    }

    fn start(&mut self, name: &str, closed: bool, attr: &dyn Fn(&str) -> Option<String>) {
        if self.start_skipped(name, closed) {
            return;
        }
        if !self.has_script && is_hidden(name, attr) {
            if !is_inline(name) {
                self.block();
            }
            self.skip(name, closed, None);
            return;
        }
        if !closed && self.start_switch(name) {
            self.skip(name, closed, None);
            return;
        }
        match name {
            "br" => self.line_break(),
            "html" | "body" => {
                let language = attr("lang").filter(|l| !l.is_empty());
                self.page.language = self.page.language.take().or(language);
            }
            "meta" => {
                let key = attr("name").or_else(|| attr("property"));
                if let Some(pair) = key.zip(attr("content")) {
                    self.page.meta.push(pair);
                }
            }
            "title" if !closed => self.title = Some(String::new()),
            "td" | "th" => self.space = true,
            "a" | "span" if is_mark(attr) => self.skip(name, closed, Some(String::new())),
            "noteref" | "annoref" => self.skip(name, closed, Some(String::new())),
            _ if is_skipped(name) => self.skip(name, closed, None),
            _ if is_inline(name) => {}
            _ => self.block(),
        }
        if closed {
            return;
        }
        if name == "pre" {
            self.preformatted += 1;
        } else if is_heading(name) && self.page.heading.is_none() {
            self.heading = Some(self.page.text.len());
        }
    }

    fn end(&mut self, name: &str) {
        if self.end_skipped(name) {
            return;
        }
        self.end_switch(name);
        match name {
            "title" => {
                if let Some(title) = self.title.take()
                    && self.page.title.is_none()
                {
                    self.page.title = one_line(&title);
                }
                return;
            }
            "td" | "th" => self.space = true,
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
        if is_heading(name)
            && let Some(from) = self.heading.take()
        {
            self.page.heading = self.page.text.get(from..).and_then(one_line);
        }
        if !is_inline(name) && !matches!(name, "td" | "th" | "br") {
            self.block();
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(title) = &mut self.title {
            title.push_str(text);
            return;
        }
        if let Some(skipped) = &mut self.skipped {
            skipped.has_text |= text.contains(char::is_alphabetic);
            if let Some(mark) = &mut skipped.mark {
                mark.push_str(text);
            }
            return;
        }
        if self.preformatted > 0 {
            self.flush_space();
            self.page.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.space = true;
            } else {
                self.flush_space();
                self.page.text.push(c);
            }
        }
    }

    fn flush_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.at_line_start() {
            self.page.text.push(' ');
        }
    }

    fn at_line_start(&self) -> bool {
        self.page.text.is_empty() || self.page.text.ends_with('\n')
    }

    fn line_break(&mut self) {
        self.space = false;
        self.page.text.push('\n');
    }

    fn block(&mut self) {
        self.space = false;
        if !self.at_line_start() {
            self.page.text.push('\n');
        }
    }

    fn finish(mut self) -> Page {
        // The end of the page is missing, or that of what is skipped.
        let swallows = |skipped: &Skipped| skipped.has_text && !is_ruby(&skipped.name);
        self.page.is_broken |= self.skipped.as_ref().is_some_and(swallows);
        self.stop_skipping();
        if let Some(title) = self.title.take()
            && self.page.title.is_none()
        {
            self.page.title = one_line(&title);
        }
        self.block();
        self.page
    }
}

/// Returns `text` with single spaces between its words; none if it has no words.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests;
