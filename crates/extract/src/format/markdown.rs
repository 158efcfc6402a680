//! Markdown: the words without the markup, with a section for each main heading.

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::markup;
use crate::sink::{Metadata, Sink};
use crate::{Error, Format, Section};

pub(super) fn parse(text: &str, mended: bool, sink: &mut dyn Sink) -> Result<(), Error> {
    let book = read(text);
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
    book.sections.into_iter().try_for_each(|s| sink.section(s))
}

#[derive(Default)]
struct Book {
    front_matter: String,
    sections: Vec<Section>,
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
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(
                MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle,
            )) => in_front_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_front_matter = false,
            Event::Text(words) if in_front_matter => book.front_matter.push_str(&words),
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
                now.text.push_str(&words);
            }
            Event::Html(source) => now.text.push_str(&markup::html(&source).text),
            // A lone inline tag has no words; a line break ends a word.
            Event::InlineHtml(tag) if tag.starts_with("<br") => now.text.push('\n'),
            Event::SoftBreak | Event::HardBreak | Event::Rule => now.text.push('\n'),
            Event::Start(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
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

    use crate::{Format, Limits, read_here};

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
