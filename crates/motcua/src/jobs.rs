//! The jobs of a server, started together and ended together.

use crate::config::Config;
use adapters::mail::SmtpSender;
use adapters::sms::{Receipts, SmppSender};
use app::App;
use jobs::{
    Checkpoints, Deadlines, Declarations, Gates, MailTransport, Notices, Printing, ReceiptTaker, Reminders,
    Retention, Scanning, Sender, Share, Silence, SmsTransport, Transport, UnknownFiles,
};
use std::sync::Arc;
use store::{Engine, LogKey};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Jobs under way.
pub(crate) struct Jobs {
    stop: watch::Sender<bool>,
    under_way: JoinSet<()>,
}

impl Jobs {
    /// Starts everything the configuration allows. What was left half-way by an earlier process is found first. `node` is this server's
    /// number where others may be on the same database.
    ///
    /// # Errors
    /// When settings cannot work, or the store cannot be read.
    pub(crate) async fn start(app: App, config: Config, node: Option<i64>) -> anyhow::Result<Self> {
        crate::scans::equip(&app, &config)?;
        let (stop, stopped) = watch::channel(false);
        let mut under_way = JoinSet::new();
        let Ways { transports, receipts } = ways(&config)?;
        if let Some(receipts) = receipts {
            under_way.spawn(ReceiptTaker::new(app.clone()).run(receipts, stopped.clone()));
        }
        let sender = Sender::try_new(app.clone(), transports)?;
        sender.recover().await?;
        if let Some(key) = log_key(&app, &config)? {
            under_way.spawn(jobs::run(Checkpoints::new(app.clone(), key), app.clone(), stopped.clone()));
        }
        under_way.spawn(jobs::run(sender, app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Printing::new(app.clone()), app.clone(), stopped.clone()));
        let mut deadlines = Deadlines::new(app.clone());
        // A file belongs to one server.
        if let Some(node) = node.filter(|_| app.store().engine() == Engine::Postgres) {
            let share = Arc::new(Share::of_node(node));
            share.look(&app).await;
            deadlines = deadlines.sharing(Arc::clone(&share));
            let (app, stopped) = (app.clone(), stopped.clone());
            under_way.spawn(async move { share.keep(&app, stopped).await });
        }
        under_way.spawn(jobs::run(deadlines, app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Reminders::new(app.clone()), app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Silence::new(app.clone()), app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Notices::new(app.clone()), app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Scanning::new(app.clone()), app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Gates::new(app.clone()), app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Declarations::new(app.clone()), app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(UnknownFiles::new(app.clone()), app.clone(), stopped.clone()));
        under_way.spawn(jobs::run(Retention::new(app.clone()), app.clone(), stopped));
        Ok(Self { stop, under_way })
    }

    /// Tells them to end and waits; whoever is dropped while waiting ends them where they stand.
    pub(crate) async fn end(mut self) {
        self.stop.send_replace(true);
        while self.under_way.join_next().await.is_some() {}
    }
}

/// The ways out of the house that are configured, and what comes back.
pub(crate) struct Ways {
    pub transports: Vec<Arc<dyn Transport>>,
    pub receipts: Option<Receipts>,
}

/// Opens the ways out of the house.
///
/// # Errors
/// When settings cannot work.
pub(crate) fn ways(config: &Config) -> anyhow::Result<Ways> {
    let mut transports: Vec<Arc<dyn Transport>> = Vec::new();
    let mut receipts = None;
    if let Some(settings) = &config.sms {
        let (sender, coming_back) = SmppSender::try_start(settings.clone())?;
        receipts = Some(coming_back);
        transports.push(Arc::new(SmsTransport {
            sender: Arc::new(sender),
            accents: config.accents,
            quiet: config.quiet,
        }));
    } else {
        tracing::warn!("no message centre is configured (sms.address): messages wait in the outbox");
    }
    if let Some(settings) = &config.mail {
        transports.push(Arc::new(MailTransport { sender: Arc::new(SmtpSender::try_new(settings.clone())?) }));
    } else {
        tracing::warn!("no mail server is configured (mail.host): letters wait in the outbox");
    }
    Ok(Ways { transports, receipts })
}

/// The key of the transparency log: given by the configuration, else kept beside the file and made with it.
fn log_key(app: &App, config: &Config) -> anyhow::Result<Option<Arc<LogKey>>> {
    if let Some(text) = &config.log_key {
        return Ok(Some(Arc::new(LogKey::from_text(text)?)));
    }
    let Some(folder) = config.log_folder.clone().or_else(|| app.store().folder()) else {
        tracing::warn!("no key of the transparency log (log_key): no checkpoint is signed");
        return Ok(None);
    };
    let public_address = app.public_address();
    let origin = public_address.split("://").last().unwrap_or(&public_address);
    let key = LogKey::load_or_make(&folder, app.tenant(), &format!("{origin}/log"))?;
    tracing::info!(verifier = key.verifier(), "the transparency log is signed");
    Ok(Some(Arc::new(key)))
}
