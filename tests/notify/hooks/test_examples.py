"""The examples of an ERP and an MES as programs of their own, against a real center: its facts, its doors."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from werkzeug.serving import make_server

from command_center.domain.actor import Role
from command_center.domain.fact import Fact
from command_center.notify.hooks.sender import Webhooks, body_of, template_in
from command_center.store.outbox.webhooks import Due, WebhookQueue
from tests.notify.hooks.sending import SECRET, hook
from tests.support.ports import free_port, wait_until_ready
from tests.support.running_center import REPOSITORY
from tests.support.template_shelf import Shelf
from tests.web.center import Caller, Center

SHORT = """
template: {template}
title: {{zh: 短, en: Short}}
readers: [parties, safety]
fields:
  place: {{type: place, required: true}}
  found: {{type: text}}
parties: {{applicant: opener}}
states: [draft, open, archived]
moves:
  start: {{from: draft, to: open, by: applicant}}
  end: {{from: open, to: archived, by: applicant}}
"""
NEEDS_NO_PHOTOGRAPH = [SHORT.format(template=one) for one in ("hazard", "hot-work", "road-closing")]


@pytest.fixture
def works(tmp_path: Path) -> Center:
    """A center with short templates of the names that the examples ask for."""
    center = Center(tmp_path)
    center.desk.templates = Shelf(*NEEDS_NO_PHOTOGRAPH)
    return center


def opens(hand: Caller, number: int, template: str, place: str, **fields: str) -> str:
    """Somebody opens a matter; returns its id."""
    ident = str(UUID(int=number))
    given = {"place": place, **fields}
    answer = hand.command("matter.open", matter=ident, template=template, fields=given)
    assert answer.status_code == 200, answer.get_json()
    return ident


def moves(hand: Caller, matter: str, move: str) -> None:
    answer = hand.command("matter.move", matter=matter, move=move)
    assert answer.status_code == 200, answer.get_json()


def example(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(REPOSITORY / "examples" / name), *arguments]


@contextmanager
def erp(port: int, orders: Path) -> Iterator[None]:
    """The ERP's receiver, as a process."""
    process = subprocess.Popen(example("erp_work_orders.py", str(port), SECRET, str(orders)))
    try:
        wait_until_ready(process, lambda: socket.create_connection(("127.0.0.1", port), 1).close())
        yield
    finally:
        process.terminate()
        process.wait(10)


def sender_of(center: Center, port: int) -> Webhooks:
    """The sender as the center has it, with one hook to the ERP."""
    journal = center.journal
    return Webhooks(
        [hook(f"http://127.0.0.1:{port}", kinds=["matter.*"], templates=["hazard"], timeout_s=10)],
        lambda fact: template_in(center.desk.state, fact),
        journal,
        WebhookQueue(journal.engine, center.site.id, journal),
        center.clock,
    )


def test_the_erp_keeps_one_order_for_a_hazard_and_closes_it(works: Center, tmp_path: Path) -> None:
    hand = works.machine(Role.RESPONDER, person="p1")
    port, file = free_port(), tmp_path / "orders.json"
    sender = sender_of(works, port)
    (one,) = sender.hooks
    sender.send_once(one)
    matter = opens(hand, 1, "hazard", "w1", found="A leak")
    opens(hand, 2, "hot-work", "w1")
    moves(hand, matter, "start")

    def orders() -> dict[str, dict[str, object]]:
        read: dict[str, dict[str, object]] = json.loads(file.read_text("utf-8"))
        return read

    with erp(port, file):
        while sender.send_once(one):
            pass
        (order,) = orders().values()
        number = works.desk.state.matters.open[matter].number
        assert order | {"seq": 0} == {
            "seq": 0, "number": number, "place": "w1", "text": "A leak", "state": "open", "open": True,
        }  # fmt: skip
    moves(hand, matter, "end")
    with erp(port, file):  # it was started anew: it knows its orders, and not what it was sent
        while sender.send_once(one):
            pass
        done = orders()
        assert (done[matter]["state"], done[matter]["open"]) == ("archived", False)
        for fact in facts_of(works, matter):
            sender._send(one, Due(fact.seq, 1), fact, body_of(fact, sender._template_of(fact)))
        assert orders() == done
    assert sender.queue.standing("erp").sent == 3


def test_the_erp_knows_a_hazard_whose_opening_came_last(works: Center, tmp_path: Path) -> None:
    """A delivery that had to be tried again comes after what followed it."""
    hand = works.machine(Role.RESPONDER, person="p1")
    port, file = free_port(), tmp_path / "orders.json"
    matter = opens(hand, 1, "hazard", "w1", found="A leak")
    moves(hand, matter, "start")
    moves(hand, matter, "end")
    sender = sender_of(works, port)
    (one,) = sender.hooks
    with erp(port, file):
        for fact in reversed(facts_of(works, matter)):
            sender._send(one, Due(fact.seq, 1), fact, body_of(fact, sender._template_of(fact)))
    order = json.loads(file.read_text("utf-8"))[matter]
    assert (order["place"], order["text"], order["open"]) == ("w1", "A leak", False)


def facts_of(center: Center, matter: str) -> list[Fact]:
    kinds = ("matter.opened", "matter.moved")
    facts = center.journal.read(0, 1_000)
    return [fact for fact in facts if fact.kind in kinds and fact.data["matter"] == matter]


@contextmanager
def served(center: Center) -> Iterator[str]:
    """The center's doors on a port; yields their address."""
    server = make_server("127.0.0.1", 0, center.server, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def released(url: str, token: str, *places: str) -> tuple[int, str]:
    """How the MES's program ended, and what it said."""
    done = subprocess.run(
        example("mes_release.py", url, *places),
        env={"CC_TOKEN": token}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_mes_holds_a_batch_while_work_goes_on_at_its_place(works: Center) -> None:
    hand = works.machine(Role.RESPONDER, person="p1")
    token = works.token(Role.CONTROLLER, "mes", read_only=True)
    hot, road = opens(hand, 1, "hot-work", "w1"), opens(hand, 2, "road-closing", "w2")
    number = {one: works.desk.state.matters.open[one].number for one in (hot, road)}
    with served(works) as url:
        assert released(url, token, "w1", "w2") == (0, "release\n")  # nobody works yet
        moves(hand, hot, "start")
        moves(hand, road, "start")
        assert released(url, token, "w1") == (1, f"hold: {number[hot]}\n")
        assert released(url, token, "w1", "w2") == (1, f"hold: {number[hot]}, {number[road]}\n")
        assert released(url, token, "T-1")[0] == 0
        moves(hand, hot, "end")
        assert released(url, token, "w1") == (0, "release\n")


def test_the_mes_looks_at_every_page(works: Center) -> None:
    """The list comes in pages of a hundred, the newest first."""
    hand = works.machine(Role.RESPONDER, person="p1")
    token = works.token(Role.CONTROLLER, "mes", read_only=True)
    first = opens(hand, 1, "hot-work", "w1")
    moves(hand, first, "start")
    works.clock.advance(60)
    for number in range(2, 103):
        opens(hand, number, "hot-work", "w1")
    with served(works) as url:
        assert released(url, token, "w1")[0] == 1


def test_the_mes_holds_when_it_cannot_know(works: Center) -> None:
    hand = works.machine(Role.RESPONDER, person="p1")
    moves(hand, opens(hand, 1, "hot-work", "w1"), "start")
    with served(works) as url:
        for token in (works.token(Role.VIEWER, "wall", read_only=True), "no token"):
            code, said = released(url, token, "w1")
            assert (code, said[:5]) == (1, "hold:"), said
        assert released(url, "no token")[0] == 1  # no place is named
    code, said = released(url, works.token(Role.CONTROLLER, "mes", read_only=True), "w1")
    assert (code, said[:5]) == (1, "hold:"), said
