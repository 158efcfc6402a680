//! Lines of a list, one after another, in bounded memory.

use memchr::{memchr, memchr2};

use super::sql::Window;
use crate::error::{Error, ErrorKind};

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// A line feed alone: carriage returns belong to the line.
    Feed,
    /// A line feed, a carriage return, or both in this order.
    Any,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a line end.
    Ended,
    /// With the list.
    Over,
}

/// Called with a line and its number.
type OnLine<'r> = &'r mut dyn FnMut(u64, &[u8]) -> Result<(), Error>;

/// The lines of a list.
pub(super) struct Lines<'w, 'a> {
    window: &'w mut Window<'a>,
    ends: Ends,
    /// How many bytes a line may have: a bound on memory.
    max: usize,
    /// Whether the line before ended with a carriage return, to which a line feed may
    /// belong.
    is_after_return: bool,
}

impl<'w, 'a> Lines<'w, 'a> {
    /// Makes the lines before the first one.
    pub(super) fn new(window: &'w mut Window<'a>, ends: Ends, max: usize) -> Self {
        Self {
            window,
            ends,
            max,
            is_after_return: false,
        }
    }

    /// Returns where the next line begins, in bytes of the whole list.
    pub(super) fn offset(&self) -> u64 {
        self.window.offset()
    }

    /// Appends the next line without its end to those in `text`, which may then have
    /// as many bytes as a line may. `None` if there is no line any more.
    pub(super) fn append(&mut self, text: &mut Vec<u8>) -> Result<Option<End>, Error> {
        if std::mem::take(&mut self.is_after_return) && self.window.peek()? == Some(b'\n') {
            self.window.pass(1);
        }
        if self.window.peek()?.is_none() {
            return Ok(None);
        }
        loop {
            let piece = self.window.piece()?;
            if piece.is_empty() {
                return Ok(Some(End::Over));
            }
            let end = match self.ends {
                Ends::Feed => memchr(b'\n', piece),
                Ends::Any => memchr2(b'\n', b'\r', piece),
            };
            let n = end.unwrap_or(piece.len());
            if text.len() + n > self.max {
                let message = format!("a line is longer than {} bytes", self.max);
                let error = Error::new(ErrorKind::LimitExceeded, message);
                return Err(error.at_byte(self.window.offset()));
            }
            text.extend_from_slice(&piece[..n]);
            self.is_after_return = end.is_some_and(|end| piece[end] == b'\r');
            self.window.pass(n + usize::from(end.is_some()));
            if end.is_some() {
                return Ok(Some(End::Ended));
            }
        }
    }

    /// Calls `on_line` with every line and its number, from 1.
    pub(super) fn for_each(mut self, on_line: OnLine<'_>) -> Result<(), Error> {
        let mut line = Vec::new();
        let mut n = 0;
        while self.append(&mut line)?.is_some() {
            n += 1;
            on_line(n, &line)?;
            line.clear();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn lines(mut text: &[u8], ends: Ends, max: usize) -> Result<Vec<String>, Error> {
        let mut on_piece = || ControlFlow::Continue(());
        let mut window = Window::new(&mut text, 0, &mut on_piece);
        let mut found = Vec::new();
        Lines::new(&mut window, ends, max).for_each(&mut |n, line| {
            found.push(format!("{n}{}", String::from_utf8_lossy(line)));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn lines_end_in_every_usual_way() {
        let text = b"a\nb\r\nc\rd\n\n\re";
        let any = lines(text, Ends::Any, 9).unwrap();
        assert_eq!(any, ["1a", "2b", "3c", "4d", "5", "6", "7e"]);
        let feeds = lines(text, Ends::Feed, 9).unwrap();
        assert_eq!(feeds, ["1a", "2b\r", "3c\rd", "4", "5\re"]);
        assert!(lines(b"", Ends::Any, 9).unwrap().is_empty());
        let long = lines(b"ab\nabcdefghij\n", Ends::Any, 9).unwrap_err();
        assert_eq!(long.kind(), ErrorKind::LimitExceeded);
        assert_eq!(long.offset(), Some(3));
    }
}
