//! Codes and numbers, grouped for the eye.

/// `0912 345 678`, `0203 382 5555`; a number of another length as it came.
#[must_use]
pub fn phone(digits: &str) -> String {
    if matches!(digits.len(), 10 | 11) && digits.bytes().all(|sign| sign.is_ascii_digit()) {
        format!("{} {} {}", &digits[..4], &digits[4..7], &digits[7..])
    } else {
        digits.to_owned()
    }
}

/// `0912 ••• 678`: enough to know one's own number, too little to call it.
#[must_use]
pub fn masked_phone(digits: &str) -> String {
    if digits.len() < 7 || !digits.is_ascii() {
        return "•••".to_owned();
    }
    format!("{} ••• {}", &digits[..4], &digits[digits.len() - 3..])
}

/// Hexadecimal digits, as tools print hashes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `022 188 004 217`.
#[must_use]
pub fn grouped_id(digits: &str) -> String {
    let signs: Vec<char> = digits.chars().collect();
    signs.chunks(3).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `A-012` for `A012`: a ticket as screens show it.
#[must_use]
pub fn ticket(label: &str) -> String {
    let letters = label.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters == label.len() {
        return label.to_owned();
    }
    format!("{}-{}", &label[..letters], &label[letters..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_people_say_them() {
        assert_eq!(phone("0912345678"), "0912 345 678");
        assert_eq!(phone("02033825555"), "0203 382 5555");
        assert_eq!(phone("18000000"), "18000000");
        assert_eq!(grouped_id("022188004217"), "022 188 004 217");
        assert_eq!(ticket("A012"), "A-012");
        assert_eq!(ticket("012"), "012");
    }

    #[test]
    fn a_phone_on_a_public_page_is_hidden_in_the_middle() {
        assert_eq!(masked_phone("0912345678"), "0912 ••• 678");
        assert_eq!(masked_phone("12"), "•••");
    }
}
