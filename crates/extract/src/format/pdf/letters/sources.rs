//! What a document says about the letters of a font.

use super::super::cmap::Cmap;
use super::super::fonts::{self, is_identity, resolved};
use super::super::glyphs;
use super::super::program::{Letters, Program};
use super::{MAX_PROGRAM, ORDERS, Trust, UNKNOWN, Way};
use encoding_rs::WINDOWS_1252;
use hayro_interpret::hayro_cmap::CidFamily;
use pdf_extract::{Dictionary, Document as Pdf, Object, Stream};
use std::collections::{BTreeMap, HashMap};

/// Returns the letters of each code according to a font program: by the glyph
/// that a name or a code selects, and the letters of that glyph.
pub(super) fn by_program(program: &Program, said: &BTreeMap<u8, String>) -> Vec<Way> {
    let coded = program.coded();
    let encoded = program.encoded();
    let names = program.names();
    let by_name: HashMap<&str, u32> = names
        .iter()
        .map(|(glyph, name)| (name.as_str(), *glyph))
        .collect();
    let glyph = |code: u8| {
        let name = said.get(&code).or_else(|| encoded.get(&code));
        let glyph = name.and_then(|name| {
            let numbered = || Some(glyphs::numbered(name)?.1);
            by_name.get(name.as_str()).copied().or_else(numbered)
        });
        glyph.or_else(|| coded.get(&u32::from(code)).copied())
    };
    let glyphs: Vec<(u32, u32)> = (0..=255)
        .filter_map(|code| Some((u32::from(code), glyph(code)?)))
        .collect();
    let through = |letters: &Letters| {
        let text = |&(code, glyph): &(u32, u32)| Some((code, letters.get(&glyph)?.clone()));
        glyphs.iter().filter_map(text).collect::<BTreeMap<_, _>>()
    };
    let mut ways: Vec<Way> = [program.mapped(), program.named()]
        .iter()
        .map(|letters| Way::new(Trust::Said, through(letters)))
        .collect();
    let name = |(code, glyph): &(u32, u32)| Some((*code, names.get(glyph)?.as_str()));
    ways.extend(numbers(&glyphs.iter().filter_map(name).collect()));
    ways
}

pub(super) fn decoded(encoding: &'static encoding_rs::Encoding) -> BTreeMap<u32, String> {
    (0x20..=0xff_u8)
        .filter(|code| *code != 0x7f)
        .map(|code| {
            let bytes = [code];
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            (u32::from(code), text.into_owned())
        })
        .collect()
}

pub(super) fn cmap(unicode: BTreeMap<u32, String>) -> Cmap {
    Cmap {
        spaces: Vec::new(),
        unicode,
    }
}

pub(super) fn mark_unknown(map: &mut BTreeMap<u32, String>, codes: impl Iterator<Item = u32>) {
    for code in codes {
        map.entry(code).or_insert_with(|| UNKNOWN.to_owned());
    }
}

/// Returns the names that a simple font has for the glyphs of its codes.
pub(super) fn names(pdf: &Pdf, font: &Dictionary) -> BTreeMap<u8, String> {
    let mut names = BTreeMap::new();
    let encoding = resolved(pdf, font, b"Encoding").and_then(|e| e.as_dict().ok());
    let differences = encoding.and_then(|e| resolved(pdf, e, b"Differences"));
    let Some(Ok(differences)) = differences.map(Object::as_array) else {
        return names;
    };
    let mut code = 0;
    for entry in differences {
        match pdf.dereference(entry).map(|(_, object)| object) {
            Ok(&Object::Integer(i)) => code = i,
            Ok(Object::Name(name)) => {
                if let Ok(code) = u8::try_from(code) {
                    names.insert(code, String::from_utf8_lossy(name).into_owned());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    names
}

/// Returns whether the codes of a composite font have a meaning that is known
/// without the font: a predefined map, or a collection of characters.
pub(super) fn is_named_collection(pdf: &Pdf, font: &Dictionary) -> bool {
    match resolved(pdf, font, b"Encoding") {
        Some(Object::Name(name)) if !is_identity(name) => return true,
        _ => {}
    }
    let below = resolved(pdf, font, b"DescendantFonts").and_then(|d| d.as_array().ok());
    let below = below.and_then(|d| pdf.dereference(d.first()?).ok()?.1.as_dict().ok());
    let info = below.and_then(|b| resolved(pdf, b, b"CIDSystemInfo")?.as_dict().ok());
    let part = |key| resolved(pdf, info?, key)?.as_str().ok();
    match (part(b"Registry"), part(b"Ordering")) {
        (Some(registry), Some(ordering)) => {
            let family = CidFamily::from_registry_ordering(registry, ordering);
            family.ucs2_cmap().is_some()
        }
        _ => false,
    }
}

/// Returns the stream with the program of a font.
pub(super) fn file_of<'a>(pdf: &'a Pdf, font: &'a Dictionary) -> Option<&'a Stream> {
    let descriptor = resolved(pdf, font, b"FontDescriptor")?.as_dict().ok()?;
    let keys: [&[u8]; 3] = [b"FontFile2", b"FontFile3", b"FontFile"];
    let file = keys.iter().find_map(|key| resolved(pdf, descriptor, key))?;
    file.as_stream().ok()
}

/// Returns the font program of a font, if it is not too large.
pub(super) fn program(pdf: &Pdf, font: &Dictionary, left: &mut usize) -> Option<Program> {
    let bytes = fonts::plain_within(file_of(pdf, font)?, MAX_PROGRAM.min(*left))?;
    *left -= bytes.len();
    Program::load(bytes)
}

/// Returns the glyph of each code of a composite font.
pub(super) fn glyphs_of(
    pdf: &Pdf,
    below: &Dictionary,
    program: &Program,
    characters: &BTreeMap<u32, u32>,
) -> BTreeMap<u32, u32> {
    let table = match resolved(pdf, below, b"CIDToGIDMap") {
        Some(Object::Stream(stream)) => fonts::plain_within(stream, 1 << 18),
        _ => None,
    };
    let glyph = |character: u32| match &table {
        Some(table) => {
            let at = usize::try_from(character).ok()?.checked_mul(2)?;
            let pair = table.get(at..at + 2)?;
            Some(u32::from(pair[0]) << 8 | u32::from(pair[1]))
        }
        None => program.glyph_of(character),
    };
    characters
        .iter()
        .filter_map(|(code, character)| Some((*code, glyph(*character)?)))
        .collect()
}

/// Returns what the numbers in the names of glyphs may mean: a code in decimal or
/// hexadecimal digits, or the number of a glyph in the order of ASCII.
pub(super) fn numbers(unnamed: &BTreeMap<u32, &str>) -> Vec<Way> {
    let decimal: BTreeMap<u32, u32> = unnamed
        .iter()
        .filter_map(|(code, name)| Some((*code, glyphs::numbered(name)?.1)))
        .collect();
    let prefix = unnamed
        .values()
        .map(|name| name.bytes().take_while(|b| !b.is_ascii_digit()).count())
        .min()
        .unwrap_or(0);
    let hex: BTreeMap<u32, u32> = unnamed
        .iter()
        .filter_map(|(code, name)| {
            let digits = name
                .get(prefix..)
                .filter(|digits| matches!(digits.len(), 2 | 4))?;
            Some((*code, u32::from_str_radix(digits, 16).ok()?))
        })
        .collect();
    let windows = decoded(WINDOWS_1252);
    let text = |number: u32| match number {
        // Fonts that count in bytes mean those of Windows.
        0x80..=0x9f => windows.get(&number).cloned(),
        // Larger numbers are letters of some script, whatever they mean.
        0x20..=0x24f | 0x370..=0x52f | 0x2010..=0x2044 => char::from_u32(number)
            .filter(|c| !c.is_control())
            .map(String::from),
        _ => None,
    };
    let read = |numbers: &BTreeMap<u32, u32>, order: u32| {
        let text = |(code, number): (&u32, &u32)| Some((*code, text(number.checked_add(order)?)?));
        numbers.iter().filter_map(text).collect::<BTreeMap<_, _>>()
    };
    let mut ways = vec![
        Way::new(Trust::Likely, read(&decimal, 0)),
        Way::new(Trust::Guess, read(&hex, 0)),
    ];
    ways.extend(ORDERS.map(|order| Way::new(Trust::Guess, read(&decimal, order))));
    ways.retain(|way| !way.map.is_empty());
    ways
}
