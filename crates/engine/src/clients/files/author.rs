//! Whether the words around a title are those of its author.

use std::collections::HashSet;

use colophon_catalogue::name::{Agreement, People};
use colophon_catalogue::terms::words;
use colophon_catalogue::title::is_article;
use colophon_clients::ClientTitle;

use super::version::is_version;

/// The authors of a title, pen names included, and what else may be next to the
/// title in the name of its file.
pub(super) struct Author {
    people: Vec<People>,
    /// The words of all names.
    names: HashSet<String>,
    /// The words of each surname.
    surnames: Vec<Vec<String>>,
    /// The words of the subtitle, the series, the volume and the imprint.
    about: HashSet<String>,
}

/// The name of a folder in its words.
pub(super) struct Folder {
    words: Vec<String>,
    /// How many of the words are before a comma.
    n_before_comma: usize,
}

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let before = name.split_once(',').map(|(before, _)| words(before).len());
        Self {
            words: words(name),
            n_before_comma: before.unwrap_or(0),
        }
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &String> {
        self.words.iter()
    }
}

impl Author {
    pub(super) fn new(title: &ClientTitle) -> Self {
        let written = || std::iter::once(&title.author).chain(&title.pen_names);
        let people: Vec<People> = written().map(|name| People::parse(name)).collect();
        let surnames = people.iter().flat_map(|people| {
            let joined = people.joined_surnames();
            let surnames = people.surnames().into_iter().map(str::to_owned);
            surnames.chain(joined).map(|surname| words(&surname))
        });
        let about = [&title.series, &title.volume, &title.imprint];
        let about = about.into_iter().flatten().chain([&title.title]);
        Self {
            names: written().flat_map(|name| words(name)).collect(),
            surnames: surnames.filter(|words| !words.is_empty()).collect(),
            about: about.flat_map(|it| words(it)).collect(),
            people,
        }
    }

    /// Returns the words of the names, surnames in one word included.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let surnames = self.surnames.iter().flatten();
        surnames.chain(&self.names).map(String::as_str)
    }

    /// Returns whether `rest`, what the name of a file says besides the title, or a
    /// folder names an author, and `rest` says nothing else that would tell the
    /// file from one of the title.
    pub(super) fn fits(&self, rest: &[String], folders: &[Folder]) -> bool {
        let in_file = self.surname_in(rest);
        let in_folder = || {
            let mut folders = folders.iter();
            folders.any(|folder| self.surname_in(&folder.words).is_some() && !self.is_other(folder))
        };
        if in_file.is_none() && !in_folder() {
            return false;
        }
        rest.iter().enumerate().all(|(at, word)| {
            is_article(word)
                || word == "by"
                || is_version(rest, at)
                || self.about.contains(word)
                || in_file.is_some_and(|surname| self.is_name(word, surname))
        })
    }

    /// Returns whether a folder has the surname, with the name of another person
    /// next to it.
    pub(super) fn is_denied_by(&self, folders: &[Folder]) -> bool {
        folders.iter().any(|folder| self.is_other(folder))
    }

    /// Returns the surname that is among these words.
    fn surname_in(&self, words: &[String]) -> Option<&[String]> {
        let is_in = |surname: &&Vec<String>| surname.iter().all(|word| words.contains(word));
        self.surnames.iter().find(is_in).map(Vec::as_slice)
    }

    /// Returns whether a word is one of the author's names, or stands for one next
    /// to the surname: an initial, a short form.
    fn is_name(&self, word: &str, surname: &[String]) -> bool {
        if self.names.contains(word) || surname.iter().any(|own| own == word) {
            return true;
        }
        let written = People::parse(&format!("{word} {}", surname.join(" ")));
        let mut people = self.people.iter();
        people.any(|people| written.agreement(people) >= Agreement::Loose)
    }

    /// Returns whether the word before the surname in a folder's name, or after it
    /// and a comma, is not a name of the author.
    fn is_other(&self, folder: &Folder) -> bool {
        let Some(surname) = self.surname_in(&folder.words) else {
            return false;
        };
        let own = &folder.words;
        let Some(at) = own.iter().position(|word| surname.first() == Some(word)) else {
            return false;
        };
        let is_after_comma = (1..=folder.n_before_comma).contains(&(at + surname.len()));
        let next = if is_after_comma {
            Some(folder.n_before_comma).filter(|&next| next < own.len())
        } else {
            at.checked_sub(1)
        };
        next.is_some_and(|next| {
            let word = &own[next];
            let says_nothing = is_version(own, next) || is_article(word) || word == "by";
            !(says_nothing || self.is_name(word, surname))
        })
    }
}
