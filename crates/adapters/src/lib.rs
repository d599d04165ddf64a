//! The outside worlds: one module each, a trait for the rest of the house and the real protocol behind it.
//!
//! | module | world | protocol |
//! |---|---|---|
//! | [`sms`] | the telecom's message centre | SMPP 3.4 |
//! | [`mail`] | the mail server | SMTP, STARTTLS |
//! | [`mod@print`] | the receipt printer beside a kiosk | ESC/POS over TCP |
//! | [`speech`] | the loudspeaker | clips joined into a WAV |
//! | [`virus`] | the virus scanner | clamd, INSTREAM over TCP |
//! | [`files`] | where the bytes of scans are kept | an object store, a folder by default |
//! | [`tray`] | the folder a scanner writes into | files |
//! | [`xes`] | process mining | event logs, IEEE 1849 (XES) |
//! | [`ocel`] | process mining | object-centric event logs, OCEL 2.0 (JSON) |
//!
//! # Adding a world
//! 1. A module with one small trait. Its error has three kinds, always: *retry* (certainly not done), *give up*
//!    (certainly refused) and *unknown* (perhaps done). Only the caller, who keeps the journal, may decide what to
//!    do with *unknown*; an adapter never repeats on its own what may already have happened.
//! 2. The stand-in goes into the crate `standin`, in a process of its own, never into the adapter.
//! 3. Personal data (a phone number, an address, a text) never reaches a log or an error's text: our own
//!    reference is enough to find the message again.

#![deny(missing_docs)]

pub mod files;
pub mod mail;
pub mod ocel;
pub mod print;
pub mod sms;
pub mod speech;
pub mod tray;
pub mod virus;
pub mod xes;
