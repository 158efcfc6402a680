//! The package of an EPUB: its metadata and its reading order.
//!
//! The `epub` crate reads packages, but this simpler reader goes first. It
//! refuses what would make that crate recurse or expand without end, and replaces
//! it if it fails on a package that can still be read.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::markup::{attribute, resolved};
use crate::{Error, ErrorKind, Limits};

/// The content of a package document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Package {
    pub(super) titles: Vec<String>,
    pub(super) creators: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) identifiers: Vec<String>,
    pub(super) manifest: Vec<Item>,
    /// The ids of the items of the manifest, in reading order.
    pub(super) spine: Vec<String>,
    /// The id of the NCX.
    pub(super) ncx: Option<String>,
}

/// One entry of the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: String,
    /// The name of the file in the archive.
    pub(super) path: String,
    pub(super) media_type: String,
    pub(super) is_nav: bool,
}

impl Package {
    pub(super) fn item(&self, id: &str) -> Option<&Item> {
        self.manifest.iter().find(|item| item.id == id)
    }
}

/// Returns the path of the package, which `META-INF/container.xml` names.
pub(super) fn root_file(container: &str) -> Option<String> {
    root_files(container).into_iter().next()
}

/// Returns the paths of all packages: a book may be packed in several renditions.
pub(super) fn root_files(container: &str) -> Vec<String> {
    let mut reader = lenient(container);
    let mut paths = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "rootfile" => {
                paths.extend(attribute(&tag, "full-path").filter(|path| !path.is_empty()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    paths
}

/// Reads the package document that is at `path`.
///
/// # Errors
///
/// `LimitExceeded` if it is nested too deep, `Damaged` if it has no spine.
pub(super) fn read(source: &str, path: &str, limits: &Limits) -> Result<Package, Error> {
    let mut reader = lenient(source);
    let mut package = Package::default();
    let mut depth = 0;
    let mut field: Option<(Field, String)> = None;
    // What comes before a broken place may be all that is needed.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > limits.max_depth {
                    return Err(Error::new(
                        ErrorKind::LimitExceeded,
                        "the book's package is nested deeper than is allowed",
                    ));
                }
                package.element(&tag, path);
                if let Some(kind) = Field::of(tag.local_name().as_ref()) {
                    field = Some((kind, String::new()));
                }
            }
            Event::Empty(tag) => package.element(&tag, path),
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if Field::of(tag.local_name().as_ref()).is_some()
                    && let Some((kind, value)) = field.take()
                {
                    package.metadatum(kind, value.trim());
                }
            }
            Event::Text(text) => push(&mut field, &text.xml10_content()),
            Event::CData(text) => push(&mut field, &text.xml10_content()),
            Event::GeneralRef(name) => push(&mut field, &resolved(&name)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if package.spine.is_empty() {
        return Err(Error::new(
            ErrorKind::Damaged,
            "the book does not say in which order it is read",
        ));
    }
    Ok(package)
}

fn push(field: &mut Option<(Field, String)>, text: &str) {
    if let Some((_, value)) = field {
        value.push_str(text);
    }
}

/// The Dublin Core elements that matter here.
#[derive(Clone, Copy)]
enum Field {
    Title,
    Creator,
    Language,
    Identifier,
}

impl Field {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "creator" => Self::Creator,
            "language" => Self::Language,
            "identifier" => Self::Identifier,
            _ => return None,
        })
    }
}

impl Package {
    fn element(&mut self, tag: &BytesStart<'_>, package_path: &str) {
        match tag.local_name().as_ref() {
            "item" => {
                if let (Some(id), Some(href)) = (attribute(tag, "id"), attribute(tag, "href")) {
                    self.manifest.push(Item {
                        id,
                        path: resolve(package_path, &href),
                        media_type: attribute(tag, "media-type").unwrap_or_default(),
                        is_nav: attribute(tag, "properties")
                            .is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "nav")),
                    });
                }
            }
            "spine" => self.ncx = attribute(tag, "toc"),
            "itemref" => self.spine.extend(attribute(tag, "idref")),
            _ => {}
        }
    }

    fn metadatum(&mut self, field: Field, value: &str) {
        if value.is_empty() {
            return;
        }
        match field {
            Field::Title => self.titles.push(value.to_owned()),
            Field::Creator => self.creators.push(value.to_owned()),
            Field::Language => {
                self.language.get_or_insert_with(|| value.to_owned());
            }
            Field::Identifier => self.identifiers.push(identifier(value)),
        }
    }
}

/// Returns an identifier without the `urn:isbn:` before it.
pub(super) fn identifier(value: &str) -> String {
    let value = value.trim();
    ["urn:isbn:", "isbn:", "isbn "]
        .iter()
        .find_map(|prefix| {
            let start = value.get(..prefix.len())?;
            start
                .eq_ignore_ascii_case(prefix)
                .then(|| &value[prefix.len()..])
        })
        .unwrap_or(value)
        .trim()
        .to_owned()
}

/// Returns the name in the archive of what `href` in the file `base` leads to.
pub(super) fn resolve(base: &str, href: &str) -> String {
    let href = href
        .split('#')
        .next()
        .unwrap_or_default()
        .replace('\\', "/");
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    let from = if href.starts_with('/') { "" } else { folder };
    for part in from.split('/').chain(href.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the labels of an NCX or a navigation document, each after the name of
/// the file that it leads to.
pub(super) fn labels(source: &str, base: &str) -> Vec<(String, String)> {
    let mut reader = lenient(source);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut label = String::new();
    let mut link: Option<String> = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "navLabel" => label.clear(),
                "a" => {
                    label.clear();
                    link = attribute(&tag, "href");
                }
                // In an NCX the label comes before the link.
                "content" => {
                    if let Some(target) = attribute(&tag, "src") {
                        found.push((resolve(base, &target), std::mem::take(&mut label)));
                    }
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "a" => {
                if let Some(target) = link.take() {
                    found.push((resolve(base, &target), std::mem::take(&mut label)));
                }
            }
            Event::Text(text) => label.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => label.push_str(&resolved(&name)),
            Event::Eof => break,
            _ => {}
        }
    }
    found
        .into_iter()
        .filter_map(|(path, label)| Some((path, crate::markup::one_line(&label)?)))
        .collect()
}

/// Returns the files that are locked: those listed as encrypted by any method
/// but the two that disguise fonts, which lock no text (OCF 3.3, 4.4).
pub(super) fn locked_files(encryption: &str) -> Vec<String> {
    const FONT_DISGUISES: [&str; 2] = [
        "http://www.idpf.org/2008/embedding",
        "http://ns.adobe.com/pdf/enc#RC",
    ];
    let mut reader = lenient(encryption);
    let mut locked = Vec::new();
    let mut harmless = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "EncryptedData" => harmless = false,
                "EncryptionMethod" => {
                    let algorithm = attribute(&tag, "Algorithm").unwrap_or_default();
                    harmless = FONT_DISGUISES.contains(&algorithm.as_str());
                }
                "CipherReference" if !harmless => {
                    locked.extend(attribute(&tag, "URI").map(|uri| resolve("", &uri)));
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    locked
}

fn lenient(source: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved_from_the_file_they_stand_in() {
        assert_eq!(
            resolve("OEBPS/content.opf", "Text/a.xhtml#x"),
            "OEBPS/Text/a.xhtml"
        );
        assert_eq!(
            resolve("OEBPS/content.opf", "../Text/a.xhtml"),
            "Text/a.xhtml"
        );
        assert_eq!(resolve("content.opf", "../../a.xhtml"), "a.xhtml");
        assert_eq!(resolve("a/b.opf", "/c.xhtml"), "c.xhtml");
    }

    #[test]
    fn identifiers_lose_their_prefix() {
        assert_eq!(identifier(" URN:ISBN:978-3-16 "), "978-3-16");
        assert_eq!(identifier("ISBN 316"), "316");
        assert_eq!(identifier("urn:uuid:1"), "urn:uuid:1");
    }

    #[test]
    fn disguised_fonts_are_not_locked_text() {
        let entry = |algorithm: &str, uri: &str| {
            format!(
                "<enc:EncryptedData><enc:EncryptionMethod Algorithm='{algorithm}'/><enc:CipherData>\
                 <enc:CipherReference URI='{uri}'/></enc:CipherData></enc:EncryptedData>"
            )
        };
        let all = format!(
            "<encryption>{}{}{}</encryption>",
            entry("http://www.idpf.org/2008/embedding", "f.otf"),
            entry(
                "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
                "OEBPS/a.xhtml"
            ),
            entry("http://ns.adobe.com/pdf/enc#RC", "g.otf"),
        );
        assert_eq!(locked_files(&all), ["OEBPS/a.xhtml"]);
    }

    #[test]
    fn a_package_that_is_too_deep_is_refused() {
        let deep = "<a>".repeat(2000);
        let error = read(&deep, "c.opf", &Limits::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    }
}
