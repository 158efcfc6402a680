//! Sorting more than memory holds.
//!
//! Items are pushed one by one into a sorter: a [`Sorter`] for records of a fixed
//! size, a [`StringSorter`] for byte strings of any length. Both collect items in
//! chunks, and sort a chunk as soon as it is full. While the allowance lasts,
//! sorted chunks stay in memory; after that they are appended to one temporary
//! file. At the end all chunks are merged, and the items come back in order, one
//! by one.
//!
//! Why chunks: sorting one takes no longer than a cancel may take, and nothing
//! is sorted twice. The result never depends on the allowance, on the time, or
//! on the machine. The temporary file belongs to the caller: this crate creates it
//! when it is needed, at the given path. Where it keeps its name, which is on
//! Windows, the caller removes it.

mod records;
mod strings;

pub use records::{Fixed, Merge, Sorter};
pub use strings::{StringMerge, StringSorter};

/// The smallest buffer that a sorted chunk is read back through; a bound, on which
/// no figure depends.
const MIN_BUFFER_BYTES: usize = 4096;

/// Opens a new file for sorted chunks.
///
/// On systems that keep an open file without a name, the name is removed at once:
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
