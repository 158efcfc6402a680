//! Books of one author that share a title and differ in what stands beside it.
//!
//! "Magician: Apprentice" and "Magician: Master" are two books. A record that
//! says only "Magician" may be either of them; where a collection lists another
//! one of that title, too, neither is found by what a record leaves out.

use colophon_catalogue::volume::Volumes;

use super::{Context, Title, is_same, telling};

/// What stands beside a title and tells it from another book's of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::listing) struct Beside {
    /// The telling words of the subtitle.
    pub(in crate::listing) subtitle: Vec<String>,
    /// The numbers that stand in no bracket.
    volumes: Volumes,
}

impl Beside {
    /// Whether these are two books: both have a number and it is another, or both
    /// have a subtitle in one language and they share no word.
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

/// Returns what stands beside a record's title, where that is the wanted one.
pub(in crate::listing) fn beside_same(
    wanted: &Title,
    record: &Title,
    context: &Context<'_>,
) -> Option<Beside> {
    is_same(&wanted.main, &record.main).then(|| Beside {
        subtitle: telling(&record.subtitle, context),
        volumes: record.own_volumes.clone(),
    })
}

/// Returns what stands beside one of two titles that agree, and not beside the
/// other: the agreement rests on that side's silence.
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
    };
    (!said.subtitle.is_empty() || !said.volumes.is_empty()).then_some(said)
}
