//! Whether the clock can be right: what is signed on a wrong day expires on a wrong day.

use jiff::{SignedDuration, Timestamp};

use super::state::State;
use crate::clock::day;
use crate::error::Error;
use crate::report::{Advice, Code};

/// A day before this program was made, in seconds since 1970: 2025-06-01.
const BEFORE: i64 = 1_748_736_000;

/// How much earlier than the last signature a clock may be.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// How much later than the last signature a clock is without a warning.
const LONG: SignedDuration = SignedDuration::from_hours(24 * 366);

/// Refuses a clock that is earlier than it can be.
///
/// # Errors
///
/// `clock-wrong`.
pub(super) fn check_now(now: Timestamp) -> Result<(), Error> {
    // A package may be made on a later day.
    let made = option_env!("SOURCE_DATE_EPOCH").and_then(|it| it.parse().ok());
    let earliest = made.unwrap_or(BEFORE).max(BEFORE);
    if now.as_second() >= earliest {
        return Ok(());
    }
    let message = format!(
        "this computer’s date is {}, and this program is newer than that",
        day(now)
    );
    Err(Error::new(Code::ClockWrong, message).advise(Advice::SetClock))
}

/// Compares the clock with the day on which a folder was signed last. Returns a
/// sentence if it is much later.
///
/// # Errors
///
/// `clock-wrong` if it is earlier.
pub(super) fn check(state: &State, now: Timestamp) -> Result<Option<String>, Error> {
    check_now(now)?;
    let content = state.content.as_ref();
    let of_root = || {
        let lasts = SignedDuration::from_hours(24 * state.root.every.days_of_root());
        state.root.expires.checked_sub(lasts).ok()
    };
    let last = match content {
        Some(content) => content.timestamp_file.published,
        None => of_root(),
    };
    let Some(last) = last else { return Ok(None) };
    let since = now.duration_since(last);
    if since < -TOLERANCE {
        let message = format!(
            "this computer’s date is {}, and the folder was signed on {}",
            day(now),
            day(last)
        );
        return Err(Error::new(Code::ClockWrong, message).advise(Advice::SetClock));
    }
    Ok((since > LONG).then(|| {
        format!(
            "this computer’s date is {}, and the folder was signed on {}, more than a year \
             before; if the date is wrong, set it and run this again",
            day(now),
            day(last)
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, check_now};
    use jiff::Timestamp;

    #[test]
    fn a_clock_from_before_the_program_is_wrong() {
        assert!(check_now(Timestamp::from_second(BEFORE - 1).unwrap()).is_err());
        assert!(check_now(Timestamp::UNIX_EPOCH).is_err());
        assert!(check_now(Timestamp::now()).is_ok());
    }
}
