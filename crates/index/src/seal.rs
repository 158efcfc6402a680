//! The checksum of each of the file's pages.
//!
//! SQLite leaves the last [`SEAL_BYTES`] bytes of every page to anyone who asks for
//! them. They hold the low 32 bits of the XXH64 of all other bytes of the page,
//! least significant byte first. The seed is the number of the page, and above it
//! the first four bytes of the content digest, which the header repeats as
//! SQLite's schema cookie. So a page that was changed, moved, or left over from
//! another index is found when it is read, whatever it holds: rows, the tree that
//! leads to them, or the schema. A question is answered "not there" only by pages
//! that are as they were written.
//!
//! This is a guard against accidents, not against forgers: anyone who makes an index
//! makes its checksums.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use xxhash_rust::xxh64::xxh64;

use crate::error::Error;
use crate::schema::{PAGE_SIZE, SEAL_BYTES, USABLE_BYTES};

/// Where the header has SQLite's schema cookie.
pub(crate) const COOKIE: std::ops::Range<usize> = 40..44;

/// The number of pages that are sealed at a time; a bound, on which no figure
/// depends.
const BATCH_PAGES: usize = 256;

/// Returns the checksum of the page with the given number, counted from 1.
///
/// `mark` is the first four bytes of the index's content digest.
pub(crate) fn checksum(page: &[u8; PAGE_SIZE], number: u32, mark: [u8; 4]) -> [u8; SEAL_BYTES] {
    let seed = u64::from(u32::from_be_bytes(mark)) << 32 | u64::from(number);
    let [.., low] = u64_as_halves(xxh64(&page[..USABLE_BYTES], seed));
    low.to_le_bytes()
}

fn u64_as_halves(n: u64) -> [u32; 2] {
    [n >> 32, n & u64::from(u32::MAX)].map(|half| u32::try_from(half).unwrap_or(u32::MAX))
}

/// Returns whether a page has the checksum that it should have.
pub(crate) fn is_whole(page: &[u8; PAGE_SIZE], number: u32, mark: [u8; 4]) -> bool {
    page[USABLE_BYTES..] == checksum(page, number, mark)
}

/// Writes the checksums of all pages of a finished file, and the mark that they
/// depend on. `on_pages` is called with the number of pages done since the last
/// call.
pub(crate) fn seal(
    file: &mut File,
    mark: [u8; 4],
    on_pages: &mut dyn FnMut(u64) -> Result<(), Error>,
) -> Result<(), Error> {
    let n_pages = file.metadata()?.len() / PAGE_SIZE as u64;
    let mut batch = vec![0; BATCH_PAGES * PAGE_SIZE];
    let mut number = 0;
    while u64::from(number) < n_pages {
        let n_left = usize::try_from(n_pages - u64::from(number)).unwrap_or(BATCH_PAGES);
        let bytes = &mut batch[..n_left.min(BATCH_PAGES) * PAGE_SIZE];
        let at = SeekFrom::Start(u64::from(number) * PAGE_SIZE as u64);
        file.seek(at)?;
        file.read_exact(bytes)?;
        let (pages, _) = bytes.as_chunks_mut::<PAGE_SIZE>();
        for page in &mut *pages {
            number += 1;
            if number == 1 {
                page[COOKIE].copy_from_slice(&mark);
            }
            let checksum = checksum(page, number, mark);
            page[USABLE_BYTES..].copy_from_slice(&checksum);
        }
        let n = pages.len() as u64;
        file.seek(at)?;
        file.write_all(bytes)?;
        on_pages(n)?;
    }
    Ok(())
}

/// Makes the checksums of a file again that was changed on purpose.
///
/// For tests of what is found behind the checksums: the mark stays as the header
/// has it.
///
/// # Errors
///
/// [`Unreadable`](crate::ErrorKind::Unreadable), [`DiskFull`](crate::ErrorKind::DiskFull).
#[doc(hidden)]
pub fn seal_again(path: &Path) -> Result<(), Error> {
    let reseal = || {
        let mut file = File::options().read(true).write(true).open(path)?;
        let mut header = [0; COOKIE.end];
        file.read_exact(&mut header)?;
        let mark = *header[COOKIE].first_chunk().unwrap_or(&[0; 4]);
        seal(&mut file, mark, &mut |_| Ok(()))
    };
    reseal().map_err(|e: Error| e.at(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_depends_on_the_bytes_the_place_and_the_index() {
        let mut page = [7; PAGE_SIZE];
        let of =
            |page: &[u8; PAGE_SIZE], number, mark: u32| checksum(page, number, mark.to_be_bytes());
        let first = of(&page, 1, 9);
        assert_ne!(first, of(&page, 2, 9));
        assert_ne!(first, of(&page, 1, 8));
        // Its own bytes do not count; every other one does.
        page[USABLE_BYTES..].copy_from_slice(&first);
        assert_eq!(first, of(&page, 1, 9));
        assert!(is_whole(&page, 1, 9_u32.to_be_bytes()));
        for at in [0, 100, 2_000, PAGE_SIZE - 1] {
            page[at] ^= 1;
            assert!(!is_whole(&page, 1, 9_u32.to_be_bytes()), "{at}");
            page[at] ^= 1;
        }
    }
}
