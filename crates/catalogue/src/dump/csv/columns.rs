//! What the columns of a table hold, by their names.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Source,
    Title,
    Subtitle,
    OtherTitle,
    Author,
    AuthorFirst,
    AuthorLast,
    Isbn,
    Asin,
    Md5,
    Sha1,
    Sha256,
    Year,
    Imprint,
    Language,
    Format,
    Size,
    Added,
    Series,
    Volume,
    Edition,
    Hidden,
    Published,
    Registration,
    Registered,
    Claimant,
    Doi,
    Issn,
    Journal,
    Issue,
    FirstPage,
    Imdb,
    SeriesImdb,
    Season,
    Episode,
}

/// The names of columns, in lower case and with only their letters and digits. If
/// a table has several columns for a field, the one named first here is taken, or
/// all of them for the fields in [`SEVERAL`].
const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "recordid", "bookid", "fileid", "key"]),
    (Field::Source, &["source", "collection", "dataset"]),
    (
        Field::Title,
        &["title", "booktitle", "name", "titel", "titre", "titulo"],
    ),
    (Field::Subtitle, &["subtitle", "titleadd"]),
    (
        Field::OtherTitle,
        &[
            "originaltitle",
            "othertitle",
            "othertitles",
            "alternativetitle",
            "titleenglish",
        ],
    ),
    (
        Field::Author,
        &[
            "author",
            "authors",
            "creator",
            "creators",
            "writer",
            "autor",
            "auteur",
            "authorname",
            "authornames",
            "authorfullname",
            "nameofauthor",
            "bookauthor",
            "bookauthors",
            "writers",
            "writtenby",
            "mainauthor",
            "primaryauthor",
            "leadauthor",
            "firstauthor",
            "secondauthor",
            "thirdauthor",
            "otherauthors",
            "additionalauthors",
            "coauthor",
            "coauthors",
            "autoren",
            "autorin",
            "autorinnen",
            "autores",
            "autora",
            "autore",
            "autori",
            "auteurs",
            "verfasser",
            "автор",
            "авторы",
            "著者",
            "作者",
        ],
    ),
    (
        Field::AuthorFirst,
        &[
            "authorfirst",
            "authorfirstname",
            "authorgivenname",
            "authorforename",
            "authorvorname",
            "autorvorname",
            "firstname",
            "givenname",
            "forename",
            "vorname",
        ],
    ),
    (
        Field::AuthorLast,
        &[
            "authorlast",
            "authorlastname",
            "authorsurname",
            "authorfamilyname",
            "autornachname",
            "lastname",
            "surname",
            "familyname",
            "nachname",
        ],
    ),
    (
        Field::Isbn,
        &[
            "isbn",
            "isbns",
            "isbn13",
            "isbn10",
            "ean",
            "ean13",
            "gtin",
            "identifier",
            "identifiers",
        ],
    ),
    (Field::Asin, &["asin", "asins"]),
    (Field::Md5, &["md5", "md5hash", "md5sum"]),
    (Field::Sha1, &["sha1", "sha1hash", "sha1sum"]),
    (Field::Sha256, &["sha256", "sha256hash", "sha256sum"]),
    (
        Field::Year,
        &[
            "year",
            "publicationyear",
            "originalpublicationyear",
            "pubyear",
        ],
    ),
    (
        Field::Published,
        &[
            "publicationdate",
            "pubdate",
            "dateofpublication",
            "datepublished",
            "dateoffirstpublication",
            "firstpublicationdate",
            "published",
        ],
    ),
    (
        Field::Registration,
        &[
            "registrationnumber",
            "copyrightregistrationnumber",
            "registrationno",
            "copyrightregistrationno",
            "regnum",
            "regno",
            "copyrightregistration",
            "registration",
        ],
    ),
    (
        Field::Registered,
        &[
            "registrationdate",
            "copyrightregistrationdate",
            "dateofregistration",
            "effectivedateofregistration",
            "regdate",
            "dateregistered",
            "registered",
        ],
    ),
    (
        Field::Claimant,
        &[
            "claimant",
            "claimants",
            "copyrightclaimant",
            "copyrightclaimants",
        ],
    ),
    (Field::Doi, &["doi"]),
    (
        Field::Issn,
        &["issn", "issns", "eissn", "issnprint", "issnonline"],
    ),
    (
        Field::Journal,
        &["journal", "journaltitle", "journalname", "magazine"],
    ),
    (Field::Issue, &["issue", "issuenumber", "issueno"]),
    (Field::FirstPage, &["firstpage", "startpage", "spage"]),
    (Field::Imdb, &["imdb", "imdbid", "imdbnumber", "tconst"]),
    (
        Field::SeriesImdb,
        &["seriesimdb", "imdbseries", "seriesimdbid", "parenttconst"],
    ),
    (Field::Season, &["season", "seasonnumber"]),
    (Field::Episode, &["episode", "episodenumber"]),
    (
        Field::Imprint,
        &["publisher", "imprint", "verlag", "editeur", "editorial"],
    ),
    (
        Field::Language,
        &["language", "lang", "languagecode", "languages", "sprache"],
    ),
    (
        Field::Format,
        &["format", "extension", "ext", "filetype", "fileformat"],
    ),
    (
        Field::Size,
        &["size", "filesize", "sizebytes", "filesizebytes", "bytes"],
    ),
    (
        Field::Added,
        &["added", "dateadded", "timeadded", "addeddate", "addedat"],
    ),
    (Field::Series, &["series", "seriesname", "seriestitle"]),
    (
        Field::Volume,
        &["volume", "vol", "volumeinfo", "seriesnumber", "seriesindex"],
    ),
    (Field::Edition, &["edition"]),
    (Field::Hidden, &["hidden"]),
];

/// The fields for which every column is taken.
const SEVERAL: &[Field] = &[
    Field::Title,
    Field::OtherTitle,
    Field::Author,
    Field::AuthorFirst,
    Field::AuthorLast,
    Field::Isbn,
    Field::Asin,
    Field::Issn,
];

/// The names of columns that hold the authors where no other column does.
const AUTHORS_IF_NEEDED: &[&str] = &["contributor", "contributors", "byline"];

/// A column that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) field: Field,
    /// The number in its name, as in "Author 2"; 0 without one.
    pub(super) number: u32,
}

/// Returns what columns of these names hold, which have only letters and digits.
pub(super) fn find(names: &[String]) -> Vec<Option<Column>> {
    let mut columns: Vec<Option<Column>> = vec![None; names.len()];
    let bare: Vec<(String, u32)> = names.iter().map(|name| numbered(name)).collect();
    let is_of = |it: &Option<Column>, field: Field| it.is_some_and(|it| it.field == field);
    // "isbn13" is a name by itself; then "author2" is one with a number.
    for is_numbered in [false, true] {
        for (field, aliases) in NAMES {
            if is_numbered && !NUMBERED.contains(field) {
                continue;
            }
            for alias in *aliases {
                let names = names.iter().zip(&bare);
                for (column, (name, (bare, number))) in columns.iter_mut().zip(names) {
                    let (name, number) = if is_numbered {
                        (bare, *number)
                    } else {
                        (name, 0)
                    };
                    if name == alias && column.is_none() {
                        *column = Some(Column {
                            field: *field,
                            number,
                        });
                    }
                }
                let is_found = columns.iter().any(|it| is_of(it, *field));
                if is_found && !SEVERAL.contains(field) {
                    break;
                }
            }
        }
    }
    let authors = [Field::Author, Field::AuthorFirst, Field::AuthorLast];
    let has_author = columns
        .iter()
        .any(|it| authors.iter().any(|&field| is_of(it, field)));
    if !has_author {
        for (column, (name, number)) in columns.iter_mut().zip(&bare) {
            if column.is_none() && AUTHORS_IF_NEEDED.contains(&name.as_str()) {
                *column = Some(Column {
                    field: Field::Author,
                    number: *number,
                });
            }
        }
    }
    columns
}

/// The fields of which a table may number the columns.
const NUMBERED: &[Field] = &[
    Field::Title,
    Field::OtherTitle,
    Field::Author,
    Field::AuthorFirst,
    Field::AuthorLast,
    Field::Isbn,
];

/// Returns a name without the number in it, and the number.
fn numbered(name: &str) -> (String, u32) {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    let letters: String = name.chars().filter(|c| !c.is_ascii_digit()).collect();
    (letters, digits.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_found_in_the_columns_that_client_lists_have() {
        use Field::{Author, AuthorFirst, AuthorLast, Isbn, OtherTitle, Title};
        for (names, expected) in [
            ("title author", &[(Title, 0), (Author, 0)][..]),
            (
                "title author1 author2",
                &[(Title, 0), (Author, 1), (Author, 2)],
            ),
            (
                "title author coauthor",
                &[(Title, 0), (Author, 0), (Author, 0)],
            ),
            (
                "title authorfirst authorlast",
                &[(Title, 0), (AuthorFirst, 0), (AuthorLast, 0)],
            ),
            (
                "firstname lastname title",
                &[(AuthorFirst, 0), (AuthorLast, 0), (Title, 0)],
            ),
            (
                "title author1firstname author1lastname",
                &[(Title, 0), (AuthorFirst, 1), (AuthorLast, 1)],
            ),
            ("booktitle bookauthor", &[(Title, 0), (Author, 0)]),
            ("title contributor", &[(Title, 0), (Author, 0)]),
            ("title isbn13 isbn2", &[(Title, 0), (Isbn, 0), (Isbn, 2)]),
            (
                "title1 title2 othertitle",
                &[(Title, 1), (Title, 2), (OtherTitle, 0)],
            ),
        ] {
            let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
            let found = find(&names).into_iter().flatten();
            let found: Vec<_> = found.map(|it| (it.field, it.number)).collect();
            assert_eq!(found, expected, "{names:?}");
        }
        let names = ["title", "author", "contributor", "author id"].map(str::to_owned);
        assert_eq!(find(&names)[2..], [None, None]);
    }
}
