//! The shipped province: whatever is offered at a counter can be walked to its end by people who are there.

use super::*;
use std::collections::BTreeSet;

/// Everything under `data/`, as the binary embeds it.
pub(super) fn shipped() -> Catalogue {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut files = Vec::new();
    for folder in ["units", "people", "fields", "halls", "procedures", "publishers", "regimes"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    load(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
        .unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// What is found by person and by unit is what looking at every position finds.
#[test]
fn everybodys_positions_are_found_also_after_somebody_moved() {
    let mut catalogue = shipped();
    let moved = catalogue.positions_on(TODAY).next().cloned().unwrap();
    let (from, to) = (moved.unit.clone(), "H49.80".to_owned());
    catalogue.put(Item::Position(Position { person: "ha.lt".to_owned(), unit: to.clone(), ..moved.clone() }));
    assert!(catalogue.positions_of(&moved.person, TODAY).all(|held| held.code != moved.code));
    assert!(catalogue.holders(&from, moved.role, TODAY).iter().all(|held| held.code != moved.code));
    assert!(catalogue.holders(&to, moved.role, TODAY).iter().any(|held| held.code == moved.code));
    for on in [TODAY, IN_2021] {
        for person in catalogue.people.keys() {
            let looked_at: Vec<_> =
                catalogue.positions_on(on).filter(|held| held.person == *person).collect();
            assert_eq!(catalogue.positions_of(person, on).collect::<Vec<_>>(), looked_at, "{person}");
        }
        for unit in catalogue.units.keys() {
            for role in Role::ALL {
                let of = |held: &&Position| held.unit == *unit && held.role == role;
                let looked_at: Vec<_> = catalogue.positions_on(on).filter(of).collect();
                assert_eq!(catalogue.holders(unit, role, on), looked_at, "{unit} {role:?}");
            }
        }
    }
}

const TODAY: &str = "2026-11-24";
const IN_2021: &str = "2021-06-29";

/// Every step of a procedure that nobody could do at that hall on that date, by name.
fn without_people(
    catalogue: &Catalogue,
    procedure: &Procedure,
    receiving_unit: &str,
    on: &str,
) -> Vec<String> {
    let chain = procedure.chain();
    let can_be_done = |step: &&StepDef| {
        let unit = catalogue.step_unit(procedure, step, receiving_unit);
        catalogue.unit(&unit, on).is_some() && !catalogue.holders(&unit, step.role, on).is_empty()
    };
    chain.iter().filter(|step| !can_be_done(step)).map(|step| step.name.clone()).collect()
}

fn check_hall(hall: &str, on: &str, least: usize) {
    let catalogue = shipped();
    let hall = &catalogue.halls[hall];
    assert!(holds(&hall.valid_from, &hall.valid_to, on), "{} is open on {on}", hall.code);
    let offered = catalogue.offered_at(&hall.unit, on);
    assert!(offered.len() >= least, "{} procedures at {} on {on}", offered.len(), hall.code);
    for procedure in offered {
        let what = format!("{} {} at {}", procedure.key(), procedure.version, hall.code);
        assert_eq!(without_people(&catalogue, procedure, &hall.unit, on), Vec::<String>::new(), "{what}");
        assert_eq!(
            catalogue.field_in(&hall.code, procedure),
            procedure.field,
            "{what}: a counter takes its field group"
        );
        assert_eq!(
            procedure.chain().first().map(|step| step.kind),
            Some(crate::dossier::StepKind::Intake),
            "{what}"
        );
        assert_eq!(
            procedure.chain().last().map(|step| step.kind),
            Some(crate::dossier::StepKind::Return),
            "{what}"
        );
        assert!(
            procedure.fee_vnd().is_some() && procedure.statutory.is_some(),
            "{what}: fee and limit are known"
        );
        assert!(
            !procedure.name_en.is_empty() && !procedure.source.is_empty(),
            "{what}: English name and source"
        );
        assert!(
            !procedure.papers.is_empty() && !procedure.legal_basis.is_empty(),
            "{what}: papers and legal basis"
        );
    }
}

#[test]
fn whatever_the_provincial_hall_offers_today_somebody_can_do_step_by_step() {
    check_hall("H1", TODAY, 12);
}

#[test]
fn whatever_a_ward_hall_offers_today_somebody_can_do_step_by_step() {
    for hall in ["P-BC", "P-CX", "P-HG"] {
        check_hall(hall, TODAY, 9);
    }
}

#[test]
fn whatever_the_city_hall_of_2021_offers_somebody_of_2021_can_do_step_by_step() {
    check_hall("HL-2021", IN_2021, 6);
    let catalogue = shipped();
    let land = catalogue.procedure("1.115778", "ha-long", IN_2021).unwrap();
    assert_eq!(
        land.statutory.and_then(Limit::working_minutes),
        Some(10 * 480),
        "10 working days before the law of 2024"
    );
    let household = catalogue.procedure("1.001570", "ha-long", IN_2021).unwrap();
    assert_eq!(
        (household.fee_vnd(), household.levels.as_slice()),
        (Some(0), ["district".to_owned()].as_slice())
    );
    assert!(catalogue.procedure("1.001570", "ha-long", TODAY).is_none(), "districts are gone");
}

#[test]
fn procedures_have_their_true_publisher_and_a_version_of_our_own_is_marked() {
    let catalogue = shipped();
    for procedure in catalogue.procedures.values().flatten() {
        let own = catalogue.publishers[&procedure.publisher].kind == PublisherKind::Own;
        assert_eq!(procedure.provisional, own, "{} {}", procedure.key(), procedure.version);
    }
    let land = catalogue.procedure("1.115778", "dong-thap", TODAY).unwrap();
    assert_eq!(land.appointments.len(), 2, "tax lies between two appointments");
    let outside: Vec<_> = land.steps.iter().filter(|step| !step.counted).map(|step| step.at).collect();
    assert_eq!(outside, [StepAt::Outside]);
    let suspension = catalogue.procedure("2.002029", "bo-tai-chinh", TODAY).unwrap();
    assert_eq!(suspension.fee_vnd(), Some(0));
    let offered = catalogue.offered_at("H49.80", TODAY);
    let versions: Vec<_> =
        offered.iter().filter(|row| row.code == "2.002029").map(|row| &row.publisher).collect();
    assert_eq!(versions, ["quang-ninh"], "the province's own version is offered, once");
}

#[test]
fn the_province_has_its_communes_of_today_and_its_districts_of_2021() {
    let catalogue = shipped();
    let count = |kind: UnitKind, on: &str| {
        catalogue
            .units
            .keys()
            .filter_map(|code| catalogue.unit(code, on))
            .filter(|unit| unit.kind == kind)
            .count()
    };
    assert_eq!((count(UnitKind::Commune, TODAY), count(UnitKind::District, TODAY)), (54, 0));
    assert_eq!((count(UnitKind::Commune, IN_2021), count(UnitKind::District, IN_2021)), (0, 13));
    assert_eq!((count(UnitKind::Centre, TODAY), count(UnitKind::Centre, IN_2021)), (55, 14));
    let name = |code: &str, on: &str| catalogue.unit(code, on).map(|unit| unit.name.clone()).unwrap();
    assert_eq!(name("H49.D205", IN_2021), "UBND thị xã Đông Triều", "a city since November 2024");
    assert_eq!(name("H49.D205", "2025-01-01"), "UBND thành phố Đông Triều");
    assert!(catalogue.unit("H49.12", IN_2021).is_none(), "departments were merged in March 2025");
    assert!(catalogue.unit("H49.20", IN_2021).is_some());
}

#[test]
fn no_unit_lives_longer_than_the_unit_above_it() {
    let catalogue = shipped();
    for unit in catalogue.units.values().flatten().filter(|unit| !unit.parent.is_empty()) {
        let above = catalogue.unit(&unit.parent, &unit.valid_from);
        assert!(above.is_some(), "{} begins before {}", unit.code, unit.parent);
        let last = &catalogue.units[&unit.parent];
        let still = last.iter().any(|above| above.valid_to.is_empty());
        let ends = last.iter().map(|above| above.valid_to.as_str()).max().unwrap_or_default();
        assert!(
            still || (!unit.valid_to.is_empty() && unit.valid_to.as_str() <= ends),
            "{} outlives {}",
            unit.code,
            unit.parent
        );
    }
}

#[test]
fn six_departments_and_three_wards_are_staffed_from_counter_to_leader() {
    let catalogue = shipped();
    let has = |unit: &str, role: Role| !catalogue.holders(unit, role, TODAY).is_empty();
    let staffed = |unit: &&String| {
        let below = catalogue
            .units
            .values()
            .flatten()
            .find(|row| row.parent == **unit && has(&row.code, Role::Specialist));
        let desks = has(unit, Role::Specialist) || below.is_some();
        has(unit, Role::Leader) && has(unit, Role::DeputyLeader) && has(unit, Role::Clerk) && desks
    };
    let of_kind = |kind: UnitKind| {
        catalogue
            .units
            .iter()
            .filter(move |(_, rows)| rows.iter().any(|row| row.kind == kind))
            .map(|(code, _)| code)
    };
    assert_eq!(of_kind(UnitKind::Department).filter(staffed).count(), 6);
    assert_eq!(of_kind(UnitKind::Commune).filter(staffed).count(), 3);
    let today: BTreeSet<_> = catalogue.positions_on(TODAY).map(|held| &held.person).collect();
    assert!((80..=110).contains(&today.len()), "{} people today", today.len());
}

#[test]
fn the_shipped_files_load_and_every_row_survives_being_kept() {
    let catalogue = shipped();
    let mut again = Catalogue::default();
    for entry in catalogue.entries() {
        again
            .put(Item::read(&entry).unwrap_or_else(|error| panic!("{} {}: {error}", entry.kind, entry.code)));
    }
    assert_eq!(again, catalogue);
}

#[test]
fn a_code_alone_means_what_the_list_of_a_centre_has_under_it() {
    let catalogue = shipped();
    for unit in ["H49.80", "H49.104.1"] {
        let offered = catalogue.offered_at(unit, TODAY);
        assert!(!offered.is_empty());
        for one in &offered {
            let under: Vec<_> = catalogue.offered_under(&one.code, unit, TODAY);
            let listed: Vec<_> = offered.iter().copied().filter(|other| other.code == one.code).collect();
            assert_eq!(under, listed, "{} at {unit}", one.code);
        }
        assert!(catalogue.offered_under("1.1", unit, TODAY).is_empty(), "the beginning of a code is none");
    }
}

#[test]
fn the_provincial_hall_has_four_areas_for_all_its_counters_and_a_ward_has_none() {
    let catalogue = shipped();
    let names: Vec<_> = catalogue.areas_of("H1").iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["Tư pháp - Xã hội", "Doanh nghiệp", "Đất đai - Xây dựng", "Trả kết quả"]);
    for counter in catalogue.counters_of("H1") {
        assert!(catalogue.area_of_counter("H1", &counter.code).is_some(), "{}", counter.code);
    }
    assert!(catalogue.areas_of("P-BC").is_empty());
}
