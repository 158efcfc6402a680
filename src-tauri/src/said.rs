//! Sentences for the window, in every language.

use colophon_engine::report::Language;
use serde::Serialize;

/// A sentence in every language; the window shows the one that it is set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Said {
    en: String,
    de: String,
}

impl Said {
    /// Says something in every language.
    pub(crate) fn of(say: impl Fn(Language) -> String) -> Self {
        Self {
            en: say(Language::English),
            de: say(Language::German),
        }
    }
}
