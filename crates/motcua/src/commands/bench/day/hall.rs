//! A hall as large as it is wished, beside the shipped ones: its counters, an officer for each, somebody who greets.

use app::{App, Command};
use domain::catalogue::{Counter, Hall, Item, Person, Position, ReceiptBook, Role, Unit, UnitKind};
use domain::kernel::CommandId;
use std::collections::BTreeMap;
use store::CatalogueRow;

/// The hall.
pub(super) const HALL: &str = "N1";
const UNIT: &str = "H49.90";
const SINCE: &str = "2025-07-01";
/// Field groups of the shipped catalogue that people come for.
pub(super) const FIELDS: [&str; 6] = ["business", "construction", "general", "justice", "land", "social"];

/// A counter and who works there.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    pub(super) code: String,
    pub(super) number: usize,
    pub(super) fields: Vec<String>,
    person: String,
    pub(super) position: String,
}

impl Desk {
    /// Whoever works there.
    pub(super) fn officer(&self) -> app::Actor {
        app::Actor::Staff {
            person: self.person.clone(),
            position: self.position.clone(),
            unit: UNIT.to_owned(),
        }
    }
}

/// So many counters: each field group has several, and every third counter takes two.
pub(super) fn desks(many: usize) -> Vec<Desk> {
    (1..=many)
        .map(|number| {
            let field = |at: usize| FIELDS[(number + at) % FIELDS.len()].to_owned();
            let person = format!("quay.{number:02}");
            Desk {
                code: format!("{number:02}"),
                number,
                fields: if number % 3 == 0 { vec![field(0), field(1)] } else { vec![field(0)] },
                position: position(Role::Receiver, &person),
                person,
            }
        })
        .collect()
}

/// The field groups of each counter by its code.
pub(super) fn fields_of(desks: &[Desk]) -> BTreeMap<String, Vec<String>> {
    desks.iter().map(|desk| (desk.code.clone(), desk.fields.clone())).collect()
}

/// Whoever greets, by position.
pub(super) fn greeter() -> String {
    position(Role::Greeter, GREETER)
}

const GREETER: &str = "don.tiep";

fn position(role: Role, person: &str) -> String {
    format!("{UNIT}/{}/{person}", role.word())
}

/// Writes the hall into a database, and the first thing that ever happens there: a database with a past is no demo to be filled.
///
/// # Errors
/// When it refuses.
pub(super) async fn found(app: &App, desks: &[Desk]) -> anyhow::Result<()> {
    let items = items(desks);
    let rows = items.iter().map(Item::entry).map(|entry| CatalogueRow {
        kind: entry.kind,
        code: entry.code,
        version: entry.version,
        valid_from: entry.valid_from,
        valid_to: entry.valid_to,
        body: entry.body,
    });
    let because = "a hall of a measurement";
    app.store().put_catalogue(app.tenant(), rows.collect(), "system:bench", because, app.now()).await?;
    // Whoever comes is given a number: what is measured is the line.
    app.store().put_setting(app.tenant(), "queue.closing", "off", "system:bench", app.now()).await?;
    // Its counters serve through the break at noon.
    app.store().put_setting(app.tenant(), "queue.lunch", "through", "system:bench", app.now()).await?;
    app.reload().await?;
    let Some(first) = desks.first() else { return Ok(()) };
    let actor = first.officer();
    let (hall, counter) = (HALL.to_owned(), first.code.clone());
    let open = Command::OpenCounter { hall: hall.clone(), counter: counter.clone() };
    for (id, command) in
        [("bench-day-opens", open), ("bench-day-closes", Command::CloseCounter { hall, counter })]
    {
        app.execute(&actor, &CommandId(id.to_owned()), command).await?;
    }
    Ok(())
}

/// A procedure that people take a number for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// As the kiosk sends it.
    pub(super) key: String,
    /// How many come for it, against others of the field group.
    pub(super) share: i64,
    /// How long it takes at a counter, in percent of a usual one.
    pub(super) length: i64,
}

/// What is offered for each field group on a day, as the crowd's facts weigh it.
pub(super) fn offers(app: &App, on: &str) -> BTreeMap<String, Vec<Offer>> {
    let ways = sim::Ways::shipped();
    let directory = app.directory();
    let mut offers: BTreeMap<String, Vec<Offer>> = BTreeMap::new();
    for procedure in directory.catalogue().procedures_on(on) {
        let offer = Offer {
            key: procedure.key(),
            share: ways.share_at_counter(procedure),
            length: ways.length_of(procedure),
        };
        offers.entry(procedure.field.clone()).or_default().push(offer);
    }
    offers
}

fn items(desks: &[Desk]) -> Vec<Item> {
    let mut items = vec![
        Item::Unit(Unit {
            code: UNIT.to_owned(),
            parent: "H49".to_owned(),
            kind: UnitKind::Centre,
            name: "Trung tâm đo một ngày".to_owned(),
            name_en: "Centre of a measured day".to_owned(),
            abbreviation: "TTPVHCC".to_owned(),
            agency: "H49".to_owned(),
            phone: String::new(),
            address: String::new(),
            status: "provisional".to_owned(),
            valid_from: SINCE.to_owned(),
            valid_to: String::new(),
        }),
        Item::Hall(Hall {
            code: HALL.to_owned(),
            unit: UNIT.to_owned(),
            name: "Sảnh đo một ngày".to_owned(),
            name_en: "Hall of a measured day".to_owned(),
            regime: "2025".to_owned(),
            cashier_desk: false,
            receipts: ReceiptBook { form: "01BLP0-001".to_owned(), series: "N1-{yy}T".to_owned() },
            valid_from: SINCE.to_owned(),
            valid_to: String::new(),
        }),
    ];
    for desk in desks {
        items.push(Item::Counter(Counter {
            code: desk.code.clone(),
            hall: HALL.to_owned(),
            number: i64::try_from(desk.number).unwrap_or(1),
            fields: desk.fields.clone(),
            kind: "intake".to_owned(),
        }));
        items.extend(post(&desk.person, Role::Receiver));
    }
    items.extend(post(GREETER, Role::Greeter));
    items
}

fn post(person: &str, role: Role) -> [Item; 2] {
    [
        Item::Person(Person {
            code: person.to_owned(),
            name: format!("Cán bộ {person}"),
            address: "bà".to_owned(),
        }),
        Item::Position(Position {
            code: position(role, person),
            person: person.to_owned(),
            unit: UNIT.to_owned(),
            role,
            title: "Công chức".to_owned(),
            title_en: String::new(),
            valid_from: SINCE.to_owned(),
            valid_to: String::new(),
        }),
    ]
}
