"""A language nobody speaks, made from English at test time: every sentence is ⟦ŵŕíţţéñ ļíķé ţħíš⟧.

Its letters are none of the alphabet's, so that whatever still reads as plain letters on a page came
from no catalogue. What the plant's description says is written ‹like this›, and is left out.

`python -m tests.support.pseudo` is the `web` process, speaking it in the place of English.
"""

import re
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

OPEN, CLOSE = "⟦", "⟧"
DATA_OPEN, DATA_CLOSE = "‹", "›"
PLAIN = string.ascii_letters
ACCENTED = "áƀçđéƒĝĥíĵķĺɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓÞɊŔŠŢÚṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
HAN = re.compile("[\u3400-\u9fff]")
ONE_NAME = frozenset({"company"})
"""Keys of names that a plant writes in its own language only."""
PLACE = re.compile(r"(\{\w+\})")


def pseudo(sentence: str) -> str:
    """A sentence of the catalogue in that language, its {places} untouched."""
    parts = PLACE.split(sentence)
    said = [p if PLACE.fullmatch(p) else HAN.sub("ø", p.translate(ACCENTS)) for p in parts]
    return f"{OPEN}{''.join(said)}{CLOSE}"


@cache
def pseudo_catalogue(lang: str) -> Mapping[str, str]:
    """In the place of `words.catalogue`: the catalogue of any language is this one."""
    from command_center.words import LANGUAGES

    if lang not in LANGUAGES:
        raise KeyError(lang)
    folder = Path(__file__).parents[2] / "command_center" / "words" / "en"
    read: dict[str, str] = {}
    for area in sorted(folder.glob("*.yaml")):
        read |= YAML(typ="safe", pure=True).load(area.read_text(encoding="utf-8"))
    return MappingProxyType({key: pseudo(sentence) for key, sentence in read.items()})


def marked_site(site_dir: Path, out_dir: Path) -> Path:
    """A copy of a site folder whose every text in both languages, and every name that is written once, stands in ‹›."""
    yaml = YAML(typ="rt")
    out_dir.mkdir(parents=True, exist_ok=True)
    for source in site_dir.glob("*.yaml"):
        told = yaml.load(source.read_text(encoding="utf-8"))
        _mark(told)
        with (out_dir / source.name).open("w", encoding="utf-8") as out:
            yaml.dump(told, out)
    return out_dir


def marked(text: str) -> str:
    """Free text as a person of the tests types it."""
    return f"{DATA_OPEN}{text}{DATA_CLOSE}"


def _mark(part: Any) -> None:
    if isinstance(part, dict):
        if set(part) == {"zh", "en"}:
            for lang in ("zh", "en"):
                part[lang] = marked(str(part[lang]))
            return
        for key, value in part.items():
            if key in ONE_NAME and isinstance(value, str):
                part[key] = marked(value)
            _mark(value)
    elif isinstance(part, list):
        for value in part:
            _mark(value)


def without_data(text: str) -> str:
    """What is left of a text when the plant's own words are taken out, one that goes on from the
    line before too."""
    text = re.sub(f"^[^{DATA_OPEN}{DATA_CLOSE}]*{DATA_CLOSE}", "", text)
    return re.sub(f"{DATA_OPEN}[^{DATA_CLOSE}]*(?:{DATA_CLOSE}|$)", "", text)


def main() -> None:
    """The `web` process; gevent patches first, as in the real one."""
    from gevent import monkey

    monkey.patch_all()
    from command_center import words

    words.catalogue = pseudo_catalogue
    from command_center.__main__ import main as serve

    raise SystemExit(serve())


if __name__ == "__main__":
    main()
