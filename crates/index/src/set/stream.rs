//! All postings of a set, slot after slot.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::{Member, Set};
use crate::error::Error;
use crate::posting::{KeySpace, PageReader};
use crate::schema::Table;
use crate::tree::Rows;

/// The postings of a segment, of all files of a set: slot and work, in ascending order of
/// slots.
pub(crate) struct SetPostings<'a> {
    streams: Vec<Stream<'a>>,
    /// The next posting of each file, with the place of the file.
    heads: BinaryHeap<Reverse<(u64, u32, usize)>>,
}

impl Set {
    /// Returns the postings of a segment.
    pub(crate) fn postings(&self, segment: u64) -> Result<SetPostings<'_>, Error> {
        let mut streams = Vec::with_capacity(self.members.len());
        let mut heads = BinaryHeap::new();
        for (place, member) in self.members.iter().enumerate() {
            let mut stream = Stream::of(member, segment)?;
            if let Some((slot, work)) = stream.next()? {
                heads.push(Reverse((slot, work, place)));
            }
            streams.push(stream);
        }
        Ok(SetPostings { streams, heads })
    }
}

impl SetPostings<'_> {
    pub(crate) fn next(&mut self) -> Result<Option<(u64, u32)>, Error> {
        let Some(mut head) = self.heads.peek_mut() else {
            return Ok(None);
        };
        let Reverse((slot, work, place)) = *head;
        match self.streams[place].next()? {
            Some((next, by)) => *head = Reverse((next, by, place)),
            None => {
                PeekMut::pop(head);
            }
        }
        Ok(Some((slot, work)))
    }
}

/// The postings of a file.
struct Stream<'a> {
    member: &'a Member,
    space: KeySpace,
    /// The number of the work at each place.
    works: Vec<u32>,
    rows: Rows<'a>,
    page: PageReader,
    is_in_page: bool,
    /// The number above the last key.
    next_key: u64,
}

impl<'a> Stream<'a> {
    fn of(member: &'a Member, segment: u64) -> Result<Self, Error> {
        let (table, space) = match segment {
            0 => (Table::Postings, member.index.main()),
            _ => (Table::ShortPostings, member.index.short()),
        };
        let works = member.index.works_by_place()?;
        Ok(Self {
            member,
            space,
            works,
            rows: member.index.tables().rows(table),
            page: PageReader::default(),
            is_in_page: false,
            next_key: 0,
        })
    }

    fn next(&mut self) -> Result<Option<(u64, u32)>, Error> {
        self.step().map_err(|e| e.at(self.member.index.path()))
    }

    fn step(&mut self) -> Result<Option<(u64, u32)>, Error> {
        loop {
            if !(self.is_in_page && self.page.advance()?) {
                let Some(row) = self.rows.next()? else {
                    self.is_in_page = false;
                    return Ok(None);
                };
                self.page.load(row.number, row.blob()?)?;
                self.is_in_page = true;
            }
            let key = self.page.key();
            if key < self.next_key || key >= self.space.end() {
                return Err(Error::damaged("postings out of order"));
            }
            self.next_key = key + 1;
            let (slot, place) = self.space.split(key);
            let work = usize::try_from(place).ok();
            let work = work.and_then(|place| self.works.get(place)).copied();
            let work = work.ok_or_else(|| Error::damaged("a place is missing"))?;
            if let Some(work) = self.member.number_of_work(work) {
                return Ok(Some((slot, work)));
            }
        }
    }
}
