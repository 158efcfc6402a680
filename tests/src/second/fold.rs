//! Step 1 of the recipe in docs/FORMAT.md: folding.

use std::collections::HashMap;
use std::sync::LazyLock;

use caseless::Caseless as _;
use hanconv::RawDictionary;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// Appends what a character is folded to.
pub fn fold(c: char, out: &mut String) {
    let decomposed = [c].into_iter().nfkd().filter(|c| is_base(*c));
    let folded = decomposed.default_case_fold().filter(|c| is_base(*c));
    for c in folded.filter(|c| is_kept(*c)) {
        let c = match c {
            'æ' => {
                out.push('a');
                'e'
            }
            'œ' => {
                out.push('o');
                'e'
            }
            'þ' => {
                out.push('t');
                'h'
            }
            'ø' => 'o',
            'ł' => 'l',
            'đ' | 'ð' => 'd',
            '\u{131}' => 'i',
            '\u{649}' | '\u{6CC}' => '\u{64A}',
            '\u{6A9}' => '\u{643}',
            '\u{629}' => '\u{647}',
            c => kana(c),
        };
        out.push(HAN.get(&c).copied().unwrap_or(c));
    }
}

fn is_base(c: char) -> bool {
    canonical_combining_class(c) == 0
}

fn is_kept(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Mark, Number};
    let is_dropped = matches!(u32::from(c),
        0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x180B..=0x180F | 0x034F | 0x02B0..=0x02FF | 0x0640 | 0x30FC);
    matches!(c.general_category_group(), Letter | Number | Mark) && !is_dropped
}

fn kana(c: char) -> char {
    let c = match u32::from(c) {
        code @ 0x30A1..=0x30F6 => char::from_u32(code - 0x60).unwrap(),
        _ => c,
    };
    match c {
        'ぁ' => 'あ',
        'ぃ' | 'ひ' | 'ゐ' => 'い',
        'ぅ' | 'ふ' => 'う',
        'ぇ' | 'へ' | 'ゑ' => 'え',
        'ぉ' | 'ほ' | 'を' => 'お',
        'ゎ' | 'は' => 'わ',
        'っ' => 'つ',
        'ゃ' => 'や',
        'ゅ' => 'ゆ',
        'ょ' => 'よ',
        'ゕ' => 'か',
        'ゖ' => 'け',
        c => c,
    }
}

/// The first of its class for each character that is not the first itself.
static HAN: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut classes: Vec<Vec<char>> = Vec::new();
    let mut class_of: HashMap<char, usize> = HashMap::new();
    let dictionaries = [
        RawDictionary::TSCharacters,
        RawDictionary::JPShinjitaiCharacters,
        RawDictionary::JPVariants,
    ];
    for line in dictionaries.iter().flat_map(RawDictionary::lines) {
        let words = line.split_whitespace();
        let single = words.filter(|word| word.chars().count() == 1);
        let mut own: Vec<char> = single.flat_map(str::chars).collect();
        // Classes that this line links move into a new one.
        let mut linked: Vec<usize> = own
            .iter()
            .filter_map(|c| class_of.get(c).copied())
            .collect();
        linked.sort_unstable();
        linked.dedup();
        for class in linked {
            own.append(&mut classes[class]);
        }
        class_of.extend(own.iter().map(|c| (*c, classes.len())));
        classes.push(own);
    }
    let mut firsts = HashMap::new();
    for class in &classes {
        let Some(first) = class.iter().min() else {
            continue;
        };
        let others = class.iter().filter(|c| *c != first && **c >= '\u{3400}');
        firsts.extend(others.map(|c| (*c, *first)));
    }
    firsts
});
