//! Rows: writing one of a number and a blob, as most are, and reading columns that
//! are not trusted.

use rusqlite::types::ValueRef;
use rusqlite::{Row, Statement, params};

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

/// Returns the number and the blob of a row.
pub(crate) fn page_row<'a>(row: &'a Row<'_>) -> Result<(u64, &'a [u8]), Error> {
    Ok((integer(row, 0)?, blob(row, 1)?))
}

pub(crate) fn integer(row: &Row<'_>, column: usize) -> Result<u64, Error> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| Error::damaged("a number below 0"))
}

pub(crate) fn blob<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a [u8], Error> {
    match row.get_ref(column)? {
        ValueRef::Blob(bytes) => Ok(bytes),
        _ => Err(Error::damaged("a value of a wrong type")),
    }
}
