"""A center, a siren of a gateway that asks it, and a relay behind a broker, for tests."""

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import paho.mqtt.client as paho
from lxml import etree
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.gateway.file.model import Siren
from command_center.gateway.file.reading import read_gateway
from command_center.gateway.intake import Intake, intake_of
from command_center.gateway.posting.post import Answer, Outcome, answer_of
from command_center.gateway.sirens.link import SirenLink
from command_center.gateway.sirens.making import named, way_to
from command_center.gateway.sirens.way import Way
from tests.gateway.files import written
from tests.reports.test_cap import SCHEMA
from tests.support.mosquitto import Mosquitto
from tests.support.small_site import small_site
from tests.web.center import Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")


class Plant:
    """A center whose doors a gateway asks. `up`: whether it answers."""

    def __init__(self, folder: Path) -> None:
        self.center = Center(folder, small_site().model_copy(update={"simulated": False}))
        self.gateway = self.center.machine(Role.GATEWAY, name="pa", sources=["north"])
        self.up = True
        does(self.center, DUTY_ACTOR, "shift.begin", shift="day")

    def get(self, path: str) -> tuple[Answer, Any]:
        if not self.up:
            return Answer(Outcome.LATER, "503 away"), None
        told = self.gateway.get(path)
        if told.status_code == 200:
            return Answer(Outcome.TAKEN), told.get_json()
        return answer_of(told.status_code, told.get_data()), None

    def post(self, path: str, body: dict[str, Any]) -> Answer:
        if not self.up:
            return Answer(Outcome.LATER, "503 away")
        told = self.gateway.post(path, orjson.loads(orjson.dumps(body)))
        return answer_of(told.status_code, told.get_data())

    def opens(self, place: str = "T-1") -> str:
        fact = does(self.center, CHIEF, "incident.open", place=place, title="Smell")[0]
        return str(fact.incident)

    def withdraws(self, incident: str) -> None:
        does(self.center, CHIEF, "incident.withdraw", incident=incident, reason="nothing")

    def outcome(self, incident: str) -> str | None:
        word = self.center.desk.state.warnings.words.get((incident, "north"))
        return None if word is None else word.outcome

    def told(self) -> list[tuple[str, str, int]]:
        """Every word on the siren in the journal: type, outcome, tries."""
        facts = self.center.journal.read(0, 1_000)
        return [
            (f.data["type"], f.data["result"], f.data["tries"])
            for f in facts
            if f.kind == "siren.told"
        ]


def siren(url: str, **more: Any) -> Siren:
    given = {"id": "north", "type": "siren", "enabled": True, "url": url, "every": 50, **more}
    return Siren.model_validate(given)


@contextmanager
def carrying(folder: Path, plant: Plant, given: Siren, way: Way | None = None) -> Iterator[Intake]:
    """The link of a siren in a loop of its own, until the block ends. Its ledger lies in `folder`. Without a `way` it
    is the one to the siren's address."""
    clock = plant.center.clock
    path = written(folder, [{"id": "t", "type": "files", "folder": "/srv", "tags": {}}])
    gateway = read_gateway(path)
    intake = intake_of(gateway, given, clock)
    loop = asyncio.new_event_loop()

    async def go() -> None:
        link = SirenLink(
            given, intake, way or way_to(given), plant.get, plant.post, folder / "north.sqlite3",
            lambda: plant.post("/api/v1/sirens", named("gw-1", [given])),
        )  # fmt: skip
        await link.run()

    ended: list[BaseException] = []
    task = loop.create_task(go())

    def run() -> None:
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass
        except BaseException as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield intake
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(60)
        loop.close()
        assert not ended, ended


def checked(document: str) -> etree._Element:
    """A document that the official schema takes."""
    found = etree.fromstring(document.encode())
    SCHEMA.assertValid(found)
    return found


class Relay:
    """A relay behind a broker: keeps what it is told, and answers on its state topic with `says`. `expiries` are the
    seconds after which the broker would have dropped each message; None: never. `authority`: whom it trusts (TLS)."""

    def __init__(
        self, broker: Mosquitto, says: dict[str, str] | None = None, authority: Path | None = None
    ) -> None:
        self.heard: list[str] = []
        self.expiries: list[int | None] = []
        self.says = says or {}
        ready = threading.Event()
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        self._client.on_message = self._take
        self._client.on_subscribe = lambda *_: ready.set()
        if authority is not None:
            context = ssl.create_default_context(cafile=authority)
            context.hostname_checks_common_name = False
            self._client.tls_set_context(context)
        self._client.connect("127.0.0.1", broker.port)
        self._client.loop_start()
        self._client.subscribe("siren/north", qos=1)
        assert ready.wait(60)

    def _take(self, _c: paho.Client, _u: Any, message: paho.MQTTMessage) -> None:
        told = message.payload.decode()
        self.expiries.append(getattr(message.properties, "MessageExpiryInterval", None))
        self.heard.append(told)
        if told in self.says:
            self.tells(self.says[told])

    def tells(self, state: str) -> None:
        """Says on its state topic how it is."""
        self._client.publish("siren/north/state", json.dumps({"state": state}), qos=1)

    def stop(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
