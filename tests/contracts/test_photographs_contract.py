"""A photograph comes back byte for byte under its SHA-256, on every database."""

import hashlib

from sqlalchemy import Engine

from command_center.store.photographs import Photographs
from tests.store.facts import SITE

PICTURE = b"\xff\xd8\x00 one \xff\xd9"


def test_it_is_known_by_its_own_hash_and_kept_once(engine: Engine) -> None:
    kept = Photographs(engine, SITE)
    name = kept.keep(PICTURE, "image/jpeg", 5)
    assert name == hashlib.sha256(PICTURE).hexdigest()
    assert kept.keep(PICTURE, "image/jpeg", 9) == name
    assert kept.of(name) == (PICTURE, "image/jpeg", 5)
    assert kept.of("0" * 64) is None


def test_a_site_knows_only_its_own_photographs(engine: Engine) -> None:
    name = Photographs(engine, SITE).keep(PICTURE, "image/jpeg", 1)
    assert Photographs(engine, "other").of(name) is None
