//! What all handlers share.

use crate::fault::Fault;
use crate::live::Hub;
use crate::metrics::Metrics;
use crate::page::Centre;
use crate::pages::staff::plan::Answers;
use crate::session;
use crate::throttle::Throttle;
use adapters::speech::{Language, SpeechNotice, VoicePack};
use app::{Actor, Answer, App, Command};
use domain::kernel::CommandId;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How the pages are served.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A demonstration: one-click sign-in for each role, and the clock may be moved.
    pub demo: bool,
    /// Served over TLS: cookies are sent over nothing else.
    pub secure: bool,
    /// Behind a proxy that writes `X-Forwarded-For`: the last address in it is the caller's.
    pub behind_proxy: bool,
    /// A message centre is configured: whoever waits may be told by SMS.
    pub sms: bool,
    /// A folder of recorded clips that replace the voice built in.
    pub recordings: Option<PathBuf>,
    /// Of a demonstration: its crowd is still at work on the days before, and lists grow.
    pub filling: Arc<AtomicBool>,
    /// Of a demonstration: addresses where what its stand-ins received can be read, telecom then mail.
    pub standins: Vec<String>,
    /// Of a demonstration: a phone number and a mail address its stand-ins never reach.
    pub unreachable: Vec<String>,
}

struct Inner {
    app: App,
    options: Options,
    centre: Arc<Centre>,
    form_key: Vec<u8>,
    voice: Arc<VoicePack>,
    /// What was told to halls lately, as sound.
    spoken: Mutex<VecDeque<Spoken>>,
    voice_notices: Vec<SpeechNotice>,
    hub: Hub,
    metrics: Metrics,
    logins: Throttle,
    addresses: Throttle,
    lookups: Throttle,
    kiosk: Throttle,
    password_checks: Semaphore,
    plans: Answers,
}

/// A text in a language, and its sound.
type Spoken = ((Language, String), Arc<[u8]>);

/// Texts whose sound is kept: each display of a hall asks for the same one at the same time.
const SPOKEN_KEPT: usize = 12;

/// The pages of one province: opened once, cloned cheaply.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("options", &self.0.options).finish_non_exhaustive()
    }
}

/// Unit whose name stands on the pages when nobody set another (`web.centre`).
const CENTRE: &str = "H49.80";

impl Web {
    /// Opens the pages: loads the voice, makes or finds the key of forms, begins to follow the journal.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn open(app: App, options: Options) -> Result<Self, app::AppError> {
        let form_key = session::form_key(&app).await?;
        let recordings = options.recordings.clone();
        let loaded = tokio::task::spawn_blocking(move || VoicePack::load(recordings.as_deref())).await;
        let (voice, voice_notices) = loaded.map_err(|error| app::AppError::Setup(Box::new(error)))?;
        for notice in &voice_notices {
            tracing::warn!(%notice, "the voice is not as it should be");
        }
        let web = Self(Arc::new(Inner {
            centre: Arc::new(centre(&app)),
            hub: Hub::new(app.store().head(app.tenant()).await?.seq),
            app,
            options,
            form_key,
            voice: Arc::new(voice),
            spoken: Mutex::default(),
            voice_notices,
            metrics: Metrics::default(),
            logins: Throttle::new(6, Duration::from_secs(30)),
            addresses: Throttle::new(40, Duration::from_secs(6)),
            lookups: Throttle::new(12, Duration::from_secs(5)),
            kiosk: Throttle::new(60, Duration::from_secs(2)),
            // Each check takes one core and 19 MiB for some 50 ms.
            password_checks: Semaphore::new(2),
            plans: Answers::default(),
        }));
        tokio::spawn(crate::live::follow(web.clone()));
        Ok(web)
    }

    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// How the pages are served.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// The measures.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The voice of the halls.
    #[must_use]
    pub fn voice(&self) -> &VoicePack {
        &self.0.voice
    }

    /// A chime, and the text after it where the voice can be made, as a WAV file. Made once for all displays.
    pub(crate) async fn spoken(&self, language: Language, text: &str) -> Result<Arc<[u8]>, Fault> {
        let key = (language, text.to_owned());
        let kept = || self.0.spoken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, wav)) = kept().iter().find(|(of, _)| *of == key) {
            return Ok(Arc::clone(wav));
        }
        let (voice, words) = (Arc::clone(&self.0.voice), text.to_owned());
        let told = tokio::task::spawn_blocking(move || voice.tell(language, &words)).await;
        let told = told.map_err(|_| Fault::Failed)?;
        if let Some(reason) = &told.unspoken {
            tracing::warn!(%reason, "what is told in a hall is shown with a chime, not spoken");
        }
        let wav: Arc<[u8]> = told.wav.into();
        let mut kept = kept();
        kept.push_back((key, Arc::clone(&wav)));
        if kept.len() > SPOKEN_KEPT {
            kept.pop_front();
        }
        Ok(wav)
    }

    /// What is not as it should be with the voice.
    #[must_use]
    pub fn voice_notices(&self) -> &[SpeechNotice] {
        &self.0.voice_notices
    }

    /// Who is behind these pages.
    #[must_use]
    pub fn centre(&self) -> Arc<Centre> {
        Arc::clone(&self.0.centre)
    }

    /// Ends open live streams, so that a server that stops need not wait for them. Call it when shutting down begins.
    pub fn close(&self) {
        self.hub().close();
    }

    pub(crate) fn hub(&self) -> &Hub {
        &self.0.hub
    }

    pub(crate) fn form_key(&self) -> &[u8] {
        &self.0.form_key
    }

    pub(crate) fn logins(&self) -> &Throttle {
        &self.0.logins
    }

    pub(crate) fn addresses(&self) -> &Throttle {
        &self.0.addresses
    }

    pub(crate) fn lookups(&self) -> &Throttle {
        &self.0.lookups
    }

    pub(crate) fn kiosk(&self) -> &Throttle {
        &self.0.kiosk
    }

    pub(crate) fn password_checks(&self) -> &Semaphore {
        &self.0.password_checks
    }

    pub(crate) fn plans(&self) -> &Answers {
        &self.0.plans
    }

    /// Hands a command in, measured. The same id a second time is answered as the first time.
    ///
    /// # Errors
    /// The refusal, to be shown with the form; or the fault.
    pub async fn act(
        &self,
        actor: &Actor,
        command_id: &CommandId,
        command: Command,
    ) -> Result<Answer, Fault> {
        let (name, began) = (command.name(), Instant::now());
        let done = self.app().execute(actor, command_id, command).await.map_err(Fault::from);
        let outcome = match &done {
            Ok(answer) if answer.already => "already",
            Ok(_) => "done",
            Err(Fault::Refused(_)) => "refused",
            Err(Fault::Forbidden { .. }) => "forbidden",
            Err(Fault::Busy) => "busy",
            Err(_) => "failed",
        };
        self.metrics().command(name, outcome, began.elapsed());
        done
    }
}

fn centre(app: &App) -> Centre {
    let directory = app.directory();
    let code = directory.setting("web.centre").unwrap_or(CENTRE).to_owned();
    directory.unit(&code).map_or_else(Centre::default, |unit| Centre {
        name: unit.name.clone(),
        name_en: unit.name_en.clone(),
        phone: app::digits(&unit.phone),
    })
}
