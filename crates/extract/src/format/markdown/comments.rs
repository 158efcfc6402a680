//! Comments in Markdown, which may go over several lines and blank ones.

use std::borrow::Cow;

/// Returns the text without comments and readings in braces, and whether a comment
/// was never closed; then only its mark is left out. Code stays as it is.
pub(super) fn without(text: &str) -> (Cow<'_, str>, bool) {
    if !["<!--", "%%", "{"].iter().any(|mark| text.contains(mark)) {
        return (Cow::Borrowed(text), false);
    }
    let mut out = String::with_capacity(text.len());
    let mut was_open = false;
    let mut fence: Option<(char, usize)> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if out.is_empty() || out.ends_with('\n') {
            let line = rest.split('\n').next().unwrap_or_default();
            let was_code = fence.is_some();
            fence = next_fence(fence, line);
            if was_code || fence.is_some() {
                let len = (line.len() + 1).min(rest.len());
                out.push_str(&rest[..len]);
                at += len;
                continue;
            }
        }
        let len = match c {
            '`' => {
                let len = code_span(rest);
                out.push_str(&rest[..len]);
                len
            }
            '<' if rest.starts_with("<!--") => {
                if let Some(end) = rest[4..].find("-->") {
                    4 + end + 3
                } else {
                    // There is no other end for those that follow.
                    was_open = true;
                    out.push_str(&rest[4..].replace("<!--", ""));
                    break;
                }
            }
            '%' if rest.starts_with("%%") => obsidian(&out, rest).unwrap_or_else(|| {
                let len = rest.len() - rest.trim_start_matches('%').len();
                out.push_str(&rest[..len]);
                len
            }),
            '{' => {
                let (word, len) = reading(rest).unwrap_or(("{", 1));
                out.push_str(word);
                len
            }
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        at += len;
    }
    (Cow::Owned(out), was_open)
}

/// Returns the block of code that is open after a line.
fn next_fence(open: Option<(char, usize)>, line: &str) -> Option<(char, usize)> {
    let line = line.trim_end_matches('\r');
    let inner = line.trim_start_matches(' ');
    let mark = inner.chars().next().filter(|c| matches!(c, '`' | '~'));
    let Some(mark) = mark.filter(|_| line.len() - inner.len() < 4) else {
        return open;
    };
    let len = inner.chars().take_while(|c| *c == mark).count();
    let info = &inner[len..];
    match open {
        Some((c, n)) if c == mark && len >= n && info.trim().is_empty() => None,
        Some(_) => open,
        None if len >= 3 && !(mark == '`' && info.contains('`')) => Some((mark, len)),
        None => None,
    }
}

/// Returns the length of a span of code, or of the marks alone if it is not closed
/// in its paragraph.
fn code_span(rest: &str) -> usize {
    let len = rest.len() - rest.trim_start_matches('`').len();
    let within = &rest[len..rest.floor_char_boundary(len + MAX_COMMENT)];
    let paragraph = within.split("\n\n").next().unwrap_or_default();
    let mut from = 0;
    while let Some(found) = paragraph[from..].find('`') {
        let start = from + found;
        let run = &paragraph[start..];
        let run = run.len() - run.trim_start_matches('`').len();
        if run == len {
            return len + start + run;
        }
        from = start + run;
    }
    len
}

/// The longest comment of Obsidian and the longest span of code, in bytes. A bound; no figure depends on it.
const MAX_COMMENT: usize = 1 << 16;

/// Returns the length of a comment of Obsidian: `%%` to `%%` in one paragraph, or
/// over several if both are alone at the ends of their lines.
fn obsidian(before: &str, rest: &str) -> Option<usize> {
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '%') || rest.starts_with("%%%") {
        return None;
    }
    let within = &rest[..rest.floor_char_boundary(MAX_COMMENT)];
    let end = 2 + within[2..].find("%%")?;
    let inside = &rest[2..end];
    let is_paragraph = !inside.contains("\n\n") && !inside.contains("\n\r\n");
    let begins_line = before.is_empty() || before.ends_with('\n');
    let after = rest[end + 2..].chars().next();
    let ends_line = after.is_none_or(|c| matches!(c, '\n' | '\r'));
    (is_paragraph || begins_line && ends_line).then_some(end + 2)
}

/// The longest word with a reading, in bytes. A bound; no figure depends on it.
const MAX_WORD: usize = 200;

/// Returns the word of `{word|reading}`, and the length of the whole; only Japanese
/// words have one.
fn reading(rest: &str) -> Option<(&str, usize)> {
    let within = &rest[1..rest.floor_char_boundary(MAX_WORD)];
    let (inside, _) = within.split_once('}')?;
    let (word, reading) = inside.split_once('|')?;
    let is_han = |c: char| matches!(c, '々' | '\u{3400}'..='\u{9fff}');
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '|');
    let is_reading = word.chars().all(is_han) && reading.chars().all(is_kana);
    let is_whole = !word.is_empty() && !reading.is_empty();
    (is_reading && is_whole).then_some((word, inside.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        without(text).0.into_owned()
    }

    #[test]
    fn comments_of_obsidian_are_left_out() {
        for (text, expected) in [
            ("a\n\n%%\nb\n%%\n\nc", "a\n\n\n\nc"),
            ("a\n\n%%\nb\n\nb\n%%\n\nc", "a\n\n\n\nc"),
            ("a %%b%% c", "a  c"),
            ("%%b%%", ""),
        ] {
            assert_eq!(plain(text), expected);
        }
        for text in [
            "50%% of 60%%",
            "a %% b",
            "a %% b\n\nc %% d",
            "`%%a%%`",
            "```\n%%a%%\n```\n",
            "~~~ x\n<!-- a\n~~~\n",
            "%%%\na\n%%%",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn comments_of_html_are_left_out_but_not_in_code() {
        assert_eq!(plain("a<!-- b\n\n-->c"), "ac");
        assert_eq!(without("a <!-- b\n\nc"), ("a  b\n\nc".into(), true));
        for text in ["``a ` <!-- b --> ``", "```\n<!-- a -->\n```"] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn it_takes_time_in_proportion() {
        let clock = std::time::Instant::now();
        for mark in ["<!--", "%% ", "{漢|", "` ``", "a`"] {
            without(&mark.repeat(20_000));
        }
        assert!(clock.elapsed().as_secs() < 20);
    }
}
