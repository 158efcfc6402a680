//! The file's pages, each checked when it is read.
//!
//! Pages are read at their places, by any number of threads, and the last ones are
//! kept: a fixed number for the whole process, shared by all indexes that are open,
//! so the memory does not grow with the number of indexes and of threads. What is
//! kept was checked.

use std::fs::File;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::error::Error;
use crate::schema::PAGE_SIZE;
use crate::seal;

/// The number of pages that are kept in the whole process: 64 MiB. A quarter is
/// for the inner pages of trees, through which every search begins. Bounds, on
/// which no answer depends.
const N_INNER: usize = 4_096;
const N_OTHER: usize = 12_288;

/// A page that has the right checksum.
pub(crate) type Page = Arc<[u8; PAGE_SIZE]>;

/// A kept page: the file's number in this process, the page's, and the page.
type Slot = Mutex<Option<(u64, u32, Page)>>;

static INNER: LazyLock<Vec<Slot>> = LazyLock::new(|| slots(N_INNER));
static OTHER: LazyLock<Vec<Slot>> = LazyLock::new(|| slots(N_OTHER));

/// The number of files that were opened so far.
static N_FILES: AtomicU64 = AtomicU64::new(0);

fn slots(n: usize) -> Vec<Slot> {
    std::iter::repeat_with(|| Mutex::new(None))
        .take(n)
        .collect()
}

/// An open file of checked pages.
pub(crate) struct PageFile {
    file: File,
    n_pages: u32,
    mark: [u8; 4],
    /// Tells the file's pages from those of others.
    id: u64,
}

impl PageFile {
    /// Takes a file of `n_pages` pages, whose checksums depend on `mark`.
    pub(crate) fn new(file: File, n_pages: u32, mark: [u8; 4]) -> Self {
        let id = N_FILES.fetch_add(1, Ordering::Relaxed);
        Self {
            file,
            n_pages,
            mark,
            id,
        }
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    pub(crate) fn n_pages(&self) -> u32 {
        self.n_pages
    }

    pub(crate) fn mark(&self) -> [u8; 4] {
        self.mark
    }

    /// Returns a page, from memory if it is there.
    ///
    /// # Errors
    ///
    /// [`Damaged`](crate::ErrorKind::Damaged) if there is no such page, or it is not
    /// as it was written; [`Unreadable`](crate::ErrorKind::Unreadable).
    pub(crate) fn page(&self, number: u32) -> Result<Page, Error> {
        for kept in [&INNER, &OTHER] {
            if let Some((file, page, bytes)) = &*lock(self.slot(kept, number))
                && (*file, *page) == (self.id, number)
            {
                return Ok(Arc::clone(bytes));
            }
        }
        let page = self.read(number)?;
        let kept = if is_inner(&page) { &INNER } else { &OTHER };
        let entry = (self.id, number, Arc::clone(&page));
        // The page in whose place it comes is freed after the lock.
        let _before = lock(self.slot(kept, number)).replace(entry);
        Ok(page)
    }

    /// Reads a page from the file.
    ///
    /// # Errors
    ///
    /// As [`PageFile::page`].
    pub(crate) fn read(&self, number: u32) -> Result<Page, Error> {
        if number == 0 || number > self.n_pages {
            return Err(Error::damaged("a page that leads out of the file"));
        }
        let mut page = Arc::new([0; PAGE_SIZE]);
        if let Some(bytes) = Arc::get_mut(&mut page) {
            let at = u64::from(number - 1) * PAGE_SIZE as u64;
            read_at(&self.file, bytes, at).map_err(|error| match error.kind() {
                std::io::ErrorKind::UnexpectedEof => {
                    Error::damaged("the file is shorter than it was")
                }
                _ => error.into(),
            })?;
        }
        if !seal::is_whole(&page, number, self.mark) {
            return Err(Error::damaged(format!(
                "page {number} of the file is not as it was written"
            )));
        }
        Ok(page)
    }

    fn slot<'a>(&self, kept: &'a [Slot], number: u32) -> &'a Slot {
        // The finaliser of splitmix64, so that the pages of several files spread.
        let mut x = self.id << 32 ^ u64::from(number);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
        let at = usize::try_from(x % kept.len() as u64).unwrap_or(0);
        &kept[at]
    }
}

impl Drop for PageFile {
    fn drop(&mut self) {
        for slot in INNER.iter().chain(OTHER.iter()) {
            lock(slot).take_if(|(file, ..)| *file == self.id);
        }
    }
}

/// Returns whether a page is an inner page of a tree; the first page of the file
/// begins with a header, and a page of a long row with anything.
fn is_inner(page: &[u8; PAGE_SIZE]) -> bool {
    matches!(page[0], 2 | 5)
}

fn lock(slot: &Slot) -> std::sync::MutexGuard<'_, Option<(u64, u32, Page)>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<()> {
    use std::os::unix::fs::FileExt as _;
    file.read_exact_at(bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> std::io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !bytes.is_empty() {
        match file.seek_read(bytes, at) {
            Ok(0) => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => {
                bytes = &mut bytes[n..];
                at += n as u64;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
