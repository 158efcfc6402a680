//! One reader for each form in which lists are kept.

pub(crate) mod bibtex;
pub(crate) mod calibre;
pub(crate) mod delimited;
pub(crate) mod json;
pub(crate) mod ods;
pub(crate) mod onix;
pub(crate) mod ris;
pub(crate) mod sheet;
pub(crate) mod workbook;
pub(crate) mod xlsx;
