"""Two processes on one database: what is changed in one is in force in the other, without a restart."""

from pathlib import Path
from typing import Any

from command_center.domain.actor import Role
from tests.support.redis import RedisServer
from tests.support.running_center import DEMO, demo_site, running
from tests.support.waiting import eventually


def rows(center: Any, secret: str, noun: str) -> dict[str, Any]:
    told = center.get(f"plant/nouns/{noun}", secret)["rows"]
    return {one["key"]: one for one in told}


def test_a_change_is_in_force_in_both_processes_and_after_a_restart(
    postgres_database: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    shared = {"CC_DATABASE_URL": postgres_database, "CC_REDIS_URL": redis_server.url}
    with (
        running(tmp_path / "a", DEMO, **shared) as first,
        running(tmp_path / "b", DEMO, **shared) as second,
    ):
        for folder in ("a", "b"):
            (tmp_path / folder).mkdir(exist_ok=True)
        first.migrate()
        root = first.token("root", Role.ADMINISTRATOR)
        first.start()
        second.start()
        [key, *_] = rows(first, root, "posts")
        seen = rows(first, root, "posts")[key]
        name = {"zh": "新岗名", "en": "Renamed post"}
        change = {
            "noun": "posts",
            "key": key,
            "row": seen["row"] | {"name": name},
            "was": seen["was"],
        }
        told = second.get("site", root)
        first.command(root, "site.change", changes=[change])

        def known() -> bool:
            site = second.get("site", root)
            named = {one["id"]: one["name"] for one in site["posts"]}
            return bool(named[key] == name and site["revision"] != told["revision"])

        eventually(known)
        row = second.get("board?topics=center", root)["rows"]["center"]["plant"]
        assert row["revision"] == second.get("site", root)["revision"]
        late = second.post("commands", root, {"kind": "site.change", "data": {"changes": [change]}})
        assert late.status_code == 409, "whoever had seen the row before is told"
        second.kill()
        second.start()
        assert rows(second, root, "posts")[key]["row"]["name"] == name


def test_a_changed_number_is_on_the_board_of_both_processes(
    postgres_database: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    """By the design within a second or so: the journal's news by Redis, and a look each second."""
    shared = {"CC_DATABASE_URL": postgres_database, "CC_REDIS_URL": redis_server.url}
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    with (
        running(tmp_path / "a", DEMO, **shared) as first,
        running(tmp_path / "b", DEMO, **shared) as second,
    ):
        first.migrate()
        root = first.token("root", Role.ADMINISTRATOR)
        first.start()
        second.start()
        person = demo_site().people[0].id
        path = f"people/{person}/contacts"
        asked = {"change": "added", "channel": "sms", "address": "+86 100 0000 0877"}
        before = board_contacts(second, root, person)
        shown = first.get(path, root)
        answer = first.post(path, root, {**asked, "revision": shown["revision"]})
        assert answer.status_code == 200, answer.text
        eventually(lambda: board_contacts(second, root, person) != before)
        for center in (first, second):
            told = [one["address"] for one in center.get(path, root)["contacts"]]
            assert "+86 100 0000 0877" in told
        assert board_contacts(first, root, person) == board_contacts(second, root, person)


def board_contacts(center: Any, secret: str, person: str) -> Any:
    """The contacts of a person as the board of that process has them, without addresses."""
    rows = center.get("board?topics=people", secret)["rows"]["people"]
    return rows[f"contact:{person}"]["contacts"]
