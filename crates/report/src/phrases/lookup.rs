//! What the answer to a look-up says, in a report and in the window.

use crate::phrase::phrases;

phrases! {
    TITLE "lookup.title"
        en "Colophon look-up: {asked}"
        de "Colophon-Suche: {asked}";
    QUOTED "lookup.quoted"
        en "“{text}”"
        de "„{text}“";
    NONE "lookup.none"
        en "No entry was found."
        de "Es wurde kein Eintrag gefunden.";
    NONE_TEXTS "lookup.none-texts"
        en "No entry was found. A text may be in the index under another title or name; to find it, check the file itself."
        de "Es wurde kein Eintrag gefunden. Ein Text kann unter einem anderen Titel oder Namen im Index sein; um ihn zu finden, prüfen Sie die Datei selbst.";
    COUNT "lookup.count"
        en "{works}, {entries}."
        de "{works}, {entries}.";
    WORKS "lookup.works"
        en ["{n} work", "{n} works"]
        de ["{n} Werk", "{n} Werke"];
    ENTRIES "lookup.entries"
        en ["{n} entry", "{n} entries"]
        de ["{n} Eintrag", "{n} Einträge"];
    SHOWN "lookup.shown"
        en "Works {from} to {to} are shown."
        de "Angezeigt sind die Werke {from} bis {to}.";
    MORE "lookup.more"
        en "There may be more; say more about the book to see the ones that fit."
        de "Es kann mehr geben; machen Sie genauere Angaben zum Buch, um die passenden zu sehen.";
    AS_AUTHOR "lookup.as.author"
        en "As an author’s name: {works}."
        de "Als Name eines Autors: {works}.";
    AS_TITLE "lookup.as.title"
        en "As a title: {works}."
        de "Als Titel: {works}.";
    AS_BOTH "lookup.as.both"
        en "As a title with its author: {works}."
        de "Als Titel mit Autor: {works}.";
    NAMES "lookup.names"
        en "Entries give this name in {n} ways. They may be different people:"
        de "Die Einträge schreiben diesen Namen auf {n} Arten. Es können verschiedene Personen sein:";
    NAME_PART "lookup.name.part"
        en "only in part this name"
        de "nur zum Teil dieser Name";
    NAME_SURNAME "lookup.name.surname"
        en "only the surname agrees"
        de "nur der Nachname stimmt überein";
    NAME_INITIAL "lookup.name.initial"
        en "only the initial agrees"
        de "nur der Anfangsbuchstabe stimmt überein";
    WITH "lookup.with"
        en "with {names}"
        de "mit {names}";
    TEXT "lookup.text"
        en "The text is in the index"
        de "Der Text ist im Index";
    SAYS_LISTING "lookup.says.1"
        en "An entry says that a collection listed a file under this title and author on the date given. It does not show what is in the file."
        de "Ein Eintrag besagt, dass eine Sammlung zum angegebenen Datum eine Datei unter diesem Titel und Autor verzeichnet hat. Er belegt nicht, was in der Datei steht.";
    SAYS_NAME "lookup.says.2"
        en "A name alone does not say who wrote a book: people share names, and entries get authors wrong."
        de "Ein Name allein sagt nicht, wer ein Buch geschrieben hat: Namen kommen mehrfach vor, und Einträge nennen falsche Autoren.";
    SAYS_TEXT "lookup.says.3"
        en "Where the text is in the index, Colophon can compare it with your file; until then it does not count as found."
        de "Wo der Text im Index ist, kann Colophon ihn mit Ihrer Datei vergleichen; bis dahin gilt er nicht als gefunden.";
    SAYS_NONE "lookup.says.4"
        en "A book that is not here may still be in a collection: under another title or name, or in one that no index lists."
        de "Ein Buch, das hier fehlt, kann trotzdem in einer Sammlung sein: unter einem anderen Titel oder Namen oder in einer, die kein Index verzeichnet.";
}
