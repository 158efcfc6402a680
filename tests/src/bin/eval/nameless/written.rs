//! Writes drafts: Word files, text, Markdown and PDFs.

use colophon_tests::{files, pdf};
use std::fmt::Write as _;

/// Returns one of some words, by a number.
pub(super) fn pick<'a>(of: &[&'a str], n: usize) -> &'a str {
    of[n % of.len()]
}

/// Returns a draft in one of the formats.
pub(super) fn written(n: usize, page: &[String], body: &[String]) -> (&'static str, Vec<u8>) {
    let whole = || page.iter().chain(body);
    match n / 3 % 5 {
        0 | 1 => ("docx", docx(n, page, body)),
        2 => {
            let text: Vec<String> = page
                .iter()
                .cloned()
                .chain(body.iter().map(|line| format!("{line}\n")))
                .collect();
            ("txt", text.join("\n").into_bytes())
        }
        3 => {
            let text: Vec<&str> = whole().map(String::as_str).collect();
            ("md", text.join("\n\n").into_bytes())
        }
        _ => ("pdf", as_pdf(page, body)),
    }
}

/// Writes a Word file whose properties name a program.
fn docx(n: usize, page: &[String], body: &[String]) -> Vec<u8> {
    const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";
    const RELATIONS: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let paragraph = |text: &String| match text.as_str() {
        "" => "<w:p/>".to_owned(),
        text => format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escaped(text)
        ),
    };
    let paragraphs: String = page.iter().chain(body).map(paragraph).collect();
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>"
    );
    let title = pick(
        &["Microsoft Word - draft3.doc", "Untitled 3", "", "Document1"],
        n,
    );
    let creator = pick(&["python-docx", "Microsoft Office User", ""], n);
    let properties = format!(
        "<?xml version=\"1.0\"?><cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator></cp:coreProperties>"
    );
    files::archive(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("docProps/core.xml", properties.as_bytes()),
    ])
}

/// Writes a PDF with the title page and pages of text, in the letters of Western
/// Europe.
fn as_pdf(page: &[String], body: &[String]) -> Vec<u8> {
    let mut pages = vec![shown(page.iter().map(String::as_str), 14, 40)];
    let wrapped: Vec<String> = body.iter().flat_map(|line| wrapped(line)).collect();
    for lines in wrapped.chunks(40) {
        pages.push(shown(lines.iter().map(String::as_str), 10, 14));
    }
    let kids: Vec<String> = (0..pages.len())
        .map(|n| format!("{} 0 R", 4 + 2 * n))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            kids.join(" ")
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (n, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * n
        ));
        objects.push(pdf::stream("", content));
    }
    pdf::of(&objects)
}

/// Returns the content that shows lines; letters beyond ASCII are escaped.
fn shown<'a>(lines: impl Iterator<Item = &'a str>, size: u32, leading: u32) -> String {
    let mut content = format!("BT /F {size} Tf {leading} TL 60 780 Td\n");
    for line in lines {
        content += "(";
        for c in line.chars() {
            match c {
                '(' | ')' | '\\' => content.extend(['\\', c]),
                ' '..='~' => content.push(c),
                '’' => content += "\\222",
                '‘' => content += "\\221",
                '“' => content += "\\223",
                '”' => content += "\\224",
                '—' => content += "\\227",
                c if ('\u{a0}'..='\u{ff}').contains(&c) => {
                    let _ = write!(content, "\\{:03o}", u32::from(c));
                }
                _ => content.push('?'),
            }
        }
        content += ") '\n";
    }
    content + "ET"
}

/// Breaks a line after some words.
fn wrapped(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.chunks(12).map(|words| words.join(" ")).collect()
}
