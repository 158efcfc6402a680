//! Markdown: the words without the markup, with a section for each main heading.
//!
//! Comments are left out, those of HTML and those of Obsidian; so are readings above
//! Japanese words, in HTML and in the ways that are usual in Markdown.

mod comments;

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::{html, japanese};
use crate::markup;
use crate::sink::{Metadata, Sink};
use crate::{Error, Format, Section, WarningCode};

pub(super) fn parse(text: &str, mended: bool, sink: &mut dyn Sink) -> Result<(), Error> {
    let (text, was_open) = comments::without(text);
    let text = japanese::plain(&text);
    let book = read(&text);
    let mut metadata = Metadata::new(Format::Markdown);
    for line in book.front_matter.lines() {
        let Some((key, value)) = line.split_once([':', '=']) else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        match key.trim().to_ascii_lowercase().as_str() {
            _ if value.is_empty() => {}
            "title" => metadata.title = Some(value),
            "author" | "authors" => metadata.author = Some(value),
            "lang" | "language" => metadata.language = Some(value),
            "isbn" | "identifier" => {
                metadata
                    .identifiers
                    .push(super::package::identifier(&value));
            }
            _ => {}
        }
    }
    metadata.expected = u32::try_from(book.sections.len()).ok();
    sink.begin(metadata)?;
    if mended {
        super::text::warn_mended(sink)?;
    }
    if was_open || book.is_broken {
        sink.warn(WarningCode::Damaged, html::LEFT_OPEN)?;
    }
    book.sections.into_iter().try_for_each(|s| sink.section(s))
}

#[derive(Default)]
struct Book {
    front_matter: String,
    sections: Vec<Section>,
    /// Whether HTML in it leaves something open.
    is_broken: bool,
}

/// HTML between the words of a line: elements whose content is not shown.
#[derive(Default)]
struct Inline {
    /// The name of the element that is skipped.
    skipped: Option<String>,
    /// Its text so far.
    held: String,
}

impl Inline {
    /// Takes a tag.
    fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']);
        let len = name.find(|c: char| !c.is_ascii_alphanumeric());
        let name = name[..len.unwrap_or(name.len())].to_ascii_lowercase();
        if let Some(skipped) = &self.skipped {
            let is_reading = matches!(skipped.as_str(), "rt" | "rp" | "rtc");
            let ends = match name.as_str() {
                // The end tags of ruby are often left out.
                "ruby" => is_end && is_reading,
                "rb" => is_reading,
                _ => is_end && *skipped == name,
            };
            if ends {
                *self = Self::default();
            }
        } else if !is_end
            && !tag.ends_with("/>")
            // What is not shown inside this element shows that it hides it.
            && markup::html(&format!("{tag}x")).text.is_empty()
        {
            self.skipped = Some(name);
        }
    }

    /// Takes the end of a block; returns the text that an element swallowed because
    /// it was not closed.
    fn end(&mut self) -> Option<String> {
        let Self { skipped, held } = std::mem::take(self);
        let is_reading = matches!(skipped?.as_str(), "rt" | "rp" | "rtc");
        (!is_reading && !held.is_empty()).then_some(held)
    }
}

fn read(text: &str) -> Book {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut book = Book::default();
    let mut now = Section::default();
    let mut heading = None;
    let mut in_front_matter = false;
    let mut block: Option<String> = None;
    let mut inline = Inline::default();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(
                MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle,
            )) => in_front_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_front_matter = false,
            Event::Text(words) if in_front_matter => book.front_matter.push_str(&words),
            Event::Start(Tag::HtmlBlock) => block = Some(String::new()),
            Event::Html(source) => match &mut block {
                Some(block) => block.push_str(&source),
                None => now.text.push_str(&markup::html(&source).text),
            },
            Event::End(TagEnd::HtmlBlock) => {
                let page = markup::html(&block.take().unwrap_or_default());
                book.is_broken |= page.is_broken;
                now.text.push_str(&page.text);
            }
            Event::Start(Tag::Heading { level, .. }) => {
                if level <= HeadingLevel::H2 {
                    let done = std::mem::take(&mut now);
                    book.sections.extend(done.has_text().then_some(done));
                    heading = Some(now.text.len());
                }
            }
            Event::End(end) => {
                if let (TagEnd::Heading(_), Some(from)) =
                    (end, heading.take_if(|_| matches!(end, TagEnd::Heading(_))))
                {
                    now.title = markup::one_line(&now.text[from..]);
                }
                if ends_line(end)
                    && let Some(swallowed) = inline.end()
                {
                    book.is_broken = true;
                    now.text.push_str(&swallowed);
                }
                if ends_line(end) && !now.text.ends_with('\n') {
                    now.text.push('\n');
                }
                if matches!(end, TagEnd::TableCell) {
                    now.text.push(' ');
                }
            }
            Event::Text(words)
            | Event::Code(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words) => {
                if inline.skipped.is_some() {
                    inline.held.push_str(&words);
                } else {
                    now.text.push_str(&words);
                }
            }
            // A lone inline tag has no words; a line break ends a word.
            Event::InlineHtml(tag) if tag.starts_with("<br") => now.text.push('\n'),
            Event::InlineHtml(tag) => inline.tag(&tag),
            Event::SoftBreak | Event::HardBreak | Event::Rule => now.text.push('\n'),
            Event::Start(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }
    book.sections.extend(now.has_text().then_some(now));
    book
}

fn ends_line(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell
            | TagEnd::MetadataBlock(_)
    )
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use crate::{Document, Format, Limits, WarningCode, read_here};

    fn read(text: &str) -> Document {
        read_here(
            text.as_bytes(),
            Some(OsStr::new("a.md")),
            &Limits::default(),
        )
        .unwrap()
    }

    fn words(text: &str) -> String {
        let document = read(text);
        assert!(document.warnings.is_empty(), "{text}");
        let text: String = document.sections.into_iter().map(|s| s.text).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        for (text, expected) in [
            ("a\n\n<!--\n\nb\n\n-->\n\nc", "a c"),
            ("a\n\n<!-- b\nb\n-->\n\nc", "a c"),
            ("a <!-- b\n\nb --> c", "a c"),
            (
                "a\n\n<style>\np { b: c }\n\nq { d: e }\n</style>\n\nf",
                "a f",
            ),
            (
                "<div\n  class=\"b\"\n  data-note=\"c\">\n\nd\n\n</div>",
                "d",
            ),
            (
                "a <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby> b",
                "a 漢字 b",
            ),
            ("<ruby>漢字<rt>かんじ</ruby>だ", "漢字だ"),
            ("{漢字|かん|じ}と｜難語《むずかしい》だ", "漢字と難語だ"),
            (
                "a <span hidden>b</span> <span style='display:none'>c</span> <b>d</b>",
                "a d",
            ),
            (
                "`<!-- a -->` and {a|b} {漢|字}",
                "<!-- a --> and {a|b} {漢|字}",
            ),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_left_open_is_read_and_told() {
        for text in [
            "a\n\n<!-- b\n\nc d",
            "a\n\n<style>\nx\n\n<p>c d</p>\n",
            "a <span hidden>c d\n\ne",
        ] {
            let document = read(text);
            assert!(document.sections[0].text.contains("c d"), "{text}");
            assert_eq!(document.warnings[0].code, WarningCode::Damaged, "{text}");
        }
    }

    #[test]
    fn the_signs_go_and_the_words_stay() {
        let text = "---\ntitle: \"My Book\"\nauthor: Me\nlang: en-GB\n---\n# One\n\nSome *very* [nice](http://x) `code`.\n\n\
                    ## Two\n\n- a\n- b\n\n    code block\n\n<div>html <b>too</b></div>\n";
        let name = Some(OsStr::new("book.md"));
        let document = read_here(text.as_bytes(), name, &Limits::default()).unwrap();
        assert_eq!(document.format, Format::Markdown);
        assert_eq!(document.title.as_deref(), Some("My Book"));
        assert_eq!(document.author.as_deref(), Some("Me"));
        assert_eq!(document.language.as_deref(), Some("en-GB"));
        assert_eq!(document.sections.len(), 2);
        assert_eq!(document.sections[0].title.as_deref(), Some("One"));
        assert_eq!(document.sections[0].text, "One\nSome very nice code.\n");
        let second: Vec<&str> = document.sections[1]
            .text
            .lines()
            .filter(|l| !l.is_empty())
            .collect();
        assert_eq!(second, ["Two", "a", "b", "code block", "html too"]);
    }
}
