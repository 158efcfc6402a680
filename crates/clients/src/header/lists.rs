//! The words of headings, for each field.

use crate::model::Field;

/// Returns the headings by which a field is known, folded; if two columns match,
/// the one whose heading comes first here is taken.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) const fn headings(field: Field) -> &'static str {
    match field {
        Field::Client => {
            "client clients clientname nameofclient agencyclient kunde kundin kunden \
             kundenname klient klientin mandant mandantin auftraggeber represented \
             cliente clienti klant opdrachtgever klijent клиент заказчик kund 客户 \
             依頼人 クライアント agency agentur"
        }
        Field::Title => {
            "title titles booktitle titleofbook titleofthebook worktitle titleofwork \
             titleofthework fulltitle maintitle titel buchtitel werktitel haupttitel \
             titeldesbuches titeldeswerks titre titreprincipal titredulivre título \
             titulo títulodellibro titulodellibro titolo titolodellibro tytuł \
             tytul tytułksiążki název nazev názov nazov naslov cím konyvcim könyvcím titlu \
             titlul başlık baslik kitapadı kitap nimi nimeke teos titteli tittel boktittel \
             bogtitel boktitel τίτλος название названиекниги наименование заглавие книга \
             назва назвакниги 書名 タイトル 題名 作品名 书名 書籍名稱 标题 標題 題名 제목 \
             도서명 책제목 work werk book books buch bookname nameofbook livre libro livro \
             libri boek kniha książka oeuvre œuvre obra opera publicationtitle titlename \
             shorttitle kurztitel primarytitle originaltitle originaltitel"
        }
        Field::Subtitle => {
            "subtitle untertitel soustitre subtítulo subtitulo sottotitolo ondertitel \
             podtytuł undertitel подзаголовок 副題 サブタイトル 副标题"
        }
        Field::OtherTitles => {
            "othertitle othertitles alternativetitle alternativetitles alternatetitle \
             alternatetitles alttitle alttitles varianttitle varianttitles formertitle \
             formertitles additionaltitle additionaltitles furthertitle furthertitles \
             titlevariants weiteretitel alternativtitel alternativertitel anderertitel \
             nebentitel titelvarianten autrestitres autretitre otrostítulos otrostitulos"
        }
        Field::Author => {
            "author authors authorname authornames authorsname nameofauthor \
             nameoftheauthor authorfullname fullname autor autorin autoren autorinnen \
             autorenname autorname autorautorin autorinautor namedesautors verfasser \
             verfasserin verfassername writer writers writtenby creator creators \
             auteur auteurs autrice autora autores autoras autore autori scrittore \
             escritor escritora escritores écrivain schriftsteller schriftstellerin \
             urheber urheberin forfatter forfattere författare tekijä kirjailija kirjoittaja \
             schrijver schrijvers autorzy autoři autori szerző szerzo szerzők yazar \
             συγγραφέας автор авторы автори фиоавтора имяавтора писатель 著者 著者名 作者 \
             作家 저자 지은이 mainauthor primaryauthor leadauthor contributor contributors \
             authorlf"
        }
        Field::AuthorFirst => {
            "authorfirstname authorfirst authorgivenname authorforename autorvorname \
             vornameautor firstname first firstnames givenname givennames given forename \
             forenames vorname vornamen prénom prenom prénoms nombre nombres nome voornaam \
             imię imie jméno jmeno förnamn fornavn etunimi имя 名"
        }
        Field::AuthorLast => {
            "authorlastname authorlast authorsurname authorfamilyname autornachname \
             nachnameautor lastname last lastnames surname surnames familyname family \
             nachname familienname zuname nomdefamille apellido apellidos cognome sobrenome \
             achternaam nazwisko příjmení prijmeni efternamn etternavn sukunimi фамилия 姓"
        }
        Field::PenNames => {
            "penname pennames pseudonym pseudonyms pseudonyme pseudonymes aka alias \
             aliases alsoknownas writingas writesas writingname publishedas \
             publishesas publishedunder othernames alternatenames künstlername \
             kuenstlername schreibtals schreibtunter nomdeplume seudónimo seudonimo \
             seudónimos seudonimos pseudónimo pseudonimo pseudoniemen pseudoniem псевдоним"
        }
        Field::Isbn => {
            "isbn ean ean13 gtin gtin13 isbnean sbn eannumber eancode eannr eannummer \
             gtinnumber gtincode internationalstandardbooknumber 国际标准书号"
        }
        Field::Asin => "asin kindleasin amazonasin asinkindle amazonid",
        Field::Year => {
            "year yearofpublication yearpublished publicationyear pubyear \
             originalpublicationyear publicationdate dateofpublication pubdate \
             publisheddate datepublished firstpublished firstpublication published \
             releasedate released copyrightyear copyright startyear jahr erscheinungsjahr \
             erscheinungsdatum erscheinungstermin erschienen veröffentlicht \
             veröffentlichung année annee annéedeparution anneedeparution \
             datedeparution parution año ano añodepublicación fechadepublicación \
             fechadepublicacion anno annodipubblicazione jaar rok rokwydania rokvydání år \
             utgivningsår udgivelsesår vuosi год годиздания рік 出版年 発行年 imprintdate \
             date datum"
        }
        Field::Imprint => {
            "imprint publisher publishers publishername publishinghouse \
             imprintpublisher publisherimprint verlag verlagsname éditeur editeur \
             maisondédition maisondedition editorial editore editora casaeditrice uitgever \
             uitgeverij wydawca wydawnictwo nakladatelství nakladatelstvi förlag forlag \
             kustantaja издательство видавництво 出版社"
        }
        Field::File => {
            "file files filename filepath path manuscript manuscriptfile datei \
             dateiname dateipfad pfad manuskript fichier archivo document dokument \
             fname"
        }
        Field::Volume => {
            "volume vol volumenumber volumeno volnum volno band bandnummer bandnr \
             tome tomo seriesnumber seriesno numberinseries seriesindex booknumber \
             bookno teil part том"
        }
        Field::Series => {
            "series seriestitle seriesname reihe reihentitel serie série zyklus \
             collection colección coleccion collana cykl серия tvseries tvshow fernsehserie"
        }
        Field::Doi => "doi dois doinumber doilink doiurl digitalobjectidentifier",
        Field::Issn => {
            "issn issns eissn pissn issne issnp issnl printissn onlineissn electronicissn \
             issnprint issnonline issnelectronic linkingissn"
        }
        Field::Imdb => {
            "imdb imdbid tconst imdbnumber imdbno imdbnr imdbcode imdburl imdblink imdbtitleid const"
        }
        Field::Registration => {
            "registrationnumber registrationnumbers registrationno registrationnos registrationnr \
             copyrightregistrationnumber copyrightregistrationno copyrightregistration \
             copyrightregistrations copyrightregnumber copyrightregno copyrightnumber copyrightno \
             regnumber regno regnr regnum registration registrations usregistration usregno uscoregno \
             usconumber usco txnumber txno registrierungsnummer registrierungsnr \
             registrierungsnummern registriernummer registernummer registrierung"
        }
        Field::RegistrationDate => {
            "registrationdate registrationdates dateofregistration dateregistered registeredon \
             regdate regdates copyrightregistrationdate effectivedateofregistration \
             effectiveregistrationdate registrierungsdatum registrierungsdaten registriertam \
             datumderregistrierung registriert"
        }
        Field::Journal => {
            "journal journaltitle journalname nameofjournal sourcetitle containertitle magazine \
             magazinename periodical periodicaltitle newspaper zeitschrift zeitschriftentitel \
             zeitschriftenname titelderzeitschrift fachzeitschrift magazin zeitung revue revista \
             rivista tijdschrift"
        }
        Field::Season => "season seasonnumber seasonno seasonnr staffel staffelnummer staffelnr",
        Field::Episode => {
            "episode episodenumber episodeno episodenr folge folgennummer folgennr folgenr \
             episodennummer"
        }
        Field::Kind => {
            "kind type worktype kindofwork typeofwork itemtype documenttype publicationtype \
             mediatype titletype referencetype entrytype art typ werkart werktyp medientyp medienart \
             dokumenttyp dokumentart publikationstyp publikationsart"
        }
        Field::ClaimId => {
            "claimid claimnumber claimno claimnr claimidentifier claimref claimreference \
             claimreferencenumber claimcode claimantid settlementclaimid settlementclaimnumber \
             anspruchsnummer anspruchsnr antragsnummer antragsnr forderungsnummer"
        }
        Field::Receipt => {
            "receipt receiptnumber receiptno receiptnr receiptid confirmation confirmationnumber \
             confirmationno confirmationcode confirmationid claimreceipt claimconfirmation quittung \
             quittungsnummer beleg belegnummer bestätigung bestätigungsnummer empfangsbestätigung \
             eingangsbestätigung"
        }
        Field::Deadline => {
            "deadline deadlines claimdeadline claimsdeadline filingdeadline claimby frist fristende \
             antragsfrist einreichungsfrist anmeldefrist"
        }
        Field::OptedOut => {
            "optedout optout optouts optoutstatus isoptedout excluded ausgestiegen ausgetreten \
             austritterklärt widersprochen"
        }
    }
}

/// Returns the words that mean a field.
pub(super) const fn core(field: Field) -> &'static str {
    match field {
        Field::Client => "client clients klient klientin mandant mandantin",
        Field::Title => "title titles titel titre título titulo titolo booktitle buchtitel",
        Field::Subtitle => "subtitle untertitel soustitre",
        Field::Author => {
            "author authors autor autoren autorin autorinnen writer writers auteur auteurs \
             verfasser byline creator creators contributor contributors coauthor coauthors \
             coautor mitautor mitautoren koautor schriftsteller автор авторы"
        }
        Field::AuthorFirst => "forename forenames vorname vornamen prénom prenom",
        Field::AuthorLast => "surname surnames nachname familienname",
        Field::PenNames => "pseudonym pseudonyms pseudonyme pen penname pennames alias aliases",
        Field::Isbn => "isbn isbns eisbn ean gtin sbn",
        Field::Asin => "asin",
        Field::Year => {
            "year pubyear pubdate published publication released release pub publ publd \
             copyright jahr erscheinungsjahr erscheinungsdatum erschienen année annee parution"
        }
        Field::Imprint => "publisher publishers imprint verlag éditeur editeur",
        Field::File => "filename filepath dateiname",
        Field::Volume => "volume vol band bandnummer",
        Field::Series => "series reihe",
        Field::Doi => "doi dois",
        Field::Issn => "issn issns eissn pissn",
        Field::Imdb => "imdb tconst",
        Field::Registration => "registration registrations regnum registrierungsnummer",
        Field::Journal => "journal magazine zeitschrift periodical",
        Field::Season => "season staffel",
        Field::Episode => "episode folge",
        // Known as whole headings, or by two words.
        Field::OtherTitles
        | Field::RegistrationDate
        | Field::Kind
        | Field::ClaimId
        | Field::Receipt
        | Field::Deadline
        | Field::OptedOut => "",
    }
}

/// Returns the words that may be next to those of [`core`].
pub(super) const fn company(field: Field) -> &'static str {
    match field {
        Field::Client => "name names agency full nr no",
        Field::Title => {
            "product published us uk usa gb american british english german french spanish \
             original orig book work works full main complete publication display working \
             final official novel name names subtitle subtitles and or und et y text long short \
             edition item cover catalogue catalog library trade listing english international \
             foreign translated translation proprietary distinctive proper de en fr of"
        }
        Field::Subtitle => "book main name text",
        Field::Author => {
            "name names full display displayed displays credit credits credited primary \
             principal main lead text string list of the by s es first last inverted sort \
             sorted on cover published publication book books work works title real legal \
             form forms as appears printed shown editor editors illustrator and or und et y \
             combined complete in innen joint fname lname surname forename given family"
        }
        Field::AuthorFirst | Field::AuthorLast => {
            "author authors autor writer s des of the name names first given last family"
        }
        Field::PenNames => "name names author authors used s and or other",
        Field::Isbn => {
            "number numbers no nr nummer code codes no print printed pbk hbk paperback hardback \
             hardcover softcover pb hb ebook book e epub pdf mobi kindle digital audio primary \
             main first edition of the us uk uid all list or and upc"
        }
        Field::Asin => "kindle amazon ebook book number no code us uk or isbn",
        Field::Year => {
            "date year of the first original orig us uk book edition ed publication published \
             pub publ release released in on initial earliest copyright most recent actual \
             planned month day und der des"
        }
        Field::Imprint => "name names original main us uk imprint publisher and or book",
        Field::File => "of the manuscript",
        Field::Volume => "number no nr in series book",
        Field::Series => "name title of the book",
        Field::Doi => "number no nr link url id of the or article paper book",
        Field::Issn => {
            "number no nr print printed online electronic e p l linking of the journal or and"
        }
        Field::Imdb => "id ids number no nr code url link tt movie film",
        Field::Registration => {
            "number numbers no nos nr num copyright us usco office of the id ids s"
        }
        Field::RegistrationDate => {
            "registration registrations registered reg date dates datum of the on copyright us \
             effective office number"
        }
        Field::Journal => "name title of the full",
        Field::Season => "number no nr nummer of the",
        Field::Episode => "number no nr nummer of the in season",
        Field::OtherTitles
        | Field::Kind
        | Field::ClaimId
        | Field::Receipt
        | Field::Deadline
        | Field::OptedOut => "",
    }
}

/// Headings that are taken for a title where no other column is one, the best
/// first.
pub(super) const TITLES_IF_NEEDED: &str = "works werke novel novels story stories roman romane publication publications edition \
     item itemname product productname artikel produkt name bookseries manuscript description text \
     ausgabe veröffentlichung publicación release episodetitle episodename folgentitel \
     filmtitel film movie";

/// Headings that are taken for the author where no other column is one.
pub(super) const AUTHORS_IF_NEEDED: &str =
    "name names byline by von person nom naam имя фио nameofperson artist";

/// Headings that are taken for numbers where no other column has ISBNs.
pub(super) const NUMBERS_IF_NEEDED: &str = "barcode barcodes barcodenumber strichcode codebarres codebarre \
     códigodebarras codigodebarras streepjescode bookid identifier identifiers productid";

/// The first words of "... title" that are of something other than the book.
pub(super) const NOT_OF_BOOKS: &str = "series sub job chapter section collection person persons contact \
     reihen serien journal position professional courtesy honorific academic seo page short \
     running half meta rights set parent host previous sheet title subtitle column track song \
     episode alternative alternate alt other variant former";
