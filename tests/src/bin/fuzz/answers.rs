//! Whether a damaged index ever says "not found" of what it holds.
//!
//! A library of works and records is built, and eight questions are asked of it,
//! whose answers are known. A mutant of the file may answer any of them in full, or
//! with an error: never with less, and never with anything else. It is not verified
//! first. Then it is, and has to be found out unless it is the sound file.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use colophon_catalogue::terms::{self, TermKind};
use colophon_catalogue::{Record, Source};
use colophon_index::{
    BuildOptions, Builder, Digest, DigestKind, Error, Index, NewWork, RecordNumber,
};
use colophon_tests::dumps;

use crate::dice::Dice;

const PAGE: usize = 4096;
const N_WORKS: u64 = 60;
const N_RECORDS: u32 = 4_000;
/// The work and the record that are asked for.
const WORK: u64 = 37;
const SHORT_WORK: u64 = 20;
const RECORD: u32 = 1_234;

/// The answers to all questions, each in a form that can be compared.
type Answers = [Result<String, Error>; 8];

/// The names of the questions.
const QUESTIONS: [&str; 8] = [
    "the hashes of a work",
    "the hashes of a very short work",
    "a work by the digest of its file",
    "which hashes are boilerplate",
    "a record by its ISBN",
    "a record by title and author",
    "a record by the SHA-1 of its file",
    "how many records have a common word",
];

fn scramble(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The letters of a work; every fifth is very short.
fn letters(work: u64) -> u64 {
    if work.is_multiple_of(5) {
        300
    } else {
        90_000 + work * 1_000
    }
}

fn sketch(work: u64) -> (Vec<u64>, u64) {
    let threshold = if letters(work) < 1_000 {
        u64::MAX
    } else {
        u64::MAX / 64 + 1
    };
    // Neighbours share a few, and all have some in common.
    let own = (0..letters(work)).map(|n| scramble(work << 32 | n));
    let shared = (0..2_000).map(|n| scramble((work / 2 + 1_000) << 32 | n));
    let common = (0..3_000).map(|n| scramble(1 << 60 | n));
    let mut hashes: Vec<u64> = own
        .chain(shared)
        .chain(common)
        .filter(|&hash| hash < threshold)
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    (hashes, threshold)
}

fn digest(n: u64, length: usize) -> Vec<u8> {
    (0..length as u64)
        .map(|i| scramble(n << 8 | i).to_le_bytes()[0])
        .collect()
}

fn md5(n: u32) -> [u8; 16] {
    *digest(u64::from(n) | 1 << 40, 16).first_chunk().unwrap()
}

fn sha1(n: u32) -> [u8; 20] {
    *digest(u64::from(n) | 1 << 41, 20).first_chunk().unwrap()
}

fn record(n: u32) -> Record {
    const NOUNS: [&str; 7] = [
        "Sea", "House", "River", "Winter", "Crown", "Letter", "Garden",
    ];
    let noun = |n: u32| NOUNS[n as usize % NOUNS.len()];
    Record {
        id: n.to_string(),
        title: format!("The {} of {} {}", noun(n), noun(n / 7), n / 3),
        author: format!("Ann{} Writer{}", n % 13, n % 211),
        identifiers: dumps::isbn(n as usize),
        year: (1950 + n % 70).to_string(),
        md5: Some(md5(n)),
        format: "epub".to_owned(),
        size_bytes: Some(u64::from(n) * 977 + 5),
        ..Record::default()
    }
}

/// Returns the sound file.
///
/// # Errors
///
/// When it cannot be built.
pub(crate) fn sound() -> Result<&'static [u8]> {
    static SOUND: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(bytes) = SOUND.get() {
        return Ok(bytes);
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.colophon");
    let options = BuildOptions {
        name: "Answers".to_owned(),
        scale: 256,
        created: "2026-01-02T03:04:05Z".to_owned(),
        memory_bytes: 16 << 20,
        max_works_per_hash: 30,
        ..BuildOptions::default()
    };
    let mut builder = Builder::create(&path, options)?;
    for n in 0..N_WORKS {
        let work = NewWork {
            id: format!("id {n}"),
            is_id_of_file: n % 2 == 0,
            title: format!("Work {n}"),
            author: "Author".to_owned(),
            language: Some("en".to_owned()),
            n_letters: letters(n) + 5_000,
            digests: vec![Digest {
                kind: DigestKind::Sha256,
                bytes: digest(n, 32),
            }],
        };
        let (hashes, threshold) = sketch(n);
        builder.add(&work, &hashes, threshold)?;
    }
    builder.add_source(Source::default())?;
    for n in 0..N_RECORDS {
        builder.add_record(&record(n))?;
        if n % 4 == RECORD % 4 {
            builder.add_digests(md5(n), Some(sha1(n)), None)?;
        }
    }
    builder.finish(&mut |_| ControlFlow::Continue(()))?;
    let bytes = fs::read(&path)?;
    Ok(SOUND.get_or_init(|| bytes))
}

/// Asks all questions.
fn ask(index: &Index) -> Answers {
    let hits = |work: u64| {
        let mut found = Vec::new();
        let (hashes, _) = sketch(work);
        index.lookup(&hashes, &mut |n, work| found.push((n, work.get())))?;
        let mut works: Vec<_> = found.iter().map(|(_, work)| *work).collect();
        works.sort_unstable();
        works.dedup();
        let described: Result<Vec<_>, Error> = works
            .into_iter()
            .map(|work| index.work(colophon_index::WorkId::new(work)))
            .collect();
        Ok(format!("{found:?} {:?}", described?))
    };
    let records = |found: Vec<RecordNumber>| {
        let records = index.records(&found)?;
        let digests: Result<Vec<_>, Error> =
            found.iter().map(|n| index.record_digests(*n)).collect();
        Ok(format!("{found:?} {records:?} {:?}", digests?))
    };
    let asked = record(RECORD);
    let mut all: Vec<(TermKind, Vec<u8>)> = Vec::new();
    terms::of_record(&asked, &mut |kind, bytes| all.push((kind, bytes.to_vec())));
    let of = |kinds: &[TermKind]| {
        let terms: Vec<(TermKind, &[u8])> = all
            .iter()
            .filter(|(kind, _)| kinds.contains(kind))
            .map(|(kind, bytes)| (*kind, &bytes[..]))
            .collect();
        index.find_all(&terms, 50)
    };
    let by_digest = || {
        let works = index.find_digest(&Digest {
            kind: DigestKind::Sha256,
            bytes: digest(WORK, 32),
        })?;
        let work = works.first().map(|work| index.work(*work)).transpose()?;
        Ok(format!("{works:?} {work:?}"))
    };
    [
        hits(WORK),
        hits(SHORT_WORK),
        by_digest(),
        index
            .boilerplate(&sketch(WORK).0)
            .map(|found| format!("{found:?}")),
        of(&[TermKind::Isbn]).and_then(records),
        of(&[TermKind::TitleWord, TermKind::AuthorWord]).and_then(records),
        index
            .find(TermKind::Sha1, &sha1(RECORD), 50)
            .and_then(records),
        index.count(TermKind::TitleWord, b"of").and_then(|n| {
            Ok(format!(
                "{n} {:?}",
                index.find(TermKind::TitleWord, b"sea", 9_000)?
            ))
        }),
    ]
}

/// What the sound file answers.
fn expected(path: &Path) -> Result<&'static [String; 8], String> {
    static EXPECTED: OnceLock<[String; 8]> = OnceLock::new();
    if let Some(answers) = EXPECTED.get() {
        return Ok(answers);
    }
    let ask_sound = || -> Result<[String; 8]> {
        fs::write(path, sound()?)?;
        let answers = ask(&Index::open(path)?);
        let mut texts = [const { String::new() }; 8];
        for (text, answer) in texts.iter_mut().zip(answers) {
            *text = answer?;
            anyhow::ensure!(
                text.len() > 2 && !text.starts_with("[] "),
                "no answer: {text}"
            );
        }
        Ok(texts)
    };
    let answers = ask_sound()
        .context("the sound file does not answer")
        .map_err(|e| format!("{e:#}"))?;
    Ok(EXPECTED.get_or_init(|| answers))
}

/// Asks a mutant, put at `path`.
pub(crate) fn check(bytes: &[u8], path: &Path) -> Result<(), String> {
    let expected = expected(path)?;
    fs::write(path, bytes).map_err(|e| e.to_string())?;
    let is_sound = sound().is_ok_and(|sound| sound == bytes);
    let index = match Index::open(path) {
        Ok(index) => index,
        Err(error) if is_sound => return Err(format!("the sound file is refused: {error}")),
        Err(_) => return Ok(()),
    };
    for ((answer, expected), question) in ask(&index).iter().zip(expected).zip(QUESTIONS) {
        match answer {
            Ok(text) if text == expected => {}
            Ok(text) => {
                let text: String = text.chars().take(200).collect();
                return Err(format!("{question}: a damaged index answers {text}"));
            }
            Err(error) if is_sound => return Err(format!("{question}: {error}")),
            Err(_) => {}
        }
    }
    let report = index.verify(&mut |_| ControlFlow::Continue(()));
    match report.map(|report| report.is_intact()) {
        Ok(is_intact) if is_intact == is_sound => Ok(()),
        Ok(true) => Err("a damaged index is verified as sound".to_owned()),
        Ok(false) => Err("the sound file is not verified".to_owned()),
        Err(error) => Err(format!("it cannot be verified: {error}")),
    }
}

/// Damages a file of pages as disks, copies and programs do.
pub(crate) fn damage(dice: &mut Dice, bytes: &mut Vec<u8>) {
    for _ in 0..[1, 1, 1, 2, 4][dice.below(5)] {
        damage_once(dice, bytes);
    }
}

fn damage_once(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let n_pages = (bytes.len() / PAGE).max(1);
    if bytes.len() < 2 * PAGE {
        return;
    }
    let page = dice.below(n_pages);
    let base = page * PAGE;
    // The file's own header is damaged too, but less often.
    let low = if page == 0 && !dice.one_in(8) {
        base + 100
    } else {
        base
    };
    let within = low + dice.below(base + PAGE - low);
    let byte = dice.roll().to_le_bytes()[0];
    let other = dice.below(n_pages) * PAGE;
    match dice.below(14) {
        0..=2 => bytes[within] ^= 1 << dice.below(8),
        3 => bytes[within] = [0, 255, 128, byte][dice.below(4)],
        // The head of a page, and the places of its rows.
        4 => bytes[low + dice.below(12)] = byte,
        5 => bytes[low + 8 + dice.below(60)] = byte,
        6 => bytes.copy_within(other..other + PAGE, base),
        7 => bytes[base..base + PAGE].fill(if dice.one_in(2) { 0 } else { byte }),
        8 => {
            let kept = bytes[base..base + PAGE].to_vec();
            bytes.copy_within(other..other + PAGE, base);
            bytes[other..other + PAGE].copy_from_slice(&kept);
        }
        9 => damage_inner(dice, bytes),
        // The length of a row.
        10 => {
            let at = u16::from_be_bytes([bytes[low + 8], bytes[low + 9]]);
            let at = base + usize::from(at) % (PAGE - 9);
            let lengths: [&[u8]; 5] = [
                &[0xff; 9],
                &[0x81, 0x80, 0],
                &[0],
                &[0x7f],
                &[0x83, 0xff, 0x7f],
            ];
            let length = lengths[dice.below(5)];
            bytes[at..at + length.len()].copy_from_slice(length);
        }
        11 => {
            let end = (within + 1 + dice.below(64)).min(base + PAGE);
            for byte in &mut bytes[within..end] {
                *byte = dice.roll().to_le_bytes()[0];
            }
        }
        // Cut short, or pages lost in the middle while the rest moves up.
        12 => bytes.truncate(if dice.one_in(2) { base } else { within }),
        _ => {
            let end = (base + PAGE * (1 + dice.below(4))).min(bytes.len());
            bytes.drain(base..end);
            // The header's number of pages follows, as if it were all there was.
            let n_pages = u32::try_from(bytes.len() / PAGE).unwrap();
            if bytes.len() > 100 && dice.one_in(2) {
                bytes[28..32].copy_from_slice(&n_pages.to_be_bytes());
            }
        }
    }
}

/// Changes a number or a child of an inner page of a tree.
fn damage_inner(dice: &mut Dice, bytes: &mut [u8]) {
    let inner: Vec<usize> = (0..bytes.len() / PAGE)
        .map(|page| page * PAGE)
        .filter(|&at| matches!(bytes[at], 2 | 5))
        .collect();
    if inner.is_empty() {
        return;
    }
    let base = inner[dice.below(inner.len())];
    let n_cells = usize::from(u16::from_be_bytes([bytes[base + 3], bytes[base + 4]]));
    let place = base + 12 + 2 * dice.below(n_cells.clamp(1, 500));
    let cell = usize::from(u16::from_be_bytes([bytes[place], bytes[place + 1]]));
    let at = base + (cell + 2 + dice.below(7)) % PAGE;
    if dice.one_in(2) {
        bytes[at] ^= 1 << dice.below(8);
    } else {
        bytes[at] = dice.roll().to_le_bytes()[0];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutate::{Seed, mutant};
    use crate::target::Target;

    #[test]
    fn a_damaged_index_never_answers_less() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mutant");
        let corpus = [Seed::new(sound().unwrap().to_vec())];
        for number in 0..400 {
            let bytes = mutant(Target::Answers, &corpus, 1, number);
            if let Err(what) = check(&bytes, &path) {
                panic!("mutant {number}: {what}");
            }
        }
    }
}
