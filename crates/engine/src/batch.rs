//! Many items on some threads: the one runner for documents, titles and books.

use std::fs::Metadata;
use std::iter::repeat_with;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::error::Error;
use crate::find::FoundPath;
use crate::job::Job;

/// Calls `work` with every place below `n`, in order, on `jobs` threads; 0
/// means one thread per processor.
///
/// After a `Break` the threads begin no other item.
pub fn each(n: usize, jobs: usize, work: impl Fn(usize) -> ControlFlow<()> + Sync) {
    let next = AtomicUsize::new(0);
    let n_threads = match jobs {
        0 => thread::available_parallelism().map_or(1, Into::into),
        jobs => jobs,
    };
    thread::scope(|scope| {
        for _ in 0..n_threads.min(n) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= n {
                        break;
                    }
                    if work(place).is_break() {
                        next.store(n, Ordering::Relaxed);
                    }
                }
            });
        }
    });
}

/// Runs `work` on every item and returns the results in the order of the items.
///
/// # Errors
///
/// `cancelled`, and the first error of `work`, which ends the batch.
pub(crate) fn run<I: Sync, T: Send>(
    items: &[I],
    jobs: usize,
    job: &Job,
    work: impl Fn(&I) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    // A slot for each result, so a long batch takes its memory at once and does
    // not grow while it runs.
    let none = || None;
    let results: Mutex<Vec<Option<T>>> = Mutex::new(repeat_with(none).take(items.len()).collect());
    let failure = Mutex::new(None);
    each(items.len(), jobs, |place| {
        if job.is_cancelled() {
            return ControlFlow::Break(());
        }
        match work(&items[place]) {
            Ok(result) => {
                results.lock().unwrap_or_else(PoisonError::into_inner)[place] = Some(result);
                ControlFlow::Continue(())
            }
            Err(error) => {
                let mut failure = failure.lock().unwrap_or_else(PoisonError::into_inner);
                failure.get_or_insert(error);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    if job.is_cancelled() {
        return Err(Error::cancelled());
    }
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(results.into_iter().flatten().collect())
}

/// Runs `work` on every path and returns the results in order; the job advances
/// by the size of each file.
///
/// # Errors
///
/// `cancelled` only.
pub(crate) fn over_paths<T: Send>(
    found: &[FoundPath],
    jobs: usize,
    job: &Job,
    work: impl Fn(&FoundPath) -> T + Sync,
) -> Result<Vec<T>, Error> {
    run(found, jobs, job, |found| {
        let result = work(found);
        job.advance(size_bytes(found));
        Ok(result)
    })
}

/// Returns the size of the file at a path, 0 if there is none.
///
/// A document in an archive counts as much as the archive: its directory is not
/// read for this, because the size only shows how far the work is.
pub(crate) fn size_bytes(found: &FoundPath) -> u64 {
    found.as_deref().map_or(0, size_bytes_at)
}

/// Returns the size of the file at a path, as [`size_bytes`] does.
pub(crate) fn size_bytes_at(path: &Path) -> u64 {
    path.ancestors()
        .find_map(|path| path.metadata().ok())
        .filter(Metadata::is_file)
        .map_or(0, |metadata| metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..500).collect();
        for jobs in [0, 1, 7, 1_000] {
            let doubled = run(&items, jobs, &Job::default(), |n| Ok(n * 2)).unwrap();
            assert!(doubled.iter().enumerate().all(|(n, &twice)| twice == 2 * n));
        }
        assert!(
            run(&[0; 0], 0, &Job::default(), |n: &i32| Ok(*n))
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn the_first_error_ends_the_batch() {
        let begun = AtomicUsize::new(0);
        let items: Vec<usize> = (0..10_000).collect();
        let failed = run(&items, 2, &Job::default(), |&n| {
            begun.fetch_add(1, Ordering::Relaxed);
            if n == 5 {
                return Err(Error::new(Code::DiskFull, "full"));
            }
            Ok(n)
        });
        assert_eq!(failed.unwrap_err().code(), Code::DiskFull);
        assert!(begun.into_inner() < 10_000);
    }

    #[test]
    fn a_cancelled_job_begins_nothing() {
        let job = Job::default();
        job.cancel();
        let stopped = run(&[1, 2], 1, &job, |_| -> Result<(), Error> {
            panic!("begun")
        });
        assert!(stopped.unwrap_err().is_cancelled());
    }
}
