#!/bin/sh
# Renders the clips of clips.csv with espeak-ng, trims their silence and writes 16 kHz mono 16-bit WAV.
#
#   data/voice/render.sh            renders what is missing
#   data/voice/render.sh --all      renders everything again, over human recordings too
#
# Needs the programmes espeak-ng and sox (Debian: apt-get install espeak-ng sox).
set -eu
cd "$(dirname "$0")"
again=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tail -n +2 clips.csv | while IFS=, read -r language clip words say; do
    target="$language/$clip.wav"
    if [ -f "$target" ] && [ "$again" != "--all" ]; then
        continue
    fi
    mkdir -p "$language"
    case $language in
        vi) voice=vi speed=118 ;;
        en) voice=en-gb speed=135 ;;
        *) echo "clips.csv: no voice for $language ($words)" >&2; exit 1 ;;
    esac
    espeak-ng -v "$voice" -s "$speed" -w "$work/raw.wav" -- "$say" </dev/null
    # Silence off both ends, a short fade against clicks, one loudness: the joiner levels again.
    sox --no-dither "$work/raw.wav" -b 16 -c 1 "$target" \
        gain -6 rate 16000 silence 1 0.002 0.2% fade t 0.005 reverse silence 1 0.002 0.2% fade t 0.01 reverse norm -3
done
