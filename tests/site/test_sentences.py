"""Every code a site file can be refused with has a sentence in both languages."""

import re
from pathlib import Path

import command_center.site_file as package
from command_center.domain.site.changing.mistakes import CODES, OWN
from command_center.words import LANGUAGES, catalogue

SOURCES = [
    *Path(package.__file__).parent.glob("*.py"),
    *(Path(package.__file__).parents[1] / "domain").glob("site_r*.py"),
]


def _codes() -> set[str]:
    text = "\n".join(p.read_text(encoding="utf-8") for p in SOURCES)
    made = re.findall(r"(?:Problem|Broken)\((?:[^()]|\([^()]*\))*?\"([a-z0-9_]{4,})\"", text)
    return {*CODES.values(), *OWN, *made, "unknown_key", "unknown_key_near", "other",
            "unknown_reference", "unknown_reference_near"}  # fmt: skip


def test_every_code_has_a_sentence() -> None:
    codes = _codes() - {"near", "shifts", "high", "tags"}
    assert len(codes) > 45
    for lang in LANGUAGES:
        assert {c for c in codes if f"site.{c}" not in catalogue(lang)} == set()


def test_every_sentence_ends_and_has_the_same_places_in_both_languages() -> None:
    english, chinese = catalogue("en"), catalogue("zh-CN")
    for key in (k for k in english if k.startswith("site.")):
        assert english[key].endswith((".", "?")), key
        assert chinese[key].endswith(("。", "？")), key
        places = [set(re.findall(r"(?<!\{)\{(\w+)\}", c[key])) for c in (english, chinese)]
        assert places[0] == places[1], key
