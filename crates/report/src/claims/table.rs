//! The claim sheet as CSV, and the rows that the workbook has too.

use super::columns::{COLUMNS, STATE};
use super::differ;
use super::kept::KeptClaim;
use super::people::with_roles;
use super::sheet::Sheet;
use super::work::Work;
use crate::csv::{BYTE_ORDER_MARK, Delimiter, guarded, hyphenated, joined, yes_no};
use crate::language::Language;
use crate::model::{ClaimState, Record, Registration, Ruled, Side};
use crate::phrases::{claims, registrations};
use crate::words::Words;

/// What is between the values of a cell.
const BETWEEN: &str = "; ";
/// What a list in a cell has where a record says nothing.
const NOTHING: &str = "–";

/// Returns the sheet as CSV, in the form of the CSV report.
pub(super) fn csv(sheet: &Sheet<'_>, language: Language, delimiter: Delimiter) -> String {
    let mut table = csv::WriterBuilder::new()
        // Every delimiter is an ASCII character.
        .delimiter(u8::try_from(delimiter.character()).unwrap_or(b','))
        .from_writer(Vec::new());
    let own = sheet.columns.iter().map(String::as_str);
    let names = COLUMNS.iter().map(|column| column.name).chain(own);
    // Writing into memory fails only for rows of unequal length, and every row has a
    // cell for each column.
    let _ = table.write_record(names.map(guarded));
    for row in rows(sheet, Words(language)) {
        let _ = table.write_record(row.iter().map(|cell| guarded(cell)));
    }
    let bytes = table.into_inner().unwrap_or_default();
    let table = String::from_utf8(bytes).unwrap_or_default();
    format!("{BYTE_ORDER_MARK}{table}")
}

/// Returns the rows: a cell for each of [`COLUMNS`], then those of the user's own.
pub(super) fn rows(sheet: &Sheet<'_>, words: Words) -> Vec<Vec<String>> {
    let listed = sheet.works.iter().map(|work| {
        let mut row = Row::default();
        row.work(sheet, work, words);
        row.own(sheet, work.kept)
    });
    let gone = sheet.gone.iter().map(|gone| {
        let mut row = Row::default();
        row.gone(gone);
        row.own(sheet, Some(gone))
    });
    listed.chain(gone).collect()
}

/// A row in the making.
struct Row([String; COLUMNS.len()]);

impl Default for Row {
    fn default() -> Self {
        Self(std::array::from_fn(|_| String::new()))
    }
}

impl Row {
    fn set(&mut self, name: &str, text: impl Into<String>) {
        if let Some(place) = COLUMNS.iter().position(|column| column.name == name) {
            self.0[place] = text.into();
        }
    }

    fn set_some(&mut self, name: &str, text: Option<impl ToString>) {
        if let Some(text) = text {
            self.set(name, text.to_string());
        }
    }

    fn state(&mut self, state: &ClaimState) {
        for (name, value) in STATE.into_iter().zip(state.values()) {
            self.set_some(name, value);
        }
    }

    fn work(&mut self, sheet: &Sheet<'_>, work: &Work<'_>, words: Words) {
        let (result, facts) = (work.result, &work.facts);
        let author = result.author.as_deref().unwrap_or_default();
        self.set_some("title", result.title.as_deref());
        self.set("authors", with_roles(author, words.0));
        self.state(&facts.state);
        self.set("in_list", yes_no(true));
        self.set("found", yes_no(result.verdict.is_found()));
        self.set("verdict", result.verdict.as_str());
        self.set("client", sheet.client);
        let isbns: Vec<String> = work.isbns().iter().map(|isbn| hyphenated(isbn)).collect();
        self.set("isbn", isbns.join(BETWEEN));
        self.set_some("asin", facts.asin.as_deref());
        self.set_some("doi", facts.doi.as_deref());
        self.set_some("imdb", facts.imdb.as_deref());
        self.set_some("publisher", facts.publisher.as_deref());
        let named = |names: Vec<(String, String)>| {
            let names = names.iter().map(|(name, who)| format!("{name} ({who})"));
            names.collect::<Vec<_>>().join(BETWEEN)
        };
        self.set("publisher_listed", named(work.publishers_listed()));
        self.set("publisher_registered", named(work.publishers_registered()));
        self.set("publisher_note", differ::publishers(work, words).join(" "));
        self.set_some("published", facts.published.as_deref());
        self.registrations(work, words);
        self.records(&work.records);
        let digests = &result.digests;
        self.set_some("file_md5", digests.md5);
        self.set_some("file_sha1", digests.sha1);
        self.set_some("file_sha256", digests.sha256);
        self.set_some("text_sha256", digests.text_sha256);
        if work.has_registrations() {
            self.set(
                "notice",
                words.register_notice(sheet.report.cutoff.as_ref()),
            );
        }
        self.set("key", work.key.as_str());
    }

    fn registrations(&mut self, work: &Work<'_>, words: Words) {
        let own = &work.own;
        self.set("registration", of_each(own, |it| some(&it.number)));
        self.set("registration_date", of_each(own, |it| it.date.clone()));
        self.set("claimant", of_each(own, |it| it.claimant.clone()));
        self.set(
            "published_registered",
            of_each(own, |it| it.published.clone()),
        );
        let id = |it: &Registration| Some(format!("{}:{}", it.source, it.id));
        self.set("registration_ids", of_each(own, id));
        let group = |it: &Registration| Some(yes_no(it.group).to_owned());
        self.set("group_registration", of_each(own, group));
        let titles = own.iter().flat_map(|it| &it.titles);
        self.set("group_titles", joined(titles.map(String::as_str)));
        let five = |it: &Registration| Some(it.within_five_years.as_str().to_owned());
        self.set("within_five_years", of_each(own, five));
        let in_time = |it: &Registration| Some(it.in_time.as_str().to_owned());
        self.set("in_time", of_each(own, in_time));
        let look = work.look.iter().map(|it| {
            let dates = words.registration_dates(it);
            format!("{} ({dates})", words.registration_number(it))
        });
        let look: Vec<String> = look.collect();
        self.set("registrations_to_look_at", look.join(BETWEEN));
        self.set("registration_in_list", work.given(words).join(BETWEEN));
        self.set(
            "registration_note",
            differ::registrations(work, words).join(" "),
        );
    }

    fn records(&mut self, records: &[&Record]) {
        self.set("records", records.len().to_string());
        let id = |it: &Record| Some(format!("{}:{}", it.source, it.id));
        self.set("record_ids", of_each(records, id));
        let tier = |it: &Record| Some(it.tier.as_str().to_owned());
        self.set("record_tier", of_each(records, tier));
        self.set("record_md5", of_each(records, |it| it.md5.clone()));
        let reported = of_each(records, |it| it.md5_reported.clone());
        self.set("record_md5_reported", reported);
        self.set("record_sha1", of_each(records, |it| it.sha1.clone()));
        self.set("record_sha256", of_each(records, |it| it.sha256.clone()));
        let size = |it: &Record| it.size_bytes.map(|size| size.to_string());
        self.set("record_size_bytes", of_each(records, size));
        self.set("record_format", of_each(records, |it| it.format.clone()));
        self.set("record_added", of_each(records, |it| it.added.clone()));
        self.set(
            "record_dated_by",
            of_each(records, |it| it.dated_by.clone()),
        );
        let is_dated = |it: &Record| {
            let is_last = it.added.is_some().then_some(it.last_change);
            is_last.map(|is_last| yes_no(is_last).to_owned())
        };
        self.set("record_last_change", of_each(records, is_dated));
        self.set("record_hidden", of_each(records, hidden));
        let answer = |it: &Record| it.cutoff.map(|side| side.as_str().to_owned());
        self.set("record_cutoff", of_each(records, answer));
    }

    fn gone(&mut self, gone: &KeptClaim) {
        self.set("title", gone.title.as_str());
        self.set("authors", gone.author.as_str());
        self.set("client", gone.client.as_str());
        let isbns = gone.isbns().iter().map(|isbn| hyphenated(isbn));
        self.set("isbn", isbns.collect::<Vec<_>>().join(BETWEEN));
        self.state(&gone.state);
        self.set("in_list", yes_no(false));
        self.set("key", gone.key());
    }

    /// Adds the cells of the user's own columns.
    fn own(self, sheet: &Sheet<'_>, kept: Option<&KeptClaim>) -> Vec<String> {
        let own = sheet.columns.iter().map(|heading| {
            let kept = kept.map(|kept| kept.own(heading));
            kept.unwrap_or_default().to_owned()
        });
        self.0.into_iter().chain(own).collect()
    }
}

/// Returns what each of several says, in their order, in one cell; empty if none says it.
fn of_each<T>(all: &[&T], say: impl Fn(&T) -> Option<String>) -> String {
    let said: Vec<Option<String>> = all.iter().map(|it| say(it)).collect();
    if said.iter().all(Option::is_none) {
        return String::new();
    }
    let said = said.into_iter();
    let said = said.map(|it| it.unwrap_or_else(|| NOTHING.to_owned()));
    said.collect::<Vec<_>>().join(BETWEEN)
}

fn some(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// Returns the word by which a record is hidden, `yes` if there is none, and `no` if it is
/// visible.
pub(super) fn hidden(record: &Record) -> Option<String> {
    let is_visible = record.visible?;
    let word = record.hidden.clone().filter(|_| !is_visible);
    Some(word.unwrap_or_else(|| yes_no(!is_visible).to_owned()))
}

/// Returns what a word of the CSV is in a language; any other text unchanged.
pub(super) fn in_words(cell: &str, words: Words) -> String {
    let one = |word: &str| match word {
        "yes" => words.ruled(Ruled::Yes).to_owned(),
        "no" => words.ruled(Ruled::No).to_owned(),
        "unknown" => words.say(&registrations::UNKNOWN).to_owned(),
        other => other.to_owned(),
    };
    let said: Vec<String> = cell.split(BETWEEN).map(one).collect();
    said.join(BETWEEN)
}

/// Returns the answer to the cut-off date in a word.
pub(super) fn side(side: Side, words: Words) -> &'static str {
    words.say(match side {
        Side::Before => &claims::BEFORE,
        Side::Unclear => &claims::UNCLEAR,
        Side::After => &claims::AFTER,
        Side::Unknown => &claims::NOT_KNOWN,
    })
}
