//! Starts other programs, above all cargo, and says which; or, for a newcomer,
//! what they are for, and keeps what they say in a file.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

/// The file that keeps what other programs say, once they are to be quiet.
static LOG: OnceLock<PathBuf> = OnceLock::new();

/// Whether the tests are built with every program.
static WITH_TESTS: OnceLock<()> = OnceLock::new();

/// How often a long step says that it is still running.
const STILL: Duration = Duration::from_mins(1);

/// How many lines that name a failure are kept of a step.
const NAMED_FAILURES: usize = 8;

/// How many lines of the file are shown when a step fails.
const SHOWN_LINES: usize = 40;

/// Returns the folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// Returns the target folder: the one that this program was built in.
///
/// # Errors
///
/// When the program's own path is not known.
pub(crate) fn target() -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot find this program")?;
    let target = own.ancestors().nth(2);
    Ok(target
        .context("this program is not in a target folder")?
        .to_owned())
}

/// Returns a call of the cargo that runs this program, in the workspace.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(root()).args(arguments);
    // A nested cargo must not take the variables of this program for its own.
    for name in [
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PKG_NAME",
    ] {
        command.env_remove(name);
    }
    command
}

/// Selects every crate with the features that the tests need. Debug builds that select
/// the same share their dependencies; each other selection builds many of them again.
/// The tests have dependencies of their own, so a build without them is another one.
pub(crate) const WORKSPACE: [&str; 3] = [
    "--workspace",
    "--features",
    "colophon-desktop/custom-protocol",
];

/// From now on, builds the tests with every program in debug, because they are to be
/// run anyway.
pub(crate) fn build_tests_as_well() {
    WITH_TESTS.get_or_init(|| ());
}

/// Returns the debug build of a program.
pub(crate) fn debug_build(program: &str) -> Command {
    let mut command = cargo(&["build"]);
    command.args(WORKSPACE);
    match WITH_TESTS.get() {
        Some(()) => command.arg("--all-targets"),
        // What fetches for it is a program of its own.
        None => command.args(["--bin", program, "--bin", "colophon-fetch"]),
    };
    command
}

/// Returns a call of this program for another task.
///
/// # Errors
///
/// When the program's own path is not known.
pub(crate) fn xtask(arguments: &[&str]) -> Result<Command> {
    let own = std::env::current_exe().context("cannot find this program")?;
    // A build of all programs replaces this one while it runs; Linux then says so at the
    // end of its path. The new one is the same program.
    let own = own
        .to_str()
        .and_then(|path| path.strip_suffix(" (deleted)"))
        .map_or(own.clone(), PathBuf::from);
    let mut command = Command::new(own);
    command.current_dir(root()).args(arguments);
    Ok(command)
}

/// Returns the folder of the window's pages.
pub(crate) fn pages() -> PathBuf {
    root().join("ui")
}

/// Returns a call of npm in the folder of the pages.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(pages()).args(arguments);
    command
}

/// Says what is run, runs it with this terminal, and returns its exit code.
///
/// # Errors
///
/// When it cannot be started, or a signal stopped it.
pub(crate) fn code(command: &mut Command) -> Result<i32> {
    let status = if let Some(log) = LOG.get() {
        logged(command, log, true)?
    } else {
        tell(&format!("+ {}", shown(command)))?;
        command.status().with_context(|| cannot_start(command))?
    };
    status
        .code()
        .with_context(|| format!("{} was stopped: {status}", shown(command)))
}

/// Runs it as [`code`] does, and returns as well the lines with which it names what
/// failed, at most [`NAMED_FAILURES`].
///
/// # Errors
///
/// When it cannot be started, or a signal stopped it.
pub(crate) fn code_and_failures(command: &mut Command) -> Result<(i32, Vec<String>)> {
    tell(&format!("+ {}", shown(command)))?;
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| cannot_start(command))?;
    let (sender, lines) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        forward(out, sender.clone());
    }
    if let Some(err) = child.stderr.take() {
        forward(err, sender);
    }
    let mut failures = Vec::new();
    // What it started may outlive it and keep the pipes open.
    let mut ended = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                tell(&line)?;
                if names_failure(&line) && failures.len() < NAMED_FAILURES {
                    failures.push(uncoloured(&line).trim().to_owned());
                }
            }
            Err(RecvTimeoutError::Timeout) if ended.is_some() => break,
            Err(RecvTimeoutError::Timeout) => ended = child.try_wait()?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = match ended {
        Some(status) => status,
        None => child.wait()?,
    };
    let code = status.code();
    let code = code.with_context(|| format!("{} was stopped: {status}", shown(command)))?;
    Ok((code, failures))
}

/// Sends each line of a pipe, from a thread of its own.
fn forward(pipe: impl Read + Send + 'static, lines: Sender<String>) {
    std::thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            let text = String::from_utf8_lossy(&line);
            if lines.send(text.trim_end_matches('\n').to_owned()).is_err() {
                break;
            }
            line.clear();
        }
    });
}

/// Returns whether a line of cargo, vitest or a script of ours names a failure.
fn names_failure(line: &str) -> bool {
    let line = uncoloured(line);
    let line = line.trim();
    let is_named = |name: &str| line.starts_with(name) || line.ends_with(name);
    ["FAIL ", "FAILED", "error", "AssertionError", "TimeoutError"]
        .into_iter()
        .any(is_named)
        || line.contains("panicked at")
}

/// Returns a line without what colours it: an escape, a bracket, numbers, and an m.
fn uncoloured(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or(part, |(_, rest)| rest)
    })
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", command.get_program().display())
}

/// From now on, keeps what other programs say in a file, and says only what they
/// are for.
///
/// # Errors
///
/// When the file cannot be written.
pub(crate) fn be_quiet(log: &Path) -> Result<()> {
    File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    LOG.get_or_init(|| log.to_owned());
    Ok(())
}

/// Runs a program that a person uses, and keeps what it says in the file, if there
/// is one; returns its exit code.
///
/// # Errors
///
/// When it cannot be started, or a signal stopped it.
pub(crate) fn used(command: &mut Command) -> Result<i32> {
    let Some(log) = LOG.get() else {
        return code(command);
    };
    let status = logged(command, log, false)?;
    let code = status.code().context("the program was stopped")?;
    if code != 0 {
        show_log()?;
    }
    Ok(code)
}

/// Runs a program whose output goes to a file; says now and then that it is still
/// running, if `is_watched`.
fn logged(command: &mut Command, log: &Path, is_watched: bool) -> Result<ExitStatus> {
    let mut file = OpenOptions::new().append(true).open(log)?;
    writeln!(file, "+ {}", shown(command))?;
    let output = || file.try_clone().map(Stdio::from);
    command.stdout(output()?).stderr(output()?);
    let mut child = command.spawn().with_context(|| cannot_start(command))?;
    let begun = Instant::now();
    let mut said = STILL;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if is_watched && begun.elapsed() > said {
            let minutes = said.as_secs() / 60;
            tell(&format!("     still at it, {minutes} min so far"))?;
            said += STILL;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Shows the end of the file that keeps what other programs say.
fn show_log() -> Result<()> {
    let Some(log) = LOG.get() else { return Ok(()) };
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let end = lines.len().saturating_sub(SHOWN_LINES);
    tell(&format!(
        "\nThis step failed. It ends with:\n\n{}",
        lines[end..].join("\n")
    ))?;
    tell(&format!("\nAll of it is in {}.", log.display()))
}

/// Runs it as [`code`] does, and fails if it does not succeed.
///
/// # Errors
///
/// When it does not.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let code = code(command)?;
    if code != 0 {
        show_log()?;
    }
    ensure!(code == 0, "{} ended with code {code}", shown(command));
    Ok(())
}

/// Returns whether it starts and succeeds; its output is not shown.
pub(crate) fn works(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// Writes a line to standard output, ahead of what other programs write there.
///
/// # Errors
///
/// When standard output is closed.
pub(crate) fn tell(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// Builds the `colophon` command and returns its path.
///
/// # Errors
///
/// When it cannot be built.
pub(crate) fn build_colophon(release: bool) -> Result<PathBuf> {
    if release {
        // The command, and what fetches for it.
        let packages = ["--package", "colophon-cli", "--package", "colophon-fetch"];
        succeed(cargo(&["build", "--release"]).args(packages))?;
    } else {
        succeed(&mut debug_build("colophon"))?;
    }
    let folder = if release { "release" } else { "debug" };
    let path = target()?
        .join(folder)
        .join(format!("colophon{}", std::env::consts::EXE_SUFFIX));
    ensure!(path.is_file(), "cargo did not make {}", path.display());
    Ok(path)
}

fn shown(command: &Command) -> String {
    let own = Path::new(command.get_program());
    let name = own.file_stem().unwrap_or(own.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
