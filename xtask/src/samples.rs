//! Makes the sample manuscripts and the works of the starter index.
//!
//! The sources are the Markdown files in `assets/samples`. Three stories are
//! made into the documents that authors have, and some of their text into the
//! works that the starter index is built from. Anyone who tries Colophon sees
//! three different answers:
//!
//! | story | in the starter index |
//! |---|---|
//! | *The Weighbridge at Cold Drove* | whole, in another edition |
//! | *The Line Through the Kitchen* | one chapter, inside an anthology |
//! | *The Blue Star Band at the Wrong House* | not at all |
//!
//! The same sources give the same bytes every time, on every machine: no clock,
//! random number or folder order is used.

mod docx;
mod epub;
mod package;
mod pdf;
mod story;
#[cfg(test)]
mod tests;
mod text;

use std::{
    ffi::OsString,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};

use self::story::Story;

/// The story that is whole in the starter index.
const WHOLE: &str = "the-weighbridge-at-cold-drove";
/// The story of which one chapter is in the starter index.
const PART: &str = "the-line-through-the-kitchen";
/// The title of that chapter.
const PART_CHAPTER: &str = "The Commission at Table";
/// The story that is not in the starter index.
const ABSENT: &str = "the-blue-star-band-at-the-wrong-house";

const ANTHOLOGY_TITLE: &str = "Somebody Has to Sit Down: Three Pieces with a Table in Them";
const ANTHOLOGY_PREFACE: &str = "anthology-preface";
/// The pieces before and after the chapter.
const ANTHOLOGY_PIECES: [&str; 2] = [
    "anthology-the-seventh-chair",
    "anthology-soup-for-the-auditor",
];

/// A kind of document that a story is made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Epub,
    Docx,
    Pdf,
    Text,
}

/// The documents made of each story.
const DOCUMENTS: &[(&str, &[Format])] = &[
    (WHOLE, &[Format::Epub, Format::Pdf, Format::Text]),
    (PART, &[Format::Docx, Format::Text]),
    (ABSENT, &[Format::Pdf, Format::Text]),
];

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Epub => "epub",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Text => "txt",
        }
    }

    fn write(self, story: &Story) -> Result<Vec<u8>> {
        match self {
            Self::Epub => epub::write(story),
            Self::Docx => docx::write(story),
            Self::Pdf => pdf::write(story),
            Self::Text => Ok(text::write(story).into_bytes()),
        }
    }
}

/// What [`make`] has made.
#[derive(Debug)]
pub(crate) struct Samples {
    /// The documents, in a fixed order.
    pub(crate) files: Vec<PathBuf>,
}

/// Makes the sample documents from the folder `sources` in the folder `out`.
///
/// The folder is made if it is not there; files of the same name are replaced,
/// others are left alone.
///
/// # Errors
///
/// When a source is missing or cannot be understood, or a document cannot be
/// written.
pub(crate) fn make(sources: &Path, out: &Path) -> Result<Samples> {
    make_folder(out)?;
    let mut files = Vec::new();
    for (slug, formats) in DOCUMENTS {
        let story = read(sources, slug)?;
        for format in *formats {
            let path = out.join(slug).with_extension(format.extension());
            let bytes = format
                .write(&story)
                .with_context(|| format!("cannot make {}", path.display()))?;
            save(&path, &bytes)?;
            files.push(path);
        }
    }
    Ok(Samples { files })
}

/// Writes the works of the starter index from the folder `sources` to the
/// folder `out`, and returns that folder.
///
/// The folder then holds a text file for each work and a `works.tsv` (id,
/// title, author, language) that names them by file stem, as `colophon index
/// build --books` reads it.
///
/// # Errors
///
/// When a source is missing or cannot be understood, or a file cannot be
/// written.
pub(crate) fn starter_works(sources: &Path, out: &Path) -> Result<PathBuf> {
    make_folder(out)?;
    let mut table = String::from("id\ttitle\tauthor\tlanguage\n");
    for (id, title, author, language, work) in [whole_edition(sources)?, anthology(sources)?] {
        ensure!(
            [&title, &author, &language]
                .iter()
                .all(|cell| !cell.contains(['\t', '\n'])),
            "{id}: a cell of works.tsv cannot hold a tab or a line break"
        );
        writeln!(table, "{id}\t{title}\t{author}\t{language}")?;
        save(&out.join(format!("{id}.txt")), work.as_bytes())?;
    }
    save(&out.join("works.tsv"), table.as_bytes())?;
    Ok(out.to_path_buf())
}

/// A work of the starter index: id, title, author, language, text.
type Work = (&'static str, String, String, String, String);

fn whole_edition(sources: &Path) -> Result<Work> {
    let story = read(sources, WHOLE)?;
    let text = text::other_edition(&text::write(&story));
    Ok((
        "cold-drove-american-edition",
        story.title,
        story.author,
        story.language,
        text,
    ))
}

fn anthology(sources: &Path) -> Result<Work> {
    let preface = read(sources, ANTHOLOGY_PREFACE)?;
    let part = read(sources, PART)?;
    let chapter = part
        .chapters
        .iter()
        .find(|chapter| chapter.title == PART_CHAPTER)
        .with_context(|| format!("{PART} has no chapter {PART_CHAPTER:?}"))?;
    let chapter = format!("{}\n\n{}", part.author, text::chapter(&part, chapter));
    let [before, after] = ANTHOLOGY_PIECES;
    let pieces = [
        ANTHOLOGY_TITLE.to_owned(),
        text::write(&preface),
        text::write(&read(sources, before)?),
        chapter,
        text::write(&read(sources, after)?),
    ];
    let text: String = pieces
        .join("\n\n\n")
        .lines()
        .map(|line| text::wrap(line) + "\n")
        .collect();
    Ok((
        "somebody-has-to-sit-down",
        ANTHOLOGY_TITLE.to_owned(),
        preface.author,
        preface.language,
        text,
    ))
}

/// Runs `xtask samples [--works] [FOLDER]` and returns the files' paths.
///
/// Without `--works` the sample documents are made, in `target/samples`; with
/// it the works of the starter index, in `target/starter-works`.
///
/// # Errors
///
/// When an argument is not known, or as [`make`] and [`starter_works`] do.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("xtask has no workspace")?;
    let sources = root.join("assets/samples");
    let mut works = false;
    let mut out = None;
    for argument in arguments {
        if argument == "--works" {
            works = true;
        } else {
            let known = !argument.to_string_lossy().starts_with('-') && out.is_none();
            ensure!(known, "samples does not know {}", argument.display());
            out = Some(PathBuf::from(argument));
        }
    }
    if works {
        let out = out.unwrap_or_else(|| root.join("target/starter-works"));
        return Ok(vec![starter_works(&sources, &out)?]);
    }
    let out = out.unwrap_or_else(|| root.join("target/samples"));
    Ok(make(&sources, &out)?.files)
}

fn read(sources: &Path, slug: &str) -> Result<Story> {
    Story::read(&sources.join(slug).with_extension("md"))
}

fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))
}

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
