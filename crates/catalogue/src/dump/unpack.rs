//! Unpacking a dump for another process that reads it.

use std::cell::{Cell, RefCell};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

use super::container::{IsPart, Whole};
use super::elsewhere::Packed;
use super::model::Kind;
use crate::error::Error;

/// Something that was unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'b> {
    /// A part begins.
    Part,
    /// More bytes of the part.
    Bytes {
        /// The bytes.
        bytes: &'b [u8],
        /// How many packed bytes were read so far.
        n_bytes: u64,
    },
}

/// Unpacks a dump of a kind and calls `on_piece` with what comes out, which may
/// ask to stop.
///
/// # Errors
///
/// Those of [`read`](super::read) that are about the container.
pub fn unpack(
    kind: Kind,
    packed: Packed,
    on_piece: &mut dyn FnMut(Piece<'_>) -> ControlFlow<()>,
) -> Result<(), Error> {
    let n_bytes = Rc::new(Cell::new(0));
    let whole = match packed {
        Packed::File(file, len) => Whole::file(file, len, Rc::clone(&n_bytes)),
        Packed::Stream(stream) => Whole::stream(stream, Rc::clone(&n_bytes)),
    };
    let mut buffer = vec![0; 64 << 10];
    let on_piece = RefCell::new(on_piece);
    let say = |piece: Piece<'_>| match (on_piece.borrow_mut())(piece) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::cancelled()),
    };
    // An archive comes as a file, so nothing is copied and no folder is needed.
    let mut go_on = || ControlFlow::Continue(());
    whole.read_parts(Path::new(""), &mut go_on, is_part(kind), &mut |part| {
        say(Piece::Part)?;
        loop {
            match part.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(n) => say(Piece::Bytes {
                    bytes: &buffer[..n],
                    n_bytes: n_bytes.get(),
                })?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    })
}

/// Returns what decides whether a file in an archive is part of a dump.
fn is_part(kind: Kind) -> IsPart {
    match kind {
        Kind::Libgen | Kind::LibgenLi | Kind::Pilimi | Kind::Scimag => {
            super::container::looks_like_sql
        }
        Kind::Aac | Kind::Aarecords => super::objects::is_part,
        Kind::Usco => super::usco::is_part,
        Kind::NyplCce => super::nypl_cce::is_part,
        Kind::Opensubtitles => super::opensubtitles::is_part,
        Kind::Bookcorpus => super::bookcorpus::is_part,
        Kind::IsbnList | Kind::Csv | Kind::Dois | Kind::FileNames => super::isbn_list::is_text,
    }
}
