//! Compares what two titles that agree add to their main words: companions,
//! parts, notes in brackets, subtitles.

use super::super::noise;
use super::spelling::{in_one, is_one_edit};
use super::{Context, Doubt, Except, Title, TitleMatch, Years, is_same, notes, telling};
use colophon_catalogue::plain::plain;

/// Compares what titles that agree add to their main words.
pub(super) fn beside(
    wanted: &Title,
    record: &Title,
    agreement: TitleMatch,
    context: &Context<'_>,
) -> TitleMatch {
    if is_another_book(record, wanted, context)
        || is_another_book(wanted, record, context)
        || noise::begins_another_book(&wanted.subtitle)
            != noise::begins_another_book(&record.subtitle)
    {
        return TitleMatch::Doubtful(Doubt::AnotherBook);
    }
    if let Some(doubt) =
        numbers(wanted, record, context).or_else(|| notes::compare(wanted, record, context))
    {
        return TitleMatch::Doubtful(doubt);
    }
    // "The House: and Other Tales" holds more than the house.
    let adds = |title: &Title| {
        title
            .subtitle
            .first()
            .is_some_and(|word| noise::is_and(word))
    };
    if adds(wanted) != adds(record) && !is_same(&words(wanted), &words(record)) {
        return TitleMatch::Doubtful(Doubt::AnotherBook);
    }
    subtitles(wanted, record, agreement, context)
}

fn words(title: &Title) -> Vec<String> {
    title.all().cloned().collect()
}

/// Returns whether the words that only `title` has make it a book about the other
/// one, part of it, or several in one.
fn is_another_book(title: &Title, other: &Title, context: &Context<'_>) -> bool {
    let is_known = |word: &&String| {
        other.all().chain(other.noted()).any(|own| own == *word) || context.series.contains(word)
    };
    let more = |words: &'_ [String]| -> Vec<String> {
        words
            .iter()
            .filter(|word| !is_known(word))
            .cloned()
            .collect()
    };
    let is_it = |words: &[String]| {
        let words: Vec<&String> = words.iter().collect();
        noise::is_another_book(&words)
    };
    // The end of a long subtitle is a description: "… and the Making of the Modern
    // Middle East".
    let subtitle = more(&title.subtitle);
    let head = noise::head(&title.subtitle);
    // "The China Study: A Study Guide" has "study" twice.
    let pairs = |words: &[&String]| noise::has_pair_of_another_book(words);
    let of_head: Vec<&String> = title.subtitle[..head].iter().collect();
    let of_other: Vec<&String> = other.all().collect();
    let before = noise::sequel_to(&title.subtitle);
    let is_counted = |words: &[String]| {
        let has = |word: &String| other.all().chain(other.noted()).any(|own| own == word);
        !words.iter().all(has)
            && (noise::counts_several(words)
                || noise::names_chapters(words)
                || noise::is_for_readers(words))
    };
    let is_bare = |words: &[String]| {
        noise::is_blank_or_set(words) && !more(words).is_empty() && !is_counted_series(title, words)
    };
    is_counted(&title.subtitle[..head])
        || is_bare(&title.subtitle)
        || title.notes.iter().any(|note| {
            let is_own = |word: &String| title.main.contains(word) || noise::describes_set(word);
            is_counted(note) || is_bare(note) && note.iter().all(is_own)
        })
        || is_it(&more(&title.main))
        || pairs(&of_head) && !pairs(&of_other)
        || !before.is_empty() && other.main.iter().all(|word| before.contains(word))
        || noise::head_is_another_book(&title.subtitle[..head], &subtitle)
        || title.notes.iter().any(|note| {
            // "(The Southern Reach Trilogy, #1)" is the first of three.
            let note = more(note);
            let of_series: Vec<String> = note
                .iter()
                .filter(|word| !(title.in_series && noise::counts_books(word)))
                .cloned()
                .collect();
            is_it(&of_series)
        })
}

/// Returns whether the numbers of a title are those of a series with its own name, or of
/// one without a name: "Wool (Wool #0.5)", "Wool (Books 1-5)"; not if the title itself says
/// that it holds several books.
fn numbers_its_own_series(title: &Title) -> bool {
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_named = |word: &&String| {
        !is_number(word)
            && !noise::is_connecting(word)
            && !noise::is_format(word)
            && *word != "series"
    };
    let names: Vec<&String> = title.noted().filter(is_named).collect();
    // "A Beautiful Wedding (Beautiful, #2.5)" is of another series.
    let is_own = names.iter().all(|word| title.main.contains(word))
        && (names.is_empty() || title.telling().all(|word| names.contains(&word)));
    let holds_several = |word: &String| noise::holds_several(word) || is_number(word);
    is_own && !title.all().any(holds_several)
}

/// Returns whether words name a series in which the title has a place: "(The Kingdom
/// Collection, #2)".
fn is_counted_series(title: &Title, words: &[String]) -> bool {
    title.in_series && words.len() > 1
}

/// Compares the numbers of volumes, parts and places in a series.
fn numbers(wanted: &Title, record: &Title, context: &Context<'_>) -> Option<Doubt> {
    // "1Q84 Book 1" is part of "1Q84", and "Diary: #1-4" holds "Diary"; "Catching
    // Fire (The Hunger Games #2)" is "Catching Fire".
    let is_part = |title: &Title, other: &Title| {
        let is_issue = title.own_volumes.has_book()
            && !title.subtitle.is_empty()
            && title.subtitle == other.subtitle;
        let decides = title.main_volumes.has_book() && wanted.is_short() || is_issue;
        other.volumes.is_empty() && (decides || title.own_volumes.has_several_books())
    };
    if wanted.volumes.are_apart(&record.volumes) {
        return Some(Doubt::Count);
    }
    // The number may be in a field of its own.
    let [of_book, of_record] = &context.volumes;
    let is_in_field = wanted.volumes.is_empty() && of_book.share_number(&record.volumes)
        || record.volumes.is_empty() && of_record.share_number(&wanted.volumes);
    // "Wool (Books 1-5)" holds "Wool", and "Wool (Wool #0.5)" comes before it; "Fairest
    // (The Lunar Chronicles, #3.5)" is "Fairest".
    let counts_itself = |title: &Title, other: &Title| {
        other.volumes.is_empty() && !is_in_field && numbers_its_own_series(title)
    };
    for (title, other) in [(wanted, record), (record, wanted)] {
        if counts_itself(title, other) {
            if title.volumes.is_set() {
                return Some(Doubt::Several);
            }
            if title.volumes.is_between() {
                return Some(Doubt::Part);
            }
        }
    }
    // "Level 3" is one of several courses.
    let is_graded = |title: &Title| title.subtitle.len() < 4 && noise::is_graded(&title.subtitle);
    if is_graded(wanted) && record.subtitle.is_empty()
        || is_graded(record) && wanted.subtitle.is_empty()
    {
        return Some(Doubt::Part);
    }
    let is_one_sided = wanted.volumes.has_part() != record.volumes.has_part()
        && !wanted.volumes.share_number(&record.volumes);
    let is_part = is_one_sided || is_part(wanted, record) || is_part(record, wanted);
    (is_part && !is_in_field).then_some(Doubt::Part)
}

/// Compares the subtitles of titles that agree.
fn subtitles(
    wanted: &Title,
    record: &Title,
    agreement: TitleMatch,
    context: &Context<'_>,
) -> TitleMatch {
    let only = |title: &'_ Title, other: &Title| -> Vec<String> {
        let words = title
            .all()
            .filter(|word| !other.all().any(|own| own == *word));
        words.cloned().collect()
    };
    if noise::forms_differ(&only(wanted, record), &only(record, wanted)) {
        return TitleMatch::Doubtful(Doubt::Subtitle);
    }
    let own = adds(wanted, record, context);
    let other = adds(record, wanted, context);
    // "Carrie / The Shining" are two; a title in two languages is one.
    let lists_more = |words: &[String], other: &Title| {
        let is_known = |word| noise::is_form(word) || other.all().any(|own| own == word);
        words
            .iter()
            .any(|word| !is_known(word) && word.is_ascii() == other.main[0].is_ascii())
    };
    if record.is_list && lists_more(&other, wanted) || wanted.is_list && lists_more(&own, record) {
        return TitleMatch::Doubtful(Doubt::AnotherBook);
    }
    if is_same(&words(wanted), &words(record)) {
        return agreement;
    }
    // "The Tipping Point: A Love Story" is not "The Tipping Point: How Little
    // Things Can Make a Big Difference", which may also be called "A Novel".
    let contradicts = |form: &Title, said: &[String]| {
        noise::limits_form(&form.subtitle)
            && !said.is_empty()
            && !said.iter().any(|word| form.subtitle.contains(word))
    };
    if own.is_empty() && contradicts(wanted, &other)
        || other.is_empty() && contradicts(record, &own)
    {
        return TitleMatch::Doubtful(Doubt::Subtitle);
    }
    if own.is_empty() != other.is_empty() {
        let (title, said) = if own.is_empty() {
            (record, &other)
        } else {
            (wanted, &own)
        };
        let both_have_numbers = !wanted.volumes.is_empty() && !record.volumes.is_empty();
        return match one_sided(title, said, both_have_numbers, wanted.is_short(), context) {
            Some(doubt) => TitleMatch::Doubtful(doubt),
            None => agreement,
        };
    }
    // A book of stories may have the title of another book.
    let is_of_stories = |title: &Title, other: &Title| {
        noise::names_pieces(&title.subtitle) && other.subtitle.is_empty()
    };
    let lacks_year = matches!(context.years, Years::Other | Years::OfBook);
    if is_of_stories(wanted, record) && lacks_year
        || is_of_stories(record, wanted) && context.years == Years::Other
    {
        return TitleMatch::Doubtful(Doubt::SubtitleYear);
    }
    if own.is_empty() {
        return agreement;
    }
    both_sided(&own, &other, agreement)
}

/// Returns the telling words of a subtitle; none if it repeats the title or the
/// other title has them in brackets.
fn adds(title: &Title, other: &Title, context: &Context<'_>) -> Vec<String> {
    let own = telling(&title.subtitle, context);
    // "Equal Rites - Discworld 3" and "Equal Rites (Discworld, #3)".
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_noted = own
        .iter()
        .all(|word| other.has_number(word) || other.noted().any(|noted| noted == word));
    let is_noted = is_noted && own.iter().any(|word| !is_number(word));
    if is_noted || own.iter().eq(title.telling()) {
        return Vec::new();
    }
    own
}

/// Returns why a subtitle that only one side has leaves a doubt, if it does.
fn one_sided(
    title: &Title,
    said: &[String],
    both_have_numbers: bool,
    is_short: bool,
    context: &Context<'_>,
) -> Option<Doubt> {
    if title.names_series {
        return Some(Doubt::NamedPart);
    }
    // "A Storm of Swords: Steel and Snow" is half of "A Storm of Swords"; if
    // both state a number, the number decides.
    if noise::is_name(&title.subtitle, said) && !both_have_numbers {
        return Some(Doubt::NamedPart);
    }
    if noise::describes(&title.subtitle) {
        return None;
    }
    // "Salt Land: The Return", "Hellboy: Into the Silent Sea".
    if noise::is_like_name(&title.subtitle, said)
        && !both_have_numbers
        && context.years != Years::Same
    {
        return Some(Doubt::NamedPart);
    }
    // A short title that many books could have needs the same year as well.
    (context.years == Years::Other && is_short).then_some(Doubt::SubtitleYear)
}

/// Compares two subtitles.
fn both_sided(own: &[String], other: &[String], agreement: TitleMatch) -> TitleMatch {
    let (own, other) = (plain(own), plain(other));
    if in_one(own.iter()) == in_one(other.iter()) {
        return agreement;
    }
    // A word that comes twice needs another one each time.
    let more = |a: &[String], b: &[String]| -> Vec<String> {
        let mut rest = b.to_vec();
        let is_more = |word: &&String| match rest.iter().position(|own| own == *word) {
            Some(place) => {
                rest.swap_remove(place);
                false
            }
            None => true,
        };
        a.iter().filter(is_more).cloned().collect()
    };
    let (more_own, more_other) = (more(&own, &other), more(&other, &own));
    let (short, long, extra) = match (more_own.is_empty(), more_other.is_empty()) {
        (true, true) => return agreement,
        (true, false) => (&own, &other, more_other),
        (false, true) => (&other, &own, more_own),
        (false, false) => {
            // One letter of a word may be a typing mistake; another word is another
            // subtitle: "Eastern Region" and "Western Region".
            let are_misspelt = more_own.len() == 1
                && more_other.len() == 1
                && own.len() == other.len()
                && own.len() > 3
                && more_own[0].len().min(more_other[0].len()) > 5
                && is_one_edit(&more_own[0], &more_other[0]);
            return if are_misspelt {
                TitleMatch::Near(Except::Form)
            } else {
                TitleMatch::Doubtful(Doubt::Subtitle)
            };
        }
    };
    // "Build Good Habits" is the beginning of "Build Good Habits & Break Bad Ones";
    // "Vitamin" is not that of "Vitamin D".
    if extra.iter().any(|word| noise::distinguishes(word)) {
        TitleMatch::Doubtful(Doubt::Subtitle)
    } else if long.starts_with(short) || extra.len() * 3 <= long.len() {
        agreement
    } else {
        TitleMatch::Doubtful(Doubt::Subtitle)
    }
}
