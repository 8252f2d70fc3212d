"""Pictures as cameras and forgers make them."""

import io
import struct
import zlib
from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image

HERE = b"GPS-POSITION-OF-THE-OBSERVER"


def a_camera_picture(kind: str, size: tuple[int, int]) -> bytes:
    """A red picture with a place, a description, a profile, XMP and a comment beside its pixels."""
    exif = Image.Exif()
    exif[0x010E] = HERE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 40.0, 12.0)})
    out = io.BytesIO()
    picture = Image.new("RGB", size, (220, 30, 30))
    more = {"icc_profile": bytes(300), "xmp": b"<x:xmpmeta/>" + HERE}
    comment = {"comment": b"a comment"} if kind == "JPEG" else {}
    picture.save(out, kind, exif=exif, **more, **comment)
    return out.getvalue()


def png_head(width: int, height: int, rows: bytes) -> bytes:
    """A PNG that says it is so large; `rows` is all it brings."""

    def chunk(name: bytes, content: bytes) -> bytes:
        told = name + content
        return struct.pack(">I", len(content)) + told + struct.pack(">I", zlib.crc32(told))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def a_phone_picture(taken_at: int, zone: ZoneInfo, *, camera: bool = True) -> bytes:
    """A JPEG as a telephone's camera writes it at `taken_at` (UTC epoch ms), by the clock of that zone; or, without
    `camera`, as a program exports it."""
    exif = Image.Exif()
    if camera:
        local = datetime.fromtimestamp(taken_at / 1000, zone)
        exif[0x010F] = "a telephone"
        exif.get_ifd(0x8769)[0x9003] = local.strftime("%Y:%m:%d %H:%M:%S")
    out = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()
