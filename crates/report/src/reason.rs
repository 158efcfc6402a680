//! Why a catalogue record is taken for a work, in a sentence.

use crate::phrase::phrase_enum;

phrase_enum! {
    /// Why a catalogue record is taken for a work.
    Reason
    SameFile "reason.same-file"
        en "The {digest} of your file is in this record: it is the same file."
        de "Die {digest}-Prüfsumme Ihrer Datei steht in diesem Eintrag: Es ist dieselbe Datei.";
    BookOfIndex "reason.book-of-index"
        en "The file is one of the books whose texts the index was built from."
        de "Die Datei ist eines der Bücher, aus deren Texten der Index erstellt wurde.";
    TextTitleAuthor "reason.text-title-author"
        en "The text is in this index, under this title and author: give Colophon the file to compare."
        de "Der Text ist in diesem Index, unter diesem Titel und Autor: Geben Sie Colophon die Datei zum Vergleich.";
    TextPerhaps "reason.text-perhaps"
        en "A text in this index may be this book, by its title and author: give Colophon the file to compare."
        de "Ein Text in diesem Index ist nach Titel und Autor vielleicht dieses Buch: Geben Sie Colophon die Datei zum Vergleich.";
    TextTitle "reason.text-title"
        en "A text with this title is in this index; no author was given. Give Colophon the file to compare."
        de "Ein Text mit diesem Titel ist in diesem Index; ein Autor wurde nicht angegeben. Geben Sie Colophon die Datei zum Vergleich.";
    TextAuthor "reason.text-author"
        en "The text is in this index, by an author of this name: give Colophon the file to compare."
        de "Der Text ist in diesem Index, von einem Autor dieses Namens: Geben Sie Colophon die Datei zum Vergleich.";
    SeveralBooks "reason.several-books"
        en "Author and title agree, but the author has several books with this title, and only one side says which."
        de "Autor und Titel stimmen überein, aber es gibt mehrere Bücher dieses Titels von diesem Autor, und nur eine Seite sagt, welches gemeint ist.";
    NumberTitleAuthor "reason.number-title-author"
        en "The {number} is in this record, and title and author agree{under}."
        de "Die {number} steht in diesem Eintrag, und Titel und Autor stimmen überein{under}.";
    NumberAuthor "reason.number-author"
        en "The {number} is in this record, and the author agrees{under}."
        de "Die {number} steht in diesem Eintrag, und der Autor stimmt überein{under}.";
    NumberTitle "reason.number-title"
        en "The {number} is in this record, and the title agrees."
        de "Die {number} steht in diesem Eintrag, und der Titel stimmt überein.";
    NumberAlone "reason.number-alone"
        en "The {number} is in this record; there is neither title nor author to compare."
        de "Die {number} steht in diesem Eintrag; Titel und Autor zum Vergleichen fehlen.";
    NumberOnly "reason.number-only"
        en "The {number} is in this record, but neither the title nor the author agrees: it may be the number of another edition or a mistake."
        de "Die {number} steht in diesem Eintrag, aber weder Titel noch Autor stimmen überein: Es kann die Nummer einer anderen Ausgabe oder ein Irrtum sein.";
    NumberOtherVolume "reason.number-other-volume"
        en "The {number} is in this record, but the volumes differ: the number may be that of a set or a mistake."
        de "Die {number} steht in diesem Eintrag, aber die Bände weichen ab: Es kann die Nummer eines Gesamtwerks oder ein Irrtum sein.";
    TitleNoAuthorListed "reason.title-no-author-listed"
        en "The title agrees; this record does not name the author."
        de "Der Titel stimmt überein; dieser Eintrag nennt den Autor nicht.";
    TitleHoldsAuthor "reason.title-holds-author"
        en "The title of this record holds your title and the author’s name; its author field names nobody."
        de "Der Titel dieses Eintrags enthält Ihren Titel und den Namen des Autors; sein Autorenfeld nennt niemanden.";
    Swapped "reason.swapped"
        en "Title and author agree, but this record has each in the place of the other."
        de "Titel und Autor stimmen überein, sind aber in diesem Eintrag miteinander vertauscht.";
    TitleNoAuthorGiven "reason.title-no-author-given"
        en "The title agrees; no author was given."
        de "Der Titel stimmt überein; ein Autor wurde nicht angegeben.";
    AllAgree "reason.all-agree"
        en "Title, author, year and imprint agree{under}."
        de "Titel, Autor, Jahr und Verlag stimmen überein{under}.";
    YearAgrees "reason.year-agrees"
        en "Title, author and year agree{under}."
        de "Titel, Autor und Jahr stimmen überein{under}.";
    CommonTitle "reason.common-title"
        en "Title and author agree{under}, but many books have such a title; an ISBN, or year and imprint, would decide."
        de "Titel und Autor stimmen überein{under}, aber viele Bücher haben einen solchen Titel; eine ISBN oder Jahr und Verlag würden es entscheiden.";
    TitleSurname "reason.title-surname"
        en "The title agrees; the surname agrees{under}, and only one side gives a first name."
        de "Der Titel stimmt überein; der Nachname stimmt überein{under}, und nur eine Seite nennt einen Vornamen.";
    TitleOtherForm "reason.title-other-form"
        en "The title agrees; the author’s name agrees in another order or form{under}."
        de "Der Titel stimmt überein; der Name des Autors stimmt in anderer Reihenfolge oder Form überein{under}.";
    TitleNamePart "reason.title-name-part"
        en "The title agrees; the author’s name agrees only in part{under}, or is named only next to another."
        de "Der Titel stimmt überein; der Name des Autors stimmt nur zum Teil überein{under} oder steht nur neben einem anderen.";
    WordSurname "reason.word-surname"
        en "The title, a single word, agrees; so does the surname{under}, and only one side gives a first name."
        de "Der Titel, ein einzelnes Wort, stimmt überein; der Nachname stimmt überein{under}, und nur eine Seite nennt einen Vornamen.";
    TitleAuthor "reason.title-author"
        en "Title and author agree{under}."
        de "Titel und Autor stimmen überein{under}.";
    TitleInitial "reason.title-initial"
        en "The title agrees, and so do the author’s surname and initial{under}."
        de "Der Titel stimmt überein, ebenso Nachname und Anfangsbuchstabe des Autors{under}.";
    NearTitle "reason.near-title"
        en "The author agrees{under}, and so does the title, except for words such as the edition."
        de "Der Autor stimmt überein{under}, ebenso der Titel bis auf Angaben wie die Auflage.";
    TitleForm "reason.title-form"
        en "The author agrees{under}, and so does the title, which is written in another way."
        de "Der Autor stimmt überein{under}, ebenso der Titel, der anders geschrieben ist.";
    TitleSeries "reason.title-series"
        en "The author agrees{under}, and so does the title; only one side has words before it, such as the name of a series."
        de "Der Autor stimmt überein{under}, ebenso der Titel; nur auf einer Seite stehen Wörter davor, etwa der Name einer Reihe.";
    AuthorAlone "reason.author-alone"
        en "The author agrees{under}; no title was given."
        de "Der Autor stimmt überein{under}; ein Titel wurde nicht angegeben.";
    SurnameAlone "reason.surname-alone"
        en "The surname agrees{under}; no title was given."
        de "Der Nachname stimmt überein{under}; ein Titel wurde nicht angegeben.";
    NamePart "reason.name-part"
        en "The author’s name agrees only in part{under}, or is named only next to another; no title was given."
        de "Der Name des Autors stimmt nur zum Teil überein{under} oder steht nur neben einem anderen; ein Titel wurde nicht angegeben.";
    MoreWords "reason.more-words"
        en "The author agrees{under}, and the titles share their words, but one of them has more."
        de "Der Autor stimmt überein{under}, und die Titel haben dieselben Wörter, aber einer hat weitere.";
    Spelling "reason.spelling"
        en "The author agrees{under}; the titles differ only in a few letters."
        de "Der Autor stimmt überein{under}; die Titel unterscheiden sich nur in wenigen Buchstaben.";
    Subtitles "reason.subtitles"
        en "Author and title agree{under}, but the subtitles differ."
        de "Autor und Titel stimmen überein{under}, aber die Untertitel weichen ab.";
    Notes "reason.notes"
        en "Author and title agree{under}, but what is in brackets differs."
        de "Autor und Titel stimmen überein{under}, aber die Angaben in Klammern weichen ab.";
    SubtitleYear "reason.subtitle-year"
        en "Author and title agree{under}, but only one side has a subtitle, and the years do not agree."
        de "Autor und Titel stimmen überein{under}, aber nur eine Seite hat einen Untertitel, und die Jahre stimmen nicht überein.";
    SeriesPlace "reason.series-place"
        en "Author and title agree{under}, but the places in the series differ."
        de "Autor und Titel stimmen überein{under}, aber die Plätze in der Reihe weichen ab.";
    OtherCount "reason.other-count"
        en "Author and title agree{under}, but one side counts volumes or parts, and the other books of a series."
        de "Autor und Titel stimmen überein{under}, aber eine Seite zählt Bände oder Teile, die andere Bücher einer Reihe.";
    SeveralInOne "reason.several-in-one"
        en "Author and title agree{under}, but one side holds several volumes or parts."
        de "Autor und Titel stimmen überein{under}, aber eine Seite umfasst mehrere Bände oder Teile.";
    OneSubtitle "reason.one-subtitle"
        en "Author and title agree{under}, but only one side has a subtitle, and the ISBNs differ."
        de "Autor und Titel stimmen überein{under}, aber nur eine Seite hat einen Untertitel, und die ISBNs weichen ab.";
    Part "reason.part"
        en "Author and title agree{under}, but only one side says which part or volume it is."
        de "Autor und Titel stimmen überein{under}, aber nur eine Seite sagt, um welchen Teil oder Band es sich handelt.";
    NamedPart "reason.named-part"
        en "Author and title agree{under}, but the subtitle that only one side has may be the name of a part or of another book."
        de "Autor und Titel stimmen überein{under}, aber der Untertitel, den nur eine Seite hat, kann der Name eines Teils oder eines anderen Buches sein.";
    GuessAgrees "reason.guess-agrees"
        en "This entry agrees with the title and the author that Colophon guessed. Look at it, and check again with the right ones."
        de "Dieser Eintrag passt zu dem Titel und dem Autor, die Colophon vermutet. Sehen Sie ihn an, und prüfen Sie noch einmal mit den richtigen Angaben.";
    GuessNumber "reason.guess-number"
        en "Your file states the {number}, and this record has it too, but the record has no title to compare."
        de "Die {number} steht in Ihrer Datei und in diesem Eintrag, aber der Eintrag hat keinen Titel zum Vergleichen.";
    AnotherBook "reason.another-book"
        en "Author and title agree{under}, but this looks like a companion, an adaptation or a collection."
        de "Autor und Titel stimmen überein{under}, aber dies sieht nach einem Begleitbuch, einer Bearbeitung oder einer Sammlung aus.";
    FilmAllAgree "reason.film-all-agree"
        en "Title, year and writer agree{under}."
        de "Titel, Jahr und Drehbuchautor stimmen überein{under}.";
    FilmTitleYear "reason.film-title-year"
        en "Title and year agree, and no writer is given to compare."
        de "Titel und Jahr stimmen überein; ein Drehbuchautor zum Vergleichen ist nicht angegeben.";
    FilmYearNear "reason.film-year-near"
        en "The title agrees and the years are a year apart: it may be this film or another one."
        de "Der Titel stimmt überein, und die Jahre liegen ein Jahr auseinander: Es kann dieser oder ein anderer Film sein.";
    FilmNoYear "reason.film-no-year"
        en "The title agrees, but without a year or an IMDb number it may be another film."
        de "Der Titel stimmt überein, aber ohne Jahr oder IMDb-Nummer kann es ein anderer Film sein.";
    FilmSeveral "reason.film-several"
        en "Title and year agree, but several films of that year have this title; an IMDb number would decide."
        de "Titel und Jahr stimmen überein, aber mehrere Filme dieses Jahres heißen so; eine IMDb-Nummer würde es entscheiden.";
    FilmOtherNumber "reason.film-other-number"
        en "Title and year agree, but the IMDb number is another."
        de "Titel und Jahr stimmen überein, aber die IMDb-Nummer ist eine andere.";
    EpisodePlace "reason.episode-place"
        en "Series, season and episode agree."
        de "Serie, Staffel und Folge stimmen überein.";
    EpisodeTitle "reason.episode-title"
        en "The series and the title of the episode agree."
        de "Die Serie und der Titel der Folge stimmen überein.";
    EpisodeOtherTitle "reason.episode-other-title"
        en "Series, season and episode agree, but the episode has another title."
        de "Serie, Staffel und Folge stimmen überein, aber die Folge hat einen anderen Titel.";
    EpisodeOtherPlace "reason.episode-other-place"
        en "The series and the title of the episode agree, but the season or the number is another."
        de "Die Serie und der Titel der Folge stimmen überein, die Staffel oder die Nummer aber nicht.";
    EpisodeOtherWriter "reason.episode-other-writer"
        en "Series, season and episode agree, but the record names another writer."
        de "Serie, Staffel und Folge stimmen überein, aber der Eintrag nennt einen anderen Drehbuchautor.";
    EpisodeTitleAlone "reason.episode-title-alone"
        en "The title of this episode agrees; with the series, the season and the number, or with the year, Colophon could be sure."
        de "Der Titel dieser Folge stimmt überein; mit Serie, Staffel und Nummer oder mit dem Jahr wäre es sicher.";
    EpisodeYears "reason.episode-years"
        en "Series, season and episode agree, but the years do not: it may be another series of that name."
        de "Serie, Staffel und Folge stimmen überein, die Jahre aber nicht: Es kann eine andere Serie dieses Namens sein.";
    EpisodeOfSeries "reason.episode-of-series"
        en "This is an episode of the series with the number {number}."
        de "Dies ist eine Folge der Serie mit der Nummer {number}.";
    PaperAllAgree "reason.paper-all-agree"
        en "Title, author, journal and year agree{under}."
        de "Titel, Autor, Zeitschrift und Jahr stimmen überein{under}.";
    PaperOtherPlace "reason.paper-other-place"
        en "Title and author agree{under}, but the journal or the year does not."
        de "Titel und Autor stimmen überein{under}, die Zeitschrift oder das Jahr aber nicht.";
    PaperCommonTitle "reason.paper-common-title"
        en "Title and author agree{under}, but many papers have such a title; a DOI would decide."
        de "Titel und Autor stimmen überein{under}, aber viele Aufsätze haben einen solchen Titel; eine DOI würde es entscheiden.";
    PaperAndBook "reason.paper-and-book"
        en "Title and author agree{under}, but one is a paper and the other a book: a review of a book is listed like this, too."
        de "Titel und Autor stimmen überein{under}, aber das eine ist ein Aufsatz, das andere ein Buch: Auch Rezensionen sind so verzeichnet.";
    OtherDoi "reason.other-doi"
        en "Title and author agree{under}, but the DOI is another."
        de "Titel und Autor stimmen überein{under}, aber die DOI ist eine andere.";
    RegisteredNumber "reason.registered-number"
        en "This is the registration number that you gave."
        de "Dies ist die angegebene Registrierungsnummer.";
    RegisteredWork "reason.registered-work"
        en "Title, author and year of publication agree{under}."
        de "Titel, Autor und Jahr der Veröffentlichung stimmen überein{under}.";
    RegisteredOnly "reason.registered-only"
        en "Title and author agree{under}, and this is the only registration of them."
        de "Titel und Autor stimmen überein{under}, und dies ist die einzige Registrierung dazu.";
    RegisteredOtherYear "reason.registered-other-year"
        en "Title and author agree{under}, but the year of publication does not: it may be another edition or another work."
        de "Titel und Autor stimmen überein{under}, das Jahr der Veröffentlichung aber nicht: Es kann eine andere Ausgabe oder ein anderes Werk sein.";
    RegisteredSeveral "reason.registered-several"
        en "Title and author agree{under}, but there are several registrations of them, and nothing says which is the one of this work."
        de "Titel und Autor stimmen überein{under}, aber es gibt mehrere Registrierungen dazu, und nichts sagt, welche die dieses Werks ist.";
}
