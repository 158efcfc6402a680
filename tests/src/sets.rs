//! Makes sets: folders of index files with an `index.json`.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_catalogue::{Record, Source};
use colophon_engine::{self as engine, Job, Manifest, Role, SetFile, fingerprint};
use colophon_fingerprint::{Fingerprint, Scale, Sketcher};
use colophon_index::{BuildOptions, Builder, Digest, DigestKind, Index, NewWork, Removals};
use serde_json::Value;

use crate::{bin, dumps, text};

/// The scale of the indexes of a world.
pub const SCALE: u32 = 64;

/// How many works may have a hash there.
pub const MAX_WORKS: u32 = 5;

/// Describes an index of a set, the file `NAME.colophon` in the set's folder.
pub fn file_of(folder: &Path, name: &str, role: Role) -> SetFile {
    let index = Index::open(&folder.join(format!("{name}.colophon"))).unwrap();
    SetFile::of_index(name, role, &index)
}

/// Writes what was taken out as `NAME.removed`, and describes the file.
pub fn removed_file(folder: &Path, name: &str, removals: &Removals) -> SetFile {
    let bytes = removals.to_bytes();
    fs::write(folder.join(format!("{name}.removed")), &bytes).unwrap();
    SetFile::of_removals(name, &bytes)
}

/// Writes the `index.json` of a state of a set.
pub fn describe(folder: &Path, state: u64, scale: u32, files: Vec<SetFile>) -> Manifest {
    let id = "0123456789abcdef0123456789abcdef";
    let manifest = Manifest::new(id, state, "World", "2026-01-01T00:00:00Z", scale, files);
    fs::write(folder.join("index.json"), manifest.to_json()).unwrap();
    manifest
}

/// Numbers that look random, the same for the same seed.
pub struct Dice(pub u64);

impl Dice {
    /// Returns the next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// Returns a number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.draw() % n as u64).unwrap()
    }

    /// Returns whether one of `n` equal chances came up.
    pub fn is_one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// A work, with its fingerprint.
pub struct Work {
    /// What an index says of it.
    pub work: NewWork,
    /// Its hashes.
    pub print: Fingerprint,
}

/// What all splits are made of.
pub struct World {
    /// The works.
    pub works: Vec<Work>,
    /// The records.
    pub records: Vec<Record>,
    /// Fingerprints of manuscripts.
    pub prints: Vec<PathBuf>,
    /// A client list.
    pub list: PathBuf,
}

fn sketch(text: &str) -> Fingerprint {
    let mut sketcher = Sketcher::new(Scale::new(SCALE).unwrap()).with_digest();
    sketcher.push(text);
    sketcher.finish()
}

/// Makes texts that share passages with each other: editions, anthologies, the same
/// front matter in many, and very short ones.
pub fn world(folder: &Path) -> World {
    // Documents and indexes are first read by processes of the program.
    engine::read_with(bin().to_owned());
    let pieces: Vec<String> = (0..40).map(|n| text::made(500 + n, 400)).collect();
    let front = text::made(7_001, 120);
    let rare = text::made(7_002, 120);
    let mut dice = Dice(11);
    let mut texts: Vec<String> = Vec::new();
    for n in 0..30 {
        let mut text = String::new();
        // Some front matter is in too many works, some in nearly too many.
        if n % 4 == 0 {
            text += &front;
        }
        if n % 7 == 1 {
            text += &rare;
        }
        for _ in 0..=dice.below(5) {
            text += &pieces[dice.below(pieces.len())];
        }
        texts.push(text);
    }
    texts.extend((0..6).map(|n| text::made(900 + n, 30 + 20 * usize::try_from(n).unwrap())));
    let works = texts.iter().enumerate().map(|(n, text)| {
        let (title, author) = dumps::book(n % 12);
        let print = sketch(text);
        let digest = Digest {
            kind: DigestKind::TextSha256,
            bytes: print.text_sha256.to_vec(),
        };
        let work = NewWork {
            id: format!("w{n}"),
            is_id_of_file: false,
            title,
            author,
            language: (n % 3 == 0).then(|| "en".to_owned()),
            n_letters: print.n_letters,
            digests: vec![digest],
        };
        Work { work, print }
    });
    let works: Vec<Work> = works.collect();
    let records = (0..60).map(|n| {
        let (title, author) = dumps::book(n % 12);
        let author = match n % 5 {
            0 => author.to_uppercase(),
            1 => author.split(' ').rev().collect::<Vec<_>>().join(", "),
            _ => author,
        };
        Record {
            source: u16::try_from(n % 2).unwrap(),
            id: (n % 50).to_string(),
            title: if n % 11 == 0 { String::new() } else { title },
            author,
            year: format!("{}", 1990 + n % 7),
            language: ["English", "de"][n % 2].to_owned(),
            identifiers: if n % 3 == 0 {
                dumps::isbn(n % 12 * 31)
            } else {
                String::new()
            },
            format: "epub".to_owned(),
            md5: (n % 4 == 0).then(|| [u8::try_from(n % 12).unwrap(); 16]),
            size_bytes: Some(1_000 + n as u64 % 3),
            added: "2019-05-04".parse().ok(),
            ..Record::default()
        }
    });
    let records: Vec<Record> = records.collect();
    let mut prints = Vec::new();
    for n in 0..10 {
        let whole = &texts[n * 3];
        let changed = match n % 3 {
            0 => whole.clone(),
            1 => format!("{} {}", text::made(8_000 + n as u64, 300), whole),
            _ => whole.chars().take(whole.len() / 2).collect(),
        };
        let (title, author) = dumps::book(n);
        let page = format!(
            "<html><head><title>{title}</title><meta name=\"author\" content=\"{author}\"></head><body><p>{changed}</p></body></html>"
        );
        let document = folder.join(format!("m{n}.html"));
        fs::write(&document, page).unwrap();
        let made = fingerprint(&[document], &Job::default()).unwrap();
        let print = folder.join(format!("m{n}.print"));
        fs::write(&print, made[0].1.as_ref().unwrap().to_json()).unwrap();
        prints.push(print);
    }
    let list = client_list(folder);
    World {
        works,
        records,
        prints,
        list,
    }
}

fn client_list(folder: &Path) -> PathBuf {
    let list = folder.join("clients.csv");
    let mut rows = String::from("Client,Title,Author,ISBN\n");
    for n in 0..14 {
        let (title, author) = dumps::book(n);
        let isbn = if n % 4 == 0 {
            dumps::isbn(n * 31)
        } else {
            String::new()
        };
        writeln!(rows, "Client {},{title},{author},{isbn}", n % 3).unwrap();
    }
    fs::write(&list, rows).unwrap();
    list
}

/// Builds an index that leaves out a hash of more than [`MAX_WORKS`] works.
pub fn build(path: &Path, works: &[&Work], records: &[&Record]) -> Index {
    let options = BuildOptions {
        name: "World".to_owned(),
        scale: SCALE,
        created: "2026-01-01T00:00:00Z".to_owned(),
        memory_bytes: 1 << 20,
        max_works_per_hash: MAX_WORKS,
        ..BuildOptions::default()
    };
    let mut builder = Builder::create(path, options).unwrap();
    for name in ["fiction", "non-fiction"] {
        let source = Source {
            name: name.to_owned(),
            kind: "csv".to_owned(),
            file: format!("{name}.csv"),
            snapshot: "2020-01-01".parse().ok(),
            ..Source::default()
        };
        builder.add_source(source).unwrap();
    }
    for work in works {
        let sketch = &work.print.sketch;
        builder
            .add(&work.work, sketch.hashes(), sketch.threshold())
            .unwrap();
    }
    for record in records {
        builder.add_record(record).unwrap();
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    Index::open(path).unwrap()
}

/// Takes out of a report what differs between a set and an index.
pub fn plain(report: &mut Value) {
    report["created"].take();
    for index in report["indexes"].as_array_mut().unwrap() {
        for member in ["file", "name", "sha256", "created", "set"] {
            index.as_object_mut().unwrap().remove(member);
        }
    }
}
