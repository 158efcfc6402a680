//! Reports: the values of a check and their JSON, text, CSV and HTML views.

pub mod model;
