"""Checks an uploaded photograph and redraws it for storage.

Whatever a camera or a forger adds to the picture (place, time, names, comments, a second file behind the first) is
removed: only the pixels of the upload are stored.
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
    """The bytes are not an acceptable photograph; `why` is a key of `photograph.refused.*`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Photograph:
    """A stored photograph: a JPEG, its SHA-256 (hex), its edges in pixels."""

    content: bytes
    sha256: str
    width: int
    height: int
    type: str = KEPT_TYPE


def photograph(given: bytes, declared: str) -> Photograph:
    """Return the photograph in `given`, whose declared type is `declared`.

    Raises NoPhotograph if it has another type, is no picture, is cut short, or has too many pixels; the pixel count
    is read from its header before anything is decoded.
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
