//! The `colophon` command.
fn main() {}
