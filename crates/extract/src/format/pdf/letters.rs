//! What the codes of a font mean if the font does not say so, or says it wrongly.
//!
//! A font without a map to Unicode may still have names for its glyphs, numbers in
//! place of names, or a program inside that knows its letters. Several of these may
//! be there, and each may be wrong, so what the document shows in the font is
//! written out with each, and the first that reads like a language counts
//! (`cipher`). If none does, the letters are unknown, and are marked as that.

mod sources;

use std::collections::{BTreeMap, HashMap, HashSet};

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use hayro_interpret::hayro_cmap::{CMap, load_embedded};
use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId};

use super::cipher::{self, Reading};
use super::cmap::Cmap;
use super::encodings::{add_stream, tex_codes};
use super::fonts::{self, is_kind, resolved};
use super::program::{Letters, Program};
use super::shown::{self, Piece};
use super::{glyphs, object};
use sources::{
    by_program, cmap, decoded, file_of, glyphs_of, is_named_collection, mark_unknown, names,
    numbers, program,
};

/// The mark of a letter that cannot be identified.
const UNKNOWN: &str = "\u{fffd}";
/// A gap between words in a sample.
const GAP: u16 = 0x100;
/// How many codes of a font are looked at. A bound.
const SAMPLE: usize = 6_000;
/// How many pages are looked at in any document, evenly spread. A bound.
const PAGES: usize = 12;
/// The most content that is looked at, in bytes. A bound.
const MAX_CONTENT: usize = 32 << 20;
/// The largest font program that is read, in bytes, and all together. Bounds.
const MAX_PROGRAM: usize = 32 << 20;
const MAX_PROGRAMS: usize = 96 << 20;
/// Fewer codes than this say nothing about a font.
const FEW: usize = 100;

/// Fewer different codes than this are bullets and the like.
const FEW_KINDS: usize = 4;

// Shares of the characters of a plausible text, in hundredths. Set by eye.
const MOST_UNKNOWN: usize = 10;
const MOST_SYMBOLS: usize = 20;
const LEAST_LETTERS: usize = 60;

/// Signs without a name are letters if they are more than one in this many.
const SOME_UNNAMED: usize = 5;

/// Where the numbers of glyphs begin in fonts that keep the order of ASCII: a
/// TrueType font has three glyphs before the space, which is 32, and others one.
const ORDERS: [u32; 2] = [29, 31];

/// A way to read the codes of a font.
struct Way {
    map: BTreeMap<u32, String>,
    trust: Trust,
}

/// How far a way to read codes is trusted if too little is shown to say whether it
/// reads like a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// The font says it.
    Said,
    /// It is how some programs count.
    Likely,
    /// It is a guess.
    Guess,
}

impl Way {
    fn new(trust: Trust, map: BTreeMap<u32, String>) -> Self {
        Self { map, trust }
    }
}

/// Finds the letters of fonts that do not say them, writes them into the fonts, and
/// returns the fonts that are changed.
pub(super) fn find(pdf: &mut Pdf, pages: &[ObjectId]) -> HashSet<ObjectId> {
    let candidates: Vec<ObjectId> = pdf
        .objects
        .iter()
        .filter(|(_, object)| object.as_dict().is_ok_and(fonts::is_font))
        .filter(|(_, object)| object.as_dict().is_ok_and(|font| !is_below(font)))
        .map(|(id, _)| *id)
        .collect();
    let mut wanted: HashMap<ObjectId, Font> = HashMap::new();
    for id in candidates {
        if let Ok(dict) = pdf.get_dictionary(id) {
            wanted.insert(id, Font::of(pdf, dict));
        }
    }
    sample(pdf, pages, &mut wanted);
    wanted.retain(|_, font| !font.sample.is_empty());
    let mut maps: HashMap<ObjectId, BTreeMap<u32, String>> = HashMap::new();
    let mut changed = HashSet::new();
    let mut left = MAX_PROGRAMS;
    // In order, so that the same document always gives the same text.
    let mut wanted: Vec<(ObjectId, Font)> = wanted.into_iter().collect();
    wanted.sort_by_key(|(id, _)| *id);
    for (id, mut font) in wanted {
        font.read_map(pdf, &mut maps);
        let Some(map) = font.letters(pdf, &mut left) else {
            continue;
        };
        let stream = add_stream(pdf, map.unicode_map());
        if let Ok(dict) = pdf.get_dictionary_mut(id) {
            dict.set("ToUnicode", stream);
            changed.insert(id);
        }
    }
    changed
}

/// Returns whether a font is the part of another.
fn is_below(font: &Dictionary) -> bool {
    is_kind(font, b"CIDFontType0") || is_kind(font, b"CIDFontType2")
}

/// Collects what the document shows in each font.
fn sample(pdf: &Pdf, pages: &[ObjectId], wanted: &mut HashMap<ObjectId, Font>) {
    let mut seen = HashSet::new();
    let mut left = MAX_CONTENT;
    let step = pages.len().div_ceil(PAGES).max(1);
    let spread = pages.iter().step_by(step);
    let rest = pages.iter().enumerate().filter(|(i, _)| i % step != 0);
    for page in spread {
        left = left.saturating_sub(sample_page(pdf, *page, wanted, &mut seen));
        if left == 0 {
            return;
        }
    }
    for (_, page) in rest {
        // A font that says nothing must be seen, wherever it is used.
        if left == 0 || !wanted.values().any(Font::needs_more) {
            return;
        }
        left = left.saturating_sub(sample_page(pdf, *page, wanted, &mut seen));
    }
}

fn sample_page(
    pdf: &Pdf,
    page: ObjectId,
    wanted: &mut HashMap<ObjectId, Font>,
    seen: &mut HashSet<ObjectId>,
) -> usize {
    let mut size = 0;
    for content in shown::contents(pdf, page, seen) {
        size += content.bytes.len();
        if content.fonts.is_empty() {
            continue;
        }
        let mut font: Option<ObjectId> = None;
        shown::scan(&content.bytes, |piece| {
            if let Piece::Font(name) = piece {
                font = content.fonts.get(name).copied();
                return;
            }
            let Some(font) = font.and_then(|id| wanted.get_mut(&id)) else {
                return;
            };
            if font.sample.len() >= SAMPLE {
                return;
            }
            match piece {
                Piece::Codes(codes) => {
                    let codes = codes.iter().take(SAMPLE).map(|b| u16::from(*b));
                    font.sample.extend(codes);
                }
                Piece::Gap => font.sample.push(GAP),
                Piece::Font(_) => {}
            }
        });
    }
    size
}

/// A font, and what the document shows in it.
struct Font {
    dict: Dictionary,
    /// The map to Unicode that it has.
    unicode: BTreeMap<u32, String>,
    /// The names of its glyphs, by code.
    names: BTreeMap<u8, String>,
    is_composite: bool,
    /// Whether it does not say what all of its codes mean.
    is_silent: bool,
    sample: Vec<u16>,
}

impl Font {
    fn of(pdf: &Pdf, dict: &Dictionary) -> Self {
        let has_map = resolved(pdf, dict, b"ToUnicode").is_some();
        let is_composite = is_kind(dict, b"Type0");
        let names = names(pdf, dict);
        let unnamed = |name: &String| name != ".notdef" && glyphs::letters(name).is_none();
        let is_silent = !has_map
            && if is_composite {
                !is_named_collection(pdf, dict)
            } else {
                names.values().any(unnamed) || !dict.has(b"Encoding")
            };
        Self {
            dict: dict.clone(),
            unicode: BTreeMap::new(),
            names,
            is_composite,
            is_silent,
            sample: Vec::new(),
        }
    }

    /// Reads the map to Unicode, each only once.
    fn read_map(&mut self, pdf: &Pdf, maps: &mut HashMap<ObjectId, BTreeMap<u32, String>>) {
        let Some(Object::Stream(stream)) = resolved(pdf, &self.dict, b"ToUnicode") else {
            return;
        };
        let read = || Cmap::read(&fonts::plain(stream)).unicode;
        let at = self.dict.get(b"ToUnicode").and_then(Object::as_reference);
        self.unicode = match at {
            Ok(at) => maps.entry(at).or_insert_with(read).clone(),
            Err(_) => read(),
        };
    }

    fn needs_more(&self) -> bool {
        self.is_silent && self.sample.len() < FEW * 4
    }

    /// Returns the letters of each code, if the font says too little or nothing
    /// that can be read.
    fn letters(&self, pdf: &Pdf, left: &mut usize) -> Option<Cmap> {
        if let Some(Object::Name(_)) = resolved(pdf, &self.dict, b"ToUnicode") {
            // The codes are Unicode.
            return None;
        }
        let codes = self.codes(pdf);
        let kinds: HashSet<u32> = codes.iter().flatten().copied().collect();
        if kinds.len() < FEW_KINDS {
            return None;
        }
        if self.is_composite {
            self.composite(pdf, &codes, left)
        } else {
            self.simple(pdf, &codes, left)
        }
    }

    /// Returns the codes of the sample; none for a gap.
    fn codes(&self, pdf: &Pdf) -> Vec<Option<u32>> {
        let width = if self.is_composite { 2 } else { 1 };
        let spaces = match resolved(pdf, &self.dict, b"Encoding") {
            Some(Object::Stream(stream)) if self.is_composite => {
                Cmap::read(&fonts::plain(stream)).spaces
            }
            _ => Vec::new(),
        };
        let mut codes = Vec::with_capacity(self.sample.len());
        for part in self.sample.split(|unit| *unit == GAP) {
            let mut rest = part;
            while !rest.is_empty() {
                let code = |n: usize| {
                    let units = rest.get(..n)?.iter();
                    Some(units.fold(0, |code, unit| code << 8 | u32::from(*unit)))
                };
                let fits = |n: &usize| {
                    spaces.iter().any(|((bytes, low), (_, high))| {
                        usize::from(*bytes) == *n
                            && code(*n).is_some_and(|c| c >= *low && c <= *high)
                    })
                };
                let n = (1..=4).find(fits).unwrap_or(width);
                codes.extend(code(n).map(Some));
                rest = rest.get(n..).unwrap_or_default();
            }
            codes.push(None);
        }
        codes
    }

    fn simple(&self, pdf: &Pdf, codes: &[Option<u32>], left: &mut usize) -> Option<Cmap> {
        let is_type3 = is_kind(&self.dict, b"Type3");
        let is_embedded = file_of(pdf, &self.dict).is_some();
        let mut embedded = None;
        let mut names = self.names.clone();
        if !self.dict.has(b"Encoding") && !is_kind(&self.dict, b"TrueType") {
            if !is_embedded && !is_type3 {
                // A viewer has to show the letters that the codes are.
                return None;
            }
            embedded = program(pdf, &self.dict, left);
            names.extend(embedded.iter().flat_map(Program::encoded));
        }
        // What the font says.
        let mut said: BTreeMap<u32, String> = BTreeMap::new();
        for (&code, name) in &names {
            said.extend(glyphs::letters(name).map(|text| (u32::from(code), text)));
        }
        said.extend(self.unicode.clone());
        let unnamed: BTreeMap<u32, &str> = names
            .iter()
            .filter(|(_, name)| *name != ".notdef")
            .map(|(code, name)| (u32::from(*code), name.as_str()))
            .filter(|(code, _)| !said.contains_key(code))
            .collect();
        let latin = self.latin(pdf);
        let shown: Vec<u32> = codes.iter().flatten().copied().collect();
        let strange: Vec<Option<u32>> = shown
            .iter()
            .filter(|code| unnamed.contains_key(code))
            .map(|code| Some(*code))
            .collect();
        // A sign or two without a name may be ornaments.
        let is_unnamed = strange.len() * SOME_UNNAMED > shown.len();
        if !is_unnamed && !strange.is_empty() {
            return None;
        }
        // The engine takes codes without a name for these.
        let mut read = latin.clone();
        read.retain(|code, _| !unnamed.contains_key(code));
        read.extend(said.clone());
        if !is_unnamed {
            let text = written(codes, &read);
            let is_sound = match cipher::reading(&text) {
                Reading::Language => true,
                Reading::Cipher => false,
                Reading::Unknown => !self.is_silent || is_plausible(&text),
            };
            if is_sound {
                return None;
            }
        }
        let mut ways: Vec<Way> = Vec::new();
        if is_unnamed {
            if is_type3 && let Some(map) = self.encoding(pdf).and_then(tex_codes) {
                let text = written(codes, &map.unicode);
                if is_plausible(&text) && !cipher::is_cipher(&text) {
                    // It is known, and read like that.
                    return None;
                }
            }
            ways.extend(numbers(&unnamed));
        }
        if let Some(program) = embedded.or_else(|| program(pdf, &self.dict, left)) {
            ways.extend(by_program(&program, &names));
        }
        if is_unnamed {
            let codes = unnamed.keys();
            let own = |code: &u32| Some((*code, latin.get(code)?.clone()));
            ways.push(Way::new(Trust::Guess, codes.filter_map(own).collect()));
        } else {
            ways.push(Way::new(Trust::Guess, decoded(MACINTOSH)));
        }
        if is_unnamed {
            ways.retain(|way| is_plausible(&written(&strange, &way.map)));
            for way in &mut ways {
                for (code, text) in &said {
                    way.map.insert(*code, text.clone());
                }
            }
        }
        let is_enough = shown.len() >= FEW;
        if let Some(at) = choose(codes, &ways, !is_unnamed) {
            let mut map = ways.swap_remove(at).map;
            mark_unknown(&mut map, unnamed.keys().copied());
            return Some(cmap(map));
        }
        if is_unnamed {
            let mut map = said;
            mark_unknown(&mut map, unnamed.keys().copied());
            return is_enough.then(|| cmap(map));
        }
        // What the codes are by themselves is in another order than that of letters.
        let text = written(codes, &read);
        if !(is_enough && self.is_silent && is_embedded && cipher::is_cipher(&text)) {
            return None;
        }
        let mut map = BTreeMap::new();
        mark_unknown(&mut map, shown.into_iter());
        Some(cmap(map))
    }

    fn composite(&self, pdf: &Pdf, codes: &[Option<u32>], left: &mut usize) -> Option<Cmap> {
        let is_lacking = || {
            let missing = |code: &&u32| !self.unicode.contains_key(code);
            codes.iter().flatten().filter(missing).count()
        };
        if !self.is_silent {
            let text = written(codes, &self.unicode);
            if !cipher::is_cipher(&text) && (self.unicode.is_empty() || is_lacking() == 0) {
                return None;
            }
        }
        let below = resolved(pdf, &self.dict, b"DescendantFonts").and_then(|d| d.as_array().ok());
        let below = below.and_then(|d| pdf.dereference(d.first()?).ok()?.1.as_dict().ok())?;
        let program = program(pdf, below, left)?;
        let characters = self.characters(pdf, codes);
        let glyphs = glyphs_of(pdf, below, &program, &characters);
        let through = |letters: &Letters| {
            let text = |(code, glyph): (&u32, &u32)| Some((*code, letters.get(glyph)?.clone()));
            glyphs.iter().filter_map(text).collect::<BTreeMap<_, _>>()
        };
        let mut ways = vec![
            Way::new(Trust::Said, through(&program.mapped())),
            Way::new(Trust::Said, through(&program.named())),
        ];
        let says_nothing = ways.iter().all(|way| way.map.is_empty());
        let names = program.names();
        let name = |(code, glyph): (&u32, &u32)| Some((*code, names.get(glyph)?.as_str()));
        ways.extend(numbers(&glyphs.iter().filter_map(name).collect()));
        if says_nothing {
            // Without any letters inside, the order of the glyphs may be that of ASCII.
            ways.extend(ORDERS.map(|order| {
                let ascii = |glyph: u32| char::from_u32(glyph + order).filter(char::is_ascii);
                let text = |(code, glyph): (&u32, &u32)| Some((*code, ascii(*glyph)?.to_string()));
                Way::new(Trust::Guess, glyphs.iter().filter_map(text).collect())
            }));
            let at = choose(codes, &ways, true)?;
            return Some(cmap(ways.swap_remove(at).map));
        }
        if !self.unicode.is_empty() {
            let text = written(codes, &self.unicode);
            if !cipher::is_cipher(&text) {
                // The font itself fills the gaps of its map.
                let mut map = self.unicode.clone();
                let before = map.len();
                for way in ways.into_iter().filter(|way| way.trust == Trust::Said) {
                    for (code, text) in way.map {
                        map.entry(code).or_insert(text);
                    }
                }
                return (map.len() > before).then(|| cmap(map));
            }
        }
        let at = choose(codes, &ways, !self.unicode.is_empty())?;
        let mut map = ways.swap_remove(at).map;
        mark_unknown(&mut map, codes.iter().flatten().copied());
        Some(cmap(map))
    }

    /// Returns the number of the character that each code selects.
    fn characters(&self, pdf: &Pdf, codes: &[Option<u32>]) -> BTreeMap<u32, u32> {
        let codes: HashSet<u32> = codes.iter().flatten().copied().collect();
        let map = match resolved(pdf, &self.dict, b"Encoding") {
            Some(Object::Stream(stream)) => {
                let bytes = fonts::plain(stream);
                let spaces = Cmap::read(&bytes).spaces;
                CMap::parse(&bytes, load_embedded).map(|map| (map, spaces))
            }
            _ => None,
        };
        let character = |code: u32| match &map {
            Some((map, spaces)) => {
                let width = spaces
                    .iter()
                    .find(|((_, low), (_, high))| (low..=high).contains(&&code));
                map.lookup_cid_code(code, width.map_or(2, |((bytes, _), _)| *bytes))
            }
            None => Some(code),
        };
        codes
            .into_iter()
            .filter_map(|code| Some((code, character(code)?)))
            .collect()
    }

    fn encoding<'a>(&'a self, pdf: &'a Pdf) -> Option<&'a Dictionary> {
        resolved(pdf, &self.dict, b"Encoding")?.as_dict().ok()
    }

    /// Returns what codes without a name mean in the encoding of the font.
    fn latin(&self, pdf: &Pdf) -> BTreeMap<u32, String> {
        let base = match resolved(pdf, &self.dict, b"Encoding") {
            Some(Object::Name(name)) => Some(name.as_slice()),
            Some(Object::Dictionary(encoding)) => {
                resolved(pdf, encoding, b"BaseEncoding").and_then(|base| base.as_name().ok())
            }
            _ => None,
        };
        decoded(if base == Some(b"MacRomanEncoding") {
            MACINTOSH
        } else {
            WINDOWS_1252
        })
    }
}

/// Returns the text of codes, with a mark for each that is not in the map.
fn written(codes: &[Option<u32>], map: &BTreeMap<u32, String>) -> String {
    let text = |code: &Option<u32>| match code {
        Some(code) => map.get(code).map_or(UNKNOWN, String::as_str),
        None => " ",
    };
    codes.iter().map(text).collect()
}

/// Returns the way in which the codes read like a language. If none does and too
/// little is shown to say, one that is trusted will do, without `is_strict`.
fn choose(codes: &[Option<u32>], ways: &[Way], is_strict: bool) -> Option<usize> {
    let texts: Vec<String> = ways.iter().map(|way| written(codes, &way.map)).collect();
    let is_spoken =
        |text: &String| is_plausible(text) && cipher::reading(text) == Reading::Language;
    let spoken = texts.iter().position(is_spoken);
    let is_trusted = |(way, text): (&Way, &String)| {
        let may_be = match way.trust {
            Trust::Said => true,
            Trust::Likely => is_english(text),
            Trust::Guess => false,
        };
        may_be && is_plausible(text) && cipher::is_possible(text)
    };
    spoken.or_else(|| {
        let trusted = ways.iter().zip(&texts).position(is_trusted);
        trusted.filter(|_| !is_strict)
    })
}

/// Returns whether most characters of a text are letters and figures of ASCII.
fn is_english(text: &str) -> bool {
    let signs = || text.chars().filter(|c| !c.is_whitespace());
    signs().filter(char::is_ascii_alphanumeric).count() * 100 >= signs().count() * LEAST_LETTERS
}

/// Returns whether a text has mostly letters and figures, as texts have.
fn is_plausible(text: &str) -> bool {
    let (mut all, mut letters, mut symbols, mut unknown) = (0, 0, 0, 0);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        letters += usize::from(c.is_alphanumeric());
        symbols += usize::from(c.is_ascii_graphic() && "#$%&*+/<=>@[\\]^_`{|}~".contains(c));
        unknown +=
            usize::from(c == '\u{fffd}' || c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}'));
    }
    all > 0
        && letters * 100 >= all * LEAST_LETTERS
        && symbols * 100 <= all * MOST_SYMBOLS
        && unknown * 100 <= all * MOST_UNKNOWN
}

/// Returns the fonts with vertical lines.
pub(super) fn vertical(pdf: &Pdf) -> HashSet<ObjectId> {
    let fonts = pdf.objects.iter().filter(|(_, object)| {
        let is_vertical = |font| is_kind(font, b"Type0") && fonts::is_vertical(pdf, font);
        object.as_dict().is_ok_and(is_vertical)
    });
    fonts.map(|(id, _)| *id).collect()
}

/// Returns whether a page has one of `fonts` to show something in.
pub(super) fn uses(pdf: &Pdf, page: ObjectId, fonts: &HashSet<ObjectId>) -> bool {
    /// The most forms of a page that are looked at. A bound.
    const MOST: usize = 256;
    if fonts.is_empty() {
        return false;
    }
    let Ok(dict) = pdf.get_dictionary(page) else {
        return false;
    };
    let has = |node: &Dictionary| {
        shown::named_fonts(pdf, node)
            .values()
            .any(|font| fonts.contains(font))
    };
    let mut seen = HashSet::new();
    let mut open = object::drawn(pdf, dict);
    if has(dict) {
        return true;
    }
    while let Some(id) = open.pop() {
        if seen.len() >= MOST || !seen.insert(id) {
            continue;
        }
        if let Ok(form) = pdf.get_object(id).and_then(Object::as_stream) {
            if has(&form.dict) {
                return true;
            }
            open.extend(object::drawn(pdf, &form.dict));
        }
    }
    false
}
