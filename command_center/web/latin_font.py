"""The pages' own Latin typeface, so that no screen depends on installed fonts.

Inter comes as a locked package (`fontpkg-inter`) with every script and axis, 0.9 MB. The pages need only Latin
letters, digits and signs in text size: that part is made once on each machine, as a WOFF2 file of some 60 KB in the
user's cache folder, by a separate process (1.5 s), and kept. Chinese letters come from the reader's system: a font
for them is ten times the rest of a page.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import fontpkg_inter
import gevent
import platformdirs
from flask import Flask, Response

from command_center import log

ADDRESS = "/assets/inter-latin.woff2"
WHOLE = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
TEXT_SIZE = 14.0
"""Position on the axis of optical sizes: the shapes for text, which the installed Inter has too."""
FEATURES = ("calt", "case", "ccmp", "kern", "locl", "mark", "mkmk", "tnum", "zero")
UNICODES = (
    (0x0020, 0x017F),  # Latin, its supplement and Extended-A
    (0x0370, 0x03FF),  # Greek: the letters of formulas
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x209F),  # raised and lowered figures: m³, m₂
    (0x2190, 0x22FF),  # arrows and mathematics
    (0x25A0, 0x25FF),  # the signs of urgency
    (0x2700, 0x27BF),  # check marks
)
LONGEST_S = 120
_log = log.get(__name__)


def install_latin_font(server: Flask) -> None:
    """Serve the typeface at `ADDRESS`, made as soon as the server's loop runs. If it cannot be made, the whole font
    is served: larger, but with the same letters.
    """
    server.add_url_rule(ADDRESS, "latin_font", _answer)
    gevent.spawn(_font)


def _answer() -> Response:
    content, kind = _font()
    return Response(content, mimetype=kind)


@cache
def _font() -> tuple[bytes, str]:
    kept = _cached()
    if not kept.is_file():
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", __name__, str(kept)]
            subprocess.run(command, check=True, timeout=LONGEST_S, capture_output=True)
        except (OSError, subprocess.SubprocessError) as error:
            _log.warning("the Latin font could not be cut down, sent whole", why=str(error))
            return WHOLE.read_bytes(), "font/ttf"
    return kept.read_bytes(), "font/woff2"


def _cached() -> Path:
    """Named by what it is made of, so that an update makes another."""
    made_of = (WHOLE.stat().st_size, TEXT_SIZE, FEATURES, UNICODES)
    name = hashlib.sha256(repr(made_of).encode()).hexdigest()[:16]
    return platformdirs.user_cache_path("command-center") / f"inter-latin-{name}.woff2"


def cut_down(target: Path) -> None:
    """Write the Latin part of Inter in text size to `target`, as WOFF2, in one step."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(WHOLE)
    subsetter = Subsetter(Options(layout_features=list(FEATURES)))
    subsetter.populate(
        unicodes=[code for first, last in UNICODES for code in range(first, last + 1)]
    )
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"opsz": TEXT_SIZE})
    font.flavor = "woff2"
    handle, draft = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        font.save(file)
    Path(draft).replace(target)  # two processes may make it at once


if __name__ == "__main__":
    cut_down(Path(sys.argv[1]))
