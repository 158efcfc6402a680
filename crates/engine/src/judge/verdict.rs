//! The verdict of all findings, and what was not compared.

use colophon_catalogue::Form;

use super::{Findings, Subject, guessed};
use crate::manuscript::Manuscript;
use crate::report::model::{Notice, Verdict};
use crate::report::{Code, Message};

impl Findings {
    /// Returns the verdict of all findings, and notes what was not compared.
    pub(super) fn verdict(&mut self, subject: &Subject) -> Verdict {
        let strongest = self.matches.iter().map(|found| found.verdict).min();
        if let Some(strongest) = strongest.filter(|verdict| verdict.is_found()) {
            return strongest;
        }
        let is_judged = match &subject.manuscript {
            Some(manuscript) => {
                let by_text = self.is_compared(manuscript);
                let guess = subject.guess.as_ref().and_then(guessed::said);
                let by_name =
                    self.is_looked_up(subject, guess) || strongest == Some(Verdict::Possible);
                by_text && by_name
            }
            None if subject.unread => false,
            None if self.has_text_of_name() => true,
            None if self.has_catalogue => {
                // Without an author a title proves nothing, but an entry that has it
                // is for a person to look at. The entry says that no author was given.
                let is_possible = strongest == Some(Verdict::Possible);
                if self.has_titles && !self.is_asked && !is_possible {
                    self.note(Code::NoAuthor, Message::NoAuthor);
                }
                self.note_numbers();
                self.note_dois(subject);
                self.is_asked || self.has_asked_numbers() || is_possible
            }
            None => {
                self.note(Code::NoCatalogue, Message::NoCatalogue);
                false
            }
        };
        match strongest {
            _ if !is_judged || self.failed => Verdict::Inconclusive,
            Some(strongest) => strongest,
            None => Verdict::NotFound,
        }
    }

    /// Returns whether an index holds a text under the title and author.
    fn has_text_of_name(&self) -> bool {
        let mut records = self.matches.iter().flat_map(|found| &found.records);
        records.any(|record| record.text)
    }

    /// Returns whether every index with texts could have found the text, and
    /// notes why not. What one of them could not have found must not pass as
    /// "not found".
    fn is_compared(&mut self, manuscript: &Manuscript) -> bool {
        if self.compared.is_empty() {
            return true;
        }
        let reasons: Vec<Notice> = self
            .compared
            .iter()
            .filter_map(|index| index.too_little(manuscript))
            .collect();
        let is_enough = reasons.is_empty();
        self.notes.extend(reasons);
        is_enough && manuscript.is_complete
    }

    /// Returns whether the indexes without texts were asked for the manuscript by
    /// a name or a number, and notes what was not asked.
    fn is_looked_up(&mut self, subject: &Subject, guess: Option<(Code, String)>) -> bool {
        let is_compared = !self.compared.is_empty();
        if !self.has_catalogue {
            // An index that failed says so itself.
            if !is_compared && !self.failed {
                self.note(Code::NoTexts, Message::NothingListed);
            }
            return is_compared;
        }
        if self.has_titles {
            match (is_compared, self.is_asked) {
                (true, true) => {}
                (false, true) => self.note(Code::NoTexts, Message::NoTexts),
                (_, false) => self.note_unasked(is_compared, guess),
            }
        }
        self.note_numbers();
        self.note_dois(subject);
        let is_asked = self.is_asked || self.has_asked_numbers();
        !self.is_unasked && (is_asked || is_compared)
    }

    /// Notes that no catalogue was searched, and what Colophon guessed instead.
    fn note_unasked(&mut self, is_compared: bool, guess: Option<(Code, String)>) {
        match guess {
            Some((code, message)) => {
                if is_compared {
                    self.note(Code::NoName, Message::NoName);
                } else {
                    self.note(Code::NoTexts, Message::NoTexts);
                }
                self.notes.push(Notice { code, message });
            }
            None if is_compared => self.note(Code::NoName, Message::NoName),
            None => self.note(Code::NoName, Message::NoTextsNoName),
        }
    }

    /// Notes the lists of book numbers that were not searched, or that nothing but
    /// them was.
    fn note_numbers(&mut self) {
        let is_all = self.compared.is_empty() && !self.is_asked;
        let (code, message, names) = if !self.numbers_unasked.is_empty() {
            (Code::NoNumber, Message::NoNumber, &self.numbers_unasked)
        } else if !self.numbers_guessed.is_empty() && self.matches.is_empty() {
            let names = &self.numbers_guessed;
            let code = if self.compared.is_empty() {
                Code::NoTexts
            } else {
                Code::NoNumber
            };
            (code, Message::NumberGuessed, names)
        } else if is_all && !self.numbers_asked.is_empty() {
            (Code::NoTexts, Message::NumbersSearched, &self.numbers_asked)
        } else {
            return;
        };
        let message = message.with(&[("names", &names.join(", "))]);
        self.notes.push(Notice { code, message });
    }

    fn has_asked_numbers(&self) -> bool {
        !self.numbers_asked.is_empty() || !self.dois_asked.is_empty()
    }

    /// Notes the lists of DOIs that were not searched. Books have none, so that is worth
    /// a word only for a paper, or if nothing else was searched.
    fn note_dois(&mut self, subject: &Subject) {
        let is_paper = subject.book.form == Some(Form::Paper);
        let is_all = !self.is_asked && self.numbers_asked.is_empty() && self.compared.is_empty();
        if !self.dois_unasked.is_empty() && (is_paper || is_all) {
            let names = self.dois_unasked.join(", ");
            let message = Message::NoDoi.with(&[("names", &names)]);
            let code = Code::NoNumber;
            self.notes.push(Notice { code, message });
        }
    }

    /// Says once that no number of the book is known, if `notes` say that its number is
    /// not valid.
    pub(super) fn join_numbers(&mut self, notes: &mut [Notice]) {
        let is_invalid = |note: &&mut Notice| note.code == Code::IsbnInvalid;
        let unasked = self.notes.iter().position(|it| it.code == Code::NoNumber);
        if let (Some(at), Some(invalid)) = (unasked, notes.iter_mut().rfind(is_invalid)) {
            self.notes.remove(at);
            let (why, names) = (
                invalid.message.trim_end_matches('.'),
                self.numbers_unasked.join(", "),
            );
            let message = Message::NumberInvalid.with(&[("why", why), ("names", &names)]);
            invalid.message = message;
        }
    }

    fn note(&mut self, code: Code, message: Message) {
        let message = message.with(&[]);
        self.notes.push(Notice { code, message });
    }
}
