//! What only a report of a look-up says.

use crate::phrase::phrases;

phrases! {
    TITLE "lookup.title"
        en "Colophon look-up: {asked}"
        de "Colophon-Suche: {asked}";
    QUOTED "lookup.quoted"
        en "“{text}”"
        de "„{text}“";
    COUNT "lookup.count"
        en "{works}, {entries}."
        de "{works}, {entries}.";
    SHOWN "lookup.shown"
        en "Works {from} to {to} are shown."
        de "Angezeigt sind die Werke {from} bis {to}.";
    AS_AUTHOR "lookup.as.author"
        en "As an author’s name: {works}."
        de "Als Name eines Autors: {works}.";
    AS_TITLE "lookup.as.title"
        en "As a title: {works}."
        de "Als Titel: {works}.";
    AS_BOTH "lookup.as.both"
        en "As a title with its author: {works}."
        de "Als Titel mit Autor: {works}.";
    NEAR "lookup.near"
        en "Did you mean {names}?"
        de "Meinten Sie {names}?";
    OR "lookup.or"
        en "{names} or {last}"
        de "{names} oder {last}";
    NAMES "lookup.names"
        en "Entries give this name in {n} ways. They may be different people:"
        de "Die Einträge schreiben diesen Namen auf {n} Arten. Es können verschiedene Personen sein:";
}
