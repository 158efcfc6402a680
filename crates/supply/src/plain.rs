//! JSON that every reader reads alike.
//!
//! Signed metadata is compared and signed in a canonical form, and readers differ
//! where JSON is loose: at names that occur twice, at numbers that are not integers,
//! at control characters. What has any of these is refused before a signature is
//! looked at.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::error::{Error, ErrorKind};

/// Checks that bytes are JSON of this plain kind.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Error> {
    let parsed: Result<Plain, _> = serde_json::from_slice(bytes);
    parsed.map(|Plain| ()).map_err(|error| {
        let message = format!("it is not plain JSON: {error}");
        Error::new(ErrorKind::NotASource, message)
    })
}

struct Plain;

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("objects, lists, strings, integers, true, false or null")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Plain, E> {
        if text.chars().any(char::is_control) {
            return Err(E::custom("a string has a control character"));
        }
        Ok(Plain)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Plain, A::Error> {
        while items.next_element::<Plain>()?.is_some() {}
        Ok(Plain)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Plain, A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            Look.visit_str::<A::Error>(&name)?;
            if !names.insert(name) {
                return Err(A::Error::custom("an object has a name twice"));
            }
            members.next_value::<Plain>()?;
        }
        Ok(Plain)
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_readers_would_read_differently_is_refused() {
        for plain in [
            &b"{\"a\":[1,-2,true,null],\"b\":{\"a\":\"x\"}}"[..],
            b"\"\\u00e9\"",
        ] {
            assert!(check(plain).is_ok(), "{}", String::from_utf8_lossy(plain));
        }
        for odd in [
            &b"{\"a\":1,\"a\":2}"[..],
            b"{\"a\":1,\"\\u0061\":2}",
            b"{\"a\":1.0}",
            b"[1e3]",
            b"[18446744073709551616]",
            b"[\"a\\nb\"]",
            b"{\"a\\u0000\":1}",
            b"{\"a\":1} x",
            b"",
            b"<html>",
            b"\xff",
        ] {
            assert!(check(odd).is_err(), "{}", String::from_utf8_lossy(odd));
        }
    }

    #[test]
    fn deep_nesting_ends() {
        let deep = "[".repeat(100_000);
        assert!(check(deep.as_bytes()).is_err());
    }
}
