//! What the engine says about one manuscript or record: sentences with values.
//!
//! Results hold them in English, as the JSON report does. A report in another
//! language gets them by [`message`]: each sentence is recognised
//! by the words around its values, so that a result that was kept can be shown
//! in any language later. A message that is not in the table (one that a
//! reader of files made, say) is replaced by the sentence of its code.

use std::borrow::Cow;

use crate::code::Code;
use crate::invalid::Invalid;
use crate::language::Language;
use crate::model::{GuessedFrom, Notice, Skipped, Tier};
use crate::phrase::{Forms, Part, Phrase, parts, phrase_enum};
use crate::phrases::{choice, page};
pub use crate::reason::Reason;
use crate::unread::{FileKind, Unread};

phrase_enum! {
    /// A sentence about a manuscript, a title or a row.
    Message
    FileUnread "message.file-unread"
        en "The file could not be read: {why}."
        de "Die Datei konnte nicht gelesen werden: {why}.";
    IndexFailed "message.index-failed"
        en "The index “{name}” ({file}) could not be searched because it is damaged or cannot be read: {why}."
        de "Der Index „{name}“ ({file}) konnte nicht durchsucht werden, weil er beschädigt oder nicht lesbar ist: {why}.";
    IndexExpired "message.index-expired"
        en "The publisher of the index “{name}” last confirmed on {date} that it is the newest state. There may be a newer one."
        de "Der Herausgeber des Index „{name}“ hat zuletzt am {date} bestätigt, dass dies die neueste Fassung ist. Es kann eine neuere geben.";
    TextInIndex "message.text-in-index"
        en "The index “{name}” holds a text under this title and author."
        de "Der Index „{name}“ enthält einen Text unter diesem Titel und Autor.";
    TextPerhapsInIndex "message.text-perhaps-in-index"
        en "The index “{name}” holds a text that may be this book, by its title and author."
        de "Der Index „{name}“ enthält einen Text, der nach Titel und Autor vielleicht dieses Buch ist.";
    NoTexts "message.no-texts"
        en "The index holds no texts to compare with; only its catalogue was searched."
        de "Der Index enthält keine Texte zum Vergleichen; nur sein Katalog wurde durchsucht.";
    NoTextsNoName "message.no-texts-no-name"
        en "The index holds no texts to compare with, and the document does not give both a title and an author to look up."
        de "Der Index enthält keine Texte zum Vergleichen, und das Dokument nennt nicht beides, Titel und Autor, zum Nachschlagen.";
    NoName "message.no-name"
        en "Only the texts were compared: the document does not give both a title and an author to look up in the catalogue."
        de "Nur die Texte wurden verglichen: Das Dokument nennt nicht beides, Titel und Autor, zum Nachschlagen im Katalog.";
    NoNumber "message.no-number"
        en "The book numbers of {names} were not searched: no ISBN of this book is known, and titles are not listed there."
        de "Die Buchnummern von {names} wurden nicht durchsucht: Von diesem Buch ist keine ISBN bekannt, und Titel sind dort nicht verzeichnet.";
    NoDoi "message.no-doi"
        en "The DOIs of {names} were not searched: no DOI of this work is known, and titles are not listed there."
        de "Die DOIs von {names} wurden nicht durchsucht: Von diesem Werk ist keine DOI bekannt, und Titel sind dort nicht verzeichnet.";
    NumberInvalid "message.number-invalid"
        en "{why}. The book numbers of {names} were not searched."
        de "{why}. Die Buchnummern von {names} wurden nicht durchsucht.";
    NumberGuessed "message.number-guessed"
        en "The ISBN that the document states is not among the book numbers of {names}. It may be the ISBN of another book, so this is not an answer yet: look up the book’s own."
        de "Die ISBN im Dokument ist nicht unter den Buchnummern von {names}. Sie kann zu einem anderen Buch gehören; das ist also noch keine Antwort. Schlagen Sie die ISBN des Buches selbst nach.";
    NumbersSearched "message.numbers-searched"
        en "Only its book numbers were looked up, among those of {names}. No text and no title was compared, and a book can be in a collection without a number."
        de "Nachgeschlagen wurden nur seine Buchnummern, und zwar unter denen von {names}. Weder Text noch Titel wurden verglichen, und ein Buch kann auch ohne Nummer in einer Sammlung sein.";
    Guessed "message.guessed"
        en "The document does not give both a title and an author. Colophon’s guess, from {from}: {what}. What is found by a guess is only for you to look at."
        de "Das Dokument nennt nicht beides, Titel und Autor. Colophon vermutet nach {from}: {what}. Was sich nach einer Vermutung findet, ist nur ein Hinweis für Sie.";
    PartUnread "message.part-unread"
        en "{file}, a part of this manuscript, could not be read: {why}."
        de "{file}, ein Teil dieses Manuskripts, war nicht lesbar: {why}.";
    NothingListed "message.nothing-listed"
        en "The index holds neither texts nor catalogue entries, so there was nothing to compare with."
        de "Der Index enthält weder Texte noch Katalogeinträge; es gab nichts zu vergleichen.";
    NoAuthor "message.no-author"
        en "There is too little to look up: a title needs an author or an ISBN."
        de "Die Angaben reichen zum Nachschlagen nicht aus: Zu einem Titel gehört der Autor oder die ISBN.";
    NoCatalogue "message.no-catalogue"
        en "The index lists no catalogue entries, and none of its texts has this title and author; only the file itself could be compared."
        de "Der Index enthält keine Katalogeinträge, und keiner seiner Texte hat diesen Titel und Autor; nur die Datei selbst ließe sich vergleichen.";
    TooShort "message.too-short"
        en "There are only {have} of text here. To be compared with the index “{name}”, a text should have about {needed} or more."
        de "Der Text hat nur {have}. Für einen Vergleich mit dem Index „{name}“ sollte er etwa {needed} oder mehr haben.";
    TooAlike "message.too-alike"
        en "There are {have} of text here, but too few different passages to be compared with the index “{name}”: the text may repeat itself."
        de "Der Text hat {have}, aber zu wenige verschiedene Stellen für einen Vergleich mit dem Index „{name}“: Vielleicht wiederholt er sich.";
    BarePages "message.bare-pages"
        en "Most pages hold only a few words, such as the page heads of a scan: the rest of the text is not in the file."
        de "Die meisten Seiten enthalten nur wenige Wörter, etwa die Kopfzeilen eines Scans: Der übrige Text steht nicht in der Datei.";
    NamedFileMissing "message.named-file-missing"
        en "The file that the list names, {file}, is not there, and no other was found for this title."
        de "Die Datei {file}, die in der Liste genannt ist, ist nicht vorhanden, und zu diesem Titel wurde keine andere gefunden.";
    NamedFileMissingLookedUp "message.named-file-missing-looked-up"
        en "The file that the list names, {file}, is not there, and no other was found for this title; it was looked up by title, author and numbers only."
        de "Die Datei {file}, die in der Liste genannt ist, ist nicht vorhanden, und zu diesem Titel wurde keine andere gefunden; er wurde nur nach Titel, Autor und Nummern gesucht.";
    FileOutside "message.file-outside"
        en "The list names {file}, which is outside the folder of the list and the folder of the files, so it was not read."
        de "Die Liste nennt {file}; das liegt außerhalb des Ordners der Liste und des Ordners mit den Dateien und wurde nicht gelesen.";
    NoFile "message.no-file"
        en "No file was found for this title."
        de "Zu diesem Titel wurde keine Datei gefunden.";
    NoFileLookedUp "message.no-file-looked-up"
        en "No file was found for this title; it was looked up by title, author and numbers only."
        de "Zu diesem Titel wurde keine Datei gefunden; er wurde nur nach Titel, Autor und Nummern gesucht.";
    OtherFileRead "message.other-file-read"
        en "The file that the list names, {named}, is not there; {file} matches this title and was read instead."
        de "Die Datei {named}, die in der Liste genannt ist, ist nicht vorhanden; stattdessen wurde {file} gelesen, die zu diesem Titel passt.";
    OtherFiles "message.other-files"
        en "Other files match this title and were not read: {files}."
        de "Weitere Dateien passen zu diesem Titel und wurden nicht gelesen: {files}.";
    OtherTitle "message.other-title"
        en "The text that was found is that of “{title}” by {author}: the file may be of a different book."
        de "Der gefundene Text ist der von „{title}“ von {author}: Die Datei gehört vielleicht zu einem anderen Buch.";
    ClaimIdDiffers "message.claim-id-differs"
        en "The claim sheet gives the claim identifier “{kept}”, the list gives “{given}”. The claim sheet counts."
        de "Die Anspruchsübersicht nennt die Anspruchskennung „{kept}“, die Liste nennt „{given}“. Es gilt die Anspruchsübersicht.";
    ReceiptDiffers "message.receipt-differs"
        en "The claim sheet gives the receipt “{kept}”, the list gives “{given}”. The claim sheet counts."
        de "Die Anspruchsübersicht nennt die Empfangsbestätigung „{kept}“, die Liste nennt „{given}“. Es gilt die Anspruchsübersicht.";
    DeadlineDiffers "message.deadline-differs"
        en "The claim sheet gives the deadline “{kept}”, the list gives “{given}”. The claim sheet counts."
        de "Die Anspruchsübersicht nennt die Frist „{kept}“, die Liste nennt „{given}“. Es gilt die Anspruchsübersicht.";
    OptedOutDiffers "message.opted-out-differs"
        en "The claim sheet says “{kept}” about opting out, the list says “{given}”. The claim sheet counts."
        de "Die Anspruchsübersicht sagt zum Opt-out „{kept}“, die Liste sagt „{given}“. Es gilt die Anspruchsübersicht.";
    ClaimSheetsDiffer "message.claim-sheets-differ"
        en "Both claim sheets were changed, and they differ about this title. The newer one counts; the older one says: {older}."
        de "Beide Anspruchsübersichten wurden geändert und unterscheiden sich bei diesem Titel. Es gilt die neuere; die ältere sagt: {older}.";
    FurtherTitles "message.further-titles"
        en "The list gives further titles of this book, which were looked up as well: {titles}."
        de "Die Liste nennt weitere Titel dieses Buches, die ebenfalls nachgeschlagen wurden: {titles}.";
    SeveralTitles "message.several-titles"
        en "Several titles in the list have the name of this file, so it was not read."
        de "Mehrere Titel der Liste tragen den Namen dieser Datei; sie wurde nicht gelesen.";
    TitlePerhaps "message.title-perhaps"
        en "This file may be “{title}” by {author}, but its name says more than that, so it was not read."
        de "Diese Datei ist vielleicht „{title}“ von {author}; ihr Name nennt aber noch anderes, deshalb wurde sie nicht gelesen.";
    NoTitleFits "message.no-title-fits"
        en "No title in the list matches this file, so it was not read."
        de "Kein Titel der Liste passt zu dieser Datei; sie wurde nicht gelesen.";
}

phrase_enum! {
    /// A part of a sentence.
    Fragment
    UnderPenName "fragment.pen-name"
        en " under the declared pen name {name}"
        de " unter dem angegebenen Pseudonym {name}";
    TitleBy "fragment.title-by"
        en "“{title}” by {author}"
        de "„{title}“ von {author}";
    Title "fragment.title"
        en "“{title}”"
        de "„{title}“";
    Author "fragment.author"
        en "the author {author}"
        de "Autor {author}";
    TitlePage "fragment.title-page"
        en "the title page"
        de "der Titelseite";
    FirstLines "fragment.first-lines"
        en "the first lines"
        de "den ersten Zeilen";
    FileName "fragment.file-name"
        en "the file name"
        de "dem Dateinamen";
    CopyrightPage "fragment.copyright-page"
        en "the copyright page"
        de "dem Impressum";
    Words "fragment.words"
        en ["{n} word", "{n} words"]
        de ["{n} Wort", "{n} Wörter"];
}

impl Message {
    /// Returns the sentence in English, as results hold it.
    #[must_use]
    pub fn with(self, values: &[(&str, &str)]) -> String {
        self.phrase().fill(Language::English, values)
    }
}

impl Reason {
    /// Returns the sentence in English, as results hold it.
    #[must_use]
    pub fn with(self, values: &[(&str, &str)]) -> String {
        self.phrase().fill(Language::English, values)
    }
}

impl Fragment {
    /// Returns the words in English, as results hold them.
    #[must_use]
    pub fn with(self, values: &[(&str, &str)]) -> String {
        self.phrase().fill(Language::English, values)
    }

    /// Returns the words for what a guess was made from.
    #[must_use]
    pub const fn of_guess(from: GuessedFrom) -> Self {
        match from {
            GuessedFrom::TitlePage => Self::TitlePage,
            GuessedFrom::FirstLines => Self::FirstLines,
            GuessedFrom::FileName => Self::FileName,
            GuessedFrom::CopyrightPage => Self::CopyrightPage,
        }
    }

    /// Returns the words for a number, in English.
    #[must_use]
    pub fn count(self, n: u64) -> String {
        self.phrase().count(Language::English, n)
    }
}

/// Returns the message of a notice in a language.
#[must_use]
pub(crate) fn notice(language: Language, notice: &Notice) -> Cow<'_, str> {
    message(language, notice.code, &notice.message)
}

/// Returns whether a message of ours names a file of the user's.
#[must_use]
pub(crate) fn names_a_file(message: &str) -> bool {
    let is_name = |(name, value): &(&str, &str)| {
        matches!(*name, "file" | "files" | "named") && !value.is_empty()
    };
    let mut phrases = Message::ALL.iter().map(|it| it.phrase());
    phrases.any(|it| values_of(it, message).is_some_and(|values| values.iter().any(is_name)))
}

/// Returns what happened to a skipped path, in a language.
#[must_use]
pub(crate) fn skipped(language: Language, skipped: &Skipped) -> Cow<'_, str> {
    message(language, skipped.code, &skipped.message)
}

/// Returns what can be done about a skipped path, in a language; empty if there
/// is nothing to do.
#[must_use]
pub fn hint(language: Language, skipped: &Skipped) -> String {
    crate::advice::translated(language, skipped.code, &skipped.hint)
}

/// Returns why a record is taken for a work, in a language; for a reason that
/// is not in the table, how sure its tier is.
#[must_use]
pub(crate) fn reason(language: Language, tier: Tier, reason: &str) -> Cow<'_, str> {
    if language == Language::English || reason.is_empty() {
        return Cow::Borrowed(reason);
    }
    let phrases = Reason::ALL.iter().map(|it| it.phrase());
    let translated = translate(phrases, reason, language, None);
    Cow::Owned(translated.unwrap_or_else(|| choice::of_tier(tier).1.say(language).to_owned()))
}

/// Returns the message of a code, in a language.
#[must_use]
pub fn message(language: Language, code: Code, message: &str) -> Cow<'_, str> {
    if language == Language::English {
        return Cow::Borrowed(message);
    }
    let phrases = Message::ALL.iter().map(|it| it.phrase());
    let phrases = phrases.chain(Unread::ALL.iter().map(|it| it.phrase()));
    let phrases = phrases.chain(Invalid::ALL.iter().map(|it| it.phrase()));
    // Why a library could not read something, it says in English only.
    let why = code.sentence().say(language).trim_end_matches('.');
    let translated = translate(phrases, message, language, Some(why));
    Cow::Owned(translated.unwrap_or_else(|| of_code(language, code, message)))
}

/// Returns the sentence of a code, with the numbers of the pages that the
/// message ends with.
fn of_code(language: Language, code: Code, message: &str) -> String {
    let sentence = code.sentence().say(language);
    let places = message.rsplit(": ").next().unwrap_or("");
    let places = places.trim_end_matches('.');
    let is_places = message.contains(": ")
        && places.starts_with(|c: char| c.is_ascii_digit())
        && places
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-' | '–'));
    if !is_places {
        return sentence.to_owned();
    }
    page::AFFECTED.fill(language, &[("sentence", sentence), ("places", places)])
}

/// Returns `text`, an English sentence of one of `phrases`, in another
/// language; `None` if it is not one of them.
fn translate<'a>(
    phrases: impl Iterator<Item = &'a Phrase>,
    text: &str,
    language: Language,
    why: Option<&str>,
) -> Option<String> {
    // The phrase with the most words besides its values is the one that made
    // it.
    let matches = phrases.filter_map(|phrase| Some((phrase, values_of(phrase, text)?)));
    let (phrase, values) = matches.max_by_key(|(phrase, _)| phrase.say(Language::English).len())?;
    let values: Vec<(&str, String)> = values
        .into_iter()
        .map(|(name, value)| match why {
            Some(why) if name == "why" => (name, why.to_owned()),
            _ => (name, fragment(value, language)),
        })
        .collect();
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Some(phrase.fill(language, &values))
}

/// Returns the values with which a phrase becomes `text` in English.
fn values_of<'a>(phrase: &Phrase, text: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    values_in(phrase.say(Language::English), text)
}

fn values_in<'a>(template: &'static str, text: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let parts = parts(template);
    let mut values = Vec::new();
    let mut rest = text;
    for (place, part) in parts.iter().enumerate() {
        match part {
            Part::Text(words) => rest = rest.strip_prefix(words)?,
            Part::Name(name) => {
                let end = match parts.get(place + 1) {
                    // The last words end the sentence, whatever the value
                    // holds.
                    Some(Part::Text(words)) if place + 2 == parts.len() => {
                        rest.len() - rest.ends_with(words).then_some(words.len())?
                    }
                    Some(Part::Text(words)) => rest.find(words)?,
                    _ => rest.len(),
                };
                let (value, after) = rest.split_at(end);
                values.push((*name, value));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(values)
}

/// Returns a value in another language if it is one of our own words, else
/// unchanged.
fn fragment(value: &str, language: Language) -> String {
    let kinds = FileKind::ALL.iter().map(|kind| kind.phrase());
    for own in Fragment::ALL.iter().map(|own| own.phrase()).chain(kinds) {
        let forms = match own.english {
            Forms::Plain(text) => [Some(text), None],
            Forms::Counted { one, other } => [Some(one), Some(other)],
        };
        for form in forms.into_iter().flatten() {
            let Some(values) = values_in(form, value) else {
                continue;
            };
            let n = values.iter().find(|(name, _)| *name == "n");
            match n.map(|(_, n)| n.replace(',', "").parse::<u64>()) {
                Some(Ok(n)) => return own.count(language, n),
                Some(Err(_)) => {}
                None => return own.fill(language, &values),
            }
        }
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Fragment, Message, Reason, message, reason};
    use crate::code::Code;
    use crate::language::Language::{English, German};
    use crate::model::Tier;
    use crate::phrase::{Part, parts};

    #[test]
    fn every_sentence_is_known_again() {
        let messages = Message::ALL.iter().map(|it| it.phrase());
        let reasons = Reason::ALL.iter().map(|it| it.phrase());
        for phrase in messages.chain(reasons) {
            let names: Vec<&str> = parts(phrase.say(English))
                .into_iter()
                .filter_map(|part| match part {
                    Part::Name(name) => Some(name),
                    Part::Text(_) => None,
                })
                .collect();
            for value in ["x", "Ann, Lee (ed.): “A; b”, and so on.", ""] {
                let values: Vec<(&str, &str)> = names.iter().map(|name| (*name, value)).collect();
                let english = phrase.fill(English, &values);
                // A library's reason is in English; its code says the same.
                let why = Code::Internal.sentence().say(German).trim_end_matches('.');
                let in_german = |name: &&str| if *name == "why" { why } else { value };
                let values: Vec<(&str, &str)> =
                    names.iter().map(|name| (*name, in_german(name))).collect();
                let german = phrase.fill(German, &values);
                let translated = message(German, Code::Internal, &english);
                let reason = reason(German, Tier::Review, &english);
                assert!(
                    translated == german || reason == german,
                    "{english}\n{translated}\n{reason}"
                );
            }
        }
    }

    #[test]
    fn values_of_ours_are_translated_too() {
        let under = Fragment::UnderPenName.with(&[("name", "Ann Lee")]);
        let said = Reason::TitleAuthor.with(&[("under", &under)]);
        assert_eq!(
            said,
            "Title and author agree under the declared pen name Ann Lee."
        );
        assert_eq!(
            reason(German, Tier::Strong, &said),
            "Titel und Autor stimmen überein unter dem angegebenen Pseudonym Ann Lee."
        );
        let values = [
            ("have", Fragment::Words.count(1)),
            ("needed", Fragment::Words.count(2_300)),
            ("name", "Fiction".to_owned()),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let said = Message::TooShort.with(&values);
        assert_eq!(
            message(German, Code::TooShort, &said),
            "Der Text hat nur 1 Wort. Für einen Vergleich mit dem Index „Fiction“ sollte er etwa 2.300 Wörter oder mehr haben."
        );
    }

    #[test]
    fn what_is_not_in_the_table_says_what_its_code_says() {
        let said = message(German, Code::Damaged, "the document breaks off");
        assert_eq!(said, Code::Damaged.sentence().say(German));
        let pages = message(
            German,
            Code::NoTextLayer,
            "these pages are pictures, without text: 3-7, 9",
        );
        assert!(pages.ends_with("Betroffen: 3-7, 9."), "{pages}");
        assert_eq!(
            reason(German, Tier::Strong, "As told."),
            "Sehr wahrscheinlich dieses Werk."
        );
        assert_eq!(message(English, Code::Damaged, "as it is"), "as it is");
    }
}
