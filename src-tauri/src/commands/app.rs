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
    }
}

/// Returns the sample manuscripts that come with the program.
fn samples() -> Vec<PathBuf> {
    let Some(folder) = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.to_owned()))
    else {
        return Vec::new();
    };
    let places = [
        folder.join("../share/colophon/samples"),
        folder.join("../samples"),
        folder.join("../Resources/samples"),
        folder.join("samples"),
    ];
    let mut found: Vec<PathBuf> = places
        .iter()
        .find_map(|place| std::fs::read_dir(place).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "epub" || ending == "docx" || ending == "pdf")
        })
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    // An author's own kind of file comes first.
    found.sort_by_key(|path| {
        (
            path.extension().is_none_or(|ending| ending != "epub"),
            path.clone(),
        )
    });
    found
}

#[tauri::command(async)]
pub(crate) fn settings_set(ask: Settings) -> Result<Settings, Failure> {
    settings::write(&ask)?;
    Ok(ask)
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
