//! Writing rows of a number and a blob, as most are.

use rusqlite::{Statement, params};

use crate::content::{TableDigest, Value};
use crate::error::Error;

/// Inserts a row, and adds it to the table's digest.
pub(crate) fn insert_page(
    insert: &mut Statement<'_>,
    digest: &mut TableDigest,
    first: u64,
    blob: &[u8],
) -> Result<(), Error> {
    insert.execute(params![first.cast_signed(), blob])?;
    digest.row(&[Value::Integer(first), Value::Blob(blob)]);
    Ok(())
}
