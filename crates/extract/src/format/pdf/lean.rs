//! Maps to Unicode that hold what a page shows and nothing else.
//!
//! The engine reads the maps of a font again for each page. The map of a Chinese
//! encoding has 20,000 codes, a page shows a few hundred, and a book has a thousand
//! pages. So each page gets fonts of its own, whose maps have the codes in it.

use std::collections::{BTreeSet, HashMap, HashSet};

use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId};

use super::cmap::Cmap;
use super::encodings::add_stream;
use super::{fonts, object, shown};

// Bounds; no figure depends on them.

/// Fewer pages than this are read as they are.
const FEW_PAGES: usize = 3;
/// The most forms for which codes are kept.
const MOST_FORMS: usize = 20_000;
/// The most forms of one page: what is shown is put together for each of them.
const MOST_DRAWN: usize = 64;
/// The most entries of resources that are copied for a page.
const MOST_ENTRIES: usize = 512;
/// Codes with more bytes than two are kept, whatever a page shows.
const WIDE: u32 = 0x1_0000;

/// The codes of one and two bytes that content may show, at any place in a string.
type Codes = BTreeSet<u16>;

/// Gives each page and form copies of the fonts whose maps are `large`, with maps of
/// the codes that it shows.
pub(super) fn restrict(pdf: &mut Pdf, pages: &[ObjectId], large: &HashMap<ObjectId, Cmap>) {
    if large.is_empty() || pages.len() < FEW_PAGES {
        return;
    }
    let wide: HashMap<ObjectId, ObjectId> = pdf
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let map = object.as_dict().ok()?.get(b"ToUnicode").ok()?;
            let map = map.as_reference().ok()?;
            large.contains_key(&map).then_some((*id, map))
        })
        .collect();
    if wide.is_empty() {
        return;
    }
    let mut own: HashMap<ObjectId, Codes> = HashMap::new();
    let mut shared: HashMap<ObjectId, Codes> = HashMap::new();
    for &page in pages {
        let Ok(dict) = pdf.get_dictionary(page) else {
            continue;
        };
        let mut codes = codes_of(&pdf.get_page_content(page).unwrap_or_default());
        let forms = forms_of(pdf, dict);
        for form in &forms {
            if own.len() >= MOST_FORMS || forms.len() > MOST_DRAWN {
                return;
            }
            let shown = own.entry(*form).or_insert_with(|| {
                let form = pdf.get_object(*form).and_then(Object::as_stream);
                form.map(|form| codes_of(&fonts::plain(form)))
                    .unwrap_or_default()
            });
            codes.extend(shown.iter());
        }
        // The engine may take a font of the page for one of a form with the same
        // name, and the other way round.
        for form in forms {
            shared.entry(form).or_default().extend(codes.iter());
        }
        restrict_one(pdf, page, &codes, &wide, large);
    }
    for (form, codes) in shared {
        restrict_one(pdf, form, &codes, &wide, large);
    }
}

/// Returns the forms that a page draws, directly or through others.
fn forms_of(pdf: &Pdf, page: &Dictionary) -> Vec<ObjectId> {
    let mut forms = Vec::new();
    let mut seen = HashSet::new();
    let mut open = object::drawn(pdf, page);
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Ok(stream) = pdf.get_object(id).and_then(Object::as_stream) else {
            continue;
        };
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        if kind.is_ok_and(|kind| kind == b"Form") {
            open.extend(object::drawn(pdf, &stream.dict));
            forms.push(id);
        }
    }
    forms
}

fn codes_of(content: &[u8]) -> Codes {
    let mut seen = vec![false; 1 << 16];
    shown::strings(content, |string| {
        for byte in string {
            seen[usize::from(*byte)] = true;
        }
        for pair in string.windows(2) {
            seen[usize::from(u16::from_be_bytes([pair[0], pair[1]]))] = true;
        }
    });
    (0..=u16::MAX)
        .filter(|code| seen[usize::from(*code)])
        .collect()
}

fn restrict_one(
    pdf: &mut Pdf,
    node: ObjectId,
    codes: &Codes,
    wide: &HashMap<ObjectId, ObjectId>,
    large: &HashMap<ObjectId, Cmap>,
) {
    let Some(mut resources) = resources_of(pdf, node) else {
        return;
    };
    let named = resources.get(b"Font").ok();
    let Some(mut named) = named.and_then(|f| object::dictionary(pdf, f)).cloned() else {
        return;
    };
    let entries = resources
        .iter()
        .map(|(_, part)| part.as_dict().map_or(0, Dictionary::len));
    if named.len() + entries.sum::<usize>() > MOST_ENTRIES {
        return;
    }
    let fonts: Vec<(Vec<u8>, ObjectId)> = named
        .iter()
        .filter_map(|(name, font)| Some((name.clone(), font.as_reference().ok()?)))
        .filter(|(_, font)| wide.contains_key(font))
        .collect();
    if fonts.is_empty() {
        return;
    }
    for (name, font) in fonts {
        let map = wide.get(&font).and_then(|map| large.get(map));
        let (Some(map), Ok(font)) = (map, pdf.get_dictionary(font)) else {
            continue;
        };
        let mut font = font.clone();
        let few = codes.iter().map(|code| u32::from(*code));
        let few = few.filter_map(|code| Some((code, map.unicode.get(&code)?.clone())));
        let rest = map
            .unicode
            .range(WIDE..)
            .map(|(code, text)| (*code, text.clone()));
        let mut few = Cmap {
            spaces: Vec::new(),
            unicode: few.chain(rest).collect(),
        };
        if few.unicode.is_empty() {
            // Without any map, the engine would read the codes as something else.
            few.unicode
                .extend(map.unicode.first_key_value().map(|(c, t)| (*c, t.clone())));
        }
        font.set("ToUnicode", add_stream(pdf, few.unicode_map()));
        let font = pdf.add_object(font);
        named.set(name, font);
    }
    resources.set("Font", named);
    match pdf.get_object_mut(node) {
        Ok(Object::Dictionary(page)) => page.set("Resources", resources),
        Ok(Object::Stream(form)) => form.dict.set("Resources", resources),
        _ => {}
    }
}

fn resources_of(pdf: &Pdf, node: ObjectId) -> Option<Dictionary> {
    let dict = match pdf.get_object(node).ok()? {
        Object::Dictionary(page) => page,
        Object::Stream(form) => &form.dict,
        _ => return None,
    };
    object::dictionary(pdf, dict.get(b"Resources").ok()?).cloned()
}
