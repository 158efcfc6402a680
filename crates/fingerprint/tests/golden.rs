//! Golden vectors: the recipe still computes what it computed when it was frozen.
//!
//! A failure here means that published indexes would stop matching. Do not
//! change a value: find out what changed (often the character data of a
//! dependency), undo it, or make a new recipe.

use colophon_fingerprint::{RECIPE, Scale, Sketcher, fold_text, hex};
use sha2::{Digest, Sha256};

/// A text, its length in units, the digest of its units, its smallest hash and
/// the number of its distinct shingles.
type Vector = (&'static str, u64, &'static str, u64, usize);

const VECTORS: &[Vector] = &[
    (
        "Call it a colophon: the last page, where the printer says who he was.",
        53,
        "4b41ba7f9016ad2a6ab8fe77f03d385ad6219ac7f9e9715f3fb62323f596307f",
        0x0efc_4763_7c8a_ece2,
        30,
    ),
    (
        "Straße, CŒUR, naïve — “ﬁne” ſoft; Łódź, Ærø.",
        33,
        "3d7f8541b253963b496eaf757df4a964a7e4227313b142244456d5b653a89b66",
        0x1580_c1d3_5f59_ddb9,
        10,
    ),
    (
        "Все счастливые семьи похожи друг на друга; ещё одна несчастлива по-своему.",
        61,
        "5f9d9dec1601058e32e53466a2da367ccd3f9f5c5f4804917a8df813a053bc21",
        0x0249_1ca0_a78f_33af,
        38,
    ),
    (
        "道可道，非常道。名可名，非常名。無名天地之始；有名萬物之母。",
        72,
        "62ec01a7d8c352edcb45e8f323117fd898bca46e3947af67ea0138ae9f9cd965",
        0x0615_75ff_abdf_39d7,
        49,
    ),
    (
        "山路を登りながら、かう考へた。ガラスの向うに言つて。",
        52,
        "dc8e8c08383d50efa05c9de772e6e48ab75cba478319f8f643297b42e8ade621",
        0x08f0_419b_369d_1203,
        29,
    ),
    (
        "나라의 말이 중국과 달라 한자와 서로 통하지 아니하므로",
        52,
        "f40e8c120f13083d419c2bafd6e7e2a81dc9a562ccf7cd293fe55119a7a517c4",
        0x0517_122b_90aa_1e33,
        29,
    ),
    (
        "धर\u{94d}मक\u{94d}ष\u{947}त\u{94d}र\u{947} क\u{941}र\u{941}क\u{94d}ष\u{947}त\u{94d}र\u{947} समव\u{947}ता य\u{941}य\u{941}त\u{94d}सवः",
        33,
        "208126c282f0334fe2f9b3bef16ecbdd483229c1af84de38bcef1be316209b6f",
        0x15ac_04cf_2716_fa9b,
        10,
    ),
    (
        "في البدء كان الكلمة، والكلمة\u{64f} كان عند الله",
        33,
        "ef4f61d01979b8adb29335dabd7e3c9ffe66f1fc089fe316478670ea7d0d330d",
        0x0bdc_7250_dfdd_1d25,
        10,
    ),
    (
        "Μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος οὐλομένην",
        38,
        "39a32e317186bd2dbf8299714f92add9fccfd9a7eeecde80bab5046de66b3349",
        0x0857_ded9_fc56_6333,
        15,
    ),
    (
        "𠀀𠮷野家で𝓶𝓪𝓽𝓱 𐐀𐐁𐐂𐐃 abcdefghijklmnop",
        48,
        "53b25122deaca99da684bbb389bdfb3fe55584fd8c41b0411182fb1238c432ad",
        0x0774_23b6_612a_a286,
        25,
    ),
];

#[test]
fn every_character_folds_as_ever() {
    let mut digest = Sha256::new();
    for c in (0..0x11_0000).filter_map(char::from_u32) {
        let folded = fold_text(&c.to_string());
        if folded != c.to_string() {
            digest.update(format!("{:X} {folded}\n", u32::from(c)));
        }
    }
    assert_eq!(RECIPE, "colophon-1");
    assert_eq!(
        hex(&digest.finalize()),
        "ea8380e762f93774c6e53e1703f5e04d19b5a24a9e58b6717b3e6aed9a28eee7"
    );
}

#[test]
fn texts_have_their_fingerprints() {
    for &(text, n_letters, text_sha256, smallest, n_shingles) in VECTORS {
        let mut sketcher = Sketcher::new(Scale::new(1).unwrap()).with_digest();
        sketcher.push(text);
        let fingerprint = sketcher.finish();
        let hashes = fingerprint.sketch.hashes();
        let digest = hex(&fingerprint.text_sha256);
        let got = (
            text,
            fingerprint.n_letters,
            digest.as_str(),
            hashes[0],
            hashes.len(),
        );
        assert_eq!(got, (text, n_letters, text_sha256, smallest, n_shingles));
    }
}
