//! Why a file could not be read, in the words of the readers of files.
//!
//! The readers are libraries, and say it in English. A report or a window in
//! another language recognises their sentences here; what is not in the table is
//! replaced by the sentence of its code.

use crate::phrase::phrase_enum;

phrase_enum! {
    /// What a reader of files says.
    Unread
    OtherKind "unread.other-kind"
        en "this is {what}, which Colophon does not read"
        de "Dies ist {what}; das liest Colophon nicht";
    NoText "unread.no-text"
        en "the file holds no text"
        de "Die Datei enthält keinen Text";
    DocumentNoText "unread.document-no-text"
        en "the document holds no text"
        de "Das Dokument enthält keinen Text";
    BookNoText "unread.book-no-text"
        en "the book holds no text, only pictures or nothing"
        de "Das Buch enthält keinen Text, nur Bilder oder nichts";
    FileEmpty "unread.file-empty"
        en "the file is empty"
        de "Die Datei ist leer";
    Password "unread.password"
        en "the document is locked with a password"
        de "Das Dokument ist mit einem Passwort gesperrt";
    OfficePassword "unread.office-password"
        en "this Office document is locked with a password"
        de "Dieses Office-Dokument ist mit einem Passwort gesperrt";
    PdfPassword "unread.pdf-password"
        en "the PDF is locked with a password"
        de "Das PDF ist mit einem Passwort gesperrt";
    CopyProtection "unread.copy-protection"
        en "the book is locked by digital rights management"
        de "Das Buch ist durch einen Kopierschutz gesperrt";
    TextElsewhere "unread.text-elsewhere"
        en "some of its text is in another file, which was not read"
        de "Ein Teil des Textes steht in einer anderen Datei, die nicht gelesen wurde";
    EndMissing "unread.end-missing"
        en "the end of the file is missing"
        de "Das Ende der Datei fehlt";
    Pictures "unread.pictures"
        en "the pages are pictures, without text"
        de "Die Seiten sind Bilder ohne Text";
    NoLetters "unread.no-letters"
        en "its letters cannot be identified: the fonts do not say which they are"
        de "Die Buchstaben sind nicht zu erkennen: Die Schriften geben nicht an, welche es sind";
    NoPage "unread.no-page"
        en "no page could be read"
        de "Keine Seite war lesbar";
    BookDamaged "unread.book-damaged"
        en "the book is damaged"
        de "Das Buch ist beschädigt";
    PdfDamaged "unread.pdf-damaged"
        en "the PDF cannot be parsed"
        de "Das PDF ist fehlerhaft aufgebaut";
    TooLong "unread.too-long"
        en "reading took longer than is allowed"
        de "Das Lesen hat länger gedauert als erlaubt";
    OpenDocument "unread.open-document"
        en "this is not a document, but the mark of one that is open"
        de "Das ist kein Dokument, sondern das Kennzeichen eines geöffneten";
    LinkedFolder "unread.linked-folder"
        en "this is a link to a folder, which is not followed"
        de "Das ist eine Verknüpfung zu einem Ordner; ihr wird nicht gefolgt";
    NoDocument "unread.no-document"
        en "no document in this folder"
        de "In diesem Ordner ist kein Dokument";
}

phrase_enum! {
    /// A kind of file that is recognised and not read.
    FileKind
    OldWord "kind.old-word"
        en "an old Word document (.doc; save it as .docx)"
        de "ein altes Word-Dokument (.doc; speichern Sie es als .docx)";
    OldExcel "kind.old-excel"
        en "an old Excel workbook"
        de "eine alte Excel-Arbeitsmappe";
    OldPowerPoint "kind.old-powerpoint"
        en "an old PowerPoint presentation"
        de "eine alte PowerPoint-Präsentation";
    OldOffice "kind.old-office"
        en "an old Office file"
        de "eine alte Office-Datei";
    Rar "kind.rar"
        en "a RAR archive"
        de "ein RAR-Archiv";
    SevenZip "kind.7z"
        en "a 7-Zip archive"
        de "ein 7-Zip-Archiv";
    Gzip "kind.gzip"
        en "a gzip archive"
        de "ein gzip-Archiv";
    Bzip2 "kind.bzip2"
        en "a bzip2 archive"
        de "ein bzip2-Archiv";
    Xz "kind.xz"
        en "an XZ archive"
        de "ein XZ-Archiv";
    Zstandard "kind.zstandard"
        en "a Zstandard archive"
        de "ein Zstandard-Archiv";
    Coded "kind.coded"
        en "text in an encoding for mail or data, such as base 64"
        de "Text in einer Kodierung für E-Mail oder Daten, etwa Base64";
    Mainframe "kind.mainframe"
        en "text in EBCDIC, the encoding of mainframes"
        de "Text in EBCDIC, der Kodierung von Großrechnern";
    DjVu "kind.djvu"
        en "a DjVu document"
        de "ein DjVu-Dokument";
    PostScript "kind.postscript"
        en "a PostScript document"
        de "ein PostScript-Dokument";
    Help "kind.chm"
        en "a Windows help file (CHM)"
        de "eine Windows-Hilfedatei (CHM)";
    Picture "kind.picture"
        en "a picture"
        de "ein Bild";
    Program "kind.program"
        en "a program"
        de "ein Programm";
    Database "kind.database"
        en "a database"
        de "eine Datenbank";
    Sound "kind.sound"
        en "a sound file"
        de "eine Tondatei";
    WebArchive "kind.mhtml"
        en "a page stored with its parts (MHTML)"
        de "eine mit ihren Teilen gespeicherte Seite (MHTML)";
}
