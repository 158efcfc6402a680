//! Packs EPUB and DOCX parts into a zip file that is the same every time.
//!
//! Every entry has the earliest time that a zip file can record, and entries
//! are in the order given. No clock or folder listing is used.

use std::io::{Cursor, Write as _};

use anyhow::Result;
use quick_xml::escape::escape;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// One entry: its name inside the package, and its bytes.
pub(crate) type Part = (String, Vec<u8>);

/// Returns the zip file that holds `parts` in their order.
///
/// An entry named `mimetype` is stored without compression, as the EPUB Open
/// Container Format asks.
///
/// # Errors
///
/// When two parts have one name.
pub(crate) fn pack(parts: &[Part]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Returns `text` with the characters escaped that mean something in XML.
pub(crate) fn xml(text: &str) -> String {
    escape(text).into_owned()
}
