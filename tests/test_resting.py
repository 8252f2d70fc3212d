"""Files of tests that rest: only while nothing that they look at has changed since they passed."""

import subprocess
from collections.abc import Callable, Iterator
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


def test_it_looks_at_the_modules_that_it_imports() -> None:
    this = "tests/test_resting.py"
    assert {"tests/support/resting.py", "tests/support/__init__.py"} <= resting.imported(this)
    assert not any(path.startswith("pytest") for path in resting.imported(this))
    rooms = {this: Room(passed="abc", looks_at=("assets/map/",))}
    assert resting.resting(rooms, lambda commit: ["tests/support/wire.py"]) == {this}
    assert resting.resting(rooms, lambda commit: ["tests/support/resting.py"]) == frozenset()


def test_every_file_is_asked_by_its_own_commit() -> None:
    two = {**MAP, "tests/e2e/test_log.py": Room(passed="def", looks_at=("assets/log/",))}
    changed = {"abc": ["assets/log/log.js"], "def": ["assets/map/map.js"]}
    assert resting.resting(two, changed.__getitem__) == set(two)


def test_a_file_that_passed_at_a_commit_of_another_history_runs() -> None:
    """As where somebody amended the commit that the table names."""
    assert resting.changed_since("0000000") is None
    assert resting.resting(MAP, lambda commit: None) == frozenset()


Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Git]:
    """A history of one commit in a folder in which git is asked."""

    def run(*words: str, cwd: Path = tmp_path) -> str:
        told = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words],
            cwd=cwd, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return told.stdout.strip()

    run("init", "-q")
    (tmp_path / "kept.js").write_text("1")
    run("add", ".")
    run("commit", "-qm", "first")
    monkeypatch.setattr(resting, "REPOSITORY", tmp_path)
    resting.changed_since.cache_clear()
    yield run
    resting.changed_since.cache_clear()


def test_a_new_file_an_edit_and_a_move_are_changes(tmp_path: Path, git: Git) -> None:
    first = git("rev-parse", "HEAD")
    (tmp_path / "kept.js").write_text("2")
    (tmp_path / "地图.js").write_text("3")
    assert resting.changed_since(first) == frozenset({"kept.js", "地图.js"})
    resting.changed_since.cache_clear()
    (tmp_path / "kept.js").write_text("1")
    (tmp_path / "moved").mkdir()
    git("mv", "kept.js", "moved/kept.js")
    assert resting.changed_since(first) == frozenset({"kept.js", "moved/kept.js", "地图.js"})


def test_a_clone_that_does_not_reach_back_says_so(
    tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = git("rev-parse", "HEAD")
    git("commit", "-q", "--allow-empty", "-m", "second")
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}", "short")
    monkeypatch.setattr(resting, "REPOSITORY", tmp_path / "short")
    with pytest.raises(NoHistory, match=first):
        resting.changed_since(first)
    monkeypatch.setattr(resting, "rooms", lambda: {"a.py": Room(first, ("x",))})
    known, why = resting.resting_here()
    assert known == {"a.py"}
    assert why.startswith("NOT TESTED")


def test_a_browser_test_looks_at_what_every_page_is_made_with() -> None:
    known = rooms()
    assert "layouts/pages.py" in known["tests/e2e/test_help.py"].looks_at
    assert not any("layouts/pages.py" in known[one].looks_at for one in known if "e2e" not in one)


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
