//! Lists of words in titles: those that do not make another book (editions,
//! formats, forms), those that do, and those that make a title too common to
//! decide by.

/// Words that connect others. Titles are compared without them, and they are
/// not searched for.
const CONNECTING: [&str; 44] = [
    "a", "an", "and", "at", "by", "das", "de", "del", "der", "des", "die", "du", "e", "ein",
    "eine", "el", "en", "et", "for", "from", "i", "in", "la", "le", "les", "los", "mit", "of",
    "on", "or", "oder", "the", "to", "un", "und", "une", "with", "y", "и", "в", "на", "с", "о",
    "von",
];

/// Words for "and".
const AND: [&str; 6] = ["and", "und", "et", "y", "e", "и"];

/// Words that begin a subtitle that describes the book and does not name a part
/// of it: articles, and words that lead to a second title or to the story.
const DESCRIBING: [&str; 34] = [
    "a", "an", "the", "der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une", "el",
    "los", "las", "una", "il", "lo", "o", "os", "um", "uma", "or", "oder", "ou", "being", "how",
    "why", "what", "his", "her", "my", "from",
];

/// Words for a book that holds several pieces.
const PIECES: [&str; 6] = ["stories", "poems", "essays", "tales", "plays", "letters"];

/// Words for an edition.
const EDITION: [&str; 15] = [
    "edition",
    "editions",
    "ed",
    "edn",
    "auflage",
    "aufl",
    "ausgabe",
    "издание",
    "изд",
    "edizione",
    "edicion",
    "edicao",
    "reprint",
    "reissue",
    "printing",
];

/// Words that say which edition, before the word for it.
const WHICH_EDITION: [&str; 61] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "erste",
    "zweite",
    "dritte",
    "premiere",
    "deuxieme",
    "primera",
    "segunda",
    "revised",
    "rev",
    "updated",
    "expanded",
    "enlarged",
    "extended",
    "illustrated",
    "annotated",
    "anniversary",
    "special",
    "deluxe",
    "international",
    "kindle",
    "large",
    "print",
    "paperback",
    "hardcover",
    "student",
    "collectors",
    "limited",
    "abridged",
    "unabridged",
    "critical",
    "new",
    "movie",
    "tie",
    "in",
    "the",
    "reprint",
    "digital",
    "electronic",
    "classic",
    "classics",
    "global",
    "american",
    "uk",
    "us",
    "isbn",
    "enhanced",
    "definitive",
    "authorized",
    "centennial",
    "uncut",
    "bilingual",
];

/// Words that uploaders and sellers add.
const FORMAT: [&str; 32] = [
    "retail",
    "repost",
    "ebook",
    "epub",
    "pdf",
    "mobi",
    "azw",
    "azw3",
    "djvu",
    "fb2",
    "lit",
    "rtf",
    "scan",
    "scanned",
    "ocr",
    "unabridged",
    "abridged",
    "illustrated",
    "annotated",
    "paperback",
    "hardcover",
    "kindle",
    "converted",
    "calibre",
    "proofed",
    "uncorrected",
    "large",
    "print",
    "html",
    "txt",
    "doc",
    "docx",
];

/// Words that only say what kind of book it is.
const FORM: [&str; 51] = [
    "a",
    "an",
    "the",
    "of",
    "in",
    "and",
    "novel",
    "novella",
    "memoir",
    "thriller",
    "mystery",
    "romance",
    "story",
    "tale",
    "stories",
    "short",
    "poems",
    "roman",
    "novela",
    "romanzo",
    "erzahlung",
    "ein",
    "eine",
    "un",
    "une",
    "una",
    "introduction",
    "guide",
    "book",
    "novelle",
    "kriminalroman",
    "krimi",
    "recit",
    "autobiography",
    "biography",
    "history",
    "theory",
    "practice",
    "drama",
    "comedy",
    "fantasy",
    "historical",
    "true",
    "love",
    "роман",
    "повесть",
    "рассказ",
    "textbook",
    "handbook",
    "der",
    "collection",
];

/// Words that make another book if only one side has them: a book about the
/// book, part of it, or several in one.
const ANOTHER_BOOK: [&str; 45] = [
    "companion",
    "workbook",
    "summary",
    "cliffsnotes",
    "sparknotes",
    "parody",
    "soundtrack",
    "coloring",
    "colouring",
    "excerpt",
    "sampler",
    "prequel",
    "sequel",
    "screenplay",
    "graphic",
    "comic",
    "comics",
    "manga",
    "adaptation",
    "dramatized",
    "dramatised",
    "unofficial",
    "quiz",
    "trivia",
    "concordance",
    "boxed",
    "boxset",
    "bundle",
    "omnibus",
    "trilogy",
    "duology",
    "tetralogy",
    "quartet",
    "complete",
    "collected",
    "play",
    "musical",
    "official",
    "cookbook",
    "calendar",
    "libretto",
    "трилогия",
    "zusammenfassung",
    "begleitbuch",
    "resume",
];

/// Pairs of words that do the same as [`ANOTHER_BOOK`].
const ANOTHER_BOOK_PAIRS: [(&str, &str); 24] = [
    ("study", "guide"),
    ("study", "guides"),
    ("teachers", "guide"),
    ("reading", "guide"),
    ("readers", "guide"),
    ("readers", "companion"),
    ("lesson", "plans"),
    ("making", "of"),
    ("box", "set"),
    ("solutions", "manual"),
    ("instructors", "manual"),
    ("activity", "book"),
    ("movie", "script"),
    ("audio", "drama"),
    ("teaching", "guide"),
    ("guided", "journal"),
    ("critical", "interpretations"),
    ("modern", "critical"),
    ("chapter", "one"),
    ("bonus", "chapter"),
    ("short", "story"),
    ("art", "of"),
    ("penguin", "readers"),
    ("oxford", "bookworms"),
];

/// Pairs of words that do the same at the start of a subtitle: "Notes on the
/// Novel" is about one, "A Surgeon's Notes on Science" is not.
const ANOTHER_BOOK_STARTS: [(&str, &str); 2] = [("notes", "on"), ("essays", "on")];

/// Words of titles that many books have.
const GENERIC: [&str; 105] = [
    "poems",
    "poetry",
    "poem",
    "verse",
    "verses",
    "works",
    "work",
    "collected",
    "complete",
    "selected",
    "stories",
    "story",
    "tales",
    "short",
    "essays",
    "essay",
    "letters",
    "plays",
    "novels",
    "novel",
    "novellas",
    "memoirs",
    "memoir",
    "autobiography",
    "biography",
    "diary",
    "diaries",
    "journal",
    "journals",
    "writings",
    "anthology",
    "introduction",
    "untitled",
    "new",
    "best",
    "early",
    "later",
    "late",
    "other",
    "great",
    "prose",
    "fiction",
    "miscellaneous",
    "miscellany",
    "correspondence",
    "speeches",
    "sermons",
    "collection",
    "omnibus",
    "gedichte",
    "werke",
    "erzahlungen",
    "gesammelte",
    "samtliche",
    "ausgewahlte",
    "briefe",
    "novellen",
    "romane",
    "essais",
    "schriften",
    "tagebucher",
    "memoiren",
    "einfuhrung",
    "poemes",
    "poesies",
    "oeuvres",
    "completes",
    "choisies",
    "nouvelles",
    "contes",
    "lettres",
    "memoires",
    "theatre",
    "romans",
    "poemas",
    "poesia",
    "poesias",
    "obras",
    "completas",
    "cuentos",
    "cartas",
    "ensayos",
    "memorias",
    "novelas",
    "стихи",
    "стихотворения",
    "собрание",
    "сочинении",
    "сочинения",
    "избранное",
    "избранные",
    "рассказы",
    "повести",
    "письма",
    "пьесы",
    "романы",
    "полное",
    "произведения",
    "poesie",
    "opere",
    "racconti",
    "lettere",
    "saggi",
    "preface",
    "prologue",
];

fn is_number(word: &str) -> bool {
    let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
    n_digits > 0
        && matches!(
            &word[n_digits..],
            "" | "st" | "nd" | "rd" | "th" | "e" | "er"
        )
}

/// Returns whether a word connects others.
pub(super) fn is_connecting(word: &str) -> bool {
    CONNECTING.contains(&word)
}

/// Returns whether a word is "and".
pub(super) fn is_and(word: &str) -> bool {
    AND.contains(&word)
}

/// Returns whether the words that only one side has make it another book.
pub(super) fn is_another_book(words: &[&String]) -> bool {
    let is_pair = |pair: &[&String]| {
        ANOTHER_BOOK_PAIRS
            .iter()
            .any(|&(first, second)| pair[0] == first && pair[1] == second)
    };
    words
        .iter()
        .any(|word| ANOTHER_BOOK.contains(&word.as_str()))
        || words.windows(2).any(is_pair)
}

/// Returns whether a subtitle is one of a book about the book.
pub(super) fn begins_another_book(subtitle: &[String]) -> bool {
    let mut words = subtitle.iter().filter(|word| *word != "the");
    let (first, second) = (words.next(), words.next());
    first.zip(second).is_some_and(|(first, second)| {
        ANOTHER_BOOK_STARTS.contains(&(first.as_str(), second.as_str()))
    })
}

/// Returns whether a subtitle with these telling words is a name and not a
/// description: "Steel and Snow", but not "The Story of Success".
pub(super) fn is_name(subtitle: &[String], telling: &[String]) -> bool {
    let describes = |word: &String| {
        let mut lists = [&FORM[..], &EDITION, &WHICH_EDITION, &FORMAT, &GENERIC].into_iter();
        is_number(word) || lists.any(|words| words.contains(&word.as_str()))
    };
    let is_short = (1..=2).contains(&telling.len());
    let begins = |word: &String| DESCRIBING.contains(&word.as_str());
    is_short && !subtitle.first().is_some_and(begins) && !telling.iter().any(describes)
}

/// Returns whether a subtitle says only that the book holds several pieces.
pub(super) fn names_pieces(subtitle: &[String]) -> bool {
    matches!(subtitle, [only] if PIECES.contains(&only.as_str()))
}

/// Returns whether a word says only what kind of book it is.
pub(super) fn is_form(word: &str) -> bool {
    FORM.contains(&word)
}

/// Returns whether a word is one that many titles consist of.
pub(super) fn is_generic(word: &str) -> bool {
    GENERIC.contains(&word)
}

/// Returns how many words at the start of `words` may be left when words that say
/// only the edition, the format or the form are taken from the end: first all of
/// them, then fewer and fewer, at least one if there is one.
///
/// "The Quiet American, Second Edition" is either without its last two words or
/// without three.
pub(super) fn tails(words: &[String], year: Option<u16>) -> Vec<usize> {
    let mut lengths = vec![words.len()];
    let mut n = words.len();
    loop {
        let left = &words[..n];
        let [before @ .., last] = left else { break };
        if before.is_empty() {
            break;
        }
        let last = last.as_str();
        let n_tail = if EDITION.contains(&last) {
            let which = before
                .iter()
                .rev()
                .take_while(|word| WHICH_EDITION.contains(&word.as_str()) || is_number(word))
                .count();
            if which == before.len() {
                // "The Second Edition" is the whole of this title.
                break;
            }
            lengths.extend((0..which).map(|n_which| n - 1 - n_which));
            which + 1
        } else if FORMAT.contains(&last) || year.is_some_and(|year| last == year.to_string()) {
            1
        } else if matches!(last, "novel" | "novella" | "memoir" | "roman" | "thriller")
            && matches!(before.last().map(String::as_str), Some("a" | "ein" | "un"))
            && n > 2
        {
            2
        } else {
            break;
        };
        n -= n_tail;
        lengths.push(n);
    }
    lengths
}

/// Returns how many words at the start of `words` are left when all words that
/// can mean nothing are taken from the end.
pub(super) fn without_tail(words: &[String], year: Option<u16>) -> usize {
    tails(words, year).last().copied().unwrap_or(0)
}

/// Returns whether a subtitle or a note says only the edition, the format or the
/// form.
pub(super) fn is_noise(words: &[String], year: Option<u16>) -> bool {
    let is_edition = words.iter().any(|word| EDITION.contains(&word.as_str()));
    words.iter().all(|word| {
        let word = word.as_str();
        FORM.contains(&word)
            || FORMAT.contains(&word)
            || EDITION.contains(&word)
            || is_edition && (WHICH_EDITION.contains(&word) || is_number(word))
            || year.is_some_and(|year| word == year.to_string())
    })
}
