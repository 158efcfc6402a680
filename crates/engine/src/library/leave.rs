//! Forgetting that can be undone for a while: first hidden, then deleted.

use super::Library;
use super::model::{ResultId, RunId};
use super::open::failed;
use super::write::{begin, scrub, tidy};
use crate::error::Error;

impl Library {
    /// Hides results from every list and returns how many there were. They are
    /// deleted by [`Library::settle`], or when the store is opened the next time.
    ///
    /// # Errors
    ///
    /// `library-busy`, `disk-full`, `unwritable`, `library-damaged`.
    pub fn leave(&self, ids: &[ResultId]) -> Result<usize, Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        let mut n = 0;
        {
            let mut hide = tx
                .prepare("INSERT OR IGNORE INTO leaving_result SELECT id FROM result WHERE id = ?1")
                .map_err(failed)?;
            for id in ids {
                n += hide.execute([id]).map_err(failed)?;
            }
        }
        tx.commit().map_err(failed)?;
        Ok(n)
    }

    /// Hides a run with all its titles, as [`Library::leave`] does a result.
    ///
    /// # Errors
    ///
    /// As [`Library::leave`].
    pub fn leave_run(&self, run: RunId) -> Result<(), Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        tx.execute(
            "INSERT OR IGNORE INTO leaving_run SELECT id FROM run WHERE id = ?1",
            [run],
        )
        .map_err(failed)?;
        tx.commit().map_err(failed)
    }

    /// Shows again what is hidden and not yet deleted, and returns whether there
    /// was anything.
    ///
    /// # Errors
    ///
    /// As [`Library::leave`].
    pub fn bring_back(&self) -> Result<bool, Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        let mut n = 0;
        for hidden in ["leaving_result", "leaving_run"] {
            n += tx
                .execute(&format!("DELETE FROM {hidden}"), [])
                .map_err(failed)?;
        }
        tx.commit().map_err(failed)?;
        Ok(n > 0)
    }

    /// Deletes what is hidden: nothing of it is left in the files of the store
    /// when this returns.
    ///
    /// # Errors
    ///
    /// As [`Library::forget`].
    pub fn settle(&self) -> Result<(), Error> {
        let mut db = self.db();
        let is_any: bool = db
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM leaving_result) OR EXISTS (SELECT 1 FROM leaving_run)",
                [],
                |row| row.get(0),
            )
            .map_err(failed)?;
        if !is_any {
            return Ok(());
        }
        let tx = begin(&mut db)?;
        tx.execute_batch(
            "DELETE FROM run WHERE id IN (SELECT id FROM leaving_run);
             DELETE FROM result WHERE id IN (SELECT id FROM leaving_result);
             DELETE FROM leaving_run;
             DELETE FROM leaving_result;",
        )
        .map_err(failed)?;
        tidy(&tx).map_err(failed)?;
        tx.commit().map_err(failed)?;
        scrub(&db)
    }
}
