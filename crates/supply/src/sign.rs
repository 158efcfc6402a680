//! The signed files of a publisher.
//!
//! Each is written in canonical form, so that any tool for TUF verifies the same bytes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::client::Target;
use crate::error::{Error, ErrorKind};
use crate::key::{KeyId, PublicKey, SecretKey};

/// The version of the specification that the files follow.
const SPEC: &str = "1.0.31";

/// What a key may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Which keys there are.
    Root,
    /// Which state is the newest one.
    Timestamp,
    /// Which lists belong to a state.
    Snapshot,
    /// Which files there are.
    Targets,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Root, Self::Timestamp, Self::Snapshot, Self::Targets];

    /// Returns its name in metadata.
    pub fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Timestamp => "timestamp",
            Self::Snapshot => "snapshot",
            Self::Targets => "targets",
        }
    }

    /// Returns the role of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// How often a publisher means to say that nothing is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Once a week.
    Week,
    /// Once a month.
    Month,
    /// Once in three months.
    Quarter,
    /// Never again.
    Once,
}

impl Every {
    /// Every rhythm.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Once];

    /// Returns its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Once => "once",
        }
    }

    /// Returns the rhythm of a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.word() == word)
    }

    /// Returns after how many days the next signature is due, if ever.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::Week => Some(7),
            Self::Month => Some(31),
            Self::Quarter => Some(93),
            Self::Once => None,
        }
    }

    /// Returns for how many days a timestamp is good: three rhythms, so that one or
    /// two that were missed alarm nobody.
    pub fn days_of_timestamp(self) -> i64 {
        match self {
            Self::Week => 21,
            Self::Month => 93,
            Self::Quarter => 279,
            Self::Once => 3_653,
        }
    }

    /// Returns for how many days the other files are good.
    pub fn days_of_root(self) -> i64 {
        match self {
            Self::Once => 7_305,
            _ => 1_826,
        }
    }
}

/// The keys of a role, and how many of them have to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RoleKeys {
    ids: Vec<KeyId>,
    threshold: u64,
}

/// Which keys there are, and what each may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Its version.
    pub version: u64,
    /// When it expires.
    pub expires: Timestamp,
    /// How often the timestamp is signed.
    pub every: Every,
    keys: BTreeMap<KeyId, PublicKey>,
    roles: BTreeMap<&'static str, RoleKeys>,
}

impl Root {
    /// Makes the first root. The first key signs everything, all of them may sign a
    /// root, and `threshold` of them have to.
    pub fn first(keys: &[PublicKey], threshold: u64, every: Every, expires: Timestamp) -> Self {
        let ids: Vec<KeyId> = keys.iter().map(PublicKey::id).collect();
        let of_role = |role: Role| match role {
            Role::Root => RoleKeys {
                ids: ids.clone(),
                threshold,
            },
            _ => RoleKeys {
                ids: ids.first().cloned().into_iter().collect(),
                threshold: 1,
            },
        };
        Self {
            version: 1,
            expires,
            every,
            keys: keys.iter().map(|key| (key.id(), key.clone())).collect(),
            roles: Role::ALL
                .into_iter()
                .map(|role| (role.name(), of_role(role)))
                .collect(),
        }
    }

    /// Reads the bytes of a root that was verified.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotASource`] if it is not one that Colophon writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let odd = || {
            Error::new(
                ErrorKind::NotASource,
                "it is not a root that Colophon wrote",
            )
        };
        let value: Value = serde_json::from_slice(bytes).map_err(|_| odd())?;
        let signed = &value["signed"];
        let mut keys = BTreeMap::new();
        for (id, key) in signed["keys"].as_object().ok_or_else(odd)? {
            let hex = key["keyval"]["public"].as_str().ok_or_else(odd)?.to_owned();
            let key = PublicKey { hex };
            if key.id() != *id {
                return Err(odd());
            }
            keys.insert(id.clone(), key);
        }
        let mut roles = BTreeMap::new();
        for role in Role::ALL {
            let of_role = &signed["roles"][role.name()];
            let ids = of_role["keyids"].as_array().ok_or_else(odd)?;
            let ids = ids.iter().map(|id| id.as_str().map(str::to_owned));
            let of_role = RoleKeys {
                ids: ids.collect::<Option<_>>().ok_or_else(odd)?,
                threshold: of_role["threshold"].as_u64().ok_or_else(odd)?,
            };
            roles.insert(role.name(), of_role);
        }
        let every = signed["every"].as_str().and_then(Every::named);
        let expires = signed["expires"].as_str().and_then(|it| it.parse().ok());
        Ok(Self {
            version: signed["version"].as_u64().ok_or_else(odd)?,
            expires: expires.ok_or_else(odd)?,
            every: every.unwrap_or(Every::Week),
            keys,
            roles,
        })
    }

    /// Returns the names of the keys of a role.
    pub fn ids(&self, role: Role) -> &[KeyId] {
        self.roles
            .get(role.name())
            .map_or(&[], |keys| keys.ids.as_slice())
    }

    /// Returns how many keys of a role have to sign.
    pub fn threshold(&self, role: Role) -> u64 {
        self.roles.get(role.name()).map_or(1, |keys| keys.threshold)
    }

    /// Adds a key to roles.
    pub fn add(&mut self, key: &PublicKey, roles: &[Role]) {
        self.keys.insert(key.id(), key.clone());
        for role in roles {
            if let Some(of_role) = self.roles.get_mut(role.name())
                && !of_role.ids.contains(&key.id())
            {
                of_role.ids.push(key.id());
            }
        }
    }

    /// Gives one more role to a key that has one; another key changes nothing.
    pub fn grant(&mut self, id: &str, role: Role) {
        if let Some(key) = self.keys.get(id).cloned() {
            self.add(&key, &[role]);
        }
    }

    /// Takes a key out of a role, and out of the root once no role has it.
    pub fn drop(&mut self, id: &str, role: Role) {
        if let Some(of_role) = self.roles.get_mut(role.name()) {
            of_role.ids.retain(|own| own != id);
        }
        if !self
            .roles
            .values()
            .any(|of| of.ids.iter().any(|own| own == id))
        {
            self.keys.remove(id);
        }
    }

    /// Returns why no reader would accept it; none if they would.
    pub fn flaw(&self) -> Option<String> {
        self.roles.iter().find_map(|(role, keys)| {
            let n = keys.ids.len() as u64;
            (keys.threshold == 0 || n < keys.threshold).then(|| {
                format!(
                    "{role} would have {n} keys, and {} have to sign",
                    keys.threshold
                )
            })
        })
    }

    /// Returns it as it is signed.
    pub fn to_signed(&self) -> Signed {
        let keys: Map<String, Value> = self
            .keys
            .iter()
            .map(|(id, key)| (id.clone(), key.to_json()))
            .collect();
        let roles: Map<String, Value> = self
            .roles
            .iter()
            .map(|(role, keys)| {
                let value = json!({"keyids": keys.ids, "threshold": keys.threshold});
                ((*role).to_owned(), value)
            })
            .collect();
        Signed::of(
            Role::Root,
            self.version,
            self.expires,
            json!({
                "consistent_snapshot": true,
                "every": self.every.word(),
                "keys": keys,
                "roles": roles,
            }),
        )
    }
}

/// What is signed: the content of one of the four files.
#[derive(Debug, Clone, PartialEq)]
pub struct Signed(Value);

impl Signed {
    fn of(role: Role, version: u64, expires: Timestamp, mut members: Value) -> Self {
        members["_type"] = json!(role.name());
        members["expires"] = json!(date(expires));
        members["spec_version"] = json!(SPEC);
        members["version"] = json!(version);
        Self(members)
    }

    /// Returns the bytes of the file, signed with these keys.
    ///
    /// # Errors
    ///
    /// None that can happen: the content has no number that is not an integer.
    pub fn to_bytes(&self, keys: &[&SecretKey]) -> Result<Vec<u8>, Error> {
        let message = canonical(&self.0)?;
        let mut signatures: Vec<Value> = keys
            .iter()
            .map(|key| json!({"keyid": key.id(), "sig": key.sign(&message)}))
            .collect();
        signatures.dedup();
        canonical(&json!({"signatures": signatures, "signed": self.0}))
    }
}

/// Adds a signature to a file that others signed, or replaces the key's own.
///
/// # Errors
///
/// [`ErrorKind::NotASource`] if it is not a signed file.
pub fn add_signature(bytes: &[u8], key: &SecretKey) -> Result<Vec<u8>, Error> {
    let odd = || Error::new(ErrorKind::NotASource, "it is not a signed file");
    let mut value: Value = serde_json::from_slice(bytes).map_err(|_| odd())?;
    let message = canonical(value.get("signed").ok_or_else(odd)?)?;
    let signatures = value
        .get_mut("signatures")
        .and_then(Value::as_array_mut)
        .ok_or_else(odd)?;
    let id = key.id();
    signatures.retain(|signature| signature["keyid"] != id.as_str());
    signatures.push(json!({"keyid": id, "sig": key.sign(&message)}));
    canonical(&value)
}

/// Returns the names of the keys that a file claims to be signed with.
pub fn signers(bytes: &[u8]) -> Vec<KeyId> {
    let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let signatures = value["signatures"].as_array().cloned().unwrap_or_default();
    let ids = signatures.iter().filter_map(|it| it["keyid"].as_str());
    ids.map(str::to_owned).collect()
}

/// Makes a timestamp: `snapshot` is the file that is the newest one.
pub fn timestamp(
    version: u64,
    expires: Timestamp,
    published: Timestamp,
    snapshot_version: u64,
    snapshot: &[u8],
) -> Signed {
    let members = json!({
        "meta": {"snapshot.json": listed(snapshot_version, snapshot)},
        "published": date(published),
    });
    Signed::of(Role::Timestamp, version, expires, members)
}

/// Makes a snapshot: `targets` is the list that belongs to it.
pub fn snapshot(version: u64, expires: Timestamp, targets_version: u64, targets: &[u8]) -> Signed {
    let members = json!({"meta": {"targets.json": listed(targets_version, targets)}});
    Signed::of(Role::Snapshot, version, expires, members)
}

/// Makes a list of targets.
pub fn targets(version: u64, expires: Timestamp, files: &BTreeMap<String, Target>) -> Signed {
    let files: Map<String, Value> = files
        .iter()
        .map(|(path, file)| {
            let value = json!({"hashes": {"sha256": file.sha256}, "length": file.length});
            (path.clone(), value)
        })
        .collect();
    Signed::of(Role::Targets, version, expires, json!({"targets": files}))
}

fn listed(version: u64, bytes: &[u8]) -> Value {
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    json!({"hashes": {"sha256": sha256}, "length": bytes.len(), "version": version})
}

/// Returns a date as all tools of TUF read it: in seconds, UTC.
fn date(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn canonical(value: &Value) -> Result<Vec<u8>, Error> {
    Ok(sigstore_tuf::canonical_json::to_canonical_bytes(value)?)
}
