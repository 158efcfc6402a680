//! The steps that read dumps, folders and documents.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use colophon_tests::{dumps, files, text};

use super::{Named, rows};

pub(super) const ALL: &[Named] = &[
    ("rows of a dump", 512, 32_768, |_, folder, n| {
        build(
            folder,
            "libgen",
            "dump.sql",
            dumps::updated(&dumps::many(n)),
        )
    }),
    (
        "quotes in a value of a dump",
        1_024,
        1 << 20,
        |_, folder, n| {
            let title = "'".repeat(n);
            build(
                folder,
                "libgen",
                "dump.sql",
                dumps::updated(&[dumps::Listed::new(1, &title, "Ada Quill", "")]),
            )
        },
    ),
    ("rows of a CSV dump", 512, 32_768, |_, folder, n| {
        build(folder, "csv", "dump.csv", rows(n, |_| String::new()))
    }),
    (
        "records of one title and author",
        512,
        32_768,
        |_, folder, n| {
            build(
                folder,
                "csv",
                "dump.csv",
                format!("title,author\n{}", "Slow Boat,Ada Quill\n".repeat(n)),
            )
        },
    ),
    (
        "brackets in a title of a dump",
        1_024,
        1 << 18,
        |_, folder, n| {
            build(
                folder,
                "csv",
                "dump.csv",
                format!("title,author\n{}Emma,Ada Quill\n", "(".repeat(n)),
            )
        },
    ),
    ("lines of ISBNs", 1_024, 1 << 17, |_, folder, n| {
        build(
            folder,
            "isbn-list",
            "isbns.txt",
            (0..n)
                .map(|n| dumps::isbn(n * 31) + "\n")
                .collect::<String>(),
        )
    }),
    ("manuscripts in a folder", 16, 256, |given, folder, n| {
        let books = folder.join("books");
        fs::create_dir(&books).unwrap();
        for n in 0..n {
            fs::write(books.join(format!("{n}.txt")), text::made(n as u64, 500)).unwrap();
        }
        given.check([books])
    }),
    ("other files in a folder", 512, 4_096, |given, folder, n| {
        let books = folder.join("books");
        fs::create_dir(&books).unwrap();
        for n in 0..n {
            fs::write(books.join(format!("{n}.x{n}")), "").unwrap();
        }
        given.check([books])
    }),
    ("words of a text", 8_192, 1 << 19, |given, folder, n| {
        given.document(folder, "novel.txt", text::made(1, n))
    }),
    ("words of an EPUB", 8_192, 1 << 18, |given, folder, n| {
        given.document(folder, "novel.epub", files::epub(&text::made(1, n), &[]))
    }),
    (
        "nested elements of HTML",
        256,
        1 << 16,
        |given, folder, n| {
            given.document(
                folder,
                "novel.html",
                format!(
                    "<html><body>{}It was a dark night.{}</body></html>",
                    "<div>".repeat(n),
                    "</div>".repeat(n)
                ),
            )
        },
    ),
    ("open elements of HTML", 256, 1 << 16, |given, folder, n| {
        given.document(
            folder,
            "novel.html",
            format!(
                "<html><body>{}</body></html>",
                "<b><i><p>It was a dark night. ".repeat(n)
            ),
        )
    }),
    ("nested groups of RTF", 256, 1 << 18, |given, folder, n| {
        given.document(
            folder,
            "novel.rtf",
            format!(
                "{{\\rtf1 {}It was a dark night.{}}}",
                "{".repeat(n),
                "}".repeat(n)
            ),
        )
    }),
    (
        "nested quotations of Markdown",
        256,
        1 << 15,
        |given, folder, n| {
            given.document(
                folder,
                "novel.md",
                format!("{} It was a dark night.\n", ">".repeat(n)),
            )
        },
    ),
    (
        "open brackets of Markdown",
        256,
        1 << 16,
        |given, folder, n| {
            given.document(
                folder,
                "novel.md",
                format!("{}It was a dark night.\n", "[![*_".repeat(n)),
            )
        },
    ),
];

/// Writes a dump and returns the arguments that build an index of it.
fn build(folder: &Path, kind: &str, name: &str, content: String) -> Vec<OsString> {
    let dump = folder.join(name);
    fs::write(&dump, content).unwrap();
    let mut catalogue = OsString::from(format!("{kind}:"));
    catalogue.push(&dump);
    vec![
        "index".into(),
        "build".into(),
        "--catalogue".into(),
        catalogue,
        "--out".into(),
        folder.join("made.colophon").into_os_string(),
    ]
}
