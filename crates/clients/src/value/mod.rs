//! Single values as people and programs write them, and their normal forms.

pub(crate) mod date;
pub(crate) mod doi;
pub(crate) mod episode;
pub(crate) mod imdb;
pub(crate) mod issn;
pub(crate) mod kind;
pub(crate) mod registration;
