//! The fences around the fetcher and around the broker, and the gaps that the
//! proof must find.
#![cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(
    clippy::print_stdout,
    reason = "it reports to the test that started it"
)]

mod support;

use std::process::Command;

use colophon_confine::{Attempt, Fence, close_to_others, forbid_network, prove_broker};
use support::broker::Broker;
use support::source::Home;

/// Returns the words of the attempts of a fetcher that nothing refused.
fn open_to_fetcher(plant: Option<&str>) -> Vec<String> {
    let home = Home::knowing(&["https://index.example"]);
    let plant = plant.map(|word| ("COLOPHON_PLANT", word.into()));
    let mut broker = Broker::start_with(&home, "1", plant.as_slice());
    let proved = broker.ask("prove");
    assert!(proved.is_done(), "{proved:?}");
    let unfenced = proved.all("unfenced");
    let proofs = proved.all("proof");
    let ports = unfenced.iter().filter(|what| **what == "ports").count();
    assert_eq!(proofs.len(), Attempt::FETCHER.len() - ports, "{proved:?}");
    let open = proofs.iter().filter_map(|proof| {
        let mut words = proof.split(' ');
        let (word, outcome) = (words.next().unwrap(), words.next().unwrap());
        assert!(Attempt::named(word).is_some(), "{word}");
        assert!(["refused", "open"].contains(&outcome), "{proof}");
        (outcome == "open").then(|| word.to_owned())
    });
    open.collect()
}

fn has_landlock() -> bool {
    std::fs::read_to_string("/sys/kernel/security/lsm").map_or(true, |all| all.contains("landlock"))
}

#[test]
fn a_fetcher_reaches_nothing_but_its_source() {
    if has_landlock() {
        assert_eq!(open_to_fetcher(None), [""; 0]);
    }
}

#[test]
fn every_gap_in_the_fences_of_a_fetcher_is_found() {
    for attempt in Attempt::FETCHER {
        if has_landlock() {
            assert_eq!(open_to_fetcher(Some(attempt.word())), [attempt.word()]);
        }
    }
}

const ASKED: &str = "COLOPHON_TEST_APP";

/// What the program is to the broker, in a process of its own: what it does cannot
/// be undone.
#[test]
fn the_program_cannot_take_its_broker_over() {
    if std::env::var_os(ASKED).is_some() {
        act_as_program();
        return;
    }
    let gaps = Attempt::BROKER.iter().map(|attempt| Some(attempt.word()));
    for gap in std::iter::once(None).chain(gaps) {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args([
            "--exact",
            "the_program_cannot_take_its_broker_over",
            "--nocapture",
        ]);
        program.env(ASKED, "yes").env_remove("COLOPHON_PLANT");
        program.envs(gap.map(|gap| ("COLOPHON_PLANT", gap)));
        let output = program.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        let open = text
            .lines()
            .find_map(|line| line.split_once("open:"))
            .unwrap()
            .1;
        assert_eq!(open, gap.unwrap_or_default(), "{text}");
    }
}

fn act_as_program() {
    let home = Home::knowing(&["https://index.example"]);
    let planted = std::env::var_os("COLOPHON_PLANT");
    let plant = planted.map(|word| ("COLOPHON_PLANT", word));
    let broker = Broker::start_with(&home, "1", plant.as_slice());
    assert!(forbid_network().is_up());
    let fence = close_to_others();
    assert_eq!(close_to_others(), fence);
    assert_eq!(
        fence == Fence::Up,
        plant.is_none_or(|(_, word)| word != "broker-memory")
    );
    let probes = prove_broker(broker.pid());
    assert_eq!(probes.len(), Attempt::BROKER.len());
    let open = probes.iter().filter(|probe| !probe.refused);
    let open: Vec<_> = open.map(|probe| probe.attempt.word()).collect();
    println!("open:{}", open.join(" "));
    for probe in &probes {
        println!("{} {}", probe.attempt.word(), probe.answer);
    }
    // What the program starts itself is still its own.
    assert!(Command::new("/bin/true").status().unwrap().success());
}
