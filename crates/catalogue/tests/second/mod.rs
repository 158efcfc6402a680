//! Second readings, written in another way: they hold the whole text in memory.
#![allow(dead_code, reason = "not every test uses all of it")]

use std::collections::HashMap;

pub(crate) mod films;
pub(crate) mod lists;

/// A row of a table: its values by column.
pub(crate) type Row = HashMap<String, String>;

/// Takes a value off the front of a text.
fn take<'t>(text: &mut &'t str) -> String {
    let quote = text.chars().next().unwrap();
    if quote != '\'' && quote != '"' {
        let end = text.find([',', ')']).unwrap();
        let value: &'t str = &text[..end];
        *text = &text[end..];
        return value.replace("NULL", "");
    }
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.push(match chars.next().unwrap().1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                'Z' => '\u{1A}',
                other => other,
            }),
            c if c == quote && chars.peek().is_some_and(|next| next.1 == quote) => {
                chars.next();
                value.push(quote);
            }
            c if c == quote => {
                *text = &text[at + 1..];
                return value;
            }
            c => value.push(c),
        }
    }
    panic!("no end of {value}");
}

/// Returns the rows of all tables of a dump.
pub(crate) fn tables(text: &str) -> HashMap<String, Vec<Row>> {
    let mut tables = HashMap::new();
    for part in text.split("\nCREATE TABLE `").skip(1) {
        let (name, rest) = part.split_once('`').unwrap();
        let (definitions, rest) = rest.split_once("\n)").unwrap();
        let columns: Vec<&str> = definitions
            .lines()
            .filter_map(|line| line.strip_prefix("  `")?.split('`').next())
            .collect();
        let mut rows = Vec::new();
        for insert in rest
            .split(&format!("\nINSERT INTO `{name}` VALUES"))
            .skip(1)
        {
            let mut insert = insert.trim_start();
            while let Some(row) = insert.strip_prefix('(') {
                insert = row;
                let mut values = Row::new();
                for column in &columns {
                    values.insert((*column).to_owned(), take(&mut insert));
                    insert = &insert[1..];
                }
                rows.push(values);
                insert = insert.trim_start().trim_start_matches(',').trim_start();
            }
            assert!(insert.starts_with(';'), "{}", &insert[..100]);
        }
        tables.insert(name.to_owned(), rows);
    }
    tables
}
