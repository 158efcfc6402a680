//! Client lists: previewed, checked, reported on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use colophon_engine::library::{Run, RunId};
use colophon_engine::report::{self, Advice, Code};
use colophon_engine::{
    ClientsRequest, Cutoff, Job, check_clients, data_folder, default_indexes, has_claims,
    kept_claims, preview_clients,
};
use tauri::ipc::Channel;

use super::{AppRef, results};
use crate::failure::Failure;
use crate::jobs::{self, JobEvent, JobId};
use crate::state::App;
use crate::wire::{
    ClientField, ClientsDone, ClientsPreview, ClientsPreviewAsk, ClientsReportAsk, ClientsRunAsk,
    Column, Mapping, RunAsk, Saved,
};
use crate::{forgetting, settings};

/// The folder that keeps what a check of a list has finished, until it is done.
const UNFINISHED: &str = "unfinished";

fn pairs(mapping: &[Mapping]) -> Vec<String> {
    mapping
        .iter()
        .map(|one| format!("{}={}", one.field.word(), one.column))
        .collect()
}

/// Returns the journal of a list: one for each list.
fn journal(list: &Path) -> Result<PathBuf, Failure> {
    use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
    let folder = data_folder()
        .ok_or_else(settings::no_folder)?
        .join(UNFINISHED);
    let name = BuildHasherDefault::<DefaultHasher>::default().hash_one(list);
    Ok(folder.join(format!("{name:016x}.jsonl")))
}

#[tauri::command(async)]
pub(crate) fn clients_preview(
    app: AppRef<'_>,
    ask: ClientsPreviewAsk,
) -> Result<ClientsPreview, Failure> {
    let list = app.paths.hear(&ask.list);
    let journal = journal(&list).ok();
    let found = preview_clients(
        &list,
        &pairs(&ask.mapping),
        journal.as_deref(),
        &Job::default(),
    )?;
    Ok(ClientsPreview {
        list: app.paths.pick(&list),
        columns: found
            .columns
            .into_iter()
            .map(|column| Column {
                name: column.name,
                field: column.field.and_then(ClientField::of),
                samples: column.samples,
            })
            .collect(),
        titles: found.n_titles,
        unreadable: found.n_unreadable,
        left_out: found.n_left_out,
        done: found.n_done,
    })
}

#[tauri::command(async)]
pub(crate) fn clients_run(
    app: AppRef<'_>,
    ask: ClientsRunAsk,
    events: Channel<JobEvent<ClientsDone>>,
) -> JobId {
    jobs::run(Arc::clone(&app), events, move |app, job| {
        run(app, &ask, job)
    })
}

fn run(app: &App, ask: &ClientsRunAsk, job: &Job) -> Result<ClientsDone, Failure> {
    let list = app.paths.hear(&ask.list);
    let journal = journal(&list)?;
    let folder = journal.parent().unwrap_or(&journal);
    std::fs::create_dir_all(folder).map_err(|error| Failure::unwritable(&error, folder))?;
    let mut request = ClientsRequest::new(list.clone(), default_indexes());
    request.mapping = pairs(&ask.mapping);
    request.files = ask.files.as_deref().map(|files| app.paths.hear(files));
    request.cutoff = ask.cutoff.as_deref().map(cutoff).transpose()?;
    request.journal = Some(journal);
    let checked = check_clients(&request, job)?;
    let library = app.library()?;
    let kept = library.keep_run(&list, &checked.report)?;
    let resumed = checked.n_resumed;
    // The results are in the store: what was kept for resuming can go.
    checked.settle();
    Ok(ClientsDone {
        run: the_run(library.runs()?, kept.id)?,
        resumed,
    })
}

fn cutoff(text: &str) -> Result<Cutoff, Failure> {
    Ok(text.parse()?)
}

fn the_run(runs: Vec<Run>, id: RunId) -> Result<Run, Failure> {
    runs.into_iter().find(|run| run.id == id).ok_or_else(|| {
        let message = "this client list is no longer saved";
        Failure::new(Code::NotFound, message).advise(Advice::CheckListAgain)
    })
}

#[tauri::command(async)]
pub(crate) fn clients_runs(app: AppRef<'_>) -> Result<Vec<Run>, Failure> {
    Ok(app.library()?.runs()?)
}

#[tauri::command(async)]
pub(crate) fn clients_report(app: AppRef<'_>, ask: ClientsReportAsk) -> Result<Saved, Failure> {
    let folder = app.paths.hear(&ask.folder);
    // A title that was forgotten is not in a report.
    forgetting::settle(&app)?;
    let mut report = app.library()?.run_report(ask.run)?;
    report.from = results::sender();
    let kept = (ask.claims || has_claims(&folder))
        .then(|| kept_claims(&folder, &Job::default()))
        .transpose()?;
    if let Some(kept) = &kept {
        kept.apply(&mut report);
    }
    let files = report.results.iter().map(|result| Path::new(&result.path));
    let how = (ask.language, ask.delimiter);
    let kept = kept.as_ref();
    let write = &mut results::write;
    let done = report::write_folder(&report, kept, how, &folder, files, None, write)?;
    app.wrote(&folder);
    Ok(Saved {
        path: app.paths.say(&folder),
        shown: folder.display().to_string(),
        files: done.n_files,
    })
}

#[tauri::command(async)]
pub(crate) fn clients_forget(app: AppRef<'_>, ask: RunAsk) -> Result<(), Failure> {
    forgetting::hide(&app, |library| library.leave_run(ask.run))
}
