//! Which documents of a folder are the chapters of one book.
//!
//! A manuscript is often kept as a folder with a file for each chapter. Checked
//! one by one, chapters are too short for most indexes, and thirty answers are not
//! one. Whether a folder looks like one book is seen from the names of its files
//! ([`number`]), their lengths, who they say wrote them, and the people in them.
//! It is offered, never assumed.
//!
//! Nothing of the text is kept: the people are hashes, and go when the check ends.

mod number;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use colophon_catalogue::name::{Agreement, People};

use crate::batch;
use crate::error::Error;
use crate::find::FoundPath;
use crate::manuscript::Manuscript;
use crate::print::is_print_name;
use crate::report::model::OneBook;
use crate::sign::{self, Sign};
use number::{Numbered, Place};

/// The fewest chapters that are taken for a book.
const MIN_CHAPTERS: usize = 3;

/// From this many words on, a text is a book of its own, as prizes for novels and
/// novellas count.
const BOOK_WORDS: u64 = 20_000;

/// How many of the documents must share a person, or open with the heading of a
/// chapter: half of them.
const HALF: usize = 2;

/// Documents that are read as one manuscript, in order; or one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The folder of the documents, or the document itself.
    pub path: PathBuf,
    /// The documents; empty for a single one.
    pub parts: Vec<PathBuf>,
}

impl Whole {
    /// Returns its name: that of the file without its extension, or of the folder.
    pub(crate) fn name(&self) -> String {
        let name = if self.parts.is_empty() {
            self.path.file_stem()
        } else {
            self.path.file_name()
        };
        let said = name.map(|name| name.to_string_lossy().into_owned());
        // The folder in which the program runs is called "." here.
        said.or_else(|| {
            let whole = self.path.canonicalize().ok()?;
            Some(whole.file_name()?.to_string_lossy().into_owned())
        })
        .unwrap_or_default()
    }

    /// Returns the folder of its files, and those above.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &Path> {
        let n_files = usize::from(self.parts.is_empty());
        self.path.ancestors().skip(n_files)
    }

    /// Returns how many bytes its files have together.
    pub(crate) fn size_bytes(&self) -> u64 {
        let own = std::slice::from_ref(&self.path);
        let files = if self.parts.is_empty() {
            own
        } else {
            &self.parts
        };
        files.iter().map(|path| batch::size_bytes_at(path)).sum()
    }
}

/// A document that was read, for finding out whether it is a chapter.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) path: PathBuf,
    pub(crate) author: Option<String>,
    pub(crate) sign: Sign,
}

impl Piece {
    /// Makes a piece of a document that was read by itself.
    pub(crate) fn of(path: &Path, read: &Manuscript) -> Option<Self> {
        let guess = read.guess.as_ref();
        let guessed = || guess.and_then(|guess| guess.author.clone());
        read.parts.is_empty().then(|| Self {
            path: path.to_owned(),
            author: read.author.clone().or_else(guessed),
            sign: read.sign.clone(),
        })
    }
}

/// Groups the documents of each folder to one manuscript, in the order of the
/// chapters. A document alone in its folder, and a `.print` file, stay what they
/// are.
pub(crate) fn wholes(found: Vec<FoundPath>) -> Vec<Result<Whole, Error>> {
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in found.iter().flatten().filter(|path| !is_print_name(path)) {
        folders
            .entry(folder_of(path))
            .or_default()
            .push(path.clone());
    }
    let mut wholes = Vec::new();
    for found in found {
        let path = match found {
            Ok(path) => path,
            Err(error) => {
                wholes.push(Err(error));
                continue;
            }
        };
        let is_alone = |parts: &Vec<PathBuf>| parts.len() < 2;
        if is_print_name(&path) || folders.get(&folder_of(&path)).is_some_and(is_alone) {
            wholes.push(Ok(Whole {
                path,
                parts: Vec::new(),
            }));
        } else if let Some(parts) = folders.remove(&folder_of(&path)) {
            wholes.push(Ok(Whole {
                path: folder_of(&path),
                parts: in_order(parts),
            }));
        }
    }
    wholes
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Returns documents in the order of their chapters: what comes before them, the
/// chapters by number, what comes after them.
fn in_order(mut parts: Vec<PathBuf>) -> Vec<PathBuf> {
    let names = Names::of(&parts);
    parts.sort_by_cached_key(|path| {
        let place = names.read(path).map(|numbered| numbered.place);
        // A name that says nothing comes last, in the order of the names.
        (place.unwrap_or(Place::After), number::natural(path))
    });
    parts
}

/// How the files of a folder are named.
struct Names(number::Style);

impl Names {
    fn of(paths: &[PathBuf]) -> Self {
        let stems: Vec<String> = paths.iter().map(|path| stem_of(path)).collect();
        Self(number::Style::of(&stems))
    }

    fn read(&self, path: &Path) -> Option<Numbered> {
        self.0.read(&stem_of(path))
    }
}

fn stem_of(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    stem.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// Returns the folders whose documents look like the chapters of one book.
pub(crate) fn offers(pieces: &[Piece]) -> Vec<OneBook> {
    let mut folders: BTreeMap<PathBuf, Vec<&Piece>> = BTreeMap::new();
    for piece in pieces {
        folders
            .entry(folder_of(&piece.path))
            .or_default()
            .push(piece);
    }
    let offered = folders
        .into_iter()
        .filter(|(_, pieces)| is_one_book(pieces));
    offered
        .map(|(folder, pieces)| OneBook {
            folder: folder.display().to_string(),
            files: pieces.len() as u64,
        })
        .collect()
}

fn is_one_book(pieces: &[&Piece]) -> bool {
    let paths: Vec<PathBuf> = pieces.iter().map(|piece| piece.path.clone()).collect();
    let names = Names::of(&paths);
    let read: Option<Vec<Numbered>> = paths.iter().map(|path| names.read(path)).collect();
    let Some(read) = read else {
        return false;
    };
    let mut numbers: Vec<u32> = read.iter().filter_map(|it| it.place.number()).collect();
    numbers.sort_unstable();
    let n_chapters = numbers.len();
    if n_chapters < MIN_CHAPTERS || !is_sequence(&numbers) {
        return false;
    }
    let ending = |piece: &&Piece| {
        piece
            .path
            .extension()
            .map(std::ffi::OsStr::to_ascii_lowercase)
    };
    let is_alike = pieces
        .windows(2)
        .all(|two| ending(&two[0]) == ending(&two[1]));
    let is_short = pieces.iter().all(|piece| piece.sign.n_words < BOOK_WORDS);
    if !is_alike || !is_short || has_several_authors(pieces) {
        return false;
    }
    let says_chapter = read.iter().filter(|it| it.says_chapter).count();
    let opens = pieces
        .iter()
        .filter(|piece| piece.sign.opens_chapter)
        .count();
    HALF * says_chapter >= n_chapters
        || HALF * opens >= n_chapters
        || sign::share_a_person(pieces.iter().map(|piece| &piece.sign))
}

/// Returns whether sorted numbers count chapters: each once, from the beginning,
/// nearly all there.
fn is_sequence(numbers: &[u32]) -> bool {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
        return false;
    };
    let is_once = numbers.windows(2).all(|two| two[0] < two[1]);
    let n_missing = (last - first + 1) as usize - numbers.len().min((last - first + 1) as usize);
    is_once && *first <= 2 && n_missing * 5 <= numbers.len()
}

/// Returns whether the documents say that different people wrote them.
fn has_several_authors(pieces: &[&Piece]) -> bool {
    let authors = || pieces.iter().filter_map(|piece| piece.author.as_deref());
    let Some(first) = authors().next() else {
        return false;
    };
    let first = People::parse(first);
    authors().any(|author| People::parse(author).agreement(&first) == Agreement::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(name: &str, n_words: u64, people: &[u64], author: Option<&str>) -> Piece {
        Piece {
            path: Path::new("/books").join(name),
            author: author.map(str::to_owned),
            sign: Sign {
                n_words,
                opens_chapter: false,
                people: people.to_vec(),
            },
        }
    }

    /// Names files from a pattern in which `#` is the number.
    fn named(pattern: &str, n: usize, each: impl Fn(usize, &str) -> Piece) -> Vec<Piece> {
        let name = |at: usize| {
            pattern
                .replace("##", &format!("{at:02}"))
                .replace('#', &at.to_string())
        };
        (1..=n).map(|at| each(at, &name(at))).collect()
    }

    fn is_offered(pieces: &[Piece]) -> bool {
        let offers = offers(pieces);
        assert!(offers.len() <= 1);
        offers
            .iter()
            .all(|offer| offer.files == pieces.len() as u64)
            && !offers.is_empty()
    }

    #[test]
    fn chapters_are_one_book() {
        for pattern in [
            "chapter-#.docx",
            "Kapitel #.txt",
            "Chapter ##.rtf",
            "ch##.md",
            "Ch # - Home.docx",
            "#. Kapitel.odt",
        ] {
            assert!(
                is_offered(&named(pattern, 30, |_, name| piece(name, 3_000, &[], None))),
                "{pattern}"
            );
        }
        // Names that only count need something else: people who are in many.
        for pattern in ["## - The Title.md", "Salt Road #.docx", "##.txt"] {
            assert!(
                is_offered(&named(pattern, 30, |_, name| piece(
                    name,
                    3_000,
                    &[7, 8],
                    None
                ))),
                "{pattern}"
            );
            assert!(
                !is_offered(&named(pattern, 30, |at, name| piece(
                    name,
                    3_000,
                    &[at as u64],
                    None
                ))),
                "{pattern}"
            );
        }
    }

    #[test]
    fn what_comes_before_and_after_the_chapters_belongs_to_them() {
        let mut pieces = named("Chapter #.docx", 12, |_, name| {
            piece(name, 3_000, &[], None)
        });
        for name in [
            "Prologue.docx",
            "Epilogue.docx",
            "Title Page.docx",
            "Acknowledgements.docx",
        ] {
            pieces.push(piece(name, 300, &[], None));
        }
        assert!(is_offered(&pieces));
        let parts = in_order(pieces.iter().map(|piece| piece.path.clone()).collect());
        let names: Vec<String> = parts.iter().map(|path| stem_of(path)).collect();
        assert_eq!(
            names[..4],
            ["Title Page", "Prologue", "Chapter 1", "Chapter 2"]
        );
        assert_eq!(names[13..], ["Chapter 12", "Epilogue", "Acknowledgements"]);
        pieces.push(piece("shopping list.docx", 300, &[], None));
        assert!(!is_offered(&pieces));
    }

    #[test]
    fn numbers_in_words_and_in_roman_figures_are_in_order() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        for names in [
            [
                "Chapter One.txt",
                "Chapter Two.txt",
                "Chapter Three.txt",
                "Chapter Ten.txt",
            ],
            [
                "Chapter I.txt",
                "Chapter IV.txt",
                "Chapter V.txt",
                "Chapter IX.txt",
            ],
            ["ch1.txt", "ch2.txt", "ch10.txt", "ch11.txt"],
            [
                "Erstes Kapitel.txt",
                "Zweites Kapitel.txt",
                "Drittes Kapitel.txt",
                "Viertes Kapitel.txt",
            ],
        ] {
            let mut shuffled = names;
            shuffled.reverse();
            assert_eq!(in_order(paths(&shuffled)), paths(&names));
        }
    }

    #[test]
    fn novels_and_stories_are_not_one_book() {
        let novels = |_: usize, name: &str| piece(name, 80_000, &[7], None);
        assert!(!is_offered(&named("## - Discovery.epub", 30, novels)));
        assert!(!is_offered(&named("Chapter #.docx", 30, novels)));
        // Stories by different people, in a numbered folder.
        let stories = |at: usize, name: &str| {
            let author = ["Ada Quill", "Tom Reed", "Ines Valderrama"][at % 3];
            piece(name, 4_000, &[7], Some(author))
        };
        assert!(!is_offered(&named("## - A Story.docx", 30, stories)));
        let unnamed = |at: usize, name: &str| piece(name, 4_000, &[at as u64], None);
        assert!(!is_offered(&named("Story #.txt", 30, unnamed)));
        // Names that say nothing.
        assert!(!is_offered(&[
            piece("home.docx", 3_000, &[7], None),
            piece("away.docx", 3_000, &[7], None),
            piece("back.docx", 3_000, &[7], None),
        ]));
    }

    #[test]
    fn the_same_author_may_be_written_in_two_ways() {
        let each = |at: usize, name: &str| {
            piece(
                name,
                3_000,
                &[],
                Some(["Jane Writer", "J. Writer", "Writer, Jane"][at % 3]),
            )
        };
        assert!(is_offered(&named("chapter #.docx", 9, each)));
    }

    #[test]
    fn each_folder_is_one_manuscript() {
        let found = [
            "a/ch10.txt",
            "a/ch2.txt",
            "b/novel.docx",
            "a/x.print",
            "c/1.md",
            "c/2.md",
        ];
        let wholes: Vec<Whole> = wholes(found.iter().map(|path| Ok(PathBuf::from(path))).collect())
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let said: Vec<(String, usize)> = wholes
            .iter()
            .map(|whole| (whole.path.display().to_string(), whole.parts.len()))
            .collect();
        let expected = [("a", 2), ("b/novel.docx", 0), ("a/x.print", 0), ("c", 2)];
        assert_eq!(said, expected.map(|(path, n)| (path.to_owned(), n)));
        assert_eq!(
            wholes[0].parts,
            [Path::new("a/ch2.txt"), Path::new("a/ch10.txt")]
        );
    }
}
