//! The columns of a claim sheet.

use super::key::folded;
use crate::language::Language;
use crate::phrase::Phrase;
use crate::phrases::{claims, page};

/// A column: its name in the CSV, which never changes, its heading in the workbook, and
/// its width there.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) heading: &'static Phrase,
    pub(super) width: f64,
}

const fn column(name: &'static str, heading: &'static Phrase, width: f64) -> Column {
    Column {
        name,
        heading,
        width,
    }
}

/// The columns, in order. Columns may be added before the key; none is renamed or removed.
pub(super) const COLUMNS: [Column; 51] = [
    column("title", &page::COLUMN_TITLE, 40.0),
    column("authors", &claims::COLUMN_AUTHORS, 26.0),
    column("claim_id", &claims::COLUMN_CLAIM_ID, 20.0),
    column("receipt", &claims::COLUMN_RECEIPT, 20.0),
    column("deadline", &claims::COLUMN_DEADLINE, 14.0),
    column("opted_out", &claims::COLUMN_OPTED_OUT, 10.0),
    column("in_list", &claims::COLUMN_IN_LIST, 9.0),
    column("found", &claims::COLUMN_FOUND, 9.0),
    column("verdict", &claims::COLUMN_VERDICT, 22.0),
    column("client", &claims::COLUMN_CLIENT, 20.0),
    column("isbn", &claims::COLUMN_ISBN, 18.0),
    column("asin", &claims::COLUMN_ASIN, 14.0),
    column("doi", &claims::COLUMN_DOI, 18.0),
    column("imdb", &claims::COLUMN_IMDB, 12.0),
    column("publisher", &claims::COLUMN_PUBLISHER, 24.0),
    column("publisher_listed", &claims::COLUMN_PUBLISHER_LISTED, 28.0),
    column(
        "publisher_registered",
        &claims::COLUMN_PUBLISHER_REGISTERED,
        28.0,
    ),
    column("publisher_note", &claims::COLUMN_PUBLISHER_NOTE, 40.0),
    column("published", &claims::COLUMN_PUBLISHED, 12.0),
    column(
        "published_registered",
        &claims::COLUMN_PUBLISHED_REGISTERED,
        14.0,
    ),
    column("registration", &claims::COLUMN_REGISTRATION, 18.0),
    column("registration_date", &claims::COLUMN_REGISTRATION_DATE, 14.0),
    column("claimant", &claims::COLUMN_CLAIMANT, 24.0),
    column("registration_ids", &claims::COLUMN_REGISTRATION_IDS, 22.0),
    column("group_registration", &claims::COLUMN_GROUP, 12.0),
    column("group_titles", &claims::COLUMN_GROUP_TITLES, 40.0),
    column("within_five_years", &claims::COLUMN_FIVE_YEARS, 16.0),
    column("in_time", &claims::COLUMN_IN_TIME, 16.0),
    column("registrations_to_look_at", &claims::COLUMN_LOOK, 30.0),
    column("registration_in_list", &claims::COLUMN_GIVEN, 24.0),
    column("registration_note", &claims::COLUMN_REGISTRATION_NOTE, 40.0),
    column("records", &claims::COLUMN_RECORDS, 9.0),
    column("record_ids", &claims::COLUMN_RECORD_IDS, 24.0),
    column("record_tier", &claims::COLUMN_RECORD_TIER, 16.0),
    column("record_md5", &claims::COLUMN_MD5, 34.0),
    column("record_md5_reported", &claims::COLUMN_MD5_REPORTED, 34.0),
    column("record_sha1", &claims::COLUMN_SHA1, 24.0),
    column("record_sha256", &claims::COLUMN_SHA256, 24.0),
    column("record_size_bytes", &claims::COLUMN_SIZE, 14.0),
    column("record_format", &claims::COLUMN_FORMAT, 10.0),
    column("record_added", &claims::COLUMN_ADDED, 14.0),
    column("record_dated_by", &claims::COLUMN_DATED_BY, 18.0),
    column("record_last_change", &claims::COLUMN_LAST_CHANGE, 14.0),
    column("record_hidden", &claims::COLUMN_HIDDEN, 14.0),
    column("record_cutoff", &claims::COLUMN_CUTOFF, 12.0),
    column("file_md5", &claims::COLUMN_FILE_MD5, 34.0),
    column("file_sha1", &claims::COLUMN_FILE_SHA1, 24.0),
    column("file_sha256", &claims::COLUMN_FILE_SHA256, 24.0),
    column("text_sha256", &claims::COLUMN_TEXT_SHA256, 24.0),
    column("notice", &claims::COLUMN_NOTICE, 40.0),
    column("key", &claims::COLUMN_KEY, 16.0),
];

/// The four columns that the user keeps, in the order of
/// [`ClaimState::values`](crate::model::ClaimState::values).
pub(super) const STATE: [&str; 4] = ["claim_id", "receipt", "deadline", "opted_out"];

/// Returns the place of the column with a name.
pub(super) fn place(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|column| column.name == name)
}

/// Returns the place of the column that a heading means: its name, or what the workbook
/// says in one of the languages.
pub(super) fn recognised(heading: &str) -> Option<usize> {
    let heading = folded(heading);
    let means = |column: &Column| {
        let said = |language: Language| folded(column.heading.say(language)) == heading;
        folded(column.name) == heading || Language::ALL.into_iter().any(said)
    };
    COLUMNS.iter().position(means)
}

/// Returns whether a sheet of a workbook is one that Colophon writes.
pub(super) fn is_own_sheet(name: &str) -> bool {
    let own = [&claims::SHEET, &claims::ENTRIES_SHEET, &claims::ABOUT_SHEET];
    own.iter().any(|phrase| {
        let mut languages = Language::ALL.into_iter();
        languages.any(|language| phrase.say(language) == name)
    })
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, STATE, place, recognised};
    use crate::language::Language;

    #[test]
    fn a_heading_in_any_language_means_one_column() {
        for (at, column) in COLUMNS.iter().enumerate() {
            assert_eq!(recognised(column.name), Some(at), "{}", column.name);
            for language in Language::ALL {
                let heading = column.heading.say(language);
                assert_eq!(recognised(heading), Some(at), "{heading}");
            }
        }
        assert!(STATE.iter().all(|name| place(name).is_some()));
        assert_eq!(recognised("My notes"), None);
    }

    #[test]
    fn every_column_is_described() {
        let docs = include_str!("../../../../docs/report-columns.md");
        let (_, claims) = docs.split_once("## Claim sheets").expect("a section");
        let described: Vec<&str> = claims
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(described, names);
    }
}
