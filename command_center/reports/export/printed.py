"""Prepares a photograph for print: reduced to the size shown, and verified against its SHA-256."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

EDGE = 1000
"""Pixels of the longer edge: 300 dpi at eight centimetres (ours)."""
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Printed:
    """A JPEG and its edges in pixels."""

    content: bytes
    width: int
    height: int


def printed(content: bytes | None, sha256: str, edge: int = EDGE) -> Printed | str:
    """Return the photograph, or the key of `export.photograph.*` that says why it is not shown."""
    if content is None:
        return "absent"
    if hashlib.sha256(content).hexdigest() != sha256:
        return "altered"
    try:
        with Image.open(io.BytesIO(content)) as kept:
            kept.draft("RGB", (edge, edge))
            picture = kept.convert("RGB")
    except Exception:  # decoders raise what they like at what is no picture
        return "unread"
    picture.thumbnail((edge, edge))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return Printed(out.getvalue(), *picture.size)
