//! What the reports and the window's pages say with the same words.

use crate::phrase::phrases;

phrases! {
    SAME_FILE "verdict.same-file.head"
        en "The very same file"
        de "Genau dieselbe Datei";
    SAME_FILE_MEANS "verdict.same-file.means"
        en "Exactly this file, byte for byte, is recorded in the index."
        de "Genau diese Datei ist, Byte für Byte, im Index verzeichnet.";
    SAME_FILE_NOT "verdict.same-file.not"
        en "It does not say who put it there, or who has used it."
        de "Das sagt nichts darüber, wer sie dort abgelegt oder wer sie genutzt hat.";
    SAME_TEXT "verdict.same-text.head"
        en "The same text"
        de "Derselbe Text";
    SAME_TEXT_MEANS "verdict.same-text.means"
        en "The index holds nearly the same text as yours. Another edition, a copy in another format and a scan all count as the same text."
        de "Der Index enthält nahezu denselben Text wie Ihre Datei. Eine andere Ausgabe, eine Kopie in einem anderen Format oder ein Scan gilt ebenfalls als derselbe Text.";
    SAME_TEXT_NOT "verdict.same-text.not"
        en "It does not say which edition was copied, who copied it, or who has used it."
        de "Das sagt nichts darüber, welche Ausgabe kopiert wurde, wer sie kopiert oder wer sie genutzt hat.";
    WITHIN "verdict.within-larger-work.head"
        en "Your text inside a longer work"
        de "Ihr Text in einem längeren Werk";
    WITHIN_MEANS "verdict.within-larger-work.means"
        en "Nearly all of your text is part of a longer work, such as an anthology, a collection or several novels in one volume."
        de "Nahezu Ihr ganzer Text ist Teil eines längeren Werks, etwa einer Anthologie, einer Sammlung oder eines Bandes mit mehreren Romanen.";
    WITHIN_NOT "verdict.within-larger-work.not"
        en "It does not say that the rest of that work is yours, or who has used it."
        de "Das heißt nicht, dass der Rest dieses Werks von Ihnen stammt, und sagt nichts darüber, wer es genutzt hat.";
    CONTAINS "verdict.contains-work.head"
        en "A shorter work inside your text"
        de "Ein kürzeres Werk in Ihrem Text";
    CONTAINS_MEANS "verdict.contains-work.means"
        en "A work in the index is contained almost whole in your text, like a story in a collection."
        de "Ein Werk aus dem Index ist nahezu vollständig in Ihrem Text enthalten, so wie eine Erzählung in einer Sammlung.";
    CONTAINS_NOT "verdict.contains-work.not"
        en "It does not say that the rest of your text is in the index."
        de "Das heißt nicht, dass auch der Rest Ihres Textes im Index enthalten ist.";
    REVISED "verdict.revised-text.head"
        en "A large part, or another version"
        de "Ein großer Teil oder eine andere Fassung";
    REVISED_MEANS "verdict.revised-text.means"
        en "A large part of the text is the same and a large part differs: an earlier or later version, a shortened edition, or some of the chapters."
        de "Ein großer Teil des Textes stimmt überein, ein großer Teil weicht ab: etwa bei einer früheren oder späteren Fassung, einer gekürzten Ausgabe oder nur einigen Kapiteln.";
    REVISED_NOT "verdict.revised-text.not"
        en "It does not say which of the two came first, or that the parts that differ are in the index."
        de "Das sagt nichts darüber, welche der beiden Fassungen zuerst da war, und heißt nicht, dass auch die abweichenden Teile im Index enthalten sind.";
    LISTED "verdict.listed.head"
        en "Listed in a catalogue"
        de "In einem Katalog verzeichnet";
    LISTED_MEANS "verdict.listed.means"
        en "A catalogue lists this work. Only the entry was compared (title, author, numbers), not the words of the text."
        de "Ein Katalog verzeichnet dieses Werk. Verglichen wurde nur der Eintrag (Titel, Autor, Nummern), nicht der Wortlaut des Textes.";
    LISTED_NOT "verdict.listed.not"
        en "It does not show that the listed file really holds your text."
        de "Das belegt nicht, dass die verzeichnete Datei tatsächlich Ihren Text enthält.";
    NUMBER_LISTED_MEANS "verdict.listed.numbers.means"
        en "A number of this book is in a list of book numbers from the collection. Only the number was compared: the list has neither titles nor texts."
        de "Eine Nummer dieses Buches steht in einer Liste von Buchnummern aus der Sammlung. Verglichen wurde nur die Nummer: Die Liste enthält weder Titel noch Texte.";
    NUMBER_LISTED_NOT "verdict.listed.numbers.not"
        en "It does not show that the collection holds your text: a number can also be named in another book, for example where a publisher advertises other titles."
        de "Das belegt nicht, dass die Sammlung Ihren Text enthält: Eine Nummer kann auch in einem anderen Buch genannt sein, etwa wo ein Verlag für weitere Titel wirbt.";
    PASSAGES "verdict.shared-passages.head"
        en "Only short passages are shared"
        de "Nur kurze Textstellen gemeinsam";
    PASSAGES_MEANS "verdict.shared-passages.means"
        en "Only a few passages are the same, as when two books quote the same source. This does not count as found."
        de "Nur wenige Textstellen stimmen überein, etwa wenn zwei Bücher dieselbe Quelle zitieren. Das gilt nicht als gefunden.";
    PASSAGES_NOT "verdict.shared-passages.not"
        en "It does not mean that your work is in the index, or that one was copied from the other."
        de "Das heißt nicht, dass Ihr Werk im Index enthalten ist oder dass eines vom anderen abgeschrieben wurde.";
    POSSIBLE "verdict.possible.head"
        en "Possible entry"
        de "Möglicher Eintrag";
    POSSIBLE_MEANS "verdict.possible.means"
        en "An entry in the index resembles this work by its title and author, but too weakly to say more. Please compare the title, the author and the numbers yourself; if the index holds the text, give Colophon the file."
        de "Ein Eintrag im Index ähnelt diesem Werk nach Titel und Autor, aber nicht deutlich genug für eine klare Aussage. Bitte vergleichen Sie Titel, Autor und Nummern selbst; enthält der Index den Text, geben Sie Colophon die Datei.";
    POSSIBLE_NUMBER_MEANS "verdict.possible.numbers.means"
        en "An ISBN in this document is in a list of book numbers from the collection. If it is this book’s own number, the book is probably in the collection."
        de "Eine ISBN in diesem Dokument steht in einer Liste von Buchnummern aus der Sammlung. Ist es die Nummer dieses Buches, dann ist es wahrscheinlich in der Sammlung.";
    POSSIBLE_NUMBER_NOT "verdict.possible.numbers.not"
        en "It does not count as found: the number may be that of another book. The list has neither titles nor texts."
        de "Es gilt nicht als gefunden: Die Nummer kann zu einem anderen Buch gehören. Die Liste enthält weder Titel noch Texte.";
    POSSIBLE_NOT "verdict.possible.not"
        en "It does not mean that your work is in the index: namesakes are common, and so are titles that were used more than once."
        de "Das heißt nicht, dass Ihr Werk im Index ist: Namensgleichheit ist häufig, und auch viele Titel gibt es mehrfach.";
    NOT_FOUND "verdict.not-found.head"
        en "Not found"
        de "Nicht gefunden";
    NOT_FOUND_MEANS "verdict.not-found.means"
        en "It was compared with the index, and nothing like it is there."
        de "Der Text wurde mit dem Index verglichen. Nichts Ähnliches wurde gefunden.";
    NOT_FOUND_LISTING_MEANS "verdict.not-found.listing.means"
        en "It was looked up by title, author and numbers, and no catalogue of the index lists it. No text was compared."
        de "Gesucht wurde nach Titel, Autor und Nummern; kein Katalog des Index verzeichnet das Werk. Ein Text wurde nicht verglichen.";
    NOT_FOUND_NOT "verdict.not-found.not"
        en "It does not mean that the text is in no collection: an index holds only what is stated under “Indexes searched”."
        de "Das heißt nicht, dass der Text in keiner Sammlung ist: Ein Index enthält nur, was unter „Durchsuchte Indizes“ angegeben ist.";
    NOT_AMONG_NUMBERS "verdict.not-found.numbers.head"
        en "Not found among the book numbers of {names}"
        de "Nicht unter den Buchnummern von {names}";
    NOT_AMONG_NUMBERS_MEANS "verdict.not-found.numbers.means"
        en "Only book numbers were looked up. No text and no title was compared."
        de "Nur Buchnummern wurden nachgeschlagen. Weder ein Text noch ein Titel wurde verglichen.";
    NOT_AMONG_NUMBERS_NOT "verdict.not-found.numbers.not"
        en "It does not mean that the book is not in {names}: a book can be there without a number, or under the number of another edition."
        de "Das heißt nicht, dass das Buch nicht in {names} enthalten ist: Ein Buch kann dort ohne Nummer oder unter der Nummer einer anderen Ausgabe sein.";
    INCONCLUSIVE "verdict.inconclusive.head"
        en "Could not be judged"
        de "Nicht beurteilbar";
    INCONCLUSIVE_MEANS "verdict.inconclusive.means"
        en "No answer can be given; the reason is given with it."
        de "Eine Aussage ist nicht möglich. Der Grund ist jeweils angegeben.";
    INCONCLUSIVE_NOT "verdict.inconclusive.not"
        en "It does not mean “not found”."
        de "Das heißt nicht „nicht gefunden“.";

    DOUBT_UNREAD "doubt.unread.head"
        en "Could not be judged"
        de "Nicht beurteilbar";
    DOUBT_UNREAD_SAYS "doubt.unread.says"
        en "Colophon cannot say: the text could not be read well enough."
        de "Keine Aussage möglich: Der Text war nicht gut genug lesbar.";
    DOUBT_INDEX "doubt.index.head"
        en "An index could not be searched"
        de "Ein Index war nicht durchsuchbar";
    DOUBT_INDEX_SAYS "doubt.index.says"
        en "Colophon cannot say: an index could not be searched to its end."
        de "Keine Aussage möglich: Ein Index ließ sich nicht ganz durchsuchen.";
    DOUBT_SHORT "doubt.too-short.head"
        en "Too short to say"
        de "Zu kurz für eine Aussage";
    DOUBT_SHORT_SAYS "doubt.too-short.says"
        en "Colophon cannot say: there is too little text to compare."
        de "Keine Aussage möglich: Für einen Vergleich ist der Text zu kurz.";
    DOUBT_UNNAMED "doubt.unnamed.head"
        en "Title or author missing"
        de "Titel oder Autor fehlt";
    DOUBT_UNNAMED_SAYS "doubt.unnamed.says"
        en "Colophon cannot say: the document does not give the title and the author that a catalogue is searched for."
        de "Keine Aussage möglich: Das Dokument nennt nicht Titel und Autor, nach denen ein Katalog durchsucht wird.";
    DOUBT_LITTLE "doubt.too-little.head"
        en "Too little to look up"
        de "Zu wenig zum Nachschlagen";
    DOUBT_LITTLE_SAYS "doubt.too-little.says"
        en "Colophon cannot say: a title needs an author or a number to be looked up."
        de "Keine Aussage möglich: Zum Nachschlagen gehört zu einem Titel ein Autor oder eine Nummer.";
    DOUBT_UNNUMBERED "doubt.unnumbered.head"
        en "No book number to look up"
        de "Keine Buchnummer zum Nachschlagen";
    DOUBT_UNNUMBERED_SAYS "doubt.unnumbered.says"
        en "Colophon cannot say: the indexes list book numbers only, and no ISBN of this book is known."
        de "Keine Aussage möglich: Die Indizes enthalten nur Buchnummern, und von diesem Buch ist keine ISBN bekannt.";
    DOUBT_NOTHING "doubt.nothing.head"
        en "Nothing to compare with"
        de "Nichts zum Vergleichen";
    DOUBT_NOTHING_SAYS "doubt.nothing.says"
        en "Colophon cannot say: the index has nothing to compare this with."
        de "Keine Aussage möglich: Der Index enthält nichts zum Vergleichen.";

    ABOUT "share.about"
        en "about {n}"
        de "etwa {n}";
    ALL_BUT "share.all-but"
        en "more than 99"
        de "mehr als 99";
    HARDLY "share.hardly"
        en "fewer than 1"
        de "weniger als 1";
    RANGE "share.range"
        en "very likely between {low} and {high}"
        de "sehr wahrscheinlich zwischen {low} und {high}";
    EXACT "share.exact"
        en "very likely {low}"
        de "sehr wahrscheinlich {low}";
    COVERAGE "share.coverage"
        en "Matches turn up in {n} of every 100 parts of your text."
        de "In {n} von 100 Teilen Ihres Textes gibt es Übereinstimmungen.";
    LOWERED "share.lowered"
        en "Matches are spread over nearly the whole text, yet many stretches differ in a letter or more. Scans, another spelling and light editing do that."
        de "Übereinstimmungen gibt es fast im ganzen Text, doch viele Wortfolgen weichen in mindestens einem Buchstaben ab. Das kommt bei Scans, anderer Rechtschreibung und leichter Überarbeitung vor.";

    SURE_FILE "sure.file"
        en "Certain: the file has the same checksum, and that does not happen by accident."
        de "Zweifelsfrei: Die Datei hat dieselbe Prüfsumme. Zufällig kommt das nicht vor.";
    SURE_FEW "sure.few"
        en ["Less sure: it rests on {n} matching stretch only. Please compare the two texts yourself.",
            "Less sure: it rests on {n} matching stretches only. Please compare the two texts yourself."]
        de ["Weniger sicher: Die Aussage beruht nur auf {n} übereinstimmenden Wortfolge. Bitte vergleichen Sie die beiden Texte selbst.",
            "Weniger sicher: Die Aussage beruht nur auf {n} übereinstimmenden Wortfolgen. Bitte vergleichen Sie die beiden Texte selbst."];
    SURE_PASSAGES "sure.passages"
        en ["{n} stretch matches in the sample that was compared.",
            "{n} stretches match in the sample that was compared."]
        de ["In der verglichenen Stichprobe stimmt {n} Wortfolge überein.",
            "In der verglichenen Stichprobe stimmen {n} Wortfolgen überein."];
    SURE_TEXT "sure.text"
        en ["Sure: {n} stretch matches in the sample that was compared, and unrelated books do not share that many.",
            "Sure: {n} stretches match in the sample that was compared, and unrelated books do not share that many."]
        de ["Sicher: In der verglichenen Stichprobe stimmt {n} Wortfolge überein. So viele haben Bücher, die nichts miteinander zu tun haben, nicht gemeinsam.",
            "Sicher: In der verglichenen Stichprobe stimmen {n} Wortfolgen überein. So viele haben Bücher, die nichts miteinander zu tun haben, nicht gemeinsam."];
    SURE_ENTRY "sure.entry"
        en "It rests on an entry alone; no text was compared."
        de "Die Aussage beruht allein auf einem Eintrag; verglichen wurde kein Text.";
    SURE_ELSE "sure.else"
        en "It rests on what is said here and on nothing else."
        de "Die Aussage beruht allein auf den hier genannten Angaben.";

    TIER_FILE "tier.identical-file"
        en "The very same file"
        de "Genau dieselbe Datei";
    TIER_FILE_SAYS "tier.identical-file.says"
        en "Certain: the listed file has the same checksum."
        de "Zweifelsfrei: Die verzeichnete Datei hat dieselbe Prüfsumme.";
    TIER_CONFIRMED "tier.confirmed"
        en "Sure"
        de "Sicher";
    TIER_CONFIRMED_SAYS "tier.confirmed.says"
        en "Sure: a number and the title or the author agree."
        de "Sicher: Eine Nummer und der Titel oder der Autor stimmen überein.";
    TIER_STRONG "tier.strong"
        en "Very likely"
        de "Sehr wahrscheinlich";
    TIER_STRONG_SAYS "tier.strong.says"
        en "Very likely this work."
        de "Sehr wahrscheinlich dieses Werk.";
    TIER_PROBABLE "tier.probable"
        en "Probably"
        de "Wahrscheinlich";
    TIER_PROBABLE_SAYS "tier.probable.says"
        en "Probably this work."
        de "Wahrscheinlich dieses Werk.";
    TIER_REVIEW "tier.review"
        en "Not sure"
        de "Unsicher";
    TIER_REVIEW_SAYS "tier.review.says"
        en "Not sure: please compare the entry with your work yourself."
        de "Unsicher: Bitte vergleichen Sie den Eintrag selbst mit Ihrem Werk.";

    PLACE_WHOLE "strip.whole"
        en "From the beginning to the end of your text."
        de "Vom Anfang bis zum Ende Ihres Textes.";
    PLACE_AT "strip.at"
        en "at {at}%"
        de "bei {at}\u{a0}%";
    PLACE_FROM_TO "strip.from-to"
        en "from {from}% to {to}%"
        de "von {from}\u{a0}% bis {to}\u{a0}%";
    PLACE_SHORTER "strip.shorter"
        en ["in {n} shorter place", "in {n} shorter places"]
        de ["{n} kürzere Stelle", "{n} kürzere Stellen"];
    PLACES "strip.places"
        en "Counted from the beginning of your text: {places}."
        de "Vom Anfang Ihres Textes an gerechnet: {places}.";
    BEGINNING "strip.begin"
        en "beginning"
        de "Anfang";
    END "strip.end"
        en "end"
        de "Ende";

    STANDING_TRAINED "standing.1"
        en "That a work is in a data set does not prove that anything was trained with it."
        de "Dass ein Werk in einem Datensatz enthalten ist, beweist nicht, dass irgendetwas damit trainiert wurde.";
    STANDING_NOTHING "standing.2"
        en "That a work was not found proves nothing: an index holds only what is stated about it, and collections hold more than any index."
        de "Dass ein Werk nicht gefunden wurde, beweist nichts: Ein Index enthält nur, was zu ihm angegeben ist, und Sammlungen enthalten mehr als jeder Index.";
    STANDING_ESTIMATES "standing.3"
        en "Figures are estimates from a sample of each text. “Very likely” means that the true figure lies in such a range 95 times out of 100."
        de "Die Zahlen sind Schätzungen anhand einer Stichprobe jedes Textes. „Sehr wahrscheinlich“ heißt: In 95 von 100 Fällen liegt der wahre Wert in einem solchen Bereich.";
    STANDING_STRETCHES "standing.4"
        en "A short stretch is a few words long. One changed letter makes it count as different, so scans, another spelling and light editing lower the figures."
        de "Eine kurze Wortfolge ist wenige Wörter lang. Schon ein geänderter Buchstabe macht sie zu einer anderen; Scans, andere Rechtschreibung und leichte Überarbeitung senken deshalb die Zahlen.";

    STANDING_TEXTS "standing.texts"
        en "The texts were read and compared on this computer."
        de "Die Texte wurden auf diesem Computer gelesen und verglichen.";
    STANDING_LOOKED_UP "standing.looked-up"
        en "The titles were looked up on this computer. No text was compared."
        de "Die Titel wurden auf diesem Computer nachgeschlagen. Es wurde kein Text verglichen.";

    DEMONSTRATION "result.demo"
        en "This is the demonstration index that comes with the program. It shows how Colophon works and says nothing about any real collection."
        de "Dies ist der Demo-Index, der mit dem Programm geliefert wird. Er zeigt, wie Colophon arbeitet, und sagt nichts über eine echte Sammlung aus.";
    DEMONSTRATION_TITLE "result.demo.title"
        en "A demonstration."
        de "Nur zur Demonstration.";
    HOW_MUCH "result.how-much"
        en "How much"
        de "Wie viel";
    HOW_SURE "result.how-sure"
        en "How sure"
        de "Wie sicher";
    MEANS "result.means"
        en "What it means"
        de "Was das bedeutet";
    INDEX "result.index"
        en "Index: {name}"
        de "Index: {name}";
    WORDS_READ "result.words"
        en ["{n} word read", "{n} words read"]
        de ["{n} Wort gelesen", "{n} Wörter gelesen"];
    LETTERS_READ "result.letters"
        en ["{n} letter read", "{n} letters read"]
        de ["{n} Buchstabe gelesen", "{n} Buchstaben gelesen"];
    UNTITLED "app.untitled"
        en "(untitled)"
        de "(ohne Titel)";
    N_PASSED_OVER "passed-over.n"
        en ["{n} file", "{n} files"]
        de ["{n} Datei", "{n} Dateien"];
    PASSED_OVER "passed-over"
        en "{what} passed over: {endings}"
        de "{what} übergangen: {endings}";
    PASSED_OVER_OTHERS "passed-over.others"
        en ["{n} other", "{n} others"]
        de ["{n} andere", "{n} andere"];
    PASSED_OVER_LOCKS "passed-over.locks"
        en ["{n} lock file of an open document", "{n} lock files of open documents"]
        de ["{n} Sperrdatei eines geöffneten Dokuments", "{n} Sperrdateien geöffneter Dokumente"];
    PASSED_OVER_SAYS "passed-over.says"
        en "In a folder, only files that are named like documents are read."
        de "In einem Ordner werden nur Dateien gelesen, die wie Dokumente heißen.";
    INDEXES_SEARCHED "asked.title"
        en "Indexes searched"
        de "Durchsuchte Indizes";
    NO_INDEX_SEARCHED "asked.none"
        en "No index was searched, so nothing could be found."
        de "Es wurde kein Index durchsucht, also konnte nichts gefunden werden.";
    WORKS "asked.works"
        en ["{n} text to compare with", "{n} texts to compare with"]
        de ["{n} Werk für den Textvergleich", "{n} Werke für den Textvergleich"];
    RECORDS "asked.records"
        en ["{n} catalogue entry", "{n} catalogue entries"]
        de ["{n} Katalogeintrag", "{n} Katalogeinträge"];
    NUMBERS "asked.numbers"
        en ["{n} book number", "{n} book numbers"]
        de ["{n} Buchnummer", "{n} Buchnummern"];
    NUMBERS_ONLY "asked.numbers-only"
        en "It lists book numbers only, neither titles nor texts. A book can be in the collection without a number, and a number can be named in another book."
        de "Er enthält nur Buchnummern, weder Titel noch Texte. Ein Buch kann ohne Nummer in der Sammlung sein, und eine Nummer kann in einem anderen Buch genannt sein.";
    MADE_ON "asked.made"
        en "made on {date}"
        de "erstellt am {date}";
    PLEASE_NOTE "warning.title"
        en "Please note."
        de "Bitte beachten:";

    KINDS "kinds.title"
        en "Which kinds of indexes there are, and where to get one"
        de "Welche Arten von Indizes es gibt und wie man sie bekommt";
    KINDS_TEXTS "kinds.texts"
        en "Texts: your manuscript itself is compared, published or not. Such an index finds copies, scans, excerpts and other editions, even without a title. With the texts of 7.5 million books it takes 3 to 10 GB."
        de "Texte: Verglichen wird Ihr Manuskript selbst, ob veröffentlicht oder nicht. Ein solcher Index findet Kopien, Scans, Auszüge und andere Ausgaben, auch ohne Titel. Mit den Texten von 7,5 Millionen Büchern belegt er 3 bis 10 GB.";
    KINDS_TITLES "kinds.titles"
        en "Catalogues: what a collection such as Library Genesis lists. A book is looked up by its title and author, its ISBN, or the checksum of a file. With 7.5 million entries such an index takes about 0.5 GB."
        de "Kataloge: was eine Sammlung wie Library Genesis verzeichnet. Ein Buch wird nach Titel und Autor, ISBN oder der Prüfsumme einer Datei nachgeschlagen. Mit 7,5 Millionen Einträgen belegt ein solcher Index etwa 0,5 GB.";
    KINDS_NUMBERS "kinds.numbers"
        en "Book numbers: lists of ISBNs and nothing else. One for Books3 comes with the program. A manuscript without an ISBN cannot be looked up there."
        de "Buchnummern: Listen von ISBNs und sonst nichts. Eine für Books3 wird mitgeliefert. Ein Manuskript ohne ISBN lässt sich darin nicht nachschlagen.";
    KINDS_WHOM "kinds.whom"
        en "Where to get one: ask your authors’ association, union or agency, or a researcher who studies these collections. Before you rely on an index, look at who publishes it and what it covers."
        de "Bezugsquellen: Fragen Sie Ihren Autorenverband, Ihre Gewerkschaft oder Agentur oder jemanden, der diese Sammlungen erforscht. Bevor Sie sich auf einen Index verlassen, sehen Sie nach, wer ihn veröffentlicht und was er abdeckt.";
    KINDS_MAKE "kinds.make"
        en "To make one: get the metadata dump of a collection, a database file without any books (.sql or .csv, packed or not), and build an index of it. It can also be built of books that you may lawfully hold."
        de "Selbst erstellen: Besorgen Sie die Katalogdaten einer Sammlung, eine Datenbankdatei ohne Bücher (.sql oder .csv, gepackt oder nicht), und erstellen Sie daraus einen Index. Auch aus Büchern, die Sie rechtmäßig besitzen, lässt sich einer erstellen.";

    LIMIT_PROGRAMS "privacy.limit.1"
        en "Malware and other programs on this computer, and anyone who controls it or can log in to it: they see what you see."
        de "Schadsoftware und andere Programme auf diesem Computer sowie alle, die ihn kontrollieren oder sich daran anmelden können: Sie sehen dasselbe wie Sie selbst.";
    LIMIT_MEMORY "privacy.limit.2"
        en "Memory that the system writes to disk, in a swap file or when it sleeps."
        de "Arbeitsspeicher, den das System auf die Festplatte schreibt, beim Auslagern oder im Ruhezustand.";
    LIMIT_SCREEN "privacy.limit.3"
        en "Programs that take pictures of the screen or record what is typed."
        de "Programme, die den Bildschirm aufnehmen oder Tastatureingaben aufzeichnen.";
    LIMIT_FILES "privacy.limit.4"
        en "What other programs do with files that you open in them or pass on, including reports."
        de "Was andere Programme mit Dateien tun, die Sie darin öffnen oder weitergeben, auch mit Berichten.";
    LIMIT_FOLDERS "privacy.limit.5"
        en "Folders that a backup or a cloud service copies to a server, including reports that you save there."
        de "Ordner, die ein Backup- oder Cloud-Dienst auf einen Server kopiert, samt den Berichten, die Sie dort speichern.";
    LIMIT_RECENT "privacy.limit.6"
        en "Names of files that you opened, which your desktop may keep in its list of recent files."
        de "Die Namen geöffneter Dateien: Ihr Desktop führt sie möglicherweise in der Liste der zuletzt verwendeten Dateien.";

    LOOKUP_NONE "lookup.none"
        en "No entry was found."
        de "Es wurde kein Eintrag gefunden.";
    LOOKUP_NONE_TEXTS "lookup.none-texts"
        en "No entry was found. A text may be in the index under another title or name; to find it, check the file itself."
        de "Es wurde kein Eintrag gefunden. Ein Text kann unter einem anderen Titel oder Namen im Index sein; um ihn zu finden, prüfen Sie die Datei selbst.";
    LOOKUP_WORKS "lookup.works"
        en ["{n} work", "{n} works"]
        de ["{n} Werk", "{n} Werke"];
    LOOKUP_ENTRIES "lookup.entries"
        en ["{n} entry", "{n} entries"]
        de ["{n} Eintrag", "{n} Einträge"];
    LOOKUP_MORE "lookup.more"
        en "There may be more; say more about the book to see the ones that fit."
        de "Es kann mehr geben; machen Sie genauere Angaben zum Buch, um die passenden zu sehen.";
    LOOKUP_NOT_SEARCHED "lookup.not-searched"
        en "Not searched: the book numbers of {names}. Titles, names and checksums are not listed there; look up an ISBN."
        de "Nicht durchsucht: die Buchnummern von {names}. Titel, Namen und Prüfsummen sind dort nicht verzeichnet; schlagen Sie eine ISBN nach.";
    LOOKUP_NAME_PART "lookup.name.part"
        en "only in part this name"
        de "nur zum Teil dieser Name";
    LOOKUP_NAME_SURNAME "lookup.name.surname"
        en "only the surname agrees"
        de "nur der Nachname stimmt überein";
    LOOKUP_NAME_INITIAL "lookup.name.initial"
        en "only the initial agrees"
        de "nur der Anfangsbuchstabe stimmt überein";
    CUTOFF_BARTZ_LIBGEN "cutoff.bartz-libgen"
        en "Bartz v. Anthropic: the download of Library Genesis"
        de "Bartz v. Anthropic: der Download von Library Genesis";
    CUTOFF_BARTZ_PILIMI "cutoff.bartz-pilimi"
        en "Bartz v. Anthropic: the download of the Pirate Library Mirror"
        de "Bartz v. Anthropic: der Download des Pirate Library Mirror";
    CUTOFF "cutoff.when"
        en "Cut-off date: {when}."
        de "Stichtag: {when}.";
    CUTOFF_PERIOD "cutoff.period"
        en "between {from} and {to}"
        de "zwischen dem {from} und dem {to}";
    CUTOFF_MARKS "cutoff.marks"
        en "An entry added before {from} counts as before the cut-off date, one added after {to} as after it. In between, both days included, it is unclear."
        de "Ein vor dem {from} aufgenommener Eintrag gilt als vorher, ein nach dem {to} aufgenommener als nachher. Dazwischen, beide Tage eingeschlossen, ist es unklar.";
    CUTOFF_MARKS_DAY "cutoff.marks.day"
        en "An entry added before that day counts as before the cut-off date, one added after it as after it. On the day itself it is unclear."
        de "Ein vor diesem Tag aufgenommener Eintrag gilt als vorher, ein danach aufgenommener als nachher. Am Tag selbst ist es unklar.";
    CUTOFF_NO_ADVICE "cutoff.no-advice"
        en "Colophon gives dates, not legal advice."
        de "Colophon macht Datumsangaben und gibt keine Rechtsberatung.";
    LOOKUP_WITH "lookup.with"
        en "with {names}"
        de "mit {names}";
    LOOKUP_TEXT "lookup.text"
        en "The text is in the index"
        de "Der Text ist im Index";
    LOOKUP_SAYS_LISTING "lookup.says.1"
        en "An entry says that a collection listed a file under this title and author on the date given. It does not show what is in the file."
        de "Ein Eintrag besagt, dass eine Sammlung zum angegebenen Datum eine Datei unter diesem Titel und Autor verzeichnet hat. Er belegt nicht, was in der Datei steht.";
    LOOKUP_SAYS_NAME "lookup.says.2"
        en "A name alone does not say who wrote a book: people share names, and entries get authors wrong."
        de "Ein Name allein sagt nicht, wer ein Buch geschrieben hat: Namen kommen mehrfach vor, und Einträge nennen falsche Autoren.";
    LOOKUP_SAYS_TEXT "lookup.says.3"
        en "Where the text is in the index, Colophon can compare it with your file; until then it does not count as found."
        de "Wo der Text im Index ist, kann Colophon ihn mit Ihrer Datei vergleichen; bis dahin gilt er nicht als gefunden.";
    LOOKUP_SAYS_NONE "lookup.says.4"
        en "A book that is not here may still be in a collection: under another title or name, or in one that no index lists."
        de "Ein Buch, das hier fehlt, kann trotzdem in einer Sammlung sein: unter einem anderen Titel oder Namen oder in einer, die kein Index verzeichnet.";
}
