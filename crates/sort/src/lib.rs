//! Sorting of more than memory holds.
//!
//! What is to be sorted is pushed, item by item, into a sorter: a [`Sorter`]
//! for records of one size, a [`StringSorter`] for byte strings of any length.
//! Both gather items in chunks, and sort a chunk as soon as it is full. As long
//! as the allowance lasts, sorted chunks stay in memory; after that they are
//! appended to one temporary file. At the end all of them are merged, and come
//! back in order, one by one.
//!
//! Why chunks: sorting one takes no longer than a cancel may take, and nothing
//! is sorted twice. The result never depends on the allowance, on the time, or
//! on the machine. The temporary file is the caller's: this crate makes it when
//! it is needed, at the path it was given, and never removes it.

mod records;
mod strings;

pub use records::{Fixed, Merge, Sorter};
pub use strings::{StringMerge, StringSorter};

/// The smallest buffer through which a sorted chunk is read back.
const MIN_BUFFER_BYTES: usize = 4096;

/// Opens a new file for sorted chunks.
///
/// Where the system keeps an open file without a name, the name goes at once:
/// however the process ends, nothing is left behind.
fn create(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    let file = std::fs::File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(path)?;
    #[cfg(unix)]
    std::fs::remove_file(path)?;
    Ok(file)
}
