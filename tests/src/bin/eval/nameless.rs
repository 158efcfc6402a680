//! Drafts that do not say what they are: made from the books, checked with a
//! catalogue that lists them among others, and the guesses compared with the truth.
//!
//! A third of the drafts have nothing to guess from but their text, or a copyright
//! page; the others have a title page in one of the ways that people write one. The
//! properties of each file name a program, or nobody. What must never be: "not
//! found", and a book that counts as found because of a wrong guess.

mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use colophon_catalogue::name::{Agreement, People};
use colophon_catalogue::terms::title_key;
use colophon_engine::report::model::{ManuscriptResult, Verdict};

use crate::{Setup, command, rows, table};
use written::{pick, written};

/// How many drafts there are.
const N_DRAFTS: usize = 200;

/// How much text a draft has, in lines.
const N_LINES: usize = 120;

/// A book that the catalogue lists.
struct Book {
    title: String,
    author: String,
    isbn: String,
    is_german: bool,
    body: Vec<String>,
}

/// What a draft has to guess from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    TitlePage,
    Number,
    /// Numbers, of other books.
    OtherNumbers,
    FileName,
    Nothing,
}

struct Draft {
    book: usize,
    given: Given,
    style: &'static str,
    path: PathBuf,
}

/// Makes the drafts, checks them, and prints how the guesses are.
pub(crate) fn run(setup: &Setup) -> Result<()> {
    let books = books(&setup.data)?;
    let folder = setup.work.join("nameless");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("drafts"))?;
    let index = catalogue(setup, &folder, &books)?;
    let drafts = (0..N_DRAFTS)
        .map(|n| draft(setup.seed, n, &books, &folder.join("drafts")))
        .collect::<Result<Vec<Draft>>>()?;
    let paths: Vec<PathBuf> = drafts.iter().map(|draft| draft.path.clone()).collect();
    let report = command::check(setup, &index, &paths)?;
    ensure!(report.results.len() == drafts.len(), "a draft was skipped");
    let mut scores: BTreeMap<(Given, &str), Score> = BTreeMap::new();
    for (draft, result) in drafts.iter().zip(&report.results) {
        let book = &books[draft.book];
        for style in BTreeSet::from([draft.style, "(all)"]) {
            let score = scores.entry((draft.given, style)).or_default();
            if let Some(wrong) = score.add(book, result).filter(|_| style == "(all)") {
                println!("  {}: {wrong}", draft.path.display());
            }
        }
    }
    let rows: Vec<Vec<String>> = scores
        .iter()
        .map(|((given, style), score)| score.row(&format!("{given:?}"), style))
        .collect();
    table::print(
        "Drafts that do not say what they are",
        &[
            "given",
            "style",
            "drafts",
            "guess right",
            "wrong",
            "none",
            "found",
            "wrongly",
            "possible",
            "unjudged",
            "not found",
        ],
        &rows,
    );
    let on_pages = &scores[&(Given::TitlePage, "(all)")];
    let all = || scores.iter().filter(|((_, style), _)| *style == "(all)");
    let n_not_found: usize = all().map(|(_, score)| score.not_found).sum();
    let n_wrongly: usize = all().map(|(_, score)| score.wrongly).sum();
    println!(
        "\n{} of {} guesses from a title page are right; {n_not_found} drafts are \"not found\"; \
         {n_wrongly} wrong guesses are taken as an answer",
        on_pages.right, on_pages.n
    );
    ensure!(
        n_not_found == 0,
        "a draft that says nothing is \"not found\""
    );
    ensure!(n_wrongly == 0, "a wrong guess was taken as an answer");
    ensure!(
        10 * on_pages.right >= 9 * on_pages.n,
        "fewer than nine in ten guesses are right"
    );
    Ok(())
}

#[derive(Default)]
struct Score {
    n: usize,
    right: usize,
    wrong: usize,
    none: usize,
    found: usize,
    wrongly: usize,
    possible: usize,
    unjudged: usize,
    not_found: usize,
}

impl Score {
    /// Adds the result of a draft of a book, and returns what is wrong with it.
    fn add(&mut self, book: &Book, result: &ManuscriptResult) -> Option<String> {
        let mut wrong = None;
        self.n += 1;
        let guess = result.guessed.clone().unwrap_or_default();
        let is_title = |title: &str| same_title(title, &book.title);
        let is_author = |author: &str| same_author(author, &book.author);
        let named = (guess.title.as_deref(), guess.author.as_deref());
        match named {
            (None, None) => self.none += 1,
            (Some(title), Some(author)) if is_title(title) && is_author(author) => self.right += 1,
            _ => {
                self.wrong += 1;
                wrong = Some(format!(
                    "guessed {named:?}, not {:?} by {:?}",
                    book.title, book.author
                ));
            }
        }
        match result.verdict {
            Verdict::NotFound => self.not_found += 1,
            Verdict::Inconclusive => self.unjudged += 1,
            verdict if verdict.is_found() => {
                self.found += 1;
                let is_it = result
                    .matches
                    .iter()
                    .filter(|found| found.verdict.is_found())
                    .all(|found| {
                        let mut records = found.records.iter();
                        records.all(|record| {
                            same_title(&record.title, &book.title)
                                && same_author(&record.author, &book.author)
                        })
                    });
                if !is_it {
                    self.wrongly += 1;
                    wrong = Some(format!("wrongly found as {:?}", result.matches[0].work));
                }
            }
            _ => self.possible += 1,
        }
        wrong
    }

    fn row(&self, given: &str, style: &str) -> Vec<String> {
        let counts = [
            self.n,
            self.right,
            self.wrong,
            self.none,
            self.found,
            self.wrongly,
            self.possible,
            self.unjudged,
            self.not_found,
        ];
        let named = [given, style].map(str::to_owned).into_iter();
        named
            .chain(counts.iter().map(ToString::to_string))
            .collect()
    }
}

fn same_title(a: &str, b: &str) -> bool {
    title_key(a) == title_key(b)
}

fn same_author(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || People::parse(a).agreement(&People::parse(b)) > Agreement::Part
}

/// Reads the books, each title once.
fn books(data: &Path) -> Result<Vec<Book>> {
    let table = fs::read_to_string(data.join("works.tsv")).context("no works.tsv")?;
    let mut seen = BTreeSet::new();
    let mut books = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (id, title, author, language) = (cells[0], cells[1], cells[2], cells[4]);
        let is_latin = ["en", "de", "fr", "es"]
            .iter()
            .any(|it| language.starts_with(it));
        // An edition named in brackets is not on a title page.
        let is_plain = !title.contains(['(', '[']) && author != "Bible" && !id.starts_with("dv-");
        if !is_latin || !is_plain || !seen.insert(title_key(title)) {
            continue;
        }
        let text = fs::read_to_string(data.join("txt").join(format!("{id}.txt")))?;
        let lines: Vec<String> = text
            .lines()
            .filter(|line| line.len() > 60)
            .map(str::to_owned)
            .collect();
        let begin = lines.len() / 4;
        books.push(Book {
            title: title.to_owned(),
            author: author.to_owned(),
            isbn: isbn(books.len() as u64 + 1),
            is_german: language.starts_with("de"),
            body: lines.into_iter().skip(begin).take(N_LINES).collect(),
        });
    }
    ensure!(books.len() > 50, "only {} books", books.len());
    Ok(books)
}

/// Makes a valid ISBN from a number.
fn isbn(n: u64) -> String {
    let body = 978_300_000_000 + n * 37;
    let digits = body.to_string();
    let sum: u64 = digits
        .bytes()
        .zip([1, 3].iter().cycle())
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Builds an index of a table that lists the books, books with the same title or
/// author, and the books of a public list.
fn catalogue(setup: &Setup, folder: &Path, books: &[Book]) -> Result<PathBuf> {
    let mut table = csv::Writer::from_path(folder.join("catalogue.csv"))?;
    table.write_record(["title", "author", "isbn"])?;
    for (n, book) in books.iter().enumerate() {
        table.write_record([&book.title, &book.author, &book.isbn])?;
        let other = &books[(n + 7) % books.len()];
        table.write_record([
            book.title.as_str(),
            "Somebody Else",
            &isbn(10_000 + n as u64),
        ])?;
        table.write_record([
            format!("More of {}", other.title),
            book.author.clone(),
            isbn(20_000 + n as u64),
        ])?;
    }
    for (title, author) in rows::rated(&setup.data.join("../catalogue/lists"))? {
        if books.iter().all(|book| !same_title(&book.title, &title)) {
            table.write_record([title.as_str(), author.as_str(), ""])?;
        }
    }
    table.flush()?;
    drop(table);
    let out = folder.join("catalogue.colophon");
    let dump = format!("csv:{}", folder.join("catalogue.csv").display());
    let status = std::process::Command::new(&setup.colophon)
        .args(["index", "build", "--catalogue", &dump, "--out"])
        .arg(&out)
        .stdout(std::process::Stdio::null())
        .status()?;
    ensure!(status.success(), "the catalogue could not be built");
    Ok(out)
}

/// A way of writing a title page; an empty line is blank.
type Style = fn(&Book, n: usize) -> Vec<String>;

fn by(book: &Book) -> &'static str {
    if book.is_german { "von" } else { "by" }
}

fn genre(book: &Book, n: usize) -> &'static str {
    if book.is_german {
        pick(&["Roman", "Erzählung", "Ein Roman"], n)
    } else {
        pick(&["A Novel", "a novel", "Stories", "A Romance"], n)
    }
}

fn state(book: &Book, n: usize) -> &'static str {
    if book.is_german {
        pick(
            &[
                "Entwurf 3, Juni 2024",
                "2. Fassung",
                "Rohfassung",
                "Datum: 12.03.2024",
            ],
            n,
        )
    } else {
        pick(
            &[
                "Draft 3 - June 2024",
                "Second draft",
                "Version 2.1",
                "12 March 2024",
                "FINAL MANUSCRIPT",
            ],
            n,
        )
    }
}

fn sender(book: &Book, name: &str, n: usize) -> Vec<String> {
    let length = 60_000 + 1_000 * (n % 40);
    let lines: [String; 5] = if book.is_german {
        [
            name.to_owned(),
            "Lindenstraße 14".to_owned(),
            "10115 Berlin".to_owned(),
            "autor@example.de".to_owned(),
            format!("ca. {}.000 Wörter", length / 1_000),
        ]
    } else {
        [
            name.to_owned(),
            "22 Harbour Street".to_owned(),
            "Bristol BS1 4DJ".to_owned(),
            "writer@example.com".to_owned(),
            format!("About {},000 words", length / 1_000),
        ]
    };
    lines.into()
}

fn lines(of: &[&str]) -> Vec<String> {
    of.iter().map(|line| (*line).to_owned()).collect()
}

const STYLES: [(&str, Style); 14] = [
    ("title, by, author", |book, _| {
        lines(&[&book.title, "", by(book), "", &book.author])
    }),
    ("title, by author", |book, _| {
        lines(&[&book.title, &format!("{} {}", by(book), book.author)])
    }),
    ("TITLE, genre, author", |book, n| {
        lines(&[&book.title.to_uppercase(), genre(book, n), "", &book.author])
    }),
    ("author, TITLE", |book, _| {
        lines(&[&book.author, "", &book.title.to_uppercase()])
    }),
    ("title, author", |book, _| {
        lines(&[&book.title, "", &book.author])
    }),
    ("author, title, genre", |book, n| {
        lines(&[&book.author, "", &book.title, "", genre(book, n)])
    }),
    ("title by author in a line", |book, _| {
        lines(&[&format!("{} {} {}", book.title, by(book), book.author)])
    }),
    ("sender, title, by author", |book, n| {
        let mut page = sender(book, &book.author, n);
        page.extend(lines(&[
            "",
            "",
            &book.title.to_uppercase(),
            "",
            &format!("{} {}", by(book), book.author),
        ]));
        page
    }),
    ("sender, title", |book, n| {
        let mut page = sender(book, &book.author, n);
        page.extend(lines(&["", "", &book.title]));
        page
    }),
    ("pen name", |book, n| {
        let mut page = sender(book, "Margaret Ellen Hobbs", n);
        page.extend(lines(&[
            "",
            &book.title,
            &format!("{} {}", by(book), book.author),
        ]));
        page
    }),
    ("TITLE, AUTHOR, state", |book, n| {
        lines(&[
            &book.title.to_uppercase(),
            "",
            &book.author.to_uppercase(),
            "",
            state(book, n),
        ])
    }),
    ("state, title, genre by author", |book, n| {
        let what = if book.is_german {
            "Roman von"
        } else {
            "A novel by"
        };
        lines(&[
            state(book, n),
            "",
            &book.title,
            &format!("{what} {}", book.author),
        ])
    }),
    ("title, copyright line", |book, _| {
        lines(&[&book.title, "", &format!("© 2024 {}", book.author)])
    }),
    ("author, title, imprint", |book, _| {
        if book.is_german {
            lines(&[
                &book.author,
                "",
                &book.title,
                "",
                "Harbach Verlag",
                "Berlin 2023",
            ])
        } else {
            lines(&[
                &book.author,
                "",
                &book.title,
                "",
                "London: Harrow & Pike, Ltd.",
                "1923",
            ])
        }
    }),
];

/// Returns a copyright page with a number.
fn imprint(book: &Book, n: usize) -> Vec<String> {
    let hyphened = format!(
        "{}-{}-{}-{}-{}",
        &book.isbn[..3],
        &book.isbn[3..4],
        &book.isbn[4..8],
        &book.isbn[8..12],
        &book.isbn[12..]
    );
    if book.is_german {
        lines(&[
            "Alle Rechte vorbehalten.",
            "Originalausgabe",
            &format!("ISBN {hyphened}"),
            "Printed in Germany",
            "",
        ])
    } else if n.is_multiple_of(2) {
        lines(&[
            "All rights reserved.",
            "No part of this publication may be reproduced.",
            &format!("ISBN-13: {} (paperback)", book.isbn),
            "",
        ])
    } else {
        lines(&[
            "First published in 2019.",
            "A catalogue record for this book is available from the British Library.",
            "",
            &format!("ISBN {hyphened}"),
            "",
        ])
    }
}

/// Returns a page with other books and their numbers, after a copyright line.
fn advertisements(books: &[Book], book: usize, n: usize) -> Vec<String> {
    let mut page = lines(&["All rights reserved.", "Printed in Great Britain", ""]);
    if n.is_multiple_of(2) {
        page.push("Also available".to_owned());
    }
    for k in 1..=3 {
        let other = &books[(book + 11 * k) % books.len()];
        page.push(other.title.clone());
        page.push(format!("{}, ISBN {}", other.author, other.isbn));
    }
    page
}

/// Makes one draft.
fn draft(seed: u64, n: usize, books: &[Book], folder: &Path) -> Result<Draft> {
    let place = (n * 31 + usize::try_from(seed)? * 17) % books.len();
    let book = &books[place];
    let given = match n % 10 {
        0..6 => Given::TitlePage,
        6 => Given::Number,
        7 => Given::OtherNumbers,
        8 => Given::FileName,
        _ => Given::Nothing,
    };
    let (style, write) = STYLES[n % STYLES.len()];
    let chapter = if book.is_german {
        pick(&["Kapitel 1", "1", "Erstes Kapitel"], n)
    } else {
        pick(&["Chapter 1", "CHAPTER ONE", "I", "Prologue", "1"], n)
    };
    let mut page = match given {
        Given::TitlePage => write(book, n),
        Given::Number => imprint(book, n),
        Given::OtherNumbers => advertisements(books, place, n),
        Given::FileName | Given::Nothing => Vec::new(),
    };
    page.extend(lines(&["", "", chapter, ""]));
    let name = match given {
        Given::FileName => {
            let (title, author) = (book.title.replace(['?', '/', ':'], ""), &book.author);
            match n / 10 % 4 {
                0 => format!("{author} - {title} - draft 3"),
                1 => format!("{title} - {author} (final)"),
                2 => format!("{title} by {author} v2"),
                _ => format!("{author}_-_{title}_FINAL").replace(' ', "_"),
            }
        }
        _ => pick(
            &[
                "draft3",
                "manuscript final v2",
                "MS_2024-06-01",
                "Untitled",
                "scan0012",
            ],
            n,
        )
        .to_owned(),
    };
    let (ending, bytes) = written(n, &page, &book.body);
    let path = folder
        .join(format!("{n:03}"))
        .join(format!("{name}.{ending}"));
    fs::create_dir_all(path.parent().unwrap())?;
    fs::write(&path, bytes)?;
    let style = if given == Given::TitlePage { style } else { "" };
    Ok(Draft {
        book: place,
        given,
        style,
        path,
    })
}
