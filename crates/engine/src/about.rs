//! What a publisher says about an index, read from a small file.

use std::io::Read as _;
use std::path::Path;

use serde::Deserialize as _;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::indexes::About;
use crate::report::{Advice, Code, Language, number};

/// The longest file that is read.
const MAX_BYTES: u64 = 64 << 10;

/// How many characters a description may have.
pub const MAX_DESCRIPTION: usize = 1000;

/// How many characters every other field may have.
pub const MAX_FIELD: usize = 250;

/// Reads what a publisher says about an index: a JSON object with any of
/// `description`, `publisher`, `contact` and `licence`, each a string.
///
/// # Errors
///
/// `unreadable`; `invalid-argument` for a file that is not such an object, and for
/// a field that is too long.
pub fn read_about(path: &Path) -> Result<About, Error> {
    let unreadable = |error| Error::from_io(error, "cannot be read", path);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    // A list would be read as the fields in their order.
    let object = serde_json::from_slice::<Map<String, Value>>(json);
    let about = match object.and_then(|object| About::deserialize(Value::Object(object))) {
        _ if bytes.len() as u64 > MAX_BYTES => Err("is too long for a description".to_owned()),
        Ok(about) => check(about),
        Err(error) => Err(format!("is not a description of an index: {error}")),
    };
    about.map_err(|message| {
        Error::new(Code::InvalidArgument, message)
            .advise(Advice::AboutForm)
            .at(path)
    })
}

/// Checks what is to be written into an index.
///
/// # Errors
///
/// `invalid-argument`, as [`read_about`].
pub(crate) fn for_index(about: About) -> Result<colophon_index::About, Error> {
    let refused = |message| Error::new(Code::InvalidArgument, message).advise(Advice::AboutForm);
    let about = check(about).map_err(refused)?;
    Ok(colophon_index::About {
        description: about.description,
        publisher: about.publisher,
        contact: about.contact,
        licence: about.licence,
    })
}

/// Trims the fields, and returns why one of them is not valid.
fn check(mut about: About) -> Result<About, String> {
    let About {
        description,
        publisher,
        contact,
        licence,
    } = &mut about;
    for (name, field, most) in [
        ("description", description, MAX_DESCRIPTION),
        ("publisher", publisher, MAX_FIELD),
        ("contact", contact, MAX_FIELD),
        ("licence", licence, MAX_FIELD),
    ] {
        *field = field.trim().to_owned();
        if field.chars().nth(most).is_some() {
            let most = number(Language::English, most as u64);
            return Err(format!("the {name} is longer than {most} characters"));
        }
        if field.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
            return Err(format!("the {name} has control characters"));
        }
    }
    Ok(about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_read_or_refused_with_a_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("about.json");
        let read = |text: &str| {
            std::fs::write(&path, text).unwrap();
            read_about(&path)
        };
        let about =
            read("\u{feff}{\"publisher\": \" Writers’ Union \", \"licence\": \"CC0\"}").unwrap();
        assert_eq!(about.publisher, "Writers’ Union");
        assert_eq!(
            (about.licence.as_str(), about.contact.as_str()),
            ("CC0", "")
        );
        let long = |n| format!("{{\"description\": \"{}\"}}", "é".repeat(n));
        assert!(read(&long(MAX_DESCRIPTION)).is_ok());
        for wrong in [
            &long(MAX_DESCRIPTION + 1),
            "{\"contact\": \"\\u0000\"}",
            "{\"licence\": 7}",
            "{\"title\": \"x\"}",
            "description = \"x\"",
            "[\"x\"]",
            "",
        ] {
            let error = read(wrong).unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{wrong}");
            assert_eq!(error.path(), Some(path.as_path()));
        }
        assert_eq!(
            read_about(&folder.path().join("none")).unwrap_err().code(),
            Code::Unreadable
        );
    }
}
