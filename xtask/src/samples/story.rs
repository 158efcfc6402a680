//! Reads a story's Markdown source into chapters, paragraphs and notes.
//!
//! The writers of all formats share this one reader: a word can be lost in one
//! place only, and that place fails loudly. Markup that the reader does not know
//! is an error, never dropped text.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context as _, Result, bail, ensure};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A piece of text with one look, or a call to a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Span {
    /// Text, upright or slanted.
    Text {
        /// The characters, typographic marks included.
        text: String,
        /// Whether the text is emphasised.
        italic: bool,
    },
    /// The place of a note: an index into [`Story::notes`].
    Note(usize),
}

/// The spans of one paragraph, in reading order.
pub(crate) type Paragraph = Vec<Span>;

/// What is between two blank lines of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// A paragraph of the story itself.
    Paragraph(Paragraph),
    /// A letter or a motto, distinct from the story.
    Quote(Vec<Paragraph>),
    /// A pause between two scenes.
    Break,
}

/// A titled part of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chapter {
    /// The title, without a number.
    pub(crate) title: String,
    /// The text, in reading order.
    pub(crate) blocks: Vec<Block>,
}

/// A whole story, with what its front matter says about it.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    /// The source's file stem, which names every file made from it.
    pub(crate) slug: String,
    /// The title.
    pub(crate) title: String,
    /// The invented name of the author.
    pub(crate) author: String,
    /// The BCP 47 language tag.
    pub(crate) language: String,
    /// The year of first publication.
    pub(crate) year: u16,
    /// The licence's SPDX identifier.
    pub(crate) licence: String,
    /// What precedes the first chapter; in a piece without chapters, all of it.
    pub(crate) opening: Vec<Block>,
    /// The chapters, in reading order.
    pub(crate) chapters: Vec<Chapter>,
    /// The notes, in the order of their calls.
    pub(crate) notes: Vec<Paragraph>,
}

impl Story {
    /// Reads the Markdown file at `path`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, its front matter is incomplete, or its
    /// text uses markup that [`Block`] and [`Span`] cannot hold.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let source =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let slug = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .context("a sample has no usable name")?;
        parse(slug, &source).with_context(|| format!("cannot understand {}", path.display()))
    }

    /// Returns the licence as a sentence for a title page.
    pub(crate) fn rights(&self) -> String {
        format!(
            "First published in {}. Dedicated to the public domain ({}).",
            self.year, self.licence
        )
    }
}

/// Returns the indexes of the notes called in `blocks`, in reading order.
pub(crate) fn notes_called(blocks: &[Block]) -> Vec<usize> {
    let mut called = Vec::new();
    for block in blocks {
        let paragraphs = match block {
            Block::Paragraph(paragraph) => std::slice::from_ref(paragraph),
            Block::Quote(paragraphs) => paragraphs,
            Block::Break => &[],
        };
        for span in paragraphs.iter().flatten() {
            if let Span::Note(index) = span {
                called.push(*index);
            }
        }
    }
    called
}

fn parse(slug: &str, source: &str) -> Result<Story> {
    let mut reading = Reading::default();
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(source, options) {
        reading.take(event)?;
    }
    reading.finish(slug)
}

/// The state between two Markdown events.
#[derive(Default)]
struct Reading {
    front: String,
    in_front: bool,
    heading: Option<String>,
    italic: bool,
    paragraph: Paragraph,
    quote: Option<Vec<Paragraph>>,
    definition: Option<usize>,
    opening: Vec<Block>,
    chapters: Vec<Chapter>,
    labels: HashMap<String, usize>,
    notes: Vec<Paragraph>,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Start(tag) => self.start(tag)?,
            Event::End(end) => self.end(end)?,
            Event::Text(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::Rule => self.push(Block::Break),
            Event::FootnoteReference(label) => {
                let index = self.note(&label);
                self.paragraph.push(Span::Note(index));
            }
            other => bail!("a sample cannot hold {other:?}"),
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<()> {
        match tag {
            Tag::MetadataBlock(_) => self.in_front = true,
            Tag::Heading {
                level: HeadingLevel::H2,
                ..
            } => self.heading = Some(String::new()),
            Tag::Paragraph => {}
            Tag::Emphasis => self.italic = true,
            Tag::BlockQuote(None) => self.quote = Some(Vec::new()),
            Tag::FootnoteDefinition(label) => self.definition = Some(self.note(&label)),
            other => bail!("a sample cannot hold {other:?}"),
        }
        Ok(())
    }

    fn end(&mut self, end: TagEnd) -> Result<()> {
        match end {
            TagEnd::MetadataBlock(_) => self.in_front = false,
            TagEnd::Heading(_) => {
                let title = self
                    .heading
                    .take()
                    .context("a heading ends that did not begin")?;
                self.chapters.push(Chapter {
                    title,
                    blocks: Vec::new(),
                });
            }
            TagEnd::Emphasis => self.italic = false,
            TagEnd::BlockQuote(_) => {
                let quote = self
                    .quote
                    .take()
                    .context("a quotation ends that did not begin")?;
                self.push(Block::Quote(quote));
            }
            TagEnd::FootnoteDefinition => self.definition = None,
            TagEnd::Paragraph => {
                let paragraph = std::mem::take(&mut self.paragraph);
                if let Some(index) = self.definition {
                    self.notes[index].extend(paragraph);
                } else if let Some(quote) = &mut self.quote {
                    quote.push(paragraph);
                } else {
                    self.push(Block::Paragraph(paragraph));
                }
            }
            other => bail!("a sample cannot hold {other:?}"),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_front {
            self.front.push_str(text);
        } else if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        } else if let Some(Span::Text { text: last, italic }) = self.paragraph.last_mut()
            && *italic == self.italic
        {
            last.push_str(text);
        } else {
            self.paragraph.push(Span::Text {
                text: text.to_owned(),
                italic: self.italic,
            });
        }
    }

    fn push(&mut self, block: Block) {
        match self.chapters.last_mut() {
            Some(chapter) => chapter.blocks.push(block),
            None => self.opening.push(block),
        }
    }

    /// Returns the index of the note with this label, new or known.
    fn note(&mut self, label: &str) -> usize {
        if let Some(index) = self.labels.get(label) {
            return *index;
        }
        let index = self.notes.len();
        self.labels.insert(label.to_owned(), index);
        self.notes.push(Vec::new());
        index
    }

    fn finish(self, slug: &str) -> Result<Story> {
        ensure!(
            self.notes.iter().all(|note| !note.is_empty()),
            "a note is called but not written"
        );
        let mut facts: HashMap<&str, &str> = HashMap::new();
        for line in self.front.lines() {
            let (key, value) = line
                .split_once(':')
                .with_context(|| format!("front matter: {line:?}"))?;
            facts.insert(key.trim(), value.trim());
        }
        let fact = |key: &str| -> Result<String> {
            facts
                .get(key)
                .map(|value| (*value).to_owned())
                .with_context(|| format!("front matter lacks {key}"))
        };
        Ok(Story {
            slug: slug.to_owned(),
            title: fact("title")?,
            author: fact("author")?,
            language: fact("language")?,
            year: fact("year")?.parse().context("front matter: year")?,
            licence: fact("licence")?,
            opening: self.opening,
            chapters: self.chapters,
            notes: self.notes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Span, parse};

    const FRONT: &str =
        "---\ntitle: T\nauthor: A\nlanguage: en\nyear: 2026\nlicence: CC0-1.0\n---\n\n";

    #[test]
    fn keeps_chapters_quotes_breaks_and_notes_apart() {
        let source = format!(
            "{FRONT}> a *motto*\n\n## One\n\nHe ate.[^n]\n\n[^n]: Soup.\n\n* * *\n\n> Dear A,\n>\n> yours\n\n> Dear B,\n"
        );
        let story = parse("t", &source).unwrap();
        assert_eq!(story.opening.len(), 1);
        assert_eq!(story.chapters.len(), 1);
        let blocks = &story.chapters[0].blocks;
        assert_eq!(blocks.len(), 4, "{blocks:?}");
        assert!(matches!(&blocks[0], Block::Paragraph(p) if p.last() == Some(&Span::Note(0))));
        assert_eq!(blocks[1], Block::Break);
        assert!(matches!(&blocks[2], Block::Quote(q) if q.len() == 2));
        assert!(matches!(&blocks[3], Block::Quote(q) if q.len() == 1));
        assert_eq!(
            story.notes,
            [vec![Span::Text {
                text: "Soup.".into(),
                italic: false
            }]]
        );
    }

    #[test]
    fn keeps_words_of_two_source_lines_apart() {
        let story = parse("t", &format!("{FRONT}one\ntwo\n")).unwrap();
        let text = "one two".to_owned();
        assert_eq!(
            story.opening,
            [Block::Paragraph(vec![Span::Text {
                text,
                italic: false
            }])]
        );
    }

    #[test]
    fn refuses_what_it_cannot_hold() {
        for markup in [
            "- a list",
            "# A first-level heading",
            "`code`",
            "called[^x], never written\n\n[^x]:",
        ] {
            assert!(
                parse("t", &format!("{FRONT}{markup}\n")).is_err(),
                "{markup}"
            );
        }
        assert!(parse("t", "---\ntitle: T\n---\n\nno author\n").is_err());
    }
}
