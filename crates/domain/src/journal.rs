//! Events and states of every aggregate under one roof, so that the store can fill, hash, fold and project
//! without knowing what any of them means.

use crate::kernel::{Kind, Series, StreamId, Views};
use crate::{
    announcement, appointment, arrival, counter, delegation, dossier, gate, handover, message, pad, payment,
    petition, post, report, ticket, visit,
};
use serde::{Deserialize, Serialize};

macro_rules! aggregates {
    ($($variant:ident => $module:ident),* $(,)?) => {
        /// A fact in the past tense, of any aggregate.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(untagged)]
        #[expect(clippy::large_enum_variant, reason = "events are few at a time and short-lived")]
        pub enum Event {
            $(#[doc = concat!("An event of `", stringify!($module), "`.")] $variant($module::Event),)*
        }

        /// The state of one thing with a life, of any aggregate.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum State {
            $(#[doc = concat!("The state of `", stringify!($module), "`, none before its first event.")]
              $variant(Option<Box<$module::State>>),)*
        }

        impl Event {
            /// Which aggregate it belongs to.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant,)* }
            }

            /// Its name in the journal, e.g. `TicketTaken`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(event) => event.name(),)* }
            }

            /// The version of its shape.
            #[must_use]
            pub const fn schema(&self) -> i64 {
                1
            }

            /// Writes the numbers it asked for; `next` takes the next number of a series.
            pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
                match self { $(Self::$variant(event) => event.fill(next),)* }
            }

            /// Reads a stored event back.
            ///
            /// # Errors
            /// When the body is not an event of that kind.
            pub fn from_json(kind: Kind, body: &[u8]) -> serde_json::Result<Self> {
                match kind { $(Kind::$variant => serde_json::from_slice(body).map(Self::$variant),)* }
            }

            /// The exact bytes to store. Done once: hashes are over these bytes.
            #[must_use]
            pub fn to_json(&self) -> Vec<u8> {
                serde_json::to_vec(self).expect("events hold only text, numbers and lists")
            }
        }

        impl State {
            /// The format of the stored state; another number makes the store fold the stream again.
            pub const FORMAT: i64 = 14;

            /// Nothing has happened yet.
            #[must_use]
            pub const fn empty(kind: Kind) -> Self {
                match kind { $(Kind::$variant => Self::$variant(None),)* }
            }

            /// Which aggregate it belongs to.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant,)* }
            }

            /// The state after one more event.
            ///
            /// # Panics
            /// When the event belongs to another aggregate, or the first event of a stream is not a beginning:
            /// both mean that the journal was written by something else than `decide`.
            #[must_use]
            pub fn apply(self, event: &Event) -> Self {
                match (self, event) {
                    $((Self::$variant(state), Event::$variant(event)) => Self::$variant(Some(Box::new($module::apply(state.map(|state| *state), event)))),)*
                    (state, event) => panic!("an event of {:?} in a stream of {:?}", event.kind(), state.kind()),
                }
            }

            /// Everything pages can see of this stream.
            #[must_use]
            pub fn views(&self, stream: StreamId) -> Views {
                match self {
                    $(Self::$variant(Some(state)) => $module::views(state, stream),)*
                    _ => Views::default(),
                }
            }
        }

        $(
            impl From<$module::Event> for Event {
                fn from(event: $module::Event) -> Self {
                    Self::$variant(event)
                }
            }
        )*
    };
}

aggregates! {
    Ticket => ticket,
    Visit => visit,
    Dossier => dossier,
    Payment => payment,
    Message => message,
    Counter => counter,
    Report => report,
    Petition => petition,
    Appointment => appointment,
    Arrival => arrival,
    Gate => gate,
    Pad => pad,
    Announcement => announcement,
    Handover => handover,
    Post => post,
    Delegation => delegation,
}
