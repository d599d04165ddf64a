use super::Trouble;

/// What `DLE EOT 1` to `4` ask, in this order: the printer, why it is off line, its errors, the paper sensors.
pub(super) const QUESTIONS: [u8; 4] = [1, 2, 3, 4];

/// Every answer to `DLE EOT` has bits 1 and 4 set and bits 0 and 7 clear: so it is told from anything else on the line.
const FIXED: (u8, u8) = (0b1001_0011, 0b0001_0010);

/// True for an answer to `DLE EOT`.
pub(super) const fn is_answer(octet: u8) -> bool {
    octet & FIXED.0 == FIXED.1
}

/// Tình trạng máy in: what the printer said of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// What keeps it from printing.
    pub trouble: Option<Trouble>,
    /// The roll is near its end.
    pub low_paper: bool,
}

impl Status {
    /// Reads the four answers; none when they are not a printer's.
    pub(super) fn read(answers: [u8; 4]) -> Option<Self> {
        const OFF_LINE: u8 = 0x08;
        const COVER_OPEN: u8 = 0x04;
        const STOPPED_WITHOUT_PAPER: u8 = 0x20;
        const ERROR: u8 = 0x40;
        // Mechanical or recoverable, cutter, unrecoverable, recovers by itself.
        const ERRORS: u8 = 0x04 | 0x08 | 0x20 | 0x40;
        const NEAR_END: u8 = 0x0c;
        const END: u8 = 0x60;
        if !answers.into_iter().all(is_answer) {
            return None;
        }
        let [printer, cause, errors, paper] = answers;
        // An open cover lets go of the paper too: what a hand has to do first is said first.
        let trouble = if cause & COVER_OPEN != 0 {
            Some(Trouble::CoverOpen)
        } else if paper & END != 0 || cause & STOPPED_WITHOUT_PAPER != 0 {
            Some(Trouble::NoPaper)
        } else if errors & ERRORS != 0 || cause & ERROR != 0 {
            Some(Trouble::Fault)
        } else if printer & OFF_LINE != 0 {
            Some(Trouble::Offline)
        } else {
            None
        };
        Some(Self { trouble, low_paper: paper & NEAR_END != 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: [u8; 4] = [0x16, 0x12, 0x12, 0x12];

    fn trouble(at: usize, bits: u8) -> Option<Trouble> {
        let mut answers = WELL;
        answers[at] |= bits;
        Status::read(answers).expect("a printer's answers").trouble
    }

    #[test]
    fn what_is_wrong_is_read_from_the_bits_the_makers_agree_on() {
        assert_eq!(Status::read(WELL), Some(Status { trouble: None, low_paper: false }));
        assert_eq!(trouble(0, 0x08), Some(Trouble::Offline));
        assert_eq!(trouble(1, 0x04), Some(Trouble::CoverOpen));
        assert_eq!(trouble(1, 0x20), Some(Trouble::NoPaper));
        assert_eq!(trouble(1, 0x40), Some(Trouble::Fault));
        assert_eq!(trouble(2, 0x08), Some(Trouble::Fault));
        assert_eq!(trouble(3, 0x60), Some(Trouble::NoPaper));
    }

    #[test]
    fn a_roll_near_its_end_still_prints() {
        let answers = [0x12, 0x12, 0x12, 0x12 | 0x0c];
        assert_eq!(Status::read(answers), Some(Status { trouble: None, low_paper: true }));
    }

    #[test]
    fn an_open_cover_is_said_before_the_paper_it_let_go() {
        let answers = [0x12 | 0x08, 0x12 | 0x04 | 0x20, 0x12, 0x12 | 0x60];
        assert_eq!(Status::read(answers).expect("answers").trouble, Some(Trouble::CoverOpen));
    }

    #[test]
    fn what_is_no_printers_answer_is_no_status() {
        for wrong in [*b"HTTP", [0x00; 4], [0xff; 4], [0x12, 0x12, 0x12, 0x13]] {
            assert_eq!(Status::read(wrong), None, "{wrong:?}");
        }
    }
}
