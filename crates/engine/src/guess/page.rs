//! The title and the author on a title page, or in the first lines.

use colophon_catalogue::terms::title_key;
use colophon_extract::{Document, Format};

use super::line::{self, Kind, Line};
use super::named::{Named, same_person};
use super::person::{Likeness, bare, likeness, says_title};
use super::words::{EVERYDAY, OPEN_ENDS, UNNAMED, listed};

/// How many lines before the text may be a title or a name.
const MAX_PLAIN: usize = 8;

/// What was found on the first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) named: Named,
    /// Whether it was a page of its own; else only the first lines of the text.
    pub(super) is_page: bool,
}

/// Reads the title and the author from the first lines.
pub(super) fn read(document: &Document, declared: &Named) -> Option<Found> {
    let lines = line::first(document);
    let n_head = lines
        .iter()
        .position(|line| matches!(line.kind, Kind::Start | Kind::Prose))
        .unwrap_or(lines.len());
    let owner = lines[..n_head].iter().find_map(|line| match &line.kind {
        Kind::Legal(names) => names.clone(),
        _ => None,
    });
    // A title page comes before the copyright page, on which other books may be.
    let n_title = lines[..n_head]
        .iter()
        .position(|line| matches!(line.kind, Kind::Legal(_)))
        .unwrap_or(n_head);
    let head = &lines[..n_title];
    // The first lines of a page may be a sentence that goes on.
    let is_page = lines.get(n_title).is_some_and(|next| {
        let is_wrapped = matches!(document.format, Format::Pdf | Format::Text);
        matches!(next.kind, Kind::Start | Kind::Legal(_)) || next.is_apart || !is_wrapped
    });
    // A word alone above the text may be a part of it.
    let opens = lines
        .get(n_title)
        .is_none_or(|next| matches!(next.kind, Kind::Start | Kind::Legal(_)));
    let ends = Ends { is_page, opens };
    // A sentence goes on in small letters.
    let goes_on = lines
        .get(n_title)
        .is_some_and(|next| next.kind != Kind::Start && next.text.starts_with(char::is_lowercase));
    let is_sure = is_page || after_sender(head) > 0 || head.iter().any(|line| line.is_heading);
    let by_form = || by_form(head, declared, owner.as_ref(), ends).filter(|_| is_sure);
    let named = by_word(head, declared)
        .or_else(by_form)
        .map(|mut named| {
            let is_cut = goes_on && n_title == 1;
            let has_author = named.author.is_some();
            let is_title =
                |title: &String| declared.title.is_some() || !is_cut && is_title(title, has_author);
            named.title = named.title.filter(is_title);
            named
        })
        .filter(|named| named.title.is_some() || named.author.is_some())?;
    let n_said = head.iter().filter(|line| line.kind != Kind::Around).count();
    Some(Found {
        is_page: named.author.is_some() || n_said > 1,
        named: Named {
            title: named.title.as_deref().map(dressed),
            author: named.author.as_deref().map(dressed),
            ..named
        },
    })
}

/// How the lines before the text end.
#[derive(Clone, Copy)]
struct Ends {
    /// Whether they are apart from the text.
    is_page: bool,
    /// Whether the text then begins with the heading of a chapter, or a copyright page
    /// comes next.
    opens: bool,
}

/// Returns whether a text looks like a title: it is not a word that is in every text,
/// not the heading of a chapter, and does not break off.
pub(super) fn is_title(text: &str, has_author: bool) -> bool {
    let words = bare(text);
    let is_everyday = words.iter().all(|word| listed(EVERYDAY, word));
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    // "It" and "She" are titles, of somebody.
    let is_said = !is_everyday || words.len() > 1 || has_author;
    // "Plan A" is whole.
    let is_open = listed(OPEN_ENDS, last);
    let breaks_off = is_open && (last.len() > 1 || text.ends_with(char::is_lowercase))
        || text.ends_with(['-', '–', '—', '&', '('])
        || text.matches('(').count() > text.matches(')').count();
    let begins_within = text.starts_with(char::is_lowercase) && listed(EVERYDAY, first);
    let is_named = !listed(UNNAMED, &words.join(" "));
    is_said && is_named && !breaks_off && !begins_within && !line::opens_chapter(text)
}

/// Reads a page on which a word such as "by" says who the author is.
fn by_word(head: &[Line], declared: &Named) -> Option<Named> {
    for (at, line) in head.iter().enumerate() {
        let (title, author) = match &line.kind {
            Kind::ByName(names) | Kind::GenreBy(names) => (title_before(head, at), names.clone()),
            Kind::TitleBy(title, names) => (Some(title.clone()), names.clone()),
            Kind::By => {
                let Some(next) = head.get(at + 1) else {
                    continue;
                };
                let is_name = next.kind == Kind::Plain && likeness(&next.text) > Likeness::None;
                if !is_name {
                    continue;
                }
                (title_before(head, at), next.text.clone())
            }
            _ => continue,
        };
        // "By Jane Writer" above the title.
        let title = title.or_else(|| {
            let after = if line.kind == Kind::By {
                at + 2
            } else {
                at + 1
            };
            let next = head
                .iter()
                .skip(after)
                .position(|line| line.kind == Kind::Plain)?;
            group_from(head, after + next)
        });
        return Some(Named {
            title: declared.title.clone().or(title),
            author: Some(author),
            is_open: false,
        });
    }
    None
}

/// Returns the title above line `at`: the lines that belong together there, but
/// for the sender of a manuscript.
fn title_before(head: &[Line], at: usize) -> Option<String> {
    let from = after_sender(head).min(at);
    let first = (from..at).find(|place| head[*place].kind == Kind::Plain)?;
    group_from(&head[..at], first)
}

/// Returns the title that begins in line `first`, with the lines that complete it.
fn group_from(head: &[Line], first: usize) -> Option<String> {
    let mut title = head.get(first)?.text.clone();
    for line in &head[first + 1..] {
        if line.kind != Kind::Plain || line.is_apart && !dangles(&title) {
            break;
        }
        if !dangles(&title) && !continues(&line.text) {
            break;
        }
        title = format!("{title} {}", line.text);
    }
    Some(title)
}

/// Returns whether a line breaks off: "The Adventures of".
fn dangles(text: &str) -> bool {
    let words = bare(text);
    let is_open = |word: &String| {
        const OPEN: [&str; 13] = [
            "in", "on", "to", "for", "with", "at", "from", "by", "die", "den", "im", "ein", "de",
        ];
        listed(OPEN_ENDS, word) || OPEN.contains(&word.as_str()) || word == "am"
    };
    text.ends_with([':', '–', '—', '-', '&']) || words.last().is_some_and(is_open)
}

/// Returns whether a line continues the one above: "of the Baskervilles".
fn continues(text: &str) -> bool {
    const MIDDLE: [&str; 18] = [
        "of", "and", "in", "on", "to", "for", "with", "at", "from", "or", "des", "und", "oder",
        "im", "am", "et", "de", "du",
    ];
    let words = bare(text);
    words.len() > 1
        && words
            .first()
            .is_some_and(|word| MIDDLE.contains(&word.as_str()))
}

/// Returns the place after the sender's name and address, with which a manuscript
/// begins; 0 if it does not begin so.
fn after_sender(head: &[Line]) -> usize {
    let is_named = head
        .first()
        .is_some_and(|line| line.kind == Kind::Plain && likeness(&line.text) > Likeness::None);
    let near = head
        .iter()
        .take(4)
        .position(|line| line.kind == Kind::Contact);
    let Some(near) = near.filter(|place| *place == 0 || is_named) else {
        return 0;
    };
    let is_of_sender = |line: &Line| matches!(line.kind, Kind::Contact | Kind::Around);
    let mut end = near;
    while let Some(line) = head.get(end) {
        // A town may be between a street and a telephone number.
        let is_between = head
            .get(end + 1)
            .is_some_and(|next| next.kind == Kind::Contact);
        if !is_of_sender(line) && !is_between {
            break;
        }
        end += 1;
    }
    end
}

/// Reads a page without such a word: by the form of its lines.
fn by_form(head: &[Line], declared: &Named, owner: Option<&String>, ends: Ends) -> Option<Named> {
    let sender = after_sender(head);
    let of_sender = head
        .first()
        .filter(|line| sender > 0 && line.kind == Kind::Plain);
    let plain: Vec<usize> = (sender..head.len())
        .filter(|place| head[*place].kind == Kind::Plain)
        .take(MAX_PLAIN)
        .collect();
    let known_author = declared
        .author
        .clone()
        .or_else(|| of_sender.map(|line| line.text.clone()))
        .or_else(|| owner.cloned());
    if let Some(author) = known_author {
        let is_author = |place: &usize| same_person(&head[*place].text, &author);
        let on_page = plain
            .iter()
            .find(|place| is_author(place))
            .map(|place| head[*place].text.clone());
        // A pen name is on the page, and the person's name in the address.
        let pen_name = if declared.author.is_none() && on_page.is_none() {
            plain
                .iter()
                .skip(1)
                .map(|place| head[*place].text.clone())
                .find(|text| likeness(text) == Likeness::Name)
        } else {
            None
        };
        let author = declared
            .author
            .clone()
            .or(on_page)
            .or(pen_name)
            .unwrap_or(author);
        let first = plain
            .iter()
            .find(|place| !same_person(&head[**place].text, &author));
        let title = first
            .and_then(|place| group_from(head, *place))
            .filter(|_| is_told(head, first.copied(), ends));
        return Some(Named {
            title: declared.title.clone().or(title),
            author: Some(author),
            is_open: false,
        });
    }
    if let Some(title) = &declared.title {
        let author = plain
            .iter()
            .map(|place| &head[*place].text)
            .find(|text| likeness(text) > Likeness::None && title_key(text) != title_key(title));
        return author.map(|author| Named {
            title: Some(title.clone()),
            author: Some(author.clone()),
            is_open: false,
        });
    }
    both(head, &plain, ends)
}

/// Reads title and author where neither is known.
fn both(head: &[Line], plain: &[usize], ends: Ends) -> Option<Named> {
    let text = |place: usize| head[place].text.as_str();
    let (&first, rest) = plain.split_first()?;
    // "A Novel" comes after the title.
    let genre = head.iter().position(|line| line.kind == Kind::Genre);
    let titled = genre.and_then(|at| plain.iter().copied().rfind(|place| *place < at));
    let is_form = |place: &usize| likeness(text(*place)) > Likeness::None;
    let is_name = |place: &usize| likeness(text(*place)) == Likeness::Name;
    if rest.is_empty() {
        let is_told = is_told(head, Some(first), ends);
        return is_told.then(|| Named {
            title: Some(text(first).to_owned()),
            author: None,
            is_open: false,
        });
    }
    if let Some(titled) = titled.filter(|titled| {
        is_form(titled) || plain.iter().any(|place| place != titled && is_form(place))
    }) {
        // The lines above the form of writing, down from the first that has not the form of a name.
        let above: Vec<usize> = plain
            .iter()
            .copied()
            .filter(|place| *place <= titled)
            .collect();
        let author = plain
            .iter()
            .copied()
            .find(|place| *place != titled && is_name(place))
            .or_else(|| {
                plain
                    .iter()
                    .copied()
                    .find(|place| *place != titled && is_form(place))
            });
        let begin = above
            .iter()
            .copied()
            .find(|place| Some(*place) != author)
            .unwrap_or(titled);
        return Some(Named {
            title: group_from(head, begin),
            author: author.map(|place| text(place).to_owned()),
            is_open: false,
        });
    }
    let title = group_from(head, first)?;
    let n_lines = (1..=plain.len())
        .find(|n| {
            group_len(&title)
                <= plain[..*n]
                    .iter()
                    .map(|place| group_len(text(*place)))
                    .sum::<usize>()
        })
        .unwrap_or(1);
    let after: Vec<usize> = plain.get(n_lines..).unwrap_or_default().to_vec();
    let (first_is_name, first_is_form) = (is_name(&first), is_form(&first));
    let named_after = after.iter().copied().find(is_name);
    let formed_after = after.iter().copied().find(is_form);
    let above = |author: usize| Named {
        title: Some(title.clone()),
        author: Some(text(author).to_owned()),
        is_open: first_is_form && n_lines == 1,
    };
    // The author above the title.
    let below = |at: usize| Named {
        title: group_from(head, at),
        author: Some(text(first).to_owned()),
        is_open: is_form(&at),
    };
    Some(match (named_after, formed_after, after.first().copied()) {
        (Some(name), _, _) if !first_is_name => above(name),
        (Some(_), _, Some(next)) if first_is_name && says_title(text(next)) => below(next),
        // Both look like names: "Jane Eyre", "Charlotte Brontë".
        (Some(name), _, _) => above(name),
        (None, _, Some(next)) if first_is_name => below(next),
        (None, Some(form), Some(next)) if first_is_form => {
            if next == form {
                above(form)
            } else {
                below(next)
            }
        }
        (None, Some(form), _) => above(form),
        (None, None, Some(next))
            if first_is_form && (bare(text(first)).len() > 1 || says_title(text(next))) =>
        {
            below(next)
        }
        _ => Named {
            title: Some(title),
            author: None,
            is_open: false,
        },
    })
}

fn group_len(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Returns whether a single line before the text is a title, and not the first
/// line of the text itself: it is a heading, or it is apart from what follows and
/// does not end like a sentence. A single word needs more: the text begins after it
/// with a chapter.
fn is_told(head: &[Line], place: Option<usize>, ends: Ends) -> bool {
    let Some(line) = place.and_then(|place| head.get(place)) else {
        return false;
    };
    let is_sentence = line.text.ends_with(['.', ',', ';', '…']);
    let n_words = bare(&line.text).len();
    let is_apart = ends.is_page && (n_words > 1 || ends.opens);
    line.is_heading || is_apart && !is_sentence && n_words <= 10
}

/// Returns a line in capitals with small letters, but for the first of each word;
/// other lines as they are, without a full stop at the end.
fn dressed(text: &str) -> String {
    let text = text.trim_end_matches([',', ';', ':']).trim();
    let is_initial_last = text
        .split_whitespace()
        .next_back()
        .is_some_and(|word| word.chars().count() == 2);
    let text = if is_initial_last {
        text
    } else {
        text.trim_end_matches('.')
    };
    let has_small = text.chars().any(char::is_lowercase);
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if has_small || n_letters < 3 {
        return text.to_owned();
    }
    let mut dressed = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if before.is_alphabetic() || matches!(before, '\'' | '’') && !dressed_starts_name(&dressed)
        {
            dressed.extend(c.to_lowercase());
        } else {
            dressed.push(c);
        }
        before = c;
    }
    dressed
}

/// Returns whether the apostrophe at the end belongs to a name such as "O'Brien".
fn dressed_starts_name(dressed: &str) -> bool {
    let word = dressed.rsplit(' ').next().unwrap_or_default();
    word.chars().filter(|c| c.is_alphabetic()).count() == 1
}
