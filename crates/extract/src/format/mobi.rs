//! Mobipocket and Kindle books (MOBI, AZW3), opened with the `boko` crate.
//!
//! That crate unpacks the records and cuts the text into its chapters; their
//! markup is read here, like that of an EPUB. A file that holds a book in both
//! forms is read in the newer one. Nothing locked is opened.
//!
//! The crate reads what is not UTF-8 as Windows-1252. Books in other code pages are
//! put right here, whether they say so or not: many old Russian ones claim to be
//! Western.

use std::collections::HashMap;

use boko::{Book, TocEntry};
use colophon_encoding::CodePage;
use encoding_rs::{UTF_8, WINDOWS_1252};

use super::html::LEFT_OPEN;
use super::package::identifier;
use crate::markup::{self, one_line};
use crate::sink::{Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode, encoding};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let (book, format) = open(bytes)?;
    let about = book.metadata();
    let chapters: Vec<(boko::ChapterId, Option<String>)> = book
        .spine()
        .iter()
        .map(|entry| {
            let raw = book.load_raw(entry.id).ok();
            let text = raw.map(|raw| String::from_utf8_lossy(&raw).into_owned());
            (entry.id, text)
        })
        .collect();
    let page = match format {
        Format::Mobi => code_page(
            bytes,
            chapters.iter().filter_map(|(_, text)| text.as_deref()),
        ),
        _ => None,
    };
    let put_right = |text: &str| page.and_then(|page| reread(text, page));
    let label = |text: &str| one_line(&put_right(text).unwrap_or_else(|| text.to_owned()));
    let mut metadata = Metadata::new(format);
    metadata.title = if about.title.contains(char::REPLACEMENT_CHARACTER) {
        name(bytes, page.unwrap_or(CodePage::WESTERN))
    } else {
        label(&about.title)
    };
    metadata.author = label(&about.authors.join("; "));
    metadata.language = one_line(&about.language);
    metadata.identifiers = one_line(&about.identifier)
        .map(|id| identifier(&id))
        .into_iter()
        .collect();
    metadata.expected = u32::try_from(book.spine().len()).ok();
    sink.begin(metadata)?;
    // The crate gives a book without a table of contents one with its own title.
    let name = one_line(&about.title);
    let mut titles = HashMap::new();
    collect(book.toc(), limits.max_depth, &mut titles);
    for (number, (id, text)) in (1_u32..).zip(chapters) {
        let Some(text) = text else {
            sink.warn(
                WarningCode::Damaged,
                format!("chapter {number} was not read: it is damaged"),
            )?;
            continue;
        };
        let page = markup::xhtml(&put_right(&text).unwrap_or(text));
        if page.is_broken {
            let message = format!("chapter {number}: {LEFT_OPEN}");
            sink.warn(WarningCode::Damaged, message)?;
        }
        let title = book.source_id(id).and_then(|path| titles.get(path));
        let title = title.filter(|title| Some(*title) != name.as_ref());
        sink.section(Section {
            title: title.and_then(|title| label(title)).or(page.heading),
            text: page.text,
        })?;
    }
    Ok(())
}

/// Returns the code page of a book that the crate has read as Windows-1252; none if
/// that is what it is in, or if it is in UTF-8.
fn code_page<'a>(bytes: &[u8], texts: impl Iterator<Item = &'a str>) -> Option<CodePage> {
    let declared = declared(bytes);
    if declared == Some(CodePage::Standard(UTF_8)) {
        return None;
    }
    if let Some(page) = declared.filter(|page| *page != CodePage::WESTERN) {
        return Some(page);
    }
    let mut raw = Vec::new();
    for text in texts {
        let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
        if unmappable {
            return None;
        }
        raw.extend_from_slice(&bytes);
    }
    if raw.is_ascii() {
        return None;
    }
    Some(encoding::guess(&raw)).filter(|page| *page != CodePage::WESTERN)
}

/// The first record of a book.
fn first_record(bytes: &[u8]) -> Option<&[u8]> {
    let offset = bytes.get(78..)?.first_chunk::<4>()?;
    bytes.get(u32::from_be_bytes(*offset) as usize..)
}

/// Returns the code page that a book names.
fn declared(bytes: &[u8]) -> Option<CodePage> {
    let record = first_record(bytes)?;
    if record.get(16..20)? != b"MOBI" {
        return None;
    }
    let number = record.get(28..)?.first_chunk::<4>()?;
    CodePage::of_number(i32::from_be_bytes(*number))
}

/// Returns the full name of a book.
fn name(bytes: &[u8], page: CodePage) -> Option<String> {
    let record = first_record(bytes)?;
    let field = |at: usize| {
        let field = record.get(at..)?.first_chunk::<4>()?;
        usize::try_from(u32::from_be_bytes(*field)).ok()
    };
    let (from, len) = (field(84)?, field(88)?);
    let bytes = record.get(from..from.checked_add(len)?)?;
    one_line(&page.decode(bytes).0)
}

/// Reads text again that was taken for Windows-1252; none if it was not.
fn reread(text: &str, page: CodePage) -> Option<String> {
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    (!unmappable).then(|| page.decode(&bytes).0)
}

fn open(bytes: &[u8]) -> Result<(Book, Format), Error> {
    let kindle = match Book::from_bytes(bytes, boko::Format::Azw3) {
        Ok(book) if !book.spine().is_empty() => return Ok((book, Format::Azw3)),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    match (Book::from_bytes(bytes, boko::Format::Mobi), kindle) {
        (Ok(book), _) => Ok((book, Format::Mobi)),
        (Err(boko::Error::DrmProtected(_)), _) | (_, Some(boko::Error::DrmProtected(_))) => {
            Err(Error::new(
                ErrorKind::Encrypted,
                "the book is locked by digital rights management",
            ))
        }
        (Err(_), _) if is_cut(bytes) => Err(Error::new(
            ErrorKind::Truncated,
            "the end of the file is missing",
        )),
        (Err(_), _) => Err(Error::new(ErrorKind::Damaged, "the book is damaged")),
    }
}

/// Returns whether the list of records points beyond the end of the file.
fn is_cut(bytes: &[u8]) -> bool {
    let Some(count) = bytes.get(76..78).and_then(|b| b.first_chunk::<2>()) else {
        return true;
    };
    let last = 78 + usize::from(u16::from_be_bytes(*count)).saturating_sub(1) * 8;
    let offset = bytes.get(last..).and_then(|b| b.first_chunk::<4>());
    offset.is_none_or(|offset| u32::from_be_bytes(*offset) as usize >= bytes.len())
}

/// Collects the first title of each chapter, by the chapter's file name.
fn collect(entries: &[TocEntry], depth: u32, titles: &mut HashMap<String, String>) {
    for entry in entries {
        let path = entry.href.split('#').next().unwrap_or_default();
        if let Some(title) = one_line(&entry.title) {
            titles.entry(path.to_owned()).or_insert(title);
        }
        if depth > 0 {
            collect(&entry.children, depth - 1, titles);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use crate::archive::tests::pack;
    use crate::{Document, ErrorKind, Format, Limits, read_here};

    /// Makes a Mobipocket book whose text is not compressed.
    fn mobi(html: &str, encryption: u16) -> Vec<u8> {
        coded(html.as_bytes(), encryption, 65001)
    }

    fn coded(html: &[u8], encryption: u16, code_page: u32) -> Vec<u8> {
        let mut head = vec![0; 16 + 232];
        head[..2].copy_from_slice(&1_u16.to_be_bytes());
        head[4..8].copy_from_slice(&u32::try_from(html.len()).unwrap().to_be_bytes());
        head[8..10].copy_from_slice(&1_u16.to_be_bytes());
        head[10..12].copy_from_slice(&4096_u16.to_be_bytes());
        head[12..14].copy_from_slice(&encryption.to_be_bytes());
        head[16..20].copy_from_slice(b"MOBI");
        head[20..24].copy_from_slice(&232_u32.to_be_bytes());
        head[24..28].copy_from_slice(&2_u32.to_be_bytes());
        head[28..32].copy_from_slice(&code_page.to_be_bytes());
        head[36..40].copy_from_slice(&6_u32.to_be_bytes());
        for index in [40..80, 108..112, 240..248] {
            head[index].fill(0xff);
        }
        head[80..84].copy_from_slice(&2_u32.to_be_bytes());
        let name = u32::try_from(head.len()).unwrap();
        head[84..88].copy_from_slice(&name.to_be_bytes());
        head[88..92].copy_from_slice(&5_u32.to_be_bytes());
        head.extend(b"Title\0\0\0");
        let mut out = b"A_Title".to_vec();
        out.resize(60, 0);
        out.extend(b"BOOKMOBI");
        out.resize(76, 0);
        out.extend(2_u16.to_be_bytes());
        let first = 78 + 2 * 8 + 2;
        for (i, offset) in [first, first + head.len()].into_iter().enumerate() {
            out.extend(u32::try_from(offset).unwrap().to_be_bytes());
            out.extend(u32::try_from(i).unwrap().to_be_bytes());
        }
        out.extend([0, 0]);
        out.extend(head);
        out.extend(html);
        out
    }

    fn text(document: &Document) -> String {
        document.sections.iter().map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn a_mobipocket_book_is_read() {
        let html = "<html><body><h1>Eins</h1><p>Grüße</p><mbp:pagebreak/><h1>Zwei</h1><p>Ende</p></body></html>";
        let document = read_here(&mobi(html, 0), None, &Limits::default()).unwrap();
        assert_eq!(document.format, Format::Mobi);
        assert_eq!(document.title.as_deref(), Some("Title"));
        let titles: Vec<_> = document
            .sections
            .iter()
            .map(|s| s.title.as_deref())
            .collect();
        assert_eq!(titles, [Some("Eins"), Some("Zwei")]);
        assert_eq!(text(&document), "Eins\nGrüße\nZwei\nEnde\n");
    }

    #[test]
    fn a_book_may_be_in_any_code_page() {
        let russian = "<html><body><p>Утром старый паромщик вышел на берег и долго смотрел на туман.</p></body></html>";
        let german = "<html><body><p>Über den Dächern hing ein süßlicher Rauch – „so schön“.</p></body></html>";
        for (text, encoding, number) in [
            (russian, encoding_rs::WINDOWS_1251, 1251),
            (russian, encoding_rs::WINDOWS_1251, 1252),
            (russian, encoding_rs::KOI8_R, 20866),
            (german, encoding_rs::WINDOWS_1252, 1252),
        ] {
            let bytes = coded(&encoding.encode(text).0, 0, number);
            let document = read_here(&bytes, None, &Limits::default()).unwrap();
            let expected = text
                .replace("<html><body><p>", "")
                .replace("</p></body></html>", "\n");
            assert_eq!(self::text(&document), expected, "{number}");
        }
    }

    #[test]
    fn a_kindle_book_keeps_its_chapters() {
        let epub = pack(&[
            ("mimetype", b"application/epub+zip"),
            (
                "META-INF/container.xml",
                b"<container><rootfiles><rootfile full-path='c.opf'/></rootfiles></container>",
            ),
            (
                "c.opf",
                b"<package version='2.0'><metadata xmlns:dc='d'><dc:title>The Title</dc:title><dc:creator>Ann</dc:creator>\
                  <dc:language>en</dc:language></metadata><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>\
                  <item id='b' href='b.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/>\
                  <itemref idref='b'/></spine></package>",
            ),
            ("a.xhtml", b"<html><body><h1>One</h1><p>First.</p></body></html>"),
            ("b.xhtml", b"<html><body><h1>Two</h1><p>Second.</p></body></html>"),
        ]);
        let book = boko::Book::from_bytes(&epub, boko::Format::Epub).unwrap();
        let mut azw3 = Cursor::new(Vec::new());
        book.export(boko::Format::Azw3, &mut azw3).unwrap();
        let document = read_here(&azw3.into_inner(), None, &Limits::default()).unwrap();
        assert_eq!(document.format, Format::Azw3);
        assert_eq!(document.title.as_deref(), Some("The Title"));
        assert_eq!(document.author.as_deref(), Some("Ann"));
        assert_eq!(text(&document), "One\nFirst.\nTwo\nSecond.\n");
    }

    #[test]
    fn a_locked_or_cut_book_is_named() {
        let kind = |bytes: &[u8]| {
            read_here(bytes, None, &Limits::default())
                .unwrap_err()
                .kind()
        };
        let html = "<html><body><p>text</p></body></html>";
        assert_eq!(kind(&mobi(html, 2)), ErrorKind::Encrypted);
        let whole = mobi(html, 0);
        assert_eq!(kind(&whole[..90]), ErrorKind::Truncated);
    }
}
