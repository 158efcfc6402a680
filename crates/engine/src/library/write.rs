//! Keeps results, and deletes them.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::Serialize;

use super::Library;
use super::model::{News, ReportContext, ResultId, Row, RunId, rank};
use super::news::{self, Former};
use super::open::failed;
use super::row::{same_file, same_title};
use super::schema::{FILE, LEFT_OUT, TITLE};
use crate::error::Error;
use crate::report::model::{ManuscriptResult, Report};
use crate::report::{Advice, BookKeys, Code, client_of, number_books};

/// How often emptying the log is tried while another program reads it.
const TRIES: u32 = 20;

/// A run that was just kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptRun {
    /// Its number.
    pub id: RunId,
}

impl Library {
    /// Keeps the result of a manuscript and returns its row.
    ///
    /// It is on the disk when this returns. `file` is the path that the
    /// manuscript was read from, `checked` the time, RFC 3339, UTC.
    ///
    /// # Errors
    ///
    /// `library-busy`, `disk-full`, `unwritable`, `library-damaged`.
    pub fn keep(
        &self,
        context: &ReportContext,
        file: &Path,
        result: &ManuscriptResult,
        checked: &str,
    ) -> Result<Row, Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        let kept = context_id(&tx, context)
            .and_then(|id| add(&tx, (id, context), None, file, result, checked))
            .map_err(failed)?;
        tx.commit().map_err(failed)?;
        Ok(kept)
    }

    /// Keeps a result in the place of another, of the same manuscript under another
    /// name, and returns its row. Nothing of the other is left.
    ///
    /// # Errors
    ///
    /// As [`Library::keep`].
    pub fn keep_instead(
        &self,
        former: ResultId,
        context: &ReportContext,
        file: &Path,
        result: &ManuscriptResult,
        checked: &str,
    ) -> Result<Row, Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        tx.execute("DELETE FROM result WHERE id = ?1", [former])
            .map_err(failed)?;
        let kept = context_id(&tx, context)
            .and_then(|id| add(&tx, (id, context), None, file, result, checked))
            .map_err(failed)?;
        tidy(&tx).map_err(failed)?;
        tx.commit().map_err(failed)?;
        scrub(&db)?;
        Ok(kept)
    }

    /// Keeps the report on the client list at `list`, all of it or nothing.
    ///
    /// # Errors
    ///
    /// As [`Library::keep`].
    pub fn keep_run(&self, list: &Path, report: &Report) -> Result<KeptRun, Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        let id = add_run(&tx, list, report).map_err(failed)?;
        tx.commit().map_err(failed)?;
        Ok(KeptRun { id })
    }

    /// Deletes results and returns how many there were.
    ///
    /// Nothing of them is left in the files of the store when this returns.
    ///
    /// # Errors
    ///
    /// `library-busy` when another program is using the store: then the results
    /// are gone from every list, and what is left of them in the store's log is
    /// removed as soon as the store is opened again. Else as [`Library::keep`].
    pub fn forget(&self, ids: &[ResultId]) -> Result<usize, Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        let mut n = 0;
        {
            let mut delete = tx
                .prepare("DELETE FROM result WHERE id = ?1")
                .map_err(failed)?;
            for id in ids {
                n += delete.execute([id]).map_err(failed)?;
            }
        }
        tidy(&tx).map_err(failed)?;
        tx.commit().map_err(failed)?;
        scrub(&db)?;
        Ok(n)
    }

    /// Deletes a run with all its titles.
    ///
    /// # Errors
    ///
    /// As [`Library::forget`].
    pub fn forget_run(&self, run: RunId) -> Result<(), Error> {
        let mut db = self.db();
        let tx = begin(&mut db)?;
        tx.execute("DELETE FROM run WHERE id = ?1", [run])
            .map_err(failed)?;
        tidy(&tx).map_err(failed)?;
        tx.commit().map_err(failed)?;
        scrub(&db)
    }
}

pub(super) fn begin(db: &mut Connection) -> Result<Transaction<'_>, Error> {
    db.transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)
}

/// Removes contexts that no check uses any more, and runs without a title that
/// have nothing left at all.
pub(super) fn tidy(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    tx.execute_batch(
        "DELETE FROM run WHERE id NOT IN (SELECT run FROM result WHERE run IS NOT NULL)
             AND id NOT IN (SELECT run FROM skipped);
         DELETE FROM context WHERE id NOT IN (SELECT context FROM result)
             AND id NOT IN (SELECT context FROM run);",
    )
}

/// Overwrites what was deleted, in the store and in its log.
///
/// Deleted rows are overwritten at once, but pages that were merged can keep an
/// old copy between their rows. So the store is written again, and the log,
/// which holds the old pages, is emptied.
pub(super) fn scrub(db: &Connection) -> Result<(), Error> {
    db.execute_batch("VACUUM").map_err(failed)?;
    for _ in 0..TRIES {
        let busy: bool = db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(failed)?;
        if !busy {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let message = "another program is using the results at the moment";
    Err(Error::new(Code::LibraryBusy, message).advise(Advice::RestartToErase))
}

/// Returns the number of a context, which many results share.
fn context_id(tx: &Transaction<'_>, context: &ReportContext) -> rusqlite::Result<i64> {
    let said = json(context);
    let known = tx
        .query_row("SELECT id FROM context WHERE said = ?1", [&said], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    tx.execute(
        "INSERT INTO context (said, indexes, demonstration) VALUES (?1, ?2, ?3)",
        params![said, context.digests(), context.is_demonstration()],
    )?;
    Ok(tx.last_insert_rowid())
}

fn add_run(tx: &Transaction<'_>, list: &Path, report: &Report) -> rusqlite::Result<RunId> {
    let context = ReportContext::of(report);
    let context_id = context_id(tx, &context)?;
    let path = list.display().to_string();
    tx.execute(
        "INSERT INTO run (list, checked, context) VALUES (?1, ?2, ?3)",
        params![path, report.created, context_id],
    )?;
    let run = tx.last_insert_rowid();
    let keys: Vec<BookKeys> = report.results.iter().map(BookKeys::of).collect();
    for (result, book) in report.results.iter().zip(number_books(&keys)) {
        let file = Path::new(&result.path);
        let place = Some((run, path.as_str(), book));
        add(
            tx,
            (context_id, &context),
            place,
            file,
            result,
            &report.created,
        )?;
    }
    let mut skip =
        tx.prepare("INSERT INTO skipped (run, kind, client, said) VALUES (?1, ?2, ?3, ?4)")?;
    for skipped in &report.skipped {
        let kind = if skipped.row.is_some() { TITLE } else { FILE };
        skip.execute(params![run, kind, skipped.client, json(skipped)])?;
    }
    for left_out in &report.left_out {
        skip.execute(params![run, LEFT_OUT, None::<&str>, json(left_out)])?;
    }
    Ok(run)
}

fn add(
    tx: &Transaction<'_>,
    (context_id, context): (i64, &ReportContext),
    run: Option<(RunId, &str, usize)>,
    file: &Path,
    result: &ManuscriptResult,
    checked: &str,
) -> rusqlite::Result<Row> {
    let same = match run {
        Some((_, list, _)) => same_title(list, result),
        None => same_file(&file.display().to_string()),
    };
    let text = result
        .digests
        .text_sha256
        .filter(|_| run.is_none())
        .map(|digest| digest.to_string());
    let text = text.as_deref();
    let (run, book) = run.map_or((None, 0), |(run, _, book)| (Some(run), book));
    let former = former(tx, context, run, &same, text, result.row)?;
    let news = former.map(|former| news::since(former, result));
    let n_news = news.as_ref().map_or(0, count);
    let row = context.row(result, checked).kept(0, run, n_news);
    let word = |text: &Option<String>| super::fold::fold(text.as_deref().unwrap_or_default());
    tx.prepare_cached(
        "INSERT INTO result (run, context, line, same, text_sha256, verdict, found, news, checked,
             first_added, by_title, by_author, by_client, by_name, client, book, row, search)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        run,
        context_id,
        row.line,
        same,
        text,
        rank(row.verdict),
        row.found,
        row.news,
        row.checked,
        row.first_added,
        word(&row.title),
        word(&row.author),
        word(&row.client),
        super::fold::fold(&row.name),
        client_of(result),
        book,
        json(&row),
        row.search_text(),
    ])?;
    let id = tx.last_insert_rowid();
    tx.prepare_cached("INSERT INTO detail (result, file, answer, news) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            id,
            file.as_os_str().as_encoded_bytes(),
            json(result),
            news.as_ref().map(json),
        ])?;
    Ok(row.kept(id, run, n_news))
}

/// Returns the last check of the same manuscript or title before this one that
/// searched other indexes, and not only those for demonstration.
fn former(
    tx: &Transaction<'_>,
    context: &ReportContext,
    run: Option<RunId>,
    same: &str,
    text: Option<&str>,
    line: Option<u32>,
) -> rusqlite::Result<Option<Former>> {
    let found = tx
        .prepare_cached(
            "SELECT result.checked, context.said, detail.answer
             FROM result
             JOIN context ON context.id = result.context
             JOIN detail ON detail.result = result.id
             WHERE (result.same = ?1 OR result.text_sha256 = ?2)
               AND (result.run IS NULL) = (?3 IS NULL)
               AND (?3 IS NULL OR result.run <> ?3)
               AND context.indexes <> ?4 AND NOT context.demonstration
               AND result.id NOT IN (SELECT id FROM leaving_result)
               AND ifnull(result.run, 0) NOT IN (SELECT id FROM leaving_run)
             ORDER BY result.checked DESC, result.run DESC, result.line IS NOT ?5, result.id DESC
             LIMIT 1",
        )?
        .query_row(params![same, text, run, context.digests(), line], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })
        .optional()?;
    // A check that cannot be read any more is not one to compare with.
    Ok(found.and_then(|(checked, said, answer)| {
        let context: ReportContext = serde_json::from_str(&said).ok()?;
        Some(Former {
            checked,
            indexes: context
                .indexes
                .into_iter()
                .map(|index| index.name)
                .collect(),
            answer: serde_json::from_str(&answer).ok()?,
        })
    }))
}

fn count(news: &News) -> usize {
    news.works.len() + news.records.len()
}

/// Strings, numbers and lists always serialise.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
