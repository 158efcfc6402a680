//! The time, as reports and indexes write it.

use std::time::SystemTime;

use jiff::Timestamp;

/// Returns the time: RFC 3339, UTC, in seconds.
///
/// A clock that is wrong by millennia cannot be written; the year 1970 is.
pub(crate) fn now() -> String {
    written(timestamp(SystemTime::now()))
}

/// Returns a time of the system's clock, which may be set to anything.
pub(crate) fn timestamp(time: SystemTime) -> Timestamp {
    Timestamp::try_from(time)
        .ok()
        // Only these years have four digits.
        .filter(|time| (FIRST..=LAST).contains(&time.as_second()))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The first and the last second with a year of four digits, from 1970 on.
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_207_200;

/// Returns the day of a time, in UTC.
pub(crate) fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn any_clock_gives_a_time_that_can_be_written() {
        let seconds = |n| Duration::from_secs(n);
        let at = |time| written(timestamp(time));
        assert_eq!(at(UNIX_EPOCH), "1970-01-01T00:00:00Z");
        assert_eq!(at(UNIX_EPOCH - seconds(1)), "1969-12-31T23:59:59Z");
        assert_eq!(
            at(UNIX_EPOCH - seconds(2_000_000_000)),
            "1906-08-16T20:26:40Z"
        );
        assert_eq!(
            at(UNIX_EPOCH + seconds(300_000_000_000)),
            "1970-01-01T00:00:00Z"
        );
        assert_eq!(
            at(UNIX_EPOCH - seconds(300_000_000_000)),
            "1970-01-01T00:00:00Z"
        );
    }
}
