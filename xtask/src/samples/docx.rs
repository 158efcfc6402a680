//! Writes a story as a Word document.
//!
//! Headings, quotations and footnotes use Word's own style names and its own
//! footnotes part, as an author's manuscript does (ECMA-376, part 1): a reader
//! of Word files meets what it will meet in practice. Nothing is embedded.

use std::fmt::Write as _;

use anyhow::Result;

use super::{
    package::{Part, pack, xml},
    story::{Block, Paragraph, Span, Story},
};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>
"#;

const PACKAGE_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>
"#;

const DOCUMENT_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>
</Relationships>
"#;

/// The separators that Word expects before the first footnote.
const SEPARATORS: &str = r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
"#;

/// Style id, name, paragraph properties, run properties; sizes in half points.
const STYLES: &[(&str, &str, &str, &str)] = &[
    (
        "Title",
        "Title",
        r#"<w:spacing w:before="2400" w:after="240"/><w:jc w:val="center"/>"#,
        r#"<w:sz w:val="44"/>"#,
    ),
    (
        "Subtitle",
        "Subtitle",
        r#"<w:spacing w:after="1200"/><w:jc w:val="center"/>"#,
        r#"<w:i/><w:sz w:val="28"/>"#,
    ),
    (
        "Heading1",
        "heading 1",
        r#"<w:keepNext/><w:pageBreakBefore/><w:spacing w:before="960" w:after="480"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>"#,
        r#"<w:b/><w:sz w:val="30"/>"#,
    ),
    (
        "BodyText",
        "Body Text",
        r#"<w:spacing w:line="480" w:lineRule="auto"/><w:ind w:firstLine="567"/>"#,
        "",
    ),
    (
        "Quote",
        "Quote",
        r#"<w:spacing w:after="120"/><w:ind w:left="720" w:right="720"/>"#,
        "",
    ),
    (
        "SceneBreak",
        "Scene Break",
        r#"<w:spacing w:before="240" w:after="240"/><w:jc w:val="center"/>"#,
        "",
    ),
    ("FootnoteText", "footnote text", "", r#"<w:sz w:val="20"/>"#),
];

/// Returns the bytes of the DOCX file.
///
/// # Errors
///
/// When the package cannot be written.
pub(crate) fn write(story: &Story) -> Result<Vec<u8>> {
    let part = |name: &str, xml: String| -> Part {
        (name.to_owned(), format!("{DECLARATION}{xml}").into_bytes())
    };
    pack(&[
        part("[Content_Types].xml", TYPES.to_owned()),
        part("_rels/.rels", PACKAGE_RELATIONS.to_owned()),
        part("word/document.xml", document(story)?),
        part(
            "word/_rels/document.xml.rels",
            DOCUMENT_RELATIONS.to_owned(),
        ),
        part("word/styles.xml", styles(story)?),
        part("word/settings.xml", settings()),
        part("word/footnotes.xml", footnotes(story)?),
        part("docProps/core.xml", properties(story)),
    ])
}

fn document(story: &Story) -> Result<String> {
    let mut body = String::new();
    line(&mut body, "Title", &story.title)?;
    line(&mut body, "Subtitle", &story.author)?;
    blocks(&mut body, &story.opening)?;
    for chapter in &story.chapters {
        line(&mut body, "Heading1", &chapter.title)?;
        blocks(&mut body, &chapter.blocks)?;
    }
    line(&mut body, "SceneBreak", &story.rights())?;
    Ok(format!(
        r#"<w:document xmlns:w="{MAIN}"><w:body>
{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>
</w:body></w:document>
"#
    ))
}

fn blocks(out: &mut String, blocks: &[Block]) -> Result<()> {
    for block in blocks {
        match block {
            Block::Paragraph(spans) => paragraph(out, "BodyText", spans)?,
            Block::Quote(paragraphs) => {
                for spans in paragraphs {
                    paragraph(out, "Quote", spans)?;
                }
            }
            Block::Break => line(out, "SceneBreak", "* * *")?,
        }
    }
    Ok(())
}

fn line(out: &mut String, style: &str, text: &str) -> Result<()> {
    paragraph(
        out,
        style,
        &[Span::Text {
            text: text.to_owned(),
            italic: false,
        }],
    )
}

fn paragraph(out: &mut String, style: &str, spans: &[Span]) -> Result<()> {
    writeln!(
        out,
        r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#,
        runs(spans)
    )?;
    Ok(())
}

fn runs(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Text { text, italic } => {
                let properties = if *italic { "<w:rPr><w:i/></w:rPr>" } else { "" };
                format!(r#"<w:r>{properties}<w:t xml:space="preserve">{}</w:t></w:r>"#, xml(text))
            }
            Span::Note(index) => format!(
                r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>"#,
                index + 1
            ),
        })
        .collect()
}

fn footnotes(story: &Story) -> Result<String> {
    let mut notes = String::new();
    for (number, note) in (1..).zip(&story.notes) {
        let mut body = String::new();
        paragraph(&mut body, "FootnoteText", &lead(note))?;
        let mark =
            r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>"#;
        let body = body.replacen("</w:pPr>", &format!("</w:pPr>{mark}"), 1);
        writeln!(notes, r#"<w:footnote w:id="{number}">{body}</w:footnote>"#)?;
    }
    Ok(format!(
        "<w:footnotes xmlns:w=\"{MAIN}\">\n{SEPARATORS}{notes}</w:footnotes>\n"
    ))
}

/// Returns the note with a space before it, to separate it from its mark.
fn lead(note: &[Span]) -> Paragraph {
    let space = Span::Text {
        text: " ".to_owned(),
        italic: false,
    };
    std::iter::once(space).chain(note.iter().cloned()).collect()
}

fn styles(story: &Story) -> Result<String> {
    let language = xml(&story.language);
    let mut styles = String::new();
    for (id, name, paragraph, run) in STYLES {
        writeln!(
            styles,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
        )?;
    }
    Ok(format!(
        r#"<w:styles xmlns:w="{MAIN}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
{styles}<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
</w:styles>
"#
    ))
}

fn settings() -> String {
    format!(
        r#"<w:settings xmlns:w="{MAIN}"><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr></w:settings>
"#
    )
}

fn properties(story: &Story) -> String {
    let (title, author, language, year) = (
        xml(&story.title),
        xml(&story.author),
        xml(&story.language),
        story.year,
    );
    format!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>{language}</dc:language>
<dcterms:created xsi:type="dcterms:W3CDTF">{year}-01-01T00:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">{year}-01-01T00:00:00Z</dcterms:modified>
</cp:coreProperties>
"#
    )
}
