//! Words by which the lines of a title page are told apart, in English, German and
//! a few other languages: each table is one string, with bars between its items.

/// Forms of writing, as a title page names them.
pub(super) const GENRES: &str = "\
novel|novella|thriller|mystery|romance|memoir|memoirs|stories|tales|story|tale|poems|play|\
autobiography|biography|essays|fantasy|saga|fiction|nonfiction|roman|romane|kriminalroman|krimi|\
thriller|erzählung|erzählungen|geschichten|novelle|novellen|gedichte|märchen|autobiografie|\
autobiographie|biografie|sachbuch|essay|jugendbuch|kinderbuch|historischer|liebesroman|\
nouvelles|récit|novela|cuentos|romanzo";

/// Words before a form of writing.
pub(super) const AROUND_GENRES: &str = "\
a|an|ein|eine|short|historical|crime|psychological|gothic|science|young|adult|literary|debut|\
romantic|in|three|parts|volumes|and|und|other|selected|collected|un|une|una|the|historischer|\
true";

/// Words of chapters, with which a text begins; a number comes with them.
pub(super) const DIVISIONS: &str = "\
chapter|chap|kapitel|kap|chapitre|capítulo|capitulo|capitolo|hoofdstuk|part|teil|book|buch|act|\
akt|scene|szene|section|abschnitt|partie|parte|глава|часть|canto";

/// Headings of what comes before or around the first chapter.
pub(super) const OPENINGS: &str = "\
prologue|prolog|prelude|contents|table of contents|inhalt|inhaltsverzeichnis|introduction|\
preface|foreword|vorwort|einleitung|vorspiel|acknowledgements|acknowledgments|danksagung|\
author's note|author’s note|synopsis|exposé|dramatis personae|list of illustrations|\
the beginning|dedication|widmung|epigraph|motto|epilogue|epilog|prologo|prólogo|avant-propos|\
sommaire|afterword|nachwort|índice";

/// Numbers in words, as chapters are counted.
pub(super) const NUMBERS: &str = "\
one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|\
sixteen|seventeen|eighteen|nineteen|twenty|first|second|third|fourth|fifth|sixth|seventh|eighth|\
ninth|tenth|last|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|erstes|zweites|\
drittes|viertes|fünftes|sechstes|siebtes|siebentes|achtes|neuntes|zehntes|erster|zweiter|\
dritter|vierter|fünfter|premier|première|primero";

/// Headings of lists of other books.
pub(super) const LISTS: &str = "\
also by|other books|other titles|by the same author|books by|more from|also available|\
coming soon|don't miss|don’t miss|if you enjoyed|you may also|weitere titel|weitere bücher|\
vom selben autor|von derselben autorin|von demselben autor|außerdem erschienen|\
ebenfalls erschienen|lesen sie auch|du même auteur|del mismo autor";

/// Signs of a copyright page.
pub(super) const LEGAL: &str = "\
©|copyright|all rights reserved|isbn|first published|first edition|first printing|\
library of congress|british library|cataloguing|cataloging|published by|printed in|\
printed and bound|work of fiction|reproduced|no part of this|without permission|moral right|\
alle rechte|impressum|1. auflage|erste auflage|originalausgabe|erstausgabe|\
deutsche nationalbibliothek|bibliografische information|bibliographische information|\
umschlaggestaltung|covergestaltung|druck und bindung|herstellung und verlag|verlag:|tous droits|\
dépôt légal|todos los derechos|depósito legal|diese publikation|cover design|vervielfältigung";

/// Words of addresses, before or after a number.
pub(super) const STREETS: &str = "\
street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|place|terrace|way|square|boulevard|\
blvd|crescent|gardens|row|weg|platz|allee|gasse|ufer";

/// Words before the name of an agent.
pub(super) const AGENTS: &str = "\
represented by|agent:|literary agency|literary agent|agentur|vertreten durch|contact:|kontakt:|\
c/o";

/// What a manuscript is counted in.
pub(super) const COUNTED: &str = "\
words|word|wörter|worte|zeichen|normseiten|pages|seiten|mots|palabras|anschläge|characters";

/// Words for the state of a manuscript.
pub(super) const DRAFTS: &str = "\
draft|version|revision|revised|manuscript|ms|entwurf|fassung|manuskript|rohfassung|\
submission|edit|edited|endfassung|arbeitsfassung|leseprobe|partial|full|uncorrected|proof|proofs";

/// The months.
pub(super) const MONTHS: &str = "\
january|february|march|april|may|june|july|august|september|october|november|december|januar|\
februar|märz|mai|juni|juli|oktober|dezember|jan|feb|aug|sept";

/// Words in the names of publishers.
pub(super) const PUBLISHERS: &str = "\
press|publishing|publishers|publisher|books|verlag|verlags|ltd|inc|gmbh|ld|co|éditions|editions|\
editorial|edizioni|company|sons|bros|brothers|penguin|imprint";

/// Places of publishers.
pub(super) const CITIES: &str = "\
london|york|paris|berlin|boston|münchen|hamburg|leipzig|wien|zürich|frankfurt|edinburgh|dublin|\
toronto|sydney|philadelphia|chicago|oxford|cambridge|köln|stuttgart|melbourne|delhi|madrid";

/// How lines begin, or end, that are neither a title nor an author.
pub(super) const NOTES: &str = "\
dedicated to|für meine|für meinen|to my |for my |in memory of|illustrated by|illustrations by|\
translated by|translation by|übersetzt von|aus dem |edited by|herausgegeben von|\
with an introduction|introduction by|foreword by|the complete|complete and unabridged|\
author of |the modern library|edition|genre:|word count|umfang|volume i";

/// Words that are in every text, and do not make a title: articles, pronouns,
/// prepositions, conjunctions, and the commonest verbs.
pub(super) const EVERYDAY: &str = "\
a|an|the|my|your|his|her|its|our|their|mine|i|you|he|she|it|we|they|me|him|us|them|this|that|these|those|\
who|whom|whose|which|what|where|when|why|how|there|here|then|than|so|as|if|but|and|or|nor|not|no|yes|\
of|in|on|at|to|for|with|from|by|into|onto|about|after|before|over|under|up|down|out|off|through|\
is|are|was|were|be|been|being|am|do|does|did|done|have|has|had|will|would|can|could|shall|should|may|\
might|must|go|goes|went|come|came|say|says|said|get|got|make|made|take|took|see|saw|look|looked|know|\
knew|think|thought|let|put|run|ran|turn|turned|tell|told|ask|asked|give|gave|all|some|any|every|each|\
one|just|only|very|now|never|ever|once|also|too|still|\
der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|mein|meine|meinen|meinem|meiner|dein|deine|\
sein|seine|seinen|seinem|seiner|ihr|ihre|ihren|ihrem|ihrer|unser|unsere|euer|eure|ich|du|er|sie|es|wir|\
man|mich|mir|dich|dir|ihm|ihn|uns|euch|ihnen|dies|diese|dieser|dieses|jener|jene|jenes|wer|wen|wem|was|\
welcher|welche|welches|wo|wann|warum|wie|dort|hier|da|dann|als|wenn|ob|aber|und|oder|nicht|kein|keine|\
nein|ja|von|vom|zu|zum|zur|mit|bei|beim|nach|aus|auf|an|am|im|ins|um|für|durch|gegen|ohne|über|unter|\
vor|hinter|neben|zwischen|bis|seit|ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|\
kann|konnte|muss|musste|soll|sollte|will|wollte|darf|mag|ging|kam|kommt|geht|sagte|sagt|sah|sieht|\
macht|machte|gab|gibt|lag|noch|nur|schon|auch|sehr|immer|nie|so|alle|alles|jeder|jede|jedes|\
le|la|les|un|une|mon|ma|mes|ton|ta|tes|son|sa|ses|notre|votre|leur|je|tu|il|elle|nous|vous|ils|elles|\
et|ou|mais|ne|pas|dans|sur|sous|avec|pour|par|est|sont|était|el|los|las|mi|su|yo|y|o|en|con|por|es|era";

/// What is in the place of a title that is not decided.
pub(super) const UNNAMED: &str = "\
untitled|unnamed|no title|title|working title|title page|unbenannt|ohne titel|titel|arbeitstitel|\
titelseite|sans titre|sin título|my novel|my book|mein roman|mein buch|work in progress|wip";

/// Words after which a title goes on.
pub(super) const OPEN_ENDS: &str = "\
a|an|the|my|your|its|our|their|of|and|or|nor|der|das|dem|des|eine|einen|einem|einer|eines|mein|meine|\
meinen|meinem|meiner|dein|deine|seine|seinen|seinem|seiner|ihre|ihren|ihrem|ihrer|unser|unsere|und|oder|\
von|vom|zum|zur|le|les|une|et|du|mon|mes|ses";

/// Words in the names of files that say what the file is, not what the book is called.
pub(super) const OF_FILES: &str = "\
source|original|originals|master|main|work|working|current|quell|quelle|quelldatei|quelltext|haupt|\
hauptdatei|arbeits|arbeitsfassung|original|aktuell|aktuelle|mappe|ordner|folder|writing|writings|stuff|misc|\
temp|tmp|sample|beispiel|muster";

/// Returns the items of a table.
pub(super) fn items(table: &str) -> impl Iterator<Item = &str> {
    table.split('|')
}

/// Returns whether a table has a word.
pub(super) fn listed(table: &str, word: &str) -> bool {
    items(table).any(|item| item == word)
}
