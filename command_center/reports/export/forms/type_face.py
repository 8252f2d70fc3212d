"""The typeface of printed forms: found on this machine, and reduced to the letters of one document.

The repository contains no font. A Chinese typeface has tens of thousands of glyphs, in TrueType or PostScript
outlines; reportlab embeds only the first kind. So the letters that a document needs are redrawn as a small TrueType
font.
"""

import io
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

WANTED = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf", "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf",
    "SourceHanSans.ttc", "msyh.ttc", "msyh.ttf", "Deng.ttf", "simhei.ttf", "PingFang.ttc",
    "STHeiti Light.ttc", "Hiragino Sans GB.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "NotoSerifCJK-Regular.ttc",
    "simsun.ttc", "Arial Unicode.ttf",
)  # fmt: skip
"""Files of faces with simplified Chinese that are usual on Linux, Windows and macOS, the best to read first."""
PROBE = "危险化学品应急指挥Ag1"
"""Letters that a face must have."""
NO_EMBEDDING = 0x0002
"""OS/2.fsType: a restricted licence, which forbids embedding (OpenType, "OS/2", fsType)."""
LACKING = "□"
ERROR_UNITS = 1.0


class NoTypeFace(LookupError):
    """There is no font file with Chinese letters; `looked_in` lists the folders searched, or the file that a setting
    names.
    """

    def __init__(self, looked_in: Iterable[str]) -> None:
        self.looked_in = list(looked_in)
        super().__init__(f"no typeface with Chinese letters in {', '.join(self.looked_in)}")


class _Glyph(NamedTuple):
    outline: Any
    width: int


class TypeFace:
    """One opened typeface. `cut(text)` makes the small font."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self._names: dict[int, str] = font.getBestCmap() or {}
        self._glyphs = font.getGlyphSet()
        self._drawn: dict[str, _Glyph] = {}
        self.units = int(font["head"].unitsPerEm)

    def has(self, char: str) -> bool:
        """Whether the face can draw the character."""
        return ord(char) in self._names

    def shown(self, text: str) -> str:
        """Return the text with a square for each letter that the typeface lacks."""
        square = LACKING if self.has(LACKING) else "?"
        return "".join(c if c == "\n" or self.has(c) else square for c in text)

    def cut(self, text: str) -> bytes:
        """Return a TrueType font with the letters of `text`; equal letters give equal bytes."""
        from fontTools.fontBuilder import FontBuilder

        chars = sorted({c for c in text if self.has(c)} | {" "})
        names = [".notdef", *(f"u{ord(c):06x}" for c in chars)]
        glyphs = [self._glyph(".notdef"), *(self._glyph(self._names[ord(c)]) for c in chars)]
        by_name = dict(zip(names, glyphs, strict=True))
        made = FontBuilder(self.units, isTTF=True)
        made.setupGlyphOrder(names)
        made.setupCharacterMap({ord(c): f"u{ord(c):06x}" for c in chars})
        made.setupGlyf({name: one.outline for name, one in by_name.items()})
        table = made.font["glyf"]
        made.setupHorizontalMetrics(
            {name: (one.width, getattr(table[name], "xMin", 0)) for name, one in by_name.items()}
        )
        up, down = round(self.units * 0.88), round(self.units * 0.12)
        made.setupHorizontalHeader(ascent=up, descent=-down)
        # reportlab keeps fonts by this name: two cuts must not share it.
        name = f"Forms-{sha256(''.join(chars).encode()).hexdigest()[:12]}"
        named = {"familyName": name, "styleName": "Regular", "psName": name}
        made.setupNameTable(named)
        made.setupOS2(sTypoAscender=up, sTypoDescender=-down, usWinAscent=up, usWinDescent=down)
        made.setupPost()
        made.font["head"].created = made.font["head"].modified = 0
        made.font.recalcTimestamp = False
        content = io.BytesIO()
        made.save(content)
        return content.getvalue()

    def _glyph(self, name: str) -> _Glyph:
        if name not in self._drawn:
            from fontTools.pens.cu2quPen import Cu2QuPen
            from fontTools.pens.recordingPen import DecomposingRecordingPen
            from fontTools.pens.ttGlyphPen import TTGlyphPen

            drawn = DecomposingRecordingPen(self._glyphs)
            self._glyphs[name].draw(drawn)
            pen = TTGlyphPen(None)
            drawn.replay(Cu2QuPen(pen, ERROR_UNITS * self.units / 1000))
            self._drawn[name] = _Glyph(pen.glyph(), round(self._glyphs[name].width))
        return self._drawn[name]


@cache
def type_face(file: Path | None = None) -> TypeFace:
    """Return the typeface of `file`, or else the first of `WANTED` on this machine. Raises NoTypeFace."""
    places = [file] if file is not None else _candidates()
    for place in places:
        found = _opened(place)
        if found is not None:
            return TypeFace(found)
    raise NoTypeFace([str(file)] if file is not None else map(str, _folders()))


def _candidates() -> list[Path]:
    found: dict[str, Path] = {}
    for folder in _folders():
        if folder.is_dir():
            for one in sorted(folder.rglob("*.[tToO][tT][fFcC]")):
                found.setdefault(one.name.lower(), one)
    return [found[name.lower()] for name in WANTED if name.lower() in found]


def _folders() -> list[Path]:
    """Where this system keeps its fonts, and the user's own."""
    home = Path.home()
    if sys.platform == "win32":
        return [
            Path("C:/Windows/Fonts"),
            Path(platformdirs.user_data_dir()) / "Microsoft/Windows/Fonts",
        ]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return [
        Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts",
        home / ".fonts",
    ]  # fmt: skip


def _opened(place: Path) -> Any:
    """The face in the file that has the probe's letters and may be embedded; None where there is none."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        if place.suffix.lower() in (".ttc", ".otc"):
            faces: list[Any] = list(TTCollection(str(place), lazy=True).fonts)
        else:
            faces = [TTFont(str(place), lazy=True)]
        fit = [face for face in faces if _fit(face)]
    except (OSError, TTLibError, KeyError):
        return None
    # A collection holds a face for each region: the one of the mainland draws its own shapes.
    mainland = [face for face in fit if " SC" in str(face["name"].getDebugName(4))]
    return next(iter(mainland or fit), None)


def _fit(face: Any) -> bool:
    letters = face.getBestCmap() or {}
    may = not face["OS/2"].fsType & NO_EMBEDDING if "OS/2" in face else True
    return may and all(ord(c) in letters for c in PROBE)
