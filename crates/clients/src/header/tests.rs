use super::*;

fn names(row: &str, mapping: &Mapping) -> (String, usize) {
    let row: Vec<String> = row.split(';').map(str::to_owned).collect();
    let (fields, score) = fields(&row, mapping);
    let names = fields.iter().map(|own| {
        own.map_or_else(
            || "-".to_owned(),
            |own| match own.nth {
                0 => own.field.as_str().to_owned(),
                nth => format!("{}{nth}", own.field.as_str()),
            },
        )
    });
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
        (
            "Original title;Title;Short title",
            "other_titles title other_titles",
        ),
        (
            "Original title;German title;Author",
            "title other_titles author",
        ),
        ("Title;Title", "title other_titles"),
        (
            "Title;Alternative title;Author",
            "title other_titles author",
        ),
        ("UK title;US title;Author", "title other_titles author"),
        (
            "Title 1;Title 2;Title 3;Author",
            "title1 other_titles other_titles author",
        ),
        ("Title;Book;Author", "title - author"),
        (
            "Title;Author(s);Publisher;ISBN;ASIN;Registration Number;Registration Date",
            "title author publisher isbn asin registration registration_date",
        ),
        (
            "Item Type;Publication Year;Author;Title;Publication Title;ISBN;ISSN;DOI;Date",
            "kind year author title journal isbn issn doi year2",
        ),
        (
            "Title;Publication Title;Author",
            "title other_titles author",
        ),
        (
            "Authors;Title;Year;Source title;DOI;ISSN;eISSN;Document Type",
            "author title year journal doi issn issn kind",
        ),
        (
            "tconst;titleType;primaryTitle;originalTitle;isAdult;startYear",
            "imdb kind title other_titles - year",
        ),
        (
            "Serie;Staffel;Folge;Folgentitel;IMDb",
            "series season episode title imdb",
        ),
        (
            "Publication date;Year;Title;Author",
            "year1 year title author",
        ),
        (
            "Title;Registration Number 1;Registration Date 1;Registration Number 2;Registration Date 2",
            "title registration1 registration_date1 registration2 registration_date2",
        ),
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
#[expect(clippy::too_many_lines, reason = "a table")]
fn headings_are_understood_by_their_words() {
    let of = |heading: &str| recognise(heading).map(|guess| guess.field);
    for (field, headings) in [
        (
            Field::Title,
            "Product Title|Title & Subtitle|Published Title|US Title|Title (full)|Book Title:|\
             Titel des Buches|Title of Publication|Display title|TitleText|title_name|\
             Working Title|German Title|Full Title of Work|Titolo|Название|タイトル",
        ),
        (
            Field::Author,
            "Author Display Name|Author Credit|author_text|AuthorName|Author(s)|Author/Editor|\
             Author Name (Last, First)|Byline|Contributor Name|Names of Authors|Autor/in|\
             Author as printed|Published Author Name|Автор|著者|Book Author|Main author name",
        ),
        (
            Field::AuthorFirst,
            "Author's First Name|Author Given Name|author_first_name",
        ),
        (
            Field::AuthorLast,
            "Author's Last Name|authorLastName|Author Family Name",
        ),
        (
            Field::Isbn,
            "EAN Number|ISBN (13)|isbn_13|ISBN-10|GTIN-13|ISBN/UID|ISBN of first edition|EAN-Code|\
             eISBN|Print ISBN|SBN|ISBN Nummer",
        ),
        (
            Field::Year,
            "Pub. Date|Year of pub|PubYear|Publ. Year|Published (year)|Release|First Pub|\
             US Pub Date|Original Pub. Date|Date of Pub|Release Year|First edition year",
        ),
        (
            Field::PenNames,
            "Pen name|Pseudonym(s)|Author pseudonym|Pen Names used",
        ),
        (Field::Client, "Client|Client Name|Name of Client"),
        (Field::Doi, "DOI|doi|DOI link|DOI number|Article DOI"),
        (
            Field::Issn,
            "ISSN|eISSN|E-ISSN|Print ISSN|ISSN (online)|ISSN-L|ISSN/ISBN|p-issn",
        ),
        (
            Field::Imdb,
            "IMDb|IMDb ID|imdb_id|tconst|Const|IMDb URL|IMDb-Nr.|IMDb #",
        ),
        (
            Field::Registration,
            "Registration Number|Registration Number(s)|Reg. No.|Reg. #|reg_num|Copyright Registration|\
             Copyright Registration No.|US Copyright Registration Number|Registration #|\
             Registrierungsnummer",
        ),
        (
            Field::RegistrationDate,
            "Registration Date|Date of Registration|Reg. Date|reg_date|Copyright Registration Date|\
             Effective Date of Registration|Date registered|Registrierungsdatum",
        ),
        (
            Field::Journal,
            "Journal|Journal Title|Magazine|Zeitschrift|container-title|Source title|Name of journal",
        ),
        (Field::Season, "Season|Season No.|Staffel|season_number"),
        (
            Field::Episode,
            "Episode|Episode #|Folge|Folgennr.|episodeNumber",
        ),
        (
            Field::Kind,
            "Type|Kind|titleType|Item Type|Document Type|Work type|Art|Medientyp",
        ),
        (
            Field::ClaimId,
            "Claim ID|Claim Number|Claim No.|Claim #|claim_id|Antragsnummer",
        ),
        (
            Field::Receipt,
            "Receipt|Receipt No.|Confirmation|Confirmation number|Eingangsbestätigung",
        ),
        (Field::Deadline, "Deadline|Claim deadline|Frist"),
        (
            Field::OptedOut,
            "Opted out|Opt-out|opted_out|Opted out?|OptOut",
        ),
    ] {
        for heading in headings.split('|') {
            assert_eq!(of(heading), Some(field), "{heading}");
        }
    }
    for heading in [
        "Author Residence",
        "Author ID",
        "Author Email",
        "Number of Authors",
        "Series",
        "Job Title",
        "Series Title",
        "Title ID",
        "Title Count",
        "ISBN count",
        "IMDb Rating",
        "Episode title",
        "Company registration number",
        "Claim status",
        "Registered",
        "Date Rated",
        "9781604862010",
        "ISBN-13: 9781604862010",
        "The Salt Orchard",
        "Anna Weller",
        "Publication Status",
        "Language",
        "Price",
        "",
    ] {
        let found = of(heading);
        let is_wanted = found.is_some_and(|field| field != Field::Series);
        assert!(!is_wanted, "{heading}: {found:?}");
    }
}

#[test]
fn several_columns_may_hold_authors() {
    let none = Mapping::default();
    for (row, expected) in [
        ("Title;Author1;Author2;ISBN", "title author1 author2 isbn"),
        (
            "Title;Author 1;Author 2;Author 3",
            "title author1 author2 author3",
        ),
        ("Title;1st Author;2nd Author", "title author1 author2"),
        ("Title;First author;Second author", "title author1 author2"),
        ("Title;Author;Co-Author", "title author author100"),
        (
            "Title;Author;Author l-f;Additional Authors",
            "title author - author100",
        ),
        ("Title;Author;Author", "title author author1"),
        (
            "Title;Author 1 First Name;Author 1 Last Name;Author 2 First Name;Author 2 Last Name",
            "title author_first1 author_last1 author_first2 author_last2",
        ),
        (
            "Title;First Name 1;Surname 1;First Name 2;Surname 2",
            "title author_first1 author_last1 author_first2 author_last2",
        ),
        (
            "Titel;Vorname Autor 1;Nachname Autor 1",
            "title author_first1 author_last1",
        ),
        (
            "Title;ISBN 1;ISBN 2;Pen name 1;Pen name 2",
            "title isbn isbn pen_names1 pen_names2",
        ),
    ] {
        assert_eq!(names(row, &none).0, expected, "{row}");
    }
}

#[test]
fn a_heading_may_mean_what_the_table_lacks() {
    let none = Mapping::default();
    for (row, expected) in [
        ("Title;Name;ISBN", "title author isbn"),
        ("Name;Author;ISBN", "title author isbn"),
        ("Name;Vorname;Titel", "author_last author_first title"),
        ("Novel;Author", "title author"),
        ("Publication;Author;Year", "title author year"),
        ("Title;Author;Barcode", "title author isbn"),
        ("Title;Author;ISBN;Barcode", "title author isbn -"),
        ("Title;Author;Publication", "title author year"),
        ("Client;Title;ISBN", "client title isbn"),
    ] {
        let (names, score) = names(row, &none);
        assert_eq!(names, expected, "{row}");
        assert!(score > 1, "{row}");
    }
    // A value that could be a heading is not one, if it is alone.
    for row in ["Novel;Jane Doe", "Name;42", "Release;x", "US Title;9"] {
        assert_eq!(names(row, &none).1, 0, "{row}");
    }
}

#[test]
fn a_row_may_have_several_titles() {
    let none = Mapping::default();
    let of = |row: &str| {
        let row: Vec<String> = row.split(';').map(str::to_owned).collect();
        let (fields, _) = fields(&row, &none);
        let entry = |own: &Option<Use>| {
            let own = own.as_ref()?;
            Some((own.field.as_str(), own.entry))
        };
        fields.iter().map(entry).collect::<Vec<_>>()
    };
    assert_eq!(
        of("Client;Author;Title;Author;Title"),
        [
            Some(("client", None)),
            Some(("author", Some(0))),
            Some(("title", Some(0))),
            Some(("author", Some(1))),
            Some(("title", Some(1))),
        ]
    );
    assert_eq!(
        of("Title;Author;Author"),
        [
            Some(("title", None)),
            Some(("author", None)),
            Some(("author", None))
        ]
    );
    assert_eq!(
        of("Title;Author;Title;Year")[2],
        Some(("other_titles", None))
    );
}

#[test]
fn headings_may_be_in_two_rows() {
    let none = Mapping::default();
    let two = |upper: &str, lower: &str| {
        let cells = |row: &str| row.split(';').map(str::to_owned).collect::<Vec<_>>();
        let (_, fields, score) = fields_of_two(&cells(upper), &cells(lower), &none);
        let name = |own: &Option<Use>| own.map_or("-", |own| own.field.as_str());
        (fields.iter().map(name).collect::<Vec<_>>().join(" "), score)
    };
    assert_eq!(
        two("Title;Author;;ISBN", ";First;Last;"),
        ("title author_first author_last isbn".to_owned(), 4)
    );
    assert_eq!(
        two("Book;;Author;;ISBN", "Title;Year;First name;Last name;").0,
        "title year author_first author_last isbn"
    );
    assert_eq!(two("Title;Author;ISBN", "The Sea;Bo Li;9780306406157").1, 0);
    assert_eq!(two("Title;Author", ";").1, 0);
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
    mapping = Mapping::default();
    for field in Field::ALL {
        mapping.add(&format!("{}=5", field.as_str())).unwrap();
        assert!(mapping.names(field), "{}", field.as_str());
    }
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
    let expected = [Field::Author, Field::Title].map(|field| Some(Use::only(field)));
    assert_eq!(fields_by_number(&mapping, 2), Some(expected.to_vec()));
    assert_eq!(fields_by_number(&mapping, 1), None);
    mapping.add("isbn=EAN").unwrap();
    assert_eq!(fields_by_number(&mapping, 2), None);
}
