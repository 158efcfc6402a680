//! Lists of DOIs, one on each line, such as the list of Sci-Hub's papers.
//!
//! A list has a hundred million lines, so that a record keeps nothing but a hash of
//! the DOI. Hashes are sorted, which brings together those that are listed twice.

use colophon_sort::Sorter;

use super::collect::Collector;
use super::container::Whole;
use super::encoding::decoded;
use super::isbn_list::is_text;
use super::lines::{Ends, Lines};
use super::model::{Memory, OnPiece};
use super::sql::Window;
use crate::doi;
use crate::error::{Error, ErrorKind};
use crate::record::Record;

/// How many bytes a line may have. A DOI has no bound, but the longest that are known
/// have a few hundred.
const MAX_LINE: usize = 64 * 1024;

/// After how many DOIs the caller is asked again whether to continue.
const N_BETWEEN: u64 = 16 * 1024;

/// Reads a list.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let folder = tempfile::Builder::new()
        .prefix("dois-")
        .tempdir_in(memory.scratch)
        .map_err(Error::of_scratch)?;
    let mut sorter = Sorter::new(folder.path().join("sorted"), memory.n_bytes);
    whole.read_watched(memory.scratch, on_piece, is_text, &mut |part, on_piece| {
        let mut text = decoded(part)?;
        let mut window = Window::new(&mut *text, 0, on_piece);
        let lines = Lines::new(&mut window, Ends::Any, MAX_LINE);
        lines.for_each(&mut |_, line| take_line(line, &mut sorter, collector))
    })?;
    if sorter.is_empty() {
        let message = "no line of the list holds a DOI";
        return Err(Error::new(ErrorKind::NothingKnown, message));
    }
    let source = collector.source(&collector.stem());
    let mut hashes = sorter.merge().map_err(Error::of_scratch)?;
    let mut last: Option<u64> = None;
    let (mut n, mut n_repeated) = (0_u64, 0);
    while let Some(hash) = hashes.next().map_err(Error::of_scratch)? {
        n += 1;
        if n.is_multiple_of(N_BETWEEN) && on_piece().is_break() {
            return Err(Error::cancelled());
        }
        if last.replace(hash) == Some(hash) {
            n_repeated += 1;
            continue;
        }
        collector.record(Record {
            source,
            listed_doi: Some(hash),
            ..Record::default()
        })?;
    }
    collector.skip("DOIs that are listed more than once", n_repeated);
    drop(hashes);
    folder.close().map_err(Error::of_scratch)
}

fn take_line(
    line: &[u8],
    sorter: &mut Sorter<u64>,
    collector: &mut Collector<'_>,
) -> Result<(), Error> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(line);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        collector.mended();
    }
    match doi::parse(text.trim_matches('"')) {
        Some(doi) if doi::is_invented(&doi) => {
            collector.skip("DOIs that a collection invented (10.0000)", 1);
            Ok(())
        }
        Some(doi) => sorter.push(doi::hash(&doi)).map_err(Error::of_scratch),
        None => {
            collector.skip("lines without a DOI", 1);
            Ok(())
        }
    }
}
