//! The arguments of the `colophon` command.
//!
//! Names and flags are a contract with scripts. Paths stay as the system gave
//! them, Unicode or not.

use clap::{Parser, Subcommand};

use crate::command::{check, doctor, extract, fingerprint, index, lookup, publish, verify_report};

/// Finds out whether your books are in collections of pirated books.
///
/// Colophon reads your texts on this computer and compares them with an index
/// file on this computer. It sends nothing anywhere.
#[derive(Debug, Parser)]
#[command(
    name = "colophon",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Example:\n  colophon check my-novel.docx"
)]
pub(crate) struct Cli {
    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Args),
    Lookup(lookup::Args),
    Fingerprint(fingerprint::Args),
    Extract(extract::Args),
    VerifyReport(verify_report::Args),
    #[command(subcommand)]
    Index(index::Command),
    #[command(subcommand)]
    Publish(publish::Command),
    Doctor(doctor::Args),
}

impl Command {
    /// Returns whether the engine writes a file itself, which only the engine can
    /// remove when it is stopped.
    pub(crate) fn has_own_files(&self) -> bool {
        matches!(
            self,
            Self::Index(
                index::Command::Build(_)
                    | index::Command::Merge(_)
                    | index::Command::Get(_)
                    | index::Command::Update(_)
            ) | Self::Publish(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::{CommandFactory as _, Parser as _};

    use super::{Cli, Command};

    fn parse(arguments: &[&str]) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("colophon").chain(arguments.iter().copied()))
    }

    #[test]
    fn the_arguments_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn wrong_arguments_end_with_2() {
        for arguments in [
            &["check"][..],
            &["check", ""],
            &["check", "a", "--format", "xml"],
            &["check", "a", "--jobs", "0"],
            &["check", "a", "--jobs", "many"],
            &["check", "novel", "--clients", "list.csv"],
            &["check", "novel", "--files", "folder"],
            &["check", "novel", "--cutoff", "yesterday"],
            &["check", "novel", "--cutoff", "2021-07-31..2021-06-01"],
            &["lookup"],
            &["lookup", "--index", "x", "--format", "json"],
            &["lookup", "--format", "xml", "--title", "x"],
            &["lookup", "Jane Writer", "--title", "x"],
            &["lookup", "Jane Writer", "--page", "0"],
            &["lookup", "Jane Writer", "--page", "2", "--all"],
            &["index", "build", "--out", "x.colophon"],
            &[
                "index",
                "build",
                "--out",
                "x.colophon",
                "--catalogue",
                "libgen",
            ],
            &["index", "build", "--books", "x"],
            &["index", "info"],
            &["index", "info", "x", "--format", "csv"],
            &["extract", "a", "b"],
            &["check", "novel", "--sign", "a.key"],
            &["check", "--clients", "list.csv", "--passphrase-file", "x"],
            &["verify-report"],
            &["verify-report", "Reports", "--new-key", "a.key"],
            &["verify-report", "Reports", "--passphrase-file", "x"],
            &["verify-report", "--new-key", "a.key", "--key", "b.pub"],
            &["--nonsense"],
        ] {
            let error = parse(arguments).expect_err(&format!("{arguments:?}"));
            assert_eq!(error.exit_code(), 2, "{arguments:?}");
        }
    }

    #[test]
    fn help_can_be_asked_for_by_a_word() {
        for (by_word, by_flag) in [
            (&["help"][..], &["--help"][..]),
            (&["help", "check"], &["check", "--help"]),
            (&["help", "index", "build"], &["index", "build", "--help"]),
        ] {
            let help = |arguments| {
                let error = parse(arguments).expect_err("help is reported as an error");
                assert_eq!(error.exit_code(), 0, "{arguments:?}");
                error.to_string()
            };
            assert_eq!(help(by_word), help(by_flag));
        }
    }

    #[test]
    fn two_dashes_end_the_flags() {
        let cli = parse(&["check", "--", "--index", "-x.docx"]).expect("paths");
        let Command::Check(args) = cli.command else {
            panic!("check")
        };
        assert_eq!(
            args.paths,
            ["--index", "-x.docx"].map(std::path::PathBuf::from)
        );
        assert!(args.index.is_empty());
    }

    #[test]
    fn an_index_flag_takes_one_path_and_may_be_repeated() {
        let cli = parse(&["check", "--index", "a", "--index", "b", "novel"]).expect("arguments");
        let Command::Check(args) = cli.command else {
            panic!("check")
        };
        assert_eq!(args.index.len(), 2);
        assert_eq!(args.paths.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn paths_need_not_be_unicode() {
        use std::os::unix::ffi::OsStringExt as _;
        let odd = OsString::from_vec(b"novel-\xff.docx".to_vec());
        let arguments = [OsString::from("colophon"), "check".into(), odd.clone()];
        let cli = Cli::try_parse_from(arguments).expect("any path");
        let Command::Check(args) = cli.command else {
            panic!("check")
        };
        assert_eq!(args.paths[0].as_os_str(), odd);
    }
}
