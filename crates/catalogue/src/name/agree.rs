//! How well two names agree.

use super::lists::PREFIXES;
use super::person::{Person, is_initial};
use crate::roman::{romanisations, romanised};

/// How well a name agrees with another, from not at all to fully.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// Another person, or nothing to judge by.
    None,
    /// One of the two names is part of the other, or it is only in brackets
    /// after another name.
    Part,
    /// The surname is the same, and one of the two has no given name.
    Surname,
    /// All words agree if the order is changed, a first name is left out, or a
    /// first name is taken for its short form.
    Loose,
    /// The surname is the same; one of the two has only the initial of a given
    /// name.
    Initial,
    /// Surname and given name are the same.
    Full,
}

/// Given names that are one name in several languages, in their Latin form.
const SAME_NAMES: [&[&str]; 19] = [
    &["lev", "leo", "leon"],
    &["fedor", "teodor", "teodore"],
    &["aleksandr", "aleksander", "aleksandre"],
    &["nikolai", "nicolas", "nicolai", "nikolas"],
    &["mihail", "michael", "micael", "mikail", "mikhail"],
    &["sergei", "serge", "sergius"],
    &["petr", "peter", "piotr"],
    &["pavel", "paul"],
    &["andrei", "andrev"],
    &["dmitri", "dimitri"],
    &["iosif", "iosef", "iosep", "iosepf"],
    &["grigori", "gregori"],
    &["evgeni", "eugene", "evgeniia"],
    &["maksim", "maksime"],
    &["ekaterina", "catarina", "katarina"],
    &["elena", "elene"],
    &["maria", "mariia", "mari"],
    &["ilia", "ili"],
    &["isaak", "isaac", "isak"],
];

/// Short forms of given names, each after the full names that it may stand for.
/// Two full names on a line are different names.
const SHORT_NAMES: [(&str, &str); 133] = [
    ("abigail", "abby gail"),
    ("abraham", "abe"),
    ("alexander alexandra alexandre", "alex sandy al"),
    ("alexandra", "lexi sasha"),
    ("alfred albert alan", "al"),
    ("alfred", "fred alf"),
    ("andrew andrea", "andy drew"),
    ("anthony antony antonio", "tony"),
    ("archibald", "archie"),
    ("arthur", "art artie"),
    ("barbara", "barb babs"),
    ("benjamin", "ben benny"),
    ("bernard", "bernie"),
    ("bradley bradford", "brad"),
    ("calvin", "cal"),
    (
        "catherine katherine kathryn katharine kathleen",
        "kathy cathy kate katie kat kay",
    ),
    ("charles", "charlie chuck chas"),
    ("christopher christian", "chris kit"),
    ("christina christine", "chris tina chrissy"),
    ("clifford clifton", "cliff"),
    ("cynthia", "cindy"),
    ("daniel danielle", "dan danny"),
    ("david", "dave davy"),
    ("deborah debra", "deb debbie"),
    ("donald", "don donnie"),
    ("dorothy", "dot dotty dolly"),
    ("douglas", "doug"),
    ("edward edwin edgar edmund", "ed eddie ned ted"),
    ("eleanor", "ellie nora nell"),
    (
        "elizabeth elisabeth",
        "liz lizzie beth betty bess eliza betsy",
    ),
    ("eugene", "gene"),
    ("florence", "flo"),
    ("frances francis", "fran frank frankie"),
    ("franklin frank", "frank"),
    ("frederick frederic friedrich", "fred freddy fritz"),
    ("gabriel gabrielle", "gabe gabby"),
    ("geoffrey jeffrey", "geoff jeff"),
    ("gerald gerard", "gerry jerry"),
    ("gregory", "greg"),
    ("harold henry harry", "hal harry hank"),
    ("isaac", "ike"),
    ("jacob", "jake"),
    ("jacqueline", "jackie"),
    ("james", "jim jimmy jamie"),
    ("jennifer", "jen jenny"),
    ("jessica", "jess jessie"),
    ("john jonathan", "jon jack johnny"),
    ("joseph", "joe joey"),
    ("josephine joanna", "jo josie"),
    ("joshua", "josh"),
    ("judith", "judy"),
    ("kenneth", "ken kenny"),
    ("kimberly", "kim"),
    ("laurence lawrence", "larry laurie"),
    ("leonard", "len lenny"),
    ("lewis louis", "lou"),
    ("margaret", "maggie meg peggy marge greta"),
    ("martin martha", "marty"),
    ("matthew", "matt"),
    ("michael", "mike mick mickey"),
    ("nathaniel nathan", "nat nate"),
    ("nicholas nicolas", "nick nicky"),
    ("patricia patrick", "pat patty tricia paddy"),
    ("peter", "pete"),
    ("philip phillip", "phil"),
    ("randall randolph", "randy"),
    ("raymond", "ray"),
    ("rebecca", "becky becca"),
    ("richard", "dick rick rich richie ricky"),
    ("robert", "bob bobby rob robbie bert"),
    ("ronald", "ron ronnie"),
    ("samuel samantha", "sam sammy"),
    ("stephen steven stephanie", "steve steph"),
    ("stuart stewart", "stu"),
    ("adelaide", "addie"),
    ("albert herbert hubert", "bert"),
    ("albert", "bertie"),
    ("amanda", "mandy"),
    ("angela", "angie"),
    ("antoinette", "toni"),
    ("arnold", "arnie"),
    ("august augustus", "gus"),
    ("bartholomew", "bart"),
    ("caroline carolyn", "carrie caro"),
    ("cecilia", "cissy celia"),
    ("chester", "chet"),
    ("clement", "clem"),
    ("dennis", "denny den"),
    ("dominic dominick", "dom nick"),
    ("edith", "edie"),
    ("emmanuel emanuel manuel", "manny"),
    ("ernest", "ernie"),
    ("francisco", "paco pancho"),
    ("gertrude", "trudy gert"),
    ("gilbert", "gil"),
    ("helen", "nell nellie"),
    ("herbert", "herb"),
    ("jerome jeremy", "jerry"),
    ("johannes johann", "hans jan"),
    ("jose", "pepe"),
    ("julia juliet", "julie jules"),
    ("katharina", "kathi kaethe"),
    ("leopold", "leo poldi"),
    ("leslie", "les"),
    ("lucinda lucille", "lucy"),
    ("maximilian maxwell", "max"),
    ("melissa melanie", "mel"),
    ("millicent mildred", "millie"),
    ("mitchell", "mitch"),
    ("norman", "norm"),
    ("oliver", "ollie"),
    ("pamela", "pam"),
    ("rosemary rosalind", "rose rosie"),
    ("russell", "russ"),
    ("sarah", "sally sadie"),
    ("sidney sydney", "sid syd"),
    ("solomon", "sol"),
    ("stanley", "stan"),
    ("susan suzanne susannah", "sue susie suzy"),
    ("terence terrence teresa theresa", "terry"),
    ("teresa theresa", "tess tessa"),
    ("theodore", "ted teddy theo"),
    ("thomas", "tom tommy"),
    ("timothy", "tim timmy"),
    ("victor", "vic"),
    ("victoria", "vicky vicki tori"),
    ("vincent", "vince vinnie"),
    ("virginia", "ginny ginger"),
    ("walter", "walt wally"),
    ("wilhelmina", "minnie mina"),
    ("william", "bill billy will willie liam"),
    ("winifred", "winnie"),
    ("zachary", "zach zack"),
];

/// Returns how well two names agree.
pub(super) fn of(wanted: &Person, person: &Person) -> Agreement {
    // "John Smith Jr." is the son of "John Smith Sr.".
    let generations = wanted.generation.zip(person.generation);
    if generations.is_some_and(|(own, other)| own != other) {
        return Agreement::None;
    }
    // Two words that may be whole names may also be surnames of other people.
    let is_unsure = wanted.is_whole && person.is_whole;
    let either_whole = wanted.is_whole || person.is_whole;
    if is_unsure || either_whole && wanted.words.len() != person.words.len() {
        return Agreement::None;
    }
    let mut best = Agreement::None;
    for n_wanted in surname_lengths(wanted) {
        for n_person in surname_lengths(person) {
            let (given, family) = wanted.words.split_at(wanted.words.len() - n_wanted);
            let (other_given, other_family) = person.words.split_at(person.words.len() - n_person);
            if family.len() == other_family.len()
                && family.iter().zip(other_family).all(|(a, b)| is_same(a, b))
            {
                best = best.max(of_given(given, other_given));
            }
        }
    }
    if !either_whole && best < Agreement::Full {
        best = best.max(joined(wanted, person));
    }
    if best == Agreement::None && is_swapped(wanted, person) {
        best = Agreement::Loose;
    }
    if best == Agreement::None && (ends_in(wanted, person) || ends_in(person, wanted)) {
        best = Agreement::Loose;
    }
    if best == Agreement::None && !either_whole {
        best = part(wanted, person).max(part(person, wanted));
    }
    if wanted.is_aside || person.is_aside {
        best = best.min(Agreement::Part);
    }
    best
}

/// Compares surnames of which one may be written in one word and the other in
/// several: "Le Guin" and `LeGuin`, "van den Brul" and "Vanden Brul".
///
/// A surname with a particle and no given name, as in "Van Gogh", agrees only
/// with one that has the particle.
fn joined(wanted: &Person, person: &Person) -> Agreement {
    let mut best = Agreement::None;
    for n_wanted in full_lengths(wanted) {
        let (given, family) = wanted.full.split_at(wanted.full.len() - n_wanted);
        for n_person in full_lengths(person) {
            if n_wanted == 1 && n_person == 1 {
                continue;
            }
            let (other_given, other_family) = person.full.split_at(person.full.len() - n_person);
            if is_same_in_one(family, other_family) {
                best = best.max(of_given(given, other_given));
            }
        }
    }
    best
}

/// Returns how many words at the end of a name with its particles may be the
/// surname.
fn full_lengths(person: &Person) -> std::ops::RangeInclusive<usize> {
    let n = person.full.len();
    let most = match person.n_full {
        Some(n_surname) => return n_surname.min(n)..=n_surname.min(n),
        None if super::is_particle(&person.full[0]) => n,
        None => n.saturating_sub(1),
    };
    1..=most.clamp(1, 4).min(n)
}

/// Returns whether two surnames are the same, written in one word.
///
/// A letter before a surname is mostly an initial: that of "George T. Chester" does
/// not make another spelling of "Chester". Only what may be a prefix, as in
/// "O Brien", is joined, and then letter by letter.
fn is_same_in_one(family: &[String], other: &[String]) -> bool {
    let (own, whole) = (in_one_word(family), in_one_word(other));
    let mut initials = [family, other]
        .into_iter()
        .filter(|words| words.len() > 1)
        .flatten()
        .filter(|word| is_initial(word))
        .peekable();
    if initials.peek().is_none() {
        return is_same(&own, &whole);
    }
    own == whole && initials.all(|word| PREFIXES.contains(&word.as_str()))
}

/// Returns the words of a surname in one, with "St." as "Saint".
fn in_one_word(words: &[String]) -> String {
    let long = |word: &String| match word.as_str() {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        _ => word.clone(),
    };
    match words {
        [only] => only.clone(),
        _ => words.iter().map(long).collect(),
    }
}

/// Returns whether `short` is the end of `long`, with a particle between its words:
/// "Machado de Assis" and "Joaquim Maria Machado de Assis".
fn ends_in(long: &Person, short: &Person) -> bool {
    let is_inner = |place: usize| place > 0 && place + 1 < short.full.len();
    let has_particle = (0..short.full.len())
        .any(|place| is_inner(place) && super::is_particle(&short.full[place]));
    has_particle
        && long.full.len() > short.full.len()
        && long.full.ends_with(&short.full)
        && !short.full.iter().any(|word| is_initial(word))
}

/// Returns whether `short` is `long` without the last of two surnames: "Gabriel
/// García" and "Gabriel García Márquez".
fn part(short: &Person, long: &Person) -> Agreement {
    let (n, m) = (short.words.len(), long.words.len());
    if n < 2 || n + 1 != m || short.is_whole || long.words.iter().any(|word| is_initial(word)) {
        return Agreement::None;
    }
    let is_family =
        is_same(&short.words[n - 1], &long.words[n - 1]) && short.words[n - 1].len() > 2;
    let agrees = of_given(&short.words[..n - 1], &long.words[..n - 1]) >= Agreement::Initial;
    if is_family && agrees && short.n_surname.is_none_or(|n_surname| n_surname == 1) {
        Agreement::Part
    } else {
        Agreement::None
    }
}

/// Returns how many words at the end of a name may be the surname.
fn surname_lengths(person: &Person) -> std::ops::RangeInclusive<usize> {
    match person.n_surname {
        Some(n) => n..=n,
        // "Gabriel García Márquez" may be listed under either surname.
        None => 1..=person.words.len().saturating_sub(1).clamp(1, 3),
    }
}

/// Returns whether a name whose order is not known is the other one with the
/// surname first.
fn is_swapped(wanted: &Person, person: &Person) -> bool {
    if wanted.n_surname.is_some() && person.n_surname.is_some() {
        return false;
    }
    let (n, m) = (wanted.words.len(), person.words.len());
    if n < 2 || m < 2 {
        return false;
    }
    let turned = |words: &[String]| [&words[1..], &words[..1]].concat();
    let agrees = |a: &[String], b: &[String]| {
        let (Some(family), Some(other)) = (a.last(), b.last()) else {
            return false;
        };
        is_same(family, other)
            && !is_initial(family)
            && of_given(&a[..a.len() - 1], &b[..b.len() - 1]) == Agreement::Full
    };
    person.n_surname.is_none() && agrees(&wanted.words, &turned(&person.words))
        || wanted.n_surname.is_none() && agrees(&turned(&wanted.words), &person.words)
}

/// Returns how well given names agree when the surname is the same.
fn of_given(given: &[String], other: &[String]) -> Agreement {
    match (given, other) {
        ([], []) => return Agreement::Full,
        ([], _) | (_, []) => return Agreement::Surname,
        _ => {}
    }
    if given.len() != other.len() && given.concat() == other.concat() {
        return Agreement::Full;
    }
    let direct = aligned(given, other);
    if direct != Agreement::None {
        return direct;
    }
    if is_short_form(&given[0], &other[0])
        && (given.len() < 2
            || other.len() < 2
            || aligned(&given[1..], &other[1..]) > Agreement::None)
    {
        return Agreement::Loose;
    }
    // "J. Robert" is Robert, and "Arthur Conan" is Conan, if less surely.
    let skipped = |long: &[String], short: &[String]| {
        if long.len() < 2 || is_initial(&short[0]) {
            return Agreement::None;
        }
        match aligned(&long[1..], short) {
            Agreement::Full => Agreement::Loose,
            _ => Agreement::None,
        }
    };
    skipped(given, other).max(skipped(other, given))
}

/// Compares given names one by one; those that only one side has are ignored.
fn aligned(given: &[String], other: &[String]) -> Agreement {
    let mut agreement = Agreement::Full;
    for (place, (a, b)) in given.iter().zip(other).enumerate() {
        if is_same(a, b) || is_same_given(a, b) {
            continue;
        }
        if is_initial(a) != is_initial(b) && is_initial_of(a, b) {
            if place == 0 {
                agreement = Agreement::Initial;
            }
            continue;
        }
        return Agreement::None;
    }
    agreement
}

/// Returns whether the shorter of two words is the initial of the longer, in any
/// alphabet.
fn is_initial_of(a: &str, b: &str) -> bool {
    let (short, long) = if is_initial(a) { (a, b) } else { (b, a) };
    if long.starts_with(short) {
        return true;
    }
    // In Latin letters, the Y of "Y. Olesha" and the I of "Ian" are two.
    if short.is_ascii() && long.is_ascii() {
        return false;
    }
    let (short, long) = (romanised(short), romanised(long));
    !short.is_empty() && long.starts_with(&short)
}

/// Returns whether two words are one name in different spellings or schemes of
/// transliteration.
fn is_same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if is_initial(a) || is_initial(b) {
        return !(a.is_ascii() && b.is_ascii()) && romanised(a) == romanised(b);
    }
    if a.is_ascii() && b.is_ascii() {
        // A spelling changes few letters.
        if a.len().abs_diff(b.len()) > 4 || a.len().min(b.len()) < 4 {
            return false;
        }
        let (own, other) = (romanised(a), romanised(b));
        return own == other
            || without_umlauts(a) == without_umlauts(b)
            || a.contains("ch") && romanisations(a).contains(&other)
            || b.contains("ch") && romanisations(b).contains(&own);
    }
    let (own, forms) = if a.is_ascii() {
        (romanised(b), romanisations(a))
    } else {
        (romanised(a), romanisations(b))
    };
    forms.contains(&own)
}

/// Drops the e that stands for the dots of ä, ö and ü.
fn without_umlauts(word: &str) -> String {
    word.replace("ae", "a")
        .replace("oe", "o")
        .replace("ue", "u")
}

/// Returns whether two words are one given name in two languages.
fn is_same_given(a: &str, b: &str) -> bool {
    if a.len().min(b.len()) < 3 {
        return false;
    }
    let (a, b) = (romanised(a), romanised(b));
    SAME_NAMES
        .iter()
        .any(|names| names.contains(&a.as_str()) && names.contains(&b.as_str()))
}

/// Returns whether one given name is a short form of the other, or both are of
/// one name.
fn is_short_form(a: &str, b: &str) -> bool {
    let has = |names: &str, name: &str| names.split(' ').any(|own| own == name);
    SHORT_NAMES.iter().any(|(full, short)| {
        has(full, a) && has(short, b)
            || has(short, a) && has(full, b)
            || has(short, a) && has(short, b) && !full.contains(' ')
    })
}

/// Returns other given names that may be the same person's: short forms, the full
/// names of a short form, and the name in other languages.
pub(super) fn other_given_names(name: &str) -> Vec<&'static str> {
    let mut others = Vec::new();
    let mut take = |all: &mut dyn Iterator<Item = &'static str>| {
        for other in all {
            if other != name && !others.contains(&other) {
                others.push(other);
            }
        }
    };
    for (full, short) in SHORT_NAMES {
        let has = |names: &str| names.split(' ').any(|own| own == name);
        if has(full) {
            take(&mut short.split(' '));
        }
        if has(short) {
            take(&mut full.split(' '));
            if !full.contains(' ') {
                take(&mut short.split(' '));
            }
        }
    }
    let latin = romanised(name);
    for names in SAME_NAMES {
        if names.contains(&latin.as_str()) {
            take(&mut names.iter().copied());
        }
    }
    others
}
