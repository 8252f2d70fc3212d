"""kill -9 of the gateway between the order and the sound: the siren is asked again with the same CAP identifier.

node's server has read the first request and has not answered when the gateway dies. So it is asked twice, and knows the
second by its identifier (CAP 1.2, 3.2.1: it names the message). What it has answered is not asked again.
"""

import signal
from pathlib import Path

from command_center.domain.actor import ActorKind, Role
from command_center.gateway.sirens.cap_message import head_of
from tests.gateway.files import written
from tests.gateway.test_killed import RunningGateway
from tests.support.running_center import DEMO, RunningCenter, demo_site, running
from tests.support.siren_server import SirenServer
from tests.support.waiting import eventually

SIREN = "pa-north"


def word(center: RunningCenter, secret: str, incident: str) -> str | None:
    """What the board's row says that the siren did with the newest message."""
    row = center.get("board", secret)["rows"]["incident"].get(f"sirens:{incident}")
    return None if row is None else row["sirens"][0]["said"]


def test_a_killed_gateway_asks_again_with_the_same_identifier_and_doubles_nothing(
    tmp_path: Path, server: SirenServer
) -> None:
    server.answers(0)
    with running(tmp_path) as center:
        secret = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
        site = demo_site()
        lead = next(entry.person for entry in site.roster if site.post_by_id[entry.post].commands)
        chief = center.token("chief", Role.COMMANDER, person=lead)
        center.start()
        (tmp_path / "own").mkdir()
        path = written(
            tmp_path / "own",
            [{"id": SIREN, "type": "siren", "enabled": True, "exercises": True, "url": server.url,
              "tries_for": "30min", "answers_within": "60s"}],
            gateway={"site": str(DEMO), "board": center.url},
        )  # fmt: skip
        (tmp_path / "own" / "token").write_text(secret)
        gateway = RunningGateway(path)
        gateway.start()
        opened = center.command(chief, "incident.open", place=site.tanks[0].id, title="Smell")
        incident = opened["facts"][0]["incident"]
        eventually(lambda: server.requests)  # it is on the way, and not answered
        gateway.end(signal.SIGKILL)
        server.answers(200)
        gateway.start()
        eventually(lambda: word(center, chief, incident) == "taken")
        gateway.end(signal.SIGKILL)  # after the sound
        gateway.start()
        center.command(chief, "incident.withdraw", incident=incident, reason="nothing there")
        eventually(lambda: len(server.bodies()) == 2)
        assert gateway.end(signal.SIGTERM) == 0
    asked = [(head_of(one["body"]), one["status"]) for one in server.requests]
    assert [(head.type, status) for head, status in asked] == [
        ("Alert", 0), ("Alert", 200), ("Cancel", 200),
    ]  # fmt: skip
    assert asked[0][0].identifier == asked[1][0].identifier
    assert asked[1][0].identifier != asked[2][0].identifier
    assert server.requests[0]["body"] == server.requests[1]["body"]
