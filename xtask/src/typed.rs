//! `cargo xtask typed`: shows that words are types.
//!
//! A code without its sentences must not compile. This takes a copy of the
//! report crate, adds such codes to it, and expects the compiler to refuse each.
//! The pages' half of the same promise is `ui/src/lib/i18n/typed.test.ts`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail, ensure};

use crate::run;

/// The crates that are copied: the report and what it knows.
const CRATES: [&str; 2] = ["crates/report", "crates/fingerprint"];

/// The table of codes.
const TABLE: &str = "crates/report/src/code.rs";

/// What is added to the table, and whether it compiles then.
const TRIALS: [(&str, &str, bool); 4] = [
    ("the table as it is", "", true),
    (
        "a code with sentences in both languages",
        "/// A trial.\n Trial \"trial\" en \"A.\" hint \"\" de \"B.\" hint \"\";",
        true,
    ),
    (
        "a code without German",
        "/// A trial.\n Trial \"trial\" en \"A.\" hint \"\";",
        false,
    ),
    (
        "a code without sentences",
        "/// A trial.\n Trial \"trial\";",
        false,
    ),
];

/// Runs `xtask typed`.
///
/// # Errors
///
/// When the compiler accepts what it must refuse, or the other way round.
pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    ensure!(arguments.next().is_none(), "typed takes no arguments");
    let copy = run::target()?.join("typed");
    take_copy(&copy)?;
    let table = copy.join(TABLE);
    let whole = fs::read_to_string(&table)?;
    for (what, added, compiles) in TRIALS {
        let changed = whole.replacen("codes! {", &format!("codes! {{\n{added}"), 1);
        ensure!(changed != whole, "{TABLE} has no table");
        fs::write(&table, changed)?;
        let output = check(&copy).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() != compiles {
            bail!("{what}: compiles: {}\n{said}", !compiles);
        }
        // It is the table that must be refused, not something else.
        ensure!(compiles || said.contains("code.rs"), "{what}: {said}");
        let word = if compiles {
            "compiles"
        } else {
            "does not compile"
        };
        run::tell(&format!("{what}: {word}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn check(copy: &Path) -> Command {
    let mut command = run::cargo(&["check", "--offline", "--package", "colophon-report"]);
    command
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"));
    command
}

/// Copies the report crate into a workspace of its own.
fn take_copy(copy: &Path) -> Result<()> {
    let members = CRATES.map(|name| format!("\"{name}\"")).join(", ");
    let manifest = fs::read_to_string(run::root().join("Cargo.toml"))?;
    let lines = manifest.lines().map(|line| match line.split_once(" = ") {
        Some(("members", _)) => format!("members = [{members}]"),
        Some(("default-members", _)) => String::new(),
        _ => line.to_owned(),
    });
    let manifest: Vec<String> = lines.collect();
    fs::create_dir_all(copy)?;
    fs::write(copy.join("Cargo.toml"), manifest.join("\n"))?;
    fs::copy(run::root().join("Cargo.lock"), copy.join("Cargo.lock"))?;
    for name in CRATES {
        let to = copy.join(name);
        if to.exists() {
            fs::remove_dir_all(&to)?;
        }
        copy_folder(&run::root().join(name), &to)?;
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &PathBuf) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
