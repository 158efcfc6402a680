//! Ed25519 and SHA-2, as the client of TUF asks for them.

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use sigstore_crypto::{CryptoProvider, Error, HashContext, Result, SigningScheme};

/// Verifies signatures of ed25519, strictly, and no others.
#[derive(Debug)]
struct Ed25519;

/// Makes the client verify with this crate's code; later calls change nothing.
pub(crate) fn install() {
    // An error means that it is there already.
    let _ = sigstore_crypto::install_default_provider(&Ed25519);
}

/// What takes bytes and gives a digest.
struct Hashing<H>(H);

macro_rules! context {
    ($name:ident) => {
        impl HashContext for Hashing<$name> {
            fn update(&mut self, data: &[u8]) {
                self.0.update(data);
            }

            fn finalize(self: Box<Self>) -> Vec<u8> {
                self.0.finalize().to_vec()
            }
        }
    };
}

context!(Sha256);
context!(Sha384);
context!(Sha512);

impl CryptoProvider for Ed25519 {
    fn hash(&self, algorithm: sigstore_types::HashAlgorithm) -> Result<Box<dyn HashContext>> {
        use sigstore_types::HashAlgorithm as Algorithm;
        Ok(match algorithm {
            Algorithm::Sha2256 => Box::new(Hashing(Sha256::new())),
            Algorithm::Sha2384 => Box::new(Hashing(Sha384::new())),
            Algorithm::Sha2512 => Box::new(Hashing(Sha512::new())),
            other => return Err(Error::UnsupportedAlgorithm(format!("{other:?}"))),
        })
    }

    fn sha256(&self, data: &[u8]) -> [u8; 32] {
        Sha256::digest(data).into()
    }

    fn sha384(&self, data: &[u8]) -> [u8; 48] {
        Sha384::digest(data).into()
    }

    fn sha512(&self, data: &[u8]) -> [u8; 64] {
        Sha512::digest(data).into()
    }

    fn verify_raw(
        &self,
        scheme: SigningScheme,
        key: &[u8],
        data: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        if scheme != SigningScheme::Ed25519 {
            return Err(Error::UnsupportedAlgorithm(format!("{scheme:?}")));
        }
        let wrong = |_| Error::Verification("the signature does not fit".to_owned());
        let key: &[u8; 32] = key
            .try_into()
            .map_err(|_| Error::InvalidKey("it does not have 32 bytes".to_owned()))?;
        let key = VerifyingKey::from_bytes(key).map_err(wrong)?;
        let signature = Signature::from_slice(signature).map_err(wrong)?;
        key.verify_strict(data, &signature).map_err(wrong)
    }

    fn verify_prehashed(&self, scheme: SigningScheme, _: &[u8], _: &[u8], _: &[u8]) -> Result<()> {
        Err(Error::UnsupportedAlgorithm(format!("{scheme:?}")))
    }
}
