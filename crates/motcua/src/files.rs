//! Files that commands read and write, packed or not.

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// Text of a file, of standard input for `-`; unpacked when it begins like gzip whatever its name says.
///
/// # Errors
/// When it cannot be read or is no UTF-8.
pub(crate) fn read_text(file: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.read_to_end(&mut bytes)?;
    }
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    }
    Ok(text)
}

/// Writes a file that appears under its name only when it is whole; packed when the name ends in `.gz`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_whole(
    file: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let part = file.with_extension("part");
    let plain = BufWriter::new(File::create(&part)?);
    if file.extension().is_some_and(|ending| ending == "gz") {
        let mut packed = GzEncoder::new(plain, Compression::default());
        write(&mut packed)?;
        packed.finish()?.flush()?;
    } else {
        let mut plain = plain;
        write(&mut plain)?;
        plain.flush()?;
    }
    std::fs::rename(part, file)
}
