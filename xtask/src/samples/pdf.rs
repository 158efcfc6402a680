//! Writes a story as a typeset PDF.
//!
//! The page is a paperback's: justified lines, running heads, folios, a title
//! page, chapters that open a page. A reader has to cope with just these in a
//! manuscript in PDF, so the sample has them too. The file names its fonts and
//! embeds none, and it does not record when it was made.

mod layout;
mod metrics;

use std::io::Write as _;

use anyhow::{Context as _, Result};
use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{
    Content, Date, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{SystemInfo, UnicodeCmap},
};

use self::{
    layout::{Align, Line, Page, Pages, Style, mark, set},
    metrics::{FIRST, Face, decode},
};
use super::story::{Block, Span, Story, notes_called};

// The page is five and a half by eight and a half inches, in points.
const WIDTH: f32 = 396.0;
const HEIGHT: f32 = 612.0;
const MARGIN: f32 = 54.0;
const TOP: f32 = 540.0;
const BOTTOM: f32 = 68.0;
const HEAD: f32 = 562.0;
const FOLIO: f32 = 40.0;
const MEASURE: f32 = WIDTH - 2.0 * MARGIN;

const BODY: Style = Style {
    face: Face::Roman,
    size: 10.5,
    leading: 14.0,
    first: 15.0,
    inset: 0.0,
    align: Align::Justify,
};
const QUOTE: Style = Style {
    first: 0.0,
    inset: 18.0,
    ..BODY
};
const NOTE: Style = Style {
    size: 8.5,
    leading: 11.0,
    first: 0.0,
    ..BODY
};
const CENTERED: Style = Style {
    first: 0.0,
    align: Align::Center,
    ..BODY
};
const TITLE: Style = Style {
    face: Face::Bold,
    size: 24.0,
    leading: 30.0,
    ..CENTERED
};
const AUTHOR: Style = Style {
    face: Face::Italic,
    size: 14.0,
    leading: 18.0,
    ..CENTERED
};
const CHAPTER: Style = Style {
    face: Face::Bold,
    size: 16.0,
    leading: 20.0,
    ..CENTERED
};
const SMALL: Style = Style {
    size: 9.0,
    leading: 12.0,
    ..CENTERED
};
const RUNNING: Style = Style {
    face: Face::Italic,
    ..SMALL
};

/// Returns the bytes of the PDF file.
///
/// # Errors
///
/// When the story has a character that the Windows code page 1252 lacks.
pub(crate) fn write(story: &Story) -> Result<Vec<u8>> {
    let mut book = Pages::new(MARGIN, TOP, BOTTOM);
    book.open(110.0);
    place(&mut book, &story.title, &TITLE)?;
    book.space(14.0);
    place(&mut book, &story.author, &AUTHOR)?;
    book.space(40.0);
    blocks(&mut book, story, &story.opening)?;
    book.space(40.0);
    place(&mut book, &story.rights(), &SMALL)?;

    let mut openings = Vec::new();
    for chapter in &story.chapters {
        openings.push(book.done.len());
        book.open(70.0);
        place(&mut book, &chapter.title, &CHAPTER)?;
        book.space(30.0);
        blocks(&mut book, story, &chapter.blocks)?;
    }
    assemble(story, &book.done, &openings)
}

fn blocks(book: &mut Pages, story: &Story, blocks: &[Block]) -> Result<()> {
    // The first paragraph of a part, and each one after a pause, is not
    // indented: there is nothing to set it off from.
    let mut fresh = true;
    for block in blocks {
        match block {
            Block::Paragraph(spans) => {
                let style = if fresh {
                    Style { first: 0.0, ..BODY }
                } else {
                    BODY
                };
                book.place(set(spans, &style, MEASURE)?, style.leading);
                fresh = false;
            }
            Block::Quote(paragraphs) => {
                book.space(BODY.leading / 2.0);
                for spans in paragraphs {
                    book.place(set(spans, &QUOTE, MEASURE)?, QUOTE.leading);
                    book.space(4.0);
                }
                book.space(BODY.leading / 2.0);
            }
            Block::Break => {
                place(book, "*", &CENTERED)?;
                fresh = true;
            }
        }
    }
    for index in notes_called(blocks) {
        book.space(NOTE.leading);
        let mut spans = vec![plain(&format!("{} ", mark(index)))];
        spans.extend(story.notes[index].iter().cloned());
        book.place(set(&spans, &NOTE, MEASURE)?, NOTE.leading);
    }
    Ok(())
}

fn place(book: &mut Pages, text: &str, style: &Style) -> Result<()> {
    book.place(set(&[plain(text)], style, MEASURE)?, style.leading);
    Ok(())
}

fn plain(text: &str) -> Span {
    Span::Text {
        text: text.to_owned(),
        italic: false,
    }
}

/// Hands out the numbers of the file's objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

fn assemble(story: &Story, pages: &[Page], openings: &[usize]) -> Result<Vec<u8>> {
    let mut numbers = Numbers(0);
    let mut pdf = Pdf::new();
    let (catalog, tree, outline) = (numbers.next(), numbers.next(), numbers.next());
    let page_ids: Vec<Ref> = pages.iter().map(|_| numbers.next()).collect();
    let font_ids = fonts(&mut pdf, &mut numbers);

    let mut root = pdf.catalog(catalog);
    root.pages(tree)
        .outlines(outline)
        .lang(TextStr(&story.language));
    root.finish();
    let count = i32::try_from(pages.len()).context("too many pages")?;
    pdf.pages(tree).kids(page_ids.iter().copied()).count(count);

    for ((number, page), id) in (1..).zip(pages).zip(&page_ids) {
        let contents = numbers.next();
        let mut dictionary = pdf.page(*id);
        dictionary
            .parent(tree)
            .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
            .contents(contents);
        let mut resources = dictionary.resources();
        let mut names = resources.fonts();
        for (face, font) in Face::ALL.into_iter().zip(font_ids) {
            names.pair(Name(face.resource()), font);
        }
        names.finish();
        resources.finish();
        dictionary.finish();
        let stream = deflate(&draw(story, page, number)?)?;
        pdf.stream(contents, &stream).filter(Filter::FlateDecode);
    }

    bookmarks(&mut pdf, &mut numbers, outline, story, openings, &page_ids)?;
    pdf.document_info(numbers.next())
        .title(TextStr(&story.title))
        .author(TextStr(&story.author))
        .creation_date(Date::new(story.year).month(1).day(1));
    Ok(pdf.finish())
}

fn fonts(pdf: &mut Pdf, numbers: &mut Numbers) -> [Ref; 3] {
    let map = numbers.next();
    let ids = [numbers.next(), numbers.next(), numbers.next()];
    for (face, id) in Face::ALL.into_iter().zip(ids) {
        pdf.type1_font(id)
            .base_font(Name(face.base_font()))
            .encoding_predefined(Name(b"WinAnsiEncoding"))
            .first_char(FIRST)
            .last_char(u8::MAX)
            .widths(face.widths().iter().map(|width| f32::from(*width)))
            .to_unicode(map);
    }
    let system = SystemInfo {
        registry: Str(b"Adobe"),
        ordering: Str(b"UCS"),
        supplement: 0,
    };
    let mut unicode = UnicodeCmap::<u8>::new(Name(b"Windows-1252"), system);
    for code in FIRST..=u8::MAX {
        if let Some(sign) = decode(code).filter(|sign| !sign.is_control()) {
            unicode.pair(code, sign);
        }
    }
    pdf.cmap(map, &unicode.finish());
    ids
}

fn draw(story: &Story, page: &Page, number: usize) -> Result<Vec<u8>> {
    let mut content = Content::new();
    if !page.opens {
        let head = if number.is_multiple_of(2) {
            &story.author
        } else {
            &story.title
        };
        for line in set(&[plain(head)], &RUNNING, MEASURE)? {
            show(&mut content, &line, MARGIN + line.x, HEAD);
        }
    }
    for placed in &page.lines {
        show(&mut content, &placed.line, placed.x, placed.y);
    }
    // The title page is counted but not numbered.
    if number > 1 {
        for line in set(&[plain(&number.to_string())], &SMALL, MEASURE)? {
            show(&mut content, &line, MARGIN + line.x, FOLIO);
        }
    }
    Ok(content.finish().to_vec())
}

fn show(content: &mut Content, line: &Line, x: f32, y: f32) {
    content.begin_text();
    content.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, y]);
    content.set_word_spacing(line.word_spacing);
    for run in &line.runs {
        content.set_font(Name(run.face.resource()), line.size);
        content.show(Str(&run.bytes));
    }
    content.end_text();
}

fn bookmarks(
    pdf: &mut Pdf,
    numbers: &mut Numbers,
    outline: Ref,
    story: &Story,
    openings: &[usize],
    page_ids: &[Ref],
) -> Result<()> {
    let ids: Vec<Ref> = openings.iter().map(|_| numbers.next()).collect();
    let mut root = pdf.outline(outline);
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        root.first(*first)
            .last(*last)
            .count(i32::try_from(ids.len()).context("too many chapters")?);
    }
    root.finish();
    for (index, (chapter, opening)) in story.chapters.iter().zip(openings).enumerate() {
        let mut item = pdf.outline_item(ids[index]);
        item.title(TextStr(&chapter.title)).parent(outline);
        if let Some(before) = index.checked_sub(1) {
            item.prev(ids[before]);
        }
        if let Some(next) = ids.get(index + 1) {
            item.next(*next);
        }
        item.dest().page(page_ids[*opening]).fit();
    }
    Ok(())
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
