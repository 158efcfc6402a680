//! The SQL of dumps, read byte by byte.
//!
//! ```text
//! bytes -> Window -> Lexer (space, comments, strings, names) -> Script (statements) -> rows
//! ```
//!
//! Dumps come from several programs: mysqldump writes thousands of rows into
//! one line, mydumper puts each on its own, and both put whatever people typed
//! into strings. So nothing here knows of lines, except that some comments end
//! with one, and nothing looks for words inside of strings. Of statements only
//! `CREATE TABLE` and `INSERT` mean something; all others are passed over, and
//! so is a table that nobody asked for. Nothing is ever executed.

mod lexer;
mod script;
mod table;
mod value;
mod window;

pub(crate) use script::{Rows, Script};
pub(crate) use table::{MAX_VALUE, Packed, Row, Table, needed, optional};
pub(crate) use window::Window;
