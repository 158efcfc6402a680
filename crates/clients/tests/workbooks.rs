//! Spreadsheets: sheets, cells, and what strangers make of them.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use colophon_clients::{Error, ErrorKind, Format, List, Mapping, ProblemKind, read};

fn read_file(path: &Path) -> Result<List, Error> {
    read(
        path,
        &Mapping::default(),
        &mut |_| ControlFlow::Continue(()),
    )
}

fn read_bytes(bytes: &[u8]) -> Result<List, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    fs::write(&path, bytes).unwrap();
    read_file(&path)
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Writes a spreadsheet of `OpenDocument` with this content.
fn ods_with(content: &str, path: &Path) {
    let parts = [("mimetype", "x"), ("content.xml", content)];
    let parts = parts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    fs::write(path, packed(&parts)).unwrap();
}

#[test]
fn a_sheet_that_is_turned_is_not_taken_for_one_without_titles() {
    use rust_xlsxwriter::Workbook;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    let write = |n_sheets: usize| {
        let mut book = Workbook::new();
        let turned = book.add_worksheet().set_name("Turned").unwrap();
        let rows = [["Title", "Alpha", "Beta"], ["Author", "Bo Li", "Anna Kunz"]];
        for (row, values) in (0..).zip(rows) {
            for (column, value) in (0..).zip(values) {
                turned.write_string(row, column, value).unwrap();
            }
        }
        if n_sheets > 1 {
            let other = book.add_worksheet();
            other.write_string(0, 0, "Title").unwrap();
            other.write_string(1, 0, "Gamma").unwrap();
        }
        book.save(&path).unwrap();
        read_file(&path)
    };
    let error = write(1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ColumnsUnknown);
    assert!(error.to_string().contains("in a column"), "{error}");
    let list = write(2).unwrap();
    assert_eq!(list.titles.len(), 1);
    assert_eq!(list.problems[0].kind, ProblemKind::SheetUnknown);
}

#[test]
fn sheets_have_merged_cells_dates_notes_and_company() {
    use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    let mut book = Workbook::new();
    let notes = book.add_worksheet().set_name("Notes").unwrap();
    notes
        .write_string(0, 0, "Ask Anna about the rights")
        .unwrap();
    let list = book.add_worksheet().set_name("Backlist").unwrap();
    list.write_string(1, 1, "Our backlist").unwrap();
    for (column, heading) in (1..).zip(["Kunde", "Titel", "ISBN", "Erschienen"]) {
        list.write_string(3, column, heading).unwrap();
    }
    list.merge_range(4, 1, 6, 1, "Anna Kunz", &CellFormat::new())
        .unwrap();
    let date = CellFormat::new().set_num_format("yyyy-mm-dd");
    for (row, title) in (4..).zip(["One", "Two", "Three"]) {
        list.write_string(row, 2, title).unwrap();
        list.write_number(row, 3, 9_780_306_406_157.0).unwrap();
        list.write_with_format(row, 4, ExcelDateTime::from_ymd(1998, 5, 12).unwrap(), &date)
            .unwrap();
    }
    list.write_string(8, 2, "Four").unwrap();
    list.write_string(8, 7, "a remark without heading").unwrap();
    list.write_string(9, 7, "another").unwrap();
    list.write_string(1_048_575, 16_383, "far away").unwrap();
    let more = book.add_worksheet().set_name("Frontlist").unwrap();
    more.write_string(0, 0, "Title").unwrap();
    more.write_string(1, 0, "Five").unwrap();
    let hidden = book.add_worksheet().set_hidden(true);
    hidden.write_string(0, 0, "Title").unwrap();
    hidden.write_string(1, 0, "Old").unwrap();
    book.save(&path).unwrap();

    let list = read_file(&path).unwrap();
    let titles: Vec<_> = list
        .titles
        .iter()
        .map(|title| (title.place.as_str(), title.title.as_str()))
        .collect();
    assert_eq!(
        titles,
        [
            ("sheet Backlist, row 5", "One"),
            ("sheet Backlist, row 6", "Two"),
            ("sheet Backlist, row 7", "Three"),
            ("sheet Backlist, row 9", "Four"),
            ("sheet Frontlist, row 2", "Five")
        ]
    );
    for title in &list.titles[..3] {
        assert_eq!(title.client.as_deref(), Some("Anna Kunz"));
        assert_eq!(title.isbns[0].to_string(), "9780306406157");
        assert_eq!(title.year, Some(1998));
    }
    assert_eq!(list.titles[3].client, None);
    let problems: Vec<_> = list
        .problems
        .iter()
        .map(|problem| (problem.row, problem.kind))
        .collect();
    assert_eq!(
        problems,
        [
            (1, ProblemKind::SheetRemarks),
            (10, ProblemKind::RowOutsideTable),
            (1, ProblemKind::SheetHidden)
        ]
    );
}

#[test]
fn an_ods_cell_is_its_value_and_not_its_comment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.ods");
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>
         <office:body><office:spreadsheet>
         <table:table table:name=\"Old\" table:style-name=\"ta2\"><table:table-row>{}</table:table-row><table:table-row>{}</table:table-row></table:table>
         <table:table table:name=\"Titles\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>
         <table:table-row>{}{}{}{}</table:table-row>
         <table:table-row><table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>Anna</text:p></table:table-cell>{}
           <table:table-cell office:value-type=\"float\" office:value=\"9780306406157\"><text:p>9.78E+12</text:p></table:table-cell>
           <table:table-cell office:value-type=\"date\" office:date-value=\"1998-05-12\"><text:p>12.05.98</text:p></table:table-cell></table:table-row>
         <table:table-row><table:covered-table-cell/><table:table-cell office:value-type=\"string\"><office:annotation><text:p>check this</text:p></office:annotation><text:p>Two<text:s text:c=\"2\"/>&amp; <text:span>more</text:span></text:p></table:table-cell></table:table-row>
         <table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>
         </table:table></office:spreadsheet></office:body></office:document-content>",
        cell("Title"), cell("Hidden"), cell("Client"), cell("Title"), cell("ISBN"), cell("Year"), cell("One")
    );
    ods_with(&content, &path);
    let list = read_file(&path).unwrap();
    assert_eq!(list.format, Format::Ods);
    let titles: Vec<_> = list
        .titles
        .iter()
        .map(|title| (title.row, title.title.as_str()))
        .collect();
    assert_eq!(titles, [(4, "One"), (5, "Two  & more")]);
    assert!(
        list.titles
            .iter()
            .all(|title| title.client.as_deref() == Some("Anna"))
    );
    assert_eq!(list.titles[0].isbns[0].to_string(), "9780306406157");
    assert_eq!(list.titles[0].year, Some(1998));
    assert_eq!(list.problems.len(), 1);
    assert_eq!(list.problems[0].kind, ProblemKind::SheetHidden);

    let bomb = content.replace(
        "<table:table-row><table:covered",
        "<table:table-row table:number-rows-repeated=\"999999\"><table:covered",
    );
    let bomb = bomb.replace("<text:p>Two", &format!("<text:p>{}", "x".repeat(100_000)));
    ods_with(&bomb, &path);
    assert_eq!(
        read_file(&path).unwrap_err().kind(),
        ErrorKind::LimitExceeded
    );
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.xlsx");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let packed = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.bin", packed).unwrap();
    zip.start_file("xl/sharedStrings.bin", packed).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..120 {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap();
    assert_eq!(
        read_file(&path).unwrap_err().kind(),
        ErrorKind::LimitExceeded
    );
}

#[test]
fn a_workbook_that_claims_countless_strings_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claim.xlsx");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let packed = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.bin", packed).unwrap();
    zip.write_all(b"<workbook><sheets/></workbook>").unwrap();
    zip.start_file("xl/sharedStrings.bin", packed).unwrap();
    zip.write_all(b"<sst count='1' uniqueCount = '9999999999'><si><t>One</t></si></sst>")
        .unwrap();
    zip.finish().unwrap();
    assert_eq!(
        read_file(&path).unwrap_err().kind(),
        ErrorKind::LimitExceeded
    );
}

/// Returns a workbook with these sheets, each a name and the part that it is.
fn workbook(sheets: &[(&str, &str)], parts: &[(&str, &str)]) -> Vec<u8> {
    let mut names = "<workbook><sheets>".to_owned();
    let mut links = "<Relationships>".to_owned();
    for (n, (name, part)) in sheets.iter().enumerate() {
        let sheet = format!("<sheet name=\"{name}\" r:id=\"r{n}\"/>");
        names += &sheet;
        let link = format!("<Relationship Id=\"r{n}\" Type=\"x/worksheet\" Target=\"{part}\"/>");
        links += &link;
    }
    names += "</sheets></workbook>";
    links += "</Relationships>";
    let own = [
        ("xl/workbook.xml", names.as_str()),
        ("xl/_rels/workbook.xml.rels", &links),
    ];
    let all = own.iter().chain(parts);
    let all = all.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    packed(&all.collect::<Vec<(String, Vec<u8>)>>())
}

#[test]
fn a_workbook_claims_nothing_and_is_read_once() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>\
                 <row><c t=\"inlineStr\"><is><r><t>The </t></r><r><t>Sea</t></r><rPh><t>no</t></rPh></is></c></row>\
                 </sheetData></worksheet>";
    let strings = "<sst uniqueCount=\"9999999999\"><si><t>Title</t><rPh><t>no</t></rPh></si></sst>";
    let parts = [("xl/a.xml", sheet), ("xl/sharedStrings.xml", strings)];
    let list = read_bytes(&workbook(&[("A", "a.xml")], &parts)).unwrap();
    assert_eq!(list.titles[0].title, "The Sea");
    let error = read_bytes(&workbook(&[("A", "a.xml"), ("B", "/xl/a.xml")], &parts)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(error.message().contains("same part"), "{error}");
    let missing = read_bytes(&workbook(&[("A", "b.xml")], &parts)).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Damaged);
}

#[test]
fn merged_cells_that_overlap_are_filled_once() {
    let n = 20_000;
    let cell =
        |at: usize| format!("<row r=\"{at}\"><c r=\"A{at}\" t=\"str\"><v>Title {at}</v></c></row>");
    let merged = |at: usize| format!("<mergeCell ref=\"B{at}:B{n}\"/>");
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>Title</v></c>\
                 <c r=\"B1\" t=\"str\"><v>Author</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>x</v></c>\
                 <c r=\"B2\" t=\"str\"><v>Bo Li</v></c></row>"
        .to_owned()
        + &(3..=n).map(cell).collect::<String>()
        + "</sheetData><mergeCells>"
        + &(2..n).map(merged).collect::<String>()
        + "</mergeCells></worksheet>";
    let list = read_bytes(&workbook(&[("A", "a.xml")], &[("xl/a.xml", &sheet)])).unwrap();
    assert_eq!(list.titles.len(), n - 1);
    assert!(list.titles.iter().all(|title| title.author == "Bo Li"));
}
