use super::*;

fn key(title: &str) -> String {
    Volumes::in_title(title).key()
}

#[test]
fn volumes_are_read_in_many_forms() {
    for (title, expected) in [
        ("Faust, Volume 2", "[20][][]"),
        ("Faust vol. 3", "[30][][]"),
        ("Faust Vol.3", "[30][][]"),
        ("Faust, Bd. II", "[20][][]"),
        ("Капитал, т. 1", "[10][][]"),
        ("Капитал. Том первый", "[10][][]"),
        ("Капитал. Часть вторая", "[][20][]"),
        ("Faust: Part Two", "[][20][]"),
        ("Faust. Zweiter Teil", "[][20][]"),
        ("Faust 2. Teil", "[][20][]"),
        ("Faust (Drama #4)", "[][][40]"),
        ("Faust #0.5", "[][][5]"),
        ("#4 Faust", "[][][40]"),
        ("Faust, Book One", "[][][10]"),
        ("Faust Tome premier", "[10][][]"),
        ("Faust, Vol. No. 7", "[70][][]"),
        ("Faust, Volumes 1-3", "[10, 20, 30][][]"),
        ("Faust, vols. 1 & 2", "[10, 20][][]"),
        ("Faust, Part I", "[][10][]"),
        ("Part of the Family", "[][][]"),
        ("The Book Thief", "[][][]"),
        ("The best book I ever read", "[][][]"),
        ("The Second Book of Tales", "[][][]"),
        ("Catch-22", "[][][]"),
        ("T. S. Eliot", "[][][]"),
        ("Indemnity Only (V.I. Warshawski)", "[][][]"),
        ("The Letters of V. I. Lenin", "[][][]"),
        ("Heaven (V.C. Andrews)", "[][][]"),
        ("Капитал, т. II", "[20][][]"),
        ("Pro C# 2010 and C#7", "[][][]"),
        ("Saga#3", "[][][30]"),
        ("Wool (Books 1 to 5)", "[][][10, 20, 30, 40, 50]"),
        ("Wool (Books One through Three)", "[][][10, 20, 30]"),
        ("Wool (Books I through III)", "[][][10, 20, 30]"),
        ("Wool (Books 1 and 2)", "[][][10, 20]"),
        ("Wool, Books One & Two", "[][][10, 20]"),
        ("Wool (Books 1, 2, and 3)", "[][][10, 20, 30]"),
        ("Wool (Bände 1 bis 3)", "[10, 20, 30][][]"),
        ("Wool (Tomes 1 et 2)", "[10, 20][][]"),
        ("Wool (Tomos I a III)", "[10, 20, 30][][]"),
        ("Wool, Parts I and II", "[][10, 20][]"),
        ("Wool, Part One and a Half", "[][10][]"),
        ("Wool, Book One and All", "[][][10]"),
        ("Wool, Part 1 to Remember", "[][10][]"),
        ("Wool, Volume 1, Two Sisters", "[10][][]"),
        ("Wool in Three Volumes", "[][][]"),
        ("", "[][][]"),
    ] {
        assert_eq!(key(title), expected, "{title}");
    }
    assert_eq!(Volumes::in_field("2").key(), "[20][][]");
    assert_eq!(Volumes::in_field("II").key(), "[20][][]");
    assert_eq!(Volumes::in_field("Volume 2").key(), "[20][][]");
    assert_eq!(Volumes::in_field("hardcover").key(), "[][][]");
}

#[test]
fn only_stated_numbers_disagree() {
    let disagree = |a: &str, b: &str| Volumes::in_title(a).disagree(&Volumes::in_title(b));
    assert!(disagree("Faust, vol. 1", "Faust, Bd. II"));
    assert!(disagree("Faust, Part One", "Faust, vol. 2"));
    assert!(disagree("Faust #1", "Faust, Book 2"));
    assert!(!disagree("Faust, vol. 1", "Faust"));
    assert!(!disagree("Faust, vol. 1", "Faust, Tome premier"));
    assert!(!disagree("Faust, vol. 2", "Faust, vols. 1-3"));
    assert!(!disagree("Faust, vol. 2", "Faust (Drama #4)"));
    let of = Volumes::in_title;
    assert!(of("Faust, vol. 2").are_apart(&of("Faust (Drama #4)")));
    assert!(!of("Faust, vol. 2").are_apart(&of("Faust (Drama #2)")));
    assert!(of("Faust, vol. 2").overlap(&of("Faust, vols. 1-3")));
    let two_series = of("Faust (Drama #8; Devils #1)");
    assert!(!two_series.is_set() && !two_series.overlap(&of("Faust (Drama #8)")));
    assert!(of("Faust (Drama #1-4)").is_set());
}

#[test]
fn what_is_left_is_the_title() {
    let without = |title: &str| split(title).1;
    assert_eq!(
        without("Faust, vol. 2").trim_end_matches([' ', ',']),
        "Faust"
    );
    assert_eq!(without("Faust #4").trim(), "Faust");
    assert_eq!(without("The Book Thief"), "The Book Thief");
}
