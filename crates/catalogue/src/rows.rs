//! Splitting text tables into rows and values.
//!
//! The usual readers of such tables end a value only at the closing quotation
//! mark, so one forgotten mark silently swallows the rows up to the next mark.
//! Here a mark that does not close properly affects only its own row: the row is
//! read again without regard to marks, and kept if it then has as many values as
//! there are columns.
//!
//! The time is linear in the length of the text: a value with a stray mark is
//! read in its own line only, so no part of the text is read again for every row.

use memchr::{memchr, memchr_iter, memchr2};

/// From this many lines on, a row is doubted if all of them look like rows of the
/// table. A line of text that has one separator by chance is not rare; one that
/// has two is.
const DOUBTED_LINES: usize = 3;
const DOUBTED_LINES_OF_TWO: usize = 4;

/// How the values of a table are separated and quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The byte between two values; `None` for a table with one column.
    pub delimiter: Option<u8>,
    /// The byte around a value.
    pub quote: u8,
}

/// Whether a row could be split into its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All marks are where they belong.
    Sound,
    /// A mark is misplaced, and the row can be read nevertheless.
    Repaired,
    /// A mark is misplaced, and the row cannot be read.
    Malformed,
}

/// The values of a row; the space is reused for the next one.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    /// Returns the number of values.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns a value by its place.
    pub fn get(&self, at: usize) -> Option<&[u8]> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.bytes.get(start..end)
    }

    /// Returns the values in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Returns the value that was begun.
    fn pending(&self) -> &[u8] {
        &self.bytes[self.ends.last().copied().unwrap_or(0)..]
    }
}

/// A row, and where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The byte after the row and its line end.
    pub end: usize,
    /// Whether the row could be split.
    pub state: State,
}

/// What is wrong with the quotation marks of a row, the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    None,
    /// A mark is inside a value in marks.
    Stray,
    /// So is a delimiter: there may be two values.
    Joined,
    /// A mark is not closed, or not in the line of a stray one.
    Open,
}

/// Splits the row that begins at `at`, which is before the end of `text`; rows
/// end with a line feed, before which a carriage return is dropped. `expected` is
/// the number of columns, once it is known.
pub fn next_row(
    text: &[u8],
    at: usize,
    style: Style,
    expected: Option<usize>,
    cells: &mut Cells,
) -> Row {
    let reader = Reader { text, at, style };
    let (end, trouble) = reader.quoted_row(cells);
    let row = |end, state| Row { end, state };
    if trouble == Trouble::None && !reader.has_swallowed(end, cells.len(), expected) {
        return row(end, State::Sound);
    }
    let fits = |cells: &Cells| expected.is_none_or(|n| cells.len() == n);
    if trouble == Trouble::Stray && fits(cells) {
        return row(end, State::Repaired);
    }
    let is_joined = trouble == Trouble::Joined && fits(cells);
    let plain_end = reader.plain_row(cells);
    if fits(cells) {
        return row(plain_end, State::Repaired);
    }
    if is_joined {
        let (end, _) = reader.quoted_row(cells);
        return row(end, State::Repaired);
    }
    row(plain_end, State::Malformed)
}

struct Reader<'a> {
    text: &'a [u8],
    /// Where the row begins.
    at: usize,
    style: Style,
}

impl Reader<'_> {
    /// Splits the row with regard to quotation marks, and returns its end.
    fn quoted_row(&self, cells: &mut Cells) -> (usize, Trouble) {
        cells.clear();
        let mut worst = Trouble::None;
        let mut at = self.at;
        loop {
            // Most values of a wide table are empty.
            let next = self.text.get(at).copied();
            if next.is_some() && next == self.style.delimiter {
                cells.end();
                at += 1;
                continue;
            }
            let n_spaces = self.text[at..].iter().take_while(|b| **b == b' ').count();
            if self.text.get(at + n_spaces) == Some(&self.style.quote) {
                let (end, trouble) = self.quoted(at + n_spaces + 1, cells);
                worst = worst.max(trouble);
                if trouble == Trouble::Open {
                    return (self.text.len(), worst);
                }
                at = end;
            } else {
                let end = self.end_of_value(at);
                cells
                    .bytes
                    .extend_from_slice(without_return(&self.text[at..end]));
                at = end;
            }
            cells.end();
            match self.text.get(at) {
                None => return (at, worst),
                Some(b'\n') => return (at + 1, worst),
                Some(_) => at += 1,
            }
        }
    }

    /// Splits the first line of the row at every delimiter, drops white space and
    /// marks around the values, and returns the line's end.
    fn plain_row(&self, cells: &mut Cells) -> usize {
        cells.clear();
        let mut at = self.at;
        loop {
            let end = self.end_of_value(at);
            let mut value = self.text[at..end].trim_ascii();
            while let Some(inner) = value.strip_prefix(&[self.style.quote]) {
                value = inner;
            }
            while let Some(inner) = value.strip_suffix(&[self.style.quote]) {
                value = inner;
            }
            cells.bytes.extend_from_slice(value);
            cells.end();
            match self.text.get(end) {
                None => return end,
                Some(b'\n') => return end + 1,
                Some(_) => at = end + 1,
            }
        }
    }

    fn end_of_value(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let end = match self.style.delimiter {
            Some(delimiter) => memchr2(delimiter, b'\n', rest),
            None => memchr(b'\n', rest),
        };
        end.map_or(self.text.len(), |end| at + end)
    }

    /// Reads a value whose opening mark is before `at`, and returns the place of
    /// its delimiter or line end.
    fn quoted(&self, mut at: usize, cells: &mut Cells) -> (usize, Trouble) {
        let text = self.text;
        let quote = self.style.quote;
        let open = (text.len(), Trouble::Open);
        let mut is_stray = false;
        let mut has_feed = false;
        loop {
            let mark = if is_stray {
                memchr2(quote, b'\n', &text[at..])
            } else {
                memchr(quote, &text[at..])
            };
            let Some(mark) = mark.map(|n| at + n).filter(|&mark| text[mark] == quote) else {
                return open;
            };
            has_feed |= memchr(b'\n', &text[at..mark]).is_some();
            cells.bytes.extend_from_slice(&text[at..mark]);
            let after = mark + 1;
            if text.get(after) == Some(&quote) {
                cells.bytes.push(quote);
                at = after + 1;
                continue;
            }
            let is_padding = |b: &&u8| matches!(b, b' ' | b'\r');
            let end = after + text[after..].iter().take_while(is_padding).count();
            let next = text.get(end);
            if next.is_none_or(|b| *b == b'\n' || Some(*b) == self.style.delimiter) {
                let has_delimiter = |delimiter| memchr(delimiter, cells.pending()).is_some();
                let trouble = match is_stray {
                    false => Trouble::None,
                    true if self.style.delimiter.is_some_and(has_delimiter) => Trouble::Joined,
                    true => Trouble::Stray,
                };
                return (end, trouble);
            }
            if has_feed {
                return open;
            }
            is_stray = true;
            cells.bytes.push(quote);
            at = after;
        }
    }

    /// Returns whether a row over several lines is rather several rows, the first
    /// of which has a mark that is not closed: its lines have as many values as
    /// the table has columns, and it has another number itself, or is long.
    fn has_swallowed(&self, end: usize, n_cells: usize, expected: Option<usize>) -> bool {
        let Some(expected) = expected.filter(|n| *n > 1) else {
            return false;
        };
        let own = self.text[self.at..end].trim_ascii_end();
        let doubted = if expected == 2 {
            DOUBTED_LINES_OF_TWO
        } else {
            DOUBTED_LINES
        };
        let n_lines = 1 + memchr_iter(b'\n', own).take(doubted).count();
        if n_lines == 1 || n_cells == expected && n_lines < doubted {
            return false;
        }
        let is_row = |line: &[u8]| {
            let n = line.iter().filter(|b| Some(**b) == self.style.delimiter);
            n.count() + 1 == expected
        };
        own.split(|b| *b == b'\n').take(doubted).all(is_row)
    }
}

fn without_return(value: &[u8]) -> &[u8] {
    value.strip_suffix(b"\r").unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Style = Style {
        delimiter: Some(b','),
        quote: b'"',
    };

    fn all(text: &str, expected: usize) -> Vec<(State, String)> {
        let mut cells = Cells::default();
        let mut rows = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let row = next_row(text.as_bytes(), at, COMMA, Some(expected), &mut cells);
            let values: Vec<_> = cells.iter().map(String::from_utf8_lossy).collect();
            rows.push((row.state, values.join("|")));
            at = row.end;
        }
        rows
    }

    #[test]
    fn a_value_may_hold_all_that_separates() {
        let sound = |values: &str| (State::Sound, values.to_owned());
        assert_eq!(
            all("a,\"b, \"\"c\"\"\nd\",e\r\n\"f\" ,,g\n", 3),
            [sound("a|b, \"c\"\nd|e"), sound("f||g")]
        );
    }

    #[test]
    fn an_open_mark_swallows_no_other_row() {
        let rows = all(
            "a,\"b,c\nd,e,f\ng,h,i\n\"j,k,l\nm,n,\"o\"\np,q\",r\ns,t,u\n",
            3,
        );
        let values: Vec<&str> = rows.iter().map(|(_, values)| values.as_str()).collect();
        assert_eq!(
            values,
            [
                "a|b|c", "d|e|f", "g|h|i", "j|k|l", "m|n|o", "p|q\"|r", "s|t|u"
            ]
        );
        // Closed only by a mark that belongs to another row.
        let rows = all("a,\"b,c\nd,e,f\ng,h\",i\nj,k,l\n", 3);
        let values: Vec<&str> = rows.iter().map(|(_, values)| values.as_str()).collect();
        assert_eq!(values, ["a|b|c", "d|e|f", "g|h\"|i", "j|k|l"]);
        assert_eq!(rows[0].0, State::Repaired);
        // A value of two lines is not doubted.
        let rows = all("a,\"b, b\nand b\",c\n", 3);
        assert_eq!(rows, [(State::Sound, "a|b, b\nand b|c".to_owned())]);
    }

    #[test]
    fn no_part_of_a_text_is_read_for_every_row() {
        let start = std::time::Instant::now();
        for row in [
            "\"\"Client\"\",\"\"Title\"\",\"\"Writer\"\"\n",
            "\"x\"x\"x\"x\"x\"x\n",
            "\"a,b\n",
            "a,\"b\n",
            "a,\"\"b\"\n",
            "\"\"\"\n",
            "\"x\"\"\n",
        ] {
            let text = row.repeat(400_000);
            assert!(!all(&text, 3).is_empty());
        }
        // If each row were read to the end of the text, this would take days.
        assert!(start.elapsed().as_secs() < 60);
    }
}
