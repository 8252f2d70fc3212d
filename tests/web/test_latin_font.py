"""The pages' own Latin type face: cut down from the package, served to whoever asks, whole if need be."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from fontTools.ttLib import TTFont

from command_center.web import latin_font
from command_center.words import LANGUAGES, catalogue

CHINESE_FROM = 0x2E80
"""From here on signs are of CJK faces, which come from the reader's system."""


@pytest.fixture(autouse=True)
def _made_anew() -> Iterator[None]:
    latin_font._font.cache_clear()
    yield
    latin_font._font.cache_clear()


def served(monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[bytes, str]:
    monkeypatch.setattr(latin_font, "_cached", lambda: folder / "face.woff2")
    server = Flask(__name__)
    server.add_url_rule(latin_font.ADDRESS, "latin_font", latin_font._answer)
    answer = server.test_client().get(latin_font.ADDRESS)
    assert answer.status_code == 200
    return answer.data, answer.mimetype or ""


def test_every_sign_of_both_languages_that_inter_has_is_in_the_cut_face(tmp_path: Path) -> None:
    latin_font.cut_down(tmp_path / "face.woff2")
    whole, cut = (
        TTFont(latin_font.WHOLE).getBestCmap(),
        TTFont(tmp_path / "face.woff2").getBestCmap(),
    )
    used = {sign for lang in LANGUAGES for words in catalogue(lang).values() for sign in words}
    wanted = {s for s in used if ord(s) < CHINESE_FROM and ord(s) in whole}
    assert len(wanted) > 90
    assert {s for s in wanted if ord(s) not in cut} == set()


def test_it_keeps_tabular_figures_and_all_weights_in_a_tenth_of_the_size(tmp_path: Path) -> None:
    latin_font.cut_down(tmp_path / "face.woff2")
    font = TTFont(tmp_path / "face.woff2")
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert [(a.axisTag, a.minValue, a.maxValue) for a in font["fvar"].axes] == [("wght", 100, 900)]
    assert (tmp_path / "face.woff2").stat().st_size < latin_font.WHOLE.stat().st_size / 10


def test_it_is_made_once_and_served_as_woff2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content, kind = served(monkeypatch, tmp_path / "made" / "when" / "asked")
    assert (content[:4], kind) == (b"wOF2", "font/woff2")
    latin_font._font.cache_clear()
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: pytest.fail("made a second time"))
    assert served(monkeypatch, tmp_path / "made" / "when" / "asked")[0] == content


def test_where_it_cannot_be_made_the_whole_face_is_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("")
    content, kind = served(monkeypatch, tmp_path / "a file")  # no folder can be made of it
    assert kind == "font/ttf"
    assert TTFont(io.BytesIO(content)).getBestCmap()
