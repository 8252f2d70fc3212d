"""Files of tests that rest: only while nothing that they look at has changed since they passed."""

import subprocess
from pathlib import Path

import pytest

from tests.support import resting
from tests.support.resting import REPOSITORY, NoHistory, Room, rooms, write_passed

MAP = {"tests/e2e/test_map.py": Room(passed="abc", looks_at=("assets/map/", "layouts/wall.py"))}


@pytest.mark.parametrize(
    ("changed", "rests"),
    [
        ([], True),
        (["assets/plant/plant.js", "layouts/walls.py", "tests/e2e/test_map_too.py"], True),
        (["assets/map/layers.js"], False),
        (["layouts/wall.py"], False),
        (["tests/e2e/test_map.py"], False),
    ],
)
def test_it_rests_until_what_it_looks_at_changes(changed: list[str], rests: bool) -> None:
    assert bool(resting.resting(MAP, lambda commit: changed)) is rests


def test_every_file_is_asked_by_its_own_commit() -> None:
    two = {**MAP, "tests/e2e/test_log.py": Room(passed="def", looks_at=("assets/log/",))}
    changed = {"abc": ["assets/log/log.js"], "def": ["assets/map/map.js"]}
    assert resting.resting(two, changed.__getitem__) == set(two)


def test_a_commit_that_git_does_not_know_is_said() -> None:
    with pytest.raises(NoHistory, match="0000000"):
        resting.changed_since("0000000")


def test_a_new_file_and_an_edit_are_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> str:
        told = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words],
            cwd=tmp_path, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return told.stdout.strip()

    git("init", "-q")
    (tmp_path / "kept.js").write_text("1")
    git("add", ".")
    git("commit", "-qm", "first")
    first = git("rev-parse", "HEAD")
    monkeypatch.setattr(resting, "REPOSITORY", tmp_path)
    resting.changed_since.cache_clear()
    try:
        (tmp_path / "kept.js").write_text("2")
        (tmp_path / "new.js").write_text("3")
        assert resting.changed_since(first) == {"kept.js", "new.js"}
    finally:
        resting.changed_since.cache_clear()


def test_the_commit_is_written_for_the_files_that_passed(tmp_path: Path) -> None:
    table = tmp_path / "resting.toml"
    table.write_text(
        '["tests/a.py"]\npassed = "1"\nlooks_at = ["x"]\n\n["tests/b.py"]\npassed = "1"\nlooks_at = ["y"]\n'
    )
    write_passed(["tests/b.py"], "2", table)
    assert {name: room.passed for name, room in rooms(table).items()} == {
        "tests/a.py": "1",
        "tests/b.py": "2",
    }
    with pytest.raises(KeyError):
        write_passed(["tests/c.py"], "2", table)


def test_every_path_of_the_table_is_there() -> None:
    for name, room in rooms().items():
        assert (REPOSITORY / name).is_file(), name
        for path in room.looks_at:
            assert list(REPOSITORY.glob(f"{path}*")), (name, path)
