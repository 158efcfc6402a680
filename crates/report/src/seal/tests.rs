use super::*;
use crate::code::Code;
use crate::language::Language;

/// Signs with nothing that anybody could verify.
struct Stamp;

impl Signer for Stamp {
    fn sign(&self, bytes: &[u8]) -> Signature {
        let digest = sha256(bytes);
        Signature {
            key: Hex([7; 32]),
            signature: Hex([digest, digest].concat().try_into().unwrap()),
        }
    }
}

fn file(name: &str) -> SealedFile {
    SealedFile::of(name, name.as_bytes())
}

/// Returns the bytes of a seal that lists whatever is said, undamaged.
fn forged(files: &str) -> Vec<u8> {
    let body = format!("{{\n  \"colophon_seal\": 1,\n  \"files\": [{files}]");
    format!("{body}{}", end_of(body.as_bytes())).into_bytes()
}

fn entry(name: &str) -> String {
    let name = serde_json::to_string(name).unwrap();
    let digest = "0".repeat(64);
    format!(r#"{{"path": {name}, "sha256": "{digest}", "size_bytes": 1}}"#)
}

#[test]
fn a_seal_is_read_as_it_was_written() {
    for signer in [None, Some(&Stamp as &dyn Signer)] {
        let files = vec![file("Änne-Müller.html"), file("titles.csv")];
        let seal = Seal::of(files, signer);
        assert_eq!(seal.signature.is_some(), signer.is_some());
        assert_eq!(Seal::read(&seal.to_bytes()), Ok(seal));
    }
    let empty = Seal::of(Vec::new(), None);
    assert_eq!(Seal::read(&empty.to_bytes()), Ok(empty));
}

#[test]
fn the_seal_reads_as_described() {
    let seal = Seal::of(vec![file("Ada.html")], Some(&Stamp));
    let text = String::from_utf8(seal.to_bytes()).unwrap();
    insta::assert_snapshot!(text);
    let signed = String::from_utf8(seal.signed_bytes()).unwrap();
    assert!(signed.starts_with("seal 1\n") && signed.ends_with(" 8 Ada.html\n"));
}

#[test]
fn every_change_of_a_seal_is_found() {
    let seal = Seal::of(vec![file("Ada.html"), file("Ada.csv")], Some(&Stamp));
    let bytes = seal.to_bytes();
    for place in 0..bytes.len() {
        for mask in [0x01, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[place] ^= mask;
            assert_eq!(Seal::read(&changed), Err(SealFlaw::Changed), "{place}");
        }
        let shorter = [&bytes[..place], &bytes[place + 1..]].concat();
        assert_eq!(Seal::read(&shorter), Err(SealFlaw::Changed), "{place}");
        let longer = [&bytes[..place], b" ", &bytes[place..]].concat();
        assert_eq!(Seal::read(&longer), Err(SealFlaw::Changed), "{place}");
        assert_eq!(Seal::read(&bytes[..place]), Err(SealFlaw::Changed));
    }
    assert_eq!(
        Seal::read(&[&bytes[..], b"\n"].concat()),
        Err(SealFlaw::Changed)
    );
}

#[test]
fn a_seal_names_only_files_of_its_folder() {
    assert!(Seal::read(&forged(&entry("Ada.html"))).is_ok());
    let long = "x".repeat(256);
    for name in [
        "",
        ".",
        "..",
        "../Ada.html",
        "/etc/passwd",
        "a/b",
        "a/",
        "./a",
        "a\\b",
        "..\\a",
        "C:a",
        "a:stream",
        ".hidden",
        "a\u{0}b",
        "a\nb",
        "a\u{85}b",
        &long,
    ] {
        let read = Seal::read(&forged(&entry(name)));
        assert!(matches!(read, Err(SealFlaw::Odd(_))), "{name:?}: {read:?}");
    }
}

#[test]
fn a_seal_that_no_report_has_is_odd() {
    let twice = [entry("Ada.html"), entry("ada.HTML")].join(",");
    let large = entry("Ada.html").replace(": 1}", ": 99999999999}");
    let more = entry("Ada.html").replace(": 1}", ": 1, \"mode\": 7}");
    let below = entry("Ada.html").replace(": 1}", ": -1}");
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    for files in [&twice, &large, &more, &below] {
        let read = Seal::read(&forged(files));
        assert!(matches!(read, Err(SealFlaw::Odd(_))), "{files}: {read:?}");
    }
    assert!(Seal::read(&forged(&deep)).is_err());
    let newer = String::from_utf8(forged("")).unwrap();
    let body = newer.split(",\n  \"sha256\"").next().unwrap();
    let body = body.replace("\"colophon_seal\": 1", "\"colophon_seal\": 2");
    let newer = format!("{body}{}", end_of(body.as_bytes()));
    assert_eq!(Seal::read(newer.as_bytes()), Err(SealFlaw::Newer));
}

fn names(names: &[&str]) -> std::collections::BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn seen(signed: Signed) -> SealCheck {
    let name = SEAL.to_owned();
    SealCheck {
        seals: vec![SealSeen { name, signed }],
        n_files: 2_004,
        ..SealCheck::default()
    }
}

/// Returns what is found in each kind of folder.
fn checks() -> Vec<(&'static str, SealCheck)> {
    let (own, other) = (Hex([7; 32]), Hex([8; 32]));
    let given = |signed| SealCheck {
        given: Some(own),
        ..seen(signed)
    };
    vec![
        ("as sealed, nobody signed", seen(Signed::Not)),
        ("signed", seen(Signed::By(own))),
        ("signed as given", given(Signed::By(own))),
        ("signed by another", given(Signed::By(other))),
        ("not signed", given(Signed::Not)),
        ("signature wrong", seen(Signed::Wrongly(own))),
        (
            "changed",
            SealCheck {
                changed: names(&["Ada.html", "\u{1b}[2J\u{202e}x.csv"]),
                missing: names(&["Ada.csv"]),
                unreadable: names(&["Bert.csv"]),
                unexpected: names(&["notes.txt", "old/"]),
                ..seen(Signed::Not)
            },
        ),
        (
            "seal changed",
            SealCheck {
                seals: Vec::new(),
                changed: names(&[SEAL]),
                is_by_report: true,
                ..seen(Signed::Not)
            },
        ),
        (
            "interrupted",
            SealCheck {
                unfinished: names(&[".colophon-report"]),
                ..seen(Signed::Not)
            },
        ),
        (
            "two clients",
            SealCheck {
                seals: vec![
                    SealSeen {
                        name: "Ada.seal".to_owned(),
                        signed: Signed::By(own),
                    },
                    SealSeen {
                        name: "Bert.seal".to_owned(),
                        signed: Signed::Not,
                    },
                ],
                n_files: 8,
                is_alone: true,
                ..SealCheck::default()
            },
        ),
    ]
}

#[test]
fn what_was_found_reads_as_recorded() {
    let mut all = String::new();
    for language in Language::ALL {
        for (case, check) in checks() {
            let text = seal_to_text(&check, language);
            write!(all, "== {case}, {language:?}\n{text}").unwrap();
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn each_finding_has_its_code() {
    let codes: Vec<Option<&str>> = checks()
        .iter()
        .map(|(_, check)| check.code().map(Code::as_str))
        .collect();
    let signature = Some("seal-signature-wrong");
    let expected = [
        None,
        None,
        None,
        signature,
        signature,
        signature,
        Some("report-changed"),
        Some("report-changed"),
        Some("report-unfinished"),
        None,
    ];
    assert_eq!(codes, expected);
    for (case, check) in checks() {
        let json: serde_json::Value = serde_json::from_str(&seal_to_json(&check)).unwrap();
        assert_eq!(json["verified"], check.code().is_none(), "{case}");
        assert_eq!(json["files"], check.n_files, "{case}");
        assert!(!seal_to_json(&check).contains(['\u{1b}', '\u{202e}']));
    }
    // Nothing at all is not verified.
    assert_eq!(SealCheck::default().code(), Some(Code::ReportChanged));
}
