//! From XHTML and HTML to text, in one pass and without a tree.
//!
//! A document of any depth costs the same here, and nothing recurses. XHTML is
//! parsed as XML first, because an HTML parser takes `<title/>` for an open tag
//! and swallows the chapter; what is not XML goes through the HTML tokenizer,
//! which accepts everything; what is left open there is closed first, so that it
//! does not swallow the text behind it. Entities defined by the document itself
//! are expanded only if they are short and plain.

mod mend;

use std::cell::RefCell;
use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

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

/// The entities that a document defines.
#[derive(Default)]
struct Entities {
    values: HashMap<String, String>,
    /// How much they have been expanded to, in bytes.
    spent: usize,
}

// Bounds; no figure depends on them.

const MAX_ENTITIES: usize = 1000;
/// The longest value of an entity that is expanded, in bytes.
const MAX_ENTITY: usize = 80;
/// All entities together are expanded to at most this many bytes.
const MAX_EXPANDED: usize = 1 << 18;

impl Entities {
    fn declare(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1).take(MAX_ENTITIES) {
            let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace)
            else {
                continue;
            };
            let rest = rest.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = quote.and_then(|quote| rest[1..].split_once(quote));
            let value = value.map(|(value, _)| value).unwrap_or_default();
            // One that stands for others could grow without end.
            let is_plain = value.len() <= MAX_ENTITY && !value.contains(['&', '<', '%']);
            let value = if is_plain { value } else { "" };
            self.values
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        }
    }

    /// Returns what an entity of the document stands for: nothing if it is not
    /// plain; none if the document does not define it.
    fn resolve(&mut self, name: &str) -> Option<String> {
        let value = self.values.get(name)?;
        self.spent += value.len();
        let is_within = self.spent <= MAX_EXPANDED;
        Some(if is_within {
            value.clone()
        } else {
            String::new()
        })
    }
}

fn start_xml(flow: &mut Flow, tag: &BytesStart<'_>, closed: bool) {
    let raw: &str = tag;
    flow.start(tag.local_name().as_ref(), closed, &|name| {
        raw.contains(name).then(|| attribute(tag, name)).flatten()
    });
}

/// Returns the value of an attribute by its name without prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    let raw: &str = found.value.as_ref();
    let value = quick_xml::escape::unescape_with(raw, |name| {
        Some(quick_xml::escape::resolve_html5_entity(name).unwrap_or_default())
    });
    Some(value.map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
}

/// Returns what `&name;` stands for; the reference itself if the name is unknown, as
/// browsers show it.
pub(crate) fn resolved(reference: &BytesRef<'_>) -> String {
    let name: &str = reference;
    if name.starts_with('#') {
        let c = reference.resolve_char_ref().ok().flatten();
        return c.map(|c| common(c).to_string()).unwrap_or_default();
    }
    let known = quick_xml::escape::resolve_html5_entity(name);
    known.map_or_else(|| format!("&{name};"), str::to_owned)
}

/// Returns the character that a number stands for: old pages mean Windows-1252 by the
/// numbers of control characters, and HTML reads them like that.
fn common(c: char) -> char {
    match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9f) => {
            let text = WINDOWS_1252
                .decode_without_bom_handling(&[byte])
                .0
                .into_owned();
            text.chars().next().unwrap_or(c)
        }
        _ => c,
    }
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

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Returns whether the content of an element is not text of the book. The small
/// print above Japanese and Chinese characters (`rt`) would break up their words.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "iframe"
            | "noframes"
            | "noembed"
            | "rt"
            | "rp"
            | "rtc"
            | "select"
            | "textarea"
            | "button"
            | "annotation"
            | "annotation-xml"
            // Numbers of pages and lines in talking books.
            | "pagenum"
            | "linenum"
    )
}

/// Returns whether an element is not shown, by its own attributes.
fn is_hidden(name: &str, attr: &dyn Fn(&str) -> Option<String>) -> bool {
    // Pages are hidden as a whole until a script has run.
    if matches!(name, "html" | "body") {
        return false;
    }
    if attr("hidden").is_some() {
        return true;
    }
    let Some(style) = attr("style") else {
        return false;
    };
    let mut hidden = false;
    for declaration in style.to_ascii_lowercase().split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let value = value.split('!').next().unwrap_or_default().trim();
        match property.trim() {
            "display" => hidden = value == "none",
            "visibility" if matches!(value, "hidden" | "collapse") => return true,
            _ => {}
        }
    }
    hidden
}

/// Returns whether an element ends an open one by beginning, as HTML lets end tags be
/// left out.
fn implies_end(open: &Skipped, name: &str) -> bool {
    let has_no = |kinds: &[&str]| !kinds.iter().any(|kind| open.holds(kind));
    match open.name.as_str() {
        "p" => open.blocks == 0 && !is_inline(name) && !matches!(name, "br" | "script" | "style"),
        "li" => name == "li" && has_no(&["ul", "ol", "menu"]),
        "dd" | "dt" => matches!(name, "dd" | "dt") && has_no(&["dl"]),
        "td" | "th" => matches!(name, "td" | "th" | "tr" | "tbody" | "tfoot") && has_no(&["table"]),
        "tr" => matches!(name, "tr" | "tbody" | "tfoot") && has_no(&["table"]),
        // What cannot be in a list of choices ends it.
        "select" => {
            let is_choice = matches!(
                name,
                "option" | "optgroup" | "hr" | "script" | "template" | "button" | "legend" | "img"
            );
            open.blocks == 0 && !is_choice && !is_inline(name)
        }
        _ => false,
    }
}

/// Returns whether an element is the mark of a note or of a printed page: a
/// number that other editions do not have between the words of the text.
fn is_mark(attr: &dyn Fn(&str) -> Option<String>) -> bool {
    // A prefix is part of the name in HTML, but not in XML.
    let kind = attr("type")
        .or_else(|| attr("epub:type"))
        .or_else(|| attr("role"));
    kind.is_some_and(|kind| {
        let mut words = kind.split_ascii_whitespace();
        words.any(|word| {
            let word = word.strip_prefix("doc-").unwrap_or(word);
            word == "noteref" || word == "pagebreak"
        })
    })
}

/// A mark with more letters than this is text. Set by eye; no figure depends on
/// it.
const MARK_LETTERS: usize = 3;

/// Returns whether a mark is more than a number or a symbol.
fn is_wordy(mark: &str) -> bool {
    let roman = |c: char| "ivxlcIVXLC".contains(c);
    let letters = mark.chars().filter(|c| c.is_alphabetic() && !roman(*c));
    letters.count() > MARK_LETTERS
}

fn is_ruby(name: &str) -> bool {
    matches!(name, "rt" | "rp" | "rtc")
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "meter"
            | "nobr"
            | "output"
            | "q"
            | "rb"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tspan"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "mi"
            | "mn"
            | "mo"
            | "mtext"
            | "msup"
            | "msub"
            | "mrow"
            | "math"
            | "case"
            | "default"
            | "switch"
            | "sent"
            | "noteref"
            | "annoref"
    )
}

fn is_block(name: &str) -> bool {
    !is_inline(name) && !matches!(name, "option" | "optgroup")
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
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
mod tests {
    use super::*;

    #[test]
    fn blocks_end_lines_and_inline_elements_do_not() {
        let page = xhtml(
            "<html lang='en'><head><title>T</title><style>p{}</style></head><body><h1>One\n two</h1>\
             <p>a<b>b</b> c<br/>d</p><div>e<p>f</p>g</div>\
             <table><tr><td>h</td><td>i</td></tr><tr><td>j</td></tr></table></body></html>",
        );
        assert_eq!(page.text, "One two\nab c\nd\ne\nf\ng\nh i\nj\n");
        assert_eq!(page.title.as_deref(), Some("T"));
        assert_eq!(page.heading.as_deref(), Some("One two"));
        assert_eq!(page.language.as_deref(), Some("en"));
    }

    #[test]
    fn a_self_closed_title_swallows_nothing() {
        let page = "<html><head><title/></head><body><p>The text</p></body></html>";
        assert_eq!(xhtml(page).text, "The text\n");
        assert_eq!(html(page).text, "The text\n");
    }

    #[test]
    fn broken_markup_is_read_all_the_same() {
        let page = xhtml("<html><body><p>one<p>two &nbsp;&eacute; & three<script>no</script></b>");
        assert_eq!(page.text, "one\ntwo \u{a0}é & three\n");
    }

    #[test]
    fn readings_above_the_line_are_left_out() {
        let text = "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>だ</p>";
        assert_eq!(xhtml(text).text, "漢字だ\n");
        assert_eq!(
            html("<p><ruby>漢<rt>かん<rb>字<rt>じ</ruby>だ</p>").text,
            "漢字だ\n"
        );
    }

    #[test]
    fn marks_of_notes_are_left_out() {
        let text = "<p>a den<a href='#n' epub:type='noteref'>1</a> and<a role='doc-noteref'>2</a> <a>I</a></p>";
        assert_eq!(xhtml(text).text, "a den and I\n");
        assert_eq!(html(text).text, "a den and I\n");
        let words = "<p>see <a epub:type='noteref'><b>this remark</b></a>.</p>";
        assert_eq!(xhtml(words).text, "see this remark.\n");
    }

    #[test]
    fn numbers_of_printed_pages_are_left_out() {
        let text = "<p>be<span epub:type='pagebreak' title='12'>12</span>gan <span role='doc-pagebreak'/>it</p>";
        assert_eq!(xhtml(text).text, "began it\n");
    }

    #[test]
    fn entities_are_the_known_ones_only() {
        let page =
            xhtml("<!DOCTYPE p [<!ENTITY own \"bomb\">]><p>&amp;&#x41;&hellip;&own;&auml;</p>");
        assert_eq!(page.text, "&A…bombä\n");
        let nested = "<!DOCTYPE p [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\">]><p>x&b;&c;</p>";
        assert_eq!(xhtml(nested).text, "x&c;\n");
        let many = format!(
            "<!DOCTYPE p [<!ENTITY a \"{}\">]><p>{}</p>",
            "x".repeat(80),
            "&a;".repeat(9000)
        );
        assert!(xhtml(&many).text.len() <= MAX_EXPANDED + 1);
        assert_eq!(xhtml("<p>don&#146;t&#0;&#x1f;</p>").text, "don’t\u{1f}\n");
        let loose = "<p>Caf&eacute; &mdash; R&D &copy 1 &unknown; &#x2019;tis</p>";
        assert_eq!(xhtml(loose).text, "Café — R&D © 1 &unknown; ’tis\n");
    }

    #[test]
    fn what_is_hidden_is_left_out_and_ends_where_it_should() {
        let both = |body: &str| {
            let page = format!("<html><body><p>a</p>{body}<p>z</p></body></html>");
            let text = xhtml(&page).text;
            assert_eq!(html(&page).text, text, "{body}");
            text
        };
        for hidden in [
            "<p hidden='hidden'>b</p>",
            "<p style='color: red; DISPLAY: none !important'>b</p>",
            "<section hidden=''><p>b</p><section>c</section></section>",
            "<div style='visibility:hidden'>b<br/></div>",
            "<img hidden='hidden' alt='b'/>",
        ] {
            assert_eq!(both(hidden), "a\nz\n", "{hidden}");
        }
        for shown in [
            "<p style='display:block'>b</p>",
            "<p style='display:none;display:inline'>b</p>",
            "<p data-hidden='1'>b</p>",
        ] {
            assert_eq!(both(shown), "a\nb\nz\n", "{shown}");
        }
        // A script shows it.
        let scripted =
            "<html><head><script>x</script></head><body><p hidden='hidden'>b</p></body></html>";
        assert_eq!(xhtml(scripted).text, "b\n");
        // End tags that are left out.
        assert_eq!(html("<p>a<p hidden>b <i>c</i><p>d").text, "a\nd\n");
        assert_eq!(html("<ul><li hidden>a<li>b</ul>c").text, "b\nc\n");
        assert_eq!(
            html("<table><tr hidden><td>a<tr><td>b</table>c").text,
            "b\nc\n"
        );
        assert_eq!(html("<div><span hidden>a</div><p>b").text, "b\n");
        assert_eq!(html("<select><option>a<option>b<p>c").text, "c\n");
        assert_eq!(html("<p>a <select><option>b</select> c").text, "a c\n");
        assert_eq!(html("<body style='display:none'><p>a").text, "a\n");
        assert!(html("<p>a<div hidden>b").is_broken);
        assert!(!html("<p>a<div hidden>b</div>").is_broken);
    }

    #[test]
    fn one_of_several_contents_is_shown() {
        let page = |case: &str, default: &str| {
            format!(
                "<html xmlns:epub='e'><body><p>a</p><epub:switch><epub:case required-namespace='x'>{case}</epub:case>\
                 <epub:case required-namespace='y'><p>other</p></epub:case><epub:default>{default}</epub:default>\
                 </epub:switch><p>z</p></body></html>"
            )
        };
        for (case, default, expected) in [
            ("<p>b</p>", "<p>b</p>", "a\nb\nz\n"),
            ("<p>b</p>", "<p>c</p>", "a\nc\nz\n"),
            ("<p>b</p>", "<img alt='c'/>", "a\nb\nz\n"),
            ("<h1>b", "<p>c</p>", "a\nc\nz\n"),
        ] {
            let page = page(case, default);
            assert_eq!(xhtml(&page).text, expected, "{page}");
            assert_eq!(html(&page).text, expected, "{page}");
        }
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = format!("{}x{}", "<div>".repeat(300_000), "</div>".repeat(300_000));
        assert_eq!(xhtml(&deep).text, "x\n");
        assert_eq!(html(&deep).text, "x\n");
    }
}
