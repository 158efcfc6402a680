//! Checks the answers to the pairs with a known answer, in `tests/truth`.

use std::io::Write as _;

use colophon_tests::truth::{Pair, Setup, ask, describe};
use colophon_tests::{bin, samples};

#[test]
fn pairs_of_known_truth_are_answered_rightly() {
    let pairs = ask(Setup {
        colophon: bin(),
        samples: samples(),
    });
    println!("{}", describe(&pairs));
    // Even if outputs are captured: these should not be forgotten.
    let known = pairs.iter().filter(|pair| pair.known_wrong.is_some());
    for pair in known {
        let line = format!("KNOWN WRONG {}: {}\n", pair.what, pair.answer);
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
    assert!(pairs.len() > 150, "{}", pairs.len());
    let is_right = pairs.iter().all(Pair::is_as_recorded);
    assert!(is_right, "some answers are not as recorded, see above");
}
