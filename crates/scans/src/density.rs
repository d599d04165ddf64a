//! Dots an inch, as the file says; nothing when it does not.

/// Dots an inch a PNG or JPEG says it was scanned with.
pub(crate) fn dpi_of(bytes: &[u8]) -> Option<u32> {
    if bytes.starts_with(&[0x89, b'P', b'N', b'G']) { of_png(bytes) } else { of_jpeg(bytes) }
        .filter(|dpi| (50..=2400).contains(dpi))
}

fn number(bytes: &[u8]) -> Option<usize> {
    bytes.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))
}

/// The chunk `pHYs`, dots a metre; it stands before the dots themselves.
fn of_png(bytes: &[u8]) -> Option<u32> {
    let mut at = 8;
    loop {
        let length = number(bytes.get(at..at + 4)?)?;
        match bytes.get(at + 4..at + 8)? {
            b"pHYs" => {
                let body = bytes.get(at + 8..at + 17)?;
                let a_metre = u64::try_from(number(&body[..4])?).ok()?;
                return if body[8] == 1 {
                    u32::try_from((a_metre * 254 + 5_000) / 10_000).ok()
                } else {
                    None
                };
            }
            b"IDAT" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}

/// The segment JFIF, dots an inch or a centimetre; it stands before the tables.
fn of_jpeg(bytes: &[u8]) -> Option<u32> {
    let mut at = 2;
    loop {
        let [0xff, segment] = bytes.get(at..at + 2)? else { return None };
        let length = number(bytes.get(at + 2..at + 4)?)?;
        match segment {
            0xe0 if bytes.get(at + 4..at + 9)? == b"JFIF\0" => {
                let dots = u32::try_from(number(bytes.get(at + 12..at + 14)?)?).ok()?;
                return match bytes.get(at + 11)? {
                    1 => Some(dots),
                    2 => Some((dots * 254 + 50) / 100),
                    _ => None,
                };
            }
            0xe0..=0xef | 0xfe => at = at.checked_add(length.max(2))?.checked_add(2)?,
            _ => return None,
        }
    }
}
