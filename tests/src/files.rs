//! Makes EPUBs, sound and broken.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Returns a ZIP archive of these files.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const CONTAINER: &str = r#"<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

const PACKAGE: &str = r#"<?xml version="1.0"?>
<package version="3.0" unique-identifier="id" xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier>
<dc:title>A Title</dc:title><dc:language>en</dc:language></metadata>
<manifest><item id="c" href="chapter.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/></spine></package>"#;

/// Returns an EPUB of one chapter with this text, and `more` files.
pub fn epub(text: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    epub_with("x", text, more)
}

/// Returns such an EPUB with an identifier of its own.
pub fn epub_with(identifier: &str, text: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let package = PACKAGE.replace(">x<", &format!(">{identifier}<"));
    let chapter = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>One</title></head><body><p>{}</p></body></html>",
        text.replace("\n\n", "</p><p>")
    );
    let mut files: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("content.opf", package.as_bytes()),
        ("chapter.xhtml", chapter.as_bytes()),
    ];
    files.extend_from_slice(more);
    archive(&files)
}

/// An `encryption.xml` that locks the chapter of [`epub`].
pub const LOCK: &str = r#"<?xml version="1.0"?>
<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
<enc:CipherData><enc:CipherReference URI="chapter.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>"#;
