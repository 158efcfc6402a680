//! ONIX for Books: 2.1, 3.0 and 3.1, with reference names and short tags.
//!
//! Each product is a row. A sound message is read from one end to the other.
//! From the first broken product on, every product is read on its own, from its
//! tag to that of the next, so that one broken product does not affect others.
//! The schema is not enforced: a message that breaks its rules but names its
//! books is read.
//!
//! A document type is not fetched, and one that declares entities is refused.

mod product;

use memchr::memchr_iter;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::draft::Place;
use crate::encoding::Decoded;
use crate::error::{Error, ErrorKind};
use crate::model::{List, ProblemKind};
use crate::progress::Progress;
use product::{Outcome, Product, is_product};

/// Reads a message into `list`.
///
/// # Errors
///
/// `Unsupported` if it declares entities, `Empty` if it has no product,
/// `LimitExceeded`, `Cancelled`.
pub(crate) fn read(
    decoded: &Decoded<'_>,
    list: &mut List,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let text: &str = &decoded.text;
    let mut message = Message {
        decoded,
        list,
        n_products: 0,
    };
    if let Some(broken_at) = message.read_through(text, progress)? {
        message.read_singly(text, broken_at, progress)?;
    }
    let n_products = message.n_products;
    if !is_closed(text) {
        let place = Place {
            row: n_products,
            name: "end of the message".to_owned(),
            sheet: None,
        };
        list.problems.push(place.problem(
            ProblemKind::MessageTruncated,
            "The end of the message is missing; products after this point are unknown.",
        ));
    }
    if n_products == 0 && list.problems.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "the message has no product"));
    }
    Ok(())
}

/// Returns whether the message's own element is closed, judging by the last KiB.
fn is_closed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let tail = bytes[bytes.len().saturating_sub(1024)..].to_ascii_lowercase();
    let tail = String::from_utf8_lossy(&tail);
    tail.rsplit("</")
        .take(2)
        .any(|end| end.contains("onixmessage"))
}

struct Message<'a> {
    decoded: &'a Decoded<'a>,
    list: &'a mut List,
    n_products: u32,
}

impl Message<'_> {
    /// Reads products to the end and returns `None`, or, if the message is broken,
    /// where to search for the next product: at the broken one, or where the XML
    /// breaks between two.
    fn read_through(
        &mut self,
        text: &str,
        progress: &mut Progress<'_>,
    ) -> Result<Option<usize>, Error> {
        let mut reader = reader(text);
        loop {
            let at = position(&reader);
            let Ok(event) = reader.read_event() else {
                return Ok(Some(at));
            };
            match event {
                Event::DocType(declared) if declared.contains("<!ENTITY") => {
                    return Err(Error::unsupported("an ONIX message that declares entities"));
                }
                Event::Start(tag) if is_product(tag.local_name().as_ref()) => {
                    match Product::read(&mut reader) {
                        Outcome::Read(product) => self.take(*product, progress)?,
                        Outcome::Broken(_) => return Ok(Some(at)),
                    }
                }
                // It says nothing, and is counted nevertheless.
                Event::Empty(tag) if is_product(tag.local_name().as_ref()) => {
                    self.take(Product::default(), progress)?;
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads the products from `at` on, each on its own.
    fn read_singly(
        &mut self,
        text: &str,
        at: usize,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let mut next = find_product(text, at);
        while let Some(start) = next {
            next = find_product(text, start + 1);
            let own = &text[start..next.unwrap_or(text.len())];
            let mut reader = reader(own);
            // The product's own tag comes first, unless that is broken itself.
            let outcome = match reader.read_event() {
                Ok(Event::Start(_)) => Product::read(&mut reader),
                Ok(_) => Outcome::Broken("it is empty".to_owned()),
                Err(error) => Outcome::Broken(error.to_string()),
            };
            match outcome {
                Outcome::Read(product) => self.take(*product, progress)?,
                Outcome::Broken(why) => {
                    progress.row()?;
                    self.n_products += 1;
                    let name = format!("product {}", self.n_products);
                    let place = Place {
                        row: self.n_products,
                        name,
                        sheet: None,
                    };
                    self.list.problems.push(place.problem(
                        ProblemKind::ProductMalformed,
                        format!("The XML of the product is broken: {why}."),
                    ));
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, product: Product, progress: &mut Progress<'_>) -> Result<(), Error> {
        progress.row()?;
        self.n_products += 1;
        let name = match product.reference() {
            "" => format!("product {}", self.n_products),
            reference => format!("product {} ({reference})", self.n_products),
        };
        let place = Place {
            row: self.n_products,
            name,
            sheet: None,
        };
        if product.is_deleted() {
            self.list.problems.push(place.problem(
                ProblemKind::ProductDeleted,
                "The message withdraws this product (notification type 05).",
            ));
        } else {
            product.draft().finish(place, Some(self.decoded), self.list);
        }
        Ok(())
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    // "Smith & Sons" is wrong in XML, but its meaning is clear.
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    // The reader of a product compares the names itself.
    config.check_end_names = false;
    reader
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Returns where the next opening tag of a product begins, with or without a
/// prefix.
fn find_product(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let at = memchr_iter(b'<', rest).find(|&at| {
        let name = &rest[at + 1..];
        let end = name.iter().position(|b| b"> \t\r\n/<".contains(b));
        let name = &name[..end.unwrap_or(name.len()).min(64)];
        let local = name.rsplit(|b| *b == b':').next().unwrap_or_default();
        local.eq_ignore_ascii_case(b"product")
    })?;
    Some(from + at)
}
