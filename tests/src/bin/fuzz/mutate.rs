//! Corrupts files in a way that lets a reader get far before it meets the fault.
//!
//! A packed file is corrupted inside (a member of a ZIP archive, a stream of a
//! PDF) and packed again. Everything follows from one number.

use std::io::{Cursor, Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use zip::ZipArchive;

use crate::answers;
use crate::dice::Dice;
use crate::target::Target;

/// The length of the longest mutant, in bytes.
const LONGEST: usize = 1 << 20;

/// A file of the corpus.
pub(crate) struct Seed {
    bytes: Vec<u8>,
    /// The unpacked members, if it is a ZIP archive.
    members: Vec<(String, Vec<u8>)>,
}

impl Seed {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let members = if bytes.starts_with(b"PK\x03\x04") {
            unpacked(&bytes).unwrap_or_default()
        } else {
            Vec::new()
        };
        Self { bytes, members }
    }
}

fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut members = Vec::new();
    for i in 0..zip.len() {
        let entry = zip.by_index(i).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut content = Vec::new();
        entry.take(1 << 20).read_to_end(&mut content).ok()?;
        members.push((name, content));
    }
    Some(members)
}

/// Returns the mutant with this number. Numbers below the number of seeds give
/// the seeds as they are.
pub(crate) fn mutant(target: Target, corpus: &[Seed], seed: u64, number: u64) -> Vec<u8> {
    if let Some(seed) = usize::try_from(number).ok().and_then(|n| corpus.get(n)) {
        return seed.bytes.clone();
    }
    let salt: u64 = target.name().bytes().fold(seed, |salt, byte| {
        salt.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte)
    });
    let mut dice = Dice::new(salt.rotate_left(17) ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
    let chosen = &corpus[dice.below(corpus.len())];
    let donor = &corpus[dice.below(corpus.len())];
    let words = target.words();
    if !chosen.members.is_empty() && !dice.one_in(4) {
        return in_members(&mut dice, chosen, donor, words);
    }
    let mut bytes = chosen.bytes.clone();
    if target == Target::Answers {
        answers::damage(&mut dice, &mut bytes);
        return bytes;
    }
    if bytes.starts_with(b"%PDF") && dice.one_in(2) {
        if let Some(corrupted) = in_stream(&mut dice, &bytes, words) {
            bytes = corrupted;
        }
        if !dice.one_in(4) {
            return bytes;
        }
    }
    corrupt(&mut dice, &mut bytes, &donor.bytes, words);
    bytes
}

/// Corrupts members of an archive, or their list.
fn in_members(dice: &mut Dice, chosen: &Seed, donor: &Seed, words: &[&[u8]]) -> Vec<u8> {
    let mut members = chosen.members.clone();
    for _ in 0..=dice.below(3) {
        let n = members.len();
        if n == 0 {
            break;
        }
        let at = dice.below(n);
        match dice.below(16) {
            0 => drop(members.remove(at)),
            1 => {
                let mut twin = members[at].clone();
                twin.0.push('x');
                members.push(twin);
            }
            2 => {
                let mut name = std::mem::take(&mut members[at].0).into_bytes();
                corrupt(dice, &mut name, b"../", &[b"/", b"..", b"\\"]);
                name.truncate(200);
                members[at].0 = String::from_utf8_lossy(&name).into_owned();
            }
            3 => {
                let other = dice.below(n);
                let content = members[other].1.clone();
                members[at].1 = content;
            }
            4 if !donor.members.is_empty() => {
                let other = dice.below(donor.members.len());
                members[at].1.clone_from(&donor.members[other].1);
            }
            _ => {
                let other = &donor.members[..];
                let other = other.get(dice.below(other.len().max(1)));
                let other = other.map_or(&[][..], |(_, content)| content);
                corrupt(dice, &mut members[at].1, other, words);
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    members.retain(|(name, _)| seen.insert(name.clone()));
    let files: Vec<(&str, &[u8])> = members.iter().map(|(n, c)| (&**n, &**c)).collect();
    let mut packed = colophon_tests::files::archive(&files);
    if dice.one_in(8) {
        corrupt(
            dice,
            &mut packed,
            &donor.bytes,
            &[b"PK\x01\x02", b"PK\x05\x06"],
        );
    }
    packed
}

/// Corrupts what is packed in a stream of a PDF.
fn in_stream(dice: &mut Dice, bytes: &[u8], words: &[&[u8]]) -> Option<Vec<u8>> {
    let find = |from: usize, what: &[u8]| {
        let found = bytes
            .get(from..)?
            .windows(what.len())
            .position(|w| w == what);
        found.map(|at| from + at)
    };
    let mut streams = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, b"stream\n") {
        let from = start + 7;
        let end = find(from, b"endstream")?;
        streams.push(from..end);
        at = end + 9;
    }
    if streams.is_empty() {
        return None;
    }
    let chosen = streams[dice.below(streams.len())].clone();
    let mut content = Vec::new();
    let inflated = ZlibDecoder::new(&bytes[chosen.clone()])
        .take(LONGEST as u64)
        .read_to_end(&mut content);
    let is_packed = inflated.is_ok();
    if !is_packed {
        content = bytes[chosen.clone()].to_vec();
    }
    corrupt(dice, &mut content, &bytes[chosen.clone()], words);
    if is_packed {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&content).ok()?;
        content = packed.finish().ok()?;
    }
    Some([&bytes[..chosen.start], &content, &bytes[chosen.end..]].concat())
}

/// Corrupts bytes in a few places.
fn corrupt(dice: &mut Dice, bytes: &mut Vec<u8>, donor: &[u8], words: &[&[u8]]) {
    let rounds = 1 << dice.below(5);
    for _ in 0..rounds {
        once(dice, bytes, donor, words);
    }
    bytes.truncate(LONGEST);
}

const NUMERALS: [&str; 12] = [
    "0",
    "-1",
    "1",
    "255",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967295",
    "9223372036854775807",
    "99999999999999999999",
    "1e309",
    "0.0000001",
];

fn once(dice: &mut Dice, bytes: &mut Vec<u8>, donor: &[u8], words: &[&[u8]]) {
    let len = bytes.len();
    let at = dice.below(len + 1);
    match dice.below(14) {
        0 if at < len => bytes[at] ^= 1 << dice.below(8),
        1 if at < len => {
            bytes[at] = *dice.pick(&[&0, &0xff, &0x7f, &0x80, &b'<', &b'>', &b'\\', &b'{']);
        }
        2 => drop(bytes.drain(dice.range(len))),
        3 => {
            let copy = bytes[dice.range(len)].to_vec();
            bytes.splice(at..at, copy);
        }
        4 | 5 if !words.is_empty() => {
            let word = dice.pick(words).to_vec();
            bytes.splice(at..at, word);
        }
        6 if !words.is_empty() => {
            let word = dice.pick(words).to_vec();
            let end = (at + word.len()).min(len);
            bytes.splice(at..end, word);
        }
        7 => number(dice, bytes, at),
        8 => {
            let copy = donor[dice.range(donor.len())].to_vec();
            let end = if dice.one_in(2) {
                (at + copy.len()).min(len)
            } else {
                at
            };
            bytes.splice(at..end, copy);
        }
        9 if dice.one_in(4) => bytes.truncate(at),
        10 => {
            let width = 1 << dice.below(4);
            let value = *dice.pick(&[
                &0,
                &1,
                &u64::MAX,
                &0x7fff_ffff_ffff_ffff,
                &0x7f7f_7f7f_7f7f_7f7f,
                &0x8000_0000_8000_0000,
            ]);
            let mut value: [u8; 8] = value.to_le_bytes();
            if dice.one_in(2) {
                value.reverse();
            }
            let end = (at + width).min(len);
            bytes[at..end].copy_from_slice(&value[..end - at]);
        }
        11 if !words.is_empty() && dice.one_in(4) => {
            let word = dice.pick(words);
            let times = 1 << dice.below(14);
            let many = word.repeat((LONGEST / word.len().max(1)).min(times));
            bytes.splice(at..at, many);
        }
        12 => {
            let range = dice.range(len);
            bytes[range].reverse();
        }
        _ => {
            let many: Vec<u8> = (0..dice.below(16))
                .map(|_| dice.roll().to_le_bytes()[0])
                .collect();
            bytes.splice(at..at, many);
        }
    }
}

/// Replaces the next number that is written in digits.
fn number(dice: &mut Dice, bytes: &mut Vec<u8>, at: usize) {
    let Some(from) = bytes[at..].iter().position(u8::is_ascii_digit) else {
        return;
    };
    let from = at + from;
    let digits = bytes[from..].iter().take_while(|b| b.is_ascii_digit());
    let to = from + digits.count();
    let other = dice
        .pick(&NUMERALS.each_ref().map(|n| *n))
        .as_bytes()
        .to_vec();
    bytes.splice(from..to, other);
}
