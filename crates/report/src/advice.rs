//! What can be done, where the code alone does not say it well enough.
//!
//! Every [`Code`](crate::Code) has advice; an error may come with better
//! advice. No advice names a flag of the command line: the command adds its
//! flags where it has some.

use crate::code::Code;
use crate::language::Language;
use crate::phrase::{Phrase, phrase_enum};

phrase_enum! {
    /// What can be done about one kind of failure of one code.
    Advice
    CheckNameAndRights "advice.check-name"
        en "Check the name, and that you are allowed to open it."
        de "Prüfen Sie den Namen und ob Sie die Datei öffnen dürfen.";
    SplitDocument "advice.split-document"
        en "Split the document, or save it in another format."
        de "Teilen Sie das Dokument, oder speichern Sie es in einem anderen Format.";
    NameTheDocument "advice.name-the-document"
        en "Choose the document that the fingerprint was made from."
        de "Wählen Sie das Dokument, aus dem der Fingerabdruck erstellt wurde.";
    FolderOfDocuments "advice.folder-of-documents"
        en "Choose a folder that holds documents, such as EPUB, PDF, DOCX, ODT, RTF, HTML or text files."
        de "Wählen Sie einen Ordner mit Dokumenten, etwa EPUB-, PDF-, DOCX-, ODT-, RTF-, HTML- oder Textdateien.";
    NameOne "advice.name-one"
        en "Choose one document, or leave out the title and the author."
        de "Wählen Sie ein einzelnes Dokument, oder lassen Sie Titel und Autor weg.";
    NameTheOpenOne "advice.name-the-open-one"
        en "Choose the document itself: its name has no “~$” or “.~lock.” in front."
        de "Wählen Sie das Dokument selbst: Sein Name beginnt nicht mit „~$“ oder „.~lock.“.";
    FolderItself "advice.folder-itself"
        en "Choose the folder that it leads to as well."
        de "Wählen Sie zusätzlich den Ordner, zu dem sie führt.";
    ShallowerFolder "advice.shallower-folder"
        en "Move the documents to a folder that is less deeply nested."
        de "Legen Sie die Dokumente in einen Ordner, der weniger tief verschachtelt ist.";

    LookUpAgain "advice.look-up-again"
        en "Look it up again."
        de "Schlagen Sie es noch einmal nach.";
    SaveListAgain "advice.list.save-again"
        en "Open it in the program that made it and save it again, preferably as XLSX or CSV."
        de "Öffnen Sie sie in dem Programm, mit dem sie erstellt wurde, und speichern Sie sie neu, am besten als XLSX oder CSV.";
    SaveListOtherwise "advice.list.save-otherwise"
        en "Save the list as XLSX, ODS or CSV, or export it as ONIX, BibTeX, RIS or CSL-JSON."
        de "Speichern Sie die Liste als XLSX, ODS oder CSV, oder exportieren Sie sie als ONIX, BibTeX, RIS oder CSL-JSON.";
    SaveListUnlocked "advice.list.unlocked"
        en "Save a copy without a password, and use that."
        de "Speichern Sie eine Kopie ohne Passwort, und verwenden Sie diese.";
    SplitList "advice.list.split"
        en "Split the list."
        de "Teilen Sie die Liste.";
    ChooseList "advice.list.choose"
        en "Choose the list that has your titles, one in each row."
        de "Wählen Sie die Liste mit Ihren Titeln, einer in jeder Zeile.";
    MapColumns "advice.list.map"
        en "Choose a field for each column, by its heading or its number."
        de "Wählen Sie für jede Spalte ein Feld, nach ihrer Überschrift oder ihrer Nummer.";
    WriteTitle "advice.list.title"
        en "Write the title in its column, or a valid ISBN."
        de "Tragen Sie den Titel in seine Spalte ein oder eine gültige ISBN.";
    RemarkIsFine "advice.list.remark"
        en "If the row is only a remark, you need not do anything."
        de "Ist die Zeile nur eine Anmerkung, müssen Sie nichts tun.";
    DoubleQuotes "advice.list.quotes"
        en "Double the quotation marks within a value, and close the one at its end."
        de "Verdoppeln Sie Anführungszeichen innerhalb eines Werts, und schließen Sie das am Ende.";
    QuoteValue "advice.list.quote-value"
        en "Put a value that contains the separator in quotation marks."
        de "Setzen Sie einen Wert, der das Trennzeichen enthält, in Anführungszeichen.";
    CheckEntry "advice.list.brace"
        en "Look for a missing brace, quotation mark or comma."
        de "Suchen Sie nach einer fehlenden Klammer, einem fehlenden Anführungszeichen oder Komma.";
    BeginRecord "advice.list.ris"
        en "Write “TY  - BOOK” before the record."
        de "Schreiben Sie „TY  - BOOK“ vor den Datensatz.";
    ExportProduct "advice.list.onix"
        en "Export the message again, or correct it with a validator."
        de "Exportieren Sie die Nachricht noch einmal, oder berichtigen Sie sie mit einem Prüfprogramm.";
    ExportMessage "advice.list.onix-end"
        en "Copy or export the message again."
        de "Kopieren oder exportieren Sie die Nachricht noch einmal.";

    ChooseIndexFile "advice.index.file"
        en "Choose a file that ends in .colophon."
        de "Wählen Sie eine Datei, die auf .colophon endet.";
    NewerProgram "advice.index.newer-program"
        en "Install a newer version of Colophon."
        de "Installieren Sie eine neuere Version von Colophon.";
    MatchingVersion "advice.index.matching"
        en "Install the version of Colophon that the index was made for, or get a newer index."
        de "Installieren Sie die Version von Colophon, für die der Index erstellt wurde, oder besorgen Sie einen neueren Index.";
    NameIndexItself "advice.index.itself"
        en "Choose the index file itself, or the folder of a set, which has an index.json."
        de "Wählen Sie die Indexdatei selbst oder den Ordner eines mehrteiligen Index mit einer index.json.";
    TwoIndexes "advice.index.two"
        en "Make two indexes; a check can search both."
        de "Erstellen Sie zwei Indizes; eine Prüfung kann beide durchsuchen.";
    RemoveFromFolder "advice.index.folder"
        en "It is in your index folder, so every check searches it: remove it from there, or replace it with an undamaged copy."
        de "Er liegt in Ihrem Index-Ordner und wird deshalb bei jeder Prüfung durchsucht: Entfernen Sie ihn dort, oder ersetzen Sie ihn durch eine unbeschädigte Kopie.";
    CameWithProgram "advice.index.shipped"
        en "It is removed together with the program."
        de "Er wird zusammen mit dem Programm entfernt.";
    PrintAgain "advice.print.again"
        en "Ask for the file again."
        de "Bitten Sie noch einmal um die Datei.";
    PrintSize "advice.print.size"
        en "The fingerprint of a book is a few hundred kilobytes long."
        de "Der Fingerabdruck eines Buches ist einige Hundert Kilobyte groß.";
    PrintVersion "advice.print.version"
        en "Make the .print file again with this version of Colophon."
        de "Erstellen Sie die .print-Datei mit dieser Version von Colophon noch einmal.";

    UnpackDump "advice.dump.unpack"
        en "Unpack it, and choose the .sql file itself, or pack it as .gz, .zst or .zip."
        de "Entpacken Sie ihn, und wählen Sie die .sql-Datei selbst, oder packen Sie ihn als .gz, .zst oder .zip.";
    CompleteDump "advice.dump.complete"
        en "Get a complete copy of the dump."
        de "Besorgen Sie eine vollständige Kopie des Dumps.";
    DumpLimit "advice.dump.limit"
        en "No dump of this kind is like that; get it again."
        de "Kein Dump dieser Art ist so; besorgen Sie ihn noch einmal.";
    ChooseKind "advice.dump.kind"
        en "Choose one of the kinds of dumps that Colophon reads."
        de "Wählen Sie eine der Arten von Dumps, die Colophon liest.";
    ChooseValue "advice.value"
        en "Choose one of the values that it can have."
        de "Wählen Sie einen der zulässigen Werte.";
    PowerOfTwo "advice.build.scale"
        en "Use a power of two from 64 to 65536; 1024 is right for most indexes."
        de "Verwenden Sie eine Zweierpotenz von 64 bis 65536; 1024 ist für die meisten Indizes richtig.";
    NameBooks "advice.build.books"
        en "Choose documents, or a folder that holds some."
        de "Wählen Sie Dokumente oder einen Ordner, der welche enthält.";
    NameIndexOut "advice.build.out"
        en "Choose another file; indexes end in .colophon."
        de "Wählen Sie eine andere Datei; Indizes enden auf .colophon.";
    WritableFolder "advice.build.writable"
        en "Choose a folder in which you may write."
        de "Wählen Sie einen Ordner, in dem Sie schreiben dürfen.";
    MakeFolder "advice.build.folder"
        en "Create the folder first, or choose another."
        de "Legen Sie den Ordner zuerst an, oder wählen Sie einen anderen.";
    LinesOfText "advice.build.text"
        en "A work needs at least some lines of text."
        de "Ein Werk braucht mindestens einige Zeilen Text.";

    IsbnForm "advice.isbn"
        en "An ISBN has ten or thirteen digits; see the book’s imprint page."
        de "Eine ISBN hat zehn oder dreizehn Ziffern; sie steht im Impressum des Buches.";
    AboutForm "advice.build.about"
        en "Write a JSON object with any of description (1,000 characters at most), publisher, contact and licence (250 each), in double quotation marks."
        de "Schreiben Sie ein JSON-Objekt mit description (höchstens 1.000 Zeichen), publisher, contact oder licence (je 250), in geraden Anführungszeichen.";
    LookUpIsbn "advice.lookup.isbn"
        en "Look up the book’s ISBN, which is on its imprint page, or add an index that lists titles."
        de "Schlagen Sie die ISBN des Buches nach, die in seinem Impressum steht, oder fügen Sie einen Index mit Titeln hinzu.";
    DigestForm "advice.digest"
        en "A checksum has 32, 40 or 64 digits from 0 to 9 and a to f."
        de "Eine Prüfsumme hat 32, 40 oder 64 Ziffern von 0 bis 9 und a bis f.";
    NumberForm "advice.number"
        en "A DOI looks like 10.1000/182, an IMDb number like tt0116191, a registration number like TX0006123456."
        de "Eine DOI sieht aus wie 10.1000/182, eine IMDb-Nummer wie tt0116191, eine Registrierungsnummer wie TX0006123456.";
    NameSomething "advice.lookup"
        en "Give a title, an author, an ISBN or a checksum."
        de "Geben Sie einen Titel, einen Namen, eine ISBN oder eine Prüfsumme an.";
    DateForm "advice.date"
        en "Write a day as in 2021-06-30, a month as in 2021-06, a year, or a period as in 2021-06-01..2021-07-31."
        de "Schreiben Sie einen Tag wie 2021-06-30, einen Monat wie 2021-06, ein Jahr oder einen Zeitraum wie 2021-06-01..2021-07-31.";
    EarlierFirst "advice.date.order"
        en "Write the earlier date first, as in 2021-06-01..2021-07-31."
        de "Schreiben Sie das frühere Datum zuerst, wie in 2021-06-01..2021-07-31.";
    AnotherFolder "advice.report.folder"
        en "Choose another folder for the report."
        de "Wählen Sie einen anderen Ordner für den Bericht.";
    MoveAway "advice.report.move"
        en "Move it, or choose another folder for the report."
        de "Verschieben Sie sie, oder wählen Sie einen anderen Ordner für den Bericht.";
    MoveFileAway "advice.report.move-file"
        en "Move the file, or choose another place for the report."
        de "Verschieben Sie die Datei, oder wählen Sie einen anderen Ort für den Bericht.";
    CheckManuscriptAgain "advice.check-manuscript-again"
        en "Check the manuscript again."
        de "Prüfen Sie das Manuskript noch einmal.";
    CheckListAgain "advice.check-list-again"
        en "Check the list again."
        de "Prüfen Sie die Liste noch einmal.";
    CheckAlone "advice.check-alone"
        en "Check its file on its own."
        de "Prüfen Sie die Datei einzeln.";
    StoreFolder "advice.library.folder"
        en "Check that the folder is there and that you may write to it."
        de "Prüfen Sie, ob der Ordner da ist und ob Sie darin schreiben dürfen.";
    ForgetResult "advice.library.forget"
        en "Forget it, and check the manuscript again."
        de "Löschen Sie es, und prüfen Sie das Manuskript noch einmal.";
    RestartToErase "advice.library.erase"
        en "Close other windows of Colophon, and restart it: it then overwrites what was forgotten."
        de "Schließen Sie andere Fenster von Colophon, und starten Sie es neu: Gelöschtes wird dann überschrieben.";
    SetHome "advice.home"
        en "Set the variable HOME."
        de "Setzen Sie die Variable HOME.";

    UploadUnderWay "advice.source.upload"
        en "The publisher may be uploading just now: try again later. If it stays so, tell the publisher."
        de "Vielleicht lädt der Herausgeber gerade hoch: Versuchen Sie es später noch einmal. Wenn es so bleibt, sagen Sie es dem Herausgeber.";
    IndexNotSource "advice.source.index"
        en "Choose it for a check, or put it in your index folder."
        de "Wählen Sie ihn für eine Prüfung aus, oder legen Sie ihn in Ihren Index-Ordner.";

    UploadAgain "advice.publish.upload"
        en "Upload this file again, and check the address once more."
        de "Laden Sie diese Datei noch einmal hoch, und prüfen Sie dann wieder die Adresse.";
    ConfirmAgain "advice.publish.confirm"
        en "Renew the index, and upload timestamp.json."
        de "Erneuern Sie die Bestätigung, und laden Sie timestamp.json hoch.";
    PublishedFolder "advice.publish.folder"
        en "Choose the folder that was made for publishing."
        de "Wählen Sie den Ordner, der zum Veröffentlichen angelegt wurde.";
    RestoreFolder "advice.publish.restore"
        en "Restore the folder from a copy; nothing in it may be changed by hand."
        de "Stellen Sie den Ordner aus einer Kopie wieder her; von Hand darf darin nichts geändert werden.";
    EmptyFolder "advice.publish.empty"
        en "Choose a folder that does not exist yet or is empty."
        de "Wählen Sie einen Ordner, den es noch nicht gibt oder der leer ist.";
    KeysElsewhere "advice.publish.keys.elsewhere"
        en "Keep the file of keys outside the folder, because everything in it becomes public."
        de "Bewahren Sie die Schlüsseldatei außerhalb des Ordners auf, denn alles darin wird öffentlich.";
    KeysExist "advice.publish.keys.exist"
        en "Move that file to a safe place, or choose another name."
        de "Verschieben Sie diese Datei an einen sicheren Ort, oder wählen Sie einen anderen Namen.";
    LongerPassphrase "advice.publish.passphrase"
        en "Use eight characters or more; four words that have nothing to do with each other are best."
        de "Verwenden Sie mindestens acht Zeichen; am besten sind vier Wörter, die nichts miteinander zu tun haben.";
    PublishFields "advice.publish.fields"
        en "Give a name and a contact, each in one line, and addresses that begin with https://."
        de "Geben Sie einen Namen und einen Kontakt an, je in einer Zeile, und Adressen, die mit https:// beginnen.";
    NumberOfKeys "advice.publish.number"
        en "Use one to eight keys, of which one to all have to sign."
        de "Verwenden Sie einen bis acht Schlüssel, von denen mindestens einer und höchstens alle signieren müssen.";
    WaitForOther "advice.publish.wait"
        en "Wait until it is finished, and try again."
        de "Warten Sie, bis das beendet ist, und versuchen Sie es noch einmal.";
    CorrectTitles "advice.publish.titles"
        en "Correct the titles and authors in works.tsv, or name the files by their titles, and build the index again."
        de "Berichtigen Sie Titel und Autoren in works.tsv, oder benennen Sie die Dateien nach den Titeln, und erstellen Sie den Index neu.";
    OtherIndex "advice.publish.other"
        en "Choose an index with the same recipe and scale whose content is not published yet."
        de "Wählen Sie einen Index mit demselben Rezept und derselben Skala, dessen Inhalt noch nicht veröffentlicht ist.";
    NothingToMerge "advice.publish.merged"
        en "There is nothing to do."
        de "Es ist nichts zu tun.";
    MakeNewBase "advice.publish.base"
        en "Publish a new base, which merges the files into one."
        de "Veröffentlichen Sie eine neue Basis, die die Dateien zu einer zusammenführt.";
    AddFirst "advice.publish.first"
        en "Add an index first."
        de "Fügen Sie zuerst einen Index hinzu.";
    EnoughKeys "advice.publish.enough"
        en "Make sure that each role keeps as many keys as have to sign."
        de "Sorgen Sie dafür, dass jede Rolle so viele Schlüssel behält, wie signieren müssen.";
    KnownKey "advice.publish.known-key"
        en "Use the id of one of the keys, or enough of its first digits: eight or more."
        de "Verwenden Sie die Kennung eines der Schlüssel oder genug von ihren ersten Zeichen: mindestens acht.";
    KeysBack "advice.publish.keys.back"
        en "Restore it from your backup. Without a backup, replace the everyday key with the help of the paper key."
        de "Kopieren Sie sie von Ihrer Sicherung zurück. Wenn es keine gibt, ersetzen Sie den Alltagsschlüssel mithilfe des Papierschlüssels.";
    RenewKeysBack "advice.publish.keys.renew"
        en "Restore it from your backup, or make a new key for renewing."
        de "Kopieren Sie sie von Ihrer Sicherung zurück, oder erzeugen Sie einen neuen Schlüssel zum Erneuern.";
    MoreProof "advice.publish.proof.more"
        en "Type the words of a paper key, or let the change wait for the signatures of others."
        de "Geben Sie die Wörter eines Papierschlüssels ein, oder lassen Sie die Änderung auf die Signaturen der anderen warten.";
    OtherProof "advice.publish.proof.other"
        en "Type the words of a paper key. A key that is neither lost nor stolen needs no dropping to be replaced."
        de "Geben Sie die Wörter eines Papierschlüssels ein. Ein Schlüssel, der weder verloren noch gestohlen ist, lässt sich auch ersetzen, ohne ihn zu streichen.";
    RhythmProof "advice.publish.proof.rhythm"
        en "Type the words of a paper key."
        de "Geben Sie die Wörter eines Papierschlüssels ein.";
    OtherWords "advice.publish.proof.words"
        en "Type the words of another key, or drop another one: a lost or stolen key proves nothing."
        de "Geben Sie die Wörter eines anderen Schlüssels ein, oder streichen Sie einen anderen: Ein verlorener oder gestohlener Schlüssel beweist nichts.";
    RightPaper "advice.publish.paper.right"
        en "Take the paper with the id of one of these keys; words that were replaced count no more."
        de "Nehmen Sie das Blatt mit der Kennung eines dieser Schlüssel; ersetzte Wörter gelten nicht mehr.";
    WhichPaper "advice.publish.paper.which"
        en "Choose the one that is lost or was seen."
        de "Wählen Sie den aus, der verloren ist oder gesehen wurde.";
    SetClock "advice.publish.clock"
        en "Set the date of this computer, and try again."
        de "Stellen Sie das Datum dieses Computers, und versuchen Sie es noch einmal.";
    TypeTwice "advice.publish.passphrase.twice"
        en "Type the same passphrase twice."
        de "Geben Sie zweimal dieselbe Passphrase ein.";
    SignPending "advice.publish.pending"
        en "Add the signatures that it lacks. To give it up, delete the folder whose name ends in .pending, and nothing else."
        de "Fügen Sie die fehlenden Signaturen hinzu. Um sie aufzugeben, löschen Sie den Ordner, dessen Name auf .pending endet, und sonst nichts.";
    NothingPending "advice.publish.nothing-pending"
        en "Replace a key first, or get the folder of the pending change from the person who made it."
        de "Ersetzen Sie zuerst einen Schlüssel, oder lassen Sie sich den Ordner der ausstehenden Änderung geben.";
    MakeKey "advice.seal.key"
        en "Choose the file that holds the key, or make a new key."
        de "Wählen Sie die Datei mit dem Schlüssel, oder erzeugen Sie einen neuen.";
    PublicKeyForm "advice.seal.public"
        en "Choose the file that the sender gave you, or copy the whole text of the key, which begins with ed25519:."
        de "Wählen Sie die Datei, die Sie vom Absender haben, oder kopieren Sie den ganzen Text des Schlüssels, der mit ed25519: beginnt.";
    KeyOutside "advice.seal.outside"
        en "Keep the key outside the folder of the report, because that folder is handed on."
        de "Bewahren Sie den Schlüssel außerhalb des Berichtsordners auf, denn dieser wird weitergegeben.";
    KeyPassphrase "advice.seal.passphrase"
        en "Have the passphrase of the key ready."
        de "Halten Sie die Passphrase des Schlüssels bereit.";
    PaperWords "advice.publish.words"
        en "Type the 24 words in the order of their numbers."
        de "Geben Sie die 24 Wörter in der Reihenfolge ihrer Nummern ein.";
}

/// Returns a hint that a report holds in English, in another language.
///
/// For a hint that is not one of ours, or an empty one, returns the advice of
/// the code.
pub(crate) fn translated(language: Language, code: Code, hint: &str) -> String {
    if language == Language::English && !hint.is_empty() {
        return hint.to_owned();
    }
    let own = Advice::ALL.iter().map(|advice| advice.phrase());
    let of_codes = Code::ALL.iter().map(|code| code.advice());
    let is_it = |phrase: &&Phrase| phrase.say(Language::English) == hint;
    let phrase = own.chain(of_codes).find(is_it);
    let phrase = phrase.filter(|_| !hint.is_empty()).unwrap_or(code.advice());
    phrase.say(language).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Advice, translated};
    use crate::code::Code;
    use crate::language::Language::{self, English, German};

    #[test]
    fn no_advice_names_a_flag() {
        for advice in Advice::ALL {
            for language in Language::ALL {
                let text = advice.phrase().say(language);
                assert!(!text.contains("--") && text.ends_with('.'), "{text}");
            }
        }
    }

    #[test]
    fn a_hint_is_known_again_in_another_language() {
        for advice in Advice::ALL {
            let [english, german] = Language::ALL.map(|language| advice.phrase().say(language));
            assert_eq!(translated(German, Code::Internal, english), german);
            assert_eq!(translated(English, Code::Internal, english), english);
        }
        let own = Code::Encrypted.hint(German);
        assert_eq!(translated(German, Code::Encrypted, "Ask the owner."), own);
        assert_eq!(translated(German, Code::Encrypted, ""), own);
        assert_eq!(
            translated(English, Code::Encrypted, ""),
            Code::Encrypted.hint(English)
        );
    }
}
