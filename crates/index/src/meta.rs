//! The meta table: what an index says about itself, as rows of text.

use crate::error::Error;
use crate::model::{About, Info};
use crate::schema::{
    CONTENT_KEY, CREATED_KEY, FORMAT_VERSION, MAX_DESCRIPTION_BYTES, MAX_RECORDS, MAX_SCALE,
    MAX_STRING_BYTES, MAX_WORKS, MAX_WORKS_PER_HASH, is_valid_scale,
};

/// Returns the rows that describe `info`, sorted by key, without the content
/// digest.
pub(crate) fn rows(info: &Info) -> Vec<(&'static str, String)> {
    let about = &info.about;
    let mut rows = vec![
        ("contact", about.contact.clone()),
        (CREATED_KEY, info.created.clone()),
        ("description", about.description.clone()),
        ("licence", about.licence.clone()),
        ("max_works_per_hash", info.max_works_per_hash.to_string()),
        ("n_boilerplate", info.n_boilerplate.to_string()),
        ("n_crowded", info.n_crowded.to_string()),
        ("n_digests", info.n_digests.to_string()),
        ("n_postings", info.n_postings.to_string()),
        ("n_listed", info.n_listed.to_string()),
        ("n_records", info.n_records.to_string()),
        ("n_terms", info.n_terms.to_string()),
        ("n_short_postings", info.n_short_postings.to_string()),
        ("n_work_terms", info.n_work_terms.to_string()),
        ("n_works", info.n_works.to_string()),
        ("name", info.name.clone()),
        ("publisher", about.publisher.clone()),
        ("recipe", info.recipe.clone()),
        ("scale", info.scale.to_string()),
    ];
    rows.sort_unstable_by_key(|row| row.0);
    rows
}

/// Reads the rows of a file of `size_bytes` bytes.
///
/// # Errors
///
/// [`Damaged`](crate::ErrorKind::Damaged) when a key is missing, unknown or
/// there twice, or a value is malformed or out of range.
pub(crate) fn parse(rows: &[(String, String)], size_bytes: u64) -> Result<Info, Error> {
    let text = |key: &str| {
        let mut found = rows.iter().filter(|row| row.0 == key);
        match (found.next(), found.next()) {
            (Some(row), None) => Ok(row.1.as_str()),
            _ => Err(Error::damaged(format!("meta: no single `{key}`"))),
        }
    };
    let said = |key: &str, most: usize| match text(key)? {
        value if value.len() <= most => Ok(value.to_owned()),
        _ => Err(Error::damaged(format!("meta: `{key}` is too long"))),
    };
    let number = |key: &str, max: u64| {
        let value = text(key)?;
        // Only the form that the builder writes is accepted, so a number has one
        // spelling.
        match value.parse::<u64>() {
            Ok(n) if n <= max && n.to_string() == value => Ok(n),
            _ => Err(Error::damaged(format!(
                "meta: `{key}` is not a valid number"
            ))),
        }
    };
    let small =
        |key: &str, max: u32| number(key, max.into()).map(|n| u32::try_from(n).unwrap_or(max));
    // A posting takes at least a bit, a work two bytes, a digest sixteen.
    let max_postings = size_bytes.saturating_mul(8);
    let info = Info {
        name: text("name")?.to_owned(),
        about: About {
            description: said("description", MAX_DESCRIPTION_BYTES)?,
            publisher: said("publisher", MAX_STRING_BYTES)?,
            contact: said("contact", MAX_STRING_BYTES)?,
            licence: said("licence", MAX_STRING_BYTES)?,
        },
        created: text(CREATED_KEY)?.to_owned(),
        scale: small("scale", MAX_SCALE)?,
        recipe: text("recipe")?.to_owned(),
        format_version: FORMAT_VERSION,
        n_works: number("n_works", u64::from(MAX_WORKS).min(size_bytes / 2))?,
        // A record has a term of at least nine bits, or is a DOI of four bytes.
        n_records: number("n_records", MAX_RECORDS.min(size_bytes))?,
        n_listed: number("n_listed", MAX_RECORDS.min(size_bytes))?,
        n_terms: number("n_terms", size_bytes)?,
        n_work_terms: number("n_work_terms", size_bytes)?,
        n_postings: number("n_postings", max_postings)?,
        n_short_postings: number("n_short_postings", max_postings)?,
        n_digests: number("n_digests", size_bytes / 16)?,
        n_boilerplate: number("n_boilerplate", size_bytes)?,
        n_crowded: number("n_crowded", size_bytes)?,
        max_works_per_hash: small("max_works_per_hash", MAX_WORKS_PER_HASH)?,
        content_sha256: crate::hex::read(text(CONTENT_KEY)?)
            .ok_or_else(|| Error::damaged("meta: the content digest is malformed"))?,
        size_bytes,
    };
    if info.n_listed > info.n_records {
        return Err(Error::damaged("meta: more DOIs than records"));
    }
    if !is_valid_scale(info.scale) {
        return Err(Error::damaged("meta: the scale is not valid"));
    }
    if rows.len() != self::rows(&info).len() + 1 {
        return Err(Error::damaged("meta: an unknown key"));
    }
    Ok(info)
}
