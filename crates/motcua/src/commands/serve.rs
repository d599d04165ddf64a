//! `motcua serve`: the pages and the jobs, until a signal ends them.

use crate::cli::ServeArgs;
use crate::commands::filling;
use crate::config::Config;
use crate::jobs::Jobs;
use crate::node::Node;
use crate::socket::Socket;
use crate::{open, print};
use anyhow::Context;
use app::App;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use store::{Engine, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use web::Web;

/// Where to listen when nobody says.
pub(crate) const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// Requests and jobs under way get this long after a signal: less than the five seconds promised, with the store still to be
/// closed.
const DRAIN: Duration = Duration::from_millis(3500);

/// How often it is asked whether somebody edited the catalogue on another server.
const EDITED_EVERY: Duration = Duration::from_secs(2);

pub(crate) async fn run(config: &Config, args: &ServeArgs) -> anyhow::Result<()> {
    let told = Told::listen()?;
    let listener = bind(args.listen.or(config.listen).unwrap_or(LISTEN)).await?;
    let store = open::store(&open::place(config), store::Options::default()).await?;
    let outcome = served(config, &store, listener, told).await;
    store.close().await;
    outcome
}

async fn served(config: &Config, store: &Store, listener: TcpListener, told: Told) -> anyhow::Result<()> {
    filling::must_be_whole(store).await?;
    let public_address = config.base_url.clone().map_or_else(|| address_of(&listener), Ok)?;
    let node = Node::take(store).await?;
    let app = open::app(store.clone(), node.number(), &public_address, config.forms.clone()).await?;
    let options = web::Options {
        demo: false,
        secure: public_address.starts_with("https://"),
        behind_proxy: config.behind_proxy,
        sms: config.sms.is_some(),
        recordings: config.recordings.clone(),
        ..web::Options::default()
    };
    let web = Web::open(app.clone(), options).await?;
    let jobs = Jobs::start(app.clone(), config.clone(), Some(node.number()));
    serve_until_told(&web, listener, jobs, told, || ()).await
}

/// Serves until a signal, then drains: no new connection, requests and jobs under way get their time. `ready` is called
/// when the first page can be asked for; `jobs` begin beside.
pub(crate) async fn serve_until_told(
    web: &Web,
    listener: TcpListener,
    jobs: impl Future<Output = anyhow::Result<Jobs>> + Send + 'static,
    mut told: Told,
    ready: impl FnOnce(),
) -> anyhow::Result<()> {
    let looking = look(web.app().clone());
    let socket = Socket::open(web.app());
    let router = web::router(web).into_make_service_with_connect_info::<SocketAddr>();
    let (ending, mut ended) = watch::channel(false);
    let address = address_of(&listener)?;
    let mut server = tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(async move {
                let _ = ended.wait_for(|ended| *ended).await;
            })
            .await
    });
    print::line(format!("listening on {address}"));
    ready();
    let mut jobs = Some(tokio::spawn(jobs));
    let mut running = None;
    let broken = loop {
        tokio::select! {
            () = told.wait() => break Ok(()),
            ended = &mut server => break ended.context("the web server ended").and_then(|ended| Ok(ended?)),
            started = async { jobs.as_mut().expect("asked only while there").await }, if jobs.is_some() => {
                jobs = None;
                match started.context("the jobs ended").and_then(|started| started) {
                    Ok(started) => running = Some(started),
                    Err(error) => break Err(error),
                }
            }
        }
    };
    tracing::info!("ending: no new requests, those under way are finished");
    ending.send_replace(true);
    web.close();
    drop(socket);
    if let Some(starting) = jobs {
        starting.abort();
    }
    let drained = tokio::time::timeout(DRAIN, async {
        let jobs = async {
            if let Some(running) = running {
                running.end().await;
            }
        };
        let server = async {
            if !server.is_finished() {
                let _ = (&mut server).await;
            }
        };
        tokio::join!(server, jobs);
    });
    if drained.await.is_err() {
        // Live pages hold their connection for as long as they are looked at: that is no reason to wait.
        tracing::info!("connections that were still open were cut");
        server.abort();
    }
    looking.abort();
    broken
}

/// Other servers' commits are noticed here, and what they or a command edited.
fn look(app: App) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let edited = async {
            let mut every = tokio::time::interval(EDITED_EVERY);
            loop {
                every.tick().await;
                if let Err(error) = app.refresh().await {
                    tracing::warn!(%error, "whether the catalogue was edited is not known");
                }
            }
        };
        if app.store().engine() == Engine::Postgres {
            tokio::join!(app.store().look(app.tenant()), edited);
        }
    })
}

/// Listens, with an error that names the address.
pub(crate) async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; --listen names another"))
}

/// `http://127.0.0.1:8080`
pub(crate) fn address_of(listener: &TcpListener) -> anyhow::Result<String> {
    Ok(format!("http://{}", listener.local_addr()?))
}

/// The signals that end a server. Listened to before anything is opened: a signal during the start ends it too.
pub(crate) struct Told {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Told {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the operating system does not let us.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for one of them.
    pub(crate) async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
