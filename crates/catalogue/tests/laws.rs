//! What holds for every dump.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use colophon_catalogue::Kind;
use common::{UPDATED, create, read};
use proptest::prelude::*;

/// Writes a string as a program that dumps tables does.
fn literal(text: &str, quote: char, doubles: bool) -> String {
    let mut literal = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => literal.push_str("\\\\"),
            '\n' if !doubles => literal.push_str("\\n"),
            '\0' => literal.push_str("\\0"),
            '\u{1A}' => literal.push_str("\\Z"),
            c if c == quote && doubles => literal.extend([quote, quote]),
            c if c == quote => literal.extend(['\\', quote]),
            c => literal.push(c),
        }
    }
    literal.push(quote);
    literal
}

/// Returns a text in which everything that means something in SQL is frequent.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'".to_owned()),
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("`".to_owned()),
        Just("),(".to_owned()),
        Just("','".to_owned()),
        Just(";\n".to_owned()),
        Just("-- ".to_owned()),
        Just("/*!".to_owned()),
        Just("INSERT INTO `updated` VALUES (".to_owned()),
        Just("\0".to_owned()),
        "[a-zé罪 ]{0,20}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn dump(rows: &[(String, String)], is_mydumper: bool) -> String {
    let (quote, between) = if is_mydumper {
        ('"', "\n,")
    } else {
        ('\'', ",")
    };
    let rows: Vec<String> = rows
        .iter()
        .map(|(title, author)| {
            common::row(&[
                ("ID", "7"),
                ("Title", &literal(title, quote, is_mydumper)),
                ("Author", &literal(author, quote, is_mydumper)),
            ])
        })
        .collect();
    let insert = format!("INSERT INTO `updated` VALUES {};\n", rows.join(between));
    create("updated", &UPDATED) + &insert
}

proptest! {
    #[test]
    fn what_was_dumped_comes_back(
        rows in prop::collection::vec((text(), text()), 1..20),
        is_mydumper: bool,
    ) {
        let contents = read(Kind::Libgen, dump(&rows, is_mydumper)).unwrap();
        let trimmed = |text: &str| {
            text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').to_owned()
        };
        let read: Vec<_> = contents.records.into_iter().map(|r| (r.title, r.author)).collect();
        let written: Vec<_> = rows.iter().map(|(a, b)| (trimmed(a), trimmed(b))).collect();
        prop_assert_eq!(read, written);
        prop_assert_eq!(contents.summary.n_mended, 0);
    }

    #[test]
    fn no_input_makes_it_panic(
        rows in prop::collection::vec((text(), text()), 1..4),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
        kind in prop::sample::select(Kind::ALL.to_vec()),
    ) {
        let mut bytes = dump(&rows, false).into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(place) = cut {
            bytes.truncate(place.index(bytes.len()));
        }
        // Either is right; what matters is that it returns.
        let _ = read(kind, bytes);
    }
}
