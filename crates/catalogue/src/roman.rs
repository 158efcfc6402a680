//! Words of other alphabets in Latin letters, in one spelling.
//!
//! `Война` is written Voyna, Voina, Vojna or Wojna, depending on the library's
//! scheme. A record in another alphabet is filed under one form in Latin
//! letters, in which the schemes agree: `voina`. A search for a Latin spelling
//! uses the same form.
//!
//! The letters come from the tables of the crate `deunicode`: it separates the
//! syllables of Chinese, which names need, its licence is BSD-3-Clause, and it
//! has been maintained for ten years. `any_ascii`, which has better Greek and
//! Georgian, runs the syllables together. A Chinese or Japanese character has no
//! Latin form here: the same one is read in several ways.
//!
//! The form is for comparing only and is never shown.

/// What each spelling of a sound becomes; where one spelling begins with
/// another, the longer one comes first.
const SPELLINGS: [(&str, &str); 34] = [
    ("schtsch", "s"),
    ("shch", "s"),
    ("tsch", "c"),
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("zh", "z"),
    ("kh", "h"),
    ("ye", "e"),
    ("je", "e"),
    ("ie", "e"),
    ("yo", "e"),
    ("jo", "e"),
    ("io", "e"),
    ("iy", "i"),
    ("yi", "i"),
    ("yy", "i"),
    ("ij", "i"),
    ("ji", "i"),
    ("yj", "i"),
    ("ii", "i"),
    ("y", "i"),
    ("j", "i"),
    ("ff", "v"),
    ("ph", "f"),
    ("th", "t"),
    ("w", "v"),
    ("x", "ks"),
    ("ck", "k"),
    ("q", "k"),
    ("ou", "u"),
];

/// Returns whether a folded word has letters outside the plain Latin alphabet
/// that can be written in it.
pub fn is_beyond_latin(word: &str) -> bool {
    !word.is_ascii() && !word.chars().any(crate::words::is_ideograph)
}

/// Returns the Latin form of a folded word, in which the usual schemes of
/// transliteration agree; a Chinese or Japanese character stays as it is.
///
/// A word in Latin letters is taken for a transliteration: `voyna` and
/// `wojna` become `voina`, which is what `война` becomes.
pub fn romanised(word: &str) -> String {
    if word.is_ascii() {
        respell(word)
    } else if is_beyond_latin(word) {
        respell(&latin(word))
    } else {
        word.to_owned()
    }
}

/// Returns the forms that a word in Latin letters may stand for: the one of
/// [`romanised`] first, then those of German and French spellings, where `ch`
/// is also Cyrillic х, and `j` also ж.
pub fn romanisations(word: &str) -> Vec<String> {
    let mut forms = vec![romanised(word)];
    if word.is_ascii() {
        let german = word.replace("tsch", "\0").replace("sch", "\u{1}");
        let german = german
            .replace("ch", "kh")
            .replace('\u{1}', "sch")
            .replace('\0', "tsch");
        for form in [respell(&german), respell(&word.replace('j', "zh"))] {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// Returns a Russian surname in Latin letters with the ending that English books
/// give it; `None` if it has no other.
///
/// `tolstoi` is `tolstoy`, and `gorkii` is `gorky`.
pub fn with_english_ending(word: &str) -> Option<String> {
    let stem = ["ii", "ij", "iy"]
        .iter()
        .find_map(|end| word.strip_suffix(end));
    let after_vowel = || {
        let stem = word.strip_suffix(['i', 'j'])?;
        stem.ends_with(['a', 'e', 'o', 'u']).then_some(stem)
    };
    let stem = stem.or_else(after_vowel).filter(|stem| stem.len() > 3)?;
    Some(format!("{stem}y"))
}

/// Returns a text in Cyrillic letters as English, library and scholarly schemes
/// write it; empty for a text without such letters.
pub fn transliterations(text: &str) -> Vec<String> {
    /// A letter, and what it is in each of the three schemes.
    const LETTERS: [(char, [&str; 3]); 19] = [
        ('й', ["y", "i", "j"]),
        ('ю', ["yu", "iu", "ju"]),
        ('я', ["ya", "ia", "ja"]),
        ('ё', ["yo", "e", "e"]),
        ('ж', ["zh", "zh", "z"]),
        ('х', ["kh", "kh", "ch"]),
        ('ц', ["ts", "ts", "c"]),
        ('ч', ["ch", "ch", "c"]),
        ('ш', ["sh", "sh", "s"]),
        ('щ', ["shch", "shch", "sc"]),
        ('ы', ["y", "y", "y"]),
        ('э', ["e", "e", "e"]),
        ('ь', ["", "", ""]),
        ('ъ', ["", "", ""]),
        ('і', ["i", "i", "i"]),
        ('ї', ["yi", "i", "ji"]),
        ('є', ["ye", "ie", "je"]),
        ('в', ["v", "v", "v"]),
        ('г', ["g", "g", "g"]),
    ];
    if !text.chars().any(|c| ('\u{400}'..='\u{4FF}').contains(&c)) {
        return Vec::new();
    }
    let mut all: Vec<String> = Vec::new();
    for scheme in 0..3 {
        let mut latin = String::with_capacity(text.len());
        for c in text.to_lowercase().chars() {
            match LETTERS.iter().find(|(letter, _)| *letter == c) {
                Some((_, forms)) => latin.push_str(forms[scheme]),
                None => latin.push_str(deunicode::deunicode_char(c).unwrap_or_default()),
            }
        }
        if !all.contains(&latin) {
            all.push(latin);
        }
    }
    all
}

/// Returns a folded word in plain letters and digits.
pub(crate) fn latin(word: &str) -> String {
    let mut plain = deunicode::deunicode(word);
    plain.retain(|c| c.is_ascii_alphanumeric());
    plain.make_ascii_lowercase();
    plain
}

/// Replaces each spelling, from left to right, and writes a letter once where
/// it would come twice in a row.
fn respell(word: &str) -> String {
    let mut form = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let spelling = SPELLINGS.iter().find(|(from, _)| rest.starts_with(from));
        let (n_bytes, to) = match spelling {
            Some((from, to)) => (from.len(), *to),
            None => (first.len_utf8(), &rest[..first.len_utf8()]),
        };
        for c in to.chars() {
            if c.is_ascii_digit() || !form.ends_with(c) {
                form.push(c);
            }
        }
        rest = &rest[n_bytes..];
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    #[test]
    fn russian_surnames_end_as_in_english() {
        let ending = |word| with_english_ending(word).unwrap_or_default();
        assert_eq!(ending("tolstoi"), "tolstoy");
        assert_eq!(ending("gorkii"), "gorky");
        assert_eq!(ending("dostoevskij"), "dostoevsky");
        assert_eq!(ending("tolstoy"), "");
        assert_eq!(ending("rossi"), "");
    }

    #[test]
    fn the_schemes_meet() {
        for (original, spellings) in [
            ("Война", "Voina Voyna Vojna Wojna"),
            (
                "Достоевский",
                "Dostoevsky Dostoyevsky Dostoevskii Dostojewski Dostoïevski",
            ),
            ("Чехов", "Chekhov Čechov Tchekhov Tschechow"),
            ("Толстой", "Tolstoy Tolstoi Tolstoj"),
            ("Жизнь", "Zhizn Žizn' Zhizn’ Jizn"),
            ("Щедрый", "Shchedryi Schedryy Shchedry"),
            ("Фёдор", "Fyodor Fedor Fiodor Fjodor"),
            ("Ельцин", "Yeltsin Eltsin Jeltsin"),
            ("Юрий", "Yuri Iurii Jurij Yury Yuriy"),
            ("Тургенев", "Turgenev Turgenyev Turgénieff"),
            ("Ахматова", "Akhmatova Achmatowa Ahmatova"),
        ] {
            let form = romanised(&words(original)[0]);
            for spelling in spellings.split(' ') {
                let forms = romanisations(&words(spelling)[0]);
                assert!(
                    forms.contains(&form),
                    "{original} {form}: {spelling} {forms:?}"
                );
            }
        }
    }

    #[test]
    fn titles_are_written_in_each_scheme() {
        assert_eq!(
            transliterations("Война и мир"),
            ["voyna i mir", "voina i mir", "vojna i mir"]
        );
        assert!(transliterations("Faust").is_empty());
    }

    #[test]
    fn ideographs_have_no_latin_form() {
        assert_eq!(romanised("三"), "三");
        assert!(!is_beyond_latin("三") && !is_beyond_latin("the"));
        assert!(is_beyond_latin("мир"));
    }
}
