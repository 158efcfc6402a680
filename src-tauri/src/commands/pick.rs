//! Dialogs of the system for choosing files.
//!
//! The window brings the words, in the reader's language. Each dialog begins in
//! the folder that was last used for its purpose.

use std::path::Path;

use colophon_engine::FileKind;
use rfd::AsyncFileDialog;
use tauri::WebviewWindow;

use super::AppRef;
use crate::files::Picked;
use crate::settings::{self, Purpose};
use crate::wire::{DialogWords, LookupSaveNameAsk, PickAsk, ReportFormat, SaveAsk};

/// Begins a dialog that belongs to the window.
fn dialog(window: &WebviewWindow, purpose: Purpose, words: &DialogWords) -> AsyncFileDialog {
    let dialog = AsyncFileDialog::new()
        .set_title(&words.title)
        .set_parent(window);
    match settings::folder(purpose) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

/// Returns what a system's filter takes for an ending. GTK tells upper from lower
/// case, and people have files that end in .PDF.
fn pattern(ending: &str) -> String {
    if !cfg!(target_os = "linux") {
        return ending.to_owned();
    }
    ending
        .chars()
        .map(|c| match (c.to_ascii_lowercase(), c.to_ascii_uppercase()) {
            (lower, upper) if lower == upper => c.to_string(),
            (lower, upper) => format!("[{lower}{upper}]"),
        })
        .collect()
}

fn patterns<'a>(endings: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    endings.into_iter().map(pattern).collect()
}

/// The filter of every file. On Linux it passes over names without a dot: the
/// library puts one before each pattern. Such a file can be dropped.
const EVERY: [&str; 1] = ["*"];

/// Lets a person choose files of some kinds.
async fn files(
    app: &AppRef<'_>,
    window: &WebviewWindow,
    ask: &PickAsk,
    kinds: &[FileKind],
) -> Vec<Picked> {
    let endings = kinds.iter().flat_map(|kind| kind.endings());
    let picked = dialog(window, ask.purpose, &ask.words)
        .add_filter(&ask.words.kind, &patterns(endings))
        .add_filter(&ask.words.all, &EVERY)
        .pick_files()
        .await
        .unwrap_or_default();
    if let Some(folder) = picked.first().and_then(|file| file.path().parent()) {
        settings::keep_folder(ask.purpose, folder);
    }
    let picked = picked.iter().map(|file| app.paths.pick(file.path()));
    picked.collect()
}

#[tauri::command]
pub(crate) async fn pick_documents(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: PickAsk,
) -> Result<Vec<Picked>, ()> {
    // An author may choose an index or a list together with manuscripts.
    let kinds: &[FileKind] = match ask.purpose {
        Purpose::Manuscripts => &[
            FileKind::Document,
            FileKind::Index,
            FileKind::List,
            FileKind::Source,
        ],
        _ => &[FileKind::Document],
    };
    Ok(files(&app, &window, &ask, kinds).await)
}

#[tauri::command]
pub(crate) async fn pick_list(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: PickAsk,
) -> Result<Vec<Picked>, ()> {
    Ok(files(&app, &window, &ask, &[FileKind::List]).await)
}

#[tauri::command]
pub(crate) async fn pick_indexes(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: PickAsk,
) -> Result<Vec<Picked>, ()> {
    Ok(files(&app, &window, &ask, &[FileKind::Index]).await)
}

#[tauri::command]
pub(crate) async fn pick_source(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: PickAsk,
) -> Result<Vec<Picked>, ()> {
    Ok(files(&app, &window, &ask, &[FileKind::Source]).await)
}

#[tauri::command]
pub(crate) async fn pick_dump(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: PickAsk,
) -> Result<Vec<Picked>, ()> {
    Ok(files(&app, &window, &ask, &[FileKind::Dump]).await)
}

#[tauri::command]
pub(crate) async fn pick_folder(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: PickAsk,
) -> Result<Vec<Picked>, ()> {
    let folder = dialog(&window, ask.purpose, &ask.words).pick_folder().await;
    if let Some(folder) = &folder {
        // The dialog shows the folder that was chosen among its neighbours; what
        // is saved goes into it again.
        let into = ask.purpose == Purpose::Reports;
        let from = folder.path();
        let kept = if into { Some(from) } else { from.parent() };
        settings::keep_folder(ask.purpose, kept.unwrap_or(from));
    }
    let folder = folder.iter().map(|folder| app.paths.pick(folder.path()));
    Ok(folder.collect())
}

/// Lets a person say where a file is saved.
async fn place(
    app: &AppRef<'_>,
    window: &WebviewWindow,
    words: &DialogWords,
    name: &str,
    ending: &str,
) -> Option<String> {
    let file = dialog(window, Purpose::Reports, words)
        .set_file_name(name)
        .add_filter(&words.kind, &patterns([ending]))
        .add_filter(&words.all, &EVERY)
        .save_file()
        .await?;
    settings::keep_folder(
        Purpose::Reports,
        file.path().parent().unwrap_or(Path::new("/")),
    );
    Some(app.paths.say(file.path()))
}

#[tauri::command]
pub(crate) async fn pick_save(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: SaveAsk,
) -> Result<Option<String>, ()> {
    let ending = match ask.format {
        ReportFormat::Html => "html",
        ReportFormat::Xlsx => "xlsx",
        ReportFormat::Csv => "csv",
        ReportFormat::Json => "json",
    };
    Ok(place(&app, &window, &ask.words, &ask.name, ending).await)
}

#[tauri::command]
pub(crate) async fn pick_lookup_save(
    app: AppRef<'_>,
    window: WebviewWindow,
    ask: LookupSaveNameAsk,
) -> Result<Option<String>, ()> {
    let ending = ask.format.ending();
    let name = format!("{}.{ending}", ask.name);
    Ok(place(&app, &window, &ask.words, &name, ending).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_filter_takes_upper_and_lower_case() {
        assert_eq!(pattern("fb2"), "[fF][bB]2");
        assert!(patterns(FileKind::Document.endings()).contains(&pattern("doc")));
    }
}
