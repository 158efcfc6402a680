//! Reports for the tests of the views: every verdict, and hostile names.

use crate::code::Code;
use crate::cutoff::CutoffSource;
use crate::language::Language;
use crate::model::{
    CutoffSummary, Digests, Hex, IndexSummary, ManuscriptResult, Match, Notice, REPORT_VERSION,
    Record, Report, Share, Side, Skipped, SourceSummary, Span, TextSummary, Tier, Tool, Verdict,
    WorkSummary,
};

/// A title that is a whole page if it is not escaped.
pub(super) const MARKUP: &str = "<img src=x onerror=alert(1)></bdi><script>alert(2)</script>&amp;";
/// A name that hides its extension and clears the screen.
pub(super) const OVERRIDE: &str = "Novel \u{202e}fdp.exe\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m";

/// Returns a report with every verdict, every field and hostile names.
pub(super) fn full() -> Report {
    let mut report = small();
    report.indexes.push(IndexSummary {
        file: "/usr/share/colophon/starter.colophon".to_owned(),
        name: "Starter index".to_owned(),
        demonstration: true,
        numbers_only: false,
        records: 0,
        works: 64,
        ..report.indexes[0].clone()
    });
    report.indexes[0].records = 7_482_113;
    report.indexes.push(IndexSummary {
        name: "Books3, ISBNs".to_owned(),
        numbers_only: true,
        records: 129_319,
        works: 0,
        sources: vec![SourceSummary {
            name: "Books3".to_owned(),
            snapshot: None,
            records: 129_319,
            numbers_only: true,
        }],
        ..report.indexes[0].clone()
    });
    report.results.extend(found());
    report.results.extend(not_found());
    report.skipped = vec![
        skipped(
            "/home/jane/locked.epub",
            Code::Encrypted,
            "The file is locked by copy protection",
        ),
        skipped(
            &format!("/home/jane/{OVERRIDE}"),
            Code::ParserCrashed,
            "It could not be read.",
        ),
        Skipped {
            row: None,
            client: None,
            sheet: None,
            path: "/home/jane/photo.jpg".to_owned(),
            code: Code::Unsupported,
            message: MARKUP.to_owned(),
            hint: "Save the text as DOCX, EPUB, PDF or plain text.".to_owned(),
            digests: None,
        },
    ];
    with_cutoff(report)
}

/// Returns the report with a cut-off date, its records on each side in turn.
pub(super) fn with_cutoff(mut report: Report) -> Report {
    let sources = [CutoffSource::LibgenOrder, CutoffSource::LibgenReports];
    let sources = sources.map(|it| it.phrase().say(Language::English).to_owned());
    report.cutoff = Some(CutoffSummary {
        name: Some("bartz-libgen".to_owned()),
        from: "2021-06-01".to_owned(),
        to: "2021-07-31".to_owned(),
        sources: sources.to_vec(),
    });
    let sides = [
        (Side::Before, Some("2019-03-02")),
        (Side::Unclear, Some("2021-07-31")),
        (Side::After, Some("2021-08-01")),
        (Side::Unknown, None),
    ];
    let matches = report.results.iter_mut().flat_map(|it| &mut it.matches);
    let records = matches.flat_map(|it| &mut it.records);
    for (record, (side, added)) in records.zip(sides.iter().cycle()) {
        record.cutoff = Some(*side);
        record.added = added.map(str::to_owned);
    }
    report
}

/// Returns a report with one manuscript, found with four records, and a cut-off date.
pub(super) fn cut_off() -> Report {
    let mut report = small();
    report.results[0].matches[0].records = vec![record(); 4];
    with_cutoff(report)
}

/// Returns a report with one manuscript, found, and one index.
pub(super) fn small() -> Report {
    let mut result = manuscript(
        "/home/jane/The Salt Road.docx",
        "The Salt Road",
        Verdict::SameText,
    );
    result.matches = vec![Match {
        records: vec![record()],
        ..text_match("The Salt Road", Verdict::SameText)
    }];
    Report {
        report_version: REPORT_VERSION,
        tool: Tool {
            name: "colophon".to_owned(),
            version: "0.1.0".to_owned(),
        },
        created: "2026-11-23T19:12:28Z".to_owned(),
        from: None,
        indexes: vec![IndexSummary {
            file: "/home/jane/Indexes/fiction-2024.colophon".to_owned(),
            name: "Fiction mirror, spring 2024".to_owned(),
            sha256: "3b1f0c9d5e7a2648".repeat(4),
            created: "2024-03-02T08:00:00Z".to_owned(),
            works: 1_204_551,
            records: 0,
            scale: 1024,
            recipe: "letters-24-v1".to_owned(),
            demonstration: false,
            numbers_only: false,
            sources: Vec::new(),
            set: None,
        }],
        cutoff: None,
        results: vec![result],
        skipped: Vec::new(),
        left_out: Vec::new(),
        passed_over: Vec::new(),
        one_book: Vec::new(),
    }
}

/// Returns a report of a check that found no document.
pub(super) fn empty() -> Report {
    Report {
        results: Vec::new(),
        ..small()
    }
}

/// Returns a report on `n` manuscripts, every fortieth of them found.
pub(super) fn many(n: usize) -> Report {
    let mut report = small();
    let found = report.results[0].clone();
    report.results = (0..n)
        .map(|place| {
            let title = format!("Collected Essays, Volume {}", place + 1);
            let path = format!("/home/jane/list/essays-{:03}.docx", place + 1);
            if place % 40 == 7 {
                let mut found = found.clone();
                found.digests.text_sha256 = Some(Hex(digest_of(&path)));
                found.matches[0].work.id = format!("W-{place}");
                ManuscriptResult {
                    path,
                    title: Some(title),
                    ..found
                }
            } else {
                manuscript(&path, &title, Verdict::NotFound)
            }
        })
        .collect();
    report
}

fn found() -> Vec<ManuscriptResult> {
    let mut same_file = manuscript(
        "/home/jane/harbour.epub",
        "Harbour Lights",
        Verdict::SameFile,
    );
    same_file.matches = vec![
        Match {
            records: vec![
                Record {
                    tier: Tier::IdenticalFile,
                    reason: String::new(),
                    ..record()
                },
                Record {
                    visible: Some(false),
                    isbn: Vec::new(),
                    ..record()
                },
            ],
            ..text_match("Harbour Lights", Verdict::SameFile)
        },
        Match {
            index: 1,
            ..text_match(
                "Harbour Lights, and other stories",
                Verdict::WithinLargerWork,
            )
        },
        Match {
            index: 1,
            edition_of: Some(0),
            ..text_match("Harbour Lights (second edition)", Verdict::SameText)
        },
    ];
    let mut scan = manuscript(
        "/home/jane/scan of a novel.pdf",
        "A Winter Crossing",
        Verdict::SameText,
    );
    scan.matches = vec![Match {
        manuscript_in_work: Some(share(0.52, 0.43, 0.61)),
        work_in_manuscript: Some(share(0.53, 0.44, 0.62)),
        coverage: Some(0.96),
        ..text_match("A Winter Crossing", Verdict::SameText)
    }];
    let mut revised = manuscript(
        "/home/jane/قصة.docx",
        "قصة الطريق إلى البحر",
        Verdict::RevisedText,
    );
    revised.author = Some("ليلى الكاتبة".to_owned());
    revised.text.language = Some("ar".to_owned());
    revised.matches = vec![Match {
        manuscript_in_work: Some(share(0.44, 0.36, 0.52)),
        work_in_manuscript: Some(share(0.61, 0.51, 0.7)),
        coverage: Some(0.5),
        spans: vec![
            Span {
                from: 0.02,
                to: 0.21,
            },
            Span {
                from: 0.34,
                to: 0.36,
            },
            Span {
                from: 0.55,
                to: 0.83,
            },
        ],
        ..text_match("الطريق إلى البحر", Verdict::RevisedText)
    }];
    let mut listed = manuscript("/home/jane/pen-name.docx", "三四郎の帰郷", Verdict::Listed);
    listed.matches = vec![Match {
        manuscript_in_work: None,
        work_in_manuscript: None,
        coverage: None,
        hits: None,
        spans: Vec::new(),
        records: (0..7)
            .map(|n| Record {
                id: format!("{}", 90_210 + n),
                ..record()
            })
            .collect(),
        ..text_match("三四郎の帰郷", Verdict::Listed)
    }];
    vec![same_file, scan, collection(), revised, listed]
}

/// Returns a collection of stories of which many are in the index.
fn collection() -> ManuscriptResult {
    let mut collection = manuscript(
        "/home/jane/stories.odt",
        "Nine Short Stories",
        Verdict::ContainsWork,
    );
    collection.matches = (0..20_u32)
        .map(|n| {
            let from = f64::from(n) * 0.05;
            Match {
                spans: vec![Span {
                    from,
                    to: from + 0.031,
                }],
                manuscript_in_work: Some(share(0.031, 0.02, 0.045)),
                coverage: Some(0.04),
                hits: Some(if n == 1 { 4 } else { 18 }),
                ..text_match(&format!("Story number {}", n + 1), Verdict::ContainsWork)
            }
        })
        .collect();
    collection
}

fn not_found() -> Vec<ManuscriptResult> {
    let mut passages = manuscript("/home/jane/sermons.txt", MARKUP, Verdict::SharedPassages);
    passages.author = Some("=HYPERLINK(\"x\")".to_owned());
    passages.matches = vec![Match {
        manuscript_in_work: Some(share(0.004, 0.001, 0.012)),
        work_in_manuscript: Some(share(0.0005, 0.0001, 0.001)),
        coverage: Some(0.02),
        hits: Some(3),
        spans: vec![Span {
            from: 0.401,
            to: 0.404,
        }],
        work: WorkSummary {
            id: "<b>".to_owned(),
            title: MARKUP.to_owned(),
            author: OVERRIDE.to_owned(),
        },
        ..text_match("", Verdict::SharedPassages)
    }];
    let mut possible = manuscript(
        "/home/jane/home.docx",
        &"Home ".repeat(1_000),
        Verdict::Possible,
    );
    possible.matches = vec![Match {
        manuscript_in_work: None,
        work_in_manuscript: None,
        coverage: None,
        hits: None,
        spans: Vec::new(),
        records: vec![Record {
            tier: Tier::Review,
            reason: "The title agrees; the author's first name is missing.".to_owned(),
            ..record()
        }],
        ..text_match("Home", Verdict::Possible)
    }];
    let mut nothing = manuscript(
        "/home/jane/-draft.md",
        "=cmd|' /C calc'!A0",
        Verdict::NotFound,
    );
    nothing.warnings = vec![Notice {
        code: Code::Truncated,
        message: "Chapter 12 of 14 could not be read".to_owned(),
    }];
    let override_name = manuscript("/home/jane/+x.txt", OVERRIDE, Verdict::NotFound);
    let untitled = ManuscriptResult {
        title: None,
        author: None,
        text: TextSummary::default(),
        digests: Digests::default(),
        ..manuscript("/home/jane/agent.print", "", Verdict::NotFound)
    };
    let mut scan = manuscript(
        "/home/jane/scan.pdf",
        "Old typescript",
        Verdict::Inconclusive,
    );
    scan.text = TextSummary {
        letters: 40,
        words: 9,
        language: None,
        hashes: 0,
    };
    scan.warnings = vec![Notice {
        code: Code::NoTextLayer,
        message: "211 of 212 pages hold pictures and no text.".to_owned(),
    }];
    let by_number = ManuscriptResult {
        isbn: vec!["9780306406157".to_owned()],
        numbers_of: vec!["Books3".to_owned()],
        ..manuscript("/home/jane/by-number.epub", "Ebb", Verdict::NotFound)
    };
    vec![
        passages,
        possible,
        nothing,
        override_name,
        untitled,
        by_number,
        scan,
    ]
}

fn manuscript(path: &str, title: &str, verdict: Verdict) -> ManuscriptResult {
    ManuscriptResult {
        path: path.to_owned(),
        sheet: None,
        row: None,
        client: None,
        title: Some(title.to_owned()),
        author: Some("Jane Writer".to_owned()),
        isbn: Vec::new(),
        guessed: None,
        parts: Vec::new(),
        numbers_of: Vec::new(),
        digests: Digests {
            md5: Some(Hex([0x0f; 16])),
            sha1: Some(Hex([0x1e; 20])),
            sha256: Some(Hex([0x2d; 32])),
            text_sha256: Some(Hex(digest_of(path))),
        },
        text: TextSummary {
            letters: 431_220,
            words: 92_114,
            language: Some("en".to_owned()),
            hashes: 421,
        },
        verdict,
        matches: Vec::new(),
        registrations: Vec::new(),
        claim: None,
        warnings: Vec::new(),
    }
}

/// Returns what differs for two texts.
fn digest_of(path: &str) -> [u8; 32] {
    let mut digest = [0x3c_u8; 32];
    for (place, byte) in path.bytes().enumerate() {
        digest[place % 32] = digest[place % 32].wrapping_mul(31).wrapping_add(byte);
    }
    digest
}

fn text_match(title: &str, verdict: Verdict) -> Match {
    Match {
        index: 0,
        work: WorkSummary {
            id: format!("W-{}", title.len()),
            title: title.to_owned(),
            author: "Jane Writer".to_owned(),
        },
        edition_of: None,
        verdict,
        manuscript_in_work: Some(share(0.97, 0.91, 0.99)),
        work_in_manuscript: Some(share(0.96, 0.9, 0.99)),
        coverage: Some(0.99),
        hits: Some(101),
        spans: vec![Span { from: 0.0, to: 1.0 }],
        records: Vec::new(),
    }
}

fn record() -> Record {
    Record {
        source: "libgen-fiction".to_owned(),
        id: "90210".to_owned(),
        title: "The Salt Road".to_owned(),
        author: "Writer, Jane".to_owned(),
        md5: Some("d41d8cd98f00b204e9800998ecf8427e".to_owned()),
        isbn: vec!["9780306406157".to_owned()],
        asin: None,
        format: Some("epub".to_owned()),
        size_bytes: Some(412_733),
        added: Some("2019-03-02".to_owned()),
        visible: Some(true),
        tier: Tier::Confirmed,
        reason: "The ISBN and the title agree.".to_owned(),
        ..Record::default()
    }
}

fn skipped(path: &str, code: Code, message: &str) -> Skipped {
    Skipped {
        path: path.to_owned(),
        sheet: None,
        row: None,
        client: None,
        code,
        message: message.to_owned(),
        hint: String::new(),
        digests: None,
    }
}

fn share(estimate: f64, low: f64, high: f64) -> Share {
    Share {
        estimate,
        low,
        high,
    }
}
