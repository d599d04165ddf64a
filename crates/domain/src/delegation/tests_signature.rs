use super::{SignAs, Signer, signature};
use crate::catalogue::{Role, UnitKind};

const DEPARTMENT: &str = "H49.11";
const WARD: &str = "H49.104";

fn of_department(title: &'static str, role: Role) -> Signer<'static> {
    Signer { title, role, unit: DEPARTMENT, unit_name: "Sở Tư pháp", unit_kind: UnitKind::Department }
}

fn of_division(title: &'static str, role: Role) -> Signer<'static> {
    Signer {
        title,
        role,
        unit: "H49.11.1",
        unit_name: "Phòng Hành chính tư pháp",
        unit_kind: UnitKind::Division,
    }
}

fn of_ward(title: &'static str, role: Role) -> Signer<'static> {
    Signer { title, role, unit: WARD, unit_name: "UBND phường Bãi Cháy", unit_kind: UnitKind::Commune }
}

fn director() -> Signer<'static> {
    of_department("Giám đốc Sở", Role::Leader)
}

fn chair() -> Signer<'static> {
    of_ward("Chủ tịch UBND phường", Role::Leader)
}

/// As it is printed.
fn printed(lines: &[String]) -> String {
    lines.join(" / ").to_uppercase()
}

#[test]
fn a_director_signs_in_the_own_post() {
    assert_eq!(printed(&signature(director(), DEPARTMENT, None)), "GIÁM ĐỐC");
}

#[test]
fn a_deputy_director_signs_kt_over_the_own_post() {
    let deputy = of_department("Phó Giám đốc Sở", Role::DeputyLeader);
    let block = signature(deputy, DEPARTMENT, Some((SignAs::Assignment, director())));
    assert_eq!(printed(&block), "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC");
}

#[test]
fn a_deputy_head_of_division_signs_tuq_in_the_directors_name() {
    let deputy = of_division("Phó Trưởng phòng", Role::DeputyHead);
    let block = signature(deputy, DEPARTMENT, Some((SignAs::Delegation, director())));
    assert_eq!(printed(&block), "TUQ. GIÁM ĐỐC / PHÓ TRƯỞNG PHÒNG");
}

#[test]
fn a_head_of_division_signs_tl_by_order() {
    let head = of_division("Trưởng phòng", Role::Head);
    let block = signature(head, DEPARTMENT, Some((SignAs::Order, director())));
    assert_eq!(printed(&block), "TL. GIÁM ĐỐC / TRƯỞNG PHÒNG");
}

#[test]
fn an_acting_director_signs_q_and_a_deputy_in_that_place_kt_alone() {
    let acting = of_department("Quyền Giám đốc Sở", Role::Leader);
    assert_eq!(printed(&signature(acting, DEPARTMENT, None)), "Q. GIÁM ĐỐC");
    let deputy = of_department("Phó Giám đốc Sở", Role::DeputyLeader);
    let block = signature(deputy, DEPARTMENT, Some((SignAs::Assignment, acting)));
    assert_eq!(printed(&block), "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC");
}

#[test]
fn a_committee_speaks_through_its_chair_or_a_deputy_in_the_chairs_place() {
    assert_eq!(printed(&signature(chair(), WARD, None)), "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH");
    let deputy = of_ward("Phó Chủ tịch UBND phường", Role::DeputyLeader);
    let block = signature(deputy, WARD, Some((SignAs::Assignment, chair())));
    assert_eq!(printed(&block), "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH");
    let acting = of_ward("Quyền Chủ tịch UBND phường", Role::Leader);
    assert_eq!(printed(&signature(acting, WARD, None)), "TM. ỦY BAN NHÂN DÂN / Q. CHỦ TỊCH");
}

#[test]
fn who_signs_for_the_chair_by_delegation_or_order_does_not_speak_for_the_committee() {
    let head = Signer { unit: "H49.104.2", ..of_division("Trưởng phòng", Role::Head) };
    for (way, over) in [(SignAs::Delegation, "TUQ. CHỦ TỊCH"), (SignAs::Order, "TL. CHỦ TỊCH")] {
        assert_eq!(printed(&signature(head, WARD, Some((way, chair())))), format!("{over} / TRƯỞNG PHÒNG"));
    }
    let block = signature(director(), WARD, Some((SignAs::Delegation, chair())));
    assert_eq!(printed(&block), "TUQ. CHỦ TỊCH / GIÁM ĐỐC SỞ TƯ PHÁP");
}

#[test]
fn the_head_of_an_office_that_issues_its_own_papers_signs_as_its_head() {
    let head = Signer {
        title: "Giám đốc Văn phòng Đăng ký đất đai",
        role: Role::Head,
        unit: "H49.12.1",
        unit_name: "Văn phòng Đăng ký đất đai",
        unit_kind: UnitKind::Division,
    };
    assert_eq!(printed(&signature(head, "H49.12.1", None)), "GIÁM ĐỐC");
    let of_the_department = Signer { unit: "H49.12", ..director() };
    let block = signature(head, "H49.12", Some((SignAs::Delegation, of_the_department)));
    assert_eq!(printed(&block), "TUQ. GIÁM ĐỐC / GIÁM ĐỐC VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI");
}
