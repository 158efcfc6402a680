//! The article at the start of a title that only one of two titles has.
//!
//! Titles are filed without their article, so "Hobbit" is "The Hobbit". But "Die
//! Hard" is not "Hard": the word is an article in another language only. And "A Woman"
//! is not "The Woman".

use super::Title;

/// Languages, each by its names and codes, and its articles.
const LANGUAGES: [(&str, &str); 12] = [
    ("english en eng englisch anglais", "a an the"),
    ("german de deu ger deutsch allemand", "das der die ein eine"),
    (
        "french fr fra fre francais franzosisch",
        "l la le les un une",
    ),
    (
        "spanish es spa espanol castellano spanisch",
        "el la las lo los un una unas unos",
    ),
    (
        "italian it ita italiano italienisch",
        "gli i il l la le lo un una uno",
    ),
    (
        "portuguese pt por portugues portugiesisch",
        "a as o os um uma",
    ),
    ("dutch nl nld dut nederlands niederlandisch", "de een het"),
    ("catalan ca cat catala", "el l la les un una"),
    ("galician gl glg galego", "a as o os un"),
    ("afrikaans af afr", "die"),
    ("swedish danish norwegian sv da no swe dan nor", "de"),
    ("hungarian hu hun magyar", "a"),
];

/// Little words, and the languages that have them.
const LITTLE_WORDS: [(&str, &str); 66] = [
    ("of", "en"),
    ("the", "en"),
    ("and", "en"),
    ("with", "en"),
    ("for", "en"),
    ("to", "en"),
    ("my", "en"),
    ("your", "en"),
    ("you", "en"),
    ("from", "en"),
    ("at", "en"),
    ("by", "en"),
    ("his", "en"),
    ("her", "en"),
    ("our", "en"),
    ("is", "en nl"),
    ("are", "en"),
    ("who", "en"),
    ("der", "de"),
    ("und", "de"),
    ("dem", "de"),
    ("den", "de nl"),
    ("mit", "de"),
    ("von", "de"),
    ("im", "de"),
    ("ist", "de"),
    ("fur", "de"),
    ("auf", "de"),
    ("aus", "de"),
    ("des", "de fr"),
    ("du", "fr de"),
    ("et", "fr"),
    ("dans", "fr"),
    ("sur", "fr es"),
    ("avec", "fr"),
    ("pour", "fr"),
    ("au", "fr"),
    ("aux", "fr"),
    ("le", "fr it es"),
    ("les", "fr es ca"),
    ("la", "fr es it ca"),
    ("il", "it fr"),
    ("di", "it"),
    ("della", "it"),
    ("del", "it es ca"),
    ("nel", "it"),
    ("che", "it"),
    ("suo", "it"),
    ("con", "it es"),
    ("per", "it ca"),
    ("y", "es"),
    ("el", "es ca"),
    ("los", "es"),
    ("las", "es"),
    ("por", "es pt"),
    ("para", "es pt"),
    ("do", "pt gl"),
    ("da", "pt it gl"),
    ("dos", "pt gl"),
    ("na", "pt gl"),
    ("em", "pt"),
    ("com", "pt"),
    ("van", "nl af"),
    ("het", "nl"),
    ("voor", "nl"),
    ("met", "nl"),
];

/// Words after "die" where that is English.
const AFTER_DIE: [&str; 26] = [
    "hard", "young", "alone", "again", "another", "for", "with", "by", "like", "happy", "free",
    "today", "tonight", "tomorrow", "here", "now", "soon", "well", "already", "once", "twice",
    "as", "before", "after", "standing", "empty",
];

/// Places whose name begins with an article, without it.
const PLACES: [&str; 14] = [
    "vegas", "angeles", "palmas", "alamos", "paso", "salvador", "dorado", "paz", "rochelle",
    "havre", "mans", "jolla", "plata", "haag",
];

/// The article that a title is filed without.
#[derive(Clone, Debug)]
pub(super) struct Article {
    word: String,
    /// Whether it is written as a word of its own: "Un-American", "A. Lincoln".
    is_word: bool,
}

impl Article {
    /// Makes the article of a title with these words before its subtitle.
    pub(super) fn new(word: String, main: &str) -> Self {
        let is_word = is_word(main);
        Self { word, is_word }
    }
}

/// Returns whether the word at the start of a title, which may be an article, is
/// written as a word of its own: "Un-American", "A. Lincoln".
fn is_word(main: &str) -> bool {
    let main = main.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = main.trim_start_matches(char::is_alphanumeric);
    let is_spaced = main.trim().contains(char::is_whitespace);
    let n_hyphens = main.matches('-').count();
    // "the-silent-harbour" has hyphens for spaces.
    let is_hyphened = rest.starts_with(['-', '\u{2010}', '\u{2011}'])
        && rest.chars().nth(1).is_some_and(char::is_alphanumeric)
        && (is_spaced || n_hyphens < 2);
    let is_initial = main.len() - rest.len() == 1 && rest.starts_with(". ");
    is_hyphened || is_initial
}

/// Returns whether the articles of two titles that agree leave it open whether they
/// are one book's.
pub(super) fn leaves_doubt(wanted: &Title, record: &Title, language: &str) -> bool {
    match (&wanted.article, &record.article) {
        (Some(own), Some(other)) => {
            is_indefinite(&own.word) != is_indefinite(&other.word)
                || own.word != other.word && (is_elsewhere(&own.word) || is_elsewhere(&other.word))
        }
        // The language of a translation says nothing about the title of the original,
        // but "die" is a word in English.
        (Some(article), None) => is_of_title(
            article,
            wanted,
            if article.word == "die" { language } else { "" },
        ),
        (None, Some(article)) => is_of_title(article, record, language),
        (None, None) => false,
    }
}

/// Returns whether a word is an article in some languages and another word in English:
/// "I, Robot" is not "Robot".
fn is_elsewhere(article: &str) -> bool {
    matches!(article, "i" | "o" | "as" | "os")
}

fn is_indefinite(article: &str) -> bool {
    matches!(
        article,
        "a" | "an"
            | "ein"
            | "eine"
            | "een"
            | "um"
            | "uma"
            | "un"
            | "una"
            | "une"
            | "unas"
            | "uno"
            | "unos"
    )
}

/// Returns whether what was taken for an article is a word of the title: it is not
/// one in the language of the record, or not in that of the other words.
fn is_of_title(article: &Article, title: &Title, language: &str) -> bool {
    let word = article.word.as_str();
    if word == "the" || article.is_word {
        return word != "the";
    }
    let is_article_of = |articles: &str| articles.split_whitespace().any(|own| own == word);
    let of_record = articles_of(language);
    let is_of_record = of_record
        .as_ref()
        .is_some_and(|all| all.iter().any(|articles| is_article_of(articles)));
    if is_of_record || is_elsewhere(word) {
        return !is_of_record;
    }
    let Some(first) = title.main.first().map(String::as_str) else {
        return false;
    };
    let is_verb =
        word == "die" && (AFTER_DIE.contains(&first) || first.len() > 5 && first.ends_with("ing"));
    let is_place = title.main.len() == 1 && PLACES.contains(&first);
    if is_verb || is_place {
        return true;
    }
    let mut n_against = 0;
    for other in &title.main {
        let Some((_, languages)) = LITTLE_WORDS.iter().find(|(own, _)| own == other) else {
            continue;
        };
        let may_be = languages
            .split(' ')
            .filter_map(|code| articles_of(code))
            .flatten()
            .any(is_article_of);
        if may_be {
            return false;
        }
        n_against += 1;
    }
    n_against > 0 || of_record.is_some()
}

/// Returns the articles of the languages that a field names; `None` if it names none
/// or one whose articles are not known.
fn articles_of(field: &str) -> Option<Vec<&'static str>> {
    let names = colophon_catalogue::terms::words(field);
    let of = |name: &String| {
        let mut languages = LANGUAGES.iter();
        let found = languages.find(|(names, _)| names.split(' ').any(|own| own == name));
        found.map(|&(_, articles)| articles)
    };
    let all: Option<Vec<&'static str>> = names.iter().map(of).collect();
    all.filter(|all| !all.is_empty())
}
