//! What `cargo xtask fuzz` found, reduced to the smallest case.

use std::fmt::Write as _;

use colophon_extract::{ErrorKind, Limits, read_here};

/// The rebuilt table counted one beyond the number of the last object.
#[test]
fn the_largest_number_of_an_object_is_no_overflow() {
    let pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n\
        4294967295 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF";
    let error = read_here(pdf, None, &Limits::default()).unwrap_err();
    assert_ne!(error.kind(), ErrorKind::ParserCrashed);
}

/// Pages that hold only their numbers became a document without text instead of
/// an error.
#[test]
fn pages_of_page_numbers_alone_hold_no_text() {
    let n = 8;
    let kids: Vec<String> = (0..n).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {n}>>", kids.join(" ")),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for i in 0..n {
        let content = format!("BT /F 9 Tf 300 20 Td ({}) Tj ET", i + 11);
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * i
        ));
        let len = content.len();
        objects.push(format!("<</Length {len}>>stream\n{content}\nendstream"));
    }
    let mut pdf = String::from("%PDF-1.7\n");
    for (i, object) in objects.iter().enumerate() {
        writeln!(pdf, "{} 0 obj\n{object}\nendobj", i + 1).unwrap();
    }
    pdf += "trailer\n<</Root 1 0 R>>\n%%EOF";
    let error = read_here(pdf.as_bytes(), None, &Limits::default()).unwrap_err();
    assert_ne!(error.kind(), ErrorKind::ParserCrashed);
}
