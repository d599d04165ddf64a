use super::syllable::{Tone, toneless};
use super::*;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// A card as it is printed: number, old number, name, birth, sex, address, issue.
fn line() -> impl Strategy<Value = String> {
    let family = proptest::sample::select(vec![
        "Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi", "Lý", "Quách", "Giàng",
    ]);
    let middle = proptest::sample::select(vec![
        "Văn",
        "Thị",
        "Hữu",
        "Quốc",
        "Minh",
        "Thúy",
        "Ngọc Bảo",
        "Đình Nghĩa",
        "Thị Khuê",
    ]);
    let given = proptest::sample::select(vec![
        "An",
        "Hòa",
        "Ước",
        "Thủy",
        "Châu",
        "Tưởng",
        "Đường",
        "Oanh",
        "Khuyến",
        "Huệ",
        "Duẩn",
        "Ý",
        "Xuân",
        "Yến",
        "Giềng",
        "Loan",
    ]);
    let place = proptest::sample::select(vec![
        "Cao Xanh, Hạ Long, Quảng Ninh",
        "Phường Bãi Cháy, Thành phố Hạ Long, Quảng Ninh",
        "Thôn Đồng Giữa, Xã Tiền An, Thị xã Quảng Yên",
        "Ấp Mỹ Thuận, Thới Bình, Cà Mau",
        "Đường Lê Thánh Tông, Hồng Gai",
    ]);
    let old = proptest::option::of(100_000_000_u32..999_999_999);
    let who = (family, middle, given, place, 1_u32..300);
    let numbers = (1_u32..97, any::<bool>(), 1_940_u32..2_024, 1_u32..13, 1_u32..29, 0_u32..1_000_000, old);
    (who, numbers).prop_map(|((family, middle, given, place, house), (province, female, year, month, day, end, old))| {
        let code = (year / 100 - 19) * 2 + u32::from(female);
        let number = format!("{province:03}{code}{:02}{end:06}", year % 100);
        let old = old.map(|old| old.to_string()).unwrap_or_default();
        let sex = if female { "Nữ" } else { "Nam" };
        format!("{number}|{old}|{family} {middle} {given}|{day:02}{month:02}{year}|{sex}|Tổ {house}, {place}|01072024")
    })
}

fn shown_as(line: &str, vietnamese: bool) -> String {
    const WINDOWS: [(u8, char); 27] = [
        (0x80, '€'),
        (0x82, '‚'),
        (0x83, 'ƒ'),
        (0x84, '„'),
        (0x85, '…'),
        (0x86, '†'),
        (0x87, '‡'),
        (0x88, 'ˆ'),
        (0x89, '‰'),
        (0x8a, 'Š'),
        (0x8b, '‹'),
        (0x8c, 'Œ'),
        (0x8e, 'Ž'),
        (0x91, '‘'),
        (0x92, '’'),
        (0x93, '“'),
        (0x94, '”'),
        (0x95, '•'),
        (0x96, '–'),
        (0x97, '—'),
        (0x98, '˜'),
        (0x99, '™'),
        (0x9a, 'š'),
        (0x9b, '›'),
        (0x9c, 'œ'),
        (0x9e, 'ž'),
        (0x9f, 'Ÿ'),
    ];
    let sign = |byte: u8| match byte {
        0xc3 if vietnamese => 'Ă',
        0x8a | 0x8e | 0x9a | 0x9e if vietnamese => char::from(byte),
        _ => WINDOWS.iter().find(|(own, _)| *own == byte).map_or(char::from(byte), |(_, sign)| *sign),
    };
    line.bytes().map(sign).collect()
}

/// The digit row of the Windows Vietnamese layout.
fn by_layout(line: &str) -> String {
    let key = |sign| match sign {
        '1' => 'ă',
        '2' => 'â',
        '3' => 'ê',
        '4' => 'ô',
        '5' => '\u{300}',
        '6' => '\u{309}',
        '7' => '\u{303}',
        '8' => '\u{301}',
        '9' => '\u{323}',
        '0' => 'đ',
        other => other,
    };
    line.chars().map(key).collect()
}

/// Keys of an input method: shapes `â ê ô ă ơ ư đ` and tones grave, acute, hook, tilde, dot.
struct Keys {
    shapes: [&'static str; 7],
    tones: [&'static str; 5],
}
const TELEX: Keys =
    Keys { shapes: ["aa", "ee", "oo", "aw", "ow", "uw", "dd"], tones: ["f", "s", "r", "x", "j"] };
const VNI: Keys =
    Keys { shapes: ["a6", "e6", "o6", "a8", "o7", "u7", "d9"], tones: ["2", "1", "3", "4", "5"] };
const VIQR: Keys =
    Keys { shapes: ["a^", "e^", "o^", "a(", "o+", "u+", "dd"], tones: ["`", "'", "?", "~", "."] };

fn keyed(line: &str, keys: &Keys, tone_last: bool) -> String {
    let word = |word: &str| {
        let (letters, tones) = toneless(word);
        let mut out = String::new();
        for (place, letter) in letters.iter().enumerate() {
            let small = letter.to_lowercase().next().expect("a letter");
            let shape = "âêôăơưđ".chars().position(|one| one == small).map(|at| keys.shapes[at].to_owned());
            let typed = shape.unwrap_or_else(|| small.to_string());
            let typed = if letter.is_uppercase() { typed[..1].to_uppercase() + &typed[1..] } else { typed };
            out.push_str(&typed);
            let own = |tone: Tone| {
                Tone::ALL.iter().position(|(one, _)| *one == tone).map_or("", |at| keys.tones[at])
            };
            let here = tones.iter().filter(|(_, at)| !tone_last && *at == place).map(|(tone, _)| own(*tone));
            out.extend(here);
        }
        let own =
            |tone: Tone| Tone::ALL.iter().position(|(one, _)| *one == tone).map_or("", |at| keys.tones[at]);
        out.extend(tones.iter().filter(|_| tone_last).map(|(tone, _)| own(*tone)));
        out
    };
    let mut out = String::new();
    let mut piece = String::new();
    for sign in line.chars().chain(['\n']) {
        if sign.is_alphabetic() {
            piece.push(sign);
        } else {
            out.push_str(&word(&std::mem::take(&mut piece)));
            out.push(sign);
        }
    }
    out
}

proptest! {
    #[test]
    fn a_card_is_read_as_it_is_printed_composed_or_not_with_line_ends_lost_or_doubled(line in line()) {
        let card = read(&line).expect("a card");
        let fields: Vec<&str> = line.split('|').collect();
        prop_assert_eq!((card.number.as_str(), card.old_number.as_str()), (fields[0], fields[1]));
        prop_assert_eq!((card.name.as_str(), card.address.as_str()), (fields[2], fields[5]));
        prop_assert!(looks_like_card(&line) && looks_like_card(&by_layout(&line)));
        prop_assert_eq!(read(&line.nfd().collect::<String>()), Ok(card.clone()));
        for ends in [format!("{line}\r\n\r\n"), format!("\n\n{line}\n{line}\n"), format!("{line}{line}")] {
            prop_assert_eq!(read(&ends), Ok(card.clone()));
        }
        prop_assert_eq!(read(&format!("{line}||Trần Văn Cha|Lê Thị Mẹ|")), Ok(card), "a newer card has more fields");
    }

    #[test]
    fn a_card_shown_in_the_wrong_character_set_is_read_again(line in line(), vietnamese: bool) {
        let garbled = shown_as(&line, vietnamese);
        prop_assert_eq!(read(&garbled), read(&line));
        prop_assert_eq!(read(&garbled.nfc().collect::<String>()), read(&line), "and after it was composed");
        prop_assert_eq!(read(&shown_as(&garbled, false)), read(&line), "twice over");
    }

    #[test]
    fn a_card_whose_digits_came_as_letters_is_read_again_or_refused(line in line()) {
        let card = read(&line).expect("a card");
        if let Ok(read) = read(&by_layout(&line)) {
            prop_assert_eq!(&read, &card);
        }
        match read(&by_layout(&line).nfc().collect::<String>()) {
            Ok(read) => prop_assert_eq!(read, card),
            Err(wrong) => prop_assert!(wrong.code.ends_with("unreadable") || wrong.code == "card_not_a_card" || wrong.code == "card_cut_short", "{wrong:?}"),
        }
    }

    #[test]
    fn keys_no_input_method_composed_are_composed_here(line in line(), tone_last: bool) {
        let card = read(&line);
        for keys in [&TELEX, &VNI, &VIQR] {
            let keyed = keyed(&line, keys, tone_last);
            prop_assert_eq!(&read(&keyed), &card, "{}", keyed);
        }
    }

    #[test]
    fn another_sign_between_the_fields_is_found(line in line(), sign in proptest::sample::select(vec!['~', '*', '>', ';', 'µ', 'À', '\t', '^'])) {
        prop_assert_eq!(read(&line.replace('|', &sign.to_string())), read(&line));
    }

    #[test]
    fn what_was_cut_anywhere_is_never_another_name_or_number(line in line(), at in 0_usize..120) {
        let card = read(&line).expect("a card");
        let cut: String = line.chars().take(at.min(line.chars().count() - 1)).collect();
        if let Ok(read) = read(&cut) {
            prop_assert_eq!((read.name, read.number, read.born), (card.name, card.number, card.born));
        }
    }

    #[test]
    fn a_letter_lost_in_the_character_set_is_refused_and_never_left_out(line in line()) {
        let card = read(&line).expect("a card");
        let garbled = shown_as(&line, false);
        let lost: String = garbled.chars().filter(|sign| !('\u{80}'..='\u{9f}').contains(sign)).collect();
        if let Ok(read) = read(&lost) {
            prop_assert_eq!(read, card);
        }
    }

    #[test]
    fn anything_typed_is_a_card_or_a_clear_refusal(typed in ".{0,90}") {
        if let Err(wrong) = read(&typed) {
            prop_assert!(wrong.code.starts_with("card_"));
        }
    }
}

const CHAU: &str = "022188004217|101234567|Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";

#[test]
fn what_cannot_be_decided_says_what_was_read() {
    let code = |line: &str| read(line).map_err(|wrong| wrong.code).expect_err("refused");
    assert_eq!(code(""), "card_not_a_card");
    assert_eq!(code("https://motcua.example/d/abc"), "card_not_a_card");
    assert_eq!(code(&CHAU.replace("022188004217", "02218800421")), "card_number_unreadable");
    assert_eq!(code(&CHAU.replace("01021988", "31021988")), "card_birth_unreadable");
    assert_eq!(code(&CHAU.replace("01021988", "01022188")), "card_birth_unreadable");
    assert_eq!(code(&CHAU.replace("Nữ", "N?")), "card_sex_unreadable");
    assert_eq!(code(&CHAU.replace("Châu", "Ch?u")), "card_name_unreadable");
    assert_eq!(code(&CHAU.replace("|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021", "")), "card_cut_short");
    assert_eq!(code(&CHAU.replace("01072021", "0107")), "card_cut_short");
    assert_eq!(
        code(&CHAU.replace("01072021", "01021970")),
        "card_birth_unreadable",
        "nobody has a card before birth"
    );
    let other = CHAU.replace("022188004217", "022188004218");
    assert_eq!(code(&format!("{CHAU}\n{other}")), "card_two");
    assert_eq!(code(&format!("{CHAU}{other}")), "card_two", "also without the line end");
    assert_eq!(code(&format!("{CHAU}||{other}")), "card_two");
}

#[test]
fn a_name_that_lost_its_marks_is_not_taken_for_another_one() {
    let bare = "022188004217||Vu Thi Minh Chau|01021988|Nu|To 5, Cao Xanh, Quang Ninh|01072021";
    assert_eq!(read(bare).unwrap_err().code, "card_sex_unreadable");
    let bare = "022088004217||Tran Van An|01021988|Nam|To 5, Cao Xanh, Quang Ninh|01072021";
    assert_eq!(read(bare).unwrap_err().code, "card_name_unreadable");
}

#[test]
fn digits_through_the_layout_have_to_agree_with_birth_and_sex() {
    let garbled = by_layout(&CHAU.replace("022188004217", "022088004217"));
    assert_eq!(read(&garbled).unwrap_err().code, "card_number_unreadable");
    let printed = CHAU.replace("022188004217", "022088004217");
    assert!(read(&printed).is_ok(), "what was read as printed is not judged: a correction keeps the number");
}

#[test]
fn names_of_other_peoples_of_the_country_stay_as_they_are() {
    for name in ["H'Hen Niê", "Y Bhăm Ayun", "Ksor Ber", "Rơ Chăm Wer", "Đinh Y'Ê̆ Kđăm", "Giàng A Páo"]
    {
        let line = CHAU.replace("Vũ Thị Minh Châu", name);
        assert_eq!(read(&line).map(|card| card.name), Ok(name.to_owned()));
    }
}

#[test]
fn half_composed_keys_are_not_taken_for_a_name() {
    let half =
        CHAU.replace("Vũ Thị Minh Châu", "Nguyênx Văn An").replace("Tổ 5, Cao Xanh", "Toor 5, Cao Xanh");
    assert_eq!(read(&half).map(|card| card.name), Ok("Nguyễn Văn An".to_owned()));
}

#[test]
fn what_people_type_looks_like_no_card() {
    let long = "Ấ".repeat(5_000);
    for typed in ["022188004217", "Tổ 5, khu 3, phường Cao Xanh, thành phố Hạ Long, Quảng Ninh", &long]
    {
        assert!(!looks_like_card(typed), "{typed}");
    }
}

#[test]
fn a_birthday_is_said_as_people_write_it() {
    assert_eq!(read(CHAU).unwrap().born_in_words(), "01/02/1988");
}
