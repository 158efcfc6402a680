//! The ISBNs of a document's own pages: the copyright page, the title page, or the last
//! page.
//!
//! An ISBN anywhere in a document may be another book's: in a list of other
//! titles, an advertisement, a bibliography. So a number counts only on a line that
//! says "ISBN" and holds nothing else but numbers and the names of formats, where no list of
//! books begins before it: next to a copyright line or the like, before the text
//! begins, or on a last page that is about this book alone. Its check digit must be
//! right.

use colophon_catalogue::Isbn;
use colophon_catalogue::terms::title_key;
use colophon_extract::Document;

use super::line::{has_legal, is_around_title, opens_chapter, opens_list};
use super::named::{Named, same_person};
use super::person::bare;
use super::words::{items, listed};

// Bounds: a copyright page is near the beginning, or at the very end.

/// How many lines at the beginning are looked at.
const MAX_FIRST: usize = 300;
/// How many lines at the end are looked at.
const MAX_LAST: usize = 120;
/// The longest line that is looked at, in bytes.
const MAX_LINE: usize = 2_000;

/// How far a number may be from a line that makes a copyright page.
const NEAR: usize = 12;

/// The shortest line that may be one of the running text, in characters.
const MIN_PROSE: usize = 60;
/// How much of such lines, a dedication or a motto, may be before the text begins, in
/// characters.
const MAX_PROSE: usize = 600;

/// What is between two pages or chapters.
const PAGE_END: &str = "\u{c}";

/// One book has no more numbers than formats.
const MAX_NUMBERS: usize = 8;

/// Words that may be on a line with a number.
const LABELS: &str = "\
isbn|eisbn|ean|print|printed|paperback|paper|pbk|pb|hardcover|hardback|hbk|hb|cloth|ebook|e|book|\
epub|mobi|kindle|pdf|audio|audiobook|trade|mass|market|international|edition|softcover|soft|hard|\
cover|taschenbuch|gebunden|gebundene|ausgabe|buch|druck|digital|us|uk|usa|canada|large|and|und|\
of|the|for|this|x|der|des|die|broschur|hörbuch|broché|numérique|electronic|number|printausgabe|\
taschenbuchausgabe|hardcoverausgabe|druckausgabe|buchausgabe|gedruckte|elektronische|digitale|\
einband|nr|nummer|no|version|format|pod|bod|bound|casebound|perfect|impreso|impresa|libro|tapa|\
dura|blanda|relié|papier|spiral|illustrated";

/// Headings of what may come before the copyright page.
const BEFORE_TEXT: &str = "\
contents|table of contents|inhalt|inhaltsverzeichnis|sommaire|índice|dedication|widmung|epigraph|\
motto|dramatis personae|list of illustrations|acknowledgements|acknowledgments|danksagung";

/// Headings of the pages that list the chapters.
const CONTENTS: &str = "contents|table of contents|inhalt|inhaltsverzeichnis|sommaire|índice";

/// Headings of lists of what a book refers to.
const REFERENCES: &str = "\
bibliography|select bibliography|references|works cited|further reading|reading list|sources|notes|\
endnotes|literatur|literaturverzeichnis|quellen|quellenverzeichnis|bibliografie|bibliographie|\
weiterführende literatur|anmerkungen|literaturhinweise";

/// What an advertisement for other books says.
const ADVERTS: &str = "\
also from|more books|more by|other works|mehr von|weitere werke|bereits erschienen|in this series|\
im selben verlag|in derselben reihe|available now|now available|out now|jetzt erhältlich|\
auch erhältlich|read on for|excerpt from|sneak peek|pre-order|order now|jetzt bestellen|leseprobe aus|\
the first book in|the next book|der nächste band|praise for";

/// What the last page of a book says about how it was made.
const MADE: &str = "\
colophon|kolophon|imprint|impressum|typeset|set in|gesetzt|satz|druck|printed|bound by|bindung|\
designed by|cover|umschlag|gestaltung|layout|lektorat|verlag|publisher|herausgeber|auflage|edition";

/// The last words of a text.
const ENDS: &str = "the end|end|ende|finis|fin|fine";

/// The numbers of a document's own pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The valid ISBNs, each once, in order.
    pub(super) isbns: Vec<Isbn>,
    /// Whether they are before the text, where nothing makes a copyright page.
    pub(super) is_on_title_page: bool,
}

/// Returns the numbers of a document's own pages; none where it is not clear whose
/// they are. `named` is what the document is called.
pub(super) fn numbers(document: &Document, named: &Named) -> Numbers {
    let sections = || document.sections.iter();
    let first: Vec<&str> = sections()
        .flat_map(|section| section.text.lines().chain([PAGE_END]))
        .take(MAX_FIRST)
        .map(cut)
        .collect();
    let of = |isbns: Vec<Isbn>, is_on_title_page| {
        (!isbns.is_empty()).then_some(Numbers {
            isbns,
            is_on_title_page,
        })
    };
    if let Some(found) = of(near_marks(&first), false).or_else(|| of(before_text(&first), true)) {
        return found;
    }
    let mut last: Vec<&str> = sections()
        .rev()
        .flat_map(|section| section.text.lines().rev().chain([PAGE_END]))
        .take(MAX_LAST)
        .map(cut)
        .collect();
    last.reverse();
    of(near_marks(&last), false)
        .or_else(|| of(on_last_page(&last, named), false))
        .unwrap_or_default()
}

fn cut(line: &str) -> &str {
    &line[..line.floor_char_boundary(MAX_LINE)]
}

/// Returns whether a line makes the page that it is on a copyright page.
fn is_mark(line: &str) -> bool {
    has_legal(line) && !line.to_lowercase().contains("isbn") || starts_legally(line)
}

/// Returns the numbers next to a copyright line or the like.
fn near_marks(lines: &[&str]) -> Vec<Isbn> {
    let marks: Vec<usize> = (0..lines.len()).filter(|at| is_mark(lines[*at])).collect();
    together(lines, false, |at| is_near(lines, &marks, at))
}

/// Returns the numbers in front of the running text.
fn before_text(lines: &[&str]) -> Vec<Isbn> {
    let mut is_front = vec![false; lines.len()];
    let (mut is_list, mut is_contents) = (false, false);
    let mut n_prose = 0;
    for (at, line) in lines.iter().enumerate() {
        if *line == PAGE_END {
            (is_list, is_contents) = (false, false);
            continue;
        }
        is_list |= opens_other_books(line);
        is_contents |= is_heading_of(CONTENTS, line);
        let n_chars = line.chars().count();
        if n_chars >= MIN_PROSE && !has_legal(line) {
            n_prose += n_chars;
        }
        if n_prose > MAX_PROSE || !is_contents && opens_text(line) {
            break;
        }
        is_front[at] = !is_list && !has_price(line);
    }
    together(lines, true, |at| is_front[at])
}

/// Returns the numbers of a last page that is about this book: it says how the book
/// was made, or nothing but what the book is.
fn on_last_page(lines: &[&str], named: &Named) -> Vec<Isbn> {
    let is_blank = |line: &str| line.trim().is_empty();
    let Some(end) = lines.iter().rposition(|line| !is_blank(line)) else {
        return Vec::new();
    };
    let is_before = |line: &str| {
        line == PAGE_END
            || line.chars().count() >= MIN_PROSE && !has_legal(line)
            || opens_text(line)
            || is_heading_of(ENDS, line)
    };
    let start = lines[..=end].iter().rposition(|line| is_before(line));
    let page = &lines[start.map_or(0, |at| at + 1)..=end];
    if page
        .iter()
        .any(|line| opens_other_books(line) || has_price(line))
    {
        return Vec::new();
    }
    let is_made = |line: &str| {
        let words = bare(line).join(" ");
        items(MADE).any(|sign| words.contains(sign))
    };
    let is_own = |line: &str| {
        is_blank(line)
            || says_isbn(line)
            || Isbn::parse(line.trim()).is_some()
            || is_around_title(line)
            || is_named(line, named)
    };
    if page.iter().any(|line| is_made(line)) || page.iter().all(|line| is_own(line)) {
        together(page, false, |_| true)
    } else {
        Vec::new()
    }
}

/// Returns whether a line is the title or the author.
fn is_named(line: &str, named: &Named) -> bool {
    let line = line.trim();
    let by = ["by ", "By ", "von "]
        .iter()
        .find_map(|by| line.strip_prefix(by));
    let is_title = |title: &String| title_key(title) == title_key(line);
    let is_author = |author: &String| same_person(author, by.unwrap_or(line));
    named.title.as_ref().is_some_and(is_title) || named.author.as_ref().is_some_and(is_author)
}

/// Returns the numbers of the lines that `is_own` accepts, as far as they belong
/// together: what else is between two of them may be the title of another book.
fn together(lines: &[&str], is_front: bool, is_own: impl Fn(usize) -> bool) -> Vec<Isbn> {
    let mut found: Vec<Isbn> = Vec::new();
    let mut last = None;
    for at in 0..lines.len() {
        let numbers = labelled(lines, at, is_front);
        if numbers.is_empty() || !is_own(at) {
            continue;
        }
        let is_between = |line: &str| {
            line.trim().is_empty()
                || is_mark(line)
                || says_isbn(line)
                || Isbn::parse(line.trim()).is_some()
        };
        if !last.is_none_or(|last: usize| lines[last..at].iter().all(|line| is_between(line))) {
            continue;
        }
        last = Some(at);
        for isbn in numbers {
            if !found.contains(&isbn) {
                found.push(isbn);
            }
        }
    }
    if found.len() > MAX_NUMBERS {
        Vec::new()
    } else {
        found
    }
}

/// Returns whether line `at` is on the page of a copyright line, with neither a
/// list of books nor a chapter between.
fn is_near(lines: &[&str], marks: &[usize], at: usize) -> bool {
    let is_end = |line: &&str| {
        *line == PAGE_END || opens_other_books(line) || has_price(line) || opens_chapter(line)
    };
    marks.iter().any(|mark| {
        let (from, to) = (at.min(*mark), at.max(*mark));
        to - from <= NEAR && !lines[from..=to].iter().any(&is_end)
    })
}

/// Returns whether the running text begins with a line. A number alone may be that of
/// a page.
fn opens_text(line: &str) -> bool {
    let words = bare(line);
    let is_number = words.len() == 1 && words[0].chars().count() < 5;
    opens_chapter(line) && !is_number && !is_heading_of(BEFORE_TEXT, line)
}

fn opens_other_books(line: &str) -> bool {
    let lower = line.to_lowercase();
    opens_list(line)
        || is_heading_of(REFERENCES, line)
        || items(ADVERTS).any(|sign| lower.contains(sign))
}

fn is_heading_of(table: &str, line: &str) -> bool {
    listed(table, &bare(line).join(" "))
}

fn has_price(line: &str) -> bool {
    line.contains(['$', '£', '€'])
}

/// Returns whether what comes before "ISBN" in a line is a claim of copyright.
fn starts_legally(line: &str) -> bool {
    let lower = line.to_lowercase();
    let before = lower.find("isbn").map(|at| &lower[..at]);
    before.is_some_and(|before| {
        [
            "©",
            "(c)",
            "copyright",
            "rights reserved",
            "rechte vorbehalten",
        ]
        .iter()
        .any(|sign| before.contains(sign))
    })
}

/// Returns whether a line says "ISBN" and holds nothing else but labels and numbers.
fn says_isbn(line: &str) -> bool {
    let lower = line.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    lower.contains("isbn") && words.all(|word| listed(LABELS, word))
}

/// Returns the ISBNs of line `at`, or of the line below it if it is only their label.
fn labelled(lines: &[&str], at: usize, is_front: bool) -> Vec<Isbn> {
    let found = own(lines[at], is_front);
    let n_digits = lines[at].chars().filter(char::is_ascii_digit).count();
    if !found.is_empty() || n_digits > 2 || !says_isbn(lines[at]) {
        return found;
    }
    let mut below = lines[at + 1..].iter().map(|line| line.trim());
    let below = below.find(|line| !line.is_empty());
    below.and_then(Isbn::parse).into_iter().collect()
}

/// Returns the ISBNs of a line that says "ISBN" and holds nothing else but labels, or
/// a claim of copyright before them; in front of the text, anything that a copyright
/// page says.
fn own(line: &str, is_front: bool) -> Vec<Isbn> {
    let lower = line.to_lowercase();
    let Some(at) = lower.find("isbn") else {
        return Vec::new();
    };
    let lower = if starts_legally(line) || is_front && has_legal(&lower[..at]) {
        &lower[at..]
    } else {
        &lower
    };
    if !says_isbn(lower) {
        return Vec::new();
    }
    let plain = [
        "isbn-13", "isbn-10", "isbn 13:", "isbn 10:", "isbn 13 ", "isbn 10 ",
    ]
    .iter()
    .chain(&["isbn13", "isbn10", "isbn"])
    .fold(lower.to_owned(), |text, label| text.replace(label, " "))
    .replace(['(', ')', '[', ']'], " ; ");
    let numbers: String = plain
        .chars()
        .map(|c| {
            if c.is_alphabetic() && c != 'x' {
                ';'
            } else {
                c
            }
        })
        .collect();
    let mut found = Vec::new();
    for part in numbers.split([';', ',', ':', '/', '|']) {
        let part = part.trim().trim_matches(['.', '-', '–', '—', ' ']);
        found.extend(Isbn::parse(part));
    }
    found
}
