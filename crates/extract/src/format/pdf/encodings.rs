//! Encodings that the engine does not know, spelled out for it.
//!
//! Adobe's standard encoding as differences from the engine's own; the bitmap
//! fonts of TeX by their codes; the predefined encodings of Chinese, Japanese and
//! Korean that match an encoding of the web, and Adobe's collections of their
//! characters.

use std::collections::{HashMap, HashSet};

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS};
use hayro_interpret::hayro_cmap::{BfString, CMap, CidFamily, load_embedded};
use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

use super::cmap::Cmap;

/// Adobe's standard encoding where it differs from ASCII (ISO 32000-1, D.2).
const STANDARD: [(u8, &str); 57] = [
    (0o47, "quoteright"),
    (0o140, "quoteleft"),
    (0o241, "exclamdown"),
    (0o242, "cent"),
    (0o243, "sterling"),
    (0o244, "fraction"),
    (0o245, "yen"),
    (0o246, "florin"),
    (0o247, "section"),
    (0o250, "currency"),
    (0o251, "quotesingle"),
    (0o252, "quotedblleft"),
    (0o253, "guillemotleft"),
    (0o254, "guilsinglleft"),
    (0o255, "guilsinglright"),
    (0o256, "fi"),
    (0o257, "fl"),
    (0o261, "endash"),
    (0o262, "dagger"),
    (0o263, "daggerdbl"),
    (0o264, "periodcentered"),
    (0o266, "paragraph"),
    (0o267, "bullet"),
    (0o270, "quotesinglbase"),
    (0o271, "quotedblbase"),
    (0o272, "quotedblright"),
    (0o273, "guillemotright"),
    (0o274, "ellipsis"),
    (0o275, "perthousand"),
    (0o277, "questiondown"),
    (0o301, "grave"),
    (0o302, "acute"),
    (0o303, "circumflex"),
    (0o304, "tilde"),
    (0o305, "macron"),
    (0o306, "breve"),
    (0o307, "dotaccent"),
    (0o310, "dieresis"),
    (0o312, "ring"),
    (0o313, "cedilla"),
    (0o315, "hungarumlaut"),
    (0o316, "ogonek"),
    (0o317, "caron"),
    (0o320, "emdash"),
    (0o341, "AE"),
    (0o343, "ordfeminine"),
    (0o350, "Lslash"),
    (0o351, "Oslash"),
    (0o352, "OE"),
    (0o353, "ordmasculine"),
    (0o361, "ae"),
    (0o365, "dotlessi"),
    (0o370, "lslash"),
    (0o371, "oslash"),
    (0o372, "oe"),
    (0o373, "germandbls"),
    (0o55, "hyphen"),
];

/// Returns the standard encoding as `Differences`.
pub(super) fn standard() -> Vec<Object> {
    STANDARD
        .iter()
        .flat_map(|(code, glyph)| {
            [
                Object::Integer(i64::from(*code)),
                Object::Name(glyph.as_bytes().to_vec()),
            ]
        })
        .collect()
}

/// Returns the text of the bitmap fonts of TeX, whose glyphs are named after
/// their codes, `a65` for 65, in the encoding of Cork (T1) or of Knuth (OT1).
pub(super) fn tex_codes(encoding: &Dictionary) -> Option<Cmap> {
    const LIGATURES: [&str; 5] = ["ff", "fi", "fl", "ffi", "ffl"];
    const CORK: [(u32, &str); 18] = [
        (13, "‚"),
        (14, "‹"),
        (15, "›"),
        (16, "“"),
        (17, "”"),
        (18, "„"),
        (19, "«"),
        (20, "»"),
        (21, "–"),
        (22, "—"),
        (25, "ı"),
        (26, "ȷ"),
        (39, "’"),
        (96, "‘"),
        (127, "-"),
        (0xdf, "SS"),
        (0xff, "ß"),
        (0xf7, "œ"),
    ];
    const KNUTH: [(u32, &str); 12] = [
        (16, "ı"),
        (17, "ȷ"),
        (25, "ß"),
        (26, "æ"),
        (27, "œ"),
        (28, "ø"),
        (29, "Æ"),
        (30, "Œ"),
        (31, "Ø"),
        (39, "’"),
        (96, "‘"),
        (123, "–"),
    ];
    let mut codes = Vec::new();
    for entry in encoding.get(b"Differences").ok()?.as_array().ok()? {
        let Ok(glyph) = entry.as_name() else { continue };
        if glyph == b".notdef" {
            continue;
        }
        let digits = std::str::from_utf8(glyph.strip_prefix(b"a")?).ok()?;
        codes.push(digits.parse::<u8>().ok().map(u32::from)?);
    }
    let is_cork = codes.iter().any(|c| *c > 127) || !codes.iter().any(|c| (11..=15).contains(c));
    let (first_ligature, listed) = if is_cork {
        (27, &CORK[..])
    } else {
        (11, &KNUTH[..])
    };
    let mut map = Cmap::default();
    for code in codes {
        let ligature = code
            .checked_sub(first_ligature)
            .and_then(|i| LIGATURES.get(i as usize));
        let character = listed
            .iter()
            .find(|(c, _)| *c == code)
            .map(|(_, character)| *character);
        // From 192 on, Cork is Latin-1 except for what is listed.
        let plain =
            || char::from_u32(code).filter(|c| !c.is_control() && !(127..192).contains(&code));
        let text = ligature.copied().or(character).map(str::to_owned);
        if let Some(text) = text.or_else(|| plain().map(String::from)) {
            map.unicode.insert(code, text);
        }
    }
    (map.unicode.len() > 1).then_some(map)
}

/// A map with more codes than this is large: the engine would take its time to read
/// it for every page. Set by eye.
const LARGE: usize = 400;

/// The maps written so far, each once for a document.
#[derive(Default)]
pub(super) struct Spelled {
    /// The predefined encodings: the maps of codes, and of codes to Unicode.
    known: Vec<(Vec<u8>, (ObjectId, ObjectId))>,
    /// Of each map in the document, the one that was written for it.
    read: HashMap<ObjectId, ObjectId>,
    unreadable: HashSet<ObjectId>,
    large: HashMap<ObjectId, Cmap>,
}

impl Spelled {
    /// Returns the map that was written for one in the document.
    pub(super) fn read(&self, map: ObjectId) -> Option<ObjectId> {
        self.read.get(&map).copied()
    }

    /// Returns whether a map in the document was found to say nothing.
    pub(super) fn is_unreadable(&self, map: ObjectId) -> bool {
        self.unreadable.contains(&map)
    }

    /// Remembers what was written for a map in the document, if anything.
    pub(super) fn remember(&mut self, map: ObjectId, written: Option<ObjectId>) {
        match written {
            Some(written) => {
                self.read.insert(map, written);
            }
            None => {
                self.unreadable.insert(map);
            }
        }
    }

    /// Writes a map to Unicode.
    pub(super) fn write(&mut self, pdf: &mut Pdf, map: Cmap) -> ObjectId {
        let id = add_stream(pdf, map.unicode_map());
        if map.unicode.len() > LARGE {
            self.large.insert(id, map);
        }
        id
    }

    /// Returns the large maps that were written.
    pub(super) fn into_large(self) -> HashMap<ObjectId, Cmap> {
        self.large
    }

    /// Returns the maps of a predefined encoding; none if it is unknown.
    pub(super) fn out(&mut self, pdf: &mut Pdf, encoding: &[u8]) -> Option<(ObjectId, ObjectId)> {
        if let Some((_, known)) = self.known.iter().find(|(name, _)| name == encoding) {
            return Some(*known);
        }
        let map = if encoding.windows(4).any(|w| w == b"UCS2" || w == b"UTF1") {
            wide()
        } else {
            multibyte(legacy(encoding)?)
        };
        let ids = (add_stream(pdf, map.code_map()), self.write(pdf, map));
        self.known.push((encoding.to_vec(), ids));
        Some(ids)
    }

    /// Returns the map from the numbers of a collection of characters to Unicode.
    pub(super) fn collection(
        &mut self,
        pdf: &mut Pdf,
        registry: &[u8],
        ordering: &[u8],
    ) -> Option<ObjectId> {
        let key = [registry, b" ", ordering].concat();
        if let Some((_, known)) = self.known.iter().find(|(name, _)| *name == key) {
            return Some(known.1);
        }
        let family = CidFamily::from_registry_ordering(registry, ordering);
        let map = load_embedded(family.ucs2_cmap()?)?;
        let map = CMap::parse(map, load_embedded)?;
        let text = |cid| match map.lookup_bf_string(cid)? {
            BfString::Char(c) => Some((cid, c.to_string())),
            BfString::String(text) => Some((cid, text)),
        };
        let map = Cmap {
            spaces: Vec::new(),
            unicode: (1..=0xffff).filter_map(text).collect(),
        };
        let id = self.write(pdf, map);
        self.known.push((key, (id, id)));
        Some(id)
    }

    /// Returns the map of codes that are themselves UTF-16.
    pub(super) fn identity(&mut self, pdf: &mut Pdf) -> Option<ObjectId> {
        Some(self.out(pdf, b"UTF16")?.1)
    }
}

pub(super) fn add_stream(pdf: &mut Pdf, text: String) -> ObjectId {
    pdf.add_object(Stream::new(Dictionary::new(), text.into_bytes()))
}

/// Returns the encoding of the web that a predefined one of PDF is (ISO 32000-1,
/// 9.7.5.2).
fn legacy(cmap: &[u8]) -> Option<&'static Encoding> {
    let cmap = std::str::from_utf8(cmap).ok()?;
    let starts = |list: &[&str]| list.iter().any(|s| cmap.starts_with(s));
    if starts(&[
        "90ms-RKSJ",
        "90msp-RKSJ",
        "90pv-RKSJ",
        "83pv-RKSJ",
        "Add-RKSJ",
        "Ext-RKSJ",
    ]) {
        Some(SHIFT_JIS)
    } else if starts(&["EUC-"]) {
        Some(EUC_JP)
    } else if starts(&["GBK-EUC", "GBKp-EUC", "GBK2K", "GB-EUC", "GBpc-EUC"]) {
        Some(GBK)
    } else if starts(&["ETen-B5", "ETenms-B5", "B5pc", "HKscs-B5"]) {
        Some(BIG5)
    } else if starts(&["KSCms-UHC", "KSC-EUC", "KSCpc-EUC"]) {
        Some(EUC_KR)
    } else {
        None
    }
}

/// Spells out an encoding whose codes are themselves UTF-16.
fn wide() -> Cmap {
    Cmap {
        spaces: vec![((2, 0), (2, 0xffff))],
        unicode: (1..=0xffff)
            .filter_map(|code| Some((code, char::from_u32(code)?.to_string())))
            .collect(),
    }
}

/// Spells out an encoding of one and two bytes, by decoding each code.
fn multibyte(encoding: &'static Encoding) -> Cmap {
    let decoded = |bytes: &[u8]| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let mut chars = text.chars();
        chars
            .next()
            .filter(|c| chars.next().is_none() && !c.is_control())
    };
    let mut map = Cmap::default();
    for high in 0x20..=0xff_u8 {
        let code = u32::from(high);
        if let Some(c) = decoded(&[high]) {
            map.add_space(1, code, code);
            map.unicode.insert(code, c.to_string());
            continue;
        }
        let from = code << 8;
        for low in 0x40..=0xfe {
            if let Some(c) = decoded(&[high, low]) {
                map.unicode.insert(from + u32::from(low), c.to_string());
            }
        }
        map.add_space(2, from + 0x40, from + 0xfe);
    }
    map
}
