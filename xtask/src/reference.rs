//! `cargo xtask reference`: man pages and shell completions of the command.
//!
//! A test of the command writes them from the definitions of its arguments, and
//! says why.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use flate2::{Compression, GzBuilder};

use crate::{run, tools};

/// The completions, each with the folder below `/usr/share` that its shell
/// looks in and the name that it looks for. Debian's zsh and Fedora's look in
/// different folders.
const COMPLETIONS: [(&str, &str); 4] = [
    ("colophon.bash", "bash-completion/completions/colophon"),
    ("colophon.fish", "fish/vendor_completions.d/colophon.fish"),
    ("_colophon", "zsh/vendor-completions/_colophon"),
    ("_colophon", "zsh/site-functions/_colophon"),
];

/// Runs `xtask reference [FOLDER]`: writes the files to a folder, by default to
/// `target/reference`.
///
/// # Errors
///
/// When an argument is not known, or the command cannot be built.
pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let folder = arguments.next().map(PathBuf::from);
    ensure!(arguments.next().is_none(), "reference takes one folder");
    tools::c_compiler()?;
    let folder = match folder {
        Some(folder) => std::path::absolute(folder)?,
        None => run::target()?.join("reference"),
    };
    write(&folder, false)?;
    run::tell(&folder.display().to_string())?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the man pages and the completions to a folder.
fn write(folder: &Path, release: bool) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut test = run::cargo(&["test", "--quiet", "--package", "colophon-cli"]);
    if release {
        test.arg("--release");
    }
    test.args(["--bin", "colophon", "man_page"]);
    run::succeed(test.env("COLOPHON_WRITE_REFERENCE", folder))?;
    ensure!(folder.join("colophon.1").is_file(), "no man page was made");
    Ok(())
}

/// Puts man pages and completions below `share`, as a package has them below
/// `/usr/share`.
///
/// # Errors
///
/// When they cannot be made.
pub(crate) fn gather(share: &Path) -> Result<()> {
    let made = run::target()?.join("reference");
    if made.exists() {
        fs::remove_dir_all(&made)?;
    }
    write(&made, true)?;
    arrange(&made, share)
}

fn arrange(made: &Path, share: &Path) -> Result<()> {
    let man = share.join("man/man1");
    fs::create_dir_all(&man)?;
    for entry in fs::read_dir(made)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "1") {
            let name = path.file_name().context("a page has a name")?;
            let packed = man.join(name).with_extension("1.gz");
            fs::write(packed, gzip(&fs::read(&path)?)?)?;
        }
    }
    for (name, place) in COMPLETIONS {
        let to = share.join(place);
        fs::create_dir_all(to.parent().unwrap_or(share))?;
        fs::copy(made.join(name), to)?;
    }
    Ok(())
}

/// Compresses as Debian's policy wants it: as small as possible, and without a
/// name or a time.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packer = GzBuilder::new().write(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read as _;

    use super::{COMPLETIONS, arrange};

    #[test]
    fn pages_and_completions_go_where_a_system_looks() {
        let folder = tempfile::tempdir().unwrap();
        let (made, share) = (folder.path().join("made"), folder.path().join("share"));
        fs::create_dir(&made).unwrap();
        for name in [
            "colophon.1",
            "colophon-index-build.1",
            "_colophon",
            "colophon.bash",
            "colophon.fish",
        ] {
            fs::write(made.join(name), name).unwrap();
        }
        arrange(&made, &share).unwrap();
        for (name, place) in COMPLETIONS {
            assert_eq!(fs::read_to_string(share.join(place)).unwrap(), name);
        }
        let packed = fs::read(share.join("man/man1/colophon-index-build.1.gz")).unwrap();
        let (flags, time) = (packed[3], &packed[4..8]);
        assert_eq!((flags, time), (0, &[0; 4][..]), "a name or a time is in it");
        let mut page = String::new();
        flate2::read::GzDecoder::new(&packed[..])
            .read_to_string(&mut page)
            .unwrap();
        assert_eq!(page, "colophon-index-build.1");
        assert_eq!(fs::read_dir(share.join("man/man1")).unwrap().count(), 2);
    }
}
