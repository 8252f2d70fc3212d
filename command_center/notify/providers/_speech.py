"""Turns a text into a sound file for a telephone call: a recorded phrase if the plant has one, then the spoken text,
repeated with pauses. The speech program is separate (espeak-ng, GPL-3.0), never a part of ours.
"""

import io
import subprocess
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 8000
"""Samples a second of a telephone line (G.711)."""
PAUSE_S = 2.0
"""Between two repetitions."""
SPEED = "150"
"""Words a minute: slower than the program's own 175, for a line and a noisy place."""
SPEAK_S = 20.0
SAMPLE_BYTES = 2
Samples = npt.NDArray[np.int16]


class NoSpeech(Exception):
    """The text could not be spoken. The error message contains neither text nor address."""


def spoken(speaker: str, voice: str, text: str) -> Samples:
    """Speech of a text at 8 kHz. Raises NoSpeech."""
    command = [speaker, "-v", voice, "-s", SPEED, "--stdin", "--stdout"]
    try:
        ended = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=SPEAK_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as why:
        raise NoSpeech(f"{speaker} did not speak ({type(why).__name__})") from None
    return _read(ended.stdout, speaker)


def recorded(file: Path) -> Samples:
    """A recorded phrase at 8 kHz. Raises NoSpeech."""
    try:
        content = file.read_bytes()
    except OSError as why:
        raise NoSpeech(f"{file} cannot be read ({type(why).__name__})") from None
    return _read(content, str(file))


def sound_file(parts: Sequence[Samples], lasts_s: float) -> bytes:
    """Return a WAV file of the parts, repeated as a whole until it lasts at least `lasts_s` seconds: the call ends
    where it ends.
    """
    pause = np.zeros(int(PAUSE_S * RATE), np.int16)
    once = np.concatenate([*parts, pause])
    times = max(1, -(-int(lasts_s * RATE) // len(once)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(RATE)
        file.writeframes(np.tile(once, times).astype("<i2").tobytes())
    return out.getvalue()


def _read(content: bytes, of: str) -> Samples:
    """The samples of a WAV file at 8 kHz, its channels as one. A program that writes to a pipe cannot say how long it
    speaks, so the stated length is not believed."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            if file.getsampwidth() != SAMPLE_BYTES:
                raise NoSpeech(f"{of}: a WAV file of 16 bits is needed")
            channels, rate = file.getnchannels(), file.getframerate()
        start = content.index(b"data") + 8
    except (wave.Error, EOFError, ValueError) as why:
        raise NoSpeech(f"{of}: no WAV file ({type(why).__name__})") from None
    octets = content[start:]
    whole = np.frombuffer(octets[: len(octets) // SAMPLE_BYTES * SAMPLE_BYTES], "<i2")
    mono = whole[: len(whole) // channels * channels].reshape(-1, channels).mean(axis=1)
    return whole.astype(np.int16) if (channels, rate) == (1, RATE) else _at_line_rate(mono, rate)


def _at_line_rate(samples: npt.NDArray[np.float64], rate: int) -> Samples:
    """Resampled by its spectrum: what a line cannot carry is cut off, not folded back as noise."""
    if not len(samples):
        return np.zeros(0, np.int16)
    wanted = max(1, round(len(samples) * RATE / rate))
    spectrum = np.fft.rfft(samples)[: wanted // 2 + 1]
    made = np.fft.irfft(spectrum, wanted) * (wanted / len(samples))
    return np.clip(np.round(made), -32768, 32767).astype(np.int16)
