//! A publisher's folder with the demonstration index, and a reader who gets it: the
//! whole way of an index, on one computer and without a network.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::run;
use crate::stage::Stage;

/// What protects the keys of the demonstration: nothing, since everybody knows it.
const PASSPHRASE: &str = "four words for demonstrations\n";

/// Publishes the demonstration and gets it, and returns the publisher's folder.
///
/// # Errors
///
/// When a command fails.
pub(crate) fn show(stage: &Stage) -> Result<PathBuf> {
    let folder = run::target()?.join("demonstration");
    // Keys of an earlier run would be those of another source.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let published = folder.join("published");
    let passphrase = folder.join("passphrase");
    fs::write(&passphrase, PASSPHRASE).context("the passphrase of the demonstration")?;
    let publish = |command: &str| {
        let mut call = Command::new(&stage.colophon);
        call.args(["publish", command]).arg(&published);
        call.arg("--passphrase-file").arg(&passphrase);
        call
    };
    run::succeed(publish("init").args([
        "--name",
        "Colophon demonstration",
        "--contact",
        "the people who build this copy",
        "--every",
        "once",
    ]))?;
    run::succeed(publish("add").arg(&stage.starter).arg("--yes"))?;
    run::succeed(&mut reader(stage, &folder, "get", Some(&published)))?;
    run::succeed(&mut reader(stage, &folder, "sources", None))?;
    Ok(published)
}

/// Returns a call of a reader with a home of their own, so that nothing is kept in
/// that of the user.
fn reader(stage: &Stage, folder: &Path, command: &str, from: Option<&Path>) -> Command {
    let mut call = Command::new(&stage.colophon);
    call.args(["index", command])
        .args(from)
        .env("XDG_DATA_HOME", folder.join("home"));
    call
}
