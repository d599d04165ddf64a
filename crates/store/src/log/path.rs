//! Names of a log's files, as C2SP tlog-tiles has them.

/// Which tile a path below `tile/` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TilePath {
    /// Hashes: level, number, width.
    Hashes(u8, u64, u64),
    /// Entries: number, width.
    Entries(u64, u64),
}

impl TilePath {
    /// Reads `0/x001/234`, `1/000.p/17`, `entries/000`: what follows `tile/`. Only the one right spelling of each.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (level, rest) = path.split_once('/')?;
        let (number, width) = match rest.split_once(".p/") {
            None => (rest, 256),
            Some((number, width)) => (number, canonical(width).filter(|width| (1..256).contains(width))?),
        };
        let number = number_of(number)?;
        if level == "entries" {
            return Some(Self::Entries(number, width));
        }
        // Six levels hold more events than there are milliseconds in ten thousand years.
        let level = u8::try_from(canonical(level).filter(|level| *level < 6)?).ok()?;
        Some(Self::Hashes(level, number, width))
    }
}

fn canonical(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// `x001/x234/067` is 1,234,067: three digits an element, all but the last behind an x.
fn number_of(path: &str) -> Option<u64> {
    let elements: Vec<&str> = path.split('/').collect();
    let (last, before) = elements.split_last()?;
    let mut number: u64 = 0;
    for element in before {
        number = number.checked_mul(1000)?.checked_add(three_digits(element.strip_prefix('x')?)?)?;
        // A leading x000 would be a second spelling.
        if number == 0 {
            return None;
        }
    }
    number.checked_mul(1000)?.checked_add(three_digits(last)?)
}

fn three_digits(text: &str) -> Option<u64> {
    (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_spelling() {
        let good = [
            ("0/000", TilePath::Hashes(0, 0, 256)),
            ("1/005.p/17", TilePath::Hashes(1, 5, 17)),
            ("0/x001/x234/067", TilePath::Hashes(0, 1_234_067, 256)),
            ("entries/x001/234.p/1", TilePath::Entries(1234, 1)),
        ];
        for (path, tile) in good {
            assert_eq!(TilePath::parse(path), Some(tile), "{path}");
        }
        let bad = [
            "",
            "0",
            "0/",
            "0/0",
            "0/00",
            "0/0000",
            "00/000",
            "6/000",
            "x/000",
            "0/x000/001",
            "0/001/002",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/",
            "0/-01",
            "0/+01",
            "entries",
            "data/000",
            "0/000/",
            "0/x/000",
            "0/x999/x999/x999/x999/x999/x999/x999/999",
        ];
        for path in bad {
            assert_eq!(TilePath::parse(path), None, "{path}");
        }
    }
}
