//! The words of headings, and what a heading made of them names.
//!
//! Two lists serve two purposes. Whole headings are known in many languages, in
//! the order of preference. A heading that is not among them is taken apart into
//! words: it names a field if one of them is the field's own word and all others
//! are words that do not change what the column holds, so that "Author Display
//! Name" is an author, and "Author Residence" is not.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::model::Field;

/// Returns the headings by which a field is known, folded; if two columns match,
/// the one whose heading comes first here is taken.
#[expect(clippy::too_many_lines, reason = "a table")]
const fn headings(field: Field) -> &'static str {
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
             shorttitle kurztitel originaltitle originaltitel"
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
             releasedate released copyrightyear copyright jahr erscheinungsjahr \
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
             collection colección coleccion collana cykl серия"
        }
    }
}

/// Returns the words that mean a field.
const fn core(field: Field) -> &'static str {
    match field {
        Field::Client => "client clients klient klientin mandant mandantin",
        Field::Title => "title titles titel titre título titulo titolo booktitle buchtitel",
        Field::Subtitle => "subtitle untertitel soustitre",
        Field::OtherTitles => "",
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
    }
}

/// Returns the words that may be next to those of [`core`].
const fn company(field: Field) -> &'static str {
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
        Field::OtherTitles => "",
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
    }
}

/// Headings that are taken for a title where no other column is one, the best
/// first.
const TITLES_IF_NEEDED: &str = "works werke novel novels story stories roman romane publication publications edition \
     item itemname product productname artikel produkt name bookseries manuscript description text \
     ausgabe veröffentlichung publicación release";

/// Headings that are taken for the author where no other column is one.
const AUTHORS_IF_NEEDED: &str =
    "name names byline by von person nom naam имя фио nameofperson artist";

/// Headings that are taken for numbers where no other column has ISBNs.
const NUMBERS_IF_NEEDED: &str = "barcode barcodes barcodenumber strichcode codebarres codebarre \
     códigodebarras codigodebarras streepjescode bookid identifier identifiers productid";

/// The first words of "... title" that are of something other than the book.
const NOT_OF_BOOKS: &str = "series sub job chapter section collection person persons contact \
     reihen serien journal position professional courtesy honorific academic seo page short \
     running half meta rights set parent host previous sheet title subtitle column track song \
     episode alternative alternate alt other variant former";

/// What a heading is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) field: Field,
    /// Which of several columns of the field it is: 1 for "Author 1"; 0 where
    /// the heading does not say.
    pub(super) nth: u8,
    /// How well the heading names the field: the smaller, the better.
    pub(super) rank: usize,
}

/// From this rank on, a heading may as well be a value.
pub(super) const WEAK: usize = 400;
/// The place of "Co-author" and its like among the authors.
const FURTHER: u8 = 100;

/// The longest heading, in characters; more is a sentence.
const LONGEST: usize = 60;

/// Every whole heading with its field and rank.
static WHOLE: LazyLock<HashMap<&str, (Field, usize)>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for field in Field::ALL {
        for (rank, heading) in headings(field).split_whitespace().enumerate() {
            known.entry(heading).or_insert((field, rank));
        }
    }
    known
});

/// Every word that means a field.
static CORES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let cores = Field::ALL.into_iter().map(core);
    cores.flat_map(str::split_whitespace).collect()
});

/// Returns a heading without case, spaces and punctuation.
pub(super) fn fold(heading: &str) -> String {
    let letters = heading.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Takes a heading apart into words in lower case: at punctuation, between
/// letters and digits, and before a capital letter that follows a small one.
fn words(heading: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in heading.chars() {
        let is_same = last.is_alphanumeric()
            && last.is_numeric() == c.is_numeric()
            && !(last.is_lowercase() && c.is_uppercase());
        if c.is_alphanumeric() {
            match words.last_mut() {
                Some(word) if is_same => word.extend(c.to_lowercase()),
                _ => words.push(c.to_lowercase().collect()),
            }
        }
        last = c;
    }
    words
}

/// Returns what a heading names.
pub(super) fn recognise(heading: &str) -> Option<Guess> {
    let heading = heading.trim();
    // A number of a book is not the name of a column.
    let n_digits = heading.chars().filter(char::is_ascii_digit).count();
    if heading.is_empty() || n_digits > 4 || heading.chars().nth(LONGEST).is_some() {
        return None;
    }
    // "Author (Last, First)" is an author, and "Title / Subtitle" a title.
    let outside = heading.split(['(', '[', '/', ':', '\n']).next();
    let outside = outside.filter(|outside| outside.len() < heading.len());
    // A heading without its remark ranks after any whole one.
    let forms = [(heading, 0), (outside.unwrap_or_default(), 1000)];
    forms.into_iter().find_map(|(form, behind)| {
        let words = words(form);
        let guess = whole(&fold(form), 0)
            .or_else(|| numbered(&words))
            .or_else(|| of_words(&words, 0))?;
        Some(Guess {
            rank: guess.rank + behind,
            ..guess
        })
    })
}

/// Returns whether a heading has a word for the title, and not only one for a book.
pub(super) fn says_title(heading: &str) -> bool {
    let is_core = |word: &String| is_in(core(Field::Title), word);
    words(heading).iter().any(is_core)
        || fold(heading).contains("titel")
        || fold(heading).contains("title")
}

/// Returns whether a heading says that a value may hold several titles.
pub(crate) fn says_titles(heading: &str) -> bool {
    const SEVERAL: &str = "titles books booktitles works publications novels werke bücher \
        buchtitel titel veröffentlichungen romane titres livres œuvres títulos libros obras \
        titoli libri opere titels boeken книги произведения";
    is_in(SEVERAL, &fold(heading))
}

/// Returns whether a heading may be that of another number of the same book, next to
/// the column of ISBNs.
pub(crate) fn says_number(heading: &str) -> bool {
    const NUMBER: &str = "no nr nro num number numbers nummer numero número numéro nos code codes \
        id ean gtin upc sku isbn barcode strichcode digit digits print printed paperback hardback \
        hardcover softcover taschenbuch gebunden ebook epub kindle audio audiobook hörbuch pb hb \
        pbk hbk tb hc item artikel bestell product produkt";
    words(heading).iter().any(|word| {
        is_in(NUMBER, word)
            || ["nummer", "nr", "stellig", "stellige"]
                .iter()
                .any(|end| word.ends_with(end))
    })
}

/// Returns whether a heading says that its column is about another book than the row:
/// an earlier edition, or one to compare it with.
pub(crate) fn is_of_other_book(heading: &str) -> bool {
    const OTHER: &str = "previous prior earlier replaces replaced superseded supersedes old former \
        comparable comparison comp comps competing competitor competition compare related similar \
        parent set series bundle also vorgänger vorige vorherige alte alter ersetzt vergleich \
        vergleichstitel ähnlich reihe gesamtwerk issn";
    words(heading).iter().any(|word| is_in(OTHER, word))
}

/// Returns what a heading names that is known as a whole.
fn whole(folded: &str, nth: u8) -> Option<Guess> {
    if folded.is_empty() {
        return None;
    }
    if let Some(&(field, rank)) = WHOLE.get(folded) {
        return Some(Guess { field, nth, rank });
    }
    // "ISBN (print)" and "e-ISBN 13" are headings, a sentence is not.
    let is_isbn = folded.len() <= 24 && folded.contains("isbn");
    let is_counted = ["count", "ssn", "status"]
        .iter()
        .any(|it| folded.contains(it));
    (is_isbn && !is_counted).then_some(Guess {
        field: Field::Isbn,
        nth,
        rank: 200,
    })
}

/// Returns what a heading names that counts authors, ISBNs or pen names:
/// "Author 2", "2nd Author", "Author 1 First Name", "Co-author".
fn numbered(words: &[String]) -> Option<Guess> {
    let mut nth = None;
    let mut rest: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map(String::as_str);
        let is_before_author = next.is_some_and(|next| is_in(core(Field::Author), next));
        let number = match word.as_str() {
            "st" | "nd" | "rd" | "th" if at > 0 && nth.is_some() => continue,
            "first" | "erster" | "erste" if is_before_author => Some(1),
            "second" | "zweiter" | "zweite" if is_before_author => Some(2),
            "third" | "dritter" | "dritte" if is_before_author => Some(3),
            "fourth" | "vierter" | "vierte" if is_before_author => Some(4),
            "co" | "other" | "additional" | "further" | "joint" | "weitere" | "weiterer"
            | "autres" | "otros"
                if is_before_author =>
            {
                Some(FURTHER)
            }
            digits => digits.parse().ok().filter(|n| (1..FURTHER).contains(n)),
        };
        match number {
            Some(number) if nth.is_none() => nth = Some(number),
            Some(_) => return None,
            None => rest.push(word.clone()),
        }
    }
    let further = "coauthor coauthors coautor mitautor mitautoren koautor";
    if nth.is_none() && rest.iter().any(|word| is_in(further, word)) {
        nth = Some(FURTHER);
    }
    let nth = nth?;
    let guess = whole(&rest.concat(), nth).or_else(|| of_words(&rest, nth))?;
    let may_count = matches!(
        guess.field,
        Field::Author
            | Field::AuthorFirst
            | Field::AuthorLast
            | Field::PenNames
            | Field::Isbn
            | Field::Title
    );
    may_count.then_some(guess)
}

/// Returns what a heading names by its words.
fn of_words(words: &[String], nth: u8) -> Option<Guess> {
    if !words.iter().any(|word| CORES.contains(word.as_str())) {
        return None;
    }
    if words.len() < 2 && !matches!(words.first(), Some(word) if is_in(core(Field::Author), word)) {
        return one_of(words, nth);
    }
    let has = |word: &str| words.iter().any(|own| own == word);
    let names_author = words.iter().any(|word| is_in(core(Field::Author), word));
    let is_first = ["first", "given", "fname"].iter().any(|it| has(it));
    let is_last = ["last", "family", "lname"].iter().any(|it| has(it));
    // In this order: "author first name" is part of a name, and "book title" has
    // a word of series in no list.
    let order = [
        Field::AuthorFirst,
        Field::AuthorLast,
        Field::Author,
        Field::Subtitle,
        Field::Title,
        Field::Isbn,
        Field::Asin,
        Field::PenNames,
        Field::Imprint,
        Field::Year,
        Field::Client,
        Field::Volume,
        Field::Series,
        Field::File,
    ];
    for (at, field) in order.into_iter().enumerate() {
        let is_core = |word: &String| is_in(core(field), word);
        let is_part = match field {
            Field::AuthorFirst => names_author && is_first && !is_last,
            Field::AuthorLast => names_author && is_last && !is_first,
            _ => false,
        };
        let fits = |word: &String| is_core(word) || is_in(company(field), word);
        if (is_part || words.iter().any(is_core)) && words.iter().all(fits) {
            let rank = WEAK + at;
            return Some(Guess { field, nth, rank });
        }
    }
    // Any other title is one of a book, unless it is known not to be.
    match words {
        [first, .., last] if last == "title" || last == "titel" => {
            let is_other = words.iter().any(|word| is_in(NOT_OF_BOOKS, word));
            (!is_other && !first.is_empty()).then_some(Guess {
                field: Field::Title,
                nth,
                rank: WEAK + 50,
            })
        }
        _ => None,
    }
}

fn one_of(words: &[String], nth: u8) -> Option<Guess> {
    let [word] = words else { return None };
    let find = |&field: &Field| is_in(core(field), word).then_some(field);
    let field = Field::ALL.iter().find_map(find)?;
    let rank = WEAK;
    Some(Guess { field, nth, rank })
}

/// Returns how well a heading names a field of which the table has no other
/// column.
pub(super) fn if_needed(field: Field, heading: &str) -> Option<usize> {
    let list = match field {
        Field::Title => TITLES_IF_NEEDED,
        Field::Author => AUTHORS_IF_NEEDED,
        Field::Isbn => NUMBERS_IF_NEEDED,
        _ => return None,
    };
    let folded = fold(heading);
    list.split_whitespace().position(|known| known == folded)
}
