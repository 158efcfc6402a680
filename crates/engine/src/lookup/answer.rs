//! From records to an answer: works, the people who may be meant, and what the works
//! can be narrowed to.

use std::collections::{BTreeMap, HashMap, HashSet};

use colophon_catalogue::Record as Listed;
use colophon_catalogue::name::Agreement;

use super::language;
use crate::listing::{Named, NamedBy, by_work};
use crate::report::model::{
    Asked, AskedBy, Choice, Choices, ListedWork, Lookup, NameFit, Namesake, Record, Tier,
};

/// The most people who are named next to somebody, the most frequent first.
const MAX_WITH: usize = 8;

/// A record that was found, as the catalogue has it and as it is shown.
#[derive(Debug)]
pub(super) struct Hit {
    /// What the question was taken for.
    pub(super) by: AskedBy,
    /// Whose it is, if a name was asked for.
    pub(super) name: Option<NamedBy>,
    /// The same for records that are surely of one work.
    pub(super) sure: Option<String>,
    /// The number of the record or the work in its index.
    pub(super) number: u32,
    /// Whether title and author, or a number, agree well enough for a listing. A text
    /// does not count as found all the same.
    pub(super) agrees: bool,
    pub(super) listed: Listed,
    pub(super) shown: Record,
}

impl Hit {
    /// Makes the hit of a record by somebody of a name.
    pub(super) fn of_name(named: Named, shown: Record) -> Self {
        Self {
            by: AskedBy::Author,
            name: Some(named.by),
            sure: None,
            number: named.id.number(),
            agrees: false,
            listed: named.record,
            shown,
        }
    }

    /// Makes the hit of a book whose very file an index was built from.
    pub(super) fn of_file(shown: Record, number: u32, by: AskedBy) -> Self {
        Self {
            by,
            name: None,
            sure: None,
            number,
            agrees: true,
            listed: Listed {
                title: shown.title.clone(),
                author: shown.author.clone(),
                language: shown.language.clone().unwrap_or_default(),
                ..Listed::default()
            },
            shown,
        }
    }
}

/// Returns how names agree, as the answer says it.
pub(super) fn fit(agreement: Agreement) -> NameFit {
    match agreement {
        Agreement::Full => NameFit::Full,
        Agreement::Initial => NameFit::Initial,
        Agreement::Loose => NameFit::Form,
        Agreement::Surname => NameFit::Surname,
        Agreement::None | Agreement::Part => NameFit::Part,
    }
}

/// Makes the answer of what was found, and of the question in its readings. The indexes
/// are left out.
pub(super) fn of(mut hits: Vec<Hit>, asked: Vec<(AskedBy, String)>) -> Lookup {
    once(&mut hits);
    let groups = by_work(hits.iter().map(|hit| &hit.listed), |place| {
        hits[place].sure.clone()
    });
    let mut works: Vec<ListedWork> = groups.into_iter().map(|group| work(group, &hits)).collect();
    let counted = |by| works.iter().filter(|work| work.by == by).count() as u64;
    let mut asked: Vec<Asked> = asked
        .into_iter()
        .map(|(by, text)| Asked {
            by,
            text,
            works: counted(by),
        })
        .collect();
    let two = counted(AskedBy::TitleAndAuthor);
    if let [first, ..] = asked.as_slice()
        && two > 0
        && asked.iter().all(|it| it.by != AskedBy::TitleAndAuthor)
    {
        let text = first.text.clone();
        asked.push(Asked {
            by: AskedBy::TitleAndAuthor,
            text,
            works: two,
        });
    }
    works.sort_by_cached_key(|work| {
        (
            work.tier,
            rank(work),
            work.name,
            colophon_catalogue::terms::title_key(&work.title),
        )
    });
    let mut written: HashMap<String, Vec<String>> = HashMap::new();
    for name in hits.iter().filter_map(|hit| hit.name.as_ref()) {
        let own = written.entry(name.folded.clone()).or_default();
        own.push(name.shown.clone());
    }
    // Records come in the order of their works, so that a work has neighbours.
    let mut places = vec![0; hits.len()];
    let mut order = Vec::with_capacity(hits.len());
    for (id, work) in works.iter_mut().enumerate() {
        work.id = id;
        for place in &mut work.records {
            places[*place] = order.len();
            order.push(*place);
            *place = order.len() - 1;
        }
    }
    let mut shown: Vec<(usize, Record)> = hits
        .into_iter()
        .zip(places)
        .map(|(hit, place)| (place, hit.shown))
        .collect();
    shown.sort_by_key(|(place, _)| *place);
    let records: Vec<Record> = shown.into_iter().map(|(_, record)| record).collect();
    Lookup {
        asked,
        names: names(&works, &written),
        choices: choices(&works),
        total_works: works.len() as u64,
        total_records: records.len() as u64,
        works,
        records,
        ..Lookup::default()
    }
}

/// Sorts records by how sure they are, and keeps each once: as the surest that it was
/// found as, else as the first.
fn once(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|hit| (hit.shown.tier, hit.shown.text));
    let mut seen = HashSet::new();
    hits.retain(|hit| {
        let record = &hit.shown;
        seen.insert((record.index, record.text, hit.number))
    });
}

fn work(records: Vec<usize>, hits: &[Hit]) -> ListedWork {
    let all = || records.iter().filter_map(|&place| hits.get(place));
    let tier = all()
        .map(|hit| hit.shown.tier)
        .min()
        .unwrap_or(Tier::Review);
    let best = || all().filter(|hit| hit.shown.tier == tier);
    let years: Vec<u16> = all().filter_map(|hit| year(&hit.listed.year)).collect();
    let name = all()
        .filter_map(|hit| hit.name.as_ref())
        .min_by_key(|name| (fit(name.agreement), std::cmp::Reverse(name.folded.len())));
    let mut with: Vec<String> = Vec::new();
    for other in all()
        .filter_map(|hit| hit.name.as_ref())
        .flat_map(|it| &it.with)
    {
        if !with.contains(other) && with.len() < MAX_WITH {
            with.push(other.clone());
        }
    }
    ListedWork {
        id: 0,
        title: most_frequent(best().map(|hit| hit.listed.title.as_str())),
        author: most_frequent(best().map(|hit| hit.listed.author.as_str())),
        by: all().map(|hit| hit.by).min().unwrap_or(AskedBy::Title),
        name: name.map(|name| fit(name.agreement)),
        namesake: name.map(|name| name.folded.clone()),
        with,
        languages: each(all().flat_map(|hit| language::languages(&hit.listed.language))),
        first_year: years.iter().min().copied(),
        last_year: years.iter().max().copied(),
        formats: each(all().map(|hit| hit.listed.format.trim().to_lowercase())),
        sources: each(all().map(|hit| hit.shown.source.clone())),
        first_added: all().filter_map(|hit| hit.shown.added.clone()).min(),
        tier,
        text: all().any(|hit| hit.shown.text),
        records,
    }
}

/// Returns where a work comes among those that are as sure: one that has no more than
/// a surname in common after those that have the title.
fn rank(work: &ListedWork) -> (bool, AskedBy) {
    let is_vague = matches!(work.name, Some(NameFit::Surname | NameFit::Part));
    (is_vague && work.by == AskedBy::Author, work.by)
}

/// Returns the year of publication that a field states.
pub(super) fn year(field: &str) -> Option<u16> {
    let digits = field.split(|c: char| !c.is_ascii_digit());
    let mut years = digits
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok());
    years.find(|year| (1400..2200).contains(year))
}

/// Returns the values that are not empty, each once, in order.
fn each(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for value in values {
        if !value.is_empty() && !once.contains(&value) {
            once.push(value);
        }
    }
    once
}

/// Returns the text that most of them are, the first of several; one that is all in
/// capitals only if there is no other.
fn most_frequent<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for text in texts.filter(|text| !text.trim().is_empty()) {
        match counts.iter_mut().find(|(own, _)| *own == text) {
            Some((_, n)) => *n += 1,
            None => counts.push((text, 1)),
        }
    }
    let is_loud =
        |text: &str| text.contains(char::is_uppercase) && !text.contains(char::is_lowercase);
    let best = counts
        .iter()
        .rev()
        .max_by_key(|(text, n)| (!is_loud(text), *n));
    best.map(|(text, _)| (*text).to_owned()).unwrap_or_default()
}

/// Counts values, the most frequent first.
fn counted(values: impl Iterator<Item = String>) -> Vec<Choice> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut choices: Vec<Choice> = counts
        .into_iter()
        .map(|(value, works)| Choice { value, works })
        .collect();
    choices.sort_by_key(|choice| std::cmp::Reverse(choice.works));
    choices
}

/// Returns the people who may be meant, by the names as the records write them.
fn names(works: &[ListedWork], written: &HashMap<String, Vec<String>>) -> Vec<Namesake> {
    let mut by_key: HashMap<&str, Vec<&ListedWork>> = HashMap::new();
    let asked = works.iter().filter(|work| work.by == AskedBy::Author);
    for work in asked {
        if let Some(key) = &work.namesake {
            by_key.entry(key).or_default().push(work);
        }
    }
    let mut names: Vec<Namesake> = by_key
        .into_iter()
        .map(|(key, works)| {
            let with = works.iter().flat_map(|work| work.with.clone());
            let mut with = counted(with);
            with.truncate(MAX_WITH);
            Namesake {
                key: key.to_owned(),
                name: most_frequent(written.get(key).into_iter().flatten().map(String::as_str)),
                fit: works
                    .iter()
                    .filter_map(|work| work.name)
                    .min()
                    .unwrap_or(NameFit::Part),
                works: works.len() as u64,
                languages: counted(works.iter().flat_map(|work| work.languages.clone())),
                first_year: works.iter().filter_map(|work| work.first_year).min(),
                last_year: works.iter().filter_map(|work| work.last_year).max(),
                with,
            }
        })
        .collect();
    names.sort_by(|a, b| {
        (a.fit, std::cmp::Reverse(a.works), &a.key).cmp(&(
            b.fit,
            std::cmp::Reverse(b.works),
            &b.key,
        ))
    });
    names
}

fn choices(works: &[ListedWork]) -> Choices {
    let or_unknown = |values: &[String]| match values {
        [] => vec![String::new()],
        some => some.to_vec(),
    };
    Choices {
        languages: counted(works.iter().flat_map(|work| or_unknown(&work.languages))),
        formats: counted(works.iter().flat_map(|work| or_unknown(&work.formats))),
        sources: counted(works.iter().flat_map(|work| work.sources.clone())),
        first_year: works.iter().filter_map(|work| work.first_year).min(),
        last_year: works.iter().filter_map(|work| work.last_year).max(),
    }
}
