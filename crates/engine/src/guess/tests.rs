use std::path::Path;

use colophon_extract::{Limits, read_here};

use super::named::Named;
use super::{Guess, imprint, name, of};
use crate::report::model::GuessedFrom;

const PROSE: &str = "It was a dark and stormy night, and nobody in the village had slept for a week, least of all the miller’s wife.";

fn guess_in(text: &str, file: &str) -> Option<Guess> {
    let path = Path::new(file);
    let document = read_here(text.as_bytes(), path.file_name(), &Limits::default()).unwrap();
    of(&document, path)
}

fn named(text: &str) -> (Option<String>, Option<String>) {
    let guess = guess_in(text, "draft3.txt").unwrap_or_default();
    (guess.title, guess.author)
}

#[track_caller]
fn page(lines: &str, title: &str, author: &str) {
    let (found, by) = named(&format!("{lines}\n\nChapter 1\n\n{PROSE}\n"));
    assert_eq!(
        found.as_deref(),
        Some(title).filter(|it| !it.is_empty()),
        "{lines}"
    );
    assert_eq!(
        by.as_deref(),
        Some(author).filter(|it| !it.is_empty()),
        "{lines}"
    );
}

#[test]
fn title_pages_are_read() {
    page(
        "The Salt Road\n\nby\n\nJane Writer",
        "The Salt Road",
        "Jane Writer",
    );
    page(
        "THE SALT ROAD\nA Novel\n\nJane Writer",
        "The Salt Road",
        "Jane Writer",
    );
    page(
        "Jane Writer\n\nTHE SALT ROAD",
        "The Salt Road",
        "Jane Writer",
    );
    page(
        "The Salt Road by Jane Writer",
        "The Salt Road",
        "Jane Writer",
    );
    page(
        "The Salt Road\nA novel by Jane Writer\nDraft 3 - June 2024",
        "The Salt Road",
        "Jane Writer",
    );
    page(
        "# The Salt Road\n\n## Jane Writer",
        "The Salt Road",
        "Jane Writer",
    );
    page(
        "Die Salzstraße\n\nRoman von Anna Müller",
        "Die Salzstraße",
        "Anna Müller",
    );
    page(
        "Anna Müller\n\nDie Salzstraße\n\nRoman",
        "Die Salzstraße",
        "Anna Müller",
    );
    page(
        "Der Prozess\n\nvon Franz Kafka",
        "Der Prozess",
        "Franz Kafka",
    );
    page(
        "The Salt Road\n\n© 2024 Jane Writer. All rights reserved.",
        "The Salt Road",
        "Jane Writer",
    );
}

#[test]
fn a_manuscript_begins_with_its_sender() {
    let sender = "Jane Writer\n22 Harbour Street\nBristol BS1 4DJ\njane@example.com\nAbout 85,000 words\n\n\n";
    page(
        &format!("{sender}THE SALT ROAD\n\nby Jane Writer"),
        "The Salt Road",
        "Jane Writer",
    );
    page(
        &format!("{sender}The Salt Road"),
        "The Salt Road",
        "Jane Writer",
    );
    // The person behind a pen name is in the address.
    page(
        &format!("{sender}The Salt Road\n\nby J. W. Marsh"),
        "The Salt Road",
        "J. W. Marsh",
    );
}

#[test]
fn a_title_in_two_lines_is_one() {
    page(
        "THE HOUND OF\nTHE BASKERVILLES\n\nby Arthur Conan Doyle",
        "The Hound Of The Baskervilles",
        "Arthur Conan Doyle",
    );
    page(
        "The War\nof the Worlds\n\nby H. G. Wells",
        "The War of the Worlds",
        "H. G. Wells",
    );
    page(
        "Frankenstein\nA Romance\n\nby Mary Shelley",
        "Frankenstein",
        "Mary Shelley",
    );
}

#[test]
fn two_names_are_an_open_question() {
    let guess = guess_in(
        &format!("Charlotte Brontë\n\nJane Eyre\n\nChapter 1\n\n{PROSE}"),
        "draft3.txt",
    )
    .unwrap();
    assert!(guess.is_open);
    // The name of the file answers it.
    let guess = guess_in(
        &format!("Charlotte Brontë\n\nJane Eyre\n\nChapter 1\n\n{PROSE}"),
        "jane-eyre-v2.txt",
    )
    .unwrap();
    assert_eq!(
        (guess.title.as_deref(), guess.author.as_deref()),
        (Some("Jane Eyre"), Some("Charlotte Brontë"))
    );
    assert!(!guess.is_open);
}

#[test]
fn prose_is_no_title() {
    for text in [
        PROSE.to_owned(),
        format!("Chapter 1\n\n{PROSE}"),
        format!("It was cold.\n\n{PROSE}"),
        format!("“Where is she?”\n\n{PROSE}"),
        format!("For my mother\n\nChapter One\n\n{PROSE}"),
        format!("12 March 2024\n\nSecond draft\n\n85,000 words\n\n{PROSE}"),
        format!("1\n\n{PROSE}"),
    ] {
        assert_eq!(named(&text), (None, None), "{text}");
    }
}

#[test]
fn what_is_declared_is_not_guessed() {
    let html = |head: &str| {
        format!(
            "<html><head>{head}</head><body><p>The Salt Road</p><p>by Jane Writer</p><h2>Chapter 1</h2><p>{PROSE}</p></body></html>"
        )
    };
    let guess = |head: &str| guess_in(&html(head), "draft3.html");
    assert_eq!(
        guess("<title>A</title><meta name=\"author\" content=\"B\">"),
        None
    );
    let by_title = guess("<title>The Salt Road</title>").unwrap();
    assert_eq!(
        (by_title.title, by_title.author.as_deref()),
        (None, Some("Jane Writer"))
    );
    let by_author = guess("<meta name=\"author\" content=\"Jane Writer\">").unwrap();
    assert_eq!(
        (by_author.title.as_deref(), by_author.author),
        (Some("The Salt Road"), None)
    );
}

#[test]
fn names_of_files_are_read() {
    let of = |file: &str| {
        let named = name::read(Path::new(file));
        (
            named.title.unwrap_or_default(),
            named.author.unwrap_or_default(),
        )
    };
    for (file, title, author) in [
        (
            "Jane Writer - The Salt Road - draft 3.docx",
            "The Salt Road",
            "Jane Writer",
        ),
        (
            "The Salt Road - Jane Writer (final).docx",
            "The Salt Road",
            "Jane Writer",
        ),
        ("The_Salt_Road_v3_FINAL.docx", "The Salt Road", ""),
        ("the-salt-road.docx", "The salt road", ""),
        ("TheSaltRoad2.docx", "The Salt Road2", ""),
        (
            "The Salt Road by Jane Writer.pdf",
            "The Salt Road",
            "Jane Writer",
        ),
        ("Die Salzstraße Fassung 2.odt", "Die Salzstraße", ""),
        ("draft3.docx", "", ""),
        ("manuscript final v2.docx", "", ""),
        ("MS_2024-06-01.docx", "", ""),
        ("Untitled 3.docx", "", ""),
        ("scan0012.pdf", "", ""),
        ("Chapter 12.docx", "", ""),
        ("novel.txt", "", ""),
    ] {
        assert_eq!(of(file), (title.to_owned(), author.to_owned()), "{file}");
    }
}

#[test]
fn only_the_books_own_numbers_are_taken() {
    const OWN: &str = "9780306406157";
    let isbns = |text: &str| -> Vec<String> {
        let document = read_here(text.as_bytes(), None, &Limits::default()).unwrap();
        imprint::numbers(&document, &Named::default())
            .isbns
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    for text in [
        "Copyright © 2019 Jane Writer\nAll rights reserved.\nISBN 978-0-306-40615-7\n",
        "First published in 2019\n\nISBN-13: 9780306406157 (paperback)\nISBN-10: 0-306-40615-2\n",
        "Alle Rechte vorbehalten.\nISBN 978-0-306-40615-7\nPrinted in Germany\n",
    ] {
        assert_eq!(
            isbns(&format!("{text}\nChapter 1\n\n{PROSE}\n")),
            [OWN],
            "{text}"
        );
        // At the end of a book, too.
        let back = format!("{}\n\n{text}", format!("{PROSE}\n").repeat(400));
        assert_eq!(isbns(&back), [OWN], "{text}");
    }
    for text in [
        "She read ISBN 9780306406157 aloud. All rights reserved.\n",
        "All rights reserved.\n\nAlso by Jane Writer\nISBN 9780306406157\n",
        "All rights reserved.\n\nThe Night Boat, ISBN 9780306406157\n",
        "All rights reserved.\nISBN 9780306406157 £8.99\n",
        "All rights reserved.\nISBN 9780306406158\n",
        "All rights reserved.\n\nChapter 1\n\nISBN 9780306406157\n",
    ] {
        assert!(isbns(&format!("{text}\n{PROSE}\n")).is_empty(), "{text}");
    }
}

#[test]
fn a_number_is_a_guess_of_its_own() {
    let text = format!("All rights reserved.\nISBN 9780306406157\n\nChapter 1\n\n{PROSE}");
    let guess = guess_in(&text, "draft3.txt").unwrap();
    assert_eq!(guess.from, [GuessedFrom::CopyrightPage]);
    assert!(!guess.is_named());
}

#[test]
fn a_number_in_front_of_the_text_needs_no_copyright_line() {
    let own = |text: &str| {
        let guess = guess_in(&format!("{text}\n\nChapter 1\n\n{PROSE}\n"), "draft3.txt");
        let guess = guess.unwrap_or_default();
        let isbns: Vec<String> = guess.isbns.iter().map(ToString::to_string).collect();
        (isbns, guess.from)
    };
    for line in [
        "ISBN 978-0-306-40615-7",
        "ISBN-13: 9780306406157",
        "ISBN (Print): 978-0-306-40615-7",
        "Print ISBN 978-0-306-40615-7",
        "E-ISBN: 978 0 306 40615 7",
        "ISBN 13: 978-0-306-40615-7",
        "ISBN der Printausgabe: 978-0-306-40615-7",
        "ISBN\n978-0-306-40615-7",
        "ISBN-10: 0-306-40615-2",
        "Published by Salt Press, Bristol. ISBN 978-0-306-40615-7",
    ] {
        let page = format!("The Salt Road\n\nJane Writer\n\n{line}");
        let (isbns, from) = own(&page);
        assert_eq!(isbns, ["9780306406157"], "{line}");
        assert_eq!(from, [GuessedFrom::TitlePage], "{line}");
        // After a dedication, too, and above the title.
        let page = format!("{line}\n\nThe Salt Road\n\nJane Writer");
        assert_eq!(own(&page).0, ["9780306406157"], "{line}");
        let page = format!("The Salt Road\n\nDedication\n\nFor my mother, who waited.\n\n{line}");
        assert_eq!(own(&page).0, ["9780306406157"], "{line}");
    }
    let claimed = own("The Salt Road\n\n© 2019 Jane Writer, ISBN 978-0-306-40615-7");
    assert_eq!(claimed.0, ["9780306406157"]);
    for page in [
        "The Salt Road\n\nAlso by Jane Writer\n\nThe Night Boat\nISBN 978-0-306-40615-7",
        "The Salt Road\n\nOther books\n\nISBN 978-0-306-40615-7",
        "The Salt Road\n\nBibliography\n\nISBN 978-0-306-40615-7",
        "The Salt Road\n\nNow available in paperback:\nISBN 978-0-306-40615-7",
        "The Salt Road\n\nISBN 978-0-306-40615-8",
        "The Salt Road\n\nChapter 1\n\nISBN 978-0-306-40615-7",
        "The Salt Road\n\nA reader of ISBN 978-0-306-40615-7 said so",
    ] {
        assert!(own(page).0.is_empty(), "{page}");
    }
    // What the running text says is not on the title page.
    let text = format!("{PROSE}\n").repeat(8);
    let guess = guess_in(
        &format!("{text}\nISBN 978-0-306-40615-7\n\n{text}"),
        "draft3.txt",
    );
    assert_eq!(guess, None);
}

#[test]
fn the_last_page_may_hold_the_number() {
    let isbns = |end: &str| {
        let text = format!(
            "The Salt Road\n\nby Jane Writer\n\nChapter 1\n\n{}\n\n{end}\n",
            format!("{PROSE}\n").repeat(200)
        );
        guess_in(&text, "draft3.txt")
            .unwrap_or_default()
            .isbns
            .len()
    };
    for end in [
        "ISBN 978-0-306-40615-7",
        "The End\n\nThe Salt Road\nJane Writer\nISBN 978-0-306-40615-7",
        "Gesetzt aus der Garamond\nDruck: Kessler, Ulm\nISBN 978-0-306-40615-7",
    ] {
        assert_eq!(isbns(end), 1, "{end}");
    }
    for end in [
        "The Night Boat\nISBN 978-0-306-40615-7",
        "Also by Jane Writer\n\nISBN 978-0-306-40615-7",
        "ISBN 978-0-306-40615-7, £8.99",
    ] {
        assert_eq!(isbns(end), 0, "{end}");
    }
}

#[test]
fn what_does_not_look_like_a_title_is_not_one() {
    for text in [
        format!("My\n\n{PROSE}"),
        format!("Quell\n\n{PROSE}"),
        format!("Said\n\n{PROSE}"),
        format!("My\n\nChapter 1\n\n{PROSE}"),
        format!("The Daughter of the\n\n{PROSE}"),
        format!("of the night\n\n{PROSE}"),
        format!("1. The Harbour\n\n{PROSE}"),
        format!("IV. Der Hafen\n\n{PROSE}"),
        format!("Erstes Kapitel\n\n{PROSE}"),
        format!("Kapitel 1: Der Hafen\n\n{PROSE}"),
        format!("# My\n\n{PROSE}"),
        format!("# Untitled\n\n## One\n\n{PROSE}"),
        "The old man in the\n\nharbour had been asleep for a week, and nobody wanted to wake him up.".to_owned(),
    ] {
        assert_eq!(named(&text).0, None, "{text}");
    }
    for (file, title) in [
        ("my-draft.docx", None),
        ("my_manuscript_final.docx", None),
        ("quell-version.docx", None),
        ("Quelldatei.odt", None),
        ("source final.docx", None),
        ("My Brilliant Summer.docx", Some("My Brilliant Summer")),
    ] {
        let named = name::read(Path::new(file));
        assert_eq!(named.title.as_deref(), title, "{file}");
    }
    // One word is a title where a chapter follows, or somebody wrote it.
    page("Emma", "Emma", "");
    page("It\n\nby Stephen King", "It", "Stephen King");
    page(
        "My\nFather’s House\n\nby Jane Writer",
        "My Father’s House",
        "Jane Writer",
    );
    page(
        "20,000 Leagues Under the Sea\n\nby Jules Verne",
        "20,000 Leagues Under the Sea",
        "Jules Verne",
    );
}
