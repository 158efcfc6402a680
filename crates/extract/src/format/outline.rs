//! From paragraphs to sections: a main heading begins a new one.

use crate::Section;

/// Headings of this level and above, 0 being the highest, begin a section.
pub(super) const DEEPEST_SECTION: u8 = 1;

/// Collects the sections of a document and, separately, its notes.
#[derive(Debug, Default)]
pub(super) struct Outline {
    sections: Vec<Section>,
    now: Section,
    notes: String,
}

impl Outline {
    /// Begins a section with this title, which is not added to its text.
    pub(super) fn begin(&mut self, title: String) {
        let done = std::mem::take(&mut self.now);
        self.sections.extend(done.has_text().then_some(done));
        self.now.title = Some(title);
    }

    /// Adds text to the section that is open.
    pub(super) fn push(&mut self, text: &str) {
        self.now.text.push_str(text);
    }

    /// Adds a paragraph, which begins a section if it is a main heading.
    pub(super) fn paragraph(&mut self, text: &str, level: Option<u8>) {
        if level.is_some_and(|level| level <= DEEPEST_SECTION)
            && let Some(title) = crate::markup::one_line(text)
        {
            self.begin(title);
        }
        self.push(text);
    }

    /// Adds a footnote or endnote, or part of one.
    pub(super) fn note(&mut self, text: &str) {
        self.notes.push_str(text);
    }

    /// Returns the sections that hold text, the notes last.
    ///
    /// The place of a note differs between editions of a text, so notes must not
    /// interrupt the sentences that they belong to.
    pub(super) fn finish(mut self) -> Vec<Section> {
        let notes = Section {
            title: None,
            text: self.notes,
        };
        for section in [self.now, notes] {
            self.sections.extend(section.has_text().then_some(section));
        }
        self.sections
    }
}
