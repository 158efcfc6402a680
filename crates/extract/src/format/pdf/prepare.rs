//! Changes to a loaded PDF that the engine needs to read it.
//!
//! The page tree becomes flat, and each page gets what it inherits: this ends
//! cycles and lets reading continue after a page that failed. Pictures lose their
//! data, which the engine would take for drawing commands. Forms that draw
//! themselves are emptied. Content is only rewritten where the engine is known to
//! lose text or has stumbled ([`simplify`]).

use std::collections::{HashMap, HashSet};

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

use super::content::{self, Names};
use super::object::{dictionary, drawn};
use super::{fonts, lean};
use crate::Limits;

/// A4, for pages without a size.
const PAGE_SIZE: [i64; 4] = [0, 0, 595, 842];
/// How deep forms may be nested in forms. A bound; no figure depends on it.
const MAX_FORMS: usize = 24;

/// Returns whether the catalogue leads to pages of which at least one has content
/// that exists. A table of wrong offsets loses both without an error.
pub(super) fn has_content(pdf: &Pdf) -> bool {
    let has_content = |page: ObjectId| {
        let page = pdf.get_dictionary(page).ok()?;
        let content = pdf.dereference(page.get(b"Contents").ok()?).ok()?.1;
        let (stream, parts) = (content.as_stream(), content.as_array());
        Some(match (stream, parts) {
            (Ok(stream), _) => !fonts::plain(stream).is_empty(),
            (_, Ok(parts)) => parts.iter().any(|part| pdf.dereference(part).is_ok()),
            _ => false,
        })
    };
    pdf.page_iter().any(|page| has_content(page) == Some(true))
}

/// Returns the pages in order, each with its own size and resources.
///
/// There is at most one more than the limit allows, to show that it is exceeded.
pub(super) fn flatten(pdf: &mut Pdf, limits: &Limits) -> Vec<ObjectId> {
    let most = (limits.max_pages as usize).saturating_add(1);
    let mut pages = tree(pdf, most);
    if pages.is_empty() {
        // The tree is broken, but pages still say that they are pages.
        let is_page = |o: &Object| o.as_dict().is_ok_and(|d| d.has_type(b"Page"));
        pages = pdf
            .objects
            .iter()
            .filter(|(_, object)| is_page(object))
            .take(most)
            .map(|(id, _)| (*id, Inherited::default()))
            .collect();
    }
    for (id, inherited) in &pages {
        let Ok(page) = pdf.get_dictionary(*id) else {
            continue;
        };
        let own = inherited.under(page);
        let media_box = own
            .media_box
            .and_then(|b| numbers(pdf, &b))
            .unwrap_or_else(|| PAGE_SIZE.map(Object::Integer).to_vec());
        let resources = own.resources.filter(|r| dictionary(pdf, r).is_some());
        let resources = resources.unwrap_or_else(|| Object::Dictionary(Dictionary::new()));
        if let Ok(page) = pdf.get_dictionary_mut(*id) {
            page.set("MediaBox", media_box);
            page.set("Resources", resources);
            page.remove(b"ArtBox");
        }
    }
    pages.into_iter().map(|(id, _)| id).collect()
}

/// What a page inherits from the nodes above it.
#[derive(Clone, Debug, Default)]
struct Inherited {
    media_box: Option<Object>,
    resources: Option<Object>,
}

impl Inherited {
    fn under(&self, node: &Dictionary) -> Self {
        let own = |key: &[u8], above: &Option<Object>| {
            node.get(key).ok().cloned().or_else(|| above.clone())
        };
        Self {
            media_box: own(b"MediaBox", &self.media_box),
            resources: own(b"Resources", &self.resources),
        }
    }
}

fn tree(pdf: &Pdf, most: usize) -> Vec<(ObjectId, Inherited)> {
    let mut pages = Vec::new();
    let root = pdf.catalog().and_then(|c| c.get(b"Pages")?.as_reference());
    let mut seen = HashSet::new();
    let mut open: Vec<(ObjectId, Inherited)> = root
        .into_iter()
        .map(|id| (id, Inherited::default()))
        .collect();
    while let Some((id, inherited)) = open.pop() {
        let Ok(node) = pdf.get_dictionary(id) else {
            continue;
        };
        let kids = node.get(b"Kids").ok().and_then(|k| pdf.dereference(k).ok());
        if let Some(kids) = kids.and_then(|(_, kids)| kids.as_array().ok()) {
            if !seen.insert(id) {
                continue;
            }
            let inherited = inherited.under(node);
            let kids = kids.iter().rev().filter_map(|k| k.as_reference().ok());
            open.extend(kids.map(|kid| (kid, inherited.clone())));
        } else {
            pages.push((id, inherited));
            if pages.len() >= most {
                break;
            }
        }
    }
    pages
}

/// Makes `pages` the pages of the document.
pub(super) fn set_pages(pdf: &mut Pdf, pages: &[ObjectId]) {
    let kids: Vec<Object> = pages.iter().map(|id| Object::Reference(*id)).collect();
    let mut node = Dictionary::new();
    node.set("Type", Object::Name(b"Pages".to_vec()));
    node.set("Count", i64::try_from(kids.len()).unwrap_or(i64::MAX));
    node.set("Kids", kids);
    let known = pdf.catalog().and_then(|c| c.get(b"Pages")?.as_reference());
    if let Some(id) = known.ok().filter(|id| pdf.has_object(*id)) {
        pdf.objects.insert(id, Object::Dictionary(node));
    } else {
        let id = pdf.add_object(node);
        let mut catalog = Dictionary::new();
        catalog.set("Type", Object::Name(b"Catalog".to_vec()));
        catalog.set("Pages", id);
        let root = pdf.add_object(catalog);
        pdf.trailer.set("Root", root);
    }
}

/// Makes the cheap repairs that every document gets.
pub(super) fn mend(pdf: &mut Pdf, pages: &[ObjectId]) {
    for object in pdf.objects.values_mut() {
        if let Object::Stream(stream) = object
            && is(&stream.dict, b"Subtype", b"Image")
        {
            empty(stream);
        }
    }
    cut_cycles(pdf, pages);
    let large = fonts::mend(pdf);
    rewrite(pdf, pages);
    lean::restrict(pdf, pages, &large);
}

fn empty(stream: &mut Stream) {
    stream.dict.remove(b"Filter");
    stream.dict.remove(b"DecodeParms");
    stream.set_content(Vec::new());
}

fn is(dict: &Dictionary, key: &[u8], value: &[u8]) -> bool {
    dict.get(key)
        .and_then(Object::as_name)
        .is_ok_and(|name| name == value)
}

/// Empties every form that draws itself, directly or through others, or is nested
/// too deep for the stack of the engine.
fn cut_cycles(pdf: &mut Pdf, pages: &[ObjectId]) {
    let mut state: HashMap<ObjectId, bool> = HashMap::new();
    let mut cut = HashSet::new();
    for page in pages {
        let Ok(page) = pdf.get_dictionary(*page) else {
            continue;
        };
        let mut open: Vec<(ObjectId, Vec<ObjectId>)> = Vec::new();
        let mut next = drawn(pdf, page);
        loop {
            while let Some(id) = next.pop() {
                if state.get(&id) == Some(&true) {
                    continue;
                }
                if state.contains_key(&id) || open.len() >= MAX_FORMS {
                    cut.insert(id);
                    continue;
                }
                state.insert(id, false);
                let below = pdf
                    .get_object(id)
                    .and_then(Object::as_stream)
                    .map(|form| drawn(pdf, &form.dict))
                    .unwrap_or_default();
                open.push((id, std::mem::replace(&mut next, below)));
            }
            let Some((id, rest)) = open.pop() else {
                break;
            };
            state.insert(id, true);
            next = rest;
        }
    }
    for id in cut {
        if let Ok(Object::Stream(stream)) = pdf.get_object_mut(id) {
            empty(stream);
        }
    }
}

/// Returns whether the page's own content shows text of at least `least` bytes,
/// whatever letters they stand for.
pub(super) fn shows_text(pdf: &Pdf, page: ObjectId, least: usize) -> bool {
    let content = pdf.get_page_content(page).unwrap_or_default();
    let Ok(content) = Content::decode(&content) else {
        return false;
    };
    let strings = content
        .operations
        .iter()
        .filter(|operation| matches!(operation.operator.as_str(), "Tj" | "TJ" | "'" | "\""))
        .flat_map(|operation| &operation.operands)
        .flat_map(|operand| match operand {
            Object::Array(parts) => parts.as_slice(),
            single => std::slice::from_ref(single),
        });
    let shown = strings
        .filter_map(|part| part.as_str().ok())
        .map(<[u8]>::len);
    shown.sum::<usize>() >= least
}

/// Returns whether a page says which letters some of its characters stand for, as
/// programs do for scripts whose letters have many shapes.
pub(super) fn spells(pdf: &Pdf, page: ObjectId) -> bool {
    const SPELLING: &[u8] = b"/ActualText";
    let content = pdf.get_page_content(page).unwrap_or_default();
    content.windows(SPELLING.len()).any(|w| w == SPELLING)
}

/// Returns whether a page has notes or fields that show something.
pub(super) fn shows_annotations(pdf: &Pdf, page: ObjectId) -> bool {
    let annotations = pdf
        .get_dictionary(page)
        .and_then(|page| page.get(b"Annots"));
    let Ok((_, Object::Array(annotations))) = annotations.and_then(|a| pdf.dereference(a)) else {
        return false;
    };
    annotations
        .iter()
        .filter_map(|annotation| dictionary(pdf, annotation))
        .any(|annotation| annotation.has(b"AP") || is(annotation, b"Subtype", b"FreeText"))
}

/// Returns whether a page draws a picture, directly or through forms.
pub(super) fn shows_picture(pdf: &Pdf, page: ObjectId) -> bool {
    let Ok(page) = pdf.get_dictionary(page) else {
        return false;
    };
    let mut open = drawn(pdf, page);
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Ok(stream) = pdf.get_object(id).and_then(Object::as_stream) {
            if is(&stream.dict, b"Subtype", b"Image") {
                return true;
            }
            open.extend(drawn(pdf, &stream.dict));
        }
    }
    false
}

/// Returns the four numbers of a rectangle.
fn numbers(pdf: &Pdf, object: &Object) -> Option<Vec<Object>> {
    let array = pdf.dereference(object).ok()?.1.as_array().ok()?;
    let numbers: Vec<Object> = array
        .iter()
        .filter_map(|n| Some(pdf.dereference(n).ok()?.1.clone()))
        .filter(|n| n.as_float().is_ok())
        .collect();
    (numbers.len() == 4).then_some(numbers)
}

/// Rewrites content in which the engine would silently lose text.
fn rewrite(pdf: &mut Pdf, pages: &[ObjectId]) {
    for &id in pages {
        let content = pdf.get_page_content(id).unwrap_or_default();
        if content::is_beyond_engine(&content) {
            simplify_page(pdf, id);
        }
    }
    for id in forms(pdf) {
        let form = pdf.get_object(id).and_then(Object::as_stream);
        if form.is_ok_and(|form| content::is_beyond_engine(&fonts::plain(form))) {
            simplify_form(pdf, id);
        }
    }
}

/// Rewrites pages and forms to show only text, with complete commands and fonts
/// that exist.
pub(super) fn simplify(pdf: &mut Pdf, pages: &[ObjectId]) {
    fonts::simplify(pdf);
    for &id in pages {
        simplify_page(pdf, id);
    }
    for id in forms(pdf) {
        simplify_form(pdf, id);
    }
}

fn simplify_page(pdf: &mut Pdf, id: ObjectId) {
    let Ok(page) = pdf.get_dictionary(id) else {
        return;
    };
    let names = names(pdf, page);
    let content = pdf.get_page_content(id).unwrap_or_default();
    let content = content::text_only(&content, &names);
    let stream = pdf.add_object(Stream::new(Dictionary::new(), content));
    if let Ok(page) = pdf.get_dictionary_mut(id) {
        page.set("Contents", stream);
    }
}

fn simplify_form(pdf: &mut Pdf, id: ObjectId) {
    let Ok(form) = pdf.get_object(id).and_then(Object::as_stream) else {
        return;
    };
    let names = names(pdf, &form.dict);
    let content = content::text_only(&fonts::plain(form), &names);
    if let Ok(Object::Stream(form)) = pdf.get_object_mut(id) {
        empty(form);
        form.set_content(content);
    }
}

fn forms(pdf: &Pdf) -> Vec<ObjectId> {
    let is_form = |o: &Object| {
        o.as_stream()
            .is_ok_and(|s| is(&s.dict, b"Subtype", b"Form"))
    };
    let forms = pdf.objects.iter().filter(|(_, o)| is_form(o));
    forms.map(|(id, _)| *id).collect()
}

/// Returns the names that the content of a page or form may use.
fn names(pdf: &Pdf, node: &Dictionary) -> Names {
    let resources = node.get(b"Resources").ok().and_then(|r| dictionary(pdf, r));
    let names = |key: &[u8], good: fn(&Object) -> bool| -> HashSet<Vec<u8>> {
        resources
            .and_then(|r| r.get(key).ok())
            .and_then(|d| dictionary(pdf, d))
            .into_iter()
            .flat_map(Dictionary::iter)
            .filter(|(_, o)| pdf.dereference(o).is_ok_and(|(_, o)| good(o)))
            .map(|(name, _)| name.clone())
            .collect()
    };
    Names {
        fonts: resources.map(|_| names(b"Font", |o| o.as_dict().is_ok())),
        xobjects: names(b"XObject", |o| o.as_stream().is_ok()),
    }
}
