//! `cargo xtask stage`: what the tests, the packages and the first run need.
//!
//! Builds the program and makes the sample manuscripts, the demonstration index
//! and the index of Books3's numbers.
//! A second run does all of it again, except what cargo need not build.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{collections, run, samples, tools};

/// The program recognises its own demonstration by this name; a test checks it.
const STARTER_NAME: &str = "Colophon demonstration";
const STARTER_FILE: &str = "starter.colophon";
/// The index of the book numbers of Books3; the program finds it by its file name.
const BOOKS3_NAME: &str = "Books3, book numbers";
const BOOKS3_FILE: &str = "books3-numbers.colophon";

/// What the tests, the packages and the first run need.
#[derive(Debug)]
pub(crate) struct Stage {
    /// The `colophon` command; the starter index is next to it.
    pub(crate) colophon: PathBuf,
    /// The folder of the sample manuscripts.
    pub(crate) manuscripts: PathBuf,
    /// The demonstration index.
    pub(crate) starter: PathBuf,
    /// The index of the book numbers of Books3.
    pub(crate) books3: PathBuf,
}

impl Stage {
    /// Passes all of it to a program of the tests.
    pub(crate) fn lend<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("COLOPHON_BIN", &self.colophon)
            .env("COLOPHON_SAMPLES", &self.manuscripts)
            .env("COLOPHON_STARTER", &self.starter)
    }
}

/// Builds the program, the samples and the two indexes that ship.
///
/// # Errors
///
/// When something cannot be built.
pub(crate) fn prepare(release: bool) -> Result<Stage> {
    tools::c_compiler()?;
    let colophon = run::build_colophon(release)?;
    let sources = run::root().join("assets/samples");
    let target = run::target()?;
    let manuscripts = target.join("samples");
    samples::make(&sources, &manuscripts)?;
    let works = samples::starter_works(&sources, &target.join("starter-works"))?;
    let starter = colophon.with_file_name(STARTER_FILE);
    run::succeed(
        Command::new(&colophon)
            .args(["index", "build", "--name", STARTER_NAME, "--scale", "64"])
            .arg("--books")
            .arg(&works)
            .arg("--out")
            .arg(&starter),
    )?;
    let list = collections::books3(&target.join("collections"))?;
    let mut catalogue = OsString::from("isbn-list:");
    catalogue.push(&list);
    let books3 = colophon.with_file_name(BOOKS3_FILE);
    run::succeed(
        Command::new(&colophon)
            .args(["index", "build", "--name", BOOKS3_NAME, "--about"])
            .arg(collections::books3_about())
            .arg("--catalogue")
            .arg(&catalogue)
            .arg("--out")
            .arg(&books3),
    )?;
    Ok(Stage {
        colophon,
        manuscripts,
        starter,
        books3,
    })
}

/// Runs `xtask stage`: prints the paths of the program, the samples and the
/// starter index on its last three lines.
///
/// # Errors
///
/// As [`prepare`] does.
pub(crate) fn run() -> Result<ExitCode> {
    let stage = prepare(false)?;
    for path in [&stage.colophon, &stage.manuscripts, &stage.starter] {
        run::tell(&path.display().to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}
