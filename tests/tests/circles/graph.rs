//! Files, what they import, and the circles among them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Which file imports which, and an example of each import as it is written.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    edges: BTreeMap<String, BTreeMap<String, String>>,
}

impl Graph {
    /// Adds that `from` imports `to` as `written`.
    pub(crate) fn add(&mut self, from: &str, to: &str, written: &str) {
        if from != to {
            let edges = self.edges.entry(from.to_owned()).or_default();
            edges
                .entry(to.to_owned())
                .or_insert_with(|| written.to_owned());
        }
    }

    /// Returns the circles: sets of files in which each imports, directly or
    /// through others, every other one.
    ///
    /// A module and the files in its folder are one topic: it may call them,
    /// and they may use what it defines. Where all files of a circle are in
    /// the folder of one of them, only circles among the others count.
    pub(crate) fn circles(&self) -> Vec<BTreeSet<String>> {
        let mut found = Vec::new();
        let mut open = vec![self.edges_among(|_, _| true)];
        while let Some(edges) = open.pop() {
            for circle in connected(&edges) {
                let is_head = |head: &&str| {
                    let mut others = circle.iter().filter(|other| *other != head);
                    others.all(|other| is_above(head, other))
                };
                match circle.iter().copied().find(|file| is_head(file)) {
                    Some(head) => open.push(self.edges_among(|from, to| {
                        to != head && circle.contains(from) && circle.contains(to)
                    })),
                    None => found.push(circle.into_iter().map(str::to_owned).collect()),
                }
            }
        }
        found.sort();
        found
    }

    fn edges_among(&self, counts: impl Fn(&str, &str) -> bool) -> BTreeMap<&str, Vec<&str>> {
        let mut among = BTreeMap::new();
        for (from, edges) in &self.edges {
            let edges = edges.keys().map(String::as_str);
            let edges: Vec<_> = edges.filter(|to| counts(from, to)).collect();
            among.insert(from.as_str(), edges);
        }
        among
    }

    /// Returns a line for each import among these files.
    pub(crate) fn describe(&self, files: &BTreeSet<String>) -> String {
        let mut lines = String::new();
        for from in files {
            for (to, written) in self.edges.get(from).into_iter().flatten() {
                if files.contains(to) {
                    let _ = writeln!(lines, "  {from} -> {to}: {written}");
                }
            }
        }
        lines
    }
}

/// Returns the sets of at least two files that all reach each other.
fn connected<'a>(edges: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<BTreeSet<&'a str>> {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for from in edges.keys().copied() {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(file) = open.pop() {
            for to in edges.get(file).into_iter().flatten().copied() {
                if seen.insert(to) {
                    open.push(to);
                }
            }
        }
        reached.insert(from, seen);
    }
    let leads_to = |from: &str, to: &str| reached.get(from).is_some_and(|seen| seen.contains(to));
    let mut circles: Vec<BTreeSet<&str>> = Vec::new();
    for (file, seen) in &reached {
        if seen.contains(file) && !circles.iter().any(|circle| circle.contains(file)) {
            let circle = seen.iter().copied().filter(|other| leads_to(other, file));
            circles.push(circle.collect());
        }
    }
    circles
}

/// Returns whether `other` is in the folder of the module in `file`.
fn is_above(file: &str, other: &str) -> bool {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let below = match name.strip_suffix(".rs") {
        Some("lib" | "main" | "mod") => folder.to_owned(),
        Some(stem) if folder.is_empty() => stem.to_owned(),
        Some(stem) => format!("{folder}/{stem}"),
        None => return false,
    };
    let rest = other.strip_prefix(&below);
    below.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::Graph;

    fn circles(edges: &[(&str, &str)]) -> Vec<Vec<String>> {
        let mut graph = Graph::default();
        for (from, to) in edges {
            graph.add(from, to, "as written");
        }
        let circles = graph.circles().into_iter();
        circles.map(|circle| circle.into_iter().collect()).collect()
    }

    #[test]
    fn circles_are_found_and_kept_apart() {
        assert_eq!(
            circles(&[("a.rs", "b.rs"), ("b.rs", "c.rs"), ("a.rs", "c.rs")]),
            [[""; 0]; 0]
        );
        assert_eq!(
            circles(&[
                ("a.rs", "b.rs"),
                ("b.rs", "a.rs"),
                ("b.rs", "c.rs"),
                ("c.rs", "d.rs"),
                ("d.rs", "e.rs"),
                ("e.rs", "c.rs"),
            ]),
            [&["a.rs", "b.rs"][..], &["c.rs", "d.rs", "e.rs"]]
        );
    }

    #[test]
    fn a_module_and_its_folder_are_one_topic() {
        for head in ["a/mod.rs", "a.rs", "main.rs"] {
            let own = [(head, "a/b.rs"), ("a/b.rs", head), (head, "a/c.rs")];
            assert_eq!(circles(&own), [[""; 0]; 0], "{head}");
            let among = [own[0], own[1], ("a/b.rs", "a/c.rs"), ("a/c.rs", "a/b.rs")];
            assert_eq!(circles(&among), [["a/b.rs", "a/c.rs"]], "{head}");
        }
        // The circle leaves the folder.
        assert_eq!(
            circles(&[
                ("a/mod.rs", "a/b.rs"),
                ("a/b.rs", "c.rs"),
                ("c.rs", "a/mod.rs")
            ]),
            [["a/b.rs", "a/mod.rs", "c.rs"]]
        );
        // A folder whose name begins the same is another folder.
        assert_eq!(
            circles(&[("a.rs", "ab/c.rs"), ("ab/c.rs", "a.rs")]),
            [["a.rs", "ab/c.rs"]]
        );
    }

    #[test]
    fn the_imports_of_a_circle_are_described() {
        let mut graph = Graph::default();
        graph.add("a.rs", "b.rs", "crate::b::B");
        graph.add("b.rs", "a.rs", "super::a");
        graph.add("a.rs", "c.rs", "crate::c");
        let circle = graph.circles().remove(0);
        assert_eq!(
            graph.describe(&circle),
            "  a.rs -> b.rs: crate::b::B\n  b.rs -> a.rs: super::a\n"
        );
    }
}
