//! Parts of an index, read after `docs/FORMAT.md` alone: no code is shared with the crate.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Opens a file with SQLite.
pub fn open(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// Writes bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Returns the rows of a table of pages.
pub fn pages(db: &Connection, table: &str) -> Vec<(u64, Vec<u8>)> {
    let mut statement = db
        .prepare(&format!("SELECT first, data FROM {table} ORDER BY first"))
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .unwrap();
    rows.map(|row| {
        row.map(|(first, data)| (u64::try_from(first).unwrap(), data))
            .unwrap()
    })
    .collect()
}

/// Decodes a page as the document describes it, a bit at a time.
pub fn decode(first: u64, blob: &[u8]) -> Vec<u64> {
    let (k, is_near) = (u32::from(blob[0] & 0x3f), blob[0] & 0x40 != 0);
    let mut bits = blob[1..]
        .iter()
        .flat_map(|byte| (0..8).map(move |n| byte >> n & 1 == 1));
    let mut keys = vec![first];
    loop {
        let mut quotient = 0_u64;
        loop {
            match bits.next() {
                None => return keys,
                Some(true) => break,
                Some(false) => quotient += 1,
            }
        }
        let mut low =
            |n: u32| -> u64 { (0..n).map(|at| u64::from(bits.next().unwrap()) << at).sum() };
        let gap = match (is_near, quotient) {
            (false, _) => quotient << k | low(k),
            (true, 0) => {
                let mut n = 0;
                while low(1) == 0 {
                    n += 1;
                }
                (1 << n | low(n)) - 1
            }
            (true, _) => (quotient - 1) << k | low(k),
        };
        keys.push(keys.last().unwrap() + gap + 1);
    }
}

/// Returns the work at each place.
pub fn places(db: &Connection, n_works: u64) -> Vec<u64> {
    let width = (1..64).find(|w| n_works - 1 < 1 << w).unwrap();
    let mut works = Vec::new();
    for (first, data) in pages(db, "places") {
        assert_eq!(first, works.len() as u64);
        let bit = |at: usize| u64::from(data[at / 8] >> (at % 8) & 1);
        let mut at = 0;
        while at + width <= data.len() * 8 && (works.len() as u64) < n_works {
            works.push((0..width).map(|n| bit(at + n) << n).sum());
            at += width;
        }
    }
    works
}

/// Takes a varint off the front of `bytes`.
pub fn varint(bytes: &mut &[u8]) -> u64 {
    let mut n = 0;
    for shift in (0..).step_by(7) {
        let (&byte, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    n
}

/// What the document says about a work: letters, hashes, threshold, strings.
pub type PlainWork = (u64, u64, Option<u64>, bool, [String; 4]);

/// Returns what is said about each work.
pub fn works(db: &Connection) -> Vec<PlainWork> {
    let mut works = Vec::new();
    for (first, data) in pages(db, "works") {
        assert_eq!(first, works.len() as u64);
        let mut rest = data.as_slice();
        while !rest.is_empty() {
            let head = varint(&mut rest);
            let n_hashes = varint(&mut rest);
            let mut threshold = None;
            let mut is_id_of_file = false;
            let mut strings = [const { String::new() }; 4];
            if head & 1 == 1 {
                let flags = rest[0];
                rest = &rest[1..];
                is_id_of_file = flags & 32 != 0;
                if flags & 1 != 0 {
                    threshold = Some(u64::from_le_bytes(rest[..8].try_into().unwrap()));
                    rest = &rest[8..];
                }
                for (n, text) in strings.iter_mut().enumerate() {
                    if flags >> (n + 1) & 1 == 1 {
                        let length = usize::try_from(varint(&mut rest)).unwrap();
                        *text = String::from_utf8(rest[..length].to_vec()).unwrap();
                        rest = &rest[length..];
                    }
                }
            }
            works.push((head / 2, n_hashes, threshold, is_id_of_file, strings));
        }
    }
    works
}
