//! PDFs built here, read as a whole.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(clippy::format_push_string, reason = "a book made here is short")]
#![expect(clippy::cast_possible_truncation, reason = "a book made here is short")]

mod made;

use colophon_extract::{Document, Error, ErrorKind, Format, Limits, WarningCode, read_here};
use made::{HELVETICA, TEXT, book, book_with, pdf, stream};

fn read(bytes: &[u8]) -> Result<Document, Error> {
    read_here(bytes, None, &Limits::default())
}

fn texts(bytes: &[u8]) -> Vec<String> {
    let document = read(bytes).unwrap();
    assert_eq!(document.format, Format::Pdf);
    document.sections.into_iter().map(|s| s.text).collect()
}

#[test]
fn pages_are_sections() {
    let bytes = book(HELVETICA, &[TEXT, TEXT]);
    let page = "It is a truth universally\nacknowledged.";
    assert_eq!(texts(&bytes), [page, page]);
    assert_eq!(read(&bytes).unwrap().language.as_deref(), Some("en-GB"));
}

#[test]
fn a_lock_that_the_trailer_holds_itself_is_a_lock() {
    let zeros = "00".repeat(32);
    let lock = format!("<</Filter/Standard/V 1/R 2/P -4/O<{zeros}>/U<{zeros}>>>");
    let file = String::from_utf8(book(HELVETICA, &[TEXT])).unwrap();
    let file = file.replace(
        "trailer\n<<",
        &format!("trailer\n<</Encrypt{lock}/ID[<00><00>]"),
    );
    let error = read(file.as_bytes()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encrypted, "{error}");
}

#[test]
fn what_a_page_says_its_signs_mean_counts() {
    // Shapes of letters with the letters that they mean, as typesetters do for
    // Devanagari; and a hyphen that is said to be a soft one.
    let text = "BT /F1 12 Tf 20 300 Td (It is a truth univer) Tj /Span <</ActualText <FEFF00AD>>> BDC (-) Tj EMC \
                0 -14 Td (sally acknowledged ) Tj /Span <</ActualText <FEFF0915094D0937>>> BDC (xyz) Tj (w) Tj EMC \
                /P <</MCID 1>> BDC ( of all) Tj EMC ET";
    assert_eq!(
        texts(&book(HELVETICA, &[text])),
        ["It is a truth universally acknowledged क्ष of all"]
    );
}

#[test]
fn commands_that_the_engine_passes_over_are_read() {
    let text = "% begins\nBT /F1 12 Tf 14 TL 20 300 Td (A first line) Tj (and a second) ' ET";
    assert_eq!(
        texts(&book(HELVETICA, &[text])),
        ["A first line\nand a second"]
    );
}

#[test]
fn the_standard_encoding_is_known() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/StandardEncoding>>";
    let text = "BT /F1 12 Tf 20 300 Td (it's the \\256nest stra\\373e of all the world) Tj ET";
    assert_eq!(
        texts(&book(font, &[text])),
        ["it’s the finest straße of all the world"]
    );
}

#[test]
fn predefined_japanese_encodings_are_spelled_out() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/R/Encoding/90ms-RKSJ-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/R>>]>>";
    // 吾輩は猫である and ASCII, in Shift JIS.
    let text = "BT /F1 12 Tf 20 300 Td <8ce1947982cd944c82c582a082e941> Tj ET";
    assert_eq!(texts(&book(font, &[text])), ["吾輩は猫であるA"]);
    let font = font.replace("90ms-RKSJ-H", "UniJIS-UCS2-H");
    let text = "BT /F1 12 Tf 20 300 Td <543e8f29306f> Tj ET";
    assert_eq!(texts(&book(&font, &[text])), ["吾輩は"]);
}

#[test]
fn text_is_looked_up_by_code_and_not_by_glyph() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/R/Encoding 4 0 R/ToUnicode 5 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/R/W[1 9 500]>>]>>";
    let more = [
        stream(
            "",
            "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 2 begincidchar <0041> 7 <0042> 8 endcidchar endcmap",
        ),
        stream(
            "",
            "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0041> <0042> <0061> endbfrange endcmap",
        ),
    ];
    let text = "BT /F1 12 Tf 20 300 Td <0041004200410042> Tj ET";
    assert_eq!(texts(&book_with(font, &[text], &more)), ["abab"]);
}

#[test]
fn a_page_that_cannot_be_read_leaves_the_others() {
    // `cm` without numbers, and a font that is not there.
    let odd = "cm BT /F9 12 Tf (x) Tj /F1 12 Tf 20 300 Td (What can be read is read.) Tj ET";
    let bytes = book(HELVETICA, &[TEXT, odd, TEXT]);
    let texts = texts(&bytes);
    assert_eq!(texts.len(), 3);
    assert!(texts[1].ends_with("What can be read is read."));
    assert!(texts[2].ends_with("acknowledged."));
}

fn picture() -> String {
    stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        "q Q (",
    )
}

#[test]
fn a_scan_is_told_and_so_is_a_scanned_page() {
    let scan = "q 300 0 0 400 0 0 cm /X1 Do Q";
    let error = read(&book_with(HELVETICA, &[scan, scan], &[picture()])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoTextLayer);
    let document = read(&book_with(HELVETICA, &[TEXT, scan, TEXT], &[picture()])).unwrap();
    assert_eq!(document.warnings.len(), 1);
    assert_eq!(document.warnings[0].code, WarningCode::NoTextLayer);
    assert!(document.warnings[0].message.ends_with(": 2"));
}

#[test]
fn a_form_that_draws_itself_ends() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 3 0 R>>/XObject<</X1 4 0 R>>>>",
        "BT /F1 12 Tf (inside the form) Tj ET /X1 Do /X1 Do",
    );
    let text = format!("{TEXT} /X1 Do");
    assert!(read(&book_with(HELVETICA, &[&text], &[form])).is_ok());
}

#[test]
fn a_lost_table_is_rebuilt_and_a_lost_end_told() {
    let bytes = book(HELVETICA, &[TEXT, TEXT]);
    let table = bytes.windows(4).rposition(|w| w == b"xref").unwrap();
    let table = bytes[..table]
        .windows(4)
        .rposition(|w| w == b"xref")
        .unwrap();
    let document = read(&bytes[..table]).unwrap();
    assert_eq!(document.sections.len(), 2);
    assert_eq!(document.warnings[0].code, WarningCode::Truncated);
    assert_eq!(read(&bytes[..60]).unwrap_err().kind(), ErrorKind::Truncated);
}

#[test]
fn a_stream_of_wrong_length_is_read_to_its_end() {
    let bytes = book(HELVETICA, &[TEXT]);
    let text = String::from_utf8(bytes).unwrap();
    let right = format!("/Length {}", TEXT.len());
    // The same number of digits, so that the table stays correct.
    let wrong = format!("/Length {}", 10_usize.pow(right.len() as u32 - 9));
    let bytes = text.replace(&right, &wrong).into_bytes();
    assert!(texts(&bytes)[0].ends_with("acknowledged."));
}

#[test]
fn running_heads_are_dropped() {
    let pages: Vec<String> = (1..=5)
        .map(|n| {
            let body = "abcdefgh".repeat(4).split_off(n);
            format!(
                "BT /F1 10 Tf 20 380 Td (A Novel {n}) Tj 0 -30 Td (Body {body} of the page) Tj ET"
            )
        })
        .collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    for text in texts(&book(HELVETICA, &pages)) {
        assert!(text.starts_with("Body"), "{text}");
    }
}

#[test]
fn text_without_letters_is_told_and_never_passes_for_an_empty_page() {
    // A font for which nothing says what its codes mean.
    let font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(X)/Ordering(Y)/Supplement 0>>>>]>>";
    let shown = format!("BT /F1 12 Tf 20 300 Td <{}> Tj ET", "f0f1".repeat(60));
    let error = read(&book(font, &[&shown])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);

    let plain = TEXT.replace("/F1", "/F2");
    let bytes = book_with(font, &[&plain, &shown], &[]);
    let with_two_fonts = String::from_utf8(bytes).unwrap().replace(
        "<</F1 3 0 R>>",
        "<</F1 3 0 R/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>",
    );
    let document = read(with_two_fonts.as_bytes()).unwrap();
    assert_eq!(document.warnings[0].code, WarningCode::Damaged);
    assert!(
        document.warnings[0].message.ends_with(": 2"),
        "{:?}",
        document.warnings
    );
}

#[test]
fn what_is_typed_upon_a_page_is_read() {
    let notes = "/Annots[<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/Contents(Typed\\rupon it)>>\
        <</Subtype/FreeText/Rect[0 0 99 99]/RC(<body><p>with <b>style</b></p></body>)>>\
        <</Subtype/FreeText/Rect[0 0 99 99]/F 2/Contents(hidden)>>\
        <</Subtype/Text/Rect[0 0 99 99]/Contents(a remark)>>]";
    let with_notes = |text: &str| {
        let bytes = String::from_utf8(book(HELVETICA, &[text])).unwrap();
        // In the last object but one, so that only later offsets are wrong.
        let bytes = bytes.replace("/Contents 5 0 R>>", &format!("/Contents 5 0 R{notes}>>"));
        texts(bytes.as_bytes()).remove(0)
    };
    assert_eq!(with_notes(""), "Typed\nupon it\nwith style");
    // A short note on a long page is not too short to be read.
    let long = "It is a truth universally acknowledged, that a single man in possession \
        of a good fortune, must be in want of a wife. ";
    let long = format!("BT /F1 1 Tf 20 300 Td ({}) Tj ET", long.repeat(20));
    let page = with_notes(&long);
    assert!(
        page.ends_with("of a wife.\nTyped\nupon it\nwith style"),
        "{page}"
    );
}

/// The same bytes mean the same text in every text string of a document.
#[test]
fn a_title_is_read_like_a_note_and_like_what_a_page_spells() {
    let (bytes, text) = ("(\\223ction \\204 \\215so\\216)", "\u{fb01}ction — “so”");
    let notes = format!("/Annots[<</Subtype/FreeText/Rect[0 0 99 99]/Contents{bytes}>>]");
    let page = format!(
        "BT /F1 12 Tf 20 300 Td (It is a truth universally acknowledged) Tj 0 -14 Td \
         /Span <</ActualText {bytes}>> BDC (xyz) Tj EMC ET"
    );
    let file = String::from_utf8(book(HELVETICA, &[&page])).unwrap();
    let titled = file.replace("trailer\n<<", &format!("trailer\n<</Info<</Title{bytes}>>"));
    let title = read(titled.as_bytes()).unwrap().title;
    assert_eq!(title.as_deref(), Some(text));
    let annotated = file.replace("/Contents 5 0 R>>", &format!("/Contents 5 0 R{notes}>>"));
    // In the text of a page a ligature is two letters.
    let text = text.replace('\u{fb01}', "fi");
    let page = format!("It is a truth universally acknowledged\n{text}\n{text}");
    assert_eq!(texts(annotated.as_bytes()), [page]);
}

#[test]
fn upright_signs_that_are_set_in_a_line_are_words() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/R/Encoding/Identity-V/ToUnicode 4 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/R/DW 500/W[73[278]77[833]105[222]109[833]]>>]>>";
    let map = stream(
        "",
        "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0020> <007e> <0020> endbfrange endcmap",
    );
    // Each character is in the middle of its place.
    let mut text = String::from("BT /F1 10 Tf 20 300 Td");
    let mut before = 0.0;
    for letter in "Minimi millimi nimium".bytes() {
        let width = match letter {
            b'M' | b'm' => 8.33,
            b'i' | b'l' => 2.22,
            _ => 5.0,
        };
        text += &format!(" {} 0 Td <{letter:04x}> Tj", f64::midpoint(before, width));
        before = width;
    }
    text += " ET";
    assert_eq!(
        texts(&book_with(font, &[&text], &[map])),
        ["Minimi millimi nimium"]
    );
}

#[test]
fn collections_of_signs_that_have_a_name_are_known() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/R/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/R/CIDSystemInfo<</Registry(Adobe)/Ordering(Korea1)/Supplement 0>>>>]>>";
    let text = "BT /F1 12 Tf 20 300 Td <0989059e0cde08c10a03> Tj ET";
    assert_eq!(texts(&book(font, &[text])), ["안녕하세요"]);
}

#[test]
fn a_font_that_is_not_there_has_the_standard_encoding() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/NewCenturySchlbk/FontDescriptor<</Type/FontDescriptor/FontName/NewCenturySchlbk/Flags 34>>>>";
    let text =
        "BT /F1 12 Tf 20 300 Td (The schedules\\320and all of them\\320are \\252here\\272) Tj ET";
    assert_eq!(
        texts(&book(font, &[text])),
        ["The schedules—and all of them—are “here”"]
    );
}

const SENTENCE: &str = "The ferry left at noon, and nobody on the quay lifted a hand to wave; only the gulls kept the old \
     woman company as the fog came in. He counted eleven lamps along the harbour wall, then began again, because the \
     twelfth had gone out the winter his brother was lost.";

/// Makes a page of a text in a font whose codes are in the order in which the
/// characters come, and returns it with the characters in that order.
fn in_order(text: &str) -> (String, Vec<char>) {
    let mut order: Vec<char> = Vec::new();
    let mut codes = String::new();
    for c in text.chars() {
        let at = order.iter().position(|o| *o == c).unwrap_or(order.len());
        if at == order.len() {
            order.push(c);
        }
        codes += &format!("{:02x}", 33 + at);
    }
    (format!("BT /F1 12 Tf 20 300 Td <{codes}> Tj ET"), order)
}

fn named(names: &[String]) -> String {
    format!(
        "<</Type/Font/Subtype/Type1/BaseFont/AAAAAA+X/Encoding<</Type/Encoding/Differences[33/{}]>>>>",
        names.join("/")
    )
}

#[test]
fn numbers_in_names_of_glyphs_are_letters_if_they_read_as_such() {
    let (page, order) = in_order(SENTENCE);
    let names: [fn(u32) -> String; 5] = [
        |c| format!("g{c}"),
        |c| format!("C{c:04}"),
        |c| format!("G{c:02X}"),
        |c| format!("cid_{c}"),
        |c| format!("g{}", c - 29),
    ];
    for name in names {
        let names: Vec<String> = order.iter().map(|c| name(u32::from(*c))).collect();
        assert_eq!(
            texts(&book(&named(&names), &[&page])),
            [SENTENCE],
            "{names:?}"
        );
    }
}

#[test]
fn names_that_say_nothing_are_reported_and_never_read() {
    let (page, order) = in_order(SENTENCE);
    let names: [fn(usize) -> String; 3] = [
        |n| format!("a{n}"),
        |n| format!("seq{}", char::from(b'a' + u8::try_from(n % 26).unwrap())),
        |n| format!("x{:04}", n * 7_919 % 9_973),
    ];
    for name in names {
        let names: Vec<String> = (0..order.len()).map(name).collect();
        let error = read(&book(&named(&names), &[&page])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Damaged, "{names:?}");
        assert!(error.message().contains("letters"), "{error}");
    }
    // In a page that can be read, they are named, and the rest is kept.
    let names: Vec<String> = (0..order.len()).map(names[0]).collect();
    let bytes = book(&named(&names), &[&page, &TEXT.replace("/F1", "/F2")]);
    let two = String::from_utf8(bytes)
        .unwrap()
        .replace("<</F1 3 0 R>>", &format!("<</F1 3 0 R/F2{HELVETICA}>>"));
    let document = read(two.as_bytes()).unwrap();
    assert_eq!(document.sections[0].text, "");
    assert!(document.sections[1].text.ends_with("acknowledged."));
    assert!(
        document.warnings[0].message.ends_with(": 1"),
        "{:?}",
        document.warnings
    );
}

#[test]
fn a_map_to_other_letters_is_noticed() {
    let (page, order) = in_order(SENTENCE);
    let mut map = String::from("begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n");
    map += &format!("{} beginbfchar\n", order.len());
    for (n, c) in order.iter().enumerate() {
        let turned = match c {
            'a'..='z' => char::from((*c as u8 - b'a' + 5) % 26 + b'a'),
            other => *other,
        };
        map += &format!("<{:02x}> <{:04x}>\n", 33 + n, u32::from(turned));
    }
    map += "endbfchar endcmap";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/AAAAAA+X/ToUnicode 4 0 R>>";
    let error = read(&book_with(font, &[&page], &[stream("", &map)])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
}

#[test]
fn small_capitals_and_old_figures_are_letters() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Type/Encoding/Differences\
                [1/Csmall/Hsmall/Asmall/Psmall/Tsmall/Esmall/Rsmall/space/oneoldstyle/nine.oldstyle/f_f_i/adieresis.sc]>>>>";
    let page =
        "BT /F1 12 Tf 20 300 Td <0102030405060708090A080B0C08010203040506070801020304050607> Tj ET";
    assert_eq!(
        texts(&book(font, &[page])),
        ["chapter 19 ffiä chapter chapter"]
    );
}

#[test]
fn a_header_may_come_late() {
    let bytes = book(HELVETICA, &[TEXT]);
    for junk in [10, 1_500, 60_000] {
        let late = [&vec![b'x'; junk][..], b"\n", &bytes].concat();
        assert_eq!(
            texts(&late),
            ["It is a truth universally\nacknowledged."],
            "{junk}"
        );
    }
    // A text that quotes a file is a text.
    let text = format!(
        "{}\n%PDF-1.7 begins a PDF, and %%EOF ends it.",
        "word ".repeat(400)
    );
    assert_eq!(read(text.as_bytes()).unwrap().format, Format::Text);
}

/// Makes a PDF with files attached; with `collection` it is a portfolio.
fn with_files(files: &[(&str, &[u8])], collection: &str) -> Vec<u8> {
    let mut names = String::new();
    let mut objects = vec![
        String::new(),
        "<</Type/Pages/Count 1/Kids[4 0 R]>>".to_owned(),
        HELVETICA.to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>".to_owned(),
        stream("", TEXT),
    ];
    for (name, bytes) in files {
        objects.push(stream(
            "/Type/EmbeddedFile",
            std::str::from_utf8(bytes).unwrap(),
        ));
        let at = objects.len();
        names += &format!("({name})<</Type/Filespec/F({name})/EF<</F {at} 0 R>>>>");
    }
    objects[0] = format!(
        "<</Type/Catalog/Pages 2 0 R{collection}/Names<</EmbeddedFiles<</Names[{names}]>>>>>>"
    );
    pdf(&objects)
}

#[test]
fn a_portfolio_is_read_for_what_is_in_it() {
    let inner = book(HELVETICA, &[&TEXT.replace("a truth", "the book")]);
    let files: [(&str, &[u8]); 3] = [
        ("a.pdf", &inner),
        ("b.txt", b"And the second of the books is plain."),
        ("c.gif", b"GIF89a, a picture"),
    ];
    let document = read(&with_files(&files, "/Collection<</View/D>>")).unwrap();
    let sections: Vec<&str> = document.sections.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(document.warnings, []);
    assert_eq!(
        sections,
        [
            "It is the book universally\nacknowledged.",
            "And the second of the books is plain."
        ]
    );
    assert_eq!(document.warnings, []);
    // What cannot be read, or has no text, is named.
    let blank = book(HELVETICA, &["BT ET"]);
    let document = read(&with_files(
        &[files[0], ("e.pdf", &blank)],
        "/Collection<<>>",
    ))
    .unwrap();
    assert!(
        document.warnings[0].message.starts_with("file 2 "),
        "{:?}",
        document.warnings
    );
    let files = [files[0], ("d.djvu", b"AT&TFORM".as_slice())];
    let document = read(&with_files(&files, "/Collection<</View/D>>")).unwrap();
    assert!(
        document.warnings[0].message.starts_with("file 2 "),
        "{:?}",
        document.warnings
    );
    // The attachments of a book are not its text.
    let plain = "It is a truth universally\nacknowledged.";
    assert_eq!(texts(&with_files(&files, "")), [plain]);
    // A portfolio of portfolios ends.
    let mut nested = inner.clone();
    for _ in 0..6 {
        nested = with_files(&[("a.pdf", &nested)], "/Collection<<>>");
    }
    assert!(read(&nested).is_ok());
}

const JAPANESE: &str = "<</Type/Font/Subtype/Type0/BaseFont/R/Encoding/UniJIS-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/R/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000>>]>>";

fn shown(size: u32, x: u32, y: u32, text: &str) -> String {
    let mut codes = String::new();
    for unit in text.encode_utf16() {
        codes += &format!("{unit:04x}");
    }
    format!("BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET ")
}

#[test]
fn readings_of_chinese_characters_are_left_out() {
    let line = shown(12, 20, 300, "港の灯りが一つずつ消えていく");
    let above = shown(6, 17, 311, "みなと") + &line;
    assert_eq!(
        texts(&book(JAPANESE, &[&above])),
        ["港の灯りが一つずつ消えていく"]
    );
    let vertical = JAPANESE.replace("UTF16-H", "UTF16-V");
    let down = shown(12, 200, 300, "港")
        + &shown(6, 209, 300, "みなと")
        + &shown(12, 200, 288, "の灯りが一つずつ消えていく");
    let text: String = texts(&book(&vertical, &[&down])).concat();
    assert_eq!(text.replace('\n', ""), "港の灯りが一つずつ消えていく");
    // The number of a note is not one.
    let note = line + &shown(6, 188, 305, "12");
    assert_eq!(
        texts(&book(JAPANESE, &[&note])),
        ["港の灯りが一つずつ消えていく12"]
    );
}

#[test]
fn each_page_of_a_book_in_a_large_encoding_is_read() {
    let font = JAPANESE
        .replace("UniJIS-UTF16-H", "GBK-EUC-H")
        .replace("Japan1", "GB1");
    // Codes of GBK that differ from page to page, and a form that has others.
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 300 400]/Resources<</Font<</F1 3 0 R>>>>",
        "BT /F1 12 Tf 20 200 Td <B9CCB6A8> Tj ET",
    );
    let pages: Vec<String> = (0..6_u32)
        .map(|n| {
            let mut codes = String::new();
            for i in 0..40 {
                codes += &format!("{:02x}{:02x}", 0xb0 + n, 0xa1 + i);
            }
            format!("BT /F1 12 Tf 20 300 Td <{codes}> Tj ET /X1 Do")
        })
        .collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let all = texts(&book_with(&font, &pages, &[form]));
    assert_eq!(all.len(), 6);
    let mut seen = std::collections::HashSet::new();
    for (n, text) in all.iter().enumerate() {
        // The form may be taken for a foot that repeats.
        let own: String = text.lines().next().unwrap().to_owned();
        assert_eq!(own.chars().count(), 40, "{n}: {text}");
        assert!(
            own.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{text}"
        );
        assert!(seen.insert(own));
    }
}
