//! Lists of words in titles: those that do not make another book (editions,
//! formats, forms), those that do, and those that make a title too common to
//! decide by.

mod several;
mod telling;
mod words;

pub(super) use several::{
    counts_several, describes_set, holds_several, is_blank_or_set, is_for_readers, names_chapters,
};

use telling::{
    ANOTHER_BOOK_STARTS, DESCRIPTION, DISTINGUISHING, FORMS, GENERIC, GRADES, IMPRINTS, NAME_BEGINS,
};
use words::{
    AND, ANOTHER_BOOK, ANOTHER_BOOK_PAIRS, COMPLETE_WHAT, CONNECTING, COUNTING, DESCRIBING,
    EDITION, FORM, FORMAT, LIMITING_FORM, PIECES, WHICH_EDITION,
};

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
            // "A Sequel to Emma" says which book came before.
            "sequel" | "prequel" => next != "to",
            "play" | "musical" => matches!(next, "" | "in" | "by" | "for" | "based" | "adapted"),
            word => ANOTHER_BOOK.contains(&word),
        }
    };
    (0..words.len()).any(is_one)
        || words.windows(2).any(is_pair)
        || words.windows(2).any(several::is_seasonal)
}

fn is_pair(pair: &[&String]) -> bool {
    ANOTHER_BOOK_PAIRS
        .iter()
        .any(|&(first, second)| pair[0] == first && pair[1] == second)
}

/// Returns whether words hold such a pair, whatever else they hold.
pub(super) fn has_pair_of_another_book(words: &[&String]) -> bool {
    words.windows(2).any(is_pair)
}

/// Returns the words that a subtitle gives for the book before or after this one: "A
/// Sequel to Emma".
pub(super) fn sequel_to(subtitle: &[String]) -> &[String] {
    let is_it =
        |pair: &[String]| matches!(pair[0].as_str(), "sequel" | "prequel") && pair[1] == "to";
    match subtitle.windows(2).position(is_it) {
        Some(place) => &subtitle[place + 2..],
        None => &[],
    }
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

/// Returns whether a word leads to the author's name.
pub(super) fn is_by(word: &str) -> bool {
    matches!(word, "by" | "von" | "par" | "por")
}

/// Returns how many words at the start of a title come before a description that is
/// not set off by a sign: "Sapiens A Brief History of Humankind", "Sturmhöhe Roman",
/// "Sturmhöhe 2012". Without a description, all of them.
pub(super) fn before_description(main: &[String]) -> usize {
    let begins = |word: &String| {
        matches!(
            word.as_str(),
            "a" | "an" | "ein" | "eine" | "how" | "why" | "wie" | "warum"
        )
    };
    let has_noun = |words: &[String]| {
        words
            .iter()
            .any(|word| DESCRIPTION.contains(&word.as_str()))
    };
    let mut places = 1..main.len();
    let begun = places.find(|&n| begins(&main[n]) && main.len() - n > 2 && has_noun(&main[n..]));
    if let Some(n) = begun {
        return n;
    }
    let is_year = |word: &String| {
        word.len() == 4
            && word
                .parse::<u16>()
                .is_ok_and(|year| (1800..2100).contains(&year))
    };
    let is_form = |word: &String| {
        matches!(
            word.as_str(),
            "roman" | "thriller" | "krimi" | "kriminalroman" | "novel" | "romanzo" | "novela"
        )
    };
    let n_after = main
        .iter()
        .rev()
        .take_while(|word| is_year(word) || is_form(word))
        .count();
    if n_after < main.len() {
        main.len() - n_after
    } else {
        main.len()
    }
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
fn is_grade(word: &str) -> bool {
    GRADES.contains(&word)
}

/// Returns whether words state how far a course has come: "Level 3".
pub(super) fn is_graded(words: &[String]) -> bool {
    words
        .windows(2)
        .any(|pair| is_grade(&pair[0]) && distinguishes(&pair[1]))
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
    // "A Novella" and "A Novel" are of one group, but they are two books.
    let is_short = |words: &[String]| {
        let has = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
        has(&["novella", "novelle", "novelette"])
            .then_some(true)
            .or_else(|| has(&["novel", "roman", "novela", "romanzo", "роман"]).then_some(false))
    };
    if is_short(own)
        .zip(is_short(other))
        .is_some_and(|(own, other)| own != other)
    {
        return true;
    }
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
    match subtitle {
        [only] => PIECES.contains(&only.as_str()),
        // "Nine Tales".
        [count, pieces] => PIECES.contains(&pieces.as_str()) && several::is_count(count),
        _ => false,
    }
}

/// Returns whether a subtitle says what kind of book it is in a way that rules out
/// others: "Short Stories", but not "A Novel".
pub(super) fn limits_form(subtitle: &[String]) -> bool {
    let limits =
        |word: &String| PIECES.contains(&word.as_str()) || LIMITING_FORM.contains(&word.as_str());
    subtitle.iter().any(limits)
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
