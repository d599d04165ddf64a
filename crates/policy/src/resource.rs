/// What it is done to, with the facts the policies may ask about. A unit path names the own unit first, then every unit
/// above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    pub(crate) kind: ResourceKind,
    /// Units it belongs to, each with those above it.
    pub(crate) unit_paths: Vec<Vec<String>>,
    /// Who has it: the open counter, the step.
    pub(crate) holder: Option<String>,
    /// Persons who processed or reviewed the dossier before.
    pub(crate) handled_by: Vec<String>,
    /// Procedure code.
    pub(crate) procedure: Option<String>,
    /// Field group of the procedure.
    pub(crate) field: Option<String>,
    /// Position that gives, of a delegation.
    pub(crate) post: Option<String>,
    /// Role that does the step, by the procedure.
    pub(crate) role: Option<String>,
}

/// Kinds of things, as the policies name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ResourceKind {
    Ticket,
    Counter,
    Dossier,
    Payment,
    Step,
    Person,
    Message,
    Petition,
    Delegation,
    Page,
    Catalogue,
}

impl ResourceKind {
    pub(crate) const ALL: [Self; 11] = [
        Self::Ticket,
        Self::Counter,
        Self::Dossier,
        Self::Payment,
        Self::Step,
        Self::Person,
        Self::Message,
        Self::Petition,
        Self::Delegation,
        Self::Page,
        Self::Catalogue,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ticket => "Ticket",
            Self::Counter => "Counter",
            Self::Dossier => "Dossier",
            Self::Payment => "Payment",
            Self::Step => "Step",
            Self::Person => "Person",
            Self::Message => "Message",
            Self::Petition => "Petition",
            Self::Delegation => "Delegation",
            Self::Page => "Page",
            Self::Catalogue => "Catalogue",
        }
    }
}

impl Resource {
    pub(crate) fn of(kind: ResourceKind, unit_path: &[String]) -> Self {
        let unit_paths = if unit_path.is_empty() { Vec::new() } else { vec![unit_path.to_vec()] };
        Self {
            kind,
            unit_paths,
            holder: None,
            handled_by: Vec::new(),
            procedure: None,
            field: None,
            post: None,
            role: None,
        }
    }

    /// A ticket of a hall, by the hall's unit.
    #[must_use]
    pub fn ticket(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Ticket, unit_path)
    }

    /// A counter, and the person at it when it is open.
    #[must_use]
    pub fn counter(unit_path: &[String], holder: Option<&str>) -> Self {
        Self { holder: holder.map(str::to_owned), ..Self::of(ResourceKind::Counter, unit_path) }
    }

    /// A dossier, by its receiving unit; see [`Resource::handled_in`] for the others.
    #[must_use]
    pub fn dossier(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Dossier, unit_path)
    }

    /// A payment, by the unit that collects it.
    #[must_use]
    pub fn payment(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Payment, unit_path)
    }

    /// The step under way: its unit, the person who has it, the persons who processed or reviewed the dossier before.
    #[must_use]
    pub fn step(unit_path: &[String], holder: Option<String>, handled_by: Vec<String>) -> Self {
        Self { holder, handled_by, ..Self::of(ResourceKind::Step, unit_path) }
    }

    /// A person who works here, by the unit.
    #[must_use]
    pub fn staff(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Person, unit_path)
    }

    /// A message, by the receiving unit of its dossier.
    #[must_use]
    pub fn message(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Message, unit_path)
    }

    /// A petition, by the unit that has to answer it.
    #[must_use]
    pub fn petition(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Petition, unit_path)
    }

    /// What a post gives another to sign: the unit of the post that gives, that post, and who holds it.
    #[must_use]
    pub fn delegation(unit_path: &[String], post: &str, holder: Option<&str>) -> Self {
        Self {
            post: Some(post.to_owned()),
            holder: holder.map(str::to_owned),
            ..Self::of(ResourceKind::Delegation, unit_path)
        }
    }

    /// A page about a unit; without a unit, the asker's own.
    #[must_use]
    pub fn page(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Page, unit_path)
    }

    /// Edited things of a unit.
    #[must_use]
    pub fn catalogue(unit_path: &[String]) -> Self {
        Self::of(ResourceKind::Catalogue, unit_path)
    }

    /// Who has it: the person at an open counter, the person of the step under way.
    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        self.holder.as_deref()
    }

    /// The same, of this procedure: delegations may name procedures.
    #[must_use]
    pub fn of_procedure(mut self, code: &str) -> Self {
        self.procedure = Some(code.to_owned());
        self
    }

    /// The same, of this field group: delegations may name fields.
    #[must_use]
    pub fn in_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The same, done by this role as the procedure has it.
    #[must_use]
    pub fn by_role(mut self, role: &str) -> Self {
        self.role = Some(role.to_owned());
        self
    }

    /// The same, also belonging to this unit: a dossier to the units of its steps, the financial duty of a land transfer to
    /// the unit that waits for it.
    #[must_use]
    pub fn handled_in(mut self, unit_path: &[String]) -> Self {
        if !unit_path.is_empty() && !self.unit_paths.iter().any(|path| path == unit_path) {
            self.unit_paths.push(unit_path.to_vec());
        }
        self
    }
}
