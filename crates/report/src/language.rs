//! The languages in which Colophon reports.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the reports and of the window.
///
/// Words for programs (codes, verdicts, tiers, field names) are the same in
/// every language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Language {
    /// English, which the engine itself writes.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Returns the ISO 639-1 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// Returns the language of a locale such as `de-AT` or `de_DE.UTF-8`;
    /// English for a language that Colophon does not report in.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let main = locale.split(['-', '_', '.', '@']).next().unwrap_or("");
        let named = Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(main));
        named.unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Says that Colophon does not report in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a language of the reports")
    }
}

impl std::error::Error for UnknownLanguage {}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        let named = Self::ALL
            .into_iter()
            .find(|language| language.code() == code);
        named.ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_locale_names_its_language() {
        for locale in ["de", "de-AT", "de_DE.UTF-8", "DE_ch@euro"] {
            assert_eq!(Language::of_locale(locale), Language::German, "{locale}");
        }
        for locale in ["", "C", "POSIX", "en_GB", "fr_FR.UTF-8", "den"] {
            assert_eq!(Language::of_locale(locale), Language::English, "{locale}");
        }
    }
}
