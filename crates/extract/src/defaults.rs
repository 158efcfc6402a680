//! Properties that a program wrote because nobody said otherwise.
//!
//! A new document is called "Untitled 3", or by its file's name, and its author is
//! "Administrator" or the name of a library. To look such a title up would find
//! nothing, or another work.

/// What programs call a new document, in the languages that they speak; a number
/// may follow.
const TITLES: [&str; 59] = [
    "untitled",
    "untitled document",
    "unnamed",
    "unnamed document",
    "no title",
    "new document",
    "new microsoft word document",
    "document",
    "word document",
    "microsoft word document",
    "microsoft word",
    "powerpoint presentation",
    "layout",
    "book title",
    "document title",
    "unbenannt",
    "unbenanntes dokument",
    "ohne titel",
    "neues dokument",
    "neues microsoft word-dokument",
    "dokument",
    "sans titre",
    "sans nom",
    "document sans titre",
    "nouveau document",
    "sin título",
    "sin titulo",
    "sin nombre",
    "documento",
    "documento sin título",
    "nuevo documento",
    "sem título",
    "sem titulo",
    "sem nome",
    "documento sem título",
    "novo documento",
    "senza titolo",
    "senza nome",
    "documento senza titolo",
    "nuovo documento",
    "naamloos",
    "naamloos document",
    "namnlös",
    "namnlöst dokument",
    "uden navn",
    "uten navn",
    "nimetön",
    "bez nazwy",
    "bez tytułu",
    "bez názvu",
    "névtelen",
    "без имени",
    "без названия",
    "новый документ",
    "документ",
    "無題",
    "名称未設定",
    "无标题",
    "未命名",
];

/// What programs call the author of a document, in the languages that they speak.
const AUTHORS: [&str; 46] = [
    "python-docx",
    "apache poi",
    "docx4j",
    "openpyxl",
    "calibre",
    "libreoffice",
    "openoffice.org",
    "microsoft",
    "microsoft office",
    "microsoft office user",
    "microsoft office-anwender",
    "microsoft-konto",
    "microsoft account",
    "microsoft word",
    "windows user",
    "windows-benutzer",
    "utilisateur windows",
    "usuario de windows",
    "пользователь windows",
    "administrator",
    "admin",
    "administrador",
    "administrateur",
    "amministratore",
    "администратор",
    "user",
    "user name",
    "username",
    "benutzer",
    "anwender",
    "utilisateur",
    "usuario",
    "usuário",
    "utente",
    "пользователь",
    "owner",
    "customer",
    "root",
    "default",
    "your name",
    "author",
    "author name",
    "autor",
    "unknown",
    "unknown author",
    "n/a",
];

/// File name endings of documents: a title that ends like this is a file's name.
const ENDINGS: [&str; 22] = [
    "doc", "docx", "docm", "dot", "dotx", "odt", "rtf", "txt", "pdf", "ps", "dvi", "tex", "wpd",
    "wps", "pages", "indd", "qxd", "qxp", "htm", "html", "md", "fm",
];

/// Returns whether a title is only what a program calls a document.
pub fn is_default_title(title: &str) -> bool {
    let title = title
        .trim()
        .trim_matches(['[', ']', '<', '>', '(', ')', '"']);
    let lower = title.trim().to_lowercase();
    // Word names itself and the file when it prints.
    if lower.starts_with("microsoft word - ") {
        return true;
    }
    let is_file = lower
        .rsplit_once('.')
        .is_some_and(|(stem, ending)| !stem.is_empty() && ENDINGS.contains(&ending));
    let name = lower.trim_end_matches(|c: char| c.is_ascii_digit() || " -_()#".contains(c));
    is_file || TITLES.contains(&lower.as_str()) || TITLES.contains(&name)
}

/// Returns whether an author is only what a program calls its user, or itself.
pub fn is_default_author(author: &str) -> bool {
    let author = author
        .trim()
        .trim_matches(['[', ']', '<', '>', '(', ')', '"']);
    let lower = author.trim().to_lowercase();
    // Libraries add their version, programs a number.
    let name = lower.trim_end_matches(|c: char| c.is_ascii_digit() || " .".contains(c));
    AUTHORS.contains(&lower.as_str()) || AUTHORS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_is_not_a_title() {
        for title in [
            "Untitled 3",
            "untitled",
            "Untitled-1",
            "Microsoft Word - draft3.doc",
            "Microsoft Word - My Novel",
            "Document1",
            "Dokument 12",
            "Word Document",
            "Unbenannt 1",
            "Ohne Titel",
            "Sans nom 2",
            "Без имени 1",
            "無題",
            "draft3.docx",
            "my novel (final).pdf",
            "[Untitled]",
        ] {
            assert!(is_default_title(title), "{title}");
        }
        for title in [
            "1984",
            "The Document",
            "Untitled Love Story",
            "Documents of the War",
            "Layout of a City",
            "Fahrenheit 451",
            "Mr. Norris",
            "St. Michael",
            "Microsoft Word for Writers",
            "",
        ] {
            assert!(!is_default_title(title), "{title}");
        }
    }

    #[test]
    fn what_programs_write_is_not_an_author() {
        for author in [
            "python-docx",
            "Administrator",
            "user",
            "User1",
            "Microsoft Office User",
            "Пользователь Windows",
            "<author>",
            "calibre 5.12.0",
        ] {
            assert!(is_default_author(author), "{author}");
        }
        for author in [
            "Jane User",
            "Admin Smith",
            "Anonymous",
            "Root, Ann",
            "Owner Brown",
            "",
        ] {
            assert!(!is_default_author(author), "{author}");
        }
    }
}
