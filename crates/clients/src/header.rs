//! What a column holds, by its heading or because the caller says so.
//!
//! Headings are compared without case, spaces and punctuation, in English and
//! German, and in the commonest words of French and Spanish. An unknown heading
//! is not an error: its column is not used.

use crate::error::{Error, ErrorKind};
use crate::model::{Column, Field};

impl Field {
    /// Returns the headings by which the field is known, folded; if two columns
    /// match, the one whose heading comes first here is taken.
    const fn headings(self) -> &'static str {
        match self {
            Self::Client => {
                "client clients clientname nameofclient agencyclient kunde kundin kunden \
                 kundenname klient klientin mandant mandantin auftraggeber represented \
                 cliente agency agentur"
            }
            Self::Title => {
                "title titles booktitle titleofbook titleofthebook worktitle titleofwork \
                 titleofthework fulltitle maintitle titel buchtitel werktitel haupttitel \
                 titeldesbuches titeldeswerks titre titreprincipal titredulivre título \
                 titulo títulodellibro titulodellibro work werk book books buch bookname \
                 nameofbook livre libro oeuvre œuvre obra publicationtitle titlename \
                 shorttitle kurztitel originaltitle originaltitel"
            }
            Self::Subtitle => "subtitle untertitel soustitre subtítulo subtitulo",
            Self::Author => {
                "author authors authorname authornames authorsname nameofauthor \
                 nameoftheauthor authorfullname fullname autor autorin autoren autorinnen \
                 autorenname autorname autorautorin autorinautor namedesautors verfasser \
                 verfasserin verfassername writer writers writtenby creator creators \
                 auteur auteurs autrice autora autores autoras escritor escritora \
                 écrivain schriftsteller schriftstellerin urheber urheberin mainauthor \
                 primaryauthor leadauthor authorlf contributor contributors"
            }
            Self::AuthorFirst => {
                "authorfirstname authorfirst authorgivenname authorforename autorvorname \
                 vornameautor firstname first givenname givennames forename vorname \
                 vornamen prénom prenom nombre"
            }
            Self::AuthorLast => {
                "authorlastname authorlast authorsurname authorfamilyname autornachname \
                 nachnameautor lastname last surname familyname nachname familienname \
                 zuname nomdefamille nom apellido apellidos"
            }
            Self::PenNames => {
                "penname pennames pseudonym pseudonyms pseudonyme pseudonymes aka alias \
                 aliases alsoknownas writingas writesas writingname publishedas \
                 publishesas publishedunder othernames alternatenames künstlername \
                 kuenstlername schreibtals schreibtunter nomdeplume seudónimo seudonimo \
                 seudónimos seudonimos"
            }
            Self::Isbn => "isbn ean ean13 gtin gtin13 isbnean",
            Self::Asin => "asin kindleasin amazonasin asinkindle amazonid",
            Self::Year => {
                "year yearofpublication yearpublished publicationyear pubyear \
                 originalpublicationyear publicationdate dateofpublication pubdate \
                 publisheddate datepublished firstpublished firstpublication published \
                 releasedate released copyrightyear copyright jahr erscheinungsjahr \
                 erscheinungsdatum erscheinungstermin erschienen veröffentlicht \
                 veröffentlichung année annee annéedeparution anneedeparution \
                 datedeparution parution año ano añodepublicación fechadepublicación \
                 fechadepublicacion imprintdate date datum"
            }
            Self::Imprint => {
                "imprint publisher publishers publishername publishinghouse \
                 imprintpublisher publisherimprint verlag verlagsname éditeur editeur \
                 maisondédition maisondedition editorial"
            }
            Self::File => {
                "file files filename filepath path manuscript manuscriptfile datei \
                 dateiname dateipfad pfad manuskript fichier archivo document dokument \
                 fname"
            }
            Self::Volume => {
                "volume vol volumenumber volumeno volnum volno band bandnummer bandnr \
                 tome tomo seriesnumber seriesno numberinseries seriesindex booknumber \
                 bookno teil part"
            }
            Self::Series => {
                "series seriestitle seriesname reihe reihentitel serie série zyklus \
                 collection colección coleccion"
            }
        }
    }

    /// Returns how well a folded heading names this field: the smaller, the
    /// better; `None` if it does not.
    fn rank(self, folded: &str) -> Option<usize> {
        let known = self
            .headings()
            .split_whitespace()
            .position(|known| known == folded);
        // "ISBN (print)" and "e-ISBN 13" are headings, a sentence is not.
        let is_isbn = self == Self::Isbn && folded.contains("isbn") && folded.len() <= 24;
        // After all known headings, which are fewer than a hundred for a field.
        known.or(is_isbn.then_some(100))
    }
}

/// Returns a heading without case, spaces and punctuation.
fn fold(heading: &str) -> String {
    let letters = heading.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the field that a heading names, and its rank.
fn recognise(heading: &str) -> Option<(Field, usize)> {
    // "Author (Last, First)" is an author, and "Title / Subtitle" a title.
    let outside = heading
        .split(['(', '[', '/', ':'])
        .next()
        .unwrap_or_default();
    [heading, outside]
        .iter()
        .enumerate()
        .find_map(|(n, heading)| {
            let folded = fold(heading);
            // A heading without its remark ranks after any whole one.
            let rank = |field: &Field| Some((*field, field.rank(&folded)? + 1000 * n));
            Field::ALL.iter().find_map(rank)
        })
}

/// What the caller says that columns hold, such as `title=Werk`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Field, String)>);

impl Mapping {
    /// Adds one pair `FIELD=COLUMN`. The field is a name of [`Field::as_str`]
    /// or a usual heading; the column is a heading of the list, or its number
    /// from 1.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] if the pair is malformed or the field is
    /// unknown.
    pub fn add(&mut self, pair: &str) -> Result<(), Error> {
        let invalid = |message| Error::new(ErrorKind::InvalidOption, message);
        let (field, column) = pair
            .split_once('=')
            .map(|(field, column)| (field.trim(), column.trim()))
            .filter(|(field, column)| !field.is_empty() && !column.is_empty())
            .ok_or_else(|| invalid(format!("\"{pair}\" is not of the form FIELD=COLUMN")))?;
        let folded = fold(field);
        let is_named = |known: &Field| fold(known.as_str()) == folded;
        let known = Field::ALL.into_iter().find(is_named);
        let known = known.or_else(|| recognise(field).map(|(field, _)| field));
        let Some(known) = known else {
            let names = Field::ALL.map(Field::as_str).join(", ");
            return Err(invalid(format!(
                "unknown field \"{field}\"; the fields are {names}"
            )));
        };
        self.0.push((known, column.to_owned()));
        Ok(())
    }

    /// Adds that the column with this heading or number holds `field`.
    pub fn set(&mut self, field: Field, column: impl Into<String>) {
        self.0.push((field, column.into()));
    }

    /// Returns whether the mapping has no pairs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Checks that the list has every column that is named: a typing mistake would
    /// otherwise go unnoticed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ColumnsUnknown`], with the headings of the list.
    pub(crate) fn check(&self, columns: &[Column]) -> Result<(), Error> {
        let is_there = |name: &str| {
            let is_number = |n| (1..=columns.len()).contains(&n);
            let same = |column: &Column| fold(&column.header) == fold(name);
            columns.iter().any(same) || name.parse().is_ok_and(is_number)
        };
        let mut names = self.0.iter().map(|(_, name)| name.as_str());
        match names.find(|name| !columns.is_empty() && !is_there(name)) {
            None => Ok(()),
            Some(name) => {
                let headers: Vec<_> = columns.iter().map(|own| own.header.as_str()).collect();
                let message = format!(
                    "no column is named \"{name}\"; the columns are {:.300}",
                    headers.join(", ")
                );
                Err(Error::new(ErrorKind::ColumnsUnknown, message))
            }
        }
    }

    /// Returns each field and its column, counted from 0, if all columns are given
    /// by number: no headings are needed then.
    fn by_number(&self) -> Option<Vec<(Field, usize)>> {
        let number = |(field, column): &(Field, String)| {
            // A sheet of Excel has 16384 columns.
            let number: usize = column.parse().ok().filter(|n| (1..=16_384).contains(n))?;
            Some((*field, number - 1))
        };
        self.0.iter().map(number).collect()
    }
}

/// What each column of a row of headings holds.
pub(crate) type Fields = Vec<Option<Field>>;

/// Takes a row for headings; the second value is the number of columns known by
/// their headings, 0 if the row is not a row of headings.
pub(crate) fn fields(row: &[String], mapping: &Mapping) -> (Fields, usize) {
    let mut fields: Fields = vec![None; row.len()];
    // What the caller says takes precedence over the headings.
    let mut given = Vec::new();
    let mut n_named = 0;
    for (field, column) in &mapping.0 {
        let folded = fold(column);
        let same = |heading: &String| heading.trim() == column;
        let like = |heading: &String| !folded.is_empty() && fold(heading) == folded;
        let number = || {
            column
                .parse::<usize>()
                .ok()?
                .checked_sub(1)
                .filter(|n| *n < row.len())
        };
        let at = row
            .iter()
            .position(same)
            .or_else(|| row.iter().position(like));
        n_named += usize::from(at.is_some());
        if let Some(at) = at.or_else(number) {
            fields[at] = Some(*field);
            given.push(*field);
        }
    }
    let mut best: Vec<(Field, usize, usize)> = Vec::new();
    for (at, heading) in row.iter().enumerate() {
        if fields[at].is_some() {
            continue;
        }
        let Some((field, rank)) = recognise(heading) else {
            continue;
        };
        if given.contains(&field) {
            continue;
        }
        if field == Field::Isbn {
            fields[at] = Some(field);
            n_named += 1;
        } else if let Some(known) = best.iter_mut().find(|(known, ..)| *known == field) {
            if rank < known.1 {
                *known = (field, rank, at);
            }
        } else {
            best.push((field, rank, at));
        }
    }
    n_named += best.len();
    for (field, _, at) in best {
        fields[at] = Some(field);
    }
    let has = |wanted| fields.contains(&Some(wanted));
    let is_usable = has(Field::Title) || has(Field::Isbn);
    (fields, if is_usable { n_named } else { 0 })
}

/// Takes the columns as the caller numbers them, for a list without headings;
/// `None` if the caller names one by its heading, or no title or ISBN.
pub(crate) fn fields_by_number(mapping: &Mapping, n_columns: usize) -> Option<Fields> {
    let numbers = mapping.by_number()?;
    let has_title = numbers
        .iter()
        .any(|(field, _)| matches!(field, Field::Title | Field::Isbn));
    let mut fields: Fields = vec![None; n_columns];
    for (field, at) in numbers {
        *fields.get_mut(at)? = Some(field);
    }
    has_title.then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(row: &str, mapping: &Mapping) -> (String, usize) {
        let row: Vec<String> = row.split(';').map(str::to_owned).collect();
        let (fields, score) = fields(&row, mapping);
        let names = fields.iter().map(|field| field.map_or("-", Field::as_str));
        (names.collect::<Vec<_>>().join(" "), score)
    }

    #[test]
    fn usual_headings_are_known() {
        let none = Mapping::default();
        for (row, expected) in [
            (
                "client;title;author;pen_names;isbn;asin;year;publisher;file",
                "client title author pen_names isbn asin year publisher file",
            ),
            (
                "Kunde;Buchtitel;Autor*in;Pseudonym(e);ISBN-13;Verlag;Erscheinungsjahr;Datei",
                "client title author pen_names isbn publisher year file",
            ),
            (
                " CLIENT NAME ;Book Title *;Author (Last, First);a.k.a.;ISBN (print);eISBN;Pub. Date",
                "client title author pen_names isbn isbn year",
            ),
            (
                "Titre;Sous-titre;Prénom;Nom;Éditeur;Année",
                "title subtitle author_first author_last publisher year",
            ),
            (
                "Título;Autor;Editorial;Año;expect",
                "title author publisher year -",
            ),
            ("Original title;Title;Short title", "- title -"),
            (
                "docid;oldauthor;author;imprint;imprintdate;shorttitle",
                "- - author publisher year title",
            ),
        ] {
            let (names, score) = names(row, &none);
            assert_eq!(names, expected, "{row}");
            assert!(score > 0);
        }
        for row in [
            "Client list 2026",
            "Jane Smith;Poems;1999",
            "",
            ";;",
            "location;category",
        ] {
            assert_eq!(names(row, &none).1, 0, "{row}");
        }
    }

    #[test]
    fn what_the_caller_says_stands_above_headings() {
        let mut mapping = Mapping::default();
        mapping.add("title=Werk Nr. 1").unwrap();
        mapping.add("pen names = 3").unwrap();
        assert_eq!(
            names("Title;werk nr 1;Bemerkung;Autor", &mapping).0,
            "- title pen_names author"
        );
        for wrong in ["title", "=x", "title=", "colour=Farbe"] {
            let error = mapping.add(wrong).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidOption);
        }
    }

    #[test]
    fn numbers_do_without_headings() {
        let mut mapping = Mapping::default();
        mapping.add("author=1").unwrap();
        assert_eq!(fields_by_number(&mapping, 2), None);
        mapping.add("title=2").unwrap();
        let expected = vec![Some(Field::Author), Some(Field::Title)];
        assert_eq!(fields_by_number(&mapping, 2), Some(expected));
        assert_eq!(fields_by_number(&mapping, 1), None);
        mapping.add("isbn=EAN").unwrap();
        assert_eq!(fields_by_number(&mapping, 2), None);
    }
}
