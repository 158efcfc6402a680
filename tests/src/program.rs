//! Runs the program.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// A folder that is not there and that not even root can make.
pub const NOWHERE: &str = if cfg!(unix) {
    "/dev/null/nowhere"
} else {
    r"C:\nonexistent"
};

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Ran {
    /// Asserts the exit code.
    #[must_use]
    #[track_caller]
    pub fn ending(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Asserts an error with this code and a hint, and the exit code 2.
    #[track_caller]
    pub fn refused(self, code: &str) {
        let told =
            self.stderr.contains(&format!("error[{code}]: ")) && self.stderr.contains("hint: ");
        assert!(told, "no error[{code}] with a hint: {self:#?}");
        let _ = self.ending(2);
    }

    /// Returns the JSON on standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

#[derive(Debug)]
struct Stage {
    colophon: PathBuf,
    samples: PathBuf,
    starter: PathBuf,
}

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        let named = |name| std::env::var_os(name).map(PathBuf::from);
        let all = (
            named("COLOPHON_BIN"),
            named("COLOPHON_SAMPLES"),
            named("COLOPHON_STARTER"),
        );
        if let (Some(colophon), Some(samples), Some(starter)) = all {
            return Stage {
                colophon,
                samples,
                starter,
            };
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let made = Command::new(cargo)
            .current_dir(root())
            .args(["xtask", "stage"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "cargo xtask stage failed: {told}");
        let paths = String::from_utf8(made.stdout).unwrap();
        let mut paths = paths.lines().rev().map(PathBuf::from);
        let (starter, samples, colophon) = (paths.next(), paths.next(), paths.next());
        Stage {
            colophon: colophon.unwrap(),
            samples: samples.unwrap(),
            starter: starter.unwrap(),
        }
    })
}

/// Returns the folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Returns the path of the program.
pub fn bin() -> &'static Path {
    &stage().colophon
}

/// Returns the folder of the sample manuscripts.
pub fn samples() -> &'static Path {
    &stage().samples
}

/// Returns the path of a sample manuscript.
#[track_caller]
pub fn sample(name: &str) -> PathBuf {
    let path = samples().join(name);
    assert!(path.is_file(), "there is no sample {name}");
    path
}

/// Returns the path of the starter index.
pub fn starter() -> &'static Path {
    &stage().starter
}

/// Returns a call of the program that sees none of its user's indexes and
/// settings.
pub fn isolated() -> Command {
    alone(bin())
}

/// Returns such a call of a program.
pub(crate) fn alone(program: &Path) -> Command {
    let mut command = Command::new(program);
    for name in ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"] {
        command.env(name, NOWHERE);
    }
    command
}

/// Runs the program with these arguments.
pub fn colophon<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    finish(isolated().args(arguments))
}

/// Runs a command to its end.
#[track_caller]
pub fn finish(command: &mut Command) -> Ran {
    match command.output() {
        Ok(output) => output.into(),
        Err(error) => panic!("cannot start {command:?}: {error}"),
    }
}

/// Checks manuscripts against an index and returns the report.
///
/// This function only parses the report; another suite checks that every kind of
/// report is valid by the schema.
#[track_caller]
pub fn check_json(index: &Path, paths: &[&Path]) -> (Ran, Value) {
    let mut command = isolated();
    command
        .arg("check")
        .args(paths)
        .arg("--index")
        .arg(index)
        .args(["--format", "json"]);
    let ran = finish(&mut command);
    let report = ran.json();
    (ran, report)
}
