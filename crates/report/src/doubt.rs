//! Why a manuscript could not be judged, in a few words.
//!
//! "Could not be judged" is true of a text of a hundred words, of a scan without
//! text and of a document without a title, and helps with none of them. The codes
//! of the warnings say which it is.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::model::{ManuscriptResult, Verdict};
use crate::phrase::Phrase;
use crate::phrases::shared;

/// Why a manuscript could not be judged; what weighs most, if there are several
/// reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// The text could not be read well enough.
    Unread,
    /// An index could not be searched.
    Index,
    /// There is too little text.
    TooShort,
    /// The document does not say what it is.
    Unnamed,
    /// A title has neither an author nor a number.
    TooLittle,
    /// There are only book numbers to look in, and no number of the book is known.
    Unnumbered,
    /// No index has anything to compare it with.
    Nothing,
}

impl Doubt {
    /// Every doubt, in the order of their weight.
    pub const ALL: [Self; 7] = [
        Self::Unread,
        Self::Index,
        Self::TooShort,
        Self::Unnamed,
        Self::TooLittle,
        Self::Unnumbered,
        Self::Nothing,
    ];

    /// Returns why a manuscript could not be judged; `None` if it was.
    #[must_use]
    pub fn of(result: &ManuscriptResult) -> Option<Self> {
        if result.verdict != Verdict::Inconclusive {
            return None;
        }
        let codes = result.warnings.iter().map(|warning| warning.code);
        Some(codes.filter_map(of_code).min().unwrap_or(Self::Unread))
    }

    /// Returns the word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Index => "index",
            Self::TooShort => "too-short",
            Self::Unnamed => "unnamed",
            Self::TooLittle => "too-little",
            Self::Unnumbered => "unnumbered",
            Self::Nothing => "nothing",
        }
    }

    /// Returns its headline.
    pub(crate) const fn head(self) -> &'static Phrase {
        match self {
            Self::Unread => &shared::DOUBT_UNREAD,
            Self::Index => &shared::DOUBT_INDEX,
            Self::TooShort => &shared::DOUBT_SHORT,
            Self::Unnamed => &shared::DOUBT_UNNAMED,
            Self::TooLittle => &shared::DOUBT_LITTLE,
            Self::Unnumbered => &shared::DOUBT_UNNUMBERED,
            Self::Nothing => &shared::DOUBT_NOTHING,
        }
    }
}

/// Returns the doubt that a code of a warning stands for, if it stands for one.
const fn of_code(code: Code) -> Option<Doubt> {
    Some(match code {
        Code::Unreadable
        | Code::Empty
        | Code::Unsupported
        | Code::Encrypted
        | Code::NoTextLayer
        | Code::Truncated
        | Code::Damaged
        | Code::LimitExceeded
        | Code::TimedOut
        | Code::ParserCrashed
        | Code::NotStarted
        | Code::MachineShort
        | Code::NoFile
        | Code::FileOutside => Doubt::Unread,
        Code::IndexDamaged | Code::IndexIncompatible => Doubt::Index,
        Code::TooShort => Doubt::TooShort,
        Code::Guessed | Code::NoName => Doubt::Unnamed,
        Code::NoAuthor => Doubt::TooLittle,
        Code::NoNumber | Code::IsbnInvalid => Doubt::Unnumbered,
        Code::NoTexts | Code::NoCatalogue => Doubt::Nothing,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::model::Notice;

    #[test]
    fn the_headline_is_true_to_its_cause() {
        let mut result = fixture::small().results.remove(0);
        assert_eq!(Doubt::of(&result), None);
        result.verdict = Verdict::Inconclusive;
        let mut of = |codes: &[Code]| {
            let notice = |&code| Notice {
                code,
                message: String::new(),
            };
            result.warnings = codes.iter().map(notice).collect();
            Doubt::of(&result)
        };
        assert_eq!(of(&[Code::TooShort]), Some(Doubt::TooShort));
        assert_eq!(of(&[Code::NoTexts, Code::Guessed]), Some(Doubt::Unnamed));
        assert_eq!(of(&[Code::NoTexts]), Some(Doubt::Nothing));
        assert_eq!(of(&[Code::NoNumber]), Some(Doubt::Unnumbered));
        assert_eq!(of(&[Code::IsbnInvalid]), Some(Doubt::Unnumbered));
        assert_eq!(of(&[Code::TooShort, Code::NoNumber]), Some(Doubt::TooShort));
        // A text that breaks off may be longer than it seems.
        assert_eq!(of(&[Code::TooShort, Code::Truncated]), Some(Doubt::Unread));
        assert_eq!(
            of(&[Code::EncodingMended, Code::NoAuthor]),
            Some(Doubt::TooLittle)
        );
        assert_eq!(of(&[]), Some(Doubt::Unread));
    }
}
