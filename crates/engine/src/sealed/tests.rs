//! Reports that were sealed, changed, mixed up and made up.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{PublicKey, ReportKey, make_key, read_public_key, read_signing_key, verify_report};
use crate::error::Error;
use crate::job::Job;
use crate::publish::Wanted;
use crate::report::model::{
    Digests, ManuscriptResult, REPORT_VERSION, Report, TextSummary, Tool, Verdict,
};
use crate::report::{
    Advice, Code, Delimiter, JOURNAL, Language, Refused, SEAL, SealCheck, Signed, Signer,
    write_folder,
};

fn result(client: &str) -> ManuscriptResult {
    ManuscriptResult {
        path: format!("/agency/{client}.docx"),
        sheet: None,
        row: Some(1),
        client: Some(client.to_owned()),
        title: Some(format!("The Book of {client}")),
        author: Some(client.to_owned()),
        isbn: Vec::new(),
        guessed: None,
        parts: Vec::new(),
        numbers_of: Vec::new(),
        digests: Digests::default(),
        text: TextSummary::default(),
        verdict: Verdict::NotFound,
        matches: Vec::new(),
        registrations: Vec::new(),
        claim: None,
        warnings: Vec::new(),
    }
}

fn report(clients: &[&str]) -> Report {
    Report {
        report_version: REPORT_VERSION,
        tool: Tool {
            name: "colophon".to_owned(),
            version: "0".to_owned(),
        },
        created: "2026-01-02T03:04:05Z".to_owned(),
        from: None,
        indexes: Vec::new(),
        cutoff: None,
        results: clients.iter().map(|client| result(client)).collect(),
        skipped: Vec::new(),
        left_out: Vec::new(),
        passed_over: Vec::new(),
        one_book: Vec::new(),
    }
}

/// Why a report was not written.
#[derive(Debug)]
enum Failed {
    Refused,
    Stopped,
}

impl From<Refused> for Failed {
    fn from(_: Refused) -> Self {
        Self::Refused
    }
}

/// Writes a report, and stops before the write `stops_at`.
fn write_until(
    clients: &[&str],
    folder: &Path,
    key: Option<&ReportKey>,
    stops_at: usize,
) -> Result<(), Failed> {
    let mut n = 0;
    write_folder(
        &report(clients),
        None,
        (Language::English, Delimiter::Comma),
        folder,
        [],
        key.map(|key| key as &dyn Signer),
        &mut |path: &Path, contents: &[u8]| {
            if n == stops_at {
                return Err(Failed::Stopped);
            }
            n += 1;
            fs::write(path, contents).unwrap();
            Ok(())
        },
    )
    .map(drop)
}

fn write(clients: &[&str], folder: &Path, key: Option<&ReportKey>) {
    write_until(clients, folder, key, usize::MAX).unwrap();
}

fn sealed(clients: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(clients, folder.path(), None);
    folder
}

fn verify(place: &Path) -> SealCheck {
    verify_report(place, None, &Job::default()).unwrap()
}

fn refused(place: &Path) -> Code {
    match verify_report(place, None, &Job::default()) {
        Ok(check) => panic!("{check:?}"),
        Err(error) => error.code(),
    }
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Gives numbers that are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

#[test]
fn a_report_is_as_it_was_sealed() {
    let folder = sealed(&["Ada", "Änne Müller"]);
    let check = verify(folder.path());
    assert_eq!(check.code(), None, "{check:?}");
    assert_eq!(check.n_files, 5 + 2 * 4);
    assert_eq!(check.n_files, files(folder.path()).len());
    assert_eq!(check.seals[0].signed, Signed::Not);
    let json = fs::read(folder.path().join("report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    // All but this file, and the seal that lists it.
    assert_eq!(json["files"].as_array().unwrap().len(), check.n_files - 2);
}

#[test]
fn each_of_200_changed_bytes_is_found_and_its_file_named() {
    let n_clients = if cfg!(debug_assertions) { 6 } else { 500 };
    let clients: Vec<String> = (0..n_clients).map(|n| format!("Client {n}")).collect();
    let clients: Vec<&str> = clients.iter().map(String::as_str).collect();
    let folder = sealed(&clients);
    let names = files(folder.path());
    let mut random = Random(0x5ea1);
    let mut of = |names: &[String]| {
        let name = &names[random.below(names.len())];
        let path = folder.path().join(name);
        let bytes = fs::read(&path).unwrap();
        let mut changed = bytes.clone();
        changed[random.below(bytes.len())] ^= 1 << random.below(8);
        fs::write(&path, &changed).unwrap();
        let check = verify(folder.path());
        let expected = SealCheck {
            changed: set(&[name]),
            n_files: check.n_files,
            is_by_report: name == SEAL,
            seals: check.seals.clone(),
            ..SealCheck::default()
        };
        assert_eq!(check, expected, "{name}");
        assert_eq!(check.code(), Some(Code::ReportChanged));
        fs::write(&path, &bytes).unwrap();
    };
    for _ in 0..200 {
        of(&names);
    }
    // The files that are few among many.
    let few = [SEAL, "report.json", "overview.html"].map(str::to_owned);
    for _ in 0..20 {
        of(&few);
    }
    let started = std::time::Instant::now();
    assert_eq!(verify(folder.path()).code(), None);
    let seconds = started.elapsed().as_secs_f64();
    assert!(seconds < 1.0, "{} files: {seconds} s", names.len());
}

#[test]
fn what_is_missing_or_added_or_of_another_kind_is_named() {
    let folder = sealed(&["Ada", "Bert", "Cleo"]);
    let path = folder.path();
    fs::remove_file(path.join("Ada.csv")).unwrap();
    fs::remove_file(path.join("Bert.html")).unwrap();
    fs::create_dir(path.join("Bert.html")).unwrap();
    fs::create_dir(path.join("old")).unwrap();
    fs::write(path.join("notes.txt"), "mine").unwrap();
    fs::write(path.join("Cleo.xlsx"), "").unwrap();
    let longer = [&fs::read(path.join("titles.csv")).unwrap()[..], b"x"].concat();
    fs::write(path.join("titles.csv"), longer).unwrap();
    let check = verify(path);
    assert_eq!(check.missing, set(&["Ada.csv"]));
    assert_eq!(
        check.changed,
        set(&["Bert.html", "Cleo.xlsx", "titles.csv"])
    );
    assert_eq!(check.unexpected, set(&["notes.txt", "old/"]));
    // Alone, a client's files are as they were.
    let ada = verify(&path.join("Ada.seal"));
    assert_eq!((ada.n_files, ada.missing), (4, set(&["Ada.csv"])));
    assert!(ada.unexpected.is_empty() && ada.changed.is_empty());
}

#[test]
fn what_a_client_gets_is_verified_alone() {
    let agency = sealed(&["Ada", "Bert"]);
    let client = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        fs::copy(agency.path().join(name), client.path().join(name)).unwrap();
    };
    for ending in ["html", "csv", "xlsx", "seal"] {
        copy(&format!("Ada.{ending}"));
    }
    let check = verify(client.path());
    assert_eq!((check.code(), check.n_files), (None, 4));
    copy("Bert.html");
    assert_eq!(verify(client.path()).unexpected, set(&["Bert.html"]));
    for ending in ["csv", "xlsx", "seal"] {
        copy(&format!("Bert.{ending}"));
    }
    let check = verify(client.path());
    assert_eq!((check.code(), check.seals.len()), (None, 2));
    fs::write(client.path().join("Ada.html"), "other").unwrap();
    let mut seal = fs::read(client.path().join("Bert.seal")).unwrap();
    seal[30] ^= 1;
    fs::write(client.path().join("Bert.seal"), &seal).unwrap();
    let check = verify(client.path());
    assert_eq!(check.changed, set(&["Ada.html", "Bert.seal"]));
    assert_eq!(check.code(), Some(Code::ReportChanged));
    // Without any seal there is nothing to compare with.
    fs::remove_file(client.path().join("Ada.seal")).unwrap();
    fs::remove_file(client.path().join("Bert.seal")).unwrap();
    assert_eq!(refused(client.path()), Code::NotSealed);
    assert_eq!(refused(&client.path().join("Ada.html")), Code::NotSealed);
}

#[test]
fn a_seal_that_is_gone_or_replaced_is_named() {
    let folder = sealed(&["Ada"]);
    let path = folder.path();
    let seal = fs::read(path.join(SEAL)).unwrap();
    fs::remove_file(path.join(SEAL)).unwrap();
    fs::write(path.join("Ada.csv"), "other").unwrap();
    let check = verify(path);
    assert_eq!(check.missing, set(&[SEAL]));
    assert_eq!(check.changed, set(&["Ada.csv"]));
    assert!(check.is_by_report && check.code() == Some(Code::ReportChanged));
    // The seal of another report does not fit.
    let other = sealed(&["Bert"]);
    fs::copy(other.path().join(SEAL), path.join(SEAL)).unwrap();
    let check = verify(path);
    assert!(check.missing.contains("Bert.html") && check.changed.contains("report.json"));
    // A new seal of the changed files fits, for nobody signed; the old one does not.
    fs::write(path.join(SEAL), seal).unwrap();
    assert_eq!(verify(path).changed, set(&["Ada.csv"]));
}

#[test]
fn an_interrupted_report_is_never_verified() {
    for stops_at in 0..20 {
        let folder = sealed(&["Ada", "Cleo"]);
        let path = folder.path();
        let written = write_until(&["Bert", "Cleo"], path, None, stops_at);
        let check = verify(path);
        if written.is_ok() || stops_at == 0 {
            assert_eq!(check.code(), None, "{stops_at}");
        } else {
            assert_eq!(check.code(), Some(Code::ReportUnfinished), "{stops_at}");
            assert_eq!(check.unfinished, set(&[JOURNAL]));
        }
        // Nor is a first one.
        let folder = tempfile::tempdir().unwrap();
        let written = write_until(&["Bert", "Cleo"], folder.path(), None, stops_at);
        if written.is_ok() {
            assert_eq!(verify(folder.path()).code(), None);
        } else if stops_at == 0 {
            assert_eq!(refused(folder.path()), Code::NotSealed);
        } else {
            let code = verify(folder.path()).code();
            assert_eq!(code, Some(Code::ReportUnfinished), "{stops_at}");
        }
    }
    // What a killed check leaves besides.
    for left in [".unfinished", ".colophon-ab12.part"] {
        let folder = sealed(&["Ada"]);
        fs::write(folder.path().join(left), "x").unwrap();
        let check = verify(folder.path());
        assert_eq!(check.code(), Some(Code::ReportUnfinished));
        assert_eq!(check.unfinished, set(&[left]));
    }
}

/// Makes a passphrase known.
#[expect(clippy::unnecessary_wraps, reason = "one that asks a person may fail")]
fn ask(wanted: Wanted<'_>) -> Result<Zeroizing<String>, Error> {
    let _ = wanted;
    Ok(Zeroizing::new("four words of mine".to_owned()))
}

fn key(folder: &Path, name: &str) -> (PathBuf, ReportKey, PublicKey) {
    let file = folder.join(name);
    let (public, _) = make_key(&file, &ask).unwrap();
    let key = read_signing_key(&file, &folder.join("Reports"), &ask).unwrap();
    assert_eq!(key.public(), public);
    (file, key, public)
}

#[test]
fn a_signature_says_who_sealed_a_report() {
    let keys = tempfile::tempdir().unwrap();
    let (_, own, public) = key(keys.path(), "agency.key");
    let (_, other, other_public) = key(keys.path(), "other.key");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(&["Ada", "Bert"], path, Some(&own));
    let by =
        |key: Option<&PublicKey>, place: &Path| verify_report(place, key, &Job::default()).unwrap();
    let check = by(None, path);
    assert_eq!(check.code(), None);
    assert!(matches!(check.seals[0].signed, Signed::By(_)));
    for place in [path.to_owned(), path.join("Ada.seal")] {
        assert_eq!(by(Some(&public), &place).code(), None);
        let check = by(Some(&other_public), &place);
        assert_eq!(check.code(), Some(Code::SealSignatureWrong));
        assert!(check.changed.is_empty());
    }
    // Sealed again by somebody else, or by nobody.
    for again in [Some(&other), None] {
        write(&["Ada", "Bert"], path, again);
        let check = by(Some(&public), path);
        assert_eq!(check.code(), Some(Code::SealSignatureWrong));
    }
    // A signature is of one list only.
    write(&["Ada", "Bert"], path, Some(&own));
    let text = |name: &str| fs::read_to_string(path.join(name)).unwrap();
    let field = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!("\"{name}\": \"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (ada, bert) = (text("Ada.seal"), text("Bert.seal"));
    let mixed = ada.replace(&field(&ada, "signature"), &field(&bert, "signature"));
    let (body, _) = mixed.rsplit_once(",\n  \"sha256\"").unwrap();
    let digest = colophon_fingerprint::hex(&colophon_fingerprint::sha256(body.as_bytes()));
    let mixed = format!("{body},\n  \"sha256\": \"{digest}\"\n}}\n");
    fs::write(path.join("Ada.seal"), mixed).unwrap();
    let check = by(None, &path.join("Ada.seal"));
    assert!(matches!(check.seals[0].signed, Signed::Wrongly(_)));
    assert_eq!(check.code(), Some(Code::SealSignatureWrong));
}

#[test]
fn keys_are_read_and_what_is_no_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (file, own, public) = key(folder.path(), "agency.key");
    let is = |given: &str| read_public_key(given.as_ref()).map_err(|error| error.code());
    let half = format!("{}.pub", file.display());
    assert_eq!(is(&half), Ok(public.clone()));
    assert_eq!(is(&own.public().to_text()), Ok(public));
    let note = folder.path().join("note.txt");
    fs::write(&note, "# our key\n\nnot here\n").unwrap();
    let large = folder.path().join("large");
    fs::write(&large, vec![b'a'; 10_000]).unwrap();
    let nowhere = Path::new("nowhere");
    for wrong in [file.as_path(), &note, &large, folder.path(), nowhere] {
        let wrong = wrong.display().to_string();
        assert_eq!(is(&wrong), Err(Code::KeyUnreadable), "{wrong}");
    }
    let secret = |file: &Path| {
        let read = read_signing_key(file, nowhere, &ask);
        read.map(drop)
            .map_err(|error| (error.code(), error.advice()))
    };
    assert_eq!(secret(&file), Ok(()));
    let unreadable = Err((Code::KeyUnreadable, Some(Advice::MakeKey)));
    for wrong in [note.as_path(), &large, folder.path(), nowhere] {
        assert_eq!(secret(wrong), unreadable, "{}", wrong.display());
    }
    let wrong = |_: Wanted<'_>| Ok(Zeroizing::new("four words of yours".to_owned()));
    let read = read_signing_key(&file, nowhere, &wrong).unwrap_err();
    assert_eq!(read.code(), Code::PassphraseWrong);
    // Keys are neither replaced nor handed on.
    let made = make_key(&file, &ask).unwrap_err();
    assert_eq!(made.code(), Code::InvalidArgument);
    let handed = read_signing_key(&file, folder.path(), &ask).unwrap_err();
    assert_eq!(handed.advice(), Some(Advice::KeyOutside));
    let short = |_: Wanted<'_>| Ok(Zeroizing::new("short".to_owned()));
    let made = make_key(&folder.path().join("b.key"), &short).unwrap_err();
    assert_eq!(made.advice(), Some(Advice::LongerPassphrase));
    assert!(!folder.path().join("b.key").exists());
}

/// Returns an undamaged seal with this list, as anybody can make one.
fn forged(entries: &[(&str, &[u8])]) -> String {
    let entries: Vec<String> = entries
        .iter()
        .map(|(name, bytes)| {
            let name = serde_json::to_string(name).unwrap();
            let digest = colophon_fingerprint::hex(&colophon_fingerprint::sha256(bytes));
            let n = bytes.len();
            format!(r#"{{"path": {name}, "sha256": "{digest}", "size_bytes": {n}}}"#)
        })
        .collect();
    let body = format!(
        "{{\n  \"colophon_seal\": 1,\n  \"files\": [{}]",
        entries.join(", ")
    );
    let digest = colophon_fingerprint::hex(&colophon_fingerprint::sha256(body.as_bytes()));
    format!("{body},\n  \"sha256\": \"{digest}\"\n}}\n")
}

#[test]
fn a_seal_reaches_no_file_outside_the_folder() {
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("inner");
    fs::create_dir_all(inner.join("below")).unwrap();
    fs::write(outer.path().join("victim.txt"), "text").unwrap();
    fs::write(inner.join("below/a.txt"), "text").unwrap();
    let absolute = outer.path().join("victim.txt").display().to_string();
    for name in ["../victim.txt", &absolute, "below/a.txt", "..", ".", ""] {
        fs::write(inner.join(SEAL), forged(&[(name, b"text")])).unwrap();
        assert_eq!(refused(&inner), Code::NotSealed, "{name}");
    }
    for seal in [
        forged(&[("a.txt", b"text"), ("A.TXT", b"text")]),
        forged(&[(SEAL, b"text")]),
    ] {
        fs::write(inner.join(SEAL), seal).unwrap();
        assert_eq!(refused(&inner), Code::NotSealed);
    }
    // The list in report.json is held to the same.
    fs::write(inner.join(SEAL), "no seal").unwrap();
    let zeros = "0".repeat(64);
    for name in ["../victim.txt", "below/a.txt"] {
        let entry = format!(r#"{{"path": "{name}", "sha256": "{zeros}", "size_bytes": 4}}"#);
        let json = format!(r#"{{"files": [{entry}]}}"#);
        fs::write(inner.join("report.json"), json).unwrap();
        let check = verify(&inner);
        assert_eq!(check.changed, set(&[SEAL]));
        assert!(!check.is_by_report);
    }
}

#[cfg(unix)]
#[test]
fn no_link_pipe_or_device_is_opened() {
    use std::os::unix::fs::symlink;
    let folder = sealed(&["Ada", "Bert"]);
    let path = folder.path();
    let outside = tempfile::tempdir().unwrap();
    let away = |name: &str| {
        let to = outside.path().join(name);
        fs::rename(path.join(name), &to).unwrap();
        to
    };
    // The very content, but elsewhere.
    symlink(away("Ada.html"), path.join("Ada.html")).unwrap();
    symlink("/dev/zero", path.join("extra.html")).unwrap();
    away("Ada.csv");
    let pipe = rustix::fs::FileType::Fifo;
    let rights = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, path.join("Ada.csv"), pipe, rights, 0).unwrap();
    let check = verify(path);
    assert_eq!(check.changed, set(&["Ada.csv", "Ada.html"]));
    assert_eq!(check.unexpected, set(&["extra.html"]));
    // A seal, too.
    symlink(away(SEAL), path.join(SEAL)).unwrap();
    let check = verify(path);
    assert!(check.changed.contains(SEAL) && check.seals.is_empty());
    assert!(check.is_by_report);
    away("report.json");
    symlink("/dev/zero", path.join("report.json")).unwrap();
    assert!(!verify(path).is_by_report);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_unicode_are_named() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = sealed(&["Ada"]);
    let name = std::ffi::OsStr::from_bytes(b"note-\xff.seal");
    fs::write(folder.path().join(name), "x").unwrap();
    let check = verify(folder.path());
    assert_eq!(check.unexpected, set(&["note-\u{fffd}.seal"]));
    assert_eq!(refused(&folder.path().join(name)), Code::NotSealed);
}

#[test]
fn a_name_that_another_system_wrote_otherwise_is_the_same_file() {
    let folder = sealed(&["Änne"]);
    let path = folder.path();
    // As macOS may write it: “A” and two dots.
    let other = "A\u{308}nne.html";
    fs::rename(path.join("Änne.html"), path.join(other)).unwrap();
    assert_eq!(verify(path).code(), None);
    // Two files cannot both be the one.
    fs::copy(path.join(other), path.join("Änne.html")).unwrap();
    assert_eq!(verify(path).unexpected, set(&[other]));
    fs::write(path.join("Änne.html"), "other").unwrap();
    let check = verify(path);
    assert_eq!(check.changed, set(&["Änne.html"]));
    assert_eq!(check.unexpected, set(&[other]));
}

#[test]
fn huge_files_cost_nothing() {
    let folder = sealed(&["Ada"]);
    let path = folder.path();
    let lengthen = |name: &str| {
        let file = fs::File::options()
            .write(true)
            .open(path.join(name))
            .unwrap();
        file.set_len(1 << 40).unwrap();
    };
    let started = std::time::Instant::now();
    lengthen("report.json");
    assert_eq!(verify(path).changed, set(&["report.json"]));
    lengthen(SEAL);
    let check = verify(path);
    assert_eq!(check.changed, set(&[SEAL]));
    assert!(!check.is_by_report);
    assert!(started.elapsed().as_secs() < 5);
    // JSON that nests without an end.
    fs::write(path.join("report.json"), "[".repeat(10_000_000)).unwrap();
    assert!(!verify(path).is_by_report);
    // A list with a length that no report has.
    let seal = forged(&[("a.txt", b"")]).replace(": 0}", ": 99999999999999}");
    let (body, _) = seal.rsplit_once(",\n  \"sha256\"").unwrap();
    let digest = colophon_fingerprint::hex(&colophon_fingerprint::sha256(body.as_bytes()));
    let seal = format!("{body},\n  \"sha256\": \"{digest}\"\n}}\n");
    fs::remove_file(path.join(SEAL)).unwrap();
    fs::write(path.join(SEAL), seal).unwrap();
    assert_eq!(refused(path), Code::NotSealed);
}

#[test]
fn verifying_can_be_stopped() {
    let folder = sealed(&["Ada"]);
    let job = Job::default();
    job.cancel();
    let stopped = verify_report(folder.path(), None, &job).unwrap_err();
    assert!(stopped.is_cancelled());
}
