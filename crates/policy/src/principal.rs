/// Roles the policies speak of, as the catalogue writes them. The schema lists the same words.
pub const ROLES: [&str; 12] = [
    "receiver",
    "cashier",
    "specialist",
    "head",
    "deputy_head",
    "leader",
    "deputy_leader",
    "clerk",
    "centre_director",
    "greeter",
    "inspector",
    "admin",
];

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Somebody without an account.
    Citizen,
    /// A kiosk of a hall, or the ticket page of a phone.
    Kiosk {
        /// Unit of the hall first, then every unit above.
        unit_path: Vec<String>,
    },
    /// A job of the server.
    System {
        /// Its name.
        job: String,
    },
    /// Whoever runs the import command on the machine itself.
    Importer,
    /// Somebody who works here.
    Staff {
        /// Person code.
        person: String,
        /// Every position held now.
        positions: Vec<Held>,
        /// Code of the position acted in.
        acting: String,
    },
}

/// Chức vụ đang giữ: a position held now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Code.
    pub position: String,
    /// Its unit.
    pub unit: String,
    /// Its unit first, then every unit above.
    pub unit_path: Vec<String>,
    /// What it does, one of [`ROLES`]; another word has no rights.
    pub role: String,
}

/// Positions, the one acted in first.
pub(crate) fn acting_first<'a>(positions: &'a [Held], acting: &'a str) -> impl Iterator<Item = &'a Held> {
    let (first, others): (Vec<_>, Vec<_>) = positions.iter().partition(|held| held.position == acting);
    first.into_iter().chain(others)
}
