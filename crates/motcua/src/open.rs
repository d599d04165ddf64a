//! Opening what the configuration names.

use crate::config::{Config, Place};
use anyhow::Context;
use app::{App, IdSource, Parts, SystemClock};
use domain::kernel::Tenant;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{NODES, Options, Store};

/// The province served: Quảng Ninh, H49.
pub(crate) const PROVINCE: Tenant = Tenant(49);

/// Folder of the data when nobody says another.
const FOLDER: &str = "motcua-data";

/// The SQLite file of a folder.
pub(crate) fn file_in(folder: &Path) -> PathBuf {
    folder.join("motcua.db")
}

/// Where data are kept.
pub(crate) fn place(config: &Config) -> Place {
    config.place.clone().unwrap_or_else(|| Place::Folder(PathBuf::from(FOLDER)))
}

/// Opens the store of a place, making it when it is not there.
///
/// # Errors
/// When it cannot be opened, or another process has it.
pub(crate) async fn store(place: &Place, options: Options) -> anyhow::Result<Store> {
    match place {
        Place::Folder(folder) => {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            Ok(Store::open_sqlite(&file_in(folder), options)?)
        }
        Place::Server(address) => Ok(Store::open_postgres(address, options).await?),
    }
}

/// Closes a store and lets its file go, for whoever opens it next.
pub(crate) async fn close(store: Store) {
    store.close().await;
}

/// The place of a command that only makes sense where there is data: a mistyped folder is not made.
///
/// # Errors
/// When there is nothing.
pub(crate) fn existing(config: &Config) -> anyhow::Result<Place> {
    let place = place(config);
    if let Place::Folder(folder) = &place {
        anyhow::ensure!(
            file_in(folder).exists(),
            "{} holds no data; name the folder with --data or a database with --db",
            folder.display()
        );
    }
    Ok(place)
}

/// The application over a store, with the server's clock. `public_address` is where people reach the pages, of no length for a
/// command that makes no papers.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn app(
    store: Store,
    node: i64,
    public_address: &str,
    forms: Option<PathBuf>,
) -> anyhow::Result<App> {
    let parts = Parts {
        store,
        tenant: PROVINCE,
        clock: Arc::new(SystemClock),
        ids: IdSource::new(node),
        public_address: public_address.to_owned(),
        forms,
        history_may_be_written: false,
    };
    Ok(App::open(parts).await?)
}

/// The same for a command that may say when something happened.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn app_that_writes_history(store: Store, node: i64) -> anyhow::Result<App> {
    let parts = Parts {
        store,
        tenant: PROVINCE,
        clock: Arc::new(SystemClock),
        ids: IdSource::new(node),
        public_address: String::new(),
        forms: None,
        history_may_be_written: true,
    };
    Ok(App::open(parts).await?)
}

/// The same for a command that ends at once.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn app_for_a_moment(store: Store) -> anyhow::Result<App> {
    // It makes no ids that last: the catalogue has codes of its own.
    app(store, NODES - 1, "", None).await
}
