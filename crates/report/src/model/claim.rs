//! What a client list says about a work that a claim needs, and the state of the claim.

use serde::{Deserialize, Serialize};

/// What a client list says about a title, besides what it is looked up by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClaimFacts {
    /// The publisher, as the client names it.
    pub publisher: Option<String>,
    /// The ASIN.
    pub asin: Option<String>,
    /// The DOI.
    pub doi: Option<String>,
    /// The number of a film or an episode in the Internet Movie Database.
    pub imdb: Option<String>,
    /// The date of publication: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as the list
    /// gives it.
    pub published: Option<String>,
    /// The copyright registrations that the list names.
    pub registrations: Vec<GivenRegistration>,
    /// The state of the claim: that of the claim sheet, else that of the list.
    pub state: ClaimState,
}

/// A copyright registration, as a client list names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GivenRegistration {
    /// The number, as the list writes it.
    pub number: String,
    /// The date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as the list gives it.
    pub date: Option<String>,
}

/// The state of a claim, which the user keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClaimState {
    /// The identifier of the claim.
    pub identifier: Option<String>,
    /// The receipt for it.
    pub receipt: Option<String>,
    /// Its deadline: `YYYY-MM-DD` if it is a date that can be read in only one way, else
    /// as the user keeps it.
    pub deadline: Option<String>,
    /// Whether the author opted out: `yes` or `no`, else as the user keeps it.
    pub opted_out: Option<String>,
}

impl ClaimState {
    /// Returns whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values().iter().all(Option::is_none)
    }

    /// Returns the values in their order: identifier, receipt, deadline, opted out.
    #[must_use]
    pub fn values(&self) -> [Option<&str>; 4] {
        [
            self.identifier.as_deref(),
            self.receipt.as_deref(),
            self.deadline.as_deref(),
            self.opted_out.as_deref(),
        ]
    }

    /// Returns the places of the values, in their order.
    pub(crate) fn slots(&mut self) -> [&mut Option<String>; 4] {
        [
            &mut self.identifier,
            &mut self.receipt,
            &mut self.deadline,
            &mut self.opted_out,
        ]
    }
}
