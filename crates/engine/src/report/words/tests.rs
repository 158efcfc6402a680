use super::*;

fn share(estimate: f64, low: f64, high: f64) -> Share {
    Share {
        estimate,
        low,
        high,
    }
}

#[test]
fn figures_never_round_to_all_or_none() {
    assert_eq!(hundred(0.9999), "more than 99");
    assert_eq!(hundred(0.0001), "fewer than 1");
    assert_eq!(hundred(1.0), "100");
    assert_eq!(hundred(0.0), "0");
    assert_eq!(hundred(0.965), "97");
    assert_eq!(hundred(f64::NAN), "0");
    assert_eq!(hundred(7.0), "100");
}

#[test]
fn ranges_round_outwards() {
    assert_eq!(
        range(share(0.97, 0.912, 0.989)),
        "very likely between 91 and 99"
    );
    assert_eq!(range(share(1.0, 1.0, 1.0)), "very likely 100");
}

#[test]
fn numbers_and_sizes_read_well() {
    assert_eq!(number(0), "0");
    assert_eq!(number(999), "999");
    assert_eq!(number(1_000), "1,000");
    assert_eq!(number(7_500_000), "7,500,000");
    assert_eq!(number(u64::MAX), "18,446,744,073,709,551,615");
    assert_eq!(size(1), "1 byte");
    assert_eq!(size(412_000), "412.0 kB");
    assert_eq!(size(2_500_000_000), "2.5 GB");
}

#[test]
fn places_name_the_longest_stretches_in_reading_order() {
    let span = |from, to| Span { from, to };
    assert_eq!(place(&[]), "");
    assert_eq!(
        place(&[span(0.0, 0.99)]),
        "From the beginning to the end of your text."
    );
    assert_eq!(
        place(&[span(0.6, 0.8), span(0.1, 0.2)]),
        "From 10% to 20% and from 60% to 80%, counted from the beginning of your text."
    );
    let many: Vec<Span> = (0..9_u8)
        .map(|n| span(f64::from(n) * 0.1, f64::from(n) * 0.1 + 0.001))
        .collect();
    assert!(
        place(&many).contains("and in 5 shorter places"),
        "{}",
        place(&many)
    );
}

#[test]
fn times_that_cannot_be_read_are_shown_as_they_are() {
    assert_eq!(
        moment("2026-11-23T19:12:28Z"),
        "23 November 2026, 19:12 UTC"
    );
    assert_eq!(day("2026-11-23T23:59:59.123Z"), "23 November 2026");
    assert_eq!(day("last\u{1b}[2J spring"), "last\u{fffd}[2J spring");
}

#[test]
fn lists_read_as_sentences_do() {
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(list(&words(&[])), "");
    assert_eq!(list(&words(&["a"])), "a");
    assert_eq!(list(&words(&["a", "b", "c"])), "a, b and c");
}

#[test]
fn no_sentence_speaks_of_how_it_is_done() {
    let verdicts = [
        Verdict::SameFile,
        Verdict::SameText,
        Verdict::WithinLargerWork,
        Verdict::ContainsWork,
        Verdict::RevisedText,
        Verdict::Listed,
        Verdict::SharedPassages,
        Verdict::Possible,
        Verdict::NotFound,
        Verdict::Inconclusive,
    ];
    let mut said: Vec<String> = standing().iter().map(ToString::to_string).collect();
    for verdict in verdicts {
        let meaning = meaning(verdict);
        said.push(format!(
            "{} {} {}",
            headline(verdict),
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
