//! PDFs as the tests need them.

/// Puts objects, the first being the catalogue, into a file with a table.
pub(crate) fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let table = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        out += &format!("{offset:010} 00000 n \n");
    }
    out += &format!(
        "trailer\n<</Root 1 0 R/Size {}>>\nstartxref\n{table}\n%%EOF",
        objects.len() + 1
    );
    out.into_bytes()
}

pub(crate) fn stream(dict: &str, data: &str) -> String {
    format!("<<{dict}/Length {}>>stream\n{data}\nendstream", data.len())
}

/// Makes a book of pages with these contents; object 3 is the font `F1`.
pub(crate) fn book(font: &str, contents: &[&str]) -> Vec<u8> {
    book_with(font, contents, &[])
}

pub(crate) fn book_with(font: &str, contents: &[&str], more: &[String]) -> Vec<u8> {
    let first = 4 + more.len();
    let kids: Vec<String> = (0..contents.len())
        .map(|i| format!("{} 0 R", first + 2 * i))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/MediaBox[0 0 300 400]/Resources<</Font<</F1 3 0 R>>/XObject<</X1 4 0 R>>>>/Kids[{}]>>",
            kids.len(),
            kids.join(" ")
        ),
        font.to_owned(),
    ];
    objects.extend_from_slice(more);
    for (i, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/Contents {} 0 R>>",
            first + 2 * i + 1
        ));
        objects.push(stream("", content));
    }
    pdf(&objects)
}

pub(crate) const HELVETICA: &str =
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
pub(crate) const TEXT: &str = "BT /F1 12 Tf 20 300 Td (It is a truth universally) Tj 0 -14 Td (acknowl-) Tj 0 -14 Td (edged.) Tj ET";
