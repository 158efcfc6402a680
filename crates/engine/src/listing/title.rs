//! Compares two titles: are they one book's or not?
//!
//! The key alone does not decide: it leaves out the subtitle, and a series may
//! have one title and many subtitles. So everything around it is compared too,
//! and every word that only one side has must be known to mean nothing.

use colophon_catalogue::name::People;
use colophon_catalogue::plain::plain;
use colophon_catalogue::roman::{is_beyond_latin, romanised};
use colophon_catalogue::terms::{title_key, words};
use colophon_catalogue::title::{is_article, parts};
use colophon_catalogue::volume::{self, Volumes};

use super::noise;

mod alphabets;
mod article;
mod beside;
mod notes;
mod prefix;
pub(super) mod siblings;
mod spelling;

use alphabets::across_alphabets;
use article::Article;
use beside::beside;
use prefix::without_prefix;
use spelling::{
    are_parted_otherwise, damaged, expanded, fits_damaged, is_misspelt, is_same, is_within, shape,
    split, telling, without_context, without_umlauts,
};

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
    article: Option<Article>,
    /// The letters between those that were lost on the way: "cien a" and "os".
    damaged: Vec<String>,
    /// The title with "ae" for "ä", if it has such a letter.
    expanded: Option<Box<Title>>,
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
    /// The language of the record.
    pub(super) language: String,
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
        Self {
            expanded: expanded(title).map(|title| Box::new(Self::read_one(&title))),
            ..Self::read_one(title)
        }
    }

    fn read_one(title: &str) -> Self {
        let (mut volumes, rest) = volume::split(title);
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
        for place in parts.notes.iter().filter_map(|note| notes::between(note)) {
            volumes.add(&Volumes::in_title(&format!("#{place}")));
        }
        let mut main = split(&key);
        let (mut article, mut breaks) = shape(&parts, &main);
        // "L Etranger".
        if main.len() > 1 && main[0] == "l" && words(&parts.main).starts_with(&main[..1]) {
            article = Some(main.remove(0));
            breaks = shape(&parts, &main).1;
        }
        Self {
            is_list: parts.separator == '/',
            names_series,
            own_volumes,
            main_volumes,
            in_series,
            article: article.map(|word| Article::new(word, &parts.main)),
            damaged: damaged(&parts.main),
            expanded: None,
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
        if let Some(by) = self.main.iter().rposition(|word| noise::is_by(word)) {
            add(&self.main[..by]);
        }
        add(&self.main[..noise::before_description(&self.main)]);
        add(&self.main);
        keys
    }

    /// Returns the keys of the title with "ae" for "ä" and the like, or "a" for "ae".
    pub(super) fn respelt_keys(&self) -> Vec<String> {
        let expanded = self.expanded.iter().map(|title| title.key.clone());
        expanded.chain(without_umlauts(&self.key)).collect()
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
            damaged: self.damaged.clone(),
            expanded: None,
            breaks: Vec::new(),
        }
    }
}

/// Returns how well the title of a record agrees with the wanted one. Volumes
/// are not compared here.
pub(super) fn compare(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
    let as_written = compare_forms(wanted, record, context);
    let may_improve = matches!(
        as_written,
        TitleMatch::Other
            | TitleMatch::Doubtful(Doubt::MoreWords | Doubt::Spelling | Doubt::Subtitle)
    );
    if !may_improve || wanted.expanded.is_none() && record.expanded.is_none() {
        return as_written;
    }
    // "Die Brücke" and "Die Bruecke".
    let of = |title: &'_ Title| title.expanded.as_deref().unwrap_or(title).clone();
    match compare_forms(&of(wanted), &of(record), context) {
        TitleMatch::Same => TitleMatch::Near(Except::Form),
        expanded if expanded.agrees() => expanded,
        _ => as_written,
    }
}

fn compare_forms(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
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
    let by_prefix = without_prefix(&wanted, &record, context);
    let agreement = by_words(&wanted, &record, context);
    if !agreement.agrees() {
        return agreement.max(by_prefix);
    }
    let agreement = beside(&wanted, &record, agreement, context);
    if agreement.agrees() && article::leaves_doubt(&wanted, &record, &context.language) {
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
        let has_article =
            title.main.len() > 1 && matches!(title.main[0].as_str(), "the" | "a" | "an");
        title.article = has_article.then(|| Article::new(title.main.remove(0), ""));
    }
    if is_name(&title.subtitle) {
        title.subtitle.clear();
    }
    // "Equal Rites by Terry Pratchett", "… by Pratchett, Terry [1987]".
    for words in [&mut title.subtitle, &mut title.main] {
        if let Some(place) = words.iter().rposition(|word| noise::is_by(word))
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
    if fits_damaged(&record.damaged, &wanted.main) || fits_damaged(&wanted.damaged, &record.main) {
        return TitleMatch::Doubtful(Doubt::Spelling);
    }
    if is_misspelt(&own, &other) || are_parted_otherwise(&own, &other) {
        return TitleMatch::Doubtful(Doubt::Spelling);
    }
    if adds_description(&own_all, &other) || adds_description(&other_all, &own) {
        return TitleMatch::Doubtful(Doubt::MoreWords);
    }
    if is_within(&own, &other_all)
        || record.notes.iter().any(|note| is_within(&own, note))
        || other.len() > 1 && is_within(&other, &own_all)
    {
        return TitleMatch::Doubtful(Doubt::MoreWords);
    }
    TitleMatch::Other
}

/// Returns whether a title is another one and a description after it: "Sapiens A Brief
/// History of Humankind".
fn adds_description(long: &[String], short: &[String]) -> bool {
    let n = noise::before_description(long);
    n < long.len() && is_same(&long[..n], short)
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
