//! Files and links that name a source.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use colophon_supply::{ErrorKind, Every, Fingerprint, Link, Root, SecretKey, SourceFile, SourceId};
use proptest::prelude::*;

fn root() -> String {
    let key = SecretKey::generate().unwrap();
    let root = Root::first(
        &[key.public()],
        1,
        Every::Week,
        "2099-01-01T00:00:00Z".parse().unwrap(),
    );
    String::from_utf8(root.to_signed().to_bytes(&[&key]).unwrap()).unwrap()
}

fn source() -> SourceFile {
    let urls = ["https://example.org/index".to_owned()];
    SourceFile::new("Authors\u{2019} index", &urls, &root())
}

#[test]
fn a_source_comes_back_from_its_file() {
    let source = source();
    let read = SourceFile::parse(source.to_json().as_bytes()).unwrap();
    assert_eq!(read, source);
    assert_eq!(read.urls, ["https://example.org/index/"]);
    assert_eq!(SourceId::parse(read.id().as_str()), Some(read.id()));
    let link: Link = read.link().unwrap().to_string().parse().unwrap();
    assert_eq!(link.fingerprint, Some(read.fingerprint()));
    assert_eq!(link.url, read.urls[0]);
}

#[test]
fn a_fingerprint_is_read_as_people_copy_it() {
    let fingerprint = source().fingerprint();
    let text = fingerprint.to_string();
    assert_eq!(text.len(), 39);
    for copied in [
        text.clone(),
        text.to_lowercase(),
        text.replace('-', ""),
        text.replace('-', " "),
        format!(" {text} \n"),
    ] {
        assert_eq!(copied.parse::<Fingerprint>().unwrap(), fingerprint);
    }
    for wrong in ["", "ABCD", &text[1..], &format!("{text}A"), "0000-0000"] {
        assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
    }
}

#[test]
fn a_source_that_does_not_hold_together_is_refused() {
    let good = source();
    let kind = |source: &SourceFile| {
        let parsed = SourceFile::parse(source.to_json().as_bytes());
        parsed.unwrap_err().kind()
    };
    let other_root = SourceFile {
        root: root(),
        ..good.clone()
    };
    assert_eq!(kind(&other_root), ErrorKind::FingerprintDiffers);
    for bad in [
        SourceFile {
            urls: vec!["http://example.org/".to_owned()],
            ..good.clone()
        },
        SourceFile {
            urls: vec!["https://example.org/".to_owned(); 9],
            ..good.clone()
        },
        SourceFile {
            name: "  ".to_owned(),
            ..good.clone()
        },
        SourceFile {
            name: "a\u{1b}[2J".to_owned(),
            ..good.clone()
        },
        SourceFile {
            colophon_source: 2,
            ..good.clone()
        },
        SourceFile {
            parts_url: "https://user@example.org/".to_owned(),
            ..good.clone()
        },
        SourceFile::new("x", &[], "{}"),
        SourceFile::new("x", &[], "not json"),
    ] {
        assert_eq!(kind(&bad), ErrorKind::NotASource, "{bad:?}");
    }
    let long = vec![b' '; 65_537];
    assert_eq!(
        SourceFile::parse(&long).unwrap_err().kind(),
        ErrorKind::TooLarge
    );
    // A root that nobody signed.
    let mut unsigned: serde_json::Value = serde_json::from_str(&good.root).unwrap();
    unsigned["signatures"] = serde_json::json!([]);
    let unsigned = SourceFile::new("x", &[], &unsigned.to_string());
    assert_eq!(kind(&unsigned), ErrorKind::ThresholdNotMet);
}

proptest! {
    #[test]
    fn nothing_that_is_parsed_crashes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = SourceFile::parse(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        let _ = text.parse::<Link>();
        let _ = text.parse::<Fingerprint>();
        let _ = SecretKey::from_words(&text);
        let _ = SecretKey::from_pem(&text, None);
        let _ = Root::parse(&bytes);
    }
}
