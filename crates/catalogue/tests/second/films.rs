//! A second reading of `OpenSubtitles` and `IMDb`, from the ends of rows inwards.

use std::collections::HashMap;

/// A row of `OpenSubtitles`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subtitle {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) year: String,
    pub(crate) language_name: String,
    pub(crate) language: String,
    pub(crate) added: String,
    pub(crate) imdb: String,
    pub(crate) format: String,
    pub(crate) season: String,
    pub(crate) episode: String,
    pub(crate) parent: String,
    pub(crate) kind: String,
}

/// Returns the rows of a table in the usual order. A row ends where an address and a line
/// feed do; what comes before its number is not its own.
pub(crate) fn subtitles(text: &str) -> Vec<Subtitle> {
    let mut rows = Vec::new();
    let mut rest = &text[text.find('\n').unwrap() + 1..];
    while let Some(at) = rest.find("\thttp") {
        let Some(end) = rest[at..].find('\n') else {
            break;
        };
        let row = &rest[..at];
        rest = &rest[at + end + 1..];
        let mut values: Vec<&str> = row.split('\t').collect();
        // A date is the first value that is certain from the left.
        let is_date = |value: &&str| {
            value.len() == 19 && value.as_bytes()[4] == b'-' && value.as_bytes()[13] == b':'
        };
        let Some(date) = values.iter().rposition(is_date) else {
            continue;
        };
        if date < 5 {
            continue;
        }
        let (start, id) = match values[0].rsplit_once('\n') {
            Some((_, id)) if !id.is_empty() => (0, id),
            _ => (0, values[0]),
        };
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let n = values.len();
        if n < date + 9 {
            continue;
        }
        let name = values
            .drain(start + 1..date - 3)
            .collect::<Vec<_>>()
            .join("\t");
        let date = start + 4;
        let n = values.len();
        rows.push(Subtitle {
            id: id.to_owned(),
            name: name
                .split(['\t', '\n', '\r'])
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
            year: values[date - 3].to_owned(),
            language_name: values[date - 2].to_owned(),
            language: values[date - 1].to_owned(),
            added: values[date].to_owned(),
            imdb: values[date + 1].to_owned(),
            format: values[date + 2].to_owned(),
            season: values[n - 4].to_owned(),
            episode: values[n - 3].to_owned(),
            parent: values[n - 2].to_owned(),
            kind: values[n - 1].to_owned(),
        });
    }
    rows
}

/// What `IMDb` says: names of people, writers and titles of films.
#[derive(Default)]
pub(crate) struct Imdb {
    pub(crate) names: HashMap<String, String>,
    pub(crate) writers: HashMap<u64, Vec<String>>,
    pub(crate) titles: HashMap<u64, Vec<String>>,
}

fn title(number: &str) -> u64 {
    number.trim_start_matches("tt").parse().unwrap()
}

impl Imdb {
    pub(crate) fn read(basics: &str, crew: &str, names: &str) -> Self {
        let rows = |text: &str| -> Vec<Vec<String>> {
            let lines = text.lines().skip(1);
            lines
                .map(|line| line.split('\t').map(str::to_owned).collect())
                .collect()
        };
        let mut all = Self::default();
        for row in rows(names) {
            all.names.insert(row[0].clone(), row[1].clone());
        }
        for row in rows(crew) {
            let writers = row[2].split(',').filter(|id| *id != "\\N");
            all.writers
                .insert(title(&row[0]), writers.map(str::to_owned).collect());
        }
        for row in rows(basics) {
            all.titles
                .insert(title(&row[0]), vec![row[2].clone(), row[3].clone()]);
        }
        all
    }

    /// Returns the names of the writers of a title, or else of its series.
    pub(crate) fn author(&self, film: u64, series: u64) -> String {
        let of = |number: u64| {
            let writers = self.writers.get(&number).cloned().unwrap_or_default();
            let names = writers.iter().filter_map(|id| self.names.get(id).cloned());
            let mut once: Vec<String> = Vec::new();
            for name in names {
                if !once.contains(&name) {
                    once.push(name);
                }
            }
            once.join("; ")
        };
        match of(film) {
            own if own.is_empty() => of(series),
            own => own,
        }
    }
}
