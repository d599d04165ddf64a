//! What a scanner left in its folder: for the job that files it, and for whoever looks at what could not be filed.

use super::ScanRoom;
use crate::App;
use crate::error::{AppError, Result};
use adapters::tray::{NotFiled, Tray};
use domain::kernel::Refusal;
use scans::{ScanError, read_each};
use std::io;

fn told(error: io::Error) -> AppError {
    match error.kind() {
        io::ErrorKind::NotFound => AppError::NotFound("file"),
        io::ErrorKind::FileTooLarge => Refusal::new("scan_too_large").into(),
        _ => AppError::Document(Box::new(error)),
    }
}

impl App {
    /// Does something with the folder of the scanners, where blocking is allowed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without such a folder or file; or when it cannot be read or written.
    pub async fn at_tray<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Tray) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let tray = self.scan_room().and_then(ScanRoom::tray).ok_or(AppError::NotFound("tray"))?.clone();
        let done = tokio::task::spawn_blocking(move || act(&tray)).await;
        done.map_err(|error| AppError::Document(Box::new(error)))?.map_err(told)
    }

    /// What a hall's scanner left that could not be filed; none where this server watches no folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn scans_not_filed(&self, hall: &str) -> Result<Option<Vec<NotFiled>>> {
        if self.scan_room().and_then(ScanRoom::tray).is_none() {
            return Ok(None);
        }
        let hall = hall.to_owned();
        self.at_tray(move |tray| tray.not_filed(&hall)).await.map(Some)
    }

    /// Bytes of such a file.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; a refusal when it is too large.
    pub async fn read_not_filed(&self, hall: &str, name: &str) -> Result<Vec<u8>> {
        let (hall, name, most) = (hall.to_owned(), name.to_owned(), self.scan_limits().bytes);
        self.at_tray(move |tray| tray.read_not_filed(&hall, &name, most)).await
    }

    /// The first page of such a file, drawn anew as a JPEG, for whoever has to say where it belongs.
    ///
    /// # Errors
    /// As [`App::read_not_filed`]; [`AppError::NotFound`] when there is nothing to see, or a virus.
    pub async fn first_page_not_filed(&self, hall: &str, name: &str) -> Result<Vec<u8>> {
        let bytes = self.read_not_filed(hall, name).await?;
        if self.room()?.look_for_viruses(&bytes).await.is_err() {
            return Err(AppError::NotFound("page"));
        }
        // Also a page too coarse to be kept says to whom it belongs.
        let limits = scans::Limits { dpi: 72, ..self.scan_limits() };
        let first = self.unpack(move || {
            let mut first = None;
            let read = read_each(&bytes, &limits, |page| {
                first = Some(page.kept()?.jpeg);
                // One page is enough: the others stay where they are.
                Err::<(), ScanError>(ScanError::Kind)
            });
            first.ok_or_else(|| read.err().unwrap_or(ScanError::Unreadable))
        });
        first.await?.map_err(|_| AppError::NotFound("page"))
    }

    /// Puts such a file aside once somebody filed it.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub async fn set_filed_by_hand(&self, hall: &str, name: &str) -> Result<()> {
        let (hall, name) = (hall.to_owned(), name.to_owned());
        self.at_tray(move |tray| tray.set_filed_by_hand(&hall, &name)).await
    }

    /// Removes such a file.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn throw_away_scan(&self, hall: &str, name: &str) -> Result<()> {
        let (hall, name) = (hall.to_owned(), name.to_owned());
        self.at_tray(move |tray| tray.throw_away(&hall, &name)).await
    }
}
