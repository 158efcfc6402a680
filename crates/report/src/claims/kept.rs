//! What earlier claim sheets say: the entries of their users.
//!
//! A user edits a sheet in a spreadsheet program, which may move its rows and columns,
//! change its words and add columns of its own. So a row is found again by its key, else
//! by title and author, else by an ISBN, and every entry of a user is kept: those of a
//! work that is no longer in the list too, and columns that Colophon does not know.

use std::collections::HashMap;

use super::columns::{self, COLUMNS, STATE};
use super::key::{folded, key, numbers};
use super::values;
use crate::code::Code;
use crate::message::Message;
use crate::model::{ClaimFacts, ClaimState, ManuscriptResult, Notice, Report};
use crate::order::client_of;
use crate::safe::harmless;

/// The longest entry of a user, in bytes; a cell of a workbook has room for it.
const LONGEST_ENTRY: usize = 30_000;

/// A row of a sheet, as it is in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The sheet of a workbook; empty for a table.
    pub sheet: String,
    /// The number of the row in its sheet, from 1.
    pub number: u32,
    /// The values.
    pub cells: Vec<String>,
}

/// Why a sheet cannot be read back without losing an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotKept {
    /// The file has no table with a title.
    NoTable,
    /// The table lacks one of the columns that the user keeps.
    Lacks(&'static str),
    /// Two columns have the same heading.
    Twice(String),
    /// A row is above the headings.
    AboveHeadings(u32),
    /// A row has a value in a column without a heading.
    NoHeading(u32),
    /// A row has an entry that is too long for a workbook.
    TooLong(u32),
    /// The workbook has a sheet that Colophon does not write.
    OtherSheet(String),
    /// Two rows are about the same work, and say different things.
    SameWork(u32, u32),
}

/// What an earlier sheet says about a work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptClaim {
    /// The client; empty if nobody is named.
    pub client: String,
    /// The key of the row.
    key: String,
    /// The title.
    pub title: String,
    /// The authors, as the sheet has them.
    pub author: String,
    isbns: Vec<String>,
    works: Work,
    /// The number of its row, and the sheet.
    row: u32,
    /// The entries of the user.
    pub state: ClaimState,
    /// What the user's own columns say, by their headings.
    own: Vec<(String, String)>,
}

impl KeptClaim {
    /// Returns what one of the user's own columns says; empty if nothing.
    pub(super) fn own(&self, heading: &str) -> &str {
        let mut own = self.own.iter();
        let found = own.find(|(name, _)| name == heading);
        found.map_or("", |(_, value)| value)
    }

    /// Returns its ISBNs.
    pub(super) fn isbns(&self) -> &[String] {
        &self.isbns
    }

    /// Returns the key of its row.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Returns whether an entry of the user is too long for a workbook.
    fn has_long_entry(&self) -> bool {
        let own = self.own.iter().map(|(_, value)| value.as_str());
        let mut entries = self.state.values().into_iter().flatten().chain(own);
        entries.any(|entry| entry.len() > LONGEST_ENTRY)
    }

    /// Returns whether the entries of the user are those of another row.
    fn says_the_same(&self, other: &Self) -> bool {
        let own = |claim: &Self| {
            let own = claim.own.iter().filter(|(_, value)| !value.is_empty());
            own.cloned().collect::<Vec<_>>()
        };
        self.state == other.state && own(self) == own(other)
    }

    /// Returns whether the user has written nothing about it.
    fn is_empty(&self) -> bool {
        self.state.is_empty() && self.own.iter().all(|(_, value)| value.is_empty())
    }
}

/// What tells works of one title and author apart; what is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Work {
    doi: String,
    imdb: String,
    year: String,
}

impl Work {
    fn of(doi: &str, imdb: &str, published: &str) -> Self {
        let year = published
            .get(..4)
            .filter(|it| it.bytes().all(|b| b.is_ascii_digit()));
        Self {
            doi: doi.trim().to_lowercase(),
            imdb: imdb
                .trim()
                .trim_start_matches("tt")
                .trim_start_matches('0')
                .to_owned(),
            year: year.unwrap_or_default().to_owned(),
        }
    }

    fn facts(&self) -> [&str; 3] {
        [&self.doi, &self.imdb, &self.year]
    }

    /// Returns whether both can be the same work.
    fn may_be(&self, other: &Self) -> bool {
        let pairs = self.facts().into_iter().zip(other.facts());
        pairs
            .into_iter()
            .all(|(one, other)| one.is_empty() || other.is_empty() || one == other)
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name, without folders.
    pub name: String,
    /// Its length in bytes.
    pub n_bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// What the claim sheets in a folder say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptClaims {
    rows: Vec<KeptClaim>,
    /// The headings of the user's own columns, by client.
    columns: HashMap<String, Vec<String>>,
    files: Vec<KeptFile>,
    /// The place of the row with a client and a key.
    places: HashMap<(String, String), usize>,
    /// The rows about which two sheets differ, and what the older one says.
    differ: Vec<((String, String), String)>,
}

/// Reads the rows of a sheet.
///
/// # Errors
///
/// [`NotKept`]: whatever could lose an entry when the sheet is written again.
pub fn read_claims(rows: &[SheetRow]) -> Result<Vec<KeptClaim>, NotKept> {
    let Some((header, of_sheet)) = rows.iter().find_map(|row| Some((header(row)?, &row.sheet)))
    else {
        return Err(NotKept::NoTable);
    };
    if let Some(lacking) = STATE.iter().find(|name| !header.has(name)) {
        return Err(NotKept::Lacks(lacking));
    }
    let mut kept: Vec<KeptClaim> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    let mut is_below = false;
    for row in rows {
        let is_blank = row.cells.iter().all(|cell| cell.trim().is_empty());
        if is_blank {
            continue;
        }
        if row.sheet != *of_sheet {
            if columns::is_own_sheet(&row.sheet) {
                continue;
            }
            return Err(NotKept::OtherSheet(row.sheet.clone()));
        }
        if !is_below {
            is_below = row.number == header.number;
            if !is_below {
                return Err(NotKept::AboveHeadings(row.number));
            }
            continue;
        }
        if row.cells == header.cells {
            continue;
        }
        let Some(mut claim) = header.claim(row)? else {
            continue;
        };
        let client = folded_client(&claim.client);
        if claim.key.is_empty() {
            claim.key = free_key(&claim, |key| known.contains_key(&(client.clone(), key)));
        }
        let place = (client, claim.key.clone());
        match known.get(&place).and_then(|at| kept.get_mut(*at)) {
            // A copy that says no more is not missed.
            Some(first) if claim.is_empty() || first.says_the_same(&claim) => {}
            Some(first) if first.is_empty() => *first = claim,
            Some(first) => return Err(NotKept::SameWork(first.row, row.number)),
            None => {
                known.insert(place, kept.len());
                kept.push(claim);
            }
        }
    }
    Ok(kept)
}

/// Returns the key of a row that has none: that of its work, numbered if another has it.
fn free_key(claim: &KeptClaim, is_taken: impl Fn(String) -> bool) -> String {
    let own = key(
        &claim.title,
        &claim.author,
        &claim.isbns,
        claim.works.facts(),
    );
    let numbered = (2..).map(|n| format!("{own}-{n}"));
    let mut keys = std::iter::once(own.clone()).chain(numbered);
    keys.find(|key| !is_taken(key.clone())).unwrap_or(own)
}

/// The headings of a sheet.
struct Header<'a> {
    number: u32,
    cells: &'a [String],
    /// What each column holds.
    known: Vec<Option<usize>>,
}

/// Returns the headings if a row is that: it has a title, and one of the columns of the
/// user.
fn header(row: &SheetRow) -> Option<Header<'_>> {
    let known: Vec<_> = row.cells.iter().map(|it| columns::recognised(it)).collect();
    let header = Header {
        number: row.number,
        cells: &row.cells,
        known,
    };
    let is_one = header.has("title") && STATE.iter().any(|name| header.has(name));
    is_one.then_some(header)
}

impl Header<'_> {
    fn has(&self, name: &str) -> bool {
        self.known.contains(&columns::place(name))
    }

    /// Returns what a row says; nothing if the user has written nothing into it and it
    /// names no work.
    fn claim(&self, row: &SheetRow) -> Result<Option<KeptClaim>, NotKept> {
        let mut cells = vec![None; COLUMNS.len()];
        let mut own: Vec<(String, String)> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            let cell = values::unguarded(cell);
            match (self.known.get(at).copied().flatten(), self.cells.get(at)) {
                (Some(place), Some(heading)) => {
                    if cells[place].is_some() {
                        return Err(NotKept::Twice(heading.clone()));
                    }
                    cells[place] = Some(cell);
                }
                _ if cell.is_empty() => {}
                (None, Some(heading)) if !heading.trim().is_empty() => {
                    let heading = heading.trim();
                    if own.iter().any(|(name, _)| name == heading) {
                        return Err(NotKept::Twice(heading.to_owned()));
                    }
                    own.push((heading.to_owned(), cell));
                }
                _ => return Err(NotKept::NoHeading(row.number)),
            }
        }
        let mut take = |name: &str| {
            let cell = columns::place(name).and_then(|place| cells[place].take());
            cell.unwrap_or_default()
        };
        let (title, author) = (take("title"), take("authors"));
        let isbn = take("isbn");
        let isbns = numbers([isbn.as_str()].into_iter());
        let works = Work::of(&take("doi"), &take("imdb"), &take("published"));
        let state = values::state(STATE.map(&mut take));
        let claim = KeptClaim {
            client: client_name(&take("client")),
            key: take("key"),
            title,
            author,
            isbns,
            works,
            row: row.number,
            state,
            own,
        };
        if claim.has_long_entry() {
            return Err(NotKept::TooLong(row.number));
        }
        let names_none = claim.title.is_empty() && claim.isbns.is_empty();
        Ok((!names_none || !claim.is_empty()).then_some(claim))
    }
}

impl KeptClaims {
    /// Adds a file that was read.
    pub fn file(&mut self, file: KeptFile) {
        self.files.push(file);
    }

    /// Adds the rows of the sheets of a client: those of the newer file, and those of the
    /// older one if a user has changed it too. The one that was added first wins, but no
    /// entry that only another one has is lost.
    pub fn sheet(&mut self, newer: Vec<KeptClaim>, older: Vec<KeptClaim>) {
        for row in newer.into_iter().chain(older) {
            let columns = self.columns.entry(folded_client(&row.client)).or_default();
            for (heading, _) in &row.own {
                if !columns.contains(heading) {
                    columns.push(heading.clone());
                }
            }
            let place = (folded_client(&row.client), row.key.clone());
            let known = self.places.get(&place).copied();
            if let Some(known) = known.and_then(|at| self.rows.get_mut(at)) {
                let lost = merge(known, &row);
                if !lost.is_empty() {
                    self.differ.push((place, lost.join("; ")));
                }
            } else {
                self.places.insert(place, self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// Returns the files that were read.
    pub(crate) fn files(&self) -> &[KeptFile] {
        &self.files
    }

    /// Returns the headings of the columns that the user has added for a client.
    pub(super) fn columns_of(&self, client: &str) -> &[String] {
        let columns = self.columns.get(&folded_client(client));
        columns.map_or(&[], Vec::as_slice)
    }

    /// Returns the clients with kept entries, in the order of the sheets.
    pub(crate) fn clients(&self) -> Vec<&str> {
        let mut clients: Vec<&str> = Vec::new();
        for row in self.rows.iter().filter(|row| !row.is_empty()) {
            let own = folded_client(&row.client);
            if !clients.iter().any(|it| folded_client(it) == own) {
                clients.push(&row.client);
            }
        }
        clients
    }

    /// Takes the state of each title of a report from the sheets. Where the list says
    /// something else, the sheet wins, and a notice says so.
    pub fn apply(&self, report: &mut Report) {
        let client = |result| folded_client(client_of(result).unwrap_or_default());
        let clients: Vec<String> = report.results.iter().map(client).collect();
        let mut of_client: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, client) in clients.iter().enumerate() {
            of_client.entry(client.as_str()).or_default().push(place);
        }
        for (client, places) in of_client {
            let results: Vec<&ManuscriptResult> =
                places.iter().map(|place| &report.results[*place]).collect();
            let assigned = self.assign(client, &results);
            for (place, (_, kept)) in places.into_iter().zip(assigned.rows) {
                if let Some(kept) = kept {
                    self.apply_to(&mut report.results[place], kept);
                }
            }
        }
    }

    fn apply_to(&self, result: &mut ManuscriptResult, kept: &KeptClaim) {
        let mut kept_state = kept.state.clone();
        let facts = result.claim.get_or_insert_default();
        let notices = [
            Message::ClaimIdDiffers,
            Message::ReceiptDiffers,
            Message::DeadlineDiffers,
            Message::OptedOutDiffers,
        ];
        let slots = facts.state.slots().into_iter().zip(kept_state.slots());
        for ((given, kept), message) in slots.zip(notices) {
            let Some(kept) = kept.take() else { continue };
            if let Some(given) = given.as_deref().filter(|given| *given != kept) {
                let values = [("kept", kept.as_str()), ("given", given)];
                let message = message.with(&values);
                let code = Code::ClaimDiffers;
                result.warnings.push(Notice { code, message });
            }
            *given = Some(kept);
        }
        let is_it = |((client, key), _): &&((String, String), String)| {
            (client, key) == (&folded_client(&kept.client), &kept.key)
        };
        for (_, older) in self.differ.iter().filter(is_it) {
            let message = Message::ClaimSheetsDiffer.with(&[("older", older)]);
            let code = Code::ClaimDiffers;
            result.warnings.push(Notice { code, message });
        }
    }

    /// Finds the rows of a client's titles: each row belongs to one title at most.
    pub(super) fn assign<'a>(
        &'a self,
        client: &str,
        results: &[&ManuscriptResult],
    ) -> Assigned<'a> {
        let client = folded_client(client);
        let rows = self.rows.iter();
        let rows = rows.filter(|it| folded_client(&it.client) == client);
        let rows: Vec<&KeptClaim> = rows.collect();
        let mut is_free = vec![true; rows.len()];
        let names: Vec<Names> = results.iter().map(|result| Names::of(result)).collect();
        let mut keys: HashMap<&str, usize> = HashMap::new();
        let own_keys: Vec<String> = names
            .iter()
            .map(|names| {
                let n = keys.entry(&names.key).or_default();
                *n += 1;
                match *n {
                    1 => names.key.clone(),
                    n => format!("{}-{n}", names.key),
                }
            })
            .collect();
        let mut found: Vec<Option<&KeptClaim>> = vec![None; results.len()];
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_isbn: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate().rev() {
            by_key.entry(&row.key).or_default().push(at);
            by_name
                .entry(name(&row.title, &row.author))
                .or_default()
                .push(at);
            for isbn in &row.isbns {
                by_isbn.entry(isbn).or_default().push(at);
            }
        }
        let mut take = |places: Option<&Vec<usize>>, works: &Work| {
            let mut places = places.into_iter().flatten().rev();
            let at = *places.find(|at| is_free[**at] && rows[**at].works.may_be(works))?;
            is_free[at] = false;
            Some(rows[at])
        };
        for ((found, key), names) in found.iter_mut().zip(&own_keys).zip(&names) {
            *found = take(by_key.get(key.as_str()), &names.works);
        }
        for (found, names) in found.iter_mut().zip(&names).filter(|(it, _)| it.is_none()) {
            *found = take(by_name.get(&names.name), &names.works);
        }
        for (found, names) in found.iter_mut().zip(&names).filter(|(it, _)| it.is_none()) {
            let mut isbns = names.isbns.iter();
            *found = isbns.find_map(|isbn| take(by_isbn.get(isbn.as_str()), &names.works));
        }
        let gone = rows.iter().zip(is_free).filter(|(_, is_free)| *is_free);
        let gone = gone.map(|(row, _)| *row).filter(|row| !row.is_empty());
        Assigned {
            rows: own_keys.into_iter().zip(found).collect(),
            gone: gone.collect(),
        }
    }
}

/// The rows of the titles of a client.
pub(super) struct Assigned<'a> {
    /// For each title, the key of its row, and its row in an earlier sheet.
    pub(super) rows: Vec<(String, Option<&'a KeptClaim>)>,
    /// The rows of no title in which the user has written something.
    pub(super) gone: Vec<&'a KeptClaim>,
}

/// By what a title is found.
struct Names {
    key: String,
    name: String,
    isbns: Vec<String>,
    works: Work,
}

impl Names {
    fn of(result: &ManuscriptResult) -> Self {
        let title = result.title.as_deref().unwrap_or_default();
        let author = result.author.as_deref().unwrap_or_default();
        let isbns = numbers(result.isbn.iter().map(String::as_str));
        let claim = result.claim.as_deref();
        let of = |fact: fn(&ClaimFacts) -> &Option<String>| {
            claim
                .and_then(|claim| fact(claim).as_deref())
                .unwrap_or_default()
        };
        let works = Work::of(of(|it| &it.doi), of(|it| &it.imdb), of(|it| &it.published));
        Self {
            key: key(title, author, &isbns, works.facts()),
            name: name(title, author),
            isbns,
            works,
        }
    }
}

/// Returns title and author as they are compared; a role in brackets is not part of a
/// name.
fn name(title: &str, author: &str) -> String {
    let mut people = String::new();
    let mut depth = 0_u32;
    for c in author.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => people.push(c),
            _ => {}
        }
    }
    format!("{}\n{}", folded(title), folded(&people))
}

/// Returns the name of a client as a sheet has it: harmless, and without blanks around it.
pub(crate) fn client_name(name: &str) -> String {
    harmless(name).trim().to_owned()
}

/// Returns the name of a client as clients are told apart: a change of case makes no
/// other client.
pub(crate) fn folded_client(name: &str) -> String {
    client_name(name).to_lowercase()
}

/// Adds what only the older row says; returns what the two do not agree about.
fn merge(row: &mut KeptClaim, old: &KeptClaim) -> Vec<String> {
    let mut lost = Vec::new();
    let mut old_state = old.state.clone();
    for (new, old) in row.state.slots().into_iter().zip(old_state.slots()) {
        match (new.as_deref(), old.take()) {
            (Some(new), Some(old)) if new != old => lost.push(old),
            (None, Some(old)) => *new = Some(old),
            _ => {}
        }
    }
    for (heading, value) in &old.own {
        let known = row.own.iter().find(|(name, _)| name == heading);
        match known {
            Some((_, new)) if new != value => lost.push(value.clone()),
            Some(_) => {}
            None => row.own.push((heading.clone(), value.clone())),
        }
    }
    lost
}
