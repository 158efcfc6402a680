use crate::archive::tests::pack;
use crate::{Document, ErrorKind, Format, Limits, WarningCode, read_here};

fn content(body: &str) -> String {
    format!(
        "<?xml version='1.0'?><office:document-content xmlns:office='o' xmlns:text='t'>\
         <office:automatic-styles><style:style style:name='P9'><style:text-properties text:display='none'/>\
         </style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>"
    )
}

fn packed(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let content = content(body);
    let mut files: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ];
    files.extend(more);
    pack(&files)
}

fn read(body: &str) -> Document {
    read_here(&packed(body, &[]), None, &Limits::default()).unwrap()
}

#[test]
fn what_a_reader_sees_is_read() {
    let document = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>\
         </text:changed-region></text:tracked-changes>\
         <text:p>One<text:s text:c='3'/>\n  two<text:tab/>three &amp;<text:line-break/>fo<text:span>ur</text:span>\
         <office:annotation><text:p>comment</text:p></office:annotation></text:p>\
         <text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>\
         <table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>\
         <text:p text:style-name='P9'>hidden</text:p>\
         <text:table-of-content><text:table-of-content-source><text:index-title-template>rule</text:index-title-template>\
         </text:table-of-content-source><text:index-body><text:p>contents</text:p></text:index-body></text:table-of-content>",
    );
    assert_eq!(document.format, Format::Odt);
    assert_eq!(
        document.sections[0].text,
        "One two\tthree &\nfour\nitem\ncell\ncontents\n"
    );
    assert!(document.warnings.is_empty());
}

#[test]
fn text_hidden_by_styles_and_fields_is_left_out() {
    let styles = b"<office:document-styles><office:styles>\
        <style:style style:name='Remark' style:family='paragraph'><style:text-properties text:display='none'/></style:style>\
        <style:style style:name='Shown' style:family='paragraph' style:parent-style-name='Remark'>\
        <style:text-properties text:display='true'/></style:style>\
        <style:style style:name='Same' style:family='text'><style:text-properties text:display='none'/></style:style>\
        </office:styles><office:automatic-styles>\
        <style:style style:name='P1' style:family='paragraph'><style:text-properties text:display='none'/></style:style>\
        </office:automatic-styles></office:document-styles>";
    let content = |body: &str| {
        content(body).replace(
            "<office:automatic-styles>",
            "<office:automatic-styles><style:style style:name='P1' style:family='paragraph'/>\
             <style:style style:name='P2' style:family='paragraph' style:parent-style-name='Remark'/>\
             <style:style style:name='P3' style:family='paragraph' style:parent-style-name='P2'/>\
             <style:style style:name='P4' style:family='paragraph' style:parent-style-name='P4'/>",
        )
    };
    let text = |body: &str| {
        let content = content(&format!("{body}<text:p>End</text:p>"));
        let files: [(&str, &[u8]); 3] = [
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_bytes()),
            ("styles.xml", styles),
        ];
        let document = read_here(&pack(&files), None, &Limits::default()).unwrap();
        document.sections[0].text.replace('\n', "|")
    };
    for (style, is_hidden) in [
        ("Remark", true),
        ("P2", true),
        ("P3", true),
        ("P9", true),
        ("Shown", false),
        ("P1", false),
        ("P4", false),
        ("Same", false),
        ("None", false),
    ] {
        let expected = if is_hidden { "End|" } else { "a|End|" };
        let body = format!("<text:p text:style-name='{style}'>a</text:p>");
        assert_eq!(text(&body), expected, "{style}");
    }
    for (body, expected) in [
        (
            "<text:p>a<text:span text:style-name='Same'>b</text:span></text:p>",
            "a|End|",
        ),
        (
            "<text:p>a<text:span text:style-name='Remark'>b</text:span></text:p>",
            "ab|End|",
        ),
        (
            "<text:p>a<text:hidden-paragraph text:is-hidden='true'/></text:p>",
            "|End|",
        ),
        (
            "<text:p>a<text:hidden-paragraph text:is-hidden='false'/></text:p>",
            "a|End|",
        ),
        (
            "<text:p>a<text:hidden-text text:is-hidden='true'>b</text:hidden-text></text:p>",
            "a|End|",
        ),
        (
            "<text:p>a<text:hidden-text text:is-hidden='false'>b</text:hidden-text></text:p>",
            "ab|End|",
        ),
        (
            "<text:p>a<text:variable-set text:display='none'>b</text:variable-set></text:p>",
            "a|End|",
        ),
        (
            "<text:section text:display='none'><text:p>a</text:p></text:section>",
            "End|",
        ),
        (
            "<text:section text:display='condition' text:is-hidden='true'><text:p>a</text:p></text:section>",
            "End|",
        ),
        (
            "<text:section text:display='condition'><text:p>a</text:p></text:section>",
            "a|End|",
        ),
        (
            "<text:p>The <text:title>Book</text:title> by <text:initial-creator>Me</text:initial-creator></text:p>",
            "The Book by Me|End|",
        ),
    ] {
        assert_eq!(text(body), expected, "{body}");
    }
}

#[test]
fn frames_follow_their_paragraph_and_notes_come_last() {
    let document = read(
        "<text:h text:outline-level='1'>Eins</text:h>\
         <text:p>be<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:title>picture</svg:title></draw:frame>gan\
         <text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>A note</text:p>\
         </text:note-body></text:note>.</text:p><text:h text:outline-level='2'>Zwei</text:h><text:p>Ende</text:p>",
    );
    let sections: Vec<_> = document
        .sections
        .iter()
        .map(|s| (s.title.as_deref(), s.text.as_str()))
        .collect();
    assert_eq!(
        sections,
        [
            (Some("Eins"), "Eins\nbegan.\nbox\n"),
            (Some("Zwei"), "Zwei\nEnde\n"),
            (None, "A note\n")
        ]
    );
}

#[test]
fn a_flat_document_is_the_same() {
    let flat = content("<text:p>Flat</text:p>").replace(
        "<office:automatic-styles>",
        "<office:meta><dc:title>Titel</dc:title><meta:initial-creator>Ich</meta:initial-creator>\
         <dc:creator>Lektor</dc:creator><meta:user-defined meta:name='ISBN'>978-3</meta:user-defined>\
         </office:meta><office:automatic-styles>",
    );
    let flat = flat.replace("document-content", "document");
    let document = read_here(flat.as_bytes(), None, &Limits::default()).unwrap();
    assert_eq!(document.format, Format::Odt);
    assert_eq!(document.title.as_deref(), Some("Titel"));
    assert_eq!(document.author.as_deref(), Some("Ich"));
    assert_eq!(document.identifiers, ["978-3"]);
    assert_eq!(document.sections[0].text, "Flat\n");
}

#[test]
fn a_locked_document_is_named_and_a_cut_one_told() {
    let manifest = b"<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'>\
        <manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = packed("<text:p>x</text:p>", &[("META-INF/manifest.xml", manifest)]);
    let error = read_here(&bytes, None, &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encrypted);

    let whole = content("<text:p>One</text:p><text:p>Two</text:p>");
    let cut = whole.replace("document-content", "document");
    let cut = &cut[..cut.find("wo</text:p>").unwrap()];
    let document = read_here(cut.as_bytes(), None, &Limits::default()).unwrap();
    assert_eq!(document.sections[0].text, "One\nT\n");
    assert_eq!(document.warnings[0].code, WarningCode::Damaged);
}

#[test]
fn a_section_that_shows_another_file_is_missed_unless_its_text_is_there() {
    for (section, is_whole) in [
        (
            "<text:section><text:section-source xlink:href='../two.odt'/></text:section>",
            false,
        ),
        (
            "<text:section><text:section-source xlink:href='../two.odt'/><text:p>two</text:p></text:section>",
            true,
        ),
        ("<text:section><text:p/></text:section>", true),
        (
            "<text:section><text:section-source text:section-name='x'/></text:section>",
            true,
        ),
    ] {
        let document = read(&format!("<text:p>One</text:p>{section}"));
        assert_eq!(document.warnings.is_empty(), is_whole, "{section}");
    }
}
