//! Signatures of reports, with the keys that publishers use.
//!
//! What is signed begins with [`CONTEXT`], and a publisher's file with a brace: no
//! signature of one can be taken for a signature of the other.

use data_encoding::HEXLOWER_PERMISSIVE;
use ed25519_dalek::{Signature, Signer as _, VerifyingKey};

use crate::error::{Error, ErrorKind};
use crate::key::{PublicKey, SecretKey};

/// How the bytes that are signed begin.
const CONTEXT: &[u8] = b"Colophon sealed report\n";

/// How the text of a public key begins.
const KIND: &str = "ed25519:";

impl SecretKey {
    /// Signs what is said about a report.
    pub fn sign_report(&self, bytes: &[u8]) -> [u8; 64] {
        self.signing().sign(&[CONTEXT, bytes].concat()).to_bytes()
    }
}

impl PublicKey {
    /// Returns the key as people pass it on.
    pub fn to_text(&self) -> String {
        format!("{KIND}{}", self.hex)
    }

    /// Reads the text of a key, with or without the word for its kind.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Key`] if it is not a public key.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let digits = text.strip_prefix(KIND).unwrap_or(text);
        let bytes = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok();
        let bytes: Option<[u8; 32]> = bytes.and_then(|bytes| bytes.try_into().ok());
        let is_key = |bytes: &[u8; 32]| VerifyingKey::from_bytes(bytes).is_ok();
        let bytes = bytes.filter(is_key);
        bytes
            .map(|bytes| Self::from_bytes(&bytes))
            .ok_or_else(|| Error::new(ErrorKind::Key, "it is not a public key"))
    }

    /// Returns whether the key signed what is said about a report.
    pub fn has_signed_report(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        let own = HEXLOWER_PERMISSIVE.decode(self.hex.as_bytes()).ok();
        let own: Option<[u8; 32]> = own.and_then(|own| own.try_into().ok());
        let own = own.and_then(|own| VerifyingKey::from_bytes(&own).ok());
        let said = [CONTEXT, bytes].concat();
        own.is_some_and(|own| {
            own.verify_strict(&said, &Signature::from_bytes(signature))
                .is_ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{CONTEXT, PublicKey, SecretKey};

    #[test]
    fn a_report_is_signed_by_one_key_and_no_other() {
        let key = SecretKey::generate().unwrap();
        let signature = key.sign_report(b"a report");
        let public = key.public();
        assert!(public.has_signed_report(b"a report", &signature));
        assert!(!public.has_signed_report(b"a repost", &signature));
        let other = SecretKey::generate().unwrap().public();
        assert!(!other.has_signed_report(b"a report", &signature));
        for place in [0, 31, 32, 63] {
            let mut wrong = signature;
            wrong[place] ^= 1;
            assert!(!public.has_signed_report(b"a report", &wrong), "{place}");
        }
        // What a publisher signs is not said about a report.
        let (bytes, _) = CONTEXT.split_at(1);
        assert_ne!(bytes, b"{");
    }

    #[test]
    fn a_public_key_comes_back_from_its_text() {
        let key = SecretKey::generate().unwrap().public();
        let text = key.to_text();
        assert_eq!(PublicKey::from_text(&text).unwrap(), key);
        let bare = format!(" {}\n", key.hex.to_uppercase());
        assert_eq!(PublicKey::from_text(&bare).unwrap(), key);
        for wrong in [
            "",
            "ed25519:",
            &text[..71],
            &format!("{text}0"),
            "agency.pub",
        ] {
            assert!(PublicKey::from_text(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_that_is_valid_for_anything_is_refused() {
        // The neutral point: some verifiers take any signature for one of its own.
        let weak = PublicKey::from_bytes(&{
            let mut bytes = [0; 32];
            bytes[0] = 1;
            bytes
        });
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!weak.has_signed_report(b"a report", &signature));
    }
}
