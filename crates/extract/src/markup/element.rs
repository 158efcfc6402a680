//! What the elements and marks of pages mean.

use super::Skipped;

pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Returns whether the content of an element is not text of the book. The small
/// print above Japanese and Chinese characters (`rt`) would break up their words.
pub(super) fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "iframe"
            | "noframes"
            | "noembed"
            | "rt"
            | "rp"
            | "rtc"
            | "select"
            | "textarea"
            | "button"
            | "annotation"
            | "annotation-xml"
            // Numbers of pages and lines in talking books.
            | "pagenum"
            | "linenum"
    )
}

/// Returns whether an element is not shown, by its own attributes.
pub(super) fn is_hidden(name: &str, attr: &dyn Fn(&str) -> Option<String>) -> bool {
    // Pages are hidden as a whole until a script has run.
    if matches!(name, "html" | "body") {
        return false;
    }
    if attr("hidden").is_some() {
        return true;
    }
    let Some(style) = attr("style") else {
        return false;
    };
    let mut hidden = false;
    for declaration in style.to_ascii_lowercase().split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let value = value.split('!').next().unwrap_or_default().trim();
        match property.trim() {
            "display" => hidden = value == "none",
            "visibility" if matches!(value, "hidden" | "collapse") => return true,
            _ => {}
        }
    }
    hidden
}

/// Returns whether an element ends an open one by beginning, as HTML lets end tags be
/// left out.
pub(super) fn implies_end(open: &Skipped, name: &str) -> bool {
    let has_no = |kinds: &[&str]| !kinds.iter().any(|kind| open.holds(kind));
    match open.name.as_str() {
        "p" => open.blocks == 0 && !is_inline(name) && !matches!(name, "br" | "script" | "style"),
        "li" => name == "li" && has_no(&["ul", "ol", "menu"]),
        "dd" | "dt" => matches!(name, "dd" | "dt") && has_no(&["dl"]),
        "td" | "th" => matches!(name, "td" | "th" | "tr" | "tbody" | "tfoot") && has_no(&["table"]),
        "tr" => matches!(name, "tr" | "tbody" | "tfoot") && has_no(&["table"]),
        // What cannot be in a list of choices ends it.
        "select" => {
            let is_choice = matches!(
                name,
                "option" | "optgroup" | "hr" | "script" | "template" | "button" | "legend" | "img"
            );
            open.blocks == 0 && !is_choice && !is_inline(name)
        }
        _ => false,
    }
}

/// Returns whether an element is the mark of a note or of a printed page: a
/// number that other editions do not have between the words of the text.
pub(super) fn is_mark(attr: &dyn Fn(&str) -> Option<String>) -> bool {
    // A prefix is part of the name in HTML, but not in XML.
    let kind = attr("type")
        .or_else(|| attr("epub:type"))
        .or_else(|| attr("role"));
    kind.is_some_and(|kind| {
        let mut words = kind.split_ascii_whitespace();
        words.any(|word| {
            let word = word.strip_prefix("doc-").unwrap_or(word);
            word == "noteref" || word == "pagebreak"
        })
    })
}

/// A mark with more letters than this is text. Set by eye; no figure depends on
/// it.
pub(super) const MARK_LETTERS: usize = 3;

/// Returns whether a mark is more than a number or a symbol.
pub(super) fn is_wordy(mark: &str) -> bool {
    let roman = |c: char| "ivxlcIVXLC".contains(c);
    let letters = mark.chars().filter(|c| c.is_alphabetic() && !roman(*c));
    letters.count() > MARK_LETTERS
}

pub(super) fn is_ruby(name: &str) -> bool {
    matches!(name, "rt" | "rp" | "rtc")
}

pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "meter"
            | "nobr"
            | "output"
            | "q"
            | "rb"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tspan"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "mi"
            | "mn"
            | "mo"
            | "mtext"
            | "msup"
            | "msub"
            | "mrow"
            | "math"
            | "case"
            | "default"
            | "switch"
            | "sent"
            | "noteref"
            | "annoref"
    )
}

pub(super) fn is_block(name: &str) -> bool {
    !is_inline(name) && !matches!(name, "option" | "optgroup")
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
