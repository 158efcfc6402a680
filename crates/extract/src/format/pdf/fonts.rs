//! Changes to the fonts of a PDF that the engine needs to read them.
//!
//! The engine takes for granted what fonts need not have: a name, widths for
//! every character, one of three encodings. What is missing is added without
//! changing the text as the standard reads it (ISO 32000-1, 9.6 to 9.10). The
//! engine does not know the predefined Chinese, Japanese and Korean encodings:
//! those that match an encoding of the web are spelled out for it, and so are the
//! collections of characters that such fonts number.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use flate2::read::ZlibDecoder;
use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

use super::cmap::Cmap;
use super::encodings::{Spelled, add_stream, standard, tex_codes};
use super::glyphs;

/// The flag of fonts that have the letters of the Latin alphabet.
const NONSYMBOLIC: i64 = 1 << 5;

/// Repairs every font that is an object of its own, and returns the large maps to
/// Unicode that were written.
pub(super) fn mend(pdf: &mut Pdf) -> HashMap<ObjectId, Cmap> {
    let ids: Vec<ObjectId> = pdf
        .objects
        .iter()
        .filter(|(_, o)| o.as_dict().is_ok_and(is_font))
        .map(|(id, _)| *id)
        .collect();
    let mut spelled = Spelled::default();
    for id in ids {
        let Ok(font) = pdf.get_dictionary(id).cloned() else {
            continue;
        };
        let mended = match font.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Type0") => composite(pdf, font, &mut spelled),
            Ok(b"CIDFontType0" | b"CIDFontType2") => descendant(pdf, font),
            _ => simple(pdf, font, &mut spelled),
        };
        pdf.objects.insert(id, Object::Dictionary(mended));
    }
    spelled.into_large()
}

pub(super) fn is_font(dict: &Dictionary) -> bool {
    const KINDS: [&[u8]; 7] = [
        b"Type0",
        b"Type1",
        b"Type3",
        b"TrueType",
        b"MMType1",
        b"CIDFontType0",
        b"CIDFontType2",
    ];
    let subtype = dict.get(b"Subtype").and_then(Object::as_name);
    dict.has_type(b"Font") || subtype.is_ok_and(|s| KINDS.contains(&s)) && !dict.has(b"FontName")
}

/// Removes what the engine reads of fonts beyond their plain encodings, because
/// it panics at a broken font program or map.
pub(super) fn simplify(pdf: &mut Pdf) {
    for object in pdf.objects.values_mut() {
        let Ok(dict) = object.as_dict_mut() else {
            continue;
        };
        if dict.has(b"FontName") || dict.has_type(b"FontDescriptor") {
            dict.remove(b"FontFile");
            dict.remove(b"FontFile3");
        }
    }
}

pub(super) fn resolved<'a>(pdf: &'a Pdf, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    Some(pdf.dereference(dict.get(key).ok()?).ok()?.1)
}

fn name(value: &str) -> Object {
    Object::Name(value.as_bytes().to_vec())
}

fn simple(pdf: &mut Pdf, mut font: Dictionary, spelled: &mut Spelled) -> Dictionary {
    if font.get(b"Subtype").and_then(Object::as_name).is_err() {
        font.set("Subtype", name("Type1"));
    }
    if resolved(pdf, &font, b"BaseFont").is_none_or(|o| o.as_name().is_err()) {
        font.set("BaseFont", name("Unnamed"));
    }
    let is_type3 = is_kind(&font, b"Type3");
    if resolved(pdf, &font, b"FontDescriptor").is_some_and(|d| d.as_dict().is_err()) {
        font.remove(b"FontDescriptor");
    }
    mend_widths(pdf, &mut font, is_type3);
    mend_to_unicode(pdf, &mut font, spelled);
    match resolved(pdf, &font, b"Encoding").cloned() {
        Some(Object::Name(encoding)) if is_known(&encoding) => {}
        Some(Object::Name(_)) => font.set("Encoding", encoding_of(standard())),
        Some(Object::Dictionary(encoding)) => {
            let encoding = mend_encoding(pdf, encoding);
            if is_type3
                && !font.has(b"ToUnicode")
                && let Some(map) = tex_codes(&encoding)
            {
                font.set("ToUnicode", add_stream(pdf, map.unicode_map()));
            }
            mend_names(pdf, &mut font, &encoding);
            font.set("Encoding", encoding);
        }
        _ if is_type3 => font.set("Encoding", encoding_of(Vec::new())),
        _ => {
            font.remove(b"Encoding");
            // Without a font program that has its own encoding, the engine may
            // have no fallback for a character that is not in the map.
            let descriptor = resolved(pdf, &font, b"FontDescriptor");
            let descriptor = descriptor.and_then(|d| d.as_dict().ok());
            let has_own = descriptor.is_none_or(|d| d.has(b"FontFile"));
            // A font that is not embedded but has Latin letters has the standard
            // encoding.
            let is_absent = descriptor.is_some_and(|d| {
                let flags = resolved(pdf, d, b"Flags").and_then(|f| f.as_i64().ok());
                !d.has(b"FontFile2")
                    && !d.has(b"FontFile3")
                    && flags.is_some_and(|f| f & NONSYMBOLIC != 0)
            });
            if !has_own && !is_kind(&font, b"TrueType") && (font.has(b"ToUnicode") || is_absent) {
                font.set("Encoding", encoding_of(standard()));
            }
        }
    }
    drop_program(pdf, &mut font);
    font
}

/// Removes a font program that the engine would parse for every page, and whose
/// own encoding it would prefer to that of the font.
fn drop_program(pdf: &Pdf, font: &mut Dictionary) {
    let encoding = font.get(b"Encoding").ok();
    let is_whole = encoding.is_some_and(|encoding| match encoding {
        Object::Dictionary(encoding) => encoding.has(b"BaseEncoding") || font.has(b"ToUnicode"),
        _ => true,
    });
    let descriptor = resolved(pdf, font, b"FontDescriptor").and_then(|d| d.as_dict().ok());
    let Some(mut descriptor) = descriptor.cloned() else {
        return;
    };
    if encoding.is_some() {
        descriptor.remove(b"FontFile");
    }
    if is_whole {
        descriptor.remove(b"FontFile3");
    }
    descriptor.remove(b"FontFile2");
    font.set("FontDescriptor", descriptor);
}

pub(super) fn is_kind(font: &Dictionary, kind: &[u8]) -> bool {
    font.get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|s| s == kind)
}

fn is_known(encoding: &[u8]) -> bool {
    matches!(
        encoding,
        b"MacRomanEncoding" | b"MacExpertEncoding" | b"WinAnsiEncoding"
    )
}

fn encoding_of(differences: Vec<Object>) -> Dictionary {
    let mut encoding = Dictionary::new();
    encoding.set("Differences", differences);
    encoding
}

fn mend_encoding(pdf: &Pdf, mut encoding: Dictionary) -> Dictionary {
    let base = resolved(pdf, &encoding, b"BaseEncoding").cloned();
    let mut differences = Vec::new();
    match base {
        Some(Object::Name(base)) if is_known(&base) => {
            encoding.set("BaseEncoding", Object::Name(base));
        }
        Some(_) => {
            encoding.remove(b"BaseEncoding");
            differences = standard();
        }
        None => {}
    }
    let own = resolved(pdf, &encoding, b"Differences").and_then(|d| d.as_array().ok());
    let mut code = 0;
    for entry in own.into_iter().flatten() {
        match pdf.dereference(entry).map(|(_, o)| o) {
            // The engine uses any number as an index into a table of 256.
            Ok(&Object::Integer(i)) => {
                code = i;
                differences.push(Object::Integer(i.clamp(0, 255)));
            }
            Ok(Object::Name(glyph)) => {
                if (0..=255).contains(&code) {
                    differences.push(Object::Name(glyph.clone()));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    encoding.set("Differences", differences);
    encoding
}

/// Writes the letters of names that the engine does not know into the map to
/// Unicode: it knows those of the Adobe Glyph List, and not what is made of them.
fn mend_names(pdf: &mut Pdf, font: &mut Dictionary, encoding: &Dictionary) {
    let Ok(differences) = encoding.get(b"Differences").and_then(Object::as_array) else {
        return;
    };
    let mut strange = BTreeMap::new();
    let mut code = 0_u32;
    for entry in differences {
        match entry {
            Object::Integer(i) => code = u32::try_from(*i).unwrap_or(0),
            Object::Name(name) => {
                let name = String::from_utf8_lossy(name);
                if !glyphs::is_listed(&name)
                    && let Some(text) = glyphs::letters(&name)
                {
                    strange.insert(code, text);
                }
                code += 1;
            }
            _ => {}
        }
    }
    let map = match resolved(pdf, font, b"ToUnicode") {
        Some(Object::Stream(stream)) => Cmap::read(&plain(stream)).unicode,
        _ => BTreeMap::new(),
    };
    strange.retain(|code, _| !map.contains_key(code));
    if strange.is_empty() {
        return;
    }
    strange.extend(map);
    let map = Cmap {
        spaces: Vec::new(),
        unicode: strange,
    };
    font.set("ToUnicode", add_stream(pdf, map.unicode_map()));
}

fn mend_widths(pdf: &Pdf, font: &mut Dictionary, is_type3: bool) {
    let number = |key: &[u8]| resolved(pdf, font, key).and_then(|o| o.as_i64().ok());
    let first = number(b"FirstChar").filter(|f| (0..=255).contains(f));
    // The engine takes every width to be in thousandths, but these are not.
    let scale = if is_type3 {
        1000.0 * type3_scale(pdf, font)
    } else {
        1.0
    };
    let widths: Option<Vec<Object>> = resolved(pdf, font, b"Widths")
        .and_then(|w| w.as_array().ok())
        .map(|widths| {
            let plain = |w: &Object| pdf.dereference(w).ok()?.1.as_float().ok();
            let plain = |w| Object::Real(plain(w).unwrap_or(0.0) * scale);
            widths.iter().take(256).map(plain).collect()
        });
    match (first, widths) {
        (Some(first), Some(mut widths)) => {
            let mut first = first;
            if is_type3 {
                // Every character needs a width here, or the engine panics.
                let before = usize::try_from(first).unwrap_or(0);
                widths.splice(0..0, std::iter::repeat_n(Object::Real(0.0), before));
                widths.resize(256, Object::Real(0.0));
                first = 0;
            }
            font.set("FirstChar", first);
            font.set(
                "LastChar",
                first + i64::try_from(widths.len()).unwrap_or(0) - 1,
            );
            font.set("Widths", widths);
        }
        _ if is_type3 => {
            font.set("FirstChar", 0);
            font.set("LastChar", 255);
            font.set("Widths", vec![Object::Real(0.0); 256]);
        }
        _ => {
            font.remove(b"FirstChar");
            font.remove(b"LastChar");
            font.remove(b"Widths");
        }
    }
}

/// Returns the width of one unit of a Type 3 font.
fn type3_scale(pdf: &Pdf, font: &Dictionary) -> f32 {
    let matrix = resolved(pdf, font, b"FontMatrix").and_then(|m| m.as_array().ok());
    let first = matrix.and_then(|m| pdf.dereference(m.first()?).ok()?.1.as_float().ok());
    first.filter(|scale| *scale != 0.0).unwrap_or(0.001)
}

fn mend_to_unicode(pdf: &mut Pdf, font: &mut Dictionary, spelled: &mut Spelled) {
    let at = font.get(b"ToUnicode").and_then(Object::as_reference).ok();
    let unicode = match resolved(pdf, font, b"ToUnicode") {
        Some(Object::Stream(_)) if at.is_some_and(|at| spelled.is_unreadable(at)) => None,
        Some(Object::Stream(stream)) => {
            if let Some(known) = at.and_then(|at| spelled.read(at)) {
                Some(known)
            } else {
                let map = Cmap::read(&plain(stream));
                let written = (!map.unicode.is_empty()).then(|| spelled.write(pdf, map));
                if let Some(at) = at {
                    spelled.remember(at, written);
                }
                written
            }
        }
        // The codes of such a font are Unicode already.
        Some(Object::Name(n)) if is_identity(n) => spelled.identity(pdf),
        _ => None,
    };
    match unicode {
        Some(id) => font.set("ToUnicode", id),
        None => {
            font.remove(b"ToUnicode");
        }
    }
}

fn descendant(pdf: &Pdf, mut font: Dictionary) -> Dictionary {
    if resolved(pdf, &font, b"FontDescriptor").is_none_or(|d| d.as_dict().is_err()) {
        font.set("FontDescriptor", Dictionary::new());
    }
    if resolved(pdf, &font, b"DW").is_some_and(|d| d.as_i64().is_err()) {
        font.remove(b"DW");
    }
    let widths = resolved(pdf, &font, b"W").and_then(|w| w.as_array().ok());
    let widths = widths.map(|w| cid_widths(pdf, w));
    match widths {
        Some(widths) => font.set("W", widths),
        None => {
            font.remove(b"W");
        }
    }
    font
}

/// Returns the complete groups `first [w w w]` and `first last w`, all in the
/// first form.
fn cid_widths(pdf: &Pdf, widths: &[Object]) -> Vec<Object> {
    let plain = |o: &Object| pdf.dereference(o).map(|(_, o)| o.clone()).ok();
    let mut rest: Vec<Object> = widths.iter().filter_map(plain).collect();
    let mut whole = Vec::with_capacity(rest.len());
    rest.reverse();
    while let (Some(first), Some(second)) = (rest.pop(), rest.pop()) {
        let Ok(from) = first.as_i64() else {
            break;
        };
        match second {
            Object::Array(each) => {
                let each = each.iter().filter_map(plain);
                let each: Vec<Object> = each.filter(|w| w.as_float().is_ok()).collect();
                whole.extend([first, Object::Array(each)]);
            }
            last => {
                let (Ok(to), Some(width)) = (last.as_i64(), rest.pop()) else {
                    break;
                };
                let sane = (0..=0xffff).contains(&from) && (0..=0xffff).contains(&to);
                if sane && from <= to && width.as_float().is_ok() {
                    // The engine takes the first code of such a group for its width.
                    let n = usize::try_from(to - from + 1).unwrap_or(0);
                    whole.extend([first, Object::Array(vec![width; n])]);
                }
            }
        }
    }
    whole
}

fn composite(pdf: &mut Pdf, mut font: Dictionary, spelled: &mut Spelled) -> Dictionary {
    if resolved(pdf, &font, b"BaseFont").is_none_or(|o| o.as_name().is_err()) {
        font.set("BaseFont", name("Unnamed"));
    }
    mend_to_unicode(pdf, &mut font, spelled);
    let below = resolved(pdf, &font, b"DescendantFonts").and_then(|d| d.as_array().ok());
    let below = below.and_then(|d| pdf.dereference(d.first()?).ok()?.1.as_dict().ok());
    let Some(below) = below.cloned() else {
        font.set("Subtype", name("Type1"));
        font.remove(b"Encoding");
        return simple(pdf, font, spelled);
    };
    // A font written into the array is not an object, and not repaired yet.
    let mut below = descendant(pdf, below);
    if is_vertical(pdf, &font) {
        // Such characters follow each other by height and are centred by width;
        // the engine takes the width for the height.
        below.remove(b"W");
        below.set("DW", 1000);
    }
    let is_plain = resolved(pdf, &font, b"Encoding")
        .and_then(|e| e.as_name().ok())
        .is_some_and(is_identity);
    if is_plain && !font.has(b"ToUnicode") {
        // The codes are numbers in a named collection of characters.
        let collection = resolved(pdf, &below, b"CIDSystemInfo").and_then(|i| i.as_dict().ok());
        let part = |key| Some(resolved(pdf, collection?, key)?.as_str().ok()?.to_vec());
        if let (Some(registry), Some(ordering)) = (part(b"Registry"), part(b"Ordering"))
            && let Some(unicode) = spelled.collection(pdf, &registry, &ordering)
        {
            font.set("ToUnicode", unicode);
        }
    }
    let below = pdf.add_object(below);
    font.set("DescendantFonts", vec![Object::Reference(below)]);
    match resolved(pdf, &font, b"Encoding").cloned() {
        Some(Object::Stream(stream)) => {
            // All that matters are the codes by which the map to text is keyed.
            if font.has(b"ToUnicode") {
                let codes = Cmap::read(&plain(&stream));
                let simple =
                    codes.spaces.is_empty() || codes.spaces.iter().all(|(low, _)| low.0 == 2);
                let codes = if simple {
                    name("Identity-H")
                } else {
                    add_stream(pdf, codes.code_map()).into()
                };
                font.set("Encoding", codes);
            }
        }
        Some(Object::Name(encoding)) if !is_identity(&encoding) => {
            let ids = spelled.out(pdf, &encoding);
            font.set(
                "Encoding",
                ids.map_or_else(|| name("Identity-H"), |ids| ids.0.into()),
            );
            if let (Some((_, unicode)), false) = (ids, font.has(b"ToUnicode")) {
                font.set("ToUnicode", unicode);
            }
        }
        Some(Object::Name(_)) => {}
        _ => font.set("Encoding", name("Identity-H")),
    }
    font
}

/// Returns whether the characters of a font are written below each other.
pub(super) fn is_vertical(pdf: &Pdf, font: &Dictionary) -> bool {
    match resolved(pdf, font, b"Encoding") {
        Some(Object::Name(encoding)) => encoding == b"V" || encoding.ends_with(b"-V"),
        Some(Object::Stream(map)) => {
            let mode = resolved(pdf, &map.dict, b"WMode");
            mode.and_then(|m| m.as_i64().ok()) == Some(1)
        }
        _ => false,
    }
}

pub(super) fn is_identity(name: &[u8]) -> bool {
    name == b"Identity-H" || name == b"Identity-V"
}

/// Returns the bytes of a stream, unpacked if possible.
pub(super) fn plain(stream: &Stream) -> Vec<u8> {
    stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone())
}

/// Returns the bytes of a stream, unpacked, if there are at most `most`.
pub(super) fn plain_within(stream: &Stream, most: usize) -> Option<Vec<u8>> {
    let bytes = match stream.filters() {
        Ok(filters) if filters == [b"FlateDecode"] && !stream.dict.has(b"DecodeParms") => {
            let mut bytes = Vec::new();
            let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
            let unpacked = ZlibDecoder::new(stream.content.as_slice());
            // What comes before a fault counts, as it does for the engine.
            let _ = unpacked.take(limit).read_to_end(&mut bytes);
            bytes
        }
        Ok(filters) if !filters.is_empty() => {
            // Other filters pack fonts rarely, and little.
            const MAX_PACKED: usize = 1 << 20;
            (stream.content.len() <= MAX_PACKED).then(|| stream.decompressed_content().ok())??
        }
        _ => stream.content.clone(),
    };
    (bytes.len() <= most).then_some(bytes)
}
