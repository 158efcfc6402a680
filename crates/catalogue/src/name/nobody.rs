//! Author fields that name nobody: "Unknown", "N/A", "AA. VV.", "z-lib.org".
//!
//! Two such fields do not agree with each other, and a record with one is a
//! record without an author. The words come from catalogues in the languages
//! that the collections hold most of.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::words::words;

/// What stands for an author who is not known or not given, for several who are
/// not named, and what programs and sites put into the field; separated by
/// vertical bars.
const NOBODY: &str = "\
unknown|unknown author|unknown authors|author unknown|unknown unknown|unknown artist|unknown writer|\
unknown editor|unknow|unbekannt|unbekannter autor|autor unbekannt|unbekannter verfasser|\
verfasser unbekannt|anonym|anonymer autor|ohne autor|ohne verfasser|kein autor|autor nicht bekannt|\
diverse|diverse autoren|verschiedene|verschiedene autoren|autorenkollektiv|kollektiv|mehrere autoren|\
inconnu|inconnue|auteur inconnu|anonyme|auteur anonyme|sans auteur|collectif|ouvrage collectif|\
auteurs divers|divers|divers auteurs|plusieurs auteurs|collectif d auteurs|collectif dauteurs|\
desconocido|desconocida|autor desconocido|autores desconocidos|anónimo|autor anónimo|varios|\
varios autores|autores varios|vv aa|aa vv|vvaa|aavv|sin autor|colectivo|s n|s a|s l|sn|sine nomine|\
sconosciuto|autore sconosciuto|ignoto|autore ignoto|anonimo|autore anonimo|autori vari|vari|\
vari autori|senza autore|desconhecido|autor desconhecido|vários|vários autores|coletivo|sem autor|\
onbekend|onbekende auteur|auteur onbekend|anoniem|diverse auteurs|verschillende auteurs|okänd|\
okänd författare|författare okänd|ukjent|ukjent forfatter|ukendt|ukendt forfatter|forfatter ukendt|\
diverse forfattere|tuntematon|tekijä tuntematon|nieznany|autor nieznany|nieznany autor|anonim|\
praca zbiorowa|różni autorzy|neznámý|neznámý autor|autor neznámý|kolektiv|kolektiv autorů|\
různí autoři|ismeretlen|ismeretlen szerző|szerző ismeretlen|több szerző|necunoscut|autor necunoscut|\
nepoznat|nepoznati autor|bilinmiyor|bilinmeyen|bilinmeyen yazar|yazarı bilinmiyor|çeşitli yazarlar|\
kolektif|άγνωστος|άγνωστος συγγραφέας|ανώνυμος|συλλογικό|συλλογικό έργο|\
неизвестен|неизвестно|неизвестный|неизвестный автор|автор неизвестен|автор не указан|не указан|\
не указано|без автора|аноним|анонимный автор|анонимно|коллектив|коллектив авторов|\
авторский коллектив|сборник|разные авторы|группа авторов|нет автора|невідомий|невідомий автор|\
автор невідомий|колектив авторів|неизвестен автор|неизвестни|\
未知|未知作者|作者未知|佚名|无名氏|作者不详|不详|匿名|匿名者|多人|多人合著|集体|集体编著|作者不明|不明|\
著者不明|読み人知らず|詠み人知らず|よみ人しらず|無名|諸家|미상|작자 미상|작자미상|저자 미상|저자미상|\
알 수 없음|익명|작가 미상|여러 저자|공저|مجهول|غير معروف|مؤلف مجهول|مؤلف غير معروف|\
ناشناس|نامعلوم|אנונימי|לא ידוע|अज्ञात|ไม่ทราบ|không rõ|nhiều tác giả|khuyết danh|tidak diketahui|\
various|various authors|various artists|various contributors|various writers|various editors|\
miscellaneous|misc|multiple|multiple authors|multiple contributors|multiple writers|several|\
several authors|many|many authors|mixed authors|collective|collective authors|collective work|\
collection|coll|group|group of authors|authors|author|the author|the authors|no author|no authors|\
author name|author not specified|author not known|author not given|none|nil|null|nan|n a|na|n n|nn|\
not available|not applicable|not specified|not known|not given|not listed|not stated|not provided|\
unspecified|undefined|unlisted|unnamed|uncredited|unavailable|anonymous|anonymous author|anon|\
anonymus|tba|tbd|tbc|to be announced|to be confirmed|to be determined|not yet known|nomen nescio|\
name unknown|div|div autoren|versch autoren|keine angabe|keine angaben|ohne angabe|nicht angegeben|noch offen|\
first name last name|firstname lastname|your name|some author|\
user|windows user|microsoft office user|office user|user name|username|owner|admin|administrator|\
default|default user|computer|pc|my computer|hp|dell|lenovo|asus|acer|toshiba|samsung|microsoft|\
microsoft word|microsoft office|word|usuario|usuario de windows|utilisateur|utilisateur windows|\
benutzer|windows benutzer|utente|utente windows|пользователь|пользователь windows|админ|\
calibre|adobe|adobe acrobat|acrobat|adobe indesign|pdf|epub|ebook|ebooks|kindle|libgen|\
library genesis|z library|zlibrary|z lib|zlib|annas archive|b ok|bookfi|bookzz|gutenberg|\
project gutenberg|sci hub|scihub|avaxhome|scan|scanner|scanned|ocr|test|testing|tester|\
autor|autorin|der autor|l auteur|lauteur|auteur|el autor|autore|lautore|författare|forfatter|szerző|\
yazar|автор книги|o a|k a|o v|self|self publishing|selfpublishing|selfpublished|self publisher|\
independently published|independent publisher|independently|createspace|create space|\
createspace independent publishing|createspace independent publishing platform|kdp|\
kindle direct publishing|amazon kdp|smashwords|draft2digital|books on demand|bod|epubbooks|epub books|\
feedbooks|manybooks|planetebook|planet ebook|standard ebooks|ebookdb|first last|last first|first name|\
last name|firstname|lastname|lastname firstname|last name first name|vorname nachname|nachname vorname|\
prenom nom|nom prenom|nombre apellido|nome cognome|имя фамилия|фамилия имя|test author|asdf|qwerty|xxx|xx|x|xyz|demo|dummy|temp|untitled|self published|editor|editors|\
the editors|editorial team|editor unknown|ed|eds|hrsg|herausgeber|compiler|et al|others|and others|\
publisher|staff|blank|empty|missing|error";

/// Publishers and other bodies that are listed in place of an author.
const BODIES: &str = "\
packt|packtpub|oreilly|oreilly media|o reilly|o reilly media|springer|wiley|elsevier|apress|cengage|\
mcgraw hill|routledge|taylor francis|taylor and francis|penguin|penguin books|penguin classics|\
random house|penguin random house|harpercollins|harper collins|simon schuster|simon and schuster|\
hachette|bloomsbury|mit press|de gruyter|academic press|crc press|no starch press|addison wesley|\
prentice hall|microsoft press|cisco press|ibm redbooks|dorling kindersley|dk|national geographic|\
lonely planet|readers digest|time life|harvard business review|wikipedia|wikimedia|wikibooks|\
wikisource|scholastic|disney|gallimard|flammarion|larousse|suhrkamp|rowohlt|heyne|duden|\
langenscheidt|planeta|mondadori|feltrinelli|einaudi|эксмо|аст|просвещение|kodansha|kadokawa|shueisha";

/// Words that only the name of a body has.
const OF_BODIES: [&str; 20] = [
    "publishing",
    "publishers",
    "publications",
    "publisher",
    "verlag",
    "editorial",
    "edizioni",
    "ediciones",
    "editions",
    "editora",
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "university",
    "institute",
    "издательство",
    "出版社",
    "wydawnictwo",
    "ministry",
];

/// The endings of addresses on the web.
const ENDINGS: [&str; 32] = [
    "com", "org", "net", "info", "ru", "io", "xyz", "club", "site", "lib", "biz", "ua", "ir", "ws",
    "cc", "me", "de", "fr", "es", "pl", "nl", "uk", "eu", "tv", "su", "kz", "cz", "online",
    "store", "app", "top", "jp",
];

fn set(all: &str) -> HashSet<String> {
    all.split('|').map(|text| words(text).join(" ")).collect()
}

static NOBODIES: LazyLock<HashSet<String>> = LazyLock::new(|| set(NOBODY));
static KNOWN_BODIES: LazyLock<HashSet<String>> = LazyLock::new(|| set(BODIES));

/// Returns whether folded words with a space between them name nobody.
pub(crate) fn is_nobody(joined: &str) -> bool {
    // The longest of the phrases has fewer bytes.
    joined.is_empty() || joined.len() < 64 && NOBODIES.contains(joined)
}

/// Returns whether folded words with a space between them name a publisher or
/// another body.
pub(crate) fn is_body(joined: &str) -> bool {
    joined.len() < 200
        && (joined.len() < 64 && KNOWN_BODIES.contains(joined)
            || joined.split(' ').any(|word| OF_BODIES.contains(&word)))
}

/// Returns whether a text is the address of a site.
pub(crate) fn is_address(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(only), None) = (words.next(), words.next()) else {
        return false;
    };
    let bare = only.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.starts_with("www.") || bare.starts_with("http") && bare.contains("://") {
        return true;
    }
    let labels = || bare.split('.');
    labels().next().is_some_and(|label| label.len() > 1)
        && labels().nth(1).is_some()
        && labels()
            .next_back()
            .is_some_and(|last| ENDINGS.iter().any(|own| last.eq_ignore_ascii_case(own)))
}

/// Returns whether an author field, whose folded words are `joined`, leaves open
/// who wrote the book.
pub(crate) fn leaves_open(field: &str, joined: &str) -> bool {
    is_nobody(joined) || is_body(joined) || field.contains('.') && is_address(field)
}
