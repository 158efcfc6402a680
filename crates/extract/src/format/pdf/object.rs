//! Steps from one object of a document to the next.

use pdf_extract::{Dictionary, Document as Pdf, Object, ObjectId};

/// Returns the dictionary that an object is or refers to.
pub(super) fn dictionary<'a>(pdf: &'a Pdf, object: &'a Object) -> Option<&'a Dictionary> {
    pdf.dereference(object).ok()?.1.as_dict().ok()
}

/// Returns the forms and pictures that a page or form may draw.
pub(super) fn drawn(pdf: &Pdf, node: &Dictionary) -> Vec<ObjectId> {
    let resources = node.get(b"Resources").ok().and_then(|r| dictionary(pdf, r));
    let xobjects = resources
        .and_then(|r| r.get(b"XObject").ok())
        .and_then(|x| dictionary(pdf, x));
    xobjects
        .into_iter()
        .flat_map(Dictionary::iter)
        .filter_map(|(_, object)| object.as_reference().ok())
        .collect()
}
