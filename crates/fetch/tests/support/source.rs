//! Sources for the tests: unsigned, since the fetcher verifies no signature.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Dice;

pub const ID: &str = "00112233445566778899aabbccddeeff";

pub fn hex(bytes: &[u8]) -> String {
    let hash = digest(&SHA256, bytes);
    let digits = hash.as_ref().iter().flat_map(|b| [b >> 4, b & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// A file of an index: its name, its bytes, and the size of its parts.
pub struct Offered {
    pub name: String,
    pub bytes: Vec<u8>,
    pub part_bytes: usize,
}

impl Offered {
    pub fn random(name: &str, size: usize, part_bytes: usize) -> Self {
        let seed = 0x9e37_79b9_7f4a_7c15 ^ size as u64;
        Self {
            name: name.to_owned(),
            bytes: Dice(seed).bytes(size),
            part_bytes,
        }
    }

    fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks(self.part_bytes)
    }

    pub fn part_names(&self) -> Vec<String> {
        let name = &self.name;
        self.parts()
            .enumerate()
            .map(|(i, part)| format!("{}.{name}.{i:04}", hex(part)))
            .collect()
    }
}

pub fn index(files: &[Offered]) -> Value {
    let files: Vec<Value> = files
        .iter()
        .map(|file| {
            json!({
                "name": file.name, "role": "base", "size_bytes": file.bytes.len(),
                "part_bytes": file.part_bytes,
                "parts": file.parts().map(hex).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"files": files, "mirrors": []})
}

/// Returns everything that a server of such a source offers, with version `v` of
/// its metadata.
pub fn published(v: u64, index: &Value, files: &[Offered]) -> BTreeMap<String, Vec<u8>> {
    let index = serde_json::to_vec(index).unwrap();
    let hash = hex(&index);
    let bytes = |value: Value| serde_json::to_vec(&value).unwrap();
    let targets = bytes(json!({"signed": {"targets": {"index.json":
        {"length": index.len(), "hashes": {"sha256": hash}}}}}));
    let snapshot = bytes(json!({"signed": {"meta": {"targets.json":
        {"version": v, "hashes": {"sha256": hex(&targets)}}}}}));
    let timestamp = bytes(json!({"signed": {"meta": {"snapshot.json":
        {"version": v, "hashes": {"sha256": hex(&snapshot)}}}}}));
    let mut all = BTreeMap::from([
        ("1.root.json".to_owned(), b"{\"root\":1}".to_vec()),
        ("timestamp.json".to_owned(), timestamp),
        (format!("{v}.snapshot.json"), snapshot),
        (format!("{v}.targets.json"), targets),
        (format!("{hash}.index.json"), index),
    ]);
    for file in files {
        for (name, part) in file.part_names().into_iter().zip(file.parts()) {
            all.insert(format!("parts/{name}"), part.to_vec());
        }
    }
    all
}

/// A user's home folder.
pub struct Home {
    pub folder: TempDir,
}

impl Home {
    /// Makes a home in which a source is known by these addresses.
    pub fn knowing(urls: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Self { folder };
        home.knows(urls);
        home
    }

    /// Writes the source file.
    pub fn knows(&self, urls: &[&str]) {
        let source = self.data().join("sources").join(ID);
        fs::create_dir_all(&source).unwrap();
        let file = json!({"colophon_source": 1, "name": "Test", "urls": urls,
            "root": {}, "fingerprint": "x"});
        fs::write(source.join("source.colophon-source"), file.to_string()).unwrap();
    }

    /// Has the source file say that the parts are elsewhere.
    pub fn has_parts_at(&self, url: &str) {
        let path = self
            .data()
            .join("sources")
            .join(ID)
            .join("source.colophon-source");
        let mut file: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        file["parts_url"] = url.into();
        fs::write(path, file.to_string()).unwrap();
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data/colophon")
    }

    pub fn incoming(&self, name: &str) -> PathBuf {
        self.data().join("incoming").join(ID).join(name)
    }

    pub fn mirrors(&self, file: &Value) {
        let path = self.data().join("sources").join(ID).join("mirrors.json");
        fs::write(path, file.to_string()).unwrap();
    }

    /// Puts the metadata where `look` would have brought it.
    pub fn has_looked(&self, published: &BTreeMap<String, Vec<u8>>) {
        fs::create_dir_all(self.incoming("")).unwrap();
        for (name, bytes) in published {
            if !name.contains('/') && name != "1.root.json" {
                fs::write(self.incoming(name), bytes).unwrap();
            }
        }
    }

    pub fn log(&self) -> Vec<Value> {
        let log = fs::read_to_string(self.data().join("fetches.log")).unwrap_or_default();
        log.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
