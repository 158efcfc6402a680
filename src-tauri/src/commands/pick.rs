//! Dialogs of the system for choosing files.

use rfd::AsyncFileDialog;

use super::AppRef;
use crate::files::Picked;
use crate::wire::{ReportFormat, SaveAsk};

const DOCUMENTS: [&str; 17] = [
    "epub", "docx", "pdf", "odt", "fodt", "rtf", "fb2", "mobi", "azw", "azw3", "html", "htm",
    "xhtml", "md", "txt", "zip", "print",
];
const LISTS: [&str; 10] = [
    "csv", "tsv", "xlsx", "xls", "xlsb", "ods", "xml", "db", "bib", "ris",
];
const DUMPS: [&str; 7] = ["sql", "gz", "zst", "zip", "csv", "tsv", "txt"];

async fn files(app: &AppRef<'_>, dialog: AsyncFileDialog) -> Vec<Picked> {
    let picked = dialog.pick_files().await.unwrap_or_default();
    picked
        .iter()
        .map(|file| app.paths.pick(file.path()))
        .collect()
}

#[tauri::command]
pub(crate) async fn pick_documents(app: AppRef<'_>) -> Result<Vec<Picked>, ()> {
    let dialog = AsyncFileDialog::new()
        .add_filter("Manuscripts and books", &DOCUMENTS)
        .add_filter("*", &["*"]);
    Ok(files(&app, dialog).await)
}

#[tauri::command]
pub(crate) async fn pick_folder(app: AppRef<'_>) -> Result<Vec<Picked>, ()> {
    let folder = AsyncFileDialog::new().pick_folder().await;
    Ok(folder
        .iter()
        .map(|folder| app.paths.pick(folder.path()))
        .collect())
}

#[tauri::command]
pub(crate) async fn pick_list(app: AppRef<'_>) -> Result<Vec<Picked>, ()> {
    let dialog = AsyncFileDialog::new().add_filter("*", &LISTS);
    let list = dialog.pick_file().await;
    Ok(list
        .iter()
        .map(|file| app.paths.pick(file.path()))
        .collect())
}

#[tauri::command]
pub(crate) async fn pick_indexes(app: AppRef<'_>) -> Result<Vec<Picked>, ()> {
    let dialog = AsyncFileDialog::new().add_filter("Colophon", &["colophon"]);
    Ok(files(&app, dialog).await)
}

#[tauri::command]
pub(crate) async fn pick_dump(app: AppRef<'_>) -> Result<Vec<Picked>, ()> {
    Ok(files(&app, AsyncFileDialog::new().add_filter("*", &DUMPS)).await)
}

#[tauri::command]
pub(crate) async fn pick_save(app: AppRef<'_>, ask: SaveAsk) -> Result<Option<String>, ()> {
    let ending = match ask.format {
        ReportFormat::Html => "html",
        ReportFormat::Xlsx => "xlsx",
        ReportFormat::Csv => "csv",
        ReportFormat::Json => "json",
    };
    let dialog = AsyncFileDialog::new()
        .set_file_name(&ask.name)
        .add_filter(ending, &[ending]);
    let file = dialog.save_file().await;
    Ok(file.map(|file| app.paths.say(file.path())))
}
