//! Reads a mutant as the program would read it.

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use colophon_catalogue::terms::TermKind;
use colophon_catalogue::{Input, Kind};
use colophon_clients::Mapping;
use colophon_engine::report::Code;
use colophon_engine::{Job, preview_clients};
use colophon_extract::{Limits, read_here, worker};
use colophon_index::{Index, RecordNumber, WorkId, seal_again};
use tempfile::TempDir;

use crate::answers;
use crate::seeds;
use crate::target::Target;

/// How long the two workers for one list may take, each with its three seconds of
/// processor time, on a machine with other work.
const LONGEST: Duration = Duration::from_mins(1);

/// Reads mutants for one target.
pub(crate) struct Bench {
    target: Target,
    /// Whether lists are read in workers.
    fenced: bool,
    folder: TempDir,
    /// The hashes that are looked up in an index.
    hashes: Vec<u64>,
}

impl Bench {
    pub(crate) fn new(target: Target, fenced: bool) -> Result<Self> {
        let mut hashes: Vec<u64> = (0..400_u64)
            .map(|n| n.wrapping_mul(0x0123_4567_89ab_cdef))
            .chain(seeds::hashes(1).into_iter().take(300))
            .collect();
        hashes.sort_unstable();
        Ok(Self {
            target,
            fenced,
            folder: tempfile::tempdir()?,
            hashes,
        })
    }

    /// Reads a mutant as the program would. An error of the reader is not a
    /// finding; a broken rule of the reader is one, and is returned. Returns the
    /// code with which a worker was ended, if it was.
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<Option<Code>, String> {
        if self.fenced {
            return self.read_fenced(bytes);
        }
        self.read_here(bytes).map(|()| None)
    }

    /// Reads a list as the program does, and as the window shows it before.
    fn read_fenced(&self, bytes: &[u8]) -> Result<Option<Code>, String> {
        let path = self.put(bytes)?;
        let began = Instant::now();
        let shown = preview_clients(&path, &[], None, &Job::default());
        let took = began.elapsed();
        if took > LONGEST {
            return Err(format!("took {took:?}"));
        }
        match shown.map_err(|error| error.code()) {
            Err(code @ (Code::ParserCrashed | Code::TimedOut | Code::LimitExceeded)) => {
                Ok(Some(code))
            }
            Ok(_)
            | Err(
                Code::Damaged
                | Code::Empty
                | Code::Encrypted
                | Code::ListTruncated
                | Code::Truncated
                | Code::Unreadable
                | Code::Unsupported,
            ) => Ok(None),
            Err(code) => Err(format!("ends with {code}")),
        }
    }

    fn read_here(&self, bytes: &[u8]) -> Result<(), String> {
        let limits = Limits::default();
        match self.target {
            Target::Worker => {
                let _ = worker::understand(bytes, &limits);
            }
            Target::Bundle => {
                let _ = worker::members_here(bytes, &limits);
            }
            Target::Libgen => self.dump(Kind::Libgen, bytes)?,
            Target::LibgenLi => self.dump(Kind::LibgenLi, bytes)?,
            Target::Pilimi => self.dump(Kind::Pilimi, bytes)?,
            Target::IsbnList => self.dump(Kind::IsbnList, bytes)?,
            Target::DumpCsv => self.dump(Kind::Csv, bytes)?,
            Target::Scimag => self.dump(Kind::Scimag, bytes)?,
            Target::Dois => self.dump(Kind::Dois, bytes)?,
            Target::Opensubtitles => self.dump(Kind::Opensubtitles, bytes)?,
            Target::Aac => self.dump(Kind::Aac, bytes)?,
            Target::Aarecords => self.dump(Kind::Aarecords, bytes)?,
            Target::Usco => self.dump(Kind::Usco, bytes)?,
            Target::NyplCce => self.dump(Kind::NyplCce, bytes)?,
            Target::Bookcorpus => self.dump(Kind::Bookcorpus, bytes)?,
            Target::FileNames => self.dump(Kind::FileNames, bytes)?,
            Target::Table
            | Target::Xlsx
            | Target::Ods
            | Target::Onix
            | Target::Calibre
            | Target::Bibtex
            | Target::Ris
            | Target::CslJson => {
                let path = self.put(bytes)?;
                let mapping = Mapping::default();
                let _ = colophon_clients::read(&path, &mapping, &mut |_| ControlFlow::Continue(()));
                let _ = colophon_clients::columns(&path, &mapping);
            }
            Target::Index => self.ask_sealed(&self.put(bytes)?),
            Target::Pages => self.corrupt_pages(bytes)?,
            Target::Answers => answers::check(bytes, &self.folder.path().join("mutant"))?,
            _ => {
                let read = read_here(bytes, Some(self.target.file_name()), &limits);
                if let Ok(document) = read
                    && document.sections.iter().all(|s| s.text.trim().is_empty())
                {
                    return Err("a document without text is not an error".to_owned());
                }
            }
        }
        Ok(())
    }

    fn put(&self, bytes: &[u8]) -> Result<PathBuf, String> {
        let path = self.folder.path().join("mutant");
        fs::write(&path, bytes).map_err(|e| e.to_string())?;
        Ok(path)
    }

    fn dump(&self, kind: Kind, bytes: &[u8]) -> Result<(), String> {
        let input = Input {
            kind,
            path: Some(self.put(bytes)?),
            crew: Vec::new(),
        };
        let scratch = self.folder.path().join("scratch");
        fs::create_dir_all(&scratch).map_err(|e| e.to_string())?;
        let mut n = 0_u64;
        let read = colophon_catalogue::read(
            &input,
            &scratch,
            1 << 20,
            &mut |item| {
                if matches!(item, colophon_catalogue::Item::Record(_)) {
                    n += 1;
                }
                ControlFlow::Continue(())
            },
            &mut |_| ControlFlow::Continue(()),
        );
        let left = fs::read_dir(&scratch).map_or(0, Iterator::count);
        if left > 0 {
            return Err(format!("{left} temporary files are left"));
        }
        if let Ok(summary) = read
            && summary.n_records != n
        {
            return Err(format!("{n} records are counted as {}", summary.n_records));
        }
        Ok(())
    }

    /// Asks an index, and asks again what its checksums had kept from being read.
    fn ask_sealed(&self, path: &std::path::Path) {
        self.ask(path);
        if seal_again(path).is_ok() {
            self.ask(path);
        }
    }

    /// Asks an index everything that can be asked.
    fn ask(&self, path: &std::path::Path) {
        let Ok(index) = Index::open(path) else {
            return;
        };
        let mut works: Vec<WorkId> = Vec::new();
        let _ = index.lookup(&self.hashes, &mut |_, work| works.push(work));
        let _ = index.boilerplate(&self.hashes);
        for id in works.into_iter().take(8) {
            let _ = index.work(id);
        }
        let _ = index.sources();
        let numbers: Vec<RecordNumber> = index
            .find_all(
                &[
                    (TermKind::TitleWord, b"sea".as_slice()),
                    (TermKind::AuthorWord, b"austen".as_slice()),
                ],
                50,
            )
            .unwrap_or_default();
        let _ = index.records(&numbers);
        for number in numbers.into_iter().take(3) {
            let _ = index.record_digests(number);
        }
        let _ = index.verify(&mut |_| ControlFlow::Continue(()));
    }

    /// Replaces a page of a sound index with the mutant: its first bytes say
    /// which page, the rest is the content.
    fn corrupt_pages(&self, bytes: &[u8]) -> Result<(), String> {
        let (Some((&[table, row], page)), path) = (
            bytes.split_first_chunk::<2>(),
            self.folder.path().join("sound"),
        ) else {
            return Ok(());
        };
        seeds::corrupt(&path, table, row, page).map_err(|e| e.to_string())?;
        self.ask(&path);
        Ok(())
    }
}
