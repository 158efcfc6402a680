//! Titles with the name of a series before them.

use super::super::noise;
use super::{Context, Doubt, Except, Title, TitleMatch, is_same};
use colophon_catalogue::title::is_article;

/// Compares a title with one that has the name of a series before it, as in
/// "Discworld: Equal Rites" and "Equal Rites (Discworld, #3)". If nothing says that
/// it is a series, a person must look.
pub(super) fn without_prefix(wanted: &Title, record: &Title, context: &Context<'_>) -> TitleMatch {
    let of = |long: &Title, short: &Title| -> TitleMatch {
        let rest = match long.subtitle.as_slice() {
            [first, rest @ ..] if is_article(first) && !rest.is_empty() => rest,
            all => all,
        };
        let is_it = |words: &[String]| is_same(words, &short.main);
        let cut = &rest[..noise::without_tail(rest, context.year)];
        let with_subtitle = || short.all().cloned().collect::<Vec<_>>();
        if rest.is_empty()
            || long.is_list
            || is_same(&long.main, &short.main)
            || !is_it(rest) && !is_it(cut) && !is_same(rest, &with_subtitle())
        {
            return TitleMatch::Other;
        }
        let prefix: Vec<&String> = long.main.iter().collect();
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let is_series = |word: &String| {
            noise::is_connecting(word)
                || context.series.contains(word)
                || short.noted().any(|own| own == word)
        };
        let is_name = |word: &String| context.people.is_some_and(|people| people.has_word(word));
        // "Discworld 3: Equal Rites" and "Equal Rites (Discworld, #3)".
        let is_known = prefix.iter().any(|word| !is_number(word))
            && prefix
                .iter()
                .all(|word| is_series(word) || is_name(word) || short.has_number(word));
        // The place in the series that only one side has is of no weight here.
        let adds_part = long.volumes.has_part() != short.volumes.has_part()
            || long.volumes.is_set()
            || short.volumes.is_set();
        // "The Border Trilogy 3: Cities of the Plain" is the third of three.
        let states = |word: &String| is_number(word) && short.has_number(word);
        let is_counted = long.volumes.share_number(&short.volumes)
            || !short.volumes.is_empty() && long.main.iter().any(states);
        let mut of_series = prefix.clone();
        of_series.retain(|word| !(is_counted && noise::counts_books(word)));
        if noise::is_another_book(&of_series) {
            TitleMatch::Doubtful(Doubt::AnotherBook)
        } else if adds_part && !long.volumes.share_number(&short.volumes) {
            TitleMatch::Doubtful(Doubt::Part)
        } else if is_known {
            TitleMatch::Near(Except::Series)
        } else {
            // "The Infernal Devices: Clockwork Angel" is drawn, "Clockwork Angel" is
            // the novel.
            TitleMatch::Doubtful(Doubt::MoreWords)
        }
    };
    of(wanted, record).max(of(record, wanted))
}
