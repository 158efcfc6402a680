//! What the rest of the engine knows about a book, and a set as [`Records`].

use colophon_catalogue::terms::TermKind;
use colophon_catalogue::{Form, Record, doi, number};
use colophon_clients::{ClientTitle, WorkKind};
use colophon_fingerprint::FileDigests;
use colophon_index::{RecordDigests, RecordId, Set};

use super::book::{Book, BookDigests};
use super::records::Records;
use crate::manuscript::Manuscript;
use crate::report::model::WorkSummary;

impl Book {
    /// Makes the book of a manuscript, from the metadata in its file.
    pub(crate) fn of_manuscript(manuscript: &Manuscript) -> Self {
        let mut book = Self {
            title: manuscript.title.clone().unwrap_or_default(),
            author: manuscript.author.clone().unwrap_or_default(),
            isbns: manuscript.isbns.clone(),
            ..Self::default()
        };
        book.add_digests(manuscript.digests.as_ref());
        book
    }

    /// Makes the book of a title in a client list.
    pub(crate) fn of_title(title: &ClientTitle) -> Self {
        Self {
            title: match title.kind {
                Some(WorkKind::Episode) => without_place(&title.title),
                _ => title.title.clone(),
            },
            other_titles: title.other_titles.clone(),
            author: title.author.clone(),
            pen_names: title.pen_names.clone(),
            isbns: title.isbns.clone(),
            asins: title.asin.iter().cloned().collect(),
            year: title.year,
            imprint: title.imprint.clone().unwrap_or_default(),
            volume: title.volume.clone().unwrap_or_default(),
            form: title.kind.map(form_of),
            dois: title.doi.iter().filter_map(|own| doi::parse(own)).collect(),
            issns: title.issns.clone(),
            journal: title.journal.clone().unwrap_or_default(),
            imdb: title.imdb.as_deref().and_then(number::imdb),
            series: title.series.clone().unwrap_or_default(),
            season: title.season.map(u32::from),
            episode: title.episode.map(u32::from),
            registrations: title
                .registrations
                .iter()
                .filter_map(|own| number::registration(&own.number))
                .collect(),
            ..Self::default()
        }
    }

    /// Makes the book of a work in an index.
    pub(crate) fn of_work(work: &WorkSummary) -> Self {
        Self {
            title: work.title.clone(),
            author: work.author.clone(),
            ..Self::default()
        }
    }

    /// Adds the digests of the book's file, if they are known.
    pub(crate) fn add_digests(&mut self, digests: Option<&FileDigests>) {
        if let Some(digests) = digests {
            self.digests.push(BookDigests {
                md5: Some(digests.md5),
                sha1: Some(digests.sha1),
                sha256: Some(digests.sha256),
            });
        }
    }
}

/// Returns the title of an episode without its place in the series, such as `S02E05`.
fn without_place(title: &str) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_place = |word: &&str| {
        let word = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_ascii_lowercase();
        let parts = match word.strip_prefix('s') {
            Some(rest) => rest.split_once('e'),
            None => word.split_once('x'),
        };
        parts.is_some_and(|(season, episode)| is_number(season) && is_number(episode))
    };
    if !title.split_whitespace().any(|word| is_place(&word)) {
        return title.to_owned();
    }
    let words: Vec<&str> = title
        .split_whitespace()
        .filter(|word| !is_place(word))
        .collect();
    let rest = words.join(" ");
    rest.trim_matches(|c: char| matches!(c, '-' | '–' | ':' | ',' | ' '))
        .to_owned()
}

fn form_of(kind: WorkKind) -> Form {
    match kind {
        WorkKind::Book => Form::Book,
        WorkKind::Paper => Form::Paper,
        WorkKind::Film => Form::Film,
        WorkKind::Episode => Form::Episode,
    }
}

impl Records for Set {
    type Error = colophon_index::Error;

    fn find(
        &self,
        kind: TermKind,
        bytes: &[u8],
        limit: usize,
    ) -> Result<Vec<RecordId>, Self::Error> {
        self.find(kind, bytes, limit)
    }

    fn find_all(
        &self,
        terms: &[(TermKind, &[u8])],
        limit: usize,
    ) -> Result<Vec<RecordId>, Self::Error> {
        self.find_all(terms, limit)
    }

    fn count(&self, kind: TermKind, bytes: &[u8]) -> Result<u64, Self::Error> {
        self.count(kind, bytes)
    }

    fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, Self::Error> {
        self.records(ids)
    }

    fn digests(&self, id: &RecordId) -> Result<RecordDigests, Self::Error> {
        self.record_digests(id)
    }

    fn source_name(&self, source: u16) -> Result<String, Self::Error> {
        let source = self.sources().get(usize::from(source));
        Ok(source.map(|source| source.name.clone()).unwrap_or_default())
    }
}
