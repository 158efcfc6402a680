use super::*;
use crate::language::Language::{English, German};
use crate::model::Span;

const EN: Words = Words(English);
const DE: Words = Words(German);

fn place(words: Words, spans: &[Span]) -> String {
    let mut found = crate::fixture::small().results[0].matches[0].clone();
    found.spans = spans.to_vec();
    words.place(&Figures::of(&found).place)
}

#[test]
fn figures_read_as_sentences() {
    let found = &crate::fixture::small().results[0].matches[0];
    let figures = Figures::of(found);
    assert_eq!(
        EN.how_much(&figures)[0],
        "Of every 100 short stretches of your text, about 97 are in this work, exactly as they are (very likely between 91 and 99)."
    );
    assert_eq!(
        DE.how_much(&figures)[0],
        "Von 100 kurzen Wortfolgen Ihres Textes stehen etwa 97 genauso in diesem Werk (sehr wahrscheinlich zwischen 91 und 99)."
    );
    for (about, english, german) in [
        (Hundred::Near { n: 0 }, "none is", "steht keine"),
        (Hundred::Near { n: 1 }, "about 1 is", "steht etwa 1"),
        (Hundred::AllBut, "more than 99 are", "stehen mehr als 99"),
        (Hundred::Hardly, "fewer than 1 are", "stehen weniger als 1"),
    ] {
        assert_eq!(EN.about(about), english);
        assert_eq!(DE.about(about), german);
    }
    let exact = ShareFigure {
        about: Hundred::Near { n: 100 },
        low: 100,
        high: 100,
    };
    assert_eq!(EN.range(exact), "very likely 100");
}

#[test]
fn numbers_and_sizes_read_well() {
    assert_eq!(EN.number(0), "0");
    assert_eq!(EN.number(999), "999");
    assert_eq!(EN.number(1_000), "1,000");
    assert_eq!(EN.number(7_500_000), "7,500,000");
    assert_eq!(EN.number(u64::MAX), "18,446,744,073,709,551,615");
    assert_eq!(EN.size(1), "1 byte");
    assert_eq!(EN.size(412_000), "412.0 kB");
    assert_eq!(EN.size(2_500_000_000), "2.5 GB");
    assert_eq!(DE.number(7_500_000), "7.500.000");
    assert_eq!(DE.size(412_000), "412,0 kB");
}

#[test]
fn places_name_the_longest_stretches_in_reading_order() {
    let span = |from, to| Span { from, to };
    assert_eq!(place(EN, &[]), "");
    assert_eq!(
        place(EN, &[span(0.0, 0.99)]),
        "From the beginning to the end of your text."
    );
    assert_eq!(
        place(EN, &[span(0.6, 0.8), span(0.1, 0.2)]),
        "Counted from the beginning of your text: from 10% to 20% and from 60% to 80%."
    );
    let many: Vec<Span> = (0..9_u8)
        .map(|n| span(f64::from(n) * 0.1, f64::from(n) * 0.1 + 0.001))
        .collect();
    let said = place(EN, &many);
    assert!(said.ends_with("and in 5 shorter places."), "{said}");
    let said = place(DE, &many);
    assert!(said.ends_with("und 5 kürzere Stellen."), "{said}");
}

#[test]
fn times_that_cannot_be_read_are_shown_as_they_are() {
    assert_eq!(
        EN.moment("2026-11-23T19:12:28Z"),
        "23 November 2026, 19:12 UTC"
    );
    assert_eq!(EN.day("2026-03-03T23:59:59.123Z"), "3 March 2026");
    assert_eq!(DE.day("2026-03-03T23:59:59.123Z"), "3. März 2026");
    assert_eq!(
        DE.moment("2026-12-01T00:00:00Z"),
        "1. Dezember 2026, 00:00 UTC"
    );
    assert_eq!(EN.day("last\u{1b}[2J spring"), "last\u{fffd}[2J spring");
}

#[test]
fn lists_read_as_sentences_do() {
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(EN.list(&words(&[])), "");
    assert_eq!(EN.list(&words(&["a"])), "a");
    assert_eq!(EN.list(&words(&["a", "b", "c"])), "a, b and c");
    assert_eq!(DE.list(&words(&["a", "b", "c"])), "a, b und c");
}

#[test]
fn no_sentence_speaks_of_how_it_is_done() {
    for words in [EN, DE] {
        let report = crate::fixture::full();
        let counts = crate::order::Counts::of(&report);
        let sentences = words.standing(&report).into_iter();
        let mut said: Vec<String> = sentences
            .chain(words.next(&report, &counts))
            .map(str::to_owned)
            .collect();
        for verdict in Verdict::ALL {
            let meaning = words.meaning(verdict);
            said.push(format!(
                "{} {} {}",
                words.headline(verdict),
                meaning.means,
                meaning.means_not
            ));
        }
        for word in [
            "hash",
            "containment",
            "wilson",
            "scale",
            "shingle",
            "sketch",
            "posting",
        ] {
            assert!(
                !said.iter().any(|line| line.to_lowercase().contains(word)),
                "{word}"
            );
        }
    }
}

#[test]
fn only_what_was_done_is_said() {
    let mut report = crate::fixture::full();
    let said = |report: &crate::model::Report| EN.standing(report).join(" ");
    assert!(said(&report).contains("Figures are estimates"));
    report.results.retain(|result| result.text.letters > 0);
    assert!(said(&report).contains("The texts were read and compared"));
    for result in &mut report.results {
        result.text = crate::model::TextSummary::default();
        result.matches.clear();
    }
    let said = said(&report);
    assert!(said.contains("No text was compared."), "{said}");
    for untrue in [
        "Figures are estimates",
        "short stretch",
        "read and compared",
    ] {
        assert!(!said.contains(untrue), "{untrue}: {said}");
    }
}

#[test]
fn every_date_has_one_form() {
    assert_eq!(EN.date("2019-03-02"), "2 March 2019");
    assert_eq!(DE.date("2019-03-02"), "2. März 2019");
    assert_eq!(EN.day("2019-03-02T23:59:59Z"), EN.date("2019-03-02"));
    assert_eq!(DE.day("2019-12-31T23:59:59Z"), DE.date("2019-12-31"));
    assert_eq!(EN.date("2019"), "2019", "as the collection has it");
}

#[test]
fn several_files_of_a_book_are_two_figures() {
    let mut counts = crate::order::Counts::of(&crate::fixture::many(40));
    counts.found = 5;
    counts.books_found = 5;
    assert!(EN.summary(&counts).contains("5 found and"));
    counts.books_found = 1;
    assert!(EN.summary(&counts).contains("5 found (1 book) and"));
    counts.books_found = 3;
    assert!(DE.summary(&counts).contains("5 gefunden (3 Bücher) und"));
}

#[test]
fn a_text_without_texts_to_compare_with_was_only_looked_up() {
    use crate::model::{Notice, Verdict};

    let mut report = crate::fixture::small();
    report.results.truncate(1);
    let result = &mut report.results[0];
    result.verdict = Verdict::NotFound;
    result.matches.clear();
    result.warnings.clear();
    let means = |report: &crate::model::Report| {
        let groups = crate::order::Groups::new(report);
        EN.meaning_of_not_found(&groups.not_found).means
    };
    assert!(means(&report).contains("compared with the index"));
    report.results[0].warnings.push(Notice {
        code: Code::NoTexts,
        message: String::new(),
    });
    assert!(means(&report).contains("No text was compared"));
    assert!(
        EN.standing(&report)
            .iter()
            .any(|it| it.contains("No text was compared"))
    );
}

#[test]
fn a_find_in_a_demonstration_is_said_to_be_one() {
    let mut report = crate::fixture::small();
    for index in &mut report.indexes {
        index.demonstration = false;
    }
    assert_eq!(EN.demonstration(&report), None);
    let found = report.results.iter().find(|it| it.verdict.is_found());
    let place = found.unwrap().matches[0].index;
    report.indexes.push(report.indexes[place].clone());
    let demonstration = report.indexes.len() - 1;
    report.indexes[demonstration].demonstration = true;
    let result = report.results.iter_mut().find(|it| it.verdict.is_found());
    for found in &mut result.unwrap().matches {
        found.index = demonstration;
    }
    assert!(EN.demonstration(&report).unwrap().contains("Some of what"));
}
