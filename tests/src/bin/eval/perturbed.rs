//! Asks for real rows of public lists as others write them.
//!
//! For each kind of writing there is one catalogue, with a record for each
//! question, and one client list; the real command answers. What is asked is
//! first asked as it is recorded: a title that is not found even then ("Poems")
//! says nothing about the writing.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use colophon_engine::report::model::{Report, Tier};

use crate::kinds::{self, Entry, Expected};
use crate::{Setup, rows, table};

/// How many questions there are of each kind, where there are as many.
const N_QUESTIONS: usize = 300;

/// An answer to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The tier of the record, if it is shown.
    pub(crate) tier: Option<Tier>,
    pub(crate) reason: String,
}

impl Answer {
    fn is_found(&self) -> bool {
        self.tier.is_some_and(Tier::is_found)
    }

    fn is_right(&self, expected: Expected) -> bool {
        match expected {
            Expected::Found => self.is_found(),
            Expected::Listed => self.tier.is_some(),
            Expected::Possible => self.tier == Some(Tier::Review),
            Expected::Other => !self.is_found(),
        }
    }
}

/// How many answers of a kind, or of several, were found, possible and neither.
#[derive(Debug, Default)]
struct Score {
    n: usize,
    found: usize,
    possible: usize,
    right: usize,
}

impl Score {
    fn add(&mut self, answer: &Answer, expected: Expected) {
        self.n += 1;
        self.found += usize::from(answer.is_found());
        self.possible += usize::from(answer.tier == Some(Tier::Review));
        self.right += usize::from(answer.is_right(expected));
    }

    fn row(&self, name: &str, expected: &str) -> Vec<String> {
        let share = 100.0 * self.found as f64 / self.n.max(1) as f64;
        vec![
            name.to_owned(),
            self.n.to_string(),
            self.found.to_string(),
            self.possible.to_string(),
            (self.n - self.found - self.possible).to_string(),
            format!("{share:.1} %"),
            expected.to_owned(),
            (self.n - self.right).to_string(),
        ]
    }
}

/// Asks for rows of the lists in the folder `data` in every way of writing, and
/// prints what was found.
pub(crate) fn run(setup: &Setup, data: &Path) -> Result<()> {
    let works = rows::read(data)?;
    let n_all = works.len();
    let plain: Vec<[Entry; 2]> = works
        .iter()
        .map(|work| {
            let entry = Entry {
                title: work.full_title(),
                author: work.author.clone(),
            };
            [entry.clone(), entry]
        })
        .collect();
    let answers = ask(setup, "perturbed", &plain)?;
    let works: Vec<rows::Work> = works
        .into_iter()
        .zip(&answers)
        .filter_map(|(work, answer)| answer.is_found().then_some(work))
        .collect();
    println!(
        "\n{n_all} titles of public lists, {} of them found as they are",
        works.len()
    );
    let wrong_path = setup.work.join(format!("perturbed-{}.tsv", setup.seed));
    let mut wrong = fs::File::create(&wrong_path)?;
    writeln!(
        wrong,
        "kind\texpected\tanswer\tasked title\tasked author\trecord title\trecord author\treason"
    )?;
    let mut table_rows = Vec::new();
    let (mut same, mut sure, mut others) = (Score::default(), Score::default(), Score::default());
    for (place, kind) in (0..).zip(kinds::all()) {
        let seed = setup.seed.wrapping_mul(1_000).wrapping_add(place);
        let pairs = kind.pairs(&works, N_QUESTIONS, seed);
        let answers = ask(setup, "perturbed", &pairs)?;
        let mut score = Score::default();
        for (answer, pair) in answers.iter().zip(&pairs) {
            score.add(answer, kind.expected);
            match kind.expected {
                Expected::Other => others.add(answer, kind.expected),
                Expected::Found => {
                    sure.add(answer, kind.expected);
                    same.add(answer, kind.expected);
                }
                Expected::Listed => same.add(answer, kind.expected),
                Expected::Possible => {}
            }
            if !answer.is_right(kind.expected) {
                let [asked, record] = pair;
                writeln!(
                    wrong,
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    kind.name,
                    kind.expected.as_str(),
                    answer.tier.map_or("not found", Tier::as_str),
                    asked.title,
                    asked.author,
                    record.title,
                    record.author,
                    answer.reason
                )?;
            }
        }
        table_rows.push(score.row(kind.name, kind.expected.as_str()));
    }
    table_rows.push(sure.row("ALL that should be found", "found"));
    table_rows.push(same.row("ALL of the same book", "found or possible"));
    table_rows.push(others.row("ALL of another book", "not found"));
    table::print(
        &format!("Real rows written otherwise, seed {}", setup.seed),
        &[
            "what is written otherwise",
            "asked",
            "found",
            "possible",
            "not found",
            "found",
            "should be",
            "wrong",
        ],
        &table_rows,
    );
    println!("\n  what is wrong, line by line: {}", wrong_path.display());
    Ok(())
}

/// Makes an index of the records, asks the questions, and returns what is said of
/// the record of each.
pub(crate) fn ask(setup: &Setup, name: &str, pairs: &[[Entry; 2]]) -> Result<Vec<Answer>> {
    let (asked, records): (Vec<&Entry>, Vec<&Entry>) = pairs.iter().map(|[a, b]| (a, b)).unzip();
    let report = check(setup, name, &asked, &records)?;
    let mut answers = vec![Answer::default(); pairs.len()];
    for result in &report.results {
        // The first row holds the headings.
        let row = result.row.context("a result does not name its row")?;
        let place = row as usize - 2;
        let answer = answers.get_mut(place).context("a row too many")?;
        let id = place.to_string();
        let own = result.matches.iter().flat_map(|found| &found.records);
        let own = own.filter(|record| record.id == id);
        if let Some(best) = own.min_by_key(|record| record.tier) {
            *answer = Answer {
                tier: Some(best.tier),
                reason: best.reason.clone(),
            };
        }
    }
    Ok(answers)
}

/// Makes an index of `records`, whose ids are their places, and checks a list of
/// `asked` with it.
pub(crate) fn check(
    setup: &Setup,
    name: &str,
    asked: &[&Entry],
    records: &[&Entry],
) -> Result<Report> {
    let path = |ending: &str| setup.work.join(format!("{name}{ending}"));
    let (dump, list, index): (PathBuf, PathBuf, PathBuf) =
        (path("-dump.csv"), path("-list.csv"), path(".colophon"));
    let mut table = csv::Writer::from_path(&dump)?;
    table.write_record(["id", "title", "author"])?;
    for (place, record) in records.iter().enumerate() {
        table.write_record([&place.to_string(), &record.title, &record.author])?;
    }
    table.flush()?;
    let mut table = csv::Writer::from_path(&list)?;
    table.write_record(["title", "author"])?;
    for asked in asked {
        table.write_record([&asked.title, &asked.author])?;
    }
    table.flush()?;
    let mut catalogue = std::ffi::OsString::from("csv:");
    catalogue.push(&dump);
    let built = Command::new(&setup.colophon)
        .args(["index", "build", "--catalogue"])
        .arg(catalogue)
        .arg("--out")
        .arg(&index)
        .stdout(Stdio::null())
        .output()?;
    ensure!(
        built.status.success(),
        "the index could not be built: {}",
        String::from_utf8_lossy(&built.stderr)
    );
    let output = Command::new(&setup.colophon)
        .args(["check", "--format", "json", "--clients"])
        .arg(&list)
        .arg("--index")
        .arg(&index)
        .stderr(Stdio::inherit())
        .output()?;
    fs::remove_file(&index)?;
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("the check gave no report: {}", output.status))
}
