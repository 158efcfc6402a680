//! Results that are kept: listed, shown, saved, deleted.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use colophon_engine::Job;
use colophon_engine::excerpt::{self, Chapter, Excerpt};
use colophon_engine::library::{Page, Query};
use colophon_engine::report::model::{Report, Sender};
use colophon_engine::report::{self, Advice, Code};

use super::AppRef;
use crate::failure::Failure;
use crate::state::App;
use crate::wire::{
    ExcerptAsk, FileAsk, IdAsk, IdsAsk, ReportAsk, ReportFormat, ResultAsk, Saved, Shown,
};
use crate::{desktop, forgetting, settings};

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
    forgetting::hide(&app, |library| library.leave(&ask.ids))
}

/// Brings back what was forgotten last, and returns whether it was still there.
#[tauri::command(async)]
pub(crate) fn forget_undo(app: AppRef<'_>) -> Result<bool, Failure> {
    Ok(app.library()?.bring_back()?)
}

/// Deletes what was forgotten and can still be brought back.
#[tauri::command(async)]
pub(crate) fn forget_settle(app: AppRef<'_>) -> Result<(), Failure> {
    forgetting::settle(&app)
}

/// Opens a file that was saved in this session; returns whether the desktop could.
#[tauri::command(async)]
pub(crate) fn saved_open(app: AppRef<'_>, ask: FileAsk) -> Result<bool, Failure> {
    Ok(desktop::open(&written(&app, &ask.file)?))
}

/// Shows a file that was saved in this session in its folder; returns whether the
/// desktop could.
#[tauri::command(async)]
pub(crate) fn saved_show(app: AppRef<'_>, ask: FileAsk) -> Result<bool, Failure> {
    Ok(desktop::show(&written(&app, &ask.file)?))
}

/// Returns the path of a file that Colophon wrote in this session. No other is
/// handed to the desktop.
fn written(app: &App, file: &str) -> Result<PathBuf, Failure> {
    let path = app.paths.hear(file);
    if app.has_written(&path) {
        return Ok(path);
    }
    let message = "this file was not saved by Colophon since it was opened";
    Err(Failure::new(Code::InvalidArgument, message).at(&path))
}

#[tauri::command(async)]
pub(crate) fn report_save(app: AppRef<'_>, ask: ReportAsk) -> Result<Saved, Failure> {
    let rest = ask.job.and_then(|job| app.jobs.report(job));
    let kept = if ask.ids.is_empty() {
        None
    } else {
        Some(app.library()?.report(&ask.ids)?)
    };
    let mut report = match (kept, rest) {
        (Some(mut kept), Some(rest)) => {
            kept.results.extend(rest.results);
            kept.skipped.extend(rest.skipped);
            kept.passed_over = rest.passed_over;
            kept
        }
        (Some(report), None) | (None, Some(report)) => report,
        (None, None) => {
            return Err(Failure::new(Code::NotFound, "there is nothing to save")
                .advise(Advice::CheckManuscriptAgain));
        }
    };
    report.from = sender();
    let to = app.paths.hear(&ask.to);
    write(&to, &worded(&report, &ask))?;
    app.wrote(&to);
    Ok(Saved {
        path: app.paths.say(&to),
        shown: to.display().to_string(),
        files: 1,
    })
}

/// Returns who hands reports on, as it is set.
pub(crate) fn sender() -> Option<Sender> {
    let settings = settings::read();
    Sender::new(&settings.from, &settings.note)
}

fn worded(report: &Report, ask: &ReportAsk) -> Vec<u8> {
    let language = ask.language;
    match ask.format {
        ReportFormat::Html => report::to_html(report, language).into_bytes(),
        ReportFormat::Xlsx => report::to_xlsx(report, language),
        ReportFormat::Csv => report::to_csv(report, language, ask.delimiter).into_bytes(),
        ReportFormat::Json => report::to_json(report, language).into_bytes(),
    }
}

/// Writes a file completely or not at all.
pub(crate) fn write(to: &Path, contents: &[u8]) -> Result<(), Failure> {
    let written = || -> std::io::Result<()> {
        let folder = to.parent().unwrap_or(Path::new("."));
        let mut aside = tempfile::NamedTempFile::new_in(folder)?;
        aside.write_all(contents)?;
        aside.as_file().sync_all()?;
        aside.persist(to)?;
        Ok(())
    };
    written().map_err(|error| Failure::unwritable(&error, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_saved_here_is_handed_to_the_desktop() {
        let app = App::new(Vec::new());
        let report = Path::new("/reports/a.html");
        app.wrote(report);
        assert_eq!(written(&app, "/reports/a.html").unwrap(), report);
        for other in ["/reports/b.html", "/reports", "/reports/../reports/a.html"] {
            let refused = written(&app, other).unwrap_err();
            assert_eq!(refused.code, Code::InvalidArgument, "{other}");
        }
    }
}
