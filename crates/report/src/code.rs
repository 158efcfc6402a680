//! Every stable word for something that went wrong or that a reader should
//! know, with its sentence and its hint in every language.
//!
//! A code is what programs read: it never changes. The sentences are for
//! people and may. A code without a sentence or a hint in one of the languages
//! does not compile, neither here nor in the window.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::phrase::{Phrase, forms};

macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident $word:literal
        en $en:literal hint $en_hint:literal
        de $de:literal hint $de_hint:literal;
    )*) => {
        /// A stable word for an error, a notice or a skipped file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum Code {
            $(
                $(#[$doc])*
                #[serde(rename = $word)]
                $name,
            )*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the word, as reports and programs have it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// Returns what happened, for a reader who sees nothing else of it.
            #[must_use]
            pub const fn sentence(self) -> &'static Phrase {
                match self {
                    $(
                        Self::$name => &Phrase {
                            key: concat!("failure.", $word),
                            english: forms!($en),
                            german: forms!($de),
                        },
                    )*
                }
            }

            /// Returns what can be done about it.
            #[must_use]
            pub const fn advice(self) -> &'static Phrase {
                match self {
                    $(
                        Self::$name => &Phrase {
                            key: concat!("failure.", $word, ".hint"),
                            english: forms!($en_hint),
                            german: forms!($de_hint),
                        },
                    )*
                }
            }
        }
    };
}

codes! {
    // Files and documents.
    /// A file cannot be opened or read.
    Unreadable "unreadable"
        en "The file cannot be opened."
        hint "Check that the file is still there and that you are allowed to open it."
        de "Die Datei lässt sich nicht öffnen."
        hint "Prüfen Sie, ob die Datei noch da ist und ob Sie sie öffnen dürfen.";
    /// A file has no content.
    Empty "empty"
        en "The file is empty."
        hint "Choose a file that has something in it."
        de "Die Datei ist leer."
        hint "Wählen Sie eine Datei mit Inhalt.";
    /// A file of a kind that is not read.
    Unsupported "unsupported"
        en "Colophon does not read this kind of file."
        hint "Save the text as DOCX, EPUB, PDF or plain text, and check that."
        de "Diese Art von Datei liest Colophon nicht."
        hint "Speichern Sie den Text als DOCX, EPUB, PDF oder reinen Text, und prüfen Sie diese Datei.";
    /// A document is locked, or a part of it.
    Encrypted "encrypted"
        en "The file, or part of it, is locked with a password or copy protection."
        hint "Save a copy without a password or copy protection, and check that."
        de "Die Datei oder ein Teil davon ist durch ein Passwort oder einen Kopierschutz gesperrt."
        hint "Speichern Sie eine Kopie ohne Passwort und Kopierschutz, und prüfen Sie diese.";
    /// Pages are pictures without text.
    NoTextLayer "no-text-layer"
        en "Some or all pages are pictures without text."
        hint "Run text recognition (OCR) on the file, or check the file you wrote the text in."
        de "Einige oder alle Seiten sind Bilder ohne Text."
        hint "Führen Sie eine Texterkennung (OCR) durch, oder prüfen Sie die Datei, in der Sie den Text geschrieben haben.";
    /// The end of a file is missing.
    Truncated "truncated"
        en "The file is incomplete: its end is missing."
        hint "Get a complete copy of the file, and check that."
        de "Die Datei ist unvollständig: Das Ende fehlt."
        hint "Besorgen Sie sich eine vollständige Kopie der Datei, und prüfen Sie diese.";
    /// A file breaks the rules of its format, or a part of it does.
    Damaged "damaged"
        en "The file, or part of it, is damaged."
        hint "Open it in the program that made it, save it again, and try again."
        de "Die Datei oder ein Teil davon ist beschädigt."
        hint "Öffnen Sie sie in dem Programm, mit dem sie erstellt wurde, speichern Sie sie neu, und versuchen Sie es noch einmal.";
    /// A document or a list is larger or more deeply nested than is read.
    LimitExceeded "limit-exceeded"
        en "The file is larger or more deeply nested than Colophon can read."
        hint "Split the file, or save the text in another format, such as DOCX, EPUB or plain text."
        de "Die Datei ist größer oder tiefer verschachtelt, als Colophon liest."
        hint "Teilen Sie die Datei, oder speichern Sie den Text in einem anderen Format, etwa als DOCX, EPUB oder reinen Text.";
    /// Reading took longer than is allowed.
    TimedOut "timed-out"
        en "Reading took too long and was stopped."
        hint "Save the text in another format, such as DOCX, EPUB or plain text, and check that."
        de "Das Lesen hat zu lange gedauert und wurde abgebrochen."
        hint "Speichern Sie den Text in einem anderen Format, etwa als DOCX, EPUB oder reinen Text, und prüfen Sie diese Datei.";
    /// The reader of the format crashed.
    ParserCrashed "parser-crashed"
        en "Reading stopped unexpectedly; the file is probably damaged."
        hint "Save the text in another format, such as DOCX, EPUB or plain text, and check that."
        de "Das Lesen ist unerwartet abgebrochen; die Datei ist vermutlich beschädigt."
        hint "Speichern Sie den Text in einem anderen Format, etwa als DOCX, EPUB oder reinen Text, und prüfen Sie diese Datei.";
    /// The process that reads files could not be started.
    NotStarted "not-started"
        en "The separate process in which Colophon reads files could not be started."
        hint "Restart Colophon, and try again; if that does not help, install it again. Nothing is wrong with the file."
        de "Der eigene Prozess, in dem Colophon Dateien liest, ließ sich nicht starten."
        hint "Starten Sie Colophon neu, und versuchen Sie es noch einmal; hilft das nicht, installieren Sie es neu. Mit der Datei ist alles in Ordnung.";
    /// The machine is short of memory, processes or open files.
    MachineShort "machine-short"
        en "This computer did not have enough memory, processes or open files left."
        hint "Close other programs, or check fewer files at the same time, and try again. Nothing is wrong with the file."
        de "Auf diesem Computer waren nicht genug Speicher, Prozesse oder offene Dateien frei."
        hint "Schließen Sie andere Programme, oder prüfen Sie weniger Dateien gleichzeitig, und versuchen Sie es noch einmal. Mit der Datei ist alles in Ordnung.";
    /// Letters were stored in the wrong encoding and have been restored.
    EncodingMended "encoding-mended"
        en "Accented letters were stored incorrectly and have been restored for the comparison."
        hint ""
        de "Buchstaben mit Akzenten waren falsch gespeichert und wurden für den Vergleich wiederhergestellt."
        hint "";
    /// There is too little text to compare.
    TooShort "too-short"
        en "There is too little text to compare."
        hint "Check a longer piece, or a file with the whole text."
        de "Der Text ist zu kurz für einen Vergleich."
        hint "Prüfen Sie einen längeren Ausschnitt oder eine Datei mit dem ganzen Text.";

    // Indexes.
    /// There is no index to compare with.
    NoIndex "no-index"
        en "There is no index to search."
        hint "Add an index first: one of an authors’ association, or one that you build of a collection’s metadata dump."
        de "Es gibt keinen Index, der durchsucht werden kann."
        hint "Fügen Sie zuerst einen Index hinzu: den eines Autorenverbands oder einen, den Sie aus den Katalogdaten einer Sammlung erstellen.";
    /// A file is not an index that this version reads.
    IndexIncompatible "index-incompatible"
        en "This is not an index that this version can read."
        hint "Get a newer version of the index or of Colophon."
        de "Das ist kein Index, den diese Version lesen kann."
        hint "Besorgen Sie eine neuere Version des Index oder von Colophon.";
    /// An index is damaged.
    IndexDamaged "index-damaged"
        en "The index is damaged."
        hint "Get the index again."
        de "Der Index ist beschädigt."
        hint "Besorgen Sie den Index noch einmal.";
    /// The files of a set do not belong together.
    MixedVersions "mixed-versions"
        en "The files of the index belong to different versions of it."
        hint "Get the whole index again, so that all its files are of one version."
        de "Die Dateien des Index gehören zu verschiedenen Fassungen."
        hint "Besorgen Sie den ganzen Index noch einmal, damit alle Dateien zusammenpassen.";
    /// A file of a set is missing.
    SourceIncomplete "source-incomplete"
        en "A file of the index is missing."
        hint "Put the missing file back, or get the whole index again."
        de "Eine Datei des Index fehlt."
        hint "Legen Sie die fehlende Datei zurück, oder besorgen Sie den ganzen Index noch einmal.";
    /// The memory that may be used is not enough.
    MemoryLimit "memory-limit"
        en "The memory that Colophon may use was not enough for this."
        hint "Close other programs, search fewer indexes at a time, or use fewer jobs."
        de "Der Arbeitsspeicher, den Colophon verwenden darf, hat dafür nicht gereicht."
        hint "Schließen Sie andere Programme, oder durchsuchen Sie weniger Indizes auf einmal.";
    /// No index has a catalogue.
    NoCatalogue "no-catalogue"
        en "None of the indexes has a catalogue, so nothing could be looked up."
        hint "Use an index with a catalogue, or check the file itself."
        de "Keiner der Indizes enthält einen Katalog; es konnte nichts nachgeschlagen werden."
        hint "Verwenden Sie einen Index mit Katalog, oder prüfen Sie die Datei selbst.";
    /// The indexes hold no texts.
    NoTexts "no-texts"
        en "The index holds no texts to compare with."
        hint ""
        de "Der Index enthält keine Texte zum Vergleichen."
        hint "";
    /// An index holds a text under the title and author of a book without a file.
    TextInIndex "text-in-index"
        en "The text is in the index, under this title and author."
        hint "Give Colophon the file to compare."
        de "Der Text ist im Index, unter diesem Titel und Autor."
        hint "Geben Sie Colophon die Datei zum Vergleich.";
    /// A DOI was asked for, and no index lists any.
    NoDois "no-dois"
        en "None of the indexes lists DOIs, so this one could not be looked up."
        hint "Look the text up by its title or its author."
        de "Keiner der Indizes enthält DOIs; diese ließ sich nicht nachschlagen."
        hint "Schlagen Sie den Text nach seinem Titel oder seinem Autor nach.";
    /// The number of a book was asked for, and no index lists any.
    NoIsbns "no-isbns"
        en "None of the indexes lists numbers of books, so this one could not be looked up."
        hint "Look the book up by its title or its author, or add an index of books."
        de "Keiner der Indizes enthält Buchnummern; diese ließ sich nicht nachschlagen."
        hint "Schlagen Sie das Buch nach seinem Titel oder seinem Autor nach, oder fügen Sie einen Index von Büchern hinzu.";
    /// A film was asked for, and no index lists any.
    NoFilms "no-films"
        en "None of the indexes lists films or television, so this number could not be looked up."
        hint "Add an index of films, such as one of OpenSubtitles."
        de "Keiner der Indizes enthält Filme oder Fernsehserien; diese Nummer ließ sich nicht nachschlagen."
        hint "Fügen Sie einen Index von Filmen hinzu, etwa einen von OpenSubtitles.";
    /// A name was asked for, and the indexes list numbers only.
    NumbersOnly "numbers-only"
        en "The indexes list numbers such as ISBNs only, so a name or a title could not be looked up."
        hint "Look the book up by its ISBN, or add an index that lists titles and authors."
        de "Die Indizes enthalten nur Nummern wie ISBNs; ein Name oder ein Titel ließ sich nicht nachschlagen."
        hint "Schlagen Sie das Buch nach seiner ISBN nach, oder fügen Sie einen Index mit Titeln und Autoren hinzu.";

    // Getting and publishing an index.
    /// What was named is not a source of an index.
    NotASource "not-a-source"
        en "This is not a source of an index."
        hint "Check the address or the file with the publisher. A source is a file that ends in .colophon-source, a link, or a folder."
        de "Das ist keine Quelle eines Index."
        hint "Vergleichen Sie die Adresse oder die Datei mit der Angabe des Herausgebers. Eine Quelle ist eine Datei mit der Endung .colophon-source, ein Link oder ein Ordner.";
    /// The first root is another one than the link names.
    FingerprintDiffers "fingerprint-differs"
        en "The fingerprint is not the one that the publisher gave."
        hint "Ask the publisher for the link or the source file again, by another way than you got it. Do not use this source until it fits."
        de "Der Fingerabdruck ist nicht der, den der Herausgeber angegeben hat."
        hint "Bitten Sie den Herausgeber auf einem anderen Weg noch einmal um den Link oder die Quelldatei. Verwenden Sie diese Quelle nicht, solange er nicht passt.";
    /// The fingerprint of a source was not confirmed.
    FingerprintUnknown "fingerprint-unknown"
        en "An address alone does not say who publishes the index. Its fingerprint has to be compared once."
        hint "Compare the fingerprint with the one that the publisher gives, or use the publisher’s link or source file."
        de "Eine Adresse allein sagt nicht, wer den Index herausgibt. Ihr Fingerabdruck muss einmal verglichen werden."
        hint "Vergleichen Sie den Fingerabdruck mit dem, den der Herausgeber angibt, oder verwenden Sie seinen Link oder seine Quelldatei.";
    /// Something was changed after it was signed, or somebody else signed it.
    SignatureInvalid "signature-invalid"
        en "The signature is wrong: this is not what the publisher signed."
        hint "Try again later. If it stays so, tell the publisher."
        de "Die Signatur stimmt nicht: Das hat der Herausgeber nicht so signiert."
        hint "Versuchen Sie es später noch einmal. Wenn es so bleibt, sagen Sie es dem Herausgeber.";
    /// Too few keys signed.
    ThresholdNotMet "threshold-not-met"
        en "It is not signed by as many of the publisher’s keys as it has to be."
        hint "Try again later. If it stays so, tell the publisher."
        de "Es haben weniger Schlüssel des Herausgebers signiert als nötig."
        hint "Versuchen Sie es später noch einmal. Wenn es so bleibt, sagen Sie es dem Herausgeber.";
    /// A host offers something older than what was there.
    RolledBack "rolled-back"
        en "The host offers an older state than the one that is known already."
        hint "Keep the index that you have, and try again later. If it stays so, tell the publisher."
        de "Angeboten wird eine ältere Fassung als die, die schon bekannt ist."
        hint "Behalten Sie den Index, den Sie haben, und versuchen Sie es später noch einmal. Wenn es so bleibt, sagen Sie es dem Herausgeber.";
    /// The publisher's last word is too old.
    IndexExpired "index-expired"
        en "The publisher has not confirmed for some time that this is the newest state of the index."
        hint "The index can still be used. Ask the publisher whether there is a newer one, and check that this computer’s date is right."
        de "Der Herausgeber hat seit einiger Zeit nicht bestätigt, dass dies die neueste Fassung des Index ist."
        hint "Der Index lässt sich weiter verwenden. Fragen Sie den Herausgeber nach einem neueren, und prüfen Sie, ob das Datum dieses Computers stimmt.";
    /// The computer's clock cannot be right.
    ClockWrong "clock-wrong"
        en "This computer’s date is earlier than it can be, so Colophon cannot tell whether the index is up to date."
        hint "Set the date and time of this computer, and check for updates again."
        de "Das Datum dieses Computers liegt zu weit zurück; darum lässt sich nicht sagen, ob der Index aktuell ist."
        hint "Stellen Sie Datum und Uhrzeit dieses Computers, und suchen Sie noch einmal nach Aktualisierungen.";
    /// A file is longer than it may be.
    TooLarge "too-large"
        en "A file of the source is longer than it may be."
        hint "Tell the publisher. Nothing of it was used."
        de "Eine Datei der Quelle ist länger als erlaubt."
        hint "Sagen Sie es dem Herausgeber. Nichts davon wurde verwendet.";
    /// A host sends hardly anything.
    TooSlow "too-slow"
        en "The host sends hardly anything."
        hint "Try again later. What arrived is kept."
        de "Der Server sendet kaum etwas."
        hint "Versuchen Sie es später noch einmal. Was schon angekommen ist, bleibt erhalten.";
    /// A part is not what was signed, however often it is fetched.
    PartDamaged "part-damaged"
        en "A part of the index arrived damaged each time."
        hint "Try again later. What arrived undamaged is kept."
        de "Ein Teil des Index kam jedes Mal beschädigt an."
        hint "Versuchen Sie es später noch einmal. Was unbeschädigt ankam, bleibt erhalten.";
    /// No host answers.
    Unreachable "unreachable"
        en "The host does not answer."
        hint "Check that this computer is connected to the internet, and try again later."
        de "Der Server antwortet nicht."
        hint "Prüfen Sie, ob dieser Computer mit dem Internet verbunden ist, und versuchen Sie es später noch einmal.";
    /// A network asks to sign in first.
    CaptivePortal "captive-portal"
        en "A web page came instead of the index. The network may want you to sign in first."
        hint "Open any web page in your browser, sign in to the network, and try again."
        de "Statt des Index kam eine Webseite. Vielleicht verlangt das Netz erst eine Anmeldung."
        hint "Öffnen Sie irgendeine Seite im Browser, melden Sie sich im Netz an, und versuchen Sie es noch einmal.";
    /// A certificate is not trusted.
    TlsUntrusted "tls-untrusted"
        en "The host could not prove who it is."
        hint "Check this computer’s date and its certificates (on Linux the package ca-certificates), and try another network."
        de "Der Server konnte sich nicht ausweisen."
        hint "Prüfen Sie das Datum dieses Computers und seine Zertifikate (unter Linux das Paket ca-certificates), und versuchen Sie ein anderes Netz.";
    /// A proxy does not let it through.
    ProxyFailed "proxy-failed"
        en "The proxy did not let Colophon through."
        hint "Check the proxy that is set for this computer."
        de "Der Proxy hat Colophon nicht durchgelassen."
        hint "Prüfen Sie den Proxy, der für diesen Computer eingestellt ist.";
    /// An address without encryption.
    InsecureAddress "insecure-address"
        en "The address does not begin with https://."
        hint "Ask the publisher for an address that begins with https://. Addresses that end in .onion need the proxy of Tor."
        de "Die Adresse beginnt nicht mit https://."
        hint "Bitten Sie den Herausgeber um eine Adresse, die mit https:// beginnt. Adressen, die auf .onion enden, brauchen den Proxy von Tor.";
    /// A host sends somewhere else where nothing is fetched from.
    RedirectRefused "redirect-refused"
        en "The host sends Colophon to an address that it does not follow."
        hint "Tell the publisher."
        de "Der Server verweist auf eine Adresse, der Colophon nicht folgt."
        hint "Sagen Sie es dem Herausgeber.";
    /// A host asks to wait.
    ServerRefused "server-refused"
        en "The host asks to wait before it sends more."
        hint "Try again after the time that it names. Colophon does not ask before."
        de "Der Server bittet zu warten, bevor er mehr sendet."
        hint "Versuchen Sie es nach der genannten Zeit noch einmal. Vorher fragt Colophon nicht.";
    /// A folder cannot be written to.
    ReadOnly "read-only"
        en "Colophon cannot write to its folder."
        hint "Check that you may write to your home folder and that its disk is not read-only."
        de "Colophon kann nicht in seinen Ordner schreiben."
        hint "Prüfen Sie, ob Sie in Ihren persönlichen Ordner schreiben dürfen und ob der Datenträger schreibgeschützt ist.";
    /// Another Colophon is at it.
    Busy "busy"
        en "Another Colophon is getting this index at the moment."
        hint "Wait until it is finished, or stop it."
        de "Ein anderes Colophon holt diesen Index gerade."
        hint "Warten Sie, bis es fertig ist, oder halten Sie es an.";
    /// An index needs a newer program.
    NewerFormat "newer-format"
        en "The index is made for a newer version of Colophon."
        hint "Get a newer version of Colophon. The index that you have can still be used."
        de "Der Index ist für eine neuere Version von Colophon."
        hint "Besorgen Sie eine neuere Version von Colophon. Der Index, den Sie haben, lässt sich weiter verwenden.";
    /// The program that fetches is not there.
    FetcherMissing "fetcher-missing"
        en "The program that downloads indexes (colophon-fetch) is not there or does not start."
        hint "Install Colophon again. An index in a folder or on a USB stick can be added without it."
        de "Das Programm, das Indizes herunterlädt (colophon-fetch), fehlt oder startet nicht."
        hint "Installieren Sie Colophon neu. Ein Index in einem Ordner oder auf einem USB-Stick lässt sich auch ohne es hinzufügen.";
    /// The program that fetches is not fenced.
    FetcherUnfenced "fetcher-unfenced"
        en "The system does not restrict the program that downloads indexes."
        hint "It still asks only the addresses of your sources. A newer Linux kernel can restrict it."
        de "Das System schränkt das Programm, das Indizes herunterlädt, nicht ein."
        hint "Es fragt trotzdem nur die Adressen Ihrer Quellen. Ein neuerer Linux-Kernel kann es einschränken.";
    /// Nobody knows this source.
    SourceUnknown "source-unknown"
        en "There is no source with this name or id."
        hint "Choose one of the sources that you have added."
        de "Eine Quelle mit diesem Namen oder dieser Kennung gibt es nicht."
        hint "Wählen Sie eine der Quellen, die Sie hinzugefügt haben.";
    /// A key that has to sign is not there.
    KeyMissing "key-missing"
        en "A key that has to sign is not there."
        hint "Choose the file that holds the key, and have its passphrase ready."
        de "Ein Schlüssel, der signieren muss, ist nicht da."
        hint "Wählen Sie die Datei mit dem Schlüssel, und halten Sie die Passphrase bereit.";
    /// A passphrase is wrong.
    PassphraseWrong "passphrase-wrong"
        en "The passphrase is wrong, or the key is damaged."
        hint "Type the passphrase again; capitals and spaces count."
        de "Die Passphrase ist falsch, oder der Schlüssel ist beschädigt."
        hint "Geben Sie die Passphrase noch einmal ein; auf Großbuchstaben und Leerzeichen kommt es an.";
    /// A work or record is not in the index.
    NotFoundInIndex "not-found-in-index"
        en "The index does not hold it."
        hint "Check the id or the checksum. Nothing was changed."
        de "Im Index kommt das nicht vor."
        hint "Prüfen Sie die Kennung oder die Prüfsumme. Nichts wurde geändert.";

    // Sealed reports.
    /// A folder has no seal that can be read.
    NotSealed "not-sealed"
        en "This is not a sealed report."
        hint "Choose the folder of a report, which has a file report.seal, or the files that you were sent, with the one that ends in .seal."
        de "Das ist kein versiegelter Bericht."
        hint "Wählen Sie den Ordner eines Berichts, in dem die Datei report.seal liegt, oder die Dateien, die Sie bekommen haben, mit der, die auf .seal endet.";
    /// Files of a report are not as they were sealed.
    ReportChanged "report-changed"
        en "The report is not as it was sealed."
        hint "Ask the sender for the report again."
        de "Der Bericht ist nicht mehr so, wie er versiegelt wurde."
        hint "Bitten Sie den Absender noch einmal um den Bericht.";
    /// A report was not written to its end.
    ReportUnfinished "report-unfinished"
        en "The report is incomplete: it is being written, or writing it was interrupted."
        hint "Check the list again, with the same folder for the report."
        de "Der Bericht ist unvollständig: Er wird gerade geschrieben, oder das Schreiben wurde unterbrochen."
        hint "Prüfen Sie die Liste noch einmal, mit demselben Ordner für den Bericht.";
    /// A report is not signed with the key that was given, or not rightly.
    SealSignatureWrong "seal-signature-wrong"
        en "The signature of the report is wrong, or is not of the key that was given."
        hint "Ask the sender for the report again, and whether you have the right public key."
        de "Die Signatur des Berichts ist falsch oder stammt nicht von dem angegebenen Schlüssel."
        hint "Bitten Sie den Absender noch einmal um den Bericht, und fragen Sie, ob Sie den richtigen öffentlichen Schlüssel haben.";
    /// A key for sealing or verifying a report cannot be read.
    KeyUnreadable "key-unreadable"
        en "The key cannot be read."
        hint "Choose the file that holds the key."
        de "Der Schlüssel ist nicht lesbar."
        hint "Wählen Sie die Datei mit dem Schlüssel.";

    // Dumps.
    /// A dump breaks the rules of its kind.
    DumpDamaged "dump-damaged"
        en "The dump is damaged, or is of another kind than was chosen."
        hint "Get it again, or choose another kind."
        de "Die Katalogdaten sind beschädigt oder von anderer Art als gewählt."
        hint "Besorgen Sie sie noch einmal, oder wählen Sie eine andere Art.";
    /// A dump has nothing that its kind should have.
    DumpUnknown "dump-unknown"
        en "The file holds no entries of the kind that was chosen."
        hint "Choose another kind of dump."
        de "Die Datei enthält keine Einträge der gewählten Art."
        hint "Wählen Sie eine andere Art von Katalogdaten.";

    // Client lists.
    /// No column of a list could be taken for the title.
    ColumnsUnknown "columns-unknown"
        en "No column in the list could be recognised as the title."
        hint "Choose what each column holds, or give each column a heading such as client, title, author or isbn."
        de "Keine Spalte der Liste wurde als Titel erkannt."
        hint "Legen Sie fest, was jede Spalte enthält, oder geben Sie jeder Spalte eine Überschrift wie client, title, author oder isbn.";
    /// The end of a list is missing.
    ListTruncated "list-truncated"
        en "The end of the list is missing; any titles after this point are unknown."
        hint "Copy or export the list again."
        de "Das Ende der Liste fehlt; Titel nach dieser Stelle sind unbekannt."
        hint "Kopieren oder exportieren Sie die Liste noch einmal.";
    /// A sheet has no columns that are known.
    SheetUnknown "sheet-unknown"
        en "In one sheet of the list, no column could be recognised as the title."
        hint "If the sheet holds titles, give its columns headings."
        de "In einem Tabellenblatt der Liste wurde keine Spalte als Titel erkannt."
        hint "Falls das Blatt Titel enthält, geben Sie den Spalten Überschriften.";
    /// A sheet has text, and no table.
    SheetRemarks "sheet-remarks"
        en "A sheet of the list has text and no table, and was not read."
        hint ""
        de "Ein Tabellenblatt der Liste enthält Text und keine Tabelle und wurde nicht gelesen."
        hint "";
    /// A sheet is hidden.
    SheetHidden "sheet-hidden"
        en "A sheet of the list is hidden and was not read."
        hint "If the sheet holds titles, show it and save the list."
        de "Ein Tabellenblatt der Liste ist ausgeblendet und wurde nicht gelesen."
        hint "Falls das Blatt Titel enthält, blenden Sie es ein, und speichern Sie die Liste.";
    /// A row has no values.
    RowEmpty "row-empty"
        en "The row has no values."
        hint "Delete the row, or fill it in."
        de "Die Zeile enthält keine Werte."
        hint "Löschen Sie die Zeile, oder füllen Sie sie aus.";
    /// A row repeats the headings.
    RowHeader "row-header"
        en "The row repeats the headings."
        hint ""
        de "Die Zeile wiederholt die Überschriften."
        hint "";
    /// A row counts or sums up others.
    RowTotal "row-total"
        en "The row counts or sums up other rows."
        hint ""
        de "Die Zeile zählt oder summiert andere Zeilen."
        hint "";
    /// A row has values only outside the columns of the table.
    RowRemark "row-remark"
        en "The row has values only in columns without a heading."
        hint ""
        de "Die Zeile enthält nur Werte in Spalten ohne Überschrift."
        hint "";
    /// A row above the headings may be a title.
    RowAboveHeader "row-above-header"
        en "The row is above the headings, and was not read."
        hint "If the row is a title, move it below the headings."
        de "Die Zeile steht über den Überschriften und wurde nicht gelesen."
        hint "Falls die Zeile ein Titel ist, verschieben Sie sie unter die Überschriften.";
    /// A row has neither a title nor a number.
    RowNoTitle "row-no-title"
        en "The row has no title and no ISBN."
        hint "Add one of them; if the row is only a remark, you need not do anything."
        de "Die Zeile enthält weder Titel noch ISBN."
        hint "Ergänzen Sie eines von beiden; ist die Zeile nur eine Anmerkung, müssen Sie nichts tun.";
    /// A row cannot be read.
    RowMalformed "row-malformed"
        en "The row is damaged and could not be read."
        hint "Correct the row: a quotation mark, brace or separator is probably missing or in the wrong place."
        de "Die Zeile ist fehlerhaft und war nicht lesbar."
        hint "Korrigieren Sie die Zeile: Vermutlich fehlt ein Anführungszeichen, eine Klammer oder ein Trennzeichen oder steht an der falschen Stelle.";
    /// A row is longer than is read.
    RowTooLong "row-too-long"
        en "A value in this row is too long."
        hint "Shorten it, or look for a quotation mark that is never closed."
        de "Ein Wert in dieser Zeile ist zu lang."
        hint "Kürzen Sie ihn, oder suchen Sie nach einem Anführungszeichen, das nicht geschlossen wird.";
    /// A row withdraws its product.
    RowDeleted "row-deleted"
        en "The list marks this product as deleted."
        hint ""
        de "Die Liste kennzeichnet dieses Produkt als gelöscht."
        hint "";
    /// A row was read although it is not as it should be.
    RowRepaired "row-repaired"
        en "The row is not written as it should be; Colophon read it as best it could."
        hint "Compare what was read with your list."
        de "Die Zeile ist nicht richtig geschrieben; Colophon hat sie gelesen, so gut es ging."
        hint "Vergleichen Sie, was gelesen wurde, mit Ihrer Liste.";
    /// An ISBN was written wrongly and could be repaired.
    IsbnRepaired "isbn-repaired"
        en "An ISBN in this row was damaged and has been repaired."
        hint "Check that it is the right ISBN."
        de "Eine ISBN in dieser Zeile war beschädigt und wurde repariert."
        hint "Prüfen Sie, ob es die richtige ISBN ist.";
    /// An ISBN cannot be used.
    IsbnInvalid "isbn-invalid"
        en "An ISBN is not valid, so it was not used."
        hint "Correct it; it is on the book’s imprint page."
        de "Eine ISBN ist ungültig und wurde nicht verwendet."
        hint "Berichtigen Sie sie; sie steht im Impressum des Buches.";
    /// An ASIN cannot be used.
    AsinInvalid "asin-invalid"
        en "An ASIN is not valid, so it was not used."
        hint "Correct it; it has ten letters and digits."
        de "Eine ASIN ist ungültig und wurde nicht verwendet."
        hint "Berichtigen Sie sie; sie besteht aus zehn Buchstaben und Ziffern.";
    /// A DOI cannot be used.
    DoiInvalid "doi-invalid"
        en "A DOI is not valid, so it was not used."
        hint "Correct it; it begins with 10. and has a slash."
        de "Eine DOI ist ungültig und wurde nicht verwendet."
        hint "Berichtigen Sie sie; sie beginnt mit 10. und enthält einen Schrägstrich.";
    /// An ISSN cannot be used.
    IssnInvalid "issn-invalid"
        en "An ISSN is not valid, so it was not used."
        hint "Correct it; it has eight digits, of which the last may be an X."
        de "Eine ISSN ist ungültig und wurde nicht verwendet."
        hint "Berichtigen Sie sie; sie hat acht Ziffern, deren letzte ein X sein kann.";
    /// A number of a film cannot be used.
    ImdbInvalid "imdb-invalid"
        en "An IMDb number is not valid, so it was not used."
        hint "Correct it; it begins with tt and is in the address of the film’s page."
        de "Eine IMDb-Nummer ist ungültig und wurde nicht verwendet."
        hint "Berichtigen Sie sie; sie beginnt mit tt und steht in der Adresse der Seite des Films.";
    /// The number of a copyright registration cannot be used.
    RegistrationInvalid "registration-invalid"
        en "A registration number is missing or not valid, so it was not used."
        hint "Correct it; it has letters such as TX and up to ten digits, and is on the certificate."
        de "Eine Registrierungsnummer fehlt oder ist ungültig und wurde nicht verwendet."
        hint "Berichtigen Sie sie; sie besteht aus Buchstaben wie TX und bis zu zehn Ziffern und steht auf der Urkunde.";
    /// A date cannot be used, or only in part.
    DateInvalid "date-invalid"
        en "A date in this row could be read only in part, or not at all."
        hint "Write it as year, month and day: 2019-05-31."
        de "Ein Datum in dieser Zeile war nur teilweise oder gar nicht lesbar."
        hint "Schreiben Sie es als Jahr, Monat und Tag: 2019-05-31.";
    /// An answer is neither yes nor no.
    AnswerInvalid "answer-invalid"
        en "A value that should be yes or no is neither, so it was not used."
        hint "Write yes or no."
        de "Ein Wert sollte Ja oder Nein sein und ist keines von beiden; er wurde nicht verwendet."
        hint "Schreiben Sie Ja oder Nein.";
    /// A row gives more than one title of its book.
    OtherTitles "other-titles"
        en "The list gives more than one title of this book; each was looked up."
        hint "Check that they are titles of the same book."
        de "Die Liste nennt zu diesem Buch mehr als einen Titel; jeder wurde nachgeschlagen."
        hint "Prüfen Sie, ob es Titel desselben Buches sind.";
    /// A row has no title, but a number.
    TitleMissing "title-missing"
        en "The row has no title; the book was looked up by its number."
        hint "Write the title in its column."
        de "Die Zeile enthält keinen Titel; das Buch wurde nach seiner Nummer nachgeschlagen."
        hint "Tragen Sie den Titel in seine Spalte ein.";
    /// A row has no author.
    AuthorMissing "author-missing"
        en "The row has no author, so the same title alone proves nothing."
        hint "Add the author to the list."
        de "In der Zeile fehlt der Autor; ein gleicher Titel allein beweist nichts."
        hint "Ergänzen Sie in der Liste den Autor.";
    /// The author of a row was taken from elsewhere in the list.
    AuthorAssumed "author-assumed"
        en "The row has no author; the client, or the author of the rows above, was assumed."
        hint "If that is wrong, add the author to the list."
        de "In der Zeile fehlt der Autor; angenommen wurde der Kunde oder der Autor der Zeilen darüber."
        hint "Falls das nicht stimmt, ergänzen Sie in der Liste den Autor.";
    /// The encoding of a list was guessed.
    EncodingGuessed "encoding-guessed"
        en "The list does not say how its letters are encoded, so Colophon guessed."
        hint "If letters look wrong, save the list as UTF-8."
        de "Die Liste sagt nicht, wie ihre Buchstaben kodiert sind; Colophon hat es erraten."
        hint "Wenn Buchstaben falsch aussehen, speichern Sie die Liste als UTF-8.";
    /// Some letters of a list are lost.
    EncodingDamaged "encoding-damaged"
        en "Some letters of the list could not be read."
        hint "Save the list as UTF-8."
        de "Einige Buchstaben der Liste waren nicht lesbar."
        hint "Speichern Sie die Liste als UTF-8.";
    /// A title has too little to look it up by.
    NoAuthor "no-author"
        en "There is too little to look up: a title needs an author or an ISBN."
        hint "Add the author or the ISBN to the list."
        de "Die Angaben reichen zum Nachschlagen nicht aus: Zu einem Titel gehört der Autor oder die ISBN."
        hint "Ergänzen Sie in der Liste den Autor oder die ISBN.";
    /// A document does not say what it is, so a catalogue cannot be searched.
    NoName "no-name"
        en "The document does not give both a title and an author to look up."
        hint "Look the book up by its title and author, or put both in a list of titles."
        de "Das Dokument nennt nicht beides, Titel und Autor, zum Nachschlagen."
        hint "Schlagen Sie das Buch nach Titel und Autor nach, oder tragen Sie beide in eine Titelliste ein.";
    /// A document does not say what it is, and what it seems to be was looked up.
    Guessed "guessed"
        en "The document does not say what it is, so Colophon guessed."
        hint "Give the right title and author, and check again."
        de "Das Dokument sagt nicht, was es ist; Colophon hat es vermutet."
        hint "Geben Sie den richtigen Titel und Autor an, und prüfen Sie noch einmal.";
    /// The indexes list book numbers only, and no number of a book is known.
    NoNumber "no-number"
        en "The indexes list book numbers only, and no ISBN of this book is known."
        hint "If the book is published, look up its ISBN: it is on the imprint page, and each edition has its own."
        de "Die Indizes enthalten nur Buchnummern, und von diesem Buch ist keine ISBN bekannt."
        hint "Ist das Buch erschienen, schlagen Sie seine ISBN nach: Sie steht im Impressum, und jede Ausgabe hat ihre eigene.";
    /// No file was found for a title.
    NoFile "no-file"
        en "No file was found for this title."
        hint "Put the file in the folder, or name it in the list, in a column “file”."
        de "Zu diesem Titel wurde keine Datei gefunden."
        hint "Legen Sie die Datei in den Ordner, oder nennen Sie sie in der Liste, in einer Spalte „file“.";
    /// A list names a file outside the folders that it may name files in.
    FileOutside "file-outside"
        en "The list names a file outside its own folder, so it was not read."
        hint "If it is the right file, copy it into the list’s folder, or check it on its own."
        de "Die Liste nennt eine Datei außerhalb ihres eigenen Ordners; sie wurde nicht gelesen."
        hint "Wenn es die richtige Datei ist, kopieren Sie sie in den Ordner der Liste, oder prüfen Sie sie einzeln.";
    /// A file belongs to no title, or to several.
    NoTitle "no-title"
        en "No title in the list matches this file, so it was not read."
        hint "Name the file in the list, in a column “file”, or check it on its own."
        de "Kein Titel der Liste passt zu dieser Datei; sie wurde nicht gelesen."
        hint "Nennen Sie die Datei in der Liste, in einer Spalte „file“, oder prüfen Sie sie einzeln.";
    /// More than one file fits a title.
    OtherFiles "other-files"
        en "Other files also match this title and were not read."
        hint "Name the right file in the list, in a column “file”."
        de "Auch andere Dateien passen zu diesem Titel; sie wurden nicht gelesen."
        hint "Nennen Sie die richtige Datei in der Liste, in einer Spalte „file“.";
    /// The text that was found is of another title.
    OtherTitle "other-title"
        en "The text that was found has another title and author, so the file may be of another book."
        hint "Check that the file belongs to this title."
        de "Der gefundene Text hat einen anderen Titel und einen anderen Namen; die Datei gehört vielleicht zu einem anderen Buch."
        hint "Prüfen Sie, ob die Datei zu diesem Titel gehört.";
    /// A claim sheet and the list, or two claim sheets, do not say the same.
    ClaimDiffers "claim-differs"
        en "The claim sheet and the list do not say the same."
        hint "Decide which is right, and correct the other."
        de "Anspruchsübersicht und Liste stimmen nicht überein."
        hint "Entscheiden Sie, was richtig ist, und berichtigen Sie das andere.";
    /// A claim sheet cannot be read back without losing an entry.
    ClaimsUnreadable "claims-unreadable"
        en "A claim sheet could not be read without losing an entry, so nothing was written."
        hint "Correct the claim sheet, or move it to another folder."
        de "Eine Anspruchsübersicht ließ sich nicht ohne Verlust eines Eintrags lesen; deshalb wurde nichts geschrieben."
        hint "Berichtigen Sie die Anspruchsübersicht, oder verschieben Sie sie in einen anderen Ordner.";

    // Work in progress.
    /// The user stopped it.
    Cancelled "cancelled"
        en "Stopped before it was finished."
        hint "Start it again and let it finish."
        de "Gestoppt, bevor es fertig war."
        hint "Starten Sie es noch einmal, und lassen Sie es zu Ende laufen.";
    /// Another check writes to the same place.
    InUse "in-use"
        en "Another check is writing this report."
        hint "Wait until it is finished, or choose another place for the report."
        de "Eine andere Prüfung schreibt gerade diesen Bericht."
        hint "Warten Sie, bis sie fertig ist, oder wählen Sie einen anderen Ort für den Bericht.";
    /// The disk is full.
    DiskFull "disk-full"
        en "The disk is full."
        hint "Free some space, or choose a place on another disk."
        de "Der Datenträger ist voll."
        hint "Schaffen Sie Platz, oder wählen Sie einen Ort auf einem anderen Datenträger.";
    /// Nothing can be written to a place.
    Unwritable "unwritable"
        en "Nothing can be written there."
        hint "Choose a folder in which you may write."
        de "Dort lässt sich nichts speichern."
        hint "Wählen Sie einen Ordner, in dem Sie schreiben dürfen.";
    /// An argument or a setting makes no sense.
    InvalidArgument "invalid-argument"
        en "Something in this request is not valid."
        hint "Check what you entered, and try again."
        de "An dieser Anfrage ist etwas ungültig."
        hint "Prüfen Sie Ihre Eingaben, und versuchen Sie es noch einmal.";
    /// A result or a file that was named does not exist.
    NotFound "not-found"
        en "It is no longer there."
        hint "It may have been deleted in the meantime."
        de "Es ist nicht mehr da."
        hint "Vielleicht wurde es inzwischen gelöscht.";
    /// A file changed since it was checked.
    Changed "changed"
        en "The file has changed since it was checked."
        hint "Check it again."
        de "Die Datei hat sich seit der Prüfung geändert."
        hint "Prüfen Sie sie noch einmal.";
    /// Another program uses the results that the window keeps.
    LibraryBusy "library-busy"
        en "Another program is using the results at the moment."
        hint "Close other windows of Colophon, and try again."
        de "Ein anderes Programm benutzt gerade die Ergebnisse."
        hint "Schließen Sie andere Fenster von Colophon, und versuchen Sie es noch einmal.";
    /// The results that the window keeps cannot be read.
    LibraryDamaged "library-damaged"
        en "The saved results are damaged."
        hint "Restart Colophon: it sets the damaged file aside and starts a new one."
        de "Die gespeicherten Ergebnisse sind beschädigt."
        hint "Starten Sie Colophon neu: Die beschädigte Datei wird beiseitegelegt und eine neue angelegt.";
    /// The results that the window keeps are of a newer version.
    LibraryNewer "library-newer"
        en "The saved results were made by a newer version of Colophon."
        hint "Install the newest version of Colophon."
        de "Die gespeicherten Ergebnisse stammen von einer neueren Version von Colophon."
        hint "Installieren Sie die neueste Version von Colophon.";
    /// The system does not confine the program.
    NotConfined "not-confined"
        en "The system does not restrict this program."
        hint "“Privacy” says what is missing."
        de "Das System schränkt dieses Programm nicht ein."
        hint "Unter „Datenschutz“ steht, was fehlt.";
    /// A fault of the program itself.
    Internal "internal"
        en "Something went wrong inside Colophon."
        hint "Try again. If it happens again, restart Colophon; your results are safe."
        de "In Colophon ist ein Fehler aufgetreten."
        hint "Versuchen Sie es noch einmal. Wenn es wieder geschieht, starten Sie Colophon neu; Ihre Ergebnisse sind sicher.";
}

impl Code {
    /// Returns what can be done about it, in a language; empty if there is
    /// nothing to do.
    #[must_use]
    pub const fn hint(self, language: Language) -> &'static str {
        self.advice().say(language)
    }

    /// Whether it is about a row or a sheet of a client list that is not a title.
    #[must_use]
    pub const fn is_left_out(self) -> bool {
        self.is_of_sheet()
            || matches!(
                self,
                Self::RowEmpty
                    | Self::RowHeader
                    | Self::RowTotal
                    | Self::RowRemark
                    | Self::RowDeleted
            )
    }

    /// Whether it is about a whole sheet of a client list.
    #[must_use]
    pub const fn is_of_sheet(self) -> bool {
        matches!(
            self,
            Self::SheetUnknown | Self::SheetRemarks | Self::SheetHidden
        )
    }

    /// Whether it is about a sheet of a client list that may hold titles all the
    /// same: then nobody knows that they were not found.
    #[must_use]
    pub const fn may_hide_titles(self) -> bool {
        matches!(self, Self::SheetUnknown | Self::SheetHidden)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Says that a word is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a code of Colophon")
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(word: &str) -> Result<Self, UnknownCode> {
        let named = Self::ALL.iter().find(|code| code.as_str() == word);
        named.copied().ok_or(UnknownCode)
    }
}

#[cfg(test)]
mod tests;
