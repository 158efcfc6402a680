//! Distinguishes text of DOS and classic Macs from text of Windows and Unix.
//!
//! Detectors made for the web do not know these code pages. Here, each reading
//! of the bytes is judged by which characters are neighbours: a letter belongs inside a
//! word and a symbol does not, capitals do not follow small letters, and every
//! language has its own accented letters, some of them more often than others.
//! Which language it is shows in the words that are ASCII.

use std::collections::HashMap;

use encoding_rs::Encoding;

use crate::CodePage;

/// What a language looks like: its letters beyond ASCII, the most frequent ones
/// first, and frequent words that are ASCII.
type Language = (&'static str, &'static str);

const LANGUAGES: [Language; 37] = [
    // English, and what it borrows
    (
        "éèêïçñâôüöàëáíûîóäæœåø",
        "the of and to in was that he his with for had it not you be",
    ),
    // French
    (
        "éàèêçùâîôûëïœüæÿ",
        "de la et le les un que des dans qui en pas une il du ne je vous",
    ),
    // German
    (
        "üäößéàèêç",
        "der die und das ist nicht ein zu den von mit er sie es auf ich dem sich war",
    ),
    // Spanish
    (
        "áóéíñúüçàïè",
        "de la que el en los se un las del con por una su no lo al y",
    ),
    // Catalan
    (
        "àéèíóòçïúüáñ",
        "de la que el en els un les del amb per una no al i va",
    ),
    // Portuguese
    (
        "ãáéçíóêúâàõôüñ",
        "de que os do da em um com se por uma na no ao dos das mais e o a",
    ),
    // Italian
    (
        "èàòùìéóíîç",
        "di che la il un non per una in con del si le da della sono gli e",
    ),
    // Dutch
    (
        "ëéèïöüêçáóà",
        "de het een en van dat niet te in hij was op met zijn ik",
    ),
    // Swedish
    (
        "äåöéüàèš",
        "och att det en som han var den med till av inte hon jag om",
    ),
    // Finnish
    ("äöåšž", "ja on ei se oli en niin kun mutta ole ovat joka"),
    // Danish and Norwegian
    (
        "æøåéöóäüòèôê",
        "og at det en som han var den med til af ikke jeg hun de ikke",
    ),
    // Icelandic
    (
        "áðíþóöæéúý",
        "og ekki sem hann er var til um en af hafi vera",
    ),
    // Irish and Scottish Gaelic
    ("áéíóúàèìòù", "an na agus ar is le do go bha ann air nach"),
    // Welsh
    ("ŵŷâêîôûáéö", "yn yr ar ei mae wedi gan oedd am fod"),
    // Polish
    (
        "łęążśćóńźé",
        "nie na do to jak co ale tak od po czy przez jest w z i",
    ),
    // Czech
    (
        "íáéěřžčýšůúťóňďöü",
        "se na je to do po ale by tak jak jen si za od a v",
    ),
    // Slovak
    (
        "íáčéžýšúťľôóňďäŕĺö",
        "sa na je to do po ale by tak ako len si za od a v",
    ),
    // Hungarian
    (
        "áéőöóíüúű",
        "az hogy nem is egy volt meg de ha ez csak mint azt a ki",
    ),
    // Romanian, with commas or cedillas below
    ("ăîâșțşţéàè", "de nu cu pe care la din mai un ce sau am a o"),
    // Croatian, Serbian, Slovene
    ("čšžćđéáóëü", "je se na da su za od nije kao ali bi iz i u"),
    // Turkish
    ("ıüşğçöİîâû", "bir ve bu da de ne ile mi ama gibi var o"),
    // Albanian
    ("ëçáéí", "dhe nga me se ka nuk po si ishte i e"),
    // Estonian
    ("äõüöšžéàå", "ja ei on oli ta see et ka aga ma siis kui"),
    // Latvian
    ("āīēūļšķžņčģōŗ", "un ir ka no uz ar bet tas par pie jau"),
    // Lithuanian
    (
        "ėąšįųžčūęóé",
        "ir kad jis ne su tai kaip bet ant jo iki buvo",
    ),
    // Esperanto
    ("ĝĉŝŭĵĥéáü", "la kaj de al en ne estas mi li por kiu"),
    // Maltese
    ("ħġżċàèòù", "il ta u li ma fi minn dan"),
    // Vietnamese, whose tones are characters of their own
    ("àáâãèéêìíòóôõùúýăđĩũơư", "anh em cho khi nhau nh"),
    // Russian
    ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ", ""),
    // Ukrainian
    ("оанивтерслідкмупяьзгбчйхжїюшцщєфґ", ""),
    // Belarusian
    ("аніеорысклтвдупмязьшчгбцйюжўхэёфщ", ""),
    // Bulgarian
    ("аоиетнрсвлдкпмзъучгбящйцжхшюфьѝ", ""),
    // Serbian and Macedonian
    ("аоеинсрјтвукдплмзгбшчцњжћхљђџфѓќѕѐѝ", ""),
    // Greek
    ("αοιτεσνηυρπκμλςωίόθάέγχδήύβφξώζψϊϋΐΰ", ""),
    // Hebrew
    ("יוהלאתמרבשנםדקעחפזסטגצכןךףץ", ""),
    // Arabic
    ("اليمنورتبةعدسفهكقأحجشطصخإىذزءئغثضؤآظ", ""),
    // Thai
    ("านรอกเ่งม้ยลวดัทีิสตะ์ปบคหแจพชขืใไุูโผซณึถธ็ฉศฟำษภญๆ", ""),
];

// The figures below are natural logarithms of how likely a character is in its
// place. Set by eye on texts in nineteen languages; no reported figure depends
// on them.

const RARE_LETTER: f64 = -9.0;
const INITIAL: f64 = -1.0;
const CAPITAL: f64 = -3.0;
const CAPITAL_INSIDE_WORD: f64 = -9.0;
const OTHER_SCRIPT_IN_WORD: f64 = -7.0;
const MARK: f64 = -1.5;
const LOWER_QUOTED: f64 = -2.5;
const ODD_MARK: f64 = -5.0;
const SIGN: f64 = -7.0;
const SIGN_AT_LETTER: f64 = -12.0;
const UNDEFINED: f64 = -18.0;
/// A language of whose frequent words the text has none.
const OTHER_LANGUAGE: f64 = -6.0;

/// The most characters beyond ASCII that are examined.
const SAMPLE: usize = 20_000;
/// How much of the text is examined for words, in bytes.
const TEXT_SAMPLE: usize = 1 << 18;
/// How much better another code page must be than the first guess, per character
/// and together.
const MARGIN_EACH: f64 = 0.05;
const MARGIN: f64 = 3.0;
/// How much less likely each code page is than the one before it in the list.
const RARITY: f64 = 0.15;

/// Returns how the bytes are best read: as `guess`, or in another code page, if that
/// makes much better sense.
pub fn legacy_or(guess: &'static Encoding, bytes: &[u8]) -> CodePage {
    let first = CodePage::Standard(guess);
    let places = Places::of(bytes);
    if places.counts.is_empty() {
        return first;
    }
    let score = |page: CodePage| Some(places.score(&page.upper_half()?));
    // A Chinese or Japanese reading stays unless it makes characters of Latin
    // letters.
    let (first, bound) = match score(first) {
        Some(score) => (first, score),
        None if is_embedded(guess, bytes) => {
            let western = CodePage::WESTERN;
            (western, score(western).unwrap_or(f64::MIN))
        }
        None => return first,
    };
    let mut best = (first, bound + MARGIN + MARGIN_EACH * places.count());
    let mut rarity = 0.0;
    for page in CodePage::LATIN.into_iter().chain(CodePage::LEGACY) {
        rarity += RARITY;
        if let Some(score) = score(page)
            && score - rarity > best.1
        {
            best = (page, score - rarity);
        }
    }
    best.0
}

/// Returns whether a reading makes wide characters that touch Latin letters, as
/// when a quotation mark and the letter after it are taken for one character.
fn is_embedded(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let text = encoding.decode_without_bom_handling(bytes).0;
    let (mut wide, mut touching, mut latin) = (0_usize, 0_usize, 0_usize);
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_alphabetic() {
            latin += 1;
        } else if !c.is_ascii() {
            wide += 1;
            let next = chars.peek().is_some_and(char::is_ascii_alphabetic);
            touching += usize::from(next || previous.is_ascii_alphabetic());
        }
        previous = c;
    }
    touching * 2 >= wide && latin > wide * 2
}

/// A byte beyond ASCII and its two neighbours.
type Place = [u8; 3];

/// The places of the bytes beyond ASCII, and the languages around them.
struct Places {
    counts: HashMap<Place, u32>,
    /// How likely each language is by the words that are ASCII.
    languages: Vec<f64>,
}

impl Places {
    fn of(bytes: &[u8]) -> Self {
        let mut counts = HashMap::new();
        let at = |i: Option<usize>| i.and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
        let beyond = bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80);
        for (i, byte) in beyond.take(SAMPLE) {
            let place = [at(i.checked_sub(1)), *byte, at(i.checked_add(1))];
            *counts.entry(place).or_insert(0) += 1;
        }
        Self {
            counts,
            languages: languages(&bytes[..bytes.len().min(TEXT_SAMPLE)]),
        }
    }

    fn count(&self) -> f64 {
        self.counts.values().copied().map(f64::from).sum()
    }

    /// Returns how much sense the bytes make if this is the upper half of their
    /// code page.
    fn score(&self, half: &[char; 128]) -> f64 {
        let character = |byte: u8| match byte.checked_sub(128) {
            None => char::from(byte),
            Some(place) => half[usize::from(place)],
        };
        let mut base = 0.0;
        let mut letters: HashMap<char, f64> = HashMap::new();
        for (place, count) in &self.counts {
            let [before, c, after] = place.map(character);
            let count = f64::from(*count);
            base += count * context(before, c, after);
            if is_letter(c) {
                *letters.entry(lower(c)).or_insert(0.0) += count;
            }
        }
        let of_language = |alphabet: &str| -> f64 {
            let ranks = alphabet.chars().zip(2_u32..);
            let weights: HashMap<char, f64> = ranks.map(|(c, n)| (c, 1.0 / f64::from(n))).collect();
            let all: f64 = weights.values().sum();
            let weight = |c: &char| weights.get(c).map_or(RARE_LETTER, |w| (w / all).ln());
            letters.iter().map(|(c, count)| weight(c) * count).sum()
        };
        let languages = LANGUAGES.iter().zip(&self.languages);
        let scores = languages.map(|((alphabet, _), likely)| of_language(alphabet) + likely);
        base + scores.fold(f64::MIN, f64::max)
    }
}

/// Returns how likely each language is by its frequent words, from
/// [`OTHER_LANGUAGE`] to 0; all are equal if there is no such word.
fn languages(text: &[u8]) -> Vec<f64> {
    let words = text.split(|byte| !byte.is_ascii_alphabetic() && *byte < 0x80);
    let mut counts: HashMap<Vec<u8>, u32> = HashMap::new();
    for word in words.filter(|word| word.is_ascii() && (1..=6).contains(&word.len())) {
        *counts.entry(word.to_ascii_lowercase()).or_insert(0) += 1;
    }
    let found = |words: &str| -> f64 {
        let words = words
            .split(' ')
            .filter_map(|word| counts.get(word.as_bytes()));
        words.copied().map(f64::from).sum()
    };
    let found: Vec<f64> = LANGUAGES.iter().map(|(_, words)| found(words)).collect();
    let most = found.iter().copied().fold(0.0, f64::max);
    let likely = |count: &f64| match most {
        0.0 => 0.0,
        _ => OTHER_LANGUAGE * (1.0 - count / most),
    };
    found.iter().map(likely).collect()
}

fn is_letter(c: char) -> bool {
    let is_thai = ('\u{e01}'..='\u{e4e}').contains(&c);
    (c.is_alphabetic() || is_thai) && !matches!(c, 'ª' | 'º' | 'ƒ' | 'µ' | 'ˆ' | 'ˇ' | 'ʼ')
}

fn lower(c: char) -> char {
    if c == 'İ' {
        return c;
    }
    c.to_lowercase().next().unwrap_or(c)
}

/// Returns how likely a character is between its neighbours, apart from which
/// letter it is.
fn context(before: char, c: char, after: char) -> f64 {
    let (left, right) = (before.is_alphabetic(), after.is_alphabetic());
    if is_letter(c) {
        let mut score = 0.0;
        if c.is_uppercase() {
            score += if left { CAPITAL } else { INITIAL };
            if before.is_lowercase() {
                score += CAPITAL_INSIDE_WORD;
            } else if before.is_uppercase() {
                // A word in capitals.
                score -= CAPITAL / 2.0;
            }
        } else if before.is_uppercase() && after.is_uppercase() {
            score += CAPITAL;
        }
        let other = |next: char| next.is_alphabetic() && script(next) != script(c);
        if other(before) || other(after) {
            score += OTHER_SCRIPT_IN_WORD;
        }
        return score;
    }
    let inside = left && right;
    let at_letter = left || right;
    match c {
        // The tones of Vietnamese follow their letter.
        '’' | '\u{300}'..='\u{323}' if left => MARK,
        '‘' if right => MARK,
        // What is quoted begins with a capital more often than not.
        '„' | '“' | '‚' | '‘' if !left && after.is_lowercase() => LOWER_QUOTED,
        '“' | '”' | '’' | '‘' | '«' | '»' | '‹' | '›' | '–' | '\u{a0}' if !inside => {
            MARK
        }
        '„' | '‚' | '¿' | '¡' if !left => MARK,
        '—' | '…' | '·' | '\u{ad}' => MARK,
        '–' => ODD_MARK,
        '\u{a0}' | '§' | '°' | '©' | '®' | '™' | '†' | '‡' | '•' | '£' | '€' | '¥' | '¢' | '½'
        | '¼' | '¾' | '×' | '²' | '³' | '¹' | '№' | '±' | '÷'
            if !at_letter =>
        {
            ODD_MARK
        }
        '\u{a0}' | 'º' | 'ª' | '°' | '²' | '³' | '¹' | '®' | '™' | '†' | '•' | '§' | '£' | '€'
            if !inside =>
        {
            SIGN
        }
        char::REPLACEMENT_CHARACTER => UNDEFINED,
        _ if c.is_control() => UNDEFINED,
        // Boxes drawn with characters.
        '\u{2500}'..='\u{259f}' if !at_letter && (before == c || after == c) => MARK,
        _ if at_letter => SIGN_AT_LETTER,
        _ => SIGN,
    }
}

fn script(c: char) -> u8 {
    match u32::from(c) {
        0..=0x24f | 0x1e00..=0x1eff => 0,
        0x370..=0x3ff => 1,
        0x400..=0x52f => 2,
        0x590..=0x5ff => 3,
        0x600..=0x6ff => 4,
        _ => 5,
    }
}
