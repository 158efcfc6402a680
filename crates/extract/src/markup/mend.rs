//! Closes what a page of HTML leaves open.
//!
//! By the rules of HTML, a comment, a quotation mark, a title or a style sheet
//! that is never closed swallows the rest of the page. That is always a mistake,
//! and nobody would notice the missing text in a comparison. Here, such a mark
//! ends at once, so that everything else is read.

use std::borrow::Cow;
use std::collections::HashSet;

/// A tag that breaks off at the end of the page is dropped if it is no longer than
/// this, in bytes; a longer one is text. A bound; no figure depends on it.
const MAX_CUT_TAG: usize = 256;
/// A value of an attribute with markup in it is no longer than this, in bytes. A bound;
/// no figure depends on it.
const MAX_VALUE: usize = 300;
/// After this many tags without an end, the rest is text. A bound; no figure depends
/// on it.
const MAX_CUT_TAGS: u32 = 100;

/// Returns the page with everything closed, and whether anything was open.
pub(super) fn closed(source: &str) -> (Cow<'_, str>, bool) {
    let mut mender = Mender {
        source,
        out: String::new(),
        copied: 0,
        was_open: false,
        missing: HashSet::new(),
        cut_tags: 0,
    };
    let mut at = 0;
    while let Some(found) = source.get(at..).and_then(|rest| rest.find('<')) {
        at = mender.mark(at + found);
    }
    let was_open = mender.was_open;
    if mender.copied == 0 {
        return (Cow::Borrowed(source), was_open);
    }
    let rest = source.get(mender.copied..).unwrap_or_default();
    (Cow::Owned(mender.out + rest), was_open)
}

struct Mender<'a> {
    source: &'a str,
    out: String,
    /// How much of the source is in `out`.
    copied: usize,
    was_open: bool,
    /// The ends that do not come any more, so that they are not looked for again.
    missing: HashSet<String>,
    /// How many tags had no end.
    cut_tags: u32,
}

impl Mender<'_> {
    fn rest(&self, at: usize) -> &str {
        self.source.get(at..).unwrap_or_default()
    }

    /// Finds the next place of an end, in ASCII letters of any case.
    fn find(&mut self, from: usize, end: &str) -> Option<usize> {
        if self.missing.contains(end) {
            return None;
        }
        let rest = self.source.as_bytes().get(from..).unwrap_or_default();
        let found = if end.starts_with("</") {
            let mut ends = rest.windows(end.len());
            ends.position(|window| window.eq_ignore_ascii_case(end.as_bytes()))
        } else {
            self.rest(from).find(end)
        };
        if found.is_none() {
            self.missing.insert(end.to_owned());
        }
        found.map(|found| from + found)
    }

    /// Replaces a range of the source.
    fn replace(&mut self, from: usize, to: usize, by: &str) {
        self.out
            .push_str(self.source.get(self.copied..from).unwrap_or_default());
        self.out.push_str(by);
        self.copied = to;
    }

    /// Takes what begins with `<` at this place, and returns where to go on.
    fn mark(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
            return at + 5;
        }
        if rest.starts_with("<!--") {
            let usual = self.find(at + 4, "-->");
            let odd = self.find(at + 4, "--!>");
            return match (usual, odd) {
                (Some(usual), odd) => odd.unwrap_or(usual).min(usual) + 3,
                (None, Some(odd)) => odd + 4,
                (None, None) => self.drop(at, at + 4),
            };
        }
        if rest.starts_with("<![CDATA[") {
            let Some(end) = self.find(at + 9, "]]>") else {
                return self.drop(at, at + 9);
            };
            // In HTML it would be a comment.
            let text = self.source.get(at + 9..end).unwrap_or_default();
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            self.replace(at, end + 3, &text);
            return end + 3;
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return match self.find(at, ">") {
                Some(end) => end + 1,
                None => self.drop(at, at + 2),
            };
        }
        let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return at + 1;
        }
        let is_end = rest.starts_with("</");
        let len = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        let name = name[..len.unwrap_or(name.len())].to_ascii_lowercase();
        let start = at + 1 + usize::from(is_end) + name.len();
        let Some(end) = self.tag_end(start) else {
            if self.source.len() - at <= MAX_CUT_TAG {
                return self.source.len();
            }
            self.cut_tags += 1;
            self.was_open = true;
            self.replace(at, at + 1, "&lt;");
            return at + 1;
        };
        if is_end || self.rest(end - 1).starts_with('/') {
            return end + 1;
        }
        self.raw_text(&name, at, end + 1)
    }

    /// Leaves out a mark that is never closed.
    fn drop(&mut self, from: usize, to: usize) -> usize {
        self.was_open = true;
        self.replace(from, to, "");
        to
    }

    /// Returns the place of the `>` of a tag whose name ends here.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        if self.cut_tags > MAX_CUT_TAGS || self.find(from, ">").is_none() {
            return None;
        }
        let bytes = self.source.as_bytes();
        let mut at = from;
        let mut is_value = false;
        loop {
            match *bytes.get(at)? {
                b'>' => return Some(at),
                quote @ (b'"' | b'\'') if is_value => {
                    let end = self.find(at + 1, if quote == b'"' { "\"" } else { "'" });
                    match end {
                        Some(end) if !self.is_swallowed(at + 1, end) => at = end,
                        _ => {
                            let end = self.find(at + 1, ">")?;
                            self.was_open = true;
                            let quote = char::from(quote);
                            self.replace(end, end, quote.encode_utf8(&mut [0; 4]));
                            return Some(end);
                        }
                    }
                    is_value = false;
                }
                b'=' => is_value = true,
                byte if byte.is_ascii_whitespace() => {}
                _ => is_value = false,
            }
            at += 1;
        }
    }

    /// Returns whether the value of an attribute goes on into the text, since its
    /// quotation mark was not closed: then the next one opens another value.
    fn is_swallowed(&self, from: usize, end: usize) -> bool {
        let value = self.source.get(from..end).unwrap_or_default();
        let next = self.rest(end + 1).chars().next();
        let is_end = next.is_none_or(|c| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
        is_markup(value) && (!is_end || value.len() > MAX_VALUE)
    }

    /// Takes the beginning of an element whose content is not markup.
    fn raw_text(&mut self, name: &str, tag: usize, from: usize) -> usize {
        const RAW: [&str; 8] = [
            "script", "style", "xmp", "iframe", "noembed", "noframes", "title", "textarea",
        ];
        if !RAW.contains(&name) {
            return from;
        }
        if let Some(end) = self.find(from, &format!("</{name}")) {
            return end;
        }
        // A program or a style sheet ends where the text of the page begins.
        let starts: &[&str] = match name {
            "script" | "style" => &["</head", "<body", "<p", "<div", "<h1", "<h2", "<section"],
            "title" => &["<"],
            _ => return self.drop(tag, from),
        };
        let key = format!("text after {name}");
        if self.missing.contains(&key) {
            return self.drop(tag, from);
        }
        let rest = self.rest(from);
        let next = rest.match_indices('<').map(|(at, _)| at).find(|at| {
            let tag = rest.as_bytes().get(*at..).unwrap_or_default();
            let is_it = |start: &&str| {
                let head = tag.get(..start.len()).unwrap_or_default();
                head.eq_ignore_ascii_case(start.as_bytes())
            };
            starts.iter().any(is_it)
        });
        self.was_open = true;
        let Some(next) = next else {
            self.missing.insert(key);
            return self.drop(tag, from);
        };
        self.replace(from + next, from + next, &format!("</{name}>"));
        from + next
    }
}

/// Returns whether the value of an attribute seems to hold the end of its own tag
/// and the beginning of another one.
fn is_markup(value: &str) -> bool {
    let Some((before, after)) = value.split_once('>') else {
        return false;
    };
    let begins = |(at, _): (usize, &str)| {
        let next = after[at + 1..].trim_start_matches('/');
        let len = next
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(next.len());
        len > 0 && next[len..].starts_with([' ', '>', '\n', '\t', '/'])
    };
    !before.contains('<') && after.match_indices('<').any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::html;

    fn text(page: &str) -> String {
        let page = html(page);
        assert!(page.is_broken);
        page.text
    }

    #[test]
    fn what_is_never_closed_swallows_nothing() {
        let end = "<p>the rest</p><p>of it</p>";
        for open in [
            "<!-- ",
            "<![CDATA[",
            "<textarea>",
            "<title>",
            "<a href=\"x>",
            "<style>",
            "<script>",
            "<iframe src='x'>",
        ] {
            let page = format!("<p>a</p>{open}{end}");
            let text = text(&page);
            assert!(text.contains("the rest\nof it"), "{open}: {text}");
        }
        let quoted = "<p class=\"x>one</p><p class=\"y\">two</p><p class='z'>three</p>";
        assert_eq!(text(quoted), "one\ntwo\nthree\n");
        let head = "<html><head><title>T<meta name='x'><style>p { a: b }</head><body><p>text";
        assert_eq!(text(head), "text\n");
        let long = format!("<p>a <b {}", "word ".repeat(100));
        assert!(text(&long).contains("word"));
    }

    #[test]
    fn what_is_closed_stays_as_it_is() {
        for page in [
            "<p>a</p><!-- b --><p>c",
            "<!--><p>a<!---><p>b",
            "<a title='1 > 0 and <i>x</i>'>a</a>",
            "<a data-x=\"<p>a</p>\">b</a> <a title='a > b'>c</a>",
            "<script>if (a < b && c > \"d) {}</script><p>e",
            "<a href=x>b</a> 1 < 2 <3 a=\"b",
            "<!DOCTYPE html><?php x ?><style>p > a { }</style>it's",
        ] {
            let (mended, was_open) = closed(page);
            assert!(!was_open, "{page}");
            assert_eq!(mended, page);
        }
        assert_eq!(html("<p>a <![CDATA[b < c & d]]> e").text, "a b < c & d e\n");
        assert_eq!(html("a <b c='d").text, "a\n");
    }

    #[test]
    fn it_takes_time_in_proportion() {
        let clock = std::time::Instant::now();
        for mark in [
            "<!--",
            "<a b=\"c>",
            "<a b='c>",
            "<title>",
            "<style>",
            "<![CDATA[",
            "<b ",
            "<!",
            "<script><p",
        ] {
            closed(&mark.repeat(100_000));
        }
        assert!(clock.elapsed().as_secs() < 20);
    }
}
