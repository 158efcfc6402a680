//! Lists of book numbers that come with the program, and the indexes made of
//! them.
//!
//! `assets/collections` has each list sorted and packed: a gzip file of the gaps
//! between the numbers, without their check digits, in bytes of seven bits with
//! the least significant first (LEB128). The first gap is the distance from the
//! first number that begins with 978.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::run;

/// The list of the book numbers in Books3, in `assets/collections`.
const BOOKS3: &str = "books3-isbns.gz";

/// The name of the file that the list is unpacked to. The index names the
/// collection after it.
const BOOKS3_LIST: &str = "Books3.txt";

/// The first twelve digits of the first number of a book.
const FIRST: u64 = 978_000_000_000;

/// One more than the last.
const END: u64 = 980_000_000_000;

/// Runs `xtask collections LIST`: packs a list of ISBNs, one on each line, as the
/// list of Books3.
///
/// # Errors
///
/// When the list cannot be read or holds no ISBN.
pub(crate) fn run(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let list = arguments.next().context("name the list to pack")?;
    ensure!(arguments.next().is_none(), "collections takes one list");
    let list = PathBuf::from(list);
    let bytes = fs::read(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let numbers = read(&String::from_utf8_lossy(&bytes));
    ensure!(
        !numbers.is_empty(),
        "{} holds no valid ISBN",
        list.display()
    );
    let to = folder().join(BOOKS3);
    fs::write(&to, pack(&numbers)?).with_context(|| format!("cannot write {}", to.display()))?;
    run::tell(&format!("{} numbers: {}", numbers.len(), to.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Unpacks the list of Books3 into the folder `out`, and returns the file: one
/// ISBN of thirteen digits on each line.
///
/// # Errors
///
/// When the list cannot be unpacked or written.
pub(crate) fn books3(out: &Path) -> Result<PathBuf> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let packed = folder().join(BOOKS3);
    let bytes = fs::read(&packed).with_context(|| format!("cannot read {}", packed.display()))?;
    let to = out.join(BOOKS3_LIST);
    let mut file = std::io::BufWriter::new(File::create(&to)?);
    for body in unpack(&bytes)? {
        writeln!(file, "{body}{}", check_digit(body))?;
    }
    file.flush()?;
    Ok(to)
}

/// Returns what the publisher of the index of Books3 says about it.
pub(crate) fn books3_about() -> PathBuf {
    folder().join("books3.json")
}

fn folder() -> PathBuf {
    run::root().join("assets/collections")
}

/// Returns the numbers of thirteen digits in a list, sorted, each once and without
/// its check digit. Lines with any other number of digits are left out: in this
/// list, ten digits that begin with 978 are a number that was cut short.
fn read(list: &str) -> Vec<u64> {
    let mut numbers: Vec<u64> = list.lines().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn number(line: &str) -> Option<u64> {
    let mut digits = String::new();
    for c in line.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '-' | ' ' | '\u{2010}'..='\u{2015}' | '\u{AD}' | '\u{A0}' => {}
            _ => return None,
        }
    }
    let whole: u64 = digits.parse().ok().filter(|_| digits.len() == 13)?;
    let body = whole / 10;
    let is_book = (FIRST..END).contains(&body) && whole % 10 == check_digit(body);
    is_book.then_some(body)
}

/// Returns the check digit for the first twelve digits.
fn check_digit(body: u64) -> u64 {
    let digits = (0..12).map(|place| body / 10_u64.pow(place) % 10);
    let sum: u64 = digits
        .zip([3, 1].into_iter().cycle())
        .map(|(d, w)| d * w)
        .sum();
    (10 - sum % 10) % 10
}

fn pack(numbers: &[u64]) -> Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let mut before = FIRST;
    for number in numbers {
        let mut gap = number - before;
        before = *number;
        while gap >= 0x80 {
            packed.write_all(&[(gap & 0x7f) as u8 | 0x80])?;
            gap >>= 7;
        }
        packed.write_all(&[(gap & 0x7f) as u8])?;
    }
    Ok(packed.finish()?)
}

fn unpack(packed: &[u8]) -> Result<Vec<u64>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes)?;
    let mut numbers = Vec::new();
    let (mut number, mut gap, mut shift) = (FIRST, 0_u64, 0);
    for byte in bytes {
        ensure!(shift < 63, "a gap that is too long");
        gap |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            number += gap;
            ensure!(number < END, "a number that no book has");
            numbers.push(number);
            (gap, shift) = (0, 0);
        }
    }
    ensure!(shift == 0, "the list breaks off");
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_comes_back_sorted_and_once() {
        let list = "# a remark\n978-0-306-40615-7\n9780306406157\n979-10-90636-07-1\n978-750-8400\n9780306406158\n";
        let numbers = read(list);
        assert_eq!(numbers, [978_030_640_615, 979_109_063_607]);
        assert_eq!(unpack(&pack(&numbers).unwrap()).unwrap(), numbers);
        assert!(unpack(&pack(&numbers).unwrap()[..20]).is_err());
    }

    #[test]
    fn the_list_of_books3_is_whole() {
        let packed = fs::read(folder().join(BOOKS3)).unwrap();
        assert!(packed.len() < 300_000, "{}", packed.len());
        let numbers = unpack(&packed).unwrap();
        assert_eq!(numbers.len(), 129_319);
        assert!(numbers.is_sorted_by(|a, b| a < b));
        // What assets/collections/README.md says about it.
        let readme = fs::read_to_string(folder().join("README.md")).unwrap();
        let sha256 = {
            use sha2::{Digest as _, Sha256};
            let lines: Vec<String> = numbers
                .iter()
                .map(|body| format!("{body}{}\n", check_digit(*body)))
                .collect();
            let bytes = Sha256::digest(lines.concat());
            let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            digits.concat()
        };
        assert!(readme.contains(&sha256), "{sha256}");
    }
}
