//! Cutting a file of a set into the parts that hosts carry.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;

use colophon_fingerprint::{Sha256, hex};
use colophon_supply::{MAX_PART_BYTES, part_name};

use super::failure::{invalid, unreadable, unwritable};
use super::look::go_on;
use super::place::{PARTS, Place};
use super::staged::Upload;
use super::write::{ASIDE, For, create};
use crate::durable::sync_folder;
use crate::error::Error;
use crate::job::{Job, Phase};
use crate::report::{Advice, Code};
use crate::sets::SetFile;

/// The length of a part.
pub const PART_BYTES: u64 = 16 << 20;

/// How much is read at once.
const BUFFER: usize = 1 << 18;

/// Cuts a file into parts in the folder, and writes them down in `described`. A part
/// that is there already stays.
///
/// # Errors
///
/// `changed` if the file is not as long as it was described; `cancelled`,
/// `unreadable`, `disk-full`, `unwritable`.
pub(super) fn cut(
    place: &Place,
    file: &Path,
    described: &mut SetFile,
    part_bytes: u64,
    job: &Job,
) -> Result<Vec<Upload>, Error> {
    if !(1..=MAX_PART_BYTES).contains(&part_bytes) {
        let message = format!("a part has from 1 to {MAX_PART_BYTES} bytes");
        return Err(invalid(message, Advice::ChooseValue));
    }
    let folder = place.file(PARTS);
    fs::create_dir_all(&folder).map_err(|e| unwritable(e, &folder))?;
    let mut source = File::open(file).map_err(|e| unreadable(e, file))?;
    job.begin(Phase::Writing, described.size_bytes);
    let mut buffer = vec![0; BUFFER];
    let (mut parts, mut uploads, mut total) = (Vec::new(), Vec::new(), 0);
    loop {
        let name = part_name(&described.name, parts.len());
        let new = folder.join(format!("{name}{ASIDE}"));
        let mut out = create(&new, For::All)?;
        let (mut sum, mut length) = (Sha256::default(), 0);
        while length < part_bytes {
            go_on(job)?;
            let room = usize::try_from(part_bytes - length).map_or(BUFFER, |room| room.min(BUFFER));
            let n = match source.read(&mut buffer[..room]) {
                Ok(n) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error, file)),
            };
            if n == 0 {
                break;
            }
            sum.update(&buffer[..n]);
            out.write_all(&buffer[..n])
                .map_err(|e| unwritable(e, &new))?;
            length += n as u64;
            job.advance(n as u64);
        }
        if length == 0 && !parts.is_empty() {
            let _ = fs::remove_file(&new);
            break;
        }
        let digest = hex(&sum.finish());
        let path = folder.join(format!("{digest}.{name}"));
        out.sync_all().map_err(|e| unwritable(e, &new))?;
        drop(out);
        fs::rename(&new, &path).map_err(|e| unwritable(e, &path))?;
        uploads.push(Upload {
            name: format!("{PARTS}/{digest}.{name}"),
            size_bytes: length,
        });
        parts.push(digest);
        total += length;
        if length < part_bytes {
            break;
        }
    }
    sync_folder(&folder);
    if total != described.size_bytes {
        let message = "the file changed while it was being cut into parts";
        return Err(Error::new(Code::Changed, message).at(file));
    }
    described.part_bytes = part_bytes;
    described.parts = parts;
    Ok(uploads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_one_behind_the_other_are_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("idx")).unwrap();
        let file = folder.path().join("x");
        for (length, n) in [(1_usize, 1), (10, 1), (11, 2), (20, 2), (35, 4)] {
            let bytes: Vec<u8> = (0..length)
                .map(|n| u8::try_from(n % 251).unwrap())
                .collect();
            fs::write(&file, &bytes).unwrap();
            let mut described = SetFile::of_removals("removed-3", &bytes);
            let uploads = cut(&place, &file, &mut described, 10, &Job::default()).unwrap();
            assert_eq!(uploads.len(), n, "{length}");
            let read: Vec<u8> = uploads
                .iter()
                .flat_map(|upload| fs::read(place.file(&upload.name)).unwrap())
                .collect();
            assert_eq!(read, bytes);
            assert!(
                uploads[0].name.starts_with("parts/")
                    && uploads[0].name.ends_with(".removed-3.0000")
            );
            described.size_bytes += 1;
            let error = cut(&place, &file, &mut described, 10, &Job::default()).unwrap_err();
            assert_eq!(error.code(), Code::Changed);
        }
    }

    /// `COLOPHON_LARGE` names a large file, which is cut next to it.
    #[test]
    #[ignore = "measured by hand"]
    fn a_large_file_is_cut_in_little_memory() {
        let Some(file) = std::env::var_os("COLOPHON_LARGE").map(std::path::PathBuf::from) else {
            return;
        };
        let place = Place::of(&file.with_extension("cut")).unwrap();
        let mut described = SetFile::of_removals("base-1", b"");
        described.size_bytes = fs::metadata(&file).unwrap().len();
        cut(&place, &file, &mut described, PART_BYTES, &Job::default()).unwrap();
        fs::remove_dir_all(place.dir()).unwrap();
    }
}
