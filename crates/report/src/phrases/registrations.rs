//! What the reports and the window's pages say about copyright registrations, and about
//! the identifiers of papers and films.

use crate::phrase::phrases;

phrases! {
    TITLE "registration.title"
        en "Copyright registrations"
        de "Copyright-Registrierungen";
    FOUND "registration.found"
        en ["{n} copyright registration was found. No collection was searched for it: a register says nothing about what a collection holds.", "{n} copyright registrations were found. No collection was searched for them: a register says nothing about what a collection holds."]
        de ["Gefunden: {n} Copyright-Registrierung. Über Sammlungen ist damit nichts gesagt: Ein Register sagt nichts darüber, was eine Sammlung enthält.", "Gefunden: {n} Copyright-Registrierungen. Über Sammlungen ist damit nichts gesagt: Ein Register sagt nichts darüber, was eine Sammlung enthält."];
    LOOK "registration.look"
        en "Registrations to look at"
        de "Registrierungen, die einen Blick wert sind";
    LOOK_SAYS "registration.look.says"
        en "They may be those of another work. Compare title, author and claimant yourself."
        de "Sie gehören vielleicht zu einem anderen Werk. Vergleichen Sie Titel, Autor und Anspruchsinhaber selbst.";
    NO_NUMBER "registration.no-number"
        en "(no number)"
        de "(ohne Nummer)";
    REGISTERED "registration.registered"
        en "registered {date}"
        de "registriert: {date}";
    REGISTERED_UNKNOWN "registration.registered.unknown"
        en "date of registration not known"
        de "Datum der Registrierung unbekannt";
    PUBLISHED "registration.published"
        en "published {date}"
        de "erschienen: {date}";
    PUBLISHED_UNKNOWN "registration.published.unknown"
        en "date of publication not known"
        de "Erscheinungsdatum unbekannt";
    RENEWAL "registration.renewal"
        en "a renewal, not the registration that counts for the two rules"
        de "eine Verlängerung, nicht die Registrierung, auf die es bei den beiden Regeln ankommt";
    GROUP "registration.group"
        en ["one registration of several works; it lists {n} title", "one registration of several works; it lists {n} titles"]
        de ["eine Registrierung mehrerer Werke; sie nennt {n} Titel", "eine Registrierung mehrerer Werke; sie nennt {n} Titel"];
    CLAIMANT "registration.claimant"
        en "claimant: {name}"
        de "Anspruchsinhaber: {name}";
    PUBLISHER "registration.publisher"
        en "publisher: {name}"
        de "Verlag: {name}";
    FIVE_YEARS "registration.five-years"
        en "Registered within five years of publication"
        de "Binnen fünf Jahren nach Erscheinen registriert";
    IN_TIME "registration.in-time"
        en "Registered before the download, or within three months of publication"
        de "Vor dem Download oder binnen drei Monaten nach Erscheinen registriert";
    YES "registration.yes"
        en "yes"
        de "ja";
    NO "registration.no"
        en "no"
        de "nein";
    UNKNOWN "registration.unknown"
        en "cannot be said"
        de "lässt sich nicht sagen";
    RULED "registration.ruled"
        en "{rule}: {answer} ({dates})"
        de "{rule}: {answer} ({dates})";
    NO_CUTOFF "registration.no-cutoff"
        en "No cut-off date was given, so nothing is known of a download: only the three months after publication were judged."
        de "Ein Stichtag ist nicht angegeben, also ist von einem Download nichts bekannt: Beurteilt wurden nur die drei Monate nach Erscheinen.";
    NOTICE "registration.notice"
        en "These data do not replace the online public catalog of the U.S. Copyright Office and should not be relied on for legal matters. Look up each number there before you use it."
        de "Diese Daten ersetzen nicht den öffentlichen Online-Katalog des U.S. Copyright Office und sind keine Grundlage für Rechtsangelegenheiten. Schlagen Sie jede Nummer dort nach, bevor Sie sie verwenden.";

    OF_RECORD "record.registration"
        en "registration {number}"
        de "Registrierung {number}";
    DATED_BY "record.dated-by"
        en "date from {field}"
        de "Datum aus {field}";
    LAST_CHANGE "record.last-change"
        en "last changed {date}, so added then or earlier"
        de "zuletzt geändert am {date}, also spätestens dann aufgenommen";
    MD5_REPORTED "record.md5-reported"
        en "reported MD5 {md5}"
        de "gemeldeter MD5-Wert {md5}";
}
