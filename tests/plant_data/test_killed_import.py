"""A process that is killed in the middle of an import leaves all of it or nothing: one import is one transaction."""

import threading
from pathlib import Path
from typing import Any

import requests

from command_center.domain.actor import Role
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.waiting import eventually

ADDED = 3_000
ROWS = "id,name.zh\r\n" + "".join(f"new-{n},新人{n}\r\n" for n in range(ADDED))
KILLED_AT_BYTES = (1, 200_000)
"""Bytes that the import has written to the database's log when the process is killed: its first, and in its midst."""


def table(center: RunningCenter, root: str, query: str) -> requests.Response:
    return requests.post(
        f"{center.url}/api/v1/plant/nouns/people/table?{query}",
        data=ROWS.encode(),
        headers={"Authorization": f"Bearer {root}", "Content-Type": "text/csv"},
        timeout=240,
    )


def people(center: RunningCenter, root: str) -> int:
    return len(center.get("plant/nouns/people", root)["rows"])


def written(folder: Path) -> int:
    """Bytes of the databases and their logs."""
    return sum(file.stat().st_size for file in (folder / "var").glob("*.sqlite3-wal"))


def test_killed_in_the_middle_of_an_import_all_of_it_is_there_or_nothing(tmp_path: Path) -> None:
    before = len(demo_site().people)
    outcomes = []
    for n, limit in enumerate(KILLED_AT_BYTES):
        folder = tmp_path / str(n)
        folder.mkdir()
        with running(folder) as center:
            root = center.token("root", Role.ADMINISTRATOR)
            center.start()
            told: Any = table(center, root, "dry=1").json()
            assert (told["added"], told["mistakes"]) == (ADDED, [])
            at, ended = written(folder), threading.Event()

            def imports(confirm: str = told["confirm"], ended: threading.Event = ended) -> None:
                try:
                    table(center, root, f"dry=0&confirm={confirm}")  # noqa: B023 - joined below
                except requests.RequestException:
                    pass  # it was killed
                finally:
                    ended.set()

            thread = threading.Thread(target=imports)
            thread.start()
            eventually(lambda: written(folder) >= at + limit or ended.is_set())  # noqa: B023
            center.kill()
            thread.join()
            center.start()
            there = people(center, root)
            assert there in {before, before + ADDED}
            facts = center.get("journal/search?kind=site.changed&limit=1", root)["facts"]
            assert bool(facts) == (there > before)
            outcomes.append(there - before)
            center.command(root, "site.change", changes=[one_more(center, root)])
            assert people(center, root) == there + 1, "and it goes on from there"
    assert set(outcomes) <= {0, ADDED}


def one_more(center: RunningCenter, root: str) -> dict[str, Any]:
    row = center.get("plant/nouns/people", root)["rows"][0]["row"]
    return {"noun": "people", "key": "", "was": None, "row": {**row, "id": "one-more"}}
