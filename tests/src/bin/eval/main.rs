//! Measures Colophon's answers on pairs of books whose relation is known.
//!
//! ```text
//! cargo xtask eval [--scale N] [--data FOLDER] [--forms FOLDER]... [--seed N] [--rows N] [--split N] [pairs] [curve] [chance] [catalogue] [perturbed] [cross] [nameless] [collections]
//! cargo xtask eval --builtin
//! ```
//!
//! With `--builtin`, only the pairs in `tests/truth` are judged. They need
//! nothing but the repository.
//!
//! There are eight parts, and all of them run unless you name some:
//!
//! - *pairs*: the real command checks every text and every EPUB against an index
//!   of all texts, and its answers are compared with `pairs.tsv`. Folders named
//!   with `--forms` add other forms of the same books, such as PDFs, each file
//!   named by its work's id; the work's text is then judged once more with them,
//!   which compares like with like. With `--split N`, the index is a set of a base and N
//!   deltas, and its answers have to be those of one index;
//! - *curve*: random passages, clean and with scanning errors, at four scales;
//! - *chance*: how often an unrelated work would be reported, at 7.5 million
//!   works;
//! - *catalogue*: made-up dumps and client lists with known answers: how many
//!   titles and records are found, and how many wrongly;
//! - *perturbed*, which runs with *catalogue*, too: real rows of public lists, each
//!   written as others write it, and other books written nearly like them: how
//!   many are found, by the way of writing;
//! - *cross*: the titles of one public list looked up in another, both ways; what
//!   a person should read is written to a file;
//! - *nameless*: drafts of the books that do not say what they are, with title pages
//!   in many styles: how many guesses are right, and what is made of them;
//! - *collections*: made-up papers, films and registrations with what is easily confused
//!   with them.
//!
//! Nothing here changes a verdict: this program is the judge, not a party.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::too_many_lines,
    reason = "a tool of the tests: it prints what it measures, and ends at what it does not expect"
)]

mod books;
mod catalogue;
mod chance;
mod collections;
mod command;
mod cross;
mod curve;
mod kinds;
mod nameless;
mod noise;
mod pairs;
mod perturbed;
mod rows;
mod split;
mod table;

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use colophon_tests::truth;

/// What the evaluation runs on.
pub(crate) struct Setup {
    /// The folder with `works.tsv`, `pairs.tsv`, `txt` and `epub`.
    pub(crate) data: PathBuf,
    /// Folders of other forms of the books, `ID.ENDING`.
    pub(crate) forms: Vec<PathBuf>,
    /// A folder for indexes, passages and reports.
    pub(crate) work: PathBuf,
    /// The `colophon` command.
    pub(crate) colophon: PathBuf,
    /// The scale of the index in *pairs*.
    pub(crate) scale: u32,
    /// The seed of everything random; if there are several, the first.
    pub(crate) seed: u64,
    /// Into how many deltas, next to a base, the works are split in *pairs*.
    pub(crate) split: usize,
}

/// Judges the pairs of the repository.
fn builtin() -> Result<()> {
    let pairs = truth::ask(truth::Setup {
        colophon: colophon_tests::bin(),
        samples: colophon_tests::samples(),
    });
    print!("{}", truth::describe(&pairs));
    ensure!(
        pairs.iter().all(truth::Pair::is_as_recorded),
        "some answers are not as recorded in tests/truth"
    );
    Ok(())
}

fn main() -> Result<()> {
    colophon_engine::serve_if_asked();
    if std::env::args().skip(1).eq(["--builtin"]) {
        return builtin();
    }
    let mut setup = Setup {
        data: PathBuf::from("../shared/data/books"),
        forms: Vec::new(),
        work: PathBuf::from("target/eval"),
        colophon: command::built()?,
        scale: 1024,
        seed: 1,
        split: 0,
    };
    let mut n_rows = 300_000;
    let mut parts = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .with_context(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--scale" => setup.scale = value()?.parse()?,
            "--seed" => setup.seed = value()?.parse()?,
            "--split" => setup.split = value()?.parse()?,
            "--rows" => n_rows = value()?.parse()?,
            "--forms" => setup.forms.push(value()?.into()),
            "--data" => setup.data = value()?.into(),
            "pairs" | "curve" | "chance" | "catalogue" | "perturbed" | "cross" | "nameless"
            | "collections" => {
                parts.push(argument);
            }
            _ => bail!(
                "there is no {argument}: name pairs, curve, chance, catalogue, perturbed, cross, nameless or collections"
            ),
        }
    }
    if parts.iter().any(|part| part == "catalogue") {
        parts.push("perturbed".to_owned());
    }
    let asked = |part: &str| parts.is_empty() || parts.iter().any(|asked| asked == part);
    std::fs::create_dir_all(&setup.work)?;
    let lists = setup.data.join("../catalogue");
    if asked("catalogue") {
        let tool = setup.data.join("../../tools/make_catalogue.py");
        catalogue::run(&setup, &tool, n_rows)?;
    }
    if asked("perturbed") {
        perturbed::run(&setup, &lists)?;
    }
    if asked("cross") {
        cross::run(&setup, &lists)?;
    }
    if asked("nameless") {
        nameless::run(&setup)?;
    }
    if asked("collections") {
        collections::run(&setup)?;
    }
    if !["pairs", "curve", "chance"].into_iter().any(asked) {
        return Ok(());
    }
    if !setup.data.join("pairs.tsv").is_file() {
        bail!(
            "the books with known truth are not at {}: name their folder with --data",
            setup.data.display()
        );
    }
    let books = books::Books::read(&setup.data, &setup.forms)?;
    println!(
        "{} works, {} pairs, scale {}, seed {}\n",
        books.works.len(),
        books.pairs.len(),
        setup.scale,
        setup.seed
    );
    if asked("pairs") {
        pairs::run(&setup, &books)?;
    }
    if asked("curve") {
        curve::run(&setup, &books)?;
    }
    if asked("chance") {
        chance::run(&books);
    }
    Ok(())
}
