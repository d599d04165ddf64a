//! Synthetic people. No name, number or address belongs to anybody: identity numbers begin with a province code that does
//! not exist, and phones lie in a range no operator uses for subscribers.

use app::{SubjectData, SubjectKind};
use plan::Dice;

const SURNAMES: [&str; 18] = [
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi",
    "Đỗ", "Ngô", "Dương", "Đinh", "Lý",
];
const MIDDLE_F: [&str; 6] = ["Thị", "Thị", "Thu", "Ngọc", "Minh", "Thanh"];
const MIDDLE_M: [&str; 6] = ["Văn", "Văn", "Đức", "Minh", "Quang", "Hữu"];
const GIVEN_F: [&str; 16] = [
    "Hương",
    "Lan",
    "Mai",
    "Thủy",
    "Hạnh",
    "Yến",
    "Ánh",
    "Phượng",
    "Oanh",
    "Nga",
    "Dung",
    "Huệ",
    "Loan",
    "Tuyết",
    "Thảo",
    "Quỳnh",
];
const GIVEN_M: [&str; 16] = [
    "Hùng", "Dũng", "Cường", "Tuấn", "Long", "Hải", "Sơn", "Thắng", "Đạt", "Khánh", "Phúc", "Toàn", "Việt",
    "Quý", "Lợi", "Nam",
];
const STREETS: [&str; 10] = [
    "đường Bình Minh",
    "đường Hoa Sim",
    "ngõ Giếng Ngọt",
    "đường Bến Thuyền",
    "phố Cây Đa",
    "đường Đồi Thông",
    "phố Mới",
    "ngõ Chùa Nhỏ",
    "đường Hạ Long Xanh",
    "phố Làng Chài",
];
const WARDS: [&str; 5] =
    ["phường Hồng Gai", "phường Bãi Cháy", "phường Cao Xanh", "phường Hà Tu", "phường Việt Hưng"];
const TRADES: [&str; 6] = ["Thương mại", "Xây dựng", "Vận tải", "Du lịch", "Thủy sản", "Cơ khí"];

/// Somebody who never lived.
pub(crate) fn person(dice: &mut Dice) -> SubjectData {
    let woman = dice.chance(52);
    let (middles, givens) = if woman { (MIDDLE_F, GIVEN_F) } else { (MIDDLE_M, GIVEN_M) };
    let name = [one(dice, &SURNAMES), one(dice, &middles), one(dice, &givens)].join(" ");
    SubjectData {
        kind: SubjectKind::Person,
        name,
        id_number: format!("000{:09}", dice.between(0, 999_999_999)),
        phone: format!("0590{:06}", dice.between(0, 999_999)),
        email: if dice.chance(35) {
            format!("nguoi{}@example.vn", dice.between(1000, 99_999))
        } else {
            String::new()
        },
        address: address(dice),
        language: if dice.chance(6) { "en".to_owned() } else { "vi".to_owned() },
        ..SubjectData::default()
    }
}

/// A firm nobody founded.
pub(crate) fn organisation(dice: &mut Dice) -> SubjectData {
    let (trade, given) = (one(dice, &TRADES), one(dice, &GIVEN_M));
    SubjectData {
        kind: SubjectKind::Organisation,
        name: format!("Công ty TNHH {trade} {given} Phát"),
        id_number: format!("00{:08}", dice.between(0, 99_999_999)),
        phone: format!("0590{:06}", dice.between(0, 999_999)),
        email: format!("vanthu{}@example.vn", dice.between(1000, 99_999)),
        address: address(dice),
        language: "vi".to_owned(),
        ..SubjectData::default()
    }
}

fn address(dice: &mut Dice) -> String {
    format!("Số {}, {}, {}, tỉnh Quảng Ninh", dice.between(1, 240), one(dice, &STREETS), one(dice, &WARDS))
}

fn one(dice: &mut Dice, several: &[&'static str]) -> &'static str {
    dice.pick(several).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_plausible_and_of_no_province() {
        let mut dice = Dice::new(3);
        for _ in 0..200 {
            let (person, firm) = (person(&mut dice), organisation(&mut dice));
            assert!(
                person.violations("").is_empty() && firm.violations("").is_empty(),
                "{person:?} {firm:?}"
            );
            assert!(person.id_number.starts_with("000") && firm.id_number.starts_with("00"));
        }
    }
}
