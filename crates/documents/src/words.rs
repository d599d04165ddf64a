//! Số tiền bằng chữ: amounts of money as they are written out on receipts.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// The amount in words, beginning with a capital and ending in "đồng": 1,005,000 is "Một triệu không trăm linh năm nghìn đồng".
#[must_use]
pub fn dong_in_words(amount_vnd: i64) -> String {
    let mut words = Vec::new();
    if amount_vnd < 0 {
        words.push("âm");
    }
    spell(amount_vnd.unsigned_abs(), false, &mut words);
    if words.is_empty() {
        words.push(DIGITS[0]);
    }
    words.push("đồng");
    capital(&words.join(" "))
}

/// The amount in figures, groups parted by points: 1,005,000 is "1.005.000".
#[must_use]
pub fn dong_in_figures(amount_vnd: i64) -> String {
    let digits = amount_vnd.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if amount_vnd < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// `led`: a higher group was spoken, so an absent hundred has to be named ("không trăm").
fn spell(amount: u64, led: bool, words: &mut Vec<&'static str>) {
    const TY: u64 = 1_000_000_000;
    if amount >= TY {
        spell(amount / TY, led, words);
        words.push("tỷ");
        return spell(amount % TY, true, words);
    }
    let mut led = led;
    for (unit, name) in [(1_000_000, Some("triệu")), (1_000, Some("nghìn")), (1, None)] {
        let group = amount / unit % 1_000;
        if group > 0 {
            three_digits(group, led, words);
            words.extend(name);
            led = true;
        }
    }
}

fn three_digits(group: u64, led: bool, words: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    if led || hundreds > 0 {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && (led || hundreds > 0) => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
}

fn digit(value: u64) -> &'static str {
    DIGITS[usize::try_from(value).expect("a digit is below ten")]
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{dong_in_figures, dong_in_words};

    #[test]
    fn amounts_are_written_out_as_a_vietnamese_cashier_writes_them() {
        let table = "
            0              | 0                 | Không đồng
            5              | 5                 | Năm đồng
            10             | 10                | Mười đồng
            15             | 15                | Mười lăm đồng
            105            | 105               | Một trăm linh năm đồng
            110            | 110               | Một trăm mười đồng
            1000           | 1.000             | Một nghìn đồng
            1005           | 1.005             | Một nghìn không trăm linh năm đồng
            8000           | 8.000             | Tám nghìn đồng
            15000          | 15.000            | Mười lăm nghìn đồng
            21000          | 21.000            | Hai mươi mốt nghìn đồng
            24000          | 24.000            | Hai mươi tư nghìn đồng
            50000          | 50.000            | Năm mươi nghìn đồng
            55000          | 55.000            | Năm mươi lăm nghìn đồng
            100000         | 100.000           | Một trăm nghìn đồng
            111111         | 111.111           | Một trăm mười một nghìn một trăm mười một đồng
            204000         | 204.000           | Hai trăm linh bốn nghìn đồng
            1005000        | 1.005.000         | Một triệu không trăm linh năm nghìn đồng
            1000005        | 1.000.005         | Một triệu không trăm linh năm đồng
            1050000        | 1.050.000         | Một triệu không trăm năm mươi nghìn đồng
            11750000       | 11.750.000        | Mười một triệu bảy trăm năm mươi nghìn đồng
            1000000000     | 1.000.000.000     | Một tỷ đồng
            2350000000     | 2.350.000.000     | Hai tỷ ba trăm năm mươi triệu đồng
            1000000015     | 1.000.000.015     | Một tỷ không trăm mười lăm đồng
            1200000000000  | 1.200.000.000.000 | Một nghìn hai trăm tỷ đồng
            -15000         | -15.000           | Âm mười lăm nghìn đồng
        ";
        for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let amount: i64 = cells[0].parse().unwrap();
            assert_eq!(dong_in_figures(amount), cells[1]);
            assert_eq!(dong_in_words(amount), cells[2]);
        }
    }

    #[test]
    fn the_largest_and_the_smallest_amount_have_words_too() {
        assert!(dong_in_words(i64::MAX).ends_with("đồng"));
        assert!(dong_in_words(i64::MIN).starts_with("Âm "));
    }
}
