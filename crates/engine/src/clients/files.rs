//! Finds the files that belong to the titles of a client list.
//!
//! A list may name the file of a title. If it does not, the name of a file
//! decides: an ISBN in it, or the title together with the author's surname,
//! which may also be in the name of its folder, as libraries of e-books keep
//! them. A title alone is enough only if no other title of the list has it. In
//! both cases the rest of the file's name may only say which version it is: with
//! any other word, the file may be of another book, and is only named. No file
//! is opened here.

mod author;
mod version;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use colophon_catalogue::Isbn;
use colophon_catalogue::terms::{title_key, words};
use colophon_catalogue::title::is_article;
use colophon_clients::ClientTitle;

use author::{Author, Folder};
use version::is_version;

/// The most words of a title that are looked for in the name of a file; a
/// bound.
const MAX_WORDS: usize = 16;

/// The most titles that a file is given to; a bound. A list that has more rows of
/// one book does not say which of them a file belongs to.
const MAX_CLAIMS: usize = 64;

/// The extensions of names, the best source of a text first.
const FORMATS: [&str; 12] = [
    "epub", "docx", "odt", "rtf", "fb2", "html", "md", "txt", "azw3", "mobi", "print", "pdf",
];

/// The files of a list's titles.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Files {
    /// For each title, the files that fit it, the best one first.
    pub(crate) of_title: Vec<Vec<PathBuf>>,
    /// The files that fit no title.
    pub(crate) unclaimed: Vec<PathBuf>,
    /// The files with a title that several rows have, and nothing to say which.
    pub(crate) ambiguous: Vec<PathBuf>,
    /// The files that may be of a title, each with the place of that title: their
    /// names say more than it and its author.
    pub(crate) doubtful: Vec<(PathBuf, usize)>,
}

/// How well a file fits a title; the order is from the worst to the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    TitleAndVersion,
    Title,
    TitleAndAuthor,
    Isbn,
    Named,
}

/// Finds the files of `titles` among `files`, which are in the folder `root`.
pub(crate) fn assign(titles: &[ClientTitle], files: &[PathBuf], root: &Path) -> Files {
    // Without files, nobody asks what the titles are found by.
    let keys = Keys::new(if files.is_empty() { &[] } else { titles });
    let mut fits: Vec<Vec<(Fit, usize)>> = vec![Vec::new(); titles.len()];
    let (mut unclaimed, mut ambiguous, mut doubtful) = (Vec::new(), Vec::new(), Vec::new());
    for (place, file) in files.iter().enumerate() {
        match keys.of_file(file, root) {
            Claim::None => unclaimed.push(file.clone()),
            Claim::Ambiguous => ambiguous.push(file.clone()),
            Claim::Doubtful(title) => doubtful.push((file.clone(), title)),
            Claim::Of(claims) => {
                for (title, fit) in claims {
                    fits[title].push((fit, place));
                }
            }
        }
    }
    let rank = |place: usize| {
        let ending = files[place]
            .extension()
            .unwrap_or_default()
            .to_ascii_lowercase();
        FORMATS
            .iter()
            .position(|format| ending == *format)
            .unwrap_or(FORMATS.len())
    };
    let of_title = fits.into_iter().map(|mut fits| {
        fits.sort_by_key(|&(fit, place)| (std::cmp::Reverse(fit), rank(place), place));
        let places = fits.into_iter().map(|(_, place)| place);
        places.map(|place| files[place].clone()).collect()
    });
    Files {
        of_title: of_title.collect(),
        unclaimed,
        ambiguous,
        doubtful,
    }
}

/// Returns whether a file has the name that a list gives, by its last part.
pub(super) fn is_named(file: &Path, named: &str) -> bool {
    let named = named.replace('\\', "/");
    let last = |path: &Path| name_key(Path::new(path.file_name().unwrap_or_default()));
    last(file) == last(Path::new(&named))
}

/// Which titles a file belongs to.
enum Claim {
    /// To no title.
    None,
    /// To one of several that it does not distinguish.
    Ambiguous,
    /// Perhaps to this one.
    Doubtful(usize),
    /// To these titles.
    Of(Vec<(usize, Fit)>),
}

/// What titles are found by.
struct Keys {
    names: HashMap<String, Vec<usize>>,
    isbns: HashMap<Isbn, Vec<usize>>,
    titles: HashMap<String, Namesakes>,
}

/// The titles with one key.
#[derive(Default)]
struct Namesakes {
    places: Vec<usize>,
    /// The authors of the titles, in the order of `places`.
    by: Vec<Author>,
    /// The titles, as places in `by`, by the words of their authors' names.
    by_name: HashMap<String, Vec<usize>>,
    /// The words of each title, with its subtitle.
    said: HashSet<Vec<String>>,
    /// The authors, each with its words in order.
    authors: HashSet<Vec<String>>,
}

impl Namesakes {
    fn add(&mut self, place: usize, title: &ClientTitle, name: &str) {
        self.said.insert(words(&spelt_out(name)));
        if self.places.last() == Some(&place) {
            return;
        }
        let at = self.places.len();
        self.places.push(place);
        let by = Author::new(title);
        for name in by.names() {
            let places = self.by_name.entry(name.to_owned()).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
        self.by.push(by);
        let mut author = words(&title.author);
        author.sort();
        self.authors.insert(author);
    }

    /// Returns the titles, as places in `by`, with a name of whose author among
    /// these words, as many as a file can be given to and one more.
    fn named<'a>(&self, words: impl Iterator<Item = &'a String>) -> BTreeSet<usize> {
        let mut places = BTreeSet::new();
        for name in words {
            let of_name = self.by_name.get(name).into_iter().flatten();
            places.extend(of_name.take(MAX_CLAIMS + 1));
        }
        places
    }

    /// Returns whether these titles are the same book: there is one, or they
    /// have one author.
    fn are_one_book(&self) -> bool {
        self.authors.len() == 1
    }
}

/// Returns the claim of a file to these titles; it is ambiguous if they are too
/// many.
fn claim(claims: Vec<(usize, Fit)>) -> Claim {
    if claims.len() > MAX_CLAIMS {
        Claim::Ambiguous
    } else {
        Claim::Of(claims)
    }
}

impl Keys {
    fn new(titles: &[ClientTitle]) -> Self {
        let mut keys = Self {
            names: HashMap::new(),
            isbns: HashMap::new(),
            titles: HashMap::new(),
        };
        for (place, title) in titles.iter().enumerate() {
            if let Some(file) = &title.file {
                keys.names
                    .entry(name_key(Path::new(file)))
                    .or_default()
                    .push(place);
            }
            for &isbn in &title.isbns {
                keys.isbns.entry(isbn).or_default().push(place);
            }
            for name in std::iter::once(&title.title).chain(&title.other_titles) {
                let key = title_key(&spelt_out(name));
                if !key.is_empty() {
                    keys.titles.entry(key).or_default().add(place, title, name);
                }
            }
        }
        keys
    }

    /// Finds the titles that `file` fits.
    fn of_file(&self, file: &Path, root: &Path) -> Claim {
        let of = |places: &[usize], fit| {
            let places = places.iter().take(MAX_CLAIMS + 1);
            claim(places.map(|&it| (it, fit)).collect())
        };
        // A list may name a file by its path in the folder or by its name alone.
        let relative = file.strip_prefix(root).unwrap_or(file);
        for name in [
            name_key(relative),
            name_key(Path::new(relative.file_name().unwrap_or_default())),
        ] {
            if let Some(places) = self.names.get(&name) {
                return of(places, Fit::Named);
            }
        }
        let stem = relative.file_stem().unwrap_or_default().to_string_lossy();
        let isbns = stem
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .filter_map(Isbn::parse);
        let of_isbn = |isbn| self.isbns.get(&isbn).into_iter().flatten();
        let places: Vec<usize> = isbns
            .flat_map(|isbn| of_isbn(isbn).take(MAX_CLAIMS + 1))
            .copied()
            .collect();
        if !places.is_empty() {
            return of(&places, Fit::Isbn);
        }
        let own = words(&spelt_out(&stem));
        let folders: Vec<Folder> = relative
            .ancestors()
            .skip(1)
            .filter_map(|folder| Some(Folder::new(&folder.file_name()?.to_string_lossy())))
            .collect();
        // The longest title wins: a file "Emma and I" is not "Emma".
        let mut doubtful = None;
        for len in (1..=own.len().min(MAX_WORDS)).rev() {
            let mut claims = Vec::new();
            let mut is_ambiguous = false;
            for (start, run) in own.windows(len).enumerate() {
                let Some(titles) = self.titles.get(&run.join(" ")) else {
                    continue;
                };
                let rest: Vec<String> = [&own[..start], &own[start + len..]].concat();
                match titles.claim(run, &rest, &own, &folders) {
                    Claim::None => {}
                    Claim::Ambiguous => is_ambiguous = true,
                    Claim::Doubtful(title) => doubtful = doubtful.or(Some(title)),
                    Claim::Of(of_run) => claims.extend(of_run),
                }
            }
            if !claims.is_empty() {
                return claim(claims);
            }
            if is_ambiguous {
                return Claim::Ambiguous;
            }
        }
        doubtful.map_or(Claim::None, Claim::Doubtful)
    }
}

impl Namesakes {
    /// Returns the claim of a file to these titles: `run` is the title in its name
    /// `own`, and `rest` what else is there.
    fn claim(
        &self,
        run: &[String],
        rest: &[String],
        own: &Vec<String>,
        folders: &[Folder],
    ) -> Claim {
        let around = rest.iter().chain(folders.iter().flat_map(Folder::words));
        let named = self.named(around);
        let fitting = named.iter().filter(|&&at| self.by[at].fits(rest, folders));
        let fitting: Vec<_> = fitting
            .map(|&at| (self.places[at], Fit::TitleAndAuthor))
            .collect();
        if !fitting.is_empty() {
            return Claim::Of(fitting);
        }
        // A key lacks the leading article, and the subtitle.
        let is_title = rest.iter().all(|it| is_article(it)) || self.said.contains(own);
        let is_idle = |(at, it): (usize, &String)| is_article(it) || is_version(rest, at);
        let run_is_version = (0..run.len()).all(|at| is_version(run, at));
        let fit = if is_title {
            Fit::Title
        } else if rest.iter().enumerate().all(is_idle) && !run_is_version {
            Fit::TitleAndVersion
        } else {
            let first = named.first().map(|&at| self.places[at]);
            return first.map_or(Claim::None, Claim::Doubtful);
        };
        // The folder "Tom Weller" is not that of Anna Weller.
        if let Some(&at) = named.iter().find(|&&at| self.by[at].is_denied_by(folders)) {
            return Claim::Doubtful(self.places[at]);
        }
        if self.are_one_book() {
            let places = self.places.iter().take(MAX_CLAIMS + 1);
            Claim::Of(places.map(|&it| (it, fit)).collect())
        } else {
            Claim::Ambiguous
        }
    }
}

/// Returns a name with its symbols as words.
fn spelt_out(name: &str) -> String {
    name.replace('&', " and ")
}

/// Returns a file's name in the form that names are compared in.
fn name_key(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/").to_lowercase()
}

#[cfg(test)]
mod tests;
