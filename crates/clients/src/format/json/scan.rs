//! Where the values of a JSON text begin and end, without parsing them.
//!
//! Brackets are counted, and strings are passed; whether what is between them is JSON
//! is for the parser to say. Nothing here recurses.

use memchr::memchr2;

/// The longest item, in bytes: a bound on memory.
const LONGEST: usize = 1 << 20;
/// How many times its own length a list is read at most, if its items are broken.
const MOST_READINGS: usize = 4;

/// Returns where the white space that begins at a place ends.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    skip(text, at, |byte| byte.is_ascii_whitespace())
}

fn skip(text: &str, at: usize, is_idle: impl Fn(u8) -> bool) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let n = rest.iter().position(|byte| !is_idle(*byte));
    (at + n.unwrap_or(rest.len())).min(text.len())
}

/// Returns whether a text has this byte at a place.
pub(super) fn starts_with(text: &str, at: usize, byte: u8) -> bool {
    text.as_bytes().get(at) == Some(&byte)
}

/// Returns where the value that begins at a place ends.
///
/// # Errors
///
/// Why it has no end within [`LONGEST`] bytes.
pub(super) fn end_of_value(text: &str, start: usize) -> Result<usize, &'static str> {
    let limit = text.len().min(start.saturating_add(LONGEST));
    match end_within(&text.as_bytes()[..limit], start) {
        Some(end) => Ok(end),
        None if limit < text.len() => Err("it is too long"),
        None => Err("its end is missing"),
    }
}

fn end_within(bytes: &[u8], start: usize) -> Option<usize> {
    match bytes.get(start)? {
        b'"' => end_of_string(bytes, start),
        b'{' | b'[' => {
            let mut depth = 0_usize;
            let mut at = start;
            loop {
                match bytes.get(at)? {
                    b'"' => {
                        at = end_of_string(bytes, at)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        _ => {
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || b",]}".contains(byte);
            let n = bytes[start..].iter().position(is_end);
            // A sign that cannot begin a value is passed on its own.
            n.map(|n| start + n.max(1))
        }
    }
}

/// Returns where the string that begins at a place ends.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Returns where the value of a member of an object begins; `None` if the object has
/// no such member, or is broken before it.
pub(super) fn member(text: &str, object: usize, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = object;
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    at += 1;
    loop {
        at = skip(text, at, |byte| byte.is_ascii_whitespace() || byte == b',');
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        let end = end_of_string(bytes, at)?;
        let is_it = text.get(at + 1..end - 1) == Some(name);
        at = skip_space(text, end);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at = skip_space(text, at + 1);
        if is_it {
            return (at < text.len()).then_some(at);
        }
        at = end_within(bytes, at)?;
    }
}

/// What comes next in a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A value from one place to another.
    Value(usize, usize),
    /// A value that begins here and cannot be used, where it ends if that is known, and
    /// why.
    Broken(usize, Option<usize>, &'static str),
    /// The end of the list.
    End(usize),
    /// The end of the text, or of what may be read.
    Cut,
}

/// Goes through the values of a list.
pub(super) struct Walk<'a> {
    text: &'a str,
    at: usize,
    /// How the line begins in which the first value does: the blanks before it.
    margin: Option<&'a str>,
    /// How many bytes may still be read.
    left: usize,
}

impl<'a> Walk<'a> {
    /// Begins with the first value of the list at `array`.
    pub(super) fn new(text: &'a str, array: usize) -> Self {
        Self {
            text,
            at: array + 1,
            margin: None,
            left: text.len().saturating_mul(MOST_READINGS),
        }
    }

    /// Returns the next value.
    pub(super) fn step(&mut self) -> Step {
        let is_between = |byte: u8| byte.is_ascii_whitespace() || byte == b',';
        let start = skip(self.text, self.at, is_between);
        match self.text.as_bytes().get(start) {
            None => return Step::Cut,
            Some(b']') => return Step::End(start + 1),
            Some(_) if self.left == 0 => return Step::Cut,
            Some(_) => {}
        }
        if self.margin.is_none() {
            let line = self.text[..start].rfind('\n').map_or(0, |end| end + 1);
            let end = skip(self.text, line, |byte| matches!(byte, b' ' | b'\t'));
            self.margin = Some(&self.text[line..end]);
        }
        let end = end_of_value(self.text, start);
        let n_read = end.map_or(LONGEST.min(self.text.len() - start), |end| end - start);
        self.left = self.left.saturating_sub(n_read);
        match end {
            Ok(end) => {
                self.at = end;
                Step::Value(start, end)
            }
            Err(why) => {
                let limit = self.text.len().min(start.saturating_add(self.left));
                let end = end_within(&self.text.as_bytes()[..limit], start);
                self.left = self.left.saturating_sub(end.unwrap_or(limit) - start);
                Step::Broken(start, end, why)
            }
        }
    }

    /// Goes on after a value that is broken: at its end, or at an earlier line that
    /// begins as that of the first value did, since a quotation mark too few moves the
    /// end. If there is neither, the rest of the text cannot be read.
    pub(super) fn resume_after(&mut self, start: usize, end: Option<usize>) {
        let stop = end.unwrap_or(self.text.len());
        let margin = self.margin.unwrap_or_default();
        let bytes = self.text.as_bytes();
        let mut at = start;
        while let Some(n) = bytes.get(at..stop).and_then(|it| memchr::memchr(b'\n', it)) {
            at += n + 1;
            let Some(line) = self.text[at..].strip_prefix(margin) else {
                continue;
            };
            // "}, {" may end one and begin the next.
            let begin = line.trim_start_matches(['}', ',']);
            let begin = if begin.len() < line.len() {
                begin.trim_start_matches([' ', ','])
            } else {
                begin
            };
            if begin.starts_with('{') {
                self.at = self.text.len() - begin.len();
                self.left = self.left.saturating_sub(self.at - start);
                return;
            }
        }
        self.left = self.left.saturating_sub(stop - start);
        self.at = stop;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(text: &str) -> (Vec<&str>, Step) {
        let mut walk = Walk::new(text, 0);
        let mut values = Vec::new();
        loop {
            match walk.step() {
                Step::Value(at, end) => values.push(&text[at..end]),
                Step::Broken(at, end, why) => {
                    values.push(why);
                    walk.resume_after(at, end);
                }
                end => return (values, end),
            }
        }
    }

    #[test]
    fn values_are_taken_apart() {
        let text = r#"[{"a":"]}\"{"}, 1 ,"x" null,[[2],{}]]"#;
        let expected = vec![r#"{"a":"]}\"{"}"#, "1", "\"x\"", "null", "[[2],{}]"];
        assert_eq!(values(text), (expected, Step::End(text.len())));
        assert_eq!(values("[").1, Step::Cut);
        let (found, end) = values("[{\"a\":1},{\"a\":\"x");
        assert_eq!(found, ["{\"a\":1}", "its end is missing"]);
        assert_eq!(end, Step::Cut);
    }

    #[test]
    fn a_broken_value_ends_before_the_next_line_that_looks_like_the_first() {
        let text = "[\n  {\"a\": \"one},\n  {\"a\": {\n    \"b\": 2}},\n  {\"a\": 3}\n]";
        let mut walk = Walk::new(text, 0);
        // The open mark is closed by the next one, and so on to the end.
        assert_eq!(walk.step(), Step::Broken(4, None, "its end is missing"));
        walk.resume_after(4, None);
        assert!(matches!(walk.step(), Step::Value(at, _) if text[at..].starts_with("{\"a\": {")));
    }

    #[test]
    fn members_are_found_by_their_names() {
        let text = r#" {"a":{"x":1},"b" : [1], "a":2, "c": "d"}"#;
        let at = |name| member(text, 1, name).map(|at| &text[at..=at]);
        assert_eq!(
            (at("a"), at("b"), at("c"), at("x")),
            (Some("{"), Some("["), Some("\""), None)
        );
        assert_eq!(member("{\"a\" 1}", 0, "a"), None);
        assert_eq!(member("{\"a\":", 0, "a"), None);
    }

    #[test]
    fn a_list_of_nothing_but_broken_lines_ends_soon() {
        let text = "[\n".to_owned() + &"{\"\n".repeat(400_000);
        let start = std::time::Instant::now();
        let (found, end) = values(&text);
        assert!(!found.is_empty() && end == Step::Cut);
        assert!(start.elapsed().as_secs() < 20);
    }

    proptest! {
        #[test]
        fn any_text_is_gone_through(text in "[\\[\\]{}\",:a\\\\ \\n1é]{0,80}") {
            let text = format!("[{text}");
            let mut walk = Walk::new(&text, 0);
            let mut n = 0;
            loop {
                let step = walk.step();
                match step {
                    Step::Value(at, end) if n % 2 == 0 => walk.resume_after(at, Some(end)),
                    Step::Value(..) => {}
                    Step::Broken(at, end, _) => walk.resume_after(at, end),
                    Step::End(_) | Step::Cut => break,
                }
                n += 1;
                prop_assert!(n < 1_000);
            }
            let _ = member(&text, 0, "a");
        }
    }
}
