//! Keys: as a file under a passphrase, and as words on paper.

use bip39::{Language, Mnemonic};
use data_encoding::HEXLOWER;
use ed25519_dalek::pkcs8::KeypairBytes;
use ed25519_dalek::{Signer as _, SigningKey};
use pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

/// The name of a key in metadata: the SHA-256 of its public half, in hexadecimal.
pub type KeyId = String;

/// The public half of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its 32 bytes, in lower-case hexadecimal digits.
    pub hex: String,
}

impl PublicKey {
    /// Returns the key with these bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self {
            hex: HEXLOWER.encode(bytes),
        }
    }

    /// Returns it as metadata has it.
    pub(crate) fn to_json(&self) -> Value {
        json!({"keytype": "ed25519", "keyval": {"public": self.hex}, "scheme": "ed25519"})
    }

    /// Returns its name, as other tools of TUF compute it.
    pub fn id(&self) -> KeyId {
        // The canonical form of these members has no character to escape.
        let text = format!(
            r#"{{"keytype":"ed25519","keyval":{{"public":"{}"}},"scheme":"ed25519"}}"#,
            self.hex
        );
        HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
    }
}

/// A key that signs. Its bytes are wiped when it goes.
pub struct SecretKey(SigningKey);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.id())
    }
}

impl SecretKey {
    /// Makes a new key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Key`] if the system has no random numbers.
    pub fn generate() -> Result<Self, Error> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed).map_err(|error| {
            let message = format!("the system gives no random numbers: {error}");
            Error::new(ErrorKind::Key, message)
        })?;
        Ok(Self(SigningKey::from_bytes(&seed)))
    }

    /// Returns the public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.0.verifying_key().as_bytes())
    }

    /// Returns the name.
    pub fn id(&self) -> KeyId {
        self.public().id()
    }

    /// Returns what signs.
    pub(crate) fn signing(&self) -> &SigningKey {
        &self.0
    }

    /// Signs bytes, and returns the signature in hexadecimal digits.
    pub(crate) fn sign(&self, bytes: &[u8]) -> String {
        HEXLOWER.encode(&self.0.sign(bytes).to_bytes())
    }

    /// Returns the key as a PEM block (PKCS #8, which OpenSSL reads): encrypted under
    /// a passphrase by scrypt, or in the clear without one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Key`] if the system has no random numbers.
    pub fn to_pem(&self, passphrase: Option<&str>) -> Result<Zeroizing<String>, Error> {
        // Without the public half, which OpenSSL 3.0 does not expect.
        let key = KeypairBytes {
            secret_key: self.0.to_bytes(),
            public_key: None,
        };
        let made = match passphrase {
            Some(passphrase) => key.to_pkcs8_encrypted_pem(passphrase, LineEnding::LF),
            None => key.to_pkcs8_pem(LineEnding::LF),
        };
        made.map_err(|error| {
            let message = format!("the key cannot be written: {error}");
            Error::new(ErrorKind::Key, message)
        })
    }

    /// Reads a PEM block.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Key`] if it is not one, or the passphrase is wrong or missing.
    pub fn from_pem(block: &str, passphrase: Option<&str>) -> Result<Self, Error> {
        let key = match passphrase {
            Some(passphrase) if is_encrypted(block) => {
                SigningKey::from_pkcs8_encrypted_pem(block, passphrase)
            }
            _ => SigningKey::from_pkcs8_pem(block),
        };
        key.map(Self).map_err(|_| {
            let message = if is_encrypted(block) {
                "the passphrase is wrong, or the key is damaged"
            } else {
                "it is not a key"
            };
            Error::new(ErrorKind::Key, message)
        })
    }

    /// Returns the key as 24 English words, to write on paper.
    ///
    /// # Errors
    ///
    /// None that can happen: the words encode 32 bytes.
    pub fn to_words(&self) -> Result<Zeroizing<String>, Error> {
        let words = Mnemonic::from_entropy_in(Language::English, self.0.as_bytes());
        let words = words.map_err(|error| Error::new(ErrorKind::Key, error.to_string()))?;
        Ok(Zeroizing::new(words.to_string()))
    }

    /// Reads the words: upper or lower case, in any number of lines, numbered or not.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Key`] names the first word that cannot be right.
    pub fn from_words(text: &str) -> Result<Self, Error> {
        let words: Vec<Zeroizing<String>> = text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty())
            .map(|word| Zeroizing::new(word.to_ascii_lowercase()))
            .collect();
        let wrong = |message: String| Error::new(ErrorKind::Key, message);
        if words.len() != 24 {
            return Err(wrong(format!(
                "a key has 24 words, and these are {}",
                words.len()
            )));
        }
        if let Some(n) = words.iter().position(|word| !is_key_word(word)) {
            return Err(wrong(format!("word {} is not one of the list", n + 1)));
        }
        let joined = Zeroizing::new(
            words
                .iter()
                .map(|word| word.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        );
        let read = Mnemonic::parse_in_normalized(Language::English, &joined);
        let read =
            read.map_err(|_| wrong("a word is wrong, or two are in the wrong order".to_owned()))?;
        let bytes = Zeroizing::new(read.to_entropy());
        let seed: Result<&[u8; 32], _> = bytes.as_slice().try_into();
        let seed = seed.map_err(|_| wrong("these words are not a key".to_owned()))?;
        Ok(Self(SigningKey::from_bytes(seed)))
    }
}

/// Returns whether a word can be one of the words of a key, in upper or lower case.
pub fn is_key_word(word: &str) -> bool {
    let word = Zeroizing::new(word.to_ascii_lowercase());
    Language::English.word_list().contains(&word.as_str())
}

/// Returns whether a PEM block needs a passphrase.
fn is_encrypted(block: &str) -> bool {
    block.contains("BEGIN ENCRYPTED PRIVATE KEY")
}

#[cfg(test)]
mod tests {
    use super::{SecretKey, is_key_word};

    #[test]
    fn a_key_comes_back_from_its_file_and_from_its_words() {
        let key = SecretKey::generate().unwrap();
        let pem = key.to_pem(Some("correct horse")).unwrap();
        let back = SecretKey::from_pem(&pem, Some("correct horse")).unwrap();
        assert_eq!(back.id(), key.id());
        assert!(SecretKey::from_pem(&pem, Some("wrong horse")).is_err());
        assert!(SecretKey::from_pem(&pem, None).is_err());
        let open = key.to_pem(None).unwrap();
        assert_eq!(SecretKey::from_pem(&open, None).unwrap().id(), key.id());
        assert_eq!(
            SecretKey::from_pem(&open, Some("x")).unwrap().id(),
            key.id()
        );

        let words = key.to_words().unwrap();
        let numbered: Vec<String> = words
            .split(' ')
            .enumerate()
            .map(|(n, word)| format!("{}. {}", n + 1, word.to_uppercase()))
            .collect();
        let read = SecretKey::from_words(&numbered.join("\n")).unwrap();
        assert_eq!(read.id(), key.id());
    }

    #[test]
    fn a_wrong_word_is_named() {
        let key = SecretKey::generate().unwrap();
        let words = key.to_words().unwrap();
        let mut list: Vec<&str> = words.split(' ').collect();
        list[4] = "colophon";
        let error = SecretKey::from_words(&list.join(" ")).unwrap_err();
        assert!(error.message().contains("word 5"), "{error}");
        assert!(is_key_word("Abandon") && is_key_word(list[3]) && !is_key_word("colophon"));
        assert!(SecretKey::from_words("abandon").is_err());
        let other = SecretKey::generate().unwrap().to_words().unwrap();
        let mut swapped: Vec<&str> = words.split(' ').collect();
        swapped[7] = other.split(' ').find(|word| *word != swapped[7]).unwrap();
        // One in 256 words in this place fits the checksum by chance.
        if let Ok(read) = SecretKey::from_words(&swapped.join(" ")) {
            assert_ne!(read.id(), key.id());
        }
    }
}
