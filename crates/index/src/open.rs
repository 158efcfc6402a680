//! Opening an index that may have been made to do harm.
//!
//! The file has to be a regular one, its header has to say what ours says, and each
//! page has to have its checksum ([`crate::pages`]). Then the schema has to be ours
//! byte for byte: an index that anybody's SQLite can read brings no view, no trigger
//! and no expression along. What the index says about itself has to be possible, and
//! each table has to end where that says it does.

use std::path::Path;

use colophon_guarded_sqlite::ForeignFile;

use crate::error::{Error, ErrorKind};
use crate::meta;
use crate::model::Info;
use crate::pages::PageFile;
use crate::schema::{
    APPLICATION_ID, CONTENT_KEY, FORMAT_VERSION, N_TABLES, PAGE_SIZE, SEAL_BYTES, TABLES, Table,
};
use crate::seal::COOKIE;
use crate::tree::{Keys, Rows, Source};

/// The page at which the schema's own tree begins.
const SCHEMA_ROOT: u32 = 1;

/// The most rows of meta that are read: more than there are.
const MOST_META: usize = 32;

/// A file whose header says that it is an index, and of which no more was read.
pub(crate) struct Unread {
    pages: PageFile,
    size_bytes: u64,
}

/// An index that can be read: its pages, and where its tables begin.
pub(crate) struct Tables {
    pages: PageFile,
    roots: [u32; N_TABLES],
}

/// Opens the file at `path`, an absolute path, and checks its header.
pub(crate) fn unread(path: &Path) -> Result<Unread, Error> {
    let found = ForeignFile::find(path)?;
    let size_bytes = found.size_bytes();
    let mark = check_header(found.header(), size_bytes)?;
    let n_pages = u32::try_from(size_bytes / PAGE_SIZE as u64).unwrap_or(u32::MAX);
    Ok(Unread {
        pages: PageFile::new(found.into_file(), n_pages, mark),
        size_bytes,
    })
}

impl Unread {
    /// Reads the schema, and what the index says about itself.
    pub(crate) fn read(self) -> Result<(Tables, Info), Error> {
        let roots = read_schema(Source::new(&self.pages))?;
        let tables = Tables {
            pages: self.pages,
            roots,
        };
        let rows = tables.meta_rows(Source::new(&tables.pages))?;
        let info = meta::parse(&rows, self.size_bytes)?;
        if info.content_sha256[..4] != tables.pages.mark() {
            return Err(Error::damaged(format!(
                "meta: `{CONTENT_KEY}` does not agree with the header"
            )));
        }
        Ok((tables, info))
    }
}

impl Tables {
    pub(crate) fn pages(&self) -> &PageFile {
        &self.pages
    }

    /// Returns the rows of a table of numbered rows.
    pub(crate) fn rows(&self, table: Table) -> Rows<'_> {
        self.rows_from(Source::new(&self.pages), table)
    }

    /// Returns the rows of a table whose rows are their own keys.
    pub(crate) fn keys(&self, table: Table) -> Keys<'_> {
        self.keys_from(Source::new(&self.pages), table)
    }

    pub(crate) fn rows_from<'a>(&'a self, source: Source<'a>, table: Table) -> Rows<'a> {
        Rows::new(source, self.roots[table as usize])
    }

    pub(crate) fn keys_from<'a>(&'a self, source: Source<'a>, table: Table) -> Keys<'a> {
        Keys::new(source, self.roots[table as usize])
    }

    /// Reads the meta table, or as much of it as could be right.
    pub(crate) fn meta_rows(&self, source: Source<'_>) -> Result<Vec<(String, String)>, Error> {
        let mut keys = Keys::new(source, self.roots[Table::Meta as usize]);
        let mut rows = Vec::new();
        while let Some(row) = keys.next()? {
            let [key, value] = row.columns()?;
            rows.push((key.text()?.to_owned(), value.text()?.to_owned()));
            if rows.len() > MOST_META {
                return Err(Error::damaged("meta: an unknown key"));
            }
        }
        Ok(rows)
    }
}

/// Checks the first 100 bytes of a file of `length` bytes (see section 1.3 of
/// SQLite's file format), and returns the mark that the checksums depend on.
fn check_header(header: &[u8], length: u64) -> Result<[u8; 4], Error> {
    let not_an_index = |what: &str| Err(Error::new(ErrorKind::NotAnIndex, what));
    let Some(header) = header.first_chunk::<100>() else {
        return not_an_index("is too short to be an index");
    };
    let word = |at: usize| {
        header[at..]
            .first_chunk()
            .map_or(0, |bytes| u32::from_be_bytes(*bytes))
    };
    if &header[..16] != b"SQLite format 3\0" {
        return not_an_index("is not an SQLite file");
    }
    if word(68) != APPLICATION_ID {
        return not_an_index("is an SQLite file, but not a Colophon index");
    }
    if word(60) > FORMAT_VERSION {
        return Err(Error::new(
            ErrorKind::NewerFormat,
            format!(
                "has format version {}; this program knows {FORMAT_VERSION}",
                word(60)
            ),
        ));
    }
    let page_size = usize::from(header[16]) << 8 | usize::from(header[17]);
    let checks = [
        (word(60) == FORMAT_VERSION, "the format version"),
        (page_size == PAGE_SIZE, "the page size"),
        (header[18] == 1 && header[19] == 1, "the journal mode"),
        (header[21..24] == [64, 32, 32], "the payload fractions"),
        (word(24) == word(92), "the change counter"),
        (word(36) == 0, "free pages"),
        (word(44) == 4, "the schema format"),
        (word(52) == 0 && word(64) == 0, "the vacuum mode"),
        (word(56) == 1, "the text encoding"),
        (
            u64::from(word(28)) * PAGE_SIZE as u64 == length,
            "the length; the file may have been cut short",
        ),
    ];
    if let Some((_, what)) = checks.iter().find(|(holds, _)| !holds) {
        return Err(Error::damaged(format!("wrong in the header: {what}")));
    }
    match usize::from(header[20]) {
        SEAL_BYTES => Ok(*header[COOKIE].first_chunk().unwrap_or(&[0; 4])),
        0 => Err(Error::new(
            ErrorKind::OlderFormat,
            "has no checksums: it was made before the format was final",
        )),
        _ => Err(Error::damaged("wrong in the header: the checksums")),
    }
}

/// Compares the schema with ours, byte for byte, and returns where the tables begin.
pub(crate) fn read_schema(source: Source<'_>) -> Result<[u32; N_TABLES], Error> {
    let mut rows = Rows::new(source, SCHEMA_ROOT);
    let mut roots = [0; N_TABLES];
    while let Some(row) = rows.next()? {
        let [kind, name, table, root, sql] = row.columns()?;
        let (name, sql) = (name.text()?, sql.text()?);
        let ours = TABLES
            .iter()
            .position(|&(ours, our_sql)| ours == name && our_sql == sql);
        match ours.and_then(|n| roots.get_mut(n)) {
            Some(known) if *known == 0 && kind.text()? == "table" && table.text()? == name => {
                *known = u32::try_from(root.integer()?)
                    .ok()
                    .filter(|root| *root > SCHEMA_ROOT)
                    .ok_or_else(|| Error::damaged("a table that begins nowhere"))?;
            }
            _ => {
                return Err(Error::damaged(
                    "the schema holds something that does not belong to an index",
                ));
            }
        }
    }
    if roots.contains(&0) {
        return Err(Error::damaged("the schema lacks a table"));
    }
    Ok(roots)
}
