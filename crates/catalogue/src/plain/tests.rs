use super::*;
use crate::words::words;
use proptest::prelude::*;

fn form(text: &str) -> String {
    plain(&words(text)).join(" ")
}

#[test]
fn numbers_in_words_are_those_in_figures() {
    for (text, expected) in [
        ("Nineteen Eighty-Four", "1984"),
        ("The Thirty-Nine Steps", "the 39 steps"),
        ("Slaughterhouse-Five", "slaughterhouse 5"),
        ("The Hundred-Year-Old Man", "the 100 year old man"),
        ("One Hundred Years of Solitude", "100 years of solitude"),
        ("A Hundred and One Dalmatians", "a 101 dalmatians"),
        ("Twenty Thousand Leagues", "20000 leagues"),
        ("20 Thousand Leagues", "20000 leagues"),
        ("3 Hundred and 1", "300 and 1"),
        ("007 Thousand", "007 1000"),
        ("A Thousand and One Nights", "a 1001 nights"),
        ("Two Thousand Five Hundred", "2500"),
        ("Nineteen Hundred", "1900"),
        ("One, Two, Three", "1 2 3"),
        ("Seven and Five", "7 and 5"),
        ("Twenty-First Century", "21th century"),
        ("21st Century", "21th century"),
        ("The First 90 Days", "the 1th 90 days"),
        ("World War II", "world war 2"),
        ("World War Two", "world war 2"),
        (
            "Le tour du monde en quatre-vingts jours",
            "le tour du monde en 80 jours",
        ),
        ("Soixante-dix-sept", "77"),
        ("Vingt et un", "20 et un"),
        ("Treinta y nueve escalones", "39 escalones"),
        ("Cien años", "100 anos"),
        ("Neununddreißig Stufen", "39 stufen"),
        ("Zwanzigtausend Meilen", "20000 meilen"),
        ("Neunzehnhundertvierundachtzig", "1984"),
        ("Negenendertig treden", "39 treden"),
        ("Ventimila leghe", "20000 leghe"),
        ("Trentanove scalini", "39 scalini"),
        ("Тридцать девять ступеней", "39 ступенеи"),
        ("Tausendundeine Nacht", "1001 nacht"),
        ("Der fünfunddreißigste Mai", "der 35th mai"),
        ("Fahrenheit 451", "fahrenheit 451"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

#[test]
fn words_have_one_spelling() {
    for (one, other) in [
        ("Doctor Zhivago", "Dr. Zhivago"),
        ("The Colour Purple", "The Color Purple"),
        ("Grey", "Gray"),
        (
            "Organising the Neighbourhood",
            "Organizing the Neighborhood",
        ),
        ("Saint Joan", "St. Joan"),
        ("Kramer Versus Kramer", "Kramer vs. Kramer"),
        ("Medical Encyclopædia", "Medical Encyclopedia"),
        ("Number Ten", "No. 10"),
        ("Nummer 10", "Nr. 10"),
        ("Captain Blood", "Capt. Blood"),
        ("Colonel Sun", "Col. Sun"),
        ("Fort Apache", "Ft. Apache"),
        ("Kramer v. Kramer", "Kramer vs. Kramer"),
        ("Rock 'n' Roll", "Rock and Roll"),
    ] {
        assert_eq!(form(one), form(other));
    }
    for (one, other) in [
        ("Elf", "11"),
        ("Once", "11"),
        ("One", "Two"),
        ("Twenty-One", "Twenty-Two"),
        ("Nineteen Eighty-Four", "1985"),
        ("First Love", "One Love"),
        ("Hour", "Hor"),
        ("Nummer", "No"),
        ("V", "vs."),
    ] {
        assert_ne!(form(one), form(other));
    }
}

proptest! {
    #[test]
    fn any_words_have_a_form(text in "(one|two|four|ten|twenty|hundred|thousand|million|and|y|vingt|x| |-){0,30}") {
        let own = words(&text);
        prop_assert_eq!(plain(&own).is_empty(), own.is_empty());
    }
}
