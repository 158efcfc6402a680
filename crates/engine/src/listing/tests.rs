//! Books and records whose relation is known, and what must be said.

use colophon_catalogue::Isbn;
use colophon_catalogue::Record;
use colophon_index::RecordDigests;

use crate::report::model::Tier;

use super::memory::Memory;
use super::*;

mod kinds;
mod names;
mod pairs;

fn record(id: usize, title: &str, author: &str) -> Record {
    Record {
        id: id.to_string(),
        title: title.to_owned(),
        author: author.to_owned(),
        ..Record::default()
    }
}

fn book(title: &str, author: &str) -> Book {
    Book {
        title: title.to_owned(),
        author: author.to_owned(),
        ..Book::default()
    }
}

fn search(book: &Book, records: Vec<Record>) -> Vec<Listing> {
    let Ok(listings) = listings(book, &Memory::new(records));
    listings
}

fn tiers(listings: &[Listing]) -> Vec<&'static str> {
    let listed = listings.iter().flat_map(|listing| &listing.records);
    listed.map(|listed| listed.tier.as_str()).collect()
}

const ISBN: &str = "9780306406157";

#[test]
fn a_file_is_known_by_each_digest() {
    let mut memory = Memory::default();
    let md5 = Record {
        md5: Some([1; 16]),
        ..record(1, "Something else", "Somebody")
    };
    let reported = Record {
        md5: Some([9; 16]),
        md5_reported: Some([1; 16]),
        ..record(2, "", "")
    };
    memory.add(md5, RecordDigests::default());
    memory.add(reported, RecordDigests::default());
    let more = RecordDigests {
        sha1: Some([2; 20]),
        sha256: Some([3; 32]),
    };
    memory.add(record(3, "", ""), more);
    memory.add(record(4, "", ""), RecordDigests::default());
    let file = |md5, sha1, sha256| Book {
        digests: vec![BookDigests { md5, sha1, sha256 }],
        ..book("Faust", "Goethe")
    };
    for (book, n, name) in [
        (file(Some([1; 16]), None, None), 2, "MD5"),
        (file(None, Some([2; 20]), None), 1, "SHA-1"),
        (
            file(Some([7; 16]), Some([7; 20]), Some([3; 32])),
            1,
            "SHA-256",
        ),
        (file(Some([7; 16]), Some([7; 20]), Some([7; 32])), 0, ""),
    ] {
        let Ok(found) = listings(&book, &memory);
        assert_eq!(tiers(&found), vec!["identical-file"; n], "{name}");
        for listed in found.iter().flat_map(|listing| &listing.records) {
            assert!(
                listed.reason.starts_with(&format!("The {name} ")),
                "{}",
                listed.reason
            );
        }
    }
}

#[test]
fn a_number_needs_a_title_or_an_author() {
    let with = |title, author, identifiers: &str| Record {
        identifiers: identifiers.to_owned(),
        ..record(1, title, author)
    };
    let faust = Book {
        isbns: Isbn::parse(ISBN).into_iter().collect(),
        asins: vec!["b000000001".to_owned()],
        ..book("Faust", "Johann Goethe")
    };
    for (record, expected) in [
        (with("Faust", "Goethe, Johann", "0306406152"), "confirmed"),
        (with("Faust", "", ISBN), "confirmed"),
        (with("Faust", "Somebody Else", ISBN), "confirmed"),
        (
            with("Die Leiden des jungen Werther", "Johann Goethe", ISBN),
            "confirmed",
        ),
        (with("", "", ISBN), "probable"),
        (with("The Tempest", "William Shakespeare", ISBN), "review"),
        (
            with("Faust, Part Two", "Johann Goethe", "9780306406158"),
            "review",
        ),
        (
            Record {
                asin: "B000000009, B000000001".to_owned(),
                ..with("Faust", "J. Goethe", "")
            },
            "confirmed",
        ),
    ] {
        let found = search(&faust, vec![record.clone()]);
        assert_eq!(tiers(&found), [expected], "{record:?}");
    }
    let first = Book {
        volume: "1".to_owned(),
        ..faust.clone()
    };
    let second = Record {
        volume: "2".to_owned(),
        ..with("Faust", "Johann Goethe", ISBN)
    };
    // One of the two counts otherwise, or the number is that of the set.
    let found = search(&first, vec![second]);
    assert_eq!(tiers(&found), ["review"]);
    let reason = &found[0].records[0].reason;
    assert!(reason.contains("but the volumes differ"), "{reason}");
    let poems = Book {
        title: "Poems".to_owned(),
        ..faust
    };
    assert_eq!(
        tiers(&search(&poems, vec![with("Poems", "Somebody Else", ISBN)])),
        ["review"]
    );
    let only_isbn = Book {
        isbns: poems.isbns.clone(),
        ..Book::default()
    };
    assert_eq!(
        tiers(&search(&only_isbn, vec![with("Faust", "Goethe", ISBN)])),
        ["probable"]
    );
}

#[test]
fn a_common_title_needs_year_and_imprint() {
    let poems = Book {
        year: Some(1931),
        imprint: "Faber & Faber".to_owned(),
        ..book("Collected Poems", "Jane Doe")
    };
    let with = |year: &str, imprint: &str| Record {
        year: year.to_owned(),
        imprint: imprint.to_owned(),
        ..record(1, "Collected Poems", "Doe, Jane")
    };
    for (record, expected) in [
        (with("1931", "Faber and Faber Ltd"), "strong"),
        (with("c1931", ""), "probable"),
        (with("1931", "Viking"), "review"),
        (with("1955", "Faber and Faber"), "review"),
        (with("", ""), "review"),
    ] {
        assert_eq!(
            tiers(&search(&poems, vec![record.clone()])),
            [expected],
            "{record:?}"
        );
    }
}

#[test]
fn a_pen_name_counts_once_it_is_declared() {
    let records = vec![record(1, "Silent Harbour", "Currer Bell")];
    let mut own = book("Silent Harbour", "Charlotte Bronte");
    assert!(search(&own, records.clone()).is_empty());
    own.pen_names = vec!["Currer Bell".to_owned()];
    let found = search(&own, records);
    assert_eq!(tiers(&found), ["strong"]);
    assert_eq!(
        found[0].records[0].reason,
        "Title and author agree under the declared pen name Currer Bell."
    );
}

#[test]
fn half_a_question_gets_a_few_candidates() {
    let records: Vec<Record> = (0..100)
        .map(|id| {
            record(
                id,
                "Silent Harbour",
                &format!(
                    "Author{} Doe",
                    char::from(b'a' + u8::try_from(id % 26).unwrap())
                ),
            )
        })
        .collect();
    let by_title = search(&book("Silent Harbour", ""), records.clone());
    assert_eq!(tiers(&by_title), vec!["review"; 20]);
    let by_author = search(&book("", "Authora Doe"), records.clone());
    assert_eq!(tiers(&by_author), vec!["review"; 4]);
    assert!(search(&Book::default(), records).is_empty());
    for nobody in ["", " ", "N/A", "Unknown", "Anonymous", "-", "o. A."] {
        assert!(!book("Silent Harbour", nobody).can_be_looked_up());
    }
    assert!(book("Silent Harbour", "Packt").can_be_looked_up());
    let unnamed = Book {
        pen_names: vec!["Currer Bell".to_owned()],
        ..book("Silent Harbour", "Unknown")
    };
    assert!(unnamed.can_be_looked_up());
}

#[test]
fn an_author_alone_is_a_matter_for_a_person() {
    let authors = [
        "Ursula K. Le Guin",
        "Le Guin, Ursula K.",
        "John Smith",
        "Smith, J.",
        "Smithson, Jane",
        "夏目漱石",
        "夏目友人",
    ];
    let records: Vec<Record> = authors
        .iter()
        .enumerate()
        .map(|(id, author)| record(id, &format!("Title {id}"), author))
        .collect();
    for (asked, expected) in [
        ("Le Guin", &["0", "1"][..]),
        ("Guin", &["0", "1"]),
        ("SMITH", &["2", "3"]),
        ("Smith, John", &["2"]),
        ("James Smith", &["3"]),
        ("Jim Smithson", &[]),
        ("夏目漱石", &["5"]),
    ] {
        let found = search(&book("", asked), records.clone());
        let listed = found.iter().flat_map(|listing| &listing.records);
        let mut ids: Vec<&str> = listed.map(|listed| listed.record.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{asked}");
        assert_eq!(tiers(&found), vec!["review"; expected.len()], "{asked}");
    }
    let found = search(&book("", "Le Guin"), records);
    let reason = &found[0].records[0].reason;
    assert_eq!(reason, "The surname agrees; no title was given.");
}

#[test]
fn records_come_by_work_edition_and_file() {
    let edition = |id, title: &str, year: &str, identifiers: &str, format: &str| Record {
        year: year.to_owned(),
        identifiers: identifiers.to_owned(),
        format: format.to_owned(),
        ..record(id, title, "Jane Doe")
    };
    let faust = Book {
        isbns: Isbn::parse(ISBN).into_iter().collect(),
        ..book("Silent Harbour", "Jane Doe")
    };
    let found = search(
        &faust,
        vec![
            edition(1, "Silent Harbour", "2001", "", "epub"),
            edition(2, "Silent Harbour Returns", "2003", "", "epub"),
            edition(3, "Silent Harbour", "1999", ISBN, "pdf"),
            edition(4, "Silent Harbour, Second Edition", "2001", "", "pdf"),
            edition(5, "Silent Harbour", "2001", "", "pdf"),
            edition(6, "Silent Harbour", "1999", ISBN, "epub"),
        ],
    );
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].work.id, "test:3");
    let ids: Vec<&str> = found[0]
        .records
        .iter()
        .map(|listed| listed.record.id.as_str())
        .collect();
    assert_eq!(ids, ["3", "6", "1", "5", "4"]);
    let editions: Vec<usize> = found[0]
        .records
        .iter()
        .map(|listed| listed.edition)
        .collect();
    assert_eq!(editions, [0, 0, 1, 1, 1]);
    assert_eq!(found[1].tier(), Tier::Review);
    assert_eq!(found[1].records[0].record.id, "2");
}

#[test]
fn years_part_books_of_one_short_title() {
    let of = |year, title: &str| Record {
        year: String::from(year),
        ..record(1, title, "Jane Doe")
    };
    let own = Book {
        year: Some(2003),
        ..book("Harbour", "Jane Doe")
    };
    assert_eq!(
        tiers(&search(&own, vec![of("2004", "Harbour: The Beginning")])),
        ["strong"]
    );
    assert_eq!(
        tiers(&search(&own, vec![of("2009", "Harbour: The Beginning")])),
        ["review"]
    );
    assert_eq!(
        tiers(&search(&own, vec![of("2009", "Harbour")])),
        ["strong"]
    );
    let own = Book {
        title: "Harbour: The Beginning".to_owned(),
        ..own
    };
    for (year, tier) in [("2003", "strong"), ("2009", "review"), ("0", "review")] {
        assert_eq!(tiers(&search(&own, vec![of(year, "Harbour")])), [tier]);
    }
}

#[test]
fn years_tell_a_book_from_one_of_stories() {
    let of = |year, title: &str| Record {
        year: String::from(year),
        ..record(1, title, "Jane Doe")
    };
    let (plain, stories) = ("People of the Old Town", "People of the Old Town: Stories");
    for (own, own_year, other, year, tier) in [
        (plain, 2013, stories, "2015", "review"),
        (plain, 2013, stories, "2014", "strong"),
        (plain, 2013, stories, "", "strong"),
        (stories, 2015, plain, "2013", "review"),
        (stories, 2015, plain, "", "review"),
        (stories, 2015, plain, "2015", "strong"),
        (stories, 2015, stories, "2019", "strong"),
    ] {
        let own = Book {
            year: Some(own_year),
            ..book(own, "Jane Doe")
        };
        assert_eq!(
            tiers(&search(&own, vec![of(year, other)])),
            [tier],
            "{own:?} {other} {year}"
        );
    }
}

#[test]
fn silence_tells_nothing_where_a_title_has_several_books() {
    let of = |id, title: &str, language: &str| Record {
        language: language.to_owned(),
        ..record(id, title, "Jane Doe")
    };
    let by_id = |title: &str, records: &[Record]| {
        let found = search(&book(title, "Jane Doe"), records.to_vec());
        let listed = found.iter().flat_map(|listing| &listing.records);
        let mut tiers: Vec<_> = listed
            .map(|listed| (listed.record.id.clone(), listed.tier.as_str()))
            .collect();
        tiers.sort();
        let tiers: Vec<_> = tiers.into_iter().map(|(_, tier)| tier).collect();
        tiers
    };
    let books = [
        of(1, "Magician", "English"),
        of(2, "Magician: There and Back Again", "English"),
        of(3, "Magician: Over Hill and Dale", "english"),
    ];
    assert_eq!(by_id("Magician", &books), ["strong", "review", "review"]);
    assert_eq!(
        by_id("Magician: Over Hill and Dale", &books),
        ["review", "review", "strong"]
    );
    assert_eq!(
        by_id("Magician: Over Hill and Dale", &books[..1]),
        ["strong"]
    );
    assert_eq!(by_id("Magician", &books[..2]), ["strong", "strong"]);
    // A translation has another subtitle and is the same book.
    let translated = [
        of(1, "Magician", "English"),
        of(2, "Magician: Tower Days and Tower Nights", "English"),
        of(3, "Magician: Tage und Nächte im Turm", "German"),
        of(4, "Magician: Nights in the Tower Room", "English"),
    ];
    assert_eq!(by_id("Magician", &translated), ["strong"; 4]);
    let numbered = [
        of(1, "Talks With Him: A Dialogue, Book 2", "English"),
        of(2, "Talks With Him: A Dialogue, Book 3", "French"),
    ];
    assert_eq!(by_id("Talks With Him", &numbered), ["review", "review"]);
    assert_eq!(by_id("Talks With Him", &numbered[..1]), ["strong"]);
    let parts = [
        of(1, "The Mile, Part 5: Night Journey", "English"),
        of(2, "The Mile, Part 4: Bad Death", "English"),
    ];
    assert_eq!(by_id("The Mile, Part 5", &parts), ["strong"]);
}

#[test]
fn another_isbn_weakens_what_a_subtitle_leaves_open() {
    let own = |title: &str| Book {
        isbns: Isbn::parse("9780804429573").into_iter().collect(),
        ..book(title, "Jane Doe")
    };
    let of = |title: &str, identifiers: &str| Record {
        identifiers: identifiers.to_owned(),
        ..record(1, title, "Jane Doe")
    };
    for (title, its_title, isbn, tier) in [
        ("Harbour: There and Back Again", "Harbour", ISBN, "review"),
        ("Harbour", "Harbour: There and Back Again", ISBN, "review"),
        ("Harbour: There and Back Again", "Harbour", "", "strong"),
        ("Harbour: A Novel", "Harbour", ISBN, "strong"),
        ("Harbour", "Harbour", ISBN, "strong"),
        (
            "The Silent Harbour Road: A Life",
            "The Silent Harbour Road",
            ISBN,
            "strong",
        ),
    ] {
        let found = search(&own(title), vec![of(its_title, isbn)]);
        assert_eq!(tiers(&found), [tier], "{title} | {its_title} | {isbn}");
    }
}

#[test]
fn an_article_is_one_in_the_language_of_the_record() {
    for (title, its_title, language, expected) in [
        ("Die Trying", "Trying", "English", "review"),
        ("Trying", "Die Trying", "eng", "review"),
        ("Die Welle", "Welle", "German", "strong"),
        ("Die Welle", "Welle", "English; German", "strong"),
        ("Thurman", "Uma Thurman", "English", "review"),
        ("Le Père Goriot", "Père Goriot", "English", "strong"),
        ("Uma noite", "Noite", "Portuguese", "strong"),
        ("Alquimista", "O Alquimista", "pt", "strong"),
        ("La Dame aux Fleurs", "Dame aux Fleurs", "English", "strong"),
        ("The Tower", "Tower", "German", "strong"),
        ("A Tower", "Tower", "English", "strong"),
        ("Der Turm", "Turm", "Klingon", "strong"),
        ("Die Welle", "Die Welle", "English", "strong"),
    ] {
        let record = Record {
            language: language.to_owned(),
            ..record(1, its_title, "Jane Doe")
        };
        let found = search(&book(title, "Jane Doe"), vec![record]);
        assert_eq!(
            tiers(&found),
            [expected],
            "{title} | {its_title} | {language}"
        );
    }
}

#[test]
fn every_pair_gets_its_tier() {
    let mut wrong = Vec::new();
    let mut n_pairs = 0;
    for line in pairs::PAIRS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [title, author, its_title, its_author, expected] = fields[..] else {
            panic!("no pair: {line}");
        };
        n_pairs += 1;
        let found = search(&book(title, author), vec![record(1, its_title, its_author)]);
        let tier = tiers(&found).first().copied().unwrap_or("none");
        // A record judged alone must get the same as in a search.
        let alone = tier_of(&book(title, author), &record(1, its_title, its_author));
        let alone = alone.map_or("none", |(tier, _)| tier.as_str());
        if tier != expected || alone != expected {
            wrong.push(format!("{line}: {tier}, {alone}"));
        }
    }
    assert!(n_pairs > 80, "{n_pairs}");
    assert!(
        wrong.is_empty(),
        "{} of {n_pairs}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_kind_of_difference_gets_its_answer() {
    let mut wrong = Vec::new();
    let mut n_pairs = 0;
    for line in kinds::KINDS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [title, author, its_title, its_author, expected] = fields[..] else {
            panic!("not a pair: {line}");
        };
        n_pairs += 1;
        let found = search(&book(title, author), vec![record(1, its_title, its_author)]);
        let tier = found.first().map(Listing::tier);
        let is_right = match expected {
            "found" => tier.is_some_and(Tier::is_found),
            "review" => tier == Some(Tier::Review),
            "none" => tier.is_none(),
            "shown" => tier.is_some(),
            "doubted" => !tier.is_some_and(Tier::is_found),
            _ => panic!("not an answer: {line}"),
        };
        if !is_right {
            let reason = found
                .first()
                .map(|listing| listing.records[0].reason.clone());
            wrong.push(format!("{line}: {tier:?}, {reason:?}"));
        }
    }
    assert!(n_pairs > 150, "{n_pairs}");
    assert!(
        wrong.is_empty(),
        "{} of {n_pairs}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
