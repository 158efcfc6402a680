//! The date that separates records added up to it from those added later.
//!
//! A court may ask what was in a collection on a certain date. Dumps say when a
//! record was added; a [`Cutoff`] marks each record with its side. Whether that
//! matters to anybody's rights is not for this program to say.

use std::str::FromStr;

use colophon_catalogue::Date;

use crate::error::Error;
use crate::report::model::{CutoffSummary, Side};
use crate::report::{Advice, Code, Invalid};

/// A date with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The name to ask for it by.
    pub name: &'static str,
    /// The last date that counts as before, `YYYY-MM-DD`.
    pub date: &'static str,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// The source of the date.
    pub source: &'static str,
}

/// The class certification that both presets come from.
const CERTIFICATION: &str = "Bartz v. Anthropic PBC, No. 3:24-cv-05417 (N.D. Cal.), order on class \
     certification of 17 July 2025, page 31";

/// The dates that have a name. The court gives months; the date is the month's
/// last day.
pub const PRESETS: [Preset; 2] = [
    Preset {
        name: "bartz-libgen",
        date: "2021-06-30",
        meaning: "Anthropic downloaded Library Genesis in June 2021.",
        source: CERTIFICATION,
    },
    Preset {
        name: "bartz-pilimi",
        date: "2022-07-31",
        meaning: "Anthropic downloaded the Pirate Library Mirror in July 2022.",
        source: CERTIFICATION,
    },
];

/// A date that separates earlier records from later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cutoff {
    name: Option<&'static str>,
    date: Date,
}

impl Cutoff {
    /// Returns the side of a record that was added on a date.
    pub(crate) fn side(self, added: Option<Date>) -> Side {
        match added {
            None => Side::Unknown,
            Some(added) if added <= self.date => Side::Before,
            Some(_) => Side::After,
        }
    }

    /// Returns the first and the last day that the cut-off may be.
    pub(crate) fn window(self) -> (Date, Date) {
        (self.date, self.date)
    }

    pub(crate) fn summary(self) -> CutoffSummary {
        CutoffSummary {
            name: self.name.map(str::to_owned),
            date: self.date.to_string(),
        }
    }
}

impl FromStr for Cutoff {
    type Err = Error;

    /// Reads `YYYY-MM-DD`, or the name of a preset.
    fn from_str(text: &str) -> Result<Self, Error> {
        let preset = PRESETS.iter().find(|preset| preset.name == text);
        let date = preset.map_or(text, |preset| preset.date);
        // In a dump a time may follow the date, but not here.
        match date.parse::<Date>() {
            Ok(day) if day.to_string() == date => Ok(Self {
                name: preset.map(|preset| preset.name),
                date: day,
            }),
            _ => {
                let message = Invalid::Date.with(&[("value", text)]);
                Err(Error::new(Code::InvalidArgument, message).advise(Advice::DateForm))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_itself_is_before() {
        let cutoff: Cutoff = "2021-06-30".parse().unwrap();
        let side = |day: &str| cutoff.side(day.parse().ok());
        assert_eq!(side("2021-06-30 23:59:59"), Side::Before);
        assert_eq!(side("2021-07-01"), Side::After);
        assert_eq!(side("0000-00-00"), Side::Unknown);
    }

    #[test]
    fn presets_are_days() {
        for preset in PRESETS {
            let cutoff: Cutoff = preset.name.parse().unwrap();
            assert_eq!(cutoff.summary().date, preset.date);
            assert_eq!(cutoff.summary().name.as_deref(), Some(preset.name));
        }
        for none in [
            "2021-06",
            "30.6.2021",
            "2021-06-31",
            "2021-06-30x",
            "bartz",
            "",
        ] {
            assert_eq!(
                none.parse::<Cutoff>().unwrap_err().code(),
                Code::InvalidArgument,
                "{none}"
            );
        }
    }
}
