//! All records of a name: who is among them, and which are of one work.

use colophon_catalogue::Record;
use colophon_catalogue::name::Agreement;

use super::super::memory::Memory;
use super::super::{Names, by_work, of_names};
use super::record;

/// Returns the numbers of the records that are of one of the names.
fn of(names: &[&str], authors: &[&str]) -> Vec<u32> {
    let records = (0..).zip(authors);
    let records = records.map(|(n, author)| record(n, "A Title", author));
    let memory = Memory::new(records.collect());
    let Ok((found, more)) = of_names(&Names::read(names.iter().copied()), &memory, &|| true);
    assert!(!more);
    found.into_iter().map(|named| named.id.number()).collect()
}

#[test]
fn a_namesake_with_another_initial_is_left_out() {
    let authors = [
        "Jane Writer",
        "Writer, Jane",
        "J. Writer",
        "Writer, J. K.",
        "Jane Q. Writer",
        "WRITER, JANE; Brand, Tom",
        "Writer",
        "John Writer",
        "K. Writer",
        "Jane Writersen",
        "Janet Writer",
        "Unknown",
        "",
    ];
    assert_eq!(of(&["Jane Writer"], &authors), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(of(&["Jane A. Writer"], &authors), [0, 1, 2, 5, 6]);
    // A bare surname leaves open who it is.
    assert_eq!(of(&["Writer"], &authors), [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]);
    assert_eq!(of(&["Writer", "Tom Brand"], &authors).len(), 10);
    assert_eq!(of(&["Unknown"], &authors), [0; 0]);
}

#[test]
fn a_name_is_found_in_its_other_forms() {
    let authors = [
        "Bob Weller",
        "Robert Weller",
        "Weller, R.",
        "Rupert Weller",
        "Leo Tolstoy",
        "Толстой, Лев",
        "LeGuin, Ursula",
        "Ursula K. Le Guin",
        "Murakami Haruki",
    ];
    assert_eq!(of(&["Robert Weller"], &authors), [0, 1, 2]);
    // Nobody whose initial is R. is called Bob there.
    assert_eq!(of(&["Bob Weller"], &authors), [0, 1]);
    assert_eq!(of(&["Lev Tolstoi"], &authors), [4, 5]);
    assert_eq!(of(&["Ursula Le Guin"], &authors), [6, 7]);
    assert_eq!(of(&["Haruki Murakami"], &authors), [8]);
}

#[test]
fn a_frequent_surname_is_narrowed_by_the_given_name() {
    // More records than are read for their surname alone.
    let mut records: Vec<Record> = (0..4_500)
        .map(|n| record(n, "A Title", &format!("P{n} Writer")))
        .collect();
    for author in ["Robert Writer", "Writer, R.", "Bob Writer", "Writer"] {
        records.push(record(9_000, "Another", author));
    }
    let memory = Memory::new(records);
    let names = Names::read(["Robert Writer"]);
    let Ok((found, _)) = of_names(&names, &memory, &|| true);
    let found: Vec<&str> = found.iter().map(|it| it.record.author.as_str()).collect();
    assert_eq!(found, ["Robert Writer", "Writer, R.", "Bob Writer"]);
    let Ok((all, _)) = of_names(&Names::read(["Writer"]), &memory, &|| true);
    assert_eq!(all.len(), 4_504);
    // Somebody who does not want to wait gets what there is.
    let Ok((none, _)) = of_names(&Names::read(["Writer"]), &memory, &|| false);
    assert!(none.is_empty());
}

#[test]
fn everyone_in_a_field_has_a_place() {
    let names = Names::read(["Jane Writer", "J. W. Marsh"]);
    let by = names.among("Writer, Jane; Brand, Tom").unwrap();
    assert_eq!(by.agreement, Agreement::Full);
    assert_eq!((by.name, by.shown.as_str()), (0, "Jane Writer"));
    assert_eq!(by.folded, "jane writer");
    assert_eq!(by.with, ["Tom Brand"]);
    let by = names.among("J. W. Marsh").unwrap();
    assert_eq!((by.name, by.agreement), (1, Agreement::Full));
    let by = names.among("Writer").unwrap();
    assert_eq!(by.agreement, Agreement::Surname);
    assert_eq!(names.among("Tom Brand"), None);
    assert!(Names::read(["Writer"]).are_surnames());
    assert!(Names::read(["Anonymous", ""]).is_empty());
}

#[test]
fn records_of_one_work_are_together() {
    let works = |pairs: &[(&str, &str)]| {
        let records: Vec<Record> = (0..)
            .zip(pairs)
            .map(|(n, (title, author))| record(n, title, author))
            .collect();
        by_work(&records, |_| None)
    };
    for (pairs, expected) in [
        (
            &[
                ("The Salt Road", "Jane Writer"),
                ("Salt Road, The: A Novel", "WRITER, JANE"),
                ("The Salt Road (retail)", "J. Writer"),
            ][..],
            &[&[0, 1, 2][..]][..],
        ),
        (
            &[("Poems", "John A. Smith"), ("Poems", "John B. Smith")],
            &[&[0], &[1]],
        ),
        // The first of the two may be either.
        (
            &[
                ("Poems", "John Smith"),
                ("Poems", "John A. Smith"),
                ("Poems", "John B. Smith"),
            ],
            &[&[0, 1], &[2]],
        ),
        (
            &[
                ("Magician: Apprentice", "Jane Writer"),
                ("Magician: Master", "Jane Writer"),
            ],
            &[&[0], &[1]],
        ),
        (
            &[
                ("History, Volume 1", "Jane Writer"),
                ("History, Volume 2", "Jane Writer"),
                ("History. Vol. 1", "Jane Writer"),
            ],
            &[&[0, 2], &[1]],
        ),
        (&[("A", "Jane Writer"), ("B", "Jane Writer")], &[&[0], &[1]]),
    ] {
        let found = works(pairs);
        let found: Vec<&[usize]> = found.iter().map(Vec::as_slice).collect();
        assert_eq!(found, expected, "{pairs:?}");
    }
    let records = [
        record(0, "Mort", "A B"),
        record(1, "Discworld: Mort", "A B"),
    ];
    let sure = by_work(&records, |_| Some("one".to_owned()));
    assert_eq!(sure, [[0, 1]]);
}
