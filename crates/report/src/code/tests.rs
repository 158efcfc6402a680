use std::collections::HashSet;

use super::Code;
use crate::language::Language;

#[test]
fn every_code_has_a_word_of_its_own() {
    let words: HashSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), Code::ALL.len());
    for &code in Code::ALL {
        assert_eq!(code.as_str().parse(), Ok(code));
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(json, format!("\"{code}\""));
    }
}

#[test]
fn sentences_are_sentences_and_name_no_flags() {
    for &code in Code::ALL {
        for language in Language::ALL {
            let sentence = code.sentence().say(language);
            assert!(sentence.ends_with('.'), "{code}: {sentence}");
            let hint = code.hint(language);
            assert!(hint.is_empty() || hint.ends_with('.'), "{code}: {hint}");
            assert!(!format!("{sentence} {hint}").contains("--"), "{code}");
            assert_eq!(hint.is_empty(), code.hint(Language::English).is_empty());
        }
    }
}
