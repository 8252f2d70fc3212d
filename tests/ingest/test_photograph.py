"""What a photograph may be, what is left of it, and what is refused however it calls itself."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from command_center.ingest.photograph import LONGEST_EDGE, MOST_PIXELS, NoPhotograph, photograph
from tests.support.pictures import HERE, a_camera_picture, png_head


def edges(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_is_kept_as_a_jpeg_of_the_same_picture(kind: str) -> None:
    given = a_camera_picture(kind, (640, 480))
    kept = photograph(given, f"image/{kind.lower()}")
    seen = Image.open(io.BytesIO(kept.content))
    assert (seen.format, seen.size, kept.width, kept.height) == ("JPEG", (640, 480), 640, 480)
    pixel = seen.getpixel((320, 240))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    assert red > 180 > 80 > max(green, blue)


def test_nothing_that_a_camera_wrote_beside_the_picture_is_kept() -> None:
    given = a_camera_picture("JPEG", (640, 480))
    assert HERE in given
    assert Image.open(io.BytesIO(given)).getexif().get_ifd(0x8825)
    kept = photograph(given, "image/jpeg").content
    seen = Image.open(io.BytesIO(kept))
    assert dict(seen.getexif()) == {}
    assert HERE not in kept
    for trace in (b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"a comment"):
        assert trace not in kept, trace


def test_it_stands_as_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right of the stored picture
    out = io.BytesIO()
    Image.new("RGB", (400, 200), (200, 30, 30)).save(out, "JPEG", exif=exif)
    assert edges(photograph(out.getvalue(), "image/jpeg").content) == (200, 400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_one_is_made_smaller(kind: str) -> None:
    kept = photograph(a_camera_picture(kind, (4000, 3000)), f"image/{kind.lower()}")
    assert (kept.width, kept.height) == (LONGEST_EDGE, LONGEST_EDGE * 3 // 4)


def test_a_second_file_behind_the_picture_is_gone() -> None:
    page = b"<script>alert(1)</script>"
    archive = b"PK\x03\x04 and so on"
    kept = photograph(a_camera_picture("JPEG", (64, 48)) + page + archive, "image/jpeg").content
    assert page not in kept
    assert b"PK\x03\x04" not in kept


def refused(given: bytes, declared: str) -> str:
    with pytest.raises(NoPhotograph) as why:
        photograph(given, declared)
    return why.value.why


def test_a_bomb_is_refused_by_its_head() -> None:
    """Thirty thousand pixels a side in a few hundred bytes: decoded it would be gigabytes."""
    side = 30_000
    assert side * side > MOST_PIXELS
    assert refused(png_head(side, side, zlib.compress(bytes(100_000))), "image/png") == "pixels"
    assert refused(png_head(8_000, 8_000, b""), "image/png") == "pixels"


def test_a_bomb_in_its_text_is_refused() -> None:
    chunk = b"zTXt" + b"note\0\0" + zlib.compress(bytes(200_000_000), 9)
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    given = a_camera_picture("PNG", (64, 48))
    assert refused(given[:33] + text + given[33:], "image/png") == "content"


BAD: dict[str, Any] = {
    "nothing": b"",
    "a page": b"<html><script>alert(1)</script></html>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a GIF": b"GIF89a" + bytes(60),
    "another kind": a_camera_picture("PNG", (64, 48)),
    "cut short": a_camera_picture("JPEG", (640, 480))[:3000],
    "noise": bytes(range(256)) * 40,
    "a page that begins as one": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_none_is_refused(name: str) -> None:
    assert refused(BAD[name], "image/jpeg") == "content"


@pytest.mark.parametrize("declared", ["image/gif", "image/svg+xml", "text/html", "", "image/tiff"])
def test_only_three_kinds_are_taken(declared: str) -> None:
    assert refused(a_camera_picture("JPEG", (64, 48)), declared) == "type"
