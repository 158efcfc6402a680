//! What people read in a folder that they find: a page of text, sums, a picture of the
//! link.

use std::fmt::Write as _;

use colophon_supply::{Fingerprint, PUBLISHED_SOURCE, SourceFile, part_name};
use qrcode::QrCode;
use qrcode::render::svg;

use super::place::PARTS;
use crate::error::Error;
use crate::report::Code;
use crate::sets::Manifest;

/// The names of the files.
pub(super) const README: &str = "README.txt";
pub(super) const SUMS: &str = "SHA256SUMS";
pub(super) const QR: &str = "link.svg";
pub(super) const MISSING: &str = "404.html";
pub(super) const NO_JEKYLL: &str = ".nojekyll";

/// The page for what is missing. It begins with `<`, so that a reader sees at once that
/// it is not a file of the index.
pub(super) const MISSING_PAGE: &str = "<!doctype html>
<html lang=\"en\"><meta charset=\"utf-8\"><title>Not here</title>
<p>This folder has no file with that name. README.txt says what the folder is.</p></html>
";

/// Returns the text for people who find the folder.
pub(super) fn readme(name: &str, contact: &str, fingerprint: &Fingerprint) -> String {
    format!(
        "{name}

This folder holds an index for Colophon, a program with which authors find out
whether their books are in collections of pirated books. The index holds figures
that were computed from texts, with titles and authors. It holds no text.

To use it, open {PUBLISHED_SOURCE} with Colophon, or add the address of this
folder in Colophon under Indexes. Colophon checks every signature.

Compare this fingerprint with the one that the publisher gives elsewhere:
  {fingerprint}

To check without Colophon: the folder is a TUF repository without delegations.
python-tuf reads it with 1.root.json as the root that you trust.
  sha256sum -c {SUMS}
checks the files of {PARTS}/. The parts of a file, one behind the other in the
order of their numbers, are the file.

Contact: {contact}
"
    )
}

/// Returns the sums of all parts, as `sha256sum -c` reads them.
pub(super) fn sums(manifest: &Manifest) -> String {
    let mut text = String::new();
    for file in &manifest.files {
        for (n, part) in file.parts.iter().enumerate() {
            let _ = writeln!(text, "{part}  {PARTS}/{part}.{}", part_name(&file.name, n));
        }
    }
    text
}

/// Returns the link as a picture, if the source has one.
pub(super) fn qr(source: &SourceFile) -> Result<Option<String>, Error> {
    let Some(link) = source.link() else {
        return Ok(None);
    };
    let code = QrCode::new(link.to_string().as_bytes()).map_err(|error| {
        Error::new(Code::Internal, format!("the link cannot be drawn: {error}"))
    })?;
    let mut picture = code.render::<svg::Color<'_>>();
    Ok(Some(picture.min_dimensions(240, 240).build()))
}

#[cfg(test)]
mod tests {
    use colophon_supply::Fingerprint;

    use super::*;

    #[test]
    fn the_page_is_short() {
        let page = readme("Books", "a@example.org", &Fingerprint::of(b"x"));
        assert!(page.lines().count() <= 25, "{page}");
        assert!(page.lines().all(|line| line.len() <= 80), "{page}");
        assert!(MISSING_PAGE.starts_with('<'));
    }
}
