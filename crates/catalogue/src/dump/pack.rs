//! Byte strings one after another, in the form in which a [`Join`](super::join::Join)
//! keeps them.

/// Appends a value, which is at most 4 GiB.
pub(super) fn push(packed: &mut Vec<u8>, value: &[u8]) {
    let len = u32::try_from(value.len()).unwrap_or(0);
    packed.extend_from_slice(&len.to_le_bytes());
    packed.extend_from_slice(&value[..len as usize]);
}

/// The values that were appended by [`push`], in order.
#[derive(Clone)]
pub(super) struct Values<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Values<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (len, rest) = self.0.split_first_chunk()?;
        let (value, rest) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
        self.0 = rest;
        Some(value)
    }
}
