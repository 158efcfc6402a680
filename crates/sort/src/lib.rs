//! Sorting of more than memory holds.
