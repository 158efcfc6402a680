//! The codes of what can go wrong, and the failure that carries one.

use std::fmt;
use std::io;

/// Why a request is not complete. The words are part of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    Unreachable,
    TlsUntrusted,
    ProxyFailed,
    TooSlow,
    TooLarge,
    CaptivePortal,
    NotASource,
    SourceIncomplete,
    /// A file ended too early. To the program, it is missing.
    FileShort,
    PartDamaged,
    ServerRefused,
    RedirectRefused,
    InsecureAddress,
    DiskFull,
    ReadOnly,
    Busy,
    Cancelled,
    Refused,
}

impl Code {
    /// Returns the stable word for this code.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TlsUntrusted => "tls-untrusted",
            Self::ProxyFailed => "proxy-failed",
            Self::TooSlow => "too-slow",
            Self::TooLarge => "too-large",
            Self::CaptivePortal => "captive-portal",
            Self::NotASource => "not-a-source",
            Self::SourceIncomplete | Self::FileShort => "source-incomplete",
            Self::PartDamaged => "part-damaged",
            Self::ServerRefused => "server-refused",
            Self::RedirectRefused => "redirect-refused",
            Self::InsecureAddress => "insecure-address",
            Self::DiskFull => "disk-full",
            Self::ReadOnly => "read-only",
            Self::Busy => "busy",
            Self::Cancelled => "cancelled",
            Self::Refused => "refused",
        }
    }
}

/// A code and one line of plain English, which may be empty.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    pub(crate) detail: String,
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { code, detail }
    }

    /// Makes the failure of a call on a file or folder, which `what` names.
    pub(crate) fn of_file(error: &io::Error, what: &str) -> Self {
        use io::ErrorKind;

        let code = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Code::DiskFull
            }
            // A lack of rights, a medium that cannot be written, or something
            // else in the place of the folder.
            _ => Code::ReadOnly,
        };
        Self::new(code, format!("{what}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.word())?;
        if self.detail.is_empty() {
            return Ok(());
        }
        // One line, whatever a server put into its answer.
        let detail: String = self
            .detail
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(300)
            .collect();
        write!(f, " {detail}")
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code, "")
    }
}
