//! EPUBs built here, read as a whole.

#![allow(clippy::unwrap_used, clippy::format_push_string)]

use std::io::{Cursor, Write};

use colophon_extract::{Document, Error, ErrorKind, Format, Limits, WarningCode, read_here};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CONTAINER: &str = r#"<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
    <rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

/// Packs a book of these chapters (name in the archive, link, content).
fn book(chapters: &[(&str, &str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let mut manifest = String::new();
    let mut spine = String::new();
    for (i, (_, href, _)) in chapters.iter().enumerate() {
        manifest +=
            &format!(r#"<item id="c{i}" href="{href}" media-type="application/xhtml+xml"/>"#);
        let linear = if i == 1 { r#" linear="no""# } else { "" };
        spine += &format!(r#"<itemref idref="c{i}"{linear}/>"#);
    }
    let package = format!(
        r#"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Title</dc:title>
        <dc:creator>Ann Author</dc:creator><dc:creator>Bob Writer</dc:creator><dc:language>en</dc:language>
        <dc:identifier id="id">urn:isbn:9780000000002</dc:identifier></metadata>
        <manifest>{manifest}<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
        <spine toc="ncx">{spine}</spine></package>"#
    );
    let mut files = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/content.opf", &package),
    ];
    files.extend(chapters.iter().map(|(name, _, content)| (*name, *content)));
    files.extend(more);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(bytes: &[u8]) -> Result<Document, Error> {
    read_here(bytes, None, &Limits::default())
}

const ONE: &str = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body><h2>One</h2><p>First.</p></body></html>";
const TWO: &str = "<html><body><p>Second.</p></body></html>";

#[test]
fn a_book_is_read_in_its_order_with_its_titles() {
    let ncx = r#"<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Chapter the Second</text></navLabel>
        <content src="b.xhtml#start"/></navPoint></navMap></ncx>"#;
    let bytes = book(
        &[
            ("OEBPS/a.xhtml", "a.xhtml", ONE),
            ("OEBPS/b.xhtml", "b.xhtml", TWO),
        ],
        &[("OEBPS/toc.ncx", ncx)],
    );
    let document = read(&bytes).unwrap();
    assert_eq!(document.format, Format::Epub);
    assert_eq!(document.title.as_deref(), Some("The Title"));
    assert_eq!(document.author.as_deref(), Some("Ann Author; Bob Writer"));
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(document.identifiers, ["9780000000002"]);
    let sections: Vec<_> = document
        .sections
        .iter()
        .map(|s| (s.title.as_deref(), s.text.as_str()))
        .collect();
    assert_eq!(
        sections,
        [
            (Some("One"), "One\nFirst.\n"),
            (Some("Chapter the Second"), "Second.\n")
        ]
    );
    assert!(document.warnings.is_empty());
}

#[test]
fn links_lead_to_their_chapters_however_they_are_written() {
    let bytes = book(
        &[
            ("Text/a.xhtml", "../Text/a.xhtml", ONE),
            ("OEBPS/Second Part.xhtml", "second%20part.XHTML", TWO),
        ],
        &[],
    );
    let document = read(&bytes).unwrap();
    assert_eq!(document.sections.len(), 2);
    assert!(document.warnings.is_empty());
}

#[test]
fn a_missing_chapter_is_a_warning() {
    let bytes = book(
        &[
            ("OEBPS/a.xhtml", "a.xhtml", ONE),
            ("OEBPS/else.xhtml", "b.xhtml", TWO),
        ],
        &[],
    );
    let document = read(&bytes).unwrap();
    assert_eq!(document.sections.len(), 1);
    assert_eq!(document.warnings[0].code, WarningCode::Damaged);
}

fn encryption(algorithm: &str, uri: &str) -> String {
    format!(
        r#"<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><enc:EncryptedData xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
        <enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="{uri}"/></enc:CipherData>
        </enc:EncryptedData></encryption>"#
    )
}

#[test]
fn a_locked_book_is_told_from_one_with_disguised_fonts() {
    let chapters = [("OEBPS/a.xhtml", "a.xhtml", ONE)];
    let locked = encryption(
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
        "OEBPS/a.xhtml",
    );
    let error = read(&book(&chapters, &[("META-INF/encryption.xml", &locked)])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encrypted);
    let fonts = encryption("http://www.idpf.org/2008/embedding", "OEBPS/font.otf");
    assert!(read(&book(&chapters, &[("META-INF/encryption.xml", &fonts)])).is_ok());
}

#[test]
fn a_broken_package_that_can_be_read_is_read() {
    // The `epub` crate refuses an unknown entity and an open tag.
    let bytes = book(&[("OEBPS/a.xhtml", "a.xhtml", ONE)], &[]);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut entry, &mut content).unwrap();
        if name.contains("content.opf") {
            content = content
                .replace("</package>", "")
                .replace("The Title", "Caf&eacute;");
        }
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let document = read(&zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(document.title.as_deref(), Some("Café"));
    assert_eq!(document.sections[0].text, "One\nFirst.\n");
}

#[test]
fn a_cut_book_is_truncated() {
    let bytes = book(&[("OEBPS/a.xhtml", "a.xhtml", ONE)], &[]);
    let error = read(&bytes[..bytes.len() / 2]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

#[test]
fn a_book_of_pictures_has_no_text() {
    let page = "<html><body><img src='p.jpg'/></body></html>";
    let error = read(&book(&[("OEBPS/a.xhtml", "a.xhtml", page)], &[])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoTextLayer);
}
