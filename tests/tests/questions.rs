//! No answer without a question: what was not asked, not compared or not read is
//! never "not found", and what is passed over is counted.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use colophon_tests::{Ran, check_json, colophon, dumps, files, finish, pdf, text};
use serde_json::Value;

/// Builds an index of a table of records.
fn catalogue(folder: &Path, name: &str, rows: &str) -> PathBuf {
    let (dump, out) = (
        folder.join(name),
        folder.join(name).with_extension("colophon"),
    );
    fs::write(&dump, rows).unwrap();
    let _ = finish(&mut dumps::build(&[("csv", &dump)], &out)).ending(0);
    out
}

/// Builds an index of some texts.
fn texts(folder: &Path, scale: u32) -> PathBuf {
    let (books, out) = (
        folder.join(format!("books-{scale}")),
        folder.join(format!("texts-{scale}.colophon")),
    );
    text::library(&books, 3, 1_500);
    let scale = scale.to_string();
    let build = ["index", "build", "--scale", &scale, "--books"].map(Path::new);
    let _ = colophon(
        build
            .into_iter()
            .chain([&*books, Path::new("--out"), &*out]),
    )
    .ending(0);
    out
}

/// Checks documents with indexes.
fn check(indexes: &[&Path], paths: &[&Path]) -> (Ran, Value) {
    let mut arguments = vec![Path::new("check"), Path::new("--format"), Path::new("json")];
    for index in indexes {
        arguments.extend([Path::new("--index"), *index]);
    }
    arguments.extend(paths);
    let ran = colophon(arguments);
    let report = ran.json();
    (ran, report)
}

/// Returns the codes of a result's warnings.
fn codes(result: &Value) -> Vec<&str> {
    let warnings = result["warnings"].as_array().unwrap().iter();
    warnings.map(|it| it["code"].as_str().unwrap()).collect()
}

/// Returns a page of HTML with a text and, perhaps, a title and an author.
fn page(text: &str, title: Option<&str>, author: Option<&str>) -> String {
    let mut head = String::new();
    if let Some(title) = title {
        write!(head, "<title>{title}</title>").unwrap();
    }
    if let Some(author) = author {
        write!(head, "<meta name=\"author\" content=\"{author}\">").unwrap();
    }
    format!("<html><head>{head}</head><body><p>{text}</p></body></html>")
}

#[test]
fn a_manuscript_without_a_name_is_not_looked_up() {
    let folder = tempfile::tempdir().unwrap();
    let listed = catalogue(
        folder.path(),
        "listed.csv",
        "title,author\nThe Salt Road,Jane Writer\n",
    );
    let texts = texts(folder.path(), 64);
    let path = folder.path().join("novel.html");
    let text = text::made(77, 4_000);
    let (title, author) = (Some("The Night Boat"), Some("Ada Quill"));
    let names = [(None, None), (title, None), (None, author), (title, author)];
    for (title, author) in names {
        fs::write(&path, page(&text, title, author)).unwrap();
        let is_named = title.and(author).is_some();
        for indexes in [vec![&*listed], vec![&*listed, &*texts]] {
            let (ran, report) = check(&indexes, &[&path]);
            let result = &report["results"][0];
            if is_named {
                assert_eq!(result["verdict"], "not-found", "{result:#}");
                assert_eq!(ran.code, Some(0));
            } else {
                assert_eq!(result["verdict"], "inconclusive", "{result:#}");
                assert!(codes(result).contains(&"no-name"), "{result:#}");
                assert_eq!(ran.code, Some(2));
            }
        }
        let (_, report) = check(&[&texts], &[&path]);
        assert_eq!(report["results"][0]["verdict"], "not-found", "{report:#}");
    }
    // The digest alone can find the very file.
    let (_, report) = check(&[&listed], &[&path]);
    let md5 = report["results"][0]["digests"]["md5"].as_str().unwrap();
    let rows = format!("title,author,md5\nAnother Title,Somebody Else,{md5}\n");
    let listed = catalogue(folder.path(), "files.csv", &rows);
    let (ran, report) = check(&[&listed], &[&path]);
    assert_eq!(report["results"][0]["verdict"], "same-file", "{report:#}");
    assert_eq!(ran.code, Some(1));
}

#[test]
fn a_list_of_numbers_is_not_asked_by_a_title() {
    let folder = tempfile::tempdir().unwrap();
    let (numbers, index) = (
        folder.path().join("isbns.txt"),
        folder.path().join("n.colophon"),
    );
    fs::write(&numbers, "9780306406157\n").unwrap();
    let _ = finish(&mut dumps::build(&[("isbn-list", &numbers)], &index)).ending(0);
    let listed = catalogue(
        folder.path(),
        "listed.csv",
        "title,author\nEmma,Jane Austen\n",
    );
    let list = folder.path().join("list.csv");
    let rows = "title,author,isbn\nThe Salt Road,Jane Writer,\nNight Boat,Ada Quill,9780804139021\nSlow Boat,Ada Quill,9780306406157\n";
    fs::write(&list, rows).unwrap();
    let verdicts = |indexes: &[&Path]| {
        let mut command = colophon_tests::isolated();
        command
            .args(["check", "--format", "json", "--clients"])
            .arg(&list);
        for index in indexes {
            command.arg("--index").arg(index);
        }
        let report = finish(&mut command).json();
        let results = report["results"].as_array().unwrap().iter();
        results
            .map(|it| it["verdict"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let alone = verdicts(&[&index]);
    assert_eq!(alone[..2], ["inconclusive", "not-found"]);
    assert_ne!(alone[2], "not-found");
    // Another catalogue that knows titles gives an answer.
    assert_eq!(verdicts(&[&index, &listed])[0], "not-found");
}

#[test]
fn one_length_decides_for_each_index() {
    let folder = tempfile::tempdir().unwrap();
    let indexes = [64, 1_024, 4_096].map(|scale| texts(folder.path(), scale));
    let indexes = [&*indexes[0], &*indexes[1], &*indexes[2]];
    let lengths = [
        50, 200, 300, 700, 1_100, 1_500, 1_900, 2_300, 3_000, 5_000, 9_000, 12_000,
    ];
    let paths: Vec<PathBuf> = (0..)
        .zip(lengths)
        .map(|(seed, n_words)| {
            let path = folder.path().join(format!("{n_words:06}.txt"));
            fs::write(&path, text::made(300 + seed, n_words)).unwrap();
            path
        })
        .collect();
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let together = check(&indexes, &paths).1;
    let mut n_judged = Vec::new();
    let mut unjudged = vec![0; lengths.len()];
    for index in indexes {
        let (_, report) = check(&[index], &paths);
        let results = report["results"].as_array().unwrap();
        let is_judged = |result: &Value| result["verdict"] == "not-found";
        // Once a text is long enough, all longer ones are.
        let first = results.iter().position(is_judged).unwrap_or(results.len());
        assert!(results[first..].iter().all(is_judged), "{report:#}");
        n_judged.push(results.len() - first);
        for (place, result) in results[..first].iter().enumerate() {
            unjudged[place] += 1;
            let said = result["warnings"][0]["message"].as_str().unwrap();
            let numbers: Vec<usize> = said
                .replace(',', "")
                .split(' ')
                .filter_map(|word| word.parse().ok())
                .collect();
            let [have, needed] = numbers[..] else {
                panic!("{said}");
            };
            assert_eq!(have, lengths[place]);
            assert!(have < needed, "{said}");
        }
    }
    assert!(n_judged.is_sorted_by(|a, b| a > b), "{n_judged:?}");
    // Each index that could have missed a text says so.
    let results = together["results"].as_array().unwrap();
    for (result, n) in results.iter().zip(unjudged) {
        assert_eq!(codes(result).len(), n, "{result:#}");
        assert_eq!(result["verdict"] == "not-found", n == 0);
    }
}

#[test]
fn a_text_that_repeats_itself_is_not_too_short() {
    let folder = tempfile::tempdir().unwrap();
    let texts = texts(folder.path(), 1_024);
    let path = folder.path().join("song.txt");
    fs::write(
        &path,
        "Row, row, row your boat, gently down the stream.\n".repeat(800),
    )
    .unwrap();
    let (_, report) = check(&[&texts], &[&path]);
    let result = &report["results"][0];
    assert_eq!(result["verdict"], "inconclusive");
    let said = result["warnings"][0]["message"].as_str().unwrap();
    assert!(said.contains("too few different passages"), "{said}");
}

#[test]
fn a_file_that_cannot_be_read_is_looked_up_by_its_digests() {
    let folder = tempfile::tempdir().unwrap();
    let other = "title,author,md5\nEmma,Jane Austen,00112233445566778899aabbccddeeff\n";
    let without = catalogue(folder.path(), "without.csv", other);
    let epub = files::epub(
        &text::made(1, 400),
        &[("META-INF/encryption.xml", files::LOCK.as_bytes())],
    );
    let cases: [(&str, &[u8]); 3] = [
        ("locked.epub", &epub),
        ("cut.epub", &epub[..epub.len() / 2]),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
    ];
    for (name, bytes) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let (ran, report) = check(&[&without], &[&path]);
        assert_eq!(ran.code, Some(2), "{report:#}");
        let skipped = &report["skipped"][0];
        let digests = &skipped["digests"];
        for kind in ["md5", "sha1", "sha256"] {
            let digest = digests[kind].as_str().unwrap();
            // A dump gives the other digests next to an MD5.
            let rows = match kind {
                "md5" => format!("title,author,md5\nThe Salt Road,Jane Writer,{digest}\n"),
                _ => format!(
                    "title,author,md5,{kind}\nThe Salt Road,Jane Writer,{},{digest}\n",
                    "ab".repeat(16)
                ),
            };
            let listed = catalogue(folder.path(), &format!("{name}-{kind}.csv"), &rows);
            let (ran, report) = check(&[&without, &listed], &[&path]);
            assert_eq!(ran.code, Some(1), "{report:#}");
            let result = &report["results"][0];
            assert_eq!(result["verdict"], "same-file");
            assert_eq!(result["matches"][0]["records"][0]["tier"], "identical-file");
            assert_eq!(codes(result), [skipped["code"].as_str().unwrap()]);
            assert_eq!(&result["digests"], digests);
            assert!(report["skipped"].as_array().unwrap().is_empty());
            // As the file of a title it is found, too.
            let list = folder.path().join("list.csv");
            fs::write(
                &list,
                format!("title,author,file\nElsewhere,Ada Quill,{name}\n"),
            )
            .unwrap();
            let mut clients = colophon_tests::isolated();
            clients
                .args(["check", "--format", "json", "--clients"])
                .arg(&list)
                .arg("--index")
                .arg(&listed);
            let report = finish(&mut clients).json();
            assert_eq!(report["results"][0]["verdict"], "same-file", "{report:#}");
        }
    }
}

#[test]
fn what_is_passed_over_in_a_folder_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let texts = texts(folder.path(), 64);
    let books = folder.path().join("library");
    fs::create_dir_all(books.join("Emma")).unwrap();
    fs::write(books.join("Emma/novel.txt"), text::made(5, 2_000)).unwrap();
    for name in ["Emma/cover.jpg", "Emma/metadata.opf", "cover.JPG", "README"] {
        fs::write(books.join(name), "x").unwrap();
    }
    let (ran, report) = check_json(&texts, &[&books]);
    let expected = serde_json::json!([
        {"ending": "jpg", "files": 2}, {"ending": "opf", "files": 1}, {"ending": "", "files": 1},
    ]);
    assert_eq!(report["passed_over"], expected);
    let said = "4 files passed over: 2 .jpg, 1 .opf, 1 other.";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    let check = [Path::new("check"), &books, Path::new("--index"), &texts];
    let ran = colophon(check);
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    assert!(!ran.stderr.contains(said), "it is said once");
}

#[test]
fn pages_with_their_heads_alone_are_not_a_work() {
    let folder = tempfile::tempdir().unwrap();
    let books = folder.path().join("books");
    text::library(&books, 2, 1_500);
    // A scan of 25 pages, each with its head and its number.
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let kids: Vec<String> = (0..25).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count 25/Kids[{}]>>", kids.join(" ")),
        font.to_owned(),
    ];
    for n in 0..25 {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * n
        ));
        let head = pdf::lines(&format!("A Connecticut Yankee in King Arthur {}", n + 117));
        objects.push(pdf::stream("", &head));
    }
    let scan = books.join("scan.pdf");
    fs::write(&scan, pdf::of(&objects)).unwrap();
    fs::write(books.join("note.txt"), text::made(9, 75)).unwrap();
    let out = folder.path().join("made.colophon");
    let build = ["index", "build", "--scale", "64", "--books"].map(Path::new);
    let ran = colophon(
        build
            .into_iter()
            .chain([&*books, Path::new("--out"), &*out]),
    )
    .ending(0);
    assert!(ran.stdout.contains("Works:     2"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Left out:  2"), "{}", ran.stdout);
    for (code, name) in [("no-text-layer", "scan.pdf"), ("too-short", "note.txt")] {
        let is_told =
            |line: &str| line.starts_with(&format!("warning[{code}]")) && line.contains(name);
        assert!(ran.stderr.lines().any(is_told), "{}", ran.stderr);
    }
    let (_, report) = check(&[&out], &[&scan]);
    let result = &report["results"][0];
    assert_eq!(result["verdict"], "inconclusive", "{report:#}");
    assert!(codes(result).contains(&"no-text-layer"));
}
