use super::{TextStyle, to_text};
use crate::{Language, fixture};

fn width(line: &str) -> usize {
    textwrap::core::display_width(line)
}

#[test]
fn the_text_report_reads_as_recorded() {
    insta::assert_snapshot!(to_text(
        &fixture::full(),
        Language::English,
        &TextStyle::default()
    ));
}

#[test]
fn ascii_terminals_get_ascii_signs() {
    let style = TextStyle {
        unicode: false,
        ..TextStyle::default()
    };
    let text = to_text(&fixture::small(), Language::English, &style);
    assert!(text.is_ascii(), "{text}");
    assert!(text.contains(&"#".repeat(56)));
}

#[test]
fn nothing_that_a_terminal_obeys_comes_through() {
    for color in [false, true] {
        let text = to_text(
            &fixture::full(),
            Language::English,
            &TextStyle {
                color,
                ..TextStyle::default()
            },
        );
        let own = [
            "\u{1b}[0m",
            "\u{1b}[1m",
            "\u{1b}[2m",
            "\u{1b}[1;36m",
            "\u{1b}[33m",
        ];
        let mut rest = text;
        for sequence in own {
            rest = rest.replace(sequence, "");
        }
        let odd: Vec<char> = rest
            .chars()
            .filter(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c))
            .collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}

#[test]
fn colour_comes_only_when_asked_for() {
    let report = fixture::full();
    assert!(!to_text(&report, Language::English, &TextStyle::default()).contains('\u{1b}'));
    let colored = to_text(
        &report,
        Language::English,
        &TextStyle {
            color: true,
            ..TextStyle::default()
        },
    );
    assert!(colored.contains("\u{1b}[1m"));
}

#[test]
fn lines_keep_to_the_width_whatever_it_is() {
    for asked in [0, 1, 40, 57, 80, 100, usize::MAX] {
        let style = TextStyle {
            width: asked,
            ..TextStyle::default()
        };
        let text = to_text(&fixture::full(), Language::English, &style);
        let limit = asked.clamp(40, 100);
        for line in text.lines() {
            assert!(
                width(line) <= limit,
                "{asked}: {} columns in {line:?}",
                width(line)
            );
        }
    }
}

#[test]
fn hundreds_of_manuscripts_stay_readable() {
    let text = to_text(
        &fixture::many(400),
        Language::English,
        &TextStyle::default(),
    );
    assert!(
        text.contains("400 manuscripts: 10 found and 390 not found."),
        "{}",
        &text[..300]
    );
    let found = text.find("\nFound\n").expect("found comes first");
    let not_found = text.find("\nNot found\n").expect("not found comes last");
    assert!(found < not_found);
    let compact = text[not_found..].lines().count();
    assert!(compact < 390 * 2 + 60, "{compact} lines");
}

#[test]
fn an_empty_check_comforts_nobody() {
    let text = to_text(&fixture::empty(), Language::English, &TextStyle::default());
    assert!(text.contains("No manuscript was checked."));
    assert!(!text.contains("Not found\n"));
}

#[test]
fn the_report_says_what_was_asked_and_what_it_does_not_prove() {
    let report = fixture::full();
    // Sentences are broken at the width, so they are sought without breaks.
    let text = to_text(&report, Language::English, &TextStyle::default())
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for index in &report.indexes {
        assert!(text.contains(&index.name), "{}", index.name);
    }
    assert!(text.contains("says nothing about any real collection"));
    assert!(text.contains("does not prove that anything was trained"));
    assert!(text.contains("was not found proves nothing"));
    for skipped in ["locked.epub", "photo.jpg"] {
        assert!(text.contains(skipped), "{skipped}");
    }
    assert!(text.contains("Run text recognition (OCR)"));
}

#[test]
fn a_demonstration_is_said_to_be_one_at_the_top() {
    let mut report = fixture::small();
    report.indexes[0].demonstration = true;
    let text = to_text(&report, Language::English, &TextStyle::default());
    let top: String = text.lines().take(6).collect::<Vec<_>>().join(" ");
    assert!(top.contains("demonstration index"), "{top}");
}
