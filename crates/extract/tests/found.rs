//! What `cargo xtask fuzz` found, written down as small as it goes.

#![allow(clippy::unwrap_used)]

use colophon_extract::{ErrorKind, Limits, read_here};

/// The table that is made anew counted one beyond the last object's number.
#[test]
fn the_largest_number_of_an_object_is_no_overflow() {
    let pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n\
        4294967295 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF";
    let error = read_here(pdf, None, &Limits::default()).unwrap_err();
    assert_ne!(error.kind(), ErrorKind::ParserCrashed);
}
