//! One list of titles, written in every form that agencies use.
//!
//! A broken row is broken as fits its form: a quotation mark or an element that
//! is not closed, or a missing brace. If a form cannot be broken in just one
//! place, the title is missing.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// A row of a list; empty values are left out where the form allows it.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The client, for tables only.
    pub client: String,
    /// The title.
    pub title: String,
    /// The author, `First Last`, several separated by `; `.
    pub author: String,
    /// One pen name; not in Calibre, BibTeX and RIS.
    pub pen_name: String,
    /// The ISBN as it was typed.
    pub isbn: String,
    /// The year.
    pub year: String,
    /// The imprint.
    pub publisher: String,
    /// The file; not in ONIX.
    pub file: String,
    /// Whether the row is to be broken.
    pub is_broken: bool,
}

const HEADINGS: [&str; 8] = [
    "client",
    "title",
    "author",
    "pen_names",
    "isbn",
    "year",
    "publisher",
    "file",
];

impl Row {
    fn cells(&self) -> [&str; 8] {
        [
            &self.client,
            &self.title,
            &self.author,
            &self.pen_name,
            &self.isbn,
            &self.year,
            &self.publisher,
            &self.file,
        ]
    }

    fn authors(&self) -> impl Iterator<Item = &str> {
        self.author.split("; ").filter(|author| !author.is_empty())
    }
}

/// A way to write rows to a file.
pub type Writer = fn(&[Row], &Path);

/// Every form, with its word in reports, and whether it names clients.
pub const FORMS: [(&str, Writer, bool); 11] = [
    ("csv", csv, true),
    ("csv", tsv, true),
    ("csv", semicolons_latin1, true),
    ("xlsx", xlsx, true),
    ("ods", ods, true),
    ("onix", onix2, false),
    ("onix", onix3, false),
    ("onix", onix3_short, false),
    ("calibre", calibre, false),
    ("bibtex", bibtex, false),
    ("ris", ris, false),
];

fn separated(rows: &[Row], separator: &str) -> String {
    let mut text = HEADINGS.join(separator) + "\r\n";
    for row in rows {
        let mut cells = row.cells().map(|cell| {
            if cell.contains([',', ';', '\t', '"', '\n']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        });
        if row.is_broken {
            // The mark is not closed, and a value is missing after it.
            cells[1] = format!("\"{}", row.title.replace('"', ""));
            text += &cells[..5].join(separator);
        } else {
            text += &cells.join(separator);
        }
        text += "\r\n";
    }
    text
}

/// Writes values separated by commas.
pub fn csv(rows: &[Row], path: &Path) {
    fs::write(path, separated(rows, ",")).unwrap();
}

/// Writes values separated by tabs.
pub fn tsv(rows: &[Row], path: &Path) {
    fs::write(path, separated(rows, "\t")).unwrap();
}

/// Writes values separated by semicolons in Latin-1; characters that it lacks
/// become question marks.
pub fn semicolons_latin1(rows: &[Row], path: &Path) {
    let text = separated(rows, ";");
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    fs::write(path, bytes).unwrap();
}

/// Writes a workbook in which numbers, and so ISBNs, are numbers.
pub fn xlsx(rows: &[Row], path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (at, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row.cells()) {
            if cell.is_empty() || row.is_broken && column == 1 || row.is_broken && column == 4 {
                continue;
            }
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(at, column, number).unwrap(),
                Err(_) => sheet.write_string(at, column, cell).unwrap(),
            };
        }
    }
    book.save(path).unwrap();
}

/// Writes an `OpenDocument` spreadsheet in which numbers are numbers.
pub fn ods(rows: &[Row], path: &Path) {
    let mut table = String::new();
    let mut line = |cells: &[&str]| {
        table += "<table:table-row>";
        for cell in cells {
            let shown = escaped(cell);
            if cell.is_empty() {
                table += "<table:table-cell/>";
            } else if cell.parse::<f64>().is_ok() {
                write!(
                    table,
                    "<table:table-cell office:value-type=\"float\" office:value=\"{cell}\">\
                     <text:p>1E+3</text:p></table:table-cell>"
                )
                .unwrap();
            } else {
                let shown = shown.replace('\n', "</text:p><text:p>");
                write!(
                    table,
                    "<table:table-cell office:value-type=\"string\"><text:p>{shown}</text:p></table:table-cell>"
                )
                .unwrap();
            }
        }
        table += "</table:table-row>";
    };
    line(&HEADINGS);
    for row in rows {
        let mut cells = row.cells();
        if row.is_broken {
            (cells[1], cells[4]) = ("", "");
        }
        line(&cells);
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">\
         <office:body><office:spreadsheet><table:table table:name=\"Titles\">{table}\
         <table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/></table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    ods_with(&content, path);
}

/// Writes an `OpenDocument` spreadsheet with this content.
pub fn ods_with(content: &str, path: &Path) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", stored).unwrap();
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet")
        .unwrap();
    let packed = zip::write::SimpleFileOptions::default();
    zip.start_file("META-INF/manifest.xml", packed).unwrap();
    zip.write_all(b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>")
        .unwrap();
    zip.start_file("content.xml", packed).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    zip.finish().unwrap();
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Writes an element, unless there is nothing to write.
fn element(name: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("<{name}>{}</{name}>", escaped(text))
    }
}

fn identifier(row: &Row) -> String {
    let n_digits = row.isbn.chars().filter(char::is_ascii_alphanumeric).count();
    let kind = if n_digits > 10 { "15" } else { "02" };
    if row.isbn.is_empty() {
        return String::new();
    }
    format!(
        "<ProductIdentifier><ProductIDType>{kind}</ProductIDType>{}</ProductIdentifier>",
        element("IDValue", &row.isbn)
    )
}

/// Writes an ONIX 2.1 message.
pub fn onix2(rows: &[Row], path: &Path) {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE ONIXMessage SYSTEM \
         \"http://www.editeur.org/onix/2.1/reference/onix-international.dtd\">\n<ONIXMessage>\n\
         <Header><FromCompany>Agency</FromCompany></Header>\n",
    );
    for (n, row) in rows.iter().enumerate() {
        write!(
            text,
            "<Product><RecordReference>r{n}</RecordReference><NotificationType>03</NotificationType>{}\
             <Title><TitleType>01</TitleType>{}{}",
            identifier(row),
            element("TitleText", &row.title),
            if row.is_broken { "" } else { "</Title>" }
        )
        .unwrap();
        for author in row.authors() {
            text += "<Contributor><ContributorRole>A01</ContributorRole>";
            text += &element("PersonName", author);
            if !row.pen_name.is_empty() {
                text += "<Name><PersonNameType>01</PersonNameType>";
                text += &element("PersonName", &row.pen_name);
                text += "</Name>";
            }
            text += "</Contributor>";
        }
        if !row.publisher.is_empty() {
            text += "<Imprint>";
            text += &element("ImprintName", &row.publisher);
            text += "</Imprint>";
        }
        text += &element("PublicationDate", &row.year);
        text += "</Product>\n";
    }
    fs::write(path, text + "</ONIXMessage>\n").unwrap();
}

/// Writes an ONIX 3.0 message with reference names.
pub fn onix3(rows: &[Row], path: &Path) {
    fs::write(path, onix3_text(rows)).unwrap();
}

/// Writes an ONIX 3.0 message with short tags.
pub fn onix3_short(rows: &[Row], path: &Path) {
    let mut text = onix3_text(rows).replace("/reference\"", "/short\"");
    for (name, tag) in [
        ("ONIXMessage", "ONIXmessage"),
        ("Header", "header"),
        ("Sender", "sender"),
        ("SenderName", "x298"),
        ("Product", "product"),
        ("RecordReference", "a001"),
        ("NotificationType", "a002"),
        ("ProductIdentifier", "productidentifier"),
        ("ProductIDType", "b221"),
        ("IDValue", "b244"),
        ("DescriptiveDetail", "descriptivedetail"),
        ("TitleDetail", "titledetail"),
        ("TitleType", "b202"),
        ("TitleElement", "titleelement"),
        ("TitleElementLevel", "x409"),
        ("TitleText", "b203"),
        ("Contributor", "contributor"),
        ("ContributorRole", "b035"),
        ("PersonName", "b036"),
        ("AlternativeName", "alternativename"),
        ("NameType", "x414"),
        ("PublishingDetail", "publishingdetail"),
        ("Imprint", "imprint"),
        ("ImprintName", "b079"),
        ("PublishingDate", "publishingdate"),
        ("PublishingDateRole", "x448"),
        ("Date", "b306"),
    ] {
        for end in [">", " "] {
            text = text.replace(&format!("<{name}{end}"), &format!("<{tag}{end}"));
        }
        text = text.replace(&format!("</{name}>"), &format!("</{tag}>"));
    }
    fs::write(path, text).unwrap();
}

fn onix3_text(rows: &[Row]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ONIXMessage release=\"3.0\" xmlns=\"http://ns.editeur.org/onix/3.0/reference\">\n\
         <Header><Sender><SenderName>Agency</SenderName></Sender></Header>\n",
    );
    for (n, row) in rows.iter().enumerate() {
        write!(
            text,
            "<Product><RecordReference>r{n}</RecordReference><NotificationType>03</NotificationType>{}\
             <DescriptiveDetail><TitleDetail><TitleType>01</TitleType><TitleElement>\
             <TitleElementLevel>01</TitleElementLevel>{}{}</TitleDetail>",
            identifier(row),
            element("TitleText", &row.title),
            if row.is_broken { "" } else { "</TitleElement>" }
        )
        .unwrap();
        for author in row.authors() {
            text += "<Contributor><ContributorRole>A01</ContributorRole>";
            text += &element("PersonName", author);
            if !row.pen_name.is_empty() {
                text += "<AlternativeName><NameType>01</NameType>";
                text += &element("PersonName", &row.pen_name);
                text += "</AlternativeName>";
            }
            text += "</Contributor>";
        }
        text += "</DescriptiveDetail><PublishingDetail>";
        if !row.publisher.is_empty() {
            text += "<Imprint>";
            text += &element("ImprintName", &row.publisher);
            text += "</Imprint>";
        }
        if !row.year.is_empty() {
            text += "<PublishingDate><PublishingDateRole>01</PublishingDateRole>";
            text += &element("Date", &row.year);
            text += "</PublishingDate>";
        }
        text += "</PublishingDetail></Product>\n";
    }
    text + "</ONIXMessage>\n"
}

/// Writes the part of a Calibre library's database that holds titles.
pub fn calibre(rows: &[Row], path: &Path) {
    let mut db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT 'Unknown' COLLATE NOCASE,
            sort TEXT COLLATE NOCASE, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            pubdate TIMESTAMP DEFAULT CURRENT_TIMESTAMP, series_index REAL NOT NULL DEFAULT 1.0,
            author_sort TEXT COLLATE NOCASE, isbn TEXT DEFAULT '' COLLATE NOCASE, path TEXT NOT NULL DEFAULT '');
         CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, UNIQUE(name));
         CREATE TABLE books_authors_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, author INTEGER NOT NULL);
         CREATE TABLE publishers (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, UNIQUE(name));
         CREATE TABLE books_publishers_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, publisher INTEGER NOT NULL);
         CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE);
         CREATE TABLE books_series_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, series INTEGER NOT NULL);
         CREATE TABLE identifiers (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, type TEXT NOT NULL, val TEXT NOT NULL);
         CREATE TABLE data (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, format TEXT NOT NULL, name TEXT NOT NULL);
         CREATE VIEW meta AS SELECT id, title FROM books;",
    )
    .unwrap();
    let all = db.transaction().unwrap();
    for (book, row) in (1_i64..).zip(rows) {
        let title = if row.is_broken { "" } else { &row.title };
        let (folder, name) = row.file.rsplit_once('/').unwrap_or(("", &row.file));
        let date = format!("{:0>4}-06-01 00:00:00+00:00", row.year);
        all.execute(
            "INSERT INTO books (id, title, pubdate, path) VALUES (?1, ?2, ?3, ?4)",
            (book, title, date, folder),
        )
        .unwrap();
        for author in row.authors() {
            let name = author.replace(',', "|");
            all.execute("INSERT OR IGNORE INTO authors (name) VALUES (?1)", [&name])
                .unwrap();
            all.execute(
                "INSERT INTO books_authors_link (book, author) SELECT ?1, id FROM authors WHERE name = ?2",
                (book, &name),
            )
            .unwrap();
        }
        if !row.isbn.is_empty() && !row.is_broken {
            all.execute(
                "INSERT INTO identifiers (book, type, val) VALUES (?1, 'isbn', ?2)",
                (book, &row.isbn),
            )
            .unwrap();
        }
        if !row.publisher.is_empty() {
            all.execute(
                "INSERT OR IGNORE INTO publishers (name) VALUES (?1)",
                [&row.publisher],
            )
            .unwrap();
            all.execute(
                "INSERT INTO books_publishers_link (book, publisher) SELECT ?1, id FROM publishers WHERE name = ?2",
                (book, &row.publisher),
            )
            .unwrap();
        }
        if let Some((stem, ending)) = name.rsplit_once('.') {
            all.execute(
                "INSERT INTO data (book, format, name) VALUES (?1, ?2, ?3)",
                (book, ending.to_uppercase(), stem),
            )
            .unwrap();
        }
    }
    all.commit().unwrap();
}

/// Writes a BibTeX bibliography.
pub fn bibtex(rows: &[Row], path: &Path) {
    let mut text = String::from("% A bibliography\n@string{press = {The Press}}\n\n");
    for (n, row) in rows.iter().enumerate() {
        let title = row.title.replace(['{', '}', '\\'], "");
        let title = title.replace('&', "\\&").replace('%', "\\%");
        write!(text, "@book{{key{n},\n  title = {{{title}").unwrap();
        text += if row.is_broken { "\n" } else { "},\n" };
        let authors: Vec<&str> = row.authors().collect();
        for (name, value) in [
            ("author", &authors.join(" and ")),
            ("isbn", &row.isbn),
            ("year", &row.year),
            ("publisher", &row.publisher),
            ("file", &row.file),
        ] {
            if !value.is_empty() {
                writeln!(text, "  {name} = {{{value}}},").unwrap();
            }
        }
        text += "}\n\n";
    }
    fs::write(path, text).unwrap();
}

/// Writes a RIS bibliography.
pub fn ris(rows: &[Row], path: &Path) {
    let mut text = String::new();
    for row in rows {
        text += "TY  - BOOK\r\n";
        let title = if row.is_broken { "" } else { &row.title };
        let isbn = if row.is_broken { "" } else { &row.isbn };
        let mut line = |tag: &str, value: &str| {
            if !value.is_empty() {
                write!(text, "{tag}  - {}\r\n", value.replace('\n', "\r\n")).unwrap();
            }
        };
        line("TI", title);
        row.authors().for_each(|author| line("AU", author));
        line("SN", isbn);
        line("PY", &row.year);
        line("PB", &row.publisher);
        line("L1", &row.file);
        text += "ER  - \r\n\r\n";
    }
    fs::write(path, text).unwrap();
}
