use crate::{Document, ErrorKind, Format, Limits, WarningCode, read_here};

fn read(rtf: &[u8]) -> Document {
    read_here(rtf, None, &Limits::default()).unwrap()
}

fn text(rtf: &str) -> String {
    let document = read(rtf.as_bytes());
    assert!(document.warnings.is_empty(), "{:?}", document.warnings);
    document.sections.iter().map(|s| s.text.as_str()).collect()
}

#[test]
fn what_a_reader_sees_is_read() {
    let rtf = r"{\rtf1\ansi\deff0{\fonttbl{\f0\fswiss Helvetica;}}{\colortbl;\red0\green0\blue0;}
{\*\generator Writer 5.4;}{\header page head}\pard One{\b two} \'e9\~x\emdash y\par
{\v hidden}{\deleted gone}{\*\unknown thing}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\line next\tab end\par
{\listtext 1.\tab}item\par\trowd a\cell b\cell\row {\pict\bin3 }}}}z}";
    let got = text(rtf);
    assert_eq!(got, "Onetwo é\u{a0}x—y\nlink\nnext\tend\nitem\na\tb\t\nz\n");
}

#[test]
fn unicode_replaces_its_stand_ins() {
    assert_eq!(text(r"{\rtf1\u8222?a\u8220\'93 b}"), "„a“ b\n");
    assert_eq!(
        text(r"{\rtf1\uc0 \u1046 x{\uc2 \u20013\'d6\'d0}\u-10179 \u-8704 }"),
        "Жx中😀\n"
    );
    assert_eq!(text(r"{\rtf1 a{\upr{b?}{\*\ud{b\u255 ?}}}c}"), "abÿc\n");
}

#[test]
fn letters_of_two_bytes_are_put_together() {
    let fonts = r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}{\f2\fcharset134 C;}{\f3\fcharset136 D;}{\f4\fcharset204 E;}}";
    let body = r"\f1 \'93\'fa\'96\'7b\'8c\'ea\'83\'5c \f2\'d6\'d0 \f3\'a4\'a4\f4\'cf\f0\'e4";
    assert_eq!(
        text(&format!(r"{{\rtf1\ansi{fonts}{body}}}")),
        "日本語ソ 中 中Пä\n"
    );
    // The second half may be a character of the format, or stand for itself.
    assert_eq!(text(r"{\rtf1\ansi\ansicpg932 \'83\\ \'83A}"), "ソ ア\n");
    let raw = [&br"{\rtf1\ansi\ansicpg932 "[..], b"\x93\xfa\x8c\xea", b"}"].concat();
    assert_eq!(read(&raw).sections[0].text, "日語\n");
}

#[test]
fn every_code_page_counts() {
    assert_eq!(text(r"{\rtf1\mac \'8a}"), "ä\n");
    assert_eq!(text(r"{\rtf1\pc \'84}"), "ä\n");
    assert_eq!(text(r"{\rtf1\ansi\ansicpg1251 \'e6}"), "ж\n");
    // A font that claims Western letters in a Japanese document.
    let rtf = r"{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 A;}}\f0\'82\'a0}";
    assert_eq!(text(rtf), "あ\n");
}

#[test]
fn headings_begin_sections_and_notes_come_last() {
    let rtf = r"{\rtf1{\info{\title The Title}{\author Ann}{\company Co}}{\stylesheet{\s0 Normal;}{\s5\b heading 1;}}
\pard\s5 One\par\pard Text{\super\chftn}{\footnote\pard {\super\chftn} A note} on\par
{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard box\par}}{\shprslt box}}\pard\outlinelevel1 Two\par\pard end}";
    let document = read(rtf.as_bytes());
    assert_eq!(document.format, Format::Rtf);
    assert_eq!(document.title.as_deref(), Some("The Title"));
    assert_eq!(document.author.as_deref(), Some("Ann"));
    let sections: Vec<_> = document
        .sections
        .iter()
        .map(|s| (s.title.as_deref(), s.text.trim_end()))
        .collect();
    assert_eq!(sections[0], (Some("One"), "One\nText on"));
    assert_eq!(sections[1].0, Some("Two"));
    assert_eq!(sections[1].1, "Two\nbox\nend");
    assert_eq!(sections[2].1.trim(), "A note");
}

#[test]
fn a_cut_document_is_told_and_a_deep_one_ended() {
    let document = read(br"{\rtf1 One\par Tw");
    assert_eq!(document.sections[0].text, "One\nTw\n");
    assert_eq!(document.warnings[0].code, WarningCode::Truncated);
    let document = read(br"{\rtf1\mac One\par }Tw\'8a\par}");
    assert_eq!(document.sections[0].text, "One\nTwä\n");
    assert_eq!(document.warnings[0].code, WarningCode::Damaged);
    let deep = format!("{{\\rtf1 One {}", "{".repeat(100_000));
    let document = read(deep.as_bytes());
    assert_eq!(document.warnings[0].code, WarningCode::LimitExceeded);
    let empty = format!("{{\\rtf1 {}text", "{".repeat(100_000));
    let error = read_here(empty.as_bytes(), None, &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

#[test]
fn styles_marked_as_optional_have_text() {
    let fonts =
        r"{\fonttbl{\f0 Times New Roman;}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}}";
    let styles = r"{\stylesheet{\s0 Normal;}{\*\cs7 Emphasis;}{\*\ts11 Table;}}";
    let read = |body: &str| text(&format!(r"{{\rtf1\ansi{fonts}{styles}\pard {body}}}"));
    assert_eq!(read(r"th{\*\cs7\i e quay} a"), "the quay a\n");
    assert_eq!(read(r"th{\f0\b0\*\cs7\cf0 e quay} a"), "the quay a\n");
    assert_eq!(
        read(r"\plain\*\ts11\trowd The ferry\cell\row"),
        "The ferry\t\n"
    );
    assert_eq!(read(r"a{\*\unknown b}{ \*\unknown c}d"), "a d\n");
}

#[test]
fn characters_of_symbol_fonts_are_letters() {
    let fonts = r"{\fonttbl{\f0 Old Style;}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}}";
    let read = |body: &str| text(&format!(r"{{\rtf1\ansi{fonts}\pard {body}}}"));
    assert_eq!(read(r"\f0\u-4031?\u-3999?\u61666? x"), "Aaâ x\n");
    assert_eq!(read(r"\f1\u-3999?\u-4053? x"), "α x\n");
    assert_eq!(read(r"\f2\u-3999?\f0  x"), " x\n");
}

#[test]
fn readings_in_fields_are_left_out() {
    let field = |result: &str| {
        format!(
            r#"{{\rtf1\ansi a{{\field{{\*\fldinst {{EQ \\* jc2 \\* "Font:X" \\o\\ad(\\s\\up 9(ka),ji)}}}}{result}}}b{{\field{{\*\fldinst PAGE}}{{\fldrslt 3}}}}}}"#
        )
    };
    for result in ["", r"{\fldrslt }", r"{\fldrslt ji}"] {
        assert_eq!(text(&field(result)), "ajib3\n", "{result}");
    }
}

#[test]
fn a_drawing_of_old_programs_has_text_once() {
    let box_ = r"{\*\do\dobxpage\dptxbx{\dptxbxtext\pard box\par}}";
    assert_eq!(
        text(&format!(r"{{\rtf1 a{box_}\par b\par}}")),
        "a\nbox\nb\n"
    );
    let shape = format!(r"{{\shp{{\*\shpinst{{\shptxt\pard box\par}}}}{{\shprslt{box_}}}}}");
    assert_eq!(
        text(&format!(r"{{\rtf1 a{shape}\par b\par}}")),
        "a\nbox\nb\n"
    );
}
