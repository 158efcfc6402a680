//! Writes small PDFs by hand, sound and broken.

use std::fmt::Write as _;

/// Returns a PDF of these objects, numbered from 1; the first is the catalogue.
pub fn of(objects: &[String]) -> Vec<u8> {
    let mut pdf = String::from("%PDF-1.5\n");
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        write!(pdf, "{} 0 obj\n{object}\nendobj\n", i + 1).unwrap();
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
    pdf.into_bytes()
}

/// Returns a stream object.
pub fn stream(dictionary: &str, content: &str) -> String {
    format!(
        "<<{dictionary}/Length {}>>stream\n{content}\nendstream",
        content.len()
    )
}

/// Returns a PDF of one page with these resources and this content; the objects
/// in `more` are numbered from 5.
pub fn page(resources: &str, content: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{resources}>>/Contents 4 0 R>>"
        ),
        stream("", content),
    ];
    objects.extend_from_slice(more);
    of(&objects)
}

/// Returns the content that shows a text in lines, in the font `F`.
pub fn lines(text: &str) -> String {
    let mut content = String::from("BT /F 8 Tf 9 TL 40 820 Td\n");
    for line in text.lines().filter(|line| !line.is_empty()) {
        // The texts shown here contain neither brackets nor backslashes.
        assert!(!line.contains(['(', ')', '\\']));
        writeln!(content, "({line}) '").unwrap();
    }
    content + "ET"
}

/// A font for [`lines`].
pub const FONT: &str =
    "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>";
