"""A photograph as it comes in, and as it is kept: decoded for true, and drawn anew.

What a camera or a forger puts beside the picture (place, time, names, comments, a second file behind
the first) is not in what is kept: of the bytes that came nothing remains but the pixels.
"""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

TAKEN = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
"""The kinds that are taken, as the request declares them, and Pillow's name of each."""
KEPT_TYPE = "image/jpeg"
MOST_PIXELS = 50_000_000
"""What is decoded at most (ours): a telephone's largest, and 200 MB while it is being drawn."""
LONGEST_EDGE = 2048
"""Pixels of the longer edge that are kept (ours): a gauge can still be read."""
QUALITY = 85
PAPER = (255, 255, 255)
"""What shows through where a picture is transparent."""


class NoPhotograph(ValueError):
    """These bytes are none that is taken; `why` is a word of `photograph.refused.*`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Photograph:
    """What is kept of it: a JPEG, its SHA-256 (hex), its edges in pixels."""

    content: bytes
    sha256: str
    width: int
    height: int
    type: str = KEPT_TYPE


def photograph(given: bytes, declared: str) -> Photograph:
    """The photograph in `given`, which claims to be of type `declared`.

    Raises NoPhotograph for another type, for what is none, is cut short, or has too many pixels:
    that is seen by its head, before anything is decoded.
    """
    kind = TAKEN.get(declared)
    if kind is None:
        raise NoPhotograph("type")
    try:
        picture = Image.open(io.BytesIO(given), formats=[kind])
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise NoPhotograph("pixels")
        picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a large JPEG is decoded smaller
        return _drawn_anew(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPhotograph("pixels") from error
    except NoPhotograph:
        raise
    except Exception as error:  # decoders raise what they like at what is no picture
        raise NoPhotograph("content") from error


def _drawn_anew(picture: Image.Image) -> Photograph:
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    seen = ImageOps.exif_transpose(picture).convert("RGBA")
    clean = Image.new("RGB", seen.size, PAPER)
    clean.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    content = out.getvalue()
    return Photograph(content, hashlib.sha256(content).hexdigest(), *clean.size)
