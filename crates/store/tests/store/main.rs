//! The journal on both engines. Every test runs on SQLite and on PostgreSQL unless its name says otherwise.

mod access;
mod backup;
mod beside;
mod damage;
mod gathered;
mod journal;
mod kill;
mod log;
mod schema;
mod servers;
mod sqlite;
mod words;
