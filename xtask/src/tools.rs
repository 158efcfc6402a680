//! Provides the tools that a task needs and a fresh machine may lack.
//!
//! Packages of the system's own package manager are installed if that needs no
//! password; otherwise the error gives the command to run. No binary is ever
//! fetched from anywhere else.

use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

/// Provides a C compiler, which builds the bundled SQLite.
///
/// # Errors
///
/// When there is no compiler and it could not be installed.
pub(crate) fn c_compiler() -> Result<()> {
    // On Windows, Rust itself needs the compiler for linking.
    let named = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let is_there = || cfg!(windows) || run::works(Command::new(&named).arg("--version"));
    if is_there() || (install(&["build-essential"]) && is_there()) {
        return Ok(());
    }
    bail!(
        "there is no C compiler, which is needed to build SQLite. Install one, and run this again:\n\
         \x20 Debian, Ubuntu:  sudo apt-get install build-essential\n\
         \x20 Fedora:          sudo dnf install gcc\n\
         \x20 macOS:           xcode-select --install"
    )
}

/// Provides `strace` if possible. A test uses it to see that no socket is opened,
/// and says so when it is missing.
pub(crate) fn strace() {
    if !run::works(Command::new("strace").arg("--version")) {
        install(&["strace"]);
    }
}

/// Checks for npm, which builds the window's pages.
///
/// # Errors
///
/// When it is missing; it comes with Node.
pub(crate) fn npm() -> Result<()> {
    if run::works(&mut run::npm(&["--version"])) {
        return Ok(());
    }
    bail!("there is no npm, which is needed to build the window's pages. Install Node 20 or later")
}

/// Provides what is needed to build the window's program.
///
/// # Errors
///
/// When it is missing and could not be installed.
pub(crate) fn webview() -> Result<()> {
    const NEEDED: [&str; 3] = ["libwebkit2gtk-4.1-dev", "librsvg2-dev", "libgtk-3-dev"];
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let is_there = || run::works(Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]));
    if is_there() || (install(&["pkg-config"]) && install(&NEEDED) && is_there()) {
        return Ok(());
    }
    bail!(
        "there is no WebKitGTK 4.1, which is needed for the window. Install it, and run this again:\n\
         \x20 Debian, Ubuntu:  sudo apt-get install {}\n\
         \x20 Fedora:          sudo dnf install webkit2gtk4.1-devel librsvg2-devel",
        NEEDED.join(" ")
    )
}

/// Provides the browser that the pages are tested in; returns whether it is
/// there.
pub(crate) fn chromium() -> bool {
    let is_there = || run::works(Command::new("/usr/bin/chromium").arg("--version"));
    is_there() || (install(&["chromium", "fonts-noto-core"]) && is_there())
}

/// Provides what drives the real window in tests; returns whether all of it is
/// there.
pub(crate) fn screen() -> bool {
    const NEEDED: [&str; 9] = [
        "xvfb",
        "xdotool",
        "dbus",
        "dbus-x11",
        "at-spi2-core",
        "python3-gi",
        "gir1.2-atspi-2.0",
        "gir1.2-gtk-3.0",
        "imagemagick",
    ];
    let is_there = || {
        ["Xvfb", "xdotool", "dbus-run-session", "import"]
            .iter()
            .all(|name| run::works(Command::new("sh").args(["-c", &format!("command -v {name}")])))
            && run::works(Command::new("/usr/bin/python3").args([
                "-c",
                "import gi; gi.require_version('Atspi', '2.0'); gi.require_version('Gtk', '3.0')",
            ]))
    };
    cfg!(target_os = "linux") && (is_there() || (install(&NEEDED) && is_there()))
}

/// Provides the spreadsheet that tables are opened in; returns whether it is there.
pub(crate) fn spreadsheet() -> bool {
    let is_there = || run::works(Command::new("soffice").arg("--version"));
    is_there() || (install(&["libreoffice-calc-nogui"]) && is_there())
}

/// Provides what makes a small, fresh system to try a package in; returns
/// whether it is there.
pub(crate) fn bootstrap() -> bool {
    let is_there = || run::works(Command::new("debootstrap").arg("--version"));
    screen() && (is_there() || (install(&["debootstrap"]) && is_there()))
}

/// Checks for `cargo NAME`, which comes with Rust's installer.
///
/// # Errors
///
/// When it is missing; the error says how to get it.
pub(crate) fn component(name: &str, package: &str) -> Result<()> {
    if run::works(&mut run::cargo(&[name, "--version"])) {
        return Ok(());
    }
    bail!(
        "there is no `cargo {name}`. Install it, and run this again: rustup component add {package}"
    )
}

/// Installs Debian packages if that needs no password; returns whether it
/// did.
fn install(packages: &[&str]) -> bool {
    if !cfg!(target_os = "linux") || !run::works(Command::new("apt-get").arg("--version")) {
        return false;
    }
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.stdout == b"0\n");
    let as_root = |arguments: &[&str]| {
        let mut command = Command::new(if is_root { "apt-get" } else { "sudo" });
        if !is_root {
            command.args(["--non-interactive", "apt-get"]);
        }
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    if !is_root && !run::works(Command::new("sudo").args(["--non-interactive", "true"])) {
        return false;
    }
    // A fresh machine has no package lists yet.
    let mut install = as_root(&["install", "--yes", "--quiet", "--no-install-recommends"]);
    run::code(&mut as_root(&["update", "--quiet"])).is_ok()
        && run::code(install.args(packages)).is_ok_and(|code| code == 0)
}
