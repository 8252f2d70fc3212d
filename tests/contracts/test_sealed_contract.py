"""What is sealed is found again by its commitment alone, on every database."""

import shutil
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from command_center.domain.drills.sealing import commitment_of
from command_center.store.database.engine import open_engine
from command_center.store.journal.export import export
from command_center.store.journal.restore import restore
from command_center.store.sealed import Kept, SealedDrills
from tests.store.facts import SITE, a_fact, a_journal


def test_it_comes_back_byte_for_byte(engine: Engine) -> None:
    sealed = SealedDrills(engine, "works")
    text = Kept('{"plan":"演练 \\u0000"}', "ab" * 16)
    sealed.keep("c" * 64, text, 1)
    assert sealed.of("c" * 64) == text
    assert sealed.of("d" * 64) is None
    assert sealed.of(None) is None


def test_a_site_knows_only_its_own(engine: Engine) -> None:
    SealedDrills(engine, "works").keep("c" * 64, Kept("{}", "ab" * 16), 1)
    assert SealedDrills(engine, "other").of("c" * 64) is None


def test_what_was_revealed_is_found_again_after_a_restore_and_nothing_else(
    engine: Engine, tmp_path: Path, empty_database: Path
) -> None:
    """The next draws ask what was drilled: a restored plant must not forget it."""
    told, hidden = Kept('{"plan":"演练"}', "ab" * 16), Kept('{"plan":"next"}', "cd" * 16)
    for kept in (told, hidden):
        SealedDrills(engine, SITE).keep(commitment_of(*kept), kept, 1)
    shown = replace(a_fact(), kind="drill.revealed", data=told._asdict(), drill="DRL-1")
    a_journal(engine).append([shown], expected=0)
    other = open_engine(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'restored.db')}")
    restore(export(a_journal(engine)), other)
    assert SealedDrills(other, SITE).of(commitment_of(*told)) == told
    assert SealedDrills(other, SITE).of(commitment_of(*hidden)) is None
    other.dispose()


def test_what_was_never_told_is_forgotten_once_it_is_old(engine: Engine) -> None:
    """A seal that was refused, or that a crash has cut short; never one that a fact tells of."""
    sealed, other = SealedDrills(engine, "works"), SealedDrills(engine, "other")
    for name, at in (("a", 1), ("b", 1), ("c", 9)):
        sealed.keep(name * 64, Kept("{}", "ab" * 16), at)
    other.keep("b" * 64, Kept("{}", "ab" * 16), 1)
    sealed.forget_unused({"a" * 64}, 5)
    assert [sealed.of(name * 64) is not None for name in "abc"] == [True, False, True]
    sealed.forget("c" * 64)
    assert sealed.of("c" * 64) is None
    assert other.of("b" * 64) is not None
