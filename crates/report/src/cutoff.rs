//! The sources of the cut-off dates that have a name.

use std::borrow::Cow;

use crate::language::Language;
use crate::model::CutoffSummary;
use crate::phrase::phrase_enum;

phrase_enum! {
    /// A source of a cut-off date, and the date that it names.
    CutoffSource
    LibgenOrder "cutoff.bartz-libgen.order"
        en "The order on class certification of 17 July 2025 in Bartz v. Anthropic PBC, No. 3:24-cv-05417 (N.D. Cal.), page 31, names June 2021. The Association of American Publishers quotes it in its reminder of 29 August 2025."
        de "Der Beschluss über die Zulassung der Sammelklage vom 17. Juli 2025 in der Sache Bartz v. Anthropic PBC, Nr. 3:24-cv-05417 (N.D. Cal.), Seite 31, nennt den Juni 2021. Die Association of American Publishers zitiert ihn in ihrer Erinnerung vom 29. August 2025.";
    LibgenReports "cutoff.bartz-libgen.reports"
        en "Reports of the settlement in this case name July 2021."
        de "Berichte über den Vergleich in dieser Sache nennen den Juli 2021.";
    PilimiOrder "cutoff.bartz-pilimi.order"
        en "The order on class certification of 17 July 2025 in Bartz v. Anthropic PBC, No. 3:24-cv-05417 (N.D. Cal.), page 31, names July 2022. The Association of American Publishers quotes it in its reminder of 29 August 2025."
        de "Der Beschluss über die Zulassung der Sammelklage vom 17. Juli 2025 in der Sache Bartz v. Anthropic PBC, Nr. 3:24-cv-05417 (N.D. Cal.), Seite 31, nennt den Juli 2022. Die Association of American Publishers zitiert ihn in ihrer Erinnerung vom 29. August 2025.";
    PilimiReports "cutoff.bartz-pilimi.reports"
        en "Reports of the settlement in this case name 10 August 2022."
        de "Berichte über den Vergleich in dieser Sache nennen den 10. August 2022.";
}

/// Returns a source, in English as the engine puts it into a report, in a language;
/// one of a later version unchanged.
pub(crate) fn source(language: Language, english: &str) -> Cow<'_, str> {
    let says = |it: &&CutoffSource| it.phrase().say(Language::English) == english;
    match CutoffSource::ALL.iter().find(says) {
        Some(known) => Cow::Borrowed(known.phrase().say(language)),
        None => Cow::Borrowed(english),
    }
}

/// Puts the sources of a cut-off date into a language.
pub(crate) fn localise(cutoff: &mut CutoffSummary, language: Language) {
    for said in &mut cutoff.sources {
        *said = source(language, said).into_owned();
    }
}

#[cfg(test)]
mod tests;
