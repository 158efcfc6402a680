//! Papers: near DOIs, papers without one, and titles that every journal has.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use super::made::Chance;
use super::{check, index, share, write_csv};
use crate::Setup;

const N_PAPERS: usize = 20_000;
const N_ASKED: usize = 2_000;
const N_GENERIC: usize = 1_000;
const N_NEAR: usize = 10_000;

const GENERIC: &[&str] = &[
    "Introduction",
    "Editorial",
    "Book review",
    "Book Reviews",
    "Preface",
    "Letter to the Editor",
    "Erratum",
    "Obituary",
    "Foreword",
    "Correspondence",
    "Comment",
    "Reply",
    "Notes",
    "Index",
    "Abstracts",
    "News and Notes",
];

struct Paper {
    doi: String,
    title: String,
    author: (String, String),
    journal: String,
    year: usize,
    volume: usize,
}

/// Runs the three measurements.
pub(super) fn run(setup: &Setup, folder: &Path, chance: &mut Chance) -> Result<()> {
    let journals: Vec<String> = (0..300)
        .map(|_| format!("Journal of {}", chance.title(2)))
        .collect();
    let papers: Vec<Paper> = (0..N_PAPERS)
        .map(|n| Paper {
            doi: format!("10.{}/j.{}.{:05}", 1000 + n % 90, n % 300, n),
            title: if n % 10 == 0 {
                chance.pick(GENERIC).to_owned()
            } else {
                let n = 4 + chance.below(5);
                chance.title(n)
            },
            author: chance.name(),
            journal: journals[n % 300].clone(),
            year: 1960 + chance.below(60),
            volume: 1 + chance.below(80),
        })
        .collect();
    let dump = folder.join("scimag.sql");
    fs::write(&dump, sql(&papers, chance))?;
    let scimag = index(setup, &dump, "scimag", &[])?;
    let list = folder.join("dois.txt");
    let mut file = fs::File::create(&list)?;
    for paper in &papers {
        writeln!(file, "{}", paper.doi)?;
    }
    drop(file);
    let dois = index(setup, &list, "dois", &[])?;

    // DOIs that are there, and near ones that are not.
    let known: std::collections::HashSet<&str> = papers.iter().map(|it| it.doi.as_str()).collect();
    let mut near = Vec::new();
    while near.len() < N_NEAR {
        let doi = &papers[chance.below(papers.len())].doi;
        let mut bytes = doi.clone().into_bytes();
        let own = match chance.below(4) {
            0 => doi[..doi.len() - 1 - chance.below(3)].to_owned(),
            1 => format!("{doi}{}", chance.below(10)),
            _ => {
                let slash = doi.find('/').unwrap_or(0) + 1;
                let at = slash + chance.below(bytes.len() - slash);
                bytes[at] = b"0123456789abcdef"[chance.below(16)];
                String::from_utf8(bytes)?
            }
        };
        if !known.contains(own.as_str()) {
            near.push(own);
        }
    }
    for (name, index) in [("scimag", &scimag), ("dois", &dois)] {
        let of = |dois: &mut dyn Iterator<Item = &str>| -> Result<usize> {
            let rows: Vec<Vec<String>> = dois.map(|doi| vec![doi.to_owned()]).collect();
            let list = folder.join("asked.csv");
            write_csv(&list, &["doi"], &rows)?;
            let results = check(setup, &list, index, &[])?;
            ensure!(
                results.len() == rows.len(),
                "{} of {} rows",
                results.len(),
                rows.len()
            );
            Ok(results.iter().filter(|it| it.verdict.is_found()).count())
        };
        let there = of(&mut papers.iter().take(N_ASKED).map(|it| it.doi.as_str()))?;
        let not = of(&mut near.iter().map(String::as_str))?;
        println!(
            "{name}: DOIs that are there, found: {}",
            share(there, N_ASKED)
        );
        println!("{name}: near DOIs, found: {}", share(not, N_NEAR));
    }

    // Papers without a DOI, as another list writes them.
    let asked: Vec<&Paper> = papers
        .iter()
        .filter(|it| !GENERIC.contains(&it.title.as_str()))
        .take(N_ASKED)
        .collect();
    let row = |paper: &Paper, chance: &mut Chance| {
        let (given, surname) = &paper.author;
        let author = match chance.below(4) {
            0 => format!("{given} {surname}"),
            1 => format!("{surname}, {given}"),
            2 => format!("{}. {surname}", &given[..1]),
            _ => format!("{surname} {}.", &given[..1]),
        };
        let title = match chance.below(4) {
            0 => paper.title.to_uppercase(),
            1 => format!("{}.", paper.title),
            _ => paper.title.clone(),
        };
        let journal = match chance.below(3) {
            0 => paper.journal.replace("Journal", "J.").replace(" of", ""),
            1 => String::new(),
            _ => paper.journal.clone(),
        };
        vec![
            title,
            author,
            journal,
            paper.year.to_string(),
            "article".to_owned(),
        ]
    };
    let header = ["title", "author", "journal", "year", "type"];
    let rows: Vec<_> = asked.iter().map(|paper| row(paper, chance)).collect();
    let list = folder.join("papers.csv");
    write_csv(&list, &header, &rows)?;
    let results = check(setup, &list, &scimag, &[])?;
    let (mut found, mut wrong) = (0, 0);
    for (paper, result) in asked.iter().zip(&results) {
        let records = result.matches.iter().flat_map(|it| &it.records);
        let mut is_own = false;
        for record in records.filter(|it| it.tier.is_found()) {
            let own = record.doi.as_deref() == Some(&paper.doi);
            is_own |= own;
            wrong += usize::from(!own);
        }
        found += usize::from(is_own);
    }
    println!(
        "papers without a DOI, found: {}; wrong records: {wrong}",
        share(found, asked.len())
    );

    // Titles that every journal has, by authors who are there.
    let generic = papers
        .iter()
        .filter(|it| GENERIC.contains(&it.title.as_str()));
    let rows: Vec<_> = generic
        .take(N_GENERIC)
        .map(|paper| {
            let mut row = row(paper, chance);
            // Another paper of the same author.
            if chance.below(2) == 0 {
                row[2].clone_from(&journals[chance.below(300)]);
                row[3] = (1960 + chance.below(60)).to_string();
            }
            row
        })
        .collect();
    let list = folder.join("generic.csv");
    write_csv(&list, &header, &rows)?;
    let results = check(setup, &list, &scimag, &[])?;
    let found = results.iter().filter(|it| it.verdict.is_found()).count();
    println!(
        "titles that many papers have, found: {}",
        share(found, results.len())
    );

    let start = std::time::Instant::now();
    let status = Command::new(&setup.colophon)
        .args(["lookup", "--doi", &papers[7].doi, "--index"])
        .arg(&dois)
        .stdout(Stdio::null())
        .status()?;
    ensure!(
        status.code() == Some(1),
        "a DOI that is there was not found"
    );
    println!(
        "one look-up of a DOI: {:.0} ms",
        start.elapsed().as_secs_f64() * 1000.0
    );
    Ok(())
}

fn sql(papers: &[Paper], chance: &mut Chance) -> String {
    const COLUMNS: [&str; 31] = [
        "ID",
        "DOI",
        "DOI2",
        "Title",
        "Author",
        "Year",
        "Month",
        "Day",
        "Volume",
        "Issue",
        "First_page",
        "Last_page",
        "Journal",
        "ISBN",
        "ISSNP",
        "ISSNE",
        "MD5",
        "Filesize",
        "TimeAdded",
        "JOURNALID",
        "AbstractURL",
        "Attribute1",
        "Attribute2",
        "Attribute3",
        "Attribute4",
        "Attribute5",
        "Attribute6",
        "visible",
        "PubmedID",
        "PMC",
        "PII",
    ];
    let mut sql = format!(
        "CREATE TABLE `scimag` (`{}` text);\n",
        COLUMNS.join("` text, `")
    );
    for (n, paper) in papers.iter().enumerate() {
        let (first, last) = &paper.author;
        let author = match n % 3 {
            0 => format!("{last}, {first}"),
            1 => format!("{first} {last}"),
            _ => {
                let (of, other) = chance.name();
                format!("{last}, {first}; {other}, {of}")
            }
        };
        writeln!(
            sql,
            "INSERT INTO `scimag` VALUES ({},'{}','','{}','{author}','{}','','','{}','2','1','9','{}','','','','{:032x}',5,\
             '2015-02-03 00:00:00','','','','','',NULL,'','','','','','');",
            n + 1, paper.doi, paper.title, paper.year, paper.volume, paper.journal, n + 1,
        )
        .unwrap();
    }
    sql + "-- Dump completed on 2020-01-01\n"
}
