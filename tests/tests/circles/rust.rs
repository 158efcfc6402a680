//! Which file of a crate imports which.
//!
//! A `mod` line is not an import, and neither is a re-export: a file that uses
//! the name imports the file that defines it, however many re-exports are between.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use crate::graph::Graph;
use crate::tokens::Module;

/// A module's path below the root of its crate.
type Place = Vec<String>;

/// Returns which of the files below `source` import which.
pub(crate) fn imports(source: &Path) -> Graph {
    let mut graph = Graph::default();
    for root in roots(source) {
        Tree::read(source, &root).add_to(&mut graph);
    }
    graph
}

/// Returns the files below `source` that modules are read from, and all that
/// are there; those for tests alone are in neither.
pub(crate) fn files(source: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut read = BTreeSet::new();
    let mut all = BTreeSet::new();
    let mut open = vec![source.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                all.insert(name(source, &path));
            }
        }
    }
    for root in roots(source) {
        let tree = Tree::read(source, &root);
        all.retain(|file| {
            let mut modules = tree.for_tests.iter().filter_map(|of| file.strip_prefix(of));
            !modules.any(|rest| rest.starts_with(['.', '/']))
        });
        read.extend(tree.modules.into_values().map(|(file, _)| file));
    }
    (read, all)
}

/// Returns the roots of the crates in a folder: its library and its programs.
fn roots(source: &Path) -> Vec<PathBuf> {
    let mut roots = vec![source.join("lib.rs"), source.join("main.rs")];
    for entry in fs::read_dir(source.join("bin")).into_iter().flatten() {
        let path = entry.unwrap().path();
        roots.push(if path.is_dir() {
            path.join("main.rs")
        } else {
            path
        });
    }
    roots.retain(|root| root.is_file());
    assert!(!roots.is_empty(), "no crate in {}", source.display());
    roots
}

fn name(source: &Path, path: &Path) -> String {
    let name = path.strip_prefix(source).unwrap().to_str().unwrap();
    name.replace('\\', "/")
}

/// What a path leads to.
enum Target {
    Module(Place),
    /// An item, by the file that defines it.
    Item(String),
}

/// The modules of one crate, each with its file.
struct Tree {
    modules: BTreeMap<Place, (String, Module)>,
    /// The modules for tests alone, by the names of their files without ending.
    for_tests: BTreeSet<String>,
}

impl Tree {
    fn read(source: &Path, root: &Path) -> Self {
        let (mut modules, mut for_tests) = (BTreeMap::new(), BTreeSet::new());
        let folder = root.parent().unwrap().to_owned();
        let mut open = vec![(Place::new(), root.to_owned(), folder, None)];
        while let Some((place, path, folder, body)) = open.pop() {
            let body = body.unwrap_or_else(|| parse(&path));
            let mut module = Module::read(body);
            let tests = module.for_tests.iter();
            for_tests.extend(tests.map(|own| name(source, &folder.join(own))));
            for (child, body) in &mut module.children {
                let below = [&place[..], std::slice::from_ref(child)].concat();
                let own_folder = folder.join(child);
                let files = [
                    folder.join(format!("{child}.rs")),
                    own_folder.join("mod.rs"),
                ];
                let file = match body {
                    Some(_) => Some(path.clone()),
                    None => files.into_iter().find(|file| file.is_file()),
                };
                let file = file.unwrap_or_else(|| panic!("{}: mod {child}", path.display()));
                open.push((below, file, own_folder, body.take()));
            }
            modules.insert(place, (name(source, &path), module));
        }
        Self { modules, for_tests }
    }

    fn add_to(&self, graph: &mut Graph) {
        for (place, (file, module)) in &self.modules {
            for path in &module.mentions {
                if let Some(target) = self.resolve(place, path, 0) {
                    graph.add(file, &self.file(target), &path.join("::"));
                }
            }
        }
    }

    fn file(&self, target: Target) -> String {
        match target {
            Target::Module(place) => self.modules[&place].0.clone(),
            Target::Item(file) => file,
        }
    }

    /// Returns where a path leads that is written in the module at `from`; `None`
    /// if that is outside the crate.
    fn resolve(&self, from: &Place, path: &[String], depth: usize) -> Option<Target> {
        let mut at = from.clone();
        let mut is_ours = false;
        for (i, part) in path.iter().enumerate() {
            match part.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop();
                }
                "*" => break,
                _ => {
                    let is_last = i + 1 == path.len();
                    match self.look_up(&at, part, is_last, depth) {
                        Some(Target::Module(place)) => at = place,
                        Some(item) => return Some(item),
                        // A macro makes it, or it is a variant.
                        None if is_ours => {
                            return Some(Target::Item(self.modules.get(&at)?.0.clone()));
                        }
                        None => return None,
                    }
                }
            }
            is_ours = true;
        }
        Some(Target::Module(at))
    }

    /// Returns what `name` is in the module at `at`.
    fn look_up(&self, at: &Place, name: &str, is_last: bool, depth: usize) -> Option<Target> {
        // Two modules may bring everything of each other.
        const DEEPEST: usize = 8;
        let (file, module) = self.modules.get(at).filter(|_| depth < DEEPEST)?;
        let child = || {
            let is_child = module.children.contains_key(name);
            is_child.then(|| Target::Module([&at[..], &[name.to_owned()]].concat()))
        };
        // A module and a function may have the same name.
        if let Some(child) = child().filter(|_| !is_last) {
            return Some(child);
        }
        if module.items.contains(name) {
            return Some(Target::Item(file.clone()));
        }
        if let Some(path) = module.names.get(name).filter(|path| *path != &[name]) {
            return self.resolve(at, path, depth + 1);
        }
        child().or_else(|| {
            module.globs.iter().find_map(|glob| {
                let brought = self.resolve(at, glob, depth + 1)?;
                match brought {
                    Target::Module(place) if place != *at => {
                        self.look_up(&place, name, is_last, depth + 1)
                    }
                    _ => None,
                }
            })
        })
    }
}

fn parse(path: &Path) -> TokenStream {
    let text = fs::read_to_string(path).unwrap();
    let tokens = text.parse();
    tokens.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{files, imports};

    /// Returns the circles in a crate of these files.
    fn circles(tree: &[(&str, &str)]) -> Vec<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in tree {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let (read, all) = files(folder.path());
        assert_eq!(read, all);
        let circles = imports(folder.path()).circles().into_iter();
        circles.map(|circle| circle.into_iter().collect()).collect()
    }

    const LIB: (&str, &str) = ("lib.rs", "mod a;\nmod b;\npub use a::A;\npub use b::*;");

    #[test]
    fn a_tree_is_not_a_circle() {
        let a = "use crate::b::B;\n/// Not a [`crate::b`].\npub struct A(B);";
        // A comment, a string and a test do not count.
        let b = "pub struct B; // crate::a::A\nconst X: &str = \"crate::a::A\";\n\
            #[cfg(test)]\nmod tests { use crate::a::A; }\n#[cfg(test)]\nuse crate::a::A;";
        assert_eq!(circles(&[LIB, ("a.rs", a), ("b.rs", b)]), [[""; 0]; 0]);
    }

    #[test]
    fn a_circle_of_two_is_found_however_it_is_written() {
        let b = "use crate::a::A;\npub struct B(A);";
        for a in [
            "use crate::b::B;\npub struct A(B);",
            "use super::b;\npub struct A(b::B);",
            "use super::{b::{self, B as C}};\npub struct A(C);",
            "use crate::B;\npub struct A(B);",
            "use crate::*;\npub struct A(b::B);",
            "pub struct A(crate::b::B);",
            "pub struct A;\nfn f() { use crate::b::B; }",
            "pub struct A;\nfn f() -> impl Iterator + use<> { crate::b::f() }",
            "pub struct A;\nfn f() { println!(\"{}\", super::B); }",
            "pub struct A;\nmod c { fn f() { super::super::b::g(); } }",
            "pub struct A;\n#[arg(value_parser = crate::b::parse)]\nstruct C;",
            "pub struct A;\n#[cfg(unix)]\nimpl A { const C: u8 = crate::b::C; }",
        ] {
            let found = circles(&[LIB, ("a.rs", a), ("b.rs", b)]);
            assert_eq!(found, [["a.rs", "b.rs"]], "{a}");
        }
    }

    #[test]
    fn a_circle_through_a_module_of_a_folder_is_found() {
        // The name is re-exported twice; the file that defines it counts.
        let found = circles(&[
            ("lib.rs", "mod a;\nmod b;"),
            (
                "a/mod.rs",
                "mod c;\nmod d;\npub(crate) use self::c::C;\npub(crate) use d::D;",
            ),
            ("a/c.rs", "use crate::b::B;\npub(crate) struct C(B);"),
            ("a/d.rs", "use super::C;\npub(crate) struct D(C);"),
            ("b.rs", "use crate::a::D;\npub(crate) struct B(D);"),
        ]);
        assert_eq!(found, [["a/c.rs", "a/d.rs", "b.rs"]]);
        // Here the folder's own file calls its children.
        let found = circles(&[
            ("main.rs", "mod a;\nmod b;"),
            (
                "a.rs",
                "mod c;\nuse self::c::C;\npub(crate) fn f(_: C) { c::f() }",
            ),
            (
                "a/c.rs",
                "use crate::b;\npub(crate) struct C;\npub(crate) fn f() { b::f() }",
            ),
            ("b.rs", "pub(crate) fn f() { crate::a::f() }"),
        ]);
        assert_eq!(found, [["a.rs", "a/c.rs", "b.rs"]]);
    }

    #[test]
    fn a_child_may_use_what_its_module_defines() {
        let found = circles(&[
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod c;\npub struct A;\npub fn f() { c::f(A) }"),
            ("a/c.rs", "use super::A;\npub(super) fn f(_: A) {}"),
        ]);
        assert_eq!(found, [[""; 0]; 0]);
    }

    #[test]
    fn programs_are_crates_of_their_own() {
        let found = circles(&[
            ("lib.rs", "mod a;\npub fn f() {}"),
            ("a.rs", "use crate::f;"),
            ("bin/one.rs", "fn main() { colophon::f() }"),
            ("bin/two/main.rs", "mod a;\nmod b;\nfn main() { a::f() }"),
            ("bin/two/a.rs", "pub fn f() { crate::b::f() }"),
            ("bin/two/b.rs", "pub fn f() { super::a::f() }"),
        ]);
        assert_eq!(found, [["bin/two/a.rs", "bin/two/b.rs"]]);
    }
}
