//! Records into works, when a name was asked for and no title.
//!
//! Two records are of one work if their titles agree as those of a book and a listing
//! do, their volumes are the same, and no two of their authors contradict each other.
//! So a book that "J. Writer" and "Jane Writer" are listed for is one work, and those of
//! "John A. Smith" and "John B. Smith" with one title are two.

use std::collections::HashMap;

use colophon_catalogue::Record;
use colophon_catalogue::name::{Agreement, People};
use colophon_catalogue::terms::filed_key;
use colophon_catalogue::volume::Volumes;

use super::title::{Context, Title, compare};

/// The most spellings of titles and authors of one work that a further record is
/// compared with; a bound.
const MAX_SPELLINGS: usize = 12;

/// A work in the making.
struct Cluster {
    volumes: String,
    titles: Vec<(String, Title)>,
    authors: Vec<(String, People)>,
    members: Vec<usize>,
}

/// Returns the places of records in groups, one group for each work, in the order of
/// their first records.
///
/// `sure` gives records that are surely of one work the same value.
pub fn by_work<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    sure: impl Fn(usize) -> Option<String>,
) -> Vec<Vec<usize>> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_value: HashMap<String, usize> = HashMap::new();
    for (place, record) in records.into_iter().enumerate() {
        let value = sure(place);
        if let Some(&at) = value.as_ref().and_then(|value| by_value.get(value)) {
            clusters[at].members.push(place);
            continue;
        }
        let mut volumes = Volumes::in_field(&record.volume);
        volumes.add(&Volumes::in_title(&record.title));
        let volumes = volumes.key();
        let key = key(&Title::read(&record.title));
        let near = by_key.entry(key).or_default();
        let found = near
            .iter()
            .copied()
            .find(|&at| clusters[at].takes(record, &volumes));
        let at = found.unwrap_or_else(|| {
            clusters.push(Cluster {
                volumes,
                titles: Vec::new(),
                authors: Vec::new(),
                members: Vec::new(),
            });
            near.push(clusters.len() - 1);
            clusters.len() - 1
        });
        clusters[at].add(record, place);
        if let Some(value) = value {
            by_value.insert(value, at);
        }
    }
    clusters.into_iter().map(|it| it.members).collect()
}

/// Returns what the titles of one work have in common: the words before a subtitle,
/// without numbers of volumes.
fn key(title: &Title) -> String {
    let main = title.main.join(" ");
    filed_key(if main.is_empty() { &title.key } else { &main })
}

impl Cluster {
    fn takes(&self, record: &Record, volumes: &str) -> bool {
        self.volumes == volumes && self.has_author(&record.author) && self.has_title(&record.title)
    }

    fn has_title(&self, written: &str) -> bool {
        if self.titles.iter().any(|(own, _)| own == written) {
            return true;
        }
        let title = Title::read(written);
        let context = Context::default();
        self.titles.iter().all(|(_, own)| {
            compare(own, &title, &context).agrees() || compare(&title, own, &context).agrees()
        })
    }

    /// Returns whether nobody in an author field contradicts the authors so far.
    fn has_author(&self, written: &str) -> bool {
        if self.authors.iter().any(|(own, _)| own == written) {
            return true;
        }
        let people = People::parse(written);
        people.is_empty()
            || self
                .authors
                .iter()
                .all(|(_, own)| own.is_empty() || people.agreement(own) > Agreement::Part)
    }

    fn add(&mut self, record: &Record, place: usize) {
        self.members.push(place);
        if self.titles.len() < MAX_SPELLINGS
            && self.titles.iter().all(|(own, _)| *own != record.title)
        {
            let title = Title::read(&record.title);
            self.titles.push((record.title.clone(), title));
        }
        if self.authors.len() < MAX_SPELLINGS
            && self.authors.iter().all(|(own, _)| *own != record.author)
        {
            let people = People::parse(&record.author);
            self.authors.push((record.author.clone(), people));
        }
    }
}
