//! Going through the rows of a tree.

use std::cmp::Ordering;

use super::record::{Column, Record, wrong_type};
use super::{INNER_KEYS, INNER_ROWS, LEAF_KEYS, LEAF_ROWS, MAX_DEPTH, Node, Source, wrong};
use crate::error::Error;

/// A row of a number and its values.
pub(crate) struct Row {
    pub(crate) number: u64,
    record: Record,
}

impl Row {
    /// Returns the values, of which the first, the number, is not stored.
    pub(crate) fn columns<const N: usize>(&self) -> Result<[Column<'_>; N], Error> {
        self.record.columns()
    }

    /// Returns the blob of a row of a number and a blob.
    pub(crate) fn blob(&self) -> Result<&[u8], Error> {
        let [number, blob] = self.record.columns()?;
        if number != Column::Null {
            return Err(wrong_type());
        }
        blob.blob()
    }
}

/// A place among the rows of a tree of numbered rows.
pub(crate) struct Rows<'f> {
    source: Source<'f>,
    root: u32,
    /// The pages on the way to the place, each with the child or the row taken.
    way: Vec<(Node, usize)>,
    /// The row read last, when rows are read one after another.
    last: Option<u64>,
    /// Whether the place is before the first row.
    is_before_all: bool,
}

impl<'f> Rows<'f> {
    pub(crate) fn new(source: Source<'f>, root: u32) -> Self {
        Self {
            source,
            root,
            way: Vec::new(),
            last: None,
            is_before_all: true,
        }
    }

    /// Goes to the last row whose number is not above `target`, and returns it. If
    /// there is none, the next row is the first one.
    pub(crate) fn at_or_before(&mut self, target: u64) -> Result<Option<Row>, Error> {
        let row = self.find(target)?;
        self.last = row.as_ref().map(|row| row.number);
        Ok(row)
    }

    fn find(&mut self, target: u64) -> Result<Option<Row>, Error> {
        self.way.clear();
        self.is_before_all = false;
        let mut number = self.root;
        loop {
            let node = self.load(number)?;
            if node.is_leaf() {
                let n = node.partition(|number| number <= target)?;
                if n > 0 {
                    self.way.push((node, n - 1));
                    return self.row().map(Some);
                }
                self.way.push((node, 0));
                return self.previous();
            }
            let n = node.partition(|number| number < target)?;
            number = node.child(n)?;
            self.way.push((node, n));
        }
    }

    /// Goes to the next row, and returns it.
    pub(crate) fn next(&mut self) -> Result<Option<Row>, Error> {
        let row = self.step()?;
        if let Some(row) = &row {
            if self.last.is_some_and(|last| last >= row.number) {
                return Err(Error::damaged("rows out of order"));
            }
            self.last = Some(row.number);
        }
        Ok(row)
    }

    fn step(&mut self) -> Result<Option<Row>, Error> {
        if self.is_before_all {
            self.is_before_all = false;
            self.way.clear();
            return self.first_below(self.root);
        }
        while let Some((node, n)) = self.way.last_mut() {
            *n += 1;
            if node.is_leaf() {
                if *n < node.n_cells {
                    return self.row().map(Some);
                }
            } else if *n <= node.n_cells {
                let child = node.child(*n)?;
                return self.first_below(child);
            }
            self.way.pop();
        }
        Ok(None)
    }

    /// Goes down to the first row below a page.
    fn first_below(&mut self, mut number: u32) -> Result<Option<Row>, Error> {
        loop {
            let node = self.load(number)?;
            let is_leaf = node.is_leaf();
            if is_leaf && node.n_cells == 0 {
                return if self.way.is_empty() {
                    Ok(None)
                } else {
                    Err(wrong())
                };
            }
            if !is_leaf {
                number = node.child(0)?;
            }
            self.way.push((node, 0));
            if is_leaf {
                return self.row().map(Some);
            }
        }
    }

    /// Goes to the row before the place, which is the first of its leaf.
    fn previous(&mut self) -> Result<Option<Row>, Error> {
        self.way.pop();
        while let Some((node, n)) = self.way.last_mut() {
            if *n == 0 {
                self.way.pop();
                continue;
            }
            *n -= 1;
            let mut number = node.child(*n)?;
            loop {
                let node = self.load(number)?;
                if node.is_leaf() {
                    let last = node.n_cells.checked_sub(1).ok_or_else(wrong)?;
                    self.way.push((node, last));
                    return self.row().map(Some);
                }
                let n = node.n_cells;
                number = node.child(n)?;
                self.way.push((node, n));
            }
        }
        self.is_before_all = true;
        Ok(None)
    }

    fn load(&self, number: u32) -> Result<Node, Error> {
        if self.way.len() >= MAX_DEPTH {
            return Err(wrong());
        }
        let node = self.source.node(number)?;
        if matches!(node.kind, INNER_ROWS | LEAF_ROWS) {
            Ok(node)
        } else {
            Err(wrong())
        }
    }

    /// Returns the row at the place, after checking that it is between the numbers
    /// that the pages above give.
    fn row(&self) -> Result<Row, Error> {
        let (leaf, n) = self.way.last().ok_or_else(wrong)?;
        let number = leaf.number(*n)?;
        let n_above = self.way.len() - 1;
        // A search relies on the page above the row; a full check proves all of them.
        let from = match self.source.census {
            Some(_) => 0,
            None => n_above.saturating_sub(1),
        };
        for (above, child) in &self.way[from..n_above] {
            let is_in_place = (*child == above.n_cells || number <= above.number(*child)?)
                && (*child == 0 || number > above.number(child - 1)?);
            if !is_in_place {
                return Err(Error::damaged("a row out of its place"));
            }
        }
        let record = leaf.content(*n, self.source)?;
        Ok(Row { number, record })
    }
}

/// A place among the rows of a tree whose rows are their own keys.
pub(crate) struct Keys<'f> {
    source: Source<'f>,
    root: u32,
    /// The pages on the way, each with the row that comes next on it.
    way: Vec<(Node, usize)>,
    is_started: bool,
    /// The number of pages that may still be read one after another.
    n_left: u64,
}

impl<'f> Keys<'f> {
    pub(crate) fn new(source: Source<'f>, root: u32) -> Self {
        Self {
            source,
            root,
            way: Vec::new(),
            is_started: false,
            n_left: u64::from(source.file.n_pages()),
        }
    }

    /// Goes to the first row that `compare` says is not less than what is looked
    /// for.
    pub(crate) fn seek(
        &mut self,
        compare: &dyn Fn(&Record) -> Result<Ordering, Error>,
    ) -> Result<(), Error> {
        self.way.clear();
        self.is_started = true;
        self.n_left = u64::from(self.source.file.n_pages());
        let mut number = self.root;
        loop {
            let node = self.load(number)?;
            let (mut low, mut high) = (0, node.n_cells);
            while low < high {
                let middle = usize::midpoint(low, high);
                if compare(&node.content(middle, self.source)?)? == Ordering::Less {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            let is_leaf = node.is_leaf();
            if !is_leaf {
                number = node.child(low)?;
            }
            self.way.push((node, low));
            if is_leaf {
                return Ok(());
            }
        }
    }

    /// Returns the row at the place, and goes on to the next.
    pub(crate) fn next(&mut self) -> Result<Option<Record>, Error> {
        if !self.is_started {
            self.is_started = true;
            self.descend(self.root)?;
        }
        while let Some((node, n)) = self.way.last_mut() {
            if *n >= node.n_cells {
                self.way.pop();
                continue;
            }
            let record = node.content(*n, self.source)?;
            *n += 1;
            if !node.is_leaf() {
                let child = node.child(*n)?;
                self.descend(child)?;
            }
            return Ok(Some(record));
        }
        Ok(None)
    }

    /// Goes down to the first row below a page.
    fn descend(&mut self, mut number: u32) -> Result<(), Error> {
        loop {
            self.n_left = self.n_left.checked_sub(1).ok_or_else(wrong)?;
            let node = self.load(number)?;
            let is_leaf = node.is_leaf();
            if !is_leaf {
                number = node.child(0)?;
            }
            self.way.push((node, 0));
            if is_leaf {
                return Ok(());
            }
        }
    }

    fn load(&self, number: u32) -> Result<Node, Error> {
        if self.way.len() >= MAX_DEPTH {
            return Err(wrong());
        }
        let node = self.source.node(number)?;
        if matches!(node.kind, INNER_KEYS | LEAF_KEYS) {
            Ok(node)
        } else {
            Err(wrong())
        }
    }
}
