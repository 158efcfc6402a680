//! The books, their pairs, and the exact overlap of their letter shingles.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result};
use colophon_engine::Job;
use colophon_fingerprint::{Scale, Sketch, Sketcher};

/// A work of `works.tsv`.
pub(crate) struct Work {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) path: PathBuf,
    pub(crate) epub: Option<PathBuf>,
    /// Files of other forms.
    pub(crate) forms: Vec<PathBuf>,
}

/// A row of `pairs.tsv`: `a` RELATION `b`.
pub(crate) struct Pair {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) relation: String,
    /// The exact shares of 6-word windows, as the table gives them.
    pub(crate) a_in_b: f64,
    pub(crate) b_in_a: f64,
    pub(crate) derived: bool,
    pub(crate) note: String,
}

/// All works and pairs.
pub(crate) struct Books {
    pub(crate) works: Vec<Work>,
    pub(crate) pairs: Vec<Pair>,
    by_id: HashMap<String, usize>,
    complete: RefCell<HashMap<usize, Rc<Sketch>>>,
}

impl Books {
    pub(crate) fn read(data: &Path, forms: &[PathBuf]) -> Result<Self> {
        let mut others: HashMap<String, Vec<PathBuf>> = HashMap::new();
        for folder in forms {
            let entries = std::fs::read_dir(folder)
                .with_context(|| format!("no forms at {}", folder.display()))?;
            for path in entries.flatten().map(|entry| entry.path()) {
                let id = path.file_stem().unwrap_or_default().to_string_lossy();
                others.entry(id.into_owned()).or_default().push(path);
            }
        }
        let works: Vec<Work> = rows(&data.join("works.tsv"))?
            .into_iter()
            .map(|row| Work {
                path: data.join("txt").join(format!("{}.txt", row[0])),
                epub: Some(data.join("epub").join(format!("{}.epub", row[0])))
                    .filter(|path| path.is_file()),
                forms: others.remove(&row[0]).unwrap_or_default(),
                id: row[0].clone(),
                title: row[1].clone(),
                author: row[2].clone(),
            })
            .collect();
        let by_id: HashMap<String, usize> = works
            .iter()
            .enumerate()
            .map(|(i, work)| (work.id.clone(), i))
            .collect();
        let place = |id: &String| {
            by_id
                .get(id)
                .copied()
                .with_context(|| format!("no work {id}"))
        };
        let mut pairs = Vec::new();
        for row in rows(&data.join("pairs.tsv"))? {
            pairs.push(Pair {
                a: place(&row[0])?,
                b: place(&row[1])?,
                relation: row[2].clone(),
                a_in_b: row[3].parse()?,
                b_in_a: row[4].parse()?,
                derived: row[8] == "1",
                note: row.get(9).cloned().unwrap_or_default(),
            });
        }
        Ok(Self {
            works,
            pairs,
            by_id,
            complete: RefCell::default(),
        })
    }

    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Returns all hashes of a work's text, without leaving any out.
    pub(crate) fn complete(&self, work: usize) -> Rc<Sketch> {
        let mut complete = self.complete.borrow_mut();
        let sketch = complete.entry(work).or_insert_with(|| {
            let mut sketcher = Sketcher::new(Scale::new(1).unwrap());
            // The text as it is read, with encoding errors repaired.
            let document =
                colophon_engine::extract_text(&self.works[work].path, &Job::default()).unwrap();
            document
                .sections
                .iter()
                .for_each(|section| sketcher.push(&section.text));
            Rc::new(sketcher.finish().sketch)
        });
        Rc::clone(sketch)
    }

    /// Returns the exact share of `a`'s letter shingles that `b` holds.
    pub(crate) fn containment(&self, a: usize, b: usize) -> f64 {
        self.complete(a)
            .containment_in(&self.complete(b))
            .unwrap_or(0.0)
    }

    /// Returns, for each work, the smallest work that it is connected with by
    /// pairs that share text, or by the same title and author.
    pub(crate) fn families(&self) -> Vec<usize> {
        let mut family: Vec<usize> = (0..self.works.len()).collect();
        let mut join = |a: usize, b: usize| {
            let (from, to) = (family[a].max(family[b]), family[a].min(family[b]));
            family
                .iter_mut()
                .filter(|f| **f == from)
                .for_each(|f| *f = to);
        };
        for pair in self.pairs.iter().filter(|pair| pair.shares_text()) {
            join(pair.a, pair.b);
        }
        for a in 0..self.works.len() {
            for b in 0..a {
                if self.works[a].title == self.works[b].title
                    && self.works[a].author == self.works[b].author
                {
                    join(a, b);
                }
            }
        }
        family
    }
}

impl Pair {
    /// Returns whether the two are (parts of) one text.
    pub(crate) fn shares_text(&self) -> bool {
        matches!(
            self.relation.as_str(),
            "same-work" | "contains" | "contained-in" | "revised-edition" | "abridged"
        )
    }

    /// Returns whether one translation descends from the other; either of two
    /// verdicts is then right.
    pub(crate) fn is_descent(&self) -> bool {
        self.note.contains("textual descent")
    }
}

fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect())
}
