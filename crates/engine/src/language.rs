//! The language of a document, as an ISO 639-1 code if there is one.

use std::collections::HashMap;
use std::sync::OnceLock;

use colophon_extract::Document;
use whatlang::Lang;

/// How much text is looked at.
const SAMPLE_CHARS: usize = 4_000;

/// Returns the language that the document declares, else the one that its text
/// shows beyond doubt.
pub(crate) fn of(document: &Document) -> Option<String> {
    let declared = document.language.as_deref().and_then(|tag| {
        let primary = tag
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        // A document says `und` if it does not know its language.
        ((2..=3).contains(&primary.len())
            && primary != "und"
            && primary.bytes().all(|b| b.is_ascii_lowercase()))
        .then_some(primary)
    });
    declared.or_else(|| detect(document))
}

/// Returns the ISO 639 code for what a collection calls a language: a code, or its
/// name in English or in itself, in any case. A word that is not known comes back in
/// small letters.
pub(crate) fn known(word: &str) -> String {
    static CODES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let codes = CODES.get_or_init(|| {
        let mut codes = HashMap::new();
        for &language in Lang::all() {
            let words = [language.code(), language.eng_name(), language.name()];
            for word in words.into_iter().chain([code(language)]) {
                codes.insert(word.to_lowercase(), code(language));
            }
        }
        codes
    });
    let word = word.trim().to_lowercase();
    match codes.get(&word) {
        Some(&code) => code.to_owned(),
        None => word,
    }
}

/// Returns the English name of a language by its ISO 639 code; the code itself if
/// the name is not known.
pub fn language_name(of: &str) -> &str {
    let is_it = |language: &&Lang| code(**language) == of;
    let found = Lang::all().iter().find(is_it);
    found.map_or(of, |language| language.eng_name())
}

fn detect(document: &Document) -> Option<String> {
    // The longest section is most likely to be the text itself.
    let section = document
        .sections
        .iter()
        .max_by_key(|section| section.text.len())?;
    let n_chars = section.text.chars().count();
    let skipped = n_chars.saturating_sub(SAMPLE_CHARS) / 2;
    let sample: String = section
        .text
        .chars()
        .skip(skipped)
        .take(SAMPLE_CHARS)
        .collect();
    let info = whatlang::detect(&sample)?;
    info.is_reliable().then(|| code(info.lang()).to_owned())
}

fn code(language: Lang) -> &'static str {
    match language {
        Lang::Ara => "ar",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Vie => "vi",
        // ISO 639-3 is as good a word if there is no shorter one.
        other => other.code(),
    }
}
