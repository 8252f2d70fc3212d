"""A center whose disk takes nothing more: postings are refused, `/readyz` is red, every screen says so; and back."""

import resource
from pathlib import Path

import requests

from command_center.domain.actor import ActorKind, Role
from tests.support.requesting import ask
from tests.support.running_center import demo_site, running
from tests.support.waiting import PATIENCE_S, eventually


def test_a_disk_that_takes_nothing_is_red_and_mends_itself(tmp_path: Path) -> None:
    with running(tmp_path) as center:
        gateway = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
        viewer = center.token("eye", Role.VIEWER)
        center.start()
        tag, source = center_tag()

        def posted() -> int:
            reading = {"tag": tag, "ts": center.clock.now(), "value": 5.0}
            return center.post(
                "readings", gateway, {"source": source, "readings": [reading]}
            ).status_code

        def ready() -> requests.Response:
            return ask("GET", f"{center.url}/readyz")

        def row() -> str | None:
            # The board is asked beside the check: one that is behind would be no proof.
            disk = center.get("board", viewer)["rows"]["center"].get("disk")
            state: str | None = disk and disk["state"]
            return state

        assert posted() == requests.codes.accepted
        assert ready().status_code == 200
        eventually(lambda: row() == "good")  # it comes with the first look at the processes
        limits = resource.prlimit(center.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(center.pid, resource.RLIMIT_FSIZE, (4_096, limits[1]))
        try:
            eventually(lambda: posted() == requests.codes.unavailable, PATIENCE_S)
            [answer] = eventually(lambda: [one for one in [ready()] if one.status_code == 503])
            assert answer.json()["checks"]["disk"] is False
            assert answer.json()["checks"]["board"] is True, "what is only read goes on"
            assert any("five seconds" in one or "五秒" in one for one in answer.json()["reasons"])
            eventually(lambda: row() == "full")
        finally:
            resource.prlimit(center.pid, resource.RLIMIT_FSIZE, limits)
        eventually(lambda: ready().status_code == 200)
        eventually(lambda: row() == "good")
        assert posted() == requests.codes.accepted
        figures = ask("GET", f"{center.url}/metrics").text
        assert "cc_disk_full 0.0" in figures
        assert "cc_disk_free_bytes" in figures


def center_tag() -> tuple[str, str]:
    tag = demo_site().tags[0]
    return tag.id, tag.source
