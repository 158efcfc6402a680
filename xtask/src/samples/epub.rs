//! Writes a story as an EPUB 3 publication.
//!
//! The parts are few and fixed, so they are written out here by the EPUB 3.3
//! specification and not with a builder: builders add the time.
//! Nothing is fetched or embedded; the publication is text and one style.

use std::fmt::Write as _;

use anyhow::Result;
use sha2::{Digest as _, Sha256};

use super::{
    package::{Part, pack, xml},
    story::{Block, Span, Story, notes_called},
};

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"#;

const STYLE: &str = "body { margin: 5%; font-family: serif; line-height: 1.4; }
h1, h2 { text-align: center; font-weight: normal; margin: 3em 0 2em; }
p { margin: 0; text-indent: 1.2em; }
h2 + p, hr + p, blockquote p { text-indent: 0; }
p.author, p.rights { text-align: center; text-indent: 0; }
p.rights { margin-top: 6em; font-size: 0.8em; }
blockquote { margin: 1em 1.5em; }
hr { border: none; height: 1.5em; }
aside { margin-top: 2em; font-size: 0.85em; }
";

/// Returns the bytes of the EPUB file.
///
/// The identifier and the date follow from the story alone.
///
/// # Errors
///
/// When the package cannot be written.
pub(crate) fn write(story: &Story) -> Result<Vec<u8>> {
    let mut pages: Vec<(String, String, String)> = Vec::new();
    let mut title = format!(
        "<h1>{}</h1>\n<p class=\"author\">{}</p>\n",
        xml(&story.title),
        xml(&story.author)
    );
    blocks(story, &story.opening, &mut title)?;
    writeln!(title, "<p class=\"rights\">{}</p>", xml(&story.rights()))?;
    pages.push(("title".to_owned(), story.title.clone(), title));
    for (number, chapter) in (1..).zip(&story.chapters) {
        let mut body = format!("<h2>{}</h2>\n", xml(&chapter.title));
        blocks(story, &chapter.blocks, &mut body)?;
        pages.push((format!("chapter-{number}"), chapter.title.clone(), body));
    }

    let mut parts: Vec<Part> = vec![
        ("mimetype".to_owned(), b"application/epub+zip".to_vec()),
        ("META-INF/container.xml".to_owned(), CONTAINER.into()),
        (
            "EPUB/package.opf".to_owned(),
            package(story, &pages)?.into_bytes(),
        ),
        (
            "EPUB/nav.xhtml".to_owned(),
            navigation(story, &pages)?.into_bytes(),
        ),
        ("EPUB/style.css".to_owned(), STYLE.into()),
    ];
    for (id, heading, body) in &pages {
        parts.push((
            format!("EPUB/{id}.xhtml"),
            page(story, heading, body).into_bytes(),
        ));
    }
    pack(&parts)
}

fn package(story: &Story, pages: &[(String, String, String)]) -> Result<String> {
    let mut manifest = String::new();
    let mut spine = String::new();
    for (id, _, _) in pages {
        writeln!(
            manifest,
            r#"    <item id="{id}" href="{id}.xhtml" media-type="application/xhtml+xml"/>"#
        )?;
        writeln!(spine, r#"    <itemref idref="{id}"/>"#)?;
    }
    let (title, author) = (xml(&story.title), xml(&story.author));
    let (language, year, licence) = (xml(&story.language), story.year, xml(&story.licence));
    let identifier = identifier(story);
    Ok(format!(
        r##"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">{identifier}</dc:identifier>
    <dc:title>{title}</dc:title>
    <dc:creator id="author">{author}</dc:creator>
    <meta refines="#author" property="role" scheme="marc:relators">aut</meta>
    <dc:language>{language}</dc:language>
    <dc:date>{year}</dc:date>
    <dc:rights>{licence}</dc:rights>
    <meta property="dcterms:modified">{year}-01-01T00:00:00Z</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="style" href="style.css" media-type="text/css"/>
{manifest}  </manifest>
  <spine>
{spine}  </spine>
</package>
"##
    ))
}

fn navigation(story: &Story, pages: &[(String, String, String)]) -> Result<String> {
    let mut list = String::from("<nav epub:type=\"toc\">\n<h1>Contents</h1>\n<ol>\n");
    for (id, heading, _) in pages {
        writeln!(
            list,
            r#"<li><a href="{id}.xhtml">{}</a></li>"#,
            xml(heading)
        )?;
    }
    list.push_str("</ol>\n</nav>\n");
    Ok(page(story, "Contents", &list))
}

fn page(story: &Story, heading: &str, body: &str) -> String {
    let (language, heading) = (xml(&story.language), xml(heading));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{language}" lang="{language}">
<head>
<title>{heading}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}</body>
</html>
"#
    )
}

fn blocks(story: &Story, blocks: &[Block], out: &mut String) -> Result<()> {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => writeln!(out, "<p>{}</p>", spans(paragraph))?,
            Block::Quote(paragraphs) => {
                out.push_str("<blockquote>\n");
                for paragraph in paragraphs {
                    writeln!(out, "<p>{}</p>", spans(paragraph))?;
                }
                out.push_str("</blockquote>\n");
            }
            Block::Break => out.push_str("<hr/>\n"),
        }
    }
    for index in notes_called(blocks) {
        let (number, text) = (index + 1, spans(&story.notes[index]));
        writeln!(
            out,
            r#"<aside epub:type="footnote" id="note-{number}"><p>{number}. {text}</p></aside>"#
        )?;
    }
    Ok(())
}

fn spans(paragraph: &[Span]) -> String {
    paragraph
        .iter()
        .map(|span| match span {
            Span::Text {
                text,
                italic: false,
            } => xml(text),
            Span::Text { text, italic: true } => format!("<em>{}</em>", xml(text)),
            Span::Note(index) => {
                let number = index + 1;
                format!(r##"<a epub:type="noteref" href="#note-{number}"><sup>{number}</sup></a>"##)
            }
        })
        .collect()
}

/// Returns a UUID that follows from the story's name (RFC 9562, version 8).
fn identifier(story: &Story) -> String {
    let digest = Sha256::digest(story.slug.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
