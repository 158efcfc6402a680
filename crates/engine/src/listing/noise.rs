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
/// Titles are compared without them; not so the Spanish "y" and the Italian "e",
/// which are letters elsewhere ("The Y Chromosome", "E-Business").
const AND: [&str; 4] = ["and", "und", "et", "и"];

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
const ANOTHER_BOOK: [&str; 57] = [
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
    "preview",
    "extract",
    "sample",
    "leseprobe",
    "extrait",
    "arbeitsbuch",
    "ubungsbuch",
    "lehrerbuch",
    "lehrerhandbuch",
    "решебник",
    "flashcards",
    "audiobook",
];

/// Words for several books that belong together: next to a place in a series
/// they only name it.
const COUNTING: [&str; 16] = [
    "trilogy",
    "duology",
    "duet",
    "tetralogy",
    "quartet",
    "quintet",
    "sextet",
    "septology",
    "saga",
    "cycle",
    "sequence",
    "complete",
    "collected",
    "graphic",
    "manga",
    "трилогия",
];

/// Words after "complete", "official" and the like that make a description:
/// "The Complete Guide".
const COMPLETE_WHAT: [&str; 18] = [
    "guide",
    "guidebook",
    "handbook",
    "manual",
    "reference",
    "course",
    "history",
    "story",
    "beginners",
    "beginner",
    "idiots",
    "book",
    "encyclopedia",
    "introduction",
    "illustrated",
    "biography",
    "method",
    "system",
];

/// Pairs of words that do the same as [`ANOTHER_BOOK`].
const ANOTHER_BOOK_PAIRS: [(&str, &str); 53] = [
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
    ("teachers", "book"),
    ("teachers", "edition"),
    ("teachers", "manual"),
    ("teacher", "book"),
    ("teacher", "edition"),
    ("teacher", "guide"),
    ("students", "book"),
    ("student", "book"),
    ("student", "workbook"),
    ("pupils", "book"),
    ("pupil", "book"),
    ("practice", "book"),
    ("exercise", "book"),
    ("work", "book"),
    ("answer", "key"),
    ("answer", "book"),
    ("test", "bank"),
    ("test", "book"),
    ("class", "cds"),
    ("audio", "cds"),
    ("free", "chapter"),
    ("first", "chapter"),
    ("chapter", "sampler"),
    ("livre", "professeur"),
    ("guide", "professeur"),
    ("libro", "profesor"),
    ("cuaderno", "ejercicios"),
    ("рабочая", "тетрадь"),
    ("книга", "учителя"),
];

/// Nouns and verbs of subtitles that describe the book and do not name a part of
/// it.
const DESCRIPTION: [&str; 96] = [
    "account",
    "adventures",
    "anthology",
    "art",
    "autobiography",
    "biography",
    "book",
    "case",
    "chronicle",
    "collection",
    "comedy",
    "confessions",
    "course",
    "culture",
    "design",
    "development",
    "diary",
    "essay",
    "essays",
    "everything",
    "evolution",
    "fantasy",
    "fiction",
    "foundations",
    "fundamentals",
    "geschichte",
    "guia",
    "guide",
    "habits",
    "handbook",
    "handbuch",
    "histoire",
    "historia",
    "history",
    "how",
    "introduction",
    "inquiry",
    "investigation",
    "journal",
    "journey",
    "krimi",
    "kriminalroman",
    "leadership",
    "learning",
    "lessons",
    "letters",
    "life",
    "lives",
    "making",
    "management",
    "manifesto",
    "manual",
    "meditations",
    "memoir",
    "memoirs",
    "memories",
    "method",
    "methods",
    "mystery",
    "myth",
    "narrative",
    "novel",
    "novela",
    "novella",
    "origin",
    "origins",
    "philosophy",
    "politics",
    "portrait",
    "practice",
    "principles",
    "psychology",
    "quest",
    "questions",
    "recipes",
    "recit",
    "reflections",
    "religion",
    "report",
    "roman",
    "romance",
    "romanzo",
    "science",
    "search",
    "secrets",
    "steps",
    "stories",
    "story",
    "strategies",
    "studies",
    "study",
    "tale",
    "tales",
    "theory",
    "thriller",
    "truth",
];

/// Words that begin the name of a part: "Into the Silent Sea".
const NAME_BEGINS: [&str; 14] = [
    "into", "beyond", "under", "after", "before", "beneath", "against", "across", "toward",
    "towards", "through", "return", "rise", "fall",
];

/// Words before a number or a letter that say how far a course has come.
const GRADES: [&str; 33] = [
    "level",
    "levels",
    "grade",
    "grades",
    "age",
    "ages",
    "set",
    "class",
    "stage",
    "unit",
    "units",
    "form",
    "step",
    "phase",
    "lesson",
    "lessons",
    "key",
    "standard",
    "niveau",
    "stufe",
    "klasse",
    "schuljahr",
    "lernjahr",
    "nivel",
    "grado",
    "livello",
    "classe",
    "poziom",
    "klasa",
    "уровень",
    "класс",
    "starter",
    "semester",
];

/// Words that distinguish books of one course, region or season.
const DISTINGUISHING: [&str; 58] = [
    "beginner",
    "beginners",
    "elementary",
    "intermediate",
    "advanced",
    "basic",
    "starter",
    "upper",
    "lower",
    "junior",
    "senior",
    "primary",
    "secondary",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "spring",
    "summer",
    "autumn",
    "winter",
    "fall",
    "left",
    "right",
    "even",
    "odd",
    "boys",
    "girls",
    "men",
    "women",
    "teacher",
    "teachers",
    "student",
    "students",
    "pupil",
    "pupils",
    "workbook",
    "questions",
    "answers",
    "old",
    "testament",
    "morning",
    "evening",
    "day",
    "night",
    "grund",
    "fortgeschrittene",
    "anfanger",
    "debutant",
    "avance",
    "part",
    "parts",
    "volume",
];

/// Words of imprints and their series.
const IMPRINTS: [&str; 25] = [
    "classics",
    "classic",
    "library",
    "press",
    "penguin",
    "vintage",
    "international",
    "modern",
    "oxford",
    "cambridge",
    "harper",
    "perennial",
    "dover",
    "thrift",
    "bantam",
    "signet",
    "everyman",
    "everymans",
    "nyrb",
    "publishing",
    "imprint",
    "masterworks",
    "essentials",
    "reclam",
    "folio",
];

/// Groups of words for the form of a book: those of one group go together, two of
/// different groups are two books.
const FORMS: [&[&str]; 7] = [
    &[
        "novel",
        "novella",
        "thriller",
        "mystery",
        "romance",
        "roman",
        "novela",
        "romanzo",
        "krimi",
        "kriminalroman",
        "novelle",
        "роман",
        "повесть",
    ],
    &[
        "stories",
        "tales",
        "erzahlungen",
        "cuentos",
        "racconti",
        "nouvelles",
        "рассказы",
    ],
    &[
        "poems",
        "poetry",
        "gedichte",
        "poemes",
        "poemas",
        "poesie",
        "poesia",
        "стихи",
    ],
    &[
        "memoir",
        "memoirs",
        "autobiography",
        "memoiren",
        "memorias",
        "autobiographie",
    ],
    &["play", "plays", "theatre"],
    &["essays", "essais", "ensayos", "saggi"],
    &[
        "letters",
        "briefe",
        "lettres",
        "cartas",
        "lettere",
        "письма",
    ],
];

/// Returns whether a Chinese or Japanese character says which of a few volumes it
/// is.
pub(super) fn is_part_sign(c: char) -> bool {
    use colophon_catalogue::terms::words;
    /// As they are written; titles are compared in a folded form.
    const SIGNS: &str = "上中下前後后壹贰叁肆伍陆一二三四五六七八九十甲乙丙丁巻卷册冊部编編集";
    static FOLDED: std::sync::LazyLock<Vec<char>> = std::sync::LazyLock::new(|| {
        let words = words(SIGNS);
        words.iter().flat_map(|word| word.chars()).collect()
    });
    !c.is_ascii() && FOLDED.contains(&c)
}

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
    let is_one = |place: usize| {
        let next = words.get(place + 1).map_or("", |word| word.as_str());
        match words[place].as_str() {
            // "The Complete Guide" and "A Musical Journey" describe the book.
            "complete" | "official" | "collected" => !COMPLETE_WHAT.contains(&next),
            "play" | "musical" => matches!(next, "" | "in" | "by" | "for" | "based" | "adapted"),
            word => ANOTHER_BOOK.contains(&word),
        }
    };
    let is_pair = |pair: &[&String]| {
        ANOTHER_BOOK_PAIRS
            .iter()
            .any(|&(first, second)| pair[0] == first && pair[1] == second)
    };
    (0..words.len()).any(is_one) || words.windows(2).any(is_pair)
}

/// Returns how many words at the start of a subtitle say what the book is; the
/// rest of a long one describes what it is about.
pub(super) fn head(subtitle: &[String]) -> usize {
    if subtitle.len() > 5 {
        3
    } else {
        subtitle.len()
    }
}

/// Returns whether the head of a subtitle makes another book, judged by those of
/// its words that only one side has.
pub(super) fn head_is_another_book(head: &[String], more: &[String]) -> bool {
    let words: Vec<&String> = head.iter().filter(|word| more.contains(word)).collect();
    is_another_book(&words)
}

/// Returns whether a word counts the books of a series.
pub(super) fn counts_books(word: &str) -> bool {
    COUNTING.contains(&word)
}

/// Returns whether a subtitle describes the book and does not name a part of it:
/// "A Novel", "How to Live", "The Story of Success", or a long one.
pub(super) fn describes(subtitle: &[String]) -> bool {
    let Some(first) = subtitle.first() else {
        return false;
    };
    let begins = matches!(
        first.as_str(),
        "a" | "an"
            | "ein"
            | "eine"
            | "un"
            | "une"
            | "una"
            | "uma"
            | "een"
            | "how"
            | "why"
            | "what"
            | "being"
            | "or"
            | "oder"
            | "ou"
            | "my"
            | "wie"
            | "warum"
            | "comment"
            | "como"
            | "come"
    );
    let is_description = |word: &String| {
        DESCRIPTION.contains(&word.as_str()) || FORM.contains(&word.as_str()) && word.len() > 4
    };
    begins || subtitle.len() > 5 || subtitle.iter().any(is_description)
}

/// Returns whether a subtitle that does not describe the book is like the name of
/// a part or of a book in a series: "The Return", "Into the Silent Sea".
pub(super) fn is_like_name(subtitle: &[String], telling: &[String]) -> bool {
    let Some(first) = subtitle.first() else {
        return false;
    };
    let is_of_edition = |word: &String| {
        EDITION.contains(&word.as_str())
            || WHICH_EDITION.contains(&word.as_str())
            || FORMAT.contains(&word.as_str())
            || IMPRINTS.contains(&word.as_str())
    };
    let is_definite = matches!(
        first.as_str(),
        "the" | "der" | "die" | "das" | "le" | "la" | "les" | "el" | "los" | "las" | "il" | "lo"
    );
    let begins = NAME_BEGINS.contains(&first.as_str());
    !telling.iter().any(is_of_edition)
        && (is_definite && (1..=2).contains(&telling.len()) || begins && telling.len() < 4)
}

/// Returns whether a word distinguishes two books that share all else: a number, a
/// letter, a level, a direction.
pub(super) fn distinguishes(word: &str) -> bool {
    let is_number = word
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit());
    is_number
        || word.chars().nth(1).is_none() && !matches!(word, "a" | "и" | "в" | "с" | "о")
        || DISTINGUISHING.contains(&word)
        || matches!(word, "csharp" | "fsharp" | "cplusplus" | "aplus")
}

/// Returns whether a word says, before a number, how far a course has come.
pub(super) fn is_grade(word: &str) -> bool {
    GRADES.contains(&word)
}

/// Returns whether words name an imprint or one of its series.
pub(super) fn names_imprint(words: &[String]) -> bool {
    words.iter().any(|word| IMPRINTS.contains(&word.as_str()))
}

/// Returns whether a note says only which edition it is, or where the file comes
/// from: "(25th Anniversary Edition)", "(UK)", "(z-lib.org)", "(1987)".
pub(super) fn is_edition_note(words: &[String]) -> bool {
    let is_edition = words.iter().any(|word| {
        EDITION.contains(&word.as_str()) || matches!(word.as_str(), "version" | "release" | "tie")
    });
    let is_year = |word: &String| {
        word.len() == 4
            && word
                .parse::<u16>()
                .is_ok_and(|year| (1400..2100).contains(&year))
    };
    let is_site = words.windows(2).any(|pair| {
        matches!(pair[1].as_str(), "org" | "com" | "net" | "lib") && pair[0].chars().count() > 0
    });
    is_edition
        || is_site
        || words.iter().all(|word| {
            is_year(word)
                || FORMAT.contains(&word.as_str())
                || WHICH_EDITION.contains(&word.as_str())
        })
}

/// Returns whether a word says only the format.
pub(super) fn is_format(word: &str) -> bool {
    FORMAT.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether two titles state forms that exclude each other, such as poems
/// and a memoir.
pub(super) fn forms_differ(own: &[String], other: &[String]) -> bool {
    let groups = |words: &[String]| -> Vec<usize> {
        let place = |word: &String| FORMS.iter().position(|form| form.contains(&word.as_str()));
        words.iter().filter_map(place).collect()
    };
    let (own, other) = (groups(own), groups(other));
    !own.is_empty() && !other.is_empty() && !own.iter().any(|group| other.contains(group))
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
    let is_description = |word: &String| DESCRIPTION.contains(&word.as_str());
    is_short
        && !subtitle.first().is_some_and(begins)
        && !telling.iter().any(describes)
        && !subtitle.iter().any(is_description)
        && !names_imprint(subtitle)
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
