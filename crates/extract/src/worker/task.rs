//! The task of a worker.

use colophon_confine::{Attempt, Excess, Misbehaviour};

use crate::Source;
use crate::bundle;

/// What a worker is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Read the document, or the member of the archive with this key.
    Read(Option<u64>),
    /// Send the bytes of the member with this key.
    Unpack(u64),
    /// List the members.
    List,
    /// Try what must not be possible.
    Attempt(Attempt),
    /// Use more than a worker may, for tests.
    Excess(Excess),
    /// Report which fences are up.
    Fences,
}

impl Task {
    /// Returns the task of reading `source`.
    pub(super) fn read(source: &Source) -> Self {
        // A test may have the worker do mischief instead.
        match colophon_confine::misbehaviour() {
            Some(Misbehaviour::Attempt(attempt)) => Self::Attempt(attempt),
            Some(Misbehaviour::Excess(excess)) => Self::Excess(excess),
            None => Self::Read(source.member().map(bundle::key)),
        }
    }

    pub(super) fn to_word(self) -> String {
        match self {
            Self::Read(None) => "read".to_owned(),
            Self::Read(Some(key)) => format!("read:{key}"),
            Self::Unpack(key) => format!("unpack:{key}"),
            Self::List => "list".to_owned(),
            Self::Attempt(attempt) => format!("attempt:{}", attempt.word()),
            Self::Excess(excess) => format!("excess:{}", excess.word()),
            Self::Fences => "fences".to_owned(),
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        Some(match word.split_once(':') {
            None if word == "read" => Self::Read(None),
            None if word == "list" => Self::List,
            None if word == "fences" => Self::Fences,
            Some(("attempt", word)) => Self::Attempt(Attempt::named(word)?),
            Some(("excess", word)) => Self::Excess(Excess::named(word)?),
            Some(("read", key)) => Self::Read(Some(key.parse().ok()?)),
            Some(("unpack", key)) => Self::Unpack(key.parse().ok()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_survives_the_command_line() {
        for task in [
            Task::Read(None),
            Task::Read(Some(u64::MAX)),
            Task::Unpack(7),
            Task::List,
            Task::Attempt(Attempt::ReadMemory),
            Task::Excess(Excess::StackOverflow),
            Task::Fences,
        ] {
            assert_eq!(Task::of_word(&task.to_word()), Some(task));
        }
        assert_eq!(Task::of_word("write:1"), None);
    }
}
