//! What the tests of the fetcher share: hostile servers, sources that they offer, and a
//! broker to talk to.
#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]
#![allow(unreachable_pub, reason = "each test has its own copy")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test says what it expects by failing"
)]

pub mod broker;
pub mod server;
pub mod source;

pub use server::*;
