//! Results that are kept: listed, shown, saved, deleted.

use std::io::Write as _;
use std::path::Path;

use colophon_engine::Job;
use colophon_engine::excerpt::{self, Chapter, Excerpt};
use colophon_engine::library::{Page, Query};
use colophon_engine::report::model::Report;
use colophon_engine::report::{self, Advice, Code, Language};

use super::AppRef;
use crate::failure::Failure;
use crate::wire::{ExcerptAsk, IdAsk, IdsAsk, ReportAsk, ReportFormat, ResultAsk, Saved, Shown};

#[tauri::command(async)]
pub(crate) fn results_list(app: AppRef<'_>, ask: Query) -> Result<Page, Failure> {
    Ok(app.library()?.list(&ask)?)
}

#[tauri::command(async)]
pub(crate) fn result_get(app: AppRef<'_>, ask: ResultAsk) -> Result<Shown, Failure> {
    let mut detail = app.library()?.get(ask.id)?;
    let results = std::mem::take(&mut detail.report.results);
    detail.report.results = results
        .into_iter()
        .map(|result| report::localised(result, ask.language))
        .collect();
    let matches = detail.report.results.iter().flat_map(|it| &it.matches);
    let figures = matches.map(report::Figures::of).collect();
    Ok(Shown { detail, figures })
}

#[tauri::command(async)]
pub(crate) fn result_chapters(app: AppRef<'_>, ask: IdAsk) -> Result<Vec<Chapter>, Failure> {
    Ok(excerpt::chapters(app.library()?, ask.id, &Job::default())?)
}

#[tauri::command(async)]
pub(crate) fn result_excerpt(app: AppRef<'_>, ask: ExcerptAsk) -> Result<Excerpt, Failure> {
    let (place, span) = (ask.match_index, ask.span_index);
    Ok(excerpt::excerpt(
        app.library()?,
        ask.id,
        place,
        span,
        &Job::default(),
    )?)
}

#[tauri::command(async)]
pub(crate) fn results_forget(app: AppRef<'_>, ask: IdsAsk) -> Result<usize, Failure> {
    Ok(app.library()?.forget(&ask.ids)?)
}

#[tauri::command(async)]
pub(crate) fn report_save(app: AppRef<'_>, ask: ReportAsk) -> Result<Saved, Failure> {
    let rest = ask.job.and_then(|job| app.jobs.report(job));
    let kept = if ask.ids.is_empty() {
        None
    } else {
        Some(app.library()?.report(&ask.ids)?)
    };
    let report = match (kept, rest) {
        (Some(mut kept), Some(rest)) => {
            kept.results.extend(rest.results);
            kept.skipped.extend(rest.skipped);
            kept
        }
        (Some(report), None) | (None, Some(report)) => report,
        (None, None) => {
            return Err(Failure::new(Code::NotFound, "there is nothing to save")
                .advise(Advice::CheckManuscriptAgain));
        }
    };
    let to = app.paths.hear(&ask.to);
    write(&to, &worded(&report, ask.language, ask.format))?;
    Ok(Saved {
        path: app.paths.say(&to),
        shown: to.display().to_string(),
        files: 1,
    })
}

fn worded(report: &Report, language: Language, format: ReportFormat) -> String {
    match format {
        ReportFormat::Html => report::to_html(report, language),
        ReportFormat::Csv => report::to_csv(report, language),
        ReportFormat::Json => report::to_json(report, language),
    }
}

/// Writes a file completely or not at all.
pub(crate) fn write(to: &Path, contents: &str) -> Result<(), Failure> {
    let written = || -> std::io::Result<()> {
        let folder = to.parent().unwrap_or(Path::new("."));
        let mut aside = tempfile::NamedTempFile::new_in(folder)?;
        aside.write_all(contents.as_bytes())?;
        aside.as_file().sync_all()?;
        aside.persist(to)?;
        Ok(())
    };
    written().map_err(|error| Failure::unwritable(&error, to))
}
