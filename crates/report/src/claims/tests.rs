//! Tests of claim sheets: what they say, and that no entry of a user is lost.

use super::*;
use crate::code::Code;
use crate::fixture::{self, MARKUP, OVERRIDE};
use crate::model::{
    ClaimFacts, ClaimState, GivenRegistration, Record, Registration, Ruled, Side, Tier, Verdict,
};
use crate::xlsx::all_text;

const NAMES: [&str; 8] = [
    "The Salt Road",
    "Harbour Lights",
    "A Winter Crossing",
    "What the River Kept: A Memoir of Four Seasons",
    "Nine Short Stories",
    "Kestrel",
    "The Glass Orchard and Other Essays on Light, Memory and the Long Way Home",
    "Ebb",
];

/// Returns the report of a client with `n` works: found and not, registered and not.
fn client(n: usize) -> Report {
    let mut report = fixture::cut_off();
    let found = report.results[0].clone();
    report.results = (0..n).map(|place| work(&found, place)).collect();
    report
}

fn work(found: &ManuscriptResult, place: usize) -> ManuscriptResult {
    let name = NAMES[place % NAMES.len()];
    let volume = match place / NAMES.len() {
        0 => String::new(),
        n => format!(", Volume {}", n + 1),
    };
    let mut result = ManuscriptResult {
        path: String::new(),
        row: u32::try_from(place + 2).ok(),
        client: Some("Jane Writer".to_owned()),
        title: Some(format!("{name}{volume}")),
        author: Some(match place % 3 {
            0 => "Jane Writer".to_owned(),
            1 => "Writer, Jane; Tom Brand (illus.)".to_owned(),
            _ => "Jane Writer; Ada Quill (ed.)".to_owned(),
        }),
        isbn: vec![format!("97803064{:05}", 6_157 + place)],
        registrations: registrations(place),
        claim: Some(Box::new(facts(place))),
        ..found.clone()
    };
    let records = (0..place % 5).map(|n| record(&result, n)).collect();
    result.matches[0].records = records;
    if place.is_multiple_of(5) {
        result.verdict = Verdict::NotFound;
        result.matches.clear();
    } else {
        result.verdict = Verdict::Listed;
        result.matches[0].hits = None;
    }
    if place % 4 != 1 {
        result.digests = crate::model::Digests::default();
    }
    result
}

fn facts(place: usize) -> ClaimFacts {
    ClaimFacts {
        publisher: Some("Salt & Sons".to_owned()),
        asin: place.is_multiple_of(3).then(|| "B000FA64PK".to_owned()),
        published: Some("2010-03-15".to_owned()),
        registrations: match place % 4 {
            0 => vec![GivenRegistration {
                number: "TX 7-123-456".to_owned(),
                date: Some("2011-02-01".to_owned()),
            }],
            _ => Vec::new(),
        },
        state: ClaimState {
            identifier: (place % 3 == 1).then(|| format!("BZ-{:06}", 4_711 + place)),
            receipt: (place % 6 == 1).then(|| format!("R-{place}/2026")),
            deadline: Some("2026-03-30".to_owned()),
            opted_out: (place % 3 == 1).then(|| "no".to_owned()),
        },
        ..ClaimFacts::default()
    }
}

fn registrations(place: usize) -> Vec<Registration> {
    let own = Registration {
        source: "usco".to_owned(),
        id: format!("cr-{place}"),
        number: "TX0007123456".to_owned(),
        date: Some("2010-05-04".to_owned()),
        title: NAMES[place % NAMES.len()].to_owned(),
        author: "Writer, Jane".to_owned(),
        claimant: Some("Jane Writer".to_owned()),
        publisher: Some("Ingram Content Group".to_owned()),
        published: Some("2010-03-15".to_owned()),
        within_five_years: Ruled::Yes,
        in_time: Ruled::Yes,
        tier: Tier::Confirmed,
        ..Registration::default()
    };
    match place % 4 {
        0 => vec![own],
        1 => vec![
            Registration {
                group: true,
                titles: NAMES.map(str::to_owned).to_vec(),
                date: Some("2016".to_owned()),
                within_five_years: Ruled::No,
                in_time: Ruled::Unknown,
                ..own.clone()
            },
            Registration {
                tier: Tier::Review,
                ..own
            },
        ],
        2 => Vec::new(),
        _ => vec![Registration {
            tier: Tier::Review,
            published: None,
            within_five_years: Ruled::Unknown,
            in_time: Ruled::Unknown,
            ..own
        }],
    }
}

fn record(result: &ManuscriptResult, n: usize) -> Record {
    let sides = [Side::Before, Side::Unclear, Side::After, Side::Unknown];
    Record {
        source: ["libgen-fiction", "zlib", "annas-upload", "pilimi"][n % 4].to_owned(),
        id: format!("{}", 22_433_983 + n),
        title: result.title.clone().unwrap_or_default(),
        author: "Writer, Jane".to_owned(),
        md5: Some("d41d8cd98f00b204e9800998ecf8427e".to_owned()),
        md5_reported: (n == 1).then(|| "0cc175b9c0f1b6a831c399e269772661".to_owned()),
        sha1: (n == 2).then(|| "da39a3ee5e6b4b0d3255bfef95601890afd80709".to_owned()),
        sha256: (n == 2)
            .then(|| "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned()),
        isbn: result.isbn.clone(),
        format: Some("epub".to_owned()),
        size_bytes: Some(412_733 + 1_000 * n as u64),
        added: (n < 3).then(|| format!("20{}-03-02", 19 + n)),
        dated_by: (n == 1).then(|| "zlib: date_added".to_owned()),
        last_change: n == 2,
        visible: Some(n != 1),
        hidden: (n == 1).then(|| "removed".to_owned()),
        year: Some("2010".to_owned()),
        imprint: Some(["Salt and Sons", "Ingram"][n % 2].to_owned()),
        cutoff: Some(sides[n % 4]),
        tier: if n == 3 {
            Tier::Review
        } else {
            Tier::Confirmed
        },
        reason: "The ISBN and the title agree.".to_owned(),
        ..Record::default()
    }
}

fn look(kept: &KeptClaims, language: Language) -> Look<'_> {
    Look {
        language,
        delimiter: Delimiter::Comma,
        has_book: true,
        kept,
    }
}

/// Writes the sheets and returns the page, the table and the workbook.
fn written(report: &Report, kept: &KeptClaims, language: Language) -> (String, String, Vec<u8>) {
    let names = ("Jane Writer", "Jane Writer");
    let sheets = sheets(report, names, "Jane-Writer", look(kept, language));
    let names: Vec<String> = sheets
        .iter()
        .map(|it| format!("{}.{}", it.0, it.1))
        .collect();
    let expected = ["html", "csv", "xlsx"].map(|it| format!("Jane-Writer.claims.{it}"));
    assert_eq!(names, expected);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&sheets[0].2), text(&sheets[1].2), sheets[2].2.clone())
}

fn rows_of(table: &str) -> Vec<SheetRow> {
    let mut rows = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    for (number, row) in (1..).zip(reader.records()) {
        let cells = row.unwrap().iter().map(str::to_owned).collect();
        rows.push(SheetRow {
            sheet: String::new(),
            number,
            cells,
        });
    }
    rows
}

fn place(name: &str) -> usize {
    columns::place(name).unwrap()
}

fn kept_of(rows: &[SheetRow]) -> KeptClaims {
    let mut kept = KeptClaims::default();
    kept.sheet(read_claims(rows).unwrap(), Vec::new());
    kept
}

fn states(report: &Report) -> Vec<ClaimState> {
    let claims = report.results.iter().map(|result| result.claim.clone());
    claims
        .map(|claim| claim.unwrap_or_default().state)
        .collect()
}

#[test]
fn every_work_has_a_row_with_what_a_claim_asks_for() {
    let report = client(8);
    let (page, table, book) = written(&report, &KeptClaims::default(), Language::English);
    let rows = rows_of(&table);
    assert_eq!(rows.len(), 9);
    let cell = |row: usize, name: &str| rows[row].cells[place(name)].as_str();
    assert_eq!(
        cell(2, "authors"),
        "Writer, Jane (author); Tom Brand (illustrator)"
    );
    assert_eq!(cell(2, "claim_id"), "BZ-004712");
    assert_eq!(cell(2, "group_registration"), "yes");
    assert!(cell(2, "group_titles").contains("Kestrel"));
    assert_eq!(
        (cell(2, "within_five_years"), cell(2, "in_time")),
        ("no", "unknown")
    );
    assert_eq!(cell(1, "registration_date"), "2010-05-04");
    let note = cell(1, "registration_note");
    assert!(
        note.contains("1 February 2011") && note.contains("4 May 2010"),
        "{note}"
    );
    let note = cell(1, "publisher_note");
    assert!(
        note.contains("Ingram") && note.contains("often a distributor"),
        "{note}"
    );
    assert_eq!(
        cell(3, "record_md5_reported"),
        "–; 0cc175b9c0f1b6a831c399e269772661"
    );
    assert_eq!(cell(3, "record_hidden"), "no; removed");
    assert_eq!(cell(4, "record_cutoff"), "before; unclear; after");
    assert_eq!(cell(4, "record_last_change"), "no; no; yes");
    assert!(cell(1, "notice").contains("do not replace the online public catalog"));
    assert_eq!(cell(3, "notice"), "", "no registration, no notice");
    for text in [page, all_text(&book)] {
        for said in [
            "TX0007123456",
            "BZ-004712",
            "do not replace the online public catalog",
        ] {
            assert!(text.contains(said), "{said}");
        }
        assert!(text.contains("not legal advice"));
    }
}

#[test]
fn german_sheets_are_german() {
    let (page, table, book) = written(&client(8), &KeptClaims::default(), Language::German);
    assert!(page.contains("Anspruchskennung") && page.contains("lässt sich nicht sagen"));
    assert!(
        table.contains("claim_id,receipt,deadline,opted_out"),
        "names never change"
    );
    assert!(table.contains("Vertriebspartner"));
    let book = all_text(&book);
    assert!(book.contains("Empfangsbestätigung") && !book.contains(">Receipt<"));
}

#[test]
fn what_a_user_writes_is_kept_wherever_the_row_is() {
    let mut report = client(8);
    let (_, table, _) = written(&report, &KeptClaims::default(), Language::English);
    let mut rows = rows_of(&table);
    // The user adds a column, sorts the rows and corrects a title.
    rows[0].cells.push("Who does it".to_owned());
    for (n, row) in rows.iter_mut().enumerate().skip(1) {
        row.cells[place("receipt")] = format!("'-R{n}");
        row.cells[place("deadline")] = "30/03/2026".to_owned();
        row.cells[place("opted_out")] = "Nein".to_owned();
        row.cells.push(format!("Person {n}"));
    }
    rows[3].cells[place("title")] = "Another title".to_owned();
    rows[1..].reverse();
    let kept = kept_of(&rows);
    kept.apply(&mut report);
    for (n, state) in states(&report).iter().enumerate() {
        assert_eq!(state.receipt, Some(format!("-R{}", n + 1)));
        assert_eq!(state.deadline.as_deref(), Some("2026-03-30"));
        assert_eq!(state.opted_out.as_deref(), Some("no"));
    }
    let (_, table, book) = written(&report, &kept, Language::English);
    let again = rows_of(&table);
    assert_eq!(
        again[0].cells.last().map(String::as_str),
        Some("Who does it")
    );
    assert_eq!(again[3].cells.last().map(String::as_str), Some("Person 3"));
    assert!(all_text(&book).contains("Person 8"));
    // Once more, and nothing changes.
    let mut same = report.clone();
    kept_of(&again).apply(&mut same);
    assert_eq!(states(&same), states(&report));
    assert_eq!(written(&same, &kept_of(&again), Language::English).1, table);
}

#[test]
fn where_sheet_and_list_differ_the_sheet_wins_and_says_so() {
    let mut report = client(2);
    let (_, table, _) = written(&report, &KeptClaims::default(), Language::English);
    let mut rows = rows_of(&table);
    rows[2].cells[place("claim_id")] = "BZ-999999".to_owned();
    rows[2].cells[place("receipt")] = String::new();
    kept_of(&rows).apply(&mut report);
    let state = &states(&report)[1];
    assert_eq!(state.identifier.as_deref(), Some("BZ-999999"));
    assert_eq!(
        state.receipt.as_deref(),
        Some("R-1/2026"),
        "the list fills it"
    );
    let warnings = &report.results[1].warnings;
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].code, Code::ClaimDiffers);
    assert!(warnings[0].message.contains("BZ-999999") && warnings[0].message.contains("BZ-004712"));
    assert!(report.results[0].warnings.is_empty());
}

#[test]
fn works_that_left_the_list_are_kept_and_come_back() {
    let report = client(8);
    let (_, table, _) = written(&report, &KeptClaims::default(), Language::English);
    let mut rows = rows_of(&table);
    rows[5].cells[place("claim_id")] = "mine".to_owned();
    let mut fewer = report.clone();
    fewer.results.remove(4);
    let kept = kept_of(&rows);
    kept.apply(&mut fewer);
    let (page, table, book) = written(&fewer, &kept, Language::English);
    let rows = rows_of(&table);
    let last = &rows[8].cells;
    assert_eq!(last[place("in_list")], "no");
    assert_eq!(last[place("title")], "Nine Short Stories");
    assert_eq!(last[place("claim_id")], "mine");
    assert!(page.contains("No longer in the list") && all_text(&book).contains("mine"));
    // It stays, however often the sheet is written, and comes back with its work.
    let kept = kept_of(&rows);
    let (_, again, _) = written(&fewer, &kept, Language::German);
    assert_eq!(rows_of(&again)[8].cells[place("claim_id")], "mine");
    let mut all = report.clone();
    kept.apply(&mut all);
    assert_eq!(states(&all)[4].identifier.as_deref(), Some("mine"));
    let (_, table, _) = written(&all, &kept, Language::English);
    assert_eq!(rows_of(&table).len(), 9, "it is there once");
}

#[test]
fn a_changed_title_keeps_its_state_by_number_or_name() {
    let report = client(3);
    let (_, table, _) = written(&report, &KeptClaims::default(), Language::English);
    let mut rows = rows_of(&table);
    for (n, row) in rows.iter_mut().enumerate().skip(1) {
        row.cells[place("receipt")] = format!("r{n}");
    }
    let mut changed = report.clone();
    changed.results[0].title = Some("The Salt Road, revised".to_owned());
    changed.results[1].isbn.clear();
    kept_of(&rows).apply(&mut changed);
    let receipts: Vec<_> = states(&changed).into_iter().map(|it| it.receipt).collect();
    assert_eq!(receipts, ["r1", "r2", "r3"].map(|it| Some(it.to_owned())));
}

#[test]
fn of_two_changed_sheets_no_entry_is_lost() {
    let report = client(2);
    let (_, table, _) = written(&report, &KeptClaims::default(), Language::English);
    let (mut newer, mut older) = (rows_of(&table), rows_of(&table));
    newer[1].cells[place("claim_id")] = "new".to_owned();
    older[1].cells[place("claim_id")] = "old".to_owned();
    older[1].cells[place("receipt")] = "only here".to_owned();
    let mut kept = KeptClaims::default();
    kept.sheet(read_claims(&newer).unwrap(), read_claims(&older).unwrap());
    let mut report = report;
    kept.apply(&mut report);
    let state = &states(&report)[0];
    assert_eq!(state.identifier.as_deref(), Some("new"));
    assert_eq!(state.receipt.as_deref(), Some("only here"));
    let said: Vec<&str> = report.results[0]
        .warnings
        .iter()
        .map(|it| &*it.message)
        .collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("old"), "{said:?}");
}

#[test]
fn a_sheet_that_would_lose_an_entry_is_not_read() {
    let (_, table, _) = written(&client(2), &KeptClaims::default(), Language::English);
    let sound = rows_of(&table);
    assert_eq!(read_claims(&sound).unwrap().len(), 2);
    let with = |change: &dyn Fn(&mut Vec<SheetRow>)| {
        let mut rows = sound.clone();
        change(&mut rows);
        read_claims(&rows).unwrap_err()
    };
    let receipt = place("receipt");
    assert_eq!(read_claims(&[]), Err(NotKept::NoTable));
    assert_eq!(with(&|rows| _ = rows.remove(0)), NotKept::NoTable);
    assert_eq!(
        with(&|rows| rows[0].cells[receipt].clear()),
        NotKept::Lacks("receipt")
    );
    let above = SheetRow {
        sheet: String::new(),
        number: 9,
        cells: vec!["My claims".to_owned()],
    };
    assert_eq!(
        with(&|rows| rows.insert(0, above.clone())),
        NotKept::AboveHeadings(9)
    );
    assert_eq!(
        with(&|rows| rows[2].cells.push("a note".to_owned())),
        NotKept::NoHeading(3)
    );
    assert_eq!(
        with(&|rows| {
            let twice = rows[0].cells[receipt].clone();
            rows[0].cells.push(twice);
            rows[1].cells.push("x".to_owned());
        }),
        NotKept::Twice("receipt".to_owned())
    );
    assert_eq!(
        with(&|rows| rows[1].cells[receipt] = "x".repeat(40_000)),
        NotKept::TooLong(2)
    );
    assert_eq!(
        with(&|rows| rows.push(SheetRow {
            sheet: "My notes".to_owned(),
            number: 1,
            cells: vec!["call them".to_owned()],
        })),
        NotKept::OtherSheet("My notes".to_owned())
    );
}

#[test]
fn hostile_titles_are_text() {
    let mut report = client(4);
    report.results[0].title = Some(MARKUP.to_owned());
    report.results[1].title = Some(OVERRIDE.to_owned());
    report.results[2].title = Some("=HYPERLINK(\"x\")".to_owned());
    report.results[3].claim.as_mut().unwrap().publisher = Some(MARKUP.to_owned());
    let state = &mut report.results[3].claim.as_mut().unwrap().state;
    state.identifier = Some("=1+1".to_owned());
    state.receipt = Some(OVERRIDE.to_owned());
    for language in Language::ALL {
        let (page, table, book) = written(&report, &KeptClaims::default(), language);
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert!(page.contains("&lt;img src=x"));
        for text in [&page, &table] {
            assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{7}']));
        }
        assert!(!all_text(&book).contains("<f>"), "a formula");
        let rows = rows_of(&table);
        let mut cells = rows.iter().flat_map(|row| &row.cells);
        assert!(!cells.any(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
        let mut same = report.clone();
        kept_of(&rows).apply(&mut same);
        assert_eq!(states(&same)[3].identifier.as_deref(), Some("=1+1"));
    }
}

#[test]
fn names_of_claim_sheets_are_known_again() {
    assert_eq!(claim_sheet_of("Ada.claims.csv"), Some(("Ada", "csv")));
    assert_eq!(
        claim_sheet_of("Ada-Quill-2.claims.xlsx"),
        Some(("Ada-Quill-2", "xlsx"))
    );
    for name in [
        "Ada.csv",
        "claims.csv",
        "~$Ada.claims.xlsx",
        "Ada.claims.html",
        ".~lock.Ada.claims.csv#",
    ] {
        assert_eq!(claim_sheet_of(name), None, "{name}");
    }
    assert!(is_claim_sheet("Ada.claims.html") && !is_claim_sheet("Ada.html"));
}

/// Writes the sheets of a client with 200 works where `COLOPHON_CLAIMS` names a folder,
/// to be looked at.
#[test]
fn claim_sheets_can_be_looked_at() {
    let Some(folder) = std::env::var_os("COLOPHON_CLAIMS") else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    for language in Language::ALL {
        let mut report = client(200);
        let (_, table, _) = written(&report, &KeptClaims::default(), language);
        let mut rows = rows_of(&table);
        rows[7].cells[place("claim_id")] = "BZ-777777".to_owned();
        let kept = kept_of(&rows);
        kept.apply(&mut report);
        report.results.remove(7);
        let (page, table, book) = written(&report, &kept, language);
        std::fs::write(folder.join(format!("claims-{language}.html")), page).unwrap();
        std::fs::write(folder.join(format!("claims-{language}.csv")), table).unwrap();
        std::fs::write(folder.join(format!("claims-{language}.xlsx")), book).unwrap();
    }
}
