//! Words in the form that is searched and sorted: without case and accents.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Returns `text` without case and accents; white space and control characters
/// become single spaces.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let letters = text.nfkd().filter(|&c| !is_combining_mark(c));
    for c in letters {
        if c.is_whitespace() || c.is_control() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
            continue;
        }
        // In upper case, "ß" becomes "ss" and both kinds of "σ" become one.
        // An accent that the lower case adds to a letter ("İ") is removed as
        // well.
        for upper in c.to_uppercase() {
            folded.extend(upper.to_lowercase().filter(|&c| !is_combining_mark(c)));
        }
    }
    folded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_and_accents_do_not_matter() {
        for (text, folded) in [
            ("Die STRASSE", "die strasse"),
            ("die Straße", "die strasse"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("Οδυσσεύς", "οδυσσευσ"),
            ("Zoë Kr\u{fc}ger", "zoe kruger"),
            ("Zoe\u{308}  Kru\u{308}ger\n", "zoe kruger"),
            ("İSTANBUL ılık", "istanbul ilik"),
            ("ﬁnal", "final"),
            ("100 %_\\", "100 %_\\"),
            ("吾輩は猫", "吾輩は猫"),
            (" \u{0}\t ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
