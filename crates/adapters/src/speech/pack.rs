//! The voice pack: clips built in, clips recorded by people, clips rendered on the spot.

use super::phrase::{ClipId, Language, Phrase};
use super::wav;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Language, clip and WAV of every clip built in.
const EMBEDDED: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/voice.rs"));

/// Silence between two clips of a call.
const GAP_MS: u32 = 60;

/// Silence between the chime and what is told.
const AFTER_CHIME_MS: u32 = 400;

/// Longest announcement that is spoken, in seconds.
const LONGEST_TOLD: u32 = 40;

/// Longest time one rendering may take.
const RENDER_PATIENCE: Duration = Duration::from_secs(10);

/// Something about the voice an operator should know; shown on the page of the hall's settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpeechNotice {
    /// A file in the folder of recordings cannot be used; the clip built in is.
    #[error("the recording {path} is not used: {reason}")]
    BadRecording {
        /// The file.
        path: PathBuf,
        /// Why, in words.
        reason: String,
    },
    /// The pack lacks this clip; espeak-ng rendered it.
    #[error("the clip {}/{} was rendered by espeak-ng", .0.language().code(), .0.name())]
    Rendered(ClipId),
    /// The pack lacks this clip and it could not be rendered: calls that need it are shown, not spoken.
    #[error("the clip {}/{} is missing: {reason}", .clip.language().code(), .clip.name())]
    Missing {
        /// Which clip.
        clip: ClipId,
        /// Why it could not be rendered, in words.
        reason: String,
    },
}

/// A call, ready for display and loudspeaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// What is said: always there, to be shown.
    pub text: String,
    /// The sound as a WAV file; `None` when a clip is missing, since a call without its counter misleads.
    pub wav: Option<Vec<u8>>,
    /// Length of the sound; without sound, time enough to read the text.
    pub duration_ms: i64,
    /// The clips that are missing.
    pub notices: Vec<SpeechNotice>,
}

/// Something told to a hall, ready for the loudspeaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// A chime and, where it could be made, the spoken text after it, as a WAV file.
    pub wav: Vec<u8>,
    /// Why the text is not spoken, in words; none when it is.
    pub unspoken: Option<String>,
}

/// Gói giọng đọc: the clips of all languages, ready to be joined.
#[derive(Debug)]
pub struct VoicePack {
    clips: BTreeMap<ClipId, Vec<i16>>,
    missing: BTreeMap<ClipId, String>,
    /// The programme that speaks what no clip says.
    renderer: PathBuf,
    speaks: bool,
}

impl VoicePack {
    /// Loads the clips built in; those found in `recordings` (`vi/so-1.wav` and so on) replace them, and what neither has
    /// is rendered by espeak-ng when that is installed. Blocks; meant for the start of the server.
    ///
    /// A pack is always answered: the notices say what is not as it should be.
    #[must_use]
    pub fn load(recordings: Option<&Path>) -> (Self, Vec<SpeechNotice>) {
        Self::load_from(EMBEDDED, recordings, Path::new("espeak-ng"))
    }

    fn load_from(
        embedded: &[(&str, &str, &[u8])],
        recordings: Option<&Path>,
        renderer: &Path,
    ) -> (Self, Vec<SpeechNotice>) {
        let renderer = renderer.to_owned();
        let speaks = Command::new(&renderer).arg("--version").stdin(Stdio::null()).output();
        let speaks = speaks.is_ok_and(|output| output.status.success());
        let mut pack = Self { clips: BTreeMap::new(), missing: BTreeMap::new(), renderer, speaks };
        let mut notices = Vec::new();
        for clip in ClipId::all().iter().copied() {
            let recorded = recordings.and_then(|folder| recording(folder, clip, &mut notices));
            let found = match recorded.or_else(|| built_in(embedded, clip)) {
                Some(samples) => Ok((samples, false)),
                None => render(&pack.renderer, clip).map(|samples| (samples, true)),
            };
            match found {
                Ok((samples, rendered)) => {
                    pack.clips.insert(clip, samples);
                    notices.extend(rendered.then_some(SpeechNotice::Rendered(clip)));
                }
                Err(reason) => {
                    notices.push(SpeechNotice::Missing { clip, reason: reason.clone() });
                    pack.missing.insert(clip, reason);
                }
            }
        }
        (pack, notices)
    }

    /// True when every clip of this phrase is there.
    #[must_use]
    pub fn can_say(&self, phrase: &Phrase) -> bool {
        phrase.clips.iter().all(|clip| self.clips.contains_key(clip))
    }

    /// Joins the clips of a call into one WAV.
    #[must_use]
    pub fn announce(&self, phrase: &Phrase) -> Announcement {
        let text = phrase.text.clone();
        let notices: Vec<_> = phrase
            .clips
            .iter()
            .filter_map(|clip| {
                let reason = self.missing.get(clip)?.clone();
                Some(SpeechNotice::Missing { clip: *clip, reason })
            })
            .collect();
        if !notices.is_empty() {
            // About fifteen letters a second, as subtitles are timed.
            let letters = i64::try_from(text.chars().count()).expect("a call is short");
            return Announcement { duration_ms: 1000 + letters * 66, text, wav: None, notices };
        }
        let samples = self.join(&phrase.clips);
        let (wav, duration_ms) = (Some(wav::write(&samples)), wav::duration_ms(&samples));
        Announcement { text, wav, duration_ms, notices }
    }

    /// Whether any text can be spoken: espeak-ng was there when the pack was loaded.
    #[must_use]
    pub const fn speaks(&self) -> bool {
        self.speaks
    }

    /// A chime, and after it any text spoken by espeak-ng when that is installed. The voice is the machine's own, not that of the clips. Blocks while it is
    /// rendered; without espeak-ng the chime alone is answered, and why.
    #[must_use]
    pub fn tell(&self, language: Language, text: &str) -> Told {
        let spoken = speak(&self.renderer, language, 150, text).and_then(|octets| {
            wav::read_within(&octets, LONGEST_TOLD)
                .map_err(|error| format!("espeak-ng wrote no clip: {error}"))
        });
        let chime = wav::chime();
        match spoken {
            Ok(samples) => {
                let joined = wav::joined([chime.as_slice(), samples.as_slice()], AFTER_CHIME_MS);
                Told { wav: wav::write(&joined), unspoken: None }
            }
            Err(reason) => Told { wav: wav::write(&chime), unspoken: Some(reason) },
        }
    }

    fn join(&self, clips: &[ClipId]) -> Vec<i16> {
        wav::joined(clips.iter().filter_map(|clip| self.clips.get(clip)).map(Vec::as_slice), GAP_MS)
    }
}

/// The clip as recorded by a person, if there is a usable file.
fn recording(folder: &Path, clip: ClipId, notices: &mut Vec<SpeechNotice>) -> Option<Vec<i16>> {
    let path = folder.join(clip.language().code()).join(format!("{}.wav", clip.name()));
    let reason = match std::fs::read(&path) {
        Ok(octets) => match wav::read_clip(&octets) {
            Ok(samples) => return Some(samples),
            Err(error) => error.to_string(),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => error.to_string(),
    };
    notices.push(SpeechNotice::BadRecording { path, reason });
    None
}

fn built_in(embedded: &[(&str, &str, &[u8])], clip: ClipId) -> Option<Vec<i16>> {
    let (_, _, octets) = embedded
        .iter()
        .find(|(language, name, _)| *language == clip.language().code() && *name == clip.name())?;
    wav::read_clip(octets).ok()
}

/// Asks the programme for the clip. The error is for people to read.
fn render(programme: &Path, clip: ClipId) -> Result<Vec<i16>, String> {
    let octets = speak(programme, clip.language(), 120, clip.say())?;
    wav::read_clip(&octets).map_err(|error| format!("espeak-ng wrote no clip: {error}"))
}

/// What the programme makes of a text, at so many words a minute.
fn speak(programme: &Path, language: Language, pace: u32, text: &str) -> Result<Vec<u8>, String> {
    let pace = pace.to_string();
    let child = Command::new(programme)
        .args(["-v", language.code(), "-s", pace.as_str(), "--stdout", "--", text])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "espeak-ng is not installed".to_owned(),
            _ => format!("espeak-ng does not start: {error}"),
        })?;
    output_of(child).map_err(|error| format!("espeak-ng failed: {error}"))
}

/// All the programme writes, killed when it takes too long.
fn output_of(mut child: Child) -> io::Result<Vec<u8>> {
    let mut pipe = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let reader = std::thread::spawn(move || {
        let mut octets = Vec::new();
        pipe.read_to_end(&mut octets).map(|_| octets)
    });
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if begun.elapsed() > RENDER_PATIENCE {
            child.kill()?;
            child.wait()?;
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let octets = reader.join().map_err(|_| io::ErrorKind::Other)??;
    if status.success() { Ok(octets) } else { Err(io::Error::other(status.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::super::phrase::{call_phrase, call_phrase_in};
    use super::*;

    const ABSENT: &str = "no-such-programme-as-espeak";

    fn a012() -> Phrase {
        call_phrase(Language::Vietnamese, "A012", 5).expect("a good call")
    }

    #[test]
    fn the_pack_built_in_holds_every_clip() {
        let (pack, notices) = VoicePack::load_from(EMBEDDED, None, Path::new(ABSENT));
        assert_eq!(notices, []);
        assert_eq!(pack.clips.len(), ClipId::all().len());
        let octets: usize = EMBEDDED.iter().map(|(_, _, wav)| wav.len()).sum();
        assert!(octets < 5_000_000, "{octets} octets would make the binary fat");
    }

    #[test]
    fn a_call_is_joined_into_one_wav_whose_length_is_told() {
        let (pack, _) = VoicePack::load(None);
        let call = pack.announce(&a012());
        let wav = call.wav.expect("all clips are there");
        assert_eq!(&wav[..4], b"RIFF");
        let told = call.duration_ms;
        assert_eq!(told, i64::try_from((wav.len() - 44).div_ceil(32)).expect("short"));
        assert!((3_000..8_000).contains(&told), "{told} ms");
        let mut samples = wav[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        assert!(samples.all(|sample| sample.unsigned_abs() <= 29_200), "clipped");
    }

    #[test]
    fn the_clip_of_an_area_is_as_loud_as_the_rest_and_ends_the_call() {
        let (pack, _) = VoicePack::load_from(EMBEDDED, None, Path::new(ABSENT));
        let plain = pack.announce(&a012());
        for (language, area) in [
            (Language::Vietnamese, "Tư pháp - Xã hội"),
            (Language::Vietnamese, "Doanh nghiệp"),
            (Language::Vietnamese, "Đất đai - Xây dựng"),
            (Language::Vietnamese, "Trả kết quả"),
            (Language::English, "Justice and social affairs"),
            (Language::English, "Business"),
            (Language::English, "Land and construction"),
            (Language::English, "Results"),
        ] {
            let phrase = call_phrase_in(language, "A012", 5, area).expect("a good call");
            let clip = phrase.clips.last().expect("the area");
            let samples = &pack.clips[clip];
            let ms = wav::duration_ms(samples);
            assert!((500..3_000).contains(&ms), "{area}: {ms} ms");
            let loud: Vec<f64> =
                samples.iter().filter(|one| one.unsigned_abs() > 160).map(|one| f64::from(*one)).collect();
            let mean = (loud.iter().map(|one| one * one).sum::<f64>() / loud.len() as f64).sqrt();
            let peak = loud.iter().fold(0.0_f64, |peak, one| peak.max(one.abs()));
            assert!(peak <= 29_200.0, "{area}: {peak}");
            assert!((2_900.0..=3_400.0).contains(&mean), "{area}: {mean}");
            let called = pack.announce(&phrase);
            assert_eq!(called.notices, []);
            assert!((3_500..9_000).contains(&called.duration_ms), "{area}: {} ms", called.duration_ms);
            if language == Language::Vietnamese {
                assert_eq!(called.duration_ms, plain.duration_ms + ms + 60, "one more clip and its gap");
            }
        }
    }

    #[test]
    fn a_recorded_voice_replaces_its_clip_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("vi")).expect("writable");
        let second = wav::write(&vec![2_000_i16; 16_000]);
        std::fs::write(folder.path().join("vi/chu-a.wav"), second).expect("writable");
        let (plain, _) = VoicePack::load(None);
        let (replaced, notices) = VoicePack::load(Some(folder.path()));
        assert_eq!(notices, []);
        let changed: Vec<_> =
            plain.clips.iter().filter(|(clip, samples)| replaced.clips[clip] != **samples).collect();
        assert_eq!(changed.iter().map(|(clip, _)| clip.name()).collect::<Vec<_>>(), ["chu-a"]);
        assert_eq!(replaced.clips[changed[0].0].len(), 16_000);
    }

    #[test]
    fn a_damaged_recording_is_named_and_the_clip_built_in_is_used() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("vi")).expect("writable");
        let path = folder.path().join("vi/so-5.wav");
        std::fs::write(&path, b"not a sound").expect("writable");
        let (pack, notices) = VoicePack::load(Some(folder.path()));
        assert_eq!(notices, [SpeechNotice::BadRecording { path, reason: "not a WAV file".to_owned() }]);
        assert!(pack.announce(&a012()).wav.is_some());
    }

    #[test]
    fn without_a_clip_and_without_espeak_the_call_is_shown_and_the_reason_told() {
        let without_five: Vec<_> = EMBEDDED.iter().copied().filter(|(_, name, _)| *name != "so-5").collect();
        let (pack, notices) = VoicePack::load_from(&without_five, None, Path::new(ABSENT));
        let call = pack.announce(&a012());
        assert_eq!(call.notices, notices);
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].to_string(), "the clip vi/so-5 is missing: espeak-ng is not installed");
        assert!(!pack.can_say(&a012()));
        assert_eq!(
            (call.wav, call.text.as_str()),
            (None, "Mời công dân có số A không một hai đến quầy số năm")
        );
        assert!(call.duration_ms > 3_000, "time to read it");
        let other = call_phrase(Language::Vietnamese, "A012", 6).expect("good");
        assert!(
            pack.can_say(&other) && pack.announce(&other).wav.is_some(),
            "calls that do not need the clip are spoken"
        );
    }

    #[test]
    fn a_missing_clip_is_rendered_by_espeak_when_it_is_installed() {
        let without_five: Vec<_> = EMBEDDED.iter().copied().filter(|(_, name, _)| *name != "so-5").collect();
        let (pack, notices) = VoicePack::load_from(&without_five, None, Path::new("espeak-ng"));
        if Command::new("espeak-ng").arg("--version").output().is_err() {
            assert!(matches!(notices[..], [SpeechNotice::Missing { .. }]));
            println!("skipped: no espeak-ng");
            return;
        }
        assert!(
            matches!(notices[..], [SpeechNotice::Rendered(clip)] if clip.name() == "so-5"),
            "{notices:?}"
        );
        assert!(pack.announce(&a012()).wav.is_some());
    }

    #[test]
    fn what_is_told_has_a_chime_and_is_spoken_where_espeak_is_installed() {
        let (mute, _) = VoicePack::load_from(EMBEDDED, None, Path::new(ABSENT));
        let chime = mute.tell(Language::Vietnamese, "Quầy 5 đóng lúc 10 giờ");
        assert_eq!(chime.unspoken.as_deref(), Some("espeak-ng is not installed"));
        assert!(!mute.speaks());
        assert!(chime.wav.starts_with(b"RIFF") && chime.wav.len() > 30_000, "a chime of a second");
        if Command::new("espeak-ng").arg("--version").output().is_err() {
            println!("skipped: no espeak-ng");
            return;
        }
        let (pack, _) = VoicePack::load(None);
        assert!(pack.speaks());
        let longest = "Mời bà con ra sảnh hai. ".repeat(7);
        for (language, text) in
            [(Language::Vietnamese, longest.as_str()), (Language::English, "-v Counter 5 closes at 10")]
        {
            let told = pack.tell(language, text);
            assert_eq!(told.unspoken, None, "{text}");
            assert!(
                told.wav.len() > chime.wav.len() + 60_000,
                "more than two seconds of speech: {}",
                told.wav.len()
            );
        }
    }

    #[test]
    fn a_renderer_that_fails_is_told_apart_from_one_that_is_absent() {
        let five = a012().clips.last().copied().expect("the counter");
        assert_eq!(render(Path::new("false"), five), Err("espeak-ng failed: exit status: 1".to_owned()));
        assert_eq!(
            render(Path::new("true"), five),
            Err("espeak-ng wrote no clip: not a WAV file".to_owned())
        );
    }
}
