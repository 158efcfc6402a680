//! The corpus: a few small, sound files of each kind, made here.
//!
//! They hold one of everything that a format's reader looks at, which keeps a
//! mutant close to any of its branches.

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, ensure};
use colophon_catalogue::{Record, Source};
use colophon_extract::{Limits, read_here, worker};
use colophon_index::{BuildOptions, Builder, Digest, DigestKind, NewWork, seal_again};
use colophon_tests::files::{archive, epub};
use colophon_tests::{dumps, lists, text};
use flate2::Compression;
use flate2::write::ZlibEncoder;

use rusqlite::Connection;

use crate::answers;
use crate::mutate::Seed;
use crate::small_dumps::{self, create};
use crate::target::Target;

/// The size of the largest file that is taken from a corpus, in bytes.
const LARGEST: u64 = 256 << 10;
/// The most files that one target takes.
const MOST: usize = 400;

/// Returns the seeds of a target: those made here, then those from a folder.
///
/// # Errors
///
/// When one cannot be made, or the folder cannot be read.
pub(crate) fn corpus(target: Target, folder: Option<&Path>) -> Result<Vec<Seed>> {
    let mut seeds = made(target)?;
    if let Some(folder) = folder {
        let mut paths = Vec::new();
        gather(folder, target, &mut paths)?;
        paths.sort();
        for path in paths.iter().take(MOST) {
            seeds.push(fs::read(path)?);
        }
    }
    ensure!(!seeds.is_empty(), "{} has no seeds", target.name());
    Ok(seeds.into_iter().map(Seed::new).collect())
}

fn gather(folder: &Path, target: Target, paths: &mut Vec<std::path::PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        let about = path.metadata()?;
        let ending = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if about.is_dir() {
            gather(&path, target, paths)?;
        } else if about.is_file() && about.len() <= LARGEST && target.endings().contains(&ending) {
            paths.push(path);
        }
    }
    Ok(())
}

fn made(target: Target) -> Result<Vec<Vec<u8>>> {
    let words = text::made(3, 120);
    Ok(match target {
        Target::Epub => vec![book(), epub(&words, &[])],
        Target::Pdf => vec![pdf_plain(&words), pdf_rich()],
        Target::Docx => vec![docx()],
        Target::Odt => vec![archive(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", open_document("document-content").as_bytes()),
            ("meta.xml", META.as_bytes()),
            ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest='m'/>"),
        ])],
        Target::Fodt => vec![open_document("document").into_bytes()],
        Target::Rtf => vec![RTF.to_vec()],
        Target::Fb2 => vec![FB2.as_bytes().to_vec(), archive(&[("a.fb2", FB2.as_bytes())])],
        Target::Mobi => kindle()?,
        Target::Html => vec![HTML.as_bytes().to_vec(), latin(HTML)],
        Target::Markdown => vec![MARKDOWN.as_bytes().to_vec()],
        Target::Text => plain(&words),
        Target::Scrivener => vec![scrivener()],
        Target::Bundle => vec![archive(&[
            ("a.txt", words.as_bytes()),
            ("b/c.epub", &epub(&words, &[])),
            ("d.zip", &archive(&[("e.txt", b"e")])),
            ("f.scriv/f.scrivx", BINDER),
            ("f.scriv/Files/Data/A/content.rtf", RTF),
            ("../g\\h.md", MARKDOWN.as_bytes()),
        ])],
        Target::Worker => answers()?,
        Target::Libgen => {
            let sums = ("ab".repeat(16), "cd".repeat(20), "ef".repeat(32));
            let dump = dumps::updated(&dumps::many(6)) + &dumps::hashes(&[(&sums.0, &sums.1, &sums.2)]);
            vec![dump.into_bytes()]
        }
        Target::LibgenLi => vec![libgen_li().into_bytes()],
        Target::Pilimi => vec![small_dumps::pilimi().into_bytes()],
        Target::IsbnList => vec![
            b"9780306406157\n0-306-40615-2\n080442957X, x\n\n# 978 0 306 40615 7\n".to_vec(),
        ],
        Target::DumpCsv => vec![
            "title,author,isbn,year,language,md5,added\n\"A, \"\"B\"\"\",Ann Author,9780306406157,1999,en,\
             00112233445566778899aabbccddeeff,2011-02-03\nTítulo,\"B\nC\",,,,,\n"
                .as_bytes()
                .to_vec(),
        ],
        Target::Scimag
        | Target::Dois
        | Target::Opensubtitles
        | Target::Aac
        | Target::Aarecords
        | Target::Usco
        | Target::NyplCce
        | Target::Bookcorpus
        | Target::FileNames
        | Target::CslJson => small_dumps::seeds(target),
        Target::Table
        | Target::Xlsx
        | Target::Ods
        | Target::Onix
        | Target::Calibre
        | Target::Bibtex
        | Target::Ris => client_lists(target)?,
        Target::Index => vec![index()?.to_vec()],
        Target::Answers => vec![answers::sound()?.to_vec()],
        Target::Pages => pages()?,
    })
}

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect()
}

fn plain(words: &str) -> Vec<Vec<u8>> {
    let text = format!("Über “{words}” – naïve, 三体, Ελλάδα.\r\n\r\n{words}");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        text.as_bytes().to_vec(),
        latin(&text),
        [&b"\xff\xfe"[..], &utf16].concat(),
        utf16,
    ]
}

/// An EPUB with everything that its reader looks at.
fn book() -> Vec<u8> {
    const PACKAGE: &str = r#"<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="o"><dc:title>A &amp; B</dc:title><dc:creator opf:role="aut">Ann</dc:creator>
<dc:language>en</dc:language><dc:identifier id="id">urn:isbn:9780306406157</dc:identifier><meta property="rendition:layout">reflowable</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="ncx" href="../toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="c0" href="Text/a%20b.xhtml" media-type="application/xhtml+xml"/><item id="c1" href="../b.html" media-type="text/html"/>
<item id="s" href="p.svg" media-type="image/svg+xml"/><item id="f" href="f.otf" media-type="font/otf"/></manifest>
<spine toc="ncx"><itemref idref="nav" linear="no"/><itemref idref="c0"/><itemref idref="c1" linear="no"/><itemref idref="s"/></spine></package>"#;
    const CHAPTER: &str = r##"<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head>
<body><section epub:type="chapter"><h1 id="x">One</h1><p>Text&#160;of<a epub:type="noteref" href="#n">1</a> the <em>chapter</em>.<br/>Line</p>
<ruby>漢<rt>kan</rt></ruby><table><tr><td>a</td><td>b</td></tr></table><pre> p  q</pre><ul><li>item</li></ul>
<aside epub:type="footnote" id="n"><p>A note.</p></aside></section></body></html>"##;
    archive(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", br#"<container><rootfiles><rootfile full-path="O/c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#),
        ("META-INF/encryption.xml", br#"<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><CipherData><CipherReference URI="O/f.otf"/></CipherData></EncryptedData></encryption>"#),
        ("O/c.opf", PACKAGE.as_bytes()),
        ("O/nav.xhtml", br#"<html><body><nav epub:type="toc"><ol><li><a href="Text/a%20b.xhtml#x">One</a></li></ol></nav></body></html>"#),
        ("toc.ncx", br#"<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src="O/Text/a b.xhtml"/></navPoint></navMap></ncx>"#),
        ("O/Text/A b.xhtml", CHAPTER.as_bytes()),
        ("b.html", b"<html><head><meta charset=windows-1252><title>T</title></head><body><p>Gr\xfc\xdfe<p>Ende"),
        ("O/p.svg", br#"<svg xmlns="http://www.w3.org/2000/svg"><text><tspan>drawn</tspan></text></svg>"#),
    ])
}

/// A PDF of these objects, which may hold any bytes.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        writeln!(pdf, "{} 0 obj", i + 1).unwrap();
        pdf.extend_from_slice(object);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let start = pdf.len();
    write!(pdf, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).unwrap();
    for place in &places {
        writeln!(pdf, "{place:010} 00000 n ").unwrap();
    }
    let size = places.len() + 1;
    write!(
        pdf,
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    pdf
}

/// A packed stream object.
fn packed(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    out.write_all(content).unwrap();
    let packed = out.finish().unwrap();
    let mut object = format!(
        "<<{dictionary}/Filter/FlateDecode/Length {}>>stream\n",
        packed.len()
    )
    .into_bytes();
    object.extend_from_slice(&packed);
    object.extend_from_slice(b"\nendstream");
    object
}

fn pdf_plain(words: &str) -> Vec<u8> {
    let words: Vec<_> = words.split_whitespace().collect();
    let lines: Vec<_> = words.chunks(12).map(|line| line.join(" ")).collect();
    let content = colophon_tests::pdf::lines(&lines.join("\n"));
    colophon_tests::pdf::page(colophon_tests::pdf::FONT, &content, &[])
}

/// Fonts of three kinds, a form, a picture, maps to Unicode, packed streams.
fn pdf_rich() -> Vec<u8> {
    const CMAP: &[u8] = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n\
        1 begincodespacerange <0000> <ffff> endcodespacerange\n1 beginbfchar <0001> <00660069> endbfchar\n\
        1 beginbfrange <0002> <0040> <0041> endbfrange endcmap end end";
    let text = |t: &str| t.as_bytes().to_vec();
    let page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 7 0 R/G 8 0 R/H 11 0 R>>/XObject<</X 6 0 R/I 14 0 R>>>>";
    pdf(&[
        text("<</Type/Catalog/Pages 2 0 R/Outlines 15 0 R>>"),
        text("<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/Rotate 0>>"),
        text(&format!("<<{page}/Contents 5 0 R>>")),
        text(&format!("<<{page}/Contents[5 0 R 5 0 R]>>")),
        packed(
            "",
            b"q 1 0 0 1 0 0 cm BT /F 12 Tf 40 800 Td (A head-) Tj 0 -14 Td [(li)-20(ne)] TJ T* (next) ' ET Q\n\
              BT /G 11 Tf 1 0 0 1 40 700 Tm <000100020003> Tj ET BT /H 1 Tf 40 600 Td (ab) Tj ET /X Do /I Do",
        ),
        packed("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 7 0 R>>>>", b"BT /F 9 Tf (form) Tj ET"),
        text("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/LastChar 34/Widths[250 300 300]/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/A/B/fi 200/uni00DF]>>>>"),
        text("<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/Identity-H/DescendantFonts[9 0 R]/ToUnicode 10 0 R>>"),
        text("<</Type/Font/Subtype/CIDFontType2/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[1[500 600]3 9 400]/FontDescriptor 16 0 R>>"),
        packed("", CMAP),
        text("<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 12 0 R/b 13 0 R>>/Encoding<</Differences[97/a/b]>>/FirstChar 97/LastChar 98/Widths[1 1]/Resources<<>>>>"),
        packed("", b"1 0 0 0 1 1 d1 0 0 1 1 re f"),
        packed("", b"1 0 d0"),
        packed("/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8", b"\0\x40\x80\xff"),
        text("<</First 15 0 R/Title(\\376)>>"),
        text("<</Type/FontDescriptor/FontName/S/Flags 4>>"),
    ])
}

fn docx() -> Vec<u8> {
    const BODY: &str = "<w:document xmlns:w='w' xmlns:mc='m'><w:body><w:p><w:pPr><w:pStyle w:val='h1'/></w:pPr><w:r><w:t>Eins</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space='preserve'>One &amp; </w:t><w:tab/><w:t>two</w:t><w:br/></w:r><w:r><w:footnoteReference w:id='1'/></w:r>\
        <w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>three</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
        <w:r><w:instrText>PAGEREF</w:instrText><w:sym w:char='F0E0'/><w:noBreakHyphen/></w:r></w:p>\
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sdt><w:sdtContent><w:p><w:r><w:t>sdt</w:t></w:r></w:p></w:sdtContent></w:sdt></w:body></w:document>";
    archive(&[
        ("[Content_Types].xml", b"<Types><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"),
        ("_rels/.rels", b"<Relationships><Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>"),
        ("word/document.xml", BODY.as_bytes()),
        ("word/styles.xml", b"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='de-DE'/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:styleId='h1'><w:name w:val='heading 1'/><w:basedOn w:val='h1'/></w:style></w:styles>"),
        ("word/footnotes.xml", b"<w:footnotes><w:footnote w:id='1'><w:p><w:r><w:t>A note</w:t></w:r></w:p></w:footnote></w:footnotes>"),
        ("word/endnotes.xml", b"<w:endnotes><w:endnote w:id='1'><w:p><w:r><w:t>At the end</w:t></w:r></w:p></w:endnote></w:endnotes>"),
        ("docProps/core.xml", b"<cp:coreProperties><dc:title>Titel</dc:title><dc:creator>Ich</dc:creator></cp:coreProperties>"),
    ])
}

const META: &str = "<office:document-meta><office:meta><dc:title>Titel</dc:title><meta:initial-creator>Ich</meta:initial-creator></office:meta></office:document-meta>";

fn open_document(root: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:{root} xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' office:mimetype='application/vnd.oasis.opendocument.text' xmlns:text='t'>\
         <office:automatic-styles><style:style style:name='P9'><style:text-properties text:display='none'/></style:style></office:automatic-styles>\
         <office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>\
         <text:h text:outline-level='1'>Eins</text:h><text:p>One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>f<text:span>o</text:span>ur\
         <text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>A note</text:p></text:note-body></text:note>\
         <draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame></text:p><text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>\
         <table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>\
         <text:p text:style-name='P9'>hidden</text:p></office:text></office:body></office:{root}>"
    )
}

const RTF: &[u8] = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset128 Mincho;}}{\stylesheet{\s1 heading 1;}}
{\info{\title Titel}{\author Ich}}\pard\s1\outlinelevel0 Eins\par\pard Gr\'fc\'dfe \u8220?quoted\u8221? {\b bold}\line next\tab x\par
{\f1 \'93\'fa\'96\'7b}\~\_\emdash{\footnote A note}{\*\unknown gone}{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}\trowd\intbl cell\cell\row
{\shp{\*\shpinst{\shptxt box\par}}}{\pict\bin4 \x\y}{\deleted gone}\uc2\u10084??\sect\page{\v hidden}}";

const FB2: &str = "<?xml version='1.0' encoding='UTF-8'?><FictionBook xmlns='http://www.gribuser.ru/xml/fictionbook/2.0' xmlns:l='x'><description><title-info>\
    <author><first-name>Лев</first-name><last-name>Толстой</last-name></author><book-title>Сказка</book-title><lang>ru</lang></title-info>\
    <publish-info><isbn>978-5</isbn></publish-info></description><body><title><p>Сказка</p></title><section><title><p>Глава</p></title>\
    <p>Жил <emphasis>был</emphasis> кот<a l:href='#n1' type='note'>[1]</a>.</p><poem><stanza><v>Строка</v></stanza></poem><section><p>вложено</p></section></section></body>\
    <body name='notes'><section id='n1'><title><p>1</p></title><p>Зверь</p></section></body><binary id='i' content-type='image/png'>QUJD</binary></FictionBook>";

const HTML: &str = "<!DOCTYPE html><html lang=de><head><meta charset=iso-8859-1><meta name=author content=Ich><title>Titel</title><style>a{}</style></head><body><h1>Eins</h1>\
    <p>Grüße &amp; &uuml;ber<br>Zeile<p>mehr<ul><li>a<li>b</ul><table><tr><td>x<td>y</table><pre> a  b</pre><script>gone()</script><!-- gone --><h2>Zwei</h2>\
    <ruby>x<rt>y</rt></ruby><template>t</template><svg><text>s</text></svg><math><mi>m</mi></math><textarea>t</textarea></body></html>";

const MARKDOWN: &str = "---\ntitle: Titel\n---\n# Eins\n\nText *mit* **allem**[^1] und [Links](http://x).\n\n> Zitat\n\n1. a\n   - b\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n\
    <div>html</div>\n\nZwei\n====\n\n[^1]: Eine Note.\n";

const BINDER: &[u8] = b"<?xml version='1.0' encoding='UTF-8'?><ScrivenerProject><Binder><BinderItem UUID='D' Type='DraftFolder'><Title>Draft</Title><Children>\
    <BinderItem UUID='A' Type='Text'><Title>Scene</Title><MetaData><IncludeInCompile>Yes</IncludeInCompile></MetaData></BinderItem><BinderItem ID='7' Type='Text'/>\
    </Children></BinderItem></Binder></ScrivenerProject>";

fn scrivener() -> Vec<u8> {
    archive(&[
        ("N.scriv/Files/Data/A/content.rtf", RTF),
        (
            "N.scriv/Files/Docs/7.rtf",
            br"{\rtf1 Ending\{\\Scrv_fn=note\\end_Scrv_fn\}}",
        ),
        ("N.scriv/N.scrivx", BINDER),
    ])
}

/// A Mobipocket book and a Kindle book.
fn kindle() -> Result<Vec<Vec<u8>>> {
    let book = boko::Book::from_bytes(&epub(&text::made(5, 300), &[]), boko::Format::Epub)?;
    let mut azw3 = std::io::Cursor::new(Vec::new());
    book.export(boko::Format::Azw3, &mut azw3)?;
    let html = b"<html><body><h1>Eins</h1><p>Gr\xc3\xbc\xc3\x9fe</p><mbp:pagebreak/><h1>Zwei</h1><p>Ende</p></body></html>";
    let mut head = vec![0; 16 + 232];
    head[1] = 1;
    head[4..8].copy_from_slice(&u32::try_from(html.len())?.to_be_bytes());
    head[9] = 1;
    head[10..12].copy_from_slice(&4096_u16.to_be_bytes());
    head[16..20].copy_from_slice(b"MOBI");
    for (at, value) in [
        (20, 232_u32),
        (24, 2),
        (28, 65001),
        (36, 6),
        (80, 2),
        (84, 248),
        (88, 5),
    ] {
        head[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }
    for index in [40..80, 108..112, 240..248] {
        head[index].fill(0xff);
    }
    head.extend(b"Title\0\0\0");
    let mut mobi = b"A_Title".to_vec();
    mobi.resize(60, 0);
    mobi.extend(b"BOOKMOBI");
    mobi.resize(76, 0);
    mobi.extend(2_u16.to_be_bytes());
    let first = 78 + 2 * 8 + 2;
    for (i, offset) in (0_u32..).zip([first, first + head.len()]) {
        mobi.extend(u32::try_from(offset)?.to_be_bytes());
        mobi.extend(i.to_be_bytes());
    }
    mobi.extend([0, 0]);
    mobi.extend(head);
    mobi.extend(html);
    Ok(vec![mobi, azw3.into_inner()])
}

/// The answers of workers to some of the documents here.
fn answers() -> Result<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    for bytes in [
        book(),
        pdf_rich(),
        docx(),
        RTF.to_vec(),
        HTML.as_bytes().to_vec(),
    ] {
        let document = read_here(&bytes, None, &Limits::default())?;
        all.push(worker::answer_of(&document));
    }
    Ok(all)
}

fn libgen_li() -> String {
    let md5 = "ab".repeat(16);
    let tables = [
        (
            "files",
            &["f_id", "md5", "visible", "time_added", "filesize", "extension", "libgen_topic"][..],
            format!("(1,'{md5}','','2020-01-02 03:04:05',9,'EPUB','f'),(2,'{md5}','del','',0,'cbr','c')"),
        ),
        (
            "editions",
            &[
                "e_id", "libgen_topic", "series_name", "title", "title_add", "author", "publisher", "edition", "year", "issue_s_id",
                "issue_number", "issue_volume", "visible",
            ],
            "(10,'f','S','T','sub','A','P','2','1999',0,'','','no'),(11,'c','','','','C','','','',7,'42','0','')".to_owned(),
        ),
        ("editions_to_files", &["etf_id", "f_id", "e_id"], "(1,1,10),(2,2,11)".to_owned()),
        (
            "editions_add_descr",
            &["e_add_id", "e_id", "key", "value"],
            "(1,10,505,'9780306406157'),(2,10,908,'B01'),(3,10,101,'eng')".to_owned(),
        ),
        ("series", &["s_id", "title"], "(7,'The Comic')".to_owned()),
    ];
    let mut dump = String::new();
    for (table, columns, rows) in tables {
        dump += &create(table, columns);
        let insertion = format!("INSERT INTO {table} VALUES {rows};\n");
        dump += &insertion;
    }
    dump
}

/// The lists of titles in the form of this target.
fn client_lists(target: Target) -> Result<Vec<Vec<u8>>> {
    let row = |n: usize, is_broken| lists::Row {
        client: "Client".to_owned(),
        title: format!("Title {n}: \"quoted\", {{x}}"),
        author: "Ann Author; Bob Writer".to_owned(),
        pen_name: "Pen".to_owned(),
        isbn: dumps::isbn(n),
        year: "1999".to_owned(),
        publisher: "Imprint & Co".to_owned(),
        file: "a.epub".to_owned(),
        is_broken,
    };
    let rows = [row(1, false), row(2, true), row(3, false)];
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("list");
    let writers: &[fn(&[lists::Row], &Path)] = match target {
        Target::Table => &[lists::csv, lists::tsv, lists::semicolons_latin1],
        Target::Xlsx => &[lists::xlsx],
        Target::Ods => &[lists::ods],
        Target::Onix => &[lists::onix2, lists::onix3, lists::onix3_short],
        Target::Calibre => &[lists::calibre],
        Target::Bibtex => &[lists::bibtex],
        _ => &[lists::ris],
    };
    let mut all = Vec::new();
    for write in writers {
        let _ = fs::remove_file(&path);
        write(&rows, &path);
        all.push(fs::read(&path)?);
    }
    Ok(all)
}

/// The tables whose rows are packed pages.
pub(crate) const PAGED: [&str; 8] = [
    "postings",
    "short_postings",
    "places",
    "works",
    "records",
    "record_digests",
    "terms",
    "term_lists",
];

/// The hashes of made-up work number `n`, in order.
pub(crate) fn hashes(n: u64) -> Vec<u64> {
    let mut hashes: Vec<u64> = (1..4_000_u64)
        .map(|i| {
            (i + n * 2_000)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(23)
                .wrapping_mul(0xbf58_476d_1ce4_e5b9)
        })
        .filter(|hash| *hash < u64::MAX / 64)
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Returns a small sound index that has something in nearly every table.
///
/// # Errors
///
/// When it cannot be built.
pub(crate) fn index() -> Result<&'static [u8]> {
    static INDEX: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(bytes) = INDEX.get() {
        return Ok(bytes);
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.colophon");
    let options = BuildOptions {
        name: "Fuzz".to_owned(),
        scale: 64,
        created: "2026-01-02T03:04:05Z".to_owned(),
        memory_bytes: 16 << 20,
        max_works_per_hash: 2,
        ..BuildOptions::default()
    };
    let mut builder = Builder::create(&path, options)?;
    for n in 0..12 {
        let work = NewWork {
            id: format!("id {n}"),
            is_id_of_file: n % 2 == 0,
            title: format!("Títle {n}"),
            author: "Author".to_owned(),
            language: Some("en".to_owned()),
            n_letters: 5_000 + n,
            digests: vec![Digest {
                kind: DigestKind::Md5,
                bytes: vec![n.to_le_bytes()[0]; 16],
            }],
        };
        builder.add(&work, &hashes(n), u64::MAX / 64 + 1)?;
    }
    builder.add_source(Source::default())?;
    for n in 0..600_u32 {
        let mut md5 = [7; 16];
        md5[..4].copy_from_slice(&n.to_le_bytes());
        builder.add_record(&Record {
            id: n.to_string(),
            title: format!("The Sea of {}: a subtitle", n % 90),
            author: "Jane Austen".to_owned(),
            identifiers: dumps::isbn(usize::try_from(n / 3)?),
            year: "1999".to_owned(),
            md5: Some(md5),
            ..Record::default()
        })?;
        if n % 5 == 0 {
            builder.add_digests(md5, Some([n.to_le_bytes()[0]; 20]), None)?;
        }
    }
    builder.finish(&mut |_| ControlFlow::Continue(()))?;
    let bytes = fs::read(&path)?;
    Ok(INDEX.get_or_init(|| bytes))
}

/// The pages of that index, each after the numbers of its table and its row.
fn pages() -> Result<Vec<Vec<u8>>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.colophon");
    fs::write(&path, index()?)?;
    let db = rusqlite::Connection::open(&path)?;
    let mut all = Vec::new();
    for (n, table) in (0_u8..).zip(PAGED) {
        let mut rows = db.prepare(&format!("SELECT data FROM {table} ORDER BY first LIMIT 6"))?;
        let pages = rows.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        for (row, page) in (0_u8..).zip(pages) {
            all.push([&[n, row], &page?[..]].concat());
        }
    }
    Ok(all)
}

/// Writes a sound index to `path` and replaces one of its pages with `page`.
pub(crate) fn corrupt(path: &std::path::Path, table: u8, row: u8, page: &[u8]) -> Result<()> {
    fs::write(path, index()?)?;
    let db = Connection::open(path)?;
    let table = PAGED[usize::from(table) % PAGED.len()];
    let n: u32 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?;
    let at = u32::from(row) % n.max(1);
    db.execute(
        &format!(
            "UPDATE {table} SET data = ?1 WHERE first = (SELECT first FROM {table} ORDER BY first LIMIT 1 OFFSET {at})"
        ),
        [page],
    )
    .context("the page cannot be changed")?;
    drop(db);
    seal_again(path).context("the page cannot be sealed")
}
