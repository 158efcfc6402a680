//! Writes a story as plain text, and as the other edition of it.
//!
//! The other edition is what an index publisher might hold of a book that an
//! author has in manuscript: the same work, reset abroad. Its spelling is
//! American, its quotation marks are straight, and its lines are broken. It
//! differs in nothing else, because a comparison ought to find it.

use textwrap::{Options, WordSeparator, WordSplitter};

use super::story::{Block, Chapter, Span, Story, notes_called};

/// The width of the other edition's lines, in characters.
const COLUMNS: usize = 66;

/// British words, and what an American publisher prints instead.
pub(crate) const RESPELT: &[(&str, &str)] = &[
    ("burnt", "burned"),
    ("cheque", "check"),
    ("colour", "color"),
    ("grey", "gray"),
    ("litres", "liters"),
    ("lorries", "trucks"),
    ("lorry", "truck"),
    ("neighbour", "neighbor"),
    ("tonne", "ton"),
    ("tonnes", "tons"),
    ("torch", "flashlight"),
    ("tyres", "tires"),
];

/// Returns the whole story, one paragraph per line, with blank lines between.
///
/// Notes follow the chapter that calls them.
pub(crate) fn write(story: &Story) -> String {
    let mut lines = vec![story.title.clone(), story.author.clone()];
    blocks(story, &story.opening, &mut lines);
    for part in &story.chapters {
        lines.push(chapter(story, part));
    }
    lines.push(story.rights());
    join(&lines)
}

/// Returns one chapter with its title and its notes.
pub(crate) fn chapter(story: &Story, chapter: &Chapter) -> String {
    let mut lines = vec![chapter.title.clone()];
    blocks(story, &chapter.blocks, &mut lines);
    join(&lines).trim_end().to_owned()
}

/// Returns `text` respelt, with plain quotation marks and broken lines.
pub(crate) fn other_edition(text: &str) -> String {
    let plain = text
        .replace(['‘', '’'], "'")
        .replace(['“', '”'], "\"")
        .replace(['–', '—'], "--");
    plain
        .lines()
        .map(|line| wrap(&respell(line)))
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

/// Returns `line` broken into lines of at most [`COLUMNS`] characters, at
/// spaces only; a longer word makes a longer line.
pub(crate) fn wrap(line: &str) -> String {
    let options = Options::new(COLUMNS)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(line, options)
}

fn respell(line: &str) -> String {
    let mut respelt = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| c.is_alphabetic() == first.is_alphabetic();
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        respelt.push_str(&respell_word(word));
        rest = after;
    }
    respelt
}

fn respell_word(word: &str) -> String {
    let lower = word.to_lowercase();
    let Some((_, american)) = RESPELT.iter().find(|(british, _)| *british == lower) else {
        return word.to_owned();
    };
    if lower == word {
        return (*american).to_owned();
    }
    let mut letters = american.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn blocks(story: &Story, blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => lines.push(line(paragraph)),
            Block::Quote(paragraphs) => {
                lines.extend(paragraphs.iter().map(|paragraph| line(paragraph)));
            }
            Block::Break => lines.push("* * *".to_owned()),
        }
    }
    for index in notes_called(blocks) {
        lines.push(format!("[{}] {}", index + 1, line(&story.notes[index])));
    }
}

fn line(paragraph: &[Span]) -> String {
    paragraph
        .iter()
        .map(|span| match span {
            Span::Text { text, .. } => text.clone(),
            Span::Note(index) => format!("[{}]", index + 1),
        })
        .collect()
}

fn join(lines: &[String]) -> String {
    lines.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, other_edition, wrap};

    #[test]
    fn respells_whole_words_and_keeps_capitals() {
        assert_eq!(
            other_edition("‘Lorries,’ said the grey neighbour."),
            "'Trucks,' said the gray neighbor.\n"
        );
        assert_eq!(
            other_edition("the greyhound – neighbours"),
            "the greyhound -- neighbours\n"
        );
    }

    #[test]
    fn breaks_lines_and_loses_no_word() {
        let text = "seven words are not enough for this ".repeat(9);
        let wrapped = wrap(text.trim_end());
        assert!(wrapped.lines().count() > 1);
        assert!(wrapped.lines().all(|line| line.chars().count() <= COLUMNS));
        assert_eq!(
            wrapped.split_whitespace().count(),
            text.split_whitespace().count()
        );
    }
}
