//! What is said about a sealed report.

use crate::phrase::phrases;

phrases! {
    AS_SEALED "seal.as-sealed"
        en ["Verified: the {n} file of this report is as it was sealed.", "Verified: all {n} files of this report are as they were sealed."]
        de ["Unverändert: Die {n} Datei dieses Berichts ist so, wie sie versiegelt wurde.", "Unverändert: Alle {n} Dateien dieses Berichts sind so, wie sie versiegelt wurden."];
    FILES_AS_SEALED "seal.files-as-sealed"
        en ["The {n} file of this report is as it was sealed, but no signature confirms that.", "All {n} files of this report are as they were sealed, but no signature confirms that."]
        de ["Die {n} Datei dieses Berichts ist so, wie sie versiegelt wurde, aber keine Signatur bestätigt das.", "Alle {n} Dateien dieses Berichts sind so, wie sie versiegelt wurden, aber keine Signatur bestätigt das."];
    NOT_AS_SEALED "seal.not-as-sealed"
        en "This report is not as it was sealed."
        de "Dieser Bericht ist nicht mehr so, wie er versiegelt wurde.";
    UNFINISHED "seal.unfinished"
        en "This report is incomplete: it is being written, or writing it was interrupted."
        de "Dieser Bericht ist unvollständig: Er wird gerade geschrieben, oder das Schreiben wurde unterbrochen.";
    LEFT "seal.left"
        en "Files of the check that writes it:"
        de "Dateien der Prüfung, die ihn schreibt:";
    CHANGED "seal.changed"
        en ["{n} file was changed:", "{n} files were changed:"]
        de ["{n} Datei wurde verändert:", "{n} Dateien wurden verändert:"];
    MISSING "seal.missing"
        en ["{n} file is missing:", "{n} files are missing:"]
        de ["{n} Datei fehlt:", "{n} Dateien fehlen:"];
    UNREADABLE "seal.unreadable"
        en ["{n} file could not be read:", "{n} files could not be read:"]
        de ["{n} Datei ließ sich nicht lesen:", "{n} Dateien ließen sich nicht lesen:"];
    UNEXPECTED "seal.unexpected"
        en "Not part of the report:"
        de "Nicht Teil des Berichts:";
    OTHERS "seal.others"
        en ["{n} other file is as it was sealed.", "{n} other files are as they were sealed."]
        de ["{n} weitere Datei ist unverändert.", "{n} weitere Dateien sind unverändert."];
    BY_REPORT "seal.by-report"
        en "The seal was changed or is missing, so the other files were compared with the list in report.json."
        de "Das Siegel wurde verändert oder fehlt; die anderen Dateien wurden deshalb mit der Liste in report.json verglichen.";
    ALONE "seal.alone"
        en "Other files in the folder were not looked at."
        de "Andere Dateien im Ordner wurden nicht geprüft.";
    UNSIGNED "seal.unsigned"
        en "The report is not signed. The seal shows changes that happened by accident; anyone who changes a file on purpose can seal the report again."
        de "Der Bericht ist nicht signiert. Das Siegel zeigt versehentliche Änderungen; wer eine Datei absichtlich ändert, kann den Bericht neu versiegeln.";
    NOT_SIGNED "seal.not-signed"
        en "The report is not signed, so the key that you gave cannot confirm it."
        de "Der Bericht ist nicht signiert; der angegebene Schlüssel kann ihn deshalb nicht bestätigen.";
    SIGNED_BY "seal.signed-by"
        en "The report is signed with the key {key}. Only someone who has the sender’s public key can say whose it is: ask the sender for it, and verify the report with it."
        de "Der Bericht ist mit dem Schlüssel {key} signiert. Wem dieser gehört, kann nur sagen, wer den öffentlichen Schlüssel des Absenders hat: Lassen Sie ihn sich vom Absender geben, und prüfen Sie den Bericht damit.";
    SIGNED_AS_GIVEN "seal.signed-as-given"
        en "The report is signed with the key that you gave: {key}."
        de "Der Bericht ist mit dem angegebenen Schlüssel signiert: {key}.";
    SIGNED_BY_OTHER "seal.signed-by-other"
        en "The report is not signed with the key that you gave, but with another one: {key}."
        de "Der Bericht ist nicht mit dem angegebenen Schlüssel signiert, sondern mit einem anderen: {key}.";
    SIGNATURE_WRONG "seal.signature-wrong"
        en "The signature is wrong: the holder of the key {key} did not seal these files."
        de "Die Signatur ist falsch: Der Inhaber des Schlüssels {key} hat diese Dateien nicht versiegelt.";
}
