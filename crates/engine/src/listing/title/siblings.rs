//! Books of one author that share a title and differ in what the title adds to
//! it.
//!
//! "Magician: Apprentice" and "Magician: Master" are two books. A record that
//! says only "Magician" may be either of them; if a collection lists another
//! one with that title, neither is found by what a record leaves out.

use colophon_catalogue::volume::Volumes;

use super::super::noise;
use super::{Context, Title, is_same, telling};

/// What a title adds to its main words, a subtitle or a number: which of the
/// books with the same main title is it?
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::listing) struct Beside {
    /// The telling words of the subtitle.
    pub(in crate::listing) subtitle: Vec<String>,
    /// The numbers that are not in brackets.
    volumes: Volumes,
    /// Whether the subtitle describes the book.
    pub(in crate::listing) describes: bool,
}

impl Beside {
    /// Returns whether these are two books: both have a number and the numbers
    /// differ, or both have a subtitle in one language and the subtitles share
    /// no word.
    pub(in crate::listing) fn contradicts(&self, other: &Self, one_language: bool) -> bool {
        let is_apart = one_language
            && !self.subtitle.is_empty()
            && !other.subtitle.is_empty()
            && !self
                .subtitle
                .iter()
                .any(|word| other.subtitle.contains(word));
        is_apart || self.volumes.disagree(&other.volumes)
    }
}

/// Returns what a record's title adds, if its main words are the wanted ones.
pub(in crate::listing) fn beside_same(
    wanted: &Title,
    record: &Title,
    context: &Context<'_>,
) -> Option<Beside> {
    is_same(&wanted.main, &record.main).then(|| Beside {
        subtitle: telling(&record.subtitle, context),
        volumes: record.own_volumes.clone(),
        describes: noise::describes(&record.subtitle),
    })
}

/// Returns what only one of two titles that agree adds: on whose silence does
/// the agreement rest?
pub(in crate::listing) fn said_by_one(
    wanted: &Title,
    record: &Title,
    context: &Context<'_>,
) -> Option<Beside> {
    let words = |title: &Title| title.all().cloned().collect::<Vec<_>>();
    let own = telling(&wanted.subtitle, context);
    let other = telling(&record.subtitle, context);
    let (volumes, others) = (&wanted.own_volumes, &record.own_volumes);
    if !volumes.is_empty() && !others.is_empty() {
        // The number says which book it is.
        return None;
    }
    let said = Beside {
        subtitle: match (own.is_empty(), other.is_empty()) {
            _ if is_same(&words(wanted), &words(record)) => Vec::new(),
            (false, true) => own,
            (true, false) => other,
            _ => Vec::new(),
        },
        volumes: match (volumes.is_empty(), others.is_empty()) {
            (false, true) => volumes.clone(),
            _ => others.clone(),
        },
        describes: noise::describes(&wanted.subtitle) || noise::describes(&record.subtitle),
    };
    (!said.subtitle.is_empty() || !said.volumes.is_empty()).then_some(said)
}
