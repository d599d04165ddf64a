//! The one way in. A page, a job, an import or the demo's crowd hands a [`Command`] to [`App::execute`]: authorise, gather
//! facts, decide, commit. And the questions pages ask, in [`queries`].
//!
//! To add a command: a variant in `command.rs`, its act in `acts/`, its action in the `policy` crate. To add a question:
//! a statement and a function in `queries/`.

mod act;
mod actor;
mod acts;
mod clock;
mod command;
mod declared;
mod directory;
mod error;
mod execute;
mod finding;
mod forms;
mod ids;
mod imports;
mod machines;
mod message_text;
pub mod older;
pub mod papers;
mod permits;
pub mod queries;
pub mod replay;
pub mod scanning;
mod shipped;
mod subject;
#[cfg(feature = "testing")]
pub mod testing;
mod work;

pub use actor::Actor;
pub use clock::{Clock, ManualClock, MovableClock, SystemClock};
pub use command::delegate::{Delegate, NewGrant};
pub use command::stand_in::{Relief, StandIn};
pub use command::{Command, Errands, Handover, Post, Refuse, ScanPaper};
pub use declared::{Declaration, wrong_with};
pub use directory::{
    AppointmentRules, Directory, DoorSetting, DossierSetting, Given, HallVoice, Loudness, Printer,
};
pub use documents::{Bitmap, DocumentError, Table, TableCell, TableRow};
pub use error::{AppError, Result};
pub use execute::Answer;
pub use finding::{Findings, shipped_everyday};
pub use forms::{
    CorrectionForm, DateAnew, IntakeEnd, IntakeForm, LostSlip, MessageNote, OpenDossier, PartyForm,
    PrintNote, SlipForm, TakenOver,
};
pub use ids::{IdSource, token};
pub use imports::Catalogued;
pub use machines::{NewMachine, machine_token, token_digest};
pub use message_text::{MessageNow, MessageText, MessageWords, Occasion};
pub use search::Scope;
pub use shipped::{shipped, shipped_calendar, shipped_file, shipped_files, step_name_en};
pub use subject::{SubjectData, SubjectKind, digits};

use arc_swap::ArcSwap;
use documents::Documents;
use domain::kernel::{Millis, Tenant};
use policy::Policies;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Engine, Store};

/// What an application is made of.
pub struct Parts {
    /// Where everything is kept.
    pub store: Store,
    /// The province.
    pub tenant: Tenant,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub ids: IdSource,
    /// Address people reach the public pages at, without a slash at its end: what the codes on slips lead to.
    pub public_address: String,
    /// The operator's folder of form layouts, when there is one.
    pub forms: Option<std::path::PathBuf>,
    /// True when commands may be dated back: the simulator, an import, a replay. Never on a server people use.
    pub history_may_be_written: bool,
}

struct Inner {
    parts: Parts,
    shared: Arc<Shared>,
    halls: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

/// What every view of an application has in common.
struct Shared {
    directory: ArcSwap<Directory>,
    policies: Policies,
    documents: Documents,
    finder: finding::Finder,
    scans: std::sync::OnceLock<scanning::ScanRoom>,
}

/// The application of one province: opened once, cloned cheaply, asked by everybody.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("tenant", &self.tenant()).finish_non_exhaustive()
    }
}

impl App {
    /// Opens the application; a store without a catalogue gets the shipped one first.
    ///
    /// # Errors
    /// When the store cannot be read or written, or the policies or the catalogue are not whole.
    pub async fn open(parts: Parts) -> Result<Self> {
        let policies = Policies::new().map_err(|error| AppError::Setup(Box::new(error)))?;
        let documents =
            Documents::new(parts.forms.as_deref()).map_err(|error| AppError::Setup(Box::new(error)))?;
        if parts.store.head(parts.tenant).await?.catalogue_version == 0 {
            let rows = directory::rows(&shipped::shipped().map_err(|errors| AppError::setup(&errors))?);
            let now = parts.clock.now();
            parts
                .store
                .put_catalogue(parts.tenant, rows, "system:setup", "shipped with the program", now)
                .await
                .map_err(execute::failure)?;
        }
        let directory = Directory::read(&parts.store, parts.tenant).await?;
        let shared = Shared {
            directory: ArcSwap::from_pointee(directory),
            policies,
            documents,
            finder: finding::Finder::new()?,
            scans: std::sync::OnceLock::new(),
        };
        Ok(Self(Arc::new(Inner { parts, shared: Arc::new(shared), halls: Mutex::default() })))
    }

    /// The same application for somebody with a clock, ids and a place in the store's rounds of their own: a lane of a crowd.
    #[must_use]
    pub fn lane(&self, clock: Arc<dyn Clock>, ids: IdSource, store: Store) -> Self {
        let parts = Parts {
            store,
            tenant: self.0.parts.tenant,
            clock,
            ids,
            public_address: self.0.parts.public_address.clone(),
            forms: self.0.parts.forms.clone(),
            history_may_be_written: self.0.parts.history_may_be_written,
        };
        // No lock of a hall is shared: who waits for one would be waited for by the rounds.
        Self(Arc::new(Inner { parts, shared: Arc::clone(&self.0.shared), halls: Mutex::default() }))
    }

    /// The journal and its tables.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.parts.store
    }

    /// The province.
    #[must_use]
    pub fn tenant(&self) -> Tenant {
        self.0.parts.tenant
    }

    /// Now, by this application's clock.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.0.parts.clock.now()
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.parts.clock
    }

    pub(crate) fn ids(&self) -> &IdSource {
        &self.0.parts.ids
    }

    /// Everything that is merely edited, as it is now.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        self.0.shared.directory.load_full()
    }

    pub(crate) fn scans_once(&self) -> &std::sync::OnceLock<scanning::ScanRoom> {
        &self.0.shared.scans
    }

    /// The policies.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.0.shared.policies
    }

    /// The printer of papers.
    #[must_use]
    pub fn documents(&self) -> &Documents {
        &self.0.shared.documents
    }

    /// Address people reach the public pages at: a setting of the province, else what the server was started with.
    #[must_use]
    pub fn public_address(&self) -> String {
        self.directory().setting("public_address").unwrap_or(&self.0.parts.public_address).to_owned()
    }

    /// Takes edited things anew when somebody changed them, on this server or another.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn refresh(&self) -> Result<()> {
        let head = self.store().head(self.tenant()).await?;
        if head.catalogue_version != self.directory().version() {
            self.reload().await?;
        }
        Ok(())
    }

    /// Takes edited things anew when another server changed them. A file has one process, which hears of each change itself.
    ///
    /// # Errors
    /// When it cannot be read whether something was edited on another server.
    pub async fn heed_others(&self) -> Result<()> {
        if self.store().engine() == Engine::Postgres { self.refresh().await } else { Ok(()) }
    }

    /// Takes edited things and settings anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn reload(&self) -> Result<()> {
        let directory = Directory::read(self.store(), self.tenant()).await?;
        self.0.shared.directory.store(Arc::new(directory));
        Ok(())
    }

    /// One lock for each hall: an in-process courtesy that saves retries of calls that meet.
    pub(crate) fn hall_lock(&self, hall: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut halls = self.0.halls.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(halls.entry(hall.to_owned()).or_default())
    }
}
