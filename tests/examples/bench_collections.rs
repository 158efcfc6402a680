//! Builds an index of made-up rows of each kind of dump, next to `SQLite`'s own import of
//! the same rows, and asks it for DOIs.
//!
//! ```text
//! bench_collections COLOPHON [KIND N]...
//! ```
//!
//! Without kinds there is a small number of rows of each. A title has five to twelve
//! words, of sixty thousand that are as unevenly frequent as those of a language; a
//! paper has one to six authors, and a journal its own form of DOI. Nothing else repeats
//! more than it must, so real rows take fewer bytes.
#![expect(clippy::print_stdout, reason = "the figures are the point")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};

const USAGE: &str = "bench_collections COLOPHON [KIND N]...";

/// The kinds, and how many rows there are without a wish.
const KINDS: [(&str, u64); 5] = [
    ("scimag", 300_000),
    ("dois", 3_000_000),
    ("usco", 600_000),
    ("opensubtitles", 600_000),
    ("aac", 200_000),
];

/// How many DOIs an index of papers is asked for.
const N_ASKED: usize = 300;

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const N_WORDS: u64 = 60_000;
const N_JOURNALS: u64 = 40_000;
const N_FILMS: u64 = 150_000;
const N_SERIES: u64 = 12_000;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let colophon = PathBuf::from(arguments.next().context(USAGE)?);
    let mut wanted = Vec::new();
    while let Some(kind) = arguments.next() {
        let n = arguments.next().context(USAGE)?.parse()?;
        wanted.push((kind, n));
    }
    if wanted.is_empty() {
        wanted = KINDS.map(|(kind, n)| (kind.to_owned(), n)).to_vec();
    }
    let folder = tempfile::tempdir_in(colophon.parent().context("a path in a folder")?)?;
    for (kind, n) in wanted {
        measure(&colophon, folder.path(), &kind, n)?;
    }
    Ok(())
}

fn measure(colophon: &Path, folder: &Path, kind: &str, n: u64) -> Result<()> {
    let rows = folder.join(format!("{kind}.rows"));
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&rows)?);
    let mut rng = Dice(0x2545_F491_4F6C_DD1D);
    let words = Words::new(&mut rng);
    match kind {
        "scimag" => scimag(n, &words, &mut rng, &mut out)?,
        "dois" => dois(n, &words, &mut rng, &mut out)?,
        "usco" => usco(n, &words, &mut rng, &mut out)?,
        "opensubtitles" => opensubtitles(n, &words, &mut rng, &mut out)?,
        "aac" => aac(n, &words, &mut rng, &mut out)?,
        _ => bail!("there are no rows of the kind {kind}"),
    }
    out.into_inner()?.sync_all()?;
    let n_bytes = fs::metadata(&rows)?.len();
    println!("\n{kind}: {n} rows, {:.0} MB", n_bytes as f64 / 1e6);

    let index = folder.join(format!("{kind}.colophon"));
    let mut build = Command::new(colophon);
    build.args(["index", "build", "--catalogue"]);
    build.arg(format!("{kind}:{}", rows.display()));
    let own = timed(build.arg("--out").arg(&index))?;
    let per_row = |path: &Path| Ok::<f64, io::Error>(fs::metadata(path)?.len() as f64 / n as f64);
    println!(
        "  index    {own:6.1} s, {:7.0} rows a second, {:4.0} MB a second, {:6.2} bytes a row",
        n as f64 / own,
        n_bytes as f64 / 1e6 / own,
        per_row(&index)?
    );
    let table = folder.join(format!("{kind}.db"));
    match peer(kind, &rows, &table)? {
        Some(peer) => println!(
            "  SQLite   {peer:6.1} s, {:6.2} bytes a row; the index takes {:.2} of its time",
            per_row(&table)?,
            own / peer
        ),
        None => println!("  (SQLite is left out: there is no sqlite3)"),
    }
    if matches!(kind, "scimag" | "dois") {
        ask(colophon, folder, &index, n)?;
    }
    for path in [rows, index, table] {
        let _ = fs::remove_file(path);
    }
    Ok(())
}

fn timed(command: &mut Command) -> Result<f64> {
    let begin = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(begin.elapsed().as_secs_f64())
}

/// Imports the rows into a table of `SQLite`, with one index; `None` without the program.
fn peer(kind: &str, rows: &Path, table: &Path) -> Result<Option<f64>> {
    let import = |mode: &str| format!(".mode {mode}\n.import \"{}\" t\n", rows.display());
    let script = match kind {
        "scimag" => {
            let names: Vec<String> = (0..31).map(|n| format!("c{n}")).collect();
            let index = "CREATE INDEX i ON scimag(c1)";
            let read = format!(".read \"{}\"", rows.display());
            format!(
                "CREATE TABLE scimag({});\nBEGIN;\n{read}\nCOMMIT;\n{index};\n",
                names.join(",")
            )
        }
        "dois" | "aac" => {
            let index = "CREATE INDEX i ON t(line)";
            // A character that is in no row.
            let lines = format!(
                ".mode list\n.separator \"\\037\"\n.import \"{}\" t\n",
                rows.display()
            );
            let index = if kind == "dois" { index } else { "" };
            format!("CREATE TABLE t(line);\n{lines}{index};\n")
        }
        "usco" => import("csv") + "CREATE INDEX i ON t(reg_num);\n",
        _ => import("tabs") + "CREATE INDEX i ON t(ImdbID);\n",
    };
    let mut sqlite = Command::new("sqlite3");
    sqlite
        .arg(table)
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let begin = Instant::now();
    let Ok(mut child) = sqlite.spawn() else {
        return Ok(None);
    };
    let mut input = child.stdin.take().context("standard input")?;
    input.write_all(b"PRAGMA journal_mode=off;\nPRAGMA synchronous=off;\n")?;
    input.write_all(script.as_bytes())?;
    drop(input);
    let status = child.wait()?;
    ensure!(status.success(), "sqlite3: {status}");
    Ok(Some(begin.elapsed().as_secs_f64()))
}

/// Looks up DOIs, every second of which is there, in a list of titles.
fn ask(colophon: &Path, folder: &Path, index: &Path, n: u64) -> Result<()> {
    let mut rng = Dice(0x2545_F491_4F6C_DD1D);
    let words = Words::new(&mut rng);
    let journals = journals(&words, &mut rng);
    let list = folder.join("papers.csv");
    let mut rows = b"doi\n".to_vec();
    let step = (n / N_ASKED as u64).max(1);
    for i in 0..N_ASKED as u64 {
        let doi = doi(&journals, i * step);
        let end = if i % 2 == 0 { "" } else { "x" };
        writeln!(rows, "{doi}{end}")?;
    }
    fs::write(&list, rows)?;
    let mut check = Command::new(colophon);
    check
        .arg("check")
        .arg("--clients")
        .arg(&list)
        .arg("--index")
        .arg(index);
    check.args(["--format", "json"]);
    let begin = Instant::now();
    let done = check.output()?;
    let time = begin.elapsed().as_secs_f64();
    let report: serde_json::Value = serde_json::from_slice(&done.stdout)?;
    let verdicts = report["results"].as_array().context("results")?.iter();
    let n_found = verdicts.filter(|it| it["verdict"] == "listed").count();
    println!("  {N_ASKED} DOIs in {time:.2} s: {n_found} found");
    ensure!(n_found == N_ASKED / 2, "half of them are there");
    Ok(())
}

/// Numbers that look random (xorshift).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n
    }

    /// Returns a number below `n`, small ones more often, as words and names are.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below n"
    )]
    fn uneven(&mut self, n: u64) -> u64 {
        let part = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        // About 1 / (rank + 1), as Zipf's law has it.
        ((n as f64 + 1.0).powf(part) - 1.0) as u64 % n
    }
}

/// Returns one of a list that is longer than `n`.
fn at<T>(list: &[T], n: u64) -> &T {
    &list[usize::try_from(n).unwrap_or(0)]
}

/// Made-up words; names are words too.
struct Words(Vec<String>);

impl Words {
    fn new(rng: &mut Dice) -> Self {
        const SYLLABLES: [&str; 32] = [
            "an", "ber", "cor", "da", "el", "fi", "gar", "ha", "in", "jo", "ka", "lo", "mar", "ne",
            "or", "pe", "qui", "ro", "sa", "ti", "ul", "va", "wil", "xu", "ya", "zo", "son", "ley",
            "man", "ski", "ov", "tion",
        ];
        let word = |_| {
            let n = 1 + rng.below(4);
            (0..n).map(|_| *at(&SYLLABLES, rng.below(32))).collect()
        };
        Self((0..N_WORDS).map(word).collect())
    }

    fn word(&self, rng: &mut Dice) -> &str {
        at::<String>(&self.0, rng.uneven(N_WORDS))
    }

    fn title(&self, least: u64, most: u64, rng: &mut Dice) -> String {
        let n = least + rng.below(most - least + 1);
        let words: Vec<&str> = (0..n).map(|_| self.word(rng)).collect();
        capital(&words.join(" "))
    }

    fn name(&self, rng: &mut Dice) -> (String, String) {
        let surname = 100 + rng.uneven(N_WORDS - 100);
        let given = 100 + rng.uneven(3_000);
        (
            capital(at::<String>(&self.0, given)),
            capital(at::<String>(&self.0, surname)),
        )
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// A journal: its name, the form of its DOIs, its ISSN.
struct Journal {
    name: String,
    prefix: u64,
    code: String,
    issn: String,
}

fn journals(words: &Words, rng: &mut Dice) -> Vec<Journal> {
    let journal = |_| {
        let digits = format!("{:07}", rng.below(10_000_000));
        let values = digits.bytes().map(|digit| u64::from(digit - b'0'));
        let sum: u64 = values.zip((2..=8).rev()).map(|(digit, n)| digit * n).sum();
        let check = match (11 - sum % 11) % 11 {
            10 => "X".to_owned(),
            n => n.to_string(),
        };
        Journal {
            name: format!("Journal of {}", words.title(2, 4, rng)),
            prefix: 1_000 + rng.uneven(9_000),
            code: (0..4)
                .map(|_| char::from(*at(LETTERS, rng.below(26))))
                .collect(),
            issn: format!("{}-{}{check}", &digits[..4], &digits[4..]),
        }
    };
    (0..N_JOURNALS).map(journal).collect()
}

/// Returns the journal of a paper, and its year.
fn published(n: u64) -> (u64, u64) {
    let mut rng = Dice(n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    (rng.uneven(N_JOURNALS), 1950 + rng.below(73))
}

/// Returns the DOI of a paper; no two are the same.
fn doi(journals: &[Journal], n: u64) -> String {
    let (journal, year) = published(n);
    let Journal {
        prefix, code, issn, ..
    } = at(journals, journal);
    match prefix % 3 {
        0 => format!("10.{prefix}/{code}.{year}.{n:08}"),
        1 => format!(
            "10.{prefix}/s{}-{:03}-{n:08}",
            issn.replace('-', ""),
            year - 1900
        ),
        _ => format!("10.{prefix}/j.{code}.{year}.{:02}.{n:x}", 1 + n % 12),
    }
}

fn dois(n: u64, words: &Words, rng: &mut Dice, out: &mut impl Write) -> Result<()> {
    let journals = journals(words, rng);
    for i in 0..n {
        writeln!(out, "{}", doi(&journals, i))?;
    }
    Ok(())
}

const SCIMAG: &str = "ID DOI DOI2 Title Author Year Month Day Volume Issue First_page Last_page \
                      Journal ISBN ISSNP ISSNE MD5 Filesize TimeAdded JOURNALID AbstractURL \
                      Attribute1 Attribute2 Attribute3 Attribute4 Attribute5 Attribute6 visible \
                      PubmedID PMC PII";

fn scimag(n: u64, words: &Words, rng: &mut Dice, out: &mut impl Write) -> Result<()> {
    let journals = journals(words, rng);
    let columns: Vec<String> = SCIMAG
        .split_whitespace()
        .map(|name| format!("`{name}` text"))
        .collect();
    // Two kinds of readers: one passes over what the other has made already.
    writeln!(
        out,
        "CREATE TABLE IF NOT EXISTS `scimag` ({});",
        columns.join(", ")
    )?;
    for i in 0..n {
        if i % 400 == 0 {
            write!(
                out,
                "{}INSERT INTO `scimag` VALUES ",
                if i > 0 { ";\n" } else { "" }
            )?;
        } else {
            write!(out, ",")?;
        }
        let (place, year) = published(i);
        let journal = at(&journals, place);
        let authors: Vec<String> = (0..=rng.uneven(5))
            .map(|_| words.name(rng))
            .map(|(given, surname)| format!("{surname}, {given}"))
            .collect();
        write!(
            out,
            "({},'{}','','{}','{}','{year}','','','{}','{}','{}','','{}','','{}','','{}',{},'{} 10:11:12','','','','','',NULL,'','','','','','')",
            i + 1,
            doi(&journals, i),
            words.title(5, 12, rng),
            authors.join("; "),
            year - 1940,
            1 + rng.below(12),
            rng.below(2_000),
            journal.name,
            journal.issn,
            digits(rng).to_uppercase(),
            100_000 + rng.below(5_000_000),
            day(rng, 2011..2023),
        )?;
    }
    writeln!(out, ";\n-- Dump completed on 2023-01-02")?;
    Ok(())
}

fn digits(rng: &mut Dice) -> String {
    format!("{:016x}{:016x}", rng.next(), rng.next())
}

fn day(rng: &mut Dice, years: std::ops::Range<u64>) -> String {
    let year = years.start + rng.below(years.end - years.start);
    format!("{year}-{:02}-{:02}", 1 + rng.below(12), 1 + rng.below(28))
}

fn usco(n: u64, words: &Words, rng: &mut Dice, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "record_id,reg_num,reg_date,title,work_type,alternate_title,creation_date,\
         publication_status,publication_date,publisher,bibliographic_note,scope_of_rights,\
         statement_of_responsibility,author_1_authorship_statement,author_1_name,claimant_1_name"
    )?;
    for i in 0..n {
        let (given, surname) = words.name(rng);
        let (other_given, other_surname) = words.name(rng);
        let claimant = match rng.below(2) {
            0 => format!("{surname}, {given}"),
            _ => format!("{other_surname}, {other_given}"),
        };
        let registered = day(rng, 1978..2025);
        let year = &registered[..4];
        let publication = match rng.below(4) {
            0 => "UNP,,s.n.]".to_owned(),
            1 => format!("PUB,{year},{} Press", capital(words.word(rng))),
            _ => {
                let press = capital(words.word(rng));
                format!(
                    "PUB,{year}-{:02}-{:02},{press} Press",
                    1 + rng.below(12),
                    1 + rng.below(28)
                )
            }
        };
        writeln!(
            out,
            "{},TX{:010},{registered},\"{} /\",Text,,{year},{publication},,,\"by {given} {surname}\",,\"{surname}, {given}\",\"{claimant}\"",
            1_000 + i * 3,
            rng.below(9_999_999),
            words.title(3, 7, rng),
        )?;
    }
    Ok(())
}

fn opensubtitles(n: u64, words: &Words, rng: &mut Dice, out: &mut impl Write) -> Result<()> {
    const LANGUAGES: [(&str, &str); 8] = [
        ("English", "en"),
        ("Spanish", "es"),
        ("Portuguese (BR)", "pb"),
        ("French", "fr"),
        ("German", "de"),
        ("Polish", "pl"),
        ("Chinese bilingual", "ze"),
        ("Czech", "cs"),
    ];
    writeln!(
        out,
        "IDSubtitle\tMovieName\tMovieYear\tLanguageName\tISO639\tSubAddDate\tImdbID\tSubFormat\t\
         SubSumCD\tMovieReleaseName\tMovieFPS\tSeriesSeason\tSeriesEpisode\tSeriesIMDBParent\t\
         MovieKind\tURL"
    )?;
    let made = |n: u64, rng: &mut Dice| -> Vec<(String, u64, u64)> {
        let one = |_| {
            (
                words.title(1, 4, rng),
                1930 + rng.below(95),
                1 + rng.below(9_999_999),
            )
        };
        (0..n).map(one).collect()
    };
    let (films, series) = (made(N_FILMS, rng), made(N_SERIES, rng));
    for i in 1..=n {
        let (language, code) = *at(&LANGUAGES, rng.uneven(8));
        let added = day(rng, 2005..2025);
        let release = capital(words.word(rng));
        let (name, year, number, season, episode, parent, kind) = if rng.below(2) == 0 {
            let (name, year, number) = at(&films, rng.uneven(N_FILMS));
            (name.clone(), *year, *number, 0, 0, 0, "movie")
        } else {
            let place = rng.uneven(N_SERIES);
            let (series, year, parent) = at(&series, place);
            let (season, episode) = (1 + rng.uneven(8), 1 + rng.below(20));
            let mut own = Dice(place * 1_000 + season * 30 + episode);
            let name = format!("\"{series}\" {}", words.title(2, 5, &mut own));
            let number = own.below(9_000_000) + 1_000_000;
            (name, year + season, number, season, episode, *parent, "tv")
        };
        writeln!(
            out,
            "{i}\t{name}\t{year}\t{language}\t{code}\t{added} 08:11:12\t{number}\tsrt\t1\t{release}.{year}\t23.976\t{season}\t{episode}\t{parent}\t{kind}\thttp://example.org/{i}"
        )?;
    }
    Ok(())
}

fn aac(n: u64, words: &Words, rng: &mut Dice, out: &mut impl Write) -> Result<()> {
    for i in 0..n {
        let (given, surname) = words.name(rng);
        let (md5, id) = (digits(rng), 22_433_983 + i);
        let metadata = serde_json::json!({
            "zlibrary_id": id,
            "date_added": day(rng, 2011..2024),
            "date_modified": "2023-03-11",
            "extension": "epub",
            "filesize_reported": 100_000 + rng.below(9_999_999),
            "md5_reported": md5,
            "title": words.title(3, 9, rng),
            "author": format!("{given} {surname}"),
            "publisher": format!("{} Press", capital(words.word(rng))),
            "language": "english",
            "series": "",
            "volume": "",
            "edition": "",
            "year": (1950 + rng.below(73)).to_string(),
            "pages": rng.below(900).to_string(),
            "description": words.title(15, 40, rng),
            "cover_path": format!("/covers/{md5}.jpg"),
            "isbns": [],
            "category_id": rng.below(500).to_string(),
        });
        let line = serde_json::json!({
            "aacid": format!("aacid__zlib3_records__20230808T0143{:02}Z__{id}__{}", i % 60, &md5[..22]),
            "metadata": metadata,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
