//! Pseudo-random records.

use colophon_catalogue::{Date, DateKind, Form, PartialDate, Record, Source, doi};
use colophon_index::Builder;

use super::scramble;

/// Describes a collection of the tests.
pub fn source(place: u16) -> Source {
    Source {
        name: format!("source-{place}"),
        kind: "libgen".to_owned(),
        file: format!("dump {place}.sql.gz"),
        snapshot: if place == 1 {
            Date::new(2023, 2, 28)
        } else {
            None
        },
        n_records: 999,
        n_titles: 999,
        dated_by: format!("source-{place} date_added"),
        date_kind: if place == 2 {
            DateKind::Changed
        } else {
            DateKind::Added
        },
    }
}

fn pick<'a>(words: &[&'a str], random: u64) -> &'a str {
    words[usize::try_from(random >> 16).unwrap() % words.len()]
}

/// Makes `n` records of works with several records each; some fields are odd.
pub fn records(n: u64) -> Vec<Record> {
    (0..n).map(record).collect()
}

#[expect(clippy::too_many_lines, reason = "one field after the other")]
fn record(n: u64) -> Record {
    let work = scramble(n) % (1 + n / 4);
    let of_work = |salt: u64| scramble(work * 1_000 + salt);
    let own = |salt: u64| scramble((n << 20) + salt);
    let some = |salt: u64, text: String| {
        if own(salt).is_multiple_of(3) {
            text
        } else {
            String::new()
        }
    };
    let nouns = [
        "Sea",
        "Río",
        "Книга",
        "山路",
        "Night",
        "O'Brien",
        "the",
        "ß",
    ];
    let names = ["Austen", "Толстой", "Brontë", "Li", "de la Cruz", "von"];
    let title = format!(
        "The {} of {} {}",
        pick(&nouns, of_work(1)),
        pick(&nouns, of_work(2)),
        of_work(3) % 90
    );
    let author = format!("{} {}", pick(&names, of_work(4)), pick(&names, of_work(5)));
    let md5 = |salt: u64| {
        let mut md5 = [0; 16];
        md5[..8].copy_from_slice(&own(salt).to_le_bytes());
        md5[8..].copy_from_slice(&own(salt + 1).to_le_bytes());
        md5
    };
    // A few are a DOI alone, some of them in two sources.
    if own(40).is_multiple_of(9) {
        return Record {
            source: u16::try_from(own(7) % 3).unwrap(),
            listed_doi: Some(doi::hash(&format!("10.5555/{}", n / 2))),
            ..Record::default()
        };
    }
    let form = Form::of_code(own(41) % 8).unwrap();
    let number = |salt: u64, most: u64| own(salt).is_multiple_of(2).then(|| own(salt + 1) % most);
    let small = |salt: u64| number(salt, 40).map(|n| u32::try_from(n).unwrap());
    let date = |salt: u64| {
        let year = u16::try_from(1923 + own(salt) % 100).unwrap();
        let month = u8::try_from(own(salt + 1) % 13).ok().filter(|n| *n > 0);
        let day = u8::try_from(own(salt + 2) % 29).ok().filter(|n| *n > 0);
        let day = day.filter(|_| month.is_some());
        own(salt + 3)
            .is_multiple_of(2)
            .then(|| PartialDate::new(year, month, day).unwrap())
    };
    let isbn = 978_000_000_000 + of_work(6) % 999_999_999;
    Record {
        source: u16::try_from(own(7) % 3).unwrap(),
        id: match own(8) % 5 {
            0 => format!("0{n}"),
            1 => String::new(),
            2 => format!("x{n}\0y"),
            _ => n.to_string(),
        },
        title: if own(9).is_multiple_of(4) {
            format!("{title}: a subtitle [{}]", own(10) % 7)
        } else {
            title
        },
        other_titles: (0..own(11) % 4)
            .map(|i| {
                if i == 2 {
                    String::new()
                } else {
                    format!("Título {work} {i}")
                }
            })
            .collect(),
        author,
        volume: some(12, format!("vol. {}", own(13) % 9)),
        series: some(14, "Серия \"Классики\"".to_owned()),
        imprint: some(15, "Пингвин & Co".to_owned()),
        edition: some(16, "3rd".to_owned()),
        year: (1900 + own(17) % 120).to_string(),
        language: pick(&["English", "Russian", ""], own(18)).to_owned(),
        identifiers: some(19, format!("{}, junk", isbn_text(isbn))),
        asin: some(20, format!("B0{:08}", own(21) % 100_000_000)),
        md5: (!own(22).is_multiple_of(10)).then(|| md5(23)),
        md5_reported: own(24).is_multiple_of(10).then(|| md5(25)),
        format: pick(&["epub", "pdf", "djvu"], own(27)).to_owned(),
        size_bytes: match own(28) % 9 {
            0 => None,
            1 => Some((1 << 55) - 1),
            _ => Some(own(29) % (1 << 27)),
        },
        added: if own(30).is_multiple_of(9) {
            None
        } else {
            Date::new(
                u16::try_from(2000 + own(31) % 20).unwrap(),
                u8::try_from(1 + own(32) % 12).unwrap(),
                u8::try_from(1 + own(33) % 28).unwrap(),
            )
        },
        hidden: some(34, "del".to_owned()),
        form,
        doi: some(
            42,
            format!("10.1000/{}.{}", pick(&names, own(43)).to_lowercase(), n),
        ),
        listed_doi: None,
        issn: some(44, "0028-0836,1476-4687".to_owned()),
        journal: some(45, pick(&nouns, own(46)).to_owned()),
        issue: some(
            47,
            format!("{}({}):{}", own(48) % 90, own(49) % 12, own(50) % 999),
        ),
        imdb: number(51, 54_321_987_654),
        series_imdb: number(53, 1_000_000),
        season: small(55),
        episode: small(57),
        registration: some(59, format!("TX{:010}", own(60) % 9_999_999)),
        registered: date(61),
        published: date(65),
        claimant: some(69, "Walker, Alice".to_owned()),
        note: some(70, "text".to_owned()),
        sha1: None,
        sha256: None,
    }
}

fn isbn_text(body: u64) -> String {
    let mut rest = body;
    let mut sum = 0;
    for n in 0..12 {
        sum += rest % 10 * if n % 2 == 0 { 3 } else { 1 };
        rest /= 10;
    }
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Returns the further digests of a file of the tests, which a third of them have.
#[expect(clippy::type_complexity, reason = "two digests of two lengths")]
pub fn digests_of(md5: [u8; 16]) -> Option<(Option<[u8; 20]>, Option<[u8; 32]>)> {
    let seed = u64::from(md5[0]) << 8 | u64::from(md5[1]);
    let byte = scramble(u64::from_le_bytes(*md5.first_chunk().unwrap())).to_le_bytes();
    let fill = |at: usize| byte[at % 8] ^ at.to_le_bytes()[0];
    match seed % 6 {
        0 => Some((Some(std::array::from_fn(fill)), None)),
        1 => Some((
            Some(std::array::from_fn(fill)),
            Some(std::array::from_fn(fill)),
        )),
        _ => None,
    }
}

/// Adds records with their sources, and digests of their files.
pub fn add(builder: &mut Builder, records: &[Record]) {
    for place in 0..3 {
        assert_eq!(builder.add_source(source(place)).unwrap(), place);
    }
    for (n, record) in records.iter().enumerate() {
        let digests = record.md5.and_then(digests_of);
        if n % 2 == 0 {
            builder.add_record(record).unwrap();
        }
        if let (Some(md5), Some((sha1, sha256))) = (record.md5, digests) {
            builder.add_digests(md5, sha1, sha256).unwrap();
        }
        if n % 2 == 1 {
            builder.add_record(record).unwrap();
        }
    }
}
