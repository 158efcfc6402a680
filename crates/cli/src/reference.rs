//! The reference of the command line, from the definitions of its arguments:
//! one text to review, and man pages and shell completions for the packages.
//!
//! A test makes all of it, so the program needs no command and no crate for it.
//! `cargo xtask reference` names a folder in [`FOLDER`], and the test
//! writes the files there.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Cli;

/// The environment variable that names the folder for the files.
const FOLDER: &str = "COLOPHON_WRITE_REFERENCE";

/// Returns a command and those below it, each with its full name.
fn commands(mut whole: Command) -> Vec<(String, Command)> {
    whole.build();
    let mut open = vec![("colophon".to_owned(), whole)];
    let mut all = Vec::new();
    while let Some((name, command)) = open.pop() {
        let below = command
            .get_subcommands()
            .filter(|it| it.get_name() != "help");
        let below: Vec<_> = below
            .map(|it| (format!("{name} {}", it.get_name()), it.clone()))
            .collect();
        open.extend(below.into_iter().rev());
        all.push((name, command));
    }
    all
}

/// Writes the man pages and the completions to a folder.
fn write(folder: &Path) {
    for (name, command) in commands(Cli::command().disable_help_subcommand(true)) {
        let page = folder.join(format!("{}.1", name.replace(' ', "-")));
        fs::write(page, man_page(&name, command)).expect("a man page is written");
    }
    for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
        clap_complete::generate_to(shell, &mut Cli::command(), "colophon", folder)
            .expect("completions are written");
    }
}

/// Returns a man page without a date, so that the same source gives the same
/// package.
fn man_page(name: &str, command: Command) -> Vec<u8> {
    let end = command.get_after_long_help().or(command.get_after_help());
    let end = end.map(ToString::to_string).unwrap_or_default();
    let has_commands = command.has_subcommands();
    let man = Man::new(command);
    let mut page = title(name).into_bytes();
    let mut render = || {
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        if has_commands {
            man.render_subcommands_section(&mut page)?;
        }
        Ok::<_, std::io::Error>(())
    };
    render().expect("a man page is rendered");
    page.extend(sections(&end).into_bytes());
    page
}

fn title(name: &str) -> String {
    let name = name.replace(' ', "-").to_uppercase();
    let version = env!("CARGO_PKG_VERSION");
    format!(".TH {name} 1 \"\" \"Colophon {version}\" \"User Commands\"\n")
}

/// Returns the sections that end a page: a line at the margin is a heading,
/// and what is indented stays as it is.
fn sections(text: &str) -> String {
    let mut roff = String::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let escaped = line.replace('\\', "\\e").replace('-', "\\-");
        let _ = match line.strip_suffix(':') {
            Some(heading) if !line.starts_with(' ') => {
                writeln!(roff, ".SH {}\n.nf", heading.to_uppercase())
            }
            _ => writeln!(
                roff,
                "\\&{}",
                escaped.strip_prefix("  ").unwrap_or(&escaped)
            ),
        };
    }
    roff
}

#[test]
fn the_reference_reads_as_recorded() {
    let mut text = String::new();
    for (name, command) in commands(Cli::command()) {
        // Subcommands do not inherit the width.
        let help = command.term_width(80).render_long_help();
        let line = "=".repeat(name.len());
        let _ = writeln!(text, "{name}\n{line}\n\n{help}\n");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_command_has_a_man_page_and_completions() {
    let own = tempfile::tempdir().expect("a folder");
    let named = std::env::var_os(FOLDER);
    let folder = named.as_deref().map_or(own.path(), Path::new);
    write(folder);
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
    let completions = ["_colophon", "colophon.bash", "colophon.fish"].map(read);
    let all = commands(Cli::command());
    for (name, command) in &all {
        let page = read(&format!("{}.1", name.replace(' ', "-")));
        assert!(page.contains("\n.SH SYNOPSIS\n"), "{page}");
        assert!(page.starts_with(&title(name)), "{page}");
        assert!(page.contains("\n.SH EXAMPLE"), "{page}");
        let shown = command.get_arguments().filter(|it| !it.is_hide_set());
        for flag in shown.filter_map(|it| it.get_long()) {
            let in_roff = format!("\\-\\-{}", flag.replace('-', "\\-"));
            assert!(page.contains(&in_roff), "{name} {flag}: {page}");
            for script in &completions {
                assert!(script.contains(flag), "{name} --{flag}");
            }
        }
    }
    let n_pages = fs::read_dir(folder).expect("the folder").count() - completions.len();
    assert_eq!(n_pages, all.len(), "a page has no command");
}
