//! Compares two titles: are they one book's or not?
//!
//! The key alone does not decide: it leaves out the subtitle, and a series may
//! have one title and many subtitles. So everything around it is compared too,
//! and every word that only one side has must be known to mean nothing.

use colophon_catalogue::name::People;
use colophon_catalogue::roman::{is_beyond_latin, romanisations, romanised};
use colophon_catalogue::terms::{title_key, words};
use colophon_catalogue::title::parts;
use colophon_catalogue::volume::{self, Volumes};

use super::noise;

pub(super) mod siblings;

/// A title as it is compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Title {
    /// The key that it is filed under.
    pub(super) key: String,
    /// The words before a subtitle, without a leading article, brackets and
    /// volumes.
    pub(super) main: Vec<String>,
    /// The words of the subtitle.
    subtitle: Vec<String>,
    /// The words in brackets.
    notes: Vec<String>,
    /// Whether the subtitle may be another book's title: a slash comes before
    /// it.
    is_list: bool,
    /// Whether the subtitle belongs to the name of a series, since the number
    /// comes after it.
    names_series: bool,
    /// The numbers that it states.
    pub(super) volumes: Volumes,
    /// The ones that are not in brackets.
    pub(super) own_volumes: Volumes,
    /// The ones before a subtitle.
    main_volumes: Volumes,
    /// Whether a place in a series is in brackets.
    in_series: bool,
}

/// What else is known and may be part of a record's title.
#[derive(Debug, Default)]
pub(super) struct Context<'a> {
    pub(super) people: Option<&'a People>,
    pub(super) series: Vec<String>,
    pub(super) imprint: Vec<String>,
    pub(super) year: Option<u16>,
    /// Whether the years of book and record are known and differ.
    pub(super) other_year: bool,
    /// Whether the year of the book is known, and that of the record is not.
    pub(super) no_year: bool,
}

/// How well two titles agree; the order is from the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TitleMatch {
    /// They are different.
    Other,
    /// They may be one book's; why that is not sure.
    Doubtful(Doubt),
    /// They are the same except for words that mean nothing.
    Near,
    /// They are the same.
    Same,
}

/// Why two titles that share much may not be one book's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// The record has additional words.
    MoreWords,
    /// A letter or two differ.
    Spelling,
    /// The subtitles differ, or only the record has one and it may name another
    /// book.
    Subtitle,
    /// Only one side says which part or volume it is.
    Part,
    /// Only one side has a subtitle, and it is a name, as a part has.
    NamedPart,
    /// Only one side has a subtitle, the title is short, and the ISBNs differ.
    OneSubtitle,
    /// The record looks like a book about the book, or several books in one.
    AnotherBook,
}

impl Title {
    /// Reads a title.
    pub(super) fn read(title: &str) -> Self {
        let (volumes, rest) = volume::split(title);
        let rest = if volumes.is_empty() { title } else { &rest };
        let key = title_key(rest);
        let (mut own_volumes, mut names_series, mut in_series) = (Volumes::default(), false, false);
        let mut main_volumes = Volumes::default();
        if !volumes.is_empty() {
            let all = parts(title);
            main_volumes = Volumes::in_title(&all.main);
            own_volumes = main_volumes.clone();
            let of_subtitle = Volumes::in_title(&all.subtitle);
            names_series = volumes.has_part() && of_subtitle.has_part();
            own_volumes.add(&of_subtitle);
            in_series = all
                .notes
                .iter()
                .any(|note| !Volumes::in_title(note).is_empty());
        }
        let parts = parts(rest);
        Self {
            is_list: parts.separator == '/',
            names_series,
            own_volumes,
            main_volumes,
            in_series,
            main: split(&key),
            key: if volumes.is_empty() {
                key
            } else {
                title_key(title)
            },
            subtitle: words(&parts.subtitle),
            notes: parts.notes.iter().flat_map(|note| words(note)).collect(),
            volumes,
        }
    }

    /// Returns the words to search for a record by, those that do not connect
    /// others.
    pub(super) fn telling(&self) -> impl Iterator<Item = &String> {
        self.main.iter().filter(|word| !noise::is_connecting(word))
    }

    /// Returns whether the title is so short that many books could have it.
    pub(super) fn is_short(&self) -> bool {
        self.telling().count() < 3
    }

    /// Returns the words outside brackets, the subtitle's included.
    fn all(&self) -> impl Iterator<Item = &String> {
        self.main.iter().chain(&self.subtitle)
    }

    /// Returns whether the title is one that many books have: nothing but words
    /// such as "Collected Poems", or nothing but the author's own name.
    pub(super) fn is_generic(&self, people: &People) -> bool {
        let is_name =
            |word: &String| people.has_word(word) || people.has_word(word.trim_end_matches('s'));
        self.telling().next().is_some()
            && (noise::is_noise(&self.subtitle, None)
                || self.subtitle.iter().all(|word| noise::is_generic(word)))
            && (self.telling().all(|word| noise::is_generic(word)) || self.telling().all(is_name))
    }

    fn is_beyond_latin(&self) -> bool {
        self.all().any(|word| is_beyond_latin(word))
    }

    /// Returns the title with its words in Latin form.
    fn romanised(&self) -> Self {
        let form = |words: &[String]| words.iter().map(|word| romanised(word)).collect();
        Self {
            key: String::new(),
            main: form(&self.main),
            subtitle: form(&self.subtitle),
            notes: form(&self.notes),
            is_list: self.is_list,
            names_series: self.names_series,
            volumes: Volumes::default(),
            own_volumes: Volumes::default(),
            main_volumes: Volumes::default(),
            in_series: self.in_series,
        }
    }
}

fn split(key: &str) -> Vec<String> {
    key.split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns how well the title of a record agrees with the wanted one. Volumes
/// are not compared here.
pub(super) fn compare(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
    if wanted.main.is_empty() || record.main.is_empty() {
        return TitleMatch::Other;
    }
    if wanted.is_beyond_latin() != record.is_beyond_latin() {
        return across_alphabets(wanted, record, context);
    }
    let record = shifted(record, wanted, context);
    let agreement = by_words(wanted, &record, context);
    if agreement >= TitleMatch::Near {
        return beside(wanted, &record, agreement, context);
    }
    agreement
}

fn across_alphabets(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
    let (mut wanted, mut record) = (wanted.clone(), record.clone());
    let latin = if wanted.is_beyond_latin() {
        &mut record
    } else {
        &mut wanted
    };
    let mut forms = vec![latin.romanised()];
    // German and French spellings of the same sounds.
    for place in 0..2 {
        let other = |words: &[String]| -> Vec<String> {
            let form = |word: &String| romanisations(word).into_iter().nth(place + 1);
            words
                .iter()
                .map(|word| form(word).unwrap_or_else(|| romanised(word)))
                .collect()
        };
        let form = Title {
            main: other(&latin.main),
            subtitle: other(&latin.subtitle),
            ..latin.romanised()
        };
        if form.main != forms[0].main {
            forms.push(form);
        }
    }
    let latin_is_wanted = record.is_beyond_latin();
    let other = if latin_is_wanted {
        record.romanised()
    } else {
        wanted.romanised()
    };
    forms
        .iter()
        .map(|form| {
            let (wanted, record) = if latin_is_wanted {
                (form, &other)
            } else {
                (&other, form)
            };
            let agreement = by_words(wanted, record, context);
            if agreement >= TitleMatch::Near {
                beside(wanted, record, agreement, context)
            } else {
                agreement
            }
        })
        .max()
        .unwrap_or(TitleMatch::Other)
}

/// Returns a record's title without a series or the author's name before it,
/// and without the author's name after it.
fn shifted(record: &Title, wanted: &Title, context: &Context<'_>) -> Title {
    let is_name = |words: &[String]| {
        context.people.is_some_and(|people| {
            !words.is_empty() && words.iter().all(|word| people.has_word(word))
        })
    };
    let names_series = |words: &[String]| {
        !context.series.is_empty()
            && words.iter().all(|word| {
                context.series.contains(word) || word.bytes().all(|b| b.is_ascii_digit())
            })
    };
    let mut title = record.clone();
    if !title.subtitle.is_empty()
        && title.main != wanted.main
        && (is_name(&title.main) || names_series(&title.main))
    {
        title.main = std::mem::take(&mut title.subtitle);
        if title.main.len() > 1 && matches!(title.main[0].as_str(), "the" | "a" | "an") {
            title.main.remove(0);
        }
    }
    if is_name(&title.subtitle) {
        title.subtitle.clear();
    }
    if let Some(place) = title.main.iter().rposition(|word| word == "by")
        && place > 0
        && is_name(&title.main[place + 1..])
    {
        title.main.truncate(place);
    }
    title
}

/// Compares the words before the subtitles, and all words if a colon is in
/// another place.
fn by_words(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
    if is_same(&wanted.main, &record.main) {
        return TitleMatch::Same;
    }
    let cut = |words: &[String]| words[..noise::without_tail(words, context.year)].to_vec();
    let (own, other) = (cut(&wanted.main), cut(&record.main));
    let same_but_for_tails = |wanted: &[String], record: &[String]| {
        let ends = noise::tails(record, context.year);
        noise::tails(wanted, context.year)
            .iter()
            .any(|&n| ends.iter().any(|&m| is_same(&wanted[..n], &record[..m])))
    };
    if same_but_for_tails(&wanted.main, &record.main)
        || is_same(&own, &without_context(&other, context))
    {
        return TitleMatch::Near;
    }
    let all = |title: &Title| cut(&title.all().cloned().collect::<Vec<_>>());
    let (own_all, other_all) = (all(wanted), all(record));
    let is_apart = |title: &Title| !title.subtitle.is_empty();
    if (is_apart(wanted) || is_apart(record))
        && (is_same(&own_all, &other_all)
            || is_apart(record) && is_same(&own, &other_all)
            || is_apart(wanted) && is_same(&own_all, &other))
    {
        return TitleMatch::Near;
    }
    if is_misspelt(&own, &other) {
        return TitleMatch::Doubtful(Doubt::Spelling);
    }
    if is_within(&own, &other_all)
        || is_within(&own, &record.notes)
        || other.len() > 1 && is_within(&other, &own_all)
    {
        return TitleMatch::Doubtful(Doubt::MoreWords);
    }
    TitleMatch::Other
}

/// Returns words without those of the series and the imprint at their end.
fn without_context(words: &[String], context: &Context<'_>) -> Vec<String> {
    let is_named = |word: &String| context.imprint.contains(word) || context.series.contains(word);
    let is_number = |word: &String| word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit());
    let n = words
        .iter()
        .rev()
        .take_while(|word| is_named(word) || is_number(word))
        .count();
    // A number says which book of a series it is, but only after its name.
    let left = words.len() - n;
    let n_numbers = words[left..]
        .iter()
        .take_while(|word| !is_named(word))
        .count();
    words[..(left + n_numbers).max(1)].to_vec()
}

/// Compares what titles that agree add to their main words.
fn beside(
    wanted: &Title,
    record: &Title,
    agreement: TitleMatch,
    context: &Context<'_>,
) -> TitleMatch {
    let more = more_words(record, wanted, context);
    if noise::is_another_book(&more)
        || noise::is_another_book(&more_words(wanted, record, context))
        || noise::begins_another_book(&wanted.subtitle)
            != noise::begins_another_book(&record.subtitle)
    {
        return TitleMatch::Doubtful(Doubt::AnotherBook);
    }
    // "1Q84 Book 1" is part of "1Q84", and "Diary: #1-4" holds "Diary"; "Catching
    // Fire (The Hunger Games #2)" is "Catching Fire".
    let is_part = |title: &Title, other: &Title| {
        let is_issue = title.own_volumes.has_book()
            && !title.subtitle.is_empty()
            && title.subtitle == other.subtitle;
        let decides = title.main_volumes.has_book() && wanted.is_short() || is_issue;
        other.volumes.is_empty() && (decides || title.own_volumes.is_set())
    };
    if wanted.volumes.are_apart(&record.volumes)
        || wanted.volumes.has_part() != record.volumes.has_part()
        || is_part(wanted, record)
        || is_part(record, wanted)
    {
        return TitleMatch::Doubtful(Doubt::Part);
    }
    // "Airbender (The Promise, #1)" and "Airbender (The Rift, #1)".
    let is_telling = |word: &&String| !noise::is_connecting(word);
    let mut telling = wanted.notes.iter().filter(is_telling).peekable();
    if wanted.in_series
        && record.in_series
        && telling.peek().is_some()
        && record.notes.iter().any(|word| is_telling(&word))
        && !telling.any(|word| record.notes.contains(word))
    {
        return TitleMatch::Doubtful(Doubt::Subtitle);
    }
    // "The House: and Other Tales" holds more than the house.
    let adds = |title: &Title| {
        title
            .subtitle
            .first()
            .is_some_and(|word| noise::is_and(word))
    };
    if adds(wanted) != adds(record) {
        return TitleMatch::Doubtful(Doubt::AnotherBook);
    }
    subtitles(wanted, record, agreement, context)
}

/// Compares the subtitles of titles that agree.
fn subtitles(
    wanted: &Title,
    record: &Title,
    agreement: TitleMatch,
    context: &Context<'_>,
) -> TitleMatch {
    let own = telling(&wanted.subtitle, context);
    let other = telling(&record.subtitle, context);
    // "Carrie / The Shining" are two; a title in two languages is one.
    let lists_more = |words: &[String], other: &Title| {
        let is_known = |word| noise::is_form(word) || other.all().any(|own| own == word);
        words
            .iter()
            .any(|word| !is_known(word) && word.is_ascii() == other.main[0].is_ascii())
    };
    if record.is_list && lists_more(&other, wanted) || wanted.is_list && lists_more(&own, record) {
        return TitleMatch::Doubtful(Doubt::AnotherBook);
    }
    if own.is_empty() != other.is_empty() && (wanted.names_series || record.names_series) {
        return TitleMatch::Doubtful(Doubt::Subtitle);
    }
    // A short title that many books could have needs the same year as well, and
    // so does one that a book of stories may have.
    let is_of_stories = |title: &Title, other: &Title| {
        noise::names_pieces(&title.subtitle) && other.subtitle.is_empty()
    };
    let (lacks, has_more) = (
        !own.is_empty() && other.is_empty() && wanted.is_short() || is_of_stories(wanted, record),
        own.is_empty() && !other.is_empty() || is_of_stories(record, wanted),
    );
    if context.other_year && (lacks || has_more) || context.no_year && lacks {
        return TitleMatch::Doubtful(Doubt::Subtitle);
    }
    // "A Storm of Swords: Steel and Snow" is half of "A Storm of Swords"; if
    // both state a number, the number decides.
    let is_named = other.is_empty() && noise::is_name(&wanted.subtitle, &own)
        || own.is_empty() && noise::is_name(&record.subtitle, &other);
    if is_named && (wanted.volumes.is_empty() || record.volumes.is_empty()) {
        return TitleMatch::Doubtful(Doubt::NamedPart);
    }
    if own.is_empty() || other.is_empty() {
        return agreement;
    }
    let n_shared = own.iter().filter(|word| other.contains(word)).count();
    let (short, long) = (own.len().min(other.len()), own.len().max(other.len()));
    if n_shared == short {
        agreement
    } else if n_shared * 3 >= long * 2 || own.concat() == other.concat() {
        TitleMatch::Near
    } else if is_same(
        &wanted.all().cloned().collect::<Vec<_>>(),
        &record.all().cloned().collect::<Vec<_>>(),
    ) {
        agreement
    } else {
        TitleMatch::Doubtful(Doubt::Subtitle)
    }
}

/// Returns the words that only `title` has, without those of the series.
fn more_words<'a>(title: &'a Title, other: &Title, context: &Context<'_>) -> Vec<&'a String> {
    let is_known = |word: &String| {
        other.all().chain(&other.notes).any(|own| own == word) || context.series.contains(word)
    };
    let all = title.subtitle.iter().chain(&title.notes).chain(&title.main);
    all.filter(|word| !is_known(word)).collect()
}

/// Returns the telling words of a subtitle: what does it say besides the
/// edition, the format and the form?
fn telling(subtitle: &[String], context: &Context<'_>) -> Vec<String> {
    if noise::is_noise(subtitle, context.year) {
        return Vec::new();
    }
    let n = noise::without_tail(subtitle, context.year);
    let left = subtitle[..n]
        .iter()
        .filter(|word| !noise::is_connecting(word));
    left.cloned().collect()
}

/// Returns whether two runs of words are the same, with "and" and "&" equal.
fn is_same(a: &[String], b: &[String]) -> bool {
    fn plain(words: &[String]) -> impl Iterator<Item = &String> {
        words.iter().filter(|word| !noise::is_and(word))
    }
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if plain(a).next().is_none() || plain(b).next().is_none() {
        return a == b;
    }
    if plain(a).eq(plain(b)) {
        return true;
    }
    // "Catch-22" and "Catch22", "Jones's" and "Jones s".
    a.len() != b.len()
        && a.len().abs_diff(b.len()) < 3
        && plain(a)
            .flat_map(|word| word.chars())
            .eq(plain(b).flat_map(|word| word.chars()))
}

/// Returns whether the telling words of `short`, two or more, are in `long` in
/// this order.
fn is_within(short: &[String], long: &[String]) -> bool {
    let telling: Vec<&String> = short
        .iter()
        .filter(|word| !noise::is_connecting(word))
        .collect();
    if telling.len() < 2 && !(telling.len() == 1 && telling[0].chars().count() > 3) {
        return false;
    }
    let mut rest = long.iter();
    telling.iter().all(|word| rest.any(|own| own == *word))
}

/// Returns whether two titles differ in one letter of one longer word.
fn is_misspelt(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut differing = a.iter().zip(b).filter(|(a, b)| a != b);
    let Some((a, b)) = differing.next() else {
        return false;
    };
    differing.next().is_none() && a.len().min(b.len()) > 4 && is_one_edit(a, b)
}

/// Returns whether one letter is missing, added or different, or two are
/// swapped.
fn is_one_edit(word: &str, other: &str) -> bool {
    let (word, other): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    if word.iter().chain(&other).any(char::is_ascii_digit) {
        return false;
    }
    let n_start = word.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (word, other) = (&word[n_start..], &other[n_start..]);
    let ends = word.iter().rev().zip(other.iter().rev());
    let n_end = ends.take_while(|(a, b)| a == b).count();
    let (word, other) = (&word[..word.len() - n_end], &other[..other.len() - n_end]);
    match (word, other) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([first, second], [third, fourth]) => first == fourth && second == third,
        _ => false,
    }
}
