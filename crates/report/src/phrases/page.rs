//! What only a report says.

use crate::phrase::phrases;

phrases! {
    TITLE "page.title"
        en "Colophon report, {date}"
        de "Colophon-Bericht, {date}";
    EYEBROW "page.eyebrow"
        en "Colophon report · {moment}"
        de "Colophon-Bericht · {moment}";
    NO_MANUSCRIPT "page.none.manuscripts"
        en "No manuscript was checked."
        de "Es wurde kein Manuskript geprüft.";
    NO_TITLE "page.none.titles"
        en "No title was checked."
        de "Es wurde kein Titel geprüft.";
    MANUSCRIPTS "page.manuscripts"
        en ["{n} manuscript", "{n} manuscripts"]
        de ["{n} Manuskript", "{n} Manuskripte"];
    TITLES "page.titles"
        en ["{n} title", "{n} titles"]
        de ["{n} Titel", "{n} Titel"];
    CHECKED "page.checked"
        en "{what} checked"
        de "{what} geprüft";
    SUMMARY "page.summary"
        en "{what}: {parts}."
        de "{what}: {parts}.";
    N_FOUND "page.n.found"
        en "found"
        de "gefunden";
    N_LOOK "page.n.look"
        en "worth a look"
        de "einen Blick wert";
    N_NOT_FOUND "page.n.not-found"
        en "not found"
        de "nicht gefunden";
    N_UNJUDGED "page.n.unjudged"
        en "could not be judged"
        de "nicht beurteilbar";
    N_FILE "page.n.file"
        en "file not read"
        de "Datei nicht gelesen";
    N_FILES "page.n.files"
        en "files not read"
        de "Dateien nicht gelesen";

    FOUND "page.found"
        en "Found"
        de "Gefunden";
    LOOK "page.look"
        en "Not found, but worth a look"
        de "Nicht gefunden, aber einen Blick wert";
    SAYS "page.says"
        en "What this report says, and what it does not"
        de "Was dieser Bericht aussagt und was nicht";
    STANDING_COMPUTER "page.standing.5"
        en "The texts were read and compared on this computer. This report holds titles, authors and file names, but no passage of any text."
        de "Die Texte wurden auf diesem Computer gelesen und verglichen. Dieser Bericht enthält Titel, Autoren und Dateinamen, aber keine Textstellen.";
    NOT_FOUND_MIXED "page.not-found.mixed"
        en "Nothing like it is in the index. Where no text was read, as noted next to the title, it was only looked up in the catalogues."
        de "Im Index gibt es nichts Ähnliches. Wo kein Text gelesen wurde (das steht jeweils beim Titel), wurde nur in den Katalogen gesucht.";
    CUTOFF "page.cutoff"
        en "Cut-off date {date}."
        de "Stichtag {date}.";
    CUTOFF_SAYS "page.cutoff.says"
        en "For each catalogue entry the report says whether it was added by that date or later."
        de "Zu jedem Katalogeintrag ist angegeben, ob er bis zu diesem Tag oder später aufgenommen wurde.";

    FORWARD "page.forward"
        en "Of every 100 short stretches of your text, {about} in this work, exactly as they are ({range})."
        de "Von 100 kurzen Wortfolgen Ihres Textes {about} genauso in diesem Werk ({range}).";
    BACKWARD "page.backward"
        en "The other way round, of every 100 short stretches of this work, {about} in your text ({range})."
        de "Umgekehrt {about} von 100 kurzen Wortfolgen dieses Werks in Ihrem Text ({range}).";
    NONE_ARE "page.none-are"
        en "none is"
        de "steht keine";
    ONE_IS "page.one-is"
        en "about 1 is"
        de "steht etwa 1";
    SOME_ARE "page.some-are"
        en "{about} are"
        de "stehen {about}";

    BY "page.by"
        en "by {author}"
        de "von {author}";
    WORK_BY "page.work-by"
        en "“{title}” by {author}"
        de "„{title}“ von {author}";
    WORK "page.work"
        en "“{title}”"
        de "„{title}“";
    IN "page.in"
        en "In"
        de "In";
    A_DEMONSTRATION "page.a-demonstration"
        en "(a demonstration)"
        de "(Demo)";
    CLIENT_IS "page.client-is"
        en "client: {client}"
        de "Klient: {client}";
    ROW "page.row"
        en "{path}, row {row}"
        de "{path}, Zeile {row}";
    BOOK_WITH "page.book-with"
        en "a book with the ISBN {isbn}"
        de "ein Buch mit der ISBN {isbn}";
    LISTED_AS "page.listed-as"
        en "Listed as"
        de "Verzeichnet als";
    RECORD "page.record"
        en "{source}, record {id}"
        de "{source}, Eintrag {id}";
    FURTHER "page.further"
        en "Further matches"
        de "Weitere Übereinstimmungen";
    AND_MORE "page.and-more"
        en "and {n} more, all in the JSON report"
        de "und {n} weitere, alle im JSON-Bericht";
    WHAT_TO_DO "page.what-to-do"
        en "What to do."
        de "Was Sie tun können:";
    FILE_DIGEST "page.file-digest"
        en "The SHA-256 of the file that was checked is"
        de "Die geprüfte Datei hat den SHA-256-Wert";
    FILE "page.file"
        en "File:"
        de "Datei:";
    CONTENT_DIGEST "page.content-digest"
        en "SHA-256 of its contents:"
        de "SHA-256 des Inhalts:";
    MADE_BY "page.made-by"
        en "Made by {tool}."
        de "Erstellt mit {tool}.";
    COVERS "page.covers"
        en "{parts}; made on {date}."
        de "{parts}; erstellt am {date}.";
    CATALOGUES "page.catalogues"
        en "Catalogues: {names}."
        de "Kataloge: {names}.";
    SOURCE "page.source"
        en "{name}, {entries}"
        de "{name}, {entries}";
    SOURCE_AS_OF "page.source-as-of"
        en "{name} as of {date}, {entries}"
        de "{name} (Stand {date}), {entries}";
    ENTRIES "page.entries"
        en ["{n} entry", "{n} entries"]
        de ["{n} Eintrag", "{n} Einträge"];
    OF_ITS_ENTRIES "page.of-its-entries"
        en "Of its entries: {parts}."
        de "Von den Einträgen: {parts}.";
    N_ADDED_BY "page.n-added-by"
        en "{n} added by {date}"
        de "{n} bis zum {date} aufgenommen";
    N_ADDED_LATER "page.n-added-later"
        en "{n} added later"
        de "{n} später aufgenommen";
    N_UNDATED "page.n-undated"
        en "{n} without a date"
        de "{n} ohne Datum";
    NOT_COMPARED "page.not-compared"
        en "no text compared"
        de "kein Text verglichen";
    LOOKED_UP "page.looked-up"
        en "looked up in the catalogue, no text compared"
        de "im Katalog gesucht, kein Text verglichen";
    ADDED "page.added"
        en "added {date}"
        de "aufgenommen am {date}";
    BY_CUTOFF "page.by-cutoff"
        en "(by the cut-off date)"
        de "(bis zum Stichtag)";
    AFTER_CUTOFF "page.after-cutoff"
        en "(after the cut-off date)"
        de "(nach dem Stichtag)";
    UNDATED "page.undated"
        en "date of adding not known"
        de "Aufnahmedatum unbekannt";
    HIDDEN "page.hidden"
        en "hidden from the collection’s visitors"
        de "für Besucher der Sammlung ausgeblendet";
    HIDDEN_AS "page.hidden-as"
        en "hidden from the collection’s visitors (marked “{word}” there)"
        de "für Besucher der Sammlung ausgeblendet (dort als „{word}“ gekennzeichnet)";
    BYTES "page.bytes"
        en ["{n} byte", "{n} bytes"]
        de ["{n} Byte", "{n} Byte"];
    LIST_AND "page.list-and"
        en "{first} and {last}"
        de "{first} und {last}";
    AFFECTED "page.affected"
        en "{sentence} Affected: {places}."
        de "{sentence} Betroffen: {places}.";

    CLIENTS "page.clients"
        en "Clients"
        de "Klienten";
    COLUMN_CLIENT "page.column.client"
        en "Client"
        de "Klient";
    COLUMN_TITLES "page.column.titles"
        en "Titles"
        de "Titel";
    COLUMN_LOOK "page.column.look"
        en "Worth a look"
        de "Einen Blick wert";
    COLUMN_UNJUDGED "page.column.unjudged"
        en "Not judged"
        de "Nicht beurteilbar";
    NO_CLIENT "page.no-client"
        en "Without a client"
        de "Ohne Klient";
    ALL_TITLES "page.all-titles"
        en "All titles in one table:"
        de "Alle Titel in einer Tabelle:";
    FOR_PROGRAMS "page.for-programs"
        en "For programs:"
        de "Für Programme:";

    NO_ENTRY "page.lookup.none"
        en "No entry was found."
        de "Es wurde kein Eintrag gefunden.";
    NOT_SEARCHED "page.lookup.not-searched"
        en "Not searched: the book numbers of {names}. Titles, names and checksums are not listed there; look up an ISBN."
        de "Nicht durchsucht: die Buchnummern von {names}. Titel, Namen und Prüfsummen sind dort nicht verzeichnet; schlagen Sie eine ISBN nach.";
    NO_ENTRY_TEXTS "page.lookup.none-texts"
        en "No entry was found. Books that are compared by their text are not looked up by name; to find one, check the file itself."
        de "Es wurde kein Eintrag gefunden. Bücher, deren Text verglichen wird, lassen sich nicht nach ihrem Namen nachschlagen; prüfen Sie dafür die Datei selbst.";
    FIRST_ENTRIES "page.lookup.first"
        en ["The first {n} entry is shown. There may be more; say more about the book to see the ones that fit.",
            "The first {n} entries are shown. There may be more; say more about the book to see the ones that fit."]
        de ["Der erste Eintrag ({n}) ist angezeigt. Es kann mehr geben; machen Sie genauere Angaben zum Buch, um die passenden zu sehen.",
            "Die ersten {n} Einträge sind angezeigt. Es kann mehr geben; machen Sie genauere Angaben zum Buch, um die passenden zu sehen."];
    AS_OF "page.lookup.as-of"
        en "{record}, as of {date}"
        de "{record}, Stand {date}";
    SEARCHED "page.lookup.searched"
        en "Searched: {name}. {coverage}"
        de "Durchsucht: {name}. {coverage}";
}
