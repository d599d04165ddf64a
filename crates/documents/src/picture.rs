//! The codes printed on paper, as small SVG files: one path, one unit a module.

use crate::error::DocumentError;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// White modules around a QR code (the standard's quiet zone).
const QR_QUIET: usize = 4;
/// White modules left and right of a barcode.
const BAR_QUIET: usize = 10;
/// Height of a barcode in modules; layouts stretch it as they need.
const BAR_HEIGHT: usize = 40;

/// A QR code that survives a smudge (level M). Dark runs of a row are joined: a fifth of the path a module each would need, and the
/// engine reads the path for every slip.
pub(crate) fn qr(text: &str) -> Result<String, DocumentError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| DocumentError::CodeTooLong(text.len()))?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|&&module| module == row[x]).count();
            if row[x] == Color::Dark {
                rect(&mut path, x + QR_QUIET, y + QR_QUIET, run, 1);
            }
            x += run;
        }
    }
    Ok(svg(width + 2 * QR_QUIET, width + 2 * QR_QUIET, &path))
}

/// Code 128, set B: what hand scanners at the counters read.
pub(crate) fn code128(text: &str) -> Result<String, DocumentError> {
    const START_B: usize = 104;
    const STOP: usize = 106;
    if text.is_empty() || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Err(DocumentError::NotABarcode);
    }
    let mut symbols = vec![START_B];
    symbols.extend(text.bytes().map(|byte| usize::from(byte - b' ')));
    let check = symbols.iter().enumerate().map(|(at, symbol)| at.max(1) * symbol).sum::<usize>() % 103;
    symbols.extend([check, STOP]);

    let (mut path, mut x) = (String::new(), BAR_QUIET);
    for symbol in symbols {
        for (at, digit) in PATTERNS[symbol].bytes().enumerate() {
            let width = usize::from(digit - b'0');
            if at % 2 == 0 {
                rect(&mut path, x, 0, width, BAR_HEIGHT);
            }
            x += width;
        }
    }
    Ok(svg(x + BAR_QUIET, BAR_HEIGHT, &path))
}

fn rect(path: &mut String, x: usize, y: usize, width: usize, height: usize) {
    write!(path, "M{x} {y}h{width}v{height}h-{width}z").expect("a string takes all");
}

fn svg(width: usize, height: usize, path: &str) -> String {
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><path fill="#000" d="{path}"/></svg>"##
    )
}

/// Modules along the upper side of a code made here; 0 for any other picture.
pub(crate) fn svg_width(svg: &str) -> usize {
    let digits = svg.split_once("viewBox=\"0 0 ").and_then(|(_, rest)| rest.split(' ').next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Bars and gaps in modules, by symbol (ISO/IEC 15417).
const PATTERNS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

#[cfg(test)]
mod tests {
    use super::{PATTERNS, code128, qr};
    use crate::error::DocumentError;
    use std::collections::BTreeSet;

    #[test]
    fn every_barcode_symbol_is_eleven_modules_wide_and_unlike_the_others() {
        let seen: BTreeSet<&str> = PATTERNS.into_iter().collect();
        assert_eq!(seen.len(), 107);
        for pattern in &PATTERNS[..106] {
            assert_eq!(pattern.bytes().map(|digit| digit - b'0').sum::<u8>(), 11, "{pattern}");
            assert_eq!(pattern.bytes().step_by(2).map(|digit| digit - b'0').sum::<u8>() % 2, 0, "{pattern}");
        }
    }

    /// Worked by hand: start 104, P 48, J 42, 1 17; check (104 + 48 + 2·42 + 3·17) mod 103 = 81.
    #[test]
    fn a_barcode_carries_its_check_symbol() {
        let svg = code128("PJ1").unwrap();
        let modules = 10 + 11 * 5 + 13 + 10;
        assert!(svg.contains(&format!(r#"width="{modules}""#)), "{svg}");
        let check_at = 10 + 11 * 4;
        let widths: Vec<usize> = PATTERNS[81].bytes().map(|digit| usize::from(digit - b'0')).collect();
        assert!(svg.contains(&format!("M{check_at} 0h{}", widths[0])), "{svg}");
        let second = check_at + widths[0] + widths[1];
        assert!(svg.contains(&format!("M{second} 0h{}", widths[2])), "{svg}");
    }

    #[test]
    fn a_barcode_takes_printable_ascii_only() {
        assert!(matches!(code128("Đơn"), Err(DocumentError::NotABarcode)));
        assert!(matches!(code128(""), Err(DocumentError::NotABarcode)));
    }

    #[test]
    fn a_qr_code_says_when_a_text_does_not_fit() {
        assert!(qr("https://motcua.example/t/abc").unwrap().starts_with("<svg"));
        assert!(matches!(qr(&"a".repeat(3000)), Err(DocumentError::CodeTooLong(3000))));
    }
}
