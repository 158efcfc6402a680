//! Tables on standard output.

/// Prints rows under a heading, with columns as wide as they need to be.
pub(crate) fn print(heading: &str, header: &[&str], rows: &[Vec<String>]) {
    println!("\n{heading}\n");
    let width = |i: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(i))
            .map(|cell| cell.chars().count());
        cells.max().unwrap_or(0).max(header[i].chars().count())
    };
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells
            .enumerate()
            .map(|(i, cell)| format!("{cell:<0$}", width(i)));
        println!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(&mut header.iter().copied());
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
}
