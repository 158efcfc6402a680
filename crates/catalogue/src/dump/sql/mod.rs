//! The SQL of dumps, read byte by byte.
//!
//! ```text
//! bytes -> Window -> Lexer (space, comments, strings, names) -> Script (statements) -> rows
//! ```
//!
//! Dumps come from several programs: mysqldump writes thousands of rows into
//! one line, mydumper writes one on each line, and both put whatever people typed
//! into strings. So nothing here depends on lines, except that some comments end
//! with one, and nothing looks for words inside strings. Only the statements
//! `CREATE TABLE` and `INSERT` are read; all others are skipped, and so are
//! tables that are not wanted. Nothing is ever executed.

mod charset;
mod lexer;
mod script;
mod table;
mod value;
mod window;

pub(crate) use charset::of_head;
pub(crate) use script::{Rows, Script};
pub(crate) use table::{MAX_VALUE, Packed, Row, Table, needed, optional};
pub(crate) use window::Window;
