"""Checks an uploaded voice note by its own first bytes, whatever type the request declares."""

VOICES = ("audio/webm", "audio/ogg", "audio/mp4", "audio/wav")
"""The kinds that are taken."""
MOST_BYTES = 3_000_000
"""Of one note (ours): a minute of speech is some 250 kB; three megabytes are ten minutes."""


class NoVoice(ValueError):
    """The bytes are not an acceptable voice note."""


def voice_type(given: bytes) -> str:
    """Return the media type of a recording: WebM, Ogg, MP4 or WAV. Raises NoVoice."""
    if given.startswith(b"\x1a\x45\xdf\xa3"):
        return "audio/webm"
    if given.startswith(b"OggS"):
        return "audio/ogg"
    if given[4:8] == b"ftyp":
        return "audio/mp4"
    if given.startswith(b"RIFF") and given[8:12] == b"WAVE":
        return "audio/wav"
    raise NoVoice
