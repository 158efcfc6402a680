//! What kind of work a list says that a row is.

use crate::model::WorkKind;

/// What a word says about the kind of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It is of this kind.
    Kind(WorkKind),
    /// It is a part of a book: a paper if it has a DOI of its own, else found in the book.
    Part,
}

/// The words for each kind, folded: those of columns in English and German, the types
/// of BibTeX, CSL, ORCID, Zotero, Scopus and `IMDb`.
const WORDS: [(Said, &str); 5] = [
    (
        Said::Kind(WorkKind::Book),
        "book books ebook ebooks print hardback hardcover paperback novel roman buch bücher \
         hardcoverbuch taschenbuch sachbuch monograph monographie editedbook mvbook collection \
         mvcollection reference mvreference booklet classic anthology anthologie",
    ),
    (
        Said::Kind(WorkKind::Paper),
        "paper papers article articles articlejournal articlemagazine articlenewspaper \
         journalarticle magazinearticle newspaperarticle conferencepaper paperconference \
         conferenceproceedings proceedingsarticle inproceedings conference conferenceabstract \
         conferenceposter preprint postedcontent workingpaper review reviewbook reviewarticle \
         bookreview editorial letter shortsurvey suppperiodical journal artikel aufsatz \
         zeitschriftenartikel zeitschriftenaufsatz zeitungsartikel konferenzbeitrag fachartikel \
         beitrag",
    ),
    (
        Said::Kind(WorkKind::Film),
        "film films movie movies motionpicture featurefilm video short tvmovie tvshort tvspecial \
         tvseries tvminiseries tvshow miniseries series serie documentary screenplay \
         spielfilm kinofilm dokumentarfilm fernsehfilm fernsehserie kurzfilm drehbuch",
    ),
    (
        Said::Kind(WorkKind::Episode),
        "episode episodes tvepisode tvbroadcast broadcast seriesepisode folge folgen serienfolge",
    ),
    (
        Said::Part,
        "chapter bookchapter bookpart booksection incollection inbook inreference bookinbook \
         suppbook suppcollection entry entryencyclopedia entrydictionary dictionaryentry \
         encyclopediaentry buchkapitel kapitel buchbeitrag",
    ),
];

/// Returns what a word, such as `journal-article` or `Zeitschriftenartikel`, says;
/// `None` if it is not known.
pub(crate) fn of_word(word: &str) -> Option<Said> {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).take(60).collect();
    let is_it = |words: &str| words.split_whitespace().any(|known| known == folded);
    let known = WORDS.iter().find(|(_, words)| is_it(words));
    known.map(|(said, _)| *said)
}

/// Returns what a type of RIS says.
pub(crate) fn of_ris(word: &str) -> Option<Said> {
    Some(match word {
        "BOOK" | "EBOOK" | "EDBOOK" => Said::Kind(WorkKind::Book),
        "JOUR" | "EJOUR" | "MGZN" | "NEWS" | "ABST" | "INPR" | "CPAPER" | "CONF" => {
            Said::Kind(WorkKind::Paper)
        }
        "MPCT" | "VIDEO" => Said::Kind(WorkKind::Film),
        "CHAP" | "ECHAP" => Said::Part,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_the_words_of_many_programs() {
        use WorkKind::{Book, Episode, Film, Paper};
        for (word, expected) in [
            ("Book", Some(Said::Kind(Book))),
            ("article-journal", Some(Said::Kind(Paper))),
            ("JOURNAL_ARTICLE", Some(Said::Kind(Paper))),
            ("journalArticle", Some(Said::Kind(Paper))),
            ("Conference Paper", Some(Said::Kind(Paper))),
            ("Zeitschriftenartikel", Some(Said::Kind(Paper))),
            ("motion_picture", Some(Said::Kind(Film))),
            ("tvMovie", Some(Said::Kind(Film))),
            ("tvEpisode", Some(Said::Kind(Episode))),
            ("Folge", Some(Said::Kind(Episode))),
            ("book-chapter", Some(Said::Part)),
            ("dataset", None),
            ("", None),
        ] {
            assert_eq!(of_word(word), expected, "{word}");
        }
        assert_eq!(of_ris("JOUR"), Some(Said::Kind(Paper)));
        assert_eq!(of_ris("CHAP"), Some(Said::Part));
        assert_eq!(of_ris("THES"), None);
    }
}
