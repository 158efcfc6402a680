//! The formulas of fields (`EQ`), in which Word writes the readings above
//! Japanese words.
//!
//! `EQ \* jc2 \* "Font:X" \o\ad(\s\up 9(reading),base)` prints the reading over
//! the base. Other formulas are mathematics, which is not text.

/// Returns the text under the readings; none if the instruction of a field is not
/// a formula of this kind.
pub(super) fn text(instruction: &str) -> Option<String> {
    let formula = instruction.trim_start();
    let (name, formula) = formula.split_at_checked(2)?;
    if !name.eq_ignore_ascii_case("EQ") {
        return None;
    }
    let lower = formula.to_ascii_lowercase();
    let mut places = lower.match_indices("\\o").map(|(at, _)| at);
    let over = places.find(|at| !lower[at + 2..].starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let inside = formula[over..].split_once('(')?.1;
    let parts = parts(inside);
    let is_reading = |part: &&String| part.trim_start().to_ascii_lowercase().starts_with("\\s");
    if !parts.iter().any(|part| is_reading(&part)) {
        return None;
    }
    let base: String = parts
        .iter()
        .filter(|part| !is_reading(part))
        .cloned()
        .collect();
    if !base.trim().is_empty() {
        return Some(base.trim().to_owned());
    }
    // Characters that are set in the space of one.
    let shifted = parts.iter().filter_map(|part| {
        let (_, rest) = part.split_once('(')?;
        Some(rest.strip_suffix(')').unwrap_or(rest))
    });
    Some(shifted.collect())
}

/// Splits the arguments of a function, up to the bracket that closes it.
fn parts(inside: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_u32;
    let mut is_quoted = false;
    for c in inside.chars() {
        let quoted = std::mem::take(&mut is_quoted);
        match c {
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => break,
            ')' if !quoted => depth -= 1,
            ',' | ';' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            '\\' if !quoted => is_quoted = true,
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_left_out() {
        let ruby = r#" EQ \* jc2 \* "Font:MS Mincho" \* hps10 \o\ad(\s\up 9(みなと),港)"#;
        assert_eq!(text(ruby).as_deref(), Some("港"));
        assert_eq!(text(r"eq \o(\s\up 9(a, b),c d)").as_deref(), Some("c d"));
        assert_eq!(text(r"EQ \o\ac(\s\up 9(か);漢)").as_deref(), Some("漢"));
        assert_eq!(
            text(r"EQ \o(\s\up 5(株式),\s\do 2(会社))").as_deref(),
            Some("株式会社")
        );
    }

    #[test]
    fn other_formulas_are_not_text() {
        assert_eq!(text(r"EQ \f(1,2)"), None);
        assert_eq!(text(r"EQ \o(a,^)"), None);
        assert_eq!(text("HYPERLINK x"), None);
        assert_eq!(text("E"), None);
        assert_eq!(text(""), None);
        assert_eq!(text(r"EQ \o(\s\up 9(x").as_deref(), Some("x"));
    }
}
