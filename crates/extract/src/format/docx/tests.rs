use crate::archive::tests::pack;
use crate::{Document, ErrorKind, Format, Limits, read_here};

const TYPES: &[u8] = b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";

fn read(body: &str, more: &[(&str, &[u8])]) -> Document {
    let main = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut files: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", main.as_bytes()),
    ];
    files.extend(more);
    read_here(&pack(&files), None, &Limits::default()).unwrap()
}

#[test]
fn what_a_reader_sees_is_read() {
    let document = read(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>One</w:t><w:tab/><w:t xml:space='preserve'>two &amp; </w:t></w:r>\
         <w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>\
         <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
         <w:ins><w:r><w:t>three</w:t><w:br/><w:t>four</w:t></w:r></w:ins>\
         <w:r><w:instrText>PAGEREF</w:instrText></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        &[],
    );
    assert_eq!(document.format, Format::Docx);
    assert_eq!(document.sections[0].text, "One\ttwo & three\nfour\ncell\n");
}

#[test]
fn hidden_text_is_left_out() {
    let styles = b"<w:styles><w:style w:styleId='Note'><w:name w:val='Note'/><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:styleId='Sub'><w:basedOn w:val='Note'/></w:style>\
        <w:style w:styleId='Seen'><w:basedOn w:val='Note'/><w:rPr><w:vanish w:val='off'/></w:rPr></w:style>\
        <w:style w:styleId='Ring'><w:basedOn w:val='Ring'/></w:style>\
        <w:style w:styleId='Grid'><w:tblStylePr><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style></w:styles>";
    let text = |body: &str| {
        let document = read(
            &format!("{body}<w:p><w:r><w:t>End</w:t></w:r></w:p>"),
            &[("word/styles.xml", styles)],
        );
        document.sections[0].text.replace('\n', "|")
    };
    let run = |settings: &str| {
        text(&format!(
            "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr>{settings}</w:rPr><w:t>b</w:t><w:tab/></w:r><w:r><w:t>c</w:t></w:r></w:p>"
        ))
    };
    for (settings, is_hidden) in [
        ("<w:vanish/>", true),
        ("<w:vanish w:val='1'/>", true),
        ("<w:vanish w:val='true'></w:vanish>", true),
        ("<w:vanish w:val='0'/>", false),
        ("<w:vanish w:val='false'/>", false),
        ("<w:webHidden/>", false),
        ("<w:rStyle w:val='Note'/>", true),
        ("<w:rStyle w:val='Sub'/>", true),
        ("<w:rStyle w:val='Sub'/><w:vanish w:val='0'/>", false),
        ("<w:rStyle w:val='Seen'/>", false),
        ("<w:rStyle w:val='Ring'/>", false),
        ("<w:rStyle w:val='Grid'/>", false),
        (
            "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
            false,
        ),
    ] {
        let expected = if is_hidden { "ac|End|" } else { "ab\tc|End|" };
        assert_eq!(run(settings), expected, "{settings}");
    }
    // The style of a paragraph hides the text; its end mark hides only itself.
    let paragraph = |settings: &str, of_run: &str| {
        text(&format!(
            "<w:p><w:pPr>{settings}</w:pPr><w:r><w:rPr>{of_run}</w:rPr><w:t>a</w:t></w:r></w:p>"
        ))
    };
    let style = "<w:pStyle w:val='Note'/>";
    assert_eq!(paragraph(style, ""), "|End|");
    assert_eq!(paragraph(style, "<w:vanish w:val='0'/>"), "a|End|");
    assert_eq!(paragraph(style, "<w:rStyle w:val='Sub'/>"), "a|End|");
    assert_eq!(paragraph("<w:rPr><w:vanish/></w:rPr>", ""), "a|End|");
    // A text box in a hidden run is hidden with it, and ends with it.
    let anchored = |mark: &str| {
        text(&format!(
            "<w:p><w:r><w:rPr>{mark}</w:rPr><w:txbxContent><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>\
             <w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:r><w:r><w:t>a</w:t></w:r></w:p>"
        ))
    };
    assert_eq!(anchored(""), "a|box|End|");
    assert_eq!(anchored("<w:vanish/>"), "a||End|");
}

#[test]
fn signs_that_are_letters_are_read() {
    let document = read(
        "<w:p><w:r><w:t>a</w:t><w:sym w:font='Times New Roman' w:char='0107'/><w:sym w:font='Wingdings' w:char='F04A'/>\
         <w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='Symbol' w:char='0057'/><w:sym w:font='Symbol' w:char='F0B3'/>\
         <w:sym w:font='Arial' w:char='D800'/><w:sym w:font='Arial' w:char='0007'/><w:sym w:char='x'/><w:sym/><w:t>b</w:t></w:r></w:p>",
        &[],
    );
    assert_eq!(document.sections[0].text, "aćαΩb\n");
}

#[test]
fn parts_that_break_off_are_told() {
    let codes = |body: &str, notes: &str| {
        let document = read(body, &[("word/footnotes.xml", notes.as_bytes())]);
        let codes = document.warnings.iter().map(|w| w.code.as_str());
        codes.collect::<Vec<_>>()
    };
    let text = "<w:p><w:r><w:t>Text</w:t></w:r></w:p>";
    let whole = format!("<w:footnotes>{text}</w:footnotes>");
    assert!(codes(text, &whole).is_empty());
    assert_eq!(codes(text, "<w:footnotes><w:p><w:r><w:t>Text"), ["damaged"]);
    assert_eq!(codes(text, "<w:footnotes><w:p></w:r>"), ["damaged"]);
    let unclosed = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>Text</w:t></w:r></w:p>";
    let files = [
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", unclosed.as_bytes()),
    ];
    let document = read_here(&pack(&files), None, &Limits::default()).unwrap();
    assert_eq!(document.warnings.len(), 1);
}

#[test]
fn a_text_box_follows_its_paragraph_and_is_read_once() {
    let document = read(
        "<w:p><w:r><w:t>be</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>\
         </w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>gan</w:t></w:r></w:p>",
        &[],
    );
    assert_eq!(document.sections[0].text, "began\nbox\n");
}

#[test]
fn headings_begin_sections_and_notes_come_last() {
    let styles = b"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='de-DE'/></w:rPr></w:rPrDefault></w:docDefaults>\
        <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style></w:styles>";
    let notes = b"<w:footnotes><w:footnote><w:p><w:r><w:t>A note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let core = b"<cp:coreProperties><dc:title>Titel</dc:title><dc:creator>Ich</dc:creator><dc:identifier>ISBN 123</dc:identifier></cp:coreProperties>";
    let head = |t: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"
        )
    };
    let plain = "<w:p><w:r><w:t>Text</w:t></w:r></w:p>";
    let body = [&head("Eins"), plain, &head("Zwei"), plain].concat();
    let document = read(
        &body,
        &[
            ("word/styles.xml", styles),
            ("word/footnotes.xml", notes),
            ("docProps/core.xml", core),
        ],
    );
    let titles: Vec<_> = document
        .sections
        .iter()
        .map(|s| s.title.as_deref())
        .collect();
    assert_eq!(titles, [Some("Eins"), Some("Zwei"), None]);
    assert_eq!(document.sections[1].text, "Zwei\nText\n");
    assert_eq!(document.sections[2].text, "A note\n");
    assert_eq!(document.title.as_deref(), Some("Titel"));
    assert_eq!(document.author.as_deref(), Some("Ich"));
    assert_eq!(document.language.as_deref(), Some("de-DE"));
    assert_eq!(document.identifiers, ["123"]);
}

#[test]
fn other_office_files_are_named() {
    let bytes = pack(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<x/>"),
    ]);
    let error = read_here(&bytes, None, &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.message().contains("Excel"));
}

#[test]
fn text_of_other_files_is_missed_unless_a_copy_is_there() {
    let field = |result: &str| {
        format!(
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> INCLUDETEXT \"two.docx\" </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        )
    };
    for (body, is_whole) in [
        ("<w:subDoc r:id='r9'/>".to_owned(), false),
        ("<w:altChunk r:id='r9'/>".to_owned(), false),
        (field(""), false),
        (field("<w:r><w:t>two</w:t></w:r>"), true),
        ("<w:p><w:fldSimple w:instr='INCLUDETEXT two.docx'/></w:p>".to_owned(), false),
        (
            "<w:p><w:fldSimple w:instr='INCLUDETEXT two.docx'><w:r><w:t>two</w:t></w:r></w:fldSimple></w:p>".to_owned(),
            true,
        ),
        ("<w:p><w:fldSimple w:instr='PAGE'/></w:p>".to_owned(), true),
    ] {
        let document = read(&format!("<w:p><w:r><w:t>One</w:t></w:r></w:p>{body}"), &[]);
        assert_eq!(document.warnings.is_empty(), is_whole, "{body}");
        assert!(!document.sections[0].text.contains("INCLUDE"));
    }
}
