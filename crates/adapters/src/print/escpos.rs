//! The octets of ESC/POS that a ticket needs.

use super::Picture;

const ESC: u8 = 0x1b;
const GS: u8 = 0x1d;
const DLE: u8 = 0x10;
const EOT: u8 = 0x04;

/// Rows sent at once: printers with little memory burn a band while the next arrives.
const BAND_ROWS: usize = 128;

/// Dots of blank paper between the picture and the cut.
const FEED_BEFORE_CUT: u8 = 40;

/// Asks at once how the printer is, whatever it is busy with.
pub(super) const fn ask_status(n: u8) -> [u8; 3] {
    [DLE, EOT, n]
}

/// Everything of one ticket: a fresh start, the picture, feed and cut, and the question that is answered when all before it is done.
pub(super) fn ticket(picture: &Picture) -> Vec<u8> {
    let mut octets = vec![ESC, b'@'];
    raster(&mut octets, picture);
    octets.extend([GS, b'V', 66, FEED_BEFORE_CUT]);
    octets.extend([GS, b'r', 1]);
    octets
}

/// `GS v 0`: normal size, octets across, rows down, both with the low octet first.
fn raster(octets: &mut Vec<u8>, picture: &Picture) {
    for band in picture.rows.chunks(BAND_ROWS * usize::from(picture.octets_across)) {
        let down = band.len() / usize::from(picture.octets_across);
        let down = u16::try_from(down).expect("a band has few rows");
        octets.extend([GS, b'v', b'0', 0]);
        octets.extend(picture.octets_across.to_le_bytes());
        octets.extend(down.to_le_bytes());
        octets.extend_from_slice(band);
    }
}

/// What is read of the paper sensors from the answer to `GS r 1`: whether the roll is near its end, or at it.
pub(super) const fn low_paper(answer: u8) -> bool {
    answer & 0x0f != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The dots a printer would burn, and what is left of the octets.
    fn burnt(mut octets: &[u8]) -> (u16, Vec<u8>, &[u8]) {
        let (mut width, mut rows) = (0, Vec::new());
        while let [GS, b'v', b'0', 0, across_low, across_high, down_low, down_high, rest @ ..] = octets {
            width = u16::from_le_bytes([*across_low, *across_high]);
            let down = u16::from_le_bytes([*down_low, *down_high]);
            let (band, after) = rest.split_at(usize::from(width) * usize::from(down));
            rows.extend_from_slice(band);
            octets = after;
        }
        (width, rows, octets)
    }

    proptest! {
        #[test]
        fn every_dot_of_a_picture_is_in_its_octets_and_none_besides(
            across in 1_u16..105, down in 1_usize..400, seed in any::<u64>()
        ) {
            let mut dice = seed;
            let rows: Vec<u8> = (0..usize::from(across) * down)
                .map(|_| {
                    dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    dice.to_be_bytes()[0]
                })
                .collect();
            let picture = Picture::try_new(u32::from(across) * 8, rows.clone()).expect("whole rows");
            let octets = ticket(&picture);
            prop_assert_eq!(&octets[..2], b"\x1b@");
            let (width, found, rest) = burnt(&octets[2..]);
            prop_assert_eq!((width, found), (across, rows));
            prop_assert_eq!(rest, b"\x1dVB\x28\x1dr\x01");
        }
    }

    #[test]
    fn rows_that_are_not_whole_are_no_picture() {
        for (width, octets) in [(0, 1), (7, 1), (8, 0), (16, 3)] {
            assert!(Picture::try_new(width, vec![0; octets]).is_err(), "{width} {octets}");
        }
    }
}
