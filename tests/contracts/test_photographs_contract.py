"""A photograph comes back byte for byte under its SHA-256, on every database, and goes where its journal
goes."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from command_center.store.engine import open_engine
from command_center.store.journal.export import RestoreError, export, restore
from command_center.store.photographs import Photographs
from tests.store.facts import SITE, a_journal, fill

PICTURE, OTHER = b"\xff\xd8\x00 one \xff\xd9", b"\xff\xd8\x00 two \xff\xd9"


@pytest.fixture
def other(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'restored.db')}")
    yield engine
    engine.dispose()


def test_it_is_known_by_its_own_hash_and_kept_once(engine: Engine) -> None:
    kept = Photographs(engine, SITE)
    name = kept.keep(PICTURE, "image/jpeg", 5)
    assert name == hashlib.sha256(PICTURE).hexdigest()
    assert kept.keep(PICTURE, "image/jpeg", 9) == name
    assert kept.of(name) == (PICTURE, "image/jpeg", 5)
    assert kept.of("0" * 64) is None
    assert [sha256 for sha256, _ in kept.every()] == [name]


def test_a_site_knows_only_its_own_photographs(engine: Engine) -> None:
    name = Photographs(engine, SITE).keep(PICTURE, "image/jpeg", 1)
    assert Photographs(engine, "other").of(name) is None
    assert list(Photographs(engine, "other").every()) == []


def exported(engine: Engine) -> list[bytes]:
    fill(a_journal(engine), 3)
    for picture in (PICTURE, OTHER):
        Photographs(engine, SITE).keep(picture, "image/jpeg", 7)
    return list(export(a_journal(engine)))


def test_they_are_in_the_export_and_come_back_from_it(engine: Engine, other: Engine) -> None:
    lines = exported(engine)
    assert [next(iter(json.loads(line))) for line in lines[4:]] == ["photograph"] * 2 + ["head"]
    assert restore(lines, other) == a_journal(engine).head()
    kept = Photographs(engine, SITE)
    assert list(Photographs(other, SITE).every()) == list(kept.every())
    assert list(export(a_journal(other))) == lines


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        (b'"content":"', b'"content":"AAAA', "not what its SHA-256 says"),
        (b'"content":"', b'"content":"!', "cannot be read"),
        (b'"sha256":"', b'"sha256":"0', "not what its SHA-256 says"),
        (b'"type"', b'"typ"', "cannot be read"),
    ],
)
def test_an_altered_one_is_named_and_nothing_is_restored(
    engine: Engine, other: Engine, was: bytes, becomes: bytes, why: str
) -> None:
    lines = exported(engine)
    lines[4] = lines[4].replace(was, becomes, 1)
    with pytest.raises(RestoreError, match=f"line 5: .*{why}"):
        restore(lines, other)
    assert a_journal(other).head().seq == 0
    assert list(Photographs(other, SITE).every()) == []


def test_an_export_cut_short_among_them_is_refused(engine: Engine, other: Engine) -> None:
    lines = exported(engine)
    for end in (5, 6):
        with pytest.raises(RestoreError, match="cut short"):
            restore(lines[:end], other)
    assert list(Photographs(other, SITE).every()) == []
