//! What only a claim sheet says.

use crate::phrase::phrases;

phrases! {
    TITLE "claims.title"
        en "Claim sheet: {client}"
        de "Anspruchsübersicht: {client}";
    EYEBROW "claims.eyebrow"
        en "Colophon claim sheet · {moment}"
        de "Colophon-Anspruchsübersicht · {moment}";
    LEAD "claims.lead"
        en "What a claim asks for, work by work, as the client’s list, the collections and the registers say it. Four fields are yours: claim identifier, receipt, deadline and opted out. Write them into {book} or {table}. The next check keeps them, and columns that you add."
        de "Wonach ein Antrag fragt, Werk für Werk, nach der Liste des Klienten, den Sammlungen und den Registern. Vier Felder gehören Ihnen: Anspruchskennung, Empfangsbestätigung, Frist und Opt-out. Tragen Sie sie in {book} oder {table} ein. Die nächste Prüfung behält sie bei, ebenso Spalten, die Sie hinzufügen.";
    LEAD_TABLE "claims.lead-table"
        en "What a claim asks for, work by work, as the client’s list, the collections and the registers say it. Four fields are yours: claim identifier, receipt, deadline and opted out. Write them into {table}. The next check keeps them, and columns that you add."
        de "Wonach ein Antrag fragt, Werk für Werk, nach der Liste des Klienten, den Sammlungen und den Registern. Vier Felder gehören Ihnen: Anspruchskennung, Empfangsbestätigung, Frist und Opt-out. Tragen Sie sie in {table} ein. Die nächste Prüfung behält sie bei, ebenso Spalten, die Sie hinzufügen.";
    N_WORKS "claims.n.works"
        en ["work", "works"]
        de ["Werk", "Werke"];
    N_REGISTERED "claims.n.registered"
        en "with a registration of its own"
        de "mit eigener Registrierung";
    N_RULES "claims.n.rules"
        en "with both rules answered yes"
        de "bei denen beide Regeln erfüllt sind";
    N_STATE "claims.n.state"
        en "with a claim identifier"
        de "mit Anspruchskennung";
    LINK "claims.link"
        en "claim sheet"
        de "Anspruchsübersicht";

    THE_WORK "claims.the-work"
        en "The work"
        de "Das Werk";
    THE_CLAIM "claims.the-claim"
        en "The claim"
        de "Der Anspruch";
    THE_REGISTRATION "claims.the-registration"
        en "Registration"
        de "Registrierung";
    SHORT_FIVE_YEARS "claims.short.five-years"
        en "Five years"
        de "Fünf Jahre";
    SHORT_IN_TIME "claims.short.in-time"
        en "Before download, or 3 months"
        de "Vor Download oder 3 Monate";
    THE_ENTRIES "claims.the-entries"
        en ["{n} entry", "{n} entries"]
        de ["{n} Eintrag", "{n} Einträge"];
    NO_REGISTRATION "claims.no-registration"
        en "None was found."
        de "Keine gefunden.";
    NO_REGISTER "claims.no-register"
        en "No register was searched."
        de "Es wurde kein Register durchsucht.";
    GROUP_TITLES "claims.group-titles"
        en "It covers: {titles}"
        de "Sie umfasst: {titles}";
    IN_LIST_GIVEN "claims.given"
        en "According to the list: {numbers}"
        de "Laut Liste: {numbers}";
    GIVEN_DATED "claims.given.dated"
        en "{number} ({date})"
        de "{number} ({date})";
    MORE_ENTRIES "claims.more-entries"
        en "and {n} more, all in the table"
        de "und {n} weitere, alle in der Tabelle";
    OWN_FILE "claims.own-file"
        en "Your own file"
        de "Ihre eigene Datei";
    TO_LOOK_AT "claims.to-look-at"
        en "to look at"
        de "einen Blick wert";
    IN_TEXT "claims.in-text"
        en "The text itself is in the index “{name}”, as “{id}”."
        de "Der Text selbst ist im Index „{name}“ unter „{id}“.";
    GONE "claims.gone"
        en "No longer in the list"
        de "Nicht mehr in der Liste";
    GONE_SAYS "claims.gone.says"
        en "These works are in an earlier claim sheet and not in today’s list. Their entries are kept. Delete a row in the table to let it go."
        de "Diese Werke stehen in einer früheren Anspruchsübersicht und nicht in der heutigen Liste. Ihre Einträge bleiben erhalten. Löschen Sie eine Zeile in der Tabelle, wenn sie nicht mehr gebraucht wird.";
    SHEET "claims.sheet"
        en "Claims"
        de "Ansprüche";
    ENTRIES_SHEET "claims.entries-sheet"
        en "Entries"
        de "Einträge";
    ABOUT_SHEET "claims.about-sheet"
        en "About this sheet"
        de "Zu dieser Übersicht";

    PUBLISHER_DIFFERS "claims.publisher-differs"
        en "{who} names another publisher than the client does: {names}. It is often a distributor."
        de "{who} nennt einen anderen Verlag als der Klient: {names}. Oft ist das ein Vertriebspartner.";
    A_COLLECTION "claims.a-collection"
        en "A collection"
        de "Eine Sammlung";
    A_REGISTER "claims.a-register"
        en "A register"
        de "Ein Register";
    DATE_DIFFERS "claims.date-differs"
        en "The list gives {given} as the date of registration {number}, the register gives {date}."
        de "Als Datum der Registrierung {number} nennt die Liste {given}, das Register {date}.";
    NUMBER_NOT_FOUND "claims.number-not-found"
        en "The list names registration {number}. The registers that were searched do not have it for this work."
        de "Die Liste nennt die Registrierung {number}. Die durchsuchten Register führen sie nicht zu diesem Werk.";
    NUMBER_NOT_GIVEN "claims.number-not-given"
        en "The register has registration {number}, which the list does not name."
        de "Das Register führt die Registrierung {number}, die in der Liste fehlt.";
    PUBLISHED_DIFFERS "claims.published-differs"
        en "The list says that the work was published {given}, the register says {date}."
        de "Nach der Liste ist das Werk {given} erschienen, nach dem Register {date}.";

    ROLE_AUTHOR "claims.role.author" en "author" de "Autor";
    ROLE_EDITOR "claims.role.editor" en "editor" de "Herausgeber";
    ROLE_TRANSLATOR "claims.role.translator" en "translator" de "Übersetzer";
    ROLE_ILLUSTRATOR "claims.role.illustrator" en "illustrator" de "Illustrator";
    ROLE_PHOTOGRAPHER "claims.role.photographer" en "photographer" de "Fotograf";
    ROLE_FOREWORD "claims.role.foreword" en "foreword" de "Vorwort";
    ROLE_AFTERWORD "claims.role.afterword" en "afterword" de "Nachwort";
    ROLE_NARRATOR "claims.role.narrator" en "narrator" de "Sprecher";
    ROLE_COMPILER "claims.role.compiler" en "compiler" de "Bearbeiter";
    ROLE_CONTRIBUTOR "claims.role.contributor" en "contributor" de "Mitwirkender";

    COLUMN_AUTHORS "claims.column.authors" en "Authors" de "Autoren";
    COLUMN_CLAIM_ID "claims.column.claim-id" en "Claim identifier" de "Anspruchskennung";
    COLUMN_RECEIPT "claims.column.receipt" en "Receipt" de "Empfangsbestätigung";
    COLUMN_DEADLINE "claims.column.deadline" en "Deadline" de "Frist";
    COLUMN_OPTED_OUT "claims.column.opted-out" en "Opted out" de "Opt-out";
    COLUMN_IN_LIST "claims.column.in-list" en "In the list" de "In der Liste";
    COLUMN_FOUND "claims.column.found" en "Found" de "Gefunden";
    COLUMN_VERDICT "claims.column.verdict" en "Verdict" de "Urteil";
    COLUMN_CLIENT "claims.column.client" en "Client" de "Klient";
    COLUMN_ISBN "claims.column.isbn" en "ISBN" de "ISBN";
    COLUMN_ASIN "claims.column.asin" en "ASIN" de "ASIN";
    COLUMN_DOI "claims.column.doi" en "DOI" de "DOI";
    COLUMN_IMDB "claims.column.imdb" en "IMDb" de "IMDb";
    COLUMN_PUBLISHER "claims.column.publisher" en "Publisher" de "Verlag";
    COLUMN_PUBLISHER_LISTED "claims.column.publisher-listed" en "Publisher in collections" de "Verlag in Sammlungen";
    COLUMN_PUBLISHER_REGISTERED "claims.column.publisher-registered" en "Publisher in registers" de "Verlag in Registern";
    COLUMN_PUBLISHER_NOTE "claims.column.publisher-note" en "Note on the publisher" de "Hinweis zum Verlag";
    COLUMN_PUBLISHED "claims.column.published" en "Published" de "Erschienen";
    COLUMN_PUBLISHED_REGISTERED "claims.column.published-registered" en "Published, by the register" de "Erschienen laut Register";
    COLUMN_REGISTRATION "claims.column.registration" en "Registration number" de "Registrierungsnummer";
    COLUMN_REGISTRATION_DATE "claims.column.registration-date" en "Registration date" de "Registrierungsdatum";
    COLUMN_CLAIMANT "claims.column.claimant" en "Claimant" de "Anspruchsinhaber";
    COLUMN_REGISTRATION_IDS "claims.column.registration-ids" en "Entry in the register" de "Eintrag im Register";
    COLUMN_GROUP "claims.column.group" en "Group registration" de "Sammelregistrierung";
    COLUMN_GROUP_TITLES "claims.column.group-titles" en "Titles of the group" de "Titel der Sammelregistrierung";
    COLUMN_FIVE_YEARS "claims.column.five-years" en "Within five years" de "Binnen fünf Jahren";
    COLUMN_IN_TIME "claims.column.in-time" en "Before the download or within three months" de "Vor dem Download oder binnen drei Monaten";
    COLUMN_LOOK "claims.column.look" en "Registrations to look at" de "Registrierungen, die einen Blick wert sind";
    COLUMN_GIVEN "claims.column.given" en "Registration in the list" de "Registrierung laut Liste";
    COLUMN_REGISTRATION_NOTE "claims.column.registration-note" en "Note on the registration" de "Hinweis zur Registrierung";
    COLUMN_RECORDS "claims.column.records" en "Entries" de "Einträge";
    COLUMN_RECORD_IDS "claims.column.record-ids" en "Collection and entry" de "Sammlung und Eintrag";
    COLUMN_RECORD_TIER "claims.column.record-tier" en "How sure" de "Wie sicher";
    COLUMN_MD5 "claims.column.md5" en "Listed MD5" de "Verzeichneter MD5-Wert";
    COLUMN_MD5_REPORTED "claims.column.md5-reported" en "Reported MD5" de "Gemeldeter MD5-Wert";
    COLUMN_SHA1 "claims.column.sha1" en "Listed SHA-1" de "Verzeichneter SHA-1-Wert";
    COLUMN_SHA256 "claims.column.sha256" en "Listed SHA-256" de "Verzeichneter SHA-256-Wert";
    COLUMN_SIZE "claims.column.size" en "Size in bytes" de "Größe in Byte";
    COLUMN_FORMAT "claims.column.format" en "Format" de "Format";
    COLUMN_ADDED "claims.column.added" en "Added" de "Aufgenommen";
    COLUMN_DATED_BY "claims.column.dated-by" en "Date from" de "Datum aus";
    COLUMN_LAST_CHANGE "claims.column.last-change" en "Date of the last change" de "Datum der letzten Änderung";
    COLUMN_HIDDEN "claims.column.hidden" en "Hidden" de "Ausgeblendet";
    COLUMN_CUTOFF "claims.column.cutoff" en "Cut-off answer" de "Stichtag";
    COLUMN_FILE_MD5 "claims.column.file-md5" en "Your file’s MD5" de "MD5-Wert Ihrer Datei";
    COLUMN_FILE_SHA1 "claims.column.file-sha1" en "Your file’s SHA-1" de "SHA-1-Wert Ihrer Datei";
    COLUMN_FILE_SHA256 "claims.column.file-sha256" en "Your file’s SHA-256" de "SHA-256-Wert Ihrer Datei";
    COLUMN_TEXT_SHA256 "claims.column.text-sha256" en "Your text’s SHA-256" de "SHA-256-Wert Ihres Textes";
    COLUMN_NOTICE "claims.column.notice" en "Notice" de "Hinweis";
    COLUMN_CREATED "claims.column.created" en "Made" de "Erstellt";
    COLUMN_KEY "claims.column.key" en "Row key" de "Zeilenschlüssel";
    COLUMN_LISTED_TITLE "claims.column.listed-title" en "Listed as" de "Verzeichnet als";
    COLUMN_FILE "claims.column.file" en "Listed file" de "Verzeichnete Datei";

    BEFORE "claims.cutoff.before" en "before" de "vorher";
    UNCLEAR "claims.cutoff.unclear" en "unclear" de "unklar";
    AFTER "claims.cutoff.after" en "after" de "nachher";
    NOT_KNOWN "claims.cutoff.unknown" en "not known" de "unbekannt";
}
