//! Shows how the time to read a hostile list grows with its length: eight times
//! as much of it should take about eight times as long.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]
#![expect(clippy::unwrap_used, reason = "an example may stop")]

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use colophon_clients::{Mapping, read};

type Make = fn(usize) -> Vec<u8>;

const KINDS: [(&str, usize, Make); 16] = [
    ("csv, doubled quotes", 4_000, |n| {
        csv("\"\"Client\"\",\"\"Title\"\",\"\"Jane\"\"\n", n)
    }),
    ("csv, stray quotes", 4_000, |n| {
        csv(&("\"x".repeat(60) + "\n"), n)
    }),
    ("csv, open quotes", 20_000, |n| csv("\"a,b,c\n", n)),
    ("csv, quotes in one line", 200_000, |n| {
        csv(&"\"x".repeat(n), 1)
    }),
    ("csv, ISBNs in one row", 100_000, |n| {
        format!("title,isbn\nx,{}\n", "9780306406157;".repeat(n)).into_bytes()
    }),
    ("bib, braces", 100_000, |n| bib(&"{".repeat(n))),
    ("bib, commands", 50_000, |n| {
        bib(&("\\emph{".repeat(n) + &"}".repeat(n)))
    }),
    ("bib, entries in one line", 10_000, |n| {
        "@book{a,title={b}}".repeat(n).into_bytes()
    }),
    ("bib, broken entries in one line", 20_000, |n| {
        "@book{a,title={b".repeat(n).into_bytes()
    }),
    ("bib, broken entries", 20_000, |n| {
        "@book{a,title={b\n".repeat(n).into_bytes()
    }),
    ("bib, references", 10_000, |n| {
        let entry = |at: usize| format!("@book{{k{at},crossref={{k{}}}}}\n", at + 1);
        let entries: Vec<String> = (0..n).map(entry).collect();
        entries.concat().into_bytes()
    }),
    ("ris, lines of one record", 50_000, |n| {
        ("TY  - BOOK\nTI  - x\n".to_owned() + &"AU  - Li, Bo\n".repeat(n)).into_bytes()
    }),
    ("onix, broken products", 10_000, |n| {
        ("<ONIXMessage>".to_owned() + &"<Product><Title><TitleText>x</Title></Product>".repeat(n))
            .into_bytes()
    }),
    ("onix, ISBNs of one product", 20_000, |n| {
        ("<ONIXMessage><Product>".to_owned()
            + &"<ISBN>9780306406157</ISBN>".repeat(n)
            + "</Product></ONIXMessage>")
            .into_bytes()
    }),
    ("xlsx, merged cells", 10_000, xlsx),
    ("ods, empty cells", 200_000, |n| {
        let content = "<office:document-content><table:table><table:table-row>".to_owned()
            + &"<table:table-cell/>".repeat(n)
            + "</table:table-row></table:table></office:document-content>";
        packed(&[("mimetype", ""), ("content.xml", &content)])
    }),
];

fn csv(row: &str, n: usize) -> Vec<u8> {
    ("client,title,author\n".to_owned() + &row.repeat(n)).into_bytes()
}

fn bib(title: &str) -> Vec<u8> {
    format!("@book{{x, title={{{title}}}}}").into_bytes()
}

/// Returns a workbook of `n` rows and `n` merged cells over all of them.
fn xlsx(n: usize) -> Vec<u8> {
    let cell =
        |at: usize| format!("<row r=\"{at}\"><c r=\"A{at}\" t=\"str\"><v>title</v></c></row>");
    let merged = |at: usize| format!("<mergeCell ref=\"A{at}:A{n}\"/>");
    let sheet = "<worksheet><sheetData>".to_owned()
        + &(1..=n).map(cell).collect::<String>()
        + "</sheetData><mergeCells>"
        + &(1..n).map(merged).collect::<String>()
        + "</mergeCells></worksheet>";
    packed(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<r><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"s.xml\"/></r>",
        ),
        ("xl/s.xml", &sheet),
    ])
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    println!(
        "{:34} {:>8} {:>10} {:>10} {:>7}",
        "kind", "n", "n", "8 n", "growth"
    );
    for (name, n, make) in KINDS {
        let time = |n: usize| {
            let path = folder.path().join("list");
            std::fs::write(&path, make(n)).unwrap();
            let mut best = Duration::MAX;
            for _ in 0..3 {
                let start = Instant::now();
                // A named error is an answer too.
                let _ = read(&path, &Mapping::default(), &mut |_| {
                    ControlFlow::Continue(())
                });
                best = best.min(start.elapsed());
            }
            best
        };
        let (small, large) = (time(n), time(8 * n));
        let growth = large.as_secs_f64() / small.as_secs_f64();
        println!("{name:34} {n:>8} {small:>10.1?} {large:>10.1?} {growth:>7.1}");
    }
}
