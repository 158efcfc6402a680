//! What verifying a report found.

use std::collections::BTreeSet;

use crate::code::Code;
use crate::digest::Hex;

/// What verifying a report found. Names are in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealCheck {
    /// The seals that are undamaged.
    pub seals: Vec<SealSeen>,
    /// How many files the report has, its seals included.
    pub n_files: usize,
    /// What is not as it was sealed.
    pub changed: BTreeSet<String>,
    /// What is not there.
    pub missing: BTreeSet<String>,
    /// What could not be read.
    pub unreadable: BTreeSet<String>,
    /// What is in the folder and does not belong to the report.
    pub unexpected: BTreeSet<String>,
    /// What a check left that was stopped while it wrote the report, or is writing it.
    pub unfinished: BTreeSet<String>,
    /// Whether the list in the JSON report was used, since the seal is damaged or missing.
    pub is_by_report: bool,
    /// Whether one seal was named, and nothing but its files was looked at.
    pub is_alone: bool,
    /// The key that the report should be signed with, if one was given.
    pub given: Option<Hex<32>>,
}

/// A seal that is undamaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealSeen {
    /// The name of its file.
    pub name: String,
    /// Who signed it.
    pub signed: Signed,
}

/// Whether somebody signed a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// Nobody did.
    Not,
    /// The holder of this key did.
    By(Hex<32>),
    /// The seal says that the holder of this key did, and that is not true.
    Wrongly(Hex<32>),
}

impl SealCheck {
    /// Returns why the report is not as it was sealed; none if it is.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        let is_as_signed = |seal: &SealSeen| match (seal.signed, self.given) {
            (Signed::Wrongly(_), _) | (Signed::Not, Some(_)) => false,
            (Signed::Not | Signed::By(_), None) => true,
            (Signed::By(key), Some(given)) => key == given,
        };
        if !self.unfinished.is_empty() {
            Some(Code::ReportUnfinished)
        } else if !self.seals.iter().all(is_as_signed) {
            Some(Code::SealSignatureWrong)
        } else if self.n_wrong() > 0 || !self.unexpected.is_empty() || self.seals.is_empty() {
            Some(Code::ReportChanged)
        } else {
            None
        }
    }

    /// Returns how many files of the report are not as they were sealed.
    #[must_use]
    pub fn n_wrong(&self) -> usize {
        self.changed.len() + self.missing.len() + self.unreadable.len()
    }
}
