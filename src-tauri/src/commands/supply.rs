//! Sources of indexes: looked at, got, brought up to date, forgotten.

use std::sync::Arc;

use colophon_engine::{
    self as engine, Fetch, GetOptions, Got, Job, SourceFrom, SourceInfo, what_is_source,
};
use tauri::ipc::Channel;

use super::AppRef;
use crate::failure::Failure;
use crate::jobs::{self, JobEvent, JobId};
use crate::state::App;
use crate::wire::{SourceAsk, SourceIdAsk, UpdateAsk};

/// Returns what a person means by what they pasted, dropped or chose.
fn named(app: &App, said: &str) -> Result<SourceFrom, Failure> {
    Ok(what_is_source(app.paths.hear(said).as_os_str())?)
}

#[tauri::command(async)]
pub(crate) fn sources_list(_app: AppRef<'_>) -> Result<Vec<SourceInfo>, Failure> {
    Ok(engine::sources()?)
}

/// Returns what would be got from a source, which is not added by that.
#[tauri::command(async)]
pub(crate) fn source_look(
    app: AppRef<'_>,
    ask: SourceAsk,
    events: Channel<JobEvent<Got>>,
) -> JobId {
    jobs::run(Arc::clone(&app), events, move |app, job| {
        let options = GetOptions {
            dry_run: true,
            ..options(&ask)
        };
        Ok(engine::get_index(&named(app, &ask.source)?, &options, job)?)
    })
}

#[tauri::command(async)]
pub(crate) fn source_get(app: AppRef<'_>, ask: SourceAsk, events: Channel<JobEvent<Got>>) -> JobId {
    jobs::run(Arc::clone(&app), events, move |app, job| {
        let got = engine::get_index(&named(app, &ask.source)?, &options(&ask), job)?;
        Ok(with_affected(app, got, job))
    })
}

/// Counts the kept results that an update may change. The index is in use already, so
/// a count that cannot be made is left out.
fn with_affected(app: &App, got: Got, job: &Job) -> Got {
    if got.new_files.is_empty() {
        return got;
    }
    let count = |library| engine::affected(library, &got.new_files, job).ok();
    Got {
        affected: app.library().ok().and_then(count),
        ..got
    }
}

fn options(ask: &SourceAsk) -> GetOptions {
    GetOptions {
        dry_run: false,
        accept_expired: ask.accept_expired,
        confirmed: ask.confirmed.clone(),
    }
}

#[tauri::command(async)]
pub(crate) fn source_update(
    app: AppRef<'_>,
    ask: UpdateAsk,
    events: Channel<JobEvent<Got>>,
) -> JobId {
    jobs::run(Arc::clone(&app), events, move |app, job| {
        let options = GetOptions {
            dry_run: ask.check,
            accept_expired: ask.accept_expired,
            confirmed: None,
        };
        let got = engine::update_index(&ask.id, &options, job)?;
        Ok(with_affected(app, got, job))
    })
}

#[tauri::command(async)]
pub(crate) fn source_forget(_app: AppRef<'_>, ask: SourceIdAsk) -> Result<(), Failure> {
    engine::forget_source(&ask.id)?;
    Ok(())
}

/// Returns what left the computer: which hosts were asked, when, and how much came.
#[tauri::command(async)]
pub(crate) fn fetches_list(_app: AppRef<'_>) -> Vec<Fetch> {
    engine::fetches()
}
