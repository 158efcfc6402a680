//! The rows of a table as they are, whatever its columns hold.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::ops::ControlFlow;

use colophon_clients::{Error, ErrorKind, Line, lines};
use rust_xlsxwriter::Workbook;

fn lines_of(bytes: &[u8]) -> Result<Vec<Line>, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    fs::write(&path, bytes).unwrap();
    lines(&path, &mut |_| ControlFlow::Continue(()))
}

fn line(sheet: &str, number: u32, cells: &[&str]) -> Line {
    Line {
        sheet: sheet.to_owned(),
        number,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    }
}

#[test]
fn every_row_of_a_text_table_comes_as_it_is() {
    for text in [
        "title,my notes\n\"a, b\",  kept \nTotal,12\n",
        "\u{feff}title;my notes\r\na, b;  kept \r\nTotal;12\r\n",
    ] {
        let expected = [
            line("", 1, &["title", "my notes"]),
            line("", 2, &["a, b", "  kept "]),
            line("", 3, &["Total", "12"]),
        ];
        assert_eq!(lines_of(text.as_bytes()).unwrap(), expected);
    }
}

#[test]
fn the_rows_of_every_shown_sheet_come_with_its_name() {
    let mut book = Workbook::new();
    for name in ["One", "Two", "Hidden"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, "title").unwrap();
        sheet.write_string(4, 2, format!("in {name}")).unwrap();
        sheet.set_hidden(name == "Hidden");
    }
    let expected = [
        line("One", 1, &["title"]),
        line("One", 5, &["", "", "in One"]),
        line("Two", 1, &["title"]),
        line("Two", 5, &["", "", "in Two"]),
    ];
    assert_eq!(lines_of(&book.save_to_buffer().unwrap()).unwrap(), expected);
}

#[test]
fn what_is_not_a_table_has_no_rows() {
    for (bytes, kind) in [
        (&b"@book{a,\n title = {A},\n}\n"[..], ErrorKind::Unsupported),
        (b"", ErrorKind::Empty),
        (b"PK\x03\x04 not a workbook", ErrorKind::Damaged),
        (
            b"title,author,isbn\n\"A,B,C\nD,E,F\nG,H,I\nJ,K,L\nM,N,O\n",
            ErrorKind::Damaged,
        ),
    ] {
        let error = lines_of(bytes).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}
