//! The report of a client list as a folder: a page and a table for each client,
//! an overview that leads to them, and the whole as one table and as JSON.
//!
//! A list without clients goes by author. Names become file names: what a file
//! system or a shell could take amiss is left out, and two clients never share
//! a file.

use std::collections::HashSet;

use maud::{Markup, html};

use super::html::{asked, foot, says, to_client_html, top, untrusted, whole};
use super::model::Report;
use super::order::{Counts, Groups};
use super::safe::NAME_LIMIT;
use super::{to_csv, to_json, words};

/// The longest name of a file, in characters, without its ending.
const MAX_NAME: usize = 80;

/// The names and endings of the files of all clients.
pub(super) const OF_ALL: [(&str, &str); 3] =
    [("overview", "html"), ("titles", "csv"), ("report", "json")];

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its name, without a folder.
    pub(super) name: String,
    /// What stands in it.
    pub(super) contents: String,
}

/// The titles of one client.
struct Client {
    /// The client's name; empty when nobody is named.
    name: String,
    /// The name of the client's files, without an ending.
    file: String,
    report: Report,
}

/// Returns the files of a folder that holds `report`, client by client.
pub(super) fn to_folder(report: &Report) -> Vec<Sheet> {
    let clients = by_client(report);
    let contents = [overview(report, &clients), to_csv(report), to_json(report)];
    let mut sheets: Vec<Sheet> = OF_ALL
        .iter()
        .zip(contents)
        .map(|((name, ending), contents)| sheet(name, ending, contents))
        .collect();
    for client in &clients {
        let page = to_client_html(&client.report, shown(&client.name));
        sheets.push(sheet(&client.file, "html", page));
        sheets.push(sheet(&client.file, "csv", to_csv(&client.report)));
    }
    sheets
}

fn sheet(name: &str, ending: &str, contents: String) -> Sheet {
    Sheet {
        name: format!("{name}.{ending}"),
        contents,
    }
}

fn shown(name: &str) -> &str {
    if name.is_empty() {
        "Without a client"
    } else {
        name
    }
}

/// Divides a report, in the order in which the clients come in the list.
fn by_client(report: &Report) -> Vec<Client> {
    // Names that differ for a person make files that differ for every system.
    let mut taken: HashSet<String> = OF_ALL.map(|(name, _)| name.to_owned()).into();
    let mut clients: Vec<Client> = Vec::new();
    let mut place = |name: Option<&str>| {
        let name = name.unwrap_or_default().trim();
        if let Some(place) = clients.iter().position(|client| client.name == name) {
            return place;
        }
        clients.push(Client {
            name: name.to_owned(),
            file: String::new(),
            report: Report {
                results: Vec::new(),
                skipped: Vec::new(),
                ..report.clone()
            },
        });
        clients.len() - 1
    };
    let of_results: Vec<usize> = report
        .results
        .iter()
        .map(|result| place(result.client.as_deref().or(result.author.as_deref())))
        .collect();
    let of_skipped: Vec<usize> = report
        .skipped
        .iter()
        .map(|skipped| place(skipped.client.as_deref()))
        .collect();
    for (result, place) in report.results.iter().zip(of_results) {
        clients[place].report.results.push(result.clone());
    }
    for (skipped, place) in report.skipped.iter().zip(of_skipped) {
        clients[place].report.skipped.push(skipped.clone());
    }
    for client in &mut clients {
        client.file = file_name(shown(&client.name), &mut taken);
    }
    clients
}

/// Returns a file name for a client that no other has.
fn file_name(name: &str, taken: &mut HashSet<String>) -> String {
    let mut file = String::new();
    for c in name.chars().take(MAX_NAME) {
        if c.is_alphanumeric() {
            file.push(c);
        } else if !file.is_empty() && !file.ends_with('-') {
            file.push('-');
        }
    }
    let file = file.trim_end_matches('-');
    // Windows gives these names to devices, whatever their ending.
    let is_device = matches!(file.to_lowercase().as_str(), "con" | "prn" | "aux" | "nul")
        || (file.len() == 4
            && ["com", "lpt"]
                .iter()
                .any(|device| file.to_lowercase().starts_with(device)));
    let file = match file {
        "" => "client".to_owned(),
        device if is_device => format!("client-{device}"),
        file => file.to_owned(),
    };
    let mut unique = file.clone();
    let mut n = 1;
    while !taken.insert(unique.to_lowercase()) {
        n += 1;
        unique = format!("{file}-{n}");
    }
    unique
}

fn overview(report: &Report, clients: &[Client]) -> String {
    let groups = Groups::new(report);
    let counts = Counts::new(report, &groups, true);
    let body = html! {
        (top(report, &counts, None))
        section {
            h2 { "Clients" }
            (table(clients))
            p.small {
                "All titles in one table: " a href="titles.csv" { "titles.csv" }
                ". For programs: " a href="report.json" { "report.json" } "."
            }
        }
        (asked(report))
        (says())
        (foot(report))
    };
    whole(report, &body)
}

fn table(clients: &[Client]) -> Markup {
    html! {
        table {
            thead {
                tr {
                    th scope="col" { "Client" }
                    th scope="col" { "Titles" }
                    th scope="col" { "Found" }
                    th scope="col" { "Worth a look" }
                    th scope="col" { "Not found" }
                    th scope="col" { "Not judged" }
                }
            }
            tbody {
                @for client in clients {
                    @let counts = Counts::new(&client.report, &Groups::new(&client.report), true);
                    tr {
                        td { a href=(link(&client.file)) { (untrusted(shown(&client.name), NAME_LIMIT)) } }
                        td { (words::number(counts.manuscripts as u64)) }
                        td.is-found[counts.found > 0] { (words::number(counts.found as u64)) }
                        td { (words::number(counts.look as u64)) }
                        td { (words::number(counts.not_found as u64)) }
                        td { (words::number(counts.unjudged as u64)) }
                    }
                }
            }
        }
    }
}

/// Returns the address of a client's page. A file name has letters, digits and
/// hyphens only, so it is an address of itself.
fn link(file: &str) -> String {
    format!("{file}.html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::model::Verdict;

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
        let sheets = to_folder(&report);
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
        assert_eq!(of("titles.csv"), &to_csv(&report));
    }

    #[test]
    fn names_of_files_do_no_harm() {
        let mut taken = HashSet::new();
        let mut name = |name: &str| file_name(name, &mut taken);
        assert_eq!(name("../../etc/passwd"), "etc-passwd");
        assert_eq!(name("con"), "client-con");
        assert_eq!(name("CON"), "client-CON-2");
        assert_eq!(name("…"), "client");
        assert_eq!(name("夏目漱石"), "夏目漱石");
        assert!(name(&"x".repeat(5_000)).len() <= MAX_NAME);
    }

    #[test]
    fn the_overview_counts() {
        let mut report = of_clients(&[Some("A"), Some("A"), Some("B")]);
        report.results[0].verdict = Verdict::Listed;
        let sheets = to_folder(&report);
        let overview = &sheets[0].contents;
        assert!(overview.contains("3 titles checked"));
        assert!(overview.contains("<td class=\"is-found\">1</td>"));
    }
}
