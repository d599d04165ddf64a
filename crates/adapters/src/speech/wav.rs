//! Sound as it is kept here: 16 kHz, mono, 16-bit; read from and written to WAV.

/// Samples a second of everything joined.
pub(super) const RATE: u32 = 16_000;

/// Loudness every clip is brought to: root mean square of the voiced part, about -20 dB of full scale.
const LOUDNESS: f32 = 3_277.0;

/// Loudest sample ever written, about -1 dB of full scale.
const PEAK: f32 = 29_200.0;

/// Below this a sample counts as silence, about -46 dB of full scale.
const SILENCE: i16 = 160;

/// A file that cannot be used as a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum WavError {
    /// Not a RIFF WAVE file with a format and data.
    #[error("not a WAV file")]
    NotWav,
    /// Compressed, or not 16-bit.
    #[error("not plain 16-bit PCM")]
    NotPcm16,
    /// Neither mono nor stereo, or a rate outside 8,000 to 48,000 samples a second.
    #[error("mono or stereo with 8,000 to 48,000 samples a second is wanted")]
    Shape,
    /// Nothing louder than silence.
    #[error("nothing can be heard in it")]
    Silent,
    /// Longer than was allowed: not a clip of a call, or no announcement.
    #[error("longer than {0} seconds")]
    TooLong(u32),
}

/// A clip ready to be joined: silence trimmed, loudness equal, 20 seconds at most.
pub(super) fn read_clip(octets: &[u8]) -> Result<Vec<i16>, WavError> {
    read_within(octets, 20)
}

/// The same of so many seconds at most.
pub(super) fn read_within(octets: &[u8], seconds: u32) -> Result<Vec<i16>, WavError> {
    let (format, data) = chunks(octets)?;
    let channels = usize::from(u16::from_le_bytes([format[2], format[3]]));
    let rate = u32::from_le_bytes([format[4], format[5], format[6], format[7]]);
    let kind = u16::from_le_bytes([format[0], format[1]]);
    let bits = u16::from_le_bytes([format[14], format[15]]);
    // 0xFFFE is the extensible form, which recorders like to write for plain PCM too.
    if !matches!(kind, 1 | 0xFFFE) || bits != 16 {
        return Err(WavError::NotPcm16);
    }
    if !matches!(channels, 1 | 2) || !(8_000..=48_000).contains(&rate) {
        return Err(WavError::Shape);
    }
    let samples: Vec<i16> = data.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    if samples.len() / channels > usize::try_from(seconds * rate).expect("checked above") {
        return Err(WavError::TooLong(seconds));
    }
    let mono = mixed(&samples, channels);
    let voiced = trimmed(&mono).ok_or(WavError::Silent)?;
    Ok(levelled(&resampled(voiced, rate)))
}

/// The format (16 octets at least) and data chunks.
fn chunks(octets: &[u8]) -> Result<(&[u8], &[u8]), WavError> {
    let body = match octets.split_at_checked(12) {
        Some((head, body)) if head.starts_with(b"RIFF") && head.ends_with(b"WAVE") => body,
        _ => return Err(WavError::NotWav),
    };
    let (mut format, mut rest) = (None, body);
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        // A programme writing into a pipe cannot know the length and writes a huge one: take what is there.
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(after.len());
        let (chunk, next) = after.split_at(length);
        match &head[..4] {
            b"fmt " if chunk.len() >= 16 => format = Some(chunk),
            b"data" => return format.map(|format| (format, chunk)).ok_or(WavError::NotWav),
            _ => {}
        }
        // Chunks begin at even places.
        rest = next.get(length % 2..).unwrap_or_default();
    }
    Err(WavError::NotWav)
}

fn mixed(samples: &[i16], channels: usize) -> Vec<i16> {
    let count = i32::try_from(channels).expect("one or two");
    samples
        .chunks_exact(channels)
        .map(|frame| {
            let sum: i32 = frame.iter().map(|sample| i32::from(*sample)).sum();
            i16::try_from(sum / count).expect("a mean stays in range")
        })
        .collect()
}

/// Without the silence at both ends.
fn trimmed(samples: &[i16]) -> Option<&[i16]> {
    let heard = |sample: &i16| sample.unsigned_abs() > SILENCE.unsigned_abs();
    let first = samples.iter().position(heard)?;
    let last = samples.iter().rposition(heard)?;
    Some(&samples[first..=last])
}

/// To [`RATE`]: each new sample is the mean of the stretch it stands for, which also keeps high tones from folding down.
fn resampled(samples: &[i16], rate: u32) -> Vec<i16> {
    if rate == RATE {
        return samples.to_vec();
    }
    let step = f64::from(rate) / f64::from(RATE);
    // When there are fewer samples than wanted, draw lines between neighbours.
    let width = step.max(1.0);
    let count = (samples.len() as f64 / step).floor() as usize;
    (0..count).map(|at| stretch_mean(samples, at as f64 * step, width)).collect()
}

/// Mean of the samples from `start` over `width`, parts of samples counted in part; `width` >= 1.
fn stretch_mean(samples: &[i16], start: f64, width: f64) -> i16 {
    let end = (start + width).min(samples.len() as f64);
    let (mut sum, mut at) = (0.0, start);
    while at < end {
        let index = at.floor();
        let next = (index + 1.0).min(end);
        sum += f64::from(samples[index as usize]) * (next - at);
        at = next;
    }
    (sum / (end - start).max(f64::EPSILON)).round() as i16
}

/// To [`LOUDNESS`], unless that would pass [`PEAK`].
fn levelled(samples: &[i16]) -> Vec<i16> {
    let voiced: Vec<f32> = samples
        .iter()
        .filter(|sample| sample.unsigned_abs() > SILENCE.unsigned_abs())
        .map(|s| f32::from(*s))
        .collect();
    if voiced.is_empty() {
        return samples.to_vec();
    }
    let loudness = (voiced.iter().map(|sample| sample * sample).sum::<f32>() / voiced.len() as f32).sqrt();
    let peak = voiced.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let gain = (LOUDNESS / loudness).min(PEAK / peak);
    samples.iter().map(|sample| (f32::from(*sample) * gain).round() as i16).collect()
}

/// Two tones that fade, the higher first: somebody is about to speak.
pub(super) fn chime() -> Vec<i16> {
    const TONES: [f32; 2] = [659.3, 523.3];
    let one = |pitch: f32| {
        (0..RATE * 6 / 10).map(move |at| {
            let seconds = at as f32 / RATE as f32;
            let swell = (seconds * 100.0).min(1.0);
            let loud = 9_000.0 * swell * (-5.0 * seconds).exp();
            ((seconds * pitch * std::f32::consts::TAU).sin() * loud).round() as i16
        })
    };
    TONES.into_iter().flat_map(one).collect()
}

/// Joins clips with `gap_ms` of silence between them.
pub(super) fn joined<'c>(clips: impl IntoIterator<Item = &'c [i16]>, gap_ms: u32) -> Vec<i16> {
    let gap = usize::try_from(RATE / 1000 * gap_ms).expect("a gap is short");
    let mut samples = Vec::new();
    for clip in clips {
        if !samples.is_empty() {
            samples.resize(samples.len() + gap, 0);
        }
        samples.extend_from_slice(clip);
    }
    samples
}

/// Length in milliseconds, rounded up.
pub(super) fn duration_ms(samples: &[i16]) -> i64 {
    let count = i64::try_from(samples.len()).expect("memory is smaller");
    (count * 1000 + i64::from(RATE) - 1) / i64::from(RATE)
}

/// A WAV file.
pub(super) fn write(samples: &[i16]) -> Vec<u8> {
    let data = u32::try_from(samples.len() * 2).expect("a call is short");
    let mut octets = Vec::with_capacity(44 + samples.len() * 2);
    octets.extend(b"RIFF");
    octets.extend((36 + data).to_le_bytes());
    octets.extend(b"WAVEfmt ");
    octets.extend(16_u32.to_le_bytes());
    octets.extend([1, 0, 1, 0]);
    octets.extend(RATE.to_le_bytes());
    octets.extend((RATE * 2).to_le_bytes());
    octets.extend([2, 0, 16, 0]);
    octets.extend(b"data");
    octets.extend(data.to_le_bytes());
    octets.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone with silence around it.
    fn tone(rate: u32, channels: u16, loud: f64) -> Vec<u8> {
        let mut samples = vec![0_i16; 400 * usize::from(channels)];
        for at in 0..rate / 4 {
            let angle = f64::from(at) / f64::from(rate) * 440.0 * std::f64::consts::TAU;
            samples.extend(vec![(angle.sin() * loud) as i16; usize::from(channels)]);
        }
        samples.extend(vec![0; 400 * usize::from(channels)]);
        let mut octets = write(&samples);
        octets[22..24].copy_from_slice(&channels.to_le_bytes());
        octets[24..28].copy_from_slice(&rate.to_le_bytes());
        octets
    }

    fn loudness(samples: &[i16]) -> f64 {
        (samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    }

    fn crossings(samples: &[i16]) -> usize {
        samples.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count()
    }

    #[test]
    fn a_recording_of_any_rate_and_width_becomes_the_same_clip() {
        for (rate, channels) in [(16_000, 1), (8_000, 1), (22_050, 1), (44_100, 2), (48_000, 2)] {
            let clip = read_clip(&tone(rate, channels, 9_000.0)).expect("a good recording");
            let milliseconds = duration_ms(&clip);
            assert!((248..=251).contains(&milliseconds), "{rate} x {channels}: {milliseconds} ms");
            let heard = crossings(&clip);
            assert!((108..=111).contains(&heard), "{rate} x {channels}: {heard} waves of 440 Hz in 250 ms");
        }
    }

    #[test]
    fn quiet_and_loud_recordings_come_out_equally_loud_and_never_clipped() {
        let quiet = read_clip(&tone(16_000, 1, 900.0)).expect("good");
        let loud = read_clip(&tone(16_000, 1, 32_000.0)).expect("good");
        assert!(
            (loudness(&quiet) / loudness(&loud) - 1.0).abs() < 0.12,
            "{} {}",
            loudness(&quiet),
            loudness(&loud)
        );
        // One click far above a soft voice: the gain stops at the peak.
        let mut samples = vec![400_i16; 8_000];
        samples[4_000] = 32_767;
        let clip = read_clip(&write(&samples)).expect("good");
        assert!(clip.iter().all(|sample| sample.unsigned_abs() <= 29_200));
    }

    #[test]
    fn the_silence_at_both_ends_goes() {
        let clip = read_clip(&tone(16_000, 1, 9_000.0)).expect("good");
        assert!(clip.len() < 4_000 + 10, "{}", clip.len());
    }

    #[test]
    fn a_length_written_by_a_pipe_is_not_believed() {
        let mut octets = tone(16_000, 1, 9_000.0);
        octets[40..44].copy_from_slice(&0x7FFF_F000_u32.to_le_bytes());
        assert!(read_clip(&octets).is_ok());
    }

    #[test]
    fn what_is_no_clip_is_refused_with_its_reason() {
        assert_eq!(read_clip(b"OggS"), Err(WavError::NotWav));
        assert_eq!(read_clip(&tone(16_000, 1, 9_000.0)[..30]), Err(WavError::NotWav));
        assert_eq!(read_clip(&write(&[0; 1_000])), Err(WavError::Silent));
        assert_eq!(read_clip(&write(&[])), Err(WavError::Silent));
        assert_eq!(read_clip(&write(&vec![900; 16_000 * 21])), Err(WavError::TooLong(20)));
        let mut eight_bit = tone(16_000, 1, 9_000.0);
        eight_bit[34] = 8;
        assert_eq!(read_clip(&eight_bit), Err(WavError::NotPcm16));
        let mut six_channels = tone(16_000, 1, 9_000.0);
        six_channels[22] = 6;
        assert_eq!(read_clip(&six_channels), Err(WavError::Shape));
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_or_read_never_a_crash() {
        let whole = tone(8_000, 2, 9_000.0);
        for end in 0..200 {
            let _ = read_clip(&whole[..end]);
        }
    }

    #[test]
    fn clips_are_joined_with_a_gap_between_them_only() {
        let samples = joined([&[1_i16, 1][..], &[2], &[3]], 1);
        assert_eq!(samples.len(), 4 + 2 * 16);
        assert_eq!((samples[0], samples[2], samples[18], *samples.last().expect("some")), (1, 0, 2, 3));
    }
}
