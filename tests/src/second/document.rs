//! What docs/TERMS.md holds besides sentences: tables and worked examples.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The text of docs/TERMS.md.
pub const PAGE: &str = include_str!("../../../docs/TERMS.md");

/// The tables of the document by name, each as its lines.
static TABLES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let blocks = PAGE.split("```text\n").skip(1);
    let blocks = blocks.map(|block| block.split("\n```").next().unwrap());
    let tables = blocks.map(|block| {
        let mut lines = block.lines();
        (lines.next().unwrap(), lines.collect())
    });
    tables.collect()
});

/// Returns the lines of a table.
///
/// # Panics
///
/// When the document has no such table, as do the functions below.
fn lines(table: &str) -> &'static [&'static str] {
    let lines = TABLES.get(table);
    lines.unwrap_or_else(|| panic!("docs/TERMS.md has no table {table}"))
}

/// Returns the words of a table.
pub fn list(table: &str) -> Vec<&'static str> {
    let lines = lines(table).iter();
    lines.flat_map(|line| line.split_whitespace()).collect()
}

/// Returns the phrases of a table.
pub fn phrases(table: &str) -> Vec<&'static str> {
    let lines = lines(table).iter();
    let phrases = lines.flat_map(|line| line.split('|'));
    phrases
        .map(str::trim)
        .filter(|phrase| !phrase.is_empty())
        .collect()
}

/// Returns the pairs of a table of `left=right`, in its order.
pub fn pairs(table: &str) -> Vec<(&'static str, &'static str)> {
    let entries = list(table).into_iter();
    entries
        .map(|entry| entry.split_once('=').unwrap())
        .collect()
}

/// Returns the words of a table of values, each with its value.
pub fn values(table: &str) -> HashMap<&'static str, u64> {
    let mut values = HashMap::new();
    for (word, value) in pairs(table) {
        let before = values.insert(word, value.parse().unwrap());
        assert!(before.is_none(), "{table} has {word} twice");
    }
    values
}

/// Returns the rows of the Markdown table whose head begins with `head`, without
/// the quotes around code.
pub fn rows(head: &str) -> Vec<Vec<String>> {
    let from = PAGE.lines().skip_while(|line| !line.starts_with(head));
    let rows = from.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        // A bar inside a cell is escaped.
        let row = row.replace("\\|", "\0");
        let cells = row.trim_matches('|').split('|');
        cells.map(cell).collect()
    })
    .collect()
}

/// Returns what a cell says: the code in it, or all of it.
fn cell(cell: &str) -> String {
    let text = cell.strip_prefix(' ').unwrap_or(cell);
    let text = text.strip_suffix(' ').unwrap_or(text);
    let code = text
        .strip_prefix('`')
        .and_then(|text| text.strip_suffix('`'));
    code.unwrap_or(text).replace('\0', "|")
}
