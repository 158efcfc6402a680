//! The steps whose growth is measured: what each gives to the command.

mod others;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};
use colophon_tests::{dumps, files, lists, text};

/// How many records the index has. What is asked is never among them: to find
/// something costs less than to find nothing.
const N_RECORDS: usize = 2_000;

/// What all steps are given.
pub(crate) struct Given {
    /// An index with a catalogue and some texts.
    index: PathBuf,
}

impl Given {
    /// Makes it in a folder.
    pub(crate) fn make(command: &Path, folder: &Path) -> Result<Self> {
        let books = folder.join("books");
        text::library(&books, 5, 5_000);
        let dump = folder.join("updated.sql");
        fs::write(&dump, dumps::updated(&dumps::many(N_RECORDS)))?;
        let index = folder.join("given.colophon");
        let mut catalogue = OsString::from("libgen:");
        catalogue.push(&dump);
        let status = Command::new(command)
            .args(["index", "build", "--catalogue"])
            .arg(catalogue)
            .arg("--books")
            .arg(&books)
            .arg("--out")
            .arg(&index)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(status.success(), "the index could not be built: {status}");
        Ok(Self { index })
    }

    /// Returns the arguments that check `what` with the index.
    fn check<A: Into<OsString>>(&self, what: impl IntoIterator<Item = A>) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["check".into()];
        arguments.extend(what.into_iter().map(Into::into));
        let rest: [OsString; 2] = ["--index".into(), self.index.clone().into()];
        arguments.extend(rest);
        arguments
    }

    /// Writes a list and returns the arguments that check it.
    fn list(&self, folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Vec<OsString> {
        let list = folder.join(name);
        fs::write(&list, content).unwrap();
        self.check(["--clients".into(), list.into_os_string()])
    }

    /// The same, with the report as a folder.
    fn to_folder(&self, folder: &Path, content: impl AsRef<[u8]>) -> Vec<OsString> {
        let mut arguments = self.list(folder, "list.csv", content);
        arguments.extend(["--out".into(), folder.join("out").into_os_string()]);
        arguments
    }

    /// Writes a document and returns the arguments that check it.
    fn document(&self, folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Vec<OsString> {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        self.check([path])
    }
}

/// One step.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// The first n that is tried.
    pub(crate) first: usize,
    /// The largest n; eight times as much is measured too.
    pub(crate) most: usize,
    /// Makes n of it in a folder; returns the arguments of the command.
    pub(crate) make: fn(&Given, &Path, usize) -> Vec<OsString>,
}

/// A step's name, its first and its largest n, and how it is made.
type Named = (&'static str, usize, usize, Make);
type Make = fn(&Given, &Path, usize) -> Vec<OsString>;

/// Returns all steps.
pub(crate) fn all() -> Vec<Step> {
    let all: &[Named] = &[
        ("a client a title", 256, 4_096, |given, folder, n| {
            given.to_folder(folder, rows(n, |n| format!("Client number {n}")))
        }),
        (
            "clients whose names look alike",
            256,
            4_096,
            |given, folder, n| {
                given.to_folder(
                    folder,
                    rows(n, |n| {
                        format!("Ann{}Lee", "+".repeat(n % 70) + &".".repeat(n / 70))
                    }),
                )
            },
        ),
        ("titles of one client", 512, 16_384, |given, folder, n| {
            given.to_folder(folder, rows(n, |_| "Ada Quill".to_owned()))
        }),
        ("rows of CSV", 512, 32_768, |given, folder, n| {
            given.list(folder, "list.csv", rows(n, |_| "Ada Quill".to_owned()))
        }),
        (
            "doubled quotes in CSV",
            1_024,
            1 << 20,
            |given, folder, n| {
                let cell = format!(
                    "title,author\n\"{}\",Ada Quill\nEmma,Jane Austen\n",
                    "\"\"".repeat(n)
                );
                given.list(folder, "list.csv", cell)
            },
        ),
        (
            "rows of doubled quotes in CSV",
            256,
            16_384,
            |given, folder, n| {
                let row = |n: usize| {
                    format!("\"\"Client {n}\"\",\"\"A Title of {n}\"\",\"\"Jane Writer\"\"\n")
                };
                let rows: String = (0..n).map(row).collect();
                given.list(folder, "list.csv", format!("client,title,author\n{rows}"))
            },
        ),
        (
            "long rows of stray quotes in CSV",
            16,
            2_048,
            |given, folder, n| {
                let row = "\"x".repeat(300) + "\n";
                given.list(
                    folder,
                    "list.csv",
                    format!("client,title,author\n{}", row.repeat(n)),
                )
            },
        ),
        ("stray quotes in CSV", 64, 32_768, |given, folder, n| {
            let row =
                |n: usize| format!("The \"Salt\" Road {n}\" x,Ada Quill\n\"Open {n},Ada Quill\n");
            let content: String = (0..n).map(row).collect();
            given.list(folder, "list.csv", format!("title,author\n{content}"))
        }),
        (
            "an open quote before rows of CSV",
            512,
            32_768,
            |given, folder, n| {
                given.list(
                    folder,
                    "list.csv",
                    format!(
                        "title,author\n\"Open,Ada Quill\n{}",
                        rows(n, |_| String::new())
                    ),
                )
            },
        ),
        ("columns of CSV", 64, 8_192, |given, folder, n| {
            let columns = |cell: &str| vec![cell; n].join(",");
            given.list(
                folder,
                "list.csv",
                format!(
                    "title,author,{}\nEmma,Jane Austen,{}\n",
                    columns("x"),
                    columns("y")
                ),
            )
        }),
        ("rows of XLSX", 512, 8_192, |given, folder, n| {
            let list = folder.join("list.xlsx");
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (row, cells) in (0_u32..).zip(table(n)) {
                for (column, cell) in (0_u16..).zip(cells) {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
            book.save(&list).unwrap();
            given.check(["--clients".into(), list.into_os_string()])
        }),
        ("merged cells of XLSX", 256, 8_192, |given, folder, n| {
            let merges = (0..n).map(|n| format!("<mergeCell ref=\"A{0}:B{0}\"/>", n + 2));
            let merges = merges.collect::<Vec<_>>().concat();
            let row = |n: usize| {
                format!(
                    "<row r=\"{0}\"><c r=\"A{0}\" t=\"inlineStr\"><is><t>Emma {n}</t></is></c></row>",
                    n + 2
                )
            };
            let data: String = (0..n).map(row).collect();
            let sheet =
                format!("<sheetData>{HEADINGS}{data}</sheetData><mergeCells>{merges}</mergeCells>");
            given.list(folder, "list.xlsx", workbook(&sheet, 1))
        }),
        (
            "sheets of one part of XLSX",
            16,
            2_048,
            |given, folder, n| {
                let row = |n: usize| {
                    format!(
                        "<row r=\"{0}\"><c r=\"A{0}\" t=\"inlineStr\"><is><t>Emma</t></is></c></row>",
                        n + 2
                    )
                };
                let data: String = (0..20).map(row).collect();
                given.list(
                    folder,
                    "list.xlsx",
                    workbook(&format!("<sheetData>{HEADINGS}{data}</sheetData>"), n),
                )
            },
        ),
        ("empty cells of ODS", 1_024, 1 << 20, |given, folder, n| {
            let list = folder.join("list.ods");
            lists::ods_with(
                &sheet_of_ods(
                    &"<table:table-row><table:table-cell/></table:table-row>".repeat(n / 4),
                ),
                &list,
            );
            given.check(["--clients".into(), list.into_os_string()])
        }),
        (
            "repeated cells of ODS",
            1_024,
            1 << 20,
            |given, folder, n| {
                let list = folder.join("list.ods");
                let row = format!(
                    "<table:table-row table:number-rows-repeated=\"{n}\"><table:table-cell table:number-columns-repeated=\"16000\"/><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
                );
                lists::ods_with(&sheet_of_ods(&row), &list);
                given.check(["--clients".into(), list.into_os_string()])
            },
        ),
        ("entries of BibTeX", 512, 16_384, |given, folder, n| {
            let entry =
                |n: usize| format!("@book{{b{n}, title={{Emma {n}}}, author={{Jane Austen}}}}\n");
            given.list(folder, "list.bib", (0..n).map(entry).collect::<String>())
        }),
        (
            "nested braces of BibTeX",
            256,
            1 << 18,
            |given, folder, n| {
                let title = format!("{}Emma{}", "{".repeat(n), "}".repeat(n));
                given.list(
                    folder,
                    "list.bib",
                    format!("@book{{b, title={title}, author={{Jane Austen}}}}\n"),
                )
            },
        ),
        (
            "nested commands of BibTeX",
            256,
            1 << 17,
            |given, folder, n| {
                let title = format!("{}Emma{}", "\\emph{".repeat(n), "}".repeat(n));
                given.list(
                    folder,
                    "list.bib",
                    format!("@book{{b, title={{{title}}}, author={{Jane Austen}}}}\n"),
                )
            },
        ),
        (
            "references of BibTeX to references",
            256,
            8_192,
            |given, folder, n| {
                let entry = |n: usize| {
                    format!(
                        "@book{{b{n}, crossref={{b{}}}, author={{Jane Austen}}}}\n",
                        n + 1
                    )
                };
                let entries: String = (0..n).map(entry).collect();
                given.list(
                    folder,
                    "list.bib",
                    format!("{entries}@book{{b{n}, title={{Emma}}, author={{Jane Austen}}}}\n"),
                )
            },
        ),
        ("open entries of BibTeX", 256, 32_768, |given, folder, n| {
            given.list(
                folder,
                "list.bib",
                "@book{b, title={Emma, author={Jane Austen}\n".repeat(n),
            )
        }),
        (
            "authors of an entry of RIS",
            256,
            1 << 17,
            |given, folder, n| {
                let authors = (0..n).map(|n| format!("AU  - Quill, Ada{n}\n"));
                let authors = authors.collect::<Vec<_>>().concat();
                given.list(
                    folder,
                    "list.ris",
                    format!("TY  - BOOK\nTI  - Emma\n{authors}ER  - \n"),
                )
            },
        ),
        ("products of ONIX", 256, 8_192, |given, folder, n| {
            let product = |n: usize| {
                format!(
                    "<Product><RecordReference>{n}</RecordReference><DescriptiveDetail><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>Emma {n}</TitleText></TitleElement></TitleDetail></DescriptiveDetail></Product>"
                )
            };
            given.list(
                folder,
                "list.xml",
                onix(&(0..n).map(product).collect::<String>()),
            )
        }),
        (
            "contributors of a product of ONIX",
            256,
            1 << 16,
            |given, folder, n| {
                let authors = (0..n).map(|n| format!("<Contributor><SequenceNumber>{n}</SequenceNumber><ContributorRole>A01</ContributorRole><PersonName>Ada Quill{n}</PersonName></Contributor>"));
                let authors = authors.collect::<Vec<_>>().concat();
                given.list(folder, "list.xml", onix(&format!("<Product><RecordReference>1</RecordReference><DescriptiveDetail><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>Emma</TitleText></TitleElement></TitleDetail>{authors}</DescriptiveDetail></Product>")))
            },
        ),
        (
            "nested elements of ONIX",
            256,
            1 << 17,
            |given, folder, n| {
                given.list(
                    folder,
                    "list.xml",
                    onix(&format!(
                        "<Product>{}{}</Product>",
                        "<p>".repeat(n),
                        "</p>".repeat(n)
                    )),
                )
            },
        ),
        ("files without a title", 256, 2_048, |given, folder, n| {
            with_files(
                given,
                folder,
                &rows(n, |_| String::new()),
                (0..n).map(|n| format!("Nothing like it {n}.txt")),
            )
        }),
        ("files of one title", 64, 1_024, |given, folder, n| {
            with_files(
                given,
                folder,
                "title,author\nSlow Boat,Ada Quill\n",
                (0..n).map(|n| format!("{n}/Slow Boat.txt")),
            )
        }),
        (
            "files of many rows of one book",
            64,
            1_024,
            |given, folder, n| {
                let list = format!("title,author\n{}", "Slow Boat,Ada Quill\n".repeat(n));
                with_files(
                    given,
                    folder,
                    &list,
                    (0..n).map(|n| format!("{n}/Slow Boat.txt")),
                )
            },
        ),
        (
            "namesakes in a list, and files",
            64,
            1_024,
            |given, folder, n| {
                let row = |n: usize| format!("Slow Boat,Ada Quill{n}\n");
                let list = format!("title,author\n{}", (0..n).map(row).collect::<String>());
                with_files(
                    given,
                    folder,
                    &list,
                    (0..n).map(|n| format!("{n}/Slow Boat.txt")),
                )
            },
        ),
        ("words of a title", 256, 1 << 16, |given, folder, n| {
            let words: Vec<String> = (0..n).map(|n| format!("word{n}")).collect();
            given.list(
                folder,
                "list.csv",
                format!("title,author\n{},Ada Quill\n", words.join(" ")),
            )
        }),
        ("names of an author", 256, 1 << 16, |given, folder, n| {
            let names: Vec<String> = (0..n).map(|n| format!("Ada Quill{n}")).collect();
            given.list(
                folder,
                "list.csv",
                format!("title,author\nEmma,{}\n", names.join("; ")),
            )
        }),
        ("brackets of a title", 256, 1 << 16, |given, folder, n| {
            given.list(
                folder,
                "list.csv",
                format!(
                    "title,author\nEmma {}{},Jane Austen\n",
                    "(a ".repeat(n),
                    ")".repeat(n)
                ),
            )
        }),
    ];
    let step = |&(name, first, most, make): &Named| Step {
        name,
        first,
        most,
        make,
    };
    all.iter().chain(others::ALL).map(step).collect()
}

/// Returns the rows of a table of `n` titles, with its headings.
fn table(n: usize) -> impl Iterator<Item = [String; 2]> {
    let headings = std::iter::once(["title".to_owned(), "author".to_owned()]);
    headings.chain((0..n).map(|n| {
        let (title, author) = dumps::book(n + N_RECORDS);
        [title, author]
    }))
}

/// Returns a list of `n` titles, each with its client.
fn rows(n: usize, client: impl Fn(usize) -> String) -> String {
    let mut list = String::from("client,title,author\n");
    for n in 0..n {
        let (title, author) = dumps::book(n + N_RECORDS);
        writeln!(list, "{},{title},{author}", client(n)).unwrap();
    }
    list
}

fn with_files(
    given: &Given,
    folder: &Path,
    list: &str,
    names: impl Iterator<Item = String>,
) -> Vec<OsString> {
    let books = folder.join("books");
    fs::create_dir(&books).unwrap();
    for name in names {
        let path = books.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let mut arguments = given.list(folder, "list.csv", list);
    arguments.extend(["--files".into(), books.into_os_string()]);
    arguments
}

fn onix(products: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><ONIXMessage release=\"3.0\" xmlns=\"http://ns.editeur.org/onix/3.0/reference\"><Header><Sender><SenderName>X</SenderName></Sender><SentDateTime>20200101</SentDateTime></Header>{products}</ONIXMessage>"
    )
}

fn sheet_of_ods(rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">\
         <office:body><office:spreadsheet><table:table table:name=\"Titles\">\
         <table:table-row><table:table-cell><text:p>title</text:p></table:table-cell><table:table-cell><text:p>author</text:p></table:table-cell></table:table-row>\
         <table:table-row><table:table-cell><text:p>Emma</text:p></table:table-cell><table:table-cell><text:p>Jane Austen</text:p></table:table-cell></table:table-row>\
         {rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
}

/// The row of headings of a sheet.
const HEADINGS: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>title</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>author</t></is></c></row>";

/// Returns a workbook of `n` sheets, all of which are one part.
fn workbook(sheet: &str, n: usize) -> Vec<u8> {
    let sheets =
        (1..=n).map(|n| format!("<sheet name=\"Sheet{n}\" sheetId=\"{n}\" r:id=\"rId1\"/>"));
    let sheets = sheets.collect::<Vec<_>>().concat();
    let book = format!(
        "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{sheets}</sheets></workbook>"
    );
    let sheet = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{sheet}</worksheet>"
    );
    files::archive(&[
        ("[Content_Types].xml", b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"),
        ("_rels/.rels", b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/_rels/workbook.xml.rels", b"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}
