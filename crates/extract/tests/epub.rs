//! EPUBs built here, read as a whole.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(clippy::format_push_string, reason = "a book made here is short")]

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
    pack(&files)
}

fn pack(files: &[(&str, &str)]) -> Vec<u8> {
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

/// Packs a book of these files; `manifest` and `spine` are the contents of these
/// elements.
fn packed(meta: &str, manifest: &str, spine: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let package = format!(
        r#"<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:title>T</dc:title>{meta}</metadata><manifest>{manifest}</manifest><spine>{spine}</spine></package>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let own = [
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OEBPS/content.opf", package.as_bytes()),
    ];
    for (name, content) in own.iter().chain(files) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn item(id: &str, href: &str, kind: &str, more: &str) -> String {
    format!(r#"<item id="{id}" href="{href}" media-type="{kind}" {more}/>"#)
}

fn refs(ids: &[&str]) -> String {
    ids.iter()
        .map(|id| format!(r#"<itemref idref="{id}"/>"#))
        .collect::<Vec<_>>()
        .concat()
}

const XHTML: &str = "application/xhtml+xml";

#[test]
fn chapters_are_read_in_every_encoding() {
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    };
    let page = "<html><body><p>Übergrößen</p></body></html>";
    let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    let declared =
        b"<?xml version='1.0' encoding='windows-1252'?><html><body><p>\xdcbergr\xf6\xdfen</p></body></html>";
    let by_meta =
        b"<html><head><meta charset='iso-8859-1'/></head><body><p>\xdcbergr\xf6\xdfen</p></body></html>";
    let files: [(&str, Vec<u8>); 5] = [
        ("OEBPS/a", marked(b"\xef\xbb\xbf", page.into())),
        (
            "OEBPS/b",
            marked(b"\xff\xfe", utf16(page, u16::to_le_bytes)),
        ),
        (
            "OEBPS/c",
            marked(b"\xfe\xff", utf16(page, u16::to_be_bytes)),
        ),
        ("OEBPS/d", declared.to_vec()),
        ("OEBPS/e", by_meta.to_vec()),
    ];
    let ids = ["a", "b", "c", "d", "e"];
    let manifest: String = ids.iter().map(|id| item(id, id, XHTML, "")).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, c)| (*n, &c[..])).collect();
    let document = read(&packed("", &manifest, &refs(&ids), &files)).unwrap();
    let texts: Vec<&str> = document.sections.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(texts, ["Übergrößen\n"; 5]);
    assert!(document.warnings.is_empty());
}

#[test]
fn the_navigation_names_the_chapters_and_is_text_only_where_it_is_a_page() {
    let nav = br#"<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><h1>Contents</h1><ol>
        <li><a href="b.xhtml">Of <em>Ships</em></a></li></ol></nav></body></html>"#;
    let manifest =
        item("nav", "nav.xhtml", XHTML, r#"properties="nav""#) + &item("b", "b.xhtml", XHTML, "");
    let files: [(&str, &[u8]); 2] = [("OEBPS/nav.xhtml", nav), ("OEBPS/b.xhtml", TWO.as_bytes())];
    let document = read(&packed("", &manifest, &refs(&["b"]), &files)).unwrap();
    assert_eq!(document.sections.len(), 1);
    assert_eq!(document.sections[0].title.as_deref(), Some("Of Ships"));
    let document = read(&packed("", &manifest, &refs(&["nav", "b"]), &files)).unwrap();
    assert_eq!(document.sections.len(), 2);
    assert_eq!(document.sections[0].text, "Contents\nOf Ships\n");
}

#[test]
fn notes_are_read_where_they_stand_and_their_marks_are_not() {
    let page = br##"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
        <p>The ship<a epub:type="noteref" href="#n1">1</a> sank.</p>
        <aside epub:type="footnote" id="n1"><p>A brig.</p></aside></body></html>"##;
    let bytes = packed(
        "",
        &item("a", "a.xhtml", XHTML, ""),
        &refs(&["a"]),
        &[("OEBPS/a.xhtml", page)],
    );
    let document = read(&bytes).unwrap();
    assert_eq!(document.sections[0].text, "The ship sank.\nA brig.\n");
}

#[test]
fn fixed_pages_and_drawings_are_text_and_pictures_are_passed_over() {
    let fixed = br#"<html xmlns="http://www.w3.org/1999/xhtml"><head><meta name="viewport" content="width=9, height=9"/></head><body>
        <div style="position:absolute;top:1px">Once upon</div><div style="position:absolute;top:9px">a time</div></body></html>"#;
    let drawing =
        br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Page 2</title>
        <text x="1" y="1">there <tspan>was</tspan></text><text x="1" y="5">a pig</text></svg>"#;
    let manifest = item("a", "a.xhtml", XHTML, "")
        + &item("b", "b.svg", "image/svg+xml", "")
        + &item("c", "c.jpg", "image/jpeg", "");
    let bytes = packed(
        r#"<meta property="rendition:layout">pre-paginated</meta>"#,
        &manifest,
        &refs(&["a", "b", "c"]),
        &[
            ("OEBPS/a.xhtml", fixed),
            ("OEBPS/b.svg", drawing),
            ("OEBPS/c.jpg", b"\xff\xd8\xff\xe0"),
        ],
    );
    let document = read(&bytes).unwrap();
    assert_eq!(document.sections.len(), 2);
    assert_eq!(document.sections[0].text, "Once upon\na time\n");
    let words: Vec<&str> = document.sections[1].text.split_whitespace().collect();
    assert!(words.ends_with(&["there", "was", "a", "pig"]), "{words:?}");
    assert!(document.warnings.is_empty());
}

#[test]
fn a_chapter_that_expands_without_end_is_left_out_and_told() {
    let mut bomb = b"<html><body><p>".to_vec();
    bomb.resize(80 << 20, b' ');
    let manifest = item("a", "a.xhtml", XHTML, "") + &item("b", "b.xhtml", XHTML, "");
    let bytes = packed(
        "",
        &manifest,
        &refs(&["a", "b"]),
        &[("OEBPS/a.xhtml", &bomb), ("OEBPS/b.xhtml", TWO.as_bytes())],
    );
    assert!(bytes.len() < 1 << 20);
    let document = read(&bytes).unwrap();
    assert_eq!(document.sections.len(), 1);
    assert_eq!(document.warnings[0].code, WarningCode::LimitExceeded);
}

#[test]
fn a_book_of_chapters_that_cannot_be_read_is_no_book_of_pictures() {
    let kind = |files: &[(&str, &[u8])]| {
        let bytes = packed("", &item("a", "a.xhtml", XHTML, ""), &refs(&["a"]), files);
        read(&bytes).unwrap_err().kind()
    };
    let mut bomb = b"<html><body><p>text".to_vec();
    bomb.resize(80 << 20, b' ');
    let files: [(&str, &[u8]); 1] = [("OEBPS/a.xhtml", &bomb)];
    assert_eq!(kind(&files), ErrorKind::LimitExceeded);
    assert_eq!(kind(&[]), ErrorKind::Damaged);
}

#[test]
fn a_chapter_of_countless_elements_within_elements_is_read() {
    let deep = format!("<html><body>{}deep", "<div>".repeat(300_000));
    let bytes = packed(
        "",
        &item("a", "a.xhtml", XHTML, ""),
        &refs(&["a"]),
        &[("OEBPS/a.xhtml", deep.as_bytes())],
    );
    let began = std::time::Instant::now();
    let document = read(&bytes).unwrap();
    assert_eq!(document.sections[0].text, "deep\n");
    assert!(began.elapsed().as_secs() < 10);
}

#[test]
fn pages_in_no_order_come_last_and_other_renditions_are_missed() {
    let package = |names: &[&str], spine: &[&str]| {
        let items = names.iter().map(|name| {
            format!(r#"<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>"#)
        });
        let refs = spine
            .iter()
            .map(|name| format!(r#"<itemref idref="{name}"/>"#));
        format!(
            r#"<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>{}</manifest><spine>{}</spine></package>"#,
            items.collect::<String>(),
            refs.collect::<String>(),
        )
    };
    let roots = |names: &[&str]| {
        let roots = names.iter().map(|name| {
            format!(
                r#"<rootfile full-path="{name}.opf" media-type="application/oebps-package+xml"/>"#
            )
        });
        let roots: String = roots.collect();
        format!("<container><rootfiles>{roots}</rootfiles></container>")
    };
    let read_of = |packages: &[(&str, String)]| {
        let names: Vec<&str> = packages.iter().map(|(name, _)| *name).collect();
        let container = roots(&names);
        let opf: Vec<String> = names.iter().map(|name| format!("{name}.opf")).collect();
        let mut files = vec![
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", &container),
            ("one.xhtml", ONE),
            ("two.xhtml", TWO),
        ];
        let packages = packages.iter().zip(&opf);
        files.extend(packages.map(|((_, content), name)| (name.as_str(), content.as_str())));
        read(&pack(&files)).unwrap()
    };
    let text = |document: &Document| -> String {
        document
            .sections
            .iter()
            .map(|it| it.text.as_str())
            .collect()
    };
    // "gone" is listed, in no order, and not in the book; nothing leads to "two".
    let document = read_of(&[("a", package(&["two", "gone", "one"], &["one"]))]);
    assert_eq!(text(&document), "One\nFirst.\n");
    assert!(document.warnings.is_empty());
    let document = read_of(&[
        ("a", package(&["one"], &["one"])),
        ("b", package(&["two"], &["two"])),
    ]);
    assert_eq!(text(&document), "One\nFirst.\n");
    assert_eq!(document.warnings[0].code, WarningCode::Damaged);
    let document = read_of(&[
        ("a", package(&["one"], &["one"])),
        ("b", package(&["one"], &["one"])),
    ]);
    assert!(document.warnings.is_empty());
}

#[test]
fn a_page_in_no_order_is_read_if_a_page_leads_to_it_and_missed_if_it_is_long() {
    let manifest = r#"<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
        <item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>"#;
    let read_of = |first: &str, second: &str| {
        let page = |text: &str| format!("<html><body>{text}</body></html>");
        let (first, second) = (page(first), page(second));
        let files = [
            ("OEBPS/a.xhtml", first.as_bytes()),
            ("OEBPS/b.xhtml", second.as_bytes()),
        ];
        read(&packed("", manifest, r#"<itemref idref="a"/>"#, &files)).unwrap()
    };
    let long = "<p>Nobody on the quay lifted a hand to wave.</p>".repeat(60);
    for shown in [
        "<p>One.</p><iframe src='b.xhtml'/>",
        "<p>One. <a href='b.xhtml#n1'>note</a></p>",
    ] {
        let document = read_of(shown, &long);
        assert_eq!(document.sections.len(), 2, "{shown}");
        assert!(document.warnings.is_empty(), "{shown}");
    }
    let document = read_of("<p>One.</p>", &long);
    assert_eq!(document.sections.len(), 1);
    assert_eq!(document.warnings[0].code, WarningCode::Damaged);
    let document = read_of("<p>One.</p>", "<p>A note.</p>");
    assert_eq!(document.sections.len(), 1);
    assert!(document.warnings.is_empty());
}
