//! Values of JSON, whatever type they have in a line: a number may be a string, one value
//! may be a list of values, and an object may be missing.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text or a number; of a list, its first value that says anything; empty for an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Texts or numbers; one that is not in a list counts as a list of one. Empty ones are left
/// out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Texts<'a>(pub(super) Vec<Text<'a>>);

impl Texts<'_> {
    /// Returns the texts, trimmed, with a separator between them.
    pub(super) fn join(&self, separator: &str) -> String {
        let mut all = String::new();
        for text in &self.0 {
            super::collect::append(&mut all, separator, text.trim());
        }
        all
    }
}

/// An object; the default of it where there is something else.
#[derive(Clone, Debug, Default)]
pub(super) struct Object<T>(pub(super) T);

/// A list of objects; one that is not in a list counts as a list of one.
#[derive(Clone, Debug)]
pub(super) struct Objects<T>(pub(super) Vec<T>);

impl<T> Default for Objects<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The names and values of an object, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs<'a, V>(pub(super) Vec<(Cow<'a, str>, V)>);

/// Takes what is not an object and not a list.
macro_rules! scalars {
    ($value:ident => $of:expr, $none:expr) => {
        fn visit_borrowed_str<E: Error>(self, $value: &'de str) -> Result<Self::Value, E> {
            Ok($of(Text(Cow::Borrowed($value))))
        }

        fn visit_str<E: Error>(self, $value: &str) -> Result<Self::Value, E> {
            Ok($of(Text(Cow::Owned($value.to_owned()))))
        }

        fn visit_u64<E: Error>(self, $value: u64) -> Result<Self::Value, E> {
            Ok($of(Text(Cow::Owned($value.to_string()))))
        }

        fn visit_i64<E: Error>(self, $value: i64) -> Result<Self::Value, E> {
            Ok($of(Text(Cow::Owned($value.to_string()))))
        }

        fn visit_f64<E: Error>(self, $value: f64) -> Result<Self::Value, E> {
            Ok($of(Text(Cow::Owned($value.to_string()))))
        }

        fn visit_bool<E: Error>(self, $value: bool) -> Result<Self::Value, E> {
            let word = if $value { "true" } else { "false" };
            Ok($of(Text(Cow::Borrowed(word))))
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok($none)
        }
    };
}

/// Reads over an object.
fn pass_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Reads over the rest of a list.
fn pass_seq<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

struct OfText;

impl<'de> Visitor<'de> for OfText {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    scalars!(value => |text| text, Text::default());

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Text<'de>, A::Error> {
        let mut first = Text::default();
        while let Some(text) = seq.next_element::<Text<'de>>()? {
            if !text.is_empty() {
                first = text;
                break;
            }
        }
        pass_seq(&mut seq)?;
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text<'de>, A::Error> {
        pass_map(map)?;
        Ok(Text::default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfText)
    }
}

struct OfTexts;

/// Returns a list of one; of none if it is empty.
fn one(text: Text<'_>) -> Texts<'_> {
    let is_empty = text.is_empty();
    Texts(Some(text).filter(|_| !is_empty).into_iter().collect())
}

impl<'de> Visitor<'de> for OfTexts {
    type Value = Texts<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or a list of values")
    }

    scalars!(value => one, Texts::default());

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Texts<'de>, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = seq.next_element::<Text<'de>>()? {
            if !text.is_empty() {
                texts.push(text);
            }
        }
        Ok(Texts(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Texts<'de>, A::Error> {
        pass_map(map)?;
        Ok(Texts::default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Texts<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfTexts)
    }
}

struct OfObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for OfObject<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    scalars!(_value => |_: Text<'_>| Object::default(), Object::default());

    /// A list of objects is the first of them.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Object<T>, A::Error> {
        let first = seq.next_element::<Object<T>>()?.unwrap_or_default();
        pass_seq(&mut seq)?;
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfObject(PhantomData))
    }
}

struct OfObjects<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for OfObjects<T> {
    type Value = Objects<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    scalars!(_value => |_: Text<'_>| Objects::default(), Objects::default());

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Objects<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(Object(own)) = seq.next_element::<Object<T>>()? {
            all.push(own);
        }
        Ok(Objects(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Objects<T>, A::Error> {
        let own = T::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Objects(vec![own]))
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfObjects(PhantomData))
    }
}

struct OfPairs<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de> + Default> Visitor<'de> for OfPairs<V> {
    type Value = Pairs<'de, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    scalars!(_value => |_: Text<'_>| Pairs(Vec::new()), Pairs(Vec::new()));

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Pairs<'de, V>, A::Error> {
        pass_seq(&mut seq)?;
        Ok(Pairs(Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de, V>, A::Error> {
        let mut all = Vec::new();
        while let Some((Text(name), value)) = map.next_entry::<Text<'de>, V>()? {
            all.push((name, value));
        }
        Ok(Pairs(all))
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de> + Default> Deserialize<'de> for Pairs<'a, V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfPairs(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Line<'a> {
        #[serde(borrow)]
        text: Text<'a>,
        texts: Texts<'a>,
        object: Object<Inner<'a>>,
        objects: Objects<Inner<'a>>,
        pairs: Pairs<'a, Texts<'a>>,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Inner<'a> {
        #[serde(borrow)]
        a: Text<'a>,
    }

    #[test]
    fn a_value_may_have_any_type() {
        for (value, text, texts, n_objects) in [
            ("null", "", 0, 0),
            ("\"x\"", "x", 1, 0),
            ("\"\\u00e4\"", "ä", 1, 0),
            ("7", "7", 1, 0),
            ("-7", "-7", 1, 0),
            ("2008.0", "2008", 1, 0),
            ("true", "true", 1, 0),
            ("[null,\"x\",[1,2],{}]", "x", 2, 4),
            ("{\"a\":{\"b\":[]}}", "", 0, 1),
            ("[]", "", 0, 0),
        ] {
            let line = format!(
                r#"{{"text":{value},"texts":{value},"object":{value},"objects":{value},"pairs":{value}}}"#
            );
            let line: Line<'_> = serde_json::from_str(&line).unwrap();
            assert_eq!(&*line.text, text, "{value}");
            assert_eq!(line.texts.0.len(), texts, "{value}");
            assert_eq!(line.objects.0.len(), n_objects, "{value}");
            assert_eq!(&*line.object.0.a, "");
            let n_pairs = usize::from(value.starts_with('{'));
            assert_eq!(line.pairs.0.len(), n_pairs, "{value}");
        }
        let line = r#"{"text":"a\"b","texts":["a"],"unknown":{"deep":[[[{}]]]}}"#;
        let line: Line<'_> = serde_json::from_str(line).unwrap();
        assert!(matches!(line.texts.0[0].0, Cow::Borrowed("a")));
    }
}
