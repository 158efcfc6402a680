//! Merges the deltas of the set in a folder, for the test that kills it meanwhile.

use std::path::Path;
use std::process::ExitCode;

use colophon_engine::{Job, roll, serve_if_asked};

fn main() -> ExitCode {
    serve_if_asked();
    let Some(folder) = std::env::args_os().nth(1) else {
        return ExitCode::FAILURE;
    };
    match roll(Path::new(&folder), true, &Job::default()) {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
