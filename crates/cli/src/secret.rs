//! Passphrases and the words of paper keys: from a file, or from the terminal without
//! an echo. Never from an argument or the environment, which other programs see.

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use colophon_engine::Error;
use colophon_engine::publish::{WORDS, Wanted, is_key, is_key_word};
use colophon_engine::report::{Advice, Code};
use zeroize::Zeroizing;

use crate::bar::paused;
use crate::stop::Stop;
use crate::terminal;

/// The longest file that is read, in bytes.
const LONGEST: usize = 4_096;

/// How often two passphrases may differ.
const TRIES: usize = 3;

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
        let question = format!(
            "Choose a passphrase for {file}. Four words that have nothing to do with each other are best."
        );
        paused(|| terminal::say(&question));
        for _ in 0..TRIES {
            let passphrase = self.typed("Passphrase: ")?;
            if *self.typed("The same again: ")? == *passphrase {
                return Ok(passphrase);
            }
            paused(|| terminal::say("The two passphrases differ. Type both again."));
        }
        let message = "the two passphrases differ";
        let error = Error::new(Code::InvalidArgument, message);
        Err(error.advise(Advice::TypeTwice))
    }

    /// Returns the words of a paper key, as they are typed: the key `n` of `of`.
    pub(crate) fn words(&self, n: u8, of: u8) -> Result<Zeroizing<String>, Error> {
        if !std::io::stdin().is_terminal() {
            let message = "the words of a paper key are needed, and there is nobody to ask";
            return Err(Error::new(Code::KeyMissing, message));
        }
        let which = if of > 1 {
            format!("paper key {n} of {of}")
        } else {
            "the paper key".to_owned()
        };
        terminal::say(&format!(
            "Type the 24 words of {which}, in the order of their numbers: in one line or in several,\n\
             with the numbers or without. You will not see what you type. If a word is wrong,\n\
             Colophon asks for that word again."
        ));
        typed_words(&mut |prompt| self.typed(prompt), &mut |line| {
            terminal::say(line);
        })
    }

    fn typed(&self, prompt: &str) -> Result<Zeroizing<String>, Error> {
        let typed = paused(|| rpassword::prompt_password(prompt)).map(Zeroizing::new);
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

/// Returns the words in a text; numbers do not count.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.filter(|word| !word.is_empty())
}

/// Asks for the words of a key until they belong together, and again only for those
/// that are wrong. An empty line at the beginning ends it.
fn typed_words(
    ask: &mut dyn FnMut(&str) -> Result<Zeroizing<String>, Error>,
    say: &mut dyn FnMut(&str),
) -> Result<Zeroizing<String>, Error> {
    let mut words: Vec<Zeroizing<String>> = Vec::with_capacity(WORDS);
    loop {
        while words.len() < WORDS {
            let line = ask(&format!("Words {} to {WORDS}: ", words.len() + 1))?;
            let typed: Vec<&str> = words_of(&line).collect();
            if typed.is_empty() && words.is_empty() {
                let message = "no words were typed";
                return Err(Error::new(Code::KeyMissing, message).advise(Advice::PaperWords));
            }
            if words.len() + typed.len() > WORDS {
                say(&format!(
                    "These are {} words, and {} are left. Type this line again.",
                    typed.len(),
                    WORDS - words.len()
                ));
                continue;
            }
            for word in typed {
                let typed = Zeroizing::new(word.to_owned());
                words.push(listed(typed, words.len() + 1, ask, say)?);
            }
        }
        let all: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
        let all = Zeroizing::new(all.join(" "));
        if is_key(&all) {
            return Ok(all);
        }
        say(
            "Each word is on the list, but they do not belong together: one is another word, or \
             two changed places.",
        );
        let answer = ask("Number of a word to type again, or Enter for all of them: ")?;
        match answer.trim().parse::<usize>() {
            Ok(n) if (1..=WORDS).contains(&n) => {
                words[n - 1] = listed(one_word(ask, n)?, n, ask, say)?;
            }
            _ => words.clear(),
        }
    }
}

/// Asks for a word until it is on the list.
fn listed(
    mut word: Zeroizing<String>,
    n: usize,
    ask: &mut dyn FnMut(&str) -> Result<Zeroizing<String>, Error>,
    say: &mut dyn FnMut(&str),
) -> Result<Zeroizing<String>, Error> {
    while !is_key_word(&word) {
        say(&format!("Word {n} is not on the list of words."));
        word = one_word(ask, n)?;
    }
    Ok(word)
}

/// Asks for one word.
fn one_word(
    ask: &mut dyn FnMut(&str) -> Result<Zeroizing<String>, Error>,
    n: usize,
) -> Result<Zeroizing<String>, Error> {
    let line = ask(&format!("Word {n} again: "))?;
    let word = words_of(&line).next().unwrap_or_default().to_owned();
    if word.is_empty() {
        let message = format!("word {n} was not typed");
        return Err(Error::new(Code::KeyMissing, message).advise(Advice::PaperWords));
    }
    Ok(Zeroizing::new(word))
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
    let words: Vec<&str> = words_of(&text).collect();
    if words.is_empty() {
        let error = Error::new(Code::KeyMissing, "this file has no words of a paper key");
        return Err(error.at(path));
    }
    let keys = words.chunks(WORDS);
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

#[cfg(test)]
mod tests {
    use colophon_engine::report::Code;
    use zeroize::Zeroizing;

    use super::typed_words;

    /// Types lines, and returns the words and the prompts that came after each other.
    fn typed(lines: &[&str]) -> (Result<String, Code>, Vec<String>) {
        let mut prompts = Vec::new();
        let mut lines = lines.iter();
        let words = typed_words(
            &mut |prompt| {
                prompts.push(prompt.to_owned());
                Ok(Zeroizing::new((*lines.next().unwrap()).to_owned()))
            },
            &mut |_| (),
        );
        assert!(lines.next().is_none());
        let words = words.map(|words| words.to_string());
        (words.map_err(|error| error.code()), prompts)
    }

    /// Returns 23 words and the last one, which fits them.
    fn key() -> (String, &'static str) {
        (vec!["abandon"; 23].join(" "), "art")
    }

    #[test]
    fn words_are_typed_in_one_line_or_in_several() {
        let (first, last) = key();
        let all = format!("{first} {last}");
        let (words, prompts) = typed(&[&all]);
        assert_eq!((words, prompts.len()), (Ok(all.clone()), 1));
        let numbered = format!("1. ABANDON 2. abandon {}", vec!["abandon"; 21].join("\t"));
        let (words, prompts) = typed(&[&numbered, "", "24. art"]);
        assert_eq!(words.unwrap().to_lowercase(), all);
        let expected = ["Words 1 to 24: ", "Words 24 to 24: ", "Words 24 to 24: "];
        assert_eq!(prompts, expected);
        assert_eq!(typed(&[""]).0, Err(Code::KeyMissing));
    }

    #[test]
    fn only_a_wrong_word_is_asked_for_again() {
        let (first, last) = key();
        let all = format!("{first} {last}");
        let wrong = all.replacen("abandon abandon", "abandon abandom", 1);
        let (words, prompts) = typed(&[&wrong, "abandn", "abandon"]);
        assert_eq!(words, Ok(all.clone()));
        assert_eq!(prompts[1..], ["Word 2 again: ", "Word 2 again: "]);
        // A word too many.
        let (words, prompts) = typed(&[&format!("{all} art"), &all]);
        assert_eq!((words, prompts.len()), (Ok(all.clone()), 2));
        // Another word of the list.
        let other = format!("{first} zoo");
        let (words, prompts) = typed(&[&other, "24", "art"]);
        assert_eq!((words, prompts.len()), (Ok(all.clone()), 3));
        let (words, _) = typed(&[&other, "", &all]);
        assert_eq!(words, Ok(all));
    }
}
