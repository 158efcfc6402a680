//! The languages of catalogue records, which dumps write in many ways.

/// Codes (ISO 639-1), and the words and longer codes that stand for them, in small
/// letters and separated by spaces. The names are those that the collections use
/// most, and the languages' own.
const LANGUAGES: [(&str, &str); 44] = [
    ("en", "english eng englisch inglés anglais английский"),
    ("de", "german deutsch ger deu allemand alemán немецкий"),
    (
        "fr",
        "french français francais fre fra französisch francés французский",
    ),
    (
        "es",
        "spanish español espanol castellano spa spanisch espagnol испанский",
    ),
    ("it", "italian italiano ita italienisch italien итальянский"),
    (
        "pt",
        "portuguese português portugues por portugiesisch португальский",
    ),
    ("nl", "dutch nederlands dut nld niederländisch flemish"),
    ("ru", "russian русский rus russisch russe"),
    ("uk", "ukrainian українська ukr ukrainisch"),
    ("be", "belarusian беларуская bel"),
    ("bg", "bulgarian български bul"),
    ("sr", "serbian српски srpski srp"),
    ("hr", "croatian hrvatski hrv"),
    ("sl", "slovenian slovene slovenščina slv"),
    ("sk", "slovak slovenčina slo slk"),
    ("cs", "czech čeština český cze ces tschechisch"),
    ("pl", "polish polski pol polnisch"),
    ("hu", "hungarian magyar hun ungarisch"),
    ("ro", "romanian română romana rum ron"),
    ("el", "greek ελληνικά gre ell griechisch"),
    ("tr", "turkish türkçe turkce tur türkisch"),
    ("ar", "arabic العربية ara arabisch"),
    ("fa", "persian farsi فارسی per fas"),
    ("he", "hebrew עברית heb"),
    ("hi", "hindi हिन्दी hin"),
    ("bn", "bengali বাংলা ben"),
    ("ta", "tamil தமிழ் tam"),
    ("zh", "chinese 中文 汉语 chi zho chinesisch mandarin"),
    ("ja", "japanese 日本語 jpn japanisch"),
    ("ko", "korean 한국어 kor koreanisch"),
    ("vi", "vietnamese việt vie"),
    ("th", "thai ไทย tha"),
    ("id", "indonesian indonesia ind"),
    ("sv", "swedish svenska swe schwedisch"),
    ("da", "danish dansk dan dänisch"),
    ("no", "norwegian norsk nor nob nno norwegisch bokmål"),
    ("fi", "finnish suomi fin finnisch"),
    ("is", "icelandic íslenska ice isl"),
    ("et", "estonian eesti est"),
    ("lv", "latvian latviešu lav"),
    ("lt", "lithuanian lietuvių lit"),
    ("ca", "catalan català cat"),
    ("la", "latin lat lateinisch"),
    ("eo", "esperanto epo"),
];

/// Returns the languages that a field names: codes of two letters, or the words there
/// if their language is not known.
pub(super) fn languages(field: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in field.split([',', ';', '/', '|', '&']) {
        let word = part.trim().to_lowercase();
        if word.is_empty() || matches!(word.as_str(), "und" | "unknown" | "other" | "none") {
            continue;
        }
        let code = code(&word).map_or(word.clone(), str::to_owned);
        if !found.contains(&code) {
            found.push(code);
        }
    }
    found
}

/// Returns the code of a language by its name, its code, or a tag that begins with it.
pub(super) fn code(word: &str) -> Option<&'static str> {
    let primary = word.split(['-', '_', ' ', '(']).next().unwrap_or(word);
    let known = |(code, words): &(&'static str, &str)| {
        *code == word
            || *code == primary
            || words.split(' ').any(|own| own == word || own == primary)
    };
    LANGUAGES
        .iter()
        .find(|language| known(language))
        .map(|language| language.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_one_word_each() {
        for (field, expected) in [
            ("English", &["en"][..]),
            ("eng", &["en"]),
            ("en-GB", &["en"]),
            ("German, English", &["de", "en"]),
            ("Deutsch;deu", &["de"]),
            ("Chinese (Simplified)", &["zh"]),
            ("Русский", &["ru"]),
            ("Klingon", &["klingon"]),
            ("", &[]),
            ("Other", &[]),
        ] {
            assert_eq!(languages(field), expected, "{field}");
        }
        let words: Vec<&str> = LANGUAGES
            .iter()
            .flat_map(|(code, words)| std::iter::once(*code).chain(words.split(' ')))
            .collect();
        let mut once = words.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), words.len(), "a word of two languages");
    }
}
