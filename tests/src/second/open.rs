//! Section 6 of docs/TERMS.md: open authors.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::document;
use super::words::words;

/// The phrases of `nobody` and `publishers`, as words.
static PHRASES: LazyLock<HashSet<Vec<String>>> = LazyLock::new(|| {
    let phrases = ["nobody", "publishers"]
        .into_iter()
        .flat_map(document::phrases);
    phrases.map(words).collect()
});
static BODIES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| document::list("bodies").into_iter().collect());
static ENDINGS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| document::list("endings").into_iter().collect());

/// Returns whether an author, who has these words, is open.
pub(super) fn is_open(author: &str, words: &[String]) -> bool {
    let has_body = || words.iter().any(|word| BODIES.contains(word.as_str()));
    words.is_empty()
        || PHRASES.contains(words)
        || has_body() && words.join(" ").len() < 200
        || is_address(author)
}

fn is_address(author: &str) -> bool {
    let rest = author.trim();
    if !rest.contains('.') || rest.contains(char::is_whitespace) {
        return false;
    }
    let bare = rest.trim_matches(|c: char| !c.is_alphanumeric());
    let parts: Vec<&str> = bare.split('.').collect();
    bare.starts_with("www.")
        || bare.starts_with("http") && bare.contains("://")
        || parts.len() >= 2
            && parts[0].len() >= 2
            && ENDINGS.contains(parts[parts.len() - 1].to_ascii_lowercase().as_str())
}
