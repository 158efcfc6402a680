//! EPUB 2 and 3, read with the `epub` crate.
//!
//! That crate parses the package. Chapters are unpacked here instead, because it
//! does not limit the size of an entry, resolve `../`, find entries whose names
//! differ in case, read anything but UTF-8, or notice locked books. Chapters that
//! the book marks as outside the main order (`linear="no"`), and pages in no order to
//! which one of its pages leads, are text of the book and are kept.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use epub::doc::EpubDoc;

use super::html::{self, declared_encoding};
use super::package::{self, Item, Package};
use crate::archive::Packed;
use crate::names::is_package;
use crate::sink::{ELSEWHERE, Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode, encoding, markup};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut archive = Packed::open(bytes, limits)?;
    let package = package_of(bytes, &mut archive, limits)?;
    let locked = match archive.read("META-INF/encryption.xml")? {
        Some(list) => package::locked_files(&encoding::decode(&list, None)),
        None => Vec::new(),
    };
    let titles = chapter_titles(&package, &mut archive);
    let mut chapters: Vec<Item> = package
        .spine
        .iter()
        .filter_map(|id| package.item(id).cloned())
        .collect();
    let missing = package.spine.len() - chapters.len();
    let n_in_order = chapters.len();
    chapters.extend(outside_order(&package, &chapters, &archive));
    let mut named = Named::of(&chapters[n_in_order..]);
    let is_elsewhere = has_other_pages(&mut archive, &chapters, limits);
    let is_in_order = |number: u32| usize::try_from(number).is_ok_and(|it| it <= n_in_order);
    let is_locked = |item: &Item| locked.iter().any(|l| l.eq_ignore_ascii_case(&item.path));
    if !chapters.is_empty() && chapters.iter().all(is_locked) {
        return Err(drm());
    }

    sink.begin(Metadata {
        format: Format::Epub,
        // Subtitles and short titles follow the main title.
        title: package.titles.into_iter().next(),
        author: (!package.creators.is_empty()).then(|| package.creators.join("; ")),
        language: package.language,
        identifiers: package.identifiers,
        expected: u32::try_from(chapters.len()).ok(),
    })?;
    if missing > 0 {
        sink.warn(
            WarningCode::Damaged,
            format!("{missing} chapters are listed but are not in the book"),
        )?;
    }
    if is_elsewhere {
        sink.warn(WarningCode::Damaged, ELSEWHERE)?;
    }
    let mut has_text = false;
    let mut failed = None;
    for (number, item) in (1_u32..).zip(&chapters) {
        if is_locked(item) {
            sink.warn(
                WarningCode::Encrypted,
                format!("chapter {number} is locked"),
            )?;
            continue;
        }
        if item.media_type.starts_with("image/") && item.media_type != "image/svg+xml" {
            continue;
        }
        match chapter(item, &mut archive) {
            Ok((section, _, _)) if !is_in_order(number) && !named.has(item) => {
                leave_out(&section, sink)?;
            }
            Ok((mut section, is_broken, source)) => {
                named.add(&source);
                if is_broken {
                    let message = format!("chapter {number}: {}", html::LEFT_OPEN);
                    sink.warn(WarningCode::Damaged, message)?;
                }
                if let Some(title) = titles.get(&item.path.to_lowercase()) {
                    section.title = Some(title.clone());
                }
                has_text |= section.has_text();
                if section.has_text() || is_in_order(number) {
                    sink.section(section)?;
                }
            }
            Err(error) if error.kind() == ErrorKind::Encrypted => {
                sink.warn(
                    WarningCode::Encrypted,
                    format!("chapter {number} is locked"),
                )?;
            }
            Err(error) => {
                let code = match error.kind() {
                    ErrorKind::LimitExceeded => WarningCode::LimitExceeded,
                    _ => WarningCode::Damaged,
                };
                let message = format!("chapter {number} was not read: {}", error.message());
                sink.warn(code, message)?;
                failed.get_or_insert(error);
            }
        }
    }
    if has_text {
        return Ok(());
    }
    // Some shops lock a book without a list of what is locked.
    if !locked.is_empty() || archive.has("META-INF/rights.xml") || archive.has("META-INF/sinf.xml")
    {
        return Err(drm());
    }
    Err(failed.unwrap_or_else(|| {
        Error::new(
            ErrorKind::NoTextLayer,
            "the book holds no text, only pictures or nothing",
        )
    }))
}

/// From how many bytes of text on, a page that nothing leads to is missed. A bound; no
/// figure depends on it.
const MOST_UNREAD: usize = 2_000;

/// Says that a page was left out, unless there is little on it.
fn leave_out(section: &Section, sink: &mut dyn Sink) -> Result<(), Error> {
    if section.text.len() < MOST_UNREAD {
        return Ok(());
    }
    let message = "a page with text is in no order of reading and was not read";
    sink.warn(WarningCode::Damaged, message)
}

/// The pages outside the reading order, and which of them a page that was read shows in
/// a frame or leads to by a link. Others, such as samples of another book, are not part
/// of this one.
struct Named(Vec<(String, bool)>);

impl Named {
    fn of(outside: &[Item]) -> Self {
        let name = |item: &Item| item.path.rsplit('/').next().unwrap_or_default().to_owned();
        Self(outside.iter().map(|item| (name(item), false)).collect())
    }

    fn has(&self, item: &Item) -> bool {
        let mut named = self.0.iter().filter(|(_, is_named)| *is_named);
        named.any(|(name, _)| item.path.ends_with(name.as_str()))
    }

    fn add(&mut self, source: &str) {
        for (name, is_named) in self.0.iter_mut().filter(|(_, is_named)| !is_named) {
            *is_named = source.contains(name.as_str());
        }
    }
}

/// Returns the pages of a package that are not in its reading order.
fn outside_order(package: &Package, chapters: &[Item], archive: &Packed<'_>) -> Vec<Item> {
    let mut found: Vec<Item> = Vec::new();
    for item in &package.manifest {
        let is_page = matches!(&*item.media_type, "application/xhtml+xml" | "text/html");
        let is_it = |other: &Item| other.path.eq_ignore_ascii_case(&item.path);
        let is_known = chapters.iter().chain(&found).any(is_it);
        if is_page && !item.is_nav && !is_known && archive.has(&item.path) {
            found.push(item.clone());
        }
    }
    found
}

/// Returns whether the book has further packages, with pages that are not among these
/// chapters.
fn has_other_pages(archive: &mut Packed<'_>, chapters: &[Item], limits: &Limits) -> bool {
    let container = archive.read("META-INF/container.xml").ok().flatten();
    let container = container.map(|bytes| encoding::decode(&bytes, None));
    let paths = package::root_files(&container.unwrap_or_default());
    paths.into_iter().skip(1).take(MOST_PACKAGES).any(|path| {
        let source = archive.read(&path).ok().flatten();
        let source = source.map(|bytes| encoding::decode(&bytes, None));
        let other = package::read(&source.unwrap_or_default(), &path, limits);
        other.is_ok_and(|other| {
            let mut pages = other.spine.iter().filter_map(|id| other.item(id));
            let is_known = |page: &Item| {
                let mut chapters = chapters.iter();
                chapters.any(|known| known.path.eq_ignore_ascii_case(&page.path))
            };
            pages.any(|page| !is_known(page))
        })
    })
}

/// How many further packages of a book are looked at. A bound; no figure depends on
/// it.
const MOST_PACKAGES: usize = 8;

fn drm() -> Error {
    Error::new(
        ErrorKind::Encrypted,
        "the book is locked by digital rights management",
    )
}

/// Returns a chapter, whether some of its text may be missing, and its source.
fn chapter(item: &Item, archive: &mut Packed<'_>) -> Result<(Section, bool, String), Error> {
    let Some(bytes) = archive.read(&item.path)? else {
        return Err(Error::new(ErrorKind::Damaged, "its file is missing"));
    };
    let source = encoding::decode(&bytes, declared_encoding(&bytes).as_deref());
    if encoding::is_noise(&source) {
        return Err(Error::new(ErrorKind::Damaged, "its file holds no text"));
    }
    let page = markup::xhtml(&source);
    let is_broken = page.is_broken || html::breaks_off(&source);
    let section = Section {
        title: page.heading,
        text: page.text,
    };
    Ok((section, is_broken, source))
}

/// Reads the package, with the `epub` crate if it can.
fn package_of(bytes: &[u8], archive: &mut Packed<'_>, limits: &Limits) -> Result<Package, Error> {
    let broken = |message| Error::new(ErrorKind::Damaged, message);
    let container = archive.read("META-INF/container.xml").ok().flatten();
    let path = container
        .and_then(|c| package::root_file(&encoding::decode(&c, None)))
        .filter(|path| archive.has(path))
        .or_else(|| only_package(archive))
        .ok_or_else(|| broken("the book does not name its package"))?;
    let source = archive
        .read(&path)?
        .ok_or_else(|| broken("the book's package is missing"))?;
    let source = encoding::decode(&source, declared_encoding(&source).as_deref());
    let own = package::read(&source, &path, limits)?;
    // The crate unpacks and parses the NCX as well, so check that first.
    let ncx = own.ncx.as_deref().and_then(|id| own.item(id));
    if let Some(ncx) = ncx {
        let source = archive.read(&ncx.path)?.unwrap_or_default();
        if is_deep(&source, limits.max_depth) {
            return Ok(own);
        }
    }
    Ok(by_crate(bytes).map_or_else(|| own.clone(), |theirs| merged(theirs, &own)))
}

/// Returns the package of a book that does not name it: the one in the highest
/// folder.
fn only_package(archive: &Packed<'_>) -> Option<String> {
    let names = archive.names().into_iter();
    let packages = names.filter(|name| is_package(name));
    packages.min_by_key(|name| name.matches('/').count())
}

fn is_deep(source: &[u8], max_depth: u32) -> bool {
    let source = encoding::decode(source, None);
    let mut reader = quick_xml::Reader::from_str(&source);
    let mut depth = 0;
    while let Ok(event) = reader.read_event() {
        match event {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => return false,
            _ => {}
        }
        if depth > max_depth {
            return true;
        }
    }
    false
}

/// Returns the package as the `epub` crate reads it; none if it fails.
fn by_crate(bytes: &[u8]) -> Option<Package> {
    // It panics if a file lacks some things that it takes for granted.
    let doc = catch_unwind(AssertUnwindSafe(|| {
        EpubDoc::from_reader(Cursor::new(bytes))
    }));
    let doc = doc.ok()?.ok()?;
    let all = |property: &str| -> Vec<String> {
        doc.metadata
            .iter()
            .filter(|m| m.property == property)
            .map(|m| m.value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect()
    };
    let manifest = doc
        .resources
        .iter()
        .map(|(id, item)| Item {
            id: id.clone(),
            // The crate has joined the folder and the link; `..` remains.
            path: package::resolve("", &item.path.to_string_lossy()),
            media_type: item.mime.clone(),
            is_nav: item
                .properties
                .as_ref()
                .is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "nav")),
        })
        .collect();
    Some(Package {
        titles: all("title"),
        creators: all("creator"),
        language: all("language").into_iter().next(),
        identifiers: all("identifier")
            .iter()
            .map(|id| package::identifier(id))
            .collect(),
        manifest,
        spine: doc.spine.iter().map(|item| item.idref.clone()).collect(),
        ncx: None,
    })
}

/// Completes the crate's package with what only our reader found.
fn merged(theirs: Package, own: &Package) -> Package {
    let known = |package: &Package| {
        let found = package.spine.iter().filter(|id| package.item(id).is_some());
        found.count()
    };
    let mut package = if known(&theirs) >= known(own) {
        theirs
    } else {
        own.clone()
    };
    package.ncx.clone_from(&own.ncx);
    if package.titles.is_empty() {
        package.titles.clone_from(&own.titles);
    }
    if package.creators.is_empty() {
        package.creators.clone_from(&own.creators);
    }
    if package.identifiers.is_empty() {
        package.identifiers.clone_from(&own.identifiers);
    }
    package.language = package.language.or_else(|| own.language.clone());
    package
}

/// Returns the titles of the chapters by lower-case file name, from the
/// navigation document or else the NCX. If several lead to one file, the first
/// counts.
fn chapter_titles(package: &Package, archive: &mut Packed<'_>) -> HashMap<String, String> {
    let nav = package.manifest.iter().find(|item| item.is_nav);
    let ncx = package.ncx.as_deref().and_then(|id| package.item(id));
    let mut titles = HashMap::new();
    for item in [nav, ncx].into_iter().flatten() {
        let Ok(Some(bytes)) = archive.read(&item.path) else {
            continue;
        };
        let source = encoding::decode(&bytes, declared_encoding(&bytes).as_deref());
        for (path, label) in package::labels(&source, &item.path) {
            titles.entry(path.to_lowercase()).or_insert(label);
        }
        if !titles.is_empty() {
            break;
        }
    }
    titles
}
