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
    BOOKS_FOUND "page.n.books"
        en ["found ({n} book)", "found ({n} books)"]
        de ["gefunden ({n} Buch)", "gefunden ({n} Bücher)"];
    N_UNJUDGED "page.n.unjudged"
        en "could not be judged"
        de "nicht beurteilbar";
    N_FILE "page.n.file"
        en "file not read"
        de "Datei nicht gelesen";
    N_FILES "page.n.files"
        en "files not read"
        de "Dateien nicht gelesen";

    OVERVIEW "page.overview"
        en "Overview"
        de "Überblick";
    COLUMN_TITLE "page.column.title"
        en "Title"
        de "Titel";
    COLUMN_ANSWER "page.column.answer"
        en "Answer"
        de "Antwort";
    COLUMN_AUTHOR "page.column.author"
        en "Author"
        de "Autor";
    COLUMN_INDEX "page.column.index"
        en "Index"
        de "Index";
    COLUMN_ENTRIES "page.column.entries"
        en "Entries"
        de "Einträge";
    COLUMN_ADDED "page.column.added"
        en "First added"
        de "Zuerst aufgenommen";
    COLUMN_ISBN "page.column.isbn"
        en "ISBN"
        de "ISBN";
    COLUMN_SHEET "page.column.sheet"
        en "Sheet"
        de "Blatt";
    COLUMN_ROW "page.column.row"
        en "Row"
        de "Zeile";
    COLUMN_WHY "page.column.why"
        en "Why"
        de "Grund";
    COLUMN_NOTE "page.column.note"
        en "Notes"
        de "Hinweise";
    ALL_DATA "page.all-data"
        en "All data"
        de "Alle Daten";
    ABOUT "page.about"
        en "About this report"
        de "Zu diesem Bericht";
    COLUMN_WORK "page.column.work"
        en "Work found"
        de "Gefundenes Werk";
    LEFT_OUT "page.left-out"
        en "Left out"
        de "Ausgelassen";
    LEFT_OUT_SAYS "page.left-out.says"
        en "These rows and sheets of the list are not titles. No other figure counts them."
        de "Diese Zeilen und Blätter der Liste sind keine Titel. Keine andere Zahl zählt sie mit.";
    N_LEFT_OUT "page.left-out.n"
        en ["{n} row or sheet of the list was left out, because it is not a title.", "{n} rows and sheets of the list were left out, because they are not titles."]
        de ["{n} Zeile oder Blatt der Liste ist ausgelassen, weil dort kein Titel steht.", "{n} Zeilen und Blätter der Liste sind ausgelassen, weil dort keine Titel stehen."];
    FILES_NOT_READ "page.files-not-read"
        en "Files not read"
        de "Nicht gelesene Dateien";

    FOUND "page.found"
        en "Found"
        de "Gefunden";
    LOOK "page.look"
        en "Worth a look"
        de "Einen Blick wert";
    SAYS "page.says"
        en "What this report says, and what it does not"
        de "Was dieser Bericht aussagt und was nicht";
    STANDING_MIXED "page.standing.mixed"
        en "All of it was done on this computer: texts were read and compared, and titles without a text were looked up."
        de "Alles geschah auf diesem Computer: Texte wurden gelesen und verglichen, Titel ohne Text nachgeschlagen.";
    STANDING_HOLDS "page.standing.6"
        en "This report holds no passage of any text."
        de "Dieser Bericht enthält keine Textstellen.";
    NEXT "page.next"
        en "What people do next"
        de "Was andere als Nächstes tun";
    NEXT_LEAD "page.next.lead"
        en "This is what others do with such a report. It is not legal advice, and it does not say that you should do any of it."
        de "So gehen andere mit einem solchen Bericht um. Das ist keine Rechtsberatung und keine Aufforderung.";
    NEXT_KEEP "page.next.keep"
        en "They keep the report. With its numbers, dates and checksums, others can find the same entries and the same file."
        de "Sie bewahren den Bericht auf. Mit den Nummern, Daten und Prüfsummen darin können andere dieselben Einträge und dieselbe Datei finden.";
    NEXT_COMPARE "page.next.compare"
        en "They compare the entries with the editions they know: title, ISBN, year and publisher."
        de "Sie vergleichen die Einträge mit den Ausgaben, die sie kennen: Titel, ISBN, Jahr und Verlag.";
    NEXT_RIGHTS "page.next.rights"
        en "They find out who holds the rights in the edition that is listed: the author, a publisher or an estate."
        de "Sie klären, wer die Rechte an der verzeichneten Ausgabe hat: Autor, Verlag oder Erben.";
    NEXT_NOTICES "page.next.notices"
        en "They read the official notice of a settlement or a claims procedure, and ask an authors’ association, a collecting society or a lawyer."
        de "Sie lesen die amtliche Bekanntmachung eines Vergleichs oder Verfahrens und fragen einen Autorenverband, eine Verwertungsgesellschaft oder einen Anwalt.";
    NEXT_LOOK "page.next.look"
        en "They look at what is worth a look, and decide for themselves whether it is their work."
        de "Sie sehen sich an, was einen Blick wert ist, und entscheiden selbst, ob es ihr Werk ist.";
    NEXT_TEXT "page.next.text"
        en "They check the file of a title that was only looked up: a text is found under any title."
        de "Sie prüfen die Datei eines Titels, der nur nachgeschlagen wurde: Ein Text wird unter jedem Titel gefunden.";
    NEXT_JUDGE "page.next.judge"
        en "They follow the note next to each title that could not be judged, and check it again."
        de "Sie folgen dem Hinweis bei jedem Titel, der nicht beurteilbar war, und prüfen ihn noch einmal.";
    NEXT_AGAIN "page.next.again"
        en "They check again when there is a new index."
        de "Sie prüfen noch einmal, wenn es einen neuen Index gibt.";
    NOT_FOUND_MIXED "page.not-found.mixed"
        en "Nothing like it is in the index. Where no text was compared, as noted with the title, it was only looked up in the catalogues."
        de "Im Index gibt es nichts Ähnliches. Wo kein Text verglichen wurde (das steht jeweils beim Titel), wurde nur in den Katalogen gesucht.";
    CUTOFF_OF "page.cutoff.of"
        en "Cut-off date: {when} ({what})."
        de "Stichtag: {when} ({what}).";
    CUTOFF_SOURCES "page.cutoff.sources"
        en "Sources:"
        de "Quellen:";

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
    DEMONSTRATION_FOUND "page.demonstration-found"
        en "Some of what was found is only in the demonstration index that comes with the program. This says nothing about any real collection."
        de "Manche Funde stammen nur aus dem Demo-Index, der mit dem Programm geliefert wird. Sie sagen nichts über eine echte Sammlung aus.";
    A_DEMONSTRATION "page.a-demonstration"
        en "(a demonstration)"
        de "(Demo)";
    CLIENT_IS "page.client-is"
        en "client: {client}"
        de "Klient: {client}";
    ROW "page.row"
        en "row {row}"
        de "Zeile {row}";
    SHEET "page.sheet"
        en "sheet {sheet}"
        de "Blatt {sheet}";
    BOOK_WITH "page.book-with"
        en "a book with the ISBN {isbn}"
        de "ein Buch mit der ISBN {isbn}";
    LISTED_AS "page.listed-as"
        en "Listed as"
        de "Verzeichnet als";
    RECORD "page.record"
        en "{source}, record {id}"
        de "{source}, Eintrag {id}";
    EDITIONS "page.editions"
        en "Further editions of this work"
        de "Weitere Ausgaben dieses Werks";
    EDITION "page.edition"
        en "{answer} ({about} of 100): {work}"
        de "{answer} ({about} von 100): {work}";
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
    FROM "page.from"
        en "From {name}"
        de "Von {name}";
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
    N_ADDED_BEFORE "page.n-added-before"
        en "{n} added before the cut-off date"
        de "{n} vor dem Stichtag aufgenommen";
    N_UNCLEAR "page.n-unclear"
        en "{n} unclear"
        de "{n} unklar";
    N_ADDED_AFTER "page.n-added-after"
        en "{n} added after the cut-off date"
        de "{n} nach dem Stichtag aufgenommen";
    N_UNDATED "page.n-undated"
        en "{n} with no known date"
        de "{n} ohne bekanntes Aufnahmedatum";
    NOT_COMPARED "page.not-compared"
        en "no text compared"
        de "kein Text verglichen";
    LOOKED_UP "page.looked-up"
        en "looked up in the catalogue, no text compared"
        de "im Katalog gesucht, kein Text verglichen";
    ADDED "page.added"
        en "added {date}"
        de "aufgenommen am {date}";
    BEFORE_CUTOFF "page.before-cutoff"
        en "(before the cut-off date)"
        de "(vor dem Stichtag)";
    UNCLEAR_CUTOFF "page.unclear-cutoff"
        en "(unclear whether before or after the cut-off date)"
        de "(unklar, ob vor oder nach dem Stichtag)";
    AFTER_CUTOFF "page.after-cutoff"
        en "(after the cut-off date)"
        de "(nach dem Stichtag)";
    ONE_BOOK "page.one-book"
        en "{what} in {folder} look like the chapters of one book."
        de "{what} in {folder} sehen aus wie die Kapitel eines Buches.";
    PARTS_READ "page.parts"
        en ["{n} file read as one manuscript", "{n} files read as one manuscript"]
        de ["{n} Datei als ein Manuskript gelesen", "{n} Dateien als ein Manuskript gelesen"];
    GUESS "page.guess"
        en "Colophon’s guess: {what}"
        de "Vermutung von Colophon: {what}";
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

    AS_OF "page.lookup.as-of"
        en "{record}, as of {date}"
        de "{record}, Stand {date}";
    SEARCHED "page.lookup.searched"
        en "Searched: {name}. {coverage}"
        de "Durchsucht: {name}. {coverage}";
}
