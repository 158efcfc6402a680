//! The statements of a dump, and the rows that it inserts.

use std::collections::BTreeSet;

use colophon_encoding::CodePage;

use super::charset;
use super::lexer::{Lexer, Remarks, is_of_name};
use super::table::{Row, Table};
use super::value::Shape;
use super::window::Window;
use crate::error::{Error, ErrorKind};

/// How many columns a table may have: the limit of `MySQL`.
const MAX_COLUMNS: usize = 4096;

/// How many names of skipped tables are kept, for the summary.
const MAX_TABLES: usize = 100;

/// The longest delimiter of statements that is accepted; usual are `;;` and `$$`.
const MAX_DELIMITER: usize = 16;

/// Takes the rows of a dump.
pub(crate) trait Rows {
    /// Notes that the dump has this table.
    fn table(&mut self, table: usize);

    /// Takes a row of this table.
    fn row(&mut self, table: usize, row: &Row) -> Result<(), Error>;
}

/// What a table's columns are, and which of them are read.
struct Layout {
    columns: Vec<String>,
    slots: Vec<u8>,
}

/// Reads a dump, in one or several parts.
pub(crate) struct Script {
    tables: &'static [Table],
    layouts: Vec<Option<Layout>>,
    pub(super) row: Row,
    /// What the comments said.
    pub(crate) remarks: Remarks,
    /// The tables that were skipped.
    pub(crate) passed_over: BTreeSet<String>,
    /// How many rows were skipped because they have more or fewer values than
    /// their table has columns.
    pub(crate) n_misshapen: u64,
    /// How many INSERT statements into tables that are read were skipped because
    /// they have no list of values.
    pub(crate) n_not_values: u64,
    /// How many statements delete, change or take back rows that were read.
    pub(crate) n_undoing: u64,
    has_rows: bool,
    /// How many words that belong to no statement came before one that was read.
    pub(crate) n_stray: u64,
    /// The encoding of values that are not UTF-8, if the dump names one.
    names: Option<CodePage>,
    /// Whether any table was created or filled.
    pub(crate) is_dump: bool,
    seen: Vec<bool>,
}

impl Script {
    /// Makes a reader of these tables.
    pub(crate) fn new(tables: &'static [Table]) -> Self {
        Self {
            tables,
            layouts: tables.iter().map(|_| None).collect(),
            row: Row::default(),
            remarks: Remarks::default(),
            passed_over: BTreeSet::new(),
            n_misshapen: 0,
            n_not_values: 0,
            n_undoing: 0,
            has_rows: false,
            n_stray: 0,
            names: None,
            is_dump: false,
            seen: vec![false; tables.len()],
        }
    }

    /// Returns the places of the tables that were created or filled.
    pub(crate) fn seen(&self) -> impl Iterator<Item = usize> {
        let seen = self.seen.iter().enumerate();
        seen.filter_map(|(table, &is_seen)| is_seen.then_some(table))
    }

    /// Returns how many values were too long and cut.
    pub(crate) fn n_cut(&self) -> u64 {
        self.row.n_cut
    }

    /// Reads a dump to its end.
    pub(crate) fn read(
        &mut self,
        window: &mut Window<'_>,
        rows: &mut dyn Rows,
    ) -> Result<(), Error> {
        if window.ahead(3)?.starts_with("\u{FEFF}".as_bytes()) {
            window.pass(3);
        }
        let mut statements = Statements {
            lexer: Lexer {
                window,
                remarks: Remarks::default(),
                is_in_condition: false,
            },
            delimiter: b";".to_vec(),
            script: self,
            rows,
        };
        let read = statements.all();
        let remarks = statements.lexer.remarks;
        let is_cut_off = remarks.has_begun && !remarks.has_ended;
        if remarks.has_ended {
            self.remarks = remarks;
        }
        read?;
        if is_cut_off {
            // A dump that ends between two statements looks complete otherwise.
            let message = "the dump ends without the comment \"Dump completed\" that closes it";
            let error = Error::new(ErrorKind::Truncated, message);
            return Err(error.at_byte(window.offset()));
        }
        Ok(())
    }
}

/// Reads the statements of one dump.
pub(super) struct Statements<'s, 'w, 'a> {
    pub(super) lexer: Lexer<'w, 'a>,
    delimiter: Vec<u8>,
    pub(super) script: &'s mut Script,
    rows: &'s mut dyn Rows,
}

impl Statements<'_, '_, '_> {
    fn all(&mut self) -> Result<(), Error> {
        loop {
            self.lexer.skip_space()?;
            if self.lexer.window.peek()?.is_none() {
                return Ok(());
            }
            match self.lexer.word()?.as_str() {
                "INSERT" | "REPLACE" => self.insert()?,
                "CREATE" => self.create()?,
                "DELIMITER" => self.change_delimiter()?,
                "SET" => self.set()?,
                "DELETE" | "TRUNCATE" | "UPDATE" | "ROLLBACK" => {
                    // Many dumps empty a table before they fill it.
                    self.script.n_undoing += u64::from(self.script.has_rows);
                    self.skip_statement()?;
                }
                _ => self.skip_statement()?,
            }
        }
    }

    /// Reads `SET NAMES`, which says how the values are encoded.
    fn set(&mut self) -> Result<(), Error> {
        self.lexer.skip_space()?;
        if self.lexer.word()? == "NAMES" {
            self.lexer.skip_space()?;
            let name = self.lexer.name()?;
            self.script.names = charset::single_byte(&name);
        }
        self.skip_statement()
    }

    /// Passes the rest of a statement and its delimiter. It ends as well where a
    /// statement begins that is read, because only words that belong to no
    /// statement can come before that.
    fn skip_statement(&mut self) -> Result<(), Error> {
        self.skip_to_end(true)
    }

    /// Passes the rest of a statement that may contain others.
    fn skip_program(&mut self) -> Result<(), Error> {
        self.skip_to_end(false)
    }

    fn skip_to_end(&mut self, is_single: bool) -> Result<(), Error> {
        let first = self.delimiter[0];
        let mut is_in_word = true;
        loop {
            let piece = self.lexer.window.piece()?;
            if piece.is_empty() {
                return Err(self.lexer.window.truncated("a statement"));
            }
            let n = piece
                .iter()
                .position(|&byte| IS_SPECIAL[usize::from(byte)] || byte == first)
                .unwrap_or(piece.len());
            let next = piece.get(n).copied();
            if n > 0 {
                is_in_word = is_of_name(piece[n - 1]);
            }
            self.lexer.window.pass(n);
            let Some(next) = next else { continue };
            if is_single && matches!(next, b'I' | b'i' | b'R' | b'r') {
                if !is_in_word && self.is_insert()? {
                    self.script.n_stray += 1;
                    return Ok(());
                }
                self.lexer.window.pass(1);
                is_in_word = true;
                continue;
            }
            is_in_word = false;
            if next == first && self.pass_delimiter()? {
                return Ok(());
            }
            match next {
                b'\'' | b'"' | b'`' => self.lexer.skip_quoted(next)?,
                b'#' | b'-' | b'/' if self.lexer.skip_comment()? => {}
                b'*' if self.lexer.end_condition()? => {}
                _ => {
                    self.lexer.window.pass(1);
                    is_in_word = is_of_name(next);
                }
            }
        }
    }

    /// Returns whether `INSERT INTO` or `REPLACE INTO` is here.
    fn is_insert(&mut self) -> Result<bool, Error> {
        let ahead = self.lexer.window.ahead(64)?;
        let ahead = &ahead[..ahead.len().min(64)];
        let mut words = ahead
            .split(|byte| !is_of_name(*byte))
            .filter(|word| !word.is_empty());
        let is_verb = |word: &[u8]| {
            word.eq_ignore_ascii_case(b"INSERT") || word.eq_ignore_ascii_case(b"REPLACE")
        };
        let is_between = |word: &[u8]| {
            [
                &b"LOW_PRIORITY"[..],
                b"DELAYED",
                b"HIGH_PRIORITY",
                b"IGNORE",
            ]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
        };
        if !words.next().is_some_and(is_verb) {
            return Ok(false);
        }
        let next = words.find(|word| !is_between(word));
        Ok(next.is_some_and(|word| word.eq_ignore_ascii_case(b"INTO")))
    }

    /// Passes the delimiter if it is here, and returns whether it was.
    fn pass_delimiter(&mut self) -> Result<bool, Error> {
        let n = self.delimiter.len();
        let is_here = self.lexer.window.ahead(n)?.starts_with(&self.delimiter);
        if is_here {
            self.lexer.window.pass(n);
        }
        Ok(is_here)
    }

    /// Reads the text after DELIMITER, a command to the program that reads the
    /// dump, which ends with its line.
    fn change_delimiter(&mut self) -> Result<(), Error> {
        let mut line = Vec::new();
        while let Some(byte) = self.lexer.window.peek()? {
            self.lexer.window.pass(1);
            if byte == b'\n' || line.len() > 2 * MAX_DELIMITER {
                break;
            }
            line.push(byte);
        }
        let delimiter = line.trim_ascii();
        if delimiter.is_empty() || delimiter.len() > MAX_DELIMITER {
            return Err(self
                .lexer
                .window
                .damaged("DELIMITER does not name a delimiter"));
        }
        self.delimiter = delimiter.to_vec();
        Ok(())
    }

    fn create(&mut self) -> Result<(), Error> {
        self.lexer.skip_space()?;
        let mut word = self.lexer.word()?;
        if word == "TEMPORARY" {
            self.lexer.skip_space()?;
            word = self.lexer.word()?;
        }
        if word != "TABLE" {
            return self.skip_program();
        }
        self.lexer.skip_space()?;
        let mut name = self.lexer.name()?;
        if name.eq_ignore_ascii_case("if") {
            for _ in ["NOT", "EXISTS"] {
                self.lexer.skip_space()?;
                self.lexer.word()?;
            }
            self.lexer.skip_space()?;
            name = self.lexer.name()?;
        }
        self.script.is_dump = true;
        let Some(table) = self.find(&name) else {
            return self.skip_statement();
        };
        self.lexer.skip_space()?;
        if self.lexer.window.peek()? == Some(b'(') {
            self.lexer.window.pass(1);
            let columns = self.columns_of_table()?;
            let slots = self.script.tables[table].slots(&name, &columns)?;
            self.script.layouts[table] = Some(Layout { columns, slots });
            self.rows.table(table);
        }
        self.skip_statement()
    }

    /// Returns the table of this name if it is read, else notes that it was
    /// skipped.
    fn find(&mut self, name: &str) -> Option<usize> {
        let table = Table::find(self.script.tables, name);
        if let Some(table) = table {
            self.script.seen[table] = true;
        }
        if table.is_none() && self.script.passed_over.len() < MAX_TABLES {
            self.script.passed_over.insert(name.to_owned());
        }
        table
    }

    /// Reads the definitions of a table up to the bracket that closes them.
    fn columns_of_table(&mut self) -> Result<Vec<String>, Error> {
        let mut columns = Vec::new();
        loop {
            self.lexer.skip_space()?;
            let is_quoted = matches!(self.lexer.window.peek()?, Some(b'`' | b'"'));
            let name = self.lexer.name()?;
            if is_quoted || !name.is_empty() && !is_key_word(&name) {
                columns.push(name);
            }
            if columns.len() > MAX_COLUMNS {
                let message = format!("a table has more than {MAX_COLUMNS} columns");
                let error = Error::new(ErrorKind::LimitExceeded, message);
                return Err(error.at_byte(self.lexer.window.offset()));
            }
            let mut depth = 0_u32;
            loop {
                let Some(byte) = self.lexer.window.peek()? else {
                    return Err(self.lexer.window.truncated("CREATE TABLE"));
                };
                match byte {
                    b'\'' | b'"' | b'`' => {
                        self.lexer.skip_quoted(byte)?;
                        continue;
                    }
                    b'#' | b'-' | b'/' if self.lexer.skip_comment()? => continue,
                    _ => self.lexer.window.pass(1),
                }
                match byte {
                    b'(' => depth = depth.saturating_add(1),
                    b',' if depth == 0 => break,
                    b')' if depth == 0 => return Ok(columns),
                    b')' => depth -= 1,
                    _ => {}
                }
            }
        }
    }

    fn insert(&mut self) -> Result<(), Error> {
        self.script.is_dump = true;
        self.lexer.skip_space()?;
        let mut name = self.lexer.name()?;
        while ["low_priority", "delayed", "high_priority", "ignore", "into"]
            .iter()
            .any(|word| name.eq_ignore_ascii_case(word))
        {
            self.lexer.skip_space()?;
            name = self.lexer.name()?;
        }
        let Some(table) = self.find(&name) else {
            return self.skip_statement();
        };
        self.lexer.skip_space()?;
        let mut slots = None;
        if self.lexer.window.peek()? == Some(b'(') {
            self.lexer.window.pass(1);
            let columns = self.columns_of_insert()?;
            slots = Some(self.script.tables[table].slots(&name, &columns)?);
            self.lexer.skip_space()?;
        }
        if !matches!(self.lexer.word()?.as_str(), "VALUES" | "VALUE") {
            self.script.n_not_values += 1;
            return self.skip_statement();
        }
        if let Some(slots) = slots {
            // The columns named here need not be all those of the table.
            self.rows.table(table);
            return self.rows_of_insert(table, &slots);
        }
        // Taken out while its rows are read.
        let Some(layout) = self.script.layouts[table].take() else {
            let message = format!("rows of `{name}` come before its CREATE TABLE");
            return Err(self.lexer.window.damaged(message));
        };
        self.rows_of_insert(table, &layout.slots)?;
        debug_assert_eq!(layout.columns.len(), layout.slots.len());
        self.script.layouts[table] = Some(layout);
        Ok(())
    }

    fn columns_of_insert(&mut self) -> Result<Vec<String>, Error> {
        let mut columns = Vec::new();
        loop {
            self.lexer.skip_space()?;
            columns.push(self.lexer.name()?);
            self.lexer.skip_space()?;
            let next = self.lexer.window.peek()?;
            self.lexer.window.pass(1);
            match next {
                Some(b',') if columns.len() < MAX_COLUMNS => {}
                Some(b')') => return Ok(columns),
                None => return Err(self.lexer.window.truncated("a list of columns")),
                Some(_) => return Err(self.lexer.window.damaged("a list of columns is broken")),
            }
        }
    }

    fn rows_of_insert(&mut self, table: usize, slots: &[u8]) -> Result<(), Error> {
        let n_slots = self.script.tables[table].columns.len();
        let mut n_rows = 0_u64;
        loop {
            self.lexer.skip_space()?;
            match self.lexer.window.peek()? {
                Some(b'(') => self.lexer.window.pass(1),
                None => return Err(self.lexer.window.truncated("a list of rows")),
                Some(_) => return Err(self.lexer.window.damaged("a list of rows is broken")),
            }
            self.script.row.clear(n_slots);
            match self.values(slots)? {
                Shape::Fits => {
                    self.script.has_rows = true;
                    if let Some(page) = self.script.names {
                        self.script.row.recode(page);
                    }
                    self.rows.row(table, &self.script.row)?;
                }
                Shape::Misshapen => self.script.n_misshapen += 1,
                // The body of a trigger has names and calls; between rows they
                // mean that something was lost.
                Shape::NotValues if n_rows == 0 => {
                    self.script.n_not_values += 1;
                    return self.skip_statement();
                }
                Shape::NotValues => {
                    return Err(self
                        .lexer
                        .window
                        .damaged("a row holds something other than values"));
                }
            }
            n_rows += 1;
            if self.lexer.window.peek()? != Some(b',') {
                self.lexer.skip_space()?;
            }
            match self.lexer.window.peek()? {
                Some(b',') => self.lexer.window.pass(1),
                None => return Err(self.lexer.window.truncated("a list of rows")),
                _ if self.pass_delimiter()? => return Ok(()),
                Some(b'O' | b'o' | b'A' | b'a' | b'R' | b'r') => return self.skip_statement(),
                Some(_) => return Err(self.lexer.window.damaged("a list of rows is broken")),
            }
        }
    }
}

/// The bytes with which strings, names and comments may begin, and the statements
/// that are read.
const IS_SPECIAL: [bool; 256] = {
    let marks = b"'\"`#-/*IiRr";
    let mut table = [false; 256];
    let mut n = 0;
    while n < marks.len() {
        table[marks[n] as usize] = true;
        n += 1;
    }
    table
};

/// Returns whether a definition that begins with this word is not of a column.
fn is_key_word(word: &str) -> bool {
    [
        "primary",
        "key",
        "unique",
        "index",
        "fulltext",
        "spatial",
        "constraint",
        "foreign",
        "check",
        "period",
        "like",
    ]
    .iter()
    .any(|other| word.eq_ignore_ascii_case(other))
}
