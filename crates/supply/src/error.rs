//! Why something is not trusted.

use std::fmt;

/// The kind of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// It is not what a publisher of an index writes.
    NotASource,
    /// The first root is not the one that the fingerprint names.
    FingerprintDiffers,
    /// A signature is wrong, or content differs from what was signed.
    SignatureInvalid,
    /// Fewer keys signed than have to.
    ThresholdNotMet,
    /// It is older than what was trusted before.
    RolledBack,
    /// Files of different states were put together.
    MixedVersions,
    /// It is longer than may be, or there are more than may be.
    TooLarge,
    /// A file that is listed is not there.
    Incomplete,
    /// The host could not be read.
    Host,
    /// What was trusted could not be kept.
    Memory,
    /// A key cannot be read: a wrong passphrase, or not a key.
    Key,
}

/// Why something is not trusted, or cannot be made.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    pub(crate) fn caused(
        kind: ErrorKind,
        message: impl Into<String>,
        source: Box<dyn std::error::Error + Send + Sync>,
    ) -> Self {
        Self {
            source: Some(source),
            ..Self::new(kind, message)
        }
    }

    /// Returns the kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what happened, in English.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the error of the host or the memory that caused it.
    pub fn into_cause(self) -> Option<Box<dyn std::error::Error + Send + Sync>> {
        self.source
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What the library says, as a kind and a sentence without jargon.
impl From<sigstore_tuf::Error> for Error {
    fn from(error: sigstore_tuf::Error) -> Self {
        use sigstore_tuf::Error as Tuf;
        let (kind, message) = match &error {
            Tuf::ThresholdNotMet {
                role,
                found,
                threshold,
            } => (
                ErrorKind::ThresholdNotMet,
                format!("{found} of {threshold} keys that have to sign {role}.json did"),
            ),
            Tuf::DuplicateSignature { role, .. } => (
                ErrorKind::SignatureInvalid,
                format!("{role}.json has two signatures of one key"),
            ),
            Tuf::Crypto(_) | Tuf::UnusableKey { .. } | Tuf::UnsupportedScheme { .. } => (
                ErrorKind::SignatureInvalid,
                "a signature or key is not of the kind that Colophon accepts".to_owned(),
            ),
            Tuf::Rollback { role, trusted, new } => (
                ErrorKind::RolledBack,
                format!("{role} has version {new}, and version {trusted} was there before"),
            ),
            Tuf::BadRootVersion { trusted, new } => (
                ErrorKind::RolledBack,
                format!("root version {new} does not follow version {trusted}"),
            ),
            Tuf::IntegrityMismatch(what) => (ErrorKind::MixedVersions, what.clone()),
            Tuf::Transport { message, .. } if message.contains("root rotations") => {
                (ErrorKind::TooLarge, "it has too many roots".to_owned())
            }
            Tuf::Transport { message, .. } => (ErrorKind::Incomplete, message.clone()),
            _ => (
                ErrorKind::NotASource,
                "it is not the signed metadata of an index".to_owned(),
            ),
        };
        Self::caused(kind, message, Box::new(error))
    }
}
