//! What verifying a report found, as text and as JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use super::found::{SealCheck, SealSeen, Signed};
use crate::code::Code;
use crate::digest::Hex;
use crate::language::Language;
use crate::phrase::Phrase;
use crate::phrases::seal;
use crate::safe::{LINE_LIMIT, escaped, short};

/// Returns what was found as text for a person, in a language, ending in a line end.
#[must_use]
pub fn seal_to_text(check: &SealCheck, language: Language) -> String {
    let mut text = String::new();
    let n = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let mut line = |said: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{said}");
    };
    let n_right = check.n_files.saturating_sub(check.n_wrong());
    match check.code() {
        None => line(&seal::AS_SEALED.count(language, n(check.n_files))),
        Some(Code::ReportUnfinished) => line(seal::UNFINISHED.say(language)),
        Some(_) if check.n_wrong() == 0 && check.unexpected.is_empty() => {
            line(&seal::FILES_AS_SEALED.count(language, n(check.n_files)));
        }
        Some(_) => line(seal::NOT_AS_SEALED.say(language)),
    }
    let groups: [(&Phrase, &BTreeSet<String>); 5] = [
        (&seal::LEFT, &check.unfinished),
        (&seal::CHANGED, &check.changed),
        (&seal::MISSING, &check.missing),
        (&seal::UNREADABLE, &check.unreadable),
        (&seal::UNEXPECTED, &check.unexpected),
    ];
    for (heading, names) in groups {
        if names.is_empty() {
            continue;
        }
        line("");
        line(&heading.count(language, n(names.len())));
        for name in names {
            line(&format!("  {}", short(name, LINE_LIMIT)));
        }
    }
    if check.n_wrong() > 0 && n_right > 0 {
        line("");
        line(&seal::OTHERS.count(language, n(n_right)));
    }
    if check.is_by_report {
        line(seal::BY_REPORT.say(language));
    }
    if check.is_alone {
        line(seal::ALONE.say(language));
    }
    let mut said: Vec<(String, &str)> = Vec::new();
    for one in &check.seals {
        said.push((signed(check, one, language), &one.name));
    }
    if let [(said, _)] = &said[..] {
        line("");
        line(said);
    } else {
        for (said, name) in &said {
            line("");
            line(&format!("{}: {said}", short(name, LINE_LIMIT)));
        }
    }
    text
}

/// Says who signed a seal.
fn signed(check: &SealCheck, seen: &SealSeen, language: Language) -> String {
    let (phrase, key) = match (seen.signed, check.given) {
        (Signed::Not, None) => return seal::UNSIGNED.say(language).to_owned(),
        (Signed::Not, Some(_)) => return seal::NOT_SIGNED.say(language).to_owned(),
        (Signed::Wrongly(key), _) => (&seal::SIGNATURE_WRONG, key),
        (Signed::By(key), None) => (&seal::SIGNED_BY, key),
        (Signed::By(key), Some(given)) if key == given => (&seal::SIGNED_AS_GIVEN, key),
        (Signed::By(key), Some(_)) => (&seal::SIGNED_BY_OTHER, key),
    };
    phrase.fill(language, &[("key", &of_key(key))])
}

/// Returns a key as people pass it on.
fn of_key(key: Hex<32>) -> String {
    format!("ed25519:{key}")
}

/// What was found, for programs.
#[derive(Serialize)]
struct Found<'a> {
    verified: bool,
    code: Option<Code>,
    files: usize,
    changed: &'a BTreeSet<String>,
    missing: &'a BTreeSet<String>,
    unreadable: &'a BTreeSet<String>,
    unexpected: &'a BTreeSet<String>,
    unfinished: &'a BTreeSet<String>,
    seals: Vec<Seen<'a>>,
}

#[derive(Serialize)]
struct Seen<'a> {
    path: &'a str,
    signature: &'static str,
    key: Option<String>,
}

/// Returns what was found as indented JSON, ending in a line end.
#[must_use]
pub fn seal_to_json(check: &SealCheck) -> String {
    let found = Found {
        verified: check.code().is_none(),
        code: check.code(),
        files: check.n_files,
        changed: &check.changed,
        missing: &check.missing,
        unreadable: &check.unreadable,
        unexpected: &check.unexpected,
        unfinished: &check.unfinished,
        seals: check.seals.iter().map(Seen::of).collect(),
    };
    // Strings, numbers and lists always serialise.
    escaped(serde_json::to_string_pretty(&found).unwrap_or_default()) + "\n"
}

impl<'a> Seen<'a> {
    fn of(seal: &'a SealSeen) -> Self {
        let (signature, key) = match seal.signed {
            Signed::Not => ("none", None),
            Signed::By(key) => ("valid", Some(of_key(key))),
            Signed::Wrongly(key) => ("wrong", Some(of_key(key))),
        };
        Self {
            path: &seal.name,
            signature,
            key,
        }
    }
}
