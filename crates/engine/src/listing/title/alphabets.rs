//! A title in Latin letters and one in another alphabet.

use super::{Context, Title, TitleMatch, beside, by_words};
use colophon_catalogue::roman::{romanisations, romanised};

/// Compares two titles of which only one is in Latin letters.
pub(super) fn across_alphabets(
    wanted: &Title,
    record: &Title,
    context: &Context<'_>,
) -> TitleMatch {
    let (mut wanted, mut record) = (wanted.clone(), record.clone());
    let latin = if wanted.is_beyond_latin() {
        &mut record
    } else {
        &mut wanted
    };
    let mut forms = vec![latin.romanised()];
    // German and French spellings of the same sounds.
    for place in 0..2 {
        let other = |words: &[String]| -> Vec<String> {
            let form = |word: &String| romanisations(word).into_iter().nth(place + 1);
            words
                .iter()
                .map(|word| form(word).unwrap_or_else(|| romanised(word)))
                .collect()
        };
        let form = Title {
            main: other(&latin.main),
            subtitle: other(&latin.subtitle),
            ..latin.romanised()
        };
        if form.main != forms[0].main {
            forms.push(form);
        }
    }
    let latin_is_wanted = record.is_beyond_latin();
    let other = if latin_is_wanted {
        record.romanised()
    } else {
        wanted.romanised()
    };
    forms
        .iter()
        .map(|form| {
            let (wanted, record) = if latin_is_wanted {
                (form, &other)
            } else {
                (&other, form)
            };
            let agreement = by_words(wanted, record, context);
            if agreement.agrees() {
                beside(wanted, record, agreement, context)
            } else {
                agreement
            }
        })
        .max()
        .unwrap_or(TitleMatch::Other)
}
