//! `colophon doctor`: shows what the system prevents this program from doing.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use colophon_engine::proof::{self, Fence, Process, Proof};
use colophon_engine::report::{Language, escaped, harmless, limits};
use colophon_engine::{self as engine, IndexInfo};
use serde_json::{Value, json};

use super::coverage::kinds_of_indexes;
use crate::exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::stop::Stop;

/// Prove that this program cannot send your texts anywhere
///
/// The program, and the process in which it reads documents, try what they must
/// not be able to do: open connections, look at other files, start programs.
/// Colophon shows how the system answered each attempt, and what no program can
/// protect you from. Nothing is sent even if an attempt succeeds.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Exit code:
  0  the system refused every attempt
  2  something was not refused, or could not be tried

Example:
  colophon doctor")]
pub(crate) struct Args {
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// How `doctor` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading on a terminal
    Text,
    /// For programs
    Json,
}

/// An index that a check searches when none is named, and whether it opens.
type Index = (PathBuf, Result<IndexInfo, engine::Error>);

pub(crate) fn run(args: &Args, stop: &Stop) -> Result<u8, Failure> {
    let proof = proof::prove()?;
    let indexes: Vec<Index> = engine::default_indexes()
        .into_iter()
        .map(|path| (path.clone(), engine::index_info(&path)))
        .collect();
    let written = match args.format {
        Format::Text => text(&proof, &indexes),
        Format::Json => json(&proof, &indexes),
    };
    Output::new(None).write(written.as_bytes(), stop)?;
    Ok(if proof.holds() {
        exit::DONE
    } else {
        exit::NOT_DONE
    })
}

const VERSION: &str = env!("CARGO_PKG_VERSION");
const SYSTEM: (&str, &str) = (std::env::consts::OS, std::env::consts::ARCH);

fn text(proof: &Proof, indexes: &[Index]) -> String {
    let (system, machine) = SYSTEM;
    let mut out = format!("Colophon {VERSION} on {system}, {machine}\n");
    for (process, who) in [
        (Process::App, "This program"),
        (Process::Worker, "The process that reads documents"),
        (Process::Fetcher, "The process that downloads indexes"),
    ] {
        probes(&mut out, proof, process, who);
    }
    for (name, fence) in fences(proof) {
        if let Some(why) = fence.why_not() {
            let _ = writeln!(out, "Not in place: {name}: {}.", harmless(why));
        }
    }
    out.push_str(if proof.holds() {
        "\nEvery attempt was refused by the system.\n"
    } else {
        "\nNOT EVERY ATTEMPT WAS REFUSED. Do not rely on this system to keep your texts on this computer.\n"
    });
    out.push_str("\nWhat no program can protect you from:\n");
    for item in not_covered() {
        let _ = writeln!(out, "  - {item}");
    }
    let folder = engine::index_folder();
    let folder = folder.map_or_else(String::new, |folder| folder.display().to_string());
    let _ = writeln!(out, "\nYour index folder: {}", harmless(&folder));
    let is_own =
        |path: &PathBuf| engine::index_folder().is_some_and(|folder| path.starts_with(folder));
    if !indexes.iter().any(|(path, _)| is_own(path)) {
        let _ = writeln!(
            out,
            "None of your own is there.\n\n{}\n",
            kinds_of_indexes()
        );
    }
    for (path, opened) in indexes {
        let path = path.display().to_string();
        let _ = match opened {
            Ok(info) => writeln!(
                out,
                "  opens          {} ({}, {} works, {} entries)",
                harmless(&path),
                harmless(&info.name),
                info.works,
                info.records
            ),
            Err(error) => writeln!(
                out,
                "  DOES NOT OPEN  {} ({}: {})",
                harmless(&path),
                error.code(),
                harmless(error.message())
            ),
        };
    }
    out
}

/// Returns what no fence around this program protects from, a sentence each.
fn not_covered() -> impl Iterator<Item = &'static str> {
    limits().into_iter().map(|it| it.say(Language::English))
}

fn probes(out: &mut String, proof: &Proof, process: Process, who: &str) {
    let mut probes = proof
        .probes
        .iter()
        .filter(|p| p.process == process)
        .peekable();
    if probes.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "\n{who} tried to");
    for probe in probes {
        let result = if probe.refused {
            "refused    "
        } else {
            "NOT REFUSED"
        };
        let _ = writeln!(
            out,
            "  {result}  {} ({})",
            probe.what,
            harmless(&probe.answer)
        );
    }
}

fn fences(proof: &Proof) -> [(&'static str, &Fence); 4] {
    [
        ("the ban on networks", &proof.network),
        ("bounds on memory and time", &proof.worker.bounds),
        ("the fence around files", &proof.worker.files),
        ("the filter of system calls", &proof.worker.calls),
    ]
}

fn json(proof: &Proof, indexes: &[Index]) -> String {
    let index = |(path, opened): &Index| -> Value {
        let file = path.display().to_string();
        match opened {
            Ok(info) => {
                json!({"file": file, "opens": true, "name": info.name, "works": info.works})
            }
            Err(error) => json!({
                "file": file, "opens": false, "code": error.code(), "message": error.message(),
            }),
        }
    };
    let (system, machine) = SYSTEM;
    let value = json!({
        "doctor_version": 1,
        "tool": {"name": "colophon", "version": VERSION},
        "system": {"name": system, "machine": machine},
        "holds": proof.holds(),
        "fences": {"network": proof.network, "worker": proof.worker},
        "probes": proof.probes,
        "not_covered": not_covered().collect::<Vec<_>>(),
        "index_folder": engine::index_folder().map(|folder| folder.display().to_string()),
        "indexes": indexes.iter().map(index).collect::<Vec<_>>(),
    });
    // Strings, numbers and truth values always serialise.
    escaped(serde_json::to_string_pretty(&value).unwrap_or_default()) + "\n"
}
