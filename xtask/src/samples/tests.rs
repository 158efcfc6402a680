//! Reads every document back and compares it with the Markdown source.
//!
//! The source's words are taken here by deleting marks, not with the reader that
//! the writers use: a word that the reader loses is noticed.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use quick_xml::{Reader, escape::unescape, events::Event};
use zip::ZipArchive;

use super::{
    ANTHOLOGY_PIECES, ANTHOLOGY_PREFACE, DOCUMENTS, Format, PART, PART_CHAPTER, WHOLE, make, read,
    starter_works, text::RESPELT,
};

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("assets/samples")
}

/// Returns lower-case runs of letters, and figures one by one.
///
/// Raised figures are the marks of notes, and not part of the text.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for sign in text.chars() {
        let letter = sign.is_alphabetic();
        if letter {
            words.last_mut().unwrap().extend(sign.to_lowercase());
        } else {
            words.push(if sign.is_ascii_digit() {
                sign.to_string()
            } else {
                String::new()
            });
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns the words of the story and the words of its notes.
fn source_words(slug: &str) -> (Vec<String>, Vec<String>) {
    let source = fs::read_to_string(sources().join(slug).with_extension("md")).unwrap();
    let (_, body) = source
        .strip_prefix("---\n")
        .unwrap()
        .split_once("\n---\n")
        .unwrap();
    let (mut story, mut notes) = (String::new(), String::new());
    for line in body.lines() {
        if let Some(note) = line.strip_prefix("[^") {
            notes += note.split_once("]:").unwrap().1;
            continue;
        }
        let mut rest = line;
        while let Some((before, after)) = rest.split_once("[^") {
            story += before;
            rest = after.split_once(']').unwrap().1;
        }
        story += rest;
        story.push('\n');
    }
    (words(&story), words(&notes))
}

/// Returns the first word of `wanted` that does not follow the others in
/// `found`; words in between are passed over.
fn first_missing<'a>(wanted: &'a [String], found: &[String]) -> Option<(usize, &'a String)> {
    let mut found = found.iter();
    wanted
        .iter()
        .enumerate()
        .find(|(_, word)| !found.any(|other| other == *word))
}

fn assert_holds(path: &Path, text: &str, slug: &str, most_extra: usize) {
    let found = words(text);
    let (story, notes) = source_words(slug);
    assert!(story.len() >= 3200, "{slug} has only {} words", story.len());
    assert_eq!(first_missing(&story, &found), None, "{}", path.display());
    assert_eq!(first_missing(&notes, &found), None, "{}", path.display());
    let extra = found.len() - story.len() - notes.len();
    assert!(
        extra <= most_extra,
        "{}: {extra} words are not from the story",
        path.display()
    );
}

fn entry(path: &Path, name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Returns the text of well-formed XML, with a line break between elements
/// whose local name is in `blocks`.
fn xml_text(xml: &str, blocks: &[&str]) -> String {
    let mut text = String::new();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().unwrap() {
            Event::Text(part) => text += &part,
            Event::GeneralRef(name) => {
                text += &unescape(&format!("&{};", &*name)).unwrap();
            }
            Event::End(tag) if blocks.contains(&tag.local_name().as_ref()) => text.push('\n'),
            Event::Eof => return text,
            _ => {}
        }
    }
}

fn attributes(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == element => {
                let found = tag.try_get_attribute(attribute).unwrap().unwrap();
                values.push(found.value.into_owned());
            }
            Event::Eof => return values,
            _ => {}
        }
    }
}

/// Returns the text of an EPUB's spine, in the spine's order.
fn epub_text(path: &Path) -> String {
    let container = entry(path, "META-INF/container.xml");
    assert_eq!(
        attributes(&container, "rootfile", "full-path"),
        ["EPUB/package.opf"]
    );
    let package = entry(path, "EPUB/package.opf");
    let ids = attributes(&package, "item", "id");
    let links = attributes(&package, "item", "href");
    let items: BTreeMap<_, _> = ids.into_iter().zip(links).collect();
    let mut text = String::new();
    for id in attributes(&package, "itemref", "idref") {
        let page = entry(path, &format!("EPUB/{}", items[&id]));
        let body = page.split_once("<body>").unwrap().1.replace("</html>", "");
        text += &xml_text(&format!("<body>{body}"), &["p", "h1", "h2"]);
    }
    text
}

fn docx_text(path: &Path) -> String {
    let body = xml_text(&entry(path, "word/document.xml"), &["p"]);
    body + &xml_text(&entry(path, "word/footnotes.xml"), &["p"])
}

#[test]
fn every_document_gives_the_whole_story_back() {
    let folder = tempfile::tempdir().unwrap();
    let samples = make(&sources(), folder.path()).unwrap();
    let mut files = samples.files.iter();
    for (slug, formats) in DOCUMENTS {
        assert!(formats.len() >= 2, "{slug}");
        for format in *formats {
            let path = files.next().unwrap();
            // A title page has up to thirty words; a typeset page has a head
            // of up to eight and a folio of up to two besides.
            let (text, most_extra) = match format {
                Format::Epub => (epub_text(path), 30),
                Format::Docx => (docx_text(path), 30),
                Format::Text => (fs::read_to_string(path).unwrap(), 30),
                Format::Pdf => {
                    let pages = pdf_extract::extract_text_by_pages(path).unwrap();
                    assert!(
                        pages.len() > 8,
                        "{} has {} pages",
                        path.display(),
                        pages.len()
                    );
                    (pages.join("\n"), 30 + 10 * pages.len())
                }
            };
            assert_holds(path, &text, slug, most_extra);
        }
    }
    assert_eq!(files.next(), None);
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = make(&sources(), one.path()).unwrap().files;
    let second = make(&sources(), two.path()).unwrap().files;
    assert_eq!(first.len(), 7);
    for (a, b) in first.iter().zip(&second) {
        assert_eq!(a.file_name(), b.file_name());
        assert_eq!(
            fs::read(a).unwrap(),
            fs::read(b).unwrap(),
            "{}",
            a.display()
        );
    }
}

#[test]
fn a_word_document_has_headings_and_a_called_footnote() {
    let folder = tempfile::tempdir().unwrap();
    make(&sources(), folder.path()).unwrap();
    let path = folder.path().join(PART).with_extension("docx");
    let document = entry(&path, "word/document.xml");
    let styles = attributes(&document, "w:pStyle", "w:val");
    let story = read(&sources(), PART).unwrap();
    assert_eq!(
        styles.iter().filter(|style| *style == "Heading1").count(),
        story.chapters.len()
    );
    assert_eq!(attributes(&document, "w:footnoteReference", "w:id"), ["1"]);
    let notes = entry(&path, "word/footnotes.xml");
    assert_eq!(attributes(&notes, "w:footnote", "w:id"), ["-1", "0", "1"]);
    let defined = attributes(&entry(&path, "word/styles.xml"), "w:style", "w:styleId");
    assert!(styles.iter().all(|style| defined.contains(style)));
}

#[test]
fn an_epub_begins_with_its_bare_media_type() {
    let folder = tempfile::tempdir().unwrap();
    make(&sources(), folder.path()).unwrap();
    let bytes = fs::read(folder.path().join(WHOLE).with_extension("epub")).unwrap();
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
}

#[test]
fn the_starter_works_hold_what_the_roles_say() {
    let folder = tempfile::tempdir().unwrap();
    let works = starter_works(&sources(), &folder.path().join("works")).unwrap();
    let table = fs::read_to_string(works.join("works.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(rows[0], ["id", "title", "author", "language"]);
    assert_eq!(rows.len(), 3);
    let text =
        |row: usize| fs::read_to_string(works.join(rows[row][0]).with_extension("txt")).unwrap();

    // The other edition differs in every word of the list, and in no others.
    let (story, _) = source_words(WHOLE);
    let respelt: BTreeMap<_, _> = RESPELT.iter().copied().collect();
    for british in respelt.keys() {
        assert!(
            story.iter().any(|word| word == british),
            "{british} is not in the story"
        );
    }
    let expected: Vec<String> = story
        .iter()
        .map(|word| respelt.get(&**word).unwrap_or(&&**word).to_string())
        .collect();
    let edition = words(&text(1));
    assert_eq!(first_missing(&expected, &edition), None);
    assert!(edition.len() - expected.len() <= 30);
    assert!(first_missing(&story, &edition).is_some());

    // The anthology has one chapter of the story, with its note, and the
    // pieces around it whole.
    let anthology = words(&text(2));
    let part = read(&sources(), PART).unwrap();
    for chapter in &part.chapters {
        let wanted = words(&super::text::chapter(&part, chapter));
        assert_eq!(
            first_missing(&wanted, &anthology).is_none(),
            chapter.title == PART_CHAPTER,
            "{}",
            chapter.title
        );
    }
    for piece in ANTHOLOGY_PIECES.into_iter().chain([ANTHOLOGY_PREFACE]) {
        assert_eq!(
            first_missing(&source_words(piece).0, &anthology),
            None,
            "{piece}"
        );
    }
    assert!(
        text(1)
            .lines()
            .chain(text(2).lines())
            .all(|line| line.chars().count() <= 66)
    );
}

#[test]
fn a_missing_source_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let error = make(folder.path(), &folder.path().join("out")).unwrap_err();
    assert!(format!("{error:#}").contains(WHOLE), "{error:#}");
}
