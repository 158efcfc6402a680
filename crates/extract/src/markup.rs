//! From XHTML and HTML to text, in one pass and without a tree.
//!
//! A document of any depth costs the same here, and nothing recurses. XHTML is
//! parsed as XML first, because an HTML parser takes `<title/>` for an open tag
//! and swallows the chapter; what is not XML goes through the HTML tokenizer,
//! which accepts everything. Entities defined by the document itself are never
//! expanded.

use std::cell::RefCell;

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
}

/// Reads a page of XHTML, or of HTML if it is not XML.
pub(crate) fn xhtml(source: &str) -> Page {
    as_xml(source).unwrap_or_else(|| html(source))
}

/// Reads a page of HTML, no matter how broken.
pub(crate) fn html(source: &str) -> Page {
    let tokenizer = Tokenizer::new(HtmlSink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    // The tokenizer counts in 32 bits.
    for piece in pieces(source, 1 << 20) {
        input.push_back(StrTendril::from_slice(piece));
        while let html5ever::TokenizerResult::Script(()) = tokenizer.feed(&input) {}
    }
    tokenizer.end();
    tokenizer.sink.0.take().finish()
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
    let mut flow = Flow::default();
    let mut elements = 0_u32;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                elements += 1;
                start_xml(&mut flow, &tag, false);
            }
            Event::Empty(tag) => {
                elements += 1;
                start_xml(&mut flow, &tag, true);
            }
            Event::End(tag) => flow.end(tag.local_name().as_ref()),
            Event::Text(text) => flow.text(&text.xml10_content()),
            Event::CData(text) => flow.text(&text.xml10_content()),
            Event::GeneralRef(name) => flow.text(&resolved(&name)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    (elements > 0).then(|| flow.finish())
}

fn start_xml(flow: &mut Flow, tag: &BytesStart<'_>, closed: bool) {
    flow.start(tag.local_name().as_ref(), closed, &|name| {
        attribute(tag, name)
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

/// Returns what `&name;` stands for; nothing if only the document defines it.
pub(crate) fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    quick_xml::escape::resolve_html5_entity(name)
        .unwrap_or_default()
        .to_owned()
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

    /// Returns the name of the element that is being skipped.
    fn name(&self) -> Option<&str> {
        self.open.as_ref().map(|(name, _)| name.as_str())
    }

    /// Stops skipping before the element has ended.
    fn stop(&mut self) {
        self.open = None;
    }
}

#[derive(Default)]
struct HtmlSink(RefCell<Flow>);

impl TokenSink for HtmlSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut flow = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => flow.text(&text),
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
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
    )
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
    )
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Turns tags and text into lines.
#[derive(Default)]
struct Flow {
    page: Page,
    skipper: Skipper,
    /// The text of the note mark being skipped.
    mark: Option<String>,
    title: Option<String>,
    /// Where in the text the first heading begins.
    heading: Option<usize>,
    preformatted: u32,
    /// Whether there was white space after the last letter.
    space: bool,
}

impl Flow {
    fn start(&mut self, name: &str, closed: bool, attr: &dyn Fn(&str) -> Option<String>) {
        // The end tags of ruby are often left out.
        if self.skipper.name().is_some_and(is_ruby) && (is_ruby(name) || name == "rb") {
            self.skipper.stop();
        }
        if self.skipper.start(name, closed) {
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
            "a" | "span" if is_mark(attr) => {
                self.skipper.skip(name, closed);
                self.mark = (!closed).then(String::new);
            }
            _ if is_skipped(name) => self.skipper.skip(name, closed),
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
        // As in `start`: an outer element ends what is open inside it.
        let skipped = self.skipper.name();
        let is_outer = name == "ruby" || !is_inline(name);
        if skipped != Some(name) && skipped.is_some_and(is_ruby) && is_outer {
            self.skipper.stop();
        }
        if self.skipper.end(name) {
            if !self.skipper.is_skipping()
                // A link with words is part of the sentence.
                && let Some(words) = self.mark.take().filter(|mark| is_wordy(mark))
            {
                self.text(&words);
            }
            return;
        }
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
            self.page.heading = one_line(&self.page.text[from..]);
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
        if self.skipper.is_skipping() {
            if let Some(mark) = &mut self.mark {
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
        assert_eq!(page.text, "&A…ä\n");
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = format!("{}x{}", "<div>".repeat(300_000), "</div>".repeat(300_000));
        assert_eq!(xhtml(&deep).text, "x\n");
        assert_eq!(html(&deep).text, "x\n");
    }
}
