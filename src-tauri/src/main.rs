//! The window of Colophon.
//!
//! A shell around the engine: commands take what the window asks, call the
//! engine, and return its answer. No verdict is decided and no report is worded
//! here.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod automation;
#[cfg(test)]
mod bindings;
mod choice;
mod commands;
mod desktop;
mod failure;
mod files;
mod forgetting;
#[cfg(target_os = "linux")]
mod handover;
mod jobs;
mod lookups;
mod reader;
mod said;
mod settings;
mod state;
mod window;
mod wire;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The program that downloads indexes keeps the network that this one gives up, so
    // it is started before, unless a person has switched it off.
    if settings::read().fetcher {
        colophon_engine::start_fetcher(None);
    }
    // Before the first thread and the first library of the window: from here on
    // the system refuses every network to this process and all that it starts.
    if !automation::is_open(automation::Fence::Network) {
        let _ = colophon_engine::forbid_network();
    }
    // Nothing that this program becomes can take the fetcher over.
    if colophon_engine::has_fetcher() {
        let _ = colophon_engine::close_to_others();
    }
    // What the window shows must not end up in a file when it crashes.
    let _ = colophon_engine::forbid_core_files();
    reader::choose();
    match window::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = failure::tell(&error);
            ExitCode::FAILURE
        }
    }
}
