//! What `docs/FORMAT.md` says about sets is what the code does.
//!
//! The reader here was written from the document alone and shares no code with the
//! crate.
#![expect(clippy::unwrap_used, reason = "a failing step fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use colophon_index::{BuildOptions, Index, Removals, Set, WorkId};
use common::plain::{PlainWork, decode, hex, open, pages, places, varint, works};
use common::{Sample, build, options, samples};
use sha2::{Digest as _, Sha256};

/// A file of a set, as the document describes it.
struct PlainFile {
    works: Vec<PlainWork>,
    /// Segment and slot, and the works there.
    slots: BTreeMap<(u64, u64), Vec<u64>>,
    boilerplate: BTreeSet<(u64, u64)>,
    removed: BTreeSet<u64>,
}

/// Returns which works a list of removals takes out of which files, by content digest.
fn removed_works(bytes: &[u8]) -> BTreeMap<String, BTreeSet<u64>> {
    let (content, sum) = bytes.split_at(bytes.len() - 32);
    assert_eq!(Sha256::digest(content).as_slice(), sum);
    let mut rest = content.strip_prefix(b"COLR\x01").unwrap();
    let mut removed = BTreeMap::new();
    while !rest.is_empty() {
        let (digest, tail) = rest.split_at(32);
        let kind = tail[0];
        rest = &tail[1..];
        let n = varint(&mut rest);
        let k = u32::from(rest[0]);
        rest = &rest[1..];
        if kind == 2 {
            for _ in 0..varint(&mut rest) * 3 {
                varint(&mut rest);
            }
        }
        let length = usize::try_from(varint(&mut rest)).unwrap();
        let (codes, tail) = rest.split_at(length);
        rest = tail;
        let mut bits = codes
            .iter()
            .flat_map(|byte| (0..8).map(move |n| u64::from(byte >> n & 1)));
        let mut next = 0;
        let mut numbers = BTreeSet::new();
        for _ in 0..n {
            let high = bits.by_ref().take_while(|bit| *bit == 0).count() as u64;
            let low: u64 = (0..k).map(|at| bits.next().unwrap() << at).sum();
            next += high << k | low;
            numbers.insert(next);
            next += 1;
        }
        if kind == 1 {
            removed.insert(hex(digest), numbers);
        }
    }
    removed
}

/// Reads the files of a set, the base first.
fn plain_set(folder: &Path) -> Vec<PlainFile> {
    let text = std::fs::read_to_string(folder.join("index.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let files = json["files"].as_array().unwrap();
    let named = |role: &'static str| files.iter().filter(move |file| file["role"] == role);
    let path = |file: &serde_json::Value, ending: &str| {
        folder.join(format!("{}.{ending}", file["name"].as_str().unwrap()))
    };
    let mut removed = BTreeMap::new();
    for list in named("removed") {
        removed.extend(removed_works(
            &std::fs::read(path(list, "removed")).unwrap(),
        ));
    }
    named("base")
        .chain(named("delta"))
        .map(|file| {
            let db = open(&path(file, "colophon"));
            let works = works(&db);
            let n_works = works.len() as u64;
            let places = places(&db, n_works);
            let mut slots = BTreeMap::<_, Vec<u64>>::new();
            for (segment, table) in (0..).zip(["postings", "short_postings"]) {
                for (first, data) in pages(&db, table) {
                    for key in decode(first, &data) {
                        let place = usize::try_from(key % n_works).unwrap();
                        let works = slots.entry((segment, key / n_works)).or_default();
                        works.push(places[place]);
                    }
                }
            }
            let mut statement = db.prepare("SELECT segment, hash FROM boilerplate").unwrap();
            let rows =
                statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)));
            let boilerplate = rows.unwrap().map(|row| {
                let (segment, slot) = row.unwrap();
                (segment.cast_unsigned(), slot.cast_unsigned())
            });
            let digest = file["content_sha256"].as_str().unwrap();
            PlainFile {
                works,
                slots,
                boilerplate: boilerplate.collect(),
                removed: removed.remove(digest).unwrap_or_default(),
            }
        })
        .collect()
}

/// How many works may have a hash in the set below.
const MOST: u32 = 6;

/// Makes a set of a base and deltas of which works were taken out.
fn made_set(folder: &Path) -> (Set, Vec<Sample>) {
    let at = |name: &str| folder.join(name);
    let samples = samples(120, 64);
    let mut removals = Removals::default();
    let mut described = Vec::new();
    let mut indexes = Vec::new();
    for (n, samples) in samples.chunks(40).enumerate() {
        // Every work of each file has a few hashes that some or all works have.
        let samples: Vec<_> = (0_u64..)
            .zip(samples)
            .map(|(at, sample)| {
                let mut sample = sample.clone();
                let shared = (1..40)
                    .filter(|i| at % i == 0)
                    .map(|i| i << 48 | 0x77 << 22);
                let short = (1..40).filter(|i| at % i == 1).map(|i| i << 56 | 0x77);
                let is_short = sample.threshold == u64::MAX;
                sample.hashes.extend(shared);
                sample.hashes.extend(short.filter(|_| is_short));
                sample.hashes.sort_unstable();
                sample.hashes.dedup();
                sample
            })
            .collect();
        let path = at(&format!("file-{n}.colophon"));
        let options = BuildOptions {
            max_works_per_hash: MOST,
            ..options(1024)
        };
        build(&path, options, &samples);
        let index = Index::open(&path).unwrap();
        let info = index.info();
        removals.entry(info.content_sha256).works = (0..40).filter(|work| work % 9 == 4).collect();
        let role = if n == 0 { "base" } else { "delta" };
        let digest = info.content_sha256_hex();
        described.push(format!(
            r#"{{"name": "file-{n}", "role": "{role}", "content_sha256": "{digest}"}}"#
        ));
        indexes.push(index);
    }
    std::fs::write(at("gone.removed"), removals.to_bytes()).unwrap();
    described.push(r#"{"name": "gone", "role": "removed"}"#.to_owned());
    let described = described.join(", ");
    std::fs::write(at("index.json"), format!(r#"{{"files": [{described}]}}"#)).unwrap();
    (Set::join(indexes, &removals).unwrap(), samples)
}

#[test]
fn a_reader_of_sets_written_after_the_document_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let (set, samples) = made_set(folder.path());
    let files = plain_set(folder.path());

    // The works that remain have numbers in the order of the files.
    let mut numbers = BTreeMap::new();
    for (n, file) in files.iter().enumerate() {
        for work in (0..file.works.len() as u64).filter(|work| !file.removed.contains(work)) {
            numbers.insert((n, work), numbers.len() as u64);
        }
    }
    assert_eq!(set.n_works(), numbers.len() as u64);
    // What the set leaves out, and who holds the rest.
    let mut holders = BTreeMap::<(u64, u64), Vec<u64>>::new();
    for (n, file) in files.iter().enumerate() {
        for (slot, works) in &file.slots {
            let works = works.iter().filter_map(|work| numbers.get(&(n, *work)));
            holders.entry(*slot).or_default().extend(works);
        }
    }
    let boilerplate: BTreeSet<(u64, u64)> = (files.iter())
        .flat_map(|file| file.boilerplate.iter().copied())
        .chain(
            holders
                .iter()
                .filter(|(_, works)| works.len() > MOST as usize)
                .map(|(slot, _)| *slot),
        )
        .collect();
    let of_files: usize = files.iter().map(|file| file.boilerplate.len()).sum();
    assert!(boilerplate.len() > of_files && of_files > 0);
    let mut n_less = 0;
    for ((n, own), number) in &numbers {
        let file = &files[*n];
        let place = usize::try_from(*own).unwrap();
        let (letters, n_hashes, threshold, is_id_of_file, strings) = &file.works[place];
        let left_out = (file.slots.iter())
            .filter(|(slot, works)| boilerplate.contains(slot) && works.contains(own))
            .count() as u64;
        n_less += left_out;
        let work = set
            .work(WorkId::new(u32::try_from(*number).unwrap()))
            .unwrap();
        assert_eq!(
            (work.n_letters, work.n_hashes),
            (*letters, n_hashes - left_out)
        );
        assert_eq!(work.threshold, threshold.unwrap_or(1 << 54));
        let language = work.language.unwrap_or_default();
        assert_eq!(work.is_id_of_file, *is_id_of_file);
        assert_eq!(&[work.id, work.title, work.author, language], strings);
    }
    assert!(n_less > 0);

    let mut hashes: Vec<u64> = samples.iter().flat_map(|s| s.hashes.clone()).collect();
    hashes.extend((1..40).flat_map(|i| [i << 48 | 0x77 << 22, i << 56 | 0x77]));
    hashes.sort_unstable();
    hashes.dedup();
    let slots: Vec<(u64, u64)> = hashes
        .iter()
        .map(|hash| match hash >> 54 {
            0 => (0, hash >> 22 & 0xffff_ffff),
            _ => (1, hash >> 28),
        })
        .collect();
    let found = set.holders(&hashes, 1, usize::MAX).unwrap();
    let mut expected = BTreeMap::<u64, Vec<u32>>::new();
    for (n, slot) in (0..).zip(&slots) {
        let is_out = boilerplate.contains(slot);
        let works = holders.get(slot).filter(|_| !is_out);
        let works = works.map_or(&[][..], Vec::as_slice);
        assert_eq!(found.left_out[n], is_out, "{slot:?}");
        assert_eq!(found.n_works[n] as usize, works.len(), "{slot:?}");
        for work in works {
            expected
                .entry(*work)
                .or_default()
                .push(u32::try_from(n).unwrap());
        }
    }
    let found: BTreeMap<u64, Vec<u32>> = (found.works.into_iter())
        .map(|(work, places)| (work.get().into(), places))
        .collect();
    assert_eq!(found, expected);
}
