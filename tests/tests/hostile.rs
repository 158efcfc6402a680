//! A folder of files made to do harm, checked at once.
//!
//! Its maker is not part of the repository: the test says so if it is missing.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::process::{Command, Stdio};

use colophon_tests::{check_json, root, skip, starter};

const MAKER: &str = "../shared/tools/make_hostile.py";

/// The code for each file. Those with odd names hold two letters.
const CODES: [(&str, &str); 43] = [
    ("$(id).txt", "too-short"),
    ("-rf.txt", "too-short"),
    ("<img src=x onerror=alert(1)>.txt", "too-short"),
    ("=cmd|calc!A1.txt", "too-short"),
    ("attrs.epub", "damaged"),
    ("bad_utf8.txt", "unsupported"),
    ("bidi.txt", "too-short"),
    ("billion_laughs.epub", "damaged"),
    ("bomb_1g.epub", "unsupported"),
    ("bomb_nested.zip/0.zip", "unsupported"),
    ("bomb_nested.zip/15.zip", "unsupported"),
    ("bomb_overlap.epub", "unsupported"),
    ("deep_xml.epub", "limit-exceeded"),
    ("dev.pdf", "unreadable"),
    ("docx_external.docx", "too-short"),
    ("fifo.pdf", "unreadable"),
    ("loop.pdf", "unreadable"),
    ("many.epub", "limit-exceeded"),
    ("new\nline.txt", "too-short"),
    ("one_line.txt", "limit-exceeded"),
    ("pdf_count_lie.pdf", "damaged"),
    ("pdf_cycle_pages.pdf", "damaged"),
    ("pdf_cycle_parent.pdf", "empty"),
    ("pdf_deep_array.pdf", "damaged"),
    ("pdf_deep_dict.pdf", "damaged"),
    ("pdf_flate_bomb.pdf", "limit-exceeded"),
    ("pdf_flate_flate_bomb.pdf", "limit-exceeded"),
    ("pdf_form_recursion.pdf", "empty"),
    ("pdf_manypages.pdf", "empty"),
    ("pdf_prev_loop.pdf", "damaged"),
    ("pdf_self_objstm.pdf", "damaged"),
    ("pdf_xref_huge.pdf", "damaged"),
    ("quadratic.epub", "damaged"),
    ("quo\"te'.txt", "too-short"),
    ("traversal.epub", "damaged"),
    ("truncated.epub", "truncated"),
    ("utf16_nobom.txt", "too-short"),
    ("wrong_ext.pdf", "damaged"),
    ("xxe.epub", "damaged"),
    ("zalgo.txt", "too-short"),
    ("zero.epub", "empty"),
    ("\u{202e}txt.fdp.txt", "too-short"),
    // A name that is not Unicode is shown with replacement characters.
    ("\u{fffd}\u{fffd}.txt", "too-short"),
];

#[test]
fn every_hostile_file_has_its_code() {
    const NAME: &str = "every_hostile_file_has_its_code";
    let maker = root().join(MAKER);
    if !maker.is_file() {
        return skip(NAME, &format!("there is no {MAKER}"));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut python = Command::new("python3");
    python.arg(maker).arg(folder.path()).stdout(Stdio::null());
    let Ok(status) = python.status() else {
        return skip(NAME, "there is no python3");
    };
    assert!(status.success());
    // The maker uses names in bytes; all of them must be accounted for.
    let is_file = |entry: &std::fs::DirEntry| !entry.path().is_dir();
    let entries = std::fs::read_dir(folder.path()).unwrap().flatten();
    let made: Vec<OsString> = entries.filter(is_file).map(|e| e.file_name()).collect();

    let (ran, report) = check_json(starter(), &[folder.path()]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let prefix = format!("{}/", folder.path().display());
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    for entry in report["skipped"].as_array().unwrap() {
        let name = word(&entry["path"])
            .strip_prefix(&prefix)
            .unwrap()
            .to_owned();
        told.entry(name).or_default().push(word(&entry["code"]));
    }
    for entry in report["results"].as_array().unwrap() {
        assert_eq!(entry["verdict"], "inconclusive", "{entry:#}");
        let name = word(&entry["path"])
            .strip_prefix(&prefix)
            .unwrap()
            .to_owned();
        let warnings = entry["warnings"].as_array().unwrap().iter();
        let codes = warnings.map(|warning| word(&warning["code"]));
        told.entry(name).or_default().extend(codes);
    }
    for (name, code) in CODES {
        let codes = told.get(name).map(Vec::as_slice).unwrap_or_default();
        assert!(codes.iter().any(|c| c == code), "{name:?}: {codes:?}");
    }
    for name in made {
        let shown = String::from_utf8_lossy(&name.into_vec()).into_owned();
        let inside = format!("{shown}/");
        let is_there = told.keys().any(|n| *n == shown || n.starts_with(&inside));
        assert!(is_there, "the report does not mention {shown:?}");
    }
}
