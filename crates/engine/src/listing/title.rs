//! Compares two titles: are they one book's or not?
//!
//! The key alone does not decide: it leaves out the subtitle, and a series may
//! have one title and many subtitles. So everything around it is compared too,
//! and every word that only one side has must be known to mean nothing.

use colophon_catalogue::name::People;
use colophon_catalogue::plain::plain;
use colophon_catalogue::roman::{is_beyond_latin, romanisations, romanised};
use colophon_catalogue::terms::{title_key, words};
use colophon_catalogue::title::{is_article, parts};
use colophon_catalogue::volume::{self, Volumes};

use super::noise;

mod beside;
mod notes;
pub(super) mod siblings;
mod spelling;

use beside::beside;
use spelling::{is_misspelt, is_same, is_within, shape, split, telling, without_context};

/// How many places in a title are tried at which a subtitle may begin.
const MAX_BREAKS: usize = 6;

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
    /// The words in each pair of brackets.
    notes: Vec<Vec<String>>,
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
    /// The article that was dropped from the start, if any.
    article: Option<String>,
    /// After how many words of `main` a full stop, a question mark or an
    /// exclamation mark is: a subtitle may begin there.
    breaks: Vec<usize>,
}

/// What else is known and may be part of a record's title.
#[derive(Debug, Default)]
pub(super) struct Context<'a> {
    pub(super) people: Option<&'a People>,
    pub(super) series: Vec<String>,
    pub(super) imprint: Vec<String>,
    pub(super) year: Option<u16>,
    /// How the years of book and record compare.
    pub(super) years: Years,
    /// The numbers that fields of their own state, of book and record.
    pub(super) volumes: [Volumes; 2],
}

/// How the years of a book and of a record compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Years {
    /// Neither, or only the record, has one.
    #[default]
    Unknown,
    /// Only the book has one.
    OfBook,
    /// They are at most one apart.
    Same,
    /// They are further apart.
    Other,
}

/// How well two titles agree; the order is from the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TitleMatch {
    /// They are different.
    Other,
    /// They may be one book's; why that is not sure.
    Doubtful(Doubt),
    /// They are the same except for something that does not matter.
    Near(Except),
    /// They are the same.
    Same,
}

/// What two titles that are one book's differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Except {
    /// Only one has words before it, such as the name of a series.
    Series,
    /// Words that mean nothing, such as those for the edition.
    Words,
    /// Numbers, words in two spellings, or where a word or a subtitle ends.
    Form,
}

/// Why two titles that share much may not be one book's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// The record has additional words.
    MoreWords,
    /// A letter or two differ.
    Spelling,
    /// The subtitles differ.
    Subtitle,
    /// What is in brackets differs.
    Notes,
    /// Only one side says which part or volume it is.
    Part,
    /// The two sides count different things: volumes and places in a series.
    Count,
    /// One side is a volume, the other holds several.
    Several,
    /// The places in the series differ.
    SeriesPlace,
    /// Only one side has a subtitle, and it is a name, as a part has.
    NamedPart,
    /// Only one side has a subtitle, and the years differ or one is missing.
    SubtitleYear,
    /// Only one side has a subtitle, the title is short, and the ISBNs differ.
    OneSubtitle,
    /// The record looks like a book about the book, or several books in one.
    AnotherBook,
}

impl TitleMatch {
    /// Returns whether the titles are one book's, by themselves.
    pub(super) fn agrees(self) -> bool {
        matches!(self, Self::Near(_) | Self::Same)
    }
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
        let main = split(&key);
        let (article, breaks) = shape(&parts, &main);
        Self {
            is_list: parts.separator == '/',
            names_series,
            own_volumes,
            main_volumes,
            in_series,
            article,
            breaks,
            main,
            key: if volumes.is_empty() {
                key
            } else {
                title_key(title)
            },
            subtitle: words(&parts.subtitle),
            notes: parts
                .notes
                .iter()
                .map(|note| words(note))
                .filter(|note| !note.is_empty())
                .collect(),
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

    /// Returns the keys that a record may be filed under instead: the title without
    /// the name of a series before it, or without a subtitle that is not set off
    /// by a colon.
    pub(super) fn other_keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let mut add = |words: &[String]| {
            let words = match words {
                [first, rest @ ..] if is_article(first) && !rest.is_empty() => rest,
                all => all,
            };
            let key = words.join(" ");
            if !key.is_empty() && key != self.key && !keys.contains(&key) {
                keys.push(key);
            }
        };
        add(&self.subtitle);
        add(&self.subtitle[..noise::without_tail(&self.subtitle, None)]);
        for &n in &self.breaks {
            add(&self.main[..n]);
            add(&self.main[n..]);
        }
        add(&self.main[..noise::without_tail(&self.main, None)]);
        if let Some(by) = self.main.iter().rposition(|word| word == "by") {
            add(&self.main[..by]);
        }
        add(&self.main);
        keys
    }

    /// Returns whether a word is the number that the title states, or any number if
    /// it states none.
    fn has_number(&self, word: &str) -> bool {
        word.bytes().all(|byte| byte.is_ascii_digit())
            && (self.volumes.is_empty() || self.volumes.share_number(&Volumes::in_field(word)))
    }

    /// Returns the words outside brackets, the subtitle's included.
    fn all(&self) -> impl Iterator<Item = &String> {
        self.main.iter().chain(&self.subtitle)
    }

    /// Returns the words in brackets.
    fn noted(&self) -> impl Iterator<Item = &String> {
        self.notes.iter().flatten()
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
        self.map(&|words| words.iter().map(|word| romanised(word)).collect())
    }

    /// Returns the title with its words in the one form of numbers and spellings.
    fn plain(&self) -> Self {
        let n_before = |n: usize| plain(&self.main[..n]).len();
        Self {
            breaks: self.breaks.iter().map(|&n| n_before(n)).collect(),
            volumes: self.volumes.clone(),
            own_volumes: self.own_volumes.clone(),
            main_volumes: self.main_volumes.clone(),
            ..self.map(&plain)
        }
    }

    fn map(&self, form: &dyn Fn(&[String]) -> Vec<String>) -> Self {
        Self {
            key: String::new(),
            main: form(&self.main),
            subtitle: form(&self.subtitle),
            notes: self.notes.iter().map(|note| form(note)).collect(),
            is_list: self.is_list,
            names_series: self.names_series,
            volumes: Volumes::default(),
            own_volumes: Volumes::default(),
            main_volumes: Volumes::default(),
            in_series: self.in_series,
            article: self.article.clone(),
            breaks: Vec::new(),
        }
    }
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
    let as_written = compare_words(wanted, record, context);
    if as_written == TitleMatch::Same {
        return as_written;
    }
    let (plain_wanted, plain_record) = (wanted.plain(), record.plain());
    let is_as_written = |plain: &Title, own: &Title| plain.all().eq(own.all());
    if is_as_written(&plain_wanted, wanted) && is_as_written(&plain_record, record) {
        return as_written;
    }
    // "1984" and "Nineteen Eighty-Four". A doubt about parts or subtitles stays.
    let may_improve = matches!(
        as_written,
        TitleMatch::Other
            | TitleMatch::Doubtful(Doubt::MoreWords | Doubt::Spelling | Doubt::Subtitle)
    );
    if !may_improve {
        return as_written;
    }
    let in_one_form = match compare_words(&plain_wanted, &plain_record, context) {
        TitleMatch::Same | TitleMatch::Near(Except::Words) => TitleMatch::Near(Except::Form),
        other => other,
    };
    as_written.max(in_one_form)
}

fn compare_words(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
    let wanted = without_names(wanted, context);
    let record = without_names(record, context);
    let (wanted, record) = (cut(&wanted, &record), cut(&record, &wanted));
    let (wanted, record) = (unbracketed(&wanted, &record), unbracketed(&record, &wanted));
    // "I, Robot" is not "Robot"; elsewhere "I" is an article.
    let is_word = |article: &Option<String>| {
        article
            .as_ref()
            .is_some_and(|article| matches!(article.as_str(), "i" | "o" | "as" | "os"))
    };
    let by_prefix = without_prefix(&wanted, &record, context);
    let agreement = by_words(&wanted, &record, context);
    let agreement = if agreement.agrees() {
        beside(&wanted, &record, agreement, context)
    } else {
        agreement.max(by_prefix)
    };
    let other_article =
        wanted.article != record.article && (is_word(&wanted.article) || is_word(&record.article));
    if agreement.agrees() && other_article {
        return TitleMatch::Doubtful(Doubt::MoreWords);
    }
    agreement
}

/// Returns a title of which the words after a full stop or a question mark are
/// the subtitle, if the words before it are the other title.
fn cut(title: &Title, other: &Title) -> Title {
    let is_other = |&&n: &&usize| is_same(&title.main[..n], &other.main);
    match title.breaks.iter().find(is_other) {
        Some(&n) => {
            let mut title = title.clone();
            let mut subtitle = title.main.split_off(n);
            subtitle.append(&mut title.subtitle);
            Title { subtitle, ..title }
        }
        None => title.clone(),
    }
}

/// Returns a title of which a note in brackets is the subtitle, if the other title
/// has it as its subtitle: "Dubliners (and Other Stories)".
fn unbracketed(title: &Title, other: &Title) -> Title {
    let mut title = title.clone();
    if title.subtitle.is_empty() {
        let is_subtitle = |note: &Vec<String>| is_same(note, &other.subtitle);
        if let Some(place) = title.notes.iter().position(is_subtitle) {
            title.subtitle = title.notes.remove(place);
        }
    }
    title
}

/// Compares a title with one that has the name of a series before it, as in
/// "Discworld: Equal Rites" and "Equal Rites (Discworld, #3)". If nothing says that
/// it is a series, a person must look.
fn without_prefix(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
    let of = |long: &Title, short: &Title| -> TitleMatch {
        let rest = match long.subtitle.as_slice() {
            [first, rest @ ..] if is_article(first) && !rest.is_empty() => rest,
            all => all,
        };
        let is_it = |words: &[String]| is_same(words, &short.main);
        let cut = &rest[..noise::without_tail(rest, context.year)];
        let with_subtitle = || short.all().cloned().collect::<Vec<_>>();
        if rest.is_empty()
            || long.is_list
            || is_same(&long.main, &short.main)
            || !is_it(rest) && !is_it(cut) && !is_same(rest, &with_subtitle())
        {
            return TitleMatch::Other;
        }
        let prefix: Vec<&String> = long.main.iter().collect();
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let is_series = |word: &String| {
            noise::is_connecting(word)
                || context.series.contains(word)
                || short.noted().any(|own| own == word)
        };
        let is_name = |word: &String| context.people.is_some_and(|people| people.has_word(word));
        // "Discworld 3: Equal Rites" and "Equal Rites (Discworld, #3)".
        let is_known = prefix.iter().any(|word| !is_number(word))
            && prefix
                .iter()
                .all(|word| is_series(word) || is_name(word) || short.has_number(word));
        // The place in the series that only one side has is of no weight here.
        let adds_part = long.volumes.has_part() != short.volumes.has_part()
            || long.volumes.is_set()
            || short.volumes.is_set();
        // "The Border Trilogy 3: Cities of the Plain" is the third of three.
        let states = |word: &String| is_number(word) && short.has_number(word);
        let is_counted = long.volumes.share_number(&short.volumes)
            || !short.volumes.is_empty() && long.main.iter().any(states);
        let mut of_series = prefix.clone();
        of_series.retain(|word| !(is_counted && noise::counts_books(word)));
        if noise::is_another_book(&of_series) {
            TitleMatch::Doubtful(Doubt::AnotherBook)
        } else if adds_part && !long.volumes.share_number(&short.volumes) {
            TitleMatch::Doubtful(Doubt::Part)
        } else if is_known {
            TitleMatch::Near(Except::Series)
        } else {
            // "The Infernal Devices: Clockwork Angel" is drawn, "Clockwork Angel" is
            // the novel.
            TitleMatch::Doubtful(Doubt::MoreWords)
        }
    };
    of(wanted, record).max(of(record, wanted))
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
            if agreement.agrees() {
                beside(wanted, record, agreement, context)
            } else {
                agreement
            }
        })
        .max()
        .unwrap_or(TitleMatch::Other)
}

/// Returns a title without a series or the author's name before it, and without
/// the author's name after it.
fn without_names(title: &Title, context: &Context<'_>) -> Title {
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
    let mut title = title.clone();
    if !title.subtitle.is_empty() && (is_name(&title.main) || names_series(&title.main)) {
        title.main = std::mem::take(&mut title.subtitle);
        title.breaks.clear();
        if title.main.len() > 1 && matches!(title.main[0].as_str(), "the" | "a" | "an") {
            title.main.remove(0);
        }
    }
    if is_name(&title.subtitle) {
        title.subtitle.clear();
    }
    // "Equal Rites by Terry Pratchett", "… by Pratchett, Terry [1987]".
    for words in [&mut title.subtitle, &mut title.main] {
        if let Some(place) = words.iter().rposition(|word| word == "by")
            && place > 0
            && is_name(&words[place + 1..])
        {
            words.truncate(place);
        }
    }
    title.breaks.retain(|&n| n < title.main.len());
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
        return TitleMatch::Near(Except::Words);
    }
    let all = |title: &Title| cut(&title.all().cloned().collect::<Vec<_>>());
    let (own_all, other_all) = (all(wanted), all(record));
    let is_apart = |title: &Title| !title.subtitle.is_empty();
    if (is_apart(wanted) || is_apart(record))
        && (is_same(&own_all, &other_all)
            || is_apart(record) && is_same(&own, &other_all)
            || is_apart(wanted) && is_same(&own_all, &other))
    {
        return TitleMatch::Near(Except::Form);
    }
    if is_misspelt(&own, &other) {
        return TitleMatch::Doubtful(Doubt::Spelling);
    }
    if is_within(&own, &other_all)
        || record.notes.iter().any(|note| is_within(&own, note))
        || other.len() > 1 && is_within(&other, &own_all)
    {
        return TitleMatch::Doubtful(Doubt::MoreWords);
    }
    TitleMatch::Other
}

/// Returns whether a record's title has the words of the wanted one and, apart
/// from them, only the author's name: "Anna Weller - The Salt Orchard".
pub(super) fn holds_author(wanted: &Title, record: &Title, people: &People) -> bool {
    let all: Vec<&String> = record.all().chain(record.noted()).collect();
    let is_wanted = |word: &String| wanted.main.contains(word) || wanted.subtitle.contains(word);
    let mut rest = all.iter();
    let in_order = wanted.main.iter().all(|word| rest.any(|own| *own == word));
    let more: Vec<String> = all
        .iter()
        .filter(|word| !is_wanted(word) && !noise::is_connecting(word))
        .map(|word| (*word).clone())
        .collect();
    in_order
        && more.len() > 1
        && more
            .iter()
            .all(|word| people.has_word(word) || noise::is_format(word))
        && more.iter().filter(|word| people.has_word(word)).count() > 1
}
