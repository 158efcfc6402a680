//! System call filters, in the form that the kernel takes.
//!
//! A filter stays for the life of the process and of every process it starts,
//! and the strictest answer of all filters counts. It is put up in all threads
//! at once. With it, no process gains rights by starting a program. Calls in the
//! numbering of another machine, such as those of 32-bit programs, end the
//! process that makes them.

use std::collections::BTreeMap;
use std::io;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};

use crate::Fence;

/// Calls by number, each with its rules, of which one must hold; without rules
/// it always matches.
pub(crate) type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// What the kernel answers to a call that a rule describes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    /// "Permission denied".
    Denied,
    /// "Function not implemented".
    Unknown,
}

/// The error of a filter that could not be made or put up.
#[derive(Debug)]
pub(crate) struct Error(seccompiler::Error);

impl From<seccompiler::BackendError> for Error {
    fn from(error: seccompiler::BackendError) -> Self {
        Self(error.into())
    }
}

impl Error {
    /// Distinguishes a kernel without filters from one that rejected this one.
    pub(crate) fn into_fence(self) -> Fence {
        let missing =
            |error: &io::Error| matches!(error.raw_os_error(), Some(libc::ENOSYS | libc::EINVAL));
        match &self.0 {
            seccompiler::Error::Seccomp(error) if missing(error) => {
                Fence::NotOffered("this kernel has no system call filter".to_owned())
            }
            error => Fence::Failed(error.to_string()),
        }
    }
}

/// Makes the filter that gives `answer` to the calls that `rules` describe and
/// lets all others through.
pub(crate) fn answering(rules: Rules, answer: Answer) -> Result<BpfProgram, Error> {
    let errno = match answer {
        Answer::Denied => libc::EACCES,
        Answer::Unknown => libc::ENOSYS,
    };
    let action = SeccompAction::Errno(errno.unsigned_abs());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, action, machine()?)?;
    Ok(BpfProgram::try_from(filter)?)
}

/// Makes the filter that lets through the calls that `rules` describe and ends
/// the process that makes any other.
pub(crate) fn only(rules: Rules) -> Result<BpfProgram, Error> {
    let (kill, pass) = (SeccompAction::KillProcess, SeccompAction::Allow);
    let filter = SeccompFilter::new(rules, kill, pass, machine()?)?;
    Ok(BpfProgram::try_from(filter)?)
}

/// Puts a filter up in all threads.
pub(crate) fn apply(filter: &BpfProgram) -> Result<(), Error> {
    seccompiler::apply_filter_all_threads(filter).map_err(Error)
}

/// Returns the rule that argument `n` is `value`, as 32 bits.
pub(crate) fn where_is(n: u8, value: i32) -> Result<Vec<SeccompRule>, Error> {
    where_holds(n, SeccompCmpOp::Eq, value)
}

/// Returns the rule that argument `n` is not `value`.
pub(crate) fn where_is_not(n: u8, value: i32) -> Result<Vec<SeccompRule>, Error> {
    where_holds(n, SeccompCmpOp::Ne, value)
}

/// Returns the rule that argument `n` has no bit of `bits`.
pub(crate) fn where_lacks(n: u8, bits: i32) -> Result<Vec<SeccompRule>, Error> {
    let bits_set = u64::from(bits.cast_unsigned());
    where_holds(n, SeccompCmpOp::MaskedEq(bits_set), 0)
}

fn where_holds(n: u8, op: SeccompCmpOp, value: i32) -> Result<Vec<SeccompRule>, Error> {
    let value = u64::from(value.cast_unsigned());
    let condition = SeccompCondition::new(n, SeccompCmpArgLen::Dword, op, value)?;
    Ok(vec![SeccompRule::new(vec![condition])?])
}

/// Returns the number of a call in the x32 numbering, if there is one.
///
/// It is used on the same machine and differs in one bit. A filter that knows
/// only the usual numbers would let such a call through.
pub(crate) fn x32(call: i64) -> Option<i64> {
    cfg!(target_arch = "x86_64").then_some(call | 0x4000_0000)
}

fn machine() -> Result<TargetArch, Error> {
    Ok(std::env::consts::ARCH.try_into()?)
}
