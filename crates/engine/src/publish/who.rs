//! What each key is for: the everyday key, those on paper, the one for renewing.

use colophon_supply::{KeyId, Role, Root};
use serde::Serialize;

use crate::error::Error;
use crate::report::{Advice, Code};

/// The fewest digits that a key may be named by.
const MIN_DIGITS: usize = 8;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// It signs what is published.
    Everyday,
    /// It replaces other keys, and is in no file here.
    Paper,
    /// It says that nothing is newer, without a passphrase.
    Renewing,
    /// It signs for one or more roles alone.
    OfRole,
}

/// Returns the names of all keys of a root, each once.
pub(super) fn all_ids(root: &Root) -> Vec<KeyId> {
    let mut ids: Vec<KeyId> = Role::ALL
        .iter()
        .flat_map(|role| root.ids(*role))
        .cloned()
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Returns the roles of a key.
pub(super) fn roles_of(root: &Root, id: &str) -> Vec<Role> {
    let has = |role: &Role| root.ids(*role).iter().any(|own| own == id);
    Role::ALL.into_iter().filter(has).collect()
}

/// Returns the key that signs most of what is signed every day.
pub(super) fn busiest_of(root: &Root) -> KeyId {
    let n = |id: &KeyId| {
        let roles = roles_of(root, id);
        let n_online = roles.iter().filter(|role| **role != Role::Root).count();
        (n_online, roles.contains(&Role::Root))
    };
    all_ids(root).into_iter().max_by_key(n).unwrap_or_default()
}

/// Returns the first digits of a name, enough for people.
pub(super) fn short(id: &str) -> &str {
    id.get(..MIN_DIGITS).unwrap_or(id)
}

/// Returns the first digits of names, in one line.
pub(super) fn shorts<'a>(ids: impl IntoIterator<Item = &'a KeyId>) -> String {
    let ids: Vec<&str> = ids.into_iter().map(|id| short(id)).collect();
    ids.join(", ")
}

/// Returns the key that digits stand for.
///
/// # Errors
///
/// `key-missing` if they stand for none or for several.
pub(super) fn key_of(ids: &[KeyId], text: &str) -> Result<KeyId, Error> {
    let text = text.trim().to_ascii_lowercase();
    let fitting: Vec<&KeyId> = ids.iter().filter(|id| id.starts_with(&text)).collect();
    let message = match fitting[..] {
        [id] if text.len() >= MIN_DIGITS => return Ok(id.clone()),
        [] => format!("“{text}” is not one of the keys {}", shorts(ids)),
        [_] => format!("“{text}” is too short for the id of a key"),
        _ => format!("“{text}” fits several keys: {}", shorts(fitting)),
    };
    Err(Error::new(Code::KeyMissing, message).advise(Advice::KnownKey))
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn a_key_is_named_by_digits_that_fit_it_alone() {
        let ids = ["1234567890", "1234567899", "abcdef0123"].map(str::to_owned);
        assert_eq!(key_of(&ids, " ABCDEF01 ").unwrap(), "abcdef0123");
        assert_eq!(key_of(&ids, "1234567890").unwrap(), "1234567890");
        let why = |text: &str| key_of(&ids, text).unwrap_err().message().to_owned();
        assert!(why("12345678").contains("fits several"));
        assert!(why("").contains("fits several"));
        assert!(why("abc").contains("too short"));
        assert!(why("00000000").contains("is not one of"));
    }
}
