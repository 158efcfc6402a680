//! Which file of the window's pages imports which.

use std::fs;
use std::path::{Path, PathBuf};

use crate::graph::Graph;

/// Returns which of the files below `source` import which, including types.
pub(crate) fn imports(source: &Path) -> Graph {
    let mut graph = Graph::default();
    let mut open = vec![source.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if is_page(&path) {
                let text = fs::read_to_string(&path).unwrap();
                for written in imported(&text) {
                    let to = found(&folder, written);
                    let to = to.unwrap_or_else(|| panic!("{}: {written}", path.display()));
                    graph.add(&below(source, &path), &below(source, &to), written);
                }
            }
        }
    }
    graph
}

/// Returns whether a file is part of the pages and not of their tests.
fn is_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default();
    ending == "svelte" || (ending == "ts" && !name.contains(".test."))
}

/// Returns the files that a text imports, as it writes them.
fn imported(text: &str) -> Vec<&str> {
    let starts = ["from \"", "import \"", "import(\""];
    let mut all = Vec::new();
    for line in text.lines() {
        let is_comment = line.trim_start().starts_with("//");
        for start in starts.iter().filter(|_| !is_comment) {
            let rest = line.split(start).skip(1);
            all.extend(rest.filter_map(|rest| rest.split('"').next()));
        }
    }
    // What does not begin with a dot is a package.
    let is_style = |path: &str| Path::new(path).extension().is_some_and(|it| it == "css");
    all.retain(|path| path.starts_with('.') && !is_style(path));
    all
}

/// Returns the file that a path names which a file in `folder` imports.
fn found(folder: &Path, written: &str) -> Option<PathBuf> {
    let path = folder.join(written);
    let mut files = ["", ".ts", "/index.ts"]
        .iter()
        .map(|ending| PathBuf::from(format!("{}{ending}", path.display())));
    files.find(|file| file.is_file())?.canonicalize().ok()
}

fn below(source: &Path, path: &Path) -> String {
    let (source, path) = (source.canonicalize(), path.canonicalize());
    let (source, path) = (source.unwrap(), path.unwrap());
    let name = path.strip_prefix(source).unwrap().to_str().unwrap();
    name.replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[test]
    fn circles_of_pages_are_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("lib")).unwrap();
        for (name, text) in [
            (
                "App.svelte",
                "<script lang=\"ts\">\n  import { a } from \"./lib/a\";\n</script>",
            ),
            (
                "lib/a.ts",
                "import type { B } from \"./b.svelte\";\nimport \"svelte\";",
            ),
            (
                "lib/b.svelte.ts",
                "// import \"./c\"\nawait import(\"../lib/a\");",
            ),
            ("lib/c.ts", "export { d } from \"./b.svelte\";"),
            ("lib/a.test.ts", "import \"./missing\";"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let circles = imports(folder.path()).circles();
        assert_eq!(circles.len(), 1);
        assert!(circles[0].iter().eq(["lib/a.ts", "lib/b.svelte.ts"]));
    }
}
