//! Finds the files that belong to the titles of a client list.
//!
//! A list may name the file of a title. If it does not, the name of a file
//! decides: an ISBN in it, or the title together with a name of the author,
//! which may also be in the name of its folder, as libraries of e-books keep
//! them. A title alone is enough only if no other title of the list has it and
//! the rest of the file's name only says which version it is. No file is opened
//! here.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use colophon_catalogue::Isbn;
use colophon_catalogue::terms::{title_key, words};
use colophon_catalogue::title::is_article;
use colophon_clients::ClientTitle;

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

/// Words that only say which version of a text a file holds.
const VERSIONS: [&str; 16] = [
    "book",
    "clean",
    "copy",
    "draft",
    "ebook",
    "edit",
    "edited",
    "final",
    "manuscript",
    "ms",
    "novel",
    "proof",
    "proofs",
    "rev",
    "revised",
    "version",
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
    let keys = Keys::new(titles);
    let mut fits: Vec<Vec<(Fit, usize)>> = vec![Vec::new(); titles.len()];
    let (mut unclaimed, mut ambiguous) = (Vec::new(), Vec::new());
    for (place, file) in files.iter().enumerate() {
        match keys.of_file(file, root) {
            Claim::None => unclaimed.push(file.clone()),
            Claim::Ambiguous => ambiguous.push(file.clone()),
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
    /// The titles by the words of their authors and pen names.
    by_name: HashMap<String, Vec<usize>>,
    /// The words of each title, with its subtitle.
    said: HashSet<Vec<String>>,
    /// The authors, each with its words in order.
    authors: HashSet<Vec<String>>,
}

impl Namesakes {
    fn add(&mut self, place: usize, title: &ClientTitle) {
        self.places.push(place);
        for name in names(title) {
            let places = self.by_name.entry(name).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        self.said.insert(words(&spelt_out(&title.title)));
        let mut author = words(&title.author);
        author.sort();
        self.authors.insert(author);
    }

    /// Returns the titles with a name of whose author among `around`, as many as
    /// a file can be given to and one more.
    fn by(&self, around: &HashSet<String>) -> BTreeSet<usize> {
        let mut places = BTreeSet::new();
        for name in around {
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
            let key = title_key(&spelt_out(&title.title));
            if !key.is_empty() {
                keys.titles.entry(key).or_default().add(place, title);
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
        let mut around: HashSet<String> = own.iter().cloned().collect();
        for folder in relative.ancestors().skip(1) {
            around.extend(words(
                &folder.file_name().unwrap_or_default().to_string_lossy(),
            ));
        }
        // The longest title wins: a file "Emma and I" is not "Emma".
        for len in (1..=own.len().min(MAX_WORDS)).rev() {
            let mut claims = Vec::new();
            let mut is_ambiguous = false;
            for (start, run) in own.windows(len).enumerate() {
                let key = run.join(" ");
                let Some(titles) = self.titles.get(&key) else {
                    continue;
                };
                let by_author = titles.by(&around);
                if !by_author.is_empty() {
                    claims.extend(by_author.into_iter().map(|it| (it, Fit::TitleAndAuthor)));
                    continue;
                }
                let mut others = own[..start].iter().chain(&own[start + len..]);
                // A key lacks the leading article, and the subtitle.
                let fit = if others.clone().all(|it| is_article(it)) || titles.said.contains(&own) {
                    Fit::Title
                } else if others.all(|it| is_article(it) || is_version(it))
                    && !run.iter().all(|it| is_version(it))
                {
                    Fit::TitleAndVersion
                } else {
                    continue;
                };
                if titles.are_one_book() {
                    let places = titles.places.iter().take(MAX_CLAIMS + 1);
                    claims.extend(places.map(|&it| (it, fit)));
                } else {
                    is_ambiguous = true;
                }
            }
            if !claims.is_empty() {
                return claim(claims);
            }
            if is_ambiguous {
                return Claim::Ambiguous;
            }
        }
        Claim::None
    }
}

/// Returns a name with its symbols as words.
fn spelt_out(name: &str) -> String {
    name.replace('&', " and ")
}

/// Returns whether a word of a file's name, such as `final`, `v2` or `2019`,
/// only says which version of a text it holds. A `2` alone may be that of a
/// volume.
fn is_version(word: &str) -> bool {
    let is_number = |digits: &str| digits.bytes().all(|it| it.is_ascii_digit());
    VERSIONS.contains(&word)
        || word.len() == 4 && is_number(word)
        || word.strip_prefix('v').is_some_and(is_number)
}

/// Returns a file's name in the form that names are compared in.
fn name_key(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/").to_lowercase()
}

/// Returns the words of the names of the title's author, pen names included,
/// that tell authors apart.
fn names(title: &ClientTitle) -> impl Iterator<Item = String> {
    let names =
        std::iter::once(title.author.as_str()).chain(title.pen_names.iter().map(String::as_str));
    names
        .flat_map(words)
        .filter(|name| name.chars().count() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(title: &str, author: &str) -> ClientTitle {
        ClientTitle {
            title: title.to_owned(),
            author: author.to_owned(),
            ..ClientTitle::default()
        }
    }

    fn assigned(titles: &[ClientTitle], files: &[&str]) -> (Vec<Vec<String>>, [Vec<String>; 2]) {
        let root = Path::new("/books");
        let files: Vec<PathBuf> = files.iter().map(|file| root.join(file)).collect();
        let found = assign(titles, &files, root);
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        let of_title = found
            .of_title
            .iter()
            .map(|files| files.iter().map(name).collect())
            .collect();
        let others = [found.unclaimed, found.ambiguous].map(|it| it.iter().map(name).collect());
        (of_title, others)
    }

    #[test]
    fn names_tell_the_title() {
        let mut isbns = title("The Salt Road", "Jane Writer");
        isbns.isbns = vec![Isbn::parse("9780306406157").unwrap()];
        let mut named = title("Harbour Lights", "Jane Writer");
        named.file = Some("final\\HL v7.docx".to_owned());
        let titles = [
            isbns,
            named,
            title("The Long Way Home: A Novel", "Ada Quill"),
            title("Home", "Ada Quill"),
            title("Poems", "Ada Quill"),
            title("Bell & Tower", "Ada Quill"),
            title("V2", "Ada Quill"),
            title("1984", "Ada Quill"),
        ];
        let (of_title, [unclaimed, ambiguous]) = assigned(
            &titles,
            &[
                "0-306-40615-2.pdf",
                "final/hl v7.docx",
                "Quill, Ada - The Long Way Home.pdf",
                "Ada Quill/Home.epub",
                "Ada Quill/Home.pdf",
                "Poems.txt",
                "poems - final draft v2 (2019).docx",
                "My poems and others.txt",
                "Bell and Tower.odt",
                "V2.odt",
                "1984 v2.odt",
                "Poems 3.odt",
                "Poems - a study guide.odt",
                "Notes.txt",
            ],
        );
        assert_eq!(of_title[0], ["0-306-40615-2.pdf"]);
        assert_eq!(of_title[1], ["final/hl v7.docx"]);
        assert_eq!(of_title[2], ["Quill, Ada - The Long Way Home.pdf"]);
        assert_eq!(of_title[3], ["Ada Quill/Home.epub", "Ada Quill/Home.pdf"]);
        let poems = ["Poems.txt", "poems - final draft v2 (2019).docx"];
        assert_eq!(of_title[4], poems);
        assert_eq!(of_title[5], ["Bell and Tower.odt"]);
        assert_eq!(of_title[6], ["V2.odt"]);
        assert!(of_title[7].is_empty(), "a version is not a title");
        let others = [
            "My poems and others.txt",
            "1984 v2.odt",
            "Poems 3.odt",
            "Poems - a study guide.odt",
            "Notes.txt",
        ];
        assert_eq!(unclaimed, others);
        assert!(ambiguous.is_empty());
    }

    #[test]
    fn a_title_alone_is_enough_where_nothing_else_has_it() {
        let titles = [
            title("The Salt Road", "Jane Writer"),
            title("Night Train", "Jane Writer"),
            title("Night Train", "Ada Quill"),
            title("Slow Boat", "Ada Quill"),
            title("Slow Boat", "Quill, Ada"),
        ];
        let files = [
            "Salt Road.docx",
            "Writer - Salt Road.pdf",
            "night_train.docx",
            "Slow Boat.txt",
        ];
        let (of_title, [unclaimed, ambiguous]) = assigned(&titles, &files);
        // The one that names the author fits better; the other is not forgotten.
        assert_eq!(of_title[0], ["Writer - Salt Road.pdf", "Salt Road.docx"]);
        assert!(of_title[1].is_empty() && of_title[2].is_empty());
        assert_eq!(ambiguous, ["night_train.docx"]);
        assert_eq!(of_title[3], ["Slow Boat.txt"]);
        assert_eq!(of_title[4], ["Slow Boat.txt"], "two rows of one book");
        assert!(unclaimed.is_empty());
    }

    #[test]
    fn many_rows_of_one_book_do_not_multiply_its_files() {
        let row = title("Slow Boat", "Ada Quill");
        let few = vec![row.clone(); MAX_CLAIMS];
        let many = vec![row; MAX_CLAIMS + 1];
        for name in ["Slow Boat.txt", "Quill/Slow Boat.txt"] {
            assert!(
                assigned(&few, &[name])
                    .0
                    .iter()
                    .all(|files| files.len() == 1)
            );
            assert_eq!(assigned(&many, &[name]).1[1], [name]);
        }
    }
}
