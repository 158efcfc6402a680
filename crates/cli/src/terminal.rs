//! What the current terminal can show.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

use colophon_engine::report::{Code, Language, TextStyle, harmless, number};

use crate::bar::paused;

/// Returns whether standard output goes to a terminal.
pub(crate) fn is_stdout_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Returns the style of a text report for standard output, or for a file.
pub(crate) fn style(to_stdout: bool) -> TextStyle {
    if !to_stdout {
        return TextStyle::default();
    }
    let terminal = is_stdout_terminal();
    let width = terminal
        .then(console::Term::stdout)
        .and_then(|terminal| terminal.size_checked());
    style_of(terminal, width.map(|(_, columns)| columns), &|name| {
        std::env::var_os(name)
    })
}

/// Returns the language of the user's locale.
pub(crate) fn language() -> Language {
    language_of(&|name| std::env::var_os(name), &sys_locale::get_locale)
}

/// Returns a number with what it counts.
pub(crate) fn count(n: u64, one: &str, several: &str) -> String {
    let what = if n == 1 { one } else { several };
    format!("{} {what}", number(Language::English, n))
}

/// Writes a warning to standard error.
pub(crate) fn warn(code: Code, message: impl Display) {
    say(&format!("warning[{code}]: {message}"));
}

/// Writes a line to standard error, which may be closed or gone.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", harmless(line));
}

/// Returns whether standard error can show a progress bar.
pub(crate) fn is_stderr_lively() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Returns whether there is somebody who can answer a question.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks a question, and returns whether the answer is yes.
pub(crate) fn ask(question: &str) -> bool {
    let mut answer = String::new();
    let read = paused(|| {
        let _ = write!(std::io::stderr(), "{}", harmless(question));
        std::io::stdin().read_line(&mut answer)
    });
    read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "Yes")
}

fn language_of(
    variable: &dyn Fn(&str) -> Option<OsString>,
    of_system: &dyn Fn() -> Option<String>,
) -> Language {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    // The first of these that is set decides (POSIX, "Environment Variables").
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    let locale = match named {
        Some(locale) => Some(locale.to_string_lossy().into_owned()),
        None if cfg!(any(windows, target_os = "macos")) => of_system(),
        None => None,
    };
    locale.map_or(Language::English, |locale| Language::of_locale(&locale))
}

fn style_of(
    terminal: bool,
    columns: Option<u16>,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> TextStyle {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let dumb = set("TERM").is_some_and(|term| term == "dumb");
    // The first of these that is set decides (POSIX, "Environment Variables").
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let unicode = if cfg!(any(windows, target_os = "macos")) {
        true
    } else {
        locale.is_some_and(|locale| {
            let locale = locale.to_string_lossy().to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
    };
    TextStyle {
        width: columns
            .filter(|columns| *columns > 0)
            .map_or(80, usize::from),
        color: terminal && !dumb && set("NO_COLOR").is_none(),
        unicode,
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{Language, language_of, style_of};

    fn variables(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
        |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.into())
        }
    }

    #[test]
    fn no_color_and_dumb_terminals_get_none() {
        assert!(style_of(true, None, &variables(&[])).color);
        assert!(style_of(true, None, &variables(&[("NO_COLOR", "")])).color);
        assert!(!style_of(true, None, &variables(&[("NO_COLOR", "1")])).color);
        assert!(!style_of(true, None, &variables(&[("TERM", "dumb")])).color);
        assert!(!style_of(false, None, &variables(&[])).color);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_locale_decides_about_the_language() {
        let of = |pairs| language_of(&variables(pairs), &|| None);
        assert_eq!(of(&[("LANG", "de_AT.UTF-8")]), Language::German);
        assert_eq!(of(&[("LANG", "C")]), Language::English);
        assert_eq!(of(&[]), Language::English);
        assert_eq!(of(&[("LC_CTYPE", "de_DE.UTF-8")]), Language::English);
        let messages: &[(&str, &str)] = &[("LC_MESSAGES", "de_DE"), ("LANG", "fr_FR")];
        assert_eq!(of(messages), Language::German);
        let all: &[(&str, &str)] = &[("LC_ALL", "en_GB"), ("LANG", "de_DE")];
        assert_eq!(of(all), Language::English);
    }

    #[test]
    fn odd_widths_become_80() {
        assert_eq!(style_of(true, Some(0), &variables(&[])).width, 80);
        assert_eq!(style_of(true, None, &variables(&[])).width, 80);
        assert_eq!(
            style_of(true, Some(u16::MAX), &variables(&[])).width,
            65_535
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_locale_decides_about_block_characters() {
        assert!(style_of(true, None, &variables(&[("LANG", "tr_TR.UTF-8")])).unicode);
        assert!(style_of(true, None, &variables(&[("LC_CTYPE", "C.utf8")])).unicode);
        assert!(!style_of(true, None, &variables(&[])).unicode);
        let c = variables(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]);
        assert!(!style_of(true, None, &c).unicode);
        let unset = variables(&[("LC_ALL", ""), ("LANG", "en_GB.UTF-8")]);
        assert!(style_of(true, None, &unset).unicode);
    }
}
