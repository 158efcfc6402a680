//! The report of a client list as a folder: a page and a table for each client,
//! an overview that leads to them, and the whole as one table and as JSON.
//!
//! A list without clients is divided by author. Names become file names:
//! characters that a file system or a shell could misread are left out, and two
//! clients never share a file.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::html::{Page, to_client_html, untrusted};
use crate::language::Language;
use crate::model::Report;
use crate::order::{Counts, Groups};
use crate::phrases::{page, shared};
use crate::safe::NAME_LIMIT;
use crate::words::Words;
use crate::{to_csv, to_json};

/// The longest name of a file, in characters, without its extension.
const MAX_NAME: usize = 80;

/// The names and extensions of the files of all clients.
pub(super) const OF_ALL: [(&str, &str); 3] =
    [("overview", "html"), ("titles", "csv"), ("report", "json")];

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its name, without a folder.
    pub(super) name: String,
    /// Its content.
    pub(super) contents: String,
}

/// The titles of one client.
struct Client {
    /// The client's name; empty if nobody is named.
    name: String,
    /// The name of the client's files, without an extension.
    file: String,
    report: Report,
}

/// Returns the files of a folder that holds `report`, client by client.
pub(super) fn to_folder(report: &Report, language: Language) -> Vec<Sheet> {
    let clients = by_client(report);
    let contents = [
        overview(report, &clients, language),
        to_csv(report, language),
        to_json(report, language),
    ];
    let mut sheets: Vec<Sheet> = OF_ALL
        .iter()
        .zip(contents)
        .map(|((name, ending), contents)| sheet(name, ending, contents))
        .collect();
    for client in &clients {
        let page = to_client_html(&client.report, shown(&client.name, language), language);
        sheets.push(sheet(&client.file, "html", page));
        sheets.push(sheet(&client.file, "csv", to_csv(&client.report, language)));
    }
    sheets
}

fn sheet(name: &str, ending: &str, contents: String) -> Sheet {
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

/// Divides a report by client, in the order in which the clients come in the
/// list.
fn by_client(report: &Report) -> Vec<Client> {
    let head = Report {
        report_version: report.report_version,
        tool: report.tool.clone(),
        created: report.created.clone(),
        indexes: report.indexes.clone(),
        cutoff: report.cutoff.clone(),
        results: Vec::new(),
        skipped: Vec::new(),
        passed_over: Vec::new(),
        one_book: Vec::new(),
    };
    let mut names = FileNames::default();
    let mut clients: Vec<Client> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut place = |clients: &mut Vec<Client>, name: Option<&str>| {
        let name = name.unwrap_or_default().trim();
        if let Some(&place) = places.get(name) {
            return place;
        }
        clients.push(Client {
            name: name.to_owned(),
            // A file has the same name in every language.
            file: names.of(shown(name, Language::English)),
            report: head.clone(),
        });
        places.insert(name.to_owned(), clients.len() - 1);
        clients.len() - 1
    };
    for result in &report.results {
        let name = result.client.as_deref().or(result.author.as_deref());
        let place = place(&mut clients, name);
        clients[place].report.results.push(result.clone());
    }
    for skipped in &report.skipped {
        let place = place(&mut clients, skipped.client.as_deref());
        clients[place].report.skipped.push(skipped.clone());
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

fn overview(report: &Report, clients: &[Client], language: Language) -> String {
    let groups = Groups::new(report);
    let counts = Counts::new(report, &groups, true);
    let page = Page::new(report, language);
    let words = page.words;
    let body = html! {
        (page.top(&counts, None))
        section {
            h2 { (words.say(&page::CLIENTS)) }
            (table(words, clients))
            p.small {
                (words.say(&page::ALL_TITLES)) " " a href="titles.csv" { "titles.csv" }
                ". " (words.say(&page::FOR_PROGRAMS)) " " a href="report.json" { "report.json" } "."
            }
        }
        (page.searched())
        (page.says())
        (page.foot())
    };
    page.whole(&body)
}

fn table(words: Words, clients: &[Client]) -> Markup {
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
                        td { a href=(link(&client.file)) { (untrusted(shown(&client.name, words.0), NAME_LIMIT)) } }
                        td { (words.number(counts.manuscripts as u64)) }
                        td.is-found[counts.found > 0] { (words.number(counts.found as u64)) }
                        td { (words.number(counts.look as u64)) }
                        td { (words.number(counts.not_found as u64)) }
                        td { (words.number(counts.unjudged as u64)) }
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

    #[test]
    fn every_title_is_in_the_files_of_one_client() {
        let report = of_clients(&[
            Some("Ada Quill"),
            Some("Jane <b>"),
            None,
            Some("Ada Quill"),
            Some("ada/quill"),
        ]);
        let sheets = to_folder(&report, Language::English);
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "overview.html",
                "titles.csv",
                "report.json",
                "Ada-Quill.html",
                "Ada-Quill.csv",
                "Jane-b.html",
                "Jane-b.csv",
                "Without-a-client.html",
                "Without-a-client.csv",
                "ada-quill-2.html",
                "ada-quill-2.csv",
            ]
        );
        let of = |name: &str| {
            &sheets
                .iter()
                .find(|sheet| sheet.name == name)
                .unwrap()
                .contents
        };
        assert!(
            of("Ada-Quill.csv").contains("essays-001")
                && of("Ada-Quill.csv").contains("essays-004")
        );
        assert!(!of("Ada-Quill.csv").contains("essays-002"));
        assert!(
            of("Jane-b.html").contains("Jane &lt;b&gt;") && !of("Jane-b.html").contains("<b>Jane")
        );
        assert!(of("overview.html").contains("href=\"ada-quill-2.html\""));
        assert_eq!(of("titles.csv"), &to_csv(&report, Language::English));
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
        let sheets = to_folder(&report, Language::English);
        let overview = &sheets[0].contents;
        assert!(overview.contains("3 titles checked"));
        assert!(overview.contains("<td class=\"is-found\">1</td>"));
    }
}
