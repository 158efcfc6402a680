//! Finds kept results again.

use std::path::PathBuf;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params_from_iter};
use serde::de::DeserializeOwned;

use super::Library;
use super::fold::fold;
use super::model::{
    Detail, Page, Query, ReportContext, ResultId, Row, Run, RunId, SortBy, VerdictCount, rank,
};
use super::open::failed;
use super::row::parts;
use super::schema::{FILE, LEFT_OUT, TITLE};
use crate::error::Error;
use crate::one_book::Whole;
use crate::report::model::{
    IndexSummary, ManuscriptResult, REPORT_VERSION, Report, Skipped, Tool, Verdict,
};
use crate::report::{Advice, Code};

/// The most rows of a page; a bound, no answer depends on it.
const MOST_ROWS: u32 = 1_000;

impl Library {
    /// Returns a page of results.
    ///
    /// # Errors
    ///
    /// `library-busy`, `library-damaged`.
    pub fn list(&self, query: &Query) -> Result<Page, Error> {
        let db = self.db();
        let (mut wanted, mut values) = (
            String::from("run IS ? AND id NOT IN (SELECT id FROM leaving_result)"),
            vec![query.run.into()],
        );
        // Not LIKE: its wildcards are ordinary characters in a title.
        for word in fold(&query.search)
            .split(' ')
            .filter(|word| !word.is_empty())
        {
            wanted.push_str(" AND instr(search, ?) > 0");
            values.push(Value::from(word.to_owned()));
        }
        if query.only_news {
            wanted.push_str(" AND news > 0");
        }
        let mut counts = db
            .prepare_cached(&format!(
                "SELECT verdict, count(*) FROM result WHERE {wanted} GROUP BY verdict"
            ))
            .map_err(failed)?;
        let counts: Vec<(usize, usize)> = counts
            .query_map(params_from_iter(&values), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .and_then(Iterator::collect)
            .map_err(failed)?;
        let verdicts: Vec<VerdictCount> = counts
            .into_iter()
            .filter_map(|(rank, count)| {
                let verdict = *Verdict::ALL.get(rank)?;
                Some(VerdictCount { verdict, count })
            })
            .collect();
        let shown = |verdict| query.verdicts.is_empty() || query.verdicts.contains(&verdict);
        let total = verdicts
            .iter()
            .filter(|counted| shown(counted.verdict))
            .map(|counted| counted.count)
            .sum();
        if !query.verdicts.is_empty() {
            let ranks: Vec<String> = query
                .verdicts
                .iter()
                .map(|&verdict| rank(verdict).to_string())
                .collect();
            wanted += " AND verdict IN (";
            wanted += &ranks.join(", ");
            wanted.push(')');
        }
        let order = order(query.sort, query.descending);
        values.push(query.limit.min(MOST_ROWS).into());
        values.push(query.offset.into());
        let mut rows = db
            .prepare_cached(&format!(
                "SELECT id, row FROM result WHERE {wanted} ORDER BY {order} LIMIT ? OFFSET ?"
            ))
            .map_err(failed)?;
        let rows: Vec<(ResultId, String)> = rows
            .query_map(params_from_iter(&values), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .and_then(Iterator::collect)
            .map_err(failed)?;
        let rows = rows.into_iter().map(|(id, row)| row_of(id, &row));
        Ok(Page {
            total,
            verdicts,
            rows: rows.collect::<Result<_, _>>()?,
        })
    }

    /// Returns a result in full.
    ///
    /// # Errors
    ///
    /// `not-found`; else as [`Library::list`].
    pub fn get(&self, id: ResultId) -> Result<Detail, Error> {
        let (report, file, row, news) = self.one(id)?;
        Ok(Detail {
            present: !is_of_list(&report.results[0], row.run) && file.exists(),
            row,
            report,
            news,
        })
    }

    /// Returns the file that a result was read from, and the result.
    ///
    /// # Errors
    ///
    /// As [`Library::get`].
    pub(crate) fn manuscript(&self, id: ResultId) -> Result<(PathBuf, ManuscriptResult), Error> {
        let (mut report, file, row, _) = self.one(id)?;
        let result = report.results.remove(0);
        if is_of_list(&result, row.run) {
            let message = "this title was looked up without a file";
            return Err(Error::new(Code::NotFound, message).advise(Advice::CheckAlone));
        }
        Ok((file, result))
    }

    /// Returns what a result was read from, to read it again.
    ///
    /// # Errors
    ///
    /// As [`Library::get`].
    pub fn whole(&self, id: ResultId) -> Result<Whole, Error> {
        let (path, result) = self.manuscript(id)?;
        let parts = result.parts.iter().map(|part| path.join(part)).collect();
        Ok(Whole { path, parts })
    }

    fn one(&self, id: ResultId) -> Result<(Report, PathBuf, Row, Option<super::News>), Error> {
        let found = self
            .db()
            .query_row(
                "SELECT row, said, answer, detail.news, file, checked FROM result
                 JOIN context ON context.id = result.context
                 JOIN detail ON detail.result = result.id
                 WHERE result.id = ?1",
                [id],
                |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, String>(2)?,
                        row.get::<_, Option<String>>(3)?,
                        row.get::<_, Vec<u8>>(4)?,
                        row.get::<_, String>(5)?,
                    ))
                },
            )
            .optional()
            .map_err(failed)?;
        let (row, said, answer, news, file, checked) = found.ok_or_else(not_found)?;
        let context: ReportContext = parsed(&said)?;
        let report = Report {
            results: vec![parsed(&answer)?],
            ..empty(context, checked)
        };
        let news = news.as_deref().map(parsed).transpose()?;
        Ok((report, path_of(file), row_of(id, &row)?, news))
    }

    /// Returns one report of some results, in the order of `ids`; deleted ones
    /// are left out.
    ///
    /// # Errors
    ///
    /// `not-found` when all are deleted; else as [`Library::list`].
    pub fn report(&self, ids: &[ResultId]) -> Result<Report, Error> {
        let mut whole: Option<Report> = None;
        for &id in ids {
            match self.one(id) {
                Ok((report, ..)) => match &mut whole {
                    Some(whole) => merge(whole, report),
                    None => whole = Some(report),
                },
                Err(error) if error.code() == Code::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let mut whole = whole.ok_or_else(not_found)?;
        if whole.cutoff.is_none() {
            // The side of a cut-off date that the report does not name says nothing.
            let matches = whole.results.iter_mut().flat_map(|it| &mut it.matches);
            for record in matches.flat_map(|it| &mut it.records) {
                record.cutoff = None;
            }
        }
        Ok(whole)
    }

    /// Returns the report of a run, in the order of its list.
    ///
    /// # Errors
    ///
    /// As [`Library::report`].
    pub fn run_report(&self, run: RunId) -> Result<Report, Error> {
        let db = self.db();
        let head = db
            .query_row(
                "SELECT checked, said FROM run JOIN context ON context.id = run.context
                 WHERE run.id = ?1",
                [run],
                |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
            )
            .optional()
            .map_err(failed)?;
        let (checked, said) = head.ok_or_else(not_found)?;
        let all = |sql: &str| -> Result<Vec<String>, Error> {
            let mut rows = db.prepare(sql).map_err(failed)?;
            rows.query_map([run], |row| row.get(0))
                .and_then(Iterator::collect)
                .map_err(failed)
        };
        let results = all(
            "SELECT answer FROM detail JOIN result ON result.id = detail.result
                           WHERE run = ?1 ORDER BY result.id",
        )?;
        let rows = |what: &str| {
            all(&format!(
                "SELECT said FROM skipped WHERE run = ?1 AND kind {what} {LEFT_OUT} ORDER BY id"
            ))
        };
        let (skipped, left_out) = (rows("<>")?, rows("=")?);
        Ok(Report {
            results: parsed_all(&results)?,
            skipped: parsed_all::<Skipped>(&skipped)?,
            left_out: parsed_all::<Skipped>(&left_out)?,
            ..empty(parsed(&said)?, checked)
        })
    }

    /// Returns all results, those of client lists too.
    ///
    /// # Errors
    ///
    /// As [`Library::list`].
    pub(crate) fn results(&self) -> Result<Vec<ManuscriptResult>, Error> {
        let db = self.db();
        let mut answers = db
            .prepare(
                "SELECT answer FROM detail JOIN result ON result.id = detail.result
                 WHERE result.id NOT IN (SELECT id FROM leaving_result)
                     AND (run IS NULL OR run NOT IN (SELECT id FROM leaving_run))
                 ORDER BY result.id",
            )
            .map_err(failed)?;
        let answers: Vec<String> = answers
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect)
            .map_err(failed)?;
        parsed_all(&answers)
    }

    /// Returns the runs of client lists, the latest first.
    ///
    /// # Errors
    ///
    /// As [`Library::list`].
    pub fn runs(&self) -> Result<Vec<Run>, Error> {
        let db = self.db();
        let of_kind = |kind: i64| {
            format!("(SELECT count(*) FROM skipped WHERE skipped.run = run.id AND kind = {kind})")
        };
        // The same figures as in a report: report::Counts.
        let mut runs = db
            .prepare(&format!(
                "SELECT run.id, list, run.checked, said, {}, {}, {},
                     (SELECT count(*) FROM (
                         SELECT client FROM result WHERE result.run = run.id AND client <> ''
                         UNION SELECT trim(client) FROM skipped
                         WHERE skipped.run = run.id AND kind = {TITLE} AND trim(client) <> '')),
                     count(result.id), ifnull(sum(found), 0), ifnull(sum(news > 0), 0),
                     count(DISTINCT CASE WHEN found THEN book END)
                 FROM run JOIN context ON context.id = run.context
                 LEFT JOIN result ON result.run = run.id
                     AND result.id NOT IN (SELECT id FROM leaving_result)
                 WHERE run.id NOT IN (SELECT id FROM leaving_run)
                 GROUP BY run.id ORDER BY run.id DESC",
                of_kind(TITLE),
                of_kind(FILE),
                of_kind(LEFT_OUT),
            ))
            .map_err(failed)?;
        let found: Vec<(Run, String)> = runs
            .query_map([], |row| {
                let (folder, name) = parts(&row.get::<_, String>(1)?);
                let skipped: usize = row.get(4)?;
                let kept: usize = row.get(8)?;
                let run = Run {
                    id: row.get(0)?,
                    name,
                    folder,
                    checked: row.get(2)?,
                    indexes: Vec::new(),
                    skipped,
                    files_not_read: row.get(5)?,
                    left_out: row.get(6)?,
                    clients: row.get(7)?,
                    titles: kept + skipped,
                    found: row.get(9)?,
                    news: row.get(10)?,
                    books_found: row.get(11)?,
                };
                Ok((run, row.get(3)?))
            })
            .and_then(Iterator::collect)
            .map_err(failed)?;
        let with_indexes = |(run, said): (Run, String)| {
            let context: ReportContext = parsed(&said)?;
            let indexes = context.indexes.into_iter().map(|index| index.name);
            Ok(Run {
                indexes: indexes.collect(),
                ..run
            })
        };
        found.into_iter().map(with_indexes).collect()
    }
}

/// Returns the order of a list; rows without the value come last, and equal
/// rows come in the order in which they were checked.
fn order(sort: SortBy, descending: bool) -> String {
    let way = if descending { "DESC" } else { "ASC" };
    let words = |column: &str| format!("{column} = '', {column} {way}, id {way}");
    match sort {
        // A person expects to see the latest first.
        SortBy::Checked if descending => "checked ASC, id ASC".to_owned(),
        SortBy::Checked => "checked DESC, id DESC".to_owned(),
        SortBy::Verdict => format!("verdict {way}, id {way}"),
        SortBy::Title => words("by_title"),
        SortBy::Author => words("by_author"),
        SortBy::Client => words("by_client"),
        SortBy::Name => words("by_name"),
        SortBy::Line => format!("line IS NULL, line {way}, id {way}"),
        SortBy::FirstAdded => format!("first_added IS NULL, first_added {way}, id {way}"),
    }
}

/// Returns whether a result is of a title that was looked up without a file.
fn is_of_list(result: &ManuscriptResult, run: Option<RunId>) -> bool {
    run.is_some() && result.digests.sha256.is_none() && result.digests.text_sha256.is_none()
}

fn empty(context: ReportContext, checked: String) -> Report {
    Report {
        report_version: REPORT_VERSION,
        tool: Tool::this(),
        created: checked,
        from: None,
        indexes: context.indexes,
        cutoff: context.cutoff,
        results: Vec::new(),
        skipped: Vec::new(),
        left_out: Vec::new(),
        passed_over: Vec::new(),
        one_book: Vec::new(),
    }
}

/// Adds a report of one result to another; the places of indexes are adjusted.
fn merge(whole: &mut Report, one: Report) {
    let places: Vec<usize> = one
        .indexes
        .into_iter()
        .map(|index| place_of(&mut whole.indexes, index))
        .collect();
    let place = |at: usize| places.get(at).copied().unwrap_or(at);
    for mut result in one.results {
        for found in &mut result.matches {
            found.index = place(found.index);
            for record in &mut found.records {
                record.index = place(record.index);
            }
        }
        whole.results.push(result);
    }
    if whole.cutoff != one.cutoff {
        whole.cutoff = None;
    }
    whole.created = std::mem::take(&mut whole.created).max(one.created);
}

fn place_of(indexes: &mut Vec<IndexSummary>, index: IndexSummary) -> usize {
    let known = indexes.iter().position(|known| *known == index);
    known.unwrap_or_else(|| {
        indexes.push(index);
        indexes.len() - 1
    })
}

fn row_of(id: ResultId, row: &str) -> Result<Row, Error> {
    let row: Row = parsed(row)?;
    let (run, news) = (row.run, row.news);
    Ok(row.kept(id, run, news))
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| {
        Error::new(Code::LibraryDamaged, "a saved result cannot be read")
            .advise(Advice::ForgetResult)
    })
}

fn parsed_all<T: DeserializeOwned>(texts: &[String]) -> Result<Vec<T>, Error> {
    texts.iter().map(|text| parsed(text)).collect()
}

fn not_found() -> Error {
    Error::new(Code::NotFound, "there is no such result")
}

/// Returns a path that was kept as bytes.
#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Returns a path that was kept as bytes.
#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
