//! A stand-in at work: accepts connections until it is stopped or a fault ends it.

use crate::kept::Kept;
use crate::page::{self, MaybeHands, Shown};
use crate::{Place, StandinError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// A stand-in at work. Dropping it ends it.
#[derive(Debug)]
pub struct Running<M> {
    address: SocketAddr,
    page: Option<SocketAddr>,
    kept: Kept<M>,
    task: JoinHandle<()>,
    page_task: Option<JoinHandle<()>>,
}

/// Ends the stand-in from inside, as a power cut would: a fault asked for by the settings.
#[derive(Clone, Debug)]
pub(crate) struct Plug(watch::Sender<bool>);

impl Plug {
    pub(crate) fn pull(&self) {
        self.0.send_replace(true);
    }
}

impl<M> Running<M> {
    /// Listens, and gives each connection to `serve`. All of them end together with the stand-in.
    pub(crate) async fn start<S, F>(
        place: &Place,
        kept: Kept<M>,
        plug: Plug,
        serve: S,
    ) -> Result<Self, StandinError>
    where
        M: Shown + Clone + Serialize + DeserializeOwned + Send + 'static,
        S: Fn(TcpStream) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        Self::start_with(place, kept, plug, None, serve).await
    }

    /// The same with a page on which hands can be laid on the thing.
    pub(crate) async fn start_with<S, F>(
        place: &Place,
        kept: Kept<M>,
        plug: Plug,
        hands: MaybeHands,
        serve: S,
    ) -> Result<Self, StandinError>
    where
        M: Shown + Clone + Serialize + DeserializeOwned + Send + 'static,
        S: Fn(TcpStream) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let (listener, address) = listen(place.listen).await?;
        let (page_task, page) = match place.page {
            None => (None, None),
            Some(wished) => {
                let (listener, address) = listen(wished).await?;
                (Some(tokio::spawn(page::serve(listener, kept.clone(), hands))), Some(address))
            }
        };
        let task = tokio::spawn(accept(listener, plug.0.subscribe(), serve));
        Ok(Self { address, page, kept, task, page_task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its page is.
    #[must_use]
    pub const fn page(&self) -> Option<SocketAddr> {
        self.page
    }

    /// What it received.
    #[must_use]
    pub const fn kept(&self) -> &Kept<M> {
        &self.kept
    }

    /// Prints where it is, and serves until SIGTERM, an interrupt, a fault of its own, or, when `with_parent`, the end of
    /// standard input: a stand-in started by a test must not outlive it.
    pub(crate) async fn serve_until_told(mut self, with_parent: bool) -> Result<(), StandinError> {
        let mut terminate = signal(SignalKind::terminate()).map_err(StandinError::Signals)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(StandinError::Signals)?;
        if let Some(page) = self.page {
            println!("page http://{page}/messages");
        }
        // Last, because whoever started us waits for this line.
        println!("listening on {}", self.address);
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = &mut self.task => {}
            () = parent_gone(), if with_parent => {}
        }
        Ok(())
    }

    /// Waits until a fault of its own has ended it.
    pub async fn ended(&mut self) {
        let _ = (&mut self.task).await;
    }
}

impl<M> Drop for Running<M> {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(task) = &self.page_task {
            task.abort();
        }
    }
}

pub(crate) fn plug() -> Plug {
    Plug(watch::channel(false).0)
}

async fn listen(wished: SocketAddr) -> Result<(TcpListener, SocketAddr), StandinError> {
    if !wished.ip().is_loopback() {
        return Err(StandinError::NotLoopback(wished));
    }
    let failed = |error| StandinError::Listen(wished, error);
    let listener = TcpListener::bind(wished).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

async fn accept<S, F>(listener: TcpListener, mut pulled: watch::Receiver<bool>, serve: S)
where
    S: Fn(TcpStream) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    // Dropped at the end, which ends every session at once.
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(sessions.spawn(serve(stream))),
                Err(error) => tracing::warn!(%error, "a connection was not accepted"),
            },
            Some(_) = sessions.join_next() => {}
            // A stand-in without such a fault lets go of the plug: that is no power cut.
            Ok(_) = pulled.wait_for(|pulled| *pulled) => return,
        }
    }
}

/// Waits for the end of standard input in a thread of its own: tokio's reader would hold up the end of the process.
async fn parent_gone() {
    let (told, gone) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = told.send(());
    });
    let _ = gone.await;
}
