"""A start from a snapshot is a start from the journal: the same state; what is wrong with it is ignored and told."""

import os
import pickle
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pytest

from command_center.boot import snapshots as module
from command_center.boot.snapshots import Snapshots, fold
from command_center.desk import Desk
from command_center.domain.fold import apply_without_matters
from command_center.domain.state import State
from tests.domain.matters.test_hazard import CLAMP, archived
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """The works with matters, an incident and a drill that runs."""
    room = Works(tmp_path, HAZARD, CATEGORIES, SCORE)
    archived(room)
    room.opens("fay", "hazard", **CLAMP)
    room.drill()
    room.leak()
    return room


def kept(works: Works, folder: Path, secret: bytes = b"s", base: int | None = 1) -> Snapshots:
    return Snapshots(folder, works.site.id, base, secret)


def started(works: Works, snapshots: Snapshots, worth: int = 1) -> tuple[Desk, int]:
    """Another process starts; its desk, and how many facts it folded."""
    desk = Desk(works.state.plant.site, works.journal, works.clock)
    return desk, fold(snapshots, works.journal, desk, worth)


def test_a_start_folds_what_came_after_the_snapshot_and_knows_the_same(
    works: Works, tmp_path: Path
) -> None:
    snapshots = kept(works, tmp_path / "snaps")
    first, count = started(works, snapshots)
    assert count == works.state.seq
    assert first.state == works.state
    works.opens("fay", "hazard", **CLAMP)
    second, count = started(works, snapshots)
    assert count == 1
    assert second.state == works.state
    assert second.state.matters.open.keys() == works.state.matters.open.keys()


def test_few_facts_write_none(works: Works, tmp_path: Path) -> None:
    started(works, kept(works, tmp_path / "snaps"), worth=10_000)
    assert not (tmp_path / "snaps").exists()


@pytest.mark.parametrize("wrong", ["cut", "changed", "secret", "base", "fold", "journal"])
def test_a_snapshot_that_is_wrong_is_ignored_with_a_line(
    works: Works,
    tmp_path: Path,
    wrong: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "snaps"
    started(works, kept(works, folder))
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    raw, snapshots = file.read_bytes(), kept(works, folder)
    if wrong == "cut":
        file.write_bytes(raw[: len(raw) // 2])
    elif wrong == "changed":
        file.write_bytes(raw[:-9] + b"x" + raw[-8:])
    elif wrong == "secret":
        snapshots = kept(works, folder, b"another")
    elif wrong == "base":
        snapshots = kept(works, folder, base=2)
        file.rename(snapshots._file)
    elif wrong == "fold":
        monkeypatch.setattr(module, "fold_version", lambda: "of a later program")
    else:
        whole = works.journal.read
        monkeypatch.setattr(
            works.journal,
            "read",
            lambda after, most: [replace(one, hash="0" * 64) for one in whole(after, most)],
        )
    told = Mock()
    monkeypatch.setattr(module, "_log", told)
    desk, count = started(works, snapshots, worth=10_000)
    assert count == works.state.seq
    assert desk.state == works.state
    told.warning.assert_called_once()
    assert "snapshot" in told.warning.call_args.args[0]


def test_a_snapshot_that_names_anything_but_states_runs_nothing(
    works: Works, tmp_path: Path
) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'ran'}",)

    with pytest.raises(module.Refuses):
        module._Reader(BytesIO(pickle.dumps(Evil()))).load()
    assert not (tmp_path / "ran").exists()


def test_the_twin_of_a_drill_is_the_same_when_matters_are_skipped(works: Works) -> None:
    skipped = State.start(works.state.plant.site)
    for fact in works.journal.read(0, 10_000):
        apply_without_matters(skipped, fact)
    whole = works.replayed()
    assert skipped.twins == whole.twins
    assert (skipped.seq, skipped.times) == (whole.seq, whole.times)
    assert skipped.matters.open == {}
