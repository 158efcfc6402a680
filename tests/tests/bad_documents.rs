//! Documents that are broken, locked, or made to do harm.
//!
//! Each gets a named reason and the exit code 2, and the good document that is
//! checked with it still gets its verdict.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use colophon_tests::{
    NOWHERE, bin, check_json, colophon, files, finish, isolated, pdf, sample, skip, starter, text,
};
use serde_json::Value;

const GOOD: &str = "the-weighbridge-at-cold-drove.txt";

/// Returns the codes with which a report says that it could not judge `path`: the
/// one for a skipped file, or the warnings of an inconclusive result.
#[track_caller]
fn reasons(report: &Value, path: &Path) -> Vec<String> {
    let at = |entries: &Value| {
        let entries = entries.as_array().unwrap().iter();
        let own = entries.filter(|entry| entry["path"] == path.to_string_lossy().as_ref());
        own.cloned().collect::<Vec<Value>>()
    };
    let (results, skipped) = (at(&report["results"]), at(&report["skipped"]));
    assert_eq!(
        results.len() + skipped.len(),
        1,
        "{} is there once: {report:#}",
        path.display()
    );
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    if let [skipped] = &skipped[..] {
        assert!(
            !word(&skipped["message"]).is_empty() && !word(&skipped["hint"]).is_empty(),
            "{skipped}"
        );
        return vec![word(&skipped["code"])];
    }
    assert_eq!(results[0]["verdict"], "inconclusive", "{report:#}");
    let warnings = results[0]["warnings"].as_array().unwrap().iter();
    warnings.map(|warning| word(&warning["code"])).collect()
}

/// Checks `path` with a good manuscript, and asserts one of these reasons.
#[track_caller]
fn refused_at(path: &Path, codes: &[&str]) {
    let good = sample(GOOD);
    let (ran, report) = check_json(starter(), &[path, &good]);
    let reasons = reasons(&report, path);
    assert!(
        codes
            .iter()
            .any(|code| reasons.iter().any(|reason| reason == code)),
        "{reasons:?}, not {codes:?}"
    );
    let results = report["results"].as_array().unwrap();
    let judged = results
        .iter()
        .find(|result| result["path"] == good.to_string_lossy().as_ref());
    assert_eq!(
        judged.unwrap()["verdict"],
        "same-text",
        "the good one with it"
    );
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], codes: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    refused_at(&path, codes);
    assert_eq!(
        colophon_tests::names(folder.path()),
        [name],
        "nothing is left behind"
    );
}

/// Asserts that the text of these bytes is found as the sample that they hold.
#[track_caller]
fn read_all_the_same(name: &std::ffi::OsStr, bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    // In its folder it is not passed over either.
    for asked in [path.as_path(), folder.path()] {
        let (ran, report) = check_json(starter(), &[asked]);
        assert_eq!(report["results"][0]["verdict"], "same-text", "{report:#}");
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    }
}

fn sample_bytes(name: &str) -> Vec<u8> {
    fs::read(sample(name)).unwrap()
}

#[test]
fn an_empty_file() {
    refused("empty.docx", b"", &["empty"]);
    refused("blank.txt", b" \n\t\r\n", &["empty"]);
}

#[test]
fn a_wrong_ending_does_not_matter() {
    read_all_the_same(
        "novel.pdf".as_ref(),
        &sample_bytes("the-weighbridge-at-cold-drove.epub"),
    );
    read_all_the_same(
        "novel.epub".as_ref(),
        &sample_bytes("the-weighbridge-at-cold-drove.pdf"),
    );
}

#[test]
fn a_truncated_epub() {
    let whole = sample_bytes("the-weighbridge-at-cold-drove.epub");
    for part in [2, 3, 10] {
        refused(
            "cut.epub",
            &whole[..whole.len() * (part - 1) / part],
            &["truncated"],
        );
    }
}

#[test]
fn a_truncated_pdf() {
    let whole = sample_bytes("the-weighbridge-at-cold-drove.pdf");
    for share in [1, 3, 5] {
        let part = &whole[..whole.len() * share / 10];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cut.pdf");
        fs::write(&path, part).unwrap();
        let (ran, report) = check_json(starter(), &[&path]);
        // The rest may be enough to find it; finding nothing would prove nothing.
        let result = &report["results"][0];
        let told = result["warnings"].to_string() + &report["skipped"].to_string();
        assert!(told.contains("truncated"), "{share}: {report:#}");
        assert_ne!(result["verdict"], "not-found");
        assert_ne!(ran.code, Some(0));
    }
}

#[test]
fn a_locked_epub() {
    let text = text::made(1, 4000);
    refused(
        "locked.epub",
        &files::epub(
            &text,
            &[("META-INF/encryption.xml", files::LOCK.as_bytes())],
        ),
        &["encrypted"],
    );
    // The same book unlocked is read.
    let folder = tempfile::tempdir().unwrap();
    let open = folder.path().join("open.epub");
    fs::write(&open, files::epub(&text, &[])).unwrap();
    assert_eq!(
        check_json(starter(), &[&open]).1["results"][0]["verdict"],
        "not-found"
    );
}

#[test]
fn a_pdf_of_pictures() {
    let picture = pdf::stream(
        "/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 1",
        "01234567",
    );
    let page = pdf::page(
        "/XObject<</I 5 0 R>>",
        "595 0 0 842 0 0 cm /I Do",
        &[picture],
    );
    refused("scan.pdf", &page, &["no-text-layer"]);
}

#[test]
fn binary_noise() {
    let mut state = 7_u64;
    let noise: Vec<u8> = (0..200_000)
        .map(|_| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            (state >> 56).try_into().unwrap()
        })
        .collect();
    refused("noise.txt", &noise, &["unsupported"]);
    refused("noise.epub", &noise, &["unsupported"]);
    let zip = [b"PK\x03\x04", &noise[..]].concat();
    refused("noise.docx", &zip, &["damaged", "truncated"]);
    let pdf = [b"%PDF-1.7\n", &noise[..]].concat();
    refused("noise.pdf", &pdf, &["damaged", "truncated"]);
}

#[test]
fn missing_files_and_files_that_are_not_documents() {
    refused_at(Path::new("/nonexistent/novel.epub"), &["unreadable"]);
    let folder = tempfile::tempdir().unwrap();
    refused_at(folder.path(), &["unreadable"]);
    fs::write(folder.path().join("cover.jpg"), b"\xff\xd8\xff\xe0").unwrap();
    refused_at(folder.path(), &["unreadable"]);
    refused(
        "sheet.ods",
        &files::archive(&[(
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        )]),
        &["unsupported"],
    );
}

/// Runs the check as a user without rights if this user has them all.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let open = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path(), open).unwrap();
    let there = |name: &str, from: &Path, mode| {
        let path = folder.path().join(name);
        fs::copy(from, &path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    };
    let shut = there("shut.txt", &sample(GOOD), 0o000);
    let good = there("good.txt", &sample(GOOD), 0o644);
    let index = there("starter.colophon", starter(), 0o644);
    let own = there("colophon", bin(), 0o755);
    let mut command = if fs::File::open(&shut).is_err() {
        Command::new(&own)
    } else {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        if !command
            .args(["--", "true"])
            .output()
            .is_ok_and(|output| output.status.success())
        {
            return skip(
                "a_file_that_may_not_be_read",
                "this user may read every file, and setpriv is not there",
            );
        }
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
            .arg(&own);
        command
    };
    command.env("HOME", NOWHERE).env_remove("XDG_DATA_HOME");
    command
        .arg("check")
        .arg(&shut)
        .arg(&good)
        .arg("--index")
        .arg(&index)
        .args(["--format", "json"]);
    let ran = finish(&mut command);
    let report = ran.json();
    assert_eq!(reasons(&report, &shut), ["unreadable"]);
    assert_eq!(
        report["results"][0]["verdict"], "same-text",
        "the good one with it"
    );
    let _ = ran.ending(2);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("novel.txt");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    // Nobody writes to it: a program that waits would wait forever.
    refused_at(&fifo, &["unreadable"]);
    refused_at(folder.path().join("novel.txt").as_path(), &["unreadable"]);
    refused_at(Path::new("/dev/zero"), &["unreadable"]);
    colophon([Path::new("extract"), &fifo]).refused("unreadable");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode() {
    use std::os::unix::ffi::OsStrExt as _;
    let name = std::ffi::OsStr::from_bytes(b"n\xf6vel \xff.epub");
    read_all_the_same(name, &sample_bytes("the-weighbridge-at-cold-drove.epub"));
}

/// Three characters in a predefined Chinese encoding.
fn predefined_encoding() -> Vec<u8> {
    let font =
        "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/HKscs-B5-H/DescendantFonts[6 0 R]>>";
    let descendant = "<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)\
                      /Ordering(CNS1)/Supplement 0>>/FontDescriptor 7 0 R>>";
    let descriptor = "<</Type/FontDescriptor/FontName/Song/Flags 4>>";
    let more = [font, descendant, descriptor].map(str::to_owned);
    pdf::page(
        "/Font<</F 5 0 R>>",
        "BT /F 12 Tf 40 800 Td <B0A1B0A2B0A3> Tj ET",
        &more,
    )
}

/// A page of this text, and a form that draws itself.
fn form_in_itself(text: &str) -> Vec<u8> {
    let form = pdf::stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 5 0 R>>>>",
        "/X Do",
    );
    let content = format!("{}\n/X Do", pdf::lines(text));
    pdf::page(
        &format!("{}/XObject<</X 5 0 R>>", pdf::FONT),
        &content,
        &[form],
    )
}

#[test]
fn a_pdf_at_which_the_engine_panics() {
    let own =
        std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem(&predefined_encoding()));
    assert!(own.is_err(), "pdf-extract alone panics: {own:?}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panic.pdf");
    fs::write(&path, predefined_encoding()).unwrap();
    // The program spells such encodings out for the engine.
    let ran = colophon([Path::new("extract"), &path]).ending(0);
    assert_eq!(ran.stdout.trim(), "陛陝除");
    refused_at(&path, &["too-short"]);
}

/// Reads the file at `COLOPHON_TEST_PDF` with the bare engine, in its own process
/// because it overflows its stack.
#[test]
#[ignore = "a part of the next test"]
fn the_bare_engine() {
    let path = PathBuf::from(std::env::var_os("COLOPHON_TEST_PDF").unwrap());
    let _ = pdf_extract::extract_text_from_mem(&fs::read(path).unwrap());
}

#[cfg(unix)]
#[test]
fn a_pdf_at_which_the_engine_overflows_its_stack() {
    use std::os::unix::process::ExitStatusExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("overflow.pdf");
    fs::write(&path, form_in_itself("The text of the page.")).unwrap();
    let mut bare = Command::new(std::env::current_exe().unwrap());
    bare.args(["--ignored", "--exact", "the_bare_engine"])
        .env("COLOPHON_TEST_PDF", &path);
    let ended = bare.output().unwrap().status;
    assert!(ended.signal().is_some(), "pdf-extract alone dies: {ended}");
    // The program cuts such forms off and reads the page.
    let ran = colophon([Path::new("extract"), &path]).ending(0);
    assert_eq!(ran.stdout.trim(), "The text of the page.");
    refused_at(&path, &["too-short"]);
}

#[test]
fn the_good_pages_of_a_bad_pdf_are_read_and_judged_with_care() {
    // Nothing is found on the page that is read, but the other page still counts.
    let words = text::made(9, 900);
    let words: Vec<_> = words.split_whitespace().collect();
    let lines: Vec<_> = words.chunks(12).map(|line| line.join(" ")).collect();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{}>>/Contents 4 0 R>>", pdf::FONT),
        pdf::stream("", &pdf::lines(&lines.join("\n"))),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 7 0 R>>>>/Contents 6 0 R>>".to_owned(),
        pdf::stream("", "595 0 0 842 0 0 cm /I Do"),
        pdf::stream("/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 1", "01234567"),
    ];
    refused("half-scanned.pdf", &pdf::of(&objects), &["no-text-layer"]);
}

#[test]
fn a_bomb_of_a_book() {
    let zeros = vec![b' '; 300 << 20];
    refused(
        "bomb.epub",
        &files::epub("Short.", &[("huge.xhtml", &zeros)]),
        &["limit-exceeded", "too-short"],
    );
    let chapter = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>{}</body></html>",
        "<div>".repeat(300_000)
    );
    refused(
        "deep.html",
        chapter.as_bytes(),
        &["limit-exceeded", "empty", "too-short"],
    );
}

#[test]
fn a_print_file_that_is_broken() {
    for (name, bytes) in [
        ("noise.print", &b"{\"print_version\": 1"[..]),
        ("empty.print", b""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        refused_at(&path, &["damaged", "empty"]);
    }
}

#[test]
fn fingerprints_of_the_good_ones_are_made_beside_bad_ones() {
    let mut command = isolated();
    let ran = finish(
        command
            .arg("fingerprint")
            .arg(sample(GOOD))
            .arg("/nonexistent.txt"),
    )
    .ending(2);
    assert!(ran.stderr.contains("error[unreadable]"), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("\"print_version\":1"),
        "{}",
        &ran.stdout[..ran.stdout.len().min(200)]
    );
}
