"""`command-center site export` and `import`: today's plant as a file, and back by its difference."""

from pathlib import Path
from typing import Any

import pytest

from command_center.boot.plant.plant_read import plant_read
from command_center.settings import Settings
from command_center.site_file import load
from command_center.store.database.databases import databases
from tests.cli.command_line import command_center
from tests.support.running_center import DEMO, demo_site


def today(folder: Path, file: Path) -> Any:
    """The plant of the database as it is today."""
    with databases(Settings(data_dir=folder / "var"), reading=True) as stores:
        return plant_read(stores.journal, load(file)).state.site


def edited(folder: Path, into: Path, before: str, after: str) -> Path:
    """A copy of an exported file in which something is written otherwise."""
    text = (folder / "site.yaml").read_text("utf-8")
    assert before in text
    into.mkdir()
    (into / "site.yaml").write_text(text.replace(before, after, 1), "utf-8")
    return into


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """The demonstration's plant, imported into a new database and written again."""
    begun = command_center(tmp_path, "site", "import", DEMO, "--site", DEMO, "--yes")
    assert begun.returncode == 0, begun.stderr
    done = command_center(tmp_path, "site", "export", tmp_path / "out", "--site", DEMO)
    assert done.returncode == 0, done.stderr
    return tmp_path / "out"


def test_the_export_of_today_loads_to_an_equal_plant(exported: Path) -> None:
    again = load(exported)
    assert again == demo_site(), "with every contact and its address"


def test_an_import_shows_first_and_changes_only_with_yes(exported: Path, tmp_path: Path) -> None:
    post = demo_site().posts[0]
    file = edited(exported, tmp_path / "new", f"zh: {post.name.zh}", "zh: 改过的岗位")
    shown = command_center(tmp_path, "site", "import", file, "--site", DEMO)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.splitlines() == [f"~ posts {post.id}"]
    assert today(tmp_path, DEMO).post_by_id[post.id].name == post.name
    done = command_center(tmp_path, "site", "import", file, "--site", DEMO, "--yes")
    assert done.returncode == 0, done.stderr
    assert today(tmp_path, DEMO).post_by_id[post.id].name.zh == "改过的岗位"
    again = command_center(tmp_path, "site", "import", file, "--site", DEMO)
    assert again.stdout == ""
    third = command_center(tmp_path, "site", "export", tmp_path / "third", "--site", DEMO)
    assert third.returncode == 0
    assert load(tmp_path / "third") == load(file)


def test_a_file_that_is_edited_later_does_not_win_over_the_journal(
    exported: Path, tmp_path: Path
) -> None:
    post, other = demo_site().posts[:2]
    first = edited(exported, tmp_path / "one", f"zh: {post.name.zh}", "zh: 改过的岗位")
    command_center(tmp_path, "site", "import", first, "--site", DEMO, "--yes")
    later = edited(exported, tmp_path / "later", f"zh: {other.name.zh}", "zh: 文件里的岗位")
    site = today(tmp_path, later)
    assert site.post_by_id[post.id].name.zh == "改过的岗位"
    assert site.post_by_id[other.id].name == other.name, "the journal wins"


def test_an_export_overwrites_nothing(exported: Path, tmp_path: Path) -> None:
    again = command_center(tmp_path, "site", "export", exported, "--site", DEMO)
    assert again.returncode == 2


def test_the_file_of_another_site_is_refused(exported: Path, tmp_path: Path) -> None:
    other = edited(exported, tmp_path / "other", "id: ", "id: other-")
    refused = command_center(tmp_path, "site", "import", other, "--site", DEMO)
    assert refused.returncode == 2
