//! The program as a whole.

use std::path::PathBuf;

use colophon_engine::proof;

use super::{AppRef, indexes};
use crate::failure::Failure;
use crate::settings::{self, Settings};
use crate::wire::{AppState, Proof, Tried};

#[tauri::command(async)]
pub(crate) fn app_state(app: AppRef<'_>) -> AppState {
    let library = app.library();
    AppState {
        version: env!("CARGO_PKG_VERSION"),
        language: sys_locale::get_locale().unwrap_or_else(|| "en".to_owned()),
        settings: settings::read(),
        opened: app.take_opened(),
        indexes: indexes::all(&app),
        samples: samples().iter().map(|path| app.paths.pick(path)).collect(),
        set_aside: library
            .as_ref()
            .ok()
            .and_then(|library| Some(library.set_aside()?.display().to_string())),
        library_problem: library.err(),
        can_fetch: colophon_engine::has_fetcher(),
    }
}

/// Returns the sample manuscripts that the window offers; an author's own kind of
/// file comes first.
fn samples() -> Vec<PathBuf> {
    let mut found = colophon_engine::samples();
    let ending = |path: &PathBuf| path.extension().map(std::ffi::OsStr::to_owned);
    found.retain(|path| ending(path).is_some_and(|it| it == "epub" || it == "docx" || it == "pdf"));
    found.sort_by_key(|path| ending(path).is_none_or(|it| it != "epub"));
    found
}

#[tauri::command(async)]
pub(crate) fn settings_set(app: AppRef<'_>, ask: Settings) -> Result<Settings, Failure> {
    app.zoom(ask.zoom);
    app.theme(ask.theme);
    settings::write(&ask)?;
    if !ask.fetcher {
        // From now on; it starts again with the program.
        colophon_engine::end_fetcher();
    }
    Ok(ask)
}

/// Lets a person print the page that is shown.
#[tauri::command(async)]
pub(crate) fn page_print(app: AppRef<'_>) {
    app.print();
}

#[tauri::command(async)]
pub(crate) fn prove() -> Result<Proof, Failure> {
    let proof = proof::prove()?;
    Ok(Proof {
        holds: proof.holds(),
        attempts: proof
            .probes
            .iter()
            .map(|probe| Tried {
                process: probe.process,
                attempt: probe.attempt,
                refused: probe.refused,
                answer: probe.answer.clone(),
            })
            .collect(),
    })
}
