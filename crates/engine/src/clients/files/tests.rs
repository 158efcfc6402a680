//! Tests of which file belongs to which title.

use super::*;

fn title(title: &str, author: &str) -> ClientTitle {
    ClientTitle {
        title: title.to_owned(),
        author: author.to_owned(),
        ..ClientTitle::default()
    }
}

fn assigned(titles: &[ClientTitle], files: &[&str]) -> (Vec<Vec<String>>, [Vec<String>; 3]) {
    let root = Path::new("/books");
    let files: Vec<PathBuf> = files.iter().map(|file| root.join(file)).collect();
    let found = assign(titles, &files, root);
    let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
    let of_title = found
        .of_title
        .iter()
        .map(|files| files.iter().map(name).collect())
        .collect();
    let doubtful = found.doubtful.into_iter().map(|(path, _)| path).collect();
    let others =
        [found.unclaimed, found.ambiguous, doubtful].map(|it| it.iter().map(name).collect());
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
    let (of_title, [unclaimed, ambiguous, doubtful]) = assigned(
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
    assert!(ambiguous.is_empty() && doubtful.is_empty());
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
    let (of_title, [unclaimed, ambiguous, doubtful]) = assigned(&titles, &files);
    // The one that names the author fits better; the other is not forgotten.
    assert_eq!(of_title[0], ["Writer - Salt Road.pdf", "Salt Road.docx"]);
    assert!(of_title[1].is_empty() && of_title[2].is_empty());
    assert_eq!(ambiguous, ["night_train.docx"]);
    assert_eq!(of_title[3], ["Slow Boat.txt"]);
    assert_eq!(of_title[4], ["Slow Boat.txt"], "two rows of one book");
    assert!(unclaimed.is_empty() && doubtful.is_empty());
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

/// What becomes of a file.
#[derive(Debug, PartialEq)]
enum Becomes {
    Read,
    Doubtful,
    Unclaimed,
}

#[test]
fn a_name_that_says_more_than_title_and_author_is_only_named() {
    use Becomes::{Doubtful, Read, Unclaimed};
    let mut salt = title("Salt: A History of the Sea", "Ursula K. Le Guin");
    salt.imprint = Some("Quay Press".to_owned());
    salt.series = Some("The Coast".to_owned());
    salt.volume = Some("2".to_owned());
    let mut named = title("Ebb", "Anna Weller");
    named.pen_names = vec!["Mary Stone".to_owned()];
    let titles = [
        title("Emma", "Jane Austen"),
        title("The Harbour", "Anna Weller"),
        title("It", "Stephen King"),
        salt,
        named,
        title("King", "Stephen King"),
        title("Robin", "Robert Fell"),
    ];
    for (file, at, becomes) in [
        ("Jane Writer/Emma Brown.txt", 0, Doubtful),
        ("Emma.txt", 0, Read),
        ("Austen/Emma.txt", 0, Read),
        ("Jane Austen/Emma.txt", 0, Read),
        ("Austen, Jane/Emma - revised edition.txt", 0, Read),
        ("J. Austen - Emma.txt", 0, Read),
        ("Emma (Austen, 1815).epub", 0, Read),
        ("Austen - Emma - 2nd edition.txt", 0, Read),
        ("Emma Brown.txt", 0, Unclaimed),
        ("Anna Smith - The Harbour.txt", 1, Doubtful),
        ("Weller, Tom - The Harbour.txt", 1, Doubtful),
        ("Weller, Tom - The Harbour Murders.txt", 1, Doubtful),
        ("Anna Weller - The Harbour Lights.txt", 1, Doubtful),
        ("Anna Weller - The Harbour, Book 2.txt", 1, Doubtful),
        (
            "Review of The Harbour by Anna Weller (by Tom).txt",
            1,
            Doubtful,
        ),
        ("Tom Weller/The Harbour.txt", 1, Doubtful),
        ("Weller, Tom/Harbour final.txt", 1, Doubtful),
        ("Weller manuscripts/Harbour final.txt", 1, Read),
        ("Anna Weller - The Harbour final v2.txt", 1, Read),
        ("The Harbour by Anna Weller.txt", 1, Read),
        ("King of It all.txt", 2, Doubtful),
        ("Stephen King - It.txt", 2, Read),
        ("Stephen King.txt", 5, Doubtful),
        ("King.txt", 5, Read),
        ("Le Guin - Salt - a history of the sea.txt", 3, Read),
        (
            "LeGuin, Ursula - Salt (The Coast 2, Quay Press).txt",
            3,
            Read,
        ),
        ("Le Guin - Salt and Pepper.txt", 3, Doubtful),
        ("Mary Stone/Ebb.txt", 4, Read),
        ("Stone - Ebb.txt", 4, Read),
        ("Bob Fell - Robin.txt", 6, Read),
        ("Tom Fell - Robin.txt", 6, Doubtful),
    ] {
        let (of_title, [unclaimed, _, doubtful]) = assigned(&titles, &[file]);
        let found = if of_title[at] == [file] {
            Read
        } else if doubtful == [file] {
            Doubtful
        } else {
            assert_eq!(unclaimed, [file], "{of_title:?}");
            Unclaimed
        };
        assert_eq!(found, becomes, "{file}");
        let n_read = of_title.concat().len();
        assert_eq!(n_read, usize::from(becomes == Read), "{file}");
    }
}

#[test]
fn the_file_with_nothing_but_the_title_is_read() {
    let titles = [title("Emma", "Jane Austen")];
    let files = ["Jane Writer/Emma Brown.txt", "Emma.txt"];
    let (of_title, [_, _, doubtful]) = assigned(&titles, &files);
    assert_eq!(of_title[0], ["Emma.txt"]);
    assert_eq!(doubtful, ["Jane Writer/Emma Brown.txt"]);
}
