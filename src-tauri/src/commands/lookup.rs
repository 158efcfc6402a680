//! Looking up works by name, title or number: one answer at a time, of which the
//! window asks for the rows that it shows.

use std::sync::Arc;

use colophon_engine::report::model::{Lookup, Record};
use colophon_engine::report::{self, Advice, Code, Language};
use colophon_engine::{self as engine, Error, LookupRequest, Narrow, Order, default_indexes};
use tauri::ipc::Channel;

use super::{AppRef, results};
use crate::failure::Failure;
use crate::jobs::{self, JobEvent, JobId, lock};
use crate::state::App;
use crate::wire::{
    LookupAsk, LookupFormat, LookupFound, LookupRows, LookupRowsAsk, LookupSaveAsk, LookupWorkAsk,
    Saved,
};

/// How many works come with the answer.
const N_FIRST: usize = 100;

/// The most works that are sent at a time.
const MOST_ROWS: usize = 1_000;

/// Starts a look-up; the one before, if it still runs, is stopped.
#[tauri::command(async)]
pub(crate) fn lookup_start(
    app: AppRef<'_>,
    ask: LookupAsk,
    events: Channel<JobEvent<LookupFound>>,
) -> JobId {
    let mut lookups = lock(&app.lookups);
    if let Some(before) = lookups.running {
        app.jobs.cancel(before, None);
    }
    lookups.last += 1;
    let number = lookups.last;
    let id = jobs::run(Arc::clone(&app), events, move |app: &App, job| {
        let request = LookupRequest {
            question: Some(ask.question),
            pen_names: ask.pen_names,
            indexes: default_indexes(),
            ..LookupRequest::default()
        };
        let whole = engine::lookup(&request, job)?;
        let found = first(&whole, number);
        let mut lookups = lock(&app.lookups);
        // One that was overtaken is nobody's answer.
        if lookups.last != number {
            return Err(Error::cancelled().into());
        }
        lookups.answer = Some((number, Arc::new(whole)));
        Ok(found)
    });
    lookups.running = Some(id);
    id
}

/// Returns the answer with the first of its works and without their records.
fn first(whole: &Lookup, answer: u32) -> LookupFound {
    let order = (Order::default(), false);
    let mut found = engine::narrowed(whole, &Narrow::default(), order, 0, N_FIRST);
    found.records.clear();
    LookupFound { answer, found }
}

fn answer_of(app: &App, number: u32) -> Result<Arc<Lookup>, Failure> {
    match &lock(&app.lookups).answer {
        Some((own, answer)) if *own == number => Ok(Arc::clone(answer)),
        _ => Err(
            Failure::new(Code::NotFound, "another look-up has replaced this one")
                .advise(Advice::LookUpAgain),
        ),
    }
}

#[tauri::command(async)]
pub(crate) fn lookup_rows(app: AppRef<'_>, ask: LookupRowsAsk) -> Result<LookupRows, Failure> {
    let answer = answer_of(&app, ask.answer)?;
    let order = (ask.order, ask.descending);
    let limit = ask.limit.min(MOST_ROWS);
    let found = engine::narrowed(&answer, &ask.narrow, order, ask.offset, limit);
    Ok(LookupRows {
        total_works: found.total_works,
        total_records: found.total_records,
        works: found.works,
    })
}

#[tauri::command(async)]
pub(crate) fn lookup_ids(app: AppRef<'_>, ask: LookupRowsAsk) -> Result<Vec<usize>, Failure> {
    let answer = answer_of(&app, ask.answer)?;
    let order = (ask.order, ask.descending);
    let found = engine::narrowed(&answer, &ask.narrow, order, ask.offset, ask.limit);
    Ok(found.works.into_iter().map(|work| work.id).collect())
}

#[tauri::command(async)]
pub(crate) fn lookup_work(app: AppRef<'_>, ask: LookupWorkAsk) -> Result<Vec<Record>, Failure> {
    let answer = answer_of(&app, ask.answer)?;
    let narrow = Narrow {
        ids: vec![ask.id],
        ..Narrow::default()
    };
    let found = engine::narrowed(&answer, &narrow, (Order::default(), false), 0, 1);
    Ok(report::lookup_records(found, ask.language))
}

#[tauri::command(async)]
pub(crate) fn lookup_save(app: AppRef<'_>, ask: LookupSaveAsk) -> Result<Saved, Failure> {
    let answer = answer_of(&app, ask.answer)?;
    let order = (ask.order, ask.descending);
    let found = engine::narrowed(&answer, &ask.narrow, order, 0, usize::MAX);
    let to = app.paths.hear(&ask.to);
    let text = worded(&found, ask.language, ask.format);
    results::write(&to, text.as_bytes())?;
    app.wrote(&to);
    Ok(Saved {
        path: app.paths.say(&to),
        shown: to.display().to_string(),
        files: 1,
    })
}

fn worded(found: &Lookup, language: Language, format: LookupFormat) -> String {
    match format {
        LookupFormat::Html => report::lookup_to_html(found, language),
        LookupFormat::Csv => report::lookup_to_csv(found, language),
        LookupFormat::Json => report::lookup_to_json(found, language),
        LookupFormat::Bibtex => report::lookup_to_bibtex(found, language),
        LookupFormat::List => report::lookup_to_list(found),
    }
}

#[cfg(test)]
mod tests {
    use colophon_engine::report::model::{AskedBy, ListedWork, Tier};

    use super::*;

    fn answer(n: usize) -> Lookup {
        let work = |id| ListedWork {
            id,
            title: format!("Work {id}"),
            author: "Jane Writer".to_owned(),
            by: AskedBy::Author,
            name: None,
            namesake: None,
            with: Vec::new(),
            languages: Vec::new(),
            first_year: None,
            last_year: None,
            formats: Vec::new(),
            sources: Vec::new(),
            first_added: None,
            tier: Tier::Review,
            text: false,
            records: vec![id],
        };
        Lookup {
            works: (0..n).map(work).collect(),
            records: vec![Record::default(); n],
            ..Lookup::default()
        }
    }

    #[test]
    fn an_answer_that_was_replaced_is_not_shown() {
        let app = App::new(Vec::new());
        lock(&app.lookups).answer = Some((2, Arc::new(answer(3))));
        assert_eq!(answer_of(&app, 2).unwrap().works.len(), 3);
        assert_eq!(answer_of(&app, 1).unwrap_err().code, Code::NotFound);
    }

    #[test]
    fn the_answer_comes_with_its_first_works_only() {
        let found = first(&answer(250), 7);
        assert_eq!((found.answer, found.found.total_works), (7, 250));
        assert_eq!(found.found.works.len(), N_FIRST);
        assert!(found.found.records.is_empty());
    }
}
