"""From an order to a telephone and back: each way by which a plant's own channels are answered reaches the directive.

A real desk and outbox, the door of the answers over HTTP, and the real mail server, ntfy server and SMS daemon, or
their fakes where a program is not installed.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from command_center.domain.state.notices.notice import Channel
from command_center.notify.answers.answer_links import AnswerLinks
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Provider
from command_center.notify.routes import Route
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.schema import receipts
from command_center.web.doors.messages.answers_api import answers_api
from command_center.web.metrics import Metrics
from tests.notify.providers.gammu_service import gammu_service
from tests.notify.providers.mail_service import body_of, mail_service
from tests.notify.providers.ntfy_service import ntfy_service
from tests.support.factories import ControlRoom
from tests.support.hand_time import HandTime
from tests.support.outbox import outbox_on
from tests.support.ports import free_port
from tests.support.rooms import OpenRoom
from tests.support.small_works import PARTS, small_works
from tests.support.unavailable import Unavailable

PATIENT_S = 60.0
NUMBER = "13800000001"
EVA: dict[Channel, str] = {
    "push": "pages-7f3kq9x2mw",
    "email": "eva@plant.example",
    "sms": "138 0000-0001",  # the same, as people write it
}


@dataclass
class Plant:
    """The night shift, whose `eva` has a push topic, an e-mail address and a telephone, and the door of answers."""

    room: ControlRoom
    links: AnswerLinks
    file: ChannelsFile

    def outbox(self, providers: Mapping[str, Provider]) -> Outbox:
        addresses = {
            (person.id, contact.version): contact.address
            for person in self.room.site.people
            for contact in person.contacts
        }
        room = self.room
        return outbox_on(
            room.desk, room.journal.engine, room.clock, providers,
            routes=[Route(channel, one.kind) for channel, one in providers.items()],
            time=HandTime(room.clock.now), links=self.links, file=self.file,
            addresses=lambda person, version: addresses.get((person, version)),
        )  # fmt: skip

    @property
    def inbox(self) -> Inbox:
        return Inbox(self.room.journal.engine, self.room.site.id, HandTime(self.room.clock.now))

    def order(self, outbox: Outbox) -> None:
        """The chief orders something of eva, and the outbox sends it."""
        outbox.run_once(self.room.now)
        self.room.orders(self.room.leak(), to="farm-hand")
        outbox.run_once(self.room.now)

    def state(self) -> str:
        """The directive's, in the journal's own words."""
        [directives] = self.room.state.in_hand.by_incident.values()
        return str(directives["DIR-1"].state)

    def refused(self) -> list[Any]:
        """What the receipts came to, for who reads a failure."""
        with self.room.journal.engine.connect() as connection:
            return [str(dict(row._mapping)) for row in connection.execute(select(receipts))]


@pytest.fixture
def plant(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> Iterator[Plant]:
    contacts = [
        {"channel": kind, "address": address, "verified": "2026-11-01"}
        for kind, address in EVA.items()
    ]
    people: list[dict[str, Any]] = [
        person | {"contacts": contacts if person["id"] == "eva" else []}
        for person in PARTS["people"]
    ]
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    room = rooms(file, small_works(people=people, simulated=False))
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    links = AnswerLinks(b"a secret of this test", base)
    engine, site, time = room.journal.engine, room.site.id, HandTime(room.clock.now)
    reader = OutboxReader(engine, site, time)
    app = Flask("answers")
    app.register_blueprint(
        answers_api(
            links, reader.delivery, partial(take_receipts, Inbox(engine, site, time)),
            reader.receipt, room.clock.now, Metrics(), "en",
        ),
        url_prefix="/api/v1",
    )  # fmt: skip
    server = make_server("127.0.0.1", port, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Plant(room, links, ChannelsFile(answers=base))
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("real", [True, False])
def test_a_button_of_a_push_message_acknowledges(plant: Plant, real: bool) -> None:
    try:
        making = ntfy_service(real)
        service = making.__enter__()
    except Unavailable as why:
        pytest.skip(str(why))
    outbox = plant.outbox({"push": service.provider(PATIENT_S)})
    plant.order(outbox)
    [got] = service.phone(EVA["push"])
    button = got["actions"][0]
    assert plant.state() == "issued"
    # As the ntfy app does when the button is pressed: nothing but a POST.
    requests.request(button["method"], button["url"], timeout=PATIENT_S).raise_for_status()
    outbox.run_once(plant.room.later(1))
    assert plant.state() == "acknowledged", "\n".join(plant.refused())
    making.__exit__(None, None, None)


def test_a_link_of_a_mail_acknowledges_when_it_is_confirmed(plant: Plant) -> None:
    with mail_service() as service:
        outbox = plant.outbox({"mail": service.provider(PATIENT_S)})
        plant.order(outbox)
        [mail] = service.messages()
    [url, *_] = re.findall(r'href="(http://[^"]*/answers/[^"]+)"', body_of(mail, "html"))
    opened = requests.get(url, timeout=PATIENT_S)
    outbox.run_once(plant.room.now)
    assert (opened.status_code, plant.state()) == (200, "issued"), "mail scanners open links"
    sent = requests.post(url, timeout=PATIENT_S)
    assert (sent.status_code, "Being checked" in sent.text) == (202, True)
    outbox.run_once(plant.room.later(1))
    assert plant.state() == "acknowledged", "\n".join(plant.refused())
    judged = requests.get(url, timeout=PATIENT_S)
    assert (judged.status_code, "Taken: Acknowledge" in judged.text) == (200, True)


@pytest.mark.parametrize("real", [True, False])
def test_a_text_message_acknowledges(plant: Plant, real: bool) -> None:
    try:
        making = gammu_service(real)
        service = making.__enter__()
    except Unavailable as why:
        pytest.skip(str(why))
    provider = service.provider(PATIENT_S, plant.room.clock)
    outbox = plant.outbox({"sms": provider})
    plant.order(outbox)
    [text] = service.taken()
    [number] = set(re.findall(r"\b\d (\d{4})\b", text))
    service.smsd.hear(f"+86{NUMBER}", f"１ {number} 收到")
    take_receipts(plant.inbox, "sms", provider.fetch())
    outbox.run_once(plant.room.later(1))
    assert plant.state() == "acknowledged", "\n".join(plant.refused())
    making.__exit__(None, None, None)
