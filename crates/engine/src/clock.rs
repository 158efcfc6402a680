//! The time, as reports and indexes write it.

/// Returns the time: RFC 3339, UTC, in seconds.
pub(crate) fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}
