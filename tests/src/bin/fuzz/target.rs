//! What is fed, and how.

use std::ffi::OsStr;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::Result;
use colophon_catalogue::terms::TermKind;
use colophon_catalogue::{Input, Kind};
use colophon_clients::Mapping;
use colophon_extract::{Limits, read_here, worker};
use colophon_index::{Index, RecordNumber, WorkId};
use tempfile::TempDir;

/// One reader of strangers' input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Epub,
    Pdf,
    Docx,
    Odt,
    Fodt,
    Rtf,
    Fb2,
    Mobi,
    Html,
    Markdown,
    Text,
    Scrivener,
    /// A ZIP archive of documents.
    Bundle,
    /// What a worker answers.
    Worker,
    Libgen,
    LibgenLi,
    Pilimi,
    IsbnList,
    DumpCsv,
    Table,
    Xlsx,
    Ods,
    Onix,
    Calibre,
    Bibtex,
    Ris,
    /// An index file's bytes.
    Index,
    /// The pages inside an index: postings, works, records, terms.
    Pages,
}

impl Target {
    pub(crate) const ALL: [Self; 28] = [
        Self::Epub,
        Self::Pdf,
        Self::Docx,
        Self::Odt,
        Self::Fodt,
        Self::Rtf,
        Self::Fb2,
        Self::Mobi,
        Self::Html,
        Self::Markdown,
        Self::Text,
        Self::Scrivener,
        Self::Bundle,
        Self::Worker,
        Self::Libgen,
        Self::LibgenLi,
        Self::Pilimi,
        Self::IsbnList,
        Self::DumpCsv,
        Self::Table,
        Self::Xlsx,
        Self::Ods,
        Self::Onix,
        Self::Calibre,
        Self::Bibtex,
        Self::Ris,
        Self::Index,
        Self::Pages,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Epub => "epub",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Fodt => "fodt",
            Self::Rtf => "rtf",
            Self::Fb2 => "fb2",
            Self::Mobi => "mobi",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Scrivener => "scrivener",
            Self::Bundle => "bundle",
            Self::Worker => "worker",
            Self::Libgen => "libgen",
            Self::LibgenLi => "libgen-li",
            Self::Pilimi => "pilimi",
            Self::IsbnList => "isbn-list",
            Self::DumpCsv => "dump-csv",
            Self::Table => "table",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Onix => "onix",
            Self::Calibre => "calibre",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::Index => "index",
            Self::Pages => "pages",
        }
    }

    /// The endings of files that belong into this target's corpus.
    pub(crate) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Epub => &["epub"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx", "docm"],
            Self::Odt => &["odt"],
            Self::Fodt => &["fodt"],
            Self::Rtf => &["rtf"],
            Self::Fb2 => &["fb2"],
            Self::Mobi => &["mobi", "azw3", "azw", "prc"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Markdown => &["md"],
            Self::Text => &["txt"],
            Self::Bundle => &["zip"],
            Self::Table => &["csv", "tsv"],
            Self::Xlsx => &["xlsx"],
            Self::Ods => &["ods"],
            Self::Bibtex => &["bib"],
            Self::Ris => &["ris"],
            Self::Index => &["colophon"],
            _ => &[],
        }
    }

    /// Whether a process of its own reads it, whose want of memory is told
    /// from a crash.
    pub(crate) fn is_read_by_workers(self) -> bool {
        matches!(
            self,
            Self::Epub
                | Self::Pdf
                | Self::Docx
                | Self::Odt
                | Self::Fodt
                | Self::Rtf
                | Self::Fb2
                | Self::Mobi
                | Self::Html
                | Self::Markdown
                | Self::Text
                | Self::Scrivener
                | Self::Bundle
        )
    }

    /// Words of the format, whole and broken.
    pub(crate) fn words(self) -> &'static [&'static [u8]] {
        match self {
            Self::Pdf => &[
                b"<<",
                b">>",
                b"[",
                b"]",
                b"(",
                b")",
                b"/Kids[2 0 R]",
                b"/Parent 3 0 R",
                b"5 0 R",
                b"4 0 R",
                b"/Contents[4 0 R 4 0 R]",
                b"/Filter/FlateDecode",
                b"/Filter[/FlateDecode/FlateDecode]",
                b"/Filter/LZWDecode",
                b"/Filter/ASCII85Decode",
                b"/DecodeParms<</Predictor 15/Columns 0>>",
                b"/Encoding/Identity-H",
                b"/Encoding/StandardEncoding",
                b"/ToUnicode 4 0 R",
                b"/Differences[0/a 255/b]",
                b"/Do",
                b"/F Do",
                b"BT",
                b"ET",
                b"q ",
                b"Q ",
                b" Tj",
                b" TJ",
                b" Tf",
                b" Td",
                b" Tm",
                b" cm",
                b" Tc",
                b"BI ",
                b"ID ",
                b"EI",
                b"beginbfrange",
                b"endbfrange",
                b"begincmap",
                b"begincodespacerange",
                b"<00><ff><0041>",
                b"<ffff>",
                b"stream\n",
                b"endstream",
                b"endobj",
                b"xref\n",
                b"trailer",
                b"startxref\n0",
                b"/Encrypt 5 0 R",
                b"/ObjStm",
                b"/Type3",
            ],
            Self::Rtf | Self::Scrivener => &[
                b"{",
                b"}",
                b"{\\",
                b"\\*",
                b"\\'",
                b"\\'ff",
                b"\\u-10179?",
                b"\\u55357?",
                b"\\uc0 ",
                b"\\uc65535 ",
                b"\\bin99999 ",
                b"\\ansicpg932",
                b"\\ansicpg65001",
                b"{\\fonttbl{\\f0\\fcharset128 A;}}",
                b"{\\footnote ",
                b"{\\*\\shptxt ",
                b"{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt x}}",
                b"\\par",
                b"\\cell",
                b"\\row",
                b"\\f0",
                b"\\f-1",
                b"\\listtext",
                b"\\deleted ",
                b"<Children>",
                b"<BinderItem UUID='A' Type='Text'>",
                b"</BinderItem>",
                b"\\Scrv_fn=",
                b"\\end_Scrv_fn",
            ],
            Self::Libgen | Self::LibgenLi | Self::Pilimi => &[
                b"INSERT INTO `updated` VALUES ",
                b"(",
                b")",
                b",",
                b";",
                b"'",
                b"\\'",
                b"''",
                b"\"",
                b"`",
                b"/*",
                b"*/",
                b"/*!40101 ",
                b"-- ",
                b"#",
                b"NULL",
                b"0x41",
                b"_utf8 ",
                b"CREATE TABLE `books` (",
                b"DELIMITER ;;\n",
                b"\\",
                b"\xc3",
                b"-- Dump completed on 2022-08-24\n",
                b"\0",
            ],
            Self::IsbnList | Self::DumpCsv | Self::Table | Self::Ris | Self::Bibtex => &[
                b",",
                b";",
                b"\t",
                b"\"",
                b"\"\"",
                b"\n",
                b"\r",
                b"\r\n",
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b"9780000000002",
                b"978",
                b"title,author,isbn\n",
                b"TY  - BOOK\n",
                b"ER  - \n",
                b"@book{a,",
                b"@string{a = ",
                b"title = {",
                b"}",
                b"{",
                b"#",
                b"crossref = {a}",
                b"\\\"{o}",
                b"=1+1",
                b"1e308",
            ],
            Self::Worker => &[
                b"\x01\0\0\0\0",
                b"\x02\x04\0\0\0\xff\xff\xff\xff",
                b"\x03\x02\0\0\0{}",
                b"\x04\0\0\0\0",
                b"\x05\0\0\0\0",
                b"\xff\xff\xff\xff",
                b"{\"format\":\"pdf\"",
                b"null",
                b"[",
                b"\x0c",
                b"\xc2\xad",
                b"-\n",
                b"\x07\x01\0\0\0x",
            ],
            Self::Mobi => &[
                b"BOOKMOBI",
                b"TEXtREAd",
                b"MOBI",
                b"EXTH",
                b"INDX",
                b"TAGX",
                b"IDXT",
                b"FLIS",
                b"FCIS",
                b"HUFF",
                b"CDIC",
                b"FONT",
                b"RESC",
                b"BOUNDARY",
                b"<mbp:pagebreak/>",
                b"<p>",
                b"</html>",
                b"\0\0\0\0",
                b"\xff\xff\xff\xff",
                b"\0\x01",
                b"\0\x02",
                b"\x44\x48",
            ],
            Self::Index | Self::Pages | Self::Calibre => &[
                b"\0",
                b"\xff",
                b"\x7f",
                b"\x80\x80\x80\x80\x80\x80\x80\x80\x80",
                b"\xff\xff\xff\xff\xff\xff\xff\xff\xff",
                b"\x0d",
                b"\x05",
                b"\x0a",
                b"\x02",
                b"SQLite format 3\0",
                b"CREATE TABLE",
                b"CREATE VIEW",
                b"CREATE TRIGGER",
            ],
            Self::Markdown | Self::Text => &[
                b"# ",
                b"\n\n",
                b"> ",
                b"* ",
                b"```\n",
                b"[a](b)",
                b"[^1]",
                b"[^1]: ",
                b"|a|\n|-|\n",
                b"<div>",
                b"&amp;",
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b"\xfe\xff",
                b"\xe2\x80\xae",
                b"\xcc\x81",
                b"\xed\xa0\x80",
                b"\xf4\x90\x80\x80",
                b"\0",
                b"\x1b[2J",
                b"---\n",
                b"1. ",
                b"_",
                b"**",
            ],
            _ => &[
                b"<",
                b">",
                b"</",
                b"/>",
                b"&",
                b"&amp;",
                b"&#0;",
                b"&#x110000;",
                b"&nbsp;",
                b"<![CDATA[",
                b"]]>",
                b"<!--",
                b"-->",
                b"<?xml version='1.0' encoding='UTF-16'?>",
                b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
                b"&b;",
                b"<div>",
                b"</div>",
                b"<p>",
                b"<p/>",
                b"<title/>",
                b"<script>",
                b"<table><tr><td>",
                b"<svg>",
                b"<math>",
                b"<ruby><rt>",
                b"<br/>",
                b"<w:p>",
                b"</w:p>",
                b"<w:r><w:t>x</w:t></w:r>",
                b"<w:del>",
                b"<w:txbxContent>",
                b"<w:footnoteReference w:id=\"1\"/>",
                b"<mc:AlternateContent><mc:Fallback>",
                b"<text:p>",
                b"</text:p>",
                b"<text:note>",
                b"<text:s text:c=\"4294967295\"/>",
                b"<text:tab/>",
                b"<draw:frame>",
                b"<section>",
                b"</section>",
                b"<a l:href=\"#n1\" type=\"note\">",
                b"<row r=\"4294967295\">",
                b"<c r=\"XFD1048576\" t=\"s\"><v>9</v></c>",
                b"table:number-columns-repeated=\"2147483647\"",
                b"table:number-rows-repeated=\"1048576\"",
                b" href=\"../../x\"",
                b" idref=\"x\"",
                b" linear=\"no\"",
                b" id=\"c0\"",
                b"xml:space=\"preserve\"",
                b"<itemref idref=\"c0\"/>",
                b"<Product>",
                b"</Product>",
                b"<b203>",
            ],
        }
    }

    /// The name by which a document of this kind is read.
    fn file_name(self) -> Option<&'static OsStr> {
        Some(OsStr::new(match self {
            Self::Markdown => "a.md",
            Self::Html => "a.html",
            _ => "a",
        }))
    }
}

/// Where mutants are read.
pub(crate) struct Bench {
    target: Target,
    folder: TempDir,
    /// The hashes that an index is asked for.
    hashes: Vec<u64>,
}

impl Bench {
    pub(crate) fn new(target: Target) -> Result<Self> {
        let mut hashes: Vec<u64> = (0..400_u64)
            .map(|n| n.wrapping_mul(0x0123_4567_89ab_cdef))
            .chain(crate::seeds::hashes(1).into_iter().take(300))
            .collect();
        hashes.sort_unstable();
        Ok(Self {
            target,
            folder: tempfile::tempdir()?,
            hashes,
        })
    }

    /// Reads a mutant as the program would. What it is refused with is no
    /// finding; a rule of the reader that is broken is one, and is returned.
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<(), String> {
        let limits = Limits::default();
        match self.target {
            Target::Worker => {
                let _ = worker::understand(bytes, &limits);
            }
            Target::Bundle => {
                let _ = worker::members_here(bytes, &limits);
            }
            Target::Libgen => self.dump(Kind::Libgen, bytes)?,
            Target::LibgenLi => self.dump(Kind::LibgenLi, bytes)?,
            Target::Pilimi => self.dump(Kind::Pilimi, bytes)?,
            Target::IsbnList => self.dump(Kind::IsbnList, bytes)?,
            Target::DumpCsv => self.dump(Kind::Csv, bytes)?,
            Target::Table
            | Target::Xlsx
            | Target::Ods
            | Target::Onix
            | Target::Calibre
            | Target::Bibtex
            | Target::Ris => {
                let path = self.put(bytes)?;
                let mapping = Mapping::default();
                let _ = colophon_clients::read(&path, &mapping, &mut |_| ControlFlow::Continue(()));
                let _ = colophon_clients::columns(&path, &mapping);
            }
            Target::Index => self.ask(&self.put(bytes)?),
            Target::Pages => self.spoil_pages(bytes)?,
            _ => {
                let read = read_here(bytes, self.target.file_name(), &limits);
                if let Ok(document) = read
                    && document.sections.iter().all(|s| s.text.trim().is_empty())
                {
                    return Err("a document without text is no error".to_owned());
                }
            }
        }
        Ok(())
    }

    fn put(&self, bytes: &[u8]) -> Result<PathBuf, String> {
        let path = self.folder.path().join("mutant");
        fs::write(&path, bytes).map_err(|e| e.to_string())?;
        Ok(path)
    }

    fn dump(&self, kind: Kind, bytes: &[u8]) -> Result<(), String> {
        let input = Input {
            kind,
            path: Some(self.put(bytes)?),
        };
        let scratch = self.folder.path().join("scratch");
        fs::create_dir_all(&scratch).map_err(|e| e.to_string())?;
        let mut n = 0_u64;
        let read = colophon_catalogue::read(
            &input,
            &scratch,
            1 << 20,
            &mut |item| {
                if matches!(item, colophon_catalogue::Item::Record(_)) {
                    n += 1;
                }
                ControlFlow::Continue(())
            },
            &mut |_| ControlFlow::Continue(()),
        );
        let left = fs::read_dir(&scratch).map_or(0, Iterator::count);
        if left > 0 {
            return Err(format!("{left} temporary files are left"));
        }
        if let Ok(summary) = read
            && summary.n_records != n
        {
            return Err(format!("{n} records are counted as {}", summary.n_records));
        }
        Ok(())
    }

    /// Asks an index all that can be asked.
    fn ask(&self, path: &std::path::Path) {
        let Ok(index) = Index::open(path) else {
            return;
        };
        let mut works: Vec<WorkId> = Vec::new();
        let _ = index.lookup(&self.hashes, &mut |_, work| works.push(work));
        let _ = index.boilerplate(&self.hashes);
        for id in works.into_iter().take(8) {
            let _ = index.work(id);
        }
        let _ = index.sources();
        let numbers: Vec<RecordNumber> = index
            .find_all(
                &[
                    (TermKind::TitleWord, b"sea".as_slice()),
                    (TermKind::AuthorWord, b"austen".as_slice()),
                ],
                50,
            )
            .unwrap_or_default();
        let _ = index.records(&numbers);
        for number in numbers.into_iter().take(3) {
            let _ = index.record_digests(number);
        }
        let _ = index.verify(&mut |_| ControlFlow::Continue(()));
    }

    /// Puts the mutant in the place of pages of a sound index: its first bytes
    /// say which, the rest is what stands there.
    fn spoil_pages(&self, bytes: &[u8]) -> Result<(), String> {
        let (Some((&[table, row], page)), path) = (
            bytes.split_first_chunk::<2>(),
            self.folder.path().join("sound"),
        ) else {
            return Ok(());
        };
        crate::seeds::spoil(&path, table, row, page).map_err(|e| e.to_string())?;
        self.ask(&path);
        Ok(())
    }
}
