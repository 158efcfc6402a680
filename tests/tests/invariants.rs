//! The rules that no compiler checks: which crate may know which, what it may
//! depend on, what may print, how long a file may be.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use colophon_tests::{files_below, root, sources};
use serde_json::Value;

/// The crate that knows Tauri.
const SHELL: &str = "colophon-desktop";

/// The only program with a network.
const FETCHER: &str = "colophon-fetch";

/// Returns the words of a list in deny.toml.
fn list(name: &str) -> BTreeSet<String> {
    let rules = fs::read_to_string(root().join("deny.toml")).unwrap();
    let (_, list) = rules.split_once(&format!("\n{name} = [\n")).unwrap();
    let (list, _) = list.split_once("\n]").unwrap();
    // A word, or a table that names one and the crates that may depend on it.
    let words = list.lines().map(|line| {
        let line = line.trim().trim_end_matches(',');
        let line = line.strip_prefix("{ crate = ").unwrap_or(line);
        line.split('"').nth(1).unwrap_or(line)
    });
    words.map(str::to_owned).collect()
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let output = command
        .current_dir(root())
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Returns the packages that anything in the workspace is built with.
fn packages(metadata: &Value) -> Vec<&Value> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let used: BTreeSet<_> = nodes
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let packages: Vec<_> = packages
        .filter(|package| used.contains(package["id"].as_str().unwrap()))
        .collect();
    assert!(packages.len() > 50, "the workspace has dependencies");
    packages
}

/// Returns our crates that `package` names, for building or for testing.
fn siblings(metadata: &Value, package: &str) -> Vec<String> {
    let packages = packages(metadata);
    let own = packages
        .iter()
        .find(|own| own["name"] == package)
        .unwrap_or_else(|| panic!("no {package}"));
    let named = own["dependencies"].as_array().unwrap().iter();
    let ours = named.map(|named| named["name"].as_str().unwrap().to_owned());
    // A crate may be named once for building and once for its tests.
    let ours: BTreeSet<String> = ours.filter(|name| name.starts_with("colophon")).collect();
    ours.into_iter().collect()
}

/// Returns the table of ARCHITECTURE that says which crate may know which.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let (_, rows) = text
        .split_once("\n| crate | may know |\n|---|---|\n")
        .unwrap();
    let rows = rows.lines().take_while(|line| line.starts_with('|'));
    let named = |cell: &str| -> Vec<String> {
        let names = cell.split('`').skip(1).step_by(2);
        names.map(str::to_owned).collect()
    };
    rows.map(|row| {
        let mut cells = row.split('|').skip(1);
        let of = named(cells.next().unwrap()).remove(0);
        (of, named(cells.next().unwrap()).into_iter().collect())
    })
    .collect()
}

#[test]
fn crates_know_only_whom_they_may() {
    let metadata = metadata();
    let short = |name: &str| name.strip_prefix("colophon-").unwrap_or(name).to_owned();
    let members = metadata["workspace_members"].as_array().unwrap();
    let packages = packages(&metadata);
    let ours = packages.iter().filter(|own| members.contains(&own["id"]));
    let known: BTreeMap<_, BTreeSet<_>> = ours
        .map(|own| own["name"].as_str().unwrap())
        .map(|name| {
            let known = siblings(&metadata, name);
            (short(name), known.iter().map(|name| short(name)).collect())
        })
        .collect();
    let table = table();
    for (name, known) in &known {
        let may = table.get(name);
        assert_eq!(may, Some(known), "{name}: the table, and what Cargo says");
    }
    let gone: Vec<_> = table
        .keys()
        .filter(|name| !known.contains_key(*name))
        .collect();
    assert!(gone.is_empty(), "rows without a crate: {gone:?}");
    assert!(known.len() > 10, "the workspace has crates");
    for front_end in ["cli", "desktop"] {
        assert!(known[front_end].iter().eq(["engine"]), "{front_end}");
    }
}

/// Returns the names of everything that our crates but some are built with, for
/// any system.
fn built_without(metadata: &Value, left_out: &[&str]) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let below: BTreeMap<String, Vec<String>> = nodes
        .iter()
        .map(|node| {
            let needs = node["dependencies"].as_array().unwrap();
            (text(&node["id"]), needs.iter().map(text).collect())
        })
        .collect();
    let names: BTreeMap<String, String> = packages(metadata)
        .iter()
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let members = metadata["workspace_members"].as_array().unwrap();
    let mut open: Vec<String> = members
        .iter()
        .map(text)
        .filter(|id| !left_out.contains(&&*names[id]))
        .collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id.clone()) {
            open.extend(below[&id].iter().cloned());
        }
    }
    seen.into_iter().map(|id| names[&id].clone()).collect()
}

#[test]
fn no_crate_talks_to_a_network() {
    let metadata = metadata();
    let banned = list("deny");
    assert!(
        ["hyper", "reqwest", "socket2", "tokio", "ureq"]
            .iter()
            .all(|name| banned.contains(*name))
    );
    let names = built_without(&metadata, &[SHELL, FETCHER]);
    assert!(names.contains("rusqlite") && !names.contains("tauri"));
    let met: Vec<_> = names.intersection(&banned).collect();
    assert!(met.is_empty(), "{met:?} in the tree");
}

/// What knows a network hangs on the fetcher alone, and nobody has the fetcher in.
#[test]
fn the_fetcher_alone_has_a_network() {
    let metadata = metadata();
    let with = built_without(&metadata, &[SHELL]);
    let without = built_without(&metadata, &[SHELL, FETCHER]);
    let banned = list("deny");
    let own: Vec<&str> = with.intersection(&banned).map(String::as_str).collect();
    assert_eq!(own, ["rustls", "ureq"]);
    assert!(!without.contains(FETCHER), "a crate depends on the fetcher");
    // It brings no second implementation of TLS, and no list of certificates.
    for other in ["aws-lc-rs", "aws-lc-sys", "openssl", "webpki-roots"] {
        assert!(!with.contains(other), "{other}");
    }
}

/// Tauri brings along what its windows need. On Linux, where a user can have it
/// proved that no socket is made, that includes no network client.
#[cfg(target_os = "linux")]
#[test]
fn the_shell_brings_no_client_of_a_network() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = Command::new(cargo)
        .current_dir(root())
        .args(["tree", "--locked", "--package", SHELL, "--target", &target])
        .args(["--edges", "normal,build", "--prefix", "none"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let tree = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<String> = tree
        .lines()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    assert!(names.contains("tauri"));
    let banned = list("deny");
    let met: Vec<_> = names
        .intersection(&banned)
        .filter(|name| !["mio", "socket2", "tokio"].contains(&name.as_str()))
        .collect();
    assert!(met.is_empty(), "{met:?} in the tree of the shell");
}

/// What parses the bytes of strangers, and which crate alone may bring another
/// version along, as decision 1 says why.
const PARSERS: [&str; 8] = [
    "calamine",
    "encoding_rs",
    "flate2",
    "html5ever",
    "quick-xml",
    "rusqlite",
    "zip",
    "zstd",
];
const BRINGS_ITS_OWN: &str = "boko";

#[test]
fn a_parser_of_strangers_bytes_has_one_version() {
    let metadata = metadata();
    // What the window brings along reads nothing of strangers.
    let ours = built_without(&metadata, &[SHELL]);
    let packages = packages(&metadata);
    let packages: Vec<_> = packages
        .iter()
        .filter(|package| ours.contains(package["name"].as_str().unwrap()))
        .collect();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let needs = |id: &str| -> Vec<String> {
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
        let node = nodes.iter().find(|node| node["id"] == id).unwrap();
        node["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .map(text)
            .collect()
    };
    let mut n_exceptions = 0;
    for parser in PARSERS {
        let ids = packages.iter().filter(|package| package["name"] == parser);
        let ids: Vec<String> = ids.map(|package| text(&package["id"])).collect();
        assert!(!ids.is_empty(), "{parser}");
        let shared = ids.iter().filter(|id| {
            let users = packages
                .iter()
                .filter(|package| needs(&text(&package["id"])).contains(id));
            let names: Vec<_> = users.map(|user| text(&user["name"])).collect();
            n_exceptions += usize::from(names == [BRINGS_ITS_OWN]);
            !names.is_empty() && names != [BRINGS_ITS_OWN]
        });
        assert_eq!(shared.count(), 1, "{parser}: {ids:?}");
    }
    // When it no longer does, the exception goes, here and in the decision.
    assert!(n_exceptions > 0, "{BRINGS_ITS_OWN} brings nothing along");
}

#[test]
fn licences_agree_with_ours() {
    let metadata = metadata();
    let allowed = list("allow");
    // Android alone is built with it, and nothing of ours is.
    let elsewhere = ["webpki-root-certs"];
    for package in packages(&metadata) {
        if elsewhere.contains(&package["name"].as_str().unwrap()) {
            continue;
        }
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            may_be_used(licence, &allowed),
            "{}: {licence}",
            package["name"]
        );
    }
    for (licence, may) in [
        ("MIT", true),
        ("Apache-2.0/MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND Proprietary", false),
        ("(MIT AND Proprietary) OR Zlib", true),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("GPL-2.0-only WITH Classpath-exception-2.0", false),
        ("none", false),
    ] {
        assert_eq!(may_be_used(licence, &allowed), may, "{licence}");
    }
}

/// Returns whether an SPDX expression offers a choice that is allowed in full.
fn may_be_used(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<_> = expression.split_whitespace().collect();
    let mut words = words.as_slice();
    let holds = either(&mut words, allowed);
    holds && words.is_empty()
}

fn either(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut holds = both(words, allowed);
    while words.first() == Some(&"OR") {
        *words = &words[1..];
        holds |= both(words, allowed);
    }
    holds
}

fn both(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut holds = one(words, allowed);
    while words.first() == Some(&"AND") {
        *words = &words[1..];
        holds &= one(words, allowed);
    }
    holds
}

fn one(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let first = words[0];
    *words = &words[1..];
    let mut holds = allowed.contains(first);
    if first == "(" {
        holds = either(words, allowed);
        assert_eq!(words[0], ")");
        *words = &words[1..];
    }
    // A licence with an exception counts as another licence.
    if words.first() == Some(&"WITH") {
        holds = allowed.contains(&format!("{first} WITH {}", words[1]));
        *words = &words[2..];
    }
    holds
}

#[test]
fn libraries_print_nothing() {
    let mut n_files = 0;
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.ends_with("cli") {
            continue;
        }
        for path in files_below(&folder.join("src"), "rs") {
            n_files += 1;
            for (i, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
                let code = line.split("//").next().unwrap();
                let prints = ["println!", "print!", "dbg!", "io::stdout()", "io::stderr()"]
                    .iter()
                    .any(|word| code.contains(word));
                // Workers and the fetcher speak over their standard streams; that is
                // their protocol.
                let speaks = ["worker/src/desk.rs", "fetch/src/handles.rs"];
                let is_worker = speaks.iter().any(|own| path.ends_with(own)) && !code.contains('!');
                assert!(!prints || is_worker, "{}:{}: {line}", path.display(), i + 1);
            }
        }
    }
    assert!(n_files > 30, "{n_files}");
}

/// Files that may be longer than 600 lines, and why.
const LONG: [(&str, &str); 5] = [
    ("crates/report/src/code.rs", "it is one table of codes"),
    ("ui/src/lib/wire.ts", "it is generated, and nobody edits it"),
    (
        "ui/src/lib/i18n/report.ts",
        "it is generated, and nobody edits it",
    ),
    ("ui/src/lib/i18n/de.ts", "it is one list of sentences"),
    ("ui/src/lib/i18n/en.ts", "it is one list of sentences"),
];

#[test]
fn no_file_is_longer_than_600_lines() {
    let mut long = Vec::new();
    for path in sources() {
        let name = path.strip_prefix(root()).unwrap();
        let n_lines = fs::read_to_string(&path).unwrap().lines().count();
        if n_lines > 600 && !LONG.iter().any(|(of, _)| name == Path::new(of)) {
            long.push(format!("{}: {n_lines}", name.display()));
        }
    }
    assert!(long.is_empty(), "split them: {long:#?}");
    for (name, why) in LONG {
        assert!(
            root().join(name).is_file(),
            "{name} may be long because {why}, but it is gone"
        );
    }
}

#[test]
fn the_product_names_no_file_outside_the_repository() {
    let mut paths = Vec::new();
    for (folder, ending) in [
        ("crates", "rs"),
        ("crates", "toml"),
        ("src-tauri", "rs"),
        ("src-tauri", "toml"),
        ("ui/src", "svelte"),
        ("ui/src", "ts"),
    ] {
        paths.extend(files_below(&root().join(folder), ending));
    }
    for path in paths {
        let in_product = !path.components().any(|part| {
            ["examples", "tests"]
                .iter()
                .any(|name| part.as_os_str() == *name)
        });
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            !in_product || !text.contains("shared/data") && !text.contains("/work/"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn only_the_shell_knows_tauri() {
    let metadata = metadata();
    for package in packages(&metadata) {
        let name = package["name"].as_str().unwrap();
        if !name.starts_with("colophon") || name == SHELL {
            continue;
        }
        for named in package["dependencies"].as_array().unwrap() {
            let named = named["name"].as_str().unwrap();
            assert!(
                !named.starts_with("tauri") && named != SHELL,
                "{name} must not know {named}"
            );
        }
    }
    assert_eq!(siblings(&metadata, SHELL), ["colophon-engine"]);
    // Only one file of the pages knows the program behind them.
    let source = root().join("ui/src");
    let mut n_files = 0;
    for ending in ["ts", "svelte"] {
        for path in files_below(&source, ending) {
            n_files += 1;
            let is_host =
                path.ends_with("ui/src/lib/host.ts") || path.starts_with(source.join("fake"));
            let names = fs::read_to_string(&path).unwrap().contains("@tauri-apps");
            assert!(is_host || !names, "{} names Tauri", path.display());
        }
    }
    assert!(n_files > 30, "{n_files}");
}

#[test]
fn the_window_may_load_itself_only() {
    let text = fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
    let config: Value = serde_json::from_str(&text).unwrap();
    let security = &config["app"]["security"];
    let policy = security["csp"].as_str().unwrap();
    let tried = fs::read_to_string(root().join("ui/policy.ts")).unwrap();
    for rule in policy.split("; ") {
        assert!(
            tried.contains(&format!("\"{rule}\"")),
            "the pages are tested without {rule}"
        );
    }
    assert!(policy.starts_with("default-src 'none'"));
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
    let granted = fs::read_to_string(root().join("src-tauri/capabilities/main.json")).unwrap();
    let granted: Value = serde_json::from_str(&granted).unwrap();
    assert_eq!(
        granted["permissions"],
        serde_json::json!(["core:event:allow-listen", "core:event:allow-unlisten"])
    );
    let named = fs::read_to_string(root().join("src-tauri/Cargo.toml")).unwrap();
    for plugin in ["plugin-shell", "plugin-http", "plugin-fs", "plugin-updater"] {
        assert!(!named.contains(plugin));
    }
}

#[test]
fn both_packages_hold_the_same_files() {
    let text = fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
    let config: Value = serde_json::from_str(&text).unwrap();
    let files = |kind: &str| -> BTreeSet<String> {
        let files = config["bundle"]["linux"][kind]["files"]
            .as_object()
            .unwrap();
        // Fedora's zsh looks in another folder than Debian's.
        let names = files
            .iter()
            .flat_map(|(to, from)| [to, from.as_str().unwrap()].map(str::to_owned));
        names
            .map(|name| name.replace("zsh/site-functions", "zsh/vendor-completions"))
            .collect()
    };
    let deb = files("deb");
    assert_eq!(deb, files("rpm"));
    for name in [
        "/usr/bin/colophon",
        "/usr/share/man/man1",
        "/usr/share/zsh/vendor-completions/_colophon",
    ] {
        assert!(deb.contains(name), "{name}");
    }
}
