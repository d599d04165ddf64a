//! Gọi số bằng loa: calls like "Mời công dân có số A không một hai đến quầy số năm".
//!
//! The kiosk reads its screens aloud ([`screen_phrase`]) in the same voice.
//!
//! A call is a list of clips ([`call_phrase`], in a hall with areas [`call_phrase_in`]) out of a [`VoicePack`] that is built into the binary; any clip can be
//! replaced by a recorded human voice in a folder. [`VoicePack::announce`] joins them into one WAV. The text is always
//! there to be shown: loudspeakers fail, and some people do not hear.
//!
//! What is said next, and that two counters never talk at once, is the display's: the page that has the loudspeaker keeps the queue.

mod pack;
mod phrase;
mod wav;

pub use pack::{Announcement, SpeechNotice, Told, VoicePack};
pub use phrase::{
    AtGate, ClipId, Language, Phrase, PhraseError, Screen, call_phrase, call_phrase_in, gate_phrase,
    screen_phrase,
};
