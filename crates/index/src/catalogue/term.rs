//! Terms: which records a word, a key or a number finds.
//!
//! A term is known by its *slot*, the first 32 bits of its hash
//! ([`colophon_catalogue::terms`]), whatever its kind. Its records are a rising
//! list of *runs* of neighbours, each a first record and a number of records.
//!
//! In a row of `terms`, `first` is the slot of its first term; the blob, at most
//! [`MAX_BLOB`] bytes:
//!
//! | part | what |
//! |---|---|
//! | byte | `k`, a Rice parameter |
//! | for each term | Rice code with `k` of its slot less the one before, less 1 (not for the first); the list |
//!
//! A list: gamma code of the number of runs, up to [`MAX_INLINE`]; the first
//! record in the binary width of the largest; gamma code of its run's length;
//! if there are more runs, 5 bits of a Rice parameter, and for each the Rice code
//! of its distance from the end of the run before, less 1, and the gamma code of
//! its length. A longer list is a gamma code of [`MAX_INLINE`] + 1 and one of the
//! number of its records; its runs are in rows of `term_lists`, whose `first` is
//! `slot * 2^27 + first record`, and whose blob is a byte `k`, the gamma code of
//! the first run's length, and further runs as above.
//!
//! Why: most terms have one record, which costs four bytes and a bit this way; a
//! common word costs a few bits a record; and a long list can be entered anywhere
//! through SQLite's tree, so two of them are intersected without being read whole.

use std::collections::VecDeque;

use crate::bits::{BitReader, BitWriter, cheapest_rice, gamma_bits, rice_bits, width};
use crate::error::Error;
use crate::schema::MAX_BLOB;

/// The largest number of runs in a list that is kept with its term.
pub(crate) const MAX_INLINE: u64 = 63;

/// The number of bits of a record's number in the key of a row of `term_lists`.
pub(crate) const RECORD_BITS: u32 = 27;

/// The number of bits of a list's Rice parameter.
const PARAMETER_BITS: u32 = 5;

/// The number of runs that the parameter of a row of a long list is chosen from.
/// Not fitted; an index's bytes depend on it.
const LOOK_AHEAD: usize = 512;

/// A run of records: the first, and the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Run {
    fn n(self) -> u64 {
        u64::from(self.end.saturating_sub(self.start))
    }
}

/// The table that a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Terms,
    Lists,
}

/// Takes a finished row: its table, its key and its blob.
pub(crate) type Sink<'a> = dyn FnMut(Table, u64, &[u8]) -> Result<(), Error> + 'a;

/// Writes terms in the order of their slots.
pub(crate) struct TermWriter {
    n_records: u64,
    slot: u64,
    /// Runs of the current term that are not written.
    ahead: VecDeque<Run>,
    /// The number of records of the current term, if its list is long.
    n_long: Option<u64>,
    /// The run that may still grow.
    open: Option<Run>,
    page: BitWriter,
    page_first: u64,
    page_k: u32,
    list: BitWriter,
    row: BitWriter,
    row_k: u32,
    row_end: Option<u32>,
    row_first: u64,
    pub(crate) n_terms: u64,
    last_slot: u64,
}

impl TermWriter {
    pub(crate) fn new(n_records: u64) -> Self {
        Self {
            n_records,
            slot: 0,
            ahead: VecDeque::new(),
            n_long: None,
            open: None,
            page: BitWriter::default(),
            page_first: 0,
            page_k: 0,
            list: BitWriter::default(),
            row: BitWriter::default(),
            row_k: 0,
            row_end: None,
            row_first: 0,
            n_terms: 0,
            last_slot: 0,
        }
    }

    /// Takes a run of `n` records of a slot. Slots rise, and so do the first records
    /// within a slot. Runs of one slot may overlap.
    pub(crate) fn push(
        &mut self,
        slot: u64,
        first: u64,
        n: u64,
        sink: &mut Sink<'_>,
    ) -> Result<(), Error> {
        let start = u32::try_from(first).unwrap_or(u32::MAX);
        let end = u32::try_from(first + n).unwrap_or(u32::MAX);
        if let Some(open) = &mut self.open {
            if slot == self.slot && start <= open.end {
                open.end = open.end.max(end);
                return Ok(());
            }
            let run = *open;
            self.close(run, sink)?;
            if slot != self.slot {
                self.end_term(sink)?;
            }
        }
        self.slot = slot;
        self.open = Some(Run { start, end });
        Ok(())
    }

    /// Writes what is left.
    pub(crate) fn finish(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        if let Some(run) = self.open.take() {
            self.close(run, sink)?;
            self.end_term(sink)?;
        }
        self.end_page(sink)
    }

    /// Takes a run that no longer grows.
    fn close(&mut self, run: Run, sink: &mut Sink<'_>) -> Result<(), Error> {
        self.ahead.push_back(run);
        match &mut self.n_long {
            Some(n) => {
                *n += run.n();
                if self.ahead.len() > LOOK_AHEAD {
                    self.write_long(sink)?;
                }
            }
            None if self.ahead.len() as u64 > MAX_INLINE => {
                self.n_long = Some(self.ahead.iter().map(|run| run.n()).sum());
            }
            None => {}
        }
        Ok(())
    }

    /// Writes the next run of a long list.
    fn write_long(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        let Some(run) = self.ahead.pop_front() else {
            return Ok(());
        };
        if let Some(end) = self.row_end {
            let gap = u64::from(run.start - end) - 1;
            let n_bits = rice_bits(gap, self.row_k) + gamma_bits(run.n());
            if self.row.n_bits() + n_bits <= MAX_BLOB as u64 * 8 {
                self.row.rice(gap, self.row_k);
                self.row.gamma(run.n());
                self.row_end = Some(run.end);
                return Ok(());
            }
            self.end_row(sink)?;
        }
        self.row_k = list_parameter(run.end, &self.ahead);
        self.row_first = self.slot << RECORD_BITS | u64::from(run.start);
        self.row.clear();
        self.row.binary(self.row_k.into(), 8);
        self.row.gamma(run.n());
        self.row_end = Some(run.end);
        Ok(())
    }

    fn end_row(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        if self.row_end.take().is_some() {
            self.row.align();
            sink(Table::Lists, self.row_first, &self.row.bytes)?;
        }
        Ok(())
    }

    /// Writes the current term, all of whose runs are known.
    fn end_term(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        self.list.clear();
        if let Some(n_records) = self.n_long.take() {
            while !self.ahead.is_empty() {
                self.write_long(sink)?;
            }
            self.end_row(sink)?;
            self.list.gamma(MAX_INLINE + 1);
            self.list.gamma(n_records);
        } else {
            self.write_inline();
        }
        self.n_terms += 1;
        let list_bits = self.list.n_bits();
        if !self.page.bytes.is_empty() {
            let gap = self.slot - self.last_slot - 1;
            let n_bits = rice_bits(gap, self.page_k) + list_bits;
            if self.page.n_bits() + n_bits <= MAX_BLOB as u64 * 8 {
                self.page.rice(gap, self.page_k);
                self.last_slot = self.slot;
                return self.append_list();
            }
            self.end_page(sink)?;
        }
        // Slots are spread evenly, so those seen so far predict the others.
        self.page_k = parameter(self.slot / self.n_terms);
        self.page_first = self.slot;
        self.page.binary(self.page_k.into(), 8);
        self.last_slot = self.slot;
        self.append_list()
    }

    /// Codes the runs of a short list.
    fn write_inline(&mut self) {
        self.list.gamma(self.ahead.len() as u64);
        let Some(first) = self.ahead.pop_front() else {
            return;
        };
        self.list
            .binary(first.start.into(), start_width(self.n_records));
        self.list.gamma(first.n());
        if self.ahead.is_empty() {
            return;
        }
        let k = list_parameter(first.end, &self.ahead);
        self.list.binary(k.into(), PARAMETER_BITS);
        let mut end = first.end;
        while let Some(run) = self.ahead.pop_front() {
            self.list.rice(u64::from(run.start - end) - 1, k);
            self.list.gamma(run.n());
            end = run.end;
        }
    }

    fn append_list(&mut self) -> Result<(), Error> {
        let mut n_bits = self.list.n_bits();
        self.list.align();
        let mut reader = BitReader::new(self.list.bytes.as_slice());
        while n_bits > 0 {
            let now = u32::try_from(n_bits.min(48)).unwrap_or(48);
            self.page.binary(reader.binary(now)?, now);
            n_bits -= u64::from(now);
        }
        Ok(())
    }

    fn end_page(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        if !self.page.bytes.is_empty() {
            self.page.align();
            sink(Table::Terms, self.page_first, &self.page.bytes)?;
            self.page.clear();
        }
        Ok(())
    }
}

/// Returns the width of the first record's number in a list.
fn start_width(n_records: u64) -> u32 {
    width(n_records.saturating_sub(1))
}

/// Returns a Rice parameter for numbers of this mean: the logarithm of the median
/// of their geometric distribution, which is the mean times ln 2, about 177 / 256.
fn parameter(mean: u64) -> u32 {
    width((mean * 177) >> 8).saturating_sub(1)
}

/// Returns the parameter that codes the runs after `end` in the fewest bits.
fn list_parameter(end: u32, runs: &VecDeque<Run>) -> u32 {
    let cost = |k: u32| {
        let mut end = end;
        runs.iter().fold(0_u64, |sum, run| {
            let gap = u64::from(run.start - end) - 1;
            end = run.end;
            sum + rice_bits(gap, k)
        })
    };
    let Some(last) = runs.back() else { return 0 };
    let mean = u64::from(last.start - end) / runs.len() as u64;
    cheapest_rice(parameter(mean) + 1, cost).min((1 << PARAMETER_BITS) - 1)
}

/// The records of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Runs(Vec<Run>),
    /// The number of records; the runs are in `term_lists`.
    Long(u64),
}

impl List {
    /// Returns the number of records.
    pub(crate) fn n_records(&self) -> u64 {
        match self {
            Self::Runs(runs) => runs.iter().map(|run| run.n()).sum(),
            Self::Long(n) => *n,
        }
    }
}

/// A page of terms that is being read.
pub(crate) struct TermPage<'a> {
    bits: BitReader<&'a [u8]>,
    k: u32,
    slot: u64,
    is_started: bool,
    n_records: u64,
}

impl<'a> TermPage<'a> {
    /// Starts to read a row of `terms`.
    pub(crate) fn new(first: u64, blob: &'a [u8], n_records: u64) -> Result<Self, Error> {
        let (k, codes) = split(blob)?;
        if first >> 32 != 0 {
            return Err(Error::damaged("a page of terms with an impossible slot"));
        }
        Ok(Self {
            bits: BitReader::new(codes),
            k,
            slot: first,
            is_started: false,
            n_records,
        })
    }

    /// Returns the next slot and its list, or `None` at the end of the page.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, List)>, Error> {
        if self.is_started {
            let Some(gap) = self.bits.next_rice(self.k)? else {
                return Ok(None);
            };
            self.slot = self.slot.saturating_add(gap).saturating_add(1);
            if self.slot >> 32 != 0 {
                return Err(Error::damaged("a term with an impossible slot"));
            }
        }
        self.is_started = true;
        Ok(Some((self.slot, self.list()?)))
    }

    fn list(&mut self) -> Result<List, Error> {
        let n_runs = self.bits.gamma()?;
        if n_runs == MAX_INLINE + 1 {
            let n = self.bits.gamma()?;
            if n > self.n_records {
                return Err(Error::damaged("a term with more records than there are"));
            }
            return Ok(List::Long(n));
        }
        if n_runs > MAX_INLINE {
            return Err(Error::damaged("a term with too many runs"));
        }
        let start = self.bits.binary(start_width(self.n_records))?;
        let mut runs = Vec::with_capacity(usize::try_from(n_runs).unwrap_or(0));
        let mut end = self.run(start, &mut runs)?;
        if n_runs > 1 {
            let k = u32::try_from(self.bits.binary(PARAMETER_BITS)?).unwrap_or(0);
            for _ in 1..n_runs {
                let start = end.saturating_add(self.bits.rice(k)?).saturating_add(1);
                end = self.run(start, &mut runs)?;
            }
        }
        Ok(List::Runs(runs))
    }

    fn run(&mut self, start: u64, runs: &mut Vec<Run>) -> Result<u64, Error> {
        let n = self.bits.gamma()?;
        let run = run(start, n, self.n_records)?;
        runs.push(run);
        Ok(run.end.into())
    }

    /// Returns whether only padding is left.
    pub(crate) fn is_at_end(&self) -> bool {
        self.bits.is_at_end()
    }
}

/// Reads the runs of a row of `term_lists` into `runs`, and returns its slot.
pub(crate) fn read_row(
    first: u64,
    blob: &[u8],
    n_records: u64,
    runs: &mut Vec<Run>,
) -> Result<u64, Error> {
    runs.clear();
    let (k, codes) = split(blob)?;
    let mut bits = BitReader::new(codes);
    let mut start = first & ((1 << RECORD_BITS) - 1);
    loop {
        let n = bits.gamma()?;
        let run = run(start, n, n_records)?;
        runs.push(run);
        let Some(gap) = bits.next_rice(k)? else {
            break;
        };
        start = u64::from(run.end).saturating_add(gap).saturating_add(1);
    }
    if !bits.is_at_end() {
        return Err(Error::damaged("a list with unused bytes"));
    }
    Ok(first >> RECORD_BITS)
}

fn run(start: u64, n: u64, n_records: u64) -> Result<Run, Error> {
    let end = start.saturating_add(n);
    match (u32::try_from(start), u32::try_from(end)) {
        (Ok(start), Ok(end)) if u64::from(end) <= n_records => Ok(Run { start, end }),
        _ => Err(Error::damaged("a term of a record that is not there")),
    }
}

fn split(blob: &[u8]) -> Result<(u32, &[u8]), Error> {
    match blob.split_first() {
        Some((&k, codes)) if blob.len() <= MAX_BLOB && k < 48 => Ok((k.into(), codes)),
        _ => Err(Error::damaged("a page of terms with impossible figures")),
    }
}
