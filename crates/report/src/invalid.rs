//! What is not valid about what somebody asked for, in the words of the error.
//!
//! The sentence of the code cannot say it. The engine says it in English; a window in
//! another language recognises the words here.

use crate::language::Language;
use crate::phrase::phrase_enum;

phrase_enum! {
    /// What is not valid.
    Invalid
    QuestionTooLong "invalid.question-too-long"
        en "this is too long for a name, a title or a number"
        de "Das ist zu lang für einen Namen, einen Titel oder eine Nummer";
    Isbn "invalid.isbn"
        en "“{value}” is not a valid ISBN: wrong check digit or wrong length"
        de "„{value}“ ist keine gültige ISBN: Prüfziffer oder Länge ist falsch";
    Digest "invalid.digest"
        en "“{value}” is not an MD5, SHA-1 or SHA-256"
        de "„{value}“ ist keine Prüfsumme nach MD5, SHA-1 oder SHA-256";
    Number "invalid.number"
        en "“{value}” is not a DOI, an IMDb number or a registration number of the kind that is asked for"
        de "„{value}“ ist keine DOI, IMDb-Nummer oder Registrierungsnummer der verlangten Art";
    NothingToLookUp "invalid.nothing-to-look-up"
        en "neither title nor author has a letter or a digit to look up"
        de "Weder Titel noch Autor enthält einen Buchstaben oder eine Ziffer zum Nachschlagen";
    Date "invalid.date"
        en "“{value}” is not a date"
        de "„{value}“ ist kein Datum";
    PeriodReversed "invalid.period-reversed"
        en "“{value}” ends before it begins"
        de "„{value}“ endet, bevor es beginnt";
    Scale "invalid.scale"
        en "the scale cannot be {value}"
        de "Der Maßstab kann nicht {value} sein";
    NotAnIndex "invalid.not-an-index"
        en "a file with this name exists and is not an index"
        de "Eine Datei dieses Namens ist vorhanden und kein Index";
    ReplacesBook "invalid.replaces-book"
        en "the index would replace a book that is to be read"
        de "Der Index würde ein Buch ersetzen, das gelesen werden soll";
    ReplacesDump "invalid.replaces-dump"
        en "the index would replace a dump that is to be read"
        de "Der Index würde einen Dump ersetzen, der gelesen werden soll";
    FieldTooLong "invalid.field-too-long"
        en "the {name} is longer than {most} characters"
        de "Das Feld „{name}“ hat mehr als {most} Zeichen";
    FieldControl "invalid.field-control"
        en "the {name} has control characters"
        de "Das Feld „{name}“ enthält Steuerzeichen";
    NotColophons "invalid.not-colophons"
        en "a file with this name exists, and Colophon did not write it"
        de "Eine Datei dieses Namens ist vorhanden, und Colophon hat sie nicht geschrieben";
    ReplacesRead "invalid.replaces-read"
        en "the report would replace a file that is read for it"
        de "Der Bericht würde eine Datei ersetzen, aus der er entsteht";
    FolderInTheWay "invalid.folder-in-the-way"
        en "there is a folder of this name, and the report needs it for a file"
        de "Ein Ordner hat den Namen, den eine Datei des Berichts braucht";
    NotAsWritten "invalid.not-as-written"
        en "there is a file already, and it is not as a report wrote it"
        de "Hier ist schon eine Datei, und sie ist nicht so, wie ein Bericht sie geschrieben hat";
    CameWithProgram "invalid.came-with-program"
        en "this index came with the program"
        de "Dieser Index wird mitgeliefert";
    NotSavedHere "invalid.not-saved-here"
        en "this file was not saved by Colophon since it was opened"
        de "Diese Datei hat Colophon seit dem Start nicht gespeichert";
}

impl Invalid {
    /// Returns it in English, with values.
    #[must_use]
    pub fn with(self, values: &[(&str, &str)]) -> String {
        self.phrase().fill(Language::English, values)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Code, Language, message};

    #[test]
    fn what_is_not_valid_is_named_in_every_language() {
        for (english, named) in [
            (
                "“978-3-16” is not a valid ISBN: wrong check digit or wrong length",
                "„978-3-16“",
            ),
            ("“31 June” is not a date", "„31 June“"),
            (
                "“2021-07..2021-06” ends before it begins",
                "„2021-07..2021-06“",
            ),
            ("the scale cannot be 63", "63"),
            ("this is too long for a name, a title or a number", "Titel"),
        ] {
            let said = message(Language::German, Code::InvalidArgument, english);
            assert!(said.contains(named), "{said}");
            assert_ne!(said, Code::InvalidArgument.sentence().say(Language::German));
        }
    }
}
