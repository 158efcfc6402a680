//! The report of a client list as a folder: a page and two tables for each client,
//! an overview that leads to them, and the whole as tables and as JSON; if asked for, a
//! claim sheet for each client. Each client's files have a seal of their own, for they
//! are sent alone; the whole has one too.
//!
//! What is for a client holds nothing of the agency's: no paths, no names of
//! files. What is about no client is in the overview and in the whole alone.
//!
//! A list without clients is divided by author. Names become file names:
//! characters that a file system or a shell could misread are left out, and two
//! clients never share a file.

use std::collections::{BTreeMap, HashMap};

use maud::{Markup, html};

use crate::claims::{self, KeptClaims, Look};
use crate::csv::Delimiter;
use crate::handed::for_client;
use crate::html::{Page, to_client_html, untrusted};
use crate::json::to_json_with;
use crate::language::Language;
use crate::message;
use crate::model::{Report, Skipped};
use crate::order::{Counts, Groups, client_of, client_of_row};
use crate::phrase::Phrase;
use crate::phrases::{claims as phrases, page, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT};
use crate::seal::{SEAL_ENDING, Seal, SealedFile, Signer};
use crate::words::Words;
use crate::{to_csv, to_xlsx};

/// The longest name of a file, in characters, without its extension.
const MAX_NAME: usize = 80;

/// The names and extensions of the files of all clients.
pub(super) const OF_ALL: [(&str, &str); 5] = [
    ("overview", "html"),
    ("titles", "csv"),
    ("titles", "xlsx"),
    ("report", "json"),
    ("report", SEAL_ENDING),
];

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its name, without a folder.
    pub(super) name: String,
    /// Its content.
    pub(super) contents: Vec<u8>,
}

/// The titles of one client.
struct Client {
    /// The client's name; empty if nobody is named.
    name: String,
    /// The name of the client's files, without an extension; `None` if there is
    /// nothing to hand on.
    file: Option<String>,
    report: Report,
}

impl Client {
    /// Returns whether there is a title of which a claim can be made.
    fn has_claims(&self) -> bool {
        !self.report.results.is_empty()
    }
}

/// For how many clients each gets a workbook. To make one takes several times as long
/// as to look a title up; with more clients, a page and a table are all they get.
const MOST_WORKBOOKS: usize = 1_000;

/// Returns the files of a folder that holds `report`, client by client, the seal of
/// all last.
///
/// With `kept`, what earlier claim sheets say, each client has a claim sheet too.
/// `staying` are files that an earlier report wrote and that stay.
pub(super) fn to_folder(
    report: &Report,
    kept: Option<&KeptClaims>,
    (language, delimiter): (Language, Delimiter),
    mut staying: Vec<SealedFile>,
    signer: Option<&dyn Signer>,
) -> Vec<Sheet> {
    let clients = by_client(report);
    let page = overview(report, &clients, kept.is_some(), language);
    let table = to_csv(report, language, delimiter);
    let mut sheets = vec![
        sheet("overview", "html", page.into_bytes()),
        sheet("titles", "csv", table.into_bytes()),
        sheet("titles", "xlsx", to_xlsx(report, language)),
    ];
    let look = kept.map(|kept| Look {
        language,
        delimiter,
        has_book: clients.len() <= MOST_WORKBOOKS,
        kept,
    });
    let mut claims = look
        .map(|look| claim_sheets(report, &clients, look))
        .unwrap_or_default();
    for client in &clients {
        let Some(file) = &client.file else { continue };
        let report = for_client(&client.report);
        let page = to_client_html(&report, shown(&client.name, language), language);
        let table = to_csv(&report, language, delimiter);
        let mut own = vec![
            sheet(file, "html", page.into_bytes()),
            sheet(file, "csv", table.into_bytes()),
        ];
        if clients.len() <= MOST_WORKBOOKS {
            own.push(sheet(file, "xlsx", to_xlsx(&report, language)));
        }
        own.extend(claims.remove(file).into_iter().flatten());
        let seal = Seal::of(entries(&own), signer);
        own.push(sheet(file, SEAL_ENDING, seal.to_bytes()));
        sheets.append(&mut own);
    }
    // Only an earlier claim sheet has entries for these clients.
    sheets.extend(claims.into_values().flatten());
    let mut files = entries(&sheets);
    files.append(&mut staying);
    let json = to_json_with(report, language, &files);
    let json = sheet("report", "json", json.into_bytes());
    files.push(SealedFile::of(&json.name, &json.contents));
    sheets.push(json);
    let seal = Seal::of(files, signer);
    sheets.push(sheet("report", SEAL_ENDING, seal.to_bytes()));
    sheets
}

/// Returns the claim sheets: of each client with a title, and of those that only an
/// earlier sheet has entries for, under the name of the client's files.
fn claim_sheets(
    report: &Report,
    clients: &[Client],
    look: Look<'_>,
) -> BTreeMap<String, Vec<Sheet>> {
    let mut names = FileNames::default();
    let mut sheets = BTreeMap::new();
    let mut add = |report: &Report, client: &str, file: &str| {
        let names = (client, shown(client, look.language));
        let own = claims::sheets(&for_client(report), names, file, look);
        let own = own.into_iter();
        let own = own.map(|(stem, it, bytes)| sheet(&stem, it, bytes));
        sheets.insert(file.to_owned(), own.collect::<Vec<Sheet>>());
    };
    for client in clients {
        let Some(file) = &client.file else { continue };
        // The names are given in the order in which those of the pages are.
        names.of(shown(&client.name, Language::English));
        if client.has_claims() {
            add(&client.report, &client.name, file);
        }
    }
    let none = head_of(report);
    for name in look.kept.clients() {
        let mut same = clients
            .iter()
            .filter(|it| claims::folded_client(&it.name) == claims::folded_client(name));
        let known = same.next();
        if known.is_none_or(|client| !client.has_claims()) {
            let file = known.and_then(|client| client.file.clone());
            let file = file.unwrap_or_else(|| names.of(shown(name, Language::English)));
            add(&none, name, &file);
        }
    }
    sheets
}

/// Returns the entries of files in a seal.
fn entries(sheets: &[Sheet]) -> Vec<SealedFile> {
    let entry = |sheet: &Sheet| SealedFile::of(&sheet.name, &sheet.contents);
    sheets.iter().map(entry).collect()
}

fn sheet(name: &str, ending: &str, contents: Vec<u8>) -> Sheet {
    Sheet {
        name: format!("{name}.{ending}"),
        contents,
    }
}

/// Returns what a client is called.
fn shown(name: &str, language: Language) -> &str {
    if name.is_empty() {
        page::NO_CLIENT.say(language)
    } else {
        name
    }
}

/// Returns a report of the same check, without titles.
fn head_of(report: &Report) -> Report {
    Report {
        report_version: report.report_version,
        tool: report.tool.clone(),
        created: report.created.clone(),
        from: report.from.clone(),
        indexes: report.indexes.clone(),
        cutoff: report.cutoff.clone(),
        results: Vec::new(),
        skipped: Vec::new(),
        left_out: Vec::new(),
        passed_over: Vec::new(),
        one_book: Vec::new(),
    }
}

/// Divides a report by client, in the order in which the clients come in the
/// list. Rows of no client that could not be read come last, without a page of
/// their own.
fn by_client(report: &Report) -> Vec<Client> {
    let head = head_of(report);
    let mut names = FileNames::default();
    let mut clients: Vec<Client> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut place = |clients: &mut Vec<Client>, name: Option<&str>| {
        let name = name.unwrap_or_default();
        if let Some(&place) = places.get(name) {
            return place;
        }
        clients.push(Client {
            name: name.to_owned(),
            file: None,
            report: head.clone(),
        });
        places.insert(name.to_owned(), clients.len() - 1);
        clients.len() - 1
    };
    for result in &report.results {
        let place = place(&mut clients, client_of(result));
        clients[place].report.results.push(result.clone());
    }
    // Files that belong to no title are about no client either.
    for skipped in report.skipped.iter().filter(|it| it.row.is_some()) {
        let place = place(&mut clients, client_of_row(skipped));
        clients[place].report.skipped.push(skipped.clone());
    }
    for client in &mut clients {
        let has_page = !client.name.is_empty() || !client.report.results.is_empty();
        // A file has the same name in every language.
        client.file = has_page.then(|| names.of(shown(&client.name, Language::English)));
    }
    clients
}

/// The names of files that are taken. Names that differ for a person make file
/// names that differ on every system.
struct FileNames {
    /// The number of the last file with a name, by the name in small letters.
    taken: HashMap<String, usize>,
}

impl Default for FileNames {
    fn default() -> Self {
        let taken = OF_ALL.map(|(name, _)| (name.to_owned(), 1));
        Self {
            taken: taken.into(),
        }
    }
}

impl FileNames {
    /// Returns a file name for a client that no other client has.
    fn of(&mut self, name: &str) -> String {
        let file = file_name(name);
        let base = file.to_lowercase();
        let mut n = self.taken.get(&base).copied().unwrap_or_default();
        let unique = loop {
            n += 1;
            let unique = match n {
                1 => file.clone(),
                _ => format!("{file}-{n}"),
            };
            if n == 1 || !self.taken.contains_key(&unique.to_lowercase()) {
                break unique;
            }
        };
        // The next of these clients need not try the same numbers again.
        self.taken.insert(base, n);
        self.taken.entry(unique.to_lowercase()).or_insert(1);
        unique
    }
}

/// Returns a client's name as a file name that does no harm.
fn file_name(name: &str) -> String {
    let mut file = String::new();
    for c in name.chars().take(MAX_NAME) {
        if c.is_alphanumeric() {
            file.push(c);
        } else if !file.is_empty() && !file.ends_with('-') {
            file.push('-');
        }
    }
    let file = file.trim_end_matches('-');
    // Windows gives these names to devices, with any extension.
    let is_device = matches!(file.to_lowercase().as_str(), "con" | "prn" | "aux" | "nul")
        || (file.len() == 4
            && ["com", "lpt"]
                .iter()
                .any(|device| file.to_lowercase().starts_with(device)));
    match file {
        "" => "client".to_owned(),
        device if is_device => format!("client-{device}"),
        file => file.to_owned(),
    }
}

fn overview(report: &Report, clients: &[Client], has_claims: bool, language: Language) -> String {
    let groups = Groups::new(report);
    let counts = Counts::new(report, &groups, true);
    let page = Page::new(report, language);
    let words = page.words;
    let no_page = clients.iter().filter(|client| client.file.is_none());
    let rows = no_page.flat_map(|client| &client.report.skipped);
    let rows: Vec<&Skipped> = rows.collect();
    let files = report.skipped.iter().filter(|it| it.row.is_none());
    let files: Vec<&Skipped> = files.collect();
    let body = html! {
        (page.top(&counts, None))
        section {
            h2 { (words.say(&page::CLIENTS)) }
            (table(words, clients, has_claims))
            p.small {
                (words.say(&page::ALL_TITLES)) " " a href="titles.xlsx" { "titles.xlsx" }
                ", " a href="titles.csv" { "titles.csv" }
                ". " (words.say(&page::FOR_PROGRAMS)) " " a href="report.json" { "report.json" } "."
            }
        }
        (unread(words, &shared::INCONCLUSIVE, &rows))
        (unread(words, &page::FILES_NOT_READ, &files))
        (page.left_out())
        (page.passed_over())
        (page.searched())
        (page.says())
        (page.next(&counts))
        (page.foot())
    };
    page.whole(&body)
}

/// Returns what could not be read and is on no client's page.
fn unread(words: Words, heading: &Phrase, unread: &[&Skipped]) -> Markup {
    html! {
        @if !unread.is_empty() {
            section {
                h2 { (words.say(heading)) }
                ul.left-out {
                    @for one in unread {
                        li {
                            b { bdi { (words.location_of(one)) } } ": "
                            (untrusted(&message::skipped(words.0, one), LINE_LIMIT))
                            " " (untrusted(&message::hint(words.0, one), LINE_LIMIT))
                        }
                    }
                }
            }
        }
    }
}

fn table(words: Words, clients: &[Client], has_claims: bool) -> Markup {
    let columns = [
        &page::COLUMN_CLIENT,
        &page::COLUMN_TITLES,
        &page::FOUND,
        &page::COLUMN_LOOK,
        &shared::NOT_FOUND,
        &page::COLUMN_UNJUDGED,
    ];
    html! {
        table {
            thead {
                tr { @for column in columns { th scope="col" { (words.say(column)) } } }
            }
            tbody {
                @for client in clients {
                    @let counts = Counts::new(&client.report, &Groups::new(&client.report), true);
                    tr {
                        td {
                            @let name = untrusted(shown(&client.name, words.0), NAME_LIMIT);
                            @match &client.file {
                                Some(file) => a href=(link(file)) { (name) },
                                None => (name),
                            }
                            @if let Some(file) = client.file.as_ref().filter(|_| has_claims && client.has_claims()) {
                                " " a.small href=(claims::page_of(file)) { (words.say(&phrases::LINK)) }
                            }
                        }
                        td { (words.number(counts.checked as u64)) }
                        td.is-found[counts.found > 0] { (words.number(counts.found as u64)) }
                        td { (words.number(counts.worth_a_look as u64)) }
                        td { (words.number(counts.not_found as u64)) }
                        td { (words.number(counts.not_judged as u64)) }
                    }
                }
            }
        }
    }
}

/// Returns the address of a client's page. A file name has letters, digits and
/// hyphens only, so it needs no escapes.
fn link(file: &str) -> String {
    format!("{file}.html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::fixture;
    use crate::model::Verdict;

    fn of_clients(names: &[Option<&str>]) -> Report {
        let mut report = fixture::many(names.len());
        for (place, (result, name)) in report.results.iter_mut().zip(names).enumerate() {
            result.client = name.map(str::to_owned);
            result.author = None;
            result.row = u32::try_from(place).ok();
        }
        report
    }

    fn folder(report: &Report) -> Vec<Sheet> {
        to_folder(
            report,
            None,
            (Language::English, Delimiter::Comma),
            Vec::new(),
            None,
        )
    }

    #[test]
    fn what_is_about_no_client_makes_no_page() {
        let mut report = of_clients(&[Some("Ada"), Some("Ada")]);
        let unread = |row: Option<u32>, code: Code| Skipped {
            row,
            code,
            ..fixture::full().skipped.remove(0)
        };
        report.skipped = vec![
            unread(Some(9), Code::RowMalformed),
            unread(None, Code::NoTitle),
        ];
        report.left_out = vec![unread(Some(12), Code::RowTotal)];
        let sheets = folder(&report);
        assert_eq!(sheets.len(), 5 + 4, "Ada alone has files");
        let overview = String::from_utf8(sheets[0].contents.clone()).unwrap();
        for said in ["row 9", "Files not read", "Row 12", "3 titles checked"] {
            assert!(overview.contains(said), "{said}");
        }
        let counts = Counts::of(&report);
        let figures = (counts.checked, counts.not_judged, counts.clients);
        assert_eq!(figures, (3, 1, 1));
        assert_eq!((counts.files_not_read, counts.left_out), (1, 1));
        let page = String::from_utf8(sheets[3].contents.clone()).unwrap();
        assert!(page.contains("2 titles checked") && !page.contains("Left out"));
    }

    #[test]
    fn very_many_clients_get_no_workbook() {
        let names: Vec<String> = (0..=MOST_WORKBOOKS)
            .map(|n| format!("Client {n}"))
            .collect();
        for (n, is_one_each) in [(MOST_WORKBOOKS, true), (MOST_WORKBOOKS + 1, false)] {
            let clients: Vec<Option<&str>> =
                names[..n].iter().map(|it| Some(it.as_str())).collect();
            let sheets = folder(&of_clients(&clients));
            let of = |ending: &str| sheets.iter().filter(|it| it.name.ends_with(ending)).count();
            assert_eq!((of(".html"), of(".csv")), (n + 1, n + 1));
            assert_eq!(of(".xlsx"), if is_one_each { n + 1 } else { 1 });
        }
    }

    #[test]
    fn every_title_is_in_the_files_of_one_client() {
        let report = of_clients(&[
            Some("Ada Quill"),
            Some("Jane <b>"),
            None,
            Some("Ada Quill"),
            Some("ada/quill"),
        ]);
        let sheets = folder(&report);
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "overview.html",
                "titles.csv",
                "titles.xlsx",
                "Ada-Quill.html",
                "Ada-Quill.csv",
                "Ada-Quill.xlsx",
                "Ada-Quill.seal",
                "Jane-b.html",
                "Jane-b.csv",
                "Jane-b.xlsx",
                "Jane-b.seal",
                "Without-a-client.html",
                "Without-a-client.csv",
                "Without-a-client.xlsx",
                "Without-a-client.seal",
                "ada-quill-2.html",
                "ada-quill-2.csv",
                "ada-quill-2.xlsx",
                "ada-quill-2.seal",
                "report.json",
                "report.seal",
            ]
        );
        let of = |name: &str| {
            let sheet = sheets.iter().find(|sheet| sheet.name == name).unwrap();
            String::from_utf8(sheet.contents.clone()).unwrap()
        };
        assert!(
            of("Ada-Quill.csv").contains("Essays, Volume 1")
                && of("Ada-Quill.csv").contains("Essays, Volume 4")
        );
        assert!(!of("Ada-Quill.csv").contains("Essays, Volume 2"));
        assert!(!of("Ada-Quill.csv").contains("/home/jane"));
        assert!(
            of("Jane-b.html").contains("Jane &lt;b&gt;") && !of("Jane-b.html").contains("<b>Jane")
        );
        assert!(of("overview.html").contains("href=\"ada-quill-2.html\""));
        assert_eq!(
            of("titles.csv"),
            to_csv(&report, Language::English, Delimiter::Comma)
        );
    }

    #[test]
    fn names_of_files_do_no_harm() {
        let mut names = FileNames::default();
        let mut name = |name: &str| names.of(name);
        assert_eq!(name("../../etc/passwd"), "etc-passwd");
        assert_eq!(name("con"), "client-con");
        assert_eq!(name("CON"), "client-CON-2");
        assert_eq!(name("…"), "client");
        // A name that is already numbered is not taken for a second client's.
        assert_eq!(name("Ann Lee 2"), "Ann-Lee-2");
        assert_eq!(name("Ann Lee"), "Ann-Lee");
        assert_eq!(name("ann/lee"), "ann-lee-3");
        assert_eq!(name("Ann+Lee"), "Ann-Lee-4");
        assert_eq!(name("Ann Lee 2!"), "Ann-Lee-2-2");
        assert_eq!(name("Overview"), "Overview-2");
        assert_eq!(name("夏目漱石"), "夏目漱石");
        assert!(name(&"x".repeat(5_000)).len() <= MAX_NAME);
    }

    #[test]
    fn the_overview_counts() {
        let mut report = of_clients(&[Some("A"), Some("A"), Some("B")]);
        report.results[0].verdict = Verdict::Listed;
        let sheets = folder(&report);
        let overview = String::from_utf8(sheets[0].contents.clone()).unwrap();
        assert!(overview.contains("3 titles checked"));
        assert!(overview.contains("<td class=\"is-found\">1</td>"));
    }
}
