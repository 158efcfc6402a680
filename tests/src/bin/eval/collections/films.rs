//! Films: remakes, films of one name, and episodes.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;

use super::made::Chance;
use super::{check, index, share, write_csv};
use crate::Setup;

const N_TITLES: usize = 2_000;

struct Film {
    imdb: usize,
    title: String,
    year: usize,
    writer: (String, String),
    /// Series, season and episode.
    place: Option<(String, usize, usize, usize)>,
}

/// Runs the measurement.
pub(super) fn run(setup: &Setup, folder: &Path, chance: &mut Chance) -> Result<()> {
    let mut films = Vec::new();
    // The films that are asked for and not there: a remake is.
    let mut absent = Vec::new();
    for n in 0..N_TITLES {
        let n_words = 1 + chance.below(3);
        let title = chance.title(n_words) + &format!(" {}", super::made::capital(&chance.name().1));
        let year = 1940 + chance.below(40);
        let of = |at: usize, year: usize, chance: &mut Chance| Film {
            imdb: 100_000 + n * 10 + at,
            title: title.clone(),
            year,
            writer: chance.name(),
            place: None,
        };
        let first = of(1, year, chance);
        let remake = of(2, year + 5 + chance.below(40), chance);
        if n % 2 == 0 {
            films.push(first);
        } else {
            absent.push(first);
        }
        films.push(remake);
        if n % 20 == 0 {
            // Another film of that name and year.
            films.push(of(3, year, chance));
        }
    }
    let n_films = films.len();
    for n in 0..200 {
        let series = chance.title(2);
        for season in 1..=2 {
            for episode in 1..=5 {
                films.push(Film {
                    imdb: 900_000 + n * 100 + season * 10 + episode,
                    title: chance.title(3),
                    year: 1990 + n % 30,
                    writer: chance.name(),
                    place: Some((series.clone(), season, episode, 800_000 + n)),
                });
            }
        }
    }
    let dump = folder.join("subtitles.tsv");
    write(&dump, &films, chance)?;
    let crew = crew(folder, &films)?;
    for (name, crew) in [("without writers", &[][..]), ("with writers", &crew[..])] {
        let index = index(setup, &dump, "opensubtitles", crew)?;
        let list = folder.join("films.csv");
        let header = [
            "title", "author", "year", "imdb", "type", "series", "season", "episode",
        ];
        let row = |film: &Film, with_number: bool| {
            let (given, surname) = &film.writer;
            let mut row = vec![
                film.title.clone(),
                format!("{given} {surname}"),
                film.year.to_string(),
                if with_number {
                    format!("tt{:07}", film.imdb)
                } else {
                    String::new()
                },
                "film".to_owned(),
                String::new(),
                String::new(),
                String::new(),
            ];
            if let Some((series, season, episode, _)) = &film.place {
                "episode".clone_into(&mut row[4]);
                row[5].clone_from(series);
                row[6] = season.to_string();
                row[7] = episode.to_string();
                if season == &2 {
                    row[0] = format!("{series} S{season:02}E{episode:02}");
                }
            }
            row
        };
        let present: Vec<&Film> = films
            .iter()
            .filter(|it| it.imdb % 10 == 2 || it.place.is_some())
            .collect();
        for with_number in [true, false] {
            let asked = present.iter().copied().chain(&absent);
            let rows: Vec<_> = asked.clone().map(|film| row(film, with_number)).collect();
            write_csv(&list, &header, &rows)?;
            let results = check(setup, &list, &index, &[])?;
            let (mut found, mut wrong, mut absent_found) = (0, 0, 0);
            for (n, (film, result)) in asked.zip(&results).enumerate() {
                let number = format!("tt{:07}", film.imdb);
                let records = result.matches.iter().flat_map(|it| &it.records);
                let own: Vec<bool> = records
                    .filter(|it| it.tier.is_found())
                    .map(|it| it.imdb.as_deref() == Some(&number))
                    .collect();
                wrong += own.iter().filter(|own| !**own).count();
                if n < present.len() {
                    found += usize::from(own.contains(&true));
                } else {
                    absent_found += usize::from(result.verdict.is_found());
                }
            }
            println!(
                "films and episodes {name}, {}: found {}; wrong records: {wrong}; absent, found: {}",
                if with_number { "by number" } else { "by title" },
                share(found, present.len()),
                share(absent_found, absent.len()),
            );
        }
    }
    println!("({n_films} films, {} episodes)", films.len() - n_films);
    Ok(())
}

fn write(path: &Path, films: &[Film], chance: &mut Chance) -> Result<()> {
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    writeln!(
        file,
        "IDSubtitle\tMovieName\tMovieYear\tLanguageName\tISO639\tSubAddDate\tImdbID\tSubFormat\tSubSumCD\tMovieReleaseName\t\
         MovieFPS\tSeriesSeason\tSeriesEpisode\tSeriesIMDBParent\tMovieKind\tURL"
    )?;
    let mut id = 1;
    for film in films {
        for _ in 0..=chance.below(3) {
            let (name, season, episode, parent, kind) = match &film.place {
                Some((series, season, episode, parent)) => (
                    format!("\"{series}\" {}", film.title),
                    *season,
                    *episode,
                    *parent,
                    "tv",
                ),
                None => (film.title.clone(), 0, 0, 0, "movie"),
            };
            let language = *chance
                .pick(&["English\ten", "German\tde", "Portuguese (BR)\tpb"])
                .as_bytes()
                .first()
                .unwrap();
            let language = match language {
                b'E' => "English\ten",
                b'G' => "German\tde",
                _ => "Portuguese (BR)\tpb",
            };
            writeln!(
                file,
                "{id}\t{name}\t{}\t{language}\t2012-03-04 05:06:07\t{}\tsrt\t1\tx.720p\t23.976\t{season}\t{episode}\t{parent}\t{kind}\t\
                 http://www.opensubtitles.org/subtitles/{id}",
                film.year, film.imdb,
            )?;
            id += 1;
        }
    }
    Ok(())
}

fn crew(folder: &Path, films: &[Film]) -> Result<Vec<std::path::PathBuf>> {
    let path = |name: &str| folder.join(name);
    let mut basics = Vec::<u8>::from(
        "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n",
    );
    let mut written = Vec::<u8>::from("tconst\tdirectors\twriters\n");
    let mut names = Vec::<u8>::from(
        "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n",
    );
    for (n, film) in films.iter().enumerate() {
        let kind = if film.place.is_some() {
            "tvEpisode"
        } else {
            "movie"
        };
        let Film {
            imdb,
            title,
            year,
            writer,
            ..
        } = film;
        writeln!(
            basics,
            "tt{imdb:07}\t{kind}\t{title}\t{title}\t0\t{year}\t\\N\t90\tDrama"
        )?;
        writeln!(written, "tt{imdb:07}\t\\N\tnm{n:07}")?;
        let (given, surname) = writer;
        writeln!(names, "nm{n:07}\t{given} {surname}\t\\N\t\\N\twriter\t\\N")?;
    }
    let tables = [
        ("title.basics.tsv", basics),
        ("title.crew.tsv", written),
        ("name.basics.tsv", names),
    ];
    for (name, text) in &tables {
        fs::write(path(name), text)?;
    }
    Ok(tables.iter().map(|(name, _)| path(name)).collect())
}
