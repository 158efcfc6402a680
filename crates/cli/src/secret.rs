//! Passphrases and the words of paper keys: from a file, or from the terminal without
//! an echo. Never from an argument or the environment, which other programs see.

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use colophon_engine::Error;
use colophon_engine::publish::Wanted;
use colophon_engine::report::{Advice, Code};
use zeroize::Zeroizing;

use crate::stop::Stop;
use crate::terminal;

/// The longest file that is read, in bytes.
const LONGEST: usize = 4_096;

/// Where secrets come from.
#[derive(Debug)]
pub(crate) struct Secrets<'a> {
    /// The file with the passphrase.
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Whether the user stops the program while typing.
    pub(crate) stop: &'a Stop,
}

impl Secrets<'_> {
    /// Returns a passphrase: the first line of the file, else what is typed.
    pub(crate) fn passphrase(&self, wanted: Wanted<'_>) -> Result<Zeroizing<String>, Error> {
        if let Some(file) = &self.passphrase_file {
            return first_line(file);
        }
        if !std::io::stdin().is_terminal() {
            let message = "a passphrase is needed, and there is nobody to ask";
            return Err(Error::new(Code::KeyMissing, message).at(wanted.file));
        }
        let file = wanted.file.display();
        if !wanted.is_new {
            return self.typed(&format!("Passphrase of {file}: "));
        }
        terminal::say(&format!(
            "Choose a passphrase for {file}. Four words that have nothing to do with each other are best."
        ));
        let passphrase = self.typed("Passphrase: ")?;
        if *self.typed("The same again: ")? != *passphrase {
            let message = "the two passphrases differ";
            let error = Error::new(Code::InvalidArgument, message);
            return Err(error.advise(Advice::LongerPassphrase));
        }
        Ok(passphrase)
    }

    /// Returns the words of a paper key, as they are typed.
    pub(crate) fn words(&self) -> Result<Zeroizing<String>, Error> {
        if !std::io::stdin().is_terminal() {
            let message = "the words of a paper key are needed, and there is nobody to ask";
            return Err(Error::new(Code::KeyMissing, message));
        }
        terminal::say(
            "Type the 24 words of the paper key, in the order of their numbers. They are not shown.",
        );
        let mut words = Zeroizing::new(String::with_capacity(LONGEST));
        while n_words(&words) < 24 {
            let next = n_words(&words) + 1;
            let typed = self.typed(&format!("Word {next} and more: "))?;
            if typed.trim().is_empty() {
                break;
            }
            words.push_str(&typed);
            words.push(' ');
        }
        Ok(words)
    }

    fn typed(&self, prompt: &str) -> Result<Zeroizing<String>, Error> {
        let typed = rpassword::prompt_password(prompt).map(Zeroizing::new);
        if self.stop.job().is_cancelled() {
            return Err(Error::cancelled());
        }
        typed.map_err(|error| {
            if error.kind() == std::io::ErrorKind::Interrupted {
                return Error::cancelled();
            }
            let message = format!("the terminal cannot be read: {error}");
            Error::new(Code::KeyMissing, message)
        })
    }
}

/// Returns how many words a text has; numbers do not count.
fn n_words(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.filter(|word| !word.is_empty()).count()
}

/// Returns the words of each paper key in a file, 24 a key; numbers do not count.
pub(crate) fn words_in(path: &Path) -> Result<Vec<Zeroizing<String>>, Error> {
    let unreadable = |error| Error::from_io(error, "it cannot be read", path);
    let file = File::open(path).map_err(unreadable)?;
    warn_of_others(&file, path);
    let mut text = Zeroizing::new(String::with_capacity(LONGEST));
    file.take(LONGEST as u64)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        let error = Error::new(Code::KeyMissing, "this file has no words of a paper key");
        return Err(error.at(path));
    }
    let keys = words.chunks(24);
    Ok(keys.map(|words| Zeroizing::new(words.join(" "))).collect())
}

/// Returns the first line of a file, and warns if others can read it.
fn first_line(path: &Path) -> Result<Zeroizing<String>, Error> {
    let unreadable = |error| Error::from_io(error, "it cannot be read", path);
    let file = File::open(path).map_err(unreadable)?;
    warn_of_others(&file, path);
    let mut line = Zeroizing::new(String::with_capacity(LONGEST));
    BufReader::new(file.take(LONGEST as u64))
        .read_line(&mut line)
        .map_err(unreadable)?;
    let end = line.trim_end_matches(['\n', '\r']).len();
    line.truncate(end);
    Ok(line)
}

fn warn_of_others(file: &File, path: &Path) {
    if others_read(file) {
        terminal::say(&format!(
            "warning: {}: others can read this secret; take their right to read it away.",
            path.display()
        ));
    }
}

/// Returns whether anybody but the owner can read a file.
#[cfg(unix)]
fn others_read(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = file.metadata();
    metadata.is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_read(_: &File) -> bool {
    false
}
