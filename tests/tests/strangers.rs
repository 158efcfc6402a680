//! What strangers' lists, archives and dumps may do to the program: nothing. And
//! what the machine lacks is never blamed on their files.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use colophon_tests::{NOWHERE, Ran, bin, finish, isolated, starter, text};
use serde_json::Value;

fn clients(list: &Path) -> Command {
    let mut check = isolated();
    check
        .args(["check", "--clients"])
        .arg(list)
        .args(["--format", "json", "--index"])
        .arg(starter());
    check
}

/// Returns the codes of the warnings of each result of a report.
fn warned(report: &Value) -> Vec<Vec<&str>> {
    let results = report["results"].as_array().unwrap().iter();
    results
        .map(|result| {
            let warnings = result["warnings"].as_array().unwrap().iter();
            warnings.map(|it| it["code"].as_str().unwrap()).collect()
        })
        .collect()
}

#[test]
fn a_list_names_files_in_its_own_folder_and_in_the_one_for_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["list", "files", "secret"] {
        fs::create_dir(at(name)).unwrap();
    }
    let secret = text::made(1, 500);
    fs::write(at("secret/diary.txt"), &secret).unwrap();
    fs::write(at("list/own.txt"), text::made(2, 500)).unwrap();
    fs::write(at("files/given.txt"), text::made(3, 500)).unwrap();
    std::os::unix::fs::symlink(at("secret/diary.txt"), at("list/link.txt")).unwrap();
    std::os::unix::fs::symlink(at("secret/diary.txt"), at("files/lent.txt")).unwrap();
    std::os::unix::fs::symlink(at("secret"), at("list/linked")).unwrap();
    let absolute = at("secret/diary.txt").display().to_string();
    let inside = at("list/own.txt").display().to_string();
    let names = [
        ("own.txt", true),
        ("given.txt", true),
        (inside.as_str(), true),
        ("../list/own.txt", true),
        (absolute.as_str(), false),
        ("../secret/diary.txt", false),
        ("..\\secret\\diary.txt", false),
        ("link.txt", false),
        ("lent.txt", false),
        ("linked/diary.txt", false),
        ("/etc/passwd", false),
        ("/proc/self/environ", false),
        ("/no/such/file.txt", false),
    ];
    let mut list = "client,title,author,file\n".to_owned();
    for (n, (name, _)) in names.iter().enumerate() {
        let _ = writeln!(list, "C,Title Number {n},Author {n},{name}");
    }
    fs::write(at("list/list.csv"), list).unwrap();
    let ran = finish(
        clients(&at("list/list.csv"))
            .arg("--files")
            .arg(at("files")),
    )
    .ending(2);
    let report = ran.json();
    let warned = warned(&report);
    for (n, (name, is_read)) in names.iter().enumerate() {
        let result = &report["results"][n];
        let is_refused = warned[n].contains(&"file-outside");
        assert_eq!(is_refused, !is_read, "{name}: {result:#}");
        assert_eq!(
            !result["digests"]["sha256"].is_null(),
            *is_read,
            "{name}: {result:#}"
        );
        if !is_read {
            assert_eq!(result["verdict"], "inconclusive", "{name}");
        }
    }
    assert!(!ran.stdout.contains(&secret[..30]));
}

/// Lists that no reader should spend much on, by name.
fn hostile_lists() -> Vec<(&'static str, Vec<u8>)> {
    let laughs = |entry: &str| {
        let mut bib = "@string{a0 = \"ha ha ha ha ha ha ha ha\"}\n".to_owned();
        for n in 1..40 {
            let one = format!("a{}", n - 1);
            let _ = writeln!(bib, "@string{{a{n} = {one} # {one} # {one} # {one}}}");
        }
        bib + entry
    };
    let nested = format!(
        "@book{{a, title = {}x{}}}",
        "{".repeat(90_000),
        "}".repeat(90_000)
    );
    let commands = format!(
        "@book{{a, title = \"{}x{}\"}}",
        "{\\emph{".repeat(20_000),
        "}}".repeat(20_000)
    );
    let quotes = format!("title,author\n{}", "\"a\"\"b\"c,\"d\"\"\n".repeat(20_000));
    let sheets = {
        let mut sheet = "<table:table table:name=\"a\">".to_owned();
        let row = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
                   table:number-columns-repeated=\"16000\"><text:p>x</text:p></table:table-cell>\
                   </table:table-row>";
        sheet += &row.repeat(200);
        format!(
            "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
             xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
             <office:spreadsheet>{sheet}</table:table></office:spreadsheet></office:body>\
             </office:document-content>"
        )
    };
    let ods = colophon_tests::files::archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", sheets.as_bytes()),
    ]);
    vec![
        (
            "self.bib",
            b"@book{a, crossref = {a}, title = {x}}".to_vec(),
        ),
        (
            "two.bib",
            b"@book{a, crossref = {b}}\n@book{b, crossref = {a}, title = {x}}".to_vec(),
        ),
        (
            "data.bib",
            b"@xdata{a, xdata = {a}}\n@book{b, xdata = {a}, title = {x}}".to_vec(),
        ),
        ("laughs.bib", laughs("@book{a, title = a39}").into_bytes()),
        ("nested.bib", nested.into_bytes()),
        ("commands.bib", commands.into_bytes()),
        ("quotes.csv", quotes.into_bytes()),
        ("repeated.ods", ods),
    ]
}

#[test]
fn a_hostile_list_costs_one_list_and_has_a_named_error() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in hostile_lists() {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let ran = finish(&mut clients(&path));
        // A right answer is welcome, and so is an error with a name and a hint.
        let is_named = ["damaged", "limit-exceeded", "parser-crashed", "timed-out"]
            .iter()
            .any(|code| ran.stderr.contains(&format!("error[{code}]: ")));
        assert!(is_named || !ran.stdout.is_empty(), "{name}: {ran:#?}");
        assert!(matches!(ran.code, Some(0..=2)), "{name}: {ran:#?}");
        assert!(!ran.stderr.contains("panicked"), "{name}: {ran:#?}");
    }
}

/// Starts a check of a list that takes long, and returns how long it takes to end
/// when it is interrupted.
#[cfg(target_os = "linux")]
fn time_to_stop(list: &Path) -> (Option<i32>, Duration) {
    let mut child = clients(list)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It is in the worker's hands by then.
    std::thread::sleep(Duration::from_secs(1));
    Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .output()
        .unwrap();
    let began = Instant::now();
    let status = child.wait().unwrap();
    (status.code(), began.elapsed())
}

#[cfg(target_os = "linux")]
#[test]
fn a_list_that_takes_long_can_be_stopped_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.csv");
    let row = "Client,\"A Title, of Sorts\",\"Author, Ann\",978-0-306-40615-7,2001\n";
    fs::write(
        &path,
        "client,title,author,isbn,year\n".to_owned() + &row.repeat(900_000),
    )
    .unwrap();
    // Heard within 200 ms; the rest is for a machine with other work.
    let (code, took) = time_to_stop(&path);
    assert_eq!(code, Some(130), "it was stopped before it had an answer");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

/// Runs a command with fewer resources than it wants, as `ulimit` takes them.
fn limited(limits: &str, arguments: &[&Path]) -> Ran {
    let mut shell = Command::new("bash");
    shell
        .args(["-c", &format!("ulimit {limits}; exec \"$@\""), "-"])
        .arg(bin())
        .args(arguments)
        .env("HOME", NOWHERE);
    finish(&mut shell)
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_machine_lacks_is_not_blamed_on_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let novel = put("novel.txt", text::made(4, 2_000).as_bytes());
    let list = put("list.csv", b"title,author\nA Walk,Ann Author\n");
    let dump = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"isbn\n9780306406157\n").unwrap();
        put("list.txt.gz", &packed.finish().unwrap())
    };
    let path = Path::new;
    let index = folder.path().join("x.colophon");
    let kind = format!("isbn-list:{}", dump.display());
    let check = [path("check"), &novel, path("--index"), starter()];
    let check = [&check[..], &[path("--format"), path("json")]].concat();
    let of_list = [
        path("check"),
        path("--clients"),
        &list,
        path("--index"),
        starter(),
    ];
    let of_list = [&of_list[..], &[path("--format"), path("json")]].concat();
    let build = ["index", "build", "--catalogue", &kind, "--out"].map(path);
    let build = [&build[..], &[index.as_path()]].concat();
    let blames = [
        "damaged",
        "unreadable",
        "crashed",
        "timed-out",
        "limit-exceeded",
        "unsupported",
        "empty",
        "dump-",
    ];
    let mut n_short = 0;
    for arguments in [&check, &of_list, &build] {
        assert!(
            limited("-n 64", arguments)
                .code
                .is_some_and(|code| code < 3)
        );
        for limit in (6..14)
            .map(|n| format!("-n {n}"))
            .chain(["-v 170000".to_owned()])
        {
            let ran = limited(&limit, arguments);
            let all = format!("{}{}", ran.stdout, ran.stderr);
            n_short += usize::from(all.contains("machine-short"));
            let codes = all
                .lines()
                .filter(|it| it.contains("\"code\":") || it.contains("error["));
            for line in codes {
                let found = blames.iter().find(|code| line.contains(**code));
                assert!(found.is_none(), "{limit}: {arguments:?}: {line}");
            }
        }
    }
    assert!(n_short > 6, "only {n_short} times");
}

#[test]
fn a_packed_dump_may_not_unpack_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.gz");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&vec![b'\n'; 64 << 20]).unwrap();
    // A file of gzip may have several parts, one after the other.
    fs::write(&path, packed.finish().unwrap().repeat(40)).unwrap();
    let mut build = isolated();
    build
        .args(["index", "build", "--catalogue"])
        .arg(format!("isbn-list:{}", path.display()))
        .arg("--out")
        .arg(folder.path().join("x.colophon"));
    finish(&mut build).refused("limit-exceeded");
    assert_eq!(colophon_tests::names(folder.path()), ["bomb.gz"]);
}

/// `cargo xtask fuzz --fenced --mutants 20000` is the long form.
#[test]
fn mutants_of_every_form_of_list_are_read_or_refused() {
    let out = tempfile::tempdir().unwrap();
    let mut fuzz = Command::new(env!("CARGO_BIN_EXE_fuzz"));
    fuzz.args(["--fenced", "--mutants", "25", "--out"])
        .arg(out.path());
    let ran = finish(&mut fuzz).ending(0);
    let n_forms = ran.stdout.matches(" 0 findings").count();
    assert_eq!(n_forms, 8, "{ran:#?}");
}
