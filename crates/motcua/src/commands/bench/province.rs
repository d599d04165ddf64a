//! Sixty agencies that do not exist, beside the shipped province: each a ward with a service centre of its own, a hall with a few
//! counters, and people for one procedure from the counter to the specialist's desk. Every producer has a seat of its own: a
//! counter and the people behind it.

use app::{Actor, App};
use domain::catalogue::{
    Counter, Hall, Item, Machine, Person, Position, Procedure, ReceiptBook, Role, Unit, UnitKind,
};
use store::CatalogueRow;

/// Agencies at most.
pub(super) const AGENCIES: usize = 60;
/// Field groups of the shipped catalogue, one for each counter of a hall: nobody calls another one's people.
const FIELDS: [&str; 6] = ["business", "construction", "general", "justice", "land", "social"];
/// Seats at most.
pub(super) const SEATS: usize = AGENCIES * FIELDS.len();
/// The procedure everybody files: shipped, here without the draft of a result, so that the specialist's step can be finished over
/// every door.
const PROCEDURE: (&str, &str) = ("1.001570", "bo-tai-chinh");
const SINCE: &str = "2025-07-01";
/// Tokens are good for as long as `motcua token` makes them.
const TOKEN_MS: i64 = 365 * 86_400_000;

/// Somebody in a post, and the token of a machine in the same post.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) person: String,
    pub(super) position: String,
    pub(super) unit: String,
    pub(super) token: String,
}

impl Post {
    pub(super) fn actor(&self) -> Actor {
        Actor::Staff { person: self.person.clone(), position: self.position.clone(), unit: self.unit.clone() }
    }
}

/// Where a producer works.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub(super) number: usize,
    pub(super) hall: String,
    pub(super) counter: String,
    pub(super) field: String,
    pub(super) receiver: Post,
    pub(super) head: Post,
    pub(super) specialist: Post,
}

/// The agencies and who works there.
#[derive(Clone, Debug)]
pub(super) struct Province {
    pub(super) seats: Vec<Seat>,
    pub(super) procedure: Procedure,
    rows: Vec<CatalogueRow>,
}

impl Province {
    /// Agencies with so many seats between them.
    ///
    /// # Errors
    /// When there are too many, or the shipped catalogue lacks the procedure.
    pub(super) fn with_seats(app: &App, seats: usize) -> anyhow::Result<Self> {
        anyhow::ensure!((1..=SEATS).contains(&seats), "expected 1 to {SEATS} producers, not {seats}");
        let directory = app.directory();
        let on = directory.date(app.now());
        let (code, publisher) = PROCEDURE;
        let shipped = directory.catalogue().procedure(code, publisher, &on);
        let mut procedure =
            shipped.cloned().ok_or_else(|| anyhow::anyhow!("the catalogue lacks {code}@{publisher}"))?;
        procedure.version = "bench".to_owned();
        procedure.result_template.clear();
        procedure.valid_from.clone_from(&on);
        let mut items = vec![Item::Procedure(procedure.clone())];
        let agencies: Vec<Agency> =
            (1..=seats.min(AGENCIES)).map(|number| Agency::new(number, app.now(), &mut items)).collect();
        let seats = (0..seats)
            .filter_map(|number| {
                let agency = agencies.get(number % agencies.len())?;
                agency.seat(number, number / agencies.len(), &mut items)
            })
            .collect();
        let rows = items.iter().map(Item::entry).map(|entry| CatalogueRow {
            kind: entry.kind,
            code: entry.code,
            version: entry.version,
            valid_from: entry.valid_from,
            valid_to: entry.valid_to,
            body: entry.body,
        });
        Ok(Self { seats, procedure, rows: rows.collect() })
    }

    /// Writes the agencies into a database.
    ///
    /// # Errors
    /// When it refuses.
    pub(super) async fn found(&self, app: &App) -> anyhow::Result<()> {
        let (store, tenant) = (app.store(), app.tenant());
        let because = "agencies of a measurement";
        store.put_catalogue(tenant, self.rows.clone(), "system:bench", because, app.now()).await?;
        // Measured at any hour.
        store.put_setting(tenant, "queue.closing", "off", "system:bench", app.now()).await?;
        Ok(app.reload().await?)
    }
}

struct Agency {
    number: usize,
    unit: String,
    centre: String,
    hall: String,
    head: Post,
    /// Of the machines at the counters and of the specialists' one.
    tokens: [String; 2],
}

impl Agency {
    fn new(number: usize, now: i64, items: &mut Vec<Item>) -> Self {
        let unit = format!("H49.{}", 500 + number);
        let (centre, hall) = (format!("{unit}.1"), format!("B-{number:02}"));
        items.push(unit_row(&unit, "H49", UnitKind::Commune, number));
        items.push(unit_row(&centre, &unit, UnitKind::Centre, number));
        items.push(Item::Hall(Hall {
            code: hall.clone(),
            unit: centre.clone(),
            name: format!("Phường đo {number}"),
            name_en: format!("Ward {number} of a measurement"),
            regime: "2025".to_owned(),
            cashier_desk: false,
            receipts: ReceiptBook { form: "01BLP0-001".to_owned(), series: format!("B{number:02}-{{yy}}T") },
            valid_from: SINCE.to_owned(),
            valid_to: String::new(),
        }));
        let mut machine = |role: Role, unit: &str| {
            let token = app::machine_token();
            items.push(Item::Machine(Machine {
                code: format!("api-{number}-{}", role.word()),
                name: format!("Máy đo {number}"),
                unit: unit.to_owned(),
                role,
                token_digest: app::token_digest(&token),
                issued_at: now,
                expires_at: now + TOKEN_MS,
                revoked_at: None,
            }));
            token
        };
        let at_head = machine(Role::Head, &unit);
        let tokens = [machine(Role::Receiver, &centre), machine(Role::Specialist, &unit)];
        let head = post(&format!("do.{number}.h"), &unit, Role::Head, &at_head, items);
        Self { number, unit, centre, hall, head, tokens }
    }

    fn seat(&self, number: usize, place: usize, items: &mut Vec<Item>) -> Option<Seat> {
        let field = (*FIELDS.get(place)?).to_owned();
        let counter = format!("{:02}", place + 1);
        items.push(Item::Counter(Counter {
            code: counter.clone(),
            hall: self.hall.clone(),
            number: i64::try_from(place + 1).unwrap_or(1),
            fields: vec![field.clone()],
            kind: "intake".to_owned(),
        }));
        let [at_counters, at_desks] = &self.tokens;
        let code = |letter: char| format!("do.{}.{letter}{place}", self.number);
        let receiver = post(&code('r'), &self.centre, Role::Receiver, at_counters, items);
        let specialist = post(&code('s'), &self.unit, Role::Specialist, at_desks, items);
        let (hall, head) = (self.hall.clone(), self.head.clone());
        Some(Seat { number, hall, counter, field, receiver, head, specialist })
    }
}

fn unit_row(code: &str, parent: &str, kind: UnitKind, number: usize) -> Item {
    let is_centre = kind == UnitKind::Centre;
    let what =
        if is_centre { "Trung tâm Phục vụ hành chính công phường" } else { "UBND phường" };
    Item::Unit(Unit {
        code: code.to_owned(),
        parent: parent.to_owned(),
        kind,
        name: format!("{what} đo {number}"),
        name_en: String::new(),
        abbreviation: if is_centre { "TTPVHCC" } else { "UBND" }.to_owned(),
        agency: if is_centre { parent.to_owned() } else { String::new() },
        phone: String::new(),
        address: String::new(),
        status: "provisional".to_owned(),
        valid_from: SINCE.to_owned(),
        valid_to: String::new(),
    })
}

fn post(person: &str, unit: &str, role: Role, token: &str, items: &mut Vec<Item>) -> Post {
    let position = format!("{unit}/{}/{person}", role.word());
    items.push(Item::Person(Person {
        code: person.to_owned(),
        name: format!("Cán bộ {person}"),
        address: "bà".to_owned(),
    }));
    items.push(Item::Position(Position {
        code: position.clone(),
        person: person.to_owned(),
        unit: unit.to_owned(),
        role,
        title: "Công chức".to_owned(),
        title_en: String::new(),
        valid_from: SINCE.to_owned(),
        valid_to: String::new(),
    }));
    Post { person: person.to_owned(), position, unit: unit.to_owned(), token: token.to_owned() }
}
