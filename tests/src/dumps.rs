//! Makes metadata dumps, of a few books or of as many as you like.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// What a dump says about one file of a book.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The record's number.
    pub id: usize,
    /// The title.
    pub title: String,
    /// The author, as the collection writes names.
    pub author: String,
    /// The identifiers.
    pub identifier: String,
    /// The MD5 in hexadecimal.
    pub md5: String,
    /// When it was added.
    pub added: String,
    /// Why it is hidden; empty if it is not.
    pub visible: String,
}

impl Listed {
    /// Makes a record with its own MD5 and time.
    pub fn new(id: usize, title: &str, author: &str, identifier: &str) -> Self {
        Self {
            id,
            title: title.to_owned(),
            author: author.to_owned(),
            identifier: identifier.to_owned(),
            md5: format!(
                "{:032x}",
                (id as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
            ),
            added: format!(
                "{}-{:02}-{:02} 03:45:11",
                2010 + id % 12,
                id % 12 + 1,
                id % 28 + 1
            ),
            visible: String::new(),
        }
    }
}

/// Quotes a value as mysqldump does.
fn quoted(value: &str) -> String {
    let mut text = String::from("'");
    for c in value.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\'' => text.push_str("\\'"),
            '"' => text.push_str("\\\""),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\0' => text.push_str("\\0"),
            '\u{1a}' => text.push_str("\\Z"),
            c => text.push(c),
        }
    }
    text + "'"
}

/// Returns a mysqldump with a table `updated` of these books, with `columns`
/// left out.
pub fn updated_without(books: &[Listed], columns: &[&str]) -> String {
    let all = [
        ("ID", "int(15) unsigned NOT NULL AUTO_INCREMENT"),
        ("Title", "varchar(2000) DEFAULT ''"),
        ("VolumeInfo", "varchar(100) DEFAULT ''"),
        ("Series", "varchar(300) DEFAULT ''"),
        ("Author", "varchar(1000) DEFAULT ''"),
        ("Year", "varchar(14) DEFAULT ''"),
        ("Edition", "varchar(60) DEFAULT ''"),
        ("Publisher", "varchar(400) DEFAULT ''"),
        ("Language", "varchar(150) DEFAULT ''"),
        ("Identifier", "varchar(300) DEFAULT ''"),
        ("ASIN", "varchar(200) DEFAULT ''"),
        ("Commentary", "varchar(10000) DEFAULT ''"),
        ("Filesize", "bigint(20) unsigned NOT NULL DEFAULT 0"),
        ("Extension", "varchar(50) DEFAULT ''"),
        ("MD5", "char(32) DEFAULT ''"),
        ("Visible", "char(3) DEFAULT ''"),
        (
            "TimeAdded",
            "timestamp NOT NULL DEFAULT '0000-00-00 00:00:00'",
        ),
        ("IdentifierWODash", "varchar(300) DEFAULT ''"),
    ];
    let kept: Vec<_> = all
        .iter()
        .filter(|(name, _)| !columns.contains(name))
        .collect();
    let mut dump = String::from(
        "-- MySQL dump 10.19  Distrib 10.3.34-MariaDB, for debian-linux-gnu (x86_64)\n\
         /*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `updated`;\nCREATE TABLE `updated` (\n",
    );
    for (name, kind) in &kept {
        let _ = writeln!(dump, "  `{name}` {kind},");
    }
    dump.push_str("  PRIMARY KEY (`ID`)\n) ENGINE=MyISAM DEFAULT CHARSET=utf8;\nLOCK TABLES `updated` WRITE;\n");
    for books in books.chunks(500) {
        let rows: Vec<String> = books
            .iter()
            .map(|book| {
                let values = kept.iter().map(|(name, _)| match *name {
                    "ID" => book.id.to_string(),
                    "Title" => quoted(&book.title),
                    "Author" => quoted(&book.author),
                    "Year" => quoted("2005"),
                    "Language" => quoted("English"),
                    "Identifier" | "IdentifierWODash" => quoted(&book.identifier),
                    "Commentary" => quoted("INSERT INTO `updated` VALUES (1,'a'),(2,'b');"),
                    "Filesize" => (book.id * 1000 + 7).to_string(),
                    "Extension" => quoted("epub"),
                    "MD5" => quoted(&book.md5),
                    "Visible" => quoted(&book.visible),
                    "TimeAdded" => quoted(&book.added),
                    _ => quoted(""),
                });
                format!("({})", values.collect::<Vec<_>>().join(","))
            })
            .collect();
        let _ = writeln!(dump, "INSERT INTO `updated` VALUES {};", rows.join(","));
    }
    dump + "UNLOCK TABLES;\n-- Dump completed on 2022-08-24  3:00:00\n"
}

/// Returns a mysqldump with a table `updated` of these books.
pub fn updated(books: &[Listed]) -> String {
    updated_without(books, &[])
}

/// Returns a mysqldump with a table `hashes`: MD5, SHA-1 and SHA-256.
pub fn hashes(rows: &[(&str, &str, &str)]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|(md5, sha1, sha256)| format!("('{md5}','','{sha1}','{sha256}')"))
        .collect();
    format!(
        "CREATE TABLE `hashes` (\n  `md5` char(32) NOT NULL,\n  `crc32` char(8) NOT NULL DEFAULT '',\n  \
         `sha1` char(40) NOT NULL DEFAULT '',\n  `sha256` char(64) NOT NULL DEFAULT ''\n) ENGINE=MyISAM;\n\
         INSERT INTO `hashes` VALUES {};\n-- Dump completed on 2022-08-24  3:00:00\n",
        rows.join(",")
    )
}

/// Returns a valid ISBN of thirteen digits.
pub fn isbn(n: usize) -> String {
    let body = format!("978{:09}", n % 1_000_000_000);
    let sum: u32 = body
        .bytes()
        .enumerate()
        .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

const ADJECTIVES: [&str; 16] = [
    "Amber",
    "Broken",
    "Crimson",
    "Distant",
    "Eastern",
    "Forgotten",
    "Gilded",
    "Hollow",
    "Idle",
    "Jagged",
    "Kindred",
    "Luminous",
    "Muted",
    "Northern",
    "Olive",
    "Patient",
];
const NOUNS: [&str; 16] = [
    "Anchor",
    "Bridge",
    "Cartographer",
    "Daughter",
    "Ember",
    "Ferry",
    "Granary",
    "Harbour",
    "Island",
    "Jetty",
    "Keeper",
    "Lantern",
    "Meridian",
    "Notebook",
    "Orchard",
    "Pilot",
];
const PLACES: [&str; 16] = [
    "Aleppo", "Bergen", "Cork", "Dover", "Essen", "Fez", "Ghent", "Hull", "Izmir", "Jena", "Kiel",
    "Lviv", "Malmo", "Nantes", "Oporto", "Perth",
];
const GIVEN: [&str; 16] = [
    "Ada", "Boris", "Clara", "Dmitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Karin",
    "Luca", "Maya", "Nils", "Olga", "Paul",
];
const FAMILY: [&str; 16] = [
    "Adler",
    "Brandt",
    "Castell",
    "Dufour",
    "Eriksen",
    "Fontane",
    "Grimaldi",
    "Hartwig",
    "Ivanov",
    "Jensen",
    "Kowal",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
];

/// Returns the title and the author of made-up book number `n`; they differ for
/// every number below a million.
pub fn book(n: usize) -> (String, String) {
    let pick = |words: &[&'static str; 16], step: usize| words[n / step % 16];
    let title = format!(
        "The {} {} of {} {}",
        pick(&ADJECTIVES, 1),
        pick(&NOUNS, 16),
        pick(&PLACES, 256),
        n / 4096 + 1,
    );
    (title, format!("{} {}", pick(&GIVEN, 7), pick(&FAMILY, 112)))
}

/// Returns records of made-up books, one for each book, with an ISBN.
pub fn many(n: usize) -> Vec<Listed> {
    (0..n)
        .map(|n| {
            let (title, author) = book(n);
            Listed::new(n, &title, &author, &isbn(n * 31))
        })
        .collect()
}

/// Returns the call that builds an index of dumps, each with its kind.
pub fn build(sources: &[(&str, &Path)], out: &Path) -> Command {
    let mut command = crate::isolated();
    command.args(["index", "build", "--out"]).arg(out);
    for (kind, path) in sources {
        let mut source = std::ffi::OsString::from(format!("{kind}:"));
        source.push(path);
        command.arg("--catalogue").arg(source);
    }
    command
}
