//! A sentence in every language, with the values that go into it.
//!
//! A phrase is written once, in the tables of this crate, in all languages at
//! the same time: one that lacks a language does not compile. The window's
//! pages get the same tables (`ui/src/lib/i18n/report.ts`), so that report and
//! window never say different things. Values are named in braces, as in
//! `{n} words`; a phrase that counts has one form for one and one for all other
//! numbers.

use crate::language::Language;

/// The forms of a phrase in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    /// The same form for every number, or no number at all.
    Plain(&'static str),
    /// A form for one and a form for all other numbers.
    Counted {
        /// The form for one.
        one: &'static str,
        /// The form for none and for more than one.
        other: &'static str,
    },
}

/// A sentence, or a part of one, in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// The key that the window looks it up by.
    pub key: &'static str,
    /// What it says in English.
    pub english: Forms,
    /// What it says in German.
    pub german: Forms,
}

impl Phrase {
    /// Returns the forms in a language.
    #[must_use]
    pub const fn forms(&self, language: Language) -> Forms {
        match language {
            Language::English => self.english,
            Language::German => self.german,
        }
    }

    /// Returns the phrase as it is, for one without values.
    #[must_use]
    pub const fn say(&self, language: Language) -> &'static str {
        match self.forms(language) {
            Forms::Plain(text) | Forms::Counted { other: text, .. } => text,
        }
    }

    /// Returns the phrase with its values, each a name and a text.
    #[must_use]
    pub fn fill(&self, language: Language, values: &[(&str, &str)]) -> String {
        fill(self.say(language), values)
    }

    /// Returns the form for `n`, with `n` written as the language does and set
    /// as `{n}`.
    #[must_use]
    pub fn count(&self, language: Language, n: u64) -> String {
        let text = match self.forms(language) {
            Forms::Counted { one, .. } if n == 1 => one,
            Forms::Plain(text) | Forms::Counted { other: text, .. } => text,
        };
        fill(text, &[("n", &number(language, n))])
    }
}

/// Returns `text` with the values in place of their names in braces.
///
/// Values are inserted unchanged: braces in them mean nothing.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    for part in parts(text) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Name(name) => {
                let value = values.iter().find(|(own, _)| *own == name);
                filled.push_str(value.map_or("", |(_, value)| value));
            }
        }
    }
    filled
}

/// A piece of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Words.
    Text(&'a str),
    /// The name of a value.
    Name(&'a str),
}

/// Returns the pieces of a phrase, in order.
pub(crate) fn parts(mut text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    while let Some((before, rest)) = text.split_once('{') {
        let Some((name, after)) = rest.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Name(name));
        text = after;
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

/// Returns a number with its thousands separated as the language does.
#[must_use]
pub fn number(language: Language, n: u64) -> String {
    let separator = match language {
        Language::English => ',',
        Language::German => '.',
    };
    let digits = n.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}

/// Makes [`Forms`] of a text, or of two texts in brackets.
macro_rules! forms {
    ([$one:literal, $other:literal]) => {
        $crate::phrase::Forms::Counted {
            one: $one,
            other: $other,
        }
    };
    ($text:literal) => {
        $crate::phrase::Forms::Plain($text)
    };
}

/// Makes constants of phrases, and `ALL` of them.
macro_rules! phrases {
    ($($name:ident $key:literal en $en:tt de $de:tt;)*) => {
        $(
            pub(crate) const $name: $crate::phrase::Phrase = $crate::phrase::Phrase {
                key: $key,
                english: $crate::phrase::forms!($en),
                german: $crate::phrase::forms!($de),
            };
        )*

        /// Every phrase of this table, in its order.
        #[cfg_attr(not(test), allow(dead_code, reason = "not every table is listed whole"))]
        pub(crate) const ALL: &[&$crate::phrase::Phrase] = &[$(&$name),*];
    };
}

/// Makes an enum of phrases that other crates choose from.
macro_rules! phrase_enum {
    (
        $(#[$doc:meta])*
        $type:ident
        $($name:ident $key:literal en $en:tt de $de:tt;)*
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each variant stands for the sentence next to it")]
        pub enum $type {
            $($name,)*
        }

        impl $type {
            /// Every one, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns what it says.
            #[must_use]
            pub const fn phrase(self) -> &'static $crate::phrase::Phrase {
                match self {
                    $(
                        Self::$name => &$crate::phrase::Phrase {
                            key: $key,
                            english: $crate::phrase::forms!($en),
                            german: $crate::phrase::forms!($de),
                        },
                    )*
                }
            }
        }
    };
}

pub(crate) use {forms, phrase_enum, phrases};

#[cfg(test)]
mod tests {
    use super::{Forms, Phrase, number};
    use crate::language::Language::{English, German};

    const WORDS: Phrase = Phrase {
        key: "test.words",
        english: Forms::Counted {
            one: "{n} word",
            other: "{n} words",
        },
        german: Forms::Counted {
            one: "{n} Wort",
            other: "{n} Wörter",
        },
    };

    #[test]
    fn a_phrase_counts_as_its_language_does() {
        let counted: Vec<String> = [0, 1, 2, 1_234_567]
            .into_iter()
            .map(|n| WORDS.count(English, n))
            .collect();
        assert_eq!(counted, ["0 words", "1 word", "2 words", "1,234,567 words"]);
        assert_eq!(WORDS.count(German, 1), "1 Wort");
        assert_eq!(WORDS.count(German, 12_000), "12.000 Wörter");
        assert_eq!(number(German, 999), "999");
    }

    #[test]
    fn values_are_set_as_they_are() {
        let phrase = Phrase {
            key: "test.values",
            english: Forms::Plain("{a} and {b}"),
            german: Forms::Plain("{a} und {b}"),
        };
        let values = [("a", "{b}"), ("b", "}{")];
        assert_eq!(phrase.fill(English, &values), "{b} and }{");
        assert_eq!(phrase.fill(German, &values), "{b} und }{");
        assert_eq!(phrase.fill(English, &[]), " and ");
    }
}
