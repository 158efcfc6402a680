//! A publisher's folder, and a reader who follows it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use colophon_engine::{self as engine, IndexInfo, Manifest};
use colophon_supply::{Host, HostError, Memory, Root, SecretKey, Target, Verified, refresh};
use serde_json::Value;

use crate::sets::{Work, World, build, world};
use crate::{Ran, finish, isolated, names};

/// What `publish init` has to be told.
pub const ABOUT: [&str; 6] = [
    "--name",
    "Our books",
    "--contact",
    "books@example.org",
    "--every",
    "week",
];

/// A folder that is published, with what its indexes are made of.
pub struct Publisher {
    /// The folder around it.
    pub folder: tempfile::TempDir,
    /// The folder that becomes public.
    pub dir: PathBuf,
    /// What indexes are made of.
    pub world: World,
}

impl Publisher {
    /// Begins one; `more` are further arguments of `publish init`.
    pub fn begin(more: &[&str]) -> (Self, Ran) {
        let folder = tempfile::tempdir().unwrap();
        let world = world(folder.path());
        let dir = folder.path().join("idx");
        let publisher = Self { folder, dir, world };
        fs::write(publisher.path("passphrase"), "four words of mine\n").unwrap();
        let made = publisher.init(more);
        (publisher, made)
    }

    /// Runs `publish init`.
    pub fn init(&self, more: &[&str]) -> Ran {
        let all: Vec<&str> = ABOUT.iter().chain(more).copied().collect();
        self.run("init", &all)
    }

    /// Returns a path next to the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a call of `publish COMMAND DIR`.
    pub fn command(&self, command: &str) -> Command {
        let mut call = isolated();
        call.args(["publish", command]).arg(&self.dir);
        if !["status", "prune", "source"].contains(&command) {
            call.arg("--passphrase-file").arg(self.path("passphrase"));
        }
        call
    }

    /// Runs `publish COMMAND DIR`.
    pub fn run(&self, command: &str, more: &[&str]) -> Ran {
        finish(self.command(command).args(more))
    }

    /// Builds an index of some works and records.
    pub fn index(
        &self,
        name: &str,
        works: std::ops::Range<usize>,
        records: std::ops::Range<usize>,
    ) -> PathBuf {
        let path = self.path(name);
        let works: Vec<&Work> = self.world.works[works].iter().collect();
        let records: Vec<_> = self.world.records[records].iter().collect();
        build(&path, &works, &records);
        path
    }

    /// Adds an index of some works and records, in parts of a few kilobytes.
    pub fn add(
        &self,
        name: &str,
        works: std::ops::Range<usize>,
        records: std::ops::Range<usize>,
    ) -> Ran {
        let path = self.index(name, works, records);
        self.run(
            "add",
            &[path.to_str().unwrap(), "--yes", "--part-bytes", "5000"],
        )
    }

    /// Returns what `publish status` says.
    pub fn status(&self) -> Value {
        self.run("status", &["--format", "json"]).ending(0).json()
    }

    /// Returns the names of the keys of a role.
    pub fn keys(&self, role: &str) -> Vec<String> {
        let status = self.status();
        let roles = status["roles"].as_array().unwrap();
        let role = roles.iter().find(|it| it["role"] == role).unwrap();
        let keys = role["keys"].as_array().unwrap().iter();
        keys.map(|key| key.as_str().unwrap().to_owned()).collect()
    }

    /// Writes the words of paper keys to a file, and returns its path.
    pub fn words_file(&self, name: &str, words: &[&String]) -> String {
        let path = self.path(name);
        let all: Vec<&str> = words.iter().map(|words| words.as_str()).collect();
        fs::write(&path, all.join("\n")).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Returns the everyday key, from its file.
    pub fn everyday(&self) -> SecretKey {
        let text = fs::read_to_string(self.path("idx.keys")).unwrap();
        let (_, block) = text.split_once('\n').unwrap();
        SecretKey::from_pem(block, Some("four words of mine")).unwrap()
    }

    /// Makes the next root as another version of the program could have made it, signed
    /// by the everyday key and another one.
    pub fn change_root(&self, other: &SecretKey, change: impl FnOnce(&mut Root, &str)) {
        let n = names(&self.dir)
            .iter()
            .filter(|it| it.ends_with(".root.json"))
            .count();
        let bytes = fs::read(self.dir.join(format!("{n}.root.json"))).unwrap();
        let (mut root, key) = (Root::parse(&bytes).unwrap(), self.everyday());
        change(&mut root, &key.id());
        root.version += 1;
        let bytes = root.to_signed().to_bytes(&[&key, other]).unwrap();
        fs::write(self.dir.join(format!("{}.root.json", n + 1)), bytes).unwrap();
    }

    /// Returns the first root.
    pub fn root(&self) -> Vec<u8> {
        fs::read(self.dir.join("1.root.json")).unwrap()
    }
}

/// A reader who follows a publisher and accepts nothing older.
#[derive(Default)]
pub struct Reader {
    memory: Arc<Kept>,
}

impl Reader {
    /// Verifies a folder.
    ///
    /// # Errors
    ///
    /// Those of the folder.
    pub fn verify(&self, root: &[u8], dir: &Path) -> Result<Verified, colophon_supply::Error> {
        refresh(root, Arc::new(Folder(dir.to_owned())), self.memory.clone())
    }

    /// Verifies a folder, puts its set together, and opens it.
    pub fn get(&self, root: &[u8], dir: &Path) -> (Manifest, IndexInfo) {
        let verified = self.verify(root, dir).unwrap();
        let set = tempfile::tempdir().unwrap();
        let of = |path: &str, target: &Target| {
            let bytes = fs::read(dir.join(target.name_on_host(path))).unwrap();
            assert_eq!(bytes.len() as u64, target.length, "{path}");
            let digest = colophon_fingerprint::sha256(&bytes);
            assert_eq!(colophon_fingerprint::hex(&digest), target.sha256, "{path}");
            bytes
        };
        let index = of("index.json", &verified.targets["index.json"]);
        fs::write(set.path().join("index.json"), &index).unwrap();
        let manifest = Manifest::parse(&index).unwrap();
        for file in &manifest.files {
            let mut whole = Vec::new();
            for n in 0..file.parts.len() {
                let path = format!("parts/{}", colophon_supply::part_name(&file.name, n));
                whole.extend(of(&path, &verified.targets[&path]));
            }
            fs::write(set.path().join(file.file_name()), whole).unwrap();
        }
        let n_parts: usize = manifest.files.iter().map(|file| file.parts.len()).sum();
        assert_eq!(verified.targets.len(), n_parts + 1);
        let info = engine::verify_index(set.path(), &engine::Job::default()).unwrap();
        // Each way has the same content.
        for n in 1..manifest.ways.len() {
            let mut other = manifest.clone();
            other.ways.swap(0, n);
            fs::write(set.path().join("index.json"), other.to_json()).unwrap();
            let other = engine::verify_index(set.path(), &engine::Job::default()).unwrap();
            assert_eq!((other.works, other.records), (info.works, info.records));
        }
        (manifest, info)
    }
}

struct Folder(PathBuf);

impl Host for Folder {
    fn get(&self, name: &str, _: u64) -> Result<Option<Vec<u8>>, HostError> {
        match fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

#[derive(Default)]
struct Kept(Mutex<BTreeMap<String, Vec<u8>>>);

impl Memory for Kept {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(name).cloned()
    }

    fn store(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.0
            .lock()
            .unwrap()
            .insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }
}

/// Returns the words of the paper keys that a command printed, 24 in a string.
pub fn paper_words(printed: &str) -> Vec<String> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut keys = Vec::new();
    for line in printed.lines().filter(|line| line.starts_with("  ")) {
        let mut tokens = line.split_whitespace();
        while let (Some(number), Some(word)) = (tokens.next(), tokens.next()) {
            let Some(n) = number.strip_suffix('.').and_then(|n| n.parse().ok()) else {
                break;
            };
            words.push((n, word.to_owned()));
            if n == 24 {
                assert!(words.iter().map(|(n, _)| *n).eq(1..=24), "{printed}");
                let all: Vec<String> = words.drain(..).map(|(_, word)| word).collect();
                keys.push(all.join(" "));
            }
        }
    }
    keys
}
