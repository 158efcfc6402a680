//! Registrations: namesakes, editions and registrations of several works.

use std::path::Path;

use anyhow::Result;

use super::made::Chance;
use super::{check, index, share, write_csv};
use crate::Setup;

const N_WORKS: usize = 2_000;

struct Work {
    title: String,
    author: (String, String),
    year: usize,
    number: String,
}

/// Runs the measurement.
pub(super) fn run(setup: &Setup, folder: &Path, chance: &mut Chance) -> Result<()> {
    let header = [
        "record_id",
        "reg_num",
        "reg_date",
        "title",
        "work_type",
        "alternate_title",
        "creation_date",
        "publication_status",
        "publication_date",
        "publisher",
        "statement_of_responsibility",
        "author_1_name",
        "claimant_1_name",
        "track_title_1",
        "track_title_2",
        "track_title_3",
    ];
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut works = Vec::new();
    let mut next = 1_000_000;
    let mut number = || {
        next += 37;
        format!("TX{next:010}")
    };
    let entry = |number: &str,
                 title: &str,
                 author: &(String, String),
                 year: usize,
                 month: usize,
                 tracks: &[&str]| {
        let mut row = vec![
            number
                .trim_start_matches(|c: char| !c.is_ascii_digit())
                .to_owned(),
            number.to_owned(),
            format!("{year}-{month:02}-20"),
            format!("{title} /"),
            "Text".to_owned(),
            String::new(),
            (year - 1).to_string(),
            "PUB".to_owned(),
            format!("{year}-{month:02}-01"),
            "Harbour Press".to_owned(),
            format!("by {} {}", author.0, author.1),
            format!("{}, {}", author.1, author.0),
            format!("{}, {}", author.1, author.0),
        ];
        for n in 0..3 {
            row.push(tracks.get(n).copied().unwrap_or_default().to_owned());
        }
        row
    };
    for n in 0..N_WORKS {
        let n_words = 2 + chance.below(3);
        let (title, author, year) = (
            chance.title(n_words),
            chance.name(),
            1980 + chance.below(35),
        );
        let own = number();
        match n % 10 {
            // One of several works of a registration.
            0 => {
                let (one, other) = (chance.title(3), chance.title(3));
                rows.push(entry(
                    &own,
                    &chance.title(2),
                    &author,
                    year,
                    5,
                    &[&one, &title, &other],
                ));
            }
            // A later edition has a registration of its own.
            1 | 2 => {
                rows.push(entry(&own, &title, &author, year, 5, &[]));
                rows.push(entry(
                    &number(),
                    &title,
                    &author,
                    year + 3 + chance.below(20),
                    2,
                    &[],
                ));
            }
            // Somebody else's work of that title, in that year.
            3 | 4 => {
                rows.push(entry(&own, &title, &author, year, 5, &[]));
                rows.push(entry(&number(), &title, &chance.name(), year, 7, &[]));
            }
            // Another work of the author, in that year.
            5 => {
                rows.push(entry(&own, &title, &author, year, 5, &[]));
                rows.push(entry(
                    &number(),
                    &(title.clone() + " Workbook"),
                    &author,
                    year,
                    7,
                    &[],
                ));
            }
            _ => rows.push(entry(&own, &title, &author, year, 5, &[])),
        }
        works.push(Work {
            title,
            author,
            year,
            number: own,
        });
    }
    let dump = folder.join("registrations.csv");
    write_csv(&dump, &header, &rows)?;
    let index = index(setup, &dump, "usco", &[])?;
    for with_year in [true, false] {
        let rows: Vec<Vec<String>> = works
            .iter()
            .enumerate()
            .map(|(n, work)| {
                let (first, last) = &work.author;
                let year = if with_year {
                    work.year.to_string()
                } else {
                    String::new()
                };
                let author = match n % 3 {
                    0 => format!("{last}, {first}"),
                    1 => format!("{}. {last}", &first[..1]),
                    _ => format!("{first} {last}"),
                };
                vec![work.title.clone(), author, year]
            })
            .collect();
        let list = folder.join("works.csv");
        write_csv(&list, &["title", "author", "year"], &rows)?;
        let results = check(setup, &list, &index, &["--cutoff", "bartz-libgen"])?;
        let (mut right, mut wrong, mut look) = (0, 0, 0);
        for (work, result) in works.iter().zip(&results) {
            let own: Vec<&str> = result
                .registrations
                .iter()
                .filter(|it| it.tier.is_found())
                .map(|it| it.number.as_str())
                .collect();
            if own.iter().any(|number| *number != work.number) {
                wrong += 1;
            } else if own.is_empty() {
                look += 1;
            } else {
                right += 1;
            }
        }
        println!(
            "registrations {}: right {}; wrong {}; to look at {}",
            if with_year {
                "with the year"
            } else {
                "without the year"
            },
            share(right, works.len()),
            share(wrong, works.len()),
            share(look, works.len()),
        );
    }
    Ok(())
}
