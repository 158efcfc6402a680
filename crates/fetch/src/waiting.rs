//! Hosts that asked to be left alone for a while.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::code::{Code, Failure, Result};
use crate::folder::{Incoming, WAITING};
use crate::when;

const MAX_WAITING: usize = 64 << 10;
const HOUR: u64 = 3600;

/// When each host may be asked again.
pub(crate) struct Waiting {
    folder: Arc<Incoming>,
    until: Mutex<BTreeMap<String, String>>,
}

impl Waiting {
    pub(crate) fn read(folder: &Arc<Incoming>) -> Self {
        let file = folder.read(WAITING, MAX_WAITING);
        let until = file.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self {
            folder: Arc::clone(folder),
            until: Mutex::new(until.unwrap_or_default()),
        }
    }

    /// Fails if the host is not to be asked yet.
    pub(crate) fn check(&self, host: &str) -> Result<()> {
        let all = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        let now = when::now();
        let until = all.get(host).and_then(|until| when::from_rfc3339(until));
        match until {
            // A time further away than any that is written comes from a clock
            // that was wrong.
            Some(until) if until > now && until <= now + 24 * HOUR => {
                Err(Failure::new(Code::ServerRefused, when::rfc3339(until)))
            }
            _ => Ok(()),
        }
    }

    /// Writes down that a host refused, and returns the failure that says so.
    pub(crate) fn remember(&self, host: &str, retry_after: Option<&str>) -> Failure {
        let now = when::now();
        let wait = retry_after.and_then(|text| {
            let seconds = text.trim().parse::<u64>().ok();
            seconds.or_else(|| when::from_http(text).map(|at| at.saturating_sub(now)))
        });
        let until = when::rfc3339(now + wait.unwrap_or(HOUR).clamp(1, 24 * HOUR));
        let mut all = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, until| when::from_rfc3339(until).is_some_and(|until| until > now));
        all.insert(host.to_owned(), until.clone());
        let written = serde_json::to_vec(&*all).map(|bytes| self.folder.write(WAITING, &bytes));
        match written {
            Ok(Err(failure)) => failure,
            _ => Failure::new(Code::ServerRefused, until),
        }
    }
}
